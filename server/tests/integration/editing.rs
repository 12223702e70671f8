//! Products in the hands of those who run the shop.

mod form;
mod history;
mod list;
mod roles;
mod undo;
mod world;
