"""Answers as they are written down, and the sample surveys of residents: one wide table a territory and wave."""

from workbench.example.declared import PROFILE_COLUMNS
from workbench.example.files import header, put, styles, workbook, write_csv, yes_or_no
from workbench.example.people import LADDER
from workbench.example.world import asked, stream, told
from workbench.language import plain, word

#: The letter of each proposition in a header: "WORK – P".
LETTERS = dict(zip(LADDER, "POQS", strict=True))
#: Territories whose survey comes as a workbook; the others send csv.
_WORKBOOKS = ("Montelago", "Arinești")
_WHO = ("territory", "wave", "respondent", "weight", "stratum", "cluster")
_TITLES = {
    "fr": "Enquête auprès des habitants – exemple construit",
    "it": "Indagine tra gli abitanti – esempio costruito",
    "ro": "Sondaj în rândul locuitorilor – exemplu construit",
}


def speller(seed, territory, origin, wave):
    """Return a function that writes an answer as this territory does: its level, or one of its words for missing.

    Parameters
    ----------
    seed : int
    territory, wave : str
    origin : {"groups", "survey"}
    """
    chance = stream(seed, "missing", territory, origin, wave)
    words = {
        line["reason"]: [form.strip() for form in line["written"].split(";")]
        for line in told("missing_words")
        if (line["territory"], line["origin"]) == (territory, origin)
    }
    return lambda answer: chance.choice(words[answer["missing"]]) if answer["missing"] else answer["level"]


def by_person(answers, ladders):
    """Return {respondent: {indicator: line}}, in the order in which people answered.

    >>> by_person([{"respondent": "P1", "indicator": "MOB"}], [])["P1"]
    {'MOB': {'respondent': 'P1', 'indicator': 'MOB'}}
    """
    people = {}
    for line in (*answers, *ladders):
        people.setdefault(line["respondent"], {})[line["indicator"]] = line
    return people


def wide_header(wave):
    """Return one header an indicator by its code, four for a ladder.

    >>> wide_header("2024")[4:9]
    ['WORK – P', 'WORK – O', 'WORK – Q', 'WORK – S', 'MOB']
    """
    titles = []
    for line in asked(wave):
        ladder = line["indicator_kind"] == "ladder"
        titles += [f"{line['indicator']} – {letter}" for letter in LETTERS.values()] if ladder else [line["indicator"]]
    return titles


def wide_cells(wave, said, spell, language):
    """Return one person's answers under `wide_header`."""
    cells = []
    for line in asked(wave):
        answer = said[line["indicator"]]
        cells += steps_cells(answer, language) if line["indicator_kind"] == "ladder" else [spell(answer)]
    return cells


def steps_cells(answer, language):
    """Return a person's answers to the four propositions of a ladder, as written.

    >>> steps_cells({"possibility": False, "attainment": True, "quality": None, "sustainability": False}, "fr")
    ['non', 'oui', '', 'non']
    """
    return [yes_or_no(answer[step], language) for step in LADDER]


def write_survey(folder, seed, territory, wave, answers, ladders):
    """Write the survey of one territory and wave, with weights, strata, clusters and profile columns.

    Parameters
    ----------
    folder : Path
        The wave's folder.
    seed : int
    territory, wave : str
    answers, ladders : list of dict
        The lines of this survey.
    """
    language = next(line["languages"].split("; ")[0] for line in told("territories") if line["territory"] == territory)
    spell = speller(seed, territory, "survey", wave)
    titles = [*(header(name, language) for name in _WHO), *PROFILE_COLUMNS, *wide_header(wave)]
    rows = []
    for said in by_person(answers, ladders).values():
        person = next(iter(said.values()))
        who = [person[name] for name in (*_WHO, *PROFILE_COLUMNS)]
        rows.append([*who, *wide_cells(wave, said, spell, language)])
    path = folder / f"enquete_{plain(territory.split()[-1])}"
    if territory in _WORKBOOKS:
        _write_workbook(path.with_suffix(".xlsx"), language, f"{territory} {wave}", wave, titles, rows)
        return
    weight = _WHO.index("weight")
    for row in rows:
        row[weight] = f"{row[weight]:.3f}".replace(".", ",")
    write_csv(path.with_suffix(".csv"), [[_TITLES[language]], titles, *rows])


def _write_workbook(path, language, title, wave, titles, rows):
    with workbook(path, title=title, year=wave) as book:
        sheet = book.add_worksheet(word("sheet", "answers", language))
        style = styles(book)
        put(sheet, [[_TITLES[language]], []], style=style["note"])
        put(sheet, [titles], row=2, style=style["header"])
        put(sheet, rows, row=3)
        sheet.freeze_panes(3, 0)
