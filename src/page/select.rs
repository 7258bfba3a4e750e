//! Selecting: which of a page's blocks are the article.
//!
//! In: a [`PageSnapshot`]. Out: the article's blocks, in page order, each with what it is. The method is
//! Readability's: paragraphs give points to the boxes around them, the box with the most is the article's, and
//! boxes whose names say that they are something else are left out.

use std::collections::HashSet;

use super::article::BlockKind;
use super::hints::{Zone, zone_of};
use super::snapshot::{PageBlock, PageSnapshot};

/// A block of the article: its index in the snapshot, and what it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Selected {
    pub(super) block: usize,
    pub(super) kind: BlockKind,
}

/// A paragraph shorter than this says little about its box, in characters (Readability's 25).
const SHORT: usize = 25;

/// Points of a paragraph: one, one a comma, one for each so many characters up to a bound (Readability).
const CHARACTERS_A_POINT: usize = 100;
const MOST_LENGTH_POINTS: f32 = 3.0;

/// A block of which more than this share is links is navigation.
const MOST_LINKED: f32 = 0.5;

/// A box that holds at least this share of the page's paragraphs is not left out for its name ("has-sidebar").
const WHOLE_PAGE: f32 = 0.6;

/// The article's box is widened to the one around it while that adds at least this share of text.
const WIDEN: f32 = 1.12;

/// What the names of a box add to its points, and take.
const NAMED_BODY: f32 = 1.6;
const NAMED_CONTENT: f32 = 1.2;

/// The boxes around each box, nearest first; broken indices end the chain.
struct Boxes<'s> {
    snapshot: &'s PageSnapshot,
    zones: Vec<Zone>,
}

impl<'s> Boxes<'s> {
    fn new(snapshot: &'s PageSnapshot) -> Self {
        Self { snapshot, zones: snapshot.containers.iter().map(zone_of).collect() }
    }

    fn parent(&self, index: usize) -> Option<usize> {
        let parent = self.snapshot.containers.get(index)?.parent? as usize;
        // Parents come before their children; anything else is no tree.
        (parent < index).then_some(parent)
    }

    fn chain(&self, index: usize) -> impl Iterator<Item = usize> {
        std::iter::successors(Some(index).filter(|index| *index < self.zones.len()), |index| {
            self.parent(*index)
        })
    }

    fn zone(&self, index: usize) -> Zone {
        self.zones.get(index).copied().unwrap_or(Zone::Neutral)
    }
}

fn linked_share(block: &PageBlock) -> f32 {
    block.link_units as f32 / (block.text.encode_utf16().count().max(1)) as f32
}

fn is_heading(tag: &str) -> bool {
    matches!(tag, "h1" | "h2" | "h3" | "h4" | "h5" | "h6")
}

/// Points of a block as running text; 0 for headings, links and scraps.
fn points(block: &PageBlock) -> f32 {
    let length = block.text.chars().count();
    if length < SHORT || is_heading(&block.tag) || linked_share(block) > MOST_LINKED {
        return 0.0;
    }
    let commas = block.text.matches([',', '،', '，', '、']).count() as f32;
    let length_points = ((length / CHARACTERS_A_POINT) as f32).min(MOST_LENGTH_POINTS);
    (1.0 + commas + length_points) * (1.0 - linked_share(block))
}

/// Chooses the article's blocks.
pub(super) fn select(snapshot: &PageSnapshot) -> Vec<Selected> {
    let mut boxes = Boxes::new(snapshot);
    let points: Vec<f32> = snapshot.blocks.iter().map(points).collect();
    forgive_large_boxes(&mut boxes, &points);
    let aside: Vec<bool> = snapshot
        .blocks
        .iter()
        .map(|block| {
            // The article's own box, once said, covers everything in it that is not named otherwise nearer by.
            let zones = boxes.chain(block.container as usize).map(|index| boxes.zone(index));
            zones.take_while(|zone| *zone != Zone::Body).any(|zone| zone == Zone::Aside)
        })
        .collect();
    let Some(root) = article_box(&boxes, &points, &aside) else { return Vec::new() };
    let inside: Vec<usize> = (0..snapshot.blocks.len())
        .filter(|at| !aside.get(*at).copied().unwrap_or(true))
        .filter(|at| {
            snapshot
                .blocks
                .get(*at)
                .is_some_and(|block| boxes.chain(block.container as usize).any(|index| index == root))
        })
        .collect();
    keep(&boxes, &inside)
}

/// A box that holds most of the page's text is no sidebar, whatever its classes say.
fn forgive_large_boxes(boxes: &mut Boxes<'_>, points: &[f32]) {
    let mut held = vec![0.0_f32; boxes.zones.len()];
    let total: f32 = points.iter().sum();
    for (block, points) in boxes.snapshot.blocks.iter().zip(points) {
        for index in boxes.chain(block.container as usize).collect::<Vec<_>>() {
            if let Some(held) = held.get_mut(index) {
                *held += points;
            }
        }
    }
    for (zone, held) in boxes.zones.iter_mut().zip(held) {
        if *zone == Zone::Aside && held > WHOLE_PAGE * total {
            *zone = Zone::Neutral;
        }
    }
}

/// The box that holds the article.
fn article_box(boxes: &Boxes<'_>, points: &[f32], aside: &[bool]) -> Option<usize> {
    let mut scores = vec![0.0_f32; boxes.zones.len()];
    let mut text = vec![0.0_f32; boxes.zones.len()];
    for ((block, points), aside) in boxes.snapshot.blocks.iter().zip(points).zip(aside) {
        if *aside || *points == 0.0 {
            continue;
        }
        for (level, index) in boxes.chain(block.container as usize).enumerate() {
            // Readability: the whole to the parent, a half to its parent, a third of that and less above.
            let share = match level {
                0 => 1.0,
                1 => 0.5,
                level => 1.0 / (level as f32 * 3.0),
            };
            if let Some(score) = scores.get_mut(index) {
                *score += points * share;
            }
            if let Some(text) = text.get_mut(index) {
                *text += points;
            }
        }
    }
    let named = |index: usize| match boxes.zone(index) {
        Zone::Body => NAMED_BODY,
        Zone::Content => NAMED_CONTENT,
        _ => 1.0,
    };
    let weighted = |index: usize| scores.get(index).copied().unwrap_or(0.0) * named(index);
    let best = (0..scores.len()).max_by(|one, other| weighted(*one).total_cmp(&weighted(*other)))?;
    if weighted(best) <= 0.0 {
        return None;
    }
    let mut root = best;
    let held = |index: usize| text.get(index).copied().unwrap_or(0.0);
    for outer in boxes.chain(best).skip(1) {
        if held(outer) > held(root) * WIDEN {
            root = outer;
        }
        if boxes.zone(outer) == Zone::Body
            || boxes.snapshot.containers.get(outer).is_some_and(|outer| outer.tag == "article")
        {
            break;
        }
    }
    Some(root)
}

/// Short lines that sites put between paragraphs; lower case.
const FILLERS: &[&str] = &[
    "advertisement",
    "advertising",
    "story continues below",
    "read more",
    "read also",
    "see also",
    "also read",
    "share this",
    "related articles",
    "related stories",
    "more on this story",
    "image copyright",
    "getty images",
    "sign up",
    "follow us",
    "continue reading",
    "article continues below",
    "recommended",
    "loading",
    "click here",
    "subscribe",
];

fn is_filler(text: &str) -> bool {
    let text = text.trim().to_lowercase();
    text.chars().count() < 80 && FILLERS.iter().any(|filler| text.starts_with(filler))
}

/// Keeps what is text of the blocks in the article's box.
fn keep(boxes: &Boxes<'_>, inside: &[usize]) -> Vec<Selected> {
    let mut kept: Vec<Selected> = Vec::new();
    let mut seen = HashSet::new();
    for &at in inside {
        let Some(block) = boxes.snapshot.blocks.get(at) else { continue };
        let Some(kind) = kind_of(boxes, block) else { continue };
        if is_filler(&block.text) || !seen.insert(block.text.split_whitespace().collect::<Vec<_>>().join(" "))
        {
            continue;
        }
        kept.push(Selected { block: at, kind });
    }
    // A heading with nothing under it heads a list of links.
    let mut under = false;
    let mut last = Vec::new();
    for selected in kept.into_iter().rev() {
        if selected.kind != BlockKind::Heading {
            under = true;
        }
        if under {
            last.push(selected);
        }
    }
    last.reverse();
    last
}

fn kind_of(boxes: &Boxes<'_>, block: &PageBlock) -> Option<BlockKind> {
    let zones = || boxes.chain(block.container as usize).take(2).map(|index| boxes.zone(index));
    if is_heading(&block.tag) {
        return (linked_share(block) < MOST_LINKED).then_some(BlockKind::Heading);
    }
    if block.tag == "figcaption" || zones().any(|zone| zone == Zone::Caption) {
        return Some(BlockKind::Caption);
    }
    let words = block.text.split_whitespace().count();
    let by = block.text.trim_start().get(..3).is_some_and(|front| front.eq_ignore_ascii_case("by "));
    if words <= 14 && (by || zones().any(|zone| zone == Zone::Byline)) {
        return Some(BlockKind::Byline);
    }
    let sentence = block.text.trim_end().ends_with(['.', '!', '?', '"', '”', '’', ':', ')', '…', '。']);
    let linked = linked_share(block);
    if linked > MOST_LINKED && !(sentence && linked < 0.9 && words > 8) {
        return None;
    }
    if words < 4 && !sentence {
        return None;
    }
    Some(if block.tag == "li" || block.tag == "dd" { BlockKind::ListItem } else { BlockKind::Paragraph })
}
