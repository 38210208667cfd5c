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
        let rates = self.own_rates(at, rule);
        let granted_at = |place: usize| {
            if payroll.run.is_eligible(at, place) { rates[place - self.place] } else { Rate::ZERO }
        };
        let has_left = |place: usize| {
            let breakaway = payroll.plan.breakaway.filter(|_| rule.stops_at_breakaway);
            breakaway.is_some_and(|rank| payroll.run.rank(place) >= Some(rank))
        };
        let mut sources: BTreeMap<Rate, Vec<Source>> = BTreeMap::new();
        let mut add = |place: usize, (granted, is_cut): (Rate, bool)| {
            let cents = self.base(bonus, place);
            if cents != 0 && !is_cut {
                sources.entry(granted).or_default().push(Source { place, cents });
            }
        };
        // The highest rate granted on the way, and whether somebody on it has broken away.
        let at_member = (Rate::ZERO, false);
        if rule.start == 0 {
            add(self.place, at_member);
        }
        self.descend(bonus.tree, at_member, |place, &above| {
            let (granted, is_cut) = above;
            let is_cut = is_cut || has_left(place);
            let here = (granted.max(granted_at(place)), is_cut);
            add(place, if rule.start == 0 { here } else { (granted, is_cut) });
            here
        });
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
            // From the last to the first, everybody hands his best on to whoever is above him.
            let genealogy = &self.payroll.genealogy;
            let tree = self.payroll.plan.bonuses[at].tree.of(genealogy);
            let depth = &genealogy.depth()[self.place..self.end];
            let height = depth.iter().max().map_or(0, |&deepest| (deepest - depth[0]) as usize);
            let mut best = vec![Rate::ZERO; height + 2];
            for (below, rate) in rates.iter_mut().enumerate().rev() {
                let at = (depth[below] - depth[0]) as usize;
                *rate = (*rate).max(std::mem::take(&mut best[at + 1]));
                let above = tree.depth_above(self.place + below);
                if let Some(above) = above.and_then(|above| above.checked_sub(depth[0])) {
                    let best = &mut best[above as usize + 1];
                    *best = (*best).max(*rate);
                }
            }
        }
        rates
    }
}
