//! Numbering: no change is lost, none is numbered twice, none is visible without having its place.

use std::{collections::BTreeSet, time::Duration};

use rand::Rng as _;

use crate::invalidation::shop::{Shop, connect};

const WRITERS: u32 = 16;
const WRITES: u32 = 25;

/// Writes some rows, each in a transaction that stays open for a moment after its statement.
async fn write(url: String, writer: u32) {
    let client = connect(&url).await;
    for number in 0..WRITES {
        let sql =
            format!("BEGIN; INSERT INTO brands (slug, name) VALUES ('b{writer}-{number}', 'B')");
        client.batch_execute(&sql).await.unwrap();
        let edit =
            format!("UPDATE products SET name = 'Lamp {writer} {number}' WHERE sku = '{writer}'");
        client.batch_execute(&edit).await.unwrap();
        let pause = rand::rng().random_range(0..8);
        tokio::time::sleep(Duration::from_millis(pause)).await;
        client.batch_execute("COMMIT").await.unwrap();
        // A writer relays for itself as well.
        if number % 5 == 0 {
            let pass = "SELECT count(*) FROM cache_relay(100)";
            client.batch_execute(pass).await.unwrap();
        }
    }
}

#[tokio::test]
async fn every_transaction_of_many_writers_gets_its_place() {
    let shop = Shop::open().await;
    for writer in 0..WRITERS {
        let sql = format!(
            "INSERT INTO products (sku, slug, name) VALUES ('{writer}', 'p{writer}', 'P') ON CONFLICT DO NOTHING"
        );
        shop.run(&sql).await;
    }
    shop.relayed().await;
    let before = shop.position().await;
    let writers: Vec<_> = (0..WRITERS)
        .map(|writer| tokio::spawn(write(shop.url().to_owned(), writer)))
        .collect();
    let relay = connect(shop.url()).await;
    while !writers.iter().all(tokio::task::JoinHandle::is_finished) {
        relay
            .execute("SELECT count(*) FROM cache_relay(10)", &[])
            .await
            .unwrap();
    }
    for writer in writers {
        writer.await.unwrap();
    }
    shop.relayed().await;

    let rows = shop
        .client
        .query(
            "SELECT position, xid FROM cache_log WHERE position > $1 ORDER BY position",
            &[&i64::try_from(before).unwrap()],
        )
        .await
        .unwrap();
    let positions: Vec<i64> = rows.iter().map(|row| row.get(0)).collect();
    let first = i64::try_from(before).unwrap() + 1;
    let dense: Vec<i64> = (first..).take(positions.len()).collect();
    assert_eq!(positions, dense);
    assert_eq!(
        u64::try_from(*positions.last().unwrap()).unwrap(),
        shop.position().await
    );

    let xids: BTreeSet<i64> = rows.iter().map(|row| row.get(1)).collect();
    let edited: i64 = shop
        .value("SELECT count(DISTINCT xmin::text) FROM brands WHERE slug ~ '^b[0-9]'")
        .await;
    assert_eq!(edited, i64::from(WRITERS * WRITES));
    // The log's number of a transaction is the one its rows carry.
    let lost: i64 = shop
        .value("SELECT count(*) FROM brands b WHERE slug ~ '^b[0-9]'
                AND NOT EXISTS (SELECT FROM cache_log l WHERE l.xid % (1::bigint << 32) = b.xmin::text::bigint)")
        .await;
    assert_eq!(
        (lost, xids.len()),
        (0, usize::try_from(WRITERS * WRITES).unwrap())
    );
    assert_eq!(
        shop.value::<i64>("SELECT count(*) FROM cache_outbox").await,
        0
    );
}

#[tokio::test]
async fn a_transaction_that_is_taken_back_leaves_nothing() {
    let shop = Shop::open().await;
    shop.run("BEGIN; UPDATE products SET stock = 9; ROLLBACK")
        .await;
    shop.run("BEGIN; SAVEPOINT a; UPDATE products SET stock = 9; ROLLBACK TO a; COMMIT")
        .await;
    assert_eq!(shop.relayed().await, []);
}

#[tokio::test]
async fn the_log_keeps_what_is_new_and_not_too_much() {
    let shop = Shop::open().await;
    let fill = "INSERT INTO cache_log
        SELECT (SELECT position FROM cache_state) + n, ARRAY['t'], 1, '', now() - age, now() - age
        FROM generate_series(1, 12000) n, (SELECT interval '2 days' AS age) a;
        UPDATE cache_state SET position = (SELECT max(position) FROM cache_log)";
    shop.run(fill).await;
    shop.run("SELECT cache_prune()").await;
    let kept: i64 = shop.value("SELECT count(*) FROM cache_log").await;
    assert_eq!(kept, 10_000);
    // What is younger than a day stays; not if it has more than a million tags.
    shop.run("UPDATE cache_log SET relayed_at = now(), tags = array_fill('t'::text, ARRAY[1999]) WHERE position % 10 = 0").await;
    shop.run("SELECT cache_prune()").await;
    let sizes: i64 = shop
        .value("SELECT sum(1 + cardinality(tags))::bigint FROM cache_log")
        .await;
    assert!((900_000..=1_000_000).contains(&sizes), "{sizes}");
}
