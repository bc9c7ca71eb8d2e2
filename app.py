"""The entry point of the site, for ``streamlit run app.py`` and for ``uvicorn app:app`` alike."""

from __future__ import annotations

import gc
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pyarrow as pa
import streamlit as st
from anyio import to_thread
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from streamlit import config

from dashboard.errors import DashboardError

ROOT = Path(__file__).resolve().parent

# `streamlit run` looks for .streamlit/config.toml beside this file. Under another server Streamlit looks beside the
# script below instead, and misses theme and settings; there is no public way to name the folder.
if config._main_script_path is None:
    config._main_script_path = str(Path(__file__).resolve())


async def healthz(request: Request) -> PlainTextResponse:
    """Answer a load balancer: the process serves requests."""
    return PlainTextResponse("ok\n")


def _warm_up() -> None:
    """Load the prices and lay out the calendar, so that the first reader does not wait for them."""
    # Arrow's own allocator keeps what it once had; the system's gives most of a loaded file's memory back.
    pa.set_memory_pool(pa.system_memory_pool())
    # Imported here as below: a Streamlit cache declared before the server runs has nowhere to live, and says so.
    from dashboard.ui import controls

    try:
        controls.catalogued_events()
    except DashboardError as error:
        # The site starts all the same: every page says what is wrong, until it is mended.
        logging.getLogger(__name__).error("%s", error)
    # Streamlit collects garbage after every run of a page. What is loaded by now stays for good: set aside, it need not
    # be walked through each time, which takes longer than the page itself.
    gc.collect()
    gc.freeze()


def _show_unforeseen(error: Exception) -> bool:
    from dashboard.ui.page import show_unforeseen

    return show_unforeseen(error)


@asynccontextmanager
async def lifespan(app: st.App) -> AsyncIterator[None]:
    """Warm up before the first request is answered."""
    await to_thread.run_sync(_warm_up)
    yield


app = st.App(
    ROOT / "dashboard" / "ui" / "shell.py",
    lifespan=lifespan,
    routes=[Route("/healthz", healthz)],
    on_script_error=_show_unforeseen,
)
