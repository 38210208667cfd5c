//! The headers of the shipped scenarios: question, expected pattern and sources.

use crate::scenarios::shipped;
use crate::support::read;

/// What is missing of question, expected pattern and sources in a scenario.
fn missing(text: &str) -> Vec<&'static str> {
    let header: Vec<&str> = text.lines().skip(1).take_while(|line| line.starts_with('#')).collect();
    let header = header.join("\n");
    let asks = text.lines().any(|line| line.starts_with("question = \"") && line.ends_with("?\""));
    // A known answer is what is expected, and the arithmetic above it is where it comes from.
    let answer = |line: &str| {
        let (name, value) = line.strip_prefix("# ")?.split_once(" = ")?;
        value.parse::<f64>().ok().filter(|_| !name.contains(' '))
    };
    let is_known = header.starts_with("# A case with a known answer: ")
        && header.lines().filter_map(answer).count() > 0
        && header.lines().count() > 4;
    let has = |words: &[&str]| is_known || words.iter().any(|word| header.contains(word));
    let all = [
        ("question", asks),
        ("expected pattern", has(&["Expected: "])),
        ("sources", has(&["Source: ", "Sources: ", "Sources of", "Sources stand"])),
    ];
    all.into_iter().filter(|(_, is_there)| !is_there).map(|(part, _)| part).collect()
}

#[test]
fn every_shipped_scenario_has_question_expected_pattern_and_sources() {
    for path in shipped() {
        let missing = missing(&read(&path));
        assert!(missing.is_empty(), "{} has no {}", path.display(), missing.join(", no "));
    }
}

#[test]
fn a_header_without_one_of_the_three_would_be_noticed() {
    let text = read("scenarios/stop-of-recruiting.toml");
    let known = read("scenarios/verification/logistic.toml");
    for (text, word, other, part) in [
        (&text, "question = ", "answer = ", "question"),
        (&text, "Expected: ", "", "expected pattern"),
        (&text, "Sources: ", "", "sources"),
        (&known, "# saturation_at_end = 0.848", "#", "expected pattern"),
    ] {
        let found = missing(&text.replace(word, other));
        assert_eq!(found.first(), Some(&part), "{found:?}");
    }
}
