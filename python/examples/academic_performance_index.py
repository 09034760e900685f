# %% [markdown]
# # The Academic Performance Index, as published
#
# California tests its schools every year. `apiclus1` is a cluster sample of them: 15 of 757 school districts, and all schools of each.
# Thomas Lumley analyses it in *A survey analysis example* (the vignette of R's survey package, 17 July 2021) and in the package's
# pages on summary statistics and on tests of association (r-survey). Here his analysis is repeated figure by figure; `published` refuses
# any that does not round to what he printed.
#
# Run it as a script, or cell by cell in an editor that knows `# %%`: it needs `sounding`, pandas and pyarrow.

# %%
from __future__ import annotations

from pathlib import Path

import pandas

import sounding

DATA = Path(__file__).resolve().parents[2] / "reference" / "data"


def published(found: float, printed: str) -> None:
    """Refuses a figure that does not round to the printed one."""
    decimals = len(printed.partition(".")[2])
    rounded = f"{found:.{decimals}f}"
    assert rounded == printed, f"{found} rounds to {rounded}, and {printed} was published"


def row(figure: sounding.Figure | sounding.Coefficient, estimate: str, se: str) -> None:
    """An estimate and its standard error as printed."""
    published(figure.estimate, estimate)
    published(figure.se, se)


schools = pandas.read_csv(DATA / "apiclus1.csv")

# %% [markdown]
# The design: `dnum` is the district, `pw` the weight, and `fpc` the number of districts in the state.

# %%
clusters = sounding.Design(schools, psu="dnum", weights="pw", fpc="fpc")
print(clusters)
assert (clusters.facts.psus, clusters.facts.df) == (15, 14)

# %% [markdown]
# ## Mean and quartiles of the index in the year 2000

# %%
mean = clusters.mean("api00")
print(mean)
row(mean[0], "644.17", "23.542")

# %%
quartiles = clusters.quantile("api00", p=[0.25, 0.5, 0.75])
print(quartiles)
for figure, estimate, low, high, se in zip(
    quartiles,
    ("552", "652", "719"),
    ("492", "561", "696"),
    ("627", "714", "777"),
    ("31.47166", "35.66788", "18.88300"),
    strict=True,
):
    row(figure, estimate, se)
    published(figure.low, low)
    published(figure.high, high)

# %% [markdown]
# ## How many schools of each type, and how many pupils
#
# The number of schools is the sum of their weights, `count()`.

# %%
types = clusters.function("count()", by="stype")
print(types)
row(types.one(stype="E"), "4873.97", "1333.32")
row(types.one(stype="H"), "473.86", "158.70")
row(types.one(stype="M"), "846.17", "167.55")

# %%
pupils = clusters.total("enroll")
print(pupils)
row(pupils[0], "3404940", "932235")

# %% [markdown]
# Shares of the types, which the page on summary statistics has.

# %%
shares = clusters.proportion("stype")
print(shares)
row(shares.one(category="E"), "0.786885", "0.0463")
row(shares.one(category="H"), "0.076503", "0.0268")
row(shares.one(category="M"), "0.136612", "0.0296")

# %% [markdown]
# ## What share of pupils took the test: a ratio, and the same among high schools
#
# A domain is asked for with `where` or `by`. Cutting the table instead would forget the districts that have no high school.

# %%
tested = clusters.ratio("api.stu", "enroll")
print(tested)
row(tested[0], "0.8497087", "0.008386297")

# %%
high_schools = clusters.ratio("api.stu", "enroll", where=schools["stype"] == "H")
print(high_schools)
row(high_schools[0], "0.8300683", "0.01472607")

# %% [markdown]
# ## English-language learners and pupils with subsidised meals, by type of school

# %%
by_type = clusters.mean("ell", "meals", by="stype")
print(by_type)
table = by_type.to_pandas().set_index(["measure", "stype"])
for (measure, stype), estimate, se in [
    (("mean(ell)", "E"), "29.69444", "1.411617"),
    (("mean(ell)", "H"), "15.00000", "5.347065"),
    (("mean(ell)", "M"), "22.68000", "2.952862"),
    (("mean(meals)", "E"), "53.09028", "7.070399"),
    (("mean(meals)", "H"), "37.57143", "5.912262"),
    (("mean(meals)", "M"), "43.08000", "6.017110"),
]:
    published(table.loc[(measure, stype), "estimate"], estimate)
    published(table.loc[(measure, stype), "se"], se)

# %% [markdown]
# ## Do types of schools meet their growth target equally often?
#
# The cross-table, and Rao and Scott's test. The printed table has numbers of schools: shares times the size of the population.

# %%
targets = clusters.table("sch.wide", "stype")
print(targets)
for (answer, stype), schools_printed in {
    ("No", "E"): "406.1640",
    ("No", "H"): "101.5410",
    ("No", "M"): "270.7760",
    ("Yes", "E"): "4467.8035",
    ("Yes", "H"): "372.3170",
    ("Yes", "M"): "575.3989",
}.items():
    cell = targets.one(**{"sch.wide": answer, "stype": stype})
    published(cell.estimate * targets.design.population, schools_printed)
(test,) = targets.tests
published(test.f, "5.1934")
published(test.df1, "1.495")
published(test.df2, "20.925")
published(test.p_value, "0.02175")

# %% [markdown]
# ## What predicts the index, and whether a school meets its target

# %%
linear = clusters.glm("api00 ~ ell + meals")
print(linear)
for term, estimate, se, t in [
    ("(Intercept)", "817.1823", "18.6709", "43.768"),
    ("ell", "-0.5088", "0.3259", "-1.561"),
    ("meals", "-3.1456", "0.3018", "-10.423"),
]:
    row(linear.term(term), estimate, se)
    published(linear.term(term).t, t)
published(linear.term("ell").p_value, "0.144")
published(linear.dispersion, "3161.207")

# %%
logistic = clusters.glm('I(sch.wide == "Yes") ~ ell + meals', family="quasibinomial")
print(logistic)
for term, estimate, se, p_value in [
    ("(Intercept)", "1.899557", "0.509915", "0.00290"),
    ("ell", "0.039925", "0.012443", "0.00751"),
    ("meals", "-0.019115", "0.008825", "0.05117"),
]:
    row(logistic.term(term), estimate, se)
    published(logistic.term(term).p_value, p_value)

# %% [markdown]
# ## The same by the jackknife
#
# Fifteen replicates, each without one district.

# %%
jackknife = sounding.Design(schools, psu="dnum", weights="pw", fpc="fpc", replicates="jk1")
print(jackknife)
row(jackknife.mean("api00")[0], "644.169399", "26.3294")
row(jackknife.mean("api99")[0], "606.978142", "26.9985")
row(jackknife.total("enroll")[0], "3404940.13", "932235.03")
row(jackknife.proportion("stype").one(category="H"), "0.076503", "0.0278")

# %%
print("every figure is as published")
