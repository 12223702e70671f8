//! One parcel of counts with the id under which it is counted once, and its form in Redis.

use std::collections::HashMap;

/// Octets of the checksum before the encoded amounts.
const CHECKSUM: usize = 4;

/// Some keys with how often each was counted, under an id that no other batch has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Batch {
    /// Names the batch wherever it turns up: who counts it remembers the id, and leaves out what comes again.
    pub id: String,
    /// How often each key was counted.
    pub amounts: HashMap<String, u64>,
}

/// What lies in Redis is no batch: it was damaged, or somebody else put it there.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Undecodable;

impl Batch {
    /// The batch without its id, after a checksum over both.
    pub(super) fn encode(&self) -> Result<Vec<u8>, postcard::Error> {
        let amounts = postcard::to_stdvec(&self.amounts)?;
        let mut bytes = checksum(&self.id, &amounts).to_le_bytes().to_vec();
        bytes.extend(amounts);
        Ok(bytes)
    }

    /// The batch called `id`, from its form in Redis.
    pub(super) fn decode(id: String, bytes: &[u8]) -> Result<Self, Undecodable> {
        let (sum, amounts) = bytes.split_first_chunk::<CHECKSUM>().ok_or(Undecodable)?;
        if u32::from_le_bytes(*sum) != checksum(&id, amounts) {
            return Err(Undecodable);
        }
        let amounts = postcard::from_bytes(amounts).map_err(|_| Undecodable)?;
        Ok(Self { id, amounts })
    }
}

fn checksum(id: &str, amounts: &[u8]) -> u32 {
    let mut hasher = crc32fast::Hasher::new();
    hasher.update(id.as_bytes());
    hasher.update(amounts);
    hasher.finalize()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn batch() -> Batch {
        Batch {
            id: "a-1".into(),
            amounts: HashMap::from([("x".into(), 1), ("y".into(), u64::MAX)]),
        }
    }

    #[test]
    fn reads_back_as_it_was() {
        let bytes = batch().encode().unwrap();
        assert_eq!(Batch::decode("a-1".into(), &bytes), Ok(batch()));
    }

    #[test]
    fn under_another_id_it_is_no_batch() {
        let bytes = batch().encode().unwrap();
        assert_eq!(Batch::decode("a-2".into(), &bytes), Err(Undecodable));
    }

    proptest! {
        #[test]
        fn what_was_damaged_is_no_batch(at in 0_usize..64, bit in 0_u32..8, cut in 0_usize..64) {
            let whole = batch().encode().unwrap();
            let mut bytes = whole.clone();
            let at = at % bytes.len();
            bytes[at] ^= 1 << bit;
            prop_assert_eq!(Batch::decode("a-1".into(), &bytes), Err(Undecodable));
            let cut = cut % whole.len();
            prop_assert_eq!(Batch::decode("a-1".into(), &whole[..cut]), Err(Undecodable));
        }
    }
}
