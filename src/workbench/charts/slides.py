"""Charts as they are projected: a sheet of the slide's shape, its rows on as many slides as print of that size asks."""

from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from weakref import WeakKeyDictionary

from workbench.charts.captions import at_the_foot, axes_of, saying_at_the_foot

_ways = WeakKeyDictionary()
_slide = ContextVar("slide", default=None)


@dataclass
class Slide:
    """What a chart has on one slide, in inches of its sheet, and which of how many slides this is.

    The headline is the slide's own title. `places` is known once the chart has been drawn.
    """

    width: float
    height: float
    place: int = 0
    places: int = 1

    def rows(self, heights, room, *, alike=False):
        """Return the rows of this slide as a slice: as few slides as hold them all, and as many rows on each.

        Where rows are drawn `alike`, each is as high as the highest of its slide.

        >>> slide = Slide(11, 5, place=1)
        >>> slide.rows([1, 1, 1, 1, 1], 4), slide.places
        (slice(3, 5, None), 2)
        """

        def high(some):
            return max(some) * len(some) if alike else sum(some)

        for self.places in range(1, len(heights) + 1):
            each = -(-len(heights) // self.places)
            starts = range(0, len(heights), each)
            if all(high(heights[start : start + each]) <= room for start in starts):
                break
        self.places = len(starts)  # six rows on four slides are two on each of three
        return slice(each * self.place, min(each * (self.place + 1), len(heights)))


def on_slide():
    """Return the slide that the chart drawn now is for; None for a sheet of its own.

    >>> on_slide() is None
    True
    """
    return _slide.get()


def remember(axes, draw, args, options):
    """Keep how a chart was drawn, for its slides; not where it stands in Axes that the caller brought."""
    if options.get("ax") is None:
        for ax in axes:
            _ways[ax] = (draw, args, options, at_the_foot())


@contextmanager
def projected(chart, width, height):
    """Give the figures of a chart drawn anew for slides, inside a `with` block; none where nobody knows how it was.

    Parameters
    ----------
    chart : Axes or array of Axes
        What a chart function returned. What its note says of what is hidden stands on each of its slides.
    width, height : float
        Inches of a sheet without its headline.
    """
    from matplotlib.pyplot import close

    way = next((_ways[one] for one in axes_of(chart) if one in _ways), None)
    figures, slide = [], Slide(width, height)
    try:
        while way and slide.place < slide.places:
            figures.append(_drawn(slide, *way))
            slide.place += 1
        yield figures
    finally:
        for figure in figures:
            close(figure)


def _drawn(slide, draw, args, options, foot):
    token = _slide.set(slide)
    try:
        with saying_at_the_foot(foot):
            return axes_of(draw(*args, **options))[0].get_figure(root=True)
    finally:
        _slide.reset(token)
