"""What people decided about themes, kept as lines of a file that is only ever added to.

`decisions.csv` stands in the study's folder and opens in a spreadsheet. One line is one choice; lines with the same
`when` are one decision. What each kind needs:

==========  ==================================================================================================
assign      criterion → to: the criterion belongs to theme `to` (an id, a label, or a new name)
split       the same for criteria that leave theme `from` for a new theme; one line a criterion
merge       theme `from` becomes a part of theme `to`
rename      theme `from` is called `to`
new         there is a theme `to`, though it holds nothing yet
validate    the group agrees: with theme `from`, with the criteria named, or with both
code        theme `from` is filed under code `to` of the coding scheme
reword      the group says criterion in other words: `to`; its first words stay
meaning     criterion speaks of P, O, Q, S or R: possibility, attainment, quality, sustainability, opposition (`to`)
number      `to` is how many themes are suggested, beside those that people made; the last such line counts
undo        the decision made at `from` is taken back; without `from`, the last one that still stands
==========  ==================================================================================================

For merge, rename, validate and code, `criterion` may name the criteria that the theme held when people decided
("c1; c2; …"): these stay in it whatever comes later, also when a new wave moves the machine's own suggestions.
"""

from datetime import datetime, time, timedelta
from pathlib import Path

from workbench import tables
from workbench.decisions.adding import append, free_moment, held
from workbench.decisions.lines import COLUMNS, FEWEST, NEEDS, decoded, moment, whole_number
from workbench.decisions.reading import understood

FILE = "decisions.csv"
#: What stands between the criteria named in one cell.
_SEVERAL = "; "
#: Criteria named in one line; a spreadsheet cuts longer cells.
_A_LINE = 100
#: A meeting of which only the day is known.
_NOON = time(12)


def read_decisions(place):
    """Return the decisions of a study, oldest first, and what could not be read.

    Copes with what spreadsheets do to a file: a byte-order mark, semicolons or tabs, Windows' own encoding, columns or
    rows in another order, headers in six languages, and with what a crash does: a line cut short. A line that cannot be
    read is a problem; it stays in the file, and the others are read.

    Parameters
    ----------
    place : Study, folder or path of the file

    Returns
    -------
    decisions : DataFrame
        Table `decisions`, with `source` ("decisions.csv!A7"), by `when`; a line whose time cannot be read stays where
        it stands.
    problems : list of Problem

    Examples
    --------
    >>> decisions, problems = read_decisions("no/such/folder")
    >>> len(decisions), problems
    (0, [])
    """
    known = understood(path_of(place))
    return _table(known.rows), list(known.problems)


def record_decision(place, what, *, criterion="", theme="", to="", who="", note="", when=None):
    """Add one decision to the study's file and return it; on disk before this returns.

    Two notebooks may write at once. The file keeps the form that it has (separator, encoding, order of columns).

    Parameters
    ----------
    place : Study, folder or path of the file
    what : {"assign", "merge", "split", "rename", "new", "validate", "code", "reword", "meaning", "number", "undo"}
    criterion : str or list of str
        The criteria meant; for a decision about a theme, those that it holds now.
    theme : str
        The theme meant, by id or label; for "undo", the `when` of the decision that is taken back.
    to : str or int
        A theme, a new name, a label, a code or a number, as the kind wants it.
    who, note : str
    when : date or datetime, optional
        When a group decided it, where that is not now: decisions are followed in the order in which they were made.

    Returns
    -------
    DataFrame
        The lines written, as table `decisions`.

    Raises
    ------
    ValueError
        If the kind is unknown or lacks what it needs, the number of themes is none, or `when` is still to come.
    TimeoutError
        If another program holds the file for half a minute.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     line = record_decision(folder, "rename", theme="T-c17", to="Housing", who="Ana")
    ...     read_decisions(folder)[0][["what", "from", "to"]]
         what   from       to
    0  rename  T-c17  Housing
    """
    return record_decisions(
        place,
        [{"what": what, "criterion": criterion, "theme": theme, "to": to, "who": who, "note": note, "when": when}],
    )


def record_decisions(place, decisions):
    """Add several decisions at once, in their order: all of them are written, or none where one cannot be.

    Parameters
    ----------
    place : Study, folder or path of the file
    decisions : list of dict
        Each with `what`, and the other parameters of `record_decision` as it needs them.

    Returns
    -------
    DataFrame
        The lines written, as table `decisions`.

    Raises
    ------
    ValueError, TimeoutError
        As `record_decision`.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     named = {"what": "new", "to": "Housing"}
    ...     placed = {"what": "assign", "criterion": "c1", "to": "Housing"}
    ...     len(record_decisions(folder, [named, placed]))
    2
    """
    return _table(written(place, decisions))


def written(place, decisions):
    """Do as `record_decisions`; return the lines as dictionaries."""
    checked = [_checked(**decision) for decision in decisions]
    path = path_of(place)
    rows = []
    with held(path):
        file = understood(path)
        known = {found for row in file.rows if (found := moment(row["when"]))}
        for decision in checked:
            when = free_moment(known, decision.pop("when"))
            known.add(when)
            size = 1 if decision["what"] in ("assign", "split") else _A_LINE
            several = decision.pop("criteria")
            parts = [_SEVERAL.join(several[start : start + size]) for start in range(0, len(several), size)] or [""]
            said = when.isoformat(timespec="microseconds")
            rows += [decision | {"when": said, "criterion": part} for part in parts]
        if rows:
            text, encoding = decoded(file.data)
            form = {"text": text, "encoding": encoding, "between": file.between, "order": file.order}
            append(path, rows, COLUMNS, **form, headed=not file.empty)
    return rows


def _checked(what, *, criterion="", theme="", to="", who="", note="", when=None):
    """Return a decision as the cells it will fill, its criteria apart; ValueError where it says nothing."""
    if what not in NEEDS:
        raise ValueError(f"what must be one of {', '.join(NEEDS)}; got {what!r}")
    several = [criterion] if isinstance(criterion, str) else [str(one) for one in criterion]
    cells = {"criterion": _SEVERAL.join(several), "from": theme, "to": to}
    absent = [name for name in NEEDS[what] if not str(cells[name]).strip()]
    if absent or (what == "validate" and not (theme or cells["criterion"])):
        raise ValueError(f"{what!r} needs {' and '.join(absent) or 'a theme or a criterion'}; got {cells}")
    if what == "number":
        found = whole_number(to)
        if found is None or found < FEWEST:
            raise ValueError(f"the number of themes must be a whole number, {FEWEST} or more; got {to!r}")
        to = str(found)
    if when is not None:
        when = when if isinstance(when, datetime) else datetime.combine(when, _NOON)
        when = when.astimezone()
        if when > datetime.now().astimezone() + timedelta(days=1):
            raise ValueError(f"when must not lie in the future; got {when:%Y-%m-%d}")
    return {"what": what, "criteria": several, "from": theme, "to": to, "who": who, "note": note, "when": when}


def path_of(place):
    """Return the file of decisions of a study, of a folder, or the file itself."""
    path = Path(getattr(place, "folder", place))
    return path if path.suffix.lower() in (".csv", ".txt", ".tsv") else path / FILE


def _table(rows):
    return tables.frame("decisions", rows)
