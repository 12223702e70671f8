//! Requests, for the panel.

use std::sync::Arc;

use app::model::performance::{
    Heat, Phase, RequestFigures, RequestSummary, RequestTrace, RouteFigures, Span, SpanKind,
};

use super::{
    reading::{Reading, count_up_to, quantiles, share},
    wall_clock,
};
use crate::telemetry::{self, Finished, Kind, LOCK, Packed, Purpose, Sample, Step};

/// Upper ends of the heat map's rows, in milliseconds.
const ROWS: [f64; 11] = [
    1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0, 200.0, 500.0, 1_000.0, 2_000.0,
];

/// Of the slowest requests that are remembered, the ones that are shown.
const SLOWEST: usize = 10;

/// Requests of the shop in a window of so many seconds.
pub(super) fn figures(reading: &Reading, seconds: u64, target: f64) -> RequestFigures {
    let all = reading.whole(Kind::Route, is_shop);
    let point = |sample: &Sample| (sample.failed, quantiles(sample));
    let points = reading.by_point(Kind::Route, is_shop, point);
    let (failures, points) = points.into_iter().unzip();
    RequestFigures {
        per_second: share(as_f64(all.count()), as_f64(seconds)),
        failed: all.failed,
        target,
        failures,
        points,
        heat: heat(reading),
        phases: phases(reading),
        routes: routes(reading, &all),
        slowest: telemetry::slowest()
            .iter()
            .take(SLOWEST)
            .map(|request| summary(request))
            .collect(),
        all: quantiles(&all),
    }
}

fn is_shop(route: &str) -> bool {
    Purpose::of(route) == Purpose::Shop
}

fn heat(reading: &Reading) -> Heat {
    let mut columns = reading.fold(Kind::Route, is_shop, count_up_to(&ROWS));
    for column in &mut columns {
        column.resize(ROWS.len() + 1, 0);
    }
    Heat {
        ends: ROWS.to_vec(),
        columns,
    }
}

fn phases(reading: &Reading) -> Vec<Phase> {
    let add = |millis: &mut f64, packed: &Packed| *millis += packed.total().as_secs_f64() * 1e3;
    let phases = reading.fold_by_name(Kind::Phase, add).into_iter();
    let mut phases: Vec<_> = phases
        .map(|(name, points)| Phase {
            name: name.to_owned(),
            millis: points.iter().sum(),
            points,
        })
        .collect();
    phases.sort_by(|one, other| other.millis.total_cmp(&one.millis));
    phases
}

fn routes(reading: &Reading, all: &Sample) -> Vec<RouteFigures> {
    let routes = reading.by_name(Kind::Route).into_iter();
    let mut routes: Vec<_> = routes
        .filter(|(route, _)| is_shop(route))
        .map(|(route, sample)| RouteFigures {
            times: quantiles(&sample),
            failed: sample.failed,
            share: share(sample.total.as_secs_f64(), all.total.as_secs_f64()),
            route,
        })
        .collect();
    routes.sort_by(|one, other| other.share.total_cmp(&one.share));
    routes
}

/// The latest requests, the last first.
pub(super) fn latest(most: usize) -> Vec<RequestSummary> {
    let latest = telemetry::latest();
    latest
        .iter()
        .take(most)
        .map(|request| summary(request))
        .collect()
}

/// One request step by step, if it is remembered.
pub(super) fn trace(id: &str) -> Option<RequestTrace> {
    let request: Arc<Finished> = telemetry::finished(id)?;
    let millis = |time: std::time::Duration| time.as_secs_f64() * 1e3;
    let spans = request.spans.iter().map(|span| Span {
        kind: kind(span.step),
        name: span.name.to_owned(),
        begin: millis(span.begin),
        took: millis(span.took),
        outcome: outcome(span),
    });
    Some(RequestTrace {
        spans: spans.collect(),
        summary: summary(&request),
    })
}

fn summary(request: &Finished) -> RequestSummary {
    let (statements, sql) = request.statements();
    RequestSummary {
        id: request.id.clone(),
        at: wall_clock::time_of_day(wall_clock::seconds(request.at)),
        method: request.method.to_string(),
        route: request.route.to_owned(),
        status: request.status,
        millis: request.took.as_secs_f64() * 1e3,
        statements: u32::try_from(statements).unwrap_or(u32::MAX),
        sql_millis: sql.as_secs_f64() * 1e3,
        from: request.tier.map(str::to_owned),
        repeated: request.repeated().into_values().max().unwrap_or_default(),
    }
}

fn kind(step: Step) -> SpanKind {
    match step {
        Step::Session => SpanKind::Session,
        Step::Cache => SpanKind::Cache,
        Step::Pool => SpanKind::Pool,
        Step::Sql => SpanKind::Sql,
        Step::Index => SpanKind::Index,
        Step::Render => SpanKind::Render,
        Step::Compress => SpanKind::Compress,
        Step::Send => SpanKind::Send,
    }
}

fn outcome(span: &telemetry::Span) -> String {
    match (span.failed, span.step, span.rows) {
        (true, Step::Send, _) => "cut short".to_owned(),
        (true, ..) => "failed".to_owned(),
        (_, Step::Cache, _) if span.name == LOCK => String::new(),
        (_, Step::Cache, 0) => "nothing there".to_owned(),
        (_, Step::Cache, found) => format!("{found} there"),
        (_, Step::Sql, 1) => "1 row".to_owned(),
        (_, Step::Sql, rows) => format!("{rows} rows"),
        _ => String::new(),
    }
}

#[expect(clippy::cast_precision_loss, reason = "counts stay far below 2^53")]
pub(super) fn as_f64(count: u64) -> f64 {
    count as f64
}
