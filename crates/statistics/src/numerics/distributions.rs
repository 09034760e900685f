//! Quantiles and tails of the distributions that intervals and tests need. The distribution functions are the `statrs`
//! library's; quantiles are found on them by bisection and Newton's method, because the library's own stop early.

use statrs::distribution::{Beta, Continuous, ContinuousCDF, FisherSnedecor, Normal, StudentsT};
use statrs::function::gamma::gamma_ur;

/// The standard normal quantile of `p`, between 0 and 1; NaN elsewhere.
pub fn normal_quantile(p: f64) -> f64 {
    let Ok(normal) = Normal::new(0.0, 1.0) else { return f64::NAN };
    quantile(p, (-40.0, 40.0), |x| normal.cdf(x), |x| normal.pdf(x))
}

/// The probability that a standard normal variable exceeds `x`.
pub fn normal_upper_tail(x: f64) -> f64 {
    Normal::new(0.0, 1.0).map_or(f64::NAN, |normal| normal.sf(x))
}

/// The quantile of `p` of Student's t with `df` degrees of freedom; the normal one when `df` is infinite, NaN when it is
/// not positive.
pub fn student_t_quantile(p: f64, df: f64) -> f64 {
    if df.is_infinite() && df > 0.0 {
        return normal_quantile(p);
    }
    let Ok(t) = StudentsT::new(0.0, 1.0, df) else { return f64::NAN };
    // Symmetric: the lower half keeps its digits.
    if p > 0.5 {
        return -student_t_quantile(1.0 - p, df);
    }
    quantile(p, (-1e9, 0.0), |x| t.cdf(x), |x| t.pdf(x))
}

/// The probability that |T| is at least |t|, for Student's t with `df` degrees of freedom.
pub fn student_t_two_sided(t: f64, df: f64) -> f64 {
    StudentsT::new(0.0, 1.0, df).map_or(f64::NAN, |d| 2.0 * d.cdf(-t.abs()))
}

/// The quantile of `p` of the beta distribution; a shape of zero puts all mass at that end.
pub fn beta_quantile(p: f64, a: f64, b: f64) -> f64 {
    if a == 0.0 {
        return 0.0;
    }
    if b == 0.0 {
        return 1.0;
    }
    let Ok(beta) = Beta::new(a, b) else { return f64::NAN };
    quantile(p, (0.0, 1.0), |x| beta.cdf(x), |x| beta.pdf(x))
}

/// The probability that chi-squared with `df` degrees of freedom exceeds `x`.
pub fn chi_squared_upper_tail(x: f64, df: f64) -> f64 {
    if x.is_nan() || df.is_nan() || df <= 0.0 {
        f64::NAN
    } else if x <= 0.0 {
        1.0
    } else if x.is_infinite() {
        0.0
    } else {
        gamma_ur(df / 2.0, x / 2.0)
    }
}

/// The probability that F with `df1` and `df2` degrees of freedom exceeds `x`.
pub fn f_upper_tail(x: f64, df1: f64, df2: f64) -> f64 {
    if df2.is_infinite() {
        return chi_squared_upper_tail(x * df1, df1);
    }
    FisherSnedecor::new(df1, df2).map_or(f64::NAN, |f| f.sf(x))
}

/// Solves `cdf(x) = p` within `range`: bisection down to neighbouring numbers, Newton steps where they stay inside.
fn quantile(p: f64, range: (f64, f64), cdf: impl Fn(f64) -> f64, pdf: impl Fn(f64) -> f64) -> f64 {
    if !(0.0..=1.0).contains(&p) {
        return f64::NAN;
    }
    let (mut low, mut high) = range;
    let mut x = f64::midpoint(low, high);
    // Bisection alone needs about 1,100 halvings at the most; Newton ends after a handful.
    for _ in 0..2_000 {
        let error = cdf(x) - p;
        if error == 0.0 {
            return x;
        }
        if error < 0.0 {
            low = x;
        } else {
            high = x;
        }
        let slope = pdf(x);
        let newton = x - error / slope;
        let next =
            if slope > 0.0 && newton > low && newton < high { newton } else { f64::midpoint(low, high) };
        if next == x || next <= low || next >= high {
            return x;
        }
        if (next - x).abs() <= 1e-15 * x.abs() {
            return next;
        }
        x = next;
    }
    x
}

#[cfg(test)]
mod tests {
    use super::*;

    /// R 4.2.2: `qnorm`, `qt`, `qbeta`, `pf`, `pchisq`, `pt`, printed with 17 significant digits.
    const RELATIVE: f64 = 1e-11;

    fn close(found: f64, expected: f64) {
        assert!((found - expected).abs() <= RELATIVE * expected.abs(), "{found} is not {expected}");
    }

    #[test]
    fn quantiles_agree_with_r() {
        close(normal_quantile(0.97499999999999998), 1.9599639845400536);
        close(normal_quantile(0.50009999999999999), 0.00025066283008800752);
        close(normal_quantile(0.025000000000000001), -1.9599639845400538);
        close(normal_quantile(9.9999999999999995e-07), -4.7534243088228987);
        close(student_t_quantile(0.97499999999999998, 1.0), 12.706204736174694);
        close(student_t_quantile(0.59999999999999998, 1.0), 0.32491969623290634);
        close(student_t_quantile(0.0050000000000000001, 1.0), -63.656741162871583);
        close(student_t_quantile(0.97499999999999998, 2.0), 4.3026527297494619);
        close(student_t_quantile(0.59999999999999998, 2.0), 0.28867513459481314);
        close(student_t_quantile(0.0050000000000000001, 2.0), -9.9248432009182928);
        close(student_t_quantile(0.97499999999999998, 5.5), 2.5018586175892397);
        close(student_t_quantile(0.59999999999999998, 5.5), 0.26589945713791735);
        close(student_t_quantile(0.0050000000000000001, 5.5), -3.8499114660010365);
        close(student_t_quantile(0.97499999999999998, 39.0), 2.0226909200367604);
        close(student_t_quantile(0.59999999999999998, 39.0), 0.25508222816960585);
        close(student_t_quantile(0.0050000000000000001, 39.0), -2.707913183517662);
        close(student_t_quantile(0.97499999999999998, 196.0), 1.9721412216620404);
        close(student_t_quantile(0.59999999999999998, 196.0), 0.25369126788786028);
        close(student_t_quantile(0.0050000000000000001, 196.0), -2.6011453272634468);
        close(student_t_quantile(0.97499999999999998, 10000.0), 1.9602012398906257);
        close(student_t_quantile(0.59999999999999998, 10000.0), 0.25335384344572681);
        close(student_t_quantile(0.0050000000000000001, 10000.0), -2.5763210466685278);
        close(beta_quantile(0.97499999999999998, 3.00, 8.00), 0.5560954623076414);
        close(beta_quantile(0.025000000000000001, 3.00, 8.00), 0.066739511177734467);
        close(beta_quantile(0.97499999999999998, 0.50, 12.25), 0.18877300776022776);
        close(beta_quantile(0.025000000000000001, 0.50, 12.25), 4.0909837269123828e-05);
        close(beta_quantile(0.97499999999999998, 150.50, 50.25), 0.80701073205819673);
        close(beta_quantile(0.025000000000000001, 150.50, 50.25), 0.6876554143335365);
        close(beta_quantile(0.97499999999999998, 1.00, 31.00), 0.11218874692237002);
        close(beta_quantile(0.025000000000000001, 1.00, 31.00), 0.00081637007184661293);
    }

    #[test]
    fn tails_agree_with_r() {
        close(f_upper_tail(2.50, 3.00, 50.00), 0.070115823578418557);
        close(f_upper_tail(14.20, 1.98, 381.30), 1.245325450925502e-06);
        close(f_upper_tail(0.30, 5.00, 7.50), 0.89895853705826745);
        close(chi_squared_upper_tail(3.84, 1.00), 0.050043521248705224);
        close(chi_squared_upper_tail(120.00, 20.00), 2.8515077555520205e-16);
        close(chi_squared_upper_tail(0.50, 7.00), 0.99944648139042513);
        assert_eq!(chi_squared_upper_tail(f64::INFINITY, 7.0), 0.0);
        assert_eq!(f_upper_tail(f64::INFINITY, 2.0, 7.0), 0.0);
        close(student_t_two_sided(2.10, 30.00), 0.044242471262323529);
        close(student_t_two_sided(8.00, 5.50), 0.00031310583438347122);
    }

    #[test]
    fn ends_and_nonsense() {
        assert!(student_t_quantile(0.975, 0.0).is_nan());
        assert!(student_t_quantile(1.5, 3.0).is_nan());
        assert_eq!(beta_quantile(0.025, 0.0, 5.0), 0.0);
        assert_eq!(beta_quantile(0.975, 5.0, 0.0), 1.0);
        close(student_t_quantile(0.975, f64::INFINITY), normal_quantile(0.975));
    }
}
