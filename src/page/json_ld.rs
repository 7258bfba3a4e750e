//! What a page says of itself in JSON-LD (schema.org). In: the scripts' texts, often broken. Out: the facts
//! about the one article that the page is.

use std::collections::HashSet;

use serde_json::{Map, Value};

/// Objects looked at on one page, so that a hostile page costs little.
const MOST_OBJECTS: usize = 2_000;

/// Articles with different headlines from which a page lists them and is none of them.
const LISTED: usize = 4;

/// What JSON-LD tells of the page's article.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Facts {
    /// `datePublished`.
    pub(super) published: Vec<String>,
    /// `headline` (`name` only for an article).
    pub(super) headline: Option<String>,
    /// `inLanguage`.
    pub(super) language: Option<String>,
    /// `articleBody`.
    pub(super) body: Option<String>,
    /// Whether some object is an article.
    pub(super) is_article: bool,
    /// Whether some object says that the page is something else: a product, a list, search results.
    pub(super) is_other: bool,
}

impl Facts {
    /// Reads all scripts of a page.
    pub(super) fn read(scripts: &[String]) -> Self {
        let mut objects = Vec::new();
        let mut broken = Vec::new();
        for script in scripts {
            match parsed(script) {
                Some(value) => objects.extend(top_objects(value)),
                None => broken.push(script.as_str()),
            }
        }
        let mut facts = Self::default();
        // The article speaks first, then the page around it.
        let (articles, others): (Vec<_>, Vec<_>) =
            objects.into_iter().partition(|object| types(object).any(is_article_type));
        let headlines: HashSet<_> = articles.iter().filter_map(|object| text(object, "headline")).collect();
        facts.is_article = !articles.is_empty() && headlines.len() < LISTED;
        facts.is_other = others.iter().flat_map(types).any(is_other_type);
        for object in articles.iter().chain(&others) {
            facts.published.extend(text(object, "datePublished"));
            facts.language = facts.language.or_else(|| text(object, "inLanguage"));
        }
        for object in &articles {
            facts.headline = facts.headline.or_else(|| text(object, "headline"));
            facts.body = facts.body.or_else(|| text(object, "articleBody"));
        }
        for script in broken {
            facts.published.extend(quoted_after(script, "datePublished"));
            facts.headline = facts.headline.or_else(|| quoted_after(script, "headline"));
            facts.is_article |= quoted_after(script, "@type").is_some_and(|kind| is_article_type(&kind));
        }
        facts
    }
}

/// The script's JSON, mended where it is broken in the ways that publishers break it.
fn parsed(script: &str) -> Option<Value> {
    let script = script.trim();
    serde_json::from_str(script).ok().or_else(|| serde_json::from_str(&mended(script)).ok())
}

/// Takes off comments around the JSON and trailing commas, and escapes bare control characters in strings.
fn mended(script: &str) -> String {
    let from = script.find(['{', '[']).unwrap_or(0);
    let to = script.rfind(['}', ']']).map_or(script.len(), |end| end + 1);
    let script = script.get(from..to).unwrap_or_default();
    let mut mended = String::with_capacity(script.len());
    let mut in_string = false;
    let mut escaped = false;
    for letter in script.chars() {
        match letter {
            _ if escaped => escaped = false,
            '\\' if in_string => escaped = true,
            '"' => in_string = !in_string,
            control if in_string && control.is_control() => {
                mended.push(' ');
                continue;
            }
            '}' | ']' if !in_string => {
                let kept = mended.trim_end();
                let kept = kept.strip_suffix(',').unwrap_or(kept).len();
                mended.truncate(kept);
            }
            _ => {}
        }
        mended.push(letter);
    }
    mended
}

/// The objects that speak of the page: those at the top, in arrays, in `@graph` and as `mainEntity`.
fn top_objects(value: Value) -> Vec<Map<String, Value>> {
    let mut objects = Vec::new();
    let mut left = vec![value];
    while let Some(value) = left.pop() {
        match value {
            Value::Array(values) => left.extend(values.into_iter().rev()),
            Value::Object(mut object) => {
                for key in ["mainEntity", "mainEntityOfPage", "@graph"] {
                    left.extend(object.remove(key).filter(|inner| inner.is_array() || inner.is_object()));
                }
                objects.push(object);
            }
            _ => {}
        }
        if objects.len() >= MOST_OBJECTS {
            break;
        }
    }
    objects
}

fn types(object: &Map<String, Value>) -> impl Iterator<Item = &str> {
    let kind = object.get("@type");
    let one = kind.and_then(Value::as_str);
    one.into_iter().chain(kind.and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str))
}

/// schema.org's types for what is read as one text.
fn is_article_type(kind: &str) -> bool {
    let kind = kind.rsplit(['/', ':']).next().unwrap_or(kind);
    kind.ends_with("Article")
        || matches!(kind, "BlogPosting" | "LiveBlogPosting" | "Report" | "Review" | "Blog Posting")
}

/// schema.org's types for pages that are not.
fn is_other_type(kind: &str) -> bool {
    let kind = kind.rsplit(['/', ':']).next().unwrap_or(kind);
    matches!(kind, "Product" | "CollectionPage" | "SearchResultsPage" | "CheckoutPage" | "QAPage" | "Recipe")
}

fn text(object: &Map<String, Value>, key: &str) -> Option<String> {
    let value = object.get(key)?;
    let value = match value {
        Value::Array(values) => values.first()?,
        value => value,
    };
    match value {
        Value::String(text) => Some(text.clone()),
        // {"@type": "Language", "name": …, "alternateName": "en"}
        Value::Object(object) => {
            object.get("alternateName").or(object.get("name"))?.as_str().map(str::to_owned)
        }
        _ => None,
    }
}

/// The text in quotes behind a key, in JSON too broken to parse.
fn quoted_after(script: &str, key: &str) -> Option<String> {
    script.split(key).skip(1).find_map(|behind| {
        let value = behind.strip_prefix(['"', '\''])?.trim_start().strip_prefix(':')?.trim_start();
        let quote = value.chars().next().filter(|first| matches!(first, '"' | '\''))?;
        value.split(quote).nth(1).map(str::to_owned)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn published(script: &str) -> Option<String> {
        Facts::read(&[script.to_owned()]).published.into_iter().next()
    }

    #[test]
    fn the_date_is_found_however_the_object_is_wrapped() {
        for script in [
            r#"{"@type":"NewsArticle","datePublished":"2013-05-07"}"#,
            r#"[{"@type":"WebSite"},{"@type":["Thing","NewsArticle"],"datePublished":"2013-05-07"}]"#,
            r#"{"@graph":[{"@type":"WebPage","datePublished":"1999-01-01"},{"@type":"http://schema.org/BlogPosting","datePublished":"2013-05-07"}]}"#,
            r#"{"@type":"WebPage","mainEntity":{"@type":"Article","datePublished":"2013-05-07"}}"#,
        ] {
            assert_eq!(published(script).as_deref(), Some("2013-05-07"), "{script}");
        }
    }

    #[test]
    fn broken_json_does_not_lose_the_date() {
        for script in [
            "<!--\n{\"@type\":\"Article\",\"datePublished\":\"2013-05-07\",}\n-->",
            "//<![CDATA[\n{\"@type\":\"Article\",\"tags\":[\"a\",],\"datePublished\":\"2013-05-07\"}\n//]]>",
            "{\"@type\":\"Article\",\"headline\":\"two\nlines, }\",\"datePublished\":\"2013-05-07\"};",
            "{\"@type\":\"Article\",\"headline\":\"an \"unescaped\" quote\",\"datePublished\": \"2013-05-07\"",
        ] {
            assert_eq!(published(script).as_deref(), Some("2013-05-07"), "{script}");
        }
    }

    #[test]
    fn dates_of_comments_and_videos_inside_do_not_count() {
        let script = r#"{"@type":"Article","comment":[{"@type":"Comment","datePublished":"2020-01-01"}]}"#;
        assert_eq!(published(script), None);
    }

    #[test]
    fn deep_nesting_is_harmless() {
        let facts = Facts::read(&["[".repeat(100_000), "{\"a\":".repeat(100_000)]);
        assert_eq!(facts, Facts::default());
    }
}
