use proptest::prelude::*;

use super::*;

fn whole(text: &str) -> Vec<String> {
    tokens(text)
        .into_iter()
        .filter(|token| token.whole)
        .map(|token| token.term)
        .collect()
}

fn all(text: &str) -> Vec<String> {
    let mut terms: Vec<_> = tokens(text).into_iter().map(|token| token.term).collect();
    terms.sort();
    terms.dedup();
    terms
}

fn have(text: &str, term: &str) -> bool {
    tokens(text).iter().any(|token| token.term == term)
}

#[test]
fn case_and_accents_do_not_count() {
    assert_eq!(
        whole("Crème BRÛLÉE Straße Ångström Łódź"),
        whole("creme brulee strasse angstrom lodz")
    );
    assert_eq!(fold("ＷＨ－１０００"), "wh-1000");
    assert_eq!(whole("SanDisk™ Ultra®"), ["sandisk", "ultra"]);
}

#[test]
fn other_scripts_keep_their_marks() {
    assert_eq!(fold("Чайник й Ё"), "чайник й ё");
    assert_ne!(fold("が"), fold("か"));
    assert_eq!(fold("ΟΔΟΣ"), "οδοσ");
}

#[test]
fn ideographs_are_found_alone_and_in_pairs() {
    assert_eq!(whole("无线耳机"), ["无", "线", "耳", "机"]);
    assert!(have("无线耳机", "耳机"));
}

#[test]
fn model_numbers_meet_however_they_are_written() {
    for written in [
        "WH-1000XM4",
        "wh1000xm4",
        "WH1000 XM4",
        "WH 1000 XM4",
        "Sony WH-1000XM4/B",
    ] {
        assert!(have(written, "wh1000xm4"), "{written}: {:?}", all(written));
    }
    assert!(have("wh-1000xm4", "1000"));
    assert!(have("RTX 2060", "rtx2060"));
    assert!(have("60 x 90", "60x90") && have("60×90", "60x90"));
    assert!(!have("laptop sleeve", "laptopsleeve"));
}

#[test]
fn compounds_have_parts_and_a_joined_form() {
    assert_eq!(whole("noise-cancelling"), whole("noise cancelling"));
    assert!(have("noise-cancelling", "noisecancelling"));
    assert!(have("T-Shirt", "tshirt") && have("t shirt", "tshirt"));
    assert!(have("black/white", "blackwhite"));
    assert_eq!(whole("L'Oréal"), ["loreal"]);
    assert!(have("AT&T", "att"));
    assert_eq!(whole("end.Next"), ["end", "next"]);
    assert!(!have("end.Next", "endnext"));
}

#[test]
fn numbers_are_written_in_one_way() {
    assert_eq!(
        whole("1,000 1000 1.50 1.5 15.0 .5 ½"),
        ["1000", "1000", "1.5", "1.5", "15", "0.5", "0.5"]
    );
    assert_eq!(whole("0882780756328"), ["882780756328"]);
    assert!(have("802.11ac", "802.11ac"));
}

#[test]
fn units_are_written_in_one_way() {
    for written in [
        "12 inch",
        "12in",
        "12\"",
        "12 inches",
        "12-inch",
        "12″",
        "12''",
        "12.0 in",
    ] {
        assert_eq!(whole(written), ["12inch"], "{written}");
        assert!(have(written, "12") && have(written, "inch"));
    }
    for (written, term) in [
        ("1.5 L", "1.5l"),
        ("256 GB", "256gb"),
        ("16 fl. oz", "16oz"),
        ("16 ounces", "16oz"),
        ("100%", "100percent"),
        ("6'", "6ft"),
    ] {
        assert_eq!(whole(written), [term], "{written}");
    }
    assert_eq!(whole("2 in 1"), ["2", "in", "1"]);
    assert!(!have("90's", "90ft"));
}

#[test]
fn singular_and_plural_are_one() {
    for (one, many) in [
        ("battery", "batteries"),
        ("movie", "movies"),
        ("watch", "watches"),
        ("cache", "caches"),
        ("lens", "lenses"),
        ("case", "cases"),
        ("glass", "glasses"),
        ("shoe", "shoes"),
        ("box", "boxes"),
        ("brush", "brushes"),
        ("bus", "buses"),
        ("shelf", "shelves"),
        ("glove", "gloves"),
        ("mouse", "mice"),
        ("tv", "tvs"),
        ("man", "men's"),
        ("woman", "women’s"),
        ("house", "houses"),
        ("potato", "potatoes"),
        ("colour", "colors"),
        ("hoodie", "hoodies"),
        ("toy", "toys"),
    ] {
        assert_eq!(whole(one), whole(many), "{one}");
    }
    for (one, other) in [
        ("glass", "gloss"),
        ("lens", "len"),
        ("canvas", "canva"),
        ("bus", "bu"),
        ("wireless", "wireles"),
        ("gas", "ga"),
    ] {
        assert_ne!(whole(one), whole(other));
    }
}

#[test]
fn relatives_share_a_root() {
    assert!(relatives("gaming").contains(&"game".to_owned()));
    assert!(relatives("games").contains(&"gaming".to_owned()));
    assert!(relatives("charging").contains(&"charge".to_owned()));
    assert!(!relatives("printer").contains(&"print".to_owned()));
}

#[test]
fn languages_named_by_a_sign_stay_apart() {
    assert_eq!(whole("C++ c# c"), ["c++", "c#", "c"]);
    assert!(have("Galaxy S20+", "plus"));
}

#[test]
fn long_texts_are_bounded() {
    let long = "a1-".repeat(100_000);
    assert!(tokens(&long).iter().filter(|token| token.whole).count() <= MAX_WORDS);
    let key = "x".repeat(1_000_000);
    assert_eq!(tokens(&key).len(), 1);
    assert_eq!(tokens(&key)[0].term.len(), MAX_WORD_CHARS);
}

proptest! {
    #[test]
    fn any_text_can_be_read(text in "\\PC*") {
        let tokens = tokens(&text);
        for token in &tokens {
            prop_assert!(!token.term.is_empty());
            prop_assert!(token.term.chars().count() <= 2 * MAX_WORD_CHARS);
        }
        let places: Vec<_> = tokens.iter().filter(|token| token.whole).map(|token| token.position).collect();
        prop_assert!(places.iter().copied().eq(0..u32::try_from(places.len()).unwrap()));
    }

    #[test]
    fn folding_twice_is_folding_once(text in "\\PC*") {
        let once = fold(&text).into_owned();
        prop_assert_eq!(fold(&once).into_owned(), once.clone());
    }

    #[test]
    fn case_never_counts(text in "[a-zA-Z0-9 ,.'\"/&+#-]{0,60}") {
        prop_assert_eq!(tokens(&text), tokens(&text.to_uppercase()));
    }

    #[test]
    fn a_word_means_the_same_alone(text in "[a-z]{1,12}( [a-z]{4,12}){0,4}") {
        let together = whole(&text);
        let alone: Vec<_> = text.split(' ').flat_map(whole).collect();
        prop_assert_eq!(together, alone);
    }

    #[test]
    fn a_code_is_found_with_and_without_its_dashes(a in "[a-z]{1,4}", b in "[0-9]{2,4}", c in "[a-z]{1,3}[0-9]{1,2}") {
        let joined = format!("{a}{b}{c}");
        for written in [format!("{a}-{b}{c}"), format!("{a}-{b}-{c}"), joined.clone()] {
            // A unit or a number behind the dash is a size.
            prop_assume!(!tokens(&written).iter().any(|token| token.term.ends_with("inch")));
            prop_assert!(have(&written, &joined) || unit::unit(&c[..c.len() - 1]).is_some() , "{}", written);
        }
    }
}
