//! Entries that depend on answers: current as long as they would be answered the same.

use std::num::NonZeroU32;
use std::sync::Arc;
use std::time::Duration;

use cache::{Answers as _, Barrier, Dependencies, Key, Namespace, Validator};

use crate::support::{Fault, LISTS, Lists, World, until};

#[tokio::test]
async fn an_entry_stays_while_its_answer_does_however_far_the_log_goes() {
    let world = World::new();
    let (first, second) = (Lists::of(&world), Lists::of(&world));
    assert_eq!(first.read("oak").await, 1);
    for answer in 2..50 {
        for lists in [&first, &second] {
            lists.change("elm", answer);
        }
        assert_eq!(first.read("oak").await, 1);
    }
    assert_eq!(second.read("oak").await, 1);
    assert_eq!(second.hits_and_invalidated(), (1, 0));
    assert_eq!(world.source.loads(), 1);
}

#[tokio::test]
async fn another_answer_drops_the_entry_in_both_processes_and_tiers() {
    let world = World::new();
    let (first, second, third) = (Lists::of(&world), Lists::of(&world), Lists::of(&world));
    first.read("oak").await;
    second.read("oak").await;
    second.change("oak", 2);
    third.change("oak", 2);
    // The second holds it in memory, the third finds it in Redis.
    assert_eq!(third.read("oak").await, 2);
    assert_eq!(third.hits_and_invalidated(), (0, 1));
    assert_eq!(second.read("oak").await, 2);
    assert_eq!(second.hits_and_invalidated(), (2, 0), "the third's load");
    // To the first nothing has changed yet, and it may take what is newer.
    assert!([1, 2].contains(&first.read("oak").await));
    assert_eq!(world.source.loads(), 2);
}

#[tokio::test]
async fn an_answer_that_changed_and_changed_back_is_a_hit_again() {
    let world = World::new();
    let (first, second) = (Lists::of(&world), Lists::of(&world));
    first.read("oak").await;
    for lists in [&first, &second] {
        lists.change("oak", 2);
        lists.change("oak", 1);
        assert_eq!(lists.read("oak").await, 1);
        assert_eq!(lists.hits_and_invalidated(), (1, 0));
    }
    assert_eq!(world.source.loads(), 1);
}

#[tokio::test]
async fn a_changed_tag_drops_it_although_the_answer_is_the_same() {
    let world = World::new();
    let lists = Lists::of(&world);
    lists.read("oak").await;
    lists.process.change_card(1);
    lists.read("oak").await;
    assert_eq!(lists.hits_and_invalidated(), (0, 1));
}

#[tokio::test]
async fn an_index_that_is_ahead_drops_nothing_before_the_clock_has_come_there() {
    let world = World::new();
    let lists = Lists::of(&world);
    lists.read("oak").await;
    lists.index.set("oak", 2);
    assert_eq!(lists.read("oak").await, 1);
    lists.change("oak", 2);
    assert_eq!(lists.read("oak").await, 2);
    assert_eq!(lists.hits_and_invalidated(), (1, 1));
}

#[tokio::test]
async fn an_answer_that_cannot_be_told_is_not_the_same() {
    let world = World::new();
    let lists = Lists::of(&world);
    lists.read("oak").await;
    lists.change("oak", None);
    assert_eq!(lists.read("oak").await, 0);
    assert_eq!(lists.hits_and_invalidated(), (0, 1));
}

#[tokio::test]
async fn without_anybody_to_ask_an_entry_lasts_until_the_clock_moves() {
    let world = World::new();
    let (knows, asks) = (Lists::of(&world), Lists::unvalidated(&world));
    knows.read("oak").await;
    // Whoever loaded it had come as far as this reader has.
    asks.read("oak").await;
    assert_eq!(asks.hits_and_invalidated(), (1, 0));
    asks.change("elm", 2);
    asks.read("oak").await;
    assert_eq!(asks.hits_and_invalidated(), (1, 1));
    assert_eq!(world.source.loads(), 2);
}

#[tokio::test]
async fn who_joins_a_flight_takes_its_answer_only_if_it_is_still_the_same() {
    for (changed, seen, loads) in [("elm", 1, 1), ("oak", 2, 2)] {
        let world = World::new();
        let lists = Lists::of(&world);
        let read = || {
            let lists = lists.clone();
            tokio::spawn(async move { lists.read("oak").await })
        };
        world.source.hold();
        let early = read();
        world.source.until_held(1).await;
        lists.change(changed, 2);
        let late = read();
        tokio::task::yield_now().await;
        world.source.release();
        assert_eq!((early.await.unwrap(), late.await.unwrap()), (1, seen));
        assert_eq!(world.source.loads(), loads, "{changed}");
    }
}

#[tokio::test]
async fn what_is_written_through_lasts_as_long_as_its_answers() {
    let world = World::new();
    let (first, second) = (Lists::of(&world), Lists::of(&world));
    let asked = first.index.ask("oak");
    let depends = move |_: &&str, _: &u64| Dependencies::from([]).validated([asked.clone()]);
    let load = |ids: Vec<&'static str>| async {
        Ok::<_, Fault>(ids.into_iter().map(|id| (id, 1)).collect())
    };
    let cache = &first.process.cache;
    let put = cache.put_through(&LISTS, &["oak"], Key::of, depends, load);
    put.await.unwrap();
    cache.flush_pending().await;
    second.change("elm", 2);
    second.read("oak").await;
    second.change("oak", 2);
    second.read("oak").await;
    assert_eq!(second.hits_and_invalidated(), (1, 1));
}

#[tokio::test]
async fn an_expired_entry_serves_only_while_its_answer_is_the_same() {
    const BRIEF: Namespace =
        Namespace::new("brief", 1, Duration::from_millis(1)).grace(Duration::from_mins(1));
    let world = World::new();
    let lists = Lists::of(&world);
    let read = async || {
        let view = lists.process.cache.view();
        lists.read_through(&view, &BRIEF, "oak").await.unwrap()
    };
    read().await;
    tokio::time::sleep(Duration::from_millis(5)).await;
    // Refreshing is held up, so that what is found stays the older one.
    world.source.hold();
    lists.change("elm", 2);
    assert_eq!(read().await, 1);
    assert_eq!(lists.process.stats().hits.expired, 1);
    lists.change("oak", 2);
    let late = {
        let (lists, view) = (lists.clone(), lists.process.cache.view());
        tokio::spawn(async move { lists.read_through(&view, &BRIEF, "oak").await })
    };
    tokio::task::yield_now().await;
    world.source.release();
    assert_eq!(late.await.unwrap(), Ok(2));
}

#[tokio::test]
async fn while_the_source_is_away_another_answer_serves_marked() {
    let world = World::new();
    let lists = Lists::of(&world);
    lists.read("oak").await;
    lists.change("oak", 2);
    world.source.fail(Fault::Away);
    let view = lists.process.cache.view();
    assert_eq!(lists.read_through(&view, &LISTS, "oak").await, Ok(1));
    assert!(view.is_outdated());
    assert_eq!(view.dependencies(), Dependencies::uncached());
}

const PAGES: Namespace = Namespace::new("page", 1, Duration::from_mins(1));

/// A page of a list and of an answer taken past the cache.
async fn page(lists: &Lists) -> (u64, u64) {
    let reader = lists.clone();
    let load = move || {
        let reader = reader.clone();
        async move {
            let view = reader.process.cache.view();
            let listed = reader.read_through(&view, &LISTS, "oak").await?;
            let asked = reader.index.ask("elm");
            view.note(asked.clone());
            Ok::<_, Fault>(((listed, asked.answer), view.dependencies()))
        }
    };
    let view = lists.process.cache.view();
    let page = view.get_with(&PAGES, Key::of(&"/"), load).await.unwrap();
    lists.process.cache.flush_pending().await;
    *page
}

#[tokio::test]
async fn a_page_depends_on_what_was_noted_and_on_what_its_pieces_were_made_of() {
    let world = World::new();
    let (lists, second) = (Lists::of(&world), Lists::of(&world));
    for lists in [&lists, &second] {
        lists.index.set("ash", 1);
    }
    assert_eq!(page(&lists).await, (1, 1));
    let misses = |lists: &Lists| {
        let stats = lists.process.cache.stats();
        let pages = stats.into_iter().find(|stats| stats.name == "page");
        pages.unwrap().misses.total()
    };
    lists.change("ash", 2);
    assert_eq!(page(&lists).await, (1, 1));
    assert_eq!(misses(&lists), 1);
    lists.change("elm", 2);
    assert_eq!(page(&lists).await, (1, 2));
    lists.change("oak", 2);
    assert_eq!(page(&lists).await, (2, 2));
    assert_eq!(misses(&lists), 3);
    // Found in Redis it depends on the same.
    for question in ["ash", "elm", "oak"] {
        second.change(question, 2);
    }
    assert_eq!(page(&second).await, (2, 2));
    assert_eq!(misses(&second), 0);
    second.change("oak", 3);
    assert_eq!(page(&second).await, (3, 2));
}

#[tokio::test]
async fn what_was_made_of_two_answers_to_one_question_does_not_last() {
    let world = World::new();
    let lists = Lists::of(&world);
    let view = lists.process.cache.view();
    view.note(lists.index.ask("oak"));
    lists.change("oak", 2);
    view.note(lists.index.ask("oak"));
    let both: Vec<_> = [1, 2]
        .map(|answer| Validator::from((b"oak".to_vec(), answer)))
        .into();
    assert_eq!(view.dependencies().validators(), both);
    for answer in [2, 1] {
        lists.change("oak", answer);
        let depends = view.dependencies();
        let load = move || std::future::ready(Ok::<_, Fault>((1, depends.clone())));
        let load = Arc::new(load);
        let missed = async || {
            let load = Arc::clone(&load);
            let page = lists.process.cache.view();
            page.get_with(&PAGES, Key::of(&1), move || load())
                .await
                .unwrap();
            lists.process.stats().misses.total()
        };
        let before = missed().await;
        assert!(missed().await > before);
    }
}

#[tokio::test]
async fn an_answer_noted_while_the_clock_was_distrusted_is_not_to_be_kept() {
    let lists = Lists::of(&World::new());
    lists.process.cache.clock().distrust();
    let view = lists.process.cache.view();
    view.note(lists.index.ask("oak"));
    assert_eq!(view.dependencies(), Dependencies::uncached());
}

/// Audits a hit on a list of which `before` changed unseen; what the barrier waits for does `meanwhile`.
async fn audit(
    before: impl Fn(&Lists),
    meanwhile: impl Fn(&Lists) + Send + Sync + 'static,
) -> Option<u64> {
    let world = World::new();
    let lists = Lists::of(&world);
    let (asked, mut asking) = tokio::sync::mpsc::unbounded_channel();
    let told = lists.clone();
    let barrier: Barrier = Arc::new(move || {
        meanwhile(&told);
        asked.send(()).unwrap();
        Box::pin(async { true })
    });
    lists.read("oak").await;
    lists.process.cache.audit_by(NonZeroU32::MIN, barrier);
    before(&lists);
    assert_eq!(lists.read("oak").await, 1);
    asking.recv().await.unwrap();
    // On one thread the audit goes on to its end.
    tokio::task::yield_now().await;
    let stats = lists.process.stats();
    (stats.audited == 1).then_some(stats.wrong)
}

#[tokio::test]
async fn an_audited_entry_whose_answer_has_changed_meanwhile_is_not_wrong() {
    let ahead = |lists: &Lists| lists.index.set("oak", 2);
    assert_eq!(audit(ahead, |_| {}).await, Some(0));
    // Nor is it said to be if the answer has changed back since the load, or cannot be told.
    assert_eq!(audit(ahead, |lists| lists.index.set("oak", 1)).await, None);
    let forget = |lists: &Lists| lists.index.set("oak", None);
    assert_eq!(audit(ahead, forget).await, None);
}

#[tokio::test]
async fn an_audited_entry_that_differs_although_its_answer_is_the_same_is_wrong() {
    let world = World::new();
    let lists = Lists::of(&world);
    lists
        .process
        .cache
        .audit_by(NonZeroU32::MIN, Arc::new(|| Box::pin(async { true })));
    let asked = lists.index.ask("oak");
    assert_eq!(lists.index.answer(b"oak"), Some(asked.answer));
    for value in [7, 8] {
        let asked = asked.clone();
        let load = move || {
            let depends = Dependencies::from([]).validated([asked.clone()]);
            std::future::ready(Ok::<_, Fault>((value, depends)))
        };
        let view = lists.process.cache.view();
        let read = view.get_with(&LISTS, Key::of(&"oak"), load).await;
        assert_eq!(read.as_deref(), Ok(&7));
    }
    until("the audit", async || lists.process.stats().audited == 1).await;
    assert_eq!(lists.process.stats().wrong, 1);
}
