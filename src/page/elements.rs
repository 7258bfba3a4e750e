//! Elements: how one bears on the text around it. The same lists rule the extension's content script
//! (`extension/content/page-rules.js`), so that the extension and the command line see one page alike.

/// Elements that begin a new piece of text.
const BLOCKS: &[&str] = &[
    "address",
    "article",
    "aside",
    "blockquote",
    "body",
    "caption",
    "center",
    "dd",
    "details",
    "dialog",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hgroup",
    "hr",
    "li",
    "main",
    "nav",
    "ol",
    "p",
    "pre",
    "section",
    "summary",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "tr",
    "ul",
];

/// Elements whose text nobody reads as an article: code, controls, embedded things.
const SKIPPED: &[&str] = &[
    "audio", "button", "canvas", "code", "embed", "iframe", "input", "kbd", "math", "meter", "noscript",
    "object", "option", "output", "picture", "progress", "samp", "script", "select", "style", "svg",
    "template", "textarea", "video",
];

/// Whether an element begins a new piece of text.
pub(super) fn is_block(tag: &str) -> bool {
    BLOCKS.contains(&tag)
}

/// Whether an element's text is passed over.
pub(super) fn is_skipped(tag: &str) -> bool {
    SKIPPED.contains(&tag)
}
