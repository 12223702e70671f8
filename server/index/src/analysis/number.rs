//! Numbers: thousands, decimals, leading and trailing zeros.

use std::borrow::Cow;

use super::pieces::{Gap, Piece, Stuff};

/// A number this long is a code (a GTIN, a serial number): leading zeros come and go with the length of its label.
const CODE_DIGITS: usize = 8;

/// The number that begins with the first of these pieces, and how many of them it takes.
///
/// `1,000` is 1000, `1.50` and `1,5` are 1.5, `.5` is 0.5. What has two points is a version or an address, not a number.
pub(super) fn number<'a>(pieces: &[Piece<'a>]) -> Option<(Cow<'a, str>, usize)> {
    let first = pieces
        .first()
        .filter(|piece| piece.stuff == Stuff::Digits)?;
    let digits_after = |at: usize, mark: char| {
        pieces
            .get(at)
            .filter(|piece| piece.stuff == Stuff::Digits && piece.gap == Gap::Mark(mark))
    };

    let mut whole = Cow::Borrowed(first.text);
    let mut taken = 1;
    if first.text.len() <= 3 {
        while let Some(group) = digits_after(taken, ',').filter(|group| group.text.len() == 3) {
            whole.to_mut().push_str(group.text);
            taken += 1;
        }
    }
    if first.point && taken == 1 {
        return Some((decimal("0", first.text), 1));
    }
    let fraction = digits_after(taken, '.').filter(|_| digits_after(taken + 1, '.').is_none());
    let comma = digits_after(taken, ',')
        .filter(|digits| taken == 1 && digits.text.len() <= 2 && digits_after(2, ',').is_none());
    match fraction.or(comma) {
        Some(fraction) => Some((decimal(&whole, fraction.text), taken + 1)),
        None if whole.len() >= CODE_DIGITS => {
            let trimmed = whole.trim_start_matches('0');
            Some((
                Cow::Owned(if trimmed.is_empty() { "0" } else { trimmed }.to_owned()),
                taken,
            ))
        }
        None => Some((whole, taken)),
    }
}

fn decimal<'a>(whole: &str, fraction: &str) -> Cow<'a, str> {
    match fraction.trim_end_matches('0') {
        "" => Cow::Owned(whole.to_owned()),
        fraction => Cow::Owned(format!("{whole}.{fraction}")),
    }
}
