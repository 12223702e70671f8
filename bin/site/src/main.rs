//! `site`: makes the folder of files that a browser downloads.
//!
//! It takes the compiled WebAssembly module of `app`, the style sheet and the public files, and
//! writes a folder the server can serve as it stands:
//!
//! ```text
//! target/site/            the files of app/public
//! target/site/pkg/        vitrine.js, vitrine_bg.wasm, vitrine.css
//! target/site/pkg/name    the name those three share ("vitrine", or "vitrine.<hash>")
//! ```
//!
//! With `--release` the shared name carries a hash of the contents, so that the files may be
//! cached for ever, and each compressible file gets a Brotli (`.br`) and a gzip (`.gz`) sibling.

mod compress;
mod files;
mod output_name;
mod public;
mod script;
mod shrink;
mod style;

use std::path::PathBuf;

use anyhow::Result;
use clap::Parser;

use crate::files::SiteFiles;
use crate::shrink::Tools;

/// Makes the folder of files that a browser downloads.
#[derive(Debug, Parser)]
struct Arguments {
    /// The compiled module of `app` (`…/wasm32-unknown-unknown/PROFILE/app.wasm`).
    #[arg(long)]
    wasm: PathBuf,
    /// The style sheet; its `@import`s are followed.
    #[arg(long)]
    style: PathBuf,
    /// The folder whose files are copied as they are.
    #[arg(long)]
    public: PathBuf,
    /// The folder to write.
    #[arg(long)]
    out: PathBuf,
    /// Names with a content hash, and compressed siblings.
    #[arg(long)]
    release: bool,
    /// The folder with the programs `wasm-opt` and `terser`, with which to shrink module and script.
    #[arg(long, value_name = "FOLDER")]
    shrink_with: Option<PathBuf>,
}

fn main() -> Result<()> {
    let arguments = Arguments::parse();
    let files = build(&arguments)?;
    let changed = files.write_to(&arguments.out)?;
    println!(
        "{}: {} files, {changed} changed",
        arguments.out.display(),
        files.len()
    );
    Ok(())
}

/// Everything the folder shall hold, in memory.
fn build(arguments: &Arguments) -> Result<SiteFiles> {
    let tools = arguments.shrink_with.as_deref().map(Tools);
    let script = script::generate(&arguments.wasm, !arguments.release, tools)?;
    let style = style::bundle(&arguments.style)?;
    let name = if arguments.release {
        output_name::hashed(&script, &style)
    } else {
        output_name::plain()
    };

    let mut files = SiteFiles::default();
    public::collect(&arguments.public, &mut files)?;
    for (path, bytes) in script.into_files(&name) {
        files.insert(format!("pkg/{path}"), bytes);
    }
    files.insert(format!("pkg/{name}.css"), style.into_bytes());
    if arguments.release {
        compress::add_siblings(&mut files)?;
    }
    files.insert("pkg/name".to_owned(), name.into_bytes());
    Ok(files)
}
