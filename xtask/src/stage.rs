//! Stages: what is being done, and how long it took.

use std::time::Instant;

use anyhow::{Context, Result};

/// Runs a part of a task under its name.
pub(crate) fn stage<T>(name: &str, work: impl FnOnce() -> Result<T>) -> Result<T> {
    println!("\n── {name}");
    let start = Instant::now();
    let done = work().with_context(|| name.to_owned())?;
    println!("── {name}: {:.1} s", start.elapsed().as_secs_f32());
    Ok(done)
}
