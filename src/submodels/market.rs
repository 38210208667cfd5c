//! The market: how many people there are, and how likely a contact can still be won.

use std::collections::VecDeque;

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
    /// Whether customers are people of the market too, so that they run out. Otherwise, and in an
    /// infinite market, there is no end of them.
    pub customers_run_out: bool,
    /// How many months after leaving a former member may join again; `None`: never.
    pub rejoin_after: Option<u32>,
}

impl MarketParameters {
    /// A well-mixed market in which nobody joins without being approached, hears from others or
    /// joins again, and in which there is no end of customers.
    pub fn plain(population: Population, founders: u32) -> Self {
        Self {
            population,
            founders,
            overlap: 1.0,
            spontaneous: 0.0,
            crowding: 0.0,
            customers_run_out: false,
            rejoin_after: None,
        }
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

/// The market of one run: each of its people is a member, a former member, a customer if these are
/// counted among them, or else a prospect, who can be won.
#[derive(Clone, Debug)]
pub struct Market {
    parameters: MarketParameters,
    /// Those who rejoined are counted again.
    ever_joined: u64,
    /// Former members who became prospects again.
    returned: u64,
    /// Former members who have not, by the month in which they left, the latest last.
    away: VecDeque<u64>,
    /// Customers at the month's start, if they are people of the market.
    customers: u64,
    /// Builders who act in the month.
    builders: u64,
}

/// How a month ended.
#[derive(Clone, Copy, Debug)]
pub struct MonthEnd {
    /// Builders who stay.
    pub builders: u64,
    /// Customers of members who stay.
    pub customers: u64,
    /// Members who leave.
    pub leavers: u64,
}

impl Market {
    /// A market in which only the founders have joined.
    pub fn new(parameters: MarketParameters) -> Self {
        Self {
            parameters,
            ever_joined: u64::from(parameters.founders),
            returned: 0,
            away: VecDeque::new(),
            customers: 0,
            builders: 0,
        }
    }

    /// People who ever joined, founders included; who rejoined is counted each time.
    pub fn ever_joined(&self) -> u64 {
        self.ever_joined
    }

    /// The chance that a contact is with a prospect.
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

    /// Whether customers are people of the market.
    pub fn customers_run_out(&self) -> bool {
        self.parameters.customers_run_out && self.parameters.population != Population::Infinite
    }

    /// How many prospects there are.
    pub fn places_left(&self) -> u64 {
        match self.parameters.population {
            Population::Finite(population) => self.left(population),
            Population::Infinite => self.left(INFINITE_MARKET_CEILING),
        }
    }

    fn left(&self, population: u64) -> u64 {
        population.saturating_sub(self.ever_joined - self.returned + self.customers)
    }

    /// The share of the market that has ever joined and may not join again, where the market is
    /// finite.
    pub fn saturation(&self) -> Option<f64> {
        match self.parameters.population {
            Population::Finite(population) => {
                Some((self.ever_joined - self.returned) as f64 / population as f64)
            }
            Population::Infinite => None,
        }
    }

    /// Whether an infinite market was cut off at its ceiling; a finite one has none.
    pub fn is_cut_off(&self) -> Option<bool> {
        (self.parameters.population == Population::Infinite)
            .then_some(self.ever_joined >= INFINITE_MARKET_CEILING)
    }

    /// The chance that one of `hits` sign-ups, or customers won, of a period counts: several may be with one person.
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

    /// Takes in how a month ended, for the next.
    pub fn close_month(&mut self, end: MonthEnd) {
        self.builders = end.builders;
        if self.customers_run_out() {
            self.customers = end.customers;
        }
        if let Some(months) = self.parameters.rejoin_after {
            self.away.push_back(end.leavers);
            if self.away.len() >= months as usize {
                self.returned += self.away.pop_front().unwrap_or_default();
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn market(change: impl Fn(&mut MarketParameters)) -> Market {
        let mut parameters = MarketParameters::plain(Population::Finite(100), 10);
        change(&mut parameters);
        Market::new(parameters)
    }

    fn end(customers: u64, leavers: u64) -> MonthEnd {
        MonthEnd { builders: 5, customers, leavers }
    }

    #[test]
    fn former_members_become_prospects_after_their_months() {
        for (months, expected) in [
            (None, [90, 90, 90, 90]),
            (Some(1), [90, 93, 97, 97]),
            (Some(2), [90, 90, 93, 97]),
            (Some(3), [90, 90, 90, 93]),
        ] {
            let mut market = market(|parameters| parameters.rejoin_after = months);
            let places = [0, 3, 4, 0].map(|leavers| {
                market.close_month(end(0, leavers));
                market.places_left()
            });
            assert_eq!(places, expected, "{months:?}");
            assert_eq!(market.ever_joined(), 10);
            assert_eq!(market.saturation(), Some((100 - expected[3]) as f64 / 100.0));
        }
    }

    #[test]
    fn customers_are_people_only_where_they_run_out() {
        for (run_out, left) in [(false, 90), (true, 60)] {
            let mut market = market(|parameters| parameters.customers_run_out = run_out);
            market.close_month(end(30, 0));
            assert_eq!(market.places_left(), left);
            assert_eq!(market.availability(), left as f64 / 100.0);
            assert_eq!(market.saturation(), Some(0.1), "customers have not joined");
            market.close_month(end(0, 0));
            assert_eq!(market.places_left(), 90, "who is no customer any more is a prospect");
        }
    }
}
