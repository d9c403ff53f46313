"""What was recorded already: a sheet that is read twice decides once."""

from workbench.decisions.lines import moment

_PLACES = ("assign", "split")


def last_words(decisions):
    """Return what each speaker said last on each day, by what it is about: {key: to}."""
    last = {}
    for row in decisions.to_dict("records"):
        when = moment(row["when"])
        day = when.astimezone().date() if when else None
        named = [part.strip() for part in row["criterion"].split(";") if part.strip()]
        last.update(
            dict.fromkeys(_keys(row["what"], row["who"], day, named, row["from"] or row["to"]), _told(row["to"]))
        )
    return last


def not_recorded(decision, last):
    """Return a decision (as for `record_decisions`) without what was recorded; None where nothing is left of it.

    A sheet that says the same again adds nothing; one that was corrected since adds what changed.

    >>> from datetime import date
    >>> said = {"what": "assign", "who": "Carers", "when": date(2024, 6, 3), "criterion": ["a", "b"], "to": "Rest"}
    >>> not_recorded(said, {("place", "Carers", date(2024, 6, 3), "a"): "Rest"})["criterion"]
    ['b']
    """
    about, to = (decision["what"], decision["who"], decision["when"]), _told(decision.get("to", ""))
    criteria, theme = decision.get("criterion", []), decision.get("theme", "") or to
    if decision["what"] in ("rename", "new") or not criteria:
        (key,) = _keys(*about, [], theme)
        return None if last.get(key) == to else decision
    left = [criterion for criterion in criteria if last.get(*_keys(*about, [criterion], theme)) != to]
    return {**decision, "criterion": left} if left else None


def _keys(what, who, day, criteria, theme):
    """Return what a decision is about: a theme, or each criterion, alone or (where people agreed) in a theme."""
    kind = "place" if what in _PLACES else what
    if what in ("rename", "new") or not criteria:
        return [(kind, who, day, theme)]
    about = (theme,) if what == "validate" else ()
    return [(kind, who, day, criterion, *about) for criterion in criteria]


def _told(text):
    return " ".join(str(text).split())
