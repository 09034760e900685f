"""A fitted regression model."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, overload

from ._native import NativeModel

if TYPE_CHECKING:
    import pandas
    import polars
    import pyarrow

__all__ = ["Coefficient", "Model", "TermTest"]


@dataclass(frozen=True)
class Coefficient:
    """One coefficient of a model.

    Attributes
    ----------
    term : str
        The column of the model matrix, named as in R: ``(Intercept)``, ``age``, ``regionnorth`` for the difference of a category from
        the one that others are compared with, ``age:regionnorth``.
    estimate : float
        The coefficient, on the scale of the linear predictor: units of the response for a gaussian model, log odds for a logit, logs
        of a ratio for a log link.
    se : float
        Its standard error under the design, in the same units.
    t : float
        Estimate over standard error.
    p_value : float
        Two-sided probability of so large a ``t`` if the coefficient is zero in the population, with Student's t.
    low, high : float
        Ends of the confidence interval.
    """

    term: str
    estimate: float
    se: float
    t: float
    p_value: float
    low: float
    high: float


@dataclass(frozen=True)
class TermTest:
    """Wald's test that all coefficients of a term are zero in the population, as F.

    Attributes
    ----------
    term : str
        The term of the formula, such as ``age:region``.
    f : float
        The statistic.
    df1, df2 : float
        Degrees of freedom of the numerator, which is the number of coefficients, and of the denominator.
    p_value : float
        Probability of an F at least so large if all are zero.
    """

    term: str
    f: float
    df1: float
    df2: float
    p_value: float


class Model:
    """A generalised linear model fitted with weights, and the covariance of its coefficients under the design.

    A model is iterated and indexed like a tuple of :class:`Coefficient`, and is an Arrow table of them for whatever takes one.

    Attributes
    ----------
    coefficients : tuple of Coefficient
        In the order of the predictors.
    tests : tuple of TermTest
        One for each term of the formula.
    covariance : list of list of float
        Covariance of the coefficients under the design, in the same order.
    df : float
        Degrees of freedom of tests and intervals: sampling units less strata, plus one, less the number of coefficients.
    n : int
        Rows used.
    dispersion : float
        Weighted variance of Pearson's residuals.
    deviance : float
        Deviance, with weights scaled to a mean of 1.
    level : float
        Confidence level of the intervals.
    warnings : tuple of str
        What was noticed: rows that were left out because a value is missing.
    """

    coefficients: tuple[Coefficient, ...]
    tests: tuple[TermTest, ...]
    covariance: list[list[float]]
    df: float
    n: int
    dispersion: float
    deviance: float
    level: float
    warnings: tuple[str, ...]

    def __init__(self, native: NativeModel, formula: str, level: float) -> None:
        self._native = native
        self._formula = formula
        self.coefficients = tuple(Coefficient(**one) for one in native.coefficients())
        self.tests = tuple(TermTest(**one) for one in native.tests())
        self.covariance = native.covariance()
        facts = native.facts()
        self.df = facts["df"]
        self.n = facts["n"]
        self.dispersion = facts["dispersion"]
        self.deviance = facts["deviance"]
        self.iterations = facts["iterations"]
        self.level = level
        self.warnings = tuple(native.warnings())

    @overload
    def __getitem__(self, index: int) -> Coefficient: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Coefficient, ...]: ...
    def __getitem__(self, index: int | slice) -> Coefficient | tuple[Coefficient, ...]:
        return self.coefficients[index]

    def __len__(self) -> int:
        return len(self.coefficients)

    def __iter__(self) -> Iterator[Coefficient]:
        return iter(self.coefficients)

    def term(self, name: str) -> Coefficient:
        """The coefficient of that name.

        Raises
        ------
        LookupError
            If there is none.
        """
        for coefficient in self.coefficients:
            if coefficient.term == name:
                return coefficient
        terms = ", ".join(coefficient.term for coefficient in self.coefficients)
        raise LookupError(f"there is no term {name}; the terms are: {terms}")

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object:
        """The coefficients as an Arrow C stream: what Arrow libraries call."""
        return self._native.__arrow_c_stream__(requested_schema)

    def to_arrow(self) -> pyarrow.Table:
        """The coefficients as a ``pyarrow.Table``."""
        import pyarrow

        return pyarrow.table(self)

    def to_polars(self) -> polars.DataFrame:
        """The coefficients as a ``polars.DataFrame``."""
        import polars

        return polars.DataFrame(self)

    def to_pandas(self) -> pandas.DataFrame:
        """The coefficients as a ``pandas.DataFrame``; pyarrow is not needed."""
        import pandas

        return pandas.DataFrame([asdict(coefficient) for coefficient in self.coefficients])

    def __repr__(self) -> str:
        names = ["term", "estimate", "se", "t", "p", f"{self.level * 100:g}% interval"]
        rows = [
            [
                one.term,
                f"{one.estimate:.6g}",
                f"{one.se:.6g}",
                f"{one.t:.3f}",
                f"{one.p_value:.4g}",
                f"{one.low:.6g} … {one.high:.6g}",
            ]
            for one in self.coefficients
        ]
        widths = [max(len(row[at]) for row in [names, *rows]) for at in range(len(names))]
        lines = [
            "  ".join(
                cell.rjust(width) if at else cell.ljust(width) for at, (cell, width) in enumerate(zip(row, widths))
            ).rstrip()
            for row in [names, *rows]
        ]
        notes = [f"{self.n} rows, {self.df:g} degrees of freedom; dispersion {self.dispersion:.6g}"]
        notes.extend(f"note: {warning}" for warning in self.warnings)
        return "\n".join([self._formula, "", *lines, "", *notes])
