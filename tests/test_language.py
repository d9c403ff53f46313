"""The workbench speaks French as it speaks English: every message, every paragraph, every word of a spreadsheet."""

import ast
import csv
import datetime
import re
import string
from pathlib import Path

import nbformat
import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po
from hypothesis import given
from hypothesis import strategies as st

from workbench import language
from workbench.language import LANGUAGES, SPOKEN, speaking

PROJECT = Path(__file__).parents[1]
PACKAGE = PROJECT / "src" / "workbench"
KEYWORDS = {"_": None, "N_": None, "ngettext": (1, 2)}
OTHERS = [code for code in SPOKEN if code != "en"]
spoken = pytest.mark.parametrize("code", OTHERS)


def messages():
    """Return every message of the source: (singular, plural or None)."""
    found = extract_from_dir(PACKAGE, method_map=[("**.py", "python"), ("**.jinja", "jinja2")], keywords=KEYWORDS)
    return {
        message if isinstance(message, tuple) else (message, None)
        for _file, _line, message, _comments, _context in found
    }


def paragraphs():
    pages = [nbformat.read(path, 4) for path in sorted((PROJECT / "notebooks").glob("*.ipynb"))]
    return {(cell.source, None) for page in pages for cell in page.cells if cell.cell_type == "markdown"}


def catalogue(code, domain):
    """Return {(singular, plural or None): (fuzzy, translations)} of one catalogue."""
    with (PACKAGE / "locale" / code / "LC_MESSAGES" / f"{domain}.po").open("rb") as lines:
        entries = read_po(lines, locale=code)
    result = {}
    for entry in entries:
        if entry.id:
            key = tuple(entry.id) if isinstance(entry.id, (tuple, list)) else (entry.id, None)
            result[key] = (
                entry.fuzzy,
                tuple(entry.string) if isinstance(entry.string, (tuple, list)) else (entry.string,),
            )
    return result


def places(text):
    return {name for _text, name, _spec, _conversion in string.Formatter().parse(text) if name is not None}


def test_no_message_hides_in_an_f_string():
    # the extractor does not look into them, and the message would stay in English
    hidden = [
        f"{path.name}:{node.lineno}"
        for path in PACKAGE.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.JoinedStr)
        for call in ast.walk(node)
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in KEYWORDS
    ]
    assert hidden == []


DOMAINS = pytest.mark.parametrize(("domain", "wanted"), [("workbench", messages), ("notebooks", paragraphs)])


@spoken
@DOMAINS
def test_everything_that_is_said_is_translated(code, domain, wanted):
    said, known = wanted(), catalogue(code, domain)
    done = {key for key, (fuzzy, texts) in known.items() if not fuzzy and all(text.strip() for text in texts)}
    assert said, "nothing was found to translate: is the test blind?"
    assert sorted(said - done, key=str) == []


@spoken
@DOMAINS
def test_nothing_is_translated_that_is_no_longer_said(code, domain, wanted):
    assert sorted(set(catalogue(code, domain)) - wanted(), key=str) == []


@spoken
def test_translations_fill_the_same_places(code):
    wrong = []
    for (one, many), (_fuzzy, texts) in catalogue(code, "workbench").items():
        wanted = places(one) | places(many or "")
        for text in texts:
            # "{n}" may be written out as a word in one of the plurals
            if places(text) != wanted and not (many and places(text) | {"n"} == wanted):
                wrong.append(one)
    assert wrong == []


@DOMAINS
def test_french_is_set_as_the_french_set_it(domain, wanted):
    """A narrow no-break space stands before ; : ? ! % and inside « », so that no line begins with a sign."""
    wrong = re.compile(r"(?<=\w) [;:?!%](?=\s|$)|« |[^\S\u202f\u00a0]»|\w'\w")
    text = {text for _fuzzy, texts in catalogue("fr", domain).values() for text in texts}
    prose = {re.sub(r"`[^`]*`", "", passage) for passage in text}  # not in code
    assert {passage for passage in prose if wrong.search(passage)} == set()


def test_messages_are_written_whole():
    """A message put together from pieces, or with values in it already, cannot be found in a catalogue."""
    wrong = []
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in KEYWORDS:
                wrong += [
                    f"{path.name}:{node.lineno}"
                    for part in node.args[:2]
                    if isinstance(part, (ast.JoinedStr, ast.BinOp))
                ]
    assert wrong == []


# ---------------------------------------------------------------------- words of spreadsheets


def words():
    with (PACKAGE / "data" / "words.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def test_every_word_stands_in_six_languages():
    assert len(LANGUAGES) == 6
    rows = words()
    assert [(row["kind"], row["name"], code) for row in rows for code in LANGUAGES if not row[code].strip(" |")] == []
    keys = [(row["kind"], row["name"]) for row in rows]
    assert sorted({key for key in keys if keys.count(key) > 1}) == []


def test_every_word_that_is_shown_is_recognised():
    lost = [
        (row["kind"], row["name"], code)
        for row in words()
        for code in LANGUAGES
        if language.recognise(row["kind"], language.word(row["kind"], row["name"], code), {row["name"]}) != row["name"]
    ]
    assert lost == []


@pytest.mark.parametrize("text", ["BIEN-ÊTRE", "bien être", "  Bien-etre ", "Bien‑être"])
def test_words_are_recognised_as_people_type_them(text):
    assert language.recognise("question", text) == "wellbeing"


def test_both_romanian_s_and_t_are_one():
    assert language.plain("Îngrijire și locuință") == language.plain("Îngrijire şi locuinţă")


# ---------------------------------------------------------------------- numbers, dates, lists


@pytest.mark.parametrize(
    ("code", "written"),
    [
        ("en", ["1,234.5", "−0.3", "+2.0", "26%", "Mar 12, 2024", "a, b, and c"]),
        ("fr", ["1\u202f234,5", "−0,3", "+2,0", "26\u202f%", "12 mars 2024", "a, b et c"]),
    ],
)
def test_numbers_dates_and_lists_are_written_as_people_write_them(code, written):
    with speaking(code):
        assert [
            language.number(1234.5),
            language.number(-0.26, 1),
            language.number(2, 1, signed=True),
            language.percent(0.256),
            language.date(datetime.date(2024, 3, 12)),
            language.listed("abc"),
        ] == written


@given(st.sampled_from(SPOKEN), st.sampled_from([None, float("nan")]))
def test_nothing_is_written_as_a_dash(code, nothing):
    with speaking(code):
        assert {language.number(nothing), language.percent(nothing), language.date(nothing)} == {"–"}


def test_the_language_before_comes_back_even_after_a_fault():
    with speaking("en"):
        with pytest.raises(ZeroDivisionError), speaking("fr"):
            raise ZeroDivisionError
        assert language.current_language() == "en"


def test_a_language_that_is_not_spoken_is_refused():
    with pytest.raises(ValueError, match="en and fr, not “xx”"):
        language.use_language("xx")
