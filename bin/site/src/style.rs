//! The style sheet: `@import`s joined into one file, and minified.

use std::fmt::Display;
use std::path::Path;

use anyhow::{Error, Result, anyhow};
use lightningcss::bundler::{Bundler, FileProvider};
use lightningcss::error::{Error as StyleError, ErrorLocation};
use lightningcss::stylesheet::{MinifyOptions, ParserOptions, PrinterOptions};

/// Joins and minifies the style sheet at `entry`.
///
/// No target browsers are given on purpose: nesting, `light-dark()`, container queries and the
/// like go out as they were written.
///
/// # Errors
/// On a file that is missing or a rule that does not parse, naming file and line.
pub(crate) fn bundle(entry: &Path) -> Result<String> {
    let provider = FileProvider::new();
    let mut bundler = Bundler::new(&provider, None, ParserOptions::default());
    let mut sheet = bundler
        .bundle(entry)
        .map_err(|error| located(entry, &error))?;
    sheet
        .minify(MinifyOptions::default())
        .map_err(|error| located(entry, &error))?;
    let options = PrinterOptions {
        minify: true,
        ..PrinterOptions::default()
    };
    Ok(sheet
        .to_css(options)
        .map_err(|error| located(entry, &error))?
        .code)
}

/// The error with file, line and column, the way editors understand them.
fn located<T: Display>(entry: &Path, error: &StyleError<T>) -> Error {
    let kind = &error.kind;
    match &error.loc {
        // The library counts lines from 0 and columns from 1.
        Some(ErrorLocation {
            filename,
            line,
            column,
        }) => anyhow!("{filename}:{}:{column}: {kind}", line + 1),
        None => anyhow!("{}: {kind}", entry.display()),
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    /// Bundles `main.css` of a folder with the given files.
    fn bundled(files: &[(&str, &str)]) -> Result<String> {
        let folder = tempfile::tempdir().unwrap();
        for (name, text) in files {
            fs::write(folder.path().join(name), text).unwrap();
        }
        bundle(&folder.path().join("main.css"))
    }

    #[test]
    fn imports_keep_the_declared_order_of_their_layers() {
        let css = bundled(&[
            ("main.css", "@layer base, parts;\n@import 'card.css' layer(parts);\n@import 'base.css' layer(base);"),
            ("base.css", "body { margin: 0 }"),
            ("card.css", ".card { color: red }"),
        ])
        .unwrap();
        assert_eq!(
            css,
            "@layer base{body{margin:0}}@layer parts{.card{color:red}}"
        );
    }

    #[test]
    fn modern_features_go_out_as_written() {
        let css = bundled(&[(
            "main.css",
            ".a { color: light-dark(white, black); & .b { inline-size: 2rem } \
             @container shelf (width > 30rem) { display: grid } } \
             .c { color: oklch(70% .1 200); background: color-mix(in oklab, var(--brand) 20%, blue) }",
        )])
        .unwrap();
        for kept in [
            "light-dark(",
            "@container shelf",
            "& .b{inline-size",
            "oklch(",
            "color-mix(",
        ] {
            assert!(css.contains(kept), "{kept} is missing in {css}");
        }
    }

    #[test]
    fn a_missing_import_is_named_with_its_place() {
        let error = bundled(&[("main.css", "@import 'gone.css';")])
            .unwrap_err()
            .to_string();
        assert!(error.contains("main.css"), "{error}");
        assert!(error.contains("No such file"), "{error}");
    }

    #[test]
    fn a_rule_that_does_not_parse_is_named_with_its_line() {
        let error = bundled(&[
            ("main.css", "@import 'bad.css';"),
            ("bad.css", "\n\n.a { color: ; } }"),
        ])
        .unwrap_err()
        .to_string();
        assert!(error.contains("bad.css:3"), "{error}");
    }
}
