//! Estimates for the groups of a table, by linearisation or by replicates through which the weighting is carried.

mod replicated;

use std::num::NonZeroUsize;

use sounding_statistics::estimation::proportion::{IntervalMethod, interval, shares};
use sounding_statistics::estimation::{Context, Estimate as Found, Statistic as Asked};
use sounding_statistics::moments::{Moments, OUTSIDE};
use sounding_statistics::tabulation::{Crosstab, crosstab};
use sounding_statistics::variance::SinglePsu;
use sounding_statistics::variance::replicates::{
    Carried, Centre, ControlsError, CopiesScaling, Dropped, EstimatedControls, Grouping, Groups, Matching,
    Psus, QuadraticForm, ReplicateEstimates, Replicates, Replication as _, SdrParams, Triples, bootstrap,
    brr, canty_davison, delete_a_group, fay, generalised_bootstrap, jk1, jk2, jkn, poisson, preston, sdr,
};
use sounding_statistics::weighting::Patterns;
use sounding_study::{Interval as StudyInterval, VarianceMethod};
use sounding_survey::{Estimate, Finding, Place, Table, TestResult, Text as Words};

use super::groups::Breakdown;
use super::{Question, QuestionKind, group, open_cell};
use crate::answers::Answers;
use crate::data::MISSING;
use crate::estimate::{design_fault, replicates};
use crate::fault::Faults;
use crate::weights::{Control, Moved, Step, Weighted, apply, controls, fault};
pub(super) use replicated::{Ready, Replicated};

/// The cells of one group: respondents, and the estimate where there are any.
pub(super) type Counted = Vec<(u64, Option<Estimate>)>;

/// Replicates of the study's design, with the rows collapsed to sampling unit and weighting pattern.
pub(crate) struct Replication {
    replicates: Replicates,
    groups: Groups,
    /// Group of each row.
    pub(crate) of_rows: Vec<u32>,
    steps: Vec<Step>,
    responded: Vec<bool>,
    /// Totals that are estimates, with those of each replicate.
    controls: Option<(Vec<Control>, EstimatedControls)>,
    threads: NonZeroUsize,
}

impl Replication {
    pub(super) fn new(
        answers: &Answers<'_>,
        weighted: &Weighted,
        threads: NonZeroUsize,
    ) -> Result<Option<Replication>, Faults> {
        let variance = &answers.study.definition.variance;
        let seed = answers.study.definition.about.seed.unwrap_or(1);
        // Without a column, units are taken to have been selected in the order in which their rows stand.
        let (source, design, leaves) = (&answers.source, &answers.design, &answers.leaves);
        let order = match variance.method {
            VarianceMethod::Sdr => {
                replicates::order(source, variance.order.as_deref(), &answers.frame, design, leaves)
            }
            _ => Ok(Vec::new()),
        }
        .map_err(|faults| answers.named(faults))?;
        let independent = match variance.method {
            VarianceMethod::Poisson => {
                let own = answers.study.definition.design.as_ref();
                let column = own.and_then(|own| own.probabilities.first()).map(String::as_str);
                replicates::independent(source, column, &answers.labels, design, leaves)
            }
            _ => Ok(Vec::new()),
        }
        .map_err(|faults| answers.named(faults))?;
        let count = variance.replicates as usize;
        let made = |psus: &Psus| match variance.method {
            VarianceMethod::Jk1 => jk1(psus),
            VarianceMethod::Taylor | VarianceMethod::Jkn => jkn(psus, answers.single),
            VarianceMethod::Brr => brr(psus),
            VarianceMethod::Fay => fay(psus, variance.rho),
            VarianceMethod::Jk2 => jk2(psus, Dropped::AtRandom(seed), Triples::TwoReplicates),
            VarianceMethod::Groups => delete_a_group(psus, Grouping::AtRandom { groups: count, seed }),
            VarianceMethod::Sdr => {
                let params = SdrParams { replicates: count, order: Some(&order) };
                sdr(psus, &params)
            }
            VarianceMethod::Bootstrap => bootstrap(psus, count, seed),
            VarianceMethod::Preston => preston(&answers.design, answers.single, count, seed),
            VarianceMethod::CantyDavison => canty_davison(psus, CopiesScaling::Stratum, count, seed),
            VarianceMethod::Poisson => poisson(&independent, count, seed),
            VarianceMethod::Generalised => {
                let form = QuadraticForm::of_design(&answers.design, answers.single)?;
                generalised_bootstrap(form, count, seed)
            }
        };
        if variance.method == VarianceMethod::Taylor {
            return Ok(None);
        }
        let place = || Place::file("study.toml").column("variance.method");
        if weighted.steps.iter().any(|step| matches!(step, Step::Trim { .. })) {
            return Err(Finding::error(
                "E-TAB-002",
                place(),
                "trimmed weights cannot be carried through replicates: trimming looks at single weights, replicates at groups",
                "use method = \"taylor\", or leave the trimming out",
            )
            .into());
        }
        let impossible = |error: &dyn std::fmt::Display| {
            Finding::error(
                "E-TAB-003",
                place(),
                format!("these replicates cannot be made from this design: {error}"),
                "choose another kind of replicates, join the strata, or use method = \"taylor\"",
            )
        };
        let replicates =
            Psus::of(&answers.design).and_then(|psus| made(&psus)).map_err(|error| impossible(&error))?;
        let estimated = controls(&weighted.steps);
        let replicates = enough(replicates, estimated.len());
        let controls = if estimated.is_empty() {
            None
        } else {
            let made = with_errors(&replicates, &estimated, seed).map_err(|error| impossible(&error))?;
            Some((estimated, made))
        };
        let answered: Vec<u32> = answers.responded.iter().map(|&yes| u32::from(yes)).collect();
        let mut columns: Vec<&[u32]> = vec![&answered];
        columns.extend(weighted.steps.iter().flat_map(Step::columns));
        let patterns = Patterns::collapse(&columns, answers.rows());
        let unit_of_leaves = replicates.units_of_leaves(&answers.design);
        let psu: Vec<u32> = answers.leaves.iter().map(|&leaf| unit_of_leaves[leaf as usize]).collect();
        let (groups, of_rows) = Groups::collapse(&psu, &patterns.of_rows, &answers.start, patterns.len());
        Ok(Some(Replication {
            replicates,
            groups,
            of_rows,
            steps: weighted.steps.iter().map(|step| step.take(&patterns.rows)).collect(),
            responded: patterns.rows.iter().map(|&row| answers.responded[row]).collect(),
            controls,
            threads,
        }))
    }

    /// What replicates deviate from: with controls of their own from the full sample, as only some of them are moved.
    pub(crate) fn centre(&self) -> Centre {
        if self.controls.is_some() { Centre::FullSample } else { self.replicates.centre() }
    }

    /// Makes the weights again in every replicate.
    pub(super) fn carry(&self, answers: &Answers<'_>, weighted: &Weighted) -> Result<Carried<'_>, Faults> {
        let adjust = |replicate: Option<usize>, start: &[f64]| {
            let moved = match &self.controls {
                Some((controls, totals)) => Moved::in_replicate(controls, totals.totals(replicate)),
                None => Moved::in_replicate(&[], &[]),
            };
            let applied = apply(start, &self.responded, &self.steps, &moved)?;
            let factor = |(weight, start): (&f64, &f64)| if *start > 0.0 { weight / start } else { 0.0 };
            Ok(applied.weights.iter().zip(start).map(factor).collect())
        };
        Carried::by_replicate(&self.replicates, &self.groups, adjust, self.threads).map_err(|error| {
            use sounding_statistics::variance::replicates::CarryError;
            match error {
                CarryError::Full((at, error)) => fault(answers, &weighted.steps, at, &error),
                CarryError::Replicate { replicate, source: (at, error) } => {
                    let mut faults = fault(answers, &weighted.steps, at, &error);
                    for finding in &mut faults.0 {
                        finding.message = format!("in replicate {}: {}", replicate + 1, finding.message);
                    }
                    faults
                }
                CarryError::Psus { .. } | CarryError::Factors { .. } => Finding::error(
                    "E-TAB-004",
                    Place::file("study.toml").column("variance.method"),
                    "the weighting gave unusable factors in a replicate",
                    "join small categories of the margins, or use method = \"taylor\"",
                )
                .into(),
            }
        })
    }
}

/// Replicates, each repeated so often that every control can move one of its own; their variance stays the same.
fn enough(replicates: Replicates, controls: usize) -> Replicates {
    let counting = replicates.scales().iter().filter(|scale| **scale > 0.0).count();
    let times = NonZeroUsize::new(controls.div_ceil(counting.max(1))).unwrap_or(NonZeroUsize::MIN);
    if times.get() > 1 { replicates.repeated(times) } else { replicates }
}

/// The controls of each replicate, their errors independent of each other: each moves one replicate upwards, so that no population becomes negative.
fn with_errors(
    replicates: &Replicates,
    controls: &[Control],
    seed: u64,
) -> Result<EstimatedControls, ControlsError> {
    let k = controls.len();
    let totals: Vec<f64> = controls.iter().map(|control| control.total).collect();
    let mut covariance = vec![0.0; k * k];
    for (at, control) in controls.iter().enumerate() {
        covariance[at * k + at] = control.error * control.error;
    }
    EstimatedControls::from_covariance(replicates, &totals, &covariance, Matching::AtRandom(seed))
}

/// Everything that the estimates of a study share.
pub(crate) struct Estimator<'a> {
    pub(crate) answers: &'a Answers<'a>,
    pub(crate) weighted: &'a Weighted,
    pub(crate) replication: Option<Replicated<'a>>,
}

impl<'a> Estimator<'a> {
    pub(super) fn new(
        answers: &'a Answers<'a>,
        weighted: &'a Weighted,
        replication: Option<Replicated<'a>>,
    ) -> Estimator<'a> {
        Estimator { answers, weighted, replication }
    }

    /// Adds the groups of a breakdown and their cells to a table.
    pub(super) fn fill(
        &self,
        table: &mut Table,
        at: Option<usize>,
        breakdown: &Breakdown,
        question: &Question<'_>,
        inside: &[bool],
    ) -> Result<(), Faults> {
        let size = breakdown.groups.len();
        let columns = question.columns.len();
        let rows: Vec<u32> = self.base(breakdown, question, inside);
        let (base, effective) = self.bases(&rows, size);
        let found: Vec<Counted> = match &question.kind {
            QuestionKind::One(codes) => self.one(&crossed(&rows, codes, columns as u32), size, columns)?,
            QuestionKind::Many { named, .. } => {
                let mut by_column = Vec::new();
                for flags in named {
                    let codes: Vec<u32> = flags.iter().map(|&named| u32::from(named)).collect();
                    by_column.push(self.one(&crossed(&rows, &codes, 2), size, 2)?);
                }
                (0..size)
                    .map(|group| by_column.iter().map(|of_groups| of_groups[group][1]).collect())
                    .collect()
            }
            QuestionKind::Number { values, figure } => {
                self.numbers(&rows, values, size, figure)?.into_iter().map(|cell| vec![cell]).collect()
            }
        };
        for (number, ((codes, label), cells)) in breakdown.groups.iter().zip(found).enumerate() {
            table.groups.push(group(at, codes.clone(), label.clone(), base[number], effective[number]));
            table.cells.extend(cells.into_iter().map(|(count, estimate)| open_cell(count, estimate)));
        }
        Ok(())
    }

    /// The Rao-Scott test of independence between a question with single answers and a breakdown.
    pub(super) fn test(
        &self,
        at: usize,
        breakdown: &Breakdown,
        question: &Question<'_>,
        inside: &[bool],
        warnings: &mut Vec<Words>,
        short: &Words,
    ) -> Result<Option<TestResult>, Faults> {
        let QuestionKind::One(codes) = &question.kind else { return Ok(None) };
        let (rows, columns) = (breakdown.groups.len(), question.columns.len());
        let cells = crossed(&self.base(breakdown, question, inside), codes, columns as u32);
        let moments = Moments::of(&self.answers.leaves, &cells, &self.weighted.weights, &[]);
        let cross = self.cross(&cells, &[]);
        let table = crosstab(&self.context(), &moments, cross.as_ref(), 0, rows, columns)
            .map_err(|error| self.design_fault(&error))?;
        let Some(mut table) = table else { return Ok(None) };
        if let Some(own) = self.replication {
            // Shares of the whole in every replicate, whose totals differ: to linearise them would be another variance.
            let all = 0..(rows * columns) as u32;
            let asked: Vec<Asked> = all.clone().map(|cell| Asked::Share { cell, of: all.clone() }).collect();
            let replicates = own.statistics(&self.answers.start, &cells, &[], &asked);
            let k = asked.len();
            let covariance = (0..k * k).map(|at| replicates.covariance(at / k, at % k)).collect();
            match Crosstab::new(rows, columns, replicates.estimates.clone(), covariance) {
                Ok(own) => table.table = own,
                Err(_) => return Ok(None),
            }
            table.degrees_of_freedom = own.df(table.degrees_of_freedom);
        }
        if let Ok(test) = table.test() {
            Ok(Some(TestResult {
                breakdown: at,
                method: "Rao-Scott F".into(),
                statistic: test.f.statistic,
                df1: test.f.numerator,
                df2: test.f.denominator,
                p_value: test.f.p,
            }))
        } else {
            let by = &breakdown.label;
            let words = |language| (short.get(language).to_owned(), by.get(language).to_owned());
            let (vi, en) = (words(sounding_survey::Language::Vi), words(sounding_survey::Language::En));
            warnings.push(Words::new(
                format!("Không kiểm định được quan hệ giữa “{}” và “{}”: bảng quá thưa.", vi.0, vi.1),
                format!(
                    "The relation between “{}” and “{}” was not tested: the table is too sparse.",
                    en.0, en.1
                ),
            ));
            Ok(None)
        }
    }

    /// Shares of `columns` cells in each of `size` groups, with the rows of each cell.
    fn one(&self, cells: &[u32], size: usize, columns: usize) -> Result<Vec<Counted>, Faults> {
        let moments = Moments::of(&self.answers.leaves, cells, &self.weighted.weights, &[]);
        let cross = self.cross(cells, &[]);
        let range = |group: usize| (group * columns) as u32..((group + 1) * columns) as u32;
        let asked: Vec<Asked> = (0..size)
            .flat_map(|group| range(group).map(move |cell| Asked::Share { cell, of: range(group) }))
            .collect();
        let replicates = self.replicate(cells, &[], &asked);
        let mut groups = Vec::with_capacity(size);
        for group in 0..size {
            let found = shares(&self.context(), &moments, cross.as_ref(), range(group))
                .map_err(|error| self.design_fault(&error))?;
            let counts = range(group).map(|cell| moments.cell_sums(cell).map_or(0, |sums| sums.rows));
            let row = counts.enumerate().map(|(column, count)| {
                let estimate = found.get(column).map(|found| {
                    let mut found = *found;
                    self.replace(&mut found, replicates.as_ref(), group * columns + column);
                    let ends = interval(&found, self.method(), self.level(), found.rows, found.df);
                    Estimate {
                        value: found.value,
                        se: found.se,
                        low: ends.low,
                        high: ends.high,
                        deff: found.deff,
                    }
                });
                (count, estimate)
            });
            groups.push(row.collect());
        }
        Ok(groups)
    }

    /// Puts the replicates' standard error in the place of the linearised one.
    pub(super) fn replace(&self, found: &mut Found, replicates: Option<&ReplicateEstimates>, at: usize) {
        let (Some(replicates), Some(own)) = (replicates, self.replication) else { return };
        let se = replicates.standard_error(at);
        found.deff = found.deff.filter(|_| found.se > 0.0).map(|deff| deff * (se / found.se).powi(2));
        found.se = se;
        found.df = own.df(found.df);
    }

    pub(super) fn replicate(
        &self,
        cells: &[u32],
        values: &[&[f64]],
        asked: &[Asked],
    ) -> Option<ReplicateEstimates> {
        Some(self.replication?.statistics(&self.answers.start, cells, values, asked))
    }

    /// Group of each row that is in the base of the question, else outside.
    fn base(&self, breakdown: &Breakdown, question: &Question<'_>, inside: &[bool]) -> Vec<u32> {
        let answered = |row: usize| match &question.kind {
            QuestionKind::One(codes) => codes[row] != MISSING,
            QuestionKind::Many { answered, .. } => answered[row],
            QuestionKind::Number { values, .. } => values.iter().all(|column| !column[row].is_nan()),
        };
        let keep = |row: usize| {
            inside[row] && self.answers.responded[row] && self.weighted.weights[row] > 0.0 && answered(row)
        };
        let codes = breakdown.codes.iter().enumerate();
        codes.map(|(row, &code)| if code != MISSING && keep(row) { code } else { OUTSIDE }).collect()
    }

    /// Respondents and effective respondents of each group.
    fn bases(&self, rows: &[u32], size: usize) -> (Vec<u64>, Vec<f64>) {
        let (mut base, mut sum, mut squares) = (vec![0; size], vec![0.0; size], vec![0.0; size]);
        for (&group, &weight) in rows.iter().zip(&self.weighted.weights) {
            if group != OUTSIDE {
                base[group as usize] += 1;
                sum[group as usize] += weight;
                squares[group as usize] += weight * weight;
            }
        }
        let effective = sum
            .iter()
            .zip(&squares)
            .map(|(sum, squares)| if *squares > 0.0 { sum * sum / squares } else { 0.0 })
            .collect();
        (base, effective)
    }

    pub(super) fn cross(&self, cells: &[u32], values: &[&[f64]]) -> Option<Moments> {
        let (patterns, before) = self.weighted.patterns.as_ref()?;
        Some(Moments::of(patterns, cells, before, values))
    }

    pub(super) fn context(&self) -> Context<'_> {
        // With replicates the linearised variance is not used, and a single unit must not stop it.
        let single = if self.replication.is_some() { SinglePsu::Remove } else { self.answers.single };
        Context { design: &self.answers.design, single, calibration: self.weighted.calibration.as_ref() }
    }

    fn method(&self) -> IntervalMethod {
        match self.answers.study.definition.variance.ci {
            StudyInterval::Wald => IntervalMethod::Wald,
            StudyInterval::Logit => IntervalMethod::Logit,
            StudyInterval::Wilson => IntervalMethod::Wilson,
            StudyInterval::KornGraubard => IntervalMethod::KornGraubard,
            StudyInterval::Arcsine => IntervalMethod::Arcsine,
            StudyInterval::Likelihood => IntervalMethod::Likelihood,
        }
    }

    pub(super) fn level(&self) -> f64 {
        self.answers.study.definition.variance.level
    }

    pub(super) fn design_fault(&self, error: &sounding_statistics::variance::DesignError) -> Faults {
        design_fault(error, &self.answers.file, &self.answers.design_columns(), &self.answers.labels)
    }
}

/// Group × category, outside where either is missing.
fn crossed(rows: &[u32], codes: &[u32], size: u32) -> Vec<u32> {
    rows.iter()
        .zip(codes)
        .map(
            |(&group, &code)| if group == OUTSIDE || code == MISSING { OUTSIDE } else { group * size + code },
        )
        .collect()
}
