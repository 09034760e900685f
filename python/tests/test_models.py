"""Generalised linear models against R's svyglm."""

from __future__ import annotations

import math
from typing import Any

import pandas
import pyarrow
import pytest

import sounding
from conftest import DESIGNS, RELATIVE, arrow, cases, close

pytestmark = pytest.mark.filterwarnings("ignore::sounding.SoundingWarning")

#: The models of reference/models/glm/case.R, with the computed columns of `prepared`.
MODELS: dict[str, tuple[str, list[str], dict[str, Any]]] = {
    "gaussian": ("api00", ["ell", "meals", "mobility"], {}),
    "gaussian_missing": ("api00", ["ell", "meals", "enroll"], {}),
    "logit": ("met", ["ell", "meals", "mobility"], {"family": "binomial"}),
    "probit": ("met", ["ell", "meals", "mobility"], {"family": "binomial", "link": "probit"}),
    "cloglog": ("met", ["ell", "meals", "mobility"], {"family": "binomial", "link": "cloglog"}),
    "quasibinomial": ("qualified", ["ell", "meals"], {"family": "quasibinomial"}),
    "poisson": ("api.stu", ["ell", "meals"], {"family": "poisson", "offset": "log_enroll"}),
    "quasipoisson": ("tenth", ["ell", "meals"], {"family": "quasipoisson"}),
    "gamma_log": ("api.stu", ["ell", "meals"], {"family": "gamma", "link": "log"}),
    "gamma_inverse": ("api00", ["ell", "meals"], {"family": "gamma"}),
}


def prepared(name: str) -> pandas.DataFrame:
    """A sample with the responses that the case computes."""
    schools = arrow(DESIGNS[name][0]).to_pandas()
    return schools.assign(
        met=schools["sch.wide"] == "Yes",
        qualified=schools["full"] / 100,
        log_enroll=[math.log(value) if value > 0 else math.nan for value in schools["enroll"]],
        tenth=schools["api.stu"] / 10,
    )


@pytest.mark.parametrize("name", ["strat", "clus2"])
@pytest.mark.parametrize("model", MODELS)
def test_models(name: str, model: str) -> None:
    y, x, arguments = MODELS[model]
    fitted = sounding.Design(prepared(name), **DESIGNS[name][1]).glm(y, x, **arguments)
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
    assert seen == len(x) + 1


def test_texts_enter_as_their_categories_without_the_first() -> None:
    sample = sounding.Design(prepared("strat"), **DESIGNS["strat"][1])
    model = sample.glm("api00", "stype")
    assert [one.term for one in model] == ["(intercept)", "stype=H", "stype=M"]
    means = sample.mean("api00", by="stype")
    assert model[0].estimate == pytest.approx(means.one(stype="E").estimate)
    assert model.term("stype=M").estimate == pytest.approx(means.one(stype="M").estimate - model[0].estimate)
    without = sample.glm("api00", "stype", where=prepared("strat")["stype"] != "E")
    assert [one.term for one in without] == ["(intercept)", "stype=M"]
    with pytest.raises(LookupError, match="there is no term api; the terms are: "):
        without.term("api")


def test_a_model_is_a_table() -> None:
    model = sounding.Design(prepared("strat"), **DESIGNS["strat"][1]).glm("api00", ["ell"])
    assert pyarrow.table(model).schema.names == ["term", "estimate", "se", "t", "p_value", "low", "high"]
    assert model.to_polars()["se"].to_list() == model.to_pandas()["se"].to_list() == [one.se for one in model]
    assert repr(model).startswith("api00 ~ 1 + ell, gaussian")


def test_models_that_cannot_be_fitted_are_refused() -> None:
    schools = prepared("strat")
    schools["twice"] = schools["ell"] * 2
    sample = sounding.Design(schools, **DESIGNS["strat"][1])
    refused: list[tuple[str, dict[str, Any]]] = [
        ("E-PY-007", {"y": "api00", "x": ["ell", "twice"]}),
        ("E-PY-007", {"y": "api00", "x": ["ell"], "family": "binomial"}),
        ("E-PY-007", {"y": "api00", "x": [], "intercept": False}),
        ("E-PY-002", {"y": "api00", "x": ["ell"], "family": "student"}),
        ("E-PY-002", {"y": "api00", "x": ["ell"], "link": "log"}),
        ("E-DATA-011", {"y": "api", "x": ["el"]}),
        ("E-DATA-013", {"y": "stype", "x": ["ell"]}),
    ]
    for code, arguments in refused:
        with pytest.raises(sounding.SoundingError) as caught:
            sample.glm(**arguments)
        assert caught.value.code == code, arguments
    replicated = sounding.Design(schools, strata="stype", weights="pw", replicates="jkn")
    with pytest.raises(sounding.SoundingError, match="linearised"):
        replicated.glm("api00", ["ell"])
