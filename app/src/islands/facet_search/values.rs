//! The values of a facet as they stand in the document.

use web_sys::Element;

use crate::browser::dom::{all_in, lower_case, show};

/// Shows the values of the fieldset around `field` that match `typed` and hides the others; gives
/// how many are shown. "More" is opened, for what is looked for may be there.
pub(super) fn show_matching(field: &Element, typed: &str) -> usize {
    let Some(facet) = field.closest("fieldset").ok().flatten() else {
        return 0;
    };
    let typed = lower_case(typed);
    let mut shown = 0;
    for value in all_in(&facet, ".choice") {
        let matching = matches(&lower_case(&name_of(&value)), &typed);
        shown += usize::from(matching);
        show(&value, matching);
    }
    if !typed.trim().is_empty() {
        for more in all_in(&facet, ".facet-more") {
            // Fails on an invalid name alone.
            let _ = more.set_attribute("open", "");
        }
    }
    shown
}

/// A value's name without its count.
fn name_of(value: &Element) -> String {
    let name = value.query_selector("span").ok().flatten();
    name.and_then(|name| name.text_content())
        .unwrap_or_default()
}

/// Whether every word of `typed` occurs in `name`; both in lower case.
fn matches(name: &str, typed: &str) -> bool {
    typed.split_whitespace().all(|word| name.contains(word))
}

#[cfg(test)]
mod tests {
    use super::matches;

    #[test]
    fn every_word_must_occur_anywhere() {
        assert!(matches("dark sea green", "green sea"));
        assert!(matches("dark sea green", "ark gr"));
        assert!(!matches("dark sea green", "sea blue"));
        assert!(matches("dark sea green", "  "));
    }
}
