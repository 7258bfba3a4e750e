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
    fn width(self, c: char) -> usize {
        match self {
            Self::CodePoint => 1,
            Self::Utf16 => c.len_utf16(),
        }
    }
}

/// How many bytes lie between two remembered counts: a look-up walks at most so many.
const STRIDE: usize = 256;

/// Turns byte offsets into a text into counts of another unit.
#[derive(Debug)]
pub struct Offsets<'t> {
    text: &'t str,
    unit: Unit,
    /// The count before the first character that begins at or after each multiple of [`STRIDE`].
    counts: Vec<usize>,
}

impl<'t> Offsets<'t> {
    /// Reads a text once.
    pub fn new(text: &'t str, unit: Unit) -> Self {
        let mut counts = Vec::with_capacity(text.len() / STRIDE + 1);
        let mut count = 0;
        for (at, c) in text.char_indices() {
            while counts.len() * STRIDE <= at {
                counts.push(count);
            }
            count += unit.width(c);
        }
        Self { text, unit, counts }
    }

    /// The count of units before this byte; a byte inside a character counts as the character's first, one past
    /// the end as the end.
    pub fn at(&self, byte: usize) -> usize {
        let stride = (byte / STRIDE).min(self.counts.len().saturating_sub(1));
        let Some(count) = self.counts.get(stride) else { return 0 };
        let mut from = stride * STRIDE;
        while !self.text.is_char_boundary(from) {
            from += 1;
        }
        let rest = self.text.get(from..).unwrap_or_default();
        let before = rest.char_indices().take_while(|(at, c)| from + at + c.len_utf8() <= byte);
        count + before.map(|(_, c)| self.unit.width(c)).sum::<usize>()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    proptest::proptest! {
        #[test]
        fn every_boundary_counts_as_walking_there_does(text in "\\PC{0,700}") {
            for unit in [Unit::CodePoint, Unit::Utf16] {
                let offsets = Offsets::new(&text, unit);
                let mut count = 0;
                for (at, c) in text.char_indices() {
                    proptest::prop_assert_eq!(offsets.at(at), count);
                    count += unit.width(c);
                }
                proptest::prop_assert_eq!(offsets.at(text.len()), count);
                proptest::prop_assert_eq!(offsets.at(text.len() + 9), count);
            }
        }
    }
}
