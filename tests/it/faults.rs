//! Bad inputs, and what is said about them.

use insta::assert_snapshot;

use crate::support::{Folder, PLAN, SCENARIO, Said};

/// What the program says about this scenario; it must refuse it, and touch nothing.
fn refused(folder: &Folder, arguments: &str) -> Said {
    let before = folder.names("");
    let said = folder.run(arguments);
    assert_eq!((said.code, said.stdout.as_str()), (Some(1), ""), "mlmsim {arguments}: {said}");
    assert_eq!(folder.names(""), before, "mlmsim {arguments}");
    said
}

/// What the program says about a scenario of this content.
fn scenario(content: impl AsRef<[u8]>) -> Said {
    let folder = Folder::new();
    folder.write("bad.toml", content);
    refused(&folder, "bad.toml")
}

/// What the program says about a good scenario, with these words behind it.
fn with(arguments: &str) -> Said {
    refused(&Folder::new(), &format!("small.toml {arguments}"))
}

#[test]
fn a_missing_scenario() {
    assert_snapshot!(refused(&Folder::new(), "missing.toml"), @r#"
    exit code 1
    ----- stderr
    error: cannot read `missing.toml`: there is no such file; name one that is there, as in `mlmsim SCENARIO.toml`: the scenarios that come with the program are in its folder `scenarios/`
    "#);
}

#[test]
fn a_scenario_without_its_ending() {
    assert_snapshot!(refused(&Folder::new(), "small"), @r#"
    exit code 1
    ----- stderr
    error: cannot read `small`: there is no such file; did you mean `small.toml`?
    "#);
}

/// What it was meant to be stands in its folder, or among the scenarios below it.
/// What is said where no file has a name like that of one that does not exist.
const CURE: &str = "; name one that is there, as in `mlmsim SCENARIO.toml`: the scenarios that come with the \
                    program are in its folder `scenarios/`";

#[test]
fn a_scenario_whose_name_is_mistyped() {
    let folder = Folder::new();
    folder.write("scenarios/saturation.toml", "");
    folder.write("scenarios/plans/unilevel.toml", "");
    folder.write("scenarios/orders.csv", "");
    let cases = [
        ("smal.toml", "; did you mean `small.toml`?"),
        ("samll", "; did you mean `small.toml`?"),
        ("Small.TOML", "; did you mean `small.toml`?"),
        ("saturation", "; did you mean `scenarios/saturation.toml`?"),
        ("scenarios/saturatoin.toml", "; did you mean `scenarios/saturation.toml`?"),
        ("./scenarios/plans/unlevel.toml", "; did you mean `./scenarios/plans/unilevel.toml`?"),
        ("order.csv", "; did you mean `scenarios/orders.csv`?"),
        ("scenarios/order.toml", CURE),
        ("nowhere/small.toml", CURE),
        ("direct-sales.toml", CURE),
    ];
    for (written, hint) in cases {
        let expected = format!("error: cannot read `{written}`: there is no such file{hint}\n");
        assert_eq!(refused(&folder, written).stderr, expected);
    }
}

#[test]
fn text_that_a_terminal_would_obey() {
    assert_snapshot!(scenario("plan = 'plan.toml'\ntitle = \"\\u001b[31mred\"\n"), @r#"
    exit code 1
    ----- stderr
    error: bad.toml has 1 problem

     --> bad.toml:2:9
      |
    2 | title = "\u001b[31mred"
      |         ^^^^^^^^^^^^^^^ this text has a control character, '\u{1b}'
      |
      = help: remove it
    "#);
    // A line break does no harm.
    let folder = Folder::new();
    folder.write("lines.toml", "plan = 'plan.toml'\ntitle = \"two\\nlines\"\n");
    assert_eq!(folder.run("check lines.toml").code, Some(0));
}

#[test]
fn an_option_of_a_bad_value() {
    assert_snapshot!(with("--runs 1e3x --set market.founders=[3"), @r#"
    exit code 1
    ----- stderr
    error: the command line has 2 problems

     |
     | --set market.founders=[3
     |                       ^^ this is no value
     |
     = help: write a number (five percent as 0.05), text in quotes, `true`, `false` or a list

     |
     | --runs 1e3x
     |        ^^^^ this is no value
     |
     = help: write a number (five percent as 0.05), text in quotes, `true`, `false` or a list
    "#);
}

#[test]
fn a_folder_in_place_of_a_scenario() {
    let folder = Folder::new();
    folder.write("folder/file", "");
    assert_snapshot!(refused(&folder, "folder"), @r#"
    exit code 1
    ----- stderr
    error: cannot read `folder`: it is a folder, not a file
    "#);
}

#[test]
fn an_empty_scenario() {
    assert_snapshot!(scenario(""), @r#"
    exit code 1
    ----- stderr
    error: bad.toml has 1 problem

    --> bad.toml
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
fn a_binary_file() {
    assert_snapshot!(scenario([0x7f, b'E', b'L', b'F', 0xff, 0x00]), @r#"
    exit code 1
    ----- stderr
    error: bad.toml has 1 problem

    --> bad.toml
     = note: this is not a text file: it is not in UTF-8
     = help: scenarios, plans and disclosures are plain-text TOML files; an editor can save one in the encoding UTF-8
    "#);
}

#[test]
fn a_file_that_is_too_large() {
    assert_snapshot!(scenario(vec![b'#'; (4 << 20) + 1]), @r#"
    exit code 1
    ----- stderr
    error: cannot read `bad.toml`: it has more than 4194304 bytes, which no scenario has
    "#);
}

#[cfg(target_os = "linux")]
#[test]
fn what_never_ends_is_not_read_to_its_end() {
    let folder = Folder::new();
    folder.write("endless.toml", SCENARIO.replace("plan.toml", "/dev/zero"));
    for arguments in ["/dev/zero", "check /dev/zero", "describe /dev/full", "endless.toml"] {
        let said = refused(&folder, arguments);
        assert!(said.stderr.contains("it has more than 4194304 bytes"), "{said}");
    }
}

#[test]
fn text_that_is_not_toml() {
    assert_snapshot!(scenario("Dear Sir or Madam,\n"), @r#"
    exit code 1
    ----- stderr
    error: bad.toml has 1 problem

     --> bad.toml:1:6
      |
    1 | Dear Sir or Madam,
      |      ^ key with no value, expected `=`
      |
      = help: a line is `key = value`, a section starts with `[name]`, text stands in quotes
    "#);
}

#[test]
fn an_unknown_key_with_a_near_miss() {
    assert_snapshot!(scenario("plan = 'plan.toml'\n[market]\npopluation = 5000\n"), @r#"
    exit code 1
    ----- stderr
    error: bad.toml has 1 problem

     --> bad.toml:3:1
      |
    3 | popluation = 5000
      | ^^^^^^^^^^ unknown key in `[market]`
      |
      = help: did you mean `population`?
    "#);
}

#[test]
fn a_probability_of_five() {
    assert_snapshot!(scenario("plan = 'plan.toml'\n[selling]\nconversion = 5\n"), @r#"
    exit code 1
    ----- stderr
    error: bad.toml has 1 problem

     --> bad.toml:3:14
      |
    3 | conversion = 5
      |              ^ a probability lies between 0 and 1
      |
      = help: write 0.05 for 5 %
    "#);
}

#[test]
fn negative_money() {
    assert_snapshot!(scenario("plan = 'plan.toml'\n[costs]\nexpenses = -20\n"), @r#"
    exit code 1
    ----- stderr
    error: bad.toml has 1 problem

     --> bad.toml:3:12
      |
    3 | expenses = -20
      |            ^^^ `expenses` must be at least 0
      |
      = help: `expenses`: tools, events, travel and samples of a builder; default 50
    "#);
}

#[test]
fn a_wrong_element_in_a_list_of_a_plan_file() {
    let folder = Folder::new();
    folder.write("plan.toml", PLAN.replace("[0.10, 0.05]", "[0.10, 1.05, 0.02]"));
    assert_snapshot!(refused(&folder, "small.toml"), @r#"
    exit code 1
    ----- stderr
    error: plan.toml has 1 problem

      --> plan.toml:13:16
       |
    13 | rates = [0.10, 1.05, 0.02]
       |                ^^^^ a rate lies between 0 and 1
       |
       = help: write 0.0105 for 1.05 %
    "#);
}

#[test]
fn a_plan_that_is_not_there() {
    let folder = Folder::new();
    folder.write("small.toml", SCENARIO.replace("plan.toml", "plans/missing.toml"));
    assert_snapshot!(refused(&folder, "small.toml"), @r#"
    exit code 1
    ----- stderr
    error: small.toml has 1 problem

     --> small.toml:3:8
      |
    3 | plan = "plans/missing.toml"
      |        ^^^^^^^^^^^^^^^^^^^^ the plan cannot be read: there is no such file
      |
      = help: the path is relative to the folder of the scenario
    "#);
}

#[test]
fn a_plan_that_is_no_text() {
    let folder = Folder::new();
    folder.write("plan.toml", [0xff, 0xfe]);
    assert_snapshot!(refused(&folder, "small.toml"), @r#"
    exit code 1
    ----- stderr
    error: small.toml has 1 problem

     --> small.toml:3:8
      |
    3 | plan = "plan.toml"
      |        ^^^^^^^^^^^ the plan cannot be read: it is not a text file in UTF-8
      |
      = help: the path is relative to the folder of the scenario
    "#);
}

#[test]
fn a_population_of_nobody() {
    assert_snapshot!(with("--set market.population=0"), @r#"
    exit code 1
    ----- stderr
    error: the command line has 1 problem

     |
     | --set market.population=0
     |                         ^ `population` must be at least 1
     |
     = help: `population`: people who could ever join, founders included; default 100_000
    "#);
}

#[test]
fn a_population_beyond_the_world() {
    assert_snapshot!(with("--set market.population=1_000_000_000_000_000_000"), @r#"
    exit code 1
    ----- stderr
    error: the command line has 1 problem

     |
     | --set market.population=1_000_000_000_000_000_000
     |                         ^^^^^^^^^^^^^^^^^^^^^^^^^ `population` must be at most 100_000_000
     |
     = help: `population`: people who could ever join, founders included; default 100_000
    "#);
}

#[test]
fn several_faults_in_several_places() {
    let folder = Folder::new();
    let bad = SCENARIO.replace("founders = 20", "founder = 20").replace("24", "\"two years\"");
    folder.write("small.toml", bad);
    folder.write("plan.toml", PLAN.replace("\"level\"", "\"levle\"").replace("50", "-50"));
    assert_snapshot!(refused(&folder, "small.toml --seed -1"), @r#"
    exit code 1
    ----- stderr
    error: small.toml, plan.toml and the command line have 5 problems

     --> small.toml:6:10
      |
    6 | months = "two years"
      |          ^^^^^^^^^^^ expected a whole number, found text
      |
      = help: `months`: simulated time; default 120

      --> small.toml:11:1
       |
    11 | founder = 20
       | ^^^^^^^ unknown key in `[market]`
       |
       = help: did you mean `founders`?

     --> plan.toml:4:7
      |
    4 | fee = -50
      |       ^^^ `fee` must be at least 0
      |
      = help: `fee`: paid once on joining; default 0

      --> plan.toml:12:8
       |
    12 | kind = "levle"
       |        ^^^^^^^ `kind` does not know `levle`
       |
       = help: did you mean `level`?

     |
     | --seed -1
     |        ^^ `seed` must be at least 0
     |
     = help: `seed`: where all randomness starts from; default 1
    "#);
}

#[test]
fn overrides_of_what_does_not_exist() {
    assert_snapshot!(with("--set market.popluation=5 --set plan.bonus.taem.rates=[0.1]"), @r#"
    exit code 1
    ----- stderr
    error: the command line has 2 problems

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
    "#);
}

#[test]
fn an_override_of_a_bad_value() {
    assert_snapshot!(with("--set market.population=many"), @r#"
    exit code 1
    ----- stderr
    error: the command line has 1 problem

     |
     | --set market.population=many
     |                         ^^^^ expected a whole number or `"infinite"`, found text
     |
     = help: `population`: people who could ever join, founders included; default 100_000
    "#);
}

#[test]
fn an_override_without_a_value() {
    assert_snapshot!(with("--set market.population"), @r#"
    exit code 1
    ----- stderr
    error: the command line has 1 problem

     |
     | --set market.population
     |       ^^^^^^^^^^^^^^^^^ expected `key=value`
     |
     = help: write a key and a value, for example --set market.population=1e6
    "#);
}

#[test]
fn a_bad_value_that_an_option_takes_the_place_of() {
    assert_snapshot!(with("--runs 1 --set study.runs=0 --set study.seed=-4 --seed 3"), @r#"
    exit code 1
    ----- stderr
    error: the command line has 2 problems

     |
     | --set study.runs=0
     |                  ^ `runs` must be at least 1
     |
     = help: `runs`: independent simulated worlds; default 200

     |
     | --set study.seed=-4
     |                  ^^ `seed` must be at least 0
     |
     = help: `seed`: where all randomness starts from; default 1
    "#);
    let folder = Folder::new();
    folder.write("small.toml", SCENARIO.replace("runs = 4", "runs = 0"));
    let said = folder.run("small.toml --runs 1");
    assert_eq!(said.code, Some(1), "{said}");
    assert!(said.stderr.contains("7 | runs = 0"), "{said}");
}

#[test]
fn an_override_of_a_good_value_holds() {
    let folder = Folder::new();
    folder.run_silently("small.toml --set market.population=300 --out set");
    folder.write("small.toml", SCENARIO.replace("400", "300"));
    folder.run_silently("small.toml --out written");
    assert_eq!(folder.files("set"), folder.files("written"));
}

#[test]
fn no_runs_at_all() {
    assert_snapshot!(with("--runs 0"), @r#"
    exit code 1
    ----- stderr
    error: the command line has 1 problem

     |
     | --runs 0
     |        ^ `runs` must be at least 1
     |
     = help: `runs`: independent simulated worlds; default 200
    "#);
}

#[test]
fn runs_that_are_no_number() {
    assert_snapshot!(with("--runs x"), @r#"
    exit code 1
    ----- stderr
    error: the command line has 1 problem

     |
     | --runs x
     |        ^ expected a whole number, found text
     |
     = help: `runs`: independent simulated worlds; default 200
    "#);
}

/// What is kept of each run may fill the memory, however small the worlds are.
#[test]
fn more_runs_than_the_memory_holds() {
    let said = with("--runs 1000000 --set study.months=1200").to_string();
    assert!(said.contains("| --runs 1000000\n"), "{said}");
    assert!(said.contains("lower `runs` or `months` in `[study]`"), "{said}");
}

/// Without the sizes, which depend on the machine and on how growth is foreseen.
#[cfg(target_os = "linux")]
#[test]
fn a_market_without_end_that_would_overflow_the_memory() {
    // A thousand worlds at once, for one alone fits into many a machine.
    let endless = "--set market.population=inf --set recruiting.contacts=100 \
                   --set quitting.survival_12=1 --runs 1024 --threads 1024";
    let said = with(endless).to_string();
    let (before, limit) = said.rsplit_once(" GB").unwrap().0.rsplit_once(' ').unwrap();
    // How much memory there is depends on the machine.
    assert!((0.1..10_240.0).contains(&limit.replace('_', "").parse().unwrap()), "{said}");
    assert!(before.ends_with("the limit is"), "{said}");
    assert_snapshot!(said.replace(&format!("{limit} GB"), "… GB"), @r#"
    exit code 1
    ----- stderr
    warning:
     |
     | --set market.population=inf
     |                         ^^^ a lucky run may come to the ceiling of an infinite market in month 14
     |
     = help: Nobody more signs up once 50_000_000 have ever joined, and a run may need about 14 GB of memory; each that is computed at once needs as much. Lower `months` in `[study]` or `contacts` in `[recruiting]`, or give `population` a number of people
    error: the command line has 1 problem

     |
     | --set market.population=inf
     |                         ^^^ this may need about 13_825 GB of memory, and the limit is … GB
     |
     = help: give `population` in `[market]` a number of people, or lower `months` in `[study]` or `contacts` in `[recruiting]`, or run fewer worlds at once (`--threads`)
    "#);
}
