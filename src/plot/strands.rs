//! Strands that run from left to right through columns of bars, and where everything stands.

/// Something that flows with the same thickness through consecutive columns.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Strand {
    /// How much it is.
    pub(crate) amount: f64,
    /// The first column that it touches.
    pub(crate) first: usize,
    /// From there on the number of the bar that it meets in each column; `None`: it passes by.
    pub(crate) bars: Vec<Option<usize>>,
}

impl Strand {
    fn last(&self) -> usize {
        self.first + self.bars.len() - 1
    }

    fn reaches(&self, column: usize) -> bool {
        (self.first..=self.last()).contains(&column)
    }
}

/// Where a bar stands.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Place {
    /// Its number.
    pub(crate) bar: usize,
    pub(crate) column: usize,
    pub(crate) top: f64,
    pub(crate) height: f64,
    /// All that goes through it.
    pub(crate) amount: f64,
}

/// Where bars and strands stand.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Layout {
    pub(crate) places: Vec<Place>,
    /// For each strand and each of its columns the upper end where it arrives and where it leaves.
    pub(crate) tops: Vec<Vec<(f64, f64)>>,
    /// Height of one unit.
    pub(crate) unit: f64,
}

/// Room that the words beside a bar need.
const WORDS: f64 = 32.0;
/// Room between neighbours in a column.
const GAP: f64 = 7.0;

/// What stands in a column: a bar, or a strand that passes by, with what goes through.
type Slot = (Option<usize>, Vec<usize>, f64);

impl Layout {
    /// Lays out strands in `columns` columns between two heights. The order of the strands is
    /// that of all columns from the top.
    pub(crate) fn new(strands: &[Strand], columns: usize, (top, bottom): (f64, f64)) -> Self {
        let slots: Vec<Vec<Slot>> = (0..columns).map(|column| slots(strands, column)).collect();
        let unit = unit(&slots, bottom - top);
        let mut layout = Self { places: Vec::new(), tops: Vec::new(), unit };
        layout.tops = strands.iter().map(|strand| vec![(0.0, 0.0); strand.bars.len()]).collect();
        for (column, slots) in slots.iter().enumerate() {
            let height: f64 = slots.iter().map(|slot| room(slot, unit) + GAP).sum::<f64>() - GAP;
            let mut y = top + (bottom - top - height.max(0.0)) / 2.0;
            for slot in slots {
                layout.place(strands, column, slot, y);
                y += room(slot, unit) + GAP;
            }
        }
        layout
    }

    fn place(&mut self, strands: &[Strand], column: usize, slot: &Slot, y: f64) {
        let (bar, members, amount) = slot;
        let height = amount * self.unit;
        let top = y + (room(slot, self.unit) - height) / 2.0;
        if let Some(bar) = *bar {
            self.places.push(Place { bar, column, top, height, amount: *amount });
        }
        let (mut arriving, mut leaving) = (top, top);
        for &member in members {
            let strand = &strands[member];
            self.tops[member][column - strand.first] = (arriving, leaving);
            let thickness = strand.amount * self.unit;
            arriving += if strand.first < column { thickness } else { 0.0 };
            leaving += if strand.last() > column { thickness } else { 0.0 };
        }
    }
}

/// What stands in a column, in the order of the strands.
fn slots(strands: &[Strand], column: usize) -> Vec<Slot> {
    let mut slots: Vec<Slot> = Vec::new();
    for (n, strand) in strands.iter().enumerate() {
        if !strand.reaches(column) {
            continue;
        }
        let bar = strand.bars[column - strand.first];
        match slots.iter_mut().find(|slot| bar.is_some() && slot.0 == bar) {
            Some(slot) => slot.1.push(n),
            None => slots.push((bar, vec![n], 0.0)),
        }
    }
    for (_, members, amount) in &mut slots {
        let sum = |counts: &dyn Fn(&Strand) -> bool| -> f64 {
            members.iter().map(|&n| &strands[n]).filter(|s| counts(s)).map(|s| s.amount).sum()
        };
        *amount = sum(&|strand| strand.first < column).max(sum(&|strand| strand.last() > column));
    }
    slots
}

fn room((bar, _, amount): &Slot, unit: f64) -> f64 {
    let height = amount * unit;
    if bar.is_some() { height.max(WORDS) } else { height }
}

/// The largest height of a unit with which all columns fit.
fn unit(slots: &[Vec<Slot>], height: f64) -> f64 {
    let largest = slots.iter().flatten().map(|slot| slot.2).fold(0.0, f64::max);
    if largest <= 0.0 {
        return 0.0;
    }
    let fits = |unit: f64| {
        slots.iter().all(|column| {
            column.iter().map(|slot| room(slot, unit) + GAP).sum::<f64>() - GAP <= height
        })
    };
    let (mut low, mut high) = (0.0, height / largest);
    for _ in 0..60 {
        let middle = f64::midpoint(low, high);
        if fits(middle) { low = middle } else { high = middle }
    }
    low
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Two payers, 30 and 10, over a middle bar to one payee, and 20 of the first past it.
    fn strands() -> Vec<Strand> {
        let strand =
            |amount, first, bars: &[Option<usize>]| Strand { amount, first, bars: bars.into() };
        vec![
            strand(20.0, 0, &[Some(0), None, Some(3)]),
            strand(30.0, 0, &[Some(0), Some(2)]),
            strand(10.0, 0, &[Some(1), Some(2)]),
            strand(40.0, 1, &[Some(2), Some(3)]),
        ]
    }

    #[test]
    fn bars_are_as_high_as_what_goes_through_them() {
        let layout = Layout::new(&strands(), 3, (0.0, 400.0));
        let amounts: Vec<(usize, f64)> = layout.places.iter().map(|p| (p.bar, p.amount)).collect();
        assert_eq!(amounts, [(0, 50.0), (1, 10.0), (2, 40.0), (3, 60.0)]);
        for place in &layout.places {
            assert!((place.height - place.amount * layout.unit).abs() < 1e-9);
            assert!(place.top >= -1e-9 && place.top + place.height <= 400.0 + 1e-9, "{place:?}");
        }
    }

    #[test]
    fn strands_lie_on_one_another_in_a_bar_without_a_gap() {
        let layout = Layout::new(&strands(), 3, (0.0, 400.0));
        let close = |a: f64, b: f64| assert!((a - b).abs() < 1e-9, "{a} and {b}");
        // Leaving the first bar, and arriving at the last.
        close(layout.tops[1][0].1, layout.tops[0][0].1 + 20.0 * layout.unit);
        close(layout.tops[3][1].0, layout.tops[0][2].0 + 20.0 * layout.unit);
        // What arrives in the middle leaves it from the same height on.
        close(layout.tops[1][1].0, layout.tops[3][0].1);
    }

    #[test]
    fn many_small_bars_still_fit() {
        let strands: Vec<Strand> = (0..10)
            .map(|n| Strand { amount: 1e-9, first: 0, bars: vec![Some(n), Some(20)] })
            .collect();
        let layout = Layout::new(&strands, 2, (100.0, 500.0));
        let bottom = layout.places.iter().map(|place| place.top + place.height).fold(0.0, f64::max);
        assert!(layout.unit > 0.0 && bottom <= 500.0 + 1e-6, "{layout:?}");
    }
}
