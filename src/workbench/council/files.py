"""One chart or table as files: pictures, data and a text for who cannot see it; the same input gives the same bytes."""

import csv
import io
import re
import zipfile
from pathlib import Path

import pandas as pd

from workbench.charts.captions import axes_of, caption
from workbench.council.leaving import leaving
from workbench.council.presented import harmless, presented
from workbench.council.workbook import write_workbook
from workbench.disclosure import EXPORT, SMALL, protect, table_notes
from workbench.language import _, current_language, listed, word

#: Every file says that it was made then: the clock would make two runs differ.
DAY = "2000-01-01T00:00:00Z"
_ZIP_DAY = (1980, 1, 1, 0, 0, 0)
PICTURES = ("png", "svg", "pdf")


def export(
    what, folder, *, name=None, formats=("png", "svg"), labels=None, minimum=EXPORT, small=SMALL, study=None,
    verbatims=False,
):  # fmt: skip
    """Write a chart or a table to files, without what would tell of single people, and return where they are.

    Parameters
    ----------
    what : Axes, array of Axes, Figure, or DataFrame
        What a chart function returned, or any table.
    folder : str or Path
        Made where it is missing; files of the same name are replaced.
    name : str, optional
        What the files are called; by itself the kind of chart, or "table".
    formats : sequence of {"png", "svg", "pdf"}
        Pictures of a chart: png with 300 dots an inch, svg with its text kept as text.
    labels : dict, optional
        Code to text, written behind the codes of a table.
    minimum, small, study, verbatims
        What is hidden: see `protect`. `minimum=None` hides nothing, for files that stay with you; they say so. Give
        the study, so that totals by standpoint give no group away.

    Returns
    -------
    list of Path
        Of a chart: its pictures, its data (csv), its text for who cannot see it (txt). Of a table: csv and xlsx.

    Raises
    ------
    ValueError
        If a format is none of the three, the name holds a folder, no chart of the workbench is drawn there, or a table
        holds the answers of single people.

    Notes
    -----
    The csv is as spreadsheets of the language open it: in French semicolons and decimal commas. Text that a spreadsheet
    would run as a formula is written with an apostrophe in front (csv) or as text (xlsx). What is a constructed example
    says so: in a picture's subtitle, in a last column of a csv, on the first sheet of a workbook. In the same places
    stands what is hidden, how much and why. A chart in which something is hidden is drawn anew: what was changed on its
    Axes by hand is lost.

    Examples
    --------
    >>> import tempfile
    >>> table = pd.DataFrame({"indicator": ["AIR"], "estimate": [3.2]})
    >>> [path.name for path in export(table, tempfile.mkdtemp(), name="scores")]
    ['scores.csv', 'scores.xlsx']
    """
    folder = Path(folder)
    if name is not None and Path(name).name != str(name):
        raise ValueError(_("name: “{found}” is not the name of a file.", found=name))
    if wrong := [one for one in formats if one not in PICTURES]:
        raise ValueError(_("formats: {found} is none of {known}.", found=listed(wrong), known=listed(PICTURES)))
    rules = {"minimum": minimum, "small": small, "study": study, "verbatims": verbatims}
    if isinstance(what, pd.DataFrame):
        what = protect({name or "table": what}, **rules)[name or "table"]
        folder.mkdir(parents=True, exist_ok=True)
        paths = [folder / f"{name or 'table'}.csv", folder / f"{name or 'table'}.xlsx"]
        write_csv(what, paths[0], labels=labels)
        write_workbook({name or "table": what}, paths[1], labels=labels)
        return paths
    stem = name or caption(what).kind
    with leaving({stem: what}, {}, **rules) as (charts, _tables):
        return write_chart(charts[stem], folder, stem, formats=formats, labels=labels)


def write_chart(chart, folder, stem, *, formats=("png", "svg"), labels=None):
    """Write a chart as it is: pictures, data and text; return where they are."""
    said = caption(chart)
    folder.mkdir(parents=True, exist_ok=True)
    figure = axes_of(chart)[0].get_figure(root=True)
    paths = [save_picture(figure, folder / f"{stem}.{one}", said) for one in formats]
    write_csv(said.data, folder / f"{stem}.csv", labels=labels)
    (folder / f"{stem}.txt").write_text(said.alt + "\n", encoding="utf-8")
    return [*paths, folder / f"{stem}.csv", folder / f"{stem}.txt"]


def save_picture(figure, path, said, *, dpi=300, headless=False):
    """Save a figure as a picture that carries its finding and its text for who cannot see it; return its path.

    With `headless` the headline is left out, for a page or a slide that has it as its title.
    """
    import matplotlib

    kind = str(getattr(path, "suffix", ".png")).removeprefix(".")
    told = {"Title": said.headline}
    if kind == "png":
        told |= {"Description": said.alt, "Software": None}
    elif kind == "svg":
        told |= {"Description": said.alt, "Date": None, "Creator": "workbench", "Language": current_language()}
    else:
        told |= {"Subject": said.alt, "CreationDate": None, "Creator": "workbench", "Producer": None}
    heads = [text for text in figure.texts if text.get_gid() == "headline"]
    box = None
    if headless and len(heads) == 1:
        box = _below(figure, heads[0])
        heads[0].set_visible(False)
    try:
        with matplotlib.rc_context({"svg.fonttype": "none", "svg.hashsalt": "workbench", "pdf.fonttype": 42}):
            figure.savefig(path, format=kind, dpi=dpi, metadata=told, bbox_inches=box)
    finally:
        for head in heads:
            head.set_visible(True)
    return path


def _below(figure, head):
    """Return the part of a figure below its headline, in inches."""
    from matplotlib.transforms import Bbox

    width, height = figure.get_size_inches()
    bottom = head.get_window_extent().y0 / figure.dpi
    return Bbox([[0, 0], [width, min(height, bottom + 0.02)]])


def write_csv(table, path, *, labels=None):
    """Write a table as a csv that spreadsheets of the current language open with a double click."""
    shown = presented(table, labels)
    if notes := " ".join(table_notes(table)):
        shown[_("what is hidden")] = notes
    french = current_language() == "fr"
    with open(path, "w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, delimiter=";" if french else ",", lineterminator="\r\n")
        writer.writerow([harmless(str(column)) for column in shown.columns])
        for row in shown.itertuples(index=False, name=None):
            writer.writerow([_cell(value, french) for value in row])


def _cell(value, french):
    if value is None or value is pd.NaT or value is pd.NA or value != value:
        return ""
    if isinstance(value, str):
        return harmless(value)
    if isinstance(value, bool) or type(value).__name__ == "bool_" or type(value).__name__ == "bool":
        return word("yesno", "yes" if value else "no")
    if isinstance(value, pd.Timestamp):
        return value.date().isoformat()
    if pd.api.types.is_integer(value):
        return str(int(value))
    if pd.api.types.is_float(value):
        text = f"{float(value):.10g}"
        return text.replace(".", ",") if french else text
    return harmless(str(value))


def steady(data):
    """Return a zipped document (pptx, xlsx) without the times at which it and what it holds were made.

    >>> import io, zipfile
    >>> made = io.BytesIO()
    >>> with zipfile.ZipFile(made, "w") as zipped:
    ...     zipped.writestr("a.xml", "<a/>")
    >>> with zipfile.ZipFile(io.BytesIO(steady(made.getvalue()))) as zipped:
    ...     zipped.getinfo("a.xml").date_time[0]
    1980
    """
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            content = old.read(entry)
            if entry.filename.endswith(".xlsx"):
                content = steady(content)
            elif entry.filename == "docProps/core.xml":
                content = re.sub(rb"(<dcterms:(created|modified)[^>]*>)[^<]*", rb"\g<1>" + DAY.encode(), content)
            info = zipfile.ZipInfo(entry.filename, _ZIP_DAY)
            info.compress_type, info.external_attr = zipfile.ZIP_DEFLATED, 0o600 << 16
            new.writestr(info, content)
    return made.getvalue()
