use proptest::prelude::*;

use super::*;
use crate::product::Product;

fn product(id: i64, name: &str, brand: &str, popularity: f32) -> (i64, Option<Product>) {
    let brand = Brand {
        id: i32::try_from(brand.len()).unwrap(),
        slug: brand.to_lowercase(),
        name: brand.to_owned(),
    };
    (
        id,
        Some(Product {
            id,
            name: name.to_owned(),
            brand: Some(brand),
            popularity,
            ..Product::default()
        }),
    )
}

fn index() -> Index {
    let index = Index::new();
    index.apply(vec![
        product(1, "Wireless headphones", "Sony", 3.0),
        product(2, "Wireless headphone, black", "Bose", 5.0),
        product(3, "Wireless mouse", "Logitech", 9.0),
        product(4, "Garden hose 12 inch", "Löwe Garten", 1.0),
        product(5, "Headlight", "Bose", 1.0),
    ]);
    index
}

#[test]
fn the_last_word_is_finished() {
    let completions = index().complete("Head", Limits::default());
    assert_eq!(completions.queries, ["headlight", "headphone"]);
    assert_eq!(completions.products, [2, 1, 5]);
    let completions = index().complete("wireless h", Limits::default());
    assert_eq!(completions.queries, ["wireless headphone"]);
    assert_eq!(completions.products, [2, 1]);
}

#[test]
fn what_people_ask_comes_first_while_products_have_it() {
    let index = index();
    let asked = [
        "Wireless  headphone BLACK",
        "wireless toaster",
        "\"",
        "wireless mouse",
    ];
    index.set_asked(&asked.map(str::to_owned));
    let queries = |typed, most| {
        let limits = Limits {
            queries: most,
            ..Limits::default()
        };
        index.complete(typed, limits).queries
    };
    // Nothing that no product has, and nothing twice.
    let all = [
        "wireless headphone black",
        "wireless mouse",
        "wireless headphone",
    ];
    assert_eq!(queries("Wirel", 6)[..2], all[..2]);
    assert_eq!(queries("wireless ", 6)[..2], all[..2]);
    assert_eq!(
        queries("wireless h", 6),
        ["wireless headphone black", "wireless headphone"]
    );
    assert_eq!(queries(" wireless  h", 1), all[..1]);
    assert_eq!(queries("w", 1), all[..1]);
    assert_eq!(queries("w", 0), [""; 0]);
    // One more product, and what was asked has results; one less, and it has none.
    index.apply(vec![product(6, "Toaster", "Bosch", 1.0), (2, None)]);
    assert_eq!(
        queries("wireless", 2),
        ["wireless toaster", "wireless mouse"]
    );
    index.set_asked(&[]);
    assert!(!queries("wireless", 6).contains(&"wireless toaster".to_owned()));
}

#[test]
fn a_mistake_is_allowed_for() {
    assert_eq!(
        index().complete("hedph", Limits::default()).queries,
        Vec::<String>::new()
    );
    assert_eq!(
        index().complete("heafph", Limits::default()).queries,
        ["headphone"]
    );
    assert_eq!(
        index().complete("wirelss mous", Limits::default()).queries,
        ["wireless mouse"]
    );
}

#[test]
fn brands_are_found_by_any_word_of_their_name() {
    let names = |typed| -> Vec<String> {
        index()
            .complete(typed, Limits::default())
            .brands
            .into_iter()
            .map(|brand| brand.name)
            .collect()
    };
    assert_eq!(names("bo"), ["Bose"]);
    assert_eq!(names("low"), ["Löwe Garten"]);
    assert_eq!(names("löwe gar"), ["Löwe Garten"]);
    assert_eq!(names("wireless so"), ["Sony"]);
}

#[test]
fn nothing_is_proposed_for_nothing() {
    assert_eq!(
        index().complete("  -\"", Limits::default()),
        Completions::default()
    );
    let none = Limits {
        queries: 0,
        brands: 0,
        products: 0,
    };
    assert_eq!(index().complete("h", none), Completions::default());
}

/// Whichever way they are looked for: among the most popular, by the words before, by the last word.
#[test]
fn the_most_popular_are_found_however_many_there_are() {
    let index = Index::new();
    let named = |id: i64| if id % 5 == 0 { "oak lamp" } else { "desk" };
    let liked = |id: i64| f32::from(u8::try_from(id * 37 % 101).unwrap());
    index.apply(
        (1..200)
            .map(|id| product(id, named(id), "Acme", liked(id)))
            .collect(),
    );
    for round in 0..20 {
        for (typed, text) in [
            ("la", "lamp"),
            ("oak la", "lamp"),
            ("d", "desk"),
            ("la", "oak"),
        ] {
            let mut expected: Vec<i64> = (1..200)
                .filter(|id| named(*id).contains(text) && id % 20 >= round)
                .collect();
            expected.sort_by_key(|id| std::cmp::Reverse((liked(*id).to_bits(), *id)));
            expected.truncate(5);
            assert_eq!(
                index.complete(typed, Limits::default()).products,
                expected,
                "{typed} {round}"
            );
        }
        // The most popular ones come to be liked less, or go.
        let old = (1..200).filter(|id| id % 20 == round);
        index.apply(old.map(|id| (id, None)).collect());
    }
}

proptest! {
    #[test]
    fn any_text_can_be_completed(typed in "\\PC{0,40}") {
        index().complete(&typed, Limits::default());
    }

    /// However the products came, and whatever was there before.
    #[test]
    fn contents_decide(
        words in prop::collection::vec(("[ab]{1,3}( [ab]{1,3}){0,2}", 0_u8..4), 1..30),
        gone in prop::collection::vec(any::<bool>(), 30),
        typed in "[ab]{1,3}( [ab]{1,2})?",
    ) {
        let changes: Vec<_> = words.iter().zip(0..).map(|((name, popularity), id)| product(id, name, name, f32::from(*popularity))).collect();
        let lived = Index::new();
        lived.apply(changes.clone());
        let left: Vec<_> = changes.iter().zip(&gone).filter(|(_, gone)| !**gone).map(|(change, _)| change.clone()).collect();
        lived.complete(&typed, Limits::default());
        for ((id, _), _) in changes.iter().zip(&gone).filter(|(_, gone)| **gone) {
            lived.apply(vec![(*id, None)]);
        }
        let fresh = Index::new();
        for change in left.iter().rev() {
            fresh.apply(vec![change.clone()]);
        }
        let found = lived.complete(&typed, Limits::default());
        prop_assert_eq!(&found, &fresh.complete(&typed, Limits::default()));
        if !typed.contains(' ') {
            let mut naive: Vec<_> = left.iter().filter_map(|(_, product)| product.as_ref()).filter(|product| product.name.split(' ').any(|word| word.starts_with(&typed))).collect();
            naive.sort_by(|one, other| other.popularity.total_cmp(&one.popularity).then(other.id.cmp(&one.id)));
            let naive: Vec<i64> = naive.into_iter().take(5).map(|product| product.id).collect();
            prop_assert!(naive.is_empty() || found.products == naive);
        }
    }
}
