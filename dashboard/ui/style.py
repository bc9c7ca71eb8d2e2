"""The few rules that Streamlit's own theme cannot express."""

from __future__ import annotations

STYLE = """<style>
/* figures stand below each other digit by digit */
[data-testid="stMain"] { font-variant-numeric: tabular-nums; }
[data-testid="stMainBlockContainer"] { max-width: 1240px; padding-top: 4.5rem; padding-bottom: 4rem; }
[data-testid="stHeading"] h1 { font-size: 1.9rem; line-height: 1.2; letter-spacing: -0.01em; padding-bottom: 0.25rem; }
[data-testid="stMarkdown"] h2 { font-size: 1.35rem; padding: 1.2rem 0 0.3rem; }
[data-testid="stMarkdown"] h3 { font-size: 1.1rem; padding: 0.9rem 0 0.2rem; }
[data-testid="stHeading"] h3 { font-size: 1.15rem; padding-bottom: 0; }
.deck { font-size: 1.05rem; line-height: 1.5; max-width: 48rem; margin: 0; opacity: 0.78; }
.key-figures { display: grid; grid-template-columns: repeat(auto-fit, minmax(8.5rem, 1fr)); gap: 0 1.25rem;
  border-top: 2px solid currentcolor; padding-top: 0.75rem; }
.key-figure { position: relative; display: grid; grid-row: span 3; grid-template-rows: subgrid;
  padding-bottom: 0.75rem; }
.key-label { font-size: 0.82rem; line-height: 1.3; align-self: end; }
.key-label > span:first-child, .key-note { opacity: 0.78; }
.key-note { font-size: 0.82rem; line-height: 1.3; }
/* a figure's question mark: its line is always there to be read out, and seen at a pointer, a key or a finger */
.key-help { cursor: help; display: inline-block; width: 1.15em; border: 1px solid; border-radius: 50%;
  font-size: 0.72rem; line-height: 1.05em; text-align: center; opacity: 0.7; }
.key-help:hover, .key-help:focus { opacity: 1; }
.key-tip { position: absolute; left: 0; top: calc(100% - 0.6rem); z-index: 10; width: max-content;
  max-width: min(15rem, 70vw); padding: 0.4rem 0.6rem; border-radius: 0.4rem; font-size: 0.82rem; line-height: 1.35;
  text-align: left; opacity: 0; pointer-events: none; }
.key-help:hover .key-tip, .key-help:focus .key-tip { opacity: 1; }
.key-figure:nth-last-child(-n+2) .key-tip { left: auto; right: 0; }
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
  .key-figure:nth-child(odd) .key-tip { left: 0; right: auto; }
  .key-figure:nth-child(even) .key-tip { left: auto; right: 0; }
}
</style>"""
"""For `st.html`, once a run, in the frame."""
