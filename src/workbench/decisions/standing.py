"""Which decisions stand: those that were not taken back; and of a kind of which only the last counts, the last."""

from workbench.decisions.lines import FEWEST, whole_number
from workbench.language import _


def as_rows(decisions):
    """Return a table of decisions as dictionaries, one a line."""
    columns = [decisions[name].to_numpy(dtype=object) for name in decisions]  # quicker than text by text
    return [dict(zip(decisions, cells, strict=True)) for cells in zip(*columns, strict=True)]


class Standing:
    """The decisions that were not taken back, as (when, rows); one taken up again stands where it stood."""

    def __init__(self):
        self.entries, self.places, self.gone, self.last, self.line = [], {}, {}, -1, -1
        self.orphans, self.told = [], 0

    def decisions(self):
        return [(when, rows) for when, rows, stands in self.entries if stands]

    def add(self, row):
        self.line += 1
        entries, key = self.entries, row["when"] or f"line {self.line}"
        while self.last >= 0 and not entries[self.last][2]:
            self.last -= 1
        if row["what"] != "undo":
            if self.last < 0 or entries[self.last][0] != key:
                self.last = len(entries)
                self.places.setdefault(key, []).append(self.last)
                entries.append([key, [], True])
            entries[self.last][1].append(row)
            return
        target = row["from"] or (entries[self.last][0] if self.last >= 0 else "")
        if target in self.gone:  # the undo itself is taken back
            place = self.gone.pop(target)
            entries[place][2], self.last = True, max(self.last, place)
            return
        place = next((place for place in self.places.get(target, ()) if entries[place][2]), None)
        if place is None:
            self.orphans.append((row, _("There is no decision to take back.")))
        else:
            self.gone[key], entries[place][2] = place, False


def number_of_themes(decisions):
    """Return the line by which people decided how many themes there are: the last that stands; None if there is none.

    Parameters
    ----------
    decisions : DataFrame or list of dict
        Table `decisions`, oldest first.

    Returns
    -------
    dict or None
        The decision, with `number` (int).

    Examples
    --------
    >>> log = [{"when": "1", "what": "number", "to": "12"}, {"when": "2", "what": "number", "to": "9"}]
    >>> number_of_themes(log)["number"], number_of_themes([*log, {"when": "3", "what": "undo", "from": ""}])["number"]
    (9, 12)
    """
    rows = decisions if isinstance(decisions, list) else as_rows(decisions)
    if not any(row["what"] == "number" for row in rows):
        return None
    standing = Standing()
    for row in rows:
        standing.add(row)
    said = [row for _when, lines in standing.decisions() for row in lines if row["what"] == "number"]
    found = next(((row, n) for row in reversed(said) if (n := whole_number(row["to"])) and n >= FEWEST), None)
    return found and found[0] | {"number": found[1]}
