use std::path::Path;

use insta::assert_snapshot;

use super::super::keys::{Key, Shape, Table};
use super::super::tree::{self, Node, read_document};
use super::super::vocabulary::DISCLOSURE;
use super::super::{SchemaKind, is_disclosure, read_disclosure, schema, shipped_disclosures};
use super::generated::{assert_known, read, toml_files};
use crate::observation::CONVENTIONS;
use crate::results::{Disclosure, Exactness, Grade, Rest, Unpaid};

/// The least that a disclosure may say.
const LEAST: &str = r#"company = "C"
place = "P"
year = 2020
denominator = "all"
counts = "everyone"
currency = "USD"
source = ["s"]
grade = "V"
"#;

/// A disclosure with these lines behind the least.
fn with(lines: &str) -> Result<Disclosure, String> {
    let text = format!("{LEAST}{lines}");
    read_disclosure("data/x.toml", &text).map_err(|error| error.to_string())
}

/// What is said of it.
fn fault(lines: &str) -> String {
    with(lines).unwrap_err()
}

#[test]
fn all_files_are_shipped_and_read() {
    let files = toml_files("data/disclosures");
    let stem = |path: &String| Path::new(path).file_stem().unwrap().to_str().unwrap().to_owned();
    let stems: Vec<String> = files.iter().map(stem).collect();
    let shipped = shipped_disclosures();
    let names: Vec<&str> = shipped.iter().map(|disclosure| disclosure.name.as_str()).collect();
    assert_eq!(names, stems, "src/scenario/shipped.rs names the files of data/disclosures");
    let schema = schema(SchemaKind::Disclosure);
    for (path, disclosure) in files.iter().zip(&shipped) {
        let text = read(path);
        assert!(is_disclosure(&text), "{path} is taken for what it is");
        assert_eq!(&read_disclosure(path, &text).unwrap(), disclosure);
        assert!(text.starts_with("#:schema ../disclosure.schema.json\n"), "{path}");
        assert!(text.contains("\nconcept = "), "{path} says which income it is of");
        let entries = read_document(&text, 0, &mut Vec::new()).unwrap();
        let node = Node { value: tree::Value::Table(entries), place: None };
        assert_known(&schema, &serde_json::Value::Null, &node, path);
    }
}

#[test]
fn conventions_name_a_statement_exactly_where_one_counts_so() {
    let shipped = shipped_disclosures();
    for convention in &CONVENTIONS {
        let counts_so = |disclosure: &Disclosure| {
            let of_figures = disclosure.figures.iter().map(|figure| figure.counts);
            let mut counts = of_figures.chain([disclosure.counts]);
            disclosure.concept == convention.concept
                && counts.any(|counts| counts == convention.counts)
        };
        let is_used = shipped.iter().any(counts_so);
        assert_eq!(convention.used_by.is_some(), is_used, "{}", convention.name);
        let is_named = |words: &str| {
            let mut companies =
                shipped.iter().map(|disclosure| format!("{}, ", disclosure.company));
            companies.any(|company| words.starts_with(&company))
        };
        assert!(convention.used_by.is_none_or(is_named), "{:?}", convention.used_by);
    }
}

#[test]
fn what_is_shipped_says_of_whom_and_from_where() {
    for disclosure in shipped_disclosures() {
        let Disclosure { name, company, place, year, denominator, source, .. } = &disclosure;
        assert!([company, place, denominator].iter().all(|text| text.len() > 2), "{name}");
        assert!((1990..=2026).contains(year) && !source.is_empty(), "{name}");
        let last = disclosure.until.unwrap_or(*year);
        assert!(name.ends_with(&last.to_string()) || name.contains(&format!("-{year}-")), "{name}");
        assert!(matches!(disclosure.grade, Grade::V | Grade::V2));
        // Whoever wrote a file by hand may have slipped by a digit.
        let sum = disclosure.covered();
        match disclosure.rest {
            Rest::Nobody => assert!((sum - 1.0).abs() < 1e-9, "{name}: {sum}"),
            _ => assert!(sum < 1.0, "{name}: {sum}"),
        }
        let group = disclosure.counts.label();
        let is_plain = matches!(group, "everyone" | "active_throughout" | "paid");
        assert!(is_plain || disclosure.differs.is_some(), "{name}: {group} is the program's word");
    }
}

#[test]
fn figures_of_the_whole_follow_from_the_brackets() {
    let shipped = shipped_disclosures();
    let find = |name: &str| shipped.iter().find(|disclosure| disclosure.name == name).unwrap();
    let doterra = find("doterra-us-2017");
    let unpaid = Unpaid { share: 0.6384, exactness: Exactness::Exact, is_computed: false };
    assert_eq!(doterra.unpaid(), Some(unpaid));
    // The figure that was derived from the published rows by others: 1,248 a year.
    assert_eq!(doterra.mean().map(f64::round), Some(1_248.0));
    let skin = find("nu-skin-canada-2020");
    assert!((skin.unpaid().unwrap().share - 0.783).abs() < 1e-9, "21.7 % are paid in a month");
    // Newcomers who were paid are not among those who got something.
    let Unpaid { share: unpaid, exactness, .. } = find("mary-kay-canada-2013").unpaid().unwrap();
    assert!((unpaid - 0.8902).abs() < 1e-9 && exactness == Exactness::AtMost);
    assert_eq!(find("mydailychoice-2018").median(), Some(0.0));
    assert_eq!(find("mary-kay-canada-2019").mean(), None, "the highest got what nobody says");
    assert_eq!(find("herbalife-us-2013").mean(), None, "its mean is of leaders only");
}

/// What is not counted of single months is refused.
#[test]
fn single_months_have_their_limits() {
    let mean = "[[figure]]\nstatistic = \"mean\"\nvalue = 5\ncounts = \"paid_months\"\n";
    for (keys, words) in [
        ("window = \"life\"\n", "single months are counted of the last twelve alone"),
        ("concept = \"net\"\n", "net income is not counted month by month"),
    ] {
        let said = fault(&format!("{keys}{mean}"));
        assert!(said.contains(words) && said.contains("count people"), "{said}");
    }
    let said = fault(&mean.replace("mean", "mean_expenses"));
    assert!(said.contains("expenses are not counted month by month"), "{said}");
}

#[test]
fn faults_are_shown_with_a_cure() {
    let unit = "\n[[bracket]]\nshare = 0.5\naverage = 1\n";
    assert_snapshot!(fault(""), @r"
    error: data/x.toml has 1 problem

    --> data/x.toml
     = note: this disclosure has no figures
     = help: add a `[[bracket]]` of people or a `[[figure]]`
    ");
    assert_snapshot!(fault(&format!("rest = \"none\"\n{unit}")), @r#"
    error: data/x.toml has 1 problem

     --> data/x.toml:9:8
      |
    9 | rest = "none"
      |        ^^^^^^ nobody is left, and yet the brackets add up to 0.5
      |
      = help: say in `rest` what the others got: "nothing", "above", "below" or "unknown"
    "#);
    assert_snapshot!(fault(&format!("{unit}{unit}{unit}")), @r"
    error: data/x.toml has 1 problem

      --> data/x.toml:10:1
       |
    10 | [[bracket]]
       | ^^^^^^^^^^^ the shares of the brackets add up to 1.5
       |
       = help: shares are parts of one, and nobody stands in two brackets
    ");
    assert_snapshot!(fault("[[bracket]]\nshare = 0.5\n"), @r"
    error: data/x.toml has 1 problem

     --> data/x.toml:9:1
      |
    9 | [[bracket]]
      | ^^^^^^^^^^^ nothing is said of what these people got
      |
      = help: add `average`, or `from` and `to`
    ");
    assert_snapshot!(fault("[[bracket]]\nshare = 0.5\nfrom = 5\nto = 2\n"), @r"
    error: data/x.toml has 1 problem

      --> data/x.toml:12:6
       |
    12 | to = 2
       |      ^ `from`, `average` and `to` do not ascend
       |
       = help: the least stands in `from`
    ");
}

/// Shares that are too many are told beside other faults, and a refused share is not among them.
#[test]
fn brackets_of_too_many_are_told_with_all_else() {
    let bracket = |share: &str| format!("\n[[bracket]]\nshare = {share}\naverage = 1\n");
    let said = fault(&format!("valeu = 3\n{}{}", bracket("0.7"), bracket("0.7")));
    assert!(said.contains("add up to 1.4") && said.contains("2 problems"), "{said}");
    let said = fault(&format!("{}{}", bracket("0.7"), bracket("1.7")));
    assert!(!said.contains("add up to") && said.contains("1 problem"), "{said}");
    assert!(!fault(&format!("valeu = 3\n{}", bracket("0.7"))).contains("add up to"));
}

#[test]
fn years_ascend() {
    let unit = "\n[[bracket]]\nshare = 0.5\naverage = 1\n";
    assert_eq!(with(&format!("until = 2022\n{unit}")).unwrap().years(), "2020–2022");
    assert_eq!(with(unit).unwrap().years(), "2020");
    let told = fault(&format!("until = 2020\n{unit}"));
    assert!(told.contains("does not come after `year`"), "{told}");
}

#[test]
fn faults_of_single_figures_are_shown_with_a_cure() {
    assert_snapshot!(fault("[[figure]]\nstatistic = \"share_below\"\nvalue = 0.5\n"), @r"
    error: data/x.toml has 1 problem

     --> data/x.toml:9:1
      |
    9 | [[figure]]
      | ^^^^^^^^^^ `share_below` needs `amount`
      |
      = help: add the amount that people are counted by
    ");
    assert_snapshot!(fault("[[figure]]\nstatistic = \"mean\"\nvalue = 0.5\namount = 1\n"), @r"
    error: data/x.toml has 1 problem

      --> data/x.toml:12:10
       |
    12 | amount = 1
       |          ^ `amount` says nothing beside `mean`
       |
       = help: remove the key
    ");
    assert_snapshot!(fault("[[figure]]\nstatistic = \"share_paid\"\nvalue = 20\n"), @r"
    error: data/x.toml has 1 problem

      --> data/x.toml:11:9
       |
    11 | value = 20
       |         ^^ a share of people is at most 1
       |
       = help: shares are parts of one: five percent is 0.05
    ");
    assert_snapshot!(fault("[[figure]]\nstatistic = \"medain\"\nvalue = 20\n"), @r#"
    error: data/x.toml has 1 problem

      --> data/x.toml:10:13
       |
    10 | statistic = "medain"
       |             ^^^^^^^^ `statistic` does not know `medain`
       |
       = help: did you mean `median`?
    "#);
    let text = LEAST.replace("source = [\"s\"]\n", "");
    assert_snapshot!(read_disclosure("data/x.toml", &text).unwrap_err(), @r"
    error: data/x.toml has 1 problem

    --> data/x.toml
     = note: a disclosure needs `source`
     = help: `source`: where it was read: an address, or what the copy is called
    ");
}

/// A value of a shape that is none of those in the test below.
fn other(shape: &Shape) -> Vec<String> {
    match shape {
        Shape::Text => vec!["\"another\"".into()],
        Shape::Currency => vec!["\"EUR\"".into()],
        Shape::Flag => vec!["true".into()],
        Shape::Word(words) => words.iter().map(|word| format!("\"{}\"", word.text)).collect(),
        Shape::Whole { min, max, .. } => vec![min.to_string(), max.to_string()],
        Shape::Number { .. } => vec!["0.25".into(), "2".into()],
        Shape::List { .. } => vec!["[\"another\"]".into()],
        _ => Vec::new(),
    }
}

/// The keys of a table of which no value changes the disclosure that these lines are of.
fn idle(table: &'static Table, lines: &[&str], at: usize) -> Vec<&'static str> {
    let read = |lines: &[String]| read_disclosure("x.toml", &lines.join("\n"));
    let written: Vec<String> = lines.iter().map(ToString::to_string).collect();
    let before = read(&written).unwrap();
    let matters = |key: &Key| {
        other(&key.shape).iter().any(|value| {
            let mut changed = written.clone();
            let is_same = |line: &String| line.starts_with(&format!("{} =", key.name));
            let place = changed[at..].iter().position(is_same).map_or(at, |place| at + place);
            let line = format!("{} = {value}", key.name);
            if changed.get(place).is_some_and(is_same) {
                changed[place] = line;
            } else {
                changed.insert(at, line);
            }
            read(&changed).is_ok_and(|after| after != before)
        })
    };
    let keys = table.keys.iter().filter(|key| key.shape.table().is_none() && !matters(key));
    keys.map(|key| key.name).collect()
}

#[test]
fn every_key_of_a_disclosure_can_change_it() {
    let least: Vec<&str> = LEAST.lines().collect();
    let table = |name: &str| DISCLOSURE.key(name, None).unwrap().shape.table().unwrap();
    let bracket = [&least[..], &["[[bracket]]", "average = 1", "share = 0.5"]].concat();
    assert_eq!(idle(&DISCLOSURE, &bracket, 0), [""; 0]);
    assert_eq!(idle(table("bracket"), &bracket, least.len() + 1), [""; 0]);
    let figure = ["[[figure]]", "amount = 1", "statistic = \"share_above\"", "value = 0.5"];
    let figure = [&least[..], &figure].concat();
    let found = idle(table("figure"), &figure, least.len() + 1);
    assert_eq!(found, [""; 0]);
}
