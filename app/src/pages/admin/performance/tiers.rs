//! Where pages come from.

use leptos::prelude::*;

use super::section::{Empty, Section};
use crate::{
    components::chart::ShareBar,
    model::figures::{counted, millis, percent},
    model::performance::TierFigures,
};

/// The tiers as a way, the nearest first: what one does not have, the next is asked for.
#[component]
pub fn TiersRegion(tiers: Vec<TierFigures>) -> impl IntoView {
    let inside = if tiers.iter().any(|tier| tier.times.count > 0) {
        let tiers = tiers.into_iter().map(tier).collect_view();
        view! { <ol class="tiers">{tiers}</ol> }.into_any()
    } else {
        view! { <Empty text="No pages yet." /> }.into_any()
    };
    view! {
        <Section
            id="tiers"
            title="Where pages come from"
            about="The nearest first: what one does not have, the next is asked for"
        >
            {inside}
        </Section>
    }
}

fn tier(of: TierFigures) -> impl IntoView {
    let (name, what) = words(&of.name);
    let times = of.times;
    let pages = counted(times.count, "page", "pages");
    let times = match times.count {
        0 => pages,
        _ => format!(
            "{pages} · p50\u{a0}{} · p95\u{a0}{}",
            millis(times.p50),
            millis(times.p95)
        ),
    };
    view! {
        <li class="tier">
            <span class="tier-name">{name}</span>
            <ShareBar share=of.share />
            <span class="tier-share">{percent(of.share)}</span>
            <span class="tier-what">{what}</span>
            <span class="tier-times">{times}</span>
        </li>
    }
}

/// What a tier is called, and what it means that a page came from there.
fn words(name: &str) -> (String, &'static str) {
    let (name, what) = match name {
        "browser" => (
            "Browser",
            "It had the page, and was told that it still holds (304).",
        ),
        "memory" => ("Memory", "The whole page, from this process."),
        "redis" => ("Redis", "The whole page, from what all share."),
        "shared" => ("Shared", "Made once for all who asked at the time."),
        "made" => ("Made", "Made for this request."),
        other => (other, ""),
    };
    (name.to_owned(), what)
}
