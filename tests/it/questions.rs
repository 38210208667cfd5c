//! What the headers of shipped scenarios expect, on smaller studies of them.

use crate::scenarios::{result, table};
use crate::support::{Csv, Files, Folder};

/// A study of a smaller town.
fn town(scenario: &str) -> Files {
    town_with(scenario, "")
}

/// The same with further arguments.
fn town_with(scenario: &str, more: &str) -> Files {
    runs_of_town(4, scenario, more)
}

/// The same of so many runs.
fn runs_of_town(runs: u32, scenario: &str, more: &str) -> Files {
    let short = format!("--runs {runs} --set market.population=4000 {more}");
    result(&format!("scenarios/{scenario}.toml"), &short)
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

/// A single figure.
fn outcome(files: &Files, name: &str) -> f64 {
    table(files, "outcomes").sum(&[("outcome", name)])
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
    let people = outcome(&pyramid, "ever_joined");
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
    let studies = ["legal-mlm", "seventy-percent-rule", "amway-safeguards"]
        .map(|name| town_with(name, "--set inventory.kept=true"));
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
        let of_it = sold(strict) / sold(mild);
        assert!((0.9..1.03).contains(&of_it), "nobody sells more: {of_it}");
    }
    assert!(pay(&studies[2], "share_not_above_zero") > 0.9, "hardly anybody has ten customers");
    // What the third safeguard does.
    let [usual, _, safe] = &studies;
    let unsold = |files| outcome(files, "unsold_share");
    assert!(unsold(usual) > 0.2 && unsold(safe) < 0.05, "stock is given back");
    let outside = |files| outcome(files, "outside_sales_share");
    assert!(outside(safe) > outside(usual) + 0.05, "what is given back is no order");
    assert!(net(safe, "p10") > net(usual, "p10") + 200.0, "who loses most loses less");
    assert!(flow_of(safe, "stock bought back") > 0.0 && flow_of(usual, "stock bought back") == 0.0);
}

/// What outsiders paid, for each person who joined.
fn sold(files: &Files) -> f64 {
    table(files, "ledger").sum(&[("from", "customers")]) / outcome(files, "ever_joined")
}

/// What was paid for something over a run.
fn flow_of(files: &Files, flow: &str) -> f64 {
    table(files, "ledger").sum(&[("flow", flow)])
}

#[test]
fn who_buys_a_rank_is_left_with_goods_and_loses_more() {
    let [needed, loaded] = ["buying-as-needed", "inventory-loading"].map(town);
    let unsold = |files| outcome(files, "unsold_share");
    assert!((0.2..0.3).contains(&unsold(&needed)), "{}", unsold(&needed));
    assert!((0.45..0.6).contains(&unsold(&loaded)), "{}", unsold(&loaded));
    for flow in ["own purchases", "unilevel"] {
        assert!(flow_of(&loaded, flow) > 1.2 * flow_of(&needed, flow), "{flow}");
    }
    let outside = |files| outcome(files, "outside_sales_share");
    assert!(outside(&loaded) < outside(&needed) - 0.08, "less is sold to outsiders");
    let ever =
        |files, rank| table(files, "ranks").sum(&[("rank", rank), ("denominator", "builders")]);
    assert!(ever(&needed, "Executive") < 0.12 && ever(&loaded, "Executive") > 0.3, "it is bought");
    for files in [&needed, &loaded] {
        assert!(ever(files, "Distributor") > 0.9, "the lowest rank, or a higher one");
    }
    let more = net(&loaded, "p50") / net(&needed, "p50");
    assert!((1.3..1.8).contains(&more), "the median loses {more} times as much");
    let losing = |files| net(files, "share_below_zero");
    assert!((losing(&loaded) - losing(&needed)).abs() < 0.02, "no more gain, and no fewer lose");
}

#[test]
fn french_rules_take_stock_back_and_commissions_with_it() {
    let [without, with] = ["inventory-loading", "french-rules"].map(town);
    let unsold = |files| outcome(files, "unsold_share");
    assert!(unsold(&without) > 0.45 && unsold(&with) < 0.1, "hardly anything stays unsold");
    let of_it = net(&with, "p50") / net(&without, "p50");
    assert!((0.4..0.65).contains(&of_it), "the median loses {of_it} of it");
    assert!(net(&with, "p10") > net(&without, "p10") + 800.0, "and who loses most far less");
    let pay = flow_of(&with, "unilevel") / flow_of(&without, "unilevel");
    assert!((0.5..0.8).contains(&pay), "uplines get {pay} of it");
    let joined = outcome(&with, "ever_joined") / outcome(&without, "ever_joined");
    assert!((0.97..1.03).contains(&joined), "as many join: {joined}");
    let of_it = sold(&with) / sold(&without);
    assert!((0.9..1.0).contains(&of_it), "outsiders buy {of_it} of it");
    let outside = |files| outcome(files, "outside_sales_share");
    assert!(outside(&with) > outside(&without) + 0.1, "what is given back is no order");
    let losing = |files| net(files, "share_below_zero");
    assert!((losing(&with) - losing(&without)).abs() < 0.02, "about as many lose");
    let to_join = |files| {
        let signs = table(files, "warning_signs");
        signs.sum(&[("sign", "cost_to_join"), ("applies", "yes")])
    };
    assert_eq!([&without, &with].map(to_join), [60.0, 0.0], "to join");
    let signs = table(&with, "warning_signs");
    assert_eq!(signs.find(&[("sign", "cost_to_join"), ("applies", "yes")]).count(), 1);
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
    assert!(members[year_later] < 0.5 * members[LAST], "more than half have left");
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
    assert!(outcome(&digital, "peak_month") < outcome(&before, "peak_month") - 6.0);
    let customers = |files| outcome(files, "customers_per_member");
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

#[test]
fn where_incomes_are_known_far_fewer_join_and_most_who_join_to_earn_still_lose() {
    let [digital, known] = ["digital", "known-incomes"].map(town);
    let own = town_with("known-incomes", "--set digital.transparency=0");
    let joined = [&digital, &own, &known].map(|files| outcome(files, "ever_joined"));
    assert!(joined[2] < 0.5 * joined[0], "{joined:?}");
    let by_own_results = (joined[0] - joined[1]) / (joined[0] - joined[2]);
    assert!((0.35..0.75).contains(&by_own_results), "{joined:?}");
    let customers = |files| outcome(files, "customers_per_member");
    assert!(customers(&known) > 1.6 * customers(&digital));
    let last = |files| *series(files, "belief").last().unwrap();
    assert!(last(&known) < last(&own) && last(&own) < 0.7, "those who still believe");
    let losing = table(&known, "income").sum(&[
        ("window", "life"),
        ("denominator", "builders"),
        ("concept", "net"),
        ("statistic", "share_below_zero"),
    ]);
    assert!((0.8..0.93).contains(&losing), "{losing}");
}

/// In how many pairs of runs, which have the same people and luck, the second has more.
fn pairs_with_more([first, second]: [&Files; 2], figure: &str) -> usize {
    let [first, second] = [first, second].map(|files| table(files, "runs"));
    let pairs = first.rows().zip(second.rows());
    pairs.filter(|(a, b)| b.number(figure) > a.number(figure)).count()
}

/// The mean of a figure over runs.
fn mean_of_runs(files: &Files, figure: &str) -> f64 {
    let runs = table(files, "runs");
    let figures: Vec<f64> = runs.rows().map(|run| run.number(figure).unwrap()).collect();
    figures.iter().sum::<f64>() / figures.len() as f64
}

/// Pairs of runs with and without, by their signs. Were there no difference, one would have more as often as
/// the other: in all 16 pairs with chance 2^-16, in 14 and more with 0.21 %, in 13 and more with 1.06 %. So one
/// of these claims would be accepted by chance in 1.3 % of all cases at the most.
#[test]
fn training_helps_few_much_and_most_who_join_to_earn_still_lose() {
    let [usual, trained] = ["saturation", "training"].map(|name| runs_of_town(16, name, ""));
    let without = |key: &str| runs_of_town(16, "training", &format!("--set training.{key}=0"));
    let [uncoached, uncopied] = ["coaching", "duplication"].map(without);
    let [net, median] = ["net_mean_builders", "net_p50_builders"];
    let losing = "below_zero_builders_scenario";
    for figure in ["customers_per_builder", net] {
        assert_eq!(pairs_with_more([&usual, &trained], figure), 16, "{figure}");
    }
    assert_eq!(pairs_with_more([&trained, &usual], losing), 16);
    assert!(pairs_with_more([&usual, &trained], median) >= 14);
    assert!(pairs_with_more([&uncoached, &trained], net) >= 13, "coaching helps");

    let more = |figure: &str| mean_of_runs(&trained, figure) - mean_of_runs(&usual, figure);
    let customers = more("customers_per_builder") / mean_of_runs(&usual, "customers_per_builder");
    assert!((0.6..1.1).contains(&customers), "{customers} more customers");
    assert!((0.85..0.92).contains(&mean_of_runs(&trained, losing)));
    assert!((-0.04..-0.015).contains(&more(losing)), "{}", more(losing));
    assert!((25.0..75.0).contains(&more(median)), "{}", more(median));
    assert!(more(net) > 6.0 * more(median), "few of them get it: {}", more(net));
    let without = |files| mean_of_runs(&trained, net) - mean_of_runs(files, net);
    let by_coaching = without(&uncoached) / more(net);
    assert!((0.05..0.4).contains(&by_coaching), "{by_coaching} of it is coaching");
    let by_copying = without(&uncopied) / more(net);
    assert!(by_copying.abs() < 0.25, "nobody is better for it in the mean: {by_copying}");

    let fifth = |files: &Files, fifth: &str, quantity: &str| {
        table(files, "sponsor_skill").sum(&[("fifth", fifth), ("quantity", quantity)])
    };
    let talent = |files| fifth(files, "5", "talent") - fifth(files, "1", "talent");
    assert!(talent(&trained) > 0.25 && talent(&uncopied).abs() < 0.05, "{}", talent(&uncopied));
    let recruiting = |number| fifth(&trained, number, "share_recruiting");
    assert!(recruiting("5") < recruiting("1") - 0.03, "for they join later");
    assert!(fifth(&trained, "5", "joined") > fifth(&trained, "1", "joined") + 6.0);
}

/// What `docs/networks.md` says of circles, in a smaller town.
#[test]
fn circles_are_full_sooner_where_customers_and_other_builders_stand_in_the_way() {
    let joined = |more: &str| outcome(&town_with("small-town", more), "ever_joined");
    let plain = joined("");
    for dial in ["market.customers_run_out=true", "market.crowding=40"] {
        assert!(joined(&format!("--set {dial}")) < 0.85 * plain, "{dial} of {plain}");
    }
    for dial in ["market.rejoin_after=12", "digital.reach=0.5"] {
        assert!(joined(&format!("--set {dial}")) > 1.15 * plain, "{dial} of {plain}");
    }
}

/// An edge list as a spreadsheet writes it, and one with another header.
#[test]
fn an_edge_list_may_begin_with_a_mark_and_another_header_is_one_fault() {
    let folder = Folder::new();
    let network = "[network]\nkind = \"edge-list\"\nfile = \"edges.csv\"\n";
    let text = crate::support::SCENARIO.replace("[recruiting]", &format!("{network}[recruiting]"));
    folder.write("small.toml", text);
    folder.write("edges.csv", "\u{feff}person,contact\r\n1,2\r\n2,3\r\n");
    let said = folder.run("check small.toml");
    assert_eq!(said.code, Some(0), "{said}");
    folder.write("edges.csv", "from,to\n1,2\n2,3\n");
    let said = folder.run("check small.toml");
    assert_eq!(said.code, Some(1), "{said}");
    assert!(said.stderr.contains("edges.csv has 1 problem"), "{said}");
    assert!(said.stderr.contains("the first line names the columns: `person,contact`"), "{said}");
}

/// Whether time is no matter, as for `cargo test --test verification`.
fn is_slow() -> bool {
    #[expect(clippy::disallowed_methods, reason = "tests may ask whether time matters")]
    let asked = std::env::var("MLMSIM_SLOW_TESTS");
    asked.is_ok_and(|value| value == "1")
}

/// A thousandth of the industry, or a tenth if time is no matter; the figures stated in the header, of
/// the last month, and those of the full run in `docs/studies/industry.md`.
#[test]
fn the_industry_is_as_large_as_it_was_counted() {
    let (part, runs) = if is_slow() { (10.0, 1) } else { (1e3, 8) };
    let size = format!(
        "--runs {runs} --set market.population={} --set market.founders={}",
        1e8 / part,
        1e6 / part
    );
    let files = result("scenarios/industry-scale.toml", &size);
    let last = |quantity: &str| *series(&files, quantity).last().unwrap() * part;
    let members = last("members");
    assert!((6e6..8e6).contains(&members), "{members} members");
    let customers = last("customers") / members;
    assert!((5.0..7.0).contains(&customers), "{customers} customers per member");
    let sales = 12.0 * (last("paid_by_customers") + last("paid_by_participants"));
    assert!((30e9..50e9).contains(&sales), "{sales} a year");
    let ever = last("ever_joined");
    assert!(ever > 4.0 * members && ever < 0.5e8, "{ever} ever joined");
    // Eight runs of a thousandth spread by 2 % in the mean, one of a tenth less.
    for (figure, found) in [("members", members), ("ever joined", ever)] {
        let full = crate::studies::on_page("industry", figure, 3);
        assert!((found / full - 1.0).abs() < 0.1, "{figure}: {found}, in full {full}");
    }
}
