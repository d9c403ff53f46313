"""Who answers, in reference groups and in the sample survey of residents, and what they answer."""

from math import exp

from workbench.example.latent import ANSWER, PERSON, PLACE, centre_of, level_of, scales
from workbench.example.world import WAVES, asked, sessions, stream, told

LADDER = ("possibility", "attainment", "quality", "sustainability")
#: What columns of a respondent go to each of his or her answers.
PERSONAL = (
    "respondent", "territory", "wave", "group", "weight", "stratum", "cluster", "birth_year", "gender", "neighbourhood",
)  # fmt: skip


def respondents(seed):
    """Return everybody who answers: members of reference groups, then residents of the sample surveys.

    Parameters
    ----------
    seed : int

    Returns
    -------
    list of dict
        respondent, territory, wave, group ("" in the survey), `bank` (the profile's name in latent.csv); in the survey
        also weight (mean 1 in each survey), stratum, cluster, birth_year, gender, neighbourhood, and the person's
        `offset` from the territory on each indicator.
    """
    members = [
        {name: session[name] for name in ("territory", "wave", "group", "bank")} | {"respondent": f"P{number}"}
        for session in sessions(seed)
        for number in range(1, session["participants"] + 1)
    ]
    residents = [
        person for line in told("territories") for wave in WAVES for person in _survey(seed, line["territory"], wave)
    ]
    return members + residents


def _survey(seed, territory, wave):
    """Draw residents in every cluster of every stratum; the same sampling points are visited in each wave."""
    chance = stream(seed, "survey", territory, wave)
    places = [line for line in told("neighbourhoods") if line["territory"] == territory]
    take = 10 if territory == "Valbourg" else 8
    people = []
    for place in places:
        for point in range(1, int(place["clusters"]) + 1):
            for _ in range(chance.randint(take - 1, take + 1)):
                age, woman = min(90, max(18, round(chance.gauss(50, 17)))), chance.random() < 0.52
                people.append({
                    "respondent": f"{territory.split()[-1][0]}{wave[2:]}-{len(people) + 1:03d}",
                    "territory": territory, "wave": wave, "group": "", "bank": "", "stratum": place["stratum"],
                    "cluster": f"{place['neighbourhood']} {point}", "birth_year": str(int(wave) - age),
                    "gender": "woman" if woman else "man", "neighbourhood": place["neighbourhood"],
                    "nonresponse": exp(chance.gauss(0, 0.35)), "offset": _offsets(float(place["offset"]), age, woman),
                })  # fmt: skip
    return _weighted(people, places)


def _offsets(of_place, age, woman):
    return {
        indicator: of_place + scale["per_decade"] * (age - 50) / 10 + scale["women"] * (woman - 0.5)
        for indicator, scale in scales().items()
    }


def _weighted(people, places):
    """Weigh each resident by stratum size over stratum sample, spread by a correction for nonresponse; mean 1."""
    living, drawn = {}, {}
    for place in places:
        living[place["stratum"]] = living.get(place["stratum"], 0) + int(place["residents"])
    for person in people:
        drawn[person["stratum"]] = drawn.get(person["stratum"], 0) + 1
    raw = [living[p["stratum"]] / drawn[p["stratum"]] * p["nonresponse"] for p in people]
    mean = sum(raw) / len(raw)
    return [person | {"weight": round(weight / mean, 3)} for person, weight in zip(people, raw, strict=True)]


def answers_of(seed, people):
    """Return what people answer.

    Parameters
    ----------
    seed : int
    people : list of dict
        As `respondents` returns them.

    Returns
    -------
    answers, ladders : list of dict
        Lines of the tables of the same names, with the profile columns of the survey.
    """
    answers, ladders, places, streams = [], [], {}, {}
    for person in people:
        where = person["territory"], person["wave"], person["group"]
        chance = streams.setdefault(where, stream(seed, "answers", *where))
        inclination = chance.gauss(0, PERSON)
        known = {name: person.get(name, "") for name in PERSONAL} | {"weight": person.get("weight")}
        said = {}
        for line in asked(person["wave"]):
            indicator = line["indicator"]
            place = _place(seed, person, indicator, places)
            level = _level(chance, person, indicator, inclination + place)
            said[indicator] = level = _repeated(seed, person, indicator, level, said)
            if line["indicator_kind"] == "ladder":
                steps = _misread(seed, person, indicator, _steps(chance, indicator, level))
                ladders.append(known | {"indicator": indicator} | steps)
            else:
                missing = _missing(chance, indicator)
                answer = {"indicator": indicator, "level": None if missing else level, "missing": missing}
                answers.append(known | answer)
    return answers, ladders


def _place(seed, person, indicator, places):
    """Return what a session, or a sampling point (the same in all waves), adds for all who sit in it."""
    where = person["cluster"] if not person["group"] else f"{person['group']} {person['wave']}"
    key = person["territory"], where, indicator
    if key not in places:
        places[key] = stream(seed, "place", *key).gauss(0, PLACE)
    return places[key]


def _level(chance, person, indicator, shift):
    centre, distance = centre_of(indicator, person["territory"], person["wave"], person["bank"], person["group"])
    if distance:
        centre += distance if chance.random() < 0.5 else -distance
    situation = centre + person.get("offset", {}).get(indicator, 0) + shift + chance.gauss(0, ANSWER)
    return level_of(situation, scales()[indicator]["cuts"])


def _repeated(seed, person, indicator, level, said):
    """Return the level, which on the second of a redundant pair is mostly the one that was given on the first."""
    planted = next((p for p in told("planted") if p["what"] == "redundant pair" and p["indicator"] == indicator), None)
    if planted is None or planted["other"] not in said:
        return level
    chance, first = stream(seed, "repeated", *_whose(person, indicator)), said[planted["other"]]
    beside = min(max(first + chance.choice((-1, 1)), 1), len(scales()[indicator]["cuts"]) + 1)
    return first if chance.random() < float(planted["size"]) else beside


def _misread(seed, person, indicator, steps):
    """Return the answers on a ladder; where a broken one is planted, some agree with its first and last proposition."""
    for planted in told("planted"):
        if planted["what"] != "broken ladder" or planted["indicator"] != indicator:
            continue
        here = planted["territory"] == person["territory"]
        holds = planted["wave_from"] <= person["wave"] <= planted["wave_to"]
        misread = stream(seed, "misread", *_whose(person, indicator)).random() < float(planted["size"])
        if here and holds and misread:
            return steps | {"possibility": True, "sustainability": True}
    return steps


def _whose(person, indicator):
    return person["territory"], person["wave"], person["group"], person["respondent"], indicator


def _missing(chance, indicator):
    """Return why an answer is missing, "" if it is not; it does not depend on the answer."""
    draw, scale = chance.random(), scales()[indicator]
    for reason in ("dont_know", "no_answer", "not_applicable"):
        if draw < scale[reason]:
            return reason
        draw -= scale[reason]
    return ""


def _steps(chance, indicator, level):
    """Return agreement with the four propositions at a level: P and O are worded negatively, Q and S positively.

    A few people leave the ladder or one step empty, a few contradict themselves. What is planted comes on top.
    """
    steps = dict(zip(LADDER, (level == 1, level <= 2, level >= 4, level == 5), strict=True))
    if chance.random() < scales()[indicator]["no_answer"]:
        return dict.fromkeys(LADDER)
    slip, step = chance.random(), chance.choice(LADDER)
    if slip < 0.03:
        steps[step] = not steps[step]
    elif slip < 0.045:
        steps[step] = None
    return steps
