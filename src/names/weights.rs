//! Weights: the numbers of the trained model, as one file.
//!
//! In: bytes. Out: [`Weights`], or a [`WeightsError`]. Written by `train/weights.py`; all integers little-endian.
//!
//! ```text
//! offset  size  what
//!      0     8  magic "DRAMNAME"
//!      8     4  version (this module: 3)
//!     12     4  CRC-32 of all bytes behind
//!     16     4  width w: numbers that stand for a token, a multiple of 8
//!     20     4  words v of the vocabulary
//!     24     4  buckets b of the hashed features
//!     28     4  signs s
//!     32     4  labels l
//!     36     4  convolutions before the recall, m (at most 16)
//!     40     4  convolutions after it, n (at most 16)
//!     44   m+n  the step of each convolution, 1 to 8
//!     ..   4 v  the hashes of the vocabulary's words, ascending
//!     ..        four tables: vocabulary (v rows), hashed features (b), signs (s), each of w numbers a row
//!     ..        for each convolution: scale and shift of its norm (2 w floats of 4 bytes), its mix (2 w rows of 3 w)
//!     ..        the recall (w rows of w), the last norm (2 w floats), the output (l rows of w)
//! ```
//!
//! A *table* keeps each number in a byte: for each row the exponent e of its scale (1 byte, signed), then all rows'
//! numbers (1 byte each, signed); a number q stands for q · 2^e. The *matrices* behind the tables keep theirs in two
//! bytes: for each row the exponent (1 byte, signed), the bias (4 bytes, IEEE 754), then all rows' numbers (2 bytes
//! each, signed). They are multiplied with whole numbers of at most [`MOST_INPUT`] either way; a row whose sums could leave
//! 32 bits is refused. A mix is multiplied for two tokens at a time, in four parts ([`PARTS`]) made of the sums and
//! differences of its three: a number whose parts leave 16 bits is refused, and its sums are twice as large. Whole numbers and powers of two keep every product exact, so every machine reads the same model.

use thiserror::Error;

const MAGIC: [u8; 8] = *b"DRAMNAME";
const VERSION: u32 = 3;

/// Numbers that stand for a token at most; the model in use has fewer than half.
const WIDEST: usize = 256;

/// Rows of a table at most.
const MOST_ROWS: usize = 1 << 20;

/// Convolutions on either side of the recall at most.
const MOST_LAYERS: usize = 16;

/// The farthest step of a convolution, in tokens.
pub(super) const LONGEST_STEP: usize = 8;

/// Why bytes are no weights that this program can read with.
#[derive(Debug, Error, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum WeightsError {
    /// The bytes do not begin like weights.
    #[error("these are no weights of the recognizer; take weights/names.bin of this version of the project")]
    NotWeights,
    /// Another version of the format.
    #[error(
        "the weights have format version {found}, this program reads version {VERSION}; take the weights/names.bin \
         that came with this program"
    )]
    Version {
        /// The version that the weights give.
        found: u32,
    },
    /// The checksum does not agree.
    #[error("the weights are damaged or cut off; copy weights/names.bin again")]
    Damaged,
    /// A number of the header is out of its range, or the parts do not fill the file.
    #[error("the weights cannot be read ({0}); take the weights/names.bin that came with this program")]
    Unreadable(&'static str),
}

/// A table of rows that are added up.
#[derive(Debug, Clone)]
pub(super) struct Table {
    width: usize,
    scales: Vec<f32>,
    numbers: Vec<i8>,
}

impl Table {
    pub(super) fn rows(&self) -> usize {
        self.scales.len()
    }

    /// Adds a row to `sum`; a row that is not there adds nothing.
    #[inline(always)]
    pub(super) fn add(&self, row: usize, sum: &mut [f32]) {
        let from = row.saturating_mul(self.width);
        let numbers = self.numbers.get(from..from.saturating_add(self.width));
        if let (Some(numbers), Some(scale)) = (numbers, self.scales.get(row)) {
            for (sum, number) in sum.iter_mut().zip(numbers) {
                *sum += f32::from(*number) * scale;
            }
        }
    }
}

/// The greatest whole number that a matrix is multiplied with, either way.
pub(super) const MOST_INPUT: i16 = 4095;

/// Parts of a convolution's matrix, made of those for the token in front (a), the token itself (b) and the one behind (c):
/// a + b + c, a - b + c, 2 a, and 2 c. What they are multiplied with gives twice the sums of two tokens at a time.
pub(super) const PARTS: usize = 4;

/// Numbers that are added up side by side; a width is a multiple of it.
pub(super) const LANES: usize = 8;

/// Outputs whose sums of products are made at a time.
pub(super) const OUTPUTS: usize = 16;

/// For each of [`OUTPUTS`] outputs its numbers for two inputs, side by side: what processors multiply and add up in one
/// step, and load in one where it lies in one line of their cache.
#[derive(Debug, Clone, Copy, Default)]
#[repr(align(64))]
pub(super) struct Pairs(pub(super) [i16; 2 * OUTPUTS]);

/// A matrix with a bias, its numbers as they are multiplied: [`OUTPUTS`] outputs make a panel, which holds for each two inputs
/// their numbers.
#[derive(Debug, Clone)]
pub(super) struct Matrix {
    pairs: usize,
    panels: Vec<Pairs>,
    scales: Vec<[f32; OUTPUTS]>,
    biases: Vec<[f32; OUTPUTS]>,
}

/// [`OUTPUTS`] outputs of a matrix.
pub(super) struct Panel<'m> {
    /// For each two inputs the numbers of the outputs.
    pub(super) pairs: &'m [Pairs],
    /// What a sum of products stands for, times one unit of the inputs.
    pub(super) scales: &'m [f32; OUTPUTS],
    pub(super) biases: &'m [f32; OUTPUTS],
}

impl Matrix {
    fn new(outputs: usize, inputs: usize) -> Self {
        let (panels, pairs) = (outputs.div_ceil(OUTPUTS), inputs.div_ceil(2));
        Self {
            pairs,
            panels: vec![Pairs::default(); panels * pairs],
            scales: vec![[0.0; OUTPUTS]; panels],
            biases: vec![[0.0; OUTPUTS]; panels],
        }
    }

    fn set(&mut self, output: usize, input: usize, number: i16) {
        let row = self.panels.get_mut(output / OUTPUTS * self.pairs + input / 2);
        if let Some(slot) = row.and_then(|row| row.0.get_mut(output % OUTPUTS * 2 + input % 2)) {
            *slot = number;
        }
    }

    /// Numbers that a multiplication gives: the matrix's outputs, filled up with zeros to whole panels.
    pub(super) fn outputs(&self) -> usize {
        self.biases.len() * OUTPUTS
    }

    /// The panels, outputs in order.
    pub(super) fn panels(&self) -> impl Iterator<Item = Panel<'_>> {
        let rest = self.scales.iter().zip(&self.biases);
        self.panels.chunks_exact(self.pairs).zip(rest).map(|(pairs, (scales, biases))| Panel {
            pairs,
            scales,
            biases,
        })
    }
}

/// Scale and shift of a layer's norm.
#[derive(Debug, Clone)]
pub(super) struct Norm {
    pub(super) scale: Vec<f32>,
    pub(super) shift: Vec<f32>,
}

/// A gated convolution over three tokens.
#[derive(Debug, Clone)]
pub(super) struct Convolution {
    /// Tokens between those that it sees.
    pub(super) step: usize,
    pub(super) norm: Norm,
    /// First the values, then what opens their gates; its inputs in [`PARTS`].
    pub(super) mix: Matrix,
}

/// The numbers of the trained model.
#[derive(Debug, Clone)]
pub(super) struct Weights {
    pub(super) width: usize,
    vocabulary: Vocabulary,
    words: Table,
    pub(super) hashed: Table,
    pub(super) signs: Table,
    pub(super) before: Vec<Convolution>,
    pub(super) recall: Matrix,
    pub(super) after: Vec<Convolution>,
    pub(super) norm: Norm,
    pub(super) output: Matrix,
}

impl Weights {
    /// Reads weights; `labels` is how many the decoder knows.
    pub(super) fn read(bytes: &[u8], labels: usize) -> Result<Self, WeightsError> {
        let mut reader = Reader { bytes };
        if reader.take(MAGIC.len()).ok() != Some(&MAGIC) {
            return Err(WeightsError::NotWeights);
        }
        let found = reader.number()?;
        if found != VERSION {
            return Err(WeightsError::Version { found });
        }
        let checksum = reader.number()?;
        if crc32fast::hash(reader.bytes) != checksum {
            return Err(WeightsError::Damaged);
        }
        let width = reader.size("width", 1, WIDEST)?;
        if !width.is_multiple_of(LANES) {
            return Err(WeightsError::Unreadable("width"));
        }
        let words = reader.size("vocabulary", 0, MOST_ROWS)?;
        let buckets = reader.size("buckets", 1, MOST_ROWS)?;
        let signs = reader.size("signs", 1, MOST_ROWS)?;
        reader.size("labels", labels, labels)?;
        let before = reader.size("convolutions", 0, MOST_LAYERS)?;
        let after = reader.size("convolutions", 0, MOST_LAYERS)?;
        let steps = reader.take(before + after)?;
        if steps.iter().any(|step| !(1..=LONGEST_STEP).contains(&usize::from(*step))) {
            return Err(WeightsError::Unreadable("the step of a convolution"));
        }
        let (steps_before, steps_after) = steps.split_at(before);
        let vocabulary = Vocabulary::of(reader.numbers(words)?)?;
        let words = reader.table(words, width)?;
        let hashed = reader.table(buckets, width)?;
        let signs = reader.table(signs, width)?;
        let convolutions = |reader: &mut Reader<'_>, steps: &[u8]| -> Result<Vec<_>, WeightsError> {
            steps.iter().map(|step| reader.convolution(usize::from(*step), width)).collect()
        };
        let before = convolutions(&mut reader, steps_before)?;
        let after = convolutions(&mut reader, steps_after)?;
        let recall = reader.matrix(width, width)?;
        let norm = reader.norm(width)?;
        let output = reader.matrix(labels, width)?;
        if !reader.bytes.is_empty() {
            return Err(WeightsError::Unreadable("bytes behind the last matrix"));
        }
        Ok(Self { width, vocabulary, words, hashed, signs, before, recall, after, norm, output })
    }

    /// Adds the row of a word, by its hash, to `sum`; a word that the vocabulary lacks adds nothing.
    pub(super) fn add_word(&self, hash: u32, sum: &mut [f32]) {
        if let Some(row) = self.vocabulary.row(hash) {
            self.words.add(row, sum);
        }
    }
}

/// The words that have rows of their own, by their hashes.
#[derive(Debug, Clone)]
struct Vocabulary {
    /// Ascending.
    hashes: Vec<u32>,
    /// For each beginning of a hash ([`BEGINNING`] bits) how many hashes are before it, and behind the last how many there are.
    starts: Vec<u32>,
}

/// Bits of a hash that say where its row is to be sought: a search in the shipped vocabulary has seven hashes before it.
const BEGINNING: u32 = 12;

impl Vocabulary {
    fn of(hashes: Vec<u32>) -> Result<Self, WeightsError> {
        if !hashes.is_sorted_by(|one, next| one < next) {
            return Err(WeightsError::Unreadable("the order of the vocabulary"));
        }
        let before =
            |beginning| hashes.partition_point(|hash| hash >> (u32::BITS - BEGINNING) < beginning) as u32;
        let starts = (0..=1 << BEGINNING).map(before).collect();
        Ok(Self { hashes, starts })
    }

    fn row(&self, hash: u32) -> Option<usize> {
        let beginning = (hash >> (u32::BITS - BEGINNING)) as usize;
        let start = *self.starts.get(beginning)? as usize;
        let end = *self.starts.get(beginning + 1)? as usize;
        let row = self.hashes.get(start..end)?.binary_search(&hash).ok()?;
        Some(start + row)
    }
}

/// Bytes not read yet. Nothing is allocated before its bytes are known to be there.
struct Reader<'b> {
    bytes: &'b [u8],
}

impl<'b> Reader<'b> {
    fn take(&mut self, count: usize) -> Result<&'b [u8], WeightsError> {
        let (taken, rest) =
            self.bytes.split_at_checked(count).ok_or(WeightsError::Unreadable("the end comes too early"))?;
        self.bytes = rest;
        Ok(taken)
    }

    fn number(&mut self) -> Result<u32, WeightsError> {
        self.numbers(1).map(|numbers| numbers.first().copied().unwrap_or_default())
    }

    fn numbers(&mut self, count: usize) -> Result<Vec<u32>, WeightsError> {
        let (bytes, _) = self.take(count * 4)?.as_chunks::<4>();
        Ok(bytes.iter().map(|bytes| u32::from_le_bytes(*bytes)).collect())
    }

    /// A number of the header, in its range.
    fn size(&mut self, what: &'static str, least: usize, most: usize) -> Result<usize, WeightsError> {
        let size = usize::try_from(self.number()?).map_err(|_| WeightsError::Unreadable(what))?;
        if (least..=most).contains(&size) { Ok(size) } else { Err(WeightsError::Unreadable(what)) }
    }

    fn scales(&mut self, rows: usize) -> Result<Vec<f32>, WeightsError> {
        self.take(rows)?.iter().map(|byte| power_of_two(byte.cast_signed())).collect()
    }

    fn table(&mut self, rows: usize, width: usize) -> Result<Table, WeightsError> {
        let scales = self.scales(rows)?;
        let numbers = self.take(rows * width)?.iter().map(|byte| byte.cast_signed()).collect();
        Ok(Table { width, scales, numbers })
    }

    fn floats(&mut self, count: usize) -> Result<Vec<f32>, WeightsError> {
        let floats: Vec<f32> = self.numbers(count)?.into_iter().map(f32::from_bits).collect();
        if floats.iter().all(|float| float.is_finite()) {
            Ok(floats)
        } else {
            Err(WeightsError::Unreadable("a bias that is no number"))
        }
    }

    /// A matrix that `set` fills from the numbers of each row, which it is given beside the matrix and the output.
    fn matrix_of(
        &mut self,
        outputs: usize,
        inputs: usize,
        mut matrix: Matrix,
        set: impl Fn(&mut Matrix, usize, &[i16]) -> Result<(), WeightsError>,
    ) -> Result<Matrix, WeightsError> {
        let scales = self.scales(outputs)?;
        let biases = self.floats(outputs)?;
        let (numbers, _) = self.take(2 * outputs * inputs)?.as_chunks::<2>();
        let numbers: Vec<i16> = numbers.iter().map(|number| i16::from_le_bytes(*number)).collect();
        let fill = |slots: &mut [f32], numbers: &[f32]| {
            slots.iter_mut().zip(numbers).for_each(|(slot, number)| *slot = *number);
        };
        fill(matrix.scales.as_flattened_mut(), &scales);
        fill(matrix.biases.as_flattened_mut(), &biases);
        for (output, row) in numbers.chunks_exact(inputs).enumerate() {
            set(&mut matrix, output, row)?;
        }
        Ok(matrix)
    }

    fn matrix(&mut self, outputs: usize, inputs: usize) -> Result<Matrix, WeightsError> {
        self.matrix_of(outputs, inputs, Matrix::new(outputs, inputs), |matrix, output, row| {
            in_reach(row, 1)?;
            row.iter().enumerate().for_each(|(input, number)| matrix.set(output, input, *number));
            Ok(())
        })
    }

    /// The matrix of a convolution, in its [`PARTS`].
    fn mix(&mut self, width: usize) -> Result<Matrix, WeightsError> {
        let matrix = Matrix::new(2 * width, PARTS * width);
        let mut matrix = self.matrix_of(2 * width, 3 * width, matrix, |matrix, output, row| {
            in_reach(row, 2)?;
            let (front, rest) = row.split_at(width);
            let (own, behind) = rest.split_at(width);
            for (input, ((a, b), c)) in front.iter().zip(own).zip(behind).enumerate() {
                let (a, b, c) = (i32::from(*a), i32::from(*b), i32::from(*c));
                for (part, number) in [a + b + c, a - b + c, 2 * a, 2 * c].into_iter().enumerate() {
                    let number = i16::try_from(number)
                        .map_err(|_| WeightsError::Unreadable("a number of a convolution"))?;
                    matrix.set(output, part * width + input, number);
                }
            }
            Ok(())
        })?;
        matrix.scales.as_flattened_mut().iter_mut().for_each(|scale| *scale /= 2.0);
        Ok(matrix)
    }

    fn norm(&mut self, width: usize) -> Result<Norm, WeightsError> {
        Ok(Norm { scale: self.floats(width)?, shift: self.floats(width)? })
    }

    fn convolution(&mut self, step: usize, width: usize) -> Result<Convolution, WeightsError> {
        Ok(Convolution { step, norm: self.norm(width)?, mix: self.mix(width)? })
    }
}

/// Refuses a row whose products with any inputs, `times` over, could add up to more than 32 bits hold.
fn in_reach(row: &[i16], times: i64) -> Result<(), WeightsError> {
    let most: i64 = row.iter().map(|number| i64::from(*number).abs()).sum();
    let fits = i32::try_from(most * i64::from(MOST_INPUT) * times).is_ok();
    if fits { Ok(()) } else { Err(WeightsError::Unreadable("the sum of a row")) }
}

/// 2^e, made of its bits so that no library has a say.
fn power_of_two(exponent: i8) -> Result<f32, WeightsError> {
    const BIAS: i32 = 127;
    // Larger scales would let sums overflow; smaller ones would round to nothing.
    if !(-40..=10).contains(&exponent) {
        return Err(WeightsError::Unreadable("the exponent of a scale"));
    }
    Ok(f32::from_bits(((i32::from(exponent) + BIAS) as u32) << 23))
}

#[cfg(test)]
pub(super) mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::names::labels::LABELS;

    const SHIPPED: &[u8] = include_bytes!("../../weights/names.bin");

    /// The matrix of a convolution, of these rows, unscaled and without bias.
    pub(in crate::names) fn mix(width: usize, rows: &[Vec<i16>]) -> Matrix {
        let mut bytes = vec![0; rows.len() * 5];
        bytes.extend(rows.iter().flatten().flat_map(|number| number.to_le_bytes()));
        Reader { bytes: &bytes }.mix(width).unwrap()
    }

    fn sealed(body: &[u8]) -> Vec<u8> {
        let mut bytes = MAGIC.to_vec();
        bytes.extend(VERSION.to_le_bytes());
        bytes.extend(crc32fast::hash(body).to_le_bytes());
        bytes.extend(body);
        bytes
    }

    #[test]
    fn the_weights_in_the_repository_open_and_fit_their_budget() {
        const BUDGET: usize = 4_000_000;
        assert!(Weights::read(SHIPPED, LABELS).is_ok());
        assert!(SHIPPED.len() <= BUDGET, "{} bytes", SHIPPED.len());
    }

    #[test]
    fn what_is_no_weights_is_told_apart() {
        let read = |bytes: &[u8]| Weights::read(bytes, LABELS).err();
        assert_eq!(read(b"<html>"), Some(WeightsError::NotWeights));
        assert_eq!(read(b""), Some(WeightsError::NotWeights));
        let mut newer = SHIPPED.to_vec();
        newer[8] = 9;
        assert_eq!(read(&newer), Some(WeightsError::Version { found: 9 }));
        assert_eq!(read(SHIPPED.split_at(SHIPPED.len() - 1).0), Some(WeightsError::Damaged));
        assert!(matches!(read(&sealed(&[0; 40])), Some(WeightsError::Unreadable(_))));
    }

    proptest! {
        #[test]
        fn a_changed_byte_is_noticed(at in 0..SHIPPED.len(), by in 1..=255_u8) {
            let mut bytes = SHIPPED.to_vec();
            bytes[at] ^= by;
            prop_assert!(Weights::read(&bytes, LABELS).is_err());
        }

        #[test]
        fn any_sizes_are_refused_before_anything_is_allocated_for_them(
            sizes in prop::array::uniform7(prop_oneof![0..20_u32, any::<u32>()]),
            rest in prop::collection::vec(any::<u8>(), 0..2_000),
        ) {
            let mut body: Vec<u8> = sizes.iter().flat_map(|size| size.to_le_bytes()).collect();
            body.extend(rest);
            let _ = Weights::read(&sealed(&body), LABELS);
        }
    }
}
