"""Every table that flows through the workbench: what one row is, and its columns.

This is the one place to look a column up. Each table is a plain pandas DataFrame that an evaluator could open as a
spreadsheet; `empty("answers")` gives one with no rows, `TABLES["answers"]` says what it holds. The words that people
use for these columns, in six languages, stand in `data/words.csv` and are read by `language.recognise`.
"""

from dataclasses import dataclass

import pandas as pd

#: How a column's cells are read: the pandas dtype that each kind becomes.
DTYPES = {
    "text": "str",
    "choice": "str",
    "list": "str",  # several codes in one cell, kept as "A; B"
    "number": "Float64",
    "integer": "Int64",
    "yesno": "boolean",
    "date": "datetime64[s]",
}


@dataclass(frozen=True)
class Column:
    """One column: its name, how its cells are read, whether a row needs it, and where its allowed values stand.

    `allowed` names either a kind of word in `data/words.csv` (for a choice) or `table.column` (for a reference).
    """

    name: str
    kind: str = "text"
    required: bool = False
    allowed: str = ""


@dataclass(frozen=True)
class Table:
    """One table: its name, what one row is, its columns, and the columns that no two rows may share."""

    name: str
    row: str
    columns: tuple[Column, ...]
    key: tuple[str, ...] = ()

    def column(self, name):
        """Return the column called `name`.

        >>> TABLES["groups"].column("standpoint").allowed
        'standpoint'
        """
        return next(column for column in self.columns if column.name == name)


def _table(name, row, key, *columns):
    return Table(name, row, tuple(columns), tuple(key.split()))


_TERRITORY = Column("territory", required=True, allowed="territories.territory")
_WAVE = Column("wave", required=True)
_GROUP = Column("group", allowed="groups.group")
_INDICATOR = Column("indicator", required=True, allowed="indicators.indicator")
_ACTION = Column("action", required=True, allowed="actions.action")
_SOURCE = Column("source")

# fmt: off
TABLES = {
    table.name: table
    for table in (
        # what the evaluator declares, in study.xlsx
        _table(
            "territories", "one territory: a municipality, a neighbourhood, a region or an institution", "territory",
            Column("territory", required=True), Column("label"),
            Column("territory_kind", "choice", False, "territory_kind"),
            Column("parent", allowed="territories.territory"), Column("population", "integer"),
            Column("languages", "list"), Column("formerly", "list", False, "territories.territory"),
            Column("since_wave"), _SOURCE,
        ),
        _table(
            "groups", "one reference group in one wave", "territory wave group", Column("group", required=True),
            _TERRITORY, _WAVE, Column("profile", required=True), Column("standpoint", "choice", True, "standpoint"),
            Column("language", "choice", False, "language"), Column("date", "date"),
            Column("participants", "integer"), _SOURCE,
        ),
        _table(
            "grid", "one family or component of a coding scheme", "version code", Column("version", required=True),
            Column("code", required=True), Column("parent"),
            *(Column(f"label_{code}") for code in ("en", "fr", "it", "ro", "de", "nl")),
            *(Column(f"seeds_{code}") for code in ("en", "fr", "it", "ro", "de", "nl")), Column("kind"),
            Column("provenance"), _SOURCE,
        ),
        _table(
            "grid_crosswalk", "what one code of one grid becomes in another",
            "from_version from_code to_version to_code",
            Column("from_version", required=True), Column("from_code", required=True),
            Column("to_version", required=True), Column("to_code"), Column("match", "choice", True, "match"),
            Column("share", "number"), Column("provenance"), _SOURCE,
        ),
        _table(
            "indicators", "one indicator", "indicator", Column("indicator", required=True),
            Column("indicator_kind", "choice", True, "indicator_kind"), Column("theme"), Column("code"),
            Column("territory", allowed="territories.territory"),
            *(Column(f"label_{code}") for code in ("en", "fr", "it", "ro", "de", "nl")), Column("levels", "integer"),
            Column("lowest", "integer"), Column("direction", "choice", False, "direction"),
            Column("weight", "number"), Column("generations", "yesno"), Column("unit"), Column("floor", "number"),
            Column("ceiling", "number"), Column("since_wave"), Column("until_wave"),
            Column("replaces", allowed="indicators.indicator"), _SOURCE,
        ),
        _table(
            "situations", "one level of one indicator, in words", "indicator level", _INDICATOR,
            Column("level", "integer", True),
            *(Column(f"words_{code}") for code in ("en", "fr", "it", "ro", "de", "nl")),
            Column("threshold", "number"), _SOURCE,
        ),
        _table(
            "propositions", "one of the four propositions of one ladder, in words", "indicator proposition",
            _INDICATOR, Column("proposition", "choice", True, "proposition"),
            *(Column(f"words_{code}") for code in ("en", "fr", "it", "ro", "de", "nl")), _SOURCE,
        ),
        _table(
            "crosswalk", "one level of one scale, or a share of it, as a level of another scale",
            "indicator_from level_from indicator_to level_to",
            Column("indicator_from", required=True, allowed="indicators.indicator"),
            Column("level_from", "integer", True),
            Column("indicator_to", required=True, allowed="indicators.indicator"), Column("level_to", "integer", True),
            Column("share", "number"), _SOURCE,
        ),
        _table(
            "tree", "one node of the tree of an index: an indicator, a theme or a dimension", "code",
            Column("code", required=True), Column("parent"), Column("weight", "number"),
            Column("direction", "choice", False, "direction"), _SOURCE,
        ),
        _table(
            "names", "one theme, dimension, reference group or unit, in other languages", "name",
            Column("name", required=True), *(Column(f"label_{code}") for code in ("en", "fr", "it", "ro", "de", "nl")),
            _SOURCE,
        ),
        _table(
            "waves", "one wave of one territory (or of all), when something about it changed",
            "territory wave indicator group",
            _WAVE, Column("territory", allowed="territories.territory"), Column("mode"), Column("break"),
            Column("indicator", allowed="indicators.indicator"), _GROUP, Column("change", "choice", False, "change"),
            Column("grid"), _SOURCE,
        ),
        _table(
            "actions", "one action of the plan", "action", Column("action", required=True), _TERRITORY,
            Column("label", required=True), Column("themes", "list"),
            Column("indicators", "list", False, "indicators.indicator"), Column("lead"),
            Column("actor", "choice", False, "actor"), Column("start", "date"), Column("end", "date"),
            Column("cost", "number"), Column("currency"), Column("users_associated", "yesno"),
            Column("users_on_board", "integer"), Column("board_members", "integer"),
            Column("pilot", "yesno"), Column("pilot_wave"),
            Column("compared_with", "list", False, "territories.territory"),
            Column("action_state", "choice", False, "action_state"), _SOURCE,
        ),
        _table(
            "commitments", "one promise of one actor in one action", "", _ACTION, Column("who", required=True),
            Column("actor", "choice", True, "actor"), Column("what", required=True), Column("until", "date"),
            Column("commitment_state", "choice", False, "commitment_state"), _SOURCE,
        ),
        _table(
            "effects", "what one stakeholder sees one action do to one indicator, from -2 to +2",
            "action indicator stakeholder", _ACTION, _INDICATOR, Column("stakeholder", required=True),
            Column("role", "choice", False, "role"), Column("expected", "integer"), Column("observed", "integer"),
            _SOURCE,
        ),
        # what comes in with each wave
        _table(
            "criteria", "one thing that one group said", "criterion", Column("criterion", required=True), _TERRITORY,
            _WAVE, _GROUP, Column("question", "choice", True, "question"), Column("text", required=True),
            Column("language", "choice", False, "language"), Column("votes", "integer"), Column("code"), _SOURCE,
        ),
        _table(
            "answers", "one respondent's answer on one indicator: a level 1..K, or missing with its reason",
            "respondent territory wave group indicator", Column("respondent", required=True), _TERRITORY, _WAVE,
            _GROUP, _INDICATOR, Column("level", "integer"), Column("missing", "choice", False, "reason"),
            Column("weight", "number"), Column("stratum"), Column("cluster"), _SOURCE,
        ),
        _table(
            "counts", "how many people gave one answer, where only counts were published",
            "territory wave group indicator level missing", _TERRITORY, _WAVE, _GROUP, _INDICATOR,
            Column("level", "integer"), Column("missing", "choice", False, "reason"),
            Column("count", "number", True), _SOURCE,
        ),
        _table(
            "ladders", "one respondent's four answers on one ladder: does he or she agree with each proposition",
            "respondent territory wave group indicator", Column("respondent", required=True), _TERRITORY, _WAVE,
            _GROUP, _INDICATOR, Column("possibility", "yesno"), Column("attainment", "yesno"),
            Column("quality", "yesno"), Column("sustainability", "yesno"), Column("weight", "number"),
            Column("stratum"), Column("cluster"), _SOURCE,
        ),
        _table(
            "statistics", "one figure of an official or local series", "territory wave indicator", _TERRITORY, _WAVE,
            _INDICATOR, Column("value", "number", True), Column("unit"), Column("year", "integer"),
            Column("publisher"), _SOURCE,
        ),
        _table(
            "evidence", "one piece of evidence filed under one level of an indicator", "", _TERRITORY, _WAVE,
            _INDICATOR, Column("level", "integer", True), Column("evidence_kind", "choice", True, "evidence_kind"),
            Column("text", required=True), _SOURCE,
        ),
        # what people decide, and what the workbench computes
        _table(
            "decisions", "one human choice about themes, in order", "", Column("when", required=True), Column("who"),
            Column("what", "choice", True, "decision"), Column("criterion"), Column("from"), Column("to"),
            Column("note"),
        ),
        _table(
            "follow_up", "one cell of the action plan that was changed, added or taken back since, in order", "",
            Column("when", required=True), Column("who"), Column("what", "choice", True, "follow_up"), _ACTION,
            Column("commitment"), Column("column"), Column("from"), Column("to"), Column("note"), _SOURCE,
        ),
        _table(
            "wordings", "one wording of a level, a proposition or a property of an indicator, as a group changed it",
            "", Column("when", required=True), Column("who"), Column("since_wave"),
            Column("indicator", required=True), Column("part", required=True),
            Column("language", "choice", False, "language"), Column("words"), _SOURCE,
        ),
        _table(
            "themes", "one theme", "theme", Column("theme", required=True), Column("label"), Column("code"),
            Column("criteria", "integer"), Column("groups", "integer"), Column("stability", "number"),
            Column("state"),
        ),
        _table(
            "scores", "one figure", "", Column("territory"), Column("wave"), Column("origin"), Column("group"),
            Column("indicator"), Column("facet"), Column("level", "integer"), Column("n", "integer"),
            Column("n_eff", "number"), Column("estimate", "number"), Column("se", "number"), Column("df", "number"),
            Column("low", "number"), Column("high", "number"), Column("note"),
        ),
        _table(
            "comparability", "one indicator and two waves: can they be compared", "", Column("territory"),
            Column("origin"), Column("indicator"), Column("from"), Column("to"),
            Column("comparable", "choice", False, "comparable"), Column("reasons", "list"), Column("why"),
        ),
        _table(
            "changes", "one contrast between two waves", "", Column("territory"), Column("origin"), Column("group"),
            Column("indicator"), Column("facet"), Column("from"), Column("to"), Column("estimate_from", "number"),
            Column("estimate_to", "number"), Column("difference", "number"), Column("se", "number"),
            Column("df", "number"), Column("low", "number"), Column("high", "number"), Column("p", "number"),
            Column("p_adjusted", "number"), Column("robust", "yesno"), Column("detectable", "number"),
            Column("n_from", "integer"), Column("n_to", "integer"), Column("direction"), Column("warning"),
            Column("verdict"),
        ),
    )
}
# fmt: on


def columns(name):
    """Return the column names of table `name`, in order.

    >>> columns("effects")
    ['action', 'indicator', 'stakeholder', 'role', 'expected', 'observed', 'source']
    """
    return [column.name for column in TABLES[name].columns]


def empty(name):
    """Return table `name` with its columns and types, and no rows.

    >>> empty("answers").dtypes["level"]
    Int64Dtype()
    """
    return frame(name, [])


def frame(name, rows):
    """Return table `name` made of `rows` (dicts or a DataFrame): known columns first, typed; others kept behind.

    Parameters
    ----------
    name : str
        A key of `TABLES`.
    rows : list of dict, or DataFrame
        Column name to value; a column that is absent is filled with "nothing" of its kind.

    Returns
    -------
    DataFrame
        A new table with a fresh index. Text columns hold "" where nothing was said, so that grouping keeps the row.

    Examples
    --------
    >>> frame("groups", [{"group": "Young people", "participants": 9}])[["group", "wave", "participants"]]
              group wave  participants
    0  Young people                  9
    """
    table = pd.DataFrame(rows).reset_index(drop=True)
    known = {}
    for column in TABLES[name].columns:
        dtype = DTYPES[column.kind]
        cells = table[column.name] if column.name in table else pd.Series([pd.NA] * len(table), dtype=object)
        if dtype == "str":
            known[column.name] = cells.astype(object).where(cells.notna(), "").astype("str")
        elif dtype.startswith("datetime"):
            known[column.name] = pd.to_datetime(cells).astype(dtype)
        else:
            known[column.name] = cells.astype(object).where(cells.notna(), pd.NA).astype(dtype)
    extra = {column: table[column] for column in table.columns if column not in known}
    return pd.DataFrame({**known, **extra})
