//! Whether one clause asks for no less than another.

use std::fmt::Display;

use crate::compensation::Clause;
use crate::units::{Points, Rate};

/// If whoever meets `strict` meets `mild` too, the comparisons that show it, one for each thing
/// that `mild` asks for.
///
/// It is judged by what is written: each thing must be asked for by both. So `None` does not mean
/// that somebody meets the one and not the other.
pub(super) fn implies(strict: &Clause, mild: &Clause) -> Option<Vec<String>> {
    let mut shown = Vec::new();
    if mild.months > 1 {
        shown.push(no_less("months", u32::from(strict.months), u32::from(mild.months))?);
    }
    for (key, strict, mild) in [("pv", strict.pv, mild.pv), ("pgv", strict.pgv, mild.pgv)] {
        if let Some(mild) = mild {
            shown.push(no_less(key, strict?.units(), mild.units())?);
        }
    }
    if let Some(least) = mild.gv {
        let asked = strict.gv?;
        shown.push(no_less("gv", asked.units(), least.units())?);
        if mild.leg_max.is_some() {
            // What one leg may supply, of the volume that is required.
            let limit = |gv: Points, share: Option<Rate>| Some(gv.at(share?).units());
            let (asked, least) = (limit(asked, strict.leg_max)?, limit(least, mild.leg_max)?);
            shown.push(no_less("the limit of legs", least, asked)?);
        }
    }
    if let Some(least) = mild.retail_share {
        shown.push(no_less("retail_share", strict.retail_share?.value(), least.value())?);
    }
    if let Some(least) = mild.customers {
        shown.push(no_less("customers", strict.customers?, least)?);
    }
    if let Some(least) = mild.recruits {
        shown.push(no_less("recruits", strict.recruits?, least)?);
    }
    if let Some(least) = mild.recruits_per_leg {
        shown.push(no_less("recruits_per_leg", strict.recruits_per_leg?, least)?);
    }
    for &(rank, least) in &mild.legs {
        let deep_enough = strict.legs.iter().filter(|(asked, _)| *asked >= rank);
        let most = deep_enough.map(|(_, legs)| *legs).max()?;
        shown.push(no_less("legs", most, least)?);
    }
    if let Some(least) = mild.rank {
        (strict.rank? >= least).then_some(())?;
        shown.push("the same rank or a higher one".into());
    }
    if let Some(wanted) = mild.active {
        (strict.active == Some(wanted)).then_some(())?;
        shown.push(if wanted { "both active" } else { "both not active" }.into());
    }
    if !mild.any.is_empty() && mild.any != strict.any {
        let one = mild.any.iter().find_map(|alternative| implies(strict, alternative));
        // Or every alternative of the one is enough for the other.
        let all = || {
            let enough = |alternative| mild.any.iter().find_map(|mild| implies(alternative, mild));
            let all: Option<Vec<_>> = strict.any.iter().map(enough).collect();
            all.filter(|all| !all.is_empty()).map(|all| all.concat())
        };
        shown.extend(one.or_else(all)?);
    }
    Some(shown)
}

/// `pv 200 ≥ 100`, if that is so.
fn no_less<T: PartialOrd + Display + Copy>(key: &str, more: T, less: T) -> Option<String> {
    (more >= less).then(|| format!("{key} {more} ≥ {less}"))
}
