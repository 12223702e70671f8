//! A client that speaks HTTP by hand, and a server to speak to.

use std::{net::SocketAddr, time::Duration};

use axum::Router;
use server::{config::Config, serve::Listener};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
    task::JoinHandle,
};
use tokio_util::sync::CancellationToken;

/// Time after which a test gives up waiting.
pub(crate) const PATIENCE: Duration = Duration::from_secs(10);

/// A running server in this process.
pub(crate) struct Server {
    pub(crate) addr: SocketAddr,
    pub(crate) stop: CancellationToken,
    pub(crate) ended: JoinHandle<()>,
}

impl Server {
    /// Serves `router` on a free port.
    pub(crate) async fn start(router: Router, variables: &[(&str, &str)]) -> Self {
        let listener = Listener::bind(&config(variables).http).await.unwrap();
        let addr = listener.addr();
        let stop = CancellationToken::new();
        let ended = tokio::spawn(listener.serve(router, stop.clone()));
        Self { addr, stop, ended }
    }
}

/// The configuration of a server on a free port.
pub(crate) fn config(variables: &[(&str, &str)]) -> Config {
    let lookup = |name: &str| {
        let found = variables.iter().find(|(known, _)| *known == name);
        match (found, name) {
            (Some((_, value)), _) => Some((*value).to_owned()),
            (None, "VITRINE_ADDR") => Some("127.0.0.1:0".to_owned()),
            (None, _) => None,
        }
    };
    Config::from_lookup(&lookup).unwrap()
}

/// A connection on which `text` was sent.
pub(crate) async fn open(addr: SocketAddr, text: &str) -> TcpStream {
    let mut stream = TcpStream::connect(addr).await.unwrap();
    stream.write_all(text.as_bytes()).await.unwrap();
    stream
}

/// Everything the server says until it closes the connection.
pub(crate) async fn rest(mut stream: TcpStream) -> String {
    let mut bytes = Vec::new();
    let read = tokio::time::timeout(PATIENCE, stream.read_to_end(&mut bytes));
    match read.await.expect("the server keeps the connection open") {
        Ok(_) => String::from_utf8(bytes).unwrap(),
        // Closed with something of ours unread.
        Err(error) => {
            assert_eq!(error.kind(), std::io::ErrorKind::ConnectionReset);
            String::from_utf8(bytes).unwrap()
        }
    }
}

/// Reads until `text` has come.
pub(crate) async fn read_until(stream: &mut TcpStream, text: &str) -> String {
    let mut read = Vec::new();
    let reading = async {
        while !String::from_utf8_lossy(&read).contains(text) {
            let mut bytes = [0; 1024];
            let count = stream.read(&mut bytes).await.unwrap();
            assert_ne!(count, 0, "closed after {}", String::from_utf8_lossy(&read));
            read.extend_from_slice(&bytes[..count]);
        }
    };
    tokio::time::timeout(PATIENCE, reading).await.expect(text);
    String::from_utf8(read).unwrap()
}

/// The answer to a request for `path` on a connection of its own.
pub(crate) async fn get(addr: SocketAddr, path: &str) -> String {
    let request = format!("GET {path} HTTP/1.1\r\nhost: test\r\nconnection: close\r\n\r\n");
    rest(open(addr, &request).await).await
}
