//! What the charts of a comparison say.

use super::charts;
use crate::plot::scene::Mark;
use crate::plot::{Chart, fixture};
use crate::results::Comparison;

fn realistic() -> Comparison {
    let [comparison, _] = fixture::comparisons(&fixture::realistic());
    comparison
}

fn chart(comparison: &Comparison, name: &str) -> Chart {
    charts(comparison).into_iter().find(|chart| chart.name == name).unwrap()
}

#[test]
fn a_comparison_with_everything_has_all_charts() {
    let names: Vec<&str> = charts(&realistic()).iter().map(|chart| chart.name).collect();
    let all = ["compared_outcomes", "compared_incomes", "differences", "compared_members"];
    assert_eq!(names, all);
    let [nothing, _] = fixture::comparisons(&fixture::empty());
    // The second scenario is there.
    assert_eq!(charts(&nothing).len(), 4);
    let mut nothing = nothing;
    nothing.studies.retain(|(name, _)| name != "realistic");
    nothing.differences.clear();
    assert_eq!(charts(&nothing), []);
}

#[test]
fn titles_state_what_the_comparison_found() {
    let mut comparison = realistic();
    comparison.studies.truncate(2);
    let (_, other) = &mut comparison.studies[1];
    for figure in &mut other.incomes {
        figure.estimate.value /= 2.0;
    }
    for month in other.series.iter_mut().flat_map(|series| &mut series.months) {
        month.value *= 2.0;
    }
    let title = |name| chart(&comparison, name).title;
    assert_eq!(
        title("compared_incomes"),
        "The median of those who joined to earn goes from −402 USD under a to −201 USD under \
         realistic"
    );
    assert_eq!(
        title("compared_members"),
        "At the peak there are 14,466 members under a, 28,931 under realistic"
    );
    // All figures of the other are 11 % larger or smaller, in both runs alike.
    assert_eq!(title("differences"), "All 10 differences to a are told from zero");
    comparison.differences[0].estimate.interval = Some((-1.0, 1.0));
    comparison.differences[1].estimate.interval = None;
    assert_eq!(
        chart(&comparison, "differences").title,
        "8 of 9 differences to a are told from zero"
    );
}

#[test]
fn one_run_has_no_mean_of_runs() {
    let mut comparison = realistic();
    let of_runs = |comparison: &Comparison| {
        let charts = charts(comparison).into_iter();
        charts.filter(|chart| chart.description.contains("of runs")).count()
    };
    assert_eq!(of_runs(&comparison), 3);
    comparison.provenance.runs = 1;
    assert_eq!(of_runs(&comparison), 0);
}

#[test]
fn too_many_scenarios_are_told_of() {
    let [_, many] = fixture::comparisons(&fixture::realistic());
    for chart in charts(&many) {
        let shown = if chart.name == "compared_members" { 7 } else { 12 };
        let words = format!("Only the first {shown} of 15 scenarios are shown.");
        assert!(chart.description.contains(&words), "{}: {}", chart.name, chart.description);
    }
    assert!(charts(&realistic()).iter().all(|chart| !chart.description.contains("Only the")));
}

/// A panel makes room for the names of its scenarios, within reason.
#[test]
fn names_of_shipped_scenarios_are_not_cut_where_differences_are_shown() {
    let shown = |name: &str| {
        let mut comparison = realistic();
        let before = std::mem::replace(&mut comparison.studies[1].0, name.into());
        for difference in &mut comparison.differences {
            if difference.scenario == before {
                difference.scenario = name.into();
            }
        }
        chart(&comparison, "differences").scene.marks
    };
    let has = |marks: &[Mark], name: &str| {
        marks.iter().any(|mark| matches!(mark, Mark::Text { text, .. } if text == name))
    };
    assert!(has(&shown("recruitment-pyramid"), "recruitment-pyramid"));
    let endless = "a scenario whose name is longer than a panel has room for";
    assert!(!has(&shown(endless), endless));
}

#[test]
fn units_of_differences_are_whole() {
    let mut comparison = realistic();
    comparison.studies.truncate(2);
    for (_, study) in &mut comparison.studies {
        let mut columns = study.runs.columns.iter_mut();
        columns.find(|column| column.name == "ever_joined").unwrap().unit = "joinings".into();
    }
    let marks = chart(&comparison, "differences").scene.marks;
    let texts = marks.iter().filter_map(|mark| match mark {
        Mark::Text { text, .. } => Some(text.as_str()),
        _ => None,
    });
    let texts: Vec<&str> = texts.collect();
    for unit in ["joinings", "points", "USD"] {
        assert!(texts.contains(&unit), "{unit}: {texts:?}");
    }
    assert!(texts.iter().all(|text| !text.contains('…')), "{texts:?}");
}
