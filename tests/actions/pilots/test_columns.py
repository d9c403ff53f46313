"""Every column and word that a reader meets in the tables about pilots has a name of its own, in French too."""

import numpy as np

from tests.actions.pilots.worlds import drawn, plan
from workbench.actions import estimate_pilots, judge_pilots, pilot_reasons, pilot_waves
from workbench.actions.pilots.columns import MEANINGS
from workbench.council.presented import presented
from workbench.language import speaking
from workbench.tables import empty


def test_what_is_shown_is_said_in_the_readers_language():
    cube = drawn(np.random.default_rng(1), "ABCD", indicators=("MOB", "AIR"))
    actions = plan("A", "BCD")
    estimates, waves = estimate_pilots(cube, actions), pilot_waves(cube, actions)
    reasons = pilot_reasons(estimates, waves=waves, commitments=empty("commitments"), effects=empty("effects"))
    judged = judge_pilots(reasons)
    with speaking("fr"):
        shown = presented(judged)
        assert {"l’intervalle repose sur", "ce qui trancherait", "limites"} <= set(shown.columns)
        assert shown["l’intervalle repose sur"].iloc[0] == "l’évolution propre des territoires, vue ailleurs"
        assert presented(judged[["decision", "settle"]])["proposition"].iloc[0] in {"ajuster", "on ne peut pas encore le dire"}
        assert presented(reasons)["raison"].iloc[0] == "effet"
        assert presented(waves)["quand"].tolist() == ["avant le début", "dernière vague avant", "depuis le début"]
    for table in (estimates, waves, reasons, judged):
        for column, meanings in MEANINGS.items():
            assert set(table.get(column, [])) <= {"", *meanings}
