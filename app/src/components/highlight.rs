//! Marking what was searched for.

mod fold;
mod pieces;

use leptos::prelude::*;

use self::pieces::pieces;

/// `text` with the words marked that start with one of `beginnings`, which are in lower case and
/// without accents.
#[component]
pub fn Highlight(text: String, beginnings: Vec<String>) -> impl IntoView {
    if beginnings.is_empty() {
        return text.into_any();
    }
    pieces(&text, &beginnings)
        .into_iter()
        .map(|piece| {
            if piece.marked {
                view! { <mark>{piece.text.to_owned()}</mark> }.into_any()
            } else {
                piece.text.to_owned().into_any()
            }
        })
        .collect_view()
        .into_any()
}

#[cfg(test)]
#[cfg(feature = "ssr")]
mod tests {
    use super::*;

    #[test]
    fn text_never_becomes_markup() {
        let text = "<b>Oak</b> & oak".to_owned();
        let beginnings = vec!["oak".to_owned(), "<b>".to_owned(), String::new()];
        let html = Owner::new().with(|| view! { <Highlight text beginnings /> }.to_html());
        let html = html.replace("<!>", "");
        assert_eq!(
            html,
            "&lt;b&gt;<mark>Oak</mark>&lt;/b&gt; &amp; <mark>oak</mark>"
        );
    }
}
