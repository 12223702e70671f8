//! Pages for those who run the shop.

pub mod account;
pub mod act;
pub mod audit;
pub mod bulk;
pub mod database;
pub mod imports;
pub mod performance;
pub mod product;
pub mod products;
pub mod search;
pub mod tokens;
