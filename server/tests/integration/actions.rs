//! What administrators do on the panel and to the database: whether it does what it says, in every instance.

mod caches;
mod events;
mod roles;
mod statements;
mod switches;
mod world;
