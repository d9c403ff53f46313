"""What leaves the house: figures of too few people are hidden, and those that would give them away.

`cells` finds the same people in every table, `ranges` says what a reader could work out, `complement` hides until
nothing can be, `figures` and `verbatims` take it out of the tables, `audit` tries to get it back and must fail.
"""

from workbench.disclosure.audit import audit_disclosure
from workbench.disclosure.protect import COUNCIL, EXPORT, SMALL, protect
from workbench.disclosure.words import hidden_figures, is_hidden, table_notes

__all__ = ["COUNCIL", "EXPORT", "SMALL", "audit_disclosure", "hidden_figures", "is_hidden", "protect", "table_notes"]
