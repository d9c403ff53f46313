"""What the evaluators of the example declare and file: study.xlsx, statistics, evidence, the log of decisions."""

import datetime

import pandas as pd

from workbench.example.files import put, styles, workbook, write_csv
from workbench.example.postits import planted_themes
from workbench.example.world import DECLARED, WAVES, stream, told, typed
from workbench.language import word
from workbench.tables import TABLES, columns, frame

TITLE = "Constructed example: four territories of co-responsibility, 2018–2024"
PROFILE_COLUMNS = ("birth_year", "gender", "neighbourhood")
#: Where the groups' workbooks say date and participants, study.xlsx declares a group once for all waves.
_ONCE = ("Valbourg", "Montelago")
#: How many criteria of each theme the coordination group has decided, by language.
_DECIDED = {"fr": 6, "it": 3, "ro": 3, "de": 2}


def write_study(folder, groups):
    """Write study.xlsx: the sheet Study, and one sheet a declared table.

    Parameters
    ----------
    folder : Path
    groups : DataFrame
        Table `groups`, one row a session.
    """
    tables = {name: typed(name) for name in DECLARED}
    tables = {"territories": tables.pop("territories"), "groups": _declared_groups(groups), **tables}
    with workbook(folder / "study.xlsx", title=TITLE, year=WAVES[-1]) as book:
        style = styles(book)
        sheet = book.add_worksheet(word("sheet", "study", "en"))
        sheet.set_column(0, 0, 18)
        sheet.set_column(1, 1, 70)
        about = {
            "title": TITLE, "language": word("language", "en", "en"), "constructed": "yes", "grid": "workbench-1",
            "profile_columns": "; ".join(PROFILE_COLUMNS),
        }  # fmt: skip
        put(sheet, [[word("column", name, "en"), said] for name, said in about.items()])
        for name, table in tables.items():
            _write_table(book, style, word("sheet", name, "en"), name, table)


def _declared_groups(groups):
    once = groups[groups["territory"].isin(_ONCE)].drop_duplicates(["territory", "group"])
    once = once.assign(wave="", date=pd.NaT, participants=pd.NA)
    return frame("groups", pd.concat([once, groups[~groups["territory"].isin(_ONCE)]]))


def _write_table(book, style, title, name, table, *, note=""):
    """Write a table with English headers; columns that hold nothing are left out."""
    sheet = book.add_worksheet(title)
    first = put(sheet, [[note]], style=style["note"]) if note else 0
    shown = [c for c in TABLES[name].columns if not (table[c.name].isna() | (table[c.name].astype(str) == "")).all()]
    titles = ["text" if column.name == "text" else word("column", column.name, "en") for column in shown]
    put(sheet, [titles], row=first, style=style["header"])
    sheet.freeze_panes(first + 1, 1)
    for place, column in enumerate(shown):
        cells = [[_cell(column, value)] for value in table[column.name]]
        put(sheet, cells, row=first + 1, column=place, style=style["date"] if column.kind == "date" else None)
        longest = max((len(str(cell)) for (cell,) in cells), default=0)
        sheet.set_column(place, place, 12 if column.kind == "date" else min(60, max(10, longest + 1)))


def _cell(column, value):
    if value is None or value is pd.NA or value is pd.NaT or value == "":
        return ""
    if column.kind == "choice":
        return word(column.allowed, value, "en")
    if column.kind == "yesno":
        return "yes" if value else "no"
    if column.kind == "integer":
        return int(value)
    if column.kind == "number":
        return float(value)
    return value.to_pydatetime() if column.kind == "date" else str(value)


def write_filed(folder, wave):
    """Write the statistics and the evidence of one wave; levels of evidence as people number them (0 to 5)."""
    titles = {"statistics": "statistiques.xlsx", "evidence": "preuves.xlsx"}
    for name, file in titles.items():
        table = typed(name)
        table = table[table["wave"] == wave]
        sheet = word("sheet", name, "en")
        with workbook(folder / "waves" / wave / file, title=f"{TITLE} – {sheet}", year=wave) as book:
            _write_table(book, styles(book), sheet, name, table, note=f"{sheet} {wave} – constructed example")


def decisions(seed, criteria):
    """Return the log of the coordination group: some criteria of each theme assigned, and the theme filed in the grid.

    A theme that appears in the last wave, and answers that say nothing, are left for the workbench to find.

    Parameters
    ----------
    seed : int
    criteria : DataFrame
        Table `criteria`.

    Returns
    -------
    DataFrame
        Table `decisions`: "assign" lines (criterion, to = label of the theme in English), then "code" lines (from =
        label, to = code of the grid).
    """
    themes = planted_themes()
    planted = [themes[pair] for pair in zip(criteria["language"], criteria["text"], strict=True)]
    once = criteria.assign(theme=planted).drop_duplicates(["language", "text"])
    rows = []
    decided = [theme for theme in told("themes") if theme["decided"] == "yes"]
    for theme in decided:
        for language, wanted in _DECIDED.items():
            offered = once[(once["theme"] == theme["theme"]) & (once["language"] == language)]["criterion"].tolist()
            chosen = stream(seed, "decisions", theme["theme"], language).sample(offered, min(wanted, len(offered)))
            rows += [{"what": "assign", "criterion": name, "to": theme["label"]} for name in chosen]
    rows += [{"what": "code", "from": theme["label"], "to": theme["code"]} for theme in decided]
    start = datetime.datetime(2024, 5, 14, 9, 0)
    for number, row in enumerate(rows):  # two mornings of work
        then = start + datetime.timedelta(days=2 * number // len(rows), seconds=45 * number)
        row |= {"when": then.isoformat(), "who": "coordination group"}
    return frame("decisions", rows)


def write_decisions(folder, table):
    """Write decisions.csv."""
    rows = table[columns("decisions")].to_numpy().tolist()
    write_csv(folder / "decisions.csv", [columns("decisions"), *rows], delimiter=",")
