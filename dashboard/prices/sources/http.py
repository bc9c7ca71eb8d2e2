"""How the plain-HTTP sources reach the network: answers are kept, and an older one stands in for a failed one."""

from __future__ import annotations

import datetime as dt
import hashlib
import logging
import re
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

from cattrs.errors import BaseValidationError
from requests import Request
from requests_cache import AnyResponse, CachedSession

from dashboard.errors import SourceError
from dashboard.prices.sources.cool_down import CoolDown
from dashboard.prices.sources.http_adapter import AGENT, DIGEST, CheckedAdapter, Site
from dashboard.prices.sources.http_database import DATABASE_ERRORS, is_damage, set_aside, sound_database, try_to_write
from dashboard.prices.sources.protocol import Run

__all__ = ["AGENT", "Body", "HttpSources", "Site"]

_CLOCKS_DIFFER = dt.timedelta(minutes=1)

_LOG = logging.getLogger(__name__)


class _DamagedAnswerError(Exception):
    """What the database gave is not what was put into it."""


# What a damaged database, or a damaged answer in a sound one, raises when it is read.
_DAMAGE = (*DATABASE_ERRORS, BaseValidationError, _DamagedAnswerError)


@dataclass(frozen=True)
class Body:
    """What a source answered.

    Attributes
    ----------
    content : bytes
        Accepted by the check of its site.
    fetched : datetime
        When it came from the source, in UTC.
    reason : str or None
        Where this is an older answer that stands in for a new one: why there is no new one, in one sentence.
    """

    content: bytes
    fetched: dt.datetime
    reason: str | None = None

    @property
    def stale(self) -> bool:
        """Say whether this is an older answer that stands in for a new one."""
        return self.reason is not None

    @property
    def notice(self) -> str | None:
        """Say since when an older answer is known and why it stands in, or None for a new one."""
        if self.reason is None:
            return None
        return f"What was fetched on {self.fetched:%Y-%m-%d at %H:%M} UTC is still used: {self.reason}"


class HttpSources:
    """The plain-HTTP sources for one run; answers outlive it in a folder of their own.

    Requests are sent one at a time. Only sites that are asked for can be reached, and redirects are not followed.

    Parameters
    ----------
    folder : Path
        Made where there is none, and kept from other users. Where nothing can be written there, answers are kept for
        this run alone.
    timeout : float
        Seconds that one request may take, its whole answer included.
    cool_down : float
        Minutes for which a site that turned requests away is left alone.
    run : Run, optional
        Once it is over, nothing is asked for any more.
    """

    def __init__(self, folder: Path, *, timeout: float, cool_down: float, run: Run | None = None) -> None:
        self._folder = folder
        self._run = run
        self._timeout = timeout
        self._minutes = cool_down
        self._lock = threading.Lock()
        self._adapters: dict[Site, CheckedAdapter] = {}
        self._open(sound_database(folder))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the database and all connections."""
        self._session.close()

    def get(self, site: Site, path: str, query: Mapping[str, str] | None = None) -> Body:
        """Return a kept answer while it is fresh, else ask the site.

        Parameters
        ----------
        site : Site
        path : str
            With a slash at its beginning; it follows the site's base.
        query : mapping of str to str, optional

        Raises
        ------
        SourceError
            There is no good answer, new or old.
        """
        if self._run is not None and self._run.over():
            raise SourceError(
                f"{site.name} was not asked, because the refresh was stopped or its time was up; refresh again."
            )
        url = Request("GET", site.base + path, params=query or {}).prepare().url or ""
        with self._lock:
            for mend in (self._rebuild, self._go_without):
                try:
                    return self._ask(site, url)
                except _DAMAGE as error:
                    _LOG.warning("The kept answers could not be used: %s", error)
                    mend(error)
            return self._ask(site, url)

    def _ask(self, site: Site, url: str) -> Body:
        """Ask through the cache; whatever of it is damaged raises one of `_DAMAGE`."""
        adapter = self._adapter(site)
        if self._path is not None:
            try_to_write(self._path)
        adapter.forget_failure()
        response = self._session.get(url, headers={"User-Agent": site.agent}, allow_redirects=False)
        if not _as_it_came(response, site):
            raise _DamagedAnswerError(f"the answer of {url} has changed")
        if not (response.from_cache and response.is_expired):
            return Body(response.content, response.created_at)
        if adapter.failure is None:
            # An older answer stands in although the request succeeded: it was keeping the new one that failed.
            raise _DamagedAnswerError(f"the answer of {url} could not be kept")
        return Body(response.content, response.created_at, str(adapter.failure))

    def _adapter(self, site: Site) -> CheckedAdapter:
        if site not in self._adapters:
            name = re.sub(r"\W+", "-", site.base.split("://")[-1])
            cool_down = CoolDown(self._folder / f"{name}.cool-down", self._minutes)
            self._adapters[site] = CheckedAdapter(site, self._timeout, cool_down)
            self._reach(site)
        return self._adapters[site]

    def _reach(self, site: Site) -> None:
        self._session.mount(f"{site.base}/", self._adapters[site])
        self._session.settings.urls_expire_after = {one.base: one.kept for one in self._adapters}

    def _open(self, path: Path | None) -> None:
        """Begin a session on a database, or one in memory."""
        try:
            session = _session(path)
        except _DAMAGE as error:
            _LOG.warning("The kept answers could not be opened: %s", error)
            path = sound_database(self._folder) if path is not None and set_aside(path) else None
            session = _session(path)
        self._path, self._session = path, session
        for site in self._adapters:
            self._reach(site)

    def _rebuild(self, error: Exception) -> None:
        self._session.close()
        if self._path is not None and is_damage(error):
            set_aside(self._path)
        self._open(sound_database(self._folder))

    def _go_without(self, error: Exception) -> None:
        _LOG.warning("Answers of sources are not kept in this run (%s).", error)
        self._session.close()
        self._open(None)


def _session(path: Path | None) -> CachedSession:
    """Make a session that reaches no address yet."""
    options = {"backend": "memory"} if path is None else {"backend": "sqlite", "serializer": "json", "wal": True}
    session = CachedSession(
        "in memory" if path is None else str(path),
        stale_if_error=True,
        allowable_codes=(200,),
        # Who asked is not kept.
        ignored_parameters=["User-Agent"],
        **options,
    )
    session.adapters.clear()
    return session


def _as_it_came(response: AnyResponse, site: Site) -> bool:
    """Say whether an answer is what was kept, and its days can be: a false one would count as fresh for ever."""
    latest = dt.datetime.now(dt.UTC) + _CLOCKS_DIFFER
    return (
        hashlib.sha256(response.content or b"").hexdigest() == response.headers.get(DIGEST)
        and response.created_at <= latest
        and (response.expires is None or response.expires <= latest + site.kept)
    )
