//! Records of a file, whatever its format: fields and values, not yet checked.

use std::collections::HashMap;

use anyhow::{Context as _, bail};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::{csv, field::Field, formula, layout::Layout, lines, reject::Fault};

/// Begins the name of a CSV column that holds one attribute.
const ATTRIBUTE_COLUMN: &str = "attr:";
/// Begins the name of a column or key that is not for us.
const EXTRA: &str = "x_";

/// The formats a file may have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, clap::ValueEnum)]
#[serde(rename_all = "lowercase")]
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

/// Whether a key of JSON lines means something by itself, or is not for us.
pub fn is_known(name: &str) -> bool {
    Field::named(name).is_some() || name.starts_with(EXTRA)
}

/// The record in a line of JSONL. `columns` says what names are that nobody knows.
pub fn from_json(text: &str, columns: &[(String, Column)]) -> Result<Record, Fault> {
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
    let mut attributes = Map::new();
    for (key, value) in object {
        let column = match columns.iter().find(|(name, _)| *name == key) {
            Some((_, column)) if !is_known(&key) => Some(column.clone()),
            _ => Field::named(&key).map(Column::Field),
        };
        match column {
            Some(Column::Field(field)) => record.give(field, value)?,
            Some(Column::Attribute(name)) => {
                attributes.insert(name, value);
            }
            Some(Column::Ignored) => {}
            None if key.starts_with(EXTRA) => {}
            None => record.unknown.push(key),
        }
    }
    if !attributes.is_empty() {
        record.add_attributes(attributes);
    }
    Ok(record)
}

impl Record {
    /// Sets a field, once.
    fn give(&mut self, field: Field, value: Value) -> Result<(), Fault> {
        if self.values.iter().any(|(given, _)| *given == field) {
            return Err(Fault::new(field.name(), "is given twice"));
        }
        self.values.push((field, value));
        Ok(())
    }

    /// Adds to the attributes that are given, if those are any; if they are not, the check will say so.
    fn add_attributes(&mut self, more: Map<String, Value>) {
        let mut values = self.values.iter_mut();
        match values.find(|(field, _)| *field == Field::Attributes) {
            Some((_, Value::Object(given))) => given.extend(more),
            Some((_, value)) if value.is_null() => *value = Value::Object(more),
            Some(_) => {}
            None => self.values.push((Field::Attributes, Value::Object(more))),
        }
    }
}

fn explain(error: &serde_json::Error) -> String {
    let message = error.to_string();
    let reason = message.split(" at line ").next().unwrap_or_default();
    format!("is not JSON: {reason}, at byte {}", error.column())
}

/// What a column holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "String", into = "String")]
pub enum Column {
    Field(Field),
    Attribute(String),
    Ignored,
}

impl Column {
    /// What a column of this name is by itself; `None` if nobody knows.
    pub fn named(name: &str) -> Option<Self> {
        let attribute = name.strip_prefix(ATTRIBUTE_COLUMN).map(str::trim);
        match (Field::named(name), attribute) {
            (Some(field), _) => Some(Self::Field(field)),
            (None, Some(attribute)) if !attribute.is_empty() => {
                Some(Self::Attribute(attribute.to_owned()))
            }
            _ => name.starts_with(EXTRA).then_some(Self::Ignored),
        }
    }

    /// What it is, for people.
    pub fn label(&self) -> String {
        match self {
            Self::Field(field) => field.name().to_owned(),
            Self::Attribute(name) => format!("the attribute {name:?}"),
            Self::Ignored => "left out".to_owned(),
        }
    }
}

/// As it stands in forms and in the database: the name that the column would bear, or nothing.
impl From<Column> for String {
    fn from(column: Column) -> Self {
        match column {
            Column::Field(field) => field.name().to_owned(),
            Column::Attribute(name) => format!("{ATTRIBUTE_COLUMN}{name}"),
            Column::Ignored => Self::new(),
        }
    }
}

/// What is not understood is left out.
impl From<String> for Column {
    fn from(code: String) -> Self {
        Self::named(&code).unwrap_or(Self::Ignored)
    }
}

/// The columns of a CSV file.
#[derive(Debug)]
pub struct Header {
    columns: Vec<Column>,
    delimiter: u8,
    /// Columns nobody knows.
    pub unknown: Vec<String>,
}

impl Header {
    /// The header of a file whose columns are what somebody said they are. An error if its header line is another.
    pub fn mapped(line: &[u8], layout: &Layout) -> anyhow::Result<Self> {
        let text = lines::text(line).map_err(anyhow::Error::msg)?;
        let delimiter = layout.delimiter.byte();
        let names = csv::split(text, delimiter).map_err(anyhow::Error::msg)?;
        if names.len() != layout.columns.len() {
            let (found, said) = (names.len(), layout.columns.len());
            bail!("it has {found} columns, not {said}");
        }
        let columns = layout.columns.iter();
        Ok(Self {
            columns: columns.map(|(_, column)| column.clone()).collect(),
            delimiter,
            unknown: Vec::new(),
        })
    }

    /// Reads a header line. An error if it cannot be the header of products.
    pub fn parse(line: &[u8]) -> anyhow::Result<Self> {
        let text = lines::text(line).map_err(anyhow::Error::msg)?;
        let names = csv::split(text, csv::COMMA).map_err(anyhow::Error::msg)?;
        let mut header = Self {
            columns: Vec::new(),
            delimiter: csv::COMMA,
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
        if name == ATTRIBUTE_COLUMN {
            bail!("a column is named {ATTRIBUTE_COLUMN:?} with no attribute behind it");
        }
        let column = Column::named(name);
        if column.is_none() {
            self.unknown.push(name.to_owned());
        }
        self.columns.push(column.unwrap_or(Column::Ignored));
        Ok(())
    }

    /// The record in one record of text. An empty cell is null.
    pub fn record(&self, text: &str) -> Result<Record, Fault> {
        let cells = csv::split(text, self.delimiter).map_err(Fault::of_line)?;
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
