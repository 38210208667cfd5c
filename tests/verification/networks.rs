//! Networks of contacts against their laws.

use mlmsim::random::{Draws, RunKey, below};
use mlmsim::simulation::Model;
use mlmsim::submodels::network::{
    ContactNetwork, Graph, barabasi_albert, erdos_renyi, founders, watts_strogatz,
};

use crate::laws::{binomial, choose};
use crate::support::{
    Comparison, accept, exact_error, market_model, mean, moments, over_runs, probability, reject,
    series, share, sized, theory_draws, variance,
};

/// Makes a network of so many people.
type Maker = fn(u32, &mut Draws) -> Graph;

/// One figure of each of so many networks.
fn figures(make: Maker, people: u32, networks: u32, read: impl Fn(&Graph) -> f64) -> Vec<f64> {
    let mut draws = theory_draws(80);
    (0..networks).map(|_| read(&make(people, &mut draws))).collect()
}

/// How many people know this many.
fn with_degree(graph: &Graph, degree: u32) -> f64 {
    (0..graph.people()).filter(|&person| graph.degree(person) == degree).count() as f64
}

/// How many triples know each other.
fn triangles(graph: &Graph) -> u64 {
    let mut found = 0;
    for a in 0..graph.people() {
        for &b in graph.neighbours(a).iter().filter(|&&b| b > a) {
            let common = graph.neighbours(b).iter().filter(|&&c| c > b);
            found += common.filter(|c| graph.neighbours(a).contains(c)).count() as u64;
        }
    }
    found
}

/// Mean number of neighbours of the random networks.
const DEGREE: f64 = 4.0;

fn random(people: u32, draws: &mut Draws) -> Graph {
    erdos_renyi(people, DEGREE, draws)
}

/// Broken: nobody knows the first person.
fn without_the_first(people: u32, draws: &mut Draws) -> Graph {
    let graph = random(people, draws);
    let others = 1..people;
    let edges: Vec<[u32; 2]> = others
        .flat_map(|a| graph.neighbours(a).iter().map(move |&b| [a, b]))
        .filter(|&[a, b]| 0 < b && b < a)
        .collect();
    Graph::from_edges(people, &edges)
}

/// Edges, neighbours of anybody, of the first and of the last, and triangles of a random network.
fn random_law(make: Maker) -> Vec<Comparison> {
    let (people, networks) = (400, sized(1000));
    let figures = |read: fn(&Graph) -> f64| figures(make, people, networks, read);
    let n = f64::from(people);
    let chance = DEGREE / (n - 1.0);
    let pairs = n * (n - 1.0) / 2.0;
    let edges = figures(|graph| graph.edges() as f64);
    let first = figures(|graph| graph.degree(0).into());
    let error = (DEGREE * (1.0 - chance) / f64::from(networks)).sqrt();
    let mut comparisons = vec![
        mean("edges", &edges, pairs * chance),
        variance("variance of edges", &edges, pairs * chance * (1.0 - chance)),
        exact_error("the first", moments(&first).0, DEGREE, error),
        mean("the last", &figures(|graph| graph.degree(399).into()), DEGREE),
        mean(
            "triangles",
            &figures(|graph| triangles(graph) as f64),
            choose(people.into(), 3) * chance.powi(3),
        ),
    ];
    let law = binomial(people - 1, chance);
    let counts: Vec<[f64; 10]> = {
        let mut draws = theory_draws(81);
        let count = |graph: Graph| std::array::from_fn(|k| with_degree(&graph, k as u32));
        (0..networks).map(|_| count(make(people, &mut draws))).collect()
    };
    comparisons.extend((0..10).map(|k| {
        let counts: Vec<f64> = counts.iter().map(|network| network[k]).collect();
        mean(format!("{k} neighbours"), &counts, n * law[k])
    }));
    comparisons
}

#[test]
fn neighbours_of_a_random_network_are_binomial() {
    let name = "networks::neighbours_of_a_random_network_are_binomial";
    accept(name, &random_law(random));
    reject(&random_law(without_the_first));
    reject(&random_law(|people, draws| erdos_renyi(people, DEGREE * 1.02, draws)));
}

#[test]
fn a_ring_has_its_neighbours_and_the_clustering_of_a_lattice() {
    let mut draws = theory_draws(82);
    for (people, degree) in [(40, 2), (41, 4), (60, 10), (200, 24)] {
        let ring = watts_strogatz(people, degree, probability(0.0), &mut draws);
        assert!((0..people).all(|person| ring.degree(person) == degree));
        // The share of the pairs among somebody's neighbours who know each other.
        let pairs = u64::from(people) * u64::from(degree) * u64::from(degree - 1) / 2;
        let clustering = 3.0 * triangles(&ring) as f64 / pairs as f64;
        let k = f64::from(degree);
        assert!((clustering - 3.0 * (k - 2.0) / (4.0 * (k - 1.0))).abs() < 1e-12);
    }
}

/// Rewiring chance of the small worlds.
const REWIRING: f64 = 0.2;

fn small_world(people: u32, draws: &mut Draws) -> Graph {
    watts_strogatz(people, 8, probability(REWIRING), draws)
}

/// Edges to the nearest that are left, how neighbours vary, and triangles of a small world.
fn small_world_law(make: Maker) -> Vec<Comparison> {
    let (people, networks) = (2000, sized(60));
    let figures = |read: fn(&Graph) -> f64| figures(make, people, networks, read);
    let n = f64::from(people);
    // Each person is the first of three triangles with each of two steps along the ring.
    let lattice = n * 6.0;
    // What new edges add to the lattice: anybody is drawn with a chance of about 1/n.
    let edges = n * 4.0 * REWIRING;
    vec![
        mean(
            "edges to the next",
            &figures(|graph| {
                let next = |person| (person + 1) % graph.people();
                let all = 0..graph.people();
                all.filter(|&person| graph.neighbours(person).contains(&next(person))).count()
                    as f64
            }),
            n * (1.0 - REWIRING),
        )
        .allowing(2.0 * edges / n),
        mean(
            "variance of neighbours",
            &figures(|graph| {
                let all = (0..graph.people()).map(|person| f64::from(graph.degree(person)) - 8.0);
                all.map(|more| more * more).sum::<f64>() / f64::from(graph.people())
            }),
            4.0 * REWIRING * (1.0 - REWIRING) + 4.0 * REWIRING,
        )
        .allowing(0.01),
        mean(
            "triangles",
            &figures(|graph| triangles(graph) as f64),
            lattice * (1.0 - REWIRING).powi(3),
        )
        .allowing(edges * 64.0 / n),
    ]
}

#[test]
fn a_small_world_keeps_its_circles_as_far_as_it_is_not_rewired() {
    let name = "networks::a_small_world_keeps_its_circles_as_far_as_it_is_not_rewired";
    accept(name, &small_world_law(small_world));
    reject(&small_world_law(|people, draws| {
        watts_strogatz(people, 8, probability(REWIRING * 1.1), draws)
    }));
}

/// Broken: newcomers get to know anybody, not those who are known to many.
fn by_chance(people: u32, draws: &mut Draws, links: u32) -> Graph {
    let mut edges = Vec::new();
    for person in 1..people {
        let mut known: Vec<u32> = Vec::new();
        while known.len() < links.min(person) as usize {
            let drawn = below(person, draws);
            if !known.contains(&drawn) {
                known.push(drawn);
            }
        }
        edges.extend(known.iter().map(|&known| [person, known]));
    }
    Graph::from_edges(people, &edges)
}

/// How many people are expected to know `k` others for each `k`, where everybody who comes gets to
/// know one person: a linear recursion over people who come.
fn preferential_counts(people: u32, largest: usize) -> Vec<f64> {
    // Two people who know each other.
    let mut counts = vec![0.0; largest + 2];
    counts[1] = 2.0;
    for present in 2..people {
        let ends = f64::from(2 * (present - 1));
        for k in (1..=largest).rev() {
            let [reached, left] = [k - 1, k].map(|k| counts[k] * k as f64 / ends);
            counts[k] += reached - left;
        }
        counts[1] += 1.0;
    }
    counts
}

fn one_link_law(make: Maker) -> Vec<Comparison> {
    const LARGEST: usize = 8;
    let (people, networks) = (1000, sized(400));
    let expected = preferential_counts(people, LARGEST);
    (1..=LARGEST)
        .map(|k| {
            let counts = figures(make, people, networks, |graph| with_degree(graph, k as u32));
            mean(format!("{k} neighbours"), &counts, expected[k])
        })
        .collect()
}

#[test]
fn with_one_link_neighbours_follow_the_exact_law_of_preference() {
    let name = "networks::with_one_link_neighbours_follow_the_exact_law_of_preference";
    accept(name, &one_link_law(|people, draws| barabasi_albert(people, 1, draws)));
    reject(&one_link_law(|people, draws| by_chance(people, draws, 1)));
}

/// Links of those who come.
const LINKS: u32 = 4;

/// Shares of people with so many neighbours, and the exponent of the tail, of a network of many.
fn scale_free_law(make: Maker) -> Vec<Comparison> {
    let (people, networks) = (10_000, sized(20));
    let mut draws = theory_draws(83);
    let graphs: Vec<Graph> = (0..networks).map(|_| make(people, &mut draws)).collect();
    // The first people know each other, so that a few edges are missing from so many for each.
    let missing = LINKS * (LINKS + 1) / 2;
    assert!(graphs.iter().all(|graph| graph.edges() == u64::from(people * LINKS - missing)));
    let figures = |read: &dyn Fn(&Graph) -> f64| graphs.iter().map(read).collect::<Vec<f64>>();
    let (n, m) = (f64::from(people), f64::from(LINKS));
    let mut comparisons = vec![
        // The law goes with (k + 1)^-3, but for a factor that tends to 1 with the square of k.
        mean("exponent", &figures(&|graph| tail_exponent(graph, 20)), 3.0).allowing(0.05),
    ];
    comparisons.extend((LINKS..LINKS + 8).map(|degree| {
        let k = f64::from(degree);
        let law = 2.0 * m * (m + 1.0) / (k * (k + 1.0) * (k + 2.0));
        let shares = figures(&|graph| with_degree(graph, degree) / n);
        mean(format!("{k} neighbours"), &shares, law).allowing(0.001)
    }));
    comparisons
}

/// The exponent of a power law from `least` neighbours on, by maximum likelihood, in `k + 1`
/// (Clauset, Shalizi & Newman 2009, *SIAM Review* 51:661–703, their equation 3.7).
fn tail_exponent(graph: &Graph, least: u32) -> f64 {
    let from = f64::from(least) + 0.5;
    let degrees = (0..graph.people()).map(|person| graph.degree(person));
    let logs: Vec<f64> = degrees
        .filter(|&degree| degree >= least)
        .map(|degree| mlmsim::portable::log((f64::from(degree) + 1.0) / from))
        .collect();
    1.0 + logs.len() as f64 / logs.iter().sum::<f64>()
}

#[test]
fn preference_gives_a_few_people_very_many_neighbours() {
    let name = "networks::preference_gives_a_few_people_very_many_neighbours";
    accept(name, &scale_free_law(|people, draws| barabasi_albert(people, LINKS, draws)));
    reject(&scale_free_law(|people, draws| by_chance(people, draws, LINKS)));
}

/// How often single people and pairs of them are founders.
fn founder_law(places: impl Fn(RunKey) -> Vec<u32>) -> Vec<Comparison> {
    let (people, count, runs) = (40.0, 7.0, u64::from(sized(20_000)));
    let chosen: Vec<Vec<u32>> = (0..runs).map(|run| places(RunKey::new(84, run))).collect();
    let often = |all: &[u32]| {
        let is_in = |nodes: &&Vec<u32>| all.iter().all(|node| nodes.contains(node));
        chosen.iter().filter(is_in).count() as u64
    };
    let one = count / people;
    let two = one * (count - 1.0) / (people - 1.0);
    vec![
        share("the first person", often(&[0]), runs, one),
        share("the last person", often(&[39]), runs, one),
        share("one between", often(&[33]), runs, one),
        share("the first and the last", often(&[0, 39]), runs, two),
        share("two neighbours", often(&[35, 36]), runs, two),
    ]
}

#[test]
fn all_choices_of_founders_have_the_same_chance() {
    let name = "networks::all_choices_of_founders_have_the_same_chance";
    accept(name, &founder_law(|key| founders(40, 7, key)));
    reject(&founder_law(|key| {
        // Broken: neighbours on the ring.
        let first = founders(40, 1, key)[0];
        (0..7).map(|step| (first + step) % 40).collect()
    }));
}

const PEOPLE: u32 = 300;

/// A market that fills, well mixed or on a network; with all that may happen in a circle, people
/// leave and come back, customers are people, and strangers are reached.
fn filling(network: Option<ContactNetwork>, is_lively: bool) -> Model {
    let mut model = market_model(6, PEOPLE.into(), 0.3, 24);
    if is_lively {
        model.quitting.survival_12 = probability(0.4);
        model.market.rejoin_after = Some(2);
        model.market.customers_run_out = true;
        model.recruiting.contacts *= 2.0;
        model.recruiting.warm_signup = probability(0.5);
        model.recruiting.cold_signup = probability(0.5);
        model.selling.conversion = probability(0.4);
        model.selling.churn = probability(0.2);
        model.digital.reach = 0.2;
    }
    if network.is_some() {
        // In a well-mixed market a contact may be with oneself.
        model.recruiting.contacts *= f64::from(PEOPLE - 1) / f64::from(PEOPLE);
    }
    model.network = network;
    model
}

/// Members over the months on a network, beside those of a well-mixed market in other runs.
fn beside_well_mixed(network: ContactNetwork, is_lively: bool) -> Vec<Comparison> {
    const MONTHS: [usize; 5] = [4, 8, 12, 16, 24];
    let members = |model: &Model, seed| {
        let read = |report: &_| MONTHS.map(|month| series(report, "members", month));
        over_runs(model, sized(300), seed, read)
    };
    let [mixed, local] =
        [members(&filling(None, is_lively), 85), members(&filling(Some(network), is_lively), 86)];
    let of_month = |runs: &[[f64; 5]], i: usize| runs.iter().map(|run| run[i]).collect::<Vec<_>>();
    let differences =
        |a: &[f64], b: &[f64]| -> Vec<f64> { a.iter().zip(b).map(|(a, b)| a - b).collect() };
    let mut comparisons: Vec<Comparison> = (0..MONTHS.len())
        .map(|i| {
            let difference = differences(&of_month(&local, i), &of_month(&mixed, i));
            mean(format!("members in month {}", MONTHS[i]), &difference, 0.0)
        })
        .collect();
    let squares = |runs| {
        let figures = of_month(runs, 2);
        let (centre, _) = moments(&figures);
        figures.iter().map(|x| (x - centre) * (x - centre)).collect::<Vec<_>>()
    };
    let spread = differences(&squares(&local), &squares(&mixed));
    comparisons.push(mean("variance in month 12", &spread, 0.0));
    comparisons
}

#[test]
fn where_everybody_knows_everybody_the_market_is_well_mixed() {
    let name = "networks::where_everybody_knows_everybody_the_market_is_well_mixed";
    let everybody = ContactNetwork::ErdosRenyi { degree: f64::from(PEOPLE - 1) };
    let few = ContactNetwork::ErdosRenyi { degree: 5.0 };
    let mut comparisons = Vec::new();
    for is_lively in [false, true] {
        comparisons.extend(beside_well_mixed(everybody.clone(), is_lively));
        reject(&beside_well_mixed(few.clone(), is_lively));
    }
    accept(name, &comparisons);
}
