//! What is learnt of searches: what was asked, what it found and what was opened, from whole pages to the reports.

use std::time::Duration;

use cache::{Batch, Sink as _};
use http::Request;
use server::{
    command::searches::{SearchesArgs, text},
    db::Name as _,
    insight::{
        counts::{
            CountSink, Counting, MOST_CLICKED, MOST_SEARCHES, forget_old_days, forget_rare_searches,
        },
        searches::{
            Days, Report, SearchRow, by_day, clicked_products, recent, report, slowest, totals,
        },
    },
};
use time::OffsetDateTime;

use crate::support::{
    catalog::{Named, any_slug, seeded},
    site::{Answer, NO_REDIS, Site},
};

fn row(
    words: &str,
    asked: i64,
    without_result: i64,
    results: Option<i64>,
    clicks: i64,
) -> SearchRow {
    SearchRow {
        words: words.to_owned(),
        asked,
        without_result,
        results,
        clicks,
    }
}

fn words(rows: &[SearchRow]) -> Vec<&str> {
    rows.iter().map(|row| row.words.as_str()).collect()
}

/// The page of a product that was opened from `referer`.
async fn open(site: &Site, slug: &str, referer: &str) -> Answer {
    let request = Request::get(format!("/p/{slug}")).header("referer", referer);
    site.ask(request).await
}

/// Moves all that was counted to the database.
async fn written(site: &Site) {
    let counting = Counting::start(site.state.counts.clone(), site.state.pool.clone());
    counting.finish(Duration::from_secs(10)).await;
}

#[tokio::test]
async fn what_is_made_is_timed_and_what_is_kept_is_not() {
    let site = Site::start(200, NO_REDIS).await;
    for address in ["/search?q=steel", "/search?q=steel", "/search?q=Xyzzyplugh"] {
        assert_eq!(site.get(address).await.status, 200);
    }
    let personal = Request::get("/search?q=steel").header("authorization", "Bearer a");
    assert_eq!(site.ask(personal).await.status, 200);
    written(&site).await;
    let slow = slowest(&site.state.pool, Days::last(2), 10).await.unwrap();
    let mut made: Vec<_> = slow.iter().map(|one| (&*one.words, one.made)).collect();
    made.sort_unstable();
    assert_eq!(made, [("steel", 2), ("xyzzyplugh", 1)]);
    assert!(slow.is_sorted_by(|one, next| one.millis >= next.millis));
    assert!(slow.iter().all(|one| one.millis > 0.0));
}

#[tokio::test]
async fn visits_become_reports() {
    let site = Site::start(200, NO_REDIS).await;
    let slug = any_slug(&site.catalogue.pool).await;
    // Made, from the cache, and made for one visitor: all the same.
    let first = site.get("/search?q=Steel").await;
    assert_eq!(first.header("cache-status"), "vitrine; fwd=miss");
    assert_eq!(
        first.header("referrer-policy"),
        "strict-origin-when-cross-origin"
    );
    let kept = site.get("/search?q=+st%C3%A9%C3%A9l").await;
    assert_eq!(kept.status, 200);
    let kept = site.get("/search?q=Steel").await;
    assert_eq!(kept.header("cache-status"), "vitrine; hit");
    let personal = Request::get("/search?q=steel").header("authorization", "Bearer a");
    let personal = site.ask(personal).await;
    assert_eq!(personal.header("cache-status"), "vitrine; fwd=bypass");
    // The way back, further pages and filters are no searches.
    let back = Request::get("/search?q=Steel").header("if-none-match", "*");
    assert_eq!(site.ask(back).await.status, 304);
    site.get("/search?q=steel&page=2").await;
    site.get("/search?q=steel&stock=1").await;
    for _ in 0..2 {
        site.get("/search?q=Xyzzyplugh").await;
    }

    let from = [
        "http://shop.test/search?q=STEEL&page=2",
        "http://shop.test/search?q=steel",
    ];
    for referer in from {
        assert_eq!(open(&site, &slug, referer).await.status, 200);
    }
    for other in ["http://other.test/search?q=steel", "http://shop.test/"] {
        assert_eq!(open(&site, &slug, other).await.status, 200);
    }
    assert_eq!(open(&site, "no-such-product", from[0]).await.status, 404);
    written(&site).await;

    let (pool, days) = (&site.state.pool, Days::last(2));
    let asked = report(pool, days, Report::MostAsked, 10).await.unwrap();
    let results = asked[0].results;
    assert!(results > Some(0));
    let steel = row("steel", 4, 0, results, 2);
    let nothing = row("xyzzyplugh", 2, 2, Some(0), 0);
    assert_eq!(asked, [steel, nothing.clone()]);
    assert_eq!(asked[0].click_through(), Some(0.5));
    let without = report(pool, days, Report::WithoutResult, 10).await.unwrap();
    assert_eq!(without, [nothing]);
    let opened = clicked_products(pool, days, " Steel", 10).await.unwrap();
    let opened: Vec<_> = opened
        .iter()
        .map(|one| (one.slug.as_str(), one.clicks))
        .collect();
    assert_eq!(opened, [(slug.as_str(), 2)]);
    let totals = totals(pool, days).await.unwrap();
    assert_eq!((totals.searches, totals.asked), (2, 6));
    assert_eq!((totals.without_result, totals.clicks), (2, 2));

    let args = SearchesArgs {
        days: 2,
        limit: 10,
        no_result: true,
        unopened: false,
        slowest: false,
        opened: None,
    };
    let printed = text(args.clone(), pool).await.unwrap();
    let lines: Vec<_> = printed
        .lines()
        .map(|line| line.split_whitespace().collect::<Vec<_>>())
        .collect();
    assert_eq!(lines[1], ["xyzzyplugh", "2", "2", "0", "0", "0.00"]);
    assert!(printed.contains("6 searches from"), "{printed}");
    let args = SearchesArgs {
        no_result: false,
        opened: Some("steel".to_owned()),
        ..args
    };
    let printed = text(args, pool).await.unwrap();
    assert!(printed.contains(&format!("/p/{slug}")), "{printed}");
}

#[tokio::test]
async fn reports_are_of_some_days() {
    let catalogue = seeded(20).await;
    let pool = &catalogue.pool;
    catalogue
        .execute(
            "INSERT INTO searches SELECT (now() AT TIME ZONE 'UTC')::date - days, words, asked, nothing, results, clicks
             FROM (VALUES (0, 'oak', 9, 0, 7, 0), (3, 'oak', 1, 1, 0, 4), (0, 'lamp', 8, 0, 2, 8), (0, 'only opened', 0, 0, NULL, 3),
                          (1, 'desk', 20, 2, 5, 1), (9, 'chair', 90, 90, 0, 0), (26, 'long ago', 30, 0, 1, 0), (30, 'longer ago', 99, 0, 1, 0))
                 AS given (days, words, asked, nothing, results, clicks)",
        )
        .await;
    let reported = async |count, which| report(pool, Days::last(count), which, 10).await.unwrap();
    let today = reported(1, Report::MostAsked).await;
    assert_eq!(
        today,
        [row("oak", 9, 0, Some(7), 0), row("lamp", 8, 0, Some(2), 8)]
    );
    let week = reported(7, Report::MostAsked).await;
    assert_eq!(
        week,
        [
            row("desk", 20, 2, Some(5), 1),
            row("oak", 10, 1, Some(7), 4),
            row("lamp", 8, 0, Some(2), 8)
        ]
    );
    assert_eq!(
        words(&reported(7, Report::WithoutResult).await),
        ["desk", "oak"]
    );
    assert_eq!(
        words(&reported(10, Report::WithoutResult).await),
        ["chair", "desk", "oak"]
    );
    assert_eq!(
        words(&reported(10, Report::Unopened).await),
        ["desk", "oak", "lamp"]
    );
    let days = by_day(pool, Days::last(4)).await.unwrap();
    let days: Vec<_> = days
        .iter()
        .map(|day| (day.asked, day.without_result, day.clicks))
        .collect();
    assert_eq!(days, [(1, 1, 4), (20, 2, 1), (17, 0, 11)]);
    // 30 of long ago are about 2 of today; what finds nothing is nobody's proposal.
    let lately = recent(pool, 1, 10).await.unwrap();
    assert_eq!(words(&lately), ["desk", "oak", "lamp", "long ago"]);
    assert_eq!(words(&recent(pool, 10, 2).await.unwrap()), ["desk", "oak"]);
    let nothing = totals(
        &catalogue.pool,
        Days {
            from: OffsetDateTime::UNIX_EPOCH.date(),
            to: OffsetDateTime::UNIX_EPOCH.date(),
        },
    );
    assert_eq!(nothing.await.unwrap().click_through(), None);
}

#[tokio::test]
async fn a_day_has_room_for_so_many_searches_and_a_search_for_so_many_products() {
    let catalogue = seeded(100).await;
    let pool = &catalogue.pool;
    let sink = CountSink::new(pool.clone());
    let left = 2;
    catalogue
        .execute(&format!(
            "INSERT INTO searches SELECT '2026-11-21', 'junk ' || n, 1, 0, 1, 0 FROM generate_series(1, {}) n",
            MOST_SEARCHES - left
        ))
        .await;
    let events = |events: &[(&str, u64)]| {
        let amounts = events
            .iter()
            .map(|(key, amount)| ((*key).to_owned(), *amount));
        Batch {
            id: rand::random::<u64>().to_string(),
            amounts: amounts.collect(),
        }
    };
    // Those asked most come in; what is there already goes on being counted, and other days have room of their own.
    let new = events(&[
        ("search:2026-11-21:1:a", 1),
        ("search:2026-11-21:1:b", 3),
        ("search:2026-11-21:1:c", 2),
        ("search:2026-11-21:0:junk 7", 5),
        ("search:2026-11-22:1:a", 1),
    ]);
    sink.commit(&[new]).await.unwrap();
    sink.commit(&[events(&[
        ("search:2026-11-21:1:d", 9),
        ("search:2026-11-21:1:b", 1),
    ])])
    .await
    .unwrap();
    let found = catalogue
        .names(
            "SELECT concat_ws(' ', day, words, asked, without_result, results) AS name FROM searches
             WHERE words !~ 'junk' OR asked > 1 ORDER BY day, words",
        )
        .await;
    assert_eq!(
        found,
        [
            "2026-11-21 b 4 0 1",
            "2026-11-21 c 2 0 1",
            "2026-11-21 junk 7 6 5 0",
            "2026-11-22 a 1 0 1"
        ]
    );

    let slugs = catalogue
        .names("SELECT slug AS name FROM products ORDER BY id")
        .await;
    let opened = |slug: &String, amount| (format!("click:2026-11-22:{slug}:a"), amount);
    let mut clicks: Vec<_> = slugs.iter().map(|slug| opened(slug, 1)).collect();
    clicks.push(("click:2026-11-22:no-product:a".to_owned(), 1));
    let clicks = Batch {
        id: "clicks".to_owned(),
        amounts: clicks.into_iter().collect(),
    };
    sink.commit(&[clicks]).await.unwrap();
    let again = [opened(&slugs[0], 4), opened(&slugs[99], 4)];
    let again = Batch {
        id: "again".to_owned(),
        amounts: again.into_iter().collect(),
    };
    sink.commit(&[again]).await.unwrap();
    let sums = "SELECT concat_ws(' ', count(*), max(clicks), sum(clicks),
                       (SELECT clicks FROM searches WHERE (day, words) = ('2026-11-22', 'a'))) AS name
                FROM search_clicks";
    assert_eq!(
        catalogue.names(sums).await,
        [format!("{MOST_CLICKED} 5 {} 109", MOST_CLICKED + 4)]
    );
}

#[tokio::test]
async fn what_hardly_anybody_asks_is_forgotten_soon_and_all_of_it_in_the_end() {
    let catalogue = seeded(20).await;
    let pool = &catalogue.pool;
    catalogue
        .execute(
            "INSERT INTO searches SELECT (now() AT TIME ZONE 'UTC')::date - days, words, asked, 0, 1, 1
             FROM (VALUES (8, 'once', 1), (8, 'twice', 1), (60, 'twice', 1), (7, 'lately', 1), (30, 'again', 1), (1, 'again', 1),
                          (30, 'often', 2), (40, 'often', 1), (91, 'oldest', 1000), (90, 'old', 1000))
                 AS given (days, words, asked);
             INSERT INTO search_clicks SELECT day, words, 1, 1 FROM searches",
        )
        .await;
    assert_eq!(forget_rare_searches(pool).await.unwrap(), 3);
    assert_eq!(forget_rare_searches(pool).await.unwrap(), 0);
    assert_eq!(forget_old_days(pool).await.unwrap(), 1);
    for table in ["searches", "search_clicks"] {
        let sql = format!("SELECT DISTINCT words AS name FROM {table} ORDER BY words");
        let mut connection = server::db::connect(catalogue.url()).await.unwrap();
        let left: Vec<Named> = diesel::sql_query(sql)
            .named("test.left")
            .load(&mut connection)
            .await
            .unwrap();
        let left: Vec<_> = left.into_iter().map(|row| row.name).collect();
        assert_eq!(left, ["again", "lately", "often", "old"], "{table}");
    }
}
