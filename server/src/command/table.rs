//! A table on a terminal.

use std::fmt::Write as _;

/// `rows` below `heads` in columns as wide as they must be: the first one to the left, the others to the right.
pub(super) fn table<const COLUMNS: usize>(
    heads: [&str; COLUMNS],
    rows: &[[String; COLUMNS]],
) -> String {
    let heads = heads.map(str::to_owned);
    let lines = || [&heads].into_iter().chain(rows);
    let width = |column: usize| {
        let widths = lines().map(|line| line[column].chars().count());
        widths.max().unwrap_or(0)
    };
    let widths: [usize; COLUMNS] = std::array::from_fn(width);
    let mut text = String::new();
    for line in lines() {
        for (column, (cell, width)) in line.iter().zip(widths).enumerate() {
            // Writing into memory does not fail.
            let _ = match column {
                0 => write!(text, "{cell:<width$}"),
                _ => write!(text, "  {cell:>width$}"),
            };
        }
        text.truncate(text.trim_end_matches(' ').len());
        text.push('\n');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_as_wide_as_they_must_be() {
        let rows = [["größe", "1"], ["a", "1,000"]].map(|row| row.map(str::to_owned));
        assert_eq!(
            table(["word", "asked"], &rows),
            "word   asked\ngröße      1\na      1,000\n"
        );
        assert_eq!(table(["word", "asked"], &[]), "word  asked\n");
    }
}
