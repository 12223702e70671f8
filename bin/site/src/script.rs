//! From a compiled module to what the browser runs: JavaScript glue and a smaller module.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use walkdir::WalkDir;
use wasm_bindgen_cli_support::Bindgen;

use crate::{output_name::PLAIN, shrink::Tools};

/// The generated script: glue, module, and what the glue imports.
pub(crate) struct Script {
    js: String,
    wasm: Vec<u8>,
    /// Path below `pkg/` and contents of each JavaScript snippet that a crate brought along.
    snippets: Vec<(String, Vec<u8>)>,
}

impl Script {
    /// Glue, module and snippets as generated under the plain name.
    pub(crate) fn new(
        js: String,
        wasm: Vec<u8>,
        snippets: impl IntoIterator<Item = (String, Vec<u8>)>,
    ) -> Self {
        Self {
            js,
            wasm,
            snippets: snippets.into_iter().collect(),
        }
    }

    /// The contents of every part, in a fixed order.
    pub(crate) fn parts(&self) -> impl Iterator<Item = &[u8]> {
        let snippets = self
            .snippets
            .iter()
            .flat_map(|(path, bytes)| [path.as_bytes(), bytes]);
        [self.js.as_bytes(), &self.wasm].into_iter().chain(snippets)
    }

    /// The files below `pkg/` under the given name.
    pub(crate) fn into_files(self, name: &str) -> Vec<(String, Vec<u8>)> {
        let mut files = self.snippets;
        files.push((format!("{name}.js"), self.js.into_bytes()));
        files.push((format!("{name}_bg.wasm"), self.wasm));
        files
    }
}

/// Runs `wasm-bindgen` on the module, and `tools` on what that makes. With `names`, the module keeps those of its
/// functions, which only stack traces show.
///
/// # Errors
/// When the module is missing or is not one, or when a tool fails.
pub(crate) fn generate(wasm: &Path, names: bool, tools: Option<Tools<'_>>) -> Result<Script> {
    if !wasm.is_file() {
        bail!(
            "{} is missing: build `app` for wasm32-unknown-unknown first",
            wasm.display()
        );
    }
    let folder = wasm.with_extension("bindgen");
    empty_folder(&folder)?;
    Bindgen::new()
        .input_path(wasm)
        .out_name(PLAIN)
        .web(true)?
        .typescript(false)
        // The page tells the glue where the module is, so the glue need not know a name.
        .omit_default_module_path(true)
        .remove_producers_section(true)
        .remove_name_section(!names)
        .generate(&folder)
        .with_context(|| format!("making JavaScript for {}", wasm.display()))?;

    let module = folder.join(format!("{PLAIN}_bg.wasm"));
    let js = folder.join(format!("{PLAIN}.js"));
    if let Some(tools) = tools {
        tools.shrink(&js, &module)?;
    }
    let js = fs::read_to_string(&js).with_context(|| format!("reading {}", js.display()))?;
    Ok(Script::new(js, read(&module)?, snippets(&folder)?))
}

fn empty_folder(folder: &Path) -> Result<()> {
    if folder.exists() {
        fs::remove_dir_all(folder).with_context(|| format!("removing {}", folder.display()))?;
    }
    fs::create_dir_all(folder).with_context(|| format!("making {}", folder.display()))
}

/// Every file of the folder's `snippets/`, sorted by path.
fn snippets(folder: &Path) -> Result<Vec<(String, Vec<u8>)>> {
    let root = folder.join("snippets");
    if !root.exists() {
        return Ok(Vec::new());
    }
    WalkDir::new(&root)
        .sort_by_file_name()
        .into_iter()
        .filter(|entry| {
            entry
                .as_ref()
                .map_or(true, |entry| entry.file_type().is_file())
        })
        .map(|entry| {
            let entry = entry.context("reading the snippets")?;
            let path: PathBuf = entry.path().strip_prefix(folder)?.to_path_buf();
            Ok((path.to_string_lossy().into_owned(), read(entry.path())?))
        })
        .collect()
}

fn read(path: &Path) -> Result<Vec<u8>> {
    fs::read(path).with_context(|| format!("reading {}", path.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn glue_module_and_snippets_become_files_of_one_name() {
        let snippet = ("snippets/a-1f/inline0.js".to_owned(), b"snippet".to_vec());
        let script = Script::new("glue".to_owned(), b"module".to_vec(), [snippet]);
        let files = script.into_files("vitrine.00ff");
        let paths: Vec<_> = files.iter().map(|(path, _)| path.as_str()).collect();
        assert_eq!(
            paths,
            [
                "snippets/a-1f/inline0.js",
                "vitrine.00ff.js",
                "vitrine.00ff_bg.wasm"
            ]
        );
    }

    #[test]
    fn a_missing_module_is_named() {
        let error = generate(Path::new("/nowhere/app.wasm"), true, None)
            .err()
            .unwrap();
        assert!(error.to_string().contains("/nowhere/app.wasm"), "{error}");
    }

    #[test]
    fn a_file_that_is_no_module_is_named() {
        let folder = tempfile::tempdir().unwrap();
        let wasm = folder.path().join("app.wasm");
        fs::write(&wasm, "no module").unwrap();
        let error = generate(&wasm, true, None).err().unwrap();
        assert!(format!("{error:#}").contains("app.wasm"), "{error:#}");
    }
}
