//! Processes that share one source, one Redis and one epoch, each with a cache and a clock of its own.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;

use cache::{
    Applied, Cache, Change, Key, Link, LinkConfig, Namespace, Tag, TagClock, Touched, View,
};

use super::{CARDS, Card, Fault, Server, Source, only_namespace, patient, test_redis_url, unique};

/// Room for everything in the process.
const ROOM: u64 = 64 * 1024 * 1024;

pub(crate) fn card_tags(card: &Card) -> Vec<Tag> {
    vec![Tag::new("card", card.id), Tag::named("catalog")]
}

pub(crate) struct World {
    pub(crate) source: Arc<Source>,
    pub(crate) epoch: String,
    url: String,
    config: LinkConfig,
}

impl World {
    /// On the server for tests, in an epoch of its own.
    pub(crate) fn new() -> Self {
        Self::at(test_redis_url(), patient())
    }

    /// On a server of one's own.
    pub(crate) fn on(server: &Server) -> Self {
        Self::at(server.url(), patient())
    }

    pub(crate) fn at(url: String, config: LinkConfig) -> Self {
        Self {
            source: Arc::default(),
            epoch: unique("epoch"),
            url,
            config,
        }
    }

    /// A link to look at what is kept.
    pub(crate) fn link(&self) -> Link {
        Link::lazy(&self.url, self.config).unwrap()
    }

    /// A process that trusts its clock.
    pub(crate) fn process(&self) -> Process {
        self.small_process(ROOM)
    }

    /// A process with so many bytes of memory for entries.
    pub(crate) fn small_process(&self, bytes: u64) -> Process {
        let (link, clock) = (self.link(), TagClock::standalone(&self.epoch));
        Process {
            cache: Cache::new(link.clone(), clock, bytes),
            link,
            source: Arc::clone(&self.source),
        }
    }

    /// The names of all that is kept in Redis.
    pub(crate) async fn keys(&self) -> Vec<String> {
        let mut hasher = DefaultHasher::new();
        self.epoch.hash(&mut hasher);
        let pattern = format!("vitrine:{:016x}:*", hasher.finish());
        let keys = self.link().run(redis::cmd("KEYS").arg(pattern)).await;
        let mut keys: Vec<String> = keys.unwrap();
        keys.sort();
        keys
    }

    /// How often this command was called on the server.
    pub(crate) async fn calls(&self, command: &str) -> u64 {
        let ask = redis::cmd("INFO").arg("commandstats").clone();
        let info: String = self.link().run(&ask).await.unwrap();
        let prefix = format!("cmdstat_{command}:calls=");
        let line = info.lines().find_map(|line| line.strip_prefix(&prefix));
        line.map_or(0, |line| line.split(',').next().unwrap().parse().unwrap())
    }
}

#[derive(Clone)]
pub(crate) struct Process {
    pub(crate) cache: Cache,
    pub(crate) link: Link,
    pub(crate) source: Arc<Source>,
}

impl Process {
    /// Applies the next change to this process' clock.
    pub(crate) fn apply(&self, touched: Touched) {
        let position = self.cache.clock().applied() + 1;
        let applied = self.cache.clock().apply(&Change { position, touched });
        assert_eq!(applied, Applied::Done);
    }

    pub(crate) fn change_card(&self, id: i64) {
        self.apply(Touched::Tags(vec![Tag::new("card", id)]));
    }

    /// Reads a card as a request of its own, and lets its store end.
    pub(crate) async fn read(&self, id: i64) -> Card {
        let card = self.read_as(&CARDS, id).await.unwrap();
        self.cache.flush_pending().await;
        card
    }

    pub(crate) async fn read_as(&self, namespace: &Namespace, id: i64) -> Result<Card, Fault> {
        self.read_through(&self.cache.view(), namespace, id).await
    }

    pub(crate) async fn read_through(
        &self,
        view: &View,
        namespace: &Namespace,
        id: i64,
    ) -> Result<Card, Fault> {
        let source = Arc::clone(&self.source);
        let load = move || {
            let source = Arc::clone(&source);
            async move { source.load(id).await }
        };
        let card = view.get(namespace, Key::of(&id), card_tags, load).await?;
        Ok((*card).clone())
    }

    pub(crate) async fn read_many(&self, ids: &[i64]) -> Result<HashMap<i64, Card>, Fault> {
        self.read_many_through(&self.cache.view(), &CARDS, ids)
            .await
    }

    pub(crate) async fn read_many_through(
        &self,
        view: &View,
        namespace: &Namespace,
        ids: &[i64],
    ) -> Result<HashMap<i64, Card>, Fault> {
        let tags = |_: &i64, card: &Card| card_tags(card);
        let cards = view.get_many(namespace, ids, Key::of, tags, self.loader());
        let cards = cards.await?.into_iter();
        Ok(cards.map(|(id, card)| (id, (*card).clone())).collect())
    }

    /// Loads cards and puts them into both tiers.
    pub(crate) async fn put_through(&self, ids: &[i64]) -> Result<(), Fault> {
        let tags = |_: &i64, card: &Card| card_tags(card);
        let put = self
            .cache
            .put_through(&CARDS, ids, Key::of, tags, self.loader());
        put.await?;
        self.cache.flush_pending().await;
        Ok(())
    }

    /// Values answered from a tier so far.
    pub(crate) fn hits(&self) -> u64 {
        let stats = self.cache.stats();
        stats.iter().map(|stats| stats.hits.total()).sum()
    }

    pub(crate) fn stats(&self) -> cache::NamespaceStats {
        only_namespace(&self.cache)
    }

    fn loader(
        &self,
    ) -> impl Fn(Vec<i64>) -> futures::future::BoxFuture<'static, Result<HashMap<i64, Card>, Fault>>
    + Send
    + Sync
    + 'static {
        let source = Arc::clone(&self.source);
        move |ids| {
            let source = Arc::clone(&source);
            Box::pin(async move { source.load_many(ids).await })
        }
    }
}
