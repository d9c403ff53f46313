"""The pack as one page to read or print: findings first, pictures with their text, short tables, nothing fetched."""

import base64
import io
from pathlib import Path

import pandas as pd

from workbench.charts.captions import axes_of, caption
from workbench.charts.names import named
from workbench.council.files import save_picture
from workbench.council.headers import sheet_title
from workbench.council.presented import NAMED, SENTENCES, number_formats, presented
from workbench.disclosure import table_notes
from workbench.language import _, current_language, date, ngettext, number, percent, word

_ROWS = 12
_SAID_ONCE = ("territory", "wave", "origin", "facet", "from", "to", "note")
#: Columns that only the workbook has.
_TECHNICAL = {
    "se",
    "df",
    "n_eff",
    "p",
    "source",
    "when",
    "estimate_from",
    "estimate_to",
    "win_probability",
    "rank",
    "detectable",
    "robust",
    "code",
    "warning",
    "compared_with",
}


def write_report(charts, tables, path, *, title, lines=(), method=(), constructed=False, labels=None):
    """Write a report as one self-contained html page.

    Parameters
    ----------
    charts : dict of str to Axes
    tables : dict of str to DataFrame
        Only the first rows are shown; the workbook has them all.
    path : str or Path
    title : str
    lines : sequence of (str, str)
        What the report is about: what, and its words.
    method : sequence of str
        How to read it.
    constructed : bool
        Whether the page says that it is a constructed example.
    labels : dict, optional
        Code to text.
    """
    from jinja2 import Environment, PackageLoader

    rooms = Environment(
        loader=PackageLoader("workbench", "council"), autoescape=True, trim_blocks=True, lstrip_blocks=True
    )
    rooms.globals["_"] = _
    page = rooms.get_template("report.html.jinja").render(
        language=current_language(),
        title=title,
        lines=list(lines),
        method=list(method),
        constructed=constructed,
        charts=[_chart(name, chart) for name, chart in charts.items()],
        tables=[_table(name, table, labels) for name, table in tables.items()],
    )
    Path(path).write_text(page, encoding="utf-8")


def _chart(name, chart):
    said, made = caption(chart), io.BytesIO()
    made.suffix = ".png"
    save_picture(axes_of(chart)[0].get_figure(root=True), made, said, dpi=130, headless=True)
    return {"name": name, "said": said, "picture": base64.b64encode(made.getvalue()).decode("ascii")}


def _table(name, table, labels):
    kept = _worth_reading(_means_first(table).head(_ROWS))
    if {"theme", "label"} <= set(kept):  # a code that the label says
        kept = kept.drop(columns="theme")
    kept.attrs = {}  # said once for the whole page
    formats, shown = number_formats(kept), presented(_labelled(kept, labels))
    # what is one and the same in all lines is said once: where and when above them, a note below
    same = [column for column in kept if column in _SAID_ONCE and len(kept) > 1 and kept[column].nunique() == 1]
    once = dict(zip(kept.columns, shown.iloc[0], strict=True)) if same else {}
    shown = shown.loc[:, [column not in same for column in kept]]
    kept = kept.drop(columns=same)
    title = " · ".join([sheet_title(name), *(str(once[column]) for column in same if column != "note")])
    patterns = [formats[column] for column in kept.columns]
    cells = [
        [_cell(value, pattern[row]) for value, pattern in zip(values, patterns, strict=True)]
        for row, values in enumerate(shown.itertuples(index=False, name=None))
    ]
    rest = len(table) - len(kept)
    more = ngettext("{n} more row in the workbook.", "{n} more rows in the workbook.", rest) if rest else ""
    more = " ".join(filter(None, [more, once.get("note", ""), *table_notes(table)]))
    numbers = [pd.api.types.is_numeric_dtype(kept[column]) for column in kept.columns]
    return {"name": title, "header": list(shown.columns), "rows": cells, "numbers": numbers, "more": more}


def _means_first(table):
    """Return the table with its means first: a page has room for a few lines, and these are read before shares."""
    if "facet" not in table:
        return table
    return table.iloc[(table["facet"] != "mean").to_numpy().argsort(kind="stable")]


def _worth_reading(table):
    """Return the columns that a reader of a page needs: no technical ones, none that is empty."""
    kept = [column for column in table.columns if column not in _TECHNICAL]
    return table[[column for column in kept if (table[column].notna() & (table[column].astype("str") != "")).any()]]


def _labelled(table, labels):
    """Return a table with labels in the place of codes, since a page has no room for both."""
    coded = [column for column in ("territory", "group", "indicator", "action", "theme", *NAMED) if column in table]
    told = [column for column in SENTENCES if column in table]
    labels = labels or {}
    return table.assign(
        **{column: [labels.get(code, code) for code in table[column]] for column in coded},
        **{column: [named(text, labels) for text in table[column]] for column in told},
    )


def _cell(value, pattern):
    if value is None or value is pd.NaT or value is pd.NA or value != value:
        return "–"
    if isinstance(value, str):
        return value
    if type(value).__name__ in ("bool", "bool_"):
        return word("yesno", "yes" if value else "no")
    if isinstance(value, pd.Timestamp):
        return date(value)
    if pd.api.types.is_number(value):
        if pattern == "0%":
            return percent(value)
        return number(value) if pattern == "General" else number(value, len(pattern.partition(".")[2]))
    return str(value)
