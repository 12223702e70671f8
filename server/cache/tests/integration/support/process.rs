//! A `redis-server` of a test's own, by its process id.

use std::net::TcpListener;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

/// Time a server has to come up, or a group of them to agree.
pub(crate) const PATIENCE: Duration = Duration::from_secs(10);

/// A running server; ended with this value.
#[derive(Debug)]
pub(crate) struct RedisProcess(Child);

impl RedisProcess {
    /// Starts a server that keeps nothing on disk. Does not wait until it answers.
    pub(crate) fn start(folder: &Path, options: &[String]) -> Self {
        Self::spawn(folder, &["--save", "", "--appendonly", "no"], options)
    }

    /// Starts a sentinel, which keeps its state in the file of its configuration.
    pub(crate) fn start_sentinel(folder: &Path, file: &str) -> Self {
        Self::spawn(folder, &[file, "--sentinel"], &[])
    }

    fn spawn(folder: &Path, first: &[&str], options: &[String]) -> Self {
        let process = Command::new("redis-server")
            .args(first)
            .args(options)
            .current_dir(folder)
            .stdout(Stdio::null())
            .spawn();
        Self(process.expect("cannot start redis-server; is it installed?"))
    }

    /// Makes the server stop answering while its connections stay open.
    pub(crate) fn freeze(&self) {
        self.signal("STOP");
    }

    /// Lets it go on.
    pub(crate) fn thaw(&self) {
        self.signal("CONT");
    }

    /// Ends the server at once, as a crash would.
    pub(crate) fn kill(&mut self) {
        // The kernel ends a frozen process too.
        self.0.kill().expect("cannot end redis-server");
        self.0.wait().expect("cannot wait for redis-server");
    }

    fn signal(&self, name: &str) {
        let command = format!("kill -{name} {}", self.0.id());
        let sent = Command::new("sh").args(["-c", &command]).status();
        assert!(
            sent.is_ok_and(|status| status.success()),
            "cannot signal redis-server"
        );
    }
}

impl Drop for RedisProcess {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Ports of the loopback that nobody listens at.
pub(crate) fn free_ports(count: usize) -> Vec<u16> {
    // Held together, so that they differ.
    let listeners: Vec<TcpListener> = (0..count)
        .map(|_| TcpListener::bind("127.0.0.1:0").expect("no free port"))
        .collect();
    let port = |listener: &TcpListener| listener.local_addr().expect("a bound port").port();
    listeners.iter().map(port).collect()
}

/// Waits until `attempt` gives something, and fails the test if it does not within [`PATIENCE`].
pub(crate) fn wait_for<T>(what: &str, mut attempt: impl FnMut() -> Option<T>) -> T {
    let started = Instant::now();
    loop {
        if let Some(value) = attempt() {
            return value;
        }
        assert!(started.elapsed() < PATIENCE, "waited in vain: {what}");
        thread::sleep(Duration::from_millis(10));
    }
}

/// A connection for a test's own questions; nothing if the server does not listen yet.
pub(crate) fn connect(url: &str) -> Option<redis::Connection> {
    let connection = redis::Client::open(url).ok()?.get_connection().ok()?;
    let limit = Some(Duration::from_secs(1));
    connection.set_read_timeout(limit).ok()?;
    Some(connection)
}
