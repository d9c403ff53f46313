"""What a study holds: one frozen bundle of tables, and the card it shows of itself."""

import html
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from workbench.language import LANGUAGES, _, current_language, listed, names, ngettext, number, percent, word
from workbench.tables import empty


@dataclass(frozen=True)
class Study:
    """Everything that a study's folder says, one table each (see `tables.TABLES`), and the warnings it was read with.

    `decisions` is what people decided about themes, in order. `grid` holds the coding schemes that the study declares,
    the first one first, `grid_crosswalk` how their codes correspond; criteria that came with codes carry their
    `version`.
    `answers` and `criteria` carry the `standpoint` and `profile` of their reference group as further columns; `answers`
    also those of the `profile_columns` of study.xlsx that people filled in. `wordings` are versions that groups wrote
    since (`wordings.csv`): `indicators`, `situations` and `propositions` are as people are asked now, `first_words` as
    study.xlsx has them. `actions` and `commitments` are as study.xlsx and the changes since (`follow_up.csv`) say
    together; `follow_up` is what became of each change.
    `files` says which sheet gave how many lines to which table.
    Shown in a notebook, a study is its card.
    """

    folder: Path
    title: str
    language: str
    constructed: bool
    territories: pd.DataFrame
    groups: pd.DataFrame
    indicators: pd.DataFrame
    situations: pd.DataFrame
    propositions: pd.DataFrame
    waves: pd.DataFrame
    criteria: pd.DataFrame
    answers: pd.DataFrame
    ladders: pd.DataFrame
    counts: pd.DataFrame
    statistics: pd.DataFrame
    evidence: pd.DataFrame
    actions: pd.DataFrame
    commitments: pd.DataFrame
    effects: pd.DataFrame
    decisions: pd.DataFrame
    grid: pd.DataFrame
    grid_crosswalk: pd.DataFrame
    files: pd.DataFrame
    crosswalk: pd.DataFrame = field(default_factory=lambda: empty("crosswalk"))
    tree: pd.DataFrame = field(default_factory=lambda: empty("tree"))
    names: pd.DataFrame = field(default_factory=lambda: empty("names"))
    warnings: list = field(default_factory=list)
    wordings: pd.DataFrame = field(default_factory=lambda: empty("wordings"))
    follow_up: pd.DataFrame = field(default_factory=lambda: empty("follow_up"))
    first_words: dict = field(default_factory=dict)
    profile_columns: tuple = ()

    def labels(self):
        """Return {code or name: its label in the current language}, for all that has one.

        Indicators, territories and actions by their codes; themes, dimensions, groups and units by the names that the
        sheet Names has in this language. An indicator that has no label in this language is shown in that of the
        study, else in the first that it has.
        """
        spoken = self._spoken()
        rows = self.indicators.to_dict("records")
        said = self.names[self.names[f"label_{current_language()}"] != ""]
        named = dict(zip(said["name"], said[f"label_{current_language()}"], strict=True))
        named |= {
            row["indicator"]: next((row[f"label_{c}"] for c in spoken if row[f"label_{c}"]), row["indicator"])
            for row in rows
        }
        for table, code in ((self.territories, "territory"), (self.actions, "action")):
            named.update({row[code]: row["label"] or row[code] for row in table.to_dict("records")})
        return named

    def called(self):
        """Return the title of the study in the current language, where the sheet Names has it, else as it is."""
        return self.labels().get(self.title, self.title)

    def level_words(self):
        """Return {indicator: [the words of each level, lowest first]}, where all are worded in one language.

        In the first of the languages that `labels` goes through in which they are.
        """
        words = {}
        for indicator, rows in self.situations.sort_values("level").groupby("indicator", sort=False):
            scales = (rows[f"words_{code}"].tolist() for code in self._spoken())
            if whole := next((texts for texts in scales if all(texts)), None):
                words[indicator] = whole
        return words

    def _spoken(self):
        """Return the languages in which a reader of this study is spoken to, best first."""
        return dict.fromkeys([current_language(), self.language, *LANGUAGES])

    def all_waves(self):
        """Return the waves that have criteria, answers, counts or statistics, in order."""
        tables = (self.criteria, self.answers, self.ladders, self.counts, self.statistics)
        return sorted({wave for table in tables for wave in table["wave"].unique()})

    def __repr__(self):
        return f"{self.called()}: " + listed(self._counted())

    def _counted(self):
        people = self.answers.drop_duplicates(["respondent", "territory", "wave", "group"])
        return [
            ngettext("{n} territory", "{n} territories", len(self.territories)),
            ngettext("{n} wave", "{n} waves", len(self.all_waves())),
            ngettext("{n} session of reference groups", "{n} sessions of reference groups", len(self.groups)),
            ngettext("{n} criterion", "{n} criteria", len(self.criteria)),
            ngettext("{n} respondent", "{n} respondents", len(people)),
            ngettext("{n} indicator", "{n} indicators", len(self.indicators)),
            ngettext("{n} action", "{n} actions", len(self.actions)),
        ]

    def _repr_html_(self):
        head = f"<h3>{html.escape(self.called())}</h3>"
        if self.constructed:
            constructed = _("Constructed example: none of these people exist.")
            head += f"<p><strong>{html.escape(constructed)}</strong></p>"
        head += f"<p>{html.escape(listed(self._counted()))}</p>"
        return head + what_came_in(self, by=("territory", "wave")).to_html(index=False, border=0)


def missing_reasons(answers, *, by=("indicator",)):
    """Return how often each reason stands in the place of an answer.

    Parameters
    ----------
    answers : DataFrame
        Table `answers`.
    by : sequence of str
        Columns of `answers`; one line each.

    Returns
    -------
    DataFrame
        The columns of `by`, asked (answers asked for), one column a reason that occurs (in the current language), and
        the share that is missing, in percent. Headers are in the current language.

    Examples
    --------
    >>> from workbench.tables import frame
    >>> answers = frame("answers", [{"indicator": "SAFE", "level": 2}, {"indicator": "SAFE", "missing": "dont_know"}])
    >>> missing_reasons(answers).values.tolist()
    [['SAFE', 2, 1, '50%']]
    """
    by = list(by)
    asked = answers.groupby(by, sort=True).size()
    missing = answers[answers["missing"].ne("")].groupby([*by, "missing"]).size().unstack(fill_value=0)
    missing = missing.reindex(
        index=asked.index, columns=[name for name in names("reason") if name in missing], fill_value=0
    )
    share = (missing.sum(axis=1) / asked).map(percent)
    table = pd.concat({_("asked"): asked, **dict(missing.items()), _("missing"): share}, axis=1).reset_index()
    table = table.rename(
        columns={
            **{name: word("reason", name) for name in names("reason")},
            **{name: word("column", name) for name in by},
        }
    )
    table.attrs.update(answers.attrs)
    return table


def what_came_in(study, *, by=("territory", "wave", "group")):
    """Return what each territory, wave or group brought: to see at a glance what is missing.

    Parameters
    ----------
    study : Study
    by : sequence of {"territory", "wave", "group"}

    Returns
    -------
    DataFrame
        The columns of `by` (headers in the current language), reference groups, criteria, respondents in groups,
        respondents in the survey, answers, missing answers in percent. A declared group that brought nothing has a line
        of its own, with dashes.
    """
    by = list(by)
    people = study.answers.drop_duplicates(["respondent", "territory", "wave", "group"])
    sessions = study.groups.groupby(by, sort=True).size()
    parts = {
        _("reference groups"): sessions,
        _("criteria"): study.criteria.groupby(by).size(),
        _("people in groups"): people[people["group"].ne("")].groupby(by).size(),
        _("people in the survey"): people[people["group"].eq("")].groupby(by).size(),
        _("answers"): study.answers.groupby(by)["level"].count(),
        _("missing answers"): study.answers.groupby(by)["level"].apply(lambda level: level.isna().mean()),
    }
    table = pd.concat(parts, axis=1).sort_index()
    shown = table.apply(lambda column: column.map(percent if column.name == _("missing answers") else number))
    shown = shown.reset_index().rename(columns={name: word("column", name) for name in by})
    shown = shown.astype("str").replace("", _("survey"))
    shown.attrs.update(study.answers.attrs)
    return shown
