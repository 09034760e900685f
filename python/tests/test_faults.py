"""What cannot be done: every fault at once, with its code, its place and its remedy."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from typing import Any

import numpy
import pandas
import pyarrow
import pytest

import sounding


def refused(ask: Callable[[], Any]) -> sounding.SoundingError:
    """The error of a question that must be refused."""
    with pytest.raises(sounding.SoundingError) as caught:
        ask()
    return caught.value


def test_every_missing_column_is_named_with_the_nearest(schools: pandas.DataFrame) -> None:
    error = refused(lambda: sounding.Design(schools, strata="styp", weights="pv"))
    assert error.codes == ("E-DATA-011", "E-DATA-011")
    assert {finding.place for finding in error.findings} == {"styp", "pv"}
    assert 'did you mean "stype"?' in str(error)
    error = refused(lambda: sounding.Design(schools).mean("api", by=["nothing"]))
    assert set(error.codes) == {"E-DATA-011"}


def test_an_error_reads_as_on_the_command_line(schools: pandas.DataFrame) -> None:
    error = refused(lambda: sounding.Design(schools).mean("stype"))
    assert isinstance(error, ValueError)
    assert str(error) == (
        'error[E-DATA-013]: "stype" is a text, and numbers are needed\n'
        "  at: stype\n"
        "  remedy: name another column, or use it as categories"
    )
    assert pickle.loads(pickle.dumps(error)).findings == error.findings
    assert repr(type(error)) == "<class 'sounding.SoundingError'>"


def test_bad_weights_are_listed_with_their_rows() -> None:
    table = pyarrow.table({"y": [1, 2, 3], "w": [2.0, -1.0, None]})
    error = refused(lambda: sounding.Design(table, weights="w"))
    assert error.codes == ("E-EST-004", "E-EST-004")
    assert [finding.message[:6] for finding in error.findings] == ["row 1:", "row 2:"]


def test_what_the_design_lacks_is_said_together() -> None:
    table = pyarrow.table({"h": ["a", None, "b"], "w": [1.0, -1.0, 1.0], "N": [0.0, 5.0, 5.0]})
    error = refused(lambda: sounding.Design(table, strata="h", weights="w", fpc="N"))
    assert error.codes == ("E-EST-002", "E-EST-003", "E-EST-004")


def test_corrections_are_checked() -> None:
    table = pyarrow.table({"h": ["a", "a", "b", "b"], "few": [1.5, 1.5, 9.0, 9.0], "two": [5.0, 6.0, 7.0, 7.0]})
    assert refused(lambda: sounding.Design(table, strata="h", fpc="two")).code == "E-EST-006"
    assert refused(lambda: sounding.Design(table, strata="h", fpc="few")).code == "E-EST-007"


def test_single_units_are_named() -> None:
    table = pyarrow.table({"h": ["a", "a", "b", "c"], "y": [1.0, 2.0, 3.0, 4.0]})
    error = refused(lambda: sounding.Design(table, strata="h").mean("y"))
    assert error.code == "E-EST-005"
    assert error.findings[0].message.endswith("in: b, c")
    assert error.findings[0].place == "h"
    assert sounding.Design(table, strata="h", single_psu="adjust").mean("y")[0].se > 0


def test_replicates_that_cannot_be_made_are_refused(schools: pandas.DataFrame) -> None:
    arguments: dict[str, Any] = {"strata": "stype", "weights": "pw"}
    for kind in ("jk1", "brr"):
        assert refused(lambda: sounding.Design(schools, replicates=kind, **arguments)).code == "E-EST-009"
    for kind in ("jk3", "fay:1.5", "bootstrap:1", "jk1:80"):
        assert refused(lambda: sounding.Design(schools, replicates=kind, **arguments)).code == "E-PY-002"


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ({"rep_weights": ["pw"], "rep_type": "jk1"}, "E-EST-014"),
        ({"rep_weights": ["pw", "api99"], "rep_type": "jkn"}, "E-EST-014"),
        ({"rep_weights": ["pw", "api99"], "rep_type": "other"}, "E-EST-014"),
        ({"rep_weights": ["pw", "api99"], "rep_type": "jk7"}, "E-PY-002"),
        ({"rep_weights": ["pw", "api99"]}, "E-PY-002"),
        ({"rep_weights": ["pw", "api99"], "rep_type": "brr", "strata": "stype"}, "E-PY-002"),
        ({"rep_weights": ["pw", "api99"], "rep_type": "brr", "replicates": "jk1"}, "E-PY-002"),
        ({"rep_type": "brr"}, "E-PY-002"),
        ({"rep_weights": ["pw", "api99"], "rep_type": "brr", "weights": None}, "E-PY-002"),
    ],
)
def test_replicate_weights_that_cannot_be_used_are_refused(
    schools: pandas.DataFrame, arguments: dict[str, Any], code: str
) -> None:
    assert refused(lambda: sounding.Design(schools, **{"weights": "pw", **arguments})).code == code


def test_arguments_are_checked(schools: pandas.DataFrame) -> None:
    sample = sounding.Design(schools, weights="pw")
    assert refused(lambda: sounding.Design(schools, single_psu="ignore")).code == "E-PY-002"  # type: ignore[arg-type]
    assert refused(lambda: sample.mean("api00", level=95)).code == "E-PY-002"
    assert refused(lambda: sample.quantile("api00", p=50)).code == "E-PY-002"
    assert refused(lambda: sample.proportion("stype", ci="exact")).code == "E-PY-002"  # type: ignore[arg-type]
    assert refused(lambda: sample.mean()).code == "E-EST-001"
    with pytest.raises(TypeError):
        sample.mean("api00", bye="stype")  # type: ignore[call-arg]


def test_masks_are_checked(schools: pandas.DataFrame) -> None:
    sample = sounding.Design(schools, weights="pw")
    assert refused(lambda: sample.mean("api00", where=[True, False])).code == "E-PY-003"
    assert refused(lambda: sample.mean("api00", where="stype")).code == "E-PY-003"
    assert refused(lambda: sample.mean("api00", where=schools["api99"])).code == "E-PY-003"
    assert refused(lambda: sample.mean("api00", where=pyarrow.array(schools["api99"]))).code == "E-PY-003"
    assert refused(lambda: sample.mean("api00", where=numpy.zeros(200, dtype=bool))).code == "E-EST-008"
    other = schools.sample(frac=1, random_state=1)
    error = refused(lambda: sample.mean("api00", where=other["stype"] == "H"))
    assert "other row labels" in str(error)


def test_functions_are_read_with_their_place(schools: pandas.DataFrame) -> None:
    error = refused(lambda: sounding.Design(schools).function("total(api00) / api99"))
    assert error.code == "E-PY-005"
    assert error.findings[0].message == "character 16: api99 is neither a number nor a total"
    assert error.findings[0].remedy == "write total(api99) or mean(api99)"


def test_what_is_no_table_is_refused() -> None:
    for data in ({"y": [1]}, [1, 2], "schools.csv", None):
        assert refused(lambda: sounding.Design(data)).code == "E-PY-001"  # type: ignore[arg-type]


def test_two_columns_of_one_name_are_refused_when_named() -> None:
    table = pyarrow.table([[1.0, 2.0], [3.0, 5.0], [1.0, 1.0]], names=["y", "y", "w"])
    sample = sounding.Design(table, weights="w")
    assert refused(lambda: sample.mean("y")).code == "E-DATA-006"


def test_tables_without_rows_have_no_figures() -> None:
    table = pyarrow.table({"y": pyarrow.array([], pyarrow.float64()), "h": pyarrow.array([], pyarrow.string())})
    for arguments in ({}, {"strata": "h"}, {"psu": "h", "weights": "y"}):
        assert refused(lambda: sounding.Design(table, **arguments).mean("y")).code == "E-EST-008"
    assert refused(lambda: sounding.Design(table, replicates="jk1")).code == "E-EST-009"
    assert refused(lambda: sounding.Design(table).glm("y ~ y")).code == "E-MODEL-002"


def test_identifiers_are_no_categories() -> None:
    table = pyarrow.table({"id": list(range(10_001)), "half": [row % 2 for row in range(10_001)]})
    sample = sounding.Design(table)
    assert refused(lambda: sample.proportion("id")).code == "E-PY-006"
    assert refused(lambda: sample.table("id", "half")).code == "E-PY-006"
    assert refused(lambda: sample.table("id", "id")).code == "E-PY-006"


def test_columns_of_other_kinds_are_refused_or_read_as_texts() -> None:
    table = pyarrow.table(
        {
            "list": [[1], [2], [2]],
            "time": pyarrow.array([1, 2, 2], pyarrow.timestamp("s")),
            "nothing": pyarrow.nulls(3),
            "y": [1.0, 2.0, 4.0],
        }
    )
    sample = sounding.Design(table)
    assert len(sample.mean("y", by="time")) == 2
    assert refused(lambda: sample.mean("list")).code == "E-DATA-013"
    assert refused(lambda: sample.mean("time")).code == "E-DATA-013"
    assert refused(lambda: sample.mean("y", by="nothing")).code == "E-EST-008"
    with pytest.warns(sounding.SoundingWarning) as told:
        assert len(sample.mean("nothing")) == 0
    assert "no row has a value" in str(told[1].message)
