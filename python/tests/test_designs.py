"""Strata with a single unit, and unequal probabilities without replacement, against R."""

from __future__ import annotations

import csv
from typing import Any

import pandas
import pyarrow
import pytest

import sounding
from conftest import REFERENCE, Case, arrow, cases, close

pytestmark = pytest.mark.filterwarnings("ignore::sounding.SoundingWarning")


def few_units() -> pandas.DataFrame:
    """The stratified sample in the strata of reference/apistrat/single, of which some have one school."""
    schools = arrow("apistrat").to_pandas()
    with open(REFERENCE / "apistrat/single/strata.csv", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    schools["h"] = [int(row["h"]) for row in rows]
    schools["N"] = [float(row["N"]) for row in rows]
    return schools


def ask(sample: sounding.Design, case: Case, where: Any) -> sounding.Figure:
    """The figure of a case whose measure is written as ``total:y`` or ``ratio:y/x``."""
    measure, variable = case.measure.split(":")
    return getattr(sample, measure)(*variable.split("/"), where=where)[0]


def test_rules_for_single_units() -> None:
    schools = few_units()
    domains = {"": None, "even": schools["cnum"] % 2 == 0, "yr.rnd": schools["yr.rnd"] == "Yes"}
    seen = 0
    for case in cases("apistrat/single"):
        name, *rule = case.design.split("_")
        if rule[0] == "collapse" or name == "collapse":
            continue
        domain_too = rule[1] == "domain" and rule[0] in ("adjust", "average")
        single = f"{rule[0]}-domain" if domain_too else rule[0]
        fpc = "N" if name == "fpc" else None
        sample = sounding.Design(schools, strata="h", weights="pw", fpc=fpc, single_psu=single)  # type: ignore[arg-type]
        figure = ask(sample, case, domains[case.domain])
        close(figure.estimate, case.value, str(case))
        close(figure.se, case.se, str(case))
        seen += 1
    assert seen == 144


def test_single_units_join_the_stratum_most_like_them() -> None:
    schools = few_units()
    # Types of schools are far from each other, groups of counties near.
    domains = {"": None, "even": schools["cnum"] % 2 == 0, "yr.rnd": schools["yr.rnd"] == "Yes"}
    sample = sounding.Design(
        schools, strata="h", weights="pw", fpc="N", single_psu="collapse", collapse_by="h"
    )
    assert sample.warnings and sample.warnings[0].startswith("strata joined for the variance: ")
    for case in cases("apistrat/single"):
        if case.design == "collapse_fpc":
            figure = ask(sample, case, domains[case.domain])
            close(figure.estimate, case.value, str(case))
            close(figure.se, case.se, str(case))


#: The designs of reference/election/pps that the arguments can say.
UNEQUAL: dict[str, dict[str, Any]] = {
    "ht": {"pps": "joint", "pps_form": "horvitz-thompson"},
    "yg": {"pps": "joint"},
    "hr_ht": {"pps": "hartley-rao", "pps_form": "horvitz-thompson"},
    "hr_yg": {"pps": "hartley-rao"},
    "overton_ht": {"pps": "overton", "pps_form": "horvitz-thompson"},
    "overton_yg": {"pps": "overton"},
    "brewer": {"pps": "brewer"},
    "hajek": {"pps": "hajek"},
    "deville": {"pps": "deville"},
    "strat_hr_ht": {"pps": "hartley-rao", "pps_form": "horvitz-thompson", "strata": "half"},
    "strat_overton_ht": {"pps": "overton", "pps_form": "horvitz-thompson", "strata": "half"},
    "strat_brewer": {"pps": "brewer", "strata": "half"},
    "strat_hajek": {"pps": "hajek", "strata": "half"},
    "strat_deville": {"pps": "deville", "strata": "half"},
}


@pytest.mark.parametrize("name", UNEQUAL)
def test_unequal_probabilities(name: str) -> None:
    counties = arrow("election_pps").to_pandas()
    counties["half"] = [2 if row % 3 == 2 else 1 for row in range(len(counties))]
    arguments = dict(UNEQUAL[name])
    if arguments["pps"] == "joint":
        pairs = arrow("election_joint")
        arguments["joint"] = pyarrow.table({"a": pairs["i"], "b": pairs["j"], "p": pairs["p"]})
    sample = sounding.Design(counties, probabilities="p", **arguments)
    seen = 0
    for case in cases("election/pps"):
        if case.design == name and case.measure != "covariance":
            figure = ask(sample, case, counties["TotPrecincts"] < 100 if case.domain else None)
            close(figure.estimate, case.value, str(case))
            close(figure.se, case.se, str(case))
            seen += 1
    assert seen >= 6


def test_unequal_probabilities_in_two_stages() -> None:
    schools = arrow("apiclus2").to_pandas()
    schools["p1"] = 0.02 + 0.3 * (schools["dnum"] % 7) / 7
    schools["p2"] = schools.groupby("dnum")["snum"].transform("size") / schools["fpc2"]
    sample = sounding.Design(schools, psu=["dnum", "snum"], probabilities=["p1", "p2"])
    for case in cases("apiclus2/pps"):
        figure = ask(sample, case, schools["stype"] == case.domain if case.domain else None)
        close(figure.estimate, case.value, str(case))
        close(figure.se, case.se, str(case))


def test_joint_probabilities_that_do_not_fit_are_refused() -> None:
    counties = pyarrow.table({"county": ["x", "y", "z"], "p": [0.5, 0.4, 0.3], "votes": [1.0, 2.0, 3.0]})
    arguments: dict[str, Any] = {"psu": "county", "probabilities": "p", "pps": "joint"}

    def codes(a: list[str], b: list[str], p: list[float]) -> tuple[str, ...]:
        with pytest.raises(sounding.SoundingError) as caught:
            sounding.Design(counties, joint=pyarrow.table({"a": a, "b": b, "p": p}), **arguments)
        return caught.value.codes

    assert codes(["x", "w"], ["y", "x"], [0.2, 0.1]) == ("E-EST-011",)
    assert codes(["x", "y"], ["y", "x"], [0.2, 0.1]) == ("E-EST-011",)
    assert codes(["x"], ["y"], [0.45]) == ("E-EST-011",)
    good = pyarrow.table({"a": ["x", "y", "x"], "b": ["y", "z", "z"], "p": [0.15, 0.1, 0.1]})
    assert sounding.Design(counties, joint=good, **arguments).total("votes")[0].estimate == pytest.approx(17)


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ({"probabilities": "p", "pps": "joint"}, "E-PY-002"),
        ({"probabilities": "p", "fpc": "n"}, "E-PY-002"),
        ({"probabilities": "p", "pps": "brewers"}, "E-PY-002"),
        ({"probabilities": "n"}, "E-EST-010"),
        ({"probabilities": ["p", "p"], "psu": "county"}, "E-EST-012"),
        ({"strata": "county", "single_psu": "collapse", "collapse_by": "gap"}, "E-EST-013"),
        ({"replicates": "sdr", "psu": "county", "order": "gap"}, "E-EST-015"),
    ],
)
def test_designs_that_contradict_themselves_are_refused(arguments: dict[str, Any], code: str) -> None:
    table = pyarrow.table(
        {"county": ["x", "x", "z", "u"], "p": [0.5, 0.5, 0.3, 0.2], "n": [3.0] * 4, "gap": [1.0, None, 2.0, 3.0]}
    )
    with pytest.raises(sounding.SoundingError) as caught:
        sounding.Design(table, **arguments)
    assert caught.value.code == code
