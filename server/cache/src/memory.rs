//! What was stored lately, to tell why an entry is not there.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use crate::address::Address;
use crate::entry::{Millis, now};
use crate::stats::MissCause;

/// Entries that are remembered; half a megabyte. A later one at the same place pushes an earlier one out.
const PLACES: usize = 1 << 16;

/// Remembers until when each entry should be there. Lock-free; an entry that was pushed out counts as never stored.
#[derive(Debug)]
pub(crate) struct Memory {
    /// Upper half: part of the address' hash. Lower half: the second in which the entry ends.
    places: Box<[AtomicU64]>,
}

impl Default for Memory {
    fn default() -> Self {
        Self {
            places: (0..PLACES).map(|_| AtomicU64::new(0)).collect(),
        }
    }
}

impl Memory {
    pub(crate) fn note(&self, address: &Address, keeps: Duration) {
        let (place, sign) = self.place(address);
        let end = now() / 1000 + keeps.as_secs();
        place.store(sign | (end & 0xffff_ffff), Ordering::Relaxed);
    }

    /// Why the entry at `address` is not there.
    pub(crate) fn why_missing(&self, address: &Address) -> MissCause {
        self.judge(address, now())
    }

    fn judge(&self, address: &Address, now: Millis) -> MissCause {
        let (place, sign) = self.place(address);
        let noted = place.load(Ordering::Relaxed);
        if noted == 0 || noted & !0xffff_ffff != sign {
            MissCause::Cold
        } else if (now / 1000) & 0xffff_ffff >= noted & 0xffff_ffff {
            MissCause::Expired
        } else {
            MissCause::Evicted
        }
    }

    fn place(&self, address: &Address) -> (&AtomicU64, u64) {
        let spread = address.spread();
        let index = usize::try_from(spread % PLACES as u64).unwrap_or(0);
        (&self.places[index], spread & !0xffff_ffff)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::address::Epoch;
    use crate::key::Key;
    use crate::namespace::Namespace;

    #[test]
    fn an_entry_that_should_be_there_was_evicted_and_one_past_its_end_has_expired() {
        let namespace = Namespace::new("test", 1, Duration::from_mins(1));
        let address = |n: u32| Address::new::<u32>(&namespace, Epoch::of("test"), Key::of(&n));
        let memory = Memory::default();
        memory.note(&address(1), Duration::from_mins(1));
        assert_eq!(memory.why_missing(&address(1)), MissCause::Evicted);
        assert_eq!(
            memory.judge(&address(1), now() + 61_000),
            MissCause::Expired
        );
        assert_eq!(memory.why_missing(&address(2)), MissCause::Cold);
    }
}
