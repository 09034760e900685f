//! Against R: correlation and standard error by svycontrast, the test on Fisher's scale written out.

use super::*;
use crate::estimation::spread::{Spread, spread};
use crate::reference::{RELATIVE, close, table};
use crate::testing::sample::{Case, TAIL, agree};

#[test]
fn agrees_with_r() {
    let cases = table("testing/correlation/expected.csv");
    for row in 0..cases.rows {
        let text = |name: &str| cases.text(name)[row].as_str();
        let number = |name: &str| cases.numbers(name)[row];
        let case = Case::open(text("design"));
        let cells = case.within(text("domain"), &vec![0; case.sample.rows]);
        let [x, y] = ["ell", text("variable")].map(|name| case.sample.numbers(name));
        let (moments, cross) = case.moments(&cells, &[&x, &y]);
        let of = Spread::Correlation { x: 0, y: 1 };
        let r = spread(&case.context(), &moments, cross.as_ref(), 0, of).unwrap().unwrap();
        let found = correlation_test(&r, number("null"), 0.95).unwrap();
        let what = ["design", "variable", "domain"].map(text).join(" ");
        let Reference::StudentT { degrees_of_freedom } = found.reference else { panic!("{what}") };
        let effect = found.effect.unwrap();
        for (name, found) in [
            ("estimate", effect.estimate),
            ("se", effect.standard_error),
            ("t", found.statistic),
            ("df", degrees_of_freedom),
            ("low", effect.interval.low),
            ("high", effect.interval.high),
        ] {
            agree(found, number(name), RELATIVE, &format!("{what} {name}"));
        }
        agree(found.p, number("p"), TAIL, &what);
    }
    assert!(cases.rows >= 20);
}

fn estimate(value: f64, se: f64, df: f64) -> Estimate {
    Estimate { value, se, df, deff: None, rows: 90, weight: 900.0 }
}

#[test]
fn the_interval_is_what_is_not_refuted() {
    let r = estimate(0.8, 0.05, 20.0);
    let interval = correlation_test(&r, 0.0, 0.9).unwrap().effect.unwrap().interval;
    assert!(interval.high < 1.0 && interval.low > -1.0);
    for end in [interval.low, interval.high] {
        close(correlation_test(&r, end, 0.9).unwrap().p, 0.1, "at the end");
    }
    // The sign of one variable turns the sign of all.
    let (plus, minus) = (
        correlation_test(&r, 0.0, 0.9).unwrap(),
        correlation_test(&estimate(-0.8, 0.05, 20.0), 0.0, 0.9).unwrap(),
    );
    close(minus.p, plus.p, "p");
    close(minus.statistic, -plus.statistic, "t");
}

#[test]
fn what_cannot_be_tested_says_why() {
    let r = estimate(0.5, 0.1, 1.0);
    assert_eq!(correlation_test(&r, 1.0, 0.95), Err(TestingError::Hypothesis { position: 0, value: 1.0 }));
    assert_eq!(correlation_test(&r, 0.0, 1.0), Err(TestingError::Level { level: 1.0 }));
    let none = Err(TestingError::DegreesOfFreedom { degrees_of_freedom: 0.0 });
    assert_eq!(correlation_test(&r, 0.0, 0.95), none);
    assert_eq!(correlation_test(&estimate(1.0, 0.0, 9.0), 0.0, 0.95), Err(TestingError::NoVariance));
    let undefined = correlation_test(&estimate(f64::NAN, 0.1, 9.0), 0.0, 0.95);
    assert_eq!(undefined, Err(TestingError::Undefined { estimate: 0 }));
}
