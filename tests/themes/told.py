"""Criteria whose themes are known: the phrase banks from which the example study is drawn, and small tables."""

from importlib.resources import files

import pandas as pd

from workbench import tables


def bank(*languages, every=1, usual=True):
    """Return criteria in `languages` with `planted`, their theme; each `every`-th phrase of each theme.

    Without the usual wordings, only what one person put in words of their own.
    """
    rows = []
    for language in languages:
        path = files("workbench") / "data" / "example" / f"criteria_{language}.csv"
        with path.open(encoding="utf-8") as lines:
            phrases = pd.read_csv(lines, dtype="str", keep_default_na=False)
        phrases = phrases if usual else phrases[phrases["often"] == ""]
        phrases = phrases[phrases.groupby("theme").cumcount() % every == 0].reset_index(drop=True)
        for number, phrase in enumerate(phrases.to_dict("records")):
            rows.append({
                "criterion": f"{language}-{number:03d}", "territory": language, "wave": "2024",
                "group": f"{phrase['profile'] or 'all'} ({language})", "question": phrase["question"],
                "text": phrase["text"], "language": language, "profile": phrase["profile"] or "all",
                "planted": phrase["theme"],
            })  # fmt: skip
    return tables.frame("criteria", rows)


def criteria(texts, **columns):
    """Return criteria c0, c1 … that say `texts`."""
    rows = [{"criterion": f"c{number}", "text": text} for number, text in enumerate(texts)]
    return tables.frame("criteria", pd.DataFrame(rows).assign(**columns))


def log(*lines):
    """Return decisions: (what, criterion, from, to), a second apart."""
    rows = [
        {"when": f"2024-05-01T10:{place // 60:02d}:{place % 60:02d}", **dict(zip(KEYS, line, strict=True))}
        for place, line in enumerate(lines)
    ]
    return tables.frame("decisions", rows)


KEYS = ("what", "criterion", "from", "to")


def suggestion(**themes):
    """Return a suggestion: theme id with its criteria, `T_c0="c0 c1"` for theme T-c0."""
    rows = [
        {"criterion": criterion, "theme": theme.replace("_", "-"), "fit": 0.5, "confidence": 0.5, "stability": 0.5}
        for theme, members in themes.items()
        for criterion in members.split()
    ]
    return pd.DataFrame(rows).sort_values("criterion", ignore_index=True)
