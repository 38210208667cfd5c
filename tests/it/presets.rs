//! The plans that are like those of real companies, and the teaching cases: that each says where it
//! comes from, is accepted, runs, and pays the worked figures that are known of it.

use std::fmt::Write;
use std::path::{Path, PathBuf};

use mlmsim::compensation::{PaidBy, Plan};
use mlmsim::observation::ledger_keys;
use mlmsim::scenario::Scenario;
use mlmsim::simulation::simulate;
use mlmsim::units::Money;

use crate::plans::{Company, Member, read_plan};
use crate::support::{Folder, data, files_below, read, root};

/// What is warned of because companies do so.
const WARNED_OF: [(&str, &str); 5] = [
    ("mary-kay-like", "`[refund]` changes nothing here: members keep no stock"),
    ("usana-like", "no rate limits what `binary` pays"),
    ("usana-weekly-like", "no rate limits what `binary` pays"),
    ("usana-weekly-like", "every week"),
    ("hb-naturals-like", "no rate limits what `binary` pays"),
];

/// Plans that are there to show what is wrong with them.
const TEACHING: [&str; 3] = ["gifting-board", "recruitment-pyramid", "two-up"];

fn stem(path: &Path) -> String {
    path.file_stem().unwrap().to_string_lossy().into_owned()
}

/// The plans like those of companies, and the teaching cases.
fn presets() -> Vec<PathBuf> {
    let mut plans = files_below("scenarios/plans", "toml");
    plans.retain(|path| stem(path).ends_with("-like") || TEACHING.contains(&&*stem(path)));
    assert!(plans.len() >= 10, "{plans:?}");
    plans
}

fn preset(name: &str) -> String {
    read(format!("scenarios/plans/{name}.toml"))
}

#[test]
fn every_plan_like_a_companys_says_so_and_names_its_source() {
    for path in presets() {
        let (name, text) = (stem(&path), read(&path));
        let header: String = text.lines().take_while(|line| line.starts_with('#')).collect();
        let title = text.lines().find_map(|line| line.strip_prefix("name = ")).unwrap();
        assert_eq!(name.ends_with("-like"), title.ends_with("-like\""), "{name}: {title}");
        if name.ends_with("-like") {
            assert!(header.contains("# Like "), "{name}");
            assert!(header.contains("Source"), "{name} has no source");
            assert!(
                header.contains("V3") || header.contains("(V)") || header.contains("V, "),
                "{name}"
            );
            assert!(header.contains("Simplified: "), "{name} does not say what it leaves out");
            assert!(
                ["200", "201", "202", "undated"].iter().any(|y| header.contains(y)),
                "{name}: when?"
            );
        }
    }
}

/// A run asserts that the money of all people is the money that flowed.
#[test]
fn every_one_runs_and_pays() {
    for path in presets() {
        let name = stem(&path);
        let text = "plan = \"plan.toml\"\n[study]\nmonths = 18\n[market]\npopulation = 2000\n\
                    founders = 30\n[recruiting]\nwarm_signup = 0.05\n";
        let scenario = Scenario::parse("world.toml", text, &[], &mut |_| Ok(read(&path)));
        let scenario = scenario.unwrap_or_else(|error| panic!("{error}"));
        let warnings = scenario.warnings.to_string();
        let expected = WARNED_OF.iter().filter(|(known, _)| *known == name);
        assert!(expected.clone().all(|(_, warning)| warnings.contains(warning)), "{warnings}");
        assert!(scenario.warnings.len() == expected.count(), "{name}: {warnings}");
        let report = simulate(&scenario.model, 1, 0);
        let bonuses = scenario.model.plan.bonuses.iter();
        let by_company = bonuses.filter(|bonus| bonus.paid_by() == PaidBy::Company);
        let bonuses = by_company.clone().map(|bonus| (&*bonus.name, bonus.levels()));
        let keys = ledger_keys(bonuses, false);
        for bonus in by_company {
            let at = keys.iter().position(|key| key.flow == bonus.name).unwrap();
            // In a small company nobody may get as far as a bonus for leaders.
            let is_for_leaders =
                matches!(&*bonus.name, "leadership" | "royalty" | "whole royalty" | "ruby")
                    || bonus.name.ends_with("pool");
            let paid = report.ledger[at];
            assert!(paid > 0.0 || is_for_leaders, "{name}: {} pays {paid}", bonus.name);
        }
    }
}

#[test]
fn a_warning_has_its_place_and_is_no_fault() {
    let path = root().join("scenarios/plans/usana-like.toml");
    let said = Folder::new().run(&format!("check {}", path.display()));
    assert_eq!(said.code, Some(0), "{said}");
    assert!(said.stdout.ends_with("usana-like.toml: no errors, 1 warning\n"), "{said}");
    assert!(said.stderr.contains("name = \"binary\"") && said.stderr.contains("^^^"), "{said}");
}

/// Members by the number of their sponsor, points and volume of the month.
fn company(joined: &[(Option<u32>, f64, f64)]) -> Vec<Member> {
    let member = |&(sponsor, points, volume)| Member {
        sponsor,
        months: 12,
        points: Some(points),
        volume: Some(volume),
        ..Member::default()
    };
    joined.iter().map(member).collect()
}

fn units(pay: &[Money]) -> Vec<f64> {
    pay.iter().map(|pay| pay.units()).collect()
}

/// A, B below him, C below him, D below B, at three of volume for a point.
#[test]
fn stairsteps_pay_their_worked_figures() {
    let text = preset("amway-north-america-like");
    let plan = read_plan(&text, &[]);
    let joined = company(&[
        (None, 200.0, 600.0),
        (Some(0), 100.0, 300.0),
        (Some(0), 600.0, 1_800.0),
        (Some(1), 1_000.0, 3_000.0),
    ]);
    assert_eq!(units(&Company::new(&plan, &joined).pay(&plan)), [297.0, 36.0, 162.0, 360.0]);
    let joined = company(&[
        (None, 3_000.0, 9_000.0),
        (Some(0), 8_000.0, 24_000.0),
        (Some(0), 2_000.0, 6_000.0),
    ]);
    let paid = |settings: &[&str], bonus: &str| {
        let plan = read_plan(&text, settings);
        units(&Company::new(&plan, &joined).paid_by_bonus(bonus))
    };
    assert_eq!(paid(&[], "performance"), [2_850.0, 6_000.0, 900.0]);
    assert_eq!(paid(&[], "leadership"), [1_440.0, 0.0, 0.0]);
    let older = ["bonus.leadership.rates=[0, 0.04]"];
    assert_eq!(paid(&older, "leadership"), [960.0, 0.0, 0.0]);
}

/// Three Supervisors, each below the one before, and a seller below the last: 1 % and 4 % more of the
/// groups of two generations.
#[test]
fn royalties_are_paid_from_the_lowest_rate_to_the_whole() {
    let plan = read_plan(&preset("herbalife-like"), &[]);
    let supervisor = |sponsor| (sponsor, 4_000.0, 4_000.0);
    let joined = company(&[
        supervisor(None),
        supervisor(Some(0)),
        supervisor(Some(1)),
        (Some(2), 100.0, 100.0),
    ]);
    let paid = |bonus: &str| units(&Company::new(&plan, &joined).paid_by_bonus(bonus));
    assert_eq!(paid("royalty"), [81.0, 41.0, 0.0, 0.0]);
    assert_eq!(paid("whole royalty"), [324.0, 164.0, 0.0, 0.0]);
}

#[test]
fn fast_start_and_pool_pay_their_worked_figures() {
    let plan = read_plan(&preset("doterra-like"), &[]);
    let mut joined = company(&[
        (None, 100.0, 0.0),
        (Some(0), 100.0, 0.0),
        (Some(1), 100.0, 0.0),
        (Some(2), 357.0, 357.0),
    ]);
    joined[3].months = 0;
    let pay = |joined: &[Member]| units(&Company::new(&plan, joined).pay(&plan));
    assert_eq!(pay(&joined), [17.85, 35.7, 71.4, 0.0]);
    // Two months later the same orders are the unilevel's: 2 %, 2.8 % and 3.7 %.
    joined[3].months = 2;
    assert_eq!(pay(&joined), [13.21, 10.0, 7.14, 0.0]);
}

/// 30 Silvers, 8 Golds and 3 Platinums have 100 points and divide 2 % of a million. Who makes a
/// leader one is no member of a rank that has points himself.
#[test]
fn a_pool_of_a_hundred_points_pays_its_worked_figures() {
    let mut joined: Vec<(Option<u32>, f64, f64)> = Vec::new();
    let mut add = |sponsor: Option<u32>, points: f64| {
        joined.push((sponsor, points, 0.0));
        (joined.len() - 1) as u32
    };
    // A Platinum needs three legs with Silvers, who are nine of the thirty.
    for _ in 0..3 {
        let platinum = add(None, 100.0);
        for _ in 0..3 {
            let silver = add(Some(platinum), 100.0);
            (0..3).for_each(|_| _ = add(Some(silver), 3_000.0));
        }
    }
    // A Gold needs three legs with Premiers, and a Premier two with Executives.
    for _ in 0..8 {
        let gold = add(None, 100.0);
        for _ in 0..3 {
            let premier = add(Some(gold), 1_000.0);
            (0..2).for_each(|_| _ = add(Some(premier), 2_000.0));
        }
    }
    for _ in 9..30 {
        let silver = add(None, 100.0);
        (0..3).for_each(|_| _ = add(Some(silver), 3_000.0));
    }
    let buyer = add(None, 0.0) as usize;
    joined[buyer].2 = 1_000_000.0;
    let plan = read_plan(&preset("doterra-like"), &[]);
    let paid = Company::new(&plan, &company(&joined)).paid_by_bonus("leadership pool");
    let times = |pay: f64| paid.iter().filter(|paid| paid.units() == pay).count();
    assert_eq!((times(200.0), times(1_000.0), times(2_000.0)), (30, 8, 3));
    assert_eq!(paid.iter().copied().sum::<Money>().units(), 20_000.0);
}

#[test]
fn a_larger_order_may_owe_less() {
    let plan = read_plan(&preset("avon-orders-like"), &[]);
    let sells = |sales: f64| {
        let seller = [Member { sales, ..Member::default() }];
        let pay = Company::new(&plan, &seller).pay(&plan)[0].units();
        (pay, sales - pay)
    };
    assert_eq!(sells(265.0), (79.5, 185.5));
    assert_eq!(sells(285.0), (99.75, 185.25));
}

#[test]
fn a_pyramid_of_fifteen_pays_its_worked_figures() {
    let plan: Plan = read_plan(&preset("recruitment-pyramid"), &[]);
    let joined: Vec<Member> = (0..15_u32)
        .map(|m| Member { sponsor: m.checked_sub(1).map(|m| m / 2), ..Member::default() })
        .collect();
    let pay = units(&Company::new(&plan, &joined).pay(&plan));
    let levels = [(0, 1), (1, 2), (3, 4), (7, 8)].map(|(first, n)| &pay[first..first + n]);
    for (level, pay) in levels.into_iter().zip([1_300.0, 900.0, 500.0, 0.0]) {
        assert!(level.iter().all(|&paid| paid == pay), "{level:?}");
    }
}

/// A enrolled B; B enrolled C, D and E; C enrolled F, G and H; E enrolled I and J. All but A, who is
/// there before, pay 1,000.
#[test]
fn two_up_of_ten_pays_its_worked_figures() {
    let plan: Plan = read_plan(&preset("two-up"), &[]);
    let sponsors =
        [None, Some(0), Some(1), Some(1), Some(1), Some(2), Some(2), Some(2), Some(4), Some(4)];
    let joined: Vec<Member> = sponsors
        .map(|sponsor| Member {
            sponsor,
            months: u32::from(sponsor.is_none()),
            ..Member::default()
        })
        .into();
    let pay = units(&Company::new(&plan, &joined).pay(&plan));
    assert_eq!(pay[..3], [4_000.0, 2_400.0, 800.0]);
    assert!(pay[3..].iter().all(|&paid| paid == 0.0));
}

/// Three organisers, who are there before, and 28 who join one after the other, each enrolled by
/// the one before.
#[test]
fn a_gifting_board_of_28_pays_its_worked_figures() {
    let member = |sponsor: Option<u32>| Member {
        sponsor,
        months: u32::from(sponsor.is_none()),
        ..Member::default()
    };
    let joined: Vec<Member> = [None; 3].into_iter().chain((2..30).map(Some)).map(member).collect();
    let plan: Plan = read_plan(&preset("gifting-board"), &[]);
    let pay = units(&Company::new(&plan, &joined).pay(&plan));
    assert_eq!(pay[..7], [20_000.0; 7]);
    assert!(pay[7..].iter().all(|&paid| paid == 0.0));
    assert_eq!(pay.iter().sum::<f64>(), 28.0 * plan.join.fee.units());
}

/// What `mlmsim pay` pays under a preset: period, member, bonus and amount, row by row.
fn payouts(name: &str, members: &str, orders: &str) -> String {
    let folder = Folder::new();
    folder.write("members.csv", format!("member,sponsor,joined,side\n{members}"));
    folder.write("orders.csv", format!("period,member,kind,price,pv,cv\n{orders}"));
    let plan = root().join(format!("scenarios/plans/{name}.toml"));
    let tables = "--members members.csv --orders orders.csv --out out";
    folder.run_silently(&format!("pay {} {tables}", plan.display()));
    data(&folder.files("out")["payouts.csv"]).lines().skip(1).collect::<Vec<_>>().join("\n")
}

/// Week by week: 400 on one side and 600 on the other; 9,000 and 6,000, of which 5,000 count; a week
/// without an order of one's own, which loses what was carried; and 500 and 400.
#[test]
fn pairs_are_paid_every_week() {
    let orders = "0,A,member,25,25,25\n0,B,member,400,400,400\n0,C,member,600,600,600\n\
                  1,A,member,25,25,25\n1,B,member,9000,9000,9000\n1,C,member,6000,6000,6000\n\
                  2,B,member,100,100,100\n2,C,member,100,100,100\n\
                  3,A,member,25,25,25\n3,B,member,500,500,500\n3,C,member,400,400,400\n";
    let paid = payouts("usana-weekly-like", "A,,0,\nB,A,0,1\nC,A,0,2\n", orders);
    assert_eq!(paid, "0,A,binary,80.00\n1,A,binary,1000.00\n3,A,binary,80.00");
    // What is carried counts: 4,000 and 1,200 of the second week in a third one with an order.
    let kept = orders.replace("2,B,", "2,A,member,25,25,25\n2,B,");
    let paid = payouts("usana-weekly-like", "A,,0,\nB,A,0,1\nC,A,0,2\n", &kept);
    assert!(paid.contains("\n2,A,binary,260.00\n"), "{paid}");
}

/// A's group of 15,000 points beside C, who has broken away, earns 2 % more; one of 14,999 does not.
#[test]
fn a_large_group_at_the_side_earns_the_ruby_bonus() {
    let members = "A,,0,\nB,A,0,\nC,A,0,\n";
    let orders = "0,A,member,48000,14000,48000\n0,B,member,3000,1000,3000\n\
                  0,C,member,24000,8000,24000\n";
    let paid = payouts("amway-north-america-like", members, orders);
    assert_eq!(
        paid,
        "0,A,performance,12390.00\n0,A,ruby,1020.00\n0,A,leadership,1440.00\n\
         0,B,performance,360.00\n0,C,performance,6000.00"
    );
    let smaller = orders.replace("14000", "13999");
    let paid = payouts("amway-north-america-like", members, &smaller);
    assert!(!paid.contains("ruby") && paid.contains("0,A,performance,12390.00"), "{paid}");
}

/// A sells 40 points, too few for the bonus, to ten customers or to nine.
#[test]
fn ten_customers_do_where_points_do_not() {
    let sells = |customers: usize| {
        let order = format!("0,A,retail,12,{},12\n", 40.0 / customers as f64);
        let orders = order.replace("4.444444444444445", "4.45").repeat(customers);
        payouts(
            "amway-north-america-like",
            "A,,0,\nB,A,0,\n",
            &(orders + "0,B,member,180,60,180\n"),
        )
    };
    assert_eq!(sells(10), "0,A,performance,9.00");
    assert_eq!(sells(9), "");
}

/// Both legs have 450, of which two units of 200 count, at a rate by one's own orders.
#[test]
fn pairs_pay_at_a_rate_by_own_orders() {
    let members = "A,,0,\nB,A,0,1\nC,A,0,2\n";
    for (own, paid) in [(24, ""), (25, "16.00"), (50, "32.00"), (99, "32.00"), (100, "48.00")] {
        let orders = format!("0,A,member,1,{own},1\n0,B,member,1,450,450\n0,C,member,1,450,450\n");
        let expected = if paid.is_empty() { String::new() } else { format!("0,A,binary,{paid}") };
        assert_eq!(payouts("hb-naturals-like", members, &orders), expected, "{own}");
    }
    // C was enrolled by B, so that A has nobody of his own in that leg.
    let orders = "0,A,member,1,100,1\n0,B,member,1,450,450\n0,C,member,1,450,450\n";
    assert_eq!(payouts("hb-naturals-like", "A,,0,\nB,A,0,1\nC,B,0,2\n", orders), "");
}

/// A has four legs with Silvers, each of three legs with Elites; a million of volume is theirs.
#[test]
fn a_diamond_has_a_pool_of_his_own() {
    let (mut members, mut orders) = ("A,,0,\n".to_owned(), "0,A,member,0,100,0\n".to_owned());
    let mut add = |name: &str, sponsor: &str, points: u32, volume: u32| {
        writeln!(members, "{name},{sponsor},0,").unwrap();
        writeln!(orders, "0,{name},member,0,{points},{volume}").unwrap();
    };
    for silver in 0..4 {
        add(&format!("S{silver}"), "A", 100, 0);
        for elite in 0..3 {
            add(&format!("E{silver}{elite}"), &format!("S{silver}"), 3_000, 0);
        }
    }
    add("Z", "", 0, 1_000_000);
    let paid = payouts("doterra-like", &members, &orders);
    let pools: Vec<&str> = paid.lines().filter(|line| line.contains(" pool,")).collect();
    // A Diamond has no points in the pool of those below him.
    let silvers = (0..4).map(|n| format!("0,S{n},leadership pool,5000.00"));
    let mut expected: Vec<String> = vec!["0,A,Diamond pool,10000.00".into()];
    expected.extend(silvers);
    assert_eq!(pools, expected);
}
