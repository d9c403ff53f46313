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

    `placed`: criterion → theme, by people. `held`: criterion → theme, because the theme held it when people decided.
    `merged`: theme → theme. `labels`, `codes`: theme → text. `agreed`: criteria that a group validated;
    `agreed_themes`: the same for themes. `worded`: criterion → the decision by which its group said it in other words.
    `orphans`: (decision, why) that could not be followed.
    """

    placed: dict = field(default_factory=dict)
    held: dict = field(default_factory=dict)
    merged: dict = field(default_factory=dict)
    labels: dict = field(default_factory=dict)
    codes: dict = field(default_factory=dict)
    agreed: set = field(default_factory=set)
    agreed_themes: set = field(default_factory=set)
    worded: dict = field(default_factory=dict)
    touched: set = field(default_factory=set)
    orphans: list = field(default_factory=list)

    def now(self, theme):
        """Return the theme that `theme` is a part of by now."""
        while theme in self.merged:
            theme = self.merged[theme]
        return theme

    def homes(self):
        """Return {criterion: theme} for all that people settled, directly or with a theme."""
        return {criterion: self.now(theme) for criterion, theme in (self.held | self.placed).items()}


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
    settled = Settled(labels=dict(labels or {}))
    known, there = set(themes) | {ALONE, NOTHING}, set(criteria)
    for decision in _standing(decisions, settled.orphans):
        _follow(decision, settled, known, there)
    given = {theme: label for theme, label in settled.labels.items() if (labels or {}).get(theme) != label}
    settled.labels.clear()
    settled.labels.update(given)
    for theme in settled.touched:
        if theme.startswith(OF) and theme[len(OF) :] in there:
            settled.held.setdefault(theme[len(OF) :], theme)
    return settled


def _standing(decisions, orphans):
    """Return the decisions that were not taken back."""
    standing, gone = [], {}
    for line, row in enumerate(decisions.to_dict("records")):
        key = row["when"] or f"line {line}"
        if row["what"] != "undo":
            if not standing or standing[-1][0] != key:
                standing.append((key, []))
            standing[-1][1].append(row)
            continue
        target = row["from"] or (standing[-1][0] if standing else "")
        if target in gone:  # the undo itself is taken back
            place, entry = gone.pop(target)
            standing.insert(place, entry)
            continue
        place = next((place for place, (when, _rows) in enumerate(standing) if when == target), None)
        if place is None:
            orphans.append((row, _(N_("There is no decision to take back."))))
        else:
            gone[key] = (place, standing.pop(place))
    return [row for _when, rows in standing for row in rows]


def _find(name, settled, known, there):
    """Return the id of the theme that `name` means, by id or by label; None if there is none."""
    if name in known or name in settled.touched or name in settled.merged:
        return settled.now(name)
    by_label = [theme for theme, label in settled.labels.items() if plain(label) == plain(name)]
    if by_label:
        return settled.now(by_label[-1])
    return name if name.startswith(OF) and name[len(OF) :] in there else None


def _follow(decision, settled, known, there):
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
        _target(to, settled, known, there)
        return
    theme = _find(decision["from"], settled, known, there) if decision["from"] else None
    if what in ("assign", "split"):
        if here:
            home = _target(to, settled, known, there)
            settled.placed.update(dict.fromkeys(here, home))
        return
    if theme is None:
        if decision["from"]:
            settled.orphans.append((decision, _("This theme is no longer there.")))
        elif what == "validate":
            settled.agreed.update(here)
        return
    settled.touched.add(theme)
    if what == "merge":
        into = _target(to, settled, known, there)
        if into != theme:
            settled.merged[theme] = into
        theme = into
    elif what == "rename":
        settled.labels[theme] = to
    elif what == "code":
        settled.codes[theme] = to
    elif what == "validate":
        settled.agreed_themes.add(theme)
        settled.agreed.update(here)
    settled.held.update(dict.fromkeys(here, theme))


def _target(name, settled, known, there):
    """Return the theme that `name` means; a new one, called so, where there is none."""
    theme = _find(name, settled, known, there)
    if theme is None:
        theme = name
        settled.labels[theme] = name
    settled.touched.add(theme)
    return theme
