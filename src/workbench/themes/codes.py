"""The code of a criterion, as SPIRAL writes it: OBJECT/MEANING/BENEFICIARY (wikispiral.org, page Codification).

`A01-11/P15/k`: family A, component 01, detail 11; possibility, shade 15 (lack of financial means); for my children.
Zeros climb one level of generality, so `A00-00/O-00/i`, `A00` and `A` are the same code. A code has a positive and a
negative side, which the question tells, not the code.
"""

import re
from dataclasses import dataclass

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


def format_code(code):
    """Return a code in its shortest form.

    Parameters
    ----------
    code : Code

    Returns
    -------
    str

    Examples
    --------
    >>> format_code(Code("A", 1, 11, "P", 15, "k")), format_code(Code("A")), format_code(Code("D", 4, beneficiary="k"))
    ('A01-11/P15/k', 'A', 'D04/O/k')
    """
    thing = code.family
    if code.component or code.detail:
        thing += f"{code.component:02d}"
    if code.detail:
        thing += f"-{code.detail:02d}"
    meaning = code.meaning + (f"{code.shade:02d}" if code.shade else "")
    said = [thing]
    if meaning != "O" or code.beneficiary != "i":
        said.append(meaning)
    if code.beneficiary != "i":
        said.append(code.beneficiary)
    return "/".join(said)


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
