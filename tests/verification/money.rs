//! Where the money goes: sales as they are expected, overrides by luck, and books that close.

use mlmsim::compensation::{
    Age, Base, Bonus, BonusKind, Clause, Join, Orders, PaidBy, Retail, Step, Tier, TierMode,
    TreeKind,
};
use mlmsim::genealogy::Genealogy;
use mlmsim::observation::{Concept, Denominator, RunReport, Statistic, Window};
use mlmsim::simulation::Model;
use mlmsim::submodels::theory::uniform_tree;
use mlmsim::units::{Money, Points};

use crate::exact::{Alike, level_bonus, settle};
use crate::laws::Month;
use crate::support::{
    Comparison, accept, branching_model, flow, income, mean, money, outcome, over_runs,
    plain_model, plain_plan, probability, rate, reject, series, series_sum, sized, theory_draws,
    variance,
};

/// Founders who sell and sign nobody up: a customer won with chance 0.2 at each of 2 contacts.
fn selling_model() -> Model {
    let mut model = plain_model();
    model.months = 24;
    model.market.founders = 50;
    model.recruiting.contacts = 2.0;
    model.recruiting.cold_signup = probability(0.0);
    model.selling.conversion = probability(0.2);
    model.selling.reorder = probability(0.5);
    model.selling.churn = probability(0.1);
    model.selling.order = 60.0;
    model.selling.order_sigma = 0.6;
    model
}

/// Customers are Poisson, so sales are compound Poisson.
fn sales(model: &Model) -> Vec<Comparison> {
    let months = [2, 12, 24];
    let runs = over_runs(model, sized(400), 50, |report| {
        assert_eq!(series(report, "paid_by_customers", 1), 0.0, "nobody has customers yet");
        months.map(|month| {
            [series(report, "customers", month), series(report, "paid_by_customers", month)]
        })
    });
    let (won, lost, orders, order, sigma) = (0.4, 0.1, 0.5, 60.0, 0.6_f64);
    let mut comparisons = Vec::new();
    for (i, month) in months.into_iter().enumerate() {
        let figures = |which: usize| runs.iter().map(|run| run[i][which]).collect::<Vec<f64>>();
        // Won in each month so far, and not lost since.
        let after = |months: usize| {
            50.0 * (0..months).map(|age| won * (1.0_f64 - lost).powi(age as i32)).sum::<f64>()
        };
        let n_orders = after(month - 1) * (1.0 - lost) * orders;
        let square = order * order * mlmsim::portable::exp(sigma * sigma);
        comparisons.extend([
            mean(format!("customers in {month}"), &figures(0), after(month)),
            mean(format!("sales in {month}"), &figures(1), n_orders * order),
            variance(format!("variance of sales in {month}"), &figures(1), n_orders * square),
        ]);
    }
    comparisons
}

#[test]
fn sales_are_compound_poisson() {
    accept("money::sales_are_compound_poisson", &sales(&selling_model()));
    let mut losing_more = selling_model();
    losing_more.selling.churn = probability(0.105);
    reject(&sales(&losing_more));
    let mut spread_less = selling_model();
    spread_less.selling.order_sigma = 0.3;
    reject(&sales(&spread_less));
}

/// The share of a random recursive tree that an override on everybody below pays its cost: a
/// downline of `D` or more has `1 / (D + 1)` of the members.
fn profitable(first_rate: f64) -> Vec<Comparison> {
    const LEVELS: usize = 64;
    let mut rates = [0.05; LEVELS];
    rates[0] = first_rate;
    let mut plan = plain_plan();
    plan.bonuses.push(level_bonus("override", Base::Cv, &rates));
    let mut draws = theory_draws(51);
    let n = 5000;
    let costs = [(money(25.0), 5.0), (money(100.0), 20.0)];
    let shares: Vec<[f64; 2]> = (0..sized(60))
        .map(|_| {
            let (tree, _) = Genealogy::from_sponsors(&uniform_tree(n, &mut draws));
            assert!(tree.height() <= LEVELS, "the override reaches everybody");
            let alike = Alike { volume: money(100.0), fee: Money::ZERO };
            let run = settle(&plan, &tree, &alike);
            costs.map(|(cost, _)| {
                run.pay().iter().filter(|&&pay| pay >= cost).count() as f64 / f64::from(n)
            })
        })
        .collect();
    (0..costs.len())
        .map(|i| {
            let (cost, downline) = costs[i];
            let shares: Vec<f64> = shares.iter().map(|tree| tree[i]).collect();
            mean(format!("cost {cost}"), &shares, 1.0 / (downline + 1.0))
        })
        .collect()
}

#[test]
fn an_override_pays_its_cost_to_those_with_luck_enough() {
    accept("money::an_override_pays_its_cost_to_those_with_luck_enough", &profitable(0.05));
    reject(&profitable(0.04));
}

/// A company with everything that moves money; `conversion` is the chance to win a customer.
fn company(conversion: f64) -> Model {
    let month = Month { recruits: 0.0, leaving: 0.0 };
    let mut model = branching_model(month, 40, 30);
    model.people.propensity_shape = 0.5;
    model.people.hours_sigma = 0.3;
    model.people.skill_sigma = 0.3;
    model.people.warm_list = 5.0;
    model.people.warm_list_sigma = 0.5;
    model.recruiting.contacts = 1.5;
    model.recruiting.warm_signup = probability(0.15);
    model.recruiting.cold_signup = probability(0.08);
    model.selling.conversion = probability(conversion);
    model.selling.reorder = probability(0.6);
    model.selling.churn = probability(0.1);
    model.selling.order = 47.0;
    model.selling.order_sigma = 0.5;
    model.purchasing.demand = 33.0;
    model.purchasing.demand_sigma = 0.4;
    model.purchasing.stay_active = probability(0.3);
    model.costs.expenses = 12.5;
    model.quitting.survival_12 = probability(0.45);
    model.quitting.shape = 0.7;
    model.quitting.sensitivity = 0.5;
    model.quitting.aspiration = 200.0;
    model.quitting.memory = 3.0;
    model.quitting.loss_tolerance = Some(money(900.0));
    model.plan.product.price = money(19.99);
    model.plan.product.discount = rate(0.25);
    model.plan.product.cost = rate(0.2);
    model.plan.product.cv = rate(0.8);
    model.plan.join = Join { fee: money(49.0), pack: 2, renewal: money(25.0) };
    model.plan.active =
        Some(Clause { pv: Some(Points::from_units(40.0)), months: 1, ..Clause::default() });
    let is_active = Clause { active: Some(true), months: 1, ..Clause::default() };
    let mut unilevel = level_bonus("unilevel", Base::Cv, &[0.10, 0.07, 0.05]);
    unilevel.need = Some(is_active);
    if let BonusKind::Level(level) = &mut unilevel.kind {
        level.step = Step::Active;
    }
    model.plan.bonuses =
        vec![margin(), unilevel, level_bonus("fast start", Base::Fee, &[0.3, 0.1])];
    model
}

/// Members sell at list price what they buy at a quarter less.
pub(crate) fn margin() -> Bonus {
    let tiers = vec![Tier { from: Money::ZERO, rate: rate(0.25) }];
    Bonus {
        tree: TreeKind::Sponsor,
        name: "margin".into(),
        kind: BonusKind::Retail(Retail { tiers, mode: TierMode::Whole, paid_by: PaidBy::Customer }),
        base: Base::Price,
        orders: Orders::Retail,
        age: Age::default(),
        need: None,
        cap: None,
    }
}

/// Fails unless two amounts are the same to the cent, but for the rounding of floating point.
#[track_caller]
fn same(found: f64, expected: f64) {
    assert!((found - expected).abs() < 0.005 + 1e-10 * expected.abs(), "{found}, not {expected}");
}

/// The sum over everybody of an income over life.
fn life_sum(report: &RunReport, model: &Model, concept: Concept) -> f64 {
    let of =
        |statistic| income(report, model, Window::Life, Denominator::Everyone, concept, statistic);
    of(Statistic::People) * of(Statistic::Mean)
}

#[test]
fn what_people_are_left_with_is_what_flowed_to_them_less_what_flowed_from_them() {
    let model = company(0.3);
    over_runs(&model, 20, 52, |report| {
        let flow = |name| flow(report, &model, name);
        let pay = flow("unilevel") + flow("fast start");
        let fees = flow("joining fees") + flow("renewal fees");
        let paid = flow("own purchases") + fees + flow("expenses");
        same(life_sum(report, &model, Concept::Net), flow("retail margin") + pay - paid);
        same(life_sum(report, &model, Concept::CompanyPay), pay);
        same(life_sum(report, &model, Concept::RetailMargin), flow("retail margin"));
        same(life_sum(report, &model, Concept::Gross), flow("retail margin") + pay);
        same(series_sum(report, "company_pay"), pay);
        same(series_sum(report, "retail_margin"), flow("retail margin"));
        same(series_sum(report, "expenses"), flow("expenses"));
        same(series_sum(report, "paid_by_participants"), flow("own purchases") + fees);
        let from_customers = flow("retail sales less margin") + flow("retail margin");
        same(series_sum(report, "paid_by_customers"), from_customers);
        assert!(pay > 0.0 && fees > 0.0 && flow("retail margin") > 0.0, "all of it happened");
    });
}

#[test]
fn fees_and_expenses_are_counts_of_people_and_months() {
    let mut model = company(0.3);
    model.plan.join.renewal = Money::ZERO;
    model.purchasing.demand_sigma = 0.0;
    model.purchasing.stay_active = probability(0.0);
    over_runs(&model, 20, 53, |report| {
        let ever = outcome(report, "ever_joined");
        let months = ever * outcome(report, "mean_tenure");
        same(flow(report, &model, "joining fees"), 49.0 * ever);
        same(flow(report, &model, "expenses"), 12.5 * months);
        // A pack of two at a quarter less than 19.99, then 33 a month.
        same(flow(report, &model, "own purchases"), 2.0 * 14.99 * ever + 33.0 * months);
    });
}

#[test]
fn what_is_committed_is_paid_or_breaks_off() {
    // With whole cents nothing is rounded: the rule commits 12 % of the volume, and the rest of
    // what is paid is breakage.
    let month = Month { recruits: 0.12, leaving: 0.06 };
    let mut model = branching_model(month, 20, 36);
    model.purchasing.demand = 100.0;
    model.plan.active =
        Some(Clause { pv: Some(Points::from_units(100.0)), months: 1, ..Clause::default() });
    let mut bonus = level_bonus("unilevel", Base::Cv, &[0.05, 0.04, 0.03]);
    bonus.need = Some(Clause { active: Some(true), months: 1, ..Clause::default() });
    for step in [Step::Member, Step::Active, Step::Qualified] {
        if let BonusKind::Level(level) = &mut bonus.kind {
            level.step = step;
        }
        model.plan.bonuses = vec![bonus.clone()];
        over_runs(&model, 10, 54, |report| {
            let paid = outcome(report, "payout_of_cv");
            let breakage = outcome(report, "breakage_share");
            assert!(paid > 0.0 && breakage > 0.0);
            assert!((paid / (1.0 - breakage) - 0.12).abs() < 1e-12, "{paid} and {breakage}");
        });
    }
}

#[test]
fn without_outside_customers_participants_lose_as_one() {
    // P = C - W - F - E, and no plan pays more than what it takes.
    let model = company(0.0);
    over_runs(&model, 20, 55, |report| {
        let flow = |name| flow(report, &model, name);
        assert_eq!(flow("retail sales less margin") + flow("retail margin"), 0.0);
        let pay = flow("unilevel") + flow("fast start");
        let fees = flow("joining fees") + flow("renewal fees");
        let balance = pay - flow("own purchases") - fees - flow("expenses");
        same(life_sum(report, &model, Concept::Net), balance);
        assert!(balance < -flow("expenses"), "{balance}");
        assert_eq!(outcome(report, "outside_sales_share"), 0.0);
        assert_eq!(outcome(report, "participants_share_of_money"), 1.0);
    });
}
