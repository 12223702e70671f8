//! Where to go after logging in: back to where one came from, but never off this site.

use std::borrow::Cow;

use url::Url;

/// The page to show when none was asked for.
const DEFAULT: &str = "/me";
/// Longer ones are no address of ours.
const MAX_OCTETS: usize = 2_048;

/// The local address in `next`, ready for a `Location` header; `/me` if `next` leads anywhere
/// else than to a page of this site.
pub fn return_path(next: &str) -> Cow<'static, str> {
    return_path_or(next, DEFAULT)
}

/// As [`return_path`], with another page instead of `/me`.
pub fn return_path_or(next: &str, otherwise: &'static str) -> Cow<'static, str> {
    local(next).map_or(Cow::Borrowed(otherwise), Cow::Owned)
}

/// `next` read the way a browser reads a `Location` (WHATWG URL), if it stays here. What browsers
/// drop or rewrite while reading (tabs, line ends, backslashes, `/.//`) is refused, not repaired.
fn local(next: &str) -> Option<String> {
    let plain = !next.contains(|c: char| c.is_control() || c == '\\');
    if !plain || next.len() > MAX_OCTETS || !is_absolute_path(next) {
        return None;
    }
    let here = Url::parse("http://localhost/").ok()?;
    let there = here.join(next).ok()?;
    if there.origin() != here.origin() || !is_absolute_path(there.path()) {
        return None;
    }
    // Logging in only to be asked to log in again helps nobody.
    if matches!(there.path(), "/log-in" | "/log-out") {
        return None;
    }
    Some(there.as_str().strip_prefix("http://localhost")?.to_owned())
}

/// Begins with one slash; two would name another host.
fn is_absolute_path(text: &str) -> bool {
    text.starts_with('/') && !text.starts_with("//")
}

/// The address of `form`, from where one goes on to `next`.
pub fn leading_to(form: &str, next: &str) -> String {
    let mark = if form.contains('?') { '&' } else { '?' };
    let next: String = form_urlencoded::byte_serialize(next.as_bytes()).collect();
    format!("{form}{mark}next={next}")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn local_addresses_are_kept() {
        for next in [
            "/",
            "/me",
            "/search?q=oak&page=2",
            "/c/tables/round#top",
            "/p/a%2Fb",
        ] {
            assert_eq!(return_path(next), next);
        }
        assert_eq!(return_path("/search?q=crème"), "/search?q=cr%C3%A8me");
        assert_eq!(return_path("/a/../b"), "/b");
        assert_eq!(
            return_path("/search?next=https://example.com/"),
            "/search?next=https://example.com/"
        );
    }

    #[test]
    fn everything_else_becomes_the_account_page() {
        let long = format!("/{}", "x".repeat(MAX_OCTETS));
        let refused = [
            "",
            " ",
            "me",
            "me/",
            "?a",
            "#a",
            ".",
            "..",
            " /me",
            "//",
            "//example.com",
            "///example.com",
            "////example.com",
            "/\\example.com",
            "\\/example.com",
            "\\\\example.com",
            "/\t/example.com",
            "/\n/example.com",
            "\t//example.com",
            "/\r\nSet-Cookie: a=b",
            "/me\0",
            "/me\u{7f}",
            "/me\u{85}",
            "/.//example.com",
            "/..//example.com",
            "/%2e//example.com",
            "/a/..//example.com",
            "/me\\..\\x",
            "http:/me",
            "http://localhost/me",
            "https://example.com",
            "HTTPS://example.com",
            "javascript:alert(1)",
            "data:text/html,x",
            "mailto:a@b",
            "@example.com",
            ":80/me",
            "/log-in",
            "/log-in?next=/log-in",
            "/log-out",
            &long,
        ];
        for next in refused {
            assert_eq!(return_path(next), DEFAULT, "{next:?}");
        }
    }

    proptest! {
        #[test]
        fn no_text_leads_to_another_host(next in r"[/\\.:@%a-z2eE \t\r\n?#]{0,12}|\PC{0,12}") {
            let here = Url::parse("https://shop.example:8443/log-in").unwrap();
            let there = here.join(&return_path(&next)).unwrap();
            prop_assert_eq!(there.origin(), here.origin());
            prop_assert!(return_path(&next).is_ascii());
        }
    }
}
