//! How often one visitor may ask.

mod log_in;
mod outage;
mod reads;
mod window;
mod world;
