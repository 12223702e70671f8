//! Looking at the folder for files that are to be imported.

use super::Finding;
use crate::{config::UploadsConfig, imports::Folder};

const CORRECT: &str = "let the server write there, or correct VITRINE_UPLOADS; without it nobody imports through the browser";

/// Whether files can be put there, and whether there is room for one.
pub(super) fn examine(config: &UploadsConfig) -> Vec<Finding> {
    let place = config.folder.display();
    match Folder::new(config).check() {
        Ok(free) if free < config.bytes => {
            let found = format!(
                "{place} has {} MiB left, less than one import may need",
                free >> 20
            );
            vec![Finding::warn(
                found,
                "make room, or lower VITRINE_UPLOAD_MIB",
            )]
        }
        Ok(_) => vec![Finding::ok(format!("files to be imported go to {place}"))],
        Err(error) => vec![Finding::warn(format!("{place}: {error}"), CORRECT)],
    }
}
