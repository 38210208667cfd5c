//! Whether one clause asks for no less than another.

use std::fmt::Display;

use crate::compensation::{Clause, Plan};
use crate::units::{Points, Rate};

/// If whoever earns the rank at this place of the plan earns the one above it at the other place
/// too, the comparisons that show it. See [`implies`].
pub(super) fn rank_implies(plan: &Plan, rank: usize, higher: usize) -> Option<Vec<String>> {
    let of = |rank: usize| &plan.ranks[rank].clause;
    Known { plan: Some(plan), rank: Some(rank) }.implies(of(rank), of(higher))
}

/// If whoever meets `strict` meets `mild` too, the comparisons that show it, one for each thing
/// that `mild` asks for.
///
/// It is judged by what is written: each thing must be asked for by both. So `None` does not mean
/// that somebody meets the one and not the other.
pub(super) fn implies(strict: &Clause, mild: &Clause) -> Option<Vec<String>> {
    Known { plan: None, rank: None }.implies(strict, mild)
}

/// What is known of whoever meets the strict clause, beside what it asks for.
#[derive(Clone, Copy)]
struct Known<'p> {
    /// When members are active.
    plan: Option<&'p Plan>,
    /// The rank that it earns.
    rank: Option<usize>,
}

impl Known<'_> {
    fn implies(self, strict: &Clause, mild: &Clause) -> Option<Vec<String>> {
        let mut shown = Vec::new();
        // So many periods in a row begin with one in which less may be known.
        let known = if mild.months > 1 { Known { plan: None, rank: None } } else { self };
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
            let is_earned = known.rank.is_some_and(|earned| earned >= usize::from(least));
            if is_earned {
                shown.push("it asks for that rank".into());
            } else {
                (strict.rank? >= least).then_some(())?;
                shown.push("the same rank or a higher one".into());
            }
        }
        if let Some(wanted) = mild.active {
            if strict.active == Some(wanted) {
                shown.push(if wanted { "both active" } else { "both not active" }.into());
            } else {
                shown.push(known.activity(strict).filter(|_| wanted)?);
            }
        }
        if !mild.any.is_empty() && mild.any != strict.any {
            let one = mild.any.iter().find_map(|alternative| known.implies(strict, alternative));
            // Or every alternative of the one is enough for the other.
            let all = || {
                let enough =
                    |alternative| mild.any.iter().find_map(|mild| known.implies(alternative, mild));
                let all: Option<Vec<_>> = strict.any.iter().map(enough).collect();
                all.filter(|all| !all.is_empty()).map(|all| all.concat())
            };
            shown.extend(one.or_else(all)?);
        }
        Some(shown)
    }

    /// Why whoever meets the clause is active, if he is.
    fn activity(self, strict: &Clause) -> Option<String> {
        match &self.plan?.active {
            None => Some("everyone is active".into()),
            Some(active) => {
                implies(strict, active).map(|shown| format!("active: {}", shown.join(", ")))
            }
        }
    }
}

/// `pv 200 ≥ 100`, if that is so.
fn no_less<T: PartialOrd + Display + Copy>(key: &str, more: T, less: T) -> Option<String> {
    (more >= less).then(|| format!("{key} {more} ≥ {less}"))
}
