//! Levels on which nobody is paid.

use super::super::fields::Fields;
use super::super::problem::Problem;
use super::super::suggest::joined;
use crate::compensation::Level;
use crate::units::Rate;

/// Warnings about levels on which nobody is paid, where the bonus can pay members of these standings,
/// and about depths that no level has.
pub(super) fn warnings(level: &Level, payees: &[usize], fields: Fields<'_>) -> Vec<Problem> {
    let n_levels = level.rates[0].len();
    let first = usize::from(level.start);
    let mut warnings = Vec::new();
    // Where nobody is paid at all there is another warning.
    if let Some(deepest) = payees.iter().map(|standing| level.depth[*standing] as usize).max() {
        let n_paid = deepest.min(n_levels);
        let pays = |at: usize| {
            let mut paid = payees.iter().filter(|standing| at < level.depth[**standing] as usize);
            paid.any(|standing| level.rates[*standing][at] > Rate::ZERO)
        };
        let is_unpaid = |at: &usize| best(level, *at) > Rate::ZERO && !pays(*at);
        let beyond: Vec<usize> = (n_paid..n_levels).filter(is_unpaid).collect();
        if !beyond.is_empty() {
            let why = match deepest.checked_sub(1) {
                Some(last) => format!("nobody is paid on a level deeper than {}", last + first),
                None => "nobody is paid on any level".into(),
            };
            warnings.push(unpaid(level, &(n_paid..n_levels).collect::<Vec<_>>(), &why, fields));
        }
        let within: Vec<usize> = (0..n_paid).filter(is_unpaid).collect();
        if !within.is_empty() && (0..n_paid).any(pays) {
            let why = "nobody who can be paid has a rate there";
            warnings.push(unpaid(level, &within, why, fields));
        }
    }
    let n_asked = level.depth.iter().copied().max().unwrap_or_default() as usize;
    if n_asked > n_levels {
        let (asked, last) = (n_asked + first - 1, n_levels + first - 1);
        let reason = format!("a depth of {asked}, and `rates` ends at level {last}");
        let help = "levels without a rate pay nothing: add rates, or lower `depth`";
        warnings.push(Problem::at(fields.place("depth"), reason).help(help));
    }
    warnings
}

/// The best rate of a level, which is what the bonus sets aside for it.
fn best(level: &Level, at: usize) -> Rate {
    level.rates.iter().map(|rates| rates[at]).max().unwrap_or_default()
}

/// The levels at these places in the lists of rates pay nobody.
fn unpaid(level: &Level, levels: &[usize], why: &str, fields: Fields<'_>) -> Problem {
    let lost: f64 = levels.iter().map(|at| best(level, *at).value()).sum();
    let reason = format!(
        "{} never paid: {why}, so {} % of the base stay with the company",
        named(levels, usize::from(level.start)),
        (lost * 1.0e4).round() / 100.0
    );
    let help = "give a rank that can be had a larger `depth` or a rate of its own, or remove these \
                rates";
    Problem::at(fields.place("rates"), reason).help(help)
}

/// `level 3 is`, `levels 3 to 5 are` or `levels 2, 4 and 5 are`: what the places in the lists of rates are
/// called where this is the first level.
fn named(levels: &[usize], start: usize) -> String {
    let (first, last) = (levels[0] + start, levels[levels.len() - 1] + start);
    if first == last {
        format!("level {first} is")
    } else if last - first + 1 == levels.len() {
        format!("levels {first} to {last} are")
    } else {
        let numbers = levels.iter().map(|at| (at + start).to_string());
        format!("levels {} are", joined(numbers.collect()))
    }
}
