//! Records of a file, whatever its format: fields and values, not yet checked.

use std::collections::HashMap;

use anyhow::{Context as _, bail};
use serde_json::{Map, Value};

use super::{csv, field::Field, formula, lines, reject::Fault};

/// Begins the name of a CSV column that holds one attribute.
const ATTRIBUTE_COLUMN: &str = "attr:";
/// Begins the name of a column or key that is not for us.
const EXTRA: &str = "x_";

/// The formats a file may have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    /// One JSON object a line.
    Jsonl,
    /// Comma-separated values under a header.
    Csv,
}

/// Values of a record by field, and names nobody knows.
#[derive(Debug, Default)]
pub struct Record {
    pub values: Vec<(Field, Value)>,
    pub unknown: Vec<String>,
}

/// The record in a line of JSONL.
pub fn from_json(text: &str) -> Result<Record, Fault> {
    let object: Map<String, Value> = match serde_json::from_str(text) {
        Ok(Value::Object(object)) => object,
        _ if text.trim_start().starts_with('[') => {
            return Err(Fault::of_line(
                "begins a JSON array; one object a line is needed",
            ));
        }
        Ok(_) => return Err(Fault::of_line("is not a JSON object")),
        Err(error) => return Err(Fault::of_line(explain(&error))),
    };
    let mut record = Record::default();
    for (key, value) in object {
        match Field::named(&key) {
            Some(field) => record.values.push((field, value)),
            None if key.starts_with(EXTRA) => {}
            None => record.unknown.push(key),
        }
    }
    Ok(record)
}

fn explain(error: &serde_json::Error) -> String {
    let message = error.to_string();
    let reason = message.split(" at line ").next().unwrap_or_default();
    format!("is not JSON: {reason}, at byte {}", error.column())
}

/// What a CSV column holds.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Column {
    Field(Field),
    Attribute(String),
    Ignored,
}

/// The columns of a CSV file.
#[derive(Debug)]
pub struct Header {
    columns: Vec<Column>,
    /// Columns nobody knows.
    pub unknown: Vec<String>,
}

impl Header {
    /// Reads a header line. An error if it cannot be the header of products.
    pub fn parse(line: &[u8]) -> anyhow::Result<Self> {
        let text = lines::text(line).map_err(anyhow::Error::msg)?;
        let names = csv::split(text, csv::COMMA).map_err(anyhow::Error::msg)?;
        let mut header = Self {
            columns: Vec::new(),
            unknown: Vec::new(),
        };
        let mut seen = HashMap::new();
        for (number, name) in (1..).zip(&names) {
            let name = name.trim();
            if name.is_empty() {
                bail!("column {number} has no name");
            }
            if let Some(earlier) = seen.insert(name.to_owned(), number) {
                bail!("columns {earlier} and {number} are both named {name:?}");
            }
            header.add(name)?;
        }
        for needed in [Field::Id, Field::Title] {
            if !header.columns.contains(&Column::Field(needed)) {
                bail!(
                    "no column is named {:?}, only {}{}",
                    needed.name(),
                    names.join(", "),
                    hint(text)
                );
            }
        }
        Ok(header)
    }

    fn add(&mut self, name: &str) -> anyhow::Result<()> {
        let attribute = name.strip_prefix(ATTRIBUTE_COLUMN).map(str::trim);
        let column = match (Field::named(name), attribute) {
            (Some(field), _) => Column::Field(field),
            (None, Some("")) => {
                bail!("a column is named {ATTRIBUTE_COLUMN:?} with no attribute behind it")
            }
            (None, Some(attribute)) => Column::Attribute(attribute.to_owned()),
            (None, None) => {
                if !name.starts_with(EXTRA) {
                    self.unknown.push(name.to_owned());
                }
                Column::Ignored
            }
        };
        self.columns.push(column);
        Ok(())
    }

    /// The record in one record of text. An empty cell is null.
    pub fn record(&self, text: &str) -> Result<Record, Fault> {
        let cells = csv::split(text, csv::COMMA).map_err(Fault::of_line)?;
        if cells.len() != self.columns.len() {
            let reason = format!(
                "has {} cells under {} columns",
                cells.len(),
                self.columns.len()
            );
            return Err(Fault::of_line(reason));
        }
        let mut record = Record::default();
        let mut attributes = None;
        for (column, cell) in self.columns.iter().zip(cells) {
            match column {
                Column::Ignored => {}
                Column::Attribute(name) => {
                    let attributes = attributes.get_or_insert_with(Map::new);
                    attributes.insert(name.clone(), Value::String(formula::read(cell)));
                }
                Column::Field(Field::Attributes) => {
                    let given = from_attributes_cell(&cell)?;
                    attributes.get_or_insert_with(Map::new).extend(given);
                }
                Column::Field(field) => record.values.push((*field, from_cell(*field, cell))),
            }
        }
        let attributes =
            attributes.map(|attributes| (Field::Attributes, Value::Object(attributes)));
        record.values.extend(attributes);
        Ok(record)
    }
}

/// Says so if another separator seems to be in use.
fn hint(header: &str) -> &'static str {
    if header.contains(',') {
        ""
    } else if header.contains(';') {
        " (cells are parted by commas, not semicolons)"
    } else if header.contains('\t') {
        " (cells are parted by commas, not tabs)"
    } else {
        ""
    }
}

fn from_attributes_cell(cell: &str) -> Result<Map<String, Value>, Fault> {
    if cell.trim().is_empty() {
        return Ok(Map::new());
    }
    serde_json::from_str(cell).map_err(|error| {
        let name = Field::Attributes.name();
        match serde_json::from_str::<Value>(cell) {
            Ok(_) => Fault::new(name, "is not a JSON object"),
            Err(_) => Fault::new(name, explain(&error)),
        }
    })
}

/// A cell as JSON would give it. A number that is none stays text, for the check to refuse.
fn from_cell(field: Field, cell: String) -> Value {
    let trimmed = cell.trim();
    if trimmed.is_empty() {
        return Value::Null;
    }
    if field == Field::Category
        && trimmed.starts_with('[')
        && let Ok(levels) = serde_json::from_str::<Vec<String>>(trimmed)
    {
        return Value::from(levels);
    }
    let number = match field {
        Field::PriceCents | Field::CompareAtCents | Field::ReviewCount | Field::Stock => {
            trimmed.parse::<i64>().ok().map(Value::from)
        }
        Field::Rating => trimmed
            .parse::<f64>()
            .ok()
            .filter(|rating| rating.is_finite())
            .map(Value::from),
        Field::Slug | Field::Status | Field::CreatedAt => Some(Value::from(trimmed)),
        _ => None,
    };
    number.unwrap_or_else(|| Value::String(formula::read(cell)))
}

/// The format that belongs to a file's name.
pub fn format_of(name: &str) -> anyhow::Result<Format> {
    let name = name.to_ascii_lowercase();
    let name = name.strip_suffix(".gz").unwrap_or(&name);
    match name.rsplit_once('.').map(|(_, extension)| extension) {
        Some("jsonl" | "ndjson") => Some(Format::Jsonl),
        Some("csv") => Some(Format::Csv),
        _ => None,
    }
    .context("the name does not tell the format: give --format jsonl or --format csv")
}
