//! What happened, along the time axis of all charts.

use leptos::prelude::*;

use super::section::{Empty, Section};
use crate::{
    components::chart::{Lane, Mark, Time},
    model::performance::Event,
};

/// Shapes of the kinds of events, around 0, 0.
const TRIANGLE: &str = "M0-6L6 5H-6z";
const SQUARE: &str = "M-5-5H5V5H-5z";
const CROSS: &str = "M-5-6L0-1.5L5-6L6-5L1.5 0L6 5L5 6L0 1.5L-5 6L-6 5L-1.5 0L-6-5z";
const PLUS: &str = "M-2-6H2V-2H6V2H2V6H-2V2H-6V-2H-2z";
const ARROW: &str = "M0-6.5L6 0H2.5V6H-2.5V0H-6z";
const HOURGLASS: &str = "M-6-6H6L1 0L6 6H-6L-1 0z";
const DIAMOND: &str = "M0-6L6 0L0 6L-6 0z";

/// The lane, and what its shapes stand for.
#[component]
pub fn EventsRegion(events: Vec<Event>, time: Time) -> impl IntoView {
    let inside = if events.is_empty() {
        view! { <Empty text="Nothing out of the ordinary." /> }.into_any()
    } else {
        let marks = events.iter().map(|event| Mark {
            point: event.point,
            shape: shape(&event.kind),
            text: format!("{} {}", event.at, event.text),
        });
        let marks = marks.collect();
        let items = events.iter().map(item).collect_view();
        view! {
            <Lane label="Events over time, listed below".to_owned() time marks />
            <ol class="events">{items}</ol>
        }
        .into_any()
    };
    view! {
        <Section
            id="events"
            title="Events"
            about="The same times are marked by dotted lines in the charts above"
        >
            {inside}
        </Section>
    }
}

fn item(event: &Event) -> impl IntoView + use<> {
    view! {
        <li>
            <svg class="event-shape" viewBox="-7 -7 14 14" aria-hidden="true">
                <path d=shape(&event.kind) />
            </svg>
            <span class="event-time">{event.at.clone()}</span>
            <strong>{event.kind.clone()}</strong>
            {text(event)}
        </li>
    }
}

fn text(event: &Event) -> AnyView {
    let text = event.text.clone();
    match event.href.clone() {
        Some(href) => view! { <a href=href>{text}</a> }.into_any(),
        None => view! { <span>{text}</span> }.into_any(),
    }
}

fn shape(kind: &str) -> &'static str {
    match kind {
        "start" => TRIANGLE,
        "deploy" => ARROW,
        "import" => SQUARE,
        "flush" => HOURGLASS,
        "errors" => CROSS,
        "action" | "warm" => PLUS,
        _ => DIAMOND,
    }
}
