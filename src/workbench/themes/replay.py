"""The log of decisions replayed: what people settled, whatever the machine suggests now.

A theme that a decision speaks of stands by itself from then on. It is known by its id or by the label that people gave
it, and it keeps the criteria that were placed in it (assign, split), those that it held when people decided about it,
and the criterion that its id is made of.
"""

from dataclasses import dataclass, field

from workbench.decisions.standing import Standing, as_rows
from workbench.language import _, plain, recognise

#: How the id of a suggested theme begins; the id of its central criterion follows.
OF = "T-"
#: Two groups that are no themes: what fits nowhere, and answers without content.
ALONE, NOTHING = "alone", "nothing"


@dataclass(frozen=True)
class Settled:
    """What the log says, once replayed.

    `placed`: criterion → theme, by people; `since`: criterion → when they placed it. `held`: criterion → theme, because
    the theme held it when people decided. `merged`: theme → theme. `labels`, `codes`: theme → text. `agreed`: criteria
    that a group validated; `agreed_themes`: the same for themes. `worded`: criterion → the decision by which its group
    said it in other words. `meanings`: criterion → what it speaks of (P, O, Q, S or R), by people. `touched`: themes
    that a decision speaks of. `standing`: the decisions that were not taken back, as (when, rows). `orphans`:
    (decision, why) that could not be followed.
    """

    placed: dict = field(default_factory=dict)
    since: dict = field(default_factory=dict)
    held: dict = field(default_factory=dict)
    merged: dict = field(default_factory=dict)
    labels: dict = field(default_factory=dict)
    codes: dict = field(default_factory=dict)
    agreed: set = field(default_factory=set)
    agreed_themes: set = field(default_factory=set)
    worded: dict = field(default_factory=dict)
    meanings: dict = field(default_factory=dict)
    touched: set = field(default_factory=set)
    standing: list = field(default_factory=list)
    orphans: list = field(default_factory=list)

    def now(self, theme):
        """Return the theme that `theme` is a part of by now."""
        while theme in self.merged:
            theme = self.merged[theme]
        return theme

    def homes(self):
        """Return {criterion: theme} for all that people settled, directly or with a theme."""
        current = {}
        for theme in {*self.held.values(), *self.placed.values()}:
            current[theme] = self.now(theme)
        return {criterion: current[theme] for criterion, theme in (self.held | self.placed).items()}


class _Names:
    """The labels of themes as decisions change them, and which theme a label means: the one that had a label last."""

    def __init__(self, labels):
        self.labels, self.said, self.order = {}, {}, {}
        for theme, label in labels.items():
            self.give(theme, label)

    def give(self, theme, label):
        if theme in self.labels:
            self.said[plain(self.labels[theme])].discard(theme)
        self.order.setdefault(theme, len(self.order))
        self.labels[theme] = label
        self.said.setdefault(plain(label), set()).add(theme)

    def meant(self, label):
        return max(self.said.get(plain(label), ()), key=self.order.get, default=None)


def replay(decisions, criteria, themes, labels=None):
    """Return what the decisions settle, read in order.

    Parameters
    ----------
    decisions : DataFrame
        Table `decisions`, oldest first.
    criteria : collection of str
        Ids of the criteria that there are.
    themes : collection of str
        Ids of the themes that are suggested.
    labels : dict of str, optional
        The labels that the suggestion gave them; people may name a theme by it.

    Returns
    -------
    Settled
    """
    return Replay(criteria, themes, labels).follow(decisions)


class Replay:
    """A log that is followed as it grows: decisions that came since are added to what was settled before.

    Only where it did not just grow, or where something was taken back since, it is followed anew from its beginning.
    What `follow` returned before changes with it. Parameters as in `replay`.

    Examples
    --------
    >>> log = [{"when": "1", "what": "assign", "criterion": "c1", "from": "", "to": "Bus"}]
    >>> replay = Replay(["c1"], ["T-c1"])
    >>> replay.follow(log).homes(), replay.follow([*log, log[0] | {"when": "2", "to": "Home"}]).homes()
    ({'c1': 'Bus'}, {'c1': 'Home'})
    """

    def __init__(self, criteria, themes, labels=None):
        self.labels, self.known, self.there = labels or {}, set(themes) | {ALONE, NOTHING}, set(criteria)
        self._read([])

    def follow(self, decisions):
        """Return what the decisions settle, as `replay` does: a table, or its rows as dictionaries."""
        rows = decisions if isinstance(decisions, list) else as_rows(decisions)
        known = len(self.rows)
        grew = known <= len(rows) and all(one is other for one, other in zip(self.rows, rows, strict=False))
        if not grew or any(row["what"] == "undo" for row in rows[known:]):
            self._read(rows)
        else:
            for row in rows[known:]:
                self.standing.add(row)
                self._follow(row)
            self.rows = rows
        self._end()
        return self.settled

    def _read(self, rows):
        self.rows, self.standing = rows, Standing()
        self.settled, self.names = Settled(), _Names(self.labels)
        for row in rows:
            self.standing.add(row)
        for _when, standing in self.standing.decisions():
            for row in standing:
                self._follow(row)

    def _follow(self, row):
        _follow(row, self.settled, self.names, self.known, self.there)

    def _end(self):
        settled = self.settled
        settled.standing[:] = self.standing.decisions()
        settled.orphans[: self.standing.told] = self.standing.orphans
        self.standing.told = len(self.standing.orphans)
        settled.labels.clear()
        settled.labels.update({
            theme: label for theme, label in self.names.labels.items() if self.labels.get(theme) != label
        })  # fmt: skip
        for theme in settled.touched:
            if theme.startswith(OF) and theme[len(OF) :] in self.there:
                settled.held.setdefault(theme[len(OF) :], theme)


def _find(name, settled, names, known, there):
    """Return the id of the theme that `name` means, by id or by label; None if there is none."""
    if name in known or name in settled.touched or name in settled.merged:
        return settled.now(name)
    by_label = names.meant(name)
    if by_label is not None:
        return settled.now(by_label)
    return name if name.startswith(OF) and name[len(OF) :] in there else None


def _follow(decision, settled, names, known, there):
    if decision["what"] == "number":  # of the suggestion, not of what is replayed over it
        return
    named = [criterion.strip() for criterion in decision["criterion"].split(";") if criterion.strip()]
    if decision["criterion"] in there:
        named = [decision["criterion"]]  # an id may hold a semicolon
    here = [criterion for criterion in named if criterion in there]
    gone = [criterion for criterion in named if criterion not in there]
    why = _("This criterion is no longer in the study.")
    settled.orphans.extend((decision | {"criterion": criterion}, why) for criterion in gone)
    what, to = decision["what"], decision["to"]
    if what == "reword":
        settled.worded.update(dict.fromkeys(here, decision))
        return
    if what == "meaning":
        letter = recognise("meaning", to)
        if letter is None:
            settled.orphans.append((decision, _("This is no meaning: possibility, attainment, quality …")))
        else:
            settled.meanings.update(dict.fromkeys(here, letter))
        return
    if what == "new":
        _target(to, settled, names, known, there)
        return
    theme = _find(decision["from"], settled, names, known, there) if decision["from"] else None
    if what in ("assign", "split"):
        if here:
            home = _target(to, settled, names, known, there)
            settled.placed.update(dict.fromkeys(here, home))
            settled.since.update(dict.fromkeys(here, decision["when"]))
        return
    if theme is None:
        if decision["from"]:
            settled.orphans.append((decision, _("This theme is no longer there.")))
        elif what == "validate":
            settled.agreed.update(here)
        return
    settled.touched.add(theme)
    if what == "merge":
        into = _target(to, settled, names, known, there)
        if into != theme:
            settled.merged[theme] = into
        theme = into
    elif what == "rename":
        names.give(theme, to)
    elif what == "code":
        settled.codes[theme] = to
    elif what == "validate":
        settled.agreed_themes.add(theme)
        settled.agreed.update(here)
    settled.held.update(dict.fromkeys(here, theme))


def _target(name, settled, names, known, there):
    """Return the theme that `name` means; a new one, called so, where there is none."""
    theme = _find(name, settled, names, known, there)
    if theme is None:
        theme = name
        names.give(theme, name)
    settled.touched.add(theme)
    return theme
