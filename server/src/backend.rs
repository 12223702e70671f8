//! The catalogue as pages see it, and the one place where cache meets database: which statement
//! answers what, under which namespace it is kept, and what it depends on.

mod depends;
mod namespaces;
mod reads;
mod writes;

pub use self::writes::{CatalogWriter, WriteError};

use app::{
    backend::Catalog,
    error::AppError,
    model::{
        catalog::{
            CategoryTile, Crumb, HomePage, ProductDetail, ProductLookup, ProductSummary,
            RemovedProduct,
        },
        search::{
            FacetValue, Facets, MAX_PAGE, PAGE_SIZE, Reading, SearchQuery, SearchResults,
            SortOrder, Suggestion, SuggestionKind, Suggestions, stars_label,
        },
    },
};
use async_trait::async_trait;
use cache::View;
use futures::future::{try_join, try_join3};

use crate::{
    catalog::{
        facets::FacetCounts, filter::Filter, frequencies::Frequencies, product::Product,
        taxonomy::Taxonomy,
    },
    db::Pool,
    error::visible,
    picture,
};

/// Cards on the front page.
const BEST_RATED: usize = 15;

/// Categories on the front page: the largest.
const TILES: usize = 21;

/// Longest text completed, in characters: longer ones are sentences, not beginnings.
const MAX_TYPED_CHARS: usize = 60;

/// Most completions shown.
const MAX_SUGGESTIONS: usize = 8;

/// The catalogue as one request sees it, read through the cache. Cheap to clone.
#[derive(Clone)]
pub struct CatalogBackend {
    pool: Pool,
    cache: View,
    frequencies: Frequencies,
}

impl CatalogBackend {
    /// Reads from `pool` what `cache` does not have. How common words are decides which of them a
    /// search depends on.
    pub fn new(pool: Pool, cache: View, frequencies: Frequencies) -> Self {
        Self {
            pool,
            cache,
            frequencies,
        }
    }
}

#[async_trait]
impl Catalog for CatalogBackend {
    async fn home(&self) -> Result<HomePage, AppError> {
        let (taxonomy, size, best) = try_join3(
            self.taxonomy(),
            self.size(),
            self.listing(&Filter::default(), SortOrder::Rating, 0),
        )
        .await
        .map_err(visible)?;
        let shown = best.ids.get(..BEST_RATED).unwrap_or(&best.ids);
        let mut categories = taxonomy.children(None, &size.categories);
        if categories.len() > TILES {
            categories.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
            categories.truncate(TILES);
        }
        Ok(HomePage {
            product_count: size.total,
            categories: categories
                .into_iter()
                .map(|(crumb, count)| CategoryTile {
                    picture: picture::path(Some(&crumb.path), 0),
                    crumb,
                    count,
                })
                .collect(),
            best_rated: self.cards(shown).await.map_err(visible)?,
        })
    }

    async fn search(&self, query: &SearchQuery) -> Result<SearchResults, AppError> {
        let taxonomy = self.taxonomy().await.map_err(visible)?;
        let category = match &query.category {
            Some(path) => Some(taxonomy.find(path).ok_or(AppError::NotFound)?.id),
            None => None,
        };
        let filter = Filter::new(query, category.map(|id| (id, taxonomy.subtree(id))));
        let (counts, mut listing) = try_join(
            self.facets(&filter),
            self.listing(&filter, query.sort, query.page_index),
        )
        .await
        .map_err(visible)?;
        let page_count = page_count(counts.total);
        let page = query.page().min(page_count);
        if page < query.page() {
            let last = self.listing(&filter, query.sort, page - 1);
            listing = last.await.map_err(visible)?;
        }
        Ok(SearchResults {
            total: counts.total,
            page,
            page_count,
            products: self.cards(&listing.ids).await.map_err(visible)?,
            trail: category.map_or_else(Vec::new, |id| taxonomy.trail(id)),
            facets: facet_values(query, category, &taxonomy, &counts),
            reading: Reading::default(),
            rescues: Vec::new(),
            browse: Vec::new(),
        })
    }

    async fn product(&self, slug: &str) -> Result<ProductLookup, AppError> {
        let found = self.product_by_slug(slug);
        let (taxonomy, found) = try_join(self.taxonomy(), found).await.map_err(visible)?;
        let Some(product) = found.as_ref().clone() else {
            return Ok(ProductLookup::Missing);
        };
        let mut ids = vec![product.id];
        ids.extend(self.similar(&product).await.map_err(visible)?.iter());
        let mut cards = self.cards(&ids).await.map_err(visible)?;
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

    async fn suggest(&self, typed: &str) -> Result<Suggestions, AppError> {
        let typed = typed.split(char::is_control).collect::<String>();
        let typed = typed.trim().to_lowercase();
        if !typed.contains(char::is_alphanumeric) || typed.chars().count() > MAX_TYPED_CHARS {
            return Ok(Suggestions::default());
        }
        let rows = self.suggestions(&typed);
        let (taxonomy, rows) = try_join(self.taxonomy(), rows).await.map_err(visible)?;
        let categories = taxonomy.starting_with(&typed, 2).into_iter();
        let categories = categories.map(|crumb| Suggestion {
            kind: SuggestionKind::Category,
            href: format!("/c/{}", crumb.path),
            label: crumb.name,
        });
        Ok(Suggestions {
            entries: categories
                .chain(rows.iter().cloned())
                .take(MAX_SUGGESTIONS)
                .collect(),
        })
    }
}

/// Pages that can be asked for.
fn page_count(total: i64) -> u32 {
    let pages = total.max(1).unsigned_abs().div_ceil(u64::from(PAGE_SIZE));
    u32::try_from(pages).unwrap_or(u32::MAX).min(MAX_PAGE)
}

fn facet_values(
    query: &SearchQuery,
    category: Option<i32>,
    taxonomy: &Taxonomy,
    counts: &FacetCounts,
) -> Facets {
    let categories = taxonomy.children(category, &counts.categories);
    let ratings = (1..=4).rev().zip(counts.ratings.into_iter().rev());
    Facets {
        categories: categories
            .into_iter()
            .filter(|(_, count)| *count > 0)
            .map(|(crumb, count)| FacetValue {
                value: crumb.path,
                label: crumb.name,
                count,
                selected: false,
            })
            .collect(),
        brands: counts
            .brands
            .iter()
            .map(|brand| FacetValue {
                selected: query.brands.contains(&brand.slug),
                value: brand.slug.clone(),
                label: brand.name.clone(),
                count: brand.count,
            })
            .collect(),
        ratings: ratings
            .map(|(stars, count): (u8, i64)| FacetValue {
                value: stars.to_string(),
                label: stars_label(stars),
                count,
                selected: query.min_rating == Some(stars),
            })
            .collect(),
        in_stock: counts.in_stock,
        prices: counts.prices,
        histogram: Vec::new(),
        attributes: Vec::new(),
    }
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
        similar,
    }
}
