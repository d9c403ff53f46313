"""How propositions read: two of a ladder are worded negatively, two positively; a short list of words tells which."""

import csv
import re
from functools import cache
from importlib.resources import files

#: The propositions that are worded negatively; the other two are worded positively.
NEGATIVE = ("possibility", "attainment")


@cache
def _listed():
    """Return {language: (patterns of words that negate, of words that say a lack)}."""
    with (files("workbench") / "data" / "negations.csv").open(encoding="utf-8", newline="") as lines:
        return {
            line["language"]: tuple(map(_pattern, (line["negations"], line["lacks"]))) for line in csv.DictReader(lines)
        }


def _pattern(cell):
    forms = sorted((form.strip() for form in cell.split(";")), key=len, reverse=True)
    parts = []
    for form in forms:
        before = "" if form.startswith("n’t") else r"(?<!\w)"
        parts.append(before + re.escape(form) + ("" if form[-1] in "’-" else r"(?!\w)"))
    return re.compile("|".join(parts))


def reads(text, language):
    """Return whether a proposition reads "negative", "lacking" or "positive"; "" in a language without a list.

    It knows a few words, not what they mean: "no worry" reads negative. So it is good for a question, not for a
    verdict.

    Examples
    --------
    >>> reads("Il n'y a pas de travail ici", "fr"), reads("The counters are closed", "en")
    ('negative', 'lacking')
    >>> reads("My work will last", "en")
    'positive'
    """
    if language not in _listed() or not text.strip():
        return ""
    plain = text.lower().replace("'", "’")
    negates, lacks = _listed()[language]
    return "negative" if negates.search(plain) else "lacking" if lacks.search(plain) else "positive"


def doubtful(proposition, text, language):
    """Return whether a proposition seems to be worded the wrong way round.

    >>> doubtful("attainment", "I have a job", "en"), doubtful("quality", "My work does not respect me", "en")
    (True, True)
    >>> doubtful("quality", "My work respects me", "en"), doubtful("possibility", "There is no work here", "en")
    (False, False)
    """
    read = reads(text, language)
    return read == "positive" if proposition in NEGATIVE else read == "negative"
