"""What the indicators are: their scales in words, and what stands behind each of them."""

import pandas as pd

from workbench.indicators.coverage import match_themes
from workbench.indicators.ladders import with_ladders
from workbench.language import LANGUAGES, N_, _, current_language, word

#: What a ladder's level says, in the words of its propositions (P and O are worded negatively).
_LADDER_SAYS = {
    1: (N_("Agrees: “{possibility}”"), "possibility"),
    2: (N_("Agrees: “{attainment}”"), "attainment"),
    3: (N_("Does not agree: “{quality}”"), "quality"),
    4: (N_("Agrees: “{quality}”, but not: “{sustainability}”"), "quality sustainability"),
    5: (N_("Agrees: “{sustainability}”"), "sustainability"),
}


def scale_table(study):
    """Return every scale in words: one row per indicator and level, lowest first.

    Parameters
    ----------
    study : Study
        Its tables `indicators`, `situations`, `propositions`, and its `language`.

    Returns
    -------
    DataFrame
        Columns indicator, label, kind, level (1..K), number (as people number it), words, language (of the words),
        threshold, note. Words are in the current language, else in the study's, else in English, else in any: `note`
        says so. A ladder's level is told by its propositions unless the study words it. A statistic without levels
        has no row.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> from workbench.tables import empty, frame
    >>> study = SimpleNamespace(
    ...     language="fr", propositions=empty("propositions"),
    ...     indicators=frame("indicators", [{"indicator": "HOUSE", "levels": 2, "lowest": 0}]),
    ...     situations=frame("situations", [{"indicator": "HOUSE", "level": 0, "words_fr": "sans toit"}]),
    ... )
    >>> scale_table(study)[["level", "number", "words", "note"]]
       level  number      words                                   note
    0      1       0  sans toit  No words in English: shown in French.
    1      2       1                                         No words.
    """
    said = {(row["indicator"], row["level"]): row for row in study.situations.to_dict("records")}  # as people number
    propositions = {(row["indicator"], row["proposition"]): row for row in study.propositions.to_dict("records")}
    rows = []
    for indicator in study.indicators.to_dict("records"):
        name, kind = indicator["indicator"], indicator["indicator_kind"]
        lowest = _lowest(indicator)
        for level in range(1, _levels(indicator, study.situations) + 1):
            number = level - 1 + lowest
            words, language = spoken(said.get((name, number), {}), "words", study.language)
            if kind == "ladder" and not words:
                words, language = _ladder_words(name, level, propositions, study.language)
            rows.append({
                "indicator": name,
                "label": indicator_label(indicator, study.language),
                "kind": kind,
                "level": level,
                "number": number,
                "words": words,
                "language": language,
                "threshold": said.get((name, number), {}).get("threshold", pd.NA),
                "note": _words_note(words, language),
            })  # fmt: skip
    numbers = {"level": "Int64", "number": "Int64", "threshold": "Float64"}
    names = ["indicator", "label", "kind", "level", "number", "words", "language", "threshold", "note"]
    table = pd.DataFrame(rows, columns=names).astype({name: numbers.get(name, "str") for name in names})
    table.attrs.update(study.indicators.attrs)
    return table


def describe_indicators(study, *, membership=None, themes=None):
    """Return what stands behind each indicator: its theme, its scale, the criteria it comes from, who answered.

    Parameters
    ----------
    study : Study
        Its tables `indicators`, `situations`, `answers`, `ladders`, `statistics`, `evidence`, and its `language`.
    membership : DataFrame, optional
        Which theme each criterion is in: columns criterion, theme. Without it `criteria` is NA.
    themes : DataFrame, optional
        Table `themes`, where indicators name a theme by its label and the membership by its code.

    Returns
    -------
    DataFrame
        One row an indicator, in the study's order: indicator, label, kind, theme, code, levels (K), scale ("1–5" as
        people number it), territory ("" for all), since_wave, until_wave, replaces, criteria (in its theme), answers
        (with a level), missing (answers without one), groups (reference groups that answered), figures (of a
        statistic), pieces (of evidence).

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> from workbench.tables import TABLES, empty, frame
    >>> answers = [{"indicator": "HOUSE", "group": "Young", "level": 4}, {"indicator": "HOUSE", "missing": "dont_know"}]
    >>> study = SimpleNamespace(language="en", **{name: empty(name) for name in TABLES})
    >>> study.answers = frame("answers", answers)
    >>> study.indicators = frame("indicators", [{"indicator": "HOUSE", "label_en": "Housing", "levels": 5}])
    >>> describe_indicators(study)[["label", "scale", "answers", "missing", "groups"]]
         label scale  answers  missing  groups
    0  Housing   1–5        1        1       1
    """
    indicators = study.indicators
    declared = ["indicator", "theme", "code", "territory", "since_wave", "until_wave", "replaces"]
    table = indicators[declared].reset_index(drop=True)
    records = indicators.to_dict("records")
    levels = pd.array([_levels(row, study.situations) or pd.NA for row in records], dtype="Int64")
    lowest = [_lowest(row) for row in records]
    scale = ["" if pd.isna(k) else f"{low}–{low + k - 1}" for k, low in zip(levels, lowest, strict=True)]
    table.insert(1, "label", pd.array([indicator_label(row, study.language) for row in records], dtype="str"))
    table.insert(2, "kind", indicators["indicator_kind"].array)
    table.insert(5, "levels", levels)
    table.insert(6, "scale", pd.array(scale, dtype="str"))

    waiting = study.ladders[~study.ladders["indicator"].isin(study.answers["indicator"])]
    answers = with_ladders(study.answers, waiting)
    level_given = answers["level"].notna()
    groups = answers[level_given & (answers["group"] != "")].drop_duplicates(["territory", "group", "indicator"])
    behind = {
        "criteria": None if membership is None else _criteria_behind(table, membership, themes),
        "answers": table["indicator"].map(answers[level_given].groupby("indicator").size()),
        "missing": table["indicator"].map(answers[~level_given].groupby("indicator").size()),
        "groups": table["indicator"].map(groups.groupby("indicator").size()),
        "figures": table["indicator"].map(study.statistics.groupby("indicator").size()),
        "pieces": table["indicator"].map(study.evidence.groupby("indicator").size()),
    }
    for name, counts in behind.items():
        table[name] = pd.array([pd.NA] * len(table), "Int64") if counts is None else counts.astype("Int64").fillna(0)
    table.attrs.update(indicators.attrs)
    return table


def spoken(row, prefix, study_language=""):
    """Return (text, language): what `row` says in `prefix`_xx, in the current language or the nearest one that it has.

    >>> spoken({"words_fr": "sans toit", "words_en": ""}, "words")
    ('sans toit', 'fr')
    """
    for code in dict.fromkeys([current_language(), study_language, "en", *LANGUAGES]):
        text = row.get(f"{prefix}_{code}", "")
        if isinstance(text, str) and text.strip():
            return text, code
    return "", ""


def indicator_label(row, study_language=""):
    """Return the label of one indicator (a mapping of its columns), its code where it has none.

    >>> indicator_label({"indicator": "HOUSE", "label_fr": "Logement"})
    'Logement'
    """
    return spoken(row, "label", study_language)[0] or row["indicator"]


def _levels(indicator, situations):
    """Return K as declared; without it five for a ladder, else the highest level that is *worded*."""
    if not pd.isna(indicator["levels"]):
        return int(indicator["levels"])
    if indicator["indicator_kind"] == "ladder":
        return 5
    worded = situations.loc[situations["indicator"] == indicator["indicator"], "level"]
    return int(worded.max()) - _lowest(indicator) + 1 if worded.notna().any() else 0


def _lowest(indicator):
    return 1 if pd.isna(indicator["lowest"]) else int(indicator["lowest"])


def _ladder_words(name, level, propositions, study_language):
    sentence, needed = _LADDER_SAYS.get(level, ("", ""))
    told = {step: spoken(propositions.get((name, step), {}), "words", study_language) for step in needed.split()}
    if not told or not all(words for words, _language in told.values()):
        return "", ""
    other = [language for _words, language in told.values() if language != current_language()]
    text = _(sentence, **{step: words for step, (words, _language) in told.items()})
    return text, other[0] if other else current_language()


def _words_note(words, language):
    if not words:
        return _("No words.")
    if language == current_language():
        return ""
    return _("No words in {wanted}: shown in {language}.",
             wanted=word("language", current_language()), language=word("language", language))  # fmt: skip


def _criteria_behind(table, membership, themes):
    counts = membership.drop_duplicates(["criterion", "theme"]).groupby("theme").size()
    known = pd.DataFrame({"theme": counts.index, "label": ""}) if themes is None else themes
    return match_themes(table["theme"], known).map(counts)
