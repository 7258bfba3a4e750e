//! The network: from features to a score for each label of each token.
//!
//! In: [`Features`]. Out: [`Scores`]. Rows of tables are added up for each token (hashed embeddings), gated
//! convolutions with residuals look at the neighbours (Dauphin et al. 2017), then the mean of what a word's mentions
//! look like all over the article is given back to each of them (after Akbik et al. 2019, "pooled contextualized
//! embeddings"), and more convolutions look again.
//!
//! Matrices are multiplied in whole numbers ([`lanes`]). Every other sum is made in one fixed order of 32-bit floats, with no
//! function that a machine's library computes (the gates are three straight lines, the norm needs a square root, which
//! IEEE 754 rounds exactly): native and wasm give the same bits.
//!
//! In wasm the steps of one token or group are functions of their own: V8 swaps a function for its faster version when it
//! is called, and keeps the numbers of a short one in registers. Natively all is one, compiled for the processor at hand.

use std::collections::HashMap;

use super::features::{BuildKeyHasher, Features, HASHED};
use super::labels::LABELS;
use super::lanes::{self, Lanes};
use super::weights::{Convolution, LANES, LONGEST_STEP, MOST_INPUT, Matrix, Norm, Pairs, Weights};

/// Scores of a token's labels, one after another.
pub(super) type Scores = [f32; LABELS];

/// Scores every token.
pub(super) fn scores(weights: &Weights, features: &Features) -> Vec<Scores> {
    #[cfg(target_arch = "x86_64")]
    if let Some(lanes) = pulp::x86::V3::try_new() {
        return lanes.vectorize(Scoring { lanes, weights, features });
    }
    #[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
    return score(lanes::Quad, weights, features);
    #[cfg(not(all(target_arch = "wasm32", target_feature = "simd128")))]
    score(lanes::Single, weights, features)
}

/// The scoring, compiled for processors with AVX2. Inlining carries its vectors into every function below.
#[cfg(target_arch = "x86_64")]
struct Scoring<'s> {
    lanes: pulp::x86::V3,
    weights: &'s Weights,
    features: &'s Features,
}

#[cfg(target_arch = "x86_64")]
impl pulp::NullaryFnOnce for Scoring<'_> {
    type Output = Vec<Scores>;

    #[inline(always)]
    fn call(self) -> Vec<Scores> {
        score(self.lanes, self.weights, self.features)
    }
}

#[inline(always)]
fn score(lanes: impl Lanes, weights: &Weights, features: &Features) -> Vec<Scores> {
    let (width, count) = (weights.width, features.words.len());
    let mut states = embed(weights, features);
    let mut work = Work::new(lanes, width, count);
    for layer in &weights.before {
        convolve(layer, width, &mut states, &mut work);
    }
    recall(weights, &features.keys, &mut states, &mut work);
    for layer in &weights.after {
        convolve(layer, width, &mut states, &mut work);
    }
    let mut scores = vec![[0.0; LABELS]; count];
    work.norm(&weights.norm, width, &states);
    for (group, scores) in scores.chunks_mut(TOKENS).enumerate() {
        work.multiply(&weights.output, width, [group * TOKENS + LONGEST_STEP]);
        for (scores, said) in scores.iter_mut().zip(work.mixed.chunks_exact(weights.output.outputs())) {
            scores.iter_mut().zip(said).for_each(|(score, said)| *score = *said);
        }
    }
    scores
}

#[inline(always)]
fn embed(weights: &Weights, features: &Features) -> Vec<f32> {
    let mut states = vec![0.0; weights.width * features.words.len()];
    let mut start = 0;
    let tokens = features.words.iter().zip(&features.hashed).zip(&features.sign_ends);
    for (state, ((word, hashed), end)) in states.chunks_exact_mut(weights.width).zip(tokens) {
        let end = *end as usize;
        embed_token(weights, *word, hashed, features.signs.get(start..end).unwrap_or_default(), state);
        start = end;
    }
    states
}

#[cfg_attr(target_arch = "wasm32", inline(never))]
#[cfg_attr(not(target_arch = "wasm32"), inline(always))]
fn embed_token(weights: &Weights, word: u32, hashed: &[u32; HASHED], signs: &[u16], state: &mut [f32]) {
    let buckets = weights.hashed.rows() as u32;
    weights.add_word(word, state);
    for hash in hashed {
        weights.hashed.add((hash % buckets) as usize, state);
    }
    for sign in signs {
        weights.signs.add(usize::from(*sign), state);
    }
}

/// Rooms that the layers share.
struct Work<L> {
    lanes: L,
    /// What is multiplied, in whole numbers, with [`LONGEST_STEP`] tokens of zeros in front and more behind.
    whole: Vec<i16>,
    /// One, in those numbers.
    unit: f32,
    /// What one multiplication takes: for each two numbers those of [`TOKENS`] tokens side by side.
    gathered: Vec<[[i16; 2]; TOKENS]>,
    /// What one multiplication gives, token by token.
    mixed: Vec<f32>,
}

/// One of a normed state, in whole numbers: a state of 64 numbers has none beyond 8 before its scale, so that
/// [`MOST_INPUT`] leaves twice that.
const UNIT: f32 = 256.0;

/// One of a mean of states, which no norm has bounded.
const MEAN_UNIT: f32 = 64.0;

impl<L: Lanes> Work<L> {
    fn new(lanes: L, width: usize, count: usize) -> Self {
        Self {
            lanes,
            whole: vec![0; width * (count + 2 * LONGEST_STEP + TOKENS)],
            unit: UNIT,
            gathered: Vec::with_capacity(3 * width / 2),
            mixed: vec![0.0; (2 * width).max(LABELS).next_multiple_of(LANES) * TOKENS],
        }
    }

    #[inline(always)]
    fn norm(&mut self, layer: &Norm, width: usize, states: &[f32]) {
        self.unit = UNIT;
        let inner = self.whole.get_mut(LONGEST_STEP * width..).unwrap_or_default();
        for (state, out) in states.chunks_exact(width).zip(inner.chunks_exact_mut(width)) {
            norm(layer, state, out);
        }
    }

    #[inline(always)]
    fn take(&mut self, width: usize, means: &[f32]) {
        self.unit = MEAN_UNIT;
        let inner = self.whole.get_mut(LONGEST_STEP * width..).unwrap_or_default();
        for (out, number) in inner.iter_mut().zip(means) {
            *out = whole(*number, MEAN_UNIT);
        }
    }

    /// Multiplies a matrix with the numbers of [`TOKENS`] tokens and, below them, those of as many others. `firsts`
    /// are the first token of each such run.
    #[cfg_attr(target_arch = "wasm32", inline(never))]
    #[cfg_attr(not(target_arch = "wasm32"), inline(always))]
    fn multiply<const RUNS: usize>(&mut self, matrix: &Matrix, width: usize, firsts: [usize; RUNS]) {
        self.gathered.clear();
        for first in firsts {
            let run = self.whole.get(first * width..(first + TOKENS) * width).unwrap_or_default();
            lay_side_by_side(run, width, &mut self.gathered);
        }
        multiply(self.lanes, matrix, &self.gathered, self.unit, &mut self.mixed);
    }
}

#[inline(always)]
fn lay_side_by_side(states: &[i16], width: usize, gathered: &mut Vec<[[i16; 2]; TOKENS]>) {
    let from = gathered.len();
    gathered.resize(from + width / 2, [[0; 2]; TOKENS]);
    for (token, state) in states.chunks_exact(width).enumerate() {
        for (pair, side_by_side) in state.as_chunks::<2>().0.iter().zip(gathered.iter_mut().skip(from)) {
            if let Some(slot) = side_by_side.get_mut(token) {
                *slot = *pair;
            }
        }
    }
}

#[cfg_attr(target_arch = "wasm32", inline(never))]
#[cfg_attr(not(target_arch = "wasm32"), inline(always))]
fn norm(norm: &Norm, state: &[f32], out: &mut [i16]) {
    const EPSILON: f32 = 1e-5;
    let count = state.len() as f32;
    let (state, _) = state.as_chunks::<LANES>();
    let mean = sum(state, |number| number) / count;
    let spread = sum(state, |number| (number - mean) * (number - mean)) / count;
    let by = 1.0 / (spread + EPSILON).sqrt();
    let places = norm.scale.as_chunks::<LANES>().0.iter().zip(norm.shift.as_chunks::<LANES>().0);
    for ((out, state), (scale, shift)) in out.as_chunks_mut::<LANES>().0.iter_mut().zip(state).zip(places) {
        let mut lanes = *state;
        lanes.iter_mut().zip(scale).for_each(|(lane, scale)| *lane = (*lane - mean) * by * scale);
        lanes.iter_mut().zip(shift).for_each(|(lane, shift)| *lane += shift);
        *out = lanes.map(|lane| whole(lane, UNIT));
    }
}

/// A number in whole units, the nearest there is.
#[inline(always)]
fn whole(number: f32, unit: f32) -> i16 {
    /// Added to a small number, it leaves no room for a fraction: the lowest bits are the rounded number.
    const ROUND: f32 = 12_582_912.0;
    let most = f32::from(MOST_INPUT);
    ((number * unit).clamp(-most, most) + ROUND).to_bits() as i16
}

/// A sum in as many strands as are added at a time, so that it is always made alike.
#[inline(always)]
fn sum(numbers: &[[f32; LANES]], of: impl Fn(f32) -> f32) -> f32 {
    let mut strands = [0.0_f32; LANES];
    for chunk in numbers {
        strands.iter_mut().zip(chunk).for_each(|(strand, number)| *strand += of(*number));
    }
    strands.iter().sum()
}

#[inline(always)]
fn convolve(layer: &Convolution, width: usize, states: &mut [f32], work: &mut Work<impl Lanes>) {
    work.norm(&layer.norm, width, states);
    let step = layer.step;
    for (group, states) in states.chunks_mut(TOKENS * width).enumerate() {
        let first = group * TOKENS + LONGEST_STEP;
        work.multiply(&layer.mix, width, [first - step, first, first + step]);
        for (state, mixed) in states.chunks_exact_mut(width).zip(work.mixed.chunks_exact(layer.mix.outputs()))
        {
            pass_gates(state, mixed);
        }
    }
}

/// Adds to a state the values that its gates let through.
#[cfg_attr(target_arch = "wasm32", inline(never))]
#[cfg_attr(not(target_arch = "wasm32"), inline(always))]
fn pass_gates(state: &mut [f32], mixed: &[f32]) {
    let (values, gates) = mixed.split_at(state.len().min(mixed.len()));
    let mixed = values.as_chunks::<LANES>().0.iter().zip(gates.as_chunks::<LANES>().0);
    for (state, (values, gates)) in state.as_chunks_mut::<LANES>().0.iter_mut().zip(mixed) {
        let gates = gates.map(|gate| (gate * 0.25 + 0.5).clamp(0.0, 1.0));
        for ((state, value), gate) in state.iter_mut().zip(values).zip(gates) {
            *state += value * gate;
        }
    }
}

/// Tokens that are multiplied at a time: as many as have their sums in registers.
const TOKENS: usize = if cfg!(target_arch = "wasm32") { 4 } else { 8 };

/// Multiplies a matrix with [`TOKENS`] tokens at once; `out` takes the outputs token by token.
#[inline(always)]
fn multiply(lanes: impl Lanes, matrix: &Matrix, inputs: &[[[i16; 2]; TOKENS]], unit: f32, out: &mut [f32]) {
    let outputs = matrix.outputs();
    for (at, panel) in matrix.panels().enumerate() {
        let sums = sum_up(lanes, panel.pairs, inputs);
        let scales = panel.scales.map(|scale| scale / unit);
        for (sums, out) in sums.iter().zip(out.chunks_exact_mut(outputs)) {
            let mut said = lanes.numbers(*sums).map(|sum| sum as f32);
            said.iter_mut().zip(scales).for_each(|(said, scale)| *said *= scale);
            said.iter_mut().zip(panel.biases).for_each(|(said, bias)| *said += bias);
            if let Some(slot) = out.as_chunks_mut::<LANES>().0.get_mut(at) {
                *slot = said;
            }
        }
    }
}

/// The sums of a panel's outputs for [`TOKENS`] tokens.
#[cfg_attr(target_arch = "wasm32", inline(never))]
#[cfg_attr(not(target_arch = "wasm32"), inline(always))]
fn sum_up<L: Lanes>(lanes: L, rows: &[Pairs], inputs: &[[[i16; 2]; TOKENS]]) -> [L::Sums; TOKENS] {
    let mut sums = [lanes.zero(); TOKENS];
    for (row, pairs) in rows.iter().zip(inputs) {
        for (sums, pair) in sums.iter_mut().zip(pairs) {
            *sums = lanes.add(*sums, row, *pair);
        }
    }
    sums
}

/// Gives each remembered token the mean of its word's states all over the article.
#[inline(always)]
fn recall(weights: &Weights, keys: &[u32], states: &mut [f32], work: &mut Work<impl Lanes>) {
    let width = weights.width;
    let mut places = HashMap::<u32, usize, BuildKeyHasher>::default();
    let mut means: Vec<f32> = Vec::new();
    let mut counts: Vec<f32> = Vec::new();
    let remembered = |(key, _): &(&u32, _)| **key != 0;
    for (key, state) in keys.iter().zip(states.chunks_exact(width)).filter(remembered) {
        let next = counts.len();
        let place = *places.entry(*key).or_insert(next);
        if place == next {
            means.extend_from_slice(state);
            counts.push(1.0);
        } else if let (Some(mean), Some(count)) =
            (means.get_mut(place * width..(place + 1) * width), counts.get_mut(place))
        {
            mean.iter_mut().zip(state).for_each(|(mean, number)| *mean += number);
            *count += 1.0;
        }
    }
    for (total, count) in means.chunks_exact_mut(width).zip(&counts) {
        total.iter_mut().for_each(|number| *number /= count);
    }
    work.take(width, &means);
    for (group, means) in means.chunks_mut(TOKENS * width).enumerate() {
        work.multiply(&weights.recall, width, [group * TOKENS + LONGEST_STEP]);
        means.iter_mut().zip(&work.mixed).for_each(|(mean, recalled)| *mean = *recalled);
    }
    for (key, state) in keys.iter().zip(states.chunks_exact_mut(width)) {
        let Some(place) = places.get(key) else { continue };
        if let Some(recalled) = means.get(place * width..(place + 1) * width) {
            state.iter_mut().zip(recalled).for_each(|(number, recalled)| *number += recalled);
        }
    }
}
