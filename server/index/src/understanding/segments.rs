//! What was typed, as far as signs take it apart: quotes, and a minus before a word.

/// A stretch of what was typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Segment<'t> {
    pub(super) text: &'t str,
    /// It stands in quotes: these words and no others.
    pub(super) quoted: bool,
    /// No result may have it.
    pub(super) excluded: bool,
}

/// The stretches of a folded text, of its first so many characters.
///
/// A quote that is never closed means nothing, and one right behind a number means inches.
pub(super) fn segments(folded: &str, most: usize) -> Vec<Segment<'_>> {
    let end = folded
        .char_indices()
        .nth(most)
        .map_or(folded.len(), |(end, _)| end);
    let mut rest = folded.get(..end).unwrap_or(folded);
    let mut segments = Vec::new();
    while !rest.is_empty() {
        let plain = next_sign(rest);
        push(
            &mut segments,
            rest.get(..plain).unwrap_or_default(),
            false,
            false,
        );
        rest = rest.get(plain..).unwrap_or_default();
        let excluded = rest.starts_with('-');
        let body = rest.get(usize::from(excluded)..).unwrap_or_default();
        if let Some(quoted) = body.strip_prefix('"') {
            let Some(close) = quoted.find('"') else { break };
            push(
                &mut segments,
                quoted.get(..close).unwrap_or_default(),
                true,
                excluded,
            );
            rest = quoted.get(close + 1..).unwrap_or_default();
        } else if excluded {
            let close = body
                .find(|sign: char| sign.is_whitespace() || sign == '"')
                .unwrap_or(body.len());
            push(
                &mut segments,
                body.get(..close).unwrap_or_default(),
                false,
                true,
            );
            rest = body.get(close..).unwrap_or_default();
        } else {
            break;
        }
    }
    segments
}

/// Where the next quotation or exclusion begins; the end of the text if there is none.
fn next_sign(text: &str) -> usize {
    let mut before = ' ';
    let mut at_word = true;
    for (at, sign) in text.char_indices() {
        let after = text.get(at + sign.len_utf8()..).unwrap_or_default();
        match sign {
            '"' if !before.is_ascii_digit() && after.contains('"') => return at,
            '-' if at_word && after.starts_with(|next: char| next.is_alphabetic()) => return at,
            '-' if at_word
                && after
                    .strip_prefix('"')
                    .is_some_and(|quoted| quoted.contains('"')) =>
            {
                return at;
            }
            _ => {}
        }
        at_word = sign.is_whitespace();
        before = sign;
    }
    text.len()
}

fn push<'t>(segments: &mut Vec<Segment<'t>>, text: &'t str, quoted: bool, excluded: bool) {
    if text.chars().any(char::is_alphanumeric) {
        segments.push(Segment {
            text,
            quoted,
            excluded,
        });
    }
}
