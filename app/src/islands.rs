//! Everything that the browser runs, and nothing more.

pub mod search_box;
