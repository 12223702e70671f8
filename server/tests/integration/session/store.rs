//! The store by itself.

use std::time::{Duration, Instant};

use cache::{Link, LinkConfig};
use redis::Commands as _;
use serde_json::json;
use server::session::RedisSessionStore;
use time::OffsetDateTime;
use tower_sessions::{
    SessionStore as _,
    session::{Id, Record},
};

use crate::support::redis_server::RedisServer;

fn store(redis: &RedisServer) -> RedisSessionStore {
    let link = LinkConfig {
        deadline: Duration::from_millis(250),
        ..LinkConfig::default()
    };
    RedisSessionStore::new(
        Link::lazy(&redis.url(), link).unwrap(),
        RedisSessionStore::PREFIX,
    )
}

fn record(user_id: i64) -> Record {
    Record {
        id: Id::default(),
        data: [("user_id".to_owned(), json!(user_id))].into(),
        // Redis counts milliseconds.
        expiry_date: OffsetDateTime::from_unix_timestamp(
            OffsetDateTime::now_utc().unix_timestamp() + 1_000,
        )
        .unwrap(),
    }
}

fn only_key(redis: &RedisServer) -> String {
    let keys: Vec<String> = redis.connect().unwrap().keys("*").unwrap();
    let [key] = keys.as_slice() else {
        panic!("not one key but {keys:?}");
    };
    key.clone()
}

#[tokio::test]
async fn a_record_is_found_until_it_is_deleted() {
    let redis = RedisServer::start();
    let store = store(&redis);
    let mut record = record(42);
    store.create(&mut record).await.unwrap();
    assert_eq!(store.load(&record.id).await.unwrap(), Some(record.clone()));
    record.data.insert("more".to_owned(), json!("x"));
    store.save(&record).await.unwrap();
    assert_eq!(store.load(&record.id).await.unwrap(), Some(record.clone()));
    store.delete(&record.id).await.unwrap();
    assert_eq!(store.load(&record.id).await.unwrap(), None);
}

#[tokio::test]
async fn redis_holds_a_hash_of_the_id_and_drops_the_key_in_time() {
    let redis = RedisServer::start();
    let mut record = record(42);
    record.id = Id(7);
    store(&redis).create(&mut record).await.unwrap();
    let key = only_key(&redis);
    // printf BwAAAAAAAAAAAAAAAAAAAA | sha256sum
    let hash = "4b14d09772278805d3ac0e00ba0d63874323fba0e9e076f952d611686d3e876b";
    assert_eq!(key, format!("vitrine:session:{hash}"));
    let expires: i64 = redis::cmd("PEXPIRETIME")
        .arg(&key)
        .query(&mut redis.connect().unwrap())
        .unwrap();
    assert_eq!(expires, record.expiry_date.unix_timestamp() * 1_000);
}

#[tokio::test]
async fn creating_never_takes_over_a_session() {
    let redis = RedisServer::start();
    let store = store(&redis);
    let mut first = record(1);
    store.create(&mut first).await.unwrap();
    let mut second = Record {
        id: first.id,
        ..record(2)
    };
    store.create(&mut second).await.unwrap();
    assert_ne!(first.id, second.id);
    assert_eq!(store.load(&first.id).await.unwrap(), Some(first));
    assert_eq!(store.load(&second.id).await.unwrap(), Some(second));
}

#[tokio::test]
async fn saving_never_brings_back_a_session_that_ended() {
    let redis = RedisServer::start();
    let store = store(&redis);
    let mut record = record(42);
    store.create(&mut record).await.unwrap();
    store.delete(&record.id).await.unwrap();
    assert!(store.save(&record).await.is_err());
    assert_eq!(store.load(&record.id).await.unwrap(), None);
}

#[tokio::test]
async fn an_unreadable_value_counts_as_absent_and_is_dropped() {
    let redis = RedisServer::start();
    let store = store(&redis);
    for garbage in [&b""[..], b"\x01", b"\x01{", b"\x02{}", b"null", b"\xff\xfe"] {
        let mut record = record(42);
        store.create(&mut record).await.unwrap();
        let () = redis
            .connect()
            .unwrap()
            .set(only_key(&redis), garbage)
            .unwrap();
        assert_eq!(store.load(&record.id).await.unwrap(), None, "{garbage:?}");
        assert_eq!(
            redis
                .connect()
                .unwrap()
                .keys::<_, Vec<String>>("*")
                .unwrap(),
            [""; 0]
        );
    }
}

#[tokio::test]
async fn a_value_of_another_type_counts_as_absent_and_is_dropped() {
    let redis = RedisServer::start();
    let store = store(&redis);
    let mut record = record(42);
    store.create(&mut record).await.unwrap();
    let key = only_key(&redis);
    let () = redis.connect().unwrap().del(&key).unwrap();
    let () = redis.connect().unwrap().rpush(&key, "x").unwrap();
    assert_eq!(store.load(&record.id).await.unwrap(), None);
    assert!(!redis.connect().unwrap().exists::<_, bool>(&key).unwrap());
}

#[tokio::test]
async fn without_redis_every_operation_fails_in_time_and_later_works_again() {
    let mut redis = RedisServer::start();
    let store = store(&redis);
    let mut record = record(42);
    store.create(&mut record).await.unwrap();
    for frozen in [true, false] {
        if frozen {
            redis.freeze();
        } else {
            redis.thaw();
            redis.stop();
        }
        let started = Instant::now();
        assert!(store.load(&record.id).await.is_err());
        assert!(store.save(&record).await.is_err());
        assert!(store.delete(&record.id).await.is_err());
        assert!(
            started.elapsed() < Duration::from_secs(1),
            "{:?}",
            started.elapsed()
        );
    }
    redis.start_again();
    let started = Instant::now();
    while store.load(&record.id).await.is_err() {
        assert!(started.elapsed() < Duration::from_secs(10), "does not heal");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}
