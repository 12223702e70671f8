//! Short lists that the browser keeps for its owner, and that no one else is told of.

use leptos::prelude::window;
use web_sys::Storage;

use super::dom::lower_case;
use crate::model::comparison::MAX_COMPARED;

/// How text becomes lower case: the browser does it, where there is one.
type Lower = fn(&str) -> String;

/// A list kept in the browser, newest first, without repetition.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Shelf {
    name: &'static str,
    /// Entries it holds at most.
    max: usize,
}

/// Ids of products that were marked as favourites, by somebody who is not logged in.
pub(crate) const FAVOURITES: Shelf = Shelf::new("vitrine.favourites", 100);
/// Ids of products whose pages were looked at.
pub(crate) const VIEWED: Shelf = Shelf::new("vitrine.viewed", 12);
/// Slugs of products that are to be compared.
pub(crate) const COMPARED: Shelf = Shelf::new("vitrine.compared", MAX_COMPARED);
/// Words that were searched for.
pub(crate) const SEARCHES: Shelf = Shelf::new("vitrine.searches", 8);

impl Shelf {
    const fn new(name: &'static str, max: usize) -> Self {
        Self { name, max }
    }

    /// What is on it; nothing if the browser keeps nothing.
    pub(crate) fn all(self) -> Vec<String> {
        let text = storage().and_then(|storage| storage.get_item(self.name).ok().flatten());
        let text = text.unwrap_or_default();
        let lines = text.lines().filter(|line| !line.is_empty());
        lines.map(str::to_owned).collect()
    }

    /// Puts `entry` in front.
    pub(crate) fn put(self, entry: &str) {
        self.write(&with(self.all(), entry, self.max, lower_case));
    }

    /// Takes `entry` away.
    pub(crate) fn take(self, entry: &str) {
        self.write(&without(self.all(), entry, lower_case));
    }

    /// Takes everything away.
    pub(crate) fn clear(self) {
        self.write(&[]);
    }

    fn write(self, entries: &[String]) {
        // A browser that keeps nothing, or has no room, goes without.
        if let Some(storage) = storage() {
            let _ = if entries.is_empty() {
                storage.remove_item(self.name)
            } else {
                storage.set_item(self.name, &entries.join("\n"))
            };
        }
    }
}

fn storage() -> Option<Storage> {
    window().local_storage().ok().flatten()
}

/// `entries` with `entry` in front, cut to `max`.
fn with(entries: Vec<String>, entry: &str, max: usize, lower: Lower) -> Vec<String> {
    let mut all = vec![entry.to_owned()];
    all.extend(without(entries, entry, lower));
    all.truncate(max);
    all
}

fn without(mut entries: Vec<String>, entry: &str, lower: Lower) -> Vec<String> {
    // Searches that differ in case alone find the same.
    let gone = lower(entry);
    entries.retain(|known| lower(known) != gone);
    entries
}

#[cfg(test)]
mod tests {
    use super::*;

    fn list(text: &str) -> Vec<String> {
        text.split(' ').map(str::to_owned).collect()
    }

    #[test]
    fn the_newest_is_in_front_and_stands_there_once() {
        assert_eq!(
            with(list("desk lamp"), "Lamp", 8, str::to_lowercase),
            list("Lamp desk")
        );
        assert_eq!(with(Vec::new(), "lamp", 8, str::to_lowercase), list("lamp"));
    }

    #[test]
    fn the_oldest_goes_where_there_is_no_room() {
        assert_eq!(
            with(list("b c d"), "a", 3, str::to_lowercase),
            list("a b c")
        );
    }

    #[test]
    fn what_is_taken_away_is_gone() {
        assert_eq!(without(list("a B c"), "b", str::to_lowercase), list("a c"));
    }
}
