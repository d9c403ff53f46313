"""What a drafting sheet shows of a theme: its indicators, and every level and proposition in words."""

from dataclasses import dataclass

import pandas as pd

from workbench.drafting.proposals import STEPS, propose
from workbench.indicators.coverage import match_themes
from workbench.language import LANGUAGES, plain, word

#: Kinds of indicator that people answer or file pieces under; a statistic has no scale in words.
KINDS = ("situations", "ladder", "evidence")
#: Properties that a sheet lets people change; label_xx beside them.
PROPERTIES = ("indicator_kind", "levels", "lowest", "direction")
_LETTERS = 8


@dataclass(frozen=True)
class Scale:
    """One indicator: its properties as text, and its words, (part, language) → text. `known`: it is in the study."""

    indicator: str
    known: bool
    properties: dict
    words: dict

    def parts(self):
        """Return the levels and propositions that it is worded by, lowest first."""
        return parts_of(self.properties)


def parts_of(properties):
    """Return the parts of a scale: the propositions of a ladder, the levels of any other.

    >>> parts_of({"indicator_kind": "situations", "levels": "3", "lowest": "0"})
    ['0', '1', '2']
    """
    if properties["indicator_kind"] == "ladder":
        return list(STEPS)
    lowest = int(properties["lowest"] or 1)
    return [str(level) for level in range(lowest, lowest + int(properties["levels"] or 0))]


def scale_of(study, indicator):
    """Return the Scale of an indicator as people are asked now."""
    row = study.indicators.set_index("indicator").loc[indicator]
    ladder = row["indicator_kind"] == "ladder"
    table, key = (study.propositions, "proposition") if ladder else (study.situations, "level")
    words = {
        (str(said[key]), code): said[f"words_{code}"]
        for said in table[table["indicator"] == indicator].to_dict("records")
        for code in LANGUAGES
        if said[f"words_{code}"]
    }
    levels = 5 if ladder and pd.isna(row["levels"]) else row["levels"]
    properties = {
        "indicator_kind": row["indicator_kind"],
        "levels": "" if pd.isna(levels) else str(int(levels)),
        "lowest": "1" if pd.isna(row["lowest"]) else str(int(row["lowest"])),
        "direction": row["direction"] or "up",
        **{f"label_{code}": row[f"label_{code}"] for code in LANGUAGES},
    }
    return Scale(indicator, True, properties, words)


def scales_of_theme(study, theme, label, *, levels=5, language="en"):
    """Return the scales of a theme's indicators; where it has none, an empty one to fill in."""
    named = study.indicators[study.indicators["indicator_kind"].isin(KINDS)]
    means = match_themes(named["theme"], pd.DataFrame({"theme": [theme], "label": [label]}))
    wave = study.all_waves()[-1:] or [""]
    kept = named[(means == theme) & ~named["until_wave"].map(lambda until: bool(until) and until < wave[0])]
    if len(kept):
        return [scale_of(study, indicator) for indicator in kept["indicator"]]
    properties = {"indicator_kind": "situations", "levels": str(levels), "lowest": "1", "direction": "up"}
    labels = {
        f"label_{code}": label if code == language and not label.startswith(("“", "«", "„", "‘")) else ""
        for code in LANGUAGES
    }
    return [Scale(new_code(label, study), False, properties | labels, {})]


def new_code(label, study):
    """Return a code for an indicator to come: the first letters of its theme, as no other has them."""
    stem = plain(label).upper().replace(" ", "_")[:_LETTERS].strip("_") or "NEW"
    taken = {plain(code) for code in study.indicators["indicator"]}
    return next(code for code in (stem, *(f"{stem}_{n}" for n in range(2, 999))) if plain(code) not in taken)


def proposed(lines, scale, language):
    """Return {part: words} proposed for a scale in a language, and {part: the level's own label}."""
    levels = int(scale.properties["levels"] or 5)
    lowest = int(scale.properties["lowest"] or 1)
    said = propose(lines[(lines["language"] == language) & lines["meaning"].ne("")], levels)
    parts = {row.part: row.words for row in said.itertuples()}
    found = {str(int(part) - 1 + lowest) if part.isdigit() else part: words for part, words in parts.items()}
    names = {str(level - 1 + lowest): word("situation", str(level), language) for level in range(1, 6) if levels == 5}
    return found, names


def languages_of(study, lines, scales, language):
    """Return the languages with room for words: the sheet's own first, those spoken of the theme, those worded."""
    worded = {code for scale in scales for (_part, code) in scale.words}
    spoken = {code for code in lines["language"] if code in LANGUAGES}
    return list(dict.fromkeys([language, *(code for code in LANGUAGES if code in worded | spoken | {study.language})]))
