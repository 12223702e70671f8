//! Migrations are embedded at compile time; a new one must lead to a new build. And the build gets a name, so that a
//! page kept by one is never shown by another, and the panel can tell that another one was started.

use std::{
    fs,
    hash::{DefaultHasher, Hash as _, Hasher as _},
    io,
    path::{Path, PathBuf},
};

/// What the program is made of.
const SOURCES: &[&str] = &[
    "../app/src",
    "src",
    "cache/src",
    "index/src",
    "../Cargo.lock",
];

fn main() -> io::Result<()> {
    println!("cargo::rerun-if-changed=../migrations");
    let mut files = Vec::new();
    for source in SOURCES {
        println!("cargo::rerun-if-changed={source}");
        collect(Path::new(source), &mut files)?;
    }
    files.sort();
    let mut hasher = DefaultHasher::new();
    for file in files {
        file.hash(&mut hasher);
        fs::read(&file)?.hash(&mut hasher);
    }
    println!("cargo::rustc-env=VITRINE_BUILD={:016x}", hasher.finish());
    Ok(())
}

/// All files at and below `path`.
fn collect(path: &Path, files: &mut Vec<PathBuf>) -> io::Result<()> {
    if !path.is_dir() {
        files.push(path.to_owned());
        return Ok(());
    }
    for entry in fs::read_dir(path)? {
        collect(&entry?.path(), files)?;
    }
    Ok(())
}
