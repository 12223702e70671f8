//! The shop for programs.

mod idempotency;
mod openapi;
mod problems;
mod reading;
mod tokens;
mod walking;
mod world;
mod writing;
