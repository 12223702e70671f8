//! Checks of single values.

use std::collections::BTreeMap;

use serde_json::Value;
use time::{
    Date, OffsetDateTime,
    format_description::well_known::{Iso8601, Rfc3339},
};

use crate::{
    catalog::rules::{
        self, MAX_ATTRIBUTE, MAX_ATTRIBUTES, MAX_ATTRIBUTES_LENGTH, MAX_ID, MAX_LEVELS, MAX_NAME,
        MAX_URL, PRICE_BOUND,
    },
    import::{field::Field, reject::Fault, text},
};

/// What is wrong with a value, and with which part of it.
#[derive(Debug)]
pub(super) struct Problem {
    part: Option<String>,
    reason: String,
}

impl Problem {
    /// The fault of the line whose `field` has the value.
    pub(super) fn into_fault(self, field: Field) -> Fault {
        match self.part {
            Some(part) => Fault::new(&format!("{}.{part}", field.name()), self.reason),
            None => Fault::new(field.name(), self.reason),
        }
    }

    fn in_part(reason: String, part: &str) -> Self {
        Self {
            part: Some(part.chars().take(80).collect()),
            reason,
        }
    }
}

impl From<String> for Problem {
    fn from(reason: String) -> Self {
        Self { part: None, reason }
    }
}

type Checked<T> = Result<T, Problem>;

/// Text on one line.
pub(super) fn text(value: &Value, limit: usize) -> Checked<String> {
    Ok(text::one_line(string(value)?, limit)?)
}

/// Text of many lines.
pub(super) fn long_text(value: &Value, limit: usize) -> Checked<String> {
    Ok(text::many_lines(string(value)?, limit)?)
}

/// A product's number: text, or a whole number taken as text.
pub(super) fn identifier(value: &Value) -> Checked<String> {
    match value.as_number().filter(|number| !number.is_f64()) {
        Some(number) => Ok(number.to_string()),
        None => text(value, MAX_ID),
    }
}

/// A name; `None` if it is blank.
pub(super) fn name(value: &Value) -> Checked<Option<String>> {
    let name = text(value, MAX_NAME)?;
    Ok((!name.is_empty()).then_some(name))
}

/// The levels of a category, from a list or from text parted by `>`.
pub(super) fn category(value: &Value) -> Checked<Vec<String>> {
    let levels: Vec<&str> = match value {
        Value::Array(levels) => levels.iter().map(string).collect::<Checked<_>>()?,
        _ => Some(string(value)?)
            .filter(|path| !path.trim().is_empty())
            .map(|path| path.split('>').collect())
            .unwrap_or_default(),
    };
    if levels.len() > MAX_LEVELS {
        return Err(format!(
            "has {} levels; at most {MAX_LEVELS} are allowed",
            levels.len()
        )
        .into());
    }
    (1..)
        .zip(levels)
        .map(|(number, level)| match text::one_line(level, MAX_NAME)? {
            name if name.is_empty() => Err(format!("level {number} is empty").into()),
            name => Ok(name),
        })
        .collect()
}

/// A price in minor units.
pub(super) fn price(value: &Value) -> Checked<i64> {
    let price = whole(value)?;
    if (0..PRICE_BOUND).contains(&price) {
        Ok(price)
    } else {
        Err(format!("{price} is not between 0 and {}", PRICE_BOUND - 1).into())
    }
}

/// How many there are.
pub(super) fn count(value: &Value) -> Checked<i32> {
    let count = whole(value)?;
    let fits = i32::try_from(count).ok().filter(|count| *count >= 0);
    fits.ok_or_else(|| format!("{count} is not between 0 and {}", i32::MAX).into())
}

/// A mean of reviews.
pub(super) fn rating(value: &Value) -> Checked<f32> {
    let rating = value.as_f64().ok_or_else(|| unlike(value, "a number"))?;
    if !(0.0..=5.0).contains(&rating) {
        return Err(format!("{rating} is not between 0 and 5").into());
    }
    #[expect(
        clippy::cast_possible_truncation,
        reason = "the column has single precision"
    )]
    let rating = rating as f32;
    Ok(rating)
}

/// A currency's code.
pub(super) fn currency(value: &Value) -> Checked<String> {
    let code = rules::currency(string(value)?);
    code.ok_or_else(|| unlike(value, "three letters (ISO 4217)"))
}

/// A slug the owner insists on.
pub(super) fn slug(value: &Value) -> Checked<String> {
    let slug = string(value)?;
    if rules::may_be_slug(slug) {
        Ok(slug.to_owned())
    } else {
        Err(unlike(
            value,
            "words of a-z and 0-9 joined by single hyphens",
        ))
    }
}

/// Whether the product is to be seen.
pub(super) fn status(value: &Value) -> Checked<String> {
    match string(value)? {
        status if rules::is_status(status) => Ok(status.to_owned()),
        _ => Err(unlike(value, "draft, published or archived")),
    }
}

/// The address of a picture: one of this site or one on the web; `None` if it is blank.
pub(super) fn image(value: &Value) -> Checked<Option<String>> {
    let address = text(value, MAX_URL)?;
    if address.is_empty() {
        Ok(None)
    } else if rules::is_picture(&address) {
        Ok(Some(address))
    } else {
        Err(unlike(
            value,
            "an address that begins with https://, http:// or /",
        ))
    }
}

/// Names and values.
pub(super) fn attributes(value: &Value) -> Checked<BTreeMap<String, String>> {
    let given = value
        .as_object()
        .ok_or_else(|| unlike(value, "an object"))?;
    if given.len() > MAX_ATTRIBUTES {
        return Err(format!(
            "{} of them; at most {MAX_ATTRIBUTES} are allowed",
            given.len()
        )
        .into());
    }
    let mut attributes = BTreeMap::new();
    let mut length = 0;
    for (name, value) in given {
        let Some(value) = attribute(value).map_err(|reason| Problem::in_part(reason, name))? else {
            continue;
        };
        let name = text::one_line(name, MAX_NAME)?;
        if name.is_empty() {
            return Err("one has no name".to_owned().into());
        }
        length += name.len() + value.len();
        attributes.insert(name, value);
    }
    if length > MAX_ATTRIBUTES_LENGTH {
        return Err(format!("{length} bytes; at most {MAX_ATTRIBUTES_LENGTH} are allowed").into());
    }
    Ok(attributes)
}

/// One attribute's value as text; `None` if there is nothing in it.
fn attribute(value: &Value) -> Result<Option<String>, String> {
    let text = match value {
        Value::Null => return Ok(None),
        Value::String(text) => text::one_line(text, MAX_ATTRIBUTE)?,
        Value::Bool(_) | Value::Number(_) => value.to_string(),
        Value::Array(_) | Value::Object(_) => return Err(unlike(value, "text").reason),
    };
    Ok((!text.is_empty()).then_some(text))
}

/// A moment, or a day's first, in UTC; in microseconds since the Unix epoch.
pub(super) fn moment(value: &Value) -> Checked<i64> {
    let text = string(value)?;
    let moment = OffsetDateTime::parse(text, &Rfc3339)
        .or_else(|_| Date::parse(text, &Iso8601::DATE).map(|day| day.midnight().assume_utc()))
        .map_err(|_| unlike(value, "a date or an RFC 3339 time"))?;
    i64::try_from(moment.unix_timestamp_nanos() / 1_000)
        .map_err(|_| unlike(value, "a moment within reach"))
}

fn string(value: &Value) -> Checked<&str> {
    value.as_str().ok_or_else(|| unlike(value, "text"))
}

fn whole(value: &Value) -> Checked<i64> {
    value
        .as_i64()
        .ok_or_else(|| unlike(value, "a whole number"))
}

/// "must be …, not …", with no more than the beginning of a long value.
fn unlike(value: &Value, expected: &str) -> Problem {
    let mut shown = value.to_string();
    if let Some((cut, _)) = shown.char_indices().nth(60) {
        shown.truncate(cut);
        shown.push('…');
    }
    format!("must be {expected}, not {shown}").into()
}
