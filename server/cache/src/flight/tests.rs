use std::convert::Infallible;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Wake};
use std::time::Duration;

use super::*;
use crate::address::Epoch;
use crate::key::Key;
use crate::namespace::Namespace;

fn address() -> Address {
    let namespace = Namespace::new("test", 1, Duration::from_mins(1));
    Address::new::<u32>(&namespace, Epoch::of("test"), Key::of(&1))
}

fn lead<E: Clone + Send + Sync + 'static>(flights: &Arc<Flights>) -> Option<Ticket<u32, E>> {
    match flights.board(&address()) {
        Boarding::Lead(_, ticket) => Some(ticket),
        Boarding::Joined(_) => None,
    }
}

#[tokio::test]
async fn a_flight_is_joined_until_its_ticket_is_gone() {
    let flights = Arc::<Flights>::default();
    let ticket = lead::<Infallible>(&flights).unwrap();
    let Boarding::Joined(passage) = flights.board::<u32, Infallible>(&address()) else {
        panic!("a second flight under way");
    };
    ticket.arrive(Arrival::Absent(7));
    assert!(matches!(passage.await, Ok(Arrival::Absent(7))));
    let ticket = lead::<Infallible>(&flights).unwrap();
    let Boarding::Joined(passage) = flights.board::<u32, Infallible>(&address()) else {
        panic!("a second flight under way");
    };
    drop(ticket);
    assert!(passage.await.is_err());
    assert!(flights.under_way().is_empty());
}

#[test]
fn flights_that_fail_in_different_ways_do_not_end_each_other() {
    let flights = Arc::<Flights>::default();
    let first = lead::<Infallible>(&flights).unwrap();
    let second = lead::<String>(&flights).unwrap();
    drop(first);
    assert!(lead::<String>(&flights).is_none());
    drop(second);
    assert!(flights.under_way().is_empty());
}

/// Boards as soon as it is woken.
struct Boards {
    flights: Arc<Flights>,
    has_led: AtomicBool,
}

impl Wake for Boards {
    fn wake(self: Arc<Self>) {
        let ticket = lead::<Infallible>(&self.flights);
        self.has_led.store(ticket.is_some(), Ordering::SeqCst);
    }
}

#[test]
fn whoever_asks_after_the_arrival_is_not_on_the_flight() {
    let flights = Arc::<Flights>::default();
    let Boarding::Lead(passage, ticket) = flights.board::<u32, Infallible>(&address()) else {
        panic!("a flight under way");
    };
    let boards = Arc::new(Boards {
        flights,
        has_led: AtomicBool::new(false),
    });
    let waker = Arc::clone(&boards).into();
    let mut passage = std::pin::pin!(passage);
    let waiting = passage.as_mut().poll(&mut Context::from_waker(&waker));
    assert!(waiting.is_pending());
    ticket.arrive(Arrival::Absent(7));
    assert!(boards.has_led.load(Ordering::SeqCst));
}
