//! What two ascending lists have in common.

/// If one of two sorted lists is so many times longer, it is searched rather than walked.
const LEAP: usize = 8;

/// Calls for each slot that is in both ascending lists, with its places.
pub(super) fn meet(here: &[u32], there: &[u32], mut found: impl FnMut(usize, usize)) {
    if here.len() * LEAP < there.len() {
        let mut start = 0;
        for (at, slot) in here.iter().enumerate() {
            start += leap(&there[start..], *slot);
            if there.get(start) == Some(slot) {
                found(at, start);
            }
        }
        return;
    }
    let (mut left, mut right) = (0, 0);
    while left < here.len() && right < there.len() {
        let (one, other) = (here[left], there[right]);
        if one == other {
            found(left, right);
        }
        // Without a branch: which list moves on is anybody's guess.
        left += usize::from(one <= other);
        right += usize::from(other <= one);
    }
}

/// How many of the ascending slots are below this one, found in strides that double.
fn leap(slots: &[u32], target: u32) -> usize {
    let mut stride = 1;
    while stride < slots.len() && slots[stride] < target {
        stride *= 2;
    }
    let start = stride / 2;
    let end = slots.len().min(stride + 1);
    start + slots[start..end].partition_point(|slot| *slot < target)
}

#[cfg(test)]
mod tests {
    use proptest::collection::btree_set;
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn what_is_in_both_is_found(here in btree_set(0..600_u32, 0..40), there in btree_set(0..600_u32, 0..400)) {
            let both: Vec<u32> = here.intersection(&there).copied().collect();
            let (here, there): (Vec<_>, Vec<_>) = (here.into_iter().collect(), there.into_iter().collect());
            for (one, other) in [(&here, &there), (&there, &here)] {
                let mut found = Vec::new();
                meet(one, other, |left, right| {
                    assert_eq!(one[left], other[right]);
                    found.push(one[left]);
                });
                prop_assert_eq!(&found, &both);
            }
        }
    }
}
