"""The compiled part; private to the package."""

from typing import Any, TypedDict

class Ready(TypedDict):
    columns: list[str]
    kind: str
    combined: bool
    scale: float | None
    rscales: list[float] | None
    df: int | None

class NativeDesign:
    def __new__(
        cls,
        table: object,
        weights: str | None,
        strata: str | None,
        psu: list[str],
        fpc: list[str],
        single_psu: str,
        replicates: str | None,
        seed: int,
        ready: Ready | None,
        mse: bool,
    ) -> NativeDesign: ...
    def estimate(
        self,
        kind: str,
        variables: list[list[str]],
        probabilities: list[float],
        by: list[str],
        where: object | None,
        level: float,
        ci: str,
    ) -> NativeAnswer: ...
    def glm(
        self,
        response: str,
        predictors: list[str],
        family: str,
        link: str | None,
        offset: str | None,
        intercept: bool,
        where: object | None,
        level: float,
    ) -> NativeModel: ...
    def facts(self) -> dict[str, Any]: ...
    def warnings(self) -> list[str]: ...

class NativeModel:
    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object: ...
    def coefficients(self) -> list[dict[str, Any]]: ...
    def covariance(self) -> list[list[float]]: ...
    def facts(self) -> dict[str, Any]: ...
    def warnings(self) -> list[str]: ...

class NativeAnswer:
    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object: ...
    def figures(self) -> list[dict[str, Any]]: ...
    def labels(self) -> list[dict[str, str]]: ...
    def tests(self) -> list[dict[str, Any]]: ...
    def warnings(self) -> list[str]: ...
