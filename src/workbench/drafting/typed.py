"""What is typed in place of a drafting sheet, as the same Draft, so that it is checked and recorded in the same way."""

import pandas as pd

from workbench.drafting.filled import Draft
from workbench.drafting.proposals import STEPS
from workbench.drafting.reading import record_draft
from workbench.drafting.scales import proposed, scales_of_theme
from workbench.language import word
from workbench.meetings.filled import Entry
from workbench.spreadsheets.sheets import Sheet


def fields_of(study, lines, theme, *, levels=5, language=None):
    """Return the scales of a theme, and what there is to word on them, level by level.

    Parameters
    ----------
    study : Study
    lines : DataFrame
        From `draft_indicators`.
    theme : str
        Id of the theme.
    levels : int
        Situations of a scale that does not exist yet.
    language : str, optional
        Of the words; by default the study's.

    Returns
    -------
    scales : list of Scale
    fields : list of dict
        indicator, part (a level as people number it, or a proposition), name (the level's own label, or the
        proposition), proposal (citizens' words; "" where nobody said such a thing), words (as they are now).
    """
    language = language or study.language
    told = lines[lines["theme"] == theme]
    scales = scales_of_theme(study, theme, told["label"].iloc[0], levels=levels, language=language)
    fields = []
    for scale in scales:
        proposals, names = proposed(told, scale, language)
        for part in scale.parts() if scale.known else [*scale.parts(), *STEPS]:
            fields.append({
                "indicator": scale.indicator,
                "part": part,
                "name": names.get(part, "") if part.isdigit() else word("proposition", part),
                "proposal": proposals.get(part, ""),
                "words": scale.words.get((part, language), ""),
            })  # fmt: skip
    return scales, fields


def record_typed(study, scales, label, words, *, language, day=None, who="", since_wave=""):
    """Record words typed for the scales of a theme, as `read_drafting_sheet` records those of a filled-in sheet.

    Parameters
    ----------
    study : Study
        As read now.
    scales : list of Scale
        From `fields_of`.
    label : str
        Of the theme.
    words : dict
        (indicator, part) → what stands in the field. A scale that does not exist yet becomes one of situations; where
        only propositions were worded, a ladder.
    language : str
    day : date, optional
        Of the group's meeting.
    who, since_wave : str

    Returns
    -------
    decisions, wordings, problems
        As `read_drafting_sheet`.

    Raises
    ------
    SheetProblems, TimeoutError
        As `read_drafting_sheet`; nothing has been recorded then.
    """
    sheet, column = Sheet(label, "", pd.DataFrame()), f"words_{language}"
    places = {"indicator": 0, "level": 1, column: 2, "levels": 1}
    lines, rows, written = [], [], {}
    for scale in scales:
        mine = {part: " ".join(text.split()) for (name, part), text in words.items() if name == scale.indicator}
        kind = scale.properties["indicator_kind"]
        if not scale.known and not any(text for part, text in mine.items() if part not in STEPS):
            kind = "ladder" if any(mine.values()) else kind
        levels = "5" if kind == "ladder" else scale.properties["levels"]
        shown = {"indicator_kind": word("indicator_kind", kind, "en"), "levels": levels}
        lines.append(Entry({"indicator": scale.indicator, **shown}, sheet, 0, places))
        for part, text in mine.items():
            cells = {"indicator": scale.indicator, "level": part if part.isdigit() else word("proposition", part, "en")}
            rows.append(Entry({**cells, **({column: text} if text else {})}, sheet, len(rows), places))
        written[scale.indicator] = scale.words | {(name, ""): text for name, text in scale.properties.items()}
    keys = {"theme": label, "date": day or "", "who": who, "since_wave": since_wave}
    draft = Draft(
        name=label,
        entries={"indicators": lines, "scale": rows, "criteria": []},
        columns={"scale": {"indicator", "level", column}},
        keys={name: (value, 0, 0) for name, value in keys.items()},
        front=sheet,
        written=written,
    )
    return record_draft(draft, study)
