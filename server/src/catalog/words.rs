//! What every product found by some words must contain.
//!
//! PostgreSQL tells how it understands a text as a `tsquery` (PostgreSQL manual, 8.11.2). From it follows a set of
//! lexemes of which each result has at least one: a product with none of them, before and after an edit, is not among
//! the results, so the edit leaves them as they are.

use super::frequencies::Frequencies;

/// Lexemes of which every result has at least one, as few and as rare as can be; nothing if there are no such lexemes.
///
/// A text that is not a `tsquery` has none, so whoever reads this depends on more than he need.
pub fn cover(tsquery: &str, frequencies: &Frequencies) -> Option<Vec<String>> {
    let mut parser = Parser {
        rest: tsquery.trim_start(),
        frequencies,
    };
    let cover = parser.alternatives()?;
    parser.rest.is_empty().then_some(cover)?.lexemes
}

/// What is known of a part of a query.
struct Cover {
    /// Nothing: the part does not ask for any word to be there.
    lexemes: Option<Vec<String>>,
    /// The share of all products that contain one of them.
    share: f32,
}

/// Reads a `tsquery` as PostgreSQL prints it: `'oak' & ( 'desk' | 'tabl' ) & !'toy'`, `'coffe' <-> 'tabl'`.
struct Parser<'a> {
    rest: &'a str,
    frequencies: &'a Frequencies,
}

impl Parser<'_> {
    /// Parts of which one must hold: the lexemes of all of them.
    fn alternatives(&mut self) -> Option<Cover> {
        let mut cover = self.conditions()?;
        while self.accept("|") {
            cover = either(cover, self.conditions()?);
        }
        Some(cover)
    }

    /// Parts that must all hold: the lexemes of the rarest.
    fn conditions(&mut self) -> Option<Cover> {
        let mut cover = self.part()?;
        while self.accept("&") || self.accept_distance() {
            cover = rarer(cover, self.part()?);
        }
        Some(cover)
    }

    fn part(&mut self) -> Option<Cover> {
        if self.accept("!") {
            self.part()?;
            return Some(Cover {
                lexemes: None,
                share: 1.0,
            });
        }
        if self.accept("(") {
            let cover = self.alternatives()?;
            return self.accept(")").then_some(cover);
        }
        let lexeme = self.lexeme()?;
        let share = self.frequencies.share(&lexeme);
        // Behind it, weights that narrow it further, or a star that stands for any ending.
        let suffix = self.suffix();
        let lexemes = (!suffix.contains('*')).then(|| vec![lexeme]);
        Some(Cover { lexemes, share })
    }

    /// A quoted lexeme; quotes and backslashes in it are doubled.
    fn lexeme(&mut self) -> Option<String> {
        let mut chars = self.rest.strip_prefix('\'')?.char_indices();
        let body = &self.rest[1..];
        let mut lexeme = String::new();
        while let Some((index, c)) = chars.next() {
            let next = body[index + c.len_utf8()..].chars().next();
            match (c, next) {
                ('\'', Some('\'')) | ('\\', Some('\\')) => drop(chars.next()),
                ('\'', _) => {
                    self.rest = &body[index + 1..];
                    return Some(lexeme);
                }
                _ => {}
            }
            lexeme.push(c);
        }
        None
    }

    fn suffix(&mut self) -> &str {
        let Some(after) = self.rest.strip_prefix(':') else {
            self.rest = self.rest.trim_start();
            return "";
        };
        let end = after.find([' ', ')']).unwrap_or(after.len());
        let (suffix, rest) = after.split_at(end);
        self.rest = rest.trim_start();
        suffix
    }

    fn accept(&mut self, token: &str) -> bool {
        match self.rest.strip_prefix(token) {
            Some(rest) => {
                self.rest = rest.trim_start();
                true
            }
            None => false,
        }
    }

    /// `<->` or `<2>`: one word so far after the other.
    fn accept_distance(&mut self) -> bool {
        let inner = self
            .rest
            .strip_prefix('<')
            .and_then(|rest| rest.split_once('>'));
        match inner {
            Some((distance, rest))
                if distance == "-" || distance.bytes().all(|b| b.is_ascii_digit()) =>
            {
                self.rest = rest.trim_start();
                true
            }
            _ => false,
        }
    }
}

fn either(a: Cover, b: Cover) -> Cover {
    let share = (a.share + b.share).min(1.0);
    let lexemes = a.lexemes.zip(b.lexemes).map(|(mut a, b)| {
        a.extend(b);
        a
    });
    Cover { lexemes, share }
}

fn rarer(a: Cover, b: Cover) -> Cover {
    match (&a.lexemes, &b.lexemes) {
        (Some(_), None) => a,
        (None, Some(_)) => b,
        _ if b.share < a.share => b,
        _ => a,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cover_of(tsquery: &str) -> Option<Vec<String>> {
        let frequencies = Frequencies::of([("blue", 0.3), ("shirt", 0.1), ("men", 0.2)]);
        cover(tsquery, &frequencies)
    }

    fn assert_cover(tsquery: &str, lexemes: &[&str]) {
        let cover = cover_of(tsquery).unwrap_or_default();
        assert_eq!(cover, lexemes, "{tsquery}");
    }

    #[test]
    fn of_all_words_the_rarest_is_enough() {
        assert_cover("'blue' & 'shirt' & 'men'", &["shirt"]);
        assert_cover("'blue' & 'zebra'", &["zebra"]);
        assert_cover("'blue' <-> 'shirt'", &["shirt"]);
        assert_cover("'blue' <2> 'men'", &["men"]);
    }

    #[test]
    fn of_alternatives_all_are_needed() {
        assert_cover("'blue' | 'shirt'", &["blue", "shirt"]);
        assert_cover("( 'zebra' | 'okapi' ) & 'blue'", &["zebra", "okapi"]);
        assert_eq!(cover_of("'blue' | !'shirt'"), None);
    }

    #[test]
    fn words_that_must_not_be_there_say_nothing() {
        assert_eq!(cover_of("!'blue'"), None);
        assert_cover("'shirt' & !( 'blue' | 'men' )", &["shirt"]);
        assert_eq!(cover_of("'shi':*"), None);
        assert_cover("'shirt':AB & 'blue'", &["shirt"]);
    }

    #[test]
    fn quotes_and_backslashes_are_letters() {
        assert_cover("'o''neil'", &["o'neil"]);
        assert_cover(r"'a\\b' & 'blue'", &[r"a\b"]);
    }

    #[test]
    fn what_is_no_query_has_no_cover() {
        for text in [
            "",
            "oak",
            "'oak",
            "'oak' &",
            "( 'oak'",
            "'oak' 'tree'",
            "'a' <x> 'b'",
        ] {
            assert_eq!(cover_of(text), None, "{text}");
        }
    }
}
