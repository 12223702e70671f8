//! When something in each namespace of the cache was last out of date, and why: of all instances.

use std::collections::BTreeMap;

use ::cache::{By, Dropped, NamespaceStats};
use app::model::performance::LastDrop;
use serde::{Deserialize, Serialize};

use super::{ChangeLog, wall_clock};

/// That something was out of date, as the instances tell each other.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Drop {
    /// The namespace it was in.
    pub namespace: String,
    /// When it became so; where that is not known, when it was noticed.
    pub second: u64,
    /// The tag that changed, or what else it was.
    pub by: String,
    /// Program and role that changed it.
    pub source: Option<String>,
}

/// The last of each namespace.
#[derive(Debug, Default)]
pub(super) struct Drops {
    last: BTreeMap<String, Drop>,
    /// Noticed here, and not yet told to the others.
    untold: Vec<Drop>,
}

impl Drops {
    /// Notes what the cache has noticed since it was read `before`.
    pub(super) fn notice(
        &mut self,
        cache: &[NamespaceStats],
        before: &[NamespaceStats],
        changes: &ChangeLog,
    ) {
        for stats in cache {
            let known = before.iter().find(|known| known.name == stats.name);
            let known = known.and_then(|known| known.dropped.as_ref());
            let now = stats.dropped.as_ref();
            if let Some(dropped) = now.filter(|_| now != known) {
                let drop = of(&stats.name, dropped, changes);
                self.untold.push(drop.clone());
                self.add(drop);
            }
        }
    }

    /// Adds what was noticed here or elsewhere: the latest counts.
    pub(super) fn add(&mut self, drop: Drop) {
        let known = self.last.get(&drop.namespace);
        if known.is_none_or(|known| known.second <= drop.second) {
            self.last.insert(drop.namespace.clone(), drop);
        }
    }

    pub(super) fn take_untold(&mut self) -> Vec<Drop> {
        std::mem::take(&mut self.untold)
    }

    /// As the page shows it at this second, by namespace.
    pub(super) fn shown(&self, now: u64) -> BTreeMap<String, LastDrop> {
        let shown = |drop: &Drop| LastDrop {
            seconds_ago: now.saturating_sub(drop.second),
            by: drop.by.clone(),
            source: drop.source.clone(),
        };
        let last = self.last.iter();
        last.map(|(name, drop)| (name.clone(), shown(drop)))
            .collect()
    }
}

fn of(namespace: &str, dropped: &Dropped, changes: &ChangeLog) -> Drop {
    let (by, is_known) = match &dropped.by {
        By::Tag(tag) => (tag.to_string(), true),
        By::Everything => ("everything".to_owned(), true),
        // Which change it was cannot be said: it only has a position that it is not after.
        By::Answer => ("what a search finds".to_owned(), false),
    };
    let origin = changes.origin(dropped.position).filter(|_| is_known);
    let second = origin
        .as_ref()
        .and_then(|origin| u64::try_from(origin.at_us / 1_000_000).ok());
    Drop {
        namespace: namespace.to_owned(),
        second: second.unwrap_or_else(wall_clock::now),
        by,
        source: origin.and_then(|origin| origin.source),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drop(second: u64, by: &str) -> Drop {
        Drop {
            namespace: "card".to_owned(),
            second,
            by: by.to_owned(),
            source: None,
        }
    }

    #[test]
    fn the_latest_counts_in_whatever_order_they_come() {
        for order in [["product:1", "product:2"], ["product:2", "product:1"]] {
            let mut drops = Drops::default();
            for by in order {
                let second = if by == "product:2" { 20 } else { 10 };
                drops.add(drop(second, by));
            }
            let shown = drops.shown(23).remove("card").unwrap();
            assert_eq!((shown.seconds_ago, &*shown.by), (3, "product:2"));
        }
    }
}
