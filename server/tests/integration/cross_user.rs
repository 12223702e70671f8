//! What belongs to one visitor is on no page of another, whoever asked first, and on no page that is kept for all.

mod world;

use axum::body::Body;
use http::{Request, StatusCode, header::SET_COOKIE};

use self::world::{Visitor, World};
use crate::log_in::site::{Answer, Site};

/// Who asks for each page first, second and third: the accounts are 0 and 1, the guest is 2.
const ORDERS: [[usize; 3]; 4] = [[0, 1, 2], [1, 0, 2], [2, 1, 0], [0, 2, 1]];

/// Whether it is a page that everybody gets.
fn is_shared(answer: &Answer) -> bool {
    let status = answer.headers.get("cache-status");
    let status = status.map_or("", |status| status.to_str().unwrap());
    status.contains("hit") || status.contains("fwd=miss")
}

/// Neither its headers nor its body tell anything of `other`.
fn assert_nothing_of(other: &Visitor, answer: &Answer, path: &str) {
    let headers = format!("{:?}", answer.headers);
    for secret in &other.secrets {
        let told = answer.body.contains(secret) || headers.contains(secret);
        assert!(!told, "{path} tells {secret}");
    }
}

#[tokio::test]
async fn no_page_tells_anything_of_somebody_else() {
    let world = World::new().await;
    let paths = world.paths().await;
    let mut shared = 0;
    for order in ORDERS {
        world.forget_pages();
        for path in &paths {
            for asking in order {
                let answer = world.get(path, asking).await;
                let is_shared = is_shared(&answer);
                shared += usize::from(is_shared);
                assert!(
                    !is_shared || !answer.headers.contains_key(SET_COOKIE),
                    "{path}"
                );
                for (number, other) in world.visitors.iter().enumerate() {
                    if number != asking || is_shared {
                        assert_nothing_of(other, &answer, path);
                    }
                }
            }
        }
    }
    assert!(shared > 0, "no page was shared at all");
}

/// What is looked for would be found: each account's own pages have it, and nobody else's.
#[tokio::test]
async fn everybody_has_pages_of_their_own() {
    let world = World::new().await;
    for asking in [0, 1] {
        let own = &world.visitors[asking];
        let me = world.get("/me", asking).await;
        assert!(me.body.contains(&own.email) && me.body.contains(&own.name));
        let sessions = world.get("/me/sessions", asking).await;
        let named = own.keys.iter().filter(|key| sessions.body.contains(*key));
        assert_eq!(named.count(), 1, "the session beside this one");
        let kept = world.get("/favourites/ids", asking).await;
        assert_eq!(kept.body, own.favourite);
    }
    for asking in 0..3 {
        let page = world.get("/favourites", asking).await;
        assert_eq!(page.status, StatusCode::OK);
        for (number, visitor) in world.visitors.iter().take(2).enumerate() {
            let card = format!("data-id=\"{}\"", visitor.favourite);
            assert_eq!(page.body.contains(&card), number == asking);
        }
    }
}

/// A page is made of its address alone, so nobody can leave anything in it for those who come after.
#[tokio::test]
async fn nothing_that_a_visitor_sends_is_left_on_a_page_that_is_kept() {
    let site = Site::keeping_pages(60).await;
    let slug = site
        .names("SELECT slug AS name FROM products WHERE status = 'published' LIMIT 1")
        .await;
    let paths = ["/", "/search?q=black", &format!("/p/{}", slug[0])];
    for path in paths {
        let request = [
            ("host", "canary.example"),
            ("forwarded", "host=canary.example"),
            ("x-forwarded-host", "canary.example"),
            ("x-forwarded-for", "canary"),
            ("x-original-url", "/canary"),
            ("x-request-id", "canary-1"),
            ("user-agent", "canary"),
            ("accept-language", "canary"),
            ("referer", "https://canary.example/"),
            ("cookie", "theme=canary"),
        ]
        .into_iter()
        .fold(Request::get(path), |request, (name, value)| {
            request.header(name, value)
        });
        let first = site.send(request, "", Body::empty()).await;
        assert_eq!(first.headers["cache-status"], "vitrine; fwd=miss", "{path}");
        let second = site.get(path, "").await;
        assert_eq!(second.headers["cache-status"], "vitrine; hit", "{path}");
        assert!(!format!("{:?}", second.headers).contains("canary"));
        assert!(!second.body.contains("canary"), "{path}: {}", second.body);
    }
}
