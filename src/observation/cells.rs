//! Outcomes of people over a window, in disjoint cells of which every denominator is a sum.

use std::ops::AddAssign;

use super::vocabulary::{Concept, Denominator, OwnUse, Statistic, Window};
use crate::statistics::{Distribution, Histogram};
use crate::units::Money;

/// What a member earned and paid over some stretch of time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Totals {
    /// Paid by the company.
    pub pay: Money,
    /// Margin on sales, paid by customers.
    pub margin: Money,
    /// Goods bought at the member's price and used by himself.
    pub purchases: Money,
    /// Fees and expenses, and where stock is kept what other goods cost him, less what those cost
    /// that he resold, and less refunds.
    pub costs: Money,
}

impl Totals {
    /// Cash left over: what came in less what was paid.
    pub fn cash(&self) -> Money {
        self.pay + self.margin - self.purchases - self.costs
    }
}

impl AddAssign for Totals {
    #[inline]
    fn add_assign(&mut self, other: Self) {
        self.pay += other.pay;
        self.margin += other.margin;
        self.purchases += other.purchases;
        self.costs += other.costs;
    }
}

/// What has become of a member by the end of a window.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// He has left.
    Left,
    /// He is a member, but was not when the window began.
    Joined,
    /// He was a member when the window began and still is.
    Throughout,
}

/// One person's outcome over a window.
#[derive(Clone, Copy, Debug)]
pub(super) struct Outcome {
    pub totals: Totals,
    /// Value of own-use goods by the scenario's rule.
    pub own_use: Money,
    /// Hours worked.
    pub hours: f64,
    pub is_builder: bool,
    pub status: Status,
}

impl Outcome {
    pub(super) fn net(&self, own_use: OwnUse) -> Money {
        let value = match own_use {
            OwnUse::Nothing => Money::ZERO,
            OwnUse::Scenario => self.own_use,
            OwnUse::Full => self.totals.purchases,
        };
        self.totals.cash() + value
    }
}

/// Amounts in whose terms people are counted.
#[derive(Clone, Debug)]
pub(super) struct Limits {
    /// Amounts over the window, ascending.
    pub thresholds: Vec<Money>,
    /// For net income per hour.
    pub wage: Money,
}

impl Limits {
    /// The limits for a concept.
    fn of(&self, concept: Concept) -> &[Money] {
        match concept {
            Concept::NetPerHour => std::slice::from_ref(&self.wage),
            _ => &self.thresholds,
        }
    }
}

/// In how many parts of a cent net income per hour is counted.
///
/// So finely that rounding it, person by person, moves no mean by a cent.
const PARTS_PER_HOUR: i64 = 100;

/// In how many parts of a cent the amounts of a concept are counted.
fn parts(concept: Concept) -> i64 {
    if concept == Concept::NetPerHour { PARTS_PER_HOUR } else { 1 }
}

/// Net income by hours (above zero), in parts of a cent: only who is left with nothing has nothing per hour.
#[inline]
fn per_hour(net: Money, hours: f64) -> i64 {
    let parts = net.cents() as f64 * PARTS_PER_HOUR as f64 / hours;
    // A plain conversion, as that of amounts; whatever is beyond 64 bits is as much as they hold.
    let rounded = (parts + 0.5_f64.copysign(parts)) as i64;
    if rounded == 0 { net.cents().signum() } else { rounded }
}

/// The percentiles of every table, in percent.
const PERCENTILES: [f64; 10] = [1.0, 5.0, 10.0, 25.0, 50.0, 75.0, 90.0, 95.0, 99.0, 99.9];

/// What is said of each concept, in the order of tables.
pub(super) fn statistics(concept: Concept, limits: &Limits) -> Vec<Statistic> {
    let mut statistics = vec![Statistic::People, Statistic::Mean];
    statistics.extend(PERCENTILES.map(Statistic::Percentile));
    statistics.push(Statistic::ShareNotAboveZero);
    if !concept.is_non_negative() {
        statistics.push(Statistic::ShareBelowZero);
        statistics.push(Statistic::WorstTenthMean);
    }
    let limits = limits.of(concept);
    statistics.extend(limits.iter().map(|amount| Statistic::ShareBelow(amount.units())));
    if concept.is_non_negative() {
        statistics.extend([
            Statistic::Gini,
            Statistic::TopShare(1.0),
            Statistic::TopShare(10.0),
            Statistic::TailExponent,
        ]);
    }
    statistics
}

/// One kind of people: paid or not, by status, builder or not.
#[derive(Clone, Debug, Default)]
struct Cell {
    people: u64,
    /// What they were left with in cash, in cents.
    cash: i128,
    /// By valuation of own use: net below zero, net of zero or below.
    losses: [[u64; 2]; 3],
    /// But for zeros, which most amounts are: who is not in here had nothing, except for net income
    /// per hour, which not everybody has.
    concepts: [Counts; 5],
}

impl Cell {
    /// How many people had nothing and were not counted.
    fn uncounted(&self, concept: Concept) -> u64 {
        match concept {
            Concept::NetPerHour => 0,
            _ => self.people - self.concepts[concept as usize].histogram.count(),
        }
    }
}

/// The distribution of one concept.
#[derive(Clone, Debug, Default)]
struct Counts {
    histogram: Histogram,
    /// People below zero.
    below_zero: u64,
    /// People by how many limits they reach, but for those at zero.
    reaching: Vec<u64>,
}

impl Counts {
    #[inline]
    fn record(&mut self, cents: i64, limits: &[Money]) {
        self.record_parts(cents, 1, limits);
    }

    /// The same of an amount in so many `parts` of a cent.
    #[inline]
    fn record_parts(&mut self, amount: i64, parts: i64, limits: &[Money]) {
        self.histogram.record(amount);
        if amount == 0 {
            return;
        }
        self.below_zero += u64::from(amount < 0);
        if self.reaching.is_empty() {
            self.reaching.resize(limits.len() + 1, 0);
        }
        let reached: usize =
            limits.iter().map(|limit| usize::from(limit.cents() * parts <= amount)).sum();
        self.reaching[reached] += 1;
    }

    /// Forgets everybody, but keeps the memory for those to come.
    fn clear(&mut self) {
        self.histogram.clear();
        self.below_zero = 0;
        self.reaching.fill(0);
    }

    fn merge(&mut self, other: &Self) {
        self.histogram.merge(&other.histogram);
        self.below_zero += other.below_zero;
        self.reaching.resize(self.reaching.len().max(other.reaching.len()), 0);
        for (count, more) in self.reaching.iter_mut().zip(&other.reaching) {
            *count += more;
        }
    }

    /// The figures of [`statistics`], in its order; NaN without people. The `distribution` is
    /// scratch.
    fn figures(
        &mut self,
        concept: Concept,
        limits: &Limits,
        distribution: &mut Distribution,
    ) -> Vec<f64> {
        let people = self.histogram.count();
        if people == 0 {
            let mut none = vec![f64::NAN; statistics(concept, limits).len()];
            none[0] = 0.0;
            return none;
        }
        let share = |count: u64| count as f64 / people as f64;
        let parts_of_a_unit = (100 * parts(concept)) as f64;
        let units = |amount: Option<f64>| amount.map_or(f64::NAN, |a| a / parts_of_a_unit);
        let zeros = self.histogram.zeros();
        self.histogram.distribute(distribution);
        let mut figures = vec![people as f64, units(distribution.mean())];
        figures.extend(PERCENTILES.map(|percent| units(distribution.percentile(percent))));
        figures.push(share(self.below_zero + zeros));
        if !concept.is_non_negative() {
            figures.push(share(self.below_zero));
            figures.push(units(distribution.mean_of_lowest(0.1)));
        }
        let mut below = 0;
        for (number, limit) in limits.of(concept).iter().enumerate() {
            below += self.reaching.get(number).copied().unwrap_or_default();
            figures.push(share(below + if *limit > Money::ZERO { zeros } else { 0 }));
        }
        if concept.is_non_negative() {
            figures.extend(
                [
                    distribution.gini(),
                    distribution.top_share(0.01),
                    distribution.top_share(0.1),
                    distribution.hill_exponent(0.01),
                ]
                .map(|figure| figure.unwrap_or(f64::NAN)),
            );
        }
        figures
    }
}

const CELLS: usize = 12;

/// The outcomes of everyone over one window.
#[derive(Clone, Debug)]
pub(super) struct WindowCells {
    limits: Limits,
    cells: [Cell; CELLS],
}

impl WindowCells {
    pub(super) fn new(limits: Limits) -> Self {
        Self { limits, cells: Default::default() }
    }

    /// Forgets everybody, but keeps the memory for those to come.
    pub(super) fn clear(&mut self) {
        for cell in &mut self.cells {
            let mut concepts = std::mem::take(&mut cell.concepts);
            concepts.iter_mut().for_each(Counts::clear);
            *cell = Cell { concepts, ..Cell::default() };
        }
    }

    /// Counts one person.
    #[inline]
    pub(super) fn record(&mut self, outcome: &Outcome) {
        let is_paid = outcome.totals.pay > Money::ZERO;
        let cell = &mut self.cells[cell_index(is_paid, outcome.status, outcome.is_builder)];
        cell.people += 1;
        cell.cash += i128::from(outcome.totals.cash().cents());
        for (counts, own_use) in cell.losses.iter_mut().zip(OwnUse::ALL) {
            let net = outcome.net(own_use);
            counts[0] += u64::from(net < Money::ZERO);
            counts[1] += u64::from(net <= Money::ZERO);
        }
        let net = outcome.net(OwnUse::Scenario);
        let gross = outcome.totals.pay + outcome.totals.margin;
        let [pay_counts, margin_counts, gross_counts, net_counts, hourly_counts] =
            &mut cell.concepts;
        let limits = self.limits.of(Concept::Net);
        // Asked together: most people have neither.
        if outcome.totals.pay.cents() | outcome.totals.margin.cents() != 0 {
            pay_counts.record(outcome.totals.pay.cents(), limits);
            margin_counts.record(outcome.totals.margin.cents(), limits);
            gross_counts.record(gross.cents(), limits);
        }
        if net != Money::ZERO {
            net_counts.record(net.cents(), limits);
        }
        if outcome.hours > 0.0 {
            let hourly = per_hour(net, outcome.hours);
            let wage = self.limits.of(Concept::NetPerHour);
            hourly_counts.record_parts(hourly, PARTS_PER_HOUR, wage);
        }
    }

    /// All figures of a window: denominators, then concepts, then [`statistics`].
    pub(super) fn figures(&self, window: Window) -> Vec<f64> {
        let denominators = denominators(window);
        let mut figures = vec![Vec::new(); denominators.len()];
        // Of one memory for all: there are hundreds of them in a run.
        let (mut counts, mut distribution) = (Counts::default(), Distribution::default());
        for concept in Concept::ALL {
            let earning = |&denominator: &Denominator| self.earning(denominator, concept);
            let mut order: Vec<usize> = (0..denominators.len()).collect();
            order.sort_by_key(|&number| earning(&denominators[number]));
            let mut kept = None;
            let mut of_denominators = vec![Vec::new(); denominators.len()];
            for number in order {
                let denominator = denominators[number];
                let earning = earning(&denominator);
                if kept.replace(earning) == Some(earning) {
                    counts.histogram.replace_zeros(self.zeros(denominator, concept));
                } else {
                    self.collect(denominator, concept, &mut counts);
                }
                of_denominators[number] = counts.figures(concept, &self.limits, &mut distribution);
            }
            for (all, more) in figures.iter_mut().zip(of_denominators) {
                all.extend(more);
            }
        }
        figures.concat()
    }

    /// The cells of a denominator in which anybody has anything, a bit for each. Denominators with
    /// the same ones differ in the number of those who have nothing.
    fn earning(&self, denominator: Denominator, concept: Concept) -> u16 {
        let earning = members_of(denominator).filter(|&cell| {
            let histogram = &self.cells[cell].concepts[concept as usize].histogram;
            histogram.count() > histogram.zeros()
        });
        earning.fold(0, |cells, cell| cells | 1 << cell)
    }

    /// How many people of a denominator have nothing.
    fn zeros(&self, denominator: Denominator, concept: Concept) -> u64 {
        let zeros = |cell: &Cell| {
            cell.uncounted(concept) + cell.concepts[concept as usize].histogram.zeros()
        };
        self.cells_of(denominator).map(zeros).sum()
    }

    /// Shares of people who lost, and who did not gain, by valuation of own use.
    pub(super) fn losses(&self, denominator: Denominator) -> [[f64; 2]; 3] {
        let mut sums = [[0_u64; 2]; 3];
        for cell in self.cells_of(denominator) {
            for (sum, count) in sums.as_flattened_mut().iter_mut().zip(cell.losses.as_flattened()) {
                *sum += count;
            }
        }
        let people = self.people(denominator) as f64;
        sums.map(|counts| counts.map(|count| count as f64 / people))
    }

    /// The Lorenz curve at `steps + 1` evenly spaced shares of people; NaN without income.
    pub(super) fn lorenz(
        &self,
        denominator: Denominator,
        concept: Concept,
        steps: usize,
    ) -> Vec<f64> {
        let distribution = self.incomes(denominator, concept);
        (0..=steps)
            .map(|step| distribution.lorenz(step as f64 / steps as f64).unwrap_or(f64::NAN))
            .collect()
    }

    /// The incomes of the people of a denominator, in cents; per hour in hundredths of a cent.
    pub(super) fn incomes(&self, denominator: Denominator, concept: Concept) -> Distribution {
        let mut counts = Counts::default();
        self.collect(denominator, concept, &mut counts);
        counts.histogram.into_distribution()
    }

    pub(super) fn people(&self, denominator: Denominator) -> u64 {
        self.cells_of(denominator).map(|cell| cell.people).sum()
    }

    /// What all people together were left with in cash, in cents.
    pub(super) fn cash(&self) -> i128 {
        self.cells.iter().map(|cell| cell.cash).sum()
    }

    /// One concept over all people of a denominator, in place of what was counted before.
    fn collect(&self, denominator: Denominator, concept: Concept, counts: &mut Counts) {
        counts.clear();
        for cell in self.cells_of(denominator) {
            counts.merge(&cell.concepts[concept as usize]);
            counts.histogram.record_zeros(cell.uncounted(concept));
        }
    }

    fn cells_of(&self, denominator: Denominator) -> impl Iterator<Item = &Cell> {
        members_of(denominator).map(|cell| &self.cells[cell])
    }
}

/// The denominators that make sense over a window.
pub(super) fn denominators(window: Window) -> &'static [Denominator] {
    const ALL: [Denominator; 5] = Denominator::ALL;
    // From joining on, "all through" is "at the end".
    const FROM_JOINING: [Denominator; 4] =
        [Denominator::Everyone, Denominator::ActiveAtEnd, Denominator::Paid, Denominator::Builders];
    match window {
        Window::Life | Window::FirstTwelveMonths => &FROM_JOINING,
        Window::CalendarYear(_) | Window::LastTwelveMonths => &ALL,
    }
}

fn cell_index(is_paid: bool, status: Status, is_builder: bool) -> usize {
    (usize::from(is_paid) * 3 + status as usize) * 2 + usize::from(is_builder)
}

/// The cells whose sum is a denominator.
fn members_of(denominator: Denominator) -> impl Iterator<Item = usize> {
    (0..CELLS).filter(move |cell| {
        let is_builder = cell % 2 == 1;
        let status = cell / 2 % 3;
        let is_paid = cell / 6 == 1;
        match denominator {
            Denominator::Everyone => true,
            Denominator::ActiveAtEnd => status != Status::Left as usize,
            Denominator::ActiveThroughout => status == Status::Throughout as usize,
            Denominator::Paid => is_paid,
            Denominator::Builders => is_builder,
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is said of net income per hour over people who are left with so many cents after so many hours.
    fn hourly(people: &[(i64, f64)], wage: Money) -> Vec<(Statistic, f64)> {
        let limits = Limits { thresholds: Vec::new(), wage };
        let mut cells = WindowCells::new(limits.clone());
        for &(cents, hours) in people {
            let totals = Totals { costs: Money::from_cents(-cents), ..Totals::default() };
            cells.record(&Outcome {
                totals,
                own_use: Money::ZERO,
                hours,
                is_builder: true,
                status: Status::Left,
            });
        }
        let all: Vec<_> = Concept::ALL.map(|concept| statistics(concept, &limits).len()).into();
        let before: usize = all[..Concept::NetPerHour as usize].iter().sum();
        let figures = cells.figures(Window::Life)[before..].to_vec();
        statistics(Concept::NetPerHour, &limits).into_iter().zip(figures).collect()
    }

    fn figure(figures: &[(Statistic, f64)], statistic: Statistic) -> f64 {
        figures.iter().find(|(known, _)| *known == statistic).unwrap().1
    }

    #[test]
    fn what_is_left_per_hour_is_known_to_parts_of_a_cent() {
        // -5 in 8 hours, which whole cents make -0.63.
        let one = hourly(&[(-500, 8.0)], Money::ZERO);
        assert_eq!(figure(&one, Statistic::Mean), -0.625);
        assert_eq!(figure(&one, Statistic::Percentile(50.0)), -0.625);
        assert_ne!(Money::from_units(-5.0 / 8.0).units(), -0.625);
        // -0.1 and 0.4 in 16 hours each: the mean of -0.00625 and 0.025 to a hundredth of a cent.
        let two = hourly(&[(-10, 16.0), (40, 16.0)], Money::ZERO);
        assert!((figure(&two, Statistic::Mean) - 0.009_375).abs() <= 0.000_05);
    }

    #[test]
    fn a_cent_in_a_lifetime_of_hours_is_not_nothing() {
        let figures = hourly(&[(-1, 1e5), (1, 1e5), (0, 1e5), (-1, 40.0)], Money::ZERO);
        assert_eq!(figure(&figures, Statistic::ShareBelowZero), 0.5);
        assert_eq!(figure(&figures, Statistic::ShareNotAboveZero), 0.75);
        // As shares of net income itself are.
        assert_eq!(per_hour(Money::from_cents(-1), 1e5), -1);
        assert_eq!(per_hour(Money::ZERO, 1e5), 0);
        assert_eq!(per_hour(Money::from_cents(i64::MAX), 1.0), i64::MAX);
    }

    #[test]
    fn the_wage_is_in_the_same_parts() {
        let wage = Money::from_units(7.25);
        let figures = hourly(&[(7_250, 10.0), (7_249, 10.0), (-7_250, 10.0)], wage);
        assert_eq!(figure(&figures, Statistic::ShareBelow(7.25)), 2.0 / 3.0);
    }

    /// People of all kinds: more than are kept exactly if `n` is large, and as many have nothing.
    fn people_of_all_kinds(n: usize) -> WindowCells {
        let mut cells = WindowCells::new(Limits { thresholds: Vec::new(), wage: Money::ZERO });
        for person in 0..n {
            let is_builder = person % 3 > 0;
            let amount = (person as i64 * 7919) % 100_003 * i64::from(is_builder);
            let earned = |part: i64| Money::from_cents(if amount % 5 < part { amount } else { 0 });
            cells.record(&Outcome {
                totals: Totals {
                    pay: earned(1),
                    margin: earned(3),
                    purchases: Money::from_cents(person as i64 % 2 * 400),
                    costs: earned(2),
                },
                own_use: Money::ZERO,
                hours: f64::from(u8::from(is_builder)),
                is_builder,
                status: [Status::Left, Status::Joined, Status::Throughout][person % 7 % 3],
            });
        }
        cells
    }

    #[test]
    fn what_denominators_share_is_collected_once() {
        for n in [40, 40_000] {
            let cells = people_of_all_kinds(n);
            let window = Window::LastTwelveMonths;
            let apart = denominators(window).iter().flat_map(|&denominator| {
                let cells = &cells;
                Concept::ALL.into_iter().flat_map(move |concept| {
                    let mut counts = Counts::default();
                    cells.collect(denominator, concept, &mut counts);
                    counts.figures(concept, &cells.limits, &mut Distribution::default())
                })
            });
            let bits = |figure: f64| figure.to_bits();
            let together: Vec<u64> = cells.figures(window).into_iter().map(bits).collect();
            assert_eq!(together, apart.map(bits).collect::<Vec<u64>>(), "{n} people");
            let same = |a, b| {
                cells.earning(a, Concept::RetailMargin) == cells.earning(b, Concept::RetailMargin)
            };
            assert!(same(Denominator::Everyone, Denominator::Builders), "shared");
            assert!(!same(Denominator::Everyone, Denominator::Paid), "not shared");
        }
    }
}
