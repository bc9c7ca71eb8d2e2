"""The page on the claims: how they fared, the filters, one claim opened, in English and in Japanese."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from tests.support.pages import open_page

NBSP = "\u202f"


def listed(session: AppTest) -> pd.DataFrame:
    return session.dataframe[0].value


def readings(session: AppTest) -> pd.DataFrame:
    return session.dataframe[1].value.set_index("definition")


def figures(session: AppTest) -> pd.DataFrame:
    return session.dataframe[2].value


def said(session: AppTest) -> str:
    parts = [*session.title, *session.subheader, *session.markdown, *session.caption, *session.info]
    html = [part.proto.body for part in session.get("html")]
    return " ".join([*(part.value for part in parts), *html]).replace("\\", "").replace(NBSP, " ")


def test_all_claims_are_listed_with_a_verdict() -> None:
    session = open_page("claims")
    frame = listed(session)
    assert list(frame["id"]) == [f"C{number:03}" for number in range(1, 65)]
    assert (frame["verdict_text"] != "").all()
    assert (frame["reason"].str.len() > 10).all()


def test_the_title_counts_what_the_table_holds() -> None:
    session = open_page("claims")
    counts = listed(session)["verdict_text"].value_counts()
    hold = counts["confirmed"] + counts["confirmed by cutting"]
    do_not = counts["wrong"] + counts["wrong date"] + counts["right for something else"]
    depend = counts["borderline"] + counts["needs a definition"]
    assert hold + do_not + depend + counts["not checkable"] == 64
    assert session.title[0].value == (
        f"{hold} of 64 printed claims hold, {do_not} do not, {depend} depend on a definition or a digit "
        f"and {counts['not checkable']} cannot be checked"
    )


def test_the_large_figures_name_their_parts_in_words_that_fit_a_number() -> None:
    counts = listed(open_page("claims"))["verdict_text"].value_counts()
    text = said(open_page("claims"))
    assert f"{counts['borderline']} borderline and {counts['needs a definition']} in need of a definition" in text
    assert f"{counts['wrong date']} with a wrong date and {counts['wrong']} wrong" in text


def test_the_figure_tells_which_article_fared_worst() -> None:
    (chart,) = open_page("claims").get("plotly_chart")
    # Reinforz: three of twelve claims hold; CISTEC: eleven of fourteen, the largest part
    assert chart.proto.alt.startswith("3 of 12 claims of Reinforz hold, 11 of 14 of CISTEC. Table of 64 claims")
    assert "wrong date 5" in chart.proto.alt


def test_a_link_opens_one_claim_with_formula_inputs_and_difference() -> None:
    session = open_page("claims", claim="C019")
    assert "C019: Micron fell by 11 %." in said(session)
    # closes 103.19 and 91.11: 91.11 / 103.19 - 1 = -11.7066 %
    assert "−11.71 %, which is −11 % when cut and −12 % when rounded" in said(session)
    assert readings(session).loc["at the close", ["claimed_text", "computed_text", "difference_text"]].to_list() == [
        f"−11{NBSP}%", f"−11.71{NBSP}%", f"−0.71{NBSP}%",
    ]  # fmt: skip
    assert readings(session).loc["at the close", "formula"] == "100 * (price_after / price_before - 1)"
    rows = figures(session).set_index("quantity")
    assert rows.loc["price_before", ["value", "dated"]].to_list() == [103.19, "2025-01-24"]
    assert rows.loc["price_after", ["value", "dated"]].to_list() == [91.11, "2025-01-27"]
    assert "claims?claim=C019" in said(session)
    assert "deepseek-shock claims --id C019 --explain" in said(session)


def test_the_wrong_date_says_what_that_day_did() -> None:
    session = open_page("claims", claim="C029")
    # closes 128.99 on 28 January and 123.70 on 29 January: -4.10 %
    assert "on 29 Jan 2025 the same figure was −4.10 %" in said(session)
    assert readings(session).loc["at the close", "on_claimed_day"] == f"−4.10{NBSP}%"


def test_a_claim_with_several_meanings_shows_each() -> None:
    session = open_page("claims", claim="C013")
    values = readings(session)["computed_text"].to_list()
    assert values == [f"$592.7{NBSP}bn", f"$588.7{NBSP}bn", f"$593.6{NBSP}bn"]
    assert readings(session)["difference_text"].to_list() == [f"+$3.9{NBSP}bn", f"−$0.1{NBSP}bn", f"+$4.8{NBSP}bn"]


def test_what_cannot_be_checked_says_why() -> None:
    session = open_page("claims", claim="C008")
    assert "Not checkable. OpenAI has never published what o1 cost." in said(session).replace("**", "")
    assert readings(session)["computed_text"].to_list() == ["–"]


@pytest.mark.parametrize(
    ("parameters", "ids"),
    [
        ({"verdict": "wrong"}, ["C014", "C030", "C031", "C033", "C057"]),
        ({"verdict": "wrong_date", "pub": "reinforz"}, ["C028", "C029", "C032", "C034", "C035"]),
        ({"proof": "none"}, ["C008", "C058", "C062"]),
        ({"pub": "allforces"}, ["C054", "C055", "C056", "C057", "C058"]),
    ],
)
def test_filters(parameters: dict[str, Any], ids: list[str]) -> None:
    session = open_page("claims", **parameters)
    assert list(listed(session)["id"]) == ids
    assert f"{ids[0]}: " in said(session)


def test_filters_that_leave_nothing_say_so() -> None:
    session = open_page("claims", pub="daiwa", verdict="wrong")
    assert [note.value for note in session.info] == ["No claim fits these filters; take one of them back."]
    assert not session.dataframe


def test_statements_in_japanese_or_both() -> None:
    japanese = listed(open_page("claims", lang="ja"))
    assert "statement" not in japanese
    assert japanese["statement_ja"].iloc[18] == "マイクロン株は11%下がった。"
    both = listed(open_page("claims", lang="both"))
    assert both["statement"].iloc[18] == "Micron fell by 11 %."
    assert "<p class='deck' lang='ja'>マイクロン株は11%下がった。</p>" in said(open_page("claims", claim="C019"))


def test_a_claim_that_there_is_not_is_named() -> None:
    session = open_page("claims", claim="C999")
    (note,) = session.warning
    assert note.value.replace("\\", "") == (
        "The address asks for claim=C999, which does not fit “Claim opened below”; "
        "shown instead: The first of the list."
    )


def test_an_address_with_an_older_wording_still_opens_its_claim() -> None:
    session = open_page("claims", claim="C033 As it was worded once.")
    assert not session.warning
    assert "C033: $589 bn are 87 trillion yen." in said(session)
