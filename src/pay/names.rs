//! Names by number, and numbers by name.

/// Many short texts in one long one.
#[derive(Clone, Debug, Default)]
pub struct Names {
    text: String,
    ends: Vec<u32>,
}

impl Names {
    /// Adds a name, which gets the next number.
    pub(super) fn push(&mut self, name: &str) {
        self.text.push_str(name);
        let end = u32::try_from(self.text.len()).expect("names come from a file below 4 GiB");
        self.ends.push(end);
    }

    /// The name of this number.
    pub fn get(&self, number: usize) -> &str {
        let start = number.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.text[start as usize..self.ends[number] as usize]
    }

    /// Forgets all.
    pub(super) fn clear(&mut self) {
        self.text.clear();
        self.ends.clear();
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// All in their order.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        (0..self.len()).map(|number| self.get(number))
    }
}

/// Where to look for a name: all names but the empty one, in lots by a hash of the name, each lot in
/// ascending order of numbers. Nothing is visited in the order of the lots.
#[derive(Debug)]
pub(super) struct Index {
    /// Where each lot begins, and where the last one ends.
    starts: Vec<u32>,
    entries: Vec<Entry>,
    /// A hash shifted by this is the lot.
    shift: u32,
}

/// A name in its lot.
#[derive(Clone, Copy, Debug, Default)]
struct Entry {
    /// Bits of the hash beside those of the lot: names are compared only where these agree.
    fingerprint: u32,
    number: u32,
}

impl Index {
    pub(super) fn of(names: &Names) -> Self {
        let bits = names.len().max(2).next_power_of_two().ilog2();
        let mut index = Self { starts: Vec::new(), entries: Vec::new(), shift: u64::BITS - bits };
        let named = || (0..).zip(names.iter()).filter(|(_, name)| !name.is_empty());
        let keys: Vec<(usize, u32)> = named().map(|(_, name)| index.key(name)).collect();
        let mut starts = vec![0_u32; (1 << bits) + 1];
        for &(lot, _) in &keys {
            starts[lot + 1] += 1;
        }
        for lot in 1..starts.len() {
            starts[lot] += starts[lot - 1];
        }
        let mut next = starts.clone();
        let mut entries = vec![Entry::default(); keys.len()];
        for ((number, _), &(lot, fingerprint)) in named().zip(&keys) {
            let place = &mut next[lot];
            entries[*place as usize] = Entry { fingerprint, number };
            *place += 1;
        }
        (index.starts, index.entries) = (starts, entries);
        index
    }

    /// The first number of a name.
    pub(super) fn find(&self, names: &Names, name: &str) -> Option<u32> {
        let (lot, fingerprint) = self.key(name);
        let mut alike = self.lot(lot).iter().filter(|entry| entry.fingerprint == fingerprint);
        alike.find(|entry| names.get(entry.number as usize) == name).map(|entry| entry.number)
    }

    /// The first number of each of these names.
    ///
    /// A few at a time and step by step, so that what is looked up in a large table for one name
    /// does not wait for the one before.
    pub(super) fn find_all(&self, names: &Names, sought: &Names) -> Vec<Option<u32>> {
        const AT_A_TIME: usize = 64;
        let mut found = Vec::with_capacity(sought.len());
        for first in (0..sought.len()).step_by(AT_A_TIME) {
            let end = sought.len().min(first + AT_A_TIME);
            let mut keys = [(0, 0); AT_A_TIME];
            for (key, number) in keys.iter_mut().zip(first..end) {
                *key = self.key(sought.get(number));
            }
            let lots = keys.map(|(lot, _)| [self.starts[lot], self.starts[lot + 1]]);
            let alike: [Option<&Entry>; AT_A_TIME] = std::array::from_fn(|at| {
                let [start, end] = lots[at].map(|place| place as usize);
                self.entries[start..end].iter().find(|entry| entry.fingerprint == keys[at].1)
            });
            found.extend((first..end).zip(alike).map(|(at, alike)| {
                let name = sought.get(at);
                let number = alike?.number;
                let is_it = names.get(number as usize) == name;
                if is_it { Some(number) } else { self.find(names, name) }
            }));
        }
        found
    }

    /// The names that stand in the list again, in no order: the number of each, and the first.
    pub(super) fn repeated(&self, names: &Names) -> Vec<(u32, u32)> {
        let mut repeated = Vec::new();
        for lot in (1..self.starts.len()).map(|end| self.lot(end - 1)) {
            for (at, again) in lot.iter().enumerate().skip(1) {
                let is_first = |earlier: &&Entry| {
                    earlier.fingerprint == again.fingerprint
                        && names.get(earlier.number as usize) == names.get(again.number as usize)
                };
                if let Some(first) = lot[..at].iter().find(is_first) {
                    repeated.push((again.number, first.number));
                }
            }
        }
        repeated
    }

    fn lot(&self, lot: usize) -> &[Entry] {
        &self.entries[self.starts[lot] as usize..self.starts[lot + 1] as usize]
    }

    /// The lot of a name, and its fingerprint there.
    fn key(&self, name: &str) -> (usize, u32) {
        let hash = hash(name);
        ((hash >> self.shift) as usize, (hash >> (self.shift - u32::BITS)) as u32)
    }
}

/// A product whose upper bits every byte takes part in.
fn hash(name: &str) -> u64 {
    const ODD: u64 = 0x9e37_79b9_7f4a_7c15;
    let mix = |hash: u64, word: u64| {
        let product = (hash ^ word).wrapping_mul(ODD);
        product ^ (product >> 32)
    };
    let mut words = name.as_bytes().chunks_exact(8);
    let mut hash = name.len() as u64;
    for word in words.by_ref() {
        hash = mix(hash, u64::from_le_bytes(word.try_into().expect("eight bytes")));
    }
    let rest = words.remainder().iter().fold(0, |rest, &byte| (rest << 8) | u64::from(byte));
    mix(hash, rest).wrapping_mul(ODD)
}
