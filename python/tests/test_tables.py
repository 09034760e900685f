"""Tables of every kind: what is a number, what is a category, what a mask may be."""

from __future__ import annotations

import datetime

import numpy
import pandas
import polars
import pyarrow
import pytest

import sounding
from conftest import arrow, design


def labels(column: object) -> list[str]:
    """The categories of a column."""
    sample = sounding.Design(pyarrow.table({"y": column}))
    return [figure.category["category"] for figure in sample.proportion("y")]


def test_labels_stand_in_order_numbers_by_value() -> None:
    assert labels([10, 2, -1, 10]) == ["-1", "2", "10"]
    assert labels([0.5, 3.0, -0.0, 0.0]) == ["0", "0.5", "3"]
    assert labels(["b", "10", "2", "a"]) == ["2", "10", "a", "b"]
    assert labels([True, False, True]) == ["0", "1"]
    assert labels([datetime.date(2026, 8, 2), datetime.date(2025, 1, 1)]) == ["2025-01-01", "2026-08-02"]


def test_long_identifiers_stay_apart() -> None:
    # These two are one number as a 64-bit float.
    table = pyarrow.table({"unit": [2**53, 2**53 + 1, 2**53 + 2], "y": [1.0, 2.0, 3.0]})
    assert sounding.Design(table, psu="unit").facts.psus == 3
    assert labels(pyarrow.array([2**64 - 1, 2**64 - 2], pyarrow.uint64())) == ["18446744073709551614", "18446744073709551615"]


@pytest.mark.parametrize(
    "kind",
    [
        pyarrow.string(),
        pyarrow.large_string(),
        pyarrow.string_view(),
        pyarrow.dictionary(pyarrow.int8(), pyarrow.string()),
    ],
    ids=str,
)
def test_texts_of_every_kind_are_categories(kind: pyarrow.DataType) -> None:
    texts = pyarrow.array(["no", "yes", None, "no"])
    if kind == pyarrow.dictionary(pyarrow.int8(), pyarrow.string()):
        column = pyarrow.array(texts.to_pylist()).dictionary_encode().cast(kind)
    else:
        column = texts.cast(kind)
    with pytest.warns(sounding.SoundingWarning, match="1 rows have no category"):
        assert labels(column) == ["no", "yes"]


def test_categories_that_no_row_has_are_no_categories() -> None:
    table = pandas.DataFrame({"y": pandas.Categorical(["b", "a", "b"], categories=["z", "b", "a"])})
    assert [figure.category["category"] for figure in sounding.Design(table).proportion("y")] == ["a", "b"]
    table = pandas.DataFrame({"y": pandas.Categorical([10, 2, 10])})
    assert [figure.category["category"] for figure in sounding.Design(table).proportion("y")] == ["2", "10"]
    table = polars.DataFrame({"y": ["b", "a", "b"]}, schema={"y": polars.Enum(["z", "b", "a"])})
    assert [figure.category["category"] for figure in sounding.Design(table).proportion("y")] == ["a", "b"]


def test_numbers_of_every_kind_are_numbers() -> None:
    kinds = [pyarrow.int8(), pyarrow.uint64(), pyarrow.float32(), pyarrow.float64(), pyarrow.decimal128(9, 2)]
    for kind in kinds:
        column = pyarrow.array([1, 2, 6]).cast(pyarrow.float64()).cast(kind)
        assert sounding.Design(pyarrow.table({"y": column})).mean("y")[0].estimate == 3
    assert sounding.Design(pyarrow.table({"y": [True, False]})).mean("y")[0].estimate == 0.5


def test_a_table_in_pieces_is_the_same_table() -> None:
    whole = arrow("apistrat")
    pieces = pyarrow.concat_tables([whole.slice(0, 7), whole.slice(7, 100), whole.slice(107)])
    assert pieces["api00"].num_chunks == 3
    arguments = {"strata": "stype", "weights": "pw", "fpc": "fpc"}
    one = sounding.Design(whole, **arguments).mean("api00", by=["stype", "awards"])
    other = sounding.Design(pieces, **arguments).mean("api00", by=["stype", "awards"])
    assert one.to_arrow() == other.to_arrow()


def test_floats_in_one_piece_are_not_copied() -> None:
    values = numpy.array([1.0, 2.0, 6.0])
    sample = sounding.Design(pyarrow.table({"y": pyarrow.array(values)}))
    assert sample.mean("y")[0].estimate == 3
    # What the documentation warns of is how to see that nothing was copied.
    values[2] = 9.0
    assert sample.mean("y")[0].estimate == 4


def test_a_row_without_a_value_is_outside_and_its_unit_stays() -> None:
    table = pyarrow.table({"psu": [1, 1, 2, 2, 3, 3], "y": [1.0, 2.0, 3.0, 4.0, None, None]})
    sample = sounding.Design(table, psu="psu")
    with pytest.warns(sounding.SoundingWarning, match="2 rows have no value of y"):
        (figure,) = sample.mean("y")
    assert (figure.n, figure.estimate, figure.df) == (4, 2.5, 1)
    # Three units, one of which adds nothing.
    assert figure.se == pytest.approx(((3 / 2) * 2 * (2.0 / 4) ** 2) ** 0.5)
    nan = sounding.Design(table.to_pandas(), psu="psu")
    with pytest.warns(sounding.SoundingWarning, match="2 rows have no value of y"):
        assert nan.mean("y")[0] == figure


def test_a_mask_is_a_domain_and_not_a_deletion(schools: pandas.DataFrame) -> None:
    sample = sounding.Design(schools, strata="stype", weights="pw", fpc="fpc")
    by_type = sample.mean("api00", by="stype").one(stype="H")
    truths = schools["stype"] == "H"
    masks = {
        "pandas": truths,
        "nullable": truths.astype("boolean"),
        "arrow dtype": truths.astype("bool[pyarrow]"),
        "numpy": truths.to_numpy(),
        "list": truths.tolist(),
        "list of numpy": list(truths.to_numpy()),
        "arrow": pyarrow.array(truths),
        "chunked": pyarrow.chunked_array([truths[:50], truths[50:]]),
        "polars": polars.Series(truths.to_numpy()),
        "objects": numpy.array(truths.tolist(), dtype=object),
    }
    for kind, mask in masks.items():
        (figure,) = sample.mean("api00", where=mask)
        assert (figure.estimate, figure.se, figure.n) == (by_type.estimate, by_type.se, by_type.n), kind
    named = sounding.Design(schools.assign(high=truths), strata="stype", weights="pw", fpc="fpc")
    assert named.mean("api00", where="high")[0].se == by_type.se


def test_where_nothing_is_known_the_row_is_outside() -> None:
    table = pandas.DataFrame({"y": [1.0, 2.0, 3.0]})
    mask = pandas.Series([True, None, True], dtype="boolean")
    for given in (mask, mask.to_list(), pyarrow.array([True, None, True]), polars.Series([True, None, True])):
        assert sounding.Design(table).mean("y", where=given)[0].n == 2


def test_a_domain_without_a_figure_is_said() -> None:
    table = pyarrow.table({"y": [1.0, 2.0, None], "g": ["a", "a", "b"]})
    with pytest.warns(sounding.SoundingWarning) as told:
        answer = sounding.Design(table).mean("y", by="g")
    assert [figure.domain for figure in answer] == [{"g": "a"}]
    assert "mean(y): no row in b has a value and a positive weight, so there is no figure" in answer.warnings
    assert [str(one.message) for one in told] == list(answer.warnings)
    # A warning is said where the question was asked.
    assert told[0].filename == __file__


def test_libraries_give_the_same_bits() -> None:
    answers = [design("clus2", library).mean("api00", "api99", by=["stype", "awards"]) for library in ("arrow", "pandas", "polars")]
    assert answers[0].to_arrow() == answers[1].to_arrow() == answers[2].to_arrow()
