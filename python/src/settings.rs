//! The words of the arguments, the same as on the command line.

use sounding_statistics::estimation::proportion::IntervalMethod;
use sounding_statistics::variance::SinglePsu;
use sounding_statistics::variance::replicates::ReadyMethod;

use crate::fault::Faults;

/// How variances are estimated from replicates that are made here.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Made {
    Jk1,
    Jkn,
    Brr,
    Fay(f64),
    Bootstrap(u32),
}

/// `jk1`, `jkn`, `brr`, `fay:RHO` or `bootstrap:R`; `taylor` is none of them.
pub(crate) fn replicates(text: &str) -> Result<Option<Made>, Faults> {
    let (kind, number) = parts(text);
    let wrong = || Faults::argument("replicates", "jk1, jkn, brr, fay:RHO, bootstrap:R or taylor", text);
    Ok(Some(match (kind.as_str(), number) {
        ("taylor", None) => return Ok(None),
        ("jk1", None) => Made::Jk1,
        ("jkn", None) => Made::Jkn,
        ("brr", None) => Made::Brr,
        ("fay", rho) => Made::Fay(coefficient(rho).ok_or_else(wrong)?),
        ("bootstrap", count) => {
            let count = count.unwrap_or("500").parse().ok().filter(|count| *count >= 2);
            Made::Bootstrap(count.ok_or_else(wrong)?)
        }
        _ => return Err(wrong()),
    }))
}

/// The method that the replicate weights of a table were made by.
pub(crate) fn ready(text: &str) -> Result<ReadyMethod, Faults> {
    let (kind, number) = parts(text);
    let wrong = || {
        let expected = "jk1, jkn, jk2, brr, fay:RHO, bootstrap, bootstrap:AVERAGED, sdr, acs or other";
        Faults::argument("rep_type", expected, text)
    };
    Ok(match (kind.as_str(), number) {
        ("jk1", None) => ReadyMethod::Jk1,
        ("jkn", None) => ReadyMethod::Jkn,
        ("jk2", None) => ReadyMethod::Jk2,
        ("brr", None) => ReadyMethod::Brr,
        ("fay", rho) => ReadyMethod::Fay { rho: coefficient(rho).ok_or_else(wrong)? },
        ("bootstrap", average) => {
            let average = average.unwrap_or("1").parse().ok().filter(|average| *average > 0.0);
            ReadyMethod::Bootstrap { average: average.ok_or_else(wrong)? }
        }
        ("sdr" | "acs" | "successive-difference", None) => ReadyMethod::SuccessiveDifference,
        ("other", None) => ReadyMethod::Other,
        _ => return Err(wrong()),
    })
}

/// What a stratum with a single sampling unit does.
pub(crate) fn single_psu(text: &str) -> Result<SinglePsu, Faults> {
    Ok(match text.to_ascii_lowercase().as_str() {
        "fail" => SinglePsu::Fail,
        "remove" => SinglePsu::Remove,
        "certainty" => SinglePsu::Certainty,
        "adjust" => SinglePsu::Adjust,
        "average" => SinglePsu::Average,
        _ => return Err(Faults::argument("single_psu", "fail, remove, certainty, adjust or average", text)),
    })
}

/// The interval of a proportion.
pub(crate) fn interval(text: &str) -> Result<IntervalMethod, Faults> {
    Ok(match text.to_ascii_lowercase().as_str() {
        "wald" => IntervalMethod::Wald,
        "logit" => IntervalMethod::Logit,
        "wilson" => IntervalMethod::Wilson,
        "korn-graubard" => IntervalMethod::KornGraubard,
        _ => return Err(Faults::argument("ci", "wald, logit, wilson or korn-graubard", text)),
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

/// Fay's coefficient; a half where none is written.
fn coefficient(text: Option<&str>) -> Option<f64> {
    text.unwrap_or("0.5").parse().ok().filter(|rho| (0.0..1.0).contains(rho))
}
