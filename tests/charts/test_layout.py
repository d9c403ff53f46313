"""Every chart, with one row and with forty, long French names, missing values: nothing overlaps, nothing is cut."""

import matplotlib as mpl
import matplotlib.pyplot as plt
import pandas as pd
import pytest

from tests.charts import drawn
from workbench import charts
from workbench.charts.captions import axes_of
from workbench.language import speaking

CASES = {"one": (1, False), "long": (6, True), "forty": (40, True)}


def standpoints(codes):
    rows = [
        (code, who, 2.2 + 0.3 * k + 0.5 * (place % 2), 20, place % 3 == 0)
        for place, code in enumerate(codes)
        for k, who in enumerate(("resident", "professional", "institution"))
    ]
    table = pd.DataFrame(rows, columns=["indicator", "standpoint", "estimate", "n", "notable"])
    return table.assign(low=table["estimate"] - 0.2, high=table["estimate"] + 0.2)


def themes(codes):
    rows = [
        (theme, f"G{g}", (k * 7 + g * 3) % 12, 0.05 * ((k + g) % 6), (k + g) % 9 == 0)
        for k, theme in enumerate(codes)
        for g in range(8)
    ]
    return pd.DataFrame(rows, columns=["theme", "group", "criteria", "share", "notable"])


def statistics(codes):
    rows = [
        ("VAL", w, code, 5.0 + k, "% de la population active", "Institut")
        for k, code in enumerate(codes)
        for w in WAVES
    ]
    return pd.DataFrame(rows, columns=["territory", "wave", "indicator", "value", "unit", "publisher"])


def cohorts():
    rows = [(f"19{k:02}–19{k + 9:02}", w, "mean", 2.5, 2.3, 2.7, 30, "AIR") for k in range(0, 90, 10) for w in WAVES]
    return pd.DataFrame(rows, columns=["birth_cohort", "wave", "facet", "estimate", "low", "high", "n", "indicator"])


def criteria(codes):
    rows = [(code, question) for code in codes for question in ("wellbeing", "illbeing", "action")]
    return pd.DataFrame(rows, columns=["group", "question"])


def sides(codes):
    rows = []
    for k, code in enumerate(codes):
        share = 0.05 + 0.9 * (k % 7) / 7
        row = {
            "theme": code,
            "label": "",
            "territory": "VAL",
            "wave": "2024",
            "side": "resident",
            "other": "professional",
        }
        row |= {"share": share, "share_low": share - 0.04, "share_high": share + 0.05, "n": 140, "n_other": 90}
        row |= {"share_other": 0.4, "share_other_low": 0.3, "share_other_high": 0.5, "groups": 12, "groups_other": k}
        row |= {"difference": share - 0.4, "direction": ("more", "none", "less", "one group")[k % 4]}
        rows.append(
            row | {"verdict": "plus sous « habitants » (37\u202f%) que « professionnels » (12\u202f%), par 12 groupes"}
        )
    return pd.DataFrame(rows)


def fared(codes, groups=0):
    states = ("grew", "new", "steady", "shrank", "silent", "absent")
    rows = [
        {"theme": code, "label": "", "territory": "VAL", **({"group": f"G{g}"} if groups else {}), "wave": wave}
        | {
            "before": "" if wave == WAVES[0] else "2018–2021",
            "criteria": 12 * (k % 5),
            "n": 180,
            "share": 0.05 * k % 0.6,
        }
        | {"change": 0.1 * (k % 5 - 2), "state": "" if wave == WAVES[0] else states[(k + g) % 6], "p_adjusted": 0.2}
        for k, code in enumerate(codes)
        for g in range(max(groups, 1))
        for wave in WAVES
    ]
    return pd.DataFrame(rows)


def evidence(codes):
    rows = [(code, 1 + k % 5, "expert") for k, code in enumerate(codes)] + [(codes[0], 4, "statistic")] * 9
    return pd.DataFrame(rows, columns=["indicator", "level", "evidence_kind"])


def effects(codes):
    rows = [(codes[k // 3], code, 1.0, 0.5 if k % 4 else pd.NA, 5) for k, code in enumerate(codes)]
    return pd.DataFrame(rows, columns=["action", "indicator", "expected", "observed", "n"])


def priorities(codes):
    rows = [(code, 0.02 * (k % 17), 0.05 * (k % 13), 0.03 * (k % 7)) for k, code in enumerate(codes)]
    return pd.DataFrame(rows, columns=["indicator", "weight", "bad", "disparity"])


def checked(codes):
    shares = pd.DataFrame([
        (code, "T", level, level, "", 10 * level, level / 15) for code in codes for level in range(1, 6)
    ] + [(code, "T", pd.NA, pd.NA, "dont_know", 4, 0.05 + 0.02 * (k % 40)) for k, code in enumerate(codes)],
        columns=["indicator", "theme", "level", "number", "missing", "n", "share"])  # fmt: skip
    pairs = pd.DataFrame([(code, codes[-1 - k], 150, 0.95 - 0.02 * k) for k, code in enumerate(codes)],
                         columns=["indicator", "other", "n", "estimate"])  # fmt: skip
    pairs = pairs.assign(low=pairs["estimate"] - 0.05, high=(pairs["estimate"] + 0.05).clip(upper=1))
    kinds = ("unused", "redundant", "missing", "broken", "group", "ceiling")
    findings = pd.DataFrame([
        (kind, "look", code, codes[0] if kind == "redundant" else "", "T", "VAL", "2024", "G1", 5 if kind == "unused" else pd.NA, "")
        for k, code in enumerate(codes) for kind in kinds[: k % 4]
    ], columns=["kind", "severity", "indicator", "other", "theme", "territory", "wave", "group", "level", "finding"])  # fmt: skip
    return shares, findings, pairs


def commitments(codes):
    return pd.DataFrame({"actor": codes, "kept": 3, "late": 1, "broken": 1, "due": 2})


def together(codes):
    rows = [
        ("users_associated", drawn.LONG[k % 5], code, k % 4, 3 if k % 5 else 0, k % 3, k % 4 / 3 if k % 5 else None, ("method", "workbench")[k % 2])
        for k, code in enumerate(codes)
    ]  # fmt: skip
    names = ["measure", "label", "territory", "count", "n", "silent", "share", "named_by"]
    return pd.DataFrame(rows, columns=names)


def region(codes):
    rows = [
        (code, f"D{d}", drawn.LONG[d % 5], (k * d) % 5) for k, code in enumerate(codes) for d in range(8)
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=["territory", "code", "label", "touching"])


def comparable(codes):
    rows = [
        (code, pair[0], pair[1], ("yes", "careful", "no")[(k + place) % 3], f"{drawn.LONG[k % 5]} {k % 4}." if (k + place) % 3 else "")
        for k, code in enumerate(codes)
        for place, pair in enumerate((("2018", "2021"), ("2021", "2024")))
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=["indicator", "from", "to", "comparable", "why"])


def plan(codes):
    rows = [
        (code, "mean", "2024", 120, None if k % 7 == 6 else 0.2 + 0.05 * (k % 9), 0.5, None if k % 5 == 4 else 40 * k + 40, 4 * k + 4)
        for k, code in enumerate(codes)
    ]  # fmt: skip
    names = ["indicator", "facet", "wave", "people", "detectable", "change", "needed_people", "needed_units"]
    return pd.DataFrame(rows, columns=names)


def pilots(codes):
    rows = [
        (f"A{k // 2}", code, codes[k - 1], origin, kind, shift, wave, 0.3 * shift + 0.1 * (k % 5), None if kind == "base" else "drift")
        for k, code in enumerate(codes) for origin in ("groups", "survey")
        for kind, shift, wave in (("earlier", -2, "2018"), ("base", -1, "2021"), ("after", 0, "2024"), ("after", 1, "2027"))
    ]  # fmt: skip
    names = ["pilot", "indicator", "territory", "origin", "kind", "shift", "wave", "effect", "basis"]
    table = pd.DataFrame(rows, columns=names).assign(facet="mean", better=1, p_adjusted=0.01)
    known = table["kind"] != "base"
    return table.assign(low=(table["effect"] - 0.4).where(known), high=(table["effect"] + 0.4).where(known))


WAVES = ("2021", "2024")
#: How each kind of chart is drawn from a list of codes.
def ranked(codes):
    rows = [
        {"territory": code, "wave": "2024", "origin": "survey", "node": "index", "depth": 0, "n": 90, "indicators": 12,
         "estimate": 0.6 - 0.01 * k, "low": 0.5 - 0.01 * k, "high": 0.7 - 0.01 * k, "rank": k + 1,
         "rank_low": max(1, k - 1), "rank_high": min(len(codes), k + 3), "ranked": len(codes), "good": 0.4, "bad": 0.3,
         "polarisation": 0.5, "disparity": 0.1}
        for k, code in enumerate(codes)
    ]  # fmt: skip
    return pd.DataFrame(rows)


DRAWINGS = {
    "situations": lambda codes, **how: charts.plot_situations(drawn.scores(codes, groups=()), **how),
    "centred": lambda codes, **how: charts.plot_situations(drawn.scores(codes, groups=()), centred=True, **how),
    "levels": lambda codes, **how: charts.plot_levels(drawn.scores(codes, groups=()), rows="indicator", **how),
    "panels": lambda codes, **how: charts.plot_levels(
        drawn.scores(codes[:9], groups=codes[:9]), gaps=drawn.gaps((codes[0], codes[-1])), rows="group", **how
    ),
    "standpoints": lambda codes, **how: charts.plot_standpoints(standpoints(codes), **how),
    "cohesion": lambda codes, **how: charts.plot_cohesion(
        drawn.scores(codes, groups=codes[:8]),
        changes=drawn.changes(codes),
        gaps=drawn.gaps((codes[0], codes[0]), (codes[0], codes[-1]), (codes[-1], codes[0])),
        **how,
    ),
    "changes": lambda codes, **how: charts.plot_changes(drawn.changes(codes), **how),
    "comparability": lambda codes, **how: charts.plot_comparability(comparable(codes), **how),
    "pilot waves": lambda codes, **how: charts.plot_pilot_waves(pilots(codes[:8]), **how),
    "plan": lambda codes, **how: charts.plot_plan(plan(codes), **how),
    "waves": lambda codes, **how: charts.plot_waves(drawn.scores(codes[:12], groups=(), waves=WAVES), **how),
    "cohorts": lambda codes, **how: charts.plot_cohorts(cohorts(), **how),
    "cohort lines": lambda codes, **how: charts.plot_cohorts(cohorts(), kind="lines", **how),
    "statistics": lambda codes, **how: charts.plot_statistics(statistics(codes[:12]), **how),
    "criteria": lambda codes, **how: charts.plot_criteria(criteria(codes), **how),
    "themes": lambda codes, **how: charts.plot_themes_by_group(themes(codes), **how),
    "themes with stability": lambda codes, **how: charts.plot_themes_by_group(
        themes(codes).assign(stability=0.8), **how
    ),
    "theme sides": lambda codes, **how: charts.plot_theme_contrasts(sides(codes), **how),
    "theme waves": lambda codes, **how: charts.plot_theme_waves(fared(codes), **how),
    "theme waves by group": lambda codes, **how: charts.plot_theme_waves(fared(codes, groups=4), **how),
    "evidence": lambda codes, **how: charts.plot_evidence(evidence(codes), **how),
    "indicator check": lambda codes, **how: charts.plot_indicator_check(*checked(codes), **how),
    "commitments": lambda codes, **how: charts.plot_commitments(commitments(codes), **how),
    "effects": lambda codes, **how: charts.plot_effects(effects(codes), **how),
    "co-responsibility": lambda codes, **how: charts.plot_co_responsibility(together(codes), **how),
    "region": lambda codes, **how: charts.plot_region(region(codes), **how),
    "priorities": lambda codes, **how: charts.plot_priorities(priorities(codes), **how),
    "ranks": lambda codes, **how: charts.plot_ranks(ranked(codes), **how),
}
every_chart = pytest.mark.parametrize("draw", DRAWINGS.values(), ids=DRAWINGS)


@pytest.mark.parametrize("case", CASES)
@every_chart
def test_no_text_overlaps_or_leaves_the_page(draw, case):
    count, long = CASES[case]
    labels = drawn.names(count, long) | {"G1": drawn.LONG[1], "G2": drawn.LONG[3]}
    with speaking("fr" if long else "en"):
        chart = draw([f"C{k}" for k in range(count)], labels=labels)
    assert drawn.faults(axes_of(chart)[0].figure) == []


@pytest.mark.parametrize("kind", ["situations", "levels", "cohesion", "changes"])
def test_a_missing_figure_is_said_and_runs_into_nothing(kind):
    labels, some = drawn.names(5, long=True), ("C1", "C4")
    scores, here = drawn.scores(labels, missing=some), {"labels": labels}
    chart = {
        "situations": lambda: charts.plot_situations(scores, **here),
        "levels": lambda: charts.plot_levels(scores, rows="indicator", group="", **here),
        "cohesion": lambda: charts.plot_cohesion(scores, changes=drawn.changes(labels, missing=some), **here),
        "changes": lambda: charts.plot_changes(drawn.changes(labels, missing=some), **here),
    }[kind]()
    figure = axes_of(chart)[0].figure
    assert drawn.faults(figure) == []
    said = " ".join(text.get_text() for text, _box in drawn.texts(figure))
    assert "Fewer than 5" in said or "not comparable" in said


def test_a_slide_is_filled_by_an_ordinary_chart():
    labels = drawn.names(9)
    width, height = charts.plot_situations(drawn.scores(labels), labels=labels).figure.get_size_inches()
    assert width == 12
    assert 5.5 <= height <= 7.5


def test_a_chart_grows_with_its_rows():
    few, many = (charts.plot_changes(drawn.changes(drawn.names(n))).figure.get_figheight() for n in (5, 30))
    assert many > 2 * few


@every_chart
def test_a_chart_is_drawn_inside_the_axes_that_were_given(draw):
    figure, (left, right) = plt.subplots(1, 2, figsize=(26, 12))
    right.plot([0, 1], [0, 1])
    before, box = right.get_position().bounds, left.get_position()
    chart = axes_of(draw(["C0", "C1", "C2"], labels=drawn.names(3), ax=left))
    assert chart[0] is left
    assert len(plt.get_fignums()) == 1
    assert right.get_position().bounds == before
    assert all(ax.get_position().x1 <= box.x1 + 1e-6 for ax in figure.axes if ax is not right)


@every_chart
def test_a_chart_says_what_it_shows_and_leaves_settings_as_they_were(draw):
    with mpl.rc_context({"font.family": "serif", "axes.facecolor": "red"}):
        before = dict(mpl.rcParams)
        chart = draw(["C0", "C1", "C2"], labels=drawn.names(3))
        assert dict(mpl.rcParams) == before
    said, data = charts.caption(chart), charts.chart_data(chart)
    assert said.headline in charts.alt_text(chart)
    assert len(charts.alt_text(chart)) > len(said.headline) + len(said.subtitle)
    assert charts.alt_text(chart).endswith(".")
    assert len(data) >= 1
    assert said.headline in [text.get_text().replace("\n", " ") for text in axes_of(chart)[0].figure.texts]


@pytest.mark.parametrize("name", [name for name in charts.__all__ if name.startswith("plot_")])
def test_an_empty_table_says_so(name):
    columns = dict.fromkeys(
        [
            "territory",
            "wave",
            "origin",
            "group",
            "indicator",
            "theme",
            "facet",
            "from",
            "to",
            "direction",
            "question",
            "actor",
            "action",
            "node",
        ],
        "str",
    )
    columns |= dict.fromkeys(["standpoint", "evidence_kind", "birth_cohort", "comparable", "why"], "str")
    columns |= dict.fromkeys(["before", "state", "side", "other", "pilot", "kind", "measure", "code", "label"], "str")
    columns |= dict.fromkeys(["count", "n", "silent", "touching"], "Int64")
    columns |= dict.fromkeys(["change", "share_other", "groups", "groups_other", "shift", "effect"], "Float64")
    columns |= dict.fromkeys(
        [
            "level",
            "levels",
            "win_probability",
            "detectable",
            "change",
            "people",
            "estimate",
            "low",
            "high",
            "difference",
            "criteria",
            "share",
            "expected",
            "observed",
            "weight",
            "bad",
            "value",
            "depth",
            "rank",
            "rank_low",
            "rank_high",
        ],
        "Float64",
    )
    table = pd.DataFrame({column: pd.Series(dtype=kind) for column, kind in columns.items()}).assign(
        notable=pd.Series(dtype=bool)
    )
    table.attrs["constructed"] = True
    chart = getattr(charts, name)(table)
    assert charts.caption(chart).headline == "Nothing to show yet"
    assert "constructed example" in charts.caption(chart).subtitle
    (why,) = [text.get_text() for text in chart.figure.texts if text.get_gid() is None]
    assert why.endswith(".")
    assert why.replace("\n", " ") in charts.alt_text(chart)


def test_a_constructed_example_says_so_on_the_picture():
    chart = charts.plot_situations(drawn.scores(drawn.names(2)))
    assert "constructed example" in charts.caption(chart).subtitle
    assert "constructed example" in " ".join(text.get_text() for text in chart.figure.texts)


def test_a_map_on_which_nothing_could_be_weighed_is_no_good_news():
    import matplotlib.pyplot as plt
    import pandas as pd

    from workbench.charts import caption, plot_priorities
    from workbench.language import speaking

    unweighed = pd.DataFrame({"indicator": ["HOME"], "weight": [float("nan")], "bad": [0.6]})
    with speaking("en"):
        ax = plot_priorities(unweighed)
        assert caption(ax).headline.startswith("Nothing to show")
        assert caption(ax).data.empty
        assert "stands under a theme that people spoke of" in caption(ax).alt
        unanswered = plot_priorities(unweighed.assign(weight=0.2, bad=float("nan")))
        assert "too few people answered" in caption(unanswered).alt
    plt.close("all")
