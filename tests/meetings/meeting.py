"""A small study that comes back to its groups, with a suggestion made by hand, and sheets filled in as people do."""

import datetime

import pandas as pd
from openpyxl import load_workbook

from tests.studies import small_study
from workbench.decisions import read_decisions
from workbench.language import recognise, word
from workbench.study import read_study
from workbench.themes import apply_decisions

SAID = [
    ["Question", "Criterion", "Votes"],
    ["well-being", "a room of my own", 2],
    ["ill-being", "the bus is late", None],
    ["well-being", "a warm flat", None],
    ["ill-being", "no answer to letters", None],
]
#: What a spreadsheet program would take for a formula.
MORE = "territory,group,question,criterion\nValbourg,Young people,action,=1+1 neighbours\n"
#: How the suggestion sorts them: themes by their central criterion.
SORTED = {"a room of my own": "a warm flat", "a warm flat": "a warm flat", "the bus is late": "the bus is late"}
DAY = datetime.date(2024, 6, 3)


def studied(folder, *, language="en", themes=SORTED):
    where = small_study(folder / "study", young={"Criteria": SAID}, language=language)
    (where / "waves/2024/more.csv").write_text(MORE, encoding="utf-8")
    study = read_study(where)
    return study, suggested(study, themes)


def suggested(study, themes=SORTED):
    ids = dict(zip(study.criteria["text"], study.criteria["criterion"], strict=True))
    rows = [
        {
            "criterion": row["criterion"],
            "theme": f"T-{ids[themes[row['text']]]}" if row["text"] in themes else "alone",
            "second": "", "third": "", "fit": 0.5, "stability": 0.5, "margin": 0.1,
            "confidence": 0.9 if row["text"] in themes else 0.0,
            "unsure": row["text"] not in themes,
        }
        for row in study.criteria.to_dict("records")
    ]  # fmt: skip
    return pd.DataFrame(rows)


def ids(study):
    """Return {text: criterion}."""
    return dict(zip(study.criteria["text"], study.criteria["criterion"], strict=True))


def themes_now(study, suggestion):
    return apply_decisions(suggestion, read_decisions(study)[0], study.criteria)


def decided(lines, *columns):
    return [list(row) for row in lines[list(columns or ("what", "criterion", "from", "to"))].itertuples(index=False)]


class Paper:
    """A workbook in the hands of a person: cells are found by what stands in their header and their line."""

    def __init__(self, path, language="en"):
        self.path, self.language, self.book = path, language, load_workbook(path)

    def sheet(self, name):
        return self.book[word("meeting_sheet", name, self.language)]

    def places(self, name):
        found = {recognise("meeting_column", cell.value): cell.column for cell in self.sheet(name)[1] if cell.value}
        return found

    def key(self, name, value, sheet="meeting"):
        for row in self.sheet(sheet).iter_rows(max_col=2):
            if row[0].value and recognise("meeting_key", str(row[0].value)) == name:
                row[1].value = value

    def row(self, name, text, column="text"):
        place = self.places(name)[column]
        return next(
            row for row in range(2, self.sheet(name).max_row + 1) if self.sheet(name).cell(row, place).value == text
        )

    def fill(self, name, text, /, *, find="text", **cells):
        row = self.row(name, text, find) if text else self._free(name)
        for column, value in cells.items():
            cell = self.sheet(name).cell(row, self.places(name)[column])
            cell.value = value
            if isinstance(value, str):
                cell.data_type = "s"
        return row

    def _free(self, name):
        column = self.places(name)["text" if name != "themes" else "theme"]
        row = 2
        while self.sheet(name).cell(row, column).value:
            row += 1
        return row

    def save(self, path=None):
        self.book.save(path or self.path)
        return path or self.path
