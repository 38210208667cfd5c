//! What the pages show works: examples of scenarios and plans, and commands.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use mlmsim::observation::{OUTCOMES, SERIES, SIGNS};
use mlmsim::scenario::Scenario;

use crate::support::{Folder, files_below, read, root};

/// A block of a page between lines of three back-ticks.
#[derive(Debug)]
struct Block {
    page: PathBuf,
    /// The number of its first line.
    line: usize,
    language: String,
    text: String,
}

/// All blocks of the pages, however few there are.
fn blocks() -> Vec<Block> {
    let mut pages = files_below("docs", "md");
    let top = ["README.md", "ARCHITECTURE.md", "CHANGELOG.md"].map(PathBuf::from);
    pages.extend(top.into_iter().filter(|path| root().join(path).is_file()));
    pages.into_iter().flat_map(|page| blocks_of(&page, &read(&page))).collect()
}

fn blocks_of(page: &Path, text: &str) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut lines = text.lines().zip(1..);
    while let Some((fence, line)) = lines.next() {
        let Some(language) = fence.trim_start().strip_prefix("```") else { continue };
        let text: String = lines
            .by_ref()
            .map(|(line, _)| line)
            .take_while(|line| !line.trim_start().starts_with("```"))
            .flat_map(|line| [line, "\n"])
            .collect();
        let language = language.trim().to_owned();
        blocks.push(Block { page: page.into(), line: line + 1, language, text });
    }
    blocks
}

/// What the program says of an example of a scenario, of a plan, of a part of one, or of a
/// disclosure; nothing if it is sound.
fn fault_of_example(text: &str) -> Option<String> {
    let keys = match text.parse::<toml::Table>() {
        Ok(table) => table.keys().cloned().collect::<Vec<_>>(),
        Err(error) => return Some(error.to_string()),
    };
    let folder = Folder::new();
    if keys.iter().any(|key| key == "company") {
        folder.write("example.toml", text);
        let said = folder.run("disclosures example.toml");
        return (said.code != Some(0)).then(|| said.to_string());
    }
    copy_plans(&folder);
    let plan_keys = [
        "name",
        "period",
        "product",
        "join",
        "active",
        "breakaway",
        "cap",
        "tree",
        "rank",
        "bonus",
    ];
    if keys.iter().any(|key| key == "plan") {
        folder.write("example.toml", text);
    } else if keys.iter().all(|key| plan_keys.contains(&key.as_str())) {
        folder.write("example.toml", "plan = \"example-plan.toml\"");
        folder.write("example-plan.toml", text);
    } else {
        folder.write("example.toml", format!("plan = \"plan.toml\"\n{text}"));
    }
    let said = folder.run("check example.toml");
    (said.code != Some(0)).then(|| said.to_string())
}

/// The shipped plans, where an example expects them: in `plans/`.
fn copy_plans(folder: &Folder) {
    for plan in files_below("scenarios/plans", "toml") {
        let name = plan.strip_prefix("scenarios").unwrap().display().to_string();
        folder.write(&name, fs::read(root().join(&plan)).unwrap());
    }
}

#[test]
fn the_examples_of_scenarios_and_plans_are_sound() {
    for Block { page, line, text, .. } in
        blocks().into_iter().filter(|block| block.language == "toml")
    {
        if let Some(fault) = fault_of_example(&text) {
            panic!("the example at {}:{line} is not sound:\n{fault}", page.display());
        }
    }
}

#[test]
fn an_example_that_is_not_sound_would_be_noticed() {
    for sound in [
        "plan = \"plans/unilevel.toml\"\n[market]\npopulation = 500",
        "[market]\npopulation = 500",
        "[[bonus]]\nname = \"margin\"\nkind = \"retail\"",
    ] {
        assert_eq!(fault_of_example(sound), None, "{sound}");
    }
    for faulty in [
        "plan = \"plans/missing.toml\"",
        "[market]\npopluation = 500",
        "company = \"C\"\nyaer = 2020",
        "[[bonus]]\nname = \"margin\"\nkind = \"lvl\"",
        "[package]\nname = \"mlmsim\"",
        "a = ",
    ] {
        assert!(fault_of_example(faulty).is_some(), "{faulty}");
    }
}

/// The arguments of the program in a line of a console, if it calls the program: by its name, or
/// through cargo.
fn arguments(line: &str) -> Option<Vec<&str>> {
    let line = line.trim().trim_start_matches("$ ");
    let words: Vec<&str> = line.split_whitespace().collect();
    let program = words.iter().position(|word| {
        let name = word.rsplit('/').next().unwrap_or_default();
        name == "mlmsim" && !word.contains("github")
    });
    let start = match (words.first()?, program) {
        (&"cargo", _) if words.get(1) == Some(&"run") => {
            words.iter().position(|word| *word == "--").map_or(words.len(), |place| place + 1)
        }
        (_, Some(0)) => 1,
        _ => return None,
    };
    let end = |word: &&&str| !["|", ">", "&&", "#", ";", "2>"].contains(*word);
    Some(words[start..].iter().take_while(end).copied().collect())
}

/// What is wrong with a call of the program.
fn fault_of_call(arguments: &[&str], help: &dyn Fn(&str) -> String) -> Option<String> {
    let first = arguments.iter().find(|word| !word.starts_with('-'));
    let command = first.filter(|word| !word.contains(['.', '/', '<', '…']));
    let help = help(command.copied().unwrap_or_default());
    if help.is_empty() {
        return Some(format!("there is no command {}", command?));
    }
    let options = arguments.iter().filter(|word| word.starts_with('-'));
    let unknown = options
        .map(|word| word.split('=').next().unwrap_or(word))
        .find(|option| !help.split([' ', ',', '\n']).any(|known| known == *option));
    if let Some(option) = unknown {
        return Some(format!("there is no option {option}"));
    }
    let files = arguments.iter().filter(|word| word.starts_with("scenarios/"));
    let missing = files.copied().find(|path| !root().join(path).is_file());
    missing.map(|path| format!("there is no file {path}"))
}

/// The help of a command, of the program for none; nothing if there is no such command.
fn help(command: &str) -> String {
    let said = Folder::new().run(&format!("{command} --help"));
    let commands = Folder::new().run("--help").stdout;
    let is_known = command.is_empty()
        || commands.lines().any(|line| line.trim_start().starts_with(&format!("{command} ")));
    if is_known { said.stdout } else { String::new() }
}

#[test]
fn the_commands_on_the_pages_exist() {
    for Block { page, line, language, text } in blocks() {
        if !["console", "sh", "bash", "shell", "text", ""].contains(&language.as_str()) {
            continue;
        }
        // A long command goes on behind a backslash.
        for call in text.replace("\\\n", " ").lines().filter_map(arguments) {
            if let Some(fault) = fault_of_call(&call, &help) {
                panic!("in the block at {}:{line}, {call:?}: {fault}", page.display());
            }
        }
    }
    for page in files_below("docs", "md").into_iter().chain([PathBuf::from("README.md")]) {
        let Ok(text) = fs::read_to_string(root().join(&page)) else { continue };
        for span in text.split('`').skip(1).step_by(2).filter(|span| !span.contains('\n')) {
            if let Some(fault) = arguments(span).and_then(|call| fault_of_call(&call, &help)) {
                panic!("{}, `{span}`: {fault}", page.display());
            }
        }
    }
}

#[test]
fn a_command_that_does_not_exist_would_be_noticed() {
    let fault = |line: &str| fault_of_call(&arguments(line).unwrap(), &help);
    for sound in [
        "$ mlmsim scenarios/saturation.toml --set market.population=1e6 --runs 5",
        "cargo run --release -- scenarios/saturation.toml -q",
        "target/release/mlmsim check scenarios/unilevel.toml",
        "mlmsim reference > docs/scenario-reference.md",
        "mlmsim --help | head -1",
        "mlmsim",
    ] {
        assert_eq!(fault(sound), None, "{sound}");
    }
    for faulty in [
        "mlmsim simulate scenarios/unilevel.toml",
        "mlmsim check scenarios/missing.toml",
        "mlmsim describe --quiet scenarios/unilevel.toml",
        "cargo run -- scenarios/unilevel.toml --worlds=5",
    ] {
        assert!(fault(faulty).is_some(), "{faulty}");
    }
    for other in ["cargo test", "cd mlmsim", "git clone https://example.org/mlmsim", "ls output"] {
        assert_eq!(arguments(other), None, "{other}");
    }
}

/// Every picture of the pages shows the shipped scenarios as they are: those whose hashes stand beside it.
#[test]
fn pictures_are_of_the_shipped_scenarios() {
    let list = read("docs/images/scenarios.txt");
    let mut listed = BTreeSet::new();
    for line in list.lines().filter(|line| !line.starts_with('#')) {
        let words: Vec<&str> = line.split_whitespace().collect();
        let &[picture, path, hash] = words.as_slice() else { panic!("three words in {line}") };
        let scenario = Scenario::parse(path, &read(path), &[], &mut |plan| Ok(read(plan))).unwrap();
        assert_eq!(format!("{:016x}", scenario.hash), hash, "{picture} shows an older {path}");
        listed.insert(picture.to_owned());
    }
    let pictures = files_below("docs/images", "png");
    let pictures = pictures.iter().map(|path| path.file_name().unwrap().to_str().unwrap().into());
    assert_eq!(listed, pictures.collect::<BTreeSet<String>>());
}

/// The page says that it describes each of them.
#[test]
fn the_page_of_results_names_every_figure_of_runs() {
    let page = read("docs/results.md");
    let quantities = OUTCOMES.iter().chain(&SERIES).map(|quantity| quantity.name);
    let figures = quantities.chain(SIGNS.iter().map(|sign| sign.name));
    let missing: Vec<&str> = figures.filter(|name| !page.contains(&format!("`{name}`"))).collect();
    assert!(missing.is_empty(), "{missing:?}");
}
