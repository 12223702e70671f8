//! Slow, silent and too many clients.

use std::time::{Duration, Instant};

use axum::{Router, extract::ConnectInfo, routing::get};

use crate::serve::client::{self, Server, config, open, read_until, rest};

const GET: &str = "GET / HTTP/1.1\r\nhost: test\r\n\r\n";

fn hello() -> Router {
    Router::new().route("/", get(async || "hello"))
}

/// How long the server bore with a client who said only this.
async fn borne(said: &str) -> Duration {
    let server = Server::start(hello(), &[("VITRINE_HEADER_TIMEOUT_MS", "100")]).await;
    let stream = open(server.addr, said).await;
    let begun = Instant::now();
    let answer = rest(stream).await;
    assert!(!answer.contains("200 OK"), "{answer}");
    begun.elapsed()
}

#[tokio::test]
async fn a_slow_head_is_cut_off_at_the_deadline() {
    for said in ["", "GET / HT", "GET / HTTP/1.1\r\nhost: te"] {
        let borne = borne(said).await;
        assert!(borne >= Duration::from_millis(90), "{said:?}: {borne:?}");
        assert!(borne < Duration::from_secs(5), "{said:?}: {borne:?}");
    }
}

#[tokio::test]
async fn an_idle_connection_is_closed_at_the_deadline() {
    let server = Server::start(hello(), &[("VITRINE_HEADER_TIMEOUT_MS", "100")]).await;
    let mut stream = open(server.addr, GET).await;
    read_until(&mut stream, "hello").await;
    assert_eq!(rest(stream).await, "");
}

#[tokio::test]
async fn a_connection_may_be_used_again() {
    let server = Server::start(hello(), &[]).await;
    let mut stream = open(server.addr, GET).await;
    read_until(&mut stream, "hello").await;
    tokio::io::AsyncWriteExt::write_all(&mut stream, GET.as_bytes())
        .await
        .unwrap();
    read_until(&mut stream, "hello").await;
}

#[tokio::test]
async fn connections_beyond_the_limit_wait_for_their_turn() {
    let server = Server::start(hello(), &[("VITRINE_MAX_CONNECTIONS", "1")]).await;
    let mut first = open(server.addr, GET).await;
    read_until(&mut first, "hello").await;

    let mut second = open(server.addr, GET).await;
    let mut byte = [0];
    let early = tokio::time::timeout(Duration::from_millis(200), second.peek(&mut byte)).await;
    assert!(early.is_err(), "answered beyond the limit");
    drop(first);
    read_until(&mut second, "hello").await;
}

#[tokio::test]
async fn handlers_learn_who_connected() {
    let address =
        get(async |ConnectInfo(peer): ConnectInfo<std::net::SocketAddr>| peer.to_string());
    let server = Server::start(Router::new().route("/", address), &[]).await;
    let mut stream = open(server.addr, GET).await;
    let expected = stream.local_addr().unwrap().to_string();
    read_until(&mut stream, &expected).await;
}

#[tokio::test]
async fn nonsense_is_answered_with_400_and_the_server_lives_on() {
    let server = Server::start(hello(), &[]).await;
    let answer = rest(open(server.addr, "\u{16}\u{3}\u{1} hello\r\n\r\n").await).await;
    assert!(answer.starts_with("HTTP/1.1 400"), "{answer}");
    assert!(client::get(server.addr, "/").await.ends_with("hello"));
}

#[tokio::test]
async fn a_port_in_use_is_named() {
    let server = Server::start(hello(), &[]).await;
    let taken = server.addr.to_string();
    let config = config(&[("VITRINE_ADDR", &taken)]);
    let error = server::serve::Listener::bind(&config.http)
        .await
        .unwrap_err();
    let text = format!("{error:#}");
    assert!(
        text.contains("VITRINE_ADDR") && text.contains(&taken),
        "{text}"
    );
    assert!(text.contains("in use"), "{text}");
}
