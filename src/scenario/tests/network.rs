use super::{MINIMAL, PLAN};
use crate::scenario::{Scenario, ScenarioError};
use crate::submodels::network::{ContactNetwork, EDGES_MAX};

/// Loads the least scenario with these lines behind it; an edge list has this text.
fn load(lines: &str, edges: &str) -> Result<Scenario, ScenarioError> {
    let text = format!("{MINIMAL}{lines}");
    Scenario::parse("scenarios/x.toml", &text, &[], &mut |path| match path {
        "scenarios/plans/p.toml" => Ok(PLAN.into()),
        "scenarios/edges.csv" => Ok(edges.into()),
        _ => Err("no such file".into()),
    })
}

/// What is said about these lines; it must be so many faults, and say all of these words.
#[track_caller]
fn refused(lines: &str, edges: &str, faults: usize, words: &[&str]) {
    let error = load(lines, edges).map(|_| ()).unwrap_err();
    let said = error.to_string();
    assert_eq!(error.len(), faults, "{said}");
    for word in words {
        assert!(said.contains(word), "no {word:?} in\n{said}");
    }
}

const EDGES: &str =
    "[market]\npopulation = 60\n[network]\nkind = \"edge-list\"\nfile = \"edges.csv\"\n";

fn given(edges: &str) -> Result<Scenario, ScenarioError> {
    load(EDGES, edges)
}

#[test]
fn each_kind_is_read() {
    let network = |lines: &str| load(lines, "").unwrap().model.network;
    assert_eq!(network(""), None);
    assert_eq!(
        network("[network]\nkind = \"erdos-renyi\"\ndegree = 7.5"),
        Some(ContactNetwork::ErdosRenyi { degree: 7.5 })
    );
    assert_eq!(
        network("[network]\nkind = \"barabasi-albert\""),
        Some(ContactNetwork::BarabasiAlbert { degree: 150 })
    );
    let Some(ContactNetwork::WattsStrogatz { degree: 10, rewiring }) =
        network("[network]\nkind = \"watts-strogatz\"\ndegree = 10\nrewiring = 0.3")
    else {
        panic!("another network")
    };
    assert_eq!(rewiring.value(), 0.3);
}

#[test]
fn an_edge_list_is_read_in_any_order_with_notes_and_blank_lines() {
    let model = |edges: &str| given(edges).unwrap_or_else(|error| panic!("{error}")).model;
    let plain = model("person,contact\n1,2\n2,3\n60,1\n");
    let Some(ContactNetwork::Given(graph)) = &plain.network else { panic!("another network") };
    assert_eq!((graph.people(), graph.edges()), (60, 3));
    assert_eq!(graph.neighbours(0), [1, 59]);
    for same in [
        "# a note\r\nperson, contact\r\n\r\n1, 60\r\n3,2\r\n2 ,1\r\n",
        "\u{feff}person,contact\r\n3,2\r\n60,1\r\n1,2\r\n",
        "\u{feff}# a note\nperson,contact\n3,2\n60,1\n1,2",
        "person,contact\n3,2\n60,1\n1,2",
    ] {
        assert_eq!(model(same), plain);
    }
}

#[test]
fn the_hash_knows_who_knows_whom_but_not_from_where() {
    let hash = |edges: &str| given(edges).unwrap().hash;
    let plain = hash("person,contact\n1,2\n2,3\n");
    assert_eq!(hash("person,contact\n3,2\n2,1\n"), plain);
    assert_ne!(hash("person,contact\n1,2\n2,4\n"), plain);
    let elsewhere = Scenario::parse(
        "x.toml",
        &format!("{MINIMAL}{}", EDGES.replace("edges.csv", "other.csv")),
        &[],
        &mut |path| match path {
            "other.csv" => Ok("person,contact\n1,2\n2,3\n".into()),
            _ => Ok(PLAN.into()),
        },
    );
    assert_eq!(elsewhere.unwrap().hash, plain);
}

#[test]
fn all_faults_of_an_edge_list_are_shown_with_their_lines() {
    let edges = "person,contact\n1,2\n2,x\n3,3\n4,61\n0,4\n2,1\n5,6,7\n8\n-1,2\n";
    refused(
        EDGES,
        edges,
        8,
        &[
            "scenarios/edges.csv:3:3",
            "this is not the number of a person",
            "scenarios/edges.csv:4:1",
            "nobody is his own contact",
            "scenarios/edges.csv:5:3",
            "people are numbered from 1 to 60",
            "raise `population`",
            "scenarios/edges.csv:6:1",
            "scenarios/edges.csv:7:1",
            "this pair stands already in line 2",
            "scenarios/edges.csv:8:1",
            "this is no pair of people",
            "scenarios/edges.csv:9:1",
            "scenarios/edges.csv:10:1",
        ],
    );
}

#[test]
fn an_edge_list_without_header_or_pairs_is_told_what_it_lacks() {
    refused(EDGES, "1,2\n2,3\n", 1, &["edges.csv:1:1", "the first line names the columns"]);
    for header in ["from,to", "person,contact,weight", "Person,Contact"] {
        let edges = format!("{header}\n1,2\n2,3\n");
        refused(EDGES, &edges, 1, &["edges.csv:1:1", "the first line names", "write it so"]);
    }
    // Places are told beyond the mark that spreadsheets write.
    refused(EDGES, "\u{feff}person,contact\n1,x\n", 1, &["edges.csv:2:3"]);
    refused(EDGES, "\u{feff}", 1, &["no pair of people stands in this file"]);
    refused(EDGES, "person,contact\n", 1, &["no pair of people stands in this file"]);
    refused(EDGES, "", 1, &["no pair of people stands in this file"]);
}

/// As spreadsheets save it where a comma stands in numbers, and as other programs write networks.
#[test]
fn an_edge_list_without_commas_is_told_its_separator_and_the_cure_once() {
    for (separator, name) in [
        (";", "a semicolon `;`"),
        ("; ", "a semicolon `;`"),
        ("\t", "a tab"),
        ("|", "a bar `|`"),
        (" ", "a space"),
    ] {
        let file = |lines: &[&str]| lines.join("\n").replace(',', separator);
        for edges in [file(&["person,contact", "1,2", "2,3"]), file(&["1,2", "2,3"])] {
            let reason = format!("columns are separated by {name}: an edge list has commas");
            let cure = "save the table with commas: `person,contact`, and then lines such as `1,2`";
            refused(EDGES, &edges, 1, &["edges.csv:1:1", &reason, cure]);
        }
        let edges = format!("person,contact\n1,2\n{}", file(&["2,3"]));
        let reason = format!("the two are separated by {name}, not by a comma");
        refused(EDGES, &edges, 1, &["edges.csv:3:1", &reason, "with a comma between them"]);
    }
    // Words are no columns.
    refused(EDGES, "people who know others\n1,2\n", 1, &["the first line names the columns"]);
    refused(EDGES, "person,contact\n1\n", 1, &["this is no pair of people"]);
}

#[test]
fn a_file_of_faults_shows_the_first_and_counts_the_others() {
    let edges = format!("person,contact\n{}", "7,7\n".repeat(40));
    refused(EDGES, &edges, 11, &["this file has 30 more faults", "edges.csv:11:1"]);
    let pairs = format!("person,contact\n{}", "7,8\n".repeat(40));
    refused(EDGES, &pairs, 11, &["this file has 29 more faults", "already in line 2"]);
}

#[test]
fn what_is_no_edge_list_is_not_shown_whole() {
    let zeros = "0".repeat(1 << 20);
    let error = given(&zeros).map(|_| ()).unwrap_err().to_string();
    assert!(error.contains("more than 200 bytes: this is no edge list"), "{}", &error[..400]);
}

#[test]
fn an_edge_list_is_a_readable_file_of_its_own_ending() {
    let file = |name: &str| format!("[network]\nkind = \"edge-list\"\nfile = \"{name}\"\n");
    refused(&file("other.csv"), "", 1, &["the edge list cannot be read: no such file"]);
    refused(&file("edges.txt"), "", 1, &["an edge list is a CSV file"]);
    refused("[network]\nkind = \"edge-list\"\n", "", 1, &["`[network]` needs `file`"]);
}

#[test]
fn keys_of_other_kinds_are_told_where_they_belong() {
    refused(
        "[network]\nkind = \"erdos-renyi\"\nrewiring = 0.5\n",
        "",
        1,
        &["a network of kind `erdos-renyi` has no `rewiring`", "belongs to kind `watts-strogatz`"],
    );
    refused("[network]\ndegree = 10\n", "", 1, &["`[network]` needs `kind`"]);
    refused("[network]\nkind = \"small-world\"\n", "", 1, &["does not know `small-world`"]);
}

#[test]
fn whatever_says_in_another_way_whom_people_meet_is_refused() {
    let network = "[network]\nkind = \"erdos-renyi\"\n";
    refused(
        &format!(
            "{network}[market]\noverlap = 2\nspontaneous = 0.01\n[people]\nwarm_list = 290\nwarm_list_sigma = 0\n"
        ),
        "",
        4,
        &[
            "a network says itself how circles",
            "only if somebody whom they know",
            "the acquaintances of a builder are his neighbours",
            "remove this key: `degree` in `[network]` says",
        ],
    );
    refused(
        &format!("{network}[market]\npopulation = \"infinite\"\n"),
        "",
        1,
        &["this market has no end", "give `population` a number"],
    );
    let plain = "[market]\noverlap = 1\nspontaneous = 0\n";
    assert!(load(&format!("{network}{plain}"), "").is_ok());
    let dials = "[market]\ncrowding = 1\ncustomers_run_out = true\nrejoin_after = 3\n[digital]\n\
                 reach = 1\n";
    assert!(load(&format!("{network}{dials}"), "").is_ok(), "circles have these of their own");
}

#[test]
fn nobody_knows_more_people_than_there_are() {
    let of = |kind: &str, degree: &str| {
        format!("[market]\npopulation = 61\n[network]\nkind = \"{kind}\"\ndegree = {degree}\n")
    };
    for (kind, most, beyond) in [
        ("erdos-renyi", "60", "60.5"),
        ("watts-strogatz", "30", "32"),
        ("barabasi-albert", "60", "62"),
    ] {
        assert!(load(&of(kind, most), "").is_ok(), "{kind}");
        refused(&of(kind, beyond), "", 1, &["of 61 people here", &format!("at most {most}: ")]);
    }
    for kind in ["watts-strogatz", "barabasi-albert"] {
        refused(&of(kind, "7"), "", 1, &["is even", "write an even number"]);
    }
}

#[test]
fn a_network_of_too_many_edges_is_refused_with_the_memory_it_would_take() {
    let of = |people: u64| {
        format!(
            "[market]\npopulation = {people}\n[network]\nkind = \"erdos-renyi\"\ndegree = 100\n"
        )
    };
    let most = EDGES_MAX / 50;
    let memory = load(&of(most), "").unwrap().memory_estimate();
    assert!(memory > 16 * EDGES_MAX && memory < 18 * EDGES_MAX, "{memory}");
    refused(
        &of(most * 5),
        "",
        1,
        &[
            "500_000_000 edges, which take 8.2 GB in each run; the limit is 100_000_000",
            "lower `degree`",
        ],
    );
    let scenario = load(&of(1000), "").unwrap();
    assert!(scenario.too_large(2 << 30, 1 << 30).to_string().contains("`degree` in `[network]`"));
}
