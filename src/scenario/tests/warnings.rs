//! What is allowed in a plan but deserves a second look: each warning, and what is close to it.

use insta::assert_snapshot;

use super::{MINIMAL, PLAN, load, valid};
use crate::scenario::Scenario;

/// The warnings of a plan in the smallest scenario.
fn warnings(plan: &str, overrides: &[&str]) -> String {
    valid(MINIMAL, plan, overrides).warnings.to_string()
}

/// A plan of these ranks, each a name and a clause.
fn ladder(ranks: &[(&str, &str)]) -> String {
    let rank = |(name, clause): &(&str, &str)| format!("[[rank]]\nname = \"{name}\"\n{clause}\n");
    ranks.iter().map(rank).collect::<Vec<_>>().concat()
}

const SALES: &str = "[[bonus]]\nname = \"sales\"\nkind = \"retail\"\npaid_by = \"company\"\n";

#[test]
fn a_market_without_end_that_comes_to_its_ceiling() {
    let endless = ["market.population=infinite", "quitting.survival_12=1", "study.months=24"];
    let most = [&endless[..], &["recruiting.contacts=100"]].concat();
    assert_snapshot!(warnings(PLAN, &most), @r"
    warning:
     |
     | --set market.population=infinite
     |                         ^^^^^^^^ a lucky run may come to the ceiling of an infinite market in month 14
     |
     = help: Nobody more signs up once 50_000_000 have ever joined, and a run may need about 14 GB of memory; each that is computed at once needs as much. Lower `months` in `[study]` or `contacts` in `[recruiting]`, or give `population` a number of people
    ");
    // Neither where few are approached nor where there is an end of people.
    let few = [&endless[..], &["recruiting.contacts=2"]].concat();
    assert_eq!(warnings(PLAN, &few), "");
    assert_eq!(warnings(PLAN, &["recruiting.contacts=100"]), "");
}

#[test]
fn a_plan_that_may_pay_more_than_comes_in() {
    let text = "[[bonus]]\nname = \"margin\"\nkind = \"retail\"\nrate = 0.4\n\
                [[bonus]]\nname = \"a\"\nkind = \"level\"\nrates = [0.5, 0.2]\n\
                [[bonus]]\nname = \"match\"\nkind = \"level\"\nrates = [0.5]\nbase = \"pay:a\"\n\
                [[bonus]]\nname = \"fee\"\nkind = \"level\"\nrates = [0.9]\nbase = \"fee\"\n";
    assert_snapshot!(warnings(text, &["plan.join.fee=9"]), @r#"
    warning:
     --> scenarios/plans/p.toml:4:8
      |
    4 | rate = 0.4
      |        ^^^ customers pay a margin that is not the member's discount
      |
      = help: leave `rate` out to take `product.discount`, or write paid_by = "company"

    warning:
     --> scenarios/plans/p.toml:6:8
      |
    6 | name = "a"
      |        ^^^ of 100 that a customer pays for an order, members keep a margin of 40: `margin` 40, and 60 reach the company, bonuses may pay 78.75: `a` 52.5 + `match` 26.25
      |
      = help: lower the rates, or limit them with `[cap]` and its `share`
    "#);
}

#[test]
fn a_plan_that_may_pay_more_than_its_volume() {
    let text = "[product]\ncv = 0.5\n[[bonus]]\nname = \"a\"\nkind = \"level\"\nbase = \"price\"\n\
                rates = [0.3]\n[[bonus]]\nname = \"b\"\nkind = \"level\"\nrates = [0.3, 0.2]\n";
    assert_snapshot!(warnings(text, &["plan.product.discount=0"]), @r#"
    warning:
     --> scenarios/plans/p.toml:4:8
      |
    4 | name = "a"
      |        ^^^ of 100 of commissionable volume, bonuses may pay 110: `a` 60 + `b` 50
      |
      = help: lower the rates, raise `cv` in `[product]`, or limit them with `[cap]` and its `share`
    "#);
    // At exactly all of it there is nothing to warn of, nor under a cap.
    let exact = ["plan.product.discount=0", "plan.bonus.b.rates=[0.2, 0.2]"];
    assert_eq!(warnings(text, &exact), "");
    assert!(!warnings(text, &["plan.cap.share=0.9"]).contains("of 100"));
}

#[test]
fn many_bonuses_are_told_by_the_largest() {
    let bonus =
        |n| format!("[[bonus]]\nname = \"b{n}\"\nkind = \"level\"\nrates = [0.{}]\n", 9 - n % 9);
    let text = (1..=9).map(bonus).collect::<Vec<_>>().concat();
    let said = warnings(&text, &[]);
    let sum = "450: `b1` 80 + `b2` 70 + `b3` 60 + `b4` 50 + `b5` 40 + `b9` 90 + 3 others 60";
    assert!(said.contains(sum), "{said}");
}

#[test]
fn a_rank_that_nobody_can_be_the_first_to_have() {
    let plan = ladder(&[
        ("Gold", "legs = { Platinum = 1 }"),
        ("Platinum", "legs = { Gold = 2 }"),
        ("Ruby", "pv = 100\nrank = \"Platinum\""),
    ]) + SALES
        + "need = { rank = \"Ruby\" }\n";
    assert_snapshot!(warnings(&plan, &[]), @r#"
    warning:
     --> scenarios/plans/p.toml:3:8
      |
    3 | legs = { Platinum = 1 }
      |        ^^^^^^^^^^^^^^^^ nobody can have this rank: it asks for legs with `Platinum`, and nobody can be the first to have it
      |
      = help: give the rank another way to be earned, as one of `any`, or ask for a lower one

    warning:
     --> scenarios/plans/p.toml:6:8
      |
    6 | legs = { Gold = 2 }
      |        ^^^^^^^^^^^^ nobody can have this rank: it asks for legs with `Gold`, and nobody can be the first to have it
      |
      = help: give the rank another way to be earned, as one of `any`, or ask for a lower one

    warning:
      --> scenarios/plans/p.toml:10:8
       |
    10 | rank = "Platinum"
       |        ^^^^^^^^^^ nobody can have this rank: it asks for `Platinum`, which nobody can have
       |
       = help: change the clause, or what it asks for

    warning:
      --> scenarios/plans/p.toml:15:17
       |
    15 | need = { rank = "Ruby" }
       |                 ^^^^^^ nobody can be paid: `need` asks for `Ruby`, which nobody can have
       |
       = help: change the clause, or what it asks for
    "#);
    // One way in is enough for all of them.
    let open =
        plan.replace("legs = { Platinum = 1 }", "any = [{ legs = { Platinum = 1 } }, { gv = 9 }]");
    assert_eq!(warnings(&open, &[]), "");
    // And so is a higher rank that can be had.
    let open = plan + &ladder(&[("Diamond", "pv = 2000")]);
    assert_eq!(warnings(&open, &[]), "");
}

#[test]
fn a_rank_whose_clause_contradicts_itself() {
    let plan = "[active]\npv = 100\n".to_owned()
        + &ladder(&[("Sleeper", "active = false\npv = 150"), ("Waker", "active = true\npv = 150")])
        + SALES;
    assert_snapshot!(warnings(&plan, &[]), @"
    warning:
     --> scenarios/plans/p.toml:5:10
      |
    5 | active = false
      |          ^^^^^ nobody can have this rank: it asks for members who are not active, and for what makes them active: pv 150 ≥ 100
      |
      = help: change the clause, or what it asks for
    ");
    let possible = plan.replace("active = false\npv = 150", "active = false\npv = 99");
    assert_eq!(warnings(&possible, &[]), "");
    let everyone = ladder(&[("Sleeper", "active = false")]) + SALES;
    let said = warnings(&everyone, &[]);
    assert!(said.contains("and without `[active]` all are"), "{said}");
    let said = warnings(&plan, &["plan.product.pv=0"]);
    assert!(said.contains("asks for points, and `pv` of `[product]` gives none"), "{said}");
    let any = ladder(&[("A", "any = [{ active = false }, { legs = { A = 1 } }]")]) + SALES;
    let said = warnings(&any, &[]);
    assert!(said.contains("one of several things, none of which"), "{said}");
}

#[test]
fn a_rank_that_everyone_skips() {
    let plan = ladder(&[
        ("Bronze", "gv = 500\nrecruits = 3\nmonths = 2"),
        ("Silver", "gv = 400\nrecruits = 3"),
        ("Gold", "gv = 600"),
    ]) + SALES;
    assert_snapshot!(warnings(&plan, &[]), @r#"
    warning:
     --> scenarios/plans/p.toml:2:8
      |
    2 | name = "Bronze"
      |        ^^^^^^^^ nobody has this rank: who earns it has earned `Silver` above it too (gv 500 ≥ 400, recruits 3 ≥ 3)
      |
      = help: a member has the highest rank whose clause holds: ranks stand lowest first, and each asks for more than the one before
    "#);
    // Less of any one thing is a rank of its own.
    for more in
        ["gv = 501\nrecruits = 3", "gv = 400\nrecruits = 4", "gv = 400\nrecruits = 3\npv = 1"]
    {
        let apart = plan.replace("gv = 400\nrecruits = 3", more);
        assert_eq!(warnings(&apart, &[]), "", "{more}");
    }
    for (bronze, silver, skips) in [
        ("legs = { Base = 2 }", "legs = { Base = 2 }", true),
        ("legs = { Base = 2 }", "legs = { Base = 3 }", false),
        ("rank = \"Base\"", "", true),
        ("gv = 100\nleg_max = 0.5", "gv = 100", true),
        ("gv = 100", "gv = 100\nleg_max = 0.5", false),
        ("gv = 200\nleg_max = 0.5", "gv = 100\nleg_max = 0.5", false),
        ("gv = 200\nleg_max = 0.25", "gv = 100\nleg_max = 0.5", true),
        ("pv = 10", "any = [{ pv = 20 }, { pv = 5 }]", true),
        ("any = [{ pv = 20 }, { gv = 50 }]", "any = [{ gv = 40 }, { pv = 15 }]", true),
        ("any = [{ pv = 20 }, { recruits = 50 }]", "any = [{ gv = 40 }, { pv = 15 }]", false),
        ("active = true", "active = true", true),
        ("active = true", "active = false", false),
        // Who has a rank has what asks for it and nothing more.
        ("pv = 50", "rank = \"Bronze\"", true),
        ("pv = 50", "rank = \"Base\"", true),
        ("pv = 50", "any = [{ rank = \"Bronze\" }, { pv = 90 }]", true),
        ("gv = 2", "rank = \"Bronze\"\nactive = true", true),
        ("pv = 50", "rank = \"Bronze\"\npv = 51", false),
        ("pv = 50", "rank = \"Bronze\"\nactive = true", false),
        ("pv = 50", "rank = \"Bronze\"\nmonths = 2", false),
        ("pv = 50\nmonths = 2", "rank = \"Bronze\"\nmonths = 2", false),
    ] {
        let base = ("Base", "active = true\npv = 1");
        let plan = "[active]\ngv = 1\n".to_owned()
            + &ladder(&[base, ("Bronze", bronze), ("Silver", silver)])
            + SALES;
        let said = warnings(&plan, &[]);
        let of_bronze = said.contains("name = \"Bronze\"\n");
        assert_eq!(of_bronze, skips, "{bronze} and {silver}: {said}");
    }
}

#[test]
fn a_rank_that_the_next_one_asks_for_alone() {
    let plan = ladder(&[("Bronze", "gv = 500"), ("Silver", "rank = \"Bronze\"\nactive = true")]);
    assert_snapshot!(warnings(&(plan + SALES), &[]), @r#"
    warning:
     --> scenarios/plans/p.toml:2:8
      |
    2 | name = "Bronze"
      |        ^^^^^^^^ nobody has this rank: who earns it has earned `Silver` above it too (it asks for that rank, everyone is active)
      |
      = help: a member has the highest rank whose clause holds: ranks stand lowest first, and each asks for more than the one before
    "#);
}

#[test]
fn seats_of_more_people_than_there_are() {
    let fill = "[[tree]]\nname = \"seats\"\nplace = \"bfs\"\nwidth = 3\n[[bonus]]\n\
                name = \"full\"\nkind = \"award\"\ntree = \"seats\"\non = \"fill\"\nlevels = 4\n\
                amount = 5\n[join]\nfee = 50\n";
    let told = |people: u32| {
        warnings(fill, &[&format!("market.population={people}"), "market.founders=1"])
    };
    assert_eq!(told(121), "");
    assert_snapshot!(told(120), @r#"
    warning:
      --> scenarios/plans/p.toml:10:10
       |
    10 | levels = 4
       |          ^ nobody can be paid: it takes 1 + 3 + 9 + 27 + 81 = 121 people, and the market has 120
       |
       = help: let fewer levels be filled, or raise `population` in `[market]`
    "#);
}

#[test]
fn boards_that_the_market_cannot_fill() {
    let boards = "[[tree]]\nname = \"board\"\nplace = \"board\"\nwidth = 3\ndepth = 5\n[[bonus]]\n\
                  name = \"gift\"\nkind = \"award\"\non = \"cycle\"\namount = 5\n[join]\nfee = 50\n";
    let told = |people: u32, founders: u32| {
        let market = [format!("market.population={people}"), format!("market.founders={founders}")];
        warnings(boards, &market.each_ref().map(String::as_str))
    };
    assert_eq!(told(82, 1), "");
    assert_eq!(told(85, 4), "");
    assert_snapshot!(told(84, 4), @r#"
    warning:
     --> scenarios/plans/p.toml:9:6
      |
    9 | on = "cycle"
      |      ^^^^^^^ nobody can be paid: no board is full until 3 ^ 4 = 81 people have joined, and the market has 80 beside the founders
      |
      = help: lower `depth` or `width` of the boards, or raise `population` in `[market]`
    "#);
    // Who has left and joins again takes a seat again.
    let overrides = ["market.population=80", "market.founders=1", "market.rejoin_after=6"];
    assert_eq!(warnings(boards, &overrides), "");
    assert_eq!(warnings(boards, &["market.population=infinite"]), "");
    // Boards that nobody is paid for may be as large as they like.
    let unpaid = boards.replace("on = \"cycle\"", "on = \"recruit\"");
    assert_eq!(warnings(&unpaid, &["market.population=80", "market.founders=1"]), "");
}

#[test]
fn what_pairs_come_to_without_a_cap() {
    let pairs = "[[tree]]\nname = \"seats\"\nplace = \"bfs\"\nwidth = 2\n[[bonus]]\n\
                 name = \"pairs\"\nkind = \"pair\"\ntree = \"seats\"\nrate = 0.2\n";
    let sum = |plan: &str| {
        let told = warnings(plan, &[]);
        let sum = told.split_once("it comes to about ").expect("a sum").1;
        sum.split_once(" of all volume").expect("a share").0.to_owned()
    };
    assert_eq!(sum(pairs), "20 % × (10 − 1) / 2 = 90 %");
    assert_eq!(sum(&format!("{pairs}ratio = [2, 1]\n")), "20 % × (10 − 1) / 2 / 2 = 45 %");
    assert_eq!(sum(&pairs.replace("0.2", "0.125")), "12.5 % × (10 − 1) / 2 = 56.25 %");
    assert_eq!(warnings(&format!("{pairs}[cap]\nshare = 0.4\n"), &[]), "");
}

#[test]
fn a_rank_that_takes_more_people_or_months_than_there_are() {
    let plan = ladder(&[
        ("Silver", "recruits = 4"),
        ("Gold", "legs = { Silver = 5 }"),
        ("Diamond", "legs = { Gold = 6 }"),
    ]) + SALES;
    let overrides = ["market.population=156", "market.founders=10"];
    assert_snapshot!(warnings(&plan, &overrides), @"
    warning:
     --> scenarios/plans/p.toml:9:8
      |
    9 | legs = { Gold = 6 }
      |        ^^^^^^^^^^^^ nobody can have this rank: it takes at least 1 + 6 × 26 = 157 people, and the market has 156
      |
      = help: ask for less, or raise `population` in `[market]`
    ");
    assert_eq!(warnings(&plan, &["market.population=157", "market.founders=10"]), "");
    assert_eq!(warnings(&plan, &["market.population=infinite"]), "");
    // Who keeps a title needs nobody any more.
    let kept = plan.replace("recruits = 4", "recruits = 4\nkeep = \"title\"");
    assert_eq!(warnings(&kept, &overrides), "");
    // A plan by itself has no market.
    assert!(Scenario::around_plan("p.toml", &plan, &[]).unwrap().warnings.is_empty());

    let plan =
        ladder(&[("Silver", "pv = 10\nmonths = 6"), ("Gold", "rank = \"Silver\"\nmonths = 8")])
            + SALES;
    assert_snapshot!(warnings(&plan, &["study.months=12"]), @"
    warning:
     --> scenarios/plans/p.toml:8:10
      |
    8 | months = 8
      |          ^ nobody can have this rank before month 13, and the study has 12
      |
      = help: ask for fewer `months` in a row, or raise `months` in `[study]`
    ");
    assert_eq!(warnings(&plan, &["study.months=13"]), "");
}

#[test]
fn levels_on_which_nobody_is_paid() {
    let plan = ladder(&[("Silver", "pv = 100"), ("Gold", "pv = 200")])
        + "[[bonus]]\nname = \"unilevel\"\nkind = \"level\"\nrates = [0.05, 0.04, 0.03, 0.02]\n\
           depth = { Silver = 1, Gold = 2 }\n\
           [[bonus]]\nname = \"deep\"\nkind = \"level\"\nrates = [0.01]\ndepth = 3\n";
    assert_snapshot!(warnings(&plan, &[]), @"
    warning:
      --> scenarios/plans/p.toml:10:9
       |
    10 | rates = [0.05, 0.04, 0.03, 0.02]
       |         ^^^^^^^^^^^^^^^^^^^^^^^^ levels 3 to 4 are never paid: nobody is paid on a level deeper than 2, so 5 % of the base stay with the company
       |
       = help: give a rank that can be had a larger `depth` or a rate of its own, or remove these rates

    warning:
      --> scenarios/plans/p.toml:16:9
       |
    16 | depth = 3
       |         ^ a depth of 3, and `rates` ends at level 1
       |
       = help: levels without a rate pay nothing: add rates, or lower `depth`
    ");
    assert_eq!(
        warnings(&plan, &["plan.bonus.unilevel.depth.Gold=4", "plan.bonus.deep.depth=1"]),
        ""
    );
    // Where the buyer is the first, he is on level 0.
    let overrides = ["plan.bonus.unilevel.start=0", "plan.bonus.deep.start=0"];
    let said = warnings(&plan, &overrides);
    assert!(
        said.contains("level 3 is never paid: nobody is paid on a level deeper than 2"),
        "{said}"
    );
    assert!(said.contains("a depth of 3, and `rates` ends at level 0"), "{said}");
    // A level on which nothing is paid anyway is left out on purpose.
    let overrides = ["plan.bonus.unilevel.rates=[0.05, 0.04, 0]", "plan.bonus.deep.depth=1"];
    assert_eq!(warnings(&plan, &overrides), "");
    // The depth of a rank that nobody has or that may not be paid does not count.
    let nobody =
        plan.replace("pv = 200", "legs = { Gold = 1 }").replace("Gold = 2 }", "Gold = 4 }");
    let said = warnings(&nobody, &["plan.bonus.deep.depth=1"]);
    assert!(said.contains("levels 2 to 4 are never paid"), "{said}");
    let low = plan.replace(
        "depth = { Silver = 1, Gold = 2 }",
        "depth = { Silver = 4, Gold = 3 }\nneed = { rank = \"Gold\" }",
    );
    let said = warnings(&low, &["plan.bonus.deep.depth=1"]);
    assert!(said.contains("level 4 is never paid"), "{said}");
}

#[test]
fn levels_for_which_only_a_rank_that_nobody_can_have_has_a_rate() {
    let ladder = ladder(&[("Silver", "pv = 100"), ("Gold", "legs = { Gold = 1 }")]);
    let of_ranks = "rates = { Silver = [0.05, 0, 0.02, 0], Gold = [0.05, 0.04, 0.02, 0.01] }";
    let bonus =
        |keys: &str| format!("{ladder}[[bonus]]\nname = \"deep\"\nkind = \"level\"\n{keys}\n");
    let of_bonus = |keys: &str, overrides: &[&str]| {
        let said = warnings(&bonus(keys), overrides);
        // The rank is warned of as well.
        said.split("\n\n")
            .filter(|told| !told.contains("legs = {"))
            .collect::<Vec<_>>()
            .join("\n\n")
    };
    assert_snapshot!(of_bonus(of_ranks, &[]), @"
    warning:
      --> scenarios/plans/p.toml:10:9
       |
    10 | rates = { Silver = [0.05, 0, 0.02, 0], Gold = [0.05, 0.04, 0.02, 0.01] }
       |         ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ levels 2 and 4 are never paid: nobody who can be paid has a rate there, so 5 % of the base stay with the company
       |
       = help: give a rank that can be had a larger `depth` or a rate of its own, or remove these rates
    ");
    // Where the rank can be had, all levels are reached.
    assert_eq!(warnings(&bonus(of_ranks).replace("legs = { Gold = 1 }", "pv = 200"), &[]), "");
    // Nor does a rank count for which there are too few people, or which everybody skips.
    for (clause, overrides) in
        [("recruits = 500", "market.population=400"), ("pv = 100\nmonths = 20", "study.months=12")]
    {
        let plan = bonus(of_ranks).replace("legs = { Gold = 1 }", clause);
        assert!(
            warnings(&plan, &[overrides]).contains("levels 2 and 4 are never paid"),
            "{clause}"
        );
    }
    assert_snapshot!(of_bonus("step = \"rank:Gold\"\nrates = [0.05]", &[]), @r#"
    warning:
      --> scenarios/plans/p.toml:10:8
       |
    10 | step = "rank:Gold"
       |        ^^^^^^^^^^^ nobody can be paid: it asks for `Gold` or a higher rank, which nobody can have
       |
       = help: pay a rank that can be had
    "#);
    assert_snapshot!(of_bonus("need = { rank = \"Gold\" }\nrates = [0.05]", &[]), @r#"
    warning:
      --> scenarios/plans/p.toml:10:17
       |
    10 | need = { rank = "Gold" }
       |                 ^^^^^^ nobody can be paid: `need` asks for `Gold`, which nobody can have
       |
       = help: change the clause, or what it asks for
    "#);
    let only_gold = of_bonus("rates = { Gold = [0.05] }", &[]);
    assert_snapshot!(only_gold, @"
    warning:
      --> scenarios/plans/p.toml:10:9
       |
    10 | rates = { Gold = [0.05] }
       |         ^^^^^^^^^^^^^^^^^ nobody can be paid: there is something only for ranks that nobody can have
       |
       = help: pay a rank that can be had
    ");
    // That is told once, whatever the depths.
    let deep = of_bonus("rates = { Gold = [0.05, 0.04] }\ndepth = { Silver = 1, Gold = 2 }", &[]);
    assert!(deep.contains("only for ranks that nobody can have"), "{deep}");
    assert!(!deep.contains("never paid"), "{deep}");
    let deep = of_bonus(
        "rates = [0.05, 0.04]\nneed = { rank = \"Gold\" }\ndepth = { Silver = 1, Gold = 2 }",
        &[],
    );
    assert!(deep.contains("nobody can be paid") && !deep.contains("never paid"), "{deep}");
    let none = of_bonus("rates = [0.05, 0.04]\ndepth = { Gold = 2 }", &[]);
    assert!(none.contains("only for ranks that nobody can have"), "{none}");
    assert!(!none.contains("never paid"), "{none}");
    // A bonus that pays nobody anything has no levels that are never paid beside others.
    assert!(!of_bonus("rates = [0, 0]", &[]).contains("never paid"));
}

#[test]
fn rates_of_ranks_that_nobody_can_have_are_not_paid_out() {
    let plan = |gold: &str| {
        ladder(&[("Silver", "pv = 100"), ("Gold", gold)])
            + "[[bonus]]\nname = \"a\"\nkind = \"level\"\nrates = { Silver = [0.6], Gold = [0.7] }\n\
               [[bonus]]\nname = \"b\"\nkind = \"differential\"\nrates = { Silver = 0.3, Gold = 0.4 }\n\
               [[bonus]]\nname = \"c\"\nkind = \"level\"\nrates = [0.2]\nneed = { rank = \"Gold\" }\n\
               [[bonus]]\nname = \"d\"\nkind = \"pool\"\nshare = 0.1\npoints = { Gold = 1 }\n"
    };
    let said = warnings(&plan("pv = 200"), &[]);
    assert!(said.contains("bonuses may pay 140: `a` 70 + `b` 40 + `c` 20 + `d` 10"), "{said}");
    let said = warnings(&plan("legs = { Gold = 1 }"), &[]);
    assert!(!said.contains("may pay"), "{said}");
    for place in ["need = { rank = \"Gold\" }", "points = { Gold = 1 }"] {
        assert!(said.contains(place), "{place} pays nobody: {said}");
    }
}

#[test]
fn a_cap_of_nothing_and_a_differential_without_a_rate() {
    let capped = "[[bonus]]\nname = \"a\"\nkind = \"level\"\nrates = [0.6]\ncap = { amount = 0 }\n\
                  [[bonus]]\nname = \"b\"\nkind = \"level\"\nrates = [0.6]\n";
    assert_snapshot!(warnings(capped, &[]), @"
    warning:
     --> scenarios/plans/p.toml:5:18
      |
    5 | cap = { amount = 0 }
      |                  ^ nobody can be paid: the most that a member gets of it is 0
      |
      = help: raise `amount`, or remove the cap
    ");
    // What it would pay at a cap that lets something through is not paid now.
    assert!(warnings(capped, &["plan.bonus.a.cap.amount=1"]).contains("bonuses may pay 120"));
    let flat = "[[bonus]]\nname = \"d\"\nkind = \"differential\"\nbrackets = [[100, 0.0]]\n";
    assert_snapshot!(warnings(flat, &[]), @"
    warning:
     --> scenarios/plans/p.toml:4:12
      |
    4 | brackets = [[100, 0.0]]
      |            ^^^^^^^^^^^^ nobody can be paid: every rate is 0
      |
      = help: raise it, or remove the bonus
    ");
    assert_eq!(warnings(&flat.replace("0.0", "0.1"), &[]), "");
}

/// Each kind, at the key that gives nothing; what gives somebody something is not told of.
#[test]
fn a_bonus_that_gives_nobody_anything() {
    let seats = "[[tree]]\nname = \"seats\"\nplace = \"bfs\"\nwidth = 2\n";
    let ladder = ladder(&[("Silver", "pv = 100")]);
    let pair = "kind = \"pair\"\ntree = \"seats\"\n";
    let pool = "kind = \"pool\"\n";
    let award = "kind = \"award\"\non = \"recruit\"\n";
    let shown = |said: &str| {
        let lines = said.lines().filter(|line| line.contains("nobody can be paid"));
        let told = lines.map(|line| line.trim_start_matches([' ', '|']).trim_start_matches('^'));
        told.collect::<Vec<_>>().join("; ")
    };
    for (keys, nothing, something, reason) in [
        ("kind = \"level\"\n", "rates = [0, 0]", "rates = [0, 0.1]", " every rate is 0"),
        (
            "kind = \"level\"\n",
            "rates = { Silver = [0] }",
            "rates = { Silver = [0.1] }",
            " every rate is 0",
        ),
        (
            "kind = \"differential\"\n",
            "rates = { Silver = 0 }",
            "rates = { Silver = 0.1 }",
            " every rate is 0",
        ),
        (
            "kind = \"retail\"\npaid_by = \"company\"\n",
            "rate = 0",
            "rate = 0.1",
            " every rate is 0",
        ),
        (pair, "rate = 0", "rate = 0.1\ncap = { amount = 9 }", " every rate is 0"),
        (
            pool,
            "share = 0\npoints = { Silver = 1 }",
            "share = 0.1\npoints = { Silver = 1 }",
            " the `share` is 0",
        ),
        (
            pool,
            "share = 0.1\npoints = { Silver = 0 }",
            "share = 0.1\npoints = { Silver = 1 }",
            " no rank has points",
        ),
        (award, "amount = 0", "amount = 1", " every amount is 0"),
        (award, "amount = { Silver = 0 }", "amount = { Silver = 1 }", " every amount is 0"),
    ] {
        let plan = |gives: &str| {
            format!("[join]\nfee = 9\n{ladder}{seats}[[bonus]]\nname = \"b\"\n{keys}{gives}\n")
        };
        let said = warnings(&plan(nothing), &[]);
        assert_eq!(shown(&said), format!(" nobody can be paid:{reason}"), "{said}");
        assert_eq!(said.matches("warning:").count(), 1, "{said}");
        assert_eq!(shown(&warnings(&plan(something), &[])), "", "{something}");
    }
    let capped = format!(
        "{seats}[cap]\nshare = 0.5\n[[bonus]]\nname = \"b\"\n{pair}rate = 0.1\ncap = {{ volume = 0 }}\n"
    );
    let said = warnings(&capped, &[]);
    assert_eq!(
        shown(&said),
        " nobody can be paid: the most matched volume that it pays for is 0",
        "{said}"
    );
    assert_eq!(warnings(&capped, &["plan.bonus.b.cap.volume=1"]), "");
    let none = "[cap]\nshare = 0\n[[bonus]]\nname = \"a\"\nkind = \"level\"\nrates = [0.1]\n";
    assert_snapshot!(warnings(none, &[]), @"
    warning:
     --> scenarios/plans/p.toml:2:9
      |
    2 | share = 0
      |         ^ the company pays nobody: bonuses may come to 0 % of all volume
      |
      = help: raise `share`, or remove `[cap]`
    ");
    assert_eq!(warnings(none, &["plan.cap.share=0.01"]), "");
}

#[test]
fn a_bonus_that_is_taken_of_nothing() {
    let bonus = |name: &str, keys: &str| {
        format!("[[bonus]]\nname = \"{name}\"\nkind = \"level\"\nrates = [0.1]\n{keys}\n")
    };
    let of_pay = bonus("a", "cap = { amount = 0 }") + &bonus("match", "base = \"pay:a\"");
    let said = warnings(&of_pay, &[]);
    assert_eq!(said.matches("warning:").count(), 2, "{said}");
    let told = "base = \"pay:a\"\n   |        ^^^^^^^ nobody can be paid: `a`, which it is taken of, pays \
                nobody";
    assert!(said.contains(told), "{said}");
    assert_eq!(warnings(&of_pay, &["plan.bonus.a.cap.amount=1"]), "");
    for (base, override_) in [("cv", "plan.product.cv=0"), ("pv", "plan.product.pv=0")] {
        let plan = bonus("a", &format!("base = \"{base}\""));
        let told = format!("a simulation pays nobody: `{base}` of `[product]` is 0");
        assert!(warnings(&plan, &[override_]).contains(&told), "{base}");
        assert_eq!(warnings(&plan, &[]), "");
    }
    let fees = bonus("a", "base = \"fee\"");
    let said = warnings(&fees, &[]);
    assert!(said.contains("nobody can be paid: `fee` and `renewal` of `[join]` are 0"), "{said}");
    for fee in ["plan.join.fee=1", "plan.join.renewal=1"] {
        assert_eq!(warnings(&fees, &[fee]), "", "{fee}");
    }
    // Fees may be given.
    assert!(Scenario::around_plan("p.toml", &fees, &[]).unwrap().warnings.is_empty());
}

/// On each level stands one person, who is active or is not; where only those who are paid use up a
/// level, an order pays one of each.
#[test]
fn of_bonuses_for_active_and_for_other_members_the_larger_counts() {
    let bonus = |name: &str, keys: &str| {
        format!("[[bonus]]\nname = \"{name}\"\nkind = \"level\"\nrates = [0.6]\n{keys}\n")
    };
    let active = bonus("l", "need = { active = true }");
    let plan = |other: &str| format!("[active]\npv = 100\n{active}{}", bonus("m", other));
    let idle = "need = { active = false }";
    assert_eq!(warnings(&plan(idle), &[]), "");
    let told = "of 100 that a member pays for an order, bonuses may pay 120: `l` 60 + `m` 60";
    for other in ["", "need = { active = true }", "need = { active = false, pv = 10 }"] {
        assert!(warnings(&plan(other), &[]).contains(told), "{other}");
    }
    for other in ["start = 0", "step = \"active\"", "orders = \"member\""] {
        assert!(warnings(&plan(&format!("{idle}\n{other}")), &[]).contains(told), "{other}");
    }
    let of_paid = plan(idle).replace("[0.6]", "[0.6]\nstep = \"qualified\"");
    assert!(warnings(&of_paid, &[]).contains(told), "two walks meet two people");
    // A third bonus for the active is paid beside the first.
    let third = plan(idle) + &bonus("n", "need = { active = true }");
    assert!(warnings(&third, &[]).contains("bonuses may pay 120: `l` 60 + `n` 60"));
}

#[test]
fn a_recruit_is_paid_for_by_awards_fees_and_pack_together() {
    let plan = |share: f64, amount: u32| {
        format!(
            "[join]\nfee = 100\n\
             [[bonus]]\nname = \"chain\"\nkind = \"level\"\nbase = \"fee\"\nrates = [{share}]\n\
             [[bonus]]\nname = \"find\"\nkind = \"award\"\non = \"recruit\"\namount = {amount}\n"
        )
    };
    assert_snapshot!(warnings(&plan(0.9, 90), &[]), @"
    warning:
      --> scenarios/plans/p.toml:12:10
       |
    12 | amount = 90
       |          ^^ for a recruit, who brings in 100 on joining, bonuses may pay 180: `chain` 90 + `find` 90
       |
       = help: lower `amount` or the rates, or raise `fee` or `pack` in `[join]`
    ");
    assert_eq!(warnings(&plan(0.9, 10), &[]), "");
    assert_eq!(warnings(&plan(0.9, 90), &["plan.cap.share=1"]), "");
    // What a member's cap takes off is not paid: 50 and 40.
    let capped = ["plan.bonus.chain.cap.amount=50", "plan.bonus.find.cap.amount=40"];
    assert_eq!(warnings(&plan(0.9, 90), &capped), "");
    // A pack of three at 30 brings in 90 more, of which members get 45, and a match of the award 9.
    let more = "[[bonus]]\nname = \"goods\"\nkind = \"level\"\nrates = [0.3, 0.2]\n\
                [[bonus]]\nname = \"match\"\nkind = \"level\"\nbase = \"pay:find\"\nrates = [0.1]\n\
                [[bonus]]\nname = \"later\"\nkind = \"level\"\nafter = 1\nrates = [0.3]\n\
                [[bonus]]\nname = \"sales\"\nkind = \"retail\"\npaid_by = \"company\"\nrate = 0.1\n";
    let told = warnings(&(plan(0.9, 90) + more), &["plan.join.pack=3"]);
    let sum = "for a recruit, who brings in 190 (fee 100 + pack 90) on joining, bonuses may pay 234: \
               `chain` 90 + `find` 90 + `goods` 45 + `match` 9";
    assert!(told.contains(sum), "{told}");
    assert_eq!(warnings(&(plan(0.9, 50) + more), &["plan.join.pack=3"]), "");
}

#[test]
fn an_award_for_a_rank_that_costs_less() {
    let plan = "[join]\npack = 1\n".to_owned()
        + &ladder(&[("Bronze", "recruits = 1"), ("Silver", "recruits = 2\ngv = 100")])
        + "[[bonus]]\nname = \"car\"\nkind = \"award\"\non = \"rank\"\n\
           amount = { Bronze = 50, Silver = 200 }\n";
    assert_snapshot!(warnings(&plan, &[]), @"
    warning:
      --> scenarios/plans/p.toml:14:10
       |
    14 | amount = { Bronze = 50, Silver = 200 }
       |          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ up to `Silver` these come to 250.00, and the rank can be had with 100.00 of orders and 90.00 from 3 who join
       |
       = help: lower `amount`, let the rank ask for more, or limit all pay with `[cap]`
    ");
    assert_eq!(warnings(&plan, &["plan.bonus.car.amount.Silver=140"]), "");
    assert_eq!(warnings(&plan, &["plan.cap.share=1"]), "");
    // At a cap of 95 a member gets 50 and 95 of it; at one of 0 nothing, which is told once.
    assert_eq!(warnings(&plan, &["plan.bonus.car.cap.amount=95"]), "");
    let said = warnings(&plan, &["plan.bonus.car.cap.amount=141"]);
    assert!(said.contains("up to `Silver` these come to 191.00"), "{said}");
    let said = warnings(&plan, &["plan.bonus.car.cap.amount=0"]);
    assert_eq!(said.matches("warning:").count(), 1, "{said}");
    assert!(said.contains("the most that a member gets of it is 0"), "{said}");
    // Whoever must buy more to be paid brings in more.
    assert_eq!(warnings(&format!("{plan}need = {{ pv = 160 }}\n"), &[]), "");
    assert!(warnings(&format!("{plan}need = {{ pv = 159 }}\n"), &[]).contains("159.00 of orders"));
}

/// What nobody pays is not told, and every rank at fault is.
#[test]
fn awards_for_several_ranks_that_cost_less() {
    let plan = ladder(&[("R", "pv = 100"), ("S", "pv = 200\ngv = 1000")])
        + "[[bonus]]\nname = \"car\"\nkind = \"award\"\non = \"rank\"\n\
           amount = { R = 500, S = 3000 }\n";
    let said = warnings(&plan, &[]);
    let sum = "up to `R` these come to 500.00, and the rank can be had with 100.00 of orders; \
               up to `S` to 3500.00, for 1000.00 of orders\n";
    assert!(said.contains(sum), "{said}");
    let said = warnings(&plan, &["plan.bonus.car.amount.R=100"]);
    assert!(said.contains("up to `S` these come to 3100.00"), "{said}");
}

/// Three who join pay 300, of which others take 270; the 100 points are 100 of orders, of which half is
/// paid to others.
#[test]
fn an_award_for_a_rank_is_paid_of_what_other_bonuses_leave() {
    let plan = "[join]\nfee = 100\n".to_owned()
        + &ladder(&[("Silver", "recruits = 2\ngv = 100")])
        + "[[bonus]]\nname = \"chain\"\nkind = \"level\"\nbase = \"fee\"\nrates = [0.9]\n\
           [[bonus]]\nname = \"goods\"\nkind = \"level\"\nrates = [0.3, 0.2]\n\
           [[bonus]]\nname = \"car\"\nkind = \"award\"\non = \"rank\"\namount = 80\n";
    assert_eq!(warnings(&plan, &[]), "");
    let said = warnings(&plan, &["plan.bonus.car.amount=81"]);
    let sum = "up to `Silver` these come to 81.00, and the rank can be had with 100.00 of orders and \
               300.00 from 3 who join, of which other bonuses may take 320.00";
    assert!(said.contains(sum), "{said}");
    // What pays more than all is told by itself.
    let over = ["plan.bonus.goods.rates=[0.6, 0.2]", "plan.bonus.chain.rates=[0.5]"];
    assert_eq!(warnings(&plan, &over), "");
}

/// A warning is no fault: the plan is computed as it stands.
#[test]
fn warnings_do_not_refuse() {
    let plan = ladder(&[("Gold", "legs = { Gold = 1 }")]) + SALES;
    assert!(load(MINIMAL, &plan, &[]).is_ok_and(|scenario| scenario.warnings.len() == 1));
}

/// In a tree of width 3, 40 recruits in each leg are 120 people.
#[test]
fn a_rank_that_asks_for_more_recruits_in_its_legs_than_there_are_people() {
    let seats = "[[tree]]\nname = \"seats\"\nplace = \"bfs\"\nwidth = 3\n";
    let plan = |count: u32| {
        let rank = format!("recruits_per_leg = {count}\nactive = true");
        format!("{SALES}{seats}{}", ladder(&[("Full", &rank)]))
    };
    let of_a_hundred = ["market.population=100"];
    assert_eq!(warnings(&plan(33), &of_a_hundred), "");
    let told = warnings(&plan(40), &of_a_hundred);
    let reason = "nobody can have this rank: it takes at least 1 + 120 = 121 people, and the market \
                  has 100";
    assert!(told.contains(reason) && told.contains("recruits_per_leg = 40"), "{told}");
    assert_eq!(warnings(&plan(40), &["market.population=121"]), "");
    // Who asks for active recruits where nobody can be active has them in no leg.
    let idle = format!("[active]\nrecruits = 1\n{}", plan(1));
    let told = warnings(&idle, &[]);
    assert!(told.contains("asks for active members, and nobody can be active"), "{told}");
}

#[test]
fn awards_for_full_seats_are_weighed_against_what_fills_them() {
    let plan = |amount: u32| {
        format!(
            "[join]\nfee = 10\n[[rank]]\nname = \"R\"\npv = 100\n\
             [[tree]]\nname = \"t\"\nplace = \"bfs\"\nwidth = 2\n\
             [[bonus]]\nname = \"r\"\nkind = \"award\"\non = \"rank\"\namount = 3\n\
             [[bonus]]\nname = \"f\"\ntree = \"t\"\nkind = \"award\"\non = \"fill\"\nlevels = 2\namount = {amount}\n"
        )
    };
    // Four are in the second level, and bring in 40.
    assert_eq!(warnings(&plan(40), &[]), "");
    let said = warnings(&plan(44), &[]);
    assert!(
        said.contains("for a recruit, who brings in 10 on joining, bonuses may pay 11: `f` 11"),
        "{said}"
    );
    assert!(said.contains("amount = 44"), "the award that is meant is shown: {said}");
}

#[test]
fn a_cap_on_more_volume_than_was_paid_bounds_nothing() {
    let plan = "[product]\ncv = 2\n[cap]\nshare = 1\n\
                [[bonus]]\nname = \"u\"\nkind = \"level\"\nrates = [0.9]\n";
    let said = warnings(plan, &[]);
    assert!(said.contains("of 100 that a member pays for an order, bonuses may pay 180"), "{said}");
    assert!(said.contains("lower the rates, or the `share` of `[cap]` to 0.5"), "{said}");
    assert_eq!(warnings(&plan.replace("share = 1", "share = 0.5"), &[]), "");
    let said = warnings(&plan.replace("share = 1", "share = 0.8"), &[]);
    assert!(said.contains("may pay 180: `u` 180, of which `[cap]` allows 160"), "{said}");
}

/// A customer pays the list price of 100, of which the member keeps a margin; the volume is what a member
/// would have paid, 75.
#[test]
fn what_customers_order_pays_what_reaches_the_company_of_it() {
    let margin = |keys: &str| {
        format!("[[bonus]]\nname = \"m\"\nkind = \"retail\"\norders = \"retail\"\n{keys}\n")
    };
    let level = |rates: &str| {
        format!("[[bonus]]\nname = \"y\"\nkind = \"level\"\norders = \"retail\"\nrates = {rates}\n")
    };
    // 40 reach the company, which pays 0.9 of 75; at 0.5 + 0.03 it pays 39.75.
    let high = margin("rate = 0.6");
    let said = warnings(&(high.clone() + &level("[0.6, 0.3]")), &[]);
    let sum = "of 100 that a customer pays for an order, members keep a margin of 60: `m` 60, and 40 reach \
               the company, bonuses may pay 67.5: `y` 67.5";
    assert!(said.contains(sum), "{said}");
    assert!(!warnings(&(high.clone() + &level("[0.5, 0.03]")), &[]).contains("bonuses may pay"));
    // Two margins of 25: 50 are left.
    let two = margin("") + &margin("").replace("\"m\"", "\"n\"");
    let said = warnings(&(two.clone() + &level("[0.6, 0.3]")), &[]);
    assert!(said.contains("50: `m` 25 + `n` 25, and 50 reach the company"), "{said}");
    assert_eq!(warnings(&(two.clone() + &level("[0.6, 0.06]")), &[]), "");
    // A cap that leaves members' orders more than enough, and these not: 0.8 of 75 are 60.
    let capped = format!("[cap]\nshare = 0.8\n{two}{}", level("[0.6, 0.3]"));
    let said = warnings(&capped, &[]);
    assert!(said.contains("may pay 67.5: `y` 67.5, of which `[cap]` allows 60"), "{said}");
    assert!(said.contains("the `share` of `[cap]` to 0.6666"), "{said}");
    assert_eq!(warnings(&capped, &["plan.cap.share=0.6666"]), "");
    // Margins of more than all there is, and no other bonus.
    let said = warnings(&margin("rate = 0.7"), &[]);
    assert!(!said.contains("reach the company"), "{said}");
    let three = high.clone() + &high.replace("\"m\"", "\"n\"");
    let said = warnings(&three, &[]);
    assert!(said.contains("margin of 120: `m` 60 + `n` 60, and -20 reach the company"), "{said}");
    // Where the company pays the margin it has the whole price: 60 and 0.3 of 75.
    let paid = margin("rate = 0.6\npaid_by = \"company\"");
    assert_eq!(warnings(&(paid.clone() + &level("[0.3]")), &[]), "");
    let said = warnings(&(paid + &level("[0.6]")), &[]);
    let sum = "of 100 that a customer pays for an order, bonuses may pay 105: `m` 60 + `y` 45";
    assert!(said.contains(sum), "{said}");
}

/// A founder has been there for so many months in the last one as the study has.
#[test]
fn a_bonus_that_begins_after_the_study() {
    let plan = "[[bonus]]\nname = \"z\"\nkind = \"level\"\nrates = [0.6]\nafter = 13\n\
                [[bonus]]\nname = \"y\"\nkind = \"level\"\nrates = [0.6]\n";
    let months = ["study.months=12"];
    let said = warnings(plan, &months);
    let told = "nobody can be paid: it is paid of orders from month 13 of a membership on, and the study has 12";
    assert!(said.contains(told) && said.contains("after = 13"), "{said}");
    assert_eq!(said.matches("warning:").count(), 1, "it is not added up: {said}");
    let told = warnings(&plan.replace("13", "12"), &months);
    assert!(told.contains("bonuses may pay 120: `z` 60 + `y` 60"), "{told}");
    // A plan by itself has no last month.
    let alone = Scenario::around_plan("p.toml", plan, &[]).unwrap().warnings.to_string();
    assert!(alone.contains("bonuses may pay 120") && !alone.contains("nobody"), "{alone}");
}
