"""Exports of forms from KoboToolbox and ODK: what the platform adds, prefixes of groups, labels in place of names."""

import re
from dataclasses import replace

from workbench.language import LANGUAGES, N_, plain, word
from workbench.problems import WARNING
from workbench.spreadsheets.headers import indicator_reader
from workbench.spreadsheets.respondents import LADDER, PERSON, profile_name
from workbench.spreadsheets.values import as_text, is_blank

#: Columns that tell the export of a platform, two of them at least; the first one there names the respondent.
_MARKS = (
    ("_uuid", "_id", "_submission_time", "_submitted_by", "_validation_status", "_index", "__version__"),  # KoboToolbox
    ("KEY", "meta-instanceID", "SubmissionDate", "SubmitterID", "SubmitterName", "ReviewState", "FormVersion"),  # ODK
)
#: What else they add; it says nothing of how people are.
_ADDED = {
    "_notes", "_status", "_tags", "_geolocation", "_attachments", "_xform_id_string", "_bamboo_dataset_id",
    "_parent_index", "_parent_table_name", "_submission__id", "_submission__uuid", "AttachmentsPresent",
    "AttachmentsExpected", "AttachmentsURL", "Status", "DeviceID", "Edits", "isValidated", "instanceID", "instanceName",
    "start", "end", "today", "deviceid", "username", "phonenumber", "simserial", "subscriberid", "audit", "uuid",
    "rootUuid", "deprecatedID",
}  # fmt: skip
#: Where a reviewer refused what was sent: columns and what they say then.
_REVIEWED = {"_validation_status": ("not approved", "validation status not approved"), "ReviewState": ("rejected",)}


def from_platform(sheet, declared):
    """Return `(sheet, problems)`: an export as the answers that it holds; None in place of the sheet where it is none.

    Cells keep their addresses: only headers, and names of territories, are replaced by what the study calls them, and
    what the platform added is left out. So are the lines that a reviewer rejected there; a warning counts them.

    Parameters
    ----------
    sheet : Sheet
    declared : Declared

    Returns
    -------
    sheet : Sheet or None
    problems : list of Problem
    """
    row, marks = _marked_row(sheet)
    if row is None:
        return None, []
    cells, read, problems = sheet.cells.copy(), _reader(declared), []
    kept = {plain(profile_name(name)) for name in declared.profile}
    texts = {c: as_text(cell) for c, cell in enumerate(sheet.rows[row]) if not is_blank(cell)}
    found = {c: _meant(text, read, kept, marks) for c, text in texts.items()}
    refused = [r for r in range(row + 1, len(cells)) if _is_refused(sheet.rows[r], texts)]
    for c, text in texts.items():
        if found[c] is None:
            cells.iloc[row:, c] = ""
        else:
            cells.iat[row, c] = found[c] or text
    if "respondent" not in found.values() or _unnamed(sheet, row, found, refused):
        own = next(c for mark in marks for c, text in texts.items() if _name(text) == mark)
        cells.iloc[row:, [c for c in found if found[c] == "respondent"]] = ""
        cells.iloc[row:, own] = ["respondent", *(as_text(line[own]) for line in sheet.rows[row + 1 :])]
    for c in (c for c in found if found[c] == "territory"):
        names = {plain(label): territory for territory, label in declared.territory_labels.items() if label}
        for r in range(row + 1, len(cells)):
            cells.iat[r, c] = names.get(plain(as_text(cells.iat[r, c])), cells.iat[r, c])
    if refused:
        cells.iloc[refused, :] = ""
        what = N_("Lines that were rejected on the platform, and were not read: {lines}.")
        do = N_("Approve them there and export again, if they count.")
        problems.append(sheet.problem(None, None, what, do, WARNING, lines=[str(r + 1) for r in refused]))
    return replace(sheet, cells=cells), problems


def _marked_row(sheet):
    """Return the row of headers of an export and the columns of its platform, or (None, ())."""
    for row in range(min(3, len(sheet.cells))):
        texts = {_name(as_text(cell)) for cell in sheet.rows[row] if not is_blank(cell)}
        for marks in _MARKS:
            if len(texts & set(marks)) >= 2 and texts & set(marks[:2]):
                return row, marks
    return None, ()


def _name(text):
    """Return the name of a column that a platform adds, without the group it may stand in.

    >>> _name("formhub/uuid"), _name("meta/instanceID"), _name("meta-instanceID"), _name("_uuid")
    ('uuid', 'instanceID', 'meta-instanceID', '_uuid')
    """
    return text if text == "meta-instanceID" else re.split(r"[/:]|^meta-", text)[-1]


def _meant(text, read, profile, marks):
    """Return what a header means: a name that is read as one, "" to leave it as it stands, None to leave it out."""
    after = [cut.end() for cut in re.finditer(r"[/\-.:]+", text)]
    if _name(text) in marks or (_name(text) in _ADDED and plain(text) not in profile):
        return None
    for part in (text, *(text[place:] for place in after)):  # group/name, group-name
        if plain(profile_name(part)) in profile:
            return part
        if meaning := read(part.strip()):
            return meaning
    return ""


def _reader(declared):
    """Return a function from a header, a name or a label of the form, to what the answers call it; None if unknown."""
    named = indicator_reader(declared.indicators, (*PERSON, *LADDER))
    labels = {}
    for row in declared.indicators.to_dict("records"):
        for code in LANGUAGES:
            if label := row.get(f"label_{code}"):
                labels.setdefault(plain(f"{label} – {word('paper', 'form_choose', code)}"), row["indicator"])
                labels |= _steps(row["indicator"], label, code, declared.propositions)

    def read(text):
        meaning = named(text)
        if isinstance(meaning, tuple):
            return meaning[1] if len(meaning) == 2 else f"{meaning[1]} – {word('proposition', meaning[2])}"
        return meaning or labels.get(plain(text))

    return read


def _steps(indicator, label, language, propositions):
    """Return {label of the question of a proposition: header of its column}."""
    if propositions is None:
        return {}
    found, asked = {}, word("paper", "form_agree", language)
    for row in propositions[propositions["indicator"].eq(indicator)].to_dict("records"):
        if text := row[f"words_{language}"]:
            step = word("proposition", row["proposition"])
            found[plain(f"{label} – {text} {asked}")] = f"{indicator} – {step}"
    return found


def _is_refused(line, texts):
    return any(plain(as_text(line[c])) in _REVIEWED[text] for c, text in texts.items() if text in _REVIEWED)


def _unnamed(sheet, row, found, refused):
    """Return whether a line has no respondent, so that the platform's own number serves for all."""
    columns = [c for c, meaning in found.items() if meaning == "respondent"]
    lines = [line for r, line in enumerate(sheet.rows) if r > row and r not in refused and not all(map(is_blank, line))]
    return any(all(is_blank(line[c]) for c in columns) for line in lines)
