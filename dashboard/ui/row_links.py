"""A narrow column of links by which the rows of a table lead to pages of their own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from dashboard.ui.columns import Column

COLUMN = "row_page"


@dataclass(frozen=True)
class RowLinks:
    """Where the rows of a table lead.

    Attributes
    ----------
    heading : Column
        Of kind ``link``; Streamlit opens such a link in a new tab.
    addresses : sequence of str or None
        Of each row, relative to the address of the page shown: every page lies right below the site's root, whatever
        path the site itself is served at. None for a row that leads nowhere.
    """

    heading: Column
    addresses: Sequence[str | None]

    def beside(self, shown: pd.DataFrame) -> pd.DataFrame:
        """Return a table with the links behind its first column."""
        linked = shown.copy(deep=False)
        linked.insert(min(1, shown.shape[1]), COLUMN, pd.Series(list(self.addresses), dtype=object, index=shown.index))
        return linked
