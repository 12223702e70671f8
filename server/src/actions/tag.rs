//! What is a tag, of what an administrator typed.

/// Kinds that have a number, and those that have any word.
const NUMBERED: [&str; 4] = ["product", "brand", "category", "in-category"];
const NAMED: [&str; 3] = ["slug", "of-brand", "lexeme"];

/// Those of which there is one.
const SINGLE: [&str; 7] = [
    "all",
    "brands",
    "brands/new",
    "care",
    "synonyms",
    "taxonomy",
    "tree",
];

/// What lists may differ by, after their tag.
const ASPECTS: [&str; 4] = ["/text", "/price", "/stock", "/rating"];

/// Tags of lists, which may have an aspect.
const LISTS: [&str; 4] = ["all", "in-category", "of-brand", "lexeme"];

/// The longest tag: a slug or a word is shorter.
const LONGEST: usize = 200;

/// The tag in `text`, as the triggers of the database spell it; nothing if they would never spell one so.
pub(super) fn parse(text: &str) -> Option<String> {
    let text = text.trim();
    let is_plain = |c: char| !c.is_whitespace() && !c.is_control();
    (text.len() <= LONGEST && text.chars().all(is_plain) && is_tag(text)).then(|| text.to_owned())
}

fn is_tag(text: &str) -> bool {
    let aspect = ASPECTS.iter().find_map(|aspect| text.strip_suffix(aspect));
    let base = aspect.unwrap_or(text);
    let (kind, id) = base.split_once(':').unwrap_or((base, ""));
    if aspect.is_some() && !LISTS.contains(&kind) {
        return false;
    }
    match id {
        "" => SINGLE.contains(&base),
        id if NUMBERED.contains(&kind) => is_number(id),
        _ => NAMED.contains(&kind),
    }
}

/// A number as PostgreSQL writes it.
fn is_number(text: &str) -> bool {
    text.parse::<i64>()
        .is_ok_and(|number| number.to_string() == text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_known_by_their_form() {
        for tag in [
            "product:42",
            "brand:1",
            "category:7",
            "in-category:7",
            "in-category:7/price",
            "slug:oak-desk",
            "slug:a/price-b",
            "of-brand:lumo",
            "of-brand:lumo/stock",
            "lexeme:oak",
            "lexeme:oak/rating",
            "all",
            "all/text",
            "brands",
            "brands/new",
            "synonyms",
            "taxonomy",
            "tree",
        ] {
            assert_eq!(parse(tag).as_deref(), Some(tag));
        }
        assert_eq!(parse(" product:42\n").as_deref(), Some("product:42"));
    }

    #[test]
    fn other_texts_are_none() {
        let long = format!("slug:{}", "x".repeat(LONGEST));
        for text in [
            "",
            "product",
            "product:",
            "product:x",
            "product:042",
            "product:4 2",
            "product:42/price",
            "product:99999999999999999999",
            "taxonomy/price",
            "namespace:page",
            "cache:switches",
            "everything",
            "slug:",
            "lexeme:a\0b",
            "<b>",
            &long,
        ] {
            assert_eq!(parse(text), None, "{text}");
        }
    }
}
