//! The cache and the link against real Redis servers.
//!
//! `TEST_REDIS_URL` names a server for the tests of ordinary use; those of faults start servers of their own.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "helpers of tests fail the test that uses them"
)]

mod admission;
mod answers_at_random;
mod auditor;
mod cached_reads;
mod cluster;
mod composing;
mod counts;
mod dedicated;
mod histories;
mod invalidation;
mod link_faults;
mod redis_away;
mod refreshing;
mod renewing;
mod sentinel;
mod single_flight;
mod source_away;
mod stats;
mod support;
mod switches;
mod tiers;
mod validators;
