"""How good suggested themes are, on texts whose themes are known: default encoder, one model alone, and the fallback.

    .venv/bin/python benchmarks/themes_measured.py [../shared/data]

Prints one table, each line as soon as it is known. What does not depend on decisions (vectors, runs on subsamples) is
made once for each set of texts and encoder, and shared by all draws. The example study is constructed; of Santa
Monica's survey (2014) those answers are taken to which people gave exactly one category that twenty answers or more
share; Bowling Green's comments carry no codes, so only what needs none is printed. Measures, each a mean over ten draws
where chance has a part (queue: over three):

* AMI: adjusted mutual information of suggested and known themes, at the known number of themes, before any decision;
* language: the same of suggested themes and languages;
* ten a theme: macro F1 of the others when people have placed ten criteria of each theme;
* a third: share of the others in the right theme when people have placed a third, drawn at random;
* top three: how often the right theme is among the three that are offered for a decision;
* queue: as "a third", when they placed the least sure first instead, in five sittings;
* holds: mean adjusted Rand index between runs on subsamples, at the number of themes taken by itself.
"""

import hashlib
import sys
import time
import warnings
from functools import wraps
from pathlib import Path

import numpy as np
import pandas as pd
from sklearn.metrics import adjusted_mutual_info_score, f1_score
from tqdm import tqdm

import workbench as wb
from workbench.example.postits import planted_themes
from workbench.tables import frame
from workbench.themes import suggest

PROJECT = Path(__file__).parents[1]
ENCODERS = {"default": "default", "USE alone": "use", "fallback": "lemmas"}
DRAWS, DRAWS_BY_QUEUE, SITTINGS = 10, 3, 5
SLIPS = {"aiport/air traffic": "airport/air traffic"}


def example():
    """Return the example's criteria that a theme was planted for, with `known`."""
    criteria = wb.read_study(PROJECT / "data" / "example", language="en").criteria
    planted = planted_themes()
    known = [planted.get(said, "") for said in zip(criteria["language"], criteria["text"], strict=True)]
    criteria = criteria.assign(known=known)
    return criteria[~criteria["known"].isin(["", "nothing"])]


def santa_monica(folder):
    """Return the answers of Santa Monica's survey that have one category, with `known`."""
    raw = pd.read_csv(folder / "open_ended_santa_monica" / "open-ended-responses.csv", encoding="cp1252", dtype="str")
    categories = raw.filter(regex=r"^Category").apply(lambda column: column.str.strip().str.lower().replace(SLIPS))
    single = categories.nunique(axis=1) == 1
    rows = raw[single].assign(known=categories[single].bfill(axis=1).iloc[:, 0])
    rows = rows[rows.groupby("known")["known"].transform("size") >= 20]
    return said(rows["Fullstring"], rows["known"])


def bowling_green(folder):
    """Return the comments of Bowling Green."""
    return said(pd.read_csv(folder / "bowling_green" / "comments.csv")["comment-body"])


def said(texts, known=""):
    rows = pd.DataFrame({"text": texts, "known": known, "language": "en"}).dropna().reset_index(drop=True)
    return frame("criteria", rows.assign(criterion=[f"c{row}" for row in rows.index]))


def once(name):
    """Let `suggest` make what depends on its arguments alone once, however often it is asked for it."""
    make, made = getattr(suggest, name), {}

    @wraps(make)
    def shared(*arguments, **named):
        key = tuple(map(_said_shortly, (*arguments, *sorted(named.items()))))
        if key not in made:
            made[key] = make(*arguments, **named)
        return made[key]

    setattr(suggest, name, shared)


def _said_shortly(value):
    said = value.tobytes() if isinstance(value, np.ndarray) else repr(value).encode()
    return hashlib.blake2b(said).digest()


def measured(criteria, encoder):
    """Return the measures of one encoder on one set of texts."""
    options = {"encoder": encoder, "progress": False}
    known = criteria.set_index("criterion")["known"]
    coded = known.ne("").all()
    curve = wb.stability_curve(criteria, **options)
    options["k"] = int(curve.loc[curve["chosen"], "k"].iloc[0])  # what is taken where nobody chooses
    first = wb.suggest_themes(criteria, **options | ({"k": known.nunique()} if coded else {}))
    holds = curve.loc[curve["chosen"], "stability"].iloc[0]
    result = {"n": len(criteria), "themes": options["k"], "holds": holds}
    if criteria["language"].nunique() > 1:
        result["language"] = first.attrs["language_leak"]
    if coded:
        result["AMI"] = adjusted_mutual_info_score(known[first["criterion"]], first["theme"])
        few = [placed(criteria, ten_each(known, draw), options) for draw in range(DRAWS)]
        names = sorted(set(known))  # a theme that only the machine made is wrong, no class of its own
        scores = [f1_score(one["known"], one["theme"], labels=names, average="macro") for one in few]
        result["ten a theme"] = np.mean(scores)
        many = [placed(criteria, a_third(known, draw), options) for draw in range(DRAWS)]
        result["a third"] = np.mean([(one["theme"] == one["known"]).mean() for one in many])
        top = [one[["theme", "second", "third"]].eq(one["known"], axis=0).any(axis=1).mean() for one in many]
        result["top three"] = np.mean(top)
        result["queue"] = np.mean([by_queue(criteria, known, draw, options) for draw in range(DRAWS_BY_QUEUE)])
    return result


def ten_each(known, draw):
    return known.groupby(known).sample(10, random_state=draw).index


def a_third(known, draw):
    return known.sample(len(known) // 3, random_state=draw).index


def by_queue(criteria, known, draw, options):
    """Return the share of the others placed right when a third is decided, least sure first."""
    sitting = len(known) // 3 // SITTINGS
    done = list(known.sample(sitting, random_state=draw).index)
    for _ in range(SITTINGS - 1):
        decisions = decided(known[done])
        suggestion = wb.suggest_themes(criteria, decisions=decisions, **options)
        themes, membership, _orphans = wb.apply_decisions(suggestion, decisions, criteria)
        queue = wb.unsure_queue(suggestion, membership, criteria, themes, most=sitting)["criterion"].tolist()
        rest = known.index.difference([*done, *queue])
        more = pd.Series(rest).sample(min(len(rest), sitting - len(queue)), random_state=draw).tolist()
        done += queue + more
    others = placed(criteria, done, options)
    return (others["theme"] == others["known"]).mean()


def placed(criteria, decided_ones, options):
    """Return the criteria that nobody decided, with `known` and where the suggestion puts them."""
    known = criteria.set_index("criterion")["known"]
    decisions = decided(known[decided_ones])
    suggestion = wb.suggest_themes(criteria, decisions=decisions, **options).set_index("criterion")
    return suggestion.drop(index=decided_ones).assign(known=known)


def decided(known):
    rows = [
        {"when": f"2024-01-01T00:00:00.{place:06d}", "what": "assign", "criterion": criterion, "to": theme}
        for place, (criterion, theme) in enumerate(known.items())
    ]
    return frame("decisions", rows)


def main(folder):
    sets = {"example (constructed)": example}
    for name, read in (("Santa Monica", santa_monica), ("Bowling Green", bowling_green)):
        if folder.is_dir():
            sets[name] = lambda read=read: read(folder)
        else:
            print(f"{name}: {folder} is not there; left out")
    for name in ("points", "_clustered", "together"):
        once(name)
    measures = ["holds", "language", "AMI", "ten a theme", "a third", "queue", "top three"]
    order = ["texts", "encoder", "n", "themes", *measures, "CPU s"]
    print(*order, sep="\t")
    for name, read in sets.items():
        criteria = read()
        for title, encoder in tqdm(ENCODERS.items(), desc=name, leave=False, disable=None):
            start = time.process_time()
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", UserWarning)  # that themes follow languages is in the table
                found = {"texts": name, "encoder": title} | measured(criteria, encoder)
            found["CPU s"] = round(time.process_time() - start)
            tqdm.write("\t".join(_shown(found.get(column)) for column in order))
            sys.stdout.flush()


def _shown(value):
    return "–" if value is None else f"{value:.3f}" if isinstance(value, float) else str(value)


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else PROJECT.parent / "shared" / "data"))
