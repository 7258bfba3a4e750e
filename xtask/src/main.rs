//! The project's tasks, one word each: `cargo xtask build`, `test`, `demo`, …
//!
//! Every task sets up what it needs on a Debian machine by itself and says on others what is missing and how to get
//! it. What was done once is not done twice.

mod api;
mod archive;
mod bench;
mod browser_bench;
mod command;
mod debian;
mod demo;
mod documents;
mod eval;
mod extension;
mod fuzz;
mod instructions;
mod node;
mod notices;
mod package;
mod pages;
mod spark;
mod stage;
mod supply;
mod test;
mod wasm;
mod workspace;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// The project's tasks.
#[derive(Parser)]
#[command(name = "cargo xtask", about)]
struct Arguments {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Builds the pack, the core and the extensions into target/extension/{chromium,firefox}.
    Build,
    /// Prints the who's-who of the sample article and opens the extension on it.
    Demo,
    /// Runs every check and test, in real browsers too.
    Test {
        /// Only the stages whose name holds this.
        #[arg(long, value_name = "WORDS")]
        only: Option<String>,
    },
    /// Builds the pack of facts into target/dramatis.pack.
    Pack,
    /// Runs the benchmarks, natively and in browsers, and writes docs/PERFORMANCE.md.
    Bench {
        /// Open so many pages in each browser too, and see whether anything grows (1000 take an hour).
        #[arg(long)]
        endurance: Option<u32>,
    },
    /// Counts the instructions that reading an article takes, and compares with benches/instructions.txt.
    Instructions {
        /// Write the counts there instead.
        #[arg(long)]
        renew: bool,
    },
    /// Measures on the development sets in ../shared/eval, or the extension on stored pages.
    Eval {
        /// A folder of stored pages (NAME.html.gz): run the extension on each instead.
        #[arg(long)]
        pages: Option<PathBuf>,
    },
    /// Feeds made-up bytes to everything that takes bytes from strangers.
    Fuzz {
        /// One target instead of all: pack, weights, facts, html, snapshot, text, date, wikidata or messages.
        target: Option<String>,
        /// How long each target runs.
        #[arg(long, default_value_t = 60)]
        seconds: u32,
    },
    /// Leaves the store packages, the npm package and the command, with checksums, in target/package.
    Package,
}

fn main() -> ExitCode {
    let task = Arguments::parse().task;
    let done = match task {
        Task::Build => extension::build().map(|_| ()),
        Task::Demo => demo::run(),
        Task::Test { only } => test::run(only),
        Task::Pack => extension::pack().map(|_| ()),
        Task::Bench { endurance } => bench::run(endurance),
        Task::Instructions { renew } => instructions::run(renew),
        Task::Eval { pages: None } => eval::run(),
        Task::Eval { pages: Some(folder) } => pages::run(&folder),
        Task::Fuzz { target, seconds } => fuzz::run(target.as_deref(), seconds),
        Task::Package => package::run().map(|_| ()),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("\nxtask: {error:#}");
            ExitCode::FAILURE
        }
    }
}
