//! Reads a whole file into the staging table.

use std::{
    collections::{BTreeSet, HashMap, hash_map::Entry},
    io::BufRead,
};

use anyhow::{Context as _, bail};

use super::{
    bulk::StageWriter,
    check, csv,
    field::Field,
    layout::Layout,
    lines::{self, Line, Lines, MAX_LINE},
    product::Product,
    progress::Step,
    record::{self, Format, Header, Record},
    reject::{Fault, Rejects},
    report::Lacking,
    source::{Source, Taken},
};

/// How many names nobody knows are remembered.
const MAX_UNKNOWN: usize = 100;
/// Lines between two looks at the progress.
const STRIDE: u64 = 500;

/// What was found in a file.
#[derive(Debug)]
pub struct Reading {
    /// Products sent to the staging table.
    pub products: u64,
    pub rejects: Rejects,
    pub lacking: Lacking,
}

/// Reads `source` to its end and sends every good product to `writer`.
pub fn read(
    source: Source,
    layout: &Layout,
    rejects: Rejects,
    writer: StageWriter,
    step: &Step,
) -> anyhow::Result<Reading> {
    let (reader, taken) = source.split();
    let mut lines = Lines::new(reader);
    let mut collector = Collector::new(rejects, writer, step);
    match layout.format {
        Format::Jsonl => collector.read_jsonl(&mut lines, &taken, layout)?,
        Format::Csv => collector.read_csv(&mut lines, &taken, layout)?,
    }
    step.reach(taken.get());
    collector.finish()
}

struct Collector<'a> {
    writer: StageWriter,
    step: &'a Step,
    reading: Reading,
    /// Where each product number, and each slug that is insisted on, was first seen.
    ids: HashMap<String, u64>,
    slugs: HashMap<String, u64>,
    unknown: BTreeSet<String>,
}

impl<'a> Collector<'a> {
    fn new(rejects: Rejects, writer: StageWriter, step: &'a Step) -> Self {
        Self {
            writer,
            step,
            reading: Reading {
                products: 0,
                rejects,
                lacking: Lacking::default(),
            },
            ids: HashMap::new(),
            slugs: HashMap::new(),
            unknown: BTreeSet::new(),
        }
    }

    fn read_jsonl<R: BufRead>(
        &mut self,
        lines: &mut Lines<R>,
        taken: &Taken,
        layout: &Layout,
    ) -> anyhow::Result<()> {
        while let Some(line) = lines.next_line()? {
            if !line.bytes.trim_ascii().is_empty() {
                let record = whole(&line).and_then(|text| record::from_json(text, &layout.columns));
                self.take(line.number, &line.bytes, record)?;
            }
            self.look(line.number, taken);
        }
        Ok(())
    }

    fn read_csv<R: BufRead>(
        &mut self,
        lines: &mut Lines<R>,
        taken: &Taken,
        layout: &Layout,
    ) -> anyhow::Result<()> {
        let delimiter = layout.delimiter.byte();
        let Some(first) = next_record(lines, delimiter)? else {
            return Ok(());
        };
        let header = if layout.columns.is_empty() {
            Header::parse(&first.bytes)
        } else {
            Header::mapped(&first.bytes, layout)
        };
        let header =
            header.with_context(|| format!("line {} is no header of products", first.number))?;
        header
            .unknown
            .iter()
            .for_each(|name| self.warn_of_unknown(name));
        while let Some(line) = next_record(lines, delimiter)? {
            if !line.bytes.trim_ascii().is_empty() {
                let record = whole(&line).and_then(|text| header.record(text));
                self.take(line.number, &line.bytes, record)?;
            }
            self.look(line.number, taken);
        }
        Ok(())
    }

    /// Takes one record, good or bad.
    fn take(
        &mut self,
        number: u64,
        original: &[u8],
        record: Result<Record, Fault>,
    ) -> anyhow::Result<()> {
        match record.and_then(|record| self.product(number, record)) {
            Ok(mut product) => {
                self.reading.lacking.count(&product);
                self.reading.products += 1;
                if product.slug.is_some() {
                    product.original = Some(String::from_utf8_lossy(original).into_owned());
                }
                self.writer.push(&product)?;
                Ok(())
            }
            Err(fault) => self.reading.rejects.add(number, fault, original),
        }
    }

    fn product(&mut self, number: u64, record: Record) -> Result<Product, Fault> {
        record
            .unknown
            .iter()
            .for_each(|name| self.warn_of_unknown(name));
        let product = check::product(number, record.values)?;
        first_seen(&mut self.ids, Field::Id, &product.sku, number)?;
        if let Some(slug) = &product.slug {
            first_seen(&mut self.slugs, Field::Slug, slug, number)?;
        }
        Ok(product)
    }

    /// Says once for each name that it has no effect.
    fn warn_of_unknown(&mut self, name: &str) {
        if self.unknown.len() < MAX_UNKNOWN && !self.unknown.contains(name) {
            self.step
                .warn(&format!("{name:?} is no known field and has no effect"));
            self.unknown.insert(name.to_owned());
        }
    }

    fn look(&self, number: u64, taken: &Taken) {
        if number.is_multiple_of(STRIDE) {
            self.step.reach(taken.get());
        }
    }

    fn finish(self) -> anyhow::Result<Reading> {
        if self.reading.products == 0 && self.reading.rejects.total() == 0 {
            bail!("there are no products in it");
        }
        self.writer.finish()?;
        Ok(self.reading)
    }
}

/// The text of a line that is neither too long nor in another encoding.
fn whole(line: &Line) -> Result<&str, Fault> {
    if line.cut {
        return Err(Fault::of_line(format!("is longer than {MAX_LINE} bytes")));
    }
    lines::text(&line.bytes).map_err(Fault::of_line)
}

/// The next CSV record: a line, and those below it as long as a quoted cell is open.
pub(super) fn next_record<R: BufRead>(
    lines: &mut Lines<R>,
    delimiter: u8,
) -> anyhow::Result<Option<Line>> {
    let Some(mut record) = lines.next_line()? else {
        return Ok(None);
    };
    let mut open = !record.cut && csv::stays_open(&record.bytes, false, delimiter);
    while open {
        let next = lines
            .next_line()?
            .filter(|next| record.bytes.len() + next.bytes.len() < MAX_LINE);
        let Some(next) = next else {
            // Behind it nobody can tell what is quoted and what is not.
            bail!(
                "the record of line {} has a quoted cell that is never closed",
                record.number
            );
        };
        open = csv::stays_open(&next.bytes, true, delimiter);
        record.bytes.push(b'\n');
        record.bytes.extend(next.bytes);
    }
    Ok(Some(record))
}

fn first_seen(
    seen: &mut HashMap<String, u64>,
    field: Field,
    value: &str,
    line: u64,
) -> Result<(), Fault> {
    match seen.entry(value.to_owned()) {
        Entry::Vacant(entry) => {
            entry.insert(line);
            Ok(())
        }
        Entry::Occupied(entry) => {
            let reason = format!("{value:?} is also that of line {}", entry.get());
            Err(Fault::new(field.name(), reason))
        }
    }
}
