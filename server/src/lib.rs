//! The Vitrine server: everything that runs only on the server.

pub mod accounts;
pub mod backend;
pub mod catalog;
pub mod command;
pub mod config;
pub mod db;
pub mod error;
pub mod evaluate;
pub mod form_again;
pub mod health;
pub mod import;
pub mod insight;
pub mod invalidation;
pub mod middleware;
pub mod page_cache;
pub mod picture;
pub mod rate_limit;
pub mod replica;
pub mod router;
pub mod schema;
pub mod seed;
pub mod serve;
pub mod session;
pub mod state;
pub mod telemetry;
pub mod warm;
