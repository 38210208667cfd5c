//! The command `pay`: given members and orders, to the cent.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs;

use insta::assert_snapshot;
use mlmsim::compensation::{BonusKind, Event, PaidBy, Plan};
use mlmsim::units::Money;

use crate::plans::{self, Example, Member, Table};
use crate::support::{Csv, Folder, Said, data, files_below, read, root};

const HEADERS: [&str; 2] =
    ["member,sponsor,joined\n", "period,member,kind,price,pv,cv,order,refund_of\n"];

/// What the program says to a plan, the rows of members and those of orders.
fn pay(folder: &Folder, plan: &str, members: &str, orders: &str) -> Said {
    folder.write("plan.toml", plan);
    folder.write("members.csv", format!("{}{members}", HEADERS[0]));
    folder.write("orders.csv", format!("{}{orders}", HEADERS[1]));
    folder.run("pay plan.toml --members members.csv --orders orders.csv --out out --force")
}

/// What is said of why a member is paid what he is paid, of tables that are written.
fn explain(folder: &Folder, name: &str) -> Said {
    let call = "pay plan.toml --members members.csv --orders orders.csv --explain";
    folder.run(&format!("{call} {name}"))
}

/// The data of a table that came out.
fn table(folder: &Folder, name: &str) -> String {
    data(&folder.files("out")[name])
}

const TEAM: &str = "name = \"Team\"\n[[bonus]]\nname = \"team\"\nkind = \"level\"\n\
                    rates = [0.10, 0.05]\n";

#[test]
fn a_payroll_has_three_tables_to_the_cent_and_a_manifest() {
    let folder = Folder::new();
    let members = "A,,0\n\"B, jr\",A,0\nC,\"B, jr\",1\n";
    let orders = "1,C,member,99.99,99.99,99.99,,\n0,\"B, jr\",retail,10,8.5,8.05,,\n";
    let said = pay(&folder, TEAM, members, orders);
    assert_snapshot!(said, @r"
    exit code 0
    ----- stdout
    Team · 3 members · 2 orders · 2 months

    bonus  committed   paid  breakage
    team       16.21  15.80      0.41
    all        16.21  15.80      0.41

    Tables: out
    ");
    let names: Vec<String> = folder.names("out");
    assert_eq!(names, ["ledger.csv", "manifest.json", "payouts.csv", "standing.csv"]);
    assert_snapshot!(table(&folder, "payouts.csv"), @r#"
    period,member,bonus,amount
    0,A,team,0.80
    1,A,team,5.00
    1,"B, jr",team,10.00
    "#);
    assert_snapshot!(table(&folder, "standing.csv"), @r#"
    period,member,active,paid_rank,title,pv,gv,pgv
    0,A,yes,,,0.00,8.50,8.50
    0,"B, jr",yes,,,8.50,8.50,8.50
    1,A,yes,,,0.00,99.99,99.99
    1,"B, jr",yes,,,0.00,99.99,99.99
    1,C,yes,,,99.99,99.99,99.99
    "#);
    assert_snapshot!(table(&folder, "ledger.csv"), @r"
    period,bonus,committed,paid,breakage
    0,team,1.21,0.80,0.41
    1,team,15.00,15.00,0.00
    ");
}

#[test]
fn a_name_may_begin_as_a_comment_does() {
    let folder = Folder::new();
    // Comments stand above the header.
    folder.write("plan.toml", TEAM);
    folder.write("members.csv", format!("# who\n\n{}A,,0\n#1,A,0\n", HEADERS[0]));
    folder.write("orders.csv", format!("# what\n{}0,#1,member,50,50,50,,\n", HEADERS[1]));
    let call = "pay plan.toml --members members.csv --orders orders.csv --out out --force";
    let said = folder.run(call);
    assert_eq!(said.code, Some(0), "{said:?}");
    let payouts = table(&folder, "payouts.csv");
    assert!(payouts.lines().any(|line| line.starts_with("0,A,team,5")), "{payouts}");
    let standing = table(&folder, "standing.csv");
    assert!(standing.lines().any(|line| line.starts_with("0,\"#1\",")), "{standing}");
}

#[test]
fn all_faults_of_both_tables_are_told_together_with_their_lines() {
    let folder = Folder::new();
    let members = "A,,0\nB,Zoe,0\nA,,0\n\n\nC,D,1\nD,C,1\nE,F,2\nF,,2\nG,,1\n,A,2\n\
                   H,A,soon\nI,A\nJ,J,3\n";
    let orders = "0,B,member,10,10,10,x,\n0,Nobody,member,1,1,1,,\n0,F,member,1,1,1,,\n\
                  0,A,gift,1,1,1,,\n0,A,member,1.005,\"1,000\",-3,,\n0,A,fee,50,5,,,\n\
                  0,A,member,1,1,,,\n0,A,member,1,1,1,,x\n1,B,refund,,,,,y\n1,A,refund,,,,,x\n\
                  1,B,refund,11,10,-10,,x\n1,B,refund,,,,r,\n0,A,member,1,1,1,,\n\
                  9999,A,member,1,1,1,,\n1,A,member,5,5,5,late,\n0,A,refund,,,,,late\n\
                  1,B,refund,,,,,x\n1,B,refund,,,,,x\n0,A,member,1,1,1,z,\n0,A,member,1,1,1,z,\n\
                  0,A,refund,,,,,z\n0,A,refund,,,,,z\n";
    assert_snapshot!(pay(&folder, TEAM, members, orders), @r"
    exit code 1
    ----- stderr
    error: members.csv and orders.csv have 26 problems

    members.csv:3: the sponsor `Zoe` is no member of this table: add him, or leave `sponsor` empty for somebody at the top
    members.csv:4: `A` is on line 2 already: a member has one row, so remove one or rename it
    members.csv:7: sponsors go round in a circle: `C`, sponsored by `D`, sponsored by `C`; leave `sponsor` of one of them empty, or correct it
    members.csv:9: the sponsor `F` stands below, on line 10: members stand in the order in which they joined, so move that row up
    members.csv:11: the member joined in period 1, and the one above in period 2: members stand in the order in which they joined, so move the row up
    members.csv:12: the member has no name: give him one, or remove the row
    members.csv:13: `joined` is `soon`: periods are whole numbers from 0 to 5200
    members.csv:14: this row has 2 fields, and the header 3: an empty field keeps its comma
    members.csv:15: sponsors go round in a circle: `J`, sponsored by `J`; leave `sponsor` of one of them empty, or correct it
    orders.csv:3: `Nobody` is not among the members: add a row for him, or correct the name
    orders.csv:4: `F` joined in period 2, after this order: correct one of the two
    orders.csv:5: `kind` is `gift`: write `member`, `retail`, `fee` or `refund`
    orders.csv:6: `cv` is `-3`: an order is not negative; write the kind `refund` to take one back
    orders.csv:6: `price` is `1.005`: at most two decimal places are exact: round it
    orders.csv:6: `pv` is `1,000`: write a plain decimal number, such as 1234.50
    orders.csv:7: a fee has neither `pv` nor `cv`: enter goods that come with it as an order of the kind `member`
    orders.csv:8: `cv` is empty: write 0 for none
    orders.csv:9: `refund_of` is for refunds: write the kind `refund`
    orders.csv:10: no order is called `y` in the column `order`: name it there, or correct this one
    orders.csv:11: the order `x`, on line 2, is another member's: name one of his own
    orders.csv:12: `price` of the order `x` is 10.00: a refund takes back a whole order, and repeats its amounts or leaves them empty
    orders.csv:13: a refund names the order that it takes back, in `refund_of`
    orders.csv:15: `period` is `9999`: periods are whole numbers from 0 to 5200
    orders.csv:17: the order `late` is of period 1, after its refund: correct one of the two
    orders.csv:19: the order `x` was taken back on line 18 already: remove one of the two
    orders.csv:21: the order `z` is on line 20 already: give each order a name of its own, or none
    ");
}

#[test]
fn a_quote_that_is_not_closed_hides_no_other_fault() {
    let folder = Folder::new();
    let members = "A,,0\n\"B,A,0\n\"C, jr\",A,0\nD,Zoe,0\nE,A,\"1\n";
    let orders = "0,A,member,\"10,1,1,,\n0,Nobody,member,10,10,10,,\n0,A,\"member,1,1,1,,\n\n\
                  0,\"C, jr\",\"member\",2,2,2,,\n0,A,bad,1,1,1,,\n0,A,member,1,1,\"1\"\"\"\"\",,\n\
                  0,A,member,1,1,1,\"";
    let said = pay(&folder, TEAM, members, orders);
    folder.write("members.csv", "member,\"sponsor,joined\nA,,0\n");
    folder.write(
        "orders.csv",
        "period,member,kind,price,pv,cv\r\n0,A,\"member,1,1,1\r\n0,X,gift,1,1,1\r\n",
    );
    let header = folder.run("pay plan.toml --members members.csv --orders orders.csv");
    assert_snapshot!(format!("{said}{header}"), @r#"
    exit code 1
    ----- stderr
    error: members.csv and orders.csv have 9 problems

    members.csv:3: a quote opens here that is not closed on the same line: close it, or remove it
    members.csv:5: the sponsor `Zoe` is no member of this table: add him, or leave `sponsor` empty for somebody at the top
    members.csv:6: a quote opens here that is not closed on the same line: close it, or remove it
    orders.csv:2: a quote opens here that is not closed on the same line: close it, or remove it
    orders.csv:3: `Nobody` is not among the members: add a row for him, or correct the name
    orders.csv:4: a quote opens here that is not closed on the same line: close it, or remove it
    orders.csv:7: `kind` is `bad`: write `member`, `retail`, `fee` or `refund`
    orders.csv:8: `cv` is `1""`: write a plain decimal number, such as 1234.50
    orders.csv:9: a quote opens here that is not closed on the same line: close it, or remove it
    exit code 1
    ----- stderr
    error: members.csv and orders.csv have 3 problems

    members.csv:1: a quote opens here that is not closed on the same line: close it, or remove it
    orders.csv:2: a quote opens here that is not closed on the same line: close it, or remove it
    orders.csv:3: `kind` is `gift`: write `member`, `retail`, `fee` or `refund`
    "#);
}

#[test]
fn columns_are_missing_unknown_or_twice() {
    let folder = Folder::new();
    folder.write("plan.toml", TEAM);
    let mut said = String::new();
    for (members, orders) in [
        ("", "period,member,kind,price,pv\n"),
        ("member;sponsor;joined\n", "period,member,member,kind,price,pv,cv,refundof\n"),
        ("member,sponsor,joined\nA,,0,,\n", "period,member,kind,price,pv,cv\n\u{e9}"),
    ] {
        folder.write("members.csv", members);
        folder.write("orders.csv", orders);
        let run = folder.run("pay plan.toml --members members.csv --orders orders.csv");
        said.push_str(&run.to_string());
    }
    folder.write("orders.csv", b"period,member\n0,\xff\n");
    let run = folder.run("pay plan.toml --members none.csv --orders orders.csv");
    said.push_str(&run.to_string());
    let run = folder.run("pay plan.toml --members members.csv --orders orders.csv");
    said.push_str(&run.to_string());
    assert_snapshot!(said, @r#"
    exit code 1
    ----- stderr
    error: members.csv and orders.csv have 2 problems

    members.csv: it is empty: the first line names the columns, member,sponsor,joined[,side]
    orders.csv:1: there is no column `cv`: the first line names the columns, period,member,kind,price,pv,cv[,order][,refund_of]
    exit code 1
    ----- stderr
    error: members.csv and orders.csv have 3 problems

    members.csv:1: columns are separated by commas: save the table so
    orders.csv:1: `refundof` is no column of this table: the first line names the columns, period,member,kind,price,pv,cv[,order][,refund_of]
    orders.csv:1: the column `member` stands here twice: remove one
    exit code 1
    ----- stderr
    error: members.csv and orders.csv have 2 problems

    members.csv:2: this row has 5 fields, and the header 3: put text with commas in quotes
    orders.csv:2: this row has 1 field, and the header 6: an empty field keeps its comma
    exit code 1
    ----- stderr
    error: none.csv and orders.csv have 2 problems

    none.csv: it cannot be read: there is no such file
    orders.csv:2: this is not text in UTF-8: save the table as such
    exit code 1
    ----- stderr
    error: members.csv and orders.csv have 2 problems

    members.csv:2: this row has 5 fields, and the header 3: put text with commas in quotes
    orders.csv:2: this is not text in UTF-8: save the table as such
    "#);
}

#[test]
fn columns_stand_in_any_order_and_text_may_come_from_elsewhere() {
    let folder = Folder::new();
    folder.write("plan.toml", TEAM);
    folder.write("members.csv", "\u{feff}joined,member,side,sponsor\r\n0, A ,,\r\n0,B,,A\r\n");
    folder.write("orders.csv", "cv,pv,price,kind,member,period\r\n+100.0,1,1,member,B,0\r\n");
    let said = folder.run("pay plan.toml --members members.csv --orders orders.csv --out out -q");
    assert_eq!(said.to_string(), "exit code 0\n");
    assert_eq!(table(&folder, "payouts.csv"), "period,member,bonus,amount\n0,A,team,10.00\n");
}

/// Two legs, of which one is given by hand, and fees that are passed up.
const BINARY: &str = "name = \"Binary\"\nperiod = \"week\"\n[active]\npv = 10\n\
                      [[tree]]\nname = \"legs\"\nplace = \"weak\"\nwidth = 2\n\
                      [[tree]]\nname = \"money\"\nplace = \"pass_up\"\nn = 1\n\
                      [[bonus]]\nname = \"pairs\"\nkind = \"pair\"\ntree = \"legs\"\nrate = 0.2\n\
                      carry = { max = 300 }\nneed = { recruits_per_leg = 1 }\n\
                      [[bonus]]\nname = \"fees\"\nkind = \"level\"\ntree = \"money\"\n\
                      base = \"fee\"\nrates = [0.8]\n";

#[test]
fn seats_are_given_by_hand_and_by_rule_and_are_told() {
    let folder = Folder::new();
    folder.write("plan.toml", BINARY);
    let members = "member,sponsor,joined,side\nA,,0,\nB,A,0,2\nC,A,0,\nD,B,1,\nE,A,1,\nF,A,1,2\n";
    folder.write("members.csv", members);
    let orders = "0,B,member,100,100,100,b,\n0,C,member,40,40,40,,\n0,B,fee,50,,,,\n\
                  1,C,member,500,500,500,,\n1,D,fee,50,,,,\n2,B,refund,,,,,b\n";
    folder.write("orders.csv", format!("{}{orders}", HEADERS[1]));
    let call = "pay plan.toml --members members.csv --orders orders.csv";
    folder.run_silently(&format!("{call} --out out"));
    assert_snapshot!(table(&folder, "standing.csv"), @r#"
    period,member,active,paid_rank,title,pv,gv,pgv,placed_under,seat,belongs_to
    0,A,no,,,0.00,140.00,140.00,,,
    0,B,yes,,,100.00,100.00,100.00,A,2,A
    0,C,yes,,,40.00,40.00,40.00,A,1,A
    1,A,no,,,0.00,500.00,500.00,,,
    1,B,no,,,0.00,0.00,0.00,A,2,A
    1,C,yes,,,500.00,500.00,500.00,A,1,A
    1,D,no,,,0.00,0.00,0.00,B,1,A
    1,E,no,,,0.00,0.00,0.00,C,1,A
    1,F,no,,,0.00,0.00,0.00,B,2,A
    2,A,no,,,0.00,-100.00,-100.00,,,
    2,B,no,,,-100.00,-100.00,-100.00,A,2,A
    2,C,no,,,0.00,0.00,0.00,A,1,A
    2,D,no,,,0.00,0.00,0.00,B,1,A
    2,E,no,,,0.00,0.00,0.00,C,1,A
    2,F,no,,,0.00,0.00,0.00,B,2,A
    "#);
    assert_snapshot!(table(&folder, "payouts.csv"), @r#"
    period,member,bonus,amount
    0,A,pairs,8.00
    0,A,fees,40.00
    1,A,fees,40.00
    2,A,pairs,-8.00
    "#);
    assert_snapshot!(folder.run(&format!("{call} --explain A")), @r#"
    exit code 0
    ----- stdout
    A, week 0: 48.00
      PV 0.00, GV 140.00, PGV 140.00
      not active: PV 0.00, needs 10.00
      pairs: 8.00
        left leg: 40.00 (C's order on line 3: 40.00)
        right leg: 100.00 (B's order b: 100.00)
        matched: 20 % of 40.00 = 8.00
        carried on: left leg 0.00, right leg 60.00
      fees: 40.00
        level 1: 80 % of 50.00 = 40.00 (B's fee on line 4: 50.00)

    A, week 1: 40.00
      PV 0.00, GV 500.00, PGV 500.00
      not active: PV 0.00, needs 10.00
      pairs: 0.00
        not paid: active recruits by leg 1, 0, needs 1 in each
        left leg: 500.00 (C's order on line 5: 500.00)
        right leg, 60.00 of it carried: 60.00
        matched: 0 % of 60.00 = 0.00
        carried on: left leg 300.00, right leg 60.00
        lost: left leg 200.00, right leg 0.00, for a leg carries 300.00 at most
      fees: 40.00
        level 1: 80 % of 50.00 = 40.00 (D's fee on line 6: 50.00)

    A, week 2: -8.00
      PV 0.00, GV -100.00, PGV -100.00
      not active: PV 0.00, needs 10.00
      pairs: 0.00
        not paid: active recruits by leg 0, 0, needs 1 in each
        carried to this week, as orders came back: left leg 300.00, right leg 0.00; before that: left leg 300.00, right leg 60.00
        left leg, 300.00 of it carried: 300.00
        right leg: 0.00
        matched: 0 % of 0.00 = 0.00
        carried on: left leg 300.00, right leg 0.00
      fees: 0.00
        those below him have no fees that count for it
      pairs, taken back of week 0: -8.00
        B's order b came back: 100.00
        his pay for week 0 fell from 8.00 to 0.00
    "#);
}

/// An order of which the price, the PV and the CV differ.
#[test]
fn a_correction_says_what_counted_of_an_order_that_came_back() {
    let folder = Folder::new();
    let plan = "name = \"n\"\n[[tree]]\nname = \"t\"\nplace = \"left\"\nwidth = 2\n\
                [[bonus]]\nname = \"on cv\"\nkind = \"level\"\nbase = \"cv\"\nrates = [0.1]\n\
                [[bonus]]\nname = \"on pv\"\nkind = \"level\"\nbase = \"pv\"\nrates = [0.1]\n\
                [[bonus]]\nname = \"pool\"\nkind = \"pool\"\nbase = \"cv\"\nshare = 0.1\n\
                points = { S = 1 }\n\
                [[bonus]]\nname = \"pair\"\nkind = \"pair\"\nbase = \"cv\"\ntree = \"t\"\nrate = 0.1\n\
                [[bonus]]\nname = \"match\"\nkind = \"level\"\nbase = \"pay:on cv\"\nrates = [0.5]\n\
                [[rank]]\nname = \"S\"\nrecruits = 1\n";
    let members = "T,,0\nA,T,0\nB,A,0\nC,A,0\n";
    let orders = "0,B,member,11,22,33,b0,\n0,C,member,1,1,100,c0,\n1,B,refund,,,,,b0\n";
    pay(&folder, plan, members, orders);
    let corrections = |who: &str| {
        let text = explain(&folder, who);
        let lines = text.stdout.lines().skip_while(|line| !line.contains("taken back of"));
        lines.map(str::trim).collect::<Vec<_>>().join("\n")
    };
    assert_snapshot!(corrections("A"), @"
    on cv, taken back of month 0: -3.30
    B's order b0 came back: 33.00
    his pay for month 0 fell from 13.30 to 10.00
    on pv, taken back of month 0: -2.20
    B's order b0 came back: 22.00
    his pay for month 0 fell from 2.30 to 0.10
    pool, taken back of month 0: -1.65
    B's order b0 came back: 33.00
    his pay for month 0 fell from 6.65 to 5.00
    pair, taken back of month 0: -3.30
    B's order b0 came back: 33.00
    his pay for month 0 fell from 3.30 to 0.00
    ");
    assert_snapshot!(corrections("T"), @"
    pool, taken back of month 0: -1.65
    B's order b0 came back: 33.00
    his pay for month 0 fell from 6.65 to 5.00
    match, taken back of month 0: -1.65
    B's order b0 came back: 33.00
    his pay for month 0 fell from 6.65 to 5.00
    ");
}

/// D has no rank, and E's has no points.
#[test]
fn who_has_no_points_in_a_pool_is_told_so() {
    let folder = Folder::new();
    let plan = "name = \"p\"\n[[rank]]\nname = \"R\"\npv = 10\n[[rank]]\nname = \"S\"\npv = 50\n\
                [[bonus]]\nname = \"pool\"\nkind = \"pool\"\nshare = 0.02\npoints = { R = 0, S = 1 }\n";
    let orders = "0,A,member,100,100,100,,\n0,E,member,10,10,10,,\n";
    pay(&folder, plan, "A,,0\nD,,0\nE,,0\n", orders);
    let told = explain(&folder, "D").stdout;
    assert!(told.contains("pool: 0.00\n    a member without rank has no points in it\n"), "{told}");
    let told = explain(&folder, "E").stdout;
    assert!(told.contains("pool: 0.00\n    rank R has no points in it\n"), "{told}");
}

/// A capped plan: levels, and a match on them.
const CAPPED: &str = "name = \"Capped\"\n[cap]\nshare = 0.06\n\
                      [[bonus]]\nname = \"levels\"\nkind = \"level\"\nrates = [0.05, 0.05]\n\
                      [[bonus]]\nname = \"match\"\nkind = \"level\"\nbase = \"pay:levels\"\n\
                      rates = [0.40]\n\
                      [[bonus]]\nname = \"pool\"\nkind = \"pool\"\nshare = 0.04\n\
                      points = { Any = 1 }\n[[rank]]\nname = \"Any\"\nrecruits = 1\n";

/// X's order pays nobody, but its volume lets the cap over all bonuses leave more. E stands below C, whose
/// order of that period comes back as well.
#[test]
fn a_correction_names_the_cap_where_that_fell_and_orders_only_where_they_count() {
    let folder = Folder::new();
    let plan = "name = \"Capped\"\n[cap]\nshare = 0.06\n\
                [[bonus]]\nname = \"levels\"\nkind = \"level\"\nrates = [0.10]\n";
    let members = "A,,0\nB,A,0\nC,B,0\nE,C,0\nX,,0\n";
    let orders = "0,C,member,1000,1000,1000,c,\n0,X,member,1000,1000,1000,x,\n\
                  0,E,member,100,100,100,e,\n1,X,refund,,,,,x\n2,E,refund,,,,,e\n";
    pay(&folder, plan, members, orders);
    assert_snapshot!(table(&folder, "payouts.csv"), @"
    period,member,bonus,amount
    0,B,levels,100.00
    0,C,levels,10.00
    1,B,levels,-40.00
    1,C,levels,-4.00
    2,C,levels,-6.00
    ");
    assert_snapshot!(explain(&folder, "B"), @"
    exit code 0
    ----- stdout
    B, month 0: 100.00
      PV 0.00, GV 1100.00, PGV 1100.00
      levels: 100.00
        level 1: 10 % of 1000.00 = 100.00 (C's order c: 1000.00)
        beyond the only level: 0 % of 100.00 = 0.00 (E's order e: 100.00)

    B, month 1: -40.00
      PV 0.00, GV 0.00, PGV 0.00
      levels: 0.00
        those below him have no orders that count for it
      levels, taken back of month 0: -40.00
        100.00 is due as before
        his pay for month 0 fell from 100.00 to 60.00
        the cap over all bonuses fell from 126.00 to 66.00 as volume came back, and what is due before it stayed 110.00

    B, month 2: 0.00
      PV 0.00, GV -100.00, PGV -100.00
      levels: 0.00
        those below him have no orders that count for it
    ");
    assert_snapshot!(explain(&folder, "C"), @"
    exit code 0
    ----- stdout
    C, month 0: 10.00
      PV 1000.00, GV 1100.00, PGV 1100.00
      levels: 10.00
        level 1: 10 % of 100.00 = 10.00 (E's order e: 100.00)

    C, month 1: -4.00
      PV 0.00, GV 0.00, PGV 0.00
      levels: 0.00
        those below him have no orders that count for it
      levels, taken back of month 0: -4.00
        10.00 is due as before
        his pay for month 0 fell from 10.00 to 6.00
        the cap over all bonuses fell from 126.00 to 66.00 as volume came back, and what is due before it stayed 110.00

    C, month 2: -6.00
      PV 0.00, GV -100.00, PGV -100.00
      levels: 0.00
        those below him have no orders that count for it
      levels, taken back of month 0: -6.00
        E's order e came back: 100.00
        his pay for month 0 fell from 6.00 to 0.00
        the cap over all bonuses fell from 66.00 to 60.00 as volume came back, and what is due before it fell from 110.00 to 100.00
    ");
    // Where legs carry volume, too.
    let pairs = format!(
        "{plan}[[tree]]\nname = \"seats\"\nplace = \"bfs\"\nwidth = 2\n[[bonus]]\nname = \"pairs\"\n\
         kind = \"pair\"\ntree = \"seats\"\nrate = 0.10\ncarry = {{ max = 5000 }}\n"
    );
    pay(&folder, &pairs, members, orders);
    let told = explain(&folder, "B");
    assert!(told.stdout.contains("100.00 is due as before"), "{told}");
}

/// 15 % of 99.99 is 14.9985, and 20 % of it 19.998; 15.00 × 19.99 / 30.00 is 9.995.
#[test]
fn lines_are_rounded_once_and_the_cap_over_all_and_what_it_scales_are_cut() {
    let folder = Folder::new();
    let plan =
        "name = \"Cut\"\n[[bonus]]\nname = \"levels\"\nkind = \"level\"\nrates = [0.15, 0.15]\n";
    let (members, orders) = ("A,,0\nB,A,0\nC,B,0\n", "0,C,member,99.99,99.99,99.99,,\n");
    pay(&folder, plan, members, orders);
    let lines = |amount: &str| {
        format!("period,member,bonus,amount\n0,A,levels,{amount}\n0,B,levels,{amount}\n")
    };
    assert_eq!(table(&folder, "payouts.csv"), lines("15.00"));
    pay(&folder, &format!("{plan}[cap]\nshare = 0.2\n"), members, orders);
    assert_eq!(table(&folder, "payouts.csv"), lines("9.99"));
    assert_eq!(
        table(&folder, "ledger.csv"),
        "period,bonus,committed,paid,breakage\n0,levels,30.00,19.98,10.02\n"
    );
}

#[test]
fn an_explanation_names_orders_and_adds_up_to_what_is_paid() {
    let folder = Folder::new();
    let orders = "0,C,member,10,10,10,c1,\n0,C,retail,11.11,11.11,11.11,,\n\
                  0,C,member,99,99,99,c2,\n0,C,refund,,,,,c2\n0,B,retail,0.30,0.30,0.30,b1,\n";
    pay(&folder, CAPPED, "A,,0\nB,A,0\nC,B,0\n", orders);
    assert_snapshot!(explain(&folder, "A"), @r#"
    exit code 0
    ----- stdout
    A, month 0: 0.70
      PV 0.00, GV 21.41, PGV 21.41
      rank Any
      levels: 0.40
        level 1: 5 % of 0.30 = 0.015 (B's retail order b1: 0.30)
        level 2: 5 % of 21.11 = 1.0555 (C's order c1: 10.00, C's retail order on line 3: 11.11)
        1.0705 in all, rounded to 1.07
        1.07 scaled down to 0.40: all bonuses come to 3.39, and the cap over all of them is 1.28
      match: 0.15
        level 1: 40 % of 1.06 = 0.424 (B's levels: 1.06)
        0.424 in all, rounded to 0.42
        0.42 scaled down to 0.15: all bonuses come to 3.39, and the cap over all of them is 1.28
      pool: 0.15
        1.00 of 2.00 points in a fund of 0.8564, rounded down: 0.42
        0.42 scaled down to 0.15: all bonuses come to 3.39, and the cap over all of them is 1.28
    "#);
}

#[test]
fn an_explanation_says_where_an_own_rate_comes_from_and_what_broke_away() {
    let folder = Folder::new();
    let plan = "name = \"Lead\"\nbreakaway = \"P\"\n[[rank]]\nname = \"P\"\n\
                any = [{ pgv = 7500 }, { legs = { P = 1 }, pgv = 2500 }]\n[[bonus]]\n\
                name = \"brackets\"\nkind = \"differential\"\nfloor = \"best_leg\"\n\
                brackets = [[2000, 0.18], [4000, 0.21], [7500, 0.25]]\n[[bonus]]\n\
                name = \"ranks\"\nkind = \"differential\"\nrates = { P = 0.05 }\n";
    let orders = "0,A,member,1000,1000,1000,,\n0,B,member,90,90,90,,\n\
                  0,C,member,1500,1500,1500,,\n0,D,member,8000,8000,8000,,\n\
                  0,E,member,10,10,10,,\n";
    pay(&folder, plan, "A,,0\nB,A,0\nC,A,0\nD,B,0\nE,D,0\n", orders);
    let said: Vec<String> = ["A", "C", "D"].map(|name| explain(&folder, name).stdout).into();
    assert_snapshot!(said.concat(), @r"
    A, month 0: 754.50
      PV 1000.00, GV 10600.00, PGV 2590.00
      rank P
      brackets: 625.00
        own rate 25 %: the floor, the rate of the best leg (D, in the leg of B); without it 18 %, for PGV 2590.00 reaches the bracket from 2000.00
        own rate 25 %, 0 % granted below: 25 % of 2500.00 = 625.00 (A's order on line 2: 1000.00, C's order on line 4: 1500.00)
        own rate 25 %, 25 % granted below: 0 % of 90.00 = 0.00 (B's order on line 3: 90.00)
        not paid, for it broke away with D: 8010.00 (D's order on line 5: 8000.00, E's order on line 6: 10.00)
      ranks: 129.50
        own rate 5 %: rank P
        own rate 5 %, 0 % granted below: 5 % of 2590.00 = 129.50 (A's order on line 2: 1000.00, B's order on line 3: 90.00, C's order on line 4: 1500.00)
        not paid, for it broke away with D: 8010.00 (D's order on line 5: 8000.00, E's order on line 6: 10.00)
    C, month 0: 0.00
      PV 1500.00, GV 1500.00, PGV 1500.00
      rank none
      not P: one of: PGV 1500.00, needs 7500.00 | PGV 1500.00, needs 2500.00; legs with P 0, needs 1
      brackets: 0.00
        own rate 0 %: PGV 1500.00 is below the first bracket, 2000.00
        own rate 0 %, 0 % granted below: 0 % of 1500.00 = 0.00 (C's order on line 4: 1500.00)
      ranks: 0.00
        own rate 0 %: no rank
        own rate 0 %, 0 % granted below: 0 % of 1500.00 = 0.00 (C's order on line 4: 1500.00)
    D, month 0: 2403.00
      PV 8000.00, GV 8010.00, PGV 8010.00
      rank P
      brackets: 2002.50
        own rate 25 %: PGV 8010.00 reaches the bracket from 7500.00
        own rate 25 %, 0 % granted below: 25 % of 8010.00 = 2002.50 (D's order on line 5: 8000.00, E's order on line 6: 10.00)
      ranks: 400.50
        own rate 5 %: rank P
        own rate 5 %, 0 % granted below: 5 % of 8010.00 = 400.50 (D's order on line 5: 8000.00, E's order on line 6: 10.00)
    ");
}

#[test]
fn an_explanation_tells_what_legs_carry_on_and_lose() {
    let folder = Folder::new();
    let plan = "name = \"Legs\"\nperiod = \"week\"\n[active]\npv = 10\n[[tree]]\nname = \"legs\"\n\
                place = \"left\"\nwidth = 2\n[[bonus]]\nname = \"pairs\"\nkind = \"pair\"\n\
                tree = \"legs\"\nrate = 0.2\nneed = { active = true }\n\
                cap = { volume = 50, over = \"flush\" }\n\
                carry = { max = 300, lose = \"unqualified\" }\n";
    let orders = "0,A,member,10,10,10,,\n0,B,member,500,500,500,,\n0,C,member,80,80,80,,\n\
                  1,C,member,20,20,20,,\n";
    pay(&folder, plan, "A,,0\nB,A,0\nC,A,0\n", orders);
    assert_snapshot!(explain(&folder, "A"), @r#"
    exit code 0
    ----- stdout
    A, week 0: 10.00
      PV 10.00, GV 590.00, PGV 590.00
      active: PV 10.00, needs 10.00
      pairs: 10.00
        left leg: 500.00 (B's order on line 3: 500.00)
        right leg: 80.00 (C's order on line 4: 80.00)
        80.00 matched, of which the bonus pays for: 20 % of 50.00 = 10.00
        lost: 30.00 matched above the cap
        carried on: left leg 300.00, right leg 0.00
        lost: left leg 120.00, right leg 0.00, for a leg carries 300.00 at most

    A, week 1: 0.00
      PV 0.00, GV 20.00, PGV 20.00
      not active: PV 0.00, needs 10.00
      pairs: 0.00
        not paid: not active, needs to be active
        left leg, 300.00 of it carried: 300.00
        right leg: 20.00 (C's order on line 5: 20.00)
        matched: 0 % of 20.00 = 0.00
        carried on: left leg 0.00, right leg 0.00
        lost: left leg 300.00, right leg 20.00, for who may not be paid loses what he has
    "#);
}

/// Of marginal tiers, each with what of the sales is within it.
#[test]
fn an_explanation_divides_own_sales_among_tiers() {
    let folder = Folder::new();
    let plan = "name = \"Tiers\"\n[[bonus]]\nname = \"sales\"\nkind = \"retail\"\npaid_by = \"company\"\n\
                rate = [[0, 0.05], [50, 0.1]]\nmode = \"marginal\"\n";
    let orders = "0,A,retail,60,60,60,,\n0,A,retail,40,40,40,x,\n";
    pay(&folder, plan, "A,,0\n", orders);
    assert_eq!(
        reasons(&explain(&folder, "A"), "sales"),
        ["own sales: 100.00 (A's retail order on line 2: 60.00, A's retail order x: 40.00)\n\
          from 0.00 to 50.00: 5 % of 50.00 = 2.50\n\
          from 50.00 to 100.00: 10 % of 50.00 = 5.00"]
    );
}

/// Of legs that have something both, what is not matched, and why.
#[test]
fn an_explanation_says_why_less_is_matched_than_both_legs_have() {
    let folder = Folder::new();
    let matched = |rule: &str, left: &str| {
        let plan = format!(
            "name = \"Legs\"\n[[tree]]\nname = \"legs\"\nplace = \"left\"\nwidth = 2\n[[rank]]\n\
             name = \"P\"\npv = 10\n[[bonus]]\nname = \"pairs\"\nkind = \"pair\"\ntree = \"legs\"\n{rule}"
        );
        let orders = format!("0,B,member,{left},{left},{left},,\n0,C,member,400,400,400,,\n");
        let said = pay(&folder, &plan, "A,,0\nB,A,0\nC,A,0\n", &orders);
        assert_eq!(said.code, Some(0), "{said}");
        let said = explain(&folder, "A");
        reasons(&said, "pairs")[0].lines().nth(2).unwrap_or_default().to_owned()
    };
    for (rule, left, said) in [
        ("rate = 0.1\n", "500", "matched: 10 % of 400.00 = 40.00"),
        (
            "rate = 0.1\nunit = 150\n",
            "500",
            "matched (both legs have 400.00, in units of 150.00): 10 % of 300.00 = 30.00",
        ),
        (
            "rate = 0.1\nmin = 401\n",
            "500",
            "matched (both legs have 400.00, and less than 401.00 does not count): 10 % of 0.00 = 0.00",
        ),
        (
            "rate = 0.1\nmin = 401\nunit = 300\n",
            "500",
            "matched (both legs have 400.00, and less than 600.00 does not count): 10 % of 0.00 = 0.00",
        ),
        (
            "rate = 0.1\nunit = 600\n",
            "500",
            "matched (both legs have 400.00, and less than 600.00 does not count): 10 % of 0.00 = 0.00",
        ),
        ("rate = 0.1\nratio = [2, 1]\n", "1000", "matched at 2 to 1: 10 % of 400.00 = 40.00"),
        (
            "rate = { P = 0.1 }\n",
            "500",
            "matched, and a member without rank is paid nothing for it: 0 % of 400.00 = 0.00",
        ),
    ] {
        assert_eq!(matched(rule, left), said, "{rule}");
    }
}

/// The second week tells what legs carry now that an order came back, and no week does where none did.
#[test]
fn an_explanation_says_that_an_order_that_came_back_changed_what_was_carried() {
    let folder = Folder::new();
    let plan = "name = \"Legs\"\nperiod = \"week\"\n[[tree]]\nname = \"legs\"\nplace = \"left\"\n\
                width = 2\n[[bonus]]\nname = \"pairs\"\nkind = \"pair\"\ntree = \"legs\"\nrate = 0.2\n\
                carry = {}\n";
    let orders = "0,B,member,500,500,500,b,\n0,C,member,80,80,80,,\n1,C,member,20,20,20,,\n\
                  2,B,refund,,,,,b\n2,C,member,1,1,1,,\n3,C,member,1,1,1,,\n";
    let said = pay(&folder, plan, "A,,0\nB,A,0\nC,A,0\nD,A,2\n", orders);
    assert_eq!(said.code, Some(0), "{said}");
    let pairs = reasons(&explain(&folder, "A"), "pairs");
    assert!(pairs[1].ends_with("carried on: left leg 400.00, right leg 0.00"), "{pairs:?}");
    assert_eq!(
        pairs[2],
        "carried to this week, as orders came back: left leg 0.00, right leg 100.00; before that: \
         left leg 400.00, right leg 0.00\n\
         left leg: 0.00\n\
         right leg, 100.00 of it carried: 101.00 (C's order on line 6: 1.00)\n\
         matched: 20 % of 0.00 = 0.00\n\
         carried on: left leg 0.00, right leg 101.00"
    );
    for week in [0, 1, 3] {
        assert!(!pairs[week].contains("came back"), "{pairs:?}");
    }
}

/// How often in a row a clause has held is told of activity, ranks and needs, and of alternatives.
#[test]
fn an_explanation_says_how_often_in_a_row_a_clause_has_held() {
    let folder = Folder::new();
    let plan = "name = \"Steady\"\n[active]\npv = 10\nmonths = 2\n[[rank]]\nname = \"P\"\npv = 10\n\
                keep = \"title\"\n[[rank]]\nname = \"Q\"\nrank = \"P\"\nmonths = 3\n[[rank]]\nname = \"R\"\n\
                any = [{ pv = 5, months = 4 }, { gv = 1000 }]\n[[bonus]]\nname = \"team\"\nkind = \"level\"\n\
                rates = [0.1]\nneed = { active = true, months = 2 }\n";
    let order = |period: u32, pv: u32| format!("{period},A,member,{pv},{pv},{pv},,\n");
    let orders: String = [(0, 10), (1, 10), (2, 9), (3, 10), (4, 10), (5, 10)]
        .map(|(period, pv)| order(period, pv))
        .concat();
    let said = pay(&folder, plan, "A,,0\n", &orders);
    assert_eq!(said.code, Some(0), "{said}");
    let said = explain(&folder, "A");
    let months: Vec<Vec<&str>> = said
        .stdout
        .split("\n\n")
        .map(|text| text.lines().map(str::trim_start).skip(2).collect())
        .collect();
    assert_eq!(
        months[0][..6],
        [
            "not active: PV 10.00, needs 10.00; must hold 2 months in a row: held 1 of 2",
            "rank P",
            "not Q: rank P, needs P; must hold 3 months in a row: held 1 of 3",
            "not R: one of: PV 10.00, needs 5.00; must hold 4 months in a row: held 1 of 4 | GV 10.00, \
             needs 1000.00",
            "team: 0.00",
            "not paid: not active, needs to be active; must hold 2 months in a row: held 0 of 2",
        ]
    );
    assert_eq!(
        months[1][5], "not paid: active; must hold 2 months in a row: held 1 of 2",
        "{said}"
    );
    assert_eq!(
        months[2][..4],
        [
            "not active: PV 9.00, needs 10.00; must hold 2 months in a row: held 0 of 2",
            "rank P",
            "not Q: rank none earned in this month, needs P; must hold 3 months in a row: held 0 of 3",
            "not R: one of: PV 9.00, needs 5.00; must hold 4 months in a row: held 3 of 4 | GV 9.00, \
             needs 1000.00",
        ]
    );
    assert_eq!(months[3][1], "rank R", "{said}");
    assert_eq!(
        months[5][0],
        "active: PV 10.00, needs 10.00; must hold 2 months in a row: held 2 of 2"
    );
}

#[test]
fn rounding_makes_no_breakage_below_nothing() {
    let folder = Folder::new();
    // Each of two uplines gets a cent for 0.6 of one, together more than the 1.2 that are set aside.
    let plan = "name = \"Cents\"\n[[bonus]]\nname = \"team\"\nkind = \"level\"\nrates = [0.10]\n";
    let members = "A,,0\nB,A,0\nC,,0\nD,C,0\n";
    pay(&folder, plan, members, "0,B,member,1,1,0.06,,\n0,D,member,1,1,0.06,,\n");
    let ledger = "period,bonus,committed,paid,breakage\n0,team,0.02,0.02,0.00\n";
    assert_eq!(table(&folder, "ledger.csv"), ledger);
    // 0.4 of a cent is nothing for either, and together a cent of breakage.
    pay(&folder, plan, members, "0,B,member,1,1,0.04,,\n0,D,member,1,1,0.04,,\n");
    let ledger = "period,bonus,committed,paid,breakage\n0,team,0.01,0.00,0.01\n";
    assert_eq!(table(&folder, "ledger.csv"), ledger);
}

#[test]
fn a_plan_may_take_nothing_back() {
    let folder = Folder::new();
    let orders = "0,C,member,100,100,100,c,\n1,C,refund,,,,,c\n";
    let paid = |plan: &str| {
        pay(&folder, plan, "A,,0\nB,A,0\nC,B,0\n", orders);
        let [payouts, standing] = ["payouts.csv", "standing.csv"].map(|name| table(&folder, name));
        assert!(standing.contains("1,C,yes,,,-100.00,-100.00,-100.00\n"), "{standing}");
        payouts.replace("period,member,bonus,amount\n0,A,team,5.00\n0,B,team,10.00\n", "")
    };
    let back = "1,A,team,-5.00\n1,B,team,-10.00\n";
    assert_eq!(paid(TEAM), back);
    assert_eq!(paid(&format!("{TEAM}[refund]\n")), back);
    assert_eq!(paid(&format!("{TEAM}[refund]\nclawback = false\n")), "");
    let carrying = format!("{BINARY}[refund]\nclawback = false\n");
    pay(&folder, &carrying, "A,,0\nB,A,0\nC,A,0\n", &format!("0,B,member,100,100,100,,\n{orders}"));
    let payouts = table(&folder, "payouts.csv");
    assert_eq!(payouts, "period,member,bonus,amount\n0,A,pairs,20.00\n");
}

#[test]
fn a_discount_by_volume_pays_the_difference_of_list_prices() {
    let folder = Folder::new();
    let plan = "name = \"Ladder\"\n[product]\ndiscount = [[0, 0.25], [100, 0.35], [1000, 0.42]]\n";
    // 74.99, 150 and 1,500 paid for goods that list at a third more.
    let orders = "0,A,member,74.99,74.99,74.99,,\n0,B,member,100,100,100,,\n0,B,retail,66.67,50,50,,\n\
                  0,C,member,1500,1500,1500,,\n";
    let said = pay(&folder, plan, "A,,0\nB,,0\nC,,0\n", orders);
    assert_eq!(said.stderr, "");
    let payouts =
        "period,member,bonus,amount\n0,B,volume discount,20.00\n0,C,volume discount,340.00\n";
    assert_eq!(table(&folder, "payouts.csv"), payouts);
    let said = folder.run("describe plan.toml");
    let words = "costs members 25 % less";
    assert!(said.stdout.contains(words), "{said}");
    let words = "Bonus `volume discount`: the company pays the seller 0 %, 13.3333 % from 100 points, \
                 22.6667 % from 1000 points of the points of all orders.";
    assert!(said.stdout.contains(words), "{said}");
}

#[test]
fn all_files_that_cannot_be_read_are_told_together() {
    let folder = Folder::new();
    folder.write("plan.toml", TEAM);
    folder.write("members.csv", "member,sponsor,joined\nA,B,0\n");
    folder.write("bad.toml", "name = \"Bad\"\nperiods = 3\n[[bonus]]\nname = \"x\"\n");
    let mut said = String::new();
    for call in [
        "plan.toml --members none.csv",
        "plan.toml --members members.csv",
        "bad.toml --members x.csv",
    ] {
        said += &folder.run(&format!("pay {call} --orders gone.csv")).to_string();
    }
    assert_snapshot!(said, @r#"
    exit code 1
    ----- stderr
    error: none.csv and gone.csv have 2 problems

    none.csv: it cannot be read: there is no such file
    gone.csv: it cannot be read: there is no such file
    exit code 1
    ----- stderr
    error: members.csv and gone.csv have 2 problems

    members.csv:2: the sponsor `B` is no member of this table: add him, or leave `sponsor` empty for somebody at the top
    gone.csv: it cannot be read: there is no such file
    exit code 1
    ----- stderr
    error: bad.toml has 2 problems

     --> bad.toml:2:1
      |
    2 | periods = 3
      | ^^^^^^^ unknown key in a plan
      |
      = help: did you mean `period`?

     --> bad.toml:3:1
      |
    3 | [[bonus]]
      | ^^^^^^^^^ `[[bonus]]` needs `kind`
      |
      = help: `kind`: the rule

    error: cannot read `x.csv`: there is no such file

    error: cannot read `gone.csv`: there is no such file
    "#);
}

/// A board of 1 and 2 seats for each of two organisers, and recruits who follow their sponsors.
const BOARDS: &str = "name = \"Board\"\n[[tree]]\nname = \"board\"\nplace = \"board\"\nwidth = 2\n\
                      depth = 2\nfollow = true\n[[bonus]]\nname = \"gift\"\nkind = \"award\"\n\
                      on = \"cycle\"\namount = 100\n";

#[test]
fn seats_on_boards_are_told_and_full_boards_are_explained() {
    let folder = Folder::new();
    folder.write("plan.toml", BOARDS);
    let members = "member,sponsor,joined\nA,,0\nB,,0\nC,B,0\nD,C,1\nE,A,1\nF,E,3\n";
    folder.write("members.csv", members);
    folder.write("orders.csv", HEADERS[1]);
    let call = "pay plan.toml --members members.csv --orders orders.csv";
    folder.run_silently(&format!("{call} --out out"));
    let rows = table(&folder, "standing.csv");
    let seats = |period: u32, member: &str| {
        let start = format!("{period},{member},");
        let row = rows.lines().find(|row| row.starts_with(&start)).unwrap();
        row.rsplitn(3, ',').take(2).collect::<Vec<_>>().join(" of ")
    };
    // C and D are under B, who leaves when D has come; E and F are under A, who leaves with F.
    assert_eq!([seats(0, "A"), seats(0, "B"), seats(0, "C")], ["1 of 1", "1 of 2", "2 of 2"]);
    assert_eq!([seats(1, "B"), seats(1, "C"), seats(1, "D")], [" of ", "1 of 3", "1 of 4"]);
    assert_eq!([seats(2, "A"), seats(2, "E")], ["1 of 1", "2 of 1"]);
    assert_eq!([seats(3, "A"), seats(3, "E"), seats(3, "F")], [" of ", "1 of 5", "1 of 6"]);
    let payouts = "period,member,bonus,amount\n1,B,gift,100.00\n3,A,gift,100.00\n";
    assert_eq!(table(&folder, "payouts.csv"), payouts);
    let said = folder.run(&format!("{call} --explain B"));
    for words in [
        "B, month 0: 0.00\n",
        "  on board 2, in seat 1\n",
        "B, month 1: 100.00\n",
        "  on no board any more\n",
        "all 2 seats of its last row are taken",
    ] {
        assert!(said.stdout.contains(words), "{said}");
    }
}

#[test]
fn what_is_beyond_the_last_level_is_told() {
    let folder = Folder::new();
    folder.write("members.csv", "member,sponsor,joined\nA,,0\nB,A,0\nC,B,0\nD,C,0\n");
    let orders = [HEADERS[1], "0,C,member,100,100,100,,\n0,D,member,30,30,30,,\n"].concat();
    folder.write("orders.csv", &orders);
    let parts = |rates: &str, member: &str| {
        let plan = format!(
            "name = \"Short\"\n[[bonus]]\nname = \"team\"\nkind = \"level\"\nrates = {rates}\n"
        );
        folder.write("plan.toml", &plan);
        explain(&folder, member).stdout
    };
    let of_one = parts("[0.1]", "A");
    assert!(of_one.contains("beyond the only level"), "{of_one}");
    assert!(!parts("[0.1]", "C").contains("beyond"), "nobody is below his recruits");
    let of_two = parts("[0.1, 0.05]", "A");
    assert!(of_two.contains("beyond the last of 2 levels"), "{of_two}");
}

/// The pages and the reference of `place`: whoever signs up A's second recruit fills A's other leg first.
#[test]
fn a_recruit_goes_down_an_edge_only_where_no_seat_below_his_sponsor_is_open() {
    let seats = |rule: &str| {
        let folder = Folder::new();
        let plan = format!(
            "name = \"Edge\"\n[[tree]]\nname = \"legs\"\nplace = \"{rule}\"\nwidth = 2\n\
             [[bonus]]\nname = \"team\"\nkind = \"level\"\nrates = [0.1]\n"
        );
        let members = "A,,0\nB,A,0\nC,A,0\nD,A,0\nE,A,0\n";
        let said = pay(&folder, &plan, members, "0,B,member,100,100,100,,\n");
        assert_eq!(said.code, Some(0), "{said}");
        let standing = Csv::read(&folder.files("out")["standing.csv"]);
        let seats =
            standing.rows().map(|row| [row.text("placed_under"), row.text("seat")].concat());
        seats.collect::<Vec<_>>().join(" ")
    };
    assert_eq!(seats("left"), " A1 A2 B1 D1");
    assert_eq!(seats("right"), " A2 A1 B2 D2");
    assert_eq!(seats("alternate"), " A1 A2 B1 C2");
    assert_eq!(seats("weak"), " A1 A2 B1 C2");
}

#[test]
fn full_seats_are_paid_once_and_explained() {
    let folder = Folder::new();
    let plan = "name = \"Matrix\"\n[[tree]]\nname = \"seats\"\nplace = \"bfs\"\nwidth = 2\n\
                [[bonus]]\nname = \"full\"\nkind = \"award\"\non = \"fill\"\ntree = \"seats\"\n\
                levels = 1\namount = 50\n";
    folder.write("plan.toml", plan);
    folder.write("members.csv", "member,sponsor,joined\nA,,0\nB,A,0\nC,A,1\nD,A,1\nE,A,2\n");
    folder.write("orders.csv", HEADERS[1]);
    let call = "pay plan.toml --members members.csv --orders orders.csv";
    folder.run_silently(&format!("{call} --out out"));
    // D and E are placed under B.
    let payouts = "period,member,bonus,amount\n1,A,full,50.00\n2,B,full,50.00\n";
    assert_eq!(table(&folder, "payouts.csv"), payouts);
    let said = folder.run(&format!("{call} --explain A"));
    assert!(
        said.stdout.contains("for the first time, all seats of the level below are taken"),
        "{said}"
    );
}

/// What is said of the bonus of this name, by period: the lines below it, without their margins.
fn reasons(said: &Said, bonus: &str) -> Vec<String> {
    let heading = format!("  {bonus}: ");
    let periods = said.stdout.split("\n\n");
    let of_period = |text: &str| {
        let lines = text.lines().skip_while(|line| !line.starts_with(&heading)).skip(1);
        let lines = lines.map_while(|line| line.strip_prefix("    "));
        lines.collect::<Vec<_>>().join("\n")
    };
    periods.map(of_period).collect()
}

#[test]
fn an_award_for_full_seats_says_how_many_are_taken() {
    let folder = Folder::new();
    let plan = "name = \"Matrix\"\n[[tree]]\nname = \"seats\"\nplace = \"bfs\"\nwidth = 2\n\
                [[rank]]\nname = \"P\"\npv = 10\n\
                [[bonus]]\nname = \"one\"\nkind = \"award\"\non = \"fill\"\ntree = \"seats\"\n\
                levels = 1\namount = { P = 50 }\n\
                [[bonus]]\nname = \"two\"\nkind = \"award\"\non = \"fill\"\ntree = \"seats\"\n\
                levels = 2\namount = 70\n";
    let members = "A,,0\nB,A,0\nC,A,1\nD,A,1\nE,A,2\nF,E,2\nG,A,3\nH,A,3\n";
    let said = pay(&folder, plan, members, "2,A,member,10,10,10,,\n");
    assert_eq!(said.code, Some(0), "{said}");
    // B and C are below A, D and E below B, and G and H below C; F is below E.
    let of_a = explain(&folder, "A");
    assert_eq!(
        reasons(&of_a, "one"),
        [
            "1 of 2 seats of the level below are taken",
            "for the first time, all seats of the level below are taken, for which a member without \
             rank gets nothing: 0.00",
            "all seats of the level below were taken in an earlier month, and only the first time \
             counts",
            "all seats of the level below were taken in an earlier month, and only the first time \
             counts",
        ]
    );
    assert_eq!(
        reasons(&of_a, "two"),
        [
            "1 of 6 seats of the 2 levels below are taken",
            "3 of 6 seats of the 2 levels below are taken",
            "4 of 6 seats of the 2 levels below are taken",
            "for the first time, all seats of the 2 levels below are taken: 70.00",
        ]
    );
    let of_c = reasons(&explain(&folder, "C"), "one");
    let none = "0 of 2 seats of the level below are taken";
    assert_eq!(of_c[..2], [none, none], "{of_c:?}");
}

#[test]
fn an_award_for_a_full_board_says_which_board_he_is_on() {
    let folder = Folder::new();
    let members = "A,,0\nB,,0\nC,B,0\nD,C,1\nE,A,1\nF,E,3\nG,F,3\nH,F,3\nI,G,4\n";
    let said = pay(&folder, BOARDS, members, "");
    assert_eq!(said.code, Some(0), "{said}");
    let gift = |member: &str| reasons(&explain(&folder, member), "gift");
    let full = "the board that he is at the top of is full: all 2 seats of its last row are taken: \
                100.00";
    let away = "he is on no board any more: the one that he was at the top of was full in an earlier \
                month";
    assert_eq!(
        gift("A"),
        [
            "he is at the top of board 1, which is not full: 0 of 2 seats of its last row are taken",
            "he is at the top of board 1, which is not full: 1 of 2 seats of its last row are taken",
            "he is at the top of board 1, which is not full: 1 of 2 seats of its last row are taken",
            full,
            away,
        ]
    );
    assert_eq!(gift("B")[1..3], [full, away]);
    assert_eq!(
        gift("E")[..3],
        [
            // His first month.
            "he is on board 1, which is not full: 1 of 2 seats of its last row are taken, and it will \
             count for A, who is at its top",
            "he is on board 1, which is not full: 1 of 2 seats of its last row are taken, and it will \
             count for A, who is at its top",
            "his board 1 was full in this month, with A at its top, for whom it counts; he is at the \
             top of board 5, which is not full: 0 of 2 seats of its last row are taken",
        ]
    );
    assert_eq!(
        gift("D")[0],
        "the board on which he began was full in this month, with somebody else at its top; he is at \
         the top of board 4, which is not full: 0 of 2 seats of its last row are taken"
    );
    // F has come with the last seat of A's board, and G and H have filled his own.
    assert_eq!(gift("F")[0], full);
}

#[test]
fn an_award_for_a_full_board_says_who_is_above_in_higher_rows() {
    let folder = Folder::new();
    let plan = BOARDS.replace("depth = 2", "depth = 3").replace("follow = true\n", "");
    let members = "A,,0\nB,,0\nC,A,0\nD,A,0\nE,A,1\nF,A,1\nG,A,1\nH,A,1\nI,A,2\nJ,A,2\nK,A,2\n\
                   L,A,2\nM,A,2\nN,A,2\n";
    let said = pay(&folder, &plan, members, "");
    assert_eq!(said.code, Some(0), "{said}");
    let gift = |member: &str| reasons(&explain(&folder, member), "gift");
    // A is at the top, B and an empty seat below him; C to F are the last row, full in month 1. G to
    // J are the last row of B's board, and K to N of the one with nobody at its top.
    let is_at_top = "it will count for B, who is at its top";
    assert_eq!(
        gift("C"),
        [
            "he is on board 1, which is not full: 2 of 4 seats of its last row are taken, and it will \
             count for A, who is at its top"
                .to_owned(),
            format!(
                "his board 1 was full in this month, with A at its top, for whom it counts; he is on \
                 board 2, which is not full: 2 of 4 seats of its last row are taken, and {is_at_top}"
            ),
            "his board 2 was full in this month, with B at its top, for whom it counts; he is at the \
             top of board 4, which is not full: 0 of 4 seats of its last row are taken"
                .to_owned(),
        ]
    );
    assert_eq!(
        gift("E")[..],
        [
            "the board on which he began was full in this month, with somebody else at its top; he is \
             on board 3, which is not full: 0 of 4 seats of its last row are taken, and nobody is at \
             its top",
            "his board 3 was full in this month, with nobody at its top; he is at the top of board 6, \
             which is not full: 0 of 4 seats of its last row are taken",
        ]
    );
}

#[test]
fn who_is_paid_nothing_is_told_what_is_missing() {
    let folder = Folder::new();
    let rules = [
        "name = \"margin\"\nkind = \"retail\"\norders = \"retail\"\nrate = 0.1",
        "name = \"team\"\nkind = \"level\"\nrates = [0.1]\nfirst = 1",
        "name = \"own\"\nkind = \"level\"\nrates = [0.1]\nstart = 0\norders = \"member\"",
        "name = \"stairs\"\nkind = \"differential\"\nrates = { P = 0.1 }\nafter = 2",
        "name = \"signing\"\nkind = \"level\"\nrates = [0.1]\nbase = \"fee\"",
        "name = \"match\"\nkind = \"level\"\nrates = [0.1]\nbase = \"pay:team\"",
        "name = \"pairs\"\nkind = \"pair\"\ntree = \"legs\"\nrate = 0.1",
        "name = \"pool\"\nkind = \"pool\"\nshare = 0.1\npoints = { P = 1 }",
        "name = \"rise\"\nkind = \"award\"\non = \"rank\"\namount = { P = 5 }",
        "name = \"joining\"\nkind = \"award\"\non = \"recruit\"\namount = 5",
    ];
    let plan = format!(
        "name = \"Many\"\n[[tree]]\nname = \"legs\"\nplace = \"left\"\nwidth = 2\n[[rank]]\n\
         name = \"P\"\ngv = 0\nrecruits = 1\n[[bonus]]\n{}\n",
        rules.join("\n[[bonus]]\n")
    );
    let said = pay(&folder, &plan, "A,,0\nB,A,0\n", "1,B,fee,0,,,,\n");
    assert_eq!(said.code, Some(0), "{said}");
    let of_a = explain(&folder, "A");
    for (bonus, reason) in [
        ("margin", "he has no orders of customers that count for it"),
        ("team", "those below him have no orders in their buyer's first month that count for it"),
        ("own", "he and those below him have no orders of members themselves that count for it"),
        ("signing", "those below him have no fees that count for it"),
        ("match", "those below him have no pay of team"),
        (
            "pairs",
            "whoever is placed below him has no orders that count for it, and no leg has carried any",
        ),
        ("pool", "its fund is 0.00"),
        ("rise", "no rank is new to him: his title P is of an earlier month"),
        ("joining", "nobody whom he enrolled joined in this month"),
    ] {
        assert_eq!(reasons(&of_a, bonus)[1], reason, "{of_a}");
    }
    let stairs = &reasons(&of_a, "stairs")[1];
    let reason = "he and those below him have no orders after their buyer's first 2 months that count \
                  for it";
    assert!(stairs.ends_with(reason), "{of_a}");
    let of_b = explain(&folder, "B");
    assert_eq!(reasons(&of_b, "rise")[1], "he has not reached a rank yet", "{of_b}");
}

#[test]
fn faults_of_sides_are_told_with_their_lines() {
    let folder = Folder::new();
    folder.write("orders.csv", HEADERS[1]);
    let members = "member,sponsor,joined,side\nA,,0,1\nB,A,0,left\nC,A,0,3\nD,A,0,0\nE,A,0,2\n";
    folder.write("members.csv", members);
    let said = |plan: &str| {
        folder.write("plan.toml", plan);
        folder.run("pay plan.toml --members members.csv --orders orders.csv --out out")
    };
    assert_snapshot!([said(BINARY), said(TEAM)].map(|said| said.to_string()).concat(), @r#"
    exit code 1
    ----- stderr
    error: members.csv has 4 problems

    members.csv:2: `side` is a leg of the sponsor, and a member at the top has none: leave it empty
    members.csv:3: `side` is `left`: it is the number of a leg of the sponsor, from 1 on the left to 2, or empty
    members.csv:4: `side` is `3`: it is the number of a leg of the sponsor, from 1 on the left to 2, or empty
    members.csv:5: `side` is `0`: it is the number of a leg of the sponsor, from 1 on the left to 2, or empty
    exit code 1
    ----- stderr
    error: members.csv has 5 problems

    members.csv:2: `side` places members by hand in a tree of limited width, and the plan has none: leave it empty
    members.csv:3: `side` places members by hand in a tree of limited width, and the plan has none: leave it empty
    members.csv:4: `side` places members by hand in a tree of limited width, and the plan has none: leave it empty
    members.csv:5: `side` places members by hand in a tree of limited width, and the plan has none: leave it empty
    members.csv:6: `side` places members by hand in a tree of limited width, and the plan has none: leave it empty
    "#);
}

#[test]
fn weeks_are_paid_as_weeks_and_simulated_as_months() {
    let folder = Folder::new();
    let plan = format!("period = \"week\"\n{TEAM}");
    let said = pay(&folder, &plan, "A,,0\nB,A,0\n", "2,B,member,1,1,100,,\n");
    assert!(said.stdout.contains("Team · 2 members · 1 order · 3 weeks\n"), "{said}");
    assert_eq!(said.stderr, "");
    let rule = "first = 2\nneed = { pv = 1, months = 3 }\ncap = { amount = 9 }\n";
    folder.write("weekly.toml", format!("period = \"week\"\n{TEAM}{rule}"));
    let said = folder.run("describe weekly.toml");
    for words in [
        "of all orders in the buyer's first 2 weeks",
        "personal volume of at least 1 point, for 3 weeks in a row",
        "At most 9.00 USD a week each",
    ] {
        assert!(said.stdout.contains(words), "{words} in {said}");
    }
    let said = folder.run("small.toml --out simulated");
    let warning = "a simulation runs this plan every month, on the orders of a month";
    assert!(said.code == Some(0) && said.stderr.contains(warning), "{said}");
}

#[test]
fn results_of_others_are_not_touched_and_nothing_is_half_written() {
    let folder = Folder::new();
    folder.write("out/notes.txt", "mine");
    folder.write("members.csv", HEADERS[0]);
    folder.write("orders.csv", HEADERS[1]);
    let call = "pay plan.toml --members members.csv --orders orders.csv --out out";
    let said = folder.run(call);
    assert!(said.code == Some(2) && said.stderr.contains("nothing was computed"), "{said}");
    assert_eq!(folder.names("out"), ["notes.txt"]);
    assert_eq!(folder.run(&format!("{call} --force -q")).to_string(), "exit code 0\n");
    // An older payroll is replaced, and one that is the same is the same byte for byte.
    let first = folder.files("out");
    assert_eq!(folder.run(&format!("{call} --force -q")).to_string(), "exit code 0\n");
    assert_eq!(folder.files("out"), first);
}

/// What each member gets in the last period, by who pays; ranks are rewarded when they are reached.
fn paid(csv: &Csv, plan: &Plan, by: PaidBy) -> BTreeMap<String, Money> {
    let mut paid = BTreeMap::new();
    for row in csv.rows() {
        let bonus = plan.bonuses.iter().find(|bonus| bonus.name == row.text("bonus")).unwrap();
        let is_career = matches!(&bonus.kind, BonusKind::Award(award) if award.on == Event::Rank);
        if bonus.paid_by() == by && (is_career || row.text("period") == "60") {
            let amount = Money::from_units(row.number("amount").unwrap());
            *paid.entry(row.text("member").to_owned()).or_default() += amount;
        }
    }
    paid
}

/// A folder with the members and the orders of a table of the page, with everybody in his month at
/// period 60.
fn folder_of(text: &str, table: &Table) -> (Plan, Folder) {
    let plan = plans::read_plan(text, &[]);
    let (mut members, mut orders) = (HEADERS[0].to_owned(), HEADERS[1].to_owned());
    let names: Vec<&str> = table.rows.iter().map(|row| row[0].as_str()).collect();
    for (name, member) in names.iter().zip(table.members()) {
        let Member { sponsor, months, purchases, points, volume, price, sales, customers } = member;
        let sponsor = sponsor.map_or("", |sponsor| names[sponsor as usize]);
        writeln!(members, "{name},{sponsor},{}", 60 - months).unwrap();
        let product = &plan.product;
        let own = Money::from_units(purchases);
        let pv = points.map_or(product.points(own).units(), |points| points);
        let cv = volume.unwrap_or_else(|| product.commissionable(own).units());
        let price = price.unwrap_or(purchases);
        writeln!(orders, "60,{name},member,{price},{pv},{cv},,").unwrap();
        let customers = customers.max(1);
        let sales = Money::from_units(sales / f64::from(customers));
        let wholesale = product.member_price(sales);
        let (pv, cv) = (product.points(wholesale), product.commissionable(wholesale));
        for _ in 0..customers {
            writeln!(orders, "60,{name},retail,{sales},{pv},{cv},,").unwrap();
        }
        if months == 0 {
            writeln!(orders, "60,{name},fee,{},,,,", plan.join.fee).unwrap();
        }
    }
    let folder = Folder::new();
    folder.write("plan.toml", text);
    folder.write("members.csv", members);
    folder.write("orders.csv", orders);
    (plan, folder)
}

/// Runs a table of the page through the program; returns the figures that differ from the table's.
fn differences(text: &str, table: &Table) -> (usize, Vec<String>) {
    let (plan, folder) = folder_of(text, table);
    folder.run_silently("pay plan.toml --members members.csv --orders orders.csv --out out");
    let csv = Csv::read(&folder.files("out")["payouts.csv"]);
    let mut compared = 0;
    let mut faults = Vec::new();
    for (column, by) in [("pay", PaidBy::Company), ("margin", PaidBy::Customer)] {
        let Some(at) = table.columns.iter().position(|name| name == column) else { continue };
        let paid = paid(&csv, &plan, by);
        for row in &table.rows {
            let shown = Money::from_units(plans::number(&row[at]));
            let found = paid.get(&row[0]).copied().unwrap_or_default();
            compared += 1;
            if found != shown {
                faults.push(format!("line {}: {} gets {found}, not {shown}", table.line, row[0]));
            }
        }
    }
    (compared, faults)
}

#[test]
fn the_worked_figures_of_all_plans_come_out_of_the_program() {
    let mut compared = 0;
    for Example { plan, tables, .. } in plans::examples(&read(plans::PAGE)) {
        for table in &tables {
            let (figures, faults) = differences(&plan, table);
            assert!(faults.is_empty(), "{}", faults.join("\n"));
            compared += figures;
        }
    }
    assert!(compared > 50, "{compared} figures");
}

/// The worked table of levels and compression, in words: who is paid on which level, and what is
/// missing to whom.
#[test]
fn an_explanation_names_orders_levels_and_what_is_missing() {
    let examples = plans::examples(&read(plans::PAGE));
    let unilevel = examples.iter().find(|e| e.plan.starts_with("name = \"unilevel\"\n")).unwrap();
    let (_, folder) = folder_of(&unilevel.plan, &unilevel.tables[0]);
    for (member, sentences) in [
        (
            "G",
            &[
                "G, month 60: 100.00\n",
                "level 1: 10 % of 1000.00 = 100.00 (H's order on line 16: 1000.00)\n",
            ][..],
        ),
        (
            "F",
            &[
                "F, month 60: 0.00\n",
                "level 2, and rank T3 is paid to level 1: 0 % of 1000.00 = 0.00 (H's order on line 16: 1000.00)\n",
                "  rank T3\n  not T4: PV 100.00, needs 200.00\n",
            ],
        ),
        (
            "E",
            &[
                "not active: PV 0.00, needs 100.00\n",
                "unilevel: 0.00\n    not paid: not active, needs to be active\n",
                "rank none\n  not T3: PV 0.00, needs 100.00\n",
            ],
        ),
        ("D", &["level 2: 5 % of 1000.00 = 50.00 (H's order on line 16: 1000.00)\n"]),
        ("C", &["level 3, and rank T4 is paid to level 2: 0 %"]),
        (
            "A",
            &[
                "A, month 60: 30.00\n",
                "  PV 400.00, GV 1900.00, PGV 1900.00\n  active: PV 400.00, needs 100.00\n",
                "  rank T6\n  not Diamond: legs with T6 1, needs 4\n",
                "level 4: 3 % of 1000.00 = 30.00 (H's order on line 16: 1000.00)\n",
            ],
        ),
    ] {
        let said = explain(&folder, member);
        assert_eq!((said.code, said.stderr.as_str()), (Some(0), ""));
        for sentence in sentences {
            assert!(said.stdout.contains(sentence), "{sentence} in {said}");
        }
        assert!(!folder.path("output").exists(), "an explanation writes nothing by itself");
    }
    let said = explain(&folder, "Nobody");
    assert_eq!(
        said.to_string(),
        "exit code 1\n----- stderr\nerror: no member is called `Nobody`\n"
    );
}

#[test]
fn an_explanation_says_what_customers_bring_and_what_is_needed() {
    let page = read(plans::PAGE);
    let examples = plans::examples(&page);
    let safe = examples.iter().find(|example| example.plan.contains("safeguards")).unwrap();
    let (_, folder) = folder_of(&safe.plan, &safe.tables[0]);
    for (member, sentence) in [
        ("A", "not paid: customers' orders 1, needs 2\n"),
        ("C", "not paid: PV from customers 300.00, needs 70 % of 500.00\n"),
        ("E", "level 1: 10 % of 1000.00 = 100.00 (F's order on line 16: 1000.00)\n"),
    ] {
        let said = explain(&folder, member);
        assert!(said.stdout.contains(sentence), "{sentence} in {said}");
    }
}

#[test]
fn the_page_shows_what_the_program_says() {
    let page = read("docs/paying.md");
    let folder = Folder::new();
    for path in files_below("scenarios", "toml").into_iter().chain(files_below("scenarios", "csv"))
    {
        folder.write(&path.display().to_string(), fs::read(root().join(&path)).unwrap());
    }
    let call = page.lines().find_map(|line| line.strip_prefix("cargo run --release -- pay "));
    let said = folder.run(&format!("pay {}", call.unwrap()));
    let block = |language: &str, nth: usize| {
        let fence = format!("```{language}\n");
        let text = page.split(&fence).nth(nth).unwrap();
        text.split("```").next().unwrap().to_owned()
    };
    let tables = "\nTables: output/career-payroll\n";
    assert_eq!(said.stdout, format!("{}{tables}", block("text", 1)));
    assert_eq!(read("scenarios/payroll/members.csv"), block("csv", 1));
    assert_eq!(data(read("scenarios/payroll/orders.csv").as_bytes()), block("csv", 2));
    let payouts = data(&folder.files("output/career-payroll")["payouts.csv"]);
    assert_eq!(payouts, block("csv", 3));
    let said = folder.run(&format!("pay {} --explain Ben", call.unwrap()));
    assert!(said.stdout.ends_with(&format!("\n\n{}", block("text", 2))), "{said}");
}
