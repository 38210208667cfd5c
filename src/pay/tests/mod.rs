//! Payrolls against a run of each period by itself, and what refunds must come to.

mod trees;

use std::collections::BTreeMap;
use std::fmt::Write;

use proptest::prelude::*;

use super::*;
use crate::compensation::{
    Age, Award, Base, Bonus, BonusKind, Bracket, Clause, CommissionRun, Differential, Event, Join,
    Level, Orders as Whose, OwnRate, PaidBy, Period, Plan, Pool, Product, QualifyingVolume, Rank,
    RankHistory, Retail, Step, Tier, TierMode, TreeKind, Volumes,
};
use crate::genealogy::{Genealogy, Placement};
use crate::units::{Money, Points, Rate};

fn rate(value: f64) -> Rate {
    Rate::from_f64(value)
}

fn bonus(name: &str, base: Base, kind: BonusKind) -> Bonus {
    let age = Age::default();
    let (name, tree) = (name.into(), TreeKind::Sponsor);
    Bonus { name, kind, tree, base, orders: Whose::All, age, need: None, cap: None }
}

/// A plan with a bonus of each kind that is a share of orders, with compression, brackets, tiers,
/// caps, a match and a limit over all.
fn rich_plan() -> Plan {
    let points = |units: f64| Points::from_units(units);
    let clause = || Clause { months: 1, ..Clause::default() };
    let tiers = [(0.0, 0.01), (50.0, 0.07)]
        .map(|(from, share)| Tier { from: Money::from_units(from), rate: rate(share) });
    let retail = Retail { tiers: tiers.into(), mode: TierMode::Whole, paid_by: PaidBy::Company };
    let level = |rates: &[f64], step| {
        let rates: Vec<Rate> = rates.iter().map(|&value| rate(value)).collect();
        let depth = vec![1, 2, 3];
        BonusKind::Level(Level { rates: vec![rates; 3], start: 1, step, depth })
    };
    let brackets = [(30.0, 0.03), (100.0, 0.1)]
        .map(|(from, share)| Bracket { from: points(from), rate: rate(share) });
    let stairs = Differential {
        rates: OwnRate::Volume(QualifyingVolume::PersonalGroup, brackets.into()),
        has_floor: true,
        start: 0,
        stops_at_breakaway: true,
    };
    let pool = Pool { share: rate(0.05), points: [0.0, 1.0, 3.0].map(Points::from_units).into() };
    let rank = |name: &str, clause| Rank { name: name.into(), clause, keeps_title: false };
    Plan {
        name: "rich".into(),
        period: Period::Month,
        product: Product {
            price: Money::from_units(40.0),
            discount: rate(0.25),
            cost: rate(0.2),
            pv: Rate::ONE,
            cv: Rate::ONE,
        },
        join: Join { fee: Money::ZERO, pack: 0, renewal: Money::ZERO },
        refund: None,
        active: Some(Clause { pv: Some(points(20.0)), ..clause() }),
        breakaway: Some(1),
        placement: None,
        pass_up: None,
        boards: None,
        cap: Some(rate(0.3)),
        ranks: vec![
            rank("one", Clause { gv: Some(points(50.0)), ..clause() }),
            rank("two", Clause { gv: Some(points(120.0)), recruits: Some(1), ..clause() }),
        ],
        bonuses: vec![
            Bonus {
                orders: Whose::Retail,
                ..bonus("sales", Base::Price, BonusKind::Retail(retail))
            },
            bonus("levels", Base::Cv, level(&[0.1, 0.05, 0.02], Step::Qualified)),
            bonus("stairs", Base::Pv, BonusKind::Differential(stairs)),
            Bonus {
                cap: Some(Money::from_units(3.0)),
                need: Some(Clause { active: Some(true), ..clause() }),
                ..bonus("match", Base::Pay(1), level(&[0.5], Step::Active))
            },
            bonus("fees", Base::Fee, level(&[0.3, 0.3], Step::Member)),
            bonus("pool", Base::Cv, BonusKind::Pool(pool)),
        ],
    }
}

/// A row of the table of orders before it is written.
#[derive(Clone, Debug)]
struct Row {
    period: u32,
    member: usize,
    kind: &'static str,
    cents: i64,
    /// In how many periods it is taken back, if it is.
    returned: Option<u32>,
}

fn company(members: &[(Option<usize>, u32)], rows: &[Row]) -> Company {
    placed_company(members, |_| None, None, rows)
}

/// The same, where some are placed by hand.
fn placed_company(
    members: &[(Option<usize>, u32)],
    side: impl Fn(usize) -> Option<u8>,
    placement: Option<Placement>,
    rows: &[Row],
) -> Company {
    let mut table = "member,sponsor,joined,side\n".to_owned();
    for (number, (sponsor, joined)) in members.iter().enumerate() {
        let sponsor = sponsor.map_or(String::new(), |sponsor| format!("m{sponsor}"));
        let side = side(number).map_or(String::new(), |leg| (leg + 1).to_string());
        writeln!(table, "m{number},{sponsor},{joined},{side}").unwrap();
    }
    let mut orders = "period,member,kind,price,pv,cv,order,refund_of\n".to_owned();
    for (number, Row { period, member, kind, cents, returned }) in rows.iter().enumerate() {
        let price = Money::from_cents(*cents);
        let [pv, cv] = if *kind == "fee" {
            [Money::ZERO; 2]
        } else {
            [cents * 4 / 5, cents * 9 / 10].map(Money::from_cents)
        };
        writeln!(orders, "{period},m{member},{kind},{price},{pv},{cv},o{number},").unwrap();
        if let Some(later) = returned {
            let period = period + later;
            writeln!(orders, "{period},m{member},refund,,,,,o{number}").unwrap();
        }
    }
    let file = |name, text: &'static str| Ok(InputFile { name, bytes: text.as_bytes() });
    let [table, orders]: [&'static str; 2] = [table.leak(), orders.leak()];
    Company::read(file("members.csv", table), file("orders.csv", orders), placement).unwrap()
}

/// Every line of every period: period, line.
fn all_lines(plan: &Plan, company: &Company) -> Vec<(u32, Line)> {
    let mut payroll = Payroll::new(plan, company);
    let mut lines = Vec::new();
    while let Some(period) = payroll.advance() {
        lines.extend(payroll.lines().map(|line| (period, line)));
        for (bonus, line) in payroll.ledger().iter().enumerate() {
            let paid: Money =
                payroll.lines().filter(|line| line.bonus == bonus).map(|line| line.amount).sum();
            assert_eq!(line.paid, paid, "the ledger is the sum of the lines");
        }
    }
    lines
}

/// A random company of some periods, with orders of which some come back.
fn companies() -> impl Strategy<Value = (Vec<(Option<usize>, u32)>, Vec<Row>)> {
    let members = prop::collection::vec((any::<prop::sample::Index>(), 0..3_u32, 0..8_u8), 1..12);
    let kinds = prop_oneof![Just("member"), Just("member"), Just("retail"), Just("fee")];
    let returned = prop_oneof![Just(None), (0..3_u32).prop_map(Some)];
    let order = (any::<prop::sample::Index>(), 0..3_u32, kinds, 1..20_000_i64, returned);
    (members, prop::collection::vec(order, 0..30)).prop_map(|(members, orders)| {
        let mut joined: Vec<u32> = members.iter().map(|&(_, joined, _)| joined).collect();
        joined.sort_unstable();
        let sponsor = |number: usize, pick: &prop::sample::Index, top: u8| {
            (number > 0 && top > 0).then(|| pick.index(number))
        };
        let members: Vec<_> = members
            .iter()
            .enumerate()
            .map(|(number, (pick, _, top))| (sponsor(number, pick, *top), joined[number]))
            .collect();
        let rows = orders
            .into_iter()
            .map(|(pick, later, kind, cents, returned)| {
                let member = pick.index(members.len());
                let period = members[member].1 + later;
                Row { period, member, kind, cents, returned }
            })
            .collect();
        (members, rows)
    })
}

/// Sums by member and bonus.
fn lifetime(lines: &[(u32, Line)]) -> BTreeMap<(usize, usize), Money> {
    let mut sums = BTreeMap::new();
    for (_, line) in lines {
        *sums.entry((line.member, line.bonus)).or_insert(Money::ZERO) += line.amount;
    }
    sums.retain(|_, sum| *sum != Money::ZERO);
    sums
}

/// The orders of one period, added up one by one.
struct OneByOne<'c> {
    company: &'c Company,
    period: u32,
    member_at: Vec<usize>,
}

impl OneByOne<'_> {
    fn orders(&self, place: usize) -> impl Iterator<Item = &Order> {
        let member = self.member_at[place] as u32;
        self.company.orders.list.iter().filter(move |order| order.member == member)
    }
}

impl Volumes for OneByOne<'_> {
    fn points(&self, place: usize) -> Points {
        let ordered = self.orders(place).filter(|order| order.period == self.period);
        let back = self.orders(place).filter(|order| order.refunded == Some(self.period));
        let sum = |points: &mut dyn Iterator<Item = Points>| points.sum::<Points>();
        sum(&mut ordered.map(|order| order.points)) - sum(&mut back.map(|order| order.points))
    }

    fn base(&self, place: usize, base: Base, orders: Whose) -> Money {
        let counts = |order: &&Order| {
            let is_of_kind = match (orders, order.kind) {
                (_, OrderKind::Fee) => base == Base::Fee,
                (Whose::All, _) => base != Base::Fee,
                (Whose::Retail, kind) => base != Base::Fee && kind == OrderKind::Retail,
                (Whose::Member, kind) => base != Base::Fee && kind == OrderKind::Member,
            };
            order.period == self.period && order.refunded != Some(self.period) && is_of_kind
        };
        let amount = |order: &Order| match base {
            Base::Cv => order.cv,
            Base::Pv => Money::from_cents(order.points.hundredths()),
            _ => order.price,
        };
        self.orders(place).filter(counts).map(amount).sum()
    }

    fn tenure(&self, place: usize) -> u32 {
        self.period - self.company.members.joined[self.member_at[place]]
    }
}

/// What each explanation comes to is what the member is paid of this period.
fn assert_explained(payroll: &Payroll<'_>, n_bonuses: usize) {
    let own: BTreeMap<(usize, usize), Money> = payroll
        .lines()
        .filter(|line| line.corrects.is_none())
        .map(|line| ((line.member, line.bonus), line.amount))
        .collect();
    for member in 0..payroll.n_members() {
        let explanation = explain::Explanation::of(payroll, member);
        for bonus in 0..n_bonuses {
            let paid = own.get(&(member, bonus)).copied().unwrap_or_default();
            assert_eq!(explanation.due(bonus), paid, "{bonus} of {member}");
        }
    }
}

proptest! {
    /// Joining in any period, in any tree: each period's own lines are those of a run over the
    /// members who have joined, on volumes that are added up order by order.
    #[test]
    fn the_lines_of_a_period_are_those_of_a_run_by_itself((members, rows) in companies()) {
        let (plan, company) = (rich_plan(), company(&members, &rows));
        let mut payroll = Payroll::new(&plan, &company);
        while let Some(period) = payroll.advance() {
            let n = members.iter().filter(|(_, joined)| *joined <= period).count();
            let sponsors: Vec<Option<u32>> =
                members[..n].iter().map(|(sponsor, _)| sponsor.map(|s| s as u32)).collect();
            let (genealogy, place) = Genealogy::from_sponsors(&sponsors);
            let mut member_at = vec![0; n];
            for (member, &place) in place.iter().enumerate() {
                member_at[place as usize] = member;
            }
            let volumes = OneByOne { company: &company, period, member_at };
            let mut run = CommissionRun::itemised(&plan);
            run.settle(&genealogy, &volumes, &mut RankHistory::new(&plan, n));
            let mut lines = payroll.lines().filter(|line| line.corrects.is_none());
            for (member, &place) in place.iter().enumerate() {
                let place = place as usize;
                for bonus in 0..plan.bonuses.len() {
                    let amount = run.lines_of(bonus)[place];
                    if amount != Money::ZERO {
                        let line = Line { member, bonus, amount, corrects: None };
                        prop_assert_eq!(lines.next(), Some(line));
                    }
                }
                let standing = payroll.standing(member);
                prop_assert_eq!(standing.is_active, run.active(place));
                prop_assert_eq!(standing.paid_rank, run.rank(place));
                prop_assert_eq!(Some(standing.gv), run.group_volume(place));
            }
            prop_assert_eq!(lines.next(), None);
        }
    }

    /// What is explained, part by part, is what the folds pay to everybody at once; and with all
    /// steps, starts, floors and ends.
    #[test]
    fn the_parts_of_an_explanation_add_up_to_what_is_paid(
        (members, rows) in companies(),
        step in prop_oneof![
            Just(Step::Member),
            Just(Step::Active),
            Just(Step::Qualified),
            Just(Step::Rank(0))
        ],
        start in 0..=1_u8,
        has_floor in any::<bool>(),
        stops_at_breakaway in any::<bool>(),
    ) {
        let mut plan = Plan { cap: None, ..rich_plan() };
        for bonus in &mut plan.bonuses {
            bonus.cap = None;
            match &mut bonus.kind {
                BonusKind::Level(level) => (level.step, level.start) = (step, start),
                BonusKind::Differential(rule) => {
                    rule.start = start;
                    (rule.has_floor, rule.stops_at_breakaway) = (has_floor, stops_at_breakaway);
                }
                _ => {}
            }
        }
        let need = Clause { rank: Some(0), months: 1, ..Clause::default() };
        let amounts = [0, 500, 700].map(Money::from_cents).to_vec();
        plan.bonuses.push(Bonus {
            need: Some(need),
            ..bonus("by rank", Base::Cv, BonusKind::Differential(Differential {
                rates: OwnRate::Rank(vec![Rate::ZERO, rate(0.02), rate(0.05)]),
                has_floor,
                start,
                stops_at_breakaway,
            }))
        });
        for on in [Event::Rank, Event::Recruit] {
            let award = Award { on, amounts: amounts.clone() };
            plan.bonuses.push(bonus("award", Base::Cv, BonusKind::Award(award)));
        }
        let company = company(&members, &rows);
        let mut payroll = Payroll::new(&plan, &company);
        while payroll.advance().is_some() {
            assert_explained(&payroll, plan.bonuses.len());
            for member in 0..payroll.n_members() {
                prop_assert!(payroll.explain(member).is_some());
            }
        }
    }

    /// A refund in the period of its order leaves nothing of it.
    #[test]
    fn orders_taken_back_at_once_were_never_there((members, mut rows) in companies()) {
        for row in &mut rows {
            row.returned = Some(0);
        }
        prop_assert_eq!(all_lines(&rich_plan(), &company(&members, &rows)), []);
    }

    /// Once every order is taken back, whenever that is, nobody keeps a cent.
    #[test]
    fn nothing_is_kept_of_orders_that_all_come_back((members, mut rows) in companies()) {
        for row in &mut rows {
            row.returned = Some(row.returned.unwrap_or(1));
        }
        let lines = all_lines(&rich_plan(), &company(&members, &rows));
        prop_assert_eq!(lifetime(&lines), BTreeMap::default());
    }

    /// A period in which orders come back later is paid as if they did not.
    #[test]
    fn what_comes_back_later_changes_no_earlier_row((members, mut rows) in companies()) {
        let plan = rich_plan();
        let before = |rows: &[Row]| {
            let lines = all_lines(&plan, &company(&members, rows));
            lines.into_iter().filter(|(period, _)| *period < 5).collect::<Vec<_>>()
        };
        for row in &mut rows {
            row.returned = None;
        }
        let without = before(&rows);
        for row in &mut rows {
            row.returned = Some(5);
        }
        prop_assert_eq!(before(&rows), without);
    }
}

/// Corrections that judge people anew, without the orders that come back, would undo the activity
/// of the past and with it what is paid on orders that stand: it must be noticed.
#[test]
fn a_refund_leaves_what_people_were_when_orders_that_stand_were_paid() {
    let members = [(None, 0), (Some(0), 0), (Some(1), 0)];
    let row = |member, cents, returned| Row { period: 0, member, kind: "member", cents, returned };
    // The top is active with his own order only, which comes back, and matches the pay of another.
    let rows = [row(0, 8_000, Some(1)), row(2, 4_000, None)];
    let matched = |rows: &[Row]| {
        let lines = all_lines(&rich_plan(), &company(&members, rows));
        let of_top = lines.iter().filter(|(_, line)| (line.member, line.bonus) == (0, 3));
        of_top.map(|(_, line)| line.amount.cents()).sum::<i64>()
    };
    assert!(matched(&rows) > 0);
    assert_eq!(matched(&rows[1..]), 0, "judged anew");
}

/// Two people and a share of 10 %: an order of 100.00 that comes back two periods later.
fn returned_order(plan: &Plan) -> Vec<(u32, usize, i64)> {
    let members = [(None, 0), (Some(0), 0), (Some(1), 0)];
    let row = |member, cents, returned| Row { period: 0, member, kind: "member", cents, returned };
    let rows = [row(2, 10_000, Some(2)), row(2, 5_000, None)];
    let lines = all_lines(plan, &company(&members, &rows));
    lines.iter().map(|(period, line)| (*period, line.member, line.amount.cents())).collect()
}

#[test]
fn a_refund_reverses_the_lines_of_its_order_in_its_own_period() {
    let levels = |rates: &[f64]| {
        let rates = rates.iter().map(|&value| rate(value)).collect();
        BonusKind::Level(Level { rates: vec![rates], start: 1, step: Step::Member, depth: vec![9] })
    };
    let award = Award { on: Event::Recruit, amounts: vec![Money::from_cents(700)] };
    let mut plan = Plan {
        active: None,
        cap: None,
        breakaway: None,
        ranks: Vec::new(),
        bonuses: vec![bonus("levels", Base::Price, levels(&[0.1, 0.05]))],
        ..rich_plan()
    };
    assert_eq!(returned_order(&plan), [(0, 0, 750), (0, 1, 1_500), (2, 0, -500), (2, 1, -1_000)]);
    // An award is paid on no order.
    plan.bonuses = vec![bonus("welcome", Base::Cv, BonusKind::Award(award))];
    assert_eq!(returned_order(&plan), [(0, 0, 700), (0, 1, 700)]);
    // Of a tier that was reached only with the order, the whole difference is taken back.
    let tiers = [(0, 0.0), (10_000, 0.1)]
        .map(|(from, share)| Tier { from: Money::from_cents(from), rate: rate(share) });
    let retail = Retail { tiers: tiers.into(), mode: TierMode::Whole, paid_by: PaidBy::Company };
    plan.bonuses = vec![bonus("sales", Base::Price, BonusKind::Retail(retail))];
    assert_eq!(returned_order(&plan), [(0, 2, 1_500), (2, 2, -1_500)]);
}

#[test]
fn a_refund_costs_activity_now_and_not_then() {
    let plan = rich_plan();
    let members = [(None, 0), (Some(0), 0)];
    let row = |period, cents, returned| Row { period, member: 1, kind: "member", cents, returned };
    let rows = [row(0, 10_000, Some(1)), row(1, 10_000, None), row(2, 10_000, None)];
    let company = company(&members, &rows);
    let mut payroll = Payroll::new(&plan, &company);
    let mut found = Vec::new();
    while payroll.advance().is_some() {
        let standing = payroll.standing(1);
        found.push((standing.is_active, standing.pv.hundredths(), standing.gv.hundredths()));
    }
    assert_eq!(found, [(true, 8_000, 8_000), (false, 0, 0), (true, 8_000, 8_000)]);
}

#[test]
fn decimals_are_exact_or_refused() {
    use super::decimal::hundredths;
    for (text, value) in [
        ("0", 0),
        ("-.5", -50),
        ("1.", 100),
        ("+007.10", 710),
        ("3.1400", 314),
        ("1000000000000", 100_000_000_000_000),
    ] {
        assert_eq!(hundredths(text), Ok(value), "{text}");
    }
    for text in [
        "",
        ".",
        "-",
        "1e3",
        "1,5",
        "0.001",
        " 1",
        "1000000000000.01",
        "٣",
        "99999999999999999999",
        "0x1",
    ] {
        assert!(hundredths(text).is_err(), "{text}");
    }
}

#[test]
fn names_are_found_by_their_first_number() {
    let mut names = Names::default();
    let texts: Vec<String> = (0..1_000).map(|n| format!("{}", n % 700)).collect();
    for text in &texts {
        names.push(text);
    }
    names.push("");
    let index = names::Index::of(&names);
    for (number, text) in texts.iter().enumerate() {
        assert_eq!(index.find(&names, text), Some(number as u32 % 700));
    }
    assert_eq!(index.find(&names, ""), None, "the empty name is nobody's");
    assert_eq!(index.find(&names, "700"), None);

    // Together as one by one.
    let mut sought = Names::default();
    for n in 0..1_003 {
        let text = if n % 5 == 0 { String::new() } else { format!("{}", n * 3) };
        sought.push(&text);
    }
    let one_by_one: Vec<_> = sought.iter().map(|name| index.find(&names, name)).collect();
    assert_eq!(index.find_all(&names, &sought), one_by_one);
    assert_eq!(one_by_one.iter().flatten().count(), 187, "0 and 700 are among the empty ones");

    let mut repeated = index.repeated(&names);
    repeated.sort_unstable();
    assert_eq!(repeated, (700..1_000).map(|n| (n, n - 700)).collect::<Vec<_>>());
    assert_eq!(names::Index::of(&Names::default()).find(&Names::default(), "x"), None);
}
