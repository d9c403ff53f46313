"""Slides for the meeting: a title, one slide a chart with its finding as the title, and how to read them."""

import io
from pathlib import Path

import pandas as pd

from workbench.charts.captions import axes_of, caption
from workbench.charts.palette import ink_on
from workbench.charts.sheet import SMALL, wrap
from workbench.charts.slides import projected
from workbench.council.files import save_picture, steady
from workbench.council.native import native_charts
from workbench.language import _, current_language, number

#: Inches, for a slide of 16 to 9.
_WIDE, _TALL, _EDGE = 13.333, 7.5, 0.28
_ABOVE, _BELOW, _SIDE = 0.25, 0.1, 0.27
#: How much larger than on its own sheet a chart is projected: its smallest print has ten points on the slide.
_LARGER = 10 / SMALL
_NATIVE_ROWS = 20


def write_deck(charts, path, *, title, lines=(), method=(), template=None):
    """Write a slide deck (pptx).

    Parameters
    ----------
    charts : dict of str to Axes
        Name to what a chart function returned. Stacked situations of up to 20 rows become charts of the program itself,
        which stay editable; the others are pictures drawn for slides (`charts.slides`), on several where rows are many.
        Each has its text for who cannot see it, and in the notes.
    path : str or Path
    title : str
        Of the first slide; `lines` stand below it (where, when, "constructed example").
    method : sequence of str
        Lines of the last slide: how to read the charts.
    template : str or Path, optional
        A pptx whose master and layouts are used; its own slides are left out.
    """
    from pptx import Presentation

    deck = Presentation(str(template) if template else None)
    if not template:
        deck.slide_width, deck.slide_height = _emu(_WIDE), _emu(_TALL)
    _without_slides(deck)
    _title_slide(deck, title, lines)
    native = {one["name"]: one for one in native_charts(charts)}
    for name, chart in charts.items():
        said, shape = caption(chart), native.get(name)
        if shape and shape["stacked"] and len(shape["rows"]) <= _NATIVE_ROWS:
            slide, top = _slide(deck, said)
            _native(deck, slide, shape, said, top)
        else:
            _pictures(deck, chart, said)
    if method:
        _method_slide(deck, method)
    properties = deck.core_properties
    properties.title, properties.author, properties.last_modified_by, properties.revision = (
        title,
        "workbench",
        "workbench",
        1,
    )
    made = io.BytesIO()
    deck.save(made)
    Path(path).write_bytes(steady(made.getvalue()))


def _emu(inches):
    from pptx.util import Inches

    return Inches(inches)


def _without_slides(deck):
    slides = deck.slides._sldIdLst
    for slide in list(slides):
        deck.part.drop_rel(slide.rId)
        slides.remove(slide)


def _layout(deck, kind):
    """Return a layout by what it holds: "title" (title and subtitle) or "title only"; else the nearest there is."""
    from pptx.enum.shapes import PP_PLACEHOLDER as PLACE

    wanted = {"title": {PLACE.CENTER_TITLE, PLACE.SUBTITLE}, "title only": {PLACE.TITLE}}[kind]
    passing = {PLACE.DATE, PLACE.FOOTER, PLACE.SLIDE_NUMBER}
    for layout in deck.slide_layouts:
        if {one.placeholder_format.type for one in layout.placeholders} - passing == wanted:
            return layout
    return deck.slide_layouts[0 if kind == "title" else min(5, len(deck.slide_layouts) - 1)]


def _title_slide(deck, title, lines):
    slide = deck.slides.add_slide(_layout(deck, "title"))
    wide, tall = deck.slide_width, deck.slide_height
    if slide.shapes.title is not None:
        _place(slide.shapes.title, 0.08 * wide, 0.28 * tall, 0.84 * wide, 0.24 * tall)
        _say(slide.shapes.title.text_frame, [title], 38, bold=True)
    for one in slide.placeholders:
        if one.placeholder_format.idx == 1:
            _place(one, 0.08 * wide, 0.55 * tall, 0.84 * wide, 0.3 * tall)
            _say(one.text_frame, list(lines) or [""], 20)


def _slide(deck, said, headline=""):
    """Return a new slide with its title and its notes, and where its body begins."""
    slide = deck.slides.add_slide(_layout(deck, "title only"))
    title, edge = slide.shapes.title, _emu(_EDGE)
    headline = headline or said.headline
    size, high = _title_size(deck, headline)
    if title is None:
        title = slide.shapes.add_textbox(edge, edge, deck.slide_width - 2 * edge, high)
    _place(title, edge, _emu(_ABOVE), deck.slide_width - 2 * edge, high)
    _say(title.text_frame, [headline], size, bold=True)
    if said:
        slide.notes_slide.notes_text_frame.text = "\n".join(text for text in (said.alt, said.note) if text)
    return slide, _emu(_ABOVE) + high + _emu(0.08)


def _title_size(deck, headline):
    """Return the points of a slide's title, and how high its box is."""
    size = 24 if len(headline) < 110 else 20 if len(headline) < 190 else 16
    lines = wrap(headline, (deck.slide_width - 2 * _emu(_EDGE)) / _emu(1) - 0.25, size, "bold").count("\n") + 1
    return size, _emu(lines * 1.2 * size / 72 + 0.12)


def _place(shape, left, top, width, height):
    shape.left, shape.top, shape.width, shape.height = (int(x) for x in (left, top, width, height))


def _say(frame, lines, size, *, bold=False, colour="1A1A1A", apart=0):
    from pptx.dml.color import RGBColor
    from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
    from pptx.util import Pt

    frame.word_wrap, frame.vertical_anchor = True, MSO_ANCHOR.TOP
    for place, line in enumerate(lines):
        paragraph = frame.paragraphs[0] if place == 0 else frame.add_paragraph()
        paragraph.text, paragraph.alignment, paragraph.space_after = line, PP_ALIGN.LEFT, Pt(apart)
        for run in paragraph.runs:
            run.font.size, run.font.bold, run.font.color.rgb = Pt(size), bold, RGBColor.from_string(colour)


def _pictures(deck, chart, said):
    """Add the slides of a chart: drawn anew in the shape of a slide, on several where its rows ask for it."""
    numbered = said.headline + _of_several(9, 9)
    top = _emu(_ABOVE) + _title_size(deck, numbered)[1] + _emu(0.08)
    room = deck.slide_width - 2 * _emu(_SIDE), deck.slide_height - top - _emu(_BELOW)
    with projected(chart, *(side / (_LARGER * _emu(1)) for side in room)) as figures:
        for place, figure in enumerate(figures or [axes_of(chart)[0].get_figure(root=True)], 1):
            headline = said.headline + (_of_several(place, len(figures)) if len(figures) > 1 else "")
            slide, top = _slide(deck, said, headline)
            _picture(deck, slide, figure, said, top)


def _of_several(place, places):
    return " " + _("({place} of {all})", place=number(place), all=number(places)).replace(" ", "\u00a0")


def _picture(deck, slide, figure, said, top):
    made = io.BytesIO()
    made.suffix = ".png"
    save_picture(figure, made, said, dpi=200, headless=True)
    made.seek(0)
    picture = slide.shapes.add_picture(made, 0, top)
    room = deck.slide_width - 2 * _emu(_SIDE), deck.slide_height - top - _emu(_BELOW)
    scale = min(room[0] / picture.width, room[1] / picture.height)
    wide, tall = picture.width * scale, picture.height * scale
    _place(picture, (deck.slide_width - wide) / 2, top, wide, tall)
    picture._element.nvPicPr.cNvPr.set("descr", said.alt)


def _native(deck, slide, shape, said, top):
    from pptx.chart.data import CategoryChartData
    from pptx.enum.chart import XL_CHART_TYPE

    edge = _emu(_EDGE)
    below = slide.shapes.add_textbox(edge, top - _emu(0.12), deck.slide_width - 2 * edge, _emu(0.5))
    _say(below.text_frame, [said.subtitle], 12, colour="595959")
    data = CategoryChartData(number_format=shape["format"])
    data.categories = [
        _("{label} (n = {n})", label=label, n=number(more[0])) if more and pd.notna(more[0]) else label
        for label, _values, more in shape["rows"]
    ]
    for place, name in enumerate(shape["series"]):
        data.add_series(name, [values[place] for _label, values, _more in shape["rows"]])
    foot = _emu(0.75)
    frame = slide.shapes.add_chart(
        XL_CHART_TYPE.BAR_STACKED_100,
        edge,
        top + _emu(0.4),
        deck.slide_width - 2 * edge,
        deck.slide_height - top - _emu(0.4) - foot,
        data,
    )
    frame._element.nvGraphicFramePr.cNvPr.set("descr", said.alt)
    _dress(frame.chart, shape)
    note = slide.shapes.add_textbox(edge, deck.slide_height - foot, deck.slide_width - 2 * edge, _emu(0.6))
    _say(note.text_frame, [said.note], 11, colour="595959")


def _dress(chart, shape):
    from pptx.dml.color import RGBColor
    from pptx.enum.chart import XL_LEGEND_POSITION, XL_TICK_MARK
    from pptx.util import Pt

    chart.has_title, chart.has_legend = False, True
    chart.legend.position, chart.legend.include_in_layout = XL_LEGEND_POSITION.TOP, False
    chart.legend.font.size = Pt(12)
    chart.value_axis.visible, chart.value_axis.has_major_gridlines = False, False
    chart.value_axis.maximum_scale = 1.0
    chart.category_axis.reverse_order = True
    chart.category_axis.tick_labels.font.size = Pt(
        13 if len(shape["rows"]) <= 9 else 11 if len(shape["rows"]) <= 14 else 10
    )
    chart.category_axis.format.line.fill.background()
    chart.category_axis.major_tick_mark = XL_TICK_MARK.NONE
    plot = chart.plots[0]
    plot.gap_width, plot.overlap = 40, 100
    for place, (series, colour) in enumerate(zip(plot.series, shape["colours"], strict=True)):
        series.format.fill.solid()
        series.format.fill.fore_color.rgb = RGBColor.from_string(colour.lstrip("#").upper())
        ink = "FFFFFF" if ink_on(colour) == "white" else "1A1A1A"
        labels = series.data_labels
        labels.show_value, labels.number_format_is_linked = True, False
        labels.number_format = '0"\u202f"%' if current_language() == "fr" else "0%"
        labels.font.size, labels.font.color.rgb = Pt(11), RGBColor.from_string(ink)
        for row, (_label, values, _more) in enumerate(shape["rows"]):
            if values[place] is None or values[place] < 0.035:  # no room for a number
                _silent(series, row)


def _silent(series, row):
    """Leave one bar without its number."""
    from pptx.oxml import parse_xml

    space = "http://schemas.openxmlformats.org/drawingml/2006/chart"
    label = parse_xml(f'<c:dLbl xmlns:c="{space}"><c:idx val="{row}"/><c:delete val="1"/></c:dLbl>')
    labels = series.data_labels._element
    labels.insert(sum(child.tag.endswith("}dLbl") for child in labels), label)  # the file format asks for this order


def _method_slide(deck, method):
    slide, top = _slide(deck, None, _("How to read these slides"))
    edge = _emu(_EDGE)
    box = slide.shapes.add_textbox(edge, top, deck.slide_width - 2 * edge, deck.slide_height - top - edge)
    _say(box.text_frame, list(method), 16, apart=10)
