"""Slides: print that is read from the back row, every row of a chart on one of its slides, nothing hidden given away."""

import io

import matplotlib.pyplot as plt
import pandas as pd
import pytest
from PIL import Image
from pptx import Presentation

from tests.charts import drawn
from workbench.charts import plot_changes, plot_cohesion, plot_levels, plot_priorities, plot_themes_by_group
from workbench.charts.captions import draw_again
from workbench.charts.sheet import SMALL
from workbench.charts.slides import projected
from workbench.council.deck import write_deck
from workbench.language import speaking

CODES = [f"Indicateur {k}" for k in range(1, 18)]
SENTENCE = "Aucun changement ne se distingue avec n = 30 et 33, il aurait fallu davantage de réponses."


def themes():
    groups = ("Agents et élus municipaux", "Commerçants", "Personnes en situation de handicap", "Parents seuls")
    rows = [(code, group, k % 4, 0.1 * (k % 4), False) for k, code in enumerate(CODES) for group in groups]
    return pd.DataFrame(rows, columns=["theme", "group", "criteria", "share", "notable"])


def priorities():
    rows = [(code, 0.02 * k, 0.05 * (k % 9), 0.1) for k, code in enumerate(CODES, 1)]
    return pd.DataFrame(rows, columns=["indicator", "weight", "bad", "disparity"])


def charts(labels=None):
    changes = drawn.changes(CODES).assign(warning="", verdict=SENTENCE)
    gaps = drawn.gaps((CODES[-1], "old"))
    return {
        "cohesion": plot_cohesion(drawn.scores(CODES), changes=changes, gaps=gaps, labels=labels),
        "themes": plot_themes_by_group(themes(), labels=labels),
        "changes": plot_changes(changes, labels=labels),
        "levels": plot_levels(drawn.scores(CODES[:3]), rows="group", labels=labels),
        "priorities": plot_priorities(priorities(), labels=labels),
    }


def pictures(path):
    """Return (title, how much larger than drawn, share of the slide's width) of each slide with a picture."""
    deck, found = Presentation(path), []
    for slide in deck.slides:
        for shape in slide.shapes:
            if shape.shape_type == 13:
                drawn_wide = Image.open(io.BytesIO(shape.image.blob)).width / 200
                larger = shape.width / 914400 / drawn_wide
                found.append((slide.shapes.title.text_frame.text, larger, shape.width / deck.slide_width))
    return found


def names(figure):
    return [text.get_text() for ax in figure.axes for text in ax.get_yticklabels() if text.get_text() in CODES]


@pytest.mark.parametrize("name", ["cohesion", "themes", "changes", "levels", "priorities"])
def test_no_print_on_a_slide_is_below_ten_points(name, tmp_path):
    chart = charts()[name]
    write_deck({name: chart}, tmp_path / "deck.pptx", title="Valbourg")
    shown = pictures(tmp_path / "deck.pptx")
    assert shown
    for _title, larger, wide in shown:
        assert larger * SMALL > 9.7
        assert wide > 0.9
    with projected(chart, 11, 5) as figures:
        for figure in figures:
            said = [text for text in figure.findobj(plt.Text) if text.get_text().strip() and text.get_visible()]
            assert min(text.get_fontsize() for text in said) >= SMALL


@pytest.mark.parametrize("name", ["cohesion", "themes", "changes", "levels", "priorities"])
def test_nothing_overlaps_on_a_slide_in_french(name):
    labels = {code: f"Être reçu aux guichets {k}" for k, code in enumerate(CODES)} | {"old": "Personnes âgées"}
    with speaking("fr"), projected(charts(labels)[name], 11.37, 5.4) as figures:
        assert [drawn.faults(figure) for figure in figures] == [[]] * len(figures)


def test_every_line_stands_on_one_slide_and_what_the_headline_speaks_of_on_the_first(tmp_path):
    chart = charts()["cohesion"]
    with projected(chart, 11, 5) as figures:
        shown = [names(figure) for figure in figures]
    assert len(shown) > 1
    assert sorted(name for some in shown for name in some) == sorted(CODES)
    assert {CODES[0], CODES[1], CODES[-1]} <= set(shown[0])
    write_deck({"cohesion": chart}, tmp_path / "deck.pptx", title="Valbourg")
    titles = [title for title, *_rest in pictures(tmp_path / "deck.pptx")]
    assert titles[0].endswith(f"(1\u00a0of\u00a0{len(titles)})")


def test_seventeen_changes_stand_on_one_slide():
    with projected(charts()["changes"], 11.3, 5.8) as figures:
        assert [names(figure) for figure in figures] == [[CODES[0], *CODES[2:], CODES[1]]]


def test_many_changes_stand_on_several_slides_with_one_scale():
    many = [f"Indicateur {k}" for k in range(40)]
    with projected(plot_changes(drawn.changes(many)), 11.3, 5.8) as figures:
        assert len(figures) == 3
        assert len({figure.axes[0].get_xlim() for figure in figures}) == 1


def test_what_is_hidden_is_said_on_each_slide_of_a_chart():
    chart = plot_cohesion(drawn.scores(CODES))
    again = draw_again(chart, {"scores": drawn.scores(CODES)}, "4 figures are hidden.")
    with projected(again, 11, 5) as figures:
        assert len(figures) > 1
        for figure in figures:
            assert any("4 figures are hidden." in text.get_text() for text in figure.texts)


def test_a_chart_in_the_axes_of_the_caller_is_shown_as_it_stands_there(tmp_path):
    figure, ax = plt.subplots(figsize=(10, 6))
    chart = plot_changes(drawn.changes(CODES[:5]), ax=ax)
    figure.text(0.5, 0.01, "by hand")
    with projected(chart, 11, 5) as figures:
        assert figures == []
    write_deck({"changes": chart}, tmp_path / "deck.pptx", title="Valbourg")
    assert len(pictures(tmp_path / "deck.pptx")) == 1


def test_no_figure_of_a_slide_stays_open(tmp_path):
    made = charts()
    before = plt.get_fignums()
    write_deck(made, tmp_path / "deck.pptx", title="Valbourg")
    assert plt.get_fignums() == before
