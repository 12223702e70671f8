//! One process of the program, and a browser's connection to it.

use std::{
    io::{BufRead as _, BufReader},
    process::{Child, Command, Stdio},
    sync::mpsc::{Receiver, channel},
    thread,
    time::Duration,
};

use http_body_util::{BodyExt as _, Empty};
use hyper::{Request, body::Bytes, client::conn::http1::SendRequest};
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;

/// Time a process has to start or answer, on a busy machine.
const PATIENCE: Duration = Duration::from_secs(30);

impl Page {
    /// Without the number that each answer is given for its scripts.
    pub(crate) fn new(status: u16, body: &str) -> Self {
        let nonce = body
            .split_once("nonce=\"")
            .and_then(|(_, rest)| rest.split('"').next());
        let body = match nonce {
            Some(nonce) if !nonce.is_empty() => body.replace(nonce, ""),
            _ => body.to_owned(),
        };
        Self { status, body }
    }

    /// Whether it says that it may lack changes.
    pub(crate) fn is_in_doubt(&self) -> bool {
        self.body.contains("class=\"outdated\"")
    }
}

/// A running `vitrine serve`; killed with this value.
pub(crate) struct Instance {
    child: Child,
    addr: String,
    _log: Receiver<String>,
}

/// A page as it was answered.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Page {
    pub(crate) status: u16,
    pub(crate) body: String,
}

impl Instance {
    /// One that audits many of its hits.
    pub(crate) fn start(database: &str, redis: &str) -> Self {
        Self::start_with(database, redis, &[("VITRINE_AUDIT_ONE_IN", "20")])
    }

    /// One with these settings.
    pub(crate) fn start_with(database: &str, redis: &str, settings: &[(&str, &str)]) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_vitrine"))
            .env_clear()
            .env("DATABASE_URL", database)
            .env("REDIS_URL", redis)
            .env("VITRINE_ADDR", "127.0.0.1:0")
            // That of a server that is told nothing, so that all name the same addresses.
            .env("VITRINE_PUBLIC_URL", "http://127.0.0.1:3000")
            .env("VITRINE_LOG", "vitrine=info,server=info,cache=error")
            // A test asks more often than anybody would.
            .env("VITRINE_RATE_LIMITS", "off")
            .envs(settings.iter().copied())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let (sender, log) = channel();
        let lines = BufReader::new(child.stderr.take().unwrap()).lines();
        thread::spawn(move || {
            for line in lines.map_while(Result::ok) {
                // What the auditor finds belongs into the test's output.
                if line.contains("ERROR") {
                    eprintln!("{line}");
                }
                let _ = sender.send(line);
            }
        });
        let addr = loop {
            let line = log.recv_timeout(PATIENCE).expect("a server that starts");
            if let Some((_, addr)) = line.split_once("listening on http://") {
                break addr.trim().to_owned();
            }
        };
        Self {
            child,
            addr,
            _log: log,
        }
    }

    /// Where it listens.
    pub(crate) fn address(&self) -> String {
        self.addr.clone()
    }

    /// A connection of its own.
    pub(crate) async fn browser(&self) -> Browser {
        Browser::open(self.addr.clone()).await
    }

    /// The process stops where it is, as if its machine had no time for it.
    pub(crate) fn freeze(&self) {
        self.signal("-STOP");
    }

    pub(crate) fn thaw(&self) {
        self.signal("-CONT");
    }

    /// Lets the process stop for some milliseconds every now and then, until the value is dropped: between a load's
    /// snapshot and its storing, between a change's arrival and its being applied, anywhere.
    pub(crate) fn stutter(&self) -> Stutter {
        let script = format!(
            "while kill -STOP {pid}; do sleep 0.0$((RANDOM % 3))$((RANDOM % 9 + 1)); kill -CONT {pid}; \
             sleep 0.0$((RANDOM % 9 + 1)); done",
            pid = self.child.id()
        );
        let mut command = Command::new("bash");
        command.args(["-c", &script]).stderr(Stdio::null());
        Stutter(command.spawn().expect("bash"), self.child.id())
    }

    fn signal(&self, signal: &str) {
        let pid = self.child.id().to_string();
        let sent = Command::new("kill").args([signal, &pid]).status();
        assert!(sent.unwrap().success());
    }
}

impl Drop for Instance {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A process that is made to stutter.
pub(crate) struct Stutter(Child, u32);

impl Drop for Stutter {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
        let pid = self.1.to_string();
        let _ = Command::new("kill").args(["-CONT", &pid]).status();
    }
}

/// A connection that is kept.
pub(crate) struct Browser {
    addr: String,
    connection: SendRequest<Empty<Bytes>>,
}

impl Browser {
    pub(crate) async fn open(addr: String) -> Self {
        let stream = TcpStream::connect(&addr).await.expect("a connection");
        let handshake = hyper::client::conn::http1::handshake(TokioIo::new(stream));
        let (connection, driver) = handshake.await.expect("HTTP");
        tokio::spawn(driver);
        Self { addr, connection }
    }

    pub(crate) async fn get(&mut self, path: &str) -> Page {
        if self.connection.ready().await.is_err() {
            *self = Self::open(self.addr.clone()).await;
        }
        let request = Request::get(path)
            .header("host", "shop.test")
            .header("accept", "text/html")
            .body(Empty::new())
            .expect("a request");
        let answered = async {
            let response = self
                .connection
                .send_request(request)
                .await
                .expect("an answer");
            let status = response.status().as_u16();
            let body = response.into_body().collect().await.expect("a body");
            let body = String::from_utf8(body.to_bytes().to_vec()).expect("UTF-8");
            Page::new(status, &body)
        };
        tokio::time::timeout(PATIENCE, answered)
            .await
            .unwrap_or_else(|_| panic!("no answer for {path}"))
    }
}
