"""What follows from a pilot: extend, adjust, stop, or that it cannot be told yet."""

import pandas as pd

from workbench.actions.pilots.reasons import FIGURES, KEYS
from workbench.actions.pilots.trials import codes
from workbench.language import N_, _, listed

_SAID = {
    "extend": N_("Extend."), "adjust": N_("Adjust."), "stop": N_("Stop."), "cannot tell": N_("Cannot tell yet."),
}  # fmt: skip
_COLUMNS = [*KEYS, "decision", *FIGURES, "basis", "robust", "verdict", "limits", "settle"]


def judge_pilots(reasons):
    """Return what follows from each pilot, on each indicator that it was to move and by each kind of source.

    The rule is ours; the method names evaluation and possible extension, and no rule. What the effect speaks for
    stands, unless another reason speaks for "cannot tell": then that. And "extend" becomes "adjust" where a reason
    speaks for it. A person may decide otherwise, and should say which reason weighs more.

    Parameters
    ----------
    reasons : DataFrame
        What `pilot_reasons` returned; rows can be taken out or added.

    Returns
    -------
    DataFrame
        One row per pilot × origin × indicator: pilot, label, territory, origin, indicator, decision ("extend",
        "adjust", "stop", "cannot tell"), effect, low, high, p, basis, robust, verdict (the decision, the reasons that
        made it, and the "if" that it stands on), limits (what the interval rests on, and what was seen before the
        start), settle (what would settle it).

    Examples
    --------
    >>> told = {"pilot": "A1", "label": "Night bus", "territory": "Valbourg", "origin": "survey", "indicator": "MOB"}
    >>> effect = {**told, "reason": "effect", "speaks": "extend", "said": "+0.8 levels."}
    >>> harm = {**told, "reason": "groups", "speaks": "adjust", "said": "Jobseekers are worse off."}
    >>> judge_pilots(pd.DataFrame([effect, harm]))[["decision", "verdict"]].values.tolist()
    [['adjust', 'Adjust. +0.8 levels. Jobseekers are worse off.']]
    """
    rows = []
    for _key, part in reasons.groupby(["pilot", "origin", "indicator"], sort=False):
        about = part[part["reason"] == "effect"].iloc[0]
        decision = _decided(about["speaks"], part["speaks"])
        made = part[(part["reason"] == "effect") | (part["speaks"] == decision)]
        rows.append({
            **{name: about.get(name) for name in (*KEYS, *FIGURES, "basis", "robust")}, "decision": decision,
            "verdict": " ".join([_(_SAID[decision]), *made["said"], *_if(about, decision)]),
            "limits": " ".join(part.loc[part["reason"].isin(["territories", "before"]), "said"]),
            "settle": " ".join(part.loc[part["reason"] == "settle", "said"]),
        })  # fmt: skip
    table = pd.DataFrame(rows, columns=_COLUMNS)
    texts = [name for name in _COLUMNS if name not in (*FIGURES, "robust")]
    table[texts] = table[texts].astype(object).where(table[texts].notna(), "")
    table = table.astype(dict.fromkeys(texts, "str") | dict.fromkeys(FIGURES, "Float64") | {"robust": "boolean"})
    table.attrs.update(reasons.attrs)
    return table


def _if(about, decision):
    """Return what a decision stands on that the figures cannot show."""
    if decision == "cannot tell" or about.get("basis") != "drift":
        return []
    return [_("This holds if nothing else happened in {territory} than what makes territories drift anyway.",
              territory=listed(codes(about["territory"])))]  # fmt: skip


def _decided(effect, speaks):
    """Return the decision by the rule of `judge_pilots`."""
    if (speaks == "cannot tell").any():
        return "cannot tell"
    return "adjust" if effect == "extend" and (speaks == "adjust").any() else effect
