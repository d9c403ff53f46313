"""Criteria in languages that the workbench does not speak: said where they were declared, or where they are found."""

import re

from workbench.language import LANGUAGES, N_, word
from workbench.problems import WARNING, Problem

#: Letters of other scripts than the six languages': Greek to Cyrillic, Armenian to Thai and on, and all of East Asia.
_OTHER_LETTERS = re.compile(r"[\u0370-\u1cff\u1f00-\u1fff\u2c80-\u2dff\u2e80-\ud7ff\uf900-\ufaff\ufb1d-\ufefc]")
_LETTER = re.compile(r"[^\W\d_]")


def language_doubts(criteria):
    """Return a warning for each language beyond the six, and for each file whose letters are not its language's.

    A language of Latin letters that nobody declared is not found: two to twelve words are too few to tell it.

    Parameters
    ----------
    criteria : DataFrame
        Table `criteria`, with `source`.

    Returns
    -------
    list of Problem
        At the first criterion of each.
    """
    return [*_beyond(criteria), *_in_other_letters(criteria)]


def not_written(language):
    """Return what is wrong with a language beyond the six for sheets and reports: what, what to do, and the values.

    >>> not_written("es")[2]["accepted"]
    ['English', 'French', 'Italian', 'Romanian', 'German', 'Dutch']
    """
    what, do = N_("Sheets and reports are not written in “{found}”."), N_("Write one of these words: {accepted}.")
    return what, do, {"found": word("language", language), "accepted": [word("language", code) for code in LANGUAGES]}


def in_other_letters(text):
    """Return whether most letters of `text` are of another script than that of the six languages.

    >>> in_other_letters("тихий парк"), in_other_letters("un parc (парк) pour tous"), in_other_letters("123")
    (True, False, False)
    """
    if text.isascii():
        return False
    return 2 * len(_OTHER_LETTERS.findall(text)) > len(_LETTER.findall(text))


def _beyond(criteria):
    other = criteria[~criteria["language"].isin(["", *LANGUAGES])]
    for language, rows in other.groupby("language", sort=True):
        yield _at(
            rows,
            N_("Criteria in a language that the workbench does not speak: {language} ({n})."),
            N_(
                "They are kept and placed like the others, but less surely. The report of the themes says whether the "
                "encoder knows this language; have somebody who reads it check the themes."
            ),
            n=len(rows),
            language=lambda language=language: word("language", language),
        )


def _in_other_letters(criteria):
    said = criteria[criteria["language"].isin(["", *LANGUAGES])]
    found = said[said["text"].map(in_other_letters).astype(bool)]
    for _file, rows in found.groupby(found["source"].str.partition("!")[0], sort=True) if len(found) else ():
        declared = next(iter(rows["language"]))
        what = N_("“{found}” is not written in the letters of its language, {language} (criteria of this file: {n}).")
        if not declared:
            what = N_("“{found}” is in other letters than the workbench’s languages (criteria of this file: {n}).")
        yield _at(
            rows,
            what,
            N_("Write the language beside the criteria, or on the sheet of the meeting: its name, or its code."),
            found=rows["text"].iloc[0],
            n=len(rows),
            language=lambda declared=declared: word("language", declared),
        )


def _at(rows, what, do, **values):
    file, _, rest = rows["source"].iloc[0].partition("!")
    sheet, _, cell = rest.rpartition("!")
    return Problem(file, sheet, cell, what, do, values, WARNING)
