"""What several charts draw alike: a legend, named rows, a row's figures at its end, whiskers, an empty sheet."""

import pandas as pd

from workbench.charts.chart import Drawn
from workbench.charts.palette import BLACK, HAIRLINE, QUIET, WASH, common_words, situation_colours
from workbench.charts.selection import about
from workbench.charts.sheet import LABEL, SMALL, inner_width, lines_high, open_sheet, panel, text_width, wrap, write
from workbench.charts.slides import on_slide
from workbench.language import _, number

LABEL_WIDTH = 3.2


# ---------------------------------------------------------------------- legend


def legend_places(items, width, size=SMALL):
    """Return where each item of a legend goes (x, y, its text in lines), and how high the legend is, in inches.

    >>> places, height = legend_places([("red", None, "a"), ("blue", None, "b")], 5)
    >>> places[0], places[1][1] == places[0][1], height > 0
    ((0.0, 0.0, 'a'), True, True)
    """
    x, y, high, places = 0.0, 0.0, 0.0, []
    for _colour, _mark, text in items:
        text = wrap(text, width - 0.26, size)
        wide = 0.26 + max(text_width(line, size) for line in text.split("\n"))
        if places and x + wide > width:
            x, y, high = 0.0, y + high, 0.0
        places.append((x, y, text))
        x, high = x + wide + 0.28, max(high, lines_high(text, size) + 0.06)
    return places, y + high + 0.06 if items else 0.0


def situation_legend(scales, *, numbered=False):
    """Return the legend of situations in words, or only of the two ends where the scales have different lengths.

    >>> [text for _colour, _mark, text in situation_legend([["no", "yes"]], numbered=True)]
    ['1 no', '2 yes']
    """
    words = common_words(scales)
    colours = situation_colours(len(words or scales[0]))
    if not words:
        ends = _("lowest situation of the scale"), _("highest situation of the scale")
        return [(colours[0], None, ends[0]), (colours[-1], None, ends[1])]
    if numbered:
        words = [word if word == number(k) else f"{number(k)} {word}" for k, word in enumerate(words, 1)]
    return [(colour, None, word) for colour, word in zip(colours, words, strict=True)]


def draw_legend(sheet, left, top, width, items, size=SMALL):
    """Draw a legend of (colour, mark, text); the mark is matplotlib's, "hollow …", or None for a filled square."""
    places, height = legend_places(items, width, size)
    if not items:
        return
    ax = panel(sheet, left, top, width, height)
    ax.set(xlim=(0, width), ylim=(height, 0))
    ax.axis("off")
    for (colour, mark, _text), (x, y, text) in zip(items, places, strict=True):
        middle = y + lines_high("a", size) / 2 + 0.03
        if mark is None:
            ax.add_patch(_swatch(x, middle, colour))
        else:
            shape = mark.removeprefix("hollow ")
            inside = "white" if mark.startswith("hollow") else colour
            look = {"markersize": 7, "markeredgecolor": colour, "markeredgewidth": 1.4, "clip_on": False}
            ax.plot([x + 0.09], [middle], shape, markerfacecolor=inside, **look)
        at, align = (y + 0.03, "top") if "\n" in text else (middle, "center_baseline")
        ax.text(x + 0.26, at, text, fontsize=size, color=BLACK, va=align, linespacing=1.15)


def _swatch(x, y, colour):
    from matplotlib.patches import Rectangle

    return Rectangle((x, y - 0.075), 0.18, 0.15, facecolor=colour, edgecolor=HAIRLINE, linewidth=0.6)


# ---------------------------------------------------------------------- rows


def row_height(names, width=LABEL_WIDTH, *, size=LABEL, least=0.4, most=0.6, room=4.4):
    """Return the height of a chart's rows in inches: as roomy as the slide allows, never below their names.

    >>> row_height(["a"]), row_height(["a"] * 40)
    (0.6, 0.4)
    """
    tallest = max((lines_high(wrap(name, width, size, "bold"), size) for name in names), default=0)
    if on_slide():  # which cannot grow
        room, least = room * on_slide().height / 7.4, 0.24
    return max(min(max(room / max(len(names), 1), least), most), tallest + 0.06)


def row_panel(sheet, names, *, left, top, width, height, label_width=LABEL_WIDTH, first=True, bold=()):
    """Return Axes whose rows 0, 1, … from the top are named at the left, each `height` inches high."""
    ax = panel(sheet, left, top, width, height * len(names), first=first)
    ax.set_ylim(len(names) - 0.5, -0.5)
    weights = ["bold" if place in bold else "normal" for place in range(len(names))]
    shown = [wrap(name, label_width, LABEL, weight) for name, weight in zip(names, weights, strict=True)]
    ax.set_yticks(range(len(names)), shown, fontsize=LABEL, linespacing=1.15)
    ax.tick_params(axis="y", length=0, pad=8)
    for place, text in enumerate(ax.get_yticklabels()):
        if place in bold:
            text.set_fontweight("bold")
    ax.set_xticks([])
    return ax


def row_sheet(texts, names, label_width, across, high, *, top=0.0, below=0.0, legend=(), bold=(), ax=None):
    """Return a sheet, and on it Axes with named rows, `high` inches each or less where the caller's Axes leave less.

    Parameters
    ----------
    texts : (str, str, str)
        Headline, subtitle and note.
    names : list of str
    label_width, across, high : float
        Inches of a name's width, of the Axes' width, and of a row's height.
    top, below : float
        Inches above the rows, the legend within them, and below.
    legend : list of (colour, mark, text)
    bold : set of int
        The rows whose names are bold.
    ax : Axes, optional
    """
    sheet = open_sheet(*texts, body=top + high * len(names) + below, ax=ax)
    draw_legend(sheet, label_width + 0.12, 0, across, legend)
    high = min(high, (sheet.height - top - below) / len(names))
    return sheet, row_panel(
        sheet, names, left=label_width + 0.12, top=top, width=across, height=high, label_width=label_width, bold=bold
    )


def beside(ax, row, text, *, at=1.0, pad=8, up=0, **how):
    """Write `text` behind a row, `pad` points right of the share `at` of the panel's width and `up` points above."""
    style = {"fontsize": SMALL, "color": QUIET, "va": "center", "ha": "left", "linespacing": 1.15} | how
    return ax.annotate(
        text,
        (at, row),
        xycoords=ax.get_yaxis_transform(),
        xytext=(pad, up),
        textcoords="offset points",
        annotation_clip=False,
        **style,
    )


def whisker(ax, row, y, colour, mark="o", *, hollow=False, size=8):
    """Draw an estimate with its interval at height `y`; without an estimate, nothing."""
    if pd.isna(row["estimate"]):
        return
    if pd.notna(row.get("low")) and pd.notna(row.get("high")):
        ax.plot([row["low"], row["high"]], [y, y], color=colour, linewidth=2, solid_capstyle="butt", zorder=2)
    ax.plot(
        [row["estimate"]],
        [y],
        mark,
        color=colour,
        markersize=size,
        markeredgewidth=1.6,
        zorder=3,
        markerfacecolor="white" if hollow else colour,
        clip_on=False,
    )


def over(ax, text, *, pad=8, top=-0.5, at=1.0):
    """Write a heading over what stands behind the rows, or over the panel itself from the share `at` of its width."""
    beside(ax, top, text, at=at, pad=pad, up=3, va="baseline" if at == 1 else "bottom")


def gap(ax, row, text):
    """Say in a row why it has no figure."""
    white = {"facecolor": "white", "edgecolor": "none", "pad": 1}
    ax.text(
        ax.get_xlim()[0],
        row,
        text or _("no figure"),
        fontsize=SMALL,
        color=QUIET,
        va="center",
        style="italic",
        bbox=white,
    )


def rules(ax, at, **how):
    """Draw quiet vertical lines behind the rows."""
    for x in at:
        ax.axvline(x, **({"color": WASH, "linewidth": 1, "zorder": 0} | how))


# ---------------------------------------------------------------------- nothing to show


def empty_sheet(table, measure, why, *, labels=None, ax=None):
    """Draw a sheet that says there is nothing to show, and `why`, so that a study without this part still runs.

    `why` says in one sentence what is not there, and what would fill the sheet.
    """
    headline, subtitle = _("Nothing to show yet"), about(table, measure, labels=labels)
    said = wrap(why, inner_width(ax), LABEL)
    sheet = open_sheet(headline, subtitle, "", body=lines_high(said, LABEL) + 0.3, ax=ax)
    axes = panel(sheet, 0, 0, sheet.width, sheet.height, first=True)
    axes.axis("off")
    write(sheet, 0, 0.1, said, fontsize=LABEL, color=BLACK)
    return Drawn(axes, headline, subtitle, "", table, told=(why,))


def no_answers():
    """Return why a chart of answers is empty, for `empty_sheet`."""
    return _("No answers were read for this place, wave and source: those of groups or of a survey fill this sheet.")
