use proptest::prelude::*;

use super::*;

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Card {
    id: i64,
    title: String,
    prices: Vec<u32>,
    brand: Option<String>,
}

fn cards() -> impl Strategy<Value = Card> {
    (
        any::<i64>(),
        ".{0,20}",
        prop::collection::vec(any::<u32>(), 0..20),
        prop::option::of(".{0,10}"),
    )
        .prop_map(|(id, title, prices, brand)| Card {
            id,
            title,
            prices,
            brand,
        })
}

fn tags() -> impl Strategy<Value = Vec<Tag>> {
    prop::collection::vec(("[a-z]{1,8}", any::<u32>()), 0..5)
        .prop_map(|tags| tags.iter().map(|(kind, id)| Tag::new(kind, id)).collect())
}

fn validators() -> impl Strategy<Value = Vec<Validator>> {
    let questions = prop::collection::vec(any::<u8>(), 0..20);
    let asked = (questions, any::<u64>()).prop_map(Validator::from);
    prop::collection::vec(asked, 0..4)
}

fn facts(tags: Vec<Tag>, as_of: u64, numbers: [u64; 4]) -> Facts {
    let [cost, loaded_at, life, grace] = numbers;
    let (cost, life) = (Duration::from_micros(cost), Duration::from_millis(life));
    Facts::restored(
        tags,
        as_of,
        cost,
        loaded_at,
        life,
        Duration::from_millis(grace),
    )
}

fn written<T: Serialize>(value: &T) -> Vec<u8> {
    encode(value, &facts(Vec::new(), 7, [1500, 0, 60_000, 60_000])).unwrap()
}

fn encoded(card: &Card) -> Vec<u8> {
    let tags = vec![Tag::new("product", card.id)];
    encode(card, &facts(tags, 7, [1500, 0, 60_000, 60_000])).unwrap()
}

/// Why bytes are no card, without the entry that cannot be compared.
fn refusal(bytes: &[u8]) -> Option<Undecodable> {
    decode::<Card>(bytes).err()
}

/// Puts a right checksum under bytes that are otherwise wrong.
fn sealed(mut body: Vec<u8>) -> Vec<u8> {
    let checksum = crc32fast::hash(&body);
    body.extend_from_slice(&checksum.to_le_bytes());
    body
}

proptest! {
    #[test]
    fn what_was_written_is_read_back(
        card in cards(), tags in tags(), asked in validators(), as_of: u64, numbers: [u64; 4],
    ) {
        let before = facts(tags, as_of, numbers).validated(asked);
        let bytes = encode(&card, &before).unwrap();
        let entry = decode::<Card>(&bytes).unwrap();
        prop_assert_eq!(&*entry.value, &card);
        let after = entry.facts;
        prop_assert_eq!((after.as_of, after.loaded_at), (before.as_of, before.loaded_at));
        prop_assert_eq!((after.life, after.grace), (before.life, before.grace));
        prop_assert_eq!((after.cost, &after.tags), (before.cost, &before.tags));
        prop_assert_eq!(&after.marks, &before.marks);
        prop_assert_eq!(&after.validators, &before.validators);
    }

    #[test]
    fn a_flipped_bit_is_a_miss(card in cards(), place: prop::sample::Index, bit in 0..8_u32) {
        let mut bytes = encoded(&card);
        let place = place.index(bytes.len());
        bytes[place] ^= 1 << bit;
        prop_assert_eq!(refusal(&bytes), Some(Undecodable));
    }

    #[test]
    fn a_truncated_entry_is_a_miss(card in cards(), place: prop::sample::Index) {
        let bytes = encoded(&card);
        let length = place.index(bytes.len());
        prop_assert_eq!(refusal(&bytes[..length]), Some(Undecodable));
        // Also when the checksum fits what is left.
        let short = sealed(bytes[..length.min(bytes.len() - CHECKSUM_LENGTH - 1)].to_vec());
        prop_assert_eq!(refusal(&short), Some(Undecodable));
    }

    #[test]
    fn trailing_bytes_are_a_miss(card in cards(), tail in prop::collection::vec(any::<u8>(), 1..20)) {
        let mut bytes = encoded(&card);
        bytes.truncate(bytes.len() - CHECKSUM_LENGTH);
        bytes.extend_from_slice(&tail);
        prop_assert_eq!(refusal(&sealed(bytes)), Some(Undecodable));
    }

    #[test]
    fn any_bytes_are_read_without_panic(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        prop_assert_eq!(refusal(&bytes), Some(Undecodable));
        // Behind the checksum, where only the decoder is left to refuse.
        let mut body = MAGIC.to_vec();
        body.extend_from_slice(&bytes);
        let _ = decode::<Card>(&sealed(body));
    }
}

#[test]
fn a_type_with_fewer_fields_does_not_read_the_longer_one() {
    let bytes = written(&(1_u32, 2_u32));
    assert!(decode::<u32>(&bytes).is_err());
    assert!(decode::<(u32, u32, u32)>(&bytes).is_err());
}

#[test]
fn a_value_that_lost_its_end_is_a_miss_even_where_a_shorter_type_fits() {
    let mut bytes = written(&(1_u32, 2_u32));
    bytes.truncate(bytes.len() - CHECKSUM_LENGTH - 1);
    assert!(decode::<u32>(&sealed(bytes)).is_err());
}

#[test]
fn another_layout_is_a_miss() {
    let mut bytes = written(&1_u32);
    bytes.truncate(bytes.len() - CHECKSUM_LENGTH);
    for layout in [1, 2] {
        bytes[3] = layout;
        assert!(decode::<u32>(&sealed(bytes.clone())).is_err());
    }
}

#[test]
fn a_value_that_cannot_be_written_is_an_error() {
    struct Endless;
    impl Serialize for Endless {
        fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            serde::ser::SerializeSeq::end(serializer.serialize_seq(None)?)
        }
    }
    assert!(encode(&Endless, &facts(Vec::new(), 0, [0; 4])).is_err());
}
