//! The report of a run, from the complete list of everyone who ever joined: sort and count.

mod signs;

use super::bonuses::is_company_paid;
use super::fault::Fault;
use super::figures::{held_by_lowest, statistic, statistic_of_parts};
use super::person::{Item, Person};
use super::reference::Company;
use crate::observation::{
    Concept, Denominator, Explained, IncomeClasses, IncomeKey, LORENZ_CURVES, LORENZ_STEPS,
    NETWORK_RANGES, NetworkMeasure, OUTCOMES, OwnUse, RunFigure, RunReport, SERIES, Statement,
    Statistic, Totals, Window, income_keys, ledger_keys, loss_keys,
};
use crate::submodels::market::Population;
use crate::units::Money;

/// What somebody had of a window.
#[derive(Clone, Copy, Debug)]
struct Outcome {
    totals: Totals,
    is_builder: bool,
    hours: f64,
    stayed: bool,
    was_there_before: bool,
}

impl Outcome {
    fn is_in(&self, denominator: Denominator) -> bool {
        match denominator {
            Denominator::Everyone => true,
            Denominator::ActiveAtEnd => self.stayed,
            Denominator::ActiveThroughout => self.stayed && self.was_there_before,
            Denominator::Paid => self.totals.pay > Money::ZERO,
            Denominator::Builders => self.is_builder,
        }
    }
}

/// Looks back on a company whose last month is over.
#[derive(Clone, Copy, Debug)]
pub(super) struct Historian<'c, 'm> {
    company: &'c Company<'m>,
    last_month: u32,
}

impl<'c, 'm> Historian<'c, 'm> {
    pub(super) fn new(company: &'c Company<'m>) -> Self {
        let last_month = company.months.len() as u32 - 1;
        assert_eq!(last_month, company.model.months, "all months are simulated");
        Self { company, last_month }
    }

    fn people(&self) -> impl Iterator<Item = &'c Person> {
        self.company.people.iter()
    }

    /// What somebody had of a window, if he was a member in it.
    fn outcome(&self, person: &Person, window: Window) -> Option<Outcome> {
        let short = u32::from(self.company.fault == Some(Fault::FirstTwelveMonthsShort));
        let (from, to) = match window {
            Window::Life => (person.joined, self.last_month),
            Window::FirstTwelveMonths => (person.joined, person.joined + 12 - short),
            Window::CalendarYear(year) => (u32::from(year) * 12 - 11, u32::from(year) * 12),
            Window::LastTwelveMonths => (self.last_month - 11, self.last_month),
        };
        let has_ended = to <= self.last_month;
        let was_member = person.joined <= to && person.left.is_none_or(|left| left >= from);
        // The start counts to the first year, but nobody works in it.
        let first = if from == 1 { 0 } else { from };
        let forgets = self.company.fault == Some(Fault::LeaversForgotten);
        let stayed = person.left.is_none_or(|left| left > to);
        if !has_ended || !was_member || forgets && !stayed && window != Window::Life {
            return None;
        }
        let works_in = |month: u32| {
            let at_once = self.company.fault == Some(Fault::JoiningMonthWorked);
            person.is_member_in(month) && (month > person.joined || at_once)
        };
        let worked = (from..=to).filter(|&month| works_in(month)).count();
        Some(Outcome {
            totals: person.totals(first, to),
            is_builder: person.is_builder,
            hours: f64::from(person.hours) * worked as f64,
            stayed,
            was_there_before: person.joined < from,
        })
    }

    fn net(&self, outcome: &Outcome, own_use: OwnUse) -> Money {
        let paid = outcome.totals.purchases;
        let value = match own_use {
            OwnUse::Nothing => Money::ZERO,
            OwnUse::Scenario if outcome.is_builder => {
                paid.at(self.company.model.purchasing.own_use_value)
            }
            OwnUse::Scenario | OwnUse::Full => paid,
        };
        outcome.totals.cash() + value
    }

    fn outcomes_of(&self, window: Window, denominator: Denominator) -> Vec<Outcome> {
        self.people()
            .filter_map(|person| self.outcome(person, window))
            .filter(|outcome| outcome.is_in(denominator))
            .collect()
    }

    /// What everybody in a denominator had of a concept, in cents, per hour in hundredths of them,
    /// ascending.
    fn values(&self, window: Window, denominator: Denominator, concept: Concept) -> Vec<i64> {
        let mut values: Vec<i64> = self
            .outcomes_of(window, denominator)
            .iter()
            .filter_map(|outcome| {
                let Totals { pay, margin, .. } = outcome.totals;
                let net = self.net(outcome, OwnUse::Scenario);
                match concept {
                    Concept::CompanyPay => Some(pay.cents()),
                    Concept::RetailMargin => Some(margin.cents()),
                    Concept::Gross => Some((pay + margin).cents()),
                    Concept::Net => Some(net.cents()),
                    Concept::NetPerHour => (outcome.hours > 0.0).then(|| {
                        let hundredths = net.cents() as f64 * 100.0 / outcome.hours;
                        let away_from_zero =
                            i64::from(hundredths > 0.0) - i64::from(hundredths < 0.0);
                        if hundredths.abs() < 0.5 {
                            away_from_zero
                        } else {
                            hundredths.round() as i64
                        }
                    }),
                }
            })
            .collect();
        values.sort_unstable();
        values
    }

    /// The names of all income figures, and the figures.
    pub(super) fn incomes(&self) -> (Vec<IncomeKey>, Vec<f64>) {
        let measures = &self.company.model.measures;
        let keys = income_keys(self.last_month, &measures.thresholds, measures.minimum_wage);
        let mut figures = Vec::new();
        let group = |key: &IncomeKey| (key.window, key.denominator, key.concept);
        for keys in keys.chunk_by(|a, b| group(a) == group(b)) {
            let (window, denominator, concept) = group(&keys[0]);
            let values = self.values(window, denominator, concept);
            let parts = if concept == Concept::NetPerHour { 100 } else { 1 };
            let said = |key: &IncomeKey| statistic_of_parts(&values, parts, key.statistic);
            figures.extend(keys.iter().map(said));
        }
        (keys, figures)
    }

    /// The whole report.
    pub(super) fn report(&self) -> RunReport {
        RunReport {
            incomes: self.incomes().1,
            monthly: self.monthly(),
            // Not compared: `determinants` has cases whose answers are known.
            explained: [Explained { shares: [0.0; 5], alone: [0.0; 5], luck: 0.0 }; 2],
            losses: self.losses(),
            lorenz: self.lorenz(),
            distribution: self.distribution(),
            series: (0..=self.last_month).map(|month| self.series_row(month)).collect(),
            entry: self.entry(),
            // Not compared: nobody's sponsor counts where people are not trained.
            sponsors: Vec::new(),
            network: self.network(),
            ranks: self.ranks(),
            ledger: self.ledger(),
            // Not compared here: `compensation::tests` compares what is due on each level.
            levels: Vec::new(),
            outcomes: self.outcomes(),
            signs: self.signs(),
            answers: Vec::new(),
            member_months: (0..=self.last_month).map(|month| self.members_in(month)).sum(),
            is_extinct: self.people().all(|person| person.left.is_some()),
        }
    }

    /// Of everyone and of builders, the shares who ever had each rank or a higher one.
    fn ranks(&self) -> Vec<[f64; 2]> {
        let share = |rank: usize, of: &dyn Fn(&Person) -> bool| {
            let had = self.people().filter(|p| of(p) && p.title.is_some_and(|title| title >= rank));
            had.count() as f64 / self.people().filter(|p| of(p)).count() as f64
        };
        let ranks = 0..self.company.model.plan.ranks.len();
        ranks.map(|rank| [share(rank, &|_| true), share(rank, &|p| p.is_builder)]).collect()
    }

    /// What statements over the months of the last year say: of the active, and of the paid.
    fn monthly(&self) -> [Statement; 2] {
        let months = || self.last_month - 11..=self.last_month;
        let everybody = || self.people().flat_map(|p| months().map(move |m| (p, m)));
        let takes_all = self.company.fault == Some(Fault::IdleMonthsCounted);
        let active = everybody().filter(|(person, month)| {
            person.active_in.contains(month) || takes_all && person.is_member_in(*month)
        });
        let gross = active.map(|(person, month)| {
            let Totals { pay, margin, .. } = person.totals(month, month);
            (pay + margin).cents()
        });
        let paid = everybody().map(|(person, month)| person.totals(month, month).pay.cents());
        [gross.collect(), paid.filter(|&pay| pay > 0).collect()].map(|mut incomes: Vec<i64>| {
            incomes.sort_unstable();
            let of = |wanted| statistic(&incomes, wanted);
            Statement {
                people: of(Statistic::People) / 12.0,
                mean: 12.0 * of(Statistic::Mean),
                median: 12.0 * of(Statistic::Percentile(50.0)),
                not_above_zero: of(Statistic::ShareNotAboveZero),
            }
        })
    }

    fn losses(&self) -> Vec<[[f64; 2]; 3]> {
        let mut losses: Vec<[[f64; 2]; 3]> = Vec::new();
        for (place, denominator, own_use) in loss_keys() {
            let people = self.outcomes_of(Window::Life, denominator);
            let share = |lost: &dyn Fn(Money) -> bool| {
                let losers = people.iter().filter(|outcome| lost(self.net(outcome, own_use)));
                losers.count() as f64 / people.len() as f64
            };
            losses.resize(place + 1, losses.get(place).copied().unwrap_or_default());
            losses[place][own_use as usize] =
                [share(&|net| net < Money::ZERO), share(&|net| net <= Money::ZERO)];
        }
        losses
    }

    fn lorenz(&self) -> Vec<Vec<f64>> {
        LORENZ_CURVES
            .iter()
            .map(|&(window, denominator, concept)| {
                let values = self.values(window, denominator, concept);
                (0..=LORENZ_STEPS)
                    .map(|step| held_by_lowest(&values, step as f64 / LORENZ_STEPS as f64))
                    .collect()
            })
            .collect()
    }

    fn distribution(&self) -> Vec<[f64; 2]> {
        let lives = self.outcomes_of(Window::Life, Denominator::Everyone);
        let classes = IncomeClasses::new(&self.company.model.measures.thresholds);
        classes
            .ends()
            .into_iter()
            .map(|(from, to)| {
                let is_in = |outcome: &Outcome| {
                    let net = self.net(outcome, OwnUse::Scenario).units();
                    match (from, to) {
                        (0.0, 0.0) => net == 0.0,
                        (_, to) if to <= 0.0 => from < net && net <= to && net != 0.0,
                        _ => from <= net && net < to && net != 0.0,
                    }
                };
                [true, false].map(|is_builder| {
                    let inside =
                        |outcome: &&Outcome| outcome.is_builder == is_builder && is_in(outcome);
                    lives.iter().filter(inside).count() as f64 / lives.len() as f64
                })
            })
            .collect()
    }

    /// The sum of what everybody booked for these items in the months.
    fn booked(&self, items: &[Item], from: u32, to: u32) -> Money {
        self.people()
            .flat_map(|person| &person.bookings)
            .filter(|b| items.contains(&b.item) && (from..=to).contains(&b.month))
            .map(|b| b.amount)
            .sum()
    }

    fn members_in(&self, month: u32) -> u64 {
        self.people().filter(|person| person.is_member_in(month)).count() as u64
    }

    /// Members at the end of a month.
    fn staying(&self, month: u32) -> impl Iterator<Item = &'c Person> {
        self.people().filter(move |p| p.is_member_in(month) && p.left != Some(month))
    }

    fn customers(&self, month: u32) -> u64 {
        let of = |person: &Person| person.customers_by_month[(month - person.joined) as usize];
        self.staying(month).map(of).map(u64::from).sum()
    }

    fn ever_joined(&self, month: u32) -> usize {
        self.people().filter(|person| person.joined <= month).count()
    }

    /// The share of the market that joined until a month and could not join again in it. Where
    /// everybody has left, nothing is counted any more.
    fn saturation(&self, month: u32) -> f64 {
        let market = &self.company.model.market;
        let Population::Finite(population) = market.population else { return f64::NAN };
        let end = self.people().map(|person| person.left).collect::<Option<Vec<u32>>>();
        let last = end.and_then(|left| left.into_iter().max()).map_or(month, |left| left + 1);
        let month = month.min(last);
        let is_back = |person: &&Person| match (person.left, market.rejoin_after) {
            (Some(left), Some(months)) => left + months <= month,
            _ => false,
        };
        let back = self.people().filter(is_back).count();
        (self.ever_joined(month) - back) as f64 / population as f64
    }

    /// Points of customers' orders in a month, and of all orders.
    fn points(&self, month: u32) -> (f64, f64) {
        let product = &self.company.model.plan.product;
        let booked = |item| self.booked(&[item], month, month);
        let (ordered, resold) = (booked(Item::Wholesale), booked(Item::Resold));
        let own = booked(Item::Purchase).max(resold);
        (product.points(ordered + resold).units(), product.points(ordered + own).units())
    }

    /// Points of all orders less goods that leavers gave back in the month.
    fn kept_points(&self, month: u32) -> f64 {
        let booked = |item| self.booked(&[item], month, month);
        let kept = booked(Item::Purchase) - booked(Item::GivenBack);
        self.company.model.plan.product.points(booked(Item::Wholesale) + kept).units()
    }

    fn series_row(&self, month: u32) -> Vec<f64> {
        let units = |items: &[Item]| self.booked(items, month, month).units();
        let (outside, all) = self.points(month);
        let joins = self.people().filter(|p| p.joined == month && month > 0).count();
        let leavers = self.people().filter(|p| p.left == Some(month)).count();
        let value = |name: &str| match name {
            "members" => self.staying(month).count() as f64,
            "builders" => self.staying(month).filter(|p| p.is_builder).count() as f64,
            "ever_joined" => self.ever_joined(month) as f64,
            "joins" => joins as f64,
            "leavers" => leavers as f64,
            "customers" => self.customers(month) as f64,
            "active" => self.company.months[month as usize].active as f64,
            "saturation" => self.saturation(month),
            "paid_by_customers" => units(&[Item::Sales, Item::Resale]),
            "paid_by_participants" => units(&[Item::Purchase, Item::JoiningFee, Item::RenewalFee]),
            "company_pay" => units(&[Item::Pay]),
            "retail_margin" => {
                let month = |items| self.booked(items, month, month);
                let kept = month(&[Item::Margin, Item::Resale]) - month(&[Item::Resold]);
                kept.units()
            }
            "expenses" => units(&[Item::Expenses]),
            "outside_sales_share" => ratio(outside, all),
            "belief" => self.company.months[month as usize].belief,
            other => panic!("the reference knows no {other}"),
        };
        SERIES.iter().map(|quantity| value(quantity.name)).collect()
    }

    /// Tenths of the joiners, between whom the people of a month are shared out evenly: everybody
    /// stands for the average of those who joined with him.
    fn entry(&self) -> Vec<f64> {
        let count = self.company.people.len() as f64;
        let averages: Vec<[f64; 6]> =
            self.people().map(|p| self.average_of_month(p.joined)).collect();
        let mut figures = Vec::new();
        for tenth in 0..10 {
            let (from, to) = (f64::from(tenth) * count / 10.0, f64::from(tenth + 1) * count / 10.0);
            let mut sums = [0.0; 6];
            for (place, average) in averages.iter().enumerate() {
                let part = (to.min(place as f64 + 1.0) - from.max(place as f64)).max(0.0);
                for (sum, value) in sums.iter_mut().zip(average) {
                    *sum += part * value;
                }
            }
            figures.extend(sums.map(|sum| sum / (to - from)));
        }
        figures
    }

    fn average_of_month(&self, joined: u32) -> [f64; 6] {
        let people: Vec<&Person> = self.people().filter(|p| p.joined == joined).collect();
        let lives: Vec<Outcome> =
            people.iter().filter_map(|person| self.outcome(person, Window::Life)).collect();
        let mean = |value: &dyn Fn(&Outcome) -> f64| {
            lives.iter().map(value).sum::<f64>() / lives.len() as f64
        };
        let net = |outcome: &Outcome| self.net(outcome, OwnUse::Scenario);
        let recruits: f64 = people.iter().map(|person| f64::from(person.sign_ups)).sum();
        [
            f64::from(joined),
            mean(&|outcome| net(outcome).units()),
            mean(&|outcome| outcome.totals.pay.units()),
            mean(&|outcome| f64::from(u8::from(net(outcome) > Money::ZERO))),
            mean(&|outcome| f64::from(u8::from(outcome.totals.pay > Money::ZERO))),
            recruits / people.len() as f64,
        ]
    }

    fn network(&self) -> Vec<f64> {
        let month = self.last_month;
        let staying: Vec<usize> = (0..self.company.people.len())
            .filter(|&n| self.company.people[n].left.is_none())
            .collect();
        let below = |head: usize| {
            staying.iter().filter(|&&n| self.company.above(n, month).any(|a| a == head)).count()
        };
        let mut shares = Vec::new();
        for (measure, ranges) in NETWORK_RANGES {
            let counts: Vec<u64> = match measure {
                NetworkMeasure::Recruits => self.people().map(|p| p.sign_ups.into()).collect(),
                NetworkMeasure::Depth => {
                    let above = |n| self.company.above(n, month).filter(|a| staying.contains(a));
                    staying.iter().map(|&n| above(n).count() as u64).collect()
                }
                NetworkMeasure::Downline => staying.iter().map(|&n| below(n) as u64).collect(),
            };
            shares.extend(ranges.iter().map(|&(from, to)| {
                let is_in = |count: &&u64| (from..=to).contains(*count);
                counts.iter().filter(is_in).count() as f64 / counts.len() as f64
            }));
        }
        shares
    }

    fn ledger(&self) -> Vec<f64> {
        let all = |items: &[Item]| self.booked(items, 0, self.last_month).units();
        let plan = &self.company.model.plan;
        let company_paid: Vec<usize> =
            (0..plan.bonuses.len()).filter(|&b| is_company_paid(&plan.bonuses[b])).collect();
        let names = company_paid.iter().map(|&b| plan.bonuses[b].name.as_str());
        let value = |flow: &str| match flow {
            "retail sales less margin" => all(&[Item::Sales]) - all(&[Item::Margin]),
            "retail margin" => all(&[Item::Margin]),
            "own purchases" => all(&[Item::Purchase]),
            "joining fees" => all(&[Item::JoiningFee]),
            "renewal fees" => all(&[Item::RenewalFee]),
            "expenses" => all(&[Item::Expenses]),
            "stock bought back" => all(&[Item::Refund]),
            "clawbacks not collected" => all(&[Item::Uncollected]),
            "resale from stock" => all(&[Item::Resale]),
            "cost of goods" => (0..=self.last_month).map(|month| self.goods(month).units()).sum(),
            name => {
                let bonus = plan.bonuses.iter().position(|bonus| bonus.name == name);
                self.bonus_lines(bonus.expect("a bonus of the plan")).map(|l| l.paid.units()).sum()
            }
        };
        ledger_keys(
            names.map(|name| (name, Vec::new())),
            self.company.model.inventory.keeps_stock(),
        )
        .iter()
        .map(|key| value(&key.flow))
        .collect()
    }

    fn bonus_lines(&self, bonus: usize) -> impl Iterator<Item = super::bonuses::Line> {
        self.company.months.iter().map(move |month| month.bonuses[bonus])
    }

    /// What the goods of a month cost the company: members' goods are put at list price first.
    fn goods(&self, month: u32) -> Money {
        let product = &self.company.model.plan.product;
        let own = self.booked(&[Item::Purchase], month, month).cents();
        let paid_of_list = 1_000_000 - product.discount.millionths();
        let list = if paid_of_list == 0 { 0 } else { own * 1_000_000 / paid_of_list };
        let sales = self.booked(&[Item::Sales], month, month);
        (sales + Money::from_cents(list)).at(product.cost)
    }

    fn outcomes(&self) -> Vec<RunFigure> {
        let end = self.last_month;
        let months = 0..=end;
        let all = |items: &[Item]| self.booked(items, 0, end).units();
        let ever = self.company.people.len() as f64;
        let staying = |month: u32| self.staying(month).count() as f64;
        let peak = months.clone().map(staying).fold(0.0, f64::max);
        let first_year = self.outcomes_of(Window::FirstTwelveMonths, Denominator::Everyone);
        let builders = self.people().filter(|person| person.is_builder).count() as f64;
        let without = |counted: &dyn Fn(&Person) -> bool| {
            self.people().filter(|p| p.sign_ups == 0 && counted(p)).count() as f64
        };
        let tenure: u32 = self.people().map(|p| p.left.unwrap_or(end) - p.joined).sum();
        let from_participants = all(&[Item::Purchase, Item::JoiningFee, Item::RenewalFee]);
        let sales = all(&[Item::Sales]);
        let pay = all(&[Item::Pay]);
        let breakage: f64 = (0..self.company.model.plan.bonuses.len())
            .flat_map(|bonus| self.bonus_lines(bonus))
            .map(|line| (line.committed - line.paid).units())
            .sum();
        let outside: f64 = months.clone().map(|month| self.points(month).0).sum();
        let (of, plain) = (RunFigure::ratio, RunFigure::plain);
        let value = |name: &str| match name {
            "ever_joined" => plain(ever),
            "members_at_end" => plain(staying(end)),
            "members_at_peak" => plain(peak),
            "peak_month" => {
                plain(f64::from(months.clone().find(|&month| staying(month) == peak).unwrap_or(0)))
            }
            "saturation_at_end" => plain(self.saturation(end)),
            "twelve_month_survival" => {
                of(first_year.iter().filter(|o| o.stayed).count() as f64, first_year.len() as f64)
            }
            "mean_tenure" => of(f64::from(tenure), ever),
            "still_members" => of(staying(end), ever),
            "without_recruits" => of(without(&|_| true), ever),
            "builders_without_recruits" => of(without(&|p| p.is_builder), builders),
            "builders" => of(builders, ever),
            "customers_per_member" => {
                let customers: u64 = months.clone().map(|month| self.customers(month)).sum();
                of(customers as f64, months.clone().map(staying).sum::<f64>())
            }
            "customers_per_builder" => {
                let customers: u64 = months.clone().map(|month| self.customers(month)).sum();
                let earning = |month| self.staying(month).filter(|p| p.is_builder).count() as f64;
                of(customers as f64, months.clone().map(earning).sum::<f64>())
            }
            "active_share" => {
                let active: u64 = self.company.months.iter().map(|month| month.active).sum();
                of(active as f64, months.clone().map(staying).sum::<f64>())
            }
            "payout_of_cv" => {
                of(pay, self.company.months.iter().map(|m| m.cv.units()).sum::<f64>())
            }
            "payout_of_revenue" => of(pay, sales - all(&[Item::Margin]) + from_participants),
            "outside_sales_share" => {
                of(outside, months.clone().map(|month| self.kept_points(month)).sum())
            }
            "resold_share" => of(all(&[Item::Resold]), all(&[Item::Purchase])),
            "unsold_share" => {
                let left = all(&[Item::Purchase])
                    - all(&[Item::Resold])
                    - all(&[Item::Used, Item::GivenBack]);
                of(left, all(&[Item::Purchase]))
            }
            "participants_share_of_money" => {
                let borne = from_participants - all(&[Item::Resold, Item::Refund]);
                of(borne, borne + sales + all(&[Item::Resale]))
            }
            "breakage_share" => of(breakage, pay - all(&[Item::Uncollected]) + breakage),
            // A finite market has no ceiling, and infinite ones here are far from theirs.
            "market_cut_off" => plain(if self.saturation(end).is_nan() { 0.0 } else { f64::NAN }),
            other => panic!("the reference knows no {other}"),
        };
        OUTCOMES.iter().map(|quantity| value(quantity.name)).collect()
    }
}

/// A share of nothing is not a number.
fn ratio(part: f64, whole: f64) -> f64 {
    if whole == 0.0 { f64::NAN } else { part / whole }
}
