//! What is asked of a file: which measures, for whom, under which design.

mod columns;
mod measure;

pub use columns::{
    DesignColumns, FrameColumns, ReplicateColumns, ReplicateMethod, SecondPhaseColumns, UnequalColumns,
};
pub use measure::Measure;
pub use sounding_statistics::estimation::proportion::IntervalMethod;
pub use sounding_statistics::estimation::quantile::{QuantileInterval, QuantileRule};

use std::str::FromStr;

/// Everything that an estimate needs to know, names being columns of the file or derived variables.
#[derive(Debug, Clone, PartialEq)]
pub struct Request {
    /// How the rows were sampled.
    pub design: DesignColumns,
    /// What to estimate, in order.
    pub measures: Vec<Measure>,
    /// Variables whose crossing makes the domains; empty for everyone together.
    pub by: Vec<String>,
    /// Variable whose categories are waves in their order: changes from each to the next are estimated too.
    pub wave: Option<String>,
    /// SQL condition of the domain of study. Rows outside stay in the design with nothing to add.
    pub filter: Option<String>,
    /// Variables computed in SQL before anything else: name and expression.
    pub derive: Vec<(String, String)>,
    /// How variances are estimated.
    pub variance: VarianceMethod,
    /// What a stratum with one sampling unit does.
    pub single_psu: SinglePsuRule,
    /// A numeric column that says which strata are alike, for [`SinglePsuRule::Collapse`]; without it the order of their labels.
    pub collapse_by: Option<String>,
    /// A numeric column with the place of each sampling unit in the order of selection, for [`VarianceMethod::Sdr`]; without it
    /// the order of the file.
    pub order: Option<String>,
    /// Interval of proportions.
    pub interval: IntervalMethod,
    /// How quantiles are read off.
    pub quantile_rule: QuantileRule,
    /// How their intervals are made.
    pub quantile_interval: QuantileInterval,
    /// Confidence level, between 0 and 1.
    pub level: f64,
    /// Seed of random replicates.
    pub seed: u64,
}

impl Default for Request {
    fn default() -> Request {
        Request {
            design: DesignColumns::default(),
            measures: Vec::new(),
            by: Vec::new(),
            wave: None,
            filter: None,
            derive: Vec::new(),
            variance: VarianceMethod::Taylor,
            single_psu: SinglePsuRule::Fail,
            collapse_by: None,
            order: None,
            interval: IntervalMethod::Logit,
            quantile_rule: QuantileRule::Math,
            quantile_interval: QuantileInterval::Mean,
            level: 0.95,
            seed: 1,
        }
    }
}

/// How variances are estimated.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum VarianceMethod {
    /// Taylor linearisation.
    Taylor,
    /// Delete-one jackknife without strata.
    Jk1,
    /// Delete-one jackknife within strata.
    Jkn,
    /// Balanced repeated replication.
    Brr,
    /// Fay's variant of it, with its coefficient.
    Fay(f64),
    /// Jackknife of pairs; strata of three units make two replicates.
    Jk2,
    /// Delete-a-group jackknife, with the number of random groups.
    Groups(u32),
    /// Successive differences, with the least number of replicates.
    Sdr(u32),
    /// Rao-Wu rescaled bootstrap, with the number of replicates.
    Bootstrap(u32),
    /// Preston's rescaled bootstrap of every stage, with the number of replicates.
    Preston(u32),
    /// Canty and Davison's bootstrap from copies, with the number of replicates.
    CantyDavison(u32),
    /// Bootstrap of units that were included independently, with the number of replicates.
    Poisson(u32),
    /// Normal multipliers with the covariance of the design's own variance estimator, with the number of replicates.
    Generalised(u32),
}

impl FromStr for VarianceMethod {
    type Err = String;

    fn from_str(text: &str) -> Result<VarianceMethod, String> {
        let (kind, number) = match text.split_once(':') {
            Some((kind, number)) => (kind, Some(number)),
            None => (text, None),
        };
        let wrong = || {
            format!(
                "expected jk1, jkn, jk2, brr, fay:RHO, groups:G, sdr:R, bootstrap:R, preston:R, canty-davison:R, poisson:R or generalised:R, found \"{text}\""
            )
        };
        let count = |usual: u32| {
            let count: u32 = number.map_or(Ok(usual), str::parse).map_err(|_| wrong())?;
            if count >= 2 { Ok(count) } else { Err(wrong()) }
        };
        match (kind.to_ascii_lowercase().as_str(), number) {
            ("taylor", None) => Ok(VarianceMethod::Taylor),
            ("jk1", None) => Ok(VarianceMethod::Jk1),
            ("jkn", None) => Ok(VarianceMethod::Jkn),
            ("brr", None) => Ok(VarianceMethod::Brr),
            ("fay", rho) => {
                let rho: f64 = rho.unwrap_or("0.5").parse().map_err(|_| wrong())?;
                if (0.0..1.0).contains(&rho) { Ok(VarianceMethod::Fay(rho)) } else { Err(wrong()) }
            }
            ("jk2", None) => Ok(VarianceMethod::Jk2),
            ("groups", _) => count(30).map(VarianceMethod::Groups),
            ("sdr", _) => count(80).map(VarianceMethod::Sdr),
            ("bootstrap", _) => count(500).map(VarianceMethod::Bootstrap),
            ("preston", _) => count(500).map(VarianceMethod::Preston),
            ("canty-davison", _) => count(500).map(VarianceMethod::CantyDavison),
            ("poisson", _) => count(500).map(VarianceMethod::Poisson),
            ("generalised", _) => count(500).map(VarianceMethod::Generalised),
            _ => Err(wrong()),
        }
    }
}

/// What a stratum with a single sampling unit does to the variance.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SinglePsuRule {
    /// Refuse, naming the strata.
    Fail,
    /// Leave the stratum out of the variance.
    Remove,
    /// Take the unit as drawn with certainty.
    Certainty,
    /// Centre it at the mean of all units.
    Adjust,
    /// Give it the average variance of the other strata.
    Average,
    /// As `Adjust`, also where only one of several units has rows of the domain.
    AdjustDomain,
    /// As `Average`, also where only one of several units has rows of the domain.
    AverageDomain,
    /// Join it with the stratum most like it.
    Collapse,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn replicates_are_read_as_written() {
        assert_eq!("bootstrap:200".parse(), Ok(VarianceMethod::Bootstrap(200)));
        assert_eq!("Fay".parse(), Ok(VarianceMethod::Fay(0.5)));
        assert!("fay:1.5".parse::<VarianceMethod>().is_err());
        assert!("jk1:80".parse::<VarianceMethod>().is_err());
        assert!("bootstrap:1".parse::<VarianceMethod>().is_err());
        assert_eq!("sdr".parse(), Ok(VarianceMethod::Sdr(80)));
        assert_eq!("groups:12".parse(), Ok(VarianceMethod::Groups(12)));
    }
}
