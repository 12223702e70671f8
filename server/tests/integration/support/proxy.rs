//! A TCP proxy before a server, which can hang or be slow, and come back.

use std::{net::SocketAddr, path::PathBuf, sync::Arc, time::Duration};

use tokio::{
    io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _, split},
    net::{TcpListener, TcpStream, UnixStream},
    sync::watch,
    time::sleep,
};

/// Passes everything on, both ways, while it is not frozen. Ends with the test's runtime.
pub(crate) struct Proxy {
    addr: SocketAddr,
    trouble: Arc<watch::Sender<Trouble>>,
}

/// What the proxy does to what it passes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Trouble {
    None,
    Frozen,
    Slow(Duration),
}

/// The server behind it.
#[derive(Debug, Clone)]
enum Target {
    /// Host and port.
    Tcp(String),
    Socket(PathBuf),
}

impl Proxy {
    /// Before the server at `target`, host and port.
    pub(crate) async fn before(target: String) -> Self {
        Self::start(Target::Tcp(target)).await
    }

    /// Before the server that listens on a socket in the file system.
    pub(crate) async fn before_socket(path: PathBuf) -> Self {
        Self::start(Target::Socket(path)).await
    }

    async fn start(target: Target) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let addr = listener.local_addr().expect("an address");
        let trouble = Arc::new(watch::Sender::new(Trouble::None));
        let told = trouble.subscribe();
        tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                tokio::spawn(serve(client, target.clone(), told.clone()));
            }
        });
        Self { addr, trouble }
    }

    pub(crate) fn addr(&self) -> SocketAddr {
        self.addr
    }

    /// Holds everything back; connections stay open and new ones are taken.
    pub(crate) fn freeze(&self) {
        self.trouble.send_replace(Trouble::Frozen);
    }

    /// Passes everything on so much later.
    pub(crate) fn slow_down(&self, by: Duration) {
        self.trouble.send_replace(Trouble::Slow(by));
    }

    /// Goes on where it stopped.
    pub(crate) fn thaw(&self) {
        self.trouble.send_replace(Trouble::None);
    }
}

async fn serve(client: TcpStream, target: Target, told: watch::Receiver<Trouble>) {
    match target {
        Target::Tcp(addr) => join(client, TcpStream::connect(addr).await.ok(), told),
        Target::Socket(path) => join(client, UnixStream::connect(path).await.ok(), told),
    }
}

fn join<S>(client: TcpStream, server: Option<S>, told: watch::Receiver<Trouble>)
where
    S: AsyncRead + AsyncWrite + Send + 'static,
{
    let Some(server) = server else { return };
    let (from_client, to_client) = client.into_split();
    let (from_server, to_server) = split(server);
    tokio::spawn(pass_on(from_client, to_server, told.clone()));
    tokio::spawn(pass_on(from_server, to_client, told));
}

async fn pass_on(
    mut from: impl AsyncRead + Unpin,
    mut to: impl AsyncWrite + Unpin,
    mut told: watch::Receiver<Trouble>,
) {
    let mut buffer = vec![0; 16 * 1024];
    while let Ok(size @ 1..) = from.read(&mut buffer).await {
        let passing = told.wait_for(|trouble| *trouble != Trouble::Frozen).await;
        let Ok(trouble) = passing.map(|trouble| *trouble) else {
            return;
        };
        if let Trouble::Slow(by) = trouble {
            sleep(by).await;
        }
        if to.write_all(&buffer[..size]).await.is_err() {
            return;
        }
    }
    // The other side learns that this one has ended.
    let _ = to.shutdown().await;
}
