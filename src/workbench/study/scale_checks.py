"""What the indicators of a study say of themselves: holes, twins, circles, levels that do not rise, wording."""

from itertools import pairwise

import pandas as pd

from workbench.language import LANGUAGES, N_, plain, recognise, word
from workbench.problems import WARNING
from workbench.study.wording import NEGATIVE, doubtful

_WORDED = ("situations", "ladder", "evidence")


def scale_faults(study, rows):
    """Return what is wrong with scales and what looks odd, each at its cell of study.xlsx.

    Parameters
    ----------
    study : Study
    rows : dict
        Table name → list of Row.

    Returns
    -------
    list of Problem
        Errors: two levels in the same words, thresholds that do not rise (or fall), indicators that replace each other
        in a circle, an indicator that ends before it begins, goalposts that differ by wave. Warnings: a level or a
        proposition without words, words or labels that lack in a language, a statistic without goalposts, a
        proposition that seems worded the wrong way round.
    """
    declared = {row.values.get("indicator"): row for row in rows.get("indicators", [])}
    return [
        *_circles(rows),
        *_spans(rows),
        *_goalposts(rows, set(study.statistics["indicator"])),
        *_labels(rows),
        *_twins(rows, "situations", "level"),
        *_twins(rows, "propositions", "proposition"),
        *_thresholds(rows, declared),
        *_holes(rows),
        *_languages(rows, "situations", "level"),
        *_languages(rows, "propositions", "proposition"),
        *_propositions(rows),
    ]


def _circles(rows):
    """An indicator that in the end replaces itself."""
    lines = [row for row in rows.get("indicators", []) if row.values.get("replaces")]
    replaces = {row.values.get("indicator"): row.values["replaces"] for row in lines}
    for row in lines:
        name, way = row.values.get("indicator"), []
        earlier = replaces.get(name)
        while earlier and earlier != name and earlier not in way:
            way.append(earlier)
            earlier = replaces.get(earlier)
        if way and earlier == name:
            yield row.problem(
                "replaces",
                N_("The indicators replace each other in a circle: {way}."),
                N_("Let each replace an earlier one, and leave the earliest empty."),
                way=" → ".join([name, *way, name]),
            )


def _spans(rows):
    for row in rows.get("indicators", []):
        since, until = (str(row.values.get(name) or "") for name in ("since_wave", "until_wave"))
        numbers = pd.to_numeric(pd.Series([since, until]), errors="coerce")
        ended = numbers[1] < numbers[0] if numbers.notna().all() else bool(since and until) and until < since
        if ended:
            yield row.problem(
                "until_wave", N_("The indicator ends in {until}, before it begins in {since}."),
                N_("Correct one of the two waves."), since=since, until=until,
            )  # fmt: skip


def _goalposts(rows, figures):
    """Goalposts hold for all waves: a minimum and maximum of each wave would hide every change that all share."""
    first = {}
    for row in rows.get("indicators", []):
        if row.values.get("indicator_kind") != "statistic":
            continue
        name, posts = row.values.get("indicator"), tuple(row.values.get(post) for post in ("floor", "ceiling"))
        if name in first and posts != first[name]:
            yield row.problem(
                "floor" if row.values.get("floor") != first[name][0] else "ceiling",
                N_("“{indicator}” has other goalposts here than in another line. They are the same for all waves: "
                   "with a "
                   "minimum and a maximum of each wave, a change that all places share would vanish."),
                N_("Keep one line, with goalposts wide enough for all waves."), indicator=name,
            )  # fmt: skip
        first.setdefault(name, posts)
        if name in figures and row.values.get("direction") and None in posts:
            yield row.problem(
                "floor" if posts[0] is None else "ceiling",
                N_(
                    "The statistic has no goalposts that hold for all waves, so its scores change with every new "
                    "figure."
                ),
                N_("Write the lowest and the highest value that it may reasonably take, the same for all waves."),
                WARNING,
            )


def _labels(rows):
    """A label that lacks in a language which the place speaks, of what people are asked."""
    spoken = {}
    for row in rows.get("territories", []):
        said = [recognise("language", part) for part in str(row.values.get("languages") or "").split("; ")]
        spoken[row.values.get("territory")] = [code for code in said if code in LANGUAGES]
    for row in rows.get("indicators", []):
        has = {code for code in LANGUAGES if row.values.get(f"label_{code}")}
        place = row.values.get("territory")
        wanted = spoken.get(place, []) if place else [code for codes in spoken.values() for code in codes]
        missing = [code for code in dict.fromkeys(wanted) if code not in has]
        if has and missing and row.values.get("indicator_kind") not in ("statistic", "evidence"):
            yield row.problem(
                f"label_{missing[0]}", N_("“{indicator}” has no label in {languages}, which is spoken there."),
                N_("Add it, or people will be asked in another language."), WARNING,
                indicator=row.values.get("indicator"), languages=_named(missing),
            )  # fmt: skip


def _named(codes):
    return lambda: [word("language", code) for code in codes]


def _of_indicator(rows, table):
    found = {}
    for row in rows.get(table, []):
        if row.values.get("indicator"):
            found.setdefault(row.values["indicator"], []).append(row)
    return found


def _twins(rows, table, key):
    """Two levels (or propositions) of one indicator in the same words: nobody could choose between them."""
    for name, lines in _of_indicator(rows, table).items():
        for code in LANGUAGES:
            seen = {}
            for row in lines:
                text = plain(row.values.get(f"words_{code}") or "")
                if text in seen and seen[text] != row.values.get(key):
                    yield row.problem(
                        f"words_{code}", N_("“{indicator}” says the same on two lines: “{found}”."),
                        N_("Word them so that people can tell which one is theirs."),
                        indicator=name, found=row.values[f"words_{code}"],
                    )  # fmt: skip
                if text:
                    seen.setdefault(text, row.values.get(key))


def _thresholds(rows, declared):
    for name, lines in _of_indicator(rows, "situations").items():
        if name not in declared:
            continue
        down = declared[name].values.get("direction") == "down"
        steps = [
            row for row in lines if row.values.get("threshold") is not None and row.values.get("level") is not None
        ]
        steps.sort(key=lambda row: row.values["level"])
        for lower, higher in pairwise(steps):
            one, other = lower.values["threshold"], higher.values["threshold"]
            if not (other < one if down else other > one):
                yield higher.problem(
                    "threshold",
                    N_("The threshold {found} of “{indicator}” does not lie below {other}, that of the level "
                       "before; lower "
                       "is better there.") if down
                    else N_("The threshold {found} of “{indicator}” does not lie above {other}, that of the level "
                            "before."),
                    N_("Correct one of the two, or the direction of the indicator."),
                    indicator=name, found=other, other=one,
                )  # fmt: skip


def _holes(rows):
    """A level of a scale, or a proposition of a ladder, that has no line although others have."""
    worded = _of_indicator(rows, "situations")
    steps = _of_indicator(rows, "propositions")
    for row in rows.get("indicators", []):
        name, kind, levels = (row.values.get(column) for column in ("indicator", "indicator_kind", "levels"))
        lines = worded.get(name, [])
        if kind in _WORDED and levels and 2 <= levels <= 20 and lines:
            lowest = 1 if row.values.get("lowest") is None else row.values["lowest"]
            there = {line.values.get("level") for line in lines}
            missing = [level for level in range(lowest, lowest + levels) if level not in there]
            if missing:
                yield lines[-1].problem(
                    "level", N_("“{indicator}” has {levels} levels, and no words for {missing}."),
                    N_("Add a line for each, or correct the number of levels."), WARNING,
                    indicator=name, levels=levels, missing=missing,
                )  # fmt: skip
        if kind == "ladder" and steps.get(name):
            there = {line.values.get("proposition") for line in steps[name]}
            missing = [step for step in (*NEGATIVE, "quality", "sustainability") if step not in there]
            if missing:
                yield steps[name][-1].problem(
                    "proposition", N_("The ladder “{indicator}” has no words for {missing}."),
                    N_("Add a line for each of the four propositions."), WARNING, indicator=name,
                    missing=lambda missing=missing: [word("proposition", step) for step in missing],
                )  # fmt: skip


def _languages(rows, table, key):
    """Words that lack in a language in which others of the same indicator stand."""
    for name, lines in _of_indicator(rows, table).items():
        spoken = [code for code in LANGUAGES if any(row.values.get(f"words_{code}") for row in lines)]
        for row in lines:
            missing = [code for code in spoken if not row.values.get(f"words_{code}")]
            if missing and any(row.values.get(f"words_{code}") for code in spoken):
                yield row.problem(
                    f"words_{missing[0]}", N_("“{indicator}” has words in {languages} elsewhere, but not on this "
                                              "line."),
                    N_("Add them, or people will be asked in another language."), WARNING,
                    indicator=name, languages=_named(missing),
                )  # fmt: skip


def _propositions(rows):
    for row in rows.get("propositions", []):
        step = row.values.get("proposition")
        for code in LANGUAGES:
            text = row.values.get(f"words_{code}") or ""
            if step and doubtful(step, text, code):
                negative = (
                    N_(
                        "“{found}” has none of the words that make a proposition negative; this one is worded "
                        "negatively."
                    ),
                    N_("Read it aloud: who agrees has not reached this step. If that is so, leave it."),
                )
                positive = (
                    N_("“{found}” holds a word that negates; this proposition is worded positively."),
                    N_("Read it aloud: who agrees has reached this step. If that is so, leave it."),
                )
                told = negative if step in NEGATIVE else positive
                yield row.problem(f"words_{code}", *told, WARNING, found=text)
