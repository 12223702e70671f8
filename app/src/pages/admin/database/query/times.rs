//! What a statement cost in the last hour.

use leptos::prelude::*;

use crate::{
    components::{
        chart::{ShareBar, Sparkline, Time},
        data_table::{Column, DataTable},
    },
    model::{
        database::{Bucket, StatementTimes},
        figures::{count, counted, millis, number, percent, rate, real, span},
    },
};

/// Figures in a sentence, their course, and how they spread.
#[component]
pub fn Times(times: StatementTimes) -> impl IntoView {
    if times.figures.times.count == 0 {
        return view! { <p>"It has not run in the last hour, as far as is known."</p> }.into_any();
    }
    let sentence = sentence(&times);
    let StatementTimes {
        figures,
        times: labels,
        p95,
        spread,
        ..
    } = times;
    let time = Time {
        labels,
        marks: Vec::new(),
    };
    let calls = course("Runs", &figures.points, &time, count);
    let slow = course("95th percentile", &p95, &time, micros);
    view! {
        <p>{sentence}</p>
        <dl class="facts">
            <dt>"Runs over time"</dt>
            <dd>
                <Sparkline label=calls values=figures.points />
            </dd>
            <dt>"p95 over time"</dt>
            <dd>
                <Sparkline label=slow values=p95 />
            </dd>
        </dl>
        <Spread spread />
    }
    .into_any()
}

fn sentence(times: &StatementTimes) -> String {
    let StatementTimes {
        figures, seconds, ..
    } = times;
    let of = figures.times;
    let failed = match figures.failed {
        0 => String::new(),
        failed => format!("; {} failed", count(failed)),
    };
    format!(
        "{} in {} ({}): half took up to {}, 95 of 100 up to {}, the longest {}. {} of the time of all statements; rows \
         a run: {}; most runs in one request: {}{failed}.",
        counted(of.count, "run", "runs"),
        span(i64::try_from(*seconds).unwrap_or(i64::MAX)),
        rate(of.count, *seconds),
        millis(of.p50),
        millis(of.p95),
        millis(of.max),
        percent(figures.share),
        number(real(figures.rows) / real(of.count)),
        figures.most_in_a_request,
    )
}

/// What a small chart says.
fn course(what: &str, values: &[u64], time: &Time, text: fn(u64) -> String) -> String {
    let most = values.iter().enumerate().max_by_key(|(_, value)| **value);
    most.map_or_else(String::new, |(index, most)| {
        let at = time.label(index);
        format!("{what} over time, most at {at}: {}", text(*most))
    })
}

fn micros(micros: u64) -> String {
    millis(real(micros) / 1e3)
}

/// How many runs took how long.
#[component]
fn Spread(spread: Vec<Bucket>) -> impl IntoView {
    let columns = vec![
        Column::name("Took"),
        Column::number("Runs"),
        Column::number("Share"),
    ];
    let all: u64 = spread.iter().map(|bucket| bucket.count).sum();
    let most = spread.iter().map(|bucket| bucket.count).max();
    let most = most.unwrap_or_default().max(1);
    let mut begin: Option<f64> = None;
    let rows = spread.into_iter().map(|bucket| {
        let name = match (begin.take(), bucket.end) {
            (None, Some(end)) => format!("up to {}", millis(end)),
            (Some(begin), Some(end)) => format!("{} to {}", millis(begin), millis(end)),
            _ => "longer".to_owned(),
        };
        begin = bucket.end;
        let length = real(bucket.count) / real(most);
        vec![
            name.into_any(),
            count(bucket.count).into_any(),
            view! { {percent(real(bucket.count) / real(all))} <ShareBar share=length /> }
                .into_any(),
        ]
    });
    view! { <DataTable caption="Runs by the time they took" columns rows=rows.collect() /> }
}
