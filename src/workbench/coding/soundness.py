"""What is wrong with a coding scheme or a crosswalk: each fault at its cell, all of them at once."""

from workbench.coding.codes import parse_code, place_code
from workbench.language import LANGUAGES, N_
from workbench.problems import ERROR, WARNING, Problem
from workbench.spreadsheets.sheets import address

_ADD = N_("Add them if themes in these languages are to be laid beside this scheme.")


def lines_of(rows):
    """Return (values, the function that makes a Problem at one of its columns) of the rows of a spreadsheet."""
    return [(row.values, row.problem) for row in rows]


def lines_of_table(grid):
    """Return the same of table `grid`: its cells are those of the spreadsheet that it would be."""

    def at(line):
        def problem(column, what, do="", severity=ERROR, /, **values):
            place = list(grid).index(column) if column in grid else 0
            return Problem("grid", "", address(line + 1, place), what, do, values, severity)

        return problem

    return [(row, at(line)) for line, row in enumerate(grid.to_dict("records"))]


def grid_faults(lines, spiral=()):
    """Return the problems of a coding scheme; `spiral` names the versions whose codes have SPIRAL's form.

    >>> from workbench.tables import frame
    >>> grid = frame("grid", [{"code": "A"}])
    >>> [fault.found() for fault in grid_faults(lines_of_table(grid)) if fault.severity == ERROR]
    ['The line has no name in any language.']
    """
    found, versions = [], {}
    for values, problem in lines:
        code, version = _said(values, "code"), _said(values, "version")
        parents, first = versions.setdefault(version, ({}, {}))
        if not code:
            found.append(problem("code", N_("The line has no code."), N_("Give each line its own code.")))
        elif code in first:
            found.append(
                problem("code", N_("The code “{code}” stands twice."), N_("Give each line its own code."), code=code)
            )
        first.setdefault(code, problem)
        parents.setdefault(code, _said(values, "parent"))
        if not any(_said(values, f"label_{language}") for language in LANGUAGES):
            nameless = N_("The line has no name in any language."), N_("Write its name in one language at least.")
            found.append(problem(next((f"label_{c}" for c in LANGUAGES if f"label_{c}" in values), "code"), *nameless))
        found += _form(code, _said(values, "parent"), problem) if code and version in spiral else []
    for values, problem in lines:
        parents, _first = versions[_said(values, "version")]
        code, parent = _said(values, "code"), _said(values, "parent")
        if parent and parent not in parents:
            absent = N_("There is no line with the code “{code}”."), N_("Add the line, or correct the cell.")
            found.append(problem("parent", *absent, code=parent))
        elif parent and _circle(code, parents):
            round_ = N_("“{code}” belongs to itself: {circle}."), N_("Correct what it belongs to.")
            found.append(problem("parent", *round_, code=code, circle=" → ".join(_circle(code, parents))))
    return found + _unspoken(lines, {version: parents for version, (parents, _first) in versions.items()})


def _said(values, name):
    return str(values.get(name) or "").strip()


def _form(code, parent, problem):
    """A version that says SPIRAL has its codes: an object, and above it what covers it."""
    try:
        if "/" in code:
            raise ValueError
        said = parse_code(code)
    except ValueError:
        advice = N_("Write a letter, two figures, and if need be a dash and two more: A, A01 or A01-11.")
        return [problem("code", N_("“{code}” has not the form of a SPIRAL code."), advice, code=code)]
    try:
        above = parse_code(parent) if parent else said
    except ValueError:
        return []  # a parent of another form is not there, which is said once
    if above.family != said.family or (above.component and above.component != said.component):
        advice = N_("Correct one of the two cells.")
        return [problem("parent", N_("“{code}” is no part of “{parent}”."), advice, code=code, parent=parent)]
    return []


def _circle(code, parents):
    """Return the codes that lead from `code` back to itself, [] if they do not."""
    path = [code]
    while parents.get(path[-1]) and len(path) <= len(parents):
        path.append(parents[path[-1]])
        if path[-1] == code:
            return path
    return []


def _unspoken(lines, parents):
    """Warn of names and seed words that are missing in a language: by column where it holds nothing, else by cell."""
    found = []
    if not lines:
        return found
    for kind, what in (
        ("label", N_("No name in: {languages}. Another language is shown instead.")),
        ("seeds", N_("No seed words in: {languages}. The name alone is compared.")),
    ):
        wanted = [pair for pair in lines if kind == "label" or _compared(pair[0], parents)]
        empty = [c for c in LANGUAGES if wanted and not any(_said(values, f"{kind}_{c}") for values, _p in wanted)]
        if empty and (kind == "seeds" or len(empty) < len(LANGUAGES)):
            found.append(wanted[0][1]("", what, _ADD, WARNING, languages=empty))
        for values, problem in wanted:
            absent = [c for c in LANGUAGES if c not in empty and not _said(values, f"{kind}_{c}")]
            if absent and (kind == "seeds" or len(absent) + len(empty) < len(LANGUAGES)):
                found.append(problem(f"{kind}_{absent[0]}", what, _ADD, WARNING, languages=absent))
    return found


def _compared(values, parents):
    """Return whether themes are compared with this line: not with families that have components, nor with x00."""
    above, code = parents[_said(values, "version")], _said(values, "code")
    family = above.get(code) or code
    return code not in above.values() and code != f"{family}00"


# ---------------------------------------------------------------------- crosswalks


def crosswalk_faults(rows, codes):
    """Return what the lines of a crosswalk say wrongly; `codes` maps a version to the codes that it has."""
    found, whole, shares = [], {}, {}
    for row in rows:
        values = row.values
        match, code, to = values.get("match"), values.get("from_code"), values.get("to_code") or ""
        if values.get("from_version") and values["from_version"] == values.get("to_version"):
            found.append(row.problem("to_version", N_("The version leads to itself."), N_("Write the other version.")))
        if match in ("same", "part") and not to:
            found.append(row.problem("to_code", N_("This cell is empty."), N_("Write the code, or “none” as match.")))
        if match == "none" and to:
            advice = N_("Empty the cell, or say “same” or “part”.")
            found.append(row.problem("to_code", N_("Nothing corresponds, and yet a code stands here."), advice))
        share = values.get("share")
        if share is not None and not 0 <= share <= 1:
            advice = N_("Write a share from 0 to 1, such as 0.4.")
            found.append(row.problem("share", N_("“{found}” is not a share."), advice, found=share))
        key = (values.get("from_version"), code, values.get("to_version"))
        whole.setdefault(key, []).append(row)
        shares[key] = shares.get(key, 0) + (share or 0)
        for name, version in (("from_code", "from_version"), ("to_code", "to_version")):
            held = codes.get(values.get(version))
            if values.get(name) and held and not place_code(values[name], held):
                advice = N_("Correct the code, or the version.")
                what = N_("The version “{version}” has no code “{code}”.")
                found.append(row.problem(name, what, advice, version=values[version], code=values[name]))
    for key, lines in whole.items():
        alone = [row for row in lines if row.values.get("match") in ("same", "none")]
        if len(lines) > 1 and alone:
            what = N_("“{code}” goes to more than one code; then each line is a part of it.")
            found.append(alone[0].problem("match", what, N_("Write “part” in its lines."), code=key[1]))
        if shares[key] > 1 + 1e-9:
            what = N_("The shares of “{code}” add up to more than 1.")
            found.append(lines[-1].problem("share", what, N_("Correct the shares."), code=key[1]))
    return [*found, *_unlisted(rows, codes)]


def _unlisted(rows, codes):
    """Warn of codes of an earlier version, held by the workbench, of which the crosswalk says nothing."""
    pairs = {(row.values.get("from_version"), row.values.get("to_version")): row for row in rows}
    for (was, to), row in pairs.items():
        listed = {
            place_code(one.values.get("from_code", ""), codes.get(was, ()))
            for one in rows
            if (one.values.get("from_version"), one.values.get("to_version")) == (was, to)
        }
        absent = sorted(set(codes.get(was, ())) - listed)
        if absent:
            what = N_("No line says what becomes of: {codes}.")
            yield row.problem(
                "from_code", what, N_("Add a line for each, “none” if nothing does."), WARNING, codes=absent
            )
