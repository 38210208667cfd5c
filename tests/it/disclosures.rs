//! The command `disclosures`.

use crate::support::{Folder, read};

#[test]
fn published_figures_are_known_in_every_folder() {
    let said = Folder::new().run("disclosures");
    assert_eq!(said.code, Some(0), "{said}");
    let line = said.stdout.lines().find(|line| line.starts_with("doterra-us-2017")).unwrap();
    let words: Vec<&str> = line.split_whitespace().collect();
    assert_eq!(words, ["doterra-us-2017", "64", "%", "1,248*", "-", "USD", "V2", "everyone"]);
    // What was not published is told from what was.
    let of = |name: &str| said.stdout.lines().find(|line| line.starts_with(name)).unwrap();
    for (name, figure) in [
        ("monavie-world-2009", " 4,076* "),
        ("nu-skin-canada-2020", " 1,475* "),
        ("amway-us-2020", " 44 %* "),
        ("amway-us-2020", " 628 "),
        ("mydailychoice-2018", " 580 "),
    ] {
        assert!(of(name).contains(figure), "{figure} in {}", of(name));
    }
    assert!(said.stdout.contains("A star: computed here"), "{said}");
    for (name, words) in [
        ("doterra-us-2017", "computed from the brackets: mean: 1,24"),
        ("amway-us-2020", "computed from who got something: got nothing: 44 %"),
    ] {
        let said = Folder::new().run(&format!("disclosures {name}"));
        assert!(said.stdout.contains(words), "{words} in {said}");
    }
    let said = Folder::new().run("disclosures mydailychoice-2018");
    assert!(!said.stdout.contains("computed"), "{said}");
    let whole = Folder::new().run("disclosures burnlounge-us-2014").stdout;
    assert!(
        whole.contains("USD over a member’s whole time") && !whole.contains("per year"),
        "{whole}"
    );
    for words in ["mean: 580.08 USD", "median: 0 USD", "mean expenses: 1,608 USD", "grade V2"] {
        assert!(said.stdout.contains(words), "{said}");
    }
}

#[test]
fn a_statement_may_come_from_a_file() {
    let text = read("data/disclosures/amway-us-2010.toml");
    let folder = Folder::new();
    folder.write("own.toml", text.replace("202", "203"));
    let said = folder.run("disclosures own.toml");
    assert_eq!(said.code, Some(0), "{said}");
    assert!(said.stdout.starts_with("own\n") && said.stdout.contains("203 USD"), "{said}");
    folder.write("own.toml", text.replace("value", "valeu"));
    let said = folder.run("disclosures own.toml amwya-us-2010");
    assert_eq!(said.code, Some(1), "{said}");
    assert!(said.stderr.contains("did you mean `value`?"), "{said}");
    assert!(said.stderr.contains("did you mean `amway-us-2010`?"), "{said}");
}

#[test]
fn a_table_and_a_chart_are_written() {
    let folder = Folder::new();
    let said = folder.run("disclosures --out found");
    assert_eq!(said.code, Some(0), "{said}");
    let table = read(folder.path("found/published.csv"));
    assert!(table.contains("\ndoterra-us-2017,doTERRA,United States,2017,"), "{table}");
    assert!(!table.contains("seed"), "nothing was simulated");
    let chart = read(folder.path("found/published_brackets.svg"));
    assert!(chart.contains("Published figures, not simulated ones"), "{chart}");
    // What is written twice is the same, and what is foreign is left alone.
    assert_eq!(folder.run("disclosures --out found").code, Some(0));
    assert_eq!(read(folder.path("found/published.csv")), table);
    folder.write("other/mine.txt", "mine");
    assert_eq!(folder.run("disclosures --out other").code, Some(2));
    assert_eq!(folder.run("disclosures --out other --force").code, Some(0));
}

/// The picture has every statement, and its title counts what the list shows.
#[test]
fn the_chart_shows_every_statement_and_counts_like_the_list() {
    let folder = Folder::new();
    let said = folder.run("disclosures --out found");
    // Of a bound it is not known whether it is more than half.
    let shares: Vec<f64> = said
        .stdout
        .lines()
        .filter(|line| !line.contains("at most"))
        .filter_map(|line| {
            let (before, _) = line.split_once(" % ").or_else(|| line.split_once(" %* "))?;
            before.split_whitespace().last()?.parse().ok()
        })
        .collect();
    let most = shares.iter().filter(|share| **share > 50.0).count();
    let title = format!(
        "More than half got nothing in {most} of the {} statements that say how many did",
        shares.len()
    );
    let chart = read(folder.path("found/published_brackets.svg")).replace('\u{a0}', " ");
    assert!(chart.contains(&title), "{title} in {chart}");
    for words in [
        "Amway, United States 2011–2019",
        "MyDailyChoice, country not stated, 2018",
        "only a mean was published: 2,484 USD a year",
        "Herbalife, United States 2012",
        "Over all of a kind, active or not",
        "USD a month; active distributors",
        "members who bought something in the",
        "twelve months",
        "BurnLounge, United States 2014",
        "at most 89 % got nothing",
    ] {
        assert!(chart.contains(words), "{words} in {chart}");
    }
}
