"""What an answer is: a sequence of figures, and a table for every library."""

from __future__ import annotations

import math

import pandas
import polars
import pyarrow
import pytest

import sounding
from conftest import design


def test_an_answer_is_a_sequence_and_finds_a_figure() -> None:
    answer = design("strat").mean("api00", "api99", by="stype")
    assert len(answer) == 6
    assert [figure.measure for figure in answer][::3] == ["mean(api00)", "mean(api99)"]
    assert answer[-1].domain == {"stype": "M"}
    assert answer[:2] == (answer[0], answer[1])
    assert answer.level == 0.95
    with pytest.raises(LookupError, match="2 figures"):
        answer.one(stype="H")
    with pytest.raises(LookupError, match="0 figures"):
        answer.one(stype="X")
    assert answer[0].cv == answer[0].se / answer[0].estimate


def test_an_answer_is_a_table_for_every_library() -> None:
    answer = design("strat").mean("api00", by=["stype", "awards"])
    names = ["measure", "stype", "awards", "n", "estimate", "se", "low", "high", "df", "deff"]
    table = pyarrow.table(answer)
    assert table.schema.names == names
    assert table.schema.metadata[b"sounding.level"] == b"0.95"
    assert table["se"].to_pylist() == [figure.se for figure in answer]
    assert answer.to_arrow() == table
    assert polars.DataFrame(answer).columns == names
    assert answer.to_polars()["estimate"].to_list() == [figure.estimate for figure in answer]
    frame = answer.to_pandas()
    assert list(frame.columns) == names
    pandas.testing.assert_frame_equal(frame, table.to_pandas(), check_dtype=False)


def test_what_is_not_defined_is_null() -> None:
    answer = design("strat").quantile("api00", p=[0.25, 0.5])
    assert answer.to_arrow()["deff"].null_count == 2
    assert answer[0].deff is None
    assert math.isnan(answer.to_pandas()["deff"][0])


def test_a_cross_table_names_its_variables() -> None:
    answer = design("strat").table("stype", "awards")
    assert answer.to_arrow().schema.names[1:3] == ["stype", "awards"]
    assert sum(figure.estimate for figure in answer) == pytest.approx(1)
    (test,) = answer.tests
    assert test.measure == "table(stype*awards)" and test.domain == {} and 0 <= test.p_value <= 1


def test_an_answer_shows_what_the_command_line_prints() -> None:
    shown = repr(design("strat").mean("api00", by="stype"))
    assert shown.splitlines()[0].split() == ["measure", "stype", "n", "estimate", "se", "95%", "interval", "df", "deff"]
    assert "200 rows, 3 strata, 200 sampling units, 197 degrees of freedom; weights sum to 6194.0" in shown
    page = design("strat").proportion("stype")._repr_html_()
    assert page.count("<tr>") == 4


def test_a_design_says_how_it_was_understood() -> None:
    sample = design("clus2")
    facts = sample.facts
    assert (facts.rows, facts.strata, facts.psus, facts.df, facts.replicates) == (126, 1, 40, 39, 0)
    assert repr(sample).startswith("Design(126 rows, 1 strata, 40 sampling units, 39 degrees of freedom")


def test_balanced_replicates_say_that_they_have_no_correction() -> None:
    table = pyarrow.table({"h": [1, 1, 2, 2], "N": [9.0, 9.0, 8.0, 8.0], "y": [1.0, 2.0, 3.0, 5.0]})
    with pytest.warns(sounding.SoundingWarning, match="no finite population correction"):
        sample = sounding.Design(table, strata="h", fpc="N", replicates="brr")
    assert len(sample.warnings) == 1


@pytest.mark.filterwarnings("ignore::sounding.SoundingWarning")
def test_variables_with_names_of_other_columns_stay_apart() -> None:
    table = pyarrow.table({"n": ["a", "b", "b"], "measure": [1, 1, 2], "y": [1.0, 2.0, 3.0], "z": ["u", "v", "v"]})
    sample = sounding.Design(table)
    answer = sample.mean("y", by=["n", "measure"])
    names = ["measure", "by.n", "by.measure", "n", "estimate", "se", "low", "high", "df", "deff"]
    assert answer.to_arrow().schema.names == list(answer.to_pandas().columns) == names
    assert answer.one(n="b", measure=2).estimate == 3
    assert answer.to_dicts()[0]["by.n"] == "a" and answer.to_dicts()[0]["n"] == 1
    crossed = sample.table("z", "n", by="z")
    assert crossed.to_polars().columns[1:4] == ["z", "category.z", "category.n"]
