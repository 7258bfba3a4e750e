//! The public API: what the crate lets others build on, as one list that a change must change too.
//!
//! In: the pages that `cargo doc` makes (rustdoc's JSON is no part of stable Rust). Out: every public item with its fields,
//! variants and methods and their signatures, compared with `tests/public-api.txt`: what a new version must not break.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};

use crate::command::cargo;
use crate::workspace;

/// The list that is kept.
const KEPT: &str = "tests/public-api.txt";

/// What stands behind this on an item's page comes from traits.
const TRAITS: &[&str] =
    &["id=\"trait-implementations\"", "id=\"synthetic-implementations\"", "id=\"blanket-implementations\""];

/// Members by how their places on a page begin.
const MEMBERS: &[(&str, &str)] = &[
    (" id=\"structfield.", "field"),
    (" id=\"variant.", "variant"),
    (" id=\"associatedconstant.", "const"),
    (" id=\"method.", "fn"),
    (" id=\"tymethod.", "fn"),
];

/// Kinds of items whose declaration is all there is to them.
const SIGNED: &[&str] = &["fn", "constant", "type"];

/// Documents the crate as others see it and compares the list.
///
/// # Errors
/// Where it is another than the one kept: what is new and what is gone, and how to keep it.
pub(crate) fn check() -> Result<()> {
    cargo(&["doc", "--quiet", "-p", "dramatis", "--no-deps"]).env("RUSTDOCFLAGS", "-D warnings").run()?;
    let pages = workspace::target().join("doc/dramatis");
    let list = list(&pages)?;
    let kept = fs::read_to_string(workspace::root().join(KEPT)).unwrap_or_default();
    if list == kept {
        return Ok(());
    }
    let new = workspace::target().join("public-api.txt");
    fs::write(&new, &list)?;
    let (now, before): (BTreeSet<&str>, BTreeSet<&str>) = (list.lines().collect(), kept.lines().collect());
    let gone = before.difference(&now).map(|line| format!("- {line}"));
    let added = now.difference(&before).map(|line| format!("+ {line}"));
    bail!(
        "the public API is another than {KEPT} says:\n{}\nWhere that is meant: cp {} {KEPT}",
        gone.chain(added).collect::<Vec<_>>().join("\n"),
        new.display()
    )
}

/// Every item, a line each, and a line for each of its members.
fn list(pages: &Path) -> Result<String> {
    let all = fs::read_to_string(pages.join("all.html"))?;
    let mut lines = BTreeSet::new();
    let addresses = all.split("<li><a href=\"").skip(1).filter_map(|rest| rest.split('"').next());
    for address in addresses.filter(|address| address.ends_with(".html")) {
        let (folder, page) = address.rsplit_once('/').map_or(("", address), |(folder, page)| (folder, page));
        let mut parts = page.split('.');
        let (kind, name) =
            (parts.next().unwrap_or_default(), parts.next().context("an item without a name")?);
        let path = if folder.is_empty() {
            name.to_owned()
        } else {
            format!("{}::{name}", folder.replace('/', "::"))
        };
        let html = fs::read_to_string(pages.join(address))?;
        let declared = html.split("item-decl\">").nth(1).filter(|_| SIGNED.contains(&kind));
        lines.insert(format!("{path} ({kind}){}", declared.map(signature).unwrap_or_default()));
        let own = TRAITS.iter().filter_map(|begin| html.find(begin)).min().and_then(|end| html.get(..end));
        for (begin, kind) in MEMBERS {
            for place in own.unwrap_or(&html).split(begin).skip(1) {
                let member = place.split(['"', '.', '-']).next().unwrap_or_default();
                lines.insert(format!("{path}::{member} ({kind}){}", signature(place)));
            }
        }
    }
    Ok(lines.into_iter().map(|line| line + "\n").collect())
}

/// The first code on a stretch of a page, without markup, behind a colon; nothing where there is none.
fn signature(html: &str) -> String {
    let begin = |mark: &str| html.find(mark).map(|at| at + mark.len());
    let Some(from) = ["code-header\">", "<code>"].into_iter().filter_map(begin).min() else {
        return String::new();
    };
    let code = html.get(from..).unwrap_or_default();
    let end = ["</h3>", "</h4>", "</code>"].into_iter().filter_map(|end| code.find(end)).min();
    let mut told = String::new();
    for (at, piece) in code.get(..end.unwrap_or(0)).unwrap_or_default().split('<').enumerate() {
        // What stands in front of the first tag; behind it, what follows each.
        told += if at == 0 { piece } else { piece.split_once('>').map_or("", |(_, text)| text) };
    }
    let told = told.replace("&lt;", "<").replace("&gt;", ">").replace("&#39;", "'").replace("&quot;", "\"");
    let told = told.replace("&amp;", "&").split_whitespace().collect::<Vec<_>>().join(" ");
    if told.is_empty() { told } else { format!(": {told}") }
}

#[cfg(test)]
mod tests {
    // A test that cannot write its own files has nothing to test.
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn items_and_their_own_members_are_listed_and_those_of_traits_left_out() {
        let folder = tempfile::tempdir().unwrap();
        let write = |name: &str, html: &str| fs::write(folder.path().join(name), html).unwrap();
        fs::create_dir(folder.path().join("room")).unwrap();
        write(
            "all.html",
            "<ul><li><a href=\"#structs\">Structs</a></li><li><a href=\"struct.A.html\">A</a></li><li><a href=\"room/fn.go.html\">go</a></li></ul>",
        );
        write(
            "struct.A.html",
            "<span id=\"structfield.x\"><code>x: <a href=\"b\">B</a>&lt;u8&gt;</code></span>\
             <section id=\"method.new\"><h4 class=\"code-header\">pub fn <a>new</a>(\n    b: &amp;B,\n) -&gt; Self</h4></section>\
             <h2 id=\"trait-implementations\"></h2><section id=\"method.clone\"></section>",
        );
        write(
            "room/fn.go.html",
            "<pre class=\"rust item-decl\"><code>pub fn go()</code></pre><code>no</code>",
        );
        assert_eq!(
            list(folder.path()).unwrap(),
            "A (struct)\nA::new (fn): pub fn new( b: &B, ) -> Self\nA::x (field): x: B<u8>\nroom::go (fn): pub fn go()\n"
        );
    }
}
