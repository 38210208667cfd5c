//! Colours that people with any kind of colour vision can tell apart.
//!
//! The hues are those of Okabe and Ito ("Color Universal Design", 2008); with them go the greys of
//! grids, axes and text.

pub(crate) use plotters::style::{Color, RGBAColor, RGBColor};

pub(crate) const WHITE: RGBColor = RGBColor(255, 255, 255);
/// Text.
pub(crate) const BLACK: RGBColor = RGBColor(0x22, 0x22, 0x22);
/// Secondary text; 4.5 to 1 and more against white.
pub(crate) const DARK_GREY: RGBColor = RGBColor(0x59, 0x59, 0x59);
/// Axes.
pub(crate) const GREY: RGBColor = RGBColor(0x88, 0x88, 0x88);
/// Grids.
pub(crate) const LIGHT_GREY: RGBColor = RGBColor(0xdd, 0xdd, 0xdd);
/// People who neither lost nor gained.
pub(crate) const MIDDLE_GREY: RGBColor = RGBColor(0xa6, 0xa6, 0xa6);

pub(crate) const ORANGE: RGBColor = RGBColor(0xe6, 0x9f, 0x00);
pub(crate) const SKY_BLUE: RGBColor = RGBColor(0x56, 0xb4, 0xe9);
pub(crate) const GREEN: RGBColor = RGBColor(0x00, 0x9e, 0x73);
pub(crate) const BLUE: RGBColor = RGBColor(0x00, 0x72, 0xb2);
pub(crate) const VERMILLION: RGBColor = RGBColor(0xd5, 0x5e, 0x00);
pub(crate) const PURPLE: RGBColor = RGBColor(0xcc, 0x79, 0xa7);

/// Whiskers.
pub(crate) const WHISKER: RGBAColor = RGBAColor(BLACK.0, BLACK.1, BLACK.2, 0.65);

/// How much the colour of people who joined only to buy covers.
pub(crate) const PALE_ALPHA: f64 = 0.55;

/// How much a band of the Monte Carlo interval covers.
pub(crate) const INTERVAL_ALPHA: f64 = 0.30;
/// How much a band of the spread of worlds covers.
pub(crate) const SPREAD_ALPHA: f64 = 0.15;

/// Every colour that a chart may use.
#[cfg(test)]
pub(crate) const ALL: [RGBColor; 12] = [
    WHITE,
    BLACK,
    DARK_GREY,
    GREY,
    LIGHT_GREY,
    MIDDLE_GREY,
    ORANGE,
    SKY_BLUE,
    GREEN,
    BLUE,
    VERMILLION,
    PURPLE,
];
