"""Facts that ship with the code: universe, events, share counts, records, claims, figures and notes on the series."""

from __future__ import annotations

from dashboard.catalog.claims import Claim, load_claims
from dashboard.catalog.events import Event, EventDate, load_events
from dashboard.catalog.figures import Figure, load_figures
from dashboard.catalog.model_access import ModelAccess, load_model_access
from dashboard.catalog.records import Record, load_records
from dashboard.catalog.selection import segment_slug
from dashboard.catalog.series_notes import SeriesNote, load_series_notes, series_note
from dashboard.catalog.share_counts import ShareCount, load_share_counts
from dashboard.catalog.universe import COMPANY_SEGMENTS, Member, Universe, load_universe

__all__ = [
    "COMPANY_SEGMENTS",
    "Claim",
    "Event",
    "EventDate",
    "Figure",
    "Member",
    "ModelAccess",
    "Record",
    "SeriesNote",
    "ShareCount",
    "Universe",
    "load_claims",
    "load_events",
    "load_figures",
    "load_model_access",
    "load_records",
    "load_series_notes",
    "load_share_counts",
    "load_universe",
    "segment_slug",
    "series_note",
]
