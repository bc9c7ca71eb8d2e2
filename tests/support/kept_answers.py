"""What tests look up or change in the database of kept answers, by its own reader and not by the code under test."""

from __future__ import annotations

import base64
import datetime as dt
import json
import sqlite3
from contextlib import closing
from pathlib import Path


def kept(folder: Path) -> dict[str, dict[str, object]]:
    """Return the kept answers by address, as the JSON that stands in the database."""
    with closing(sqlite3.connect(folder / "http.sqlite")) as connection:
        rows = connection.execute("SELECT value FROM responses").fetchall()
    answers = [json.loads(value) for (value,) in rows]
    return {answer["url"]: answer for answer in answers}


def bodies(folder: Path) -> list[bytes]:
    """Return the bodies of the kept answers."""
    return [base64.b64decode(str(answer["_content"])) for answer in kept(folder).values()]


def age(folder: Path, by: dt.timedelta) -> None:
    """Make all kept answers older, as if that time had passed."""
    with closing(sqlite3.connect(folder / "http.sqlite")) as connection:
        for key, value in connection.execute("SELECT key, value FROM responses").fetchall():
            answer = json.loads(value)
            for moment in ("created_at", "expires"):
                answer[moment] = (dt.datetime.fromisoformat(answer[moment]) - by).isoformat()
            connection.execute("UPDATE responses SET value = ? WHERE key = ?", (json.dumps(answer), key))
        connection.commit()
