//! What tests of hypotheses under the design have in common: the distribution of a weighted sum of chi-squared variables.

pub mod quadratic_form;
