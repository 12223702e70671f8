//! What a check found, for whoever wants to import.

use app::model::{
    editing::FieldChange,
    imports::{ImportCheck, RowError, RowPreview},
};
use serde_json::Value;
use sha2::{Digest as _, Sha256};

use crate::{
    import::{
        bulk::{Comparison, Preview},
        reader::Reading,
    },
    imports::{hex, store::ImportRow},
};

/// Characters of a value that are shown.
const SHOWN: usize = 120;

/// What the check found, with a token that stands for all of it.
pub(super) fn report(
    row: &ImportRow,
    reading: &Reading,
    comparison: &Comparison,
    preview: Vec<Preview>,
) -> ImportCheck {
    let errors = reading.rejects.first().into_iter().map(|bad| RowError {
        line: bad.line,
        field: bad.fault.field,
        reason: bad.fault.reason,
    });
    let preview = preview.into_iter().map(|preview| RowPreview {
        line: preview.line,
        sku: preview.sku,
        title: preview.title,
        product: preview.product,
        changes: preview
            .changes
            .into_iter()
            .map(|(field, before, after)| FieldChange {
                field: field.name().to_owned(),
                before: shown(&before),
                after: shown(&after),
            })
            .collect(),
    });
    ImportCheck {
        created: comparison.created,
        updated: comparison.updated,
        unchanged: comparison.unchanged,
        rejected: reading.rejects.total(),
        errors: errors.collect(),
        preview: preview.collect(),
        token: token(row, reading, comparison),
    }
}

/// A value in words, or its beginning.
fn shown(value: &Value) -> String {
    let text = match value {
        Value::Null => "nothing".to_owned(),
        Value::String(text) if text.is_empty() => "nothing".to_owned(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    match text.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text,
    }
}

/// Stands for the file, how it is read, and all that was counted: the same again only if the same is done to the same products.
pub(super) fn token(row: &ImportRow, reading: &Reading, comparison: &Comparison) -> String {
    let Comparison {
        created,
        updated,
        unchanged,
        mark,
    } = comparison;
    let rejected = reading.rejects.total();
    let text = format!(
        "{} {} {} {created} {updated} {unchanged} {rejected} {mark}",
        row.id, row.hash, row.layout
    );
    hex(&Sha256::digest(text))
}
