//! `sounding model FILE`: regression and log-linear models on any CSV or Parquet file, under its design.

use clap::{Args, ValueEnum};
use sounding_analysis::modelling::{
    BinomialLink, Family, Formula, GammaLink, ModelKind, ModelRequest, OrdinalLink, SmallSampleMethod,
    TermTest, Ties, model,
};

use super::design::Design;
use crate::failure::Failure;
use crate::terminal::{Form, Results};

/// Fit a model with standard errors from the design: linear, logistic, Poisson, ordinal, hazards, log-linear.
#[derive(Args, Debug)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Arguments {
    #[command(flatten)]
    design: Design,
    /// Response and terms: y ~ x + factor(g, ref = "b") + x:z + log(u) + offset(w). For cox Surv(time, status) ~ x, for loglinear ~ a * b.
    #[arg(long, value_name = "FORMULA", value_parser = formula)]
    formula: Formula,
    /// Kind of the model.
    #[arg(long, value_enum, default_value = "gaussian", value_name = "FAMILY")]
    family: FamilyName,
    /// Link of binomial, quasibinomial, gamma and ordinal models; logit, log and logit if none is named.
    #[arg(long, value_enum, value_name = "LINK")]
    link: Option<Link>,
    /// How events at one time count in cox models.
    #[arg(long, value_enum, default_value = "efron", value_name = "TIES")]
    ties: TiesName,
    /// Fit the model in each crossing of these variables.
    #[arg(long, value_name = "A,B", value_delimiter = ',')]
    by: Vec<String>,
    /// Test of the terms.
    #[arg(long, value_enum, default_value = "wald", value_name = "TEST")]
    term_test: TermTestName,
    /// Predictive margins of categories and average effects of numbers.
    #[arg(long, value_name = "X,G", value_delimiter = ',')]
    margins: Vec<String>,
    /// A smaller log-linear model to test against.
    #[arg(long, value_name = "FORMULA", value_parser = formula)]
    against: Option<Formula>,
    /// Small-sample degrees of freedom of linear models (Bell and McCaffrey): of the design's variance, or with CR2.
    #[arg(long, value_enum, value_name = "METHOD")]
    small_sample: Option<SmallSample>,
    /// Column that numbers the completed data sets of a multiple imputation, one after the other in the file.
    #[arg(long, value_name = "COLUMN")]
    imputation: Option<String>,
    /// Also show exp of the coefficients: odds ratios, rate ratios, hazard ratios.
    #[arg(long)]
    exp: bool,
    #[command(flatten)]
    form: Form,
}

const EXAMPLES: &str = "\
Examples:
  sounding model schools.csv --weights pw --psu dnum --formula \"api00 ~ ell + meals + factor(stype)\"
  sounding model people.parquet --weights w --strata region --psu commune --family binomial --formula \"vote ~ age + sex\" --exp --margins sex,age
  sounding model people.csv --weights w --family ordinal --formula \"trust ~ age + sex\" --replicates bootstrap:200
  sounding model people.csv --weights w --family cox --formula \"Surv(months, left) ~ age + strata(region)\" --exp
  sounding model people.csv --weights w --family loglinear --formula \"~ a * b\" --against \"~ a + b\"";

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum FamilyName {
    Gaussian,
    Binomial,
    Quasibinomial,
    Poisson,
    Quasipoisson,
    Gamma,
    /// Ordered categories: proportional odds.
    Ordinal,
    /// Proportional hazards.
    Cox,
    /// Shares of a table.
    Loglinear,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Link {
    Logit,
    Probit,
    Cloglog,
    Loglog,
    Cauchit,
    Log,
    Inverse,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum SmallSample {
    Linearised,
    Cr2,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum TiesName {
    Efron,
    Breslow,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum TermTestName {
    Wald,
    WorkingWald,
    #[value(alias = "lrt")]
    LikelihoodRatio,
    Score,
}

/// Opens the file, fits, prints.
pub(crate) fn run(arguments: Arguments) -> Result<(), Failure> {
    let form = arguments.form.clone();
    let kind = arguments.kind();
    let mut source = arguments.design.open()?;
    let mut base = arguments.design.request(&source)?;
    base.by = arguments.by;
    let request = ModelRequest {
        base,
        formula: arguments.formula,
        kind,
        term_test: match arguments.term_test {
            TermTestName::Wald => TermTest::Wald,
            TermTestName::WorkingWald => TermTest::WorkingWald,
            TermTestName::LikelihoodRatio => TermTest::LikelihoodRatio,
            TermTestName::Score => TermTest::Score,
        },
        margins: arguments.margins,
        against: arguments.against,
        small_sample: arguments.small_sample.map(|method| match method {
            SmallSample::Linearised => SmallSampleMethod::Linearised,
            SmallSample::Cr2 => SmallSampleMethod::Cr2,
        }),
        imputation: arguments.imputation,
    };
    let answer = model(&mut source, &request)?;
    let by = &request.base.by;
    let listings =
        vec![answer.coefficients(by, arguments.exp), answer.terms(by), answer.margins(by), answer.fits(by)];
    let results = Results {
        listings,
        remarks: Vec::new(),
        warnings: answer.warnings,
        design: answer.design,
        level: request.base.level,
    };
    results.give(&form)
}

impl Arguments {
    /// The model with its link, or a message for clap where these do not belong together.
    fn kind(&self) -> ModelKind {
        let binomial = || match self.link {
            None | Some(Link::Logit) => BinomialLink::Logit,
            Some(Link::Probit) => BinomialLink::Probit,
            Some(Link::Cloglog) => BinomialLink::Cloglog,
            Some(_) => self.refuse("logit, probit or cloglog"),
        };
        let no_link = || {
            if self.link.is_some() {
                self.refuse("no link")
            }
        };
        match self.family {
            FamilyName::Gaussian => {
                no_link();
                ModelKind::Glm(Family::Gaussian)
            }
            FamilyName::Binomial => ModelKind::Glm(Family::Binomial(binomial())),
            FamilyName::Quasibinomial => ModelKind::Glm(Family::Quasibinomial(binomial())),
            FamilyName::Poisson => {
                no_link();
                ModelKind::Glm(Family::Poisson)
            }
            FamilyName::Quasipoisson => {
                no_link();
                ModelKind::Glm(Family::Quasipoisson)
            }
            FamilyName::Gamma => ModelKind::Glm(Family::Gamma(match self.link {
                None | Some(Link::Log) => GammaLink::Log,
                Some(Link::Inverse) => GammaLink::Inverse,
                Some(_) => self.refuse("log or inverse"),
            })),
            FamilyName::Ordinal => ModelKind::Ordinal(match self.link {
                None | Some(Link::Logit) => OrdinalLink::Logit,
                Some(Link::Probit) => OrdinalLink::Probit,
                Some(Link::Cloglog) => OrdinalLink::Cloglog,
                Some(Link::Loglog) => OrdinalLink::Loglog,
                Some(Link::Cauchit) => OrdinalLink::Cauchit,
                Some(_) => self.refuse("logit, probit, cloglog, loglog or cauchit"),
            }),
            FamilyName::Cox => {
                no_link();
                ModelKind::Cox(match self.ties {
                    TiesName::Efron => Ties::Efron,
                    TiesName::Breslow => Ties::Breslow,
                })
            }
            FamilyName::Loglinear => {
                no_link();
                ModelKind::Loglinear
            }
        }
    }

    /// Ends with the exit code of wrong usage.
    fn refuse(&self, takes: &str) -> ! {
        let family = self.family.to_possible_value();
        let family = family.as_ref().map_or("", |value| value.get_name());
        super::usage("model", &format!("--family {family} takes {takes}"))
    }
}

fn formula(text: &str) -> Result<Formula, String> {
    Formula::parse(text).map_err(|error| error.to_string())
}
