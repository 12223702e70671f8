//! The `vitrine` program.

use std::process::ExitCode;

use clap::Parser;
use mimalloc::MiMalloc;
use server::command::Cli;

/// Pages are made of many small pieces that one thread makes and another one drops; to get and free them took a quarter of
/// the time with the system's allocator, half of which this one saves.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

fn main() -> ExitCode {
    match Cli::parse().run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("vitrine: {error}");
            for cause in error.chain().skip(1) {
                eprintln!("  because {cause}");
            }
            ExitCode::FAILURE
        }
    }
}
