//! Cards of products that only the browser knows of: it knows their ids, and the server draws them as they are now.

use leptos::task::spawn_local;
use web_sys::{Element, RequestInit};

use super::{
    dom::{fetch_text, show},
    favourites,
};

/// Puts the cards of these products into the element `.cards` of `place` and shows it. Otherwise, be it that none is sold
/// any more, `place` stays as it is.
pub(crate) fn fill(place: Element, ids: &[String]) {
    if ids.is_empty() {
        return;
    }
    let address = format!("/cards?ids={}", ids.join(","));
    spawn_local(async move {
        if let Ok(html) = fetch_text(&address, &RequestInit::new()).await
            && html.contains("<li")
            && let Ok(Some(cards)) = place.query_selector(".cards")
        {
            cards.set_inner_html(&html);
            show(&place, true);
            favourites::mark();
        }
    });
}
