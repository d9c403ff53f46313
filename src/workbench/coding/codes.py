"""The code of a criterion, as SPIRAL writes it: OBJECT/MEANING/BENEFICIARY (wikispiral.org, page Codification).

`A01-11/P15/k`: family A, component 01, detail 11; possibility, shade 15 (lack of financial means); for my children.
Zeros climb one level of generality, so `A00-00/O-00/i`, `A00` and `A` are the same code. A code has a positive and a
negative side, which the question tells, not the code (`side_of`). Below about 4,000 criteria the letter of the meaning
is enough (`format_code(code, letter=True)`).
"""

import re
from dataclasses import dataclass, replace

import pandas as pd

#: Meanings: opposition, possibility, attainment, quality, sustainability.
MEANINGS = "RPOQS"
_OBJECT = re.compile(r"([A-Z])(?:(\d\d)(?:-(\d\d))?)?")
_MEANING = re.compile(r"([RPOQS])(?:-?(\d\d))?")
_BENEFICIARY = re.compile(r"[a-z]")


@dataclass(frozen=True)
class Code:
    """What a code says. Zero means "in general"; attainment and "i" (me) are meant where nothing is written."""

    family: str
    component: int = 0
    detail: int = 0
    meaning: str = "O"
    shade: int = 0
    beneficiary: str = "i"


def parse_code(text):
    """Return what a code says; partial codes are valid.

    Parameters
    ----------
    text : str

    Returns
    -------
    Code

    Raises
    ------
    ValueError
        If `text` is no such code.

    Examples
    --------
    >>> parse_code("A01-11/P15/k")
    Code(family='A', component=1, detail=11, meaning='P', shade=15, beneficiary='k')
    >>> parse_code("A00-00/O-00/i") == parse_code("A00") == parse_code("A")
    True
    """
    parts = str(text).strip().split("/")
    thing = _OBJECT.fullmatch(parts[0])
    meaning = _MEANING.fullmatch(parts[1]) if len(parts) > 1 and parts[1] else None
    beneficiary = parts[2] if len(parts) > 2 and parts[2] else "i"
    wrong_meaning = len(parts) > 1 and parts[1] and not meaning
    if not thing or wrong_meaning or len(parts) > 3 or not _BENEFICIARY.fullmatch(beneficiary):
        raise ValueError(f"text must be a code like A01-11/P15/k or a part of one like A01; got {text!r}")
    family, component, detail = thing.groups()
    letter, shade = meaning.groups() if meaning else ("O", None)
    return Code(family, int(component or 0), int(detail or 0), letter, int(shade or 0), beneficiary)


def format_code(code, *, letter=False):
    """Return a code in its shortest form.

    Parameters
    ----------
    code : Code
    letter : bool
        Only the letter of the meaning, without its shade: enough below about 4,000 criteria.

    Returns
    -------
    str

    Examples
    --------
    >>> format_code(Code("A", 1, 11, "P", 15, "k")), format_code(Code("A")), format_code(Code("D", 4, beneficiary="k"))
    ('A01-11/P15/k', 'A', 'D04/O/k')
    >>> format_code(parse_code("A01-11/P15/k"), letter=True)
    'A01-11/P/k'
    """
    thing = code.family
    if code.component or code.detail:
        thing += f"{code.component:02d}"
    if code.detail:
        thing += f"-{code.detail:02d}"
    meaning = code.meaning + (f"{code.shade:02d}" if code.shade and not letter else "")
    said = [thing]
    if meaning != "O" or code.beneficiary != "i":
        said.append(meaning)
    if code.beneficiary != "i":
        said.append(code.beneficiary)
    return "/".join(said)


def covers(general, other):
    """Return whether one code says what another says, or the same in more general terms.

    Zero covers every component, detail and shade. Attainment without a shade ("O-00") and the beneficiary "i" are what
    is meant where nothing is written, so they cover every meaning and every beneficiary.

    Parameters
    ----------
    general, other : str or Code

    Returns
    -------
    bool

    Raises
    ------
    ValueError
        If one of them is no code.

    Examples
    --------
    >>> covers("A", "A01-11/P15/k"), covers("A01/P", "A01-11/P15"), covers("A01/P", "A01/Q"), covers("A01", "A")
    (True, True, False, False)
    """
    wide, narrow = _code(general), _code(other)
    return (
        wide.family == narrow.family
        and (not wide.component or wide.component == narrow.component)
        and (not wide.detail or (wide.component, wide.detail) == (narrow.component, narrow.detail))
        and ((wide.meaning, wide.shade) == ("O", 0) or wide.meaning == narrow.meaning)
        and (not wide.shade or wide.shade == narrow.shade)
        and wide.beneficiary in ("i", narrow.beneficiary)
    )


def climb(code):
    """Return the code one level more general: zeros take the place of what is said last; a family stays.

    First the beneficiary goes, then the shade, the meaning, the detail and the component.

    Parameters
    ----------
    code : str or Code

    Returns
    -------
    str

    Raises
    ------
    ValueError
        If it is no code.

    Examples
    --------
    >>> climb("A01-11/P15/k"), climb("A01-11/P15"), climb("A01-11/P"), climb("A01-11"), climb("A01"), climb("A")
    ('A01-11/P15', 'A01-11/P', 'A01-11', 'A01', 'A', 'A')
    """
    code = _code(code)
    for name, zero in (("beneficiary", "i"), ("shade", 0), ("meaning", "O"), ("detail", 0), ("component", 0)):
        if getattr(code, name) != zero:
            return format_code(replace(code, **{name: zero}))
    return format_code(code)


def side_of(question):
    """Return the side of a code that a criterion stands on, by the question it answers: "positive", "negative" or "".

    Polarity comes from the question, never from the words: what would be done, or would make co-responsibility easier,
    stands on neither side.

    >>> side_of("wellbeing"), side_of("illbeing"), side_of("action")
    ('positive', 'negative', '')
    """
    return {"wellbeing": "positive", "illbeing": "negative"}.get(question, "")


def code_parts(criteria):
    """Return what the codes say that criteria came with: object, meaning, beneficiary, and the side of the question.

    Parameters
    ----------
    criteria : DataFrame
        Table `criteria`; codes of another form than SPIRAL's, and empty ones, have no row.

    Returns
    -------
    DataFrame
        criterion, code (shortest form), family, object ("A01-11"), meaning (R, P, O, Q or S), shade (0: none),
        beneficiary, side ("positive", "negative" or "").

    Examples
    --------
    >>> criteria = pd.DataFrame({"criterion": ["a", "b"], "question": ["illbeing", "action"]})
    >>> code_parts(criteria.assign(code=["A01-11/P15/k", "SDG 4"])).values.tolist()
    [['a', 'A01-11/P15/k', 'A', 'A01-11', 'P', 15, 'k', 'negative']]
    """
    rows = []
    asked = criteria["question"] if "question" in criteria else [""] * len(criteria)
    for criterion, text, question in zip(criteria["criterion"], criteria["code"], asked, strict=True):
        try:
            code = parse_code(text)
        except ValueError:
            continue
        thing = format_code(Code(code.family, code.component, code.detail))
        said = (code.meaning, code.shade, code.beneficiary, side_of(question))
        rows.append((criterion, format_code(code), code.family, thing, *said))
    columns = ["criterion", "code", "family", "object", "meaning", "shade", "beneficiary", "side"]
    return pd.DataFrame(rows, columns=columns)


def _code(code):
    return code if isinstance(code, Code) else parse_code(code)


def object_of(text):
    """Return the object of a code, without meaning and beneficiary, as a coding scheme writes it; `text` if it is none.

    A whole family is its general component: "A" is "A00". Codes of another scheme stay as they are.

    >>> object_of("A01-11/P15/k"), object_of("A"), object_of("SDG 11")
    ('A01', 'A00', 'SDG 11')
    """
    try:
        code = parse_code(text)
    except ValueError:
        return str(text).strip()
    return f"{code.family}{code.component:02d}"


def place_code(text, codes):
    """Return the line of a coding scheme that a code is filed under, "" where the scheme has none.

    Codes of SPIRAL's form are looked up without meaning and beneficiary, with their detail, else without; a whole
    family is its general component. Any other code is looked up as it is written, case and spaces apart. A cell may
    hold codes of several schemes ("A05; SDG 4"): the first one that this scheme has is taken.

    Parameters
    ----------
    text : str
        What stands in a column of codes.
    codes : collection of str
        The codes of one version of one scheme.

    Returns
    -------
    str

    Examples
    --------
    >>> place_code("A01-11/P15/k", ["A", "A00", "A01"]), place_code("A", ["A", "A00"]), place_code("A99", ["A", "A00"])
    ('A01', 'A00', '')
    >>> place_code("A05; sdg 4", ["SDG 4"])
    'SDG 4'
    """
    written = {_plain(code): code for code in codes}
    for one in str(text).split(";"):
        try:
            code = parse_code(one)
        except ValueError:
            tried = [one]
        else:
            general = f"{code.family}{code.component:02d}"
            tried = [f"{general}-{code.detail:02d}"] if code.detail else []
            tried += [general] if code.component else [general, code.family]
            tried = [one, *tried] if "/" not in one and len(one.strip()) > 1 else tried
        found = next((written[_plain(each)] for each in tried if _plain(each) in written), "")
        if found:
            return found
    return ""


def _plain(code):
    return "".join(str(code).split()).casefold()
