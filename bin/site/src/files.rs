//! The folder's contents in memory, and how they reach the disk.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use walkdir::WalkDir;

/// Endings of the compressed siblings.
const SIBLING_ENDINGS: [&str; 2] = ["br", "gz"];

/// The files of the site: path below its root, with `/` between folders, and contents.
#[derive(Debug, Default)]
pub(crate) struct SiteFiles(BTreeMap<String, Vec<u8>>);

impl SiteFiles {
    /// Adds a file, replacing one of the same path.
    pub(crate) fn insert(&mut self, path: String, bytes: Vec<u8>) {
        self.0.insert(path, bytes);
    }

    /// Paths and contents in the order of the paths.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&str, &[u8])> {
        self.0
            .iter()
            .map(|(path, bytes)| (path.as_str(), bytes.as_slice()))
    }

    /// How many files there are.
    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }

    /// Brings `folder` to these contents and returns how many files had to be written.
    ///
    /// Files that are the same already are left alone. What an earlier build left in `pkg/` goes,
    /// and so do compressed siblings that no longer belong to their file.
    ///
    /// # Errors
    /// When a file cannot be written or removed, naming it.
    pub(crate) fn write_to(&self, folder: &Path) -> Result<usize> {
        let mut changed = 0;
        // `pkg/name` tells the server of the other files, so it must come after them.
        let (last, first): (Vec<_>, Vec<_>) =
            self.iter().partition(|(path, _)| *path == "pkg/name");
        for (path, bytes) in first.into_iter().chain(last) {
            let target = folder.join(path);
            self.remove_old_siblings(folder, path)?;
            if fs::read(&target).is_ok_and(|old| old == bytes) {
                continue;
            }
            replace(&target, bytes)?;
            changed += 1;
        }
        self.remove_old_builds(folder)?;
        Ok(changed)
    }

    fn remove_old_siblings(&self, folder: &Path, path: &str) -> Result<()> {
        for ending in SIBLING_ENDINGS {
            let sibling = format!("{path}.{ending}");
            if !self.0.contains_key(&sibling) {
                remove_if_there(&folder.join(sibling))?;
            }
        }
        Ok(())
    }

    fn remove_old_builds(&self, folder: &Path) -> Result<()> {
        for entry in WalkDir::new(folder.join("pkg")) {
            let entry = entry.with_context(|| format!("reading {}/pkg", folder.display()))?;
            let path = entry.path().strip_prefix(folder)?.to_string_lossy();
            if entry.file_type().is_file() && !self.0.contains_key(path.as_ref()) {
                remove_if_there(entry.path())?;
            }
        }
        Ok(())
    }
}

/// Writes beside the target and renames, so that a running server never reads half a file.
fn replace(target: &Path, bytes: &[u8]) -> Result<()> {
    let context = || format!("writing {}", target.display());
    if let Some(parent) = target.parent() {
        fs::create_dir_all(parent).with_context(context)?;
    }
    let mut temporary = target.as_os_str().to_owned();
    temporary.push(".new");
    let temporary = PathBuf::from(temporary);
    fs::write(&temporary, bytes).with_context(context)?;
    fs::rename(&temporary, target).with_context(context)
}

fn remove_if_there(path: &Path) -> Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(error).with_context(|| format!("removing {}", path.display()))
        }
        _ => Ok(()),
    }
}

#[cfg(test)]
impl SiteFiles {
    /// The contents of one file.
    pub(crate) fn get(&self, path: &str) -> Option<&[u8]> {
        self.0.get(path).map(Vec::as_slice)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files(contents: &[(&str, &str)]) -> SiteFiles {
        let mut files = SiteFiles::default();
        for (path, text) in contents {
            files.insert((*path).to_owned(), text.as_bytes().to_vec());
        }
        files
    }

    #[test]
    fn only_what_changed_is_written() {
        let folder = tempfile::tempdir().unwrap();
        let first = files(&[("pkg/a.js", "1"), ("pkg/name", "a"), ("robots.txt", "x")]);
        assert_eq!(first.write_to(folder.path()).unwrap(), 3);
        assert_eq!(first.write_to(folder.path()).unwrap(), 0);
        let second = files(&[("pkg/a.js", "2"), ("pkg/name", "a"), ("robots.txt", "x")]);
        assert_eq!(second.write_to(folder.path()).unwrap(), 1);
        assert_eq!(
            fs::read_to_string(folder.path().join("pkg/a.js")).unwrap(),
            "2"
        );
    }

    #[test]
    fn an_earlier_build_leaves_nothing_behind() {
        let folder = tempfile::tempdir().unwrap();
        let release = [
            ("pkg/a.1.js", "1"),
            ("pkg/a.1.js.br", "1"),
            ("icon.svg", "i"),
            ("icon.svg.br", "i"),
            ("pkg/name", "a.1"),
        ];
        files(&release).write_to(folder.path()).unwrap();
        files(&[("pkg/a.js", "2"), ("icon.svg", "j"), ("pkg/name", "a")])
            .write_to(folder.path())
            .unwrap();

        let mut left: Vec<_> = WalkDir::new(folder.path())
            .into_iter()
            .map(|entry| entry.unwrap())
            .filter(|entry| entry.file_type().is_file())
            .map(|entry| {
                entry
                    .path()
                    .strip_prefix(folder.path())
                    .unwrap()
                    .to_string_lossy()
                    .into_owned()
            })
            .collect();
        left.sort();
        assert_eq!(left, ["icon.svg", "pkg/a.js", "pkg/name"]);
    }

    #[test]
    fn a_file_that_cannot_be_written_is_named() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("pkg"), "a file where a folder must be").unwrap();
        let error = files(&[("pkg/a.js", "1")])
            .write_to(folder.path())
            .unwrap_err();
        assert!(error.to_string().contains("pkg/a.js"), "{error}");
    }
}
