//! A demo catalogue: made up, believable, and the same wherever it is made.

pub mod assortment;
pub mod brands;
pub mod generator;
pub mod random;

use anyhow::{Context as _, bail};
use tokio_postgres::Transaction;

use crate::{
    import::{
        bulk::{self, Counts, Indexes, StageWriter},
        progress::{Progress, Step, Unit},
    },
    invalidation::{Acknowledged, NotAcknowledged},
};
use generator::Generator;

/// The largest demo catalogue: its numbers have seven digits.
pub const MAX_PRODUCTS: u64 = 9_999_999;

/// Which demo catalogue to make, and where.
#[derive(Debug, Clone, Copy)]
pub struct Options {
    /// How many products, at most [`MAX_PRODUCTS`].
    pub products: u64,
    /// Which of the possible catalogues.
    pub seed: u64,
    /// Whether what is in the catalogue goes first; otherwise it must be empty.
    pub replace: bool,
}

/// What filling the catalogue did.
#[derive(Debug)]
pub struct Filled {
    pub counts: Counts,
    /// Whether every running instance shows it.
    pub acknowledged: Result<Acknowledged, NotAcknowledged>,
}

/// Fills the catalogue, in one transaction. Fails if it has products and `replace` is not set.
pub async fn fill(url: &str, options: Options, progress: Progress) -> anyhow::Result<Filled> {
    if options.products > MAX_PRODUCTS {
        bail!("at most {MAX_PRODUCTS} products can be made");
    }
    let generator = Generator::new(options.seed)?;
    let mut client = bulk::connect(url, "vitrine seed").await?;
    let transaction = bulk::begin(&mut client).await?;
    let loaded = load(&transaction, generator, options, &progress).await;
    let (counts, xid) = bulk::finish(transaction, loaded).await?;
    let acknowledged = bulk::acknowledge(url, xid).await;

    bulk::tidy(&client, &progress).await;
    Ok(Filled {
        counts,
        acknowledged,
    })
}

async fn load(
    transaction: &Transaction<'_>,
    generator: Generator,
    options: Options,
    progress: &Progress,
) -> anyhow::Result<Counts> {
    if options.replace {
        let _step = progress.step("emptying the catalogue", Unit::Items, None);
        bulk::clear(transaction)
            .await
            .context("cannot empty the catalogue")?;
    } else if !bulk::is_empty(transaction).await? {
        bail!("the catalogue already has products; --replace deletes them first");
    }
    let (writer, blocks) = bulk::writer();
    let step = progress.step("making products", Unit::Items, Some(options.products));
    let making =
        tokio::task::spawn_blocking(move || make(&generator, options.products, writer, &step));
    bulk::copy(transaction, blocks).await?;
    making.await??;
    bulk::seal(transaction).await?;
    bulk::merge(transaction, Indexes::PutAside, progress).await
}

fn make(
    generator: &Generator,
    products: u64,
    mut writer: StageWriter,
    step: &Step,
) -> anyhow::Result<()> {
    for number in 1..=products {
        let product = generator
            .product(number)
            .context("the assortment is empty")?;
        writer.push(&product)?;
        if number % 1_000 == 0 || number == products {
            step.reach(number);
        }
    }
    writer.finish()?;
    Ok(())
}
