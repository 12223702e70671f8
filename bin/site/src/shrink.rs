//! Makes what `wasm-bindgen` wrote smaller, with programs of others.

use std::{cmp::Reverse, fs, path::Path, process::Command};

use anyhow::{Context, Result, bail};
use serde::Deserialize;

/// A folder with `wasm-opt` and `terser`, as npm makes one.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Tools<'a>(pub(crate) &'a Path);

/// Shorter names, as `wasm-opt` tells them: what script and module call each other by.
#[derive(Debug, Deserialize)]
struct Names {
    /// Module, name and shorter name of what the script gives the module; all of the module `a` from now on.
    imports: Vec<(String, String, String)>,
    /// Name and shorter name of what the module gives the script.
    exports: Vec<(String, String)>,
}

impl Tools<'_> {
    /// Shrinks script and module in place.
    ///
    /// # Errors
    /// When a program is missing or fails, or when the script cannot be read or written.
    pub(crate) fn shrink(self, js: &Path, wasm: &Path) -> Result<()> {
        let [js_path, wasm_path] = [js, wasm].map(|path| path.to_string_lossy().into_owned());
        let names = self.run(
            "wasm-opt",
            &[
                "-Oz",
                // What is inlined makes the file smaller, but compresses worse than the call: what is sent is larger by 4 %.
                "--skip-pass=inlining-optimizing",
                // Names with a hash in them do not compress.
                "--minify-imports-and-exports-and-modules",
                "--output",
                &wasm_path,
                &wasm_path,
            ],
        )?;
        let names: Names =
            serde_json::from_slice(&names).context("reading the names that wasm-opt gave")?;
        let text = fs::read_to_string(js).with_context(|| format!("reading {js_path}"))?;
        fs::write(js, names.put_into(text)).with_context(|| format!("writing {js_path}"))?;
        let options = ["--module", "--compress", "--mangle", "--output", &js_path];
        // The file stands first: an option that takes several would take it, too.
        self.run("terser", &[&[&*js_path], &options[..]].concat())?;
        Ok(())
    }

    /// What the program prints.
    fn run(self, name: &str, arguments: &[&str]) -> Result<Vec<u8>> {
        let program = self.0.join(name);
        let output = Command::new(&program)
            .args(arguments)
            .output()
            .with_context(|| format!("starting {}", program.display()))?;
        if !output.status.success() {
            let said = String::from_utf8_lossy(&output.stderr);
            bail!("{} failed ({}): {said}", program.display(), output.status);
        }
        Ok(output.stdout)
    }
}

impl Names {
    /// The script that goes with the module.
    fn put_into(mut self, mut script: String) -> String {
        for (module, name, short) in &self.imports {
            script = script.replace(&format!("{name}: "), &format!("{short}: "));
            script = script.replace(&format!("\"{module}\": "), "\"a\": ");
        }
        // One name may be the beginning of another.
        self.exports.sort_by_key(|(name, _)| Reverse(name.len()));
        for (name, short) in &self.exports {
            script = script.replace(&format!("wasm.{name}"), &format!("wasm.{short}"));
        }
        script
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_program_that_is_missing_is_named() {
        let tools = Tools(Path::new("/nowhere"));
        let error = tools
            .shrink(Path::new("a.js"), Path::new("a.wasm"))
            .unwrap_err();
        assert!(error.to_string().contains("/nowhere/wasm-opt"), "{error}");
    }

    #[test]
    fn the_script_calls_by_the_shorter_names() {
        let names: Names = serde_json::from_str(
            r#"{"imports": [["./v_bg.js", "__wbg_log_5f", "c"]], "exports": [["run", "d"], ["run_2", "e"]]}"#,
        )
        .unwrap();
        let script =
            "{ __wbg_log_5f: function() {} }; { \"./v_bg.js\": i }; wasm.run(); wasm.run_2()";
        assert_eq!(
            names.put_into(script.to_owned()),
            "{ c: function() {} }; { \"a\": i }; wasm.d(); wasm.e()"
        );
    }
}
