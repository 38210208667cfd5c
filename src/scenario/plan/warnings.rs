//! What is allowed in a plan but deserves a second look.

use super::implies::rank_implies;
use super::least::{Least, Obstacle, Reach};
use super::payees::{Payees, begins_after, least_rank};
use super::{bill, levels, order, payout};
use crate::compensation::{Award, Base, Bonus, BonusKind, Event, OwnRate, PaidBy, Plan, Rank};
use crate::units::{Money, Points, Rate};

use super::super::check::grouped;
use super::super::fields::Fields;
use super::super::problem::Problem;
use super::super::tree::Place;

/// How far ranks can be climbed in a scenario.
#[derive(Clone, Copy, Debug)]
pub(in crate::scenario) struct Horizon {
    /// How many people can ever be members at once, if there is a limit.
    pub(in crate::scenario) people: Option<u64>,
    /// How many can ever join beside the founders, if there is a limit.
    pub(in crate::scenario) recruits: Option<u64>,
    /// How many months are simulated.
    pub(in crate::scenario) months: u32,
}

/// Warnings about a valid plan; `None`: it stands by itself, in no market.
pub(in crate::scenario) fn plan_warnings(
    plan: &Plan,
    fields: Fields<'_>,
    horizon: Option<Horizon>,
) -> Vec<Problem> {
    let reach = Reach::of(plan);
    let judge = Judge { plan, reach: &reach, horizon };
    let ranks = plan.ranks.iter().zip(fields.sections("rank")).enumerate();
    let unheld: Vec<Option<Problem>> =
        ranks.map(|(index, (rank, (fields, _)))| judge.rank(index, rank, fields)).collect();
    let can_have: Vec<bool> = unheld.iter().map(Option::is_none).collect();
    let payees = Payees::within(plan, &reach, &can_have, horizon.map(|horizon| horizon.months));
    let mut warnings = payout::warnings(plan, &payees, fields);
    warnings.extend(unheld.into_iter().flatten());
    let mut pays_nobody = Vec::with_capacity(plan.bonuses.len());
    for (index, (bonus, (fields, _))) in
        plan.bonuses.iter().zip(fields.sections("bonus")).enumerate()
    {
        // Why nobody is paid at all is told once.
        let unpaid = judge
            .unpaid(index, &payees, fields)
            .or_else(|| judge.out_of_reach(bonus, fields))
            .or_else(|| judge.base(bonus, &pays_nobody, fields));
        let is_unpaid = unpaid.is_some();
        warnings.extend(unpaid);
        pays_nobody.push(is_unpaid);
        match &bonus.kind {
            BonusKind::Level(level) => {
                let payees: Vec<usize> = payees.of(index).filter(|_| !is_unpaid).collect();
                warnings.extend(levels::warnings(level, &payees, fields));
            }
            BonusKind::Award(award) if !is_unpaid => {
                warnings.extend(judge.award(bonus, award, &payees, fields));
            }
            BonusKind::Award(_)
            | BonusKind::Retail(_)
            | BonusKind::Differential(_)
            | BonusKind::Pair(_)
            | BonusKind::Pool(_) => {}
        }
    }
    warnings
}

#[derive(Clone, Copy, Debug)]
struct Judge<'p> {
    plan: &'p Plan,
    reach: &'p Reach<'p>,
    horizon: Option<Horizon>,
}

impl Judge<'_> {
    /// Whether nobody can have a rank.
    fn rank(&self, index: usize, rank: &Rank, fields: Fields<'_>) -> Option<Problem> {
        let Some(least) = self.reach.held(index) else {
            let obstacle = self.reach.clause(&rank.clause, index).err()?;
            return Some(blocked("nobody can have this rank: it", &obstacle, fields, fields));
        };
        if let Some(problem) = self.beyond(least, fields) {
            return Some(problem);
        }
        if rank.keeps_title {
            return None;
        }
        let mut above = index + 1..self.plan.ranks.len();
        let (higher, shown) =
            above.find_map(|higher| Some((higher, rank_implies(self.plan, index, higher)?)))?;
        let higher = &self.plan.ranks[higher];
        let shown = if shown.is_empty() { "it asks for nothing".into() } else { shown.join(", ") };
        let reason = format!(
            "nobody has this rank: who earns it has earned `{}` above it too ({shown})",
            higher.name
        );
        let help = "a member has the highest rank whose clause holds: ranks stand lowest first, \
                    and each asks for more than the one before";
        Some(Problem::at(fields.place("name"), reason).help(help))
    }

    /// Whether a rank takes more people or months than there are.
    fn beyond(&self, least: Least, fields: Fields<'_>) -> Option<Problem> {
        let horizon = self.horizon?;
        let (people, count) = (least.people, least.people.count());
        if let Some(population) = horizon.people.filter(|population| count > *population) {
            let each = if people.each > 1 {
                format!(" × {}", grouped(people.each as f64))
            } else {
                String::new()
            };
            let reason = format!(
                "nobody can have this rank: it takes at least 1 + {}{each} = {} people, and the market \
                 has {}",
                grouped(people.below as f64),
                grouped(count as f64),
                grouped(population as f64)
            );
            let help = "ask for less, or raise `population` in `[market]`";
            let place = ["legs", "recruits_per_leg", "recruits", "name"]
                .into_iter()
                .find_map(|key| fields.place(key));
            return Some(Problem::at(place, reason).help(help));
        }
        (least.month > horizon.months).then(|| {
            let reason = format!(
                "nobody can have this rank before month {}, and the study has {}",
                least.month, horizon.months
            );
            let help = "ask for fewer `months` in a row, or raise `months` in `[study]`";
            let place = fields.place("months").or_else(|| fields.place("name"));
            Problem::at(place, reason).help(help)
        })
    }

    /// Whether a bonus pays nobody, for what it asks of those it pays, or because it pays nothing.
    fn unpaid(&self, index: usize, payees: &Payees, fields: Fields<'_>) -> Option<Problem> {
        let bonus = &self.plan.bonuses[index];
        if let (Some(need), Some(section)) = (&bonus.need, fields.maybe_section("need"))
            && let Err(obstacle) = self.reach.clause(need, self.plan.ranks.len())
        {
            return Some(blocked("nobody can be paid: `need`", &obstacle, section, fields));
        }
        if bonus.cap == Some(Money::ZERO) {
            let place = fields.maybe_section("cap").and_then(|cap| cap.place("amount"));
            let reason = "nobody can be paid: the most that a member gets of it is 0";
            return Some(Problem::at(place, reason).help("raise `amount`, or remove the cap"));
        }
        let last = self.horizon.map(|horizon| horizon.months);
        if let (Some(after), Some(last)) = (bonus.age.after, last)
            && begins_after(bonus, Some(last))
        {
            let reason = format!(
                "nobody can be paid: it is paid of orders from month {after} of a membership on, and \
                 the study has {last}"
            );
            let help = "lower `after`, or raise `months` in `[study]`";
            return Some(Problem::at(fields.place("after"), reason).help(help));
        }
        let everyone: Vec<usize> = (0..=self.plan.ranks.len()).collect();
        let payees: Vec<usize> = payees.of(index).collect();
        if let BonusKind::Pair(pair) = &bonus.kind
            && pair.max == Some(Points::ZERO)
        {
            let place = fields.maybe_section("cap").and_then(|cap| cap.place("volume"));
            let reason = "nobody can be paid: the most matched volume that it pays for is 0";
            return Some(Problem::at(place, reason).help("raise `volume`, or remove the cap"));
        }
        if let Some((place, reason)) = gives_nothing(&bonus.kind, fields) {
            let help = "raise it, or remove the bonus";
            return Some(Problem::at(place, format!("nobody can be paid: {reason}")).help(help));
        }
        if bill::pays(&bonus.kind, &payees) || !bill::pays(&bonus.kind, &everyone) {
            return None;
        }
        let (place, reason) = match least_rank(bonus) {
            Some(rank) if payees.is_empty() => {
                let need = fields.maybe_section("need").and_then(|need| need.place("rank"));
                let reason = format!(
                    "it asks for `{}` or a higher rank, which nobody can have",
                    self.plan.ranks[usize::from(rank)].name
                );
                (need.or_else(|| fields.place("step")), reason)
            }
            _ => {
                let by_rank = ["rates", "rate", "points", "amount"];
                let place = by_rank.into_iter().find_map(|key| fields.place(key));
                (place, "there is something only for ranks that nobody can have".into())
            }
        };
        let help = "pay a rank that can be had";
        Some(Problem::at(place, format!("nobody can be paid: {reason}")).help(help))
    }

    /// Whether there is nothing that a bonus could be taken of: no pay of the bonus that it is a share of,
    /// no points, no volume.
    fn base(&self, bonus: &Bonus, pays_nobody: &[bool], fields: Fields<'_>) -> Option<Problem> {
        if matches!(bonus.kind, BonusKind::Award(_)) {
            return None;
        }
        let product = &self.plan.product;
        let reason = match bonus.base {
            Base::Pay(earlier) if pays_nobody[earlier] => format!(
                "nobody can be paid: `{}`, which it is taken of, pays nobody",
                self.plan.bonuses[earlier].name
            ),
            Base::Cv if product.cv == Rate::ZERO => {
                "a simulation pays nobody: `cv` of `[product]` is 0".into()
            }
            Base::Pv if product.pv == Rate::ZERO => {
                "a simulation pays nobody: `pv` of `[product]` is 0".into()
            }
            // A plan by itself may be meant for orders that are given.
            Base::Fee if self.horizon.is_some() && self.plan.join.is_free() => {
                "nobody can be paid: `fee` and `renewal` of `[join]` are 0".into()
            }
            _ => return None,
        };
        let place = fields.place("base").or_else(|| fields.place("name"));
        Some(Problem::at(place, reason).help("take it of something else, or remove the bonus"))
    }

    /// Whether an award is for what takes more people than there are.
    fn out_of_reach(&self, bonus: &Bonus, fields: Fields<'_>) -> Option<Problem> {
        let BonusKind::Award(award) = &bonus.kind else { return None };
        self.seats(award, fields).or_else(|| self.boards(award, fields))
    }

    /// Whether more seats are to be taken than there are people.
    fn seats(&self, award: &Award, fields: Fields<'_>) -> Option<Problem> {
        let Event::Fill(levels) = award.on else { return None };
        let (population, width) = (self.horizon?.people?, self.plan.placement?.width);
        // He himself, and all below him.
        let rows: Vec<u64> =
            (0..=u32::from(levels)).map(|row| u64::from(width).saturating_pow(row)).collect();
        let people = rows.iter().fold(0, |sum: u64, &row| sum.saturating_add(row));
        if people <= population {
            return None;
        }
        let sum: Vec<String> = rows.iter().map(|&row| grouped(row as f64)).collect();
        let reason = format!(
            "nobody can be paid: it takes {} = {} people, and the market has {}",
            sum.join(" + "),
            grouped(people as f64),
            grouped(population as f64)
        );
        let help = "let fewer levels be filled, or raise `population` in `[market]`";
        Some(Problem::at(fields.place("levels"), reason).help(help))
    }

    /// Whether more people are to join until a board is full than there are.
    fn boards(&self, award: &Award, fields: Fields<'_>) -> Option<Problem> {
        let (recruits, boards) = (self.horizon?.recruits?, self.plan.boards?);
        let seats = boards.last_row();
        if award.on != Event::Cycle || u64::from(seats) <= recruits {
            return None;
        }
        let reason = format!(
            "nobody can be paid: no board is full until {} ^ {} = {} people have joined, and the market \
             has {} beside the founders",
            boards.width,
            boards.rows - 1,
            grouped(seats.into()),
            grouped(recruits as f64)
        );
        let help = "lower `depth` or `width` of the boards, or raise `population` in `[market]`";
        Some(Problem::at(fields.place("on"), reason).help(help))
    }

    /// Whether a rank can be had for less than is awarded for it, once other bonuses are paid of that.
    fn award(
        &self,
        bonus: &Bonus,
        award: &Award,
        payees: &Payees,
        fields: Fields<'_>,
    ) -> Option<Problem> {
        if award.on != Event::Rank || order::is_capped(self.plan) {
            return None;
        }
        let n_ranks = self.plan.ranks.len();
        let mut sum = Money::ZERO;
        let mut told: Vec<String> = Vec::new();
        for (index, (rank, amount)) in self.plan.ranks.iter().zip(&award.amounts[1..]).enumerate() {
            // Ranks that are reached one by one are capped one by one.
            sum += bonus.cap.map_or(*amount, |cap| cap.min(*amount));
            let Some(least) = self.reach.earned(index) else { continue };
            let least = match bonus.need.as_ref().map(|need| self.reach.clause(need, n_ranks)) {
                Some(Ok(need)) => least.and(need),
                _ => least,
            };
            let months = f64::from(rank.clause.months);
            let points = least.points.units() * months;
            let bought = if points > 0.0 { points / self.plan.product.pv.value() } else { 0.0 };
            let people = least.people.count();
            let brought = bill::brought_in_by_recruit(self.plan);
            let joined = brought * people as f64;
            // Of what pays out more than all there is another warning.
            let most_of = |bill: f64, all: f64| if bill <= all { bill } else { 0.0 };
            let others = most_of(order::most_on_members(self.plan, payees), 1.0) * bought
                + most_of(bill::on_recruit(self.plan, payees).sum(), brought) * people as f64;
            if *amount == Money::ZERO || sum.units() + others <= bought + joined {
                continue;
            }
            let taken = if others > 0.0 {
                format!(", of which other bonuses may take {}", Money::from_units(others))
            } else {
                String::new()
            };
            let brought = match (bought > 0.0, joined > 0.0) {
                (true, false) => format!("{} of orders", Money::from_units(bought)),
                (false, false) => "nothing ordered".into(),
                (_, true) => format!(
                    "{} of orders and {} from {people} who join",
                    Money::from_units(bought),
                    Money::from_units(joined)
                ),
            };
            told.push(if told.is_empty() {
                format!(
                    "up to `{}` these come to {sum}, and the rank can be had with {brought}{taken}",
                    rank.name
                )
            } else {
                format!("up to `{}` to {sum}, for {brought}{taken}", rank.name)
            });
        }
        let help = "lower `amount`, let the rank ask for more, or limit all pay with `[cap]`";
        let place = fields.place("amount");
        (!told.is_empty()).then(|| Problem::at(place, told.join("; ")).help(help))
    }
}

/// The key with which a bonus gives nobody anything, and how, if it does.
fn gives_nothing(kind: &BonusKind, fields: Fields<'_>) -> Option<(Option<Place>, &'static str)> {
    let all_zero = |rates: &[Rate]| rates.iter().all(|rate| *rate == Rate::ZERO);
    let (key, reason, is_nothing) = match kind {
        // A margin that is not the discount is told by itself.
        BonusKind::Retail(retail) => {
            let pays_nothing = retail.tiers.iter().all(|tier| tier.rate == Rate::ZERO);
            ("rate", "every rate is 0", pays_nothing && retail.paid_by == PaidBy::Company)
        }
        BonusKind::Level(level) => {
            ("rates", "every rate is 0", level.rates.iter().all(|rates| all_zero(rates)))
        }
        BonusKind::Differential(differential) => match &differential.rates {
            OwnRate::Rank(rates) => ("rates", "every rate is 0", all_zero(rates)),
            OwnRate::Volume(_, brackets) => {
                let is_nothing = brackets.iter().all(|bracket| bracket.rate == Rate::ZERO);
                ("brackets", "every rate is 0", is_nothing)
            }
        },
        BonusKind::Pair(pair) => ("rate", "every rate is 0", all_zero(&pair.rates)),
        BonusKind::Pool(pool) if pool.share == Rate::ZERO => ("share", "the `share` is 0", true),
        BonusKind::Pool(pool) => {
            let has_none = pool.points.iter().all(|points| *points == Points::ZERO);
            ("points", "no rank has points", has_none)
        }
        BonusKind::Award(award) => {
            let is_nothing = award.amounts.iter().all(|amount| *amount == Money::ZERO);
            ("amount", "every amount is 0", is_nothing)
        }
    };
    is_nothing.then(|| (fields.place(key).or_else(|| fields.place("name")), reason))
}

/// A warning about a clause that nobody can meet, at the key that stands in the way.
fn blocked(what: &str, obstacle: &Obstacle, clause: Fields<'_>, around: Fields<'_>) -> Problem {
    let place = clause.place(obstacle.key).or_else(|| around.place("name"));
    let reason = format!("{what} {}", obstacle.reason);
    let help = match obstacle.key {
        "legs" => "give the rank another way to be earned, as one of `any`, or ask for a lower one",
        _ => "change the clause, or what it asks for",
    };
    Problem::at(place, reason).help(help)
}
