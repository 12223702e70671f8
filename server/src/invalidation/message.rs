//! A change as it travels through Redis.

use std::collections::HashMap;

use cache::{Change, Position, Tag, Touched};
use sha2::{Digest as _, Sha256};

use super::log::Logged;

/// The most bytes of tags that travel; those of a larger change are read from PostgreSQL. Bounds the stream's memory.
const MOST_BYTES: usize = 8 * 1024;

/// Between tags: PostgreSQL's text cannot hold it.
const SEPARATOR: &str = "\0";

const POSITION: &str = "p";
const STAMP: &str = "s";
const TAGS: &str = "t";
/// Who made it and in which transaction: for people alone, so the seal need not cover it.
const SOURCE: &str = "w";
const XID: &str = "x";
const SEAL: &str = "h";

/// The fields of a message.
pub(super) type Fields = HashMap<String, Vec<u8>>;

/// What a message says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Message {
    /// A whole change.
    Whole(Logged),
    /// There is a change with this position and stamp.
    Hint(Position, i64),
}

/// The fields that tell of `logged`. A change of everything, or of very much, is only hinted at.
pub(super) fn encode(logged: &Logged) -> Vec<(&'static str, Vec<u8>)> {
    let position = logged.change.position.to_string();
    let stamp = logged.stamp.to_string();
    let tags = match &logged.change.touched {
        Touched::Tags(tags) => {
            let texts: Vec<&str> = tags.iter().map(Tag::as_str).collect();
            Some(texts.join(SEPARATOR)).filter(|text| text.len() <= MOST_BYTES)
        }
        Touched::Everything => None,
    };
    let seal = seal(&logged.epoch, &position, &stamp, tags.as_deref());
    let mut fields = vec![
        (POSITION, position.into_bytes()),
        (STAMP, stamp.into_bytes()),
        (SEAL, seal),
    ];
    fields.extend(tags.map(|tags| (TAGS, tags.into_bytes())));
    let source = logged.source.as_ref();
    fields.extend(source.map(|source| (SOURCE, source.clone().into_bytes())));
    let xid = logged.xid.map(|xid| xid.to_string());
    fields.extend(xid.map(|xid| (XID, xid.into_bytes())));
    fields
}

/// What `fields` say; nothing if they are not, byte for byte, what was sent in this epoch. Redis is not trusted: a wrong
/// change at the right position would hide the real one.
pub(super) fn decode(epoch: &str, fields: &Fields) -> Option<Message> {
    let text = |name| std::str::from_utf8(fields.get(name)?).ok();
    let (position, stamp, tags) = (text(POSITION)?, text(STAMP)?, text(TAGS));
    if seal(epoch, position, stamp, tags) != *fields.get(SEAL)? {
        return None;
    }
    let (position, stamp) = (position.parse().ok()?, stamp.parse().ok()?);
    Some(tags.map_or(Message::Hint(position, stamp), |tags| {
        let tags = tags.split(SEPARATOR).filter(|tag| !tag.is_empty());
        Message::Whole(Logged {
            epoch: epoch.to_owned(),
            stamp,
            change: Change {
                position,
                touched: Touched::Tags(tags.map(Tag::named).collect()),
            },
            source: text(SOURCE).map(str::to_owned),
            xid: text(XID).and_then(|xid| xid.parse().ok()),
            products: 0,
            lag_us: None,
        })
    }))
}

/// A checksum over everything a message says, and over the world it belongs to.
fn seal(epoch: &str, position: &str, stamp: &str, tags: Option<&str>) -> Vec<u8> {
    let mut hash = Sha256::new();
    for part in [
        epoch,
        position,
        stamp,
        if tags.is_some() { "t" } else { "" },
    ] {
        hash.update(part);
        hash.update(SEPARATOR);
    }
    hash.update(tags.unwrap_or_default());
    hash.finalize().iter().take(8).copied().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn logged(touched: Touched) -> Logged {
        Logged {
            epoch: "e".to_owned(),
            stamp: 17,
            change: Change {
                position: 4,
                touched,
            },
            source: Some("psql by shop".to_owned()),
            xid: Some(741),
            products: 0,
            lag_us: None,
        }
    }

    fn sent(logged: &Logged) -> Fields {
        encode(logged)
            .into_iter()
            .map(|(name, value)| (name.to_owned(), value))
            .collect()
    }

    #[test]
    fn a_change_arrives_as_it_was_sent() {
        for tags in [vec![], vec!["taxonomy"], vec!["product:4", "slug:a b\nc"]] {
            let logged = logged(Touched::Tags(tags.into_iter().map(Tag::named).collect()));
            assert_eq!(
                decode("e", &sent(&logged)),
                Some(Message::Whole(logged.clone()))
            );
        }
    }

    #[test]
    fn a_large_change_is_only_hinted_at() {
        let large = Touched::Tags((0..2_000).map(|n| Tag::new("product", n)).collect());
        for touched in [large, Touched::Everything] {
            let fields = sent(&logged(touched));
            assert_eq!(decode("e", &fields), Some(Message::Hint(4, 17)));
        }
    }

    #[test]
    fn what_was_damaged_or_is_of_another_world_is_nothing() {
        let fields = sent(&logged(Touched::Tags(vec![Tag::named("taxonomy")])));
        assert_eq!(decode("another", &fields), None);
        for name in [POSITION, STAMP, TAGS, SEAL] {
            let mut damaged = fields.clone();
            damaged.remove(name);
            assert_eq!(decode("e", &damaged), None, "without {name}");
            damaged.insert(name.to_owned(), b"5".to_vec());
            assert_eq!(decode("e", &damaged), None, "another {name}");
        }
    }
}
