"""What a group sees of its criteria: one line for each thing that was said, under its theme."""

from dataclasses import dataclass

from workbench.language import names, plain
from workbench.meetings.labels import shown_labels
from workbench.themes import rewordings

#: What stands between the ids of criteria that were said in the same words.
SEVERAL = "; "


@dataclass(frozen=True)
class Line:
    """One thing that was said: the criteria that say it, by whom and how often, and the theme that it stands under."""

    theme: str
    text: str
    question: str
    criteria: tuple
    said: int
    said_by: str
    wording: str = ""


def lines_of(criteria, study, membership, themes):
    """Return the lines of `criteria`, in the order of themes, questions and words; nothing that was said is left out.

    The same words under one theme and one question are one line. It was said as often as people voted for it; a post-it
    without a count was said once.
    """
    order = {theme: place for place, theme in enumerate(themes["theme"])}
    asked = {question: place for place, question in enumerate(names("question"))}
    better = rewordings(criteria, study.decisions).set_index("criterion")["wording"].to_dict()
    rows = criteria.merge(membership[["criterion", "theme"]], on="criterion")
    rows["_times"] = rows["votes"].fillna(1).clip(lower=1).astype(int)
    rows["_plain"] = [plain(text) or text for text in rows["text"]]
    lines = []
    for (theme, question, _words), same in rows.groupby(["theme", "question", "_plain"], sort=False):
        by_group = same.groupby("group", sort=False)["_times"].sum().sort_values(ascending=False, kind="stable")
        wordings = {better[criterion] for criterion in same["criterion"] if criterion in better}
        lines.append(
            Line(
                theme=theme,
                text=same["text"].iloc[0],
                question=question,
                criteria=tuple(sorted(same["criterion"])),
                said=int(same["_times"].sum()),
                said_by=", ".join(f"{group} ({times})" for group, times in by_group.items()),
                wording=wordings.pop() if len(wordings) == 1 else "",
            )
        )
    return sorted(
        lines,
        key=lambda line: (order[line.theme], asked.get(line.question, len(asked)), plain(line.text), line.criteria),
    )


def themes_shown(lines, themes, language):
    """Return the labels of the themes under which the lines stand, in their order, and those of all themes."""
    labels = shown_labels(themes, language)
    return {theme: labels[theme] for theme in dict.fromkeys(line.theme for line in lines)}, labels
