"""What the reader's screen is like: the room that figures have, and a new run when the colours are switched.

Streamlit repaints itself when the reader switches between light and dark, but not the charts, and it does not tell a
script how wide the page is. A small invisible component watches both. What it tells starts a run of the page that is
open; told just after a click on a link, before the server has turned to the other page, it would take the reader back.
So it then waits.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dashboard.charts import HALF, PHONE, WIDE

Screen = Literal["phone", "tablet", "wide"]
TABLET = 540
_ALONE: dict[Screen, int] = {"phone": PHONE, "tablet": TABLET, "wide": WIDE}

_HOLD = 1000
"""For so long after a click on a link nothing is told, in milliseconds."""

_KEY = "screen"
_SCRIPT = """
export default function ({ data, setStateValue, setTriggerValue }) {
  const app = document.querySelector("[data-testid='stApp']");
  const main = document.querySelector("[data-testid='stMainBlockContainer']");
  const colour = () => getComputedStyle(app).backgroundColor;
  let painted = colour();
  let told = data.screen;
  const colours = new MutationObserver(() => {
    if (colour() !== painted) {
      painted = colour();
      setTriggerValue("switched", true);
    }
  });
  colours.observe(app, { attributes: true, attributeFilter: ["class", "style"] });
  let followed = 0;
  let later;
  const follow = (event) => {
    if (event.target.closest?.("a")) followed = performance.now();
  };
  document.addEventListener("click", follow, true);
  const leaving = () =>
    followed && (performance.now() - followed < data.hold || app.dataset.testScriptState !== "notRunning");
  const tell = () => {
    clearTimeout(later);
    if (leaving()) {
      later = setTimeout(tell, data.hold / 4);
      return;
    }
    followed = 0;
    const style = getComputedStyle(main);
    const room = main.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight);
    const screen = window.innerWidth <= 640 || room < data.tablet ? "phone" : room < data.wide ? "tablet" : "wide";
    if (screen !== told) {
      told = screen;
      setStateValue("screen", screen);
    }
  };
  const widths = new ResizeObserver(tell);
  widths.observe(main);
  return () => {
    clearTimeout(later);
    document.removeEventListener("click", follow, true);
    colours.disconnect();
    widths.disconnect();
  };
}
"""

_watch = st.components.v2.component("screen_watch", js=_SCRIPT)


def _guess() -> Screen:
    """Return what the browser's name says, until the screen has been measured ("Mobi" on phones, as MDN advises)."""
    return "phone" if "Mobi" in (st.context.headers.get("User-Agent") or "") else "wide"


def screen() -> Screen:
    """Return the kind of screen: as measured, or as guessed before the browser has answered."""
    measured = (st.session_state.get(_KEY) or {}).get("screen")
    return next((kind for kind in _ALONE if kind == measured), None) or _guess()


def watch_screen() -> None:
    """Put the invisible watcher on the page, before its figures; call it once a run."""
    known = screen()
    _watch(
        key=_KEY,
        data={"screen": known, "tablet": TABLET, "wide": WIDE, "hold": _HOLD},
        default={"screen": known},
        height=1,
        on_screen_change=lambda: None,
        on_switched_change=lambda: None,
    )


def room(*, half: bool = False) -> int:
    """Return the pixels that a figure can count on.

    Parameters
    ----------
    half : bool
        The figure stands in one of a `pair`.
    """
    kind = screen()
    return HALF if half and kind == "wide" else _ALONE[kind]


def pair() -> Sequence[DeltaGenerator]:
    """Return two places for figures: beside each other on a wide screen, below each other on others."""
    return st.columns(2, gap="large") if screen() == "wide" else (st.container(), st.container())
