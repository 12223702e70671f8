//! Which parts of a text to mark.

use super::fold::{is_accent, push};

/// Longest rest of a word that is taken for an ending ("lamp", "lamps"): the word is marked whole.
/// A longer rest makes it another word ("lampshade"), of which only the beginning was found.
const LONGEST_ENDING: usize = 3;
/// Shortest beginning that can have an ending: "a" is not how "and" begins.
const SHORTEST_STEM: usize = 3;

/// A part of a text.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Piece<'a> {
    /// The part.
    pub(super) text: &'a str,
    /// Whether it is to be marked.
    pub(super) marked: bool,
}

/// `text` in pieces, the words marked that start with one of `beginnings`.
pub(super) fn pieces<'a>(text: &'a str, beginnings: &[String]) -> Vec<Piece<'a>> {
    let letters: Vec<(usize, char)> = text.char_indices().collect();
    let byte = |at: usize| letters.get(at).map_or(text.len(), |(byte, _)| *byte);
    let mut pieces = Vec::new();
    let mut add = |from: usize, to: usize, marked: bool| {
        let text = text.get(byte(from)..byte(to)).unwrap_or_default();
        if !text.is_empty() {
            pieces.push(Piece { text, marked });
        }
    };
    let (mut done, mut at) = (0, 0);
    while at < letters.len() {
        let ends = beginnings.iter().filter_map(|b| end_of(&letters, at, b));
        let starts_word = is_word(&letters, at) && (at == 0 || !is_word(&letters, at - 1));
        match ends.max().filter(|_| starts_word) {
            Some(end) => {
                add(done, at, false);
                add(at, end, true);
                (done, at) = (end, end);
            }
            None => at += 1,
        }
    }
    add(done, letters.len(), false);
    pieces
}

/// Where what is found of `beginning` at `start` ends, if it is found there.
fn end_of(letters: &[(usize, char)], start: usize, beginning: &str) -> Option<usize> {
    let mut rest = beginning;
    let mut at = start;
    let mut folded = String::new();
    while !rest.is_empty() {
        let letter = letter(letters, at)?;
        folded.clear();
        if !is_accent(letter) {
            push(&mut folded, letter);
        }
        match rest.strip_prefix(folded.as_str()) {
            Some(left) => rest = left,
            // One letter can stand for two, of which the first is enough: æ.
            None if folded.starts_with(rest) => rest = "",
            // A name joined for searching may be parted on the page: wh1000, WH-1000.
            None if is_joint(letters, at) => {}
            None => return None,
        }
        at += 1;
    }
    (at > start).then_some(())?;
    word_end(letters, at, beginning)
}

/// Where the word ends to which `beginning` was found up to `at`; `at` itself, if that is only a
/// part of it; nothing, if it is a part of a number.
fn word_end(letters: &[(usize, char)], at: usize, beginning: &str) -> Option<usize> {
    let mut end = at;
    while is_word(letters, end) {
        end += 1;
    }
    let ending = letters.get(at..end).unwrap_or_default();
    let is_number = |letter: char| letter.is_numeric();
    let cut = ending.first().is_some_and(|(_, letter)| is_number(*letter));
    if beginning.ends_with(is_number) && cut {
        return None;
    }
    let is_stem = beginning.chars().count() >= SHORTEST_STEM && !beginning.ends_with(is_number);
    let is_ending = ending.iter().all(|(_, letter)| !is_number(*letter));
    let is_accent_only = ending.iter().all(|(_, letter)| is_accent(*letter));
    let whole = is_accent_only || (is_stem && is_ending && ending.len() <= LONGEST_ENDING);
    Some(if whole { end } else { at })
}

fn letter(letters: &[(usize, char)], at: usize) -> Option<char> {
    letters.get(at).map(|(_, letter)| *letter)
}

fn is_word(letters: &[(usize, char)], at: usize) -> bool {
    letter(letters, at).is_some_and(|letter| letter.is_alphanumeric() || is_accent(letter))
}

/// A single sign inside of a word.
fn is_joint(letters: &[(usize, char)], at: usize) -> bool {
    letter(letters, at).is_some_and(|sign| matches!(sign, '-' | '‑' | '/' | '.' | '\'' | '’'))
        && at > 0
        && is_word(letters, at - 1)
        && is_word(letters, at + 1)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The text with what is marked in brackets.
    fn marked(text: &str, beginnings: &[&str]) -> String {
        let beginnings: Vec<String> = beginnings.iter().map(|b| (*b).to_owned()).collect();
        let show = |piece: Piece<'_>| {
            if piece.marked {
                format!("[{}]", piece.text)
            } else {
                piece.text.to_owned()
            }
        };
        pieces(text, &beginnings).into_iter().map(show).collect()
    }

    #[test]
    fn words_are_found_at_their_beginning_only() {
        assert_eq!(marked("Oak desk, soak", &["oak"]), "[Oak] desk, soak");
        assert_eq!(marked("Desk (oak)", &["oak", "desk"]), "[Desk] ([oak])");
        assert_eq!(marked("Oak", &[]), "Oak");
        assert_eq!(marked("", &["oak"]), "");
    }

    #[test]
    fn an_ending_belongs_to_its_word_and_another_word_does_not() {
        assert_eq!(marked("Lamps", &["lamp"]), "[Lamps]");
        assert_eq!(marked("Batteries", &["batteri"]), "[Batteries]");
        assert_eq!(marked("Panasonic pan", &["pan"]), "[Pan]asonic [pan]");
        assert_eq!(marked("And a pan", &["a"]), "[A]nd [a] pan");
    }

    #[test]
    fn numbers_are_found_whole() {
        assert_eq!(marked("128 GB, 12 pieces", &["12"]), "128 GB, [12] pieces");
        assert_eq!(marked("12in 1.5 l", &["12", "1.5"]), "[12]in [1.5] l");
        assert_eq!(marked("AB1", &["ab"]), "[AB]1");
    }

    #[test]
    fn the_longest_beginning_counts() {
        assert_eq!(marked("Lampshade", &["lamp", "lampsha"]), "[Lampshade]");
    }

    #[test]
    fn joined_names_are_found_apart() {
        assert_eq!(marked("WH-1000XM4", &["wh1000xm4"]), "[WH-1000XM4]");
        assert_eq!(marked("WH-1000XM4", &["wh", "1000xm4"]), "[WH]-[1000XM4]");
        assert_eq!(marked("Men's", &["mens"]), "[Men's]");
        assert_eq!(marked("oak - desk", &["oakdesk"]), "oak - desk");
    }

    #[cfg(feature = "ssr")]
    #[test]
    fn accents_and_case_make_no_difference() {
        assert_eq!(marked("CAFÉ Größe", &["cafe", "grosse"]), "[CAFÉ] [Größe]");
        assert_eq!(
            marked("Cafe\u{301} table", &["cafe"]),
            "[Cafe\u{301}] table"
        );
        assert_eq!(marked("Ærø", &["a"]), "[Æ]rø");
        assert_eq!(marked("Łódź", &["lodz"]), "[Łódź]");
        assert_eq!(marked("й и", &["и"]), "й [и]");
    }

    proptest! {
        #[test]
        fn the_pieces_are_the_text(
            text in r"[a-cé\-1 ]{0,12}|.{0,12}",
            words in prop::collection::vec("[a-c1]{0,3}|.{0,3}", 0..4),
        ) {
            let pieces = pieces(&text, &words);
            let whole: String = pieces.iter().map(|piece| piece.text).collect();
            prop_assert_eq!(&whole, &text);
            prop_assert!(pieces.iter().all(|piece| !piece.text.is_empty()));
        }
    }
}
