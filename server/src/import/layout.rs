//! How a file is read: its format, its encoding, and what its columns are.

use serde::{Deserialize, Serialize};

use super::{
    csv,
    encoding::Encoding,
    field::Field,
    record::{Column, Format},
};

/// How a file is read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Layout {
    pub format: Format,
    pub encoding: Encoding,
    /// What parts the cells of CSV.
    pub delimiter: Delimiter,
    /// What each is: of CSV all columns in their order, of JSON lines names that mean nothing by themselves. Where none are
    /// given, names mean what they say.
    pub columns: Vec<(String, Column)>,
}

/// What parts the cells of CSV.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Delimiter {
    Comma,
    Semicolon,
    Tab,
}

impl Delimiter {
    /// All of them, the usual one first.
    pub const ALL: [Self; 3] = [Self::Comma, Self::Semicolon, Self::Tab];

    /// As it stands in a file.
    pub const fn byte(self) -> u8 {
        match self {
            Self::Comma => csv::COMMA,
            Self::Semicolon => b';',
            Self::Tab => b'\t',
        }
    }

    /// As it stands in forms and in the database.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Comma => "comma",
            Self::Semicolon => "semicolon",
            Self::Tab => "tab",
        }
    }

    /// The delimiter of that name, if there is one.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.name() == name)
    }
}

impl Layout {
    /// As `docs/IMPORT.md` describes files of this format.
    pub const fn plain(format: Format) -> Self {
        Self {
            format,
            encoding: Encoding::Utf8,
            delimiter: Delimiter::Comma,
            columns: Vec::new(),
        }
    }

    /// What is wrong with what the columns are said to be, if anything.
    pub fn problem(&self) -> Option<String> {
        for (number, (_, column)) in self.columns.iter().enumerate() {
            let mut earlier = self.columns.iter().take(number);
            let twice = earlier.find(|(_, other)| other == column);
            if let (Some((other, _)), false) = (twice, *column == Column::Ignored) {
                let (name, _) = self.columns.get(number)?;
                let what = column.label();
                return Some(format!(
                    "Columns {other:?} and {name:?} are both to be {what}: choose one of them."
                ));
            }
        }
        if self.format == Format::Csv {
            let has = |field| {
                let mut columns = self.columns.iter();
                columns.any(|(_, column)| *column == Column::Field(field))
            };
            let lacking = [Field::Id, Field::Title].into_iter().find(|one| !has(*one));
            return lacking.map(|field| {
                let name = field.name();
                format!("Say which column is {name}: no product can do without it.")
            });
        }
        None
    }
}

/// What columns of these names may be: those of our own names first, then what others often call the same; each field once.
pub fn guess<'a>(names: impl Iterator<Item = &'a str> + Clone) -> Vec<(String, Column)> {
    let mut taken: Vec<Column> = names.clone().filter_map(Column::named).collect();
    names
        .map(|name| {
            let column = Column::named(name).or_else(|| {
                let column = Column::Field(alias(name)?);
                let is_free = !taken.contains(&column);
                is_free.then(|| {
                    taken.push(column.clone());
                    column
                })
            });
            (name.to_owned(), column.unwrap_or(Column::Ignored))
        })
        .collect()
}

/// The field that others call so. What they call a price may be in any unit, so none is guessed.
fn alias(name: &str) -> Option<Field> {
    let plain: String = name
        .chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect();
    Some(match plain.as_str() {
        "id" | "sku" | "itemno" | "itemnumber" | "articleno" | "articlenumber" | "productid"
        | "productnumber" | "number" => Field::Id,
        "title" | "name" | "productname" | "producttitle" | "product" => Field::Title,
        "description" | "body" | "details" | "longdescription" => Field::Description,
        "brand" | "vendor" | "maker" | "manufacturer" => Field::Brand,
        "category" | "categories" | "productcategory" | "categorypath" => Field::Category,
        "pricecents" | "priceminor" => Field::PriceCents,
        "compareatcents" | "formerpricecents" => Field::CompareAtCents,
        "currency" | "currencycode" => Field::Currency,
        "rating" | "stars" => Field::Rating,
        "reviewcount" | "reviews" | "numberofreviews" => Field::ReviewCount,
        "stock" | "quantity" | "qty" | "inventory" => Field::Stock,
        "slug" | "handle" => Field::Slug,
        "status" => Field::Status,
        "imageurl" | "image" | "imagelink" | "picture" => Field::ImageUrl,
        "attributes" | "properties" => Field::Attributes,
        "createdat" | "created" => Field::CreatedAt,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_guessed_once_each() {
        let names = [
            "Name",
            "SKU",
            "id",
            "attr:Colour",
            "x_ours",
            "Price",
            "title",
        ];
        let guessed = guess(names.into_iter());
        let columns: Vec<String> = guessed
            .into_iter()
            .map(|(_, column)| column.into())
            .collect();
        assert_eq!(columns, ["", "", "id", "attr:Colour", "", "", "title"]);
        let guessed = guess(["Name", "SKU"].into_iter());
        assert_eq!(guessed[0].1, Column::Field(Field::Title));
        assert_eq!(guessed[1].1, Column::Field(Field::Id));
    }

    #[test]
    fn a_layout_says_what_it_lacks() {
        let with = |columns: &[(&str, &str)]| {
            let columns = columns.iter();
            let columns =
                columns.map(|(name, code)| ((*name).to_owned(), Column::from((*code).to_owned())));
            Layout {
                columns: columns.collect(),
                ..Layout::plain(Format::Csv)
            }
        };
        let problem = |columns| with(columns).problem().unwrap_or_default();
        assert_eq!(
            problem(&[("a", "id"), ("b", "title"), ("c", ""), ("d", "")]),
            ""
        );
        assert!(problem(&[("a", "id")]).contains("title"));
        assert!(problem(&[("a", "id"), ("b", "id")]).contains("both"));
        assert!(problem(&[("a", "attr:x"), ("b", "attr:x")]).contains("attribute"));
    }

    #[test]
    fn a_layout_is_kept_as_it_is() {
        let mut layout = Layout::plain(Format::Jsonl);
        layout.columns = guess(["Name", "attr:=x"].into_iter());
        let json = serde_json::to_string(&layout).unwrap();
        assert!(json.contains("\"attr:=x\""), "{json}");
        assert_eq!(serde_json::from_str::<Layout>(&json).unwrap(), layout);
    }
}
