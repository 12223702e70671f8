//! The command line.

pub mod audit;
pub mod create_admin;
pub mod create_token;
pub mod demo_load;
pub mod doctor;
pub mod end_sessions;
pub mod eval;
pub mod import;
pub mod migrate;
pub mod remove_second_factor;
pub mod searches;
pub mod seed;
pub mod serve;
pub mod synonyms;
mod table;
pub mod warm;

use std::time::Duration;

use clap::{Parser, Subcommand};

use crate::{
    config::{self, Config},
    invalidation::{Acknowledged, NotAcknowledged},
    telemetry,
};

/// Vitrine, a product-search web app.
#[derive(Debug, Parser)]
#[command(name = "vitrine", version, about)]
pub struct Cli {
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Debug, Subcommand)]
enum Command {
    #[command(flatten)]
    Task(Task),
    /// Show the configuration and check everything the server needs.
    Doctor,
}

/// What is done by a configuration that can be used.
#[derive(Debug, Subcommand)]
enum Task {
    /// Serve the site (the default).
    Serve,
    /// Bring the database up to date.
    Migrate(migrate::MigrateArgs),
    /// Fill the catalogue with made-up products.
    Seed(seed::SeedArgs),
    /// Create and update products from a file.
    Import(import::ImportArgs),
    /// Show what people search for, and what comes of it.
    Searches(searches::SearchesArgs),
    /// Say which words mean the same.
    Synonyms(synonyms::SynonymsArgs),
    /// Show what happened to accounts: log-ins, failures and changes.
    Audit(audit::AuditArgs),
    /// Make the pages that people ask for most, so that nobody waits for them.
    Warm,
    /// Send made-up visitors to a server on this machine, to see the performance panel live.
    DemoLoad(demo_load::DemoLoadArgs),
    /// Compare what searches find with what people judged.
    Eval(eval::EvalArgs),
    /// Make an account that may do everything.
    CreateAdmin(create_admin::CreateAdminArgs),
    /// Make a token for programs that act for an account, and print it.
    CreateToken(create_token::CreateTokenArgs),
    /// Log an account out everywhere.
    EndSessions(end_sessions::EndSessionsArgs),
    /// Let an account log in by its password alone, if its owner has lost the app and the codes.
    RemoveSecondFactor(remove_second_factor::RemoveSecondFactorArgs),
}

/// Time blocking work in the background, such as a password hash, has to end with the process.
const BACKGROUND_TIMEOUT: Duration = Duration::from_secs(1);

impl Cli {
    /// Does what the command line asks for.
    pub fn run(self) -> anyhow::Result<()> {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .enable_all()
            .build()?;
        let result = runtime.block_on(self.command.unwrap_or(Command::Task(Task::Serve)).run());
        runtime.shutdown_timeout(BACKGROUND_TIMEOUT);
        result
    }
}

impl Command {
    async fn run(self) -> anyhow::Result<()> {
        match self {
            Self::Doctor => doctor::run(&config::environment, variable_names()).await,
            Self::Task(task) => {
                let config = Config::from_env()?;
                telemetry::start(&config.log)?;
                warn_of_unknown_variables();
                task.run(config).await
            }
        }
    }
}

impl Task {
    async fn run(self, config: Config) -> anyhow::Result<()> {
        let database = &config.database.url;
        match self {
            Self::Serve => serve::run(config).await,
            Self::Migrate(args) => migrate::run(args, database).await,
            Self::Seed(args) => seed::run(args, database).await,
            Self::Import(args) => import::run(args, database).await,
            Self::Searches(args) => searches::run(args, &config.database).await,
            Self::Synonyms(args) => synonyms::run(args, database).await,
            Self::Audit(args) => audit::run(args, &config.database).await,
            Self::Warm => warm::run(config).await,
            Self::DemoLoad(args) => demo_load::run(args, &config).await,
            Self::Eval(args) => eval::run(args, config).await,
            Self::CreateAdmin(args) => create_admin::run(args, database, &config.password).await,
            Self::CreateToken(args) => create_token::run(args, database).await,
            Self::EndSessions(args) => end_sessions::run(args, database).await,
            Self::RemoveSecondFactor(args) => remove_second_factor::run(args, database).await,
        }
    }
}

/// Names of this process' environment variables.
fn variable_names() -> impl Iterator<Item = String> {
    std::env::vars_os().filter_map(|(name, _)| name.into_string().ok())
}

fn warn_of_unknown_variables() {
    for unknown in config::unknown_variables(variable_names()) {
        tracing::warn!("{unknown}");
    }
}

/// Whether every running instance shows what was written, for whoever wrote it.
fn live(acknowledged: &Result<Acknowledged, NotAcknowledged>) -> String {
    match acknowledged {
        Ok(done) => format!("live everywhere after {} ms", done.took.as_millis()),
        Err(error) => error.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    #[test]
    fn the_command_line_is_consistent() {
        super::Cli::command().debug_assert();
    }
}
