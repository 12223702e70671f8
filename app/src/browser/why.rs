//! "Why this result?" in place: what its page says, on the card.

use leptos::prelude::window;
use leptos::task::spawn_local;
use web_sys::Element;

use super::dom::fetch_page;

const EXPLANATION: &str = ".why";

/// Shows the explanation that `link` leads to on its card, or takes it away.
pub(super) fn toggle(link: &Element) {
    let Some(card) = link.closest(".card").ok().flatten() else {
        return;
    };
    if let Ok(Some(open)) = card.query_selector(EXPLANATION) {
        open.remove();
        expanded(link, false);
        return;
    }
    let (link, address) = (link.clone(), link.get_attribute("href").unwrap_or_default());
    spawn_local(async move {
        let page = fetch_page(&address).await.ok();
        match page.and_then(|page| page.query_selector(EXPLANATION).ok().flatten()) {
            // Pressed twice, it is still one.
            Some(why) if matches!(card.query_selector(EXPLANATION), Ok(None)) => {
                let _ = card.append_child(&why);
                expanded(&link, true);
            }
            Some(_) => {}
            // The page itself says what is wrong.
            None => {
                let _ = window().location().set_href(&address);
            }
        }
    });
}

fn expanded(link: &Element, is: bool) {
    // Fails on an invalid name alone.
    let _ = link.set_attribute("aria-expanded", &is.to_string());
}
