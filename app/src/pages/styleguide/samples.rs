//! Made-up data: one of each state.

use crate::model::{
    catalog::{Crumb, ProductSummary},
    form::FormAnswer,
    money::Money,
    search::{Suggestion, SuggestionKind, Suggestions},
};

/// Dollars and cents.
pub fn money(minor: i64) -> Option<Money> {
    Some(Money::new(minor, "USD"))
}

/// As usual, reduced, out of stock, with a long name, and with nothing known.
pub fn products() -> Vec<ProductSummary> {
    let usual = ProductSummary {
        id: 1,
        slug: "sample".to_owned(),
        name: "Oak chair".to_owned(),
        brand: Some("Nordhaus".to_owned()),
        price: money(12_900),
        compare_at: None,
        rating: Some(4.6),
        review_count: 312,
        in_stock: true,
        picture: "/pictures/1-box.svg".to_owned(),
        photo: None,
    };
    let named = |id, name: &str| ProductSummary {
        id,
        name: name.to_owned(),
        picture: format!("/pictures/{id}-box.svg"),
        ..usual.clone()
    };
    vec![
        ProductSummary {
            compare_at: money(15_900),
            ..named(2, "Reduced oak table")
        },
        ProductSummary {
            in_stock: false,
            ..named(3, "Oak shelf, out of stock")
        },
        named(
            4,
            "An oak chest of drawers with a name so long that it takes three lines of a card and would take a fourth",
        ),
        ProductSummary {
            brand: None,
            price: None,
            rating: None,
            review_count: 0,
            ..named(5, "Lamp")
        },
        usual,
    ]
}

/// Three categories deep.
pub fn trail() -> Vec<Crumb> {
    let crumb = |path: &str, name: &str| Crumb {
        path: path.to_owned(),
        name: name.to_owned(),
    };
    vec![
        crumb("furniture", "Furniture"),
        crumb("furniture/seats", "Seats"),
        crumb("furniture/seats/chairs", "Chairs"),
    ]
}

/// One of each kind.
pub fn suggestions() -> Suggestions {
    let entry = |kind, label: &str| Suggestion {
        kind,
        label: label.to_owned(),
        href: "/search?q=oak".to_owned(),
        picture: None,
        price: None,
    };
    let product = Suggestion {
        picture: Some("/pictures/1-box.svg".to_owned()),
        price: money(12_900),
        ..entry(SuggestionKind::Product, "Oak chair")
    };
    let entries = vec![
        entry(SuggestionKind::Search, "oak"),
        entry(SuggestionKind::Category, "Chairs"),
        entry(SuggestionKind::Brand, "Oakley"),
        product,
    ];
    Suggestions { entries }
}

/// A form that nobody has sent.
pub fn empty_form() -> FormAnswer {
    FormAnswer::default()
}

/// One that came back.
pub fn refused_form() -> FormAnswer {
    FormAnswer::default()
        .with_problem("", "That did not work.")
        .with_problem("email", "This is no email address.")
}
