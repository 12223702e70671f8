//! How much the cache may hold, and how it is watched.

use std::num::NonZeroU32;

use super::{
    parse::number,
    variable::{Reader, Variable},
};

const LOCAL: Variable = Variable {
    name: "VITRINE_CACHE_MB",
    default: "64",
    meaning: "Megabytes of this process' memory for what was read from the catalogue.",
};

const AUDIT: Variable = Variable {
    name: "VITRINE_AUDIT_ONE_IN",
    default: "1000",
    meaning: "One cache hit in so many is compared with the database, to prove it right.",
};

pub(super) const VARIABLES: &[Variable] = &[LOCAL, AUDIT];

/// How much the cache may hold.
#[derive(Debug, Clone)]
pub struct CacheConfig {
    /// `VITRINE_CACHE_MB`: memory of this process for what was read, in bytes. Default 64 MB.
    pub local_bytes: u64,
    /// `VITRINE_AUDIT_ONE_IN`: one hit in so many is compared with the database. Default 1000.
    pub audit_one_in: NonZeroU32,
}

impl CacheConfig {
    pub(super) fn read(reader: &mut Reader<'_>) -> Option<Self> {
        let megabytes = reader.read(LOCAL, number(1..=65_536_u64));
        let audit_one_in = reader.read(AUDIT, number(NonZeroU32::MIN..=NonZeroU32::MAX));
        Some(Self {
            local_bytes: megabytes? * 1_000_000,
            audit_one_in: audit_one_in?,
        })
    }
}
