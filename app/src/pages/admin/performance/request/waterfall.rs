//! The steps of a request, each where it began and as long as it took.

use leptos::prelude::*;

use super::super::{links::statement_name, section::Empty};
use crate::{
    components::chart::{TableTwin, colour},
    model::figures::millis,
    model::performance::{RequestTrace, Span, SpanKind},
};

/// A bar for each step on a common axis, and a table of the same.
#[component]
pub fn Waterfall(trace: RequestTrace) -> impl IntoView {
    let RequestTrace { summary, spans } = trace;
    if spans.is_empty() {
        return view! { <Empty text="It has no steps that are measured." /> }.into_any();
    }
    let ends = spans.iter().map(|span| span.begin + span.took);
    let all = ends.fold(summary.millis, f64::max);
    let steps = spans.iter().enumerate().map(|(index, span)| {
        let nth = nth(&spans, index);
        step(span, nth, all)
    });
    let steps = steps.collect_view();
    let columns = ["Step", "Began after", "Took", "Outcome"].map(str::to_owned);
    let rows = spans
        .iter()
        .enumerate()
        .map(|(index, span)| row(&spans, index, span));
    let rows = rows.collect();
    view! {
        <h2>"Steps"</h2>
        <p class="waterfall-axis" aria-hidden="true">
            <span>{millis(0.0)}</span>
            <span>{millis(all)}</span>
        </p>
        <ol class="waterfall">{steps}</ol>
        <TableTwin caption="Steps of the request" columns=columns.to_vec() rows />
    }
    .into_any()
}

fn step(span: &Span, nth: Option<String>, all: f64) -> impl IntoView + use<> {
    let (label, index) = kind(span.kind);
    let at = |time: f64| format!("{:.2}", (time / all * 100.0).clamp(0.0, 100.0));
    // What took no time is seen too.
    let width = format!("{:.2}", (span.took / all * 100.0).clamp(0.3, 100.0));
    let name = statement_name(span.name.clone(), span.kind == SpanKind::Sql);
    let nth = nth.map(|nth| view! { <span class="flag">{nth}</span> });
    view! {
        <li>
            <span class="step-name">
                <span class="step-kind">{label}</span>
                {name}
                {nth}
            </span>
            <svg class="step-bar" viewBox="0 0 100 1" preserveAspectRatio="none" aria-hidden="true">
                <rect class=colour(index) x=at(span.begin) width=width height="1" />
            </svg>
            <span class="step-took">{millis(span.took)}</span>
            <span class="step-outcome">{span.outcome.clone()}</span>
        </li>
    }
}

fn row(spans: &[Span], index: usize, span: &Span) -> Vec<String> {
    let repeated = nth(spans, index).map_or_else(String::new, |nth| format!(" ({nth})"));
    vec![
        format!("{} {}{repeated}", kind(span.kind).0, span.name),
        millis(span.begin),
        millis(span.took),
        span.outcome.clone(),
    ]
}

/// Of statements that were sent more than once: which of them this is.
fn nth(spans: &[Span], index: usize) -> Option<String> {
    let span = spans.get(index).filter(|span| span.kind == SpanKind::Sql)?;
    let same = |other: &&Span| other.kind == span.kind && other.name == span.name;
    let all = spans.iter().filter(same).count();
    let before = spans.iter().take(index).filter(same).count();
    (all > 1).then(|| format!("{} of {all} times the same", before + 1))
}

/// What a kind is called, and the index of its colour.
fn kind(kind: SpanKind) -> (&'static str, usize) {
    match kind {
        SpanKind::Session => ("Session", 4),
        SpanKind::Pool => ("Wait for a connection", 3),
        SpanKind::Sql => ("SQL", 0),
        SpanKind::Index => ("Index", 1),
        SpanKind::Render => ("Render", 2),
        SpanKind::Compress => ("Compress", 5),
        SpanKind::Cache => ("Cache", 6),
        SpanKind::Send => ("Send", 7),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_statements_are_counted() {
        let span = |kind, name: &str| Span {
            kind,
            name: name.to_owned(),
            ..Span::default()
        };
        let spans = [
            span(SpanKind::Sql, "catalog.card"),
            span(SpanKind::Index, "catalog.card"),
            span(SpanKind::Sql, "catalog.card"),
            span(SpanKind::Sql, "catalog.tree"),
        ];
        let marks = [0, 1, 2, 3, 4].map(|index| nth(&spans, index));
        let first = Some("1 of 2 times the same".to_owned());
        let last = Some("2 of 2 times the same".to_owned());
        assert_eq!(marks, [first, None, last, None, None]);
    }
}
