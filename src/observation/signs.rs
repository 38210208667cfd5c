//! Warning signs: what is looked at where a company is told from a pyramid scheme, each by its
//! definition. None of them is a verdict.

use super::month::MonthTotals;
use super::report::RunFigure;
use crate::statistics::Support;
use crate::units::Money;

/// A warning sign.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sign {
    /// The word in tables.
    pub name: &'static str,
    /// For narrow places.
    pub words: &'static str,
    /// Its unit; `money` stands for the currency.
    pub unit: &'static str,
    /// What it is, in one sentence.
    pub definition: &'static str,
    /// What it is divided by, or over whom it is taken.
    pub denominator: &'static str,
    /// Who looks at it, and where that is known from.
    pub basis: &'static str,
    /// Lines that it is held against.
    pub lines: &'static [Line],
    /// Why a run has no such figure, where plan and scenario would allow one.
    pub absent: &'static str,
    /// What plan or scenario lack, where they allow none.
    pub lacking: Option<&'static str>,
}

/// A line that a sign is held against.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Line {
    /// Where it is drawn, in the unit of the sign.
    pub at: f64,
    /// Who draws it, with place, year and where that is known from.
    pub drawn_by: &'static str,
}

/// The warning signs, in the order of tables.
pub const SIGNS: [Sign; 10] = [
    Sign {
        name: "outside_sales_share",
        words: "Sales to outsiders",
        unit: "share",
        definition: "Points of customers' orders, and of goods that members resold to them from \
                     stock, among the points of all orders less goods that were given back.",
        denominator: "points of goods not given back",
        basis: "FTC v. Amway, 1979; orders against Vemma and Herbalife, 2016",
        lines: &[
            Line {
                at: 0.5,
                drawn_by: "Vemma order, US, 2016: no pay unless more than half of the revenue of \
                           one's team comes from non-participants (adlawaccess.com)",
            },
            Line {
                at: 0.7,
                drawn_by: "Amway's 70 % rule, in FTC v. Amway, US, 1979, 93 F.T.C. 618, which is a \
                           rule for each distributor (mlmone.net)",
            },
            Line {
                at: 0.8,
                drawn_by: "Herbalife order, US, 2016: 80 % of product revenue from retail sales \
                           and a limited own use of members together (thompsonburton.com)",
            },
        ],
        absent: "Nothing was ordered.",
        lacking: None,
    },
    Sign {
        name: "recruitment_funded_share",
        words: "Pay funded by members",
        unit: "share",
        definition: "Part of company pay that is not paid on sales to outsiders: it is paid on \
                     joining fees, for recruits, or on members' own orders less what they resold. \
                     What a bonus pays in a month is divided like the volume that it is taken of.",
        denominator: "company pay less clawbacks",
        basis: "Koscot, FTC, US, 1975: rewards for recruiting that are unrelated to sales to \
                ultimate users; BurnLounge, 9th Cir. 2014: own use can be an end use \
                (mlmlegal.com)",
        lines: &[],
        absent: "The company paid nothing.",
        lacking: None,
    },
    Sign {
        name: "fee_funded_share",
        words: "Pay for recruiting itself",
        unit: "share",
        definition: "The part of it that is paid on joining fees and for recruits, whatever is \
                     sold.",
        denominator: "all company pay",
        basis: "Koscot, FTC, US, 1975: rewards for recruiting that are unrelated to sales to \
                ultimate users",
        lines: &[],
        absent: "The company paid nothing.",
        lacking: None,
    },
    Sign {
        name: "closed_system_balance",
        words: "Left without outsiders",
        unit: "money",
        definition: "What members together are left with when sales to outsiders are taken away: \
                     company pay that they fund, less own purchases that were neither resold nor \
                     refunded, fees and expenses; goods for own use are worth nothing here.",
        denominator: "person who ever joined",
        basis: "Accounting: among themselves members can only lose what company and suppliers \
                get",
        lines: &[Line { at: 0.0, drawn_by: "Accounting: below it members lose together" }],
        absent: "Nobody joined.",
        lacking: None,
    },
    Sign {
        name: "break_even_outside_sales",
        words: "Outside sales to break even",
        unit: "ratio",
        definition: "What outsiders would have to pay for members together to lose nothing, by \
                     what the company got for goods: one, less company pay, plus fees and \
                     expenses, each by what the company got for goods.",
        denominator: "what the company got for goods",
        basis: "Accounting: compare with outside_sales_reached",
        lines: &[],
        absent: "No goods were sold.",
        lacking: None,
    },
    Sign {
        name: "outside_sales_reached",
        words: "Outside sales reached",
        unit: "ratio",
        definition: "What outsiders paid, at list price, by what the company got for goods.",
        denominator: "what the company got for goods",
        basis: "Accounting: below break_even_outside_sales members lose together",
        lines: &[],
        absent: "No goods were sold.",
        lacking: None,
    },
    Sign {
        name: "cost_to_join",
        words: "Cost to join",
        unit: "money",
        definition: "Joining fee and starter pack, by the plan.",
        denominator: "person who joins",
        basis: "France, Code de la consommation, article L121-15: no entry fee and no purchase of \
                training or demonstration goods that benefits members (french-business-law.com)",
        lines: &[],
        absent: "There is no run.",
        lacking: None,
    },
    Sign {
        name: "cost_to_stay_qualified",
        words: "Cost to stay qualified",
        unit: "money",
        definition: "Twelve times the least that somebody without customers must buy in a month, \
                     whatever his downline brings, for one bonus to be open to him, and the \
                     renewal fee. The bonus is, of all but retail ones, the one that the company paid most \
                     by in the run.",
        denominator: "person and year",
        basis: "Vemma order, US, 2016: no reward is tied to one's own purchase (adlawaccess.com)",
        lines: &[],
        absent: "The company paid nothing on what others bring, or most by a bonus that asks for \
                 customers.",
        lacking: Some("Purchases alone qualify nobody: every such bonus asks for customers."),
    },
    Sign {
        name: "paid_per_member_year",
        words: "Paid to the company",
        unit: "money",
        definition: "What members paid the company for own purchases, starter packs and fees, less \
                     refunds; a year is twelve months of tenure, which is counted as in mean_tenure, \
                     from the month of joining on.",
        denominator: "member and year",
        basis: "Vemma order, US, 2016: no reward is tied to one's own purchase (adlawaccess.com)",
        lines: &[],
        absent: "Nobody stayed for a month.",
        lacking: None,
    },
    Sign {
        name: "unsold_share",
        words: "Bought and left unsold",
        unit: "share",
        definition: "Goods bought by members that they neither used, resold nor gave back: lost, or \
                     left on their hands.",
        denominator: "goods bought by members",
        basis: "FTC v. Amway, US, 1979: buy-back (mlmone.net); France, Code de la consommation, article \
                L121-15: no purchase of stock without a buy-back (french-business-law.com)",
        lines: &[],
        absent: "Members bought nothing.",
        lacking: Some("Members keep no stock in this scenario."),
    },
];

/// The sign that no run has by itself: it is the collapse test's, which simulates a second world.
pub const AFTER_STOP: Sign = Sign {
    name: "pay_left_after_stop",
    words: "Pay left after a stop",
    unit: "ratio",
    definition: "What the company pays to members in the twelfth month after recruiting stopped, by \
                 what it paid in the last month in which people joined, if those who stay go on to \
                 sell and buy as before.",
    denominator: "pay of the last month of recruiting",
    basis: "The revenue of BurnLounge, US, is said, at second hand, to have fallen sharply after its \
            programme stopped; no line is known to be drawn",
    lines: &[],
    absent: "The company paid nothing in the last month in which people joined.",
    lacking: Some(
        "Not measured in this run: `mlmsim collapse FILE` stops recruiting in a second world.",
    ),
};

impl Sign {
    /// Why no run of a plan and scenario that say this has the figure.
    pub fn why_not(&self, terms: &Terms) -> &'static str {
        let pays_on_others = terms.is_on_others.contains(&true);
        if self.name == "cost_to_stay_qualified" && !pays_on_others {
            return "The plan pays nothing on what others order or pay on joining.";
        }
        let allows = match self.name {
            "unsold_share" => terms.keeps_stock,
            "cost_to_stay_qualified" => terms.to_stay.iter().any(Option::is_some),
            "pay_left_after_stop" => false,
            _ => true,
        };
        self.lacking.filter(|_| !allows).unwrap_or(self.absent)
    }

    /// Which values it can have.
    pub fn support(&self) -> Support {
        match (self.name, self.unit) {
            ("closed_system_balance" | "break_even_outside_sales", _) => Support::Real,
            (_, "share") => Support::Share,
            _ => Support::NonNegative,
        }
    }
}

/// What plan and scenario say that an observer goes by.
#[derive(Clone, Debug, Default)]
pub struct Terms {
    /// For each bonus whether the company pays it (otherwise customers do).
    pub is_company_paid: Vec<bool>,
    /// Mean hours a month of those who join to earn.
    pub mean_hours: f64,
    /// How many ranks the plan has.
    pub n_ranks: usize,
    /// How many levels each bonus has.
    pub n_levels: Vec<usize>,
    /// Whether members keep stock.
    pub keeps_stock: bool,
    /// For each bonus whether it pays on what others bring, and not on own sales alone.
    pub is_on_others: Vec<bool>,
    /// Joining fee and starter pack.
    pub to_join: Money,
    /// For each bonus a year's purchases of somebody without customers to whom it is open, and the
    /// renewal fee; `None`: it is not on what others bring, or asks for customers.
    pub to_stay: Vec<Option<Money>>,
}

/// The values of [`SIGNS`] in a run with these months, in its order; NaN where there is none. All
/// people together were members for `tenure_months`.
pub(super) fn figures(
    history: &[MonthTotals],
    terms: &Terms,
    tenure_months: u64,
) -> Vec<RunFigure> {
    let sum = |flow: fn(&MonthTotals) -> Money| -> i128 {
        history.iter().map(|month| i128::from(flow(month).cents())).sum()
    };
    let points = |flow: fn(&MonthTotals) -> i64| -> i128 {
        history.iter().map(|month| i128::from(flow(month))).sum()
    };
    let paid_by = |bonus: usize| -> i128 {
        history.iter().map(|month| i128::from(month.bonuses[bonus].cents())).sum()
    };
    let of_company = || (0..terms.is_company_paid.len()).filter(move |&b| terms.is_company_paid[b]);
    let pay: i128 = of_company().map(paid_by).sum();
    // Of two that paid the same the first.
    let is_on_others = |bonus: usize| terms.is_on_others.get(bonus) == Some(&true);
    let main = of_company().filter(|&b| is_on_others(b) && paid_by(b) > 0).rev();
    let main = main.max_by_key(|&bonus| paid_by(bonus));
    let to_stay = main.and_then(|bonus| terms.to_stay.get(bonus).copied().flatten());
    let (recruiting, own) = (sum(|m| m.paid_for_recruiting), sum(|m| m.paid_on_own_orders));
    let bought = sum(|m| m.purchases);
    // Commissions that were to be taken back and are not have been paid.
    let uncollected = sum(|m| m.uncollected);
    let purchases = bought - sum(|m| m.refunds);
    let charges = sum(|m| m.joining_fees + m.renewal_fees);
    let burden = charges + sum(|m| m.expenses);
    let goods = sum(|m| m.sales - m.margin) + purchases;
    let closed = recruiting + own + uncollected - purchases + sum(|m| m.resold) - burden;
    let people = history.last().map_or(0, |month| i128::from(month.ever_joined));
    let unsold = sum(|m| m.purchases - m.used - m.resold - m.given_back);
    let none = RunFigure::plain(f64::NAN);
    let amount = |cents: Money| RunFigure::plain(cents.units());
    let only_if = |applies: bool, figure: RunFigure| if applies { figure } else { none };
    vec![
        ratio(points(|m| m.outside_points.hundredths()), points(|m| m.kept_points.hundredths())),
        ratio(recruiting + own, pay),
        ratio(recruiting, pay),
        ratio(closed, 100 * people),
        ratio(goods - pay - uncollected + burden, goods),
        ratio(sum(|m| m.sales + m.resale), goods),
        amount(terms.to_join),
        to_stay.map_or(none, amount),
        ratio(12 * (purchases + charges), 100 * i128::from(tenure_months)),
        only_if(terms.keeps_stock, ratio(unsold, bought)),
    ]
}

/// One thing by another, both in hundredths of their unit.
fn ratio(numerator: i128, denominator: i128) -> RunFigure {
    let figure = RunFigure::ratio(numerator as f64, denominator as f64);
    RunFigure { by: figure.by / 100.0, ..figure }
}

#[cfg(test)]
mod tests {
    use super::super::OUTCOMES;
    use super::*;

    fn money(units: f64) -> Money {
        Money::from_units(units)
    }

    #[test]
    fn a_year_reckoned_by_hand_has_these_signs() {
        // Two people a year: 240 of sales to outsiders, who pay 300 for them; own purchases of
        // 160, of which goods for 40 are resold for 50; fees 20 and 10, expenses 30. The company
        // pays 12 for recruiting, 24 on own orders and 48 on the others.
        let month = MonthTotals {
            members: 2,
            ever_joined: 2,
            sales: money(300.0),
            margin: money(60.0),
            wholesale: money(240.0),
            purchases: money(160.0),
            resale: money(50.0),
            resold: money(40.0),
            used: money(80.0),
            joining_fees: money(20.0),
            renewal_fees: money(10.0),
            expenses: money(30.0),
            bonuses: vec![money(60.0), money(84.0)],
            paid_for_recruiting: money(12.0),
            paid_on_own_orders: money(24.0),
            outside_points: crate::units::Points::from_units(280.0),
            kept_points: crate::units::Points::from_units(400.0),
            ..MonthTotals::default()
        };
        let terms = Terms {
            is_company_paid: vec![false, true],
            mean_hours: 0.0,
            n_ranks: 0,
            n_levels: vec![0, 0],
            keeps_stock: true,
            is_on_others: vec![false, true],
            to_join: money(100.0),
            to_stay: vec![None, Some(money(490.0))],
        };
        let history = [month, MonthTotals { ever_joined: 2, ..later() }];
        let expected = [
            0.7,
            36.0 / 84.0,
            12.0 / 84.0,
            // (36 - 120 - 30 - 30) / 2
            -72.0,
            // Goods 400: (400 - 84 + 60) / 400
            0.94,
            350.0 / 400.0,
            100.0,
            490.0,
            95.0,
            0.25,
        ];
        let found = figures(&history, &terms, 24);
        assert_eq!(found.iter().map(|figure| figure.value).collect::<Vec<_>>(), expected);
        // What each is divided by, in units: points, pay, people, goods, years of months, goods bought.
        let by = [400.0, 84.0, 84.0, 2.0, 400.0, 400.0, f64::NAN, f64::NAN, 24.0, 160.0];
        for ((figure, by), sign) in found.iter().zip(by).zip(&SIGNS) {
            assert!(figure.by == by || figure.by.is_nan() && by.is_nan(), "{}", sign.name);
        }
        // What members are left with is 84 + 350 - 400 - 60 = -26: as far below breaking even.
        let missing = (expected[4] - expected[5]) * 400.0;
        assert!((missing - 26.0_f64).abs() < 1e-9, "{missing}");
    }

    fn later() -> MonthTotals {
        MonthTotals { bonuses: vec![Money::ZERO; 2], ..MonthTotals::default() }
    }

    #[test]
    fn what_does_not_apply_has_no_figure() {
        let terms = Terms {
            is_company_paid: vec![false, true],
            is_on_others: vec![false; 2],
            to_stay: vec![None; 2],
            ..Terms::default()
        };
        let figures = figures(&[later()], &terms, 0);
        let why = |name: &str, terms: &Terms| {
            let sign = SIGNS.iter().find(|sign| sign.name == name).unwrap();
            sign.why_not(terms)
        };
        assert_eq!(why("unsold_share", &terms), "Members keep no stock in this scenario.");
        assert_eq!(why("fee_funded_share", &terms), "The company paid nothing.");
        assert!(why("cost_to_stay_qualified", &terms).contains("pays nothing on what others"));
        let terms = Terms { is_on_others: vec![false, true], ..terms };
        assert!(why("cost_to_stay_qualified", &terms).contains("asks for customers"));
        let to_stay = vec![None, Some(Money::ZERO)];
        let terms = Terms { keeps_stock: true, to_stay, ..terms };
        assert_eq!(why("unsold_share", &terms), "Members bought nothing.");
        assert!(why("cost_to_stay_qualified", &terms).contains("paid nothing on what others"));
        assert_eq!(figures.len(), SIGNS.len());
        // To join costs nothing, which is a figure.
        for (figure, sign) in figures.iter().zip(&SIGNS) {
            let is_cost = sign.name == "cost_to_join";
            assert!(if is_cost { figure.value == 0.0 } else { figure.value.is_nan() }, "{sign:?}");
        }
    }

    #[test]
    fn signs_and_their_lines_are_named_once_and_in_order() {
        for (n, sign) in SIGNS.iter().enumerate() {
            assert!(SIGNS[..n].iter().all(|other| other.name != sign.name), "{}", sign.name);
            assert!(sign.lines.is_sorted_by(|a, b| a.at < b.at), "{}", sign.name);
            let lacking = sign.lacking.unwrap_or(sign.absent);
            for text in [sign.definition, sign.denominator, sign.basis, sign.absent, lacking] {
                assert!(!text.is_empty() && !text.contains("  "), "{text}");
            }
            // Where an outcome has the same name it is the same figure, in the same unit.
            if let Some(outcome) = OUTCOMES.iter().find(|outcome| outcome.name == sign.name) {
                assert_eq!(outcome.unit, sign.unit);
            }
        }
    }
}
