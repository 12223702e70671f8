//! The figures of the other instances: each tells its own through a stream in Redis, and follows what the others tell.
//!
//! The stream holds the last minutes, so an instance that starts has those of the others at once. While Redis is away each
//! shows its own figures alone.

use std::collections::HashMap;

use ::cache::Link;

use crate::telemetry::Frame;

/// Frames that the stream holds, about: ten minutes of two instances, some megabytes.
const HELD: usize = 1_200;

/// Frames that are taken at once.
const BATCH: usize = 1_000;

/// Entries of a stream: their ids and fields.
type Entries = Vec<(String, HashMap<String, Vec<u8>>)>;

/// An instance's place among the others.
#[derive(Debug)]
pub struct Fleet {
    stream: String,
    instance: String,
    /// The id of the last entry that was read.
    read: String,
}

impl Fleet {
    /// The instances that share the stream of this name; `instance` is this one's.
    pub fn new(stream: &str, instance: &str) -> Self {
        Self {
            stream: stream.to_owned(),
            instance: instance.to_owned(),
            read: "0-0".to_owned(),
        }
    }

    /// Tells the others what was measured here.
    pub async fn tell(&self, link: &Link, frame: &Frame) {
        let Ok(bytes) = postcard::to_allocvec(frame) else {
            return;
        };
        let mut add = ::redis::cmd("XADD");
        add.arg(&self.stream).arg("MAXLEN").arg("~").arg(HELD);
        add.arg("*").arg("instance").arg(&self.instance);
        add.arg("frame").arg(bytes);
        if let Err(error) = link.run::<String>(&add).await {
            tracing::trace!(%error, "the other instances are not told");
        }
    }

    /// What the others have told since the last time, each frame with its instance. Those of another version are left out.
    pub async fn hear(&mut self, link: &Link) -> Vec<(String, Frame)> {
        let mut range = ::redis::cmd("XRANGE");
        range.arg(&self.stream).arg(format!("({}", self.read));
        range.arg("+").arg("COUNT").arg(BATCH);
        let entries: Entries = link.run(&range).await.unwrap_or_default();
        if let Some((last, _)) = entries.last() {
            self.read.clone_from(last);
        }
        let told = entries.into_iter().filter_map(|(_, mut fields)| {
            let instance = String::from_utf8(fields.remove("instance")?).ok()?;
            let frame = postcard::from_bytes(&fields.remove("frame")?).ok()?;
            (instance != self.instance).then_some((instance, frame))
        });
        told.collect()
    }
}
