"""What the templates say: guidance for each sheet, and hints for single cells."""

from workbench.language import N_, _, word

# (sheet, what goes there); "" for what holds for all sheets
# fmt: off
STUDY_GUIDE = [
    ("", N_(
        "This workbook says what your evaluation is made of. Fill in one sheet after the other, from left to right."
    )),
    ("", N_(
        "Lines in grey italics that begin with “{example}” are examples. Write over them or delete them: they are "
        "never read as data."
    )),
    ("", N_(
        "Headers on a dark ground must be filled in; the others only where you need them. Do not change the headers "
        "and the names of the sheets. The order of columns and lines does not matter."
    )),
    ("", N_(
        "Where a cell takes several codes, put a semicolon between them: HOUSE; WORK."
    )),
    ("", N_(
        "Then run “workbench check” on this folder. Nothing is guessed: each problem is named with its file, sheet "
        "and cell."
    )),
    ("study", N_(
        "Title of the study, the language in which charts and tables speak, and the grid under which themes are "
        "filed."
    )),
    ("territories", N_(
        "One line a territory: a municipality, a neighbourhood, a region or an institution. Its short name in the "
        "first column is used on all other sheets."
    )),
    ("groups", N_(
        "One line a reference group, 5 to 12 people of one profile, with the standpoint from which it speaks. Leave "
        "the wave empty for a group that meets in every wave."
    )),
    ("indicators", N_(
        "One line an indicator, with a short code of your own such as HOUSE. Four kinds: a scale of situations, a "
        "ladder of four propositions, a statistic, or filed evidence. Say how many levels the scale has and, if it "
        "starts at 0, so. When an indicator takes the place of an earlier one, name the earlier one."
    )),
    ("situations", N_(
        "One line a situation: the level and what it means, in the citizens' own words. A threshold only for "
        "statistics, and only where the group has set it."
    )),
    ("propositions", N_(
        "Four lines a ladder. Possibility and attainment are worded negatively (“It is not possible to …”), quality "
        "and sustainability positively."
    )),
    ("crosswalk", N_(
        "Only if a scale was changed and the group agrees on how the old one reads on the new one: one line a level "
        "of the old scale, with the level of the new one. Without it the two are never compared. A level may be "
        "split: two lines with their shares, such as 0.5 and 0.5."
    )),
    ("tree", N_(
        "Only if themes or indicators are put together into one figure: one line a node, with the code of an "
        "indicator, "
        "the name of a theme or the code of a dimension, what it belongs to, and its weight among those beside it. "
        "What it belongs to has a line of its own. Leave the weight empty where all weigh the same."
    )),
    ("names", N_(
        "Only if charts and reports are wanted in several languages: one line a theme, a dimension or a reference "
        "group, as it is called in the study, and what it is called in the other languages."
    )),
    ("waves", N_(
        "Only if something changed in a wave: how people were asked, who was asked, how answers are weighted, in which "
        "grid criteria were coded. Every comparison across it will carry what you write. Name an indicator or a group "
        "if it concerns only that one."
    )),
    ("actions", N_(
        "One line an action of the plan: who leads it, from when to when, which themes and indicators it is to move. "
        "For a pilot, the first wave after it and the territories to compare with. The cost is a number alone, its "
        "currency stands beside it. Are users associated in making it, and how many seats of its board do they hold?"
    )),
    ("commitments", N_(
        "One line a promise: who, what, until when, and whether it was kept."
    )),
    ("effects", N_(
        "One line for what one stakeholder sees one action do to one indicator, from −2 (does harm) to +2 (helps "
        "much): expected beforehand, observed afterwards."
    )),
]

# of what a group is handed: the sentences stand in words.csv, in six languages
GROUP_GUIDE = [("", "copy"), ("", "examples"), ("meeting", "meeting"), ("criteria", "criteria"), ("answers", "answers")]

EVIDENCE_GUIDE = [
    ("", N_(
        "Figures and pieces of evidence of this wave. Leave the sheets empty if you have none."
    )),
    ("", N_(
        "Lines in grey italics that begin with “{example}” are examples. Write over them or delete them: they are "
        "never read as data."
    )),
    ("statistics", N_(
        "One line a figure, with its unit, its year and who published it."
    )),
    ("evidence", N_(
        "One line a piece of evidence, under the level of the indicator that it speaks for, with its kind: a "
        "statistic, an expert, a person concerned, or a municipal fact."
    )),
]
# fmt: on

MAPPINGS_GUIDE = N_(
    "Tables from elsewhere (a survey platform, an older file) are read with a mapping: which column is what, which "
    "value means which level. The workbench proposes one, you confirm it once, and it is kept here."
)


def group_guide(language):
    """Return what the workbook of a group says, in any of the six languages, as `write_guide` takes it.

    >>> group_guide("nl")[2]
    ('meeting', 'Welke groep bijeenkwam, waar en wanneer. Gebied en groep worden geschreven zoals in study.xlsx.')
    """
    example = word("marker", "example", language)
    return [(sheet, word("help", name, language).format(example=example)) for sheet, name in GROUP_GUIDE]


def key_hints(language):
    """Return what shows when a value of the study or of a meeting is chosen: column name → sentence.

    Those of a meeting are in any of the six languages.
    """
    of_meeting = ("territory", "group", "wave", "date", "participants", "language")
    return {
        "title": _("The name of the evaluation, as it will stand on charts."),
        "grid": _("Leave empty for the workbench's own; else agenda_2030, or a file in the folder grids."),
        "profile_columns": _("Further columns of answers to keep, with semicolons between: age; neighbourhood."),
        **{name: word("help", f"hint_{name}", language) for name in of_meeting},
    }
