//! The catalogue as pages see it, and the one place where the cache meets what it keeps: rows of the database, and
//! answers of the index in memory.

mod care;
mod database;
mod found;
mod imports;
mod insights;
mod lists;
mod namespaces;
mod placed;
mod products;
mod reads;
mod search;
mod suggest;
mod taxonomy;
mod ways_out;
mod why;
mod writes;

pub use self::{
    care::CareBackend,
    database::DatabaseBackend,
    found::Found,
    imports::ImportsBackend,
    insights::InsightsBackend,
    products::ProductsBackend,
    taxonomy::TaxonomyBackend,
    writes::{CatalogWriter, WriteError},
};
pub(crate) use self::{lists::question, namespaces::NAMESPACES};

use app::{
    backend::Catalog,
    error::AppError,
    model::{
        catalog::{
            CategoryTile, Crumb, HomePage, ProductDetail, ProductLookup, ProductSummary,
            RemovedProduct,
        },
        search::{SearchLookup, SearchQuery, Suggestions, Why},
    },
};
use async_trait::async_trait;
use cache::View;
use futures::future::try_join;
use index::{Order, Question};

use crate::{catalog::product::Product, db::Pool, error::visible, picture, replica::Replica};

/// Cards on the front page.
const BEST_RATED: usize = 15;

/// Categories on the front page: the largest.
const TILES: usize = 21;

/// The catalogue as one request sees it, read through the cache. Cheap to clone.
#[derive(Clone)]
pub struct CatalogBackend {
    pool: Pool,
    cache: View,
    replica: Replica,
    found: Found,
}

impl CatalogBackend {
    /// Reads from `pool` what `cache` does not have; `replica` answers searches.
    pub fn new(pool: Pool, cache: View, replica: Replica) -> Self {
        Self {
            pool,
            cache,
            replica,
            found: Found::default(),
        }
    }

    /// The same, telling `found` how many results a search has.
    #[must_use]
    pub fn telling(self, found: Found) -> Self {
        Self { found, ..self }
    }
}

#[async_trait]
impl Catalog for CatalogBackend {
    async fn home(&self) -> Result<HomePage, AppError> {
        let best = Question {
            order: Order::Rating,
            limit: BEST_RATED,
            without_facets: true,
            ..Question::default()
        };
        let (taxonomy, best) = try_join(self.taxonomy(), self.list(best))
            .await
            .map_err(visible)?;
        let total = self.sizes(vec![None]).await.map_err(visible)?;
        let mut categories = self.top_categories(&taxonomy).await.map_err(visible)?;
        if categories.len() > TILES {
            categories.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
            categories.truncate(TILES);
        }
        Ok(HomePage {
            product_count: total.iter().sum(),
            categories: categories
                .into_iter()
                .map(|(crumb, count)| CategoryTile {
                    picture: picture::path(Some(&crumb.path), 0),
                    crumb,
                    count,
                })
                .collect(),
            best_rated: self.cards_of(&best.ids).await.map_err(visible)?,
        })
    }

    async fn search(&self, query: &SearchQuery) -> Result<SearchLookup, AppError> {
        let found = self.look_up(query).await?;
        if let SearchLookup::Found(results) = &found {
            self.found.tell(results.total.unsigned_abs());
        }
        Ok(found)
    }

    async fn why(&self, query: &SearchQuery, product: i64) -> Result<Option<Why>, AppError> {
        self.explain(query, product).await
    }

    async fn product(&self, slug: &str) -> Result<ProductLookup, AppError> {
        let found = self.product_by_slug(slug);
        let (taxonomy, found) = try_join(self.taxonomy(), found).await.map_err(visible)?;
        let Some(product) = found.as_ref().clone() else {
            return Ok(ProductLookup::Missing);
        };
        if product.slug != slug {
            return Ok(ProductLookup::Moved(product.slug));
        }
        let mut ids = vec![product.id];
        ids.extend(self.similar(&product).await.map_err(visible)?.iter());
        let mut cards = self.cards_of(&ids).await.map_err(visible)?;
        let trail = product
            .category_id
            .map_or_else(Vec::new, |id| taxonomy.trail(id));
        let own_card = cards.iter().position(|card| card.id == product.id);
        Ok(match own_card.filter(|_| product.published) {
            Some(index) => {
                let summary = cards.remove(index);
                ProductLookup::Found(Box::new(detail(product, summary, trail, cards)))
            }
            None => ProductLookup::Removed(Box::new(RemovedProduct {
                name: product.name,
                trail,
                similar: cards,
            })),
        })
    }

    async fn cards(&self, ids: &[i64]) -> Result<Vec<ProductSummary>, AppError> {
        self.cards_of(ids).await.map_err(visible)
    }

    async fn suggest(&self, typed: &str) -> Result<Suggestions, AppError> {
        self.complete(typed).await.map_err(visible)
    }
}

/// A number of products as pages have it.
fn count(products: usize) -> i64 {
    i64::try_from(products).unwrap_or(i64::MAX)
}

fn detail(
    product: Product,
    summary: ProductSummary,
    trail: Vec<Crumb>,
    similar: Vec<ProductSummary>,
) -> ProductDetail {
    ProductDetail {
        summary,
        brand_slug: product.brand_slug,
        trail,
        description: product.description,
        sku: product.sku,
        stock: product.stock,
        attributes: product.attributes.into_iter().collect(),
        photos: product.photos,
        similar,
    }
}
