//! The kinds of bonus that walk by own rates, divide a fund, or reward an event.

use crate::compensation::{Award, Bracket, Differential, Event, OwnRate, Pool, QualifyingVolume};
use crate::units::{Money, Points, Rate};

use super::super::fields::{Fields, number};
use super::super::tree::{Node, Value};
use super::Builder;

impl<'t> Builder<'t, '_> {
    pub(super) fn differential(&mut self, fields: Fields<'t>) -> Option<Differential> {
        let stops_at_breakaway = match fields.text("stop") {
            Some("none") => false,
            Some(_) if !self.has_breakaway => {
                let help = "name the rank that breaks away as `breakaway` at the top of the \
                            plan, or write stop = \"none\"";
                self.report(fields.place("stop"), "nobody breaks away in this plan", help);
                false
            }
            _ => self.has_breakaway,
        };
        Some(Differential {
            rates: self.own_rates(fields)?,
            has_floor: fields.text("floor").is_some(),
            start: u8::try_from(fields.whole("start")).expect("a walk starts at 0 or 1"),
            stops_at_breakaway,
        })
    }

    /// A member's own rate: by brackets of a volume or by rank.
    fn own_rates(&mut self, fields: Fields<'t>) -> Option<OwnRate> {
        match (fields.get("brackets"), fields.get("rates")) {
            (Some(brackets), None) => {
                let of = match fields.text("by")? {
                    "pv" => QualifyingVolume::Personal,
                    "gv" => QualifyingVolume::Group,
                    _ => QualifyingVolume::PersonalGroup,
                };
                let brackets = brackets.elements()?.iter().filter_map(bracket).collect();
                Some(OwnRate::Volume(of, brackets))
            }
            (None, Some(rates)) => {
                if let Some(place) = fields.place("by") {
                    let reason = "`by` names the volume of `brackets`, and these rates are by rank";
                    self.report(Some(place), reason, "remove the key");
                }
                let rate = |node: &Node| Rate::from_f64(number(node));
                Some(OwnRate::Rank(self.by_standing(rates.entries()?, Rate::ZERO, rate)))
            }
            (Some(_), Some(_)) => {
                let reason = "a member's own rate follows from `brackets` or from `rates`";
                self.report(fields.place("rates"), reason, "remove one of the two");
                None
            }
            (None, None) if ["brackets", "rates"].iter().any(|key| fields.was_refused(key)) => None,
            (None, None) => {
                let reason = "a `differential` bonus needs `brackets` or `rates`";
                let help = "write brackets = [[100, 0.03], [300, 0.06]] for rates by volume, or \
                            rates = { Gold = 0.05 } for rates by rank";
                self.report(fields.place("name"), reason, help);
                None
            }
        }
    }

    pub(super) fn pool(&mut self, fields: Fields<'t>) -> Option<Pool> {
        let points = |node: &Node| Points::from_units(number(node));
        let by_rank = fields.get("points")?.entries()?;
        Some(Pool {
            share: Rate::from_f64(number(fields.get("share")?)),
            points: self.by_standing(by_rank, Points::ZERO, points),
        })
    }

    pub(super) fn award(&mut self, fields: Fields<'t>) -> Option<Award> {
        let on = match fields.text("on")? {
            "rank" => Event::Rank,
            "recruit" => Event::Recruit,
            "cycle" => {
                if !self.trees.has_boards {
                    let help = "add a `[[tree]]` with place = \"board\", width = 2 and depth = 3 \
                                for boards of 1, 2 and 4 seats";
                    self.report(fields.place("on"), "the plan has no boards to be filled", help);
                }
                Event::Cycle
            }
            _ => self.fill(fields)?,
        };
        if let (Some(place), false) = (fields.place("levels"), matches!(on, Event::Fill(_))) {
            let reason = "`levels` are levels of seats, of which only an award on `fill` asks";
            self.report(Some(place), reason, "remove the key, or write on = \"fill\"");
        }
        let node = fields.get("amount")?;
        let money = |node: &Node| Money::from_units(number(node));
        let amounts = match (&node.value, on) {
            (Value::Table(by_rank), Event::Rank) => {
                let listed = |rank: &&str| by_rank.iter().find(|entry| entry.key == **rank);
                let amounts =
                    self.ranks.iter().map(|rank| listed(rank).map(|entry| money(&entry.node)));
                std::iter::once(Money::ZERO).chain(amounts.map(Option::unwrap_or_default)).collect()
            }
            (_, Event::Rank) => {
                if self.ranks.is_empty() {
                    let help = "add a `[[rank]]` section, or write on = \"recruit\"";
                    self.report(fields.place("on"), "the plan has no rank to reach", help);
                }
                let mut amounts = vec![money(node); self.ranks.len() + 1];
                amounts[0] = Money::ZERO;
                amounts
            }
            (Value::Table(by_rank), _) => self.by_standing(by_rank, Money::ZERO, money),
            _ => vec![money(node); self.ranks.len() + 1],
        };
        Some(Award { on, amounts })
    }

    /// The full levels of seats for which an award is paid.
    fn fill(&mut self, fields: Fields<'t>) -> Option<Event> {
        let Some(levels) = fields.count("levels") else {
            if fields.was_refused("levels") {
                return None;
            }
            let reason = "an award on `fill` needs `levels`";
            let help = "write levels = 2 for all seats of the two levels below a member";
            self.report(fields.place("on"), reason, help);
            return None;
        };
        Some(Event::Fill(u8::try_from(levels).expect("at most 20 levels")))
    }
}

fn bracket(pair: &Node) -> Option<Bracket> {
    let [from, rate] = pair.elements()? else { return None };
    Some(Bracket { from: Points::from_units(number(from)), rate: Rate::from_f64(number(rate)) })
}
