"""A small study whose themes were decided, and drafts of it with meanings decided by hand, so that no encoder is asked."""

import datetime

import pandas as pd

from tests.studies import small_study
from workbench.decisions import read_decisions, record_decisions
from workbench.language import use_language
from workbench.study import read_study
from workbench.themes import apply_decisions

SAID = {  # text: (question, votes, meaning)
    "no flat for people like us": ("ill-being", 4, "P"),
    "the rent eats all": ("ill-being", 3, "P"),
    "damp walls in winter": ("ill-being", None, "Q"),
    "I sleep on a sofa, without a room": ("ill-being", 2, "O"),
    "evicted at any time": ("ill-being", None, "S"),
    "a room of my own": ("well-being", 2, "O"),
    "a warm and quiet flat": ("well-being", 5, "Q"),
    "=stay as long as I want": ("well-being", None, "S"),
    "lend tools to neighbours": ("action", None, "S"),
}
SCALE = ["no place", "a sofa", "a flat with damp", "a good flat", "a flat to stay in"]


def studied(folder, *, language="en", words="en", scale=SCALE, young=None, meanings=True, decided=True):
    """Return (study, themes, membership): one theme, Housing, with HOUS beside it; scale worded in `words`."""
    use_language("en")
    study = {
        "Indicators": [
            ["indicator", "kind of indicator", "theme", "label (en)", "label (it)", "levels", "direction"],
            ["SAFE", "situations", "Safety", "Safe in the evening", "Sicurezza la sera", 5, "up"],
            ["HOUS", "situations", "Housing", "Housing", "Alloggio", len(scale) or 5, "up"],
            ["WORK", "ladder", "Work", "Work", "Lavoro", 5, "up"],
            ["JOBLESS", "statistic", "Work", "Unemployment", "", None, "down"],
        ],
        "Situations": [["indicator", "level", f"words ({words})"], *(["HOUS", n, text] for n, text in enumerate(scale, 1))],
    }
    rows = [[question, text, votes] for text, (question, votes, _meaning) in SAID.items()]
    said = {"Criteria": [["Question", "Criterion", "Votes"], *rows[:-3]], **(young or {})}
    where = small_study(folder / "study", study=study, young=said, language=language)
    more = [f"Valbourg,Carers,{question},{text},{votes or ''}" for question, text, votes in rows[-3:]]
    more.insert(0, "territory,group,question,criterion,votes")
    (where / "waves/2024/more.csv").write_text("\n".join([*more, ""]), encoding="utf-8")
    study = read_study(where)
    ids = dict(zip(study.criteria["text"], study.criteria["criterion"], strict=True))
    known = {text: ids[text] for text in SAID}
    made = [{"what": "new", "to": "Housing"}]
    made += [{"what": "assign", "criterion": criterion, "to": "Housing"} for criterion in known.values()]
    if meanings:
        made += [{"what": "meaning", "criterion": ids[text], "to": SAID[text][2]} for text in known]
    sorted_on = {"when": datetime.date(2024, 5, 1)}  # before the group meets
    record_decisions(where, [one | sorted_on for one in made] if decided else [])
    study = read_study(where)
    return study, *themed(study)


def themed(study):
    """Return themes and membership as decided now; what nobody placed is on its own."""
    rows = [{"criterion": criterion, "theme": "alone", "fit": 0.5, "confidence": 0.0} for criterion in study.criteria["criterion"]]
    themes, membership, _orphans = apply_decisions(pd.DataFrame(rows), read_decisions(study)[0], study.criteria)
    return themes, membership
