//! The network: from features to a score for each label of each token.
//!
//! In: [`Features`]. Out: [`Scores`]. Rows of tables are added up for each token (hashed embeddings), gated
//! convolutions with residuals look at the neighbours (Dauphin et al. 2017), then the mean of what a word's mentions
//! look like all over the article is given back to each of them (after Akbik et al. 2019, "pooled contextualized
//! embeddings"), and more convolutions look again.
//!
//! Every sum is made in one fixed order of 32-bit floats, with no function that a machine's library computes (the
//! gates are three straight lines, the norm needs a square root, which IEEE 754 rounds exactly): native and wasm give
//! the same bits.

use std::collections::HashMap;

use super::features::{BuildKeyHasher, Features};
use super::labels::LABELS;
use super::weights::{Convolution, LANES, LONGEST_STEP, Matrix, Norm, Weights};

/// Scores of a token's labels, one after another.
pub(super) type Scores = [f32; LABELS];

/// Scores every token.
pub(super) fn scores(weights: &Weights, features: &Features) -> Vec<Scores> {
    #[cfg(not(target_arch = "wasm32"))]
    return pulp::Arch::new().dispatch(Scoring { weights, features });
    #[cfg(target_arch = "wasm32")]
    score(weights, features)
}

/// The scoring, compiled once for each width of vectors that processors have: the same sums in the same order, as many
/// at a time as this one can make. Inlining carries the width into every function below.
#[cfg(not(target_arch = "wasm32"))]
struct Scoring<'s> {
    weights: &'s Weights,
    features: &'s Features,
}

#[cfg(not(target_arch = "wasm32"))]
impl pulp::NullaryFnOnce for Scoring<'_> {
    type Output = Vec<Scores>;

    #[inline(always)]
    fn call(self) -> Vec<Scores> {
        score(self.weights, self.features)
    }
}

#[inline(always)]
fn score(weights: &Weights, features: &Features) -> Vec<Scores> {
    let (width, count) = (weights.width, features.words.len());
    let mut states = embed(weights, features);
    let mut work = Work::new(width, count);
    for layer in &weights.before {
        convolve(layer, width, &mut states, &mut work);
    }
    recall(weights, &features.keys, &mut states);
    for layer in &weights.after {
        convolve(layer, width, &mut states, &mut work);
    }
    let mut scores = vec![[0.0; LABELS]; count];
    work.norm(&weights.norm, width, &states);
    for (group, scores) in scores.chunks_mut(TOKENS).enumerate() {
        work.gather(width, [group * TOKENS + LONGEST_STEP]);
        multiply(&weights.output, &work.gathered, &mut work.mixed);
        for (scores, said) in scores.iter_mut().zip(work.mixed.chunks_exact(weights.output.outputs())) {
            scores.iter_mut().zip(said).for_each(|(score, said)| *score = *said);
        }
    }
    scores
}

#[inline(always)]
fn embed(weights: &Weights, features: &Features) -> Vec<f32> {
    let mut states = vec![0.0; weights.width * features.words.len()];
    let buckets = weights.hashed.rows() as u32;
    let mut start = 0;
    let tokens = features.words.iter().zip(&features.hashed).zip(&features.sign_ends);
    for (state, ((word, hashed), end)) in states.chunks_exact_mut(weights.width).zip(tokens) {
        weights.add_word(*word, state);
        for hash in hashed {
            weights.hashed.add((hash % buckets) as usize, state);
        }
        let end = *end as usize;
        for sign in features.signs.get(start..end).unwrap_or_default() {
            weights.signs.add(usize::from(*sign), state);
        }
        start = end;
    }
    states
}

/// Rooms that the layers share.
struct Work {
    /// The normed states, with [`LONGEST_STEP`] tokens of zeros in front and more behind.
    normed: Vec<f32>,
    /// What one multiplication takes.
    gathered: Vec<[f32; TOKENS]>,
    /// What one multiplication gives.
    mixed: Vec<f32>,
}

impl Work {
    fn new(width: usize, count: usize) -> Self {
        Self {
            normed: vec![0.0; width * (count + 2 * LONGEST_STEP + TOKENS)],
            gathered: Vec::with_capacity(3 * width),
            mixed: vec![0.0; (2 * width).max(LABELS).next_multiple_of(LANES) * TOKENS],
        }
    }

    #[inline(always)]
    fn norm(&mut self, layer: &Norm, width: usize, states: &[f32]) {
        let inner = self.normed.get_mut(LONGEST_STEP * width..).unwrap_or_default();
        for (state, out) in states.chunks_exact(width).zip(inner.chunks_exact_mut(width)) {
            norm(layer, state, out);
        }
    }

    /// Lays the normed states of [`TOKENS`] tokens side by side, number by number; then, below them, those of as many
    /// other tokens. `firsts` are the first token of each such run.
    #[inline(always)]
    fn gather<const RUNS: usize>(&mut self, width: usize, firsts: [usize; RUNS]) {
        self.gathered.clear();
        for first in firsts {
            let run = self.normed.get(first * width..(first + TOKENS) * width).unwrap_or_default();
            lay_side_by_side(run, width, &mut self.gathered);
        }
    }
}

#[inline(always)]
fn lay_side_by_side(states: &[f32], width: usize, gathered: &mut Vec<[f32; TOKENS]>) {
    let from = gathered.len();
    gathered.resize(from + width, [0.0; TOKENS]);
    for (token, state) in states.chunks_exact(width).enumerate() {
        for (number, side_by_side) in state.iter().zip(gathered.iter_mut().skip(from)) {
            if let Some(slot) = side_by_side.get_mut(token) {
                *slot = *number;
            }
        }
    }
}

#[inline(always)]
fn norm(norm: &Norm, state: &[f32], out: &mut [f32]) {
    const EPSILON: f32 = 1e-5;
    let count = state.len() as f32;
    let mean = sum(state, |number| number) / count;
    let spread = sum(state, |number| (number - mean) * (number - mean)) / count;
    let by = 1.0 / (spread + EPSILON).sqrt();
    for (((out, number), scale), shift) in out.iter_mut().zip(state).zip(&norm.scale).zip(&norm.shift) {
        *out = (number - mean) * by * scale + shift;
    }
}

/// A sum in as many strands as are added at a time, so that it is always made alike.
#[inline(always)]
fn sum(numbers: &[f32], of: impl Fn(f32) -> f32) -> f32 {
    let mut strands = [0.0_f32; LANES];
    let (whole, rest) = numbers.as_chunks::<LANES>();
    for chunk in whole {
        strands.iter_mut().zip(chunk).for_each(|(strand, number)| *strand += of(*number));
    }
    strands.iter_mut().zip(rest).for_each(|(strand, number)| *strand += of(*number));
    strands.iter().sum()
}

#[inline(always)]
fn convolve(layer: &Convolution, width: usize, states: &mut [f32], work: &mut Work) {
    work.norm(&layer.norm, width, states);
    let step = layer.step;
    for (group, states) in states.chunks_mut(TOKENS * width).enumerate() {
        let first = group * TOKENS + LONGEST_STEP;
        work.gather(width, [first - step, first, first + step]);
        multiply(&layer.mix, &work.gathered, &mut work.mixed);
        for (state, mixed) in states.chunks_exact_mut(width).zip(work.mixed.chunks_exact(layer.mix.outputs()))
        {
            let (values, gates) = mixed.split_at(width);
            for ((state, value), gate) in state.iter_mut().zip(values).zip(gates) {
                *state += value * (gate * 0.25 + 0.5).clamp(0.0, 1.0);
            }
        }
    }
}

/// Tokens that are multiplied at a time: as many as have their sums in registers.
const TOKENS: usize = if cfg!(target_arch = "wasm32") { 4 } else { 8 };

/// Multiplies a matrix with [`TOKENS`] tokens at once, of which `inputs` holds each number side by side; `out` takes the
/// outputs token by token.
#[inline(always)]
fn multiply(matrix: &Matrix, inputs: &[[f32; TOKENS]], out: &mut [f32]) {
    let outputs = matrix.outputs();
    for (at, (panel, bias)) in matrix.panels().enumerate() {
        let mut sums = [*bias; TOKENS];
        for (row, numbers) in panel.iter().zip(inputs) {
            for (sums, number) in sums.iter_mut().zip(numbers) {
                *sums = add(*sums, *number, row);
            }
        }
        for (sums, out) in sums.iter().zip(out.chunks_exact_mut(outputs)) {
            let lanes = out.get_mut(at * LANES..(at + 1) * LANES).unwrap_or_default();
            lanes.copy_from_slice(sums.get(..lanes.len()).unwrap_or_default());
        }
    }
}

#[inline(always)]
fn add(sums: [f32; LANES], number: f32, row: &[f32; LANES]) -> [f32; LANES] {
    let [a, b, c, d, e, f, g, h] = sums;
    let [i, j, k, l, m, n, o, p] = *row;
    [
        a + number * i,
        b + number * j,
        c + number * k,
        d + number * l,
        e + number * m,
        f + number * n,
        g + number * o,
        h + number * p,
    ]
}

/// Gives each remembered token the mean of its word's states all over the article.
#[inline(always)]
fn recall(weights: &Weights, keys: &[u32], states: &mut [f32]) {
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
    let mut recalled = vec![0.0; means.len()];
    let mut gathered = Vec::with_capacity(width);
    for (means, out) in means.chunks(TOKENS * width).zip(recalled.chunks_mut(TOKENS * width)) {
        gathered.clear();
        lay_side_by_side(means, width, &mut gathered);
        multiply(&weights.recall, &gathered, out);
    }
    for (key, state) in keys.iter().zip(states.chunks_exact_mut(width)) {
        let Some(place) = places.get(key) else { continue };
        if let Some(recalled) = recalled.get(place * width..(place + 1) * width) {
            state.iter_mut().zip(recalled).for_each(|(number, recalled)| *number += recalled);
        }
    }
}
