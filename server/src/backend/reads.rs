//! The cached reads: each names its statement, its namespace and its tags.

use std::{collections::HashMap, sync::Arc};

use app::model::{
    catalog::ProductSummary,
    search::{SearchQuery, SortOrder, Suggestion, SuggestionKind},
};
use cache::{Dependencies, Key, Namespace, Tag};
use diesel_async::{AsyncPgConnection, methods::LoadQuery};
use serde::{Serialize, de::DeserializeOwned};

use super::{
    CatalogBackend,
    depends::{self, Aspect},
    namespaces::{CARD, FACETS, LISTING, PRODUCT, SIMILAR, SIZE, SUGGEST, TAXONOMY},
};
use crate::{
    catalog::{
        card::{self, Card, CardRow},
        facets::{self, FacetCounts},
        filter::Filter,
        listing::{self, Listing},
        product::{self, Product, ProductRow},
        similar::{self, SimilarRow},
        size::{self, CatalogSize},
        suggest::{self, SuggestionRow},
        taxonomy::{self, Category, Taxonomy},
    },
    db::{DbError, Pool, Statement},
};

impl CatalogBackend {
    /// The tree of categories.
    pub(super) async fn taxonomy(&self) -> Result<Taxonomy, DbError> {
        let tags = |_: &Vec<Category>| [Tag::named("taxonomy")];
        let categories = self
            .read(&TAXONOMY, taxonomy::categories(), tags, |rows| rows)
            .await?;
        Ok(Taxonomy::new(categories.to_vec()))
    }

    /// How many products there are.
    pub(super) async fn size(&self) -> Result<Arc<CatalogSize>, DbError> {
        let tags = |_: &CatalogSize| depends::all(&[]);
        self.read(&SIZE, size::by_category(), tags, CatalogSize::from_rows)
            .await
    }

    /// All counts of a search.
    pub(super) async fn facets(&self, filter: &Filter) -> Result<Arc<FacetCounts>, DbError> {
        let statement = facets::facets(filter);
        let (filter, frequencies) = (filter.clone(), self.frequencies.clone());
        let tags = move |counts: &FacetCounts| {
            depends::facets(&filter, counts.words.as_deref(), &frequencies)
        };
        self.read(&FACETS, statement, tags, FacetCounts::from_rows)
            .await
    }

    /// Ids of one page of a list, in order.
    pub(super) async fn listing(
        &self,
        filter: &Filter,
        sort: SortOrder,
        page_index: u32,
    ) -> Result<Arc<Listing>, DbError> {
        let statement = listing::listing(filter, sort, page_index);
        let (filter, frequencies) = (filter.clone(), self.frequencies.clone());
        let tags = move |listing: &Listing| {
            depends::listing(&filter, sort, listing.words.as_deref(), &frequencies)
        };
        self.read(&LISTING, statement, tags, Listing::from_rows)
            .await
    }

    /// Cards in the order of `ids`; those of removed products are left out.
    pub(super) async fn cards(&self, ids: &[i64]) -> Result<Vec<ProductSummary>, DbError> {
        let pool = self.pool.clone();
        let load = move |missing| load_cards(pool.clone(), missing);
        let cards = self
            .cache
            .get_many(&CARD, ids, Key::of, card_tags, load)
            .await?;
        let in_order = ids.iter().filter_map(|id| cards.get(id));
        Ok(in_order.map(|card| card.summary.clone()).collect())
    }

    /// The product at `/p/{slug}`.
    pub(super) async fn product_by_slug(
        &self,
        slug: &str,
    ) -> Result<Arc<Option<Product>>, DbError> {
        let address = Tag::new("slug", slug);
        let tags = move |found: &Option<Product>| match found {
            Some(product) => product_tags(product).into(),
            None => Dependencies::absent(vec![address.clone()]),
        };
        let first = |rows: Vec<ProductRow>| rows.into_iter().next().map(Product::from);
        self.read(&PRODUCT, product::product(slug), tags, first)
            .await
    }

    /// Ids of products close to `product`, closest first.
    pub(super) async fn similar(&self, product: &Product) -> Result<Arc<Vec<i64>>, DbError> {
        let Some(category) = product.category_id else {
            return Ok(Arc::default());
        };
        let tags =
            move |_: &Vec<i64>| depends::in_category(category, &[Aspect::Price, Aspect::Rating]);
        let ids = |rows: Vec<SimilarRow>| rows.into_iter().map(|row| row.id).collect();
        self.read(&SIMILAR, similar::similar(product), tags, ids)
            .await
    }

    /// Makers and products that complete `typed`.
    pub(super) async fn suggestions(&self, typed: &str) -> Result<Arc<Vec<Suggestion>>, DbError> {
        let tags = |_: &Vec<Suggestion>| {
            let mut tags = depends::all(&[Aspect::Text, Aspect::Rating]);
            tags.extend([Tag::named("brands"), Tag::named("brands/new")]);
            tags
        };
        let options = |rows: Vec<SuggestionRow>| rows.into_iter().map(suggestion).collect();
        self.read(&SUGGEST, suggest::suggestions(typed), tags, options)
            .await
    }

    /// What `make` makes of the rows of `statement`: from the cache, or else from the database.
    async fn read<Row, T, D>(
        &self,
        namespace: &Namespace,
        statement: Statement,
        tags: impl Fn(&T) -> D + Send + Sync + 'static,
        make: impl Fn(Vec<Row>) -> T + Clone + Send + Sync + 'static,
    ) -> Result<Arc<T>, DbError>
    where
        Row: Send + 'static,
        Statement: LoadQuery<'static, AsyncPgConnection, Row>,
        T: Serialize + DeserializeOwned + Send + Sync + 'static,
        D: Into<Dependencies>,
    {
        let (key, pool) = (statement.key(), self.pool.clone());
        let load = move || {
            let (statement, pool, make) = (statement.clone(), pool.clone(), make.clone());
            async move { statement.load(&pool).await.map(make) }
        };
        self.cache.get(namespace, key, tags, load).await
    }
}

pub(super) async fn load_cards(pool: Pool, ids: Vec<i64>) -> Result<HashMap<i64, Card>, DbError> {
    let rows: Vec<CardRow> = card::cards(&ids).load(&pool).await?;
    let cards = rows.into_iter().map(Card::from);
    Ok(cards.map(|card| (card.summary.id, card)).collect())
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "the cache asks for the tags of an id of any type"
)]
pub(super) fn card_tags(id: &i64, card: &Card) -> Vec<Tag> {
    row_tags(*id, card.brand_id, card.category_id)
}

fn product_tags(product: &Product) -> Vec<Tag> {
    row_tags(product.id, product.brand_id, product.category_id)
}

fn row_tags(id: i64, brand: Option<i32>, category: Option<i32>) -> Vec<Tag> {
    let mut tags = vec![Tag::new("product", id)];
    tags.extend(brand.map(|id| Tag::new("brand", id)));
    tags.extend(category.map(|id| Tag::new("category", id)));
    tags
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
