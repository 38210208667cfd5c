//! The market: how many people there are, and how likely a contact can still be won.

use crate::portable::{expm1, pow};

/// Parameters of the market.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MarketParameters {
    /// People who could ever join, founders included.
    pub population: Population,
    /// Members under the company at the start.
    pub founders: u32,
    /// How much circles of acquaintances overlap: availability is the share of people who have
    /// not joined, to this power. 1: well mixed. At least 1.
    pub overlap: f64,
    /// How many of the people left join in a month without being approached, for each of them:
    /// Bass's coefficient of innovation, by the month. In an infinite market nobody does.
    pub spontaneous: f64,
    /// How many people each builder's offer reaches: whoever hears from several builders is won by
    /// one of them. 0: nobody minds others.
    pub crowding: f64,
}

impl MarketParameters {
    /// A well-mixed market in which nobody joins without being approached, or hears from others.
    pub fn plain(population: Population, founders: u32) -> Self {
        Self { population, founders, overlap: 1.0, spontaneous: 0.0, crowding: 0.0 }
    }
}

/// The number of people who could ever join.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Population {
    /// So many people.
    Finite(u64),
    /// No limit: nobody who is approached has joined before.
    Infinite,
}

/// In an infinite market sign-ups end when so many people have ever joined, so that a run fits in
/// memory; a run that got there is reported.
pub const INFINITE_MARKET_CEILING: u64 = 50_000_000;

/// The market of one run.
#[derive(Clone, Copy, Debug)]
pub struct Market {
    parameters: MarketParameters,
    ever_joined: u64,
    /// Builders who act in the month.
    builders: u64,
}

impl Market {
    /// A market in which only the founders have joined.
    pub fn new(parameters: MarketParameters) -> Self {
        Self { parameters, ever_joined: u64::from(parameters.founders), builders: 0 }
    }

    /// People who ever joined, founders included.
    pub fn ever_joined(&self) -> u64 {
        self.ever_joined
    }

    /// The chance that a contact is with somebody who has not joined before.
    ///
    /// A contact is with a uniformly chosen person of the market; where circles overlap, one's
    /// friends are the sponsor's friends and the chance falls faster.
    pub fn availability(&self) -> f64 {
        match self.parameters.population {
            Population::Infinite => 1.0,
            Population::Finite(population) => {
                let share = self.left(population) as f64 / population as f64;
                if self.parameters.overlap == 1.0 {
                    share
                } else {
                    pow(share, self.parameters.overlap)
                }
            }
        }
    }

    /// The chance that a contact whom several builders reach is won by a certain one, compared with
    /// that of a contact whom nobody else reaches.
    ///
    /// Somebody of the market is reached by `crowding × builders / population` of them in the mean.
    pub fn part_of_crowd(&self) -> f64 {
        match self.parameters.population {
            Population::Infinite => 1.0,
            Population::Finite(population) => {
                let others = self.parameters.crowding * self.builders as f64 / population as f64;
                1.0 / (1.0 + others)
            }
        }
    }

    /// Mean number of people whom one builder is assigned in a month: those who sign up without
    /// being approached, divided among all builders.
    pub fn assigned_to_each(&self) -> f64 {
        match self.parameters.population {
            Population::Finite(population) if self.parameters.spontaneous > 0.0 => {
                let hits = self.parameters.spontaneous * self.left(population) as f64;
                hits / self.builders.max(1) as f64
            }
            _ => 0.0,
        }
    }

    /// How many people could still join.
    pub fn places_left(&self) -> u64 {
        match self.parameters.population {
            Population::Finite(population) => self.left(population),
            Population::Infinite => self.left(INFINITE_MARKET_CEILING),
        }
    }

    fn left(&self, population: u64) -> u64 {
        population.saturating_sub(self.ever_joined)
    }

    /// The share of the market that has ever joined, where the market is finite.
    pub fn saturation(&self) -> Option<f64> {
        match self.parameters.population {
            Population::Finite(population) => Some(self.ever_joined as f64 / population as f64),
            Population::Infinite => None,
        }
    }

    /// Whether an infinite market was cut off at its ceiling.
    pub fn is_cut_off(&self) -> bool {
        self.parameters.population == Population::Infinite
            && self.ever_joined >= INFINITE_MARKET_CEILING
    }

    /// The chance that one of `hits` sign-ups of a period counts: several may be with one person.
    ///
    /// With `h` hits per available person, Poisson many on each, `1 - exp(-h)` of the people are
    /// hit at least once, so a hit counts with chance `(1 - exp(-h)) / h`.
    pub fn acceptance(&self, hits: u64) -> f64 {
        match self.parameters.population {
            Population::Infinite => 1.0,
            Population::Finite(population) => {
                let left = self.left(population);
                if left == 0 || hits == 0 {
                    return 0.0;
                }
                let per_person = hits as f64 / left as f64;
                -expm1(-per_person) / per_person
            }
        }
    }

    /// Counts people who have joined.
    pub fn join(&mut self, people: u64) {
        self.ever_joined += people;
    }

    /// Takes in how a month ended: how many builders will act in the next.
    pub fn close_month(&mut self, builders: u64) {
        self.builders = builders;
    }
}
