//! The cached reads: each names its statement, its namespace and its tags.

use std::{collections::HashMap, sync::Arc};

use app::{error::AppError, model::catalog::ProductSummary};
use cache::{Dependencies, Key, Namespace, Tag};
use diesel_async::{AsyncPgConnection, methods::LoadQuery};
use serde::{Serialize, de::DeserializeOwned};

use super::{
    CatalogBackend,
    namespaces::{CARD, OLD_PATH, OLD_SLUG, PRODUCT, TAXONOMY},
};
use crate::{
    catalog::{
        card::{self, Card, CardRow},
        product::{self, Product, ProductRow},
        taxonomy::{
            self, Category, Taxonomy,
            old::{self, OldPath, OldSlug},
        },
    },
    db::{DbError, Pool, Statement},
    error::visible,
    telemetry::{Trace, carried},
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

    /// Paths of all categories.
    pub(crate) async fn all_categories(&self) -> Result<Vec<String>, AppError> {
        let taxonomy = self.taxonomy().await.map_err(visible)?;
        let paths = taxonomy.all().iter().map(|category| category.path.clone());
        Ok(paths.collect())
    }

    /// Cards in the order of `ids`; those of products that were removed just now are left out.
    pub(super) async fn cards_of(&self, ids: &[i64]) -> Result<Vec<ProductSummary>, DbError> {
        let (pool, trace) = (self.pool.clone(), Trace::current());
        let load = move |missing| carried(trace.clone(), load_cards(pool.clone(), missing));
        let cards = self
            .cache
            .get_many(&CARD, ids, Key::of, card_tags, load)
            .await?;
        // The index may not know yet. Were such a product sold again before anybody asked, the answer that names it would
        // be true again, and a page that lacks it with it.
        let missing = ids.iter().filter(|id| !cards.contains_key(*id));
        self.cache
            .note_absent(missing.map(|id| Tag::new("product", id)));
        let in_order = ids.iter().filter_map(|id| cards.get(id));
        Ok(in_order.map(|card| card.summary.clone()).collect())
    }

    /// The product at `/p/{slug}`, or the one that was there before: then another product may come to stand there.
    pub(super) async fn product_by_slug(
        &self,
        slug: &str,
    ) -> Result<Arc<Option<Product>>, DbError> {
        let address = Tag::new("slug", slug);
        let tags = move |found: &Option<Product>| match found {
            Some(product) if Tag::new("slug", &product.slug) == address => {
                product_tags(product).into()
            }
            Some(product) => {
                let mut tags = product_tags(product);
                tags.push(address.clone());
                tags.into()
            }
            None => Dependencies::absent(vec![address.clone()]),
        };
        let first = |rows: Vec<ProductRow>| rows.into_iter().next().map(Product::from);
        self.read(&PRODUCT, product::product(slug), tags, first)
            .await
    }

    /// What became of a path that no category has; nothing if none ever had it.
    pub(super) async fn old_path(&self, path: &str) -> Result<Arc<Option<OldPath>>, DbError> {
        let tags = |found: &Option<OldPath>| {
            let tree = vec![Tag::named("taxonomy")];
            match found {
                Some(_) => tree.into(),
                None => Dependencies::absent(tree),
            }
        };
        let first = |rows: Vec<OldPath>| rows.into_iter().next();
        self.read(&OLD_PATH, old::path(path), tags, first).await
    }

    /// What became of a slug that no brand has; nothing if one has it, or if none ever had.
    pub(super) async fn old_slug(&self, slug: &str) -> Result<Arc<Option<OldSlug>>, DbError> {
        let own = Tag::new("brand-slug", slug);
        let tags = move |found: &Option<OldSlug>| match found {
            Some(old) => {
                let mut tags = vec![own.clone()];
                tags.extend(old.ids.iter().map(|id| Tag::new("brand", id)));
                tags.into()
            }
            None => Dependencies::absent(vec![own.clone()]),
        };
        let first = |rows: Vec<OldSlug>| rows.into_iter().next();
        self.read(&OLD_SLUG, old::slug(slug), tags, first).await
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
        let (key, pool, trace) = (statement.key(), self.pool.clone(), Trace::current());
        let load = move || {
            let (statement, pool, make) = (statement.clone(), pool.clone(), make.clone());
            carried(trace.clone(), async move {
                statement.load(&pool).await.map(make)
            })
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
