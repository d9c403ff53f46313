"""The drafting sheet to print: what was said from worst to best, and room to word each situation together."""

import pandas as pd

from workbench.drafting.meanings import MEANINGS
from workbench.drafting.proposals import STEPS, fragment
from workbench.drafting.scales import proposed
from workbench.language import word
from workbench.meetings.speakers import said
from workbench.paper import new_page, new_paper, write_heading, write_table, write_text, write_title
from workbench.themes.words import quoted

#: Things said that one box of the printed sheet shows; all of them stand in the workbook.
_MOST = 8


def drafting_paper(study, label, lines, scales, language):
    """Return the printed sheet of one theme.

    Parameters
    ----------
    study : Study
    label : str
        Of the theme.
    lines : DataFrame
        Those of the theme, from `draft_indicators`.
    scales : list of Scale
    language : str

    Returns
    -------
    docx.document.Document
    """
    title = said("draft_title", language, theme=label)
    footer = said("constructed", language) if study.constructed else ""
    paper = new_paper(
        language=language, title=title, footer=footer, page=said("page", language), landscape=True, size=14
    )
    write_title(paper, title)
    if footer:
        write_text(paper, footer, italic=True, size=12)
    write_text(paper, said("draft_intro", language))
    write_heading(paper, said("draft_said", language))
    write_text(paper, said("draft_star", language), size=12, with_next=True)
    spoken = lines[lines["language"] == language]
    spoken = spoken if len(spoken) else lines
    header = ["", _head(word("side", "down", language)), _head(word("side", "up", language))]
    rows = [
        [
            f"{letter} – {word('meaning_asked', letter, language)}",
            *(_box(spoken, side, letter) for side in ("down", "up")),
        ]
        for letter in MEANINGS
    ]
    write_table(paper, header, rows, widths=[20, 40, 40], size=12)
    acts = _box(spoken, "act")
    if acts:
        write_table(paper, [_head(word("side", "act", language))], [[acts]], widths=[100], size=12)
    for scale in scales:
        new_page(paper)
        _write_scale(paper, scale, spoken, language, several=len(scales) > 1)
    return paper


def _write_scale(paper, scale, lines, language, several):
    found, situations = proposed(lines, scale, language)
    wordings = [("draft_situations", [part for part in scale.parts() if part.isdigit()])]
    wordings.append(
        ("draft_propositions", list(STEPS) if not scale.known else [p for p in scale.parts() if p in STEPS])
    )
    name = scale.properties[f"label_{language}"] or scale.indicator
    for heading, parts in wordings:
        if not parts:
            continue
        write_heading(paper, said(heading, language) + (f" – {name}" if several or scale.known else ""))
        write_text(paper, said("draft_proposal", language), size=12, with_next=True)
        now = [said("draft_words_now", language)] if scale.known else []
        proposal = word("meeting_column", "proposal", language)
        header = ["", *(_head(text) for text in (*now, proposal, said("draft_our_words", language)))]
        rows = [_row(part, scale, found, situations, language) for part in parts]
        widths = [15, 26, 30, 29] if now else [15, 42, 43]
        write_table(paper, header, rows, widths=widths, height=20, size=12)


def _row(part, scale, found, situations, language):
    first = f"{part}\n{situations.get(part, '')}".strip()
    if part in STEPS:
        sign = said("draft_negative" if STEPS[part][1] == "down" else "draft_positive", language)
        first = f"{_head(word('proposition', part, language))}\n({sign})"
    now = [scale.words.get((part, language), "")] if scale.known else []
    return [first, *now, found.get(part) or said("draft_nobody", language), ""]


def _box(lines, side, letter=None):
    """Return what was said on a side of a meaning, one thing a line; how many more there are where it is much."""
    here = lines[(lines["side"] == side) & (lines["meaning"].eq(letter) if letter else lines["meaning"].ne(""))]
    here = here.sort_values(["said", "groups"], ascending=False, kind="stable")
    alone = here[here["one_group"]]
    if len(here) > _MOST and len(alone) and not here.head(_MOST)["one_group"].any():  # words of minorities in view
        here = pd.concat([here.head(_MOST - 1), alone.head(1), here.iloc[_MOST - 1 :].drop(alone.index[0])])
    told = [
        ("★ " if line.one_group else "") + quoted(fragment(line.words), line.language)
        + (f" (× {line.said})" if line.said > 1 else "")
        for line in here.head(_MOST).itertuples()
    ]  # fmt: skip
    return "\n".join(told + [f"+ {len(here) - _MOST}"] * (len(here) > _MOST))


def _head(text):
    return text[0].upper() + text[1:]
