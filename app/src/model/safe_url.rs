//! Addresses that a link may lead to.

/// Schemes that lead somewhere. All others run something (`javascript:`, `vbscript:`), are a page of whoever wrote them
/// (`data:`, `blob:`), or start a program.
const SCHEMES: [&str; 4] = ["http", "https", "mailto", "tel"];

/// An address that only leads somewhere, in this site or out of it. Use it for each `href` that is not written in the
/// source: Leptos writes any text there, and `javascript:` would run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SafeUrl(String);

impl SafeUrl {
    /// The address in `text`, if it is one; `None` leaves a link without a target.
    pub fn parse(text: &str) -> Option<Self> {
        // As browsers read it (URL Standard, section 4.4): without spaces and controls around, nor tabs and lines inside.
        let text = text.trim_matches(|c: char| c <= ' ');
        let text: String = text.chars().filter(|c| !"\t\n\r".contains(*c)).collect();
        let is_safe = match scheme(&text) {
            Some(scheme) => SCHEMES.iter().any(|safe| scheme.eq_ignore_ascii_case(safe)),
            None => !text.is_empty(),
        };
        is_safe.then_some(Self(text))
    }
}

/// As the value of an attribute.
impl From<SafeUrl> for String {
    fn from(url: SafeUrl) -> Self {
        url.0
    }
}

/// What stands before the first colon, unless a path, a query or a fragment begins before it. Stricter than browsers, to
/// whom not everything there is a scheme.
fn scheme(text: &str) -> Option<&str> {
    let (before, _) = text.split_once(':')?;
    (!before.contains(['/', '\\', '?', '#'])).then_some(before)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(text: &str) -> Option<String> {
        SafeUrl::parse(text).map(String::from)
    }

    #[test]
    fn what_leads_somewhere_stays_as_it_is() {
        for text in [
            "/p/oak-desk",
            "/search?q=a:b",
            "#javascript:no",
            "?q=javascript:no",
            "https://maker.example/a?b=c#d",
            "HTTP://maker.example",
            "mailto:help@shop.example",
            "tel:+49301234",
            "//maker.example/a:b",
        ] {
            assert_eq!(parsed(text).as_deref(), Some(text));
        }
        assert_eq!(parsed(" /p/oak\n-desk ").as_deref(), Some("/p/oak-desk"));
    }

    #[test]
    fn what_runs_something_is_no_address() {
        for text in [
            "javascript:alert(1)",
            "JavaScript:alert(1)",
            " javascript:alert(1)",
            "\u{1}javascript:alert(1)",
            "java\tscript:alert(1)",
            "java\r\nscript:alert(1)",
            "javascript\n:alert(1)",
            "\tjavascript:alert(1)//https://maker.example",
            "javascript&colon;:alert(1)",
            "vbscript:msgbox(1)",
            "data:text/html,<script>alert(1)</script>",
            "blob:https://shop.example/1",
            "file:///etc/passwd",
            "intent://x",
            ":",
            "",
            " ",
        ] {
            assert_eq!(parsed(text), None, "{text:?}");
        }
    }
}
