"""The only place that formats or translates for people.

Messages are written in English in the code and wrapped in `_`; their translations stand in
`locale/<language>/LC_MESSAGES/workbench.po`, the notebooks' prose in `notebooks.po` beside it. The words that people
use in spreadsheets stand in `data/words.csv`, in six languages, and are both shown and recognised from there.
"""

import csv
import gettext
import io
import re
import unicodedata
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache, lru_cache
from importlib.resources import files

from babel import Locale, dates, lists, numbers

#: Languages in which spreadsheets are read and written.
LANGUAGES = ("en", "fr", "it", "ro", "de", "nl")
#: Languages in which the workbench itself speaks.
SPOKEN = ("en", "fr")

#: A quotation inside the quotation marks of a sentence: a theme that nobody named is called by somebody's words.
_QUOTED_TWICE = re.compile(r"(?:“|«\u202f)([“«„‘][^“”„«»]*[”»“’])(?:”|\u202f»)")

_current = ContextVar("language", default="en")


def use_language(code):
    """Speak `code` from here on: every label, number, date, verdict and problem.

    Parameters
    ----------
    code : str
        One of `SPOKEN`.

    Raises
    ------
    ValueError
        If the workbench does not speak `code`.

    Examples
    --------
    >>> use_language("en")
    >>> number(1234.5)
    '1,234.5'
    """
    if code not in SPOKEN:
        raise ValueError(_("The workbench speaks {spoken}, not “{code}”.", spoken=listed(SPOKEN), code=code))
    _current.set(code)


def current_language():
    """Return the code of the language spoken now.

    >>> current_language()
    'en'
    """
    return _current.get()


@contextmanager
def speaking(code):
    """Speak `code` inside a `with` block, and the earlier language again after it.

    >>> with speaking("fr"):
    ...     number(0.5)
    '0,5'
    """
    before = _current.get()
    use_language(code)
    try:
        yield
    finally:
        _current.set(before)


def _(message, /, **values):
    """Return `message` in the current language, with its {named} places filled.

    >>> _("{n} criteria", n=12)
    '12 criteria'

    What is a quotation by itself is not quoted again:

    >>> _("the theme “{label}”", label="„ein Zuhause“")
    'the theme „ein Zuhause“'
    """
    text = _catalogue(_current.get(), "workbench").gettext(message)
    return _QUOTED_TWICE.sub(r"\1", text.format(**values)) if values else text


def ngettext(one, many, n, /, **values):
    """Return `one` or `many` for the number `n`, in the current language; `{n}` is filled with it.

    >>> ngettext("{n} group", "{n} groups", 1), ngettext("{n} group", "{n} groups", 3)
    ('1 group', '3 groups')
    """
    text = _catalogue(_current.get(), "workbench").ngettext(one, many, n).format(n=number(n), **values)
    return _QUOTED_TWICE.sub(r"\1", text)


def N_(message):
    """Mark `message` for translation where it is written, to be translated where it is shown.

    >>> N_("level")
    'level'
    """
    return message


def prose(paragraphs):
    """Return the prose of a notebook in the current language, as it stands where it has no translation.

    >>> prose("Nothing like this stands in a notebook.")
    'Nothing like this stands in a notebook.'
    """
    return _catalogue(_current.get(), "notebooks").gettext(paragraphs) if paragraphs else paragraphs


@cache
def _catalogue(code, domain):
    source = files("workbench") / "locale" / code / "LC_MESSAGES" / f"{domain}.po"
    if not source.is_file():
        return gettext.NullTranslations()
    from babel.messages import mofile, pofile  # English needs neither

    compiled = io.BytesIO()
    mofile.write_mo(compiled, pofile.read_po(io.BytesIO(source.read_bytes()), locale=code))
    return gettext.GNUTranslations(io.BytesIO(compiled.getvalue()))


# ---------------------------------------------------------------------- numbers, dates, lists


def number(value, digits=None, *, signed=False):
    """Return a number as people of the current language write it; "–" for nothing.

    >>> number(3.14159, 2), number(-0.25, 1, signed=True), number(-0.004, 2), number(float("nan"))
    ('3.14', '−0.2', '0.00', '–')
    """
    if _nothing(value):
        return "–"
    form = None if digits is None else "#,##0" + ("." + "0" * digits if digits else "")
    text = numbers.format_decimal(float(value), format=form, locale=_current.get())
    text = text.replace("-", "−" if text.strip("-0.,") else "")
    return "+" + text if signed and value > 0 and text.strip("0.,") else text


def _nothing(value):
    return value is None or str(value) in ("<NA>", "NaT", "nan")


def percent(share, digits=0, *, signed=False):
    """Return a share in [0, 1] as a percentage.

    >>> percent(0.256), percent(0.25, signed=True)
    ('26%', '+25%')
    """
    if _nothing(share):
        return "–"
    pattern = "#,##0" + ("." + "0" * digits if digits else "") + ("\u202f%" if _current.get() == "fr" else "%")
    text = numbers.format_percent(float(share), format=pattern, locale=_current.get())
    text = text.replace("-", "−" if text.strip("-0.,%\u202f") else "")
    return "+" + text if signed and share > 0 else text


def date(day, language=None):
    """Return a day written out, in the current language or another of the six; "–" for none.

    >>> import datetime
    >>> date(datetime.date(2024, 3, 12))
    'Mar 12, 2024'
    """
    if _nothing(day):
        return "–"
    return dates.format_date(day, format="medium", locale=language or _current.get())


def listed(items, language=None):
    """Return items joined as a sentence joins them, in the current language or another of the six.

    >>> listed(["level", "disparity", "polarisation"])
    'level, disparity, and polarisation'
    """
    return lists.format_list([str(item) for item in items], locale=language or _current.get())


# ---------------------------------------------------------------------- words of spreadsheets


@cache
def _words():
    """Return {kind: {name: {language: (forms, …)}}} from `data/words.csv`; the first form is the one shown."""
    words = {}
    with (files("workbench") / "data" / "words.csv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            spoken = {code: tuple(form.strip() for form in row[code].split("|") if form.strip()) for code in LANGUAGES}
            words.setdefault(row["kind"], {})[row["name"]] = spoken
    return words


def names(kind):
    """Return the names of one kind of word, in the order of `data/words.csv`.

    >>> names("question")
    ['wellbeing', 'illbeing', 'action', 'coresponsibility']
    """
    return list(_words()[kind])


def word(kind, name, language=None):
    """Return the word that is shown for `name`, in `language` or the current one; `name` itself where there is none.

    >>> word("standpoint", "resident", "fr")
    'habitant'
    """
    shown = _words().get(kind, {}).get(name, {}).get(language or _current.get(), ())
    if not shown and kind == "language":  # people speak more languages than the workbench does
        return Locale(language or _current.get()).languages.get(name, name)
    return shown[0] if shown else name


@cache
def _spoken_elsewhere():
    known = [(code, text) for one in LANGUAGES for code, text in Locale(one).languages.items() if "_" not in code]
    return {plain(text): code for code, text in known} | {code: code for code, _text in known}


def other_language(text):
    """Return the code of a language beyond the six, by its name in one of the six or by its code; None if it is none.

    >>> other_language("Spanish"), other_language("ucraino"), other_language("ar"), other_language("")
    ('es', 'uk', 'ar', None)
    """
    return _spoken_elsewhere().get(plain(text))


def forms(kind, name):
    """Return every form of a word, in all languages: what is recognised as `name`.

    >>> forms("yesno", "no")[:3]
    ('no', 'n', 'false')
    """
    return tuple(form for words in _words()[kind][name].values() for form in words)


@lru_cache(maxsize=100_000)
def plain(text):
    """Return `text` without case, accents, punctuation and doubled spaces: what is compared when words are recognised.

    >>> plain("  Ce qu’est le BIEN-ÊTRE ? ")
    'ce qu est le bien etre'
    """
    letters = unicodedata.normalize("NFKD", str(text)).casefold()
    if not letters.isascii():
        letters = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return re.sub(r"[\W_]+", " ", letters).strip()


@cache
def _recognised(kind):
    found = {}
    for name in _words().get(kind, {}):
        for text in (name, *forms(kind, name)):
            meanings = found.setdefault(_compared(text), [])
            if name not in meanings:
                meanings.append(name)
    return found


def _compared(text):
    # "+" and "-" are words of their own: what has no letter is compared as it is written
    return plain(text) or str(text).strip()


def recognise(kind, text, among=None):
    """Return the name of the word of `kind` that `text` is, in any of the six languages; None if it is none.

    Parameters
    ----------
    kind : str
        A kind of word in `data/words.csv`: "sheet", "column", "question", "reason" …
    text : str
        What stands in the spreadsheet; case, accents and punctuation do not matter.
    among : collection of str, optional
        The only names that can be meant here; "area" is a column of one table and not of another.

    Examples
    --------
    >>> recognise("question", "Mal-être"), recognise("column", "Territorio"), recognise("column", "weather")
    ('illbeing', 'territory', None)
    """
    meanings = _recognised(kind).get(_compared(text), [])
    return next((name for name in meanings if among is None or name in among), None)
