"""A table with the design that it was sampled by."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Literal, Protocol, TypeAlias

from ._answer import Answer, DesignFacts
from ._errors import SoundingError, SoundingWarning
from ._model import Model
from ._native import NativeDesign

if TYPE_CHECKING:
    from ._native import Options

__all__ = ["Design"]


#: The types of one value of a mask: Python's and NumPy's truths, and what stands for no value.
_TRUTHS = ("bool", "bool_", "NoneType", "NAType")


class ArrowTable(Protocol):
    """Anything that lends its columns as an Arrow C stream: tables of pandas, Polars, pyarrow, DuckDB and others."""

    def __arrow_c_stream__(self, requested_schema: Any = None) -> object: ...


Names: TypeAlias = "str | Sequence[str] | None"
#: The name of a boolean column, or one true or false for each row (list, NumPy, pandas, Polars or Arrow).
Mask: TypeAlias = Any
SinglePsu: TypeAlias = Literal[
    "fail", "remove", "certainty", "adjust", "average", "adjust-domain", "average-domain", "collapse"
]
Pps: TypeAlias = Literal["brewer", "hajek", "deville", "hartley-rao", "overton", "joint"]
QuantileInterval: TypeAlias = Literal["mean", "beta", "xlogit", "asin", "score"]
QuantileRule: TypeAlias = Literal[
    "math", "school", "hf1", "hf2", "hf3", "hf4", "hf5", "hf6", "hf7", "hf8", "hf9", "shahvaish"
]
Family: TypeAlias = Literal["gaussian", "binomial", "quasibinomial", "poisson", "quasipoisson", "gamma"]
Interval: TypeAlias = Literal["wald", "logit", "wilson", "korn-graubard", "asin", "likelihood"]


class Design:
    """How the rows of a table were sampled.

    Parameters
    ----------
    data : pandas, Polars or Arrow table
        One row for each respondent. Anything with ``__arrow_c_stream__`` is taken, without copying; pandas needs pyarrow for it.
        Do not change the table in place afterwards.
    strata : str, optional
        Column of first-stage strata.
    psu : str or list of str, optional
        Columns of sampling units, one for each stage, nested in the strata. Without it every row is a unit.
    weights : str, optional
        Column of weights: how many people of the population a row stands for. Without it they follow from ``fpc``, and without
        either every row weighs one.
    fpc : str or list of str, optional
        Columns of finite population corrections, one for each stage: numbers of units in the population, or sampling fractions
        where all are at most 1.
    probabilities : str or list of str, optional
        Columns of inclusion probabilities, one for each stage, of units drawn with unequal probabilities without replacement; in
        the place of ``fpc``.
    pps : {"brewer", "hajek", "deville", "hartley-rao", "overton", "joint"}
        How unequal probabilities enter the variance: by an approximation, or by the joint probabilities of ``joint``.
    pps_form : {"yates-grundy", "horvitz-thompson"}
        The quadratic form of "hartley-rao", "overton" and "joint".
    joint : pandas, Polars or Arrow table, optional
        For ``pps="joint"``: columns ``a`` and ``b``, two first-stage units by their labels (or rows counted from 0, where every row is
        a unit), and ``p``, their joint probability. Pairs that it leaves out are independent.
    single_psu : str
        What a stratum with a single sampling unit does to the variance: ``"fail"`` raises an error that names it; ``"remove"`` and
        ``"certainty"`` add nothing; ``"adjust"`` adds its square around the mean of all units; ``"average"`` the average of the other
        strata; with ``"adjust-domain"`` and ``"average-domain"`` this holds too where only one of several units has rows of the domain;
        ``"collapse"`` joins it with the stratum most like it. The rules are those of R's options ``survey.lonely.psu`` and
        ``survey.adjust.domain.lonely``.
    collapse_by : str, optional
        A numeric column that says which strata are alike, for ``single_psu="collapse"``; without it the order of their labels.
    replicates : str, optional
        Variance by replicates that are made from the design instead of linearisation: ``"jk1"``, ``"jkn"``, ``"jk2"``, ``"brr"``,
        ``"fay:RHO"``, ``"groups:G"`` (delete-a-group jackknife), ``"sdr:R"`` (successive differences) or ``"bootstrap:R"`` (Rao and
        Wu's rescaled bootstrap).
    order : str, optional
        A numeric column with the place of each sampling unit in the order of selection, for ``"sdr"``; without it that of the rows.
    seed : int
        Seed of random replicates; the same seed gives the same figures on every machine.
    rep_weights : str or list of str, optional
        Columns of replicate weights that the table brings; a star at the end stands for all columns that begin so. The design is not given
        beside them, for they hold it.
    rep_type : str, optional
        The method that ``rep_weights`` were made by: ``"jk1"``, ``"jkn"``, ``"jk2"``, ``"brr"``, ``"fay:RHO"``,
        ``"bootstrap"``, ``"bootstrap:MEAN"``, ``"sdr"`` (successive differences, the American Community Survey's) or ``"other"``.
    rep_multipliers : bool
        Whether ``rep_weights`` are what ``weights`` is multiplied by, and not weights.
    rep_scale : float, optional
        Factor of the variance common to all replicates, where the method leaves it open.
    rep_rscales : float or list of float, optional
        Factor of each replicate, where the method leaves it open; one serves for all.
    rep_mse : bool
        Take the replicates' deviations from the estimate of the full sample instead of their mean.
    rep_df : int, optional
        Degrees of freedom that the data's documentation gives. Without it they are the rank of the replicate weights less one.

    Raises
    ------
    SoundingError
        With everything that is wrong at once: missing columns, weights, corrections, strata.

    Examples
    --------
    >>> Design(schools, strata="stype", weights="pw", fpc="fpc")  # doctest: +SKIP
    >>> Design(schools, psu=["dnum", "snum"], fpc=["fpc1", "fpc2"])  # doctest: +SKIP
    >>> Design(people, weights="PWGTP", rep_weights="PWGTP*", rep_type="sdr")  # doctest: +SKIP

    Notes
    -----
    Variances are linearised as in C.-E. Särndal, B. Swensson and J. Wretman, *Model Assisted Survey Sampling* (1992), chapter 5, and
    K. M. Wolter, *Introduction to Variance Estimation* (2007), where replicates are described too. Figures agree with those of R's
    survey package (T. Lumley, *Complex Surveys*, 2010).
    """

    def __init__(
        self,
        data: ArrowTable,
        *,
        strata: str | None = None,
        psu: Names = None,
        weights: str | None = None,
        fpc: Names = None,
        probabilities: Names = None,
        pps: Pps = "brewer",
        pps_form: Literal["yates-grundy", "horvitz-thompson"] = "yates-grundy",
        joint: ArrowTable | None = None,
        single_psu: SinglePsu = "fail",
        collapse_by: str | None = None,
        replicates: str | None = None,
        order: str | None = None,
        seed: int = 1,
        rep_weights: Names = None,
        rep_type: str | None = None,
        rep_multipliers: bool = False,
        rep_scale: float | None = None,
        rep_rscales: float | Sequence[float] | None = None,
        rep_mse: bool = False,
        rep_df: int | None = None,
    ) -> None:
        options: Options = {
            "weights": weights,
            "strata": strata,
            "psu": _names(psu),
            "fpc": _names(fpc),
            "probabilities": _names(probabilities),
            "pps": pps,
            "pps_form": pps_form,
            "single_psu": single_psu,
            "collapse_by": collapse_by,
            "replicates": replicates,
            "order": order,
            "seed": seed,
            "rep_weights": _names(rep_weights),
            "rep_type": rep_type,
            "rep_multipliers": rep_multipliers,
            "rep_scale": rep_scale,
            "rep_rscales": _numbers(rep_rscales),
            "rep_mse": rep_mse,
            "rep_df": rep_df,
        }
        # The labels of rows, where the table has any: a mask must have the same.
        self._index: Any = getattr(data, "index", None) if _is_pandas(data) else None
        self._native = NativeDesign(data, options, joint)
        self.facts = DesignFacts(**self._native.facts())
        self.warnings = tuple(self._native.warnings())
        for warning in self.warnings:
            warnings.warn(warning, SoundingWarning, stacklevel=2)

    facts: DesignFacts
    """The design as it was understood."""
    warnings: tuple[str, ...]
    """What was noticed when the design was made."""

    def __repr__(self) -> str:
        facts = self.facts
        return (
            f"Design({facts.rows} rows, {facts.strata} strata, {facts.psus} sampling units, "
            f"{facts.df} degrees of freedom; {facts.variance})"
        )

    def mean(self, *y: str, by: Names = None, where: Mask = None, level: float = 0.95) -> Answer:
        """Means of numeric variables, in their units.

        The ratio of the weighted total to the sum of weights (Särndal, Swensson and Wretman 1992, section 5.7). A row without a
        value counts as outside the domain; its sampling unit stays in the design.

        Parameters
        ----------
        *y : str
            The variables; booleans count as 0 and 1.
        by : str or list of str, optional
            Variables whose crossing makes the domains. A row without a value of any of them is in none.
        where : str or mask, optional
            The domain of study: the name of a boolean column, or one true or false for each row. Rows outside stay in the design
            with nothing to add, which filtering the table beforehand would get wrong.
        level : float
            Confidence level of the intervals, which are symmetric with Student's t.

        Examples
        --------
        >>> design.mean("api00", by=["stype", "awards"], where=schools["enroll"] > 500)  # doctest: +SKIP
        """
        return self._ask("mean", _each(y), by, where, level)

    def total(self, *y: str, by: Names = None, where: Mask = None, level: float = 0.95) -> Answer:
        """Totals of numeric variables over the population, in their units.

        The Horvitz-Thompson estimator, the sum of weight times value (D. G. Horvitz and D. J. Thompson, *JASA* 47 (1952), 663-685).

        Parameters
        ----------
        *y : str
            The variables; booleans count as 0 and 1, and their totals are numbers of people.
        by, where, level
            As for :meth:`mean`.
        """
        return self._ask("total", _each(y), by, where, level)

    def ratio(self, y: str, x: str, *, by: Names = None, where: Mask = None, level: float = 0.95) -> Answer:
        """Ratio of the totals of two numeric variables, in units of ``y`` for each unit of ``x``.

        Särndal, Swensson and Wretman (1992), section 5.6. A row without a value of either counts as outside the domain.

        Parameters
        ----------
        y, x : str
            Numerator and denominator.
        by, where, level
            As for :meth:`mean`.
        """
        return self._ask("ratio", [[y, x]], by, where, level)

    def proportion(
        self, *y: str, by: Names = None, where: Mask = None, ci: Interval = "logit", level: float = 0.95
    ) -> Answer:
        """Share of each category of a variable, between 0 and 1.

        Parameters
        ----------
        *y : str
            The variables; numbers are categories too. Categories come in ascending order, numbers by value before words.
        ci : {"wald", "logit", "wilson", "korn-graubard", "asin", "likelihood"}
            Interval: symmetric; symmetric on the logit scale; Wilson's with the effective sample size; Clopper and Pearson's with
            the effective sample size (E. L. Korn and B. I. Graubard, *Survey Methodology* 24 (1998), 193-201); symmetric on the arcsine
            scale; by the binomial likelihood ratio. R's names "mean", "xlogit" and "beta" are taken too.
        by, where, level
            As for :meth:`mean`.
        """
        return self._ask("proportion", _each(y), by, where, level, ci=ci)

    def quantile(
        self,
        *y: str,
        p: float | Sequence[float] = 0.5,
        by: Names = None,
        where: Mask = None,
        rule: QuantileRule = "math",
        ci: QuantileInterval = "mean",
        level: float = 0.95,
    ) -> Answer:
        """Quantiles of numeric variables, in their units.

        By the usual rule the smallest value at which the weighted distribution function reaches ``p``, with Woodruff's interval (R. S.
        Woodruff, *JASA* 47 (1952), 635-646); with replicates the interval is symmetric.

        Parameters
        ----------
        *y : str
            The variables.
        p : float or list of float
            Probabilities between 0 and 1; a half is the median.
        rule : str
            How a quantile is read off the distribution, by the names of R's survey package: ``"math"`` (the same as ``"hf1"``),
            ``"school"`` (``"hf2"``), ``"hf3"`` to ``"hf9"`` or ``"shahvaish"``.
        ci : {"mean", "beta", "xlogit", "asin", "score"}
            Interval, by the names of R: Woodruff's with one of four intervals of the share below, or by the score.
        by, where, level
            As for :meth:`mean`.
        """
        return self._ask("quantile", _each(y), by, where, level, probabilities=_numbers(p), ci=ci, rule=rule)

    def table(
        self,
        a: str,
        b: str,
        *,
        by: Names = None,
        where: Mask = None,
        ci: Interval = "logit",
        level: float = 0.95,
    ) -> Answer:
        """Cross-table of two variables: the share of each cell in the whole table, between 0 and 1.

        ``Answer.tests`` has Rao and Scott's test of independence (*Annals of Statistics* 12 (1984), 46-60), one for each domain.

        Parameters
        ----------
        a, b : str
            Variables of the rows and the columns.
        by, where, level
            As for :meth:`mean`.
        ci
            As for :meth:`proportion`.
        """
        return self._ask("table", [[a, b]], by, where, level, ci=ci)

    def variance(self, *y: str, by: Names = None, where: Mask = None, level: float = 0.95) -> Answer:
        """Variance of numeric variables in the population, in squared units, with n / (n - 1) as in R's ``svyvar``.

        Parameters
        ----------
        *y : str
            The variables.
        by, where, level
            As for :meth:`mean`.
        """
        return self._ask("variance", _each(y), by, where, level)

    def sd(self, *y: str, by: Names = None, where: Mask = None, level: float = 0.95) -> Answer:
        """Standard deviation of numeric variables in the population, in their units: how people differ, not how sure the mean is.

        Parameters
        ----------
        *y : str
            The variables.
        by, where, level
            As for :meth:`mean`.
        """
        return self._ask("sd", _each(y), by, where, level)

    def covariance(self, x: str, y: str, *, by: Names = None, where: Mask = None, level: float = 0.95) -> Answer:
        """Covariance of two numeric variables in the population, in the product of their units.

        Parameters
        ----------
        x, y : str
            The variables.
        by, where, level
            As for :meth:`mean`.
        """
        return self._ask("covariance", [[x, y]], by, where, level)

    def correlation(self, x: str, y: str, *, by: Names = None, where: Mask = None, level: float = 0.95) -> Answer:
        """Pearson's correlation of two numeric variables in the population, from -1 to 1.

        Parameters
        ----------
        x, y : str
            The variables.
        by, where, level
            As for :meth:`mean`.
        """
        return self._ask("correlation", [[x, y]], by, where, level)

    def function(self, *text: str, by: Names = None, where: Mask = None, level: float = 0.95) -> Answer:
        """Smooth functions of totals that you write down, linearised for you; units follow from what is written.

        Parameters
        ----------
        *text : str
            Values joined by ``+ - * / ^``: numbers, ``total(y)``, ``mean(y)``, ``ratio(y, x)``, ``count()``, and ``exp``, ``log``
            and ``sqrt`` of such. Backquotes enclose names with spaces.
        by, where, level
            As for :meth:`mean`.

        Examples
        --------
        >>> design.function("total(api.stu) / total(enroll) - 1")  # doctest: +SKIP

        Notes
        -----
        Taylor linearisation with exact derivatives (R. S. Woodruff, *JASA* 66 (1971), 411-414).
        """
        return self._ask("function", _each(text), by, where, level)

    def glm(
        self,
        formula: str,
        *,
        family: Family = "gaussian",
        link: str | None = None,
        where: Mask = None,
        level: float = 0.95,
    ) -> Model:
        """Generalised linear model, with the covariance of its coefficients under the design.

        Weighted estimating equations and the linearised variance of their solution (D. A. Binder, *International Statistical Review*
        51 (1983), 279-292). A row without a value of any variable counts as outside the domain. Variances are linearised: a design with
        replicates is refused.

        Parameters
        ----------
        formula : str
            What is explained, a tilde, and what explains it, as R writes it: ``a + b``, ``a:b``, ``a * b``, ``- 1`` for no constant,
            ``factor(a)`` or ``factor(a, ref = "x")`` for categories, ``log(a)``, ``sqrt(a)``, ``I(a^2)``, ``I(a == "x")`` and
            ``offset(a)``. Texts are categories, compared with the first; backquotes enclose names with spaces. The response of a
            binomial model is 0 or 1, a boolean, or ``I(a == "x")``.
        family : {"gaussian", "binomial", "quasibinomial", "poisson", "quasipoisson", "gamma"}
            What the response is like.
        link : str, optional
            ``"logit"`` (the default), ``"probit"`` or ``"cloglog"`` for binomial models, ``"log"`` (the default) or ``"inverse"``
            for gamma models; the others have one link.
        where
            As for :meth:`mean`.
        level : float
            Confidence level of the intervals.

        Examples
        --------
        >>> design.glm("api00 ~ ell + meals + stype")  # doctest: +SKIP
        >>> design.glm('I(vote == "yes") ~ age * sex', family="quasibinomial")  # doctest: +SKIP
        """
        native = self._native.glm(formula, family, link, self._mask(where), level)
        model = Model(native, f"{formula}, {family}{f' with link {link}' if link else ''}", level)
        for warning in model.warnings:
            warnings.warn(warning, SoundingWarning, stacklevel=2)
        return model

    def _ask(
        self,
        kind: str,
        variables: list[list[str]],
        by: Names,
        where: Mask,
        level: float,
        *,
        probabilities: Sequence[float] = (),
        ci: str = "logit",
        rule: str = "math",
    ) -> Answer:
        mask = self._mask(where)
        native = self._native.estimate(kind, variables, list(probabilities), _names(by), mask, level, ci, rule)
        told = native.warnings()
        for warning in told:
            # The caller of the public method.
            warnings.warn(warning, SoundingWarning, stacklevel=3)
        return Answer(native, self.facts, level, told)

    def _mask(self, where: Mask) -> object:
        """The mask as the compiled part takes it: a name, an Arrow array, or a byte for each row."""
        if where is None or isinstance(where, str):
            return where
        if _is_pandas(where):
            if self._index is not None and not where.index.equals(self._index):
                raise SoundingError.of(
                    [
                        (
                            "E-PY-003",
                            "the mask has other row labels than the table",
                            "where",
                            "make it from the same table, or give where=mask.to_numpy() if its order is that of the rows",
                        )
                    ]
                )
            where = where.to_numpy(dtype=bool, na_value=False) if where.hasnans else where.to_numpy()
        if hasattr(where, "__arrow_c_array__") or hasattr(where, "__arrow_c_stream__"):
            return where
        if getattr(getattr(where, "dtype", None), "kind", "") == "b":
            return where.tobytes()
        values = where.tolist() if hasattr(where, "tolist") else list(where)
        wrong = next((value for value in values if type(value).__name__ not in _TRUTHS), None)
        if wrong is not None:
            raise SoundingError.of(
                [
                    (
                        "E-PY-003",
                        f"expected true or false for each row, found {wrong!r}",
                        "where",
                        "give the name of a boolean column, or a condition such as df['age'] >= 18",
                    )
                ]
            )
        return bytes(type(value).__name__ in _TRUTHS[:2] and bool(value) for value in values)


def _is_pandas(data: object) -> bool:
    return type(data).__module__.partition(".")[0] == "pandas"


def _names(names: Names) -> list[str]:
    """One name or several as a list."""
    if names is None:
        return []
    return [names] if isinstance(names, str) else list(names)


def _each(names: Sequence[str]) -> list[list[str]]:
    return [[name] for name in names]


def _numbers(numbers: float | Sequence[float] | None) -> list[float]:
    """One number or several as a list."""
    if numbers is None:
        return []
    return [float(numbers)] if isinstance(numbers, (int, float)) else [float(one) for one in numbers]
