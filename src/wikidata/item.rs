//! Items: the JSON of one line of a dump, as far as it is read.
//!
//! Texts are borrowed from the line where they hold no escape. Whatever is not on the lists of `property` and `names` is
//! skipped without being looked at. An empty map may be written as `[]` (PHP does).

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;

use serde::Deserialize;
use serde::de::{Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};

use crate::date::Date;

use super::id::ItemId;
use super::names;
use super::property::Property;
use super::time;

/// Why a line is no item.
#[derive(Debug, thiserror::Error)]
pub enum ItemError {
    /// It is no JSON of an entity.
    #[error("no JSON of an entity: {0}")]
    Json(#[from] serde_json::Error),
    /// It is an item without an id.
    #[error("an item whose id is not Q and a number")]
    Id,
}

/// A text of the line.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Text<'j>(pub(super) Cow<'j, str>);

impl<'de: 'j, 'j> Deserialize<'de> for Text<'j> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Borrowing;
        impl<'de> Visitor<'de> for Borrowing {
            type Value = Text<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a text")
            }

            fn visit_borrowed_str<E: Error>(self, text: &'de str) -> Result<Text<'de>, E> {
                Ok(Text(Cow::Borrowed(text)))
            }

            fn visit_str<E: Error>(self, text: &str) -> Result<Text<'de>, E> {
                Ok(Text(Cow::Owned(text.to_owned())))
            }
        }
        deserializer.deserialize_str(Borrowing)
    }
}

/// A map of which only some entries are read.
trait Entries<'de>: Default {
    /// Reads or skips the value of one key.
    fn entry<M: MapAccess<'de>>(&mut self, key: &str, map: &mut M) -> Result<(), M::Error>;
}

/// Reads a map, which may be an empty list or null too.
fn entries<'de, D: Deserializer<'de>, T: Entries<'de>>(deserializer: D) -> Result<T, D::Error> {
    struct Reading<T>(PhantomData<T>);
    impl<'de, T: Entries<'de>> Visitor<'de> for Reading<T> {
        type Value = T;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("a map or an empty list")
        }

        fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<T, M::Error> {
            let mut read = T::default();
            while let Some(Text(key)) = map.next_key()? {
                read.entry(&key, &mut map)?;
            }
            Ok(read)
        }

        fn visit_seq<S: SeqAccess<'de>>(self, mut list: S) -> Result<T, S::Error> {
            match list.next_element::<IgnoredAny>()? {
                None => Ok(T::default()),
                Some(_) => Err(S::Error::custom("a list where a map should be")),
            }
        }

        fn visit_unit<E: Error>(self) -> Result<T, E> {
            Ok(T::default())
        }
    }
    deserializer.deserialize_any(Reading(PhantomData))
}

/// An item, property or lexeme.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Item<'j> {
    #[serde(borrow)]
    id: Text<'j>,
    #[serde(borrow, rename = "type")]
    entity: Text<'j>,
    #[serde(rename = "lastrevid")]
    pub(super) revision: u64,
    /// When it was last changed, ISO 8601.
    #[serde(borrow)]
    pub(super) modified: Text<'j>,
    #[serde(borrow, deserialize_with = "entries")]
    pub(super) labels: Labels<'j>,
    #[serde(borrow, deserialize_with = "entries")]
    pub(super) descriptions: Descriptions<'j>,
    #[serde(borrow, deserialize_with = "entries")]
    pub(super) aliases: Aliases<'j>,
    #[serde(borrow, deserialize_with = "entries")]
    pub(super) claims: Claims<'j>,
    #[serde(borrow, deserialize_with = "entries")]
    pub(super) sitelinks: Sitelinks<'j>,
}

impl<'j> Item<'j> {
    /// Reads a line; `None` for an entity that is no item.
    pub(super) fn read(line: &'j str) -> Result<Option<(ItemId, Self)>, ItemError> {
        let item: Self = serde_json::from_str(line)?;
        if !matches!(&*item.entity.0, "item" | "") {
            return Ok(None);
        }
        let id = ItemId::parse(&item.id.0).ok_or(ItemError::Id)?;
        Ok(Some((id, item)))
    }

    /// The day it was last changed.
    pub(super) fn day(&self) -> Option<Date> {
        self.modified.0.get(..10)?.parse().ok()
    }
}

/// A text in a language.
#[derive(Deserialize)]
struct InLanguage<'j> {
    #[serde(borrow)]
    value: Text<'j>,
}

/// The best label, and the one that holds for all languages.
#[derive(Debug, Default)]
pub(super) struct Labels<'j> {
    /// The best language's label with how good that is.
    pub(super) best: Option<(u8, Cow<'j, str>)>,
    /// The label in `mul`.
    pub(super) every: Option<Cow<'j, str>>,
}

impl<'de: 'j, 'j> Entries<'de> for Labels<'j> {
    fn entry<M: MapAccess<'de>>(&mut self, key: &str, map: &mut M) -> Result<(), M::Error> {
        let preference = names::preference(key);
        let better = self.best.as_ref().is_none_or(|(best, _)| preference < *best);
        if !better && key != "mul" {
            return map.next_value::<IgnoredAny>().map(drop);
        }
        let InLanguage { value: Text(label) } = map.next_value()?;
        if names::is_latin(&label) {
            if key == "mul" {
                self.every = Some(label.clone());
            }
            if better {
                self.best = Some((preference, label));
            }
        }
        Ok(())
    }
}

/// The English description.
#[derive(Debug, Default)]
pub(super) struct Descriptions<'j> {
    pub(super) english: Option<(u8, Cow<'j, str>)>,
}

impl<'de: 'j, 'j> Entries<'de> for Descriptions<'j> {
    fn entry<M: MapAccess<'de>>(&mut self, key: &str, map: &mut M) -> Result<(), M::Error> {
        let preference = names::preference(key);
        let better = self.english.as_ref().is_none_or(|(best, _)| preference < *best);
        if !better || !names::is_english(preference) {
            return map.next_value::<IgnoredAny>().map(drop);
        }
        let InLanguage { value: Text(description) } = map.next_value()?;
        self.english = Some((preference, description));
        Ok(())
    }
}

/// The English aliases, with those of all languages.
#[derive(Debug, Default)]
pub(super) struct Aliases<'j> {
    pub(super) english: Vec<Cow<'j, str>>,
}

impl<'de: 'j, 'j> Entries<'de> for Aliases<'j> {
    fn entry<M: MapAccess<'de>>(&mut self, key: &str, map: &mut M) -> Result<(), M::Error> {
        if !names::is_english(names::preference(key)) {
            return map.next_value::<IgnoredAny>().map(drop);
        }
        let aliases: Vec<InLanguage<'j>> = map.next_value()?;
        self.english.extend(aliases.into_iter().map(|alias| alias.value.0));
        Ok(())
    }
}

/// Projects whose code ends like a Wikipedia's.
const NOT_WIKIPEDIAS: &[&str] = &[
    "commonswiki",
    "foundationwiki",
    "incubatorwiki",
    "mediawikiwiki",
    "metawiki",
    "outreachwiki",
    "sourceswiki",
    "specieswiki",
    "wikidatawiki",
    "wikifunctionswiki",
    "wikimaniawiki",
];

/// How many Wikipedias have an article, and the English one's title.
#[derive(Debug, Default)]
pub(super) struct Sitelinks<'j> {
    pub(super) editions: u32,
    pub(super) english: Option<Cow<'j, str>>,
}

impl<'de: 'j, 'j> Entries<'de> for Sitelinks<'j> {
    fn entry<M: MapAccess<'de>>(&mut self, key: &str, map: &mut M) -> Result<(), M::Error> {
        #[derive(Deserialize)]
        struct Sitelink<'j> {
            #[serde(borrow)]
            title: Text<'j>,
        }
        if key.ends_with("wiki") && !NOT_WIKIPEDIAS.contains(&key) {
            self.editions = self.editions.saturating_add(1);
        }
        if key != "enwiki" {
            return map.next_value::<IgnoredAny>().map(drop);
        }
        let Sitelink { title: Text(title) } = map.next_value()?;
        self.english = Some(title);
        Ok(())
    }
}

/// The statements of the properties that are read.
#[derive(Debug, Default)]
pub(super) struct Claims<'j>(Vec<(Property, Vec<Statement<'j>>)>);

impl<'de: 'j, 'j> Entries<'de> for Claims<'j> {
    fn entry<M: MapAccess<'de>>(&mut self, key: &str, map: &mut M) -> Result<(), M::Error> {
        match Property::of_statement(key) {
            Some(property) => self.0.push((property, map.next_value()?)),
            None => drop(map.next_value::<IgnoredAny>()?),
        }
        Ok(())
    }
}

impl<'j> Claims<'j> {
    /// The statements of a property but those that are deprecated.
    pub(super) fn of(&self, property: Property) -> impl Iterator<Item = &Statement<'j>> + use<'_, 'j> {
        let all = self.0.iter().filter(move |(of, _)| *of == property).flat_map(|(_, statements)| statements);
        all.filter(|statement| statement.rank != Rank::Deprecated)
    }

    /// Those of the best rank: the preferred ones, where there are any.
    pub(super) fn best(&self, property: Property) -> impl Iterator<Item = &Statement<'j>> + use<'_, 'j> {
        let preferred = self.of(property).any(|statement| statement.rank == Rank::Preferred);
        self.of(property).filter(move |statement| !preferred || statement.rank == Rank::Preferred)
    }

    /// Whether the property has a value at all.
    pub(super) fn has(&self, property: Property) -> bool {
        self.of(property).any(|statement| !matches!(statement.value, Snak::None))
    }

    /// The items that are values of a property, but deprecated ones.
    pub(super) fn items(&self, property: Property) -> impl Iterator<Item = ItemId> + use<'_, 'j> {
        self.of(property).filter_map(Statement::item)
    }
}

/// How much a statement counts.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Rank {
    Deprecated,
    #[default]
    Normal,
    Preferred,
}

impl<'de> Deserialize<'de> for Rank {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(match &*Text::deserialize(deserializer)?.0 {
            "deprecated" => Self::Deprecated,
            "preferred" => Self::Preferred,
            _ => Self::Normal,
        })
    }
}

/// A statement.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Statement<'j> {
    #[serde(borrow, rename = "mainsnak")]
    pub(super) value: Snak<'j>,
    rank: Rank,
    #[serde(borrow, deserialize_with = "entries")]
    qualifiers: Qualifiers<'j>,
}

impl<'j> Statement<'j> {
    /// The item that is its value.
    pub(super) fn item(&self) -> Option<ItemId> {
        self.value.item()
    }

    /// The first qualifier of a property.
    pub(super) fn qualifier(&self, property: Property) -> Option<&Snak<'j>> {
        self.qualifiers.0.iter().find(|(of, _)| *of == property).map(|(_, snak)| snak)
    }

    /// The item that is the first qualifier of a property.
    pub(super) fn qualified_by(&self, property: Property) -> Option<ItemId> {
        self.qualifier(property).and_then(Snak::item)
    }
}

#[derive(Debug, Default)]
struct Qualifiers<'j>(Vec<(Property, Snak<'j>)>);

impl<'de: 'j, 'j> Entries<'de> for Qualifiers<'j> {
    fn entry<M: MapAccess<'de>>(&mut self, key: &str, map: &mut M) -> Result<(), M::Error> {
        match Property::of_qualifier(key) {
            Some(property) => {
                let snaks: Vec<Snak<'j>> = map.next_value()?;
                self.0.extend(snaks.into_iter().map(|snak| (property, snak)));
            }
            None => drop(map.next_value::<IgnoredAny>()?),
        }
        Ok(())
    }
}

/// A value, or that there is none or an unknown one.
#[derive(Debug, Default)]
pub(super) enum Snak<'j> {
    /// `novalue`
    #[default]
    None,
    /// `somevalue`
    Unknown,
    /// `value`
    Known(Value<'j>),
}

impl Snak<'_> {
    pub(super) fn item(&self) -> Option<ItemId> {
        match self {
            Self::Known(Value::Item(item)) => Some(*item),
            _ => None,
        }
    }

    pub(super) fn date(&self) -> Option<Date> {
        match self {
            Self::Known(Value::Time(date)) => *date,
            _ => None,
        }
    }

    pub(super) fn text(&self) -> Option<&str> {
        match self {
            Self::Known(Value::Text(text)) => Some(text),
            _ => None,
        }
    }
}

impl<'de: 'j, 'j> Deserialize<'de> for Snak<'j> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Default, Deserialize)]
        #[serde(default)]
        struct Raw<'j> {
            #[serde(borrow)]
            snaktype: Text<'j>,
            #[serde(borrow)]
            datavalue: Option<DataValue<'j>>,
        }
        #[derive(Deserialize)]
        struct DataValue<'j> {
            #[serde(borrow)]
            value: Value<'j>,
        }
        let raw = Raw::deserialize(deserializer)?;
        Ok(match (&*raw.snaktype.0, raw.datavalue) {
            ("value", Some(DataValue { value })) => Self::Known(value),
            ("somevalue", _) => Self::Unknown,
            _ => Self::None,
        })
    }
}

/// A value of a kind that is read.
#[derive(Debug)]
pub(super) enum Value<'j> {
    Item(ItemId),
    /// `None` where it is coarser than a year.
    Time(Option<Date>),
    Text(Cow<'j, str>),
    Other,
}

impl<'de: 'j, 'j> Deserialize<'de> for Value<'j> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct AnyValue;
        impl<'de> Visitor<'de> for AnyValue {
            type Value = Value<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a value")
            }

            fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<Value<'de>, M::Error> {
                let (mut item, mut text) = (None, None);
                let (mut at, mut precision, mut julian) = (None, 0, false);
                let mut of_items = true;
                while let Some(Text(key)) = map.next_key()? {
                    match &*key {
                        "id" => item = ItemId::parse(&map.next_value::<Text<'_>>()?.0),
                        // Old dumps give the number alone.
                        "numeric-id" => {
                            let number: u64 = map.next_value()?;
                            item = item.or_else(|| ItemId::from_number(u32::try_from(number).ok()?));
                        }
                        "entity-type" => of_items = map.next_value::<Text<'_>>()?.0 == "item",
                        "time" => at = Some(map.next_value::<Text<'_>>()?.0),
                        "precision" => precision = map.next_value()?,
                        "calendarmodel" => julian = map.next_value::<Text<'_>>()?.0.ends_with(time::JULIAN),
                        "text" => text = Some(map.next_value::<Text<'_>>()?.0),
                        _ => drop(map.next_value::<IgnoredAny>()?),
                    }
                }
                Ok(match (item.filter(|_| of_items), at, text) {
                    (Some(item), ..) => Value::Item(item),
                    (None, Some(at), _) => Value::Time(time::date(&at, precision, julian)),
                    (None, None, Some(text)) => Value::Text(text),
                    _ => Value::Other,
                })
            }

            fn visit_borrowed_str<E: Error>(self, text: &'de str) -> Result<Value<'de>, E> {
                Ok(Value::Text(Cow::Borrowed(text)))
            }

            fn visit_str<E: Error>(self, text: &str) -> Result<Value<'de>, E> {
                Ok(Value::Text(Cow::Owned(text.to_owned())))
            }

            fn visit_seq<S: SeqAccess<'de>>(self, mut list: S) -> Result<Value<'de>, S::Error> {
                while list.next_element::<IgnoredAny>()?.is_some() {}
                Ok(Value::Other)
            }

            fn visit_bool<E: Error>(self, _: bool) -> Result<Value<'de>, E> {
                Ok(Value::Other)
            }

            fn visit_i64<E: Error>(self, _: i64) -> Result<Value<'de>, E> {
                Ok(Value::Other)
            }

            fn visit_u64<E: Error>(self, _: u64) -> Result<Value<'de>, E> {
                Ok(Value::Other)
            }

            fn visit_f64<E: Error>(self, _: f64) -> Result<Value<'de>, E> {
                Ok(Value::Other)
            }

            fn visit_unit<E: Error>(self) -> Result<Value<'de>, E> {
                Ok(Value::Other)
            }
        }
        deserializer.deserialize_any(AnyValue)
    }
}
