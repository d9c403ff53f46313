"""Where a table starts in a sheet, what its columns are, and what is written above it."""

from dataclasses import dataclass, field
from itertools import pairwise

from workbench.language import N_, forms, names, plain, recognise
from workbench.spreadsheets.values import as_text, is_blank

_SEARCHED_ROWS = 40
#: What a workbook may say about itself above a table or on its own sheet.
MEETING = ("territory", "group", "wave", "date", "participants", "language", "origin")


@dataclass(frozen=True)
class Header:
    """The header of a table: its row (from 0), what each column is, and the columns whose header says nothing known.

    `meanings` maps a column (from 0) to a name, or to a tuple such as `("indicator", "MOB")`; `unknown` maps a column
    to its text, `repeated` one whose meaning another column has already.
    """

    row: int
    meanings: dict
    unknown: dict
    repeated: dict = field(default_factory=dict, repr=False)


def column_reader(known_columns):
    """Return a function that reads a header cell as one of `known_columns`, in any of the six languages.

    >>> column_reader(["group", "profile"])("Gruppo"), column_reader(["group", "profile"])("Notes")
    ('group', None)
    """
    return lambda text: recognise("column", text, known_columns)


def find_header(sheet, read, *, least=2):
    """Return the header of the table in a sheet, or None if there is none.

    The header is the row with the most cells that `read` understands; titles above it, blank rows and columns do not
    matter. Where a row holds the four propositions of ladders, the merged label above belongs to each of them.

    Parameters
    ----------
    sheet : Sheet
    read : function
        Takes the text of a header cell, returns what the column is or None.
    least : int
        How many columns must be understood.

    Returns
    -------
    Header or None
        Of two equally good rows the upper one.

    Examples
    --------
    >>> import pandas as pd
    >>> from workbench.spreadsheets.sheets import Sheet
    >>> cells = pd.DataFrame([["Our groups", ""], ["", ""], ["Groupe", "Profil"], ["Jeunes", "young"]], dtype=object)
    >>> find_header(Sheet("study.xlsx", "Groups", cells), column_reader(["group", "profile"]))
    Header(row=2, meanings={0: 'group', 1: 'profile'}, unknown={})
    """
    best = None
    for row in range(min(_SEARCHED_ROWS, len(sheet.cells))):
        texts = _header_texts(sheet, row, read)
        meanings, unknown, repeated = {}, {}, {}
        for column, text in texts.items():
            meaning = read(text)
            if meaning is None:
                unknown[column] = text
            elif meaning in meanings.values():
                repeated[column] = text
            else:
                meanings[column] = meaning
        if len(meanings) >= least and (best is None or len(meanings) > len(best.meanings)):
            best = Header(row, meanings, unknown, repeated)
    return best


def lost_columns(sheet, header):
    """Return a problem for each column that would be lost: its header stands twice, or it has values and no header."""
    problems = []
    for c, text in header.repeated.items():
        again = N_("The column “{found}” stands twice."), N_("Delete one of the two, or correct its header.")
        problems.append(sheet.problem(header.row, c, *again, found=text))
    named = {*header.meanings, *header.unknown, *header.repeated}
    for c in range(len(sheet.cells.columns)):
        below = [r for r in range(header.row + 1, len(sheet.cells)) if not is_blank(sheet.rows[r][c])]
        if c not in named and below:
            under = N_("“{found}” stands under no header."), N_("Write a header above it, or delete it.")
            problems.append(sheet.problem(below[0], c, *under, found=as_text(sheet.rows[below[0]][c])))
    return problems


def _header_texts(sheet, row, read):
    """Return the header text of each filled column of a row, completed from the row above under ladders."""
    own = {column: as_text(cell) for column, cell in enumerate(sheet.rows[row]) if not is_blank(cell)}
    if row == 0 or not any(recognise("proposition", text) for text in own.values()):
        return own
    above, label = {}, ""
    for column, cell in enumerate(sheet.rows[row - 1]):
        merged = any(first <= row - 1 <= last and left < column <= right for first, left, last, right in sheet.merged)
        label = label if is_blank(cell) and (merged or _under_ladder(own, column)) else as_text(cell)
        above[column] = label
    joined = {
        column: f"{above[column]} – {text}"
        for column, text in own.items()
        if above[column] and recognise("proposition", text)
    }
    if not any(read(text) for text in joined.values()):
        return own
    return {
        column: joined.get(column) or own.get(column) or above[column]
        for column in above
        if column in own or above[column]
    }


def _under_ladder(own, column):
    return recognise("proposition", own.get(column, "")) is not None


def read_meeting(sheet, before):
    """Return what a sheet says about its meeting above row `before`: name → (cell, row, column) of the value.

    A key stands left of its value, with or without a colon: "Groupe :" | "Jeunes 16–25".

    >>> import pandas as pd
    >>> from workbench.spreadsheets.sheets import Sheet
    >>> cells = pd.DataFrame([["Group:", "Young people"], ["Participants", 9]], dtype=object)
    >>> read_meeting(Sheet("young.xlsx", "Meeting", cells), 2)
    {'group': ('Young people', 0, 1), 'participants': (9, 1, 1)}
    """
    found = {}
    for row in range(min(before, len(sheet.cells))):
        cells = [(column, cell) for column, cell in enumerate(sheet.rows[row]) if not is_blank(cell)]
        for (_left, key), (column, value) in pairwise(cells):
            name = recognise("column", as_text(key), MEETING)
            if name and name not in found and recognise("column", as_text(value)) is None:
                found[name] = (value, row, column)
    return found


def indicator_reader(indicators, also=()):
    """Return a function that reads a header cell as an indicator, by its code or its label in any language.

    Parameters
    ----------
    indicators : DataFrame
        Table `indicators`.
    also : collection of str
        Columns of tables.py that may stand in the same header; they win over an indicator of the same name.

    Returns
    -------
    function
        Text → a column name, `("indicator", code)`, `("indicator", code, proposition)`, or None.

    Examples
    --------
    >>> from workbench.tables import frame
    >>> read = indicator_reader(frame("indicators", [{"indicator": "WORK", "label_fr": "Travail"}]), ["respondent"])
    >>> read("travail"), read("Travail – P"), read("Participant")
    (('indicator', 'WORK'), ('indicator', 'WORK', 'possibility'), 'respondent')
    """
    codes = {}
    labels = [column for column in indicators if column.startswith("label_")]
    for row in indicators.to_dict("records"):
        for text in (row["indicator"], *(row[label] for label in labels)):
            if text:
                codes.setdefault(plain(text), row["indicator"])
    endings = {plain(form): name for name in names("proposition") for form in _proposition_forms(name)}

    def read(text):
        column = recognise("column", text, also)
        if column:
            return column
        if plain(text) in codes:
            return "indicator", codes[plain(text)]
        for cut in range(len(text) - 1, 0, -1):  # "Travail – P", "WORK_P", "WORK (attainment)"
            if not text[cut].isalnum():
                code, proposition = codes.get(plain(text[:cut])), endings.get(plain(text[cut:]))
                if code and proposition:
                    return "indicator", code, proposition
        return None

    return read


def _proposition_forms(name):
    letter = {"possibility": "P", "attainment": "O", "quality": "Q", "sustainability": "S"}[name]
    words = forms("proposition", name)
    return [letter, *words, *(f"{text} {letter}" for text in words), *(f"{letter} {text}" for text in words)]
