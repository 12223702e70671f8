//! What the demo shop sells, read from the text beside this file.
//!
//! The text has one thing a line: `set NAME = a | b` (a list that others use as `@NAME`),
//! `department NAME`, `model` (its products bear numbers, not names), `aisle NAME`,
//! `goods = NOUN DOLLARS | …`, `styles = …`, `before ATTRIBUTE = …` (said before the noun),
//! `after ATTRIBUTE = …` (said after it), `with ATTRIBUTE = …` (not said in the name) and
//! `says = …`, sentences for descriptions.

use std::collections::HashMap;

use anyhow::{Context as _, bail};

const TEXT: &str = include_str!("assortment.txt");

/// The whole range.
#[derive(Debug, Default)]
pub struct Assortment {
    pub departments: Vec<Department>,
    /// Names of product lines.
    pub series: Vec<String>,
}

/// A category of the first level.
#[derive(Debug, Default)]
pub struct Department {
    pub name: String,
    /// Whether its products bear model numbers instead of the names of series.
    pub model_numbers: bool,
    /// Sentences that fit any of its products.
    pub says: Vec<String>,
    pub aisles: Vec<Aisle>,
}

/// A category of the second level.
#[derive(Debug, Default)]
pub struct Aisle {
    pub name: String,
    pub goods: Vec<Good>,
    pub styles: Vec<String>,
    pub attributes: Vec<Attribute>,
    /// Sentences that fit any of its products.
    pub says: Vec<String>,
}

/// A kind of product.
#[derive(Debug)]
pub struct Good {
    pub noun: String,
    /// Its median price in cents.
    pub median: u32,
}

/// An attribute of every product in an aisle.
#[derive(Debug)]
pub struct Attribute {
    pub name: String,
    pub values: Vec<String>,
    pub place: Place,
}

/// Where a product's name mentions an attribute.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    Before,
    After,
    Nowhere,
}

impl Assortment {
    /// Reads the range that ships with the program.
    pub fn load() -> anyhow::Result<Self> {
        let mut reader = Reader::default();
        for (number, line) in (1..).zip(TEXT.lines()) {
            reader
                .line(line)
                .with_context(|| format!("assortment, line {number}: {line}"))?;
        }
        let series = reader
            .sets
            .remove("series")
            .context("assortment: no series")?;
        Ok(Self {
            departments: reader.departments,
            series,
        })
    }
}

#[derive(Default)]
struct Reader {
    sets: HashMap<String, Vec<String>>,
    departments: Vec<Department>,
}

impl Reader {
    fn line(&mut self, line: &str) -> anyhow::Result<()> {
        let (head, list) = match line.split_once(" = ") {
            Some((head, list)) => (head, self.values(list)?),
            None => (line, Vec::new()),
        };
        let (word, name) = head.split_once(' ').unwrap_or((head, ""));
        let name = name.to_owned();
        match word {
            "" => {}
            "set" => {
                self.sets.insert(name, list);
            }
            "department" => self.departments.push(Department {
                name,
                ..Department::default()
            }),
            "model" => self.department()?.model_numbers = true,
            "aisle" => self.department()?.aisles.push(Aisle {
                name,
                ..Aisle::default()
            }),
            "says" => match self.department()?.aisles.last_mut() {
                Some(aisle) => aisle.says = list,
                None => self.department()?.says = list,
            },
            "goods" => {
                self.aisle()?.goods = list
                    .iter()
                    .map(|good| read_good(good))
                    .collect::<Result<_, _>>()?;
            }
            "styles" => self.aisle()?.styles = list,
            "before" => self.attribute(name, list, Place::Before)?,
            "after" => self.attribute(name, list, Place::After)?,
            "with" => self.attribute(name, list, Place::Nowhere)?,
            _ => bail!("unknown word {word:?}"),
        }
        Ok(())
    }

    fn values(&self, list: &str) -> anyhow::Result<Vec<String>> {
        match list.strip_prefix('@') {
            Some(set) => Ok(self.sets.get(set).context("no such set")?.clone()),
            None => Ok(list.split(" | ").map(str::to_owned).collect()),
        }
    }

    fn attribute(&mut self, name: String, values: Vec<String>, place: Place) -> anyhow::Result<()> {
        self.aisle()?.attributes.push(Attribute {
            name,
            values,
            place,
        });
        Ok(())
    }

    fn department(&mut self) -> anyhow::Result<&mut Department> {
        self.departments.last_mut().context("no department yet")
    }

    fn aisle(&mut self) -> anyhow::Result<&mut Aisle> {
        self.department()?.aisles.last_mut().context("no aisle yet")
    }
}

fn read_good(good: &str) -> anyhow::Result<Good> {
    let (noun, dollars) = good.rsplit_once(' ').context("a price is missing")?;
    let dollars: u32 = dollars.parse().context("the price is no number")?;
    Ok(Good {
        noun: noun.to_owned(),
        median: dollars * 100,
    })
}
