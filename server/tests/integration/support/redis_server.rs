//! A Redis server of a test's own, to be stopped, frozen and counted.

use std::{
    fs,
    path::PathBuf,
    process::{Child, Command, Stdio},
    sync::atomic::{AtomicU64, Ordering},
    time::{Duration, Instant},
};

use redis::Commands as _;

/// Time the server has to come up.
const PATIENCE: Duration = Duration::from_secs(10);
/// Tells the servers of one process apart.
static NEXT: AtomicU64 = AtomicU64::new(0);

/// A running server on a socket in a folder of its own; both go with this value.
#[derive(Debug)]
pub(crate) struct RedisServer {
    folder: PathBuf,
    process: Child,
}

impl RedisServer {
    /// Starts one and waits until it answers.
    pub(crate) fn start() -> Self {
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let name = format!("vitrine-redis-{}-{number}", std::process::id());
        let folder = std::env::temp_dir().join(name);
        fs::create_dir_all(&folder).expect("cannot make a folder for redis-server");
        let process = spawn(&folder);
        let server = Self { folder, process };
        server.wait();
        server
    }

    /// Where to connect.
    pub(crate) fn url(&self) -> String {
        format!("unix://{}", self.socket().display())
    }

    /// Its socket in the file system.
    pub(crate) fn socket(&self) -> PathBuf {
        self.folder.join("socket")
    }

    /// Runs a command beside the code under test.
    pub(crate) fn command(&self, words: &[&str]) {
        let mut connection = self.connect().expect("a connection to Redis");
        let mut command = redis::cmd(words[0]);
        for word in &words[1..] {
            command.arg(word);
        }
        // A command that cuts connections may cut this one.
        let _: redis::RedisResult<redis::Value> = command.query(&mut connection);
    }

    /// Ends the server; what it held is gone.
    pub(crate) fn stop(&mut self) {
        self.process.kill().expect("cannot end redis-server");
        self.process.wait().expect("cannot wait for redis-server");
    }

    /// Starts it again, empty, at the same place.
    pub(crate) fn start_again(&mut self) {
        self.process = spawn(&self.folder);
        self.wait();
    }

    /// Lets it hang: connections stay open, nothing is answered.
    pub(crate) fn freeze(&self) {
        self.signal("-STOP");
    }

    /// Lets it go on.
    pub(crate) fn thaw(&self) {
        self.signal("-CONT");
    }

    /// Keys of the sessions there are, without those of the lists of them.
    pub(crate) fn session_keys(&self) -> Vec<String> {
        let mut keys: Vec<String> = self.connect().unwrap().keys("vitrine:session:*").unwrap();
        keys.retain(|key| !key.contains(":of:"));
        keys
    }

    /// Lets it be an hour since the password was typed, in all sessions there are.
    pub(crate) fn forget_confirmations(&self) {
        let mut connection = self.connect().unwrap();
        for key in self.session_keys() {
            let session: Vec<u8> = connection.get(&key).unwrap();
            let session = String::from_utf8(session).unwrap();
            let (before, rest) = session.split_once("\"confirmed\":").expect("a log-in");
            let (confirmed, after) = rest.split_once(',').unwrap();
            let earlier = confirmed.parse::<i64>().unwrap() - 3_600;
            let session = format!("{before}\"confirmed\":{earlier},{after}");
            self.command(&["SET", &key, &session, "KEEPTTL"]);
        }
    }

    /// A connection beside those of the code under test.
    pub(crate) fn connect(&self) -> redis::RedisResult<redis::Connection> {
        redis::Client::open(self.url())?.get_connection()
    }

    fn wait(&self) {
        let started = Instant::now();
        while self.connect().is_err() {
            assert!(started.elapsed() < PATIENCE, "redis-server does not answer");
            std::thread::sleep(Duration::from_millis(5));
        }
    }

    fn signal(&self, signal: &str) {
        let sent = Command::new("kill")
            .args([signal, &self.process.id().to_string()])
            .status();
        assert!(
            sent.is_ok_and(|status| status.success()),
            "cannot signal redis-server"
        );
    }
}

impl Drop for RedisServer {
    fn drop(&mut self) {
        // The kernel ends a frozen process too.
        let _ = self.process.kill();
        let _ = self.process.wait();
        let _ = fs::remove_dir_all(&self.folder);
    }
}

fn spawn(folder: &PathBuf) -> Child {
    Command::new("redis-server")
        .args([
            "--port",
            "0",
            "--unixsocket",
            "socket",
            "--save",
            "",
            "--appendonly",
            "no",
        ])
        .current_dir(folder)
        .stdout(Stdio::null())
        .spawn()
        .expect("cannot start redis-server; is it installed?")
}
