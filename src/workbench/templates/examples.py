"""Example lines of the templates: what a filled-in line looks like, in one study that hangs together."""

from datetime import date

from workbench.language import N_, SPOKEN, _, word


def table_examples(language, wave):
    """Return example lines for each table: {table: [{column: value}]}.

    Free text is in `language` where the workbench speaks it, else in English.

    >>> table_examples("en", "2026")["territories"][0]["territory"]
    'Valbourg'
    """
    house, work = (word("help", name, language) for name in ("example_house", "example_work"))
    where = {"territory": "Valbourg", "wave": wave}
    situations = [
        N_("No home of one's own"),
        N_("A home that is too small, damp or too dear"),
        N_("A home that will do"),
        N_("A sound home at a fair price"),
        N_("A sound home that one can be sure to keep"),
    ]
    propositions = {
        "possibility": N_("It is not possible to find work here"),
        "attainment": N_("I have no work"),
        "quality": N_("My work is decent and paid as it should be"),
        "sustainability": N_("My work will last"),
    }
    return {
        "territories": [
            {
                "territory": "Valbourg",
                "label": _("Town of Valbourg"),
                "territory_kind": "municipality",
                "population": 24000,
                "languages": word("language", language, language),
            }
        ],
        "groups": [
            {
                "group": _("Jobseekers"),
                "territory": "Valbourg",
                "profile": _("jobseekers"),
                "standpoint": "resident",
                "language": language,
            }
        ],
        "indicators": [
            {
                "indicator": house,
                "indicator_kind": "situations",
                "theme": _("Housing"),
                "code": "A03",
                **_spoken("label", N_("Housing"), language),
                "levels": 5,
                "lowest": 1,
            },
            {
                "indicator": work,
                "indicator_kind": "ladder",
                "theme": _("Work"),
                "code": "A06",
                **_spoken("label", N_("Decent work"), language),
            },
        ],
        "situations": [
            {"indicator": house, "level": level, **_spoken("words", words, language)}
            for level, words in enumerate(situations, start=1)
        ],
        "propositions": [
            {"indicator": work, "proposition": step, **_spoken("words", words, language)}
            for step, words in propositions.items()
        ],
        "crosswalk": [
            {"indicator_from": f"{house}4", "level_from": 1, "indicator_to": house, "level_to": 1},
            {"indicator_from": f"{house}4", "level_from": 2, "indicator_to": house, "level_to": 2, "share": 0.5},
            {"indicator_from": f"{house}4", "level_from": 2, "indicator_to": house, "level_to": 3, "share": 0.5},
        ],
        "tree": [
            {"code": _("Housing"), "weight": 1},
            {"code": house, "parent": _("Housing"), "weight": 2, "direction": "up"},
        ],
        "names": [{"name": _("Housing"), **_spoken("label", N_("Housing"), language)}],
        "waves": [
            {
                **where,
                "mode": _("paper, at the meeting"),
                "break": _("answers on tablets instead of paper"),
                "change": "mode",
            }
        ],
        "actions": [
            {
                "action": "V1",
                "territory": "Valbourg",
                "label": _("Guarantee fund for tenants"),
                "themes": _("Housing"),
                "indicators": house,
                "lead": _("Town of Valbourg"),
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
                "who": _("Housing company"),
                "actor": "private",
                "what": _("lets ten homes without a guarantor"),
                "until": date(2026, 6, 30),
                "commitment_state": "due",
            }
        ],
        "effects": [
            {
                "action": "V1",
                "indicator": house,
                "stakeholder": _("Tenants' association"),
                "role": "partner",
                "expected": 1,
            }
        ],
        "criteria": [
            {"question": question, "text": word("help", f"example_{question}", language), "votes": votes}
            for question, votes in (("wellbeing", 3), ("illbeing", 1))
        ],
        "statistics": [
            {
                **where,
                "indicator": _("JOBLESS"),
                "value": 11.4,
                "unit": "%",
                "year": 2025,
                "publisher": _("Statistical office"),
            }
        ],
        "evidence": [
            {
                **where,
                "indicator": house,
                "level": 2,
                "evidence_kind": "concerned",
                "text": _("“We have been on the list for three years.”"),
            }
        ],
    }


def answer_examples(language):
    """Return example headers and answers for the sheet of a group's answers.

    >>> answer_examples("en")[0][:2]
    ['HOUSE', 'WORK – P']
    """
    work = word("help", "example_work", language)
    headers = [word("help", "example_house", language), *(f"{work} – {step}" for step in "POQS")]
    yes, no = (word("yesno", name, language) for name in ("yes", "no"))
    return headers, [[4, no, no, yes, no], [word("reason", "dont_know", language), no, yes, no, no]]


def _spoken(prefix, message, language):
    """Return a label in English, and in the template's language where the workbench speaks it."""
    return {f"{prefix}_en": message, **({f"{prefix}_{language}": _(message)} if language in SPOKEN else {})}
