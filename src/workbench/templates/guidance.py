"""What the templates say: guidance for each sheet, and hints for single cells, in any of the six languages.

The sentences are the words of kind "help" in `data/words.csv`; those about one sheet are called as the sheet is.
"""

from workbench.language import names, word

#: What the study's own workbook says: first of all sheets, then of each.
STUDY_GUIDE = (
    "in_turn", "examples", "headers", "codes", "check", "study", "territories", "groups", "indicators", "situations",
    "propositions", "crosswalk", "tree", "names", "waves", "actions", "commitments", "effects",
)  # fmt: skip
GROUP_GUIDE = ("copy", "examples", "meeting", "criteria", "answers")
EVIDENCE_GUIDE = ("of_this_wave", "examples", "statistics", "evidence")


def guide(sentences, language):
    """Return what a workbook says, as `write_guide` takes it: (sheet, sentence), "" for what holds for all sheets.

    >>> guide(GROUP_GUIDE, "nl")[2]
    ('meeting', 'Welke groep bijeenkwam, waar en wanneer. Gebied en groep worden geschreven zoals in study.xlsx.')
    """
    sheets, example = names("sheet"), word("marker", "example", language)
    told = [(name, word("help", name, language).format(example=example)) for name in sentences]
    return [(name if name in sheets else "", text) for name, text in told]


def key_hints(language):
    """Return what shows when a value of the study or of a meeting is chosen: column name → sentence."""
    keys = ("title", "grid", "profile_columns", "territory", "group", "wave", "date", "participants", "language")
    return {name: word("help", f"hint_{name}", language) for name in keys}
