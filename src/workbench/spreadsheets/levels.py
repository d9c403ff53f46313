"""One answer into one level of its declared scale, or the reason why there is none."""

import re
from dataclasses import dataclass

import pandas as pd

from workbench.language import LANGUAGES, N_, forms, names, plain, recognise, word
from workbench.spreadsheets.values import as_text, is_blank, read_number


@dataclass(frozen=True)
class Scale:
    """What an answer to one indicator may be: a level from `lowest` on, or the words of a level."""

    indicator: str
    label: str
    kind: str
    levels: int
    lowest: int
    words: dict
    declared: str


def scales(indicators, situations):
    """Return the Scale of each indicator: its code → how its answers are read.

    >>> from workbench.tables import empty, frame
    >>> declared = frame("indicators", [{"indicator": "SAFE", "levels": 5, "indicator_kind": "situations"}])
    >>> scales(declared, empty("situations"))["SAFE"].levels
    5
    """
    lowest = {
        row["indicator"]: 1 if pd.isna(row["lowest"]) else int(row["lowest"]) for row in indicators.to_dict("records")
    }
    spoken = {}
    for row in situations.to_dict("records"):
        for code in LANGUAGES:
            if row[f"words_{code}"] and not pd.isna(row["level"]):
                level = int(row["level"]) - lowest.get(row["indicator"], 1) + 1
                spoken.setdefault(row["indicator"], {})[plain(row[f"words_{code}"])] = level
    generic = {plain(form): int(name) for name in names("situation") for form in forms("situation", name)}
    found = {}
    for row in indicators.to_dict("records"):
        levels = 5 if row["indicator_kind"] == "ladder" else 0 if pd.isna(row["levels"]) else int(row["levels"])
        words = {**(generic if levels == 5 else {}), **spoken.get(row["indicator"], {})}
        label = next((row[f"label_{code}"] for code in LANGUAGES if row[f"label_{code}"]), row["indicator"])
        found[row["indicator"]] = Scale(
            row["indicator"],
            label,
            row["indicator_kind"],
            levels,
            lowest[row["indicator"]],
            words,
            row["source"],
        )
    return found


def read_level(cell, scale):
    """Return `(level 1..K, reason if missing, fault)` of an answer.

    An empty cell is "no answer". A number or words that are none of the scale are a fault, never the nearest level.

    >>> scale = Scale("SAFE", "Safety", "situations", 5, 1, {"good": 4}, "study.xlsx!Indicators!A9")
    >>> read_level("4 – good", scale), read_level("NSP", scale), read_level(99, scale)
    ((4, '', None), (None, 'dont_know', None), (None, 'dont_know', None))
    >>> read_level(7, scale)[2][0]
    '“{found}” is not a situation of “{indicator}” ({lowest} to {highest}).'
    """
    if is_blank(cell):
        return None, "no_answer", None
    text = as_text(cell)
    leading = re.match(r"([+-]?\d+(?:[.,]0+)?)(?:\s*[–—\-:.)=]\s*\D.*)?$", text)
    value = read_number(leading[1])[0] if leading and not isinstance(cell, bool) else None
    said = text[leading.end(1) :].strip(" –—-:.)=") if leading else ""
    level = None if value is None else value - scale.lowest + 1
    if value is not None and said and (recognise("reason", said) or scale.words.get(plain(said), level) != level):
        value = None  # "4 – bad": the number and the words contradict each other
    if value is not None and 0 <= value - scale.lowest < scale.levels:
        return int(value) - scale.lowest + 1, "", None
    if plain(text) in scale.words and not isinstance(cell, bool):
        return scale.words[plain(text)], "", None
    reason = recognise("reason", text)
    if reason and not text.startswith("#"):  # "#N/A" is a fault of the spreadsheet, not somebody's answer
        return None, reason, None
    sheet, line = _declaration(scale.declared)
    return (
        None,
        "",
        (
            N_("“{found}” is not a situation of “{indicator}” ({lowest} to {highest})."),
            N_("Correct the cell, or declare the scale in study.xlsx · {sheet} · line {line}."),
            {
                "found": text,
                "indicator": scale.label,
                "lowest": scale.lowest,
                "highest": scale.lowest + scale.levels - 1,
                "sheet": sheet,
                "line": line,
            },
        ),
    )


def _declaration(source):
    _file, _, rest = source.partition("!")
    sheet, _, cell = rest.rpartition("!")
    return sheet or word("sheet", "indicators"), re.sub(r"\D", "", cell) or "–"
