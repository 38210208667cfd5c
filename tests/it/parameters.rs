//! Every key does something: moving it changes a named result of a small study.

use std::collections::BTreeSet;
use std::sync::atomic::AtomicBool;

use mlmsim::experiment::{Origin, run, summarise};
use mlmsim::export;
use mlmsim::scenario::{Scenario, SchemaKind, schema};
use serde_json::Value;

use crate::support::{SCENARIO, data};

/// A plan that has something of everything.
const PLAN: &str = r#"name = "Full"

[join]
fee = 50

[active]
pv = 60

[[tree]]
name = "other"
place = "bfs"
width = 2

[[tree]]
name = "money"
place = "pass_up"
n = 1

[[tree]]
name = "boards"
place = "board"
width = 2
depth = 2

[[rank]]
name = "Bronze"
recruits = 1

[[rank]]
name = "Silver"
gv = 150

[[bonus]]
name = "margin"
kind = "retail"

[[bonus]]
name = "sales"
kind = "retail"
paid_by = "company"
rate = [[0, 0.01], [100, 0.05]]

[[bonus]]
name = "team"
kind = "level"
rates = [0.10, 0.05]

[[bonus]]
name = "silver"
kind = "level"
rates = [0.05]
need = { rank = "Silver" }

[[bonus]]
name = "seats"
kind = "level"
tree = "other"
rates = [0.05, 0.05, 0.05]

[[bonus]]
name = "passed"
kind = "level"
tree = "money"
base = "fee"
rates = [0.5, 0.2]

[[bonus]]
name = "gift"
tree = "boards"
kind = "award"
on = "cycle"
amount = 3

[[bonus]]
name = "full"
kind = "award"
on = "fill"
tree = "other"
levels = 1
amount = 2

# Becomes a `pair` bonus where that is asked for: the width of the tree must be free elsewhere.
[[bonus]]
name = "pairs"
kind = "retail"
rate = 0

[[bonus]]
name = "group"
kind = "differential"
brackets = [[50, 0.02], [200, 0.06]]

[[bonus]]
name = "merit"
kind = "pool"
share = 0.01
points = { Bronze = 1, Silver = 2 }

[[bonus]]
name = "prize"
kind = "award"
on = "rank"
amount = 10
"#;

/// A scenario with a shock.
const GOOD_MONTH: &[&str] = &["shock=[{name='more', from=3, contacts=5}]"];

/// A scenario in which belief learns.
const LEARNING: &[&str] = &["belief.learning=0.5"];

/// What moving a key changes.
#[derive(Clone, Copy, Debug)]
enum Change {
    /// The rows of a table that begin with these words.
    Rows(&'static str, &'static str),
    /// The lines before a table, which say where it comes from.
    Preamble,
    /// What `describe` tells.
    Description,
    /// Nothing: a name by which only the plan itself refers to something.
    Nothing,
}

use Change::{Description, Nothing, Preamble, Rows};

/// A key, the settings in which it matters, those that move it, and what then changes.
type Case = (&'static str, &'static [&'static str], &'static [&'static str], Change);

const OUTCOME_JOINED: Change = Rows("outcomes", "ever_joined");
const TENURE: Change = Rows("outcomes", "mean_tenure");
const PAY_TEAM: Change = Rows("ledger", "company,participants,team");
const PAY_SILVER: Change = Rows("ledger", "company,participants,silver");
const PAY_GROUP: Change = Rows("ledger", "company,participants,group");
const PAY_SEATS: Change = Rows("ledger", "company,participants,seats");
const PAY_PASSED: Change = Rows("ledger", "company,participants,passed");
const PAY_FULL: Change = Rows("ledger", "company,participants,full");
const PAY_GIFT: Change = Rows("ledger", "company,participants,gift");
const PAY_PAIRS: Change = Rows("ledger", "company,participants,pairs");
const PAY_MERIT: Change = Rows("ledger", "company,participants,merit");
const PAY_PRIZE: Change = Rows("ledger", "company,participants,prize");
const PAY_SALES: Change = Rows("ledger", "company,participants,sales");
const OWN_PURCHASES: Change = Rows("ledger", "participants,company,own purchases");
const BELIEVED: Change = Rows("series", "12,belief");
const UNSOLD: Change = Rows("outcomes", "unsold_share");
const REFUNDED: Change = Rows("ledger", "company,participants,stock bought back");
const MARGIN: Change = Rows("ledger", "customers,participants");

const PAIR: [&str; 3] =
    ["plan.bonus.pairs.kind=pair", "plan.bonus.pairs.rate=0.2", "plan.bonus.pairs.tree=other"];
const CARRIED: &[&str] = &[PAIR[0], PAIR[1], PAIR[2], "plan.bonus.pairs.carry.max=1e6"];
const CARRIED_WITH_NEED: &[&str] =
    &[PAIR[0], PAIR[1], PAIR[2], CARRIED[3], "plan.bonus.pairs.need.pv=100"];
const CARRIED_WITH_CAP: &[&str] =
    &[PAIR[0], PAIR[1], PAIR[2], CARRIED[3], "plan.bonus.pairs.cap.volume=50"];

const SCENARIO_CASES: &[Case] = &[
    ("title", &[], &["title=Other"], Preamble),
    ("question", &[], &["question='Why?'"], Description),
    ("study.months", &[], &["study.months=30"], Rows("series", "30,members")),
    ("study.runs", &[], &["study.runs=3"], Rows("runs", "2,")),
    ("study.seed", &[], &["study.seed=2"], OUTCOME_JOINED),
    ("study.currency", &[], &["study.currency=EUR"], Rows("ledger", "customers,company")),
    (
        "study.thresholds",
        &[],
        &["study.thresholds=[70]"],
        Rows("income", "life,paid,net,share_below"),
    ),
    (
        "study.minimum_wage",
        &[],
        &["study.minimum_wage=20"],
        Rows("income", "life,builders,net_per_hour,share_below"),
    ),
    ("market.population", &[], &["market.population=300"], Rows("outcomes", "saturation_at_end")),
    ("market.founders", &[], &["market.founders=30"], Rows("series", "0,members")),
    ("market.overlap", &[], &["market.overlap=4"], OUTCOME_JOINED),
    ("market.spontaneous", &[], &["market.spontaneous=0.1"], OUTCOME_JOINED),
    ("market.crowding", &[], &["market.crowding=50"], OUTCOME_JOINED),
    (
        "market.customers_run_out",
        &[],
        &["market.customers_run_out=true"],
        Rows("outcomes", "customers_per_member"),
    ),
    ("market.rejoin_after", &[], &["market.rejoin_after=2"], OUTCOME_JOINED),
    ("digital.reach", &[], &["digital.reach=2"], OUTCOME_JOINED),
    ("digital.crm", &[], &["digital.crm=0.9"], Rows("outcomes", "customers_per_member")),
    ("digital.transparency", LEARNING, &["digital.transparency=1"], BELIEVED),
    (
        "digital.lower_barriers",
        &[],
        &["digital.lower_barriers=0.5"],
        Rows("ledger", "participants,company,joining fees"),
    ),
    ("shock.name", &[], &["shock=[{name='more', from=3, contacts=5}]"], Description),
    ("shock.from", GOOD_MONTH, &["shock.more.from=4"], OUTCOME_JOINED),
    ("shock.months", GOOD_MONTH, &["shock.more.months=inf"], OUTCOME_JOINED),
    ("shock.contacts", GOOD_MONTH, &["shock.more.contacts=1"], OUTCOME_JOINED),
    ("shock.sign_ups", GOOD_MONTH, &["shock.more.sign_ups=0"], OUTCOME_JOINED),
    ("shock.orders", GOOD_MONTH, &["shock.more.orders=0"], Rows("ledger", "customers,")),
    (
        "network.kind",
        &["network.kind=erdos-renyi"],
        &["network.kind=barabasi-albert"],
        OUTCOME_JOINED,
    ),
    ("network.degree", &["network.kind=erdos-renyi"], &["network.degree=10"], OUTCOME_JOINED),
    (
        "network.rewiring",
        &["network.kind=watts-strogatz", "network.degree=10"],
        &["network.rewiring=1"],
        OUTCOME_JOINED,
    ),
    (
        "network.file",
        &["network.kind=edge-list", "network.file=ring.csv"],
        &["network.file=star.csv"],
        OUTCOME_JOINED,
    ),
    ("people.discount_only", &[], &["people.discount_only=0.9"], Rows("outcomes", "builders,")),
    ("people.hours", &[], &["people.hours=20"], Rows("income", "life,builders,net_per_hour,mean")),
    (
        "people.hours_sigma",
        &[],
        &["people.hours_sigma=0"],
        Rows("income", "life,builders,net_per_hour,p50"),
    ),
    (
        "people.skill_sigma",
        &[],
        &["people.skill_sigma=2"],
        Rows("outcomes", "customers_per_member"),
    ),
    (
        "people.propensity_shape",
        &[],
        &["people.propensity_shape=inf"],
        Rows("network", "recruits,0,"),
    ),
    ("people.warm_list", &[], &["people.warm_list=5"], OUTCOME_JOINED),
    (
        "people.warm_list_sigma",
        &["people.warm_list=20"],
        &["people.warm_list_sigma=3"],
        OUTCOME_JOINED,
    ),
    ("recruiting.contacts", &[], &["recruiting.contacts=3"], OUTCOME_JOINED),
    ("recruiting.warm_signup", &[], &["recruiting.warm_signup=0.1"], OUTCOME_JOINED),
    (
        "recruiting.cold_signup",
        &["people.warm_list=0"],
        &["recruiting.cold_signup=0.1"],
        OUTCOME_JOINED,
    ),
    (
        "selling.conversion",
        &[],
        &["selling.conversion=0.3"],
        Rows("outcomes", "customers_per_member"),
    ),
    ("selling.reorder", &[], &["selling.reorder=0.2"], MARGIN),
    ("selling.churn", &[], &["selling.churn=0.5"], Rows("outcomes", "customers_per_member")),
    ("selling.order", &[], &["selling.order=100"], MARGIN),
    ("selling.order_sigma", &[], &["selling.order_sigma=2"], MARGIN),
    ("purchasing.demand", &[], &["purchasing.demand=90"], OWN_PURCHASES),
    ("purchasing.demand_sigma", &[], &["purchasing.demand_sigma=2"], OWN_PURCHASES),
    (
        "purchasing.stay_active",
        &[],
        &["purchasing.stay_active=0"],
        Rows("outcomes", "active_share"),
    ),
    (
        "purchasing.own_use_value",
        &[],
        &["purchasing.own_use_value=0.9"],
        Rows("losses", "builders,scenario"),
    ),
    ("inventory.kept", &["plan.join.pack=3"], &["inventory.kept=true"], UNSOLD),
    ("inventory.loaders", &["inventory.volume=200"], &["inventory.loaders=0.5"], UNSOLD),
    ("inventory.volume", &["inventory.loaders=0.5"], &["inventory.volume=200"], OWN_PURCHASES),
    (
        "inventory.limit",
        &["inventory.loaders=0.5", "inventory.volume=200"],
        &["inventory.limit=50"],
        UNSOLD,
    ),
    (
        "inventory.spoilage",
        &["inventory.loaders=0.5", "inventory.volume=200"],
        &["inventory.spoilage=0.3"],
        UNSOLD,
    ),
    (
        "training.duplication",
        &[],
        &["training.duplication=1"],
        Rows("outcomes", "customers_per_member"),
    ),
    ("training.gain", &[], &["training.gain=3"], Rows("outcomes", "customers_per_member")),
    (
        "training.practice",
        &["training.gain=3"],
        &["training.practice=0.5"],
        Rows("outcomes", "customers_per_member"),
    ),
    (
        "training.coaching",
        &["training.gain=3"],
        &["training.coaching=0.9"],
        Rows("outcomes", "customers_per_member"),
    ),
    ("belief.initial", &[], &["belief.initial=0.3"], OUTCOME_JOINED),
    ("belief.learning", &[], &["belief.learning=0.5"], OUTCOME_JOINED),
    ("belief.floor", LEARNING, &["belief.floor=0.5"], BELIEVED),
    ("costs.expenses", &[], &["costs.expenses=90"], Rows("ledger", "participants,suppliers")),
    (
        "quitting.survival_12",
        &[],
        &["quitting.survival_12=0.9"],
        Rows("outcomes", "twelve_month_survival"),
    ),
    ("quitting.shape", &[], &["quitting.shape=2"], TENURE),
    ("quitting.sensitivity", &[], &["quitting.sensitivity=20"], TENURE),
    ("quitting.aspiration", &[], &["quitting.aspiration=5"], TENURE),
    ("quitting.memory", &["quitting.sensitivity=5"], &["quitting.memory=60"], TENURE),
    ("quitting.loss_tolerance", &[], &["quitting.loss_tolerance=100"], TENURE),
    ("quitting.influence", &[], &["quitting.influence=20"], TENURE),
];

const PLAN_CASES: &[Case] = &[
    ("plan.name", &[], &["plan.name=Other"], Description),
    ("plan.period", &[], &["plan.period=week"], Nothing),
    ("plan.product.price", &["plan.join.pack=1"], &["plan.product.price=90"], OWN_PURCHASES),
    ("plan.product.discount", &[], &["plan.product.discount=0.4"], MARGIN),
    ("plan.product.cost", &[], &["plan.product.cost=0.3"], Rows("ledger", "company,suppliers")),
    ("plan.product.pv", &[], &["plan.product.pv=3"], Rows("outcomes", "active_share")),
    ("plan.product.cv", &[], &["plan.product.cv=0.5"], PAY_TEAM),
    (
        "plan.join.fee",
        &[],
        &["plan.join.fee=70"],
        Rows("ledger", "participants,company,joining fees"),
    ),
    ("plan.join.pack", &[], &["plan.join.pack=2"], OWN_PURCHASES),
    (
        "plan.join.renewal",
        &[],
        &["plan.join.renewal=9"],
        Rows("ledger", "participants,company,renewal fees"),
    ),
    (
        "plan.refund.rate",
        &["inventory.kept=true", "plan.join.pack=3", "plan.refund.months=12"],
        &["plan.refund.rate=0.2"],
        REFUNDED,
    ),
    (
        "plan.refund.months",
        &["inventory.kept=true", "plan.join.pack=3", "plan.refund.rate=0.9"],
        &["plan.refund.months=1"],
        REFUNDED,
    ),
    (
        "plan.refund.clawback",
        &["inventory.kept=true", "plan.join.pack=3", "plan.refund.rate=0.9"],
        &["plan.refund.clawback=false"],
        PAY_TEAM,
    ),
    ("plan.active", &[], &["plan.active.pv=200"], Rows("outcomes", "active_share")),
    ("plan.breakaway", &["plan.bonus.team.need.pgv=200"], &["plan.breakaway=Bronze"], PAY_TEAM),
    ("plan.cap.share", &[], &["plan.cap.share=0.01"], PAY_TEAM),
    (
        "plan.tree.name",
        &[],
        &[
            "plan.tree.other.name=third",
            "plan.bonus.seats.tree=third",
            "plan.bonus.full.tree=third",
        ],
        Nothing,
    ),
    ("plan.tree.place", &[], &["plan.tree.other.place=left"], PAY_SEATS),
    ("plan.tree.place", &[], &["plan.tree.other.place=alternate"], PAY_SEATS),
    ("plan.tree.place", &[], &["plan.tree.other.place=weak"], PAY_SEATS),
    ("plan.tree.width", &[], &["plan.tree.other.width=3"], PAY_SEATS),
    ("plan.tree.width", &[], &["plan.tree.boards.width=3"], PAY_GIFT),
    ("plan.tree.depth", &[], &["plan.tree.boards.depth=3"], PAY_GIFT),
    ("plan.tree.follow", &[], &["plan.tree.boards.follow=true"], PAY_GIFT),
    ("plan.tree.n", &[], &["plan.tree.money.n=2"], PAY_PASSED),
    ("plan.tree.vacant", &[], &["plan.tree.other.vacant=refill"], PAY_SEATS),
    (
        "plan.rank.name",
        &[],
        &[
            "plan.rank.Silver.name=Gold",
            "plan.bonus.silver.need.rank=Gold",
            "plan.bonus.merit.points={ Bronze = 1, Gold = 2 }",
        ],
        Description,
    ),
    ("plan.rank.keep", &[], &["plan.rank.Silver.keep=title"], PAY_SILVER),
    ("plan.bonus.name", &[], &["plan.bonus.team.name=crew"], PAY_TEAM),
    (
        "plan.bonus.kind",
        &[],
        &["plan.bonus.margin.kind=level", "plan.bonus.margin.rates=[0.1]"],
        MARGIN,
    ),
    ("plan.bonus.rate", &[], &["plan.bonus.margin.rate=0.1"], MARGIN),
    ("plan.bonus.rate", &[], &["plan.bonus.sales.rate=0.1"], PAY_SALES),
    ("plan.bonus.rate", &PAIR, &["plan.bonus.pairs.rate=0.3"], PAY_PAIRS),
    ("plan.bonus.rate", &PAIR, &["plan.bonus.pairs.rate={ Silver = 0.2 }"], PAY_PAIRS),
    ("plan.bonus.ratio", &PAIR, &["plan.bonus.pairs.ratio=[2, 1]"], PAY_PAIRS),
    ("plan.bonus.unit", &PAIR, &["plan.bonus.pairs.unit=70"], PAY_PAIRS),
    ("plan.bonus.min", &PAIR, &["plan.bonus.pairs.min=100"], PAY_PAIRS),
    ("plan.bonus.carry.max", CARRIED, &["plan.bonus.pairs.carry.max=10"], PAY_PAIRS),
    (
        "plan.bonus.carry.lose",
        CARRIED_WITH_NEED,
        &["plan.bonus.pairs.carry.lose=unqualified"],
        PAY_PAIRS,
    ),
    ("plan.bonus.cap.volume", &PAIR, &["plan.bonus.pairs.cap.volume=50"], PAY_PAIRS),
    ("plan.bonus.cap.over", CARRIED_WITH_CAP, &["plan.bonus.pairs.cap.over=flush"], PAY_PAIRS),
    ("plan.bonus.mode", &[], &["plan.bonus.sales.mode=marginal"], PAY_SALES),
    ("plan.bonus.paid_by", &[], &["plan.bonus.margin.paid_by=company"], MARGIN),
    ("plan.bonus.rates", &[], &["plan.bonus.team.rates=[0.1]"], PAY_TEAM),
    ("plan.bonus.rates", &[], &["plan.bonus.team.rates={ Silver = [0.1] }"], PAY_TEAM),
    ("plan.bonus.start", &[], &["plan.bonus.team.start=0"], PAY_TEAM),
    (
        "plan.bonus.step",
        &["plan.bonus.team.need.active=true"],
        &["plan.bonus.team.step=active"],
        PAY_TEAM,
    ),
    (
        "plan.bonus.step",
        &["plan.bonus.team.need.active=true"],
        &["plan.bonus.team.step=qualified"],
        PAY_TEAM,
    ),
    ("plan.bonus.step", &[], &["plan.bonus.team.step='rank:Silver'"], PAY_TEAM),
    ("plan.bonus.depth", &[], &["plan.bonus.team.depth=1"], PAY_TEAM),
    ("plan.bonus.depth", &[], &["plan.bonus.team.depth={ Silver = 1 }"], PAY_TEAM),
    ("plan.bonus.brackets", &[], &["plan.bonus.group.brackets=[[50, 0.04]]"], PAY_GROUP),
    ("plan.bonus.by", &[], &["plan.bonus.group.by=pv"], PAY_GROUP),
    (
        "plan.bonus.floor",
        &["plan.bonus.group.by=pv"],
        &["plan.bonus.group.floor=best_leg"],
        PAY_GROUP,
    ),
    ("plan.bonus.start", &[], &["plan.bonus.group.start=1"], PAY_GROUP),
    ("plan.bonus.stop", &["plan.breakaway=Bronze"], &["plan.bonus.group.stop=none"], PAY_GROUP),
    ("plan.bonus.share", &[], &["plan.bonus.merit.share=0.02"], PAY_MERIT),
    ("plan.bonus.points", &[], &["plan.bonus.merit.points={ Silver = 1 }"], PAY_MERIT),
    ("plan.bonus.on", &[], &["plan.bonus.prize.on=recruit"], PAY_PRIZE),
    ("plan.bonus.amount", &[], &["plan.bonus.prize.amount=20"], PAY_PRIZE),
    ("plan.bonus.levels", &[], &["plan.bonus.full.levels=2"], PAY_FULL),
    ("plan.bonus.tree", &[], &["plan.bonus.team.tree=other"], PAY_TEAM),
    ("plan.bonus.base", &[], &["plan.bonus.team.base=price"], PAY_TEAM),
    ("plan.bonus.base", &["plan.product.pv=2"], &["plan.bonus.team.base=pv"], PAY_TEAM),
    ("plan.bonus.base", &[], &["plan.bonus.team.base=fee"], PAY_TEAM),
    ("plan.bonus.base", &[], &["plan.bonus.silver.base='pay:team'"], PAY_SILVER),
    ("plan.bonus.base", &[], &["plan.bonus.sales.base=cv"], PAY_SALES),
    ("plan.bonus.orders", &[], &["plan.bonus.team.orders=retail"], PAY_TEAM),
    ("plan.bonus.orders", &[], &["plan.bonus.team.orders=member"], PAY_TEAM),
    ("plan.bonus.orders", &[], &["plan.bonus.sales.orders=all"], PAY_SALES),
    ("plan.bonus.first", &[], &["plan.bonus.team.first=2"], PAY_TEAM),
    ("plan.bonus.after", &[], &["plan.bonus.team.after=2"], PAY_TEAM),
    ("plan.bonus.need", &[], &["plan.bonus.team.need.pv=200"], PAY_TEAM),
    ("plan.bonus.cap.amount", &[], &["plan.bonus.team.cap.amount=1"], PAY_TEAM),
];

/// The keys of a clause, without what stands before them: where they stand in a bonus they decide
/// about its pay, and where they stand in the second rank about the pay of those who hold it.
const CLAUSE_CASES: &[(&str, &[&str], &str)] = &[
    ("pv", &[], "pv=250"),
    ("gv", &[], "gv=500"),
    ("pgv", &[], "pgv=500"),
    ("leg_max", &["gv=200"], "leg_max=0.3"),
    ("retail_share", &[], "retail_share=0.7"),
    ("customers", &[], "customers=3"),
    ("recruits", &[], "recruits=2"),
    ("recruits_per_leg", &[], "recruits_per_leg=1"),
    ("legs", &[], "legs={ Bronze = 2 }"),
    ("rank", &[], "rank=Bronze"),
    ("active", &[], "active=true"),
    ("any", &[], "any=[{ recruits = 2 }, { pv = 500 }]"),
    ("months", &["pv=100"], "months=3"),
];

/// What a study of these settings says: its tables by name, and the scenario in words.
struct Results {
    tables: Vec<(String, Vec<u8>)>,
    description: String,
}

fn results(settings: &[String]) -> Results {
    let scenario = Scenario::parse("small.toml", SCENARIO, settings, &mut |path| {
        // Of the people of the small scenario, each knows the next, or all know the first.
        let pairs = |contact: fn(u32) -> u32| -> String {
            let lines = (2..=400).map(|person| format!("{person},{}\n", contact(person)));
            format!("person,contact\n{}", lines.collect::<String>())
        };
        Ok(match path {
            "ring.csv" => pairs(|person| person - 1),
            "star.csv" => pairs(|_| 1),
            // Commissions are taken back only where people stand in no other tree.
            _ if settings.iter().any(|setting| setting.starts_with("plan.refund")) => {
                let blocks = PLAN.split("\n\n").filter(|block| !block.contains("tree"));
                blocks.collect::<Vec<_>>().join("\n\n")
            }
            _ => PLAN.into(),
        })
    });
    let scenario = scenario.unwrap_or_else(|error| panic!("{settings:?}: {error}"));
    let stop = AtomicBool::new(false);
    let reports = run(&scenario.model, scenario.design, Some(1), &|_| (), &stop).unwrap();
    let origin = Origin {
        program: "mlmsim test".into(),
        title: scenario.title.clone(),
        // The hash changes with every key, which is not what is asked for.
        scenario_hash: String::new(),
        currency: scenario.currency.clone(),
    };
    let study = summarise(&scenario.model, scenario.design, origin, &reports);
    let tables = export::files(&study, Vec::new());
    Results {
        tables: tables.into_iter().map(|file| (file.name, file.bytes)).collect(),
        description: scenario.describe(&[]),
    }
}

impl Results {
    /// What may have changed.
    fn part(&self, change: Change) -> String {
        let table = |name: &str| {
            let name = format!("{name}.csv");
            let (_, bytes) = self.tables.iter().find(|(found, _)| *found == name).unwrap();
            bytes
        };
        match change {
            Rows(name, words) => {
                let text = data(table(name));
                text.lines()
                    .filter(|line| line.starts_with(words))
                    .flat_map(|line| [line, "\n"])
                    .collect()
            }
            Preamble => String::from_utf8_lossy(table("outcomes")).into_owned(),
            Description => self.description.clone(),
            Nothing => {
                self.tables.iter().map(|(_, bytes)| String::from_utf8_lossy(bytes)).collect()
            }
        }
    }
}

/// Few runs, unless it is their number that moves.
fn settings(own: &[&str]) -> Vec<String> {
    let small = ["study.runs=2", "study.months=24"];
    small.iter().chain(own).map(|&setting| setting.into()).collect()
}

/// Complains if moving a key does not change what it should, or changes what it should not.
fn fault(key: &str, context: &[&str], moved: &[&str], change: Change) -> Option<String> {
    let before = results(&settings(context)).part(change);
    let after = results(&settings(&[context, moved].concat())).part(change);
    match change {
        Nothing => (before != after)
            .then(|| format!("{key}: {moved:?} does something now: say in this table what")),
        _ if before.is_empty() && after.is_empty() => {
            Some(format!("{key}: there is no {change:?}"))
        }
        _ => (before == after).then(|| format!("{key}: {moved:?} does not change {change:?}")),
    }
}

fn assert_all_move(cases: &[Case]) {
    let faults: Vec<String> = cases
        .iter()
        .filter_map(|&(key, context, moved, change)| fault(key, context, moved, change))
        .collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn every_key_of_a_scenario_changes_what_it_should() {
    assert_all_move(SCENARIO_CASES);
}

#[test]
fn every_key_of_a_plan_changes_what_it_should() {
    assert_all_move(PLAN_CASES);
}

fn assert_clauses_move(prefix: &str, change: Change) {
    let faults: Vec<String> = CLAUSE_CASES
        .iter()
        .filter_map(|(key, context, moved)| {
            let context: Vec<String> = context.iter().map(|one| format!("{prefix}{one}")).collect();
            let context: Vec<&str> = context.iter().map(String::as_str).collect();
            fault(key, &context, &[&format!("{prefix}{moved}")], change)
        })
        .collect();
    assert!(faults.is_empty(), "{prefix}: {}", faults.join("\n"));
}

#[test]
fn every_key_of_a_clause_decides_about_a_bonus() {
    assert_clauses_move("plan.bonus.team.need.", PAY_TEAM);
}

#[test]
fn every_key_of_a_clause_decides_about_a_rank() {
    assert_clauses_move("plan.rank.Silver.", PAY_SILVER);
}

/// The keys of a schema, each behind the names of the tables that it stands in.
fn keys(schema: &Value, prefix: &str) -> Vec<String> {
    let tables = [schema, &schema["items"]];
    let Some(properties) = tables.iter().find_map(|table| table["properties"].as_object()) else {
        return vec![prefix.to_owned()];
    };
    let name = |key: &str| if prefix.is_empty() { key.into() } else { format!("{prefix}.{key}") };
    properties.iter().flat_map(|(key, inner)| keys(inner, &name(key))).collect()
}

/// A new key fails here until it has a row in the tables above.
#[test]
fn every_key_stands_in_these_tables() {
    let schema_of_plan = schema(SchemaKind::Plan);
    let mut expected: BTreeSet<String> =
        keys(&schema(SchemaKind::Scenario), "").into_iter().collect();
    // The keys of a plan come from its own schema.
    assert!(expected.remove("plan"));
    expected.extend(keys(&schema_of_plan, "plan"));
    let clause = keys(&schema_of_plan["definitions"]["clause"], "clause");
    for key in &clause {
        // A rank is a clause with a name.
        let of_rank = key.replace("clause.", "plan.rank.");
        assert!(expected.remove(&of_rank), "{of_rank}");
    }
    expected.extend(clause);

    let cases = SCENARIO_CASES.iter().chain(PLAN_CASES).map(|(key, ..)| (*key).to_owned());
    let clauses = CLAUSE_CASES.iter().map(|(key, ..)| format!("clause.{key}"));
    assert_eq!(cases.chain(clauses).collect::<BTreeSet<_>>(), expected);
}

#[test]
fn a_key_that_does_nothing_would_be_noticed() {
    let idle = fault("market.overlap", &[], &["market.overlap=1"], OUTCOME_JOINED);
    assert!(idle.is_some_and(|fault| fault.contains("does not change")));
    let busy = fault("market.overlap", &[], &["market.overlap=4"], Nothing);
    assert!(busy.is_some_and(|fault| fault.contains("does something now")));
    let absent = fault("market.overlap", &[], &[], Rows("outcomes", "absent"));
    assert!(absent.is_some_and(|fault| fault.contains("there is no")));
}
