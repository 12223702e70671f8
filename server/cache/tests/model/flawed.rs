//! Ways to get it wrong: each must be found out, within bounds in which the protocol itself passes.

use crate::clock::{Bounds, Flaw, Tag};
use crate::report::{is_caught, stale};
use crate::search::search;
use crate::versions::{Raise, Versions};

const ONE: Bounds = Bounds::LEAST;

#[test]
fn as_of_taken_after_the_load() {
    is_caught(Flaw::AsOfAfterLoad, ONE);
}

#[test]
fn loading_from_a_standby_that_lags() {
    is_caught(Flaw::LoadFromStandby, ONE);
}

#[test]
fn forgetting_one_of_two_tags() {
    let bounds = Bounds {
        writes: &[Tag::B],
        depends: &[Tag::A, Tag::B],
        ..ONE
    };
    is_caught(Flaw::TagForgotten, bounds);
}

#[test]
fn acknowledging_at_commit() {
    is_caught(Flaw::AcknowledgedAtCommit, ONE);
}

#[test]
fn acknowledging_when_the_position_is_given() {
    is_caught(Flaw::AcknowledgedAtPosition, ONE);
}

#[test]
fn positions_from_a_sequence_with_a_high_water_mark() {
    let bounds = Bounds {
        writes: &[Tag::A, Tag::A],
        ..ONE
    };
    is_caught(Flaw::HighWaterMark, bounds);
}

#[test]
fn applying_a_message_after_a_gap() {
    let bounds = Bounds {
        writes: &[Tag::A, Tag::B],
        ..ONE
    };
    is_caught(Flaw::GapUnnoticed, bounds);
}

#[test]
fn rejoining_at_the_own_old_position() {
    let bounds = Bounds { losses: 1, ..ONE };
    is_caught(Flaw::RejoinAtOwnPosition, bounds);
}

#[test]
fn reading_the_position_before_taking_the_lease() {
    let bounds = Bounds { losses: 1, ..ONE };
    is_caught(Flaw::PositionBeforeLease, bounds);
}

#[test]
fn losing_the_lease_while_catching_up() {
    let bounds = Bounds { losses: 1, ..ONE };
    is_caught(Flaw::LeaseLostCatchingUp, bounds);
}

#[test]
fn trusting_oneself_after_the_lease_has_ended() {
    let bounds = Bounds { losses: 1, ..ONE };
    is_caught(Flaw::TrustOutlivesLease, bounds);
}

#[test]
fn fixing_the_position_before_looking_at_the_trust() {
    let bounds = Bounds { losses: 1, ..ONE };
    is_caught(Flaw::PositionBeforeTrust, bounds);
}

#[test]
fn believing_what_lies_in_the_process() {
    is_caught(Flaw::LocalUnjudged, ONE);
}

#[test]
fn judging_a_joined_flight_by_its_own_position() {
    let bounds = Bounds { requests: 2, ..ONE };
    is_caught(Flaw::JoinerJudgedByFlight, bounds);
}

#[test]
fn not_comparing_the_floor() {
    let bounds = Bounds { prunes: 1, ..ONE };
    is_caught(Flaw::FloorIgnored, bounds);
}

#[test]
fn starting_without_a_floor() {
    let bounds = Bounds {
        restarts: 1,
        prunes: 1,
        ..ONE
    };
    is_caught(Flaw::StartsWithoutFloor, bounds);
}

#[test]
fn trimming_the_map_and_not_raising_the_floor() {
    let bounds = Bounds { trims: 1, ..ONE };
    is_caught(Flaw::TrimKeepsFloor, bounds);
}

#[test]
fn skipping_pruned_rows() {
    let bounds = Bounds { prunes: 1, ..ONE };
    is_caught(Flaw::PrunedRowsSkipped, bounds);
}

#[test]
fn counting_versions_in_redis() {
    let counted = |evictions| {
        search(&Versions {
            writes: 2,
            evictions,
            raise: Raise::Increment,
        })
    };
    assert!(counted(0).counterexample.is_none());
    stale("versions counted in Redis, one evicted", counted(1));
}

#[test]
fn versions_that_never_return_survive_eviction() {
    let outcome = search(&Versions {
        writes: 2,
        evictions: 2,
        raise: Raise::Renew,
    });
    assert_eq!(outcome.counterexample, None);
    assert!(outcome.tallies[0] > 0);
}
