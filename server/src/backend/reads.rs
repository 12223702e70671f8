//! The cached reads: each names its statement, its namespace and its tags.

use std::collections::HashMap;

use app::model::{
    catalog::ProductSummary,
    search::{SearchQuery, SortOrder, Suggestion, SuggestionKind},
};
use cache::{Key, Tag};

use super::{
    CatalogBackend,
    namespaces::{CARD, FACETS, LISTING, PRODUCT, SIMILAR, SUGGEST, TAXONOMY},
};
use crate::{
    catalog::{
        card::{self, CardRow},
        facets::{self, FacetCounts},
        filter::Filter,
        listing::{self, ListedProduct},
        product::{self, Product, ProductRow},
        similar,
        suggest::{self, SuggestionRow},
        taxonomy::{self, Category, Taxonomy},
    },
    db::{DbError, Statement},
};

impl CatalogBackend {
    /// The tree of categories.
    pub(super) async fn taxonomy(&self) -> Result<Taxonomy, DbError> {
        let statement = taxonomy::categories();
        let key = statement.key();
        let tags = |_: &Vec<Category>| vec![Tag::named("taxonomy")];
        self.cache
            .get(&TAXONOMY, key, tags, || statement.load(&self.pool))
            .await
            .map(Taxonomy::new)
    }

    /// All counts of a search.
    pub(super) async fn facets(&self, filter: &Filter) -> Result<FacetCounts, DbError> {
        let statement = facets::facets(filter);
        let key = statement.key();
        let tags = |_: &FacetCounts| vec![Tag::named("catalog")];
        let load = || async { Ok(FacetCounts::from_rows(statement.load(&self.pool).await?)) };
        self.cache.get(&FACETS, key, tags, load).await
    }

    /// Ids of one page of a list, in order.
    pub(super) async fn listing(
        &self,
        filter: &Filter,
        sort: SortOrder,
        page_index: u32,
    ) -> Result<Vec<i64>, DbError> {
        let statement = listing::listing(filter, sort, page_index);
        let key = statement.key();
        let tags = |_: &Vec<i64>| vec![Tag::named("catalog")];
        let load = || self.load_ids(statement);
        self.cache.get(&LISTING, key, tags, load).await
    }

    /// Cards in the order of `ids`; those of removed products are left out.
    pub(super) async fn cards(&self, ids: &[i64]) -> Result<Vec<ProductSummary>, DbError> {
        let load = |missing: Vec<i64>| async move {
            let rows: Vec<CardRow> = card::cards(&missing).load(&self.pool).await?;
            let cards = rows.into_iter().map(ProductSummary::from);
            Ok::<HashMap<_, _>, DbError>(cards.map(|card| (card.id, card)).collect())
        };
        let tags = |id: &i64, _: &ProductSummary| vec![Tag::new("product", id)];
        let mut cards = self.cache.get_many(&CARD, ids, Key::of, tags, load).await?;
        Ok(ids.iter().filter_map(|id| cards.remove(id)).collect())
    }

    /// The product at `/p/{slug}`.
    pub(super) async fn product_by_slug(&self, slug: &str) -> Result<Option<Product>, DbError> {
        let statement = product::product(slug);
        let key = statement.key();
        let tags = |found: &Option<Product>| match found {
            Some(product) => vec![Tag::new("product", product.id)],
            None => vec![Tag::named("catalog")],
        };
        let load = || async {
            let rows: Vec<ProductRow> = statement.load(&self.pool).await?;
            Ok(rows.into_iter().next().map(Product::from))
        };
        self.cache.get(&PRODUCT, key, tags, load).await
    }

    /// Ids of products close to `product`, closest first.
    pub(super) async fn similar(&self, product: &Product) -> Result<Vec<i64>, DbError> {
        let Some(category) = product.category_id else {
            return Ok(Vec::new());
        };
        let statement = similar::similar(product);
        let key = statement.key();
        let tags = |_: &Vec<i64>| vec![Tag::new("category", category)];
        let load = || self.load_ids(statement);
        self.cache.get(&SIMILAR, key, tags, load).await
    }

    /// Makers and products that complete `typed`.
    pub(super) async fn suggestions(&self, typed: &str) -> Result<Vec<Suggestion>, DbError> {
        let statement = suggest::suggestions(typed);
        let key = statement.key();
        let tags = |_: &Vec<Suggestion>| vec![Tag::named("catalog")];
        let load = || async {
            let rows: Vec<SuggestionRow> = statement.load(&self.pool).await?;
            Ok(rows.into_iter().map(suggestion).collect())
        };
        self.cache.get(&SUGGEST, key, tags, load).await
    }

    async fn load_ids(&self, statement: Statement) -> Result<Vec<i64>, DbError> {
        let rows: Vec<ListedProduct> = statement.load(&self.pool).await?;
        Ok(rows.into_iter().map(|row| row.id).collect())
    }
}

fn suggestion(row: SuggestionRow) -> Suggestion {
    let (kind, href) = if row.kind == "brand" {
        let query = SearchQuery::default().toggle_brand(&row.slug);
        (SuggestionKind::Brand, query.href())
    } else {
        (SuggestionKind::Product, format!("/p/{}", row.slug))
    };
    Suggestion {
        kind,
        label: row.name,
        href,
    }
}
