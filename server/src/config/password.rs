//! What one password hash costs.

use super::{
    parse::number,
    variable::{Reader, Variable},
};

const MEMORY: Variable = Variable {
    name: "VITRINE_ARGON2_MEMORY_KIB",
    default: "19456",
    meaning: "Memory of one password hash, in KiB.",
};
const ITERATIONS: Variable = Variable {
    name: "VITRINE_ARGON2_ITERATIONS",
    default: "2",
    meaning: "Passes over that memory.",
};
const PARALLELISM: Variable = Variable {
    name: "VITRINE_ARGON2_PARALLELISM",
    default: "1",
    meaning: "Lanes of one password hash; each needs 8 KiB of its memory.",
};

pub(super) const VARIABLES: &[Variable] = &[MEMORY, ITERATIONS, PARALLELISM];

/// Memory Argon2 needs at least for each lane, in KiB (RFC 9106, section 3.1).
const LANE_KIB: u32 = 8;

/// What one password hash costs: Argon2id (RFC 9106). The defaults are OWASP's smallest
/// recommended set.
#[derive(Debug, Clone, Copy)]
pub struct PasswordConfig {
    /// `VITRINE_ARGON2_MEMORY_KIB`: memory of one hash, in KiB. Default 19 456 (19 MiB).
    pub memory_kib: u32,
    /// `VITRINE_ARGON2_ITERATIONS`: passes over that memory. Default 2.
    pub iterations: u32,
    /// `VITRINE_ARGON2_PARALLELISM`: lanes. Default 1.
    pub parallelism: u32,
}

impl PasswordConfig {
    pub(super) fn read(reader: &mut Reader<'_>) -> Option<Self> {
        let memory_kib = reader.read(MEMORY, number(LANE_KIB..=4_194_304));
        let iterations = reader.read(ITERATIONS, number(1..=100));
        let parallelism = reader.read(PARALLELISM, number(1..=64));
        let config = Self {
            memory_kib: memory_kib?,
            iterations: iterations?,
            parallelism: parallelism?,
        };
        let needed = LANE_KIB * config.parallelism;
        if config.memory_kib < needed {
            let wanted = format!("at least {needed} for {} lanes", config.parallelism);
            reader.refuse(MEMORY, &config.memory_kib.to_string(), wanted.into());
            return None;
        }
        Some(config)
    }
}
