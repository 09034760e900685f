"""Replicates that are made from a design, and those that a table brings, against R."""

from __future__ import annotations

from typing import Any

import pandas
import pytest

import sounding
from conftest import LIBRARIES, arrow, close, design, named

pytestmark = pytest.mark.filterwarnings("ignore::sounding.SoundingWarning")


def check(sample: sounding.Design, expected: dict[str, float], prefix: str) -> None:
    """The measures that every case of replicates has."""
    yes = LIBRARIES["pandas"]("apiclus1" if sample.facts.rows == 183 else "apistrat")["sch.wide"] == "Yes"
    found = {
        "mean_api00": sample.mean("api00")[0],
        "total_enroll": sample.total("enroll")[0],
        "ratio_api00_api99": sample.ratio("api00", "api99")[0],
        "mean_api00_yes": sample.mean("api00", where=yes.to_numpy())[0],
        "proportion_yes": sample.proportion("sch.wide").one(category="Yes"),
        "median_api00": sample.quantile("api00")[0],
        "q50": sample.quantile("api00", p=0.5)[0],
        "q90": sample.quantile("api00", p=0.9)[0],
    }
    seen = 0
    for name, figure in found.items():
        if f"{prefix}{name}" in expected:
            close(figure.estimate, expected[f"{prefix}{name}"], name)
            close(figure.se, expected[f"{prefix}{name}_se"], name)
            seen += 1
    assert seen >= 4


@pytest.mark.parametrize("mse", [False, True])
def test_jkn_on_the_stratified_sample(mse: bool, library: str) -> None:
    sample = design("strat", library, replicates="jkn", rep_mse=mse)
    check(sample, named("apistrat/jkn"), "mse_" if mse else "")
    assert sample.facts.replicates == 200


@pytest.mark.parametrize("mse", [False, True])
def test_jk1_on_the_cluster_sample(mse: bool) -> None:
    check(design("clus1", replicates="jk1", rep_mse=mse), named("apiclus1/jk1"), "mse_" if mse else "")


@pytest.mark.parametrize(("folder", "kind"), [("apistrat/brr", "brr"), ("apistrat/fay", "fay:0.3")])
def test_balanced_replicates_on_a_paired_design(folder: str, kind: str) -> None:
    # As in the case: every ten schools of a type are a stratum, its halves the units.
    schools = LIBRARIES["pandas"]("apistrat")
    within = schools.groupby("stype").cumcount()
    schools["block"] = schools["stype"] + (within // 10).astype(str).str.zfill(2)
    schools["half"] = (within % 10 >= 5).astype(int)
    sample = sounding.Design(schools, strata="block", psu="half", weights="pw", replicates=kind)
    expected = named(folder)
    # The order of strata decides which Hadamard column each gets, which a total does not depend on.
    close(sample.total("enroll")[0].se, expected["taylor_total_enroll_se"])
    close(sample.mean("api00")[0].estimate, expected["mean_api00"])


def units() -> pandas.DataFrame:
    """The stratified sample in units of five schools of a type, as reference/apistrat/units.R makes them."""
    schools = LIBRARIES["pandas"]("apistrat")
    within = schools.groupby("stype").cumcount()
    unit = schools["stype"].map({"E": 0, "M": 20, "H": 30}) + within // 5
    # Strata in the order of their units.
    return schools.assign(unit=unit, stratum=schools["stype"].map({"E": 1, "M": 2, "H": 3}))


@pytest.mark.parametrize("mse", [False, True])
def test_successive_differences_in_the_order_of_selection(mse: bool) -> None:
    schools = units()
    schools["place"] = 7 * (schools["unit"] + 1) % 41
    arguments: dict[str, Any] = {"strata": "stratum", "psu": "unit", "weights": "pw", "order": "place"}
    sample = sounding.Design(schools, replicates="sdr:41", rep_mse=mse, **arguments)
    assert sample.facts.replicates == 44
    check(sample, named("apistrat/sdr"), "mse_" if mse else "")


def test_the_jackknife_of_pairs() -> None:
    schools = units()
    schools["pair"] = schools["unit"] // 2
    sample = sounding.Design(schools, strata="pair", psu="unit", weights="pw", replicates="jk2")
    # Which unit of a pair is left out, by chance here, changes a mean's error and not a total's.
    close(sample.total("enroll")[0].se, named("apistrat/jk2")["mse_total_enroll_se"])
    schools["triple"] = schools["pair"].where(schools["unit"] < 36, 18)
    with pytest.raises(sounding.SoundingError, match="every stratum needs two or three sampling units: 18 has 4"):
        sounding.Design(schools, strata="triple", psu="unit", weights="pw", replicates="jk2")


def test_a_group_at_a_time() -> None:
    schools = units()
    arguments: dict[str, Any] = {"strata": "stratum", "psu": "unit", "weights": "pw", "replicates": "groups:12"}
    figures = [sounding.Design(schools, seed=seed, **arguments).total("enroll")[0] for seed in (5, 5, 6)]
    assert figures[0].se == figures[1].se != figures[2].se
    # As many degrees of freedom as groups less one.
    assert figures[0].df == 11


def test_columns_of_replicates_by_how_they_begin() -> None:
    arguments: dict[str, Any] = {"weights": "pw", "rep_type": "brr", "rep_multipliers": True}
    table = with_replicates(combined=False)
    starred = sounding.Design(table, rep_weights="rep*", **arguments)
    listed = sounding.Design(table, rep_weights=[f"rep{r}" for r in range(24)], **arguments)
    assert starred.facts == listed.facts
    assert starred.mean("api00")[0] == listed.mean("api00")[0]
    with pytest.raises(sounding.SoundingError, match="E-DATA-011"):
        sounding.Design(table, rep_weights="weight*", **arguments)


def test_the_bootstrap_follows_its_seed() -> None:
    errors = [design("strat_nofpc", replicates="bootstrap:50", seed=seed).mean("api00")[0].se for seed in (1, 1, 2)]
    assert errors[0] == errors[1] != errors[2]


@pytest.mark.parametrize("rule", ["remove", "certainty", "average", "adjust"])
def test_single_units_with_jkn(rule: str) -> None:
    schools = LIBRARIES["pandas"]("apistrat")
    # Only the first high school is kept.
    few = schools[(schools["stype"] != "H") | ~schools["stype"].eq("H").cumsum().gt(1)]
    arguments: dict[str, Any] = {"strata": "stype", "weights": "pw", "fpc": "fpc", "single_psu": rule}
    sample = sounding.Design(few, replicates="jkn", **arguments)
    expected = named("apistrat/jkn")
    close(sample.mean("api00")[0].se, expected[f"single_{rule}_mean_api00_se"])
    close(sample.total("enroll")[0].se, expected[f"single_{rule}_total_enroll_se"])


RSCALES = [r % 5 / 4 for r in range(24)]

#: The sets of reference/apiclus1/ready/case.R: whether the columns are weights, and the arguments.
READY: dict[str, tuple[bool, dict[str, Any]]] = {
    "jk1_scale": (False, {"rep_type": "jk1", "rep_scale": 0.7}),
    "jk1_weights": (True, {"rep_type": "jk1"}),
    "jk1_multipliers": (False, {"rep_type": "jk1"}),
    "jkn_rscales": (True, {"rep_type": "jkn", "rep_scale": 1.0, "rep_rscales": RSCALES}),
    "jkn_multipliers": (False, {"rep_type": "jkn"}),
    "jk2": (True, {"rep_type": "jk2"}),
    "brr": (False, {"rep_type": "brr"}),
    "brr_rscales": (False, {"rep_type": "brr", "rep_rscales": RSCALES}),
    "fay": (True, {"rep_type": "fay:0.3"}),
    "bootstrap": (False, {"rep_type": "bootstrap"}),
    "bootstrap_average": (True, {"rep_type": "bootstrap:5"}),
    "bootstrap_scale": (False, {"rep_type": "bootstrap", "rep_scale": 0.05}),
    "successive": (True, {"rep_type": "sdr"}),
        "other": (False, {"rep_type": "other", "rep_scale": 0.1, "rep_rscales": RSCALES}),
}


@pytest.mark.parametrize("mse", [False, True])
@pytest.mark.parametrize("name", READY)
def test_replicate_weights_of_a_table(name: str, mse: bool) -> None:
    combined, arguments = READY[name]
    expected = named("apiclus1/ready")
    names = [f"rep{r}" for r in range(24)]
    sample = sounding.Design(
        with_replicates(combined), weights="pw", rep_weights=names, rep_multipliers=not combined, rep_mse=mse, **arguments
    )
    check(sample, expected, f"{name}_mse_" if mse else f"{name}_")
    if not mse:
        assert sample.facts.df == expected[f"{name}_degf"]


def test_spreads_and_tables_with_replicate_weights_of_a_table() -> None:
    # JKn replicates written out as multipliers give what JKn gives.
    schools = LIBRARIES["pandas"]("apistrat")
    counts = schools.groupby("stype")["stype"].transform("size").to_numpy()
    strata = schools["stype"].to_numpy()

    def factor(row: int, r: int) -> float:
        if row == r:
            return 0.0
        return counts[row] / (counts[row] - 1) if strata[row] == strata[r] else 1.0

    rows = range(len(schools))
    columns = {f"rep{r}": [factor(row, r) for row in rows] for r in rows}
    names = list(columns)
    schools = pandas.concat([schools, pandas.DataFrame(columns)], axis=1)
    rscales = ((counts - 1) / counts).tolist()
    made = sounding.Design(schools, strata="stype", weights="pw", replicates="jkn")
    ready = sounding.Design(
        schools, weights="pw", rep_weights=names, rep_type="other", rep_multipliers=True, rep_scale=1.0, rep_rscales=rscales
    )
    assert ready.facts.df == made.facts.df
    for ask in (
        lambda sample: sample.sd("api00", by="awards"),
        lambda sample: sample.correlation("api00", "enroll"),
        lambda sample: sample.covariance("api00", "enroll", by="stype"),
        lambda sample: sample.function("total(api.stu) / total(enroll) - 1"),
        lambda sample: sample.table("stype", "awards"),
        lambda sample: sample.total("enroll", by=["stype", "awards"]),
    ):
        one, other = ask(made), ask(ready)
        for a, b in zip(one, other, strict=True):
            close(b.estimate, a.estimate, a.measure)
            close(b.se, a.se, a.measure)
        for a, b in zip(one.tests, other.tests, strict=True):
            close(b.f, a.f)


def with_replicates(combined: bool) -> Any:
    """The cluster sample with the replicate columns of the case's formula."""
    table = arrow("apiclus1")
    weights = table["pw"].to_pylist()
    columns = [[((7 * i + 13 * r + 3 * i * r) % 11 + 1) / 6 for i in range(len(weights))] for r in range(24)]
    columns[23] = [(a + b) / 2 for a, b in zip(columns[0], columns[1])]
    for r, column in enumerate(columns):
        own = [value * weight for value, weight in zip(column, weights)] if combined else column
        table = table.append_column(f"rep{r}", [own])
    return table
