//! The letters of charts: Noto Sans, which is part of the program.
//!
//! No font of the system is read, so a chart is the same on every machine.

use std::sync::LazyLock;

use ab_glyph::{Font, FontRef, GlyphId};
use plotters::style::{FontDesc, FontFamily, FontStyle, register_font};

/// The name under which plotters knows the font, and in SVG the fonts to look for.
const FAMILY: &str = "Noto Sans, Helvetica, Arial, sans-serif";

/// Regular and bold letters, which plotters knows as soon as they are read.
static FACES: LazyLock<[Face; 2]> = LazyLock::new(|| {
    [(FontStyle::Normal, ttf_noto_sans::REGULAR), (FontStyle::Bold, ttf_noto_sans::BOLD)]
        .map(|(style, bytes)| Face::load(style, bytes).expect("the font in the program is sound"))
});

/// The letters of one weight.
struct Face {
    font: FontRef<'static>,
    units_per_em: f64,
}

impl Face {
    fn load(style: FontStyle, bytes: &'static [u8]) -> Option<Self> {
        register_font(FAMILY, style, bytes).ok()?;
        let font = FontRef::try_from_slice(bytes).ok()?;
        let units_per_em = f64::from(font.units_per_em()?);
        Some(Self { font, units_per_em })
    }

    fn of(is_bold: bool) -> &'static Self {
        &FACES[usize::from(is_bold)]
    }

    /// What the font says of a letter, in ems.
    fn measure(&self, letter: char, measure: fn(&FontRef<'_>, GlyphId) -> f32) -> f64 {
        f64::from(measure(&self.font, self.font.glyph_id(letter))) / self.units_per_em
    }

    fn advance(&self, letter: char) -> f64 {
        self.measure(letter, |font, glyph| font.h_advance_unscaled(glyph))
    }
}

/// The font as plotters wants it, in a size that counts from the lowest to the highest letter.
pub(crate) fn font(is_bold: bool, size: f64) -> FontDesc<'static> {
    LazyLock::force(&FACES);
    let style = if is_bold { FontStyle::Bold } else { FontStyle::Normal };
    FontDesc::new(FontFamily::Name(FAMILY), size, style)
}

/// From the lowest to the highest letter of the font, in ems.
pub(crate) fn height(is_bold: bool) -> f64 {
    let Face { font, units_per_em } = Face::of(is_bold);
    f64::from(font.height_unscaled()) / units_per_em
}

/// The width of a line of text, in the unit of `size`, which is that of an em.
pub(crate) fn width(text: &str, is_bold: bool, size: f64) -> f64 {
    let face = Face::of(is_bold);
    text.chars().map(|letter| face.advance(letter)).sum::<f64>() * size
}

/// The letters of a line of text, each with the place of its leftmost ink, in the unit of `size`.
pub(crate) fn places(text: &str, is_bold: bool, size: f64) -> impl Iterator<Item = (char, f64)> {
    let face = Face::of(is_bold);
    text.chars().scan(0.0, move |pen, letter| {
        let bearing = face.measure(letter, |font, glyph| font.h_side_bearing_unscaled(glyph));
        let place = (*pen + bearing) * size;
        *pen += face.advance(letter);
        Some((letter, place))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn widths_add_up_and_grow_with_the_size() {
        let width = |text, size| width(text, false, size);
        assert!((width("ab", 10.0) - width("a", 10.0) - width("b", 10.0)).abs() < 1e-12);
        assert!((width("month", 20.0) - 2.0 * width("month", 10.0)).abs() < 1e-12);
        assert!(width("i", 10.0) < width("m", 10.0));
        assert_eq!(width("", 10.0), 0.0);
    }

    #[test]
    fn widths_are_those_that_plotters_draws() {
        for (text, is_bold) in [("48,369 people", false), ("−412 USD", true)] {
            let em = 1_000.0;
            let (drawn, _) = font(is_bold, em * height(is_bold)).box_size(text).unwrap();
            assert!((width(text, is_bold, em) - f64::from(drawn)).abs() < 2.0, "{drawn}");
        }
    }

    #[test]
    fn letters_stand_one_after_the_other() {
        let places: Vec<(char, f64)> = places("nj n", false, 100.0).collect();
        assert!(places.iter().map(|(letter, _)| *letter).eq("nj n".chars()), "{places:?}");
        // The hook of a `j` reaches below the letter before it.
        assert!(places[0].1 > 0.0 && places[1].1 < width("n", false, 100.0), "{places:?}");
        let third = places[3].1 - places[0].1;
        assert!((third - width("nj ", false, 100.0)).abs() < 1e-9, "{places:?}");
    }

    #[test]
    fn the_font_has_every_sign_that_charts_use() {
        for letter in "−–…·→≤“”%’€£¥\u{a0}".chars() {
            for is_bold in [false, true] {
                assert_ne!(Face::of(is_bold).font.glyph_id(letter).0, 0, "{letter:?}");
            }
        }
    }
}
