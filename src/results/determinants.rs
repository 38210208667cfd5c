//! The table of what decides income.

use super::tables::{columns, row};
use super::{Determinant, ESTIMATES, Study, Table};
use crate::observation::{Concept, Denominator, Statistic, Window};
use crate::statistics::Estimate;

impl Determinant {
    /// The word in tables.
    pub fn label(&self) -> &'static str {
        self.factor.map_or("luck", crate::observation::Factor::label)
    }

    /// The words in sentences.
    pub fn phrase(&self) -> &'static str {
        self.factor.map_or("luck: all the rest", crate::observation::Factor::phrase)
    }
}

impl Study {
    /// Whether enough runs say it: at least half of them, for those that do are the larger ones, which need
    /// not be like the others.
    pub fn tells(&self, line: &Determinant) -> bool {
        line.share.runs > 0 && 2 * line.share.runs >= self.provenance.runs
    }

    /// Why too few runs say what decides an income, and what would help; `None` where enough do of each.
    pub fn undecided(&self) -> Option<String> {
        let luck: Vec<&Determinant> =
            self.determinants.iter().filter(|line| line.factor.is_none()).collect();
        let unknown: Vec<&Determinant> =
            luck.iter().copied().filter(|line| !self.tells(line)).collect();
        let runs = unknown.iter().map(|line| line.share.runs).max()?;
        let builders = self.outcome("builders").map_or(0.0, |outcome| outcome.estimate.value);
        let why = if builders.is_nan() || builders <= 0.0 {
            "nobody joined to earn".into()
        } else if runs == 0 && (unknown.len() < luck.len() || self.builders_earn_the_same()) {
            "it was the same for all".into()
        } else {
            let have = match runs {
                0 => "no run has".into(),
                1 => format!("only one of {} runs has", self.provenance.runs),
                few => format!("only {few} of {} runs have", self.provenance.runs),
            };
            format!(
                "{have} two people who joined to earn, with incomes that differ, for each group of like \
                 entry date, position, skill, hours and willingness to recruit. A larger `population` in \
                 `[market]`, or more who join of it, would help; more runs do not"
            )
        };
        let incomes: Vec<&str> = unknown.iter().map(|line| line.concept.phrase()).collect();
        Some(format!("What decides {} is not told: {why}.", incomes.join(" and ")))
    }

    /// Whether those who joined to earn are left with the same, from the poorest to the richest
    /// hundredth.
    fn builders_earn_the_same(&self) -> bool {
        let [low, high] = [1.0, 99.0].map(|percent| {
            let (window, of) = (Window::Life, Denominator::Builders);
            let figure = self.income(window, of, Concept::Net, Statistic::Percentile(percent));
            figure.map(|estimate| estimate.value)
        });
        low.is_some() && low == high
    }
}

pub(super) fn table(study: &Study) -> Table {
    let rows = study.determinants.iter().flat_map(|line| {
        let measures: [(&str, Option<&Estimate>); 2] =
            [("share", Some(&line.share)), ("alone", line.alone.as_ref())];
        measures.into_iter().filter_map(|(measure, estimate)| {
            let keys = [line.concept.label(), line.label(), measure].map(super::Cell::from);
            Some(row(keys, estimate?))
        })
    });
    let mut notes = vec![
        ESTIMATES.into(),
        "share: Shapley value, the mean over all orders of the factors of what one adds to \
         those before it; the shares and luck add up to one."
            .into(),
        "alone: what a factor explains by itself, shared with others it goes together with.".into(),
        "entry_date: six groups in order of joining, as even as whole months allow; late joiners' \
         shorter time counts to it; \
         position: levels above on joining; skill: on joining; hours: put in \
         each month; propensity: willingness to recruit in each of these hours."
            .into(),
        "luck: what these five do not explain, such as own demand, whether he buys ahead, who says yes, who below stays and \
         recruits, what customers order, how long one happens to stay."
            .into(),
        "Shares are corrected for what groups explain by chance: what is not explained is the \
         variance within groups, each taken as that of a sample, so that a share of nothing may \
         come out below zero. What differs within a group counts as luck."
            .into(),
    ];
    notes.extend(study.undecided());
    Table {
        name: "determinants",
        title: "What decides income",
        meaning: "Share of the variance of the rank of income, over their whole time as members, \
                  among those who joined to earn, that is explained by what they joined as; means \
                  over runs that have enough people to tell (two a group).",
        notes,
        columns: columns(
            [
                ("concept", "word", "what is called income"),
                ("factor", "word", "what explains it"),
                ("measure", "word", "share, or alone"),
            ],
            "share",
        ),
        rows: rows.collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::IncomeFigure;
    use super::super::fixture;
    use super::*;

    /// A study of which so many runs tell what decides either income.
    fn told_by(net: u32, pay: u32, builders: f64) -> Study {
        let mut study = fixture::study();
        let luck = study.determinants[0].clone();
        let line = |concept, runs| Determinant {
            concept,
            share: Estimate { runs, ..luck.share },
            ..luck.clone()
        };
        study.determinants = vec![line(Concept::Net, net), line(Concept::CompanyPay, pay)];
        let mut outcome = study.outcomes[0].clone();
        (outcome.name, outcome.estimate.value) = ("builders", builders);
        study.outcomes.push(outcome);
        study
    }

    #[test]
    fn where_too_few_runs_tell_what_decides_it_is_said_why() {
        assert_eq!(told_by(20, 40, 1.0).undecided(), None);
        // Those with people enough are the larger ones, and no sample of all.
        let some = told_by(19, 1, 1.0).undecided().unwrap();
        assert!(
            some.contains("net income and company pay is not told: only 19 of 40 runs"),
            "{some}"
        );
        let one = told_by(20, 1, 1.0).undecided().unwrap();
        assert!(
            one.contains("decides company pay is not told: only one of 40 runs has two"),
            "{one}"
        );
        let few = told_by(0, 0, 1.0).undecided().unwrap();
        assert!(few.contains("net income and company pay is not told: no run has two"), "{few}");
        assert!(few.contains("larger `population` in `[market]`"), "{few}");
        let alike = told_by(30, 0, 1.0).undecided().unwrap();
        assert_eq!(alike, "What decides company pay is not told: it was the same for all.");
        let mut same = told_by(0, 0, 1.0);
        let zero = same.incomes[0].clone();
        same.incomes = [1.0, 99.0]
            .map(|percent| IncomeFigure {
                denominator: Denominator::Builders,
                statistic: Statistic::Percentile(percent),
                estimate: Estimate { value: 0.0, ..zero.estimate },
                ..zero.clone()
            })
            .into();
        let same = same.undecided().unwrap();
        assert!(same.ends_with("is not told: it was the same for all."), "{same}");
        let nobody = told_by(0, 0, 0.0).undecided().unwrap();
        assert!(nobody.ends_with("is not told: nobody joined to earn."), "{nobody}");
        let notes = table(&told_by(30, 0, 1.0)).notes;
        assert_eq!(notes.last(), Some(&alike));
    }
}
