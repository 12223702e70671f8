//! The source away: what is older serves, marked; everything else says so.

use std::sync::Arc;
use std::time::{Duration, Instant};

use cache::View;

use crate::support::{CARDS, Card, Fault, Process, World, card, until, written};

async fn read(process: &Process) -> (Result<Card, Fault>, View) {
    let view = process.cache.view();
    (process.read_through(&view, &CARDS, 1).await, view)
}

/// A process that holds a card that has changed since.
async fn outdated() -> (World, Process) {
    let world = World::new();
    let process = world.process();
    process.read(1).await;
    world.source.write(1);
    process.change_card(1);
    (world, process)
}

#[tokio::test]
async fn an_invalidated_entry_serves_marked_and_is_not_to_be_kept() {
    let (world, process) = outdated().await;
    world.source.fail(Fault::Away);
    let (answer, view) = read(&process).await;
    assert_eq!(answer, Ok(card(1)));
    assert!(view.is_outdated());
    assert_eq!(view.dependencies(), cache::Dependencies::uncached());
    let stats = process.stats();
    assert_eq!((stats.hits.outdated, stats.hits.total()), (1, 0));

    world.source.fail(None);
    let (answer, view) = read(&process).await;
    assert_eq!((answer, view.is_outdated()), (Ok(written(1, 1)), false));
}

#[tokio::test]
async fn an_entry_that_only_redis_has_serves_too() {
    let (world, _) = outdated().await;
    let second = world.process();
    second.change_card(1);
    world.source.fail(Fault::Away);
    let (answer, view) = read(&second).await;
    assert_eq!((answer, view.is_outdated()), (Ok(card(1)), true));
}

#[tokio::test]
async fn other_errors_pass_through_and_so_does_this_one_without_an_older_entry() {
    let (world, process) = outdated().await;
    world.source.fail(Fault::Broken);
    assert_eq!(read(&process).await.0, Err(Fault::Broken));
    world.source.fail(Fault::Away);
    assert_eq!(process.read_as(&CARDS, 2).await, Err(Fault::Away));
    let empty = World::new().process();
    empty.source.fail(Fault::Away);
    let (answer, view) = read(&empty).await;
    assert_eq!((answer, view.is_outdated()), (Err(Fault::Away), false));
}

#[tokio::test]
async fn an_entry_past_its_grace_does_not_serve() {
    let world = World::new();
    let process = world.process();
    let brief = cache::Namespace::new("brief", 1, Duration::from_millis(50));
    process.read_as(&brief, 1).await.unwrap();
    world.source.fail(Fault::Away);
    let dead = Instant::now() + Duration::from_millis(110);
    tokio::time::sleep_until(dead.into()).await;
    process.change_card(1);
    assert_eq!(process.read_as(&brief, 1).await, Err(Fault::Away));
}

#[tokio::test]
async fn with_a_distrusted_clock_too_what_there_is_serves_marked() {
    let (world, process) = outdated().await;
    process.cache.flush_pending().await;
    process.cache.clock().distrust();
    world.source.fail(Fault::Away);
    let (answer, view) = read(&process).await;
    assert_eq!((answer, view.is_outdated()), (Ok(card(1)), true));
    // The next one does not even ask.
    let loads = world.source.loads();
    let (answer, view) = read(&process).await;
    assert_eq!((answer, view.is_outdated()), (Ok(card(1)), true));
    assert_eq!(world.source.loads(), loads);

    // A process that holds nothing finds it in Redis.
    let second = world.process();
    second.cache.clock().distrust();
    let (answer, view) = read(&second).await;
    assert_eq!((answer, view.is_outdated()), (Ok(card(1)), true));
    assert_eq!(second.read_as(&CARDS, 2).await, Err(Fault::Away));

    // It is asked again after a while.
    world.source.fail(None);
    until("the new value", async || {
        read(&process).await.0 == Ok(written(1, 1))
    })
    .await;
}

#[tokio::test]
async fn with_a_distrusted_clock_a_source_that_hangs_holds_nobody_up_who_has_something() {
    let (world, process) = outdated().await;
    process.cache.clock().distrust();
    world.source.hold();
    let began = Instant::now();
    let (answer, view) = read(&process).await;
    assert_eq!((answer, view.is_outdated()), (Ok(card(1)), true));
    let waited = began.elapsed();
    assert!(waited < Duration::from_secs(1), "{waited:?}");
    assert!(waited >= Duration::from_millis(240), "{waited:?}");

    // Who has nothing waits.
    let empty = world.process();
    empty.cache.clock().distrust();
    let source = Arc::clone(&world.source);
    let waiting = tokio::spawn(async move { empty.read_as(&CARDS, 2).await });
    source.until_held(2).await;
    source.release();
    assert_eq!(waiting.await.unwrap(), Ok(card(2)));
}

#[tokio::test]
async fn with_a_distrusted_clock_other_errors_pass_through() {
    let (world, process) = outdated().await;
    process.cache.clock().distrust();
    world.source.fail(Fault::Broken);
    assert_eq!(read(&process).await.0, Err(Fault::Broken));
}
