//! How PostgreSQL ran each statement over time: from time to time one instance asks for the plans of all statements that it
//! ran, for any values, and keeps those that differ from the ones before. So a statement that was fast last week can be
//! looked at as it was then.

mod keeping;
mod store;

pub use self::{
    keeping::{keep_up, round},
    store::{Change, Past, changes, of},
};
