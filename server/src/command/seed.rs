//! `vitrine seed`: a demo catalogue.

use std::time::Instant;

use clap::Args;
use indicatif::HumanCount;

use crate::{
    import::progress::Progress,
    seed::{self, MAX_PRODUCTS, Options},
};

/// Fill an empty catalogue with made-up products.
#[derive(Debug, Clone, Args)]
pub struct SeedArgs {
    /// How many products to make.
    #[arg(long, value_name = "N", default_value_t = 20_000,
          value_parser = clap::value_parser!(u64).range(1..=MAX_PRODUCTS))]
    pub products: u64,

    /// Which catalogue to make: the same number gives the same products.
    #[arg(long, value_name = "NUMBER", default_value_t = 1)]
    pub seed: u64,

    /// Delete all products, brands and categories first.
    #[arg(long)]
    pub replace: bool,
}

/// Runs the command.
pub async fn run(args: SeedArgs, database_url: &str) -> anyhow::Result<()> {
    let started = Instant::now();
    let options = Options {
        products: args.products,
        seed: args.seed,
        replace: args.replace,
    };
    let filled = seed::fill(database_url, options, Progress::on_stderr()).await?;
    println!(
        "{} products made in {:.1} s",
        HumanCount(filled.counts.created),
        started.elapsed().as_secs_f64()
    );
    println!("{}", super::live(&filled.acknowledged));
    Ok(())
}
