//! Figures for tests: those of a busy shop, with names that would do harm as markup.

use crate::model::performance::{
    CacheFigures, Cost, Event, Heat, Invalidation, Level, NamespaceFigures, PanelQuery,
    Performance, Phase, PoolFigures, Quantiles, Rate, RedisFigures, RequestFigures, RequestSummary,
    RequestTrace, RouteFigures, SearchFigure, SearchFigures, Span, SpanKind, StatementFigures,
    Status, TierFigures,
};

const POINTS: u32 = 60;

/// Text that a page must never have as markup.
pub(super) const MARKUP: &str = "<b>\"bold\" & so on";

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
        requests: requests(),
        cache: cache(),
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
            event(3, "start", "shop-2 started"),
        ],
        latest: summaries(12),
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
        span(SpanKind::Index, "search", 1.1, 2.4, "1,204 products"),
        span(SpanKind::Pool, "PostgreSQL", 3.6, 0.3, ""),
    ];
    for begin in [4.0, 7.5, 11.1] {
        spans.push(span(SpanKind::Sql, "catalog.card", begin, 3.2, "1 row"));
    }
    spans.push(span(SpanKind::Sql, MARKUP, 14.5, 1.1, "24 rows"));
    spans.push(span(SpanKind::Render, "/search", 15.8, 4.1, "38 kB"));
    spans.push(span(SpanKind::Compress, "brotli", 20.0, 2.7, "9.1 kB"));
    let summary = summaries(1).remove(0);
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

fn requests() -> RequestFigures {
    let phase = |name: &str, share: f64, seed: u32| {
        let points =
            of_points(|point| 900.0 * share * load(point) * (0.7 + 0.6 * noise(point + seed)));
        Phase {
            name: name.to_owned(),
            millis: points.iter().sum(),
            points,
        }
    };
    let route = |route: &str, count, p50, share, failed| RouteFigures {
        route: route.to_owned(),
        times: quantiles(count, p50),
        failed,
        share,
    };
    let gap = |point: u32| (20..23).contains(&point);
    RequestFigures {
        all: Quantiles {
            p95: 184.0,
            ..quantiles(61_420, 4.1)
        },
        per_second: 204.7,
        failed: 12,
        target: 150.0,
        points: of_points(|point| match gap(point) {
            true => Quantiles::default(),
            false => quantiles(1000, 4.0 * load(point)),
        }),
        failures: of_points(|point| u64::from(point == 41) * 12),
        heat: heat(),
        phases: vec![
            phase("SQL", 0.46, 100),
            phase("Render", 0.24, 200),
            phase("Cache", 0.12, 300),
            phase("Index", 0.09, 400),
            phase("Pool wait", 0.06, 500),
            phase("Session", 0.02, 600),
            phase("Compress", 0.01, 700),
        ],
        routes: vec![
            route("/search", 21_400, 6.2, 0.52, 11),
            route("/p/{slug}", 18_020, 2.4, 0.21, 1),
            route("/c/{*category}", 9_200, 4.8, 0.17, 0),
            route("/suggest", 11_900, 0.6, 0.06, 0),
            route(MARKUP, 900, 3.9, 0.04, 0),
        ],
        slowest: summaries(4),
    }
}

fn heat() -> Heat {
    let ends = [
        0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0, 200.0, 500.0, 1000.0,
    ];
    let column = |point: u32| {
        let rows = (0..=11_u32).map(|row| {
            let far = f64::from(row) - 2.5 - load(point).ln() * 1.4;
            let second = 0.12 * (-(far - 4.0).powi(2)).exp();
            whole(
                420.0
                    * ((-far.powi(2) / 2.2).exp() + second)
                    * (0.6 + 0.8 * noise(point * 13 + row)),
            )
        });
        rows.collect()
    };
    Heat {
        ends: ends.to_vec(),
        columns: of_points(column),
    }
}

fn cache() -> CacheFigures {
    let tier = |name: &str, share: f64, p50: f64| TierFigures {
        name: name.to_owned(),
        times: quantiles(whole(61_420.0 * share), p50),
        share,
    };
    let space = |name: &str, hits, misses, causes: [u64; 6], saved_millis| NamespaceFigures {
        name: name.to_owned(),
        rate: Rate { hits, misses },
        causes: [
            "cold",
            "expired",
            "invalidated",
            "evicted",
            "error",
            "bypass",
        ]
        .map(str::to_owned)
        .into_iter()
        .zip(causes)
        .collect(),
        coalesced: misses / 7,
        refreshes: misses / 5,
        loads: misses,
        load_millis: 12.5 * f64::from(u32::try_from(misses).unwrap()),
        saved_millis,
        bytes_read: hits * 420,
        bytes_stored: misses * 1_900,
        audited: hits / 100,
        wrong: u64::from(name == "facets"),
    };
    CacheFigures {
        rate: Rate {
            hits: 1_204_310,
            misses: 98_120,
        },
        target: 0.9,
        points: of_points(|point| {
            let misses = whole(70.0 * load(point) * load(point));
            Rate {
                hits: 1000 - misses.min(900),
                misses,
            }
        }),
        tiers: vec![
            tier("browser", 0.18, 0.2),
            tier("memory", 0.61, 0.3),
            tier("redis", 0.09, 1.1),
            tier("shared", 0.02, 9.0),
            tier("made", 0.1, 14.0),
        ],
        namespaces: vec![
            space(
                "card",
                840_210,
                12_400,
                [2_400, 0, 9_100, 900, 0, 0],
                9_420_000.0,
            ),
            space(
                "facets",
                102_020,
                71_900,
                [900, 41_000, 30_000, 0, 0, 0],
                1_870_000.0,
            ),
            space(
                "page",
                204_000,
                13_820,
                [4_000, 2_000, 7_000, 800, 20, 0],
                2_210_000.0,
            ),
            space(MARKUP, 58_080, 0, [0; 6], 64_000.0),
        ],
        redis: Some(RedisFigures {
            version: "7.4.1".to_owned(),
            memory: 412_000_000,
            memory_limit: Some(512_000_000),
            policy: "allkeys-lfu".to_owned(),
            operations: 4_120,
            clients: 14,
            evicted: 1_204,
            round_trips: quantiles(88_000, 0.21),
        }),
        invalidations: (0..6).map(invalidation).collect(),
    }
}

fn invalidation(index: u32) -> Invalidation {
    let tags = match index {
        2 => vec!["everything".to_owned()],
        3 => vec!["category:lamps".to_owned(), MARKUP.to_owned()],
        _ => vec![format!("product:{}", 4_210 - index * 17)],
    };
    Invalidation {
        at: time(58 - index * 4),
        position: 90_412 - i64::from(index),
        tags,
        more: usize::try_from(index / 3 * 4).unwrap(),
    }
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
    }
}

fn event(point: u32, kind: &str, text: &str) -> Event {
    Event {
        at: time(point),
        point: usize::try_from(point).unwrap(),
        kind: kind.to_owned(),
        text: text.to_owned(),
    }
}

fn summaries(count: u32) -> Vec<RequestSummary> {
    let routes = ["/search", "/p/{slug}", "/suggest", "/c/{*category}", MARKUP];
    let from = ["made", "memory", "redis", "shared"];
    let summary = |index: u32| {
        let place = usize::try_from(index).unwrap();
        let is_loop = index.is_multiple_of(5);
        RequestSummary {
            id: format!("01J9ZK3{index:03}&\""),
            at: time(59 - index),
            method: "GET".to_owned(),
            route: routes[place % routes.len()].to_owned(),
            status: if index == 3 { 503 } else { 200 },
            millis: 22.9 * noise(index) + 0.2,
            statements: if is_loop { 26 } else { index % 3 },
            sql_millis: 9.0 * noise(index + 40),
            from: (index % 3 != 2).then(|| from[place % from.len()].to_owned()),
            repeated: if is_loop { 24 } else { 1 },
        }
    };
    (0..count).map(summary).collect()
}
