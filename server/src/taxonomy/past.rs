//! What happened to categories and brands, in words.

use app::model::taxonomy::PastAct;
use serde_json::Value;

use crate::{
    audit::moment,
    catalog::{history::who, taxonomy::past::PastRow},
};

/// An act as it is shown to somebody who may take it back, or not.
pub fn past_act(row: PastRow, may_edit: bool) -> PastAct {
    PastAct {
        id: row.id,
        at: moment(row.at).unwrap_or_default(),
        who: who(row.person.as_deref(), row.user_id, &row.by),
        what: what(&row),
        products: row.products,
        may_undo: may_edit && row.stands && !row.made,
    }
}

/// What it was called; where it was called by nothing that tells, by hand as well, what it did first.
fn what(row: &PastRow) -> String {
    if row.what.starts_with(char::is_uppercase) {
        return row.what.clone();
    }
    let text = |side: &Option<Value>, field: &str| {
        let value = side.as_ref()?.get(field)?;
        value.as_str().map(str::to_owned)
    };
    let named = |side| text(side, "name").unwrap_or_default();
    let address = |side| {
        text(side, "path")
            .or_else(|| text(side, "slug"))
            .unwrap_or_default()
    };
    let (before, after) = (&row.before, &row.after);
    let first = match (before, after) {
        (None, _) => format!("Made “{}” ({})", named(after), address(after)),
        (_, None) => format!("Deleted “{}” ({})", named(before), address(before)),
        _ if named(before) == named(after) => {
            format!(
                "Put “{}” from {} to {}",
                named(after),
                address(before),
                address(after)
            )
        }
        _ => format!("Renamed “{}” to “{}”", named(before), named(after)),
    };
    match row.rows {
        0 | 1 => first,
        rows => format!("{first}, and {} more", rows - 1),
    }
}
