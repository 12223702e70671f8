//! Taking connections, bearing bad clients, and stopping.

mod client;
mod counting;
mod limits;
mod process;
mod stopping;
