//! Taking the values out of SQL: what somebody searched for is nobody's business, how it was searched is.

use std::collections::HashSet;

/// A piece of SQL.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Token<'a> {
    /// Neither of the following; words, comments and quoted names are one piece each.
    Text(&'a str),
    /// A quoted text.
    Quoted(&'a str),
    /// A number.
    Number(&'a str),
}

/// Words behind which a number is part of a name that PostgreSQL gives.
const NUMBERED: [&str; 3] = ["SubPlan", "InitPlan", "CTE"];

/// All values in `sql`.
pub(super) fn values(sql: &str) -> HashSet<&str> {
    let values = tokens(sql).filter_map(|token| match token {
        Token::Text(_) => None,
        Token::Quoted(value) | Token::Number(value) => Some(value),
    });
    values.collect()
}

/// `sql` with `…` for each value, but for those that are `known` to stand in the program's own text.
pub(super) fn redact(sql: &str, known: &HashSet<&str>) -> String {
    let mut redacted = String::with_capacity(sql.len());
    let mut last_word = "";
    for token in tokens(sql) {
        let shown = match token {
            Token::Text(text) => text,
            Token::Quoted(value) | Token::Number(value) if known.contains(value) => value,
            Token::Number(number) if NUMBERED.contains(&last_word) => number,
            Token::Quoted(_) => "'…'",
            Token::Number(_) => "…",
        };
        if !shown.trim().is_empty() {
            last_word = shown;
        }
        redacted.push_str(shown);
    }
    redacted
}

/// `sql` in pieces.
pub(super) fn tokens(sql: &str) -> impl Iterator<Item = Token<'_>> {
    let mut rest = sql;
    std::iter::from_fn(move || {
        let (token, length) = first(rest)?;
        rest = &rest[length..];
        Some(token)
    })
}

/// The first piece and its length.
fn first(rest: &str) -> Option<(Token<'_>, usize)> {
    let first = rest.chars().next()?;
    let piece = |length: usize| &rest[..length];
    let token = match first {
        '\'' => Token::Quoted(piece(quoted(rest, 0, false))),
        '"' => Token::Text(piece(up_to(rest, 1, "\""))),
        '$' => dollar(rest),
        '-' if rest.starts_with("--") => Token::Text(piece(up_to(rest, 2, "\n"))),
        '/' if rest.starts_with("/*") => Token::Text(piece(up_to(rest, 2, "*/"))),
        '0'..='9' => Token::Number(piece(run(rest, |c| c.is_alphanumeric() || c == '.'))),
        c if is_of_word(c) => {
            let word = piece(run(rest, is_of_word));
            let escaped = word.eq_ignore_ascii_case("e") && rest[word.len()..].starts_with('\'');
            if escaped {
                Token::Quoted(piece(quoted(rest, word.len(), true)))
            } else {
                Token::Text(word)
            }
        }
        c => Token::Text(piece(c.len_utf8())),
    };
    let (Token::Text(text) | Token::Quoted(text) | Token::Number(text)) = token;
    Some((token, text.len()))
}

fn is_of_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

fn run(rest: &str, belongs: impl Fn(char) -> bool) -> usize {
    rest.find(|c| !belongs(c)).unwrap_or(rest.len())
}

/// How long it is up to and with `end`, which is looked for behind the first `from` octets.
fn up_to(rest: &str, from: usize, end: &str) -> usize {
    let found = rest[from..].find(end);
    found.map_or(rest.len(), |at| from + at + end.len())
}

/// How long the text is whose first quote is at `from`. A quote within is doubled, or behind a backslash.
fn quoted(rest: &str, from: usize, with_backslashes: bool) -> usize {
    let mut inside = rest[from + 1..].char_indices().peekable();
    while let Some((at, c)) = inside.next() {
        match c {
            '\\' if with_backslashes => {
                inside.next();
            }
            '\'' if inside.next_if(|(_, next)| *next == '\'').is_none() => return from + at + 2,
            _ => {}
        }
    }
    rest.len()
}

/// `$1` is a placeholder, `$tag$ … $tag$` a text.
fn dollar(rest: &str) -> Token<'_> {
    let word = 1 + run(&rest[1..], is_of_word);
    let is_placeholder = rest[1..].starts_with(|c: char| c.is_ascii_digit());
    if is_placeholder || !rest[word..].starts_with('$') {
        return Token::Text(&rest[..word]);
    }
    let tag = &rest[..=word];
    Token::Quoted(&rest[..up_to(rest, tag.len(), tag)])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn redacted(sql: &str) -> String {
        redact(sql, &HashSet::new())
    }

    #[test]
    fn values_are_taken_out_and_all_else_stays() {
        for (sql, expected) in [
            (
                "(id = ANY ('{1,2,3}'::bigint[]))",
                "(id = ANY ('…'::bigint[]))",
            ),
            (
                "name = 'it''s' AND price > 42.5",
                "name = '…' AND price > …",
            ),
            (r"name = E'a\'b' OR e = 'c'", "name = '…' OR e = '…'"),
            ("\"it's\".col1 = $1", "\"it's\".col1 = $1"),
            ("DO $do$ DELETE $do$; SELECT $$x$$", "DO '…'; SELECT '…'"),
            (
                "-- don't\nSELECT 1 /* it's */, 'x'",
                "-- don't\nSELECT … /* it's */, '…'",
            ),
            (
                "(hashed SubPlan 1) AND a = 1",
                "(hashed SubPlan 1) AND a = …",
            ),
            ("x = 1e5 AND y = 0x1f", "x = … AND y = …"),
        ] {
            assert_eq!(redacted(sql), expected, "{sql}");
        }
    }

    #[test]
    fn a_text_that_does_not_end_is_taken_out_to_the_end() {
        for (sql, expected) in [
            ("a = 'secret", "a = '…'"),
            ("a = $x$secret", "a = '…'"),
            ("'", "'…'"),
        ] {
            assert_eq!(redacted(sql), expected, "{sql}");
        }
    }

    #[test]
    fn what_the_program_says_itself_is_no_secret() {
        let sql = "SELECT 1 FROM t WHERE status = 'published' AND id = $1 LIMIT 5";
        let known = values(sql);
        let plan = "((status = 'published'::text) AND (id = '1'::bigint) AND (brand = 7))";
        let expected = "((status = 'published'::text) AND (id = '…'::bigint) AND (brand = …))";
        assert_eq!(redact(plan, &known), expected);
    }
}
