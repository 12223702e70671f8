//! How good the results are, by the judgments of people.
//!
//! `cargo run --release -p index --example eval -- PRODUCTS.jsonl.gz QUERIES.tsv.gz QRELS.tsv.gz [RUN.tsv]`
//!
//! Loads a catalogue, asks the index every query, and prints how well its results agree with the judgments, beside two
//! plain rankings over the same words. With a fourth file, the index's results are written there as
//! `query, rank, product`. With a catalogue alone, its products are searched for by words of their own titles with a word
//! or two too many.

#[path = "eval/baseline.rs"]
mod baseline;
#[path = "eval/catalogue.rs"]
mod catalogue;
#[path = "eval/judge.rs"]
mod judge;
#[path = "eval/known.rs"]
mod known;

use std::error::Error;
use std::fmt::Write;
use std::fs;
use std::time::{Duration, Instant};

use index::{Builder, Index, Product, Question};

use baseline::{Baseline, Text};
use catalogue::{lines, products};
use judge::{Judgments, Scores};

/// How far down results are looked at.
const DEPTH: usize = 100;

fn main() -> Result<(), Box<dyn Error>> {
    let files: Vec<String> = std::env::args().skip(1).collect();
    match files.as_slice() {
        [catalogue] => {
            let products = products(catalogue)?;
            let index = built(&products);
            for foreign in 0..=2 {
                let scores = known::measure(&index, &products, foreign);
                println!("by four words of its title and {foreign} of another's: {scores}");
            }
            Ok(())
        }
        [catalogue, queries, judgments, rest @ ..] => {
            let products = products(catalogue)?;
            judged(&products, queries, judgments, rest.first())
        }
        _ => Err("PRODUCTS.jsonl.gz [QUERIES.tsv.gz QRELS.tsv.gz [RUN.tsv]]".into()),
    }
}

/// An index of these products.
fn built(products: &[(Product, String)]) -> Index {
    let index = Index::new();
    let began = Instant::now();
    let mut builder = Builder::new();
    for (product, _) in products {
        builder.push(product.clone());
    }
    index.replace(builder);
    println!("built in {:.0?}: {:?}", began.elapsed(), index.extent());
    index
}

/// Compares the results of queries with judgments.
fn judged(
    products: &[(Product, String)],
    queries: &str,
    judgments: &str,
    run_file: Option<&String>,
) -> Result<(), Box<dyn Error>> {
    let queries: Vec<(String, String)> = lines(queries)?
        .into_iter()
        .skip(1)
        .filter_map(|line| {
            line.split_once('\t')
                .map(|(id, text)| (id.to_owned(), text.to_owned()))
        })
        .collect();
    let judgments = Judgments::new(lines(judgments)?);
    println!("{} products, {} queries", products.len(), queries.len());
    let index = built(products);

    let verbose = std::env::var_os("VERBOSE").is_some();
    let mut run = String::new();
    let asked = measure(
        &queries,
        &judgments,
        |id, text| {
            let words = text
                .split_whitespace()
                .collect::<Vec<_>>()
                .join(" ")
                .to_lowercase();
            let answer = index.ask(&Question {
                text: words,
                limit: DEPTH,
                ..Question::default()
            });
            let ids: Vec<String> = answer.ids.iter().map(|id| name(products, *id)).collect();
            for (rank, product) in ids.iter().enumerate() {
                let _ = writeln!(run, "{id}\t{}\t{product}", rank + 1);
            }
            if verbose {
                println!("{text}: {} results, {:?}", answer.total, answer.reading);
            }
            ids
        },
        verbose,
    );
    println!("index: {asked}");
    if let Some(file) = run_file {
        fs::write(file, run)?;
    }

    for (label, weight) in [
        ("BM25 over everything", 0.0),
        ("BM25 over the title and everything", 1.0),
    ] {
        let baseline = Baseline::new(
            products.iter().map(|(product, _)| Text::of(product)),
            weight,
        );
        let scores = measure(
            &queries,
            &judgments,
            |_, text| {
                baseline
                    .best(text, DEPTH)
                    .into_iter()
                    .map(|at| products[at].1.clone())
                    .collect()
            },
            false,
        );
        println!("{label}: {scores}");
    }
    Ok(())
}

/// The catalogue's own name of a product.
fn name(products: &[(Product, String)], id: i64) -> String {
    usize::try_from(id)
        .ok()
        .and_then(|at| products.get(at))
        .map(|(_, name)| name.clone())
        .unwrap_or_default()
}

/// Asks all queries, takes the time and compares the results with the judgments.
fn measure(
    queries: &[(String, String)],
    judgments: &Judgments,
    mut ask: impl FnMut(&str, &str) -> Vec<String>,
    verbose: bool,
) -> Scores {
    let mut scores = Scores::default();
    for (id, text) in queries {
        let began = Instant::now();
        let results = ask(id, text);
        scores.add(&results, judgments.of(id), began.elapsed());
        if verbose {
            println!("    {}", scores.last());
        }
    }
    scores
}

/// Milliseconds, as they are printed.
fn milliseconds(duration: Duration) -> String {
    format!("{:.2} ms", duration.as_secs_f64() * 1000.0)
}
