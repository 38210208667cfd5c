use super::super::Scenario;
use super::super::keys::{Key, Shape, Table};
use super::super::vocabulary::{BONUS, CLAUSE, PLAN as PLAN_KEYS, SCENARIO};
use super::{MINIMAL, PLAN, load, valid};
use crate::simulation::simulate;

/// A shock to change keys of.
const SHOCK: &str = "shock=[{ name = 'one', from = 3, contacts = 1.5 }]";

/// All that a scenario decides.
fn effect(scenario: &Scenario) -> String {
    let Scenario { title, question, currency, model, design, .. } = scenario;
    format!("{title} {question:?} {currency} {model:?} {design:?}")
}

/// Values of a shape, in TOML, at least one of which is not a default.
fn samples(shape: &Shape) -> Vec<String> {
    match shape {
        Shape::Text => vec!["\"another text\"".into()],
        Shape::Currency => vec!["\"EUR\"".into()],
        Shape::Flag => vec!["true".into(), "false".into()],
        Shape::Word(words) => words.iter().map(|word| format!("\"{}\"", word.text)).collect(),
        Shape::Rank => vec!["\"Bronze\"".into()],
        Shape::Whole { min, max, .. } => vec![min.to_string(), max.to_string()],
        Shape::Number { min, max, .. } => vec![min.to_string(), max.to_string()],
        Shape::List { of, min, .. } => samples(of)
            .iter()
            .map(|one| format!("[{}]", vec![one.as_str(); *min.max(&1)].join(",")))
            .collect(),
        Shape::Tiers => vec!["[[0, 0.01], [7, 0.02]]".into()],
        Shape::ByRank(of) => {
            samples(of).iter().map(|one| format!("{{ Silver = {one} }}")).collect()
        }
        Shape::Keys(table) => {
            let built = |key: &&Key| !matches!(key.shape, Shape::Later(_));
            let key = table.keys.iter().find(built).unwrap();
            samples(&key.shape).iter().map(|one| format!("{{ {} = {one} }}", key.name)).collect()
        }
        Shape::Either(first, second) => [samples(first), samples(second)].concat(),
        Shape::Tables(_) | Shape::Later(_) => Vec::new(),
    }
}

/// Whether some value of the key at `prefix` is accepted and changes what the scenario decides.
fn matters(prefix: &str, key: &Key, context: &[&str]) -> bool {
    matters_in(PLAN, prefix, key, context)
}

/// The same beside another plan.
fn matters_in(plan: &str, prefix: &str, key: &Key, context: &[&str]) -> bool {
    let before = effect(&valid(MINIMAL, plan, context));
    samples(&key.shape).iter().any(|sample| {
        let setting = format!("{prefix}{}={sample}", key.name);
        let overrides: Vec<&str> = context.iter().copied().chain([setting.as_str()]).collect();
        load(MINIMAL, plan, &overrides).is_ok_and(|scenario| effect(&scenario) != before)
    })
}

fn keys_without_effect(prefix: &str, table: &Table, context: &[&str]) -> Vec<String> {
    let built = table.all().filter(|key| !matches!(key.shape, Shape::Later(_)));
    let idle = built.filter(|key| !matters(prefix, key, context));
    idle.map(|key| format!("{prefix}{}", key.name)).collect()
}

#[test]
fn every_key_of_a_scenario_can_change_it() {
    let mut idle = Vec::new();
    for key in SCENARIO.keys {
        match key.shape.table() {
            Some(table) if key.name == "network" => {
                // A path says nothing of what stands in the file, which has tests of its own.
                for key in table.keys.iter().filter(|key| key.name != "file") {
                    let kind = key.kinds.first().map(|kind| format!("network.kind={kind}"));
                    let context: Vec<&str> = kind.iter().map(String::as_str).collect();
                    if !matters("network.", key, &context) {
                        idle.push(key.name.to_owned());
                    }
                }
            }
            Some(table) if matches!(key.shape, Shape::Tables(_)) => {
                let prefix = format!("{}.one.", key.name);
                idle.extend(keys_without_effect(&prefix, table, &[SHOCK]));
            }
            Some(table) => {
                // What is taken off a fee needs one.
                let prefix = format!("{}.", key.name);
                idle.extend(keys_without_effect(&prefix, table, &["plan.join.fee=10"]));
            }
            None if key.name == "plan" => {}
            None => idle.extend((!matters("", key, &[])).then(|| key.name.to_owned())),
        }
    }
    // A name is for overrides.
    assert_eq!(idle, ["shock.one.name"]);
}

#[test]
fn every_key_of_a_plan_can_change_it() {
    let mut idle = Vec::new();
    for key in PLAN_KEYS.keys {
        let prefix = format!("plan.{}.", key.name);
        match key.shape {
            Shape::Keys(table) if !std::ptr::eq(table, &raw const CLAUSE) => {
                idle.extend(keys_without_effect(&prefix, table, &[]));
            }
            Shape::Keys(_) | Shape::Tables(_) | Shape::Later(_) => {}
            _ => idle.extend((!matters("plan.", key, &[])).then(|| format!("plan.{}", key.name))),
        }
    }
    assert_eq!(idle, Vec::<String>::new());
}

#[test]
fn every_key_of_a_clause_can_change_it() {
    let gv = |prefix: &str| format!("{prefix}gv=500");
    for (prefix, forbidden) in [
        ("plan.active.", &["recruits_per_leg", "rank", "active"][..]),
        ("plan.rank.Silver.", &["recruits_per_leg"]),
        ("plan.bonus.team.need.", &["recruits_per_leg"]),
    ] {
        let gv = gv(prefix);
        let idle = keys_without_effect(prefix, &CLAUSE, &[gv.as_str()]);
        let forbidden: Vec<_> = forbidden.iter().map(|key| format!("{prefix}{key}")).collect();
        assert_eq!(idle, forbidden);
    }
}

#[test]
fn every_key_of_a_rank_can_change_it() {
    let table = PLAN_KEYS.key("rank", None).and_then(|key| key.shape.table()).unwrap();
    for key in table.keys {
        assert!(matters("plan.rank.Silver.", key, &[]), "{}", key.name);
    }
}

/// Bonuses of all kinds.
const KINDS: &str = r#"
breakaway = "Silver"
[[tree]]
name = "seats"
place = "bfs"
width = 2
[active]
pv = 1
[[rank]]
name = "Bronze"
[[rank]]
name = "Silver"
pv = 10
[[bonus]]
name = "sales"
kind = "retail"
paid_by = "company"
[[bonus]]
name = "team"
kind = "level"
rates = [0.1, 0.05]
[[bonus]]
name = "group"
kind = "differential"
brackets = [[1, 0.1]]
[[bonus]]
name = "ranks"
kind = "differential"
rates = { Bronze = 0.1 }
[[bonus]]
name = "pairs"
kind = "pair"
tree = "seats"
rate = 0.1
[[bonus]]
name = "fund"
kind = "pool"
share = 0.02
points = { Bronze = 1 }
[[bonus]]
name = "reward"
kind = "award"
on = "recruit"
amount = 20
[[bonus]]
name = "full"
kind = "award"
on = "fill"
tree = "seats"
levels = 2
amount = 20
"#;

#[test]
fn every_key_of_a_bonus_can_change_it() {
    // A kind brings other keys with it, a tree has the name of one, and rates follow from one of
    // two keys.
    for (name, kind, alone) in [
        ("sales", "retail", &["kind"][..]),
        ("team", "level", &["kind", "guarantee", "tree"]),
        ("group", "differential", &["kind", "rates", "tree"]),
        ("ranks", "differential", &["kind", "brackets", "by", "tree"]),
        ("pairs", "pair", &["kind", "tree"]),
        ("fund", "pool", &["kind"]),
        ("reward", "award", &["kind", "levels", "tree"]),
        ("full", "award", &["kind", "on", "tree"]),
    ] {
        let keys = BONUS.all().filter(|key| key.goes_with(Some(kind)));
        let prefix = format!("plan.bonus.{name}.");
        let idle = keys.filter(|key| !matters_in(KINDS, &prefix, key, &[]));
        let idle: Vec<_> = idle.map(|key| key.name).collect();
        assert_eq!(idle, alone, "{name}");
    }
}

#[test]
fn every_key_of_a_tree_of_its_pairs_and_of_its_legs_can_change_it() {
    const MATRIX: &str = "[[tree]]\nname = \"seats\"\nplace = \"bfs\"\nwidth = 3\n\
                          [[bonus]]\nname = \"a\"\nkind = \"level\"\nrates = [0.1]\n\
                          tree = \"seats\"\n\
                          [[tree]]\nname = \"money\"\nplace = \"pass_up\"\nn = 1\n";
    const BOARDS: &str = "[[tree]]\nname = \"boards\"\nplace = \"board\"\nwidth = 2\ndepth = 3\n\
                          [[bonus]]\nname = \"a\"\nkind = \"award\"\non = \"cycle\"\n\
                          amount = 9\n";
    let table = |key: &str| BONUS.key(key, Some("pair")).and_then(|key| key.shape.table()).unwrap();
    let idle = |plan, prefix: &str, table: &Table, context: &[&str]| -> Vec<&str> {
        let built = table.keys.iter().filter(|key| !matches!(key.shape, Shape::Later(_)));
        built.filter(|key| !matters_in(plan, prefix, key, context)).map(|key| key.name).collect()
    };
    let tree = PLAN_KEYS.key("tree", None).and_then(|key| key.shape.table()).unwrap();
    assert_eq!(idle(MATRIX, "plan.tree.seats.", tree, &[]), ["name", "depth", "n", "follow"]);
    let of_boards = idle(BOARDS, "plan.tree.boards.", tree, &[]);
    assert_eq!(of_boards, ["name", "place", "n", "vacant"], "another place has no `depth`");
    assert!(matters_in(MATRIX, "plan.tree.money.", tree.key("n", None).unwrap(), &[]));
    let (cap, volume) = ("plan.bonus.pairs.cap.", "plan.bonus.pairs.cap.volume=5");
    assert!(idle(KINDS, cap, table("cap"), &[volume]).is_empty());
    assert!(idle(KINDS, "plan.bonus.pairs.carry.", table("carry"), &[]).is_empty());
    let legs = CLAUSE.key("recruits_per_leg", None).unwrap();
    for prefix in ["plan.active.", "plan.rank.Silver.", "plan.bonus.pairs.need."] {
        assert!(matters_in(KINDS, prefix, legs, &[]), "{prefix}");
    }
}

#[test]
fn a_key_without_effect_would_be_noticed() {
    let title = SCENARIO.key("title", None).unwrap();
    assert!(matters("", title, &[]));
    let same = Key { shape: Shape::whole(50, 50), name: "founders", ..*title };
    assert!(!matters("market.", &same, &[]));
}

/// What is accepted can be simulated: a run cannot fail.
#[test]
fn the_ends_of_every_range_can_be_simulated() {
    const SMALL: [&str; 4] =
        ["study.months=12", "market.population=60", "market.founders=5", SHOCK];
    let mut simulated = 0;
    let mut simulate_ends = |prefix: &str, table: &Table| {
        for key in table.all().filter(|key| !matches!(key.shape, Shape::Later(_))) {
            for sample in samples(&key.shape) {
                let setting = format!("{prefix}{}={sample}", key.name);
                let overrides = [SMALL[0], SMALL[1], SMALL[2], SMALL[3], &setting];
                let Ok(scenario) = load(MINIMAL, PLAN, &overrides) else { continue };
                // Two runs, for what happens is left to chance.
                for run in 0..2 {
                    let report = simulate(&scenario.model, 1, run);
                    assert!(report.member_months > 0, "{setting}");
                }
                simulated += 1;
            }
        }
    };
    for (root, prefix) in [(&SCENARIO, ""), (&PLAN_KEYS, "plan.")] {
        for key in root.keys.iter().filter(|key| key.name != "plan") {
            if let Shape::Keys(table) = key.shape {
                simulate_ends(&format!("{prefix}{}.", key.name), table);
            }
        }
    }
    let shock = SCENARIO.key("shock", None).and_then(|key| key.shape.table()).unwrap();
    simulate_ends("shock.one.", shock);
    simulate_ends("plan.bonus.sales.", &BONUS);
    simulate_ends("plan.bonus.team.", &BONUS);
    simulate_ends("plan.rank.Silver.", &CLAUSE);
    let mut simulate_ends = |prefix: &str, keys: &[&Key]| {
        for key in keys.iter().filter(|key| !matches!(key.shape, Shape::Later(_))) {
            for sample in samples(&key.shape) {
                let setting = format!("{prefix}{}={sample}", key.name);
                let overrides = [SMALL[0], SMALL[1], SMALL[2], &setting];
                let Ok(scenario) = load(MINIMAL, KINDS, &overrides) else { continue };
                let report = simulate(&scenario.model, 1, 0);
                assert!(report.member_months > 0, "{setting}");
                simulated += 1;
            }
        }
    };
    let of_pairs: Vec<&Key> = BONUS.all().filter(|key| key.goes_with(Some("pair"))).collect();
    simulate_ends("plan.bonus.pairs.", &of_pairs);
    let of_trees = PLAN_KEYS.key("tree", None).and_then(|key| key.shape.table()).unwrap();
    simulate_ends("plan.tree.seats.", &of_trees.all().collect::<Vec<_>>());
    assert!(simulated > 90, "{simulated}");
}
