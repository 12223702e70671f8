//! Connections to PostgreSQL: their settings, their failures, and the migrations.

mod connections;
mod migrations;
