//! What the index in memory answers: lists, their counts, and what is close to a product.

use std::sync::Arc;

use app::model::{
    catalog::Crumb,
    search::{PAGE_SIZE, SearchQuery, SortOrder},
};
use cache::LoadError as _;
use index::{Answer, Order, Question, Similar};

use super::{CatalogBackend, count};
use crate::{
    catalog::{product::Product, taxonomy::Taxonomy},
    db::DbError,
    replica::{Asked, fingerprint, mark},
    telemetry::{self, Step},
};

/// Products shown beside another.
const SIMILAR: usize = 10;

impl CatalogBackend {
    /// One page of a list with all its counts.
    pub(super) async fn list(&self, question: Question) -> Result<Arc<Answer>, DbError> {
        self.wait_for_index().await?;
        let ask = || self.replica.index().ask(&question);
        let answer = telemetry::step_now(Step::Index, "list", ask);
        self.remember(&Asked::List(question), answer.fingerprint());
        Ok(answer)
    }

    /// Ids of products close to `product`, closest first.
    pub(super) async fn similar(&self, product: &Product) -> Result<Vec<i64>, DbError> {
        let Some(category) = product.category_id else {
            return Ok(Vec::new());
        };
        self.wait_for_index().await?;
        let to = Similar {
            id: product.id,
            category,
            price: product.price_minor,
            limit: SIMILAR,
        };
        let similar = || self.replica.index().similar(&to);
        let ids = telemetry::step_now(Step::Index, "similar", similar);
        self.remember(&Asked::Similar(to), fingerprint(&ids));
        Ok(ids)
    }

    /// How many products stand in each of these sets of categories, or are sold at all. A page made of that depends on no
    /// other number.
    pub(super) async fn sizes(&self, sets: Vec<Option<Vec<i32>>>) -> Result<Vec<i64>, DbError> {
        self.wait_for_index().await?;
        let sizes = self.replica.sizes(&sets);
        self.remember(&Asked::Sizes(sets), mark(&sizes));
        Ok(sizes.into_iter().map(count).collect())
    }

    /// The top categories, by name, and how many products are in each with all below it.
    pub(super) async fn top_categories(
        &self,
        taxonomy: &Taxonomy,
    ) -> Result<Vec<(Crumb, i64)>, DbError> {
        let top: Vec<_> = taxonomy.below(None).collect();
        let sets = top.iter().map(|one| Some(taxonomy.subtree(one.id)));
        let sizes = self.sizes(sets.collect()).await?;
        Ok(top.into_iter().map(Crumb::from).zip(sizes).collect())
    }

    /// Returns once the index may answer: it holds whatever this view must show. If it cannot be brought there since
    /// PostgreSQL is away, what it has is better than nothing, and the view is outdated.
    pub(super) async fn wait_for_index(&self) -> Result<(), DbError> {
        if self.cache.is_trusted() {
            return self.replica.filled().await;
        }
        match self.replica.refresh().await {
            Err(error) if error.is_away() && self.replica.is_filled() => {
                self.cache.mark_outdated();
                Ok(())
            }
            refreshed => refreshed,
        }
    }

    /// What is made of the answer is current as long as the index gives the same one.
    fn remember(&self, asked: &Asked, answer: u64) {
        self.cache.note(asked.validator(answer));
    }
}

/// The question of a search's first page. A category that is not known has nothing in it.
///
/// Equal searches make equal questions: texts that differ only in case or spaces are equal.
pub(crate) fn question(query: &SearchQuery, taxonomy: &Taxonomy) -> Question {
    let words: Vec<&str> = query.text.split_whitespace().collect();
    let categories = query.category.as_deref().map(|path| {
        let category = taxonomy.find(path);
        category.map_or_else(Vec::new, |category| taxonomy.subtree(category.id))
    });
    Question {
        text: words.join(" ").to_lowercase(),
        categories,
        brands: query.brands.clone(),
        attributes: query.attributes.clone(),
        min_price: query.min_price,
        max_price: query.max_price,
        min_rating: query.min_rating,
        in_stock: query.in_stock,
        order: order(query.sort),
        limit: page_length(),
        verbatim: query.verbatim,
        ..Question::default()
    }
}

/// The same question for another page, counted from 0.
pub(super) fn at_page(question: Question, index: u32) -> Question {
    let index = usize::try_from(index).unwrap_or(usize::MAX);
    Question {
        offset: index.saturating_mul(page_length()),
        ..question
    }
}

fn page_length() -> usize {
    usize::try_from(PAGE_SIZE).unwrap_or(usize::MAX)
}

fn order(sort: SortOrder) -> Order {
    match sort {
        SortOrder::Relevance => Order::Relevance,
        SortOrder::PriceAscending => Order::PriceAscending,
        SortOrder::PriceDescending => Order::PriceDescending,
        SortOrder::Rating => Order::Rating,
        SortOrder::Newest => Order::Newest,
    }
}
