//! The network of contacts of a scenario: what goes together, and how large it may become.

use std::path::Path;
use std::sync::Arc;

use super::canonical;
use super::check::grouped;
use super::edges;
use super::fields::Fields;
use super::limits;
use super::problem::Problem;
use super::tree::{Entry, Node, Sources, Value, find};
use crate::submodels::network::{ContactNetwork, EDGES_MAX};

/// A file that the scenario names, and its text or the reason why it cannot be read.
#[derive(Debug)]
pub(super) struct EdgeFile {
    pub path: String,
    pub text: Result<String, String>,
}

/// Reads the edge list that the scenario at `path` names, if it does.
pub(super) fn read_edges(
    path: &str,
    entries: &[Entry],
    read: &mut dyn FnMut(&str) -> Result<String, String>,
) -> Option<EdgeFile> {
    let keys = find(entries, "network")?.node.entries()?;
    let value = |key: &str| find(keys, key)?.node.text();
    let file = value("file").filter(|file| value("kind") == Some("edge-list") && is_csv(file))?;
    let folder = Path::new(path).parent().unwrap_or(Path::new(""));
    let path = folder.join(file).to_string_lossy().into_owned();
    let text = read(&path);
    Some(EdgeFile { path, text })
}

fn is_csv(file: &str) -> bool {
    Path::new(file).extension().is_some_and(|ending| ending.eq_ignore_ascii_case("csv"))
}

/// The network, or nothing, with problems reported if it was asked for.
pub(super) fn build(
    root: Fields<'_>,
    file: Option<EdgeFile>,
    sources: &mut Sources,
    problems: &mut Vec<Problem>,
) -> Option<ContactNetwork> {
    let section = root.maybe_section("network")?;
    problems.extend(strangers(root));
    let market = root.section("market");
    let people = market.number("population");
    if people.is_infinite() {
        let reason = "a network has a number of people, and this market has no end";
        let help = "give `population` a number, or remove `[network]`";
        problems.push(Problem::at(market.place("population"), reason).help(help));
        return None;
    }
    let people = people as u32;
    if section.text("kind")? == "edge-list" {
        return given(section, people, file, sources, problems);
    }
    let degree = section.number("degree");
    let problem = degree_fits(section, people).or_else(|| {
        let edges = f64::from(people) * degree / 2.0;
        (edges > EDGES_MAX as f64).then(|| too_many_edges(root, edges))
    });
    if let Some(problem) = problem {
        problems.push(problem);
        return None;
    }
    Some(match section.text("kind")? {
        "watts-strogatz" => ContactNetwork::WattsStrogatz {
            degree: degree as u32,
            rewiring: section.probability("rewiring"),
        },
        "barabasi-albert" => ContactNetwork::BarabasiAlbert { degree: degree as u32 },
        _ => ContactNetwork::ErdosRenyi { degree },
    })
}

/// Keys that say in another way whom people meet.
fn strangers(root: Fields<'_>) -> Vec<Problem> {
    let [market, people] = ["market", "people"].map(|section| root.section(section));
    let mut problems = Vec::new();
    let mut refuse = |place, reason: &str, help: &str| {
        problems.push(Problem::at(place, reason).help(help));
    };
    for key in ["warm_list", "warm_list_sigma"] {
        if let Some(place) = people.place(key) {
            refuse(
                Some(place),
                "on a network the acquaintances of a builder are his neighbours",
                "remove this key: `degree` in `[network]` says how many a person knows",
            );
        }
    }
    if market.number("overlap") != 1.0 {
        refuse(
            market.place("overlap"),
            "a network says itself how circles of acquaintances overlap",
            "remove `overlap`, or remove `[network]`",
        );
    }
    if market.number("spontaneous") > 0.0 {
        refuse(
            market.place("spontaneous"),
            "on a network people join only if somebody whom they know approaches them",
            "remove `spontaneous`, or remove `[network]`",
        );
    }
    problems
}

/// Whether everybody can have so many neighbours.
fn degree_fits(section: Fields<'_>, people: u32) -> Option<Problem> {
    let degree = section.number("degree");
    let kind = section.text("kind")?;
    let place = section.place("degree").or_else(|| section.place("kind"));
    let problem = |reason: String| Problem::at(place.clone(), reason);
    if kind != "erdos-renyi" && degree % 2.0 != 0.0 {
        return Some(
            problem(format!("in a network of kind `{kind}` the mean number of neighbours is even"))
                .help("everybody brings half of it with him: write an even number"),
        );
    }
    // A ring on which everybody knows more than half of all others has no distant people.
    let (most, all) = match kind {
        "watts-strogatz" => (people / 2, "half of the people"),
        _ => (people - 1, "all others"),
    };
    (degree > f64::from(most)).then(|| {
        let people = grouped(f64::from(people));
        problem(format!("nobody knows {} of {people} people here", grouped(degree)))
            .help(format!("`degree` is at most {}: {all}", grouped(f64::from(most))))
    })
}

fn too_many_edges(root: Fields<'_>, edges: f64) -> Problem {
    let [network, market] = ["network", "market"].map(|section| root.section(section));
    let place = network.place("degree").or_else(|| market.place("population"));
    let place = place.or_else(|| network.place("kind"));
    let people = market.number("population") as u64;
    let bytes = ContactNetwork::ErdosRenyi { degree: network.number("degree") }.bytes(people);
    let reason = format!(
        "this network would have {} edges, which take {} GB in each run; the limit is {}",
        grouped(edges.round()),
        limits::gigabytes(bytes, f64::ceil),
        grouped(EDGES_MAX as f64)
    );
    Problem::at(place, reason).help("lower `degree`, or `population` in `[market]`")
}

/// The network of a file.
fn given(
    section: Fields<'_>,
    people: u32,
    file: Option<EdgeFile>,
    sources: &mut Sources,
    problems: &mut Vec<Problem>,
) -> Option<ContactNetwork> {
    let place = section.place("file");
    let named = section.text("file")?;
    let Some(EdgeFile { path, text }) = file else {
        let problem = if is_csv(named) {
            Problem::at(place, "an edge list belongs to a scenario, not to a plan alone")
                .help("write a scenario that names the plan and the edge list")
        } else {
            Problem::at(place, "an edge list is a CSV file, whose name ends with `.csv`")
                .help("its first line is `person,contact`; each other line is a pair of numbers")
        };
        problems.push(problem);
        return None;
    };
    let text = match text {
        Ok(text) => text,
        Err(reason) => {
            let reason = format!("the edge list cannot be read: {reason}");
            let help = "the path is relative to the folder of the scenario";
            problems.push(Problem::at(place, reason).help(help));
            return None;
        }
    };
    match edges::parse(&text, people, sources.0.len()) {
        Ok(graph) => Some(ContactNetwork::Given(Arc::new(graph))),
        Err(faults) => {
            if faults.more > 0 {
                let reason = format!("this file has {} more faults", grouped(faults.more as f64));
                let help = "mend those shown first";
                problems.push(Problem::at(place, reason).help(help));
            }
            problems.extend(faults.first);
            sources.add(Some(path), text);
            None
        }
    }
}

/// The entries with a hash of the edges where the path of their file stands: a scenario is the
/// same wherever its files are, and another if who knows whom is another.
pub(super) fn with_edges(entries: &[Entry], network: Option<&ContactNetwork>) -> Vec<Entry> {
    let mut entries = entries.to_vec();
    let section = entries.iter_mut().find(|entry| entry.key == "network");
    if let (Some(ContactNetwork::Given(graph)), Some(section)) = (network, section)
        && let Value::Table(keys) = &mut section.node.value
        && let Some(file) = keys.iter_mut().find(|entry| entry.key == "file")
    {
        let people = 0..graph.people();
        let ends = people.flat_map(|a| graph.neighbours(a).iter().flat_map(move |&b| [a, b]));
        let hash = canonical::hash_of(ends.flat_map(u32::to_le_bytes));
        file.node = Node { value: Value::Text(format!("{hash:016x}")), place: None };
    }
    entries
}
