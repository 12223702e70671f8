//! The public files: icons, `robots.txt` and the like, copied as they are.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};
use walkdir::WalkDir;

use crate::files::SiteFiles;

/// Adds every file below `folder`.
///
/// # Errors
/// When the folder or a file cannot be read, or a name is not UTF-8 or would land in `pkg/`.
pub(crate) fn collect(folder: &Path, files: &mut SiteFiles) -> Result<()> {
    for entry in WalkDir::new(folder).follow_links(true) {
        let entry =
            entry.with_context(|| format!("reading the public files in {}", folder.display()))?;
        if !entry.file_type().is_file() {
            continue;
        }
        let path = entry.path();
        let Some(name) = path.strip_prefix(folder)?.to_str() else {
            bail!("the name of {} is not UTF-8", path.display());
        };
        if name.starts_with("pkg/") {
            bail!(
                "{} would land among the generated files in pkg/",
                path.display()
            );
        }
        let bytes = fs::read(path).with_context(|| format!("reading {}", path.display()))?;
        files.insert(name.to_owned(), bytes);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missing_folder_is_named() {
        let error = collect(Path::new("/nowhere/public"), &mut SiteFiles::default()).unwrap_err();
        assert!(error.to_string().contains("/nowhere/public"), "{error}");
    }

    #[test]
    fn a_public_file_cannot_replace_a_generated_one() {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("pkg")).unwrap();
        fs::write(folder.path().join("pkg/vitrine.js"), "").unwrap();
        assert!(collect(folder.path(), &mut SiteFiles::default()).is_err());
    }
}
