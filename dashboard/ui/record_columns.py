"""The columns of the tables of one-day losses."""

from __future__ import annotations

from collections.abc import Mapping

from dashboard.charts.record_headline import WHY
from dashboard.ui import catalogue
from dashboard.ui.columns import Column
from dashboard.ui.table_columns import COMPANY

OUTCOME = {"computed": "computed", **WHY}
"""What became of a reported loss, in words."""

_COUNT = {
    "shares": Column("Shares", "count", width=125, help="Known by the session before; on the prices' split basis."),
    "shares_as_of": Column("Count of", "date", width=100, help="The day that the share count is of."),
    "shares_filed": Column("Filed", "date", width=100, help="Empty where the day of filing is not known."),
    "shares_basis": catalogue.COUNT_BASIS,
}

COMPUTED: Mapping[str, Column] = {
    "company": COMPANY,
    "rank": Column("Rank", "count"),
    "date": Column("Session", "date", width=100),
    "loss_bn": Column("Lost", "dollars_bn", help="Shares times the fall of the close."),
    "ret": Column("Return", "per_cent", help="Close over the close before, less one."),
    "shares": _COUNT["shares"],
    "shares_as_of": _COUNT["shares_as_of"],
    "count_age_days": Column("Age of the count", "count", help="Calendar days from the count's day to the session."),
    "form": Column("Filing", help="The form on which the count was published."),
    "shares_filed": _COUNT["shares_filed"],
    "shares_basis": _COUNT["shares_basis"],
    "ticker": catalogue.TICKER,
    "note": Column("Note on the count"),
}

COMPARED: Mapping[str, Column] = {
    "company": COMPANY,
    "date": Column(
        "Day", "date", width=100, help="As printed, which can be wrong; the notes of the reports say where."
    ),
    "reported_bn": Column("Reported", "dollars_bn"),
    "computed_bn": Column("Computed", "dollars_bn", help="Shares times the fall of the close on the printed day."),
    "difference": Column("Difference", "per_cent", help="Computed over reported, less one."),
    "ret_reported": Column("Return, reported", "per_cent"),
    "ret_computed": Column("Return, computed", "per_cent", help="By the stored closes."),
    **_COUNT,
    "outcome": Column("Computed or why not", words=OUTCOME),
    "ticker": catalogue.TICKER,
    "id": Column("Report", help="Its name in the list of reports."),
}
