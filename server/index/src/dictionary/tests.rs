use proptest::prelude::*;

use super::*;

fn dictionary(words: &[(&str, u32)]) -> Dictionary {
    let mut dictionary = Dictionary::default();
    for (word, times) in words {
        dictionary.add_times(word, *times);
    }
    dictionary
}

fn best(dictionary: &Dictionary, word: &str) -> Option<String> {
    dictionary
        .nearest(word, 1)
        .first()
        .map(|near| near.word.to_owned())
}

#[test]
fn a_mistake_is_put_right() {
    let words = dictionary(&[
        ("keyboard", 9),
        ("keyboards", 2),
        ("headphones", 5),
        ("ipod", 3),
        ("iron", 30),
        ("screen", 2),
    ]);
    for (typed, meant) in [
        ("keyboad", "keyboard"),
        ("kyeboard", "keyboard"),
        ("keyboaard", "keyboard"),
        ("kexboard", "keyboard"),
        ("haedphnes", "headphones"),
        ("iod", "ipod"),
        ("sckeen", "screen"),
    ] {
        assert_eq!(best(&words, typed).as_deref(), Some(meant), "{typed}");
    }
    assert_eq!(best(&words, "scrn"), None);
    assert_eq!(best(&words, "io"), None);
}

#[test]
fn few_mistakes_count_before_the_first_letter_and_that_before_frequency() {
    let words = dictionary(&[("board", 4), ("hoard", 900), ("boxed", 1), ("beard", 4)]);
    assert_eq!(best(&words, "boaed").as_deref(), Some("board"));
    let words = dictionary(&[("mouse", 8), ("house", 900)]);
    assert_eq!(best(&words, "mhouse").as_deref(), Some("mouse"));
}

#[test]
fn what_is_gone_is_not_proposed() {
    let mut words = dictionary(&[("tripod", 1), ("trip", 1)]);
    let before = words.version();
    words.remove("tripod", "tripod");
    assert_ne!(words.version(), before);
    assert_eq!(best(&words, "tripood"), None);
    assert_eq!(words.completions("tri", 5).len(), 1);
    words.remove("tripod", "tripod");
    assert_eq!(words.len(), 1);
}

#[test]
fn synonyms_hold_as_they_were_given() {
    let pair = |typed: &str, other: &str| (typed.to_owned(), other.to_owned());
    let one_way = Synonyms::new(&[pair("smartphone", "Cell Phones")]);
    assert_eq!(one_way.of(&["cell".to_owned(), "phone".to_owned()]), []);
    let synonyms = Synonyms::new(&[
        pair("Cell Phones", "smartphone"),
        pair("smartphone", "Cell Phones"),
    ]);
    assert_eq!(
        synonyms.of(&["cell".to_owned(), "phone".to_owned()]),
        [("smartphone".to_owned(), "smartphone".to_owned())]
    );
    assert_eq!(
        synonyms.of(&["smartphone".to_owned()]),
        [("cellphone".to_owned(), "cell phone".to_owned())]
    );
}

/// Words of few letters, so that they collide.
fn changes() -> impl Strategy<Value = Vec<(String, bool)>> {
    prop::collection::vec(("[abc]{1,4}", prop::bool::weighted(0.6)), 0..300)
}

proptest! {
    #[test]
    fn contents_decide_not_history(changes in changes(), asked in "[abc]{0,5}") {
        let mut lived = Dictionary::default();
        let mut counts: BTreeMap<String, u32> = BTreeMap::new();
        for (word, comes) in &changes {
            let count = counts.entry(word.clone()).or_default();
            if *comes {
                lived.add_times(word, 1);
                *count += 1;
            } else {
                lived.remove(word, word);
                *count = count.saturating_sub(1);
            }
        }
        counts.retain(|_, count| *count > 0);
        let mut fresh = Dictionary::default();
        for (word, count) in counts.iter().rev() {
            fresh.add_times(word, *count);
        }
        prop_assert_eq!(lived.len(), counts.len());
        prop_assert_eq!(lived.nearest(&asked, 3), fresh.nearest(&asked, 3));
        for most in [1, 5, 20] {
            prop_assert_eq!(lived.completions(&asked, most), fresh.completions(&asked, most));
        }
        let mut naive: Vec<_> = counts.iter().filter(|(word, _)| word.starts_with(&asked)).collect();
        naive.sort_by_key(|(word, count)| (Reverse(**count), (*word).clone()));
        let found = lived.completions(&asked, 5);
        let expected: Vec<_> = naive.into_iter().take(5).map(|(word, count)| (Arc::from(word.as_str()), *count as usize)).collect();
        prop_assert_eq!(found, expected);
    }

    #[test]
    fn no_near_word_is_missed(words in prop::collection::btree_set("[a-d]{3,9}", 1..60), asked in "[a-d]{4,9}") {
        let mut dictionary = Dictionary::default();
        for word in &words {
            dictionary.add_times(word, 1);
        }
        let letters: Vec<char> = asked.chars().collect();
        let furthest = if letters.len() >= 8 { 2 } else { 1 };
        let naive = words.iter().filter(|word| **word != asked).filter_map(|word| {
            distance::within(&letters, &word.chars().collect::<Vec<_>>(), furthest)
        }).min();
        prop_assert_eq!(dictionary.nearest(&asked, 1).first().map(|near| near.distance), naive);
    }

    #[test]
    fn distances_do_not_depend_on_who_asks(one in "[ab]{0,7}", other in "[ab]{0,7}") {
        let (one, other): (Vec<_>, Vec<_>) = (one.chars().collect(), other.chars().collect());
        prop_assert_eq!(distance::within(&one, &other, 3), distance::within(&other, &one, 3));
    }
}
