use std::thread;

use super::*;

const HOUR: Millis = 3_600_000;

fn loaded_at(at: Millis, life: Duration, grace: Duration) -> Facts {
    Facts::restored(Vec::new(), 0, Duration::ZERO, at, life, grace)
}

#[test]
fn an_entry_is_fresh_then_expired_then_dead() {
    let minute = Duration::from_mins(1);
    let age = |ago| loaded_at(now() - ago, minute, minute).age();
    assert_eq!(age(0), Age::Fresh);
    assert_eq!(age(59_000), Age::Fresh);
    assert_eq!(age(60_000), Age::Expired);
    assert_eq!(age(119_000), Age::Expired);
    assert_eq!(age(120_000), Age::Dead);
}

#[test]
fn an_entry_of_a_loader_whose_clock_is_ahead_grows_old_all_the_same() {
    let facts = loaded_at(now() + HOUR, Duration::from_millis(20), Duration::ZERO);
    let began = Instant::now();
    while facts.age() == Age::Fresh {
        assert!(began.elapsed() < Duration::from_secs(5), "it stays fresh");
        thread::sleep(Duration::from_millis(5));
    }
}

#[test]
fn the_longest_life_and_grace_can_be_added() {
    let namespace = Namespace::new("test", 1, Duration::MAX);
    let facts = Facts::new(&namespace, Vec::new().into(), 0, Duration::ZERO);
    assert_eq!(facts.age(), Age::Fresh);
    let longest = Duration::from_millis(u64::MAX);
    assert_eq!(loaded_at(0, longest, longest).age(), Age::Fresh);
}
