//! Width-limited trees against one of explicit pointers, in which recruits are placed one by one.

use std::collections::{BTreeMap, VecDeque};

use proptest::prelude::*;

use super::*;

/// A seat of the obviously right tree.
#[derive(Clone, Debug)]
struct Seat {
    /// The seat above, with the number of this one below it.
    above: Option<(usize, u8)>,
    sponsor: Option<usize>,
    lineage: Lineage,
    sign_ups: u32,
    is_adopted: bool,
    is_vacant: bool,
}

/// A recruit, with what decides about his seat.
#[derive(Clone, Copy, Debug)]
struct Came {
    lineage: Lineage,
    /// How many his sponsor signed up before him.
    sign_ups: u32,
    /// Of the sponsor's two legs.
    volumes: [i64; 2],
    sizes: [usize; 2],
}

#[derive(Clone, Debug)]
struct Pointers {
    placement: Placement,
    /// Seats by number; those given up are empty.
    seats: BTreeMap<usize, Seat>,
    next: usize,
}

impl Pointers {
    fn new(placement: Placement, founders: u32) -> Self {
        let mut tree = Self { placement, seats: BTreeMap::new(), next: 0 };
        for number in 0..founders {
            tree.sit(None, None, Lineage::founder(number.into()));
        }
        tree
    }

    fn sit(&mut self, above: Option<(usize, u8)>, sponsor: Option<usize>, lineage: Lineage) {
        let (sign_ups, is_adopted, is_vacant) = (0, false, false);
        self.seats
            .insert(self.next, Seat { above, sponsor, lineage, sign_ups, is_adopted, is_vacant });
        self.next += 1;
    }

    fn below(&self, seat: usize, slot: u8) -> Option<usize> {
        let mut seats = self.seats.iter();
        seats.find(|(_, s)| s.above == Some((seat, slot))).map(|(&number, _)| number)
    }

    fn is_open(&self, seat: usize, slot: u8) -> bool {
        self.below(seat, slot)
            .is_none_or(|below| self.seats[&below].is_vacant && self.placement.refills)
    }

    /// The seat and all below it.
    fn group(&self, head: usize) -> Vec<usize> {
        let upward = |seat: usize| {
            std::iter::successors(Some(seat), |s| self.seats[s].above.map(|(above, _)| above))
        };
        self.seats.keys().copied().filter(|&s| upward(s).any(|u| u == head)).collect()
    }

    fn leave(&mut self, leaver: usize) {
        let sponsor = self.seats[&leaver].sponsor;
        self.seats.get_mut(&leaver).unwrap().is_vacant = true;
        for seat in self.seats.values_mut().filter(|seat| seat.sponsor == Some(leaver)) {
            seat.sponsor = sponsor;
            seat.is_adopted = true;
        }
    }

    /// Takes vacant seats away that nobody is below.
    fn prune(&mut self) {
        let numbers: Vec<usize> = self.seats.keys().copied().collect();
        for number in numbers {
            let is_empty = self.group(number).iter().all(|s| self.seats[s].is_vacant);
            if is_empty {
                for seat in self.group(number) {
                    self.seats.remove(&seat);
                }
            }
        }
    }

    /// The number of seats in each of two legs.
    fn sizes(&self, seat: usize) -> [usize; 2] {
        [0, 1].map(|leg| self.below(seat, leg).map_or(0, |head| self.group(head).len()))
    }

    /// The seat that a recruit gets, by walking from his sponsor.
    fn walk(&self, sponsor: usize, came: Came) -> (usize, u8) {
        let Came { sign_ups, volumes, sizes, .. } = came;
        let width = self.placement.width;
        if self.placement.rule == PlacementRule::Breadth {
            let mut queue = VecDeque::from([sponsor]);
            while let Some(seat) = queue.pop_front() {
                for slot in 0..width {
                    if self.is_open(seat, slot) {
                        return (seat, slot);
                    }
                }
                // Level by level: all seats of a level are asked before any of the next, since
                // the queue holds them in this order.
                queue.extend((0..width).filter_map(|slot| self.below(seat, slot)));
            }
            unreachable!("a tree is unlimited downwards");
        }
        // In the order of preference.
        let legs: Vec<u8> = match self.placement.rule {
            PlacementRule::Breadth | PlacementRule::Left => (0..width).collect(),
            PlacementRule::Right => (0..width).rev().collect(),
            PlacementRule::Alternate => {
                (0..u32::from(width)).map(|n| ((sign_ups + n) % u32::from(width)) as u8).collect()
            }
            PlacementRule::Weak => {
                let mut legs = vec![0, 1];
                legs.sort_by_key(|&leg: &u8| {
                    let leg = usize::from(leg);
                    (volumes[leg], sizes[leg])
                });
                legs
            }
        };
        let own = legs.iter().find(|&&leg| self.is_open(sponsor, leg));
        let leg = *own.unwrap_or(&legs[0]);
        let mut seat = sponsor;
        while !self.is_open(seat, leg) {
            seat = self.below(seat, leg).unwrap();
        }
        (seat, leg)
    }

    /// Returns the leg of the sponsor in which the recruit is now.
    fn recruit(&mut self, sponsor: usize, came: Came) -> u8 {
        let lineage = came.lineage;
        let (above, slot) = self.walk(sponsor, came);
        if let Some(vacant) = self.below(above, slot) {
            // Whoever is below stays there.
            let number = self.next;
            self.sit(Some((above, slot)), Some(sponsor), lineage);
            for seat in self.seats.values_mut() {
                if let Some((above, _)) = &mut seat.above
                    && *above == vacant
                {
                    *above = number;
                }
            }
            self.seats.remove(&vacant);
        } else {
            self.sit(Some((above, slot)), Some(sponsor), lineage);
        }
        self.seats.get_mut(&sponsor).unwrap().sign_ups += 1;
        let mut at = self.next - 1;
        loop {
            let (above, slot) = self.seats[&at].above.unwrap();
            if above == sponsor {
                return slot;
            }
            at = above;
        }
    }

    fn of(&self, lineage: Lineage) -> usize {
        *self.seats.iter().find(|(_, seat)| seat.lineage == lineage).unwrap().0
    }
}

/// Orders and volumes that look arbitrary.
struct Arbitrary(u64);

impl Arrivals for Arbitrary {
    fn order(&self, arrival: &Arrival) -> u64 {
        // Few different numbers: ties are decided too.
        let Arrival { sponsor, nth, .. } = *arrival;
        u64::from(sponsor * 7 + nth * 3).wrapping_mul(self.0) % 5
    }

    fn volumes(&self, sponsor: usize) -> [i64; 2] {
        [0, 1].map(|leg| (sponsor as u64 * 3 + leg).wrapping_mul(self.0) as i64 % 2)
    }
}

fn assert_same(pointers: &Pointers, genealogy: &Genealogy, payload: &[Lineage]) {
    assert_eq!(genealogy.len(), pointers.seats.len());
    let (slots, occupied) = (genealogy.slots().unwrap(), genealogy.occupied().unwrap());
    let number_of: Vec<usize> =
        genealogy.identity().iter().map(|identity| pointers.of(identity.lineage)).collect();
    genealogy.layout().descend(None, |row, above: Option<usize>| {
        let seat = &pointers.seats[&number_of[row]];
        assert_eq!(above.map(|above| (above, slots[row])), seat.above, "the seat of {row}");
        assert_eq!(occupied[row], !seat.is_vacant);
        Some(number_of[row])
    });
    let mut seen = 0;
    genealogy.descend(None, |row, sponsor: Option<usize>| {
        let seat = &pointers.seats[&number_of[row]];
        let identity = genealogy.identity()[row];
        assert!(!seat.is_vacant, "nobody is in no tree of sponsors");
        assert_eq!(sponsor, seat.sponsor, "the sponsor of {row}");
        assert_eq!(identity.sign_ups, seat.sign_ups);
        assert_eq!(identity.is_adopted, seat.is_adopted, "{row}");
        assert_eq!(payload[row], identity.lineage, "a column moved with its member");
        seen += 1;
        Some(number_of[row])
    });
    assert_eq!(seen, pointers.seats.values().filter(|seat| !seat.is_vacant).count());
    let total: i64 = genealogy.fold(|row, below: i64| {
        let sponsor = |s: &usize| pointers.seats[s].sponsor;
        let is_below =
            |s: usize| std::iter::successors(sponsor(&s), sponsor).any(|u| u == number_of[row]);
        let members = pointers.seats.iter().filter(|(_, seat)| !seat.is_vacant);
        assert_eq!(below, members.filter(|(s, _)| is_below(**s)).count() as i64);
        below + 1
    });
    assert_eq!(total, seen as i64);
    let height = genealogy.depth().iter().max().map_or(0, |depth| depth + 1);
    assert_eq!(genealogy.height(), height as usize);
    let siblings_ascend = |row: usize| {
        let mut previous = None;
        let depth = genealogy.depth();
        for below in row + 1..genealogy.len() {
            if depth[below] <= depth[row] {
                break;
            }
            if depth[below] == depth[row] + 1 {
                assert!(previous < Some(slots[below]), "seats stand in order");
                previous = Some(slots[below]);
            }
        }
        previous.is_none_or(|last| last < genealogy.placement().unwrap().width)
    };
    assert!((0..genealogy.len()).all(siblings_ascend), "no more seats than the width");
}

fn rules() -> impl Strategy<Value = Placement> {
    let rules = prop_oneof![
        Just(PlacementRule::Breadth),
        Just(PlacementRule::Left),
        Just(PlacementRule::Right),
        Just(PlacementRule::Alternate),
        Just(PlacementRule::Weak),
    ];
    (rules, 1_u8..5, any::<bool>()).prop_map(|(rule, width, refills)| {
        let width = if rule == PlacementRule::Weak { 2 } else { width };
        Placement { width, rule, refills }
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]
    #[test]
    fn seats_are_those_of_walking_from_every_sponsor(
        placement in rules(),
        founders in 1_u32..4,
        periods in prop::collection::vec(
            (prop::collection::vec(0_u32..8, 1..30), any::<u64>()),
            1..7,
        ),
    ) {
        let mut genealogy = Genealogy::founders(founders).with_placement(placement);
        let mut pointers = Pointers::new(placement, founders);
        let mut payload: Vec<Lineage> = genealogy.identity().iter().map(|i| i.lineage).collect();
        let mut advance = Advance::default();
        for (choices, salt) in periods {
            // 0 and 1 leave; 5 to 7 recruit one to three.
            let (chosen, recruitments) = choose(&genealogy, &choices, 4);
            let leaves: Vec<bool> = chosen.iter().map(|&choice| choice < 2).collect();
            let lineages: Vec<Lineage> = genealogy.identity().iter().map(|i| i.lineage).collect();
            let numbers: Vec<usize> = lineages.iter().map(|&l| pointers.of(l)).collect();
            let arbitrary = Arbitrary(salt);
            let in_order: Vec<Lineage> = recruitments
                .iter()
                .flat_map(|r| {
                    let identity = genealogy.identity()[r.sponsor as usize];
                    let nth = identity.sign_ups..identity.sign_ups + r.count;
                    nth.map(move |nth| identity.lineage.recruit(nth.into()))
                })
                .collect();
            for row in (0..leaves.len()).filter(|&row| leaves[row]) {
                pointers.leave(numbers[row]);
            }
            pointers.prune();
            let mut recruits: Vec<(u64, Arrival)> = Vec::new();
            for &Recruitment { sponsor, count } in &recruitments {
                let identity = genealogy.identity()[sponsor as usize];
                recruits.extend((0..count).map(|nth| {
                    let lineage = identity.lineage.recruit((identity.sign_ups + nth).into());
                    let arrival = Arrival { lineage, sponsor, nth };
                    (arbitrary.order(&arrival), arrival)
                }));
            }
            recruits.sort_by_key(|(order, arrival)| (*order, arrival.sponsor, arrival.nth));
            let mut sizes: BTreeMap<u32, [usize; 2]> = recruitments
                .iter()
                .map(|r| (r.sponsor, pointers.sizes(numbers[r.sponsor as usize])))
                .collect();
            for (_, Arrival { lineage, sponsor, nth }) in recruits {
                let volumes = arbitrary.volumes(sponsor as usize);
                let sizes = sizes.get_mut(&sponsor).unwrap();
                let sign_ups = genealogy.identity()[sponsor as usize].sign_ups + nth;
                let came = Came { lineage, sign_ups, volumes, sizes: *sizes };
                let leg = pointers.recruit(numbers[sponsor as usize], came);
                if let Some(size) = sizes.get_mut(usize::from(leg)) {
                    *size += 1;
                }
            }
            genealogy.advance_placed(|row| leaves[row], &recruitments, &arbitrary, &mut advance);
            advance.relayout(&mut payload, |n| advance.newcomers()[n].lineage);
            let newcomers: Vec<Lineage> = advance.newcomers().iter().map(|n| n.lineage).collect();
            prop_assert_eq!(newcomers, in_order, "in the order of their sponsors");
            assert_same(&pointers, &genealogy, &payload);
            for &place in advance.vacated() {
                prop_assert!(!genealogy.occupied().unwrap()[place as usize]);
            }
        }
    }

    #[test]
    fn members_placed_in_turn_sit_where_walks_from_their_sponsors_lead(
        placement in rules(),
        sponsors in sponsors_in_turn(),
    ) {
        let (genealogy, place) = Genealogy::placed_in_turn(&sponsors, |_| None, placement);
        let mut pointers = Pointers::new(placement, 0);
        let mut handed = vec![[0; 2]; sponsors.len()];
        let mut tops = 0;
        for (member, sponsor) in sponsors.iter().enumerate() {
            if let Some(sponsor) = *sponsor {
                let sponsor = sponsor as usize;
                let seat = &pointers.seats[&sponsor];
                let sign_ups = seat.sign_ups;
                let lineage = seat.lineage.recruit(sign_ups.into());
                let came = Came { lineage, sign_ups, volumes: [0; 2], sizes: handed[sponsor] };
                let leg = pointers.recruit(sponsor, came);
                if let Some(count) = handed[sponsor].get_mut(usize::from(leg)) {
                    *count += 1;
                }
            } else {
                pointers.sit(None, None, Lineage::founder(tops));
                tops += 1;
            }
            let lineage = pointers.seats[&member].lineage;
            assert_eq!(genealogy.identity()[place[member] as usize].lineage, lineage);
        }
        let lineages: Vec<Lineage> = genealogy.identity().iter().map(|i| i.lineage).collect();
        assert_same(&pointers, &genealogy, &lineages);
    }
}

/// Widths up to the largest, in which every seat has a bit.
#[test]
fn the_nth_recruit_of_a_root_sits_on_the_level_of_a_full_tree() {
    for width in [2, 3, 7, WIDTH_MAX] {
        let n = 400_u32;
        let sponsors: Vec<Option<u32>> = (0..=n).map(|m| (m > 0).then_some(0)).collect();
        let placement = Placement { width, rule: PlacementRule::Breadth, refills: false };
        let (genealogy, place) = Genealogy::placed_in_turn(&sponsors, |_| None, placement);
        let (mut level, mut last, mut seats) = (0, 0, 1);
        for member in 1..=n {
            if member > last {
                seats *= u32::from(width);
                last += seats;
                level += 1;
            }
            assert_eq!(genealogy.depth()[place[member as usize] as usize], level);
        }
    }
}

#[test]
fn a_side_that_is_given_is_kept() {
    for rule in [PlacementRule::Breadth, PlacementRule::Left, PlacementRule::Weak] {
        let placement = Placement { width: 2, rule, refills: false };
        let sponsors: Vec<Option<u32>> = (0..20_u32).map(|m| (m > 0).then_some(0)).collect();
        let (genealogy, place) = Genealogy::placed_in_turn(&sponsors, |_| Some(1), placement);
        assert_eq!(genealogy.slots().unwrap()[place[1] as usize], 1);
        let below_root = genealogy.depth().iter().filter(|&&depth| depth == 1).count();
        assert_eq!(below_root, 1, "the left leg stays empty");
    }
}

const MILLION: u32 = 1_000_000;

/// A chain of a million and a star of a million under every rule, with leavers and recruits.
#[test]
fn a_placed_chain_and_a_placed_star_of_a_million_are_legal() {
    let chain: Vec<Option<u32>> = (0..MILLION).map(|m| m.checked_sub(1)).collect();
    let star: Vec<Option<u32>> = (0..MILLION).map(|m| (m > 0).then_some(0)).collect();
    for (rule, refills) in
        [(PlacementRule::Breadth, true), (PlacementRule::Left, false), (PlacementRule::Weak, true)]
    {
        let placement = Placement { width: 2, rule, refills };
        for sponsors in [&chain, &star] {
            let (mut tree, _) = Genealogy::placed_in_turn(sponsors, |_| None, placement);
            assert_eq!(tree.fold(|_, below: i64| below + 1), i64::from(MILLION));
            let top = Recruitment { sponsor: 0, count: 1_000 };
            let middle = Recruitment { sponsor: MILLION / 2, count: 1_000 };
            let mut advance = Advance::default();
            let leaves = |m: usize| m % 2 == 1;
            tree.advance_placed(leaves, &[top, middle], &Arbitrary(1), &mut advance);
            let members = i64::from(MILLION / 2 + 2_000);
            assert_eq!(tree.fold(|_, below: i64| below + 1), members);
            assert!(tree.len() as i64 >= members, "{rule:?}");
        }
    }
}
