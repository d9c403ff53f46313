"""The drafting sheet of each theme: what was said, laid out, and the scale to word; a workbook and a page to print."""

from pathlib import Path

import pandas as pd

from workbench.drafting.paper import drafting_paper
from workbench.drafting.proposals import STEPS
from workbench.drafting.scales import PROPERTIES, languages_of, proposed, scales_of_theme
from workbench.language import LANGUAGES, names, plain, word
from workbench.meetings.speakers import said
from workbench.meetings.workbook import open_workbook, write_front, write_lines

#: The hidden sheet that keeps what the workbook was written with, to see what people changed.
WRITTEN = "_written"
_WIDTHS = {
    "indicator": 16, "indicator_kind": 22, "levels": 12, "lowest": 12, "direction": 24, "level": 16, "situation": 20,
    "proposal": 52, "accept": 13, "side": 14, "one_group": 14, "meaning": 22, "decide": 22,
    **{f"words_{code}": 44 for code in LANGUAGES}, **{f"label_{code}": 28 for code in LANGUAGES},
}  # fmt: skip


def drafting_sheets(study, lines, folder, *, levels=5, language=None, languages=None):
    """Write for each theme the sheet on which its group words the scale, and return what was written.

    A docx to print, in large type, and a workbook to fill in: the indicators of the theme (kind, levels, direction,
    labels), every level and proposition in words by language, beside a proposal made of citizens' words only, and the
    criteria with what they speak of. A theme without an indicator gets an empty scale, five situations and four
    propositions, and what the group fills in becomes one.

    Parameters
    ----------
    study : Study
    lines : DataFrame
        From `draft_indicators`; one sheet for each theme in it.
    folder : path
        Where the files go; made if need be. A workbook that is there already is kept: it may be filled in.
    levels : int
        Situations of a scale that does not exist yet.
    language : {"en", "fr", "it", "ro", "de", "nl"}, optional
        Of the sheet; by default the study's.
    languages : collection of str, optional
        Those with room for words; by default the sheet's, those in which the theme was spoken of, those worded.

    Returns
    -------
    DataFrame
        One row a theme: theme, label, language, indicators (codes), paper, workbook (paths), kept.

    Raises
    ------
    ValueError
        If sheets are not written in a language.
    """
    language = language or study.language
    for code in (language, *(languages or ())):
        if code not in LANGUAGES:
            raise ValueError(f"language must be one of {', '.join(LANGUAGES)}; got {code!r}")
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    rows, taken = [], set()
    for theme, told in lines.groupby("theme", sort=False):
        label = told["label"].iloc[0]
        scales = scales_of_theme(study, theme, label, levels=levels, language=language)
        wanted = list(dict.fromkeys([language, *languages])) if languages else None
        spoken = wanted or languages_of(study, told, scales, language)
        stem = plain(label).replace(" ", "_")[:40].strip("_") or "theme"
        stem = next(name for name in (stem, *(f"{stem}_{n}" for n in range(2, 999))) if name not in taken)
        taken.add(stem)
        stem = "_".join([stem, *plain(said("drafting", language)).split(), language])
        workbook, paper = folder / f"{stem}.xlsx", folder / f"{stem}.docx"
        kept = workbook.exists()
        if not kept:
            _write(workbook, study, theme, label, told, scales, language, spoken)
        drafting_paper(study, label, told, scales, language).save(paper)
        codes = "; ".join(scale.indicator for scale in scales)
        rows.append((theme, label, language, codes, str(paper), str(workbook), kept))
    columns = ["theme", "label", "language", "indicators", "paper", "workbook"]
    table = pd.DataFrame([row[:6] for row in rows], columns=columns, dtype="str")
    return table.assign(kept=pd.array([row[6] for row in rows], dtype="boolean"))


def _write(path, study, theme, label, lines, scales, language, spoken):
    themes = pd.DataFrame({"theme": [theme], "code": [""], "state": [""]})
    more = {
        "kind": [word("indicator_kind", kind, language) for kind in ("situations", "ladder", "evidence")],
        "direction": [word("direction", name, language) for name in names("direction")],
        "meaning": [word("meaning", name, language) for name in names("meaning")],
    }
    wanted = {"labels": {theme: label}, "themes": themes, "more": more, "constructed": study.constructed}
    with open_workbook(path, language=language, **wanted) as filled:
        sheets = ("", "indicators", "scale", "criteria")
        told = ("draft", "indicators", "scale", "meanings")
        sentences = [(sheet, said(f"fill_{name}", language)) for sheet, name in zip(sheets, told, strict=True)]
        keys = {"theme": label, "date": "", "who": "", "since_wave": ""}
        write_front(filled, "draft", said("draft_title", language, theme=label), sentences, keys)
        columns = ["indicator", *PROPERTIES, *(f"label_{code}" for code in spoken)]
        choices = {"indicator_kind": "kind", "direction": "direction"}
        rows = [{"indicator": scale.indicator, **_shown(scale, language)} for scale in scales]
        write_lines(filled, "indicators", columns, rows, fill=columns[1:], choices=choices, widths=_WIDTHS)
        texts = [f"words_{code}" for code in spoken]
        columns = ["indicator", "level", "situation", *texts, "proposal", "accept"]
        rows = [row for scale in scales for row in _levels(scale, lines, language, spoken)]
        write_lines(
            filled,
            "scale",
            columns,
            rows,
            fill=[*texts, "accept"],
            choices={"accept": "yesno"},
            blank=2,
            widths=_WIDTHS,
        )
        columns = ["line", "side", "text", "question", "said", "groups", "one_group", "meaning", "confidence", "decide"]
        rows = [_criterion(number, line, language) for number, line in enumerate(lines.to_dict("records"), start=1)]
        choices = {"decide": "meaning"}
        columns.append("criterion_id")
        write_lines(filled, "criteria", columns, rows, fill=["decide"], choices=choices, widths=_WIDTHS)
        _write_hidden(filled, scales)


def _shown(scale, language):
    shown = dict(scale.properties)
    shown["indicator_kind"] = word("indicator_kind", shown["indicator_kind"], language)
    shown["direction"] = word("direction", shown["direction"], language)
    return shown


def _levels(scale, lines, language, spoken):
    found, situations = proposed(lines, scale, language)
    parts = scale.parts() if scale.known else [*scale.parts(), *STEPS]
    for part in parts:
        yield {
            "indicator": scale.indicator,
            "level": part if part.isdigit() else word("proposition", part, language),
            "situation": situations.get(part, "") if part.isdigit() else said(_sign(part), language),
            "proposal": found.get(part, ""),
            **{f"words_{code}": scale.words.get((part, code), "") for code in spoken},
        }


def _sign(step):
    return "draft_negative" if STEPS[step][1] == "down" else "draft_positive"


def _criterion(number, line, language):
    decided = line["state"] == "decided"
    meaning = word("meaning", line["meaning"], language) if line["meaning"] else ""
    return {
        "line": number,
        "side": word("side", line["side"], language),
        "text": line["words"],
        "question": word("question", line["question"], language),
        "said": int(line["said"]),
        "groups": int(line["groups"]),
        "one_group": "★" if line["one_group"] else "",
        "meaning": meaning,
        "confidence": float(line["confidence"]) if line["meaning"] else "",
        "decide": meaning if decided else "",
        "criterion_id": line["criteria"],
    }


def _write_hidden(filled, scales):
    sheet = filled.book.add_worksheet(WRITTEN)
    row = 0
    for scale in scales:
        cells = [(part, code, text) for (part, code), text in scale.words.items()]
        cells += [(name, "", text) for name, text in scale.properties.items()]
        for part, code, text in cells:
            for place, cell in enumerate((scale.indicator, part, code, text)):
                sheet.write_string(row, place, cell)
            row += 1
    sheet.hide()
    sheet.protect()
