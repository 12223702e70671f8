//! A page of results, as the index answers it.

use app::{
    error::AppError,
    model::search::{
        AttributeFacet, FacetValue, Facets, MAX_PAGE, PAGE_SIZE, PriceBar, PriceBounds, Reading,
        SearchQuery, SearchResults, is_attribute_text, stars_label,
    },
};
use index::Answer;

use super::{CatalogBackend, count, lists};
use crate::{catalog::taxonomy::Taxonomy, error::visible};

impl CatalogBackend {
    /// One page of products with its facets; the last one if a later one is asked for.
    pub(super) async fn results(&self, query: &SearchQuery) -> Result<SearchResults, AppError> {
        let taxonomy = self.taxonomy().await.map_err(visible)?;
        let category = match &query.category {
            Some(path) => Some(taxonomy.find(path).ok_or(AppError::NotFound)?.id),
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
        let (rescues, browse) = if answer.total == 0 {
            self.ways_out(query, &answer.facets.without, &taxonomy)
                .await
                .map_err(visible)?
        } else {
            Default::default()
        };
        Ok(SearchResults {
            total: count(answer.total),
            page,
            page_count,
            products: self.cards_of(&answer.ids).await.map_err(visible)?,
            trail: category.map_or_else(Vec::new, |id| taxonomy.trail(id)),
            facets: facets(query, category, &taxonomy, &answer.facets),
            reading: reading(&answer),
            rescues,
            browse,
        })
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
