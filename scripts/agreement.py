"""Write docs/agreement.md: the figures of the event study beside those that other programs gave."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from dashboard import event_study, load_prices
from dashboard.settings import PROJECT_ROOT

PAGE = PROJECT_ROOT / "docs" / "agreement.md"
DATA = PROJECT_ROOT / "tests" / "agreement" / "data"
EVENT = "2025-01-27"
# fmt: off
GROUPS = {
    "A": [
        "NVDA", "AVGO", "MU", "ARM", "AMD", "MRVL", "TSM", "ASML", "AMAT",
        "LRCX", "KLAC", "SMCI", "DELL", "ANET", "ORCL", "CEG", "VST", "GEV",
    ],
    "B": ["MSFT", "GOOGL", "AMZN", "META", "AAPL"],
}
# fmt: on
Floats = NDArray[np.float64]

WINDOWS = ("0:0", "-1:1", "-5:5")
BESIDE = {"N": "n", "mean_car": "mean_car", "rbar": "rbar"}
"""Figures that stand in a column of their own, beside every statistic."""

STATISTICS = {
    "N": ("companies", "counted"),
    "mean_car": ("mean CAR", "statsmodels; R `lm`"),
    "rbar": ("mean residual correlation", "pandas `corr`; R `cor`; sipemu, by its KP over BMP"),
    "cross_sectional": ("t", "scipy `ttest_1samp`; R `t.test`; estudy2 `t_test` ¹; sipemu CSectT"),
    "patell": ("z", "statsmodels; R `lm`; estudy2 `patell` × √(248/249) ¹; sipemu PatellZ ¹"),
    "adj_patell": ("z", "statsmodels and scipy; base R; no package has it"),
    "bmp": ("t", "scipy `ttest_1samp`; R `t.test`; estudy2 `boehmer` ¹; sipemu BMP"),
    "kp": ("t", "statsmodels and scipy; base R; sipemu KolariPynnonen"),
    "cda": ("t", "numpy; base R; estudy2 `brown_warner_1985`"),
    "portfolio": ("t", "statsmodels; R `lm`"),
    "rank": ("z", "pandas `rank`; R `rank`; estudy2 `modified_rank_test` ²"),
    "grank_t": ("t", "scipy `rankdata`; R `rank`; eventstudystatistics `grank` ³"),
    "grank_z": ("z", "scipy `rankdata`; R `rank`; event-study-toolkit GRANK_Z, on its own panel"),
    "sign": ("CARs above 0", "scipy `binomtest`; R `binom.test`"),
    "cowan": ("z", "numpy; base R; estudy2 `generalized_sign_test` ¹; sipemu GSignT ¹"),
    "wilcoxon": ("sum of ranks", "scipy `wilcoxon`; R `wilcox.test`; estudy2 `wilcoxon_test` ¹"),
    "skewness_adjusted": ("t", "scipy `skew`; base R; no package has it"),
    "sign_flip": ("mean CAR", "all sign patterns in numpy; R `expand.grid`"),
    "placebo_date": ("dates", "statsmodels residuals; R `lm` residuals; no package has it"),
}
"""Each compared statistic: what its value is, and with what others computed it."""

READINGS = {
    "portfolio_complete_dates": ("portfolio", "takes only days on which every company has a return"),
    "rank_mean_form": ("rank", "takes the mean of the day's ranks where we take the sum over √n"),
    "grank_z_ownT": ("grank_z", "takes each company's own number of days in the variance"),
    "grank_t_estSAR_predvar": ("grank_t", "also divides estimation residuals by √(1+h)"),
    "grank_z_estSAR_predvar": ("grank_z", "also divides estimation residuals by √(1+h)"),
    "skewness_adjusted_hall_biased": ("skewness_adjusted", "takes spread and skewness of the population"),
    "skewness_adjusted_johnson": ("skewness_adjusted", "has no term in g², and the third moment over sd³"),
}
"""Other published or plausible readings, the statistic that they are readings of, and what they do differently."""

FIRM_COLUMNS = {
    "L": "n_obs",
    "s": "sigma",
    "ar_or_car": "car",
    **{f"b_{name}": f"beta_{name}" for name in ("smb", "hml", "mom", "rmw", "cma")},
}
BOUNDS = {1e-10: "< 1e-10", 1e-9: "< 1e-9"}
"""Relative differences are told by the first of these that holds: what is smaller depends on the machine."""


def main() -> int:
    """Write the page."""
    PAGE.write_text(page(), encoding="utf-8")
    return 0


def page() -> str:
    """Return the text of the page, computed anew from the stored prices."""
    prices = load_prices()
    ours = event_study(prices, EVENT, table="groups", groups=GROUPS, windows=WINDOWS)
    theirs = pd.read_csv(DATA / "group_level.csv")
    parts = [INTRODUCTION.format(groups=_members())]
    heads = ("statistic", "value is", "theirs by")
    tools = _table(heads, [(f"`{name}`", *said) for name, said in STATISTICS.items()], right=())
    parts += [
        "## Groups",
        tools,
        NOTES,
        *(_group_section(ours, theirs, group, window) for group in GROUPS for window in WINDOWS),
    ]
    parts += [_readings(ours, theirs), "## Companies", COMPANIES]
    firms = pd.read_csv(DATA / "firm_level.csv").assign(model="market_model")
    models = pd.concat([firms, pd.read_csv(DATA / "firm_level_models.csv")])
    found = {
        model: event_study(
            prices,
            EVENT,
            list(rows["ticker"].unique()),
            model=str(model),
            windows=[_bounds(window) for window in rows["window"].unique()],
        )
        for model, rows in models.groupby("model", sort=False)
    }
    parts += [_firm_table(found["market_model"], firms), "## Models", MODELS, _model_table(found, models), CASES]
    return "\n\n".join(parts) + "\n"


def _members() -> str:
    return "\n".join(f"- {name}: {', '.join(tickers)}" for name, tickers in GROUPS.items())


def _group_section(ours: pd.DataFrame, theirs: pd.DataFrame, group: str, window: str) -> str:
    found, given = _ours_of(ours, group, window), _theirs_of(theirs, group, window)
    # Ours flips every sign up to 18 companies, which they call exact.
    given = given.rename(index={"sign_flip_exact": "sign_flip"})
    rows = []
    for statistic in given.index.intersection(list(STATISTICS), sort=False):
        beside = BESIDE.get(statistic)
        own = found.loc["kp" if beside else statistic]
        pair = np.array([own[beside or "value"], np.nan if beside else own["p"]], dtype=float)
        other = given.loc[statistic, ["value", "p"]].to_numpy(dtype=float)
        numbers = (_number(pair[0]), _number(other[0]), _p(pair[1]), _p(other[1]), _difference(pair, other))
        rows.append((f"`{statistic}`", *numbers))
    heads = ("statistic", "ours", "theirs", "p, ours", "p, theirs", "apart")
    return f"### Group {group}, {_spoken(window)}\n\n{_table(heads, rows, right=(1, 2, 3, 4, 5))}"


def _readings(ours: pd.DataFrame, theirs: pd.DataFrame) -> str:
    rows = []
    for name, (statistic, what) in READINGS.items():
        cells = [f"`{statistic}`", what]
        for group in GROUPS:
            own = _ours_of(ours, group, "0:0").loc[statistic, "value"]
            cells += [_number(own, 5), _number(_theirs_of(theirs, group, "0:0").loc[name, "value"], 5)]
        rows.append(tuple(cells))
    heads = ("ours", "the other reading", "A, ours", "A, other", "B, ours", "B, other")
    return f"{OTHERS}\n\n{_table(heads, rows, right=(2, 3, 4, 5))}"


def _firm_table(ours: pd.DataFrame, theirs: pd.DataFrame) -> str:
    found = ours[(ours["window_start"] == 0) & (ours["window_end"] == 0)].set_index("ticker")
    rows = []
    for other in theirs[theirs["window"] == "[0,0]"].itertuples():
        own = found.loc[other.ticker]
        apart = _difference(
            np.array([own["alpha"], own["beta"], own["sigma"], own["car"], own["sd"], own["t"]], dtype=float),
            np.array([other.alpha, other.beta, other.s, other.ar_or_car, other.sd, other.t], dtype=float),
        )
        numbers = [_number(value) for value in (own["car"], other.ar_or_car, own["t"], other.t)]
        rows.append((other.ticker, str(other.L), *numbers, apart))
    heads = ("company", "sessions", "AR, ours", "AR, theirs", "t, ours", "t, theirs", "apart")
    return _table(heads, rows, right=(1, 2, 3, 4, 5, 6))


def _model_table(found: dict[str, pd.DataFrame], models: pd.DataFrame) -> str:
    rows = []
    for model, theirs in models.groupby("model", sort=False):
        edges = theirs["window"].str.strip("[]").str.split(",", expand=True).astype(int)
        keys = [theirs["ticker"], edges[0], edges[1]]
        ours = (
            found[str(model)].set_index(["ticker", "window_start", "window_end"]).loc[pd.MultiIndex.from_arrays(keys)]
        )
        columns = [name for name in theirs.columns if FIRM_COLUMNS.get(name, name) in ours.columns]
        columns = [name for name in columns if theirs[name].notna().any()]
        given = theirs[columns].to_numpy(dtype=float)
        own = ours[[FIRM_COLUMNS.get(name, name) for name in columns]].to_numpy(dtype=float)
        nvidia = ours.loc[("NVDA", 0, 0)]
        apart = _difference(own.ravel(), given.ravel())
        figures = (_number(nvidia["car"], 6), _number(nvidia["t"], 5))
        rows.append((f"`{model}`", str(theirs["window"].nunique()), str(np.isfinite(given).sum()), *figures, apart))
    heads = ("model", "windows", "figures compared", "AR of NVDA, ours", "its t, ours", "apart")
    return _table(heads, rows, right=(1, 2, 3, 4, 5))


def _ours_of(ours: pd.DataFrame, group: str, window: str) -> pd.DataFrame:
    first, last = (int(part) for part in window.split(":"))
    chosen = (ours["group"] == group) & (ours["window_start"] == first) & (ours["window_end"] == last)
    return ours[chosen].set_index("statistic")


def _theirs_of(theirs: pd.DataFrame, group: str, window: str) -> pd.DataFrame:
    chosen = (theirs["group"] == group) & (theirs["window"].map(_bounds) == window)
    return theirs[chosen].set_index("stat")


def _bounds(window: str) -> str:
    """Turn ``[-1,1]`` into ``-1:1``."""
    return window.strip("[]").replace(",", ":")


def _spoken(window: str) -> str:
    first, last = window.replace("-", "−").split(":")
    return f"sessions {first} to {last}" if first != last else f"session {first}"


def _difference(ours: Floats, theirs: Floats) -> str:
    """Say how far figures are apart, relative to theirs, at the furthest of those that they give."""
    given = np.isfinite(theirs)
    apart, size = np.abs(ours - theirs)[given], np.abs(theirs)[given]
    far = float(np.divide(apart, size, out=apart.copy(), where=size != 0).max())
    return next((text for bound, text in BOUNDS.items() if far < bound), f"{far:.1e}")


def _number(value: float, digits: int = 10) -> str:
    return f"{value:.{digits}g}".replace("-", "−")


def _p(value: float) -> str:
    return "" if np.isnan(value) else f"{value:.4g}".replace("-", "−")


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]], right: Sequence[int]) -> str:
    rule = ["---:" if column in right else "---" for column in range(len(heads))]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in (heads, rule, *rows))


INTRODUCTION = """\
# The event study beside other programs

Every figure of the event study of 27 January 2025 below was computed twice: by this project, and by other programs
from the same prices and dividends. This page is written by `python -m scripts.agreement`, which computes our figures
anew. One test compares it with what that would write today; others hold the figures themselves to a relative difference
of 1e-9 (or 1e-11 absolute, near zero). [methods.md](methods.md#event-studies) has the formulas.

Event session 27 January 2025; market model on ^GSPC over the sessions −270 to −21 (27 December 2023 to 23 December
2024); total returns. Two groups:

{groups}

GEV has the only short history, 187 sessions. *Apart* is the relative difference, at the furthest of the figures in its
row, or the bound below which it is: what is smaller is rounding and depends on the machine. Abnormal returns are
decimals.

Their figures were computed in two ways, which agree with each other to 1e-11 or better: with statsmodels 0.15, scipy
1.17, pandas and numpy; and with base R 4.2.2, where a window is a regression with one dummy for each event day.
Packages for event studies were run as well, where their definition of a statistic is the same: estudy2 0.10.0 and
EventStudy 0.50.0 by sipemu (both R), eventstudystatistics 1.0.0 and event-study-toolkit 1.0.0 (both Python). They were
run on group B and on group A without GEV, so in group A the figures themselves rest on the two ways."""

NOTES = """\
- ¹ On session 0 alone. estudy2 divides the residuals' sum of squares by T − 1, not T − 2, hence the factor of
  `patell`.
- ² On companies without gaps, where the two forms are one. sipemu's rank test divides by T − 1: a factor of
  √(251/250).
- ³ Once both divide the residuals by s √(1 + 1/L); the package's own divisor is another.

`jackknife_range` is compared by its ends, the mean CAR and its t without each company in turn
(`tests/agreement/test_group_level.py`). `exposure` is checked by hand arithmetic; the program of those who proposed it,
csestudy, was not run. Where the packages differ from these definitions, and by how much, is told in
[methods.md](methods.md#where-other-programs-differ)."""

OTHERS = """\
### Other readings

Papers and packages differ in details. Ours is the reading that [methods.md](methods.md#event-studies) writes down;
these are others, as the same programs gave them, on session 0. None of them moves a p-value across 5 %."""

COMPANIES = """\
The market model on session 0. *Apart* is the furthest of alpha, beta, residual deviation, AR, its standard deviation
and t. estudy2 and sipemu agree on alpha, beta, AR and residual deviation of the 22 companies of A and B with whole
histories to 2e-14."""

MODELS = """\
All 27 companies by every model: coefficients, residual deviation, CAR, its standard deviation, t, p, 95 % interval and
BHAR, on session 0 and on sessions −1 to 1 (the market model also on 0 to 1 and −5 to 5). Theirs by statsmodels and by
base R. Factors that are built from the market on the event session hold the shock itself: Nvidia's t shrinks as more of
them are taken."""

CASES = """\
## Published examples

Other tests compare with small published examples: 29 Indian companies around 5 August 2011, five American ones around
26 July 2018, and technology companies around 16 March 2020. Theirs are figures of statsmodels and scipy (AR, CAR,
standard deviations, t, BMP, Wilcoxon, sign), sipemu (AR, BMP and KP by day and cumulated) and estudy2, each where the
definition is the same. The examples are not part of this repository; [tests/agreement](../tests/agreement/README.md)
says how to have them compared."""


if __name__ == "__main__":
    sys.exit(main())
