//! Approaching people and signing them up.

use crate::random::{Draws, poisson, poisson_begins_with_none, uniform};
use crate::units::Probability;

/// Parameters of recruiting.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RecruitingParameters {
    /// Mean number of people whom a builder of propensity 1 and mean hours approaches a month.
    pub contacts: f64,
    /// Chance that an approached acquaintance who has not joined before signs up.
    pub warm_signup: Probability,
    /// The same for a stranger.
    pub cold_signup: Probability,
}

/// How approaching goes in one period.
#[derive(Clone, Copy, Debug)]
pub struct Recruiting {
    contacts: f64,
    /// Further strangers for each contact.
    reach: f64,
    warm: f64,
    cold: f64,
    /// The chance that a contact could become a customer, and is not won by others.
    open: f64,
    part: f64,
}

/// Who can be won in a period.
#[derive(Clone, Copy, Debug)]
pub struct Openness {
    /// The chance that a contact could join.
    pub to_join: f64,
    /// The chance that a contact could become a customer.
    pub to_buy: f64,
    /// The part of a crowd of builders that one of them wins.
    pub part: f64,
}

/// What came of one member's approaches.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Approaches {
    /// People who signed up, before it is known whether another member signed them up too.
    pub sign_ups: u32,
    /// People who did not sign up but became customers.
    pub customers: u32,
}

impl Recruiting {
    /// The period's chances. Digital tools `reach` so many strangers beside each contact.
    pub fn new(parameters: &RecruitingParameters, reach: f64, openness: Openness) -> Self {
        let Openness { to_join, to_buy, part } = openness;
        let signing_up = to_join * part;
        Self {
            contacts: parameters.contacts,
            reach,
            warm: parameters.warm_signup.value() * signing_up,
            cold: parameters.cold_signup.value() * signing_up,
            open: to_buy,
            part,
        }
    }

    /// What one member's approaches of a period promise: acquaintances first, then strangers.
    ///
    /// The number of contacts has a mean proportional to `activity`; each signs up, or else
    /// becomes a customer with chance `conversion`, or comes to nothing. Whom digital tools
    /// reach beside is a stranger. The list of acquaintances shrinks by the mean number of contacts.
    /// The chances to sign up are those under a builder who believes all, times his `belief`.
    #[inline]
    pub fn approach(
        &self,
        activity: f64,
        belief: f64,
        acquaintances: &mut f32,
        conversion: f64,
    ) -> Prospects {
        let contacts = self.contacts * activity;
        let warm_contacts = contacts.min(f64::from(*acquaintances));
        *acquaintances -= warm_contacts as f32;
        let reached = contacts * self.reach;
        let cold_contacts = contacts - warm_contacts + reached;
        let sign_ups = (warm_contacts * self.warm + cold_contacts * self.cold) * belief;
        let customers = ((contacts + reached) * self.open - sign_ups) * conversion * self.part;
        Prospects { sign_ups, total: sign_ups + customers }
    }

    /// What those promise whom digital tools reach, so many strangers beside each contact, where they
    /// are counted apart.
    #[inline]
    pub fn reach(&self, reach: f64, activity: f64, belief: f64, conversion: f64) -> Prospects {
        let reached = self.contacts * activity * reach;
        let sign_ups = reached * self.cold * belief;
        let customers = (reached * self.open - sign_ups) * conversion * self.part;
        Prospects { sign_ups, total: sign_ups + customers }
    }
}

/// People who sign up without being approached, as they are assigned to members.
///
/// They are Poisson many, and each of them goes to a builder drawn from all with the same chance,
/// so that each builder gets Poisson many.
#[derive(Clone, Copy, Debug)]
pub struct Assignment {
    /// The mean for one builder.
    mean: f64,
}

impl Assignment {
    /// So many are expected for each builder.
    pub fn new(mean: f64) -> Self {
        Self { mean }
    }

    /// Whether anybody can be assigned at all.
    #[inline]
    pub fn goes_on(&self) -> bool {
        self.mean > 0.0
    }

    /// How many one builder is assigned.
    #[inline]
    pub fn draw(&self, draws: &mut Draws) -> u32 {
        poisson(self.mean, draws)
    }
}

/// Mean numbers of people won by one member in a period.
#[derive(Clone, Copy, Debug, Default)]
pub struct Prospects {
    sign_ups: f64,
    /// Sign-ups and customers.
    total: f64,
}

impl Prospects {
    /// Whether anybody can be won, as these draws begin: all that is cheap to say.
    #[inline]
    pub fn may_win(&self, draws: &Draws) -> bool {
        !poisson_begins_with_none(self.total, draws)
    }

    /// Who is won: Poisson numbers.
    ///
    /// Contacts that come to nothing leave no trace, so they are not drawn: thinned Poisson counts
    /// are Poisson.
    #[inline]
    pub fn win(&self, draws: &mut Draws) -> Approaches {
        let mut found = Approaches::default();
        for _ in 0..poisson(self.total, draws) {
            let is_sign_up = uniform(draws) * self.total < self.sign_ups;
            found.sign_ups += u32::from(is_sign_up);
            found.customers += u32::from(!is_sign_up);
        }
        found
    }

    /// Each of the people who would be won, and whether he would sign up or else become a customer,
    /// where it depends on the person whether he can: the prospects are those of people who all can.
    #[inline]
    pub fn each(&self, draws: &mut Draws, mut meet: impl FnMut(bool, &mut Draws)) {
        if self.total == 0.0 {
            return;
        }
        for _ in 0..poisson(self.total, draws) {
            let would_sign_up = uniform(draws) * self.total < self.sign_ups;
            meet(would_sign_up, draws);
        }
    }
}
