//! Taking connections and answering on them (HTTP/1.1; a proxy in front speaks TLS and HTTP/2).

mod write_deadline;

use std::{io, net::SocketAddr, pin::pin, sync::Arc, time::Duration};

use anyhow::Context as _;
use axum::{
    Router,
    extract::{ConnectInfo, Request},
};
use hyper::{body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::{
    rt::{TokioIo, TokioTimer},
    server::graceful::{GracefulShutdown, Watcher},
};
use tokio::{
    net::{TcpListener, TcpStream},
    sync::{OwnedSemaphorePermit, Semaphore},
};
use tokio_util::sync::CancellationToken;
use tower::Service as _;

use self::write_deadline::WriteDeadline;
use crate::config::HttpConfig;

/// Time a client has to take something of an answer that waits for it.
const WRITE_TIMEOUT: Duration = Duration::from_secs(30);

/// Pause after the process ran out of descriptors or memory for a new connection: long enough for
/// others to end, short enough to go unnoticed.
const ACCEPT_PAUSE: Duration = Duration::from_millis(200);

/// An open port, and the limits for those who come in.
///
/// `axum::serve` sets no time limit for a request's head and no limit of connections, and waits
/// without end for open streams when it is told to stop.
#[derive(Debug)]
pub struct Listener {
    socket: TcpListener,
    addr: SocketAddr,
    slots: Arc<Semaphore>,
    header_timeout: Duration,
    shutdown_timeout: Duration,
}

impl Listener {
    /// Opens the port; fails if another program has it.
    pub async fn bind(config: &HttpConfig) -> anyhow::Result<Self> {
        let hint = || format!("cannot listen on {} (VITRINE_ADDR)", config.addr);
        let socket = TcpListener::bind(config.addr).await.with_context(hint)?;
        Ok(Self {
            addr: socket.local_addr().with_context(hint)?,
            socket,
            slots: Arc::new(Semaphore::new(config.max_connections)),
            header_timeout: config.header_timeout,
            shutdown_timeout: config.shutdown_timeout,
        })
    }

    /// Where it listens: tells the port if a free one was asked for.
    pub fn addr(&self) -> SocketAddr {
        self.addr
    }

    /// Answers by `router` until `stop` is cancelled; then takes no more connections and lets
    /// running requests finish within the shutdown timeout.
    ///
    /// Who streams without end must watch `stop` as well.
    pub async fn serve(self, router: Router, stop: CancellationToken) {
        let graceful = GracefulShutdown::new();
        loop {
            let (stream, peer, slot) = tokio::select! {
                biased;
                () = stop.cancelled() => break,
                next = self.next() => next,
            };
            let answered = answer(
                stream,
                peer,
                router.clone(),
                self.header_timeout,
                graceful.watcher(),
            );
            tokio::spawn(async move {
                answered.await;
                drop(slot);
            });
        }
        drop(self.socket);
        let drained = tokio::time::timeout(self.shutdown_timeout, graceful.shutdown());
        if drained.await.is_err() {
            tracing::warn!("stopping with requests still running");
        }
    }

    /// The next connection, once there is room for it. Those beyond the limit wait in the
    /// kernel's queue: slower for them, but nobody is turned away.
    async fn next(&self) -> (TcpStream, SocketAddr, Option<OwnedSemaphorePermit>) {
        // The semaphore is never closed, so there always is a permit in the end.
        let slot = Arc::clone(&self.slots).acquire_owned().await.ok();
        loop {
            match self.socket.accept().await {
                Ok((stream, peer)) => return (stream, peer, slot),
                Err(error) if concerns_one_connection(&error) => {}
                Err(error) => {
                    tracing::error!(%error, "cannot accept connections");
                    tokio::time::sleep(ACCEPT_PAUSE).await;
                }
            }
        }
    }
}

/// Answers all requests of one connection.
async fn answer(
    stream: TcpStream,
    peer: SocketAddr,
    router: Router,
    header_timeout: Duration,
    watcher: Watcher,
) {
    // Answers go out in few large writes; waiting to fill a packet would only delay the last one.
    if let Err(error) = stream.set_nodelay(true) {
        tracing::debug!(%error, "cannot set TCP_NODELAY");
    }
    let service = service_fn(move |request: hyper::Request<Incoming>| {
        let mut request: Request = request.map(axum::body::Body::new);
        request.extensions_mut().insert(ConnectInfo(peer));
        router.clone().call(request)
    });
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(header_timeout)
        .serve_connection(
            TokioIo::new(WriteDeadline::new(stream, WRITE_TIMEOUT)),
            service,
        );
    if let Err(error) = pin!(watcher.watch(connection)).await {
        tracing::debug!(%error, "connection ended early");
    }
}

/// Whether the failure is that of a client which went away before it was let in.
fn concerns_one_connection(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::ConnectionAborted
            | io::ErrorKind::ConnectionRefused
            | io::ErrorKind::ConnectionReset
    )
}
