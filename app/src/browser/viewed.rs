//! Products that were looked at lately.

use super::{
    cards,
    dom::{one, show},
    shelf::VIEWED,
};

/// Cards shown: a row on a wide screen.
const SHOWN: usize = 6;

/// Notes the product of this page, and shows those before it.
pub(super) fn start() {
    let present = one("article.product").and_then(|product| product.get_attribute("data-id"));
    if let Some(place) = one("#viewed") {
        let mut ids = VIEWED.all();
        ids.retain(|id| Some(id) != present.as_ref());
        ids.truncate(SHOWN);
        cards::fill(place, &ids);
    }
    if let Some(id) = present {
        VIEWED.put(&id);
    }
}

/// Forgets all of them.
pub(super) fn forget() {
    VIEWED.clear();
    if let Some(place) = one("#viewed") {
        show(&place, false);
    }
}
