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

/// Where to look for a name: the numbers of all names, in lots by a fingerprint of the name, each
/// lot in ascending order. Nothing is visited in the order of the lots.
#[derive(Debug)]
pub(super) struct Index {
    /// Where each lot begins, and where the last one ends.
    starts: Vec<u32>,
    numbers: Vec<u32>,
    /// A fingerprint shifted by this is the lot.
    shift: u32,
}

impl Index {
    pub(super) fn of(names: &Names) -> Self {
        let bits = names.len().max(2).next_power_of_two().ilog2();
        let shift = u64::BITS - bits;
        let lots: Vec<u32> = names.iter().map(|name| lot(name, shift)).collect();
        let mut starts = vec![0_u32; (1 << bits) + 1];
        for &lot in &lots {
            starts[lot as usize + 1] += 1;
        }
        for lot in 1..starts.len() {
            starts[lot] += starts[lot - 1];
        }
        let mut next = starts.clone();
        let mut numbers = vec![0; lots.len()];
        for (number, &lot) in (0..).zip(&lots) {
            let place = &mut next[lot as usize];
            numbers[*place as usize] = number;
            *place += 1;
        }
        Self { starts, numbers, shift }
    }

    /// The first number of a name.
    pub(super) fn find(&self, names: &Names, name: &str) -> Option<u32> {
        let lot = lot(name, self.shift) as usize;
        let numbers = &self.numbers[self.starts[lot] as usize..self.starts[lot + 1] as usize];
        numbers.iter().copied().find(|&number| names.get(number as usize) == name)
    }
}

/// The lot of a name: the upper bits of a product that every byte takes part in.
fn lot(name: &str, shift: u32) -> u32 {
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
    (mix(hash, rest).wrapping_mul(ODD) >> shift) as u32
}
