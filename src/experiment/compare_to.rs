//! A simulated population under the convention of a published statement.

mod distance;
mod words;

use crate::observation::{Answer, Concept, Counted, OUTCOMES, Question, RunReport, Statistic};
use crate::results::{
    Average, Bracket, Disclosure, Distance, DistanceOf, Exactness, Likeness, LikenessRow, Measure,
    Parts, Provenance, PublishedFigure, PublishedStatistic, Rest, Unpaid, support_of_income,
};
use crate::statistics::{Estimate, Support};
use crate::units::Money;

/// What a model is to be asked, so that its runs can be compared with a statement; `scale` is how many
/// units of the statement's currency one of the scenario's is taken for.
pub fn questions(disclosure: &Disclosure, scale: f64) -> Vec<Question> {
    let amounts = amounts(disclosure);
    let ask = |(counts, concept)| {
        let in_scenario = disclosure.per.amounts_in(counts) / scale;
        // The largest amount that there can be, and nobody gets as much.
        let money = |amount: &f64| Money::from_units((amount * in_scenario).min(9.0e14));
        Question {
            window: disclosure.window,
            counts,
            concept,
            cuts: asked_cuts(disclosure),
            amounts: amounts.iter().map(money).collect(),
        }
    };
    groups(disclosure).into_iter().map(ask).collect()
}

/// Compares runs that were asked [`questions`] with a statement.
///
/// # Panics
/// If they were asked something else.
pub fn compare_to(
    disclosure: &Disclosure,
    scale: f64,
    provenance: Provenance,
    reports: &[RunReport],
) -> Likeness {
    let view = View { disclosure, scale, reports, groups: groups(disclosure) };
    let parts = parts(disclosure);
    let mut rows = view.brackets(&parts);
    rows.extend(view.unpaid());
    rows.extend(disclosure.figures.iter().map(|figure| view.figure(figure)));
    rows.extend(view.mean_by_median());
    let mean = view.over_runs(view.support(), |answer, _| answer.mean * view.in_statement()).value;
    let scale_of_means = disclosure.mean().map(|published| scale * published / mean);
    let mut without_distance = distance::without(&rows);
    without_distance.extend(distance::unplaced(disclosure));
    let mut distances: Vec<Distance> = view.distance(&parts).into_iter().collect();
    distances.extend(distance::distances(&rows));
    Likeness {
        provenance,
        disclosure: disclosure.clone(),
        scale,
        scale_of_means: scale_of_means.filter(|scale| scale.is_finite() && *scale > 0.0),
        distances,
        without_distance,
        rows,
    }
}

/// The program's groups that the figures are of, and of which income, those of the statement first.
fn groups(disclosure: &Disclosure) -> Vec<(Counted, Concept)> {
    let mut groups = vec![(disclosure.counts, disclosure.concept)];
    for figure in &disclosure.figures {
        let concepts = match figure.statistic {
            // What the business cost is what it leaves of gross income.
            PublishedStatistic::MeanExpenses => vec![Concept::Gross, Concept::Net],
            _ => vec![disclosure.concept],
        };
        for concept in concepts {
            if !groups.contains(&(figure.counts, concept)) {
                groups.push((figure.counts, concept));
            }
        }
    }
    groups
}

/// The amounts that the statement counts people by, as published.
fn amounts(disclosure: &Disclosure) -> Vec<f64> {
    let ends = disclosure.brackets.iter().flat_map(|bracket| [bracket.from, bracket.to]);
    let limits = disclosure.figures.iter().map(|figure| figure.statistic.amount());
    ends.chain(limits).flatten().collect()
}

/// The brackets from those who got least, with those who got nothing if they are the rest.
fn parts(disclosure: &Disclosure) -> Vec<Bracket> {
    let mut parts = disclosure.brackets.clone();
    if disclosure.rest == Rest::Nothing {
        let share = 1.0 - disclosure.covered();
        parts.insert(0, Bracket { name: None, share, average: Some(0.0), from: None, to: None });
    }
    parts
}

/// The share of people below the lowest part.
fn below_parts(disclosure: &Disclosure) -> f64 {
    if disclosure.rest == Rest::Below { (1.0 - disclosure.covered()).max(0.0) } else { 0.0 }
}

/// The share of people below each part's upper end, and first the one below all of them. Published shares
/// may miss one by rounding.
fn cuts(parts: &[Bracket], below: f64) -> Vec<f64> {
    let mut cuts = vec![below];
    let mut before = below;
    for part in parts {
        before += part.share;
        cuts.push(if before > 0.999_999 { 1.0 } else { before });
    }
    cuts
}

/// The cuts that are asked for: where not all brackets are known, above the lowest and below the highest
/// one, which are taken to be the ends of all people in the order of their income.
fn asked_cuts(disclosure: &Disclosure) -> Vec<f64> {
    match (disclosure.rest, &disclosure.brackets[..]) {
        (Rest::Unknown, [lowest, .., highest]) => vec![0.0, lowest.share, 1.0 - highest.share],
        (Rest::Unknown, [only]) => vec![0.0, only.share],
        _ => cuts(&parts(disclosure), below_parts(disclosure)),
    }
}

/// Whether a bracket is known by its average alone.
fn is_average(bracket: &Bracket) -> bool {
    bracket.average.is_some_and(|average| average > 0.0)
        && bracket.from.is_none()
        && bracket.to.is_none()
}

/// Whether the parts are cut by shares of people: all have an average, and no others lie between.
fn is_cut(disclosure: &Disclosure) -> bool {
    !disclosure.brackets.is_empty()
        && disclosure.rest != Rest::Unknown
        && disclosure.brackets.iter().all(|bracket| bracket.average.is_some())
}

/// The runs, seen through the statement.
struct View<'v> {
    disclosure: &'v Disclosure,
    scale: f64,
    reports: &'v [RunReport],
    groups: Vec<(Counted, Concept)>,
}

impl View<'_> {
    /// The factor from a scenario's amount to one of the statement's own group.
    fn in_statement(&self) -> f64 {
        self.factor(self.disclosure.counts)
    }

    /// The same of any group.
    fn factor(&self, group: Counted) -> f64 {
        self.scale / self.disclosure.per.amounts_in(group)
    }

    /// Which values an amount of the statement's income can have.
    fn support(&self) -> Support {
        support_of_income(self.disclosure.concept, Statistic::Mean)
    }

    /// A figure of the statement's own group, the mean over runs.
    fn over_runs(&self, support: Support, figure: impl Fn(&Answer, &RunReport) -> f64) -> Estimate {
        self.of_group(self.disclosure.counts, support, figure)
    }

    fn of_group(
        &self,
        group: Counted,
        support: Support,
        figure: impl Fn(&Answer, &RunReport) -> f64,
    ) -> Estimate {
        let place = self.place(group, self.disclosure.concept);
        let figures: Vec<f64> =
            self.reports.iter().map(|report| figure(&report.answers[place], report)).collect();
        Average::Mean.over(&figures, support)
    }

    fn place(&self, group: Counted, concept: Concept) -> usize {
        let asked = self.groups.iter().position(|known| *known == (group, concept));
        asked.expect("all groups of the statement were asked for")
    }

    /// How many people a share of a group is, the mean over runs.
    fn people(&self, group: Counted, share: f64) -> f64 {
        self.of_group(group, Support::NonNegative, |answer, _| answer.people).value * share
    }

    /// What the business cost the people of a group on average: what is left of gross income.
    fn expenses(&self, group: Counted, factor: f64) -> Estimate {
        let [gross, net] = [Concept::Gross, Concept::Net].map(|of| self.place(group, of));
        let cost = |report: &RunReport| report.answers[gross].mean - report.answers[net].mean;
        let figures: Vec<f64> = self.reports.iter().map(|report| cost(report) * factor).collect();
        Average::Mean.over(&figures, Support::Real)
    }

    /// The share of people in a part.
    fn width(&self, parts: &[Bracket], place: usize) -> f64 {
        let cuts = cuts(parts, below_parts(self.disclosure));
        cuts[place + 1] - cuts[place]
    }

    fn brackets(&self, parts: &[Bracket]) -> Vec<LikenessRow> {
        if is_cut(self.disclosure) {
            let shares = published_shares(parts);
            let pay = (0..parts.len()).map(|place| LikenessRow {
                what: words::whom(parts, place, self.disclosure.rest),
                measure: Measure::ShareOfPay,
                published: shares[place],
                exactness: Exactness::Exact,
                counts: self.disclosure.counts,
                people: self.people(self.disclosure.counts, self.width(parts, place)),
                simulated: self.over_runs(Support::Share, |answer, _| shares_of_pay(answer)[place]),
            });
            let averages = (0..parts.len()).map(|place| self.average(parts, place));
            return pay.chain(averages).collect();
        }
        let averages = (0..parts.len()).filter(|&place| self.is_placed(parts, place));
        let counted = parts.iter().filter(|part| part.average != Some(0.0));
        let averages = averages.map(|place| self.average(parts, place));
        let ends = self.ends().into_iter().chain(averages);
        ends.chain(counted.filter_map(|part| self.between(part))).collect()
    }

    /// Whether a part has an average, and one knows how many people have less than its own.
    fn is_placed(&self, parts: &[Bracket], place: usize) -> bool {
        let has_average = parts[place].average.is_some_and(|average| average > 0.0);
        has_average && self.disclosure.rest != Rest::Unknown
    }

    /// What those in the lowest and in the highest bracket got on average, where the others are not
    /// all known.
    fn ends(&self) -> Vec<LikenessRow> {
        let brackets = &self.disclosure.brackets;
        if self.disclosure.rest != Rest::Unknown {
            return Vec::new();
        }
        let row = |bracket: &Bracket, place: usize, pay: &dyn Fn(&Answer) -> f64| LikenessRow {
            what: words::whom(&[brackets[0].clone(), bracket.clone()], place, Rest::Unknown),
            measure: Measure::Amount,
            published: bracket.average.unwrap_or(f64::NAN),
            exactness: Exactness::Exact,
            counts: self.disclosure.counts,
            people: self.people(self.disclosure.counts, bracket.share),
            simulated: self.over_runs(self.support(), |answer, _| {
                pay(answer) / bracket.share * self.in_statement()
            }),
        };
        let lowest = brackets.first().filter(|lowest| is_average(lowest));
        let highest = brackets.last().filter(|highest| brackets.len() > 1 && is_average(highest));
        let lowest = lowest.map(|lowest| row(lowest, 0, &|answer| answer.lowest[1]));
        let highest =
            highest.map(|highest| row(highest, 1, &|answer| answer.mean - answer.lowest[2]));
        lowest.into_iter().chain(highest).collect()
    }

    /// What the people of a part got on average.
    fn average(&self, parts: &[Bracket], place: usize) -> LikenessRow {
        let width = self.width(parts, place);
        LikenessRow {
            what: words::whom(parts, place, self.disclosure.rest),
            measure: Measure::Amount,
            published: parts[place].average.unwrap_or(f64::NAN),
            exactness: Exactness::Exact,
            counts: self.disclosure.counts,
            people: self.people(self.disclosure.counts, width),
            simulated: self.over_runs(self.support(), |answer, _| {
                steps(&answer.lowest)[place] / width * self.in_statement()
            }),
        }
    }

    /// The share of people between two amounts.
    fn between(&self, part: &Bracket) -> Option<LikenessRow> {
        let below = |answer: &Answer, amount: f64| {
            let place = amounts(self.disclosure).iter().position(|known| *known == amount);
            answer.below[place.expect("all amounts were asked for")]
        };
        let currency = &self.disclosure.currency;
        let [from, to] = [part.from, part.to].map(|end| end.map(words::amount));
        let what = match (from, to) {
            (Some(from), Some(to)) => format!("got {from} to {to} {currency}"),
            (Some(from), None) => format!("got {from} {currency} or more"),
            (None, Some(to)) => format!("got less than {to} {currency}"),
            (None, None) => return None,
        };
        Some(LikenessRow {
            what,
            measure: Measure::ShareOfPeople,
            published: part.share,
            exactness: Exactness::Exact,
            counts: self.disclosure.counts,
            people: self.people(self.disclosure.counts, 1.0),
            simulated: self.over_runs(Support::Share, |answer, _| {
                let low = part.from.map_or(0.0, |from| below(answer, from));
                part.to.map_or(1.0, |to| below(answer, to)) - low
            }),
        })
    }

    /// The share of people who got nothing, unless it is among the single figures.
    fn unpaid(&self) -> Option<LikenessRow> {
        let is_figure = |figure: &PublishedFigure| {
            matches!(
                figure.statistic,
                PublishedStatistic::ShareUnpaid | PublishedStatistic::SharePaid
            )
        };
        if self.disclosure.figures.iter().any(is_figure) {
            return None;
        }
        let Unpaid { share: published, exactness, .. } = self.disclosure.unpaid()?;
        Some(LikenessRow {
            what: PublishedStatistic::ShareUnpaid.phrase().into(),
            measure: Measure::ShareOfPeople,
            published,
            exactness,
            counts: self.disclosure.counts,
            people: self.people(self.disclosure.counts, 1.0),
            simulated: self.over_runs(Support::Share, |answer, _| answer.at_zero),
        })
    }

    fn figure(&self, figure: &PublishedFigure) -> LikenessRow {
        use PublishedStatistic as S;
        let factor = self.factor(figure.counts);
        let limit = |amount: f64| {
            let place = amounts(self.disclosure).iter().position(|known| *known == amount);
            place.expect("all amounts were asked for")
        };
        let of = |support, value: &dyn Fn(&Answer, &RunReport) -> f64| {
            self.of_group(figure.counts, support, value)
        };
        let simulated = match figure.statistic {
            S::Mean => of(self.support(), &|answer, _| answer.mean * factor),
            S::Median => of(self.support(), &|answer, _| answer.median * factor),
            S::Maximum => of(self.support(), &|answer, _| answer.maximum * factor),
            S::ShareUnpaid => of(Support::Share, &|answer, _| answer.at_zero),
            S::SharePaid => of(Support::Share, &|answer, _| 1.0 - answer.at_zero),
            S::ShareBelow(amount) => of(Support::Share, &|answer, _| answer.below[limit(amount)]),
            S::ShareAbove(amount) => of(Support::Share, &|answer, _| answer.above[limit(amount)]),
            S::WithoutRecruits => {
                of(Support::Share, &|_, report| outcome(report, "without_recruits"))
            }
            S::MeanExpenses => self.expenses(figure.counts, factor),
        };
        let is_share = figure.statistic.is_share();
        LikenessRow {
            what: self.words(figure),
            measure: if is_share { Measure::ShareOfPeople } else { Measure::Amount },
            published: figure.value,
            exactness: figure.exactness,
            counts: figure.counts,
            people: match figure.statistic {
                S::Maximum => 1.0,
                S::WithoutRecruits => {
                    of(Support::NonNegative, &|_, report| outcome(report, "ever_joined")).value
                }
                _ => self.people(figure.counts, 1.0),
            },
            simulated,
        }
    }

    fn words(&self, figure: &PublishedFigure) -> String {
        let currency = &self.disclosure.currency;
        let limit = figure.statistic.amount();
        let limit =
            limit.map_or(String::new(), |limit| format!(" {} {currency}", words::amount(limit)));
        let over = figure.denominator.as_ref().map_or(String::new(), |over| format!(", of {over}"));
        format!("{}{limit}{over}", figure.statistic.phrase())
    }

    /// The mean by the median, which knows no currency.
    fn mean_by_median(&self) -> Option<LikenessRow> {
        let (mean, median) = (self.disclosure.mean()?, self.disclosure.median()?);
        (median > 0.0).then(|| LikenessRow {
            what: "mean by median".into(),
            measure: Measure::Ratio,
            published: mean / median,
            exactness: Exactness::Exact,
            counts: self.disclosure.counts,
            people: self.people(self.disclosure.counts, 1.0),
            simulated: self.over_runs(self.support(), |answer, _| {
                if answer.median == 0.0 { f64::NAN } else { answer.mean / answer.median }
            }),
        })
    }

    fn distance(&self, parts: &[Bracket]) -> Option<Distance> {
        if !is_cut(self.disclosure) {
            return None;
        }
        let people: Vec<f64> = (0..parts.len())
            .map(|place| self.people(self.disclosure.counts, self.width(parts, place)))
            .collect();
        let groups = distance::together(&people);
        let sums = |of: &[f64]| -> Vec<f64> {
            groups.iter().map(|group| of[group.clone()].iter().sum()).collect()
        };
        let published = sums(&published_shares(parts));
        let covered: f64 = parts.iter().map(|part| part.share).sum();
        let equal: Vec<f64> = parts.iter().map(|part| part.share / covered).collect();
        let of_equal_pay = distance_of(&published, &sums(&equal));
        let simulated = self.over_runs(Support::Share, |answer, _| {
            distance_of(&published, &sums(&shares_of_pay(answer)))
        });
        if groups.len() < 2 {
            return None;
        }
        of_equal_pay.is_finite().then_some(Distance {
            of: DistanceOf::Pay,
            farthest: None,
            simulated,
            of_equal_pay: Some(of_equal_pay),
            parts: Some(Parts { compared: groups.len(), published: parts.len() }),
        })
    }
}

/// Half of the sum of absolute differences.
fn distance_of(one: &[f64], other: &[f64]) -> f64 {
    one.iter().zip(other).map(|(one, other)| (one - other).abs()).sum::<f64>() / 2.0
}

/// The published share of each part in the pay of all parts.
fn published_shares(parts: &[Bracket]) -> Vec<f64> {
    let pay: Vec<f64> =
        parts.iter().map(|part| part.share * part.average.unwrap_or(f64::NAN)).collect();
    let sum: f64 = pay.iter().sum();
    pay.iter().map(|pay| pay / sum).collect()
}

/// The same of a run.
fn shares_of_pay(answer: &Answer) -> Vec<f64> {
    let pay = steps(&answer.lowest);
    let sum: f64 = pay.iter().sum();
    let share = |pay: f64| if sum > 0.0 { pay / sum } else { f64::NAN };
    pay.into_iter().map(share).collect()
}

/// What each sum has more than the one before it.
fn steps(sums: &[f64]) -> Vec<f64> {
    sums.windows(2).map(|pair| pair[1] - pair[0]).collect()
}

fn outcome(report: &RunReport, name: &str) -> f64 {
    let place = OUTCOMES.iter().position(|quantity| quantity.name == name);
    place.map_or(f64::NAN, |place| report.outcomes[place].value)
}

#[cfg(test)]
mod tests;
