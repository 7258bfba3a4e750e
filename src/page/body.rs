//! Which blocks of a page are its article. In: a [`PageSnapshot`]. Out: the blocks in page order with their
//! kinds, and the headline.
//!
//! After Readability (Arc90, later Mozilla: running text votes for its box; links and the boxes' names vote
//! against) and Boilerpipe (Kohlschütter et al. 2010: length and link density of a block tell most). First,
//! boxes that are furniture by element or name are set aside; then the way goes from the body down to the
//! smallest box that holds the running text; then the blocks inside are weeded one by one.

use std::collections::HashSet;

use super::article::BlockKind;
use super::json_ld::Facts;
use super::snapshot::PageSnapshot;
use super::wording::{self, Hints};
use super::{published, title};

/// Characters from which a block is running text whatever it says: two lines of a newspaper's column.
const LONG: usize = 80;
/// Characters from which it is if it ends as a sentence.
const SENTENCE: usize = 30;
/// Share of linked units, of those shown, from which a block is a link and no running text (Boilerpipe has
/// 1/3; articles link whole sentences to their sources).
const LINKED: f32 = 0.5;
/// Share of a box's running text that one box inside must hold to take its place.
const HELD: f32 = 0.6;
/// The same inside a box that its author marks as the article.
const HELD_IN_ARTICLE: f32 = 0.8;
/// Share of the page's running text that a box must hold for its author's word to be taken that it is the text.
const HELD_BY_NAME: f32 = 0.3;
/// Characters of running text from which an `<article>` around the headline is where the article is.
const LEAST_IN_ARTICLE: f32 = 200.0;
/// Weight of running text that is hardly the article's: it stands before the headline, or JSON-LD gives the
/// article's text without it.
const UNLIKELY: f32 = 0.1;
/// Blocks before the text among which the date is looked for where no headline stands before it.
const LINES_BEFORE: usize = 12;
/// Paragraphs that stand between the headline and the box of the text, and belong to it.
const STANDFIRSTS: usize = 3;
/// Linked headings, or `<article>`s with text, from which a box may be a list of articles.
const TEASERS: usize = 3;
/// Share of the page's running text from which a box named as furniture is none: themes have odd names.
const TOO_MUCH_FOR_FURNITURE: f32 = 0.6;

/// The article's blocks.
#[derive(Debug, Default)]
pub(super) struct Body {
    /// The headline's text.
    pub(super) title: String,
    /// The block that is the headline.
    pub(super) headline: Option<usize>,
    /// The other blocks with their kinds, in page order.
    pub(super) blocks: Vec<(usize, BlockKind)>,
    /// Blocks left out between the headline and the text, such as a line with the date.
    pub(super) first_lines: Vec<usize>,
    /// `<time>` elements of the article, those before its text first.
    pub(super) times: Vec<usize>,
    /// Characters of running text among the blocks.
    pub(super) prose: usize,
    /// Sentence ends in that text.
    pub(super) sentences: usize,
    /// Characters of running text behind the headline that is neither in the article nor in furniture.
    pub(super) elsewhere: usize,
    /// Whether the box lists other articles with their first words, as home pages do.
    pub(super) is_listing: bool,
    /// Whether the box, or one around it, is an `<article>` or named as an article's text.
    pub(super) is_marked: bool,
}

/// What an element's name says of a box.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
enum Tag {
    Article,
    Main,
    Furniture,
    Caption,
    /// An element that is a block itself, so no box for several.
    Leaf,
    #[default]
    Other,
}

impl Tag {
    fn of(tag: &str) -> Self {
        match tag {
            "article" => Self::Article,
            "main" => Self::Main,
            "nav" | "footer" | "aside" | "dialog" | "menu" => Self::Furniture,
            "figcaption" | "figure" | "caption" => Self::Caption,
            "p" | "li" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "pre" | "dd" | "dt" => Self::Leaf,
            _ => Self::Other,
        }
    }
}

/// A box of the page.
#[derive(Debug, Default)]
struct Zone {
    parent: Option<usize>,
    tag: Tag,
    hints: Hints,
    /// It, or a box around it, is furniture.
    outside: bool,
    /// Weight of the running text inside.
    prose: f32,
}

/// A block of the page.
#[derive(Debug, Default)]
struct Piece {
    zone: usize,
    characters: usize,
    linked: f32,
    is_heading: bool,
    is_prose: bool,
    ends_sentence: bool,
}

/// Finds the article of a page.
pub(super) fn find(page: &PageSnapshot, facts: &Facts) -> Body {
    let mut zones = zones(page);
    let pieces: Vec<Piece> = page.blocks.iter().map(|block| piece(block, zones.len())).collect();
    let (title, headline) = headline(page, facts, &zones, &pieces);
    let around_headline = around(&zones, headline.and_then(|at| pieces.get(at)).map(|piece| piece.zone));
    set_furniture_aside(&mut zones, &pieces, &around_headline);
    let confirmed = confirmed(page, facts);
    // An article's text follows its headline; what stands before leads elsewhere.
    let is_unlikely =
        |at| headline.is_some_and(|headline| at < headline) || confirmed.get(at) == Some(&false);
    weigh(&mut zones, &pieces, |at| if is_unlikely(at) { UNLIKELY } else { 1.0 });
    let (chosen, is_marked) = choose(&zones, &around_headline);
    let inside = inside(&zones, chosen);
    let is_inside = |zone: usize| inside.get(zone) == Some(&true);
    let is_outside = |zone: usize| zones.get(zone).is_some_and(|zone| zone.outside);

    let mut body = Body { title, headline, is_marked, ..Body::default() };
    let mut seen = HashSet::new();
    let is_text = |piece: &Piece| piece.is_prose && is_inside(piece.zone) && !is_outside(piece.zone);
    let first = pieces.iter().position(is_text).unwrap_or(0);
    let from = headline.filter(|&headline| headline < first).unwrap_or(first.saturating_sub(LINES_BEFORE));
    // Text before the headline is another's, unless the headline is repeated at the end.
    let text_of = |range: std::ops::Range<usize>| {
        let pieces = pieces.get(range).unwrap_or_default().iter().filter(|piece| is_text(piece));
        pieces.map(|piece| piece.characters).sum::<usize>()
    };
    let begins = headline.filter(|&at| text_of(0..at) < text_of(at..pieces.len())).unwrap_or(0);
    let mut standfirsts = 0;
    for (at, (block, piece)) in page.blocks.iter().zip(&pieces).enumerate() {
        let before_text = (from..first).contains(&at);
        if Some(at) == headline {
            continue;
        }
        if is_outside(piece.zone) {
            if before_text && names_author(&zones, piece.zone) {
                body.first_lines.push(at);
            }
        } else if before_text && published::date_line(&block.text).is_some() {
            body.first_lines.push(at);
        } else if is_inside(piece.zone) {
            match kind(block, piece, &zones) {
                Some(kind) if at >= begins || kind == BlockKind::Caption => body.blocks.push((at, kind)),
                Some(_) => {}
                None if before_text => body.first_lines.push(at),
                None => {}
            }
        } else if before_text && wording::is_byline(&block.text) {
            body.blocks.push((at, BlockKind::Byline));
        } else if before_text && headline.is_some() && piece.is_prose && standfirsts < STANDFIRSTS {
            standfirsts += 1;
            body.blocks.extend(kind(block, piece, &zones).map(|kind| (at, kind)));
        } else if before_text {
            body.first_lines.push(at);
        } else if piece.is_prose && headline.is_none_or(|headline| at > headline) {
            body.elsewhere += piece.characters;
        }
    }
    body.is_listing = is_listing(&zones, &pieces, chosen, &inside);
    let same_as_title = normal(&body.title);
    body.blocks.retain(|&(at, kind)| {
        let text = page.blocks.get(at).map(|block| normal(&block.text)).unwrap_or_default();
        let is_title = kind == BlockKind::Heading && text == same_as_title;
        // The same short answer can be given twice in one interview.
        !is_title && (text.len() < SENTENCE || seen.insert(text))
    });
    drop_idle_headings(&mut body.blocks);
    for (at, kind) in &body.blocks {
        let Some(piece) = pieces.get(*at) else { continue };
        if piece.is_prose && matches!(kind, BlockKind::Paragraph | BlockKind::ListItem) {
            body.prose += piece.characters;
            body.sentences += page.blocks.get(*at).map_or(0, |block| wording::sentences(&block.text));
        }
    }
    body.times = times(page, &zones, &pieces, &inside, from..first);
    body
}

fn zones(page: &PageSnapshot) -> Vec<Zone> {
    let zones = page.containers.iter().enumerate().map(|(at, container)| {
        // A parent that does not come first is a lie; such a box counts as one of the body's.
        let parent = container.parent.map(|parent| parent as usize).filter(|&parent| parent < at);
        Zone {
            parent: if at == 0 { None } else { parent.or(Some(0)) },
            tag: Tag::of(&container.tag),
            hints: wording::hints(&container.hint),
            ..Zone::default()
        }
    });
    let mut zones: Vec<Zone> = zones.collect();
    if zones.is_empty() {
        zones.push(Zone::default());
    }
    zones
}

fn piece(block: &super::PageBlock, zones: usize) -> Piece {
    let characters = block.text.split_whitespace().map(|word| word.chars().count() + 1).sum::<usize>();
    let words = block.text.split_whitespace().map(|word| word.encode_utf16().count() + 1);
    let units = words.sum::<usize>().saturating_sub(1).max(1);
    let linked = (block.link_units as usize).min(units) as f32 / units as f32;
    let zone = block.container as usize;
    let is_heading = matches!(block.tag.as_str(), "h1" | "h2" | "h3" | "h4" | "h5" | "h6");
    let ends_sentence = wording::ends_sentence(&block.text);
    let is_long = characters >= LONG && block.text.contains(wording::is_stop);
    let is_prose = !is_heading
        && linked < LINKED
        && (is_long || (characters >= SENTENCE && ends_sentence))
        && !wording::is_boilerplate(&block.text);
    Piece {
        zone: if zone < zones { zone } else { 0 },
        characters,
        linked,
        is_heading,
        is_prose,
        ends_sentence,
    }
}

/// The headline as text and block. The better place is an `h1` outside of furniture.
fn headline(page: &PageSnapshot, facts: &Facts, zones: &[Zone], pieces: &[Piece]) -> (String, Option<usize>) {
    let mut furniture: Vec<bool> = Vec::with_capacity(zones.len());
    for zone in zones {
        let inherited = zone.parent.and_then(|parent| furniture.get(parent)).copied().unwrap_or(false);
        furniture
            .push(inherited || zone.tag == Tag::Furniture || (zone.hints.outside && zone.parent.is_some()));
    }
    let headings = page.blocks.iter().zip(pieces).enumerate().filter(|(_, (_, piece))| piece.is_heading);
    let headings = headings.filter_map(|(at, (block, piece))| {
        let is_furniture = furniture.get(piece.zone) == Some(&true);
        let place = match (block.tag == "h1", is_furniture) {
            (true, false) => 0.25,
            (true, true) => 0.0,
            // A lower heading must be nearly the title itself.
            (false, false) => -0.25,
            (false, true) => return None,
        };
        Some((at, place, block.text.as_str()))
    });
    title::headline(page, facts, headings)
}

/// Which boxes are the given one or around it.
fn around(zones: &[Zone], zone: Option<usize>) -> Vec<bool> {
    let mut around = vec![false; zones.len()];
    let chain = std::iter::successors(zone, |&at| zones.get(at)?.parent);
    for at in chain {
        if let Some(around) = around.get_mut(at) {
            *around = true;
        }
    }
    around
}

/// Marks the boxes that are furniture, with all inside.
fn set_furniture_aside(zones: &mut [Zone], pieces: &[Piece], around_headline: &[bool]) {
    // What is furniture for sure does not count when the others are measured.
    mark_outside(zones, |at, zone| {
        around_headline.get(at) != Some(&true) && (zone.tag == Tag::Furniture || zone.hints.comments)
    });
    weigh(zones, pieces, |_| 1.0);
    let total = zones.first().map_or(0.0, |body| body.prose);
    mark_outside(zones, |at, zone| {
        let is_marked = matches!(zone.tag, Tag::Article | Tag::Main) || zone.hints.body;
        let is_around = around_headline.get(at) == Some(&true);
        let is_most = zone.prose > 0.0 && zone.prose >= TOO_MUCH_FOR_FURNITURE * total;
        zone.hints.outside && !is_marked && !is_around && !is_most
    });
}

/// Marks the boxes of which `is_furniture` is true, and those inside them; the body is never furniture.
fn mark_outside(zones: &mut [Zone], is_furniture: impl Fn(usize, &Zone) -> bool) {
    for at in 1..zones.len() {
        let around = zones.get(at).and_then(|zone| zones.get(zone.parent?));
        let inherited = around.is_some_and(|around| around.outside);
        if let Some(zone) = zones.get_mut(at) {
            zone.outside |= inherited || is_furniture(at, zone);
        }
    }
}

/// Adds up the running text of each box and all inside, furniture left out.
fn weigh(zones: &mut [Zone], pieces: &[Piece], weight: impl Fn(usize) -> f32) {
    for zone in zones.iter_mut() {
        zone.prose = 0.0;
    }
    for (at, piece) in pieces.iter().enumerate().filter(|(_, piece)| piece.is_prose) {
        if let Some(zone) = zones.get_mut(piece.zone).filter(|zone| !zone.outside) {
            zone.prose += piece.characters as f32 * (1.0 - piece.linked) * weight(at);
        }
    }
    for at in (1..zones.len()).rev() {
        let Some((parent, prose)) = zones.get(at).and_then(|zone| Some((zone.parent?, zone.prose))) else {
            continue;
        };
        if let Some(parent) = zones.get_mut(parent) {
            parent.prose += prose;
        }
    }
}

/// Which blocks stand in the text that JSON-LD gives; empty where it gives none that fits the page.
fn confirmed(page: &PageSnapshot, facts: &Facts) -> Vec<bool> {
    let Some(body) = facts.body.as_deref().filter(|body| body.len() >= 5 * LONG) else { return Vec::new() };
    let told: HashSet<[u64; 3]> = trigrams(body).collect();
    let mut hit = 0;
    let confirmed: Vec<bool> = page
        .blocks
        .iter()
        .map(|block| {
            let own: Vec<_> = trigrams(&block.text).collect();
            let common = own.iter().filter(|own| told.contains(*own)).count();
            let is_confirmed = !own.is_empty() && 2 * common > own.len();
            hit += if is_confirmed { common } else { 0 };
            is_confirmed
        })
        .collect();
    if 2 * hit > told.len() { confirmed } else { Vec::new() }
}

/// Hashes of three neighbouring words each.
fn trigrams(text: &str) -> impl Iterator<Item = [u64; 3]> {
    use std::hash::{BuildHasher, BuildHasherDefault, DefaultHasher};
    let hasher = BuildHasherDefault::<DefaultHasher>::default();
    let words = text.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty());
    let mut last = [0; 3];
    words.map(move |word| hasher.hash_one(word)).enumerate().filter_map(move |(at, word)| {
        last = [last[1], last[2], word];
        (at >= 2).then_some(last)
    })
}

/// The box that holds the article's text, and whether its author marks it, or a box around it, as that.
fn choose(zones: &[Zone], around_headline: &[bool]) -> (usize, bool) {
    let total = zones.first().map_or(0.0, |body| body.prose);
    // Where several articles stand on a page, the headline tells which is meant.
    let headed = zones.iter().enumerate().rev().find(|(at, zone)| {
        around_headline.get(*at) == Some(&true) && zone.tag == Tag::Article && zone.prose >= LEAST_IN_ARTICLE
    });
    let mut chosen = headed.map_or(0, |(at, _)| at);
    let within = inside(zones, chosen);
    let mut best_inside: Vec<Option<usize>> = vec![None; zones.len()];
    let mut named: Option<(usize, f32)> = None;
    for (at, zone) in zones.iter().enumerate().skip(1).filter(|(_, zone)| !zone.outside) {
        let is_named = zone.hints.body && within.get(at) == Some(&true) && zone.prose >= HELD_BY_NAME * total;
        if is_named && named.is_none_or(|(_, best)| zone.prose > best) {
            named = Some((at, zone.prose));
        }
        let best = zone.parent.and_then(|parent| best_inside.get_mut(parent));
        if let Some(best) = best.filter(|_| zone.tag != Tag::Leaf && zone.prose > 0.0)
            && best.and_then(|best| zones.get(best)).is_none_or(|best| zone.prose > best.prose)
        {
            *best = Some(at);
        }
    }
    chosen = named.map_or(chosen, |(at, _)| at);
    let mut is_marked = named.is_some() || headed.is_some();
    while let Some(Some(inner)) = best_inside.get(chosen).copied() {
        let (Some(around), Some(zone)) = (zones.get(chosen), zones.get(inner)) else { break };
        if zone.prose < around.prose * if is_marked { HELD_IN_ARTICLE } else { HELD } {
            break;
        }
        chosen = inner;
        is_marked |= zone.tag == Tag::Article || zone.hints.body;
    }
    (chosen, is_marked)
}

/// Which boxes are the chosen one or inside.
fn inside(zones: &[Zone], chosen: usize) -> Vec<bool> {
    let mut inside: Vec<bool> = Vec::with_capacity(zones.len());
    for (at, zone) in zones.iter().enumerate() {
        let around = zone.parent.and_then(|parent| inside.get(parent)).copied().unwrap_or(false);
        inside.push(at == chosen || around);
    }
    inside
}

/// Whether a box holds several articles, or headings that lead elsewhere beside every other paragraph.
fn is_listing(zones: &[Zone], pieces: &[Piece], chosen: usize, inside: &[bool]) -> bool {
    let is_within = |zone: usize| inside.get(zone) == Some(&true);
    let is_teaser = |(at, zone): &(usize, &Zone)| {
        *at != chosen && is_within(*at) && zone.tag == Tag::Article && !zone.outside && zone.prose > 0.0
    };
    let articles = zones.iter().enumerate().filter(is_teaser).count();
    let pieces = pieces
        .iter()
        .filter(|piece| is_within(piece.zone) && zones.get(piece.zone).is_some_and(|zone| !zone.outside));
    let (mut linked, mut prose) = (0, 0);
    for piece in pieces {
        linked += usize::from(piece.is_heading && piece.linked >= LINKED);
        prose += usize::from(piece.is_prose);
    }
    articles >= TEASERS || (linked >= TEASERS && 2 * linked >= prose)
}

/// What a block inside the article's box is; `None` where it is no part of the article.
fn kind(block: &super::PageBlock, piece: &Piece, zones: &[Zone]) -> Option<BlockKind> {
    let zone = zones.get(piece.zone)?;
    let parent = zone.parent.and_then(|parent| zones.get(parent));
    let is_caption = block.tag == "figcaption"
        || zone.tag == Tag::Caption
        || parent.is_some_and(|parent| parent.tag == Tag::Caption)
        || zone.hints.caption;
    if wording::is_byline(&block.text) {
        return Some(BlockKind::Byline);
    }
    if wording::is_boilerplate(&block.text) || !block.text.contains(char::is_alphanumeric) {
        return None;
    }
    if piece.is_heading {
        return (piece.linked < LINKED).then_some(BlockKind::Heading);
    }
    if is_caption {
        return (piece.characters >= SENTENCE).then_some(BlockKind::Caption);
    }
    if piece.linked >= LINKED && !(piece.ends_sentence && piece.characters >= LONG) {
        return None;
    }
    if zone.hints.byline && !piece.is_prose {
        return None;
    }
    if block.tag == "li" {
        return Some(BlockKind::ListItem);
    }
    let is_text_element = matches!(block.tag.as_str(), "p" | "blockquote" | "pre");
    (piece.is_prose || is_text_element || piece.ends_sentence).then_some(BlockKind::Paragraph)
}

/// A heading that no text follows headed what was left out.
fn drop_idle_headings(blocks: &mut Vec<(usize, BlockKind)>) {
    let mut text_follows = false;
    let mut kept: Vec<_> = Vec::with_capacity(blocks.len());
    for &(at, kind) in blocks.iter().rev() {
        if kind == BlockKind::Heading && !text_follows {
            continue;
        }
        text_follows |= matches!(kind, BlockKind::Paragraph | BlockKind::ListItem);
        kept.push((at, kind));
    }
    kept.reverse();
    *blocks = kept;
}

/// The `<time>` elements of the article: those between headline and text, then those in its box.
fn times(
    page: &PageSnapshot,
    zones: &[Zone],
    pieces: &[Piece],
    inside: &[bool],
    before_text: std::ops::Range<usize>,
) -> Vec<usize> {
    let lines = pieces.get(before_text).unwrap_or_default();
    let beside: HashSet<usize> = lines.iter().map(|line| line.zone).collect();
    let of_article = page.times.iter().enumerate().filter_map(|(index, time)| {
        let at = time.container as usize;
        let is_outside = zones.get(at).is_none_or(|zone| zone.outside);
        let is_beside = beside.contains(&at);
        let is_near = is_beside || inside.get(at) == Some(&true);
        (is_near && (!is_outside || names_author(zones, at))).then_some((!is_beside, index))
    });
    let mut of_article: Vec<(bool, usize)> = of_article.collect();
    of_article.sort_unstable();
    of_article.into_iter().map(|(_, index)| index).collect()
}

/// Whether a box, or one close around it, is named after the author or the dateline.
fn names_author(zones: &[Zone], zone: usize) -> bool {
    let chain = std::iter::successors(zones.get(zone), |zone| zones.get(zone.parent?));
    chain.take(3).any(|zone| zone.hints.byline)
}

/// A text's letters and digits, to tell whether two are the same.
fn normal(text: &str) -> String {
    text.chars().filter(|letter| letter.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::page::PageBlock;

    #[test]
    fn a_link_is_a_link_however_deep_its_line_is_indented() {
        let linked = |text: &str, link_units| {
            let block = PageBlock { text: text.to_owned(), link_units, ..PageBlock::default() };
            piece(&block, 1).linked
        };
        assert!(linked("\n                    World news\n                ", 10) > 0.99);
        assert!(linked("The minister\n        met her colleague, it said.", 9) < LINKED);
        assert_eq!(linked(" \n ", 0), 0.0);
    }
}
