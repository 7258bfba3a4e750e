//! The live document: a page into the same snapshot that the extension's content script takes, for pages that read
//! themselves (the npm package).
//!
//! In: a `Document`. Out: [`PageSnapshot`], made by its rules, and the text nodes that its blocks were joined from. One
//! walk over the tree, without recursion, layout or change.

use wasm_bindgen::JsCast;
use web_sys::{Document, Element, Node};

use crate::page::{BLOCKS, Container, PageBlock, PageSnapshot, PageTime, SKIPPED, limits};

/// A document as it was when it was walked.
pub(super) struct Live {
    pub(super) snapshot: PageSnapshot,
    /// For each block of the snapshot its text nodes, in order.
    blocks: Vec<Vec<Piece>>,
    document: Document,
}

/// A text node of a block.
struct Piece {
    node: Node,
    /// Its length, in UTF-16 code units.
    units: usize,
}

impl Live {
    /// Walks a document.
    pub(super) fn of(document: &Document) -> Self {
        let snapshot = head(document);
        let (snapshot, blocks) = match document.body() {
            Some(body) => Walk::new(snapshot, body.into()).over(),
            None => (snapshot, Vec::new()),
        };
        Self { snapshot, blocks, document: document.clone() }
    }

    /// The DOM's range of a stretch of a block, in UTF-16 code units; `None` where it has none.
    pub(super) fn range(&self, block: u32, start: usize, end: usize) -> Option<web_sys::Range> {
        self.range_over(self.blocks.get(usize::try_from(block).ok()?)?, start, end)
    }

    fn range_over(&self, pieces: &[Piece], start: usize, end: usize) -> Option<web_sys::Range> {
        let range = self.document.create_range().ok()?;
        let mut before = 0;
        for Piece { node, units } in pieces {
            let behind = before + units;
            let offset = |at: usize| u32::try_from(at - before).ok();
            if (before..behind).contains(&start) {
                range.set_start(node, offset(start)?).ok()?;
            }
            if before < end && end <= behind {
                range.set_end(node, offset(end)?).ok()?;
                return Some(range);
            }
            before = behind;
        }
        None
    }
}

/// What a document's head says.
fn head(document: &Document) -> PageSnapshot {
    let mut snapshot = PageSnapshot {
        url: document.url().unwrap_or_default(),
        title: document.title(),
        language: document.document_element().and_then(|root| root.get_attribute("lang")),
        ..PageSnapshot::default()
    };
    for element in elements(document, "meta[content]") {
        let name = ["name", "property", "itemprop"].iter().find_map(|key| element.get_attribute(key));
        if let Some(name) = name {
            let content = element.get_attribute("content").unwrap_or_default();
            snapshot.meta.push((name, content.chars().take(limits::HEAD).collect()));
        }
    }
    let scripts = elements(document, "script[type=\"application/ld+json\"]");
    let texts = scripts.filter_map(|script| script.text_content());
    snapshot.json_ld = texts.filter(|text| text.len() <= limits::HEAD).collect();
    snapshot
}

fn elements(document: &Document, selector: &str) -> impl Iterator<Item = Element> {
    let found = document.query_selector_all(selector).ok();
    let nodes =
        found.into_iter().flat_map(|list| (0..list.length()).filter_map(move |index| list.get(index)));
    nodes.filter_map(|node| node.dyn_into().ok()).take(limits::ENTRIES)
}

/// An element that the walk is in.
struct Open {
    element: Element,
    tag: String,
    block: bool,
    link: bool,
    container: Option<u32>,
    has_blocks: bool,
}

struct Walk {
    snapshot: PageSnapshot,
    /// The body first, the innermost last.
    open: Vec<Open>,
    text: String,
    pieces: Vec<Piece>,
    blocks: Vec<Vec<Piece>>,
    link_units: u32,
    /// UTF-16 units that may still be collected.
    left: usize,
}

impl Walk {
    fn new(snapshot: PageSnapshot, body: Element) -> Self {
        let body = Open {
            element: body,
            tag: "body".to_owned(),
            block: true,
            link: false,
            container: None,
            has_blocks: true,
        };
        Self {
            snapshot,
            open: vec![body],
            text: String::new(),
            pieces: Vec::new(),
            blocks: Vec::new(),
            link_units: 0,
            left: limits::TEXT,
        }
    }

    fn over(mut self) -> (PageSnapshot, Vec<Vec<Piece>>) {
        self.container_of(0);
        let mut node = self.open.first().and_then(|body| body.element.first_child());
        while !self.is_full() {
            node = match node {
                Some(node) => self.enter(&node),
                None => {
                    let Some(open) = self.open.last() else { break };
                    let next = open.element.next_sibling();
                    if open.block {
                        self.end_run();
                    }
                    self.open.pop();
                    if self.open.is_empty() {
                        break;
                    }
                    next
                }
            };
        }
        self.end_run();
        (self.snapshot, self.blocks)
    }

    fn is_full(&self) -> bool {
        self.left == 0
            || self.snapshot.blocks.len() >= limits::BLOCKS
            || self.snapshot.containers.len() >= limits::BLOCKS
    }

    /// Takes a node in; the node to go on with.
    fn enter(&mut self, node: &Node) -> Option<Node> {
        if node.node_type() == Node::TEXT_NODE {
            let text = node.node_value().unwrap_or_default();
            let units = text.encode_utf16().count();
            if self.open.last().is_some_and(|open| open.link) {
                self.link_units += units as u32;
            }
            self.left = self.left.saturating_sub(units);
            self.text.push_str(&text);
            self.pieces.push(Piece { node: node.clone(), units });
            return node.next_sibling();
        }
        let Some(element) = node.dyn_ref::<Element>() else { return node.next_sibling() };
        let tag = element.local_name();
        if tag == "br" {
            self.end_run();
        }
        if tag == "br" || is_skipped(element, &tag) {
            return node.next_sibling();
        }
        let block = BLOCKS.contains(&tag.as_str());
        if block {
            let holder = self.innermost_block();
            if let Some(holder) = self.open.get_mut(holder) {
                holder.has_blocks = true;
            }
            self.end_run();
        } else if tag == "time" && self.snapshot.times.len() < limits::ENTRIES {
            let value =
                element.get_attribute("datetime").or_else(|| element.text_content()).unwrap_or_default();
            let container = self.container_of(self.innermost_block());
            self.snapshot
                .times
                .push(PageTime { container, value: value.chars().take(limits::HINT).collect() });
        }
        let link = tag == "a" || self.open.last().is_some_and(|open| open.link);
        self.open.push(Open {
            element: element.clone(),
            tag,
            block,
            link,
            container: None,
            has_blocks: false,
        });
        element.first_child()
    }

    fn innermost_block(&self) -> usize {
        self.open.iter().rposition(|open| open.block).unwrap_or(0)
    }

    /// Index of the box that an open element is, giving one to it and to all blocks around it that lack one.
    fn container_of(&mut self, depth: usize) -> u32 {
        let mut parent = None;
        for open in self.open.iter_mut().take(depth + 1).filter(|open| open.block) {
            let containers = &mut self.snapshot.containers;
            let index = *open.container.get_or_insert_with(|| {
                containers.push(Container { parent, tag: open.tag.clone(), hint: hint(&open.element) });
                containers.len() as u32 - 1
            });
            parent = Some(index);
        }
        parent.unwrap_or(0)
    }

    fn end_run(&mut self) {
        let text = std::mem::take(&mut self.text);
        let pieces = std::mem::take(&mut self.pieces);
        let link_units = std::mem::take(&mut self.link_units);
        if text.trim().is_empty() {
            return;
        }
        let depth = self.innermost_block();
        let Some(holder) = self.open.get(depth) else { return };
        let is_box = holder.has_blocks
            || depth == 0
            || holder.container.is_some()
            || !hint(&holder.element).is_empty();
        let tag = holder.tag.clone();
        let around = self.open.get(..depth).and_then(|open| open.iter().rposition(|open| open.block));
        let container = self.container_of(if is_box { depth } else { around.unwrap_or(0) });
        self.snapshot.blocks.push(PageBlock { container, tag, text, link_units });
        self.blocks.push(pieces);
    }
}

fn is_skipped(element: &Element, tag: &str) -> bool {
    let editable = element.get_attribute("contenteditable").is_some_and(|value| value != "false");
    SKIPPED.contains(&tag) || element.has_attribute("hidden") || editable
}

fn hint(element: &Element) -> String {
    let keys = ["class", "id", "role", "itemprop", "aria-label"];
    let values = keys.iter().filter_map(|key| element.get_attribute(key)).filter(|value| !value.is_empty());
    values.collect::<Vec<_>>().join(" ").chars().take(limits::HINT).collect()
}
