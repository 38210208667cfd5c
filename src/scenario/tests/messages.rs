use insta::assert_snapshot;

use super::super::{Scenario, ScenarioError, is_disclosure, is_plan};
use super::{MINIMAL, PLAN, load, valid};
use crate::compensation::BonusKind;
use crate::units::Rate;

/// What is said about a scenario with a good plan.
fn scenario(text: &str) -> String {
    load(text, PLAN, &[]).unwrap_err().to_string()
}

/// What is said about a good scenario with this plan.
fn plan(text: &str) -> String {
    load(MINIMAL, text, &[]).unwrap_err().to_string()
}

/// What is said about a good scenario and plan with these overrides.
fn overridden(overrides: &[&str]) -> String {
    load(MINIMAL, PLAN, overrides).unwrap_err().to_string()
}

#[test]
fn an_empty_text_is_shown_a_minimal_scenario() {
    assert_snapshot!(scenario(""), @r#"
    error: scenarios/x.toml has 1 problem

    --> scenarios/x.toml
     = note: the scenario names no plan
     = help: a minimal scenario is one line, the path of a plan file:
             plan = "plans/unilevel.toml"
             or the plan itself:
             [[plan.bonus]]
             name = "margin"
             kind = "retail"
    "#);
}

#[test]
fn a_plan_in_place_of_a_scenario_is_told_to_be_one() {
    assert_snapshot!(scenario(PLAN), @r#"
    error: scenarios/x.toml has 1 problem

    --> scenarios/x.toml
     = note: this is a plan, and a scenario is what can be simulated
     = help: write a scenario beside it that names it; one line is enough:
             plan = "x.toml"
    "#);
}

#[test]
fn a_plan_by_itself_has_its_own_faults_only() {
    let around = |text: &str, overrides: &[String]| {
        Scenario::around_plan("plans/p.toml", text, overrides)
            .map(|scenario| scenario.describe_plan())
    };
    let fault = "[product]\nprize = 5\n[[bonus]]\nname = \"x\"\nkind = \"retail\"\n";
    assert_snapshot!(around(fault, &["plan.bonus.y.rate=0".into()]).unwrap_err(), @r#"
    error: plans/p.toml and the command line have 2 problems

     --> plans/p.toml:2:1
      |
    2 | prize = 5
      | ^^^^^ unknown key in `[product]`
      |
      = help: did you mean `price`?

     |
     | --set plan.bonus.y.rate=0
     |                  ^ no bonus is called `y`
     |
     = help: the names are `x`
    "#);
    let described = around(PLAN, &["plan.name=Ours".into(), "study.currency=EUR".into()]).unwrap();
    assert!(described.starts_with("The plan `Ours`:\n  A unit lists at 40.00 EUR"), "{described}");
    assert!(described.ends_with("\nAmounts are in EUR, unless a scenario says otherwise.\n"));
}

#[test]
fn disclosures_are_told_from_scenarios_and_plans_by_their_keys() {
    let disclosure = "company = \"x\"\nyear = 2020\n[[figure]]\n";
    assert!(is_disclosure(disclosure) && !is_plan(disclosure));
    let both = format!("title = \"x\"\n{disclosure}");
    for other in ["", MINIMAL, PLAN, "colour = 1", "company = ", &both] {
        assert!(!is_disclosure(other), "{other}");
    }
    let said = load(disclosure, PLAN, &[]).unwrap_err().to_string();
    for words in
        ["has 1 problem", "this is a disclosure", "`mlmsim compare-to scenarios/x.toml SCENARIO`"]
    {
        assert!(said.contains(words), "{said}");
    }
}

#[test]
fn plans_are_told_from_scenarios_by_their_keys() {
    for plan in [PLAN, "name = \"x\"", "[[bonus]]", "bonus = []\ncolour = 1"] {
        assert!(is_plan(plan), "{plan}");
    }
    let both = format!("title = \"x\"\n{PLAN}");
    for other in ["", MINIMAL, "[market]", "colour = 1", "name = ", &both] {
        assert!(!is_plan(other), "{other}");
    }
}

#[test]
fn bytes_that_are_no_text_are_said_to_be_none() {
    assert_snapshot!(ScenarioError::not_text("scenarios/x.toml"), @r#"
    error: scenarios/x.toml has 1 problem

    --> scenarios/x.toml
     = note: this is not a text file: it is not in UTF-8
     = help: scenarios, plans and disclosures are plain-text TOML files; an editor can save one in the encoding UTF-8
    "#);
}

#[test]
fn a_fault_of_syntax_has_its_place() {
    assert_snapshot!(scenario("plan = \"plans/p.toml\"\n[market\nfounders = 5\n"), @r#"
    error: scenarios/x.toml has 1 problem

     --> scenarios/x.toml:2:8
      |
    2 | [market
      |        ^ unclosed table, expected `]`
      |
      = help: a line is `key = value`, a section starts with `[name]`, text stands in quotes
    "#);
}

#[test]
fn an_unquoted_text_is_told_to_take_quotes() {
    assert_snapshot!(scenario("title = hello\nplan = \"plans/p.toml\"\n"), @r#"
    error: scenarios/x.toml has 1 problem

     --> scenarios/x.toml:1:9
      |
    1 | title = hello
      |         ^^^^^ this is neither a number nor quoted text
      |
      = help: put text in quotes: "…"; write five percent as 0.05
    "#);
}

#[test]
fn a_missing_value_is_called_missing() {
    assert_snapshot!(scenario("plan =\n"), @r#"
    error: scenarios/x.toml has 1 problem

     --> scenarios/x.toml:1:7
      |
    1 | plan =
      |       ^ a value is missing here
      |
      = help: write a number, text in quotes, `true`, `false` or a list
    "#);
}

#[test]
fn a_slip_of_the_pen_is_given_the_right_key() {
    assert_snapshot!(scenario("plan = \"plans/p.toml\"\n[market]\npopluation = 5\n"), @r#"
    error: scenarios/x.toml has 1 problem

     --> scenarios/x.toml:3:1
      |
    3 | popluation = 5
      | ^^^^^^^^^^ unknown key in `[market]`
      |
      = help: did you mean `population`?
    "#);
}

#[test]
fn a_key_from_nowhere_is_given_the_known_keys() {
    assert_snapshot!(scenario("plan = \"plans/p.toml\"\n[market]\ncolour = 5\n"), @r#"
    error: scenarios/x.toml has 1 problem

     --> scenarios/x.toml:3:1
      |
    3 | colour = 5
      | ^^^^^^ unknown key in `[market]`
      |
      = help: known keys: `population`, `founders`, `overlap`, `spontaneous`, `crowding`, `customers_run_out` and `rejoin_after`
    "#);
}

#[test]
fn a_key_of_another_section_is_told_where_it_belongs() {
    assert_snapshot!(scenario("plan = \"plans/p.toml\"\nfee = 5\n[market]\nruns = 5\n"), @r#"
    error: scenarios/x.toml has 2 problems

     --> scenarios/x.toml:2:1
      |
    2 | fee = 5
      | ^^^ unknown key in a scenario
      |
      = help: `fee` belongs in `[join]` of the plan

     --> scenarios/x.toml:4:1
      |
    4 | runs = 5
      | ^^^^ unknown key in `[market]`
      |
      = help: `runs` belongs in `[study]` of the scenario
    "#);
}

#[test]
fn a_plan_named_below_a_section_is_not_also_missing() {
    assert_snapshot!(scenario("[study]\nmonths = 24\nplan = \"plans/p.toml\"\n"), @r#"
    error: scenarios/x.toml has 1 problem

     --> scenarios/x.toml:3:1
      |
    3 | plan = "plans/p.toml"
      | ^^^^ unknown key in `[study]`
      |
      = help: `plan` stands at the top of a scenario, before the first section
    "#);
}

#[test]
fn a_percentage_is_told_how_to_be_a_share() {
    assert_snapshot!(scenario("plan = \"plans/p.toml\"\n[selling]\nconversion = 5\n"), @r#"
    error: scenarios/x.toml has 1 problem

     --> scenarios/x.toml:3:14
      |
    3 | conversion = 5
      |              ^ a probability lies between 0 and 1
      |
      = help: write 0.05 for 5 %
    "#);
}

#[test]
fn negative_money_is_below_its_range() {
    assert_snapshot!(scenario("plan = \"plans/p.toml\"\n[costs]\nexpenses = -5\n"), @r#"
    error: scenarios/x.toml has 1 problem

     --> scenarios/x.toml:3:12
      |
    3 | expenses = -5
      |            ^^ `expenses` must be at least 0
      |
      = help: `expenses`: tools, events, travel and samples of a builder; default 50
    "#);
}

#[test]
fn a_quoted_number_is_told_to_lose_its_quotes() {
    assert_snapshot!(scenario("plan = \"plans/p.toml\"\n[market]\nfounders = \"5\"\n"), @r#"
    error: scenarios/x.toml has 1 problem

     --> scenarios/x.toml:3:12
      |
    3 | founders = "5"
      |            ^^^ expected a whole number, found text
      |
      = help: write it without quotes: founders = 5
    "#);
}

#[test]
fn an_empty_market_is_below_its_range() {
    assert_snapshot!(scenario("plan = \"plans/p.toml\"\n[market]\npopulation = 0\n"), @r#"
    error: scenarios/x.toml has 1 problem

     --> scenarios/x.toml:3:14
      |
    3 | population = 0
      |              ^ `population` must be at least 1
      |
      = help: `population`: people who could ever join, founders included; default 100_000
    "#);
}

#[test]
fn an_infinite_market_has_no_shares_of_its_people() {
    let text = "plan = \"plans/p.toml\"\n[market]\npopulation = \"infinite\"\nspontaneous = 0.01\n";
    assert_snapshot!(scenario(text), @r#"
    error: scenarios/x.toml has 1 problem

     --> scenarios/x.toml:4:15
      |
    4 | spontaneous = 0.01
      |               ^^^^ `spontaneous` means nothing in an infinite market, where nobody is missing
      |
      = help: give `population` a number of people, or leave `spontaneous` at 0
    "#);
}

#[test]
fn a_market_beyond_the_world_is_above_its_range() {
    let text = "plan = \"plans/p.toml\"\n[market]\npopulation = 1_000_000_000_000_000_000\n";
    assert_snapshot!(scenario(text), @r#"
    error: scenarios/x.toml has 1 problem

     --> scenarios/x.toml:3:14
      |
    3 | population = 1_000_000_000_000_000_000
      |              ^^^^^^^^^^^^^^^^^^^^^^^^^ `population` must be at most 100_000_000
      |
      = help: `population`: people who could ever join, founders included; default 100_000
    "#);
}

#[test]
fn infinity_is_refused_where_nothing_may_be_endless() {
    assert_snapshot!(scenario("plan = \"plans/p.toml\"\n[people]\nhours = inf\n"), @r#"
    error: scenarios/x.toml has 1 problem

     --> scenarios/x.toml:3:9
      |
    3 | hours = inf
      |         ^^^ `hours` must be at most 168
      |
      = help: `hours`: mean working time of a builder; default 5
    "#);
}

#[test]
fn founders_must_fit_into_the_market() {
    assert_snapshot!(scenario("plan = \"plans/p.toml\"\n[market]\npopulation = 5\n"), @r#"
    error: scenarios/x.toml has 1 problem

     --> scenarios/x.toml:3:14
      |
    3 | population = 5
      |              ^ 50 founders do not fit into a market of 5 people
      |
      = help: founders are part of the population: lower `founders`, or raise `population`
    "#);
    let text = "plan = \"plans/p.toml\"\n[market]\nfounders = 5\n";
    let said = load(text, PLAN, &["market.population=1"]).unwrap_err().to_string();
    assert!(
        said.contains("--set market.population=1\n |                         ^ 5 founders"),
        "{said}"
    );
    assert!(said.contains("a market of 1 person\n"), "{said}");
}

#[test]
fn thresholds_must_ascend() {
    assert_snapshot!(scenario("plan = \"plans/p.toml\"\n[study]\nthresholds = [5, 5]\n"), @r#"
    error: scenarios/x.toml has 1 problem

     --> scenarios/x.toml:3:18
      |
    3 | thresholds = [5, 5]
      |                  ^ this is not above the number before it
      |
      = help: write the numbers in ascending order, each once
    "#);
}

#[test]
fn a_key_given_twice_is_one_fault_and_the_rest_is_checked() {
    let text = "plan = \"plans/p.toml\"\n[people]\nhours = 5\nhours = 6\nhour = 7\n";
    assert_snapshot!(scenario(text), @r#"
    error: scenarios/x.toml has 2 problems

     --> scenarios/x.toml:4:1
      |
    4 | hours = 6
      | ^^^^^ this key or section is given twice
      |
      = help: keep one of the two; the keys of one section stand together

     --> scenarios/x.toml:5:1
      |
    5 | hour = 7
      | ^^^^ unknown key in `[people]`
      |
      = help: did you mean `hours`?
    "#);
}

#[test]
fn an_unreadable_plan_is_one_fault_of_the_scenario() {
    let text = "plan = \"plans/q.toml\"\n[market]\nfounders = 2.5\n";
    let error = load(text, PLAN, &["plan.bonus.team.rates=[0.1]"]).unwrap_err();
    assert_snapshot!(error, @r#"
    error: scenarios/x.toml has 2 problems

     --> scenarios/x.toml:1:8
      |
    1 | plan = "plans/q.toml"
      |        ^^^^^^^^^^^^^^ the plan cannot be read: no such file
      |
      = help: the path is relative to the folder of the scenario

     --> scenarios/x.toml:3:12
      |
    3 | founders = 2.5
      |            ^^^ a whole number is expected here
      |
      = help: `founders`: members at the start; default 50
    "#);
}

#[test]
fn several_faults_come_in_order_of_appearance_through_all_texts() {
    let text = "plan = \"plans/p.toml\"\n[selling]\nchurn = 8\n[market]\nfounders = 0\n";
    let plan = "[join]\nfee = \"free\"\n[[bonus]]\nname = \"x\"\nkind = \"lvl\"\n";
    let error = load(text, plan, &["study.runs=0"]).unwrap_err();
    assert_eq!(error.len(), 5);
    assert_snapshot!(error, @r#"
    error: scenarios/x.toml, scenarios/plans/p.toml and the command line have 5 problems

     --> scenarios/x.toml:3:9
      |
    3 | churn = 8
      |         ^ a probability lies between 0 and 1
      |
      = help: write 0.08 for 8 %

     --> scenarios/x.toml:5:12
      |
    5 | founders = 0
      |            ^ `founders` must be at least 1
      |
      = help: `founders`: members at the start; default 50

     --> scenarios/plans/p.toml:2:7
      |
    2 | fee = "free"
      |       ^^^^^^ expected an amount of money, found text
      |
      = help: `fee`: paid once on joining; default 0

     --> scenarios/plans/p.toml:5:8
      |
    5 | kind = "lvl"
      |        ^^^^^ `kind` does not know `lvl`
      |
      = help: it is one of `retail`, `level`, `differential`, `pair`, `pool`, `award`

     |
     | --set study.runs=0
     |                  ^ `runs` must be at least 1
     |
     = help: `runs`: independent simulated worlds; default 200
    "#);
}

#[test]
fn one_wrong_rate_in_a_list_has_the_caret() {
    let text = "[[bonus]]\nname = \"x\"\nkind = \"level\"\nrates = [0.05, 1.4, 0.01]\n";
    assert_snapshot!(plan(text), @r#"
    error: scenarios/plans/p.toml has 1 problem

     --> scenarios/plans/p.toml:4:16
      |
    4 | rates = [0.05, 1.4, 0.01]
      |                ^^^ a rate lies between 0 and 1
      |
      = help: write 0.014 for 1.4 %
    "#);
}

#[test]
fn rates_that_give_everything_away_are_refused() {
    let text = "[[bonus]]\nname = \"x\"\nkind = \"level\"\nrates = [0.5, 0.5]\n";
    assert_snapshot!(plan(text), @r#"
    error: scenarios/plans/p.toml has 1 problem

     --> scenarios/plans/p.toml:4:9
      |
    4 | rates = [0.5, 0.5]
      |         ^^^^^^^^^^ these rates add up to 1
      |
      = help: the levels of one bonus pay less than the whole of its base: a sum below 1
    "#);
}

#[test]
fn a_rank_that_does_not_exist_is_given_those_that_do() {
    let text = "breakaway = \"Platinum\"\n[[rank]]\nname = \"Bronze\"\n[[rank]]\nname = \"Silver\"\n\
                [[bonus]]\nname = \"x\"\nkind = \"level\"\nrates = [0.1]\nstep = \"rank:silver\"\n\
                depth = { Gold = 1 }\n";
    assert_snapshot!(plan(text), @r#"
    error: scenarios/plans/p.toml has 3 problems

     --> scenarios/plans/p.toml:1:13
      |
    1 | breakaway = "Platinum"
      |             ^^^^^^^^^^ no rank is called `Platinum`
      |
      = help: the ranks of the plan: `Bronze` and `Silver`

      --> scenarios/plans/p.toml:10:8
       |
    10 | step = "rank:silver"
       |        ^^^^^^^^^^^^^ no rank is called `silver`
       |
       = help: did you mean `Silver`?

      --> scenarios/plans/p.toml:11:11
       |
    11 | depth = { Gold = 1 }
       |           ^^^^ no rank is called `Gold`
       |
       = help: the ranks of the plan: `Bronze` and `Silver`
    "#);
}

#[test]
fn a_slip_in_a_key_of_a_section_is_told_where_it_belongs() {
    let said = scenario("plan = \"plans/p.toml\"\npopluation = 5\n");
    let help = "did you mean `population`? `population` belongs in `[market]` of the scenario";
    assert!(said.contains(help), "{said}");
    let said = scenario("plan = \"plans/p.toml\"\ncolours = 5\n");
    assert!(said.contains("known keys: `title`, ") && !said.contains("did you mean"), "{said}");
}

#[test]
fn an_unknown_kind_is_given_the_kinds() {
    assert_snapshot!(plan("[[bonus]]\nname = \"x\"\nkind = \"lvl\"\nrates = [0.1]\n"), @r#"
    error: scenarios/plans/p.toml has 1 problem

     --> scenarios/plans/p.toml:3:8
      |
    3 | kind = "lvl"
      |        ^^^^^ `kind` does not know `lvl`
      |
      = help: it is one of `retail`, `level`, `differential`, `pair`, `pool`, `award`
    "#);
}

#[test]
fn a_key_of_another_kind_is_told_its_kind() {
    let text = "[[bonus]]\nname = \"x\"\nkind = \"level\"\nrates = [0.1]\nbrackets = [[0, 0.1]]\n";
    assert_snapshot!(plan(text), @r#"
    error: scenarios/plans/p.toml has 1 problem

     --> scenarios/plans/p.toml:5:1
      |
    5 | brackets = [[0, 0.1]]
      | ^^^^^^^^ a bonus of kind `level` has no `brackets`
      |
      = help: it belongs to kind `differential`
    "#);
}

#[test]
fn a_bonus_without_its_keys_is_told_what_it_needs() {
    assert_snapshot!(plan("[[bonus]]\nkind = \"level\"\n"), @r#"
    error: scenarios/plans/p.toml has 2 problems

     --> scenarios/plans/p.toml:1:1
      |
    1 | [[bonus]]
      | ^^^^^^^^^ `[[bonus]]` needs `name`
      |
      = help: `name`: how other keys and the results refer to it

     --> scenarios/plans/p.toml:1:1
      |
    1 | [[bonus]]
      | ^^^^^^^^^ `[[bonus]]` needs `rates`
      |
      = help: `rates`: shares of the base for level 1, 2, …, or such a list for each rank; a rank that is not listed has the list of the one below
    "#);
}

#[test]
fn a_heading_in_single_brackets_is_told_to_double_them() {
    assert_snapshot!(plan("[bonus]\nname = \"x\"\nkind = \"retail\"\n"), @r#"
    error: scenarios/plans/p.toml has 1 problem

     --> scenarios/plans/p.toml:1:1
      |
    1 | [bonus]
      | ^^^^^^^ expected sections headed `[[bonus]]`, found a table
      |
      = help: write the heading as `[[bonus]]`
    "#);
}

#[test]
fn a_bonus_can_only_be_based_on_an_earlier_one() {
    let level = |name: &str, base: &str| {
        format!(
            "[[bonus]]\nname = \"{name}\"\nkind = \"level\"\nrates = [0.1]\nbase = \"{base}\"\n"
        )
    };
    let text = [level("a", "pay:b"), level("b", "pay:b"), level("c", "pay:d")].concat();
    assert_snapshot!(plan(&text), @r#"
    error: scenarios/plans/p.toml has 3 problems

     --> scenarios/plans/p.toml:5:8
      |
    5 | base = "pay:b"
      |        ^^^^^^^ `b` is not paid before this bonus
      |
      = help: bonuses are evaluated in their order: move that bonus above this one

      --> scenarios/plans/p.toml:10:8
       |
    10 | base = "pay:b"
       |        ^^^^^^^ `b` is not paid before this bonus
       |
       = help: bonuses are evaluated in their order: move that bonus above this one

      --> scenarios/plans/p.toml:15:8
       |
    15 | base = "pay:d"
       |        ^^^^^^^ no bonus is called `d`
       |
       = help: the bonuses above this one: `a` and `b`
    "#);
}

#[test]
fn two_bonuses_of_one_name_are_one_fault() {
    let bonus = "[[bonus]]\nname = \"x\"\nkind = \"retail\"\n";
    assert_snapshot!(plan(&[bonus, bonus].concat()), @r#"
    error: scenarios/plans/p.toml has 1 problem

     --> scenarios/plans/p.toml:5:8
      |
    5 | name = "x"
      |        ^^^ another bonus is called `x`
      |
      = help: give each a name of its own
    "#);
}

#[test]
fn what_is_not_built_is_refused_by_name() {
    let text = "[refund]\nrate = 0.9\n[[tree]]\nname = \"t\"\nplace = \"bfs\"\nwidth = 3\n\
                hold = 1\nseats = 3\n";
    assert_snapshot!(plan(text), @r#"
    error: scenarios/plans/p.toml has 2 problems

     --> scenarios/plans/p.toml:7:8
      |
    7 | hold = 1
      |        ^ `hold` is not built yet
      |
      = help: this version cannot compute it; remove the key

     --> scenarios/plans/p.toml:8:9
      |
    8 | seats = 3
      |         ^ `seats` is not built yet
      |
      = help: this version cannot compute it; remove the key
    "#);
}

#[test]
fn a_discount_by_volume_needs_points_and_rises() {
    let with = |discount: &str, rest: &str| format!("[product]\ndiscount = {discount}\n{rest}");
    for (text, reason) in [
        (with("[[0, 0.2], [100, 0.3]]", "pv = 0"), "a purchase counts as no points"),
        (with("[[0, 0.2], [100, 0.1]]", ""), "a discount by volume falls nowhere"),
        (with("[[50, 0.2], [0, 0.3]]", ""), "ascend"),
        (
            with(
                "[[0, 0.2], [100, 0.3]]",
                "[[bonus]]\nname = \"volume discount\"\nkind = \"level\"\nrates = [0.1]",
            ),
            "is paid as a bonus of this name",
        ),
    ] {
        assert_one_fault(&text, reason);
    }
    let told = |discount: &str| {
        let loaded = load(MINIMAL, &with(discount, ""), &[]).unwrap();
        (loaded.model.plan.product.discount, loaded.model.plan.bonuses)
    };
    assert_eq!(told("[[0, 0.25]]"), told("0.25"));
    assert_eq!(told("[[100, 0.25]]").0, Rate::ZERO);
    let rebate = Rate::from_f64(0.125);
    let (everybody, bonuses) = told("[[0, 0.2], [100, 0.3]]");
    let BonusKind::Retail(retail) = &bonuses.last().unwrap().kind else { panic!("{bonuses:?}") };
    assert_eq!((everybody, retail.tiers[1].rate), (Rate::from_f64(0.2), rebate));
}

/// What is commonly called a kind of plan is a composition of kinds of bonus, and the cure says
/// which.
#[test]
fn kinds_of_plans_that_are_no_kinds_of_bonus_are_told_as_what_they_are() {
    let of_kind = |kind: &str| plan(&format!("[[bonus]]\nname = \"a\"\nkind = \"{kind}\"\n"));
    assert_snapshot!(of_kind("board"), @r#"
    error: scenarios/plans/p.toml has 1 problem

     --> scenarios/plans/p.toml:3:8
      |
    3 | kind = "board"
      |        ^^^^^^^ `kind` does not know `board`
      |
      = help: boards are a tree with an award: add a `[[tree]]` with place = "board", width = 2 and depth = 3, and write kind = "award" with on = "cycle" and an `amount`
    "#);
    for (kind, cure) in [
        ("cycler", "on = \"cycle\""),
        ("Gifting board", "on = \"cycle\""),
        ("binary", "kind = \"pair\""),
        ("matrix", "place = \"bfs\""),
        ("2-up", "place = \"pass_up\""),
        ("unilevel", "kind = \"level\""),
        ("breakaway", "kind = \"differential\""),
        ("matching", "base = \"pay:\""),
        ("generation", "step = \"rank:\""),
        ("fast_start", "`first`"),
        ("pairs", "did you mean `pair`?"),
        ("dividend", "it is one of"),
    ] {
        let told = of_kind(kind);
        assert!(told.contains(cure) && told.contains("has 1 problem\n"), "{told}");
    }
}

/// A tree, and a bonus in it.
fn in_tree(tree: &str, bonus: &str) -> String {
    format!("[[tree]]\nname = \"t\"\n{tree}\n[[bonus]]\nname = \"a\"\ntree = \"t\"\n{bonus}\n")
}

#[test]
fn boards_and_what_is_paid_for_them_fit_together() {
    let level = "kind = \"level\"\nrates = [0.1]";
    let cycle = "kind = \"award\"\non = \"cycle\"\namount = 20";
    let recruit = "kind = \"award\"\non = \"recruit\"\namount = 1";
    let boards = "place = \"board\"\nwidth = 2\ndepth = 3";
    for (text, reason) in [
        (in_tree("place = \"board\"\ndepth = 3", cycle), "needs `width` and `depth`"),
        (in_tree("place = \"board\"\nwidth = 2", cycle), "needs `width` and `depth`"),
        (in_tree("place = \"bfs\"\nwidth = 2\ndepth = 3", level), "`depth` says nothing where"),
        (in_tree("place = \"sponsor\"\nfollow = true", level), "`follow` says nothing where"),
        (
            in_tree("place = \"board\"\nwidth = 2\ndepth = 3\nvacant = \"keep\"", cycle),
            "`vacant` says nothing where",
        ),
        (
            in_tree("place = \"board\"\nwidth = 11\ndepth = 7", cycle),
            "the last row of a board would have 11 ^ 6 seats, and 1000000 is the most",
        ),
        (in_tree(boards, level), "nobody stands below anybody in `t`"),
        (in_tree(boards, recruit), "nobody stands below anybody in `t`"),
        (
            [in_tree(boards, cycle), format!("[[tree]]\nname = \"u\"\n{boards}\n")].concat(),
            "at most one tree with place = \"board\"",
        ),
        (in_tree("place = \"sponsor\"", cycle), "the plan has no boards to be filled"),
        (
            in_tree("place = \"pass_up\"\nn = 2", cycle)
                + &format!("[[tree]]\nname = \"u\"\n{boards}\n"),
            "looks at no other tree than that of boards",
        ),
    ] {
        assert_one_fault(&text, reason);
    }
    let matrix = "place = \"bfs\"\nwidth = 3";
    let fill = "kind = \"award\"\non = \"fill\"\namount = 20";
    let levels = |bonus: &str| format!("{bonus}\nlevels = 2");
    for (text, reason) in [
        (in_tree(matrix, fill), "an award on `fill` needs `levels`"),
        (in_tree("place = \"sponsor\"", &levels(fill)), "is for seats, of which only a tree"),
        (in_tree("place = \"pass_up\"\nn = 1", &levels(fill)), "is for seats, of which only"),
        (in_tree("place = \"sponsor\"", &levels(recruit)), "only an award on `fill` asks"),
        (in_tree(boards, &levels(cycle)), "only an award on `fill` asks"),
        (in_tree(boards, &levels(fill)), "nobody stands below anybody in `t`"),
    ] {
        assert_one_fault(&text, reason);
    }
    for sound in [
        in_tree(matrix, &levels(fill)),
        in_tree(boards, cycle),
        in_tree("place = \"board\"\nwidth = 10\ndepth = 7\nfollow = true", cycle),
        in_tree(boards, cycle).replace("tree = \"t\"", ""),
        in_tree("place = \"sponsor\"", cycle) + &format!("[[tree]]\nname = \"u\"\n{boards}\n"),
    ] {
        assert!(load(MINIMAL, &sound, &[]).is_ok(), "{sound}");
    }
}

/// One fault of this reason, with a cure.
fn assert_one_fault(text: &str, reason: &str) {
    let problems = plan(text);
    assert!(problems.contains(reason), "{text}\n{problems}");
    assert!(problems.contains("has 1 problem\n"), "{problems}");
    assert!(problems.contains("= help: "), "{problems}");
}

#[test]
fn trees_and_what_is_paid_in_them_fit_together() {
    let level = "kind = \"level\"\nrates = [0.1]";
    let pair = "kind = \"pair\"\nrate = 0.1";
    let passed = |name: &str| format!("[[tree]]\nname = \"{name}\"\nplace = \"pass_up\"\nn = 2\n");
    let two = format!(
        "{}{}",
        in_tree("place = \"bfs\"\nwidth = 2", level),
        "[[tree]]\nname = \"u\"\nplace = \"left\"\nwidth = 2\n"
    );
    for (text, reason) in [
        (in_tree("place = \"bfs\"", level), "a tree with place = \"bfs\" needs `width`"),
        (in_tree("place = \"weak\"\nwidth = 3", level), "`weak` compares two legs"),
        (in_tree("place = \"sponsor\"\nwidth = 2", level), "`width` says nothing where"),
        (in_tree("place = \"sponsor\"\nvacant = \"keep\"", level), "`vacant` says nothing where"),
        (in_tree("place = \"bfs\"\nwidth = 3", pair), "a `pair` bonus needs a tree of width 2"),
        (in_tree("place = \"sponsor\"", pair), "a `pair` bonus needs a tree of width 2"),
        (two, "a plan has at most one tree with a `width`"),
        (in_tree("place = \"pass_up\"", level), "place = \"pass_up\" needs `n`"),
        (in_tree("place = \"bfs\"\nwidth = 2\nn = 2", level), "`n` says nothing where"),
        (in_tree("place = \"pass_up\"\nn = 2\nwidth = 2", level), "`width` says nothing where"),
        (in_tree("place = \"pass_up\"\nn = 2", pair), "a `pair` bonus needs a tree of width 2"),
        (
            [in_tree("place = \"pass_up\"\nn = 2", level), passed("u")].concat(),
            "at most one tree with place = \"pass_up\"",
        ),
        (
            in_tree("place = \"bfs\"\nwidth = 2", "kind = \"award\"\non = \"recruit\"\namount = 1"),
            "looks at no other tree",
        ),
        (
            in_tree("place = \"sponsor\"", &format!("{level}\nneed = {{ recruits_per_leg = 1 }}")),
            "`recruits_per_leg` counts in a tree with a `width`",
        ),
        (
            in_tree("place = \"sponsor\"", &format!("{level}\ncap = {{ volume = 5 }}")),
            "only a `pair` bonus uses up volume",
        ),
        (
            in_tree("place = \"bfs\"\nwidth = 2", &format!("{pair}\ncap = {{ over = \"flush\" }}")),
            "this cap limits nothing",
        ),
        (
            "[[tree]]\nname = \"sponsor\"\nplace = \"bfs\"\nwidth = 2\n".into(),
            "is called `sponsor`",
        ),
        (
            in_tree("place = \"sponsor\"", level).replace("tree = \"t\"", "tree = \"x\""),
            "no tree is called `x`",
        ),
    ] {
        assert_one_fault(&text, reason);
    }
    for sound in [
        in_tree("place = \"pass_up\"\nn = 0", level),
        in_tree(&format!("place = \"bfs\"\nwidth = 2\n{}", passed("u")), level),
        in_tree("place = \"weak\"\nwidth = 2\nvacant = \"refill\"", pair),
        in_tree("place = \"bfs\"\nwidth = 100", level),
        in_tree("place = \"sponsor\"", level),
        in_tree("place = \"sponsor\"", level) + "[refund]\n",
        in_tree("place = \"bfs\"\nwidth = 2", level) + "[refund]\nclawback = false\n",
        in_tree("place = \"bfs\"\nwidth = 2", level) + "[refund]\n",
        in_tree("place = \"pass_up\"\nn = 2", level) + "[refund]\nclawback = true\n",
    ] {
        assert!(load(MINIMAL, &sound, &[]).is_ok());
    }
}

#[test]
fn refunds_are_shares_and_flags() {
    let text = "[refund]\nrate = 90\nclawback = 1\n";
    assert_snapshot!(plan(text), @r#"
    error: scenarios/plans/p.toml has 2 problems

     --> scenarios/plans/p.toml:2:8
      |
    2 | rate = 90
      |        ^^ a rate lies between 0 and 1
      |
      = help: write 0.9 for 90 %

     --> scenarios/plans/p.toml:3:12
      |
    3 | clawback = 1
      |            ^ expected `true` or `false`, found a number
      |
      = help: `clawback`: whether commissions on them are taken back from his uplines; default true
    "#);
}

/// What is written and wrong is reported, and nobody is told that it is missing.
#[test]
fn a_value_that_is_refused_is_not_reported_as_missing() {
    let kind =
        |kind: &str, keys: &str| format!("[[bonus]]\nname = \"b\"\nkind = \"{kind}\"\n{keys}\n");
    let level = "kind = \"level\"\nrates = [0.1]";
    let cycle = "kind = \"award\"\non = \"cycle\"\namount = 20";
    let fill = "kind = \"award\"\non = \"fill\"\namount = 5\nlevels = 1.5";
    let pair = "kind = \"pair\"\nrate = 0.1\nneed = { recruits_per_leg = 1 }";
    for text in [
        kind("differential", "brackets = [[300, 0.1], [100, 0.2]]"),
        kind("differential", "rates = { Nobody = 0.1 }"),
        kind("differential", "brackets = 3"),
        format!(
            "breakaway = \"Nobody\"\n{}",
            kind("differential", "brackets = [[1, 0.1]]\nstop = \"breakaway\"")
        ),
        in_tree("place = \"bfs\"\nwidth = 1", level),
        in_tree("place = \"weak\"\nwidth = \"two\"", pair),
        in_tree("place = \"lift\"\nwidth = 2", level),
        in_tree("place = \"board\"\nwidth = 2\ndepth = 0", cycle),
        in_tree("place = \"pass_up\"\nn = \"two\"", level),
        in_tree("place = \"bfs\"\nwidth = 2", fill),
    ] {
        let message = plan(&text);
        assert!(message.contains("has 1 problem\n"), "{text}\n{message}");
    }
}

#[test]
fn own_rates_are_given_once_and_for_a_reason() {
    let bonus = |name: &str, keys: &str| {
        format!("[[bonus]]\nname = \"{name}\"\nkind = \"differential\"\n{keys}\n")
    };
    let text = [
        "[[rank]]\nname = \"A\"\n".to_owned(),
        bonus("neither", "start = 1"),
        bonus("both", "brackets = [[100, 0.1]]\nrates = { A = 0.1 }"),
        bonus("volume of ranks", "by = \"gv\"\nrates = { A = 0.1 }"),
        bonus("no end", "rates = { A = 0.1 }\nstop = \"breakaway\""),
    ];
    assert_snapshot!(plan(&text.concat()), @r#"
    error: scenarios/plans/p.toml has 4 problems

     --> scenarios/plans/p.toml:4:8
      |
    4 | name = "neither"
      |        ^^^^^^^^^ a `differential` bonus needs `brackets` or `rates`
      |
      = help: write brackets = [[100, 0.03], [300, 0.06]] for rates by volume, or rates = { Gold = 0.05 } for rates by rank

      --> scenarios/plans/p.toml:11:9
       |
    11 | rates = { A = 0.1 }
       |         ^^^^^^^^^^^ a member's own rate follows from `brackets` or from `rates`
       |
       = help: remove one of the two

      --> scenarios/plans/p.toml:15:6
       |
    15 | by = "gv"
       |      ^^^^ `by` names the volume of `brackets`, and these rates are by rank
       |
       = help: remove the key

      --> scenarios/plans/p.toml:21:8
       |
    21 | stop = "breakaway"
       |        ^^^^^^^^^^^ nobody breaks away in this plan
       |
       = help: name the rank that breaks away as `breakaway` at the top of the plan, or write stop = "none"
    "#);
}

#[test]
fn awards_are_for_events_that_can_happen() {
    let text = "[[bonus]]\nname = \"a\"\nkind = \"award\"\non = \"rank\"\namount = 5\n\
                [[bonus]]\nname = \"b\"\nkind = \"award\"\non = \"cycle\"\namount = 5\n\
                [[bonus]]\nname = \"c\"\nkind = \"award\"\non = \"recruit\"\namount = 5\n\
                base = \"cv\"\nfirst = 3\n";
    assert_snapshot!(plan(text), @r#"
    error: scenarios/plans/p.toml has 4 problems

     --> scenarios/plans/p.toml:4:6
      |
    4 | on = "rank"
      |      ^^^^^^ the plan has no rank to reach
      |
      = help: add a `[[rank]]` section, or write on = "recruit"

     --> scenarios/plans/p.toml:9:6
      |
    9 | on = "cycle"
      |      ^^^^^^^ the plan has no boards to be filled
      |
      = help: add a `[[tree]]` with place = "board", width = 2 and depth = 3 for boards of 1, 2 and 4 seats

      --> scenarios/plans/p.toml:16:1
       |
    16 | base = "cv"
       | ^^^^ a bonus of kind `award` has no `base`
       |
       = help: it belongs to kind `retail`, `level`, `differential`, `pair` and `pool`

      --> scenarios/plans/p.toml:17:1
       |
    17 | first = 3
       | ^^^^^ a bonus of kind `award` has no `first`
       |
       = help: it belongs to kind `retail`, `level`, `differential`, `pair` and `pool`
    "#);
}

#[test]
fn a_plan_that_asks_for_too_much_is_refused() {
    let ranks = |from: u32| {
        let limit = |n: u32| format!("{{ gv = {n}, leg_max = 0.5 }}");
        let any: Vec<_> = (from..from + 70).map(limit).collect();
        format!("[[rank]]\nname = \"{from}\"\nany = [{}]\n", any.join(", "))
    };
    assert!(load(MINIMAL, &ranks(100), &[]).is_ok());
    let error = load(MINIMAL, &[ranks(100), ranks(200)].concat(), &[]).unwrap_err().to_string();
    assert!(error.contains("the clauses ask for 141 different things"), "{error}");
}

#[test]
fn as_many_levels_as_can_be_written_are_paid() {
    let rates = vec!["0.001"; 100].join(", ");
    let plan = format!("[[bonus]]\nname = \"a\"\nkind = \"level\"\nrates = [{rates}]\n");
    let scenario = load(MINIMAL, &plan, &["study.months=12"]).unwrap();
    crate::simulation::simulate(&scenario.model, 1, 0);
}

#[test]
fn a_guarantee_is_refused_by_name() {
    let text = "[[bonus]]\nname = \"a\"\nkind = \"level\"\nrates = [0.04]\nguarantee = 7500\n";
    assert_snapshot!(plan(text), @r#"
    error: scenarios/plans/p.toml has 1 problem

     --> scenarios/plans/p.toml:5:13
      |
    5 | guarantee = 7500
      |             ^^^^ `guarantee` is not built yet
      |
      = help: this version cannot compute it; remove the key
    "#);
}

#[test]
fn clauses_cannot_ask_for_what_they_decide() {
    let text = "[active]\nactive = true\nrank = \"A\"\nleg_max = 0.5\n\
                [[rank]]\nname = \"A\"\nrank = \"A\"\n";
    assert_snapshot!(plan(text), @r#"
    error: scenarios/plans/p.toml has 4 problems

     --> scenarios/plans/p.toml:2:10
      |
    2 | active = true
      |          ^^^^ this clause decides who is active, so it cannot ask for it
      |
      = help: remove the key

     --> scenarios/plans/p.toml:3:8
      |
    3 | rank = "A"
      |        ^^^ activity is decided before ranks, so it cannot ask for one
      |
      = help: ask for volume or recruits here, and for activity in the ranks

     --> scenarios/plans/p.toml:4:11
      |
    4 | leg_max = 0.5
      |           ^^^ `leg_max` limits the legs of a required `gv`, and there is none
      |
      = help: add `gv`, or remove `leg_max`

     --> scenarios/plans/p.toml:7:8
      |
    7 | rank = "A"
      |        ^^^ a rank can only ask for a lower one
      |
      = help: ranks stand lowest first; ask for a rank that stands above this one in the file
    "#);
}

#[test]
fn settings_that_could_not_act_are_refused() {
    let text = "[[bonus]]\nname = \"a\"\nkind = \"retail\"\norders = \"all\"\n\
                [[bonus]]\nname = \"b\"\nkind = \"level\"\nrates = [0.1]\nbase = \"fee\"\nfirst = 2\n\
                [[bonus]]\nname = \"c\"\nkind = \"level\"\nrates = [0.1]\nfirst = 2\nafter = 2\n\
                [[bonus]]\nname = \"d\"\nkind = \"level\"\nrates = [0.0000001]\ncap = {}\ntree = \"t\"\n";
    assert_snapshot!(plan(text), @r#"
    error: scenarios/plans/p.toml has 6 problems

     --> scenarios/plans/p.toml:4:10
      |
    4 | orders = "all"
      |          ^^^^^ a margin that customers pay is made on their orders only
      |
      = help: write orders = "retail", or paid_by = "company"

      --> scenarios/plans/p.toml:10:9
       |
    10 | first = 2
       |         ^ `first` chooses among orders, and joining fees are none
       |
       = help: remove the key, or take a share of `cv`

      --> scenarios/plans/p.toml:16:9
       |
    16 | after = 2
       |         ^ no order is both within `first` and `after`
       |
       = help: let `after` be below `first`

      --> scenarios/plans/p.toml:20:10
       |
    20 | rates = [0.0000001]
       |          ^^^^^^^^^ a rate is 0 or at least 0.000001
       |
       = help: `rates`: shares of the base for level 1, 2, …, or such a list for each rank; a rank that is not listed has the list of the one below

      --> scenarios/plans/p.toml:21:7
       |
    21 | cap = {}
       |       ^^ this cap limits nothing
       |
       = help: write cap = { amount = 1000 }

      --> scenarios/plans/p.toml:22:8
       |
    22 | tree = "t"
       |        ^^^ no tree is called `t`
       |
       = help: the trees of the plan: `sponsor`
    "#);
}

#[test]
fn a_faulty_override_is_shown_as_it_was_given() {
    assert_snapshot!(overridden(&["market.population=0"]), @r#"
    error: the command line has 1 problem

     |
     | --set market.population=0
     |                         ^ `population` must be at least 1
     |
     = help: `population`: people who could ever join, founders included; default 100_000
    "#);
}

#[test]
fn what_is_no_number_is_told_what_a_number_may_be() {
    let overrides = [
        "market.population=NaN",
        "market.founders=nan",
        "study.thresholds=[nan]",
        "market.rejoin_after=Infinty",
        "study.months='12'",
    ];
    assert_snapshot!(overridden(&overrides), @r#"
    error: the command line has 5 problems

     |
     | --set market.population=NaN
     |                         ^^^ `NaN` is not a number
     |
     = help: `population`: people who could ever join, founders included; write a whole number, 1 to 100_000_000, or `"infinite"`

     |
     | --set market.founders=nan
     |                       ^^^ `nan` is not a number
     |
     = help: `founders`: members at the start; write a whole number, 1 to 1_000_000

     |
     | --set study.thresholds=[nan]
     |                         ^^^ `nan` is not a number
     |
     = help: `thresholds`: amounts below which the share of people is counted; the lowest also sets the scale of the classes in the distribution of incomes and in charts; write an amount of money, 0 to 1_000_000_000

     |
     | --set market.rejoin_after=Infinty
     |                           ^^^^^^^ expected a whole number or `"infinite"`, found text
     |
     = help: write rejoin_after = "infinite"

     |
     | --set study.months='12'
     |                    ^^^^ expected a whole number, found text
     |
     = help: write it without quotes: months = 12
    "#);
    let text = format!("{MINIMAL}[market]\npopulation = nan\n");
    assert!(scenario(&text).contains("or `\"infinite\"`"), "{}", scenario(&text));
}

#[test]
fn overrides_of_unknown_things_are_faults() {
    let overrides = [
        "market.popluation=5",
        "plan.bonus.taem.rates=[0.1]",
        "plan.bonus.team=5",
        "plan.product.price.x=5",
        "plan.bonus.team.rates.1=0.1",
        "population",
        "=5",
        "study.runs=5 %",
    ];
    assert_snapshot!(overridden(&overrides), @r#"
    error: the command line has 8 problems

     |
     | --set market.popluation=5
     |              ^^^^^^^^^^ unknown key in `[market]`
     |
     = help: did you mean `population`?

     |
     | --set plan.bonus.taem.rates=[0.1]
     |                  ^^^^ no bonus is called `taem`
     |
     = help: did you mean `team`?

     |
     | --set plan.bonus.team=5
     |                  ^^^^ the key ends at the bonus `team`
     |
     = help: add the key to set, after a dot

     |
     | --set plan.product.price.x=5
     |                    ^^^^^ expected an amount of money, found a table
     |
     = help: `price`: list price of one unit; default 40

     |
     | --set plan.bonus.team.rates.1=0.1
     |                       ^^^^^ `rates` is one value and has no parts
     |
     = help: set it whole: rates=value

     |
     | --set population
     |       ^^^^^^^^^^ expected `key=value`
     |
     = help: write a key and a value, for example --set market.population=1e6

     |
     | --set =5
     |       ^ this is not a key
     |
     = help: write a key and a value, for example --set market.population=1e6

     |
     | --set study.runs=5 %
     |                  ^^^ this is no value
     |
     = help: write a number (five percent as 0.05), text in quotes, `true`, `false` or a list
    "#);
}

#[test]
fn options_that_are_short_for_a_key_are_shown_as_they_were_given() {
    assert_snapshot!(overridden(&["study.runs=5", "--runs 0", "--seed x"]), @r#"
    error: the command line has 2 problems

     |
     | --runs 0
     |        ^ `runs` must be at least 1
     |
     = help: `runs`: independent simulated worlds; default 200

     |
     | --seed x
     |        ^ expected a whole number, found text
     |
     = help: `seed`: where all randomness starts from; default 1
    "#);
    let scenario = valid(MINIMAL, PLAN, &["study.runs=5", "--runs 7", "--seed 3"]);
    assert_eq!((scenario.design.runs, scenario.design.seed), (7, 3));
}

#[test]
fn a_value_is_checked_though_a_later_one_takes_its_place() {
    let text = "plan = 'plans/p.toml'\n[study]\nruns = 0\n";
    let overrides = ["study.runs=-1", "study.runs=5", "study.seed=-4", "--runs 1", "--seed 3"];
    assert_snapshot!(load(text, PLAN, &overrides).unwrap_err(), @r#"
    error: scenarios/x.toml and the command line have 3 problems

     --> scenarios/x.toml:3:8
      |
    3 | runs = 0
      |        ^ `runs` must be at least 1
      |
      = help: `runs`: independent simulated worlds; default 200

     |
     | --set study.runs=-1
     |                  ^^ `runs` must be at least 1
     |
     = help: `runs`: independent simulated worlds; default 200

     |
     | --set study.seed=-4
     |                  ^^ `seed` must be at least 0
     |
     = help: `seed`: where all randomness starts from; default 1
    "#);
    // The file, each `--set` and the options in turn: no later value hides one before it.
    for overrides in [
        &["study.runs=0", "--runs 1"][..],
        &["study.runs=0", "study.runs=1"],
        &["study.runs=0", "study={ runs = 1 }"],
        &["study={ rnus = 1 }", "study={ runs = 1 }"],
        &["study.rnus=1", "study.rnus=2"],
        &["plan.bonus.team.rates=[2]", "plan.bonus.team.rates=[0.1]"],
        &["plan.bonus.team.kind=lvl", "plan.bonus.team.kind=level"],
        &["plan.bonus.team.rates.Gold=2", "plan.bonus.team.rates=[0.1]"],
        &["plan=5", "plan=plans/p.toml"],
    ] {
        assert!(load(MINIMAL, PLAN, overrides).is_err(), "{overrides:?}");
    }
    let by_rank = PLAN.replace("[0.1, 0.05]", "{ Bronze = 2, Silver = 0.1 }");
    let said = load(MINIMAL, &by_rank, &["plan.bonus.team.rates.Bronze=0.1"]).unwrap_err();
    assert!(said.to_string().contains("| rates = { Bronze = 2, Silver = 0.1 }"), "{said}");
}

#[test]
fn what_does_not_hold_is_checked_by_itself() {
    // Beside others that do not hold either, and not with what took their places.
    let ranks = PLAN.replace("active = true", "rank = 'Silver'");
    let renamed = ["plan.rank=[{ name = 'Gold' }]", "plan.bonus.team.need={ rank = 'Gold' }"];
    valid(MINIMAL, &ranks, &renamed);
    let crowded = "plan = 'plans/p.toml'\n[market]\nfounders = 10\npopulation = 5\n";
    valid(crowded, PLAN, &["market.founders=2"]);
    // A plan is named in place of one that is not there.
    valid("plan = 'none.toml'", PLAN, &["plan=plans/p.toml"]);
    valid("plan = 'none.toml'", PLAN, &["plan={ bonus = [{ name = 'x', kind = 'retail' }] }"]);
}

/// A plan with names that TOML wants in quotes.
const QUOTED: &str = "[[bonus]]\nname = \"fast start\"\nkind = \"level\"\nrates = [0.1]\n\
                      [[bonus]]\nname = \"team\"\nkind = \"level\"\nrates = [0.1]\n";

#[test]
fn a_name_with_a_space_may_be_set_with_quotes_or_without() {
    let hash = |overrides: &[&str]| valid(MINIMAL, QUOTED, overrides).hash;
    let quoted = hash(&["plan.bonus.\"fast start\".rates=[0.2]"]);
    assert_ne!(quoted, hash(&[]));
    // As a shell hands it over.
    assert_eq!(hash(&["plan.bonus.fast start.rates=[0.2]"]), quoted);
    assert_eq!(hash(&[" plan . bonus.'fast start'.rates = [0.2]"]), quoted);
}

#[test]
fn names_are_listed_as_they_can_be_set() {
    let overrides = ["plan.bonus.level.rates=[0.1]", "plan.bonus.fast strat.rates=[0.1]"];
    assert_snapshot!(load(MINIMAL, QUOTED, &overrides).unwrap_err(), @r#"
    error: the command line has 2 problems

     |
     | --set plan.bonus.level.rates=[0.1]
     |                  ^^^^^ no bonus is called `level`
     |
     = help: the names are `"fast start"` and `team`

     |
     | --set plan.bonus.fast strat.rates=[0.1]
     |                  ^^^^^^^^^^ no bonus is called `fast strat`
     |
     = help: did you mean `"fast start"`?
    "#);
    let dotted = QUOTED.replace("fast start", "2.5 %");
    assert_snapshot!(load(MINIMAL, &dotted, &["plan.bonus.2.5 %.rates=[0.1]"]).unwrap_err(), @r#"
    error: the command line has 1 problem

     |
     | --set plan.bonus.2.5 %.rates=[0.1]
     |                  ^ no bonus is called `2`
     |
     = help: the names are `"2.5 %"` and `team`; a shell keeps these quotes if all of it stands in single ones
    "#);
    valid(MINIMAL, &dotted, &["plan.bonus.\"2.5 %\".rates=[0.1]"]);
}

#[test]
fn too_large_a_market_is_refused_at_its_key() {
    let scenario = valid("plan = \"plans/p.toml\"\n[market]\npopulation = 1e8\n", PLAN, &[]);
    let world = scenario.memory_estimate();
    let alone = scenario.too_large(world + 100_000_000, 8_000_000_000).to_string();
    assert!(!alone.contains("at once"), "one world cannot be split: {alone}");
    let four = scenario.too_large(4 * world, 8_000_000_000).to_string();
    assert!(four.contains("or run fewer worlds at once (`--threads`)"), "{four}");
    assert_snapshot!(scenario.too_large(20_000_000_000, 8_000_000_000), @r#"
    error: scenarios/x.toml has 1 problem

     --> scenarios/x.toml:3:14
      |
    3 | population = 1e8
      |              ^^^ this may need about 20 GB of memory, and the limit is 8.0 GB
      |
      = help: lower `population` in `[market]`, `months` in `[study]` or `contacts` in `[recruiting]`, or run fewer worlds at once (`--threads`)
    "#);
}

#[test]
fn too_many_runs_are_refused_at_their_key() {
    let text = "plan = \"plans/p.toml\"\n[study]\nruns = 1e6\n";
    let scenario = valid(text, PLAN, &[]);
    let needed = scenario.reports_estimate() + scenario.memory_estimate();
    let said = scenario.too_large(needed, 8_000_000_000).to_string();
    // How much it is grows with what is measured.
    assert!(said.contains("runs = 1e6\n  |        ^^^ this may need about "), "{said}");
    assert!(said.contains("= help: lower `runs` or `months` in `[study]`"), "{said}");
}

#[test]
fn memory_is_told_in_digits_that_matter() {
    let scenario = valid(MINIMAL, PLAN, &[]);
    for (needed, limit, told) in [
        (2_400_000_000_000, 16 << 30, "about 2_400 GB of memory, and the limit is 17 GB"),
        (9_300_000_001, 9_300_000_000, "about 9.4 GB of memory, and the limit is 9.3 GB"),
        (10_000_000_000, 9_999_999_999, "about 10 GB of memory, and the limit is 9.9 GB"),
    ] {
        let message = scenario.too_large(needed, limit).to_string();
        assert!(message.contains(told), "{told}: {message}");
    }
}

#[test]
fn defaults_in_another_currency_are_warned_about() {
    let warnings = |overrides: &[&str]| valid(MINIMAL, PLAN, overrides).warnings.to_string();
    assert_snapshot!(warnings(&["study.currency=JPY", "plan.product.price=4000"]), @r#"
    warning:
     |
     | --set study.currency=JPY
     |                      ^^^ amounts are in JPY, but some are left at their defaults in USD
     |
     = help: say what they are in JPY: `thresholds`, `minimum_wage`, `order`, `demand`, `expenses`, `aspiration` and `loss_tolerance`
    "#);
    assert_eq!(warnings(&["study.currency=USD"]), "");
    let all = [
        "study.currency=JPY",
        "study.thresholds=[1e5]",
        "study.minimum_wage=1000",
        "selling.order=6000",
        "purchasing.demand=4000",
        "costs.expenses=5000",
        "quitting.aspiration=50000",
        "quitting.loss_tolerance=inf",
        "plan.product.price=4000",
    ];
    assert_eq!(warnings(&all), "");
}

#[test]
fn awards_that_could_leave_their_range_are_refused() {
    let award = "[[rank]]\nname = \"A\"\n[[bonus]]\nname = \"a\"\nkind = \"award\"\non = \"rank\"\n\
                 amount = { A = 1e9 }\n";
    let error = load(MINIMAL, award, &["market.population=1e8"]).unwrap_err().to_string();
    assert!(error.contains("amounts could exceed what is counted exactly"), "{error}");
    assert!(error.contains("lower one of `amount` (1_000_000_000), `population`"), "{error}");
    assert!(load(MINIMAL, award, &["market.population=1e6"]).is_ok());
}

#[test]
fn amounts_that_could_leave_their_range_are_refused_at_the_largest_factor() {
    let overrides = [
        "plan.product.price=1e6",
        "plan.join.pack=10000",
        "plan.product.pv=1000",
        "market.population=1e6",
        "market.founders=1e6",
    ];
    assert_snapshot!(overridden(&overrides), @r#"
    error: the command line has 1 problem

     |
     | --set plan.product.price=1e6
     |                          ^^^ amounts could exceed what is counted exactly, 92 quadrillion units
     |
     = help: lower one of `price` (1_000_000), `population` (1_000_000), `pack` (10_000), `pv` (1_000), or write amounts in a larger unit, such as thousands
    "#);
    let overrides = [
        "market.population=1e8",
        "people.discount_only=0",
        "costs.expenses=1e6",
        "study.months=1200",
    ];
    assert_snapshot!(overridden(&overrides), @r#"
    error: the command line has 1 problem

     |
     | --set market.population=1e8
     |                         ^^^ amounts could exceed what is counted exactly, 92 quadrillion units
     |
     = help: lower one of `population` (100_000_000), `expenses` (1_000_000), `months` (1_200), or write amounts in a larger unit, such as thousands
    "#);
}

#[test]
fn members_pay_something_for_goods() {
    let said = overridden(&["plan.product.discount=1"]);
    assert!(said.contains("members would pay nothing for goods"), "{said}");
    assert!(said.contains("write a discount below 1"), "{said}");
    let by_volume = plan(
        "[product]\ndiscount = [[0, 1], [100, 1]]\n[[bonus]]\nname = \"x\"\nkind = \"retail\"\n",
    );
    assert!(by_volume.contains("members would pay nothing for goods"), "{by_volume}");
    load(MINIMAL, PLAN, &["plan.product.discount=0.99"]).unwrap();
}
