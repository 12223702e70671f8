//! Ascending numbers in few bytes: the differences, seven bits to a byte.

/// Packs ascending numbers.
pub(crate) fn pack(numbers: impl IntoIterator<Item = u32>) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut before = 0;
    for number in numbers {
        let mut rest = number - before;
        before = number;
        while rest >= 0x80 {
            bytes.push(rest.to_le_bytes()[0] | 0x80);
            rest >>= 7;
        }
        bytes.push(rest.to_le_bytes()[0]);
    }
    bytes
}

/// The numbers that were packed.
pub(crate) fn unpack(bytes: &[u8]) -> impl Iterator<Item = u32> + '_ {
    let mut rest = bytes.iter();
    let mut before = 0;
    std::iter::from_fn(move || {
        let (mut number, mut shift) = (0, 0);
        loop {
            let byte = *rest.next()?;
            number |= u32::from(byte & 0x7f) << shift;
            shift += 7;
            if byte < 0x80 {
                before += number;
                return Some(before);
            }
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_packed_comes_back() {
        let numbers = vec![0, 1, 127, 128, 129, 20_000, 3_000_000, u32::MAX];
        assert_eq!(unpack(&pack(numbers.clone())).collect::<Vec<_>>(), numbers);
        assert_eq!(unpack(&pack([])).count(), 0);
    }
}
