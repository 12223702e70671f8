//! What is said about one search, and how it changes: without a database.

use std::collections::BTreeMap;

use super::{CareRow, MOST_HIDDEN, MOST_PINS};

/// What is said about one search: for each product its place, or nothing if it is hidden.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Placed(BTreeMap<i64, Option<i32>>);

/// There are as many products as there may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NoRoom {
    /// Pinned.
    #[error("{MOST_PINS} products are pinned already, which is as many as there may be")]
    Pins,
    /// Hidden.
    #[error("{MOST_HIDDEN} products are hidden already, which is as many as there may be")]
    Hidden,
}

impl Placed {
    /// As it is kept.
    pub(super) fn of(rows: Vec<CareRow>) -> Self {
        let rows = rows.into_iter();
        Self(rows.map(|row| (row.product_id, row.place)).collect())
    }

    /// Whether nothing is said.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Places and products that are pinned, by place.
    pub fn pins(&self) -> Vec<(i32, i64)> {
        let pins = self.0.iter();
        let mut pins: Vec<_> = pins
            .filter_map(|(id, place)| Some(((*place)?, *id)))
            .collect();
        pins.sort_unstable();
        pins
    }

    /// Products that are hidden.
    pub fn hidden(&self) -> Vec<i64> {
        let hidden = self.0.iter().filter(|(_, place)| place.is_none());
        hidden.map(|(id, _)| *id).collect()
    }

    /// Pins a product at `place`, or at the first free one. Whoever stands there moves on by one, and so on up to the next
    /// free place; if there is none behind, those before move up.
    pub fn pin(&mut self, product: i64, place: Option<i32>) -> Result<i32, NoRoom> {
        let mut at: [Option<i64>; MOST_PINS] = [None; MOST_PINS];
        for (place, id) in self.pins() {
            if id != product
                && let Some(own) = usize::try_from(place - 1)
                    .ok()
                    .and_then(|at_place| at.get_mut(at_place))
            {
                *own = Some(id);
            }
        }
        let is_free = |index: &usize| at[*index].is_none();
        let first_free = (0..MOST_PINS).find(is_free).ok_or(NoRoom::Pins)?;
        let index = match place {
            Some(place) => usize::try_from(place - 1).unwrap_or(0).min(MOST_PINS - 1),
            None => first_free,
        };
        let behind = (index..MOST_PINS).find(is_free);
        let before = (0..index).rev().find(is_free);
        match (behind, before) {
            (Some(free), _) => at[index..=free].rotate_right(1),
            (None, Some(free)) => at[free..=index].rotate_left(1),
            (None, None) => return Err(NoRoom::Pins),
        }
        at[index] = Some(product);
        self.0.retain(|_, place| place.is_none());
        for (place, id) in (1..).zip(at) {
            if let Some(id) = id {
                self.0.insert(id, Some(place));
            }
        }
        Ok(i32::try_from(index + 1).unwrap_or(1))
    }

    /// Hides a product, whether it was pinned or not.
    pub fn hide(&mut self, product: i64) -> Result<(), NoRoom> {
        let others = self.hidden().into_iter().filter(|id| *id != product);
        if others.count() >= MOST_HIDDEN {
            return Err(NoRoom::Hidden);
        }
        self.0.insert(product, None);
        Ok(())
    }

    /// Says nothing about a product any more.
    pub fn forget(&mut self, product: i64) {
        self.0.remove(&product);
    }

    /// The products about which `after` says nothing any more, and those about which it says something else: with their place,
    /// 0 if they are hidden.
    pub(super) fn difference(&self, after: &Self) -> (Vec<i64>, Vec<(i64, i32)>) {
        let gone = self.0.keys().filter(|id| !after.0.contains_key(id));
        let set = after
            .0
            .iter()
            .filter(|(id, place)| self.0.get(id) != Some(place));
        (
            gone.copied().collect(),
            set.map(|(id, place)| (*id, place.unwrap_or(0))).collect(),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn placed(pins: &[(i32, i64)]) -> Placed {
        Placed(pins.iter().map(|(place, id)| (*id, Some(*place))).collect())
    }

    #[test]
    fn a_pin_takes_the_first_free_place_or_the_one_that_is_asked_for() {
        let mut pins = placed(&[(1, 10), (3, 30)]);
        assert_eq!(pins.pin(20, None), Ok(2));
        assert_eq!(pins.pins(), [(1, 10), (2, 20), (3, 30)]);
        assert_eq!(pins.pin(40, Some(7)), Ok(7));
        assert_eq!(pins.pin(50, Some(99)), Ok(20));
        assert_eq!(pins.pin(60, Some(-3)), Ok(1));
        assert_eq!(pins.pins()[..4], [(1, 60), (2, 10), (3, 20), (4, 30)]);
    }

    #[test]
    fn who_stands_there_moves_on_to_the_next_free_place_alone() {
        let mut pins = placed(&[(1, 10), (2, 20), (4, 40)]);
        pins.pin(90, Some(1)).unwrap();
        assert_eq!(pins.pins(), [(1, 90), (2, 10), (3, 20), (4, 40)]);
        // One that stands in the list already leaves its place first.
        pins.pin(40, Some(2)).unwrap();
        assert_eq!(pins.pins(), [(1, 90), (2, 40), (3, 10), (4, 20)]);
        pins.pin(90, Some(2)).unwrap();
        assert_eq!(pins.pins(), [(2, 90), (3, 40), (4, 10), (5, 20)]);
    }

    #[test]
    fn at_the_end_those_before_move_up() {
        let mut pins = placed(&[(19, 1), (20, 2)]);
        pins.pin(3, Some(20)).unwrap();
        assert_eq!(pins.pins(), [(18, 1), (19, 2), (20, 3)]);
    }

    #[test]
    fn there_is_room_for_so_many() {
        let mut all = Placed::default();
        for id in 1..=20 {
            all.pin(id, None).unwrap();
        }
        let before = all.clone();
        assert_eq!(all.pin(21, None), Err(NoRoom::Pins));
        assert_eq!(all, before);
        // Who is among them may still move.
        assert_eq!(all.pin(20, Some(1)), Ok(1));
        for id in 100..200 {
            all.hide(id).unwrap();
        }
        assert_eq!(all.hide(200), Err(NoRoom::Hidden));
        assert_eq!(all.hide(150), Ok(()));
        all.forget(150);
        assert_eq!(all.hide(1), Ok(()));
        assert_eq!(all.pins().len(), 19);
    }

    #[test]
    fn only_what_changes_is_written() {
        let before = placed(&[(1, 10), (2, 20), (4, 40)]);
        let mut after = before.clone();
        after.hide(10).unwrap();
        after.forget(20);
        assert_eq!(before.difference(&after), (vec![20], vec![(10, 0)]));
        assert_eq!(before.difference(&before), (vec![], vec![]));
    }
}
