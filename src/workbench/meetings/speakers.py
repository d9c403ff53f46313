"""Which groups a sheet is for: each once, with the language in which it speaks."""

import pandas as pd

from workbench.language import LANGUAGES, _, listed, plain
from workbench.language import word as word_of

_LONGEST = 60


def groups_meeting(study, *, territory=None, groups=None, language=None):
    """Return the declared groups that meet, each once: territory, group, language; by territory and group.

    Parameters
    ----------
    study : Study
    territory : str, optional
    groups : collection of str, optional
        All by default.
    language : str, optional
        For all of them; by default each group's own, or the study's where it has none.

    Raises
    ------
    ValueError
        If a territory or group is not declared, or sheets are not written in a language.
    """
    declared = study.groups.drop_duplicates(["territory", "group"])[["territory", "group", "language"]]
    if language is not None and language not in LANGUAGES:
        raise ValueError(f"language must be one of {', '.join(LANGUAGES)}; got {language!r}")
    for name, wanted in (("territory", [territory] if territory else []), ("group", list(groups or []))):
        unknown = [one for one in wanted if one not in set(declared[name])]
        if unknown:
            known = listed(sorted(set(declared[name])))
            raise ValueError(_("“{found}” is not declared; there are {declared}.", found=unknown[0], declared=known))
    if territory:
        declared = declared[declared["territory"] == territory]
    if groups is not None:
        declared = declared[declared["group"].isin(list(groups))]
    spoken = declared["language"].where(declared["language"].isin(LANGUAGES), study.language)
    found = declared.assign(language=language or spoken)
    return found.sort_values(["territory", "group"], ignore_index=True)


def file_names(groups, meeting, wave):
    """Return a name for the files of each group (rows of `groups_meeting`): letters that any system takes, each once.

    >>> groups = pd.DataFrame({"territory": ["Valbourg"] * 2, "group": ["Aînés", ""], "language": "fr"})
    >>> file_names(groups, "second_meeting", "2024")
    ['valbourg_aines_2024_deuxieme_reunion', 'valbourg_tous_les_groupes_ensemble_2024_deuxieme_reunion']
    """
    names, taken = [], set()
    for row in groups.itertuples():
        parts = [row.territory, row.group or (row.territory and said("all_groups", row.language))]
        stem = "_".join(plain(part).replace(" ", "_") for part in parts if part)[:_LONGEST].strip("_")
        name = next(name for name in (stem, *(f"{stem}_{n}" for n in range(2, 999))) if name not in taken)
        taken.add(name)
        names.append("_".join([*name.split(), *plain(wave).split(), *plain(said(meeting, row.language)).split()]))
    return names


def said(name, language, **values):
    """Return a sentence or word of the printed sheets in one of the six languages, its {places} filled."""
    text = word_of("paper", name, language)
    return text.format(**values) if values else text


def written(rows):
    """Return the table of files written: territory, group, language, paper, workbook (paths as text), kept."""
    columns = ["territory", "group", "language", "paper", "workbook"]
    table = pd.DataFrame([[str(cell) for cell in row[:5]] for row in rows], columns=columns, dtype="str")
    return table.assign(kept=pd.array([row[5] for row in rows], dtype="boolean"))
