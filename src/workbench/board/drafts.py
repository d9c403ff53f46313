"""Drafts of indicators to walk through: what was said of a theme, and beside it the scale to word, accept and save."""

import datetime
import html

from workbench.drafting.typed import fields_of, record_typed
from workbench.language import LANGUAGES, SPOKEN, _, current_language, listed, ngettext, speaking, word
from workbench.problems import SheetProblems, StudyProblems
from workbench.study import read_study

_INK = "color: var(--jp-content-font-color1, #1a1a1a)"
_SIDES = ("down", "up", "act")


def draft_board(study, lines, *, theme=None, levels=5, language=None, who="", since_wave=""):
    """Return a widget to walk the themes: the words that were said, and the scale to accept or to word beside them.

    On the left the criteria of a theme, by question and meaning, with how many people and groups said each. On the
    right a field for every situation and proposition, above it the proposal made of citizens' words only; “accept”
    takes it over, to be edited. “Save” records new versions in the study's `wordings.csv`, with their day and the wave
    from which they are asked, as `read_drafting_sheet` does with a sheet that came back. Going to another theme saves
    first; what cannot be saved is said below, and one stays where one is. Nobody has to: where widgets are not shown,
    `drafting_sheets` and `read_drafting_sheet` do the same in a spreadsheet.

    Parameters
    ----------
    study : Study
    lines : DataFrame
        From `draft_indicators`: the themes to walk.
    theme : str, optional
        Label or id of the theme to begin with; by default the first.
    levels : int
        Situations of a scale that does not exist yet.
    language : {"en", "fr", "it", "ro", "de", "nl"}, optional
        Of the words; by default the study's, or where nobody spoke it, the one that was spoken most. Can be changed on
        the board.
    who, since_wave : str
        Who words, and the wave from which the words are asked; can be changed on the board.

    Returns
    -------
    ipywidgets.VBox
        Its `page` has the study as it was last saved: `board.page.study`.

    Raises
    ------
    ValueError
        If the theme is not among the lines.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> import pandas as pd
    >>> draft_board(SimpleNamespace(language="en"), pd.DataFrame({"theme": [], "label": []})).children[0].value
    '<p>No theme is decided yet: decide some in notebook 02.</p>'
    """
    import ipywidgets

    language = language or _spoken(lines, study.language)
    if language not in LANGUAGES:
        raise ValueError(f"language must be one of {', '.join(LANGUAGES)}; got {language!r}")
    themes = dict(zip(lines["theme"], lines["label"], strict=True))
    if not themes:
        none = _("No theme is decided yet: decide some in notebook 02.")
        return ipywidgets.VBox([ipywidgets.HTML(f"<p>{html.escape(none)}</p>")])
    first = next((code for code, label in themes.items() if theme in (None, code, label)), None)
    if first is None:
        raise ValueError(
            _("“{found}” is no theme; there are {themes}.", found=theme, themes=listed(list(themes.values())))
        )
    page = DraftPage(study, lines, themes, first, levels=levels, language=language, who=who, since_wave=since_wave)
    page.box.page = page
    return page.box


def _spoken(lines, usual):
    """Return the language of the study where somebody spoke it, else the one in which most was said."""
    spoken = [code for code in lines["language"] if code in LANGUAGES] if "language" in lines else []
    return usual if usual in spoken or not spoken else max(LANGUAGES, key=spoken.count)


class DraftPage:
    """The widgets of one board, and what happens when they are used; no handler raises: what is wrong is shown."""

    def __init__(self, study, lines, themes, first, *, levels, language, who, since_wave):
        import ipywidgets as widgets

        self.study, self.lines, self.themes, self.levels = study, lines, themes, levels
        self.speaks = current_language() if current_language() in SPOKEN else "en"
        wide = {"description_width": "initial"}
        self.theme = widgets.Dropdown(
            options=[(label, code) for code, label in themes.items()],
            value=first, description=word("meeting_key", "theme"), style=wide, layout={"width": "30em"},
        )  # fmt: skip
        self.language = widgets.Dropdown(
            options=[(word("language", code), code) for code in LANGUAGES],
            value=language, description=_("Words in"), style=wide, layout={"width": "16em"},
        )  # fmt: skip
        self.day = widgets.DatePicker(description=_("Date of the meeting"), value=datetime.date.today(), style=wide)
        self.who = widgets.Text(description=_("Who words"), value=who, style=wide)
        self.since = widgets.Text(
            description=_("Asked from wave"), value=since_wave, style=wide, layout={"width": "20em"}
        )
        self.all = widgets.Button(description=_("Accept every proposal"), layout={"width": "auto"})
        self.store = widgets.Button(description=_("Save"), button_style="primary")
        self.said, self.status, self.form = widgets.HTML(), widgets.HTML(), widgets.VBox(layout={"width": "100%"})
        self.fields, self.scales, self.at = {}, [], (first, language)
        left = widgets.Box([self.said], layout={"width": "42%", "max_height": "46em", "overflow": "auto"})
        right = widgets.Box([self.form], layout={"width": "57%"})
        flow = {"flex_flow": "row wrap"}
        self.box = widgets.VBox([
            widgets.HBox([self.theme, self.language], layout=flow),
            widgets.HBox([left, right]),
            widgets.HBox([self.day, self.who, self.since], layout=flow),
            widgets.HBox([self.all, self.store]),
            self.status,
        ])  # fmt: skip
        self.show()
        self.theme.observe(self.move, names="value")
        self.language.observe(self.move, names="value")
        self.all.on_click(lambda _button: self.accept())
        self.store.on_click(lambda _button: self.save())

    def show(self):
        """Lay out the theme and language that are chosen."""
        import ipywidgets as widgets

        theme, language = self.at = self.theme.value, self.language.value
        self.said.value = words_told(self.lines[self.lines["theme"] == theme])
        options = {"levels": self.levels, "language": language}
        self.scales, fields = fields_of(self.study, self.lines, theme, **options)
        self.fields, rows, head = {}, [], ""
        for field in fields:
            key = field["indicator"], field["part"]
            name = field["name"] if not field["part"].isdigit() else f"{field['part']} {field['name']}".strip()
            text = widgets.Textarea(value=field["words"], rows=2, layout={"width": "96%"}, description_allow_html=False)
            text.tooltip = f"{field['indicator']} · {name}"  # read out by a screen reader, as the label above is not
            take = widgets.Button(description=_("Accept"), disabled=not field["proposal"], layout={"width": "auto"})
            take.tooltip = f"{take.description}: {name}"
            take.on_click(lambda _button, key=key: self.accept(key))
            self.fields[key] = field | {"text": text}
            if field["indicator"] != head:
                head = field["indicator"]
                rows.append(widgets.HTML(f'<h4 style="margin: .6em 0 0; {_INK}">{html.escape(head)}</h4>'))
            rows.append(widgets.HBox([widgets.HTML(_proposal(name, field["proposal"])), take]))
            rows.append(text)
        self.form.children = rows

    def words(self):
        """Return {(indicator, part): what stands in its field}."""
        return {key: field["text"].value for key, field in self.fields.items()}

    def unsaved(self):
        """Return how many fields hold other words than when they were laid out."""
        return sum(field["text"].value.split() != field["words"].split() for field in self.fields.values())

    def accept(self, key=None):
        """Take over a proposal, or all of situations where there are no words yet; it stands in the field, unsaved."""
        with speaking(self.speaks):
            for here, field in self.fields.items():
                empty = key is None and not field["text"].value.strip() and field["proposal"]
                if here == key or (empty and (field["part"].isdigit() or self._known(here[0]))):
                    field["text"].value = field["proposal"]
            self.tell(ngettext("{n} field is not saved yet.", "{n} fields are not saved yet.", self.unsaved()))

    def _known(self, indicator):
        return any(scale.known for scale in self.scales if scale.indicator == indicator)

    def save(self):
        """Record what was worded, and say when, or why not; return whether everything is saved."""
        with speaking(self.speaks):
            if not self.unsaved():
                self.tell(_("Nothing was changed."))
                return True
            theme, language = self.at
            known = {"day": self.day.value, "who": self.who.value.strip(), "since_wave": self.since.value.strip()}
            try:
                _decided, wordings, problems = record_typed(
                    self.study, self.scales, self.themes[theme], self.words(), language=language, **known
                )
            except SheetProblems as error:
                faults = [problem for problem in error.problems if problem.severity == "error"]
                self.tell(_("Nothing was saved:"), faults, alert=True)
                return False
            except Exception as error:  # nobody sees what a handler raises
                said = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
                self.tell(_("This could not be done, and nothing was saved: {error}", error=said), alert=True)
                return False
            at = datetime.datetime.now().strftime("%H:%M:%S")
            text = ngettext("Saved at {time}: {n} new version.", "Saved at {time}: {n} new versions.", len(wordings),
                            time=at)  # fmt: skip
            try:
                self.study = read_study(self.study.folder, language=self.speaks)
                self.show()
            except (StudyProblems, OSError) as error:
                text += " " + _("The study cannot be read again: {error}", error=str(error))
            self.tell(text, problems)
            return True

    def move(self, change):
        """Go to another theme or language, once what was worded here is saved; else stay."""
        if (self.theme.value, self.language.value) == self.at:
            return
        if self.unsaved():
            if self._saved_before(change):
                change["owner"].value = change["new"]  # and comes here again
            return
        with speaking(self.speaks):
            self.show()

    def _saved_before(self, change):
        change["owner"].unobserve(self.move, names="value")
        try:
            change["owner"].value = change["old"]
            return self.save()
        finally:
            change["owner"].observe(self.move, names="value")

    def tell(self, text, problems=(), *, alert=False):
        """Show a sentence, and each problem with what to do."""
        lines = [f"<b>{html.escape(text)}</b>"]
        lines += [html.escape(f"{problem.found()} {problem.advice()}".strip()) for problem in problems]
        mark = "⚠ " if alert else ""
        role = "alert" if alert else "status"
        self.status.value = f'<div role="{role}" style="{_INK}">{mark}{"<br>".join(lines)}</div>'


def _proposal(name, proposal):
    nobody = _("nobody said such a thing")
    said = html.escape(proposal) if proposal else f"<i>{html.escape(nobody)}</i>"
    return f'<div style="line-height: 1.3; {_INK}"><b>{html.escape(name)}</b><br><small>{said}</small></div>'


def words_told(lines):
    """Return in html what was said of a theme: by question and meaning, with how many people and groups said each.

    Parameters
    ----------
    lines : DataFrame
        From `draft_indicators`, of one theme.

    Returns
    -------
    str

    Examples
    --------
    >>> import pandas as pd
    >>> line = {"side": "down", "meaning": "P", "words": "no <flat>", "said": 3, "groups": 1, "one_group": True}
    >>> told = words_told(pd.DataFrame([line | {"unsure": True, "state": "suggested"}]))
    >>> "no &lt;flat&gt;" in told, "said 3 times, 1 group ★" in told
    (True, True)
    """
    parts = []
    for side in _SIDES:
        here = lines[lines["side"] == side]
        if here.empty:
            continue
        parts.append(f'<h4 style="margin: .6em 0 .2em">{html.escape(word("side", side))}</h4>')
        for meaning, rows in here.groupby("meaning", sort=False):
            name = word("meaning", meaning) if meaning else _("without a meaning")
            items = "".join(_item(row) for row in rows.to_dict("records"))
            head = f'<p style="margin: .3em 0 0"><b>{html.escape(name)}</b></p>'
            parts.append(f'{head}<ul style="margin: 0">{items}</ul>')
    note = _("★ only one group said it. ? the meaning is an unsure suggestion.")
    return f'<div style="line-height: 1.35; {_INK}">{"".join(parts)}<p><small>{html.escape(note)}</small></p></div>'


def _item(row):
    times = ngettext("said {n} time", "said {n} times", int(row["said"]))
    groups = ngettext("{n} group", "{n} groups", int(row["groups"]))
    marks = f"{' ★' if row['one_group'] else ''}{' ?' if row['unsure'] and row['state'] != 'decided' else ''}"
    return f"<li>{html.escape(row['words'])} <small>({html.escape(f'{times}, {groups}{marks}')})</small></li>"
