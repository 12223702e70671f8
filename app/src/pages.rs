//! One file a page. The table of addresses is in [`crate::app`].

pub mod admin;
pub mod category;
pub mod compare;
pub mod confirm;
pub mod confirm_email;
pub mod favourites;
pub mod forgot;
pub mod home;
pub mod log_in;
pub mod me;
pub mod not_found;
pub mod product;
pub mod register;
pub mod reset;
pub mod search;
pub mod second_step;
pub mod sessions;
pub mod styleguide;
pub mod verify;
pub mod why;
