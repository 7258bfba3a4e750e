//! Properties: which ones are read, and which ones never may be.
//!
//! Reading goes by the allow list alone; the deny list says which properties nobody may ever add to it, and tests hold
//! the two against each other. Sources: Wikidata's properties and their labels.

/// A property that is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Property {
    /// P31 instance of
    InstanceOf,
    /// P279 subclass of
    SubclassOf,
    /// P39 position held
    PositionHeld,
    /// P106 occupation
    Occupation,
    /// P108 employer
    Employer,
    /// P463 member of
    MemberOf,
    /// P102 member of political party
    Party,
    /// P6 head of government
    HeadOfGovernment,
    /// P35 head of state
    HeadOfState,
    /// P1313 office held by head of government
    OfficeOfHeadOfGovernment,
    /// P1906 office held by head of state
    OfficeOfHeadOfState,
    /// P2388 office held by head of the organization
    OfficeOfHead,
    /// P488 chairperson
    Chair,
    /// P169 chief executive officer
    ChiefExecutive,
    /// P112 founded by
    FoundedBy,
    /// P1037 director or manager
    Director,
    /// P27 country of citizenship
    Citizenship,
    /// P17 country
    Country,
    /// P569 date of birth
    Birth,
    /// P570 date of death
    Death,
    /// P571 inception
    Inception,
    /// P576 dissolved, abolished or demolished
    Dissolution,
    /// P159 headquarters location
    Seat,
    /// P749 parent organization
    Parent,
    /// P1448 official name
    OfficialName,
    /// P1001 applies to jurisdiction
    Jurisdiction,
    /// P2389 organization directed by the office
    Directs,
    /// P856 official website: that there is one, not which
    Website,
    /// P580 start time, a qualifier
    Start,
    /// P582 end time, a qualifier
    End,
    /// P642 of, a qualifier
    Of,
    /// P1365 replaces, a qualifier
    Replaces,
    /// P1366 replaced by, a qualifier
    ReplacedBy,
    /// P794 as, P3831 object has role, P2868 subject has role: qualifiers
    InTheRoleOf,
}

impl Property {
    /// The property of a statement, if it is read.
    pub(super) fn of_statement(code: &str) -> Option<Self> {
        Some(match code {
            "P31" => Self::InstanceOf,
            "P279" => Self::SubclassOf,
            "P39" => Self::PositionHeld,
            "P106" => Self::Occupation,
            "P108" => Self::Employer,
            "P463" => Self::MemberOf,
            "P102" => Self::Party,
            "P6" => Self::HeadOfGovernment,
            "P35" => Self::HeadOfState,
            "P1313" => Self::OfficeOfHeadOfGovernment,
            "P1906" => Self::OfficeOfHeadOfState,
            "P2388" => Self::OfficeOfHead,
            "P488" => Self::Chair,
            "P169" => Self::ChiefExecutive,
            "P112" => Self::FoundedBy,
            "P1037" => Self::Director,
            "P27" => Self::Citizenship,
            "P17" => Self::Country,
            "P569" => Self::Birth,
            "P570" => Self::Death,
            "P571" => Self::Inception,
            "P576" => Self::Dissolution,
            "P159" => Self::Seat,
            "P749" => Self::Parent,
            "P1448" => Self::OfficialName,
            "P1001" => Self::Jurisdiction,
            "P2389" => Self::Directs,
            "P856" => Self::Website,
            _ => return None,
        })
    }

    /// The property of a qualifier, if it is read.
    pub(super) fn of_qualifier(code: &str) -> Option<Self> {
        Some(match code {
            "P580" => Self::Start,
            "P582" => Self::End,
            "P642" => Self::Of,
            "P1001" => Self::Jurisdiction,
            "P2389" => Self::Directs,
            "P1365" => Self::Replaces,
            "P1366" => Self::ReplacedBy,
            "P39" => Self::PositionHeld,
            "P794" | "P3831" | "P2868" => Self::InTheRoleOf,
            _ => return None,
        })
    }
}

/// Properties that nobody may add to the lists above: religion, orientation, ethnicity, health, family, crime, body and
/// home.
#[cfg(test)]
pub(super) const DENIED: &[(&str, &str)] = &[
    ("P140", "religion or worldview"),
    ("P3501", "Catholic rite"),
    ("P611", "religious order"),
    ("P708", "diocese"),
    ("P411", "canonization status"),
    ("P1049", "worshipped by"),
    ("P7561", "category for the interior of the item"),
    ("P91", "sexual orientation"),
    ("P21", "sex or gender"),
    ("P6553", "personal pronoun"),
    ("P172", "ethnic group"),
    ("P2596", "culture"),
    ("P103", "native language"),
    ("P1142", "political ideology"),
    ("P1050", "medical condition"),
    ("P509", "cause of death"),
    ("P1196", "manner of death"),
    ("P1853", "blood type"),
    ("P4954", "may prevent"),
    ("P22", "father"),
    ("P25", "mother"),
    ("P8810", "parent"),
    ("P26", "spouse"),
    ("P40", "child"),
    ("P1971", "number of children"),
    ("P3373", "sibling"),
    ("P451", "unmarried partner"),
    ("P1038", "relative"),
    ("P3448", "stepparent"),
    ("P1290", "godparent"),
    ("P53", "family"),
    ("P734", "family name"),
    ("P2562", "married name"),
    ("P1477", "birth name"),
    ("P2842", "place of marriage"),
    ("P551", "residence"),
    ("P19", "place of birth"),
    ("P20", "place of death"),
    ("P119", "place of burial"),
    ("P6375", "street address"),
    ("P1399", "convicted of"),
    ("P1595", "charge"),
    ("P1596", "penalty"),
    ("P2632", "place of detention"),
    ("P1840", "investigated by"),
    ("P8031", "perpetrator"),
    ("P1345", "number of victims of killer"),
    ("P157", "killed by"),
    ("P793", "significant event"),
    ("P1534", "end cause"),
    ("P2048", "height"),
    ("P2067", "mass"),
    ("P1340", "eye color"),
    ("P1884", "hair color"),
    ("P8839", "hairstyle"),
    ("P2218", "net worth"),
    ("P968", "e-mail address"),
    ("P1329", "phone number"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_denied_property_is_read_in_a_statement_or_a_qualifier() {
        for (code, label) in DENIED {
            assert_eq!(Property::of_statement(code), None, "{code} {label}");
            assert_eq!(Property::of_qualifier(code), None, "{code} {label}");
        }
    }
}
