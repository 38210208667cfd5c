//! How large a company is expected to become, before it is simulated.

use super::limits::people_max;
use crate::portable::{exp, log, pow};
use crate::random::{Lineage, RunKey, Stream};
use crate::simulation::Model;
use crate::submodels::market::Population;
use crate::submodels::people::{People, PeopleParameters, Traits};
use crate::submodels::shocks::Factors;
use crate::units::Probability;

/// How large a company becomes if it is lucky.
pub(super) struct Growth {
    /// The highest number of living members.
    pub(super) peak: f64,
    /// How often somebody ever joined.
    pub(super) joined: f64,
    /// The month of the peak.
    month: u32,
    /// The month in which as many have joined as ever may, if it comes to that.
    pub(super) full: Option<u32>,
}

/// How many more there may be because those stay longer who earn what they hoped for.
const STAYING: f64 = 1.25;

/// By how many standard deviations over runs the luckiest run is taken to lie above their mean.
const LUCKY: f64 = 3.0;

/// The growth that a lucky run is taken to have.
///
/// A mean-field growth by cohorts: builders of each tenure sign up whom [`Builders`] say, times the
/// share of people who have not joined, and others join by themselves; cohorts shrink by the Weibull
/// survival of tenure. No more join than there are people or, in an infinite market, than its ceiling;
/// former members come back where they may. What people earn and
/// purchases are left out, but for [`STAYING`]. Luck counts as founders: what the first few meet with
/// multiplies all that comes after.
pub(super) fn growth(model: &Model) -> Growth {
    let builders = Builders::of(model);
    let founders = f64::from(model.market.founders);
    let expected = grow(model, &builders.sign_ups, founders);
    let a_month = match expected.month {
        0 => 1.0,
        month => pow(expected.peak / founders, 1.0 / f64::from(month)),
    };
    let lucky = 1.0 + LUCKY * (builders.variance(model, a_month) / founders).sqrt();
    grow(model, &builders.sign_ups, (founders * lucky).min(people_max(model)))
}

/// The mean growth from so many founders, where a builder of each tenure signs up so many.
fn grow(model: &Model, sign_ups: &[f64], founders: f64) -> Growth {
    let ever_joined_max = people_max(model);
    let is_finite = matches!(model.market.population, Population::Finite(_));
    let builders = share_of_builders(model);
    let survival: Vec<f64> = (0..=model.months).map(|month| survival(model, month)).collect();
    let crowding = if is_finite { model.market.crowding / ever_joined_max } else { 0.0 };
    let mut joined = founders;
    let mut came_back = 0.0;
    let mut cohorts = vec![founders];
    let (mut peak, mut peak_month, mut full) = (founders, 0, None);
    let mut leavers = Vec::new();
    let rejoin_after = model.market.rejoin_after.filter(|_| is_finite);
    for month in 1..=model.months {
        let Factors { contacts, sign_ups: chance, .. } = Factors::in_month(&model.shocks, month);
        let ages = cohorts.iter().rev().zip(&survival).zip(sign_ups);
        let hits: f64 = ages.map(|((joined, stay), each)| joined * stay * each).sum();
        let before = members(&cohorts, &survival);
        let hits = builders * hits * contacts * chance / (1.0 + before * builders * crowding);
        if let Some(back) = rejoin_after.and_then(|months| month.checked_sub(months + 1)) {
            joined -= leavers[back as usize];
            came_back += leavers[back as usize];
        }
        let left = (ever_joined_max - joined).max(0.0);
        let free = if is_finite { left / ever_joined_max } else { 1.0 };
        let assigned = if is_finite { model.market.spontaneous * left * chance } else { 0.0 };
        let recruits = (hits * pow(free, model.market.overlap) + assigned).min(left);
        joined += recruits;
        full = full.or((recruits >= left).then_some(month));
        cohorts.push(recruits);
        let now = members(&cohorts, &survival);
        leavers.push(before + recruits - now);
        if now > peak {
            (peak, peak_month) = (now, month);
        }
    }
    let peak = (STAYING * peak).min(joined);
    Growth { peak, joined: joined + came_back, month: peak_month, full }
}

/// The members of all ages.
fn members(cohorts: &[f64], survival: &[f64]) -> f64 {
    cohorts.iter().rev().zip(survival).map(|(joined, stay)| joined * stay).sum()
}

/// How many builders are drawn to see how soon their acquaintances are used up.
const SAMPLE: usize = 2048;

/// The share of what they hope for that builders who learn come to believe, if nothing keeps them from
/// believing less.
const LEARNT: f64 = 0.3;

/// What builders do of whom some are busy and some know many.
///
/// The busy use up their acquaintances first, so that builders who all did what the mean one does
/// would sign up many more.
struct Builders {
    /// Each with the contacts of a month and the acquaintances.
    sample: Vec<[f64; 2]>,
    /// What is signed up of a month's contacts with acquaintances and with strangers, by tenure.
    chances: Vec<[f64; 2]>,
    /// Strangers whom digital tools reach for each contact.
    reach: f64,
    /// The mean number whom one signs up in a month where all can be won, by tenure.
    sign_ups: Vec<f64>,
}

impl Builders {
    /// The builders of a model.
    fn of(model: &Model) -> Self {
        let mut people = PeopleParameters { discount_only: Probability::ZERO, ..model.people };
        if let Some(network) = &model.network {
            let population = people_max(model);
            people.warm_list = 2.0 * network.edges(population as u64) / population;
        }
        let mut draws = RunKey::new(0, 0).stream(Stream::Traits, 0).open(Lineage::founder(0));
        let drawn = People::new(&people);
        let drawn: Vec<_> = (0..SAMPLE).map(|_| drawn.draw(&mut draws)).collect();
        // Means are known, and so without the chance of the sample.
        let scale = |mean: f64, of: fn(&Traits) -> f64| {
            let sum: f64 = drawn.iter().map(of).sum();
            if sum > 0.0 { mean * SAMPLE as f64 / sum } else { 0.0 }
        };
        let contacts = scale(model.recruiting.contacts, |one| one.activity);
        let list = scale(people.warm_list, |one| one.acquaintances);
        let (warm, cold) = (model.recruiting.warm_signup, model.recruiting.cold_signup);
        let chances = beliefs(model).map(|belief| [warm, cold].map(|p| p.value() * belief));
        let mut builders = Self {
            sample: drawn
                .iter()
                .map(|one| [contacts * one.activity, list * one.acquaintances])
                .collect(),
            chances: chances.collect(),
            reach: model.digital.reach,
            sign_ups: vec![0.0; model.months as usize],
        };
        for n in 0..SAMPLE {
            let each: Vec<f64> = builders.sign_ups_of(n).collect();
            for (sum, each) in builders.sign_ups.iter_mut().zip(each) {
                *sum += each / SAMPLE as f64;
            }
        }
        builders
    }

    /// Whom one of the sample signs up in the mean, month by month.
    fn sign_ups_of(&self, n: usize) -> impl Iterator<Item = f64> {
        let [contacts, mut acquaintances] = self.sample[n];
        self.chances.iter().map(move |[warm, cold]| {
            let known = contacts.min(acquaintances);
            acquaintances -= known;
            known * warm + (contacts * (1.0 + self.reach) - known) * cold
        })
    }

    /// The variance over runs of how large a company becomes that one founder starts, relative to
    /// the square of the mean, where it grows by such a factor in a month.
    ///
    /// A recruit of a later month counts the less by that factor, and a run is its founder's
    /// recruits, each with a company of his own (Crump and Mode 1968 and 1969, a general branching
    /// process).
    fn variance(&self, model: &Model, a_month: f64) -> f64 {
        let months = 1..=model.months;
        let later: Vec<f64> = months.map(|t| pow(a_month, -f64::from(t))).collect();
        let stay: Vec<f64> = (0..model.months).map(|month| survival(model, month)).collect();
        // Recruits, their number with the weight once more, and its square.
        let [mut mean, mut again, mut square] = [0.0; 3];
        for n in 0..SAMPLE {
            let mut before = 0.0;
            for ((each, later), stay) in self.sign_ups_of(n).zip(&later).zip(&stay) {
                let each = each * later;
                mean += stay * each;
                again += stay * each * later;
                square += stay * each * (2.0 * before + each);
                before += each;
            }
        }
        let of_all = share_of_builders(model) / SAMPLE as f64;
        let [mean, again, square] = [mean, again, square].map(|sum| sum * of_all);
        if mean == 0.0 {
            return 0.0;
        }
        let again = again / mean;
        // What hardly grows varies without bound.
        (again + square / (mean * mean) - 1.0).max(0.0) / (1.0 - again).max(0.05)
    }
}

/// What builders believe in each month of their time as members.
fn beliefs(model: &Model) -> impl Iterator<Item = f64> {
    let belief = model.belief;
    let learnt = belief.floor.value().max(LEARNT);
    let mut believed = belief.initial.value();
    (0..model.months).map(move |_| {
        let now = believed;
        believed += (learnt - believed) * belief.learning.value();
        now
    })
}

fn share_of_builders(model: &Model) -> f64 {
    1.0 - model.people.discount_only.value()
}

/// The share of a cohort that is left after so many months: `S(12)^((month / 12)^shape)`.
fn survival(model: &Model, month: u32) -> f64 {
    let at_twelve = model.quitting.survival_12.value();
    if month == 0 || at_twelve >= 1.0 {
        return 1.0;
    }
    if at_twelve <= 0.0 {
        return 0.0;
    }
    exp(log(at_twelve) * pow(f64::from(month) / 12.0, model.quitting.shape))
}
