"""Colours, marks and words of the charts: colour-blind safe, and never colour alone."""

import pandas as pd

from workbench.language import N_, _, number

BLUE, TEAL, PLUM, ORANGE, INK, LILAC = "#12436D", "#28A197", "#801650", "#F46A25", "#3D3D3D", "#A285D1"
#: The one strong colour, kept for what asks for attention; dark enough to be read as text.
ATTENTION = "#AD3C00"
#: A wash of the strong colour, behind marks.
BAND = "#F6CDB5"
#: A quiet wash, for ranges.
RANGE = "#CFE0F0"
BLACK, QUIET, HAIRLINE, WASH = "#1A1A1A", "#595959", "#8A8A8A", "#EFEFEF"

#: Kinds of things, told apart by colour *and* mark (a matplotlib marker).
KINDS = ((BLUE, "o"), (TEAL, "s"), (PLUM, "^"), (LILAC, "D"), (INK, "v"), (ORANGE, "P"))
STANDPOINTS = {"resident": (BLUE, "o"), "professional": (TEAL, "s"), "institution": (PLUM, "D")}

#: The five situations of the method, lowest first; an indicator's own words come before these.
SITUATIONS = (N_("very unsatisfactory"), N_("unsatisfactory"), N_("average"), N_("good"), N_("ideal"))

_LOW, _MIDDLE, _HIGH = ("#A23B00", "#F0A35E"), "#D2D2D2", ("#8FB8DE", BLUE)


def luminance(colour):
    """Return the relative luminance of a colour, from 0 (black) to 1 (white).

    References
    ----------
    WCAG 2.2, definition of relative luminance.

    Examples
    --------
    >>> luminance("white"), luminance("#000000")
    (1.0, 0.0)
    """
    from matplotlib.colors import to_rgb

    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in to_rgb(colour)]
    return round(0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2], 12)


def contrast(one, other):
    """Return the contrast of two colours, from 1 (alike) to 21 (black on white).

    >>> contrast("black", "white"), contrast(BLUE, "white") > 4.5
    (21.0, True)
    """
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def ink_on(colour):
    """Return the colour in which text is read best on `colour`.

    >>> ink_on(BLUE), ink_on("#D2D2D2")
    ('white', 'black')
    """
    return max(("white", "black"), key=lambda ink: contrast(ink, colour))


def readable(colour):
    """Return `colour` where it can be read as text on white (contrast 4.5), else a dark grey.

    >>> readable(BLUE), readable(TEAL)
    ('#12436D', '#3D3D3D')
    """
    return colour if contrast(colour, "white") >= 4.5 else INK


def situation_colours(levels):
    """Return one colour for each of `levels` situations, lowest first: orange, grey in the middle, blue.

    >>> situation_colours(5)
    ['#a23b00', '#f0a35e', '#d2d2d2', '#8fb8de', '#12436d']
    """
    half = levels // 2
    middle = [_MIDDLE.lower()] if levels % 2 else []
    return [*_between(*_LOW, half), *middle, *_between(*_HIGH, half)]


def _between(first, last, count):
    from matplotlib.colors import to_hex, to_rgb

    if count == 1:  # of two colours the darker one stays
        return [min(first, last, key=luminance).lower()]
    steps = [step / (count - 1) for step in range(count)]
    return [to_hex([a + (b - a) * step for a, b in zip(to_rgb(first), to_rgb(last), strict=True)]) for step in steps]


def situation_words(levels, words=None):
    """Return the words for the `levels` situations of an indicator, lowest first, in the current language.

    `words` are the indicator's own; without them five situations have the method's words, any other number is counted.

    >>> situation_words(5)[0], situation_words(4), situation_words(2, ["no", "yes"])
    ('very unsatisfactory', ['1', '2', '3', '4'], ['no', 'yes'])
    """
    if words is not None and len(words) == levels and all(isinstance(word, str) and word for word in words):
        return list(words)
    if levels == len(SITUATIONS):
        return [_(word) for word in SITUATIONS]
    return [number(level) for level in range(1, levels + 1)]


def common_words(scales):
    """Return the words that hold for several scales: their own if they share them, else the method's; [] if K differs.

    >>> common_words([["low", "high"], ["bad", "good"]]), common_words([["a", "b"], ["a", "b", "c"]])
    (['1', '2'], [])
    """
    shared = {tuple(words) for words in scales}
    if len(shared) == 1:
        return list(*shared)
    counts = {len(words) for words in shared}
    return situation_words(counts.pop()) if len(counts) == 1 else []


def kinds(names, known=None):
    """Return {name: (colour, mark)} for some kinds of things, in their order; `known` ones keep theirs.

    >>> kinds(["a", "b"])["b"][1]
    's'
    """
    known = known or {}
    free = [kind for kind in KINDS if kind not in known.values()]
    rest = [name for name in pd.unique(pd.Series(list(names), dtype=object)) if name not in known]
    return known | {name: free[place % len(free)] for place, name in enumerate(rest)}
