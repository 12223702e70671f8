//! PostgreSQL's text format for `COPY`: columns parted by tabs, `\N` for NULL.
//!
//! See <https://www.postgresql.org/docs/15/sql-copy.html>, "Text Format".

use std::fmt::{Display, Write as _};

/// Writes rows of the text format into a buffer.
#[derive(Debug, Default)]
pub struct CopyText {
    buffer: String,
    /// Whether the row being written has a column already.
    in_row: bool,
}

impl CopyText {
    /// Appends a text column.
    pub fn text(&mut self, value: &str) -> &mut Self {
        self.separate();
        escape(&mut self.buffer, value);
        self
    }

    /// Appends a text column or NULL.
    pub fn optional_text(&mut self, value: Option<&str>) -> &mut Self {
        match value {
            Some(value) => self.text(value),
            None => self.null(),
        }
    }

    /// Appends a column whose text needs no escaping: a number.
    pub fn number(&mut self, value: impl Display) -> &mut Self {
        self.separate();
        // Writing into a String cannot fail.
        let _ = write!(self.buffer, "{value}");
        self
    }

    /// Appends a number or NULL.
    pub fn optional_number(&mut self, value: Option<impl Display>) -> &mut Self {
        match value {
            Some(value) => self.number(value),
            None => self.null(),
        }
    }

    /// Ends the row.
    pub fn end_row(&mut self) {
        self.buffer.push('\n');
        self.in_row = false;
    }

    /// Bytes written and not yet taken.
    pub fn len(&self) -> usize {
        self.buffer.len()
    }

    /// Whether nothing is waiting to be taken.
    pub fn is_empty(&self) -> bool {
        self.buffer.is_empty()
    }

    /// Takes what is written so far.
    pub fn take(&mut self) -> String {
        let capacity = self.buffer.capacity();
        std::mem::replace(&mut self.buffer, String::with_capacity(capacity))
    }

    fn null(&mut self) -> &mut Self {
        self.separate();
        self.buffer.push_str("\\N");
        self
    }

    fn separate(&mut self) {
        if self.in_row {
            self.buffer.push('\t');
        }
        self.in_row = true;
    }
}

fn escape(buffer: &mut String, value: &str) {
    let mut rest = value;
    while let Some(at) = rest.find(['\\', '\t', '\n', '\r']) {
        let (plain, special) = rest.split_at(at);
        buffer.push_str(plain);
        buffer.push_str(match special.as_bytes().first() {
            Some(b'\t') => "\\t",
            Some(b'\n') => "\\n",
            Some(b'\r') => "\\r",
            _ => "\\\\",
        });
        rest = special.get(1..).unwrap_or_default();
    }
    buffer.push_str(rest);
}
