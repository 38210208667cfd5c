//! The commands, their exit codes, and which stream carries what.

use std::fs::OpenOptions;
use std::process::Stdio;

use insta::assert_snapshot;

use crate::support::{Folder, Said, ends, read};

#[test]
fn a_study_ends_well_with_its_summary_on_stdout_and_its_progress_on_stderr() {
    let folder = Folder::new();
    let said = folder.run("small.toml --out results");
    assert_eq!(said.code, Some(0), "{said}");
    for part in [
        "A small world · a hypothetical company\n",
        "Does the program work?\n\nOf everyone who ever joined, ",
        "\n24 months · 4 runs · seed 1 · tables and charts: results\n",
    ] {
        assert!(said.stdout.contains(part), "{part} in {said}");
    }
    let progress: Vec<_> = said.stderr.lines().collect();
    assert_eq!(progress.len(), 4, "{said}");
    for (line, run) in progress.iter().zip(1..) {
        assert!(line.starts_with(&format!("{run} of 4 runs · ")), "{line}");
        assert!(line.ends_with(" s left"), "{line}");
    }
}

/// Whether every percent sign of a text stands behind a number and a plain space.
fn sets_percent_signs_apart(text: &str) -> bool {
    text.match_indices('%').all(|(place, _)| {
        let number = text[..place].strip_suffix(' ');
        number.is_some_and(|number| number.ends_with(|c: char| c.is_ascii_digit()))
    })
}

#[test]
fn percentages_are_written_in_one_way_everywhere() {
    let folder = Folder::new();
    folder.write("bad.toml", "plan = 'plan.toml'\n[selling]\nchurn = 8\n");
    for (arguments, signs) in [
        ("small.toml --runs 6 --out results", 15),
        ("describe small.toml", 2),
        ("describe plan.toml", 2),
        ("bad.toml", 1),
        ("reference", 2),
        ("--help", 0),
    ] {
        let said = folder.run(arguments).to_string();
        assert!(sets_percent_signs_apart(&said), "mlmsim {arguments}: {said}");
        assert!(said.matches('%').count() >= signs, "mlmsim {arguments}: {said}");
    }
    for (name, bytes) in folder.files("results") {
        if ends(&name, "csv") || ends(&name, "json") {
            let text = String::from_utf8(bytes).unwrap();
            assert!(sets_percent_signs_apart(&text), "{name}");
        }
    }
    for page in ["README.md", "docs/odd.md", "docs/results.md", "docs/verification.md"] {
        // Code has its own ways.
        let text = read(page);
        let prose = text.split("```").enumerate().filter(|(n, block)| {
            n % 2 == 0 || block.starts_with("text") || block.starts_with("console")
        });
        for (_, text) in prose {
            assert!(sets_percent_signs_apart(text), "{page}: {text}");
        }
    }
}

#[test]
fn results_go_to_a_folder_named_after_the_scenario() {
    let folder = Folder::new();
    folder.write("deep/tiny-world.toml", "plan = '../plan.toml'\nstudy = { runs = 1 }");
    folder.run_silently("deep/tiny-world.toml --set study.months=12 --set market.population=50");
    assert!(folder.path("output/tiny-world/summary.json").is_file());
}

#[test]
fn a_quiet_study_says_nothing() {
    Folder::new().run_silently("small.toml");
}

#[test]
fn quiet_does_not_hide_faults() {
    let said = Folder::new().run("small.toml --quiet --runs 0");
    assert_eq!((said.code, said.stdout.as_str()), (Some(1), ""));
    assert!(said.stderr.contains("`runs` must be at least 1"), "{said}");
}

#[test]
fn runs_and_seed_are_short_for_keys() {
    let folder = Folder::new();
    folder.run_silently("small.toml --runs 2 --seed 5 --out short");
    folder.run_silently("small.toml --set study.runs=2 --set study.seed=5 --out long");
    assert_eq!(folder.files("short"), folder.files("long"));
    assert!(
        String::from_utf8_lossy(&folder.files("short")["manifest.json"]).contains("\"seed\": 5")
    );
}

#[test]
fn help_names_every_command_and_option_on_stdout() {
    let said = Folder::new().run("--help");
    assert_snapshot!(said, @"
    exit code 0
    ----- stdout
    Who really earns what in network marketing? Simulates a scenario and writes tables and charts

    Usage: mlmsim [OPTIONS] <SCENARIO>
           mlmsim <COMMAND>

    Commands:
      compare      Simulates scenarios with the same people and luck, and writes how they differ
      collapse     Simulates a scenario with and without a stop of recruiting, and says what is left
      compare-to   Simulates a scenario and puts its people beside what a company published
      disclosures  Lists what companies published about the incomes of their members
      pay          Computes the commissions of given members and orders, to the cent
      check        Checks scenarios, plans and disclosures and reports all problems
      describe     Explains in words what a scenario simulates, or what a plan pays
      schema       Prints the JSON Schema of scenario, plan or disclosure files, for editors
      reference    Prints the reference of all keys of these files, in Markdown
      help         Print this message or the help of the given subcommand(s)

    Arguments:
      <SCENARIO>  The scenario to simulate, a TOML file

    Options:
          --runs <N>         Number of runs, in place of the scenario's
          --seed <S>         Seed of all randomness, in place of the scenario's
          --threads <N>      Number of threads [default: one for each processor]; changes the time, never the results
          --out <DIR>        Folder for the results [default: output/<name of the scenario, or of all>]
          --set <KEY=VALUE>  Sets a key of the scenario, such as market.population=1e6; may be given several times
      -q, --quiet            Shows neither progress nor summary
          --force            Writes into a folder that holds other things
      -h, --help             Print help
      -V, --version          Print version

    Example: mlmsim scenarios/saturation.toml --set market.population=1e6
    ");
    assert_eq!(Folder::new().run("-h"), said);
}

#[test]
fn the_version_is_that_of_the_package() {
    let expected = format!("exit code 0\n----- stdout\nmlmsim {}\n", env!("CARGO_PKG_VERSION"));
    for option in ["--version", "-V"] {
        assert_eq!(Folder::new().run(option).to_string(), expected);
    }
}

#[test]
fn without_arguments_the_program_helps_and_fails() {
    let folder = Folder::new();
    let Said { code, stdout, stderr } = folder.run("");
    assert_eq!((code, stdout.as_str()), (Some(2), ""));
    assert_eq!(stderr, folder.run("--help").stdout);
}

#[test]
fn check_reports_on_every_file() {
    let folder = Folder::new();
    folder.write("bad.toml", "plan = 'plan.toml'\n[market]\nfounders = 0\n");
    assert_snapshot!(folder.run("check small.toml bad.toml missing.toml small.toml"), @r#"
    exit code 1
    ----- stdout
    small.toml: no problems found
    small.toml: no problems found
    ----- stderr
    error: bad.toml has 1 problem

     --> bad.toml:3:12
      |
    3 | founders = 0
      |            ^ `founders` must be at least 1
      |
      = help: `founders`: members at the start; default 50
    error: cannot read `missing.toml`: there is no such file; name one that is there, as in `mlmsim SCENARIO.toml`: the scenarios that come with the program are in its folder `scenarios/`
    "#);
}

#[test]
fn disclosures_are_checked_and_called_so_where_a_scenario_is_needed() {
    let folder = Folder::new();
    let text = read("data/disclosures/amway-us-2020.toml");
    folder.write("bad.toml", text.replace("0.56", "56"));
    folder.write("amway.toml", text);
    let said = folder.run("check amway.toml bad.toml");
    assert_eq!(said.code, Some(1), "{said}");
    let sound = "amway.toml: no problems found; a disclosure, for `mlmsim disclosures` and `mlmsim compare-to`\n";
    assert_eq!(said.stdout, sound);
    assert!(said.stderr.starts_with("error: bad.toml has 1 problem"), "{said}");
    for command in ["amway.toml", "describe amway.toml", "compare small.toml amway.toml"] {
        let said = folder.run(command);
        assert_eq!((said.code, said.stdout.as_str()), (Some(1), ""), "{said}");
        assert!(said.stderr.contains("this is a disclosure"), "{said}");
        assert!(said.stderr.contains("`mlmsim disclosures amway.toml` lists"), "{said}");
    }
}

#[test]
fn check_and_describe_take_a_plan_by_itself() {
    let folder = Folder::new();
    assert_snapshot!(folder.run("check plan.toml small.toml"), @r#"
    exit code 0
    ----- stdout
    plan.toml: no problems found
    small.toml: no problems found
    "#);
    assert_eq!(folder.run("check plan.toml --set plan.join.fee=-1").code, Some(1));
    assert_snapshot!(folder.run("describe plan.toml"), @r#"
    exit code 0
    ----- stdout
    The plan `Small`:
      A unit lists at 40.00 USD and costs members 25 % less; the goods cost the company 20 % of the list price.
      Each USD that members pay counts as 1 point and as 1 USD of volume.
      Joining costs 50.00 USD and a pack of 0 units; staying costs 0.00 USD a year.
      Every member is active.
      Bonus `margin`: the seller's customers pay him 25 % of the price of retail orders.
      Bonus `team`: the uplines get 10 %, 5 % of the commissionable volume of all orders.
      Left at their defaults: `product.price`, `product.discount`, `product.cost`, `product.pv`, `product.cv`, `join.pack`, `join.renewal`, `bonus.margin.mode`, `bonus.margin.paid_by`, `bonus.margin.base`, `bonus.margin.orders`, `bonus.team.start`, `bonus.team.step`, `bonus.team.tree`, `bonus.team.base`, `bonus.team.orders`.

    Amounts are in USD, unless a scenario says otherwise.
    "#);
    folder.write("bad.toml", "[[bonus]]\nname = 'x'\nkind = 'levle'\n");
    assert_snapshot!(folder.run("describe bad.toml"), @r#"
    exit code 1
    ----- stderr
    error: bad.toml has 1 problem

     --> bad.toml:3:8
      |
    3 | kind = 'levle'
      |        ^^^^^^^ `kind` does not know `levle`
      |
      = help: did you mean `level`?
    "#);
}

#[test]
fn a_plan_by_itself_is_not_simulated() {
    let said = Folder::new().run("plan.toml");
    assert_snapshot!(said, @r#"
    exit code 1
    ----- stderr
    error: plan.toml has 1 problem

    --> plan.toml
     = note: this is a plan, and a scenario is what can be simulated
     = help: write a scenario beside it that names it; one line is enough:
             plan = "plan.toml"
    "#);
}

#[test]
fn check_takes_overrides() {
    let folder = Folder::new();
    let good = folder.run("check small.toml --set market.founders=3");
    assert_snapshot!(good, @r#"
    exit code 0
    ----- stdout
    small.toml: no problems found
    "#);
    assert_eq!(folder.run("check small.toml --set market.founders=-3").code, Some(1));
}

#[test]
fn a_warning_is_no_fault() {
    let folder = Folder::new();
    let set = "--set plan.bonus.margin.rate=0.1";
    let said = folder.run(&format!("check small.toml {set}"));
    assert_eq!(
        (said.code, &*said.stdout),
        (Some(0), "small.toml: no errors, 1 warning\n"),
        "{said}"
    );
    assert!(said.stderr.contains("a margin that is not the member's discount"), "{said}");
    let two = folder.run(&format!("check small.toml {set} --set plan.bonus.team.depth=3"));
    assert_eq!(two.stdout, "small.toml: no errors, 2 warnings\n", "{two}");
    let study = folder.run(&format!("small.toml {set}"));
    assert_eq!(study.code, Some(0));
    assert!(study.stderr.starts_with(&said.stderr), "{study}");
    folder.run_silently(&format!("small.toml {set}"));
}

#[test]
fn describe_tells_what_is_simulated() {
    let said = Folder::new().run("describe small.toml --set market.population=1e5");
    assert_eq!((said.code, said.stderr.as_str()), (Some(0), ""));
    for part in [
        "A small world (small)",
        "Does the program work?",
        "Simulated 4 times over 24 months with seed 1.",
        "The plan `Small`:",
        "population  100_000 people",
    ] {
        let text = said.stdout.split_whitespace().collect::<Vec<_>>().join(" ");
        let part = part.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(text.contains(&part), "{part} in {said}");
    }
}

#[test]
fn schemas_are_json() {
    let folder = Folder::new();
    let title = |arguments: &str| {
        let said = folder.run(arguments);
        assert_eq!((said.code, said.stderr.as_str()), (Some(0), ""));
        let schema: serde_json::Value = serde_json::from_str(&said.stdout).unwrap();
        schema["title"].as_str().unwrap().to_owned()
    };
    assert_eq!(title("schema"), "mlmsim scenario");
    assert_eq!(title("schema scenario"), "mlmsim scenario");
    assert_eq!(title("schema plan"), "mlmsim compensation plan");
    assert_eq!(title("schema disclosure"), "mlmsim disclosure");
}

#[test]
fn the_reference_is_markdown() {
    let said = Folder::new().run("reference");
    assert_eq!((said.code, said.stderr.as_str()), (Some(0), ""));
    assert!(said.stdout.starts_with("# Scenario reference\n"));
}

#[test]
fn what_cannot_be_typed_is_a_fault_of_usage() {
    for (arguments, part) in [
        ("small.toml --colour", "unexpected argument '--colour'"),
        ("small.toml --threads 0", "0 is not in 1..=1024"),
        ("small.toml --threads -1", "-1 is not in 1..=1024"),
        ("small.toml --threads many", "invalid digit"),
        ("small.toml --set", "a value is required for '--set <KEY=VALUE>'"),
        ("small.toml --out", "a value is required for '--out <DIR>'"),
        ("schema folder", "[possible values: scenario, plan, disclosure]"),
        ("check", "<FILE>..."),
        ("describe", "<FILE>"),
        ("--quiet check small.toml", "a command comes before all options"),
        ("small.toml check", "the subcommand 'check' cannot be used with"),
        ("small.toml small.toml", "'small.toml': one scenario is simulated at a time"),
        ("--quiet", "<SCENARIO>"),
        ("chek small.toml", "unknown command 'chek': a scenario is simulated by its name alone"),
        (
            "run small.toml",
            "the commands are compare, collapse, compare-to, disclosures, pay, check, describe, \
             schema, reference",
        ),
    ] {
        let said = Folder::new().run(arguments);
        assert_eq!((said.code, said.stdout.as_str()), (Some(2), ""), "mlmsim {arguments}: {said}");
        assert!(said.stderr.contains(part), "mlmsim {arguments}: {said}");
    }
}

/// What the program says if nobody reads its standard output.
fn unread(folder: &Folder, arguments: &str) -> Said {
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    folder.program(arguments).stdout(writer).output().unwrap().into()
}

#[test]
fn a_closed_pipe_is_no_failure() {
    let folder = Folder::new();
    for arguments in
        ["--help", "schema", "reference", "describe small.toml", "check small.toml small.toml"]
    {
        assert_eq!(unread(&folder, arguments).to_string(), "exit code 0\n", "mlmsim {arguments}");
    }
    let study = unread(&folder, "small.toml --out results");
    assert_eq!(study.code, Some(0), "{study}");
    assert!(!study.stderr.contains("error"), "{study}");
    assert!(folder.path("results/manifest.json").is_file());
}

#[test]
fn a_closed_pipe_hides_no_fault() {
    let folder = Folder::new();
    folder.write("bad.toml", "plan = 'plan.toml'\n[market]\nfounders = 0\n");
    for arguments in ["check bad.toml small.toml", "check small.toml bad.toml"] {
        let said = unread(&folder, arguments);
        assert_eq!(said.code, Some(1), "mlmsim {arguments}: {said}");
        assert!(said.stderr.contains("`founders` must be at least 1"), "{said}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn output_that_cannot_be_written_is_a_failure_of_the_machine() {
    let folder = Folder::new();
    let full = || OpenOptions::new().write(true).open("/dev/full").unwrap();
    for arguments in ["schema", "reference", "describe small.toml", "check small.toml"] {
        let output = folder.program(arguments).stdout(full()).output().unwrap();
        assert_eq!(
            Said::from(output).to_string(),
            "exit code 2\n----- stderr\nerror: failed to write to standard output: No space left on \
             device (os error 28)\n",
            "mlmsim {arguments}"
        );
    }
}

#[test]
fn nobody_is_asked_anything() {
    let folder = Folder::new();
    let output = folder.program("small.toml --quiet").stdin(Stdio::null()).output().unwrap();
    assert_eq!(Said::from(output).to_string(), "exit code 0\n");
}

#[test]
fn the_generated_files_are_what_the_program_prints() {
    let folder = Folder::new();
    for (arguments, path) in [
        ("reference", "docs/scenario-reference.md"),
        ("schema scenario", "scenarios/scenario.schema.json"),
        ("schema plan", "scenarios/plan.schema.json"),
    ] {
        let printed = folder.run(arguments).stdout;
        assert!(printed == read(path), "{path} is out of date: run `mlmsim {arguments} > {path}`");
    }
}

/// Whoever joins again is not a person more.
#[test]
fn joinings_are_not_called_people_where_members_come_back() {
    let folder = Folder::new();
    let again = "--set market.rejoin_after=1 --set recruiting.contacts=30";
    let said = folder.run(&format!("small.toml --out results {again} --set study.months=120"));
    let joined = |text: &str| -> Option<f64> {
        let (_, rest) = text.split_once("The 400 people of the market joined ")?;
        rest.split_once(" times")?.0.replace(',', "").parse().ok()
    };
    let text = said.in_one_line();
    assert!(joined(&text).is_some_and(|times| times > 400.0), "{said}");
    for part in [
        "Of everyone who ever joined (again: counted again), ",
        "how many different people ever joined is not known, and no more than 400.",
    ] {
        assert!(text.contains(part), "{part} in {said}");
    }
    assert!(!text.contains("people joined in a run"), "{said}");
    let files = folder.files("results");
    let growth = String::from_utf8(files["growth.svg"].clone()).unwrap().replace('\u{a0}', " ");
    for part in ["the 400 people of the market joined ", " times", "times joined", "counts again"] {
        assert!(growth.contains(part), "{part} in {growth}");
    }
    assert!(!growth.contains("have joined"), "{growth}");
    // Nobody comes back before the end: then people are people.
    let said = folder.run("small.toml --out results --set market.rejoin_after=900");
    assert!(said.in_one_line().contains(" people joined in a run"), "{said}");
    let warning = "`rejoin_after` changes nothing here: nobody can be back before the study ends";
    assert!(said.stderr.contains(warning), "{said}");
}

#[test]
fn a_key_that_changes_nothing_is_warned_of_by_check_and_run() {
    let folder = Folder::new();
    folder.write("free.toml", read("scenarios/plans/unilevel.toml"));
    let text = "plan = 'free.toml'\n[market]\npopulation = 400\n[study]\nmonths = 12\nruns = 2\n\
                [digital]\nlower_barriers = 0.5\n[belief]\nfloor = 0.2\n";
    folder.write("digital.toml", text);
    for command in ["check digital.toml", "digital.toml --out results"] {
        let said = folder.run(command);
        assert_eq!(said.code, Some(0), "{said}");
        for part in [
            "`lower_barriers` changes nothing here: the plan has no joining fee",
            "`floor` changes nothing here: belief does not learn",
        ] {
            assert!(said.stderr.contains(part), "{part} in {said}");
        }
    }
    let said = folder.run("check digital.toml --set plan.join.fee=50 --set belief.learning=0.1");
    assert!(!said.stderr.contains("changes nothing"), "{said}");
}

/// A thousandth of the goods is lost: nearly everyone loses cents, and the summary says that it is little.
#[test]
fn a_loss_of_cents_is_told_from_a_loss() {
    let folder = Folder::new();
    folder.write("free.toml", read("scenarios/plans/unilevel.toml"));
    let text = "plan = 'free.toml'\n[market]\npopulation = 2000\n[study]\nmonths = 60\nruns = 4\n\
                [inventory]\nkept = true\n";
    folder.write("stock.toml", text);
    let shares = |arguments: &str| {
        let said = folder.run(&format!("stock.toml --out results {arguments}"));
        let text = said.in_one_line();
        let number = |before: &str| -> f64 {
            let rest = text.split_once(before).unwrap_or_else(|| panic!("{said}")).1;
            rest.split_once(" %").unwrap().0.parse().unwrap()
        };
        let all = number("Of everyone who ever joined, ");
        let more = number(" lost less than 100 USD and ");
        (all, more)
    };
    let (all, more) = shares("");
    let (all_with, more_with) = shares("--set inventory.spoilage=0.001");
    assert!(all_with > all + 20.0, "{all} and {all_with}");
    assert!((more_with - more).abs() < 2.0, "{more} and {more_with}");
}
