//! Files that are imported through the browser.

use serde::{Deserialize, Serialize};

use super::editing::FieldChange;

/// Where they are brought to.
pub const IMPORTS: &str = "/admin/import";

/// What columns can be: as it stands in forms, and for people.
pub const FIELDS: [(&str, &str); 16] = [
    ("id", "Item number (id)"),
    ("title", "Title"),
    ("description", "Description"),
    ("brand", "Brand"),
    ("category", "Category"),
    ("price_cents", "Price in cents"),
    ("compare_at_cents", "Former price in cents"),
    ("currency", "Currency"),
    ("rating", "Rating"),
    ("review_count", "Number of reviews"),
    ("stock", "Stock"),
    ("slug", "Address (slug)"),
    ("status", "Status"),
    ("image_url", "Picture's address"),
    ("attributes", "Attributes as JSON"),
    ("created_at", "On sale since"),
];

/// Encodings of text: as in forms, and for people.
pub const ENCODINGS: [(&str, &str); 4] = [
    ("utf-8", "UTF-8"),
    ("windows-1252", "Windows-1252 (Latin-1)"),
    ("utf-16le", "UTF-16 (little-endian)"),
    ("utf-16be", "UTF-16 (big-endian)"),
];

/// What may part the cells of CSV: as in forms, and for people.
pub const DELIMITERS: [(&str, &str); 3] = [
    ("comma", "Comma ,"),
    ("semicolon", "Semicolon ;"),
    ("tab", "Tab"),
];

/// The page where files are brought.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportsPage {
    /// The largest file, in MiB.
    pub most: u64,
    /// The latest imports, the last one first.
    pub imports: Vec<ImportLine>,
    /// What whoever looks at it did on the page before.
    pub told: Option<String>,
}

/// An import in the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportLine {
    /// Its number.
    pub id: i64,
    /// Name of the file.
    pub file: String,
    /// Who brought it.
    pub who: String,
    /// When, in UTC.
    pub at: String,
    /// How far it is.
    pub state: ImportState,
}

/// How far an import is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum ImportState {
    /// Nobody has looked at it since it came.
    Uploaded,
    /// It is being compared with the catalogue.
    Checking,
    /// It is known what it would do.
    Checked,
    /// It is being done.
    Running,
    /// It is done.
    Done,
}

impl ImportState {
    /// Whether somebody is at work.
    pub fn is_busy(self) -> bool {
        matches!(self, Self::Checking | Self::Running)
    }

    /// In words.
    pub fn label(self) -> &'static str {
        match self {
            Self::Uploaded => "To be checked",
            Self::Checking => "Being checked",
            Self::Checked => "Checked, not imported",
            Self::Running => "Being imported",
            Self::Done => "Imported",
        }
    }
}

/// One import.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportPage {
    /// Its number.
    pub id: i64,
    /// Name of the file.
    pub file: String,
    /// Its size, in words.
    pub size: String,
    /// Who brought it.
    pub who: String,
    /// When, in UTC.
    pub at: String,
    /// How far it is.
    pub state: ImportState,
    /// What there is to say about that.
    pub words: String,
    /// Whether the file is still there.
    pub has_file: bool,
    /// Whether it is CSV rather than JSON lines.
    pub is_csv: bool,
    /// One of [`ENCODINGS`].
    pub encoding: String,
    /// One of [`DELIMITERS`].
    pub delimiter: String,
    /// Columns of CSV, or names in JSON lines that mean nothing by themselves.
    pub columns: Vec<ImportColumn>,
    /// What the check found.
    pub check: Option<ImportCheck>,
    /// How far whoever is at work has come.
    pub progress: ImportProgress,
    /// What was done.
    pub done: Option<ImportDone>,
    /// Whether whoever looks at it may remove products, and so take back that some were made.
    pub may_delete: bool,
    /// What they did on the page before.
    pub told: Option<String>,
}

/// A column of a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportColumn {
    /// Its name.
    pub name: String,
    /// Some of its values.
    pub samples: Vec<String>,
    /// What it is: one of [`FIELDS`], `attr:` and the name of an attribute, or nothing if it is left out.
    #[serde(default)]
    pub target: String,
}

/// What an import would do.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportCheck {
    /// Products that would be made.
    pub created: u64,
    /// Products that would be changed.
    pub updated: u64,
    /// Products that are so already.
    pub unchanged: u64,
    /// Rows that cannot be imported.
    pub rejected: u64,
    /// The first of those.
    pub errors: Vec<RowError>,
    /// The first products that would be made or changed.
    pub preview: Vec<RowPreview>,
    /// Stands for all that was counted.
    pub token: String,
}

/// What is wrong with a row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RowError {
    /// Its line in the file.
    pub line: u64,
    /// The field at fault; `line` if it is the whole line.
    pub field: String,
    /// In words.
    pub reason: String,
}

/// What would become of a product.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RowPreview {
    /// The line in the file.
    pub line: u64,
    /// The owner's number.
    pub sku: String,
    /// Its title.
    pub title: String,
    /// Its key, if it is there.
    pub product: Option<i64>,
    /// What would change.
    pub changes: Vec<FieldChange>,
}

/// How far somebody has come.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportProgress {
    /// What is done.
    pub step: String,
    /// What is behind us.
    pub done: i64,
    /// All of it; zero if nobody knows.
    pub total: i64,
    /// Whether somebody has asked for an end.
    pub cancelled: bool,
}

/// What an import did.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportDone {
    /// Products that were made.
    pub created: i64,
    /// Products that were changed.
    pub updated: i64,
    /// Products that were so already.
    pub unchanged: i64,
    /// Rows that were left out.
    pub rejected: i64,
    /// The act in the history; nothing if nothing was changed.
    pub act: Option<i64>,
}

impl ImportPage {
    /// Its address.
    pub fn href(&self) -> String {
        import_href(self.id)
    }
}

/// The page of an import.
pub fn import_href(id: i64) -> String {
    format!("{IMPORTS}/{id}")
}
