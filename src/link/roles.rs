//! Roles: what a role word says about the kind of person, and whether an office in the facts is the one meant.
//!
//! In: role words near a name, positions of an entity. Out: classes and matches.

/// The walks of life that facts tell apart (`type` of a person), as far as role words tell them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Walk {
    Politics,
    Sport,
    Film,
    Music,
    Letters,
    Law,
    Science,
    Press,
    Business,
    Activism,
    /// A role that facts about public people hardly ever hold: spokesmen, officers, witnesses.
    Private,
}

const WALKS: &[(Walk, &[&str])] = &[
    (
        Walk::Politics,
        &[
            "president",
            "premier",
            "minister",
            "secretary",
            "senator",
            "sen",
            "congressman",
            "congresswoman",
            "representative",
            "rep",
            "governor",
            "gov",
            "mayor",
            "ambassador",
            "chancellor",
            "lawmaker",
            "mp",
            "mep",
            "msp",
            "councillor",
            "councilman",
            "councilwoman",
            "legislator",
            "politician",
            "taoiseach",
            "king",
            "queen",
            "prince",
            "princess",
            "emir",
            "sultan",
            "commissioner",
            "envoy",
            "diplomat",
            "speaker",
            "statesman",
            "congressmember",
            "candidate",
            "nominee",
            "delegate",
            "dictator",
            "ruler",
            "parliamentarian",
            "republican",
            "democrat",
            "conservative",
            "undersecretary",
            "backbencher",
            "whip",
            "president-elect",
            "alderman",
            "assemblyman",
            "assemblywoman",
            "leader",
        ],
    ),
    (
        Walk::Sport,
        &[
            "striker",
            "midfielder",
            "defender",
            "goalkeeper",
            "keeper",
            "winger",
            "forward",
            "quarterback",
            "pitcher",
            "catcher",
            "shortstop",
            "outfielder",
            "linebacker",
            "cornerback",
            "receiver",
            "batsman",
            "bowler",
            "skipper",
            "wicketkeeper",
            "hooker",
            "prop",
            "fullback",
            "driver",
            "rider",
            "jockey",
            "boxer",
            "wrestler",
            "sprinter",
            "swimmer",
            "cyclist",
            "golfer",
            "champion",
            "medalist",
            "medallist",
            "coach",
            "manager",
            "captain",
            "player",
            "footballer",
            "teammate",
            "substitute",
            "referee",
            "umpire",
            "athlete",
            "skater",
            "skier",
            "runner",
            "infielder",
            "baseman",
            "reliever",
            "rookie",
            "guard",
            "center",
            "tackle",
            "linesman",
            "seed",
            "playmaker",
            "fielder",
            "cricketer",
        ],
    ),
    (
        Walk::Film,
        &[
            "actor",
            "actress",
            "director",
            "filmmaker",
            "producer",
            "screenwriter",
            "comedian",
            "comic",
            "star",
            "film-maker",
            "presenter",
            "host",
            "dancer",
            "model",
            "playwright",
            "choreographer",
        ],
    ),
    (
        Walk::Music,
        &[
            "singer",
            "rapper",
            "musician",
            "guitarist",
            "drummer",
            "bassist",
            "composer",
            "conductor",
            "songwriter",
            "frontman",
            "pianist",
            "violinist",
            "tenor",
            "soprano",
            "dj",
            "bandleader",
            "cellist",
            "saxophonist",
        ],
    ),
    (
        Walk::Letters,
        &[
            "author",
            "writer",
            "novelist",
            "poet",
            "playwright",
            "essayist",
            "biographer",
            "memoirist",
            "publisher",
        ],
    ),
    (
        Walk::Law,
        &["judge", "justice", "magistrate", "jurist", "attorney", "prosecutor", "lawyer", "solicitor"],
    ),
    (
        Walk::Science,
        &[
            "scientist",
            "physicist",
            "chemist",
            "biologist",
            "astronomer",
            "mathematician",
            "researcher",
            "professor",
            "prof",
            "economist",
            "historian",
            "psychologist",
            "philosopher",
            "scholar",
            "lecturer",
            "sociologist",
            "epidemiologist",
            "academic",
            "astronaut",
            "engineer",
            "geologist",
            "anthropologist",
        ],
    ),
    (
        Walk::Press,
        &[
            "journalist",
            "reporter",
            "editor",
            "correspondent",
            "columnist",
            "anchor",
            "broadcaster",
            "commentator",
            "presenter",
            "blogger",
            "photographer",
            "pundit",
            "critic",
        ],
    ),
    (
        Walk::Business,
        &[
            "ceo",
            "cfo",
            "coo",
            "cto",
            "executive",
            "founder",
            "co-founder",
            "cofounder",
            "billionaire",
            "tycoon",
            "entrepreneur",
            "businessman",
            "businesswoman",
            "investor",
            "banker",
            "chairman",
            "chairwoman",
            "financier",
            "boss",
            "owner",
        ],
    ),
    (Walk::Activism, &["activist", "campaigner", "dissident", "whistleblower", "organizer"]),
    (
        Walk::Private,
        &[
            "spokesman",
            "spokeswoman",
            "spokesperson",
            "officer",
            "detective",
            "sergeant",
            "constable",
            "inspector",
            "sheriff",
            "deputy",
            "witness",
            "victim",
            "resident",
            "neighbor",
            "neighbour",
            "student",
            "teacher",
            "nurse",
            "surgeon",
            "doctor",
            "principal",
            "analyst",
            "strategist",
            "consultant",
            "expert",
            "aide",
            "manager",
            "farmer",
            "fisherman",
            "pilot",
            "suspect",
            "gunman",
            "defendant",
            "superintendent",
            "chef",
            "priest",
            "pastor",
            "rabbi",
            "imam",
            "bishop",
            "curator",
            "librarian",
            "driver",
            "teenager",
            "mother",
            "father",
            "wife",
            "husband",
            "son",
            "daughter",
            "brother",
            "sister",
            "widow",
            "trainer",
            "dealer",
        ],
    ),
];

/// The walks of life that a role word names.
pub(super) fn walks_of(word: &str) -> impl Iterator<Item = Walk> {
    WALKS.iter().filter(move |(_, words)| words.contains(&word)).map(|(walk, _)| *walk)
}

/// Whether a person of this class (the facts' `type`) is in this walk of life; `None` where the facts name no
/// class that could tell.
pub(super) fn class_fits(class: Option<&str>, walk: Walk) -> Option<bool> {
    let fits = match class? {
        "politician" => matches!(walk, Walk::Politics | Walk::Law),
        "athlete" | "coach" => walk == Walk::Sport,
        "actor" => matches!(walk, Walk::Film | Walk::Music),
        "director" => matches!(walk, Walk::Film | Walk::Letters),
        "musician" => matches!(walk, Walk::Music | Walk::Film),
        "author" => matches!(walk, Walk::Letters | Walk::Press | Walk::Science | Walk::Film),
        "journalist" => matches!(walk, Walk::Press | Walk::Letters),
        "executive" => walk == Walk::Business,
        "judge" => matches!(walk, Walk::Law | Walk::Politics),
        "scientist" => matches!(walk, Walk::Science | Walk::Letters),
        "activist" => matches!(walk, Walk::Activism | Walk::Politics),
        _ => return None,
    };
    Some(fits)
}

/// One spelling for words that are written in two ways, and short forms written out.
fn canonical(word: &str) -> &str {
    match word {
        "adviser" => "advisor",
        "defense" => "defence",
        "sen" | "sens" => "senator",
        "rep" | "reps" | "congressman" | "congresswoman" => "representative",
        "gov" => "governor",
        "amb" => "ambassador",
        "premier" => "prime",
        "labor" => "labour",
        "chairwoman" | "chairperson" | "chair" => "chairman",
        "ceo" => "executive",
        "foreign" | "external" => "foreign",
        "mp" | "mps" | "lawmaker" | "legislator" | "deputy" | "mep" => "member",
        "home" | "interior" => "interior",
        "treasury" | "finance" => "finance",
        "king" | "queen" => "monarch",
        other => other,
    }
}

/// Words of an office's name that say nothing alone.
const EMPTY: &[&str] = &["of", "the", "for", "to", "and", "affairs", "in", "at", "a", "us", "u s"];

/// How well an office's name agrees with the words called out beside a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum OfficeMatch {
    /// The head word agrees ("minister"), the rest is not said.
    Head,
    /// All that is said agrees ("foreign minister" for "Minister of Foreign Affairs").
    Full,
}

/// Words that are the head of an office's name.
const HEADS: &[&str] = &[
    "president",
    "minister",
    "secretary",
    "senator",
    "representative",
    "governor",
    "mayor",
    "ambassador",
    "chancellor",
    "prime",
    "advisor",
    "chairman",
    "speaker",
    "commissioner",
    "judge",
    "justice",
    "attorney",
    "member",
    "leader",
    "coach",
    "manager",
    "player",
    "driver",
    "executive",
    "director",
    "monarch",
    "general",
    "prosecutor",
    "golfer",
];

/// Compares the folded name of an office with the folded words beside a name.
pub(super) fn office_match(office: &str, said: &[&str]) -> Option<OfficeMatch> {
    let office: Vec<&str> = office.split(' ').filter(|word| !EMPTY.contains(word)).map(canonical).collect();
    let said: Vec<&str> = said.iter().map(|word| canonical(word)).collect();
    let heads = || office.iter().filter(|word| HEADS.contains(word));
    if !heads().any(|head| said.contains(head)) {
        return None;
    }
    // "Prime Minister" is no "Minister", and a "Vice President" no "President".
    for qualifier in ["prime", "vice", "deputy", "state", "lieutenant", "former"] {
        let in_office = office.contains(&qualifier);
        let lone_head = said.contains(&qualifier);
        if in_office != lone_head && qualifier != "state" && qualifier != "former" {
            return None;
        }
    }
    let all = office.len() > 1 && office.iter().all(|word| said.contains(word));
    Some(if all || office.len() == 1 { OfficeMatch::Full } else { OfficeMatch::Head })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offices_are_known_by_what_papers_call_them() {
        let full = Some(OfficeMatch::Full);
        assert_eq!(office_match("minister of foreign affairs", &["russian", "foreign", "minister"]), full);
        assert_eq!(office_match("secretary of state", &["u s", "secretary", "of", "state"]), full);
        assert_eq!(
            office_match("national security advisor", &["top", "national", "security", "adviser"]),
            full
        );
        assert_eq!(office_match("president", &["russian", "president"]), full);
        assert_eq!(
            office_match("ambassador to the russian federation", &["ambassador"]),
            Some(OfficeMatch::Head)
        );
    }

    #[test]
    fn a_vice_president_is_no_president() {
        assert_eq!(office_match("vice president", &["president"]), None);
        assert_eq!(office_match("president", &["vice", "president"]), None);
        assert_eq!(office_match("minister of health", &["prime", "minister"]), None);
    }

    #[test]
    fn a_striker_is_no_politician() {
        let walk = walks_of("striker").next().unwrap();
        assert_eq!(class_fits(Some("politician"), walk), Some(false));
        assert_eq!(class_fits(Some("athlete"), walk), Some(true));
        assert_eq!(class_fits(None, walk), None);
    }
}
