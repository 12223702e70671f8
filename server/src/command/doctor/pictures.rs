//! Looking at the folder of photographs.

use super::Finding;
use crate::{config::PicturesConfig, photos::Folder};

const CORRECT: &str = "let the server write there, or correct VITRINE_PICTURES; without it nobody adds photographs, and those there are may not be shown";

/// Bytes that should be left: room for some hundred photographs.
const ENOUGH: u64 = 256 * 1024 * 1024;

/// Whether photographs can be put there, and whether there is room.
pub(super) fn examine(config: &PicturesConfig) -> Vec<Finding> {
    let place = config.folder.display();
    match Folder::new(config).check() {
        Ok(free) if free < ENOUGH => {
            let found = format!("{place} has only {} MiB left", free >> 20);
            vec![Finding::warn(found, "make room for photographs")]
        }
        Ok(_) => vec![Finding::ok(format!("photographs are in {place}"))],
        Err(error) => vec![Finding::warn(format!("{place}: {error}"), CORRECT)],
    }
}
