//! The `dramatis` command: who's who in an article, and the pack of facts behind it.

mod annotate;
mod default_pack;
mod import;
mod pack;
mod report;
mod scan;
mod spreadsheet;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// Who's who in the article you are reading.
#[derive(Parser)]
#[command(name = "dramatis", version, about)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Reads one article (HTML or plain text) and prints who's who in it.
    Scan(scan::Arguments),
    /// Reads articles as JSON lines and writes their names as JSON lines, in order, on all cores.
    Annotate(annotate::Arguments),
    /// Builds, describes, searches and checks packs of facts.
    Pack(pack::Arguments),
}

/// Which packs a command reads with.
#[derive(clap::Args)]
struct PackOption {
    /// The pack of facts to read with; given again, the later pack adds to and corrects the earlier [default: the
    /// one that `cargo xtask build` makes]
    #[arg(long, value_name = "FILE", global = true)]
    pack: Vec<PathBuf>,
}

/// What went wrong, in words that tell the cure; ends the command with exit code 1.
type Failure = Box<dyn std::error::Error + Send + Sync>;

fn main() -> ExitCode {
    // clap ends wrong usage with exit code 2 by itself.
    let done = match Arguments::parse().command {
        Command::Scan(arguments) => scan::run(&arguments),
        Command::Annotate(arguments) => annotate::run(&arguments),
        Command::Pack(arguments) => pack::run(arguments),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("dramatis: {failure}");
            ExitCode::FAILURE
        }
    }
}
