//! A picture as a list of marks, before it becomes SVG or pixels.
//!
//! Charts draw into a scene, and `render` puts it through plotters. So both formats show the same,
//! tests can ask where every text stands, and no chart knows about file formats. Lengths are in
//! units of which a default chart is 960 wide; `y` points down.

use crate::plot::letters;
use crate::plot::palette::{BLACK, Color, DARK_GREY, RGBAColor, RGBColor};

/// A place: to the right, and down.
pub(crate) type Point = (f64, f64);

/// A picture of fixed size on white ground.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Scene {
    /// Width in units.
    pub(crate) width: f64,
    /// Height in units.
    pub(crate) height: f64,
    /// What is drawn, the first mark at the bottom.
    pub(crate) marks: Vec<Mark>,
}

/// One thing drawn.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Mark {
    /// A filled polygon.
    Fill { outline: Vec<Point>, ink: RGBAColor },
    /// A line through points; dashes are this long, and so are the gaps.
    Stroke { points: Vec<Point>, width: f64, dash: Option<f64>, ink: RGBAColor },
    /// A filled circle.
    Disc { centre: Point, radius: f64, ink: RGBAColor },
    /// A line of text on its baseline.
    Text { at: Point, text: String, style: Style },
}

/// How text looks.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Style {
    /// Size of the font.
    pub(crate) size: f64,
    /// Whether the letters are bold.
    pub(crate) is_bold: bool,
    /// Colour of the letters.
    pub(crate) colour: RGBColor,
    /// Which part of the text stands at its place.
    pub(crate) align: Align,
}

/// Which part of a text stands at its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Align {
    Start,
    Middle,
    End,
}

/// Labels of axes and marks.
pub(crate) const LABEL: Style =
    Style { size: 13.0, is_bold: false, colour: DARK_GREY, align: Align::Start };
/// The finding.
pub(crate) const TITLE: Style = Style { size: 23.0, is_bold: true, colour: BLACK, ..LABEL };
/// What is shown.
pub(crate) const SUBTITLE: Style = Style { size: 14.0, ..LABEL };
/// Where it comes from.
pub(crate) const SOURCE: Style = Style { size: 11.0, ..LABEL };

impl Style {
    /// Bold letters.
    pub(crate) const fn bold(self) -> Self {
        Self { is_bold: true, ..self }
    }

    /// Letters of this size.
    pub(crate) const fn size(self, size: f64) -> Self {
        Self { size, ..self }
    }

    /// Letters of this colour.
    pub(crate) const fn colour(self, colour: RGBColor) -> Self {
        Self { colour, ..self }
    }

    /// Text whose middle stands at its place.
    pub(crate) const fn middle(self) -> Self {
        Self { align: Align::Middle, ..self }
    }

    /// Text that ends at its place.
    pub(crate) const fn end(self) -> Self {
        Self { align: Align::End, ..self }
    }

    /// How wide the text is in this style.
    pub(crate) fn width(self, text: &str) -> f64 {
        letters::width(text, self.is_bold, self.size)
    }

    /// How far below the middle of a line its baseline is: half the height of a digit.
    pub(crate) fn half(self) -> f64 {
        self.size * 0.357
    }

    /// Where a text at `x` starts.
    pub(crate) fn start(self, x: f64, text: &str) -> f64 {
        match self.align {
            Align::Start => x,
            Align::Middle => x - self.width(text) / 2.0,
            Align::End => x - self.width(text),
        }
    }

    /// The text, cut with an ellipsis where it is wider than `width`.
    pub(crate) fn cut(self, text: &str, width: f64) -> String {
        if self.width(text) <= width {
            return text.into();
        }
        let mut kept: Vec<char> = text.chars().collect();
        while kept.pop().is_some() {
            let shorter = format!("{}…", String::from_iter(&kept).trim_end());
            if self.width(&shorter) <= width {
                return shorter;
            }
        }
        String::new()
    }

    /// The text in at most `lines` lines no wider than `width`, broken at spaces (not at
    /// no-break spaces) and cut where that does not suffice.
    pub(crate) fn wrap(self, text: &str, width: f64, lines: usize) -> Vec<String> {
        let mut wrapped: Vec<String> = Vec::new();
        for word in text.split(' ').filter(|word| !word.is_empty()) {
            // The last line takes all that is left and is cut below.
            let is_last = wrapped.len() == lines;
            match wrapped.last_mut() {
                Some(line) if is_last || self.width(&format!("{line} {word}")) <= width => {
                    line.push(' ');
                    line.push_str(word);
                }
                _ => wrapped.push(word.into()),
            }
        }
        wrapped.iter().map(|line| self.cut(line, width)).collect()
    }

    /// The text as `wrap` breaks it, but if need be a little narrower, so that the last line is
    /// not much shorter than the others.
    pub(crate) fn wrap_evenly(self, text: &str, width: f64, lines: usize) -> Vec<String> {
        let widest = self.wrap(text, width, lines);
        let words = widest.join(" ");
        let is_even = |lines: &[String], width: f64| {
            let last = lines.last().map_or(0.0, |line| self.width(line));
            lines.len() == widest.len() && lines.join(" ") == words && last >= 0.4 * width
        };
        (60..=100)
            .rev()
            .map(|percent| width * f64::from(percent) / 100.0)
            .find_map(|width| Some(self.wrap(text, width, lines)).filter(|l| is_even(l, width)))
            .unwrap_or(widest)
    }
}

/// A rectangle of a scene.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Area {
    pub(crate) left: f64,
    pub(crate) top: f64,
    pub(crate) right: f64,
    pub(crate) bottom: f64,
}

impl Area {
    pub(crate) fn width(self) -> f64 {
        self.right - self.left
    }

    pub(crate) fn height(self) -> f64 {
        self.bottom - self.top
    }

    /// The place at a share of the width.
    pub(crate) fn x(self, share: f64) -> f64 {
        self.left + share * self.width()
    }

    /// The place at a share of the height, from the bottom up.
    pub(crate) fn y(self, share: f64) -> f64 {
        self.bottom - share * self.height()
    }
}

impl Scene {
    /// An empty scene.
    pub(crate) fn new(width: f64, height: f64) -> Self {
        Self { width, height, marks: Vec::new() }
    }

    fn add(&mut self, mark: Mark) {
        debug_assert!(mark.is_finite(), "a mark without a place: {mark:?}");
        self.marks.push(mark);
    }

    /// A filled polygon.
    pub(crate) fn fill(&mut self, outline: Vec<Point>, ink: impl Color) {
        self.add(Mark::Fill { outline, ink: ink.to_rgba() });
    }

    /// A filled rectangle.
    pub(crate) fn rectangle(&mut self, area: Area, ink: impl Color) {
        let Area { left, top, right, bottom } = area;
        self.fill(vec![(left, top), (right, top), (right, bottom), (left, bottom)], ink);
    }

    /// A line through points.
    pub(crate) fn line(&mut self, points: Vec<Point>, width: f64, ink: impl Color) {
        self.add(Mark::Stroke { points, width, dash: None, ink: ink.to_rgba() });
    }

    /// A dashed line through points.
    pub(crate) fn dashed(&mut self, points: Vec<Point>, width: f64, ink: impl Color) {
        self.add(Mark::Stroke { points, width, dash: Some(5.0), ink: ink.to_rgba() });
    }

    /// A filled circle.
    pub(crate) fn disc(&mut self, centre: Point, radius: f64, ink: impl Color) {
        self.add(Mark::Disc { centre, radius, ink: ink.to_rgba() });
    }

    /// A line of text on its baseline.
    pub(crate) fn text(&mut self, at: Point, text: impl Into<String>, style: Style) {
        self.add(Mark::Text { at, text: text.into(), style });
    }
}

impl Mark {
    fn is_finite(&self) -> bool {
        let is_finite = |p: &Point| p.0.is_finite() && p.1.is_finite();
        match self {
            Self::Fill { outline: points, .. } | Self::Stroke { points, .. } => {
                points.iter().all(is_finite)
            }
            Self::Disc { centre, radius, .. } => is_finite(centre) && radius.is_finite(),
            Self::Text { at, .. } => is_finite(at),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_broken_at_spaces_and_cut_at_last() {
        let lines = LABEL.wrap("one two three four five six", 60.0, 2);
        assert_eq!(lines.len(), 2);
        assert!(lines[1].ends_with('…'), "{lines:?}");
        for line in &lines {
            assert!(LABEL.width(line) <= 60.0, "{line}");
        }
        assert_eq!(LABEL.wrap("5\u{a0}USD", 10_000.0, 2), ["5\u{a0}USD"]);
        assert!(LABEL.wrap("", 60.0, 2).is_empty());
    }

    #[test]
    fn even_lines_hold_the_same_words_as_full_ones() {
        let text = "a title that needs a little more than the room of a single line";
        let width = LABEL.width(text) * 0.95;
        assert!(LABEL.width(&LABEL.wrap(text, width, 2)[1]) < 0.2 * width);
        let lines = LABEL.wrap_evenly(text, width, 2);
        assert_eq!(lines.join(" "), text);
        assert!(LABEL.width(&lines[1]) >= 0.4 * LABEL.width(&lines[0]), "{lines:?}");
    }

    #[test]
    fn a_word_wider_than_the_line_is_cut() {
        let line = LABEL.cut(&"w".repeat(500), 100.0);
        assert!(LABEL.width(&line) <= 100.0 && line.ends_with('…'));
        assert_eq!(LABEL.cut("fits", 100.0), "fits");
        assert_eq!(LABEL.cut("no room", 0.1), "");
    }
}
