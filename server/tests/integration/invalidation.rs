//! The log of changes: what gets into it, how instances follow it, how writers wait for them.

mod acknowledge;
mod contract;
mod follower;
mod instance;
mod lease;
mod relay;
mod restore;
mod shop;
mod tags;
