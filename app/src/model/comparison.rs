//! Products side by side: which ones, and what they have and have not in common.

use std::collections::BTreeMap;

use super::catalog::ProductDetail;

/// Products side by side at most: more do not fit a screen, nor a head.
pub const MAX_COMPARED: usize = 4;

/// Address of the page that compares these products; those beyond [`MAX_COMPARED`] are left out.
pub fn href<S: AsRef<str>>(slugs: &[S]) -> String {
    let mut query = form_urlencoded::Serializer::new(String::new());
    for slug in slugs.iter().take(MAX_COMPARED) {
        query.append_pair("p", slug.as_ref());
    }
    match query.finish() {
        query if query.is_empty() => "/compare".to_owned(),
        query => format!("/compare?{query}"),
    }
}

/// The slugs that the query of such an address names, each once, the first [`MAX_COMPARED`].
pub fn slugs(query: &str) -> Vec<String> {
    let mut slugs: Vec<String> = Vec::new();
    for (name, slug) in form_urlencoded::parse(query.as_bytes()) {
        let slug = slug.into_owned();
        if name == "p" && !slug.is_empty() && !slugs.contains(&slug) {
            slugs.push(slug);
        }
    }
    slugs.truncate(MAX_COMPARED);
    slugs
}

/// A property, as each of the products has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Its name.
    pub name: String,
    /// Its value for each product, in their order; `None` where it is not known.
    pub values: Vec<Option<String>>,
}

impl Row {
    /// Whether the products differ in it.
    pub fn differs(&self) -> bool {
        self.values.windows(2).any(|pair| pair[0] != pair[1])
    }
}

/// The properties of the products: those that most of them have first, then by name.
pub fn rows(products: &[ProductDetail]) -> Vec<Row> {
    let mut values: BTreeMap<&str, Vec<Option<String>>> = BTreeMap::new();
    for (index, product) in products.iter().enumerate() {
        for (name, value) in &product.attributes {
            let row = values
                .entry(name)
                .or_insert_with(|| vec![None; products.len()]);
            row[index] = Some(value.clone());
        }
    }
    let mut rows: Vec<Row> = values
        .into_iter()
        .map(|(name, values)| Row {
            name: name.to_owned(),
            values,
        })
        .collect();
    // Stable: those that as many have stay in the order of their names.
    rows.sort_by_key(|row| row.values.iter().filter(|value| value.is_none()).count());
    rows
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::catalog::ProductSummary;

    fn product(attributes: &[(&str, &str)]) -> ProductDetail {
        let texts = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
        ProductDetail {
            summary: ProductSummary {
                id: 1,
                slug: String::new(),
                name: String::new(),
                brand: None,
                price: None,
                compare_at: None,
                rating: None,
                review_count: 0,
                in_stock: true,
                picture: String::new(),
                photo: None,
            },
            brand_slug: None,
            trail: Vec::new(),
            description: String::new(),
            sku: String::new(),
            stock: None,
            attributes: attributes.iter().map(texts).collect(),
            photos: Vec::new(),
            similar: Vec::new(),
        }
    }

    #[test]
    fn what_most_have_comes_first_and_what_one_has_not_differs() {
        let products = [
            product(&[("Colour", "red"), ("Size", "M")]),
            product(&[("Material", "oak"), ("Size", "M")]),
        ];
        let rows = rows(&products);
        let names: Vec<_> = rows.iter().map(|row| (&*row.name, row.differs())).collect();
        assert_eq!(
            names,
            [("Size", false), ("Colour", true), ("Material", true)]
        );
        assert_eq!(rows[1].values, [Some("red".to_owned()), None]);
    }

    #[test]
    fn an_address_names_each_product_once_and_no_more_than_fit() {
        assert_eq!(
            slugs("p=a&p=b&p=a&q=x&p=&p=c&p=d&p=e"),
            ["a", "b", "c", "d"]
        );
        assert_eq!(href(&["a", "b"]), "/compare?p=a&p=b");
        assert_eq!(href::<&str>(&[]), "/compare");
        assert_eq!(
            slugs(href(&["a", "b&c"]).strip_prefix("/compare?").unwrap()),
            ["a", "b&c"]
        );
    }
}
