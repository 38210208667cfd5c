//! The rules of the house, which no reviewer has to remember.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use crate::support::{files_below, read, root};

/// The modules of the library in their order.
fn modules() -> Vec<String> {
    let text = read("src/lib.rs");
    let names = text.lines().filter_map(|line| line.strip_prefix("pub mod ")?.strip_suffix(';'));
    let names: Vec<String> = names.map(str::to_owned).collect();
    assert!(names.len() > 10, "{names:?}");
    names
}

/// A source file without its comments, its texts' lines kept, and without its tests.
struct Code {
    path: PathBuf,
    /// The top module it belongs to: `plot` for `src/plot/svg.rs`.
    module: String,
    /// How many folders its module is below the top one: 1 for `src/plot/svg.rs`.
    depth: usize,
    lines: Vec<String>,
}

/// All code of the library and the program, tests left out: files and folders named `tests`,
/// modules behind `#[cfg(test)]`.
fn code() -> Vec<Code> {
    let mut files = Vec::new();
    for path in files_below("src", "rs") {
        let parts: Vec<String> = path.with_extension("").iter().skip(1).map(text_of).collect();
        let is_test = parts.iter().any(|part| part == "tests")
            || is_test_module(&path, parts.last().unwrap());
        if !is_test {
            let lines = code_lines(&read(&path));
            let depth = parts.iter().filter(|part| *part != "mod").count() - 1;
            files.push(Code { path, module: parts[0].clone(), depth, lines });
        }
    }
    assert!(files.len() > 50, "{} files", files.len());
    files
}

fn text_of(part: &std::ffi::OsStr) -> String {
    part.to_string_lossy().into_owned()
}

/// Whether the module above declares this file for tests only.
fn is_test_module(path: &Path, name: &str) -> bool {
    let above = path.with_file_name("mod.rs");
    if path == above || !root().join(&above).is_file() {
        return false;
    }
    let text = read(above);
    let lines: Vec<&str> = text.lines().collect();
    lines
        .windows(2)
        .any(|pair| pair[0] == "#[cfg(test)]" && pair[1].ends_with(&format!("mod {name};")))
}

/// The lines of a text that are code: no comments, no blank lines, no test modules.
fn code_lines(text: &str) -> Vec<String> {
    let mut lines = Vec::new();
    let mut rest = text.lines().peekable();
    while let Some(line) = rest.next() {
        if line == "#[cfg(test)]" && rest.peek().is_some_and(|next| next.contains("mod ")) {
            let module = rest.next().unwrap_or_default();
            if module.ends_with('{') {
                // Formatted code closes a module of the first column with such a line.
                rest.by_ref().find(|line| *line == "}");
            }
            continue;
        }
        let code = without_comment(line).trim_end();
        if !code.is_empty() {
            lines.push(code.to_owned());
        }
    }
    lines
}

/// A line up to its comment. A `//` in quotes (an address, say) begins none.
fn without_comment(line: &str) -> &str {
    let mut quoted = false;
    let mut before = ' ';
    for (place, letter) in line.char_indices() {
        match letter {
            '"' if before != '\\' && before != '\'' => quoted = !quoted,
            '/' if before == '/' && !quoted => return &line[..place - 1],
            _ => {}
        }
        before = letter;
    }
    line
}

#[test]
fn comments_and_tests_are_told_from_code() {
    let text = "//! A module.\n\nuse a; // why\nlet b = \"http://c\";\n#[cfg(test)]\nmod tests {\n    \
                fn d() {}\n}\nfn e() {}\n#[cfg(test)]\nmod fixture;\n";
    assert_eq!(code_lines(text), ["use a;", "let b = \"http://c\";", "fn e() {}"]);
}

/// The modules that code names behind `crate::`, or behind so many `super::` that they lead out of a module
/// `depth` folders below `src` (0 for `src/x.rs` and `src/x/mod.rs`): one, or a list in braces over any lines.
fn named_modules(code: &str, depth: usize) -> Vec<String> {
    // Out of the module itself, and of each that it is in.
    let is_root = |supers: usize| supers == depth + 1;
    let mut names = Vec::new();
    let mut at = 0;
    while let Some(found) = code[at..].find("::").map(|place| at + place) {
        let before = &code[at..found];
        at = found + 2;
        let word = before.rsplit(|c: char| !is_of_name(c)).next().unwrap_or_default();
        let mut supers = 0;
        let mut rest = &code[at..];
        if word == "super" {
            supers = 1;
            while let Some(further) = rest.strip_prefix("super::") {
                (supers, rest, at) = (supers + 1, further, at + "super::".len());
            }
        }
        if word == "crate" || supers > 0 && is_root(supers) {
            names.extend(heads(rest));
        }
    }
    names
}

fn is_of_name(letter: char) -> bool {
    letter.is_alphanumeric() || letter == '_'
}

/// The first names of a path, or of every path of a list in braces.
fn heads(path: &str) -> Vec<String> {
    let name = |text: &str| text.trim_start().chars().take_while(|&c| is_of_name(c)).collect();
    let Some(list) = path.strip_prefix('{') else { return vec![name(path)] };
    let mut depth = 0;
    let mut parts = vec![String::new()];
    for letter in list.chars() {
        match letter {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            ',' if depth == 0 => parts.push(String::new()),
            _ if depth == 0 => parts.last_mut().expect("there is one").push(letter),
            _ => {}
        }
    }
    parts.iter().map(|part| name(part)).filter(|name: &String| !name.is_empty()).collect()
}

#[test]
fn modules_are_found_in_paths_and_lists() {
    let named = named_modules;
    assert_eq!(named("use crate::units::{Money, Rate};", 0), ["units"]);
    assert_eq!(named("use crate::{export, plot::page};", 0), ["export", "plot"]);
    assert_eq!(named("pub(crate) fn f(a: crate::units::Money) {}", 0), ["units"]);
    // Over several lines, with lists in the list.
    let list = "use crate::{\n    plot::{\n        page::{self, Page},\n        scale,\n    },\n    cli,\n};";
    assert_eq!(named(list, 0), ["plot", "cli"]);
    // Out of `src/units.rs`, and out of `src/pay/explain/level.rs`, which is two folders down.
    assert_eq!(named("super::cli::main()", 0), ["cli"]);
    assert_eq!(named("use super::super::super::cli::main;", 2), ["cli"]);
    assert_eq!(named("use super::super::{\n    cli,\n    plot\n};", 1), ["cli", "plot"]);
    assert!(named("use super::page::Page;\nuse super::super::level;", 2).is_empty());
}

#[test]
fn a_module_uses_only_those_above_it() {
    let modules = modules();
    let place = |name: &str| modules.iter().position(|module| module == name);
    let mut faults = Vec::new();
    let mut uses = 0;
    for Code { path, module, depth, lines } in code() {
        if module == "lib" || module == "main" {
            continue;
        }
        let own = place(&module).unwrap_or_else(|| panic!("src/lib.rs lacks {module}"));
        for name in named_modules(&lines.join("\n"), depth) {
            let Some(used) = place(&name) else {
                faults.push(format!("{}: there is no module {name}", path.display()));
                continue;
            };
            uses += 1;
            if used > own {
                faults.push(format!("{}: {module} uses {name}, below it", path.display()));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    assert!(uses > 100, "{uses} uses");
}

#[test]
fn every_module_of_the_library_has_a_place_in_the_order() {
    let expected: BTreeSet<String> = modules().into_iter().collect();
    let found: BTreeSet<String> =
        code().into_iter().map(|code| code.module).filter(|m| m != "lib" && m != "main").collect();
    assert_eq!(found, expected);
}

/// Who may use which dependency.
const OWNERS: &[(&str, &[&str])] = &[
    ("rand", &["random"]),
    ("rand_distr", &["random"]),
    ("libm", &["portable"]),
    ("prefetch-index", &["genealogy"]),
    ("rayon", &["experiment"]),
    // Values to text and back: what is derived stands at the types.
    ("serde", &["statistics", "results", "export"]),
    ("toml", &["scenario"]),
    ("annotate-snippets", &["scenario"]),
    ("serde_json", &["scenario", "export"]),
    ("csv", &["pay", "export"]),
    ("tempfile", &["export"]),
    ("plotters", &["plot"]),
    ("ab_glyph", &["plot"]),
    ("ttf-noto-sans", &["plot"]),
    ("png", &["plot"]),
    ("clap", &["cli"]),
    ("indicatif", &["cli"]),
    ("ctrlc", &["cli"]),
    ("anyhow", &["cli"]),
];

/// The crates that a line names, of these.
fn names_crate(line: &str, name: &str) -> bool {
    line.match_indices(name).any(|(place, _)| {
        let before = line[..place].chars().next_back();
        let after = &line[place + name.len()..];
        let starts =
            before.is_none_or(|letter| !letter.is_alphanumeric() && !"_:".contains(letter));
        let is_path = after.starts_with("::");
        let is_import = line.trim_start().starts_with("use ") && after.starts_with([';', ' ']);
        starts && (is_path || is_import)
    })
}

#[test]
fn every_dependency_has_its_owners_and_a_reason() {
    let manifest = read("Cargo.toml");
    let parsed: toml::Table = manifest.parse().unwrap();
    let dependencies: BTreeSet<&str> =
        parsed["dependencies"].as_table().unwrap().keys().map(String::as_str).collect();
    let owned: BTreeSet<&str> = OWNERS.iter().map(|(name, _)| *name).collect();
    assert_eq!(owned, dependencies, "the table of owners is that of dependencies");

    let mut users: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
    for Code { module, lines, .. } in code() {
        for (name, _) in OWNERS {
            let crate_name = name.replace('-', "_");
            // The module `export::csv` goes by the name of what it uses.
            let uses = |line: &String| names_crate(line, &crate_name);
            if lines.iter().any(uses) {
                users.entry(name).or_default().insert(module.clone());
            }
        }
    }
    for (name, owners) in OWNERS {
        let owners: BTreeSet<String> = owners.iter().map(|&owner| owner.into()).collect();
        assert_eq!(users.get(name), Some(&owners), "users of {name}");
    }

    // Above each dependency stands, by itself or for the group, a comment with its owners.
    let mut comment = "";
    let section = manifest.split("\n[dependencies]\n").nth(1).unwrap();
    for line in section.lines().take_while(|line| !line.starts_with('[')) {
        if line.starts_with('#') {
            comment = line;
        } else if let Some((name, _)) = line.split_once(" = ") {
            let (_, owners) = OWNERS.iter().find(|(owned, _)| *owned == name).unwrap();
            for owner in *owners {
                assert!(comment.contains(owner), "{name} is used by {owner}: {comment}");
            }
        }
    }
}

#[test]
fn crates_are_told_from_other_words() {
    assert!(names_crate("use csv;", "csv") && names_crate("let a = csv::Writer::new();", "csv"));
    assert!(names_crate("use anyhow::Context;", "anyhow"));
    assert!(!names_crate("use super::csv::encode;", "csv") && !names_crate("mod csv;", "csv"));
    assert!(!names_crate("rand_distr::Normal", "rand"));
}

#[test]
fn no_file_is_longer_than_a_head_can_hold() {
    const LINES_MAX: usize = 450;
    for Code { path, lines, .. } in code() {
        let n_lines = lines.len();
        assert!(n_lines <= LINES_MAX, "{} has {n_lines} lines of code: split it", path.display());
    }
}

#[test]
fn nothing_is_left_undone() {
    // In two parts, so that this file does not find itself.
    let words =
        [["TO", "DO"], ["FIX", "ME"], ["XX", "X"], ["HA", "CK"]].map(|parts| parts.concat());
    for folder in ["src", "tests", "benches"] {
        for path in files_below(folder, "rs") {
            let text = read(&path);
            for word in &words {
                assert!(!text.contains(word.as_str()), "{}: {word}", path.display());
            }
        }
    }
    for Code { path, lines, .. } in code() {
        for line in lines {
            assert!(!line.contains(".unwrap()"), "{}: {line}", path.display());
        }
    }
}

/// The Markdown files of the package that readers are meant to find.
fn pages() -> Vec<PathBuf> {
    let mut pages: Vec<PathBuf> = ["README.md", "ARCHITECTURE.md", "CHANGELOG.md"]
        .map(PathBuf::from)
        .into_iter()
        .filter(|path| root().join(path).is_file())
        .collect();
    pages.extend(files_below("docs", "md"));
    pages
}

/// The files that a page links to, seen from the root of the package.
fn links(page: &Path) -> BTreeSet<PathBuf> {
    let text = read(page);
    let folder = page.parent().unwrap();
    text.split("](")
        .skip(1)
        .filter_map(|rest| rest.split([')', '#', ' ']).next())
        .filter(|target| !target.is_empty() && !target.contains(':'))
        .map(|target| plain(&folder.join(target)))
        .collect()
}

/// A path without `.` and `..`.
fn plain(path: &Path) -> PathBuf {
    path.iter().fold(PathBuf::new(), |mut path, part| {
        match part.to_str() {
            Some(".") => {}
            Some("..") => drop(path.pop()),
            _ => path.push(part),
        }
        path
    })
}

#[test]
fn every_page_is_linked_from_another() {
    // The way in is the README; without it there is none to miss.
    if !root().join("README.md").is_file() {
        return;
    }
    let mut reached = BTreeSet::from([PathBuf::from("README.md")]);
    loop {
        let further: BTreeSet<PathBuf> = reached
            .iter()
            .filter(|path| pages().contains(path))
            .flat_map(|path| links(path))
            .collect();
        if further.is_subset(&reached) {
            break;
        }
        reached.extend(further);
    }
    let lost: Vec<_> = pages().into_iter().filter(|page| !reached.contains(page)).collect();
    assert!(lost.is_empty(), "nothing links to {lost:?}");
}

#[test]
fn every_link_leads_somewhere() {
    for page in pages() {
        for target in links(&page) {
            assert!(root().join(&target).exists(), "{}: {}", page.display(), target.display());
        }
    }
}

/// Tests are named in back-ticks, as `file::function`.
#[test]
fn every_test_named_in_the_verification_exists() {
    let pages: Vec<PathBuf> = ["docs/verification.md", "tests/verification.md"]
        .map(PathBuf::from)
        .into_iter()
        .filter(|path| root().join(path).is_file())
        .collect();
    let functions: BTreeSet<String> = ["src", "tests"]
        .iter()
        .flat_map(|folder| files_below(folder, "rs"))
        .flat_map(|path| function_names(&read(path)))
        .collect();
    assert!(functions.contains("every_test_named_in_the_verification_exists"));
    for page in pages {
        let text = read(&page);
        let named: BTreeSet<&str> = text
            .lines()
            .flat_map(|line| line.split('`').skip(1).step_by(2))
            .filter_map(|words| words.rsplit_once("::"))
            .filter(|(_, name)| name.contains('_'))
            .map(|(_, name)| name)
            .collect();
        assert!(!named.is_empty(), "{} names no tests", page.display());
        for name in named {
            assert!(functions.contains(name), "{}: there is no test {name}", page.display());
        }
    }
}

fn function_names(text: &str) -> Vec<String> {
    let names = text.split("fn ").skip(1).filter_map(|rest| rest.split(['(', '<']).next());
    names.map(str::to_owned).collect()
}

#[test]
fn the_top_level_holds_only_what_readers_expect() {
    let expected = [
        "ARCHITECTURE.md",
        "CHANGELOG.md",
        "CITATION.cff",
        "CONTRIBUTING.md",
        "Cargo.lock",
        "Cargo.toml",
        "LICENSE-APACHE",
        "LICENSE-MIT",
        "README.md",
        "benches",
        "data",
        "docs",
        "output",
        "scenarios",
        "src",
        "target",
        "tests",
    ];
    for entry in fs::read_dir(root()).unwrap() {
        let name = entry.unwrap().file_name().to_string_lossy().into_owned();
        // What is hidden belongs to tools.
        let is_fine = name.starts_with('.') || expected.contains(&name.as_str());
        assert!(is_fine, "{name} has no place at the top level");
    }
}
