//! What all charts share: the page with title, subtitle and source, axes, bands, and reading
//! estimates that may lack anything.

use crate::observation::{Denominator, OwnUse};
use crate::plot::Chart;
use crate::plot::format;
use crate::plot::palette::{
    BLACK, Color, DARK_GREY, GREY, INTERVAL_ALPHA, LIGHT_GREY, RGBColor, SPREAD_ALPHA, WHISKER,
    WHITE,
};
use crate::plot::scale::Scale;
use crate::plot::scene::{Area, LABEL, Point, SOURCE, SUBTITLE, Scene, Style, TITLE};
use crate::results::{Provenance, Study};
use crate::statistics::Estimate;

/// Width of every chart.
const WIDTH: f64 = 960.0;
/// Height of a chart that needs no other.
pub(crate) const HEIGHT: f64 = 600.0;
/// Space around everything.
pub(crate) const MARGIN: f64 = 32.0;
/// Larger amounts than any study can have (see `units::Money`) are no data.
const LIMIT: f64 = 1e18;

/// A chart on its way: title and source are written, `area` is free.
#[derive(Debug)]
pub(crate) struct Page {
    /// To draw on.
    pub(crate) scene: Scene,
    /// The free space between subtitle and source.
    pub(crate) area: Area,
    title: String,
    subtitle: String,
}

impl Page {
    /// A page of a study: the finding, what is shown, and where it comes from.
    pub(crate) fn new(study: &Study, title: String, subtitle: String, height: f64) -> Self {
        let subtitle = with_rejoining(study, subtitle);
        // What is said of all runs together needs room.
        let (height, lines) = if study.worlds_differ() { (height + 40.0, 6) } else { (height, 4) };
        Self::with_lines(&study.provenance, title, subtitle, height, lines)
    }

    /// A page of a study, as high as it must be for so much free space.
    pub(crate) fn around_study(study: &Study, title: String, subtitle: String, space: f64) -> Self {
        Self::around(&study.provenance, title, with_rejoining(study, subtitle), space)
    }

    /// A page of what comes from there.
    pub(crate) fn of(from: &Provenance, title: String, subtitle: String, height: f64) -> Self {
        Self::with_lines(from, title, subtitle, height, 4)
    }

    /// The same, as high as it must be for so much free space, with room for a long subtitle.
    pub(crate) fn around(from: &Provenance, title: String, subtitle: String, space: f64) -> Self {
        let area = Self::with_lines(from, title.clone(), subtitle.clone(), space, 7).area;
        // A whole number of pixels.
        let height = ((2.0 * space - (area.bottom - area.top)) / 20.0).ceil() * 20.0;
        Self::with_lines(from, title, subtitle, height, 7)
    }

    fn with_lines(
        from: &Provenance,
        title: String,
        subtitle: String,
        height: f64,
        lines_max: usize,
    ) -> Self {
        let mut scene = Scene::new(WIDTH, height);
        let width = WIDTH - 2.0 * MARGIN;
        let mut y = MARGIN + 8.0;
        for line in TITLE.wrap_evenly(&title, width, 3) {
            scene.text((MARGIN, y), line, TITLE);
            y += TITLE.size * 1.25;
        }
        for line in SUBTITLE.wrap_evenly(&subtitle, width, lines_max) {
            scene.text((MARGIN, y), line, SUBTITLE);
            y += SUBTITLE.size * 1.4;
        }
        let foot = height - 16.0;
        let lines = source(from, width);
        let source_top = foot - SOURCE.size * 1.4 * lines.len() as f64;
        for (i, line) in lines.into_iter().enumerate() {
            let y = source_top + SOURCE.size * 1.4 * (i + 1) as f64;
            scene.text((MARGIN, y), line, SOURCE);
        }
        let area =
            Area { left: MARGIN, top: y + 4.0, right: WIDTH - MARGIN, bottom: source_top - 8.0 };
        Self { scene, area, title, subtitle }
    }

    /// The finished chart.
    pub(crate) fn finish(self, name: &'static str) -> Chart {
        let Self { scene, title, subtitle, .. } = self;
        let plain = |text: String| text.replace('\u{a0}', " ");
        Chart { name, title: plain(title), description: plain(subtitle), scene }
    }

    /// Labels and grid lines of a vertical axis at the left of `area`, and its title above, if it needs one.
    pub(crate) fn vertical_axis(
        &mut self,
        area: Area,
        scale: &Scale,
        label: impl Fn(f64) -> String,
        title: &str,
    ) {
        let mut lowest_free = f64::INFINITY;
        for tick in scale.ticks() {
            let y = area.y(scale.share(tick));
            self.scene.line(vec![(area.left, y), (area.right, y)], 1.0, LIGHT_GREY);
            if y + LABEL.size / 2.0 <= lowest_free {
                let at = (area.left - 8.0, y + LABEL.half());
                self.scene.text(at, label(tick), LABEL.end());
                lowest_free = y - LABEL.size / 2.0;
            }
        }
        if !title.is_empty() {
            let at = (MARGIN, area.top - 15.0);
            self.scene.text(at, LABEL.bold().cut(title, area.right - MARGIN), LABEL.bold());
        }
    }

    /// What the axis below `area` shows, so far below it.
    pub(crate) fn words_below(&mut self, area: Area, distance: f64, words: impl Into<String>) {
        let at = (f64::midpoint(area.left, area.right), area.bottom + distance);
        self.scene.text(at, words, LABEL.middle());
    }

    /// Labels below `area`, with tick marks and, where wanted, grid lines; labels that would touch
    /// another are left out, those nearest to zero last.
    pub(crate) fn horizontal_axis(
        &mut self,
        area: Area,
        scale: &Scale,
        label: impl Fn(f64) -> String,
        grid: Grid,
    ) {
        let places: Vec<(f64, String)> = scale
            .ticks()
            .into_iter()
            .map(|tick| (area.x(scale.share(tick)), label(tick)))
            .collect();
        for (x, _) in &places {
            match grid {
                Grid::Lines => {
                    let points = vec![(*x, area.top), (*x, area.bottom)];
                    self.scene.line(points, 1.0, LIGHT_GREY);
                }
                Grid::Ticks => {
                    let points = vec![(*x, area.bottom), (*x, area.bottom + 5.0)];
                    self.scene.line(points, 1.0, GREY);
                }
            }
        }
        let zero = area.x(scale.share(0.0));
        self.labels_below(area.bottom + 20.0, &places, zero, LABEL);
    }

    /// Labels centred at their places on one line, the one nearest to `first` first, without any
    /// that would touch one already written.
    pub(crate) fn labels_below(
        &mut self,
        y: f64,
        places: &[(f64, String)],
        first: f64,
        style: Style,
    ) {
        let mut order: Vec<&(f64, String)> = places.iter().collect();
        order.sort_by(|a, b| (a.0 - first).abs().total_cmp(&(b.0 - first).abs()));
        let mut taken: Vec<(f64, f64)> = Vec::new();
        for (x, text) in order {
            let half = style.width(text) / 2.0;
            let (left, right) = (x - half, x + half);
            let is_free = taken.iter().all(|&(l, r)| right + 5.0 <= l || left - 5.0 >= r);
            if is_free && left >= 4.0 && right <= WIDTH - 4.0 {
                self.scene.text((*x, y), text.clone(), style.middle());
                taken.push((left, right));
            }
        }
    }

    /// A line through readings with the bands of spread (outer) and interval (inner). Months
    /// without a reading are gaps.
    pub(crate) fn banded_line(
        &mut self,
        readings: &[Option<Reading>],
        place: impl Fn(f64, f64) -> Point,
        colour: RGBColor,
    ) {
        for Band { range, alpha } in BANDS {
            let ranges: Vec<Option<(f64, f64)>> =
                readings.iter().map(|reading| reading.as_ref().and_then(range)).collect();
            for stretch in stretches(&ranges) {
                let upper = stretch.iter().map(|&(x, (_, high))| place(x, high));
                let lower = stretch.iter().rev().map(|&(x, (low, _))| place(x, low));
                self.scene.fill(upper.chain(lower).collect(), colour.mix(alpha));
            }
        }
        let values: Vec<Option<f64>> =
            readings.iter().map(|reading| reading.as_ref().map(|r| r.value)).collect();
        for stretch in stretches(&values) {
            let points: Vec<Point> = stretch.iter().map(|&(x, y)| place(x, y)).collect();
            match points[..] {
                [point] => self.scene.disc(point, 2.0, colour),
                _ => self.scene.line(points, 2.2, colour),
            }
        }
    }

    /// The place nearest to where `name` ends at which it touches none of the `fixed` ones.
    pub(crate) fn free_of(name: &LineName, fixed: &[LineName], area: Area) -> f64 {
        let (top, bottom) = (area.top - 4.0, area.bottom + LABEL.size - name.height());
        let wanted = name.y.clamp(top, bottom);
        let places =
            fixed.iter().flat_map(|other| [other.y - name.height(), other.y + other.height()]);
        let is_free = |&y: &f64| {
            let is_apart = |other: &LineName| {
                other.y + 0.01 >= y + name.height() || y + 0.01 >= other.y + other.height()
            };
            (top..=bottom).contains(&y) && fixed.iter().all(is_apart)
        };
        let free = std::iter::once(wanted).chain(places).filter(is_free);
        free.min_by(|a, b| (a - wanted).abs().total_cmp(&(b - wanted).abs())).unwrap_or(wanted)
    }

    /// Names of lines beside their ends at `x`, moved apart where they would touch.
    pub(crate) fn names_of_lines(&mut self, x: f64, area: Area, mut names: Vec<LineName>) {
        names.sort_by(|a, b| a.y.total_cmp(&b.y));
        let mut free = area.top - 4.0;
        for name in &mut names {
            name.y = name.y.max(free);
            free = name.y + name.height();
        }
        let mut free = area.bottom + LABEL.size;
        for name in names.iter_mut().rev() {
            name.y = name.y.min(free - name.height());
            free = name.y;
        }
        // The names are black, for not all colours are dark enough to read.
        let style = LABEL.bold().colour(BLACK);
        let left = x + 20.0;
        let room = WIDTH - MARGIN / 2.0 - left;
        for name in names {
            self.scene.line(vec![(x, name.y), (x + 14.0, name.y)], 4.0, name.colour);
            self.scene.text((left, name.y + style.half()), style.cut(&name.text, room), style);
            if !name.note.is_empty() {
                let below = name.y + LABEL.half() + LABEL.size * 1.2;
                self.scene.text((left, below), LABEL.cut(&name.note, room), LABEL);
            }
        }
    }

    /// A thin vertical or horizontal line from one place to another with short bars at its ends.
    pub(crate) fn whisker(&mut self, from: Point, to: Point) {
        self.scene.line(vec![from, to], 1.3, WHISKER);
        let (dx, dy) = if from.0 == to.0 { (4.0, 0.0) } else { (0.0, 4.0) };
        for (x, y) in [from, to] {
            self.scene.line(vec![(x - dx, y - dy), (x + dx, y + dy)], 1.3, WHISKER);
        }
    }

    /// A figure beside its mark, on a ground of white that keeps grid lines out of it.
    pub(crate) fn figure(&mut self, at: Point, text: &str, style: Style) {
        let left = style.start(at.0, text) - 1.0;
        let right = left + style.width(text) + 2.0;
        let ground = Area { left, right, top: at.1 - style.size * 0.8, bottom: at.1 + 1.0 };
        self.scene.rectangle(ground, WHITE);
        self.scene.text(at, text, style);
    }

    /// A sentence in the free space, at `y`, in as many lines as it needs; where the next starts.
    pub(crate) fn sentence(&mut self, x: f64, mut y: f64, width: f64, text: &str) -> f64 {
        for line in LABEL.wrap(text, width, 6) {
            self.scene.text((x, y), line, LABEL.colour(DARK_GREY));
            y += LABEL.size * 1.4;
        }
        y
    }
}

/// A subtitle, and who counts twice.
fn with_rejoining(study: &Study, subtitle: String) -> String {
    match study.rejoining_among {
        Some(_) => format!("{subtitle} Whoever joins again is a new member and counts again."),
        None => subtitle,
    }
}

/// How a horizontal axis marks its ticks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Grid {
    /// By lines through the area.
    Lines,
    /// By short marks below it.
    Ticks,
}

/// The name of a line of a chart.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct LineName {
    /// Where the line ends.
    pub(crate) y: f64,
    /// The name.
    pub(crate) text: String,
    /// What to say of it, in a second line; may be empty.
    pub(crate) note: String,
    /// The colour of the line.
    pub(crate) colour: RGBColor,
}

impl LineName {
    /// How far below it the next name may stand.
    fn height(&self) -> f64 {
        LABEL.size * if self.note.is_empty() { 1.3 } else { 2.7 }
    }
}

/// The lines that say where a chart comes from, and that no real company is shown.
fn source(from: &Provenance, width: f64) -> Vec<String> {
    if !from.is_simulated() {
        let program = format::clean(&from.program, 40);
        let facts =
            "Published figures, not simulated ones; published.csv names the source of each.";
        return vec![program, facts.into()];
    }
    // Of a comparison, the hashes of all scenarios stand in its tables.
    let is_one = !from.scenario_hash.contains(' ');
    let hash = if is_one {
        format!(" ({})", format::clean(&from.scenario_hash, 16))
    } else {
        String::new()
    };
    let facts = if from.is_partial() {
        format!(
            "{hash} · PARTIAL: {} of {} runs, seed {}",
            format::count(f64::from(from.runs)),
            format::count(f64::from(from.runs_requested)),
            from.seed,
        )
    } else {
        format!(
            "{hash} · {} {}, seed {}",
            format::count(f64::from(from.runs)),
            if from.runs == 1 { "run" } else { "runs" },
            from.seed,
        )
    };
    let program = format!(
        "{} · {} ",
        format::clean(&from.program, 40),
        if is_one { "scenario" } else { "scenarios" }
    );
    let room = width - SOURCE.width(&program) - SOURCE.width(&facts);
    let title = SOURCE.cut(&format::clean(&from.title, 200), room);
    let companies = if is_one {
        "A simulation of a hypothetical company, not of a real firm."
    } else {
        "Simulations of hypothetical companies, not of real firms."
    };
    vec![format!("{program}{title}{facts}"), companies.into()]
}

/// The unit of money as charts write it.
pub(crate) fn currency(study: &Study) -> String {
    format::clean(&study.provenance.currency, 8)
}

/// With fewer runs the interval of a mean is wider than the spread of runs, and reaches to where no
/// figure can be: it is left to the tables.
pub(crate) const BAND_RUNS_MIN: u32 = 6;

/// What the bands and whiskers of a chart are; nothing where there was but one run.
pub(crate) fn bands_explained(study: &Study, inner: &str, outer: &str) -> String {
    bands_of(&study.provenance, inner, outer)
}

/// The same of what comes from there.
pub(crate) fn bands_of(from: &Provenance, inner: &str, outer: &str) -> String {
    let spread = spread_of(from, outer);
    match from.runs {
        1 => spread,
        runs if runs < BAND_RUNS_MIN => {
            format!("Too few runs to draw intervals, which tables have; {spread}")
        }
        _ => format!("{inner}: 95\u{a0}% interval of the estimate; {spread}"),
    }
}

/// What a line or a bar is, over the runs of a study.
pub(crate) fn mean_of(study: &Study) -> &'static str {
    if study.worlds_differ() { MEAN_OF_UNLIKE } else { mean_of_runs(&study.provenance) }
}

/// The same where runs differ in size.
pub(crate) const MEAN_OF_UNLIKE: &str =
    "mean of runs, in which a small run weighs as much as a large one";

/// What stands below figures in small print, of which charts say this.
pub(crate) const SMALL_PRINT: &str = " In a mean of runs a small run weighs as much as a large one; in \
                                      small print: all runs taken together.";

/// The same of what comes from there, whatever the size of runs.
pub(crate) fn mean_of_runs(from: &Provenance) -> &'static str {
    if from.runs == 1 { "the only run" } else { "mean of runs" }
}

/// What holds of all runs together, as a sentence behind others; nothing where there is nothing to say.
pub(crate) fn together(said: Option<String>) -> String {
    said.map_or(String::new(), |said| format!(" All runs taken together: {said}."))
}

/// What holds of the people of all runs together: how many of them lost, and how many gained.
pub(crate) fn all_people(study: &Study) -> String {
    let said = study.loss(Denominator::Everyone, OwnUse::Scenario).and_then(|loss| {
        let gained = |not_above_zero: f64| format::percent(1.0 - not_above_zero);
        let differs = format::pooled(study, &loss.below_zero, format::percent).is_some()
            || format::pooled(study, &loss.not_above_zero, gained).is_some();
        let (lost, not_above) =
            (study.pooled(&loss.below_zero)?, study.pooled(&loss.not_above_zero)?);
        let lost = format::percent(lost.value);
        differs.then(|| format!("{lost} of people lost, {} gained", gained(not_above.value)))
    });
    together(said)
}

/// What a figure is of which the median over runs is taken.
pub(crate) fn median_of(from: &Provenance) -> &'static str {
    if from.runs == 1 { "the only run" } else { "medians of runs" }
}

/// What the outer ones are.
pub(crate) fn spread_of(from: &Provenance, outer: &str) -> String {
    if from.runs > 1 {
        format!("{outer}: 5–95\u{a0}% of runs, what one world may look like.")
    } else {
        "One run: no interval can be given.".into()
    }
}

/// A share as axes write it: without tenths where they are none.
pub(crate) fn share_label(share: f64) -> String {
    format::percent(share).replace(".0\u{a0}%", "\u{a0}%")
}

/// The parts of an estimate that exist.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Reading {
    /// The estimate.
    pub(crate) value: f64,
    /// Its Monte Carlo interval.
    pub(crate) interval: Option<(f64, f64)>,
    /// The spread of worlds.
    pub(crate) spread: Option<(f64, f64)>,
}

impl Reading {
    /// `None` where no run has the figure.
    pub(crate) fn of(estimate: &Estimate) -> Option<Self> {
        let is_usable = |value: f64| value.abs() <= LIMIT;
        let range = |range: Option<(f64, f64)>| {
            range.filter(|&(low, high)| is_usable(low) && is_usable(high) && low <= high)
        };
        is_usable(estimate.value).then(|| Self {
            value: estimate.value,
            interval: range(estimate.interval),
            spread: range(estimate.spread),
        })
    }

    /// The same for bands, which show the interval of enough runs only.
    pub(crate) fn banded(estimate: &Estimate) -> Option<Self> {
        let interval = |reading: &Self| reading.interval.filter(|_| estimate.runs >= BAND_RUNS_MIN);
        Self::of(estimate).map(|reading| Self { interval: interval(&reading), ..reading })
    }

    /// The value, and the ends of the ranges.
    pub(crate) fn extent(self) -> impl Iterator<Item = f64> {
        let ends = [self.interval, self.spread].into_iter().flatten();
        std::iter::once(self.value).chain(ends.flat_map(|(low, high)| [low, high]))
    }
}

/// A band around a line.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Band {
    /// What it spans.
    pub(crate) range: fn(&Reading) -> Option<(f64, f64)>,
    /// How much it covers.
    pub(crate) alpha: f64,
}

/// The bands of every line, the outer one first.
pub(crate) const BANDS: [Band; 2] = [
    Band { range: |reading| reading.spread, alpha: SPREAD_ALPHA },
    Band { range: |reading| reading.interval, alpha: INTERVAL_ALPHA },
];

/// The value of an estimate, if any run has it.
pub(crate) fn value(estimate: &Estimate) -> Option<f64> {
    Reading::of(estimate).map(|reading| reading.value)
}

/// The unbroken stretches of a list, with the places of their items.
fn stretches<T: Copy>(items: &[Option<T>]) -> Vec<Vec<(f64, T)>> {
    let mut stretches = Vec::new();
    let mut current = Vec::new();
    for (i, item) in items.iter().enumerate() {
        match item {
            Some(item) => current.push((i as f64, *item)),
            None => stretches.push(std::mem::take(&mut current)),
        }
    }
    stretches.push(current);
    stretches.retain(|stretch| !stretch.is_empty());
    stretches
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_estimate_without_a_number_is_no_reading() {
        let estimate = |value, interval| Estimate {
            value,
            interval,
            spread: Some((1.0, 0.0)),
            runs: 3,
            pooled: None,
        };
        assert_eq!(Reading::of(&estimate(f64::NAN, None)), None);
        assert_eq!(Reading::of(&estimate(f64::INFINITY, None)), None);
        let reading = Reading { value: 2.0, interval: None, spread: None };
        assert_eq!(Reading::of(&estimate(2.0, Some((f64::NAN, 1.0)))), Some(reading));
    }

    #[test]
    fn gaps_part_a_list_into_stretches() {
        let found = stretches(&[None, Some('a'), Some('b'), None, None, Some('c')]);
        assert_eq!(found, [vec![(1.0, 'a'), (2.0, 'b')], vec![(5.0, 'c')]]);
    }
}
