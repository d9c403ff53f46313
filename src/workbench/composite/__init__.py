"""One index out of many indicators, on request: with what it rests on, how sure it is, and the three facets beside it.

`nodes` reads the tree, `means` goes up it, `stages` are the steps of an index of ready figures; `index` makes one of a
level cube, `draws` says how far chance and method may move it.
"""

from workbench.composite.stages import aggregate, normalise

__all__ = ["aggregate", "normalise"]
