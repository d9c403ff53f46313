"""The questionnaire to print: for one resident, or for a group that notes all its answers on one sheet."""

from workbench.language import names, word
from workbench.meetings.speakers import said
from workbench.paper import BOX, new_paper, write_blanks, write_heading, write_table, write_text, write_title
from workbench.spreadsheets.respondents import PROFILE

#: People in a group whose answers one sheet takes.
_PEOPLE = 10


def form_paper(study, items, *, form, language, profile, minutes):
    """Return the printed questionnaire.

    Parameters
    ----------
    study : Study
    items : DataFrame
        From `questionnaire_items`.
    form : {"resident", "group"}
    language : str
    profile : list of str
        What residents say of themselves; asked last.
    minutes : int

    Returns
    -------
    docx.document.Document
    """
    group = form == "group"
    footer = said("constructed", language) if study.constructed else ""
    title = f"{said('form', language)} – {study.title}"
    paper = new_paper(
        language=language, title=title, footer=footer, page=said("page", language), landscape=group, size=14
    )
    write_title(paper, title)
    if footer:
        write_text(paper, footer, italic=True, size=12)
    write_text(paper, said("form_intro", language))
    write_text(
        paper,
        said("form_intro_group" if group else "form_minutes", language, **({} if group else {"minutes": minutes})),
    )
    if group:
        keys = ("group", "date")
        write_blanks(paper, [(_head(word("meeting_key", key, language)), "") for key in keys])
    for number, (_indicator, rows) in enumerate(items.groupby("indicator", sort=False), start=1):
        first = rows.iloc[0]
        write_heading(paper, f"{number}. {first['label']}")
        _write_question(paper, rows, language, group, ladder=first["kind"] == "ladder")
    if profile:
        write_heading(paper, said("form_about_you", language))
        shown = [word("column", name, language) if name in PROFILE else name for name in profile]
        write_blanks(paper, [(_head(name), "") for name in shown])
    if not group:
        write_text(paper, said("form_thanks", language), bold=True)
    return paper


def _write_question(paper, rows, language, group, *, ladder):
    untranslated = said("form_untranslated", language)
    unknown = _head(word("reason", "dont_know", language))
    asked = said("form_agree" if ladder else "form_choose", language)
    boxes = [str(person) for person in range(1, _PEOPLE + 1)]
    kept = {"together": True}
    if ladder:
        texts = [row["texts"][0] or untranslated for row in rows.to_dict("records")]
        answers = [_head(word("yesno", answer, language)) for answer in names("yesno")]
        if group:
            signs = f" ({' / '.join([*(f'{s} {a}' for s, a in zip('+−', answers, strict=True)), f'? {unknown}'])})"
            body = [[text, *[""] * _PEOPLE] for text in texts]
            write_table(paper, [asked + signs, *boxes], body, widths=[60, *[4] * _PEOPLE], height=10, size=12, **kept)
        else:
            body = [[text, *[BOX] * 3] for text in texts]
            write_table(paper, [asked, *answers, unknown], body, widths=[64, 10, 10, 16], size=13, **kept)
        return
    row = rows.iloc[0]
    lines = [(str(level), text or untranslated) for level, text in zip(row["options"], row["texts"], strict=True)]
    lines.append(("–", unknown))
    if group:
        body = [[level, text, *[""] * _PEOPLE] for level, text in lines]
        write_table(paper, ["", asked, *boxes], body, widths=[4, 56, *[4] * _PEOPLE], height=9, size=12, **kept)
    else:
        body = [[BOX, level, text] for level, text in lines]
        write_table(paper, ["", "", asked], body, widths=[8, 6, 86], size=13, **kept)


def _head(text):
    return text[0].upper() + text[1:]
