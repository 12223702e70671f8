//! Importing files into a real database.

mod accepts;
pub(crate) mod fixture;
mod formats;
mod refuses;
mod rejects;
mod round_trip;
mod updates;
