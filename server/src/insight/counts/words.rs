//! The words of a search as they are kept.

/// Longest words kept, in octets. What is longer was pasted from somewhere.
const LONGEST: usize = 120;

/// What is kept of a search for `text`: in lower case, without accents, with single spaces. Nothing if it is too long, has
/// no letter or digit, or looks like somebody's e-mail address.
pub fn kept(text: &str) -> Option<String> {
    let words = index::folded(text);
    let is_kept = words.len() <= LONGEST
        && words.contains(char::is_alphanumeric)
        && !words.contains(['@', '\0']);
    is_kept.then_some(words)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn writing_makes_no_difference() {
        for text in ["creme brulee", "Crème  Brûlée", " CRÈME brûlée\t"] {
            assert_eq!(kept(text).as_deref(), Some("creme brulee"), "{text}");
        }
        assert_eq!(kept("\"Oak\" -desk").as_deref(), Some("\"oak\" -desk"));
    }

    #[test]
    fn what_is_no_search_is_not_kept() {
        assert_eq!(
            kept(&"a".repeat(LONGEST)).map(|words| words.len()),
            Some(LONGEST)
        );
        for text in ["", " ", "?!", "jo@example.org", &"a".repeat(LONGEST + 1)] {
            assert_eq!(kept(text), None, "{text}");
        }
    }
}
