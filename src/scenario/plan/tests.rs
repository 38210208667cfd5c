//! What is said to be out of reach is never reached: random ladders in random companies.

use super::implies::rank_implies;
use super::least::Reach;
use crate::compensation::tests::plans;
use crate::compensation::{
    Base, Clause, CommissionRun, Orders, Plan, Product, Rank, RankHistory, Volumes,
};
use crate::genealogy::Genealogy;
use crate::random::{Draws, Lineage, RunKey, Stream, uniform};
use crate::units::{Money, Points, Rate};

const MONTHS: u32 = 3;
const PEOPLE: usize = 40;

fn below(draws: &mut Draws, limit: u32) -> u32 {
    (uniform(draws) * f64::from(limit)) as u32
}

fn points(draws: &mut Draws) -> Option<Points> {
    (below(draws, 3) == 0).then(|| Points::from_hundredths(i64::from(below(draws, 4)) * 100))
}

/// A clause that asks for few things, so that many can be met; `rank` is the one it belongs to.
fn clause(draws: &mut Draws, rank: Option<u8>, ranks: u8, depth: u32) -> Clause {
    let one_in = |draws: &mut Draws, n| below(draws, n) == 0;
    let gv = points(draws);
    let any = if depth == 0 && one_in(draws, 3) {
        (0..=below(draws, 2)).map(|_| clause(draws, rank, ranks, 1)).collect()
    } else {
        Vec::new()
    };
    Clause {
        pv: points(draws),
        gv,
        pgv: points(draws),
        leg_max: gv.filter(|_| one_in(draws, 2)).map(|_| Rate::from_f64(0.5)),
        retail_share: None,
        customers: None,
        recruits: one_in(draws, 3).then(|| below(draws, 3)),
        recruits_per_leg: None,
        legs: if one_in(draws, 3) {
            vec![(below(draws, ranks.into()) as u8, 1 + below(draws, 2))]
        } else {
            Vec::new()
        },
        rank: rank
            .filter(|rank| *rank > 0 && one_in(draws, 4))
            .map(|rank| below(draws, rank.into()) as u8),
        active: (rank.is_some() && one_in(draws, 4)).then(|| one_in(draws, 2)),
        any,
        months: if one_in(draws, 4) { 2 } else { 1 },
    }
}

fn plan(draws: &mut Draws) -> Plan {
    let n_ranks = 4;
    let rank = |draws: &mut Draws, rank| Rank {
        name: format!("R{rank}"),
        clause: clause(draws, Some(rank), n_ranks, 0),
        keeps_title: below(draws, 6) == 0,
    };
    let ranks = (0..n_ranks).map(|number| rank(draws, number)).collect();
    let product = Product {
        price: Money::from_cents(100),
        discount: Rate::ZERO,
        cost: Rate::ZERO,
        pv: if below(draws, 10) == 0 { Rate::ZERO } else { Rate::ONE },
        cv: Rate::ONE,
    };
    Plan {
        name: "random".into(),
        product,
        active: (below(draws, 2) == 0).then(|| clause(draws, None, n_ranks, 1)),
        breakaway: (below(draws, 3) == 0).then_some(2),
        ranks,
        ..plans::plan(Vec::new())
    }
}

/// Points of each member.
struct Points1(Vec<Points>);

impl Volumes for Points1 {
    fn points(&self, member: usize) -> Points {
        self.0[member]
    }

    fn base(&self, _: usize, _: Base, _: Orders) -> Money {
        Money::ZERO
    }

    fn tenure(&self, _: usize) -> u32 {
        12
    }
}

/// How many members had a rank, whether a judgement was contradicted, and how many ranks it
/// called out of reach.
#[derive(Default)]
struct Found {
    had: usize,
    out_of_reach: usize,
    skipped: usize,
    wrong: Vec<String>,
}

/// Holds every standing of some months to what it is said to take, with so many `extra` people.
fn hold(draws: &mut Draws, extra: u64, found: &mut Found) {
    let plan = plan(draws);
    let reach = Reach::of(&plan);
    let least: Vec<_> = (0..plan.ranks.len()).map(|rank| reach.held(rank)).collect();
    let keeps = |rank: usize| plan.ranks[rank].keeps_title;
    let is_skipped = |rank: usize| {
        let mut above = rank + 1..plan.ranks.len();
        !keeps(rank) && above.any(|higher| rank_implies(&plan, rank, higher).is_some())
    };
    found.out_of_reach += least.iter().filter(|least| least.is_none()).count();
    found.skipped += (0..plan.ranks.len()).filter(|rank| is_skipped(*rank)).count();
    let sponsors: Vec<Option<u32>> =
        (0..PEOPLE as u32).map(|m| (m > 2).then(|| below(draws, m))).collect();
    let genealogy = Genealogy::from_sponsors(&sponsors).0;
    let mut run = CommissionRun::new(&plan);
    let mut history = RankHistory::new(&plan, PEOPLE);
    for month in 1..=MONTHS {
        let of_product = |draws: &mut Draws| {
            Points::from_hundredths(i64::from(below(draws, 4)) * 100).at(plan.product.pv)
        };
        let orders = Points1((0..PEOPLE).map(|_| of_product(draws)).collect());
        run.settle(&genealogy, &orders, &mut history);
        for member in 0..PEOPLE {
            let Some(rank) = run.rank(member).map(usize::from) else { continue };
            found.had += 1;
            let depths = &genealogy.depth()[member..];
            let people =
                1 + depths[1..].iter().take_while(|depth| **depth > depths[0]).count() as u64;
            let volume: Points = orders.0[member..member + people as usize].iter().copied().sum();
            let holds = least[rank].is_some_and(|least| {
                // A title may be of an earlier month, with more volume.
                let has_title = plan.ranks.iter().any(|rank| rank.keeps_title);
                least.people.count() + extra <= people
                    && least.month <= month
                    && (has_title || least.points <= volume)
            });
            if !holds || is_skipped(rank) {
                found.wrong.push(format!("{:?}: {least:?}", plan.ranks));
            }
        }
    }
}

fn survey(extra: u64) -> Found {
    let mut draws = RunKey::new(1, 0).stream(Stream::Theory, 0).open(Lineage::founder(0));
    let mut found = Found::default();
    for _ in 0..600 {
        hold(&mut draws, extra, &mut found);
    }
    found
}

#[test]
fn nobody_has_a_rank_for_less_than_it_takes() {
    let Found { had, out_of_reach, skipped, wrong } = survey(0);
    assert!(wrong.is_empty(), "{} times: {}", wrong.len(), wrong[0]);
    assert!(had > 5_000 && out_of_reach > 50 && skipped > 50, "{had}, {out_of_reach}, {skipped}");
}

#[test]
fn asking_for_one_too_many_would_be_noticed() {
    assert!(survey(1).wrong.len() > 100);
}
