//! What is written to the log.

use tracing_subscriber::EnvFilter;

use super::{
    parse::one_of,
    variable::{Reader, Variable},
};

const FILTER: Variable = Variable {
    name: "VITRINE_LOG",
    default: "info",
    meaning: "What to log: a level, or a list such as info,server=debug.",
};
const FORMAT: Variable = Variable {
    name: "VITRINE_LOG_FORMAT",
    default: "text",
    meaning: "Form of a log line: text or json.",
};

pub(super) const VARIABLES: &[Variable] = &[FILTER, FORMAT];

const FORMAT_WORDS: &[(&str, LogFormat)] = &[("text", LogFormat::Text), ("json", LogFormat::Json)];

/// Form of a log line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LogFormat {
    /// For people.
    Text,
    /// One JSON object a line, for machines.
    Json,
}

/// What is written to the log.
#[derive(Debug, Clone)]
pub struct LogConfig {
    /// `VITRINE_LOG`: a filter in the notation of `tracing_subscriber::EnvFilter`. Default `info`.
    pub filter: String,
    /// `VITRINE_LOG_FORMAT`: `text` or `json`. Default `text`.
    pub format: LogFormat,
}

impl LogConfig {
    pub(super) fn read(reader: &mut Reader<'_>) -> Option<Self> {
        let filter = reader.read(FILTER, |text| match EnvFilter::try_new(text) {
            Ok(_) => Ok(text.to_owned()),
            Err(_) => Err(
                "a level (error, warn, info, debug, trace) or a list such as \
                           info,server=debug"
                    .into(),
            ),
        });
        let format = reader.read(FORMAT, one_of(FORMAT_WORDS));
        Some(Self {
            filter: filter?,
            format: format?,
        })
    }
}
