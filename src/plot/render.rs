//! A scene as an SVG document and as a PNG file, both drawn by plotters.
//!
//! Plotters knows whole coordinates only, and not all its edges are soft. So a scene is drawn
//! larger than it is shown: for SVG ten times, which its `viewBox` undoes, and for pixels several
//! times, of which squares are then averaged.

use std::cell::RefCell;

use plotters::backend::{BitMapBackend, DrawingBackend, SVGBackend};
use plotters::coord::Shift;
use plotters::drawing::{DrawingArea, DrawingAreaErrorKind, IntoDrawingArea};
use plotters::element::{Circle, DashedPathElement, PathElement, Polygon, Text};
use plotters::style::Color;
use plotters::style::text_anchor::{HPos, Pos, VPos};

use crate::plot::letters;
use crate::plot::palette::WHITE;
use crate::plot::scene::{Align, Mark, Point, Scene, Style};

/// Pixels of the picture per unit: a chart of 960 units is 1,920 wide, 16 cm at 300 to the inch.
const PIXELS_PER_UNIT: usize = 2;
/// Drawn pixels per pixel of the picture, along each side.
const SUPERSAMPLING: usize = 3;
/// 300 dots per inch.
const PIXELS_PER_METRE: u32 = 11_811;

/// What is drawn for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Medium {
    /// SVG: text stays text, whose letters the reader's program chooses and places.
    Vector,
    /// A bitmap: text is drawn letter by letter, for plotters forgets the room that letters need
    /// at their left.
    Pixels,
}

/// The scene as a document whose text stays text, with a title and a description for readers who
/// cannot see the picture.
pub(crate) fn svg(scene: &Scene, title: &str, description: &str) -> String {
    let size = Medium::Vector.size(scene);
    let mut drawn = String::new();
    let backend = SVGBackend::with_string(&mut drawn, size);
    Medium::Vector
        .draw(scene, &backend.into_drawing_area())
        .expect("a string takes all that is written");
    // The first line opens the document, for its size as drawn.
    let (_, content) = drawn.split_once('\n').expect("plotters gives each tag a line");
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" width=\"{}\" height=\"{}\" \
         viewBox=\"0 0 {} {}\" stroke-linejoin=\"round\">\n<title>{}</title>\n\
         <desc>{}</desc>\n{content}",
        scene.width,
        scene.height,
        size.0,
        size.1,
        escape(title),
        escape(description),
    )
}

thread_local! {
    /// Pixels to draw on. Systems take as long to give so much memory as many scenes to draw, so a
    /// thread keeps it.
    static CANVAS: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
}

/// The scene as a PNG file.
pub(crate) fn png(scene: &Scene) -> Vec<u8> {
    let (width, height) = Medium::Pixels.size(scene);
    CANVAS.with_borrow_mut(|canvas| {
        // White ground: the bytes of WHITE, which is quicker than to draw it.
        canvas.clear();
        canvas.resize(3 * width as usize * height as usize, u8::MAX);
        let backend = BitMapBackend::with_buffer(canvas, (width, height));
        Medium::Pixels
            .draw(scene, &backend.into_drawing_area())
            .expect("memory takes all that is drawn");
        let side = SUPERSAMPLING as u32;
        encode(&averaged(canvas, width as usize), (width / side, height / side))
    })
}

impl Medium {
    /// Coordinates per unit.
    fn scale(self) -> f64 {
        match self {
            Self::Vector => 10.0,
            Self::Pixels => (PIXELS_PER_UNIT * SUPERSAMPLING) as f64,
        }
    }

    /// The size of the whole scene in coordinates.
    fn size(self, scene: &Scene) -> (u32, u32) {
        ((scene.width * self.scale()).round() as u32, (scene.height * self.scale()).round() as u32)
    }

    fn length(self, units: f64) -> i32 {
        (units * self.scale()).round() as i32
    }

    fn place(self, point: Point) -> (i32, i32) {
        (self.length(point.0), self.length(point.1))
    }

    /// Draws every mark on the ground, which is white in a bitmap and drawn in a document.
    fn draw<DB: DrawingBackend>(
        self,
        scene: &Scene,
        area: &DrawingArea<DB, Shift>,
    ) -> Result<(), DrawingAreaErrorKind<DB::ErrorType>> {
        let places = |points: &[Point]| -> Vec<(i32, i32)> {
            points.iter().map(|&point| self.place(point)).collect()
        };
        if self == Self::Vector {
            area.fill(&WHITE)?;
        }
        for mark in &scene.marks {
            match mark {
                Mark::Fill { outline, ink } => area.draw(&Polygon::new(places(outline), *ink))?,
                Mark::Stroke { points, width, dash, ink } => {
                    let style = ink.stroke_width(self.length(*width) as u32);
                    let points = places(points);
                    match dash.map(|dash| self.length(dash)) {
                        None => area.draw(&PathElement::new(points, style))?,
                        Some(dash) => {
                            area.draw(&DashedPathElement::new(points, dash, dash, style))?;
                        }
                    }
                }
                Mark::Disc { centre, radius, ink } => {
                    let radius = self.length(*radius);
                    area.draw(&Circle::new(self.place(*centre), radius, ink.filled()))?;
                }
                Mark::Text { at, text, style } => match self {
                    Self::Vector => self.draw_line(area, *at, text, *style)?,
                    Self::Pixels => self.draw_letters(area, *at, text, *style)?,
                },
            }
        }
        area.present()
    }

    /// Draws text as text. Plotters' SVG has letters of its size over 1.24, with their baseline
    /// 0.76 of them below the place.
    fn draw_line<DB: DrawingBackend>(
        self,
        area: &DrawingArea<DB, Shift>,
        at: Point,
        text: &str,
        style: Style,
    ) -> Result<(), DrawingAreaErrorKind<DB::ErrorType>> {
        let em = style.size * self.scale();
        let align = match style.align {
            Align::Start => HPos::Left,
            Align::Middle => HPos::Center,
            Align::End => HPos::Right,
        };
        let font = letters::font(style.is_bold, em * 1.24);
        let place = self.place((at.0, at.1 - 0.76 * style.size));
        let style = font.color(&style.colour).pos(Pos::new(align, VPos::Top));
        area.draw(&Text::new(text, place, style))
    }

    /// Draws text letter by letter. Plotters has the baseline half of a font's size below the
    /// place and cuts it to a whole number for each letter: only even sizes keep it level.
    fn draw_letters<DB: DrawingBackend>(
        self,
        area: &DrawingArea<DB, Shift>,
        at: Point,
        text: &str,
        style: Style,
    ) -> Result<(), DrawingAreaErrorKind<DB::ErrorType>> {
        let half = (style.size * self.scale() * letters::height(style.is_bold) / 2.0).round();
        let font = letters::font(style.is_bold, 2.0 * half).color(&style.colour);
        let start = style.start(at.0, text);
        let top = self.length(at.1) - half as i32;
        for (letter, x) in letters::places(text, style.is_bold, style.size) {
            let place = (self.length(start + x), top);
            area.draw(&Text::new(letter.to_string(), place, font.clone()))?;
        }
        Ok(())
    }
}

/// Every square of drawn pixels as one pixel of their mean; three bytes a pixel, row by row.
fn averaged(drawn: &[u8], width: usize) -> Vec<u8> {
    /// Pixels that are looked at together, and are left alone if they are white, as most are.
    const STRETCH: usize = 32;
    let white = [u8::MAX; 3 * SUPERSAMPLING * STRETCH];
    let side = SUPERSAMPLING;
    let mut pixels = vec![u8::MAX; drawn.len() / (side * side)];
    let rows_of_pixels = pixels.chunks_exact_mut(3 * width / side);
    for (row, rows) in rows_of_pixels.zip(drawn.chunks_exact(3 * width * side)) {
        for (n, stretch) in row.chunks_mut(3 * STRETCH).enumerate() {
            let (start, length) = (n * white.len(), stretch.len() * side);
            let lines = rows.chunks_exact(3 * width).map(|row| &row[start..][..length]);
            if lines.clone().any(|line| line != &white[..length]) {
                average(lines, stretch);
            }
        }
    }
    pixels
}

/// The means of the squares of lines as pixels.
fn average<'d>(lines: impl Iterator<Item = &'d [u8]>, pixels: &mut [u8]) {
    let side = SUPERSAMPLING;
    let mut sums = vec![0_u32; pixels.len()];
    for line in lines {
        for (sum, square) in sums.chunks_exact_mut(3).zip(line.chunks_exact(3 * side)) {
            for pixel in square.chunks_exact(3) {
                for (sum, &byte) in sum.iter_mut().zip(pixel) {
                    *sum += u32::from(byte);
                }
            }
        }
    }
    let count = (side * side) as u32;
    for (pixel, sum) in pixels.iter_mut().zip(sums) {
        *pixel = ((sum + count / 2) / count) as u8;
    }
}

/// Pixels of red, green and blue as a PNG file.
fn encode(pixels: &[u8], (width, height): (u32, u32)) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, width, height);
    encoder.set_color(png::ColorType::Rgb);
    encoder.set_depth(png::BitDepth::Eight);
    encoder.set_compression(png::Compression::Balanced);
    // Areas of one colour are shorter as they are than as differences.
    encoder.set_filter(png::Filter::NoFilter);
    encoder.set_pixel_dims(Some(png::PixelDimensions {
        xppu: PIXELS_PER_METRE,
        yppu: PIXELS_PER_METRE,
        unit: png::Unit::Meter,
    }));
    encoder
        .write_header()
        .and_then(|mut writer| {
            writer.write_image_data(pixels)?;
            writer.finish()
        })
        .expect("pixels of this size can be written to memory");
    bytes
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plot::palette::{BLUE, RGBColor};
    use crate::plot::scene::{Area, LABEL};

    /// The pixels of a scene: the width of a row in bytes, and all rows.
    fn pixels(scene: &Scene) -> (usize, Vec<u8>) {
        let bytes = png(scene);
        let mut reader = png::Decoder::new(std::io::Cursor::new(&bytes)).read_info().unwrap();
        let mut pixels = vec![0; reader.output_buffer_size().unwrap()];
        let frame = reader.next_frame(&mut pixels).unwrap();
        (3 * frame.width as usize, pixels)
    }

    /// How dark a scene is in all, in square units of full black.
    fn darkness(scene: &Scene) -> f64 {
        let (_, pixels) = pixels(scene);
        let dark: f64 = pixels.iter().map(|&byte| 1.0 - f64::from(byte) / 255.0).sum();
        dark / 3.0 / (PIXELS_PER_UNIT * PIXELS_PER_UNIT) as f64
    }

    const INK: RGBColor = RGBColor(0, 0, 0);

    #[test]
    fn a_scene_becomes_the_expected_document() {
        let mut scene = Scene::new(10.0, 20.0);
        scene.fill(vec![(0.0, 0.0), (1.0, 0.333_333), (1.0, 2.0)], BLUE.mix(0.15));
        scene.dashed(vec![(0.0, 0.0), (7.0, 0.0)], 1.5, BLUE);
        scene.line(vec![(0.0, 0.0), (5.5, 5.0)], 1.5, BLUE);
        scene.disc((1.0, 2.0), 3.0, BLUE);
        scene.text((4.0, 15.0), "a < b & c", LABEL.size(12.5).bold().middle());
        assert_eq!(
            svg(&scene, "T > 0", "D"),
            "<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" width=\"10\" height=\"20\" \
             viewBox=\"0 0 100 200\" stroke-linejoin=\"round\">\n<title>T &gt; 0</title>\n\
             <desc>D</desc>\n\
             <rect x=\"0\" y=\"0\" width=\"100\" height=\"200\" opacity=\"1\" fill=\"#FFFFFF\" \
             stroke=\"none\"/>\n\
             <polygon opacity=\"0.15\" fill=\"#0072B2\" points=\"0,0 10,3 10,20 \"/>\n\
             <polyline fill=\"none\" opacity=\"1\" stroke=\"#0072B2\" stroke-width=\"15\" \
             points=\"0,0 50,0 \"/>\n\
             <polyline fill=\"none\" opacity=\"1\" stroke=\"#0072B2\" stroke-width=\"15\" \
             points=\"0,0 55,50 \"/>\n\
             <circle cx=\"10\" cy=\"20\" r=\"30\" opacity=\"1\" fill=\"#0072B2\" stroke=\"none\" \
             stroke-width=\"1\"/>\n\
             <text x=\"40\" y=\"55\" dy=\"0.76em\" text-anchor=\"middle\" \
             font-family=\"Noto Sans, Helvetica, Arial, sans-serif\" font-size=\"125\" opacity=\"1\" \
             fill=\"#595959\" font-weight=\"bold\">\na &lt; b &amp; c\n</text>\n</svg>\n"
        );
    }

    #[test]
    fn shapes_darken_as_many_pixels_as_their_area() {
        let mut scene = Scene::new(40.0, 30.0);
        scene.rectangle(Area { left: 3.0, top: 4.0, right: 27.0, bottom: 9.0 }, INK);
        let area = darkness(&scene);
        assert!((area / 120.0 - 1.0).abs() < 0.05, "{area}");
        let mut scene = Scene::new(40.0, 30.0);
        scene.disc((15.0, 15.0), 10.0, INK);
        let area = darkness(&scene);
        assert!((area / 314.16 - 1.0).abs() < 0.03, "{area}");
        let mut scene = Scene::new(40.0, 30.0);
        scene.line(vec![(5.0, 10.0), (15.0, 10.0), (35.0, 20.0)], 2.0, INK);
        let area = darkness(&scene);
        assert!((area / 64.7 - 1.0).abs() < 0.1, "{area}");
    }

    #[test]
    fn a_see_through_ink_lets_the_ground_show() {
        let mut scene = Scene::new(10.0, 10.0);
        let all = Area { left: 0.0, top: 0.0, right: 10.0, bottom: 10.0 };
        scene.rectangle(all, RGBColor(0, 100, 255).mix(0.5));
        let (row, pixels) = pixels(&scene);
        assert_eq!(pixels[row * 5 + 15..][..3], [127, 177, 255]);
    }

    #[test]
    fn letters_stand_on_their_baseline() {
        // Capitals and figures of this font are 0.714 of an em high.
        let mut scene = Scene::new(100.0, 60.0);
        scene.text((50.0, 40.0), "HH", LABEL.size(40.0).colour(INK).middle());
        let (row, pixels) = pixels(&scene);
        let dark = |line: &[u8]| line.iter().any(|&byte| byte < 128);
        let rows: Vec<bool> = pixels.chunks_exact(row).map(dark).collect();
        let top = rows.iter().position(|&dark| dark).unwrap() as f64 / 2.0;
        let bottom = (rows.iter().rposition(|&dark| dark).unwrap() + 1) as f64 / 2.0;
        assert!((bottom - 40.0).abs() <= 0.5, "{bottom}");
        assert!((top - (40.0 - 0.714 * 40.0)).abs() <= 0.5, "{top}");
        let is_dark = |x: usize| pixels.chunks_exact(row).any(|line| line[3 * x] < 128);
        let left = (0..200).position(is_dark).unwrap() as f64 / 2.0;
        let right = (0..200).rfind(|&x| is_dark(x)).unwrap() as f64 / 2.0;
        assert!((f64::midpoint(left, right) - 50.0).abs() < 1.0, "{left} to {right}");
    }

    #[test]
    fn squares_of_pixels_are_averaged() {
        let side = SUPERSAMPLING;
        let mut drawn = vec![200; 3 * 2 * side * side];
        drawn[..3].copy_from_slice(&[200 - 9, 200 + 18, 200]);
        assert_eq!(averaged(&drawn, 2 * side), [199, 202, 200, 200, 200, 200]);
        // The last pixels of a row, and a square in black far to the right on white.
        let width = 77 * side;
        let mut drawn = vec![u8::MAX; 3 * width * side];
        drawn[3 * (width - 1)..][..3].fill(0);
        drawn[3 * 40 * side..][..3].fill(255 - 18);
        let pixels = averaged(&drawn, width);
        let changed: Vec<_> = pixels.iter().enumerate().filter(|(_, byte)| **byte != 255).collect();
        let square = |at: usize, byte: &'static u8| (3 * at..3 * at + 3).map(move |at| (at, byte));
        assert_eq!(
            changed,
            [square(40, &253), square(76, &227)].into_iter().flatten().collect::<Vec<_>>()
        );
    }

    #[test]
    fn the_pixels_of_a_scene_are_the_same_on_every_machine() {
        let mut scene = Scene::new(60.0, 40.0);
        scene.disc((20.3, 20.7), 11.1, BLUE);
        scene.dashed(vec![(1.0, 38.5), (30.0, 2.25), (58.0, 30.0)], 1.7, BLUE.mix(0.3));
        scene.text((5.0, 25.0), "p50: −286", LABEL.size(11.0));
        // Fowler, Noll and Vo's hash of the bytes.
        let hash = pixels(&scene).1.iter().fold(0xcbf2_9ce4_8422_2325_u64, |hash, &byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
        });
        assert_eq!(hash, 0x4d3f_5fc1_aaff_9968);
    }
}
