//! The plans of PostgreSQL: read from the JSON of `EXPLAIN` into a tree, told in words, and what would make them better.
//! All of it is plain functions; who asks PostgreSQL for a plan is in [`db`](crate::db).

mod advice;
mod condition;
mod details;
mod difference;
mod node;
mod sentence;
mod shape;
mod shares;
mod wire;

pub use self::{
    advice::{TableShape, advice},
    difference::differences,
    node::{Node, PlanError, Tree},
};
