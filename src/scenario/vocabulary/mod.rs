//! All keys that may be written: the one table behind checks, defaults, schema and reference.

mod disclosure;
mod market;
mod network;
mod plan;
mod scenario;
mod tree;

pub(super) use disclosure::DISCLOSURE;
#[cfg(test)]
pub(super) use plan::BONUS;
pub(super) use plan::{CLAUSE, PLAN};
pub(super) use scenario::SCENARIO;

use super::keys::{Key, Presence, Shape};

/// A key that may be left out; the methods below say more about it.
const fn key(name: &'static str, shape: Shape, meaning: &'static str) -> Key {
    let presence = Presence::Optional;
    Key { name, shape, presence, unit: "", meaning, evidence: "", kinds: &[] }
}

impl Key {
    /// It must be there.
    const fn required(mut self) -> Self {
        self.presence = Presence::Required;
        self
    }

    /// The TOML value that holds where the key is left out.
    const fn default(mut self, value: &'static str) -> Self {
        self.presence = Presence::Default(value);
        self
    }

    /// What decides where the key is left out.
    const fn follows(mut self, what: &'static str) -> Self {
        self.presence = Presence::Follows(what);
        self
    }

    const fn unit(mut self, unit: &'static str) -> Self {
        self.unit = unit;
        self
    }

    const fn evidence(mut self, evidence: &'static str) -> Self {
        self.evidence = evidence;
        self
    }

    /// The values of `kind` that have the key.
    const fn of(mut self, kinds: &'static [&'static str]) -> Self {
        self.kinds = kinds;
        self
    }
}
