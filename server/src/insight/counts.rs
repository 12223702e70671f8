//! How often each product was looked at and each search was asked: counted in memory, kept in PostgreSQL.
//!
//! A page that was served costs one look into a map ([`page_served`]). [`Counting`] moves the amounts on in the background;
//! how nothing is counted twice on the way is told at [`cache::Counts`].

mod background;
mod page;
mod pruning;
mod sink;
mod stored;

pub use self::{
    background::Counting,
    page::{Kind, Uncounted, page_served},
    pruning::{forget_batches, forget_single_searches},
    sink::PageCountSink,
    stored::{PageCount, most_asked, most_asked_statement},
};
