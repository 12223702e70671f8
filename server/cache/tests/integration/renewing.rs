//! Entries loaded ahead of their next reader.

use cache::{Dependencies, Key};

use crate::support::{CARDS, Fault, Process, World, card, written};

/// Lets a process load a card ahead; whether there was anything to do.
async fn renew(process: &Process, id: i64) -> bool {
    let source = process.source.clone();
    let load = move || {
        let source = source.clone();
        async move {
            let card = source.load(id).await?;
            Ok::<_, Fault>((
                card.clone(),
                Dependencies::from(crate::support::card_tags(&card)),
            ))
        }
    };
    let renewed = process.cache.view().renew(&CARDS, Key::of(&id), load).await;
    process.cache.flush_pending().await;
    renewed
}

#[tokio::test]
async fn what_an_edit_dropped_is_there_before_anybody_asks() {
    let world = World::new();
    let (process, other) = (world.process(), world.process());
    process.read(1).await;
    world.source.write(1);
    for each in [&process, &other] {
        each.change_card(1);
    }
    assert!(renew(&process, 1).await);
    let before = process.stats();
    assert_eq!(process.read(1).await, written(1, 1));
    let stats = process.stats();
    assert_eq!((stats.hits.local, before.hits.local), (1, 0));
    assert_eq!(
        (stats.misses.total(), stats.refreshes),
        (1, 1),
        "nobody had asked"
    );
    assert_eq!(other.read(1).await, written(1, 1));
    assert_eq!(
        world.source.loads(),
        2,
        "the other process finds it in Redis"
    );
}

#[tokio::test]
async fn what_is_current_or_not_held_is_left_alone() {
    let world = World::new();
    let process = world.process();
    assert!(!renew(&process, 1).await);
    process.read(1).await;
    assert!(!renew(&process, 1).await);
    process.change_card(1);
    process.cache.clock().distrust();
    assert!(!renew(&process, 1).await, "nothing is certain");
    assert_eq!(world.source.loads(), 1);
}

#[tokio::test]
async fn what_another_process_renewed_is_taken_from_redis() {
    let world = World::new();
    let (first, second) = (world.process(), world.process());
    for process in [&first, &second] {
        process.read(1).await;
        process.change_card(1);
    }
    assert!(renew(&first, 1).await);
    assert!(renew(&second, 1).await);
    assert_eq!(world.source.loads(), 2);
    second.read(1).await;
    assert_eq!(second.stats().hits.local, 1);
}

#[tokio::test]
async fn a_load_that_fails_changes_nothing() {
    let world = World::new();
    let process = world.process();
    process.read(1).await;
    process.change_card(1);
    world.source.fail(Fault::Broken);
    assert!(renew(&process, 1).await);
    world.source.fail(None);
    assert_eq!(process.read(1).await, card(1));
    assert_eq!(process.stats().misses.invalidated, 1);
}
