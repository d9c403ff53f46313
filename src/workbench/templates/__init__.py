"""A new study: a folder of spreadsheets to fill in, in one of six languages.

Headers and drop-downs are the words of `data/words.csv`, so what the template writes is what the reader recognises;
guidance and examples stand there too. Lines that begin with "e.g." are examples: the reader leaves them out.
"""

import csv
from datetime import date
from pathlib import Path

from workbench.language import LANGUAGES, _, listed, word
from workbench.tables import columns
from workbench.templates.examples import answer_examples, table_examples
from workbench.templates.guidance import EVIDENCE_GUIDE, GROUP_GUIDE, STUDY_GUIDE, guide, key_hints
from workbench.templates.sheets import open_book, write_answers, write_guide, write_keys, write_lists, write_table

__all__ = ["new_study", "write_group"]

#: The sheets of study.xlsx, in the order in which they are filled in.
STUDY_TABLES = (
    "territories",
    "groups",
    "indicators",
    "situations",
    "propositions",
    "crosswalk",
    "tree",
    "names",
    "waves",
    "actions",
    "commitments",
    "effects",
)


def new_study(folder, *, language="en", title="", wave=""):
    """Write the templates of a new study into a folder and return where it is.

    ==============================  =====================================================================
    `study.xlsx`                    instructions, the study itself, and one sheet for each table that the
                                    evaluator declares, with drop-downs and an example
    `waves/<wave>/<group>.xlsx`     one reference group: its meeting, its criteria, its answers; to copy
    `waves/<wave>/<statistics>…`    figures of official series, and pieces of evidence
    `mappings/`                     how tables of other origin are read; a note says what for
    `decisions.csv`                 the human choices about themes, in order; none yet
    ==============================  =====================================================================

    Parameters
    ----------
    folder : path
        A folder that does not exist yet, or is empty.
    language : {"en", "fr", "it", "ro", "de", "nl"}
        Of all that stands in them, and of the names of the files.
    title : str
        Of the study; can be written later.
    wave : str
        Name of the first wave's folder; this year if not given.

    Returns
    -------
    Path

    Raises
    ------
    ValueError
        If the folder holds anything, or templates are not written in `language`. Nothing has been written then.

    Examples
    --------
    >>> import tempfile
    >>> folder = new_study(Path(tempfile.mkdtemp()) / "valbourg", language="fr", title="Valbourg", wave="2026")
    >>> sorted(path.name for path in folder.iterdir())
    ['decisions.csv', 'mappings', 'study.xlsx', 'waves']
    """
    folder = Path(folder)
    if language not in LANGUAGES:
        raise ValueError(
            _("Templates are written in {languages}, not in “{code}”.", languages=listed(LANGUAGES), code=language)
        )
    held = _held(folder)
    if held:
        raise ValueError(
            _("The folder {folder} must be new or empty; it holds {found}. Nothing was written.",
              folder=folder, found=listed(held[:3] + ["…"] * (len(held) > 3)))
        )  # fmt: skip
    wave = str(wave) or str(date.today().year)
    (folder / "waves" / wave).mkdir(parents=True)
    (folder / "mappings").mkdir()
    _write_study(folder / "study.xlsx", language, title, wave)
    write_group(folder / "waves" / wave / _file_name("column", "group", language), language=language, wave=wave)
    _write_evidence(folder / "waves" / wave / _file_name("sheet", "statistics", language), language, wave)
    (folder / "mappings" / "README.txt").write_text(word("help", "mappings", language) + "\n", encoding="utf-8")
    with (folder / "decisions.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerow(columns("decisions"))
    return folder


def _held(folder):
    """Return what stands in the way of writing into a folder; what a file manager leaves there does not."""
    if folder.is_file():
        return [folder.name]
    names = sorted(path.name for path in folder.iterdir()) if folder.exists() else []
    return [name for name in names if name not in (".DS_Store", "Thumbs.db", "desktop.ini")]


def _file_name(kind, name, language):
    return word(kind, name, language).lower() + ".xlsx"


def _write_study(path, language, title, wave):
    examples = table_examples(language, wave)
    with open_book(path, language) as book:
        write_guide(book, word("help", "the_study", language), guide(STUDY_GUIDE, language), STUDY_TABLES)
        values = {"title": title, "language": word("language", language, language), "grid": "", "profile_columns": ""}
        write_keys(book, "study", values, key_hints(language))
        for table in STUDY_TABLES:
            write_table(book, table, examples=examples[table], among=STUDY_TABLES)
        write_lists(book)


def write_group(path, *, language, wave="", territory="", group=""):
    """Write the workbook of one reference group's meeting: what is known of it already, and room for what it says.

    Parameters
    ----------
    path : path
        Of the xlsx file.
    language : {"en", "fr", "it", "ro", "de", "nl"}
        Of all that stands in it.
    wave, territory, group : str
        As declared in the study; what is not given is left to fill in.
    """
    keys = ("territory", "group", "wave", "date", "participants", "language")
    known = {"territory": territory, "group": group, "wave": wave}
    if group:
        known["language"] = word("language", language, language)
    with open_book(path, language) as book:
        write_guide(book, word("help", "one_group", language), guide(GROUP_GUIDE, language), ())
        write_keys(book, "meeting", {**dict.fromkeys(keys, ""), **known}, key_hints(language))
        only = ("question", "text", "votes")
        write_table(book, "criteria", examples=table_examples(language, wave)["criteria"], only=only)
        write_answers(book, *answer_examples(language))
        write_lists(book)


def _write_evidence(path, language, wave):
    examples = table_examples(language, wave)
    with open_book(path, language) as book:
        tables = ("statistics", "evidence")
        title = word("help", "statistics_and_evidence", language)
        write_guide(book, title, guide(EVIDENCE_GUIDE, language), tables)
        for table in tables:
            write_table(book, table, examples=examples[table])
        write_lists(book)
