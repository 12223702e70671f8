//! For those who work here: what the page cost, in a corner of the shop's pages, and the way to how the request went. A page
//! that is kept is the same for all, so the script puts it there.

use js_sys::Reflect;
use leptos::prelude::document;
use web_sys::Element;

use super::{
    dom::{one, with_digits},
    server_timing::{Navigation, Timings},
};

/// How the cookie ends that says that somebody works here, whatever its prefix.
const HINT: &str = "vitrine-staff=1";

/// Draws it, if the server says in full what the page cost.
pub(super) fn start() {
    if is_hinted()
        && let Some(Navigation::Answered(timings)) = Navigation::of_page()
        && let Some(footer) = one(".site-footer")
        && let Some(badge) = badge(&timings)
    {
        // Fails only for a place that cannot be.
        let _ = footer.append_child(&badge);
    }
}

fn is_hinted() -> bool {
    let cookies = Reflect::get(&document(), &"cookie".into()).ok();
    let cookies = cookies.and_then(|cookies| cookies.as_string());
    cookies.is_some_and(|cookies| {
        let mut cookies = cookies.split(';');
        cookies.any(|cookie| cookie.trim().ends_with(HINT))
    })
}

/// Nothing for what is no page of the shop, or if the server does not tell it all.
fn badge(timings: &Timings) -> Option<Element> {
    let (milliseconds, source) = timings.part("page")?;
    let (_, statements) = timings.part("sql")?;
    let (_, request) = timings.part("req")?;
    let badge = document().create_element("a").ok()?;
    badge.set_class_name("staff-badge");
    badge.set_text_content(Some(&words(
        &with_digits(milliseconds, 1)?,
        &source,
        &statements,
    )));
    // What an id is made of needs no escaping.
    let address = format!("/admin/performance/request?id={request}");
    badge.set_attribute("href", &address).ok()?;
    badge.set_attribute("title", "What this page cost").ok()?;
    Some(badge)
}

/// `12.0 ms · memory · 0 statements`.
fn words(milliseconds: &str, source: &str, statements: &str) -> String {
    let plural = if statements == "1" { "" } else { "s" };
    format!("{milliseconds} ms · {source} · {statements} statement{plural}")
}

#[cfg(test)]
mod tests {
    use super::words;

    #[test]
    fn one_statement_is_one() {
        assert_eq!(
            words("0.3", "memory", "0"),
            "0.3 ms · memory · 0 statements"
        );
        assert_eq!(words("12.0", "made", "1"), "12.0 ms · made · 1 statement");
    }
}
