//! Packs together: one knowledge out of several packs, later ones adding to and correcting earlier ones.
//!
//! In: packs, in order. Out: [`Knowledge`]. An entity of a later pack whose id is in an earlier one is the same entity:
//! it keeps all its names, what the later record tells counts, and what it leaves out is taken from the earlier one. A
//! later pack can also hide an entity of earlier ones.

use std::collections::HashMap;

use super::entity::{Entity, EntityIndex, Parent, Position};
use super::fact::EntityKind;
use super::id::Id;
use super::pack::{Pack, PackInfo};

/// Packs that can be open at once: the default one, a language's, a newsroom's and a reader's own.
pub const MOST_PACKS: usize = 4;

/// Too many packs at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error(
    "{0} packs are too many at once, the most is {MOST_PACKS}; build one pack out of several folders of facts"
)]
pub struct TooManyPacks(usize);

/// Everything known: one pack, or several over each other.
#[derive(Debug)]
pub struct Knowledge {
    layers: Vec<Layer>,
}

#[derive(Debug)]
pub(super) struct Layer {
    pub(super) pack: Pack,
    /// Entities of this pack that a later one has too, or hides.
    covered: HashMap<u32, Option<EntityIndex>>,
    /// Entities of this pack that an earlier one has too.
    beneath: HashMap<u32, EntityIndex>,
}

impl From<Pack> for Knowledge {
    fn from(pack: Pack) -> Self {
        Self { layers: vec![Layer::new(pack)] }
    }
}

impl Layer {
    fn new(pack: Pack) -> Self {
        Self { pack, covered: HashMap::new(), beneath: HashMap::new() }
    }
}

impl Knowledge {
    /// No pack at all.
    pub(crate) const fn nothing() -> Self {
        Self { layers: Vec::new() }
    }

    /// Lays packs over each other, the later ones above. Costs a search in the earlier packs for each entity of the
    /// later ones.
    ///
    /// # Errors
    /// When there are more than [`MOST_PACKS`].
    pub fn new(packs: Vec<Pack>) -> Result<Self, TooManyPacks> {
        if packs.len() > MOST_PACKS {
            return Err(TooManyPacks(packs.len()));
        }
        let mut knowledge = Self { layers: Vec::with_capacity(packs.len()) };
        for pack in packs {
            knowledge.lay(pack);
        }
        Ok(knowledge)
    }

    fn lay(&mut self, pack: Pack) {
        let mut layer = Layer::new(pack);
        let own = self.layers.len() as u8;
        if !self.layers.is_empty() {
            for id in layer.pack.hidden() {
                if let Some(known) = self.uppermost(id) {
                    self.cover(known, None);
                }
            }
            for place in 0..layer.pack.count() {
                let known = layer.pack.entity(place).and_then(|entity| self.uppermost(entity.raw_id()));
                if let Some(known) = known {
                    self.cover(known, Some(EntityIndex { pack: own, place }));
                    layer.beneath.insert(place, known);
                }
            }
        }
        self.layers.push(layer);
    }

    fn cover(&mut self, known: EntityIndex, by: Option<EntityIndex>) {
        if let Some(layer) = self.layers.get_mut(usize::from(known.pack)) {
            layer.covered.insert(known.place, by);
        }
    }

    /// The entity of an id in the latest pack that has it, unless a later one hides it.
    fn uppermost(&self, id: Id<'_>) -> Option<EntityIndex> {
        let found = self
            .numbered()
            .rev()
            .find_map(|(pack, layer)| Some(EntityIndex { pack, place: layer.pack.place_of(id)? }))?;
        self.current(found)
    }

    /// Follows an entity up to the latest pack that has it; `None` where one hides it.
    pub(super) fn current(&self, mut index: EntityIndex) -> Option<EntityIndex> {
        // Each step leads to a later pack.
        while let Some(layer) = self.layers.get(usize::from(index.pack)) {
            match layer.covered.get(&index.place) {
                Some(by) => index = (*by)?,
                None => return Some(index),
            }
        }
        None
    }

    fn numbered(&self) -> impl DoubleEndedIterator<Item = (u8, &Layer)> {
        (0..MOST_PACKS as u8).zip(&self.layers)
    }

    pub(super) fn layers(&self) -> &[Layer] {
        &self.layers
    }

    /// What each pack holds, in order.
    pub fn infos(&self) -> impl Iterator<Item = &PackInfo> {
        self.layers.iter().map(|layer| layer.pack.info())
    }

    /// An entity; `None` for an index of other knowledge or a broken record.
    pub fn entity(&self, index: EntityIndex) -> Option<Entity<'_>> {
        let index = self.current(index)?;
        let layer = self.layers.get(usize::from(index.pack))?;
        let mut entity = layer.pack.entity(index.place)?.in_pack(index.pack);
        let mut parent = self.parent(index.pack, &entity);
        let mut beneath = layer.beneath.get(&index.place);
        while let Some(below) = beneath {
            let layer = self.layers.get(usize::from(below.pack))?;
            if let Some(earlier) = layer.pack.entity(below.place).map(|entity| entity.in_pack(below.pack)) {
                parent = parent.or_else(|| self.parent(below.pack, &earlier));
                entity = entity.over(earlier);
            }
            beneath = layer.beneath.get(&below.place);
        }
        Some(entity.placed(index, parent))
    }

    fn parent(&self, pack: u8, entity: &Entity<'_>) -> Option<EntityIndex> {
        match entity.parent_as_given()? {
            Parent::Here(place) => self.current(EntityIndex { pack, place }),
            Parent::Elsewhere(id) => self.uppermost(id),
        }
    }

    /// Who led an organization and in which position, the earliest first, as the latest pack that tells of it has it.
    pub fn leaders<'k>(
        &'k self,
        organization: &Entity<'k>,
    ) -> impl Iterator<Item = (Entity<'k>, Position<'k>)> {
        organization.raw_leaders().filter_map(|(index, number)| {
            let layer = self.layers.get(usize::from(index.pack))?;
            let position = layer.pack.entity(index.place)?.positions().nth(number)?;
            Some((self.entity(index)?, position))
        })
    }

    /// The entity of an id (`Q…`, `x:…`).
    pub fn by_id(&self, id: &str) -> Option<Entity<'_>> {
        self.entity(self.uppermost(Id::parse(id)?)?)
    }

    /// All entities, each once: those of the last pack first, within a pack in order of id.
    pub fn entities(&self) -> impl Iterator<Item = Entity<'_>> {
        self.numbered().rev().flat_map(move |(pack, layer)| {
            (0..layer.pack.count())
                .filter(|place| !layer.covered.contains_key(place))
                .filter_map(move |place| self.entity(EntityIndex { pack, place }))
        })
    }

    /// Whether an entity is a person or an organization, and its prior.
    pub(super) fn kind_and_prior(&self, index: EntityIndex) -> Option<(EntityKind, u8)> {
        let layer = self.layers.get(usize::from(index.pack))?;
        let (kind, prior) = layer.pack.kind_and_prior(index.place)?;
        match layer.beneath.get(&index.place) {
            Some(below) if prior == 0 => Some((kind, self.kind_and_prior(*below)?.1)),
            _ => Some((kind, prior)),
        }
    }

    /// How many people bear a folded given name.
    pub fn given_name_count(&self, folded: &str) -> u32 {
        self.layers.iter().map(|layer| layer.pack.given_name_count(folded)).fold(0, u32::saturating_add)
    }

    /// How many people bear a folded surname.
    pub fn surname_count(&self, folded: &str) -> u32 {
        self.layers.iter().map(|layer| layer.pack.surname_count(folded)).fold(0, u32::saturating_add)
    }
}
