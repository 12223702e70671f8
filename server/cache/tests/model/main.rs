//! The tag clock, checked in every state it can reach.
//!
//! The protocol by which no cache is ever stale is written down here once more, as a small system of states and steps
//! that shares no code with the cache, and all interleavings of the steps are searched, breadth first. The property:
//! **a read answers with a value that shows every write that had been acknowledged when the read began.**
//!
//! # What is modelled
//!
//! - **Writes**, up to four, each touching one of two tags: committed, given the next dense position in any order by
//!   the relay, acknowledged when every instance with a lease has applied that position.
//! - **The log** in PostgreSQL, whose old end may be pruned, and the stream: a message may be late, lost, doubled or out
//!   of order, and an instance then reads the log. All of that comes to "applies the next position at some time".
//! - **Instances**, up to three, with the entry they hold, `applied`, the map of last changes and its floor. Tags are
//!   dropped from the map; a process is killed and another started, which builds its map from what the log still holds.
//! - **Leases**, as in Gray and Cheriton, "Leases: an efficient fault-tolerant mechanism for distributed file cache
//!   consistency" (SOSP 1989): a writer waits for an instance until its lease ends. The instance's own clock runs out
//!   first, then the lease may end. To return it takes a lease, then reads the position in PostgreSQL, then catches up,
//!   then trusts itself.
//! - **Requests**, up to two at a time in an instance: they fix their position as they begin, take a value from the
//!   process, from Redis or from a flight another request began, judged by their own position, or load one. A load notes
//!   `as_of`, then reads a snapshot, then stores in either tier at any time; so late stores (the "stale set" of Nishtala
//!   et al., "Scaling Memcache at Facebook", NSDI 2013) are among the interleavings.
//! - **Redis**, which evicts the entry, or fails over to a replica that lags and thereby brings back what was replaced.
//!
//! Steps that only take something away need no bound: any tier may fail to answer at any time, a load may store nothing.
//! Mishaps that change more are counted, and each configuration says how many there may be.
//!
//! # What is not
//!
//! Time (an order of events stands for clocks; the bound on clock drift is an assumption), more than one entry, tags
//! that change with the value, validators (an answer is judged by what the source says now, which is never behind the
//! clock: nothing that was stored is believed), PostgreSQL failing, requests of an instance that does not trust itself
//! (they read the database and nothing else), the lock between processes and refreshing ahead of expiry (they decide who
//! loads, not what is believed), and progress: that writes are acknowledged at all. Nor that the code does what the model
//! says.
//!
//! # How to run it
//!
//! Small systems and all known mistakes take seconds: `cargo test -p cache --test model`. Larger systems take minutes
//! and up to 3 GB, and print a table:
//! `cargo test -p cache --release --test model -- --ignored --nocapture`.
//!
//! # How to read a counterexample
//!
//! `cargo test -p cache --test model flawed -- --nocapture` prints one for each known mistake. It is a shortest way to a
//! stale read, a step a line: P, Q and R are instances, `P.2` the second request of P, `w1` the first write, and
//! `{w1} as of 2` an entry that shows w1 only and claims to hold all changes up to position 2. The last line is the
//! answer that lacks a write acknowledged before its request began.

#![expect(
    clippy::panic,
    reason = "helpers of tests fail the test that uses them"
)]

mod clock;
mod flawed;
mod packed;
mod report;
mod search;
mod sound;
mod versions;
mod visited;
