//! The wire types: what server and pages say to each other. Plain data, no behaviour that needs
//! a server.

pub mod account;
pub mod audit;
pub mod care;
pub mod catalog;
pub mod comparison;
pub mod database;
pub mod editing;
pub mod figures;
pub mod form;
pub mod imports;
pub mod level;
pub mod linked_data;
pub mod money;
pub mod pairs;
pub mod performance;
pub mod photo;
pub mod plan;
pub mod safe_url;
pub mod search;
pub mod taxonomy;
pub mod token;
