//! Just enough of HTML to find what a page runs: tags and their attributes, and the text of scripts.

use base64::{Engine as _, prelude::BASE64_STANDARD};
use sha2::{Digest as _, Sha256};

/// A tag that opens an element.
#[derive(Debug)]
pub(super) struct Tag<'a> {
    /// In lower case.
    pub(super) name: String,
    /// Names in lower case, values as they are written.
    pub(super) attributes: Vec<(String, &'a str)>,
    /// Up to the end of a script; empty for all else.
    pub(super) text: &'a str,
}

impl Tag<'_> {
    pub(super) fn attribute(&self, name: &str) -> Option<&str> {
        let found = self.attributes.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| *value)
    }

    /// Whether a browser runs nothing of it: its type is none of a script's.
    pub(super) fn is_data(&self) -> bool {
        self.attribute("type")
            .is_some_and(|kind| !["module", "text/javascript"].contains(&kind))
    }

    /// As a policy names it.
    pub(super) fn digest_of_text(&self) -> String {
        BASE64_STANDARD.encode(Sha256::digest(self.text))
    }
}

/// All tags that open elements, in order.
pub(super) fn tags(page: &str) -> impl Iterator<Item = Tag<'_>> {
    let mut rest = page;
    std::iter::from_fn(move || {
        loop {
            rest = rest.split_once('<')?.1;
            if rest.starts_with(|c: char| c.is_ascii_alphabetic()) {
                break;
            }
        }
        let name_ends = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '-')?;
        let name = rest[..name_ends].to_ascii_lowercase();
        rest = &rest[name_ends..];
        let mut attributes = Vec::new();
        while let Some(attribute) = attribute(&mut rest) {
            attributes.push(attribute);
        }
        let text = if name == "script" {
            rest.split_once("</script").map_or(rest, |(text, _)| text)
        } else {
            ""
        };
        rest = &rest[text.len()..];
        Some(Tag {
            name,
            attributes,
            text,
        })
    })
}

/// Takes the next attribute; `None` after the end of the tag.
fn attribute<'a>(rest: &mut &'a str) -> Option<(String, &'a str)> {
    *rest = rest.trim_start_matches(|c: char| c.is_ascii_whitespace() || c == '/');
    if let Some(after) = rest.strip_prefix('>') {
        *rest = after;
        return None;
    }
    let name_ends = rest.find(|c: char| c.is_ascii_whitespace() || "=/>".contains(c))?;
    let name = rest[..name_ends].to_ascii_lowercase();
    *rest = rest[name_ends..].trim_start();
    let Some(after) = rest.strip_prefix('=') else {
        return Some((name, ""));
    };
    let after = after.trim_start();
    let (value, after) = match after.chars().next()? {
        quote @ ('"' | '\'') => after[1..].split_once(quote)?,
        _ => after.split_at(after.find(|c: char| c.is_ascii_whitespace() || c == '>')?),
    };
    *rest = after;
    Some((name, value))
}

#[test]
fn tags_are_found_with_all_they_say() {
    let page = "<!DOCTYPE html><P a=1 b='2 >' C=\"3\" d>x < y</P><script type=\"module\">a<b</script><br/>";
    let found: Vec<Tag<'_>> = tags(page).collect();
    let names: Vec<&str> = found.iter().map(|tag| tag.name.as_str()).collect();
    assert_eq!(names, ["p", "script", "br"]);
    let attributes: Vec<(&str, &str)> = found[0]
        .attributes
        .iter()
        .map(|(name, value)| (name.as_str(), *value))
        .collect();
    assert_eq!(
        attributes,
        [("a", "1"), ("b", "2 >"), ("c", "3"), ("d", "")]
    );
    assert_eq!(found[1].text, "a<b");
}
