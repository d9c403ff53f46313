"""Example lines of the templates: what a filled-in line looks like, in one study that hangs together."""

from datetime import date

from workbench.language import word


def table_examples(language, wave):
    """Return example lines for each table: {table: [{column: value}]}.

    >>> table_examples("en", "2026")["territories"][0]["territory"]
    'Valbourg'
    """
    house, work = (_example(name, language) for name in ("house", "work"))
    housing, town = (_example(name, language) for name in ("housing", "town"))
    where = {"territory": "Valbourg", "wave": wave}
    steps = ("possibility", "attainment", "quality", "sustainability")
    return {
        "territories": [
            {
                "territory": "Valbourg",
                "label": town,
                "territory_kind": "municipality",
                "population": 24000,
                "languages": word("language", language, language),
            }
        ],
        "groups": [
            {
                "group": _example("group", language),
                "territory": "Valbourg",
                "profile": _example("profile", language),
                "standpoint": "resident",
                "language": language,
            }
        ],
        "indicators": [
            {
                "indicator": house,
                "indicator_kind": "situations",
                "theme": housing,
                "code": "A03",
                **_spoken("label", "housing", language),
                "levels": 5,
                "lowest": 1,
            },
            {
                "indicator": work,
                "indicator_kind": "ladder",
                "theme": _example("working", language),
                "code": "A06",
                **_spoken("label", "decent_work", language),
            },
        ],
        "situations": [
            {"indicator": house, "level": level, **_spoken("words", f"situation_{level}", language)}
            for level in range(1, 6)
        ],
        "propositions": [
            {"indicator": work, "proposition": step, **_spoken("words", step, language)} for step in steps
        ],
        "crosswalk": [
            {"indicator_from": f"{house}4", "level_from": 1, "indicator_to": house, "level_to": 1},
            {"indicator_from": f"{house}4", "level_from": 2, "indicator_to": house, "level_to": 2, "share": 0.5},
            {"indicator_from": f"{house}4", "level_from": 2, "indicator_to": house, "level_to": 3, "share": 0.5},
        ],
        "tree": [
            {"code": housing, "weight": 1},
            {"code": house, "parent": housing, "weight": 2, "direction": "up"},
        ],
        "names": [{"name": housing, **_spoken("label", "housing", language)}],
        "waves": [
            {
                **where,
                "mode": _example("mode", language),
                "break": _example("break", language),
                "change": "mode",
            }
        ],
        "actions": [
            {
                "action": "V1",
                "territory": "Valbourg",
                "label": _example("action", language),
                "themes": housing,
                "indicators": house,
                "lead": town,
                "actor": "public",
                "start": date(2026, 1, 15),
                "end": date(2026, 12, 15),
                "cost": 40000,
                "pilot": False,
                "action_state": "planned",
            }
        ],
        "commitments": [
            {
                "action": "V1",
                "who": _example("who", language),
                "actor": "private",
                "what": _example("what", language),
                "until": date(2026, 6, 30),
                "commitment_state": "due",
            }
        ],
        "effects": [
            {
                "action": "V1",
                "indicator": house,
                "stakeholder": _example("stakeholder", language),
                "role": "partner",
                "expected": 1,
            }
        ],
        "criteria": [
            {"question": question, "text": _example(question, language), "votes": votes}
            for question, votes in (("wellbeing", 3), ("illbeing", 1))
        ],
        "statistics": [
            {
                **where,
                "indicator": _example("jobless", language),
                "value": 11.4,
                "unit": "%",
                "year": 2025,
                "publisher": _example("publisher", language),
            }
        ],
        "evidence": [
            {
                **where,
                "indicator": house,
                "level": 2,
                "evidence_kind": "concerned",
                "text": _example("evidence", language),
            }
        ],
    }


def answer_examples(language):
    """Return example headers and answers for the sheet of a group's answers.

    >>> answer_examples("en")[0][:2]
    ['HOUSE', 'WORK – P']
    """
    work = _example("work", language)
    headers = [_example("house", language), *(f"{work} – {step}" for step in "POQS")]
    yes, no = (word("yesno", name, language) for name in ("yes", "no"))
    return headers, [[4, no, no, yes, no], [word("reason", "dont_know", language), no, yes, no, no]]


def _example(name, language):
    return word("help", f"example_{name}", language)


def _spoken(prefix, name, language):
    """Return a label or words in English and in the template's language."""
    return {f"{prefix}_{code}": _example(name, code) for code in ("en", language)}
