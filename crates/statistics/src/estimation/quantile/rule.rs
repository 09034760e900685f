//! The rules by which a quantile is read off a weighted distribution, with the names that R's survey package gives them.

use super::distribution::Distribution;

/// How a quantile is read off. C_k is the weight of the k rows with the smallest values, W that of all n rows, w_k the weight
/// of the k-th; rules of points (p_k, x_k) interpolate linearly between them and are constant beyond the first and last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum QuantileRule {
    /// The smallest value at which the distribution function reaches the probability; R's `math` and `hf1`.
    #[default]
    Math,
    /// As `Math`, but halfway to the next value where the distribution function equals the probability; R's `school` and `hf2`.
    School,
    /// As `Math`, but the next value where the distribution function equals the probability at a value whose place among the
    /// distinct values is odd; R's `hf3`.
    Hf3,
    /// Points C_k / W.
    Hf4,
    /// Points (C_k − w_k / 2) / W.
    Hf5,
    /// Points C_k / (W + w_n).
    Hf6,
    /// Points C_{k−1} / C_{n−1}.
    Hf7,
    /// Points (C_k − w_k / 3) / (W + w_n / 3).
    Hf8,
    /// Points (C_k − 3 w_k / 8) / (W + w_n / 4).
    Hf9,
    /// The smallest value with (C_k − w_k / 2) n / W + 1/2 at least p (n + 1): Shah and Vaish, as in SUDAAN.
    ShahVaish,
}

/// Sums of weights that should be equal differ by less than this share; a row with so small a share of the weight would
/// need ten billion others.
const ROUNDING: f64 = 1e-10;

impl QuantileRule {
    /// Whether the rule looks at single rows, and not only at the weight of each distinct value.
    pub fn of_rows(self) -> bool {
        !matches!(self, QuantileRule::Math | QuantileRule::School | QuantileRule::Hf3)
    }

    /// The quantile; NaN for a probability outside 0 to 1, where the sample has nothing to say, or without rows. A probability
    /// within rounding of a step belongs to it.
    pub(crate) fn read(self, rows: &mut Distribution<'_>, probability: f64) -> f64 {
        let n = rows.len();
        if n == 0 || !(0.0..=1.0).contains(&probability) {
            return f64::NAN;
        }
        let total = rows.total();
        let last = total - rows.before(n - 1);
        let points = |share: f64, whole: f64| Points { share, target: probability * whole };
        match self {
            QuantileRule::Math | QuantileRule::School | QuantileRule::Hf3 => {
                self.step(rows, probability * total)
            }
            QuantileRule::Hf4 => points(0.0, total).interpolate(rows),
            QuantileRule::Hf5 => points(0.5, total).interpolate(rows),
            QuantileRule::Hf6 => points(0.0, total + last).interpolate(rows),
            QuantileRule::Hf7 => points(1.0, total - last).interpolate(rows),
            QuantileRule::Hf8 => points(1.0 / 3.0, total + last / 3.0).interpolate(rows),
            QuantileRule::Hf9 => points(0.375, total + last / 4.0).interpolate(rows),
            QuantileRule::ShahVaish => {
                let count = n as f64;
                let target = (probability * (count + 1.0) - 0.5) * total / count;
                let place = Points { share: 0.5, target: target * (1.0 - ROUNDING) }.first(rows);
                rows.at(place.min(n - 1)).0
            }
        }
    }

    fn step(self, rows: &mut Distribution<'_>, target: f64) -> f64 {
        let place = rows.reaching(target * (1.0 - ROUNDING)).min(rows.len() - 1);
        let (value, below) = rows.at(place);
        let met = below <= target * (1.0 + ROUNDING) && place + 1 < rows.len();
        if self == QuantileRule::Math || !met {
            return value;
        }
        let next = rows.at(place + 1).0;
        if self == QuantileRule::School {
            f64::midpoint(value, next)
        } else if next != value && rows.distinct(place) % 2 == 1 {
            next
        } else {
            value
        }
    }
}

/// Points share × C_{k−1} + (1 − share) × C_k, and the one that is looked for.
struct Points {
    share: f64,
    target: f64,
}

impl Points {
    fn point(&self, rows: &mut Distribution<'_>, place: usize) -> f64 {
        self.share * rows.before(place) + (1.0 - self.share) * rows.at(place).1
    }

    /// The first place whose point is not below the target; the number of rows where there is none.
    fn first(&self, rows: &mut Distribution<'_>) -> usize {
        // A point lies between the weights before and up to its row.
        let mut place = rows.reaching(self.target);
        while place < rows.len() && self.point(rows, place) < self.target {
            place += 1;
        }
        place
    }

    fn interpolate(&self, rows: &mut Distribution<'_>) -> f64 {
        let place = self.first(rows);
        if place == 0 || place == rows.len() {
            return rows.at(place.min(rows.len() - 1)).0;
        }
        let (low, high) = (self.point(rows, place - 1), self.point(rows, place));
        let (from, to) = (rows.at(place - 1).0, rows.at(place).0);
        // A value that is met is met to the bit: shares at or below it count its rows.
        let near = ROUNDING * rows.total();
        if self.target - low <= near {
            return from;
        }
        if high - self.target <= near {
            return to;
        }
        from + (to - from) * ((self.target - low) / (high - low))
    }
}
