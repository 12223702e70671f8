//! Comma-separated values as RFC 4180 defines them, with other delimiters than the comma as well.

/// What parts cells unless somebody says otherwise.
pub const COMMA: u8 = b',';

/// Where a scan stands within a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    CellStart,
    Plain,
    Quoted,
    /// Behind a quote inside a quoted cell: its end, or half of a doubled quote.
    Quote,
}

impl State {
    /// The state behind `byte`; `None` if it may not stand there.
    const fn behind(self, byte: u8, delimiter: u8) -> Option<Self> {
        match (self, byte) {
            (Self::Quoted, b'"') => Some(Self::Quote),
            (Self::CellStart | Self::Quote, b'"') | (Self::Quoted, _) => Some(Self::Quoted),
            (_, byte) if byte == delimiter => Some(Self::CellStart),
            (Self::CellStart | Self::Plain, _) => Some(Self::Plain),
            (Self::Quote, _) => None,
        }
    }
}

/// Whether a quoted cell is still open behind `line`; `open` says whether one was before it.
pub fn stays_open(line: &[u8], open: bool, delimiter: u8) -> bool {
    let mut state = if open {
        State::Quoted
    } else {
        State::CellStart
    };
    for byte in line {
        // What is behind a stray quote belongs to no cell; splitting will refuse the record.
        state = state.behind(*byte, delimiter).unwrap_or(State::Plain);
    }
    state == State::Quoted
}

/// The cells of one record, or what is wrong with it.
pub fn split(record: &str, delimiter: u8) -> Result<Vec<String>, String> {
    let mut cells = Vec::new();
    let mut cell = Vec::new();
    let mut state = State::CellStart;
    for (at, byte) in record.bytes().enumerate() {
        let next = state
            .behind(byte, delimiter)
            .ok_or_else(|| format!("text behind the closing quote, at byte {}", at + 1))?;
        match (state, next) {
            (State::CellStart | State::Plain | State::Quote, State::CellStart) => {
                cells.push(into_text(&mut cell));
            }
            (State::CellStart, State::Quoted) | (_, State::Quote) => {}
            _ => cell.push(byte),
        }
        state = next;
    }
    if state == State::Quoted {
        return Err("a quoted cell is not closed".to_owned());
    }
    cells.push(into_text(&mut cell));
    Ok(cells)
}

/// Appends a cell to `record`: in quotes if it has to be.
pub fn write(record: &mut String, cell: &str, delimiter: u8) {
    let delimiter = char::from(delimiter);
    let is_special = |c: char| c == delimiter || matches!(c, '"' | '\n' | '\r');
    if cell.contains(is_special) {
        record.push('"');
        record.push_str(&cell.replace('"', "\"\""));
        record.push('"');
    } else {
        record.push_str(cell);
    }
}

fn into_text(cell: &mut Vec<u8>) -> String {
    // Cells are cut at ASCII bytes, so each is UTF-8 as the record was.
    String::from_utf8_lossy(&std::mem::take(cell)).into_owned()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn quotes_are_taken_as_the_standard_says() {
        for (record, cells) in [
            ("a,b", &["a", "b"] as &[&str]),
            ("", &[""]),
            (",", &["", ""]),
            ("\"a,\"\"b\"\"\n\",c", &["a,\"b\"\n", "c"]),
            ("\"\",x", &["", "x"]),
            ("3.3\" Disc", &["3.3\" Disc"]),
        ] {
            let cells = cells.iter().map(|cell| (*cell).to_owned()).collect();
            assert_eq!(split(record, COMMA), Ok(cells), "{record}");
        }
        assert!(split("\"a\"b", COMMA).is_err());
        assert!(split("\"a", COMMA).is_err());
    }

    proptest! {
        #[test]
        fn what_is_written_is_read(
            cells in prop::collection::vec("[a,;\t\"\n\r é]{0,6}", 1..5),
            delimiter in prop::sample::select(vec![b',', b';', b'\t']),
        ) {
            let mut record = String::new();
            for (number, cell) in cells.iter().enumerate() {
                if number > 0 {
                    record.push(char::from(delimiter));
                }
                write(&mut record, cell, delimiter);
            }
            prop_assert_eq!(split(&record, delimiter), Ok(cells));
        }

        /// The other side of the bargain is a well-tried writer.
        #[test]
        fn what_another_writes_is_read(cells in prop::collection::vec("[a,\"\n é]{0,6}", 1..5)) {
            let mut writer = ::csv::Writer::from_writer(Vec::new());
            writer.write_record(&cells).unwrap();
            let written = String::from_utf8(writer.into_inner().unwrap()).unwrap();
            let record = written.strip_suffix('\n').unwrap();

            prop_assert_eq!(split(record, COMMA), Ok(cells));
            let lines: Vec<&str> = record.split('\n').collect();
            let mut open = false;
            for (index, line) in lines.iter().enumerate() {
                open = stays_open(line.as_bytes(), open, COMMA);
                prop_assert_eq!(open, index + 1 < lines.len());
            }
        }
    }
}
