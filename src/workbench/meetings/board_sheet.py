"""The work of the post-it board as a spreadsheet: one line a criterion, what is unsure first."""

from pathlib import Path

import pandas as pd

from workbench.language import LANGUAGES, _, word
from workbench.meetings.labels import APART, shown_labels
from workbench.meetings.speakers import said
from workbench.meetings.workbook import open_workbook, write_front, write_lines
from workbench.themes import rewordings
from workbench.themes.apply import SUGGESTED, VALIDATED
from workbench.themes.replay import ALONE, NOTHING

_COLUMNS = (
    "text", "theme", "move", "second", "third", "unsure", "confidence", "territory", "group", "question", "wave",
    "language", "wording", "state", "source", "criterion_id", "theme_id",
)  # fmt: skip
_THEME_COLUMNS = (
    "theme", "criteria", "groups", "state", "rename", "merge", "code", "validated", "verbatims", "theme_id"
)  # fmt: skip
#: Room for themes that nobody thought of yet.
_NEW = 20


def export_decisions_sheet(study, suggestion, themes, membership, path, *, language=None, replace=False):
    """Write a workbook in which the themes can be worked on without the board, and return its path.

    One line a criterion, the least sure first, with its theme, the two next likely ones, and a column to move it; and
    a sheet of themes, to name them, merge them, file them under a code, and say that they were validated. What is
    filled in becomes decisions by `read_decisions_sheet`; what is sorted, filtered or deleted does not matter.

    Parameters
    ----------
    study : Study
    suggestion : DataFrame
        From `suggest_themes`.
    themes, membership : DataFrame
        From `apply_decisions`.
    path : path
        Of the xlsx file.
    language : {"en", "fr", "it", "ro", "de", "nl"}, optional
        By default the study's.
    replace : bool
        Write over a workbook that is there; it may hold work that was not read yet.

    Returns
    -------
    Path

    Raises
    ------
    FileExistsError
        If the workbook is there already and is not to be replaced.
    ValueError
        If a workbook is not written in `language`.
    """
    language = language or study.language
    if language not in LANGUAGES:
        raise ValueError(f"language must be one of {', '.join(LANGUAGES)}; got {language!r}")
    path = Path(path)
    if path.exists() and not replace:
        raise FileExistsError(
            _("{file} is there already and may hold work that was not read. Read it, move it, or say replace=True.",
              file=path.name)
        )  # fmt: skip
    path.parent.mkdir(parents=True, exist_ok=True)
    labels = shown_labels(themes, language)
    rows = _ordered(study, suggestion, themes, membership)
    with open_workbook(
        path, language=language, labels=labels, themes=themes, constructed=study.constructed, rows=len(rows)
    ) as filled:
        sentences = [("criteria", said("board_criteria", language)), ("themes", said("board_themes", language))]
        write_front(filled, "board", f"{said('board_title', language)} – {study.title}", sentences, {"decided_by": ""})
        lines = (_line(row, labels, language) for row in rows.to_dict("records"))
        write_lines(
            filled, "criteria", list(_COLUMNS), lines, fill=("move",), choices={"move": "theme"}, total=len(rows),
            printed="question",
        )  # fmt: skip
        lines = (_theme(row, labels, language) for row in themes.to_dict("records") if row["theme"] not in APART)
        fill = ("rename", "merge", "code", "validated")
        choices = {"merge": "theme", "validated": "yesno"}
        write_lines(filled, "themes", list(_THEME_COLUMNS), lines, fill=fill, choices=choices, blank=_NEW)
    return path


def _ordered(study, suggestion, themes, membership):
    """Return the criteria with all that a line shows: undecided and unsure first, then by theme and words."""
    found = ["criterion", "second", "third", "margin", "unsure"]
    rows = study.criteria.merge(membership, on="criterion").merge(suggestion.reindex(columns=found), on="criterion")
    better = rewordings(study.criteria, study.decisions).set_index("criterion")["wording"].to_dict()
    rows["wording"] = [better.get(criterion, "") for criterion in rows["criterion"]]
    rows["_open"] = (
        rows["unsure"].eq(True).fillna(False).astype(bool) & (rows["state"] == SUGGESTED) & (rows["theme"] != NOTHING)
    )
    place = {theme: place for place, theme in enumerate(themes["theme"])}
    rows["_place"] = rows["theme"].map(place)
    rows["_alone"] = rows["theme"] == ALONE
    unsure = rows[rows["_open"]].sort_values(["_alone", "confidence", "margin", "criterion"])
    sure = rows[~rows["_open"]].sort_values(["_place", "text", "criterion"])
    return pd.concat([unsure, sure])


def _line(row, labels, language):
    sure = row["confidence"]
    return {
        "text": row["text"],
        "wording": row["wording"],
        **{name: row[name] for name in ("territory", "wave", "group", "source")},
        "question": word("question", row["question"], language),
        "language": word("language", row["language"], language) if row["language"] else "",
        "theme": labels[row["theme"]],
        "second": labels.get(row["second"], ""),
        "third": labels.get(row["third"], ""),
        "confidence": "" if sure is None or sure != sure else float(sure),
        "unsure": word("yesno", "yes", language) if row["_open"] else "",
        "state": word("theme_state", row["state"], language),
        "criterion_id": row["criterion"],
        "theme_id": row["theme"],
    }


def _theme(row, labels, language):
    return {
        "theme": labels[row["theme"]],
        "criteria": int(row["criteria"]),
        "groups": int(row["groups"]),
        "state": word("theme_state", row["state"], language),
        "code": row["code"],
        "validated": word("yesno", "yes", language) if row["state"] == VALIDATED else "",
        "verbatims": row["verbatims"],
        "theme_id": row["theme"],
    }
