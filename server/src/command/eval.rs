//! `vitrine eval`.

use std::{
    collections::HashMap,
    fs::File,
    io::{BufWriter, Write as _},
    path::{Path, PathBuf},
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
        Asked, Bm25, Catalogue, DEPTH, FullText, Judgments, Ranked, Scores, known, measure, queries,
    },
    import::source::Input,
    replica::Replica,
};

/// Compare what searches find with what people judged, beside plain ways to search the same products.
///
/// The products must have been imported before, under the ids that the judgments use. Without judgments, some of the
/// products are searched for by words of their titles, with none, one and two words of another product's title.
#[derive(Debug, Clone, Args)]
pub struct EvalArgs {
    /// Table of queries: columns `query_id` and `query`, tab-separated, plain or gzipped.
    #[arg(requires = "judgments")]
    pub queries: Option<PathBuf>,

    /// Table of judgments: columns `query_id`, `product_id` and `grade`.
    pub judgments: Option<PathBuf>,

    /// Where to write what the shop found: `query_id`, `rank`, `product_id`.
    #[arg(long, value_name = "PATH", requires = "judgments")]
    pub run: Option<PathBuf>,
}

/// Runs the command.
pub async fn run(args: EvalArgs, config: Config) -> anyhow::Result<()> {
    let judged = match (args.queries, args.judgments) {
        (Some(asked), Some(judged)) => Some((
            queries(&Input::File(asked))?,
            Judgments::read(&Input::File(judged))?,
        )),
        _ => None,
    };
    let mut connection = db::connect(&config.database.url)
        .await
        .context("cannot connect to the database")?;
    let Catalogue { skus, titles, bm25 } = Catalogue::read(&mut connection).await?;
    println!("{} products", HumanCount(skus.len() as u64));
    let replica = Replica::new(db::pool(&config.database)?);
    replica.filled().await?;
    let mut contest = Contest {
        shop: Shop {
            replica,
            skus: &skus,
        },
        bm25,
        full_text: FullText::new(connection).await?,
    };
    if let Some((queries, judgments)) = judged {
        println!("{} queries, judged by people", queries.len());
        return contest.run(&queries, &judgments, args.run.as_deref()).await;
    }
    for strange in 0..=2 {
        let (queries, judgments) = known(&titles, strange);
        println!(
            "\n{} products by four words of their titles and {strange} of another's",
            queries.len()
        );
        contest.run(&queries, &judgments, None).await?;
    }
    Ok(())
}

/// The ways to search that are compared.
struct Contest<'a> {
    shop: Shop<'a>,
    bm25: Bm25,
    full_text: FullText,
}

impl Contest<'_> {
    async fn run(
        &mut self,
        queries: &[Asked],
        judgments: &Judgments,
        run: Option<&Path>,
    ) -> anyhow::Result<()> {
        println!("{:24} {}", "", Scores::HEAD);
        let mut file = run.map(RunFile::create).transpose()?;
        let scores = measure(&mut self.shop, queries, judgments, |query, found| {
            file.as_mut().map_or(Ok(()), |file| file.add(query, found))
        })
        .await?;
        print("Vitrine", &scores);
        if let Some(file) = file {
            file.finish()?;
        }
        compare_with("BM25, title + all text", &mut self.bm25, queries, judgments).await?;
        compare_with(
            "PostgreSQL full text",
            &mut self.full_text,
            queries,
            judgments,
        )
        .await
    }
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
    skus: &'a HashMap<i64, String>,
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
    fn create(path: &Path) -> anyhow::Result<Self> {
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
