//! A plan in words.

use std::fmt::Write;

use crate::compensation::{
    Award, Base, Bonus, BonusKind, Bracket, Clause, Differential, Event, Level, Orders, OwnRate,
    PaidBy, Pair, Period, Plan, Pool, QualifyingVolume, Rank, RankIndex, Retail, Step, TierMode,
    TreeKind,
};
use crate::genealogy::{Boards, Placement, PlacementRule};
use crate::units::{Money, Points, Rate};

/// The plan in sentences, a line for each rule.
pub(super) fn in_words(plan: &Plan, currency: &str) -> String {
    let words = Words { ranks: &plan.ranks, bonuses: &plan.bonuses, currency, period: plan.period };
    let product = plan.product;
    let join = plan.join;
    let every_week = if plan.period == Period::Week { ", paid every week" } else { "" };
    let mut lines = vec![
        format!("The plan `{}`{every_week}:", plan.name),
        format!(
            "A unit lists at {} and costs members {} less; the goods cost the company {} of the list price.",
            words.money(product.price),
            percent(product.discount),
            percent(product.cost),
        ),
        format!(
            "Each {currency} that members pay counts as {} and as {} {currency} of volume.",
            counted(product.pv.value(), "point"),
            product.cv.value(),
        ),
        format!(
            "Joining costs {} and a pack of {}; staying costs {} a year.",
            words.money(join.fee),
            counted(join.pack.into(), "unit"),
            words.money(join.renewal),
        ),
        match &plan.active {
            None => "Every member is active.".into(),
            Some(clause) => format!("A member is active with {}.", words.clause(clause)),
        },
    ];
    lines.extend(plan.placement.map(placement_in_words));
    lines.extend(plan.pass_up.map(pass_up_in_words));
    lines.extend(plan.boards.map(boards_in_words));
    for (number, rank) in plan.ranks.iter().enumerate() {
        let keeps = if rank.keeps_title { ", kept once earned" } else { "" };
        let clause = words.clause(&rank.clause);
        lines.push(format!("Rank {} `{}`: {clause}{keeps}.", number + 1, rank.name));
    }
    if let Some(rank) = plan.breakaway {
        let rank = words.rank(rank);
        lines.push(format!("Members of {rank} and above break away from their upline's group."));
    }
    for bonus in &plan.bonuses {
        lines.push(format!("Bonus `{}`: {}.", bonus.name, words.bonus(bonus)));
    }
    if let Some(refund) = plan.buy_back() {
        let clawback = if refund.clawback { "" } else { "not " };
        let months = counted(refund.months.into(), "month");
        let share = percent(refund.rate);
        lines.push(format!(
            "Who leaves gets {share} of what he paid for goods of his last {months} that he has on \
             hand; commissions on them are {clawback}taken back."
        ));
    }
    if plan.bonuses.is_empty() {
        lines.push("Nothing is paid.".into());
    }
    if let Some(share) = plan.cap {
        let share = percent(share);
        lines.push(format!("All company-paid bonuses are limited to {share} of the volume."));
    }
    lines.join("\n  ") + "\n"
}

struct Words<'p> {
    ranks: &'p [Rank],
    bonuses: &'p [Bonus],
    currency: &'p str,
    period: Period,
}

impl Words<'_> {
    fn money(&self, amount: Money) -> String {
        format!("{amount} {}", self.currency)
    }

    fn rank(&self, rank: RankIndex) -> String {
        format!("`{}`", self.ranks[usize::from(rank)].name)
    }

    fn clause(&self, clause: &Clause) -> String {
        let parts = self.conditions(clause);
        if parts.is_empty() { "no condition".into() } else { parts.join(", ") }
    }

    /// One of several clauses, in brackets where it asks for several things.
    fn alternative(&self, clause: &Clause) -> String {
        match &self.conditions(clause)[..] {
            [] => "no condition".into(),
            [one] => one.clone(),
            several => format!("({})", several.join(" and ")),
        }
    }

    /// All that a clause asks for.
    fn conditions(&self, clause: &Clause) -> Vec<String> {
        let mut parts = Vec::new();
        let points = [
            ("personal volume", clause.pv),
            ("group volume", clause.gv),
            ("personal group volume", clause.pgv),
        ];
        for (what, points) in points {
            if let Some(points) = points {
                let points = counted(points.units(), "point");
                parts.push(format!("{what} of at least {points}"));
            }
        }
        if let Some(share) = clause.leg_max {
            parts.push(format!("at most {} of it from one leg", percent(share)));
        }
        if let Some(share) = clause.retail_share {
            parts
                .push(format!("at least {} of the personal volume from customers", percent(share)));
        }
        if let Some(customers) = clause.customers {
            parts.push(format!("at least {}", counted(customers.into(), "customer")));
        }
        if let Some(recruits) = clause.recruits {
            parts.push(counted(recruits.into(), "active recruit"));
        }
        if let Some(recruits) = clause.recruits_per_leg {
            let recruits = counted(recruits.into(), "active recruit");
            parts.push(format!("{recruits} in each leg of the placement tree"));
        }
        for &(rank, legs) in &clause.legs {
            parts.push(format!("{} with {}", counted(legs.into(), "leg"), self.rank(rank)));
        }
        if let Some(rank) = clause.rank {
            parts.push(format!("rank {}", self.rank(rank)));
        }
        match clause.active {
            Some(true) => parts.push("active".into()),
            Some(false) => parts.push("not active".into()),
            None => {}
        }
        if !clause.any.is_empty() {
            let any: Vec<_> = clause.any.iter().map(|clause| self.alternative(clause)).collect();
            parts.push(format!("either {}", any.join(" or ")));
        }
        if clause.months > 1 {
            parts.push(format!("for {} {}s in a row", clause.months, self.period.label()));
        }
        parts
    }

    fn bonus(&self, bonus: &Bonus) -> String {
        let base = self.base(bonus);
        let mut text = match &bonus.kind {
            BonusKind::Retail(retail) => format!("{} {base}", self.retail(retail, bonus.base)),
            BonusKind::Level(level) => self.level(level, first_paid(bonus, level.start), &base),
            BonusKind::Differential(rule) => {
                self.differential(rule, first_paid(bonus, rule.start), &base)
            }
            BonusKind::Pair(pair) => self.pair(pair, &base),
            BonusKind::Pool(pool) => self.pool(pool, &base),
            BonusKind::Award(award) => self.award(award),
        };
        // Writing to a `String` cannot fail.
        if let Some(need) = &bonus.need {
            let _ = write!(text, ". Needed: {}", self.clause(need));
        }
        if let Some(cap) = bonus.cap {
            let period = self.period.label();
            let _ = write!(text, ". At most {} a {period} each", self.money(cap));
        }
        text
    }

    /// What a bonus is a share of: `of the price of retail orders`.
    fn base(&self, bonus: &Bonus) -> String {
        let mut text = match bonus.base {
            Base::Cv => "of the commissionable volume".into(),
            Base::Pv => "of the points".into(),
            Base::Price => "of the price".into(),
            Base::Fee => "of the joining fees".into(),
            Base::Pay(earlier) => format!("of what `{}` paid", self.bonuses[earlier].name),
        };
        text += match bonus.orders {
            _ if matches!(bonus.base, Base::Fee | Base::Pay(_)) => "",
            Orders::All => " of all orders",
            Orders::Retail => " of retail orders",
            Orders::Member => " of members' own orders",
        };
        let label = self.period.label();
        let periods = |periods: u32| match periods {
            1 => format!("first {label}"),
            periods => format!("first {periods} {label}s"),
        };
        if let Some(first) = bonus.age.first {
            let _ = write!(text, " in the buyer's {}", periods(first));
        }
        if let Some(after) = bonus.age.after {
            let _ = write!(text, " after the buyer's {}", periods(after));
        }
        text
    }

    fn retail(&self, retail: &Retail, base: Base) -> String {
        let payer = match retail.paid_by {
            PaidBy::Customer => "the seller's customers pay him",
            PaidBy::Company => "the company pays the seller",
        };
        let tiers: Vec<_> = retail
            .tiers
            .iter()
            .map(|tier| match tier.from {
                Money::ZERO => percent(tier.rate),
                from if base == Base::Pv => {
                    format!("{} from {}", percent(tier.rate), counted(from.units(), "point"))
                }
                from => format!("{} from {}", percent(tier.rate), self.money(from)),
            })
            .collect();
        let mode = match retail.mode {
            TierMode::Marginal if tiers.len() > 1 => " (each on its part)",
            TierMode::Whole | TierMode::Marginal => "",
        };
        format!("{payer} {}{mode}", tiers.join(", "))
    }

    fn differential(&self, rule: &Differential, first: &str, base: &str) -> String {
        let mut text = format!(
            "{first} get the difference between their own rate and the highest paid below them on \
             the same order, {base}"
        );
        if rule.stops_at_breakaway {
            text += ", up to the first who has broken away";
        }
        let rates: Vec<_> = match &rule.rates {
            OwnRate::Rank(rates) => self
                .listed(rates)
                .map(|(rate, rank)| format!("{} from {rank} on", percent(rate)))
                .collect(),
            OwnRate::Volume(_, brackets) => {
                let words = |b: &Bracket| {
                    format!("{} from {}", percent(b.rate), counted(b.from.units(), "point"))
                };
                brackets.iter().map(words).collect()
            }
        };
        let of = match &rule.rates {
            OwnRate::Rank(_) => "",
            OwnRate::Volume(QualifyingVolume::Personal, _) => " of personal volume",
            OwnRate::Volume(QualifyingVolume::Group, _) => " of group volume",
            OwnRate::Volume(QualifyingVolume::PersonalGroup, _) => " of personal group volume",
        };
        let _ = write!(text, "; own rates: {}{of}", rates.join(", "));
        if rule.has_floor {
            text += ", and never less than the best leg";
        }
        text
    }

    fn pair(&self, pair: &Pair, base: &str) -> String {
        let rates = self.by_rank(&pair.rates, percent);
        let mut text = match pair.ratio {
            [1, 1] => format!("{rates} of what both legs of a member have {base}"),
            [stronger, weaker] => format!(
                "{rates} of what both legs of a member have {base}, {stronger} of the stronger \
                 taken for {weaker} of the weaker"
            ),
        };
        if let Some(unit) = pair.unit {
            let _ = write!(text, ", in units of {}", counted(unit.units(), "point"));
        }
        if pair.min > Points::ZERO {
            let _ = write!(text, ", from {} on", counted(pair.min.units(), "point"));
        }
        if let Some(max) = pair.max {
            let _ = write!(text, ", up to {}", counted(max.units(), "point"));
        }
        text += match (pair.carry, pair.flushes) {
            (None, _) => "; what is not matched is lost",
            (Some(_), true) => "; what is not matched is carried, what is above the cap is lost",
            (Some(_), false) => "; what is not paid for is carried",
        };
        if let Some(carry) = pair.carry {
            if let Some(max) = carry.max {
                let _ = write!(text, ", up to {} a leg", counted(max.units(), "point"));
            }
            if carry.is_lost_unqualified {
                text += ", and lost by those who may not be paid";
            }
        }
        text
    }

    /// Values by standing: `10 %`, or `5 % from `A` on, 10 % from `B` on`.
    fn by_rank<T: Copy + Default + PartialEq>(
        &self,
        values: &[T],
        words: impl Fn(T) -> String,
    ) -> String {
        let first = (values[0] != T::default()).then(|| words(values[0]));
        let later =
            self.listed(values).map(|(value, rank)| format!("{} from {rank} on", words(value)));
        let all: Vec<_> = first.into_iter().chain(later).collect();
        all.join(", ")
    }

    fn pool(&self, pool: &Pool, base: &str) -> String {
        let points: Vec<_> = self
            .listed(&pool.points)
            .map(|(points, rank)| format!("{} from {rank} on", counted(points.units(), "point")))
            .collect();
        format!("{} {base} is divided by points: {}", percent(pool.share), points.join(", "))
    }

    fn award(&self, award: &Award) -> String {
        match award.on {
            Event::Rank => {
                let ranks = self.ranks.iter().zip(&award.amounts[1..]);
                let paid = ranks.filter(|(_, amount)| **amount > Money::ZERO);
                let sums: Vec<_> = paid
                    .map(|(rank, &amount)| format!("{} for `{}`", self.money(amount), rank.name))
                    .collect();
                format!("when a rank is reached for the first time, {}", sums.join(", "))
            }
            Event::Recruit => {
                let sums = self.by_rank(&award.amounts, |amount| self.money(amount));
                format!("for each recruit when he joins, {sums}")
            }
            Event::Fill(levels) => {
                let sums = self.by_rank(&award.amounts, |amount| self.money(amount));
                let levels = counted(levels.into(), "level");
                format!("when {levels} of seats below a member are full for the first time, {sums}")
            }
            Event::Cycle => {
                let sums = self.by_rank(&award.amounts, |amount| self.money(amount));
                format!("to whoever is at the top of a board when it is full, {sums}")
            }
        }
    }

    /// The ranks whose value is not that of the standing below, given the values by standing.
    fn listed<T: Copy + PartialEq>(&self, values: &[T]) -> impl Iterator<Item = (T, String)> {
        let changes = values.windows(2).zip(self.ranks);
        changes.filter_map(|(pair, rank)| match *pair {
            [below, value] if value != below => Some((value, format!("`{}`", rank.name))),
            _ => None,
        })
    }

    fn level(&self, level: &Level, first: &str, base: &str) -> String {
        // A standing that gets what the one below gets adds nothing to read.
        let differs = |&standing: &usize| {
            standing == 0 || rates_in_words(level, standing - 1) != rates_in_words(level, standing)
        };
        let standings: Vec<usize> = (0..level.rates.len()).filter(differs).collect();
        let step = match level.step {
            Step::Member => String::new(),
            Step::Active => ", the inactive passed over,".into(),
            Step::Qualified => ", those who are not paid passed over,".into(),
            Step::Rank(rank) => format!(", those below {} passed over,", self.rank(rank)),
        };
        if let [only] = standings[..] {
            return format!("{first}{step} get {} {base}", rates_in_words(level, only));
        }
        let lists: Vec<_> = standings
            .into_iter()
            .map(|standing| {
                let rates = rates_in_words(level, standing);
                match standing.checked_sub(1) {
                    None => format!("members without rank get {rates}"),
                    Some(rank) => format!("from `{}` on {rates}", self.ranks[rank].name),
                }
            })
            .collect();
        format!("{first}{step} get a share {base}: {}", lists.join("; "))
    }
}

/// Who is paid by a walk that begins there.
fn first_paid(bonus: &Bonus, start: u8) -> &'static str {
    match (bonus.tree, start) {
        (TreeKind::Sponsor, 0) => "the buyer and his uplines",
        (TreeKind::Sponsor, _) => "the uplines",
        (TreeKind::Placement, 0) => "the buyer and those placed above him",
        (TreeKind::Placement, _) => "those placed above the buyer",
        (TreeKind::PassUp, 0) => "the buyer and those to whom he belongs in turn",
        (TreeKind::PassUp, _) => "those to whom the buyer belongs in turn",
    }
}

/// How recruits are placed.
fn placement_in_words(placement: Placement) -> String {
    let Placement { width, rule, refills } = placement;
    let seat = match rule {
        PlacementRule::Breadth => {
            "gets the first open seat below his sponsor, level by level, left to right"
        }
        PlacementRule::Left => "goes down the left edge below his sponsor",
        PlacementRule::Right => "goes down the right edge below his sponsor",
        PlacementRule::Alternate => "goes down the edges of his sponsor's legs in turn",
        PlacementRule::Weak => "goes down the edge of his sponsor's leg with less volume",
    };
    let vacant = if refills { "are given to the next recruit" } else { "stay empty" };
    format!(
        "At most {width} members are placed directly below one: who finds no seat below his \
         sponsor {seat}. Seats of leavers with somebody below them {vacant}."
    )
}

/// To whom recruits belong.
fn pass_up_in_words(first: u32) -> String {
    let recruits =
        if first == 1 { "recruit belongs".into() } else { format!("{first} recruits belong") };
    format!(
        "A member's first {recruits} to whomever he belongs to himself, later ones to him; who \
         joined without a sponsor keeps all."
    )
}

/// Who sits where on boards, and what becomes of full ones.
fn boards_in_words(boards: Boards) -> String {
    let Boards { width, rows, follows } = boards;
    let seats: Vec<_> = (0..rows).map(|row| u32::from(width).pow(row.into()).to_string()).collect();
    let where_to = if follows {
        "on their sponsor's board, or on the oldest where he is on none any more"
    } else {
        "on the oldest board"
    };
    format!(
        "Recruits take seats {where_to}, in the last of its rows of {}. When that is full, the one at \
         the top leaves, and each of the {width} below him is the top of a board of his own. Who \
         joined without a sponsor has a seat in the rows above from the start.",
        seats.join(", ")
    )
}

/// What a standing gets, level by level: rates up to its depth.
fn rates_in_words(level: &Level, standing: usize) -> String {
    let depth = level.depth[standing] as usize;
    let rates: Vec<_> =
        level.rates[standing].iter().take(depth).map(|&rate| percent(rate)).collect();
    if rates.is_empty() { "nothing".into() } else { rates.join(", ") }
}

/// A number of things: `1 unit`, `2 units`.
fn counted(number: f64, thing: &str) -> String {
    let plural = if number == 1.0 { "" } else { "s" };
    format!("{number} {thing}{plural}")
}

/// A rate in percent: `12.5 %`.
fn percent(rate: Rate) -> String {
    format!("{} %", rate.millionths() as f64 / 10_000.0)
}
