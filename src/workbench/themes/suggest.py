"""Criteria → suggested themes. A suggestion, no more: what people decide is the result."""

import warnings

import numpy as np
import pandas as pd

from workbench.coding.codes import object_of
from workbench.encoder import centring, encoder_name
from workbench.encoder.centre import at_length_one
from workbench.encoder.models import languages_known
from workbench.encoder.threads import one_thread
from workbench.language import LANGUAGES, plain
from workbench.themes.consensus import curve, joined, resampled, stability, together
from workbench.themes.fit import fit_to_theme, left_alone, nearest_criteria, theme_ids
from workbench.themes.grid import read_grid, seed_words
from workbench.themes.learn import Taught, follow_examples
from workbench.themes.number import number_taken
from workbench.themes.points import kind_of_group, main_axes, points, seed_points
from workbench.themes.replay import ALONE, NOTHING, replay
from workbench.themes.report import beyond_the_six, language_leak, language_warnings
from workbench.themes.words import says_nothing

#: What examples teach is carried on by runs that make so many times more clusters than there are themes.
_FINER = 2
#: Beside fewer than this share of their own theme over the runs, criteria are unsure.
_MOSTLY = 0.5


def suggest_themes(
    criteria, *, k=None, decisions=None, grid=None, encoder="default", seed=0, progress=True, cache=None
):
    """Return a theme for each criterion, with the reasons for it.

    Answers without content are set aside (theme "nothing"). The other wordings, each counted once, become points
    (`points`), and k-means runs on forty subsamples; criteria that the runs keep together are a theme. What lies nearer
    to no theme than a criterion usually does is left on its own (theme "alone"): kept, in sight, a theme of one if the
    group says so. A theme's id is made of its most central criterion, so it depends neither on the order of the rows
    nor on what was decided about criteria and themes. With `decisions`, what people settled stands, and teaches
    (`follow_examples`).

    Parameters
    ----------
    criteria : DataFrame
        Table `criteria`; criterion and text are needed, language and profile (or group) used.
    k : int, optional
        How many themes; by default the number that people decided (kind "number" in `decisions`), else the one that
        holds best (`stability_curve`).
    decisions : DataFrame, optional
        Table `decisions`.
    grid : DataFrame, optional
        Table `grid`, under which people filed themes; the workbench's own by default. Its seed words teach, too.
    encoder, progress, cache
        See `encode`.
    seed : int
        Of the subsamples.

    Returns
    -------
    DataFrame
        One row a criterion, by criterion: criterion, theme, confidence (0–1: of those whom the runs put beside it, the
        share in its theme; where `reason` is "examples", the expected share of right ones), second and third (the next
        likely themes), nearest (ids of the nearest criteria of its theme), fit (0–1, nearness to the middle of its
        theme; to rank, not to read), stability (of its theme: how often its pairs stay together), reason ("resamples",
        "examples", "people", "set aside"). In `attrs`: encoder, k, decided (number, who, when; empty where nobody did),
        centring, language_leak (adjusted mutual information of theme and language), beyond (n and leak of each
        language that the workbench does not speak), taught (what the examples promise, see `Taught`).

    Raises
    ------
    ValueError
        If a column is missing, a criterion stands twice, or k is not between 1 and the number of wordings.

    Warns
    -----
    UserWarning
        If themes follow languages, or one beyond the six, no sentence encoder is installed,
        or people decided on more themes than there are wordings: then as many are taken as hold best.

    References
    ----------
    Wu et al. (2015), k-means-based consensus clustering. Figures that led to the choices: TEXT.md and the tests.

    Examples
    --------
    >>> from workbench.tables import frame
    >>> said = ["a warm flat", "rent is too high", "the bus is late", "no bus on Sunday", "don't know"]
    >>> rows = [{"criterion": f"c{n}", "text": text, "language": "en"} for n, text in enumerate(said)]
    >>> criteria = frame("criteria", rows)
    >>> suggest_themes(criteria, k=2, encoder="use", cache=False)["theme"].tolist()
    ['T-c0', 'T-c0', 'T-c2', 'T-c2', 'nothing']
    """
    table = _checked(criteria)
    silent = _silent(table)
    told, row_of = _wordings(table[~silent])
    k, decided = number_taken(k, decisions, len(told))
    options = {"encoder": encoder, "progress": progress, "cache": cache}
    meaning, bearings = _points(told, options)
    with one_thread():
        both = np.hstack([meaning, bearings])
        axes, labels, shares = _clustered(both, k, seed)
        vectors = at_length_one(both)
        del both
        own = left_alone(vectors, shares.argmax(axis=1)) if len(told) else np.zeros(0, dtype=int)
        ids = theme_ids(own, fit_to_theme(vectors, own), told["criterion"].to_numpy())
        result, taught, homes = _ranked(shares, own, ids), Taught(), {}
        if decisions is not None:
            settled = replay(decisions, table["criterion"].to_numpy(dtype=object), set(result["theme"]))
            homes = settled.homes()
        if decisions is not None and len(told):
            seeds = _seeds(settled, read_grid() if grid is None else grid, told, meaning, options)
            beside = together(axes, _FINER * shares.shape[1], seed=seed) if homes else None
            result, taught = _with_people(result, settled, row_of, vectors, beside, seeds)
        themes = result["theme"].to_numpy(dtype="str")
        result["fit"] = fit_to_theme(vectors, themes)
        result["nearest"] = nearest_criteria(vectors, themes, told["criterion"].to_numpy(), result["fit"].to_numpy())
        steady = {ids[theme]: value for theme, value in stability(labels, own).items() if theme >= 0}
    name = encoder_name(encoder)
    report = {
        "encoder": name,
        "k": shares.shape[1] if len(told) else 0,
        "decided": decided,
        "centring": centring(told["language"], kind_of_group(told)) if len(told) and languages_known(name) else {},
        "taught": taught.figures(),
    }
    return _spread(result, table, silent, row_of, steady, homes, report)


def stability_curve(criteria, *, ks=None, encoder="default", seed=0, progress=True, cache=None):
    """Return how well the themes hold for each number of themes, to choose one beside it.

    Parameters
    ----------
    criteria : DataFrame
        Table `criteria`.
    ks : iterable of int, optional
        Numbers to try; by default five around the usual one.
    encoder, seed, progress, cache
        As in `suggest_themes`.

    Returns
    -------
    DataFrame
        k, stability (mean adjusted Rand index between runs on subsamples: 1 all alike, 0 as chance), chosen (what
        `suggest_themes` takes by itself). In `attrs`: wordings, how many different ones there are.

    Examples
    --------
    >>> from workbench.tables import frame
    >>> criteria = frame("criteria", [{"criterion": "c1", "text": "a warm flat", "language": "en"}])
    >>> stability_curve(criteria, encoder="use", cache=False)["k"].tolist()
    [1]
    """
    table = _checked(criteria)
    told, _row_of = _wordings(table[~_silent(table)])
    meaning, bearings = _points(told, {"encoder": encoder, "progress": progress, "cache": cache})
    with one_thread():
        result = curve(main_axes(np.hstack([meaning, bearings])) if len(told) else meaning, ks, seed=seed)
    result.attrs.update(criteria.attrs | {"wordings": len(told)})
    return result


# ---------------------------------------------------------------------- steps


def _checked(criteria):
    for column in ("criterion", "text"):
        if column not in criteria:
            raise ValueError(f"criteria needs a column {column!r}; got {', '.join(map(str, criteria.columns))}")
    twice = criteria["criterion"][criteria["criterion"].duplicated()].unique()
    if len(twice):
        raise ValueError(f"criteria must hold each criterion once; got twice: {', '.join(map(str, twice[:5]))}")
    table = criteria.assign(criterion=criteria["criterion"].astype("str"), text=criteria["text"].astype("str"))
    if "language" not in table:
        table["language"] = ""
    return table.sort_values("criterion", kind="stable", ignore_index=True)


def _silent(table):
    return np.array([says_nothing(text) for text in table["text"].to_numpy(dtype=object)], dtype=bool)


def _wordings(told):
    """Return one row for each wording (the first criterion that says it), and {criterion: its row}."""
    texts, languages, criteria = (told[name].to_numpy(dtype=object) for name in ("text", "language", "criterion"))
    pairs = list(zip(map(plain, texts), languages, strict=True))
    wording = pd.Series(pairs, index=told.index, dtype=object)
    row, _distinct = pd.factorize(wording)
    first = told[~wording.duplicated()].reset_index(drop=True)
    return first, dict(zip(criteria, row, strict=True))


def _points(told, options):
    return points(told["text"].tolist(), told["language"].tolist(), groups=kind_of_group(told), **options)


def _clustered(points, k, seed):
    """Return the points on their main axes, the runs' labels and each criterion's shares of the themes."""
    n = len(points)
    if n == 0:
        return points, np.zeros((1, 0), dtype=np.int32), np.zeros((0, 1))
    axes = main_axes(points)
    if k is None:
        tried = curve(axes, seed=seed)
        k = int(tried.loc[tried["chosen"], "k"].iloc[0])
    if k == 1:
        return axes, np.zeros((1, n), dtype=np.int32), np.ones((n, 1))
    labels = resampled(axes, k, seed=seed)
    return axes, labels, joined(labels, k, seed=seed)


def _ranked(shares, own, ids):
    """Return theme, second, third and confidence of each row."""
    n, k = shares.shape
    shares = shares * np.array([theme in ids for theme in range(k)])
    first = np.where(own >= 0, own, shares.argmax(axis=1) if n else 0)
    order = np.argsort(-np.where(np.arange(k) == first[:, None], np.inf, shares), axis=1, kind="stable")
    by_rank = np.take_along_axis(shares, order, axis=1)
    named = np.array([ids.get(theme, "") for theme in range(k)] + [""] * 3, dtype=object)
    order = np.pad(order, ((0, 0), (0, 3)), constant_values=k)
    by_rank = np.pad(by_rank, ((0, 0), (0, 3)))
    names = np.where(by_rank > 0, named[order], "")
    alone = own < 0
    return pd.DataFrame({
        "theme": np.where(alone, ALONE, names[:, 0]),
        "second": np.where(alone, names[:, 0], names[:, 1]),
        "third": np.where(alone, names[:, 1], names[:, 2]),
        "confidence": np.where(alone, 0.0, by_rank[:, 0]),
        "margin": np.where(alone, 0.0, by_rank[:, 0] - by_rank[:, 1]),
        "unsure": alone | (by_rank[:, 0] < _MOSTLY),
        "reason": "resamples",
    })  # fmt: skip


def _seeds(settled, grid, told, meaning, options):
    """Return {theme: points of its seed words} for the themes that people filed under a code."""
    filed = {settled.now(theme): object_of(code) for theme, code in settled.codes.items()}
    words = seed_words(grid, [code for code in LANGUAGES if code in set(told["language"])] or LANGUAGES)
    words = words[words["code"].isin(filed.values())]
    found = seed_points(words, told["language"].tolist(), meaning, **options)
    if found is None:
        return {}
    said = at_length_one(np.hstack(found))
    return {theme: said[(words["code"] == code).to_numpy()] for theme, code in filed.items()}


def _with_people(result, settled, row_of, vectors, beside, seeds):
    """Return the suggestion with what people settled, and what follows from it for the others."""
    suggested = result["theme"].to_numpy(dtype="str")
    homes, direct = settled.homes(), settled.placed
    theme, placed = np.full(len(result), "", dtype=object), np.zeros(len(result), dtype=bool)
    for criterion in sorted(homes):  # of two decisions about one wording, the direct one speaks for it
        row = row_of.get(criterion)
        if row is not None and (criterion in direct or not placed[row]):
            theme[row], placed[row] = homes[criterion], criterion in direct
    said = np.bincount(list(row_of.values()), minlength=len(result))
    heard = np.bincount([row_of[criterion] for criterion in homes if criterion in row_of], minlength=len(result))
    current = np.array([settled.now(name) for name in suggested], dtype="str")
    for column in ("theme", "second", "third"):
        result[column] = [settled.now(name) for name in result[column].to_numpy(dtype=object)]
    times = np.column_stack([said, heard])
    taught = follow_examples(vectors, current, theme.astype("str"), placed, beside=beside, seeds=seeds, times=times)
    moves, rows = taught.moves, taught.moves["row"].astype(int)
    for column in ("theme", "second", "third", "confidence", "margin"):
        result.loc[rows, column] = moves[column].to_numpy()
    result.loc[rows, "reason"] = "examples"
    result.loc[rows, "unsure"] = moves["margin"].to_numpy() < taught.cut
    given = theme != ""
    result.loc[given, "theme"] = theme[given]
    result.loc[given, ["confidence", "reason", "unsure"]] = [1.0, "people", False]
    return result, taught


def _spread(result, table, silent, row_of, steady, homes, report):
    """Return one row for each criterion out of the rows of distinct wordings."""
    row = np.array([row_of.get(criterion, -1) for criterion in table["criterion"].to_numpy(dtype=object)], dtype=int)
    full = result.reindex(row).set_axis(table.index)
    full.insert(0, "criterion", table["criterion"])
    full.loc[silent, ["theme", "reason", "unsure"]] = [NOTHING, "set aside", False]
    heard = silent & full["criterion"].isin(list(homes)).to_numpy()  # people found a meaning in it
    full.loc[heard, "theme"] = full.loc[heard, "criterion"].map(homes)
    full.loc[heard, ["confidence", "reason"]] = [1.0, "people"]
    full["stability"] = full["theme"].map(steady).astype("Float64")
    for column in ("theme", "second", "third", "nearest", "reason"):
        full[column] = full[column].fillna("").astype("str")
    for column in ("confidence", "margin", "fit"):
        full[column] = full[column].astype("Float64")
    full["unsure"] = full["unsure"].astype("boolean")
    order = ["criterion", "theme", "confidence", "margin", "unsure", "second", "third", "nearest", "fit", "stability"]
    themed = ~full["theme"].isin([ALONE, NOTHING])
    spoken = table.loc[themed, "language"]
    leak = language_leak(full.loc[themed, "theme"], spoken) if spoken.nunique() > 1 else 0.0
    full = full[[*order, "reason"]]
    beyond = beyond_the_six(full.loc[themed, "theme"], spoken)
    full.attrs.update(table.attrs | report | {"language_leak": leak, "beyond": beyond})
    for told in language_warnings(full):
        warnings.warn(told, stacklevel=3)
    return full
