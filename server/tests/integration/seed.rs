//! The demo catalogue.

use crate::support::database::TestDatabase;
use server::{
    import::{copy_text::CopyText, progress::Progress},
    seed::{self, Options, generator::Generator},
};
use sha2::{Digest as _, Sha256};
use tokio_postgres::{Client, NoTls};

const PRODUCTS: u64 = 3_000;

fn options(products: u64) -> Options {
    Options {
        products,
        seed: 1,
        replace: false,
    }
}

async fn connect(database: &TestDatabase) -> anyhow::Result<Client> {
    let (client, connection) = tokio_postgres::connect(database.url(), NoTls).await?;
    tokio::spawn(connection);
    Ok(client)
}

async fn count(client: &Client, what: &str) -> anyhow::Result<i64> {
    Ok(client
        .query_one(&format!("SELECT count(*) FROM {what}"), &[])
        .await?
        .try_get(0)?)
}

/// All rows as they are staged.
fn rows(products: u64, seed: u64) -> anyhow::Result<String> {
    let generator = Generator::new(seed)?;
    let mut rows = CopyText::default();
    (1..=products)
        .filter_map(|number| generator.product(number))
        .for_each(|one| one.write(&mut rows));
    Ok(rows.take())
}

/// A change of this hash is a change of every demo catalogue: figures measured on one before are
/// not comparable to those measured after. Do it knowingly.
#[test]
fn the_rows_are_those_they_have_always_been() -> anyhow::Result<()> {
    let digest = Sha256::digest(rows(PRODUCTS, 1)?);
    let start = [0x5d, 0x31, 0xbc, 0xf7, 0x8c, 0x2d, 0xe9, 0x29];
    assert!(digest.starts_with(&start), "{digest:02x?}");
    Ok(())
}

#[test]
fn a_smaller_catalogue_begins_a_larger_one() -> anyhow::Result<()> {
    let (small, large) = (rows(100, 1)?, rows(200, 1)?);
    assert!(large.starts_with(&small));
    assert_ne!(small, rows(100, 2)?);
    Ok(())
}

#[test]
fn names_and_prices_are_those_of_a_shop() -> anyhow::Result<()> {
    let generator = Generator::new(1)?;
    let products: Vec<_> = (1..=20_000)
        .filter_map(|number| generator.product(number))
        .collect();
    let names: std::collections::HashSet<_> = products.iter().map(|one| &one.name).collect();
    assert!(names.len() > 19_800, "{} different names", names.len());
    let share = |part: usize| part * 100 / products.len();
    let dearer = products
        .iter()
        .filter(|one| one.compare_at_minor > one.price_minor)
        .count();
    assert!((13..=17).contains(&share(dearer)), "{dearer} were dearer");
    let sold_out = products.iter().filter(|one| one.stock == Some(0)).count();
    assert!(
        (5..=11).contains(&share(sold_out)),
        "{sold_out} are sold out"
    );
    for product in &products {
        let price = product.price_minor.unwrap_or_default();
        assert!(
            [99, 95, 50, 0].contains(&(price % 100)) && price > 0,
            "{price}"
        );
        assert!(
            product.name.len() < 150 && !product.description.is_empty(),
            "{product:?}"
        );
        assert_eq!(
            product.rating.is_none(),
            product.review_count == 0,
            "{product:?}"
        );
        assert!(
            product.created_at < Some(1_793_491_200_000_000),
            "{product:?}"
        );
    }
    Ok(())
}

#[tokio::test]
async fn the_catalogue_is_filled_once() -> anyhow::Result<()> {
    let database = TestDatabase::new().await;
    let counts = seed::fill(database.url(), options(PRODUCTS), Progress::Silent)
        .await?
        .counts;
    assert_eq!(counts.created, PRODUCTS);
    let client = connect(&database).await?;
    assert_eq!(count(&client, "products").await?, 3_000);
    assert_eq!(
        count(&client, "categories WHERE parent_id IS NULL").await?,
        14
    );
    assert!((60..120).contains(&count(&client, "categories WHERE parent_id IS NOT NULL").await?));
    assert!((250..=300).contains(&count(&client, "brands").await?));

    let Err(error) = seed::fill(database.url(), options(10), Progress::Silent).await else {
        anyhow::bail!("it was filled twice");
    };
    assert!(error.to_string().contains("--replace"), "{error}");
    assert_eq!(count(&client, "products").await?, 3_000);

    let replacing = Options {
        replace: true,
        ..options(10)
    };
    seed::fill(database.url(), replacing, Progress::Silent).await?;
    assert_eq!(count(&client, "products").await?, 10);
    assert!(count(&client, "brands").await? <= 10);
    assert!(count(&client, "categories").await? <= 20);
    Ok(())
}
