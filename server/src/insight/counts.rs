//! Counting what is looked at, searched for and opened: in memory, on the way to PostgreSQL.
//!
//! A page that was served costs a look or two into a map ([`Visit::served`]). [`Counting`] moves the amounts on in the
//! background; how nothing is counted twice on the way is told at [`cache::Counts`].

mod background;
mod event;
mod pruning;
mod sink;
mod visit;
mod words;

pub use self::{
    background::Counting,
    event::Event,
    pruning::{forget_batches, forget_old_days, forget_rare_searches},
    sink::{CountSink, MOST_CLICKED, MOST_SEARCHES, counting},
    visit::{Uncounted, Visit},
    words::kept,
};
