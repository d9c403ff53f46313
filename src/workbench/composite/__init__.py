"""One index out of many indicators, on request: with what it rests on, how sure it is, and the three facets beside it.

`nodes` reads the tree, `means` goes up it, `stages` are the steps of an index of ready figures. `index` makes one of a
level cube out of its `ingredients`, `draws` says how far chance and method may move it, `parts` which of them does.
"""

from workbench.composite.index import composite_index
from workbench.composite.parts import composite_left_out, composite_sources
from workbench.composite.stages import aggregate, normalise

__all__ = ["aggregate", "composite_index", "composite_left_out", "composite_sources", "normalise"]
