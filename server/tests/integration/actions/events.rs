//! What was done as events, on the panels of all instances; and warming, whose end is one.

use server::{
    insight::performance::{self, Fleet, Happened},
    warm,
};

use super::world::{World, panel, until};

#[tokio::test]
async fn what_was_done_is_an_event_and_the_other_instances_are_told() {
    let world = World::start().await;
    let state = &world.site.state;
    let keeping = tokio::spawn(performance::keep_up(state.clone()));
    world
        .act(&[("act", "turn-off"), ("namespace", "product")])
        .await;
    world.act(&[("act", "drop-tag"), ("tag", "taxonomy")]).await;
    let done = [
        "Turned namespace product off, by Ada <b>Lovelace</b>.",
        "Dropped taxonomy, by Ada <b>Lovelace</b>.",
    ];
    let events = panel(state).await.1;
    for text in done {
        assert!(events.iter().any(|event| event == text), "{events:?}");
    }
    // Instances are called by their processes, and these are of one.
    let mut other = Fleet::new(&state.panel_stream(), "another");
    let mut told = Vec::new();
    until("the other instances to be told", async || {
        let heard = other.hear(&state.redis).await.events.into_iter();
        // The first is that this one has started.
        told.extend(heard.filter(|event| !event.text().ends_with("started.")));
        told.len() >= done.len()
    })
    .await;
    let told: Vec<_> = told.iter().map(Happened::text).collect();
    assert_eq!(told, done);
    keeping.abort();
}

#[tokio::test]
async fn pages_are_made_in_the_background_one_time_at_a_time() {
    let world = World::start().await;
    let state = &world.site.state;
    // Nobody follows the first wish yet.
    let told = world.act(&[("act", "warm")]).await;
    assert!(told.starts_with("Popular pages are being made;"), "{told}");
    let told = world.act(&[("act", "warm")]).await;
    assert!(
        told.starts_with("Popular pages are being made already;"),
        "{told}"
    );
    let warming = tokio::spawn(warm::keep_up(state.clone(), world.site.router()));
    let mark = "asked for by Ada <b>Lovelace</b>.";
    let made = async || {
        let events = panel(state).await.1;
        events
            .into_iter()
            .filter(|event| event.ends_with(mark))
            .collect::<Vec<_>>()
    };
    until("the pages to be made", async || made().await.len() == 1).await;
    assert!(
        made().await[0].starts_with("Made 1 pages in "),
        "{:?}",
        made().await
    );
    assert_eq!(
        state
            .cache
            .stats()
            .iter()
            .find(|one| one.name == "page")
            .unwrap()
            .misses
            .cold,
        1
    );
    // And once more.
    until("the turn to be given back", async || {
        world
            .act(&[("act", "warm")])
            .await
            .starts_with("Popular pages are being made;")
    })
    .await;
    until("the pages to be made", async || made().await.len() == 2).await;
    assert_eq!(world.audit().await, ["warming asked for"; 2]);
    warming.abort();
}
