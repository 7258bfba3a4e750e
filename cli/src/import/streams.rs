//! Streams: decompressing a bzip2 file of many streams on all cores.
//!
//! A stream begins with ten bytes that stand elsewhere once in 2^73 bytes; between two such places lies a whole one, which a
//! thread decompresses by itself. pbzip2 writes files so, with a stream for every 900 KB. In: a file and the byte where a
//! stream begins. Out: [`Piece`]s in order. What is not so (one stream of many blocks, as bzip2(1) writes; a stream that
//! decompresses to more than memory should hold; a broken one) is left to the caller to be read from its begin.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::Path;
use std::thread;

use crossbeam_channel::{Receiver, Sender, bounded};

/// The first bytes of a stream, before its level, and those of a block, which follow.
pub(super) const STREAM: &[u8] = b"BZh";
const BLOCK: &[u8] = b"1AY&SY";

/// How many bytes tell that a stream begins.
const TELLING: usize = STREAM.len() + 1 + BLOCK.len();

/// What is read of the file at a time, in bytes.
const READ_AHEAD: usize = 1 << 20;

/// The longest stream that is kept to be decompressed by itself, and the most that it may become, in bytes; pbzip2's become
/// 900,000.
const LONGEST_STREAM: usize = 8 << 20;
const LARGEST_TEXT: usize = 64 << 20;

/// Streams that may wait for each thread, decompressed or to be.
const WAITING: usize = 8;

/// A stream, or that it is to be read otherwise.
pub(super) enum Piece {
    /// The stream's begin and end in the file and what it holds.
    Text { begin: u64, end: u64, text: Vec<u8> },
    /// From this byte on the file is not of short streams.
    Otherwise { begin: u64 },
}

/// A stream with the place for its piece.
type Job = (u64, Vec<u8>, Sender<Piece>);

/// The pieces of a file in order.
pub(super) struct Streams {
    pieces: Receiver<io::Result<Receiver<Piece>>>,
}

impl Streams {
    /// Of a file from the begin of a stream on.
    pub(super) fn open(path: &Path, begin: u64) -> io::Result<Self> {
        let mut file = File::open(path)?;
        file.seek(SeekFrom::Start(begin))?;
        let threads = thread::available_parallelism().map_or(1, usize::from);
        let (order, pieces) = bounded(threads * WAITING);
        let (work, jobs) = bounded::<Job>(threads * WAITING);
        for _ in 0..threads {
            let jobs = jobs.clone();
            // They end when the splitting thread does, and that when nobody takes pieces any more.
            thread::spawn(move || {
                for (begin, stream, place) in jobs {
                    let _ = place.send(decompressed(begin, &stream));
                }
            });
        }
        thread::spawn(move || {
            if let Err(error) = split(file, begin, &work, &order) {
                let _ = order.send(Err(error));
            }
        });
        Ok(Self { pieces })
    }

    /// The next piece; `None` at the end.
    pub(super) fn next(&self) -> io::Result<Option<Piece>> {
        let Ok(place) = self.pieces.recv() else { return Ok(None) };
        place?.recv().map(Some).map_err(|_| io::Error::other("a decompressing thread ended early"))
    }
}

fn decompressed(begin: u64, stream: &[u8]) -> Piece {
    let mut text = Vec::new();
    let mut decoder = bzip2::bufread::BzDecoder::new(stream);
    let read = decoder.by_ref().take(LARGEST_TEXT as u64).read_to_end(&mut text);
    let whole = read.is_ok_and(|read| read < LARGEST_TEXT) && decoder.get_ref().iter().all(|byte| *byte == 0);
    if whole {
        Piece::Text { begin, end: begin + stream.len() as u64, text }
    } else {
        Piece::Otherwise { begin }
    }
}

/// Cuts a file where streams begin, as long as they are short.
fn split(
    mut file: File,
    begin: u64,
    work: &Sender<Job>,
    order: &Sender<io::Result<Receiver<Piece>>>,
) -> io::Result<()> {
    let (mut at, mut rest) = (begin, Vec::new());
    loop {
        let read = file.by_ref().take(READ_AHEAD as u64).read_to_end(&mut rest)?;
        // What was looked through before is looked through again only up to a stream.
        while let Some(end) =
            begin_of_stream(&rest, 1).or((read == 0 && !rest.is_empty()).then_some(rest.len()))
        {
            let next = rest.split_off(end);
            let stream = std::mem::replace(&mut rest, next);
            let (place, piece) = bounded(1);
            // Whoever took pieces may have gone.
            if order.send(Ok(piece)).is_err() || work.send((at, stream, place)).is_err() {
                return Ok(());
            }
            at += end as u64;
        }
        if read == 0 {
            return Ok(());
        }
        if rest.len() > LONGEST_STREAM {
            let (place, piece) = bounded(1);
            let _ = place.send(Piece::Otherwise { begin: at });
            let _ = order.send(Ok(piece));
            return Ok(());
        }
    }
}

/// Where the first stream begins at a place or behind it.
fn begin_of_stream(bytes: &[u8], from: usize) -> Option<usize> {
    let begins = memchr::memmem::find_iter(bytes.get(from..)?, STREAM).map(|begin| begin + from);
    begins.into_iter().find(|begin| {
        let level = bytes.get(begin + STREAM.len()).is_some_and(|level| (b'1'..=b'9').contains(level));
        level && bytes.get(begin + STREAM.len() + 1..).is_some_and(|rest| rest.starts_with(BLOCK))
    })
}

/// The first byte of a file at which a stream begins, at a place or behind it; else the file's end.
pub(super) fn next_stream(file: &mut File, from: u64) -> io::Result<u64> {
    if from == 0 {
        return Ok(0);
    }
    file.seek(SeekFrom::Start(from))?;
    let (mut at, mut window) = (from, Vec::new());
    loop {
        let read = file.by_ref().take(READ_AHEAD as u64).read_to_end(&mut window)?;
        if let Some(begin) = begin_of_stream(&window, 0) {
            return Ok(at + begin as u64);
        }
        if read == 0 {
            return Ok(at + window.len() as u64);
        }
        let done = window.len().saturating_sub(TELLING - 1);
        at += done as u64;
        window.drain(..done);
    }
}
