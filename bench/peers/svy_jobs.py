"""The jobs in Python's svy: `svy_jobs.py DIR JOB` prints times, memory and figures as JSON. Reading the data is not timed."""

import json
import resource
import sys
import time

import numpy as np
import polars as pl
import svy

DIRECTORY, JOB = sys.argv[1:3]
SIZES = (2, 5, 6, 11)
ENOUGH, RUNS = 2.0, 100


def column(name):
    kind = "<i4" if name.endswith("i32") else "<f8"
    folder = "small" if JOB == "total_by_6760" else "large"
    return np.fromfile(f"{DIRECTORY}/{folder}/{name}", dtype=kind)


CODES = ["stratum", "psu", "group", "cell", "row", "column", "m2", "m5", "m6", "m11"]
NUMBERS = ["weight", "y", "voted", "x1", "x2", "x3", "x4", "x5", "x6"]
NEEDED = {
    "mean_by_600": ["group"],
    "total_by_6760": ["cell"],
    "table": ["row", "column"],
    "rake": ["m2", "m5", "m6", "m11"],
    "rake_in_replicates": ["m2", "m5", "m6", "m11"],
    "calibrate": ["m2", "m5", "m6", "m11"],
    "logistic": ["voted", "x1", "x2", "x3", "x4", "x5", "x6"],
}
NAMES = ["stratum", "psu", "weight", "y"] + NEEDED.get(JOB, [])
DATA = pl.DataFrame({n: column(f"{n}.i32" if n in CODES else f"{n}.f64") for n in NAMES})
TOTALS = {size: column(f"totals{size}.f64") for size in SIZES if JOB != "total_by_6760"}
MARGINS = {f"m{size}": {code: float(t) for code, t in enumerate(totals)} for size, totals in TOTALS.items()}


def sample():
    return svy.Sample(DATA, svy.Design(stratum="stratum", psu="psu", wgt="weight"))


READY = None if JOB == "mean_cold" else sample()


def estimate(of, method=None):
    table = of.estimation.mean("y", method=method).to_polars()
    return [table["est"][0], table["se"][0]]


def by(table, key):
    table = table.to_polars().sort(key)
    return table["est"].to_list() + table["se"].to_list()


def quantiles():
    tables = [q.to_polars() for q in READY.estimation.quantile("y", p=(0.25, 0.5, 0.75))]
    return [value for table in tables for value in (table["est"][0], table["lci"][0], table["uci"][0])]


def table():
    f = READY.categorical.tabulate("row", "column").stats.f
    return [f.value, f.df_num, f.df_den]


def raked():
    of = READY.weighting.rake(controls=MARGINS, tol=1e-10, max_iter=1000)
    return [estimate_of_weights(of)]


def estimate_of_weights(of):
    weights, y = of.data[of.design.wgt].to_numpy(), of.data["y"].to_numpy()
    return float((weights * y).sum() / weights.sum())


def raked_in_replicates():
    # Raking with replicates comes after the base replicates, which are part of the job.
    of = READY.weighting.create_bs_wgts(200, rstate=1)
    of = of.weighting.rake(controls=MARGINS, tol=1e-10, max_iter=1000)
    return estimate(of, "replication")


def calibrated():
    columns = [np.ones(len(DATA))]
    for size in SIZES:
        codes = DATA[f"m{size}"].to_numpy()
        columns += [(codes == code).astype(float) for code in range(1, size)]
    totals = [TOTALS[2].sum()] + [t for size in SIZES for t in TOTALS[size][1:]]
    of = READY.weighting.calibrate_matrix(aux_vars=np.column_stack(columns), controls=np.array(totals))
    return [estimate_of_weights(of)]


def logistic():
    fit = READY.glm.fit("voted", x=["x1", "x2", "x3", "x4", "x5", "x6"], family="binomial")
    coefs = fit.coefs
    return [c.est for c in coefs] + [c.se for c in coefs]


JOBS = {
    "mean_cold": lambda: estimate(sample()),
    "mean": lambda: estimate(READY),
    "mean_by_600": lambda: by(READY.estimation.mean("y", by="group"), "group"),
    "total_by_6760": lambda: by(READY.estimation.total("y", by="cell"), "cell"),
    "quantiles": quantiles,
    "table": table,
    "bootstrap": lambda: estimate(READY.weighting.create_bs_wgts(200, rstate=1), "replication"),
    "jackknife": lambda: estimate(READY.weighting.create_jk_wgts(rstate=1), "replication"),
    "rake": raked,
    "rake_in_replicates": raked_in_replicates,
    "calibrate": calibrated,
    "logistic": logistic,
}


def peak():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


memory, best, cpu, done, start = peak(), float("inf"), 0.0, 0, time.perf_counter()
while done == 0 or (done < RUNS and time.perf_counter() - start < ENOUGH):
    began, used = time.perf_counter(), time.process_time()
    figures = JOBS[JOB]()
    best, cpu = min(best, time.perf_counter() - began), cpu + time.process_time() - used
    done += 1
measured = {"seconds": best, "cpu": cpu / done, "added_kb": peak() - memory}
print(json.dumps({**measured, "figures": [float(figure) for figure in figures]}))
