//! Whether the check of the property tests would notice: plans that are a little wrong.

use super::plans::*;
use super::story::{Period, Story, check};
use super::*;
use crate::random::{Lineage, RunKey, Stream, uniform};

/// A plan in which every option is in use.
fn rich_plan() -> Plan {
    let mut unilevel = level(&[0.10, 0.05, 0.04, 0.03], Step::Qualified, 4);
    level_of(&mut unilevel).depth = vec![1, 2, 3, 4];
    level_of(&mut unilevel).rates[3] = rates(&[0.12, 0.05, 0.04, 0.03]);
    unilevel.need = Some(active());
    unilevel.age.after = Some(1);
    let mut fast_start = level(&[0.20, 0.10], Step::Active, 4);
    fast_start.age.first = Some(1);
    fast_start.orders = Orders::Member;
    fast_start.cap = Some(Money::from_cents(3_000));
    let mut generations = level(&[0.01, 0.05, 0.03], Step::Rank(1), 4);
    level_of(&mut generations).start = 0;
    generations.base = Base::Pv;
    let tiers = [(0, 0.10), (100, 0.15)];
    let commission = retail(&tiers, TierMode::Marginal, PaidBy::Company);
    let mut matching = level(&[0.10, 0.05], Step::Member, 4);
    matching.base = Base::Pay(3);
    let margin = retail(&[(0, 0.25)], TierMode::Whole, PaidBy::Customer);
    let margin = Bonus { orders: Orders::Retail, ..margin };
    let builder =
        Clause { gv: Some(whole(300)), leg_max: Some(rate(0.4)), recruits: Some(2), ..clause() };
    let leader = Clause {
        rank: Some(0),
        any: vec![
            Clause { pgv: Some(whole(1_500)), ..clause() },
            Clause { legs: vec![(0, 2)], months: 2, ..clause() },
        ],
        ..clause()
    };
    let chief =
        Clause { legs: vec![(1, 1)], pgv: Some(whole(400)), active: Some(true), ..clause() };
    Plan {
        active: Some(pv(60)),
        breakaway: Some(1),
        cap: Some(rate(0.22)),
        ranks: vec![
            Rank { keeps_title: true, ..rank("builder", builder) },
            rank("leader", leader),
            rank("chief", chief),
        ],
        ..plan(vec![unilevel, fast_start, generations, commission, matching, margin])
    }
}

fn level_of(bonus: &mut Bonus) -> &mut Level {
    match &mut bonus.kind {
        BonusKind::Level(level) => level,
        BonusKind::Retail(_) => panic!("a level bonus is wanted"),
    }
}

fn retail_of(bonus: &mut Bonus) -> &mut Retail {
    match &mut bonus.kind {
        BonusKind::Retail(retail) => retail,
        BonusKind::Level(_) => panic!("a retail bonus is wanted"),
    }
}

/// Six periods of a company of sixty founding members.
fn long_story(seed: u64) -> Story {
    let mut draws = RunKey::new(seed, 0).stream(Stream::Theory, 0).open(Lineage::founder(0));
    let mut below = |n: u32| (uniform(&mut draws) * f64::from(n)) as u32;
    let sponsors = (0..60).map(|m| (m > 2).then(|| below(m))).collect();
    let mut period = || Period {
        orders: (0..100)
            .map(|_| {
                let member = below(10_000) as usize;
                let amount = i64::from(below(15_000));
                match below(3) {
                    0 => Order { kind: Kind::Retail, ..amounts(member, amount) },
                    _ => amounts(member, amount),
                }
            })
            .collect(),
        moves: (0..97).map(|_| below(12) as u8).collect(),
    };
    Story { sponsors, periods: (0..6).map(|_| period()).collect() }
}

fn amounts(member: usize, cents: i64) -> Order {
    Order { member, kind: Kind::Member, price: cents * 2, points: cents, cv: cents - 1 }
}

/// What is wrong, and how.
type Variant = (&'static str, fn(&mut Plan));

const LEVEL_VARIANTS: &[Variant] = &[
    ("a level skipped", |p| {
        level_of(&mut p.bonuses[0]).rates.iter_mut().for_each(|r| {
            r.remove(1);
            r.push(rate(0.0));
        });
    }),
    ("shares swapped", |p| level_of(&mut p.bonuses[1]).rates.iter_mut().for_each(|r| r.swap(0, 1))),
    ("a rank's rate ignored", |p| level_of(&mut p.bonuses[0]).rates[3][0] = rate(0.1)),
    ("no compression", |p| level_of(&mut p.bonuses[0]).step = Step::Member),
    ("dynamic taken for standard", |p| level_of(&mut p.bonuses[0]).step = Step::Active),
    ("standard taken for dynamic", |p| level_of(&mut p.bonuses[1]).step = Step::Qualified),
    ("generations of a lower rank", |p| level_of(&mut p.bonuses[2]).step = Step::Rank(0)),
    ("generations not compressed", |p| level_of(&mut p.bonuses[2]).step = Step::Member),
    ("the buyer left out", |p| level_of(&mut p.bonuses[2]).start = 1),
    ("the buyer paid", |p| level_of(&mut p.bonuses[4]).start = 0),
    ("one level too deep", |p| level_of(&mut p.bonuses[0]).depth[0] += 1),
];

const BONUS_VARIANTS: &[Variant] = &[
    ("need forgotten", |p| p.bonuses[0].need = None),
    ("old orders counted as new", |p| p.bonuses[1].age.first = Some(2)),
    ("new orders counted as old", |p| p.bonuses[0].age.after = None),
    ("customers' orders counted", |p| p.bonuses[1].orders = Orders::All),
    ("own orders counted", |p| p.bonuses[5].orders = Orders::All),
    ("points taken for volume", |p| p.bonuses[2].base = Base::Cv),
    ("another bonus matched", |p| p.bonuses[4].base = Base::Pay(2)),
    ("bonus cap forgotten", |p| p.bonuses[1].cap = None),
    ("plan cap forgotten", |p| p.cap = None),
    ("whole for marginal", |p| retail_of(&mut p.bonuses[3]).mode = TierMode::Whole),
    ("a tier a cent late", |p| retail_of(&mut p.bonuses[3]).tiers[1].from += Money::from_cents(1)),
    ("company pays the margin", |p| retail_of(&mut p.bonuses[5]).paid_by = PaidBy::Company),
    ("customers pay the commission", |p| {
        retail_of(&mut p.bonuses[3]).paid_by = PaidBy::Customer;
    }),
];

const RANK_VARIANTS: &[Variant] = &[
    ("everyone active", |p| p.active = None),
    ("activity a little dearer", |p| p.active = Some(pv(75))),
    ("no breakaway", |p| p.breakaway = None),
    ("breakaway too early", |p| p.breakaway = Some(0)),
    ("title lost", |p| p.ranks[0].keeps_title = false),
    ("title kept", |p| p.ranks[1].keeps_title = true),
    ("group volume ignored", |p| p.ranks[0].clause.gv = None),
    ("legs without limit", |p| p.ranks[0].clause.leg_max = None),
    ("one recruit too few", |p| p.ranks[0].clause.recruits = Some(1)),
    ("lower rank not asked for", |p| p.ranks[1].clause.rank = None),
    ("an alternative forgotten", |p| p.ranks[1].clause.any.truncate(1)),
    ("all alternatives forgotten", |p| p.ranks[1].clause.any.clear()),
    ("whole group for personal group", |p| {
        let alternative = &mut p.ranks[1].clause.any[0];
        alternative.gv = alternative.pgv.take();
    }),
    ("one month is enough", |p| p.ranks[1].clause.any[1].months = 1),
    ("one leg too few", |p| p.ranks[1].clause.any[1].legs[0].1 = 1),
    ("legs of a lower rank", |p| p.ranks[2].clause.legs[0].0 = 0),
    ("an inactive chief", |p| p.ranks[2].clause.active = None),
];

#[test]
fn the_check_rejects_every_variant_of_a_plan() {
    let right = rich_plan();
    let stories: Vec<Story> = (5..=8).map(long_story).collect();
    for story in &stories {
        assert_eq!(check(&right, &right, story), Ok(()));
    }
    let variants = LEVEL_VARIANTS.iter().chain(BONUS_VARIANTS).chain(RANK_VARIANTS);
    let unnoticed: Vec<&str> = variants
        .filter(|(_, spoil)| {
            let mut wrong = right.clone();
            spoil(&mut wrong);
            stories.iter().all(|story| check(&wrong, &right, story).is_ok())
        })
        .map(|(name, _)| *name)
        .collect();
    assert!(unnoticed.is_empty(), "{unnoticed:?}");
}
