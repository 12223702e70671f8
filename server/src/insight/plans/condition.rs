//! Reading a filter as far as an index could answer it. What is not understood in full is not understood at all: an
//! index that answers the harmless half of a filter helps nobody.

use crate::insight::literals::{Token, tokens};

/// What a filter asks of a column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Condition<'a> {
    pub(super) column: &'a str,
    pub(super) asks: Asks,
}

/// How it is compared to values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Asks {
    /// Is it this, or one of these?
    Equal,
    /// Is it more, less or between?
    Range,
}

/// Comparisons as PostgreSQL writes them, the longer ones first.
const OPERATORS: [(&str, Asks); 5] = [
    (" >= ", Asks::Range),
    (" <= ", Asks::Range),
    (" = ", Asks::Equal),
    (" > ", Asks::Range),
    (" < ", Asks::Range),
];

/// All conditions of a filter, each of which must hold; `None` if it says anything else.
pub(super) fn conditions(filter: &str) -> Option<Vec<Condition<'_>>> {
    let whole = within_parentheses(filter).unwrap_or(filter);
    let parts = split_by_and(whole);
    parts.into_iter().map(condition).collect()
}

fn condition(text: &str) -> Option<Condition<'_>> {
    let text = within_parentheses(text).unwrap_or(text);
    if let Some(column) = text.strip_suffix(" IS NULL") {
        let column = column_of(column)?;
        let asks = Asks::Equal;
        return Some(Condition { column, asks });
    }
    OPERATORS.iter().find_map(|(operator, asks)| {
        let (column, value) = text.split_once(operator)?;
        let asks = *asks;
        let column = column_of(column)?;
        is_value(value).then_some(Condition { column, asks })
    })
}

/// The column of `price`, `p.price` or `(p.email)::text`, which an index on the column answers, too.
fn column_of(text: &str) -> Option<&str> {
    let name = match text.strip_suffix(")::text") {
        Some(cast) => cast.strip_prefix('(')?,
        None => text,
    };
    let column = name.rsplit_once('.').map_or(name, |(_, column)| column);
    is_plain(column)
        .then_some(column)
        .filter(|_| name.split('.').all(is_plain))
}

/// Whether a name needs no quotes.
pub(super) fn is_plain(name: &str) -> bool {
    let is_plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
    name.starts_with(|c: char| c.is_ascii_lowercase() || c == '_') && name.chars().all(is_plain)
}

/// Whether it is a value, or an array of values: nothing that depends on the row.
fn is_value(text: &str) -> bool {
    let text = match text.strip_prefix("ANY (") {
        Some(array) => array.strip_suffix(')').unwrap_or_default(),
        None => text,
    };
    let text = text.strip_prefix('-').unwrap_or(text);
    let mut tokens = tokens(text);
    let is_value = match tokens.next() {
        Some(Token::Quoted(_) | Token::Number(_)) => true,
        Some(Token::Text(word)) => word.starts_with('$') || ["true", "false"].contains(&word),
        None => false,
    };
    let cast: Vec<_> = tokens.collect();
    is_value && (cast.is_empty() || is_cast(&cast))
}

/// `::bigint[]`, `::timestamp with time zone`.
fn is_cast(tokens: &[Token<'_>]) -> bool {
    let [Token::Text(":"), Token::Text(":"), name @ ..] = tokens else {
        return false;
    };
    let is_of_type = |token: &Token<'_>| matches!(token, Token::Text(text) if is_plain(text) || [" ", "[", "]"].contains(text));
    !name.is_empty() && name.iter().all(is_of_type)
}

/// What is between the first and the last parenthesis, if these two belong together.
fn within_parentheses(text: &str) -> Option<&str> {
    let inside = text.strip_prefix('(')?.strip_suffix(')')?;
    let mut depth = 0_i32;
    for token in tokens(inside) {
        depth += depth_of(token);
        if depth < 0 {
            return None;
        }
    }
    Some(inside)
}

/// The parts between `AND`s outside of all parentheses.
fn split_by_and(text: &str) -> Vec<&str> {
    const AND: &str = "AND";
    let (mut parts, mut depth, mut begin, mut at) = (Vec::new(), 0, 0, 0);
    for token in tokens(text) {
        let (Token::Text(piece) | Token::Quoted(piece) | Token::Number(piece)) = token;
        depth += depth_of(token);
        if depth == 0 && token == Token::Text(AND) {
            parts.push(text[begin..at].trim());
            begin = at + AND.len();
        }
        at += piece.len();
    }
    parts.push(text[begin..].trim());
    parts
}

fn depth_of(token: Token<'_>) -> i32 {
    match token {
        Token::Text("(") => 1,
        Token::Text(")") => -1,
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(filter: &str) -> Option<Vec<(&str, Asks)>> {
        let conditions = conditions(filter)?.into_iter();
        Some(conditions.map(|one| (one.column, one.asks)).collect())
    }

    #[test]
    fn comparisons_of_columns_with_values_are_understood() {
        use Asks::{Equal, Range};
        for (filter, expected) in [
            ("(status = 'a AND (b'::text)", vec![("status", Equal)]),
            (
                "((status = 'draft'::text) AND (brand_id = 51))",
                vec![("status", Equal), ("brand_id", Equal)],
            ),
            ("(p.id = ANY ('{1,2}'::bigint[]))", vec![("id", Equal)]),
            ("(id = ANY ($0))", vec![("id", Equal)]),
            ("((email)::text = 'x'::text)", vec![("email", Equal)]),
            ("(closed_at IS NULL)", vec![("closed_at", Equal)]),
            (
                "((price >= 5) AND (price <= -3) AND (at > '2026-11-22'::timestamp with time zone))",
                vec![("price", Range), ("price", Range), ("at", Range)],
            ),
        ] {
            assert_eq!(read(filter), Some(expected), "{filter}");
        }
    }

    #[test]
    fn anything_else_is_not() {
        for filter in [
            "(lower(name) = 'x'::text)",
            "((a = 1) OR (b = 2))",
            "(a = b)",
            "(a <> 1)",
            "(name ~~ '%x%'::text)",
            "((status = 'x'::text) AND (price IS NOT NULL))",
            "(NOT (hashed SubPlan 1))",
            "(a = (b + 1))",
            "((a)::numeric > $0)",
            "(\"Odd\" = 1)",
            "archived",
            "(a = 1",
            "",
        ] {
            assert_eq!(read(filter), None, "{filter}");
        }
    }
}
