"""Design-based survey estimates from pandas, Polars and Arrow tables.

A :class:`Design` says how the rows of a table were sampled. Its methods have the names of the command line's measures and give an
:class:`Answer`: figures with standard errors, confidence intervals, degrees of freedom and design effects.

>>> import sounding
>>> design = sounding.Design(schools, strata="stype", weights="pw", fpc="fpc")  # doctest: +SKIP
>>> design.mean("api00", by=["stype", "awards"])  # doctest: +SKIP

Tables are taken through the Arrow C stream without being copied. Everything that is wrong is raised at once as a
:class:`SoundingError`, with a stable code, the place and the remedy; what must be known about a figure is a
:class:`SoundingWarning`, and stands in ``Answer.warnings``.
"""

from ._answer import Answer, Association, DesignFacts, Figure
from ._design import Design
from ._errors import Finding, SoundingError, SoundingWarning
from ._model import Coefficient, Model, TermTest

__all__ = [
    "Answer",
    "Association",
    "Coefficient",
    "Design",
    "DesignFacts",
    "Figure",
    "Finding",
    "Model",
    "SoundingError",
    "SoundingWarning",
    "TermTest",
]

# Classes are named as they are imported, in messages and documentation.
for _name in __all__:
    globals()[_name].__module__ = __name__
