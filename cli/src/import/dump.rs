//! Dumps: decompressing one and cutting it into batches of whole lines.
//!
//! In: a file or standard input, plain, gzip or bzip2, each in one member or many; where to begin. Out: [`Batch`]es with
//! their line and byte offsets. Whatever the lines hold, the memory is bounded by [`BATCH`] and [`LONGEST_LINE`].

use std::collections::VecDeque;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use serde::{Deserialize, Serialize};

use super::part::Part;
use super::streams::{Piece, STREAM, Streams, next_stream};

/// The JSON of a batch, in bytes: some hundred items, so that handing it over costs nothing beside reading it.
const BATCH: usize = 2 << 20;

/// The longest line that is read, in bytes; the largest items of Wikidata have some 4 MB.
const LONGEST_LINE: usize = 64 << 20;

/// What is read of a file at a time, in bytes.
const READ_AHEAD: usize = 1 << 20;

/// The first bytes of a gzip member.
const GZIP: &[u8] = &[0x1f, 0x8b];

/// A place in a dump where lines begin.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Place {
    /// Bytes of JSON before it.
    pub(crate) bytes: u64,
    /// Lines before it.
    pub(crate) lines: u64,
    /// Where decompressing has to begin to get there: bytes of the file, and of JSON before that.
    pub(crate) member: Member,
}

/// The begin of a compressed member.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Member {
    /// Bytes of the file before it.
    pub(crate) at: u64,
    /// Bytes of JSON before it.
    pub(crate) bytes: u64,
}

/// Some whole lines.
#[derive(Debug, Default)]
pub(crate) struct Batch {
    /// Bytes of JSON before them.
    pub(crate) bytes: u64,
    /// Lines before them.
    pub(crate) lines: u64,
    /// The lines.
    pub(crate) text: Vec<u8>,
    /// Lines after these that were too long to be kept: their byte and line offsets.
    pub(crate) too_long: Option<(u64, u64)>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Compression {
    Plain,
    Gzip,
    Bzip2,
}

/// A file that counts what was taken from it.
struct Counted {
    inner: BufReader<Box<dyn Read + Send>>,
    taken: u64,
    /// The same, for who watches.
    seen: Arc<AtomicU64>,
}

impl Read for Counted {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(out)?;
        self.consume_count(read);
        Ok(read)
    }
}

impl BufRead for Counted {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        self.inner.fill_buf()
    }

    fn consume(&mut self, amount: usize) {
        self.inner.consume(amount);
        self.consume_count(amount);
    }
}

impl Counted {
    fn new(inner: Box<dyn Read + Send>, seen: &Arc<AtomicU64>) -> Self {
        Self { inner: BufReader::with_capacity(READ_AHEAD, inner), taken: 0, seen: Arc::clone(seen) }
    }

    /// A file from a byte on.
    fn open(path: &Path, at: u64, seen: &Arc<AtomicU64>) -> io::Result<Self> {
        let mut file = File::open(path)?;
        file.seek(SeekFrom::Start(at))?;
        Ok(Self::new(Box::new(file), seen))
    }

    fn consume_count(&mut self, amount: usize) {
        self.taken += amount as u64;
        self.seen.fetch_add(amount as u64, Ordering::Relaxed);
    }
}

enum Decoder {
    Plain(Counted),
    Gzip(Box<flate2::bufread::GzDecoder<Counted>>),
    Bzip2(Box<bzip2::bufread::BzDecoder<Counted>>),
    /// Short bzip2 streams, with what is not yet taken of one.
    Streams(Streams, std::io::Cursor<Vec<u8>>),
    Ended,
}

/// A dump that is read from some place on.
pub(crate) struct Dump {
    path: PathBuf,
    seen: Arc<AtomicU64>,
    decoder: Decoder,
    compression: Compression,
    /// Begins of members that lie behind the last place asked for, the newest last.
    members: VecDeque<Member>,
    /// Bytes of JSON decompressed.
    decompressed: u64,
    /// Bytes of the file before the decoder's.
    file_begin: u64,
    /// Bytes of the file where the part ends.
    file_end: u64,
    /// Bytes of JSON where the part ends; known when decompressing gets there.
    json_end: Option<u64>,
    /// What is decompressed and not yet given: begins at `place`.
    rest: Vec<u8>,
    place: Place,
    ended: bool,
}

impl Dump {
    /// Opens a dump at a place where an earlier run stopped, or at its begin, or its part's.
    ///
    /// # Errors
    /// When it cannot be read, or cannot be cut into parts.
    pub(crate) fn open(
        path: &Path,
        part: Option<Part>,
        resumed: Option<Place>,
        seen: &Arc<AtomicU64>,
    ) -> io::Result<Self> {
        let standard_input = path == Path::new("-");
        let (compression, bytes, begin, end) = if standard_input {
            (None, u64::MAX, 0, u64::MAX)
        } else {
            let mut file = File::open(path)?;
            let mut first = Vec::new();
            file.by_ref().take(4).read_to_end(&mut first)?;
            let compression = compression_of(&first);
            let bytes = file.metadata()?.len();
            let (begin, end) = match part {
                None => (0, u64::MAX),
                Some(part) => part_of(&mut file, compression, bytes, part)?,
            };
            (Some(compression), bytes, begin, end)
        };
        if standard_input && part.is_some() {
            return Err(invalid("standard input cannot be cut into parts; give files"));
        }
        let place = resumed.unwrap_or(Place { member: Member { at: begin, bytes: 0 }, ..Place::default() });
        let mut counted = if standard_input {
            Counted::new(Box::new(io::stdin()), seen)
        } else {
            Counted::open(path, place.member.at.min(bytes), seen)?
        };
        let compression = match compression {
            Some(compression) => compression,
            None => compression_of(counted.fill_buf()?),
        };
        // Standard input cannot be sought in: an earlier run's part is read again and dropped.
        let member = if standard_input { Member::default() } else { place.member };
        seen.store(member.at, Ordering::Relaxed);
        // A part between two bytes that are one, or behind the last stream, has no line.
        let empty = begin == end || (begin > 0 && begin >= bytes);
        let mut dump = Self {
            path: path.to_owned(),
            seen: Arc::clone(seen),
            decoder: Decoder::Ended,
            compression,
            members: VecDeque::new(),
            decompressed: member.bytes,
            file_begin: member.at,
            file_end: end,
            json_end: (compression == Compression::Plain && end < u64::MAX)
                .then(|| end.saturating_sub(begin)),
            rest: Vec::new(),
            place,
            ended: empty,
        };
        if empty {
            return Ok(dump);
        }
        if compression == Compression::Bzip2 && !standard_input {
            dump.decoder = Decoder::Streams(Streams::open(path, member.at)?, std::io::Cursor::default());
        } else {
            dump.begin_member(counted);
        }
        dump.skip_to(place.bytes)?;
        if resumed.is_none() && begin > 0 {
            dump.skip_line()?;
        }
        Ok(dump)
    }

    /// The place behind the last batch.
    pub(crate) fn place(&mut self) -> Place {
        if self.compression == Compression::Plain {
            let begin = self.members.front().copied().unwrap_or_default();
            self.place.member =
                Member { at: begin.at + (self.place.bytes - begin.bytes), bytes: self.place.bytes };
            return self.place;
        }
        while let Some(next) = self.members.get(1).filter(|next| next.bytes <= self.place.bytes) {
            self.place.member = *next;
            self.members.pop_front();
        }
        if let Some(first) = self.members.front() {
            self.place.member = *first;
        }
        self.place
    }

    /// The next lines, in a buffer that may be used again; `None` at the end.
    ///
    /// # Errors
    /// When the file cannot be read or decompressed.
    pub(crate) fn batch(&mut self, mut buffer: Vec<u8>) -> io::Result<Option<Batch>> {
        // The line in which the part before this one ended may have been longer than this part.
        self.ended |= self.json_end.is_some_and(|end| self.place.bytes > end);
        if self.ended {
            return Ok(None);
        }
        buffer.clear();
        std::mem::swap(&mut buffer, &mut self.rest);
        // `buffer` holds what was left over; more is read behind it.
        loop {
            let wanted = BATCH.saturating_sub(buffer.len()).max(BATCH / 2);
            let read = self.read_more(&mut buffer, wanted)?;
            let cut = self.cut(&buffer, read == 0);
            if let Some(cut) = cut {
                self.rest.clear();
                self.rest.extend_from_slice(buffer.get(cut..).unwrap_or_default());
                buffer.truncate(cut);
                break;
            }
            if buffer.len() > LONGEST_LINE {
                let at = (self.place.bytes, self.place.lines);
                self.place.bytes += buffer.len() as u64;
                self.skip_line()?;
                return Ok(Some(Batch { too_long: Some(at), ..Batch::default() }));
            }
        }
        let lines = memchr::memchr_iter(b'\n', &buffer).count() as u64
            + u64::from(buffer.last().is_some_and(|last| *last != b'\n'));
        let batch = Batch { bytes: self.place.bytes, lines: self.place.lines, text: buffer, too_long: None };
        self.place.bytes += batch.text.len() as u64;
        self.place.lines += lines;
        Ok((!batch.text.is_empty()).then_some(batch))
    }

    /// How many bytes of what was read are whole lines of this part; `None` where not one is whole yet.
    fn cut(&mut self, read: &[u8], at_end: bool) -> Option<usize> {
        // The line in which the part ends is its last.
        if let Some(end) = self.json_end
            && self.place.bytes + read.len() as u64 > end
        {
            let from =
                usize::try_from(end.saturating_sub(self.place.bytes)).unwrap_or(read.len()).min(read.len());
            if let Some(line_end) = memchr::memchr(b'\n', read.get(from..).unwrap_or_default()) {
                self.ended = true;
                return Some(from + line_end + 1);
            }
        }
        if at_end {
            self.ended = true;
            return Some(read.len());
        }
        memchr::memrchr(b'\n', read).map(|line_end| line_end + 1)
    }

    /// Reads up to so many bytes behind what is there; 0 at the end.
    fn read_more(&mut self, buffer: &mut Vec<u8>, wanted: usize) -> io::Result<usize> {
        let before = buffer.len();
        while buffer.len() - before < wanted {
            let missing = (wanted - (buffer.len() - before)) as u64;
            let read = match &mut self.decoder {
                Decoder::Plain(file) => file.take(missing).read_to_end(buffer)?,
                Decoder::Gzip(gzip) => gzip.as_mut().take(missing).read_to_end(buffer)?,
                Decoder::Bzip2(bzip2) => bzip2.as_mut().take(missing).read_to_end(buffer)?,
                Decoder::Streams(_, piece) => piece.take(missing).read_to_end(buffer)?,
                Decoder::Ended => break,
            };
            self.decompressed += read as u64;
            if (read as u64) < missing {
                self.next_member()?;
            }
        }
        Ok(buffer.len() - before)
    }

    /// Goes on to the next member behind one that has ended.
    fn next_member(&mut self) -> io::Result<()> {
        let mut file = match std::mem::replace(&mut self.decoder, Decoder::Ended) {
            Decoder::Plain(_) | Decoder::Ended => return Ok(()),
            Decoder::Streams(streams, _) => return self.next_piece(streams),
            Decoder::Gzip(gzip) => gzip.into_inner(),
            Decoder::Bzip2(bzip2) => bzip2.into_inner(),
        };
        // Padding with zeros is allowed behind a member (gzip(1) skips it too).
        loop {
            let next = file.fill_buf()?;
            let zeros = next.iter().take_while(|byte| **byte == 0).count();
            if next.is_empty() {
                return Ok(());
            }
            if zeros == 0 {
                break;
            }
            file.consume(zeros);
        }
        let first = file.fill_buf()?.first().copied();
        let expected = match self.compression {
            Compression::Gzip => GZIP.first(),
            Compression::Bzip2 => STREAM.first(),
            Compression::Plain => None,
        };
        if first.as_ref() != expected {
            let at = self.file_begin + file.taken;
            return Err(invalid(&format!(
                "byte {at} of the file begins no further compressed member; get the dump again"
            )));
        }
        self.begin_member(file);
        Ok(())
    }

    /// Goes on to the next stream that was decompressed elsewhere.
    fn next_piece(&mut self, streams: Streams) -> io::Result<()> {
        match streams.next()? {
            None => {}
            Some(Piece::Text { begin, end, text }) => {
                self.note_member(begin);
                self.seen.store(end, Ordering::Relaxed);
                self.decoder = Decoder::Streams(streams, std::io::Cursor::new(text));
            }
            Some(Piece::Otherwise { begin }) => {
                self.file_begin = begin;
                self.seen.store(begin, Ordering::Relaxed);
                let file = Counted::open(&self.path, begin, &self.seen)?;
                self.begin_member(file);
            }
        }
        Ok(())
    }

    fn note_member(&mut self, at: u64) {
        self.members.push_back(Member { at, bytes: self.decompressed });
        if self.json_end.is_none() && at >= self.file_end {
            self.json_end = Some(self.decompressed);
        }
    }

    fn begin_member(&mut self, file: Counted) {
        self.note_member(self.file_begin + file.taken);
        self.decoder = match self.compression {
            Compression::Plain => Decoder::Plain(file),
            Compression::Gzip => Decoder::Gzip(Box::new(flate2::bufread::GzDecoder::new(file))),
            Compression::Bzip2 => Decoder::Bzip2(Box::new(bzip2::bufread::BzDecoder::new(file))),
        };
    }

    /// Decompresses up to a byte of the JSON and drops it.
    fn skip_to(&mut self, bytes: u64) -> io::Result<()> {
        let mut dropped = Vec::new();
        while self.decompressed < bytes {
            dropped.clear();
            let wanted = usize::try_from(bytes - self.decompressed).unwrap_or(BATCH).min(BATCH);
            if self.read_more(&mut dropped, wanted)? == 0 {
                return Err(invalid(
                    "the dump is shorter than it was; delete the work folder and begin again",
                ));
            }
            while self.members.len() > 1 {
                self.members.pop_front();
            }
        }
        Ok(())
    }

    /// Drops what is left of a line, with its end.
    fn skip_line(&mut self) -> io::Result<()> {
        let mut read = std::mem::take(&mut self.rest);
        loop {
            if let Some(line_end) = memchr::memchr(b'\n', &read) {
                self.place.bytes += line_end as u64 + 1;
                self.place.lines += 1;
                self.rest = read.split_off(line_end + 1);
                return Ok(());
            }
            self.place.bytes += read.len() as u64;
            read.clear();
            if self.read_more(&mut read, BATCH)? == 0 {
                self.ended = true;
                return Ok(());
            }
        }
    }
}

fn compression_of(first: &[u8]) -> Compression {
    if first.starts_with(GZIP) {
        Compression::Gzip
    } else if first.starts_with(STREAM) {
        Compression::Bzip2
    } else {
        Compression::Plain
    }
}

/// The bytes of a file that are a part's. Of bzip2 a part begins where a stream does.
fn part_of(file: &mut File, compression: Compression, bytes: u64, part: Part) -> io::Result<(u64, u64)> {
    let (begin, end) = part.of_bytes(bytes);
    match compression {
        Compression::Plain => Ok((begin, end)),
        Compression::Bzip2 => Ok((next_stream(file, begin)?, next_stream(file, end)?)),
        Compression::Gzip => Err(invalid(
            "a .gz dump cannot be entered in the middle; split it into files (see docs/IMPORT.md) or give the .bz2",
        )),
    }
}

fn invalid(what: &str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, what.to_owned())
}
