//! What is allowed in a plan but deserves a second look.

use super::implies::rank_implies;
use super::least::{Least, Obstacle, Reach};
use super::payout;
use crate::compensation::{Award, BonusKind, Event, Level, Plan, Rank, Step};
use crate::units::{Money, Rate};

use super::super::check::grouped;
use super::super::fields::Fields;
use super::super::problem::Problem;

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
    let mut warnings = payout::warnings(plan, fields);
    let reach = Reach::of(plan);
    let judge = Judge { plan, reach: &reach, horizon };
    for (index, (rank, (fields, _))) in plan.ranks.iter().zip(fields.sections("rank")).enumerate() {
        warnings.extend(judge.rank(index, rank, fields));
    }
    for (bonus, (fields, _)) in plan.bonuses.iter().zip(fields.sections("bonus")) {
        if let (Some(need), Some(section)) = (&bonus.need, fields.maybe_section("need"))
            && let Err(obstacle) = reach.clause(need, plan.ranks.len())
        {
            warnings.push(blocked("nobody can be paid: `need`", &obstacle, section, fields));
        }
        let needed = bonus.need.as_ref().and_then(|need| need.rank);
        let paid_from = needed.map_or(0, |rank| usize::from(rank) + 1);
        match &bonus.kind {
            BonusKind::Level(level) => warnings.extend(judge.levels(level, paid_from, fields)),
            BonusKind::Award(award) => {
                warnings.extend(judge.award(award, fields));
                warnings.extend(judge.seats(award, fields));
                warnings.extend(judge.boards(award, fields));
            }
            BonusKind::Retail(_)
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

    /// Levels on which nobody is paid, and depths that no level has.
    fn levels(&self, level: &Level, paid_from: usize, fields: Fields<'_>) -> Vec<Problem> {
        let paid_from = match level.step {
            Step::Rank(rank) => paid_from.max(usize::from(rank) + 1),
            Step::Member | Step::Active | Step::Qualified => paid_from,
        };
        let can_have = |standing: usize| standing == 0 || self.reach.held(standing - 1).is_some();
        let paid: Vec<usize> =
            (paid_from..level.depth.len()).filter(|standing| can_have(*standing)).collect();
        let n_levels = level.rates[0].len();
        let mut warnings = Vec::new();
        let deepest = paid.iter().map(|standing| level.depth[*standing] as usize).max();
        // Without anybody who can be paid there is another warning.
        let Some(deepest) = deepest else { return warnings };
        let pays = |at: usize| paid.iter().any(|standing| level.rates[*standing][at] > Rate::ZERO);
        let lost: f64 = (deepest..n_levels)
            .filter_map(|at| {
                paid.iter().map(|standing| level.rates[*standing][at].value()).reduce(f64::max)
            })
            .sum();
        if (deepest..n_levels).any(pays) {
            let which = if deepest + 1 == n_levels {
                format!("level {n_levels} is")
            } else {
                format!("levels {} to {n_levels} are", deepest + 1)
            };
            let reason = format!(
                "{which} never paid: nobody is paid on more than {deepest} of {n_levels} levels, so \
                 {} % of the base stay with the company",
                (lost * 1.0e4).round() / 100.0
            );
            let help = "give a rank that can be had a larger `depth`, or remove these rates";
            warnings.push(Problem::at(fields.place("rates"), reason).help(help));
        }
        let n_asked = level.depth.iter().copied().max().unwrap_or_default() as usize;
        if n_asked > n_levels {
            let reason = format!("a depth of {n_asked}, and `rates` ends at level {n_levels}");
            let help = "levels without a rate pay nothing: add rates, or lower `depth`";
            warnings.push(Problem::at(fields.place("depth"), reason).help(help));
        }
        warnings
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

    /// Whether a rank can be had for less than is awarded for it.
    fn award(&self, award: &Award, fields: Fields<'_>) -> Option<Problem> {
        let is_capped = self.plan.cap.is_some_and(|cap| cap <= Rate::ONE);
        if award.on != Event::Rank || is_capped {
            return None;
        }
        let mut sum = Money::ZERO;
        for (index, (rank, amount)) in self.plan.ranks.iter().zip(&award.amounts[1..]).enumerate() {
            sum += *amount;
            let Some(least) = self.reach.earned(index) else { continue };
            let months = f64::from(rank.clause.months);
            let points = least.points.units() * months;
            let bought = if points > 0.0 { points / self.plan.product.pv.value() } else { 0.0 };
            let people = least.people.count();
            let joined = payout::brought_in_by_recruit(self.plan) * people as f64;
            if *amount == Money::ZERO || sum.units() <= bought + joined {
                continue;
            }
            let reason = format!(
                "up to `{}` these come to {sum}, and the rank can be had with {} of orders and {} \
                 from {people} who join",
                rank.name,
                Money::from_units(bought),
                Money::from_units(joined)
            );
            let help = "lower `amount`, let the rank ask for more, or limit all pay with `[cap]`";
            return Some(Problem::at(fields.place("amount"), reason).help(help));
        }
        None
    }
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
