//! Photographs of products: bringing them, what is made of them, and where they are seen.

mod adding;
mod arranging;
mod preview;
mod refused;
mod sweeping;
mod world;
