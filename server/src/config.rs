//! The settings: read once from the environment, typed, with every mistake reported together.
//!
//! Each group of settings declares its variables beside its struct. The declarations are what the
//! parser reads, what `vitrine doctor` prints and what `.env.example` is checked against.

mod cache;
mod database;
mod http;
mod log;
mod mail;
mod metrics;
mod panel;
mod parse;
mod password;
mod pictures;
mod rate_limit;
mod redis;
mod session;
mod site;
mod unknown;
mod uploads;
mod variable;

pub use self::{
    cache::CacheConfig,
    database::DatabaseConfig,
    http::HttpConfig,
    log::{LogConfig, LogFormat},
    mail::{MailConfig, MailRoute},
    metrics::MetricsConfig,
    panel::PanelConfig,
    parse::Wanted,
    password::PasswordConfig,
    pictures::PicturesConfig,
    rate_limit::{Quota, RateLimitConfig},
    redis::RedisConfig,
    session::{SessionConfig, SessionLimits},
    site::SiteConfig,
    unknown::{UnknownVariable, unknown_variables},
    uploads::UploadsConfig,
    variable::{Lookup, Problem, Setting, Variable, redact},
};

use self::variable::Reader;

/// Every setting of the server.
#[derive(Debug, Clone)]
pub struct Config {
    /// How requests come in.
    pub http: HttpConfig,
    /// Where PostgreSQL is and how it is used.
    pub database: DatabaseConfig,
    /// Where Redis is and how long it is waited for.
    pub redis: RedisConfig,
    /// How much the cache may hold.
    pub cache: CacheConfig,
    /// How long people stay logged in, and how their cookie is marked.
    pub session: SessionConfig,
    /// What one password hash costs.
    pub password: PasswordConfig,
    /// How often one visitor may ask.
    pub rate_limit: RateLimitConfig,
    /// Where mail goes, and whom it is from.
    pub mail: MailConfig,
    /// Where the files a browser loads are.
    pub site: SiteConfig,
    /// Where files go that somebody imports through the browser.
    pub uploads: UploadsConfig,
    /// Where photographs of products are.
    pub pictures: PicturesConfig,
    /// What is written to the log.
    pub log: LogConfig,
    /// Who may read the metrics.
    pub metrics: MetricsConfig,
    /// What the performance panel measures by.
    pub panel: PanelConfig,
}

/// One or more variables cannot be used.
#[derive(Debug, thiserror::Error)]
#[error("{}", self.text())]
pub struct ConfigError {
    /// All of them, in the order of their declaration.
    pub problems: Vec<Problem>,
}

impl ConfigError {
    fn text(&self) -> String {
        let lines: Vec<String> = self.problems.iter().map(Problem::to_string).collect();
        format!("the configuration is wrong\n  {}", lines.join("\n  "))
    }
}

impl Config {
    /// The settings of this process' environment.
    pub fn from_env() -> Result<Self, ConfigError> {
        Self::from_lookup(&environment)
    }

    /// The settings of the table behind `lookup`, which gives a variable's text by its name.
    pub fn from_lookup(lookup: Lookup<'_>) -> Result<Self, ConfigError> {
        let mut reader = Reader::new(lookup);
        Self::read(&mut reader).ok_or_else(|| ConfigError {
            problems: reader.into_problems(),
        })
    }

    fn read(reader: &mut Reader<'_>) -> Option<Self> {
        let database = DatabaseConfig::read(reader);
        let redis = RedisConfig::read(reader);
        let cache = CacheConfig::read(reader);
        let http = HttpConfig::read(reader);
        let session = SessionConfig::read(reader, http.as_ref().map(|http| http.addr));
        let password = PasswordConfig::read(reader);
        let rate_limit = RateLimitConfig::read(reader);
        let mail = MailConfig::read(reader);
        let site = SiteConfig::read(reader, http.as_ref().map(|http| http.addr));
        let uploads = UploadsConfig::read(reader);
        let pictures = PicturesConfig::read(reader);
        let log = LogConfig::read(reader);
        let metrics = MetricsConfig::read(reader);
        let panel = PanelConfig::read(reader);
        Some(Self {
            http: http?,
            database: database?,
            redis: redis?,
            cache: cache?,
            session: session?,
            password: password?,
            rate_limit: rate_limit?,
            mail: mail?,
            site: site?,
            uploads: uploads?,
            pictures: pictures?,
            log: log?,
            metrics: metrics?,
            panel: panel?,
        })
    }
}

/// Every variable the server knows, group by group.
pub fn variables() -> impl Iterator<Item = Variable> {
    [
        database::VARIABLES,
        redis::VARIABLES,
        cache::VARIABLES,
        http::VARIABLES,
        session::VARIABLES,
        password::VARIABLES,
        rate_limit::VARIABLES,
        mail::VARIABLES,
        site::VARIABLES,
        uploads::VARIABLES,
        pictures::VARIABLES,
        log::VARIABLES,
        metrics::VARIABLES,
        panel::VARIABLES,
    ]
    .into_iter()
    .flatten()
    .copied()
}

/// Every variable with the value in effect, fit to be printed: also if some cannot be used.
pub fn settings(lookup: Lookup<'_>) -> Vec<Setting> {
    variables()
        .map(|variable| variable::setting(variable, lookup))
        .collect()
}

/// The text of a variable of this process. Bytes that are not UTF-8 are replaced, so that such a
/// value is refused by its parser and not taken for missing.
pub fn environment(name: &str) -> Option<String> {
    std::env::var_os(name).map(|text| text.to_string_lossy().into_owned())
}
