//! What stands in Redis for one session: a format byte, then JSON.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;
use time::OffsetDateTime;
use tower_sessions::session::{Id, Record};

/// Leads every value; another byte means another format.
const FORMAT: u8 = 1;

/// A record without its id: the key is made of a hash of it, and whoever reads the values must
/// not learn it.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Stored {
    data: HashMap<String, Value>,
    /// Milliseconds since 1970-01-01T00:00Z.
    expires: i64,
}

/// Why a value is no session of ours.
#[derive(Debug, thiserror::Error)]
pub(super) enum DecodeError {
    #[error("unknown format")]
    Format,
    #[error("malformed: {0}")]
    Json(#[from] serde_json::Error),
    #[error("impossible time of expiry")]
    Expires(#[from] time::error::ComponentRange),
}

/// The value for `record`.
pub(super) fn encode(record: &Record) -> Result<Vec<u8>, serde_json::Error> {
    let stored = Stored {
        data: record.data.clone(),
        expires: unix_millis(record.expiry_date),
    };
    let mut value = vec![FORMAT];
    serde_json::to_writer(&mut value, &stored)?;
    Ok(value)
}

/// What the session in `value` holds.
pub(super) fn data(value: &[u8]) -> Result<HashMap<String, Value>, DecodeError> {
    Ok(stored(value)?.data)
}

/// The record of session `id` in `value`.
pub(super) fn decode(id: Id, value: &[u8]) -> Result<Record, DecodeError> {
    let stored = stored(value)?;
    let expiry_date =
        OffsetDateTime::from_unix_timestamp_nanos(i128::from(stored.expires) * 1_000_000)?;
    Ok(Record {
        id,
        data: stored.data,
        expiry_date,
    })
}

fn stored(value: &[u8]) -> Result<Stored, DecodeError> {
    let (&FORMAT, json) = value.split_first().ok_or(DecodeError::Format)? else {
        return Err(DecodeError::Format);
    };
    Ok(serde_json::from_slice(json)?)
}

/// Milliseconds since 1970, as Redis' `PXAT` takes them.
pub(super) fn unix_millis(moment: OffsetDateTime) -> i64 {
    // `OffsetDateTime` ends with the year 9999, far inside of the range.
    moment.unix_timestamp() * 1_000 + i64::from(moment.millisecond())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use time::macros::datetime;

    use super::*;

    fn record() -> Record {
        Record {
            id: Id(-7),
            data: HashMap::from([("user_id".to_owned(), Value::from(42))]),
            expiry_date: datetime!(2030-01-02 03:04:05.678 UTC),
        }
    }

    #[test]
    fn a_record_comes_back_as_it_was() {
        let value = encode(&record()).unwrap();
        assert_eq!(decode(Id(-7), &value).unwrap(), record());
    }

    #[test]
    fn the_value_does_not_tell_the_id() {
        let value = String::from_utf8(encode(&record()).unwrap()).unwrap();
        assert_eq!(
            value,
            "\u{1}{\"data\":{\"user_id\":42},\"expires\":1893553445678}"
        );
    }

    #[test]
    fn times_before_1970_are_exact_too() {
        let moment = datetime!(1969-12-31 23:59:59.999 UTC);
        assert_eq!(unix_millis(moment), -1);
    }

    #[test]
    fn other_values_are_refused() {
        let good = encode(&record()).unwrap();
        let unknown_format = [&[2], &good[1..]].concat();
        let far_away = b"\x01{\"data\":{},\"expires\":9223372036854775807}".to_vec();
        let extra = b"\x01{\"data\":{},\"expires\":1,\"more\":1}".to_vec();
        for value in [vec![], vec![FORMAT], unknown_format, far_away, extra] {
            assert!(decode(Id(1), &value).is_err(), "{value:?}");
        }
        for end in 0..good.len() {
            assert!(decode(Id(1), &good[..end]).is_err(), "cut at {end}");
        }
    }

    proptest! {
        #[test]
        fn no_value_panics(value: Vec<u8>) {
            let _ = decode(Id(1), &value);
        }
    }
}
