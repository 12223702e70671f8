//! One file a page. The table of addresses is in [`crate::app`].

pub mod category;
pub mod confirm;
pub mod favourites;
pub mod home;
pub mod log_in;
pub mod me;
pub mod not_found;
pub mod product;
pub mod search;
pub mod sessions;
pub mod why;
