"""Generalised linear models against R's svyglm."""

from __future__ import annotations

from typing import Any

import pandas
import pyarrow
import pytest

import sounding
from conftest import DESIGNS, RELATIVE, arrow, cases, close

pytestmark = pytest.mark.filterwarnings("ignore::sounding.SoundingWarning")

#: The models of reference/models/glm/case.R.
MODELS: dict[str, tuple[str, dict[str, Any]]] = {
    "gaussian": ("api00 ~ ell + meals + mobility", {}),
    "gaussian_missing": ("api00 ~ ell + meals + enroll", {}),
    "logit": ('I(sch.wide == "Yes") ~ ell + meals + mobility', {"family": "binomial"}),
    "probit": ('I(sch.wide == "Yes") ~ ell + meals + mobility', {"family": "binomial", "link": "probit"}),
    "cloglog": ('I(sch.wide == "Yes") ~ ell + meals + mobility', {"family": "binomial", "link": "cloglog"}),
    "quasibinomial": ("qualified ~ ell + meals", {"family": "quasibinomial"}),
    "poisson": ("api.stu ~ ell + meals + offset(log(enroll))", {"family": "poisson"}),
    "quasipoisson": ("tenth ~ ell + meals", {"family": "quasipoisson"}),
    "gamma_log": ("api.stu ~ ell + meals", {"family": "gamma"}),
    "gamma_inverse": ("api00 ~ ell + meals", {"family": "gamma", "link": "inverse"}),
}


def prepared(name: str) -> pandas.DataFrame:
    """A sample with the responses that the case divides."""
    schools = arrow(DESIGNS[name][0]).to_pandas()
    return schools.assign(qualified=schools["full"] / 100, tenth=schools["api.stu"] / 10)


@pytest.mark.parametrize("name", ["strat", "clus2"])
@pytest.mark.parametrize("model", MODELS)
def test_models(name: str, model: str) -> None:
    formula, arguments = MODELS[model]
    fitted = sounding.Design(prepared(name), **DESIGNS[name][1]).glm(formula, **arguments)
    seen = 0
    for case in cases("models/glm"):
        if (case.design, case.measure) != (name, model):
            continue
        if case.domain == "coefficient":
            one = fitted[int(case.category)]
            close(one.estimate, case.value, one.term)
            close(one.se, case.se, one.term)
            # An end of the interval near zero keeps the digits of the coefficient and its error.
            scale = RELATIVE * (abs(case.value) + case.se)
            assert (one.low, one.high) == pytest.approx((case.low, case.high), rel=0, abs=scale), one.term
            assert fitted.df == case.df
            seen += 1
        elif case.domain == "covariance":
            i, j = map(int, case.category.split())
            # On the scale of correlations: one near zero keeps the digits of its variances.
            scale = RELATIVE * fitted[i].se * fitted[j].se
            assert fitted.covariance[i][j] == pytest.approx(case.value, rel=0, abs=scale)
        elif case.domain == "figure":
            figures = {"deviance": fitted.deviance, "dispersion": fitted.dispersion, "rows": fitted.n}
            close(figures[case.category], case.value)
    assert seen == len(fitted) >= 3


def test_texts_enter_as_their_categories_without_the_first() -> None:
    sample = sounding.Design(prepared("strat"), **DESIGNS["strat"][1])
    model = sample.glm("api00 ~ stype")
    assert [one.term for one in model] == ["(Intercept)", "stypeH", "stypeM"]
    means = sample.mean("api00", by="stype")
    assert model[0].estimate == pytest.approx(means.one(stype="E").estimate)
    assert model.term("stypeM").estimate == pytest.approx(means.one(stype="M").estimate - model[0].estimate)
    without = sample.glm("api00 ~ stype", where=prepared("strat")["stype"] != "E")
    assert [one.term for one in without] == ["(Intercept)", "stypeM"]
    whole = sample.glm('api00 ~ factor(stype, ref = "M") - 1')
    assert len(whole) == 3
    assert whole.covariance[0][0] ** 0.5 == pytest.approx(means.one(stype="M").se)
    with pytest.raises(LookupError, match="there is no term api; the terms are: "):
        without.term("api")


def test_terms_are_tested_as_a_whole() -> None:
    model = sounding.Design(prepared("strat"), **DESIGNS["strat"][1]).glm("api00 ~ ell + stype + ell:stype")
    assert [(test.term, test.df1) for test in model.tests] == [("ell", 1), ("stype", 2), ("ell:stype", 2)]
    # A term of one coefficient is its t, squared.
    assert model.tests[0].f == pytest.approx(model.term("ell").t ** 2)
    assert model.tests[0].p_value == pytest.approx(model.term("ell").p_value)
    assert all(test.df2 == model.df for test in model.tests)


def test_a_model_is_a_table() -> None:
    model = sounding.Design(prepared("strat"), **DESIGNS["strat"][1]).glm("api00 ~ ell")
    assert pyarrow.table(model).schema.names == ["term", "estimate", "se", "t", "p_value", "low", "high"]
    assert model.to_polars()["se"].to_list() == model.to_pandas()["se"].to_list() == [one.se for one in model]
    assert repr(model).startswith("api00 ~ ell, gaussian")


@pytest.mark.parametrize(
    ("code", "formula", "arguments"),
    [
        ("E-MODEL-002", "api00 ~ ell + twice", {}),
        ("E-MODEL-002", "api00 ~ ell", {"family": "binomial"}),
        ("E-MODEL-002", 'api00 ~ factor(stype, ref = "X")', {}),
        ("E-MODEL-001", "api00 ~ 0", {}),
        ("E-MODEL-001", "api00 ~ ell +", {}),
        ("E-MODEL-001", "~ ell", {}),
        ("E-MODEL-001", "api00 ~ ell + strata(stype)", {}),
        ("E-MODEL-001", "Surv(api00, api99) ~ ell", {}),
        ("E-PY-002", "api00 ~ ell", {"family": "student"}),
        ("E-PY-002", "api00 ~ ell", {"link": "log"}),
        ("E-DATA-011", "api ~ el", {}),
        ("E-DATA-013", "stype ~ ell", {}),
    ],
)
def test_models_that_cannot_be_fitted_are_refused(code: str, formula: str, arguments: dict[str, Any]) -> None:
    schools = prepared("strat")
    schools["twice"] = schools["ell"] * 2
    with pytest.raises(sounding.SoundingError) as caught:
        sounding.Design(schools, **DESIGNS["strat"][1]).glm(formula, **arguments)
    assert caught.value.code == code


def test_models_are_not_fitted_with_replicates() -> None:
    replicated = sounding.Design(prepared("strat"), strata="stype", weights="pw", replicates="jkn")
    with pytest.raises(sounding.SoundingError, match="linearised"):
        replicated.glm("api00 ~ ell")
