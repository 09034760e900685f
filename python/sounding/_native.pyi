"""The compiled part; private to the package."""

from typing import Any, TypedDict

class Options(TypedDict):
    weights: str | None
    strata: str | None
    psu: list[str]
    fpc: list[str]
    probabilities: list[str]
    pps: str
    pps_form: str
    single_psu: str
    collapse_by: str | None
    replicates: str | None
    order: str | None
    seed: int
    rep_weights: list[str]
    rep_type: str | None
    rep_multipliers: bool
    rep_scale: float | None
    rep_rscales: list[float]
    rep_mse: bool
    rep_df: int | None

class NativeDesign:
    def __new__(cls, table: object, options: Options, joint: object | None) -> NativeDesign: ...
    def estimate(
        self,
        kind: str,
        variables: list[list[str]],
        probabilities: list[float],
        by: list[str],
        where: object | None,
        level: float,
        ci: str,
        rule: str,
    ) -> NativeAnswer: ...
    def glm(
        self, formula: str, family: str, link: str | None, where: object | None, level: float
    ) -> NativeModel: ...
    def facts(self) -> dict[str, Any]: ...
    def warnings(self) -> list[str]: ...

class NativeModel:
    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object: ...
    def coefficients(self) -> list[dict[str, Any]]: ...
    def tests(self) -> list[dict[str, Any]]: ...
    def covariance(self) -> list[list[float]]: ...
    def facts(self) -> dict[str, Any]: ...
    def warnings(self) -> list[str]: ...

class NativeAnswer:
    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object: ...
    def figures(self) -> list[dict[str, Any]]: ...
    def labels(self) -> list[dict[str, str]]: ...
    def tests(self) -> list[dict[str, Any]]: ...
    def warnings(self) -> list[str]: ...
