//! The link by itself: what counts as Redis being away, how it reconnects, and what it refuses.

use std::time::Duration;

use cache::{BreakerState, Link, LinkConfig, LinkError};
use redis::{Script, cmd};

use crate::support::{Server, patient, until};

fn ping() -> redis::Cmd {
    cmd("PING")
}

#[test]
fn a_url_that_is_none_is_refused_with_a_reason() {
    for url in [
        "",
        "localhost:6379",
        "http://localhost/",
        "redis://h/one",
        "redis://:pw@",
        "rediss://:pw@localhost",
        "redis+cluster://:pw@",
        "redis+cluster://:pw@localhost/1",
        "redis+sentinel://:pw@localhost",
    ] {
        let error = Link::lazy(url, LinkConfig::default()).unwrap_err();
        assert!(matches!(error, LinkError::Url(_)), "{url}: {error:?}");
        let text = error.to_string();
        assert!(
            text.starts_with("this Redis URL cannot be used: "),
            "{text}"
        );
        assert!(!text.contains("pw"), "{text}");
    }
}

#[test]
fn a_link_is_made_without_runtime_and_without_server() {
    for url in [
        "redis://127.0.0.1:1/3",
        "redis+cluster://127.0.0.1:1",
        "redis+sentinel://127.0.0.1:1/shop",
    ] {
        let link = Link::lazy(url, LinkConfig::default()).unwrap();
        assert_eq!(link.state(), BreakerState::Closed);
    }
}

#[test]
fn a_link_does_not_show_its_password() {
    for url in [
        "redis://me:hush@127.0.0.1:1",
        "redis+cluster://me:hush@127.0.0.1:1,127.0.0.1:2",
        "redis+sentinel://me:hush@127.0.0.1:1/shop?sentinel_password=hush",
    ] {
        let link = Link::lazy(url, LinkConfig::default()).unwrap();
        let shown = format!("{link:?}");
        assert!(!shown.contains("hush"), "{shown}");
    }
}

#[tokio::test]
async fn commands_and_scripts_are_answered() {
    let server = Server::running().await;
    let link = server.link(patient());
    let pong: String = link.run(&ping()).await.unwrap();
    assert_eq!(pong, "PONG");
    let sum: i64 = link.run(cmd("INCRBY").arg("a").arg(2)).await.unwrap();
    assert_eq!(sum, 2);
    let script = Script::new("return redis.call('INCRBY', KEYS[1], ARGV[1])");
    let mut call = script.key("a");
    call.arg(5);
    for sum in [7, 12] {
        assert_eq!(link.run_script::<i64>(&call).await.unwrap(), sum);
    }
    // The text is sent again to a server that has forgotten it.
    let _: () = link.run(cmd("SCRIPT").arg("FLUSH")).await.unwrap();
    assert_eq!(link.run_script::<i64>(&call).await.unwrap(), 17);
}

#[tokio::test]
async fn a_refused_command_does_not_open_the_breaker() {
    let server = Server::running().await;
    let link = server.link(patient());
    let _: () = link.run(cmd("RPUSH").arg("list").arg(1)).await.unwrap();
    for _ in 0..20 {
        for refused in [
            cmd("GET").arg("list"),
            cmd("NONSENSE").arg(1),
            cmd("EVALSHA").arg("f".repeat(40)).arg(0),
        ] {
            let error = link.run::<()>(refused).await.unwrap_err();
            assert!(!error.is_away(), "{error}");
        }
        // An answer of another type than asked for is an answer, too.
        let error = link.run::<i64>(&ping()).await.unwrap_err();
        assert!(matches!(error, LinkError::Answer), "{error:?}");
    }
    assert_eq!(link.state(), BreakerState::Closed);
}

#[tokio::test]
async fn a_server_that_takes_no_writes_counts_as_away() {
    let server = Server::running_with(&["--replicaof", "127.0.0.1 1"]).await;
    let link = server.link(patient());
    for _ in 0..5 {
        let error = link
            .run::<()>(cmd("SET").arg("a").arg(1))
            .await
            .unwrap_err();
        assert!(error.is_away(), "{error}");
    }
    assert_eq!(link.state(), BreakerState::Open);
}

#[tokio::test]
async fn a_server_out_of_memory_counts_as_away() {
    let server = Server::running_with(&["--maxmemory", "1"]).await;
    let link = server.link(patient());
    for _ in 0..5 {
        let set = cmd("SET").arg("a").arg(1).clone();
        let error = link.run::<()>(&set).await.unwrap_err();
        assert!(error.is_away(), "{error}");
    }
    assert_eq!(link.state(), BreakerState::Open);
}

#[tokio::test]
async fn a_lost_connection_costs_one_call() {
    let mut server = Server::running().await;
    let link = server.link(patient());
    let _: String = link.run(&ping()).await.unwrap();
    server.kill();
    server.start().await;
    let _ = link.run::<String>(&ping()).await;
    let pong: String = link.run(&ping()).await.unwrap();
    assert_eq!(pong, "PONG");
}

#[tokio::test]
async fn an_open_breaker_answers_at_once() {
    let server = Server::absent();
    let link = server.link(LinkConfig {
        probe_interval: Duration::from_hours(1),
        ..patient()
    });
    for _ in 0..5 {
        let error = link.run::<()>(&ping()).await.unwrap_err();
        assert!(matches!(error, LinkError::Connect(_)), "{error:?}");
    }
    for _ in 0..1000 {
        let error = link.run::<()>(&ping()).await.unwrap_err();
        assert!(matches!(error, LinkError::Open), "{error:?}");
        assert!(error.is_away());
    }
}

#[tokio::test]
async fn a_refused_password_heals_once_it_is_right() {
    let server = Server::running_with(&["--requirepass", "old"]).await;
    let url = |password: &str| format!("{}?pass={password}", server.url());
    let link = Link::lazy(&url("new"), LinkConfig::default()).unwrap();
    until("the breaker to open", async || {
        assert!(link.run::<()>(&ping()).await.unwrap_err().is_away());
        link.state() == BreakerState::Open
    })
    .await;
    let admin = Link::lazy(&url("old"), patient()).unwrap();
    let set = cmd("CONFIG")
        .arg("SET")
        .arg("requirepass")
        .arg("new")
        .clone();
    let _: () = admin.run(&set).await.unwrap();
    let healed = until("an answer", async || link.run::<()>(&ping()).await.is_ok()).await;
    assert!(healed < Duration::from_secs(1), "took {healed:?}");
}

#[tokio::test]
async fn a_connection_on_which_answers_stopped_is_given_up() {
    let server = Server::running().await;
    let link = server.link(LinkConfig::default());
    let id = cmd("CLIENT").arg("ID").clone();
    let first: i64 = link.run(&id).await.unwrap();
    server.freeze();
    until("the breaker to open", async || {
        let _ = link.run::<i64>(&id).await;
        link.state() == BreakerState::Open
    })
    .await;
    server.thaw();
    let mut second = first;
    until("an answer", async || match link.run::<i64>(&id).await {
        Ok(answer) => {
            second = answer;
            true
        }
        Err(_) => false,
    })
    .await;
    assert_ne!(first, second, "the old connection is still in use");
}

#[tokio::test]
async fn a_connection_that_takes_longer_than_a_call_is_made_all_the_same() {
    let server = Server::running().await;
    let link = server.link(LinkConfig {
        deadline: Duration::from_millis(50),
        connect_timeout: Duration::from_secs(10),
        ..LinkConfig::default()
    });
    server.freeze();
    let error = link.run::<()>(&ping()).await.unwrap_err();
    assert!(matches!(error, LinkError::Deadline(_)), "{error:?}");
    server.thaw();
    until("an answer", async || link.run::<()>(&ping()).await.is_ok()).await;
    // One connection was made, the one begun by the call that did not wait for it; the other is the test's own start.
    let info: String = link.run(cmd("INFO").arg("stats")).await.unwrap();
    assert!(info.contains("total_connections_received:2\r\n"), "{info}");
}
