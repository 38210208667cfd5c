use crate::compensation::{BonusKind, Level, Step, Tier};
use crate::submodels::market::Population;
use crate::units::{Money, Rate};

use super::super::Scenario;
use super::{MINIMAL, PLAN, load, valid};

fn level(scenario: &Scenario) -> Level {
    let mut levels = scenario.model.plan.bonuses.iter().filter_map(|bonus| match &bonus.kind {
        BonusKind::Level(level) => Some(level.clone()),
        _ => None,
    });
    levels.next_back().unwrap()
}

fn rates(list: &[f64]) -> Vec<Rate> {
    list.iter().map(|&rate| Rate::from_f64(rate)).collect()
}

#[test]
fn names_and_titles_come_from_the_file() {
    let scenario = Scenario::parse("a/direct-sales.toml", MINIMAL, &[], &mut |path| {
        assert_eq!(path, "a/plans/p.toml");
        Ok(PLAN.to_owned())
    })
    .unwrap();
    assert_eq!(scenario.name, "direct-sales");
    assert_eq!(scenario.title, "Direct sales");
    assert_eq!(scenario.model.plan.name, "p");
    assert_eq!(scenario.question, None);
}

#[test]
fn whole_numbers_may_be_written_as_powers_of_ten() {
    let finite = |text: &str| valid(&format!("{MINIMAL}[market]\n{text}"), PLAN, &[]).model.market;
    for text in ["population = 1e6", "population = 1_000_000", "population = 1000000.0"] {
        assert_eq!(finite(text).population, Population::Finite(1_000_000));
    }
}

#[test]
fn endless_things_are_endless() {
    let model = valid(
        MINIMAL,
        PLAN,
        &[
            "market.population=infinite",
            "people.propensity_shape=inf",
            "quitting.loss_tolerance=inf",
        ],
    )
    .model;
    assert_eq!(model.market.population, Population::Infinite);
    assert_eq!(model.people.propensity_shape, f64::INFINITY);
    assert_eq!(model.quitting.loss_tolerance, None);
    for text in ["\"infinite\"", "inf"] {
        let text = format!("{MINIMAL}[market]\npopulation = {text}");
        assert_eq!(valid(&text, PLAN, &[]).model.market.population, Population::Infinite);
    }
}

#[test]
fn a_rank_inherits_rates_and_depth_from_the_one_below() {
    let plan = "[[rank]]\nname = \"A\"\n[[rank]]\nname = \"B\"\n[[rank]]\nname = \"C\"\n\
                [[bonus]]\nname = \"x\"\nkind = \"level\"\nstep = \"rank:B\"\nstart = 0\n\
                rates = { A = [0.1], C = [0.2, 0.3] }\ndepth = { B = 1, C = 2 }\n";
    let expected = Level {
        rates: vec![rates(&[0.0, 0.0]), rates(&[0.1, 0.0]), rates(&[0.1, 0.0]), rates(&[0.2, 0.3])],
        start: 0,
        step: Step::Rank(1),
        // To generation 1, of which 0 is the first, and to 2.
        depth: vec![0, 0, 2, 3],
    };
    assert_eq!(level(&valid(MINIMAL, plan, &[])), expected);
}

#[test]
fn a_depth_is_the_deepest_level_wherever_the_walk_starts() {
    let depth = |overrides: &[&str]| level(&valid(MINIMAL, PLAN, overrides)).depth;
    for (start, depths) in [(0, [[1; 3], [2; 3]]), (1, [[0; 3], [1; 3]])] {
        let start = format!("plan.bonus.team.start={start}");
        for (deepest, expected) in depths.into_iter().enumerate() {
            let deepest = format!("plan.bonus.team.depth={deepest}");
            assert_eq!(depth(&[&start, &deepest]), expected, "{start}, {deepest}");
        }
        assert_eq!(depth(&[&start]), [2; 3], "all levels, {start}");
    }
}

#[test]
fn without_a_depth_everyone_is_paid_on_all_levels() {
    assert_eq!(level(&valid(MINIMAL, PLAN, &[])).depth, [2, 2, 2]);
}

#[test]
fn a_retail_bonus_pays_the_discount_unless_told_otherwise() {
    let tiers =
        |overrides: &[&str]| match &valid(MINIMAL, PLAN, overrides).model.plan.bonuses[0].kind {
            BonusKind::Retail(retail) => retail.tiers.clone(),
            _ => panic!("the first bonus is a retail bonus"),
        };
    let tier = |from, rate| Tier { from: Money::from_units(from), rate: Rate::from_f64(rate) };
    assert_eq!(tiers(&["plan.product.discount=0.3"]), [tier(0.0, 0.3)]);
    let override_of_rate = "plan.bonus.sales.rate=[[100, 0.1]]";
    assert_eq!(tiers(&[override_of_rate]), [tier(0.0, 0.0), tier(100.0, 0.1)]);
}

#[test]
fn text_needs_no_quotes_on_the_command_line() {
    let scenario = valid("", PLAN, &["study.currency=EUR", "plan=plans/p.toml", "title='A title'"]);
    assert_eq!((scenario.currency.as_str(), scenario.title.as_str()), ("EUR", "A title"));
}

#[test]
fn the_last_override_holds() {
    let scenario = valid(MINIMAL, PLAN, &["study.runs=5", "study.runs=6"]);
    assert_eq!(scenario.design.runs, 6);
}

#[test]
fn the_hash_sees_values_and_nothing_else() {
    let hash = |text: &str, overrides: &[&str]| valid(text, PLAN, overrides).hash;
    let plain = hash(MINIMAL, &[]);
    let rewritten = "# A comment.\nplan = 'plans/p.toml'\n[selling]\norder = 6e1\n\n\
                     [market]\npopulation = 100000\n";
    assert_eq!(hash(rewritten, &[]), plain);
    let inline = PLAN.replace("[[", "[[plan.").replace("\n[a", "\n[plan.a");
    assert_eq!(hash(&inline, &[]), plain);
    for change in
        ["selling.order=61", "title=x", "plan.bonus.team.rates=[0.1, 0.06]", "study.months=24"]
    {
        assert_ne!(hash(MINIMAL, &[change]), plain, "{change}");
    }
    // They say which sample is drawn, and stand beside the hash.
    for sample in ["study.runs=3", "study.seed=9"] {
        assert_eq!(hash(MINIMAL, &[sample]), plain, "{sample}");
    }
}

#[test]
fn vacant_seats_need_memory_too() {
    let growing = ["recruiting.contacts=20", "quitting.survival_12=0.3"];
    let estimate = |place: &str| {
        let tree = format!("[[tree]]\nname = \"t\"\nplace = \"{place}\"\nwidth = 2\n{PLAN}");
        valid(MINIMAL, &tree, &growing).memory_estimate()
    };
    let without = valid(MINIMAL, PLAN, &growing).memory_estimate();
    assert!(estimate("bfs") > 2 * without, "{without}");
    assert!(estimate("left") >= estimate("bfs"));
    assert!(estimate("left") <= 420 * 100_000, "nobody leaves more than one seat");
    // Unless he comes back: then he leaves one each time.
    let back = [&growing[..], &["market.rejoin_after=3"]].concat();
    let tree = format!("[[tree]]\nname = \"t\"\nplace = \"left\"\nwidth = 2\n{PLAN}");
    let returning = valid(MINIMAL, &tree, &back).memory_estimate();
    assert!(returning > 2 * estimate("left"), "{returning}");
}

#[test]
fn reports_need_memory_by_runs_and_months() {
    let estimate = |overrides: &[&str]| valid(MINIMAL, PLAN, overrides).reports_estimate();
    let runs = |runs: &str| estimate(&[runs, "study.months=12"]);
    assert_eq!(runs("study.runs=1000"), 1000 * runs("study.runs=1"));
    let long = estimate(&["study.runs=1", "study.months=1200"]);
    assert!((400_000..900_000).contains(&long), "{long}");
    assert!((20_000..50_000).contains(&runs("study.runs=1")), "{}", runs("study.runs=1"));
}

#[test]
fn memory_follows_the_living_members() {
    let estimate = |overrides: &[&str]| valid(MINIMAL, PLAN, overrides).memory_estimate();
    assert_eq!(estimate(&["recruiting.contacts=0"]), 50 * 270);
    let everyone = ["recruiting.contacts=100", "quitting.survival_12=1", "study.months=240"];
    let full = estimate(&everyone);
    assert!(full > 269 * 99_000 && full <= 270 * 100_000, "{full}");
    let endless = [&everyone[..], &["market.population=inf"]].concat();
    // Fifty million sign up, nobody leaves, and then there are no more.
    assert_eq!(estimate(&endless), 270 * 50_000_000);
    let slower = ["recruiting.contacts=20", "quitting.survival_12=0.1"];
    let turnover = estimate(&[&endless[..], &slower].concat());
    assert!((1_000_000..270 * 50_000_000).contains(&turnover), "{turnover}");
    // Without loss, ten founders and one sign-up for each member a month double every month, and a
    // lucky run is somewhat larger.
    let doubling = [
        "market.population=inf",
        "market.founders=10",
        "people.discount_only=0",
        "people.hours_sigma=0",
        "people.propensity_shape=inf",
        "people.warm_list_sigma=0",
        "recruiting.contacts=1",
        "recruiting.warm_signup=1",
        "quitting.survival_12=1",
        "study.months=12",
    ];
    let members = |overrides: &[&str]| estimate(overrides) as f64 / 270.0;
    let doubled = members(&doubling);
    // The variance of one founder's company is half the square of its mean, by Galton and Watson.
    let lucky = 1.0 + 3.0 * (0.5 / 10.0_f64).sqrt();
    assert!((doubled / (10.0 * 4096.0 * lucky) - 1.0).abs() < 0.01, "{doubled}");
    // Twice as many approached by people who believe half.
    let believing = [&doubling[..], &["recruiting.contacts=2", "belief.initial=0.5"]].concat();
    assert_eq!(members(&believing), doubled);
    // Who learns comes to believe less, but no less than the floor.
    let learning = |floor| members(&[&believing[..], &["belief.learning=1", floor]].concat());
    assert!(learning("belief.floor=0") < 0.5 * doubled);
    assert!(learning("belief.floor=1") > 5.0 * doubled);
}

#[test]
fn bonuses_that_exclude_each_other_are_not_added_up() {
    let bonus = |name: &str, age: &str| {
        format!("[[bonus]]\nname = \"{name}\"\nkind = \"level\"\nrates = [0.6]\n{age}\n")
    };
    let exclusive = [bonus("fast", "first = 2"), bonus("slow", "after = 2")].concat();
    assert!(valid(MINIMAL, &exclusive, &[]).warnings.is_empty());
    let together = [bonus("fast", "first = 3"), bonus("slow", "after = 2")].concat();
    assert_eq!(valid(MINIMAL, &together, &[]).warnings.len(), 1);
    assert!(valid(MINIMAL, &together, &["plan.cap.share=0.5"]).warnings.is_empty());
}

/// The warnings about a plan with this bonus and two ranks.
fn warnings(bonus: &str, overrides: &[&str]) -> String {
    let plan = format!(
        "[[rank]]\nname = \"A\"\n[[rank]]\nname = \"B\"\npv = 10\n[[bonus]]\nname = \"x\"\n{bonus}\n"
    );
    valid(MINIMAL, &plan, overrides).warnings.to_string()
}

#[test]
fn the_highest_rate_of_a_walk_and_the_share_of_a_pool_count_as_payout() {
    let differential = |rate: f64| {
        format!("kind = \"differential\"\nbase = \"price\"\nbrackets = [[0, 0.1], [5, {rate}]]")
    };
    // Customers pay the company the list price, of which it is taken.
    assert_eq!(warnings(&differential(1.0), &[]), "");
    let found = warnings(
        &differential(0.8).replace("0.8", "1.0").replace("price", "cv"),
        &["plan.product.cv=1.1"],
    );
    assert!(
        found.contains("of 100 that a member pays for an order, bonuses may pay 110: `x` 110"),
        "{found}"
    );
    assert_eq!(warnings(&differential(0.8), &["plan.cap.share=0.5"]), "");
    let pool = "kind = \"pool\"\nshare = 0.8\npoints = { A = 1 }";
    assert_eq!(warnings(pool, &[]), "");
    let found = warnings(pool, &["plan.product.cv=1.5"]);
    assert!(found.contains("may pay 120: `x` 120"), "{found}");
}

#[test]
fn awards_for_recruits_are_held_against_what_these_bring_in() {
    let award = "kind = \"award\"\non = \"recruit\"\namount = { A = 20, B = 50 }";
    let found = warnings(award, &["plan.join.fee=25"]);
    let sum = "for a recruit, who brings in 25 on joining, bonuses may pay 50: `x` 50";
    assert!(found.contains(sum), "{found}");
    let pack = ["plan.join.fee=20", "plan.join.pack=1"];
    assert_eq!(warnings(award, &pack), "");
    let reached = "kind = \"award\"\non = \"rank\"\namount = 1000";
    let found = warnings(reached, &[]);
    assert!(found.contains("up to `A` these come to 1000.00"), "{found}");
}

#[test]
fn an_award_for_a_rank_is_that_of_the_rank_and_one_for_recruits_that_of_the_sponsor() {
    let amounts = |on: &str, amount: &str| {
        let plan = format!(
            "[[rank]]\nname = \"A\"\n[[rank]]\nname = \"B\"\n[[rank]]\nname = \"C\"\n\
             [[bonus]]\nname = \"x\"\nkind = \"award\"\non = \"{on}\"\namount = {amount}\n"
        );
        let kind = valid(MINIMAL, &plan, &[]).model.plan.bonuses[0].kind.clone();
        let BonusKind::Award(award) = kind else { panic!("the bonus is an award") };
        award.amounts.iter().map(|amount| amount.units()).collect::<Vec<_>>()
    };
    assert_eq!(amounts("rank", "{ A = 5, C = 9 }"), [0.0, 5.0, 0.0, 9.0]);
    assert_eq!(amounts("rank", "7"), [0.0, 7.0, 7.0, 7.0]);
    assert_eq!(amounts("recruit", "{ A = 5, C = 9 }"), [0.0, 5.0, 5.0, 9.0]);
    assert_eq!(amounts("recruit", "7"), [7.0, 7.0, 7.0, 7.0]);
}

#[test]
fn a_walk_stops_at_breakaways_where_the_plan_has_one() {
    let stops = |overrides: &[&str]| {
        let plan = "[[rank]]\nname = \"A\"\n[[bonus]]\nname = \"x\"\nkind = \"differential\"\n\
                    rates = { A = 0.1 }\n";
        let kind = valid(MINIMAL, plan, overrides).model.plan.bonuses[0].kind.clone();
        let BonusKind::Differential(rule) = kind else { panic!("the bonus is a differential") };
        rule.stops_at_breakaway
    };
    assert!(!stops(&[]));
    assert!(stops(&["plan.breakaway=A"]));
    assert!(stops(&["plan.breakaway=A", "plan.bonus.x.stop=breakaway"]));
    assert!(!stops(&["plan.breakaway=A", "plan.bonus.x.stop=none"]));
}

#[test]
fn no_text_makes_the_loader_panic() {
    let pieces = [
        "plan",
        "=",
        "\"plans/p.toml\"",
        "\n",
        "\r\n",
        "\t",
        "\0",
        "\u{feff}",
        "[market]",
        "[[",
        "'",
        "population",
        "é",
        "{",
        "}",
        "0",
        "1e999",
        "nan",
        "#",
        ".",
        ",",
    ];
    for first in pieces {
        for second in pieces {
            for third in pieces {
                let text = [first, second, third].concat();
                if let Err(error) = load(&text, &text, &[&text]) {
                    assert!(error.to_string().starts_with("error: "), "{text:?}");
                }
            }
        }
    }
}

#[test]
fn a_currency_of_small_worth_in_a_large_market_is_counted_exactly() {
    let overrides = [
        "study.currency=IDR",
        "study.months=240",
        "market.population=1e7",
        "plan.product.price=640_000",
        "plan.join.pack=10",
        "plan.join.fee=800_000",
        "plan.join.renewal=800_000",
        "selling.order=960_000",
        "purchasing.demand=640_000",
        "costs.expenses=800_000",
    ];
    assert_eq!(valid(MINIMAL, PLAN, &overrides).currency, "IDR");
}
