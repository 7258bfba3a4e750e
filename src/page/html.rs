//! HTML: a page's bytes into the same snapshot that the extension takes of a live page.
//!
//! In: HTML. Out: [`PageSnapshot`]. Parsing is html5ever's, so broken HTML is read as a browser reads it; the walk
//! uses no recursion, and everything kept is bounded.

use ego_tree::NodeRef;
use ego_tree::iter::Edge;
use scraper::node::Element;
use scraper::{Html, Node};

use super::elements::{is_block, is_skipped};
use super::snapshot::{Container, PageBlock, PageSnapshot, PageTime};

/// Longest text read, in bytes: beyond it no article goes on.
const MOST_TEXT: usize = 8 << 20;

/// Most blocks kept, and most boxes.
const MOST_BLOCKS: usize = 20_000;

/// Most `<meta>`, `<time>` and JSON-LD entries, each.
const MOST_ENTRIES: usize = 500;

/// Longest single entry taken from the head, in bytes; JSON-LD of real pages stays under 100,000.
const MOST_HEAD: usize = 400_000;

/// Longest hint of a box, in characters.
const MOST_HINT: usize = 200;

/// Bytes in which a `<meta charset>` is looked for (HTML standard, "prescan a byte stream").
const PRESCAN: usize = 1024;

/// Turns a page's bytes into text: by its byte order mark, its `<meta charset>`, as UTF-8, or as windows-1252.
pub fn decode_html(bytes: &[u8]) -> String {
    let (encoding, bytes) = match encoding_rs::Encoding::for_bom(bytes) {
        Some((encoding, length)) => (encoding, bytes.get(length..).unwrap_or_default()),
        None if std::str::from_utf8(bytes).is_ok() => (encoding_rs::UTF_8, bytes),
        None => (declared_encoding(bytes).unwrap_or(encoding_rs::WINDOWS_1252), bytes),
    };
    encoding.decode_without_bom_handling(bytes).0.into_owned()
}

fn declared_encoding(bytes: &[u8]) -> Option<&'static encoding_rs::Encoding> {
    let head = String::from_utf8_lossy(bytes.get(..bytes.len().min(PRESCAN))?).to_ascii_lowercase();
    let after = head.split_once("charset=")?.1;
    let label = after.trim_start_matches(['"', '\'', ' ']);
    let end =
        label.find(|c: char| !c.is_ascii_alphanumeric() && !matches!(c, '-' | '_')).unwrap_or(label.len());
    encoding_rs::Encoding::for_label(label.get(..end)?.as_bytes())
}

/// Whether a text is an HTML page: it begins like one, or holds several block tags that are closed.
pub fn looks_like_html(text: &str) -> bool {
    let start = text.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
    let front: String = start.chars().take(64).collect::<String>().to_ascii_lowercase();
    let opens =
        ["<!doctype html", "<html", "<?xml", "<head", "<body"].iter().any(|tag| front.starts_with(tag));
    if opens || (front.starts_with("<!--") && text.to_ascii_lowercase().contains("<html")) {
        return true;
    }
    let closed = ["</p>", "</div>", "</article>", "</body>", "</h1>"];
    front.starts_with('<') && closed.iter().any(|tag| text.contains(tag))
}

/// An element that the walk is in.
struct Open {
    tag: String,
    hint: String,
    block: bool,
    link: bool,
    container: Option<u32>,
    has_blocks: bool,
}

/// A run of text that is being gathered.
#[derive(Default)]
struct Run {
    text: String,
    link_units: u32,
}

impl Run {
    /// Adds a text node as a renderer shows it: white space collapsed.
    fn push(&mut self, text: &str, link: bool) {
        for c in text.chars() {
            let c = if c.is_whitespace() && c != '\u{a0}' { ' ' } else { c };
            if c == ' ' && (self.text.is_empty() || self.text.ends_with(' ')) {
                continue;
            }
            self.text.push(c);
            if link {
                self.link_units += c.len_utf16() as u32;
            }
        }
    }
}

struct Walk {
    snapshot: PageSnapshot,
    open: Vec<Open>,
    run: Run,
    left: usize,
}

impl PageSnapshot {
    /// Reads a page out of HTML. `url` is the page's address, where it is known.
    pub fn from_html(html: &str, url: Option<&str>) -> Self {
        let document = Html::parse_document(html);
        let mut walk = Walk {
            snapshot: Self { url: url.unwrap_or_default().to_owned(), ..Self::default() },
            open: Vec::new(),
            run: Run::default(),
            left: MOST_TEXT,
        };
        let mut skipping: Option<ego_tree::NodeId> = None;
        for edge in document.tree.root().traverse() {
            match edge {
                Edge::Open(node) if skipping.is_none() => match node.value() {
                    Node::Text(text) => walk.text(text),
                    Node::Element(element) if walk.enters(node, element) => {}
                    Node::Element(_) => skipping = Some(node.id()),
                    _ => {}
                },
                Edge::Close(node) if skipping == Some(node.id()) => skipping = None,
                Edge::Close(node) if skipping.is_none() && node.value().is_element() => walk.leave(),
                _ => {}
            }
            if walk.is_full() {
                break;
            }
        }
        walk.end_run();
        walk.snapshot
    }
}

impl Walk {
    fn is_full(&self) -> bool {
        self.left == 0
            || self.snapshot.blocks.len() >= MOST_BLOCKS
            || self.snapshot.containers.len() >= MOST_BLOCKS
    }

    fn in_body(&self) -> bool {
        self.open.iter().any(|open| open.tag == "body")
    }

    fn text(&mut self, text: &str) {
        if self.in_body() {
            let link = self.open.last().is_some_and(|open| open.link);
            self.run.push(text, link);
            self.left = self.left.saturating_sub(text.len());
        }
    }

    /// Enters an element; `false` where it is passed over with everything in it.
    fn enters(&mut self, node: NodeRef<'_, Node>, element: &Element) -> bool {
        let tag = element.name();
        self.take_from_head(node, element);
        if tag == "br" {
            self.end_run();
        }
        let editable = element.attr("contenteditable").is_some_and(|value| value != "false");
        if is_skipped(tag) || tag == "title" || element.attr("hidden").is_some() || editable {
            return false;
        }
        let block = is_block(tag);
        if block {
            if let Some(holder) = self.open.iter_mut().rev().find(|open| open.block) {
                holder.has_blocks = true;
            }
            self.end_run();
        }
        let link = tag == "a" || self.open.last().is_some_and(|open| open.link);
        let hint = if block { hint_of(element) } else { String::new() };
        self.open.push(Open { tag: tag.to_owned(), hint, block, link, container: None, has_blocks: false });
        if tag == "body" {
            self.container_of(self.open.len() - 1);
        }
        true
    }

    fn leave(&mut self) {
        if self.open.last().is_some_and(|open| open.block) {
            self.end_run();
        }
        self.open.pop();
    }

    fn take_from_head(&mut self, node: NodeRef<'_, Node>, element: &Element) {
        let snapshot = &mut self.snapshot;
        match element.name() {
            "html" => snapshot.language = element.attr("lang").map(str::to_owned),
            "title" if snapshot.title.is_empty() && !self.open.iter().any(|open| open.tag == "body") => {
                snapshot.title = text_of(node).split_whitespace().collect::<Vec<_>>().join(" ");
            }
            "meta" if snapshot.meta.len() < MOST_ENTRIES => {
                let name = ["name", "property", "itemprop"].iter().find_map(|key| element.attr(key));
                if let (Some(name), Some(content)) = (name, element.attr("content")) {
                    snapshot.meta.push((name.to_owned(), content.chars().take(MOST_HEAD).collect()));
                }
            }
            "script" if snapshot.json_ld.len() < MOST_ENTRIES && is_json_ld(element) => {
                let text = text_of(node);
                if text.len() <= MOST_HEAD {
                    snapshot.json_ld.push(text);
                }
            }
            "time" if snapshot.times.len() < MOST_ENTRIES => {
                let value = element.attr("datetime").map_or_else(|| text_of(node), str::to_owned);
                let value = value.chars().take(MOST_HINT).collect();
                let holder = self.open.iter().rposition(|open| open.block);
                let container = holder.map_or(0, |at| self.container_of(at));
                self.snapshot.times.push(PageTime { container, value });
            }
            _ => {}
        }
    }

    /// Index of the box that an open element is, giving one to it and to all blocks around it that lack one.
    fn container_of(&mut self, at: usize) -> u32 {
        let mut parent = None;
        for open in self.open.iter_mut().take(at + 1).filter(|open| open.block) {
            let index = *open.container.get_or_insert_with(|| {
                let index = self.snapshot.containers.len() as u32;
                self.snapshot.containers.push(Container {
                    parent,
                    tag: open.tag.clone(),
                    hint: open.hint.clone(),
                });
                index
            });
            parent = Some(index);
        }
        parent.unwrap_or(0)
    }

    fn end_run(&mut self) {
        let run = std::mem::take(&mut self.run);
        let text = run.text.trim_end();
        if text.is_empty() {
            return;
        }
        let Some(holder) = self.open.iter().rposition(|open| open.block) else { return };
        let own = self.open.get(holder).is_none_or(|open| open.has_blocks);
        let outer = self.open.get(..holder).and_then(|outer| outer.iter().rposition(|open| open.block));
        let container = self.container_of(if own { holder } else { outer.unwrap_or(holder) });
        let tag = self.open.get(holder).map(|open| open.tag.clone()).unwrap_or_default();
        self.snapshot.blocks.push(PageBlock {
            container,
            tag,
            text: text.to_owned(),
            link_units: run.link_units,
        });
    }
}

fn is_json_ld(element: &Element) -> bool {
    element.attr("type").is_some_and(|kind| kind.trim().eq_ignore_ascii_case("application/ld+json"))
}

fn hint_of(element: &Element) -> String {
    let parts = ["class", "id", "role", "itemprop", "aria-label"].iter().filter_map(|key| element.attr(key));
    let hint = parts.filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ");
    hint.chars().take(MOST_HINT).collect()
}

fn text_of(node: NodeRef<'_, Node>) -> String {
    node.descendants().filter_map(|child| child.value().as_text().map(|text| &**text)).collect()
}
