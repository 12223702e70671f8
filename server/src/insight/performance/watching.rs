//! What the panel has to ask others for: seldom, and once however many look.

use std::{
    collections::HashMap,
    sync::Arc,
    time::{Duration, Instant},
};

use ::cache::Link;
use app::model::performance::{PanelQuery, Quantiles, RedisFigures, Window};
use tokio::sync::Mutex;

use super::{
    is_in_memory, redis,
    store::{self, TEN_MINUTES},
};
use crate::{
    db::Pool,
    insight::{
        plan_history::{Change, changes},
        searches::{Days, Report, SearchRow, SlowSearch, report, slowest},
    },
    telemetry::Frame,
};

/// How long the reports on searches are good for.
const SEARCHES: Duration = Duration::from_secs(15);

/// Searches in each report.
const SHOWN: u32 = 8;

/// Days that the reports on searches are of.
const DAYS: u16 = 7;

/// How long changes of plans are good for.
const PLANS: Duration = Duration::from_secs(15);

/// How long what was stored is good for.
const HISTORY: Duration = Duration::from_mins(1);

/// What was measured, in its order.
type Frames = Vec<Arc<Frame>>;

/// Something that was asked for, and when.
type Asked<T> = Mutex<Option<(Instant, T)>>;

/// Searches worth a look.
#[derive(Debug, Clone, Default)]
pub struct Searches {
    /// Asked most.
    pub top: Vec<SearchRow>,
    /// Found nothing most often.
    pub without_result: Vec<SearchRow>,
    /// Opened least, of those that found something.
    pub unopened: Vec<SearchRow>,
    /// Made slowest.
    pub slowest: Vec<SlowSearch>,
}

/// What others said of late. Cheap to clone; clones share it.
#[derive(Clone, Default)]
pub struct Watching(Arc<Inner>);

#[derive(Default)]
struct Inner {
    redis: Asked<Option<RedisFigures>>,
    searches: Asked<Searches>,
    plans: Asked<Vec<Change>>,
    history: Mutex<HashMap<PanelQuery, (Instant, Frames)>>,
}

impl Watching {
    /// What Redis says of itself.
    pub async fn redis(&self, link: &Link) -> Option<RedisFigures> {
        let ask = async || redis::figures(link, Quantiles::default()).await;
        fresh(&self.0.redis, redis::GOOD_FOR, ask).await
    }

    /// What is searched for. Nothing while the database is away.
    pub async fn searches(&self, pool: &Pool) -> Searches {
        let days = Days::last(DAYS);
        let ask = async |which| report(pool, days, which, SHOWN).await.unwrap_or_default();
        let ask = async || {
            let top = ask(Report::MostAsked);
            let without = ask(Report::WithoutResult);
            // Four at once are large together.
            let slowest = Box::pin(slowest(pool, days, SHOWN));
            let (top, without_result, unopened, slowest) =
                tokio::join!(top, without, ask(Report::Unopened), slowest);
            Searches {
                top,
                without_result,
                unopened,
                slowest: slowest.unwrap_or_default(),
            }
        };
        fresh(&self.0.searches, SEARCHES, ask).await
    }

    /// The statements that PostgreSQL began to run in another way, as far back as any window reaches. Nothing while the
    /// database is away.
    pub async fn plan_changes(&self, pool: &Pool, now: u64) -> Vec<Change> {
        let since = now.saturating_sub(Window::Week.length().as_secs());
        let since = i64::try_from(since).unwrap_or(i64::MAX);
        let ask = async || changes(pool, since).await.unwrap_or_default();
        fresh(&self.0.plans, PLANS, ask).await
    }
}

impl Watching {
    /// What was measured further back than memory reaches, for this window and the one before. Nothing while the database
    /// is away, or if memory reaches that far.
    pub async fn history(&self, pool: &Pool, query: &PanelQuery, now: u64) -> Frames {
        if is_in_memory(query.window) {
            return Vec::new();
        }
        let mut known = self.0.history.lock().await;
        known.retain(|_, (at, _)| at.elapsed() < HISTORY);
        if let Some((_, frames)) = known.get(query) {
            return frames.clone();
        }
        let begin = now.saturating_sub(2 * query.window.length().as_secs());
        let instance = query.instance.as_deref();
        let frames = store::load(pool, TEN_MINUTES, instance, begin).await;
        let frames: Frames = frames
            .unwrap_or_default()
            .into_iter()
            .map(Arc::new)
            .collect();
        known.insert(query.clone(), (Instant::now(), frames.clone()));
        frames
    }
}

/// What is known, or what `ask` says if that is too old. Of many who ask at once one does.
async fn fresh<T: Clone>(asked: &Asked<T>, good_for: Duration, ask: impl AsyncFnOnce() -> T) -> T {
    let mut known = asked.lock().await;
    if let Some((at, value)) = &*known
        && at.elapsed() < good_for
    {
        return value.clone();
    }
    let value = ask().await;
    *known = Some((Instant::now(), value.clone()));
    value
}
