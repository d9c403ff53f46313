"""The last step: charts and tables as files, and the pack for the council meeting."""

from workbench.council.files import export
from workbench.council.pack import council_pack
from workbench.council.shown import show

__all__ = ["council_pack", "export", "show"]
