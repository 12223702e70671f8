//! The process' memory is bounded, and junk does not push out what is asked for often.

use crate::support::World;

const MEBIBYTE: u64 = 1024 * 1024;

/// What is asked for often; it fits.
const HOT: i64 = 500;

#[tokio::test]
async fn a_hundred_thousand_keys_asked_for_once_leave_the_hot_set() {
    let server = crate::support::Server::absent();
    // Without Redis, so that every miss in memory shows.
    let world = World::at(server.url(), cache::LinkConfig::default());
    let process = world.small_process(MEBIBYTE);
    let hot: Vec<i64> = (0..HOT).collect();
    for _ in 0..20 {
        process.read_many(&hot).await.unwrap();
        process.cache.local_extent();
    }
    let (mut asked, mut hits) = (0, 0);
    let junk: Vec<i64> = (HOT..HOT + 100_000).collect();
    // More at a time than fits.
    for junk in junk.chunks(2000) {
        process.read_many(junk).await.unwrap();
        let before = process.stats().hits.local;
        process.read_many(&hot).await.unwrap();
        hits += process.stats().hits.local - before;
        asked += hot.len();
    }
    let least = asked as u64 * 9 / 10;
    assert!(hits >= least, "{hits} hits of {asked}");
    let (entries, bytes) = process.cache.local_extent();
    assert!(bytes <= MEBIBYTE, "{entries} entries of {bytes} bytes");
}
