//! Small models: one to change a parameter of, one with all rules, and random ones.

use std::sync::Arc;

use crate::compensation::tests::plans;
use crate::compensation::{
    Age, Award, Base, Bonus, BonusKind, Bracket, Clause, Differential, Event, Join, Level, Orders,
    OwnRate, PaidBy, Pair, Period, Plan, Pool, Product, QualifyingVolume, Rank, Refund, Retail,
    Step, Tier, TierMode, TreeKind,
};
use crate::genealogy::{Boards, Placement, PlacementRule};
use crate::random::{Draws, Lineage, RunKey, Stream, uniform};
use crate::simulation::{Measures, Model};
use crate::submodels::belief::BeliefParameters;
use crate::submodels::costs::CostParameters;
use crate::submodels::digital::DigitalParameters;
use crate::submodels::inventory::InventoryParameters;
use crate::submodels::market::{MarketParameters, Population};
use crate::submodels::network::{ContactNetwork, erdos_renyi};
use crate::submodels::people::PeopleParameters;
use crate::submodels::purchasing::PurchasingParameters;
use crate::submodels::quitting::QuittingParameters;
use crate::submodels::recruiting::RecruitingParameters;
use crate::submodels::selling::SellingParameters;
use crate::submodels::shocks::{Factors, Shock};
use crate::submodels::training::TrainingParameters;
use crate::units::{Money, Points, Probability, Rate};

pub(crate) fn probability(value: f64) -> Probability {
    Probability::new(value).unwrap()
}

pub(crate) fn money(units: f64) -> Money {
    Money::from_units(units)
}

pub(crate) fn rate(value: f64) -> Rate {
    Rate::from_f64(value)
}

/// A tenth of what two equal legs have both; nothing is carried.
pub(crate) fn plain_pair() -> Pair {
    Pair {
        rates: vec![rate(0.1)],
        ratio: [1, 1],
        unit: None,
        min: Points::ZERO,
        max: None,
        flushes: false,
        carry: None,
    }
}

/// Makes everybody a builder without customers who wants goods for 20 a month and never leaves.
pub(super) fn settle_down(model: &mut Model) {
    model.people.discount_only = Probability::ZERO;
    model.selling.conversion = Probability::ZERO;
    model.purchasing.demand = 20.0;
    model.purchasing.demand_sigma = 0.0;
    model.purchasing.stay_active = Probability::ZERO;
    model.quitting.survival_12 = Probability::ONE;
    model.quitting.loss_tolerance = None;
}

fn points(whole: f64) -> Points {
    Points::from_units(whole)
}

fn clause() -> Clause {
    Clause { months: 1, ..Clause::default() }
}

pub(super) fn bonus(name: &str, kind: BonusKind, base: Base) -> Bonus {
    let age = Age::default();
    Bonus {
        name: name.into(),
        kind,
        tree: TreeKind::Sponsor,
        base,
        orders: Orders::All,
        age,
        need: None,
        cap: None,
    }
}

fn retail(name: &str, tiers: &[(f64, f64)], mode: TierMode, paid_by: PaidBy) -> Bonus {
    let tiers =
        tiers.iter().map(|&(from, share)| Tier { from: money(from), rate: rate(share) }).collect();
    let kind = BonusKind::Retail(Retail { tiers, mode, paid_by });
    Bonus { orders: Orders::Retail, ..bonus(name, kind, Base::Price) }
}

/// A level bonus from the sponsor on, with the same rates and depth for all standings.
pub(super) fn level(name: &str, rates: &[f64], step: Step, standings: usize) -> Bonus {
    let rates = vec![rates.iter().copied().map(rate).collect::<Vec<Rate>>(); standings];
    let depth = vec![rates[0].len() as u32; standings];
    bonus(name, BonusKind::Level(Level { rates, start: 1, step, depth }), Base::Cv)
}

/// A lively company in which every process takes part, in a market that fills.
pub(crate) fn lively() -> Model {
    Model {
        months: 30,
        plan: lively_plan(),
        market: MarketParameters {
            overlap: 1.5,
            ..MarketParameters::plain(Population::Finite(150), 3)
        },
        shocks: Vec::new(),
        network: None,
        people: PeopleParameters {
            discount_only: probability(0.3),
            hours: 6.0,
            hours_sigma: 0.5,
            skill_sigma: 0.6,
            propensity_shape: 1.2,
            warm_list: 12.0,
            warm_list_sigma: 0.8,
        },
        recruiting: RecruitingParameters {
            contacts: 4.0,
            warm_signup: probability(0.25),
            cold_signup: probability(0.08),
        },
        digital: DigitalParameters::default(),
        selling: SellingParameters {
            conversion: probability(0.1),
            reorder: probability(0.5),
            churn: probability(0.1),
            order: 35.0,
            order_sigma: 0.7,
        },
        purchasing: PurchasingParameters {
            demand: 25.0,
            demand_sigma: 0.6,
            stay_active: probability(0.6),
            own_use_value: rate(0.5),
        },
        inventory: InventoryParameters::default(),
        training: TrainingParameters::default(),
        belief: BeliefParameters::default(),
        costs: CostParameters { expenses: 15.5 },
        quitting: QuittingParameters {
            survival_12: probability(0.5),
            shape: 0.7,
            sensitivity: 0.8,
            aspiration: 100.0,
            memory: 3.0,
            loss_tolerance: Some(money(900.0)),
            influence: 0.0,
        },
        measures: Measures {
            thresholds: vec![money(-100.0), Money::ZERO, money(1000.0)],
            minimum_wage: money(7.25),
            questions: Vec::new(),
        },
    }
}

fn lively_plan() -> Plan {
    Plan {
        name: "lively".into(),
        product: Product {
            price: money(40.0),
            discount: rate(0.25),
            cost: rate(0.2),
            pv: rate(0.8),
            cv: rate(0.9),
        },
        join: Join { fee: money(49.95), pack: 2, renewal: money(25.0) },
        active: Some(Clause { pv: Some(points(40.0)), ..clause() }),
        ..plans::plan(vec![
            retail("margin", &[(0.0, 0.25)], TierMode::Whole, PaidBy::Customer),
            Bonus {
                need: Some(Clause { active: Some(true), ..clause() }),
                ..level("unilevel", &[0.1, 0.05, 0.05], Step::Active, 1)
            },
        ])
    }
}

/// A source of choices.
struct Dice(Draws);

impl Dice {
    fn pick<T: Clone>(&mut self, options: &[T]) -> T {
        options[(uniform(&mut self.0) * options.len() as f64) as usize].clone()
    }

    fn chance(&mut self, chance: f64) -> bool {
        uniform(&mut self.0) < chance
    }

    fn between(&mut self, from: f64, to: f64) -> f64 {
        from + (to - from) * uniform(&mut self.0)
    }

    fn probability(&mut self, options: &[f64]) -> Probability {
        probability(self.pick(options))
    }
}

/// Model number `number` of an endless list of small models, at the borders of what is allowed
/// and between.
pub(super) fn random(number: u32) -> Model {
    let mut dice = Dice(RunKey::new(77, 0).stream(Stream::Theory, number).open(Lineage::default()));
    let founders = dice.pick(&[1_u32, 2, 4, 5, 5]);
    let population = match dice.pick(&[0, 1, 1, 1, 1, 2, 2, 2, 2, 2, 2, 2, 3, 3, 3]) {
        0 => Population::Finite(founders.into()),
        1 => Population::Infinite,
        2 => Population::Finite(dice.between(20.0, 160.0) as u64),
        _ => Population::Finite(250),
    };
    // Without an end of the market the network must grow slowly to stay small.
    let contacts = dice.pick(&[0.5, 2.0, 6.0, 20.0]);
    let sign_up = match population {
        Population::Infinite => (dice.between(0.05, 0.25) / contacts).min(1.0),
        Population::Finite(_) => (dice.between(0.2, 1.2) / contacts).min(1.0),
    };
    Model {
        months: dice.pick(&[12, 13, 17, 18, 23, 24, 25, 30, 36, 37, 40]),
        plan: plan(&mut dice),
        market: MarketParameters {
            overlap: dice.pick(&[1.0, 1.0, 1.7, 4.0]),
            ..MarketParameters::plain(population, founders)
        },
        shocks: Vec::new(),
        network: None,
        people: PeopleParameters {
            discount_only: dice.probability(&[0.0, 0.0, 0.0, 0.1, 0.2, 0.3, 0.4, 0.4, 0.5, 1.0]),
            hours: dice.pick(&[2.0, 10.0]),
            hours_sigma: dice.pick(&[0.0, 0.6]),
            skill_sigma: dice.pick(&[0.0, 0.8]),
            propensity_shape: dice.pick(&[f64::INFINITY, 0.5, 2.0]),
            warm_list: dice.pick(&[0.0, 8.0, 100.0, 100.0]),
            warm_list_sigma: dice.pick(&[0.0, 0.9]),
        },
        recruiting: RecruitingParameters {
            contacts,
            warm_signup: probability(sign_up),
            cold_signup: probability(sign_up * dice.pick(&[0.0, 0.5, 1.0, 1.0])),
        },
        digital: DigitalParameters::default(),
        selling: SellingParameters {
            conversion: dice.probability(&[0.0, 0.05, 0.3, 1.0]),
            reorder: dice.probability(&[0.0, 0.3, 0.7, 1.0]),
            churn: dice.probability(&[0.0, 0.05, 0.3, 1.0]),
            order: dice.pick(&[12.5, 40.0]),
            order_sigma: dice.pick(&[0.0, 0.8]),
        },
        purchasing: PurchasingParameters {
            demand: dice.pick(&[0.0, 20.0, 60.0]),
            demand_sigma: dice.pick(&[0.0, 0.7]),
            stay_active: dice.probability(&[0.0, 0.5, 1.0]),
            own_use_value: dice.pick(&[rate(0.0), rate(0.333_333), rate(0.5), rate(1.0)]),
        },
        inventory: InventoryParameters::default(),
        training: TrainingParameters::default(),
        belief: BeliefParameters::default(),
        costs: CostParameters { expenses: dice.pick(&[0.0, 10.55, 60.0]) },
        quitting: random_quitting(&mut dice),
        measures: Measures {
            thresholds: dice.pick(&[
                vec![],
                vec![money(0.01)],
                vec![money(-50.0), Money::ZERO, money(1000.0)],
            ]),
            minimum_wage: money(7.25),
            questions: Vec::new(),
        },
    }
}

fn random_quitting(dice: &mut Dice) -> QuittingParameters {
    QuittingParameters {
        survival_12: dice.probability(&[0.0, 0.1, 0.4, 0.5, 0.6, 0.7, 0.7, 0.8, 0.9, 1.0]),
        shape: dice.pick(&[0.5, 1.0, 1.6]),
        sensitivity: dice.pick(&[0.0, 0.2, 0.5, 1.0]),
        aspiration: dice.pick(&[30.0, 200.0, 400.0]),
        memory: dice.pick(&[1.0, 3.0, 6.0]),
        loss_tolerance: dice.pick(&[
            None,
            None,
            None,
            None,
            Some(money(2000.0)),
            Some(money(1000.0)),
            Some(money(400.0)),
            Some(Money::ZERO),
        ]),
        influence: 0.0,
    }
}

fn plan(dice: &mut Dice) -> Plan {
    let discount = dice.pick(&[rate(0.0), rate(0.25), rate(0.333_333)]);
    let ranks = if dice.chance(0.4) { ladder(dice) } else { Vec::new() };
    let mut bonuses = Vec::new();
    if dice.chance(0.7) {
        let tiers = [(0.0, discount.value())];
        bonuses.push(retail("margin", &tiers, TierMode::Whole, PaidBy::Customer));
    }
    if dice.chance(0.5) {
        let tiers = [(0.0, 0.05), (50.0, 0.1), (120.0, 0.2)];
        let mode = dice.pick(&[TierMode::Whole, TierMode::Marginal]);
        let commission = retail("commission", &tiers, mode, PaidBy::Company);
        bonuses.push(Bonus {
            base: dice.pick(&[Base::Cv, Base::Pv, Base::Price]),
            orders: dice.pick(&[Orders::Retail, Orders::All]),
            ..conditions(dice, commission)
        });
    }
    for name in ["unilevel", "second"].into_iter().take(dice.pick(&[0, 1, 1, 2, 2])) {
        let unilevel = random_level(dice, name, ranks.len());
        bonuses.push(conditions(dice, unilevel));
    }
    if !bonuses.is_empty() && dice.chance(0.3) {
        let earlier = dice.pick(&(0..bonuses.len()).collect::<Vec<usize>>());
        let matching = level("match", &[0.2, 0.1], Step::Active, ranks.len() + 1);
        bonuses.push(Bonus { base: Base::Pay(earlier), ..matching });
    }
    Plan {
        name: "random".into(),
        period: Period::Month,
        product: Product {
            price: dice.pick(&[money(40.0), money(33.33)]),
            discount,
            cost: dice.pick(&[rate(0.2), rate(0.351)]),
            pv: dice.pick(&[rate(1.0), rate(1.0), rate(0.8), rate(0.15), rate(0.0)]),
            cv: dice.pick(&[rate(1.0), rate(0.7)]),
        },
        join: Join {
            fee: dice.pick(&[Money::ZERO, money(49.95)]),
            pack: dice.pick(&[0, 1, 3]),
            renewal: dice.pick(&[Money::ZERO, money(25.0)]),
        },
        active: dice.pick(&[
            None,
            Some(Clause { pv: Some(points(50.0)), ..clause() }),
            Some(Clause { pv: Some(points(20.01)), ..clause() }),
            Some(Clause { pv: Some(points(10.0)), months: 2, ..clause() }),
        ]),
        placement: None,
        pass_up: None,
        boards: None,
        refund: None,
        breakaway: if ranks.is_empty() { None } else { dice.pick(&[None, Some(1)]) },
        cap: dice.pick(&[None, None, Some(rate(0.3)), Some(rate(0.04))]),
        ranks,
        bonuses,
    }
}

fn ladder(dice: &mut Dice) -> Vec<Rank> {
    let clauses = [
        Clause { pv: Some(points(20.0)), recruits: Some(1), ..clause() },
        Clause { active: Some(true), gv: Some(points(150.0)), months: 2, ..clause() },
        Clause { leg_max: Some(rate(0.5)), gv: Some(points(400.0)), ..clause() },
        Clause {
            rank: Some(0),
            any: vec![
                Clause { legs: vec![(0, 2)], ..clause() },
                Clause { pgv: Some(points(900.0)), months: 2, ..clause() },
            ],
            ..clause()
        },
    ];
    (0..)
        .zip(clauses)
        .map(|(n, clause): (u32, _)| Rank {
            name: format!("rank {n}"),
            clause,
            keeps_title: dice.chance(0.3),
        })
        .collect()
}

fn random_level(dice: &mut Dice, name: &str, n_ranks: usize) -> Bonus {
    let levels = dice.pick(&[1, 2, 3, 5, 7]);
    let step = match dice.pick(&[0, 1, 2, 3]) {
        0 => Step::Member,
        1 => Step::Active,
        2 => Step::Qualified,
        _ if n_ranks > 0 => Step::Rank(dice.pick(&[0, 1])),
        _ => Step::Active,
    };
    let rates = (0..=n_ranks)
        .map(|_| (0..levels).map(|_| rate(dice.between(0.0, 0.1))).collect())
        .collect();
    let depth = (0..=n_ranks).map(|_| dice.pick(&[1, levels as u32, levels as u32 + 2])).collect();
    let kind = BonusKind::Level(Level { rates, start: dice.pick(&[0, 1, 1]), step, depth });
    Bonus {
        orders: dice.pick(&[Orders::All, Orders::All, Orders::Retail, Orders::Member]),
        ..bonus(name, kind, dice.pick(&[Base::Cv, Base::Cv, Base::Pv, Base::Price, Base::Fee]))
    }
}

/// Who is paid what at the most, and for whose orders.
fn conditions(dice: &mut Dice, bonus: Bonus) -> Bonus {
    Bonus {
        need: dice.pick(&[
            None,
            Some(Clause { active: Some(true), ..clause() }),
            Some(Clause { recruits: Some(2), ..clause() }),
            Some(Clause { pv: Some(points(30.0)), months: 3, ..clause() }),
        ]),
        age: dice.pick(&[
            Age::default(),
            Age::default(),
            Age { first: Some(3), after: None },
            Age { first: None, after: Some(3) },
        ]),
        cap: dice.pick(&[None, None, Some(money(20.0))]),
        ..bonus
    }
}

/// The same model with further things that people do.
pub(super) fn with_people(number: u32) -> Model {
    let mut model = with_other_kinds(number);
    if number.is_multiple_of(2) {
        model.plan = random(number).plan;
    }
    let mut dice = Dice(RunKey::new(80, 0).stream(Stream::Theory, number).open(Lineage::default()));
    model.market.spontaneous = dice.pick(&[0.0, 0.0, 0.02, 0.5]);
    model.market.crowding = dice.pick(&[0.0, 0.0, 3.0]);
    model.market.customers_run_out = dice.chance(0.5);
    model.market.rejoin_after = dice.pick(&[None, None, Some(1), Some(5)]);
    if let (Some(months), Population::Finite(people)) =
        (model.market.rejoin_after, &mut model.market.population)
    {
        // Whoever comes back is counted again, and all of them stay few.
        *people = (*people).min(20 * u64::from(months + 1));
    }
    model.digital = DigitalParameters {
        reach: dice.pick(&[0.0, 0.5]),
        crm: dice.probability(&[0.0, 0.5, 1.0]),
        ..DigitalParameters::default()
    };
    // Without an end of the market the network must stay small.
    let (lasting, many) = match model.market.population {
        Population::Infinite => (Some(2), 1.5),
        Population::Finite(_) => (None, 8.0),
    };
    for _ in 0..dice.pick(&[0, 0, 1, 2]) {
        model.shocks.push(Shock {
            from: dice.pick(&[1, 4, 12]),
            months: dice.pick(&[lasting, Some(1), Some(3)]),
            factors: Factors {
                contacts: dice.pick(&[1.0, 0.0, 2.0]),
                sign_ups: dice.pick(&[1.0, 1.0, 0.0, 1.5, many]),
                orders: dice.pick(&[1.0, 0.3, 8.0]),
            },
        });
    }
    model.training = TrainingParameters {
        duplication: dice.probability(&[0.0, 0.3, 1.0]),
        gain: dice.pick(&[0.0, 1.0, 5.0]),
        practice: dice.probability(&[0.0, 0.2, 1.0]),
        coaching: dice.probability(&[0.0, 0.5]),
    };
    model.plan.refund = dice.chance(0.6).then(|| Refund {
        rate: dice.pick(&[rate(0.9), rate(1.0), rate(0.333_333), rate(0.0)]),
        months: dice.pick(&[1, 2, 6, 12]),
        clawback: dice.chance(0.7),
    });
    model.inventory = InventoryParameters {
        kept: dice.chance(0.5),
        loaders: dice.probability(&[0.0, 0.3, 1.0]),
        volume: dice.pick(&[points(10.0), points(75.5), points(400.0)]),
        limit: dice.pick(&[None, Some(Money::ZERO), Some(money(150.0))]),
        spoilage: dice.pick(&[rate(0.0), rate(0.07), rate(0.333_333)]),
    };
    // What customers bring decides about pay.
    for bonus in &mut model.plan.bonuses {
        if dice.chance(0.4) {
            let need = bonus.need.get_or_insert_with(clause);
            need.retail_share = dice.pick(&[None, Some(rate(0.333_333)), Some(rate(0.7))]);
            need.customers = dice.pick(&[None, Some(1), Some(3)]);
        }
    }
    model.quitting.influence = dice.pick(&[0.0, 0.7, 10.0]);
    model.belief = BeliefParameters {
        initial: dice.probability(&[1.0, 1.0, 1.0, 0.8]),
        learning: dice.probability(&[0.0, 0.0, 0.1, 0.3]),
        floor: dice.probability(&[0.0, 0.5, 0.8]),
    };
    model.digital.transparency = dice.probability(&[0.0, 0.4, 1.0]);
    model
}

/// The same model with seats on boards or in a tree of limited width, and awards for full ones.
pub(super) fn with_seats(number: u32) -> Model {
    let mut model = with_people(number);
    let mut dice = Dice(RunKey::new(82, 0).stream(Stream::Theory, number).open(Lineage::default()));
    let amounts: Vec<Money> =
        (0..=model.plan.ranks.len()).map(|s| money(12.34 * (s + 1) as f64)).collect();
    let width = dice.pick(&[2, 3]);
    if number.is_multiple_of(2) {
        let follows = dice.chance(0.5);
        model.plan.boards = Some(Boards { width, rows: dice.pick(&[2, 3]), follows });
    }
    if !number.is_multiple_of(2) || dice.chance(0.3) {
        let refills = dice.chance(0.5);
        model.plan.placement = Some(Placement { width, rule: PlacementRule::Breadth, refills });
    }
    for (levels, name) in [(1, "a level"), (2, "two levels")] {
        let on = if model.plan.placement.is_some() { Event::Fill(levels) } else { Event::Cycle };
        let kind = BonusKind::Award(Award { on, amounts: amounts.clone() });
        model.plan.bonuses.push(conditions(&mut dice, bonus(name, kind, Base::Cv)));
    }
    if model.plan.boards.is_some() {
        let kind = BonusKind::Award(Award { on: Event::Cycle, amounts });
        model.plan.bonuses.push(conditions(&mut dice, bonus("boards", kind, Base::Cv)));
    }
    model
}

/// A company with ranks in which people do everything that they can do.
pub(super) fn busy() -> Model {
    let mut model = ranked();
    model.market.spontaneous = 0.02;
    model.market.crowding = 2.0;
    model.market.customers_run_out = true;
    model.market.rejoin_after = Some(4);
    model.digital =
        DigitalParameters { reach: 0.3, crm: probability(0.4), transparency: probability(0.4) };
    let factors = Factors { contacts: 2.0, ..Factors::NONE };
    model.shocks = vec![Shock { from: 3, months: Some(2), factors }];
    model.training = TrainingParameters {
        duplication: probability(0.4),
        gain: 2.0,
        practice: probability(0.2),
        coaching: probability(0.5),
    };
    model.belief = BeliefParameters {
        initial: probability(0.9),
        learning: probability(0.1),
        floor: probability(0.3),
    };
    model.quitting.influence = 4.0;
    model.plan.refund = Some(Refund { rate: rate(0.9), months: 3, clawback: true });
    model.inventory = InventoryParameters {
        kept: true,
        loaders: probability(0.5),
        volume: points(90.0),
        limit: Some(money(200.0)),
        spoilage: rate(0.05),
    };
    // Of what somebody is paid on, a part must have gone to customers.
    let last = model.plan.bonuses.last_mut().expect("there are bonuses");
    last.need.get_or_insert_with(clause).retail_share = Some(rate(0.4));
    model
}

/// The same model in a market of few in which people can only approach those they know.
pub(super) fn on_a_network(number: u32) -> Model {
    let mut model = with_people(number);
    let mut dice = Dice(RunKey::new(81, 0).stream(Stream::Theory, number).open(Lineage::default()));
    let people = match model.market.population {
        Population::Finite(people) => people as u32,
        Population::Infinite => 200,
    };
    model.market.population = Population::Finite(people.into());
    model.market.overlap = 1.0;
    model.market.spontaneous = 0.0;
    let degree = dice.pick(&[2, 4, 8, 20]).min((people - 1) / 2 * 2);
    let mean = f64::min(dice.pick(&[1.0, 3.0, 30.0, 1000.0]), f64::from(people - 1));
    let rewiring = dice.probability(&[0.0, 0.1, 1.0]);
    model.network = Some(match dice.pick(&[0, 1, 2, 3]) {
        0 => ContactNetwork::ErdosRenyi { degree: mean },
        1 => ContactNetwork::WattsStrogatz { degree, rewiring },
        2 => ContactNetwork::BarabasiAlbert { degree },
        _ => ContactNetwork::Given(Arc::new(erdos_renyi(people, mean, &mut dice.0))),
    });
    model
}

/// The lively company among neighbours.
pub(super) fn networked() -> Model {
    let mut model = lively();
    model.market = MarketParameters::plain(Population::Finite(150), 4);
    model.network = Some(ContactNetwork::WattsStrogatz { degree: 8, rewiring: probability(0.1) });
    model
}

/// The same model with other bonuses: those that depend on ranks and volumes of groups.
pub(super) fn with_other_kinds(number: u32) -> Model {
    let mut model = random(number);
    let mut dice = Dice(RunKey::new(79, 0).stream(Stream::Theory, number).open(Lineage::default()));
    let ranks = ladder(&mut dice);
    let standings = ranks.len() + 1;
    let mut bonuses: Vec<Bonus> = Vec::new();
    for name in ["one", "two", "three"] {
        let kind = match dice.pick(&[0, 0, 0, 1, 2]) {
            0 => BonusKind::Differential(random_differential(&mut dice, standings)),
            1 => BonusKind::Pool(Pool {
                share: dice.pick(&[rate(0.02), rate(0.333_333)]),
                points: (0..standings).map(|s| points(s as f64 * 1.5)).collect(),
            }),
            _ => BonusKind::Award(Award {
                on: dice.pick(&[Event::Rank, Event::Recruit]),
                amounts: (0..standings).map(|s| money(s as f64 * 7.77)).collect(),
            }),
        };
        let base = match bonuses.len() {
            0 => Base::Cv,
            earlier => dice.pick(&[Base::Cv, Base::Pv, Base::Fee, Base::Pay(earlier - 1)]),
        };
        let drawn =
            Bonus { orders: dice.pick(&[Orders::All, Orders::Retail]), ..bonus(name, kind, base) };
        bonuses.push(conditions(&mut dice, drawn));
    }
    model.plan.breakaway = dice.pick(&[None, Some(0), Some(1)]);
    model.plan.ranks = ranks;
    model.plan.bonuses = bonuses;
    model
}

fn random_differential(dice: &mut Dice, standings: usize) -> Differential {
    let rates = if dice.chance(0.3) {
        OwnRate::Rank((0..standings).map(|s| rate(0.05 * s as f64)).collect())
    } else {
        let volumes =
            [QualifyingVolume::Personal, QualifyingVolume::Group, QualifyingVolume::PersonalGroup];
        let brackets = [(20.0, 0.03), (60.0, 0.09), (150.0, 0.05), (400.0, 0.2)];
        let bracket = |(from, value)| Bracket { from: points(from), rate: rate(value) };
        OwnRate::Volume(dice.pick(&volumes), brackets.map(bracket).to_vec())
    };
    Differential {
        rates,
        has_floor: dice.chance(0.4),
        start: dice.pick(&[0, 0, 1]),
        stops_at_breakaway: dice.chance(0.5),
    }
}

/// A plan with ranks and every kind of bonus, in the lively company.
pub(super) fn ranked() -> Model {
    let mut model = lively();
    let mut dice = Dice(RunKey::new(78, 0).stream(Stream::Theory, 0).open(Lineage::default()));
    model.plan.ranks = ladder(&mut dice);
    let standings = model.plan.ranks.len() + 1;
    model.plan.bonuses = vec![
        retail("margin", &[(0.0, 0.25)], TierMode::Whole, PaidBy::Customer),
        retail("tiers", &[(0.0, 0.05), (90.0, 0.1)], TierMode::Marginal, PaidBy::Company),
        level("leaders", &[0.05, 0.05], Step::Rank(0), standings),
        level("unilevel", &[0.1, 0.05, 0.05], Step::Qualified, standings),
        Bonus { base: Base::Pay(2), ..level("match", &[0.2], Step::Member, standings) },
    ];
    model.plan.breakaway = Some(1);
    model
}
