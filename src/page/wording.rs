//! What words on a page say of the piece they stand in: bylines, boilerplate, sentence ends, and the names
//! that authors of pages give to their boxes.

use std::sync::LazyLock;

/// Characters of a byline at most.
const BYLINE: usize = 120;
/// Characters of a line of boilerplate at most; a sentence of the article may begin with the same words.
const BOILERPLATE: usize = 160;

/// The first characters of a text as a browser shows it. A live page's text nodes hold the line ends and the
/// indentation of its source, which must count in no limit and part no phrase.
pub(super) fn shown(text: &str, most: usize) -> String {
    let mut shown = String::new();
    let mut left = most;
    for word in text.split_whitespace() {
        if !shown.is_empty() {
            shown.push(' ');
            left = left.saturating_sub(1);
        }
        for letter in word.chars().take(left) {
            shown.push(letter);
            left -= 1;
        }
        if left == 0 {
            break;
        }
    }
    shown
}

/// Whether the text ends as sentences do, quotation marks and brackets aside.
pub(super) fn ends_sentence(text: &str) -> bool {
    text.trim_end_matches(|letter: char| letter.is_whitespace() || is_closing(letter)).ends_with(is_stop)
}

/// How many sentences seem to end in a text: full stops and their like before white space or the end.
pub(super) fn sentences(text: &str) -> usize {
    let is_behind = |letter: char| letter.is_whitespace() || is_closing(letter);
    let mut letters = text.chars().peekable();
    let mut ends = 0;
    while let Some(letter) = letters.next() {
        ends += usize::from(is_stop(letter) && letters.peek().is_none_or(|&next| is_behind(next)));
    }
    ends
}

/// Marks that end a sentence.
pub(super) fn is_stop(letter: char) -> bool {
    matches!(letter, '.' | '!' | '?' | '…' | '。' | '！' | '？' | '؟' | '।')
}

fn is_closing(letter: char) -> bool {
    matches!(letter, '"' | '”' | '“' | '\'' | '’' | '»' | '«' | ')' | ']' | '」' | '』')
}

/// Whether a line says who wrote the article: "By Jane Doe", "By JANE DOE, Associated Press".
pub(super) fn is_byline(line: &str) -> bool {
    let line = shown(line, BYLINE + 1);
    if line.chars().count() > BYLINE || line.ends_with('.') || line.ends_with(':') {
        return false;
    }
    let Some((first, names)) = line.split_once(' ') else { return false };
    let name_words = names.split_whitespace().take(2);
    let is_named = name_words.clone().all(|word| word.starts_with(|letter: char| letter.is_uppercase()));
    let first = first.trim_end_matches(':');
    matches!(first, "By" | "BY" | "by" | "Von" | "Par" | "Por") && name_words.count() > 0 && is_named
}

/// Beginnings of lines that stand between the paragraphs of articles but are none of theirs. Parted by bars.
const BOILERPLATE_STARTS: &str = "\
    advertisement|advertising|sponsored|sponsored content|promoted|read more|read next|read also|\
    also read|also see|see also:|see more|read:|read the full|more from|more on|more:|related|\
    recommended|you may also like|you might also like|you may like|most read|most popular|trending|\
    top stories|editor's pick|don't miss|watch:|watch now|watch live|watch video|listen:|video:|photos:|\
    gallery:|story continues|article continues|continue reading|scroll down|keep reading|show more|\
    load more|click here|tap here|click to|sign up|subscribe|get the latest|get our|join our|follow us|\
    follow @|follow him on|follow her on|like us|share this|share on|share via|share your|share:|\
    tweet this|download our|download the app|get the app|log in|login|sign in|register|\
    already a subscriber|view comments|leave a comment|post a comment|comments|join the conversation|\
    what do you think|let us know in the comments|all rights reserved|copyright|©|(c)|terms of|\
    privacy policy|this site uses|this website uses|we use cookies|by continuing|by clicking|\
    by signing up|please enable javascript|your browser|image credit|image source|photo credit|\
    getty images|(getty|filed under|tags:|topics:|tagged|posted in|categories:|file photo|skip to|\
    back to top|next article|previous article|next story|previous story|report a typo|report an error|\
    contact us|send us|have a tip|got a tip|donate|support our|get breaking news|breaking news alerts|\
    minute read|min read|print|save|share|tweet|email|facebook|twitter";

static STARTS: LazyLock<Vec<&str>> = LazyLock::new(|| BOILERPLATE_STARTS.split('|').collect());

/// Words behind such a beginning in a whole sentence at most: "Send us your story.", but not "Send us the guns
/// that we need and we will win this war, he said."
const FURNITURE_SENTENCE: usize = 8;

/// Whether a short line is a page's furniture ("Advertisement", "Read more: …", "Sign up for our newsletter").
pub(super) fn is_boilerplate(line: &str) -> bool {
    let line = line.trim_matches(|letter: char| {
        letter.is_whitespace() || matches!(letter, '[' | '»' | '>' | '*' | '-' | '–' | '—' | '|')
    });
    let line = shown(line, BOILERPLATE + 1);
    if line.chars().count() > BOILERPLATE {
        return false;
    }
    let line = line.to_lowercase().replace('’', "'");
    let is_sentence = ends_sentence(&line);
    let first = line.bytes().next();
    let mut starts = STARTS.iter().filter(|start| start.bytes().next() == first);
    starts.any(|start| {
        line.strip_prefix(start).is_some_and(|behind| {
            let ends_word = !behind.starts_with(char::is_alphanumeric);
            // One common word alone ("Share", "Print") is furniture; the same word begins sentences.
            let is_common = !start.contains([' ', ':', '©', '(']);
            let words = behind.split_whitespace().count();
            let most = if is_common {
                3
            } else if is_sentence {
                FURNITURE_SENTENCE
            } else {
                usize::MAX
            };
            ends_word && words <= most && !(is_common && is_sentence)
        })
    })
}

/// What the names of a box say.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Hints {
    /// Not part of an article: navigation, comments, advertisements, lists of other articles.
    pub(super) outside: bool,
    /// The box of the article's text.
    pub(super) body: bool,
    /// Words under a picture.
    pub(super) caption: bool,
    /// The author's name.
    pub(super) byline: bool,
    /// Readers' comments, which read like running text and can be longer than the article.
    pub(super) comments: bool,
}

/// A word in the names of boxes that are no part of an article.
fn is_furniture(word: &str) -> bool {
    matches!(
        word,
        "nav"
            | "navbar"
            | "navigation"
            | "menu"
            | "submenu"
            | "breadcrumb"
            | "breadcrumbs"
            | "footer"
            | "sidebar"
            | "rail"
            | "related"
            | "relatedposts"
            | "recommended"
            | "recommendations"
            | "recommendation"
            | "recirc"
            | "recirculation"
            | "promo"
            | "promos"
            | "promotion"
            | "newsletter"
            | "newsletters"
            | "signup"
            | "subscribe"
            | "subscription"
            | "share"
            | "sharing"
            | "sharebar"
            | "sharedaddy"
            | "shares"
            | "social"
            | "socials"
            | "follow"
            | "advert"
            | "adverts"
            | "advertisement"
            | "advertising"
            | "ad"
            | "ads"
            | "adslot"
            | "sponsor"
            | "sponsored"
            | "sponsors"
            | "outbrain"
            | "taboola"
            | "zergnet"
            | "cookie"
            | "cookies"
            | "consent"
            | "gdpr"
            | "paywall"
            | "modal"
            | "popup"
            | "overlay"
            | "lightbox"
            | "toolbar"
            | "login"
            | "signin"
            | "register"
            | "trending"
            | "popular"
            | "mostread"
            | "mostpopular"
            | "tags"
            | "tagcloud"
            | "pagination"
            | "pager"
            | "ticker"
            | "skip"
            | "offscreen"
            | "screenreader"
            | "donate"
            | "donation"
            | "bio"
            | "authorbio"
            | "copyright"
            | "disclaimer"
            | "masthead"
            | "topbar"
            | "banner"
            | "contentinfo"
            | "complementary"
            | "search"
            | "dialog"
            | "alertdialog"
            | "addthis"
            | "yarpp"
            | "teaser"
            | "teasers"
            | "linkbox"
            | "readmore"
            | "slideshow"
            | "carousel"
            | "inlinerelated"
            | "nextprev"
            | "noprint"
            | "metadata"
    )
}

/// A word in the names of boxes of readers' comments.
fn is_comments(word: &str) -> bool {
    matches!(
        word,
        "comment"
            | "comments"
            | "commentlist"
            | "disqus"
            | "livefyre"
            | "respond"
            | "replies"
            | "spotim"
            | "coral"
    )
}

/// Two neighbouring words that mean the same as one of [`is_furniture`].
fn is_furniture_pair(words: (&str, &str)) -> bool {
    matches!(
        words,
        ("sign", "up")
            | ("most", "read")
            | ("most", "popular")
            | ("read", "more")
            | ("read", "next")
            | ("read", "also")
            | ("also", "read")
            | ("more", "stories")
            | ("more", "from")
            | ("more", "news")
            | ("see", "also")
            | ("sr", "only")
            | ("visually", "hidden")
            | ("screen", "reader")
            | ("author", "bio")
            | ("about", "author")
            | ("author", "box")
            | ("author", "info")
            | ("author", "description")
            | ("up", "next")
            | ("next", "article")
            | ("next", "post")
            | ("post", "navigation")
            | ("in", "brief")
            | ("latest", "news")
            | ("top", "stories")
            | ("editors", "picks")
            | ("you", "may")
            | ("also", "like")
            | ("read", "on")
            | ("side", "bar")
            | ("right", "column")
            | ("story", "list")
    )
}

/// Two neighbouring words that mean the same as one of [`is_body`].
fn is_body_pair(words: (&str, &str)) -> bool {
    matches!(
        words,
        ("article", "body")
            | ("article", "content")
            | ("article", "text")
            | ("story", "body")
            | ("story", "content")
            | ("story", "text")
            | ("entry", "content")
            | ("entry", "body")
            | ("post", "content")
            | ("post", "body")
            | ("post", "entry")
            | ("body", "content")
            | ("content", "body")
            | ("body", "text")
            | ("body", "copy")
            | ("article", "copy")
            | ("article", "main")
            | ("main", "text")
            | ("text", "body")
    )
}

/// A word that names the box of an article's text.
fn is_body(word: &str) -> bool {
    matches!(
        word,
        "articlebody"
            | "articlecontent"
            | "articletext"
            | "storybody"
            | "storycontent"
            | "storytext"
            | "postbody"
            | "entrycontent"
            | "postcontent"
            | "bodycopy"
            | "bodytext"
    )
}

/// A word that names words under a picture, or the box of a picture.
fn is_caption(word: &str) -> bool {
    matches!(
        word,
        "caption" | "captions" | "figcaption" | "cutline" | "credit" | "credits" | "image" | "photo"
    )
}

/// Reads the names of a box ([`Container::hint`](super::Container::hint)).
pub(super) fn hints(hint: &str) -> Hints {
    let words = words(hint);
    let mut hints = Hints::default();
    for (at, word) in words.iter().enumerate() {
        let word = word.as_str();
        hints.outside |= is_furniture(word);
        hints.comments |= is_comments(word);
        hints.body |= is_body(word);
        hints.caption |= is_caption(word);
        hints.byline |= matches!(word, "byline" | "bylines" | "author" | "authors" | "dateline" | "writer");
        if let Some(next) = words.get(at + 1) {
            hints.outside |= is_furniture_pair((word, next));
            hints.body |= is_body_pair((word, next));
        }
    }
    hints.outside |= hints.comments;
    hints
}

/// The words of names as programmers write them: "relatedPosts", "related-posts", "RELATED_POSTS2".
fn words(hint: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut was_lower = false;
    for letter in hint.chars() {
        let begins = !letter.is_alphabetic() || (letter.is_uppercase() && was_lower);
        if begins && words.last().is_some_and(|word| !word.is_empty()) {
            words.push(String::new());
        }
        if letter.is_alphabetic()
            && let Some(word) = words.last_mut()
        {
            word.extend(letter.to_lowercase());
        }
        was_lower = letter.is_lowercase();
    }
    words.retain(|word| !word.is_empty());
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bylines_name_somebody() {
        for line in ["By Jane Doe", "By JANE DOE, Associated Press", " by Jane Doe and John Roe"] {
            assert!(is_byline(line), "{line}");
        }
        for line in ["By", "By Tuesday the talks had ended.", "By the sea", "Jane Doe", "By Jane Doe:"] {
            assert!(!is_byline(line), "{line}");
        }
    }

    #[test]
    fn the_indentation_of_a_pages_source_counts_for_nothing() {
        let indent = format!("\n{}", " ".repeat(BOILERPLATE));
        assert!(is_byline(&format!("{indent}By{indent}Jane Doe{indent}")));
        assert!(is_boilerplate(&format!("{indent}Read{indent}more:{indent}Kerry in Moscow{indent}")));
        assert_eq!(shown(" \n one\t two ", 9), "one two");
        assert_eq!(shown("one two", 5), "one t");
        assert_eq!(shown(" \n ", 5), "");
    }

    #[test]
    fn furniture_is_told_from_sentences_that_begin_alike() {
        for line in [
            "Advertisement",
            "READ MORE: Kerry in Moscow",
            "Sign up for our newsletter",
            "[Share]",
            "Related",
        ] {
            assert!(is_boilerplate(line), "{line}");
        }
        for line in [
            "Related parties met in Moscow on Monday.",
            "Shares fell by 2 percent.",
            "Print is not dead, he said.",
        ] {
            assert!(!is_boilerplate(line), "{line}");
        }
    }

    #[test]
    fn names_of_boxes_are_read_word_by_word() {
        assert!(hints("relatedPosts").outside);
        assert!(hints("js-most-read module2").outside);
        assert!(hints("articleBody").body && hints("story__body").body);
        assert!(!hints("headline-adjacent shadow readable").outside);
        assert!(hints("commentList").comments);
    }
}
