"""The pack for the council: charts, one workbook, one report, one deck, and a note on how all of it was made."""

from pathlib import Path

import pandas as pd

from workbench.charts.captions import caption
from workbench.council.deck import write_deck
from workbench.council.files import write_chart
from workbench.council.leaving import leaving
from workbench.council.report import write_report
from workbench.council.stamp import how_to_read, stamp_lines, write_stamp
from workbench.council.workbook import write_workbook
from workbench.disclosure import COUNCIL, SMALL
from workbench.language import _


def council_pack(
    study, charts, tables, folder, *, territory="", wave="", template=None, formats=("png", "svg"), minimum=COUNCIL,
    small=SMALL, verbatims=False,
):  # fmt: skip
    """Write everything that a council meeting needs, and return the list of files.

    Parameters
    ----------
    study : Study
        Its title, labels and files; if it is a constructed example, every file says so.
    charts : dict of str to Axes
        Name to what a chart function returned, in the order of the meeting.
    tables : dict of str to DataFrame
        Name to table, in the order of the sheets.
    folder : str or Path
        Made where it is missing; files of the same name are replaced.
    territory, wave : str, optional
        What the pack is about; by itself the whole study.
    template : str or Path, optional
        A pptx whose master the deck is made with.
    formats : sequence of {"png", "svg", "pdf"}
        Pictures of each chart.
    minimum, small, verbatims
        What is hidden in all charts and tables together: see `protect`. By itself reference groups of 5 people or more
        are shown, and parts of a survey from 10 on. `minimum=None` hides nothing, and every file says so.

    Returns
    -------
    DataFrame
        One row a file: file (inside the folder), what it is. On disk: charts/ (pictures, data, texts), council.xlsx,
        report.html, council.pptx, method.md.

    Raises
    ------
    ValueError
        If a chart is not one of the workbench, two names differ only by case, or a table holds the answers of single
        people.

    Notes
    -----
    The same study, charts and tables give the same bytes. For the slides charts are drawn anew in the shape of a slide,
    their smallest print at ten points: views of cohesion, themes by group and changes stand on several slides where
    their rows ask for it, other charts with many rows become smaller. One whose Axes the caller brought is shown as it
    is. What was changed on other Axes by hand stands only in charts/ and in the report.

    Examples
    --------
    >>> import tempfile
    >>> from dataclasses import fields
    >>> from workbench.charts import plot_criteria
    >>> from workbench.study import Study
    >>> from workbench.tables import TABLES, empty
    >>> kept = {field.name: empty(field.name) for field in fields(Study) if field.name in TABLES}
    >>> study = Study(folder="", title="Valbourg", language="en", constructed=False, files=pd.DataFrame(), **kept)
    >>> said = pd.DataFrame({"group": ["young people"], "question": ["wellbeing"], "text": ["a quiet place"]})
    >>> pack = council_pack(study, {"criteria": plot_criteria(said)}, {"criteria": said}, tempfile.mkdtemp())
    >>> pack["file"].tolist()[-4:]
    ['council.xlsx', 'report.html', 'council.pptx', 'method.md']
    """
    folder = Path(folder)
    # what has nothing to show stays out of the meeting
    charts = {name: chart for name, chart in charts.items() if len(caption(chart).data)}
    if len({str(name).casefold() for name in charts}) < len(charts):
        raise ValueError(_("charts: two names differ only by case, and would be one file."))
    marked = {name: _marked(table, study) for name, table in tables.items()}
    rules = {"minimum": minimum, "small": small, "study": study, "verbatims": verbatims}
    with leaving(charts, marked, **rules) as (charts, tables):
        return _written(study, charts, tables, folder, territory, wave, template, formats)


def _written(study, charts, tables, folder, territory, wave, template, formats):
    (folder / "charts").mkdir(parents=True, exist_ok=True)
    labels, lines, reading = study.labels(), stamp_lines(study, territory=territory, wave=wave), how_to_read(tables)
    written = []
    for place, (name, chart) in enumerate(charts.items(), 1):
        paths = write_chart(chart, folder / "charts", f"{place:02}_{name}", formats=formats, labels=labels)
        written += [(path, caption(chart).headline) for path in paths]
    write_workbook(tables, folder / "council.xlsx", about=[*lines, *_numbered(reading)], charts=charts, labels=labels)
    written.append((folder / "council.xlsx", _("all tables, and charts that can be edited")))
    about = {"title": study.called(), "method": reading}
    write_report(
        charts, tables, folder / "report.html", lines=lines[1:], constructed=study.constructed, labels=labels, **about
    )
    written.append((folder / "report.html", _("the report, to read or to print")))
    below = [text for _what, text in lines[1:3]] + (
        [_("Constructed example: none of these people exist.")] if study.constructed else []
    )
    write_deck(charts, folder / "council.pptx", lines=below, template=template, **about)
    written.append((folder / "council.pptx", _("slides for the meeting")))
    write_stamp(folder / "method.md", study, lines, reading)
    written.append((folder / "method.md", _("what the pack was made from, and how to read it")))
    rows = [{"file": path.relative_to(folder).as_posix(), "what": what} for path, what in written]
    return pd.DataFrame(rows, dtype="str")


def _marked(table, study):
    """Return a table that says whether it is a constructed example, where nobody has said it yet."""
    table = table.copy()
    table.attrs.setdefault("constructed", study.constructed)
    return table


def _numbered(sentences):
    return [(_("how to read it") if place == 0 else "", sentence) for place, sentence in enumerate(sentences)]
