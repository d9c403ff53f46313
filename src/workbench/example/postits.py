"""What the reference groups write on their post-its: drawn from banks of texts, each profile leaning to its own."""

from functools import cache

from workbench.example.world import sessions, stream, told
from workbench.spreadsheets.criteria import name_criteria

#: Sessions in which votes were put on the post-its.
VOTED = {("Valbourg", "2018"), ("Valbourg", "2021"), ("Valbourg", "2024"), ("Arinești", "2021"), ("Arinești", "2024")}
#: How likely a text is: of this profile, of nobody in particular, of another profile; and if it was said before.
_OWN, _ANYBODY, _OTHERS, _AGAIN = 8, 1, 0.05, 0.01
#: Share of post-its on which a few plain words stand that many people write ("la santé"). Of a theme's usual wordings,
#: the second is written half as often as the first, the third a third as often … (Zipf), whoever writes.
_USUAL = 0.75
_QUESTIONS = ("wellbeing", "illbeing", "action", "coresponsibility")


def bank(language):
    """Return the texts of one language: lines with theme (the planted one), question, profile, often and text.

    Those that are written often ("yes") stand first in their theme, the most usual one on top.

    >>> {line["question"] for line in bank("de")} <= set(_QUESTIONS)
    True
    """
    return told(f"criteria_{language}")


def planted_themes():
    """Return {(language, text): theme}: the theme that each text was written for. The workbench does not know it.

    >>> planted_themes()["de", "ein Dach über dem Kopf"]
    'housing'
    """
    return {(code, line["text"]): line["theme"] for code in ("fr", "it", "ro", "de") for line in bank(code)}


def criteria(seed):
    """Return what all sessions wrote.

    Six to fourteen criteria a session. Three in four are usual wordings, which come back in many sessions; the others
    are one person's own, drawn without putting back as far as a bank goes (then a text comes at most once more, in
    another session). Now and then two people of a session write the same.

    Parameters
    ----------
    seed : int

    Returns
    -------
    list of dict
        Lines of table `criteria`, in the order in which they hang: by question.
    """
    chance, said, lines = stream(seed, "criteria"), {}, []
    order = sessions(seed)
    chance.shuffle(order)  # so that no territory or wave always has the first choice
    for session in order:
        lines += _session(chance, session, said)
    places = {_who(session): place for place, session in enumerate(sessions(seed))}
    lines.sort(key=lambda line: (places[_who(line)], _QUESTIONS.index(line["question"])))
    return [line | {"criterion": name} for line, name in zip(lines, name_criteria(lines), strict=True)]


def _who(line):
    return line["territory"], line["wave"], line["group"]


def _session(chance, session, said):
    known = {name: session[name] for name in ("territory", "wave", "group")}
    leanings = {line["theme"]: float(line[session["bank"]]) for line in told("themes")}
    lines, here = [], set()
    for _ in range(chance.randint(6, 14)):
        languages = session["languages"]
        language = chance.choices(languages, [2, 1][: len(languages)])[0]
        free = [
            line for line in bank(language) if (language, line["text"]) not in here and _of_its_time(line, session)
        ]
        usual = [leanings[line["theme"]] * _usualness(language).get(line["text"], 0) for line in free]
        own = [_weight(line, session, leanings, said.get((language, line["text"]), 0)) for line in free]
        weights = [
            _USUAL * of_many / sum(usual) + (1 - _USUAL) * of_one / sum(own)
            for of_many, of_one in zip(usual, own, strict=True)
        ]
        drawn = chance.choices(free, weights)[0]
        here.add((language, drawn["text"]))
        said[language, drawn["text"]] = said.get((language, drawn["text"]), 0) + 1
        lines.append(known | {"question": drawn["question"], "text": drawn["text"], "language": language})
    if chance.random() < 0.08:
        lines.append(dict(chance.choice(lines)))
    return [line | {"votes": _votes(chance, session)} for line in lines]


def _of_its_time(line, session):
    """A theme planted as new is spoken of from its wave on."""
    since = {planted["theme"]: planted["wave_to"] for planted in told("planted") if planted["what"] == "new theme"}
    return session["wave"] >= since.get(line["theme"], "")


@cache
def _usualness(language):
    """Return {text: how usual it is among the usual wordings of its theme}; they add up to 1 in each theme."""
    places = {}
    for line in bank(language):
        if line["often"]:
            places.setdefault(line["theme"], []).append(line["text"])
    return {
        text: 1 / place / sum(1 / other for other in range(1, len(texts) + 1))
        for texts in places.values()
        for place, text in enumerate(texts, start=1)
    }


def _weight(line, session, leanings, times):
    if line["often"] or times >= 2:
        return 0
    own = {session["bank"]: _OWN, "": _ANYBODY}.get(line["profile"], _OTHERS)
    return own * leanings[line["theme"]] * _AGAIN**times


def _votes(chance, session):
    if (session["territory"], session["wave"]) not in VOTED or chance.random() < 0.15:
        return None
    return 1 + min(chance.randrange(session["participants"]), chance.randrange(session["participants"]))
