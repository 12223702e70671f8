//! Pages for those who run the shop.

pub mod account;
pub mod audit;
pub mod database;
pub mod performance;
pub mod product;
pub mod products;
pub mod search;
