#![doc = include_str!("../README.md")]

mod analysis;
mod answer;
mod asking;
mod builder;
mod care;
mod complete;
mod core;
mod dictionary;
mod explain;
mod facets;
mod filters;
mod index;
mod matching;
mod memo;
mod number;
mod order;
mod product;
mod query;
mod question;
mod ranking;
mod similar;
mod sizes;
#[cfg(test)]
mod tests;
mod understanding;

pub use analysis::{folded, words};
pub use answer::{Answer, AttributeFacet, BrandCount, Facets, PriceBar, ValueCount, Without};
pub use builder::Builder;
pub use care::{Care, same_search};
pub use complete::{Completions, Limits};
pub use dictionary::MOST_SYNONYM_WORDS;
pub use explain::{ExplainedWord, Explanation, Found};
pub use index::{Extent, Index};
pub use matching::Bonuses;
pub use memo::Stats;
pub use product::{Brand, Product};
pub use query::Way;
pub use question::{Order, Question};
pub use ranking::Place;
pub use similar::Similar;
pub use sizes::Sizes;
pub use understanding::Reading;
