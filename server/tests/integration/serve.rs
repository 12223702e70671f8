//! Taking connections, bearing bad clients, and stopping.

mod client;
mod limits;
mod process;
mod stopping;
