//! The worked figures of `docs/plans.md`, and larger ones under the same plans.
//!
//! A table of that page is a company: who sponsored whom, what everybody ordered in the month, and
//! what the plan above the table must pay him.

use std::collections::BTreeMap;

use mlmsim::compensation::{Base, CommissionRun, Orders, Plan, RankHistory, Volumes};
use mlmsim::genealogy::Genealogy;
use mlmsim::scenario::Scenario;
use mlmsim::units::{Money, Points};

use crate::support::read;

pub(crate) const PAGE: &str = "docs/plans.md";

/// A plan of the page with the tables below it.
pub(crate) struct Example {
    /// The first line of the plan.
    pub(crate) line: usize,
    pub(crate) plan: String,
    pub(crate) tables: Vec<Table>,
}

/// A table of the page.
pub(crate) struct Table {
    pub(crate) line: usize,
    pub(crate) columns: Vec<String>,
    pub(crate) rows: Vec<Vec<String>>,
}

/// The cells of a line of a table.
fn cells(line: &str) -> Vec<String> {
    let inner = line.trim().trim_matches('|');
    inner.split('|').map(|cell| cell.trim().to_owned()).collect()
}

pub(crate) fn examples(text: &str) -> Vec<Example> {
    let mut examples: Vec<Example> = Vec::new();
    let mut lines = text.lines().zip(1..).peekable();
    while let Some((line, number)) = lines.next() {
        if line == "```toml" {
            let plan = lines.by_ref().map(|(line, _)| line).take_while(|line| *line != "```");
            let plan = plan.flat_map(|line| [line, "\n"]).collect();
            examples.push(Example { line: number + 1, plan, tables: Vec::new() });
        } else if line.starts_with("| member |") {
            let rest: Vec<&str> =
                std::iter::from_fn(|| lines.next_if(|(line, _)| line.starts_with('|')))
                    .map(|(line, _)| line)
                    .collect();
            let rows = rest[1..].iter().map(|line| cells(line)).collect();
            let table = Table { line: number, columns: cells(line), rows };
            examples.last_mut().unwrap().tables.push(table);
        }
    }
    examples
}

/// A plan as the program reads it, with settings such as `cap.share=0.2`.
pub(crate) fn read_plan(text: &str, settings: &[&str]) -> Plan {
    let overrides: Vec<String> = settings.iter().map(|setting| format!("plan.{setting}")).collect();
    let scenario =
        Scenario::parse("x.toml", "plan = \"p.toml\"", &overrides, &mut |_| Ok(text.to_owned()));
    scenario.unwrap_or_else(|error| panic!("{error}")).model.plan
}

/// A member in a month, with what he ordered in units of money or of points.
#[derive(Clone, Debug, Default)]
pub(crate) struct Member {
    pub(crate) sponsor: Option<u32>,
    /// Months since he joined.
    pub(crate) months: u32,
    /// Own orders at the member's price; points and volume follow from it unless they are given.
    pub(crate) purchases: f64,
    pub(crate) points: Option<f64>,
    pub(crate) volume: Option<f64>,
    pub(crate) price: Option<f64>,
    /// Customers' orders at the list price.
    pub(crate) sales: f64,
    pub(crate) customers: u32,
}

/// People in the order of joining, under a plan.
pub(crate) struct Company<'p> {
    plan: &'p Plan,
    genealogy: Genealogy,
    /// Where each stands in the preorder.
    place: Vec<u32>,
    /// By place.
    members: Vec<Member>,
}

impl<'p> Company<'p> {
    pub(crate) fn new(plan: &'p Plan, joined: &[Member]) -> Self {
        let sponsors: Vec<Option<u32>> = joined.iter().map(|member| member.sponsor).collect();
        let (genealogy, place) = match plan.placement {
            Some(placement) => Genealogy::placed_in_turn(&sponsors, |_| None, placement),
            None => Genealogy::from_sponsors(&sponsors),
        };
        let before = joined.iter().take_while(|member| member.months > 0).count();
        let genealogy = plan.seated_in_turn(genealogy, &sponsors, &place, before);
        let mut members = vec![Member::default(); joined.len()];
        for (member, &place) in joined.iter().zip(&place) {
            members[place as usize] = member.clone();
        }
        Self { plan, genealogy, place, members }
    }

    /// The month under the company's plan, or one with fewer bonuses.
    fn settle(&self, plan: &Plan) -> CommissionRun {
        let mut run = CommissionRun::new(plan);
        run.settle(&self.genealogy, self, &mut RankHistory::new(plan, self.members.len()));
        run
    }

    /// Pay by order of joining.
    pub(crate) fn pay(&self, plan: &Plan) -> Vec<Money> {
        let run = self.settle(plan);
        self.place.iter().map(|&place| run.pay()[place as usize]).collect()
    }

    /// What one bonus pays, by order of joining, in a plan without a cap over all: bonuses depend
    /// only on those before them.
    pub(crate) fn paid_by_bonus(&self, name: &str) -> Vec<Money> {
        let at = self.plan.bonuses.iter().position(|bonus| bonus.name == name);
        let at = at.unwrap_or_else(|| panic!("there is no bonus {name}"));
        let up_to = |count: usize| {
            let bonuses = self.plan.bonuses[..count].to_vec();
            self.pay(&Plan { bonuses, ..self.plan.clone() })
        };
        up_to(at + 1).into_iter().zip(up_to(at)).map(|(with, without)| with - without).collect()
    }

    /// Points and volume of customers' orders: those of the member's price.
    fn wholesale(&self, member: &Member) -> Money {
        self.plan.product.member_price(Money::from_units(member.sales))
    }
}

impl Volumes for Company<'_> {
    fn points(&self, place: usize) -> Points {
        let member = &self.members[place];
        let product = &self.plan.product;
        let follows = || product.points(Money::from_units(member.purchases));
        member.points.map_or_else(follows, Points::from_units)
            + product.points(self.wholesale(member))
    }

    fn base(&self, place: usize, base: Base, orders: Orders) -> Money {
        let member = &self.members[place];
        let product = &self.plan.product;
        let purchases = Money::from_units(member.purchases);
        let given = |amount: Option<f64>| amount.map(Money::from_units);
        let (own, outside) = match base {
            Base::Cv => (
                given(member.volume).unwrap_or_else(|| product.commissionable(purchases)),
                product.commissionable(self.wholesale(member)),
            ),
            Base::Price => {
                (given(member.price).unwrap_or(purchases), Money::from_units(member.sales))
            }
            Base::Fee if member.months == 0 => (self.plan.join.fee, Money::ZERO),
            Base::Fee => (Money::ZERO, Money::ZERO),
            Base::Pv => {
                let outside = product.points(self.wholesale(member));
                let own = self.points(place) - outside;
                let money = |points: Points| Money::from_cents(points.hundredths());
                (money(own), money(outside))
            }
            Base::Pay(_) => unreachable!("a run knows itself what it paid"),
        };
        match orders {
            Orders::All => own + outside,
            Orders::Member => own,
            Orders::Retail => outside,
        }
    }

    fn customers(&self, place: usize) -> u32 {
        self.members[place].customers
    }

    fn tenure(&self, place: usize) -> u32 {
        self.members[place].months
    }
}

/// The number of a cell: `1,490`.
pub(crate) fn number(cell: &str) -> f64 {
    cell.replace(',', "").parse().unwrap_or_else(|_| panic!("{cell:?} is no number"))
}

impl Table {
    /// The members, as the columns that are no result say.
    pub(crate) fn members(&self) -> Vec<Member> {
        let names: Vec<&str> = self.rows.iter().map(|row| row[0].as_str()).collect();
        let place = |name: &str| names.iter().position(|known| *known == name);
        let mut members = vec![Member { months: 12, ..Member::default() }; names.len()];
        for (row, member) in self.rows.iter().zip(&mut members) {
            for (column, cell) in self.columns.iter().zip(row).skip(1) {
                match column.as_str() {
                    "sponsor" if cell.is_empty() => {}
                    "sponsor" => member.sponsor = place(cell).map(|place| place as u32),
                    "months" => member.months = number(cell) as u32,
                    "purchases" => member.purchases = number(cell),
                    "points" => member.points = Some(number(cell)),
                    "volume" => member.volume = Some(number(cell)),
                    "price" => member.price = Some(number(cell)),
                    "sales" => member.sales = number(cell),
                    "customers" => member.customers = number(cell) as u32,
                    _ => {}
                }
            }
            // Where only points are given, as much was paid.
            if member.volume.is_none() {
                member.volume = member.points;
            }
        }
        members
    }

    /// What a column must show, nothing for one that says what was ordered.
    fn expected(&self, text: &str, column: &str) -> Option<Vec<Money>> {
        let members = self.members();
        let plan = read_plan(text, &[]);
        let company = Company::new(&plan, &members);
        let inputs =
            ["sponsor", "months", "purchases", "points", "volume", "price", "sales", "customers"];
        Some(match column {
            "pay" => company.pay(&plan),
            "margin" => {
                let run = company.settle(&plan);
                company.place.iter().map(|&place| run.margin()[place as usize]).collect()
            }
            "owes" => {
                let sales = members.iter().map(|member| Money::from_units(member.sales));
                sales.zip(company.pay(&plan)).map(|(sales, pay)| sales - pay).collect()
            }
            _ if inputs.contains(&column) => return None,
            _ => match column.strip_prefix("pay, `") {
                Some(setting) => {
                    let plan = read_plan(text, &[setting.trim_end_matches('`')]);
                    Company::new(&plan, &members).pay(&plan)
                }
                None => company.paid_by_bonus(column),
            },
        })
    }

    /// The column whose figures are not those of the plan, and how many figures were compared.
    fn check(&self, text: &str) -> Result<usize, String> {
        let mut compared = 0;
        for (at, column) in self.columns.iter().enumerate().skip(1) {
            let Some(expected) = self.expected(text, column) else { continue };
            let shown: Vec<Money> =
                self.rows.iter().map(|row| Money::from_units(number(&row[at]))).collect();
            if shown != expected {
                let expected: Vec<String> = expected.iter().map(Money::to_string).collect();
                return Err(format!("{column} at line {}: {expected:?}", self.line));
            }
            compared += shown.len();
        }
        Ok(compared)
    }
}

#[test]
fn the_tables_of_the_page_are_what_its_plans_pay() {
    let examples = examples(&read(PAGE));
    let mut compared = 0;
    for Example { line, plan, tables } in &examples {
        assert!(!tables.is_empty(), "the plan at line {line} has no table");
        for table in tables {
            let figures = table.check(plan).unwrap_or_else(|fault| panic!("{fault}"));
            assert!(figures > 0, "the table at line {} shows nothing", table.line);
            compared += figures;
        }
    }
    assert!(examples.len() >= 10 && compared > 80, "{} plans, {compared}", examples.len());
}

#[test]
fn a_figure_that_is_not_the_plans_would_be_noticed() {
    let text = read(PAGE);
    for (right, wrong) in [
        ("| 3,810.00 |", "| 3,810.01 |"),
        ("rates = [0.0, 0.04]", "rates = [0.0, 0.05]"),
        ("floor = \"best_leg\"\n", ""),
        ("| 17.85 | 10.20 |", "| 17.85 | 10.21 |"),
        ("| 185.25 |", "| 185.35 |"),
        ("| 240.00 |", "| 239.00 |"),
    ] {
        assert!(text.contains(right), "{right}");
        let spoilt = examples(&text.replacen(right, wrong, 1));
        let faults = spoilt.iter().flat_map(|e| e.tables.iter().map(|t| t.check(&e.plan)));
        assert_eq!(faults.filter(Result::is_err).count(), 1, "{wrong}");
    }
}

/// The plan of the page with this name.
fn plan_of(name: &str, settings: &[&str]) -> Plan {
    let named = format!("name = \"{name}\"\n");
    let examples = examples(&read(PAGE));
    let example = examples.iter().find(|example| example.plan.starts_with(&named));
    read_plan(&example.unwrap_or_else(|| panic!("no plan {name}")).plan, settings)
}

/// People who are added one by one, by name.
#[derive(Default)]
struct Crowd {
    members: Vec<Member>,
    names: BTreeMap<&'static str, usize>,
}

impl Crowd {
    /// A member with points and no volume, under the one of this number.
    fn add(&mut self, sponsor: Option<usize>, points: f64) -> usize {
        self.members.push(Member {
            sponsor: sponsor.map(|sponsor| sponsor as u32),
            points: Some(points),
            volume: Some(0.0),
            ..Member::default()
        });
        self.members.len() - 1
    }

    fn name(&mut self, name: &'static str, sponsor: Option<usize>, points: f64) -> usize {
        let number = self.add(sponsor, points);
        self.names.insert(name, number);
        number
    }

    /// So many legs of one member with 400 points each.
    fn add_legs(&mut self, sponsor: usize, legs: usize) {
        for _ in 0..legs {
            self.add(Some(sponsor), 400.0);
        }
    }
}

#[test]
fn an_infinity_bonus_pays_each_rank_what_those_below_left() {
    // T is Blue by four legs with Diamonds; S and R are Diamonds by four legs with T6; q orders.
    let mut crowd = Crowd::default();
    let t = crowd.name("T", None, 100.0);
    let s = crowd.name("S", Some(t), 100.0);
    let r = crowd.name("R", Some(s), 100.0);
    let q = crowd.name("q", Some(r), 0.0);
    crowd.members[q].volume = Some(1_000.0);
    crowd.add_legs(r, 4);
    crowd.add_legs(s, 3);
    for _ in 0..3 {
        let diamond = crowd.add(Some(t), 100.0);
        crowd.add_legs(diamond, 4);
    }
    let plan = plan_of("unilevel", &[]);
    let company = Company::new(&plan, &crowd.members);
    let paid = company.paid_by_bonus("infinity");
    let of = |name: &str| paid[crowd.names[name]].units();
    assert_eq!((of("R"), of("S"), of("T")), (30.0, 0.0, 10.0));
    assert_eq!(paid.iter().copied().sum::<Money>().units(), 40.0, "the highest rate of all");
    let line = company.settle(&plan).lines()[1];
    assert_eq!((line.committed.units(), line.breakage()), (40.0, Money::ZERO));
}

#[test]
fn a_pyramid_of_fifteen_moves_fees_and_leaves_a_majority_with_a_loss() {
    let joined: Vec<Member> = (0..15_u32)
        .map(|m| Member { sponsor: m.checked_sub(1).map(|m| m / 2), ..Member::default() })
        .collect();
    let plan = plan_of("recruitment pyramid", &[]);
    let pay = Company::new(&plan, &joined).pay(&plan);
    let levels = [(0, 1_300.0), (1, 900.0), (3, 500.0), (7, 0.0)];
    assert!(levels.iter().all(|&(first, units)| pay[first].units() == units), "{pay:?}");
    let paid: Money = pay.iter().copied().sum();
    assert_eq!(paid.units(), 5_100.0);
    let line = Company::new(&plan, &joined).settle(&plan).lines()[0];
    assert_eq!(line.breakage().units(), 900.0, "and 1,500 more are the company's own 20 %");
    let losers = pay.iter().filter(|&&pay| pay < plan.join.fee).count();
    assert_eq!(losers, 8);
}

#[test]
fn the_pool_of_a_plan_is_divided_by_points_of_ranks() {
    // Silver: three legs with a Manager. Gold: two legs with a Silver. Platinum: three.
    fn add_silvers(crowd: &mut Crowd, sponsor: usize, count: usize) {
        for _ in 0..count {
            let silver = crowd.add(Some(sponsor), 100.0);
            for _ in 0..3 {
                crowd.add(Some(silver), 500.0);
            }
        }
    }
    let mut crowd = Crowd::default();
    let gold = crowd.name("gold", None, 100.0);
    add_silvers(&mut crowd, gold, 2);
    let platinum = crowd.name("platinum", None, 100.0);
    add_silvers(&mut crowd, platinum, 3);
    // 5 + 10 + 5 × 1 points; the order is old enough to pay no fast start.
    let buyer = crowd.name("buyer", None, 0.0);
    (crowd.members[buyer].volume, crowd.members[buyer].months) = (Some(100_000.0), 3);
    let plan = plan_of("hybrid", &[]);
    let company = Company::new(&plan, &crowd.members);
    let paid = company.paid_by_bonus("pool");
    let of = |name: &str| paid[crowd.names[name]].units();
    assert_eq!((of("gold"), of("platinum"), of("buyer")), (500.0, 1_000.0, 0.0));
    assert_eq!(paid.iter().filter(|pay| pay.units() == 100.0).count(), 5);
    assert_eq!(company.settle(&plan).lines()[2].breakage(), Money::ZERO);
}

#[test]
fn a_sponsor_of_a_leg_at_the_top_is_never_paid_less_on_his_own() {
    // Whatever his own volume, the floor is the 25 % of his leg.
    for points in [50.0, 100.0, 2_499.0, 7_400.0] {
        let mut crowd = Crowd::default();
        let a = crowd.name("A", None, points);
        let b = crowd.name("B", Some(a), 8_000.0);
        crowd.members[a].volume = Some(points);
        crowd.members[b].volume = Some(0.0);
        let paid = |settings: &[&str]| {
            let plan = plan_of("breakaway", settings);
            Company::new(&plan, &crowd.members).paid_by_bonus("performance")[a].units()
        };
        assert_eq!(paid(&[]), points * 0.25);
    }
}
