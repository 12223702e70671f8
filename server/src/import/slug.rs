//! Slugs: what stands for a name in an address.

use sha2::{Digest, Sha256};

/// The longest slug made of a product's title, in bytes.
pub const MAX_TITLE_SLUG: usize = 80;

/// `text` in lower-case ASCII letters and digits, words joined by single hyphens; empty if nothing
/// of it can be written that way. Accents are folded and other scripts transliterated; `&` and `+`
/// are spelled out.
pub fn slugify(text: &str) -> String {
    let mut slug = String::with_capacity(text.len());
    let mut gap = false;
    for character in text.chars() {
        match character {
            '&' => push_word(&mut slug, &mut gap, "and"),
            '+' => push_word(&mut slug, &mut gap, "plus"),
            // "Men's" is one word.
            '\'' | '\u{2019}' => {}
            _ if character.is_ascii() => push_ascii(&mut slug, &mut gap, character),
            _ => {
                for ascii in deunicode::deunicode_char(character).unwrap_or(" ").chars() {
                    push_ascii(&mut slug, &mut gap, ascii);
                }
            }
        }
    }
    slug
}

/// The slug of a title: at most [`MAX_TITLE_SLUG`] bytes, cut between words where there are any.
pub fn title_slug(title: &str) -> String {
    let slug = shorten(slugify(title), MAX_TITLE_SLUG);
    if slug.is_empty() {
        "product".to_owned()
    } else {
        slug
    }
}

/// The slug of a name that needs one of its own: when `name` has no letters to make one of, the
/// beginning of its SHA-256 stands in.
pub fn name_slug(name: &str) -> String {
    let slug = shorten(slugify(name), MAX_TITLE_SLUG);
    if slug.is_empty() {
        fingerprint(name)
    } else {
        slug
    }
}

/// The first 48 bits of the SHA-256 of `text`, in hexadecimal behind an `x`.
fn fingerprint(text: &str) -> String {
    let digest = Sha256::digest(text.as_bytes());
    let mark = digest
        .iter()
        .take(6)
        .fold(0_u64, |mark, byte| mark << 8 | u64::from(*byte));
    format!("x{mark:012x}")
}

/// Whether `slug` can stand in an address: the check the tables make.
pub fn is_slug(slug: &str) -> bool {
    slug.split('-').all(|word| {
        !word.is_empty()
            && word
                .bytes()
                .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
    })
}

fn push_word(slug: &mut String, gap: &mut bool, word: &str) {
    *gap = true;
    word.chars()
        .for_each(|letter| push_ascii(slug, gap, letter));
    *gap = true;
}

/// Appends a letter or digit; anything else only opens a gap before the next one.
fn push_ascii(slug: &mut String, gap: &mut bool, character: char) {
    if !character.is_ascii_alphanumeric() {
        *gap = true;
        return;
    }
    if *gap && !slug.is_empty() {
        slug.push('-');
    }
    *gap = false;
    slug.push(character.to_ascii_lowercase());
}

/// At most `limit` bytes of an ASCII slug, without a word cut in two if that can be had.
fn shorten(mut slug: String, limit: usize) -> String {
    if slug.len() > limit {
        let whole_words = slug.get(..=limit).and_then(|head| head.rfind('-'));
        slug.truncate(whole_words.unwrap_or(limit));
    }
    slug
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn names_become_slugs() {
        for (name, slug) in [
            ("Oak  Table, 60 cm", "oak-table-60-cm"),
            ("Toys & Games", "toys-and-games"),
            ("C++", "c-plus-plus"),
            ("Men's Crème brûlée", "mens-creme-brulee"),
            ("Größe Ø 3", "grosse-o-3"),
            ("東京", "dong-jing"),
            ("--", ""),
        ] {
            assert_eq!(slugify(name), slug, "{name}");
        }
    }

    #[test]
    fn a_long_title_ends_with_a_whole_word() {
        let slug = title_slug(&"abcdefghi ".repeat(20));
        assert_eq!(slug, ["abcdefghi"; 8].join("-"));
        assert_eq!(title_slug(&"a".repeat(200)).len(), MAX_TITLE_SLUG);
    }

    proptest! {
        #[test]
        fn whatever_is_made_passes_the_check(text in "\\PC*") {
            for slug in [title_slug(&text), name_slug(&text)] {
                prop_assert!(is_slug(&slug), "{slug:?}");
                prop_assert!(slug.len() <= MAX_TITLE_SLUG);
            }
        }

        #[test]
        fn a_slug_stays_as_it_is(slug in "[a-z0-9]{1,9}(-[a-z0-9]{1,9}){0,5}") {
            prop_assert!(is_slug(&slug));
            prop_assert_eq!(slugify(&slug), slug);
        }
    }
}
