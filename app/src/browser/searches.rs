//! What was searched for lately: offered in the search box, and never told to the server.

use form_urlencoded::Serializer;

use super::{dom::one, shelf::SEARCHES};
use crate::components::page_title::escaped;

/// Notes the words of this page, if they found something.
pub(super) fn note() {
    if one(".listing-results .product-grid").is_some()
        && let Some(words) = one("#search-field").and_then(|field| field.get_attribute("value"))
        && !words.is_empty()
    {
        SEARCHES.put(&words);
    }
}

/// The options of the search box's list while nothing is typed; empty if nothing was searched for.
pub(crate) fn options() -> String {
    options_of(&SEARCHES.all())
}

/// Forgets these words; all, if there are none.
pub(crate) fn forget(words: &str) {
    if words.is_empty() {
        SEARCHES.clear();
    } else {
        SEARCHES.take(words);
    }
}

/// As the server numbers and marks the options it makes. `data-forget` holds what pressing it forgets.
fn options_of(searches: &[String]) -> String {
    if searches.is_empty() {
        return String::new();
    }
    let options = searches.iter().enumerate().map(option);
    let options: Vec<String> = options.collect();
    let last = searches.len();
    options.concat()
        + &format!(
            r#"<div class="suggestion suggestion-clear" role="option" aria-selected="false" id="suggestion-{last}" data-forget="">Forget recent searches</div>"#
        )
}

fn option((index, words): (usize, &String)) -> String {
    let query = Serializer::new(String::new())
        .append_pair("q", words)
        .finish();
    let words = escaped(words);
    format!(
        r#"<a class="suggestion" role="option" aria-selected="false" tabindex="-1" id="suggestion-{index}" href="/search?{query}"><span class="suggestion-label">{words}</span><span class="suggestion-kind">Recent</span><span class="suggestion-forget" data-forget="{words}" title="Forget this search" aria-hidden="true">×</span></a>"#
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_never_become_markup() {
        let html = options_of(&["<b>\"oak\" & pine".to_owned()]);
        assert!(
            html.contains("&lt;b&gt;&quot;oak&quot; &amp; pine</span>"),
            "{html}"
        );
        assert!(
            html.contains(r#"href="/search?q=%3Cb%3E%22oak%22+%26+pine""#),
            "{html}"
        );
        assert!(html.contains(r#"data-forget="&lt;b&gt;&quot;oak&quot; &amp; pine""#));
    }

    #[test]
    fn the_last_option_forgets_all() {
        let html = options_of(&["a".to_owned(), "b".to_owned()]);
        assert_eq!(html.matches(r#"role="option""#).count(), 3);
        assert!(
            html.contains(r#"id="suggestion-2" data-forget="""#),
            "{html}"
        );
        assert_eq!(options_of(&[]), "");
    }
}
