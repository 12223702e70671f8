//! How many mistakes lie between two words.

/// Longer words are not compared. Distances between shorter ones fit in a byte with room to spare.
const LONGEST: usize = 32;

/// The number of letters missing, too many, wrong or swapped with their neighbour (optimal string alignment), unless
/// it is more than `most`.
pub(super) fn within(one: &[char], other: &[char], most: usize) -> Option<usize> {
    // What both begin and end with takes no part.
    let ahead = one
        .iter()
        .zip(other)
        .take_while(|(left, right)| left == right)
        .count();
    let (one, other) = (one.get(ahead..)?, other.get(ahead..)?);
    let behind = one
        .iter()
        .rev()
        .zip(other.iter().rev())
        .take_while(|(left, right)| left == right)
        .count();
    let (one, other) = (
        one.get(..one.len() - behind)?,
        other.get(..other.len() - behind)?,
    );
    if one.len().abs_diff(other.len()) > most {
        return None;
    }
    if one.len() >= LONGEST {
        return None;
    }
    if one.is_empty() || other.is_empty() {
        return Some(one.len().max(other.len()));
    }
    if other.len() >= LONGEST {
        return None;
    }
    let mut before_last = [0_u8; LONGEST];
    let mut last = [0_u8; LONGEST];
    for (place, start) in last.iter_mut().zip(0..) {
        *place = start;
    }
    for (row, letter) in one.iter().enumerate() {
        let mut this = [0_u8; LONGEST];
        let start = u8::try_from(row + 1).unwrap_or(u8::MAX);
        this[0] = start;
        let mut lowest = start;
        for (column, against) in other.iter().enumerate() {
            let mut fewest = (last[column] + u8::from(letter != against))
                .min(last[column + 1] + 1)
                .min(this[column] + 1);
            if row > 0 && column > 0 && one[row - 1] == *against && *letter == other[column - 1] {
                fewest = fewest.min(before_last[column - 1] + 1);
            }
            this[column + 1] = fewest;
            lowest = lowest.min(fewest);
        }
        if usize::from(lowest) > most {
            return None;
        }
        before_last = std::mem::replace(&mut last, this);
    }
    Some(usize::from(last[other.len()])).filter(|distance| *distance <= most)
}
