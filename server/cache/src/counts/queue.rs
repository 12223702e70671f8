//! The copies in Redis: one hash, in which each batch is a field named by its id.
//!
//! One key, one slot, and each step may be repeated: storing a batch again changes nothing, and so does deleting it again.

use std::collections::BTreeMap;

use redis::{Script, cmd};

use super::batch::{Batch, Undecodable};
use crate::link::{Link, LinkError};

/// Layout of what lies in Redis. Another one gets a key of its own.
const LAYOUT: u32 = 1;

/// Batches Redis is given at most, those of processes that died included. At one a second that is hours of a database
/// being away; what is beyond stays in the processes.
const MAX_BATCHES: usize = 10_000;

/// Batches to read at a time; Redis may give some more. A batch is below 64 KiB, so an answer is about 1 MiB at most.
const PAGE: usize = 16;

/// Stores a batch, unless there are too many. Gives 1 if it is there now.
const STORE: &str = "\
if redis.call('HLEN', KEYS[1]) >= tonumber(ARGV[3]) and redis.call('HEXISTS', KEYS[1], ARGV[1]) == 0 then
    return 0
end
redis.call('HSET', KEYS[1], ARGV[1], ARGV[2])
return 1";

/// Batches in Redis.
#[derive(Debug)]
pub(super) struct Queue {
    link: Link,
    key: String,
    store: Script,
}

/// Some of the batches in Redis.
#[derive(Debug)]
pub(super) struct Page {
    /// In the order of their ids, each once.
    pub(super) batches: Vec<Batch>,
    /// Ids of what is no batch.
    pub(super) damaged: Vec<String>,
    /// Where to read on; nothing if this was the last page.
    pub(super) next: Option<u64>,
}

impl Queue {
    pub(super) fn new(link: Link, name: &str) -> Self {
        Self {
            link,
            key: format!("vitrine:{{counts:{name}}}:{LAYOUT}"),
            store: Script::new(STORE),
        }
    }

    /// Stores a batch; whether there was room.
    pub(super) async fn store(&self, id: &str, bytes: &[u8]) -> Result<bool, LinkError> {
        let mut call = self.store.key(&self.key);
        call.arg(id).arg(bytes).arg(MAX_BATCHES);
        self.link.run_script(&call).await
    }

    /// Reads some batches, from the beginning for position 0.
    ///
    /// Going on to the end shows every batch that is there all the while, some perhaps twice (`HSCAN`'s guarantee).
    pub(super) async fn read(&self, from: u64) -> Result<Page, LinkError> {
        let mut scan = cmd("HSCAN");
        scan.arg(&self.key).arg(from).arg("COUNT").arg(PAGE);
        let (next, found): (u64, Vec<(String, Vec<u8>)>) = self.link.run(&scan).await?;
        let found: BTreeMap<_, _> = found.into_iter().collect();
        let mut page = Page {
            batches: Vec::with_capacity(found.len()),
            damaged: Vec::new(),
            next: (next != 0).then_some(next),
        };
        for (id, bytes) in found {
            match Batch::decode(id.clone(), &bytes) {
                Ok(batch) => page.batches.push(batch),
                Err(Undecodable) => page.damaged.push(id),
            }
        }
        Ok(page)
    }

    /// Deletes batches that were counted.
    pub(super) async fn delete(&self, ids: &[String]) -> Result<(), LinkError> {
        if ids.is_empty() {
            return Ok(());
        }
        self.link.run(cmd("HDEL").arg(&self.key).arg(ids)).await
    }
}
