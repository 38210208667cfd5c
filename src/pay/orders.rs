//! The table of orders.

use super::company::{InputFile, ORDERS};
use super::decimal;
use super::fault::Faults;
use super::members::Members;
use super::names::{Index, Names};
use super::rows::{ColumnName, Row, Rows, optional, required};
use crate::units::{Money, Points};

const COLUMNS: [ColumnName; 8] = [
    required("period"),
    required("member"),
    required("kind"),
    required("price"),
    required("pv"),
    required("cv"),
    optional("order"),
    optional("refund_of"),
];
const PERIOD: usize = 0;
const MEMBER: usize = 1;
const KIND: usize = 2;
const PRICE: usize = 3;
const PV: usize = 4;
const CV: usize = 5;
const ORDER: usize = 6;
const REFUND_OF: usize = 7;

/// The most that all orders together may come to in price, points or volume, in hundredths. With
/// it, no sum of a payroll leaves 64 bits.
const SUM_MAX: i64 = 1_000_000_000_000_000;

/// The members of so many rows are looked up together.
const LOOKED_UP_AT_ONCE: usize = 1024;

/// Who bought what.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OrderKind {
    /// A member bought for himself.
    Member,
    /// A retail customer of the member bought.
    Retail,
    /// The member paid for joining or staying: no sale, and base of bonuses on fees alone.
    Fee,
}

/// An order.
#[derive(Clone, Copy, Debug)]
pub struct Order {
    /// When it counts.
    pub period: u32,
    /// Who is credited, by number.
    pub member: u32,
    /// Who bought what.
    pub kind: OrderKind,
    /// What was paid.
    pub price: Money,
    /// Points (PV).
    pub points: Points,
    /// Commissionable volume.
    pub cv: Money,
    /// The period in which it is taken back, if it is.
    pub refunded: Option<u32>,
    /// Where it stands in its file.
    pub line: u32,
}

/// All orders, sorted by period; within a period they keep the order of their file.
#[derive(Debug)]
pub struct Orders {
    /// The orders.
    pub list: Vec<Order>,
    last_period: Option<u32>,
    /// What the orders of the file are called, and the line of each; empty where none has a name.
    names: Names,
    lines: Vec<u32>,
}

/// What a refund says.
struct Refund {
    line: u32,
    period: u32,
    /// `None` where he is unknown.
    member: Option<u32>,
    /// What is repeated of the order: price, points and volume in hundredths.
    repeated: [Option<i64>; 3],
}

/// Where to enter who a row is about.
enum Entered {
    Order(usize),
    Refund(usize),
    /// Nowhere: something else is wrong with the row.
    Nowhere,
}

#[derive(Default)]
struct Gathered {
    /// Orders that are not sound, and those whose member is still looked up, have none.
    orders: Vec<Order>,
    /// What the orders are called; empty where they have no name.
    order_names: Names,
    refunds: Vec<Refund>,
    /// What the refunds are called themselves, and what they take back.
    refund_names: Names,
    taken_back: Names,
    sums: [i64; 3],
    /// Whom the last rows are about, with line and period, who are looked up together.
    named: Names,
    rows: Vec<(u32, Option<u32>, Entered)>,
}

impl Orders {
    /// What the table calls an order, if it gives it a name.
    pub fn name(&self, order: &Order) -> Option<&str> {
        let number = self.lines.binary_search(&order.line).ok()?;
        Some(self.names.get(number)).filter(|name| !name.is_empty())
    }

    /// The orders of a period.
    pub fn of_period(&self, period: u32) -> &[Order] {
        let [first, end] =
            [period, period + 1].map(|at| self.list.partition_point(|order| order.period < at));
        &self.list[first..end]
    }

    /// The last period in which something was ordered or taken back.
    pub(super) fn last_period(&self) -> Option<u32> {
        self.last_period
    }

    /// Reads the table; what is at fault in it is added to the faults.
    pub(super) fn read(
        input: InputFile<'_>,
        members: Option<&Members>,
        faults: &mut Faults,
    ) -> Option<Self> {
        let mut rows = Rows::open(ORDERS, input, COLUMNS, faults)?;
        let mut gathered = Gathered::default();
        while let Some(row) = rows.next(faults) {
            gathered.take(&row, faults);
            if gathered.rows.len() == LOOKED_UP_AT_ONCE {
                gathered.look_up(members, faults);
            }
        }
        gathered.look_up(members, faults);
        for (sum, column) in gathered.sums.iter().zip(["price", "pv", "cv"]) {
            if *sum > SUM_MAX {
                let most = Money::from_cents(SUM_MAX);
                faults.add(
                    ORDERS,
                    None,
                    format!("all `{column}` together exceed {most}: use a larger unit of currency"),
                );
            }
        }
        take_back(&mut gathered, faults);
        let refunds = gathered.refunds.iter().map(|refund| refund.period);
        let Gathered { orders: mut list, order_names: mut names, .. } = gathered;
        let last_period = list.iter().map(|order| order.period).chain(refunds).max();
        let lines = if names.iter().all(str::is_empty) {
            names = Names::default();
            Vec::new()
        } else {
            list.iter().map(|order| order.line).collect()
        };
        list.sort_by_key(|order| order.period);
        Some(Self { list, last_period, names, lines })
    }
}

impl Gathered {
    /// Takes in a row, if it is sound but for its member.
    fn take(&mut self, row: &Row<'_, 8>, faults: &mut Faults) {
        let period = decimal::period(row.get(PERIOD)).map_err(|reason| {
            let reason = format!("`period` is `{}`: {reason}", row.get(PERIOD));
            faults.add(ORDERS, Some(row.line), reason);
        });
        let period = period.ok();
        let entered = self.enter(row, period, faults);
        self.named.push(row.get(MEMBER));
        self.rows.push((row.line, period, entered));
    }

    /// Looks up whom the last rows are about.
    fn look_up(&mut self, members: Option<&Members>, faults: &mut Faults) {
        if let Some(members) = members {
            let found = members.find_all(&self.named);
            for ((found, name), (line, period, entered)) in
                found.into_iter().zip(self.named.iter()).zip(&self.rows)
            {
                let mut fault = |reason: String| faults.add(ORDERS, Some(*line), reason);
                let Some(member) = found else {
                    fault(format!(
                        "`{name}` is not among the members: add a row for him, or correct the name"
                    ));
                    continue;
                };
                let joined = members.joined[member as usize];
                let is_early = period.is_some_and(|period| period < joined);
                if is_early {
                    fault(format!(
                        "`{name}` joined in period {joined}, after this order: correct one of \
                         the two"
                    ));
                }
                match *entered {
                    Entered::Order(order) if !is_early => self.orders[order].member = member,
                    Entered::Refund(refund) => self.refunds[refund].member = Some(member),
                    Entered::Order(_) | Entered::Nowhere => {}
                }
            }
        }
        self.named.clear();
        self.rows.clear();
    }

    /// Enters what a row says in the list where it belongs.
    fn enter(&mut self, row: &Row<'_, 8>, period: Option<u32>, faults: &mut Faults) -> Entered {
        let n_before = faults.len();
        let fault = |faults: &mut Faults, reason: String| {
            faults.add(ORDERS, Some(row.line), reason);
        };
        let kind = match row.get(KIND) {
            "member" => Some(OrderKind::Member),
            "retail" => Some(OrderKind::Retail),
            "fee" => Some(OrderKind::Fee),
            "refund" => None,
            other => {
                let kinds = "`member`, `retail`, `fee` or `refund`";
                fault(faults, format!("`kind` is `{other}`: write {kinds}"));
                self.push(row.get(ORDER), UNSOUND, row.line);
                return Entered::Nowhere;
            }
        };
        let Some(kind) = kind else {
            return self.enter_refund(row, period, faults);
        };
        if !row.get(REFUND_OF).is_empty() {
            fault(faults, "`refund_of` is for refunds: write the kind `refund`".into());
        }
        let amounts = [PRICE, PV, CV].map(|column| {
            let text = row.get(column);
            // A fee has a price and nothing else.
            if kind == OrderKind::Fee && column != PRICE && text.is_empty() {
                return 0;
            }
            amount(column, text).unwrap_or_else(|reason| {
                fault(faults, reason);
                0
            })
        });
        let [price, points, cv] = amounts;
        if kind == OrderKind::Fee && (points, cv) != (0, 0) {
            let reason = "a fee has neither `pv` nor `cv`: enter goods that come with it as an \
                          order of the kind `member`";
            fault(faults, reason.into());
        }
        for (sum, amount) in self.sums.iter_mut().zip(amounts) {
            *sum = sum.saturating_add(amount);
        }
        let (Some(period), true) = (period, faults.len() == n_before) else {
            // A refund of it is not at fault for that.
            self.push(row.get(ORDER), UNSOUND, row.line);
            return Entered::Nowhere;
        };
        let order = Order {
            period,
            kind,
            price: Money::from_cents(price),
            points: Points::from_hundredths(points),
            cv: Money::from_cents(cv),
            ..UNSOUND
        };
        self.push(row.get(ORDER), order, row.line);
        Entered::Order(self.orders.len() - 1)
    }

    fn push(&mut self, name: &str, order: Order, line: u32) {
        self.orders.push(Order { line, ..order });
        self.order_names.push(name);
    }

    fn enter_refund(
        &mut self,
        row: &Row<'_, 8>,
        period: Option<u32>,
        faults: &mut Faults,
    ) -> Entered {
        let mut fault = |reason: String| faults.add(ORDERS, Some(row.line), reason);
        if row.get(REFUND_OF).is_empty() {
            fault("a refund names the order that it takes back, in `refund_of`".into());
            return Entered::Nowhere;
        }
        let mut repeated = [None; 3];
        for (value, column) in repeated.iter_mut().zip([PRICE, PV, CV]) {
            let text = row.get(column);
            if text.is_empty() {
                continue;
            }
            match decimal::hundredths(text) {
                Ok(amount) => *value = Some(amount.abs()),
                Err(reason) => fault(wrong_amount(column, text, reason)),
            }
        }
        let Some(period) = period else { return Entered::Nowhere };
        self.refunds.push(Refund { line: row.line, period, member: None, repeated });
        self.refund_names.push(row.get(ORDER));
        self.taken_back.push(row.get(REFUND_OF));
        Entered::Refund(self.refunds.len() - 1)
    }
}

/// Stands for an order whose row is at fault, so that nothing is computed of it.
const UNSOUND: Order = Order {
    period: 0,
    member: u32::MAX,
    kind: OrderKind::Member,
    price: Money::ZERO,
    points: Points::ZERO,
    cv: Money::ZERO,
    refunded: None,
    line: 0,
};

fn wrong_amount(column: usize, text: &str, reason: &str) -> String {
    let name = COLUMNS[column].name;
    if text.is_empty() {
        return format!("`{name}` is empty: write 0 for none");
    }
    format!("`{name}` is `{text}`: {reason}")
}

fn amount(column: usize, text: &str) -> Result<i64, String> {
    match decimal::hundredths(text) {
        Ok(amount) if amount < 0 => {
            let reason = "an order is not negative; write the kind `refund` to take one back";
            Err(wrong_amount(column, text, reason))
        }
        Ok(amount) => Ok(amount),
        Err(reason) => Err(wrong_amount(column, text, reason)),
    }
}

/// Marks the orders that are taken back.
fn take_back(gathered: &mut Gathered, faults: &mut Faults) {
    let Gathered { orders, order_names, refunds, refund_names, taken_back, .. } = gathered;
    let index = Index::of(order_names);
    let mut is_ambiguous = vec![false; orders.len()];
    for (number, first) in index.repeated(order_names) {
        let [number, first] = [number, first].map(|number| number as usize);
        is_ambiguous[first] = true;
        let (name, line) = (order_names.get(number), orders[first].line);
        let reason = format!(
            "the order `{name}` is on line {line} already: give each order a name of its own, or \
             none"
        );
        faults.add(ORDERS, Some(orders[number].line), reason);
    }
    let refund_index = Index::of(refund_names);
    // The line of the refund that took each order back.
    let mut taken = vec![0_u32; if refunds.is_empty() { 0 } else { orders.len() }];
    let found = index.find_all(order_names, taken_back);
    for ((refund, name), found) in refunds.iter().zip(taken_back.iter()).zip(found) {
        let mut is_sound = true;
        let mut fault = |reason: String| {
            is_sound = false;
            faults.add(ORDERS, Some(refund.line), reason);
        };
        let Some(number) = found else {
            fault(match refund_index.find(refund_names, name) {
                Some(_) => format!("`{name}` is a refund itself: name the order that comes back"),
                None => format!(
                    "no order is called `{name}` in the column `order`: name it there, or \
                     correct this one"
                ),
            });
            continue;
        };
        let order = &mut orders[number as usize];
        // Of two orders of a name it is not known which one comes back: that is told of the name.
        if order.member == u32::MAX || is_ambiguous[number as usize] {
            continue;
        }
        if refund.period < order.period {
            fault(format!(
                "the order `{name}` is of period {}, after its refund: correct one of the two",
                order.period
            ));
        }
        if refund.member.is_some_and(|member| member != order.member) {
            fault(format!(
                "the order `{name}`, on line {}, is another member's: name one of his own",
                order.line
            ));
        }
        let own = [order.price.cents(), order.points.hundredths(), order.cv.cents()];
        for ((repeated, own), column) in refund.repeated.iter().zip(own).zip([PRICE, PV, CV]) {
            if repeated.is_some_and(|repeated| repeated != own) {
                fault(format!(
                    "`{}` of the order `{name}` is {}: a refund takes back a whole order, and \
                     repeats its amounts or leaves them empty",
                    COLUMNS[column].name,
                    Money::from_cents(own)
                ));
            }
        }
        // A refund at fault takes nothing back.
        let earlier = taken[number as usize];
        if earlier != 0 {
            fault(format!(
                "the order `{name}` was taken back on line {earlier} already: remove one of the two"
            ));
        } else if is_sound {
            taken[number as usize] = refund.line;
        }
        order.refunded = Some(refund.period);
    }
}
