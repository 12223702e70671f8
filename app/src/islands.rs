//! Everything that the browser runs, and nothing more.

pub mod facet_search;
pub mod search_box;
