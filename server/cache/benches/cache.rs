//! What a cached read costs in each tier, beside the bare command to Redis that it cannot do without.
//!
//! `TEST_REDIS_URL` names the server: `cargo bench -p cache`.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a benchmark that cannot run has nothing to report"
)]

use std::collections::HashMap;
use std::convert::Infallible;
use std::hint::black_box;
use std::sync::Arc;
use std::time::Duration;

use cache::{
    Answers, Cache, Change, Dependencies, Key, Link, LinkConfig, Namespace, Tag, TagClock, Touched,
    Validator,
};
use criterion::{Criterion, criterion_group, criterion_main};
use redis::Cmd;
use serde::{Deserialize, Serialize};
use tokio::runtime::Runtime;

/// Cards on a page of results.
const PAGE: i64 = 24;

const CARDS: Namespace = Namespace::new("card", 1, Duration::from_hours(1));
const LISTS: Namespace = Namespace::new("list", 1, Duration::from_hours(1));

/// About what a card on a page of results is made of.
#[derive(Clone, Serialize, Deserialize)]
struct Card {
    id: i64,
    slug: String,
    title: String,
    brand: Option<String>,
    price_cents: i64,
    rating: f32,
    pictures: Vec<String>,
}

fn card(id: i64) -> Card {
    Card {
        id,
        slug: format!("oak-table-with-four-chairs-{id}"),
        title: format!("Oak table with four chairs, number {id}"),
        brand: Some("Nordholm".to_owned()),
        price_cents: 45_900 + id,
        rating: 4.5,
        pictures: (0..3).map(|n| format!("/pictures/{id}/{n}.webp")).collect(),
    }
}

fn tags(card: &Card) -> Vec<Tag> {
    vec![Tag::new("product", card.id)]
}

async fn load_many(ids: Vec<i64>) -> Result<HashMap<i64, Card>, Infallible> {
    Ok(ids.into_iter().map(|id| (id, card(id))).collect())
}

async fn one(cache: &Cache) {
    let load = || async { Ok::<_, Infallible>(card(1)) };
    let view = cache.view();
    let Ok(card) = view.get(&CARDS, Key::of(&1_i64), tags, load).await;
    black_box(card);
}

async fn page(cache: &Cache) {
    let ids: Vec<_> = (0..PAGE).collect();
    let view = cache.view();
    let read = view.get_many(&CARDS, &ids, Key::of, |_, card| tags(card), load_many);
    let Ok(cards) = read.await;
    black_box(cards);
}

async fn list(cache: &Cache) {
    let load = || async { Ok::<_, Infallible>((0..PAGE).map(card).collect::<Vec<_>>()) };
    let all = |cards: &Vec<Card>| cards.iter().flat_map(tags).collect::<Vec<_>>();
    let view = cache.view();
    let Ok(cards) = view.get(&LISTS, Key::of(&1_i64), all, load).await;
    black_box(cards);
}

/// Two caches over one Redis, with memory and without, after everything was stored.
struct Bench {
    runtime: Runtime,
    link: Link,
    local: Cache,
    remote: Cache,
}

impl Bench {
    fn new() -> Self {
        let url = std::env::var("TEST_REDIS_URL").expect("TEST_REDIS_URL names a Redis server");
        let patient = LinkConfig {
            deadline: Duration::from_secs(5),
            ..LinkConfig::default()
        };
        let link = Link::lazy(&url, patient).unwrap();
        let epoch = format!("bench-{}", std::process::id());
        let cache = |bytes| Cache::new(link.clone(), TagClock::standalone(&epoch), bytes);
        let (local, remote) = (cache(64 << 20), cache(0));
        let runtime = Runtime::new().unwrap();
        runtime.block_on(async {
            for cache in [&local, &remote] {
                one(cache).await;
                page(cache).await;
                list(cache).await;
                cache.flush_pending().await;
            }
        });
        Self {
            runtime,
            link,
            local,
            remote,
        }
    }

    /// The same bytes under names of the benchmark's own.
    fn bare(&self, count: i64, value: &impl Serialize) -> Vec<String> {
        let prefix = format!("bench:{}:{count}", std::process::id());
        let names: Vec<_> = (0..count).map(|n| format!("{prefix}:{n}")).collect();
        let bytes = postcard::to_allocvec(value).unwrap();
        self.runtime.block_on(async {
            for name in &names {
                let mut set = Cmd::set(name, &bytes);
                let _: () = self.link.run(set.arg("EX").arg(600)).await.unwrap();
            }
        });
        names
    }

    async fn ask(&self, command: &Cmd) {
        black_box(self.link.run::<redis::Value>(command).await.unwrap());
    }
}

fn reads(c: &mut Criterion) {
    let bench = Bench::new();
    let rt = &bench.runtime;
    let (local, remote) = (&bench.local, &bench.remote);

    let mut group = c.benchmark_group("one card");
    group.bench_function("memory", |b| b.to_async(rt).iter(|| one(local)));
    group.bench_function("redis", |b| b.to_async(rt).iter(|| one(remote)));
    let get = Cmd::get(&bench.bare(1, &card(1))[0]);
    group.bench_function("bare GET", |b| b.to_async(rt).iter(|| bench.ask(&get)));
    group.finish();

    let mut group = c.benchmark_group("24 cards, an entry each");
    group.bench_function("memory", |b| b.to_async(rt).iter(|| page(local)));
    group.bench_function("redis", |b| b.to_async(rt).iter(|| page(remote)));
    let mget = Cmd::mget(bench.bare(PAGE, &card(1)));
    group.bench_function("bare MGET", |b| b.to_async(rt).iter(|| bench.ask(&mget)));
    group.finish();

    let mut group = c.benchmark_group("24 cards in one entry");
    group.bench_function("memory", |b| b.to_async(rt).iter(|| list(local)));
    group.bench_function("redis", |b| b.to_async(rt).iter(|| list(remote)));
    let cards: Vec<_> = (0..PAGE).map(card).collect();
    let get = Cmd::get(&bench.bare(1, &cards)[0]);
    group.bench_function("bare GET", |b| b.to_async(rt).iter(|| bench.ask(&get)));
    group.finish();
    let whole = bench.runtime.block_on(async { bench.local.stats() });
    let misses: u64 = whole.iter().map(|stats| stats.misses.total()).sum();
    assert_eq!(misses, 2 + u64::try_from(PAGE - 1).unwrap(), "{whole:?}");
}

fn writing(c: &mut Criterion) {
    // Nobody listens there: what remains is the load, the encoding and the store in memory.
    let link = Link::lazy("redis://127.0.0.1:1", LinkConfig::default()).unwrap();
    let cache = Cache::new(link, TagClock::standalone("bench"), 64 << 20);
    let runtime = Runtime::new().unwrap();
    let put = async || {
        let load = |_| async { Ok::<_, Infallible>(HashMap::from([(1, cards())])) };
        let put = cache.put_through(&LISTS, &[1_i64], Key::of, |_, _| [], load);
        let Ok(put) = put.await;
        black_box(put);
    };
    c.bench_function("encode and keep 24 cards in one entry", |b| {
        b.to_async(&runtime).iter(put);
    });
    c.bench_function("of which: making the 24 cards", |b| b.iter(cards));
}

fn cards() -> Vec<Card> {
    (0..PAGE).map(card).collect()
}

/// Answers everything alike.
struct Same;

impl Answers for Same {
    fn answer(&self, _: &[u8]) -> Option<u64> {
        Some(1)
    }
}

fn judging(c: &mut Criterion) {
    let link = Link::lazy("redis://127.0.0.1:1", LinkConfig::default()).unwrap();
    let cache = Cache::new(link, TagClock::standalone("bench"), 64 << 20);
    cache.validate_by(Arc::new(Same));
    let runtime = Runtime::new().unwrap();
    let mut group = c.benchmark_group("one card from before the reader");
    for (name, answers) in [("tags", 0), ("an answer", 1), ("ten answers", 10)] {
        let read = async || {
            let load = move || async move {
                let asked = (0..answers).map(|n| Validator::from((vec![n], 1)));
                let depends = Dependencies::from(tags(&card(1))).validated(asked);
                Ok::<_, Infallible>((card(1), depends))
            };
            let view = cache.view();
            let Ok(card) = view.get_with(&CARDS, Key::of(&answers), load).await;
            black_box(card);
        };
        runtime.block_on(read());
        let position = cache.clock().applied() + 1;
        let touched = Touched::Tags(vec![Tag::named("another")]);
        cache.clock().apply(&Change { position, touched });
        group.bench_function(name, |b| b.to_async(&runtime).iter(read));
    }
    group.finish();
    assert_eq!(cache.stats()[0].misses.total(), 3);
}

fn keys(c: &mut Criterion) {
    let statement = "SELECT p.id, ts_rank(p.words, q) AS rank FROM products p, \
        websearch_to_tsquery('english', $1) q WHERE p.words @@ q AND p.brand_id = ANY($2) \
        AND p.price_cents BETWEEN $3 AND $4 ORDER BY rank DESC, p.id LIMIT $5 OFFSET $6 \
        -- binds: [\"oak table\", [3, 17, 42], 10000, 90000, 24, 0]";
    c.bench_function("key of a statement", |b| {
        b.iter(|| Key::of_statement(black_box(statement)));
    });
    c.bench_function("key of a number", |b| b.iter(|| Key::of(black_box(&1_i64))));
}

criterion_group!(benches, reads, judging, writing, keys);
criterion_main!(benches);
