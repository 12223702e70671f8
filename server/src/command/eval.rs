//! `vitrine eval`.

use std::{
    fs::File,
    io::{BufWriter, Write as _},
    path::PathBuf,
};

use anyhow::Context as _;
use app::model::search::ParsedQuery;
use clap::Args;
use indicatif::HumanCount;

use crate::{
    backend,
    catalog::taxonomy::Taxonomy,
    config::Config,
    db,
    evaluate::{
        Asked, Bm25, Catalogue, DEPTH, FullText, Judgments, Ranked, Scores, measure, queries,
    },
    import::source::Input,
    replica::Replica,
};

/// Compare what searches find with what people judged, beside plain ways to search the same products.
///
/// The products must have been imported before, under the ids that the judgments use.
#[derive(Debug, Clone, Args)]
pub struct EvalArgs {
    /// Table of queries: columns `query_id` and `query`, tab-separated, plain or gzipped.
    pub queries: PathBuf,

    /// Table of judgments: columns `query_id`, `product_id` and `grade`.
    pub judgments: PathBuf,

    /// Where to write what the shop found: `query_id`, `rank`, `product_id`.
    #[arg(long, value_name = "PATH")]
    pub run: Option<PathBuf>,
}

/// Runs the command.
pub async fn run(args: EvalArgs, config: Config) -> anyhow::Result<()> {
    let queries = queries(&Input::File(args.queries))?;
    let judgments = Judgments::read(&Input::File(args.judgments))?;
    let mut connection = db::connect(&config.database.url)
        .await
        .context("cannot connect to the database")?;
    let Catalogue { skus, mut bm25 } = Catalogue::read(&mut connection).await?;
    let replica = Replica::new(db::pool(&config.database)?);
    replica.filled().await?;
    println!(
        "{} products, {} queries",
        HumanCount(skus.len() as u64),
        queries.len()
    );

    let mut shop = Shop {
        replica,
        skus: &skus,
    };
    let mut file = match &args.run {
        Some(path) => Some(RunFile::create(path)?),
        None => None,
    };
    println!("{:24} {}", "", Scores::HEAD);
    let scores = measure(&mut shop, &queries, &judgments, |query, found| {
        file.as_mut().map_or(Ok(()), |file| file.add(query, found))
    })
    .await?;
    print("Vitrine", &scores);
    if let Some(file) = file {
        file.finish()?;
    }
    compare_with::<Bm25>("BM25, title + all text", &mut bm25, &queries, &judgments).await?;
    let mut full_text = FullText::new(connection).await?;
    compare_with("PostgreSQL full text", &mut full_text, &queries, &judgments).await
}

async fn compare_with<R: Ranked>(
    name: &str,
    ranked: &mut R,
    queries: &[Asked],
    judgments: &Judgments,
) -> anyhow::Result<()> {
    let scores = measure(ranked, queries, judgments, |_, _| Ok(())).await?;
    print(name, &scores);
    Ok(())
}

fn print(name: &str, scores: &Scores) {
    println!("{name:24} {scores}");
}

/// The search of the shop, uncached.
struct Shop<'a> {
    replica: Replica,
    skus: &'a std::collections::HashMap<i64, String>,
}

impl Ranked for Shop<'_> {
    /// What is typed goes the way of an address, as if it had been sent by the search form.
    async fn best(&mut self, query: &str) -> anyhow::Result<Vec<String>> {
        let address = form_urlencoded::Serializer::new(String::new())
            .append_pair("q", query)
            .finish();
        let search = ParsedQuery::parse(&address).query;
        let mut question = backend::question(&search, &Taxonomy::default());
        question.limit = DEPTH;
        let answer = self.replica.index().ask_anew(&question);
        let named = answer.ids.iter().filter_map(|id| self.skus.get(id));
        Ok(named.cloned().collect())
    }
}

/// Results for other programs that score them.
struct RunFile(BufWriter<File>);

impl RunFile {
    fn create(path: &PathBuf) -> anyhow::Result<Self> {
        let file =
            File::create(path).with_context(|| format!("cannot write {}", path.display()))?;
        let mut file = BufWriter::new(file);
        writeln!(file, "query_id\trank\tproduct_id")?;
        Ok(Self(file))
    }

    fn add(&mut self, query: &Asked, found: &[String]) -> anyhow::Result<()> {
        for (rank, product) in (1..).zip(found) {
            writeln!(self.0, "{}\t{rank}\t{product}", query.id)?;
        }
        Ok(())
    }

    fn finish(mut self) -> anyhow::Result<()> {
        Ok(self.0.flush()?)
    }
}
