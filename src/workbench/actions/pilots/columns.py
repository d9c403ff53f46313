"""What the columns of the tables about pilots, and the words in them, are called where people read them."""

from workbench.language import N_

#: Columns that only these tables have: one of them tells that a table is about pilots.
OWN = {"basis", "speaks", "settle"}
#: Headers that mean something else, or stand nowhere else, in these tables.
HEADERS = {
    "basis": N_("the interval rests on"), "reason": N_("reason"), "speaks": N_("speaks for"),
    "said": N_("what is said"), "limits": N_("limits"), "settle": N_("what would settle it"),
    "decision": N_("proposal"), "kind": N_("when"), "shift": N_("waves since the start"), "from": N_("from wave"),
    "to": N_("to wave"), "pilots": N_("pilot territories"), "comparisons": N_("comparison territories"),
    "fewest": N_("fewest people of one territory or group in a wave"), "change": N_("change there"),
    "change_elsewhere": N_("change elsewhere"), "effect": N_("effect"),
    "role": N_("looked at as"), "smallest_p": N_("smallest p possible"),
}  # fmt: skip

_DECISIONS = {"extend": N_("extend"), "adjust": N_("adjust"), "stop": N_("stop"), "cannot tell": N_("cannot tell yet")}
#: The words in them.
MEANINGS = {
    "decision": _DECISIONS,
    "speaks": _DECISIONS,
    "basis": {
        "territories": N_("territories alone"), "drift": N_("how territories drift elsewhere"),
        "sampling": N_("who was asked alone"),
    },
    "kind": {"earlier": N_("before the start"), "base": N_("last wave before it"), "after": N_("since the start")},
    "role": {"aim": N_("aim"), "side": N_("other indicator"), "group": N_("reference group")},
    "reason": {
        "effect": N_("effect"), "territories": N_("territories"), "before": N_("before the start"),
        "situations": N_("situations"), "polarisation": N_("polarisation"), "disparity": N_("disparity"),
        "others": N_("other indicators"), "groups": N_("reference groups"), "promises": N_("promises"),
        "stakeholders": N_("stakeholders"), "settle": N_("what would settle it"),
    },
}  # fmt: skip
