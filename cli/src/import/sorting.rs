//! Sorting what memory cannot hold: rows in files, merged many at a time.
//!
//! A row is a number and a text without a line end, a line `number TAB text` in a file. A run is a file of rows sorted by both.
//! In: rows, or runs. Out: all rows in order. The memory is that of [`BUFFER`] bytes of rows, or of [`FAN_IN`] readers.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, BufWriter, Write};
use std::path::{Path, PathBuf};

use rayon::slice::ParallelSliceMut;

/// A number and a text.
pub(crate) type Row = (u64, String);

/// Rows that are not sorted yet.
pub(crate) type Rows = Vec<Row>;

/// Runs that are merged at once: with their buffers some 16 MB, and fewer files than any system lets be open.
const FAN_IN: usize = 64;

/// What is read of each run at a time, in bytes.
const READ_AHEAD: usize = 256 << 10;

/// Texts that are kept before they are sorted and written, in bytes.
const BUFFER: usize = 256 << 20;

/// Sorts rows and writes them as a run.
fn write_run(path: &Path, mut rows: Rows) -> io::Result<RunWriter> {
    rows.par_sort_unstable();
    let mut run = RunWriter::create(path)?;
    for row in &rows {
        run.push(row)?;
    }
    Ok(run)
}

/// Sorts rows and writes them as a run that is whole or not there, even after a loss of power.
pub(crate) fn write_lasting_run(path: &Path, rows: Rows) -> io::Result<()> {
    let mut run = write_run(path, rows)?;
    run.out.flush()?;
    run.out.get_ref().sync_all()?;
    run.finish()
}

/// Writes rows that come in order.
pub(crate) struct RunWriter {
    out: BufWriter<File>,
    unfinished: PathBuf,
    path: PathBuf,
}

impl RunWriter {
    pub(crate) fn create(path: &Path) -> io::Result<Self> {
        let mut unfinished = path.as_os_str().to_owned();
        unfinished.push(".unfinished");
        let unfinished = PathBuf::from(unfinished);
        Ok(Self {
            out: BufWriter::with_capacity(1 << 20, File::create(&unfinished)?),
            unfinished,
            path: path.to_owned(),
        })
    }

    pub(crate) fn push(&mut self, (number, text): &Row) -> io::Result<()> {
        writeln!(self.out, "{number}\t{text}")
    }

    pub(crate) fn finish(mut self) -> io::Result<()> {
        self.out.flush()?;
        fs::rename(&self.unfinished, &self.path)
    }
}

/// Sorts rows by way of a folder.
pub(crate) struct Sorter {
    folder: PathBuf,
    name: &'static str,
    rows: Rows,
    bytes: usize,
    runs: Vec<PathBuf>,
}

impl Sorter {
    pub(crate) fn new(folder: &Path, name: &'static str) -> Self {
        Self { folder: folder.to_owned(), name, rows: Vec::new(), bytes: 0, runs: Vec::new() }
    }

    pub(crate) fn push(&mut self, row: Row) -> io::Result<()> {
        self.bytes += row.1.capacity() + size_of::<Row>();
        self.rows.push(row);
        if self.bytes >= BUFFER { self.spill() } else { Ok(()) }
    }

    fn spill(&mut self) -> io::Result<()> {
        let path = self.folder.join(format!("{}-{:04}.run", self.name, self.runs.len()));
        write_run(&path, std::mem::take(&mut self.rows))?.finish()?;
        self.bytes = 0;
        self.runs.push(path);
        Ok(())
    }

    /// All rows in order.
    pub(crate) fn sorted(mut self) -> io::Result<Merged> {
        if !self.rows.is_empty() {
            self.spill()?;
        }
        merge(&self.runs, &self.folder, self.name)
    }
}

/// All rows of runs in order. Where there are more than [`FAN_IN`], groups of them are merged into larger runs first, in the
/// folder; the runs given are left.
pub(crate) fn merge(runs: &[PathBuf], folder: &Path, name: &str) -> io::Result<Merged> {
    let mut runs = runs.to_vec();
    let mut level = 0;
    while runs.len() > FAN_IN {
        let mut larger = Vec::new();
        for (at, group) in runs.chunks(FAN_IN).enumerate() {
            let path = folder.join(format!("{name}-merged-{level}-{at:04}.run"));
            let mut out = RunWriter::create(&path)?;
            for row in Merged::open(group)? {
                out.push(&row?)?;
            }
            out.finish()?;
            if level > 0 {
                group.iter().try_for_each(fs::remove_file)?;
            }
            larger.push(path);
        }
        runs = larger;
        level += 1;
    }
    Merged::open(&runs)
}

/// Rows of several runs, in order.
pub(crate) struct Merged {
    next: BinaryHeap<Reverse<(Row, usize)>>,
    runs: Vec<RunReader>,
}

impl Merged {
    fn open(paths: &[PathBuf]) -> io::Result<Self> {
        let mut merged = Self { next: BinaryHeap::new(), runs: Vec::new() };
        for path in paths {
            merged.runs.push(RunReader::open(path)?);
            merged.refill(merged.runs.len() - 1)?;
        }
        Ok(merged)
    }

    fn refill(&mut self, at: usize) -> io::Result<()> {
        if let Some(run) = self.runs.get_mut(at)
            && let Some(row) = run.read()?
        {
            self.next.push(Reverse((row, at)));
        }
        Ok(())
    }
}

impl Iterator for Merged {
    type Item = io::Result<Row>;

    fn next(&mut self) -> Option<io::Result<Row>> {
        let Reverse((row, at)) = self.next.pop()?;
        Some(self.refill(at).map(|()| row))
    }
}

/// Reads a run.
pub(crate) struct RunReader {
    lines: BufReader<File>,
    path: PathBuf,
}

impl RunReader {
    pub(crate) fn open(path: &Path) -> io::Result<Self> {
        Ok(Self { lines: BufReader::with_capacity(READ_AHEAD, File::open(path)?), path: path.to_owned() })
    }

    fn read(&mut self) -> io::Result<Option<Row>> {
        let mut line = String::new();
        if self.lines.read_line(&mut line)? == 0 {
            return Ok(None);
        }
        let row = line.strip_suffix('\n').and_then(|line| {
            let (number, text) = line.split_once('\t')?;
            Some((number.parse().ok()?, text.to_owned()))
        });
        let broken = || format!("{} is broken; delete the work folder and begin again", self.path.display());
        row.map(Some).ok_or_else(|| io::Error::new(io::ErrorKind::InvalidData, broken()))
    }
}

impl Iterator for RunReader {
    type Item = io::Result<Row>;

    fn next(&mut self) -> Option<io::Result<Row>> {
        self.read().transpose()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn more_runs_than_are_merged_at_once_come_out_in_order_and_whole() {
        let folder = std::env::temp_dir().join(format!("dramatis-sorting-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        let count = FAN_IN as u64 * 2 + 3;
        let runs: Vec<PathBuf> = (0..count)
            .map(|at| {
                let path = folder.join(format!("{at:06}.rows"));
                let rows = (0..10).map(|row| (row * 31 % 7 * count + at, format!("{row}"))).collect();
                write_lasting_run(&path, rows).unwrap();
                path
            })
            .collect();
        let rows: Rows = merge(&runs, &folder, "all").unwrap().collect::<io::Result<_>>().unwrap();
        assert_eq!(rows.len() as u64, count * 10);
        assert!(rows.windows(2).all(|pair| pair[0] <= pair[1]));
        assert!(runs.iter().all(|run| run.exists()));
        fs::remove_dir_all(&folder).unwrap();
    }
}
