//! The folder of files that are to be imported.
//!
//! A file grows under the name `….part` and gets its own when it is whole and known to be something that can be imported, so
//! what was cut off is never taken for a file; whoever drops it half-way removes it.

use std::{
    fs, io,
    path::{Path, PathBuf},
    time::{Duration, SystemTime},
};

use crate::config::UploadsConfig;

/// Begins all names in the folder that are ours.
const OURS: &str = "import-";

/// Ends the name of what is still growing.
const UNFINISHED: &str = ".part";

/// Ends the name of the rows that a file cannot import.
const REJECTS: &str = ".rejects.jsonl";

/// For how long a file is kept.
const KEPT_FOR: Duration = Duration::from_hours(24);

/// Bytes that are to stay free for all else.
const RESERVE: u64 = 64 * 1024 * 1024;

/// The folder.
#[derive(Debug, Clone)]
pub struct Folder(PathBuf);

/// A file that grows; removed when dropped unless it was [kept](Unfinished::keep).
#[derive(Debug)]
pub(super) struct Unfinished {
    path: PathBuf,
    kept: bool,
}

impl Folder {
    /// That of the settings.
    pub fn new(config: &UploadsConfig) -> Self {
        Self(config.folder.clone())
    }

    /// Whether files can be written there; bytes that are free.
    pub fn check(&self) -> io::Result<u64> {
        let file = self.begin()?;
        fs::write(&file.path, b"x")?;
        self.free()
    }

    /// Bytes that are free there.
    fn free(&self) -> io::Result<u64> {
        let about = rustix::fs::statvfs(&self.0)?;
        Ok(about.f_bavail.saturating_mul(about.f_frsize))
    }

    /// Whether so many bytes more can be written without taking what others need.
    pub(super) fn has_room(&self, bytes: u64) -> io::Result<bool> {
        Ok(self.free()? >= bytes.saturating_add(RESERVE))
    }

    /// A new file of a name nobody can guess; the folder is made if it is not there. Nobody else on the machine may look into it.
    pub(super) fn begin(&self) -> io::Result<Unfinished> {
        make(&self.0)?;
        let name = rand::random::<u128>();
        let path = self.0.join(format!("{OURS}{name:032x}{UNFINISHED}"));
        Ok(Unfinished { path, kept: false })
    }

    /// Where the file of this name is.
    pub(super) fn file(&self, stored: &str) -> PathBuf {
        self.0.join(stored)
    }

    /// Whether the file of this name is still there.
    pub fn has(&self, stored: &str) -> bool {
        self.file(stored).is_file()
    }

    /// Where the rows are that the file of this name cannot import.
    pub(super) fn rejects(&self, stored: &str) -> PathBuf {
        self.0.join(format!("{stored}{REJECTS}"))
    }

    /// Removes the file of this name; what it could not import stays for its day.
    pub(super) fn remove(&self, stored: &str) {
        remove(&self.file(stored));
    }

    /// Removes what is older than a day. Gives how many files.
    pub(super) fn clean(&self) -> io::Result<usize> {
        let entries = match fs::read_dir(&self.0) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(0),
            entries => entries?,
        };
        let mut gone = 0;
        for entry in entries {
            let entry = entry?;
            let is_ours = entry.file_name().to_string_lossy().starts_with(OURS);
            let changed = entry.metadata().and_then(|about| about.modified());
            let age = changed.map(|at| SystemTime::now().duration_since(at).unwrap_or_default());
            if is_ours && age.is_ok_and(|age| age > KEPT_FOR) {
                remove(&entry.path());
                gone += 1;
            }
        }
        Ok(gone)
    }
}

impl Unfinished {
    /// Where it grows.
    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// Lets it stay; gives its name in the folder.
    pub(super) fn keep(mut self) -> io::Result<String> {
        let path = self.path.with_extension("");
        fs::rename(&self.path, &path)?;
        self.kept = true;
        let name = path.file_name().unwrap_or_default();
        Ok(name.to_string_lossy().into_owned())
    }
}

impl Drop for Unfinished {
    fn drop(&mut self) {
        if !self.kept {
            remove(&self.path);
        }
    }
}

fn remove(path: &Path) {
    match fs::remove_file(path) {
        Ok(()) => {}
        Err(error) if error.kind() == io::ErrorKind::NotFound => {}
        Err(error) => tracing::warn!(%error, "a file that was to be imported cannot be removed"),
    }
}

fn make(folder: &Path) -> io::Result<()> {
    use std::os::unix::fs::DirBuilderExt as _;
    fs::DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(folder)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder() -> (tempfile::TempDir, Folder) {
        let place = tempfile::tempdir().unwrap();
        let folder = Folder(place.path().join("new"));
        (place, folder)
    }

    fn count(folder: &Folder) -> usize {
        fs::read_dir(&folder.0).unwrap().count()
    }

    #[test]
    fn what_is_not_kept_goes() {
        let (_place, folder) = folder();
        let file = folder.begin().unwrap();
        fs::write(file.path(), "half").unwrap();
        assert_eq!(count(&folder), 1);
        drop(file);
        assert_eq!(count(&folder), 0);
        let file = folder.begin().unwrap();
        fs::write(file.path(), "whole").unwrap();
        let stored = file.keep().unwrap();
        assert!(folder.has(&stored));
        folder.remove(&stored);
        assert!(!folder.has(&stored));
        assert!(folder.check().unwrap() > 0);
        assert_eq!(count(&folder), 0, "the check leaves nothing");
    }

    #[test]
    fn only_what_is_old_and_ours_is_cleaned_away() {
        let (_place, folder) = folder();
        assert_eq!(folder.clean().unwrap(), 0, "there is no folder yet");
        make(&folder.0).unwrap();
        let old = SystemTime::now() - Duration::from_hours(25);
        for (name, is_old) in [("import-a", true), ("import-b", false), ("other", true)] {
            let file = fs::File::create(folder.0.join(name)).unwrap();
            if is_old {
                file.set_modified(old).unwrap();
            }
        }
        assert_eq!(folder.clean().unwrap(), 1);
        assert!(!folder.has("import-a"));
        assert!(folder.has("import-b") && folder.has("other"));
    }

    #[test]
    fn there_is_an_end_to_the_room() {
        let (_place, folder) = folder();
        make(&folder.0).unwrap();
        assert!(folder.has_room(1).unwrap());
        assert!(!folder.has_room(u64::MAX / 2).unwrap());
    }
}
