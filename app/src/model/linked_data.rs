//! What programs may know of a page: facts in the words of schema.org, as JSON.

use serde_json::{Value, json};

use super::{
    catalog::{Crumb, ProductDetail, ProductSummary},
    photo::LONGEST,
};

/// A product with its price (<https://schema.org/Product>). `url` makes a whole address of a path.
pub fn product(product: &ProductDetail, url: impl Fn(&str) -> String) -> String {
    let summary = &product.summary;
    let mut facts = json!({
        "@context": "https://schema.org",
        "@type": "Product",
        "name": summary.name,
        "sku": product.sku,
        "url": url(&format!("/p/{}", summary.slug)),
        "image": pictures(product, &url),
    });
    let mut tell = |name: &str, value: Option<Value>| {
        if let Some(value) = value {
            facts[name] = value;
        }
    };
    let text = product.description.trim();
    tell("description", (!text.is_empty()).then(|| json!(text)));
    let brand = |name| json!({ "@type": "Brand", "name": name });
    tell("brand", summary.brand.as_ref().map(brand));
    tell("offers", offer(summary, &url));
    tell("aggregateRating", rating(summary));
    facts.to_string()
}

/// Addresses of its photographs as large as they are; of the one picture that every product has, if there are none.
fn pictures(product: &ProductDetail, url: impl Fn(&str) -> String) -> Value {
    if product.photos.is_empty() {
        return json!(url(&product.summary.picture));
    }
    let photos = product.photos.iter();
    photos.map(|photo| url(&photo.about(LONGEST))).collect()
}

/// For how much it can be had; one whose price is on request has no offer.
fn offer(summary: &ProductSummary, url: impl Fn(&str) -> String) -> Option<Value> {
    let price = summary.price.as_ref()?;
    let availability = if summary.in_stock {
        "https://schema.org/InStock"
    } else {
        "https://schema.org/OutOfStock"
    };
    Some(json!({
        "@type": "Offer",
        "price": price.decimal(),
        "priceCurrency": price.currency,
        "availability": availability,
        "url": url(&format!("/p/{}", summary.slug)),
    }))
}

/// How it is rated; a mean of nobody's ratings is none.
fn rating(summary: &ProductSummary) -> Option<Value> {
    let rating = summary.rating.filter(|_| summary.review_count > 0)?;
    Some(json!({
        "@type": "AggregateRating",
        "ratingValue": format!("{rating:.1}"),
        "reviewCount": summary.review_count,
    }))
}

/// The way down to a page (<https://schema.org/BreadcrumbList>); `last` is the page itself, if it is no category: its name
/// and its path.
pub fn breadcrumbs(
    trail: &[Crumb],
    last: Option<(&str, &str)>,
    url: impl Fn(&str) -> String,
) -> String {
    let home = ("Home".to_owned(), "/".to_owned());
    let categories = trail
        .iter()
        .map(|crumb| (crumb.name.clone(), format!("/c/{}", crumb.path)));
    let last = last.map(|(name, path)| (name.to_owned(), path.to_owned()));
    let steps = std::iter::once(home).chain(categories).chain(last);
    let items: Vec<Value> = (1..)
        .zip(steps)
        .map(|(position, (name, path))| {
            json!({ "@type": "ListItem", "position": position, "name": name, "item": url(&path) })
        })
        .collect();
    json!({
        "@context": "https://schema.org",
        "@type": "BreadcrumbList",
        "itemListElement": items,
    })
    .to_string()
}

/// The shop, and how to search it (<https://schema.org/WebSite>).
pub fn site(url: impl Fn(&str) -> String) -> String {
    json!({
        "@context": "https://schema.org",
        "@type": "WebSite",
        "name": "Vitrine",
        "url": url("/"),
        "potentialAction": {
            "@type": "SearchAction",
            "target": url("/search?q={search_term_string}"),
            "query-input": "required name=search_term_string",
        },
    })
    .to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{money::Money, photo::Photo};

    fn url(path: &str) -> String {
        format!("https://shop.example{path}")
    }

    fn desk() -> ProductDetail {
        ProductDetail {
            summary: ProductSummary {
                id: 1,
                slug: "oak-desk".to_owned(),
                name: "Oak \"desk\"".to_owned(),
                brand: None,
                price: Some(Money::new(123_450, "USD")),
                compare_at: None,
                rating: Some(4.25),
                review_count: 0,
                in_stock: false,
                picture: "/picture/1.svg".to_owned(),
                photo: None,
            },
            brand_slug: None,
            trail: vec![],
            description: " ".to_owned(),
            sku: "D-1".to_owned(),
            stock: Some(0),
            attributes: vec![],
            photos: vec![],
            similar: vec![],
        }
    }

    #[test]
    fn only_what_is_known_is_told() {
        let mut desk = desk();
        let facts: Value = serde_json::from_str(&product(&desk, url)).unwrap();
        assert_eq!(facts["name"], "Oak \"desk\"");
        assert_eq!(facts["url"], "https://shop.example/p/oak-desk");
        assert_eq!(facts["offers"]["price"], "1234.50");
        assert_eq!(
            facts["offers"]["availability"],
            "https://schema.org/OutOfStock"
        );
        for unknown in ["brand", "description", "aggregateRating"] {
            assert!(facts.get(unknown).is_none(), "{unknown}: {facts}");
        }
        desk.summary.price = None;
        desk.summary.review_count = 3;
        desk.summary.brand = Some("Lumo".to_owned());
        let facts: Value = serde_json::from_str(&product(&desk, url)).unwrap();
        assert!(facts.get("offers").is_none(), "{facts}");
        assert_eq!(facts["aggregateRating"]["ratingValue"], "4.2");
        assert_eq!(facts["brand"]["name"], "Lumo");
    }

    #[test]
    fn photographs_come_before_what_is_drawn() {
        let mut desk = desk();
        let picture = |desk: &ProductDetail| {
            let facts: Value = serde_json::from_str(&product(desk, url)).unwrap();
            facts["image"].clone()
        };
        assert_eq!(picture(&desk), "https://shop.example/picture/1.svg");
        let photo = |hash: &str, width| Photo {
            hash: hash.to_owned(),
            width,
            height: 100,
            alt: "A desk".to_owned(),
        };
        desk.photos = vec![photo("aa", 1600), photo("bb", 90)];
        let expected = json!([
            "https://shop.example/pictures/aa-1600.jpg",
            "https://shop.example/pictures/bb-90.jpg"
        ]);
        assert_eq!(picture(&desk), expected);
    }

    #[test]
    fn the_way_down_begins_at_home() {
        let crumb = |path: &str, name: &str| Crumb {
            path: path.to_owned(),
            name: name.to_owned(),
        };
        let trail = [crumb("home", "Home & Garden"), crumb("home/desks", "Desks")];
        let facts = breadcrumbs(&trail, Some(("Oak desk", "/p/oak-desk")), url);
        let facts: Value = serde_json::from_str(&facts).unwrap();
        let items = facts["itemListElement"].as_array().unwrap();
        let told = items.iter().map(|item| {
            (
                item["position"].as_u64().unwrap(),
                item["item"].as_str().unwrap(),
            )
        });
        assert_eq!(
            told.collect::<Vec<_>>(),
            [
                (1, "https://shop.example/"),
                (2, "https://shop.example/c/home"),
                (3, "https://shop.example/c/home/desks"),
                (4, "https://shop.example/p/oak-desk"),
            ]
        );
    }
}
