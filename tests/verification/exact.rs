//! What holds without chance: limits of the laws used elsewhere, full trees, bounds of a market.

use mlmsim::compensation::{
    Age, Base, Bonus, BonusKind, CommissionRun, Level, Orders, Plan, RankHistory, Step, TreeKind,
    Volumes,
};
use mlmsim::genealogy::Genealogy;
use mlmsim::portable::{exp, log};
use mlmsim::submodels::shocks::Shock;
use mlmsim::submodels::theory::{preferential_tree, uniform_tree};
use mlmsim::units::{Money, Points};

use crate::laws::{Month, bass, bass_months, harmonic, logistic, mean_field, members_by_recruits};
use crate::support::{
    market_model, money, over_runs, plain_plan, probability, rate, series, theory_draws,
};

/// Everybody has the same volume and has just joined for the same fee.
pub(crate) struct Alike {
    pub(crate) volume: Money,
    pub(crate) fee: Money,
}

impl Volumes for Alike {
    fn points(&self, _: usize) -> Points {
        Points::from_hundredths(self.volume.cents())
    }

    fn base(&self, _: usize, base: Base, _: Orders) -> Money {
        if base == Base::Fee { self.fee } else { self.volume }
    }

    fn tenure(&self, _: usize) -> u32 {
        0
    }
}

/// A level bonus for everybody, whatever their rank.
pub(crate) fn level_bonus(name: &str, base: Base, rates: &[f64]) -> Bonus {
    let rates = vec![rates.iter().map(|&share| rate(share)).collect::<Vec<_>>()];
    let depth = vec![rates[0].len() as u32];
    Bonus {
        name: name.into(),
        kind: BonusKind::Level(Level { rates, start: 1, step: Step::Member, depth }),
        tree: TreeKind::Sponsor,
        base,
        orders: Orders::All,
        age: Age::default(),
        need: None,
        cap: None,
    }
}

/// Applies a plan to people who are all alike.
pub(crate) fn settle(plan: &Plan, genealogy: &Genealogy, alike: &Alike) -> CommissionRun {
    let mut run = CommissionRun::new(plan);
    run.settle(genealogy, alike, &mut RankHistory::new(plan, genealogy.len()));
    run
}

/// The full tree in which everybody above the bottom has `width` recruits, `levels` levels below
/// the first member.
pub(crate) fn full_tree(width: u32, levels: u32) -> Genealogy {
    let members = (0..=levels).map(|level| width.pow(level)).sum();
    let sponsors: Vec<Option<u32>> =
        (0..members).map(|m: u32| m.checked_sub(1).map(|before| before / width)).collect();
    Genealogy::from_sponsors(&sponsors).0
}

/// How many full levels stand under each member, by place.
fn levels_below(genealogy: &Genealogy) -> Vec<u32> {
    let lowest = *genealogy.depth().iter().max().unwrap();
    genealogy.depth().iter().map(|depth| lowest - depth).collect()
}

const RATES: [f64; 4] = [0.08, 0.05, 0.03, 0.02];

/// One bonus a level, so that the ledger has a line for each.
fn bonus_by_level() -> Plan {
    let mut plan = plain_plan();
    for level in 0..RATES.len() {
        let mut rates = [0.0; RATES.len()];
        rates[level] = RATES[level];
        plan.bonuses.push(level_bonus(&format!("level {}", level + 1), Base::Cv, &rates));
    }
    plan
}

/// Total paid at level `j` is `c_j V` times the members of depth `j` or more; hence the mean
/// commission.
fn check_level_totals(genealogy: &Genealogy) {
    let volume = money(150.0);
    let run = settle(&bonus_by_level(), genealogy, &Alike { volume, fee: Money::ZERO });
    let mut total = 0;
    for (level, line) in run.lines().iter().enumerate() {
        let deep = genealogy.depth().iter().filter(|&&depth| depth as usize > level).count();
        let expected = volume.at(rate(RATES[level])).cents() * deep as i64;
        assert_eq!(line.paid.cents(), expected, "level {}", level + 1);
        let committed = volume.at(rate(RATES[level])).cents() * genealogy.len() as i64;
        assert_eq!(line.committed.cents(), committed);
        assert_eq!(line.paid + line.breakage(), line.committed);
        total += expected;
    }
    let paid: Money = run.pay().iter().copied().sum();
    assert_eq!(paid.cents(), total);
}

#[test]
fn a_level_pays_its_rate_of_the_volume_of_all_who_stand_deep_enough() {
    for (width, levels) in [(1, 9), (2, 8), (3, 5), (5, 4)] {
        let tree = full_tree(width, levels);
        check_level_totals(&tree);
        // In a full tree everybody at a depth is paid alike, by closed form.
        let run =
            settle(&bonus_by_level(), &tree, &Alike { volume: money(150.0), fee: Money::ZERO });
        for (place, &levels) in levels_below(&tree).iter().enumerate() {
            let expected: i64 = (1..=levels.min(4))
                .map(|j| i64::from(width.pow(j)) * money(150.0 * RATES[j as usize - 1]).cents())
                .sum();
            assert_eq!(run.pay()[place].cents(), expected);
        }
    }
    let mut draws = theory_draws(20);
    for _ in 0..5 {
        check_level_totals(&Genealogy::from_sponsors(&uniform_tree(2000, &mut draws)).0);
        check_level_totals(&Genealogy::from_sponsors(&preferential_tree(2000, 1.0, &mut draws)).0);
    }
}

#[test]
fn of_a_full_tree_that_stops_growing_the_bottom_row_loses() {
    // Whatever is paid for recruits, whoever has none has paid his fee for nothing.
    for (width, levels) in [(2_u32, 9), (3, 6), (6, 4)] {
        let tree = full_tree(width, levels);
        for rates in [vec![1.0], vec![0.5, 0.5], vec![0.0, 0.0, 1.0]] {
            let mut plan = plain_plan();
            plan.bonuses.push(level_bonus("reward", Base::Fee, &rates));
            let fee = money(300.0);
            let run = settle(&plan, &tree, &Alike { volume: Money::ZERO, fee });
            let losing = run.pay().iter().filter(|&&pay| pay < fee).count() as f64;
            let least = f64::from(width - 1) / f64::from(width);
            assert!(losing / tree.len() as f64 >= least, "width {width}, rates {rates:?}");
            // Nobody's gain is anything but somebody's fee.
            let paid: Money = run.pay().iter().copied().sum();
            assert!(paid.cents() < fee.cents() * tree.len() as i64);
        }
    }
}

#[test]
fn whoever_needs_three_full_levels_is_one_of_few() {
    // The eight-ball pays whoever has three full levels of two under him: at most one in eight.
    for (width, levels, needed, with, members) in
        [(2_u32, 9_u32, 3_u32, 127, 1023), (5, 5, 3, 31, 3906), (6, 4, 1, 259, 1555)]
    {
        let tree = full_tree(width, levels);
        let found = levels_below(&tree).iter().filter(|&&levels| levels >= needed).count();
        assert_eq!((found, tree.len()), (with, members));
        assert!(found as f64 / members as f64 <= f64::from(width).powi(-(needed as i32)));
        // The plan that pays for these levels alone pays just them.
        let mut rates = vec![0.0; needed as usize];
        rates[needed as usize - 1] = 0.01;
        let mut plan = plain_plan();
        plan.bonuses.push(level_bonus("ball", Base::Fee, &rates));
        let run = settle(&plan, &tree, &Alike { volume: Money::ZERO, fee: money(100.0) });
        assert_eq!(run.pay().iter().filter(|&&pay| pay > Money::ZERO).count(), with);
    }
}

#[test]
fn recursions_of_recruits_tend_to_their_limits() {
    let n = 20_000;
    let uniform = members_by_recruits(n, |joined, _| 1.0 / joined);
    let preferential =
        members_by_recruits(n, |joined, recruits| (recruits + 1.0) / (2.0 * joined - 1.0));
    assert!((uniform[0] - f64::from(n) / 2.0).abs() < 1e-6);
    assert!((preferential[0] - (2.0 * f64::from(n) - 1.0) / 3.0).abs() < 1e-6);
    for k in 0..8 {
        let of = f64::from(k);
        let limits = [0.5_f64.powi(k + 1), 4.0 / ((of + 1.0) * (of + 2.0) * (of + 3.0))];
        for (members, limit) in [&uniform, &preferential].into_iter().zip(limits) {
            let share = members[k as usize] / f64::from(n);
            assert!((share - limit).abs() < 1e-3, "{k} recruits: {share}, not {limit}");
        }
    }
}

#[test]
fn about_the_first_37_percent_can_expect_a_recruit() {
    let n = 20_000;
    let joiners = (1..n).filter(|k| harmonic(n - 1, 1) - harmonic(k - 1, 1) >= 1.0);
    let last = joiners.take_while(|&k| k < n).last().unwrap();
    assert!((f64::from(last) - f64::from(n) / std::f64::consts::E).abs() < 2.0, "{last}");
}

#[test]
fn the_months_tend_to_the_birth_and_death_process() {
    // At rates r and d a founder's line ends some day with chance d / r; the error of months
    // halves when they become half as long.
    let (growth, leaving) = (0.30, 0.20);
    let errors: Vec<f64> = [1.0, 0.5, 0.25, 0.125]
        .into_iter()
        .map(|step| {
            let month = Month { recruits: growth * step, leaving: leaving * step };
            month.extinction(20_000) - leaving / growth
        })
        .collect();
    for pair in errors.windows(2) {
        assert!((pair[1] / pair[0] - 0.5).abs() < 0.05, "{errors:?}");
    }
}

#[test]
fn the_mean_field_of_months_tends_to_the_logistic_curve() {
    let (founders, population, growth) = (400.0, 20_000.0, 4.8);
    let curve = logistic(founders, population, growth);
    let errors: Vec<f64> = [50, 100, 200, 400]
        .into_iter()
        .map(|months| {
            let step = growth / f64::from(months);
            curve - mean_field(founders, population, step, 1.0, months)[months as usize]
        })
        .collect();
    for pair in errors.windows(2) {
        assert!((pair[1] / pair[0] - 0.5).abs() < 0.05, "{errors:?}");
    }
    // The example of a monthly rate of 8 % in a market of a million.
    let months = mean_field(100.0, 1e6, 0.08, 1.0, 100)[100];
    assert!((months / logistic(100.0, 1e6, 8.0) - 0.795).abs() < 0.01, "{months}");
    assert!(log(months / 100.0) < 8.0);
}

#[test]
fn the_mean_field_of_people_who_join_by_themselves_tends_to_the_bass_curve() {
    let (population, p, q, time) = (20_000.0, 0.02, 0.4, 12.0);
    for founders in [1.0, 400.0] {
        let curve = bass(founders, population, p, q, time);
        let errors: Vec<f64> = [50, 100, 200, 400]
            .into_iter()
            .map(|months| {
                let step = time / f64::from(months);
                let field = bass_months(founders, population, q * step, p * step, months);
                curve - field[months as usize]
            })
            .collect();
        for pair in errors.windows(2) {
            assert!((pair[1] / pair[0] - 0.5).abs() < 0.05, "{errors:?}");
        }
    }
    // Without imitation or without innovation it is a curve of its own name.
    let decay = population * (1.0 - exp(-p * time));
    assert!((bass(0.0, population, p, 0.0, time) - decay).abs() < 1e-6);
    let imitation = bass(400.0, population, 0.0, q, time);
    assert!((imitation - logistic(400.0, population, q * time)).abs() < 1e-6);
}

#[test]
fn no_market_is_ever_more_than_full() {
    for (founders, population) in [(1, 2), (3, 40), (5, 500), (40, 41)] {
        for recruits in [0.5, 5.0, 60.0] {
            for overlap in [1.0, 2.5] {
                let mut model = market_model(founders, population, recruits, 24);
                model.market.overlap = overlap;
                over_runs(&model, 10, 21, |report| {
                    let mut ever = f64::from(founders);
                    for month in 0..=24 {
                        ever += series(report, "joins", month);
                        assert_eq!(series(report, "ever_joined", month), ever);
                        assert_eq!(series(report, "members", month), ever, "nobody leaves");
                        assert_eq!(series(report, "saturation", month), ever / population as f64);
                    }
                    assert!(ever <= population as f64);
                    if recruits == 60.0 && overlap == 1.0 {
                        assert_eq!(ever, population as f64, "in the end everyone has joined");
                    }
                });
            }
        }
    }
}

#[test]
fn nobody_joins_while_recruiting_stops() {
    let mut model = market_model(30, 4000, 0.4, 24);
    model.market.spontaneous = 0.01;
    let mut stop = Shock::stop_of_recruiting(7);
    stop.months = Some(5);
    model.shocks = vec![stop];
    over_runs(&model, 10, 23, |report| {
        for month in 1..=24 {
            let stopped = (7..12).contains(&month);
            assert_eq!(series(report, "joins", month) == 0.0, stopped, "month {month}");
        }
    });
}

#[test]
fn nobody_is_a_member_and_a_customer_at_once_where_customers_run_out() {
    for (contacts, conversion) in [(2.0, 0.1), (60.0, 0.5)] {
        let mut model = market_model(5, 500, contacts, 24);
        model.recruiting.cold_signup = probability(0.1);
        model.selling.conversion = probability(conversion);
        model.market.customers_run_out = true;
        over_runs(&model, 10, 24, |report| {
            for month in 0..=24 {
                let of = |name| series(report, name, month);
                assert!(of("members") + of("customers") <= 500.0, "month {month}");
            }
            if contacts == 60.0 {
                let all = series(report, "members", 24) + series(report, "customers", 24);
                assert_eq!(all, 500.0, "nobody is left, leaves or is lost");
            }
        });
    }
}

#[test]
fn nobody_joins_a_market_that_the_founders_fill() {
    let model = market_model(30, 30, 10.0, 24);
    over_runs(&model, 10, 22, |report| {
        for month in 0..=24 {
            assert_eq!(series(report, "joins", month), 0.0);
            assert_eq!(series(report, "members", month), 30.0);
            assert_eq!(series(report, "saturation", month), 1.0);
        }
    });
}
