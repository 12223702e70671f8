//! What the shop learns about its own use: what is looked at, what is searched for, and what is opened from the results.
//! Not who does it: nothing here ever sees a name, an address or a cookie.
//!
//! And about its database: what runs there, what to look after, and how PostgreSQL goes about a statement.

pub mod counts;
pub mod database;
mod literals;
pub mod performance;
pub mod plan_history;
pub mod plans;
pub mod searches;
pub mod suggestions;
pub mod views;
