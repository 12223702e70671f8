//! What is counted, and under which key of the counter.

use time::{Date, OffsetDateTime, format_description::well_known::Iso8601};

/// Something that is counted. Equal ones are counted together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// A product's page was shown.
    View {
        /// The product's.
        slug: String,
    },
    /// A search was asked by words alone, and its first page shown.
    Search {
        /// When, in UTC.
        day: Date,
        /// The words, as they are [kept](super::kept).
        words: String,
        /// How many products were found.
        results: u64,
    },
    /// The first page of a search had to be made.
    Made {
        /// When, in UTC.
        day: Date,
        /// The words, as they are kept.
        words: String,
        /// How long that took, in microseconds.
        micros: u64,
    },
    /// A product was opened from the results of a search.
    Click {
        /// When, in UTC.
        day: Date,
        /// The words of the search, as they are kept.
        words: String,
        /// The product's.
        slug: String,
    },
}

impl Event {
    /// The counter's key. It holds the day, for what is counted may be written on a later one.
    pub fn key(&self) -> String {
        match self {
            Self::View { slug } => format!("product:{slug}"),
            Self::Search {
                day,
                words,
                results,
            } => format!("search:{day}:{results}:{words}"),
            Self::Made { day, words, micros } => format!("made:{day}:{micros}:{words}"),
            Self::Click { day, words, slug } => format!("click:{day}:{slug}:{words}"),
        }
    }

    /// What is counted under `key`; nothing if this program counts no such things, as another version beside it may, or
    /// if PostgreSQL could not hold it.
    pub(super) fn from_key(key: &str) -> Option<Self> {
        let (kind, rest) = key.split_once(':').filter(|_| !key.contains('\0'))?;
        let event = match kind {
            "product" => Self::View {
                slug: rest.to_owned(),
            },
            "search" => {
                let (day, rest) = rest.split_once(':')?;
                let (results, words) = rest.split_once(':')?;
                Self::Search {
                    day: date(day)?,
                    words: words.to_owned(),
                    results: results.parse().ok()?,
                }
            }
            "made" => {
                let (day, rest) = rest.split_once(':')?;
                let (micros, words) = rest.split_once(':')?;
                Self::Made {
                    day: date(day)?,
                    words: words.to_owned(),
                    micros: micros.parse().ok()?,
                }
            }
            "click" => {
                let (day, rest) = rest.split_once(':')?;
                let (slug, words) = rest.split_once(':')?;
                Self::Click {
                    day: date(day)?,
                    words: words.to_owned(),
                    slug: slug.to_owned(),
                }
            }
            _ => return None,
        };
        (!rest.ends_with(':') && !rest.is_empty()).then_some(event)
    }
}

/// The day it is now, in UTC.
pub(super) fn today() -> Date {
    OffsetDateTime::now_utc().date()
}

fn date(text: &str) -> Option<Date> {
    Date::parse(text, &Iso8601::DATE).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_read_back_as_what_they_were_made_of() {
        let day = Date::from_ordinal_date(2026, 7).unwrap();
        let (words, slug) = ("a:b c".to_owned(), "oak-lamp".to_owned());
        let search = Event::Search {
            day,
            words: words.clone(),
            results: 12,
        };
        assert_eq!(search.key(), "search:2026-01-07:12:a:b c");
        let made = Event::Made {
            day,
            words: words.clone(),
            micros: 4_200,
        };
        let click = Event::Click {
            day,
            words,
            slug: slug.clone(),
        };
        for event in [search, made, click, Event::View { slug }] {
            assert_eq!(Event::from_key(&event.key()), Some(event));
        }
    }

    #[test]
    fn other_keys_are_left_out() {
        for foreign in [
            "",
            "product",
            "product:",
            "product:a\0",
            "basket:a",
            "search:/search?q=a",
            "search:2026-01-07:1",
            "search:2026-01-07:1:",
            "search:2026-01-07:-1:a",
            "search:2026-13-07:1:a",
            "click:2026-01-07:a",
        ] {
            assert_eq!(Event::from_key(foreign), None, "{foreign:?}");
        }
    }
}
