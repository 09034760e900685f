"""Figures with what must be known beside them."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Any, overload

from ._native import NativeAnswer

if TYPE_CHECKING:
    import pandas
    import polars
    import pyarrow

__all__ = ["Answer", "Association", "DesignFacts", "Figure"]


@dataclass(frozen=True)
class Figure:
    """One figure.

    Attributes
    ----------
    measure : str
        The measure as it was asked for, such as ``mean(api00)``.
    domain : dict of str to str
        The label of each variable of ``by``; empty for everyone.
    category : dict of str to str
        The category of a proportion, or the two of a cross-table by their variables; otherwise empty.
    n : int
        Rows of the domain that have a value and a positive weight.
    estimate : float
        The estimate, in the units of the measure.
    se : float
        Its standard error, in the same units; NaN where the design does not allow one.
    low, high : float
        Ends of the confidence interval, in the same units.
    df : float
        Degrees of freedom of the interval: sampling units less strata where the domain occurs, or those of ready-made replicate
        weights.
    deff : float or None
        Design effect: the variance over that of a simple random sample without replacement of as many rows; ``None`` where it
        is not defined.
    """

    measure: str
    domain: dict[str, str]
    category: dict[str, str]
    n: int
    estimate: float
    se: float
    low: float
    high: float
    df: float
    deff: float | None

    @property
    def cv(self) -> float:
        """Coefficient of variation, the standard error over the size of the estimate: 0.05 is five per cent."""
        return self.se / abs(self.estimate) if self.estimate else math.nan


@dataclass(frozen=True)
class Association:
    """A test that the two variables of a cross-table are independent in the population.

    Rao and Scott's second-order correction of Pearson's statistic, as F (J. N. K. Rao and A. J. Scott, *Annals of Statistics* 12
    (1984), 46-60).

    Attributes
    ----------
    measure : str
        The table, such as ``table(a*b)``.
    domain : dict of str to str
        The label of each variable of ``by``.
    f : float
        The F statistic.
    df1, df2 : float
        Degrees of freedom of the numerator and the denominator.
    p_value : float
        Probability of an F at least so large if the two are independent.
    chi_squared : float
        Pearson's chi-squared before the correction.
    """

    measure: str
    domain: dict[str, str]
    f: float
    df1: float
    df2: float
    p_value: float
    chi_squared: float


@dataclass(frozen=True)
class DesignFacts:
    """A design as it was understood.

    Attributes
    ----------
    rows : int
        Rows of the table.
    strata, psus : int
        Strata and sampling units of the first stage.
    df : int
        Sampling units less strata, or the degrees of freedom of ready-made replicate weights.
    population : float
        Sum of the weights: the estimated size of the population.
    replicates : int
        Number of replicates; 0 with linearisation.
    variance : str
        How variances are estimated, in words.
    """

    rows: int
    strata: int
    psus: int
    df: int
    population: float
    replicates: int
    variance: str


class Answer:
    """Figures, in the order of measures, domains and categories, with what must be known beside them.

    An answer is iterated and indexed like a tuple of :class:`Figure`, and is an Arrow table for whatever takes one: ``pyarrow.table(answer)``,
    ``polars.DataFrame(answer)``. Its columns are ``measure``, one for each variable of ``by``, ``category`` (or the two variables
    of a cross-table), ``n``, ``estimate``, ``se``, ``low``, ``high``, ``df`` and ``deff``; what is not defined is null. A variable with the name
    of another column has ``by.`` or ``category.`` before it.

    Attributes
    ----------
    tests : tuple of Association
        Tests of independence, one for each cross-table and domain.
    design : DesignFacts
        The design as it was understood.
    level : float
        Confidence level of the intervals.
    warnings : tuple of str
        What was noticed on the way: rows without a value, domains without a figure.
    """

    tests: tuple[Association, ...]
    design: DesignFacts
    level: float
    warnings: tuple[str, ...]

    def __init__(self, native: NativeAnswer, design: DesignFacts, level: float, warnings: Sequence[str]) -> None:
        self._native = native
        self._figures: tuple[Figure, ...] | None = None
        self.tests = tuple(Association(**test) for test in native.tests())
        self.design = design
        self.level = level
        self.warnings = tuple(warnings)

    @property
    def figures(self) -> tuple[Figure, ...]:
        """All figures."""
        if self._figures is None:
            self._figures = tuple(Figure(**figure) for figure in self._native.figures())
        return self._figures

    @overload
    def __getitem__(self, index: int) -> Figure: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Figure, ...]: ...
    def __getitem__(self, index: int | slice) -> Figure | tuple[Figure, ...]:
        return self.figures[index]

    def __len__(self) -> int:
        return len(self.figures)

    def __iter__(self) -> Iterator[Figure]:
        return iter(self.figures)

    def one(self, **labels: str | int) -> Figure:
        """The only figure whose domain and category have these labels. Names with dots are given as ``one(**{"sch.wide": "Yes"})``.

        Raises
        ------
        LookupError
            If there is none, or more than one.

        Examples
        --------
        >>> design.mean("api00", by="stype").one(stype="H").estimate  # doctest: +SKIP
        """
        wanted = {name: _label(value) for name, value in labels.items()}.items()
        found = [figure for figure in self.figures if wanted <= {**figure.domain, **figure.category}.items()]
        if len(found) != 1:
            raise LookupError(f"{len(found)} figures have the labels {labels}")
        return found[0]

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object:
        """The figures as an Arrow C stream: what Arrow libraries call."""
        return self._native.__arrow_c_stream__(requested_schema)

    def to_arrow(self) -> pyarrow.Table:
        """The figures as a ``pyarrow.Table``."""
        import pyarrow

        return pyarrow.table(self)

    def to_polars(self) -> polars.DataFrame:
        """The figures as a ``polars.DataFrame``."""
        import polars

        return polars.DataFrame(self)

    def to_pandas(self) -> pandas.DataFrame:
        """The figures as a ``pandas.DataFrame``; pyarrow is not needed. What is not defined is NaN."""
        import pandas

        return pandas.DataFrame(self.to_dicts())

    def to_dicts(self) -> list[dict[str, Any]]:
        """The figures as a list of dictionaries with the names of the Arrow table's columns."""
        return [
            {
                "measure": figure.measure,
                **labels,
                "n": figure.n,
                "estimate": figure.estimate,
                "se": figure.se,
                "low": figure.low,
                "high": figure.high,
                "df": figure.df,
                "deff": math.nan if figure.deff is None else figure.deff,
            }
            for figure, labels in zip(self.figures, self._native.labels())
        ]

    def _grid(self) -> tuple[list[str], list[list[str]], int]:
        """Names of the columns, cells as text, and how many columns of text come first."""
        first = self.figures[0] if self.figures else None
        words = ["measure", *(first.domain if first else ()), *(first.category if first else ())]
        names = [*words, "n", "estimate", "se", f"{self.level * 100:g}% interval", "df", "deff"]
        rows = []
        for figure in self.figures:
            digits = _digits(figure)
            rows.append(
                [
                    figure.measure,
                    *figure.domain.values(),
                    *figure.category.values(),
                    str(figure.n),
                    f"{figure.estimate:.{digits}f}",
                    f"{figure.se:.{digits}f}",
                    f"{figure.low:.{digits}f} … {figure.high:.{digits}f}",
                    f"{figure.df:g}",
                    "" if figure.deff is None else f"{figure.deff:.2f}",
                ]
            )
        return names, rows, len(words)

    def _notes(self) -> list[str]:
        notes = [
            f"{test.measure}{_within(test.domain)}: Rao-Scott F({test.df1:.2f}, {test.df2:.2f}) = {test.f:.3f}, "
            f"p = {test.p_value:.4g}"
            for test in self.tests
        ]
        facts = self.design
        notes.append(
            f"{facts.rows} rows, {facts.strata} strata, {facts.psus} sampling units, {facts.df} degrees of freedom; "
            f"weights sum to {facts.population:.1f}; {facts.variance}"
        )
        notes.extend(f"note: {warning}" for warning in self.warnings)
        return notes

    def __repr__(self) -> str:
        names, rows, words = self._grid()
        widths = [max(len(row[at]) for row in [names, *rows]) for at in range(len(names))]
        lines = [
            "  ".join(
                cell.ljust(width) if at < words else cell.rjust(width)
                for at, (cell, width) in enumerate(zip(row, widths))
            ).rstrip()
            for row in [names, *rows]
        ]
        return "\n".join([*lines, "", *self._notes()])

    def _repr_html_(self) -> str:
        names, rows, words = self._grid()
        style = ["left" if at < words else "right" for at in range(len(names))]

        def row(cells: list[str], tag: str) -> str:
            return "".join(
                f'<{tag} style="text-align: {align}">{escape(cell)}</{tag}>' for cell, align in zip(cells, style)
            )

        body = "".join(f"<tr>{row(cells, 'td')}</tr>" for cells in rows)
        notes = "<br>".join(escape(note) for note in self._notes())
        return f"<table><thead><tr>{row(names, 'th')}</tr></thead><tbody>{body}</tbody></table><p>{notes}</p>"


def _label(value: str | int) -> str:
    """A value as its label is written; truths are 0 and 1."""
    return str(int(value)) if isinstance(value, bool) else str(value)


def _within(domain: dict[str, str]) -> str:
    return f" in {', '.join(domain.values())}" if domain else ""


def _digits(figure: Figure) -> int:
    """Decimals that leave about four significant digits of the standard error."""
    scale = figure.se if figure.se > 0 and math.isfinite(figure.se) else max(abs(figure.estimate), 1e-6) / 1000
    if not math.isfinite(scale):
        return 3
    return min(max(3 - math.floor(math.log10(scale)), 0), 8)
