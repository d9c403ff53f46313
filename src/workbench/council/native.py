"""Which charts an office program can draw itself, so that they stay editable: their rows, series and colours."""

import pandas as pd

from workbench.charts.captions import caption
from workbench.charts.facets import SHARES, UNIT
from workbench.charts.palette import situation_colours, situation_words
from workbench.disclosure import table_notes
from workbench.language import _, word

_MOST = 40


def native_charts(charts):
    """Return what an office program needs to draw those of the charts that it can.

    Parameters
    ----------
    charts : dict of str to Axes
        Name to what a chart function returned. Situations of one common scale become stacked bars, one panel of levels
        becomes bars with their intervals; others are left out.

    Returns
    -------
    list of dict
        name, kind, headline, subtitle, alt, hidden (what is, in words), constructed; `rows` of (label, values,
        further), `series`, `further` (title, format),
        `colours`, `format` of the numbers, whether `stacked`, `limits` of the axis.

    Examples
    --------
    >>> from workbench.charts import plot_situations
    >>> share = {"facet": "share", "level": range(1, 6), "estimate": 0.2}
    >>> one, = native_charts({"here": plot_situations(pd.DataFrame({"indicator": "AIR", **share}))})
    >>> one["rows"][0][1]
    [0.2, 0.2, 0.2, 0.2, 0.2]
    """
    found = []
    for name, chart in charts.items():
        said = caption(chart)
        shape = {"situations": _situations, "levels": _levels}.get(said.kind) if len(said.data) else None
        shape = shape and shape(said.data)
        if shape and shape["rows"] and len(shape["rows"]) <= _MOST:
            head = {
                "name": name,
                "kind": said.kind,
                "headline": said.headline,
                "subtitle": said.subtitle,
                "alt": said.alt,
                "hidden": " ".join(table_notes(said.data)),
            }
            found.append({**head, "constructed": bool(said.data.attrs.get("constructed")), **shape})
    return found


def _situations(data):
    counts = data.groupby("label", sort=False)["level"].max()
    if counts.nunique() != 1:
        return None
    count = int(counts.iloc[0])
    words = data.groupby("level")["situation"].agg(lambda one: one.iloc[0] if one.nunique() == 1 else "")
    wide = data.pivot_table(
        index="label", columns="level", values="estimate", aggfunc="first", sort=False, dropna=False
    )
    wide = wide.reindex(columns=range(1, count + 1))
    people = data.drop_duplicates("label").set_index("label")["n"] if "n" in data else pd.Series(dtype="Int64")
    hidden = bool(table_notes(data))
    rows = []
    for label, values in zip(wide.index, wide.to_numpy(), strict=True):
        more, told = [people[label]] if label in people.index else [], pd.Series(values).notna().any()
        if told:
            rows.append((label, [float(x) if pd.notna(x) else 0.0 for x in values], more))
        elif hidden:
            rows.append((_not_told(label), [None] * count, more))
    own = [words.get(level) for level in range(1, count + 1)]
    series = own if all(own) else situation_words(count)
    return {
        "rows": rows,
        "series": series,
        "further": [(_("n"), "0")] if len(people) else [],
        "colours": situation_colours(count),
        "format": "0%",
        "stacked": True,
        "limits": (0, 1),
    }


def _not_told(label):
    """Return the name of a row that is hidden, so that nobody takes its empty place for nothing."""
    return _("{label} (hidden)", label=label)


def _levels(data):
    if data["label"].duplicated().any() or not {"low", "high"} <= set(data):
        return None
    facet, known = data["facet"].iloc[0], data[data["estimate"].notna()]
    rows = []
    for row in (data if table_notes(data) else known).to_dict("records"):
        estimate, low, high = (
            float(row[name]) if pd.notna(row[name]) else None for name in ("estimate", "low", "high")
        )
        reach = [None, None] if estimate is None or low is None or high is None else [estimate - low, high - estimate]
        label = row["label"] if estimate is not None else _not_told(row["label"])
        rows.append((label, [estimate], [*reach, row.get("n", pd.NA)]))
    fine = "0%" if facet in SHARES else "0.00"
    top = 1.0 if facet in UNIT else max(5.0, float(known["high"].max()) if known["high"].notna().any() else 5.0)
    return {
        "rows": rows,
        "series": [word("facet", facet)],
        "further": [(_("interval below"), fine), (_("interval above"), fine), (_("n"), "0")],
        "colours": [situation_colours(5)[3]],
        "format": fine,
        "stacked": False,
        "limits": (0 if facet in UNIT else 1, top),
    }
