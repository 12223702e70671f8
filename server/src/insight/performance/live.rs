//! The panel as it happens: drawn once for all who look at the same figures.

use std::{
    collections::{BTreeMap, HashMap},
    sync::{
        Arc, Mutex, MutexGuard, PoisonError, Weak,
        atomic::{AtomicU64, Ordering::Relaxed},
    },
};

use app::{model::performance::PanelQuery, router::Regions};
use tokio::sync::watch;

/// A region's inside, and the second at which it came to be as it is.
type Drawn = BTreeMap<&'static str, (u64, Arc<str>)>;

/// After so many seconds all regions are drawn again, not only those that move quickly.
const ALL_EACH: u64 = 5;

/// The panel as it is drawn at some second. Cheap to clone.
#[derive(Debug, Clone, Default)]
pub struct Shown {
    second: u64,
    regions: Arc<Drawn>,
    /// The second of the drawing before, and what has changed since: what most who look are to be sent.
    before: u64,
    change: Arc<str>,
}

impl Shown {
    /// The second that it shows.
    pub fn second(&self) -> u64 {
        self.second
    }

    /// What has changed after this second, as a JSON object: all of it for somebody who has nothing.
    pub fn after(&self, second: u64) -> Arc<str> {
        if second == self.before && self.second > 0 {
            return Arc::clone(&self.change);
        }
        changes(&self.regions, second)
    }

    /// With these regions as they are drawn now, and all others as they were. A clock that was put back does not take back
    /// what was shown.
    fn next(&self, second: u64, regions: Vec<(&'static str, String)>) -> Self {
        let second = second.max(self.second + 1);
        let mut drawn = Drawn::clone(&self.regions);
        for (id, inside) in regions {
            let is_known = |known: &(u64, Arc<str>)| *known.1 == *inside;
            if !drawn.get(id).is_some_and(is_known) {
                drawn.insert(id, (second, inside.into()));
            }
        }
        Self {
            second,
            before: self.second,
            change: changes(&drawn, self.second),
            regions: Arc::new(drawn),
        }
    }
}

/// The insides of regions that have changed after this second, by their ids, as JSON.
fn changes(drawn: &Drawn, second: u64) -> Arc<str> {
    let changed = drawn.iter().filter(|(_, (since, _))| *since > second);
    let changed: BTreeMap<_, &str> = changed.map(|(id, (_, inside))| (*id, &**inside)).collect();
    // Texts by texts can always be written.
    serde_json::to_string(&changed).unwrap_or_default().into()
}

/// Those who look. Cheap to clone; clones share it.
#[derive(Clone, Default)]
pub struct Live(Arc<Inner>);

#[derive(Default)]
struct Inner {
    rooms: Mutex<HashMap<PanelQuery, Weak<watch::Sender<Shown>>>>,
    open: AtomicU64,
}

/// One who looks; the figures are drawn as long as there is one.
pub struct Seat {
    shown: watch::Receiver<Shown>,
    live: Live,
}

impl Live {
    /// Takes a seat among those who look at this. `draw` draws each new second, all regions or the quick ones, and is called
    /// only if nobody draws it yet.
    pub fn watch<Fut>(
        &self,
        query: &PanelQuery,
        frames: watch::Receiver<u64>,
        draw: impl Fn(u64, Regions) -> Fut + Send + 'static,
    ) -> Seat
    where
        Fut: Future<Output = Vec<(&'static str, String)>> + Send + 'static,
    {
        let mut rooms = self.rooms();
        rooms.retain(|_, room| room.strong_count() > 0);
        let shown = if let Some(room) = rooms.get(query).and_then(Weak::upgrade) {
            room.subscribe()
        } else {
            let (room, shown) = watch::channel(Shown::default());
            let room = Arc::new(room);
            rooms.insert(query.clone(), Arc::downgrade(&room));
            tokio::spawn(keep_drawing(room, frames, draw));
            shown
        };
        drop(rooms);
        self.0.open.fetch_add(1, Relaxed);
        Seat {
            shown,
            live: self.clone(),
        }
    }

    /// How many look.
    pub fn open(&self) -> u64 {
        self.0.open.load(Relaxed)
    }

    fn rooms(&self) -> MutexGuard<'_, HashMap<PanelQuery, Weak<watch::Sender<Shown>>>> {
        self.0.rooms.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Seat {
    /// What is shown once it is of a later second; nothing if nobody draws any more. Whoever is slow misses some.
    pub async fn next(&mut self, second: u64) -> Option<Shown> {
        let later = self.shown.wait_for(|shown| shown.second > second);
        later.await.ok().map(|shown| shown.clone())
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        self.live.0.open.fetch_sub(1, Relaxed);
    }
}

/// Draws each second until nobody looks.
async fn keep_drawing<Fut>(
    room: Arc<watch::Sender<Shown>>,
    mut frames: watch::Receiver<u64>,
    draw: impl Fn(u64, Regions) -> Fut,
) where
    Fut: Future<Output = Vec<(&'static str, String)>>,
{
    let mut all_drawn = None;
    loop {
        let second = *frames.borrow_and_update();
        let is_due = |drawn: u64| second.abs_diff(drawn) >= ALL_EACH;
        let wanted = if all_drawn.is_none_or(is_due) {
            all_drawn = Some(second);
            Regions::All
        } else {
            Regions::Quick
        };
        let regions = draw(second, wanted).await;
        room.send_modify(|shown| *shown = shown.next(second, regions));
        let next = async { frames.changed().await.is_ok() };
        tokio::select! {
            () = room.closed() => return,
            more = next => if !more { return },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn regions(inside: &str) -> Vec<(&'static str, String)> {
        vec![("status", inside.to_owned()), ("cost", "little".to_owned())]
    }

    #[test]
    fn only_what_changed_is_sent() {
        let first = Shown::default().next(5, regions("good"));
        let second = first.next(6, regions("good"));
        let third = second.next(7, regions("bad"));
        let all = r#"{"cost":"little","status":"good"}"#;
        assert_eq!(&*first.after(0), all);
        assert_eq!(&*second.after(5), "{}");
        assert_eq!(&*third.after(6), r#"{"status":"bad"}"#);
        assert_eq!(
            &*third.after(4),
            r#"{"cost":"little","status":"bad"}"#,
            "who was away gets what changed since"
        );
        assert_eq!(&*second.after(0), all);
    }

    #[test]
    fn what_is_not_drawn_stays_as_it_was() {
        let first = Shown::default().next(5, regions("good"));
        let second = first.next(6, vec![("status", "bad".to_owned())]);
        assert_eq!(&*second.after(5), r#"{"status":"bad"}"#);
        assert_eq!(&*second.after(0), r#"{"cost":"little","status":"bad"}"#);
    }

    #[tokio::test]
    async fn all_who_look_at_the_same_see_one_drawing() {
        let (live, frames) = (Live::default(), watch::Sender::new(1));
        let drawn = Arc::new(AtomicU64::default());
        let query = PanelQuery::default();
        let watch = || {
            let drawn = Arc::clone(&drawn);
            let draw = move |second: u64, wanted| {
                drawn.fetch_add(1, Relaxed);
                assert_eq!(wanted == Regions::All, second % ALL_EACH == 1);
                async move { regions(&second.to_string()) }
            };
            live.watch(&query, frames.subscribe(), draw)
        };
        let mut seats: Vec<_> = (0..100).map(|_| watch()).collect();
        assert_eq!(live.open(), 100);
        for second in 1..=7 {
            frames.send_replace(second);
            for seat in &mut seats {
                let shown = seat.next(second - 1).await.unwrap();
                assert!(shown.after(second - 1).contains(&format!("\"{second}\"")));
            }
        }
        assert_eq!(drawn.load(Relaxed), 7);
        drop(seats);
        assert_eq!(live.open(), 0);
    }
}
