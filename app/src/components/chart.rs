//! Charts, drawn by the server: they need no script, and take colours and lines from the style alone, since no element may
//! have a style of its own. Pictures stretch with the page; what is written beside them does not.

pub mod bar;
pub mod frame;
pub mod heat;
pub mod lane;
pub mod line;
mod plot;
mod scale;
pub mod sparkline;
pub mod stack;
pub mod twin;

pub use self::{
    bar::{ShareBar, SplitBar},
    heat::HeatMap,
    lane::{Lane, Mark},
    line::{LineChart, Series, Target},
    plot::Time,
    sparkline::Sparkline,
    stack::{Layer, StackedBars},
    twin::TableTwin,
};

/// Colours there are for parts of a whole; those beyond use them again.
const COLOURS: usize = 9;

/// The class that colours the part at `index` wherever it is drawn.
pub fn colour(index: usize) -> String {
    format!("colour-{}", index % COLOURS + 1)
}
