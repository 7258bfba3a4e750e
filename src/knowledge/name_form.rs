//! The ways in which a name came to be somebody's; which names have which is ruled by `forms`.

/// How a name came to be somebody's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum NameForm {
    /// The usual name.
    Main,
    /// Another name that the facts list.
    Alias,
    /// The usual name or an alias without its middle names: "John Kerry" of "John Forbes Kerry".
    FirstLast,
    /// An organization's name without legal form, "the", or what stands in brackets.
    Shortened,
    /// Another spelling, a nickname or a part that often means something else: "Sergei" for "Sergey", "Joe" for
    /// "Joseph", "Cambridge" for "University of Cambridge".
    Variant,
    /// The surname alone.
    Surname,
    /// A place or building that stands for who works there: "the Kremlin", "Downing Street", "Foggy Bottom".
    Metonym,
    /// The surname behind initials: "J. Kerry". Found by looking up, not stored.
    Initials,
}

impl NameForm {
    /// Every form, in the order of the numbers that packs store.
    pub(super) const ALL: [Self; 8] = [
        Self::Main,
        Self::Alias,
        Self::FirstLast,
        Self::Shortened,
        Self::Variant,
        Self::Surname,
        Self::Metonym,
        Self::Initials,
    ];

    /// Whether this is a name in full, not a surname alone or behind initials.
    pub fn is_whole(self) -> bool {
        !matches!(self, Self::Surname | Self::Initials)
    }

    /// How far the form speaks for its bearer, 0 to 1; only the order matters.
    pub(super) fn weight(self) -> f32 {
        match self {
            Self::Main => 1.0,
            Self::Alias => 0.9,
            Self::Shortened => 0.8,
            Self::FirstLast => 0.7,
            Self::Variant => 0.5,
            Self::Metonym => 0.6,
            Self::Initials => 0.3,
            Self::Surname => 0.2,
        }
    }
}
