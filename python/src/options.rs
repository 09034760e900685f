//! The arguments of a design as Python gives them, checked against each other.

use pyo3::prelude::*;
use sounding_statistics::variance::SinglePsu;
use sounding_statistics::variance::replicates::ReadyContent;

use crate::fault::Faults;
use crate::replicates::ReadyNames;
use crate::sample::{Names, Variance};
use crate::settings;
use crate::table::Table;
use crate::unequal::Unequal;

/// The arguments, by name.
#[derive(Debug, FromPyObject)]
#[pyo3(from_item_all)]
pub(crate) struct Options {
    weights: Option<String>,
    strata: Option<String>,
    psu: Vec<String>,
    fpc: Vec<String>,
    probabilities: Vec<String>,
    pps: String,
    pps_form: String,
    single_psu: String,
    collapse_by: Option<String>,
    replicates: Option<String>,
    order: Option<String>,
    seed: u64,
    rep_weights: Vec<String>,
    rep_type: Option<String>,
    rep_multipliers: bool,
    rep_scale: Option<f64>,
    rep_rscales: Vec<f64>,
    rep_mse: bool,
    rep_df: Option<usize>,
}

/// Names, the rule for single units (`None` to join them), how variances are made, and whether around the estimate.
type Settled = (Names, Option<SinglePsu>, Variance, bool);

impl Options {
    /// The arguments as the design takes them. `joint` is the table of joint probabilities.
    pub(crate) fn settled(self, table: &Table, joint: Option<Table>) -> Result<Settled, Faults> {
        let contradicts =
            |name: &str, message: &str, remedy: &str| Err(Faults::one("E-PY-002", name, message, remedy));
        let single = settings::single_psu(&self.single_psu)?;
        let made = self.replicates.as_deref().map(settings::replicates).transpose()?.flatten();
        let method = settings::pps(&self.pps)?;
        let form = settings::pps_form(&self.pps_form)?;
        let of_ready = self.rep_type.is_some()
            || self.rep_scale.is_some()
            || !self.rep_rscales.is_empty()
            || self.rep_df.is_some();
        if self.rep_weights.is_empty() && of_ready {
            return contradicts(
                "rep_weights",
                "there are no replicate weights",
                "name their columns with rep_weights=",
            );
        }
        if !self.probabilities.is_empty() && !self.fpc.is_empty() {
            return contradicts("fpc", "probabilities were given too", "give either fpc= or probabilities=");
        }
        if (self.pps == "joint") != joint.is_some() {
            return contradicts(
                "joint",
                "joint probabilities go with pps=\"joint\", and that with them",
                "give both, joint= being a table with the columns a, b and p",
            );
        }
        if self.probabilities.is_empty() && joint.is_some() {
            return contradicts(
                "probabilities",
                "joint probabilities go with the units' own",
                "name their column",
            );
        }
        let variance = if self.rep_weights.is_empty() {
            made.map_or(Variance::Taylor, |made| Variance::Made(made, self.seed, self.order))
        } else {
            let designed = self.strata.is_some()
                || ![&self.psu, &self.fpc, &self.probabilities].iter().all(|names| names.is_empty());
            if designed || made.is_some() {
                return contradicts(
                    "rep_weights",
                    "replicate weights hold the design, and more of it was given",
                    "leave out strata=, psu=, fpc=, probabilities= and replicates=",
                );
            }
            if self.weights.is_none() {
                return contradicts(
                    "weights",
                    "replicate weights go with full-sample weights",
                    "name their column with weights=",
                );
            }
            let Some(kind) = &self.rep_type else {
                return contradicts("rep_type", "replicate weights have no method", "name it with rep_type=");
            };
            let method = settings::ready(kind)?;
            let columns = table.starred(&self.rep_weights)?;
            let rscales = match self.rep_rscales.as_slice() {
                [one] => vec![*one; columns.len()],
                _ => self.rep_rscales,
            };
            let content =
                if self.rep_multipliers { ReadyContent::Multipliers } else { ReadyContent::Weights };
            let (scale, df) = (self.rep_scale, self.rep_df);
            Variance::Ready(ReadyNames { columns, method, content, scale, rscales, df })
        };
        let probabilities = self.probabilities;
        let unequal = (!probabilities.is_empty()).then_some(Unequal { probabilities, method, form, joint });
        let names = Names {
            weights: self.weights,
            strata: self.strata,
            psu: self.psu,
            fpc: self.fpc,
            unequal,
            collapse_by: self.collapse_by,
        };
        Ok((names, single, variance, self.rep_mse))
    }
}
