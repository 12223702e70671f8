//! Pages for those who run the shop.

pub mod audit;
