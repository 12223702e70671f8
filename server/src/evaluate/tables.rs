//! Reading tables of queries and judgments: tab-separated under a header, plain or gzipped.

use std::io::{BufRead, Read};

use anyhow::{Context as _, bail};

use crate::import::source::Input;

/// The longest line; more is no such table.
const LINE_OCTETS: u64 = 64 * 1_024;

/// A query that people judged results of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// What the judgments call it.
    pub id: String,
    /// What is typed.
    pub text: String,
}

/// The queries in a table with the columns `query_id` and `query`.
pub fn queries(input: &Input) -> anyhow::Result<Vec<Asked>> {
    rows(input, ["query_id", "query"], |[id, text]| {
        Ok(Asked {
            id: id.to_owned(),
            text: text.to_owned(),
        })
    })
}

/// Each row of a table, by the columns that are asked for, in that order.
pub(super) fn rows<const N: usize, Row>(
    input: &Input,
    columns: [&str; N],
    read: impl Fn([&str; N]) -> anyhow::Result<Row>,
) -> anyhow::Result<Vec<Row>> {
    let (mut reader, _) = input.open()?.split();
    let mut rows = Vec::new();
    let mut places = None;
    for number in 1_u64.. {
        let at = || format!("line {number} of {}", input.name());
        let Some(line) = next_line(&mut reader).with_context(at)? else {
            break;
        };
        let fields: Vec<&str> = line.split('\t').collect();
        let Some(places) = places else {
            places = Some(find(&fields, columns).with_context(at)?);
            continue;
        };
        let mut wanted = [""; N];
        for (value, place) in wanted.iter_mut().zip::<[usize; N]>(places) {
            *value = fields
                .get(place)
                .with_context(|| format!("{} has too few columns", at()))?;
        }
        rows.push(read(wanted).with_context(at)?);
    }
    if rows.is_empty() {
        bail!("{} holds nothing", input.name());
    }
    Ok(rows)
}

fn find<const N: usize>(header: &[&str], columns: [&str; N]) -> anyhow::Result<[usize; N]> {
    let mut places = [0; N];
    for (place, column) in places.iter_mut().zip(columns) {
        *place = header
            .iter()
            .position(|name| *name == column)
            .with_context(|| format!("no column is named {column:?}"))?;
    }
    Ok(places)
}

/// The next line that is not empty, without its end.
fn next_line(reader: &mut impl BufRead) -> anyhow::Result<Option<String>> {
    loop {
        let mut line = String::new();
        if reader.take(LINE_OCTETS).read_line(&mut line)? == 0 {
            return Ok(None);
        }
        if !line.ends_with('\n') && u64::try_from(line.len())? == LINE_OCTETS {
            bail!("it is longer than {LINE_OCTETS} octets");
        }
        let line = line.trim_end_matches(['\r', '\n']);
        if !line.is_empty() {
            return Ok(Some(line.to_owned()));
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use super::*;

    fn file(text: &str) -> (tempfile::NamedTempFile, Input) {
        let mut file = tempfile::NamedTempFile::new().unwrap();
        file.write_all(text.as_bytes()).unwrap();
        let input = Input::File(file.path().to_owned());
        (file, input)
    }

    #[test]
    fn columns_are_found_by_name() {
        let (_file, input) = file("query\textra\tquery_id\r\nred lamp\t-\tq1\r\n\nsofa\t-\tq2\n");
        let read = queries(&input).unwrap();
        let ids: Vec<&str> = read.iter().map(|one| one.id.as_str()).collect();
        assert_eq!(ids, ["q1", "q2"]);
        assert_eq!(read[0].text, "red lamp");
    }

    #[test]
    fn what_is_wrong_is_said_with_its_line() {
        for (text, complaint) in [
            ("", "holds nothing"),
            ("query_id\tquery\n", "holds nothing"),
            ("id\tquery\nq1\tlamp\n", "line 1"),
            ("query_id\tquery\nq1\tlamp\nq2\n", "line 3"),
        ] {
            let (_file, input) = file(text);
            let error = format!("{:#}", queries(&input).unwrap_err());
            assert!(error.contains(complaint), "{text:?}: {error}");
        }
    }
}
