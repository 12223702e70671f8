//! The document's title.

use leptos::prelude::*;
use leptos_meta::Title;

/// Names the page in the browser's tab. Use this and never `leptos_meta::Title` with a text:
/// that writes it into the document as it is, so a `</title>` somebody searched for would end the
/// title, and what follows would run.
#[component]
pub fn PageTitle(
    /// Any text.
    #[prop(into)]
    text: String,
) -> impl IntoView {
    view! { <Title text=escaped(&text) /> }
}

/// `text` without meaning to HTML.
pub(crate) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            _ => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::escaped;

    #[test]
    fn markup_becomes_text() {
        assert_eq!(
            escaped("a</title><b>&\""),
            "a&lt;/title&gt;&lt;b&gt;&amp;&quot;"
        );
    }
}
