//! Writing through, and what a view tells of what was taken through it.

use cache::{Dependencies, Key, Namespace, Tag};

use crate::support::{CARDS, Fault, Process, World, card, written};

fn names(depends: &Dependencies) -> Vec<&str> {
    depends.tags().iter().map(Tag::as_str).collect()
}

#[tokio::test]
async fn what_is_written_through_is_there_for_the_next_reader_in_every_process() {
    let world = World::new();
    let (first, second) = (world.process(), world.process());
    first.read_many(&[1, 2]).await.unwrap();
    world.source.write(1);
    first.change_card(1);
    second.change_card(1);
    first.put_through(&[1, 2, 1, -1]).await.unwrap();
    let loads = world.source.loads();
    for process in [first, second] {
        assert_eq!(process.read(1).await, written(1, 1));
        assert_eq!(process.read(2).await, card(2));
    }
    assert_eq!(world.source.loads(), loads);
}

#[tokio::test]
async fn a_write_through_that_fails_leaves_the_tiers_as_they_are() {
    let world = World::new();
    let process = world.process();
    process.read(1).await;
    world.source.fail(Fault::Broken);
    assert_eq!(process.put_through(&[1]).await, Err(Fault::Broken));
    assert_eq!(process.read(1).await, card(1));
}

#[tokio::test]
async fn a_view_depends_on_all_that_was_taken_from_whichever_tier() {
    let world = World::new();
    world.process().read(1).await;
    let process = world.process();
    process.read(2).await;
    let view = process.cache.view();
    // From Redis, from memory, from the source.
    for id in [1, 2, 3] {
        process.read_through(&view, &CARDS, id).await.unwrap();
    }
    let depends = view.dependencies();
    assert_eq!(
        names(&depends),
        ["card:1", "card:2", "card:3", "catalog", "namespace:card"]
    );
    let absent = depends.into_absent();
    assert_eq!(
        names(&absent),
        ["card:1", "card:2", "card:3", "catalog", "namespace:card"]
    );
}

#[tokio::test]
async fn a_view_from_while_the_clock_was_distrusted_is_not_to_be_kept() {
    let process = World::new().process();
    process.cache.clock().distrust();
    let view = process.cache.view();
    process.read_through(&view, &CARDS, 1).await.unwrap();
    assert_eq!(view.dependencies(), Dependencies::uncached());
    let absent = view.dependencies().into_absent();
    assert_eq!(absent, Dependencies::uncached());
}

/// Of what is made of cards.
pub(crate) const PAGES: Namespace = Namespace::new("page", 1, std::time::Duration::from_mins(1));

/// A page of two cards: an entry made of entries.
pub(crate) async fn page(process: &Process) -> String {
    let reader = process.clone();
    let load = move || {
        let reader = reader.clone();
        async move {
            let view = reader.cache.view();
            let first = reader.read_through(&view, &CARDS, 1).await?;
            let second = reader.read_through(&view, &CARDS, 2).await?;
            let page = format!("{}; {}", first.title, second.title);
            Ok::<_, Fault>((page, view.dependencies()))
        }
    };
    let view = process.cache.view();
    let page = view.get_with(&PAGES, Key::of(&"/"), load).await.unwrap();
    (*page).clone()
}

#[tokio::test]
async fn a_page_falls_with_any_of_its_cards_and_with_no_other() {
    let world = World::new();
    let process = world.process();
    let before = page(&process).await;
    process.change_card(3);
    assert_eq!(page(&process).await, before);
    world.source.write(2);
    process.change_card(2);
    assert_ne!(page(&process).await, before);
    let stats = process.cache.stats();
    let pages = stats.iter().find(|stats| stats.name == "page").unwrap();
    assert_eq!((pages.hits.local, pages.misses.invalidated), (1, 1));
    // Of its cards, the other one was still there.
    let cards = process.cache.stats();
    let cards = cards.iter().find(|stats| stats.name == "card").unwrap();
    assert_eq!((cards.hits.local, cards.misses.invalidated), (1, 1));
}

#[tokio::test]
async fn a_single_read_that_joins_a_batch_without_its_value_loads_and_is_noted() {
    let world = World::new();
    let process = world.process();
    world.source.hold();
    let batch = process.clone();
    let batch = tokio::spawn(async move { batch.read_many(&[-1]).await });
    world.source.until_held(1).await;
    let view = process.cache.view();
    let single = {
        let view = view.clone();
        let load = || async { Ok::<_, Fault>(card(-1)) };
        let tags = |_: &_| [Tag::new("card", -1)];
        tokio::spawn(async move { view.get(&CARDS, Key::of(&-1_i64), tags, load).await })
    };
    tokio::task::yield_now().await;
    world.source.release();
    assert!(batch.await.unwrap().unwrap().is_empty());
    assert_eq!(*single.await.unwrap().unwrap(), card(-1));
    assert_eq!(names(&view.dependencies()), ["card:-1", "namespace:card"]);
}
