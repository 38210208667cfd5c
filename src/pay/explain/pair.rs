//! The parts of a pair bonus: what both legs have, and how much of it is matched.

use std::fmt::Write;

use super::Explanation;
use super::part::{self, Part, Source};
use crate::compensation::Pair;
use crate::units::{Money, Points, Rate, plus};

impl Explanation<'_, '_> {
    /// Both legs with what arrived and was carried, and the share of what they have both.
    pub(super) fn pair(&self, at: usize, pair: &Pair) -> Vec<Part> {
        let payroll = self.payroll;
        let bonus = &payroll.plan.bonuses[at];
        let mut sources: [Vec<Source>; 2] = [Vec::new(), Vec::new()];
        self.in_legs(|place, leg| {
            let cents = self.base(bonus, place);
            if cents != 0 {
                sources[leg].push(Source { place, cents });
            }
        });
        let carried = payroll.before.carried(at, self.place);
        let legs = self.legs(at);
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
        let how = how_matched(pair, legs);
        let label = if counted == matched {
            format!("matched{how}")
        } else {
            let matched = part::exact_of_parts(matched, pair.parts());
            format!("{matched} matched{how}, of which the bonus pays for")
        };
        let label = if is_eligible && rate == Rate::ZERO && counted > 0 {
            format!("{label}, and {} is paid nothing for it", self.his_like())
        } else {
            label
        };
        parts.push(Part::share_of_parts(label, rate, counted, pair.parts()));
        parts
    }

    /// That legs carried something else to the period than was told in the one before, for orders
    /// came back.
    pub(super) fn write_carry_that_changed(&self, at: usize, text: &mut String) {
        let Some(told) = self.payroll.carried_as_told(at, self.member) else { return };
        let carried = self.payroll.before.carried(at, self.place);
        if told != carried {
            let period = self.payroll.plan.period.label();
            let (told, carried) = (both_legs(told), both_legs(carried));
            // Writing to a `String` cannot fail.
            let _ = writeln!(
                text,
                "    carried to this {period}, as orders came back: {carried}; before that: {told}"
            );
        }
    }

    /// What is left of both legs: carried on, or lost.
    pub(super) fn write_left(&self, at: usize, pair: &Pair, text: &mut String) {
        let payroll = self.payroll;
        let legs = self.legs(at);
        let is_eligible = payroll.run.is_eligible(at, self.place);
        let standing = self.standing.paid_rank.map_or(0, |rank| usize::from(rank) + 1);
        let (rate, cap) = (pair.rates[standing], payroll.plan.bonuses[at].cap);
        let rest = if is_eligible { pair.rest(legs, rate, cap) } else { legs };
        let flushed = if is_eligible { pair.flushed(legs, rate, cap) } else { 0 };
        let carried = payroll.history.carried(at, self.place);
        let lost = [0, 1].map(|leg| rest[leg] - carried[leg]);
        // Writing to a `String` cannot fail.
        if flushed != 0 {
            let flushed = part::exact_of_parts(flushed, pair.parts());
            let _ = writeln!(text, "    lost: {flushed} matched above the cap");
        }
        if pair.carry.is_some() && (carried != [0; 2] || rest != [0; 2]) {
            let _ = writeln!(text, "    carried on: {}", both_legs(carried));
        }
        if lost != [0; 2] {
            let why = match pair.carry {
                None => "the bonus carries nothing".into(),
                Some(carry) if carry.is_lost_unqualified && !is_eligible => {
                    "who may not be paid loses what he has".into()
                }
                Some(carry) => {
                    let max = carry.max.unwrap_or_default();
                    format!("a leg carries {max} at most")
                }
            };
            let _ = writeln!(text, "    lost: {}, for {why}", both_legs(lost));
        }
    }

    /// What both legs have: what arrived, and what was carried.
    fn legs(&self, at: usize) -> [i64; 2] {
        let bonus = &self.payroll.plan.bonuses[at];
        let mut legs = self.payroll.before.carried(at, self.place);
        self.in_legs(|place, leg| legs[leg] = plus(legs[leg], self.base(bonus, place)));
        legs
    }

    /// Shows those placed below with their legs.
    fn in_legs(&self, mut visit: impl FnMut(usize, usize)) {
        let depth = self.payroll.genealogy.depth();
        let slots = self.payroll.genealogy.slots().unwrap_or_default();
        let mut leg = 0;
        for place in self.place + 1..self.end {
            if depth[place] == depth[self.place] + 1 {
                leg = usize::from(slots[place]);
            }
            visit(place, leg);
        }
    }
}

/// At which ratio legs are matched, and why less than they have both is.
fn how_matched(pair: &Pair, legs: [i64; 2]) -> String {
    let ratio = match pair.ratio {
        [1, 1] => String::new(),
        [stronger, weaker] => format!(" at {stronger} to {weaker}"),
    };
    let ([matched, _], both) = (pair.matches(legs), pair.both(legs));
    if both == matched {
        return ratio;
    }
    let in_units = pair.unit.filter(|_| matched > 0).map(|unit| format!(", in units of {unit}"));
    let why = in_units.unwrap_or_else(|| {
        let least = pair.unit.map_or(pair.min, |unit| {
            let (unit, min) = (unit.hundredths(), pair.min.hundredths());
            Points::from_hundredths(unit * (min - 1).div_euclid(unit).max(0) + unit)
        });
        format!(", and less than {least} does not count")
    });
    format!("{ratio} (both legs have {}{why})", part::exact_of_parts(both, pair.parts()))
}

/// What two legs have, in words.
fn both_legs(legs: [i64; 2]) -> String {
    let [left, right] = legs.map(Money::from_cents);
    format!("left leg {left}, right leg {right}")
}
