//! Labels: from the scores of tokens to spans, the best set that does not contradict itself.
//!
//! In: a sentence's [`Scores`]. Out: [`Labelled`] spans with their probabilities. Each token is
//! outside of names, or begins, continues, ends or is a name of one of four kinds; the best allowed row of labels is
//! found by Viterbi's algorithm, a span's probability by running forward and backward over all allowed rows.

use std::ops::Range;

use super::network::Scores;

/// What the model tells apart. Places and the rest (nationalities, products, events, works) are known so that they can
/// be refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Label {
    Person,
    Organization,
    Place,
    Other,
}

const KINDS: [Label; 4] = [Label::Person, Label::Organization, Label::Place, Label::Other];

/// Outside, and four places in a name of each kind: begins, inside, ends, alone.
pub(super) const LABELS: usize = 1 + 4 * KINDS.len();

/// A span that the model names.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Labelled {
    /// Its tokens, counted from the sentence's first.
    pub(super) tokens: Range<usize>,
    pub(super) label: Label,
    /// The probability of this span with these edges and this label.
    pub(super) probability: f32,
}

/// How much the scores are flattened before they count as probabilities, above 1: networks are too sure of themselves
/// (temperature scaling, Guo et al. 2017). At 1.6 the probabilities of the development sets' spans are 6 points off on
/// average, at 1.0 9.
const TEMPERATURE: f32 = 1.6;

/// The four scores of a kind.
fn of_kind(scores: &Scores, kind: usize) -> [f32; 4] {
    std::array::from_fn(|place| scores.get(1 + 4 * kind + place).copied().unwrap_or(f32::MIN))
}

/// What the best row up to a token is, by where it leaves off.
#[derive(Debug, Clone, Copy)]
struct Best {
    /// No name is open behind this token: the total, and what this token is then.
    closed: (f32, Step),
    /// A name of each kind is open: the total, and whether this token began it.
    open: [(f32, bool); KINDS.len()],
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Step {
    Outside,
    Alone(usize),
    Ends(usize),
}

/// The scores of a token that stands in no name, whatever is around it: e^-40 of a chance is none in 32 bits.
pub(super) const NO_NAME: Scores = {
    let mut scores = [-40.0; LABELS];
    scores[0] = 0.0;
    scores
};

/// The same as factors.
const CERTAINLY_NONE: Scores = {
    let mut factors = [0.0; LABELS];
    factors[0] = 1.0;
    factors
};

/// A total that no row reaches.
const NEVER: f32 = -1e30;

/// The best spans of a sentence, in order.
pub(super) fn decode(scores: &[Scores]) -> Vec<Labelled> {
    let is_plain = |scores: &Scores| {
        let (outside, rest) =
            scores.split_first().map_or((0.0, [].as_slice()), |(first, rest)| (*first, rest));
        rest.iter().all(|score| *score < outside)
    };
    let mut found = Vec::new();
    if scores.iter().all(is_plain) {
        return found;
    }
    let mut rows: Vec<Best> = Vec::with_capacity(scores.len());
    let mut before = Best { closed: (0.0, Step::Outside), open: [(NEVER, true); KINDS.len()] };
    for scores in scores {
        let mut now = Best {
            closed: (before.closed.0 + scores.first().copied().unwrap_or_default(), Step::Outside),
            open: [(NEVER, true); KINDS.len()],
        };
        for (kind, (open, was_open)) in now.open.iter_mut().zip(before.open).enumerate() {
            let [begins, inside, ends, alone] = of_kind(scores, kind);
            let begun = (before.closed.0 + begins, true);
            let goes_on = (was_open.0 + inside, false);
            *open = if goes_on.0 > begun.0 { goes_on } else { begun };
            for step in [(before.closed.0 + alone, Step::Alone(kind)), (was_open.0 + ends, Step::Ends(kind))]
            {
                if step.0 > now.closed.0 {
                    now.closed = step;
                }
            }
        }
        rows.push(now);
        before = now;
    }
    let mut end = rows.len();
    while let Some(row) = end.checked_sub(1).and_then(|last| rows.get(last)) {
        let (start, kind) = match row.closed.1 {
            Step::Outside => {
                end -= 1;
                continue;
            }
            Step::Alone(kind) => (end - 1, kind),
            Step::Ends(kind) => {
                let begun = |at: &usize| {
                    rows.get(*at).and_then(|row| row.open.get(kind)).is_none_or(|(_, begun)| *begun)
                };
                ((0..end - 1).rev().find(begun).unwrap_or(0), kind)
            }
        };
        let label = KINDS.get(kind).copied().unwrap_or(Label::Other);
        found.push(Labelled { tokens: start..end, label, probability: 1.0 });
        end = start;
    }
    found.reverse();
    weigh(scores, &mut found);
    found
}

/// Sums over all allowed rows on one side of a token: where no name crosses the edge, and where one of each kind does.
#[derive(Debug, Clone, Copy)]
struct Mass {
    closed: f32,
    open: [f32; KINDS.len()],
    /// By how much this and everything on that side was scaled to stay in range, as a natural logarithm.
    scale: f32,
}

impl Mass {
    const EDGE: Self = Self { closed: 1.0, open: [0.0; KINDS.len()], scale: 0.0 };

    fn scaled(mut self, before: f32) -> Self {
        let total = self.open.iter().fold(self.closed, |total, open| total + open).max(f32::MIN_POSITIVE);
        self.closed /= total;
        self.open.iter_mut().for_each(|open| *open /= total);
        self.scale = before + libm::logf(total);
        self
    }
}

/// Gives each span its probability.
fn weigh(scores: &[Scores], found: &mut [Labelled]) {
    // Each token's scores as factors, the greatest of them 1.
    let factors: Vec<Scores> = scores
        .iter()
        .map(|scores| {
            if *scores == NO_NAME {
                return CERTAINLY_NONE;
            }
            let most = scores.iter().copied().fold(f32::MIN, f32::max);
            scores.map(|score| libm::expf((score - most) / TEMPERATURE))
        })
        .collect();
    let mut forward = vec![Mass::EDGE];
    for factors in &factors {
        let before = forward.last().copied().unwrap_or(Mass::EDGE);
        let mut now =
            Mass { closed: before.closed * factors.first().copied().unwrap_or_default(), ..Mass::EDGE };
        for (kind, (open, was_open)) in now.open.iter_mut().zip(before.open).enumerate() {
            let [begins, inside, ends, alone] = of_kind(factors, kind);
            *open = before.closed * begins + was_open * inside;
            now.closed += before.closed * alone + was_open * ends;
        }
        forward.push(now.scaled(before.scale));
    }
    let mut backward = vec![Mass::EDGE];
    for factors in factors.iter().rev() {
        let after = backward.last().copied().unwrap_or(Mass::EDGE);
        let mut now =
            Mass { closed: after.closed * factors.first().copied().unwrap_or_default(), ..Mass::EDGE };
        for (kind, (open, will_open)) in now.open.iter_mut().zip(after.open).enumerate() {
            let [begins, inside, ends, alone] = of_kind(factors, kind);
            *open = will_open * inside + after.closed * ends;
            now.closed += after.closed * alone + will_open * begins;
        }
        backward.push(now.scaled(after.scale));
    }
    let Some(all) = forward.last().copied() else { return };
    let all = libm::logf(all.closed.max(f32::MIN_POSITIVE)) + all.scale;
    for span in found {
        let (Some(before), Some(after)) =
            (forward.get(span.tokens.start), backward.get(factors.len().saturating_sub(span.tokens.end)))
        else {
            continue;
        };
        let last = span.tokens.len().saturating_sub(1);
        let inside = span.tokens.clone().enumerate().map(|(offset, at)| {
            let place = match (offset, last) {
                (0, 0) => 3,
                (0, _) => 0,
                (offset, last) if offset == last => 2,
                _ => 1,
            };
            let factor = factors.get(at).and_then(|factors| factors.get(1 + 4 * span.label as usize + place));
            libm::logf(factor.copied().unwrap_or_default().max(f32::MIN_POSITIVE))
        });
        let outside = |mass: &Mass| libm::logf(mass.closed.max(f32::MIN_POSITIVE)) + mass.scale;
        let inside: f32 = inside.sum();
        span.probability = libm::expf(inside + outside(before) + outside(after) - all).clamp(0.0, 1.0);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Scores that favour one label of each token.
    fn favouring(labels: &[usize]) -> Vec<Scores> {
        let of = |label: &usize| std::array::from_fn(|at| if at == *label { 8.0 } else { 0.0 });
        labels.iter().map(of).collect()
    }

    #[test]
    fn a_name_begins_goes_on_and_ends() {
        // Outside, a person of three tokens, an organization of one.
        let found = decode(&favouring(&[0, 1, 2, 3, 8]));
        let spans: Vec<_> = found.iter().map(|span| (span.tokens.clone(), span.label)).collect();
        assert_eq!(spans, [(1..4, Label::Person), (4..5, Label::Organization)]);
        assert!(found.iter().all(|span| span.probability > 0.9), "{found:?}");
    }

    #[test]
    fn a_row_that_contradicts_itself_is_mended() {
        // A person that begins and then ends as an organization.
        let found = decode(&favouring(&[1, 7]));
        assert!(found.iter().all(|span| span.probability < 0.6), "{found:?}");
        let in_order = found.windows(2).all(|pair| pair[0].tokens.end <= pair[1].tokens.start);
        assert!(in_order, "{found:?}");
    }

    #[test]
    fn nothing_is_found_in_nothing() {
        assert!(decode(&[]).is_empty());
        assert!(decode(&favouring(&[0, 0, 0])).is_empty());
    }

    proptest! {
        #[test]
        fn spans_are_in_order_and_their_probabilities_are(
            scores in prop::collection::vec(prop::array::uniform17(-40.0_f32..40.0), 0..30)
        ) {
            let found = decode(&scores);
            let mut at = 0;
            for span in found {
                prop_assert!(span.tokens.start >= at && span.tokens.end > span.tokens.start);
                prop_assert!((0.0..=1.0).contains(&span.probability));
                at = span.tokens.end;
            }
            prop_assert!(at <= scores.len());
        }
    }
}
