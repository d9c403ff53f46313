"""The workbooks of the reference groups, as four coordinators unlike each other would hand them in.

Each `write_…` writes one territory and wave into a folder, from the same lists of lines: the sessions held, and their
criteria, answers and ladders.
"""

from babel.dates import format_date

from workbench.example.files import capital, header, put, styles, workbook, write_csv
from workbench.example.people import LADDER
from workbench.example.surveys import LETTERS, by_person, speller, steps_cells, wide_cells, wide_header
from workbench.example.world import asked
from workbench.language import plain, word


def _of_group(session, *tables):
    return [[line for line in lines if line["group"] == session["group"]] for lines in tables]


def _group_file(folder, territory, session):
    return folder / f"{territory}_{plain(session['group']).replace(' ', '_')}.xlsx"


# --------------------------------------------------------- Valbourg: a workbook a group, three sheets


def write_valbourg(folder, seed, wave, held, criteria, answers, ladders):
    """Write one French workbook a group: the meeting, its criteria one a line, its answers one person a line."""
    spell = speller(seed, "Valbourg", "groups", wave)
    for session in held:
        said, *replies = _of_group(session, criteria, answers, ladders)
        path = _group_file(folder, "valbourg", session)
        with workbook(path, title=f"{session['group']} {wave}", year=wave) as book:
            style = styles(book)
            meeting, wall, table = (
                book.add_worksheet(word("sheet", n, "fr")) for n in ("meeting", "criteria", "answers")
            )
            _valbourg_meeting(meeting, style, session)
            _valbourg_criteria(wall, style, said)
            _valbourg_answers(table, style, wave, by_person(*replies), spell)


def _valbourg_meeting(sheet, style, session):
    sheet.set_column(0, 1, 30)
    row = put(sheet, [["Fiche du groupe – exemple construit"], []], style=style["title"])
    for name in ("territory", "group", "wave", "date", "participants", "language"):
        said = word("language", session[name], "fr") if name == "language" else session[name]
        put(sheet, [[header(name, "fr")]], row=row, style=style["header"])
        row = put(sheet, [[said]], row=row, column=1, style=style["date"] if name == "date" else None)


def _valbourg_criteria(sheet, style, criteria):
    sheet.set_column(1, 1, 60)
    sheet.merge_range(0, 0, 0, 2, "Ce que le groupe a dit (exemple construit)", style["title"])
    put(sheet, [[header(name, "fr") for name in ("question", "text", "votes")]], row=2, style=style["header"])
    for row, line in enumerate(criteria, start=3):
        put(sheet, [[capital(word("question", line["question"], "fr")), line["text"], line["votes"]]], row=row)


def _valbourg_answers(sheet, style, wave, people, spell):
    title = "Où chacun se place, de 1 (très insatisfaisant) à 5 (idéal) – exemple construit"
    put(sheet, [[title]], style=style["title"])
    put(sheet, [["Participant"]], row=2, style=style["header"])
    column, places = 1, {}
    for line in asked(wave):
        places[line["indicator"]] = column
        if line["indicator_kind"] == "ladder":
            sheet.merge_range(2, column, 2, column + 3, line["label_fr"], style["header"])
            steps = [capital(word("proposition", step, "fr")) for step in LADDER]
            put(sheet, [steps], row=3, column=column, style=style["header"])
            column += len(LADDER)
        else:
            put(sheet, [[line["label_fr"]]], row=2, column=column, style=style["header"])
            column += 1
    for row, (respondent, said) in enumerate(people.items(), start=4):
        put(sheet, [[respondent]], row=row)
        for indicator, line in said.items():
            cells = steps_cells(line, "fr") if "quality" in line else [spell(line)]
            put(sheet, [cells], row=row, column=places[indicator])
    sheet.freeze_panes(4, 1)


# --------------------------------------------------------- Montelago: a column a question, a column a person


#: The questions as they hang on the wall of Montelago.
_QUESTIONS_IT = {
    "wellbeing": "Che cos’è il benessere per te?",
    "illbeing": "Che cos’è il malessere per te?",
    "action": "Che cosa fai o potresti fare per il tuo benessere e quello di tutti?",
    "coresponsibility": "Che cosa faciliterebbe la corresponsabilità?",
}


def write_montelago(folder, seed, wave, held, criteria, answers, ladders):
    """Write one Italian workbook a group: a column a question with its post-its, and answers with a column a person."""
    spell = speller(seed, "Montelago", "groups", wave)
    for session in held:
        said, *replies = _of_group(session, criteria, answers, ladders)
        path = _group_file(folder, "montelago", session)
        with workbook(path, title=f"{session['group']} {wave}", year=wave) as book:
            style = styles(book)
            wall, table = (book.add_worksheet(word("sheet", name, "it")) for name in ("criteria", "answers"))
            _montelago_criteria(wall, style, session, said)
            _montelago_answers(table, style, wave, by_person(*replies), spell)


def _montelago_criteria(sheet, style, session, criteria):
    sheet.set_column(0, 3, 38)
    row = put(sheet, [["Scheda del gruppo – esempio costruito"]], style=style["note"])
    for name in ("territory", "group", "wave", "date", "participants"):
        said = format_date(session["date"], "d MMMM yyyy", "it") if name == "date" else session[name]
        row = put(sheet, [[f"{header(name, 'it')}:", said]], row=row)
    for column, (question, wording) in enumerate(_QUESTIONS_IT.items()):
        put(sheet, [[wording]], row=row + 1, column=column, style=style["header"])
        post_its = [[line["text"]] for line in criteria if line["question"] == question]
        put(sheet, post_its, row=row + 2, column=column)


def _montelago_answers(sheet, style, wave, people, spell):
    sheet.set_column(0, 0, 44)
    put(sheet, [["Risposte, una colonna per persona (esempio costruito)"]], style=style["note"])
    put(sheet, [[header("indicator", "it"), *people]], row=1, style=style["header"])
    row = 2
    for line in asked(wave):
        said = [answers[line["indicator"]] for answers in people.values()]
        if line["indicator_kind"] == "ladder":
            steps = zip(*(steps_cells(answer, "it") for answer in said), strict=True)
            titles = [f"{line['label_it']} – {letter}" for letter in LETTERS.values()]
            row = put(sheet, [[title, *cells] for title, cells in zip(titles, steps, strict=True)], row=row)
        else:
            row = put(sheet, [[line["label_it"], *(spell(answer) for answer in said)]], row=row)
    sheet.freeze_panes(2, 1)


# --------------------------------------------------------- Arinești: one workbook a wave, one line an answer


def write_arinesti(folder, seed, wave, held, criteria, answers, ladders):
    """Write one Romanian workbook for all groups: criteria, answers and ladders one a line."""
    spell = speller(seed, "Arinești", "groups", wave)
    said = [[x["group"], word("question", x["question"], "ro"), x["text"], x["votes"]] for x in criteria]
    levels = [[x["respondent"], x["group"], x["indicator"], spell(x)] for x in answers]
    steps = [[x["respondent"], x["group"], x["indicator"], *steps_cells(x, "ro")] for x in ladders]
    with workbook(folder / "arinesti_grupuri.xlsx", title=f"Arinești {wave}", year=wave) as book:
        _arinesti_sheet(book, word("sheet", "criteria", "ro"), wave, ("group", "question", "text", "votes"), said)
        person = ("respondent", "group", "indicator")
        _arinesti_sheet(book, word("sheet", "answers", "ro"), wave, (*person, "level"), levels)
        _arinesti_sheet(book, "Scară", wave, (*person, *LADDER), steps)


def _arinesti_sheet(book, title, wave, names, lines):
    sheet = book.add_worksheet(title)
    sheet.set_column(0, 2, 26)
    about = [["Exemplu construit", "da"], [header("territory", "ro"), "Arinești"], [header("wave", "ro"), wave], []]
    row = put(sheet, about)
    put(sheet, [[header(name, "ro") for name in names]], row=row, style=styles(book)["header"])
    put(sheet, lines, row=row + 1)
    sheet.freeze_panes(row + 1, 0)


# --------------------------------------------------------- Verlune: two csv files, French and German together


def write_verlune(folder, seed, wave, held, criteria, answers, ladders):
    """Write two csv files for all groups: one in cp1252 as an old program saves it, one in UTF-8 with its mark."""
    spell = speller(seed, "Pays de Verlune", "groups", wave)
    note, who = ["Exemple construit"], [header(name, "fr") for name in ("territory", "wave", "group")]
    rows = [note, [*who, header("question", "fr"), "Texte", header("language", "fr")]]
    for line in criteria:
        language = line["language"]
        spoken = word("question", line["question"], language), line["text"], word("language", language, language)
        rows.append([line["territory"], wave, line["group"], *spoken])
    write_csv(folder / "verlune_criteres.csv", rows, encoding="cp1252")
    rows = [note, [*who, header("respondent", "fr"), *wide_header(wave)]]
    for session in held:
        for respondent, said in by_person(*_of_group(session, answers, ladders)).items():
            cells = wide_cells(wave, said, spell, "fr")
            rows.append([session["territory"], wave, session["group"], respondent, *cells])
    write_csv(folder / "verlune_reponses.csv", rows, encoding="utf-8-sig")


LAYOUTS = {
    "Valbourg": write_valbourg,
    "Montelago": write_montelago,
    "Arinești": write_arinesti,
    "Pays de Verlune": write_verlune,
}
