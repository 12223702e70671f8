//! Conversions between numbers, each with what makes it harmless.

/// As a slot or another interned number. There are never more than `u32::MAX` of either: memory ends long before.
pub(crate) fn small(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

/// As a place in a vector; no supported system has addresses shorter than 32 bits.
pub(crate) fn place(number: u32) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}

/// A count as a float, exact up to 16 million and near enough beyond.
#[expect(
    clippy::cast_precision_loss,
    reason = "a few units more or less decide nothing"
)]
pub(crate) fn float(number: usize) -> f32 {
    number as f32
}

/// The whole part, within the limits of the type.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "`as` keeps within the limits and turns NaN into 0, which is what is wanted"
)]
pub(crate) fn whole(number: f32) -> u32 {
    number as u32
}

/// The logarithm to base 2 in quarters, so coarse that it seldom changes; nothing has none.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    reason = "the logarithm of a count is below 64"
)]
pub(crate) fn quarters(count: usize) -> Option<i32> {
    (count > 0).then(|| ((count as f64).log2() * 4.0).round() as i32)
}

/// A number that is ordered as the floats are. What is not a number counts as 0.
pub(crate) fn ordered(number: f32) -> u32 {
    let bits = if number.is_nan() {
        0
    } else {
        (number + 0.0).to_bits()
    };
    if bits >> 31 == 1 {
        !bits
    } else {
        bits | 1 << 31
    }
}

/// The float that [`ordered`] was given.
pub(crate) fn unordered(number: u32) -> f32 {
    f32::from_bits(if number >> 31 == 1 {
        number & !(1 << 31)
    } else {
        !number
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn order_survives() {
        let numbers = [
            f32::NEG_INFINITY,
            -1.5,
            -1.0,
            0.0,
            f32::MIN_POSITIVE,
            0.1,
            1.0,
            7e20,
            f32::INFINITY,
        ];
        for pair in numbers.windows(2) {
            assert!(ordered(pair[0]) < ordered(pair[1]));
        }
        for number in numbers {
            assert_eq!(unordered(ordered(number)).to_bits(), number.to_bits());
        }
        assert_eq!(ordered(-0.0), ordered(0.0));
        assert_eq!(ordered(f32::NAN), ordered(0.0));
    }

    #[test]
    fn logarithms_are_coarse() {
        assert_eq!(quarters(0), None);
        assert_eq!(quarters(1), Some(0));
        assert_eq!(quarters(1024), Some(40));
        assert_eq!(quarters(1_000_000), quarters(1_010_000));
    }
}
