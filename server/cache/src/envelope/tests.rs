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

fn encoded(card: &Card) -> Vec<u8> {
    let tags = vec![Tag::new("product", card.id)];
    encode(card, 7, Duration::from_micros(1500), tags).unwrap()
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
        card in cards(), tags in tags(), as_of: u64, cost in any::<u64>().prop_map(Duration::from_micros),
    ) {
        let bytes = encode(&card, as_of, cost, tags.clone()).unwrap();
        let entry = decode::<Card>(&bytes).unwrap();
        prop_assert_eq!(entry.header.cost(), cost);
        prop_assert_eq!(entry.header.as_of, as_of);
        prop_assert_eq!(entry.header.tags, tags);
        prop_assert_eq!(entry.value, card);
    }

    #[test]
    fn a_flipped_bit_is_a_miss(card in cards(), place: prop::sample::Index, bit in 0..8_u32) {
        let mut bytes = encoded(&card);
        let place = place.index(bytes.len());
        bytes[place] ^= 1 << bit;
        prop_assert_eq!(decode::<Card>(&bytes), Err(Undecodable));
    }

    #[test]
    fn a_truncated_entry_is_a_miss(card in cards(), place: prop::sample::Index) {
        let bytes = encoded(&card);
        let length = place.index(bytes.len());
        prop_assert_eq!(decode::<Card>(&bytes[..length]), Err(Undecodable));
        // Also when the checksum fits what is left.
        let short = sealed(bytes[..length.min(bytes.len() - CHECKSUM_LENGTH - 1)].to_vec());
        prop_assert_eq!(decode::<Card>(&short), Err(Undecodable));
    }

    #[test]
    fn trailing_bytes_are_a_miss(card in cards(), tail in prop::collection::vec(any::<u8>(), 1..20)) {
        let mut bytes = encoded(&card);
        bytes.truncate(bytes.len() - CHECKSUM_LENGTH);
        bytes.extend_from_slice(&tail);
        prop_assert_eq!(decode::<Card>(&sealed(bytes)), Err(Undecodable));
    }

    #[test]
    fn any_bytes_are_read_without_panic(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        prop_assert_eq!(decode::<Card>(&bytes), Err(Undecodable));
        // Behind the checksum, where only the decoder is left to refuse.
        let mut body = MAGIC.to_vec();
        body.extend_from_slice(&bytes);
        let _ = decode::<Card>(&sealed(body));
    }
}

#[test]
fn a_type_with_fewer_fields_does_not_read_the_longer_one() {
    let bytes = encode(&(1_u32, 2_u32), 0, Duration::ZERO, Vec::new()).unwrap();
    assert_eq!(decode::<u32>(&bytes), Err(Undecodable));
    assert_eq!(decode::<(u32, u32, u32)>(&bytes), Err(Undecodable));
}

#[test]
fn a_value_that_lost_its_end_is_a_miss_even_where_a_shorter_type_fits() {
    let mut bytes = encode(&(1_u32, 2_u32), 0, Duration::ZERO, Vec::new()).unwrap();
    bytes.truncate(bytes.len() - CHECKSUM_LENGTH - 1);
    assert_eq!(decode::<u32>(&sealed(bytes)), Err(Undecodable));
}

#[test]
fn another_layout_is_a_miss() {
    let mut bytes = encode(&1_u32, 0, Duration::ZERO, Vec::new()).unwrap();
    bytes.truncate(bytes.len() - CHECKSUM_LENGTH);
    bytes[3] = 2;
    assert_eq!(decode::<u32>(&sealed(bytes)), Err(Undecodable));
}

#[test]
fn a_value_that_cannot_be_written_is_an_error() {
    struct Endless;
    impl Serialize for Endless {
        fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            serde::ser::SerializeSeq::end(serializer.serialize_seq(None)?)
        }
    }
    assert!(encode(&Endless, 0, Duration::ZERO, Vec::new()).is_err());
}
