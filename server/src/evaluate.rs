//! How well searches do, by judgments of people, beside plain ways to search the same products.
//!
//! The measures are those of the field: NDCG (Järvelin and Kekäläinen, 2002), the mean reciprocal rank, and recall.

mod bm25;
mod catalogue;
mod full_text;
mod judgments;
mod known;
mod measure;
mod scores;
mod tables;

pub use self::{
    bm25::Bm25,
    catalogue::Catalogue,
    full_text::FullText,
    judgments::Judgments,
    known::known,
    measure::{DEPTH, Ranked, measure},
    scores::Scores,
    tables::{Asked, queries},
};
