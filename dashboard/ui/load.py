"""What readers share: the price panel and the tables computed from it, in the only caches of the site."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, TypeVar

import pandas as pd
import streamlit as st

from dashboard.errors import DashboardError
from dashboard.prices import PricePanel, load_panel
from dashboard.prices.load import REFRESHED, SNAPSHOT, STORE, table_notices
from dashboard.prices.overlay import OwnPrices, laid_over
from dashboard.settings import PROJECT_ROOT, settings

P = ParamSpec("P")
T = TypeVar("T")
Identity = tuple[tuple[str, int, int, int], ...]

_OWN_SECONDS = 3600
"""After this long without use, what was made of a reader's prices is made again."""

_OWN = "own_prices"
"""Session state: the prices that a reader brought for this session."""


def stored_identity(data_cache: Path) -> Identity:
    """Tell one state of the price stores from the next: a manifest is replaced whole, so a new file is a new state.

    Returns
    -------
    tuple
        For each store that exists its folder, and the inode, time (ns) and size of its manifest.
    """
    found: list[tuple[str, int, int, int]] = []
    for store in (SNAPSHOT, REFRESHED, STORE):
        manifest = data_cache / store / "manifest.json"
        if manifest.is_file():
            state = manifest.stat()
            found.append((str(manifest.parent), state.st_ino, state.st_mtime_ns, state.st_size))
    return tuple(found)


def panel() -> PricePanel:
    """Return all stored prices, loaded once for all readers and again when the stores change.

    Raises
    ------
    StoreError
        There is no store, or a file of it is damaged. A failure is not kept: the next run tries again.
    """
    own, identity = own_prices(), _stored()
    return _panel(identity, settings().data_cache) if own is None else _overlaid(identity, own.digest, own)


def own_prices() -> OwnPrices | None:
    """Return the prices that this reader has laid over the stored ones for this session, if any."""
    own: OwnPrices | None = st.session_state.get(_OWN)
    return own


def lay_over(own: OwnPrices | None) -> None:
    """Lay a reader's prices over the stored ones until the session ends; None takes them away again."""
    st.session_state[_OWN] = own


def _stored() -> Identity:
    return stored_identity(settings().data_cache)


def _shown() -> Identity:
    """Tell one state of what this reader is shown from the next."""
    own = own_prices()
    return _stored() if own is None else (*_stored(), (own.digest, 0, 0, 0))


def table(build: Callable[Concatenate[PricePanel, P], pd.DataFrame], *args: P.args, **kwargs: P.kwargs) -> pd.DataFrame:
    """Return ``build(panel(), ...)``, computed once for the same prices and choices.

    Parameters
    ----------
    build : callable
        A function of `dashboard.tables` that takes the panel first.
    *args, **kwargs
        The reader's choices; they must be plain values (dates, text, numbers, tuples of them).

    Returns
    -------
    DataFrame
        A copy that the page may change.
    """
    return _table(_name(build), _shown(), args, kwargs, build)


def facts(build: Callable[P, pd.DataFrame], *args: P.args, **kwargs: P.kwargs) -> pd.DataFrame:
    """Return ``build(...)``, a table of the catalogue alone, computed once for the same choices; see `table`."""
    return _facts(_name(build), args, kwargs, build)


def kept(build: Callable[[PricePanel], T]) -> T:
    """Return ``build(panel())``, made once for the same prices and shared by all readers, who must not change it."""
    kept_object: T = _kept(_name(build), _shown(), build)
    return kept_object


def shared(build: Callable[Concatenate[PricePanel, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Return ``build(panel(), ...)``, made once for the same prices and choices and shared by all readers.

    It is not copied, so nobody may change it; the choices must be plain values, as for `table`.
    """
    made: T = _shared(_name(build), _shown(), args, kwargs, build)
    return made


def _name(build: Callable[..., Any]) -> str:
    return f"{build.__module__}.{build.__qualname__}"


def document(name: str) -> str:
    """Return the text of one of the project's documents, such as ``"methods.md"``, read again when it changes.

    Raises
    ------
    DashboardError
        It cannot be read.
    """
    path = PROJECT_ROOT / "docs" / name
    try:
        return _document(path, path.stat().st_mtime_ns)
    except OSError as error:
        raise DashboardError(f"The document {path} cannot be read ({error.strerror}); restore it.") from error


@st.cache_resource(max_entries=8, show_spinner=False)
def _document(path: Path, changed: int) -> str:
    return path.read_text(encoding="utf-8")


@st.cache_resource(max_entries=2, show_spinner=False)
def _panel(identity: Identity, _data_cache: Path) -> PricePanel:
    panel = load_panel(_data_cache)
    return replace(panel, notices=(*panel.notices, *table_notices(_data_cache)))


@st.cache_resource(max_entries=4, ttl=_OWN_SECONDS, show_spinner=False)
def _overlaid(identity: Identity, digest: str, _own: OwnPrices) -> PricePanel:
    return laid_over(_panel(identity, settings().data_cache), _own)


@st.cache_resource(max_entries=8, show_spinner=False)
def _kept(name: str, identity: Identity, _build: Callable[[PricePanel], Any]) -> Any:
    return _build(panel())


@st.cache_resource(max_entries=64, show_spinner=False)
def _shared(
    name: str, identity: Identity, args: tuple[Any, ...], kwargs: dict[str, Any], _build: Callable[..., Any]
) -> Any:
    return _build(panel(), *args, **kwargs)


@st.cache_data(max_entries=64, show_spinner=False)
def _facts(
    name: str, args: tuple[Any, ...], kwargs: dict[str, Any], _build: Callable[..., pd.DataFrame]
) -> pd.DataFrame:
    return _build(*args, **kwargs)


replayed = st.cache_data(max_entries=256, show_spinner=False)
"""Decorates a function that draws: called again with equal arguments, what it drew is drawn again without its work."""


@st.cache_data(max_entries=128, show_spinner=False)
def _table(
    name: str, identity: Identity, args: tuple[Any, ...], kwargs: dict[str, Any], _build: Callable[..., pd.DataFrame]
) -> pd.DataFrame:
    return _build(panel(), *args, **kwargs)
