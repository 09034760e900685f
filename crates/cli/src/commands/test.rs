//! `sounding test FILE`: tests of hypotheses on any CSV or Parquet file, under its design.

use clap::{Args, ValueEnum};
use sounding_analysis::testing::{
    Adjustment, ChiSquaredStatistic, Hypothesis, Score, Side, TestRequest, test,
};

use super::pair;
use crate::design::Design;
use crate::failure::Failure;
use crate::terminal::{Form, Results};

/// Test hypotheses on means, ranks, tables, shares and correlations under the design of the sample.
#[derive(Args, Debug)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Arguments {
    #[command(flatten)]
    design: Design,
    /// The mean of a variable has a value (t).
    #[arg(long, value_name = "Y=VALUE", value_parser = mean)]
    mean: Vec<(String, f64)>,
    /// The mean of a variable is the same in all groups (t; F and all pairs for more than two).
    #[arg(long, value_name = "Y~G", value_parser = by)]
    groups: Vec<(String, String)>,
    /// Two variables of the same rows have the same mean (t).
    #[arg(long, value_name = "A,B", value_parser = both)]
    paired: Vec<(String, String)>,
    /// A variable has the same distribution in all groups (ranks).
    #[arg(long, value_name = "Y~G", value_parser = by)]
    rank: Vec<(String, String)>,
    /// Two variables with categories are independent.
    #[arg(long, value_name = "A*B", value_parser = cross)]
    table: Vec<(String, String)>,
    /// The categories of a variable have given shares, taken in proportion.
    #[arg(long, value_name = "Y:A=0.5,B=0.5", value_parser = fit)]
    fit: Vec<Hypothesis>,
    /// Two variables are uncorrelated.
    #[arg(long, value_name = "X*Y", value_parser = cross)]
    correlation: Vec<(String, String)>,
    /// Variables whose crossing makes the domains, each of which is tested.
    #[arg(long, value_name = "A,B", value_delimiter = ',')]
    by: Vec<String>,
    /// Statistic of --table and --fit.
    #[arg(long, value_enum, default_value = "f", value_name = "STATISTIC")]
    statistic: Statistic,
    /// Score of --rank; for more than two groups, wilcoxon is the test of Kruskal and Wallis.
    #[arg(long, value_enum, default_value = "wilcoxon", value_name = "SCORE")]
    score: RankScore,
    /// The side on which t tests look.
    #[arg(long, value_enum, default_value = "two-sided", value_name = "SIDE")]
    alternative: Alternative,
    /// Adjust the probabilities for the number of tests.
    #[arg(long, value_enum, value_name = "METHOD")]
    adjust: Option<Adjust>,
    #[command(flatten)]
    form: Form,
}

const EXAMPLES: &str = "\
Examples:
  sounding test schools.csv --weights pw --strata stype --mean api00=650
  sounding test schools.csv --weights pw --psu dnum --groups api00~stype --adjust holm
  sounding test schools.csv --weights pw --psu dnum --rank api00~awards --score median
  sounding test schools.csv --weights pw --table stype*awards --statistic wald
  sounding test schools.csv --weights pw --fit stype:E=0.71,H=0.12,M=0.17";

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Statistic {
    /// Rao and Scott's second order, as F.
    F,
    /// Their first order, against chi-squared.
    FirstOrder,
    /// Their second order, against chi-squared.
    SecondOrder,
    /// Pearson's against its own distribution, inverted numerically.
    #[value(alias = "lincom")]
    Exact,
    /// The same by saddlepoint.
    Saddlepoint,
    /// Wald's, as F.
    Wald,
    /// Wald's for few sampling units.
    #[value(alias = "adj-wald")]
    AdjustedWald,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum RankScore {
    Wilcoxon,
    VanDerWaerden,
    Median,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Alternative {
    TwoSided,
    Less,
    Greater,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Adjust {
    Bonferroni,
    Holm,
    Hochberg,
    /// Benjamini and Hochberg's share of false rejections.
    #[value(alias = "fdr")]
    Bh,
    /// Benjamini and Yekutieli's.
    By,
}

/// Opens the file, tests, prints.
pub(crate) fn run(arguments: Arguments) -> Result<(), Failure> {
    let form = arguments.form.clone();
    let mut source = arguments.design.open()?;
    let hypotheses = arguments.hypotheses();
    let mut base = arguments.design.request(&source)?;
    base.by = arguments.by;
    let request = TestRequest {
        base,
        hypotheses,
        statistic: match arguments.statistic {
            Statistic::F => ChiSquaredStatistic::F,
            Statistic::FirstOrder => ChiSquaredStatistic::FirstOrder,
            Statistic::SecondOrder => ChiSquaredStatistic::SecondOrder,
            Statistic::Exact => ChiSquaredStatistic::Exact,
            Statistic::Saddlepoint => ChiSquaredStatistic::Saddlepoint,
            Statistic::Wald => ChiSquaredStatistic::Wald,
            Statistic::AdjustedWald => ChiSquaredStatistic::AdjustedWald,
        },
        score: match arguments.score {
            RankScore::Wilcoxon => Score::Wilcoxon,
            RankScore::VanDerWaerden => Score::VanDerWaerden,
            RankScore::Median => Score::Median,
        },
        side: match arguments.alternative {
            Alternative::TwoSided => None,
            Alternative::Less => Some(Side::Below),
            Alternative::Greater => Some(Side::Above),
        },
        adjustment: arguments.adjust.map(|adjust| match adjust {
            Adjust::Bonferroni => Adjustment::Bonferroni,
            Adjust::Holm => Adjustment::Holm,
            Adjust::Hochberg => Adjustment::Hochberg,
            Adjust::Bh => Adjustment::BenjaminiHochberg,
            Adjust::By => Adjustment::BenjaminiYekutieli,
        }),
    };
    let answer = test(&mut source, &request)?;
    let results = Results {
        listings: vec![answer.listing(&request.base.by)],
        remarks: Vec::new(),
        warnings: answer.warnings,
        design: Some(answer.design),
        level: request.base.level,
    };
    results.give(&form)
}

impl Arguments {
    fn hypotheses(&self) -> Vec<Hypothesis> {
        let mut all: Vec<Hypothesis> =
            self.mean.iter().map(|(y, null)| Hypothesis::Mean { y: y.clone(), null: *null }).collect();
        all.extend(self.groups.iter().cloned().map(|(y, by)| Hypothesis::Groups { y, by }));
        all.extend(self.paired.iter().cloned().map(|(a, b)| Hypothesis::Paired(a, b)));
        all.extend(self.rank.iter().cloned().map(|(y, by)| Hypothesis::Rank { y, by }));
        all.extend(self.table.iter().cloned().map(|(a, b)| Hypothesis::Table(a, b)));
        all.extend(self.fit.iter().cloned());
        all.extend(self.correlation.iter().cloned().map(|(a, b)| Hypothesis::Correlation(a, b)));
        all
    }
}

fn mean(text: &str) -> Result<(String, f64), String> {
    let expected = "a column and a number: api00=650";
    let (name, value) = pair(text, '=', expected)?;
    let value: f64 = value.parse().map_err(|_| format!("expected {expected}"))?;
    if value.is_finite() { Ok((name, value)) } else { Err(format!("expected {expected}")) }
}

fn by(text: &str) -> Result<(String, String), String> {
    pair(text, '~', "a column and the column of groups with a tilde between them: Y~G")
}

fn both(text: &str) -> Result<(String, String), String> {
    pair(text, ',', "two columns with a comma between them: A,B")
}

fn cross(text: &str) -> Result<(String, String), String> {
    pair(text, '*', "two columns with a star between them: A*B")
}

fn fit(text: &str) -> Result<Hypothesis, String> {
    let expected = "a column and the shares of its categories: stype:E=0.7,H=0.1,M=0.2";
    let (y, rest) = pair(text, ':', expected)?;
    let mut shares = Vec::new();
    for part in rest.split(',') {
        let (label, share) = pair(part, '=', expected)?;
        match share.parse::<f64>() {
            Ok(share) if share.is_finite() && share >= 0.0 => shares.push((label, share)),
            _ => return Err(format!("expected {expected}")),
        }
    }
    Ok(Hypothesis::Fit { y, shares })
}
