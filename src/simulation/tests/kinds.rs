//! Differentials, pools and awards in the slow way: over lists of traders, one person at a time.

use super::bonuses::{GivenBack, Trader, group_volume, path, personal_group_volume, points};
use crate::compensation::{Award, Differential, Event, OwnRate, Plan, Pool, QualifyingVolume};
use crate::units::{Money, Rate, millionths};

fn standing(trader: &Trader) -> usize {
    trader.rank.map_or(0, |rank| rank + 1)
}

/// The rate that a member has by himself.
pub(super) fn own_rate(plan: &Plan, own: &OwnRate, traders: &[Trader], member: usize) -> Rate {
    match own {
        OwnRate::Rank(rates) => rates[standing(&traders[member])],
        OwnRate::Volume(of, brackets) => {
            let volume = match of {
                QualifyingVolume::Personal => points(plan, &traders[member]),
                QualifyingVolume::Group => group_volume(plan, traders, member),
                QualifyingVolume::PersonalGroup => personal_group_volume(plan, traders, member),
            };
            let mut rate = Rate::ZERO;
            for bracket in brackets {
                if bracket.from <= volume {
                    rate = bracket.rate;
                }
            }
            rate
        }
    }
}

/// Of goods given back: their volume, whether the leaver could be paid last, and at which rate.
type Back<'b> = dyn Fn(&GivenBack) -> (i64, (bool, Rate)) + 'b;

/// Lets the volume of each buyer walk up; returns what is due to each member, and what would be
/// due at the highest rate.
pub(super) fn differential_bonus(
    plan: &Plan,
    rule: &Differential,
    traders: &[Trader],
    base: &[i64],
    met: &[bool],
    back: &Back<'_>,
) -> (Vec<i64>, i64) {
    let mut rates: Vec<Rate> =
        (0..traders.len()).map(|member| own_rate(plan, &rule.rates, traders, member)).collect();
    if rule.has_floor {
        // Whoever is below joined later, so every leg is done before the member above it.
        for member in (0..traders.len()).rev() {
            if let Some(upline) = traders[member].upline {
                rates[upline] = rates[upline].max(rates[member]);
            }
        }
    }
    let has_broken_away =
        |m: usize| plan.breakaway.is_some_and(|rank| traders[m].rank >= Some(usize::from(rank)));
    let mut exact = vec![0_i128; traders.len()];
    // Where a walk begins, what of, what is granted already, and who is not paid.
    let mut walks: Vec<(usize, i64, Rate, Option<usize>)> = Vec::new();
    for (buyer, &volume) in base.iter().enumerate() {
        let unpaid = (rule.start == 1).then_some(buyer);
        walks.push((buyer, volume, Rate::ZERO, unpaid));
        for gone in &traders[buyer].given_back {
            let (volume, (met, rate)) = back(gone);
            let has_own = met && rule.start == 0;
            let is_away = plan.breakaway.is_some_and(|rank| gone.rank >= Some(usize::from(rank)));
            if !(rule.stops_at_breakaway && is_away) {
                walks.push((buyer, -volume, if has_own { rate } else { Rate::ZERO }, None));
            }
        }
    }
    for (buyer, volume, mut granted, unpaid) in walks {
        for member in path(traders, buyer) {
            let may_be_paid = met[member] && Some(member) != unpaid;
            if may_be_paid && rates[member] > granted {
                let difference = (rates[member] - granted).millionths();
                exact[member] += i128::from(difference) * i128::from(volume);
                granted = rates[member];
            }
            if rule.stops_at_breakaway && has_broken_away(member) {
                break;
            }
        }
    }
    let highest = match &rule.rates {
        OwnRate::Rank(rates) => rates.iter().copied().max(),
        OwnRate::Volume(_, brackets) => brackets.iter().map(|bracket| bracket.rate).max(),
    };
    let volume: i128 = base.iter().map(|&cents| i128::from(cents)).sum();
    let highest = i128::from(highest.unwrap_or_default().millionths());
    (exact.into_iter().map(millionths).collect(), millionths(volume * highest))
}

pub(super) fn pool_bonus(
    pool: &Pool,
    traders: &[Trader],
    base: &[i64],
    met: &[bool],
    back: i64,
) -> (Vec<i64>, i64) {
    let volume: i128 = base.iter().map(|&cents| i128::from(cents)).sum::<i128>() - i128::from(back);
    let fund = volume.max(0) * i128::from(pool.share.millionths());
    let points: Vec<i128> = (traders.iter().zip(met))
        .map(|(t, &met)| if met { pool.points[standing(t)].hundredths().into() } else { 0 })
        .collect();
    let all = points.iter().sum::<i128>().max(1);
    let shares = points.iter().map(|points| (fund * points / all / 1_000_000) as i64);
    (shares.collect(), (fund / 1_000_000) as i64)
}

/// What the award at this place of the plan comes to; so many boards were filled at whose top nobody
/// is.
pub(super) fn award_bonus(
    award: &Award,
    place: usize,
    traders: &mut [Trader],
    met: &[bool],
    nobodys: usize,
) -> (Vec<i64>, i64) {
    let full: Vec<i64> = (0..traders.len())
        .map(|member| {
            let trader = &traders[member];
            let own = award.amounts[standing(trader)];
            let due: Money = match award.on {
                Event::Rank => {
                    let is_new = |rank: &usize| {
                        Some(*rank) > trader.title_before && Some(*rank) <= trader.past.title
                    };
                    let ranks = 0..award.amounts.len() - 1;
                    ranks.filter(is_new).map(|rank| award.amounts[rank + 1]).sum()
                }
                Event::Recruit => {
                    let is_new =
                        |t: &&Trader| t.upline == Some(member) && !t.is_adopted && t.tenure == 0;
                    traders.iter().filter(is_new).map(|_| own).sum()
                }
                Event::Cycle if trader.has_cycled => own,
                Event::Fill(levels)
                    if trader.full_levels >= levels.into()
                        && !trader.past.filled.contains(&place) =>
                {
                    own
                }
                Event::Cycle | Event::Fill(_) => Money::ZERO,
            };
            due.cents()
        })
        .collect();
    let mut committed = full.iter().sum();
    match award.on {
        Event::Cycle => committed += award.amounts[0].cents() * nobodys as i64,
        Event::Fill(levels) => {
            let full = traders.iter_mut().filter(|trader| trader.full_levels >= levels.into());
            full.for_each(|trader| trader.past.filled.push(place));
        }
        Event::Rank | Event::Recruit => {}
    }
    let due = full.iter().zip(met).map(|(&due, &met)| if met { due } else { 0 });
    (due.collect(), committed)
}
