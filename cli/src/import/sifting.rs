//! Sifting a dump on all cores: one thread reads, the others parse, one writes chunks; the caller's puts them together.

use std::collections::HashMap;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::AtomicU64;
use std::thread;

use crossbeam_channel::{Receiver, Sender, bounded};
use dramatis::EntityKind;
use dramatis::wikidata::{Classes, sift};

use super::dump::{Batch, Dump, Place};
use super::part::Part;
use super::progress::Progress;
use super::work::{ChunkRows, Done, MOST_NAMED, Malformed, Tally, WorkFolder};
use crate::Failure;

/// Batches that may wait for each parsing thread, and for all together: so many that nobody stands still while another waits
/// for a core, so few that memory holds them.
const WAITING: usize = 2;
const WAITING_FOR_ALL: usize = 14;

/// The longest reason that is kept of a malformed line, in characters.
const LONGEST_REASON: usize = 200;

/// What the reading and parsing threads tell.
enum Told {
    /// The rows of a batch.
    Batch(usize, Box<Sieve>),
    /// A chunk has so many batches and ends there.
    ChunkEnd(usize, usize, Place, bool),
    /// The dump cannot be read on.
    Failed(io::Error),
}

/// What batches gave.
#[derive(Default)]
struct Sieve {
    rows: ChunkRows,
    tally: Tally,
}

/// Sifts dumps, or a part of each, into chunks of so many MB of JSON; goes on where an earlier run stopped. What was counted
/// in all chunks comes back.
pub(crate) fn run(
    dumps: &[PathBuf],
    part: Option<Part>,
    classes: &Classes,
    work: &WorkFolder,
    chunk_mb: u64,
) -> Result<Tally, Failure> {
    let done = work.done()?;
    let mut tally = Tally::default();
    let (mut first, mut resumed, mut chunk) = (0, None, done.len());
    let finished = done.last().is_some_and(|last| last.last);
    if let Some(last) = done.last() {
        // A chunk that ended a file leaves the next one's begin.
        (first, resumed) = (last.dump, Some(last.place).filter(|place| *place != Place::default()));
        if !finished {
            eprintln!("going on behind line {} of file {}", last.place.lines, last.dump + 1);
        }
    }
    for earlier in done {
        tally.add(earlier.tally);
    }
    if finished {
        return Ok(tally);
    }
    for (index, path) in dumps.iter().enumerate().skip(first) {
        let is_last = index + 1 == dumps.len();
        let source =
            Source { path, index, is_last, part, resumed: resumed.take(), chunk_bytes: chunk_mb << 20 };
        tally.add(sift_dump(&source, classes, work, &mut chunk, &tally)?);
    }
    Ok(tally)
}

/// A dump to be sifted.
struct Source<'d> {
    path: &'d Path,
    index: usize,
    is_last: bool,
    part: Option<Part>,
    resumed: Option<Place>,
    chunk_bytes: u64,
}

fn sift_dump(
    source: &Source<'_>,
    classes: &Classes,
    work: &WorkFolder,
    chunk: &mut usize,
    before: &Tally,
) -> Result<Tally, Failure> {
    let progress = Progress::of_dump(source.path);
    let parsers = thread::available_parallelism().map_or(1, |cores| cores.get().saturating_sub(1).max(1));
    let waiting = parsers * WAITING + WAITING_FOR_ALL;
    let (to_parse, batches) = bounded::<(usize, Batch)>(waiting);
    let (tell, told) = bounded::<Told>(waiting);
    let (give_back, buffers) = bounded::<Vec<u8>>(waiting);
    thread::scope(|scope| {
        {
            let (tell, seen, first) = (tell.clone(), Arc::clone(progress.seen()), *chunk);
            scope.spawn(move || {
                if let Err(error) = read(source, first, &seen, &to_parse, &buffers, &tell) {
                    // Whoever listened has gone and with it the reason to tell.
                    let _ = tell.send(Told::Failed(error));
                }
            });
        }
        for _ in 0..parsers {
            let (batches, tell, give_back) = (batches.clone(), tell.clone(), give_back.clone());
            scope.spawn(move || {
                for (chunk, batch) in batches {
                    let sieve = sift_batch(source.index, &batch, classes);
                    let _ = give_back.try_send(batch.text);
                    if tell.send(Told::Batch(chunk, Box::new(sieve))).is_err() {
                        return;
                    }
                }
            });
        }
        drop((batches, tell, give_back));
        // What waits for the disk keeps nobody from reading on.
        let (to_write, whole) = bounded::<(usize, ChunkRows, Done)>(0);
        let writer = scope.spawn(move || -> Result<Tally, Failure> {
            let mut tally = Tally::default();
            for (chunk, rows, done) in whole {
                work.write(chunk, rows, &done)?;
                tally.add(done.tally);
            }
            Ok(tally)
        });
        let collected = collect(source, told, to_write, chunk, before, &progress);
        let tally = writer.join().map_err(|_| "the writing thread ended early")??;
        collected.map(|()| tally)
    })
}

/// Reads batches and tells where chunks end.
fn read(
    source: &Source<'_>,
    mut chunk: usize,
    seen: &Arc<AtomicU64>,
    to_parse: &Sender<(usize, Batch)>,
    buffers: &Receiver<Vec<u8>>,
    tell: &Sender<Told>,
) -> io::Result<()> {
    let mut dump = Dump::open(source.path, source.part, source.resumed, seen)?;
    let (mut begin, mut count) = (dump.place().bytes, 0);
    loop {
        let batch = dump.batch(buffers.try_recv().unwrap_or_default())?;
        let ended = batch.is_none();
        if let Some(batch) = batch {
            count += 1;
            if to_parse.send((chunk, batch)).is_err() {
                return Ok(());
            }
        }
        let place = dump.place();
        if ended || place.bytes - begin >= source.chunk_bytes {
            if tell.send(Told::ChunkEnd(chunk, count, place, ended)).is_err() || ended {
                return Ok(());
            }
            (chunk, count, begin) = (chunk + 1, 0, place.bytes);
        }
    }
}

/// A chunk that is not whole yet.
#[derive(Default)]
struct Open {
    sieve: Sieve,
    batches: usize,
    end: Option<(usize, Place, bool)>,
}

/// Puts batches together into chunks and has each written that is whole. The queues are taken: where this ends early, nobody
/// must wait for somebody to empty or fill them.
fn collect(
    source: &Source<'_>,
    told: Receiver<Told>,
    to_write: Sender<(usize, ChunkRows, Done)>,
    next: &mut usize,
    before: &Tally,
    progress: &Progress,
) -> Result<(), Failure> {
    let mut open: HashMap<usize, Open> = HashMap::new();
    let (mut people, mut organizations) = (before.people, before.organizations);
    for one in told {
        match one {
            Told::Batch(chunk, sieve) => {
                people += sieve.tally.people;
                organizations += sieve.tally.organizations;
                progress.show(people, organizations);
                let open = open.entry(chunk).or_default();
                open.batches += 1;
                open.sieve.add(*sieve);
            }
            Told::ChunkEnd(chunk, batches, place, ended) => {
                open.entry(chunk).or_default().end = Some((batches, place, ended));
            }
            Told::Failed(error) => {
                let what = "what was read is saved; the same command goes on from there";
                return Err(format!("cannot read {}: {error}; {what}", source.path.display()).into());
            }
        }
        while let Some(whole) = open.get(next) {
            let Some((_, place, ended)) = whole.end.filter(|(batches, ..)| *batches == whole.batches) else {
                break;
            };
            let Some(whole) = open.remove(next) else { break };
            let Sieve { rows, tally: counted } = whole.sieve;
            let last = ended && source.is_last;
            // What goes on behind the end of a file is the next one, from its begin.
            let (dump, place) =
                if ended && !last { (source.index + 1, Place::default()) } else { (source.index, place) };
            let done = Done { dump, place, last, tally: counted };
            if to_write.send((*next, rows, done)).is_err() {
                // The writer tells why it has ended.
                return Ok(());
            }
            *next += 1;
        }
    }
    Ok(())
}

impl Sieve {
    fn add(&mut self, other: Self) {
        self.rows.drafts.extend(other.rows.drafts);
        self.rows.labels.extend(other.rows.labels);
        self.rows.ties.extend(other.rows.ties);
        self.tally.add(other.tally);
    }
}

/// The lines of a batch that hold something, without the comma at the end, with their byte and line offsets.
pub(super) fn lines(batch: &Batch) -> impl Iterator<Item = (u64, u64, &[u8])> {
    let mut rest = batch.text.as_slice();
    let (mut byte, mut number) = (batch.bytes, batch.lines);
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let end = memchr::memchr(b'\n', rest).map_or(rest.len(), |end| end + 1);
        let (line, behind) = rest.split_at(end);
        let place = (byte, number);
        rest = behind;
        byte += end as u64;
        number += 1;
        let line = line.trim_ascii();
        let line = line.strip_suffix(b",").unwrap_or(line);
        Some((place.0, place.1, line))
    })
    // The dump is one list: its brackets stand on lines of their own.
    .filter(|(_, _, line)| !matches!(line, [] | [b'['] | [b']']))
}

fn sift_batch(dump: usize, batch: &Batch, classes: &Classes) -> Sieve {
    let mut sieve = Sieve::default();
    let malformed = |tally: &mut Tally, byte, line: u64, what: String| {
        tally.lines += 1;
        tally.malformed += 1;
        if tally.named.len() < MOST_NAMED {
            let what = what.chars().take(LONGEST_REASON).collect();
            tally.named.push(Malformed { dump, byte, line: line + 1, what });
        }
    };
    if let Some((byte, line)) = batch.too_long {
        malformed(&mut sieve.tally, byte, line, "longer than any item".to_owned());
    }
    for (byte, line, text) in lines(batch) {
        let sifted = match std::str::from_utf8(text) {
            Ok(text) => sift(text, classes).map_err(|error| error.to_string()),
            Err(error) => Err(format!("no UTF-8: {error}")),
        };
        match sifted {
            Ok(sifted) => match sieve.take(sifted) {
                Ok(()) => sieve.tally.lines += 1,
                Err(error) => malformed(&mut sieve.tally, byte, line, error.to_string()),
            },
            Err(what) => malformed(&mut sieve.tally, byte, line, what),
        }
    }
    sieve
}

impl Sieve {
    fn take(&mut self, sifted: dramatis::wikidata::Sifted) -> serde_json::Result<()> {
        self.tally.newest = self.tally.newest.max(sifted.changed);
        self.tally.nameless += u64::from(sifted.nameless);
        if let Some(draft) = sifted.draft {
            match draft.kind {
                EntityKind::Person => self.tally.people += 1,
                EntityKind::Organization => self.tally.organizations += 1,
            }
            self.rows.drafts.push((u64::from(draft.id.number()), serde_json::to_string(&draft)?));
        }
        if let Some(label) = sifted.label {
            self.rows.labels.push((u64::from(label.id.number()), serde_json::to_string(&label)?));
        }
        for tie in sifted.ties {
            self.rows.ties.push((u64::from(tie.person.number()), serde_json::to_string(&tie)?));
        }
        Ok(())
    }
}
