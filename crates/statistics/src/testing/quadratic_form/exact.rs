//! The tail of a sum of chi-squared variables by inversion of its transform along a parabola.

use super::saddlepoint::saddlepoint;

/// Two steps, one half of the other, that agree to this share have no more to tell.
const CONVERGED: f64 = 1e-12;

/// Nodes past this share of the largest term add nothing.
const NEGLIGIBLE: f64 = 1e-19;

/// Far more nodes than any path needs.
const MOST_NODES: u32 = 100_000;

/// The probability that Σ a χ²₁ exceeds `x`, both positive.
pub(super) fn upper_tail(x: f64, weights: &[f64]) -> f64 {
    if super::vanishes(x, weights) {
        return 0.0;
    }
    let largest = weights.iter().copied().fold(0.0, f64::max);
    let weights: Vec<f64> = weights.iter().map(|a| a / largest).collect();
    let x = x / largest;
    let terms: Vec<(f64, f64)> = weights.iter().map(|a| (*a, 1.0)).collect();
    let curvature = |zeta: f64| -> f64 {
        weights.iter().map(|a| 2.0 * (a / (1.0 - 2.0 * zeta * a)).powi(2)).sum::<f64>().sqrt()
    };
    // The path keeps clear of the pole at zero, on the side of the tail that is computed.
    let mean: f64 = weights.iter().sum();
    let clear = 1.0 / (curvature(0.0) + 4.0);
    let zeta = saddlepoint(x, &terms);
    let zeta = if x > mean { zeta.max(clear) } else { zeta.min(-clear) };
    let vertex = 0.5 - zeta;
    // Distance of the nearest singularity and width of the peak, both on the scale of the path's parameter.
    let pole = ((0.5 / vertex).sqrt() - 1.0).abs();
    let width = 0.5 / (vertex * curvature(zeta));
    let mut step = (std::f64::consts::TAU * pole.min(1.0) / 40.0).min(0.7 * width);
    let mut before = integral(x, &weights, vertex, step);
    for _ in 0..8 {
        step *= 0.5;
        let now = integral(x, &weights, vertex, step);
        let scale = if x > mean { now.abs() } else { 1.0 };
        let settled = (now - before).abs() <= CONVERGED * scale;
        before = now;
        if settled {
            break;
        }
    }
    // Right of the pole the integral is that of the lower tail, with a minus.
    let tail = if x > mean { before } else { 1.0 + before };
    tail.clamp(0.0, 1.0)
}

/// (1/2πi) ∫ exp(K − ζx)/ζ dζ with ζ = 1/2 − s, s = vertex (1 + iθ)², by the trapezoidal rule in θ.
fn integral(x: f64, weights: &[f64], vertex: f64, step: f64) -> f64 {
    let term = |theta: f64| -> f64 {
        let (re, im) = (vertex * (1.0 - theta * theta), 2.0 * vertex * theta);
        // Logarithms of the modulus and the argument of every factor; principal values, since the path misses the cut.
        let (mut modulus, mut argument) = ((re - 0.5) * x, im * x);
        for a in weights {
            let (u, v) = (1.0 - a + 2.0 * a * re, 2.0 * a * im);
            modulus -= 0.25 * (u * u + v * v).ln();
            argument -= 0.5 * v.atan2(u);
        }
        let (u, v) = (0.5 - re, -im);
        modulus -= 0.5 * (u * u + v * v).ln();
        argument += theta.atan() - v.atan2(u);
        modulus += 0.5 * (1.0 + theta * theta).ln();
        modulus.exp() * argument.cos()
    };
    // The logarithm of the modulus without the pole, which falls along the path.
    let bound = |theta: f64| -> f64 {
        let (re, im) = (vertex * (1.0 - theta * theta), 2.0 * vertex * theta);
        let factor = |a: &f64| -0.25 * ((1.0 - a + 2.0 * a * re).powi(2) + (2.0 * a * im).powi(2)).ln();
        (re - 0.5) * x + weights.iter().map(factor).sum::<f64>()
    };
    let mut sum = 0.5 * term(0.0);
    let enough = bound(0.0) + NEGLIGIBLE.ln();
    for node in 1..MOST_NODES {
        let theta = f64::from(node) * step;
        sum += term(theta);
        if bound(theta) < enough {
            break;
        }
    }
    2.0 * sum * step * vertex / std::f64::consts::PI
}

/// The probability that Σ a χ²₁ exceeds `x` χ²_d / d: the tail averaged over u = ln(χ²_d / d), whose density is proportional
/// to exp(d/2 (u − e^u)).
pub(super) fn f_upper_tail(x: f64, weights: &[f64], denominator: f64) -> f64 {
    let d = denominator;
    let density = |u: f64| (0.5 * d * (u + 1.0 - u.exp())).exp();
    // Analytic within π/2 of the real line, and as wide as the logarithms of the two chi-squared variables.
    let (_, df) = super::moments(weights);
    let step = (0.5 * (2.0 / d.max(df)).sqrt()).min(0.2);
    let (mut tail, mut whole) = (0.0, 0.0);
    for direction in [1.0, -1.0] {
        let mut node = if direction > 0.0 { 0.0 } else { 1.0 };
        loop {
            let u: f64 = direction * node * step;
            let weight = density(u);
            // Down the denominator the tail rises as the density falls: far out it is all that there is.
            if weight < 1e-22 && (direction > 0.0 || weight < 1e-18 * tail || weight < 1e-290) {
                break;
            }
            whole += weight;
            tail += weight * upper_tail(x * u.exp(), weights);
            node += 1.0;
        }
    }
    (tail / whole).clamp(0.0, 1.0)
}
