//! Some periods of a company, told to a commission run and to the reference alike.

use super::reference::{Outcome, Past, People};
use super::*;
use crate::genealogy::{Advance, Arrival, Arrivals, PlacementRule, Recruitment};

/// A company with orders, leavers and recruits, period by period.
#[derive(Clone, Debug)]
pub(super) struct Story {
    pub(super) sponsors: Vec<Option<u32>>,
    pub(super) periods: Vec<Period>,
}

/// What happens in a period. Members are chosen by numbers that wrap around.
#[derive(Clone, Debug)]
pub(super) struct Period {
    pub(super) orders: Vec<Order>,
    /// 0 leaves at the end of the period, 1 recruits somebody.
    pub(super) moves: Vec<u8>,
}

/// Tells the story to a run of one plan and to the reference under another, which should be the
/// same, and says where they first disagree.
pub(super) fn check(plan: &Plan, rightly: &Plan, story: &Story) -> Result<(), String> {
    let (genealogy, place) = match plan.placement {
        Some(placement) => Genealogy::placed_in_turn(&story.sponsors, |_| None, placement),
        None => Genealogy::from_sponsors(&story.sponsors),
    };
    let mut genealogy = plan.seated_in_turn(genealogy, &story.sponsors, &place, 0);
    let mut run = CommissionRun::new(plan);
    let mut history = RankHistory::new(plan, genealogy.len());
    let mut past = Past::default();
    let mut tenure = vec![0_u32; genealogy.len()];
    let mut advance = Advance::default();
    for (number, period) in story.periods.iter().enumerate() {
        if genealogy.is_empty() {
            break;
        }
        let is_member = |m: usize| genealogy.occupied().is_none_or(|is_occupied| is_occupied[m]);
        let orders = period.orders.iter();
        let orders = orders.map(|o| Order { member: o.member % genealogy.len(), ..*o });
        let orders = orders.filter(|o| is_member(o.member)).collect();
        let book = Book::new(orders, tenure.clone());
        run.settle(&genealogy, &book, &mut history);
        let expected = reference::settle(rightly, &People::new(&genealogy), &book, &mut past);
        let in_period = |difference| format!("period {number}: {difference}");
        compare(&run, &expected).map_err(in_period)?;
        if plan.placement.is_some_and(|placement| placement.rule == PlacementRule::Weak) {
            for member in (0..genealogy.len()).filter(|&m| is_member(m)) {
                let volumes = history.leg_volumes(member);
                same("legs", member, volumes, expected.legs[member]).map_err(in_period)?;
            }
        }

        let step = |m: usize| period.moves[m % period.moves.len()];
        let recruitments: Vec<Recruitment> = (0..genealogy.len())
            .filter(|&m| step(m) == 1 && is_member(m))
            .map(|m| Recruitment { sponsor: m as u32, count: 1 })
            .collect();
        let leaves: Vec<bool> =
            (0..genealogy.len()).map(|m| step(m) == 0 && is_member(m)).collect();
        if plan.placement.is_some() {
            let arrivals = ByLegs(&history);
            genealogy.advance_placed(|m| leaves[m], &recruitments, &arrivals, &mut advance);
        } else {
            genealogy.advance(|m| leaves[m], &recruitments, &mut advance);
        }
        history.relayout(&advance);
        for periods in &mut tenure {
            *periods += 1;
        }
        advance.relayout(&mut tenure, |_| 0);
    }
    Ok(())
}

/// Recruits in the order of their sponsors' places.
struct ByLegs<'a>(&'a RankHistory);

impl Arrivals for ByLegs<'_> {
    fn order(&self, arrival: &Arrival) -> u64 {
        arrival.sponsor.into()
    }

    fn volumes(&self, sponsor: usize) -> [i64; 2] {
        self.0.leg_volumes(sponsor)
    }
}

fn compare(run: &CommissionRun, expected: &Outcome) -> Result<(), String> {
    let n_members = expected.is_active.len();
    for member in 0..n_members {
        same("activity", member, run.active(member), expected.is_active[member])?;
        let standing = run.rank(member).map_or(0, |rank| usize::from(rank) + 1);
        same("standing", member, standing, expected.standing[member])?;
        if let Some(volume) = run.group_volume(member) {
            let volume = volume.hundredths();
            same("group volume", member, volume, expected.group_volume[member])?;
        }
        same("pay", member, run.pay()[member].cents(), expected.pay[member])?;
        same("margin", member, run.margin()[member].cents(), expected.margin[member])?;
    }
    same("number of lines", 0, run.lines().len(), expected.lines.len())?;
    for (bonus, (line, &(committed, paid))) in run.lines().iter().zip(&expected.lines).enumerate() {
        same("committed", bonus, line.committed.cents(), committed)?;
        same("paid", bonus, line.paid.cents(), paid)?;
        same("breakage", bonus, line.breakage().cents(), committed - paid)?;
        if let Some(due) = expected.by_level.get(bonus).filter(|due| !due.is_empty()) {
            let found = run.due_by_level(bonus);
            same("number of levels", bonus, found.len(), due.len())?;
            for (level, (&found, &due)) in found.iter().zip(due).enumerate() {
                same("due on a level", 100 * bonus + level, found, due)?;
            }
            let by_level = run.paid_by_level(bonus);
            if !by_level.is_empty() {
                let paid_on_all = by_level.into_iter().map(Money::cents).sum();
                same("paid on all levels", bonus, paid_on_all, paid)?;
            }
        }
    }
    Ok(())
}

fn same<T: Copy + PartialEq + std::fmt::Debug>(
    what: &str,
    place: usize,
    found: T,
    expected: T,
) -> Result<(), String> {
    if found == expected {
        return Ok(());
    }
    Err(format!("{what} of {place}: {found:?}, not {expected:?}"))
}
