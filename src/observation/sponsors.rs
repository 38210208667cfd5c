//! What becomes of people by how skilled their sponsor was.

use super::observer::LifeOutcome;
use super::report::{Quantity, RunFigure, quantity};
use crate::statistics::Histogram;
use crate::units::Money;

/// Groups of people, each a fifth by their sponsors' skill.
pub const SPONSOR_FIFTHS: usize = 5;

/// What is said of each fifth.
pub const SPONSOR_FIGURES: [Quantity; 11] = [
    quantity("people", "people", "number of people"),
    quantity(
        "sponsor_skill",
        "skill",
        "mean selling skill of their sponsors in the month before they came in, training included; \
         without training the mean of all who join to earn is 1",
    ),
    quantity("talent", "skill", "mean skill that they joined with themselves"),
    quantity(
        "share_twelve_months",
        "share",
        "share still members twelve months after the joining month, of those who joined early enough",
    ),
    quantity("share_recruiting", "share", "share who signed anybody up"),
    quantity("share_paid", "share", "share whom the company ever paid"),
    quantity("share_losing", "share", "share with a life net income below zero"),
    quantity("mean_pay", "money", "mean life company pay"),
    quantity("mean_net", "money", "mean life net income"),
    quantity("median_net", "money", "median life net income; of several runs the median of theirs"),
    quantity("joined", "month", "mean month of joining: who came later had less time"),
];

/// Classes of skill to an octave: each is 4 to 6 % wide.
const CLASSES_PER_OCTAVE_LOG2: u32 = 4;
/// Octaves from 2^-8 to 2^8.
const CLASSES: usize = 16 << CLASSES_PER_OCTAVE_LOG2;
const LOWEST_OCTAVE: i32 = -8;

/// The life outcomes of recruits who joined to earn, by the skill of their sponsors on their
/// joining; nothing where nobody has a sponsor of whom that is known.
#[derive(Clone, Debug, Default)]
pub(super) struct SponsorSkills(Vec<Recruits>);

/// The recruits of sponsors of one class of skill, and of more of them.
#[derive(Clone, Debug, Default)]
struct Recruits {
    people: u64,
    /// In millionths.
    sponsor_skill: u128,
    talent: u128,
    /// Who could have stayed for twelve months, and did.
    early: u64,
    stayed: u64,
    recruiting: u64,
    paid: u64,
    losing: u64,
    pay: Money,
    net: Histogram,
    joined: u64,
}

impl SponsorSkills {
    /// Counts a builder whose life this is, with his net income; `stayed` is whether he stayed for
    /// twelve months, if that was possible.
    pub(super) fn record(&mut self, person: &LifeOutcome, net: Money, stayed: Option<bool>) {
        if person.sponsor_skill <= 0.0 {
            return;
        }
        if self.0.is_empty() {
            self.0.resize_with(CLASSES, Recruits::default);
        }
        let class = &mut self.0[class_of(person.sponsor_skill)];
        let millionths = |skill: f32| (f64::from(skill) * 1e6).round() as u128;
        class.people += 1;
        class.sponsor_skill += millionths(person.sponsor_skill);
        class.talent += millionths(person.talent);
        class.early += u64::from(stayed.is_some());
        class.stayed += u64::from(stayed == Some(true));
        class.recruiting += u64::from(person.sign_ups > 0);
        class.paid += u64::from(person.life.pay > Money::ZERO);
        class.losing += u64::from(net < Money::ZERO);
        class.pay += person.life.pay;
        class.net.record(net.cents());
        class.joined += u64::from(person.joined);
    }

    /// For each fifth, the least skilled sponsors first, the values of [`SPONSOR_FIGURES`].
    ///
    /// A class of skill belongs to the fifth in which its middle lies.
    pub(super) fn fifths(&self) -> Vec<[RunFigure; SPONSOR_FIGURES.len()]> {
        let total: u64 = self.0.iter().map(|class| class.people).sum();
        let mut fifths = vec![Recruits::default(); SPONSOR_FIFTHS];
        let mut before = 0;
        for class in self.0.iter().filter(|class| class.people > 0) {
            let middle = 2 * before + class.people;
            before += class.people;
            fifths[(middle * SPONSOR_FIFTHS as u64 / (2 * total)) as usize].join(class);
        }
        fifths.iter().map(Recruits::figures).collect()
    }
}

/// The class of a skill above 0, ascending.
fn class_of(skill: f32) -> usize {
    // Exponent and first bits behind the point, which rise with the number.
    let class = (skill.to_bits() >> (23 - CLASSES_PER_OCTAVE_LOG2)) as i32;
    let lowest = (127 + LOWEST_OCTAVE) << CLASSES_PER_OCTAVE_LOG2;
    (class - lowest).clamp(0, CLASSES as i32 - 1) as usize
}

impl Recruits {
    fn join(&mut self, other: &Self) {
        self.people += other.people;
        self.sponsor_skill += other.sponsor_skill;
        self.talent += other.talent;
        self.early += other.early;
        self.stayed += other.stayed;
        self.recruiting += other.recruiting;
        self.paid += other.paid;
        self.losing += other.losing;
        self.pay += other.pay;
        self.net.merge(&other.net);
        self.joined += other.joined;
    }

    fn figures(&self) -> [RunFigure; SPONSOR_FIGURES.len()] {
        let by_person = |sum: f64| RunFigure::ratio(sum, self.people as f64);
        let median = self.net.distribution().percentile(50.0);
        [
            RunFigure::plain(self.people as f64),
            by_person(self.sponsor_skill as f64 / 1e6),
            by_person(self.talent as f64 / 1e6),
            RunFigure::ratio(self.stayed as f64, self.early as f64),
            by_person(self.recruiting as f64),
            by_person(self.paid as f64),
            by_person(self.losing as f64),
            by_person(self.pay.units()),
            by_person(self.net.sum() as f64 / 100.0),
            RunFigure::plain(median.map_or(f64::NAN, |cents| cents / 100.0)),
            by_person(self.joined as f64),
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::super::cells::Totals;
    use super::*;

    fn recruit(sponsor_skill: f32, talent: f32, sign_ups: u32, pay: i64) -> LifeOutcome {
        let life = Totals { pay: Money::from_cents(100 * pay), ..Totals::default() };
        LifeOutcome {
            joined: 1,
            is_builder: true,
            hours: 1.0,
            level: 1,
            talent,
            activity: 1.0,
            sponsor_skill,
            sign_ups,
            title: 0,
            life,
            year: life,
            last: life,
        }
    }

    fn values(found: &[RunFigure]) -> Vec<f64> {
        found.iter().map(|figure| figure.value).collect()
    }

    #[test]
    fn classes_are_in_the_order_of_skills() {
        let skills = [1e-9, 0.003, 0.004, 0.1, 0.5, 0.99, 1.0, 1.05, 1.07, 2.0, 100.0, 255.0, 1e9];
        assert!(skills.is_sorted_by_key(|&skill| class_of(skill)));
        assert_eq!((class_of(1e-9), class_of(1e9)), (0, CLASSES - 1));
        assert_eq!((class_of(1.0), class_of(1.05), class_of(1.07)), (128, 128, 129));
    }

    /// Ten people of ten sponsors, two to a fifth: all figures of the first and the last.
    #[test]
    fn each_fifth_is_told_of_by_itself() {
        let mut found = SponsorSkills::default();
        for n in (0..10_u32).rev() {
            let person = recruit(0.5 * 1.3_f32.powi(n as i32), n as f32, n / 8, i64::from(n));
            let net = Money::from_cents(i64::from(n) * 1_000 - 500);
            found.record(&person, net, (n != 8).then_some(n == 9));
        }
        let fifths = found.fifths();
        let skill = f64::midpoint(0.5, 0.65);
        let first = values(&fifths[0]);
        assert!((first[1] - skill).abs() < 1e-6, "{first:?}");
        assert_eq!(first[2..], [0.5, 0.0, 0.0, 0.5, 0.5, 0.5, 0.0, -5.0, 1.0]);
        let last = values(&fifths[4]);
        assert_eq!(last[2..], [8.5, 1.0, 1.0, 1.0, 0.0, 8.5, 80.0, 75.0, 1.0]);
        assert!(fifths.iter().all(|fifth| fifth[0].value == 2.0 && fifth[1].by == 2.0));
        assert_eq!(fifths[4][3].by, 1.0, "of one of them it is not known whether he would stay");
    }

    #[test]
    fn whose_sponsor_is_not_known_is_not_counted() {
        let mut found = SponsorSkills::default();
        found.record(&recruit(0.0, 1.0, 1, 1), Money::ZERO, None);
        assert!(
            found.fifths().iter().all(|fifth| fifth[0].value == 0.0 && fifth[4].value.is_nan())
        );
        // Of one class all are in the fifth in its middle.
        found.record(&recruit(1.0, 1.0, 1, 1), Money::ZERO, None);
        let people: Vec<f64> = found.fifths().iter().map(|fifth| fifth[0].value).collect();
        assert_eq!(people, [0.0, 0.0, 1.0, 0.0, 0.0]);
    }
}
