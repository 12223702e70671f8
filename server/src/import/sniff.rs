//! What a file is, told by what is in it: names and content types are claims.

use std::io::Cursor;

use super::{
    csv,
    encoding::Encoding,
    layout::{Delimiter, Layout, guess},
    lines::Lines,
    reader::next_record,
    record::{self, Format},
};

/// Values of a column that are shown.
const SAMPLES: usize = 3;
/// Characters of such a value.
const SAMPLE: usize = 60;
/// Records that are looked at.
const RECORDS: usize = 50;

/// A column, or in JSON lines a name that means nothing by itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sampled {
    pub name: String,
    /// The first values that are not empty.
    pub samples: Vec<String>,
}

/// Beginnings of files that are no text, or text of another kind.
const OTHERS: [(&[u8], &str); 9] = [
    (b"%PDF", "a PDF"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"RIFF", "a picture or a recording"),
    (
        b"\xd0\xcf\x11\xe0",
        "a spreadsheet or document; save it as CSV",
    ),
    (b"\x7fELF", "a program"),
    (b"MZ", "a program"),
    (b"SQLite format 3", "a database"),
];

/// Format and encoding of the file that begins with `head`; `is_utf8` says whether all of it is UTF-8. What cannot be
/// imported is told in words: "It is …".
pub fn sniff(head: &[u8], is_utf8: bool) -> Result<(Format, Encoding), String> {
    if let Some((_, kind)) = OTHERS.iter().find(|(mark, _)| head.starts_with(mark)) {
        return Err(format!("It is {kind}, not CSV or JSON lines."));
    }
    let encoding = encoding(head, is_utf8);
    let text = text(head, encoding);
    // A few characters that mean nothing are faults of their lines; many are of no text at all.
    let is_strange = |c: &char| c.is_control() && !c.is_whitespace();
    if text.chars().filter(is_strange).count() > text.len() / 50 + 3 {
        return Err("It is not text: neither CSV nor JSON lines.".to_owned());
    }
    match text.trim_start().chars().next() {
        None => Err("There is nothing in it.".to_owned()),
        Some('<') => Err("It is HTML, SVG or XML, not CSV or JSON lines.".to_owned()),
        Some('[') => Err("It is a JSON array: one object a line is needed.".to_owned()),
        Some('{') => Ok((Format::Jsonl, encoding)),
        Some(_) => Ok((Format::Csv, encoding)),
    }
}

fn encoding(head: &[u8], is_utf8: bool) -> Encoding {
    // Of Latin text in UTF-16, every other byte is zero.
    let zeros = |odd: usize| {
        let bytes = head.iter().skip(odd).step_by(2);
        bytes.filter(|byte| **byte == 0).count() > head.len() / 8
    };
    if head.starts_with(b"\xff\xfe") || (zeros(1) && !zeros(0)) {
        Encoding::Utf16Le
    } else if head.starts_with(b"\xfe\xff") || (zeros(0) && !zeros(1)) {
        Encoding::Utf16Be
    } else if is_utf8 {
        Encoding::Utf8
    } else {
        Encoding::Windows1252
    }
}

/// `head` decoded, as far as it goes.
pub fn text(head: &[u8], encoding: Encoding) -> String {
    let decoder = match encoding {
        Encoding::Utf8 => encoding_rs::UTF_8,
        Encoding::Windows1252 => encoding_rs::WINDOWS_1252,
        Encoding::Utf16Le => encoding_rs::UTF_16LE,
        Encoding::Utf16Be => encoding_rs::UTF_16BE,
    };
    let (text, _) = decoder.decode_with_bom_removal(head);
    text.into_owned()
}

/// The first records of CSV as cells. The last one may have been cut, and is left out if others are there.
fn records(text: &str, delimiter: Delimiter, is_whole: bool) -> Vec<Vec<String>> {
    let delimiter = delimiter.byte();
    let mut lines = Lines::new(Cursor::new(text.as_bytes()));
    let mut records = Vec::new();
    while records.len() < RECORDS
        && let Ok(Some(line)) = next_record(&mut lines, delimiter)
    {
        let record = std::str::from_utf8(&line.bytes).unwrap_or_default();
        if !record.trim().is_empty() {
            records.push(csv::split(record, delimiter).unwrap_or_default());
        }
    }
    if !is_whole && (2..RECORDS).contains(&records.len()) {
        records.pop();
    }
    records
}

/// The delimiter that cuts most records into as many cells as the first one, and the more cells the better.
pub fn delimiter(text: &str, is_whole: bool) -> Delimiter {
    let score = |delimiter: &Delimiter| {
        let records = records(text, *delimiter, is_whole);
        let cells = records.first().map_or(0, Vec::len);
        let alike = records
            .iter()
            .filter(|record| record.len() == cells)
            .count();
        if cells < 2 { 0 } else { cells * alike }
    };
    // Of equals, the last one is taken.
    let candidates = Delimiter::ALL.into_iter().rev();
    candidates.max_by_key(score).unwrap_or(Delimiter::Comma)
}

/// What can be said about the columns of the file whose beginning is `text`.
pub fn columns(text: &str, layout: &Layout, is_whole: bool) -> Result<Vec<Sampled>, String> {
    match layout.format {
        Format::Csv => csv_columns(text, layout.delimiter, is_whole),
        Format::Jsonl => Ok(jsonl_columns(text)),
    }
}

fn csv_columns(text: &str, delimiter: Delimiter, is_whole: bool) -> Result<Vec<Sampled>, String> {
    let records = records(text, delimiter, is_whole);
    let Some((names, rows)) = records.split_first() else {
        return Err("Its first line, which names the columns, cannot be read.".to_owned());
    };
    let columns = names.iter().enumerate().map(|(number, name)| {
        let values = rows.iter().filter_map(|row| row.get(number));
        Sampled {
            name: name.trim().to_owned(),
            samples: sample(values.map(String::as_str)),
        }
    });
    Ok(columns.collect())
}

fn jsonl_columns(text: &str) -> Vec<Sampled> {
    let mut found: Vec<(String, Vec<String>)> = Vec::new();
    for line in text.lines().take(RECORDS) {
        let Ok(serde_json::Value::Object(object)) = serde_json::from_str(line) else {
            continue;
        };
        for (name, value) in object {
            if record::is_known(&name) {
                continue;
            }
            let value = value
                .as_str()
                .map_or_else(|| value.to_string(), str::to_owned);
            match found.iter_mut().find(|(known, _)| *known == name) {
                Some((_, values)) => values.push(value),
                None => found.push((name, vec![value])),
            }
        }
    }
    let columns = found.into_iter().map(|(name, values)| Sampled {
        name,
        samples: sample(values.iter().map(String::as_str)),
    });
    columns.collect()
}

fn sample<'a>(values: impl Iterator<Item = &'a str>) -> Vec<String> {
    let values = values.filter(|value| !value.trim().is_empty());
    values.take(SAMPLES).map(shown).collect()
}

fn shown(text: &str) -> String {
    match text.char_indices().nth(SAMPLE) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text.to_owned(),
    }
}

/// The layout that a file with this beginning seems to have, and its columns.
pub fn layout(
    text: &str,
    format: Format,
    encoding: Encoding,
    is_whole: bool,
) -> Result<(Layout, Vec<Sampled>), String> {
    let mut layout = Layout {
        encoding,
        ..Layout::plain(format)
    };
    if format == Format::Csv {
        layout.delimiter = delimiter(text, is_whole);
    }
    let columns = columns(text, &layout, is_whole)?;
    layout.columns = guess(columns.iter().map(|column| column.name.as_str()));
    Ok((layout, columns))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn content_tells_what_it_is() {
        let told = |head: &[u8]| sniff(head, std::str::from_utf8(head).is_ok());
        let utf16: Vec<u8> = "id;title\n1;A\n"
            .encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect();
        for (head, expected) in [
            (&b"id,title\n"[..], (Format::Csv, Encoding::Utf8)),
            (b"\xef\xbb\xbfid,title\n", (Format::Csv, Encoding::Utf8)),
            (b" {\"id\":1}\n", (Format::Jsonl, Encoding::Utf8)),
            (
                b"id,title\n1,Cr\xe8me\n",
                (Format::Csv, Encoding::Windows1252),
            ),
            (&utf16, (Format::Csv, Encoding::Utf16Le)),
            (b"\xff\xfei\0d\0", (Format::Csv, Encoding::Utf16Le)),
            (b"\xfe\xff\0i\0d", (Format::Csv, Encoding::Utf16Be)),
        ] {
            assert_eq!(told(head), Ok(expected), "{head:?}");
        }
        for (head, words) in [
            (&b""[..], "nothing"),
            (b"\n \n", "nothing"),
            (b"<svg onload=alert(1)>", "SVG"),
            (b"\xef\xbb\xbf<!doctype html>", "HTML"),
            (b"[{\"id\":1}]", "array"),
            (b"%PDF-1.7", "PDF"),
            (b"\x89PNG\r\n", "picture"),
            (b"\0\x01\x02\x03\x04\0\0\0", "not text"),
        ] {
            let refused = told(head).unwrap_err();
            assert!(refused.contains(words), "{head:?}: {refused}");
        }
    }

    #[test]
    fn the_delimiter_is_found() {
        for (text, found) in [
            ("id,title\n1,a\n", Delimiter::Comma),
            ("id;title\n1;a, b, c, d\n", Delimiter::Semicolon),
            ("id\ttitle\n1\ta;b\n", Delimiter::Tab),
            ("id\n1\n", Delimiter::Comma),
            ("\"a;b\",title\n1,x\n", Delimiter::Comma),
            ("", Delimiter::Comma),
        ] {
            assert_eq!(delimiter(text, true), found, "{text}");
        }
    }

    #[test]
    fn columns_have_their_first_values() {
        let text = "id;Name;Colour\n1;;red\n2;\"B;b\";\n3;C;\n4;cut";
        let (layout, columns) = layout(text, Format::Csv, Encoding::Utf8, false).unwrap();
        assert_eq!(columns[1].name, "Name");
        assert_eq!(columns[1].samples, ["B;b", "C"]);
        assert_eq!(columns[2].samples, ["red"]);
        let codes: Vec<String> = layout.columns.into_iter().map(|(_, c)| c.into()).collect();
        assert_eq!(codes, ["id", "title", ""]);
    }

    #[test]
    fn only_unknown_names_of_json_are_columns() {
        let text =
            "{\"id\":\"1\",\"title\":\"A\",\"Colour\":\"red\",\"x_own\":1}\n{\"Colour\":7}\n{\"cut";
        let (_, columns) = layout(text, Format::Jsonl, Encoding::Utf8, false).unwrap();
        assert_eq!(columns.len(), 1);
        assert_eq!(columns[0].samples, ["red", "7"]);
    }
}
