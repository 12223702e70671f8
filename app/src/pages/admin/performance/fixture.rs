//! Figures for tests: those of a busy shop, with names that would do harm as markup.

mod cache;
mod requests;

use crate::model::performance::{
    Cost, Event, Level, PanelQuery, Performance, PoolFigures, Quantiles, RequestTrace,
    SearchFigure, SearchFigures, SlowSearch, Span, SpanKind, StatementFigures, Status,
    VitalFigures,
};

const POINTS: u32 = 60;

/// Text that a page must never have as markup.
pub(super) const MARKUP: &str = "<b>\"bold\" & so on";

fn vitals() -> Vec<VitalFigures> {
    let vital = |name: &str, p75, limits, is_time| VitalFigures {
        name: name.to_owned(),
        p75,
        is_time,
        limits,
        good: 810,
        fair: 120,
        poor: 70,
    };
    vec![
        vital("LCP", 1_240.0, (2_500.0, 4_000.0), true),
        vital("INP", 260.0, (200.0, 500.0), true),
        vital("CLS", 0.31, (0.1, 0.25), false),
    ]
}

/// A busy shop, five minutes of it.
pub(super) fn busy() -> Performance {
    Performance {
        query: PanelQuery::default(),
        at: "14:05:00".to_owned(),
        seconds: 300,
        instances: vec!["shop-1".to_owned(), "shop-2".to_owned()],
        status: Status {
            level: Level::Watch,
            sentence: "Requests take 184 ms (p95, target 150 ms) since 14:02; 71% of it is statement search.facets."
                .to_owned(),
            next: Some(("Look at search.facets".to_owned(), Some("/admin/database/query?name=search.facets".to_owned()))),
        },
        times: (0..POINTS).map(time).collect(),
        requests: requests::figures(),
        vitals: vitals(),
        cache: cache::figures(),
        statements: statements(),
        pool: PoolFigures {
            limit: 16,
            open: 12,
            idle: 5,
            waiting: 2,
            waits: quantiles(18_200, 0.02),
        },
        searches: searches(),
        events: vec![
            event(41, "errors", "12 requests failed within 5 seconds"),
            event(35, "import", "4,180 products were changed by an import"),
            event(20, "flush", "Redis was emptied"),
            event(4, "deploy", "shop-2 started with build 2"),
            event(3, "start", "shop-2 started"),
        ],
        latest: requests::summaries(12),
        cost: Cost {
            requests: 64,
            millis: 412.0,
            core_share: 0.0041,
            bytes: 6_480_000,
            open: 2,
        },
    }
}

/// One request with a statement in a loop.
pub(super) fn trace() -> RequestTrace {
    let span = |kind, name: &str, begin, took, outcome: &str| Span {
        kind,
        name: name.to_owned(),
        begin,
        took,
        outcome: outcome.to_owned(),
    };
    let mut spans = vec![
        span(SpanKind::Session, "accounts.session", 0.1, 0.9, "customer"),
        span(SpanKind::Cache, "page", 0.2, 0.4, "nothing there"),
        span(SpanKind::Index, "search", 1.1, 2.4, "1,204 products"),
        span(SpanKind::Pool, "PostgreSQL", 3.6, 0.3, ""),
    ];
    for begin in [4.0, 7.5, 11.1] {
        spans.push(span(SpanKind::Sql, "catalog.card", begin, 3.2, "1 row"));
    }
    spans.push(span(SpanKind::Sql, MARKUP, 14.5, 1.1, "24 rows"));
    spans.push(span(SpanKind::Render, "/search", 15.8, 4.1, "38 kB"));
    spans.push(span(SpanKind::Compress, "brotli", 20.0, 2.7, "9.1 kB"));
    spans.push(span(SpanKind::Send, "body", 22.9, 0.8, ""));
    let summary = requests::summaries(1).remove(0);
    RequestTrace { summary, spans }
}

/// The same sequence each time, between 0 and 1, with nothing regular about it.
fn noise(seed: u32) -> f64 {
    f64::from(seed.wrapping_add(7).wrapping_mul(2_654_435_761) >> 8) / f64::from(u32::MAX >> 8)
}

/// How much slower than usual it is: after the import much.
fn load(point: u32) -> f64 {
    let slow = if (35..48).contains(&point) { 4.5 } else { 1.0 };
    slow * (0.8 + 0.4 * noise(point))
}

fn time(point: u32) -> String {
    format!("14:{:02}:{:02}", point / 12, point % 12 * 5)
}

fn quantiles(count: u64, p50: f64) -> Quantiles {
    Quantiles {
        count,
        p50,
        p95: p50 * 7.4,
        p99: p50 * 19.0,
        max: p50 * 61.0,
    }
}

fn of_points<T>(value: impl FnMut(u32) -> T) -> Vec<T> {
    (0..POINTS).map(value).collect()
}

fn whole(number: f64) -> u64 {
    format!("{number:.0}").parse().unwrap()
}

fn statements() -> Vec<StatementFigures> {
    let statement =
        |name: &str, count: u64, p50: f64, share: f64, most: u32, trend: Option<f64>| {
            StatementFigures {
                name: name.to_owned(),
                times: quantiles(count, p50),
                failed: u64::from(most == 1) * 3,
                rows: count * 24,
                share,
                most_in_a_request: most,
                trend,
                points: of_points(|point| {
                    whole(f64::from(u32::try_from(count).unwrap()) / 60.0 * load(point + most))
                }),
                has_page: true,
            }
        };
    vec![
        statement("search.facets", 4_200, 31.0, 0.48, 2, Some(2.1)),
        statement("catalog.cards", 9_100, 2.1, 0.22, 1, Some(0.02)),
        statement("catalog.product_by_slug", 8_020, 0.9, 0.14, 24, Some(-0.31)),
        statement("accounts.session", 1_900, 0.6, 0.09, 1, None),
        statement(MARKUP, 310, 1.4, 0.07, 2, Some(0.12)),
    ]
}

fn searches() -> SearchFigures {
    let list = |of: &[(&str, i64, i64, i64)]| {
        let figures = of
            .iter()
            .map(|(words, asked, without_result, clicks)| SearchFigure {
                words: (*words).to_owned(),
                asked: *asked,
                without_result: *without_result,
                clicks: *clicks,
            });
        figures.collect()
    };
    SearchFigures {
        top: list(&[
            ("oak desk", 4_120, 0, 2_410),
            ("lamp", 3_010, 0, 1_204),
            (MARKUP, 1_200, 12, 800),
        ]),
        without_result: list(&[("standing dsk", 212, 212, 0), ("hammock", 96, 96, 0)]),
        unopened: list(&[("chair grey", 402, 0, 11), ("rug", 388, 0, 20)]),
        slowest: vec![SlowSearch {
            words: MARKUP.to_owned(),
            made: 12,
            millis: 48.2,
        }],
    }
}

fn event(point: u32, kind: &str, text: &str) -> Event {
    Event {
        at: time(point),
        point: usize::try_from(point).unwrap(),
        kind: kind.to_owned(),
        text: text.to_owned(),
        href: None,
    }
}
