//! The source files, for tests that look for what must not be forgotten.

use std::{
    fs,
    path::{Path, PathBuf},
};

use walkdir::WalkDir;

/// The folder of the whole project.
pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// Text of each file with this extension below a folder of the project, with its path.
pub(crate) fn files(folder: &str, extension: &str) -> Vec<(PathBuf, String)> {
    let files: Vec<(PathBuf, String)> = WalkDir::new(root().join(folder))
        .into_iter()
        .map(|entry| entry.unwrap().into_path())
        .filter(|path| path.extension().is_some_and(|found| found == extension))
        .map(|path| {
            let text = fs::read_to_string(&path).unwrap();
            (path, text)
        })
        .collect();
    assert!(!files.is_empty(), "there is nothing in {folder}");
    files
}
