//! The performance panel: what it shows, and how far back it looks.
//!
//! Times are in milliseconds. Every figure is of the [window](Window) and of the instances that are looked at, unless it
//! says otherwise; every quantile is taken from histograms that were added up.

mod actions;
mod cache;
mod query;
mod requests;
mod statements;
mod status;
mod vitals;

use serde::{Deserialize, Serialize};

pub use self::{
    actions::{Actions, Switch},
    cache::{
        CacheFigures, CommandFigures, Invalidation, LastDrop, NamespaceFigures, Rate, RedisFigures,
        TierFigures,
    },
    query::{PanelQuery, Window},
    requests::{
        Heat, Phase, Quantiles, RequestFigures, RequestSummary, RequestTrace, RouteFigures, Span,
        SpanKind,
    },
    statements::{PoolFigures, StatementFigures},
    status::Status,
    vitals::VitalFigures,
};
pub use super::level::Level;

/// One reading of everything the panel shows.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Performance {
    /// What was asked for.
    pub query: PanelQuery,
    /// When it was read, in UTC: `14:02:07`.
    pub at: String,
    /// Of the window, the seconds for which there are figures: fewer after a start.
    pub seconds: u64,
    /// The instances that tell their figures; the names that [`PanelQuery::instance`] may have.
    pub instances: Vec<String>,
    /// How it stands, in one sentence.
    pub status: Status,
    /// Texts under the time axis, one for each point of every chart: `14:02:05`.
    pub times: Vec<String>,
    /// Is it fast for users?
    pub requests: RequestFigures,
    /// How are pages for visitors, as their browsers measured it?
    pub vitals: Vec<VitalFigures>,
    /// Does the cache earn its keep?
    pub cache: CacheFigures,
    /// Which statements cost most?
    pub statements: Vec<StatementFigures>,
    /// Connections to PostgreSQL, now.
    pub pool: PoolFigures,
    /// What do people search for, and do they find it? Of the last seven days.
    pub searches: SearchFigures,
    /// What happened, the last first.
    pub events: Vec<Event>,
    /// The latest requests, the last first.
    pub latest: Vec<RequestSummary>,
    /// What the panel itself takes.
    pub cost: Cost,
}

/// Searches worth a look.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct SearchFigures {
    /// Asked most.
    pub top: Vec<SearchFigure>,
    /// Found nothing most often.
    pub without_result: Vec<SearchFigure>,
    /// Opened least, of those that found something.
    pub unopened: Vec<SearchFigure>,
    /// Those whose first page takes longest to make.
    pub slowest: Vec<SlowSearch>,
}

/// What it takes to make the first page of a search.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct SlowSearch {
    /// Its words.
    pub words: String,
    /// How often it was made, since it was not kept.
    pub made: i64,
    /// How long that took on average, in milliseconds.
    pub millis: f64,
}

/// One search.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct SearchFigure {
    /// Its words.
    pub words: String,
    /// How often it was asked.
    pub asked: i64,
    /// How often it found nothing.
    pub without_result: i64,
    /// How often a product was opened from it.
    pub clicks: i64,
}

/// Something that happened and may explain what the charts show.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Event {
    /// When, in UTC: `14:02:07`.
    pub at: String,
    /// Index of the point of the charts that it falls into.
    pub point: usize,
    /// What, in a word: `start`, `deploy`, `import`, `flush`, `errors`, `plan`.
    pub kind: String,
    /// What, in a sentence.
    pub text: String,
    /// Where there is more about it.
    pub href: Option<String>,
}

/// What the panel takes.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Cost {
    /// Requests for the panel, counted nowhere else.
    pub requests: u64,
    /// The time they took, in milliseconds.
    pub millis: f64,
    /// Time that measuring and reading the figures takes, as a share of one core.
    pub core_share: f64,
    /// Memory that the history holds, in bytes.
    pub bytes: u64,
    /// Panels that are open now.
    pub open: u64,
}
