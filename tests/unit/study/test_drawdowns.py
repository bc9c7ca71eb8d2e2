"""Drawdown episodes: hand-made cases, ties and plateaus, and properties that must hold for any prices."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from dashboard.study.drawdowns import COLUMNS, drawdowns, standing, underwater
from tests.support.panels import NAN, frame, seeded


def day(text: str) -> pd.Timestamp:
    return pd.Timestamp(text)


def test_a_plateau_at_the_peak_separates_two_recovered_episodes() -> None:
    # Sessions from 2 Jan 2025; 9 Jan 2025 was no session.
    episodes = drawdowns(frame({"A": [100, 100, 95, 100, 100, 98, 100, 100]}))
    assert episodes["depth"].tolist() == pytest.approx([-0.05, -0.02])
    assert episodes["status"].tolist() == ["recovered", "recovered"]
    assert episodes["peak_date"].tolist() == [day("2025-01-03"), day("2025-01-08")]
    assert episodes["start_date"].tolist() == [day("2025-01-06"), day("2025-01-10")]
    assert episodes["valley_date"].tolist() == [day("2025-01-06"), day("2025-01-10")]
    assert episodes["recovery_date"].tolist() == [day("2025-01-07"), day("2025-01-13")]


def test_days_and_sessions_are_counted_from_peak_to_valley_to_recovery() -> None:
    # Fri 3 Jan peak, Mon 6 start, Tue 7 valley, Fri 10 back: the 9th was no session.
    episode = drawdowns(frame({"A": [90, 100, 80, 70, 80, 100]})).iloc[0]
    assert (episode["sessions_down"], episode["sessions_up"]) == (2, 2)
    assert (episode["days_down"], episode["days_up"]) == (4, 3)
    assert (episode["peak_close"], episode["valley_close"]) == (100, 70)


def test_the_first_of_equal_lows_is_the_valley_and_the_last_of_equal_highs_the_peak() -> None:
    episode = drawdowns(frame({"A": [100, 100, 90, 95, 90, 101]})).iloc[0]
    assert episode["peak_date"] == day("2025-01-03")
    assert episode["valley_date"] == day("2025-01-06")


def test_an_episode_without_recovery_is_open() -> None:
    episode = drawdowns(frame({"A": [100, 90, 95, 99.99]})).iloc[0]
    assert episode["status"] == "open"
    assert episode[["recovery_date", "sessions_up", "days_up"]].isna().all()


def test_an_open_episode_does_not_recover_in_the_next_series() -> None:
    episodes = drawdowns(frame({"A": [100, 90], "B": [200, 210]}))
    assert episodes["ticker"].tolist() == ["A"]
    assert episodes["status"].tolist() == ["open"]


def test_missing_closes_are_passed_over() -> None:
    episode = drawdowns(frame({"A": [NAN, 100, NAN, 80, NAN, 100]})).iloc[0]
    assert episode["depth"] == pytest.approx(-0.2)
    assert (episode["sessions_down"], episode["sessions_up"]) == (1, 1)


def test_equal_depths_rank_the_earlier_first_and_top_keeps_the_deepest() -> None:
    close = frame({"A": [100, 90, 100, 90, 100, 80, 100]})
    ranked = drawdowns(close)
    assert ranked["depth"].tolist() == pytest.approx([-0.2, -0.1, -0.1])
    assert ranked["start_date"].tolist() == [day("2025-01-10"), day("2025-01-03"), day("2025-01-07")]
    assert drawdowns(close, top=1)["depth"].tolist() == pytest.approx([-0.2])


@pytest.mark.parametrize("close", [frame({"A": [1, 2, 3]}), frame({"A": [NAN, NAN]}), frame({"A": []})])
def test_a_series_that_never_falls_has_no_row(close: pd.DataFrame) -> None:
    episodes = drawdowns(close)
    assert len(episodes) == 0
    assert tuple(episodes.columns) == COLUMNS


def test_underwater_by_hand() -> None:
    depth = underwater(frame({"A": [100, 80, 120, 90], "B": [NAN, 50, NAN, 25]}))
    np.testing.assert_allclose(depth["A"], [0, -0.2, 0, -0.25])
    np.testing.assert_allclose(depth["B"], [NAN, 0, NAN, -0.5])


prices = hnp.arrays(
    float,
    st.tuples(st.integers(1, 40), st.integers(1, 6)),
    # Few distinct values, so that ties and plateaus are common; NaN is a missing close.
    elements=st.one_of(st.integers(1, 8).map(float), st.just(NAN)),
)


def wide(values: np.ndarray) -> pd.DataFrame:
    return frame({f"S{i}": values[:, i] for i in range(values.shape[1])})


@given(prices)
def test_a_drawdown_is_never_positive(values: np.ndarray) -> None:
    close = wide(values)
    assert (drawdowns(close, top=None)["depth"] < 0).all()
    assert not (underwater(close) > 0).any().any()
    assert (underwater(close).isna() == close.isna()).all().all()


@given(prices, st.sampled_from([0.25, 2.0, 1024.0]))
def test_scaling_prices_changes_nothing(values: np.ndarray, factor: float) -> None:
    # Powers of two scale floats exactly, so the comparison can be exact.
    plain, scaled = drawdowns(wide(values)), drawdowns(wide(values * factor))
    names = [name for name in COLUMNS if not name.endswith("_close")]
    pd.testing.assert_frame_equal(plain[names], scaled[names])


@given(prices, st.randoms(use_true_random=False))
def test_shuffling_series_changes_only_their_order(values: np.ndarray, random: object) -> None:
    close = wide(values)
    order = list(close.columns)
    random.shuffle(order)  # type: ignore[attr-defined]
    by = ["ticker", "rank"]
    plain = drawdowns(close).sort_values(by, ignore_index=True)
    shuffled = drawdowns(close[order]).sort_values(by, ignore_index=True)
    pd.testing.assert_frame_equal(plain, shuffled)


@given(prices)
def test_a_missing_close_stays_in_its_own_series(values: np.ndarray) -> None:
    alone = drawdowns(wide(values)[["S0"]])
    together = drawdowns(wide(values))
    pd.testing.assert_frame_equal(alone, together[together["ticker"] == "S0"].reset_index(drop=True))


def naive_episodes(closes: pd.Series) -> list[tuple[object, ...]]:
    """The definition, one session at a time."""
    found, peak, start = [], None, None
    present = closes.dropna()
    for at, price in present.items():
        if peak is None or price >= present[peak]:
            if start is not None:
                found.append((peak, start, present[start:].loc[: at - pd.Timedelta(days=1)].idxmin(), at))
            peak, start = at, None
        elif start is None:
            start = at
    if start is not None:
        found.append((peak, start, present[start:].idxmin(), pd.NaT))
    return found


@given(prices)
def test_the_episodes_are_those_of_the_definition(values: np.ndarray) -> None:
    close = wide(values)
    episodes = drawdowns(close, top=None)
    for ticker in close:
        ours = episodes[episodes["ticker"] == ticker].sort_values("start_date")
        theirs = naive_episodes(close[ticker])
        got = [tuple(row) for row in ours[["peak_date", "start_date", "valley_date", "recovery_date"]].to_numpy()]
        assert [str(row) for row in got] == [str(row) for row in map(tuple, pd.DataFrame(theirs).to_numpy())]


def test_many_series_at_once_equal_one_at_a_time() -> None:
    close = seeded(20, 200)
    one_by_one = pd.concat([drawdowns(close[[ticker]]) for ticker in close], ignore_index=True)
    pd.testing.assert_frame_equal(drawdowns(close), one_by_one)


def test_standing_is_the_depth_at_the_last_close_and_since_when() -> None:
    # Sessions: 2, 3, 6, 7, 8, 10 Jan 2025.
    table = standing(
        frame(
            {
                "BELOW": [90, 100, 100, 80, 70, 75],
                "HIGH": [90, 100, 95, 100, 101, 101],
                "GAP": [NAN, 50, NAN, NAN, 40, NAN],
                "NONE": [NAN] * 6,
            }
        )
    ).set_index("ticker")
    below = table.loc["BELOW"]
    assert below["depth"] == pytest.approx(-0.25)
    assert (below["peak_date"], below["below_since"], below["last_date"]) == (
        day("2025-01-06"), day("2025-01-07"), day("2025-01-10"),
    )  # fmt: skip
    assert (below["peak_close"], below["last_close"], below["sessions"], below["days"]) == (100, 75, 3, 4)
    high = table.loc["HIGH"]
    assert (high["depth"], high["peak_date"], high["sessions"], high["days"]) == (0, day("2025-01-10"), 0, 0)
    assert pd.isna(high["below_since"])
    gap = table.loc["GAP"]
    assert (gap["last_date"], gap["below_since"]) == (day("2025-01-08"), day("2025-01-08"))
    assert (gap["depth"], gap["sessions"], gap["days"]) == (pytest.approx(-0.2), 1, 5)
    assert table.loc["NONE"].isna().all()


def test_who_stands_below_is_in_an_open_episode_that_began_then() -> None:
    close = seeded(40, 200)
    now = standing(close).set_index("ticker")
    still = drawdowns(close, top=None).query("status == 'open'").set_index("ticker")
    assert set(still.index) == set(now.index[now["depth"] < 0])
    both = now.loc[still.index]
    assert (both["peak_date"] == still["peak_date"]).all()
    assert (both["below_since"] == still["start_date"]).all()
    np.testing.assert_allclose(now["depth"], underwater(close).ffill().iloc[-1])
