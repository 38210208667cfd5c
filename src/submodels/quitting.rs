//! Leaving: a hazard that falls with tenure, and rises with disappointment and when a sponsor leaves.

use crate::portable::{exp, log, pow};
use crate::units::{Money, Probability};

/// Parameters of quitting.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct QuittingParameters {
    /// Share of joiners who would still be members after twelve months without disappointment;
    /// 1: nobody leaves.
    pub survival_12: Probability,
    /// Shape of the Weibull distribution of tenure: below 1 the hazard falls with tenure, at 1 it
    /// is constant.
    pub shape: f64,
    /// How strongly recent results act on a builder: the hazard is multiplied by
    /// `exp(-sensitivity × recent monthly net income / aspiration)`, within 1/4 and 4.
    pub sensitivity: f64,
    /// The monthly net income a builder hopes for, in currency.
    pub aspiration: f64,
    /// Months over which recent income is smoothed.
    pub memory: f64,
    /// A builder whose losses since joining exceed this leaves at once; `None`: no such limit.
    pub loss_tolerance: Option<Money>,
    /// How strongly the leaving of a sponsor acts on those right below him: in the month after it
    /// their hazard is multiplied by `1 + influence`; 0: not at all.
    pub influence: f64,
}

/// The logarithm of what the hazard is multiplied by at most, and divided by at most: 4.
const LOG_FACTOR_MAX: f64 = 2.0 * std::f64::consts::LN_2;

/// More than the rounding errors of a bound on a chance.
const ROUNDING: f64 = 1e-12;

/// How members leave.
#[derive(Clone, Debug)]
pub struct Quitting {
    months: Vec<MonthOfTenure>,
    /// Change of the logarithm of the hazard per cent of recent monthly income.
    slope: f64,
    weight: f32,
    /// A builder who is left with less leaves at once.
    least_balance: Money,
    /// What the hazard of somebody whose sponsor has just left is multiplied by.
    bereft: f64,
}

/// Chances to stay through one month of tenure.
#[derive(Clone, Copy, Debug)]
struct MonthOfTenure {
    hazard: f64,
    /// At the plain hazard.
    plain: f64,
}

impl MonthOfTenure {
    fn new(hazard: f64) -> Self {
        Self { hazard, plain: exp(-hazard) }
    }
}

impl Quitting {
    /// Tabulates the hazard for tenures up to `months`.
    ///
    /// Tenure is Weibull: a share `exp(-H (a / 12)^shape)` stays `a` months, with `H` set by
    /// `survival_12`.
    pub fn new(parameters: &QuittingParameters, months: u32) -> Self {
        let year = -log(parameters.survival_12.value().max(f64::MIN_POSITIVE));
        let cumulative = |month: u32| year * pow(f64::from(month) / 12.0, parameters.shape);
        Self {
            months: (0..=months)
                .map(|month| match month {
                    0 => MonthOfTenure::new(0.0),
                    _ => MonthOfTenure::new(cumulative(month) - cumulative(month - 1)),
                })
                .collect(),
            slope: -parameters.sensitivity / (parameters.aspiration * 100.0),
            weight: (1.0 / parameters.memory) as f32,
            least_balance: match parameters.loss_tolerance {
                Some(tolerance) => -tolerance,
                None => Money::from_cents(i64::MIN),
            },
            bereft: 1.0 + parameters.influence,
        }
    }

    /// Whether it matters to people that their sponsors leave.
    pub fn follows_sponsors(&self) -> bool {
        self.bereft > 1.0
    }

    /// The uniform chance that decides, for somebody whose sponsor `has_left` or not.
    ///
    /// He stays where `chance <= exp(-hazard)`, which `chance^(1 / n)` does where `chance` does at
    /// `n` times the hazard.
    #[inline]
    pub fn chance(&self, chance: f64, has_left: bool) -> f64 {
        if has_left { pow(chance, 1.0 / self.bereft) } else { chance }
    }

    /// Recent monthly income, in cents, after one more month, smoothed exponentially.
    #[inline]
    pub fn recent(&self, recent: f32, net: Money) -> f32 {
        recent + (net.cents() as f32 - recent) * self.weight
    }

    /// Whether a builder may leave at the end of his `tenure`th month, as far as that is quickly
    /// told: few may who then do not. `chance` is uniform.
    #[inline]
    #[expect(clippy::needless_bitwise_bool, reason = "without a branch: it is chance")]
    pub fn may_leave(&self, tenure: u32, recent: f32, balance: Money, chance: f64) -> bool {
        let x = self.disappointment(recent);
        // `exp(x)` is below this where it is bounded, by Taylor's theorem, and `exp(-h)` above
        // `1 - h`.
        let factor_at_most = 1.0 + x * (1.0 + x * (1.0 / 2.0 + x * (1.0 / 6.0 + x * (1.0 / 6.0))));
        let hazard = self.months[tenure as usize].hazard;
        (balance < self.least_balance) | (chance >= 1.0 - ROUNDING - hazard * factor_at_most)
    }

    /// Whether a builder leaves at the end of his `tenure`th month.
    #[inline]
    pub fn leaves(&self, tenure: u32, recent: f32, balance: Money, chance: f64) -> bool {
        let hazard = self.months[tenure as usize].hazard;
        balance < self.least_balance || chance > exp(-hazard * exp(self.disappointment(recent)))
    }

    /// The logarithm of what recent results multiply the hazard by.
    #[inline]
    fn disappointment(&self, recent: f32) -> f64 {
        (self.slope * f64::from(recent)).clamp(-LOG_FACTOR_MAX, LOG_FACTOR_MAX)
    }

    /// Whether somebody who joined only to buy leaves at the end of his `tenure`th month.
    #[inline]
    pub fn buyer_leaves(&self, tenure: u32, chance: f64) -> bool {
        chance > self.months[tenure as usize].plain
    }
}
