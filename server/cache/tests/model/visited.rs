//! The states that were reached, in the order they were found.
//!
//! Whole states are kept and compared, not only their hashes: no two are ever taken for one. The order of finding is
//! also the queue of a breadth-first search, so a state costs 36 bytes, plus 5 to 11 for the table that finds it again.

/// A state, packed. What the bits mean is the model's business.
pub(crate) type Key = [u64; 4];

/// The number of a state: its place in the order of finding.
pub(crate) type Id = u32;

/// A search of more states is given up rather than let it take more than 2 GB.
const MOST: usize = 1 << 25;

/// Marks a free slot.
const FREE: Id = Id::MAX;

/// All states found so far and from which state each was reached first.
pub(crate) struct Visited {
    keys: Vec<Key>,
    parents: Vec<Id>,
    /// Open addressing with linear probing; the length is a power of two.
    slots: Vec<Id>,
}

impl Visited {
    pub(crate) fn starting_at(key: Key) -> Self {
        let mut visited = Self {
            keys: Vec::new(),
            parents: Vec::new(),
            slots: vec![FREE; 1 << 12],
        };
        visited.insert(key, 0);
        visited
    }

    pub(crate) fn len(&self) -> usize {
        self.keys.len()
    }

    /// The state found as number `index`, if that many were found.
    pub(crate) fn get(&self, index: usize) -> Option<Key> {
        self.keys.get(index).copied()
    }

    /// Adds `key` unless it is known.
    pub(crate) fn insert(&mut self, key: Key, parent: Id) {
        if self.keys.len() * 4 >= self.slots.len() * 3 {
            self.grow();
        }
        let slot = self.slot_of(&key);
        if self.slots[slot] == FREE {
            self.slots[slot] = id(self.keys.len());
            self.keys.push(key);
            self.parents.push(parent);
        }
    }

    /// The states on the shortest way to number `index`, both ends included.
    pub(crate) fn path_to(&self, index: usize) -> Vec<Key> {
        let mut at = index;
        let mut path = vec![self.keys[at]];
        while at != 0 {
            at = self.parents[at] as usize;
            path.push(self.keys[at]);
        }
        path.reverse();
        path
    }

    /// The slot that holds `key`, or the free one where it belongs.
    fn slot_of(&self, key: &Key) -> usize {
        let mask = self.slots.len() - 1;
        let mut slot = hash(key) & mask;
        loop {
            let found = self.slots[slot];
            if found == FREE || self.keys[found as usize] == *key {
                return slot;
            }
            slot = (slot + 1) & mask;
        }
    }

    fn grow(&mut self) {
        self.slots = vec![FREE; self.slots.len() * 2];
        for index in 0..self.keys.len() {
            let slot = self.slot_of(&self.keys[index]);
            self.slots[slot] = id(index);
        }
    }
}

/// The number of the state at `index`.
pub(crate) fn id(index: usize) -> Id {
    match Id::try_from(index) {
        Ok(id) if index < MOST => id,
        _ => panic!("more than {MOST} states: choose narrower bounds"),
    }
}

/// Multiplies and folds word by word: states differ in few bits, which must reach all bits of the hash.
fn hash(key: &Key) -> usize {
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    for word in key {
        state = (state ^ word).wrapping_mul(0xff51_afd7_ed55_8ccd);
        state ^= state >> 32;
    }
    usize::try_from(state >> 1).unwrap_or(usize::MAX)
}

#[test]
fn a_state_is_found_again_and_its_way_told() {
    let mut visited = Visited::starting_at([0; 4]);
    for n in 1..20_000_u64 {
        visited.insert([n, 0, n << 40, 0], id(visited.len() - 1));
        visited.insert([n / 2, 0, (n / 2) << 40, 0], 0);
    }
    assert_eq!(visited.len(), 20_000);
    let path = visited.path_to(3);
    assert_eq!(
        path.iter().map(|key| key[0]).collect::<Vec<_>>(),
        [0, 1, 2, 3]
    );
}
