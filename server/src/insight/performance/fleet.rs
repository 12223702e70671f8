//! The figures of the other instances: each tells its own through a stream in Redis, and follows what the others tell.
//!
//! The stream holds the last minutes, so an instance that starts has those of the others at once. While Redis is away each
//! shows its own figures alone.

use std::collections::HashMap;

use ::cache::Link;
use serde::Serialize;

use super::{drops::Drop, events::Happened};
use crate::telemetry::Frame;

/// Frames that the stream holds, about: ten minutes of two instances, some megabytes.
const HELD: usize = 1_200;

/// Frames that are taken at once.
const BATCH: usize = 1_000;

/// Entries of a stream: their ids and fields.
type Entries = Vec<(String, HashMap<String, Vec<u8>>)>;

/// What the others have told: in lists, each in its order.
#[derive(Debug, Default)]
pub struct Heard {
    /// What was measured, each frame with its instance.
    pub frames: Vec<(String, Frame)>,
    /// What happened.
    pub events: Vec<Happened>,
    /// What was out of date in their caches.
    pub drops: Vec<Drop>,
}

/// An instance's place among the others.
#[derive(Debug)]
pub struct Fleet {
    stream: String,
    instance: String,
    /// The id of the last entry that was read.
    read: String,
    /// Whether the mark was seen in Redis.
    marked: bool,
}

impl Fleet {
    /// The instances that share the stream of this name; `instance` is this one's.
    pub fn new(stream: &str, instance: &str) -> Self {
        Self {
            stream: stream.to_owned(),
            instance: instance.to_owned(),
            read: "0-0".to_owned(),
            marked: false,
        }
    }

    /// Tells the others what was measured here.
    pub async fn tell(&self, link: &Link, frame: &Frame) {
        self.add(link, "frame", frame).await;
    }

    /// Tells the others what happened here.
    pub async fn tell_of(&self, link: &Link, happened: &Happened) {
        self.add(link, "event", happened).await;
    }

    /// Tells the others what was out of date here.
    pub async fn tell_of_drop(&self, link: &Link, drop: &Drop) {
        self.add(link, "drop", drop).await;
    }

    /// Whether Redis has lost what it held since the last time: a mark that was there is gone. It is set anew at once, so
    /// that of all instances one is told. A Redis that is away says nothing.
    pub async fn is_emptied(&mut self, link: &Link) -> bool {
        let mut set = ::redis::cmd("SET");
        set.arg(format!("{}:mark", self.stream));
        set.arg(&self.instance).arg("NX");
        match link.run::<Option<String>>(&set).await {
            Ok(set) => std::mem::replace(&mut self.marked, true) && set.is_some(),
            Err(_) => false,
        }
    }

    async fn add(&self, link: &Link, field: &str, told: &impl Serialize) {
        let Ok(bytes) = postcard::to_allocvec(told) else {
            return;
        };
        let mut add = ::redis::cmd("XADD");
        add.arg(&self.stream).arg("MAXLEN").arg("~").arg(HELD);
        add.arg("*").arg("instance").arg(&self.instance);
        add.arg(field).arg(bytes);
        if let Err(error) = link.run::<String>(&add).await {
            tracing::trace!(%error, "the other instances are not told");
        }
    }

    /// What the others have told since the last time. What is of another version is left out.
    pub async fn hear(&mut self, link: &Link) -> Heard {
        let mut range = ::redis::cmd("XRANGE");
        range.arg(&self.stream).arg(format!("({}", self.read));
        range.arg("+").arg("COUNT").arg(BATCH);
        let entries: Entries = link.run(&range).await.unwrap_or_default();
        if let Some((last, _)) = entries.last() {
            self.read.clone_from(last);
        }
        let mut heard = Heard::default();
        for (_, mut fields) in entries {
            let instance = fields.remove("instance").map(String::from_utf8);
            let Some(Ok(instance)) = instance.filter(|name| name.as_ref() != Ok(&self.instance))
            else {
                continue;
            };
            let frame = fields.remove("frame");
            let frame = frame.and_then(|bytes| postcard::from_bytes(&bytes).ok());
            heard.frames.extend(frame.map(|frame| (instance, frame)));
            let event = fields.remove("event");
            let event = event.and_then(|bytes| postcard::from_bytes(&bytes).ok());
            heard.events.extend(event);
            let drop = fields.remove("drop");
            let drop = drop.and_then(|bytes| postcard::from_bytes(&bytes).ok());
            heard.drops.extend(drop);
        }
        heard
    }
}
