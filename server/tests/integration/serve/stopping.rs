//! Stopping: what runs may finish, what idles or never ends is not waited for.

use std::{convert::Infallible, sync::Arc, time::Duration};

use axum::{Router, body::Body, routing::get};
use tokio::{net::TcpStream, sync::Notify, time::timeout};
use tokio_util::sync::CancellationToken;

use crate::serve::client::{PATIENCE, Server, open, read_until, rest};

const GET: &str = "GET / HTTP/1.1\r\nhost: test\r\n\r\n";

/// A handler that has begun, and goes on when told.
#[derive(Clone, Default)]
struct Gate {
    begun: Arc<Notify>,
    go_on: Arc<Notify>,
}

impl Gate {
    fn router(&self) -> Router {
        let gate = self.clone();
        Router::new().route(
            "/",
            get(async move || {
                gate.begun.notify_one();
                gate.go_on.notified().await;
                "finished"
            }),
        )
    }
}

async fn refused(addr: std::net::SocketAddr) -> bool {
    TcpStream::connect(addr).await.is_err()
}

#[tokio::test]
async fn a_running_request_is_finished() {
    let gate = Gate::default();
    let server = Server::start(gate.router(), &[]).await;
    let stream = open(server.addr, GET).await;
    gate.begun.notified().await;
    server.stop.cancel();
    timeout(PATIENCE, async {
        while !refused(server.addr).await {
            tokio::task::yield_now().await;
        }
    })
    .await
    .expect("new connections are still taken");
    assert!(!server.ended.is_finished());
    gate.go_on.notify_one();
    let answer = rest(stream).await;
    assert!(
        answer.starts_with("HTTP/1.1 200") && answer.ends_with("finished"),
        "{answer}"
    );
    timeout(PATIENCE, server.ended)
        .await
        .expect("does not end")
        .unwrap();
}

#[tokio::test]
async fn a_request_that_never_ends_is_not_waited_for_beyond_the_deadline() {
    let gate = Gate::default();
    let server = Server::start(gate.router(), &[("VITRINE_SHUTDOWN_TIMEOUT_MS", "100")]).await;
    let _stream = open(server.addr, GET).await;
    gate.begun.notified().await;
    server.stop.cancel();
    timeout(PATIENCE, server.ended)
        .await
        .expect("does not end")
        .unwrap();
}

/// Far less than the ten seconds running requests have.
const AT_ONCE: Duration = Duration::from_secs(2);

#[tokio::test]
async fn idle_connections_do_not_hold_it_up() {
    let router = Router::new().route("/", get(async || "hello"));
    let server = Server::start(router, &[]).await;
    let mut used = open(server.addr, GET).await;
    read_until(&mut used, "hello").await;
    let fresh = open(server.addr, "").await;
    // Answered after `fresh` was accepted, for connections are accepted in turn.
    let mut last = open(server.addr, GET).await;
    read_until(&mut last, "hello").await;

    server.stop.cancel();
    timeout(AT_ONCE, server.ended)
        .await
        .expect("waits for idle connections")
        .unwrap();
    for stream in [used, fresh, last] {
        assert_eq!(rest(stream).await, "");
    }
}

#[tokio::test]
async fn streams_that_watch_the_signal_end_with_it() {
    let stop = CancellationToken::new();
    let watched = stop.clone();
    let events = move || {
        let watched = watched.clone();
        async move {
            let beats = futures::stream::unfold(0, |count| async move {
                tokio::time::sleep(Duration::from_millis(10)).await;
                Some((Ok::<_, Infallible>(format!("beat {count}\n")), count + 1))
            });
            let until = watched.cancelled_owned();
            Body::from_stream(futures::StreamExt::take_until(beats, until))
        }
    };
    let server = Server::start(Router::new().route("/", get(events)), &[]).await;
    let mut stream = open(server.addr, GET).await;
    read_until(&mut stream, "beat 0").await;
    stop.cancel();
    server.stop.cancel();
    timeout(AT_ONCE, server.ended)
        .await
        .expect("waits for a stream")
        .unwrap();
    let answer = rest(stream).await;
    assert!(
        answer.ends_with("0\r\n\r\n"),
        "the stream was torn off: {answer}"
    );
}
