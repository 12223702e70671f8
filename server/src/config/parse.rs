//! From the text of a variable to a value, or to what is wanted instead.

use std::{borrow::Cow, fmt::Display, ops::RangeInclusive, str::FromStr, time::Duration};

/// What a variable should hold, to follow the word "wanted".
pub type Wanted = Cow<'static, str>;

/// A whole number within `range`.
pub(super) fn number<T>(range: RangeInclusive<T>) -> impl FnOnce(&str) -> Result<T, Wanted>
where
    T: FromStr + PartialOrd + Display,
{
    move |text| {
        text.trim()
            .parse()
            .ok()
            .filter(|value| range.contains(value))
            .ok_or_else(|| {
                format!("a whole number from {} to {}", range.start(), range.end()).into()
            })
    }
}

/// A duration given as whole milliseconds within `range`.
pub(super) fn milliseconds(
    range: RangeInclusive<u64>,
) -> impl FnOnce(&str) -> Result<Duration, Wanted> {
    move |text| {
        number(range)(text)
            .map(Duration::from_millis)
            .map_err(|wanted| format!("{wanted} (milliseconds)").into())
    }
}

/// One of a few words.
pub(super) fn one_of<T: Copy>(
    words: &'static [(&'static str, T)],
) -> impl FnOnce(&str) -> Result<T, Wanted> {
    move |text| {
        words
            .iter()
            .find(|(word, _)| text.trim().eq_ignore_ascii_case(word))
            .map(|(_, value)| *value)
            .ok_or_else(|| {
                let words: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
                words.join(" or ").into()
            })
    }
}
