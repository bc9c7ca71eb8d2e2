"""The few rules that Streamlit's own theme cannot express."""

from __future__ import annotations

STYLE = """<style>
/* figures stand below each other digit by digit */
[data-testid="stMain"] { font-variant-numeric: tabular-nums; }
[data-testid="stMainBlockContainer"] { max-width: 1240px; padding-top: 4.5rem; padding-bottom: 4rem; }
[data-testid="stHeading"] h1 { font-size: 1.9rem; line-height: 1.2; letter-spacing: -0.01em; padding-bottom: 0.25rem; }
[data-testid="stMarkdown"] h2 { font-size: 1.35rem; padding: 1.2rem 0 0.3rem; }
[data-testid="stHeading"] h3 { font-size: 1.15rem; padding-bottom: 0; }
.deck { font-size: 1.05rem; line-height: 1.5; max-width: 48rem; margin: 0; opacity: 0.78; }
.key-figures { display: grid; grid-template-columns: repeat(auto-fit, minmax(8.5rem, 1fr)); gap: 0.75rem 1.25rem;
  border-top: 2px solid currentcolor; padding-top: 0.75rem; }
.key-label, .key-note { font-size: 0.82rem; line-height: 1.3; opacity: 0.78; }
.key-value { font-size: 1.55rem; font-weight: 700; line-height: 1.3; white-space: nowrap; }
/* chosen names: readable in both themes, and short of the accent's full weight */
[data-testid="stMultiSelect"] [data-tag] { background: rgb(128 140 155 / 20%); color: inherit; }
/* the button below a table gives the same rows, with spreadsheet formulas made harmless */
[data-testid="stElementToolbarButton"]:has(button[aria-label^="Download as CSV"]) { display: none; }
[data-testid="stSidebar"] [data-testid="stPageLink"] a { white-space: normal; }
[data-testid="stSidebar"] [data-testid="stPageLink"] p { white-space: normal; font-size: 0.85rem; }
@media (max-width: 640px) {
  [data-testid="stMainBlockContainer"] { padding-left: 1rem; padding-right: 1rem; }
  [data-testid="stHeading"] h1 { font-size: 1.45rem; }
}
</style>"""
"""For `st.html`, once a run, in the frame."""
