//! A TCP proxy before a server, which can hang and come back.

use std::{net::SocketAddr, sync::Arc};

use tokio::{
    io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _},
    net::{TcpListener, TcpStream},
    sync::watch,
};

/// Passes everything on, both ways, while it is not frozen. Ends with the test's runtime.
pub(crate) struct Proxy {
    addr: SocketAddr,
    is_frozen: Arc<watch::Sender<bool>>,
}

impl Proxy {
    /// Before the server at `target`, host and port.
    pub(crate) async fn before(target: String) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let addr = listener.local_addr().expect("an address");
        let is_frozen = Arc::new(watch::Sender::new(false));
        let frozen = is_frozen.subscribe();
        tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                let (target, frozen) = (target.clone(), frozen.clone());
                tokio::spawn(async move {
                    if let Ok(server) = TcpStream::connect(target).await {
                        let (from_client, to_client) = client.into_split();
                        let (from_server, to_server) = server.into_split();
                        tokio::spawn(pass_on(from_client, to_server, frozen.clone()));
                        tokio::spawn(pass_on(from_server, to_client, frozen));
                    }
                });
            }
        });
        Self { addr, is_frozen }
    }

    pub(crate) fn addr(&self) -> SocketAddr {
        self.addr
    }

    /// Holds everything back; connections stay open and new ones are taken.
    pub(crate) fn freeze(&self) {
        self.is_frozen.send_replace(true);
    }

    /// Goes on where it stopped.
    pub(crate) fn thaw(&self) {
        self.is_frozen.send_replace(false);
    }
}

async fn pass_on(
    mut from: impl AsyncRead + Unpin,
    mut to: impl AsyncWrite + Unpin,
    mut frozen: watch::Receiver<bool>,
) {
    let mut buffer = vec![0; 16 * 1024];
    while let Ok(size @ 1..) = from.read(&mut buffer).await {
        if frozen.wait_for(|frozen| !frozen).await.is_err() {
            return;
        }
        if to.write_all(&buffer[..size]).await.is_err() {
            return;
        }
    }
}
