//! What a cached read answers, keeps and counts while Redis is well.

use std::collections::HashMap;
use std::convert::Infallible;
use std::time::Duration;

use cache::{Cache, Key, Link, Namespace, Stores, Tag};

use crate::support::{
    CARDS, Card, card, loaded, only_namespace, patient, test_redis_url, unexpected_load, unique,
};

/// A cache with an epoch of its own, and a link to look at what it keeps.
fn cache() -> (Cache, Link, String) {
    let link = Link::lazy(&test_redis_url(), patient()).unwrap();
    let epoch = unique("epoch");
    (Cache::new(link.clone(), &epoch), link, epoch)
}

fn card_tags(card: &Card) -> Vec<Tag> {
    vec![Tag::new("card", card.id), Tag::named("catalog")]
}

async fn read(cache: &Cache, namespace: &Namespace, id: i64) -> Card {
    let Ok(card) = cache
        .get(namespace, Key::of(&id), card_tags, || loaded(id))
        .await;
    cache.flush_pending().await;
    card
}

async fn read_stored(cache: &Cache, namespace: &Namespace, id: i64) -> Card {
    let Ok(card) = cache
        .get(namespace, Key::of(&id), card_tags, unexpected_load)
        .await;
    card
}

async fn keys(link: &Link, epoch: &str) -> Vec<String> {
    let mut keys: Vec<String> = link
        .run(redis::cmd("KEYS").arg(format!("vitrine:{epoch}:*")))
        .await
        .unwrap();
    keys.sort();
    keys
}

#[tokio::test]
async fn a_miss_loads_and_the_next_read_is_a_hit() {
    let (cache, ..) = cache();
    assert_eq!(read(&cache, &CARDS, 1).await, card(1));
    assert_eq!(read_stored(&cache, &CARDS, 1).await, card(1));
    let stats = only_namespace(&cache);
    assert_eq!(
        (stats.hits, stats.misses.cold, stats.misses.total()),
        (1, 1, 1)
    );
    assert_eq!(
        stats.stores,
        Stores {
            stored: 1,
            ..Stores::default()
        }
    );
    assert!(stats.bytes_stored > 0);
    assert_eq!(stats.bytes_read, stats.bytes_stored);
}

#[tokio::test]
async fn a_hit_saves_what_the_load_had_cost() {
    let (cache, ..) = cache();
    let slow = || async {
        tokio::time::sleep(Duration::from_millis(30)).await;
        loaded(1).await
    };
    let Ok(_) = cache.get(&CARDS, Key::of(&1_i64), card_tags, slow).await;
    cache.flush_pending().await;
    assert_eq!(only_namespace(&cache).saved, Duration::ZERO);
    read_stored(&cache, &CARDS, 1).await;
    assert!(only_namespace(&cache).saved >= Duration::from_millis(30));
}

#[tokio::test]
async fn a_failed_load_passes_through_and_stores_nothing() {
    let (cache, link, epoch) = cache();
    let failing = || async { Err::<Card, _>("no such card") };
    for _ in 0..2 {
        let answer = cache.get(&CARDS, Key::of(&1_i64), card_tags, failing).await;
        assert_eq!(answer, Err("no such card"));
    }
    cache.flush_pending().await;
    assert_eq!(keys(&link, &epoch).await, Vec::<String>::new());
    assert_eq!(only_namespace(&cache).stores, Stores::default());
}

#[tokio::test]
async fn epoch_name_version_and_type_part_the_entries() {
    let (first, link, epoch) = cache();
    let named = Namespace {
        name: "other",
        ..CARDS
    };
    let versioned = Namespace {
        version: 2,
        ..CARDS
    };
    for namespace in [CARDS, named, versioned] {
        read(&first, &namespace, 1).await;
    }
    let Ok(_) = first
        .get(
            &CARDS,
            Key::of(&1_i64),
            |_| Vec::new(),
            || async { Ok::<_, Infallible>((1_i64, "Card 1".to_owned())) },
        )
        .await;
    first.flush_pending().await;
    assert_eq!(keys(&link, &epoch).await.len(), 4);
    for namespace in [CARDS, named, versioned] {
        read_stored(&first, &namespace, 1).await;
    }

    let same_epoch = Cache::new(link.clone(), &epoch);
    read_stored(&same_epoch, &CARDS, 1).await;
    let next_epoch = Cache::new(link, &unique("epoch"));
    read(&next_epoch, &CARDS, 1).await;
    assert_eq!(only_namespace(&next_epoch).misses.cold, 1);
}

#[tokio::test]
async fn an_entry_lives_within_a_tenth_of_its_namespace_s_ttl() {
    let (cache, link, epoch) = cache();
    for id in 0..20 {
        read(&cache, &CARDS, id).await;
    }
    let mut lives = Vec::new();
    for key in keys(&link, &epoch).await {
        let life: u64 = link.run(redis::cmd("PTTL").arg(key)).await.unwrap();
        // Some of it has passed already.
        assert!((50_000..=66_000).contains(&life), "{life}");
        lives.push(life);
    }
    lives.sort_unstable();
    assert!(lives[19] - lives[0] > 1_000, "{lives:?}");
}

#[tokio::test]
async fn what_is_not_an_entry_is_replaced() {
    let (cache, link, epoch) = cache();
    read(&cache, &CARDS, 1).await;
    let key = keys(&link, &epoch).await.remove(0);
    let whole: Vec<u8> = link.run(redis::cmd("GET").arg(&key)).await.unwrap();
    let mut damaged = whole.clone();
    damaged[whole.len() / 2] ^= 1;
    let mut older = whole.clone();
    older[3] = 0;
    let longer = [&whole[..], b"x"].concat();
    let unfit = [
        &whole[..whole.len() - 1],
        &damaged,
        &older,
        &longer,
        b"",
        b"foreign",
    ];
    for (count, bytes) in (1..).zip(unfit) {
        let _: () = link
            .run(redis::cmd("SET").arg(&key).arg(bytes))
            .await
            .unwrap();
        assert_eq!(read(&cache, &CARDS, 1).await, card(1));
        assert_eq!(only_namespace(&cache).misses.undecodable, count);
        read_stored(&cache, &CARDS, 1).await;
    }
    let foreign = |name| redis::cmd(name).arg(&key).arg("x").clone();
    let _: () = link.run(redis::cmd("DEL").arg(&key)).await.unwrap();
    let _: () = link.run(&foreign("RPUSH")).await.unwrap();
    read(&cache, &CARDS, 1).await;
    read_stored(&cache, &CARDS, 1).await;
    let stats = only_namespace(&cache);
    assert_eq!((stats.misses.undecodable, stats.misses.error), (7, 0));
}

#[tokio::test]
async fn a_value_above_the_limit_is_answered_but_not_stored() {
    let (cache, link, epoch) = cache();
    let large = |bytes: usize| move || async move { Ok::<_, Infallible>("x".repeat(bytes)) };
    let mebibyte = 1024 * 1024;
    for (bytes, stored) in [(mebibyte, 0), (mebibyte - 100, 1)] {
        let Ok(text) = cache
            .get(&CARDS, Key::of(&bytes), |_| Vec::new(), large(bytes))
            .await;
        assert_eq!(text.len(), bytes);
        cache.flush_pending().await;
        assert_eq!(keys(&link, &epoch).await.len(), stored);
    }
    let stores = only_namespace(&cache).stores;
    assert_eq!((stores.oversized, stores.stored), (1, 1));
}

#[tokio::test]
async fn many_are_read_together_and_only_the_missing_are_loaded() {
    let (cache, link, epoch) = cache();
    read(&cache, &CARDS, 2).await;
    let tags = |_: &i64, card: &Card| card_tags(card);
    let load = |ids: Vec<i64>| async move {
        assert_eq!(ids, [3, 1, 404], "each missing id once, in order");
        // A value nobody asked for, and none for 404.
        Ok::<_, Infallible>([3, 1, 77].map(|id| (id, card(id))).into())
    };
    let ids = [3, 2, 1, 3, 404];
    let Ok(cards) = cache.get_many(&CARDS, &ids, Key::of, tags, load).await;
    let expected: HashMap<_, _> = [1, 2, 3].map(|id| (id, card(id))).into();
    assert_eq!(cards, expected);
    cache.flush_pending().await;

    assert_eq!(keys(&link, &epoch).await.len(), 3);
    let none = |_| unexpected_load();
    let Ok(cards) = cache
        .get_many(&CARDS, &[1, 2, 3], Key::of, tags, none)
        .await;
    assert_eq!(cards, expected);
    // The entries are those of single reads.
    assert_eq!(read_stored(&cache, &CARDS, 3).await, card(3));
    let stats = only_namespace(&cache);
    assert_eq!(
        (stats.hits, stats.misses.cold, stats.stores.stored),
        (5, 4, 3)
    );
}

#[tokio::test]
async fn reading_none_of_many_asks_nobody() {
    let (cache, ..) = cache();
    let none = |_| unexpected_load();
    let Ok(cards) = cache
        .get_many(
            &CARDS,
            &[],
            |id: &i64| Key::of(id),
            |_, card| card_tags(card),
            none,
        )
        .await;
    assert!(cards.is_empty());
}

#[tokio::test]
async fn the_entry_carries_its_tags() {
    let (cache, link, epoch) = cache();
    read(&cache, &CARDS, 42).await;
    let key = keys(&link, &epoch).await.remove(0);
    let entry: Vec<u8> = link.run(redis::cmd("GET").arg(&key)).await.unwrap();
    for tag in ["card:42", "catalog"] {
        assert!(entry.windows(tag.len()).any(|part| part == tag.as_bytes()));
    }
}

#[tokio::test]
async fn reads_can_be_made_from_spawned_tasks() {
    let (cache, ..) = cache();
    let task = tokio::spawn(async move { read(&cache, &CARDS, 1).await });
    assert_eq!(task.await.unwrap(), card(1));
}
