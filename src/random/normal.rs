//! The standard normal distribution, by the ziggurat.

use std::sync::LazyLock;

use rand::Rng;

use super::{Draws, uniform};
use crate::portable::{exp, log};

/// Layers of equal area under `exp(-x²/2)`, `x` not negative; a power of two, for the layer of a
/// draw is taken from its last bits.
const LAYERS: usize = 256;

/// Where the tail begins, and the area of a layer, for 256 layers (Marsaglia & Tsang 2000,
/// *Journal of Statistical Software* 5(8)).
const TAIL: f64 = 3.654_152_885_361_009;
const AREA: f64 = 0.004_928_673_233_974_655;

/// The layers from the widest to the narrowest.
#[derive(Debug)]
struct Ziggurat {
    /// Right edges; the first is that of a box with the area of the widest layer and its tail.
    edge: [f64; LAYERS + 1],
    /// Heights of the density at these edges; the first is never used.
    height: [f64; LAYERS + 1],
}

static ZIGGURAT: LazyLock<Ziggurat> = LazyLock::new(|| {
    let density = |x: f64| exp(-x * x / 2.0);
    let mut edge = [0.0; LAYERS + 1];
    edge[0] = AREA / density(TAIL);
    edge[1] = TAIL;
    for layer in 1..LAYERS - 1 {
        let above: f64 = AREA / edge[layer] + density(edge[layer]);
        edge[layer + 1] = (-2.0 * log(above)).sqrt();
    }
    Ziggurat { edge, height: edge.map(density) }
});

/// A standard normal draw.
///
/// Nearly all draws take one word: its last eight bits choose a layer, its first 53 a place
/// across it, and a place within the next narrower layer is under the curve for certain.
#[inline]
pub(super) fn standard_normal(draws: &mut Draws) -> f64 {
    let Ziggurat { edge, .. } = &*ZIGGURAT;
    loop {
        let word = draws.next_u64();
        let layer = word as usize % LAYERS;
        // Within (-1, 1), in steps of 2^-52.
        let across = ((word >> 11) as i64 - (1 << 52)) as f64 / (1_u64 << 52) as f64;
        let x = across * edge[layer];
        if x.abs() < edge[layer + 1] || is_under_the_curve(layer, x, draws) {
            return x;
        }
        if layer == 0 {
            return beyond(draws).copysign(across);
        }
    }
}

/// Whether a random point of a layer, `x` across, beyond the next layer's edge, lies under the
/// curve.
#[cold]
fn is_under_the_curve(layer: usize, x: f64, draws: &mut Draws) -> bool {
    let Ziggurat { height, .. } = &*ZIGGURAT;
    if layer == 0 {
        return false;
    }
    let y = height[layer] + uniform(draws) * (height[layer + 1] - height[layer]);
    y < exp(-x * x / 2.0)
}

/// A draw beyond the start of the tail (Marsaglia 1964, *Technometrics* 6:101–102).
#[cold]
fn beyond(draws: &mut Draws) -> f64 {
    loop {
        let x = -log(uniform(draws)) / TAIL;
        let y = -log(uniform(draws));
        if 2.0 * y > x * x {
            return TAIL + x;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::portable::erfc;
    use crate::random::{Lineage, RunKey, Stream};

    #[test]
    fn the_layers_have_one_area_and_close_at_the_top() {
        let Ziggurat { edge, height } = &*ZIGGURAT;
        for layer in 1..LAYERS {
            let area = edge[layer] * (height[layer + 1] - height[layer]);
            assert!((area / AREA - 1.0).abs() < 1e-9, "layer {layer} has {area}");
        }
        assert_eq!((edge[LAYERS], height[LAYERS]), (0.0, 1.0));
    }

    /// Chi-square of a million draws over classes of equal width within ±4.5 and the two ends:
    /// 110 degrees of freedom, so above 180 with a chance of about 3 in 100,000.
    fn chi_square(scale: f64) -> f64 {
        const DRAWS: usize = 1_000_000;
        const EDGE: f64 = 4.4;
        const CLASSES: usize = 110;
        let mut draws = RunKey::new(1, 0).stream(Stream::Theory, 0).open(Lineage::founder(7));
        let mut counts = [0_u64; CLASSES + 2];
        let width = 2.0 * EDGE / CLASSES as f64;
        for _ in 0..DRAWS {
            let x = standard_normal(&mut draws) * scale;
            let class = ((x + EDGE) / width + 1.0).clamp(0.0, CLASSES as f64 + 1.0);
            counts[class as usize] += 1;
        }
        let below = |x: f64| erfc(-x / 2.0_f64.sqrt()) / 2.0;
        let expected = |class: usize| {
            let edge = |n: usize| -EDGE + n as f64 * width;
            match class {
                0 => below(-EDGE),
                n if n > CLASSES => below(-EDGE),
                n => below(edge(n)) - below(edge(n - 1)),
            }
        };
        counts
            .iter()
            .enumerate()
            .map(|(class, &count)| {
                let expected = expected(class) * DRAWS as f64;
                (count as f64 - expected) * (count as f64 - expected) / expected
            })
            .sum()
    }

    #[test]
    fn draws_are_standard_normal_out_to_the_tails() {
        let exact = chi_square(1.0);
        assert!(exact < 180.0, "chi-square {exact}");
        let too_wide = chi_square(1.01);
        assert!(too_wide > 180.0, "a deviation one percent too large gives {too_wide}");
    }
}
