//! Cells that a spreadsheet would run: what begins with one of `=`, `+`, `-`, `@`, a tab or a carriage return may be taken for
//! a formula. Exports put an apostrophe in front of such text, imports take exactly that one off again.

/// What formulas begin with.
const BEGINNINGS: [char; 6] = ['=', '+', '-', '@', '\t', '\r'];

/// Whether `text` begins as formulas do, behind any number of apostrophes.
fn is_like_formula(text: &str) -> bool {
    text.trim_start_matches('\'').starts_with(BEGINNINGS)
}

/// `text` as it is written into a cell. What has apostrophes in front of such a beginning gets one more, so that each text is
/// read back as it was.
pub fn write(text: &str) -> String {
    if is_like_formula(text) {
        format!("'{text}")
    } else {
        text.to_owned()
    }
}

/// The text that a cell holds.
pub fn read(mut cell: String) -> String {
    if cell.starts_with('\'') && is_like_formula(&cell) {
        cell.remove(0);
    }
    cell
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn only_what_might_run_is_marked() {
        for (text, cell) in [
            ("=1+1", "'=1+1"),
            ("-12", "'-12"),
            ("\tx", "'\tx"),
            ("'=1", "''=1"),
            ("'tis", "'tis"),
            ("a=1", "a=1"),
            ("", ""),
        ] {
            assert_eq!(write(text), cell);
            assert_eq!(read(cell.to_owned()), text);
        }
        // Others write formulas, too; what they mean by them is theirs to know.
        assert_eq!(read("=1".to_owned()), "=1");
    }

    proptest! {
        #[test]
        fn what_is_written_reads_back(text in "['=+@\\-\t\ra ]{0,6}") {
            let cell = write(&text);
            prop_assert!(!cell.starts_with(BEGINNINGS));
            prop_assert_eq!(read(cell), text);
        }
    }
}
