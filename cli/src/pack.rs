//! `dramatis pack`: builds, describes, searches and checks packs of facts.

use std::io::Write;
use std::path::{Path, PathBuf};

use clap::Subcommand;
use dramatis::{
    Candidate, Date, Entity, Facts, InForce, Knowledge, NameForm, Pack, Position, Severity, build_pack,
    check_facts, check_pack, read_facts,
};
use serde::Serialize;

use crate::default_pack::open_pack;
use crate::{Failure, PackOption, import, spreadsheet};

/// Candidates that `find` lists.
const MOST_FOUND: usize = 20;

#[derive(clap::Args)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Builds a pack out of a folder of facts (JSON lines; see facts/README.md) or a spreadsheet (docs/NEWSROOM.md).
    Build {
        /// The folder of facts.
        #[arg(long, value_name = "DIR", required_unless_present = "csv", conflicts_with = "csv")]
        facts: Option<PathBuf>,
        /// A spreadsheet of people and organizations instead, saved as CSV.
        #[arg(long, value_name = "FILE")]
        csv: Option<PathBuf>,
        /// What cards name as the source of the spreadsheet's facts [default: the file's name]
        #[arg(long, value_name = "TITLE", requires = "csv")]
        source: Option<String>,
        /// The pack to write.
        #[arg(long, value_name = "FILE")]
        out: PathBuf,
        /// The day that the pack says it was built on [default: SOURCE_DATE_EPOCH where that is set, else today]
        #[arg(long, value_name = "DATE")]
        built: Option<Date>,
    },
    /// Streams a JSON dump of Wikidata into a folder of facts, on all cores; a killed run goes on where it stopped.
    Import(import::Arguments),
    /// Makes one folder of facts out of parts of an import, or out of several folders of facts.
    Merge(import::MergeArguments),
    /// Computes from a dump of Wikidata which of its classes are organizations.
    Classes(import::ClassesArguments),
    /// Tells what a pack holds.
    Info {
        /// The pack [default: the one that `cargo xtask build` makes]
        file: Option<PathBuf>,
        /// Prints one JSON object.
        #[arg(long)]
        json: bool,
        #[command(flatten)]
        pack: PackOption,
    },
    /// Lists whom a name can mean, best first.
    Find {
        /// The name, or an id.
        name: String,
        /// Says what they were on this date.
        #[arg(long, value_name = "DATE")]
        date: Option<Date>,
        /// Prints a JSON array.
        #[arg(long)]
        json: bool,
        #[command(flatten)]
        pack: PackOption,
    },
    /// Prints every entity's id, one a line.
    Ids {
        #[command(flatten)]
        pack: PackOption,
    },
    /// Checks a pack, or a folder of facts, and lists what is wrong; exit code 1 if anything is.
    Check {
        /// The pack or the folder.
        path: PathBuf,
    },
}

pub(crate) fn run(arguments: Arguments) -> Result<(), Failure> {
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    match arguments.command {
        Command::Build { facts, csv, source, out: path, built } => {
            let built = built.or_else(today);
            let facts = match (facts, csv) {
                (_, Some(csv)) => from_spreadsheet(&csv, source.as_deref(), built)?,
                (Some(facts), None) => read_facts(&facts)?,
                (None, None) => return Err("give --facts or --csv".into()),
            };
            build(&facts, &path, built)?;
        }
        Command::Import(arguments) => import::run(arguments)?,
        Command::Merge(arguments) => import::run_merge(&arguments)?,
        Command::Classes(arguments) => import::run_classes(&arguments)?,
        Command::Info { file, json, pack } => {
            let paths = file.map_or_else(|| pack.paths(), |file| vec![file]);
            for path in paths {
                info(&mut out, &open_pack(&path)?, json)?;
            }
        }
        Command::Find { name, date, json, pack } => find(&mut out, &pack.open()?, &name, date, json)?,
        Command::Ids { pack } => {
            for entity in pack.open()?.entities() {
                writeln!(out, "{}", entity.id())?;
            }
        }
        Command::Check { path } => check(&mut out, &path)?,
    }
    out.flush()?;
    Ok(())
}

fn from_spreadsheet(csv: &Path, source: Option<&str>, today: Option<Date>) -> Result<Facts, Failure> {
    let sheet = spreadsheet::read(csv, source, today)?;
    if !sheet.unread.is_empty() {
        eprintln!("{}: these columns are not read: {}", csv.display(), sheet.unread.join(", "));
    }
    for warning in sheet.warnings {
        eprintln!("{}: warning: {warning}", csv.display());
    }
    Ok(sheet.facts)
}

fn build(facts: &Facts, path: &Path, built: Option<Date>) -> Result<(), Failure> {
    let bytes = build_pack(facts, built)?;
    // Written beside and renamed, so that nobody ever reads half a pack.
    let unfinished = path.with_extension("unfinished");
    let written = std::fs::write(&unfinished, &bytes).and_then(|()| std::fs::rename(&unfinished, path));
    written.map_err(|error| format!("cannot write {}: {error}", path.display()))?;
    eprintln!("{}: {} entities, {} bytes", path.display(), facts.records.len(), bytes.len());
    Ok(())
}

/// The day of `SOURCE_DATE_EPOCH` (reproducible-builds.org), in seconds, else of the clock, in UTC.
fn today() -> Option<Date> {
    let seconds = match std::env::var("SOURCE_DATE_EPOCH") {
        Ok(seconds) => seconds.parse().ok()?,
        Err(_) => std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).ok()?.as_secs(),
    };
    Date::from_days_since_epoch(i64::try_from(seconds / 86_400).ok()?)
}

fn info(out: &mut impl Write, pack: &Pack, json: bool) -> Result<(), Failure> {
    let info = pack.info();
    if json {
        serde_json::to_writer(&mut *out, info)?;
        writeln!(out)?;
    } else {
        writeln!(out, "people         {}", info.people)?;
        writeln!(out, "organizations  {}", info.organizations)?;
        writeln!(out, "positions      {}", info.positions)?;
        writeln!(out, "names          {}", info.names)?;
        writeln!(out, "bytes          {}", info.bytes)?;
        writeln!(out, "as of          {}", info.as_of)?;
        if let Some(built) = info.built {
            writeln!(out, "built          {built}")?;
        }
        writeln!(out, "sources")?;
        for source in &info.sources {
            let as_of = source.as_of.map(|date| date.to_string()).unwrap_or_default();
            let (title, licence) = (source.title.as_deref(), source.licence.as_deref());
            let title = title.unwrap_or_default();
            writeln!(
                out,
                "  {:<17}{as_of:<9}{title} ({})",
                source.key,
                licence.unwrap_or("licence not told")
            )?;
        }
    }
    Ok(())
}

/// Somebody whom a name can mean.
#[derive(Serialize)]
struct Found<'p> {
    entity: String,
    kind: dramatis::EntityKind,
    name: &'p str,
    form: dramatis::NameForm,
    description: Option<&'p str>,
    country: Option<&'p str>,
    born: Option<Date>,
    died: Option<Date>,
    party: Option<&'p str>,
    founded: Option<Date>,
    dissolved: Option<Date>,
    seat: Option<&'p str>,
    parent: Option<String>,
    held: Vec<Held<'p>>,
    /// Of an organization: who led it, the earliest first.
    led_by: Vec<LedBy<'p>>,
    sources: Vec<&'p str>,
}

/// Somebody who led an organization.
#[derive(Serialize)]
struct LedBy<'p> {
    entity: String,
    name: &'p str,
    #[serde(flatten)]
    held: Held<'p>,
}

/// A position, with whether it was held on the date asked for.
#[derive(Serialize)]
struct Held<'p> {
    what: &'p str,
    of: Option<&'p str>,
    from: Option<Date>,
    to: Option<Date>,
    as_of: Option<Date>,
    /// It ended on some day up to this one.
    by: Option<Date>,
    /// It may have begun before `from`.
    early: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    on_date: Option<InForce>,
}

fn held<'p>(position: &Position<'p>, date: Option<Date>) -> Held<'p> {
    Held {
        what: position.what,
        of: position.of,
        from: position.from,
        to: position.to,
        as_of: position.as_of,
        by: position.by,
        early: position.early,
        on_date: date.map(|date| position.in_force(date)),
    }
}

fn find(
    out: &mut impl Write,
    knowledge: &Knowledge,
    name: &str,
    date: Option<Date>,
    json: bool,
) -> Result<(), Failure> {
    let lived = |entity: &Entity<'_>| {
        date.is_none_or(|date| !entity.born().is_some_and(|born| date.surely_before(born)))
    };
    let mut candidates = match knowledge.by_id(name) {
        Some(entity) => vec![knowledge.candidate(&entity)],
        None => knowledge.find(name, usize::MAX),
    };
    // The index lists by prominence; a full name comes before a surname and before letters that the pack made of a name.
    let is_own =
        |found: &Candidate| found.form.is_whole() && !(found.caps && found.form == NameForm::Variant);
    candidates.sort_by(|one, other| is_own(other).cmp(&is_own(one)).then(other.prior.cmp(&one.prior)));
    let found = candidates.iter().filter_map(|found| Some((found, knowledge.entity(found.entity)?)));
    let found: Vec<Found<'_>> = found
        .filter(|(_, entity)| lived(entity))
        .take(MOST_FOUND)
        .map(|(candidate, entity)| Found {
            entity: entity.id(),
            kind: entity.kind(),
            name: entity.name(),
            form: candidate.form,
            description: entity.description(),
            country: entity.country(),
            born: entity.born(),
            died: entity.died(),
            party: entity.party(),
            founded: entity.founded(),
            dissolved: entity.dissolved(),
            seat: entity.seat(),
            parent: entity.parent().and_then(|parent| Some(knowledge.entity(parent)?.id())),
            held: entity.positions().map(|position| held(&position, date)).collect(),
            led_by: knowledge
                .leaders(&entity)
                .map(|(who, position)| LedBy {
                    entity: who.id(),
                    name: who.name(),
                    held: held(&position, date),
                })
                .collect(),
            sources: entity.sources().collect(),
        })
        .collect();
    if json {
        serde_json::to_writer(&mut *out, &found)?;
        writeln!(out)?;
        return Ok(());
    }
    if found.is_empty() {
        writeln!(out, "nobody of this name is in the pack")?;
    }
    for entry in &found {
        let country = entry.country.map(|country| format!(", {country}")).unwrap_or_default();
        writeln!(
            out,
            "{}  {}{country}  {}",
            entry.entity,
            entry.name,
            entry.description.unwrap_or_default()
        )?;
        let by_others = entry.led_by.iter().map(|led| (format!("led by {}, ", led.name), &led.held));
        let posts = entry.held.iter().map(|held| (String::new(), held)).chain(by_others);
        for (who, held) in posts.filter(|(_, held)| held.on_date != Some(InForce::No)) {
            let day = |date: Option<Date>| date.map(|date| date.to_string()).unwrap_or_default();
            let end = match (held.to, held.as_of, held.by) {
                (None, Some(as_of), _) => format!("as of {as_of}"),
                (None, None, Some(by)) => format!("{by} at the latest"),
                (to, ..) => day(to),
            };
            let of = held.of.map(|of| format!(", {of}")).unwrap_or_default();
            let early = if held.early { " or earlier" } else { "" };
            writeln!(out, "    {who}{}{of} ({}{early} – {end})", held.what, day(held.from))?;
        }
    }
    Ok(())
}

fn check(out: &mut impl Write, path: &Path) -> Result<(), Failure> {
    let findings = if path.is_dir() { check_facts(path)? } else { check_pack(&open_pack(path)?)? };
    for finding in &findings {
        writeln!(out, "{finding}")?;
    }
    let errors = findings.iter().filter(|finding| finding.severity == Severity::Error).count();
    out.flush()?;
    if errors > 0 {
        return Err(format!("{}: {errors} errors; mend the lines above", path.display()).into());
    }
    writeln!(out, "{}: in order, {} warnings", path.display(), findings.len())?;
    Ok(())
}
