//! A checked plan to the plan that is computed, with what only a whole plan can tell.

mod bill;
mod discount;
mod implies;
mod kinds;
mod least;
mod levels;
mod order;
mod payees;
mod payout;
mod trees;
mod warnings;
#[cfg(test)]
mod tests;

pub(super) use bill::{most_on_awards, most_on_fees};
pub(super) use discount::of_everybody as discount_of_everybody;
pub(super) use order::most_on_orders;
pub(super) use warnings::{Horizon, plan_warnings};

use crate::compensation::{
    Age, Base, Bonus, BonusKind, Clause, FACTS_MAX, Join, Level, Orders, PaidBy, Period, Plan,
    Product, Rank, RankIndex, Refund, Retail, Step, Tier, TierMode,
};
use crate::units::{Money, Rate};

use super::fields::{Fields, count, number};
use super::problem::Problem;
use super::suggest::{listed, nearest};
use trees::Trees;

use super::tree::{Entry, Node, Place, Value};

/// Builds the plan. What is missing because it was faulty is left out: then there are problems,
/// and the plan is not used.
pub(super) fn build(fields: Fields<'_>, default_name: &str, problems: &mut Vec<Problem>) -> Plan {
    let ranks = fields.sections("rank").filter_map(|(rank, _)| rank.text("name")).collect();
    let bonuses = fields.sections("bonus").map(|(bonus, _)| bonus.text("name")).collect();
    let has_breakaway = fields.get("breakaway").is_some() || fields.was_refused("breakaway");
    let trees = Trees::default();
    let mut builder = Builder { ranks, bonuses, trees, has_breakaway, problems };
    builder.read_trees(fields);
    let plan = builder.plan(fields, default_name);
    let is_valid = problems.is_empty();
    if is_valid && plan.facts_asked() > FACTS_MAX {
        let reason = format!(
            "the clauses ask for {} different things about downlines, and at most {FACTS_MAX} can \
             be followed",
            plan.facts_asked()
        );
        let help = "let clauses share the ranks of `legs` and the limits of `leg_max`: a limit is \
                    a required `gv` times its `leg_max`";
        let place = fields.sections("rank").next().and_then(|(rank, _)| rank.place("name"));
        problems.push(Problem::at(place, reason).help(help));
    }
    plan
}

/// Says that a plan that pays every week is simulated month by month.
pub(super) fn period_warning(plan: &Plan, fields: Fields<'_>) -> Option<Problem> {
    if plan.period == Period::Month {
        return None;
    }
    let reason = "a simulation runs this plan every month, on the orders of a month";
    let help = "`mlmsim pay` computes every week; to simulate, state thresholds and caps for a \
                month";
    Some(Problem::at(fields.place("period"), reason).help(help))
}

struct Builder<'t, 'p> {
    ranks: Vec<&'t str>,
    /// The names of all bonuses in order, also of those that cannot be built.
    bonuses: Vec<Option<&'t str>>,
    trees: Trees<'t>,
    has_breakaway: bool,
    problems: &'p mut Vec<Problem>,
}

/// What a clause decides, where that restricts what it may ask.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Decides {
    Activity,
    Rank(usize),
    Pay,
}

impl<'t> Builder<'t, '_> {
    fn plan(&mut self, fields: Fields<'t>, default_name: &str) -> Plan {
        let product = fields.section("product");
        let join = fields.section("join");
        let active = fields.maybe_section("active");
        let ranks: Vec<_> = fields.sections("rank").collect();
        let bonuses: Vec<_> = fields.sections("bonus").collect();
        let volume_discount = self.volume_discount(product);
        Plan {
            name: fields.text("name").unwrap_or(default_name).into(),
            period: if fields.text("period") == Some("week") {
                Period::Week
            } else {
                Period::Month
            },
            product: Product {
                price: product.money("price"),
                discount: Rate::from_f64(discount_of_everybody(product)),
                cost: product.rate("cost"),
                pv: product.rate("pv"),
                cv: product.rate("cv"),
            },
            join: Join {
                fee: join.money("fee"),
                pack: join.count("pack").unwrap_or_default(),
                renewal: join.money("renewal"),
            },
            active: active.map(|clause| self.clause(clause, Decides::Activity)),
            refund: fields.maybe_section("refund").map(|refund| Refund {
                rate: refund.rate("rate"),
                months: refund.count("months").unwrap_or(1),
                clawback: refund.flag("clawback").unwrap_or_default(),
            }),
            breakaway: fields.text("breakaway").and_then(|name| self.rank_index(name)),
            cap: fields
                .maybe_section("cap")
                .and_then(|cap| Some(Rate::from_f64(number(cap.get("share")?)))),
            placement: self.trees.placement,
            pass_up: self.trees.pass_up,
            boards: self.trees.boards,
            ranks: ranks
                .into_iter()
                .enumerate()
                .filter_map(|(index, (rank, _))| {
                    Some(Rank {
                        name: rank.text("name")?.into(),
                        clause: self.clause(rank, Decides::Rank(index)),
                        keeps_title: rank.text("keep") == Some("title"),
                    })
                })
                .collect(),
            bonuses: bonuses
                .into_iter()
                .enumerate()
                .filter_map(|(index, (bonus, _))| self.bonus(bonus, index))
                .chain(volume_discount)
                .collect(),
        }
    }

    fn report(&mut self, place: Option<Place>, reason: impl Into<String>, help: &str) {
        self.problems.push(Problem::at(place, reason).help(help));
    }

    fn rank_index(&self, name: &str) -> Option<RankIndex> {
        let index = self.ranks.iter().position(|rank| *rank == name)?;
        Some(RankIndex::try_from(index).expect("a plan has at most 100 ranks"))
    }

    fn clause(&mut self, fields: Fields<'t>, decides: Decides) -> Clause {
        let rank = fields.text("rank").and_then(|name| self.rank_index(name));
        match (decides, rank) {
            (Decides::Activity, Some(_)) => self.report(
                fields.place("rank"),
                "activity is decided before ranks, so it cannot ask for one",
                "ask for volume or recruits here, and for activity in the ranks",
            ),
            (Decides::Rank(own), Some(rank)) if usize::from(rank) >= own => self.report(
                fields.place("rank"),
                "a rank can only ask for a lower one",
                "ranks stand lowest first; ask for a rank that stands above this one in the file",
            ),
            (Decides::Activity | Decides::Rank(_) | Decides::Pay, _) => {}
        }
        if decides == Decides::Activity && fields.get("active").is_some() {
            let reason = "this clause decides who is active, so it cannot ask for it";
            self.report(fields.place("active"), reason, "remove the key");
        }
        if fields.get("leg_max").is_some() && fields.get("gv").is_none() {
            let reason = "`leg_max` limits the legs of a required `gv`, and there is none";
            self.report(fields.place("leg_max"), reason, "add `gv`, or remove `leg_max`");
        }
        let legs = fields.maybe_section("legs").map_or(&[][..], |legs| legs.0);
        let any = fields.get("any").and_then(Node::elements).unwrap_or_default();
        Clause {
            pv: fields.points("pv"),
            gv: fields.points("gv"),
            pgv: fields.points("pgv"),
            leg_max: fields.get("leg_max").map(|share| Rate::from_f64(number(share))),
            retail_share: fields.get("retail_share").map(|s| Rate::from_f64(number(s))),
            customers: fields.count("customers"),
            recruits: fields.count("recruits"),
            recruits_per_leg: self.recruits_per_leg(fields),
            legs: legs
                .iter()
                .filter_map(|entry| Some((self.rank_index(&entry.key)?, count(&entry.node))))
                .collect(),
            rank,
            active: fields.flag("active"),
            any: any
                .iter()
                .filter_map(|clause| Some(self.clause(Fields(clause.entries()?), decides)))
                .collect(),
            months: fields
                .count("months")
                .map_or(1, |months| u8::try_from(months).expect("at most 120 months")),
        }
    }

    fn bonus(&mut self, fields: Fields<'t>, index: usize) -> Option<Bonus> {
        // An award is a share of nothing.
        let is_award = fields.text("kind") == Some("award");
        let base = if is_award { Some(Base::Cv) } else { self.base(fields, index) };
        let need = fields.maybe_section("need");
        let need = need.map(|need| self.clause(need, Decides::Pay));
        let cap = self.cap(fields);
        let tree = self.tree(fields);
        let age = Age { first: fields.count("first"), after: fields.count("after") };
        if age.first.zip(age.after).is_some_and(|(first, after)| after >= first) {
            let reason = "no order is both within `first` and `after`";
            self.report(fields.place("after"), reason, "let `after` be below `first`");
        }
        let kind = match fields.text("kind")? {
            "retail" => BonusKind::Retail(self.retail(fields, base?)?),
            "level" => BonusKind::Level(self.level(fields)?),
            "differential" => BonusKind::Differential(self.differential(fields)?),
            "pair" => BonusKind::Pair(self.pair(fields)?),
            "pool" => BonusKind::Pool(self.pool(fields)?),
            "award" => BonusKind::Award(self.award(fields)?),
            _ => return None,
        };
        let orders = match fields.text("orders") {
            Some("retail") => Orders::Retail,
            Some("member") => Orders::Member,
            _ => Orders::All,
        };
        let name = fields.text("name")?.into();
        Some(Bonus { name, kind, tree: tree?, base: base?, orders, age, need, cap })
    }

    fn cap(&mut self, fields: Fields<'t>) -> Option<Money> {
        let cap = fields.maybe_section("cap")?;
        if cap.get("amount").is_none() && cap.get("volume").is_none() {
            let reason = "this cap limits nothing";
            self.report(fields.place("cap"), reason, "write cap = { amount = 1000 }");
            return None;
        }
        if fields.text("kind") != Some("pair") {
            for key in ["volume", "over"] {
                if let Some(place) = cap.place(key) {
                    let reason =
                        format!("only a `pair` bonus uses up volume, so `{key}` says nothing");
                    self.report(Some(place), reason, "write the cap as an `amount`");
                }
            }
        }
        Some(Money::from_units(number(cap.get("amount")?)))
    }

    fn base(&mut self, fields: Fields<'t>, index: usize) -> Option<Base> {
        let base = match fields.text("base")? {
            "cv" => return Some(Base::Cv),
            "pv" => return Some(Base::Pv),
            "price" => return Some(Base::Price),
            "fee" => Base::Fee,
            pay => Base::Pay(self.earlier(fields, pay.strip_prefix("pay:")?, index)?),
        };
        let what = if base == Base::Fee { "joining fees are" } else { "pay is" };
        for key in ["orders", "first", "after"] {
            if let Some(place) = fields.place(key) {
                let reason = format!("`{key}` chooses among orders, and {what} none");
                self.report(Some(place), reason, "remove the key, or take a share of `cv`");
            }
        }
        Some(base)
    }

    /// The place in the plan of an earlier bonus.
    fn earlier(&mut self, fields: Fields<'t>, name: &str, index: usize) -> Option<usize> {
        let known = self.bonuses.iter().position(|bonus| *bonus == Some(name));
        match known {
            Some(earlier) if earlier < index => return Some(earlier),
            Some(_) => self.report(
                fields.place("base"),
                format!("`{name}` is not paid before this bonus"),
                "bonuses are evaluated in their order: move that bonus above this one",
            ),
            None => {
                let earlier = self.bonuses[..index].iter().filter_map(|bonus| *bonus);
                let help = match nearest(name, earlier.clone()) {
                    Some(near) => format!("did you mean `pay:{near}`?"),
                    None => format!("the bonuses above this one: {}", listed(earlier)),
                };
                let reason = format!("no bonus is called `{name}`");
                self.report(fields.place("base"), reason, &help);
            }
        }
        None
    }

    fn retail(&mut self, fields: Fields<'t>, base: Base) -> Option<Retail> {
        if matches!(base, Base::Fee | Base::Pay(_)) {
            let reason = "a `retail` bonus is a share of sales";
            self.report(fields.place("base"), reason, "take it of `price`, `cv` or `pv`");
        }
        let paid_by = match fields.text("paid_by")? {
            "company" => PaidBy::Company,
            _ => PaidBy::Customer,
        };
        if paid_by == PaidBy::Customer && fields.text("orders")? != "retail" {
            let reason = "a margin that customers pay is made on their orders only";
            self.report(
                fields.place("orders").or_else(|| fields.place("paid_by")),
                reason,
                "write orders = \"retail\", or paid_by = \"company\"",
            );
        }
        let rate = fields.get("rate")?;
        let mut tiers: Vec<Tier> = match &rate.value {
            Value::List(pairs) => pairs.iter().filter_map(tier).collect(),
            _ => vec![Tier { from: Money::ZERO, rate: Rate::from_f64(number(rate)) }],
        };
        if tiers.first().is_some_and(|first| first.from > Money::ZERO) {
            tiers.insert(0, Tier { from: Money::ZERO, rate: Rate::ZERO });
        }
        let mode = match fields.text("mode")? {
            "marginal" => TierMode::Marginal,
            _ => TierMode::Whole,
        };
        Some(Retail { tiers, mode, paid_by })
    }

    fn level(&mut self, fields: Fields<'t>) -> Option<Level> {
        let node = fields.get("rates")?;
        let rates = if let Value::Table(by_rank) = &node.value {
            for entry in by_rank {
                self.sum_below_one(&entry.node);
            }
            let length = by_rank.iter().map(|entry| rate_list(&entry.node).len()).max()?;
            let padded = |node: &Node| {
                let mut list = rate_list(node);
                list.resize(length, Rate::ZERO);
                list
            };
            self.by_standing(by_rank, vec![Rate::ZERO; length], padded)
        } else {
            self.sum_below_one(node);
            vec![rate_list(node); self.ranks.len() + 1]
        };
        let levels = count_of(rates[0].len());
        let start = u8::try_from(fields.whole("start")).expect("a walk starts at 0 or 1");
        // The deepest level to how many there are from the first on.
        let n_paid = |node: &Node| count(node) + 1 - u32::from(start);
        let depth = match fields.get("depth") {
            None => vec![levels; rates.len()],
            Some(Node { value: Value::Table(by_rank), .. }) => self.by_standing(by_rank, 0, n_paid),
            Some(node) => vec![n_paid(node); rates.len()],
        };
        let step = match fields.text("step")? {
            "member" => Step::Member,
            "active" => Step::Active,
            "qualified" => Step::Qualified,
            rank => Step::Rank(self.rank_index(rank.strip_prefix("rank:")?)?),
        };
        Some(Level { rates, start, step, depth })
    }

    /// A value for each standing, from no rank to the highest: a rank that is not listed has the
    /// value of the one below.
    fn by_standing<T: Clone>(
        &self,
        by_rank: &[Entry],
        without_rank: T,
        value: impl Fn(&Node) -> T,
    ) -> Vec<T> {
        let mut standings = vec![without_rank];
        for rank in &self.ranks {
            let listed = by_rank.iter().find(|entry| entry.key == *rank);
            let below = standings[standings.len() - 1].clone();
            standings.push(listed.map_or(below, |entry| value(&entry.node)));
        }
        standings
    }

    fn sum_below_one(&mut self, rates: &Node) {
        let sum: Rate = rate_list(rates).into_iter().sum();
        if sum >= Rate::ONE {
            self.report(
                rates.place.clone(),
                format!("these rates add up to {}", sum.value()),
                "the levels of one bonus pay less than the whole of its base: a sum below 1",
            );
        }
    }
}

fn tier(pair: &Node) -> Option<Tier> {
    let [from, rate] = pair.elements()? else { return None };
    Some(Tier { from: Money::from_units(number(from)), rate: Rate::from_f64(number(rate)) })
}

fn rate_list(node: &Node) -> Vec<Rate> {
    let elements = node.elements().unwrap_or_default();
    elements.iter().map(|rate| Rate::from_f64(number(rate))).collect()
}

fn count_of(length: usize) -> u32 {
    u32::try_from(length).expect("a list has at most 100 elements")
}
