"""What a pack was made from: files and their hashes, waves, decisions, version, and how its figures are to be read."""

import hashlib
from importlib.metadata import version
from pathlib import Path

from workbench.decisions import read_decisions
from workbench.language import _, listed, ngettext, number, percent

_LEFT_OUT = {"outputs", "notebooks", "__pycache__"}


def input_files(folder):
    """Return the files of a study that its figures come from, as (path inside the study, sha256), in order.

    >>> import tempfile
    >>> folder = Path(tempfile.mkdtemp())
    >>> _ = (folder / "study.xlsx").write_bytes(b"")
    >>> [(name, code[:6]) for name, code in input_files(folder)]
    [('study.xlsx', 'e3b0c4')]
    """
    folder = Path(folder)
    inside = [path.relative_to(folder) for path in folder.rglob("*") if path.is_file()] if folder.is_dir() else []
    kept = [path for path in inside if not _LEFT_OUT & set(path.parts) and not any(p[0] in ".~" for p in path.parts)]
    named = sorted((path.as_posix(), folder / path) for path in kept)
    return [(name, hashlib.sha256(path.read_bytes()).hexdigest()) for name, path in named]


def how_to_read(tables):
    """Return in short sentences how the figures of a pack are to be read.

    >>> how_to_read({})[0]
    'n is the number of answers behind a figure; where it is small, the figure says little.'
    """
    shares = {table.attrs["confidence"] for table in tables.values() if table.attrs.get("confidence")} or {0.95}
    return [
        _("n is the number of answers behind a figure; where it is small, the figure says little."),
        _(
            "Intervals at {share}: where two of them overlap widely, the difference may be chance.",
            share=listed([percent(share) for share in sorted(shares)]),
        ),
        _(
            "Reference groups are invited, not drawn by lot: their intervals hold “as if” they had been. "
            "Their answers and those of a survey of residents stand side by side and are never added up."
        ),
        _("A change is called better or worse only when it holds after adjustment for the number of comparisons."),
        _("Polarisation runs from 0 (all alike) to 1 (half at each end); it is not given for small numbers."),
        _("Each group counts the same in figures for all groups together, unless a table says otherwise."),
        *_hidden(tables),
        _("Indices, gaps and tests are the workbench's own choice; the Council of Europe's method publishes none."),
        _("Each measure, its formula, its source and what it is not: docs/methods.md of the workbench."),
    ]


def _hidden(tables):
    """Return what is hidden of few people, as the tables say it."""
    told = next((table.attrs["disclosure"] for table in tables.values() if table.attrs.get("disclosure")), None)
    if told is None:
        return []
    if told["internal"]:
        return [_("For internal use: nothing is hidden here, however few the people. Do not pass it on.")]
    return [
        _(
            "Figures of fewer than {groups} people of a reference group, or {survey} of a survey, are hidden, and as "
            "many others as it takes that they cannot be worked out; of fewer than {small} people no shares are told.",
            groups=number(told["groups"]),
            survey=number(told["survey"]),
            small=number(told["small"]),
        )
    ]


def stamp_lines(study, *, territory="", wave=""):
    """Return what a pack was made from, as (what, words).

    Parameters
    ----------
    study : Study
    territory, wave : str
        What the pack is about; "" for all of the study.

    Returns
    -------
    list of (str, str)
    """
    labels = study.labels()
    places = [territory] if territory else list(study.territories["territory"])
    waves = [str(wave)] if wave else study.all_waves()
    decisions, _problems = read_decisions(study)
    lines = [
        (_("study"), study.called()),
        (_("territory"), listed([labels.get(place, place) for place in places])),
        (_("wave"), listed(waves)),
        (_("decisions about themes"), number(len(decisions))),
        (_("workbench"), version("wellbeing-workbench")),
    ]
    return lines


def write_stamp(path, study, lines, reading):
    """Write the note on the method of a pack (markdown): what it was made from, and how to read it."""
    files, made = input_files(study.folder), []
    made += [_("How this pack was made"), ""]
    if study.constructed:
        made += ["**" + _("Constructed example: none of these people exist.") + "**", ""]
    made += ["- " + _("{label}: {figure}", label=what, figure=text) for what, text in lines]
    made += ["", "## " + _("How to read it"), "", *("- " + sentence for sentence in reading)]
    count = ngettext(
        "{n} file; the code (sha256) changes when the file does.",
        "{n} files; the code (sha256) changes when the file does.",
        len(files),
    )
    made += ["", "## " + _("Files it was made from"), "", count, "", "| " + _("file") + " | sha256 |", "|---|---|"]
    made += [f"| {name} | `{code}` |" for name, code in files]
    Path(path).write_text("# " + "\n".join(made) + "\n", encoding="utf-8")
