//! Categories and brands in the hands of those who run the shop.

mod brands;
mod categories;
mod concurrent;
mod merging;
mod random;
mod roles;
mod undo;
mod world;
