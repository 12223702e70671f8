//! Connections of one caller's own, on which commands block at the server.

use std::collections::HashMap;
use std::time::{Duration, Instant};

use cache::{Link, LinkConfig, LinkError};
use redis::{Cmd, Value, cmd};
use tokio::task::JoinHandle;

use crate::support::{Server, patient, until};

const LONG: Duration = Duration::from_secs(5);

/// What `XREAD` answers: streams, each with entries, each with a number and fields.
type Streams = Vec<(String, Vec<(String, HashMap<String, String>)>)>;

/// Waits at the server for entries of `stream` after the last one, for ever if need be.
pub(crate) fn blocking_read(stream: &str) -> Cmd {
    let mut read = cmd("XREAD");
    read.arg("BLOCK").arg(0);
    read.arg("STREAMS").arg(stream).arg("$");
    read
}

pub(crate) fn append(stream: &str, word: &str) -> Cmd {
    let mut append = cmd("XADD");
    append.arg(stream).arg("*").arg("word").arg(word);
    append
}

/// Checks that a read blocks elsewhere for longer than other calls may take, and what it is answered in the end.
pub(crate) async fn is_answered(
    link: &Link,
    stream: &str,
    reading: JoinHandle<Result<Streams, LinkError>>,
) {
    tokio::time::sleep(Duration::from_millis(200)).await;
    assert!(!reading.is_finished(), "{:?}", reading.await);
    // More than once, since on a busy machine it may not have begun yet.
    until("the blocking read to be answered", async || {
        let _: String = link.run(&append(stream, "oak")).await.unwrap();
        reading.is_finished()
    })
    .await;
    let answer = reading.await.unwrap().unwrap();
    assert_eq!(answer[0].0, stream);
    assert_eq!(answer[0].1[0].1["word"], "oak");
}

#[tokio::test]
async fn a_blocking_read_holds_up_nobody_else() {
    let server = Server::running().await;
    let link = server.link(LinkConfig::default());
    let mut dedicated = link.dedicated().await.unwrap();
    let reading = tokio::spawn(async move { dedicated.run(&blocking_read("log"), LONG).await });
    is_answered(&link, "log", reading).await;
}

#[tokio::test]
async fn a_read_that_blocks_too_long_is_ended_with_its_connection() {
    let server = Server::running().await;
    let link = server.link(patient());
    let mut dedicated = link.dedicated().await.unwrap();
    let id = cmd("CLIENT").arg("ID").clone();
    let first: i64 = dedicated.run(&id, LONG).await.unwrap();
    assert_eq!(dedicated.run::<i64>(&id, LONG).await.unwrap(), first);

    let short = Duration::from_millis(50);
    let began = Instant::now();
    let error = dedicated
        .run::<Value>(&blocking_read("log"), short)
        .await
        .unwrap_err();
    assert!(
        matches!(error, LinkError::Deadline(limit) if limit == short),
        "{error:?}"
    );
    assert!(began.elapsed() < Duration::from_secs(1));
    assert_ne!(dedicated.run::<i64>(&id, LONG).await.unwrap(), first);
    until("the server to notice", async || {
        let blocked: String = link.run(cmd("INFO").arg("clients")).await.unwrap();
        blocked.contains("blocked_clients:0\r\n")
    })
    .await;
}

#[tokio::test]
async fn a_cancelled_read_does_not_answer_the_next_command() {
    let server = Server::running().await;
    let link = server.link(patient());
    let mut dedicated = link.dedicated().await.unwrap();
    let read = blocking_read("log");
    tokio::select! {
        answer = dedicated.run::<Value>(&read, LONG) => panic!("{answer:?}"),
        () = tokio::time::sleep(Duration::from_millis(20)) => {}
    }
    let pong: String = dedicated.run(&cmd("PING"), LONG).await.unwrap();
    assert_eq!(pong, "PONG");
}

#[tokio::test]
async fn a_refusal_keeps_the_connection_and_a_crash_does_not() {
    let mut server = Server::running().await;
    let link = server.link(patient());
    let mut dedicated = link.dedicated().await.unwrap();
    let id = cmd("CLIENT").arg("ID").clone();
    let first: i64 = dedicated.run(&id, LONG).await.unwrap();
    let error = dedicated.run::<()>(&cmd("NONSENSE"), LONG).await;
    assert!(!error.unwrap_err().is_away());
    assert_eq!(dedicated.run::<i64>(&id, LONG).await.unwrap(), first);

    server.kill();
    let error = dedicated.run::<()>(&id, LONG).await.unwrap_err();
    assert!(error.is_away(), "{error}");
    let error = dedicated.run::<()>(&id, LONG).await.unwrap_err();
    assert!(matches!(error, LinkError::Connect(_)), "{error:?}");
    let error = link.dedicated().await.unwrap_err();
    assert!(matches!(error, LinkError::Connect(_)), "{error:?}");
    server.start().await;
    dedicated.run::<i64>(&id, LONG).await.unwrap();
}
