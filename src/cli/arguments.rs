//! What can be typed.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};

/// Who really earns what in network marketing? Simulates a scenario and writes tables and charts.
#[derive(Debug, Parser)]
#[command(
    name = "mlmsim",
    version,
    args_conflicts_with_subcommands = true,
    subcommand_negates_reqs = true,
    arg_required_else_help = true,
    after_help = "Example: mlmsim scenarios/saturation.toml --set market.population=1e6"
)]
pub(super) struct Arguments {
    #[command(subcommand)]
    pub command: Option<Command>,
    #[command(flatten)]
    pub simulate: SimulateArguments,
}

/// Simulating a scenario, which is what the program does without a command.
#[derive(Args, Debug)]
pub(super) struct SimulateArguments {
    /// The scenario to simulate, a TOML file
    #[arg(required = true, value_name = "SCENARIO")]
    pub file: Option<String>,
    #[command(flatten)]
    pub study: StudyArguments,
}

/// How studies are made, and where their results go.
#[derive(Args, Debug)]
pub(super) struct StudyArguments {
    /// Number of runs, in place of the scenario's
    #[arg(long, value_name = "N", allow_negative_numbers = true)]
    pub runs: Option<String>,
    /// Seed of all randomness, in place of the scenario's
    #[arg(long, value_name = "S", allow_negative_numbers = true)]
    pub seed: Option<String>,
    /// Number of threads [default: one for each processor]; changes the time, never the results
    #[arg(
        long,
        value_name = "N",
        value_parser = clap::value_parser!(u16).range(1..=1024),
        allow_negative_numbers = true
    )]
    pub threads: Option<u16>,
    /// Folder for the results [default: output/<name of the scenario, or of all>]
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// Sets a key of the scenario, such as market.population=1e6; may be given several times
    #[arg(long, value_name = "KEY=VALUE")]
    pub set: Vec<String>,
    /// Shows neither progress nor summary
    #[arg(long, short)]
    pub quiet: bool,
    /// Writes into a folder that holds other things
    #[arg(long)]
    pub force: bool,
}

/// A payroll, and where its results go.
#[derive(Args, Debug)]
pub(super) struct PayArguments {
    /// The plan, or a scenario with one
    #[arg(value_name = "PLAN")]
    pub plan: String,
    /// Table of members: `member,sponsor,joined[,side]`
    #[arg(long, value_name = "MEMBERS.csv")]
    pub members: String,
    /// Table of orders: `period,member,kind,price,pv,cv[,order,refund_of]`
    #[arg(long, value_name = "ORDERS.csv")]
    pub orders: String,
    /// Folder for the results [default: output/<name of the plan>-payroll]
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// Says why this member is paid what he is paid, and writes tables only with --out
    #[arg(long, value_name = "MEMBER")]
    pub explain: Option<String>,
    /// Shows no summary
    #[arg(long, short)]
    pub quiet: bool,
    /// Writes into a folder that holds other things
    #[arg(long)]
    pub force: bool,
}

/// What else the program does.
#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Simulates scenarios with the same people and luck, and writes how they differ
    Compare {
        /// The scenarios to compare, two or more; all are compared with the first
        #[arg(required = true, num_args = 2.., value_name = "SCENARIO")]
        files: Vec<String>,
        #[command(flatten)]
        study: StudyArguments,
    },
    /// Simulates a scenario with and without a stop of recruiting, and says what is left
    Collapse {
        /// The scenario to simulate
        #[arg(value_name = "SCENARIO")]
        file: String,
        /// The last month in which people join; what is left is measured twelve months later
        #[arg(long, value_name = "MONTH", value_parser = month, allow_negative_numbers = true)]
        at: u32,
        #[command(flatten)]
        study: StudyArguments,
    },
    /// Simulates a scenario and puts its people beside what a company published
    CompareTo {
        /// The statement: a name from `mlmsim disclosures`, or a file
        #[arg(value_name = "DISCLOSURE")]
        disclosure: String,
        /// The scenario to simulate
        #[arg(value_name = "SCENARIO")]
        file: String,
        /// Units of the statement's money that one of the scenario's is taken for
        #[arg(long, value_name = "X", default_value = "1", value_parser = scale, allow_negative_numbers = true)]
        scale: f64,
        #[command(flatten)]
        study: StudyArguments,
    },
    /// Lists what companies published about the incomes of their members
    Disclosures {
        /// Show these in full: names from the list, or files
        #[arg(value_name = "NAME")]
        named: Vec<String>,
        /// Writes a table and a chart into this folder
        #[arg(long, value_name = "DIR")]
        out: Option<PathBuf>,
        /// Writes into a folder that holds other things
        #[arg(long)]
        force: bool,
    },
    /// Computes the commissions of given members and orders, to the cent
    Pay(PayArguments),
    /// Checks scenarios, plans and disclosures and reports all problems
    Check {
        /// The scenarios, plans by themselves, or disclosures to check
        #[arg(required = true, value_name = "FILE")]
        files: Vec<String>,
        /// Sets a key, as in a simulation
        #[arg(long, value_name = "KEY=VALUE")]
        set: Vec<String>,
    },
    /// Explains in words what a scenario simulates, or what a plan pays
    Describe {
        /// The scenario, or a plan by itself, to explain
        #[arg(value_name = "FILE")]
        file: String,
        /// Sets a key, as in a simulation
        #[arg(long, value_name = "KEY=VALUE")]
        set: Vec<String>,
    },
    /// Prints the JSON Schema of scenario, plan or disclosure files, for editors
    Schema {
        /// Which files the schema is for
        #[arg(value_enum, default_value_t = SchemaOf::Scenario, value_name = "KIND")]
        kind: SchemaOf,
    },
    /// Prints the reference of all keys of these files, in Markdown
    Reference,
}

/// A month of a simulation.
fn month(text: &str) -> Result<u32, String> {
    let month = text.parse::<u32>().ok().filter(|month| (1..=100_000).contains(month));
    month.ok_or_else(|| {
        "a month is a whole number from 1 on, and at most twelve less than study.months".into()
    })
}

/// A scale of money.
fn scale(text: &str) -> Result<f64, String> {
    let number = text.parse::<f64>().map_err(|_| "it is not a number".to_owned())?;
    if (1.0e-6..=1.0e6).contains(&number) {
        Ok(number)
    } else {
        Err("a scale lies between 0.000001 and 1000000".into())
    }
}

/// What a schema is for.
#[derive(Clone, Copy, Debug, clap::ValueEnum)]
pub(super) enum SchemaOf {
    /// Scenario files
    Scenario,
    /// Plan files
    Plan,
    /// Disclosure files
    Disclosure,
}
