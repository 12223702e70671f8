//! `vitrine demo-load`.

use std::time::Duration;

use anyhow::Context as _;
use clap::Args;

use crate::{
    config::Config,
    db,
    demo_load::{self, Rates, Target},
};

/// What is asked for, and of whom.
#[derive(Debug, Args)]
pub struct DemoLoadArgs {
    /// Requests a second.
    #[arg(long, default_value_t = 40, value_parser = clap::value_parser!(u32).range(1..=1000))]
    requests: u32,
    /// Prices changed a second; each is changed back.
    #[arg(long, default_value_t = 1, value_parser = clap::value_parser!(u32).range(0..=100))]
    edits: u32,
    /// For how many seconds.
    #[arg(long, default_value_t = 120, value_parser = clap::value_parser!(u64).range(1..=86400))]
    seconds: u64,
    /// Address of the server, on this machine; what `VITRINE_ADDR` says if there is none.
    #[arg(long)]
    target: Option<Target>,
}

/// Asks until the time is over, or until it is interrupted, and says what came of it.
pub async fn run(args: DemoLoadArgs, config: &Config) -> anyhow::Result<()> {
    let own = || format!("http://{}", config.http.addr).parse();
    let target = args.target.map_or_else(own, Ok)?;
    let pool = db::pool(&config.database)?;
    let rates = Rates {
        requests: args.requests,
        edits: args.edits,
        time: Duration::from_secs(args.seconds),
    };
    println!(
        "{} requests and {} edits a second for {} s; look at /admin/performance",
        rates.requests, rates.edits, args.seconds
    );
    let outcome = demo_load::run(&pool, &target, rates)
        .await
        .context("the catalogue cannot be read")?;
    println!(
        "{} pages answered, {} not; {} prices changed",
        outcome.answered, outcome.failed, outcome.edits
    );
    Ok(())
}
