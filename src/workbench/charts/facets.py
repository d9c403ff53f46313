"""How the facets of a score are written, and on which axis they stand."""

import pandas as pd

from workbench.charts.marks import rules
from workbench.charts.palette import situation_words
from workbench.charts.sheet import SMALL, lines_high, wrap
from workbench.language import number, percent

#: Facets written in percent, and those that run from 0 to 1; the others are situations 1..K.
SHARES = ("share", "good", "bad", "disparity")
UNIT = (*SHARES, "polarisation", "within", "between")


def figure_text(value, facet):
    """Return a figure as its facet is read: a share in percent, polarisation with two digits, a mean with one.

    >>> figure_text(0.5, "good"), figure_text(0.5, "polarisation"), figure_text(3.14, "mean")
    ('50%', '0.50', '3.1')
    """
    if facet in SHARES:
        return percent(value)
    return number(value, 2 if facet in UNIT else 1)


def change_text(value, facet):
    """Return a difference with its sign, as its facet is read.

    >>> change_text(-0.31, "mean"), change_text(0.05, "good")
    ('−0.3', '+5%')
    """
    if facet in SHARES:
        return percent(value, signed=True)
    return number(value, 2 if facet in UNIT else 1, signed=True)


def scales(scores, levels=None):
    """Return {indicator: (K, words or None)}: as `levels` declares it, as the shares show it, else five situations.

    >>> scales(pd.DataFrame({"indicator": ["AIR"], "facet": ["share"], "level": [4]}))
    {'AIR': (4, None)}
    """
    codes = pd.unique(scores["indicator"]) if "indicator" in scores else [""]
    shares = (
        scores[(scores["facet"] == "share") & scores["level"].notna()]
        if {"facet", "level"} <= set(scores)
        else scores[:0]
    )
    found = {}
    for code in codes:
        words = (levels or {}).get(code)
        mine = shares[shares["indicator"] == code] if "indicator" in shares else shares
        found[code] = (len(words) if words else int(mine["level"].max()) if len(mine) else 5, words)
    return found


def common_scale(known):
    """Return the one scale on which several indicators stand: the longest K, with words only where all have the same.

    >>> common_scale({"AIR": (5, ["a", "b", "c", "d", "e"]), "MOB": (5, None)})
    (5, None)
    """
    words = {tuple(words) if words else None for _count, words in known.values()}
    return max(count for count, _words in known.values()), list(*words) if words != {None} and len(words) == 1 else None


def facet_axis(ax, facet, scale, width, *, size=SMALL):
    """Give `ax`, `width` inches wide, the whole scale of a facet, so that no difference looks larger than it is."""
    count, words = scale
    if facet in UNIT:
        at = (0, 0.25, 0.5, 0.75, 1) if width > 2.4 else (0, 0.5, 1)
        names = [figure_text(x, facet) if facet in SHARES or x % 1 else number(x) for x in at]
        ax.set_xlim(0, 1)
    else:
        at, names = range(1, count + 1), _level_names(count, words, width, size)
        ax.set_xlim(0.9, count + 0.1)
    ax.set_xticks(list(at), names, fontsize=size, linespacing=1.1)
    rules(ax, at)


def axis_height(facet, scale, width, *, size=SMALL):
    """Return how many inches the words below such an axis need."""
    names = ["0"] if facet in UNIT else _level_names(*scale, width, size)
    return max(lines_high(name, size) for name in names) + 0.12


def _level_names(count, words, width, size):
    """Return number and words of each level, wrapped to their place; numbers alone where the place is too narrow."""
    room = width / max(count - 0.8, 1) - 0.08
    numbers = [number(level) for level in range(1, count + 1)]
    if room < 0.95:
        return numbers
    spoken = situation_words(count, words)
    if any(wrap(text, room, size).count("\n") > 2 for text in spoken):  # citizens' own words can be whole sentences
        spoken = situation_words(count)
    return (
        numbers
        if spoken == numbers
        else [f"{n}\n{wrap(text, room, size)}" for n, text in zip(numbers, spoken, strict=True)]
    )
