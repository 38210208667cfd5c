//! Numbers against their ranges, and lists that must ascend.

use super::super::keys::{Key, Quantity, Shape};
use super::super::problem::Problem;
use super::super::reference::allowed;
use super::super::suggest::nearest;
use super::super::tree::{Node, Place, Value};
use super::{Checker, about};

/// The largest whole number below which every whole number is a float: 2^53.
const EXACT_MAX: f64 = 9_007_199_254_740_992.0;

impl Checker<'_> {
    /// A number of the shape's range: whole for [`Shape::Whole`], a float otherwise; infinity is
    /// a float.
    pub(super) fn number(&mut self, key: &Key, shape: &Shape, node: &Node) -> Option<Value> {
        let (of, infinite) = match *shape {
            Shape::Whole { infinite, .. } => (Quantity::Plain, infinite),
            Shape::Number { of, infinite, .. } => (of, infinite),
            _ => unreachable!("only numbers are checked as numbers"),
        };
        let number = match &node.value {
            Value::Number(number) if number.is_nan() => {
                self.report(no_number(key, shape, "nan", node.place.clone()));
                return None;
            }
            Value::Number(number) => *number,
            Value::Whole(whole) => *whole as f64,
            Value::Text(_) => f64::INFINITY,
            Value::Flag(_) | Value::Date | Value::Faulty | Value::List(_) | Value::Table(_) => {
                unreachable!("only numbers are checked as numbers")
            }
        };
        if number == f64::INFINITY && infinite {
            return Some(Value::Number(number));
        }
        match *shape {
            Shape::Whole { min, max, .. } => {
                let whole = self.whole(key, number, node)?;
                if !(min..=max).contains(&whole) {
                    let bound =
                        if whole < min { at_least(min as f64) } else { at_most(max as f64) };
                    return self.out_of_range(key, of, number, &bound, node);
                }
                Some(Value::Whole(whole))
            }
            Shape::Number { min, max, .. } => {
                if !(min..=max).contains(&number) {
                    let bound = if number < min { at_least(min) } else { at_most(max) };
                    return self.out_of_range(key, of, number, &bound, node);
                }
                self.grain(key, of, number, node)?;
                Some(Value::Number(number))
            }
            _ => unreachable!("only numbers are checked as numbers"),
        }
    }

    fn whole(&mut self, key: &Key, number: f64, node: &Node) -> Option<i128> {
        if let Value::Whole(whole) = node.value {
            return Some(whole);
        }
        if number.fract() == 0.0 && number.abs() < EXACT_MAX {
            return Some(number as i128);
        }
        if number.abs() >= EXACT_MAX {
            return Some(if number > 0.0 { i128::MAX } else { i128::MIN });
        }
        let problem = Problem::at(node.place.clone(), "a whole number is expected here");
        self.report(problem.help(about(key)));
        None
    }

    fn out_of_range<T>(
        &mut self,
        key: &Key,
        of: Quantity,
        number: f64,
        bound: &str,
        node: &Node,
    ) -> Option<T> {
        let is_share = matches!(of, Quantity::Probability | Quantity::Rate);
        let reason = if is_share {
            format!("{} lies between 0 and 1", of.noun())
        } else {
            format!("`{}` must be {bound}", key.name)
        };
        let problem = Problem::at(node.place.clone(), reason);
        let help = if is_share && number > 1.0 && number <= 100.0 {
            format!("write {} for {number} %", percent(number))
        } else {
            about(key)
        };
        self.report(problem.help(help));
        None
    }

    /// Values that are kept in steps must not vanish below the first.
    fn grain(&mut self, key: &Key, of: Quantity, number: f64, node: &Node) -> Option<()> {
        let Some(grain) = of.grain() else { return Some(()) };
        if number == 0.0 || (number / grain).round() != 0.0 {
            return Some(());
        }
        let reason = format!("{} is 0 or at least {grain}", of.noun());
        self.report(Problem::at(node.place.clone(), reason).help(about(key)));
        None
    }

    /// Whether each element's number is above the one before.
    pub(super) fn ascending(
        &mut self,
        list: &[Node],
        part: impl Fn(&Node) -> Option<&Node>,
    ) -> Option<()> {
        for pair in list.windows(2) {
            let [before, after] = pair else { unreachable!("windows of two have two") };
            let (Some(before), Some(after)) = (part(before), part(after)) else { continue };
            if as_number(before) >= as_number(after) {
                let reason = "this is not above the number before it";
                self.report(
                    Problem::at(after.place.clone(), reason)
                        .help("write the numbers in ascending order, each once"),
                );
                return None;
            }
        }
        Some(())
    }

    /// `[[from, rate], …]`, thresholds ascending.
    pub(super) fn tiers(&mut self, key: &Key, pairs: &[Node], node: &Node) -> Option<Value> {
        const FROM: Shape = Shape::money(0.0, 1.0e12);
        self.length(key, node, pairs.len(), 1, super::TABLES_MAX)?;
        let mut checked = Vec::new();
        for pair in pairs {
            let Some([from, rate]) = pair.elements() else {
                let reason = "expected a pair `[from, rate]`";
                self.report(Problem::at(pair.place.clone(), reason).help(about(key)));
                continue;
            };
            let (from, rate) = (self.value(key, &FROM, from), self.value(key, &Shape::RATE, rate));
            if let (Some(from), Some(rate)) = (from, rate) {
                checked
                    .push(Node { value: Value::List(vec![from, rate]), place: pair.place.clone() });
            }
        }
        if checked.len() < pairs.len() {
            return None;
        }
        self.ascending(&checked, |pair| pair.elements()?.first())?;
        Some(Value::List(checked))
    }
}

/// What `problem` becomes where a text stands in the place of a number.
pub(super) fn of_text(key: &Key, shape: &Shape, text: &str, problem: Problem) -> Problem {
    let may_be_infinite =
        matches!(shape, Shape::Whole { infinite: true, .. } | Shape::Number { infinite: true, .. });
    let text = text.trim();
    let number = text.parse::<f64>().ok();
    let is_infinite = number == Some(f64::INFINITY) || nearest(text, ["infinite"]).is_some();
    match number {
        _ if is_infinite && may_be_infinite => {
            problem.help(format!("write {} = {INFINITE}", key.name))
        }
        Some(number) if number.is_nan() => no_number(key, shape, text, problem.place),
        Some(number) if number.is_finite() => {
            problem.help(format!("write it without quotes: {} = {text}", key.name))
        }
        _ => problem,
    }
}

/// The word for what has no end, as a file has it.
const INFINITE: &str = "\"infinite\"";

/// Says of what stands for no number, however it is spelt, what a number may be here.
fn no_number(key: &Key, shape: &Shape, text: &str, place: Option<Place>) -> Problem {
    let allowed = allowed(shape);
    let article = if allowed.starts_with('a') { "an" } else { "a" };
    let help = format!("`{}`: {}; write {article} {allowed}", key.name, key.meaning);
    Problem::at(place, format!("`{text}` is not a number")).help(help)
}

fn as_number(node: &Node) -> f64 {
    match node.value {
        Value::Whole(whole) => whole as f64,
        Value::Number(number) => number,
        _ => f64::NAN,
    }
}

fn at_least(min: f64) -> String {
    format!("at least {}", grouped(min))
}

fn at_most(max: f64) -> String {
    format!("at most {}", grouped(max))
}

/// A percentage as a share, without the noise of binary fractions.
fn percent(number: f64) -> f64 {
    (number * 1.0e8).round() / 1.0e10
}

/// A number as TOML may write it, whole ones with separators: `100_000`.
pub(in crate::scenario) fn grouped(number: f64) -> String {
    if number.fract() != 0.0 || number.abs() >= 1.0e15 {
        return format!("{number}");
    }
    let digits = format!("{}", number.abs());
    let mut grouped = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            grouped.push('_');
        }
        grouped.push(digit);
    }
    if number < 0.0 { format!("-{grouped}") } else { grouped }
}
