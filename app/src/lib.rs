//! What a browser may know of Vitrine: pages, components, islands and the wire types between them
//! and the server.
//!
//! Built twice: with feature `ssr` into the server, which renders every page, and with feature
//! `hydrate` to WebAssembly, which holds the islands alone. Nothing here knows a database or a
//! cache; what pages need from the server stands in [`backend`] as traits.

// Types of views nest as deep as the page does.
#![recursion_limit = "256"]

pub mod app;
pub mod backend;
pub mod browser;
pub mod components;
pub mod error;
pub mod islands;
pub mod model;
pub mod pages;
pub mod respond;
#[cfg(feature = "ssr")]
pub mod router;

/// Wakes the page; called once by its loader script.
#[cfg(feature = "hydrate")]
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn hydrate() {
    leptos::mount::hydrate_islands();
    browser::start();
}
