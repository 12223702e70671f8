//! Who may read the metrics.

use std::fmt;

use super::variable::{Reader, Variable};

const TOKEN: Variable = Variable {
    name: "VITRINE_METRICS_TOKEN",
    default: "",
    meaning: "Secret that opens /metrics to whoever sends it (Authorization: Bearer ...); without one, only to this machine.",
};

pub(super) const VARIABLES: &[Variable] = &[TOKEN];

/// Fewest characters of a secret that nobody can try out.
const SHORTEST: usize = 16;

/// Who may read the metrics.
#[derive(Clone)]
pub struct MetricsConfig {
    /// `VITRINE_METRICS_TOKEN`: who sends it may read them; without one, only those who come from this machine. Default
    /// none.
    pub token: Option<String>,
}

impl fmt::Debug for MetricsConfig {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MetricsConfig")
            .field("token", &self.token.as_ref().map(|_| "***"))
            .finish()
    }
}

impl MetricsConfig {
    pub(super) fn read(reader: &mut Reader<'_>) -> Option<Self> {
        let token = reader.read(TOKEN, |text| {
            let text = text.trim();
            let sendable = text.bytes().all(|byte| byte.is_ascii_graphic());
            if text.is_empty() {
                Ok(None)
            } else if text.len() >= SHORTEST && sendable {
                Ok(Some(text.to_owned()))
            } else {
                let wanted = format!("{SHORTEST} or more ASCII letters, digits and signs");
                Err(wanted.into())
            }
        });
        Some(Self { token: token? })
    }
}
