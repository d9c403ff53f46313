"""One cell into one value: a number, a date, a choice, a level; or the reason why it is none.

Each reader takes a raw cell and returns `(value, fault)`; a fault is `(what, do, values)` for a `Problem`, else None.
An empty cell is never a fault here: whether a cell may be empty is the table's affair.
"""

import datetime
import re
from functools import cache

import pandas as pd
from babel.dates import get_month_names
from rapidfuzz import process

from workbench.language import LANGUAGES, N_, names, other_language, plain, recognise, word

_LARGEST = 1e15  # nothing that a study counts is larger; a slip of the keyboard is
#: A sum of money: a sign or a word of letters before or behind figures.
_AMOUNT = re.compile(r"(?:[€$£]|[A-Z]{3}) ?[\d .,’]+|[\d .,’]*\d ?(?:[€$£]|euros?|lei|EUR|RON|CHF|USD|GBP)", re.I)
_SPACES = re.compile(r"[\s\u00a0\u202f\u2009]+")


def is_blank(cell):
    """Return whether a cell holds nothing to read.

    >>> is_blank("  "), is_blank(0)
    (True, False)
    """
    return cell is None or (isinstance(cell, str) and not cell.strip()) or cell is pd.NaT or cell != cell


def as_text(cell):
    """Return a cell as the text that a person sees in it.

    >>> as_text(2024.0), as_text("  two   words "), as_text(datetime.date(2024, 3, 12))
    ('2024', 'two words', '2024-03-12')
    """
    if is_blank(cell):
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime.datetime) and cell.time() == datetime.time():
        cell = cell.date()
    return _SPACES.sub(" ", str(cell)).strip()


def read_text(cell):
    """Return the cell's text.

    >>> read_text(7)
    ('7', None)
    """
    return as_text(cell), None


def decimal_sign(cells):
    """Return the decimal sign that a column of text numbers uses, "" if nothing tells or its cells contradict.

    Cells that can only be read one way ("0,85", "12,5", "1.204,50") decide for the whole column.

    >>> decimal_sign(["1,234", "0,85"]), decimal_sign(["1,234"]), decimal_sign(["1.5"]), decimal_sign(["0,5", "0.5"])
    (',', '', '.', '')
    """
    signs = {_own_sign(_SPACES.sub("", str(cell)).lstrip("+-−")) for cell in cells} - {""}
    return signs.pop() if len(signs) == 1 else ""


def _own_sign(text):
    if "," in text and "." in text:
        return max(",.", key=text.rfind)
    for sign in ",.":
        whole, found, part = text.partition(sign)
        alone = len(part) != 3 or not 1 <= len(whole) <= 3 or whole[0] == "0"
        if found and sign not in part and (whole + part).isdigit() and alone:
            return sign
    return ""


def read_number(cell, *, decimal=""):
    """Return the number in a cell, whole or not, written with a point or a comma.

    Parameters
    ----------
    cell : object
    decimal : {"", ",", "."}
        The decimal sign of the column where the cell alone does not tell (`decimal_sign`).

    Examples
    --------
    >>> read_number("1 204,5"), read_number("0.25"), read_number("1,204", decimal=",")
    ((1204.5, None), (0.25, None), (1.204, None))
    >>> read_number("1,204")[1][0]
    '“{found}” can be read as two different numbers.'
    """
    if is_blank(cell):
        return None, None
    if isinstance(cell, bool):
        return None, _not_a_number(cell)
    if isinstance(cell, int | float):
        return (float(cell), None) if abs(cell) < _LARGEST else (None, _not_a_number(cell))
    text = _SPACES.sub("", str(cell)).replace("−", "-").replace("’", "")
    sign = decimal_sign([text]) or decimal
    thousands = re.fullmatch(r"[+-]?\d{1,3}([.,]\d{3})+", text)
    if thousands and not sign:
        if text.count(",") + text.count(".") > 1:
            return float(re.sub(r"[.,]", "", text)), None
        return None, (
            N_("“{found}” can be read as two different numbers."),
            N_("Type it as a number, not as text."),
            {"found": text},
        )
    if sign:
        text = text.replace("." if sign == "," else ",", "").replace(sign, ".")
    if re.fullmatch(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?", text) and abs(float(text)) < _LARGEST:
        return float(text), None
    return None, _not_a_number(cell)


def _not_a_number(cell):
    found = as_text(cell)
    if _AMOUNT.fullmatch(found):
        do = N_("Type the number alone; the currency has a column of its own, “{currency}”.")
        return N_("“{found}” is not a number."), do, {"found": found, "currency": lambda: word("column", "currency")}
    return N_("“{found}” is not a number."), N_("Type a number, or leave the cell empty."), {"found": as_text(cell)}


def read_integer(cell, *, decimal=""):
    """Return the whole number in a cell.

    >>> read_integer("12"), read_integer(3.5)[1][0]
    ((12, None), '“{found}” is not a whole number.')
    """
    value, fault = read_number(cell, decimal=decimal)
    if value is None:
        return None, fault
    if value != int(value):
        return None, (N_("“{found}” is not a whole number."), N_("Type a whole number."), {"found": as_text(cell)})
    return int(value), None


@cache
def _months():
    return {
        plain(name): month
        for code in LANGUAGES
        for width in ("wide", "abbreviated")
        for context in ("format", "stand-alone")
        for month, name in get_month_names(width, context, code).items()
    }


def read_date(cell):
    """Return the day in a cell; a text that could be two days is a fault, never a guess.

    >>> read_date("2024-03-12"), read_date("12 mars 2024")[0].month, read_date("25/03/2024")[0].day
    ((datetime.date(2024, 3, 12), None), 3, 25)
    >>> read_date("04/03/2024")[1][0]
    '“{found}” can be read as two different days.'
    """
    if is_blank(cell):
        return None, None
    if isinstance(cell, datetime.datetime):
        return cell.date(), None
    if isinstance(cell, datetime.date):
        return cell, None
    text = as_text(cell)
    no_date = (
        N_("“{found}” is not a date."),
        N_("Write it as 2024-03-25, or format the cell as a date."),
        {"found": text},
    )
    if match := re.fullmatch(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ].*)?", text):
        return _day(*map(int, match.groups()), no_date)
    if match := re.fullmatch(r"(\d{1,2})\.? ?(?:de )?([^\W\d]+)\.?,? (\d{4})", text):
        month = _months().get(plain(match[2]))
        return _day(int(match[3]), month, int(match[1]), no_date) if month else (None, no_date)
    if match := re.fullmatch(r"(\d{1,2})\.(\d{1,2})\.(\d{4})", text):  # with points the day always comes first
        return _day(int(match[3]), int(match[2]), int(match[1]), no_date)
    if match := re.fullmatch(r"(\d{1,2})[/-](\d{1,2})[/-](\d{4})", text):
        first, second, year = map(int, match.groups())
        if first <= 12 and second <= 12 and first != second:
            advice = N_("Write it as 2024-03-25, or format the cell as a date.")
            return None, (N_("“{found}” can be read as two different days."), advice, {"found": text})
        return _day(year, *((second, first) if first > 12 or first == second else (first, second)), no_date)
    return None, no_date


def _day(year, month, day, fault):
    try:
        return datetime.date(year, month, day), None
    except ValueError:
        return None, fault


def read_yesno(cell):
    """Return True or False for a cell that says yes or no in one of the six languages.

    >>> read_yesno("Oui"), read_yesno("nu"), read_yesno(1)
    ((True, None), (False, None), (True, None))
    """
    if is_blank(cell):
        return None, None
    if isinstance(cell, bool):
        return cell, None
    name = recognise("yesno", as_text(cell))
    if name is None:
        return None, (N_("“{found}” is neither yes nor no."), N_("Write yes or no."), {"found": as_text(cell)})
    return name == "yes", None


def read_choice(cell, kind):
    """Return the name of the word of `kind` that a cell holds.

    >>> read_choice("Habitants", "standpoint"), read_choice("mayor", "standpoint")[1][2]["accepted"]()
    (('resident', None), ['resident', 'professional', 'institution'])

    People may speak another language than the six: it becomes its code.

    >>> read_choice("Ukrainian", "language")
    ('uk', None)
    """
    if is_blank(cell):
        return "", None
    name = recognise(kind, as_text(cell))
    if name is None and kind == "language":
        name = other_language(as_text(cell))
    if name is None:
        values = {"found": as_text(cell), "accepted": lambda: [word(kind, accepted) for accepted in names(kind)]}
        return "", (N_("“{found}” is not one of: {accepted}."), N_("Write one of these words."), values)
    return name, None


def read_list(cell):
    """Return several codes in one cell as one text with "; " between them.

    >>> read_list("MOB ;SAFE,  CLEAN")
    ('MOB; SAFE; CLEAN', None)
    """
    parts = re.split(r"[;,\n]", cell) if isinstance(cell, str) else [cell]
    return "; ".join(part for part in map(as_text, parts) if part), None


def read_value(column, cell, *, decimal=""):
    """Return the value of a cell of `column` (a `tables.Column`) and the fault that kept it from being read.

    >>> from workbench.tables import TABLES
    >>> read_value(TABLES["effects"].column("expected"), "2")
    (2, None)
    """
    if column.kind == "choice":
        return read_choice(cell, column.allowed)
    if column.kind in ("number", "integer"):
        return {"number": read_number, "integer": read_integer}[column.kind](cell, decimal=decimal)
    return {"text": read_text, "list": read_list, "yesno": read_yesno, "date": read_date}[column.kind](cell)


def nearest(text, candidates):
    """Return the candidate that `text` is most likely a slip of, "" if none is near.

    >>> nearest("Montelgo", ["Valbourg", "Montelago"])
    'Montelago'
    """
    match = process.extractOne(plain(text), {candidate: plain(candidate) for candidate in candidates}, score_cutoff=75)
    return match[2] if match else ""
