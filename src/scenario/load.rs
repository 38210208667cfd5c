//! The whole way from a text to a scenario.

use std::path::Path;

use crate::experiment::Design;
use crate::simulation::{Measures, Model};
use crate::submodels::belief::BeliefParameters;
use crate::submodels::costs::CostParameters;
use crate::submodels::digital::{DigitalParameters, lowered_fee};
use crate::submodels::inventory::InventoryParameters;
use crate::submodels::market::Population;
use crate::submodels::people::PeopleParameters;
use crate::submodels::purchasing::PurchasingParameters;
use crate::submodels::quitting::QuittingParameters;
use crate::submodels::recruiting::RecruitingParameters;
use crate::submodels::selling::SellingParameters;
use crate::submodels::training::TrainingParameters;
use crate::units::Money;

use super::currency::currency_warning;
use super::fields::{Fields, number};
use super::keys::Table;
use super::network::EdgeFile;
use super::overrides::Setting;
use super::problem::{Problem, ScenarioError, Warnings};
use super::schema::capitalised;
use super::tree::{Entry, Node, Sources, Value, read_document, written};
use super::vocabulary::{DISCLOSURE, PLAN, SCENARIO};
use super::{canonical, check, idle, limits, market, network, plan};

/// A complete, valid scenario: what is simulated, how often, and what it is called.
#[derive(Clone, Debug)]
pub struct Scenario {
    /// The stem of the file's name: `unilevel` for `scenarios/unilevel.toml`.
    pub name: String,
    /// Heading of reports.
    pub title: String,
    /// What the scenario is to answer.
    pub question: Option<String>,
    /// ISO 4217 code of every amount.
    pub currency: String,
    /// What is simulated.
    pub model: Model,
    /// How often, and with which seed.
    pub design: Design,
    /// A hash of all values that hold but those of `design`: two studies of one scenario have the
    /// same, whatever their seeds. Formatting, comments and written defaults do not change it, nor
    /// does the place of the plan.
    pub hash: u64,
    /// What is allowed but deserves a second look.
    pub warnings: Warnings,
    /// The path the text came from.
    pub(super) path: String,
    /// All texts, for later messages.
    pub(super) sources: Sources,
    /// The checked tree, with defaults, for `describe`.
    pub(super) entries: Vec<Entry>,
}

impl Scenario {
    /// Reads a scenario from the text of the file at `path`.
    ///
    /// `overrides` are of the form `market.population=1e6`; keys of the plan start with `plan.`,
    /// and a bonus, rank or tree goes by its name: `plan.bonus.unilevel.rates=[0.1]`. Names and text
    /// may be written without quotes. The last value of a key holds, and those before it must be valid
    /// as well. `--runs 5` and `--seed 5` are short for `study.runs=5` and
    /// `study.seed=5`, and are shown as such where they are at fault. `read` is given the path of the
    /// plan file, and that of an edge list if the scenario names one, both taken relative to the
    /// scenario's, and returns the text or the reason why it cannot be read.
    ///
    /// # Errors
    ///
    /// All faults of all texts together.
    ///
    /// # Examples
    ///
    /// ```
    /// use mlmsim::scenario::Scenario;
    ///
    /// let text = "plan = 'plan.toml'";
    /// let plan = "[[bonus]]\nname = 'margin'\nkind = 'retail'";
    /// let overrides = ["market.population=1e6".to_owned()];
    /// let scenario = Scenario::parse("small.toml", text, &overrides, &mut |_| Ok(plan.into()))?;
    /// assert_eq!(scenario.title, "Small");
    /// # Ok::<(), mlmsim::scenario::ScenarioError>(())
    /// ```
    pub fn parse(
        path: &str,
        text: &str,
        overrides: &[String],
        read: &mut dyn FnMut(&str) -> Result<String, String>,
    ) -> Result<Self, ScenarioError> {
        let mut loader = Loader::default();
        let source = loader.sources.add(Some(path.into()), text.into());
        let document = read_document(text, source, &mut loader.problems);
        let settings = loader.settings(overrides);
        let Some(mut entries) = document else {
            return Err(ScenarioError::new(path, loader.sources, loader.problems));
        };
        let other = match () {
            () if holds_plan(&entries) => Some(plan_alone(path)),
            () if holds_disclosure(&entries) => Some(disclosure_alone(path)),
            () => None,
        };
        if let Some(problem) = other {
            loader.problems.push(problem);
            return Err(ScenarioError::new(path, loader.sources, loader.problems));
        }
        loader.apply(settings.iter().filter(|setting| !setting.is_inside_plan()), &mut entries);
        let plan_path = loader.include_plan(path, &mut entries, read);
        loader.edge_file = network::read_edges(path, &entries, read);
        if !loader.is_without_plan {
            loader.apply(settings.iter().filter(|setting| setting.is_inside_plan()), &mut entries);
        }
        loader.finish(path, plan_path.as_deref(), &entries)
    }

    /// The scenario of defaults around the plan in the text of the file at `path`, to check and
    /// describe a plan by itself. Overrides are those of [`Scenario::parse`].
    ///
    /// # Errors
    ///
    /// All faults of plan and overrides together.
    pub fn around_plan(
        path: &str,
        text: &str,
        overrides: &[String],
    ) -> Result<Self, ScenarioError> {
        let mut loader = Loader { is_plan_alone: true, ..Loader::default() };
        let source = loader.sources.add(Some(path.into()), text.into());
        let document = read_document(text, source, &mut loader.problems);
        let settings = loader.settings(overrides);
        let Some(plan) = document else {
            return Err(ScenarioError::new(path, loader.sources, loader.problems));
        };
        let node = Node { value: Value::Table(plan), place: None };
        let mut entries = vec![Entry::new("plan", None, node)];
        loader.apply(settings.iter(), &mut entries);
        loader.finish(path, None, &entries)
    }

    /// An estimate of the memory that one run needs at its peak, in bytes. Runs in parallel need
    /// it each.
    pub fn memory_estimate(&self) -> u64 {
        limits::memory_estimate(&self.model)
    }

    /// An estimate of the memory that the reports of all runs need, in bytes. They are kept to the
    /// end of a study.
    pub fn reports_estimate(&self) -> u64 {
        limits::reports_estimate(&self.model, self.design.runs)
    }

    /// Says that the scenario needs more memory than there is: `needed` and `limit` in bytes.
    pub fn too_large(&self, needed: u64, limit: u64) -> ScenarioError {
        // Rounded away from each other, so that two numbers that are close still differ.
        let reason = format!(
            "this may need about {} GB of memory, and the limit is {} GB",
            limits::gigabytes(needed, f64::ceil),
            limits::gigabytes(limit, f64::floor)
        );
        let fields = Fields(&self.entries);
        if self.reports_estimate() > needed / 2 {
            // Most of it is what is kept of each run.
            let help = "lower `runs` or `months` in `[study]`";
            let place = fields.section("study").place("runs");
            let problem = Problem::at(place, reason).help(help);
            return ScenarioError::new(&self.path, self.sources.clone(), vec![problem]);
        }
        let degree = if self.model.network.is_some() { "`degree` in `[network]`, " } else { "" };
        // One world by itself cannot be split.
        let is_of_several = needed / 2 > self.memory_estimate();
        let at_once =
            if is_of_several { ", or run fewer worlds at once (`--threads`)" } else { "" };
        let population = match self.model.market.population {
            Population::Finite(_) => "lower `population` in `[market]`,",
            Population::Infinite => "give `population` in `[market]` a number of people, or lower",
        };
        let help = format!(
            "{population} {degree}`months` in `[study]` or `contacts` in `[recruiting]`{at_once}"
        );
        let place = fields.section("market").place("population");
        let problem = Problem::at(place, reason).help(help);
        ScenarioError::new(&self.path, self.sources.clone(), vec![problem])
    }
}

/// Whether a text is a plan and no scenario: it has keys of a plan, and none of a scenario.
pub fn is_plan(text: &str) -> bool {
    read_document(text, 0, &mut Vec::new()).is_some_and(|entries| holds_plan(&entries))
}

/// Whether a text is a disclosure: it has keys of one, and none of a scenario or a plan.
pub fn is_disclosure(text: &str) -> bool {
    read_document(text, 0, &mut Vec::new()).is_some_and(|entries| holds_disclosure(&entries))
}

fn holds_plan(entries: &[Entry]) -> bool {
    holds(entries, &PLAN) && !holds(entries, &SCENARIO)
}

fn holds_disclosure(entries: &[Entry]) -> bool {
    let is_of = |entry: &Entry| {
        let is_of_others = is_key_of(&SCENARIO, entry) || is_key_of(&PLAN, entry);
        (is_key_of(&DISCLOSURE, entry), is_of_others)
    };
    // What both have, as `people`, says nothing.
    let has = |kind: (bool, bool)| entries.iter().any(|entry| is_of(entry) == kind);
    has((true, false)) && !has((false, true))
}

/// Whether some of the keys are of this table.
fn holds(entries: &[Entry], table: &Table) -> bool {
    entries.iter().any(|entry| is_key_of(table, entry))
}

fn is_key_of(table: &Table, entry: &Entry) -> bool {
    table.key(&entry.key, None).is_some()
}

/// Says that a disclosure was given where a scenario is needed.
fn disclosure_alone(path: &str) -> Problem {
    let help = format!(
        "`mlmsim disclosures {path}` lists and charts it, and `mlmsim compare-to {path} SCENARIO` puts \
         simulated people beside it"
    );
    let reason =
        "this is a disclosure, what a company published, and a scenario is what can be simulated";
    Problem::at(None, reason).help(help)
}

/// Says that a plan was given where a scenario is needed.
fn plan_alone(path: &str) -> Problem {
    let help = format!(
        "write a scenario beside it that names it; one line is enough:\nplan = {}",
        written(Path::new(path).file_name().unwrap_or_default().to_string_lossy().as_ref())
    );
    Problem::at(None, "this is a plan, and a scenario is what can be simulated").help(help)
}

/// What is gathered on the way.
#[derive(Debug, Default)]
struct Loader {
    sources: Sources,
    problems: Vec<Problem>,
    /// A plan was named, but there is no text to check.
    is_without_plan: bool,
    /// The rest of the scenario is but its defaults.
    is_plan_alone: bool,
    /// The edge list that the scenario names.
    edge_file: Option<EdgeFile>,
}

impl Loader {
    fn settings(&mut self, overrides: &[String]) -> Vec<Setting> {
        let mut settings = Vec::new();
        for text in overrides {
            match Setting::read(text, &mut self.sources) {
                Ok(setting) => settings.push(setting),
                Err(problem) => self.problems.push(problem),
            }
        }
        settings
    }

    fn apply<'s>(&mut self, settings: impl Iterator<Item = &'s Setting>, entries: &mut Vec<Entry>) {
        for setting in settings {
            if let Err(problem) = setting.apply(entries) {
                self.problems.push(problem);
            }
        }
    }

    /// Puts the text of a named plan file in the place of its name, and returns its path.
    fn include_plan(
        &mut self,
        path: &str,
        entries: &mut [Entry],
        read_plan: &mut dyn FnMut(&str) -> Result<String, String>,
    ) -> Option<String> {
        let at = entries.iter().position(|entry| entry.key == "plan")?;
        // The name of a plan that another one took the place of is not looked up.
        entries[at].replaced.retain(|earlier| earlier.node.text().is_none());
        let named = entries[at].node.text()?;
        let folder = Path::new(path).parent().unwrap_or(Path::new(""));
        let plan_path = folder.join(named).to_string_lossy().into_owned();
        let tree = match read_plan(&plan_path) {
            Ok(text) => {
                let source = self.sources.add(Some(plan_path.clone()), text.clone());
                read_document(&text, source, &mut self.problems)
            }
            Err(reason) => {
                let place = entries[at].node.place.clone();
                let reason = format!("the plan cannot be read: {reason}");
                let help = "the path is relative to the folder of the scenario";
                self.problems.push(Problem::at(place, reason).help(help));
                None
            }
        };
        // An empty plan stands in for one that cannot be read, so that the rest is checked.
        self.is_without_plan = tree.is_none();
        entries[at].node.value = Value::Table(tree.unwrap_or_default());
        Some(plan_path)
    }

    /// Checks, and the typed values.
    fn finish(
        mut self,
        path: &str,
        plan_path: Option<&str>,
        entries: &[Entry],
    ) -> Result<Scenario, ScenarioError> {
        let mut entries = check::check(entries, &mut self.problems);
        follow_discount(&mut entries);
        let fields = Fields(&entries);
        let name = stem(path);
        let plan_name = plan_path.map_or_else(|| name.clone(), stem);
        let plan_fields = fields.maybe_section("plan");
        let plan = plan_fields.map(|plan| plan::build(plan, &plan_name, &mut self.problems));
        market::check(fields.section("market"), &mut self.problems);
        let edge_file = self.edge_file.take();
        let network = network::build(fields, edge_file, &mut self.sources, &mut self.problems);
        let (Some(plan), Some(plan_fields), true) = (plan, plan_fields, self.problems.is_empty())
        else {
            return Err(ScenarioError::new(path, self.sources, self.problems));
        };
        let model = Model { network, ..model(fields, plan) };
        if let Some(problem) = limits::amounts_fit(&model, fields) {
            return Err(ScenarioError::new(path, self.sources, vec![problem]));
        }
        let plan = &model.plan;
        let horizon = (!self.is_plan_alone).then(|| horizon(&model));
        let mut warnings = plan::plan_warnings(plan, plan_fields, horizon);
        warnings.extend(plan::period_warning(plan, plan_fields));
        warnings.extend(currency_warning(fields));
        warnings.extend(market::late_shocks(fields));
        warnings.extend(limits::ceiling_warning(&model, fields));
        if !self.is_plan_alone {
            warnings.extend(idle::idle_keys(&model, fields));
        }
        let study = fields.section("study");
        let hashed = network::with_edges(&entries, model.network.as_ref());
        let hash = canonical::hash(&canonical::canonical(&hashed));
        Ok(Scenario {
            title: fields.text("title").map_or_else(|| readable(&name), str::to_owned),
            name,
            question: fields.text("question").map(str::to_owned),
            currency: study.text("currency").unwrap_or_default().into(),
            model,
            design: Design {
                runs: study.count("runs").unwrap_or_default(),
                seed: u64::try_from(study.whole("seed")).expect("a seed is not negative"),
            },
            hash,
            warnings: Warnings::new(path, self.sources.clone(), warnings),
            path: path.into(),
            sources: self.sources,
            entries,
        })
    }
}

/// How many people and months a plan has to unfold.
fn horizon(model: &Model) -> plan::Horizon {
    let people = match model.market.population {
        Population::Finite(people) => Some(people),
        Population::Infinite => None,
    };
    let market = &model.market;
    let founders = u64::from(market.founders);
    // Who may join again is no limit to how many do.
    let recruits = people.filter(|_| market.rejoin_after.is_none());
    let recruits = recruits.map(|people| people.saturating_sub(founders));
    plan::Horizon { people, recruits, months: model.months }
}

/// The stem of a file's name.
pub(super) fn stem(path: &str) -> String {
    let stem = Path::new(path).file_stem();
    stem.map_or_else(|| path.to_owned(), |stem| stem.to_string_lossy().into_owned())
}

/// A file's name as a heading: `direct-sales` becomes `Direct sales`.
fn readable(name: &str) -> String {
    capitalised(&name.replace(['-', '_'], " "))
}

/// A retail bonus without a rate pays the member's discount.
fn follow_discount(entries: &mut [Entry]) {
    let Some(plan) = entries.iter_mut().find(|entry| entry.key == "plan") else { return };
    let Value::Table(plan) = &mut plan.node.value else { return };
    let discount = plan::discount_of_everybody(Fields(plan).section("product"));
    let Some(bonuses) = plan.iter_mut().find(|entry| entry.key == "bonus") else { return };
    let Value::List(bonuses) = &mut bonuses.node.value else { return };
    for bonus in bonuses {
        let Value::Table(keys) = &mut bonus.value else { continue };
        let fields = Fields(keys);
        if fields.text("kind") == Some("retail") && fields.get("rate").is_none() {
            let node = Node { value: Value::Number(discount), place: None };
            keys.push(Entry::new("rate", None, node));
        }
    }
}

fn model(fields: Fields<'_>, mut plan: crate::compensation::Plan) -> Model {
    let lowered = fields.section("digital").rate("lower_barriers");
    plan.join.fee = lowered_fee(plan.join.fee, lowered);
    let study = fields.section("study");
    let thresholds = study.get("thresholds").and_then(Node::elements).unwrap_or_default();
    Model {
        months: study.count("months").unwrap_or_default(),
        plan,
        market: market::market(fields.section("market")),
        shocks: market::shocks(fields),
        network: None,
        people: people(fields.section("people")),
        recruiting: recruiting(fields.section("recruiting")),
        digital: digital(fields.section("digital")),
        selling: selling(fields.section("selling")),
        purchasing: purchasing(fields.section("purchasing")),
        inventory: inventory(fields.section("inventory")),
        training: training(fields.section("training")),
        belief: belief(fields.section("belief")),
        costs: CostParameters { expenses: fields.section("costs").number("expenses") },
        quitting: quitting(fields.section("quitting")),
        measures: Measures {
            thresholds: thresholds.iter().map(|node| Money::from_units(number(node))).collect(),
            minimum_wage: study.money("minimum_wage"),
            questions: Vec::new(),
        },
    }
}

fn people(fields: Fields<'_>) -> PeopleParameters {
    PeopleParameters {
        discount_only: fields.probability("discount_only"),
        hours: fields.number("hours"),
        hours_sigma: fields.number("hours_sigma"),
        skill_sigma: fields.number("skill_sigma"),
        propensity_shape: fields.number("propensity_shape"),
        warm_list: fields.number("warm_list"),
        warm_list_sigma: fields.number("warm_list_sigma"),
    }
}

fn recruiting(fields: Fields<'_>) -> RecruitingParameters {
    RecruitingParameters {
        contacts: fields.number("contacts"),
        warm_signup: fields.probability("warm_signup"),
        cold_signup: fields.probability("cold_signup"),
    }
}

fn digital(fields: Fields<'_>) -> DigitalParameters {
    DigitalParameters {
        reach: fields.number("reach"),
        crm: fields.probability("crm"),
        transparency: fields.probability("transparency"),
    }
}

fn selling(fields: Fields<'_>) -> SellingParameters {
    SellingParameters {
        conversion: fields.probability("conversion"),
        reorder: fields.probability("reorder"),
        churn: fields.probability("churn"),
        order: fields.number("order"),
        order_sigma: fields.number("order_sigma"),
    }
}

fn purchasing(fields: Fields<'_>) -> PurchasingParameters {
    PurchasingParameters {
        demand: fields.number("demand"),
        demand_sigma: fields.number("demand_sigma"),
        stay_active: fields.probability("stay_active"),
        own_use_value: fields.rate("own_use_value"),
    }
}

fn inventory(fields: Fields<'_>) -> InventoryParameters {
    let limit = fields.number("limit");
    InventoryParameters {
        kept: fields.flag("kept").unwrap_or_default(),
        loaders: fields.probability("loaders"),
        volume: fields.points("volume").unwrap_or_default(),
        limit: limit.is_finite().then(|| Money::from_units(limit)),
        spoilage: fields.rate("spoilage"),
    }
}

fn training(fields: Fields<'_>) -> TrainingParameters {
    TrainingParameters {
        duplication: fields.probability("duplication"),
        gain: fields.number("gain"),
        practice: fields.probability("practice"),
        coaching: fields.probability("coaching"),
    }
}

fn belief(fields: Fields<'_>) -> BeliefParameters {
    BeliefParameters {
        initial: fields.probability("initial"),
        learning: fields.probability("learning"),
        floor: fields.probability("floor"),
    }
}

fn quitting(fields: Fields<'_>) -> QuittingParameters {
    let tolerance = fields.number("loss_tolerance");
    QuittingParameters {
        survival_12: fields.probability("survival_12"),
        shape: fields.number("shape"),
        sensitivity: fields.number("sensitivity"),
        aspiration: fields.number("aspiration"),
        memory: fields.number("memory"),
        loss_tolerance: tolerance.is_finite().then(|| Money::from_units(tolerance)),
        influence: fields.number("influence"),
    }
}
