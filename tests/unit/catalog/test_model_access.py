"""Open weights or closed: what the catalogue says of a model, and malformed rows."""

from __future__ import annotations

import pytest

from dashboard.catalog import load_events, load_model_access
from dashboard.catalog.model_access import read_model_access
from dashboard.errors import CatalogError
from tests.unit.catalog.conftest import Damage


def test_open_and_closed_models() -> None:
    access = load_model_access()
    assert {key for key in access if key.startswith("deepseek")} == {
        key for key, found in access.items() if key.startswith("deepseek") and found.access == "open_weights"
    }
    assert (access["llama-4"].access, access["llama-4"].status) == ("open_weights", "verified")
    assert (access["qwen2.5-max"].access, access["qwen3"].access) == ("closed", "open_weights")
    assert (access["gpt-5"].access, access["gpt-5"].status, access["gpt-5"].source) == ("closed", "recalled", None)


@pytest.mark.parametrize(
    ("changes", "place"),
    [
        ({"key": "gpt-9"}, "key: 'gpt-9'"),
        ({"access": "free"}, "access: 'free'"),
        ({"status": "sure"}, "status: 'sure'"),
        ({"status": "verified", "source": ""}, "source: ''"),
        ({"url": "github"}, "url: 'github'"),
    ],
)
def test_a_malformed_row_is_named(damage: Damage, changes: dict[str, str], place: str) -> None:
    with pytest.raises(CatalogError, match=place):
        read_model_access(damage("model_access.csv", 2, **changes), {event.key for event in load_events()})
