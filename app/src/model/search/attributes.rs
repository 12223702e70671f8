//! Properties of products (`colour`, `size`) among the filters of a search: what a catalogue calls
//! them, not what we do, so any short text may be a name or a value.

use std::collections::BTreeMap;

/// Most values chosen at once, of all properties together; more are dropped.
const MAX_VALUES: usize = 30;
/// Longest name or value, in characters. A longer one is prose, and nobody filters by it.
const MAX_CHARS: usize = 100;

/// Names with the values chosen of each, both sorted; no name stands twice or without a value.
pub type Attributes = Vec<(String, Vec<String>)>;

/// Whether a search can go by `text`, be it a property's name or its value. What a catalogue has
/// beyond that must not be offered: its address would not be followed.
pub fn is_attribute_text(text: &str) -> bool {
    !text.trim().is_empty()
        && !text.contains(char::is_control)
        && text.chars().nth(MAX_CHARS).is_none()
}

/// The properties named in an address, in any order; and whether some had to be dropped.
pub(super) fn read(given: Vec<(String, String)>) -> (Attributes, bool) {
    let count = given.len();
    let mut pairs = given;
    pairs.retain(|(name, value)| is_attribute_text(name) && is_attribute_text(value));
    let mut dropped = pairs.len() < count;
    pairs.sort_unstable();
    pairs.dedup();
    dropped |= pairs.len() > MAX_VALUES;
    pairs.truncate(MAX_VALUES);
    let mut attributes: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (name, value) in pairs {
        attributes.entry(name).or_default().push(value);
    }
    (attributes.into_iter().collect(), dropped)
}

/// Adds `value` to those chosen of `name`, or takes it away if it was chosen.
pub(super) fn toggle(attributes: &mut Attributes, name: &str, value: &str) {
    let at = match attributes.binary_search_by(|(known, _)| known.as_str().cmp(name)) {
        Ok(at) => at,
        Err(at) => {
            attributes.insert(at, (name.to_owned(), Vec::new()));
            at
        }
    };
    let values = &mut attributes[at].1;
    match values.binary_search_by(|known| known.as_str().cmp(value)) {
        Ok(known) => {
            values.remove(known);
        }
        Err(place) => values.insert(place, value.to_owned()),
    }
    if values.is_empty() {
        attributes.remove(at);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pair(name: &str, value: &str) -> (String, String) {
        (name.to_owned(), value.to_owned())
    }

    #[test]
    fn any_order_reads_as_one() {
        let (one, _) = read(vec![
            pair("size", "L"),
            pair("colour", "red"),
            pair("colour", "blue"),
            pair("colour", "red"),
        ]);
        let colours = ["blue", "red"].map(str::to_owned).to_vec();
        let sizes = vec!["L".to_owned()];
        assert_eq!(
            one,
            [("colour".to_owned(), colours), ("size".to_owned(), sizes)]
        );
    }

    #[test]
    fn what_no_catalogue_has_is_dropped() {
        let long = "é".repeat(MAX_CHARS);
        let too_long = "é".repeat(MAX_CHARS + 1);
        let (kept, dropped) = read(vec![pair(&long, &long)]);
        assert_eq!((kept.len(), dropped), (1, false));
        for (name, value) in [
            ("", "red"),
            ("colour", " "),
            ("colour", "a\0"),
            (&too_long, "red"),
            ("colour", &too_long),
        ] {
            let (kept, dropped) = read(vec![pair(name, value), pair("size", "L")]);
            assert_eq!((kept.len(), dropped), (1, true), "{name:?}={value:?}");
        }
    }

    #[test]
    fn no_more_than_some_are_kept() {
        let many = |count: usize| (0..count).map(|n| pair("n", &n.to_string())).collect();
        let (kept, dropped) = read(many(MAX_VALUES));
        assert_eq!((kept[0].1.len(), dropped), (MAX_VALUES, false));
        let (kept, dropped) = read(many(MAX_VALUES + 1));
        assert_eq!((kept[0].1.len(), dropped), (MAX_VALUES, true));
    }

    #[test]
    fn toggling_twice_changes_nothing() {
        let (before, _) = read(vec![pair("colour", "red"), pair("size", "L")]);
        for (name, value) in [("colour", "blue"), ("colour", "red"), ("a", "b")] {
            let mut attributes = before.clone();
            toggle(&mut attributes, name, value);
            assert_ne!(attributes, before, "{name}={value}");
            assert!(attributes.iter().all(|(_, values)| !values.is_empty()));
            assert!(attributes.is_sorted(), "{attributes:?}");
            toggle(&mut attributes, name, value);
            assert_eq!(attributes, before, "{name}={value}");
        }
    }
}
