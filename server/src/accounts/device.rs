//! What somebody logs in with, in words.

use http::{HeaderMap, header::USER_AGENT};
use woothee::parser::Parser;

/// What woothee calls a thing it does not know.
const UNKNOWN: &str = "UNKNOWN";

/// "Firefox on Linux", as far as the request's headers tell. They may tell anything: good for the owner of a session to know
/// it again, and for nothing else.
pub(super) fn device(headers: &HeaderMap) -> String {
    let agent = headers
        .get(USER_AGENT)
        .and_then(|agent| agent.to_str().ok());
    let found = agent.and_then(|agent| Parser::new().parse(agent));
    let (browser, system) = found.map_or((UNKNOWN, UNKNOWN), |found| (found.name, found.os));
    match (browser, system) {
        (UNKNOWN, UNKNOWN) => "A device we do not know".to_owned(),
        (UNKNOWN, system) => format!("A browser on {system}"),
        (browser, UNKNOWN) => browser.to_owned(),
        (browser, system) => format!("{browser} on {system}"),
    }
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;

    use super::*;

    fn of(agent: &'static str) -> String {
        let mut headers = HeaderMap::new();
        headers.insert(USER_AGENT, HeaderValue::from_static(agent));
        device(&headers)
    }

    #[test]
    fn browsers_are_told_apart() {
        let firefox = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";
        assert_eq!(of(firefox), "Firefox on Linux");
        let safari = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 \
            (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1";
        assert_eq!(of(safari), "Safari on iPhone");
    }

    #[test]
    fn what_is_not_known_is_said() {
        let unknown = "A device we do not know";
        assert_eq!(device(&HeaderMap::new()), unknown);
        assert_eq!(of("<script>alert(1)</script>"), unknown);
    }
}
