//! Answers that are no page to keep, given by a service made for it.

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

use axum::{
    Router,
    body::{Body, to_bytes},
    extract::Request,
    middleware::from_fn_with_state,
    response::{IntoResponse as _, Response},
};
use cache::TagClock;
use http::{HeaderMap, StatusCode, header::SET_COOKIE};
use server::{
    config::Config,
    page_cache::{self, PageCache},
    state::AppState,
};
use tower::ServiceExt as _;

/// What a service saw of each request.
type Seen = Arc<std::sync::Mutex<Vec<HeaderMap>>>;

/// The page tier over a service that answers with `answer`, given how many it answered before.
fn site(answer: fn(usize) -> Response) -> (Router, Seen) {
    let lookup = |name: &str| (name == "REDIS_URL").then(|| "redis://127.0.0.1:9/".to_owned());
    let config = Config::from_lookup(&lookup).unwrap();
    let state = AppState::with_clock(config, TagClock::standalone("test")).unwrap();
    let seen = Seen::default();
    let (count, noted) = (AtomicUsize::new(0), Arc::clone(&seen));
    let service = Arc::new(move |request: Request| {
        noted.lock().unwrap().push(request.headers().clone());
        answer(count.fetch_add(1, Ordering::Relaxed))
    });
    let pages = Router::new()
        .fallback(move |request: Request| async move { service(request) })
        .layer(from_fn_with_state(
            PageCache::new(&state, "vitrine"),
            page_cache::serve,
        ));
    (pages, seen)
}

async fn get(site: &Router) -> (StatusCode, HeaderMap, String) {
    let request = Request::get("/search?q=lamp")
        .header("user-agent", "mine")
        .header("accept-language", "de")
        .body(Body::empty())
        .unwrap();
    let (parts, body) = site.clone().oneshot(request).await.unwrap().into_parts();
    let body = to_bytes(body, 1_000_000).await.unwrap();
    let body = String::from_utf8(body.to_vec()).unwrap();
    (parts.status, parts.headers, body)
}

#[tokio::test]
async fn a_cookie_reaches_one_visitor() {
    let (site, _) =
        site(|count| ([(SET_COOKIE, format!("vitrine={count}"))], "hello").into_response());
    let mut cookies = Vec::new();
    for _ in 0..3 {
        let (status, headers, body) = get(&site).await;
        assert_eq!((status, &*body), (StatusCode::OK, "hello"));
        assert_eq!(headers["cache-control"], "private, no-cache");
        cookies.push(headers[SET_COOKIE].to_str().unwrap().to_owned());
    }
    cookies.dedup();
    assert_eq!(cookies.len(), 3, "{cookies:?}");
}

#[tokio::test]
async fn failures_and_redirects_are_not_kept() {
    for (status, answer) in [
        (
            500,
            (|_| StatusCode::INTERNAL_SERVER_ERROR.into_response()) as fn(usize) -> Response,
        ),
        (503, |_| {
            (StatusCode::SERVICE_UNAVAILABLE, [("retry-after", "7")]).into_response()
        }),
        (303, |_| {
            axum::response::Redirect::to("/elsewhere").into_response()
        }),
        (204, |_| StatusCode::NO_CONTENT.into_response()),
    ] {
        let (site, seen) = site(answer);
        for asked in 1..=2 {
            let (found, headers, _) = get(&site).await;
            assert_eq!(found.as_u16(), status);
            assert_eq!(
                seen.lock().unwrap().len(),
                asked,
                "{status} is asked for each time"
            );
            if status == 503 {
                assert_eq!(headers["retry-after"], "7");
            }
        }
    }
}

#[tokio::test]
async fn a_shared_page_is_made_without_a_word_of_its_visitor() {
    let (site, seen) = site(|_| "hello".into_response());
    get(&site).await;
    get(&site).await;
    let seen = seen.lock().unwrap();
    assert_eq!(seen.len(), 1);
    assert!(seen[0].is_empty(), "{:?}", seen[0]);
}
