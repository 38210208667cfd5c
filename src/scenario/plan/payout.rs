//! Whether a plan may pay out more than comes in.

use crate::compensation::{Base, Bonus, BonusKind, Event, Orders, OwnRate, PaidBy, Pair, Plan};
use crate::genealogy::Boards;

use super::super::fields::Fields;
use super::super::problem::Problem;

/// Warnings about what the plan may come to pay.
pub(super) fn warnings(plan: &Plan, fields: Fields<'_>) -> Vec<Problem> {
    let mut warnings = Vec::new();
    if plan.bonuses.is_empty() {
        let reason = "the plan has no bonus: nobody is ever paid";
        warnings.push(Problem::at(None, reason).help("add a `[[bonus]]` section"));
    }
    let on_orders = bill_of_orders(plan);
    let volume = plan.product.cv.value();
    // The cap is a share of the volume, of which there may be more than was paid.
    let is_capped = plan.cap.is_some_and(|cap| cap.value() * volume <= 1.0);
    if is_capped {
        // The cap bounds them all.
    } else if on_orders.sum() > 1.0 {
        let reason = format!(
            "of 100 paid for an order, bonuses may pay {}",
            on_orders.hundredths(plan, 1.0)
        );
        let help = "lower the rates, or limit them with `[cap]` and its `share`";
        warnings.push(on_orders.problem(fields, reason).help(help));
    } else if volume > 0.0 && on_orders.sum() > volume {
        let paid = on_orders.hundredths(plan, volume);
        let reason = format!("of 100 of commissionable volume, bonuses may pay {paid}");
        let help = "lower the rates, raise `cv` in `[product]`, or limit them with `[cap]` and its \
                    `share`";
        warnings.push(on_orders.problem(fields, reason).help(help));
    }
    for (bonus, (fields, _)) in plan.bonuses.iter().zip(fields.sections("bonus")) {
        if let BonusKind::Pair(pair) = &bonus.kind
            && !is_capped
        {
            let reason = format!(
                "no rate limits what `{}` pays: an order is matched again by everybody above it, {}",
                bonus.name,
                full_tree(pair)
            );
            let help = "limit all bonuses with `[cap]` and its `share`";
            warnings.push(Problem::at(fields.place("name"), reason).help(help));
        }
    }
    let on_fees = bill_of_fees(plan);
    if on_fees.sum() > 1.0 && !is_capped {
        let reason =
            format!("of 100 of joining fees, bonuses may pay {}", on_fees.hundredths(plan, 1.0));
        warnings.push(on_fees.problem(fields, reason).help("lower the rates"));
    }
    let on_recruit = most_on_awards(plan, Event::is_recruiting);
    let brought_in = brought_in_by_recruit(plan);
    if on_recruit > brought_in && !is_capped {
        let reason = format!(
            "awards may pay {} for a recruit, who brings in {brought_in} on joining",
            (on_recruit * 100.0).round() / 100.0
        );
        let help = "lower `amount`, or raise `fee` or `pack` in `[join]`";
        let is_meant =
            |kind: &BonusKind| matches!(kind, BonusKind::Award(award) if award.on.is_recruiting());
        let mut bonuses = plan.bonuses.iter().zip(fields.sections("bonus"));
        let meant = bonuses.find(|(bonus, _)| is_meant(&bonus.kind));
        let place = meant.and_then(|(_, (fields, _))| fields.place("amount"));
        warnings.push(Problem::at(place, reason).help(help));
    }
    for (bonus, (fields, _)) in plan.bonuses.iter().zip(fields.sections("bonus")) {
        if let BonusKind::Retail(retail) = &bonus.kind
            && retail.paid_by == PaidBy::Customer
            && retail.tiers.iter().any(|tier| tier.rate != plan.product.discount)
        {
            let reason = "customers pay a margin that is not the member's discount";
            let help =
                "leave `rate` out to take `product.discount`, or write paid_by = \"company\"";
            warnings.push(Problem::at(fields.place("rate"), reason).help(help));
        }
    }
    warnings
}

/// What pairs come to where all order the same in a full tree of an exemplary depth, with the sum: the
/// rate times half of one less than the depth, of volume of which the larger part of a ratio is taken.
fn full_tree(pair: &Pair) -> String {
    const DEPTH: u32 = 10;
    let rate = pair.rates.iter().map(|rate| rate.value()).fold(0.0, f64::max);
    let part = pair.ratio.into_iter().max().unwrap_or(1);
    let paid = rate * f64::from(DEPTH - 1) / 2.0 / f64::from(part);
    let shown = |share: f64| (share * 1.0e4).round() / 100.0;
    let ratio = if part == 1 { String::new() } else { format!(" / {part}") };
    format!(
        "and in a full tree {DEPTH} levels deep in which all order the same it comes to about {} % × \
         ({DEPTH} − 1) / 2{ratio} = {} % of all volume, before units and caps",
        shown(rate),
        shown(paid)
    )
}

/// What each bonus may cost the company at the most of one unit of something, by its place in the
/// plan.
#[derive(Clone, Debug)]
struct Bill(Vec<f64>);

impl Bill {
    fn sum(&self) -> f64 {
        self.0.iter().sum()
    }

    /// The sum of so much in hundredths, and how it comes about: ``105: `a` 70 + `b` 35``.
    fn hundredths(&self, plan: &Plan, of: f64) -> String {
        const SHOWN: usize = 6;
        let shown = |share: f64| (share / of * 1.0e4).round() / 100.0;
        let mut terms: Vec<(&str, f64)> =
            plan.bonuses.iter().map(|bonus| &*bonus.name).zip(self.0.iter().copied()).collect();
        terms.retain(|(_, share)| *share > 0.0);
        // The largest are shown, in the order of the plan.
        let mut sizes: Vec<f64> = terms.iter().map(|(_, share)| *share).collect();
        sizes.sort_by(|a, b| b.total_cmp(a));
        let least = sizes.get(SHOWN - 1).copied().unwrap_or_default();
        let (large, small): (Vec<_>, Vec<_>) =
            terms.into_iter().partition(|(_, share)| *share >= least);
        let mut words: Vec<String> =
            large.iter().map(|(name, share)| format!("`{name}` {}", shown(*share))).collect();
        if !small.is_empty() {
            let rest = small.iter().map(|(_, share)| share).sum();
            words.push(format!("{} others {}", small.len(), shown(rest)));
        }
        format!("{}: {}", shown(self.sum()), words.join(" + "))
    }

    /// A problem at the bonus that costs most.
    fn problem(&self, fields: Fields<'_>, reason: String) -> Problem {
        let costs = self.0.iter().zip(fields.sections("bonus"));
        let largest = costs.max_by(|a, b| a.0.total_cmp(b.0));
        Problem::at(largest.and_then(|(_, (bonus, _))| bonus.place("name")), reason)
    }
}

/// The most that one unit of currency spent by a member, on himself or for a customer, may cost
/// the company in bonuses: over own and retail orders, and over the ages at which the bonuses
/// that count change.
pub(in crate::scenario) fn most_on_orders(plan: &Plan) -> f64 {
    bill_of_orders(plan).sum()
}

fn bill_of_orders(plan: &Plan) -> Bill {
    let ages = plan.bonuses.iter().flat_map(|bonus| [bonus.age.first, bonus.age.after]);
    let ages: Vec<u32> = ages.flatten().chain([0]).collect();
    let mut highest = Bill(Vec::new());
    for orders in [Orders::Retail, Orders::Member] {
        // A retail customer pays the list price for what costs the member less.
        let member_price = 1.0 - plan.product.discount.value();
        let price =
            if orders == Orders::Retail && member_price > 0.0 { 1.0 / member_price } else { 1.0 };
        for &age in &ages {
            let bill = bill(plan, |bonus| {
                let counts = bonus.orders == Orders::All || bonus.orders == orders;
                if !counts || !bonus.age.admits(age) {
                    return 0.0;
                }
                if matches!(bonus.kind, BonusKind::Award(_)) {
                    return 0.0;
                }
                match bonus.base {
                    Base::Cv => plan.product.cv.value(),
                    Base::Pv => plan.product.pv.value(),
                    Base::Price => price,
                    Base::Fee | Base::Pay(_) => 0.0,
                }
            });
            if bill.sum() > highest.sum() {
                highest = bill;
            }
        }
    }
    highest
}

/// The most that one unit of currency of a joining fee may cost the company in bonuses.
pub(in crate::scenario) fn most_on_fees(plan: &Plan) -> f64 {
    bill_of_fees(plan).sum()
}

fn bill_of_fees(plan: &Plan) -> Bill {
    bill(plan, |bonus| if bonus.base == Base::Fee { 1.0 } else { 0.0 })
}

/// The most, in currency, that awards on these events may cost the company for one person, with
/// what is paid on them: for reaching all ranks, for joining, for his part of a full board, and for
/// his part of a full level of seats.
pub(in crate::scenario) fn most_on_awards(plan: &Plan, counts: impl Fn(Event) -> bool) -> f64 {
    let bill = bill(plan, |bonus| match &bonus.kind {
        BonusKind::Award(award) if counts(award.on) => match award.on {
            // One board is filled by so many.
            Event::Cycle => 1.0 / f64::from(plan.boards.map_or(1, Boards::last_row)),
            Event::Rank | Event::Recruit => 1.0,
            // So many are in the last level, and each of them is that far below one member only.
            Event::Fill(levels) => {
                let width = plan.placement.map_or(1, |placement| placement.width);
                (0..levels).map(|_| 1.0 / f64::from(width)).product()
            }
        },
        _ => 0.0,
    });
    bill.sum()
}

/// What a recruit pays on joining, in currency.
pub(super) fn brought_in_by_recruit(plan: &Plan) -> f64 {
    let product = &plan.product;
    plan.join.fee.units() + product.member_price(product.price).units() * f64::from(plan.join.pack)
}

/// The most that each company-paid bonus pays, given the base of each for one unit; a bonus on the
/// pay of another has that pay for its base, and an award its sum for its rate.
fn bill(plan: &Plan, base: impl Fn(&Bonus) -> f64) -> Bill {
    let mut paid: Vec<f64> = Vec::with_capacity(plan.bonuses.len());
    for bonus in &plan.bonuses {
        let base = if let Base::Pay(earlier) = bonus.base { paid[earlier] } else { base(bonus) };
        paid.push(highest_rate(&bonus.kind) * base);
    }
    let by_company = |(bonus, paid): (&Bonus, f64)| match bonus.paid_by() {
        PaidBy::Company => paid,
        PaidBy::Customer => 0.0,
    };
    Bill(plan.bonuses.iter().zip(paid).map(by_company).collect())
}

/// The most that a bonus pays of one unit of its base to all together; of an award, for one event.
fn highest_rate(kind: &BonusKind) -> f64 {
    let highest = |values: &mut dyn Iterator<Item = f64>| values.fold(0.0, f64::max);
    match kind {
        BonusKind::Retail(retail) => {
            highest(&mut retail.tiers.iter().map(|tier| tier.rate.value()))
        }
        BonusKind::Level(level) => {
            let best = |at: usize| {
                let standings = level.rates.iter().zip(&level.depth);
                let paid = standings.filter(|(_, depth)| at < **depth as usize);
                highest(&mut paid.map(|(rates, _)| rates[at].value()))
            };
            (0..level.rates[0].len()).map(best).sum()
        }
        BonusKind::Differential(differential) => match &differential.rates {
            OwnRate::Rank(rates) => highest(&mut rates.iter().map(|rate| rate.value())),
            OwnRate::Volume(_, brackets) => {
                highest(&mut brackets.iter().map(|bracket| bracket.rate.value()))
            }
        },
        BonusKind::Pair(pair) => highest(&mut pair.rates.iter().map(|rate| rate.value())),
        BonusKind::Pool(pool) => pool.share.value(),
        BonusKind::Award(award) => {
            let mut amounts = award.amounts.iter().map(|amount| amount.units());
            match award.on {
                Event::Rank => amounts.sum(),
                Event::Recruit | Event::Cycle | Event::Fill(_) => highest(&mut amounts),
            }
        }
    }
}
