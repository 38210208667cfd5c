//! The tables of a payroll. They have a row for every member and period, so they are written as
//! they come, period by period.

use super::OutputFile;
use super::csv::heading;
use super::rows::{Row, Rows};
use crate::compensation::{Bonus, BonusLine, Period, Plan, RankIndex};
use crate::pay::{Company, InputFile, Line, Payroll, Standing};
use crate::units::{Money, Points};

/// Version of the layout of these tables.
pub(super) const FORMAT: u32 = 1;

/// Where a payroll comes from; nothing in it depends on machine or time.
#[derive(Clone, Debug)]
pub struct PayrollOrigin<'a> {
    /// Name and version of the program.
    pub program: String,
    /// What the plan is called.
    pub plan: String,
    /// A hash of all that the plan says, as 16 hexadecimal digits.
    pub plan_hash: String,
    /// The length of a period.
    pub period: Period,
    /// The tables that were read, each by its name without folders.
    pub inputs: Vec<InputFile<'a>>,
}

impl PayrollOrigin<'_> {
    fn in_words(&self) -> Vec<(&'static str, String)> {
        let inputs: Vec<&str> = self.inputs.iter().map(|input| input.name).collect();
        vec![
            ("plan", self.plan.clone()),
            ("plan hash", self.plan_hash.clone()),
            ("program", self.program.clone()),
            ("format", FORMAT.to_string()),
            ("computed from", inputs.join(" and ")),
            ("a period is", format!("a {}", self.period.label())),
        ]
    }
}

/// A table: its name, what it is in sentences, and its columns with unit and meaning.
struct Layout {
    name: &'static str,
    about: &'static [&'static str],
    columns: &'static [[&'static str; 3]],
    /// Columns for trees that only some plans have.
    further: &'static [[&'static str; 3]],
}

const MONEY: &str = "currency of the orders";

const PAYOUTS: Layout = Layout {
    name: "payouts",
    about: &[
        "Who is paid what",
        "One row for each period, member and bonus that pays something. A negative row takes back \
         what an earlier period paid on orders that are refunded in this one; there is one for \
         each such period.",
    ],
    columns: &[
        ["period", "period", "number of the period"],
        ["member", "word", "who is paid"],
        ["bonus", "word", "the bonus, as the plan calls it"],
        ["amount", MONEY, "how much, exact to the cent"],
    ],
    further: &[],
};

const STANDING: Layout = Layout {
    name: "standing",
    about: &[
        "How everybody stands",
        "One row for each period and member who has joined. Volumes are those of the period, less \
         the points of orders that are refunded in it.",
    ],
    columns: &[
        ["period", "period", "number of the period"],
        ["member", "word", "who it is"],
        ["active", "yes or no", "whether the member is active in the period"],
        ["paid_rank", "word", "the rank that counts in the period; empty: none"],
        ["title", "word", "the highest rank ever earned; empty: none"],
        ["pv", "points", "personal volume: own orders and those of own customers"],
        ["gv", "points", "group volume: own and whole downline"],
        ["pgv", "points", "personal group volume: the same without groups that broke away"],
    ],
    further: &[PLACED_UNDER, SEAT, BELONGS_TO, BOARD, BOARD_SEAT],
};

const PLACED_UNDER: [&str; 3] = [
    "placed_under",
    "word",
    "who has him directly below in the tree of limited width; empty: nobody",
];
const SEAT: [&str; 3] =
    ["seat", "number", "in which leg of that one he is, from 1 on the left; empty: nobody's"];
const BELONGS_TO: [&str; 3] =
    ["belongs_to", "word", "to whom he belongs where recruits are passed up; empty: nobody"];
const BOARD: [&str; 3] = [
    "board",
    "number",
    "on which board he is at the end of the period, from 1 in the order in which they began; \
     empty: on none any more",
];
const BOARD_SEAT: [&str; 3] =
    ["board_seat", "number", "his seat there, from 1 at the top, row by row"];

const LEDGER: Layout = Layout {
    name: "ledger",
    about: &[
        "What each bonus comes to",
        "One row for each period and bonus: committed = paid + breakage. What is taken back in the \
         period is subtracted, breakage included, which may so be negative.",
    ],
    columns: &[
        ["period", "period", "number of the period"],
        ["bonus", "word", "the bonus, as the plan calls it"],
        [
            "committed",
            MONEY,
            "what the rule set aside, whoever was qualified to get it, and what rounding adds to it",
        ],
        ["paid", MONEY, "what members got, after all caps"],
        ["breakage", MONEY, "what was set aside and stays with the company"],
    ],
    further: &[],
};

/// A table that is being written.
struct Sheet {
    layout: Layout,
    rows: Rows,
}

impl Sheet {
    fn new(layout: Layout, plan: &Plan, origin: &PayrollOrigin<'_>) -> Self {
        let further = layout.further.iter().filter(|column| match column[0] {
            "belongs_to" => plan.pass_up.is_some(),
            "board" | "board_seat" => plan.boards.is_some(),
            _ => plan.placement.is_some(),
        });
        let columns: Vec<[&str; 3]> = layout.columns.iter().chain(further).copied().collect();
        let heading = heading(layout.about, &origin.in_words(), columns.iter().copied());
        let mut rows = Rows::below(heading);
        columns.iter().fold(rows.row(), |row, [name, ..]| row.text(name)).end();
        Self { layout, rows }
    }

    fn finish(self) -> OutputFile {
        let name = format!("{}.csv", self.layout.name);
        OutputFile { name, meaning: self.layout.about[0].into(), bytes: self.rows.into_bytes() }
    }
}

/// Settles all periods; returns the tables `payouts.csv`, `standing.csv` and `ledger.csv`, and what
/// each bonus of the plan comes to over all periods.
pub fn payroll_files(
    plan: &Plan,
    company: &Company,
    origin: &PayrollOrigin<'_>,
) -> (Vec<OutputFile>, Vec<BonusLine>) {
    let [mut payouts, mut standing, mut ledger] =
        [PAYOUTS, STANDING, LEDGER].map(|layout| Sheet::new(layout, plan, origin));
    let names = &company.members.names;
    let rank = |rank: Option<RankIndex>| {
        rank.map_or("", |rank| plan.ranks[usize::from(rank)].name.as_str())
    };
    let nothing = |bonus: &Bonus| BonusLine {
        committed: Money::ZERO,
        paid: Money::ZERO,
        paid_by: bonus.paid_by(),
    };
    let mut sums: Vec<BonusLine> = plan.bonuses.iter().map(nothing).collect();
    let mut payroll = Payroll::new(plan, company);
    while let Some(period) = payroll.advance() {
        let period = period.to_string();
        for Line { member, bonus, amount, .. } in payroll.lines() {
            let bonus = plan.bonuses[bonus].name.as_str();
            let row = payouts.rows.row().text(&period).text(names.get(member)).text(bonus);
            row.hundredths(amount.cents()).end();
        }
        for (member, stands) in payroll.standings().enumerate() {
            let Standing { is_active, paid_rank, title, pv, gv, pgv, placed, .. } = stands;
            let active = if is_active { "yes" } else { "no" };
            let name_of = |member: Option<usize>| member.map_or("", |member| names.get(member));
            let row = standing.rows.row().text(&period).text(names.get(member)).text(active);
            let row = row.text(rank(paid_rank)).text(rank(title));
            let volumes = [pv, gv, pgv].map(Points::hundredths);
            let mut row = volumes.into_iter().fold(row, Row::hundredths);
            if plan.placement.is_some() {
                let seat = placed.map(|(_, slot)| u64::from(slot) + 1);
                row = row.text(name_of(placed.map(|(above, _)| above))).whole(seat);
            }
            if plan.pass_up.is_some() {
                row = row.text(name_of(stands.belongs_to));
            }
            if plan.boards.is_some() {
                let board = stands.board;
                row = row.whole(board.map(|on| on.board + 1)).whole(board.map(|on| on.seat + 1));
            }
            row.end();
        }
        for ((bonus, line), sum) in plan.bonuses.iter().zip(payroll.ledger()).zip(&mut sums) {
            sum.committed += line.committed;
            sum.paid += line.paid;
            let amounts = [line.committed, line.paid, line.breakage()].map(Money::cents);
            let row = ledger.rows.row().text(&period).text(&bonus.name);
            amounts.into_iter().fold(row, Row::hundredths).end();
        }
    }
    (vec![payouts.finish(), standing.finish(), ledger.finish()], sums)
}
