"""The ways in which the made-up Yahoo can fail, and what it answers then."""

from __future__ import annotations

from typing import Literal
from urllib.parse import quote

Fault = Literal[
    "429",  # it asks for fewer requests
    "429 as text",  # the same, with status 200
    "401",  # the cookie has run out
    "500",
    "html",  # some web page, status 200
    "down",  # the page "Will be right back"
    "consent",  # it leads to the page on which one agrees to cookies
    "empty body",
    "empty result",  # JSON without a series
    "no bars",  # JSON with the series' description alone
    "rubbish",  # JSON cut off in the middle, status 200
    "list",  # JSON of another shape
    "other shape",  # JSON of nearly the right shape
    "404",  # no such symbol
    "404 page",  # somebody else's 404
    "400",  # no figures for these days
    "slow",  # nothing within the client's time
    "drip",  # a byte every tenth of a second
    "drop",  # the connection closes without a word
    "cut",  # it closes after half of the body
]

PAGE = b"<!DOCTYPE html><html><head><title>Yahoo</title></head><body><h1>Sorry</h1></body></html>"
BODIES: dict[str, tuple[int, bytes]] = {
    "429": (429, b"Edge: Too Many Requests"),
    "429 as text": (200, b"Edge: Too Many Requests"),
    "401": (401, b'{"finance":{"result":null,"error":{"code":"Unauthorized","description":"Invalid Crumb"}}}'),
    "500": (500, PAGE),
    "html": (200, PAGE),
    "down": (200, b"<html><body><h1>Will be right back...</h1></body></html>"),
    "empty body": (200, b""),
    "empty result": (200, b'{"chart":{"result":[],"error":null}}'),
    "rubbish": (200, b'{"chart":{"result":[{"meta":'),
    "list": (200, b"[1,2,3]"),
    "404": (
        404,
        b'{"chart":{"result":null,"error":{"code":"Not Found","description":"No data found, symbol may be delisted"}}}',
    ),
    "404 page": (404, PAGE),
    "400": (
        400,
        b'{"chart":{"result":null,"error":{"code":"Bad Request","description":"Data doesn\'t exist for these days"}}}',
    ),
}


def consent_page(done: str) -> bytes:
    """Return the page on which one agrees to cookies, to be led to an address then."""
    place = f"/v2/collectConsent?done={quote(done, safe='')}"
    return (
        f'<html><body><form method="post" action="{place}"><input type="hidden" name="csrfToken" value="x"/>'
        '<input type="hidden" name="sessionId" value="1"/><button name="agree" value="agree">Accept all</button>'
        "</form></body></html>"
    ).encode()
