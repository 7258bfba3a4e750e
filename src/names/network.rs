//! The network: from features to a score for each label of each token.
//!
//! In: [`Features`]. Out: [`Scores`]. Rows of tables are added up for each token (hashed embeddings), gated
//! convolutions with residuals look at the neighbours (Dauphin et al. 2017), then the mean of what a word's mentions
//! look like all over the article is given back to each of them (after Akbik et al. 2019, "pooled contextualized
//! embeddings"), and more convolutions look again. Only tokens in question are scored, and what no score depends on is
//! left out ([`Wanted`]).
//!
//! Matrices are multiplied in whole numbers ([`lanes`]), a convolution's for two tokens at a time with four products in
//! place of six (Winograd's F(2,3), as in Lavin and Gray 2016; in whole numbers it is exact). Every other sum is made in one
//! fixed order of 32-bit floats, with no function that a machine's library computes (the gates are three straight lines, the norm
//! needs a square root, which IEEE 754 rounds exactly): native and wasm give the same bits.
//!
//! In wasm the steps of one token or group are functions of their own: V8 swaps a function for its faster version when it
//! is called, and keeps the numbers of a short one in registers. Natively all is one, compiled for the processor at hand.

use std::collections::HashMap;

use super::features::{BuildKeyHasher, Features, Spelling};
use super::labels::{LABELS, NO_NAME};
use super::lanes::{self, Lanes};
use super::weights::{
    Convolution, LANES, LONGEST_STEP, MOST_INPUT, Matrix, Norm, OUTPUTS, PARTS, Pairs, Panel, Weights,
};

/// Scores of a token's labels, one after another.
pub(super) type Scores = [f32; LABELS];

/// Scores every token.
pub(super) fn scores(weights: &Weights, features: &Features) -> Vec<Scores> {
    #[cfg(target_arch = "x86_64")]
    if let (Some(vnni), Some(lanes)) = (lanes::Vnni::try_new(), pulp::x86::V4::try_new()) {
        return vnni.vectorize(Scoring::<_, 8> { lanes, weights, features });
    }
    #[cfg(target_arch = "x86_64")]
    if let Some(lanes) = pulp::x86::V3::try_new() {
        return lanes.vectorize(Scoring::<_, 4> { lanes, weights, features });
    }
    #[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
    return score::<_, 2>(lanes::Quad, weights, features);
    #[cfg(not(all(target_arch = "wasm32", target_feature = "simd128")))]
    score::<_, 4>(lanes::Single, weights, features)
}

/// The scoring, compiled for the lanes at hand. Inlining carries their vectors into every function below.
#[cfg(target_arch = "x86_64")]
struct Scoring<'s, L, const TOKENS: usize> {
    lanes: L,
    weights: &'s Weights,
    features: &'s Features,
}

#[cfg(target_arch = "x86_64")]
impl<L: Lanes, const TOKENS: usize> pulp::NullaryFnOnce for Scoring<'_, L, TOKENS> {
    type Output = Vec<Scores>;

    #[inline(always)]
    fn call(self) -> Vec<Scores> {
        score::<L, TOKENS>(self.lanes, self.weights, self.features)
    }
}

/// `TOKENS` places are multiplied at a time: as many as have their sums in registers.
#[inline(always)]
fn score<L: Lanes, const TOKENS: usize>(lanes: L, weights: &Weights, features: &Features) -> Vec<Scores> {
    let width = weights.width;
    let wanted = Wanted::of(weights, features);
    let mut states = embed(weights, features, &wanted.embedded);
    let mut work = Work::<L, TOKENS>::new(lanes, width, features.forms.len());
    for (layer, wanted) in weights.before.iter().zip(&wanted.before) {
        convolve(layer, width, wanted, &mut states, &mut work);
    }
    recall(weights, &features.keys, &mut states, &mut work);
    for (layer, wanted) in weights.after.iter().zip(&wanted.after) {
        convolve(layer, width, wanted, &mut states, &mut work);
    }
    let mut scores = vec![NO_NAME; features.forms.len()];
    work.norm(&weights.norm, width, &features.in_question, &states);
    let mut places = marked(&features.in_question);
    while let Some(group) = next_group(&mut places) {
        work.multiply(&weights.output, width, &group);
        for (at, said) in group.iter().zip(work.mixed.chunks_exact(weights.output.outputs())) {
            if let Some(scores) = scores.get_mut(*at) {
                scores.iter_mut().zip(said).for_each(|(score, said)| *score = *said);
            }
        }
    }
    scores
}

/// Which tokens' states are wanted at each step so that those in question get their scores. A convolution takes in
/// neighbours, so towards the front ever more are.
struct Wanted {
    embedded: Vec<bool>,
    before: Vec<Taken>,
    after: Vec<Taken>,
}

/// The tokens that a convolution takes in, and those it is to give.
struct Taken {
    from: Vec<bool>,
    to: Vec<bool>,
}

impl Wanted {
    fn of(weights: &Weights, features: &Features) -> Self {
        let (after, mut wanted) = backwards(&weights.after, features.in_question.clone());
        wanted.iter_mut().zip(&features.keys).for_each(|(wanted, key)| *wanted |= *key != 0);
        let (before, embedded) = backwards(&weights.before, wanted);
        Self { embedded, before, after }
    }
}

fn backwards(layers: &[Convolution], mut wanted: Vec<bool>) -> (Vec<Taken>, Vec<bool>) {
    let mut taken: Vec<Taken> = Vec::with_capacity(layers.len());
    for layer in layers.iter().rev() {
        let from = with_neighbours(&wanted, layer.step);
        taken.push(Taken { from: from.clone(), to: std::mem::replace(&mut wanted, from) });
    }
    taken.reverse();
    (taken, wanted)
}

fn with_neighbours(wanted: &[bool], step: usize) -> Vec<bool> {
    let mut all = wanted.to_vec();
    all.iter_mut().zip(wanted.iter().skip(step)).for_each(|(here, there)| *here |= *there);
    all.iter_mut().skip(step).zip(wanted).for_each(|(here, there)| *here |= *there);
    all
}

/// The places of what is marked.
fn marked(tokens: &[bool]) -> impl Iterator<Item = usize> {
    tokens.iter().enumerate().filter(|(_, marked)| **marked).map(|(at, _)| at)
}

/// No token has this place.
const NO_PLACE: usize = usize::MAX;

/// The next places that are worked on at a time; behind the last one stands [`NO_PLACE`].
fn next_group<const TOKENS: usize>(places: &mut impl Iterator<Item = usize>) -> Option<[usize; TOKENS]> {
    let mut group = [places.next()?; TOKENS];
    group.iter_mut().skip(1).for_each(|slot| *slot = places.next().unwrap_or(NO_PLACE));
    Some(group)
}

#[inline(always)]
fn embed(weights: &Weights, features: &Features, wanted: &[bool]) -> Vec<f32> {
    let width = weights.width;
    let mut spelled = vec![0.0; width * features.spellings.len()];
    for (spelling, state) in features.spellings.iter().zip(spelled.chunks_exact_mut(width)) {
        embed_spelling(weights, spelling, state);
    }
    let mut states = Vec::with_capacity(width * features.forms.len());
    let mut start = 0;
    for ((form, end), wanted) in features.forms.iter().zip(&features.sign_ends).zip(wanted) {
        let (from, end) = (*form as usize * width, *end as usize);
        let at = states.len();
        states.extend_from_slice(spelled.get(from..from + width).unwrap_or_default());
        states.resize(at + width, 0.0);
        if *wanted {
            let signs = features.signs.get(start..end).unwrap_or_default();
            add_signs(weights, signs, states.get_mut(at..).unwrap_or_default());
        }
        start = end;
    }
    states
}

#[cfg_attr(target_arch = "wasm32", inline(never))]
#[cfg_attr(not(target_arch = "wasm32"), inline(always))]
fn embed_spelling(weights: &Weights, spelling: &Spelling, state: &mut [f32]) {
    let buckets = weights.hashed.rows() as u32;
    weights.add_word(spelling.word, state);
    for hash in &spelling.hashed {
        weights.hashed.add((hash % buckets) as usize, state);
    }
}

#[cfg_attr(target_arch = "wasm32", inline(never))]
#[cfg_attr(not(target_arch = "wasm32"), inline(always))]
fn add_signs(weights: &Weights, signs: &[u16], state: &mut [f32]) {
    for sign in signs {
        weights.signs.add(usize::from(*sign), state);
    }
}

/// Rooms that the layers share.
struct Work<L, const TOKENS: usize> {
    lanes: L,
    /// What is multiplied, in whole numbers, with [`LONGEST_STEP`] tokens of zeros in front and more behind.
    whole: Vec<i16>,
    /// One, in those numbers.
    unit: f32,
    /// What one token, or two a convolution's step apart, bring to a multiplication.
    brought: Vec<i16>,
    /// What one multiplication takes: for each two numbers those of `TOKENS` places side by side.
    gathered: Vec<[[i16; 2]; TOKENS]>,
    /// What one multiplication gives, place by place; of a convolution first the front tokens, then the back ones.
    mixed: Vec<f32>,
}

/// One of a normed state, in whole numbers: a state of 48 numbers has none beyond 7 before its scale, so that
/// [`MOST_INPUT`] leaves twice that.
const UNIT: f32 = 256.0;

/// One of a mean of states, which no norm has bounded.
const MEAN_UNIT: f32 = 64.0;

impl<L: Lanes, const TOKENS: usize> Work<L, TOKENS> {
    fn new(lanes: L, width: usize, count: usize) -> Self {
        let outputs = (2 * width).max(LABELS).next_multiple_of(OUTPUTS);
        Self {
            lanes,
            whole: vec![0; width * (count + 3 * LONGEST_STEP)],
            unit: UNIT,
            brought: vec![0; PARTS * width],
            gathered: vec![[[0; 2]; TOKENS]; PARTS * width / 2],
            mixed: vec![0.0; 2 * TOKENS * outputs],
        }
    }

    #[inline(always)]
    fn norm(&mut self, layer: &Norm, width: usize, wanted: &[bool], states: &[f32]) {
        self.unit = UNIT;
        let inner = self.whole.get_mut(LONGEST_STEP * width..).unwrap_or_default();
        let states = states.chunks_exact(width).zip(inner.chunks_exact_mut(width));
        for ((state, out), _) in states.zip(wanted).filter(|(_, wanted)| **wanted) {
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

    /// Multiplies a matrix with the numbers of each token of a group.
    #[cfg_attr(target_arch = "wasm32", inline(never))]
    #[cfg_attr(not(target_arch = "wasm32"), inline(always))]
    fn multiply(&mut self, matrix: &Matrix, width: usize, group: &[usize; TOKENS]) {
        for (column, at) in group.iter().enumerate().filter(|(_, at)| **at != NO_PLACE) {
            let from = (LONGEST_STEP + at) * width;
            let state = self.whole.get(from..from + width).unwrap_or_default();
            lay_side_by_side(state, column, &mut self.gathered);
        }
        let outputs = matrix.outputs();
        for (at, panel) in matrix.panels().enumerate() {
            let mut sums = [self.lanes.zero(); TOKENS];
            sum_up(self.lanes, &mut sums, panel.pairs, &self.gathered);
            put(self.lanes, &sums, &panel, self.unit, at, self.mixed.chunks_exact_mut(outputs));
        }
    }

    /// Multiplies a convolution's matrix with the numbers around each token of a group and around the token one step behind it.
    #[cfg_attr(target_arch = "wasm32", inline(never))]
    #[cfg_attr(not(target_arch = "wasm32"), inline(always))]
    fn mix(&mut self, matrix: &Matrix, width: usize, step: usize, fronts: &[usize; TOKENS]) {
        for (column, front) in fronts.iter().enumerate().filter(|(_, front)| **front != NO_PLACE) {
            let state = |steps: usize| {
                let from = (LONGEST_STEP + front + steps * step - step) * width;
                self.whole.get(from..from + width).unwrap_or_default()
            };
            bring([0, 1, 2, 3].map(state), &mut self.brought);
            lay_side_by_side(&self.brought, column, &mut self.gathered);
        }
        let (lanes, part) = (self.lanes, width / 2);
        let (fronts, backs) = self.mixed.split_at_mut(TOKENS * matrix.outputs());
        for (at, panel) in matrix.panels().enumerate() {
            let mut parts = panel.pairs.chunks_exact(part).zip(self.gathered.chunks_exact(part));
            let mut add_next = |sums: &mut [L::Sums; TOKENS]| {
                let (rows, inputs) = parts.next().unwrap_or_default();
                sum_up(lanes, sums, rows, inputs);
            };
            let (mut front, mut back) = ([lanes.zero(); TOKENS], [lanes.zero(); TOKENS]);
            add_next(&mut front);
            add_next(&mut back);
            for (front, back) in front.iter_mut().zip(&mut back) {
                (*front, *back) = (lanes.plus(*front, *back), lanes.minus(*front, *back));
            }
            add_next(&mut front);
            add_next(&mut back);
            put(lanes, &front, &panel, self.unit, at, fronts.chunks_exact_mut(matrix.outputs()));
            put(lanes, &back, &panel, self.unit, at, backs.chunks_exact_mut(matrix.outputs()));
        }
    }
}

/// What four tokens, each one step behind the other, bring to the sums of the middle two, in the order of a convolution's
/// [`PARTS`]. Numbers within [`MOST_INPUT`] stay within twice that.
#[cfg_attr(target_arch = "wasm32", inline(never))]
#[cfg_attr(not(target_arch = "wasm32"), inline(always))]
fn bring([before, front, back, behind]: [&[i16]; 4], brought: &mut [i16]) {
    let width = front.len();
    let mut parts = brought.chunks_exact_mut(width.max(1));
    let mut bring = |one: &[i16], other: &[i16], of: fn(i16, i16) -> i16| {
        let part = parts.next().unwrap_or_default();
        part.iter_mut().zip(one).zip(other).for_each(|((part, one), other)| *part = of(*one, *other));
    };
    bring(front, back, i16::wrapping_add);
    bring(back, front, i16::wrapping_sub);
    bring(before, back, i16::wrapping_sub);
    bring(behind, front, i16::wrapping_sub);
}

#[inline(always)]
fn lay_side_by_side<const TOKENS: usize>(state: &[i16], column: usize, gathered: &mut [[[i16; 2]; TOKENS]]) {
    for (pair, side_by_side) in state.as_chunks::<2>().0.iter().zip(gathered) {
        if let Some(slot) = side_by_side.get_mut(column) {
            *slot = *pair;
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
    let places = norm.scale.iter().zip(&norm.shift);
    for ((out, number), (scale, shift)) in out.iter_mut().zip(state.as_flattened()).zip(places) {
        *out = whole((number - mean) * by * scale + shift, UNIT);
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
fn convolve<const TOKENS: usize>(
    layer: &Convolution,
    width: usize,
    wanted: &Taken,
    states: &mut [f32],
    work: &mut Work<impl Lanes, TOKENS>,
) {
    work.norm(&layer.norm, width, &wanted.from, states);
    let step = layer.step;
    let is_wanted = |at: usize| wanted.to.get(at).is_some_and(|wanted| *wanted);
    let starts = (0..wanted.to.len()).step_by(2 * step);
    let mut fronts = starts
        .flat_map(|start| start..start + step)
        .filter(|front| is_wanted(*front) || is_wanted(front + step));
    while let Some(group) = next_group(&mut fronts) {
        work.mix(&layer.mix, width, step, &group);
        let mixed = work.mixed.chunks_exact(layer.mix.outputs());
        let backs = group.iter().map(|front| front.saturating_add(step));
        for (at, mixed) in group.iter().copied().chain(backs).zip(mixed).filter(|(at, _)| is_wanted(*at)) {
            if let Some(state) = states.get_mut(at * width..(at + 1) * width) {
                pass_gates(state, mixed);
            }
        }
    }
}

/// Adds to a state the values that its gates let through.
#[cfg_attr(target_arch = "wasm32", inline(never))]
#[cfg_attr(not(target_arch = "wasm32"), inline(always))]
fn pass_gates(state: &mut [f32], mixed: &[f32]) {
    let (values, gates) = mixed.split_at(state.len().min(mixed.len()));
    for ((state, value), gate) in state.iter_mut().zip(values).zip(gates) {
        *state += value * (gate * 0.25 + 0.5).clamp(0.0, 1.0);
    }
}

/// Puts a panel's sums, as the numbers that they stand for, where they belong among each token's outputs.
#[inline(always)]
fn put<'o, L: Lanes, const TOKENS: usize>(
    lanes: L,
    sums: &[L::Sums; TOKENS],
    panel: &Panel<'_>,
    unit: f32,
    at: usize,
    outputs: impl Iterator<Item = &'o mut [f32]>,
) {
    let mut scales = *panel.scales;
    scales.iter_mut().for_each(|scale| *scale /= unit);
    for (sums, outputs) in sums.iter().zip(outputs) {
        let mut said = [0.0; OUTPUTS];
        said.iter_mut().zip(lanes.numbers(*sums)).for_each(|(said, sum)| *said = sum as f32);
        said.iter_mut().zip(scales).for_each(|(said, scale)| *said *= scale);
        said.iter_mut().zip(panel.biases).for_each(|(said, bias)| *said += bias);
        if let Some(slot) = outputs.as_chunks_mut::<OUTPUTS>().0.get_mut(at) {
            *slot = said;
        }
    }
}

/// Adds to the sums of a panel's outputs, for `TOKENS` places, what these rows and inputs bring.
#[cfg_attr(target_arch = "wasm32", inline(never))]
#[cfg_attr(not(target_arch = "wasm32"), inline(always))]
fn sum_up<L: Lanes, const TOKENS: usize>(
    lanes: L,
    sums: &mut [L::Sums; TOKENS],
    rows: &[Pairs],
    inputs: &[[[i16; 2]; TOKENS]],
) {
    let mut summed = *sums;
    for (row, pairs) in rows.iter().zip(inputs) {
        for (summed, pair) in summed.iter_mut().zip(pairs) {
            *summed = lanes.add(*summed, row, *pair);
        }
    }
    *sums = summed;
}

/// Gives each remembered token the mean of its word's states all over the article.
#[inline(always)]
fn recall<const TOKENS: usize>(
    weights: &Weights,
    keys: &[u32],
    states: &mut [f32],
    work: &mut Work<impl Lanes, TOKENS>,
) {
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
    let mut all = 0..counts.len();
    for means in means.chunks_mut(TOKENS * width) {
        let Some(group) = next_group(&mut all) else { break };
        work.multiply(&weights.recall, width, &group);
        means.iter_mut().zip(&work.mixed).for_each(|(mean, recalled)| *mean = *recalled);
    }
    for (key, state) in keys.iter().zip(states.chunks_exact_mut(width)) {
        let Some(place) = places.get(key) else { continue };
        if let Some(recalled) = means.get(place * width..(place + 1) * width) {
            state.iter_mut().zip(recalled).for_each(|(number, recalled)| *number += recalled);
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::weights::tests::mix;
    use super::super::{features, matches, words};
    use super::*;
    use crate::page::Article;
    use crate::text::Text;
    use crate::{Facts, Pack, build_pack};

    const WIDTH: usize = 8;

    proptest! {
        #[test]
        fn two_tokens_at_once_have_the_sums_that_each_has_alone(
            rows in prop::collection::vec(prop::collection::vec(-9_000..=9_000_i16, 3 * WIDTH), 2 * WIDTH),
            states in prop::collection::vec(prop::array::uniform8(-MOST_INPUT..=MOST_INPUT), 6..20),
            step in 1..=3_usize,
        ) {
            let matrix = mix(WIDTH, &rows);
            let mut work = Work::<_, 4>::new(lanes::Single, WIDTH, states.len());
            work.unit = 1.0;
            work.whole[LONGEST_STEP * WIDTH..][..states.len() * WIDTH].copy_from_slice(states.as_flattened());
            let fronts = next_group(&mut (0..states.len())).unwrap();
            work.mix(&matrix, WIDTH, step, &fronts);
            let places = fronts.into_iter().chain(fronts.map(|front| front.saturating_add(step)));
            for (at, mixed) in places.zip(work.mixed.chunks(matrix.outputs())).filter(|(at, _)| *at < states.len()) {
                for (row, mixed) in rows.iter().zip(mixed) {
                    let sum: i64 = (0..3).map(|tap| {
                        let Some(state) = (at + tap * step).checked_sub(step).and_then(|at| states.get(at)) else { return 0 };
                        row[tap * WIDTH..].iter().zip(state).map(|(a, b)| i64::from(*a) * i64::from(*b)).sum()
                    }).sum();
                    prop_assert_eq!(*mixed, sum as f32);
                }
            }
        }
    }

    #[test]
    fn what_is_out_of_question_changes_no_score_of_what_is_in_it() {
        let source = "The former mayor, Jean-Luc van der Berg, told reporters on Monday that nothing at all had been \
            decided yet. Later he met people of the Bank of the West, who had come to talk about money and houses.";
        let article = Article::from_text(source);
        let text = Text::of(&article);
        let knowledge = Pack::open(build_pack(&Facts::default(), None).unwrap()).unwrap().into();
        let words = words::look_up(&text, &knowledge);
        let mut features = features::of(&text, &words, &matches::of(&text, &words, &knowledge));
        let weights = Weights::read(include_bytes!("../../weights/names.bin"), LABELS).unwrap();
        let some = scores(&weights, &features);
        let in_question = std::mem::replace(&mut features.in_question, vec![true; text.tokens.len()]);
        let all = scores(&weights, &features);
        assert!(in_question.contains(&false));
        for ((some, all), in_question) in some.iter().zip(&all).zip(in_question) {
            assert_eq!(*some, if in_question { *all } else { NO_NAME });
        }
    }
}
