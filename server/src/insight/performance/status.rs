//! How it stands, in one sentence that names the cause.

use app::model::performance::{Level, Performance, Quantiles, Status};

use super::{Health, requests::as_f64, statements};

/// Fewer requests than these say nothing about how it stands.
const ENOUGH: u64 = 20;

/// Share of requests that may fail before visitors notice.
const FAILURES: f64 = 0.01;

/// What stands foremost among all that `figures` and `health` say, and which parts of the cache are off.
pub(super) fn status(figures: &Performance, health: Health) -> Status {
    let foremost = foremost(figures, health);
    match off(figures) {
        None => foremost,
        Some(off) => Status {
            level: foremost.level.max(Level::Watch),
            sentence: format!("{off} {}", foremost.sentence),
            next: foremost.next.or_else(|| {
                let text = "Turn it on again once you have seen enough.";
                Some((text.to_owned(), Some("#actions".to_owned())))
            }),
        },
    }
}

/// Which namespaces somebody has turned off.
fn off(figures: &Performance) -> Option<String> {
    let namespaces = figures.cache.namespaces.iter();
    let off = namespaces.filter_map(|one| Some((&one.name, one.off_since.as_ref()?)));
    let off: Vec<_> = off
        .map(|(name, since)| format!("{name} (since {since} UTC)"))
        .collect();
    (!off.is_empty()).then(|| format!("The cache is turned off for {}.", off.join(", ")))
}

fn foremost(figures: &Performance, health: Health) -> Status {
    let checks = [
        database(health),
        failures(figures),
        index(health),
        redis(health),
        distrust(health),
        latency(figures),
        hit_rate(figures),
        pool(figures),
    ];
    let worst = checks.into_iter().flatten();
    // Of two that are equally bad the first is told: it may be the cause of the other.
    let worst = worst.reduce(|first, next| {
        if next.level > first.level {
            next
        } else {
            first
        }
    });
    worst.unwrap_or_else(|| all_is_well(figures))
}

fn database(health: Health) -> Option<Status> {
    (!health.postgres).then(|| {
        told(
            Level::Bad,
            "PostgreSQL does not answer: pages that are kept are shown and marked, all others say when to come back.",
            "Look at the database server and its log.",
        )
    })
}

fn failures(figures: &Performance) -> Option<Status> {
    let requests = &figures.requests;
    let share = as_f64(requests.failed) / as_f64(requests.all.count.max(1));
    let level = match share {
        share if share > FAILURES => Level::Bad,
        _ if requests.failed > 0 => Level::Watch,
        _ => return None,
    };
    let worst = requests.routes.iter().max_by_key(|route| route.failed)?;
    let sentence = format!(
        "{} of {} requests failed, most of them at {}.",
        requests.failed, requests.all.count, worst.route
    );
    let next = "Look for status 5xx in the log, by the number of a failed request.";
    Some(told(level, &sentence, next))
}

fn index(health: Health) -> Option<Status> {
    (!health.indexed && health.postgres).then(|| {
        told(
            Level::Bad,
            "The index is being filled: searches say when to come back.",
            "Wait; a million products take a minute or two.",
        )
    })
}

fn redis(health: Health) -> Option<Status> {
    (!health.redis).then(|| {
        told(
            Level::Watch,
            "Redis does not answer: the cache is what this process holds, the rest comes from the database, and nobody can log in.",
            "Look at the Redis server; the shop finds it again by itself.",
        )
    })
}

fn distrust(health: Health) -> Option<Status> {
    (!health.trusted && health.postgres).then(|| {
        told(
            Level::Watch,
            "The log of changes is out of reach, so nothing is taken from the cache and every page is made anew.",
            "It comes back by itself; if not, look for the reason in the server's log.",
        )
    })
}

fn latency(figures: &Performance) -> Option<Status> {
    let requests = &figures.requests;
    let Quantiles { count, p95, .. } = requests.all;
    if count < ENOUGH || p95 <= requests.target {
        return None;
    }
    let level = if p95 > 2.0 * requests.target {
        Level::Bad
    } else {
        Level::Watch
    };
    let mut sentence = format!(
        "95 of 100 requests take up to {p95:.0} ms (target {:.0} ms).",
        requests.target
    );
    let all: f64 = requests.phases.iter().map(|phase| phase.millis).sum();
    if let Some(phase) = requests.phases.first().filter(|_| all > 0.0) {
        let share = 100.0 * phase.millis / all;
        sentence = format!("{sentence} {share:.0} % of their time is {}.", phase.name);
    }
    if let Some(statement) = statements::dominant(&figures.statements) {
        let (name, share) = (&statement.name, 100.0 * statement.share);
        sentence = format!("{sentence} {share:.0} % of the database's time is {name}.");
        if statement.has_page {
            let address = format!("/admin/database/query?name={name}");
            let next = Some(("Look at this statement's plan.".to_owned(), Some(address)));
            return Some(Status {
                level,
                sentence,
                next,
            });
        }
    }
    Some(told(
        level,
        &sentence,
        "Open one of the slowest requests below.",
    ))
}

fn hit_rate(figures: &Performance) -> Option<Status> {
    let cache = &figures.cache;
    let rate = cache.rate.share()?;
    if cache.rate.hits + cache.rate.misses < 5 * ENOUGH || rate >= cache.target {
        return None;
    }
    let causes = cache.namespaces.iter().flat_map(|one| {
        one.causes
            .iter()
            .map(|(cause, many)| (*many, &*one.name, &**cause))
    });
    let (many, namespace, cause) = causes.max()?;
    let sentence = format!(
        "{:.1} % of look-ups are found in the cache (target {:.0} %); most that are not: {many} of {namespace}, {cause}.",
        100.0 * rate,
        100.0 * cache.target
    );
    let next = match cause {
        "cold" => {
            "New pages are asked for, or the server has just started: `vitrine warm` makes the popular ones."
        }
        "evicted" => "Give the cache's Redis more memory.",
        "bypass" if off(figures).is_some() => {
            "Turn the cache on again, under \"What can you do?\"."
        }
        "error" | "bypass" => "Look at Redis and at the log of changes.",
        _ => "Look at what was changed, under \"Changes\".",
    };
    Some(told(Level::Watch, &sentence, next))
}

fn pool(figures: &Performance) -> Option<Status> {
    let pool = &figures.pool;
    (pool.waiting > pool.limit && pool.limit > 0).then(|| {
        let sentence = format!(
            "{} requests wait for one of {} connections to PostgreSQL.",
            pool.waiting, pool.limit
        );
        told(
            Level::Watch,
            &sentence,
            "Raise VITRINE_DB_POOL, or look for a slow statement.",
        )
    })
}

fn all_is_well(figures: &Performance) -> Status {
    let requests = &figures.requests;
    let sentence = if requests.all.count == 0 {
        "Nobody has asked for anything yet.".to_owned()
    } else {
        let rate = figures.cache.rate.share().map(|rate| 100.0 * rate);
        let rate = rate.map_or_else(String::new, |rate| {
            format!(", and {rate:.1} % of what is read comes from the cache")
        });
        format!(
            "95 of 100 requests take no longer than {:.1} ms{rate}.",
            requests.all.p95
        )
    };
    Status {
        level: Level::Good,
        sentence,
        next: None,
    }
}

fn told(level: Level, sentence: &str, next: &str) -> Status {
    Status {
        level,
        sentence: sentence.to_owned(),
        next: Some((next.to_owned(), None)),
    }
}

#[cfg(test)]
mod tests {
    use app::model::performance::{Phase, Rate, RouteFigures, StatementFigures};

    use super::*;

    fn figures() -> Performance {
        let mut figures = Performance::default();
        figures.requests.all = Quantiles {
            count: 1_000,
            p50: 1.0,
            p95: 9.0,
            p99: 20.0,
            max: 30.0,
        };
        figures.requests.target = 150.0;
        figures.cache.rate = Rate {
            hits: 920,
            misses: 80,
        };
        figures.cache.target = 0.8;
        figures
    }

    #[test]
    fn what_is_well_is_said_so() {
        let status = status(&figures(), Health::FULL);
        assert_eq!(status.level, Level::Good);
        assert!(
            status.sentence.contains("9.0 ms, and 92.0 %"),
            "{}",
            status.sentence
        );
    }

    #[test]
    fn without_redis_it_is_said_in_words() {
        let status = status(
            &figures(),
            Health {
                redis: false,
                ..Health::FULL
            },
        );
        assert_eq!(status.level, Level::Watch);
        assert!(status.sentence.starts_with("Redis does not answer"));
        assert!(status.next.is_some());
    }

    #[test]
    fn what_is_off_is_said_whatever_else_is() {
        let mut figures = figures();
        figures.cache.namespaces = vec![app::model::performance::NamespaceFigures {
            name: "page".to_owned(),
            off_since: Some("2026-11-22 14:02:07".to_owned()),
            ..Default::default()
        }];
        let well = status(&figures, Health::FULL);
        let off = "The cache is turned off for page (since 2026-11-22 14:02:07 UTC). 95 of";
        assert!(well.sentence.starts_with(off), "{}", well.sentence);
        assert_eq!(well.level, Level::Watch);
        assert!(well.next.is_some());
        let gone = Health {
            postgres: false,
            ..Health::FULL
        };
        let bad = status(&figures, gone);
        assert!(bad.sentence.contains("turned off for page"));
        assert!(bad.sentence.contains("PostgreSQL does not answer"));
        assert_eq!(bad.level, Level::Bad);
    }

    #[test]
    fn the_worst_is_told() {
        let mut figures = figures();
        figures.requests.failed = 100;
        figures.requests.routes = vec![RouteFigures {
            route: "/search".to_owned(),
            failed: 100,
            ..RouteFigures::default()
        }];
        let status = status(
            &figures,
            Health {
                redis: false,
                ..Health::FULL
            },
        );
        assert_eq!(status.level, Level::Bad);
        assert!(
            status.sentence.contains("100 of 1000"),
            "{}",
            status.sentence
        );
    }

    #[test]
    fn slow_requests_name_what_takes_their_time() {
        let mut figures = figures();
        figures.requests.all.p95 = 400.0;
        figures.requests.phases = vec![Phase {
            name: "SQL".to_owned(),
            millis: 9.0,
            points: vec![],
        }];
        figures.statements = vec![StatementFigures {
            name: "catalog.cards".to_owned(),
            share: 0.7,
            has_page: true,
            times: Quantiles {
                count: 3,
                ..Quantiles::default()
            },
            ..StatementFigures::default()
        }];
        let status = status(&figures, Health::FULL);
        assert_eq!(status.level, Level::Bad);
        for part in [
            "400 ms",
            "100 % of their time is SQL",
            "70 % of the database's time is catalog.cards",
        ] {
            assert!(
                status.sentence.contains(part),
                "{part}: {}",
                status.sentence
            );
        }
        assert!(status.next.unwrap().1.unwrap().contains("catalog.cards"));
    }

    #[test]
    fn a_low_hit_rate_names_the_misses() {
        let mut figures = figures();
        figures.cache.rate = Rate {
            hits: 100,
            misses: 400,
        };
        figures.cache.namespaces = vec![app::model::performance::NamespaceFigures {
            name: "page".to_owned(),
            causes: vec![("cold".to_owned(), 390), ("evicted".to_owned(), 10)],
            ..Default::default()
        }];
        let status = status(&figures, Health::FULL);
        assert!(status.sentence.contains("20.0 %"), "{}", status.sentence);
        assert!(
            status.sentence.contains("390 of page, cold"),
            "{}",
            status.sentence
        );
    }
}
