//! The preorder forest against a naive one with explicit sponsors.

mod boards;
mod pass_up;
mod placed;

use proptest::prelude::*;

use super::*;

/// The obviously right tree: members by number, each with his present upline.
#[derive(Clone, Debug, Default)]
struct Naive {
    upline: Vec<Option<usize>>,
    lineage: Vec<Lineage>,
    sign_ups: Vec<u32>,
    adopted: Vec<bool>,
    gone: Vec<bool>,
}

impl Naive {
    fn join(&mut self, upline: Option<usize>, lineage: Lineage) {
        self.upline.push(upline);
        self.lineage.push(lineage);
        self.sign_ups.push(0);
        self.adopted.push(false);
        self.gone.push(false);
    }

    fn depth(&self, member: usize) -> u32 {
        std::iter::successors(self.upline[member], |&m| self.upline[m]).count() as u32
    }

    fn leave(&mut self, member: usize) {
        self.gone[member] = true;
        for other in 0..self.upline.len() {
            if self.upline[other] == Some(member) {
                self.upline[other] = self.upline[member];
                self.adopted[other] = true;
            }
        }
    }

    fn number(&self, lineage: Lineage) -> usize {
        self.lineage.iter().position(|&l| l == lineage).unwrap()
    }
}

/// Sponsors of members in joining order.
fn sponsors_in_turn() -> impl Strategy<Value = Vec<Option<u32>>> {
    prop::collection::vec((any::<prop::sample::Index>(), 0..9), 0..50).prop_map(|picks| {
        let sponsor = |(m, (pick, top)): (usize, &(prop::sample::Index, i32))| {
            (m > 0 && *top > 0).then(|| pick.index(m) as u32)
        };
        picks.iter().enumerate().map(sponsor).collect()
    })
}

/// What the rows of a period choose, given these in turn, and who recruits: whoever chooses more than
/// `most`, so many more. Nobody is in a vacant seat: its choice is 3, of which nothing comes.
fn choose(genealogy: &Genealogy, choices: &[u32], most: u32) -> (Vec<u32>, Vec<Recruitment>) {
    let is_member = |row: usize| genealogy.occupied().is_none_or(|occupied| occupied[row]);
    let of = |row: usize| if is_member(row) { choices[row % choices.len()] } else { 3 };
    let chosen: Vec<u32> = (0..genealogy.len()).map(of).collect();
    let recruitments = (0..)
        .zip(&chosen)
        .filter(|&(_, &choice)| choice > most)
        .map(|(sponsor, choice)| Recruitment { sponsor, count: choice - most })
        .collect();
    (chosen, recruitments)
}

/// Compares sponsors, depths, counts and flags, member by member.
fn assert_same(naive: &Naive, genealogy: &Genealogy, payload: &[u64]) {
    assert_eq!(genealogy.len(), naive.gone.iter().filter(|gone| !**gone).count());
    let mut height = 0;
    genealogy.descend(None, |member, sponsor: Option<usize>| {
        let identity = genealogy.identity()[member];
        let number = naive.number(identity.lineage);
        assert!(!naive.gone[number]);
        assert_eq!(naive.upline[number], sponsor);
        assert_eq!(naive.depth(number), genealogy.depth()[member]);
        assert_eq!(naive.sign_ups[number], identity.sign_ups);
        assert_eq!(naive.adopted[number], identity.is_adopted);
        assert_eq!(payload[member], number as u64, "a column moved with its member");
        height = height.max(genealogy.depth()[member] as usize + 1);
        Some(number)
    });
    assert_eq!(height, genealogy.height());
    let total: i64 = genealogy.fold(|member, below: i64| {
        let number = naive.number(genealogy.identity()[member].lineage);
        let expected = (0..naive.upline.len())
            .filter(|&m| !naive.gone[m])
            .filter(|&m| {
                std::iter::successors(naive.upline[m], |&u| naive.upline[u]).any(|u| u == number)
            })
            .count();
        assert_eq!(below, expected as i64, "size of the downline");
        below + 1
    });
    assert_eq!(total, genealogy.len() as i64);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]
    #[test]
    fn advancing_agrees_with_the_naive_tree(
        founders in 0_u32..4,
        periods in prop::collection::vec(prop::collection::vec(0_u32..6, 1..40), 1..8),
    ) {
        let mut genealogy = Genealogy::founders(founders);
        let mut naive = Naive::default();
        for number in 0..founders {
            naive.join(None, Lineage::founder(number.into()));
        }
        let mut payload: Vec<u64> = (0..u64::from(founders)).collect();
        let mut advance = Advance::default();
        for choices in periods {
            // 0 leaves; 4 and 5 recruit one and two.
            let (chosen, recruitments) = choose(&genealogy, &choices, 3);
            let before: Vec<Lineage> =
                genealogy.identity().iter().map(|i| i.lineage).collect();
            for (m, lineage) in before.iter().enumerate() {
                if chosen[m] == 0 {
                    naive.leave(naive.number(*lineage));
                }
            }
            genealogy.advance(|m| chosen[m] == 0, &recruitments, &mut advance);
            for (m, &lineage) in before.iter().enumerate().filter(|&(m, _)| chosen[m] > 0) {
                let place = advance.place_of(m as u32) as usize;
                prop_assert_eq!(genealogy.identity()[place].lineage, lineage);
            }
            let mut numbers = Vec::new();
            for newcomer in advance.newcomers() {
                let sponsor = naive.number(before[newcomer.sponsor as usize]);
                naive.sign_ups[sponsor] += 1;
                numbers.push(naive.upline.len() as u64);
                naive.join(Some(sponsor), newcomer.lineage);
                prop_assert_eq!(
                    genealogy.identity()[newcomer.place as usize].lineage,
                    newcomer.lineage
                );
            }
            advance.relayout(&mut payload, |n| numbers[n]);
            assert_same(&naive, &genealogy, &payload);
        }
    }

    #[test]
    fn a_forest_from_sponsors_has_these_sponsors(
        picks in prop::collection::vec((any::<prop::sample::Index>(), 0..5), 0..60),
    ) {
        let sponsors: Vec<Option<u32>> = picks
            .iter()
            .enumerate()
            .map(|(m, (pick, top))| (m > 0 && *top > 0).then(|| pick.index(m) as u32))
            .collect();
        let (genealogy, place) = Genealogy::from_sponsors(&sponsors);
        let mut number_at = vec![0; sponsors.len()];
        for (number, &at) in place.iter().enumerate() {
            number_at[at as usize] = number as u32;
        }
        genealogy.descend(None, |member, above: Option<u32>| {
            assert_eq!(sponsors[number_at[member] as usize], above);
            Some(number_at[member])
        });
    }
}

/// Months in which far more people come than leave, so that columns move back a long way, and others.
#[test]
fn columns_move_in_place_through_strong_growth_and_collapse() {
    let mut genealogy = Genealogy::founders(3);
    let mut lineages: Vec<Lineage> = genealogy.identity().iter().map(|i| i.lineage).collect();
    let mut numbers: Vec<usize> = (0..3).collect();
    let (mut n_ever, mut longest) = (3, 0);
    let mut advance = Advance::default();
    for period in 0..30_usize {
        let is_growing = period % 10 < 6;
        longest = longest.max(genealogy.len());
        let leaves = |m: usize| m % 3 == 1 || (!is_growing && m % 2 == 1);
        let signs_up = |m: usize| if is_growing && m % 3 != 1 { 1 + m % 4 } else { 0 };
        let recruitments: Vec<Recruitment> = (0..genealogy.len())
            .filter(|&m| signs_up(m) > 0)
            .map(|m| Recruitment { sponsor: m as u32, count: signs_up(m) as u32 })
            .collect();
        // Each stands directly before those whom he has just signed up.
        let mut newcomers = n_ever..;
        let mut expected = Vec::new();
        for (m, &number) in numbers.iter().enumerate().filter(|(m, _)| !leaves(*m)) {
            expected.push(number);
            expected.extend(newcomers.by_ref().take(signs_up(m)));
        }
        genealogy.advance(leaves, &recruitments, &mut advance);
        advance.relayout(&mut numbers, |n| n_ever + n);
        assert!(numbers == expected, "period {period}");
        n_ever += advance.newcomers().len();
        advance.relayout(&mut lineages, |n| advance.newcomers()[n].lineage);
        let now = genealogy.identity().iter().map(|i| i.lineage);
        assert!(lineages.iter().copied().eq(now), "period {period}");
    }
    assert!(longest > 4 * CHUNK, "{longest} rows");
}

#[test]
fn a_chain_and_a_star_of_a_million_are_legal() {
    const MILLION: u32 = 1_000_000;
    let chain: Vec<Option<u32>> = (0..MILLION).map(|m| m.checked_sub(1)).collect();
    let (chain, _) = Genealogy::from_sponsors(&chain);
    assert_eq!(chain.height(), MILLION as usize);
    assert_eq!(chain.fold(|_, below: i64| below + 1), i64::from(MILLION));
    let star: Vec<Option<u32>> = (0..MILLION).map(|m| (m > 0).then_some(0)).collect();
    let (mut star, _) = Genealogy::from_sponsors(&star);
    assert_eq!(star.fold(|_, below: i64| below + 1), i64::from(MILLION));
    let mut advance = Advance::default();
    star.advance(|m| m == 0, &[], &mut advance);
    assert_eq!((star.height(), star.len()), (1, MILLION as usize - 1));
    let mut chain = chain;
    chain.advance(|m| m % 2 == 0, &[], &mut advance);
    assert_eq!(chain.height(), MILLION as usize / 2);
}
