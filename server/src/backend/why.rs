//! Why a product is a result, as the index explains it.

use app::{
    error::AppError,
    model::search::{BonusKind, SearchQuery, Why, WhyBonus, WhyFound, WhyWord, WordPlace, WordWay},
};
use index::{Bonuses, ExplainedWord, Explanation, Place, Way};

use super::{CatalogBackend, lists};
use crate::error::visible;

impl CatalogBackend {
    /// Why the product is a result of `query`; `None` if it is none, or if there are no words.
    pub(super) async fn explain(
        &self,
        query: &SearchQuery,
        product: i64,
    ) -> Result<Option<Why>, AppError> {
        let taxonomy = self.taxonomy().await.map_err(visible)?;
        self.wait_for_index().await.map_err(visible)?;
        let question = lists::question(query, &taxonomy);
        let Some(explanation) = self.replica.index().explain(&question, product) else {
            return Ok(None);
        };
        let cards = self.cards_of(&[product]).await.map_err(visible)?;
        Ok(cards.into_iter().next().map(|product| Why {
            product,
            pinned: explanation.pinned,
            words: explanation
                .words
                .iter()
                .map(|word| why_word(word, &explanation))
                .collect(),
            bonuses: bonuses(&explanation.bonuses)
                .into_iter()
                .filter(|(_, share)| *share > 0)
                .map(|(kind, share)| WhyBonus {
                    kind,
                    percent: percent(share, &explanation),
                })
                .collect(),
        }))
    }
}

pub(super) fn why_word(word: &ExplainedWord, whole: &Explanation) -> WhyWord {
    WhyWord {
        typed: word.typed.clone(),
        optional: word.optional,
        found: word.found.as_ref().map(|found| WhyFound {
            word: found.word.clone(),
            way: way(found.way),
            places: found.places.iter().copied().map(place).collect(),
            percent: percent(found.share, whole),
        }),
    }
}

fn bonuses(bonuses: &Bonuses) -> [(BonusKind, u32); 5] {
    [
        (BonusKind::Name, bonuses.name),
        (BonusKind::Phrase, bonuses.phrase),
        (BonusKind::Beginning, bonuses.beginning),
        (BonusKind::Equal, bonuses.equal),
        (BonusKind::Popularity, bonuses.popularity),
    ]
}

/// A share of the score in whole percent.
fn percent(share: u32, whole: &Explanation) -> u32 {
    let total = u64::from(whole.total.max(1));
    let percent = (u64::from(share) * 100 + total / 2) / total;
    u32::try_from(percent).unwrap_or(100)
}

fn way(way: Way) -> WordWay {
    match way {
        Way::Exact => WordWay::Exact,
        Way::Stem => WordWay::Stem,
        Way::Compound => WordWay::Compound,
        Way::Synonym => WordWay::Synonym,
        Way::Corrected => WordWay::Corrected,
        Way::Prefix => WordWay::Prefix,
    }
}

fn place(place: Place) -> WordPlace {
    match place {
        Place::Name => WordPlace::Name,
        Place::Brand => WordPlace::Brand,
        Place::Category => WordPlace::Category,
        Place::StockNumber => WordPlace::ItemNumber,
        Place::Value => WordPlace::Value,
        Place::Property => WordPlace::Property,
        Place::Description => WordPlace::Description,
    }
}
