//! A page of results, as the index answers it.

use app::{
    error::AppError,
    model::search::{
        AttributeFacet, FacetValue, Facets, MAX_PAGE, PAGE_SIZE, PriceBar, PriceBounds, Reading,
        SearchLookup, SearchQuery, SearchResults, is_attribute_text, stars_label,
    },
};
use index::Answer;

use super::{CatalogBackend, count, lists};
use crate::{catalog::taxonomy::Taxonomy, error::visible};

impl CatalogBackend {
    /// One page of products with its facets; the last one if a later one is asked for. What has another name by now, or is
    /// gone, is told instead.
    pub(super) async fn look_up(&self, query: &SearchQuery) -> Result<SearchLookup, AppError> {
        let taxonomy = self.taxonomy().await.map_err(visible)?;
        let category = match &query.category {
            Some(path) => match taxonomy.find(path) {
                Some(category) => Some(category.id),
                None => return self.elsewhere(query, path).await,
            },
            None => None,
        };
        let question = lists::question(query, &taxonomy);
        let mut answer = self
            .list(lists::at_page(question.clone(), query.page_index))
            .await
            .map_err(visible)?;
        let page_count = page_count(answer.total);
        let page = query.page().min(page_count);
        if page < query.page() {
            let last = self.list(lists::at_page(question, page - 1));
            answer = last.await.map_err(visible)?;
        }
        // A brand that has products here is there by this very name.
        let without = |slug: &&String| {
            let facets = &mut answer.facets.brands.iter();
            !facets.any(|brand| brand.slug == **slug && brand.count > 0)
        };
        let unknown: Vec<String> = query.brands.iter().filter(without).cloned().collect();
        if let Some(moved) = self.with_present_brands(query, &unknown).await? {
            return Ok(SearchLookup::Moved(Box::new(moved)));
        }
        let (rescues, browse) = if answer.total == 0 {
            self.ways_out(query, &answer.facets.without, &taxonomy)
                .await
                .map_err(visible)?
        } else {
            Default::default()
        };
        Ok(SearchLookup::Found(Box::new(SearchResults {
            total: count(answer.total),
            page,
            page_count,
            products: self.cards_of(&answer.ids).await.map_err(visible)?,
            trail: category.map_or_else(Vec::new, |id| taxonomy.trail(id)),
            facets: facets(query, category, &taxonomy, &answer.facets),
            reading: reading(&answer),
            rescues,
            browse,
        })))
    }

    /// The same search where its category is by now; `NotFound` if there never was one at `path`.
    async fn elsewhere(&self, query: &SearchQuery, path: &str) -> Result<SearchLookup, AppError> {
        let old = self.old_path(path).await.map_err(visible)?;
        let old = old.as_ref().as_ref().ok_or(AppError::NotFound)?;
        let Some(path) = &old.path else {
            return Ok(SearchLookup::Gone);
        };
        let moved = SearchQuery {
            category: Some(path.clone()),
            ..query.clone()
        };
        // All at once, so that nobody is sent on twice.
        let brands = self.with_present_brands(&moved, &moved.brands).await?;
        Ok(SearchLookup::Moved(Box::new(brands.unwrap_or(moved))))
    }

    /// The same search with the present slugs of brands that had one of `slugs`; nothing if none had.
    async fn with_present_brands(
        &self,
        query: &SearchQuery,
        slugs: &[String],
    ) -> Result<Option<SearchQuery>, AppError> {
        let mut moved = query.clone();
        for slug in slugs {
            let old = self.old_slug(slug).await.map_err(visible)?;
            if let Some(present) = old.as_ref().as_ref().and_then(|old| old.slug.as_ref()) {
                moved.brands.retain(|brand| brand != slug);
                moved.brands.push(present.clone());
            }
        }
        moved.brands.sort_unstable();
        moved.brands.dedup();
        Ok((moved != *query).then_some(moved))
    }
}

/// Pages that can be asked for.
fn page_count(total: usize) -> u32 {
    let pages = count(total.max(1))
        .unsigned_abs()
        .div_ceil(u64::from(PAGE_SIZE));
    u32::try_from(pages).unwrap_or(u32::MAX).min(MAX_PAGE)
}

fn reading(answer: &Answer) -> Reading {
    let reading = &answer.reading;
    Reading {
        corrected: (!reading.corrections.is_empty()).then(|| reading.corrected()),
        left_out: reading.left_out.clone(),
        exact: count(answer.exact),
        leading: count(answer.leading),
        highlight: reading.terms.clone(),
    }
}

fn facets(
    query: &SearchQuery,
    category: Option<i32>,
    taxonomy: &Taxonomy,
    counts: &index::Facets,
) -> Facets {
    let categories = taxonomy.children(category, &counts.categories);
    let ratings = (1..=4).rev().zip(counts.ratings.into_iter().rev());
    Facets {
        categories: categories
            .into_iter()
            .filter(|(_, results)| *results > 0)
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
                count: count(brand.count),
            })
            .collect(),
        ratings: ratings
            .map(|(stars, results): (u8, usize)| FacetValue {
                value: stars.to_string(),
                label: stars_label(stars),
                count: count(results),
                selected: query.min_rating == Some(stars),
            })
            .collect(),
        in_stock: count(counts.in_stock),
        prices: counts.prices.map(|(min, max)| PriceBounds { min, max }),
        histogram: counts
            .histogram
            .iter()
            .map(|bar| PriceBar {
                from: bar.from,
                to: bar.to,
                count: count(bar.count),
            })
            .collect(),
        attributes: counts
            .attributes
            .iter()
            .filter(|facet| is_attribute_text(&facet.key))
            .map(|facet| attribute(query, facet))
            .collect(),
    }
}

fn attribute(query: &SearchQuery, facet: &index::AttributeFacet) -> AttributeFacet {
    let chosen = query.attributes.iter().find(|(name, _)| *name == facet.key);
    let chosen = chosen.map_or(&[][..], |(_, values)| values);
    let values = facet.values.iter();
    // What no address can hold cannot be chosen.
    let values = values.filter(|value| is_attribute_text(&value.value));
    let values = values.map(|value| FacetValue {
        selected: chosen.contains(&value.value),
        value: value.value.clone(),
        label: value.value.clone(),
        count: count(value.count),
    });
    AttributeFacet {
        name: facet.key.clone(),
        label: label(&facet.key),
        values: values.collect(),
    }
}

/// A property's name as a heading: `screen_size` is "Screen size".
fn label(name: &str) -> String {
    let spaced = name.replace('_', " ");
    let mut letters = spaced.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(letters).collect()
    })
}
