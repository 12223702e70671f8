//! Connections to PostgreSQL: their settings, their failures, the names of statements, and the migrations.

mod connections;
mod migrations;
mod names;
