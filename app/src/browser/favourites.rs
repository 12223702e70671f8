//! The hearts: which products are kept, in the account of who is logged in or else in the browser.

use std::cell::RefCell;

use leptos::{prelude::*, task::spawn_local};
use wasm_bindgen::JsValue;
use web_sys::{Element, Headers, RequestInit};

use super::{
    cards,
    dom::{all, fetch, is_kept, on_window, one, say, show, text_of},
    shelf::FAVOURITES,
};

/// Where the account's favourites are asked for and changed.
const ADDRESS: &str = "/favourites/ids";

/// The status of an answer that has no content: nobody is logged in.
const NOBODY: u16 = 204;

thread_local! {
    /// What the account keeps; none while nobody is known to be logged in: then the browser keeps it.
    static ACCOUNT: RefCell<Option<Vec<String>>> = const { RefCell::new(None) };
}

/// Shows what is kept, and hands over what the browser kept to an account that it is now logged in to.
pub(super) fn start() {
    refresh();
    if let Some(place) = one("#kept") {
        let ids = FAVOURITES.all();
        if let (true, Some(nothing)) = (ids.is_empty(), one("#nothing-kept")) {
            show(&nothing, true);
        }
        cards::fill(place, &ids);
    }
    // A page that the browser kept whole shows what was known when it was left.
    on_window("pageshow", |event| {
        if is_kept(&event) {
            refresh();
        }
    });
}

fn refresh() {
    // The server marks a page for somebody who sent a session. Nobody else need be asked for an account.
    let may_be_logged_in = document()
        .document_element()
        .is_some_and(|root| root.has_attribute("data-session"));
    if may_be_logged_in {
        spawn_local(async {
            if let Ok(kept) = handed_over().await {
                ACCOUNT.set(kept);
            }
            mark();
        });
    } else {
        mark();
    }
}

/// What the account keeps once it was given what the browser kept; nothing without an account.
async fn handed_over() -> Result<Option<Vec<String>>, u16> {
    let kept = ask("").await?;
    // The newest last, as the account takes them in.
    let ids = FAVOURITES.all().into_iter().rev();
    let fields: Vec<String> = ids.map(|id| format!("add={id}")).collect();
    if kept.is_none() || fields.is_empty() {
        return Ok(kept);
    }
    let kept = ask(&fields.join("&")).await?;
    FAVOURITES.clear();
    Ok(kept)
}

/// Shows on every heart of the page whether its product is kept.
pub(super) fn mark() {
    let kept = ACCOUNT.with_borrow(|account| account.clone().unwrap_or_else(|| FAVOURITES.all()));
    for heart in all(".heart") {
        let id = heart.get_attribute("value").unwrap_or_default();
        // Fails on an invalid name alone.
        let _ = heart.set_attribute("aria-pressed", &kept.contains(&id).to_string());
    }
}

/// Keeps the product of this heart, or gives it up.
pub(super) fn toggle(heart: &Element) {
    let id = heart.get_attribute("value").unwrap_or_default();
    let gives_up = heart.get_attribute("aria-pressed").as_deref() == Some("true");
    if ACCOUNT.with_borrow(Option::is_none) {
        if gives_up {
            FAVOURITES.take(&id);
        } else {
            FAVOURITES.put(&id);
        }
        done(gives_up);
        return;
    }
    let verb = if gives_up { "remove" } else { "add" };
    spawn_local(async move {
        match ask(&format!("{verb}={id}")).await {
            Ok(kept) => {
                ACCOUNT.set(kept);
                done(gives_up);
            }
            Err(_) => say("That could not be saved. Please try again."),
        }
    });
}

fn done(gave_up: bool) {
    mark();
    say(if gave_up {
        "Removed from your favourites."
    } else {
        "Added to your favourites."
    });
}

/// What the account keeps, after `change`; nothing if nobody is logged in, and so nothing is to be changed.
async fn ask(change: &str) -> Result<Option<Vec<String>>, u16> {
    let init = RequestInit::new();
    if !change.is_empty() {
        init.set_method("PATCH");
        init.set_body(&JsValue::from(change));
        if let Ok(headers) = Headers::new() {
            let _ = headers.set("content-type", "application/x-www-form-urlencoded");
            init.set_headers(&headers);
        }
    }
    let response = fetch(ADDRESS, &init).await?;
    if response.status() == NOBODY {
        return Ok(None);
    }
    let ids = text_of(&response).await?;
    Ok(Some(ids.split_whitespace().map(str::to_owned).collect()))
}
