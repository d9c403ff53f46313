"""What was recorded already: a sheet that is read twice decides once."""

from workbench.decisions.lines import moment

_PLACES = ("assign", "split")


class Recorded:
    """The last word of each speaker on each day, by what it is about.

    A sheet that says the same again adds nothing; one that was corrected since adds what changed.
    """

    def __init__(self, decisions):
        self._last = {}
        for row in decisions.to_dict("records"):
            when = moment(row["when"])
            day = when.astimezone().date() if when else None
            named = [part.strip() for part in row["criterion"].split(";") if part.strip()]
            for key in _keys(row["what"], row["who"], day, named, row["from"]):
                self._last[key] = _told(row["to"])

    def new(self, decision, day):
        """Return a decision (as for `record_decisions`) without what was recorded; None where nothing is left."""
        criteria = decision.get("criterion", [])
        about = (decision["what"], decision["who"], day)
        to = _told(decision.get("to", ""))
        theme = decision.get("theme", "")
        if decision["what"] in ("rename", "new") or not criteria:
            about_theme = theme or to
            known = [self._last.get(key) for key in _keys(*about, [], about_theme)]
            return None if known == [to] else decision
        left = [
            criterion for criterion in criteria if self._last.get(next(_keys(*about, [criterion], theme)), None) != to
        ]
        return {**decision, "criterion": left} if left else None


def _keys(what, who, day, criteria, theme):
    kind = "place" if what in _PLACES else what
    if what in ("rename", "new") or not criteria:
        yield kind, who, day, theme
        return
    for criterion in criteria:
        yield (kind, who, day, criterion, theme) if what == "validate" else (kind, who, day, criterion)


def _told(text):
    return " ".join(str(text).split())
