"""What a theme is called and known by: words that people used, never invented prose."""

import csv
from collections import Counter
from functools import cache
from importlib.resources import files

import numpy as np
import pandas as pd

from workbench.encoder import lemmas
from workbench.language import LANGUAGES, current_language, plain

#: How each language quotes; typography of the language of what is quoted, not of the reader's.
_QUOTES = {"en": "“{}”", "fr": "«\u202f{}\u202f»", "it": "«{}»", "ro": "„{}”", "de": "„{}“", "nl": "‘{}’"}
#: A verbatim that can serve as a label: letters at most, and how many are looked at, nearest the middle of a theme.
_SHORT, _NEAR = 40, 10
#: Words of a theme in one language, up to which a word said once tells something.
_FEW = 12


@cache
def _listed(name, column, separator):
    with (files("workbench") / "data" / name).open(encoding="utf-8", newline="") as lines:
        return {row["language"]: frozenset(row[column].split(separator)) for row in csv.DictReader(lines)}


@cache
def _silences():
    return frozenset(plain(phrase) for phrases in _listed("nothing.csv", "phrases", "|").values() for phrase in phrases)


def says_nothing(text):
    """Return whether `text` is an answer without content: "rien", "non so", "?", an empty card.

    In any of the six languages, whatever the language of the group: people mix. The words stand in `data/nothing.csv`.

    Examples
    --------
    >>> says_nothing("Je ne sais pas !"), says_nothing("?"), says_nothing("rien à manger")
    (True, True, False)
    """
    said = plain(text)
    return not said or said in _silences()


def quoted(text, language=""):
    """Return `text` in the quotation marks of `language`; those of English where it is not known.

    >>> quoted("una casa", "it"), quoted("ein Zuhause", "de")
    ('«una casa»', '„ein Zuhause“')
    """
    return _QUOTES.get(language, _QUOTES["en"]).format(" ".join(str(text).split()))


def content_words(text, language=""):
    """Return the lemmas of `text` that say something: not the articles, prepositions and "to be" of `language`.

    >>> content_words("Des logements adaptés aux familles", "fr")
    ['logement', 'adapter', 'famille']
    """
    found = (_content(word, language) for word in lemmas(text))
    return [lemma for lemma in found if lemma]


@cache
def _content(word, language):
    """Return the lemma of one word, "" if it says nothing by itself; each word of a corpus is looked up once."""
    empty = _listed("stopwords.csv", "words", " ").get(language, frozenset())
    lemma = next(iter(lemmas(word, language)), "")
    return lemma if len(lemma) > 2 and not {lemma, word} & empty else ""


def key_words(texts, languages, themes, *, most=4):
    """Return the words by which each theme is known, language by language.

    Class-based TF-IDF on lemmas within a language: how often a theme says a word, times log(1 + A / f), where f is how
    often all themes say it and A how many words a theme has on average (Grootendorst 2022). A word said once by a theme
    is no key word unless the theme has no other.

    Parameters
    ----------
    texts, languages, themes : sequence of str
    most : int
        Words for each theme and language.

    Returns
    -------
    DataFrame
        theme, language, words (a list, strongest first).

    Examples
    --------
    >>> key_words(["un logement", "logement cher", "le bus"], ["fr"] * 3, ["A", "A", "B"])
      theme language             words
    0     A       fr  [logement, cher]
    1     B       fr             [bus]
    """
    said = Counter(
        (theme, language, word)
        for text, language, theme in zip(*map(list, (texts, languages, themes)), strict=True)
        for word in content_words(text, language)
    )
    counts = pd.DataFrame(said.keys(), columns=["theme", "language", "word"], dtype="str")
    counts["n"] = np.fromiter(said.values(), dtype=int, count=len(said))
    counts["in_all"] = counts.groupby(["language", "word"])["n"].transform("sum")
    by_language = counts.groupby("language")
    counts["average"] = by_language["n"].transform("sum") / by_language["theme"].transform("nunique")
    of_theme = counts.groupby(["theme", "language"])["n"].transform("sum")
    counts = counts[(counts["n"] > 1) | (of_theme <= _FEW)].copy()
    counts["weight"] = counts["n"] * np.log1p(counts["average"] / counts["in_all"])
    counts = counts.sort_values(["theme", "language", "weight", "word"], ascending=[True, True, False, True])
    best = counts.groupby(["theme", "language"]).head(most)
    return best.groupby(["theme", "language"])["word"].agg(list).reset_index(name="words")


def central(table, *, most=None):
    """Return the criteria that stand for each theme: nearest its middle, each wording once; all, or the `most` first.

    Parameters
    ----------
    table : DataFrame
        criterion, theme, text, fit (nearness to the middle of the theme).
    most : int, optional
        Criteria a theme.

    Returns
    -------
    DataFrame
        Rows of `table`, theme by theme, most central first.
    """
    said = table.assign(_said=[plain(text) for text in table["text"].to_numpy(dtype=object)])
    order = said.sort_values(["theme", "fit", "criterion"], ascending=[True, False, True], na_position="last")
    once = order.drop_duplicates(["theme", "_said"]).drop(columns="_said")
    return once if most is None else once.groupby("theme").head(most)


def label_of(texts, languages, study_language=""):
    """Return a label out of a theme's own words, quoted: what a theme that nobody has named is called everywhere.

    It is in the language of the reader where the theme was spoken of in it, else in that of the study, else in the one
    that most of the theme is in; and a short one of those nearest the middle.

    Parameters
    ----------
    texts, languages : sequence of str
        All wordings of the theme, nearest its middle first.
    study_language : str

    Examples
    --------
    >>> label_of(["een dak boven het hoofd", "a decent home for every family of the neighbourhood", "a roof"],
    ...          ["nl", "en", "en"])
    '“a roof”'
    """
    said = Counter(languages)
    wanted = (current_language(), study_language, said.most_common(1)[0][0])
    language = next(code for code in wanted if code in said)
    near = [text for text, spoken in zip(texts, languages, strict=True) if spoken == language][:_NEAR]
    text = next((text for text in near if 3 < len(text) <= _SHORT), near[0])
    return quoted(text, language if language in LANGUAGES else "")
