//! Where the money went, over runs.

use super::Figures;
use crate::observation::{LedgerKey, flow_keys, flows};
use crate::results::{Average, Flow};
use crate::statistics::Support;

/// All flows of a study whose ledger has these lines, in the order of [`flow_keys`].
pub(super) fn lines(lines: &[LedgerKey], runs: Figures<'_>) -> Vec<Flow> {
    let all_cents = |units: &Vec<f64>| -> Vec<i128> { units.iter().copied().map(cents).collect() };
    let of_runs: Vec<Vec<i128>> = runs
        .reports
        .iter()
        .map(|report| {
            let levels: Vec<Vec<i128>> = report.levels.iter().map(all_cents).collect();
            flows(lines, &all_cents(&report.ledger), &levels)
        })
        .collect();
    flow_keys(lines)
        .into_iter()
        .enumerate()
        .map(|(n, (from, to))| {
            let amounts: Vec<f64> = of_runs.iter().map(|flows| flows[n] as f64 / 100.0).collect();
            Flow { from, to, amount: Average::Mean.over(&amounts, Support::NonNegative) }
        })
        .collect()
}

/// The cents that a ledger's amount in units of currency is.
fn cents(units: f64) -> i128 {
    (units * 100.0).round() as i128
}
