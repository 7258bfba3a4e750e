//! Hints: what the names of an element's box say about what is in it.
//!
//! In: a box's tag, classes, ids, roles. Out: a [`Zone`]. The words are Readability's (`unlikelyCandidates`,
//! `negative`, `positive`) and those that news sites use for the same things.

use super::snapshot::Container;

/// What a box is likely to hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Zone {
    /// Said to be the article's own text.
    Body,
    /// Said to be content.
    Content,
    /// Says nothing.
    Neutral,
    /// Who wrote it.
    Byline,
    /// Words under a picture.
    Caption,
    /// Navigation, comments, related stories, promotion: not the article.
    Aside,
}

const ASIDE_TAGS: &[&str] = &["nav", "aside", "footer", "form", "dialog", "menu"];

const ASIDE_ROLES: &[&str] = &[
    "navigation",
    "complementary",
    "contentinfo",
    "search",
    "dialog",
    "banner",
    "menu",
    "menubar",
    "alertdialog",
];

/// Words of a class or id that name what is not the article.
const ASIDE_WORDS: &[&str] = &[
    "ad",
    "ads",
    "advert",
    "advertisement",
    "advertising",
    "agegate",
    "audio",
    "banner",
    "bio",
    "breadcrumb",
    "breadcrumbs",
    "buttons",
    "carousel",
    "comment",
    "comments",
    "commentlist",
    "community",
    "consent",
    "cookie",
    "cookies",
    "copyright",
    "cta",
    "discussion",
    "disqus",
    "donate",
    "dropdown",
    "feedback",
    "footer",
    "gallery",
    "gdpr",
    "hidden",
    "legal",
    "login",
    "masthead",
    "menu",
    "modal",
    "more",
    "nav",
    "navbar",
    "navigation",
    "newsletter",
    "outbrain",
    "overlay",
    "pager",
    "pagination",
    "partner",
    "paywall",
    "popular",
    "popup",
    "premium",
    "print",
    "privacy",
    "promo",
    "promos",
    "promotion",
    "ratings",
    "recirc",
    "recirculation",
    "recommend",
    "recommended",
    "recommendations",
    "related",
    "replies",
    "respond",
    "rss",
    "screenreader",
    "search",
    "share",
    "sharing",
    "shop",
    "shortcut",
    "shoutbox",
    "sidebar",
    "signin",
    "signup",
    "skip",
    "skyscraper",
    "slideshow",
    "social",
    "sponsor",
    "sponsored",
    "subscribe",
    "subscription",
    "supplemental",
    "survey",
    "taboola",
    "tag",
    "tags",
    "teaser",
    "teasers",
    "ticker",
    "toc",
    "tool",
    "toolbar",
    "tools",
    "tooltip",
    "topics",
    "trending",
    "tweet",
    "utility",
    "video",
    "weather",
    "widget",
    "widgets",
    "yom",
    "readmore",
    "seealso",
    "mostread",
    "sidenav",
    "topnav",
    "subnav",
];

const BODY_WORDS: &[&str] = &[
    "articlebody",
    "storybody",
    "postbody",
    "entrycontent",
    "articlecontent",
    "storycontent",
    "postcontent",
    "articletext",
    "storytext",
    "maincontent",
    "bodycopy",
    "articlecopy",
];

const CONTENT_WORDS: &[&str] = &[
    "article", "body", "content", "entry", "main", "page", "post", "story", "text", "blog", "column",
    "hentry",
];

const BYLINE_WORDS: &[&str] =
    &["byline", "author", "authors", "writer", "contributor", "contributors", "dateline"];

const CAPTION_WORDS: &[&str] = &["caption", "figcaption", "captions"];

/// Judges a box by its names.
pub(super) fn zone_of(container: &Container) -> Zone {
    let hint = container.hint.to_lowercase();
    let joined: String = hint.chars().filter(|c| c.is_alphanumeric() || *c == ' ').collect();
    if joined.split(' ').any(|name| BODY_WORDS.contains(&name)) {
        return Zone::Body;
    }
    if ASIDE_TAGS.contains(&container.tag.as_str()) || hint.split(' ').any(|name| ASIDE_ROLES.contains(&name))
    {
        return Zone::Aside;
    }
    let words = words_of(&container.hint);
    let has = |list: &[&str]| words.iter().any(|word| list.contains(&word.as_str()));
    if container.tag == "figcaption" || has(CAPTION_WORDS) {
        Zone::Caption
    } else if has(BYLINE_WORDS) {
        Zone::Byline
    } else if has(ASIDE_WORDS) {
        Zone::Aside
    } else if matches!(container.tag.as_str(), "article" | "main") || has(CONTENT_WORDS) {
        Zone::Content
    } else {
        Zone::Neutral
    }
}

/// The words of class names: parted at marks and at inner capitals, in lower case.
fn words_of(hint: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut before_lower = false;
    for c in hint.chars() {
        let starts = !c.is_alphanumeric() || (c.is_uppercase() && before_lower);
        if starts && words.last().is_some_and(|word| !word.is_empty()) {
            words.push(String::new());
        }
        if c.is_alphanumeric()
            && let Some(word) = words.last_mut()
        {
            word.extend(c.to_lowercase());
        }
        before_lower = c.is_lowercase();
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    fn zone(tag: &str, hint: &str) -> Zone {
        zone_of(&Container { parent: None, tag: tag.to_owned(), hint: hint.to_owned() })
    }

    #[test]
    fn boxes_are_known_by_their_names() {
        assert_eq!(zone("nav", ""), Zone::Aside);
        assert_eq!(zone("div", "js-relatedStories"), Zone::Aside);
        assert_eq!(zone("div", "article-body"), Zone::Body);
        assert_eq!(zone("div", "articleBody"), Zone::Body);
        assert_eq!(zone("section", "story"), Zone::Content);
        assert_eq!(zone("div", "author-name"), Zone::Byline);
        assert_eq!(zone("div", "wrap-7"), Zone::Neutral);
        assert_eq!(zone("div", "loading"), Zone::Neutral);
    }
}
