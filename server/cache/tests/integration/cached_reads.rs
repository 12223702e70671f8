//! What a cached read answers, keeps and counts while Redis is well.

use std::convert::Infallible;
use std::time::Duration;

use cache::{Key, Namespace, Stores};

use crate::support::{CARDS, Fault, World, card, card_tags};

#[tokio::test]
async fn a_miss_loads_and_the_next_read_is_a_hit() {
    let world = World::new();
    let process = world.process();
    assert_eq!(process.read(1).await, card(1));
    assert_eq!(process.read(1).await, card(1));
    let stats = process.stats();
    assert_eq!((stats.hits.local, stats.hits.total()), (1, 1));
    assert_eq!((stats.misses.cold, stats.misses.total()), (1, 1));
    assert_eq!((stats.loads, world.source.loads()), (1, 1));
    let stored = Stores {
        stored: 1,
        ..Stores::default()
    };
    assert_eq!(stats.stores, stored);
    assert!(stats.bytes_stored > 0);
}

#[tokio::test]
async fn a_hit_saves_what_the_load_had_cost() {
    let world = World::new();
    let process = world.process();
    let slow = || async {
        tokio::time::sleep(Duration::from_millis(30)).await;
        Ok::<_, Infallible>(card(1))
    };
    let view = process.cache.view();
    let Ok(_) = view.get(&CARDS, Key::of(&1_i64), card_tags, slow).await;
    process.cache.flush_pending().await;
    assert_eq!(process.stats().saved, Duration::ZERO);
    process.read(1).await;
    let other = world.process();
    other.read(1).await;
    for saved in [process.stats().saved, other.stats().saved] {
        assert!(saved >= Duration::from_millis(30), "{saved:?}");
    }
}

#[tokio::test]
async fn a_failed_load_passes_through_and_stores_nothing() {
    let world = World::new();
    let process = world.process();
    world.source.fail(Fault::Broken);
    for _ in 0..2 {
        assert_eq!(process.read_as(&CARDS, 1).await, Err(Fault::Broken));
    }
    process.cache.flush_pending().await;
    assert_eq!(world.keys().await, Vec::<String>::new());
    let stats = process.stats();
    assert_eq!(stats.stores, Stores::default());
    assert_eq!((stats.loads, stats.load_errors), (2, 2));
}

#[tokio::test]
async fn epoch_name_version_and_type_part_the_entries() {
    let world = World::new();
    let process = world.process();
    let named = Namespace {
        name: "other",
        ..CARDS
    };
    let versioned = Namespace {
        version: 2,
        ..CARDS
    };
    for namespace in [CARDS, named, versioned] {
        process.read_as(&namespace, 1).await.unwrap();
    }
    let pair = || async { Ok::<_, Infallible>((1_i64, "Card 1".to_owned())) };
    let view = process.cache.view();
    let Ok(_) = view.get(&CARDS, Key::of(&1_i64), |_| [], pair).await;
    process.cache.flush_pending().await;
    assert_eq!(world.source.loads(), 3);
    assert_eq!(world.keys().await.len(), 4);

    let same_epoch = world.process();
    same_epoch.read(1).await;
    assert_eq!(world.source.loads(), 3);
    let next_epoch = World::new().process();
    next_epoch.read(1).await;
    assert_eq!(next_epoch.stats().misses.cold, 1);
}

#[tokio::test]
async fn an_entry_stays_for_its_life_within_a_tenth_and_its_grace() {
    let world = World::new();
    let process = world.process();
    for id in 0..20 {
        process.read(id).await;
    }
    let mut lives = Vec::new();
    for key in world.keys().await {
        let life: u64 = world.link().run(redis::cmd("PTTL").arg(key)).await.unwrap();
        // A minute and a minute of grace; some of it has passed already.
        assert!((110_000..=126_000).contains(&life), "{life}");
        lives.push(life);
    }
    lives.sort_unstable();
    assert!(lives[19] - lives[0] > 1_000, "{lives:?}");
}

#[tokio::test]
async fn a_value_above_the_limit_is_kept_in_the_process_only() {
    let world = World::new();
    let process = world.process();
    let large = |bytes: usize| move || async move { Ok::<_, Infallible>("x".repeat(bytes)) };
    let mebibyte = 1024 * 1024;
    for (bytes, stored) in [(mebibyte, 0), (mebibyte - 100, 1)] {
        for _ in 0..2 {
            let view = process.cache.view();
            let text = view.get(&CARDS, Key::of(&bytes), |_| [], large(bytes));
            let Ok(text) = text.await;
            assert_eq!(text.len(), bytes);
        }
        process.cache.flush_pending().await;
        assert_eq!(world.keys().await.len(), stored);
    }
    let stats = process.stats();
    assert_eq!((stats.stores.oversized, stats.stores.stored), (1, 1));
    assert_eq!((stats.hits.local, stats.loads), (2, 2));
}

#[tokio::test]
async fn reading_none_of_many_asks_nobody() {
    let world = World::new();
    let process = world.process();
    process.read_many(&[]).await.unwrap();
    process.cache.clock().distrust();
    process.read_many(&[]).await.unwrap();
    assert_eq!(world.source.loads(), 0);
}

#[tokio::test]
async fn the_entry_carries_its_tags() {
    let world = World::new();
    world.process().read(42).await;
    let key = world.keys().await.remove(0);
    let entry: Vec<u8> = world.link().run(redis::cmd("GET").arg(&key)).await.unwrap();
    for tag in ["card:42", "catalog"] {
        assert!(entry.windows(tag.len()).any(|part| part == tag.as_bytes()));
    }
}

#[tokio::test]
async fn reads_can_be_made_from_spawned_tasks() {
    let process = World::new().process();
    let task = tokio::spawn(async move { process.read(1).await });
    assert_eq!(task.await.unwrap(), card(1));
}
