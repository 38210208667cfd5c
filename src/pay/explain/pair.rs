//! The parts of a pair bonus: what both legs have, and how much of it is matched.

use super::Explanation;
use super::part::{Part, Source};
use crate::compensation::Pair;
use crate::units::{Money, Rate};

impl Explanation<'_, '_> {
    /// Both legs with what arrived and was carried, and the share of what they have both.
    pub(super) fn pair(&self, at: usize, pair: &Pair) -> Vec<Part> {
        let payroll = self.payroll;
        let bonus = &payroll.plan.bonuses[at];
        let depth = payroll.genealogy.depth();
        let slots = payroll.genealogy.slots().unwrap_or_default();
        let mut sources: [Vec<Source>; 2] = [Vec::new(), Vec::new()];
        let mut leg = 0;
        for place in self.place + 1..self.end {
            if depth[place] == depth[self.place] + 1 {
                leg = usize::from(slots[place]);
            }
            let cents = self.base(bonus, place);
            if cents != 0 {
                sources[leg].push(Source { place, cents });
            }
        }
        let carried = payroll.before.carried(at, self.place);
        let legs = [0, 1]
            .map(|leg| carried[leg] + sources[leg].iter().map(|source| source.cents).sum::<i64>());
        if legs == [0; 2] {
            return Vec::new();
        }
        let [matched, counted] = pair.matches(legs);
        let names = ["left leg", "right leg"];
        let mut parts: Vec<Part> = names
            .into_iter()
            .zip(carried)
            .zip(legs)
            .zip(sources)
            .map(|(((name, carried), legs), sources)| {
                let label = match carried {
                    0 => name.to_owned(),
                    _ => format!("{name}, {} of it carried", Money::from_cents(carried)),
                };
                Part::volume(label, legs, sources)
            })
            .collect();
        let standing = self.standing.paid_rank.map_or(0, |rank| usize::from(rank) + 1);
        let is_eligible = payroll.run.is_eligible(at, self.place);
        let rate = if is_eligible { pair.rates[standing] } else { Rate::ZERO };
        let label = if counted == matched {
            "matched".into()
        } else {
            format!("{} matched, of which the bonus pays for", Money::from_cents(matched))
        };
        parts.push(Part::share(label, rate, counted, Vec::new()));
        parts
    }
}
