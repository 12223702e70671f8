//! Where the files a browser loads are.

use std::path::PathBuf;

use super::variable::{Reader, Variable};

const ROOT: Variable = Variable {
    name: "VITRINE_SITE_ROOT",
    default: "target/site",
    meaning: "Folder with the styles, scripts and images a browser loads.",
};

pub(super) const VARIABLES: &[Variable] = &[ROOT];

/// Where the files a browser loads are.
#[derive(Debug, Clone)]
pub struct SiteConfig {
    /// `VITRINE_SITE_ROOT`: folder with the styles, scripts and images a browser loads, seen from
    /// the working directory if relative. Default `target/site`.
    pub root: PathBuf,
}

impl SiteConfig {
    pub(super) fn read(reader: &mut Reader<'_>) -> Option<Self> {
        let root = reader.read(ROOT, |text| Ok(PathBuf::from(text)));
        Some(Self { root: root? })
    }
}
