//! Classes: which of Wikidata's classes make an item an organization, and of which kind.
//!
//! In: a class list (the shipped `classes.tsv`, or one that `pack classes` made) and, to make one, the subclass statements of
//! a dump. Out: the verdict on an item.

use std::collections::{HashMap, HashSet, VecDeque};
use std::fmt::Write as _;

use super::id::ItemId;

/// The class of human beings.
const HUMAN: u32 = 5;

/// The kinds of organizations, in the order of choice where an item has several.
const KINDS: &[&str] = &[
    "party",
    "court",
    "university",
    "media",
    "armed-group",
    "intergovernmental",
    "club",
    "agency",
    "company",
    "ngo",
    "other",
];

/// The first line of a list that knows every class of organizations there is.
const COMPLETE: &str = "# complete";

/// The most subclass statements that are taken, which bounds the memory to 8 bytes each; Wikidata had some 4 million in
/// 2023.
const MOST_EDGES: usize = 50_000_000;

/// Why a class list or the making of one fails.
#[derive(Debug, thiserror::Error)]
pub enum ClassesError {
    /// A line of the list is wrong.
    #[error("line {line} of the class list: {what}; see src/wikidata/classes.tsv for the form")]
    Line {
        /// The line, from 1.
        line: usize,
        /// What is wrong.
        what: String,
    },
    /// There are more subclass statements than a dump can have.
    #[error("more than {MOST_EDGES} subclass statements; give a dump of Wikidata")]
    Edges,
}

/// What a class makes of an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// An organization: index in [`KINDS`], and whether belonging to it is a matter of faith.
    Organization(u8, bool),
    /// No organization by itself.
    None,
    /// No organization, whatever else the item is.
    Never,
    /// Never, and nothing that a record could name.
    Unread,
}

impl Kind {
    fn parse(word: &str, mark: &str) -> Option<Self> {
        Some(match word {
            "none" => Self::None,
            "never" => Self::Never,
            "unread" => Self::Unread,
            word => {
                let at = KINDS.iter().position(|kind| *kind == word)?;
                Self::Organization(u8::try_from(at).ok()?, mark == "faith")
            }
        })
    }

    fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::Organization(at, faith) => {
                (KINDS.get(usize::from(at)).copied().unwrap_or("other"), if faith { "faith" } else { "" })
            }
            Self::None => ("none", ""),
            Self::Never => ("never", ""),
            Self::Unread => ("unread", ""),
        }
    }
}

/// What an item is by its classes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    /// A human being.
    Person,
    /// An organization of this kind; whether belonging to it is a matter of faith.
    Organization(&'static str, bool),
    /// Something else that a record may name: a place, an office.
    Thing,
    /// Something else, but the list may not know its classes.
    Unknown,
    /// Nothing that a record could name.
    Unread,
}

/// A list of classes.
#[derive(Debug, Clone)]
pub struct Classes {
    kinds: HashMap<ItemId, Kind>,
    /// The classes in the order of the list.
    order: Vec<ItemId>,
    complete: bool,
}

impl Classes {
    /// The list that is shipped: the classes by which most organizations are told, kept by hand.
    pub fn shipped() -> Self {
        // A test reads it; were it broken, it would know no organization.
        Self::from_tsv(include_str!("classes.tsv")).unwrap_or(Self {
            kinds: HashMap::new(),
            order: Vec::new(),
            complete: false,
        })
    }

    /// Reads a list: id, label, kind and mark with tabs between, `#` before comments.
    ///
    /// # Errors
    /// At the first line that has no id or an unknown kind, or gives a class twice.
    pub fn from_tsv(text: &str) -> Result<Self, ClassesError> {
        let mut list =
            Self { kinds: HashMap::new(), order: Vec::new(), complete: text.starts_with(COMPLETE) };
        for (at, line) in text.lines().enumerate() {
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            let wrong = |what: &str| ClassesError::Line { line: at + 1, what: what.to_owned() };
            let mut fields = line.split('\t');
            let mut field = || fields.next().unwrap_or_default();
            let (id, _label, kind, mark) = (field(), field(), field(), field());
            let id = ItemId::parse(id).ok_or_else(|| wrong("it does not begin with Q and a number"))?;
            let kind = Kind::parse(kind, mark).ok_or_else(|| wrong(&format!("{kind:?} is no kind")))?;
            if list.kinds.insert(id, kind).is_some() {
                return Err(wrong(&format!("{id} stands there twice")));
            }
            list.order.push(id);
        }
        Ok(list)
    }

    /// Writes the list as [`Classes::from_tsv`] reads it.
    pub fn to_tsv(&self) -> String {
        let mut text = String::new();
        if self.complete {
            text.push_str(COMPLETE);
            text.push('\n');
        }
        for id in &self.order {
            if let Some(kind) = self.kinds.get(id) {
                let (kind, mark) = kind.words();
                // A String takes every write.
                let _ = writeln!(text, "{id}\t\t{kind}\t{mark}");
            }
        }
        text
    }

    /// How many classes it has.
    pub fn len(&self) -> usize {
        self.order.len()
    }

    /// Whether it has none.
    pub fn is_empty(&self) -> bool {
        self.order.is_empty()
    }

    /// What an item of these classes is. A human being is one though Wikidata calls some of them organizations too; what is
    /// never an organization beats what would be one.
    pub(super) fn judge(&self, classes: impl Iterator<Item = ItemId>) -> Verdict {
        let (mut human, mut never, mut unread, mut unlisted) = (false, false, false, false);
        let mut any = false;
        let mut best: Option<(u8, bool)> = None;
        for class in classes {
            any = true;
            human |= class.number() == HUMAN;
            match self.kinds.get(&class) {
                Some(Kind::Organization(at, faith)) => {
                    let (known, of_faith) = best.unwrap_or((*at, false));
                    best = Some((known.min(*at), of_faith || *faith));
                }
                Some(Kind::None) => {}
                Some(Kind::Never) => never = true,
                Some(Kind::Unread) => unread = true,
                None => unlisted = true,
            }
        }
        match best {
            _ if human => {
                if never || unread {
                    Verdict::Thing
                } else {
                    Verdict::Person
                }
            }
            _ if unread => Verdict::Unread,
            _ if never => Verdict::Thing,
            Some((at, faith)) => {
                Verdict::Organization(KINDS.get(usize::from(at)).copied().unwrap_or("other"), faith)
            }
            None if !any || (unlisted && !self.complete) => Verdict::Unknown,
            None => Verdict::Thing,
        }
    }
}

/// The subclass statements of a dump.
#[derive(Debug, Default)]
pub struct SubclassEdges {
    /// Superclass and subclass.
    edges: Vec<(ItemId, ItemId)>,
}

impl SubclassEdges {
    /// Adds a class with its superclasses.
    ///
    /// # Errors
    /// When there are more than any dump has.
    pub fn add(&mut self, class: ItemId, superclasses: &[ItemId]) -> Result<(), ClassesError> {
        if self.edges.len() + superclasses.len() > MOST_EDGES {
            return Err(ClassesError::Edges);
        }
        self.edges.extend(superclasses.iter().map(|superclass| (*superclass, class)));
        Ok(())
    }

    /// How many statements there are.
    pub fn len(&self) -> usize {
        self.edges.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.edges.is_empty()
    }

    /// All subclasses of a list's classes: each has the kind of the nearest class above it, of the earlier in the list where
    /// two are as near (a breadth-first search from all at once). Circles, which Wikidata has, do no harm.
    pub fn closure(mut self, roots: &Classes) -> Classes {
        self.edges.sort_unstable();
        self.edges.dedup();
        let below = |class: ItemId| {
            let start = self.edges.partition_point(|(superclass, _)| *superclass < class);
            self.edges.iter().skip(start).take_while(move |(superclass, _)| *superclass == class)
        };
        let mut kinds = roots.kinds.clone();
        // Below what is not read nothing is: those subtrees (genes, proteins) are the largest.
        let begins = |id: &ItemId| roots.kinds.get(id).is_some_and(|kind| *kind != Kind::Unread);
        let mut queue: VecDeque<ItemId> = roots.order.iter().copied().filter(begins).collect();
        while let Some(class) = queue.pop_front() {
            let Some(kind) = kinds.get(&class).copied() else { continue };
            for (_, subclass) in below(class) {
                if let std::collections::hash_map::Entry::Vacant(free) = kinds.entry(*subclass) {
                    free.insert(kind);
                    queue.push_back(*subclass);
                }
            }
        }
        // What is no organization by itself only had to bound the others.
        let shipped: HashSet<ItemId> = roots.order.iter().copied().collect();
        kinds.retain(|id, kind| *kind != Kind::None || shipped.contains(id));
        let mut order: Vec<ItemId> = kinds.keys().copied().collect();
        order.sort_unstable();
        Classes { kinds, order, complete: true }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn item(number: u32) -> ItemId {
        ItemId::from_number(number).unwrap()
    }

    fn judged(classes: &Classes, numbers: &[u32]) -> Verdict {
        classes.judge(numbers.iter().map(|number| item(*number)))
    }

    #[test]
    fn the_shipped_list_knows_what_is_an_organization_and_what_is_not() {
        let shipped = Classes::from_tsv(include_str!("classes.tsv")).unwrap();
        assert_eq!(judged(&shipped, &[5]), Verdict::Person);
        assert_eq!(judged(&shipped, &[7278]), Verdict::Organization("party", false));
        assert_eq!(judged(&shipped, &[43229, 4830453]), Verdict::Organization("company", false));
        assert_eq!(judged(&shipped, &[215380]), Verdict::Organization("other", false));
        // An agency that publishes is an agency.
        assert_eq!(judged(&shipped, &[327333, 45400320]), Verdict::Organization("agency", false));
        assert_eq!(judged(&shipped, &[35127]), Verdict::Organization("media", false));
        assert_eq!(judged(&shipped, &[1530022]), Verdict::Organization("other", true));
        for (class, what) in
            [(6256, "country"), (515, "city"), (41176, "building"), (11424, "film"), (8436, "family")]
        {
            assert_eq!(judged(&shipped, &[class]), Verdict::Thing, "{what}");
        }
        assert_eq!(judged(&shipped, &[13442814]), Verdict::Unread);
        // A fictional human and a city that is called an organization too.
        assert_eq!(judged(&shipped, &[5, 15632617]), Verdict::Thing);
        assert_eq!(judged(&shipped, &[43229, 515]), Verdict::Thing);
        assert_eq!(judged(&shipped, &[999_999_999]), Verdict::Unknown);
    }

    #[test]
    fn a_subclass_has_the_kind_of_the_nearest_class_above_it() {
        let roots =
            Classes::from_tsv("Q1\tparty\tparty\nQ2\torganization\tother\nQ3\tcity\tnever\n").unwrap();
        let mut edges = SubclassEdges::default();
        // 10 below the party, which is below the organization; 11 below both at the same distance; 12 below a city; a circle.
        for (class, above) in
            [(1, 2), (10, 1), (11, 2), (11, 1), (12, 3), (13, 12), (2, 13), (20, 21), (21, 20)]
        {
            edges.add(item(class), &[item(above)]).unwrap();
        }
        let closed = edges.closure(&roots);
        assert_eq!(judged(&closed, &[10]), Verdict::Organization("party", false));
        assert_eq!(judged(&closed, &[11]), Verdict::Organization("party", false));
        assert_eq!(judged(&closed, &[13]), Verdict::Thing);
        // The list is complete now: what it does not have is no organization.
        assert_eq!(judged(&closed, &[20]), Verdict::Thing);
        let again = Classes::from_tsv(&closed.to_tsv()).unwrap();
        assert_eq!(again.to_tsv(), closed.to_tsv());
        assert_eq!(judged(&again, &[20]), Verdict::Thing);
    }

    #[test]
    fn a_wrong_list_is_told_with_its_line() {
        for (list, told) in [
            ("Q1\ta\tparty\nP2\tb\tparty", "line 2"),
            ("Q1\ta\tband", "band"),
            ("Q1\ta\tparty\nQ1\ta\tparty", "twice"),
        ] {
            let error = Classes::from_tsv(list).unwrap_err().to_string();
            assert!(error.contains(told), "{error}");
        }
    }
}
