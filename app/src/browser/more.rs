//! "Show more results": the next page's cards behind those of this one, and the same again when one comes back.
//!
//! The cards are those of the page that the link to the next one leads to, so there is no second way to draw them. The
//! address becomes that of the last page shown, and its entry in the browser's history remembers the first one. Going
//! back, where the browser has not kept the whole page anyway, the pages between are fetched anew: nothing that is shown
//! is older than the page around it.

use leptos::{prelude::*, task::spawn_local};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, HtmlElement, Storage};

use super::{
    dom::{all_in, fetch_page, on_window, one, show, with_digits},
    favourites,
};

/// Where the height is kept at which a grown page was left, under its address.
const SCROLL: &str = "vitrine.scroll";
/// Pages fetched anew at most when coming back.
const MOST: usize = 100;

/// The place of the button, which follows the cards.
const MORE: &str = "#more";
const LIST: &str = ".listing-results";
const BLOCKS: &str = ":scope > .product-grid, :scope > .partial";
const RANGE: &str = ".result-range";
const PAGES: &str = ".pagination";
const NEXT: &str = ".pagination [rel=next]";

/// Shows the button, and what was shown here before.
pub(super) fn start() {
    if let (Some(list), Some(more)) = (one(LIST), one(MORE)) {
        show(&more, next_page(&list).is_some());
    }
    if let Some(first) = first_page() {
        spawn_local(restore(first));
    }
    on_window("pagehide", |_| {
        if let (Some(_), Some(storage)) = (first_page(), session_storage()) {
            // Whole pixels: those are read back as a whole number.
            let y = with_digits(window().scroll_y().unwrap_or_default(), 0).unwrap_or_default();
            let _ = storage.set_item(SCROLL, &format!("{y} {}", address()));
        }
    });
}

/// Appends the next page.
pub(super) fn load() {
    if let Some(list) = one(LIST)
        && let Some(more) = one(MORE)
        && more.get_attribute("aria-busy").is_none()
        && let Some(next) = next_page(&list)
    {
        spawn_local(append_next(list, more, next));
    }
}

async fn append_next(list: Element, more: Element, next: String) {
    tell(&more, true, "");
    let page = fetch_page(&next).await.ok();
    let Some(source) = page.and_then(|page| page.query_selector(LIST).ok().flatten()) else {
        tell(&more, false, "That did not work. Please try again.");
        return;
    };
    tell(&more, false, "");
    let first = append(&list, &source);
    // Only now: the place in the list is what is shown.
    let state = first_page().unwrap_or_else(address);
    if let Ok(history) = window().history() {
        let _ = history.replace_state_with_url(&JsValue::from(state), "", Some(&next));
    }
    favourites::mark();
    let link = first.and_then(|card| part(&card, "a"));
    if let Some(link) = link.and_then(|link| link.dyn_into::<HtmlElement>().ok()) {
        let _ = link.focus();
    }
}

/// Says how it stands: on the button, and for a failure below it.
fn tell(more: &Element, busy: bool, failure: &str) {
    let _ = if busy {
        more.set_attribute("aria-busy", "true")
    } else {
        more.remove_attribute("aria-busy")
    };
    let label = match (busy, failure) {
        (true, _) => "Loading…",
        (false, "") => "Show more results",
        (false, _) => "Try again",
    };
    for (selector, text) in [("button", label), ("p", failure)] {
        if let Some(element) = part(more, selector) {
            element.set_text_content(Some(text));
        }
    }
}

/// Puts what `source` lists behind what `list` has, with its count and its links to other pages; gives the first card
/// that is new.
fn append(list: &Element, source: &Element) -> Option<Element> {
    let more = one(MORE)?;
    let mut first = None;
    for block in all_in(source, BLOCKS) {
        for item in all_in(&block, "li:has(> .card)") {
            let card = item.query_selector(".card").ok().flatten()?;
            if is_shown(list, &card) {
                item.remove();
            } else if first.is_none() {
                first = Some(card);
            }
        }
        match all_in(list, ".product-grid").pop() {
            Some(grid) if block.class_name() == "product-grid" => {
                for item in all_in(&block, ":scope > li") {
                    let _ = grid.append_child(&item);
                }
            }
            _ => {
                let _ = list.insert_before(&block, Some(&more));
            }
        }
    }
    extend_range(list, source);
    if let (Some(ours), Some(theirs)) = (part(list, PAGES), part(source, PAGES)) {
        let _ = ours.replace_with_with_node_1(&theirs);
    }
    show(&more, next_page(list).is_some());
    first
}

/// Whether the list has this card's product already: it may have moved to the next page meanwhile.
fn is_shown(list: &Element, card: &Element) -> bool {
    let id = card.get_attribute("data-id").unwrap_or_default();
    part(list, &format!(".card[data-id=\"{id}\"]")).is_some()
}

fn part(of: &Element, selector: &str) -> Option<Element> {
    of.query_selector(selector).ok().flatten()
}

/// "1–24 of 99" and "25–48 of 99" become "1–48 of 99". A screen reader says so: it is a status.
fn extend_range(list: &Element, source: &Element) {
    if let (Some(ours), Some(theirs)) = (part(list, RANGE), part(source, RANGE)) {
        let text = joined(&text_of(&ours), &text_of(&theirs));
        ours.set_text_content(Some(&text));
    }
}

fn text_of(element: &Element) -> String {
    element.text_content().unwrap_or_default()
}

fn joined(first: &str, last: &str) -> String {
    match (first.split_once('–'), last.split_once('–')) {
        (Some((from, _)), Some((_, to))) => format!("{from}–{to}"),
        _ => first.to_owned(),
    }
}

/// Fetches the pages from `first` up to this one, and shows them all; nothing changes if one is not to be had.
async fn restore(first: String) {
    let Some(list) = one(LIST) else { return };
    let mut sources = Vec::new();
    let mut next = Some(first);
    while let Some(page) = next.filter(|page| *page != address()) {
        let fetched = fetch_page(&page).await.ok();
        let Some(source) = fetched.and_then(|page| page.query_selector(LIST).ok().flatten()) else {
            return;
        };
        next = next_page(&source);
        sources.push(source);
        if sources.len() > MOST {
            return;
        }
    }
    let Some(present) = list.clone_node_with_deep(true).ok() else {
        return;
    };
    sources.extend(present.dyn_into::<Element>());
    for block in all_in(&list, BLOCKS) {
        block.remove();
    }
    // The count begins where the first page's does.
    let first = sources.first().and_then(|first| part(first, RANGE));
    if let (Some(first), Some(range)) = (first, part(&list, RANGE)) {
        range.set_text_content(Some(&text_of(&first)));
    }
    for source in &sources {
        append(&list, source);
    }
    favourites::mark();
    if let Some(y) = left_at() {
        window().scroll_to_with_x_and_y(0.0, f64::from(y));
    }
}

/// The height at which this page was left.
fn left_at() -> Option<i32> {
    let text = session_storage()?.get_item(SCROLL).ok()??;
    let (y, left) = text.split_once(' ')?;
    (left == address()).then(|| y.parse().ok()).flatten()
}

fn session_storage() -> Option<Storage> {
    window().session_storage().ok().flatten()
}

fn next_page(list: &Element) -> Option<String> {
    part(list, NEXT)?.get_attribute("href")
}

/// The first page shown, if this one was appended to others.
fn first_page() -> Option<String> {
    window().history().ok()?.state().ok()?.as_string()
}

/// Path and query of this page.
fn address() -> String {
    let location = window().location();
    location.pathname().unwrap_or_default() + &location.search().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::joined;

    #[test]
    fn ranges_that_follow_each_other_become_one() {
        assert_eq!(joined("1–24 of 1,234", "25–48 of 1,234"), "1–48 of 1,234");
        assert_eq!(joined("No results", "No results"), "No results");
    }
}
