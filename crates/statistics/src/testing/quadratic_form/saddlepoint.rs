//! The saddlepoint of a sum of chi-squared variables, and the approximation of the tail that is made from it.

use crate::numerics::normal_upper_tail;

/// Closer to zero than this the approximation is at its limit, to the digits that it has.
const AT_THE_MEAN: f64 = 1e-9;

/// The probability that Σ a χ²_m exceeds `x`, for terms (a, m).
pub(super) fn upper_tail(x: f64, terms: &[(f64, f64)]) -> f64 {
    let largest = terms.iter().map(|term| term.0.abs()).fold(0.0, f64::max);
    let terms: Vec<(f64, f64)> = terms.iter().map(|(a, m)| (a / largest, *m)).collect();
    let zeta = saddlepoint(x / largest, &terms);
    let second = |zeta: f64| -> f64 {
        terms.iter().map(|(a, m)| 2.0 * m * (a / (1.0 - 2.0 * zeta * a)).powi(2)).sum()
    };
    let third: f64 = terms.iter().map(|(a, m)| 8.0 * m * a.powi(3)).sum();
    if zeta.abs() < AT_THE_MEAN {
        return normal_upper_tail(third / (6.0 * second(0.0).powf(1.5)));
    }
    // ζ x − K(ζ) with x = K′(ζ), term by term, so that nothing cancels near the mean.
    let exponent: f64 = terms.iter().map(|(a, m)| 0.5 * m * excess(2.0 * zeta * a)).sum();
    let w = zeta.signum() * (2.0 * exponent).sqrt();
    let v = zeta * second(zeta).sqrt();
    normal_upper_tail(w + (v / w).ln() / w)
}

/// u / (1 − u) + ln(1 − u), which is Σ (n − 1) uⁿ / n from n = 2.
fn excess(u: f64) -> f64 {
    if u.abs() > 0.1 {
        return u / (1.0 - u) + (-u).ln_1p();
    }
    let (mut sum, mut power) = (0.0, u);
    for n in 2..30 {
        power *= u;
        sum += power * (f64::from(n) - 1.0) / f64::from(n);
    }
    sum
}

/// The ζ at which the derivative of the cumulant function, which increases, is `x`; `terms` have weights of at most 1.
pub(super) fn saddlepoint(x: f64, terms: &[(f64, f64)]) -> f64 {
    let largest = terms.iter().map(|term| term.0).fold(0.0, f64::max);
    let smallest = terms.iter().map(|term| term.0).fold(0.0, f64::min);
    let degrees: f64 = terms.iter().map(|term| term.1).sum();
    let slope = |zeta: f64| -> f64 { terms.iter().map(|(a, m)| m * a / (1.0 - 2.0 * zeta * a)).sum() };
    let mut high = 0.5 / largest;
    let mut low = if smallest < 0.0 { 0.5 / smallest } else { -0.5 * degrees / x - 1.0 };
    // Halving needs no derivative and ends at neighbouring numbers.
    for _ in 0..200 {
        let middle = f64::midpoint(low, high);
        if middle <= low || middle >= high {
            break;
        }
        if slope(middle) < x {
            low = middle;
        } else {
            high = middle;
        }
    }
    f64::midpoint(low, high)
}
