//! Spreadsheets: a newsroom's own people and organizations, one row each or one row a position, as CSV.
//!
//! In: a file whose first row names the columns (docs/NEWSROOM.md). Out: [`Facts`], or every row that is wrong, with its line and
//! the cure. Column names are read without regard to case, spaces and marks; columns of other names are left unread.

use std::collections::{BTreeMap, HashMap};
use std::fmt;
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};

use dramatis::{Date, EntityKind, Fact, Facts, HeldPosition, Severity, Source, check_fact};

use crate::Failure;

/// The prominence of who has neither one nor a Wikidata id, by which the default pack would know it: as a minister of a small
/// country has, 0 to 100.
const USUAL_PROMINENCE: u8 = 30;

/// The most wrong rows that are told at once.
const MOST_TOLD: usize = 20;

/// The longest file, in bytes; a hundred thousand rows take some 20 MB.
const LARGEST_FILE: u64 = 256 << 20;

/// What is wrong with a spreadsheet as a whole.
#[derive(Debug, thiserror::Error)]
pub(crate) enum SheetError {
    #[error("cannot read {path}: {error}; give the spreadsheet saved as CSV")]
    Unreadable { path: PathBuf, error: std::io::Error },
    #[error(
        "{path} has {size} bytes, more than {LARGEST_FILE}; split it, up to four packs can be laid over each other"
    )]
    TooLarge { path: PathBuf, size: u64 },
    #[error("{0} has no column `name`; its first row names the columns (docs/NEWSROOM.md)")]
    NoNames(PathBuf),
    #[error("{path} has two columns for `{column}` ({one:?} and {other:?}); keep one of them")]
    ColumnTwice { path: PathBuf, column: String, one: String, other: String },
    #[error("{0} has no rows below its first; every person or organization is a row")]
    Empty(PathBuf),
    #[error("{path}: {}\nMend the rows and run the command again.", told(.wrong))]
    Rows { path: PathBuf, wrong: Vec<RowError> },
}

/// A row that is wrong.
#[derive(Debug)]
pub(crate) struct RowError {
    line: u64,
    what: Wrong,
}

/// What is wrong with a row.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Wrong {
    #[error("{0}; save the spreadsheet as CSV in UTF-8")]
    Unreadable(String),
    #[error("has no name; every row has one, also where it only adds a position")]
    NoName,
    #[error("{name:?} is neither a person nor an organization; write one of the two in the column `kind`")]
    NoKind { name: String },
    #[error("{name:?} is the name of several; write the `id` of the one that is meant")]
    Namesakes { name: String },
    #[error("`kind` is {0:?}; write person or organization")]
    Kind(String),
    #[error("`id` is {0:?}; write a Wikidata id (Q22316), x: and a name of your own (x:ann-lee), or nothing")]
    Id(String),
    #[error(
        "`{column}`: {error}; format the column as text, so that the spreadsheet leaves dates as you write them"
    )]
    Date { column: String, error: dramatis::DateError },
    #[error("`prominence` is {0:?}; write a number from 0 to 100, or nothing")]
    Prominence(String),
    #[error("has {column} {value:?} without a position beside it; write the position, or clear the cell")]
    NoPosition { column: String, value: String },
    #[error(
        "`{column}` is {other:?}, but {one:?} on line {line}; give both rows the same, or, if they are two of one name, an \
         `id` of its own to each"
    )]
    Contradiction { column: Column, one: String, other: String, line: u64 },
    #[error("{0}")]
    Finding(String),
}

impl fmt::Display for RowError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}: {}", self.line, self.what)
    }
}

fn told(wrong: &[RowError]) -> String {
    let mut lines: Vec<String> = wrong.iter().take(MOST_TOLD).map(ToString::to_string).collect();
    if let Some(more) = wrong.len().checked_sub(MOST_TOLD).filter(|more| *more > 0) {
        lines.push(format!("and {more} more"));
    }
    lines.join("\n  ")
}

/// What a column tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Column {
    Name,
    Kind,
    Id,
    Type,
    Aliases,
    Description,
    Country,
    Born,
    Died,
    Founded,
    Dissolved,
    Seat,
    Party,
    Wikipedia,
    Parent,
    Prominence,
    Position,
    Of,
    From,
    To,
    AsOf,
}

/// The names that a column may have, without case, spaces and marks; the one that is told stands first.
const COLUMNS: &[(Column, &[&str])] = &[
    (Column::Name, &["name", "fullname"]),
    (Column::Kind, &["kind", "personororganization", "personororganisation", "entity"]),
    (Column::Id, &["id", "wikidata", "wikidataid", "qid"]),
    (Column::Type, &["type", "class"]),
    (Column::Aliases, &["aliases", "alias", "othernames", "alsoknownas", "aka"]),
    (Column::Description, &["description", "desc"]),
    (Column::Country, &["country", "countrycode"]),
    (Column::Born, &["born", "birth", "dateofbirth", "birthdate"]),
    (Column::Died, &["died", "death", "dateofdeath"]),
    (Column::Founded, &["founded", "foundation"]),
    (Column::Dissolved, &["dissolved", "closed"]),
    (Column::Seat, &["seat", "headquarters", "city"]),
    (Column::Party, &["party"]),
    (Column::Wikipedia, &["wikipedia", "wiki"]),
    (Column::Parent, &["parent", "partof"]),
    (Column::Prominence, &["prominence", "pop"]),
    (Column::Position, &["position", "office", "post", "role", "title", "job", "what"]),
    (Column::Of, &["of", "at", "organization", "organisation", "employer"]),
    (Column::From, &["from", "since", "start", "startdate"]),
    (Column::To, &["to", "until", "end", "enddate"]),
    (Column::AsOf, &["asof"]),
];

impl fmt::Display for Column {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names = COLUMNS.iter().find(|(column, _)| column == self).and_then(|(_, names)| names.first());
        f.write_str(names.unwrap_or(&""))
    }
}

/// Which of several positions of a row a column is of: `position` is the first, `position 2` the second.
type Number = u32;

impl Column {
    fn of_header(header: &str) -> Option<(Self, Number)> {
        let plain: String = header.chars().filter(|c| c.is_alphanumeric()).collect::<String>().to_lowercase();
        let word = plain.trim_end_matches(|c: char| c.is_ascii_digit());
        let number = plain.strip_prefix(word).filter(|digits| !digits.is_empty());
        let (column, _) = COLUMNS.iter().find(|(_, names)| names.contains(&word))?;
        match number {
            None => Some((*column, 1)),
            Some(number) if *column >= Self::Position => Some((*column, number.parse().ok()?)),
            Some(_) => None,
        }
    }
}

/// The cells of a row that hold something.
struct Row {
    line: u64,
    cells: BTreeMap<(Column, Number), String>,
}

/// What was read, and what was not.
pub(crate) struct Sheet {
    pub(crate) facts: Facts,
    /// Columns of names that are not known.
    pub(crate) unread: Vec<String>,
    /// What somebody should look at.
    pub(crate) warnings: Vec<String>,
}

/// Reads a spreadsheet. Whoever holds a position without an end holds it as of `today`, unless the row says as of when.
pub(crate) fn read(path: &Path, source: Option<&str>, today: Option<Date>) -> Result<Sheet, Failure> {
    let (rows, unread) = rows(path)?;
    let title = source.map_or_else(
        || path.file_name().unwrap_or_default().to_string_lossy().into_owned(),
        ToOwned::to_owned,
    );
    let key = hyphenated(&title);
    let mut sheet = Rows { source: key.clone(), today, ..Rows::default() };
    for row in &rows {
        sheet.add(row);
    }
    let mut warnings = Vec::new();
    for (fact, line) in sheet.facts.iter().zip(&sheet.lines) {
        for finding in check_fact(fact) {
            let what = format!("{}: {}", fact.name, finding.what);
            match finding.severity {
                Severity::Error => sheet.wrong.push(RowError { line: *line, what: Wrong::Finding(what) }),
                Severity::Warning => warnings.push(format!("line {line}: {what}")),
            }
        }
    }
    if !sheet.wrong.is_empty() {
        sheet.wrong.sort_by_key(|wrong| wrong.line);
        return Err(SheetError::Rows { path: path.to_owned(), wrong: sheet.wrong }.into());
    }
    let source = Source { title: Some(title), as_of: today, ..Source::unknown(&key) };
    Ok(Sheet { facts: Facts::of(sheet.facts, vec![source]), unread, warnings })
}

/// Every row that holds something, and the names of columns that are not read.
fn rows(path: &Path) -> Result<(Vec<Row>, Vec<String>), Failure> {
    let unreadable = |error| SheetError::Unreadable { path: path.to_owned(), error };
    let file = File::open(path).map_err(unreadable)?;
    let size = file.metadata().map_err(unreadable)?.len();
    if size > LARGEST_FILE {
        return Err(SheetError::TooLarge { path: path.to_owned(), size }.into());
    }
    let mut file = BufReader::new(file);
    let delimiter = delimiter(file.fill_buf().map_err(unreadable)?);
    let mut reader =
        csv::ReaderBuilder::new().delimiter(delimiter).flexible(true).trim(csv::Trim::All).from_reader(file);
    let mut columns: Vec<Option<(Column, Number)>> = Vec::new();
    let mut named: HashMap<(Column, Number), String> = HashMap::new();
    let mut unread = Vec::new();
    let broken = |line: u64, error: &csv::Error| SheetError::Rows {
        path: path.to_owned(),
        wrong: vec![RowError { line, what: Wrong::Unreadable(error.to_string()) }],
    };
    for header in reader.headers().map_err(|error| broken(1, &error))? {
        let column = Column::of_header(header);
        match column {
            None if header.is_empty() => {}
            None => unread.push(header.to_owned()),
            Some(column) => {
                if let Some(one) = named.insert(column, header.to_owned()) {
                    let (path, other) = (path.to_owned(), header.to_owned());
                    let column = column.0.to_string();
                    return Err(SheetError::ColumnTwice { path, column, one, other }.into());
                }
            }
        }
        columns.push(column);
    }
    if !named.contains_key(&(Column::Name, 1)) {
        return Err(SheetError::NoNames(path.to_owned()).into());
    }
    let mut rows = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|error| {
            let line = error.position().map_or(0, csv::Position::line);
            broken(line, &error)
        })?;
        let line = record.position().map_or(0, csv::Position::line);
        let cells: BTreeMap<_, _> = columns
            .iter()
            .zip(&record)
            .filter_map(|(column, cell)| Some(((*column)?, cell.to_owned())))
            .filter(|(_, cell)| !cell.is_empty())
            .collect();
        if !cells.is_empty() {
            rows.push(Row { line, cells });
        }
    }
    if rows.is_empty() { Err(SheetError::Empty(path.to_owned()).into()) } else { Ok((rows, unread)) }
}

/// What stands between the cells: a spreadsheet writes semicolons where the comma is the decimal mark, and some write tabs.
fn delimiter(begin: &[u8]) -> u8 {
    let header = begin.split(|byte| *byte == b'\n').next().unwrap_or_default();
    let count = |mark: u8| header.iter().filter(|byte| **byte == mark).count();
    let mark = [b',', b';', b'\t'].into_iter().rev().max_by_key(|mark| count(*mark));
    mark.unwrap_or(b',')
}

/// A name as part of an id: small letters and digits, hyphens between.
fn hyphenated(name: &str) -> String {
    let words = name.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_lowercase).collect::<Vec<_>>().join("-")
}

/// Rows put together by whom they are of.
#[derive(Default)]
struct Rows {
    facts: Vec<Fact>,
    /// The first line of each fact.
    lines: Vec<u64>,
    /// The place of each fact by its id.
    places: HashMap<String, usize>,
    /// The place of each fact by its name; nothing where several have it.
    named: HashMap<String, Option<usize>>,
    /// Where a cell that a fact has once was first told: its text and line.
    said: HashMap<(usize, Column), (String, u64)>,
    wrong: Vec<RowError>,
    source: String,
    today: Option<Date>,
}

impl Rows {
    fn add(&mut self, row: &Row) {
        let line = row.line;
        let wrong = |what| RowError { line, what };
        let Some(name) = row.text(Column::Name) else {
            self.wrong.push(wrong(Wrong::NoName));
            return;
        };
        let id = match row.text(Column::Id).map(id) {
            None => None,
            Some(Ok(id)) => Some(id),
            Some(Err(what)) => return self.wrong.push(wrong(what)),
        };
        let kind = match row.kind() {
            Ok(kind) => kind,
            Err(what) => return self.wrong.push(wrong(what)),
        };
        let known = match &id {
            Some(id) => self.places.get(id).copied(),
            None => match self.named.get(&hyphenated(name)) {
                Some(None) => return self.wrong.push(wrong(Wrong::Namesakes { name: name.to_owned() })),
                Some(place) => *place,
                None => None,
            },
        };
        let place = match (known, kind) {
            (Some(place), _) => place,
            (None, None) => return self.wrong.push(wrong(Wrong::NoKind { name: name.to_owned() })),
            (None, Some(kind)) => {
                let own = || format!("x:own-{}", hyphenated(name));
                self.begin(id.clone().unwrap_or_else(own), name, kind, line)
            }
        };
        self.tell(place, row, id.is_some());
        let held = row.held(self.today);
        for held in held {
            match (held, self.facts.get_mut(place)) {
                (Ok(held), Some(fact)) => fact.held.push(held),
                (Err(what), _) => self.wrong.push(wrong(what)),
                (Ok(_), None) => {}
            }
        }
    }

    fn begin(&mut self, id: String, name: &str, kind: EntityKind, line: u64) -> usize {
        let place = self.facts.len();
        self.places.insert(id.clone(), place);
        // Of two of one name, neither is meant by the name alone.
        self.named.entry(hyphenated(name)).and_modify(|place| *place = None).or_insert(Some(place));
        let pop = if id.starts_with('Q') { 0 } else { USUAL_PROMINENCE };
        self.facts.push(Fact { pop, src: vec![self.source.clone()], ..Fact::new(id, kind, name.to_owned()) });
        self.lines.push(line);
        place
    }

    /// Takes what a row tells once of somebody, and the aliases.
    fn tell(&mut self, place: usize, row: &Row, has_id: bool) {
        for ((column, _), text) in row.cells.iter().filter(|((column, _), _)| *column < Column::Position) {
            let line = row.line;
            if let Some((one, before)) = self.said.get(&(place, *column))
                && one != text
                && *column != Column::Aliases
            {
                // Who has an id may be called otherwise in another row.
                let (one, other, before) = (one.clone(), text.clone(), *before);
                if *column == Column::Name && has_id {
                    self.alias(place, text);
                    continue;
                }
                let what = Wrong::Contradiction { column: *column, one, other, line: before };
                self.wrong.push(RowError { line, what });
                continue;
            }
            self.said.entry((place, *column)).or_insert_with(|| (text.clone(), line));
            if let Err(what) = self.cell(place, *column, text) {
                self.wrong.push(RowError { line, what });
            }
        }
    }

    fn alias(&mut self, place: usize, alias: &str) {
        if let Some(fact) = self.facts.get_mut(place)
            && !alias.is_empty()
            && fact.name != alias
            && !fact.aliases.iter().any(|known| known == alias)
        {
            fact.aliases.push(alias.to_owned());
        }
    }

    fn cell(&mut self, place: usize, column: Column, text: &str) -> Result<(), Wrong> {
        if column == Column::Aliases {
            text.split(';').for_each(|alias| self.alias(place, alias.trim()));
            return Ok(());
        }
        let Some(fact) = self.facts.get_mut(place) else { return Ok(()) };
        let given = || Some(text.to_owned());
        match column {
            Column::Type => fact.class = Some(class(text)),
            Column::Description => fact.desc = given(),
            Column::Country => fact.country = Some(text.to_uppercase()),
            Column::Born => fact.born = Some(date(column.to_string(), text)?),
            Column::Died => fact.died = Some(date(column.to_string(), text)?),
            Column::Founded => fact.founded = Some(date(column.to_string(), text)?),
            Column::Dissolved => fact.dissolved = Some(date(column.to_string(), text)?),
            Column::Seat => fact.seat = given(),
            Column::Party => fact.party = given(),
            Column::Wikipedia => fact.wiki = Some(wikipedia_title(text)),
            Column::Parent => fact.parent = Some(id(text)?),
            Column::Prominence => {
                let pop = text.parse().ok().filter(|pop| *pop <= 100);
                fact.pop = pop.ok_or_else(|| Wrong::Prominence(text.to_owned()))?;
            }
            _ => {}
        }
        Ok(())
    }
}

impl Row {
    fn text(&self, column: Column) -> Option<&str> {
        self.cells.get(&(column, 1)).map(String::as_str)
    }

    /// Person or organization, as the row says it, or as its type does; nothing where it says neither.
    fn kind(&self) -> Result<Option<EntityKind>, Wrong> {
        if let Some(kind) = self.text(Column::Kind) {
            return match kind.to_lowercase().as_str() {
                "person" | "people" | "human" | "p" => Ok(Some(EntityKind::Person)),
                "organization" | "organisation" | "org" | "o" => Ok(Some(EntityKind::Organization)),
                _ => Err(Wrong::Kind(kind.to_owned())),
            };
        }
        Ok(self.text(Column::Type).and_then(|class| EntityKind::of_class(&self::class(class))))
    }

    /// The positions of a row, in order of their numbers.
    fn held(&self, today: Option<Date>) -> Vec<Result<HeldPosition, Wrong>> {
        let mut numbers: Vec<Number> = self
            .cells
            .keys()
            .filter(|(column, _)| *column >= Column::Position)
            .map(|(_, number)| *number)
            .collect();
        numbers.sort_unstable();
        numbers.dedup();
        numbers.into_iter().map(|number| self.position(number, today)).collect()
    }

    fn position(&self, number: Number, today: Option<Date>) -> Result<HeldPosition, Wrong> {
        let text = |column: Column| self.cells.get(&(column, number));
        let header =
            |column: Column| if number == 1 { column.to_string() } else { format!("{column} {number}") };
        let Some(what) = text(Column::Position) else {
            let beside = [Column::Of, Column::From, Column::To, Column::AsOf];
            let found = beside.into_iter().find_map(|column| Some((column, text(column)?)));
            let (column, value) =
                found.map(|(column, value)| (header(column), value.clone())).unwrap_or_default();
            return Err(Wrong::NoPosition { column, value });
        };
        let day = |column: Column| text(column).map(|text| date(header(column), text)).transpose();
        let to = day(Column::To)?;
        let asof = day(Column::AsOf)?.or(today).filter(|_| to.is_none());
        Ok(HeldPosition {
            what: what.clone(),
            of: text(Column::Of).cloned(),
            from: day(Column::From)?,
            to,
            asof,
            by: None,
            early: false,
        })
    }
}

fn date(column: String, text: &str) -> Result<Date, Wrong> {
    text.parse().map_err(|error| Wrong::Date { column, error })
}

/// An id as it is written, or the end of its address on Wikidata.
fn id(text: &str) -> Result<String, Wrong> {
    let id = text.rsplit('/').next().unwrap_or(text);
    let is_number = |number: &str| !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
    let known = id.strip_prefix('Q').is_some_and(is_number)
        || id.strip_prefix("x:").is_some_and(|own| !own.is_empty());
    if known { Ok(id.to_owned()) } else { Err(Wrong::Id(text.to_owned())) }
}

/// A type as facts write it: "Armed group" is `armed-group`.
fn class(text: &str) -> String {
    text.to_lowercase().replace(' ', "-")
}

/// The title of an article as it is written, or out of its address.
fn wikipedia_title(text: &str) -> String {
    match text.split_once("wikipedia.org/wiki/") {
        Some((_, title)) => title.replace('_', " "),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_are_read_without_case_and_marks_and_numbered_for_positions_only() {
        assert_eq!(Column::of_header("Date of Birth"), Some((Column::Born, 1)));
        assert_eq!(Column::of_header("AS_OF 3"), Some((Column::AsOf, 3)));
        assert_eq!(Column::of_header("position2"), Some((Column::Position, 2)));
        assert_eq!(Column::of_header("name 2"), None);
        assert_eq!(Column::of_header("phone"), None);
        assert_eq!(Column::of_header("2"), None);
    }

    #[test]
    fn what_stands_between_cells_is_seen_in_the_first_row() {
        assert_eq!(delimiter(b"name,kind\nA;B;C,person"), b',');
        assert_eq!(delimiter(b"name;kind;born\n"), b';');
        assert_eq!(delimiter(b"name\tkind\n"), b'\t');
        assert_eq!(delimiter(b"name"), b',');
    }
}
