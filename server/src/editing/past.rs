//! The history of a product in words.

use std::collections::{BTreeMap, BTreeSet};

use app::model::{
    editing::{Change, FieldChange},
    money::Money,
};
use serde_json::{Map, Value};

use crate::{
    audit::moment,
    catalog::{
        self, brand,
        history::{ChangeRow, who},
        product::attributes,
        taxonomy::Taxonomy,
    },
    db::{DbError, Pool},
};

/// Characters of a value that are shown.
const SHOWN: usize = 120;

/// Fields, by their column, and what people call them.
const FIELDS: [(&str, &str); 17] = [
    ("name", "Name"),
    ("status", "Status"),
    ("slug", "Address"),
    ("sku", "Item number"),
    ("brand_id", "Brand"),
    ("category_id", "Category"),
    ("price_minor", "Price"),
    ("compare_at_minor", "Former price"),
    ("currency", "Currency"),
    ("stock", "Stock"),
    ("description", "Description"),
    ("image", "Picture"),
    ("photos", "Photographs"),
    ("rating", "Rating"),
    ("review_count", "Reviews"),
    ("created_at", "On sale since"),
    ("attributes", "Properties"),
];

/// What values mean.
struct Names<'a> {
    brands: BTreeMap<i64, String>,
    taxonomy: &'a Taxonomy,
    currency: &'a str,
}

/// The changes as they are shown. `may_undo` says of a change whether whoever looks at it may take it back; prices are in
/// `currency` where a change does not say in which.
pub async fn changes(
    pool: &Pool,
    taxonomy: &Taxonomy,
    currency: &str,
    rows: Vec<ChangeRow>,
    may_undo: impl Fn(&ChangeRow) -> bool,
) -> Result<Vec<Change>, DbError> {
    let ids: BTreeSet<i32> = rows.iter().flat_map(brands_of).collect();
    let brands = if ids.is_empty() {
        Vec::new()
    } else {
        brand::named(pool, ids.into_iter().collect()).await?
    };
    let brands = brands
        .into_iter()
        .map(|brand| (brand.id.into(), brand.name));
    let names = Names {
        brands: brands.collect(),
        taxonomy,
        currency,
    };
    let change = |row| {
        let undo = may_undo(&row);
        change(row, &names, undo)
    };
    Ok(rows.into_iter().map(change).collect())
}

fn brands_of(row: &ChangeRow) -> impl Iterator<Item = i32> {
    let sides = [&row.before, &row.after].map(|side| {
        let id = side.as_ref()?.get("brand_id")?.as_i64()?;
        i32::try_from(id).ok()
    });
    sides.into_iter().flatten()
}

fn change(row: ChangeRow, names: &Names<'_>, may_undo: bool) -> Change {
    let what = what(&row);
    let who = who(row.person.as_deref(), row.user_id, &row.by);
    let fields = match (&row.before, &row.after) {
        (Some(Value::Object(before)), Some(Value::Object(after))) => {
            differences(before, after, names)
        }
        _ => Vec::new(),
    };
    Change {
        at: moment(row.at).unwrap_or_default(),
        who,
        what,
        fields,
        version: row.version,
        act: (row.id > 0).then_some(row.act),
        undo: (may_undo && row.stands && row.id > 0).then_some(row.act),
    }
}

fn what(row: &ChangeRow) -> String {
    let what = match (&row.before, &row.after) {
        (None, _) => "Made",
        (_, None) => "Removed",
        _ => "Changed",
    };
    match row.undoes {
        Some(act) => format!("{what}, taking back act {act}"),
        None => what.to_owned(),
    }
}

fn differences(
    before: &Map<String, Value>,
    after: &Map<String, Value>,
    names: &Names<'_>,
) -> Vec<FieldChange> {
    let mut found = Vec::new();
    for (column, label) in FIELDS {
        let (Some(was), Some(became)) = (before.get(column), after.get(column)) else {
            continue;
        };
        if column == "attributes" {
            found.extend(properties(was, became));
        } else {
            found.push(FieldChange {
                field: label.to_owned(),
                before: names.text(column, was, before),
                after: names.text(column, became, after),
            });
        }
    }
    found
}

fn properties(was: &Value, became: &Value) -> Vec<FieldChange> {
    let [was, became] = [was, became].map(|value| attributes(value.clone()));
    let names: BTreeSet<&String> = was.keys().chain(became.keys()).collect();
    let text = |side: &BTreeMap<String, String>, name| {
        side.get(name).map_or_else(nothing, |text| shown(text))
    };
    let changed = names
        .into_iter()
        .filter(|name| was.get(*name) != became.get(*name));
    changed
        .map(|name| FieldChange {
            field: name.clone(),
            before: text(&was, name),
            after: text(&became, name),
        })
        .collect()
}

impl Names<'_> {
    /// A value of `column` in words; `side` has what else changed with it.
    fn text(&self, column: &str, value: &Value, side: &Map<String, Value>) -> String {
        match (column, value, value.as_i64()) {
            (_, Value::Null, _) => nothing(),
            ("price_minor" | "compare_at_minor", _, Some(minor)) => {
                let currency = side.get("currency").and_then(Value::as_str);
                Money::new(minor, currency.unwrap_or(self.currency)).to_string()
            }
            ("brand_id", _, Some(id)) => {
                let name = self.brands.get(&id).cloned();
                name.unwrap_or_else(|| format!("brand {id}"))
            }
            ("category_id", _, Some(id)) => {
                let trail = self.taxonomy.trail(i32::try_from(id).unwrap_or_default());
                let names: Vec<String> = trail.into_iter().map(|crumb| crumb.name).collect();
                if names.is_empty() {
                    format!("category {id}")
                } else {
                    names.join(" › ")
                }
            }
            ("photos", photos, _) => self::photos(photos),
            (_, Value::String(text), _) if text.is_empty() => nothing(),
            (_, Value::String(text), _) => shown(text),
            (_, other, _) => other.to_string(),
        }
    }
}

/// The texts of photographs, in their order.
fn photos(value: &Value) -> String {
    let photos = catalog::photos::photos(value.clone()).into_iter();
    let texts: Vec<String> = photos.map(|photo| photo.alt).collect();
    match texts.as_slice() {
        [] => nothing(),
        texts => format!("{}: {}", texts.len(), shown(&texts.join("; "))),
    }
}

fn nothing() -> String {
    "nothing".to_owned()
}

/// The beginning of a long text.
fn shown(text: &str) -> String {
    match text.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text.to_owned(),
    }
}
