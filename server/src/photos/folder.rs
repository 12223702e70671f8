//! The folder of photographs: `ab/abcd…-800.webp`, by the hash of what was brought, its first two digits, and the width.
//!
//! Files are written under other names and renamed when all of them are whole. Several instances may share the folder: the same
//! name always means the same content.

use std::{
    fs,
    io::{self, Write as _},
    path::{Path, PathBuf},
    time::{Duration, SystemTime},
};

use app::model::photo::{PhotoFormat, file_name};
use photo::{Format, Photograph, Rendition};
use sha2::{Digest as _, Sha256};

use crate::{config::PicturesConfig, imports::hex};

/// Hexadecimal digits of a photograph's name.
const DIGITS: usize = 32;

/// Goes up whenever the same file would be drawn otherwise: what an address shows never changes.
const RECIPE: &[u8] = b"vitrine photograph 1\0";

/// Begins the name of what is still being written.
const UNFINISHED: &str = "part-";

/// The folder.
#[derive(Debug, Clone)]
pub struct Folder(PathBuf);

/// Files that are being written; removed when dropped unless they were renamed.
#[derive(Default)]
struct Unfinished(Vec<(PathBuf, PathBuf)>);

impl Drop for Unfinished {
    fn drop(&mut self) {
        for (path, _) in &self.0 {
            remove(path);
        }
    }
}

/// What the files of a photograph are named by.
pub(super) fn hash_of(bytes: &[u8]) -> String {
    let mut hash = Sha256::new();
    hash.update(RECIPE);
    hash.update(bytes);
    let mut hash = hex(&hash.finalize());
    hash.truncate(DIGITS);
    hash
}

/// Whether a text can be the hash of a photograph.
pub(super) fn is_hash(text: &str) -> bool {
    let digit = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
    text.len() == DIGITS && text.bytes().all(digit)
}

impl Folder {
    /// That of the settings.
    pub fn new(config: &PicturesConfig) -> Self {
        Self(config.folder.clone())
    }

    /// Whether files can be written there; bytes that are free.
    pub fn check(&self) -> io::Result<u64> {
        make(&self.0)?;
        let path = self.0.join(unfinished());
        let written = write(&path, b"x");
        remove(&path);
        written?;
        let about = rustix::fs::statvfs(&self.0)?;
        Ok(about.f_bavail.saturating_mul(about.f_frsize))
    }

    /// Where a file is. `hash` is one.
    pub(super) fn file(&self, hash: &str, width: u32, format: PhotoFormat) -> PathBuf {
        self.shard(hash).join(file_name(hash, width, format))
    }

    fn shard(&self, hash: &str) -> PathBuf {
        self.0.join(hash.get(..2).unwrap_or_default())
    }

    /// Puts all files of a photograph there. If they cannot all be written, none is there.
    pub(super) fn put(&self, hash: &str, photograph: &Photograph) -> io::Result<()> {
        let shard = self.shard(hash);
        make(&shard)?;
        let mut files = Unfinished::default();
        for Rendition {
            width,
            format,
            bytes,
        } in &photograph.renditions
        {
            let path = shard.join(unfinished());
            files
                .0
                .push((path.clone(), self.file(hash, *width, wire(*format))));
            write(&path, bytes)?;
        }
        while let Some((path, whole)) = files.0.last() {
            fs::rename(path, whole)?;
            files.0.pop();
        }
        Ok(())
    }

    /// Whether the largest file of a photograph is there.
    pub(super) fn has(&self, hash: &str, width: u32) -> bool {
        let formats = [PhotoFormat::Jpeg, PhotoFormat::WebP];
        formats
            .iter()
            .all(|format| self.file(hash, width, *format).is_file())
    }

    /// The parts that the folder has.
    pub(super) fn shards(&self) -> io::Result<Vec<PathBuf>> {
        let entries = match fs::read_dir(&self.0) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
            entries => entries?,
        };
        let mut shards = Vec::new();
        for entry in entries {
            let entry = entry?;
            if entry.file_type()?.is_dir() && entry.file_name().len() == 2 {
                shards.push(entry.path());
            }
        }
        Ok(shards)
    }
}

/// A file in the folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Stored {
    /// Where it is.
    pub(super) path: PathBuf,
    /// Of which photograph; nothing if it was never finished.
    pub(super) hash: Option<String>,
}

/// Our files in a part of the folder that were written longer ago than that.
pub(super) fn old(shard: &Path, age: Duration) -> io::Result<Vec<Stored>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(shard)? {
        let entry = entry?;
        let name = entry.file_name();
        let Some(name) = name.to_str() else { continue };
        let hash = name.split_once('-').map(|(hash, _)| hash);
        let hash = hash.filter(|hash| is_hash(hash)).map(str::to_owned);
        let is_ours = hash.is_some() || name.starts_with(UNFINISHED);
        if is_ours && is_old(&entry.path(), age) {
            let path = entry.path();
            found.push(Stored { path, hash });
        }
    }
    Ok(found)
}

/// Whether a file was written longer ago than that. One that is gone was not.
pub(super) fn is_old(path: &Path, age: Duration) -> bool {
    let written = fs::metadata(path).and_then(|about| about.modified());
    written.is_ok_and(|at| SystemTime::now().duration_since(at).unwrap_or_default() >= age)
}

/// Removes a file, if it is there.
pub(super) fn remove(path: &Path) {
    match fs::remove_file(path) {
        Ok(()) => {}
        Err(error) if error.kind() == io::ErrorKind::NotFound => {}
        Err(error) => tracing::warn!(%error, "a file of a photograph cannot be removed"),
    }
}

fn wire(format: Format) -> PhotoFormat {
    match format {
        Format::Jpeg => PhotoFormat::Jpeg,
        Format::WebP => PhotoFormat::WebP,
    }
}

fn unfinished() -> String {
    format!("{UNFINISHED}{:032x}", rand::random::<u128>())
}

/// All of it is on the disk when this returns: a name never stands for half a file, whatever happens to the machine.
fn write(path: &Path, bytes: &[u8]) -> io::Result<()> {
    use std::os::unix::fs::OpenOptionsExt as _;
    let mut options = fs::OpenOptions::new();
    let mut file = options
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(path)?;
    file.write_all(bytes)?;
    file.sync_all()
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

    fn photograph(widths: &[u32]) -> Photograph {
        let formats = [Format::Jpeg, Format::WebP];
        let all = widths
            .iter()
            .flat_map(|width| formats.map(|format| (*width, format)));
        Photograph {
            width: *widths.last().unwrap(),
            height: 1,
            renditions: all
                .map(|(width, format)| Rendition {
                    width,
                    format,
                    bytes: vec![1, 2, 3],
                })
                .collect(),
        }
    }

    #[test]
    fn files_are_there_whole_or_not_at_all() {
        let (_place, folder) = folder();
        assert!(folder.shards().unwrap().is_empty());
        assert!(folder.check().unwrap() > 0);
        let hash = hash_of(b"photograph");
        folder.put(&hash, &photograph(&[200, 300])).unwrap();
        folder.put(&hash, &photograph(&[200, 300])).unwrap();
        assert!(folder.has(&hash, 300) && !folder.has(&hash, 400));
        let shards = folder.shards().unwrap();
        assert_eq!(shards.len(), 1);
        let files = old(&shards[0], Duration::ZERO).unwrap();
        assert_eq!(files.len(), 4, "{files:?}");
        assert!(files.iter().all(|file| file.hash.as_ref() == Some(&hash)));
        assert!(old(&shards[0], Duration::from_mins(1)).unwrap().is_empty());

        // A file stands where a folder should be.
        let other = (0..1_000_u32).map(|n| hash_of(&n.to_be_bytes()));
        let other = other.into_iter().find(|one| one[..2] != hash[..2]).unwrap();
        fs::write(folder.0.join(&other[..2]), "").unwrap();
        assert!(folder.put(&other, &photograph(&[200])).is_err());
    }

    #[test]
    fn what_was_half_written_is_removed_when_it_fails() {
        let (_place, folder) = folder();
        let hash = hash_of(b"photograph");
        make(&folder.shard(&hash)).unwrap();
        // A folder has the name of one of the files.
        fs::create_dir(folder.file(&hash, 300, PhotoFormat::Jpeg)).unwrap();
        let mut unfinished = Unfinished::default();
        let path = folder.shard(&hash).join("part-1");
        fs::write(&path, "half").unwrap();
        unfinished.0.push((path.clone(), path.clone()));
        drop(unfinished);
        assert!(!path.exists());
        assert!(folder.put(&hash, &photograph(&[200, 300])).is_err());
        assert!(!folder.has(&hash, 300));
    }

    #[test]
    fn only_hashes_are_hashes() {
        let hash = hash_of(b"x");
        assert!(is_hash(&hash), "{hash}");
        for other in [
            "",
            "ab",
            &hash.to_uppercase(),
            &format!("{hash}0"),
            &"g".repeat(32),
            "../../../../../../../../etc/passwd",
        ] {
            assert!(!is_hash(other), "{other}");
        }
    }
}
