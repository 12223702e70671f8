//! Imports through the browser.

mod bad_files;
mod columns;
mod doing;
mod roles;
mod stopping;
mod told;
pub(crate) mod world;
