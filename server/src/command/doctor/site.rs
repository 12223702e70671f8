//! Looking at the files a browser loads.

use std::fs;

use super::Finding;
use crate::config::SiteConfig;

const BUILD: &str = "build the site, or correct VITRINE_SITE_ROOT; pages work without, but plain";

/// Whether the built package is complete: `pkg/name` holds the name its files share.
pub(super) fn examine(config: &SiteConfig) -> Vec<Finding> {
    let package = config.root.join("pkg");
    let place = package.display();
    let name = match fs::read_to_string(package.join("name")) {
        Ok(name) => name.trim().to_owned(),
        Err(error) => return vec![Finding::warn(format!("{place}/name: {error}"), BUILD)],
    };
    let files = [
        format!("{name}.js"),
        format!("{name}_bg.wasm"),
        format!("{name}.css"),
    ];
    let missing: Vec<Finding> = files
        .iter()
        .filter(|file| !package.join(file).is_file())
        .map(|file| Finding::warn(format!("{place}/{file} is missing"), BUILD))
        .collect();
    if missing.is_empty() {
        return vec![Finding::ok(format!("the site is built in {place}"))];
    }
    missing
}
