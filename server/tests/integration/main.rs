//! The whole server against a real PostgreSQL and Redis, each test with a database of its own.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on has failed"
)]

mod account_forms;
mod accounts;
mod actions;
mod api;
mod bad_input;
mod coherence;
mod config;
mod counts;
mod cross_site;
mod cross_user;
mod database;
mod database_page;
mod demo_load;
mod discovery;
mod editing;
mod eval;
mod facets;
mod health;
mod import;
mod imports;
mod invalidation;
mod log_in;
mod mail;
mod metrics;
mod middleware;
mod one_load;
mod outdated;
mod page_cache;
mod pages;
mod panel;
mod photos;
mod plans;
mod policies;
mod precision;
mod rate_limit;
mod redis_away;
mod search_care;
mod searches;
mod security_list;
mod seed;
mod serve;
mod server_timing;
mod session;
mod suggestions;
mod support;
mod synonyms;
mod taxonomy;
mod two_processes;
mod warm;
mod why;
