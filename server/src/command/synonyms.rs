//! `vitrine synonyms`.

use anyhow::{Context as _, bail};
use clap::{Args, Subcommand};
use diesel_async::AsyncPgConnection;

use crate::{
    catalog::synonyms::{self, AddedRow, KeptRule, MOST_RULES, RemovedRow, Rule},
    config, db,
    invalidation::{self, Acknowledged, NotAcknowledged, TransactionId},
};

/// Say which words mean the same.
#[derive(Debug, Clone, Args)]
pub struct SynonymsArgs {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Clone, Subcommand)]
enum What {
    /// Show all rules with their numbers.
    List,
    /// Add a rule: `sofa, couch, settee` (each finds all), or `tv => television` (who searches for tv finds televisions,
    /// too, but not the other way round).
    Add {
        /// The rule.
        rule: String,
    },
    /// Remove the rule with this number.
    Remove {
        /// As `list` shows it.
        id: i32,
    },
}

/// Shows the rules, or changes them and waits until all running instances go by that.
pub async fn run(args: SynonymsArgs, database_url: &str) -> anyhow::Result<()> {
    match args.what {
        What::List => {
            for kept in list(database_url).await? {
                let id = kept.id;
                println!("{id:>5}  {}", kept.rule());
            }
        }
        What::Add { rule } => {
            let rule: Rule = rule.parse()?;
            let changed = add(database_url, &rule).await?;
            println!("added rule {}: {rule}", changed.id);
            for term in rule.hardly_found() {
                println!("“{term}” is found only where products write it as one word");
            }
            println!("{}", super::live(&changed.acknowledged));
        }
        What::Remove { id } => {
            let changed = remove(database_url, id).await?;
            println!("removed rule {id}: {}", changed.rule);
            println!("{}", super::live(&changed.acknowledged));
        }
    }
    Ok(())
}

/// A rule that was added or removed.
#[derive(Debug)]
pub struct Changed {
    /// Its number.
    pub id: i32,
    /// What it says.
    pub rule: Rule,
    /// Whether every running instance goes by that.
    pub acknowledged: Result<Acknowledged, NotAcknowledged>,
}

/// All rules of the database at this address.
pub async fn list(database_url: &str) -> anyhow::Result<Vec<KeptRule>> {
    let mut connection = connect(database_url).await?;
    Ok(synonyms::rules().load_on(&mut connection).await?)
}

/// Adds a rule. Fails if it is there already, or if there are too many.
pub async fn add(database_url: &str, rule: &Rule) -> anyhow::Result<Changed> {
    let mut connection = connect(database_url).await?;
    let rows: Vec<AddedRow> = synonyms::add(rule).load_on(&mut connection).await?;
    let added = rows.into_iter().next().context("nothing was added")?;
    let id = match (added.id, added.known) {
        (Some(id), _) => id,
        (None, Some(known)) => bail!("rule {known} says that already"),
        (None, None) => bail!("there are {MOST_RULES} rules, which is as many as there may be"),
    };
    Ok(Changed {
        id,
        rule: rule.clone(),
        acknowledged: acknowledge(&mut connection, added.xid).await,
    })
}

/// Removes a rule. Fails if there is none with this number.
pub async fn remove(database_url: &str, id: i32) -> anyhow::Result<Changed> {
    let mut connection = connect(database_url).await?;
    let rows: Vec<RemovedRow> = synonyms::remove(id).load_on(&mut connection).await?;
    let Some(removed) = rows.into_iter().next() else {
        bail!("there is no rule {id}; `vitrine synonyms list` shows all");
    };
    Ok(Changed {
        id,
        rule: removed.rule.rule(),
        acknowledged: acknowledge(&mut connection, removed.xid).await,
    })
}

/// PostgreSQL itself tells the instances that there is something new.
async fn acknowledge(
    connection: &mut AsyncPgConnection,
    xid: i64,
) -> Result<Acknowledged, NotAcknowledged> {
    invalidation::acknowledge(connection, None, TransactionId::from(xid)).await
}

async fn connect(database_url: &str) -> anyhow::Result<AsyncPgConnection> {
    db::connect(database_url)
        .await
        .with_context(|| format!("cannot connect to {}", config::redact(database_url)))
}
