"""The sheet that every chart is drawn on: the finding on top, its measure below it, the panels, a note at the foot.

Places on a sheet are inches from the top left corner of its body. Labels are wrapped by their true width, and the sheet
grows with what stands on it, so that nothing runs into anything.
"""

from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache

from workbench.charts.captions import at_the_foot
from workbench.charts.palette import BLACK, QUIET
from workbench.charts.slides import on_slide

#: Inches: a slide is filled at this width, and the page around what is drawn.
WIDTH, MARGIN, _SLIDE_SIDE = 12.0, 0.38, 0.1
#: Points.
HEADLINE, SUBTITLE, LABEL, FIGURE, SMALL = 16, 10.5, 10.5, 9.5, 9
_LEADING = 1.22

_STYLE = {
    "font.family": "DejaVu Sans",
    "font.size": LABEL,
    "text.color": BLACK,
    "text.parse_math": False,  # a label may hold two dollar signs
    "axes.edgecolor": QUIET,
    "axes.spines.left": False,
    "axes.spines.right": False,
    "axes.spines.top": False,
    "axes.spines.bottom": False,
    "axes.unicode_minus": True,
    "figure.facecolor": "white",
    "figure.max_open_warning": 0,
    "xtick.major.size": 0,
    "ytick.major.size": 0,
    "xtick.labelcolor": QUIET,
    "xtick.labelsize": SMALL,
    "ytick.labelsize": LABEL,
}


@dataclass(frozen=True)
class Sheet:
    """The body of one chart's sheet, in inches of its figure; `given` is the Axes that the caller brought, if any."""

    figure: object
    left: float
    top: float
    width: float
    height: float
    given: object = None


@contextmanager
def drawing():
    """Draw in the workbench's style inside a `with` block, and leave the user's own settings as they were."""
    import matplotlib

    with matplotlib.rc_context(_STYLE):
        yield
        interactive = matplotlib.is_interactive()
    # a notebook's backend is loaded with the first figure and turns this on; without it no later chart would show
    matplotlib.interactive(interactive)


# ---------------------------------------------------------------------- text by its true width


@cache
def text_width(text, size=LABEL, weight="normal"):
    """Return the width of one line of text in inches.

    >>> text_width("ii") < text_width("WW")
    True
    """
    from matplotlib.font_manager import FontProperties
    from matplotlib.textpath import text_to_path

    properties = FontProperties(family="DejaVu Sans", size=size, weight=weight)
    # screens of few dots draw letters a little wider than they are
    return 1.03 * text_to_path.get_text_width_height_descent(text, properties, ismath=False)[0] / 72 if text else 0.0


def line_height(size=LABEL):
    """Return the height of one line of text in inches.

    >>> line_height(72)
    1.22
    """
    return size * _LEADING / 72


def wrap(text, width, size=LABEL, weight="normal"):
    """Return `text` broken into lines no wider than `width` inches; only a word wider than that is broken itself.

    >>> wrap("People with a disability", 1.0)
    'People with\\na disability'
    """
    lines = []
    for paragraph in str(text).split("\n"):
        line = ""
        for word in paragraph.split(" "):
            longer = f"{line} {word}" if line else word
            if text_width(longer, size, weight) <= width:
                line = longer
                continue
            if line:
                lines.append(line)
            line = word
            while text_width(line, size, weight) > width and len(line) > 1:
                head = _fitting(line, width, size, weight)
                lines.append(head)
                line = line[len(head.removesuffix("-")) :]
        lines.append(line)
    return "\n".join(lines)


def _fitting(word, width, size, weight):
    """Return the longest head of `word` that fits, with a hyphen; best broken where it has a sign of its own."""
    for end in range(len(word) - 1, 1, -1):
        if word[end - 1] in "-/’'" and text_width(word[:end], size, weight) <= width:
            return word[:end]
    for end in range(len(word) - 2, 1, -1):
        if text_width(word[:end] + "-", size, weight) <= width:
            return word[:end] + "-"
    return word[:1]


def lines_high(text, size=LABEL):
    """Return the height in inches of a text of one line or more, 0 for none.

    >>> lines_high("a\\nb", 72)
    2.44
    """
    return (text.count("\n") + 1) * line_height(size) if text else 0.0


# ---------------------------------------------------------------------- the sheet


def open_sheet(headline, subtitle, note, *, body, width=WIDTH, ax=None):
    """Return a sheet with its headline, subtitle and note written; the body is `body` inches high, or what `ax` leaves.

    Parameters
    ----------
    headline, subtitle, note : str
        The finding; what is measured, on whom, when; how to read it. Wrapped to the width of the sheet.
    body : float
        Inches that the panels need; a new figure is made as high as that asks.
    width : float
        Inches of a new figure.
    ax : Axes, optional
        Draw inside the box of these Axes, not on a new figure.
    """
    import matplotlib.pyplot as plt

    if ax is not None:
        left, bottom, width, height = (ax.bbox.bounds[k] / ax.figure.dpi for k in range(4))
        margin = side = 0.0
    else:
        left, bottom, margin, side = 0.0, 0.0, MARGIN, MARGIN
        if on_slide():
            width, margin, side = on_slide().width, 0.03, _SLIDE_SIDE
    inner = width - 2 * side
    (headline, subtitle, note), head, foot = _texts(headline, subtitle, note, inner)
    if ax is None:
        height = 2 * margin + head + body + foot
        figure = plt.figure(figsize=(width, height), dpi=100)
    else:
        figure = ax.figure
        ax.clear()
    top = bottom + height - margin
    sheet = Sheet(figure, left + side, top - head, inner, height - 2 * margin - head - foot, ax)
    below = top - (lines_high(headline, HEADLINE) + 0.06 if headline else 0.0)
    for text, at, size, weight, colour, align, name in (
        (headline, top, HEADLINE, "bold", BLACK, "top", "headline"),
        (subtitle, below, SUBTITLE, "normal", QUIET, "top", "subtitle"),
        (note, bottom + margin, SMALL, "normal", QUIET, "bottom", "note"),
    ):
        if text:
            x, y = _fraction(figure, left + side, at)
            style = {"fontsize": size, "fontweight": weight, "color": colour, "va": align, "linespacing": 1.2}
            figure.text(x, y, text, gid=name, **style)
    return sheet


def _texts(headline, subtitle, note, inner):
    """Return the three texts of a sheet in lines, and how much of it they take above and below, in inches."""
    headline = "" if on_slide() else wrap(headline, inner, HEADLINE, "bold")
    subtitle = wrap(subtitle, inner, SUBTITLE)
    note = " ".join(text for text in (note, at_the_foot()) if text)
    note = wrap(note, inner, SMALL) if note else ""
    above = lines_high(headline, HEADLINE) + 0.06 if headline else 0.0
    head = above + lines_high(subtitle, SUBTITLE) + (0.14 if on_slide() else 0.22)
    return (headline, subtitle, note), head, lines_high(note, SMALL) + (0.18 if note else 0.0)


def slide_room(subtitle, note):
    """Return how many inches the body of a chart has on the slide that it is drawn for."""
    _said, head, foot = _texts("", subtitle, note, inner_width())
    return on_slide().height - 0.06 - head - foot


def inner_width(ax=None, width=WIDTH):
    """Return how many inches wide the body of a chart will be: of the Axes that the caller brought, or of a new sheet.

    >>> inner_width(), inner_width(width=10)
    (11.24, 9.24)
    """
    if ax is not None:
        return ax.bbox.width / ax.figure.dpi
    return on_slide().width - 2 * _SLIDE_SIDE if on_slide() else width - 2 * MARGIN


def panel(sheet, left, top, width, height, *, first=False):
    """Return Axes on a sheet, `left` and `top` inches from its body's corner; the `first` may be the caller's."""
    x0, y0 = _fraction(sheet.figure, sheet.left + left, sheet.top - top - height)
    x1, y1 = _fraction(sheet.figure, sheet.left + left + width, sheet.top - top)
    box = [x0, y0, x1 - x0, y1 - y0]
    if first and sheet.given is not None:
        sheet.given.set_position(box)
        return sheet.given
    return sheet.figure.add_axes(box)


def write(sheet, left, top, text, **how):
    """Write a text on a sheet, its top left corner `left` and `top` inches from the body's corner."""
    x, y = _fraction(sheet.figure, sheet.left + left, sheet.top - top)
    style = {"fontsize": SMALL, "color": QUIET, "va": "top", "ha": "left", "linespacing": 1.2} | how
    return sheet.figure.text(x, y, text, **style)


def write_title(sheet, left, bottom, text, *, size=LABEL):
    """Write the bold title of a panel whose last line ends at `bottom` inches from the top of a sheet's body.

    Titles side by side stand on one line, whatever accents and descenders they have, and a longer one grows upwards.
    """
    below = 0.29 * size / 72  # what a line holds below the feet of its letters
    how = {"fontsize": size, "fontweight": "bold", "color": BLACK, "va": "baseline"}
    return write(sheet, left, bottom - below, text, **how)


def _fraction(figure, x, y):
    return figure.transSubfigure.inverted().transform((x * figure.dpi, y * figure.dpi))
