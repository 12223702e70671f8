//! The catalogue as PostgreSQL holds it: one file a question, each with its SQL.
//!
//! Every function gives a named [`Statement`](crate::db::Statement) or rows and wire types made
//! of them. Nothing here knows HTTP or the cache.

pub mod brand;
pub mod bulk;
pub mod card;
pub mod care;
pub mod demo;
pub mod edit;
pub mod export;
pub mod history;
pub mod list;
pub mod managed;
pub mod photos;
pub mod product;
pub mod rules;
pub mod save;
pub mod sitemap;
pub mod synonyms;
pub mod taxonomy;
