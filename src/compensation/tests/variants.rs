//! Whether the check of the property tests would notice: plans that are a little wrong.

use super::plans::*;
use super::story::{Period, Story, check};
use super::*;
use crate::random::{Lineage, RunKey, Stream, uniform};
use crate::units::Rate;

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
    let mut bonuses = vec![unilevel, fast_start, generations, commission, matching, margin];
    bonuses.extend(rich_rewards());
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
        ..plan(bonuses)
    }
}

/// Differentials, a pool and awards, with their options.
fn rich_rewards() -> [Bonus; 5] {
    let brackets = [(50, 0.03), (300, 0.06), (1_000, 0.05), (1_800, 0.12)];
    let mut performance = by_volume(QualifyingVolume::PersonalGroup, &brackets);
    differential_of(&mut performance).stops_at_breakaway = true;
    let mut infinity = by_rank(&[0.0, 0.02, 0.05, 0.04]);
    let rule = differential_of(&mut infinity);
    (rule.start, rule.has_floor) = (1, true);
    infinity.need = Some(active());
    infinity.orders = Orders::Retail;
    let mut fund = pool(0.02, &[0, 1, 3, 10]);
    fund.need = Some(Clause { recruits: Some(1), ..clause() });
    let reached = award(Event::Rank, &[0, 10, 30, 50]);
    let mut enrolled = award(Event::Recruit, &[2, 5, 5, 20]);
    enrolled.need = Some(active());
    [performance, infinity, fund, reached, enrolled]
}

fn pool_of(bonus: &mut Bonus) -> &mut Pool {
    let BonusKind::Pool(pool) = &mut bonus.kind else { panic!("a pool is wanted") };
    pool
}

fn award_of(bonus: &mut Bonus) -> &mut Award {
    let BonusKind::Award(award) = &mut bonus.kind else { panic!("an award is wanted") };
    award
}

fn brackets_of(bonus: &mut Bonus) -> (&mut QualifyingVolume, &mut Vec<Bracket>) {
    let OwnRate::Volume(of, brackets) = &mut differential_of(bonus).rates else {
        panic!("brackets are wanted")
    };
    (of, brackets)
}

fn rates_of(bonus: &mut Bonus) -> &mut Vec<Rate> {
    let OwnRate::Rank(rates) = &mut differential_of(bonus).rates else {
        panic!("rates by rank are wanted")
    };
    rates
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

const DIFFERENTIAL_VARIANTS: &[Variant] = &[
    ("brackets of group volume", |p| *brackets_of(&mut p.bonuses[6]).0 = QualifyingVolume::Group),
    ("brackets of own volume", |p| *brackets_of(&mut p.bonuses[6]).0 = QualifyingVolume::Personal),
    ("a bracket late", |p| brackets_of(&mut p.bonuses[6]).1[0].from = whole(60)),
    ("a bracket forgotten", |p| brackets_of(&mut p.bonuses[6]).1.truncate(3)),
    ("rates made to rise", |p| brackets_of(&mut p.bonuses[6]).1[2].rate = rate(0.06)),
    ("a floor of brackets", |p| differential_of(&mut p.bonuses[6]).has_floor = true),
    ("no floor", |p| differential_of(&mut p.bonuses[7]).has_floor = false),
    ("breakaways walked past", |p| {
        differential_of(&mut p.bonuses[6]).stops_at_breakaway = false;
    }),
    ("infinity ended", |p| differential_of(&mut p.bonuses[7]).stops_at_breakaway = true),
    ("the buyer not first", |p| differential_of(&mut p.bonuses[6]).start = 1),
    ("the buyer first", |p| differential_of(&mut p.bonuses[7]).start = 0),
    ("need of a walk forgotten", |p| p.bonuses[7].need = None),
    ("rates of ranks swapped", |p| rates_of(&mut p.bonuses[7]).swap(1, 2)),
    ("a higher rate for chiefs", |p| rates_of(&mut p.bonuses[7])[3] = rate(0.06)),
];

const REWARD_VARIANTS: &[Variant] = &[
    ("a larger pool", |p| pool_of(&mut p.bonuses[8]).share = rate(0.020_1)),
    ("all ranks alike", |p| pool_of(&mut p.bonuses[8]).points[2] = whole(1)),
    ("the unqualified in the pool", |p| p.bonuses[8].need = None),
    ("a pool of points", |p| p.bonuses[8].base = Base::Pv),
    ("a rank without award", |p| award_of(&mut p.bonuses[9]).amounts[2] = Money::ZERO),
    ("no rank skipped", |p| award_of(&mut p.bonuses[9]).amounts[1] = Money::ZERO),
    ("recruits taken for ranks", |p| award_of(&mut p.bonuses[9]).on = Event::Recruit),
    ("ranks taken for recruits", |p| award_of(&mut p.bonuses[10]).on = Event::Rank),
    ("the inactive rewarded", |p| p.bonuses[10].need = None),
    ("the recruits of leaders alike", |p| award_of(&mut p.bonuses[10]).amounts[3] -= cent()),
];

fn cent() -> Money {
    Money::from_cents(1)
}

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
    let kinds = LEVEL_VARIANTS.iter().chain(DIFFERENTIAL_VARIANTS).chain(REWARD_VARIANTS);
    let variants = kinds.chain(BONUS_VARIANTS).chain(RANK_VARIANTS);
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
