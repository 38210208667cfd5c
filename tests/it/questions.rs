//! What the headers of shipped scenarios expect, on smaller studies of them.

use crate::scenarios::{result, table};
use crate::support::{Csv, Files};

/// A study of a smaller town.
fn town(scenario: &str) -> Files {
    result(&format!("scenarios/{scenario}.toml"), "--runs 4 --set market.population=4000")
}

/// A statistic of the lifetime net income of everyone.
fn net(files: &Files, statistic: &str) -> f64 {
    table(files, "income").sum(&[
        ("window", "life"),
        ("denominator", "everyone"),
        ("concept", "net"),
        ("statistic", statistic),
    ])
}

/// A quantity of each month.
fn series(files: &Files, quantity: &str) -> Vec<f64> {
    let table = table(files, "series");
    table.find(&[("quantity", quantity)]).map(|row| row.number("value").unwrap()).collect()
}

/// What passed from one party to another over a run.
fn flow(ledger: &Csv, from: &str, to: &str) -> f64 {
    ledger.sum(&[("from", from), ("to", to)])
}

/// The share of a tenth of the joiners, by date of entry, who gain.
fn gaining(files: &Files, tenth: &str) -> f64 {
    table(files, "entry_tenths").sum(&[("tenth", tenth), ("quantity", "share_gaining")])
}

/// The pay of the last month by that of the best.
fn pay_that_is_left(files: &Files) -> f64 {
    let pay = series(files, "company_pay");
    pay[pay.len() - 1] / pay.iter().fold(0.0, |best, &month| f64::max(best, month))
}

#[test]
fn a_pyramid_scheme_moves_money_between_its_members_and_a_company_brings_some_in() {
    let [legal, pyramid] = ["legal-mlm", "pyramid-scheme"].map(town);
    let [goods, fees] = [&legal, &pyramid].map(|files| table(files, "ledger"));
    let from_outside = goods.sum(&[("from", "customers")]);
    assert!(from_outside > flow(&goods, "participants", "company"), "most comes from outside");
    assert_eq!(fees.sum(&[("from", "customers")]), 0.0);
    // What participants together lose is what the organisers keep and what recruiting costs.
    let kept = flow(&fees, "participants", "company") - flow(&fees, "company", "participants");
    assert!(kept > 0.0);
    let people = table(&pyramid, "outcomes").sum(&[("outcome", "ever_joined")]);
    let lost = (kept + flow(&fees, "participants", "suppliers")) / people;
    assert!((net(&pyramid, "mean") / -lost - 1.0).abs() < 0.01, "means of runs, {lost}");

    assert!(net(&pyramid, "p50") <= -500.0, "most lose their whole fee");
    assert!(net(&legal, "p50") > net(&pyramid, "p50"));
    assert!(net(&legal, "mean") > net(&pyramid, "mean"));
    assert!(gaining(&pyramid, "1") > 0.1 && gaining(&pyramid, "10") < 0.01);
    assert!(pay_that_is_left(&pyramid) < 0.005);
    assert!(pay_that_is_left(&legal) > 0.01);
}

#[test]
fn with_a_high_entry_fee_more_people_lose_and_lose_more() {
    let [usual, high] = ["legal-mlm", "high-entry-fee"].map(town);
    for statistic in ["mean", "p10", "p50"] {
        assert!(net(&high, statistic) < net(&usual, statistic) - 200.0, "{statistic}");
    }
    assert!(net(&high, "share_below_zero") > net(&usual, "share_below_zero"));
    let [usual, high] = [&usual, &high].map(|files| table(files, "ledger"));
    let taken = |ledger| flow(ledger, "participants", "company");
    assert!(taken(&high) > 1.1 * taken(&usual));
    let for_recruiting = high.sum(&[("flow", "sign-up")]);
    let fees = high.sum(&[("flow", "joining fees")]);
    assert!((for_recruiting / fees - 0.2).abs() < 0.01, "founders' fees go to nobody");
}

#[test]
fn rules_about_customers_say_who_is_paid_and_not_what_is_sold() {
    let studies = ["legal-mlm", "seventy-percent-rule", "amway-safeguards"].map(town);
    let pay = |files, statistic| {
        table(files, "income").sum(&[
            ("window", "life"),
            ("denominator", "everyone"),
            ("concept", "company_pay"),
            ("statistic", statistic),
        ])
    };
    for [mild, strict] in [[0, 1], [1, 2]].map(|pair| pair.map(|n| &studies[n])) {
        let unpaid = |files| pay(files, "share_not_above_zero");
        assert!(unpaid(strict) > unpaid(mild) + 0.05, "fewer are paid");
        assert!(pay(strict, "gini") > pay(mild, "gini"), "pay is in fewer hands");
        assert!(pay(strict, "mean") < 0.9 * pay(mild, "mean"), "and less");
        assert!(net(strict, "share_below_zero") > net(mild, "share_below_zero") + 0.005);
        let outside = |files| table(files, "outcomes").sum(&[("outcome", "outside_sales_share")]);
        assert!((outside(strict) - outside(mild)).abs() < 0.01, "nobody sells more");
    }
    assert!(pay(&studies[2], "share_not_above_zero") > 0.9, "hardly anybody has ten customers");
}

#[test]
fn when_recruiting_stops_pay_shrinks_with_the_membership_and_a_pyramid_pays_nothing() {
    /// The last month in which people join.
    const LAST: usize = 18;
    let [going_on, stopped] = ["legal-mlm", "stop-of-recruiting"].map(town);
    for quantity in ["members", "customers", "company_pay"] {
        let [usual, changed] = [&going_on, &stopped].map(|files| series(files, quantity));
        assert_eq!(usual[..=LAST], changed[..=LAST], "the same people and luck: {quantity}");
    }
    assert!(series(&stopped, "joins")[LAST + 1..].iter().all(|&joins| joins == 0.0));

    let [members, pay] = ["members", "company_pay"].map(|quantity| series(&stopped, quantity));
    let year_later = LAST + 12;
    assert!(members[year_later] < 0.6 * members[LAST]);
    let each = |month: usize| pay[month] / members[month];
    let change = each(year_later) / each(LAST);
    assert!((0.6..1.6).contains(&change), "pay of those who stay changes by {change}");
    let losing = |files| net(files, "share_below_zero");
    assert!((losing(&stopped) - losing(&going_on)).abs() < 0.03, "most lose in any case");

    let stop = "--runs 4 --set market.population=4000 \
                --set shock=[{name='stop',from=19,months=inf,sign_ups=0}]";
    let pyramid = result("scenarios/pyramid-scheme.toml", stop);
    let pay = series(&pyramid, "company_pay");
    assert!(pay[LAST] > 0.0 && pay[LAST + 1..].iter().all(|&month| month == 0.0));
}

#[test]
fn digital_tools_fill_a_town_sooner_and_most_lose_with_them_or_without() {
    let [before, digital] = ["pre-digital", "digital"].map(town);
    let of = |files, name| table(files, "outcomes").sum(&[("outcome", name)]);
    assert!(of(&digital, "peak_month") < of(&before, "peak_month") - 6.0);
    let customers = |files| of(files, "customers_per_member");
    assert!(customers(&digital) > 1.5 * customers(&before));
    for files in [&before, &digital] {
        let losing = table(files, "income").sum(&[
            ("window", "life"),
            ("denominator", "builders"),
            ("concept", "net"),
            ("statistic", "share_below_zero"),
        ]);
        assert!(losing > 0.85, "{losing}");
    }
}

/// A thousandth of the industry; the figures stated in the header, of the last month.
#[test]
fn the_industry_is_as_large_as_it_was_counted() {
    let thousandth = "--runs 8 --set market.population=1e5 --set market.founders=1e3";
    let files = result("scenarios/industry-scale.toml", thousandth);
    let last = |quantity: &str| *series(&files, quantity).last().unwrap();
    let members = last("members") * 1e3;
    assert!((6e6..8e6).contains(&members), "{members} members");
    let customers = last("customers") * 1e3 / members;
    assert!((5.0..7.0).contains(&customers), "{customers} customers per member");
    let sales = 12e3 * (last("paid_by_customers") + last("paid_by_participants"));
    assert!((30e9..50e9).contains(&sales), "{sales} a year");
    let ever = last("ever_joined") * 1e3;
    assert!(ever > 4.0 * members && ever < 0.5e8, "{ever} ever joined");
}
