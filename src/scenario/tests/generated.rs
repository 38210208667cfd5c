use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use super::super::keys::{Presence, Shape, Table};
use super::super::tree::{self, Node, read_document};
use super::super::vocabulary::{BONUS, CLAUSE, DISCLOSURE, PLAN as PLAN_KEYS, SCENARIO};
use super::super::{Scenario, SchemaKind, is_plan, reference, schema};
use super::{MINIMAL, PLAN, valid};

const SHIPPED: [&str; 5] = ["big-city", "direct-sales", "saturation", "small-town", "unilevel"];

pub(super) fn read(path: &str) -> String {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(path);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn assert_current(path: &str, expected: &str, command: &str) {
    assert!(read(path) == expected, "{path} is out of date: run `{command} > {path}`");
}

/// Plans like those of companies of which nothing is known that limits what pairs are paid.
const BINARY_PLANS: [&str; 3] =
    ["/usana-like.toml", "/usana-weekly-like.toml", "/hb-naturals-like.toml"];

#[test]
fn the_generated_files_are_current() {
    let text = |kind| format!("{:#}\n", schema(kind));
    let scenario = text(SchemaKind::Scenario);
    assert_current("scenarios/scenario.schema.json", &scenario, "mlmsim schema scenario");
    let plan = text(SchemaKind::Plan);
    assert_current("scenarios/plan.schema.json", &plan, "mlmsim schema plan");
    let disclosure = text(SchemaKind::Disclosure);
    assert_current("data/disclosure.schema.json", &disclosure, "mlmsim schema disclosure");
    assert_current("docs/scenario-reference.md", &reference(), "mlmsim reference");
}

/// A shipped file, by what its first line says that it is.
struct Shipped {
    path: String,
    text: String,
    kind: SchemaKind,
}

/// All TOML files below `scenarios/`.
fn shipped() -> Vec<Shipped> {
    let files: Vec<_> = toml_files("scenarios")
        .into_iter()
        .map(|path| {
            let text = read(&path);
            let named = text.lines().next().unwrap().rsplit('/').next().unwrap();
            let kind = match named {
                "scenario.schema.json" => SchemaKind::Scenario,
                "plan.schema.json" => SchemaKind::Plan,
                _ => panic!("the first line of {path} names no schema"),
            };
            Shipped { path, text, kind }
        })
        .collect();
    for kind in [SchemaKind::Scenario, SchemaKind::Plan] {
        assert!(files.iter().filter(|file| file.kind == kind).count() >= 3);
    }
    files
}

#[test]
fn every_shipped_file_is_loaded_and_held_against_its_schema() {
    for Shipped { path, text, kind } in shipped() {
        assert_eq!(is_plan(&text), kind == SchemaKind::Plan, "{path} is what its first line says");
        let loaded = match kind {
            SchemaKind::Scenario => Scenario::parse(&path, &text, &[], &mut |plan| Ok(read(plan))),
            SchemaKind::Plan => Scenario::around_plan(&path, &text, &[]),
            SchemaKind::Disclosure => panic!("{path} is among the scenarios"),
        };
        let scenario = loaded.unwrap_or_else(|error| panic!("{error}"));
        // Known answers may do without bonuses, and are warned of that on purpose. Nothing that is
        // known of a company limits what its binary plan pays.
        let may_warn = path.starts_with("scenarios/verification/")
            || BINARY_PLANS.iter().any(|plan| path.ends_with(plan));
        assert!(scenario.warnings.is_empty() || may_warn, "{}", scenario.warnings);
        let schema = schema(kind);
        let entries = read_document(&text, 0, &mut Vec::new()).unwrap();
        let node = Node { value: tree::Value::Table(entries), place: None };
        assert_known(&schema, &schema["definitions"], &node, &path);
    }
}

#[test]
fn a_file_that_its_schema_does_not_know_would_be_noticed() {
    let faults = [
        "[market]\npopluation = 5",
        "[market]\npopulation = \"many\"",
        "[plans]",
        // What belongs to another kind, and what a kind needs.
        "[network]\nkind = \"erdos-renyi\"\nrewiring = 0.5",
        "[network]\nkind = \"edge-list\"\ndegree = 10\nfile = \"x.csv\"",
        "[network]\nkind = \"edge-list\"",
    ];
    for text in faults {
        let schema = schema(SchemaKind::Scenario);
        let entries = read_document(text, 0, &mut Vec::new()).unwrap();
        let node = Node { value: tree::Value::Table(entries), place: None };
        let check = || assert_known(&schema, &schema["definitions"], &node, "");
        assert!(std::panic::catch_unwind(check).is_err(), "{text}");
    }
}

#[test]
fn the_shipped_scenarios_are_short_and_grow() {
    for name in SHIPPED {
        let path = format!("scenarios/{name}.toml");
        let text = read(&path);
        let scenario = Scenario::parse(&path, &text, &[], &mut |plan| Ok(read(plan))).unwrap();
        assert!(scenario.memory_estimate() > 10_000, "{name} grows");
        assert!(text.lines().count() <= 40, "{name}");
    }
}

/// Whether the schema admits a value of this type: a number, or one of the words.
fn admits(schema: &Value, value: &tree::Value) -> bool {
    if let Some(choices) = schema["anyOf"].as_array() {
        return choices.iter().any(|choice| admits(choice, value));
    }
    match value {
        tree::Value::Number(number) => {
            let above = schema["exclusiveMinimum"].as_f64();
            schema["type"] == "number" && above.map_or(number.is_finite(), |above| *number > above)
        }
        tree::Value::Whole(_) => schema["type"] == "number",
        tree::Value::Text(text) => {
            let words = schema["enum"].as_array();
            schema["type"] == "string"
                && words.is_none_or(|words| words.iter().any(|word| word == text))
        }
        tree::Value::Flag(_) => schema["type"] == "boolean",
        tree::Value::Date | tree::Value::Faulty | tree::Value::List(_) | tree::Value::Table(_) => {
            false
        }
    }
}

/// That the schema knows every key of a tree and admits the type of its value.
pub(super) fn assert_known(schema: &Value, definitions: &Value, node: &Node, path: &str) {
    known(schema, definitions, node, path).unwrap_or_else(|fault| panic!("{fault}"));
}

/// Whether a table has all that its kind needs, and nothing of another.
fn of_its_kind(schema: &Value, entries: &[tree::Entry], path: &str) -> Result<(), String> {
    let find = |key: &str| entries.iter().find(|entry| entry.key == key);
    let Some(tree::Value::Text(kind)) = find("kind").map(|entry| &entry.node.value) else {
        return Ok(());
    };
    for rule in schema["allOf"].as_array().into_iter().flatten() {
        if rule["if"]["properties"]["kind"]["const"] != kind.as_str() {
            continue;
        }
        let foreign = |entry: &&tree::Entry| rule["then"]["properties"][&entry.key] == false;
        if let Some(entry) = entries.iter().find(foreign) {
            return Err(format!("{path}.{} is not of kind {kind}", entry.key));
        }
        for needed in rule["then"]["required"].as_array().into_iter().flatten() {
            if needed.as_str().and_then(find).is_none() {
                return Err(format!("{path} lacks {needed}"));
            }
        }
    }
    Ok(())
}

/// Whether it does, or what it does not know.
fn known(schema: &Value, definitions: &Value, node: &Node, path: &str) -> Result<(), String> {
    if let Some(name) = schema["allOf"][0]["$ref"].as_str() {
        let name = name.trim_start_matches("#/definitions/");
        return known(&definitions[name], definitions, node, path);
    }
    let choices = schema["anyOf"].as_array().map(Vec::as_slice).unwrap_or_default();
    let parts = || std::iter::once(schema).chain(choices);
    // One of the choices must know all of a node.
    let one_of = |fitting: Vec<&Value>, node: &Node, path: &str| {
        let mut verdict = Err(format!("the schema lacks {path}"));
        for part in fitting {
            verdict = known(part, definitions, node, path);
            if verdict.is_ok() {
                break;
            }
        }
        verdict
    };
    match &node.value {
        tree::Value::Table(entries) => {
            of_its_kind(schema, entries, path)?;
            for entry in entries {
                let path = format!("{path}.{}", entry.key);
                let of_key = |part: &'_ Value| {
                    let properties = part["properties"].get(&entry.key).cloned();
                    properties.or(part.get("additionalProperties").cloned())
                };
                let fitting: Vec<Value> =
                    parts().filter_map(of_key).filter(Value::is_object).collect();
                one_of(fitting.iter().collect(), &entry.node, &path)?;
            }
            Ok(())
        }
        tree::Value::List(elements) => {
            for (at, element) in elements.iter().enumerate() {
                // Pairs have a schema for each place, lists one for all.
                let of_place = |items: &'_ Value| items.get(at).unwrap_or(items).clone();
                let fitting: Vec<Value> =
                    parts().filter_map(|part| part.get("items")).map(of_place).collect();
                one_of(fitting.iter().collect(), element, path)?;
            }
            Ok(())
        }
        value if admits(schema, value) => Ok(()),
        value => Err(format!("the schema refuses {path}: {value:?}")),
    }
}

/// The paths of the TOML files below a folder of the project, sorted.
pub(super) fn toml_files(folder: &str) -> Vec<String> {
    let absolute = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(folder);
    let mut found = Vec::new();
    for entry in fs::read_dir(absolute).unwrap() {
        let entry = entry.unwrap();
        let path = format!("{folder}/{}", entry.file_name().to_str().unwrap());
        if entry.file_type().unwrap().is_dir() {
            found.extend(toml_files(&path));
        } else if Path::new(&path).extension().is_some_and(|ending| ending == "toml") {
            found.push(path);
        }
    }
    found.sort();
    found
}

#[test]
fn the_schemas_admit_infinity_as_a_word_and_as_a_number() {
    let population =
        &schema(SchemaKind::Scenario)["properties"]["market"]["properties"]["population"];
    assert!(admits(population, &tree::Value::Text("infinite".into())));
    assert!(admits(population, &tree::Value::Whole(5)));
    assert!(admits(population, &tree::Value::Number(f64::INFINITY)));
    assert!(!admits(population, &tree::Value::Number(f64::NEG_INFINITY)));
    let founders = &schema(SchemaKind::Scenario)["properties"]["market"]["properties"]["founders"];
    assert!(!admits(founders, &tree::Value::Number(f64::INFINITY)));
    let rejoin =
        &schema(SchemaKind::Scenario)["properties"]["market"]["properties"]["rejoin_after"];
    assert_eq!(rejoin["default"], "infinite");
    assert!(!admits(population, &tree::Value::Text("inf".into())));
}

#[test]
fn infinity_is_shown_as_it_is_written() {
    for page in [reference(), schema(SchemaKind::Scenario).to_string()] {
        assert!(!page.contains("`inf`") && !page.contains("Default: inf."));
    }
    assert!(reference().contains("| `\"infinite\"` | time after leaving"));
    let described = valid(MINIMAL, PLAN, &[]).describe(&[]);
    let line = described.lines().find(|line| line.contains("rejoin_after")).unwrap();
    assert!(line.contains(" infinite ") && line.contains("(default)"), "{line}");
    // What is shown is what may be set.
    valid(MINIMAL, PLAN, &["market.rejoin_after=infinite"]);
}

#[test]
fn a_market_without_end_is_described_with_its_end() {
    let described =
        |population: &str| valid(MINIMAL, PLAN, &[population, "study.months=12"]).describe(&[]);
    let sentence =
        "Nobody more signs up once 50_000_000 have ever joined, and a run may need about 0.";
    assert!(described("market.population=infinite").contains(sentence));
    assert!(!described("market.population=1e6").contains("50_000_000"));
}

/// Every built key stands in the schema of its table, with its range and default.
fn assert_complete(schema: &Value, table: &Table) {
    assert_eq!(schema["additionalProperties"], Value::Bool(false), "{}", table.title);
    for key in table.all() {
        let property = &schema["properties"][key.name];
        if matches!(key.shape, Shape::Later(_)) {
            assert!(property.is_null(), "{} is not built", key.name);
            continue;
        }
        let built = [
            "retail",
            "level",
            "differential",
            "pair",
            "pool",
            "award",
            "watts-strogatz",
            "edge-list",
        ];
        if !built.iter().any(|kind| key.goes_with(Some(kind))) {
            continue;
        }
        assert!(property["description"].is_string(), "{} {}", table.title, key.name);
        if let Shape::Keys(inner) = key.shape
            && property.get("properties").is_some()
        {
            assert_complete(property, inner);
        }
        if let Shape::Tables(inner) = key.shape {
            assert_complete(&property["items"], inner);
        }
    }
}

#[test]
fn the_schemas_are_complete() {
    let scenario = schema(SchemaKind::Scenario);
    assert_complete(&scenario, &SCENARIO);
    assert_complete(&scenario["definitions"]["clause"], &CLAUSE);
    assert_complete(&schema(SchemaKind::Plan), &PLAN_KEYS);
    assert_complete(&schema(SchemaKind::Disclosure), &DISCLOSURE);
    let conversion = &scenario["properties"]["selling"]["properties"]["conversion"];
    assert_eq!(conversion["default"], 0.05);
    assert_eq!((&conversion["minimum"], &conversion["maximum"]), (&0.into(), &1.into()));
    assert_eq!(scenario["required"][0], "plan");
    let plan = schema(SchemaKind::Plan);
    let base = &plan["properties"]["bonus"]["items"]["properties"]["base"];
    assert!(base["default"].is_null(), "the kinds have different defaults");
    let description = base["description"].as_str().unwrap();
    for default in [
        "Kind: retail. Default: \"price\".",
        "Kind: level, differential, pair, pool. Default: \"cv\".",
    ] {
        assert!(description.contains(default), "{description}");
    }
    let rates = &plan["properties"]["bonus"]["items"]["properties"]["rates"]["anyOf"];
    let types: Vec<_> = rates.as_array().unwrap().iter().map(|one| &one["type"]).collect();
    assert_eq!(types, ["array", "object", "object"], "lists, lists by rank, rates by rank");
}

#[test]
fn the_reference_page_names_every_built_key() {
    let page = reference();
    for table in [&SCENARIO, &PLAN_KEYS, &CLAUSE, &BONUS, &DISCLOSURE] {
        for key in table.keys {
            assert!(page.contains(key.name), "{}", key.name);
        }
    }
    assert!(!page.contains("(M)"), "figures from memory are not shown");
}

#[test]
fn every_default_is_valid_and_in_the_description() {
    let scenario = valid(MINIMAL, PLAN, &["study.months=24"]);
    let text = scenario.describe(&[("market", "Who is left is counted.")]);
    assert!(text.contains("   1  market  Who is left is counted."), "{text}");
    for key in SCENARIO.keys {
        // What is off by default is not described.
        if key.presence == Presence::Optional {
            continue;
        }
        let Shape::Keys(table) = key.shape else { continue };
        assert!(text.contains(table.title), "{text}");
        for key in table.keys {
            let line = text.lines().find(|line| line.trim_start().starts_with(key.name));
            let line = line.unwrap_or_else(|| panic!("{} is described", key.name));
            assert!(matches!(key.presence, Presence::Default(_)));
            assert_eq!(line.contains("(default)"), key.name != "months", "{line}");
        }
    }
}

#[test]
fn every_shock_is_described() {
    let shocks =
        "shock=[{ name = 'stop', from = 3, sign_ups = 0 }, { name = 'fashion', from = 7 }]";
    let text = valid(MINIMAL, PLAN, &[shocks]).describe(&[]);
    let of_shocks: Vec<_> = text.split("[[shock]]").skip(1).collect();
    assert!(of_shocks[0].contains(" stop ") && of_shocks[1].contains(" fashion "), "{text}");
    assert_eq!(of_shocks.len(), 2);
}

#[test]
fn a_plan_is_described_in_words() {
    let plan = "[product]\ndiscount = 0.3\n[join]\nfee = 50\npack = 2\n[active]\npv = 100\n\
                [cap]\nshare = 0.5\n[[rank]]\nname = \"A\"\nrecruits = 2\nkeep = \"title\"\n\
                [[rank]]\nname = \"B\"\nany = [{ gv = 1000 }, { legs = { A = 2 }, months = 3 }]\n\
                [[bonus]]\nname = \"margin\"\nkind = \"retail\"\n\
                [[bonus]]\nname = \"team\"\nkind = \"level\"\nrates = [0.1, 0.055]\nstep = \"active\"\n\
                depth = { A = 1, B = 2 }\nafter = 2\ncap = { amount = 900 }\nneed = { active = true }\n\
                [[bonus]]\nname = \"match\"\nkind = \"level\"\nrates = [0.1]\nbase = \"pay:team\"\n";
    let text = valid(MINIMAL, plan, &[]).describe(&[]);
    let plan: Vec<_> = text.lines().skip_while(|line| !line.starts_with("The plan")).collect();
    let plan = plan.split(|line| line.is_empty()).next().unwrap().join("\n");
    insta::assert_snapshot!(plan, @r#"
    The plan `p`:
      A unit lists at 40.00 USD and costs members 30 % less; the goods cost the company 20 % of the list price.
      Each USD that members pay counts as 1 point and as 1 USD of volume.
      Joining costs 50.00 USD and a pack of 2 units; staying costs 0.00 USD a year.
      A member is active with personal volume of at least 100 points.
      Rank 1 `A`: 2 active recruits, kept once earned.
      Rank 2 `B`: either group volume of at least 1000 points or (2 legs with `A` and for 3 months in a row).
      Bonus `margin`: the seller's customers pay him 30 % of the price of retail orders.
      Bonus `team`: the uplines, the inactive passed over, get a share of the commissionable volume of all orders after the buyer's first 2 months: members without rank get nothing; from `A` on 10 %; from `B` on 10 %, 5.5 %. Needed: active. At most 900.00 USD a month each.
      Bonus `match`: the uplines get 10 % of what `team` paid.
      All company-paid bonuses are limited to 50 % of the volume.
      Left at their defaults: `product.price`, `product.cost`, `product.pv`, `product.cv`, `join.renewal`, `rank.A.months`, `rank.B.keep`, `rank.B.months`, `bonus.margin.mode`, `bonus.margin.paid_by`, `bonus.margin.base`, `bonus.margin.orders`, `bonus.team.start`, `bonus.team.tree`, `bonus.team.base`, `bonus.team.orders`, `bonus.match.start`, `bonus.match.step`, `bonus.match.tree`, `bonus.match.orders`.
    "#);
}

#[test]
fn own_rates_funds_and_awards_are_described_in_words() {
    let bonus = |name: &str, kind: &str, keys: &str| {
        format!("[[bonus]]\nname = \"{name}\"\nkind = \"{kind}\"\n{keys}\n")
    };
    let plan = [
        "breakaway = \"B\"\n".to_owned(),
        ["A", "B", "C"].map(|name| format!("[[rank]]\nname = \"{name}\"\n")).concat(),
        bonus(
            "performance",
            "differential",
            "brackets = [[100, 0.03], [300, 0.055]]\nfloor = \"best_leg\"",
        ),
        bonus("sales", "differential", "brackets = [[0, 0.1]]\nby = \"pv\"\nstop = \"none\""),
        bonus("group", "differential", "brackets = [[0, 0.1]]\nby = \"gv\"\nbase = \"price\""),
        bonus("infinity", "differential", "rates = { A = 0.02, C = 0.03 }\nstart = 1\nfirst = 2"),
        bonus(
            "fund",
            "pool",
            "share = 0.02\npoints = { A = 1, B = 2.5 }\nneed = { active = true }",
        ),
        bonus("car", "award", "on = \"rank\"\namount = { A = 50, C = 1000 }"),
        bonus("guest", "award", "on = \"recruit\"\namount = { B = 20 }"),
        bonus("friend", "award", "on = \"recruit\"\namount = 5\ncap = { amount = 50 }"),
    ];
    let text = valid(MINIMAL, &plan.concat(), &[]).describe(&[]);
    let bonuses: Vec<_> = text.lines().skip_while(|line| !line.contains("Bonus")).take(8).collect();
    insta::assert_snapshot!(bonuses.join("\n"), @r#"
    Bonus `performance`: the buyer and his uplines get the difference between their own rate and the highest paid below them on the same order, of the commissionable volume of all orders, up to the first who has broken away; own rates: 3 % from 100 points, 5.5 % from 300 points of personal group volume, and never less than the best leg.
    Bonus `sales`: the buyer and his uplines get the difference between their own rate and the highest paid below them on the same order, of the commissionable volume of all orders; own rates: 10 % from 0 points of personal volume.
    Bonus `group`: the buyer and his uplines get the difference between their own rate and the highest paid below them on the same order, of the price of all orders, up to the first who has broken away; own rates: 10 % from 0 points of group volume.
    Bonus `infinity`: the uplines get the difference between their own rate and the highest paid below them on the same order, of the commissionable volume of all orders in the buyer's first 2 months, up to the first who has broken away; own rates: 2 % from `A` on, 3 % from `C` on.
    Bonus `fund`: 2 % of the commissionable volume of all orders is divided by points: 1 point from `A` on, 2.5 points from `B` on. Needed: active.
    Bonus `car`: when a rank is reached for the first time, 50.00 USD for `A`, 1000.00 USD for `C`.
    Bonus `guest`: for each recruit when he joins, 20.00 USD from `B` on.
    Bonus `friend`: for each recruit when he joins, 5.00 USD. At most 50.00 USD a month each.
    "#);
}

#[test]
fn boards_are_described_in_words() {
    let plan = |follow: &str| {
        format!(
            "[[tree]]\nname = \"board\"\nplace = \"board\"\nwidth = 2\ndepth = 3\n{follow}\n\
             [[bonus]]\nname = \"gift\"\nkind = \"award\"\non = \"cycle\"\namount = 20000\n"
        )
    };
    let text = valid(MINIMAL, &plan(""), &[]).describe(&[]);
    for words in [
        "Recruits take seats on the oldest board, in the last of its rows of 1, 2, 4.",
        "each of the 2 below him is the top of a board of his own",
        "Bonus `gift`: to whoever is at the top of a board when it is full, 20000.00 USD.",
    ] {
        assert!(text.contains(words), "{text}");
    }
    let text = valid(MINIMAL, &plan("follow = true"), &[]).describe(&[]);
    assert!(text.contains("on their sponsor's board, or on the oldest where"), "{text}");
    let matrix = "[[tree]]\nname = \"matrix\"\nplace = \"bfs\"\nwidth = 3\n[[bonus]]\nname = \"full\"\n\
                  tree = \"matrix\"\nkind = \"award\"\non = \"fill\"\nlevels = 2\namount = 50\n";
    let text = valid(MINIMAL, matrix, &[]).describe(&[]);
    let words = "when 2 levels of seats below a member are full for the first time, 50.00 USD.";
    assert!(text.contains(words), "{text}");
}

#[test]
fn seats_and_pairs_are_described_in_words() {
    let plan = "[[tree]]\nname = \"seats\"\nplace = \"weak\"\nwidth = 2\nvacant = \"refill\"\n\
                [[rank]]\nname = \"A\"\n\
                [[bonus]]\nname = \"binary\"\nkind = \"pair\"\ntree = \"seats\"\nrate = { A = 0.2 }\n\
                ratio = [2, 1]\nunit = 200\nmin = 125\ncap = { volume = 5000, over = \"flush\" }\n\
                carry = { max = 5000, lose = \"unqualified\" }\n\
                need = { active = true, recruits_per_leg = 1 }\n\
                [[bonus]]\nname = \"plain\"\nkind = \"pair\"\ntree = \"seats\"\nrate = 0.1\n\
                [[bonus]]\nname = \"matrix\"\nkind = \"level\"\ntree = \"seats\"\nrates = [0.05]\n\
                [[tree]]\nname = \"money\"\nplace = \"pass_up\"\nn = 2\n\
                [[bonus]]\nname = \"two-up\"\nkind = \"level\"\ntree = \"money\"\nrates = [0.5]\n";
    let text = valid(MINIMAL, plan, &[]).describe(&[]);
    let words = ["Bonus", "placed", "belong"];
    let is_asked = |line: &&str| words.iter().any(|word| line.contains(word));
    let lines: Vec<_> = text.lines().filter(is_asked).collect();
    insta::assert_snapshot!(lines.join("\n"), @r#"
    At most 2 members are placed directly below one: who finds no seat below his sponsor goes down the edge of his sponsor's leg with less volume. Seats of leavers with somebody below them are given to the next recruit.
    A member's first 2 recruits belong to whomever he belongs to himself, later ones to him; who joined without a sponsor keeps all.
    Bonus `binary`: 20 % from `A` on of what both legs of a member have of the commissionable volume of all orders, 2 of the stronger taken for 1 of the weaker, in units of 200 points, from 125 points on, up to 5000 points; what is not matched is carried, what is above the cap is lost, up to 5000 points a leg, and lost by those who may not be paid. Needed: 1 active recruit in each leg of the placement tree, active.
    Bonus `plain`: 10 % of what both legs of a member have of the commissionable volume of all orders; what is not matched is lost.
    Bonus `matrix`: those placed above the buyer get 5 % of the commissionable volume of all orders.
    Bonus `two-up`: those to whom the buyer belongs in turn get 50 % of the commissionable volume of all orders.
    "#);
}

#[test]
fn ranks_are_not_mentioned_where_all_get_the_same_and_one_thing_is_singular() {
    let plan = "[[rank]]\nname = \"A\"\npv = 60\nrecruits = 1\n\
                [[rank]]\nname = \"B\"\nlegs = { A = 1 }\n\
                [[bonus]]\nname = \"team\"\nkind = \"level\"\nrates = [0.25, 0.1]\nfirst = 1\n\
                depth = { A = 2, B = 5 }\n\
                [[bonus]]\nname = \"all\"\nkind = \"level\"\nrates = [0.25, 0.1]\nafter = 1\n";
    let text = valid(MINIMAL, plan, &[]).describe(&[]);
    for line in [
        "  Rank 1 `A`: personal volume of at least 60 points, 1 active recruit.",
        "  Rank 2 `B`: 1 leg with `A`.",
        "  Bonus `all`: the uplines get 25 %, 10 % of the commissionable volume of all orders \
         after the buyer's first month.",
    ] {
        assert!(text.lines().any(|found| found == line), "{line}\n{text}");
    }
    assert!(!text.contains("first 1 months"), "{text}");
}
