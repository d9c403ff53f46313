"""The log of decisions replayed: what people settled, whatever the machine suggests now.

A theme that a decision speaks of stands by itself from then on. It is known by its id or by the label that people gave
it, and it keeps the criteria that were placed in it (assign, split), those that it held when people decided about it,
and the criterion that its id is made of.
"""

from dataclasses import dataclass, field

from workbench.language import N_, _, plain

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
    said it in other words. `touched`: themes that a decision speaks of. `standing`: the decisions that were not taken
    back, as (when, rows). `orphans`: (decision, why) that could not be followed.
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
    settled, names = Settled(), _Names(labels or {})
    known, there = set(themes) | {ALONE, NOTHING}, set(criteria)
    settled.standing.extend(_standing(decisions, settled.orphans))
    for _when, rows in settled.standing:
        for decision in rows:
            _follow(decision, settled, names, known, there)
    settled.labels.update({theme: label for theme, label in names.labels.items() if (labels or {}).get(theme) != label})
    for theme in settled.touched:
        if theme.startswith(OF) and theme[len(OF) :] in there:
            settled.held.setdefault(theme[len(OF) :], theme)
    return settled


def _standing(decisions, orphans):
    """Return the decisions that were not taken back, as (when, rows); one taken up again stands where it stood."""
    entries, places, gone, last = [], {}, {}, -1
    columns = [decisions[name].to_numpy(dtype=object) for name in decisions]  # quicker than text by text
    for line, cells in enumerate(zip(*columns, strict=True)):
        row = dict(zip(decisions, cells, strict=True))
        key = row["when"] or f"line {line}"
        while last >= 0 and not entries[last][2]:
            last -= 1
        if row["what"] != "undo":
            if last < 0 or entries[last][0] != key:
                last = len(entries)
                places.setdefault(key, []).append(last)
                entries.append([key, [], True])
            entries[last][1].append(row)
            continue
        target = row["from"] or (entries[last][0] if last >= 0 else "")
        if target in gone:  # the undo itself is taken back
            place = gone.pop(target)
            entries[place][2], last = True, max(last, place)
            continue
        place = next((place for place in places.get(target, ()) if entries[place][2]), None)
        if place is None:
            orphans.append((row, _(N_("There is no decision to take back."))))
        else:
            gone[key], entries[place][2] = place, False
    return [(when, rows) for when, rows, stands in entries if stands]


def _find(name, settled, names, known, there):
    """Return the id of the theme that `name` means, by id or by label; None if there is none."""
    if name in known or name in settled.touched or name in settled.merged:
        return settled.now(name)
    by_label = names.meant(name)
    if by_label is not None:
        return settled.now(by_label)
    return name if name.startswith(OF) and name[len(OF) :] in there else None


def _follow(decision, settled, names, known, there):
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
