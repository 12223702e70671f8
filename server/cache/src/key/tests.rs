use std::collections::HashSet;

use proptest::prelude::*;

use super::*;

#[derive(Debug, Clone, PartialEq, Serialize)]
struct Search {
    words: Vec<String>,
    page: u32,
    brand: Option<i64>,
}

#[derive(Serialize)]
struct Other {
    words: Vec<String>,
    page: u32,
    brand: Option<i64>,
}

fn searches() -> impl Strategy<Value = Search> {
    (
        prop::collection::vec("[a-c]{0,3}", 0..3),
        0..3_u32,
        prop::option::of(0..3_i64),
    )
        .prop_map(|(words, page, brand)| Search { words, page, brand })
}

/// Text that arrives in pieces, as a formatter may write it.
struct Pieces<'a>(&'a [String]);

impl fmt::Display for Pieces<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|piece| f.write_str(piece))
    }
}

/// Text that breaks off.
struct Broken;

impl fmt::Display for Broken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SELECT 1")?;
        Err(fmt::Error)
    }
}

proptest! {
    #[test]
    fn requests_share_a_key_exactly_when_they_are_equal(a in searches(), b in searches()) {
        prop_assert_eq!(Key::of(&a), Key::of(&a.clone()));
        prop_assert_eq!(a == b, Key::of(&a) == Key::of(&b));
    }

    #[test]
    fn a_statement_s_key_depends_on_its_whole_text_and_nothing_else(
        pieces in prop::collection::vec(".{0,8}", 0..6),
        other in ".{0,16}",
    ) {
        let whole = pieces.concat();
        prop_assert_eq!(Key::of_statement(Pieces(&pieces)), Key::of_statement(&whole));
        prop_assert_eq!(whole == other, Key::of_statement(&whole) == Key::of_statement(&other));
    }
}

#[test]
fn requests_of_different_types_have_different_keys() {
    let search = Search {
        words: vec!["oak".into()],
        page: 1,
        brand: None,
    };
    let other = Other {
        words: vec!["oak".into()],
        page: 1,
        brand: None,
    };
    assert_ne!(Key::of(&search), Key::of(&other));
    assert_ne!(Key::of("oak"), Key::of_statement("oak"));
}

#[test]
fn a_text_that_breaks_off_has_no_entry() {
    let keys: HashSet<_> = (0..100).map(|_| Key::of_statement(Broken)).collect();
    assert_eq!(keys.len(), 100);
    assert!(!keys.contains(&Key::of_statement("SELECT 1")));
}

#[test]
fn a_key_is_shown_as_64_hexadecimal_digits() {
    // SHA-256 of the kind's length in 8 bytes, the kind, and the text. A change here makes every stored entry unreachable.
    assert_eq!(
        Key::of_statement("SELECT 1").to_string(),
        "555450e2901e6972976036544d4043117963c229c705d9db95fad1811ce1beba"
    );
}
