//! Sessions as requests see them.

use std::time::Duration;

use axum::{
    Router,
    body::Body,
    routing::{get, post},
};
use http::{
    Request, Response, StatusCode,
    header::{COOKIE, SET_COOKIE},
};
use redis::Commands as _;
use serde_json::json;
use server::{
    config::{SessionConfig, SessionLimits},
    session::{LogIn, RedisSessionStore, TypedSession, layer},
};
use time::OffsetDateTime;
use tokio::sync::Semaphore;
use tower::ServiceExt as _;
use tower_sessions::{
    Session, SessionStore as _,
    session::{Id, Record},
};

use crate::support::redis_server::RedisServer;

const LIMITS: SessionLimits = SessionLimits {
    idle: Duration::from_hours(14 * 24),
    absolute: Duration::from_hours(60 * 24),
};

fn config(secure_cookies: bool) -> SessionConfig {
    SessionConfig {
        secure_cookies,
        deadline: Duration::from_millis(250),
        customers: LIMITS,
        staff: LIMITS,
    }
}

fn store(redis: &RedisServer) -> RedisSessionStore {
    RedisSessionStore::lazy(&redis.url(), &config(true)).unwrap()
}

/// A site that tells who is logged in, and logs number 42 in and out.
fn site(redis: &RedisServer, secure_cookies: bool) -> Router {
    Router::new()
        .route("/", get(async || "hello"))
        .route("/who", get(who))
        .route("/log-in", post(log_in))
        .route("/log-out", post(log_out))
        .layer(layer(store(redis), &config(secure_cookies)))
}

async fn who(session: TypedSession) -> Result<String, StatusCode> {
    let unavailable = |_| StatusCode::SERVICE_UNAVAILABLE;
    let holder = session.holder().await.map_err(unavailable)?;
    session.renew().await.map_err(unavailable)?;
    Ok(format!("{:?}", holder.map(|holder| holder.user_id)))
}

async fn log_in(session: TypedSession) -> StatusCode {
    let log_in = LogIn {
        user_id: 42,
        epoch: 0,
        limits: LIMITS,
        device: "Firefox on Linux".to_owned(),
    };
    match session.log_in(&log_in).await {
        Ok(()) => StatusCode::SEE_OTHER,
        Err(_) => StatusCode::CONFLICT,
    }
}

async fn log_out(session: TypedSession) -> StatusCode {
    match session.log_out().await {
        Ok(()) => StatusCode::SEE_OTHER,
        Err(_) => StatusCode::SERVICE_UNAVAILABLE,
    }
}

async fn send(site: &Router, method: &str, path: &str, cookie: &str) -> Response<Body> {
    let mut request = Request::builder().method(method).uri(path);
    if !cookie.is_empty() {
        request = request.header(COOKIE, cookie);
    }
    let request = request.body(Body::empty()).unwrap();
    site.clone().oneshot(request).await.unwrap()
}

async fn text(response: Response<Body>) -> String {
    let body = axum::body::to_bytes(response.into_body(), 10_000)
        .await
        .unwrap();
    String::from_utf8(body.to_vec()).unwrap()
}

fn set_cookie(response: &Response<Body>) -> String {
    let mut cookies = response.headers().get_all(SET_COOKIE).iter();
    let cookie = cookies
        .next()
        .expect("no cookie is set")
        .to_str()
        .unwrap()
        .to_owned();
    assert!(cookies.next().is_none(), "more than one cookie is set");
    cookie
}

/// What the browser sends back of a cookie.
fn pair(set_cookie: &str) -> String {
    set_cookie.split(';').next().unwrap_or_default().to_owned()
}

#[tokio::test]
async fn a_log_in_lasts_until_the_log_out() {
    let redis = RedisServer::start();
    let site = site(&redis, true);
    let cookie = pair(&set_cookie(&send(&site, "POST", "/log-in", "").await));
    assert_eq!(
        text(send(&site, "GET", "/who", &cookie).await).await,
        "Some(42)"
    );

    let removal = set_cookie(&send(&site, "POST", "/log-out", &cookie).await);
    assert!(removal.starts_with("__Host-vitrine=; "), "{removal}");
    for attribute in ["Max-Age=0", "Path=/", "Secure"] {
        assert!(
            removal.split("; ").any(|part| part == attribute),
            "{removal}"
        );
    }

    let after = send(&site, "GET", "/who", &cookie).await;
    assert!(set_cookie(&after).contains("Max-Age=0"));
    assert_eq!(text(after).await, "None");
    assert_eq!(redis.session_keys(), [""; 0]);
}

#[tokio::test]
async fn the_cookie_is_as_narrow_as_can_be() {
    let redis = RedisServer::start();
    let secure = set_cookie(&send(&site(&redis, true), "POST", "/log-in", "").await);
    let mut attributes: Vec<&str> = secure.split("; ").skip(1).collect();
    attributes.sort_unstable();
    assert!(secure.starts_with("__Host-vitrine="), "{secure}");
    let [http_only, age, path, same_site, secure] = attributes.as_slice() else {
        panic!("{attributes:?}");
    };
    assert_eq!(
        [*http_only, *path, *same_site, *secure],
        ["HttpOnly", "Path=/", "SameSite=Lax", "Secure"]
    );
    let age: u64 = age.strip_prefix("Max-Age=").unwrap().parse().unwrap();
    let idle = LIMITS.idle.as_secs();
    assert!((idle - 10..=idle).contains(&age), "{age}");

    let plain = set_cookie(&send(&site(&redis, false), "POST", "/log-in", "").await);
    assert!(plain.starts_with("vitrine="), "{plain}");
    assert!(!plain.contains("Secure"), "{plain}");
}

#[tokio::test]
async fn logging_in_changes_the_id_and_ends_the_old_session() {
    let redis = RedisServer::start();
    let site = site(&redis, true);
    let first = pair(&set_cookie(&send(&site, "POST", "/log-in", "").await));
    let second = pair(&set_cookie(&send(&site, "POST", "/log-in", &first).await));
    assert_ne!(first, second);
    assert_eq!(text(send(&site, "GET", "/who", &first).await).await, "None");
    assert_eq!(
        text(send(&site, "GET", "/who", &second).await).await,
        "Some(42)"
    );
}

#[tokio::test]
async fn cookies_that_were_never_given_are_a_guests() {
    let redis = RedisServer::start();
    let site = site(&redis, true);
    for value in [
        "",
        "x",
        "AAAAAAAAAAAAAAAAAAAAAA",
        "%00",
        "../../x",
        "\"",
        &"A".repeat(5_000),
    ] {
        let response = send(&site, "GET", "/who", &format!("__Host-vitrine={value}")).await;
        assert_eq!(response.status(), StatusCode::OK, "{value}");
        assert_eq!(text(response).await, "None", "{value}");
    }
    // The id in the cookie of plain http is not taken from another name.
    let cookie = pair(&set_cookie(&send(&site, "POST", "/log-in", "").await));
    let renamed = cookie.replace("__Host-", "");
    assert_eq!(
        text(send(&site, "GET", "/who", &renamed).await).await,
        "None"
    );
}

#[tokio::test]
async fn a_chosen_id_is_never_adopted() {
    let redis = RedisServer::start();
    let site = site(&redis, true);
    let chosen = "__Host-vitrine=AAAAAAAAAAAAAAAAAAAAAA";
    let given = pair(&set_cookie(&send(&site, "POST", "/log-in", chosen).await));
    assert_ne!(given, chosen);
    assert_eq!(text(send(&site, "GET", "/who", chosen).await).await, "None");
}

#[tokio::test]
async fn who_does_not_ask_for_the_session_does_not_ask_redis() {
    let redis = RedisServer::start();
    let site = site(&redis, true);
    let cookie = pair(&set_cookie(&send(&site, "POST", "/log-in", "").await));
    let mut watcher = redis.connect().unwrap();
    let mut commands = || -> u64 {
        let info: redis::InfoDict = redis::cmd("INFO").arg("stats").query(&mut watcher).unwrap();
        info.get("total_commands_processed").unwrap()
    };
    // Asking for the figure is one command.
    let before = commands();
    for cookie in ["", &cookie, "__Host-vitrine=garbage"] {
        assert_eq!(text(send(&site, "GET", "/", cookie).await).await, "hello");
    }
    assert_eq!(text(send(&site, "GET", "/who", "").await).await, "None");
    assert_eq!(commands(), before + 1);
    // The figure does move when the session is asked for.
    send(&site, "GET", "/who", &cookie).await;
    assert_eq!(commands(), before + 3);
}

#[tokio::test]
async fn a_visit_puts_off_the_end_once_in_a_while() {
    let redis = RedisServer::start();
    let site = site(&redis, true);
    let soon = OffsetDateTime::now_utc() + Duration::from_mins(1);
    let long_ago = soon.unix_timestamp() - 10 * 24 * 60 * 60;
    let idle = LIMITS.idle.as_secs();
    let log_in = json!({
        "user_id": 42, "epoch": 0, "device": "", "began": long_ago, "confirmed": long_ago, "seen": long_ago,
        "idle": idle, "ends": long_ago.saturating_add_unsigned(LIMITS.absolute.as_secs()),
    });
    let mut record = Record {
        id: Id::default(),
        data: [("log_in".to_owned(), log_in)].into(),
        expiry_date: soon,
    };
    store(&redis).create(&mut record).await.unwrap();
    let cookie = format!("__Host-vitrine={}", record.id);

    let renewed = send(&site, "GET", "/who", &cookie).await;
    assert_eq!(pair(&set_cookie(&renewed)), cookie);
    let left: u64 = redis
        .connect()
        .unwrap()
        .ttl(&redis.session_keys()[0])
        .unwrap();
    assert!(left > LIMITS.idle.as_secs() - 60, "{left} s");

    let again = send(&site, "GET", "/who", &cookie).await;
    assert!(!again.headers().contains_key(SET_COOKIE));
    assert_eq!(text(again).await, "Some(42)");
}

#[tokio::test]
async fn a_session_ended_elsewhere_is_not_brought_back_by_a_request_that_holds_it() {
    static READ: Semaphore = Semaphore::const_new(0);
    static ENDED: Semaphore = Semaphore::const_new(0);
    let redis = RedisServer::start();
    let slow = async |session: axum::Extension<Session>| {
        let user: Option<serde_json::Value> = session.get("log_in").await.unwrap();
        READ.add_permits(1);
        let _ended = ENDED.acquire().await;
        session.insert("seen", user).await.unwrap();
        "done"
    };
    let slow = Router::new()
        .route("/slow", get(slow))
        .layer(layer(store(&redis), &config(true)))
        .merge(site(&redis, true));

    let cookie = pair(&set_cookie(&send(&slow, "POST", "/log-in", "").await));
    let (held, ()) = tokio::join!(send(&slow, "GET", "/slow", &cookie), async {
        let _read = READ.acquire().await;
        send(&slow, "POST", "/log-out", &cookie).await;
        ENDED.add_permits(1);
    });
    assert!(held.status().is_server_error());
    assert!(!held.headers().contains_key(SET_COOKIE));
    assert_eq!(redis.session_keys(), [""; 0]);
    assert_eq!(
        text(send(&slow, "GET", "/who", &cookie).await).await,
        "None"
    );
}

#[tokio::test]
async fn without_redis_nobody_is_logged_in_or_out_by_mistake() {
    let mut redis = RedisServer::start();
    let site = site(&redis, true);
    let cookie = pair(&set_cookie(&send(&site, "POST", "/log-in", "").await));
    redis.stop();
    for cookie in ["", &cookie] {
        // The handler's own answer arrives: the layer does not try to write once more.
        let response = send(&site, "POST", "/log-in", cookie).await;
        assert_eq!(response.status(), StatusCode::CONFLICT);
        assert!(!response.headers().contains_key(SET_COOKIE));
    }
    for (method, path) in [("GET", "/who"), ("POST", "/log-out")] {
        let response = send(&site, method, path, &cookie).await;
        assert_eq!(response.status(), StatusCode::SERVICE_UNAVAILABLE);
        assert!(
            !response.headers().contains_key(SET_COOKIE),
            "the cookie stays"
        );
    }
    assert_eq!(
        send(&site, "GET", "/", &cookie).await.status(),
        StatusCode::OK
    );
}

#[tokio::test]
async fn a_full_redis_logs_nobody_in() {
    let redis = RedisServer::start();
    let site = site(&redis, true);
    let cookie = pair(&set_cookie(&send(&site, "POST", "/log-in", "").await));
    let () = redis::cmd("CONFIG")
        .arg(&["SET", "maxmemory", "1"])
        .query(&mut redis.connect().unwrap())
        .unwrap();
    let guest = send(&site, "POST", "/log-in", "").await;
    assert_eq!(guest.status(), StatusCode::CONFLICT);
    assert!(!guest.headers().contains_key(SET_COOKIE));
    // The old session had to end before a new one could begin.
    let known = send(&site, "POST", "/log-in", &cookie).await;
    assert_eq!(known.status(), StatusCode::CONFLICT);
    assert!(set_cookie(&known).contains("Max-Age=0"));
}

/// Handlers of other rooms get a plain 500, not a guest, if the layer was forgotten.
#[tokio::test]
async fn without_the_layer_there_is_no_session() {
    let site = Router::new().route("/who", get(who));
    assert_eq!(
        send(&site, "GET", "/who", "").await.status(),
        StatusCode::INTERNAL_SERVER_ERROR
    );
}
