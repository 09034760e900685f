"""Every measure against R's survey package, in every design, from tables of every library."""

from __future__ import annotations

import pyarrow.compute
import pytest

import sounding
from conftest import DESIGNS, Case, agrees, arrow, cases, close, design, named

pytestmark = pytest.mark.filterwarnings("ignore::sounding.SoundingWarning")


def figure(answer: sounding.Answer, case: Case, **labels: str) -> sounding.Figure:
    """The figure of the case's domain, where the answer is by type of school or for all."""
    return answer.one(**labels, **({"stype": case.domain} if case.domain else {}))


@pytest.mark.parametrize("name", DESIGNS)
@pytest.mark.parametrize("measure", ["mean", "total"])
def test_means_and_totals(name: str, measure: str, library: str) -> None:
    sample = design(name, library)
    own = [case for case in cases(f"api/{measure}") if case.design == name]
    assert own
    for case in own:
        answer = getattr(sample, measure)(case.measure, by="stype" if case.domain else None)
        agrees(figure(answer, case), case)


@pytest.mark.parametrize("name", DESIGNS)
def test_ratios(name: str, library: str) -> None:
    sample = design(name, library)
    for case in (case for case in cases("api/ratio") if case.design == name):
        y, x = case.measure.split("/")
        agrees(figure(sample.ratio(y, x, by=["stype"] if case.domain else []), case), case)


@pytest.mark.parametrize("name", DESIGNS)
def test_proportions_and_their_intervals(name: str) -> None:
    sample = design(name)
    own = [case for case in cases("api/proportion") if case.design == name]
    assert {case.measure.split(":")[1] for case in own} == {"wald", "logit", "wilson", "korn-graubard"}
    for case in own:
        y, ci = case.measure.split(":")
        answer = sample.proportion(y, ci=ci, by="stype" if case.domain else None)
        agrees(figure(answer, case, category=case.category), case)


@pytest.mark.parametrize("name", DESIGNS)
def test_quantiles(name: str, library: str) -> None:
    sample = design(name, library)
    for case in (case for case in cases("api/quantile") if case.design == name):
        y, p = case.measure.split("@")
        agrees(figure(sample.quantile(y, p=float(p), by="stype" if case.domain else None), case), case)


@pytest.mark.parametrize("name", DESIGNS)
def test_proportions_with_more_intervals(name: str) -> None:
    sample = design(name)
    own = [case for case in cases("api/proportion_intervals") if case.design == name]
    assert own
    for case in own:
        y, ci = case.measure.split(":")
        answer = sample.proportion(y, ci=ci, by="stype" if case.domain else None)
        agrees(figure(answer, case, category=case.category), case)


@pytest.mark.parametrize("name", DESIGNS)
def test_quantiles_by_every_rule_and_interval(name: str) -> None:
    sample = design(name)
    own = [case for case in cases("api/quantile_rules") if case.design == name]
    assert own
    for case in own:
        y, p, rule, ci = case.measure.split("@")
        answer = sample.quantile(y, p=float(p), rule=rule, ci=ci, by="stype" if case.domain else None)
        agrees(figure(answer, case), case)


@pytest.mark.parametrize("name", DESIGNS)
def test_spreads(name: str) -> None:
    sample = design(name)
    has_enroll = arrow(DESIGNS[name][0])["enroll"].is_valid()
    for case in (case for case in cases("api/spread") if case.design == name):
        kind, *variables = case.measure.split(":")
        ask = getattr(sample, {"deviation": "sd"}.get(kind, kind))
        agrees(figure(ask(*variables, by="stype" if case.domain else None, where=has_enroll), case), case)


@pytest.mark.parametrize("name", DESIGNS)
def test_functions_of_totals(name: str) -> None:
    sample = design(name)
    table = arrow(DESIGNS[name][0])
    complete = pyarrow.compute.and_(table["enroll"].is_valid(), table["api.stu"].is_valid())
    own = [case for case in cases("api/function") if case.design == name]
    assert own
    for case in own:
        text = case.measure.replace(";", ",")
        agrees(figure(sample.function(text, by="stype" if case.domain else None, where=complete), case), case)


CROSSTABS = [
    ("apiclus1", "clus1", "all", "stype", "sch.wide", None, False),
    ("apiclus1", "clus1", "large", "stype", "sch.wide", None, True),
    ("apistrat", "strat", "all", "comp.imp", "awards", None, False),
    ("apistrat", "strat", "stype", "stype", "sch.wide", None, False),
    ("apistrat", "strat", "jkn", "stype", "sch.wide", "jkn", False),
]


@pytest.mark.parametrize(("folder", "name", "prefix", "a", "b", "replicates", "large"), CROSSTABS)
def test_cross_tables_with_rao_scott(
    folder: str, name: str, prefix: str, a: str, b: str, replicates: str | None, large: bool
) -> None:
    expected = named(f"{folder}/crosstab")
    enroll = arrow(DESIGNS[name][0])["enroll"].to_pylist()
    where = [value is not None and value > 300 for value in enroll] if large else None
    answer = design(name, replicates=replicates).table(a, b, where=where)
    (test,) = answer.tests
    for found, key in ((test.f, "F"), (test.df1, "ndf"), (test.df2, "ddf"), (test.p_value, "F_p")):
        close(found, expected[f"{prefix}_{key}"], key)
    for figure in answer:
        cell = ".".join(figure.category.values())
        close(figure.estimate, expected[f"{prefix}_p_{cell}"], cell)
        close(figure.se, expected[f"{prefix}_se_{cell}"], cell)
