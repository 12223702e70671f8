//! Random writes: through the server's own functions, and by hand in SQL.

use diesel::{
    QueryableByName,
    sql_types::{BigInt, Text},
};
use diesel_async::AsyncPgConnection;
use rand::{Rng as _, rngs::StdRng, seq::IndexedRandom as _};
use server::{
    catalog::{
        edit::{ProductEdit, Status},
        history,
    },
    db::{self, Statement},
    invalidation::{self, TransactionId},
};

use super::{question::Vocabulary, world::World};

/// What was written, and where it may show.
#[derive(Debug)]
pub(super) struct Written {
    pub(super) what: String,
    pub(super) slugs: Vec<String>,
    pub(super) words: Vec<String>,
    /// Pages of the shop that it may have moved.
    pub(super) paths: Vec<String>,
}

#[derive(Debug, QueryableByName)]
struct Named {
    #[diesel(sql_type = Text)]
    name: String,
}

#[derive(Debug, QueryableByName)]
struct Product {
    #[diesel(sql_type = BigInt)]
    id: i64,
    #[diesel(sql_type = Text)]
    slug: String,
    #[diesel(sql_type = Text)]
    name: String,
}

/// Words, makers and categories of the shop: few of each, the commonest.
pub(super) async fn vocabulary(connection: &mut AsyncPgConnection) -> Vocabulary {
    Vocabulary {
        words: names(
            connection,
            "SELECT word AS name FROM products, regexp_split_to_table(lower(name), '[^a-z]+') AS word
             WHERE length(word) > 3 GROUP BY word ORDER BY count(*) DESC, word LIMIT 24",
        )
        .await,
        brands: names(
            connection,
            "SELECT b.slug AS name FROM products p JOIN brands b ON b.id = p.brand_id
             GROUP BY b.slug ORDER BY count(*) DESC, b.slug LIMIT 6",
        )
        .await,
        categories: names(
            connection,
            "SELECT c.path AS name FROM categories c LEFT JOIN products p ON p.category_id = c.id
             GROUP BY c.path ORDER BY c.path LIKE '%/%', count(*) DESC, c.path LIMIT 12",
        )
        .await,
    }
}

/// Writes something and waits until it is acknowledged.
pub(super) async fn any(world: &mut World, dice: &mut StdRng) -> Written {
    if dice.random_ratio(1, 3) {
        let product = product(world, dice).await;
        let edit = edit(world, dice);
        let what = format!("{edit:?}");
        let saved = world.state.writer().edit(product.id, &edit).await;
        saved.expect("an edit that is acknowledged");
        return written(what, product);
    }
    if dice.random_ratio(1, 8) {
        return super::taxonomy::any(world, dice).await;
    }
    let product = product(world, dice).await;
    let statement = (!dice.random_ratio(1, 10)).then(|| by_hand(world, dice, &product));
    let connection = &mut world.connection;
    db::batch(connection, "test.begin", "BEGIN")
        .await
        .expect("BEGIN");
    let what = match statement {
        Some(statement) => {
            db::batch(connection, "test.write", &statement)
                .await
                .unwrap_or_else(|error| panic!("{statement}: {error}"));
            statement
        }
        None => take_back(connection).await,
    };
    let xid = TransactionId::current(connection).await.expect("a number");
    db::batch(connection, "test.commit", "COMMIT")
        .await
        .expect("COMMIT");
    invalidation::acknowledge(connection, Some(&world.state.redis), xid)
        .await
        .unwrap_or_else(|error| panic!("{what}: {error}"));
    written(what, product)
}

/// Takes back what was written last, which may have been to take something back; never how the shop came to be.
async fn take_back(connection: &mut AsyncPgConnection) -> String {
    let last = "SELECT max(id)::text AS name FROM product_acts HAVING max(id) > 1";
    let Some(act) = names(connection, last).await.pop() else {
        return "nothing".to_owned();
    };
    let number = act.parse().expect("a number");
    history::undo(connection, number, None)
        .await
        .unwrap_or_else(|error| panic!("taking back act {act}: {error}"));
    format!("taking back act {act}")
}

fn written(what: String, product: Product) -> Written {
    let words = product.name.to_lowercase();
    let words = words.split(|c: char| !c.is_ascii_lowercase());
    Written {
        what,
        slugs: vec![product.slug],
        words: words
            .filter(|word| word.len() > 2)
            .map(str::to_owned)
            .collect(),
        paths: Vec::new(),
    }
}

fn edit(world: &World, dice: &mut StdRng) -> ProductEdit {
    let mut edit = ProductEdit::default();
    match dice.random_range(0..6) {
        0 => edit.price_minor = Some(Some(dice.random_range(100..60_000))),
        1 => edit.stock = Some(Some(dice.random_range(0..3))),
        2 => edit.rating = Some(Some(f32::from(dice.random_range(0..=50_u8)) / 10.0)),
        3 => {
            let all = [Status::Draft, Status::Published, Status::Archived];
            edit.status = all.choose(dice).copied();
        }
        4 => edit.name = Some(title(world, dice)),
        _ => edit.price_minor = Some(None),
    }
    edit
}

/// A statement, or several, as somebody at a prompt would write them.
fn by_hand(world: &World, dice: &mut StdRng, product: &Product) -> String {
    let id = product.id;
    let number: u32 = dice.random_range(0..1_000_000_000);
    let (brand, other) = (pick(dice, &world.vocabulary.brands), title(world, dice));
    let category = pick(dice, &world.vocabulary.categories);
    match dice.random_range(0..20) {
        0 => format!("UPDATE products SET price_minor = {} WHERE id = {id}", number % 60_000),
        1 => format!("UPDATE products SET stock = {} WHERE id = {id}", number % 3),
        2 => format!("UPDATE products SET rating = {}, review_count = {} WHERE id = {id}", number % 6, number % 500),
        3 => format!("UPDATE products SET name = '{other}' WHERE id = {id}"),
        4 => format!("UPDATE products SET description = '{other} {other}' WHERE id = {id}"),
        5 => format!("UPDATE products SET status = CASE status WHEN 'published' THEN 'archived' ELSE 'published' END WHERE id = {id}"),
        6 => format!("DELETE FROM products WHERE id = {id}"),
        7 | 8 => format!(
            "INSERT INTO products (sku, slug, name, brand_id, category_id, price_minor, rating, stock)
             SELECT 'new-{number}', 'new-{number}', '{other}', b.id, c.id, {}, {}, {}
             FROM brands b, categories c WHERE b.slug = '{brand}' AND c.path = '{category}'",
            number % 60_000, number % 6, number % 3
        ),
        9 => format!("UPDATE products SET slug = 'moved-{number}' WHERE id = {id}"),
        10 => format!("UPDATE products SET category_id = (SELECT id FROM categories WHERE path = '{category}') WHERE id = {id}"),
        11 => format!("UPDATE products SET brand_id = (SELECT id FROM brands WHERE slug = '{brand}') WHERE id = {id}"),
        12 => format!("UPDATE brands SET name = 'Maker {number}' WHERE slug = '{brand}'"),
        13 => format!("UPDATE categories SET name = 'Shelf {number}' WHERE path = '{category}'"),
        14 => format!("UPDATE products SET price_minor = price_minor + 1 WHERE id % 20 = {}", number % 20),
        15 => format!("UPDATE products SET attributes = attributes || '{{\"note\": \"{other}\"}}', sku = 'sku-{number}' WHERE id = {id}"),
        16 => "UPDATE products SET stock = greatest(stock - 1, 0)".to_owned(),
        17 => {
            let words = &world.vocabulary.words;
            let (one, other) = (pick(dice, words), pick(dice, words));
            let source = if dice.random() {
                "NULL".to_owned()
            } else {
                format!("'{}'", pick(dice, words))
            };
            format!(
                "INSERT INTO synonyms (source, terms) VALUES ({source}, '{{{one},{other}}}') ON CONFLICT DO NOTHING"
            )
        }
        18 => "DELETE FROM synonyms WHERE id = (SELECT min(id) FROM synonyms)".to_owned(),
        _ => format!(
            "UPDATE products SET created_at = now() - interval '{} minutes' WHERE id = {id};
             INSERT INTO brands (slug, name) VALUES ('brand-{number}', 'Brand {number}')",
            number % 10_000
        ),
    }
}

fn title(world: &World, dice: &mut StdRng) -> String {
    let count = dice.random_range(2..5);
    let words: Vec<_> = world
        .vocabulary
        .words
        .choose_multiple(dice, count)
        .cloned()
        .collect();
    words.join(" ")
}

fn pick(dice: &mut StdRng, texts: &[String]) -> String {
    texts.choose(dice).cloned().unwrap_or_default()
}

/// A product of any status. Those touched before are likelier, for they are in caches.
async fn product(world: &mut World, dice: &mut StdRng) -> Product {
    let skip: u32 = dice.random_range(0..60);
    let statement = Statement::new(
        "test.product",
        "SELECT id, slug, name FROM products ORDER BY popularity DESC, id OFFSET $1 LIMIT 1",
        vec![server::db::Bind::BigInt(Some(i64::from(skip)))],
    );
    let rows: Vec<Product> = statement
        .load_on(&mut world.connection)
        .await
        .expect("a row");
    rows.into_iter().next().expect("a product")
}

async fn names(connection: &mut AsyncPgConnection, sql: &'static str) -> Vec<String> {
    let statement = Statement::new("test.names", sql, vec![]);
    let rows: Vec<Named> = statement.load_on(connection).await.expect("names");
    rows.into_iter().map(|row| row.name).collect()
}
