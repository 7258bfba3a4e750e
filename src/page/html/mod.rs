//! Reads HTML into a [`PageSnapshot`], by the same rules as the extension's content script
//! (they stand at [`PageSnapshot`]). In: HTML text, or bytes in any encoding of the web. Out: the snapshot.
//!
//! Parsing is html5ever's, which follows the HTML standard; the walk over its tree is a loop.

mod encoding;
mod sniff;
mod tree;

pub use encoding::decode_html;
pub use sniff::looks_like_html;

use self::tree::{Data, Element, Tree};
use super::snapshot::{BLOCKS, Container, PageBlock, PageSnapshot, PageTime, SKIPPED, limits};

impl PageSnapshot {
    /// What an HTML page says. White space is collapsed as a browser shows it. Never fails: broken HTML is
    /// read as browsers do, and what lies beyond the limits is left out.
    pub fn from_html(html: &str, url: Option<&str>) -> Self {
        let tree = Tree::parse(html);
        let mut snapshot = Self { url: url.unwrap_or_default().to_owned(), ..Self::default() };
        let mut body = None;
        let mut titled = false;
        for (node, element) in tree.elements(0) {
            match element.tag() {
                "html" => snapshot.language = element.attribute("lang").map(str::to_owned),
                "title" if !titled => {
                    titled = true;
                    snapshot.title = collapsed(&tree.text(node));
                }
                "meta" if snapshot.meta.len() < limits::ENTRIES => snapshot.meta.extend(meta(element)),
                "script" if snapshot.json_ld.len() < limits::ENTRIES && is_json_ld(element) => {
                    let text = tree.text(node);
                    if text.len() <= limits::HEAD {
                        snapshot.json_ld.push(text);
                    }
                }
                "body" if body.is_none() => body = Some((node, element)),
                _ => {}
            }
        }
        match body {
            Some((node, element)) => Walk::new(&tree, &mut snapshot, element).over(node),
            None => snapshot.containers.push(Container { tag: "body".to_owned(), ..Container::default() }),
        }
        snapshot
    }
}

fn meta(element: &Element) -> Option<(String, String)> {
    let content = element.attribute("content")?;
    let name = ["name", "property", "itemprop"].iter().find_map(|key| element.attribute(key))?;
    let content = content.get(..content.floor_char_boundary(limits::HEAD))?;
    (!name.is_empty()).then(|| (name.to_owned(), content.to_owned()))
}

fn is_json_ld(element: &Element) -> bool {
    element.attribute("type").is_some_and(|kind| kind.trim().eq_ignore_ascii_case("application/ld+json"))
}

/// White space as a browser shows it: runs are one space, none at the ends.
fn collapsed(text: &str) -> String {
    text.split(is_space).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

/// The white space that HTML collapses; a no-break space is none.
fn is_space(letter: char) -> bool {
    matches!(letter, ' ' | '\t' | '\n' | '\r' | '\x0c')
}

/// An element whose end has not come yet.
struct Open {
    node: usize,
    /// Its name and hint, where it starts a block.
    block: Option<(String, String)>,
    link: bool,
    preformatted: bool,
    /// Its index among the containers, once it has one.
    container: Option<u32>,
    has_blocks: bool,
}

/// One walk over the body, with the run of text being gathered.
struct Walk<'a> {
    tree: &'a Tree,
    snapshot: &'a mut PageSnapshot,
    /// The body and what is open inside, outermost first; never empty.
    open: Vec<Open>,
    run: String,
    run_link_units: u32,
    /// White space that counts only if text follows, and whether it stood in a link.
    space: Option<bool>,
    units_left: usize,
}

impl<'a> Walk<'a> {
    fn new(tree: &'a Tree, snapshot: &'a mut PageSnapshot, body: &Element) -> Self {
        let block = Some((body.tag().to_owned(), hint(body)));
        let body =
            Open { node: 0, block, link: false, preformatted: false, container: None, has_blocks: true };
        Self {
            tree,
            snapshot,
            open: vec![body],
            run: String::new(),
            run_link_units: 0,
            space: None,
            units_left: limits::TEXT,
        }
    }

    fn over(mut self, body: usize) {
        self.container_of(0);
        let mut next = self.tree.first_child(body);
        loop {
            let Some(node) = next else {
                // The innermost open element ends.
                if self.open.last().is_some_and(|open| open.block.is_some()) {
                    self.end_run();
                }
                let Some(ended) = self.open.pop() else { return };
                if self.open.is_empty() {
                    return;
                }
                next = self.tree.next(ended.node);
                continue;
            };
            next = self.tree.next(node);
            match self.tree.data(node) {
                Data::Text(text) => self.add_text(text),
                Data::Element(element) if element.tag() == "br" => self.end_run(),
                Data::Element(element) if !is_skipped(element) => {
                    self.start(node, element);
                    next = self.tree.first_child(node);
                }
                _ => {}
            }
            if self.units_left == 0
                || self.snapshot.blocks.len() >= limits::BLOCKS
                || self.snapshot.containers.len() >= limits::BLOCKS
            {
                return self.end_run();
            }
        }
    }

    fn start(&mut self, node: usize, element: &Element) {
        let tag = element.tag();
        let block = BLOCKS.contains(&tag).then(|| (tag.to_owned(), hint(element)));
        if block.is_some() {
            let around = self.innermost_block();
            if let Some(around) = self.open.get_mut(around) {
                around.has_blocks = true;
            }
            self.end_run();
        } else if tag == "time" && self.snapshot.times.len() < limits::ENTRIES {
            let value = match element.attribute("datetime") {
                Some(value) => value.to_owned(),
                None => collapsed(&self.tree.text(node)),
            };
            let container = self.container_of(self.innermost_block());
            let value = value.chars().take(limits::HINT).collect();
            self.snapshot.times.push(PageTime { container, value });
        }
        let around = self.open.last();
        let link = tag == "a" || around.is_some_and(|around| around.link);
        let preformatted = tag == "pre" || around.is_some_and(|around| around.preformatted);
        self.open.push(Open { node, block, link, preformatted, container: None, has_blocks: false });
    }

    /// Depth of the innermost open element that starts a block.
    fn innermost_block(&self) -> usize {
        self.open.iter().rposition(|open| open.block.is_some()).unwrap_or(0)
    }

    /// The container of the block at a depth, making it and those around it where they lack one.
    fn container_of(&mut self, depth: usize) -> u32 {
        let blocks = || 0..=depth.min(self.open.len().saturating_sub(1));
        let mut parent = blocks().rev().find_map(|each| self.open.get(each).and_then(|open| open.container));
        for each in blocks() {
            let Some(open) = self.open.get_mut(each) else { continue };
            match (&open.block, open.container) {
                (_, Some(known)) => parent = Some(known),
                (Some((tag, hint)), None) => {
                    let index = self.snapshot.containers.len() as u32;
                    let container = Container { parent, tag: tag.clone(), hint: hint.clone() };
                    self.snapshot.containers.push(container);
                    open.container = Some(index);
                    parent = Some(index);
                }
                (None, None) => {}
            }
        }
        parent.unwrap_or(0)
    }

    fn add_text(&mut self, text: &str) {
        let Some(open) = self.open.last() else { return };
        let (link, preformatted) = (open.link, open.preformatted);
        for letter in text.chars() {
            if is_space(letter) && !preformatted {
                if !self.run.is_empty() && self.space.is_none() {
                    self.space = Some(link);
                }
                continue;
            }
            if let Some(linked) = self.space.take() {
                self.add_letter(' ', linked);
            }
            self.add_letter(letter, link);
        }
    }

    fn add_letter(&mut self, letter: char, link: bool) {
        if self.units_left == 0 {
            return;
        }
        self.units_left = self.units_left.saturating_sub(letter.len_utf16());
        self.run.push(letter);
        self.run_link_units += if link { letter.len_utf16() as u32 } else { 0 };
    }

    fn end_run(&mut self) {
        self.space = None;
        let text = std::mem::take(&mut self.run);
        let link_units = std::mem::take(&mut self.run_link_units);
        if text.trim().is_empty() {
            return;
        }
        let holder = self.innermost_block();
        let Some((tag, is_box)) = self.open.get(holder).and_then(|open| {
            let (tag, hint) = open.block.as_ref()?;
            Some((tag.clone(), open.has_blocks || !hint.is_empty() || open.container.is_some()))
        }) else {
            return;
        };
        let around = self.open.iter().take(holder).rposition(|open| open.block.is_some()).unwrap_or(holder);
        let container = self.container_of(if is_box { holder } else { around });
        self.snapshot.blocks.push(PageBlock { container, tag, text, link_units });
    }
}

fn is_skipped(element: &Element) -> bool {
    SKIPPED.contains(&element.tag())
        || element.attribute("hidden").is_some()
        || element.attribute("contenteditable").is_some_and(|value| value != "false")
}

/// What the element's author calls it.
fn hint(element: &Element) -> String {
    let mut hint = String::new();
    for value in
        ["class", "id", "role", "itemprop", "aria-label"].iter().filter_map(|key| element.attribute(key))
    {
        if !value.is_empty() {
            hint.push_str(if hint.is_empty() { "" } else { " " });
            hint.push_str(value);
        }
    }
    hint.chars().take(limits::HINT).collect()
}
