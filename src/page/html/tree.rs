//! The tree that the parser builds: nodes in one list, linked by index, so that neither building, walking
//! nor dropping it recurses.

use std::borrow::Cow;
use std::cell::{Cell, RefCell};
use std::rc::Rc;

use html5ever::interface::{ElementFlags, NodeOrText, QuirksMode, TreeSink};
use html5ever::tendril::{StrTendril, TendrilSink};
use html5ever::tree_builder::TreeBuilderOpts;
use html5ever::{Attribute, ExpandedName, ParseOpts, QualName, parse_document};

/// Bytes of HTML that are parsed; the largest pages of news sites stay under 4 MB.
const MOST_HTML: usize = 16 << 20;
/// Bytes given to the parser between two looks at how large and deep the tree has grown.
const CHUNK: usize = 4 << 10;
/// Nodes of a tree. Unclosed formatting elements can multiply without end, and the parser copies them.
const MOST_NODES: usize = 1_000_000;
/// Levels of a tree. Parsing costs up to the number of open elements for each tag; browsers stop at 512.
const MOST_DEPTH: u32 = 512;

/// Attributes of one tag. The parser compares each with all before it; real tags have a few dozen.
const MOST_ATTRIBUTES: usize = 1_000;

/// A parsed page; the document is node 0.
pub(super) struct Tree {
    nodes: Vec<Node>,
}

/// A node and its neighbours.
#[derive(Default)]
struct Node {
    parent: Option<usize>,
    previous: Option<usize>,
    next: Option<usize>,
    first_child: Option<usize>,
    last_child: Option<usize>,
    depth: u32,
    data: Data,
}

/// What a node is.
#[derive(Default)]
pub(super) enum Data {
    /// An element.
    Element(Element),
    /// Text.
    Text(StrTendril),
    /// The document, a comment, anything that bears no text.
    #[default]
    Other,
}

/// An element's name and attributes.
pub(super) struct Element {
    name: Rc<QualName>,
    attributes: Vec<Attribute>,
}

impl Element {
    /// The name in lower case.
    pub(super) fn tag(&self) -> &str {
        &self.name.local
    }

    /// The attribute's value.
    pub(super) fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|each| &*each.name.local == name).map(|each| &*each.value)
    }
}

impl Tree {
    /// Parses HTML as a browser with scripting does; what lies beyond the limits is cut off.
    pub(super) fn parse(html: &str) -> Self {
        let tree_builder = TreeBuilderOpts { scripting_enabled: true, ..TreeBuilderOpts::default() };
        let mut parser = parse_document(Sink::new(), ParseOpts { tree_builder, ..ParseOpts::default() });
        let mut rest = before_absurd_tag(html.get(..html.floor_char_boundary(MOST_HTML)).unwrap_or(html));
        while !rest.is_empty() && !parser.tokenizer.sink.sink.is_full() {
            let Some((chunk, behind)) = rest.split_at_checked(rest.floor_char_boundary(CHUNK)) else { break };
            parser.process(StrTendril::from_slice(chunk));
            rest = behind;
        }
        parser.finish()
    }

    /// What the node is.
    pub(super) fn data(&self, node: usize) -> &Data {
        self.nodes.get(node).map_or(&Data::Other, |node| &node.data)
    }

    /// The first node inside.
    pub(super) fn first_child(&self, node: usize) -> Option<usize> {
        self.nodes.get(node)?.first_child
    }

    /// The next node beside.
    pub(super) fn next(&self, node: usize) -> Option<usize> {
        self.nodes.get(node)?.next
    }

    /// The nodes inside, at any depth, in page order.
    pub(super) fn descendants(&self, node: usize) -> impl Iterator<Item = usize> {
        std::iter::successors(self.first_child(node), move |&at| {
            self.first_child(at).or_else(|| {
                let ascent = std::iter::successors(Some(at), |&up| self.nodes.get(up)?.parent);
                ascent.take_while(|&up| up != node).find_map(|up| self.next(up))
            })
        })
    }

    /// The elements inside, at any depth, in page order.
    pub(super) fn elements(&self, node: usize) -> impl Iterator<Item = (usize, &Element)> {
        self.descendants(node).filter_map(|at| match self.data(at) {
            Data::Element(element) => Some((at, element)),
            _ => None,
        })
    }

    /// The text inside, at any depth, joined.
    pub(super) fn text(&self, node: usize) -> String {
        let texts = self.descendants(node).filter_map(|at| match self.data(at) {
            Data::Text(text) => Some(&**text),
            _ => None,
        });
        texts.collect()
    }

    fn push(&mut self, data: Data) -> usize {
        self.nodes.push(Node { data, ..Node::default() });
        self.nodes.len() - 1
    }

    /// Puts a node without a parent inside `parent`, before `sibling` or last.
    fn link(&mut self, node: usize, parent: usize, sibling: Option<usize>) {
        let Some(around) = self.nodes.get_mut(parent) else { return };
        let depth = around.depth.saturating_add(1);
        let previous = match sibling {
            None => around.last_child.replace(node),
            Some(sibling) => self.nodes.get_mut(sibling).and_then(|beside| beside.previous.replace(node)),
        };
        match previous.and_then(|previous| self.nodes.get_mut(previous)) {
            Some(before) => before.next = Some(node),
            None => {
                if let Some(around) = self.nodes.get_mut(parent) {
                    around.first_child = Some(node);
                }
            }
        }
        if let Some(own) = self.nodes.get_mut(node) {
            (own.parent, own.previous, own.next, own.depth) = (Some(parent), previous, sibling, depth);
        }
    }

    fn unlink(&mut self, node: usize) {
        let Some(own) = self.nodes.get_mut(node) else { return };
        let (parent, previous, next) = (own.parent.take(), own.previous.take(), own.next.take());
        let Some(parent) = parent else { return };
        match previous.and_then(|previous| self.nodes.get_mut(previous)) {
            Some(before) => before.next = next,
            None => {
                if let Some(around) = self.nodes.get_mut(parent) {
                    around.first_child = next;
                }
            }
        }
        match next.and_then(|next| self.nodes.get_mut(next)) {
            Some(behind) => behind.previous = previous,
            None => {
                if let Some(around) = self.nodes.get_mut(parent) {
                    around.last_child = previous;
                }
            }
        }
    }

    /// Puts a node or a text inside `parent`, before `sibling` or last; text joins the text before it.
    fn insert(&mut self, child: NodeOrText<Handle>, parent: usize, sibling: Option<usize>) {
        let node = match child {
            NodeOrText::AppendNode(handle) => {
                self.unlink(handle.node);
                handle.node
            }
            NodeOrText::AppendText(text) => {
                let before = match sibling {
                    None => self.nodes.get(parent).and_then(|around| around.last_child),
                    Some(sibling) => self.nodes.get(sibling).and_then(|beside| beside.previous),
                };
                let before = before.and_then(|before| self.nodes.get_mut(before));
                if let Some(Node { data: Data::Text(own), .. }) = before {
                    own.push_tendril(&text);
                    return;
                }
                self.push(Data::Text(text))
            }
        };
        self.link(node, parent, sibling);
    }
}

/// The page up to the first tag with more attributes than the parser can bear.
fn before_absurd_tag(html: &str) -> &str {
    let mut rest = html;
    while let Some((_, tag)) = rest.split_once('<') {
        rest = tag;
        if let Some(comment) = tag.strip_prefix("!--") {
            rest = comment.split_once("-->").map_or("", |(_, behind)| behind);
        } else if tag.starts_with(|first: char| first.is_ascii_alphabetic()) {
            let Some(behind) = behind_tag(tag) else {
                return html.get(..html.len() - tag.len() - 1).unwrap_or_default();
            };
            rest = behind;
            if tag.starts_with("script") {
                // Comparisons in a script are no tags.
                rest = behind.find("</script").and_then(|end| behind.get(end..)).unwrap_or(behind);
            }
        }
    }
    html
}

/// What stands behind a tag; `None` where it has too many attributes.
fn behind_tag(tag: &str) -> Option<&str> {
    let is_gap = |byte: u8| byte.is_ascii_whitespace() || byte == b'/';
    let mut quote = None;
    let mut before = b' ';
    // The byte before, white space aside: a quotation mark opens a value behind "=" only.
    let mut mark = b' ';
    let mut attributes = 0;
    for (at, byte) in tag.bytes().enumerate() {
        match quote {
            Some(open) if byte == open => (quote, mark) = (None, b' '),
            Some(_) => {}
            None if byte == b'>' => return tag.get(at + 1..),
            None if mark == b'=' && matches!(byte, b'"' | b'\'') => quote = Some(byte),
            None if is_gap(byte) => {}
            None => {
                attributes += usize::from(is_gap(before) || matches!(before, b'"' | b'\''));
                mark = byte;
            }
        }
        before = byte;
        if attributes > MOST_ATTRIBUTES {
            return None;
        }
    }
    Some("")
}

/// How the parser refers to a node.
#[derive(Clone)]
struct Handle {
    node: usize,
    /// The name of an element; what is none is called `html`, which the parser never asks for.
    name: Rc<QualName>,
}

/// Takes the parser's orders.
struct Sink {
    tree: RefCell<Tree>,
    document: Handle,
    /// Where the contents of all templates go: outside of the page.
    templates: Handle,
    deepest: Cell<u32>,
}

impl Sink {
    fn new() -> Self {
        let mut tree = Tree { nodes: Vec::new() };
        let name = Rc::new(QualName::new(None, html5ever::ns!(html), html5ever::local_name!("html")));
        let document = Handle { node: tree.push(Data::Other), name: Rc::clone(&name) };
        let templates = Handle { node: tree.push(Data::Other), name };
        Self { tree: RefCell::new(tree), document, templates, deepest: Cell::new(0) }
    }

    fn is_full(&self) -> bool {
        self.deepest.get() > MOST_DEPTH || self.tree.borrow().nodes.len() > MOST_NODES
    }

    fn other(&self) -> Handle {
        Handle { node: self.tree.borrow_mut().push(Data::Other), name: Rc::clone(&self.document.name) }
    }

    fn insert(&self, child: NodeOrText<Handle>, parent: usize, sibling: Option<usize>) {
        let mut tree = self.tree.borrow_mut();
        tree.insert(child, parent, sibling);
        let depth = tree.nodes.get(parent).map_or(0, |around| around.depth);
        self.deepest.set(self.deepest.get().max(depth));
    }

    fn parent_of(&self, handle: &Handle) -> Option<usize> {
        self.tree.borrow().nodes.get(handle.node)?.parent
    }
}

impl TreeSink for Sink {
    type Handle = Handle;
    type Output = Tree;
    type ElemName<'a> = ExpandedName<'a>;

    fn finish(self) -> Tree {
        self.tree.into_inner()
    }

    fn parse_error(&self, _message: Cow<'static, str>) {}

    fn get_document(&self) -> Handle {
        self.document.clone()
    }

    fn elem_name<'a>(&'a self, target: &'a Handle) -> ExpandedName<'a> {
        target.name.expanded()
    }

    fn create_element(&self, name: QualName, attributes: Vec<Attribute>, _flags: ElementFlags) -> Handle {
        let name = Rc::new(name);
        let element = Element { name: Rc::clone(&name), attributes };
        Handle { node: self.tree.borrow_mut().push(Data::Element(element)), name }
    }

    fn create_comment(&self, _text: StrTendril) -> Handle {
        self.other()
    }

    fn create_pi(&self, _target: StrTendril, _data: StrTendril) -> Handle {
        self.other()
    }

    fn append(&self, parent: &Handle, child: NodeOrText<Handle>) {
        self.insert(child, parent.node, None);
    }

    fn append_based_on_parent_node(&self, element: &Handle, previous: &Handle, child: NodeOrText<Handle>) {
        match self.parent_of(element) {
            Some(parent) => self.insert(child, parent, Some(element.node)),
            None => self.insert(child, previous.node, None),
        }
    }

    fn append_doctype_to_document(&self, _name: StrTendril, _public: StrTendril, _system: StrTendril) {}

    fn get_template_contents(&self, _target: &Handle) -> Handle {
        self.templates.clone()
    }

    fn same_node(&self, x: &Handle, y: &Handle) -> bool {
        x.node == y.node
    }

    fn set_quirks_mode(&self, _mode: QuirksMode) {}

    fn append_before_sibling(&self, sibling: &Handle, child: NodeOrText<Handle>) {
        if let Some(parent) = self.parent_of(sibling) {
            self.insert(child, parent, Some(sibling.node));
        }
    }

    fn add_attrs_if_missing(&self, target: &Handle, attributes: Vec<Attribute>) {
        let mut tree = self.tree.borrow_mut();
        if let Some(Node { data: Data::Element(element), .. }) = tree.nodes.get_mut(target.node) {
            for attribute in attributes {
                if element.attributes.iter().all(|own| own.name != attribute.name) {
                    element.attributes.push(attribute);
                }
            }
        }
    }

    fn remove_from_parent(&self, target: &Handle) {
        self.tree.borrow_mut().unlink(target.node);
    }

    fn reparent_children(&self, node: &Handle, new_parent: &Handle) {
        let mut tree = self.tree.borrow_mut();
        while let Some(child) = tree.first_child(node.node) {
            tree.unlink(child);
            tree.link(child, new_parent.node, None);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_with_absurdly_many_attributes_ends_the_page() {
        let many: String = (0..2 * MOST_ATTRIBUTES).map(|at| format!("a{at}=\"1\"")).collect();
        assert_eq!(before_absurd_tag(&format!("<p>one<p {many}>two")), "<p>one");
    }

    #[test]
    fn long_values_comments_and_scripts_do_not() {
        let words = "a < b ".repeat(2 * MOST_ATTRIBUTES);
        for html in [
            format!("<p data-page = '{words}'>text"),
            format!("<!-- <p {words} --><p>text"),
            format!("<script>if (a<b) {{ {words} }}</script><p>text"),
            format!("<p>{words}"),
        ] {
            assert_eq!(before_absurd_tag(&html), html);
        }
    }
}
