//! Progress: how far a file is read, at which rate and for how long yet; on a terminal only.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use indicatif::{ProgressBar, ProgressStyle};

/// A bar that follows how much of a file was taken; nothing where standard error is no terminal.
pub(crate) struct Progress {
    bar: ProgressBar,
    seen: Arc<AtomicU64>,
}

impl Progress {
    /// Of reading a dump.
    pub(crate) fn of_dump(path: &Path) -> Self {
        let bytes = std::fs::metadata(path).ok().map(|data| data.len()).filter(|bytes| *bytes > 0);
        let bar = bytes.map_or_else(ProgressBar::no_length, ProgressBar::new);
        let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
        Self::styled(
            bar,
            &format!(
                "{name} {{bar:30}} {{bytes}}/{{total_bytes}} {{binary_bytes_per_sec}}, {{eta}} left, {{msg}}"
            ),
        )
    }

    /// Of a step that counts records.
    pub(crate) fn of_step(step: &str, records: u64) -> Self {
        Self::styled(
            ProgressBar::new(records),
            &format!("{step} {{bar:30}} {{human_pos}}/{{human_len}} {{per_sec}}, {{eta}} left"),
        )
    }

    fn styled(bar: ProgressBar, template: &str) -> Self {
        // A template that indicatif does not understand leaves the default bar.
        if let Ok(style) = ProgressStyle::with_template(template) {
            bar.set_style(style);
        }
        Self { bar, seen: Arc::new(AtomicU64::new(0)) }
    }

    /// What counts the bytes taken.
    pub(crate) fn seen(&self) -> &Arc<AtomicU64> {
        &self.seen
    }

    /// Shows the bytes taken, and what was found in them.
    pub(crate) fn show(&self, people: u64, organizations: u64) {
        self.bar.set_position(self.seen.load(Ordering::Relaxed));
        self.bar.set_message(format!("{people} people, {organizations} organizations"));
    }

    /// Counts records.
    pub(crate) fn add(&self, records: u64) {
        self.bar.inc(records);
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}
