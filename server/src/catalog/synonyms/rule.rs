//! One rule, written as Solr and Elasticsearch have it: `sofa, couch, settee`, or `tv => television`.

use std::{fmt, str::FromStr};

use index::MOST_SYNONYM_WORDS;

/// Terms of one rule.
const MOST_TERMS: usize = 16;

/// Longest term, in characters.
const LONGEST: usize = 60;

/// Which words stand for which.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rule {
    /// What is searched for. Nothing: the terms are equivalent, each finds all.
    pub source: Option<String>,
    /// What is found as well, sorted.
    pub terms: Vec<String>,
}

/// Why a text is no rule.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BadRule {
    /// There is more than one arrow.
    #[error("a rule has one “=>” at most")]
    Arrows,
    /// Before the arrow stands more than one term.
    #[error("before “=>” stands one term; make a rule for each of several")]
    Sources,
    /// Nothing would mean the same as anything else.
    #[error("equivalent terms are two at least, parted by commas")]
    Alone,
    /// There are too many.
    #[error("a rule has {MOST_TERMS} terms at most")]
    TooMany,
    /// Between two commas is nothing to search for.
    #[error("“{0}” has no letter or digit")]
    Empty(String),
    /// A term is too long.
    #[error(
        "“{0}” is too long: a term has {MOST_SYNONYM_WORDS} words and {LONGEST} characters at most"
    )]
    TooLong(String),
    /// A term has a sign that means something in a search.
    #[error("“{0}” has a quotation mark or begins a word with a minus sign")]
    Sign(String),
    /// The search makes no difference between two terms anyway.
    #[error("“{0}” and “{1}” are the same to the search already")]
    Same(String, String),
}

impl Rule {
    /// What may be searched for, and what is found as well.
    pub fn pairs(self) -> Vec<(String, String)> {
        let Self { source, terms } = self;
        let sources = source.map_or_else(|| terms.clone(), |source| vec![source]);
        let each = sources.iter().flat_map(|source| {
            let others = terms.iter().filter(move |term| *term != source);
            others.map(move |term| (source.clone(), term.clone()))
        });
        each.collect()
    }

    /// Terms of several words that are to be found. They are only where products write them as one word, for the index
    /// replaces words by one other.
    pub fn hardly_found(&self) -> impl Iterator<Item = &str> {
        let terms = self.terms.iter().map(String::as_str);
        terms.filter(|term| index::words(term).len() > 1)
    }
}

impl FromStr for Rule {
    type Err = BadRule;

    fn from_str(text: &str) -> Result<Self, BadRule> {
        let mut sides = text.split("=>");
        let (first, second) = (sides.next().unwrap_or_default(), sides.next());
        if sides.next().is_some() {
            return Err(BadRule::Arrows);
        }
        let source = match second {
            Some(_) if first.contains(',') => return Err(BadRule::Sources),
            Some(_) => Some(term(first)?),
            None => None,
        };
        let listed = second.unwrap_or(first).split(',');
        let mut terms = listed.map(term).collect::<Result<Vec<_>, _>>()?;
        if terms.len() > MOST_TERMS {
            return Err(BadRule::TooMany);
        }
        terms.sort();
        let all: Vec<&String> = source.iter().chain(&terms).collect();
        for (place, one) in all.iter().enumerate() {
            let meant = index::words(one);
            if let Some(other) = all[..place]
                .iter()
                .find(|other| index::words(other) == meant)
            {
                return Err(BadRule::Same((*other).clone(), (*one).clone()));
            }
        }
        if all.len() < 2 {
            return Err(BadRule::Alone);
        }
        Ok(Self { source, terms })
    }
}

impl fmt::Display for Rule {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(source) = &self.source {
            write!(formatter, "{source} => ")?;
        }
        formatter.write_str(&self.terms.join(", "))
    }
}

/// A term as it is kept.
fn term(text: &str) -> Result<String, BadRule> {
    let term = index::folded(text);
    let words = index::words(&term).len();
    let has_sign = term.contains(['"', '\0']) || term.split(' ').any(|word| word.starts_with('-'));
    if words == 0 {
        Err(BadRule::Empty(term))
    } else if words > MOST_SYNONYM_WORDS || term.chars().count() > LONGEST {
        Err(BadRule::TooLong(term))
    } else if has_sign {
        Err(BadRule::Sign(term))
    } else {
        Ok(term)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rule(text: &str) -> Result<Rule, BadRule> {
        text.parse()
    }

    fn pairs(text: &str) -> Vec<(String, String)> {
        rule(text).unwrap().pairs()
    }

    #[test]
    fn equivalent_terms_stand_for_each_other() {
        let written = rule(" Sofa,couch ,  SETTÉE").unwrap();
        assert_eq!(written.to_string(), "couch, settee, sofa");
        assert_eq!(Ok(written), rule("settee,sofa,couch"));
        let pair = |one: &str, other: &str| (one.to_owned(), other.to_owned());
        assert_eq!(
            pairs("cell  phone, smartphone"),
            [
                pair("cell phone", "smartphone"),
                pair("smartphone", "cell phone")
            ]
        );
    }

    #[test]
    fn an_arrow_goes_one_way() {
        let pair = |one: &str, other: &str| (one.to_owned(), other.to_owned());
        assert_eq!(
            pairs("TV => television, telly"),
            [pair("tv", "television"), pair("tv", "telly")]
        );
        let written = rule("tv=>telly,television").unwrap();
        assert_eq!(written.to_string(), "tv => television, telly");
        assert_eq!(written.to_string().parse(), Ok(written));
    }

    #[test]
    fn terms_of_several_words_are_told() {
        let written = rule("mobile phone, smartphone").unwrap();
        assert_eq!(written.hardly_found().collect::<Vec<_>>(), ["mobile phone"]);
        let written = rule("mobile phone => smartphone").unwrap();
        assert_eq!(written.hardly_found().count(), 0);
    }

    #[test]
    fn what_is_no_rule_is_told() {
        let many: Vec<String> = (0..=MOST_TERMS)
            .map(|number| format!("word{number}"))
            .collect();
        let long = "a".repeat(LONGEST + 1);
        let same = |one: &str, other: &str| BadRule::Same(one.to_owned(), other.to_owned());
        for (text, error) in [
            ("sofa", BadRule::Alone),
            ("", BadRule::Empty(String::new())),
            ("sofa,,couch", BadRule::Empty(String::new())),
            ("sofa => ", BadRule::Empty(String::new())),
            ("=> sofa", BadRule::Empty(String::new())),
            ("sofa, ?!", BadRule::Empty("?!".to_owned())),
            ("tv => television => telly", BadRule::Arrows),
            ("tv, telly => television", BadRule::Sources),
            (&many.join(","), BadRule::TooMany),
            (&format!("a, {long}"), BadRule::TooLong(long.clone())),
            ("sofa, a b c d e", BadRule::TooLong("a b c d e".to_owned())),
            ("sofa, \"couch\"", BadRule::Sign("\"couch\"".to_owned())),
            ("sofa, big -couch", BadRule::Sign("big -couch".to_owned())),
            ("Sofa, sofa", same("sofa", "sofa")),
            ("sofas => sofa", same("sofas", "sofa")),
        ] {
            assert_eq!(rule(text), Err(error), "{text}");
        }
    }
}
