//! Random edits, and the tags that the contract demands for them, computed a second time from the rows themselves.

use std::collections::{BTreeMap, BTreeSet};

use rand::{Rng as _, SeedableRng as _, rngs::StdRng, seq::IndexedRandom as _};

use crate::invalidation::shop::Shop;

const EDITS: u32 = 150;

/// A product as far as tags depend on it.
#[derive(Debug, Clone, PartialEq)]
struct Product {
    status: String,
    slug: String,
    /// Those it had before.
    old_slugs: Vec<String>,
    /// Everything that anybody shows, finds or orders by: all but `updated_at` and `version`.
    shown: String,
}

const PRODUCTS: &str =
    "SELECT p.id::text, p.status, p.slug, (to_jsonb(p) - '{updated_at,version}'::text[])::text,
    ARRAY(SELECT s.slug FROM product_slugs s WHERE s.product_id = p.id) FROM products p";

async fn products(shop: &Shop) -> BTreeMap<String, Product> {
    let rows = shop.client.query(PRODUCTS, &[]).await.unwrap();
    rows.iter()
        .map(|row| {
            let product = Product {
                status: row.get(1),
                slug: row.get(2),
                shown: row.get(3),
                old_slugs: row.get(4),
            };
            (row.get(0), product)
        })
        .collect()
}

/// What the contract demands for one product that was and becomes so.
fn demanded(id: &str, was: Option<&Product>, becomes: Option<&Product>) -> BTreeSet<String> {
    let mut tags = BTreeSet::new();
    if was.map(|one| &one.shown) != becomes.map(|one| &one.shown) {
        tags.insert(format!("product:{id}"));
    }
    let face = |one: &Product| (one.slug.clone(), one.status.clone());
    if was.map(face) != becomes.map(face) {
        let slugs = was
            .iter()
            .chain(&becomes)
            .map(|one| format!("slug:{}", one.slug));
        tags.extend(slugs);
    }
    // What leads to a product leads there as long as it may be seen.
    let status = |one: &Product| one.status.clone();
    if let Some(becomes) = becomes.filter(|_| was.map(status) != becomes.map(status)) {
        tags.extend(becomes.old_slugs.iter().map(|slug| format!("slug:{slug}")));
    }
    tags
}

fn edit(random: &mut StdRng, number: u32) -> String {
    let n = random.random_range(1..5);
    let some = format!(
        "WHERE id % {} = {}",
        random.random_range(1..6),
        random.random_range(0..3)
    );
    let set = [
        format!("price_minor = {n}"),
        "price_minor = NULL".to_owned(),
        format!("stock = {}", n - 1),
        format!("rating = {n}"),
        format!("review_count = {n}"),
        format!("name = 'Lamp {n}'"),
        format!("description = 'word{n} and more'"),
        format!("brand_id = {}", random.random_range(1..3)),
        "brand_id = NULL".to_owned(),
        format!("category_id = {}", random.random_range(1..5)),
        format!(
            "status = '{}'",
            ["published", "draft", "archived"].choose(random).unwrap()
        ),
        format!("slug = 'slug-{number}-' || id"),
        format!("image = 'image{n}'"),
    ];
    let set: Vec<&String> = set.choose_multiple(random, n).collect();
    let set: Vec<&str> = set.into_iter().map(String::as_str).collect();
    let columns: BTreeMap<&str, &str> =
        set.iter().filter_map(|one| one.split_once(" = ")).collect();
    let set: Vec<String> = columns
        .iter()
        .map(|(column, value)| format!("{column} = {value}"))
        .collect();
    let update = format!("UPDATE products SET {} {some}", set.join(", "));
    let insert = format!(
        "INSERT INTO products (sku, slug, name, brand_id, category_id)
         VALUES ('i{number}', 'i{number}', 'Thing {n}', 1, 3)"
    );
    match random.random_range(0..16) {
        0 => insert,
        // Both kinds of statement at once.
        1 => format!("{insert} ON CONFLICT DO NOTHING; {update}"),
        2 => format!("DELETE FROM products WHERE id % 7 = {n}"),
        3 => format!(
            "UPDATE brands SET name = 'Name{n}' WHERE id = {}",
            random.random_range(1..3)
        ),
        4 => format!(
            "INSERT INTO products (sku, slug, name) VALUES ('1', 'x{number}', 'Upserted {n}')
                      ON CONFLICT (sku) DO UPDATE SET name = excluded.name, stock = {n}"
        ),
        5 => format!(
            "UPDATE brands SET slug = 'brand-' || id || '-{}' WHERE id = {}",
            random.random_range(0..4),
            random.random_range(1..3)
        ),
        6 => format!(
            "UPDATE categories SET name = 'Shelf {n}' WHERE id % 3 = {}",
            random.random_range(0..3)
        ),
        // The tree is left as it is: what names the paths is nobody's business here.
        7 | 8 => format!(
            "UPDATE categories SET path = CASE WHEN path ~ '^x' THEN substr(path, 2) ELSE 'x' || path END WHERE id % {} = 0",
            random.random_range(1..4)
        ),
        _ => update,
    }
}

/// Brands or categories, each by its key, as far as anything depends on them, and what old names mean.
async fn rows(shop: &Shop, sql: &str) -> BTreeMap<String, String> {
    let rows = shop.client.query(sql, &[]).await.unwrap();
    rows.iter().map(|row| (row.get(0), row.get(1))).collect()
}

const BRANDS: &str = "SELECT id::text, slug || ' ' || name FROM brands";
const CATEGORIES: &str = "SELECT id::text, concat_ws(' ', parent_id, path, name) FROM categories";
const OLD_SLUGS: &str = "SELECT s.slug, concat(brand_now(s.brand_id), EXISTS (SELECT FROM brands b WHERE b.slug = s.slug))
                         FROM brand_slugs s";
const OLD_PATHS: &str =
    "SELECT path, coalesce(category_now(category_id)::text, '') FROM category_paths";

/// What is in one and not in the other, by its key.
fn changed<'a>(
    was: &'a BTreeMap<String, String>,
    becomes: &'a BTreeMap<String, String>,
) -> impl Iterator<Item = &'a String> {
    let keys: BTreeSet<&String> = was.keys().chain(becomes.keys()).collect();
    keys.into_iter()
        .filter(|key| was.get(*key) != becomes.get(*key))
}

/// Brands, categories, old slugs and old paths.
async fn named(shop: &Shop) -> [BTreeMap<String, String>; 4] {
    let mut named: [BTreeMap<String, String>; 4] = Default::default();
    for (rows_of, sql) in named
        .iter_mut()
        .zip([BRANDS, CATEGORIES, OLD_SLUGS, OLD_PATHS])
    {
        *rows_of = rows(shop, sql).await;
    }
    named
}

/// What the contract demands for brands and categories.
fn demanded_by_names(
    was: &[BTreeMap<String, String>; 4],
    becomes: &[BTreeMap<String, String>; 4],
) -> BTreeSet<String> {
    let mut tags = BTreeSet::new();
    // What comes into being has nobody who depends on it.
    let known =
        |of: usize| changed(&was[of], &becomes[of]).filter(move |key| was[of].contains_key(*key));
    tags.extend(known(0).map(|id| format!("brand:{id}")));
    tags.extend(known(1).map(|id| format!("category:{id}")));
    tags.extend(changed(&was[2], &becomes[2]).map(|slug| format!("brand-slug:{slug}")));
    let tree = changed(&was[1], &becomes[1]).chain(changed(&was[3], &becomes[3]));
    tags.extend(tree.map(|_| "taxonomy".to_owned()));
    tags
}

#[tokio::test]
async fn every_tag_that_is_demanded_is_there() {
    let shop = Shop::open().await;
    let seed = rand::random();
    let mut random = StdRng::seed_from_u64(seed);
    let (mut needed, mut given) = (0, 0);
    for number in 0..EDITS {
        let (was, were_named) = (products(&shop).await, named(&shop).await);
        let sql = edit(&mut random, number);
        shop.run(&sql).await;
        let (becomes, are_named) = (products(&shop).await, named(&shop).await);
        let ids: BTreeSet<&String> = was.keys().chain(becomes.keys()).collect();
        let mut demanded: BTreeSet<String> = ids
            .into_iter()
            .flat_map(|id| demanded(id, was.get(id), becomes.get(id)))
            .collect();
        demanded.extend(demanded_by_names(&were_named, &are_named));
        let changes = shop.relayed().await;
        let Some(tags) = changes.into_iter().collect::<Option<Vec<_>>>() else {
            continue;
        };
        let tags: BTreeSet<String> = tags.into_iter().flatten().collect();
        let lacking: Vec<_> = demanded.difference(&tags).collect();
        assert!(lacking.is_empty(), "seed {seed}: {sql} lacks {lacking:?}");
        // Precise as well: nothing but what the brands themselves add. Two statements may touch more than they leave.
        let more = tags
            .difference(&demanded)
            .filter(|tag| !tag.starts_with("brand") && !sql.contains(';'));
        assert_eq!(
            more.collect::<Vec<_>>(),
            Vec::<&String>::new(),
            "seed {seed}: {sql}"
        );
        needed += demanded.len();
        given += tags.len();
    }
    println!("{needed} tags demanded, {given} given");
    assert!(needed > 200);
}
