//! How pages are for visitors.

use leptos::prelude::*;

use super::section::{Empty, Section};
use crate::{
    components::{
        data_table::{Column, DataTable},
        level::LevelMark,
    },
    model::{
        figures::{count, millis, number, percent, real},
        performance::VitalFigures,
    },
};

/// What browsers measured, one row for each vital.
#[component]
pub fn VitalsRegion(vitals: Vec<VitalFigures>) -> impl IntoView {
    let inside = if vitals.iter().any(|vital| vital.visits() > 0) {
        let columns = vec![
            Column::name("What"),
            Column::number("3 of 4 visits within"),
            Column::text("Verdict"),
            Column::number("Good"),
            Column::number("Poor"),
            Column::number("Visits"),
        ];
        let measured = vitals.into_iter().filter(|vital| vital.visits() > 0);
        let rows = measured.map(row).collect();
        view! { <DataTable caption="Web vitals by visits" columns rows /> }.into_any()
    } else {
        view! { <Empty text="No visit was measured yet." /> }.into_any()
    };
    view! {
        <Section
            id="vitals"
            title="Web vitals"
            about="As the browsers of one visitor in four measured it, when they left a page"
        >
            {inside}
        </Section>
    }
}

fn row(of: VitalFigures) -> Vec<AnyView> {
    let visits = real(of.visits());
    let amount = |value| {
        if of.is_time {
            millis(value)
        } else {
            number(value)
        }
    };
    let limit = format!("good up to {}", amount(of.limits.0));
    vec![
        view! { <abbr title=meaning(&of.name)>{of.name.clone()}</abbr> " " {limit} }.into_any(),
        amount(of.p75).into_any(),
        view! { <LevelMark level=of.level() /> }.into_any(),
        percent(real(of.good) / visits).into_any(),
        percent(real(of.poor) / visits).into_any(),
        count(of.visits()).into_any(),
    ]
}

/// What an abbreviation stands for.
fn meaning(name: &str) -> &'static str {
    match name {
        "TTFB" => "Time to first byte",
        "LCP" => "Largest contentful paint: when the main thing was there",
        "INP" => "Interaction to next paint: how long an action had no effect",
        "CLS" => "Cumulative layout shift: how much the page moved by itself",
        _ => "",
    }
}
