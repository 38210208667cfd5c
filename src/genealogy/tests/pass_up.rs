//! Passing up against people who know by name to whom they belong.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::*;

/// Who somebody is to those who keep no tree.
#[derive(Clone, Copy, Debug)]
struct Person {
    belongs: Option<Lineage>,
    sign_ups: u32,
}

#[derive(Clone, Debug, Default)]
struct Named(BTreeMap<Lineage, Person>);

impl Named {
    fn join(&mut self, lineage: Lineage, belongs: Option<Lineage>) {
        self.0.insert(lineage, Person { belongs, sign_ups: 0 });
    }

    fn recruit(&mut self, first: u32, sponsor: Lineage) -> Lineage {
        let person = self.0.get_mut(&sponsor).unwrap();
        let lineage = sponsor.recruit(person.sign_ups.into());
        let is_passed_up = person.sign_ups < first;
        person.sign_ups += 1;
        let upline = person.belongs.filter(|_| is_passed_up);
        self.join(lineage, upline.or(Some(sponsor)));
        lineage
    }

    fn leave(&mut self, leaver: Lineage) {
        let above = self.0.remove(&leaver).unwrap().belongs;
        for person in self.0.values_mut().filter(|person| person.belongs == Some(leaver)) {
            person.belongs = above;
        }
    }
}

fn parents(genealogy: &Genealogy, tree: Tree<'_>) -> BTreeMap<Lineage, Option<Lineage>> {
    let mut parents = BTreeMap::new();
    tree.descend(None, |row, above| {
        let lineage = genealogy.identity()[row].lineage;
        parents.insert(lineage, above);
        Some(lineage)
    });
    parents
}

fn assert_same(named: &Named, genealogy: &Genealogy) {
    let belongs = parents(genealogy, genealogy.belonging());
    let expected = named.0.iter().map(|(&lineage, person)| (lineage, person.belongs)).collect();
    assert_eq!(belongs, expected);
    if genealogy.pass_up() == Some(0) {
        assert_eq!(belongs, parents(genealogy, genealogy.sponsors()), "nobody is passed up");
    }
    // A fold sees the same tree as a descent.
    genealogy.belonging().fold(|row, below: i64| {
        let lineage = genealogy.identity()[row].lineage;
        let own = named.0.values().filter(|person| person.belongs == Some(lineage)).count();
        assert_eq!(below, own as i64);
        1
    });
}

struct AsTheyCome;

impl Arrivals for AsTheyCome {
    fn order(&self, _: &Arrival) -> u64 {
        0
    }
}

fn placements() -> impl Strategy<Value = Option<Placement>> {
    let rules = prop_oneof![Just(PlacementRule::Breadth), Just(PlacementRule::Alternate)];
    prop::option::of((rules, 1_u8..4, any::<bool>()).prop_map(|(rule, width, refills)| Placement {
        width,
        rule,
        refills,
    }))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]
    #[test]
    fn everybody_belongs_to_whom_he_would_say(
        placement in placements(),
        first in 0_u32..4,
        founders in 1_u32..4,
        periods in prop::collection::vec(prop::collection::vec(0_u32..8, 1..30), 1..8),
    ) {
        let mut genealogy = Genealogy::founders(founders);
        if let Some(placement) = placement {
            genealogy = genealogy.with_placement(placement);
        }
        genealogy = genealogy.with_pass_up(first);
        let mut named = Named::default();
        for identity in genealogy.identity() {
            named.join(identity.lineage, None);
        }
        let mut advance = Advance::default();
        for choices in periods {
            // 0 and 1 leave; 5 to 7 recruit one to three.
            let (chosen, recruitments) = choose(&genealogy, &choices, 4);
            let lineage = |row: usize| genealogy.identity()[row].lineage;
            (0..genealogy.len()).filter(|&row| chosen[row] < 2).for_each(|row| named.leave(lineage(row)));
            for &Recruitment { sponsor, count } in &recruitments {
                (0..count).for_each(|_| { named.recruit(first, lineage(sponsor as usize)); });
            }
            let leaves: Vec<bool> = chosen.iter().map(|&choice| choice < 2).collect();
            if placement.is_some() {
                genealogy.advance_placed(|row| leaves[row], &recruitments, &AsTheyCome, &mut advance);
            } else {
                genealogy.advance(|row| leaves[row], &recruitments, &mut advance);
            }
            assert_same(&named, &genealogy);
        }
    }

    #[test]
    fn so_it_is_for_people_who_are_given(
        placement in placements(),
        first in 0_u32..4,
        sponsors in sponsors_in_turn(),
    ) {
        let (genealogy, place) = match placement {
            Some(placement) => Genealogy::placed_in_turn(&sponsors, |_| None, placement),
            None => Genealogy::from_sponsors(&sponsors),
        };
        let genealogy = genealogy.with_pass_up_in_turn(first, &sponsors, &place);
        let mut named = Named::default();
        let mut lineages: Vec<Lineage> = Vec::new();
        let mut tops = 0;
        for sponsor in &sponsors {
            if let Some(sponsor) = *sponsor {
                lineages.push(named.recruit(first, lineages[sponsor as usize]));
            } else {
                lineages.push(Lineage::founder(tops));
                named.join(Lineage::founder(tops), None);
                tops += 1;
            }
        }
        assert_same(&named, &genealogy);
    }
}
