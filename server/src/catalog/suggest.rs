//! Completing what is being typed.

use diesel::{QueryableByName, sql_types::Text};

use crate::db::{Bind, Statement};

/// Something whose name completes what was typed.
#[derive(Debug, QueryableByName)]
pub struct SuggestionRow {
    /// `brand` or `product`.
    #[diesel(sql_type = Text)]
    pub kind: String,
    /// Last part of its address.
    #[diesel(sql_type = Text)]
    pub slug: String,
    /// Its name.
    #[diesel(sql_type = Text)]
    pub name: String,
}

/// Makers whose name begins with `typed`, and products with all its words, the last of them begun.
///
/// Of the products the most popular among the first thousand found are taken: what begins with
/// "a" need not be ranked whole to complete it.
pub fn suggestions(typed: &str) -> Statement {
    Statement::new(
        "catalog.suggest",
        "(SELECT 'brand' AS kind, slug, name FROM brands
          WHERE lower(name) LIKE $1 ORDER BY lower(name) LIMIT 2)
         UNION ALL
         (SELECT 'product', slug, name FROM (
              SELECT slug, name, popularity, id FROM products
              WHERE status = 'published' AND search @@ to_tsquery('vitrine', $2) LIMIT 1000
          ) found
          ORDER BY popularity DESC, id DESC LIMIT 5)",
        vec![
            Bind::Text(Some(format!("{}%", like_literal(typed)))),
            Bind::Text(Some(prefix_query(typed))),
        ],
    )
}

/// `typed` without meaning to LIKE.
fn like_literal(typed: &str) -> String {
    let mut literal = String::with_capacity(typed.len());
    for c in typed.chars() {
        if matches!(c, '%' | '_' | '\\') {
            literal.push('\\');
        }
        literal.push(c);
    }
    literal
}

/// All words of `typed`, the last one as a beginning, in the syntax of `to_tsquery`; its operators
/// cannot be typed, since only letters and digits pass.
fn prefix_query(typed: &str) -> String {
    let words: Vec<&str> = typed
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect();
    match words.split_last() {
        Some((last, whole)) => {
            let whole = whole.iter().map(|word| format!("'{word}' & "));
            whole.chain([format!("'{last}':*")]).collect()
        }
        None => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_last_word_is_a_beginning() {
        assert_eq!(prefix_query("oak des"), "'oak' & 'des':*");
        assert_eq!(prefix_query("a&b | !c:*"), "'a' & 'b' & 'c':*");
        assert_eq!(prefix_query("  !! "), "");
    }

    #[test]
    fn wildcards_are_letters() {
        assert_eq!(like_literal(r"50%_\"), r"50\%\_\\");
    }
}
