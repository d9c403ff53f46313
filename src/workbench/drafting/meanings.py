"""What a criterion speaks of: possibility, attainment, quality, sustainability, or what opposes them."""

import csv
from functools import cache
from importlib.resources import files

import numpy as np
import pandas as pd

from workbench.coding import code_parts
from workbench.encoder import encode, encoder_name
from workbench.themes.replay import replay
from workbench.themes.words import says_nothing

#: Possibility, attainment, quality, sustainability (the four steps of a ladder), and opposition, which is none.
MEANINGS = "POQSR"
#: Below this confidence a suggestion is a question.
UNSURE = 0.5
#: How sure a code makes: it may be miscoded.
_CODED = 0.95
#: How often criteria of a question speak of each meaning, before their words are read (ours, P O Q S R).
_BEFORE = {
    "wellbeing": (0.25, 0.30, 0.30, 0.12, 0.03),
    "illbeing": (0.25, 0.25, 0.25, 0.12, 0.13),
    "action": (0.15, 0.20, 0.30, 0.25, 0.10),
}
_EVEN = (0.2, 0.2, 0.2, 0.2, 0.2)
#: Seed phrases that count for a meaning, the nearest ones, and how much nearness weighs against what comes before.
_NEAREST, _WEIGHT, _WEIGHT_OF_LEMMAS = 2, 12.0, 6.0


def suggest_meanings(criteria, decisions=None, *, encoder="default", progress=True, cache=None):
    """Return what each criterion speaks of (P, O, Q, S or R), as people decided it, else as suggested.

    A criterion whose code names a meaning has it. Else its words are compared with seed phrases of its language
    (`data/meanings.csv`, worded by the workbench, not by the Council of Europe), weighed by its question.

    Parameters
    ----------
    criteria : DataFrame
        Table `criteria`.
    decisions : DataFrame, optional
        Table `decisions`: what people decided about meanings goes first.
    encoder, progress, cache
        As in `suggest_themes`.

    Returns
    -------
    DataFrame
        One row a criterion, in the order given: criterion, meaning ("" for an answer without content), state
        ("decided" or "suggested"), confidence in [0, 1] (1 where decided), reason ("decided", "code", "words" or
        ""), unsure (below 0.5: ask the group).

    Notes
    -----
    Measured on 68 criteria in French, Italian and Romanian, read among 850 others, that one person sorted by hand (who
    also wrote the seeds): 56 % agree (always saying the most frequent meaning: 28 %), at a mean confidence of 53 %; of
    those that are not unsure 76 %. Two thirds of all criteria are unsure. So it is a start for the group's talk.

    Examples
    --------
    >>> from workbench.tables import frame
    >>> said = [{"criterion": "a", "text": "no money for bread", "code": "A01/P15"}, {"criterion": "b", "text": "?"}]
    >>> suggest_meanings(frame("criteria", said))[["criterion", "meaning", "reason"]].values.tolist()
    [['a', 'P', 'code'], ['b', '', '']]
    """
    rows = criteria.reset_index(drop=True)
    table = pd.DataFrame({"criterion": rows["criterion"].astype("str")})
    decided = {} if decisions is None else replay(decisions, table["criterion"], ()).meanings
    coded = _coded(rows)
    silent = rows["text"].map(says_nothing).astype(bool)
    open_ = ~silent & ~table["criterion"].isin([*decided, *coded])
    likely = np.zeros((len(rows), len(MEANINGS)))
    if open_.any():
        likely[open_.to_numpy()] = _likely(rows[open_], encoder=encoder, progress=progress, cache=cache)
    found = []
    for criterion, quiet, shares in zip(table["criterion"], silent, likely, strict=True):
        if criterion in decided:
            found.append((decided[criterion], "decided", 1.0, "decided"))
        elif quiet:
            found.append(("", "suggested", 0.0, ""))
        elif criterion in coded:
            found.append((coded[criterion], "suggested", _CODED, "code"))
        else:
            found.append((MEANINGS[shares.argmax()], "suggested", float(shares.max()), "words"))
    named = pd.DataFrame(found, columns=["meaning", "state", "confidence", "reason"])
    table = table.join(named.astype({"meaning": "str", "state": "str", "confidence": float, "reason": "str"}))
    table["unsure"] = table["meaning"].ne("") & (table["confidence"] < UNSURE)
    table.attrs.update(criteria.attrs)
    return table


def _coded(criteria):
    """Return {criterion: meaning} where the code names one; a code without a meaning says nothing of it."""
    if "code" not in criteria or not criteria["code"].ne("").any():
        return {}
    parts = code_parts(criteria)
    named = dict(zip(criteria["criterion"], criteria["code"].str.split("/").str[1:2].str.join(""), strict=True))
    return {row.criterion: row.meaning for row in parts.itertuples() if named[row.criterion].strip()[:1] in [*MEANINGS]}


@cache
def _seeds():
    with (files("workbench") / "data" / "meanings.csv").open(encoding="utf-8", newline="") as lines:
        rows = [
            (row["meaning"], row["language"], phrase)
            for row in csv.DictReader(lines)
            for phrase in row["phrases"].split("|")
        ]
    return pd.DataFrame(rows, columns=["meaning", "language", "phrase"], dtype="str")


def _likely(criteria, *, encoder, progress, cache):
    """Return how likely each meaning is for each criterion: rows sum to 1."""
    seeds = _seeds()
    spoken = criteria["language"].tolist() if "language" in criteria else [""] * len(criteria)
    texts, languages = [*seeds["phrase"], *criteria["text"]], [*seeds["language"], *spoken]
    vectors = encode(texts, languages, encoder=encoder, progress=progress, cache=cache)
    alike = np.asarray(vectors[len(seeds) :] @ vectors[: len(seeds)].T)
    known = set(seeds["language"])
    weight = _WEIGHT_OF_LEMMAS if encoder_name(encoder) == "lemmas" else _WEIGHT
    likely = np.zeros((len(criteria), len(MEANINGS)))
    for row, (language, question) in enumerate(zip(spoken, criteria["question"], strict=True)):
        own = (seeds["language"] == language).to_numpy() if language in known else np.ones(len(seeds), dtype=bool)
        near = [
            np.sort(alike[row, own & (seeds["meaning"] == meaning).to_numpy()])[-_NEAREST:].mean()
            for meaning in MEANINGS
        ]
        weighed = weight * np.array(near) + np.log(_BEFORE.get(question, _EVEN))
        weighed = np.exp(weighed - weighed.max())
        likely[row] = weighed / weighed.sum()
    return likely
