"""A table whose rows set a control elsewhere on the page, so that the choice of a row is in the address."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

import streamlit as st


@dataclass(frozen=True)
class ChosenRow:
    """What choosing a row means.

    Attributes
    ----------
    parameter : str
        Key of the control that a row sets.
    values : sequence of str
        The value that each row stands for, in the order of the rows.
    shown : str
        The value that the page shows now; its row is marked when the table is first drawn.
    otherwise : str
        What the control is set to when the reader takes the choice back.
    """

    parameter: str
    values: Sequence[str]
    shown: str
    otherwise: str

    def arguments(self, key: str) -> dict[str, Any]:
        """Return the arguments that make `st.dataframe` set the control.

        The table starts anew, and loses its order and place, only if other rows are shown or if the control was set
        elsewhere: then the mark has to move, which Streamlit offers no other way to do.
        """
        rows = sha256("\n".join(self.values).encode()).hexdigest()[:8]
        turns = f"{key}-turns"
        name = f"{key}-{rows}-{st.session_state.get(turns, 0)}"
        marked = self._marked(name)
        if marked is not None and marked != self.shown:
            st.session_state[turns] = st.session_state.get(turns, 0) + 1
            name = f"{key}-{rows}-{st.session_state[turns]}"

        def chosen() -> None:
            value = self._marked(name)
            st.session_state[self.parameter] = self.otherwise if value is None else value

        at = [self.values.index(self.shown)] if self.shown in self.values else []
        return {
            "key": name,
            "on_select": chosen,
            "selection_mode": "single-row",
            "selection_default": {"selection": {"rows": at}},
        }

    def _marked(self, name: str) -> str | None:
        """Return the value of the row that is marked in the table of this name, if there is one."""
        state = st.session_state.get(name)
        rows = state["selection"]["rows"] if state else []
        return self.values[rows[0]] if rows and rows[0] < len(self.values) else None
