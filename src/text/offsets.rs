//! Offsets: from the bytes that every room counts in to the units that callers count in.
//!
//! In: a text. Out: a position's count of code points (command line) or UTF-16 code units (JavaScript).

/// What a caller counts a text in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// Unicode code points, as Python counts.
    CodePoint,
    /// UTF-16 code units, as JavaScript counts.
    Utf16,
}

impl Unit {
    /// The count of the characters that begin among these bytes of a text.
    fn count(self, bytes: &[u8]) -> usize {
        // All bytes of a character but the first are 0b10xxxxxx; those of two UTF-16 units begin with 0b11110xxx (RFC 3629).
        let firsts = bytes.iter().filter(|byte| **byte & 0xc0 != 0x80).count();
        match self {
            Self::CodePoint => firsts,
            Self::Utf16 => firsts + bytes.iter().filter(|byte| **byte >= 0xf0).count(),
        }
    }
}

/// How many bytes lie between two remembered counts: a look-up reads at most so many.
const STRIDE: usize = 64;

/// Turns byte offsets into a text into counts of another unit.
#[derive(Debug)]
pub struct Offsets<'t> {
    text: &'t str,
    unit: Unit,
    /// The count of the characters that begin before each multiple of [`STRIDE`].
    counts: Vec<usize>,
}

impl<'t> Offsets<'t> {
    /// Reads a text once.
    pub fn new(text: &'t str, unit: Unit) -> Self {
        let mut counts = Vec::with_capacity(text.len().div_ceil(STRIDE));
        let mut before = 0;
        for bytes in text.as_bytes().chunks(STRIDE) {
            counts.push(before);
            before += unit.count(bytes);
        }
        Self { text, unit, counts }
    }

    /// The count of units before this byte; a byte inside a character counts as the character's first, one past
    /// the end as the end.
    pub fn at(&self, byte: usize) -> usize {
        let byte = self.text.floor_char_boundary(byte);
        let stride = (byte / STRIDE).min(self.counts.len().saturating_sub(1));
        let Some(count) = self.counts.get(stride) else { return 0 };
        count + self.unit.count(self.text.as_bytes().get(stride * STRIDE..byte).unwrap_or_default())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_byte_inside_a_character_counts_as_its_first() {
        let offsets = Offsets::new("a🙂b", Unit::Utf16);
        assert_eq!([0, 1, 2, 4, 5, 6].map(|byte| offsets.at(byte)), [0, 1, 1, 1, 3, 4]);
    }

    proptest::proptest! {
        #[test]
        fn every_boundary_counts_as_walking_there_does(text in "\\PC{0,700}") {
            for unit in [Unit::CodePoint, Unit::Utf16] {
                let offsets = Offsets::new(&text, unit);
                let mut count = 0;
                for (at, c) in text.char_indices() {
                    proptest::prop_assert_eq!(offsets.at(at), count);
                    count += if unit == Unit::Utf16 { c.len_utf16() } else { 1 };
                }
                proptest::prop_assert_eq!(offsets.at(text.len()), count);
                proptest::prop_assert_eq!(offsets.at(text.len() + 9), count);
            }
        }
    }
}
