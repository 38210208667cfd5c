//! The parts of a differential bonus: what was granted below a member on which orders, which of
//! them stay with groups that broke away, and where his own rate comes from.

use std::collections::BTreeMap;

use super::Explanation;
use super::part::{Part, Source};
use crate::compensation::{Differential, OwnRate, QualifyingVolume};
use crate::units::Rate;

/// How many of those who broke away are named.
const NAMED_MAX: usize = 3;

/// An own rate, and who reached it.
#[derive(Clone, Copy, Default)]
struct Reached {
    rate: Rate,
    place: usize,
}

impl Explanation<'_, '_> {
    /// By the rate that was granted below, the volume that arrives.
    pub(super) fn differential(&self, at: usize, rule: &Differential) -> Vec<Part> {
        let payroll = self.payroll;
        let bonus = &payroll.plan.bonuses[at];
        let rates = self.own_rates(at, rule);
        let granted_at = |place: usize| {
            if payroll.run.is_eligible(at, place) {
                rates[place - self.place].rate
            } else {
                Rate::ZERO
            }
        };
        let has_left = |place: usize| {
            let breakaway = payroll.plan.breakaway.filter(|_| rule.stops_at_breakaway);
            breakaway.is_some_and(|rank| payroll.run.rank(place) >= Some(rank))
        };
        let mut sources: BTreeMap<Rate, Vec<Source>> = BTreeMap::new();
        let mut withheld: Vec<Source> = Vec::new();
        let mut leaders: Vec<usize> = Vec::new();
        let mut add = |place: usize, (granted, leader): (Rate, Option<usize>)| {
            let cents = self.base(bonus, place);
            if cents == 0 {
                return;
            }
            let source = Source { place, cents };
            let Some(leader) = leader else {
                sources.entry(granted).or_default().push(source);
                return;
            };
            withheld.push(source);
            if leaders.last() != Some(&leader) {
                leaders.push(leader);
            }
        };
        // The highest rate granted on the way, and who on it is the last to have broken away.
        let at_member = (Rate::ZERO, None);
        if rule.start == 0 {
            add(self.place, at_member);
        }
        self.descend(bonus.tree, at_member, |place, &above| {
            let (granted, leader) = above;
            let leader = leader.or_else(|| has_left(place).then_some(place));
            let here = (granted.max(granted_at(place)), leader);
            add(place, if rule.start == 0 { here } else { (granted, leader) });
            here
        });
        let own = rates[0].rate;
        let is_eligible = payroll.run.is_eligible(at, self.place);
        let granted = sources.into_iter().map(|(granted, sources)| {
            let [own_percent, granted_percent] = [own, granted].map(percent);
            let label = format!("own rate {own_percent} %, {granted_percent} % granted below");
            let more = if own > granted && is_eligible { own - granted } else { Rate::ZERO };
            Part::share(label, more, sum(&sources), sources)
        });
        let mut parts: Vec<Part> = granted.collect();
        if !withheld.is_empty() {
            let label = format!("not paid, for it broke away with {}", self.listed(&leaders));
            parts.push(Part::volume(label, sum(&withheld), withheld));
        }
        parts
    }

    /// The names of the first few members at these places, and how many more there are.
    fn listed(&self, places: &[usize]) -> String {
        let (first, others) = places.split_at(places.len().min(NAMED_MAX));
        let names: Vec<&str> = first.iter().map(|&place| self.name_at(place)).collect();
        match others.len() {
            0 => names.join(", "),
            n => format!("{} and {n} more", names.join(", ")),
        }
    }

    /// Where the member's own rate comes from: the volume or rank that decides about it, and the
    /// leg that raises it.
    pub(super) fn own_rate_in_words(&self, at: usize, rule: &Differential) -> String {
        let Reached { rate: own, place: best } = self.own_rates(at, rule)[0];
        let reason = self.reason_of_rate(at, rule);
        if best == self.place {
            return format!("own rate {} %: {reason}", percent(own));
        }
        let mut leg = best;
        let tree = self.payroll.plan.bonuses[at].tree;
        self.descend(tree, None, |place, above| {
            let top = above.unwrap_or(place);
            if place == best {
                leg = top;
            }
            Some(top)
        });
        let whose = match (self.name_at(best), self.name_at(leg)) {
            (name, _) if best == leg => name.to_owned(),
            (name, leg) => format!("{name}, in the leg of {leg}"),
        };
        format!(
            "own rate {} %: the floor, the rate of the best leg ({whose}); without it {} %, for \
             {reason}",
            percent(own),
            percent(self.rate_by_himself(at, rule, self.place)),
        )
    }

    /// The volume or rank that decides about the member's rate by himself.
    fn reason_of_rate(&self, at: usize, rule: &Differential) -> String {
        let OwnRate::Volume(of, brackets) = &rule.rates else {
            let rank = self.standing.paid_rank;
            return rank
                .map_or("no rank".into(), |rank| format!("rank {}", self.rank_name(Some(rank))));
        };
        let (what, has) = match of {
            QualifyingVolume::Personal => ("PV", self.standing.pv),
            QualifyingVolume::Group => ("GV", self.standing.gv),
            QualifyingVolume::PersonalGroup => ("PGV", self.standing.pgv),
        };
        match self.payroll.run.brackets_reached(at, self.place).checked_sub(1) {
            Some(reached) => {
                format!("{what} {has} reaches the bracket from {}", brackets[reached].from)
            }
            None => match brackets.first() {
                Some(first) => format!("{what} {has} is below the first bracket, {}", first.from),
                None => "there is no bracket".into(),
            },
        }
    }

    /// The rate that a member has by his own volume or rank.
    fn rate_by_himself(&self, at: usize, rule: &Differential, place: usize) -> Rate {
        let run = &self.payroll.run;
        match &rule.rates {
            OwnRate::Rank(rates) => rates[run.rank(place).map_or(0, |rank| usize::from(rank) + 1)],
            OwnRate::Volume(_, brackets) => {
                let reached = run.brackets_reached(at, place);
                reached.checked_sub(1).map_or(Rate::ZERO, |bracket| brackets[bracket].rate)
            }
        }
    }

    /// The own rates of the member and his downline, in their order.
    fn own_rates(&self, at: usize, rule: &Differential) -> Vec<Reached> {
        let own = |place| Reached { rate: self.rate_by_himself(at, rule, place), place };
        let mut rates: Vec<Reached> = (self.place..self.end).map(own).collect();
        if rule.has_floor {
            // From the last to the first, everybody hands his best on to whoever is above him.
            let genealogy = &self.payroll.genealogy;
            let tree = self.payroll.plan.bonuses[at].tree.of(genealogy);
            let depth = &genealogy.depth()[self.place..self.end];
            let height = depth.iter().max().map_or(0, |&deepest| (deepest - depth[0]) as usize);
            let mut best = vec![Reached::default(); height + 2];
            for (below, own) in rates.iter_mut().enumerate().rev() {
                let at = (depth[below] - depth[0]) as usize;
                let of_legs = std::mem::take(&mut best[at + 1]);
                if of_legs.rate > own.rate {
                    *own = of_legs;
                }
                let above = tree.depth_above(self.place + below);
                if let Some(above) = above.and_then(|above| above.checked_sub(depth[0])) {
                    let best = &mut best[above as usize + 1];
                    // Of equal legs the first is named.
                    if own.rate >= best.rate {
                        *best = *own;
                    }
                }
            }
        }
        rates
    }
}

/// What these members bring together, in cents.
fn sum(sources: &[Source]) -> i64 {
    sources.iter().map(|source| source.cents).sum()
}

fn percent(rate: Rate) -> f64 {
    rate.millionths() as f64 / 10_000.0
}
