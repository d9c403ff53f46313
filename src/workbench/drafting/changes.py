"""What a drafting sheet changes of one indicator: new versions of its words, or another scale in its place."""

from dataclasses import dataclass, field

from workbench.drafting.proposals import STEPS
from workbench.drafting.scales import PROPERTIES, parts_of, scale_of
from workbench.language import LANGUAGES, N_, plain, word
from workbench.problems import WARNING

_INSTRUMENT = ("indicator_kind", "levels", "lowest")


@dataclass
class Filling:
    """One indicator as a sheet has it: its line among the indicators, its lines of words by part, what was written."""

    indicator: str
    scale: object
    written: dict
    line: object = None
    properties: dict = field(default_factory=dict)
    rows: dict = field(default_factory=dict)
    languages: tuple = ()
    problems: list = field(default_factory=list)

    def text(self, part, language):
        """Return the words of a cell; of the study where the sheet has no such column."""
        if language not in self.languages:
            return self.scale.words.get((part, language), "")
        return self.rows[part][f"words_{language}"] if part in self.rows else ""

    def was(self, part, language):
        """Return the words with which the sheet was written."""
        return self.written.get((part, language), "")

    def changed(self):
        """Return {(part, language): words} of the cells that people changed."""
        found = {}
        for part, row in self.rows.items():
            for language in self.languages:
                text, was = row[f"words_{language}"], self.was(part, language)
                if text and _told(text) != _told(was):
                    found[part, language] = _told(text)
                elif was and not text and part in parts_of(self.properties):
                    what = N_("The words were deleted; the earlier ones stand.")
                    do = N_("Write other words, or delete the line and correct the number of levels.")
                    self.problems.append(row.problem(f"words_{language}", what, do, WARNING))
        return found

    def instrument_changed(self):
        """Return whether another kind, number or numbering of levels makes it another indicator."""
        then = {name: self.written.get((name, ""), self.scale.properties[name]) for name in _INSTRUMENT}
        return any(self.properties[name] != then[name] for name in _INSTRUMENT)


def check(filling, words):
    """Note every fault of a scale in words at its cell: rows that are missing or too many, holes, doubles, languages.

    Parameters
    ----------
    filling : Filling
    words : dict
        (part, language) → what will stand there.
    """
    parts = parts_of(filling.properties)
    if filling.scale.known or words:
        _rows(filling, parts)
    if not words and not filling.instrument_changed():
        return
    said = {
        (part, code): words.get((part, code)) or _told(filling.text(part, code)) for part in parts for code in LANGUAGES
    }
    used = [code for code in LANGUAGES if any(said[part, code] for part in parts)]
    for part in (part for part in parts if part in filling.rows):
        row, spoken = filling.rows[part], [code for code in used if said[part, code]]
        if not spoken:
            what, do = N_("“{part}” has no words: the scale has a hole."), N_("Write what this situation looks like.")
            column = f"words_{filling.languages[0]}" if filling.languages else "level"
            filling.problems.append(row.problem(column, what, do, part=_name(part)))
            continue
        for code in used:
            if code not in spoken and code in filling.languages:
                what, do = N_("“{part}” has no words in {language}."), N_("Translate it before people are asked in it.")
                told = {"part": _name(part), "language": lambda code=code: word("language", code)}
                filling.problems.append(row.problem(f"words_{code}", what, do, WARNING, **told))
    for code in used:
        seen = {}
        for part in parts:
            text = plain(said[part, code])
            if text and text in seen and part in filling.rows:
                what = N_("“{part}” is said in the same words as “{other}”.")
                do = N_("Say what is different, or have one level less.")
                told = {"part": _name(part), "other": _name(seen[text])}
                filling.problems.append(filling.rows[part].problem(f"words_{code}", what, do, **told))
            seen.setdefault(text, part)


def _rows(filling, parts):
    missing = [part for part in parts if part not in filling.rows]
    if missing:
        what = N_("The line of {parts} of “{indicator}” is missing: the scale has a hole.")
        do = N_("Bring the line back, or correct the number of levels.")
        told = {"parts": [_name(part)() for part in missing], "indicator": filling.indicator}
        at = filling.line or next(iter(filling.rows.values()), None)
        if at is not None:
            filling.problems.append(at.problem("levels" if filling.line else "level", what, do, **told))
    ladder = filling.properties["indicator_kind"] == "ladder"
    for part in [part for part in filling.rows if part not in parts]:
        filled = any(filling.rows[part][f"words_{code}"] for code in filling.languages)
        if part.isdigit() and not ladder:
            what = N_("“{found}” is not a level of “{indicator}” ({lowest} to {highest}).")
            do = N_(
                "Correct the level; or, if the scale is to have more levels, the number of levels of the indicator."
            )
            told = {"found": part, "indicator": filling.indicator, "lowest": parts[0], "highest": parts[-1]}
            filling.problems.append(filling.rows[part].problem("level", what, do, **told))
        elif filled and (part in STEPS) != ladder:
            what = N_("“{part}” is no part of an indicator of this kind; its words were not read.")
            do = N_("Correct the kind of the indicator, if it is another one.")
            filling.problems.append(filling.rows[part].problem("level", what, do, WARNING, part=_name(part)))


def versions(filling, words, study, since):
    """Return the lines of `wordings` that a sheet makes of an indicator: indicator, part, language, words.

    A changed word is a version of the same indicator. Another kind, number or numbering of levels is another
    indicator that replaces it; the earlier one is asked until the wave before.
    """
    parts = parts_of(filling.properties)
    order = {part: place for place, part in enumerate(parts)}
    keys = sorted((key for key in words if key[0] in order), key=lambda key: order[key[0]])
    words = {key: words[key] for key in keys}
    name, scale = filling.indicator, filling.scale
    if scale.known and filling.instrument_changed():
        later = _replacement(filling, study)
        whole = {
            (part, code): words.get((part, code)) or _told(filling.text(part, code))
            for part in parts
            for code in LANGUAGES
        }
        whole = {key: text for key, text in whole.items() if text}
        if later is not None:
            return _lines(later.indicator, {key: text for key, text in whole.items() if later.words.get(key) != text})
        code = _code(name, filling.properties["levels"], study)
        row = study.indicators.set_index("indicator").loc[name]
        kept = {column: row[column] for column in ("theme", "code", "territory") if row[column]}
        kept["generations"] = "yes" if row["generations"] is True else ""
        born = _born(code, filling, {**kept, "replaces": name})
        before = [wave for wave in study.all_waves() if wave < since]
        ends = [(name, "until_wave", "", before[-1])] if before and not row["until_wave"] else []
        return [*born, *_lines(code, whole), *ends]
    if not scale.known:
        return (
            [*_born(name, filling, {"theme": filling.written.get(("theme", ""), "")}), *_lines(name, words)]
            if words
            else []
        )
    changed = [
        (name, part, code, text) for (part, code), text in words.items() if scale.words.get((part, code)) != text
    ]
    for key, text in filling.properties.items():
        if key in _INSTRUMENT or not text or text == filling.written.get((key, ""), scale.properties.get(key, "")):
            continue
        if text != scale.properties.get(key, ""):
            label, _sep, code = key.rpartition("_")
            changed.append((name, *(("label", code) if label == "label" else (key, "")), text))
    return changed


def _replacement(filling, study):
    """Return the Scale that replaced an indicator in just this way, where the sheet was read before."""
    after = study.indicators[study.indicators["replaces"] == filling.indicator]["indicator"]
    made = [scale_of(study, name) for name in after]
    return next(
        (one for one in made if all(one.properties[name] == filling.properties[name] for name in _INSTRUMENT)), None
    )


def _code(name, levels, study):
    taken = {plain(code) for code in study.indicators["indicator"]}
    stems = (f"{name}_{levels}", *(f"{name}_{levels}_{n}" for n in range(2, 999)))
    return next(code for code in stems if plain(code) not in taken)


def _born(code, filling, more):
    labels = {key: text for key, text in filling.properties.items() if key.startswith("label_") and text}
    said = {name: filling.properties[name] for name in PROPERTIES} | more
    return [
        *((code, name, "", text) for name, text in said.items() if text),
        *((code, "label", key.removeprefix("label_"), text) for key, text in labels.items()),
    ]


def _lines(name, words):
    return [(name, part, code, text) for (part, code), text in words.items()]


def _name(part):
    return lambda: part if part.isdigit() else word("proposition", part)


def _told(text):
    return " ".join(str(text).split())
