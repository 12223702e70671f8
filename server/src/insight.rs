//! What the shop learns about its own use.

pub mod counts;
