"""The California samples as tables of every library, and the figures that R froze for them."""

from __future__ import annotations

import csv
import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas
import polars
import pyarrow
import pyarrow.csv
import pytest

import sounding

REFERENCE = Path(__file__).resolve().parents[2] / "reference"

#: Agreement asked of everything that R computes directly.
RELATIVE = 1e-9

#: The designs of reference/api/designs.R: the file, and the arguments of a design.
DESIGNS: dict[str, tuple[str, dict[str, Any]]] = {
    "srs": ("apisrs", {"weights": "pw", "fpc": "fpc"}),
    "strat": ("apistrat", {"strata": "stype", "weights": "pw", "fpc": "fpc"}),
    "strat_nofpc": ("apistrat", {"strata": "stype", "weights": "pw"}),
    "clus1": ("apiclus1", {"psu": "dnum", "weights": "pw", "fpc": "fpc"}),
    "clus2": ("apiclus2", {"psu": ["dnum", "snum"], "fpc": ["fpc1", "fpc2"]}),
}


def arrow(name: str) -> pyarrow.Table:
    """A data set as an Arrow table; an empty field is missing."""
    convert = pyarrow.csv.ConvertOptions(strings_can_be_null=True)
    return pyarrow.csv.read_csv(REFERENCE / "data" / f"{name}.csv", convert_options=convert)


LIBRARIES: dict[str, Callable[[str], Any]] = {
    "arrow": arrow,
    "pandas": lambda name: arrow(name).to_pandas(),
    "polars": lambda name: polars.from_arrow(arrow(name)),
}


def design(name: str, library: str = "arrow", **more: Any) -> sounding.Design:
    """One of the designs on a table of a library."""
    data, arguments = DESIGNS[name]
    return sounding.Design(LIBRARIES[library](data), **{**arguments, **more})


@dataclass(frozen=True)
class Case:
    """One line of a frozen case; a figure that R does not give is NaN."""

    design: str
    measure: str
    domain: str
    category: str
    value: float
    se: float
    low: float
    high: float
    df: float
    deff: float


def cases(folder: str) -> Iterator[Case]:
    """The lines of a case whose columns are those of a figure."""
    for row in _rows(folder):
        numbers = (float(field) if field else math.nan for field in row[4:])
        yield Case(*row[:4], *numbers)


def named(folder: str) -> dict[str, float]:
    """A case of names and values."""
    return {name: float(value) for name, value in _rows(folder)}


def _rows(folder: str) -> Iterator[list[str]]:
    with open(REFERENCE / folder / "expected.csv", newline="", encoding="utf-8") as file:
        rows = csv.reader(line for line in file if not line.startswith("#"))
        next(rows)
        yield from rows


def close(found: float | None, expected: float, what: str = "", relative: float = RELATIVE) -> None:
    """Refuses a figure that is not R's; one that R does not give is not looked at."""
    if not math.isnan(expected):
        assert found == pytest.approx(expected, rel=relative, abs=0), what


def agrees(figure: sounding.Figure, case: Case) -> None:
    """Refuses a figure that differs from the case anywhere."""
    for name, expected in (("estimate", case.value), ("se", case.se), ("low", case.low), ("high", case.high)):
        close(getattr(figure, name), expected, f"{name} of {case}")
    close(figure.df, case.df, f"df of {case}")
    close(figure.deff, case.deff, f"deff of {case}")


@pytest.fixture(params=sorted(LIBRARIES))
def library(request: pytest.FixtureRequest) -> str:
    """Every library in turn."""
    return request.param


@pytest.fixture
def schools() -> pandas.DataFrame:
    """The stratified sample."""
    return arrow("apistrat").to_pandas()
