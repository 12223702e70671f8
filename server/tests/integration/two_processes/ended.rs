//! A cookie whose session has ended.

use http::{StatusCode, header::SET_COOKIE};

use super::pair::{A, ADA, B, BOB, BOTH, EVE, PATIENT, Pair};
use crate::{log_in::site::PASSWORD, support::redis_server::RedisServer};

const NEW: &str = "four plain words suffice";

#[tokio::test]
async fn what_one_process_ends_has_ended_in_both() {
    let pair = Pair::start(PATIENT).await;
    let cookie = pair.cookie(A, ADA).await;
    pair.assert_known(&cookie, ADA, "logged in").await;
    assert_eq!(pair.post(A, "/log-out", &cookie, &[]).await.location(), "/");
    pair.assert_refused(&cookie, "logged out").await;

    let (own, other) = (pair.cookie(A, ADA).await, pair.cookie(B, ADA).await);
    let fields = [("password", PASSWORD), ("new", NEW)];
    let changed = pair.post(A, "/me/password", &own, &fields).await;
    assert_eq!(changed.location(), "/me?done=password");
    let anew = changed.cookie().expect("a new id");
    pair.assert_refused(&other, "password changed").await;
    pair.assert_refused(&own, "password changed, the id before")
        .await;
    pair.assert_known(&anew, ADA, "password changed").await;

    let others = pair.cookie(B, BOB).await;
    pair.end_sessions(ADA);
    pair.assert_refused(&anew, "ended by an operator").await;
    pair.assert_known(&others, BOB, "somebody else's").await;
}

/// How the Redis of the sessions fails.
#[derive(Clone, Copy)]
enum Failure {
    /// It hangs, and later does all that it was told meanwhile.
    Hangs,
    /// It ends, and comes back with what it held at that moment: as a replica that takes over.
    Restored,
}

impl Failure {
    fn begin(self, redis: &mut RedisServer) {
        match self {
            Self::Hangs => redis.freeze(),
            Self::Restored => {
                redis.command(&["SAVE"]);
                redis.stop();
            }
        }
    }

    fn end(self, redis: &mut RedisServer) {
        match self {
            Self::Hangs => redis.thaw(),
            Self::Restored => redis.start_again(),
        }
    }
}

#[tokio::test]
async fn what_ends_while_redis_hangs_has_ended_in_both() {
    what_ends_during(Failure::Hangs).await;
}

#[tokio::test]
async fn what_ends_while_redis_is_gone_is_not_brought_back_by_one_that_still_holds_it() {
    what_ends_during(Failure::Restored).await;
}

async fn what_ends_during(failure: Failure) {
    let mut pair = Pair::start(&[]).await;
    let (adas, kept) = (pair.cookie(A, ADA).await, pair.cookie(B, ADA).await);
    let (bobs, eves) = (pair.cookie(B, BOB).await, pair.cookie(B, EVE).await);
    let token = pair.reset_token(BOB).await;
    failure.begin(&mut pair.redis);

    let out = pair.post(A, "/log-out", &adas, &[]).await;
    assert_eq!(out.location(), "/");
    assert!(out.headers.contains_key(SET_COOKIE) && out.cookie().is_none());
    let fields = [("token", token.as_str()), ("password", NEW)];
    let reset = pair.post(A, "/reset", "", &fields).await;
    assert_eq!(reset.location(), "/log-in?done=reset");
    pair.end_sessions(EVE);
    assert_closed(&pair, &kept).await;

    failure.end(&mut pair.redis);
    if matches!(failure, Failure::Restored) {
        assert_eq!(pair.redis.session_keys().len(), 4, "it holds all of them");
    }
    pair.healed().await;
    pair.assert_refused(&adas, "logged out").await;
    pair.assert_refused(&bobs, "password reset").await;
    pair.assert_refused(&eves, "ended by an operator").await;
    pair.assert_known(&kept, ADA, "ended by nobody").await;
    let bob = pair.log_in(B, BOB, NEW).await;
    assert_eq!(bob.location(), "/me", "the new password counts");
}

/// Without Redis nobody logs in, nobody is taken for a guest, no password is half changed, and the shop is open.
async fn assert_closed(pair: &Pair, cookie: &str) {
    for at in BOTH {
        let log_in = pair.log_in(at, ADA, PASSWORD).await;
        assert_eq!(log_in.status, StatusCode::SERVICE_UNAVAILABLE);
        let said = "This is not possible right now.";
        assert!(log_in.body.contains(said), "{}", log_in.body);
        assert!(!log_in.headers.contains_key(SET_COOKIE));

        let me = pair.get(at, "/me", cookie).await;
        assert_eq!(me.status, StatusCode::SERVICE_UNAVAILABLE);
        assert!(!me.headers.contains_key(SET_COOKIE));

        let fields = [("password", PASSWORD), ("new", NEW)];
        let change = pair.post(at, "/me/password", cookie, &fields).await;
        assert_eq!(change.status, StatusCode::SERVICE_UNAVAILABLE);
        assert!(!change.headers.contains_key(SET_COOKIE));

        assert_eq!(pair.get(at, "/", cookie).await.status, StatusCode::OK);
    }
}
