"""Where fresh figures come from: one file a source, the only code that touches the network."""

from __future__ import annotations
