"""What a questionnaire asks: which indicators, in which order, in whose words, how long and how hard."""

import re

import pandas as pd

from workbench.drafting.proposals import STEPS
from workbench.indicators.coverage import match_themes
from workbench.language import LANGUAGES, N_, _, plain, word
from workbench.problems import WARNING, Problem
from workbench.study.wordings import is_after

ASKED = ("situations", "ladder")
#: Words a minute read aloud (Brysbaert 2019), seconds to choose an answer and to say something of oneself, and for the
#: welcome (these three are ours).
READ_ALOUD, CHOOSE, ABOUT_ONESELF, WELCOME = 183, 8, 10, 60
#: LIX from which a text is hard to read for many; long words are commoner in German and Dutch (limits ours).
HARD = {"de": 55, "nl": 55}
_HARD = 50
#: Fewer words tell nothing of how hard a text is.
_LEAST_WORDS = 20


def questionnaire_items(study, *, language=None, wave=None, territory=None):
    """Return the questions in the order in which they are asked, and what keeps them from being asked well.

    Indicators that people answer, as they are asked in the wave. Order (ours): themes one after the other, the theme
    whose indicators have the fewest words first; in a theme, scales of situations before ladders, the shortest first; a
    ladder from possibility to sustainability; what is about those who come after (`generations`) last.

    Parameters
    ----------
    study : Study
    language : str, optional
        Of the questions; by default the study's.
    wave : str, optional
        By default the last one: indicators that are asked from a later one on, or were asked until an earlier one, are
        left out. Give the wave to come to ask what is asked from it on.
    territory : str, optional
        Leave out what only another one is asked.

    Returns
    -------
    items : DataFrame
        One row a question: order, indicator, kind, proposition ("" for situations), theme, label, options (the levels
        of a scale, as people number them), texts (list: words of each level, or the one proposition; "" where missing),
        words (how many), seconds, lix.
    left_out : DataFrame
        indicator, label, why.
    problems : list of Problem
        Words that are missing in this language, at their row; texts that are hard to read.

    Notes
    -----
    Seconds: words at 183 a minute (reading aloud; Brysbaert 2019) and 8 seconds to choose (ours). LIX = words a
    sentence + 100 × share of words of more than six letters (Björnsson 1968); 50 and more is hard (55 in German and
    Dutch; the limits are ours, and so is to take each situation as one sentence).

    References
    ----------
    Björnsson (1968), Läsbarhet. Brysbaert (2019), Journal of Memory and Language 109.
    """
    language = language or study.language
    if language not in LANGUAGES:
        raise ValueError(f"language must be one of {', '.join(LANGUAGES)}; got {language!r}")
    wave = wave or (study.all_waves() or [""])[-1]
    rows, left, problems = [], [], []
    for indicator in study.indicators.to_dict("records"):
        why = _why_not(indicator, wave, territory)
        if why:
            left.append((indicator["indicator"], indicator[f"label_{language}"] or indicator["indicator"], why))
            continue
        rows += _questions(indicator, study, language, problems)
    items = pd.DataFrame(
        rows, columns=["indicator", "kind", "proposition", "theme", "label", "options", "texts", "last"]
    )
    items["words"] = [sum(len(text.split()) for text in texts) for texts in items["texts"]]
    items["seconds"] = [round(60 * n / READ_ALOUD + CHOOSE) for n in items["words"]]
    items["lix"] = pd.array([_lix_of(texts) for texts in items["texts"]], dtype="Float64")
    items = _in_order(items)
    problems += _hard(items, study, language)
    left_out = pd.DataFrame(left, columns=["indicator", "label", "why"], dtype="str")
    return items, left_out, problems


def minutes(items, *, profile=0):
    """Return about how many minutes a person needs for a questionnaire, at least 1.

    >>> minutes(pd.DataFrame({"seconds": [20, 30]}), profile=2)
    2
    """
    return max(1, round((WELCOME + items["seconds"].sum() + ABOUT_ONESELF * profile) / 60))


def lix(texts):
    """Return how hard sentences are to read: words a sentence + 100 × share of words of more than six letters.

    >>> lix(["The bus is late.", "Nobody understands the administration."])
    29.0
    """
    words = [re.findall(r"[^\W\d_]+", text) for text in texts]
    sentences = sum(max(1, len(re.findall(r"[.!?:;](?:\s|$)", text))) for text in texts if text)
    every = [one for said in words for one in said]
    return len(every) / sentences + 100 * sum(len(one) > 6 for one in every) / len(every) if every else None


def _why_not(indicator, wave, territory):
    kind = indicator["indicator_kind"]
    if kind not in ASKED:
        return _("it rests on {kind}, not on answers", kind=word("indicator_kind", kind))
    if territory and indicator["territory"] and indicator["territory"] != territory:
        return _("only {territory} is asked", territory=indicator["territory"])
    since, until = indicator["since_wave"], indicator["until_wave"]
    if since and is_after(since, wave):
        return _("it is asked from {wave} on", wave=since)
    return _("it was asked until {wave}", wave=until) if until and is_after(wave, until) else ""


def _questions(indicator, study, language, problems):
    name, ladder = indicator["indicator"], indicator["indicator_kind"] == "ladder"
    table, key = (study.propositions, "proposition") if ladder else (study.situations, "level")
    said = {row[key]: row for row in table[table["indicator"] == name].to_dict("records")}
    lowest = 1 if pd.isna(indicator["lowest"]) else int(indicator["lowest"])
    levels = 0 if pd.isna(indicator["levels"]) else int(indicator["levels"])
    parts = list(STEPS) if ladder else list(range(lowest, lowest + levels))
    label = indicator[f"label_{language}"]
    if not label:
        problems.append(_missing(indicator["source"], name, language))
    for part in parts:
        if not said.get(part, {}).get(f"words_{language}"):
            row = said.get(part)
            shown = word("proposition", part) if ladder else part
            problems.append(_missing(row["source"] if row else indicator["source"], f"{name} – {shown}", language))
    texts = [said.get(part, {}).get(f"words_{language}", "") for part in parts]
    known = {
        "indicator": name,
        "kind": indicator["indicator_kind"],
        "theme": indicator["theme"],
        "label": label or name,
    }
    known["last"] = indicator["generations"] is True
    if ladder:
        return [
            known | {"proposition": step, "options": [], "texts": [text]}
            for step, text in zip(parts, texts, strict=True)
        ]
    return [known | {"proposition": "", "options": parts, "texts": texts}]


def _missing(source, what, language):
    file, _sep, rest = source.partition("!")
    sheet, _sep, cell = rest.rpartition("!")
    told = {"what": what, "language": lambda: word("language", language)}
    do = N_("Translate it there, or on a drafting sheet.")
    row = re.sub(r"\D", "", cell)
    return Problem(file or "study.xlsx", sheet, row, N_("“{what}” has no words in {language}."), do, told, WARNING)


def _lix_of(texts):
    return round(lix(texts), 1) if sum(len(text.split()) for text in texts) >= _LEAST_WORDS else pd.NA


def _hard(items, study, language):
    sources = study.indicators.set_index("indicator")["source"]
    limit = HARD.get(language, _HARD)
    together = items.groupby("indicator", sort=False)["texts"].agg(
        lambda several: [t for texts in several for t in texts]
    )
    for indicator, texts in together.items():
        found = _lix_of(texts)
        if not pd.isna(found) and found >= limit:
            file, _sep, rest = sources[indicator].partition("!")
            what = N_("“{indicator}” is hard to read in {language}: LIX {found} (hard from {limit} on).")
            told = {
                "indicator": indicator,
                "found": found,
                "limit": limit,
                "language": lambda: word("language", language),
            }
            do = N_("Shorter sentences and shorter words, as people said them.")
            yield Problem(
                file, rest.rpartition("!")[0], re.sub(r"\D", "", rest.rpartition("!")[2]), what, do, told, WARNING
            )


def _in_order(items):
    if items.empty:
        return items.drop(columns="last").assign(order=pd.array([], dtype="Int64"))
    names = items["theme"].drop_duplicates()
    theme = match_themes(items["theme"], pd.DataFrame({"theme": names, "label": names}))
    length = items.groupby("indicator")["words"].transform("sum")
    keys = pd.DataFrame({
        "last": items["last"],
        "easy": length.groupby([items["last"], theme]).transform("mean"),
        "theme": [plain(name) for name in items["theme"]],
        "ladder": items["kind"].eq("ladder"),
        "length": length,
        "indicator": items["indicator"],
        "step": items["proposition"].map({step: place for place, step in enumerate(STEPS)}).fillna(0),
    })  # fmt: skip
    items = items.loc[keys.sort_values(list(keys), kind="stable").index].reset_index(drop=True).drop(columns="last")
    items.insert(0, "order", range(1, len(items) + 1))
    return items
