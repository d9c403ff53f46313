"""Sheets to print and to write on by hand, as docx: large type, room to write, tables that go on over the page.

A sheet is a python-docx document from `new_paper`; the functions here add to its end. What stands on it is in the
language of who reads it, so texts come in as they are to be printed.
"""

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_ROW_HEIGHT_RULE, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_BREAK, WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

#: A box to tick.
BOX = "☐"

_FONT = "Arial"  # is on every machine, or has its like there
_INK, _PALE = "12436D", "DCE6EF"
_A4 = (Mm(210), Mm(297))
_MARGIN = Mm(16)
_FOOTER = Pt(9.5)


def new_paper(*, language, title, footer="", page="{page} / {pages}", landscape=False, size=14):
    """Return an empty A4 sheet.

    Parameters
    ----------
    language : str
        Of what is written on it, for spelling and hyphenation.
    title : str
        Of the file; it is not printed.
    footer : str
        Stands at the foot of each page, left; e.g. that an example is constructed.
    page : str
        How a page is numbered, with {page} and {pages}; at the foot, right.
    landscape : bool
    size : number
        Of the type, in points; below 12 it is hard to read for many.

    Returns
    -------
    docx.document.Document

    Examples
    --------
    >>> paper = new_paper(language="fr", title="Feuille", footer="Exemple construit")
    >>> write_text(paper, "Une idée par post-it.")
    >>> [paragraph.text for paragraph in paper.paragraphs]
    ['Une idée par post-it.']
    """
    paper = Document()
    paper.core_properties.title, paper.core_properties.author = title, "workbench"
    paper.core_properties.language, paper.core_properties.comments = language, ""
    section = paper.sections[0]
    width, height = reversed(_A4) if landscape else _A4
    section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = width, height
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = _MARGIN
    section.footer_distance = Mm(8)
    style = paper.styles["Normal"]
    style.font.name, style.font.size = _FONT, Pt(size)
    style.paragraph_format.space_after = Pt(size * 0.4)
    _speak(style, language)
    for name, times in (("Title", 1.7), ("Heading 1", 1.3)):
        _as_heading(paper.styles[name], size * times)
    _write_footer(section, footer, page)
    return paper


def write_title(paper, text):
    """Write the title of a sheet or of a page."""
    paper.add_paragraph(text, style="Title")


def write_heading(paper, text):
    """Write a heading; it stays with what follows it."""
    paper.add_paragraph(text, style="Heading 1")


def write_text(paper, text, *, bold=False, italic=False, size=None, with_next=False):
    """Write a paragraph; `size` in points, `with_next` keeps it on the page of the next one."""
    paragraph = paper.add_paragraph()
    run = paragraph.add_run(text)
    run.bold, run.italic = bold, italic
    run.font.size = Pt(size) if size else None
    paragraph.paragraph_format.keep_with_next = with_next


def write_blanks(paper, blanks, *, with_next=False):
    """Write lines to fill in: (label, what is known already or ""); a line to write on where nothing is known.

    They stay together on one page, and with what follows if `with_next`.
    """
    section = paper.sections[-1]
    end = section.page_width - section.left_margin - section.right_margin
    for place, (label, known) in enumerate(blanks, start=1):
        paragraph = paper.add_paragraph()
        paragraph.paragraph_format.space_before = Pt(6)
        paragraph.paragraph_format.keep_with_next = with_next or place < len(blanks)
        paragraph.add_run(label + " ").bold = True
        if known:
            paragraph.add_run(str(known))
        else:
            paragraph.paragraph_format.tab_stops.add_tab_stop(end, WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS)
            paragraph.add_run("\t")


def write_table(paper, header, rows, *, widths, height=None, size=None, together=False):
    """Write a table whose header stands on each page that it reaches, and whose rows are never cut by a page's end.

    Parameters
    ----------
    paper : docx.document.Document
    header : list of str
    rows : list of list of str
        "" is a cell to write in.
    widths : list of number
        Of the columns, as shares of the page's width.
    height : number, optional
        Of each row in millimetres, at least: room to write by hand.
    size : number, optional
        Of the type in points.
    together : bool
        On one page, where it has the room.
    """
    section = paper.sections[-1]
    usable = section.page_width - section.left_margin - section.right_margin
    table = paper.add_table(rows=1, cols=len(header), style="Table Grid")
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    shares = [int(usable * width / sum(widths)) for width in widths]
    for column, share in zip(table.columns, shares, strict=True):
        column.width = share
    _fill(table.rows[0], header, shares, size=(size or 12) * 0.9, bold=True, fill=_PALE)
    _mark_row(table.rows[0], "w:tblHeader")
    for cells in rows:
        row = table.add_row()
        _fill(row, cells, shares, size=size)
        if height:
            row.height, row.height_rule = Mm(height), WD_ROW_HEIGHT_RULE.AT_LEAST
    for row in table.rows:
        _mark_row(row, "w:cantSplit")
    for row in table.rows[: -1 if together else 0]:
        for cell in row.cells:
            cell.paragraphs[0].paragraph_format.keep_with_next = True
    paper.add_paragraph().paragraph_format.space_after = Pt(0)


def write_boxes(paper, *, rows, columns, height):
    """Write a field of empty boxes, `height` millimetres each: to stick post-its on, or to write in."""
    table = paper.add_table(rows=rows, cols=columns, style="Table Grid")
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    for row in table.rows:
        row.height, row.height_rule = Mm(height), WD_ROW_HEIGHT_RULE.EXACTLY
    paper.add_paragraph().paragraph_format.space_after = Pt(0)


def new_page(paper):
    """Begin a new page."""
    last = paper.paragraphs[-1] if paper.element.body[-2].tag == qn("w:p") else paper.add_paragraph()
    last.add_run().add_break(WD_BREAK.PAGE)


# ---------------------------------------------------------------------- details of the format


def _as_heading(style, size):
    style.font.name, style.font.size, style.font.bold = _FONT, Pt(size), True
    style.font.color.rgb = RGBColor.from_string(_INK)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for name in [name for name in fonts.attrib if name.endswith("Theme")]:  # else the theme's font wins over ours
        del fonts.attrib[name]
    style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(size * 0.6), Pt(size * 0.3)
    style.paragraph_format.keep_with_next = True
    for border in style.element.findall(f".//{qn('w:pBdr')}"):
        border.getparent().remove(border)


def _speak(style, language):
    properties = style.element.get_or_add_rPr()
    spoken = OxmlElement("w:lang")
    spoken.set(qn("w:val"), language)
    properties.append(spoken)


def _write_footer(section, text, page):
    paragraph = section.footer.paragraphs[0]
    paragraph.style = "Normal"  # the style of footers has a stop in the middle
    stops = paragraph.paragraph_format.tab_stops
    end = section.page_width - section.left_margin - section.right_margin
    stops.add_tab_stop(end, WD_TAB_ALIGNMENT.RIGHT)
    _footer_run(paragraph, text + "\t")
    before, _first, rest = page.partition("{page}")
    between, _second, after = rest.partition("{pages}")
    for words, code in ((before, "PAGE"), (between, "NUMPAGES"), (after, "")):
        _footer_run(paragraph, words)
        if code:
            _footer_field(paragraph, code)


def _footer_run(paragraph, text):
    run = paragraph.add_run(text)
    run.font.size = _FOOTER
    return run


def _footer_field(paragraph, code):
    """Add a number that the word processor computes."""
    for kind, text in (("begin", ""), ("", code), ("end", "")):
        run = _footer_run(paragraph, "")
        part = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            part.set(qn("w:fldCharType"), kind)
        else:
            part.text = text
        run._r.append(part)


def _mark_row(row, name):
    row._tr.get_or_add_trPr().append(OxmlElement(name))


def _fill(row, cells, widths, *, size=None, bold=False, fill=None):
    for cell, text, width in zip(row.cells, cells, widths, strict=True):
        cell.width = width
        paragraph = cell.paragraphs[0]
        paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(3)
        run = paragraph.add_run(str(text))
        run.bold, run.font.size = bold, Pt(size) if size else None
        if text == BOX:  # as large as a pen wants it
            run.font.size = Pt(22)
        if fill:
            shade = OxmlElement("w:shd")
            for name, value in (("val", "clear"), ("color", "auto"), ("fill", fill)):
                shade.set(qn(f"w:{name}"), value)
            cell._tc.get_or_add_tcPr().append(shade)
