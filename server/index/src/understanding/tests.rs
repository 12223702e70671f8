use std::collections::BTreeMap;

use proptest::prelude::*;

use super::*;
use crate::analysis::tokens;

/// Products by their names alone.
#[derive(Default)]
struct Shop {
    dictionary: Dictionary,
    terms: BTreeMap<String, usize>,
}

impl Shop {
    fn of(names: &[&str]) -> Self {
        let mut shop = Self::default();
        for name in names {
            let mut tokens = tokens(name);
            tokens.sort_by(|one, other| one.surface.cmp(&other.surface));
            tokens.dedup_by(|one, other| one.surface == other.surface);
            for token in tokens {
                *shop.terms.entry(token.term.clone()).or_default() += 1;
                shop.dictionary.add_times(&token.surface, 1);
            }
        }
        shop
    }

    fn ask(&self, text: &str) -> (Query, Reading) {
        understand(text, false, &self.dictionary, self)
    }

    /// Whether a product of this name has all that is asked for.
    fn finds(&self, text: &str, name: &str) -> bool {
        let terms: Vec<String> = tokens(name).into_iter().map(|token| token.term).collect();
        let (query, _) = self.ask(text);
        let has = |group: &Group| {
            group
                .alternatives
                .iter()
                .any(|own| terms.contains(&own.term))
        };
        query
            .groups
            .iter()
            .all(|group| group.optional || has(group))
            && !query.excluded.iter().any(|term| terms.contains(term))
    }
}

impl Vocabulary for Shop {
    fn documents(&self) -> usize {
        100
    }

    fn frequency(&self, term: &str) -> usize {
        self.terms.get(term).copied().unwrap_or(0)
    }
}

fn shop() -> Shop {
    Shop::of(&[
        "Sony WH-1000XM4 noise-cancelling headphones",
        "Sony WH1000 XM3 headphone",
        "USB cable",
        "HDMI Cables",
        "Gaming laptop 15.6\" 256GB",
        "Video game",
        "Apple iPhone 11",
        "Black shoes",
        "White shoe",
        "T-shirt",
        "Bookshelf 12 x 30 cm",
        "mobile phone",
        "smartphone",
    ])
}

#[test]
fn what_is_typed_meets_what_is_sold() {
    let shop = shop();
    for (typed, name) in [
        ("wh1000xm4", "Sony WH-1000XM4 noise-cancelling headphones"),
        ("WH 1000 XM4", "Sony WH-1000XM4 noise-cancelling headphones"),
        ("wh-1000xm3", "Sony WH1000 XM3 headphone"),
        ("wh1000xm3", "Sony WH1000 XM3 headphone"),
        ("head phones", "Sony WH1000 XM3 headphone"),
        (
            "noise cancelling",
            "Sony WH-1000XM4 noise-cancelling headphones",
        ),
        (
            "noisecancelling",
            "Sony WH-1000XM4 noise-cancelling headphones",
        ),
        ("usbcable", "USB cable"),
        ("cables for usb", "USB cable"),
        ("iphone11", "Apple iPhone 11"),
        ("games", "Gaming laptop 15.6\" 256GB"),
        ("15.6 inch laptop", "Gaming laptop 15.6\" 256GB"),
        ("256 gb", "Gaming laptop 15.6\" 256GB"),
        ("15.6\"", "Gaming laptop 15.6\" 256GB"),
        ("black or white shoes", "White shoe"),
        ("tshirt", "T-shirt"),
        ("t shirt", "T-shirt"),
        ("t-shirts", "T-shirt"),
        ("12x30", "Bookshelf 12 x 30 cm"),
        ("bookshelves", "Bookshelf 12 x 30 cm"),
        ("hdmi -usb", "HDMI Cables"),
        ("lapto", "Gaming laptop 15.6\" 256GB"),
        ("labtop", "Gaming laptop 15.6\" 256GB"),
        ("hedphones", "Sony WH1000 XM3 headphone"),
    ] {
        assert!(shop.finds(typed, name), "{typed}: {:?}", shop.ask(typed));
    }
    assert!(!shop.finds("cable -usb", "USB cable"));
    assert!(!shop.finds("\"games\"", "Gaming laptop 15.6\" 256GB"));
}

#[test]
fn corrections_are_told_and_can_be_refused() {
    let shop = shop();
    let (_, reading) = shop.ask("sony hedphones");
    assert_eq!(
        reading.corrections,
        [("hedphones".to_owned(), "headphones".to_owned())]
    );
    assert_eq!(reading.corrected(), "sony headphones");
    let (query, reading) = understand("sony hedphones", true, &shop.dictionary, &shop);
    assert_eq!(reading.corrections, []);
    let [own] = &query.groups[1].alternatives[..] else {
        panic!("{query:?}");
    };
    assert_eq!((own.term.as_str(), own.way), ("hedphone", Way::Exact));
    assert_eq!(shop.ask("\"hedphones\"").1.corrections, []);
    assert_eq!(shop.ask("wh1000xm5").1.corrections, []);
}

#[test]
fn synonyms_are_used_and_told() {
    let mut shop = shop();
    shop.dictionary.set_synonyms(Synonyms::new(&[(
        "mobile phones".to_owned(),
        "smartphone".to_owned(),
    )]));
    assert!(shop.finds("mobile phone", "smartphone"));
    assert!(
        shop.ask("smartphone").1.synonyms.is_empty(),
        "a pair holds one way"
    );
    assert_eq!(
        shop.ask("mobile phone").1.synonyms,
        [("mobile phone".to_owned(), "smartphone".to_owned())]
    );
    let (query, reading) = understand("mobile phone", true, &shop.dictionary, &shop);
    assert_eq!(
        (query.groups[0].alternatives.len(), reading.synonyms.len()),
        (1, 0)
    );
}

#[test]
fn signs_take_the_text_apart() {
    let of = |text| {
        segments(text, 100)
            .into_iter()
            .map(|segment| (segment.text.trim(), segment.quoted, segment.excluded))
            .collect::<Vec<_>>()
    };
    assert_eq!(
        of("a \"b c\" -d -\"e f\""),
        [
            ("a", false, false),
            ("b c", true, false),
            ("d", false, true),
            ("e f", true, true)
        ]
    );
    assert_eq!(
        of("12\" x 16\" frame"),
        [("12\" x 16\" frame", false, false)]
    );
    assert_eq!(
        of("\"iphone 11\" case"),
        [("iphone 11", true, false), ("case", false, false)]
    );
    assert_eq!(
        of("wi-fi - router -5 \"open"),
        [("wi-fi - router -5 \"open", false, false)]
    );
    assert_eq!(of(":* & | ! ()"), []);
}

#[test]
fn what_was_searched_for_is_marked() {
    let (_, reading) = shop().ask("gaming laptop");
    let text = "(Laptops), for Games!";
    let marked: Vec<_> = reading
        .marks(text)
        .into_iter()
        .map(|range| &text[range])
        .collect();
    assert_eq!(marked, ["Laptops", "Games"]);
}

#[test]
fn long_texts_have_few_groups() {
    assert!(
        shop()
            .ask(&"ab cd ef gh1 12 inch ".repeat(1000))
            .0
            .groups
            .len()
            <= MAX_GROUPS
    );
    let many: Vec<String> = ('a'..='z')
        .cycle()
        .take(500)
        .map(|letter| format!("qx{}z", letter.to_string().repeat(5)))
        .collect();
    let many = many.join(" ");
    assert!(shop().ask(&many).0.groups.len() <= MAX_GROUPS);
}

proptest! {
    #[test]
    fn any_text_is_understood(text in "\\PC{0,80}") {
        let (query, _) = shop().ask(&text);
        for group in &query.groups {
            prop_assert!(!group.alternatives.is_empty());
            prop_assert!(group.alternatives.iter().all(|own| !own.term.is_empty() && own.weight > 0.0 && own.weight <= 1.0));
        }
    }

    #[test]
    fn signs_do_no_harm(text in "[a-z0-9 \"'|&!():*+/\\\\,.-]{0,60}") {
        shop().ask(&text);
    }

    #[test]
    fn a_name_finds_its_product(words in prop::collection::vec("[a-z]{2,9}|[0-9]{1,4}|[a-z]{1,3}-?[0-9]{2,4}[a-z]{0,2}|[0-9]{1,3} ?(inch|cm|gb|\")|[A-Zé]{3,6}", 1..8)) {
        let name = words.join(" ");
        // A quoted stretch or one taken out means something else.
        prop_assume!(name.matches('"').count() < 2 && !name.contains(" or "));
        let shop = Shop::of(&[&name]);
        prop_assert!(shop.finds(&name, &name), "{}: {:?}", name, shop.ask(&name));
    }
}
