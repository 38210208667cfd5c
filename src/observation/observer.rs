//! Watches one run: counts whoever leaves, closes years, and makes the report at the end.

use super::cells::{Limits, Outcome, Status, Totals, WindowCells};
use super::classes::IncomeClasses;
use super::determinants::{Determinants, Start};
use super::disclosure::{OF_MONTHS, Statement};
use super::entry::EntryMonths;
use super::month::MonthTotals;
use super::monthly::{MemberMonth, MonthlyIncomes};
use super::question::{Answer, Question};
use super::report::{
    DEPTH_RANGES, DOWNLINE_RANGES, LORENZ_CURVES, LORENZ_STEPS, RECRUIT_RANGES, RunFigure,
    RunReport, range_of, ratio,
};
use super::signs::{self, Terms};
use super::sponsors::SponsorSkills;
use super::titles::Titles;
use super::vocabulary::{Counted, Denominator, OwnUse, Window};
use crate::units::{Money, Rate};

/// A member as the observer sees him, when he leaves, completes a window, or the run ends.
#[derive(Clone, Copy, Debug)]
pub struct LifeOutcome {
    /// The month of joining.
    pub joined: u32,
    /// Whether he joined to earn.
    pub is_builder: bool,
    /// Hours worked a month.
    pub hours: f32,
    /// Levels above him when he joined.
    pub level: u16,
    /// Skill on joining.
    pub talent: f32,
    /// Willingness to recruit times hours, relative to their means.
    pub activity: f32,
    /// Skill that his sponsor had when he joined; 0: it is not kept, or there was no sponsor.
    pub sponsor_skill: f32,
    /// People signed up so far.
    pub sign_ups: u32,
    /// The highest rank that he ever earned, from 1; 0 is none.
    pub title: u8,
    /// Since joining.
    pub life: Totals,
    /// Since the calendar year began.
    pub year: Totals,
    /// Since the last twelve months began, where these are not a calendar year.
    pub last: Totals,
}

/// Watches one run.
#[derive(Clone, Debug)]
pub struct Observer {
    months: u32,
    own_use_value: Rate,
    terms: Terms,
    life: WindowCells,
    first: WindowCells,
    year: WindowCells,
    last: WindowCells,
    monthly: MonthlyIncomes,
    /// Net income and company pay.
    determinants: [Determinants; 2],
    year_figures: Vec<f64>,
    history: Vec<MonthTotals>,
    entry: EntryMonths,
    sponsors: SponsorSkills,
    classes: IncomeClasses,
    /// By class of life net income those who joined to earn, and only to buy.
    distribution: Vec<[u64; 2]>,
    recruits: Vec<u64>,
    titles: Titles,
    /// Of the members at the end.
    depths: Vec<u64>,
    downlines: Vec<u64>,
    builders_without_recruits: u64,
    tenure_months: u64,
    member_months: u64,
}

impl Observer {
    /// An observer of a run of `months` months.
    ///
    /// `own_use_value` is what own-use goods are worth to builders per unit paid; `thresholds`
    /// and `wage` are the amounts people are counted below; the `questions` are those of the report.
    pub fn new(
        months: u32,
        own_use_value: Rate,
        thresholds: &[Money],
        wage: Money,
        terms: Terms,
        questions: &[Question],
    ) -> Self {
        let cells = || WindowCells::new(Limits { thresholds: thresholds.to_vec(), wage });
        Self {
            months,
            own_use_value,
            life: cells(),
            first: cells(),
            year: cells(),
            last: cells(),
            titles: Titles::new(terms.n_ranks),
            terms,
            monthly: MonthlyIncomes::of(
                OF_MONTHS.into_iter().chain(questions.iter().filter_map(Question::months)),
            ),
            determinants: <[Determinants; 2]>::default(),
            year_figures: Vec::new(),
            history: Vec::with_capacity(months as usize + 1),
            entry: EntryMonths::new(months),
            sponsors: SponsorSkills::default(),
            classes: IncomeClasses::new(thresholds),
            distribution: vec![[0; 2]; IncomeClasses::COUNT],
            recruits: vec![0; RECRUIT_RANGES.len()],
            depths: vec![0; DEPTH_RANGES.len()],
            downlines: vec![0; DOWNLINE_RANGES.len()],
            builders_without_recruits: 0,
            tenure_months: 0,
            member_months: 0,
        }
    }

    /// Whether the last twelve months need totals of their own, because they are not a calendar
    /// year, and have begun by `month`.
    pub fn needs_last(&self, month: u32) -> bool {
        !self.months.is_multiple_of(12) && self.is_in_last_year(month)
    }

    /// Whether `month` is one of the last twelve.
    pub fn is_in_last_year(&self, month: u32) -> bool {
        month + 12 > self.months
    }

    /// Counts the same month of several members, at most as many as a chunk has, one of the last
    /// twelve.
    pub fn months_of_last_year(&mut self, months: &[MemberMonth]) {
        self.monthly.record(months);
    }

    /// Counts a member who leaves at the end of `month`.
    pub fn leave(&mut self, person: &LifeOutcome, month: u32) {
        self.life_ends(person, month, Status::Left);
        if month - person.joined < 12 && person.joined + 12 <= self.months {
            self.first.record(&self.outcome(person, &person.life, 0, month, Status::Left));
        }
        let (year, first_month) = calendar_year(month);
        if year * 12 <= self.months {
            self.year.record(&self.outcome(person, &person.year, first_month, month, Status::Left));
        }
        if self.needs_last(month) {
            let first_month = self.months - 11;
            self.last.record(&self.outcome(person, &person.last, first_month, month, Status::Left));
        }
    }

    /// Counts a member who completes his twelfth month after the joining month in `month`, and
    /// stays or leaves then.
    pub fn complete_first_year(&mut self, person: &LifeOutcome, month: u32, leaves: bool) {
        let status = if leaves { Status::Left } else { Status::Joined };
        self.first.record(&self.outcome(person, &person.life, 0, month, status));
    }

    /// Counts a member who is there at the end of the calendar year that ends in `month`.
    pub fn stay_through_year(&mut self, person: &LifeOutcome, month: u32) {
        let (_, first_month) = calendar_year(month);
        let status = if person.joined < first_month { Status::Throughout } else { Status::Joined };
        self.year.record(&self.outcome(person, &person.year, first_month, month, status));
    }

    /// Closes the calendar year that ends in `month`, once everyone has been counted.
    pub fn close_year(&mut self, month: u32) {
        let (year, _) = calendar_year(month);
        self.year_figures.extend(self.year.figures(Window::CalendarYear(year as u16)));
        if month == self.months {
            std::mem::swap(&mut self.year, &mut self.last);
        } else {
            self.year.clear();
        }
    }

    /// Counts a member who is there at the end of the run.
    pub fn stay_to_end(&mut self, person: &LifeOutcome, depth: u32, downline: u64) {
        self.life_ends(person, self.months, Status::Joined);
        if !self.months.is_multiple_of(12) {
            let first_month = self.months - 11;
            let status =
                if person.joined < first_month { Status::Throughout } else { Status::Joined };
            self.last.record(&self.outcome(person, &person.last, first_month, self.months, status));
        }
        self.depths[range_of(&DEPTH_RANGES, u64::from(depth))] += 1;
        self.downlines[range_of(&DOWNLINE_RANGES, downline)] += 1;
    }

    /// Takes the totals of a month, months in order from 0.
    pub fn month(&mut self, totals: MonthTotals) {
        self.member_months += totals.members + totals.leavers;
        for determinants in &mut self.determinants {
            determinants.month(totals.joins);
        }
        self.history.push(totals);
    }

    fn life_ends(&mut self, person: &LifeOutcome, month: u32, status: Status) {
        let outcome = self.outcome(person, &person.life, 0, month, status);
        self.life.record(&outcome);
        let net = outcome.net(OwnUse::Scenario);
        self.distribution[self.classes.of(net)][usize::from(!person.is_builder)] += 1;
        if person.is_builder {
            let group = self.start(person).joint_group();
            self.determinants[0].record(group, net.cents());
            self.determinants[1].record(group, person.life.pay.cents());
            let twelfth = person.joined + 12;
            let stays = status != Status::Left || month > twelfth;
            self.sponsors.record(person, net, (twelfth <= self.months).then_some(stays));
        }
        self.entry.record(person, net);
        self.recruits[range_of(&RECRUIT_RANGES, person.sign_ups.into())] += 1;
        self.titles.record(person.title, person.is_builder);
        self.builders_without_recruits += u64::from(person.is_builder && person.sign_ups == 0);
        self.tenure_months += u64::from(month - person.joined);
    }

    /// What a builder joined as.
    fn start(&self, person: &LifeOutcome) -> Start {
        let hours = f64::from(person.hours) / self.terms.mean_hours;
        Start {
            joined: person.joined,
            level: person.level,
            skill: person.talent,
            hours: hours as f32,
            propensity: (f64::from(person.activity) / hours) as f32,
        }
    }

    /// An outcome over the months from `first_month` to `month`; the joining month has no hours.
    fn outcome(
        &self,
        person: &LifeOutcome,
        totals: &Totals,
        first_month: u32,
        month: u32,
        status: Status,
    ) -> Outcome {
        let worked = month - first_month.saturating_sub(1).max(person.joined).min(month);
        let own_use = if person.is_builder {
            totals.purchases.at(self.own_use_value)
        } else {
            totals.purchases
        };
        Outcome {
            totals: *totals,
            own_use,
            hours: f64::from(person.hours) * f64::from(worked),
            is_builder: person.is_builder,
            status,
        }
    }

    /// The report of the run.
    ///
    /// `is_cut_off` tells whether an infinite market reached its ceiling. Asserts that the ledger
    /// closes: what participants are left with, counted person by person, and what customers,
    /// company and suppliers are left with, counted flow by flow, is nothing together.
    pub fn report(mut self, is_cut_off: Option<bool>, questions: &[Question]) -> RunReport {
        self.extend_to_end();
        self.assert_money_is_conserved();
        let mut incomes = self.life.figures(Window::Life);
        incomes.extend(self.first.figures(Window::FirstTwelveMonths));
        incomes.append(&mut self.year_figures);
        incomes.extend(self.last.figures(Window::LastTwelveMonths));
        let share = |counts: &[u64]| {
            let total: u64 = counts.iter().sum();
            counts.iter().map(|&count| count as f64 / total as f64).collect::<Vec<f64>>()
        };
        RunReport {
            incomes,
            monthly: OF_MONTHS
                .map(|(of, concept)| Statement::of_months(self.monthly.incomes(of, concept))),
            explained: self.determinants.each_ref().map(Determinants::explained),
            losses: loss_denominators().map(|denominator| self.life.losses(denominator)).collect(),
            lorenz: LORENZ_CURVES
                .iter()
                .map(|&(window, denominator, concept)| {
                    self.window(window).lorenz(denominator, concept, LORENZ_STEPS)
                })
                .collect(),
            distribution: share(self.distribution.as_flattened()).as_chunks().0.to_vec(),
            series: self.history.iter().map(|month| self.series_row(month)).collect(),
            entry: self.entry.tenths(),
            sponsors: self.sponsors.fifths(),
            network: [&self.recruits, &self.depths, &self.downlines].map(|c| share(c)).concat(),
            ranks: self.titles.shares(),
            levels: self.levels(),
            ledger: self.ledger(),
            outcomes: self.outcomes(is_cut_off),
            signs: signs::figures(&self.history, &self.terms, self.tenure_months),
            answers: questions.iter().map(|question| self.answer(question)).collect(),
            member_months: self.member_months,
            is_extinct: self.history.last().is_none_or(|month| month.members == 0),
        }
    }

    fn answer(&self, question: &Question) -> Answer {
        let concept = question.concept;
        question.answer(&match question.counts {
            Counted::People(of) => self.window(question.window).incomes(of, concept),
            Counted::Months(of) => self.monthly.incomes(of, concept).distribution(),
        })
    }

    fn window(&self, window: Window) -> &WindowCells {
        match window {
            Window::Life => &self.life,
            Window::FirstTwelveMonths => &self.first,
            Window::LastTwelveMonths => &self.last,
            Window::CalendarYear(_) => &self.year,
        }
    }

    /// A run may end early because nobody is left: the months after it are empty.
    fn extend_to_end(&mut self) {
        while self.history.len() <= self.months as usize {
            let month = self.history.len() as u32;
            let (ever_joined, saturation) =
                self.history.last().map_or((0, f64::NAN), |m| (m.ever_joined, m.saturation));
            self.history.push(MonthTotals {
                ever_joined,
                saturation,
                belief: f64::NAN,
                bonuses: vec![Money::ZERO; self.terms.is_company_paid.len()],
                ..MonthTotals::default()
            });
            if month > 0 && month.is_multiple_of(12) {
                self.close_year(month);
            }
        }
    }

    fn assert_money_is_conserved(&self) {
        let sum = |flow: &dyn Fn(&MonthTotals) -> Money| -> i128 {
            self.history.iter().map(|month| i128::from(flow(month).cents())).sum()
        };
        let participants = self.life.cash();
        let customers = -sum(&|m| m.sales + m.resale);
        let suppliers = sum(&|m| m.goods + m.expenses);
        let company = sum(&|m| m.sold - self.bonus_paid(m, false) + m.purchases)
            + sum(&|m| m.joining_fees + m.renewal_fees - self.bonus_paid(m, true) - m.goods)
            - sum(&|m| m.uncollected + m.refunds);
        assert_eq!(
            participants + customers + suppliers + company,
            0,
            "every cent that somebody gets is one that somebody pays"
        );
        let last = self.history.last().expect("a run has months");
        let everyone = self.life.people(Denominator::Everyone);
        assert_eq!(everyone, last.ever_joined, "everyone is counted");
    }

    fn bonus_paid(&self, month: &MonthTotals, by_company: bool) -> Money {
        month
            .bonuses
            .iter()
            .zip(&self.terms.is_company_paid)
            .filter(|(_, is_company_paid)| **is_company_paid == by_company)
            .map(|(paid, _)| *paid)
            .sum()
    }

    /// The values of [`super::SERIES`], in its order.
    fn series_row(&self, month: &MonthTotals) -> Vec<f64> {
        let pay = self.bonus_paid(month, true) + month.uncollected;
        let from_participants = month.purchases + month.joining_fees + month.renewal_fees;
        vec![
            month.members as f64,
            month.builders as f64,
            month.ever_joined as f64,
            month.joins as f64,
            month.leavers as f64,
            month.customers as f64,
            month.active as f64,
            month.saturation,
            (month.sales + month.resale).units(),
            from_participants.units(),
            pay.units(),
            (self.bonus_paid(month, false) + month.resale - month.resold).units(),
            month.expenses.units(),
            ratio(month.outside_points.units(), month.points.units()),
            month.belief,
        ]
    }

    /// The values of [`super::ledger_keys`], in its order: flows that leave each party, in units.
    fn ledger(&self) -> Vec<f64> {
        let sum =
            |flow: fn(&MonthTotals) -> Money| self.history.iter().map(flow).sum::<Money>().units();
        let mut flows = vec![
            sum(|m| m.sales - m.margin),
            sum(|m| m.margin),
            sum(|m| m.purchases),
            sum(|m| m.joining_fees),
            sum(|m| m.renewal_fees),
            sum(|m| m.expenses),
            sum(|m| m.goods),
        ];
        for (bonus, _) in
            self.terms.is_company_paid.iter().enumerate().filter(|(_, company)| **company)
        {
            flows.push(self.history.iter().map(|m| m.bonuses[bonus]).sum::<Money>().units());
        }
        if self.terms.keeps_stock {
            flows.push(sum(|m| m.resale));
            flows.push(sum(|m| m.refunds));
            flows.push(sum(|m| m.uncollected));
        }
        flows
    }

    /// For each flow of the ledger what of it is paid on each level.
    fn levels(&self) -> Vec<Vec<f64>> {
        let n_levels = |bonus: usize| self.terms.n_levels.get(bonus).copied().unwrap_or(0);
        let paid = |bonus: usize, level: usize| -> Money {
            let months = self.history.iter().filter_map(|month| month.levels.get(bonus));
            months.filter_map(|levels| levels.get(level)).copied().sum()
        };
        let by_company =
            self.terms.is_company_paid.iter().enumerate().filter(|(_, company)| **company);
        let bonuses = by_company.map(|(bonus, _)| {
            (0..n_levels(bonus)).map(|level| paid(bonus, level).units()).collect()
        });
        std::iter::repeat_n(Vec::new(), super::report::FLOWS_BEFORE_BONUSES)
            .chain(bonuses)
            .collect()
    }

    /// The values of [`super::OUTCOMES`], in its order.
    fn outcomes(&self, is_cut_off: Option<bool>) -> Vec<RunFigure> {
        let last = self.history.last().expect("a run has months");
        let sum = |flow: &dyn Fn(&MonthTotals) -> f64| self.history.iter().map(flow).sum::<f64>();
        let peak = self
            .history
            .iter()
            .enumerate()
            .max_by_key(|(month, totals)| (totals.members, std::cmp::Reverse(*month)));
        let (peak_month, peak_members) = peak.map_or((0, 0), |(month, m)| (month, m.members));
        let ever = last.ever_joined as f64;
        let builders = self.life.people(Denominator::Builders) as f64;
        let bonuses = sum(&|m| self.bonus_paid(m, true).units());
        let pay = sum(&|m| (self.bonus_paid(m, true) + m.uncollected).units());
        let from_participants = sum(&|m| (m.purchases + m.joining_fees + m.renewal_fees).units());
        // What is resold to customers is theirs to pay.
        let borne = sum(&|m| {
            let paid = m.purchases + m.joining_fees + m.renewal_fees;
            (paid - m.resold - m.refunds).units()
        });
        let bought = sum(&|m| m.purchases.units());
        let to_company = sum(&|m| (m.sales - m.margin).units()) + from_participants;
        vec![
            RunFigure::plain(ever),
            RunFigure::plain(last.members as f64),
            RunFigure::plain(peak_members as f64),
            RunFigure::plain(peak_month as f64),
            RunFigure::plain(last.saturation),
            RunFigure::ratio(
                self.first.people(Denominator::ActiveAtEnd) as f64,
                self.first.people(Denominator::Everyone) as f64,
            ),
            RunFigure::ratio(self.tenure_months as f64, ever),
            RunFigure::ratio(last.members as f64, ever),
            RunFigure::ratio(self.recruits[0] as f64, ever),
            RunFigure::ratio(self.builders_without_recruits as f64, builders),
            RunFigure::ratio(builders, ever),
            RunFigure::ratio(sum(&|m| m.customers as f64), sum(&|m| m.members as f64)),
            RunFigure::ratio(sum(&|m| m.customers as f64), sum(&|m| m.builders as f64)),
            RunFigure::ratio(sum(&|m| m.active as f64), sum(&|m| m.members as f64)),
            RunFigure::ratio(pay, sum(&|m| m.cv.units())),
            RunFigure::ratio(pay, to_company),
            RunFigure::ratio(sum(&|m| m.outside_points.units()), sum(&|m| m.kept_points.units())),
            RunFigure::ratio(sum(&|m| m.resold.units()), bought),
            RunFigure::ratio(
                sum(&|m| (m.purchases - m.used - m.resold - m.given_back).units()),
                bought,
            ),
            RunFigure::ratio(borne, borne + sum(&|m| (m.sales + m.resale).units())),
            RunFigure::ratio(sum(&|m| m.breakage.units()), bonuses + sum(&|m| m.breakage.units())),
            RunFigure::plain(is_cut_off.map_or(f64::NAN, |is_so| f64::from(u8::from(is_so)))),
        ]
    }
}

/// The denominators of the loss headlines.
pub(super) fn loss_denominators() -> impl Iterator<Item = Denominator> {
    super::cells::denominators(Window::Life).iter().copied()
}

/// The calendar year of a month, from 1, and the year's first month. Month 0, the start, counts
/// to the first year.
fn calendar_year(month: u32) -> (u32, u32) {
    let year = month.div_ceil(12).max(1);
    (year, year * 12 - 11)
}
