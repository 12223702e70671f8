//! Where what the panel names is shown.

use form_urlencoded::byte_serialize;
use leptos::prelude::*;

/// The steps of a request.
pub(super) fn request(id: &str) -> String {
    format!("/admin/performance/request?id={}", encoded(id))
}

/// What is known of a statement.
pub(super) fn statement(name: &str) -> String {
    format!("/admin/database/query?name={}", encoded(name))
}

/// What a search finds.
pub(super) fn search(words: &str) -> String {
    format!("/search?q={}", encoded(words))
}

/// A statement's name, as a link to what is known of it if there is anything.
pub(super) fn statement_name(name: String, has_page: bool) -> AnyView {
    let address = statement(&name);
    let name = view! { <code>{name}</code> };
    if has_page {
        view! { <a href=address>{name}</a> }.into_any()
    } else {
        name.into_any()
    }
}

fn encoded(text: &str) -> String {
    byte_serialize(text.as_bytes()).collect()
}
