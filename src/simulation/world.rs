//! The state of a run: one row a member and column, in the preorder of the genealogy.

use super::conditions;
use super::funding::Funding;
use super::model::Model;
use super::neighbourhood::Neighbourhood;
use super::orders::MonthOrders;
use super::refunds::Refunds;
use super::stock::Stock;
use super::terms::terms;
use crate::compensation::{CommissionRun, RankHistory};
use crate::genealogy::{
    Advance, Arrival, Arrivals, CHUNK, Genealogy, Identity, Recruitment, RowSet, fetch,
};
use crate::observation::{LifeOutcome, MonthTotals, Observer, RunReport, Totals};
use crate::random::{RunKey, Stream, StreamKey};
use crate::submodels::belief::Belief;
use crate::submodels::costs::Costs;
use crate::submodels::market::Market;
use crate::submodels::people::People;
use crate::submodels::purchasing::Purchasing;
use crate::submodels::quitting::Quitting;
use crate::submodels::selling::Selling;
use crate::submodels::training::{Learning, Training};
use crate::units::Money;

/// What a member carries from month to month, beside money totals.
#[derive(Clone, Copy, Debug)]
pub(super) struct Member {
    /// Net income since joining, own use valued by the scenario.
    pub balance: Money,
    /// Own purchases wanted each month, in cents.
    pub demand_cents: u32,
    pub activity: f32,
    pub skill: f32,
    pub hours: f32,
    /// Smoothed recent monthly net income.
    pub recent: f32,
    /// Acquaintances left to approach.
    pub acquaintances: f32,
    pub customers: u32,
    pub joined: u16,
    pub is_builder: bool,
    /// Leaves at the end of this month, and is taken out in the next. True of vacant seats too.
    pub is_leaving: bool,
}

// Every byte of it is moved each month.
const _: () = assert!(size_of::<Member>() == 40);

impl Member {
    /// Own purchases wanted each month.
    #[inline]
    pub(super) fn demand(&self) -> Money {
        Money::from_cents(self.demand_cents.into())
    }

    /// Whether he serves customers and approaches people.
    #[inline]
    #[expect(clippy::needless_bitwise_bool, reason = "without a branch: it is chance")]
    pub(super) fn acts_as_builder(&self) -> bool {
        self.is_builder & !self.is_leaving
    }

    /// Leaves a vacant seat: what is left neither acts nor buys nor is counted.
    fn vacate(&mut self) {
        self.demand_cents = 0;
        self.customers = 0;
        self.is_builder = false;
        self.is_leaving = true;
    }

    /// Somebody who has just joined, as he begins to learn.
    pub(super) fn untrained(&self) -> Training {
        Training { talent: self.skill, trained: 0.0 }
    }

    /// The member as the observer sees him, with his totals before the calendar year and in
    /// it, those of the `last` twelve months if these are kept apart, and the skill of his sponsor if that is.
    #[inline]
    pub(super) fn life_outcome(
        &self,
        identity: &Identity,
        talent: f32,
        title: u8,
        [before, year]: [Totals; 2],
        last: Option<&Totals>,
        sponsor_skill: f32,
    ) -> LifeOutcome {
        let mut life = before;
        life += year;
        LifeOutcome {
            joined: self.joined.into(),
            is_builder: self.is_builder,
            hours: self.hours,
            level: identity.level,
            talent,
            activity: self.activity,
            sponsor_skill,
            sign_ups: identity.sign_ups,
            title,
            life,
            year,
            last: last.copied().unwrap_or_default(),
        }
    }
}

/// What members earned and paid.
#[derive(Debug)]
pub(super) struct Accounts {
    /// From joining to the start of the calendar year.
    pub before: Before,
    /// By row, since the calendar year began.
    pub year: Vec<Totals>,
}

impl Accounts {
    /// Those of so many founders, who join and pay for it.
    fn opened(n_founders: usize, paid: Totals) -> Self {
        let before = Before { totals: Vec::new(), row_then: vec![JOINED_SINCE; n_founders] };
        Self { before, year: vec![paid; n_founders] }
    }

    /// Moves along with the genealogy; who joins pays for it.
    pub(super) fn relayout(&mut self, change: &Advance, paid: Totals) {
        change.relayout(&mut self.before.row_then, |_| JOINED_SINCE);
        change.relayout(&mut self.year, |_| paid);
    }

    /// Closes the calendar year.
    pub(super) fn close_year(&mut self) {
        let Self { before: Before { totals, row_then }, year } = self;
        // Members keep their order, so those who have stayed close up, and then make room for who
        // has joined: all in one column.
        let mut n_stayed = 0;
        for row_then in row_then.iter().filter(|row_then| **row_then != JOINED_SINCE) {
            totals[n_stayed] = totals[*row_then as usize];
            n_stayed += 1;
        }
        totals.resize(year.len(), Totals::default());
        for (row, (year, row_then)) in year.iter_mut().zip(row_then).enumerate().rev() {
            let mut life = std::mem::take(year);
            if *row_then != JOINED_SINCE {
                n_stayed -= 1;
                life += totals[n_stayed];
            }
            totals[row] = life;
            *row_then = row as u32;
        }
    }
}

/// What members earned and paid before the calendar year. It is read of those who leave, and so is
/// not moved with all else.
#[derive(Debug)]
pub(super) struct Before {
    /// By the row that a member had when the year began.
    totals: Vec<Totals>,
    /// By row, which that was.
    row_then: Vec<u32>,
}

/// No row: he was not there when the year began.
const JOINED_SINCE: u32 = u32::MAX;

impl Before {
    /// Of the member in a row.
    #[inline]
    pub(super) fn of(&self, row: usize) -> Totals {
        self.totals.get(self.row_then[row] as usize).copied().unwrap_or_default()
    }

    /// Asks for what [`Self::of`] reads a little later, and for the part of the column of rows that the
    /// next chunk needs.
    #[inline]
    pub(super) fn fetch(&self, row: usize) {
        fetch(&self.totals, self.row_then[row] as usize);
        fetch(&self.row_then, row + CHUNK);
    }
}

/// All that a run has and does.
#[derive(Debug)]
pub(super) struct World<'m> {
    pub model: &'m Model,
    pub key: RunKey,
    /// The month being simulated; 0 is the start.
    pub month: u32,

    pub market: Market,
    /// Who knows whom, if people can only approach those they know.
    pub neighbourhood: Option<Neighbourhood>,
    pub people: People,
    pub selling: Selling,
    pub purchasing: Purchasing,
    pub learning: Learning,
    pub belief: Belief,
    pub costs: Costs,
    pub quitting: Quitting,

    pub genealogy: Genealogy,
    pub members: Vec<Member>,
    /// The orders of the month; who joins in it orders his starter pack.
    pub orders: Vec<MonthOrders>,
    pub accounts: Accounts,
    /// Since the last twelve months began, if these need totals of their own.
    pub last: Option<Vec<Totals>>,
    /// Belief in the opportunity, from 0 to 1, if anybody believes less than all.
    pub beliefs: Option<Vec<f32>>,
    /// Whose sponsor left last month, if that matters.
    pub bereft: Option<Vec<bool>>,
    /// Talent and training, if skills change after joining.
    pub training: Option<Vec<Training>>,
    /// The skill that each one's sponsor had when he joined, 0 of founders, if that may matter.
    pub sponsor_skills: Option<Vec<f32>>,
    /// Goods on hand, if stock is kept.
    pub stock: Option<Stock>,
    /// Purchases that can be given back, if the plan buys stock back.
    pub refunds: Option<Refunds>,
    pub history: RankHistory,

    pub commission: CommissionRun,
    pub advance: Advance,
    /// Sign-ups of the month by sponsor, in preorder.
    pub recruitments: Vec<Recruitment>,
    /// Who left at the end of last month: the same as members know of themselves, in a place that is
    /// quickly read.
    pub leavers: RowSet,
    /// Customers won in the month, by member in preorder, where customers run out.
    pub new_customers: Vec<Recruitment>,
    pub totals: MonthTotals,
    pub funding: Funding,
    pub observer: Observer,
}

impl<'m> World<'m> {
    /// The founders, at month 0, before anything has happened.
    pub(super) fn new(model: &'m Model, key: RunKey) -> Self {
        let plan = &model.plan;
        let observer = Observer::new(
            model.months,
            model.purchasing.own_use_value,
            &model.measures.thresholds,
            model.measures.minimum_wage,
            terms(model),
            &model.measures.questions,
        );
        let stock = Stock::new(model);
        let mut world = Self {
            model,
            key,
            month: 0,
            market: Market::new(model.market),
            neighbourhood: model
                .network
                .as_ref()
                .map(|network| Neighbourhood::new(network, model, key)),
            people: People::new(&model.people),
            selling: Selling::new(&conditions::usual_selling(model)),
            purchasing: Purchasing::new(&model.purchasing),
            learning: Learning::new(&model.training),
            belief: Belief::new(
                &model.belief,
                model.digital.transparency,
                model.quitting.aspiration,
            ),
            costs: Costs::new(&model.costs),
            quitting: Quitting::new(&model.quitting, model.months),
            genealogy: plan.founders(model.market.founders),
            members: Vec::new(),
            orders: vec![MonthOrders::on_joining(plan); model.market.founders as usize],
            accounts: Accounts::opened(
                model.market.founders as usize,
                Totals { costs: plan.join.fee, ..Totals::default() },
            ),
            last: None,
            beliefs: None,
            bereft: None,
            training: None,
            sponsor_skills: None,
            refunds: Refunds::new(plan, model.months, stock.as_ref()),
            stock,
            history: RankHistory::new(plan, model.market.founders as usize),
            commission: CommissionRun::new(plan),
            advance: Advance::default(),
            recruitments: Vec::new(),
            leavers: RowSet::default(),
            new_customers: Vec::new(),
            totals: MonthTotals::default(),
            funding: Funding::default(),
            observer,
        };
        let maker = world.member_maker();
        world.members = world
            .genealogy
            .identity()
            .iter()
            .map(|identity| maker.make(identity.lineage, None))
            .collect();
        if let Some(neighbourhood) = &world.neighbourhood {
            neighbourhood.introduce_founders(&mut world.members);
        }
        let n_founders = world.members.len();
        if world.belief.is_limited() {
            world.beliefs = Some(vec![world.belief.on_joining(None); n_founders]);
        }
        if world.quitting.follows_sponsors() {
            world.bereft = Some(vec![false; n_founders]);
        }
        if world.learning.goes_on() {
            world.training = Some(world.members.iter().map(Member::untrained).collect());
        }
        if world.model.training.is_on() {
            world.sponsor_skills = Some(vec![0.0; n_founders]);
        }
        world
    }

    /// Takes leavers out and recruits in, and leaves the way in `self.advance`.
    pub(super) fn advance_genealogy(&mut self) {
        if let Some(bereft) = &mut self.bereft {
            self.genealogy.descend(false, |place, sponsor_left| {
                bereft[place] = sponsor_left;
                self.members[place].is_leaving
            });
        }
        let tickets = self.key.stream(Stream::Placement, self.month);
        let Self { genealogy, leavers, recruitments, advance, .. } = self;
        let leaves = |place| leavers.contains(place);
        if genealogy.placement().is_some() {
            let arrivals = Placing { tickets, history: &self.history };
            genealogy.advance_placed(leaves, recruitments, &arrivals, advance);
        } else {
            genealogy.advance(leaves, recruitments, advance);
        }
        genealogy.advance_boards(advance, |lineage| tickets.ticket(lineage));
    }

    /// Empties the rows of seats that have just become vacant.
    pub(super) fn vacate_seats(&mut self) {
        for &place in self.advance.vacated() {
            self.members[place as usize].vacate();
            self.orders[place as usize] = MonthOrders::default();
        }
    }

    /// How many rows are vacant seats.
    pub(super) fn n_vacant(&self) -> usize {
        let occupied = self.genealogy.occupied().unwrap_or_default();
        occupied.iter().filter(|is_occupied| !**is_occupied).count()
    }

    /// The skill without training of the member at a place.
    pub(super) fn talent(&self, place: usize) -> f32 {
        match &self.training {
            Some(training) => training[place].talent,
            None => self.members[place].skill,
        }
    }

    /// Whether recruits take after their sponsor at all, or may do better for him.
    pub(super) fn recruits_take_after_sponsors(&self) -> bool {
        self.sponsor_skills.is_some() || (self.beliefs.is_some() && self.belief.is_passed_on())
    }

    /// What a member earned in the month: paid by the company, debts set off, and by his customers beyond the cost
    /// of the goods.
    pub(super) fn earned(&self, place: usize) -> [Money; 2] {
        let resold = self.stock.as_ref().map_or(Money::ZERO, |stock| stock.gain(place));
        let pay = self.refunds.as_ref().map_or(self.commission.pay(), Refunds::pay);
        [pay[place], self.commission.margin()[place] + resold]
    }

    /// The member at a place, as the observer sees him.
    pub(super) fn life_outcome(&self, place: usize) -> LifeOutcome {
        self.members[place].life_outcome(
            &self.genealogy.identity()[place],
            self.talent(place),
            self.history.highest_standing(place),
            [self.accounts.before.of(place), self.accounts.year[place]],
            self.last.as_ref().map(|last| &last[place]),
            self.sponsor_skills.as_ref().map_or(0.0, |skills| skills[place]),
        )
    }

    /// Counts everybody who is still there and makes the report.
    pub(super) fn finish(mut self) -> RunReport {
        let mut downline = vec![0_u32; self.members.len()];
        self.genealogy.fold(|place, below: i64| {
            downline[place] = below as u32;
            below + i64::from(!self.members[place].is_leaving)
        });
        // Those who leave now are nobody's upline any more.
        let mut depth = vec![0_u32; self.members.len()];
        self.genealogy.descend(0, |place, levels_above: u32| {
            depth[place] = levels_above;
            levels_above + u32::from(!self.members[place].is_leaving)
        });
        for (place, (&depth, &below)) in depth.iter().zip(&downline).enumerate() {
            if !self.members[place].is_leaving {
                let person = self.life_outcome(place);
                self.observer.stay_to_end(&person, depth, below.into());
            }
        }
        self.observer.report(self.market.is_cut_off(), &self.model.measures.questions)
    }
}

/// How the recruits of a month are placed: in an order by chance, and by the legs' volume.
struct Placing<'w> {
    tickets: StreamKey,
    history: &'w RankHistory,
}

impl Arrivals for Placing<'_> {
    fn order(&self, arrival: &Arrival) -> u64 {
        self.tickets.ticket(arrival.lineage)
    }

    fn volumes(&self, sponsor: usize) -> [i64; 2] {
        self.history.leg_volumes(sponsor)
    }
}
