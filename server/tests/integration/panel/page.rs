//! Who sees the panel.

use app::model::performance::PanelQuery;
use http::StatusCode;

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
