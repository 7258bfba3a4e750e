//! `dramatis scan`: one article, as a table or as JSON.

use std::io::{Read, Write};
use std::path::{Path, PathBuf};

use dramatis::{Article, CastMember, Confidence, Date, EntityKind, Reading, decode_html, looks_like_html};

use crate::{Failure, PackOption, report};

/// Pages and texts over this size are refused; the longest articles are a hundred times smaller.
const LARGEST_INPUT: u64 = 64 << 20;

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// The article, HTML or plain text; `-` or nothing reads standard input.
    file: Option<PathBuf>,
    /// The article's date, where it is known better than the page tells it: YYYY-MM-DD, YYYY-MM or YYYY.
    #[arg(long, value_name = "DATE")]
    date: Option<Date>,
    /// Prints one JSON object instead of a table.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    pack: PackOption,
}

pub(crate) fn run(arguments: &Arguments) -> Result<(), Failure> {
    let content = read(arguments.file.as_deref())?;
    let mut article = if looks_like_html(&content) {
        Article::from_html(&content, None)
    } else {
        Article::from_text(&content)
    };
    if let Some(date) = arguments.date {
        article = article.with_date(date);
    }
    let reading = arguments.pack.engine()?.read(&article);
    let mut out = std::io::stdout().lock();
    if arguments.json {
        serde_json::to_writer(&mut out, &report::scan(&article, &reading))?;
        writeln!(out)?;
    } else {
        table(&mut out, &article, &reading)?;
    }
    Ok(())
}

fn read(file: Option<&Path>) -> Result<String, Failure> {
    let mut bytes = Vec::new();
    let (name, read) = match file.filter(|file| *file != Path::new("-")) {
        None => {
            ("standard input".into(), std::io::stdin().lock().take(LARGEST_INPUT + 1).read_to_end(&mut bytes))
        }
        Some(file) => {
            let opened = std::fs::File::open(file);
            (
                file.display().to_string(),
                opened.and_then(|file| file.take(LARGEST_INPUT + 1).read_to_end(&mut bytes)),
            )
        }
    };
    read.map_err(|error| format!("cannot read {name}: {error}"))?;
    if bytes.len() as u64 > LARGEST_INPUT {
        return Err(
            format!("{name} is larger than {} MB; give one article at a time", LARGEST_INPUT >> 20).into()
        );
    }
    Ok(decode_html(&bytes))
}

fn table(out: &mut impl Write, article: &Article, reading: &Reading) -> std::io::Result<()> {
    if !article.title.is_empty() {
        writeln!(out, "{}", article.title)?;
    }
    let date = article.date.map_or_else(|| "date unknown".to_owned(), |found| found.date.to_string());
    let language = article.language.as_deref().unwrap_or("language unknown");
    writeln!(out, "{date} · {language}")?;
    if !article.is_article {
        writeln!(out, "This does not read as an article; nothing is looked up.")?;
    }
    for (kind, heading) in [(EntityKind::Person, "People"), (EntityKind::Organization, "Organizations")] {
        let mut members: Vec<&CastMember> =
            reading.members.iter().filter(|member| member.kind == kind).collect();
        if members.is_empty() {
            continue;
        }
        // Known ones first, then by how often they are named; the order of the article breaks ties.
        members.sort_by_key(|member| {
            (std::cmp::Reverse(member.confidence), std::cmp::Reverse(member.mentions.len()))
        });
        writeln!(out, "\n{heading}")?;
        for member in members {
            row(out, member)?;
        }
    }
    Ok(())
}

fn row(out: &mut impl Write, member: &CastMember) -> std::io::Result<()> {
    let sure = match member.confidence {
        Confidence::Sure => member.entity.as_deref().filter(|id| id.starts_with('Q')).unwrap_or("sure"),
        Confidence::Probable => "probably",
        Confidence::Unknown => "not in the pack",
    };
    writeln!(out, "  {:<32} ×{:<3} {sure}", member.name, member.mentions.len())?;
    for line in member.card.iter().flat_map(|card| &card.lines) {
        writeln!(out, "      {line}")?;
    }
    Ok(())
}
