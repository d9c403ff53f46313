"""How themes are named on a sheet, each differently, and which theme a name on a sheet means."""

from workbench.language import LANGUAGES, plain
from workbench.meetings.speakers import said
from workbench.themes.replay import ALONE, NOTHING

APART = (ALONE, NOTHING)


def shown_labels(themes, language):
    """Return {theme: its label}, no two alike; what is no theme ("on its own") in the language of the sheet.

    >>> import pandas as pd
    >>> shown_labels(pd.DataFrame({"theme": ["T-a", "T-b", "alone"], "label": ["Work", "work", "On its own"]}), "fr")
    {'T-a': 'Work', 'T-b': 'work (2)', 'alone': 'À part'}
    """
    labels, taken = {}, set()
    for theme, label in zip(themes["theme"], themes["label"], strict=True):
        label = said(theme, language) if theme in APART else " ".join(str(label).split())
        names = (label, *(f"{label} ({n})" for n in range(2, len(themes) + 2)))
        labels[theme] = next(name for name in names if plain(name) not in taken)
        taken.add(plain(labels[theme]))
    return labels


class Names:
    """Which theme a name means: as the sheet called it, as it is called now, or by its id.

    `sheet`: label → theme, as the sheet was written; `themes`: table `themes` as it is now; `resolve`: a function that
    says which theme a theme is a part of by now.
    """

    def __init__(self, sheet, themes, resolve=None):
        self.resolve = resolve or (lambda theme: theme)
        self.now = dict(zip(themes["theme"], themes["label"], strict=True))
        self._known = {plain(theme): theme for theme in self.now}
        for theme in APART:
            self._known |= {plain(said(theme, language)): theme for language in LANGUAGES}
        self._known |= {plain(label): theme for theme, label in self.now.items() if theme not in APART}
        self._known |= {plain(label): theme for label, theme in sheet.items()}
        self.new = {}

    def find(self, text):
        """Return the theme that `text` means, or None."""
        theme = self._known.get(plain(text)) or self.new.get(plain(text))
        return theme and self.resolve(theme)

    def add(self, text, theme=None):
        """Make `text` a name: of `theme`, or of a new theme that is called so."""
        self.new.setdefault(plain(text), theme or text)
        return self.new[plain(text)]

    def all(self):
        """Return every label that a name may be a slip of."""
        return [label for theme, label in self.now.items() if theme not in APART] + list(self.new.values())
