//! The demo: the sample article's who's-who on the terminal, then the extension on it.

use anyhow::Result;

use crate::command::program;
use crate::{debian, extension, workspace};

const ARTICLE: &str = "tests/articles/demo.html";

/// Builds everything, prints the who's-who, and opens a browser where there is a display, else takes a picture.
pub(crate) fn run() -> Result<()> {
    debian::ensure(debian::NODE)?;
    debian::ensure(debian::BROWSERS)?;
    let extensions = extension::build()?;
    println!();
    program(extension::cli(), &["scan", ARTICLE]).run()?;
    let has_display = ["DISPLAY", "WAYLAND_DISPLAY"].iter().any(|name| std::env::var_os(name).is_some());
    let demo = program("node", &["tests/browser/demo.js", "--page", ARTICLE, "--extension"]);
    let demo = demo.arg(extensions.join("chromium"));
    if has_display {
        println!("\nA browser opens on the article: rest the pointer on a marked name. Close it to end.");
        return demo.arg("--window").run();
    }
    let picture = workspace::target().join("demo.png");
    demo.arg("--out").arg(&picture).run()?;
    println!("\nThe extension on the article, a card open: {}", picture.display());
    Ok(())
}
