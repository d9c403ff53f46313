"""Tables to draw in tests, and what can be seen of a drawing: which texts run into each other or off the sheet."""

import pandas as pd

from workbench.tables import frame

LONG = (
    "Trouver un logement digne et abordable près de son travail et de l’école des enfants",
    "Personnes en situation de handicap et leurs aidants familiaux",
    "Anticonstitutionnellement",
    "Professionnels de la santé, de l’accompagnement social et de l’insertion par l’activité économique",
    "Être entendu",
)
SHARES = ([0.1, 0.2, 0.3, 0.3, 0.1], [0.5, 0.0, 0.0, 0.0, 0.5], [0.0, 0.0, 0.0, 0.0, 1.0], [0.4, 0.3, 0.2, 0.1, 0.0])
CONSTRUCTED = {"study": "Small", "constructed": True}


def names(count, long=False):
    """Return {code: label} for `count` things."""
    return {f"C{k}": f"{LONG[k % len(LONG)]} {k}" if long else f"Thing {k}" for k in range(count)}


def scores(codes, *, groups=("young", "old"), waves=("2024",), missing=()):
    """Return a table of scores with every facet, for indicators `codes`; those in `missing` have no figure."""
    rows = []
    for w, wave in enumerate(waves):
        for k, code in enumerate(codes):
            for g, group in enumerate(["", *groups]):
                shares = SHARES[(k + g + w) % len(SHARES)]
                gone = code in missing
                key = {
                    "territory": "VAL",
                    "wave": wave,
                    "origin": "groups",
                    "group": group,
                    "indicator": code,
                    "n": 30 + k,
                }
                key["note"] = "Fewer than 5 people answered." if gone else ""
                mean = sum(level * share for level, share in enumerate(shares, 1))
                figures = [
                    ("mean", mean, 0.3),
                    ("bad", shares[0] + shares[1], 0.08),
                    ("polarisation", 0.5 + 0.1 * (k % 4), 0.05),
                ]
                rows += [
                    {**key, "facet": "share", "level": level, "estimate": share}
                    for level, share in enumerate(shares, 1)
                ]
                rows += [{**key, "facet": f, "estimate": x, "low": x - e, "high": x + e} for f, x, e in figures]
                if gone:
                    for row in rows[-8:]:
                        row.update(estimate=pd.NA, low=pd.NA, high=pd.NA, n=pd.NA)
    table = frame("scores", rows)
    table.attrs.update(CONSTRUCTED)
    return table


def changes(codes, *, missing=()):
    """Return a table of changes: one up, one down, the others not established, with a warning on each third."""
    rows = []
    for k, code in enumerate(codes):
        difference = {0: 0.8, 1: -0.5}.get(k, 0.1)
        row = {"territory": "VAL", "origin": "groups", "indicator": code, "facet": "mean", "from": "2021", "to": "2024"}
        row |= {"difference": difference, "low": difference - 0.2, "high": difference + 0.2, "n_from": 30, "n_to": 33}
        row |= {
            "direction": {0: "up", 1: "down"}.get(k, "none"),
            "p_adjusted": 0.01 if k < 2 else 0.6,
            "detectable": 0.3,
        }
        row["warning"] = "Collecté par téléphone en 2021, en ligne en 2024." if k % 3 == 2 else ""
        if code in missing:
            row |= {"difference": pd.NA, "low": pd.NA, "high": pd.NA, "direction": "not comparable"}
        rows.append(row)
    table = frame("changes", rows)
    table.attrs.update(CONSTRUCTED)
    return table


def gaps(*pairs):
    """Return gaps in which each (indicator, group) is behind."""
    return pd.DataFrame(
        [{"indicator": i, "group": g, "direction": "behind"} for i, g in pairs],
        columns=["indicator", "group", "direction"],
    )


def texts(figure):
    """Return [(text, its box in points)] for what can be read on a figure."""
    from matplotlib.text import Text

    figure.canvas.draw()
    renderer = figure.canvas.get_renderer()
    ticks = [tick for ax in figure.axes for axis in (ax.xaxis, ax.yaxis) for tick in axis.get_major_ticks()]
    unseen = {label for ax in figure.axes if not ax.axison for label in ax.findobj(Text)} - {
        text for ax in figure.axes for text in ax.texts
    }
    unseen |= {label for tick in ticks for label in (tick.label1, tick.label2) if not label.get_visible()}
    seen = [
        text for text in figure.findobj(Text) if text.get_visible() and text.get_text().strip() and text not in unseen
    ]
    return [(text, text.get_window_extent(renderer)) for text in seen]


def faults(figure, slack=1.0):
    """Return in words where a text runs off the figure or into another one."""
    page, seen, found = figure.bbox, texts(figure), []
    for text, box in seen:
        if box.x0 < page.x0 - slack or box.x1 > page.x1 + slack or box.y0 < page.y0 - slack or box.y1 > page.y1 + slack:
            found.append(f"off the page: {text.get_text()!r}")
    for k, (text, box) in enumerate(seen):
        for other, its in seen[k + 1 :]:
            wide = min(box.x1, its.x1) - max(box.x0, its.x0)
            high = min(box.y1, its.y1) - max(box.y0, its.y0)
            if wide > slack and high > slack + 1:
                found.append(f"{text.get_text()!r} runs into {other.get_text()!r}")
    return found
