//! The two ends of an interval as pages, workbooks and data files give them.

use sounding_survey::{Estimate, Statistic};

/// The ends of an interval; a share is never under nothing or over everything. `None` where there is no interval: a figure
/// without variance has none, as on the pages.
pub(crate) fn ends(statistic: Statistic, estimate: &Estimate) -> Option<(f64, f64)> {
    let (mut low, mut high) = (estimate.low, estimate.high);
    if statistic == Statistic::Percent {
        (low, high) = (low.clamp(0.0, 1.0), high.clamp(0.0, 1.0));
    }
    (low.is_finite() && high.is_finite() && low < high).then_some((low, high))
}

#[cfg(test)]
mod tests {
    use super::*;

    const ESTIMATE: Estimate = Estimate { value: 0.01, se: 0.01, low: -0.01, high: 0.03, deff: None };

    #[test]
    fn only_a_share_stays_between_nothing_and_everything() {
        assert_eq!(ends(Statistic::Percent, &ESTIMATE), Some((0.0, 0.03)));
        assert_eq!(ends(Statistic::Mean, &ESTIMATE), Some((-0.01, 0.03)));
    }

    #[test]
    fn what_has_no_width_or_no_end_is_no_interval() {
        let point = Estimate { low: 0.01, high: 0.01, ..ESTIMATE };
        assert_eq!(ends(Statistic::Percent, &point), None);
        assert_eq!(ends(Statistic::Total, &Estimate { high: f64::INFINITY, ..ESTIMATE }), None);
        assert_eq!(ends(Statistic::Mean, &Estimate { low: f64::NAN, ..ESTIMATE }), None);
    }
}
