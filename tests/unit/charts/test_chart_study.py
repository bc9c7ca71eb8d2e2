"""Figures of event studies: what is drawn, marked, named and left out."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

from dashboard.charts import DARK, LIGHT, PHONE, alt_text, car_paths, exposure, forest, placebo, reactions
from dashboard.charts.theme import text_on
from dashboard.errors import EmptySelectionError

NAN = float("nan")
NARROW = "\u202f"
NAMES = {"NVDA": "NVIDIA", "AAPL": "Apple", "VRT": "Vertiv"}


def texts(fig: Any) -> list[str]:
    return [note.text for note in fig.layout.annotations]


def named(fig: Any, name: str) -> Any:
    return next(trace for trace in fig.data if trace.name == name)


def printed(fig: Any, name: str) -> dict[str, Any]:
    """Return the texts of a trace, without the spaces around them, and the place of each."""
    trace = named(fig, name)
    return {text.strip(): place for text, place in zip(trace.text, zip(trace.x, trace.y, strict=True), strict=True)}


def course(fig: Any, name: str) -> tuple[Any, Any]:
    """Return sessions and heights of a company among those that are drawn together."""
    crowd = named(fig, car_paths.CROWD)
    own = np.flatnonzero(np.array(crowd.text) == name)
    return np.array(crowd.x, dtype=float)[own], np.array(crowd.y, dtype=float)[own]


@pytest.fixture
def daily() -> pd.DataFrame:
    """Three companies over sessions -1 to +1; Vertiv's return of the last is missing."""
    cars = {"NVDA": [0.01, -0.12, -0.10], "AAPL": [0.0, 0.04, 0.05], "VRT": [-0.02, -0.28, NAN]}
    return pd.DataFrame(
        [(ticker, day, car) for ticker, path in cars.items() for day, car in zip((-1, 0, 1), path, strict=True)],
        columns=["ticker", "event_day", "car"],
    )


@pytest.fixture
def group() -> pd.DataFrame:
    return pd.DataFrame(
        {"event_day": [-1, 0, 1], "n": [3, 3, 2], "caar": [-0.01, -0.12, -0.1], "caar_sd": [0.01, 0.015, 0.02]}
    )


class TestPaths:
    def test_all_paths_begin_at_zero_before_the_first_session(
        self, daily: pd.DataFrame, group: pd.DataFrame, words: dict[str, Any]
    ) -> None:
        fig = car_paths.paths(daily, group, labels=NAMES, event="2025-01-27", **words)
        # After each path comes a gap, so that no line joins it to the next.
        sessions, heights = course(fig, "NVIDIA")
        np.testing.assert_allclose(sessions, [-2, -1, 0, 1, NAN])
        np.testing.assert_allclose(heights, [0, 1, -12, -10, NAN], rtol=1e-6)
        np.testing.assert_allclose(course(fig, "Vertiv")[1], [0, -2, -28, NAN, NAN], rtol=1e-6)
        np.testing.assert_allclose(named(fig, "mean").y, [0, -1, -12, -10], rtol=1e-6)
        assert named(fig, "mean").line.width > named(fig, car_paths.CROWD).line.width
        assert named(fig, "mean").line.color == LIGHT.accent
        assert alt_text(fig) == (
            "A finding. Line chart of the cumulative abnormal returns of 3 companies over sessions −1 to +1; at the "
            f"end the mean is −10.0{NARROW}%."
        )

    def test_the_band_is_1_96_standard_deviations_about_zero(
        self, daily: pd.DataFrame, group: pd.DataFrame, words: dict[str, Any]
    ) -> None:
        band = named(car_paths.paths(daily, group, labels=NAMES, **words), car_paths.BAND_LABEL)
        np.testing.assert_allclose(band.x, [-2, -1, 0, 1, 1, 0, -1, -2])
        np.testing.assert_allclose(band.y, [0, 1.96, 2.94, 3.92, -3.92, -2.94, -1.96, 0], atol=1e-3)
        assert band.fill == "toself"

    def test_the_event_is_marked_and_the_mean_and_the_ends_are_named(
        self, daily: pd.DataFrame, group: pd.DataFrame, words: dict[str, Any]
    ) -> None:
        fig = car_paths.paths(daily, group, labels=NAMES, event="2025-01-27", window=(0, 0), **words)
        assert {"<b>27 Jan</b>", "<b>mean of 3</b>", "Apple", "Vertiv", "sessions from 27 Jan 2025"} <= set(texts(fig))
        assert "NVIDIA" not in texts(fig)
        upright = [shape for shape in fig.layout.shapes if shape.x0 == shape.x1]
        assert [shape.x0 for shape in upright] == [0]
        (shaded,) = [shape for shape in fig.layout.shapes if shape.type == "rect"]
        assert (shaded.x0, shaded.x1) == (-1, 0)

    def test_emphasised_companies_are_coloured_and_named_instead(
        self, daily: pd.DataFrame, group: pd.DataFrame, words: dict[str, Any]
    ) -> None:
        fig = car_paths.paths(
            daily, group, labels=NAMES, emphasis=["NVDA"], colours={"NVDA": "#0b7285"}, width=PHONE, **words
        )
        assert named(fig, "NVIDIA").line.color == "#0b7285"
        assert named(fig, car_paths.CROWD).line.color != "#0b7285"
        assert set(named(fig, car_paths.CROWD).text) == {"Apple", "Vertiv"}
        assert "NVIDIA" in texts(fig)
        assert "Apple" not in texts(fig)
        assert "sessions from each company's event" in texts(fig)

    def test_one_company_alone_is_the_mean_and_has_its_name(
        self, daily: pd.DataFrame, group: pd.DataFrame, words: dict[str, Any]
    ) -> None:
        alone = group.assign(n=1, caar=[0.01, -0.12, -0.10])
        fig = car_paths.paths(daily[daily["ticker"] == "NVDA"], alone, labels=NAMES, **words)
        assert "<b>NVIDIA</b>" in texts(fig)
        assert [trace.name for trace in fig.data] == [car_paths.BAND_LABEL, "NVIDIA"]

    def test_a_company_with_two_events_has_two_paths(self, group: pd.DataFrame, words: dict[str, Any]) -> None:
        twice = pd.DataFrame(
            {"ticker": ["NVDA"] * 6, "event_day": [-1, 0, 1] * 2, "car": [0.01, 0.02, 0.03, -0.01, -0.02, -0.03]}
        )
        fig = car_paths.paths(twice, group, labels=NAMES, **words)
        np.testing.assert_allclose(course(fig, "NVIDIA")[1], [0, 1, 2, 3, NAN, 0, -1, -2, -3, NAN], rtol=1e-6)

    def test_no_figures_is_said(self, daily: pd.DataFrame, group: pd.DataFrame, words: dict[str, Any]) -> None:
        with pytest.raises(EmptySelectionError, match="choose other companies"):
            car_paths.paths(daily.assign(car=NAN), group, labels=NAMES, **words)


@pytest.fixture
def firms() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "ticker": ["NVDA", "VRT", "AAPL", "GEV", "NEW"],
            "name": ["NVIDIA", "Vertiv", "Apple", "GE Vernova", "New"],
            "segment": ["chips", "grid and cooling", "platforms", "grid and cooling", "chips"],
            "car": [-0.13, -0.26, 0.045, NAN, NAN],
            "ci_low": [-0.18, -0.32, -0.01, NAN, NAN],
            "ci_high": [-0.08, -0.20, 0.1, NAN, NAN],
            "t": [-5.2, -8.5, 1.6, NAN, NAN],
            "p": [1e-7, 1e-12, 0.11, NAN, NAN],
            "p_bh": [2e-7, 3e-12, 0.11, NAN, NAN],
            "status": ["ok", "ok", "ok", "dropped", "dropped"],
            "reason": ["", "", "", "no variation", "no variation"],
        }
    )


class TestForest:
    def test_companies_stand_by_size_with_their_intervals(self, firms: pd.DataFrame, words: dict[str, Any]) -> None:
        fig = forest.firms(firms, **words)
        dots = fig.data[0]
        assert printed(fig, "names") == {"Vertiv": (0, 0), "NVIDIA": (0, -1), "Apple": (0, -2)}
        assert list(dots.x) == pytest.approx([-26, -13, 4.5])
        assert list(dots.y) == [0, -1, -2]
        lines = [(shape.x0, shape.x1) for shape in fig.layout.shapes if shape.y0 == shape.y1]
        assert np.array(lines) == pytest.approx(np.array([(-32, -20), (-18, -8), (-1, 10)]))
        low, high = fig.layout.xaxis.range
        assert low < -32
        assert high > 10
        assert printed(fig, "values") == {
            f"−26.0{NARROW}%": (1, 0),
            f"−13.0{NARROW}%": (1, -1),
            f"+4.5{NARROW}%": (1, -2),
        }
        assert len({len(text) for text in named(fig, "values").text}) == 1
        assert alt_text(fig).endswith(f"2 of 3 significant, the lowest is Vertiv, −26.0{NARROW}%.")

    def test_a_dot_is_filled_where_it_is_significant(self, firms: pd.DataFrame, words: dict[str, Any]) -> None:
        fig = forest.firms(firms, **words)
        dots = fig.data[0]
        assert list(dots.marker.color) == [LIGHT.segments["grid and cooling"], LIGHT.segments["chips"], LIGHT.page]
        assert dots.marker.line.color[2] == LIGHT.segments["platforms"]
        assert list(named(fig, "values").textfont.color) == [LIGHT.text, LIGHT.text, LIGHT.muted]
        assert dots.hovertext[1].split("<br>")[:2] == ["NVIDIA (NVDA)", f"−13.00{NARROW}%"]
        assert "p\u00a0<\u00a00.0001 after correction" in dots.hovertext[1]

    def test_who_was_left_out_is_listed_by_reason(self, firms: pd.DataFrame, words: dict[str, Any]) -> None:
        fig = forest.firms(firms, **words)
        assert "Left out: GE Vernova and New (no variation)." in texts(fig)
        assert not any(text.startswith("Left out") for text in texts(forest.firms(firms[:3], **words)))
        many = pd.concat([firms, *[firms[3:4].assign(name=f"C{n}", reason="gap") for n in range(9)]])
        assert "Left out: GE Vernova and New (no variation); 9 companies (gap)." in texts(forest.firms(many, **words))

    def test_a_company_that_is_the_benchmark_has_no_interval(self, firms: pd.DataFrame, words: dict[str, Any]) -> None:
        itself = firms[2:3].assign(car=0.0, ci_low=NAN, ci_high=NAN, p=NAN, p_bh=NAN, reason="is the benchmark itself")
        fig = forest.firms(itself, **words)
        assert not [shape for shape in fig.layout.shapes if shape.y0 == shape.y1]
        assert fig.data[0].hovertext == (f"Apple (AAPL)<br>0.00{NARROW}%<br>is the benchmark itself",)

    def test_no_figures_is_said(self, firms: pd.DataFrame, words: dict[str, Any]) -> None:
        with pytest.raises(EmptySelectionError, match="another window"):
            forest.firms(firms[3:], **words)


class TestPlacebo:
    VALUES = pd.DataFrame({"value": [-0.03, -0.004, -0.001, 0.0, 0.002, 0.004, 0.021, NAN]})

    def test_bars_count_the_sessions_and_tell_apart_those_as_far(self, words: dict[str, Any]) -> None:
        fig = placebo.histogram(self.VALUES, event=-0.02, event_label="27 Jan 2025", note="p = 0.3750", **words)
        near, far = named(fig, "nearer"), named(fig, "as far")
        assert (sum(near.y), sum(far.y)) == (5, 2)
        assert near.marker.color != far.marker.color
        beyond = [centre for centre, count in zip(far.x, far.y, strict=True) if count]
        assert min(abs(centre) for centre in beyond) > 0.02
        (line,) = [shape for shape in fig.layout.shapes if shape.x0 == shape.x1]
        assert (line.x0, line.line.color) == (-0.02, LIGHT.loss)
        (label,) = [text for text in texts(fig) if "27 Jan 2025" in text]
        assert label.startswith(f"<b>27 Jan 2025: −2.0{NARROW}%</b><br>")
        assert "p = 0.3750; strong" in label
        assert alt_text(fig).endswith(f"27 Jan 2025 is at −2.0{NARROW}%, and 2 of 7 are as far from zero.")

    def test_bins_are_round_and_hold_every_value(self, words: dict[str, Any]) -> None:
        fig = placebo.histogram(self.VALUES, event=-0.104, event_label="x", **words)
        near = named(fig, "nearer")
        step = near.x[1] - near.x[0]
        assert step == pytest.approx(0.01)
        assert (np.array(near.x) - step / 2) / step == pytest.approx(np.round((np.array(near.x) - step / 2) / step))
        assert sum(near.y) == 7
        assert not any("strong" in text for text in texts(fig))
        assert list(fig.layout.xaxis.ticktext)[-1] == f"0{NARROW}%"

    def test_counts_have_whole_ticks(self, words: dict[str, Any]) -> None:
        fig = placebo.histogram(self.VALUES, event=0.5, event_label="x", write=lambda value: f"t {value:.1f}", **words)
        assert all(float(tick).is_integer() for tick in fig.layout.yaxis.tickvals)
        assert any("x: t 0.5" in text for text in texts(fig))

    def test_nothing_to_compare_with_is_said(self, words: dict[str, Any]) -> None:
        with pytest.raises(EmptySelectionError, match="longer estimation window"):
            placebo.histogram(self.VALUES[-1:], event=-0.1, event_label="x", **words)
        with pytest.raises(EmptySelectionError):
            placebo.histogram(self.VALUES, event=NAN, event_label="x", **words)


class TestExposure:
    POINTS = pd.DataFrame(
        {
            "ticker": ["A", "B", "C", "D"],
            "name": ["Alpha", "Beta", "Gamma", "Delta"],
            "segment": ["chips", "chips", "platforms", "chips"],
            "exposure": [0.5, 1.0, 1.5, NAN],
            "car": [-0.02, -0.09, -0.07, -0.1],
        }
    )

    def test_the_line_goes_through_the_mean_with_the_slope(self, words: dict[str, Any]) -> None:
        fig = exposure.scatter(self.POINTS, -0.05, exposure_label="beta to chips", **words)
        points, line = named(fig, "companies"), named(fig, "fitted")
        assert list(points.y) == pytest.approx([-2, -9, -7])
        assert np.interp([0.5, 1.0, 1.5], line.x, line.y) == pytest.approx([-3.5, -6, -8.5])
        assert points.marker.color[2] == LIGHT.segments["platforms"]
        assert set(points.text) == {"Alpha", "Beta", "Gamma"}
        assert texts(fig)[0] == "beta to chips"
        assert alt_text(fig) == (
            "A finding. Scatter plot of the abnormal returns of 3 companies against beta to chips; the fitted line "
            f"changes by −5.0{NARROW}% a unit."
        )

    def test_the_band_holds_the_middle_of_the_ordinary_slopes(self, words: dict[str, Any]) -> None:
        ordinary = pd.DataFrame({"slope": [*np.linspace(-0.02, 0.02, 41), NAN]})
        fig = exposure.scatter(self.POINTS, -0.05, exposure_label="x", ordinary=ordinary, **words)
        band = named(fig, "ordinary sessions")
        right = max(band.x)
        edges = [y for x, y in zip(band.x, band.y, strict=True) if x == right]
        assert sorted(edges) == pytest.approx([-6 - 1.9 * (right - 1), -6 + 1.9 * (right - 1)])

    def test_without_a_slope_there_is_no_line(self, words: dict[str, Any]) -> None:
        fig = exposure.scatter(self.POINTS, NAN, exposure_label="x", **words)
        assert [trace.name for trace in fig.data] == ["companies"]
        with pytest.raises(EmptySelectionError, match="exposure"):
            exposure.scatter(self.POINTS[3:], NAN, exposure_label="x", **words)


@pytest.fixture
def reacted() -> pd.DataFrame:
    rows = [
        ("shock", "2025-01-27", "NVDA", -0.13, 0.0001, 0.0004),
        ("shock", "2025-01-27", "AAPL", 0.04, 0.01, 0.02),
        ("r1", "2025-01-21", "NVDA", 0.005, 0.6, 0.6),
        ("r1", "2025-01-21", "AAPL", NAN, NAN, NAN),
    ]
    frame = pd.DataFrame(rows, columns=["key", "session", "ticker", "car", "p", "p_bh"])
    return frame.assign(session=pd.to_datetime(frame["session"]), n_obs=250, status="ok")


EVENTS = {"shock": "DeepSeek shock", "r1": "DeepSeek-R1"}


class TestReactions:
    def test_rows_are_events_by_date_and_columns_companies(self, reacted: pd.DataFrame, words: dict[str, Any]) -> None:
        fig = reactions.heat_map(
            reacted, by="ticker", events=EVENTS, names=NAMES, order=["AAPL", "TSM", "NVDA"], **words
        )
        heat, dots = fig.data[:2]
        assert heat.z[0][0] is None
        np.testing.assert_allclose([heat.z[0][1], *heat.z[1]], [0.5, 4, -13], rtol=1e-6)
        assert list(fig.layout.xaxis.ticktext) == ["Apple", "NVIDIA"]
        assert list(fig.layout.yaxis.ticktext) == ["DeepSeek-R1, 21 Jan 2025", "DeepSeek shock, 27 Jan 2025"]
        assert fig.layout.yaxis.range[0] > fig.layout.yaxis.range[1]
        assert printed(fig, "events") == {
            "DeepSeek-R1  21 Jan 2025": (-0.5, 0),
            "DeepSeek shock  27 Jan 2025": (-0.5, 1),
        }
        assert (heat.zmin, heat.zmax) == (-heat.zmax, 15)
        assert [colour for _, colour in heat.colorscale] == [LIGHT.loss, LIGHT.page, LIGHT.gain]
        assert heat.hoverongaps is False
        assert alt_text(fig) == (
            "A finding. Heat map of the abnormal returns of 2 companies on 2 events; 2 of 3 are significant, the "
            f"lowest is NVIDIA on DeepSeek shock, −13.0{NARROW}%."
        )
        assert [round(y) for y in dots.y] == [1, 1]

    def test_figures_are_printed_with_their_sign_where_they_fit(
        self, reacted: pd.DataFrame, words: dict[str, Any]
    ) -> None:
        fig = reactions.heat_map(reacted, by="ticker", events=EVENTS, names=NAMES, **words)
        assert printed(fig, "figures") == {"−13.0": (0, 1), "+4.0": (1, 1), "+0.5": (0, 0)}
        many = pd.concat([reacted.assign(ticker=reacted["ticker"] + str(n)) for n in range(20)])
        narrow = reactions.heat_map(many, by="ticker", events={}, names={}, **words)
        assert [trace.name for trace in narrow.data] == [None, "significant", "events"]

    @pytest.mark.parametrize("theme", [LIGHT, DARK])
    def test_marks_are_black_or_white_by_the_cell(
        self, theme: Any, reacted: pd.DataFrame, words: dict[str, Any]
    ) -> None:
        fig = reactions.heat_map(reacted, by="ticker", events={}, names={}, **{**words, "theme": theme})
        assert all(colour in ("#000000", "#ffffff") for colour in fig.data[1].marker.color)
        figures = named(fig, "figures")
        colours = dict(zip(figures.text, figures.textfont.color, strict=True))
        assert set(colours.values()) <= {"#000000", "#ffffff"}
        assert colours["+0.5"] == text_on(theme.page)

    def test_groups_are_set_apart_and_named(self, reacted: pd.DataFrame, words: dict[str, Any]) -> None:
        many = pd.concat([reacted.assign(ticker=reacted["ticker"] + str(n)) for n in range(20)])
        order = sorted(set(many["ticker"]))
        groups = {ticker: "platforms" if ticker.startswith("AAPL") else "chips" for ticker in order}
        drawn = {"by": "ticker", "events": {}, "names": {}, "order": order, "groups": groups, **words}
        wide = reactions.heat_map(many, **drawn)
        (line,) = [shape for shape in wide.layout.shapes if shape.type == "line"]
        assert line.x0 == 19.5
        assert {"platforms", "chips", "NVDA0"} <= set(texts(wide))
        phone = reactions.heat_map(many, width=PHONE, **drawn)
        assert {"platforms", "chips"} <= set(texts(phone))
        assert "NVDA0" not in texts(phone)

    def test_segments_are_columns_too(self, reacted: pd.DataFrame, words: dict[str, Any]) -> None:
        by_segment = reacted.rename(columns={"ticker": "segment"}).replace({"NVDA": "servers and networks"})
        fig = reactions.heat_map(by_segment, by="segment", events={}, names={}, **words)
        assert "servers and networks" in texts(fig)
        assert "2 segments" in alt_text(fig)

    def test_no_reaction_is_said(self, reacted: pd.DataFrame, words: dict[str, Any]) -> None:
        with pytest.raises(EmptySelectionError, match="choose other events"):
            reactions.heat_map(reacted.assign(car=NAN), by="ticker", events={}, names={}, **words)
