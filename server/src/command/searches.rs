//! `vitrine searches`.

use anyhow::Context as _;
use clap::Args;
use indicatif::HumanCount;

use super::table::table;
use crate::{
    config::DatabaseConfig,
    db::{self, Pool},
    insight::searches::{Days, Report, SearchRow, clicked_products, report, slowest, totals},
};

/// What people search for, and what comes of it.
#[derive(Debug, Clone, Args)]
pub struct SearchesArgs {
    /// How many days to look back on, today (UTC) included; three months are kept.
    #[arg(long, default_value_t = 30, value_parser = clap::value_parser!(u16).range(1..=366))]
    pub days: u16,

    /// How many lines to show.
    #[arg(long, default_value_t = 50, value_parser = clap::value_parser!(u32).range(1..=10_000))]
    pub limit: u32,

    /// Only searches that found nothing.
    #[arg(long, group = "what")]
    pub no_result: bool,

    /// Searches that find products, those first that hardly anybody opens.
    #[arg(long, group = "what")]
    pub unopened: bool,

    /// Searches whose first page takes longest to make.
    #[arg(long, group = "what")]
    pub slowest: bool,

    /// The products that were opened from the results of a search for these words.
    #[arg(long, value_name = "WORDS", group = "what")]
    pub opened: Option<String>,
}

/// Prints the report that is asked for.
pub async fn run(args: SearchesArgs, database: &DatabaseConfig) -> anyhow::Result<()> {
    let pool = db::pool(database)?;
    let text = text(args, &pool)
        .await
        .context("cannot read what was searched for")?;
    print!("{text}");
    Ok(())
}

/// The report that is asked for.
pub async fn text(args: SearchesArgs, pool: &Pool) -> anyhow::Result<String> {
    let (days, limit) = (Days::last(args.days), args.limit);
    if let Some(words) = args.opened {
        let opened = clicked_products(pool, days, &words, limit).await?;
        let rows: Vec<_> = opened
            .into_iter()
            .map(|product| {
                [
                    product.name,
                    format!("/p/{}", product.slug),
                    count(product.clicks),
                ]
            })
            .collect();
        return Ok(table(["product", "page", "opened"], &rows));
    }
    if args.slowest {
        let slowest = slowest(pool, days, limit).await?;
        let rows: Vec<_> = slowest
            .into_iter()
            .map(|search| {
                [
                    search.words,
                    count(search.made),
                    format!("{:.1}", search.millis),
                ]
            })
            .collect();
        return Ok(table(["search", "made", "ms on average"], &rows));
    }
    let which = match (args.no_result, args.unopened) {
        (true, _) => Report::WithoutResult,
        (_, true) => Report::Unopened,
        _ => Report::MostAsked,
    };
    let rows = report(pool, days, which, limit).await?;
    let rows: Vec<_> = rows.into_iter().map(line).collect();
    let heads = [
        "search",
        "asked",
        "found nothing",
        "results",
        "opened",
        "a search",
    ];
    let totals = totals(pool, days).await?;
    Ok(format!(
        "{}\n{} searches from {} to {}, {} different; found nothing: {}; products opened: {}, {} a search\n",
        table(heads, &rows),
        count(totals.asked),
        days.from,
        days.to,
        count(totals.searches),
        count(totals.without_result),
        count(totals.clicks),
        rate(totals.click_through()),
    ))
}

fn line(search: SearchRow) -> [String; 6] {
    let opened = rate(search.click_through());
    [
        search.words,
        count(search.asked),
        count(search.without_result),
        search.results.map_or_else(|| "-".to_owned(), count),
        count(search.clicks),
        opened,
    ]
}

fn count(number: i64) -> String {
    HumanCount(number.unsigned_abs()).to_string()
}

fn rate(share: Option<f64>) -> String {
    share.map_or_else(|| "-".to_owned(), |share| format!("{share:.2}"))
}
