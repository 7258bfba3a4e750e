//! What a reader would notice of the room `page`: which text of a page is its article, its date, its language,
//! and that no page, however broken or hostile, does harm.
#![cfg(all(feature = "html", not(target_arch = "wasm32")))]

use std::time::{Duration, Instant};

use dramatis::{
    Article, BlockKind, Container, Date, DateSource, PageBlock, PageSnapshot, PageTime, decode_html,
};
use proptest::collection::vec;
use proptest::prelude::*;

/// A news page with all the furniture that stands around an article.
const NEWS: &str = r##"<!DOCTYPE html>
<html lang="en-US"><head>
<title>Minister flies to Geneva for talks - The Daily Example</title>
<meta property="og:site_name" content="The Daily Example">
<meta property="og:type" content="article">
<script type="application/ld+json">{"@type":"NewsArticle","headline":"Minister flies to Geneva for talks",
  "datePublished":"2013-05-07T06:12:00Z",}</script>
<style>p { color: red }</style>
</head><body class="single-post sidebar-right">
<header class="masthead"><a href="/">The Daily Example</a>
  <nav><ul><li><a href="/world">World</a></li><li><a href="/sport">Sport</a></li></ul></nav></header>
<div id="cookie-wall"><p>We use cookies to make this site better. By clicking Accept, you agree to our use of
  cookies, and to those of our 300 partners, for all the purposes that they may think of.</p></div>
<div class="breaking-news"><h2><a href="/x">Storm hits the coast</a></h2></div>
<main><article>
  <h1>Minister flies to Geneva for talks</h1>
  <p class="byline">By Jane Doe</p>
  <time datetime="2013-05-07">May 7, 2013</time>
  <div class="share-bar"><ul><li><a href="#">Facebook</a></li><li><a href="#">Twitter</a></li></ul></div>
  <figure><img src="a.jpg"><figcaption>The minister boards the plane in Oslo on Tuesday.</figcaption></figure>
  <div class="article-body">
    <p>GENEVA &mdash; The foreign minister has arrived in Geneva for talks with <a href="/p">her colleague</a>
       on the future of the border, the ministry said on Tuesday.</p>
    <p>The talks, the first in two years, are to last until Friday, officials said.</p>
    <div class="ad-slot"><p>Advertisement</p></div>
    <p>Read more: <a href="/old">Two years without a word</a></p>
    <h2>What is at stake</h2>
    <p>Both sides claim the valley. They have fought over it twice, in 1971 and in 1994.</p>
    <ul><li>The bridge in the north, which has been closed since the last war.</li>
        <li>The water of the river, on which both countries depend.</li></ul>
    <script>document.write("never seen")</script>
    <p hidden>This paragraph is for nobody to see, and it stays that way for good.</p>
    <div class="newsletter-signup"><p>Get the day's news in your inbox every morning, written by our editors in
       all parts of the world. You can leave at any time.</p></div>
    <p>The talks, the first in two years, are to last until Friday, officials said.</p>
    <p>"We have come to listen," she said.</p>
    <h3>Related stories</h3>
    <ul class="related"><li><a href="/a">Another story about something else altogether</a></li></ul>
  </div>
  <div class="author-bio"><p>Jane Doe has been our correspondent in Geneva since 2009. She has won many prizes
     for her reports from all over the continent.</p></div>
</article>
<section id="comments"><h2>Comments</h2><p>First! I have always said that these talks are a waste of time, and
  I say it again, and nobody can make me stop saying it here, whatever they do.</p></section>
</main>
<aside><h3>Most read</h3><p>The ten best places for a swim in the summer, chosen by our readers and by our
  travel editors, with a map.</p></aside>
<footer><p>© 2013 The Daily Example. All rights reserved. No part of this site may be copied.</p></footer>
</body></html>"##;

fn read(html: &str) -> Article {
    Article::from_html(html, Some("https://example.com/world/story"))
}

fn texts(article: &Article) -> Vec<(BlockKind, &str)> {
    article
        .blocks
        .iter()
        .map(|block| (block.kind, article.text.get(block.range.clone()).unwrap_or_default()))
        .collect()
}

/// A page with a head, a headline and three paragraphs.
fn page(head: &str, before: &str, behind: &str) -> String {
    format!(
        "<html><head><title>Talks begin in Geneva</title>{head}</head><body><main><h1>Talks begin in Geneva</h1>\
         {before}<div><p>The foreign minister has arrived in Geneva for talks on the future of the border, the \
         ministry said. She is to stay until Friday.</p><p>The talks are the first in two years. Both sides \
         claim the valley, and they have fought over it twice in the last fifty years.</p><p>It is hoped that \
         the bridge will be opened again, officials said. Nobody would say when that might be. The last attempt \
         had failed when the delegation of the south left early, and the other side has not forgotten it. This \
         time both have promised to stay until the end of the week.</p></div></main>{behind}</body></html>"
    )
}

#[test]
fn the_article_is_read_and_the_furniture_left() {
    let article = read(NEWS);
    assert_eq!(article.title, "Minister flies to Geneva for talks");
    assert_eq!(article.language.as_deref(), Some("en"));
    assert!(article.is_article);
    let expected = [
        (BlockKind::Headline, "Minister flies to Geneva for talks"),
        (BlockKind::Byline, "By Jane Doe"),
        (BlockKind::Caption, "The minister boards the plane in Oslo on Tuesday."),
        (
            BlockKind::Paragraph,
            "GENEVA — The foreign minister has arrived in Geneva for talks with her colleague on the future of \
             the border, the ministry said on Tuesday.",
        ),
        (
            BlockKind::Paragraph,
            "The talks, the first in two years, are to last until Friday, officials said.",
        ),
        (BlockKind::Heading, "What is at stake"),
        (
            BlockKind::Paragraph,
            "Both sides claim the valley. They have fought over it twice, in 1971 and in 1994.",
        ),
        (BlockKind::ListItem, "The bridge in the north, which has been closed since the last war."),
        (BlockKind::ListItem, "The water of the river, on which both countries depend."),
        (BlockKind::Paragraph, "\"We have come to listen,\" she said."),
    ];
    assert_eq!(texts(&article), expected);
}

#[test]
fn each_block_is_a_block_of_the_page_unchanged() {
    let page = PageSnapshot::from_html(NEWS, None);
    let article = Article::from_snapshot(&page);
    for block in &article.blocks {
        let source = &page.blocks[block.source.unwrap() as usize];
        assert_eq!(article.text.get(block.range.clone()), Some(source.text.as_str()));
    }
}

#[test]
fn line_ends_and_spaces_of_a_live_page_are_kept() {
    let text = "\n   The foreign minister has\n   arrived in Geneva for talks,\n   the ministry said.\n  ";
    let block = |text: &str| PageBlock { tag: "p".to_owned(), text: text.to_owned(), ..PageBlock::default() };
    let page = PageSnapshot { blocks: vec![block(text)], ..PageSnapshot::default() };
    let article = Article::from_snapshot(&page);
    assert_eq!(article.text, text);
}

#[test]
fn paragraphs_parted_by_br_are_read_apart() {
    let html = "<body><div>The minister has arrived in Geneva, officials said.<br><br>She is to stay until \
        Friday, they said.<br>Nobody would say more.</div></body>";
    let snapshot = PageSnapshot::from_html(html, None);
    let texts: Vec<&str> = snapshot.blocks.iter().map(|block| block.text.as_str()).collect();
    assert_eq!(
        texts,
        [
            "The minister has arrived in Geneva, officials said.",
            "She is to stay until Friday, they said.",
            "Nobody would say more."
        ]
    );
}

#[test]
fn the_snapshot_says_where_text_stands_and_how_much_is_linked() {
    let html = "<body id=top><div class='story text'>One <a href=/x>two 😀</a><p>three</p><p class=lead>four</p>\
        <time datetime=2013-05-07>then</time></div>five</body>";
    let snapshot = PageSnapshot::from_html(html, None);
    let block = |container, tag: &str, text: &str, link_units| PageBlock {
        container,
        tag: tag.to_owned(),
        text: text.to_owned(),
        link_units,
    };
    let container =
        |parent, tag: &str, hint: &str| Container { parent, tag: tag.to_owned(), hint: hint.to_owned() };
    assert_eq!(
        snapshot.containers,
        [
            container(None, "body", "top"),
            container(Some(0), "div", "story text"),
            container(Some(1), "p", "lead")
        ]
    );
    assert_eq!(
        snapshot.blocks,
        [
            block(1, "div", "One two 😀", 6),
            block(1, "p", "three", 0),
            block(2, "p", "four", 0),
            block(1, "div", "then", 0),
            block(0, "body", "five", 0)
        ]
    );
    assert_eq!(snapshot.times, [PageTime { container: 1, value: "2013-05-07".to_owned() }]);
}

#[test]
fn of_two_articles_on_a_page_the_headed_one_is_read() {
    let other = "<article><h2><a href=/b>Quite another story</a></h2><p>The harvest was better than anyone had \
        hoped for, farmers in the south said. It was the best in ten years, and the prices are good.</p></article>";
    let html = page("", "", &other.repeat(6))
        .replace("<main>", "<div class=wrap><article>")
        .replace("</main>", "</article></div>");
    let article = read(&html);
    assert!(article.text.contains("foreign minister") && !article.text.contains("harvest"));
    assert!(article.is_article);
}

#[test]
fn a_headline_that_only_the_head_has_comes_first() {
    let html = page("", "", "").replace("<h1>Talks begin in Geneva</h1>", "");
    let article = read(&html);
    assert_eq!(texts(&article)[0], (BlockKind::Headline, "Talks begin in Geneva"));
    assert_eq!(article.blocks[0].source, None);
}

#[test]
fn json_ld_tells_the_box_and_never_the_text() {
    let teasers = "<div><p>The ten best places for a swim in the summer, chosen by our readers and by our travel \
        editors, with a map.</p></div>";
    let body =
        page("", "", "").split_once("<div>").unwrap().1.split_once("</div>").unwrap().0.replace("</p>", " ");
    let body = body.replace("<p>", "") + "These words stand nowhere on the page.";
    let head = format!(
        "<script type='application/ld+json'>{{\"@type\":\"NewsArticle\",\"articleBody\":\"{body}\"}}</script>"
    );
    let article = read(&page(&head, "", &teasers.repeat(30)));
    assert!(article.text.contains("foreign minister") && !article.text.contains("swim"));
    assert!(!article.text.contains("stand nowhere"));
}

#[test]
fn pages_that_are_no_articles_are_told() {
    let teaser = "<div class=item><h3><a href=/a>Minister flies to Geneva</a></h3><p>The foreign minister has \
        arrived in Geneva for talks on the border. More to follow soon.</p></div>";
    let home =
        format!("<html><head><title>The Daily Example</title></head><body>{}</body>", teaser.repeat(20));
    assert!(!read(&home).is_article, "a listing");
    assert!(!Article::from_html(&page("", "", ""), Some("https://example.com/")).is_article, "a home page");
    assert!(
        !Article::from_html(&page("", "", ""), Some("https://example.com/search?q=a")).is_article,
        "a search"
    );
    let shop = "<script type='application/ld+json'>{\"@type\":\"Product\",\"name\":\"Kettle\"}</script>";
    assert!(!read(&page(shop, "", "")).is_article, "a shop");
    let form = "<form><label>Your name</label><input><label>Your complaint. Be brief.</label><textarea>\
        </textarea><p>All fields must be filled in.</p><button>Send it. Now.</button></form>";
    assert!(!read(form).is_article, "a form");
    let mail = page("", "", "").replace("<main>", "<main contenteditable=true>");
    assert!(!read(&mail).is_article, "an editor");
    assert!(!read("").is_article, "nothing");
    assert!(read(&page("", "", "")).is_article, "an article that says nothing of itself");
}

#[test]
fn a_page_can_opt_out() {
    assert!(!read(&page("<meta name=dramatis content=off>", "", "")).is_article);
    assert!(!read(&NEWS.replace("<head>", "<head><meta name='Dramatis' content=' OFF '>")).is_article);
}

#[test]
fn the_most_trusted_date_wins() {
    let url = "https://example.com/2013/05/04/talks";
    let json_ld = "<script type='application/ld+json'>{\"@type\":\"Article\",\"datePublished\":\"2013-05-01\"}</script>";
    let meta = "<meta property='article:published_time' content='2013-05-02T23:30:00-05:00'>";
    let time = "<div><time>May 3, 2013</time></div>";
    let dateline =
        "<p>GENEVA, May 5, 2013 (Example) -- The minister has arrived, officials said on Sunday.</p>";
    let date = |html: &str, url: &str| {
        let date = Article::from_html(html, Some(url)).date?;
        Some((date.date.to_string(), date.source))
    };
    let found = |day: &str, source| Some((format!("2013-05-{day}"), source));
    let all = page(&format!("{json_ld}{meta}"), time, "");
    assert_eq!(date(&all, url), found("01", DateSource::JsonLd));
    assert_eq!(date(&page(meta, time, ""), url), found("02", DateSource::Meta));
    assert_eq!(date(&page("", time, ""), url), found("03", DateSource::TimeElement));
    let with_dateline = page("", "", "").replace("<div><p>", &format!("<div>{dateline}<p>"));
    assert_eq!(date(&with_dateline, url), found("04", DateSource::Address));
    assert_eq!(date(&with_dateline, ""), found("05", DateSource::Dateline));
    assert_eq!(date(&page("", "<p>Published 6 May 2013</p>", ""), ""), found("06", DateSource::Dateline));
    assert_eq!(date(&page("", "", ""), ""), None);
}

#[test]
fn dates_of_other_stories_and_absurd_dates_do_not_count() {
    let related = "<aside><time datetime=2019-01-01></time></aside><div class=related-stories><p>Storm hits the \
        coast, and the coast hits back.</p><time datetime=2018-01-01></time></div>\
        <section id=comments><time>May 1, 2017</time></section>";
    assert_eq!(read(&page("", "", related)).date, None);
    assert_eq!(
        read(&page("<meta name=date content=9999-12-31><meta name=date content=0001-01-01>", "", "")).date,
        None
    );
}

#[test]
fn a_given_date_is_the_date() {
    let date: Date = "2013-05-08".parse().unwrap();
    let given = read(NEWS).with_date(date).date.unwrap();
    assert_eq!((given.date, given.source), (date, DateSource::Given));
}

#[test]
fn the_text_tells_its_language_where_the_page_errs() {
    let html = NEWS.replace("lang=\"en-US\"", "lang=\"de\"");
    assert_eq!(read(&html).language.as_deref(), Some("en"));
}

#[test]
fn a_plain_text_is_kept_byte_for_byte() {
    let text = "\u{feff}Minister flies to Geneva\r\n\r\nGENEVA, May 7, 2013 -- She has  arrived.\r\n\tNobody knows \
        why.\n\n";
    let article = Article::from_text(text);
    assert_eq!(article.text, text);
    assert_eq!(article.title, "Minister flies to Geneva");
    assert!(article.is_article);
    assert_eq!(article.date.map(|date| date.date.to_string()).as_deref(), Some("2013-05-07"));
    assert_eq!(
        texts(&article),
        [
            (BlockKind::Headline, "Minister flies to Geneva"),
            (BlockKind::Paragraph, "GENEVA, May 7, 2013 -- She has  arrived."),
            (BlockKind::Paragraph, "Nobody knows why."),
        ]
    );
    assert!(Article::from_text("Kerry arrived.").is_article);
    assert!(!Article::from_text(" \n").is_article);
}

#[test]
fn hostile_pages_are_read_in_time() {
    // Debug builds are some twenty times slower than what is shipped.
    let patience = Duration::from_secs(20);
    let attributes: String = (0..20_000).map(|at| format!(" a{at}=1")).collect();
    let formatting: String = (0..20_000).map(|at| format!("<b id={at}><p>x")).collect();
    let pages = [
        ("depth", "<div>".repeat(200_000)),
        ("depth with text", "<div>a<p>".repeat(100_000)),
        ("unclosed formatting", formatting),
        ("tables", "<table><tr><td>x".repeat(30_000)),
        ("attributes", format!("<p{attributes}>text</p>")),
        ("spaces", format!("<p>a{}b</p>", " ".repeat(1_000_000))),
        ("one long word", "a".repeat(1_000_000)),
        ("many blocks", "<p>x.</p>".repeat(200_000)),
        ("digits", "1999-".repeat(200_000)),
        ("brackets", "<p>(".repeat(100_000)),
        ("commas", format!("<script type=application/ld+json>{{{}</script>", ",\n".repeat(90_000))),
    ];
    for (name, html) in pages {
        let start = Instant::now();
        let article = read(&html);
        let plain = Article::from_text(&html);
        assert!(start.elapsed() < patience, "{name}: {:?}", start.elapsed());
        assert!(article.text.len() <= html.len() + 8 && plain.text == html, "{name}");
    }
}

#[test]
fn a_page_beyond_the_limits_is_cut() {
    let snapshot = PageSnapshot::from_html(&"<p class=a>Some words.</p>".repeat(100_000), None);
    assert!(snapshot.blocks.len() <= 20_000 && snapshot.containers.len() <= 20_001);
    let snapshot = PageSnapshot::from_html(&"word ".repeat(500_000), None);
    assert!(snapshot.blocks[0].text.encode_utf16().count() <= 1_000_000);
}

fn check(article: &Article) {
    let mut end = 0;
    for block in &article.blocks {
        assert!(block.range.start >= end && article.text.get(block.range.clone()).is_some());
        end = block.range.end;
    }
}

fn snapshots() -> impl Strategy<Value = PageSnapshot> {
    let tag = prop::sample::select(vec!["body", "div", "p", "article", "li", "h1", "figcaption", "nav", ""]);
    let hint = prop::sample::select(vec!["", "article-body", "comments", "related", "byline", "caption ad"]);
    let text = prop::sample::select(vec![
        "",
        " \n ",
        "By Jane Doe",
        "May 7, 2013",
        "Talks begin in Geneva",
        "The foreign minister has arrived in Geneva for talks on the border. She is to stay until Friday, it said.",
        "É́😀 ﷺ",
    ]);
    let index = prop_oneof![0..8_u32, Just(u32::MAX)];
    let container = (prop::option::of(index.clone()), tag.clone(), hint)
        .prop_map(|(parent, tag, hint)| Container { parent, tag: tag.to_owned(), hint: hint.to_owned() });
    let block =
        (index.clone(), tag, text.clone(), any::<u32>()).prop_map(|(container, tag, text, link_units)| {
            PageBlock { container, tag: tag.to_owned(), text: text.to_owned(), link_units }
        });
    let time = (index, text).prop_map(|(container, value)| PageTime { container, value: value.to_owned() });
    (vec(container, 0..10), vec(block, 0..30), vec(time, 0..4), any::<String>(), any::<String>()).prop_map(
        |(containers, blocks, times, title, json_ld)| PageSnapshot {
            title,
            json_ld: vec![json_ld],
            containers,
            blocks,
            times,
            ..PageSnapshot::default()
        },
    )
}

proptest! {
    #[test]
    fn no_snapshot_does_harm(snapshot in snapshots()) {
        check(&Article::from_snapshot(&snapshot));
    }

    #[test]
    fn no_html_does_harm(parts in vec(prop_oneof![
        "</?(div|p|table|tr|td|b|a|br|h1|time|pre|svg|math|template|select|article|script|title|body|html)( [a-z]{1,9}=['\"]?[a-z]{0,9}['\"]?)?>",
        "\\PC{0,20}",
        "&[a-z]{2,6};?",
        "[A-Z][a-z]{2,9} [a-z]{2,9} [a-z ]{2,60}\\.",
    ], 0..60)) {
        let html = parts.concat();
        let snapshot = PageSnapshot::from_html(&html, None);
        for block in &snapshot.blocks {
            prop_assert!((block.container as usize) < snapshot.containers.len());
            prop_assert!(block.link_units as usize <= block.text.encode_utf16().count());
        }
        for (at, container) in snapshot.containers.iter().enumerate() {
            prop_assert!(container.parent.is_none_or(|parent| (parent as usize) < at));
        }
        check(&Article::from_snapshot(&snapshot));
    }

    #[test]
    fn no_text_does_harm(text in "([A-Za-z0-9 .,'()—\\n\\r\\t-]{0,80}|\\PC{0,9}){0,9}") {
        let article = Article::from_text(&text);
        prop_assert_eq!(&article.text, &text);
        check(&article);
    }

    #[test]
    fn no_bytes_do_harm(bytes in vec(any::<u8>(), 0..200)) {
        check(&Article::from_html(&decode_html(&bytes), None));
    }
}
