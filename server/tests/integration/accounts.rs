//! Accounts against a real PostgreSQL.

mod authenticate;
mod create_admin;
mod user;
