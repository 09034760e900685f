//! From figures to places: a straight scale and its round numbers.

/// A straight scale from figures to places on the page.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Scale {
    pub(crate) low: f64,
    pub(crate) high: f64,
    pub(crate) from: f64,
    pub(crate) to: f64,
}

impl Scale {
    /// Where a figure stands.
    pub(crate) fn place(self, value: f64) -> f64 {
        let span = self.high - self.low;
        if span <= 0.0 {
            return self.from;
        }
        self.from + (self.to - self.from) * (value - self.low) / span
    }
}

/// Round numbers.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Ticks {
    pub(crate) values: Vec<f64>,
    /// Decimals that tell them apart.
    pub(crate) decimals: usize,
    step: f64,
}

impl Ticks {
    /// At most `most` (and at least two, whatever it says) round numbers inside the range.
    pub(crate) fn inside(low: f64, high: f64, most: usize) -> Ticks {
        let span = if high > low { high - low } else { 1.0 };
        let rough = span / most.max(2) as f64;
        let mut exponent = rough.log10().floor() as i32;
        let mut step = 1.0;
        let mut factor = 1;
        for candidate in [1, 2, 5, 10, 20] {
            factor = candidate;
            step = multiple(f64::from(candidate), exponent);
            let (first, last) = ((low / step - 1e-9).ceil(), (high / step + 1e-9).floor());
            if last - first < most.max(2) as f64 {
                break;
            }
        }
        if factor >= 10 {
            exponent += 1;
        }
        let (first, last) = ((low / step - 1e-9).ceil() as i64, (high / step + 1e-9).floor() as i64);
        let values = (first..=last).map(|at| at as f64 * step).collect();
        Ticks { values, decimals: usize::try_from(-exponent).unwrap_or(0), step }
    }

    /// The range widened to round numbers, for a scale that need not begin at zero.
    pub(crate) fn around(low: f64, high: f64, most: usize) -> (f64, f64) {
        let step = Ticks::inside(low, high, most).step;
        ((low / step + 1e-9).floor() * step, (high / step - 1e-9).ceil() * step)
    }
}

/// `digit` times a power of ten, as exact as the number can be.
fn multiple(digit: f64, exponent: i32) -> f64 {
    if exponent < 0 { digit / 10f64.powi(-exponent) } else { digit * 10f64.powi(exponent) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ticks_are_round_and_few() {
        assert_eq!(Ticks::inside(0.0, 0.634, 5).values, [0.0, 0.2, 0.4, 0.6000000000000001]);
        assert_eq!(Ticks::inside(0.0, 1.0, 6).values.len(), 6);
        assert_eq!(Ticks::inside(-2.0, 3.0, 6).values, [-2.0, -1.0, 0.0, 1.0, 2.0, 3.0]);
        assert_eq!(Ticks::inside(0.0, 2_300_000.0, 4).values, [0.0, 1_000_000.0, 2_000_000.0]);
        for (low, high) in [(0.0, 0.0007), (3.2, 3.9), (-41.0, 977.0), (0.0, 1.0), (5.0, 5.0)] {
            for most in 2..9 {
                let ticks = Ticks::inside(low, high, most);
                assert!(ticks.values.len() <= most.max(2), "{low} {high} {most} {ticks:?}");
                assert!(ticks.values.iter().all(|tick| (low - 1e-9..=high + 1e-9).contains(tick)));
            }
        }
    }

    #[test]
    fn decimals_are_those_that_the_steps_need() {
        assert_eq!(Ticks::inside(0.0, 0.05, 5).decimals, 2);
        assert_eq!(Ticks::inside(0.0, 0.5, 5).decimals, 1);
        assert_eq!(Ticks::inside(0.0, 9.0, 5).decimals, 0);
    }

    #[test]
    fn a_widened_range_holds_the_figures() {
        let (low, high) = Ticks::around(3.27, 7.81, 5);
        assert!(low <= 3.27 && high >= 7.81 && low >= 2.0 && high <= 8.0);
        assert_eq!(Ticks::around(4.0, 6.0, 4), (4.0, 6.0));
    }

    #[test]
    fn places_are_proportional() {
        let scale = Scale { low: 0.0, high: 0.5, from: 100.0, to: 300.0 };
        assert_eq!([0.0, 0.25, 0.5].map(|value| scale.place(value)), [100.0, 200.0, 300.0]);
        assert_eq!(Scale { low: 1.0, high: 1.0, ..scale }.place(1.0), 100.0);
    }
}
