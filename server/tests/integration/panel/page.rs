//! Who sees the panel.

use app::model::performance::PanelQuery;
use http::{Method, StatusCode};

use crate::log_in::site::{EMAIL, Site};

const PAGES: [&str; 2] = [
    "/admin/performance",
    "/admin/performance/request?id=unknown",
];

#[tokio::test]
async fn it_is_for_those_who_work_here() {
    let site = Site::start().await;
    let guest = site.get("/admin/performance?window=1h", "").await;
    assert_eq!(
        guest.location(),
        "/log-in?next=%2Fadmin%2Fperformance%3Fwindow%3D1h"
    );
    assert_eq!(
        site.get("/admin/performance/live", "").await.status,
        StatusCode::UNAUTHORIZED
    );
    for (role, status) in [
        ("customer", StatusCode::FORBIDDEN),
        ("viewer", StatusCode::OK),
        ("admin", StatusCode::OK),
    ] {
        let change = format!("UPDATE users SET role = '{role}' WHERE email = '{EMAIL}'");
        site.execute(&change).await;
        let cookie = site.cookie().await;
        let page = site.get(PAGES[0], &cookie).await;
        assert_eq!(page.status, status, "{role}");
        assert_eq!(page.headers["cache-control"], "no-store", "{role}");
        let request = site.get(PAGES[1], &cookie).await;
        let missing = if status == StatusCode::OK {
            StatusCode::NOT_FOUND
        } else {
            status
        };
        assert_eq!(request.status, missing, "{role}");
        if status == StatusCode::FORBIDDEN {
            let live = site.get("/admin/performance/live", &cookie).await;
            assert_eq!(live.status, status, "{role}");
        }
    }
}

#[tokio::test]
async fn its_own_requests_are_counted_apart() {
    let site = Site::start().await;
    let cookie = site.cookie().await;
    for _ in 0..3 {
        site.get(PAGES[0], &cookie).await;
    }
    let health = server::insight::performance::Health::FULL;
    site.state
        .panel
        .tick(1_000, &site.state.cache.stats(), health);
    let shown = site.state.performance(&PanelQuery::default(), 1_000).await;
    assert_eq!(shown.cost.requests, 3);
    let routes: Vec<_> = shown
        .requests
        .routes
        .iter()
        .map(|one| &*one.route)
        .collect();
    assert!(!routes.contains(&"/admin/performance"), "{routes:?}");
    assert!(
        shown
            .latest
            .iter()
            .all(|one| one.route != "/admin/performance")
    );
}

#[tokio::test]
async fn what_browsers_measured_is_shown_by_three_of_four_visits() {
    let site = Site::start().await;
    for (visits, body) in [
        (75, "lcp=1000&cls=50&ttfb=100"),
        (20, "lcp=3000&cls=50&inp=700"),
        (5, "lcp=9000&inp=-1&lcp=1&unknown=5&cls=x"),
    ] {
        for _ in 0..visits {
            let answer = site.form(Method::POST, "/vitals", "", body).await;
            assert_eq!(answer.status, StatusCode::NO_CONTENT);
        }
    }
    let health = server::insight::performance::Health::FULL;
    site.state.panel.tick(1_000, &[], health);
    let shown = site.state.performance(&PanelQuery::default(), 1_000).await;
    let counts: Vec<_> = shown
        .vitals
        .iter()
        .map(|one| (&*one.name, one.p75.round(), one.good, one.fair, one.poor))
        .collect();
    // Within the hundredth that histograms lose.
    assert_eq!(counts[0], ("TTFB", 100.0, 75, 0, 0));
    assert!((counts[1].1 - 1_000.0).abs() <= 10.0, "{counts:?}");
    assert_eq!((counts[1].2, counts[1].3, counts[1].4), (75, 20, 5));
    assert_eq!((counts[2].2, counts[2].3, counts[2].4), (0, 0, 20));
    assert!((shown.vitals[3].p75 - 0.05).abs() < 0.001, "{shown:?}");
    assert_eq!(
        shown.requests.all.count, 0,
        "they are no requests of the shop"
    );
}
