//! The program itself, as an operator starts and stops it.

use std::{
    io::{BufRead as _, BufReader},
    net::SocketAddr,
    process::{Child, ChildStderr, Command, Stdio},
    sync::mpsc::{Receiver, channel},
    thread,
    time::Instant,
};

use crate::serve::client::{PATIENCE, get, open, read_until};

/// Nothing listens there: the program starts without PostgreSQL and Redis.
const NO_DATABASE: &str = "postgres://shop@127.0.0.1:1/vitrine";
const NO_REDIS: &str = "redis://127.0.0.1:1";

/// A running `vitrine serve` on a free port; killed with this value.
pub(super) struct Process {
    child: Child,
    log: Receiver<String>,
    pub(super) addr: SocketAddr,
}

impl Process {
    fn start(command: Command) -> Self {
        Self::start_with(command, NO_DATABASE, NO_REDIS)
    }

    /// One that has its services, and patience for Redis: on a starved machine a stop that gave it up would leave there what
    /// these tests look for in PostgreSQL.
    pub(super) fn start_with(mut command: Command, database: &str, redis: &str) -> Self {
        let mut child = command
            .env_clear()
            .env("DATABASE_URL", database)
            .env("REDIS_URL", redis)
            .env("VITRINE_ADDR", "127.0.0.1:0")
            .env("VITRINE_REDIS_DEADLINE_MS", "2000")
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let log = follow(child.stderr.take().unwrap());
        let addr = line(&log, "listening on http://").parse().unwrap();
        Self { child, log, addr }
    }

    pub(super) fn signal(&self, signal: &str) {
        let pid = self.child.id().to_string();
        let sent = Command::new("kill").args([signal, &pid]).status();
        assert!(sent.unwrap().success());
    }

    /// The exit code, once the log has ended.
    pub(super) fn end(&mut self) -> Option<i32> {
        let begun = Instant::now();
        while self.log.recv_timeout(PATIENCE).is_ok() {}
        assert!(begun.elapsed() < PATIENCE, "does not end");
        self.child.wait().unwrap().code()
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The lines of a log as they come, read by a thread so that waiting for one can be given up.
fn follow(log: ChildStderr) -> Receiver<String> {
    let (sender, lines) = channel();
    thread::spawn(move || {
        BufReader::new(log)
            .lines()
            .map_while(Result::ok)
            .try_for_each(|line| sender.send(line))
    });
    lines
}

/// What follows `text` in the first line that has it.
fn line(log: &Receiver<String>, text: &str) -> String {
    loop {
        let line = log.recv_timeout(PATIENCE).expect(text);
        if let Some((_, rest)) = line.split_once(text) {
            return rest.to_owned();
        }
    }
}

pub(super) fn vitrine() -> Command {
    Command::new(env!("CARGO_BIN_EXE_vitrine"))
}

#[tokio::test]
async fn it_starts_without_its_services_and_stops_when_told() {
    for signal in ["-TERM", "-INT"] {
        let mut process = Process::start(vitrine());
        assert!(
            get(process.addr, "/healthz")
                .await
                .starts_with("HTTP/1.1 200")
        );
        assert!(
            get(process.addr, "/readyz")
                .await
                .starts_with("HTTP/1.1 503")
        );
        process.signal(signal);
        line(&process.log, "stopped");
        assert_eq!(process.end(), Some(0), "{signal}");
    }
}

/// A request whose body does not come, so that it runs until the client gives up.
const UNFINISHED: &str = "POST /log-in HTTP/1.1\r\nhost: test\r\nexpect: 100-continue\r\n\
     content-type: application/x-www-form-urlencoded\r\ncontent-length: 100\r\n\r\n";

#[tokio::test]
async fn a_second_signal_ends_it_at_once() {
    let mut process = Process::start(vitrine());
    let mut stream = open(process.addr, UNFINISHED).await;
    // The handler has begun to wait for the body.
    read_until(&mut stream, "100 Continue").await;
    process.signal("-TERM");
    line(&process.log, "stopping once running requests have ended");
    process.signal("-TERM");
    line(&process.log, "stopped at once");
    assert_eq!(process.end(), Some(1));
}

#[tokio::test]
async fn it_outlives_the_limit_of_descriptors() {
    let mut limited = Command::new("sh");
    limited.args([
        "-c",
        "ulimit -n 64; exec \"$0\"",
        env!("CARGO_BIN_EXE_vitrine"),
    ]);
    let process = Process::start(limited);
    let mut crowd = Vec::new();
    for _ in 0..100 {
        crowd.push(open(process.addr, "").await);
    }
    line(&process.log, "cannot accept connections");
    drop(crowd);
    assert!(
        get(process.addr, "/healthz")
            .await
            .starts_with("HTTP/1.1 200")
    );
}

#[test]
fn mistakes_end_it_with_a_message_and_a_code() {
    let output = vitrine()
        .env_clear()
        .env("VITRINE_ADDR", "here")
        .env("VITRINE_DATABASE_POOL", "few")
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(1));
    let text = String::from_utf8(output.stderr).unwrap();
    assert!(
        text.contains("VITRINE_ADDR") && text.contains("VITRINE_DATABASE_POOL"),
        "{text}"
    );

    let output = vitrine().arg("sevre").output().unwrap();
    assert_eq!(output.status.code(), Some(2));
}

#[test]
fn the_doctor_tells_what_is_missing() {
    let output = vitrine()
        .arg("doctor")
        .env_clear()
        .env("DATABASE_URL", "postgres://shop:s3cret@127.0.0.1:1/vitrine")
        .env("REDIS_URL", NO_REDIS)
        .env("VITRINE_ADR", "typo")
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(1));
    let text = String::from_utf8(output.stdout).unwrap();
    for part in [
        "FAIL  postgres://shop:***@127.0.0.1:1",
        "warn  redis://",
        "is it VITRINE_ADDR?",
        "VITRINE_LOG=info  (default)",
    ] {
        assert!(text.contains(part), "{part} is not in:\n{text}");
    }
    assert!(!text.contains("s3cret"), "{text}");
}

#[test]
fn a_machine_can_read_the_log() {
    let output = vitrine()
        .arg("migrate")
        .env_clear()
        .env("DATABASE_URL", NO_DATABASE)
        .env("VITRINE_LOG_FORMAT", "json")
        .env("VITRINE_ADR", "typo")
        .output()
        .unwrap();
    let text = String::from_utf8(output.stderr).unwrap();
    let line: serde_json::Value = serde_json::from_str(text.lines().next().unwrap()).unwrap();
    assert_eq!(line["level"], "WARN");
    assert_eq!(
        line["message"],
        "VITRINE_ADR is not known and has no effect; is it VITRINE_ADDR?"
    );
    assert!(
        text.contains("cannot connect to postgres://shop@127.0.0.1:1/vitrine"),
        "{text}"
    );
}
