"""Text files of a table, in whatever encoding and with whatever separator, into raw cells."""

import csv
import io

from workbench.language import N_
from workbench.problems import WARNING, Problem
from workbench.spreadsheets.sheets import Sheet, address, grid

#: What is written in the six languages beyond ASCII, with the typography of word processors.
_ACCENTED = set("àâäæçéèêëîïôöœùûüÿÀÂÄÆÇÉÈÊËÎÏÔÖŒÙÛÜŸìíòóúÌÍÒÓÚßăĂşŞţŢșȘțȚáÁñÑ«»’‘“”„…–—€°²\u00a0")


def read_text_file(path, name):
    raw = path.read_bytes()
    text, problems = _decoded(raw, name)
    csv.field_size_limit(10_000_000)  # a long answer is no fault
    delimiter = _delimiter(text)
    rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    problems += _unclosed(rows, delimiter, name)
    if not any(cell.strip() for row in rows for cell in row):
        empty = Problem(
            name, "", "", N_("The file is empty."), N_("Save it again from your spreadsheet program, or remove it.")
        )
        return [], [empty]
    return [Sheet(name, "", grid(rows))], problems


def _unclosed(rows, delimiter, name):
    """Name a quotation mark that is not closed: the lines behind it stand in one cell."""
    width = max((len(row) for row in rows), default=0)
    for r, row in enumerate(rows):
        for c, cell in enumerate(row):
            swallowed = [line for line in cell.split("\n")[1:] if width > 1 and line.count(delimiter) >= width - 1]
            if swallowed:
                what = N_("A quotation mark is not closed: {n} lines stand in this cell.")
                do = N_("Delete the quotation mark, or write a second one at the end of the text.")
                yield Problem(name, "", address(r, c), what, do, {"n": len(swallowed) + 1})


def _decoded(raw, name):
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if raw.startswith(mark):
            return raw.decode(encoding, errors="replace"), []
    try:
        return raw.decode("utf-8"), []
    except UnicodeDecodeError:
        encoding = max(("cp1252", "cp1250"), key=lambda page: _letters(raw.decode(page, errors="replace")))
        note = Problem(
            name,
            "",
            "",
            N_("The text is not in UTF-8; it was read as {encoding}."),
            N_("Look at the letters with accents; if they are wrong, save the file as “CSV UTF-8”."),
            {"encoding": encoding},
            WARNING,
        )
        return raw.decode(encoding, errors="replace"), [note]


def _letters(text):
    """Return how many letters with accents belong to the six languages, less those that do not."""
    return sum(1 if letter in _ACCENTED else -1 for letter in text if ord(letter) > 127)


def _delimiter(text):
    """Return the separator that cuts the first lines into the most columns, and equally many."""

    def quality(delimiter):
        widths = [len(row) for row in csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter) if any(row)]
        widest = max(widths, default=1)
        return (widest > 1) * sum(width == widest for width in widths) / max(len(widths), 1), widest

    sample = text[:20_000].rsplit("\n", 1)[0] if len(text) > 20_000 else text
    return max((";", "\t", ",", "|"), key=quality)
