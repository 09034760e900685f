//! The words of the arguments, the same as on the command line.

use sounding_statistics::estimation::proportion::IntervalMethod;
use sounding_statistics::estimation::quantile::{QuantileInterval, QuantileRule};
use sounding_statistics::variance::SinglePsu;
use sounding_statistics::variance::pps::{Form, PpsMethod};
use sounding_statistics::variance::replicates::ReadyMethod;

use crate::fault::Faults;

/// Replicates that are made here.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Made {
    Jk1,
    Jkn,
    Jk2,
    Brr,
    Fay(f64),
    Groups(u32),
    Sdr(u32),
    Bootstrap(u32),
}

/// `jk1`, `jkn`, `jk2`, `brr`, `fay:RHO`, `groups:G`, `sdr:R` or `bootstrap:R`; `taylor` is none of them.
pub(crate) fn replicates(text: &str) -> Result<Option<Made>, Faults> {
    let (kind, number) = parts(text);
    let wrong = || {
        let expected = "jk1, jkn, jk2, brr, fay:RHO, groups:G, sdr:R, bootstrap:R or taylor";
        Faults::argument("replicates", expected, text)
    };
    let count = |usual: u32| {
        let count = number.map_or(Ok(usual), str::parse).ok().filter(|count| *count >= 2);
        count.ok_or_else(wrong)
    };
    Ok(Some(match (kind.as_str(), number) {
        ("taylor", None) => return Ok(None),
        ("jk1", None) => Made::Jk1,
        ("jkn", None) => Made::Jkn,
        ("jk2", None) => Made::Jk2,
        ("brr", None) => Made::Brr,
        ("fay", rho) => Made::Fay(coefficient(rho.unwrap_or("0.5")).ok_or_else(wrong)?),
        ("groups", _) => Made::Groups(count(30)?),
        ("sdr", _) => Made::Sdr(count(80)?),
        ("bootstrap", _) => Made::Bootstrap(count(500)?),
        _ => return Err(wrong()),
    }))
}

/// The method that the replicate weights of a table were made by.
pub(crate) fn ready(text: &str) -> Result<ReadyMethod, Faults> {
    let (kind, number) = parts(text);
    let wrong = || {
        let expected = "jk1, jkn, jk2, brr, fay:RHO, bootstrap, bootstrap:MEAN, sdr or other";
        Faults::argument("rep_type", expected, text)
    };
    Ok(match (kind.as_str(), number) {
        ("jk1", None) => ReadyMethod::Jk1,
        ("jkn", None) => ReadyMethod::Jkn,
        ("jk2", None) => ReadyMethod::Jk2,
        ("brr", None) => ReadyMethod::Brr,
        ("fay", Some(rho)) => ReadyMethod::Fay { rho: coefficient(rho).ok_or_else(wrong)? },
        ("bootstrap", average) => {
            let average = average.unwrap_or("1").parse().ok().filter(|average| *average > 0.0);
            ReadyMethod::Bootstrap { average: average.ok_or_else(wrong)? }
        }
        ("sdr", None) => ReadyMethod::SuccessiveDifference,
        ("other", None) => ReadyMethod::Other,
        _ => return Err(wrong()),
    })
}

/// What a stratum with a single sampling unit does; `None` where it is joined to another beforehand.
pub(crate) fn single_psu(text: &str) -> Result<Option<SinglePsu>, Faults> {
    Ok(Some(match text {
        "fail" => SinglePsu::Fail,
        "remove" => SinglePsu::Remove,
        "certainty" => SinglePsu::Certainty,
        "adjust" => SinglePsu::Adjust,
        "average" => SinglePsu::Average,
        "adjust-domain" => SinglePsu::AdjustDomain,
        "average-domain" => SinglePsu::AverageDomain,
        "collapse" => return Ok(None),
        _ => {
            let expected =
                "fail, remove, certainty, adjust, average, adjust-domain, average-domain or collapse";
            return Err(Faults::argument("single_psu", expected, text));
        }
    }))
}

/// How unequal probabilities enter the variance.
pub(crate) fn pps(text: &str) -> Result<PpsMethod, Faults> {
    Ok(match text {
        "brewer" => PpsMethod::Brewer,
        "hajek" => PpsMethod::Hajek,
        "deville" => PpsMethod::Deville,
        "hartley-rao" => PpsMethod::HartleyRao,
        "overton" => PpsMethod::Overton,
        "joint" => PpsMethod::Joint,
        _ => {
            let expected = "brewer, hajek, deville, hartley-rao, overton or joint";
            return Err(Faults::argument("pps", expected, text));
        }
    })
}

/// The quadratic form of methods that have two.
pub(crate) fn pps_form(text: &str) -> Result<Form, Faults> {
    match text {
        "horvitz-thompson" => Ok(Form::HorvitzThompson),
        "yates-grundy" => Ok(Form::YatesGrundy),
        _ => Err(Faults::argument("pps_form", "horvitz-thompson or yates-grundy", text)),
    }
}

/// The interval of a proportion, by our names and by R's.
pub(crate) fn interval(text: &str) -> Result<IntervalMethod, Faults> {
    Ok(match text {
        "wald" | "mean" => IntervalMethod::Wald,
        "logit" | "xlogit" => IntervalMethod::Logit,
        "wilson" => IntervalMethod::Wilson,
        "korn-graubard" | "beta" => IntervalMethod::KornGraubard,
        "asin" | "arcsine" => IntervalMethod::Arcsine,
        "likelihood" => IntervalMethod::Likelihood,
        _ => {
            let expected = "wald, logit, wilson, korn-graubard, asin or likelihood";
            return Err(Faults::argument("ci", expected, text));
        }
    })
}

/// How quantiles are read off the distribution, by the names of R's survey package.
pub(crate) fn quantile_rule(text: &str) -> Result<QuantileRule, Faults> {
    Ok(match text {
        "math" | "hf1" => QuantileRule::Math,
        "school" | "hf2" => QuantileRule::School,
        "hf3" => QuantileRule::Hf3,
        "hf4" => QuantileRule::Hf4,
        "hf5" => QuantileRule::Hf5,
        "hf6" => QuantileRule::Hf6,
        "hf7" => QuantileRule::Hf7,
        "hf8" => QuantileRule::Hf8,
        "hf9" => QuantileRule::Hf9,
        "shahvaish" => QuantileRule::ShahVaish,
        _ => return Err(Faults::argument("rule", "math, school, hf1 to hf9 or shahvaish", text)),
    })
}

/// The interval of a quantile.
pub(crate) fn quantile_interval(text: &str) -> Result<QuantileInterval, Faults> {
    Ok(match text {
        "mean" => QuantileInterval::Mean,
        "beta" => QuantileInterval::Beta,
        "xlogit" => QuantileInterval::Xlogit,
        "asin" => QuantileInterval::Asin,
        "score" => QuantileInterval::Score,
        _ => return Err(Faults::argument("ci", "mean, beta, xlogit, asin or score", text)),
    })
}

/// A number strictly between 0 and 1.
pub(crate) fn between(name: &str, value: f64) -> Result<f64, Faults> {
    if value > 0.0 && value < 1.0 {
        Ok(value)
    } else {
        Err(Faults::argument(name, "a number between 0 and 1", &value.to_string()))
    }
}

fn parts(text: &str) -> (String, Option<&str>) {
    match text.split_once(':') {
        Some((kind, number)) => (kind.to_ascii_lowercase(), Some(number)),
        None => (text.to_ascii_lowercase(), None),
    }
}

/// Fay's coefficient.
fn coefficient(text: &str) -> Option<f64> {
    text.parse().ok().filter(|rho| (0.0..1.0).contains(rho))
}
