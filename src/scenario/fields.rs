//! A checked table, read by key into the types of the model.

use crate::units::{Money, Points, Probability, Rate};

use super::tree::{Entry, Node, Place, Value, find};

/// The entries of a checked table: every value has its shape and every default is there.
///
/// Asking a key that has a default for a value it cannot have is a bug of ours.
#[derive(Clone, Copy, Debug)]
pub(super) struct Fields<'t>(pub &'t [Entry]);

impl<'t> Fields<'t> {
    /// The node of a key, if it was given or has a default.
    pub(super) fn get(self, key: &str) -> Option<&'t Node> {
        let is_sound = |entry: &&Entry| !matches!(entry.node.value, Value::Faulty);
        self.0.iter().filter(is_sound).find(|entry| entry.key == key).map(|entry| &entry.node)
    }

    /// Whether a key was given a value that was refused, and has none: then nobody is told that it
    /// is missing.
    pub(super) fn was_refused(self, key: &str) -> bool {
        find(self.0, key).is_some_and(|entry| matches!(entry.node.value, Value::Faulty))
    }

    fn must(self, key: &str) -> &'t Node {
        self.get(key).unwrap_or_else(|| panic!("`{key}` has a default"))
    }

    /// Where a key's value was written, if it was.
    pub(super) fn place(self, key: &str) -> Option<Place> {
        self.get(key)?.place.clone()
    }

    /// A section.
    pub(super) fn section(self, key: &str) -> Self {
        self.maybe_section(key).unwrap_or_else(|| panic!("`{key}` is a section"))
    }

    /// A section that may be left out.
    pub(super) fn maybe_section(self, key: &str) -> Option<Self> {
        Some(Self(self.get(key)?.entries()?))
    }

    /// The sections under a double-bracketed heading, with their places.
    pub(super) fn sections(self, key: &str) -> impl Iterator<Item = (Self, Option<Place>)> {
        let elements = self.get(key).and_then(Node::elements).unwrap_or_default();
        elements
            .iter()
            .filter_map(|element| Some((Self(element.entries()?), element.place.clone())))
    }

    pub(super) fn text(self, key: &str) -> Option<&'t str> {
        self.get(key)?.text()
    }

    pub(super) fn number(self, key: &str) -> f64 {
        number(self.must(key))
    }

    pub(super) fn whole(self, key: &str) -> i128 {
        whole(self.must(key))
    }

    pub(super) fn probability(self, key: &str) -> Probability {
        Probability::new(self.number(key)).expect("a checked probability lies between 0 and 1")
    }

    pub(super) fn rate(self, key: &str) -> Rate {
        Rate::from_f64(self.number(key))
    }

    pub(super) fn money(self, key: &str) -> Money {
        Money::from_units(self.number(key))
    }

    pub(super) fn points(self, key: &str) -> Option<Points> {
        Some(Points::from_units(number(self.get(key)?)))
    }

    pub(super) fn count(self, key: &str) -> Option<u32> {
        Some(count(self.get(key)?))
    }

    pub(super) fn flag(self, key: &str) -> Option<bool> {
        if let Value::Flag(flag) = self.get(key)?.value { Some(flag) } else { None }
    }
}

/// The number of a checked node.
pub(super) fn number(node: &Node) -> f64 {
    match node.value {
        Value::Number(number) => number,
        Value::Whole(whole) => whole as f64,
        _ => panic!("a checked number is a number"),
    }
}

/// The whole number of a checked node.
pub(super) fn whole(node: &Node) -> i128 {
    match node.value {
        Value::Whole(whole) => whole,
        _ => panic!("a checked whole number is whole"),
    }
}

/// The whole number of a checked node whose range fits.
pub(super) fn count(node: &Node) -> u32 {
    u32::try_from(whole(node)).expect("the range of a count fits in 32 bits")
}
