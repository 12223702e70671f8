use tokio::time::advance;

use super::*;

const INTERVAL: Duration = Duration::from_millis(250);

fn breaker() -> Breaker {
    Breaker::new(3, INTERVAL)
}

fn fail(breaker: &Breaker) {
    breaker.admit().unwrap().fail();
}

fn opened() -> Breaker {
    let breaker = breaker();
    (0..3).for_each(|_| fail(&breaker));
    assert_eq!(breaker.state(), BreakerState::Open);
    breaker
}

#[tokio::test(start_paused = true)]
async fn opens_after_failures_in_a_row_only() {
    let breaker = breaker();
    fail(&breaker);
    fail(&breaker);
    breaker.admit().unwrap().succeed();
    fail(&breaker);
    fail(&breaker);
    assert_eq!(breaker.state(), BreakerState::Closed);
    fail(&breaker);
    assert_eq!(breaker.state(), BreakerState::Open);
    assert!(breaker.admit().is_none());
}

#[tokio::test(start_paused = true)]
async fn lets_exactly_one_probe_out_after_the_interval() {
    let breaker = opened();
    advance(INTERVAL.mul_f64(0.99)).await;
    assert!(breaker.admit().is_none());
    advance(INTERVAL.mul_f64(0.01)).await;
    let probe = breaker.admit().unwrap();
    assert_eq!(breaker.state(), BreakerState::HalfOpen);
    assert!(breaker.admit().is_none());
    probe.succeed();
    assert_eq!(breaker.state(), BreakerState::Closed);
}

#[tokio::test(start_paused = true)]
async fn a_failed_probe_starts_the_interval_again() {
    let breaker = opened();
    advance(INTERVAL).await;
    fail(&breaker);
    assert_eq!(breaker.state(), BreakerState::Open);
    advance(INTERVAL / 2).await;
    assert!(breaker.admit().is_none());
    advance(INTERVAL / 2).await;
    assert!(breaker.admit().is_some());
}

#[tokio::test(start_paused = true)]
async fn counts_anew_once_closed() {
    let breaker = opened();
    advance(INTERVAL).await;
    breaker.admit().unwrap().succeed();
    fail(&breaker);
    fail(&breaker);
    assert_eq!(breaker.state(), BreakerState::Closed);
}

#[tokio::test(start_paused = true)]
async fn a_probe_whose_caller_went_away_does_not_block_the_next() {
    let breaker = opened();
    advance(INTERVAL).await;
    drop(breaker.admit().unwrap());
    assert_eq!(breaker.state(), BreakerState::Open);
    breaker.admit().unwrap().succeed();
    assert_eq!(breaker.state(), BreakerState::Closed);
}

#[tokio::test(start_paused = true)]
async fn a_call_whose_caller_went_away_is_no_failure() {
    let breaker = breaker();
    (0..10).for_each(|_| drop(breaker.admit()));
    assert_eq!(breaker.state(), BreakerState::Closed);
}

#[tokio::test(start_paused = true)]
async fn verdicts_on_calls_from_before_a_change_are_ignored() {
    let breaker = breaker();
    let late: Vec<_> = (0..6).map(|_| breaker.admit().unwrap()).collect();
    (0..3).for_each(|_| fail(&breaker));
    let mut late = late.into_iter();
    late.next().unwrap().succeed();
    assert_eq!(breaker.state(), BreakerState::Open);
    advance(INTERVAL).await;
    let probe = breaker.admit().unwrap();
    late.next().unwrap().succeed();
    assert_eq!(breaker.state(), BreakerState::HalfOpen);
    probe.succeed();
    late.for_each(Permit::fail);
    assert_eq!(breaker.state(), BreakerState::Closed);
}

#[tokio::test(start_paused = true)]
async fn zero_failures_to_open_means_one() {
    let breaker = Breaker::new(0, INTERVAL);
    breaker.admit().unwrap().succeed();
    assert_eq!(breaker.state(), BreakerState::Closed);
    fail(&breaker);
    assert_eq!(breaker.state(), BreakerState::Open);
}
