"""Controls that live in the address: each value is a query parameter, and a parameter that makes no sense is said so.

Streamlit writes a choice into the address by its label and silently drops what it cannot read. The functions here also
read the short form of a choice (``event=deepseek-r1`` beside the label), and keep what was dropped so that the page can
name it in one sentence.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Literal

import streamlit as st

from dashboard.charts import format as fmt
from dashboard.choices import as_day
from dashboard.errors import InputError
from dashboard.ui.words import plain

_IGNORED = "ignored_parameters"
"""Session state: parameter -> (label of the control, what the address asked for, value shown instead)."""

_PAGE = "page_of_controls"
"""Session state: name of the page that is drawn."""

_DRAWN = "drawn_controls"
"""Session state: parameter -> (name of the page that drew its control last, value of the control then)."""

_SEPARATORS = str.maketrans("-_", "  ")


def enter(page: str) -> None:
    """Say which page the controls that follow are drawn for; call it once a run, before the first of them."""
    st.session_state[_PAGE] = page


def choose(
    label: str,
    key: str,
    options: Mapping[str, str],
    default: str,
    *,
    help: str,
    kind: Literal["list", "buttons"] = "buttons",
) -> str:
    """Offer one choice out of several and return it; a parameter that fits none is named on the page.

    Parameters
    ----------
    label : str
        What stands above the control.
    key : str
        Name of the query parameter: short, stable and unique among all pages.
    options : mapping of str to str
        Value (the short form, which is returned) to what the reader sees.
    default : str
        One of the values; it is left out of the address.
    help : str
        One line that says what the control does, behind the question mark at its label.
    kind : {"list", "buttons"}
        A list to choose from, for many options, or a row of buttons for a few.
    """
    value = choose_quietly(label, key, options, default, help=help, kind=kind)
    tell_ignored([key])
    return value


def choose_or_type(label: str, key: str, options: Mapping[str, str], default: str, *, help: str) -> str:
    """Offer some values in a list into which others can be typed, and return the value or what was typed.

    Parameters
    ----------
    label, key, options, default, help
        As for `choose`. Any text is accepted from the address too; whether it makes sense is for the page to say.
    """
    by_label = {shown: value for value, shown in options.items()}

    def shown(value: str) -> str:
        return options.get(value, value)

    _read_address(label, key, lambda raw: shown(by_label.get(raw.strip(), raw.strip())) or None, lambda _: default)
    _carry_over(key, lambda _: True)
    values = list(options)
    value = st.selectbox(
        label, values, values.index(default), format_func=shown, key=key, help=help, accept_new_options=True,
        bind="query-params",
    )  # fmt: skip
    _note_drawn(key, value)
    return by_label.get(value, value)


def choose_quietly(
    label: str,
    key: str,
    options: Mapping[str, str],
    default: str,
    *,
    help: str,
    kind: Literal["list", "buttons"],
) -> str:
    """Do what `choose` does and leave it to the caller to name an ignored parameter with `tell_ignored`."""
    _read_address(label, key, _fitting(options), lambda _: options[default])
    _carry_over(key, options.__contains__)
    values = list(options)
    value: str | None
    if kind == "list":
        value = st.selectbox(
            label, values, values.index(default), format_func=options.__getitem__, key=key, help=help,
            bind="query-params",
        )  # fmt: skip
    else:
        value = st.segmented_control(
            label, values, default=default, required=True, format_func=options.__getitem__, key=key, help=help,
            bind="query-params",
        )  # fmt: skip
    chosen = value if value in options else default
    _note_drawn(key, chosen)
    _forget_if_changed(key, options[chosen])
    return chosen


def choose_several_quietly(
    label: str,
    key: str,
    options: Mapping[str, str],
    *,
    help: str,
    kind: Literal["list", "pills"],
    all_of: str,
) -> tuple[str, ...]:
    """Offer any number of choices, none to begin with, and return the chosen ones in the order of `options`.

    Parameters
    ----------
    all_of : str
        What is shown while nothing is chosen, for the sentence about an ignored parameter.
    """

    def shown(labels: Sequence[str]) -> str:
        return fmt.listed(labels) if labels else all_of

    _read_address(label, key, _fitting(options), shown)
    _carry_over(key, lambda chosen: all(value in options for value in chosen))
    values = list(options)
    if kind == "list":
        chosen = st.multiselect(
            label, values, format_func=options.__getitem__, key=key, help=help, placeholder=all_of,
            bind="query-params",
        )  # fmt: skip
    else:
        chosen = st.pills(
            label, values, selection_mode="multi", format_func=options.__getitem__, key=key, help=help,
            bind="query-params",
        )  # fmt: skip
    kept = tuple(value for value in values if value in chosen)
    _note_drawn(key, list(kept))
    _forget_if_changed(key, shown([options[value] for value in kept]))
    return kept


def choose_day_quietly(label: str, key: str, default: dt.date, first: dt.date, last: dt.date, help: str) -> dt.date:
    """Offer a day from `first` to `last`, both included, and return it."""

    def fitting(raw: str) -> str | None:
        try:
            day = as_day(raw)
        except InputError:
            return None
        return day.isoformat() if first <= day <= last else None

    _read_address(label, key, fitting, lambda _: fmt.day(default))
    _carry_over(key, lambda day: first <= day <= last)
    value = st.date_input(
        label, default, first, last, key=key, help=help, format="YYYY-MM-DD", bind="query-params"
    )  # fmt: skip
    _note_drawn(key, value)
    _forget_if_changed(key, fmt.day(value))
    return value


def tell_ignored(keys: Iterable[str]) -> None:
    """Name, in one sentence each, what the address asked of these controls in vain."""
    ignored = st.session_state.get(_IGNORED, {})
    for key in keys:
        if key in ignored:
            label, asked, shown = ignored[key]
            st.warning(
                plain(f"The address asks for {key}={asked}, which does not fit “{label}”; shown instead: {shown}.")
            )


def _plain_form(text: str) -> str:
    """Return text without the differences that a hand-typed address may have: case, dashes, outer blanks."""
    return " ".join(text.casefold().translate(_SEPARATORS).split())


def _fitting(options: Mapping[str, str]) -> Callable[[str], str | None]:
    """Return a function that finds the label a parameter means: by label, by value, or by its last or first word.

    So an address that holds a label still works when the label is worded anew around its ticker or id.
    """
    by_form = {_plain_form(label): label for label in options.values()}
    by_form = {_plain_form(value): label for value, label in options.items()} | by_form

    def find(raw: str) -> str | None:
        words = raw.split() or [""]
        tried = (by_form.get(_plain_form(form)) for form in (raw, words[-1], words[0]))
        return next((label for label in tried if label), None)

    return find


def _read_address(
    label: str, key: str, fitting: Callable[[str], str | None], shown: Callable[[Sequence[str]], str]
) -> None:
    """Put the parameter of a control not drawn so far into the form that Streamlit reads, and note what it cannot.

    Raises no error; starts the script again when the address had to be rewritten, because Streamlit reads it once, at
    the start of a run.
    """
    if key in st.session_state or key not in st.query_params:
        return
    asked = st.query_params.get_all(key)
    found = {raw: fitting(raw) for raw in asked if raw}
    kept = list(dict.fromkeys(value for value in found.values() if value is not None))
    if kept == asked:
        return
    refused = [raw for raw, value in found.items() if value is None]
    if refused:
        ignored = st.session_state.setdefault(_IGNORED, {})
        ignored[key] = (label, ", ".join(refused), shown(kept))
    if kept:
        st.query_params[key] = kept
    else:
        del st.query_params[key]
    st.rerun()


def _carry_over(key: str, fits: Callable[[Any], bool]) -> None:
    """Hand a choice made on one page to its control on the next, and with it to the address.

    Streamlit does so itself once the browser has drawn the control. For a reader who leaves the page before that, it
    keeps neither the parameter nor, at times, the choice.

    Parameters
    ----------
    key : str
        Name of the query parameter; one that stands in the address is left to Streamlit.
    fits : callable
        Tells whether the control offers a choice.
    """
    page, value = st.session_state.get(_DRAWN, {}).get(key, (None, None))
    if page in (None, st.session_state.get(_PAGE)) or key in st.query_params:
        return
    value = st.session_state.get(key, value)
    if fits(value):
        st.session_state[key] = value


def _note_drawn(key: str, value: object) -> None:
    st.session_state.setdefault(_DRAWN, {})[key] = (st.session_state.get(_PAGE), value)


def _forget_if_changed(key: str, shown: str) -> None:
    """Drop the note about a parameter once the reader has chosen something else."""
    ignored = st.session_state.get(_IGNORED, {})
    if key in ignored and ignored[key][2] != shown:
        del ignored[key]
