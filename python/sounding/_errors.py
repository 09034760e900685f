"""What cannot be done, said so that a person can mend it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

__all__ = ["Finding", "SoundingError", "SoundingWarning"]


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong.

    Attributes
    ----------
    code : str
        Stable code, such as ``E-EST-005``; docs/errors.md of the repository explains each.
    message : str
        One sentence: what is wrong. Rows are counted from 0, as in Python.
    place : str
        The column or the argument that it is about; may be empty.
    remedy : str
        One sentence: what to do.
    """

    code: str
    message: str
    place: str
    remedy: str

    def __str__(self) -> str:
        at = f"\n  at: {self.place}" if self.place else ""
        return f"error[{self.code}]: {self.message}{at}\n  remedy: {self.remedy}"


class SoundingError(ValueError):
    """An estimate that cannot be made honestly. Everything that is wrong is said at once.

    Attributes
    ----------
    findings : tuple of Finding
        What is wrong, never empty.
    """

    findings: tuple[Finding, ...]

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings = tuple(findings)
        super().__init__("\n".join(str(finding) for finding in self.findings))

    def __reduce__(self) -> tuple[type[SoundingError], tuple[tuple[Finding, ...]]]:
        return type(self), (self.findings,)

    @classmethod
    def of(cls, told: Iterable[tuple[str, str, str, str]]) -> SoundingError:
        """From code, message, place and remedy of each finding."""
        return cls(Finding(*one) for one in told)

    @property
    def code(self) -> str:
        """The code of the first finding."""
        return self.findings[0].code

    @property
    def codes(self) -> tuple[str, ...]:
        """The code of each finding, in order."""
        return tuple(finding.code for finding in self.findings)


class SoundingWarning(UserWarning):
    """Something to know about an estimate that was made; also in ``Answer.warnings``."""
