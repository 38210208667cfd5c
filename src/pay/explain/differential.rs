//! The parts of a differential bonus: what was granted below a member on which orders.

use std::collections::BTreeMap;

use super::Explanation;
use super::part::{Part, Source};
use crate::compensation::{Differential, OwnRate};
use crate::units::Rate;

impl Explanation<'_, '_> {
    /// By the rate that was granted below, the volume that arrives.
    pub(super) fn differential(&self, at: usize, rule: &Differential) -> Vec<Part> {
        let payroll = self.payroll;
        let bonus = &payroll.plan.bonuses[at];
        let depth = payroll.genealogy.depth();
        let top = depth[self.place];
        let rates = self.own_rates(at, rule);
        let granted_at = |place: usize| {
            if payroll.run.is_eligible(at, place) { rates[place - self.place] } else { Rate::ZERO }
        };
        let has_left = |place: usize| {
            let breakaway = payroll.plan.breakaway.filter(|_| rule.stops_at_breakaway);
            breakaway.is_some_and(|rank| payroll.run.rank(place) >= Some(rank))
        };
        // For each depth below the member: the highest rate granted from there up to below him,
        // and whether somebody on the way has broken away.
        let mut way: Vec<(Rate, bool)> = vec![(Rate::ZERO, false)];
        let mut sources: BTreeMap<Rate, Vec<Source>> = BTreeMap::new();
        let downline = depth[..self.end].iter().enumerate().skip(self.place);
        for (place, &depth) in downline {
            let below = (depth - top) as usize;
            let own = match below {
                // A member is in the walk of his own orders only if that starts with the buyer.
                0 if rule.start == 1 => continue,
                0 => way[0],
                _ => {
                    let (granted, is_cut) = way[below - 1];
                    let is_cut = is_cut || has_left(place);
                    way.truncate(below);
                    way.push((granted.max(granted_at(place)), is_cut));
                    if rule.start == 0 { way[below] } else { (granted, is_cut) }
                }
            };
            let cents = self.base(bonus, place);
            if cents != 0 && !own.1 {
                sources.entry(own.0).or_default().push(Source { place, cents });
            }
        }
        let own = rates[0];
        let is_eligible = payroll.run.is_eligible(at, self.place);
        sources
            .into_iter()
            .map(|(granted, sources)| {
                let [own_percent, granted_percent] =
                    [own, granted].map(|rate| rate.millionths() as f64 / 10_000.0);
                let label = format!("own rate {own_percent} %, {granted_percent} % granted below");
                let more = if own > granted && is_eligible { own - granted } else { Rate::ZERO };
                let cents = sources.iter().map(|source| source.cents).sum();
                Part::share(label, more, cents, sources)
            })
            .collect()
    }

    /// The own rates of the member and his downline, in their order.
    fn own_rates(&self, at: usize, rule: &Differential) -> Vec<Rate> {
        let run = &self.payroll.run;
        let own = |place: usize| match &rule.rates {
            OwnRate::Rank(rates) => rates[run.rank(place).map_or(0, |rank| usize::from(rank) + 1)],
            OwnRate::Volume(_, brackets) => {
                let reached = run.brackets_reached(at, place);
                reached.checked_sub(1).map_or(Rate::ZERO, |bracket| brackets[bracket].rate)
            }
        };
        let mut rates: Vec<Rate> = (self.place..self.end).map(own).collect();
        if rule.has_floor {
            // From the last to the first, everybody hands his best on to his sponsor.
            let depth = &self.payroll.genealogy.depth()[self.place..self.end];
            let height = depth.iter().max().map_or(0, |&deepest| (deepest - depth[0]) as usize);
            let mut best = vec![Rate::ZERO; height + 2];
            for (rate, &at) in rates.iter_mut().zip(depth).rev() {
                let at = (at - depth[0]) as usize;
                *rate = (*rate).max(std::mem::take(&mut best[at + 1]));
                best[at] = best[at].max(*rate);
            }
        }
        rates
    }
}
