"""The last step: charts and tables as files, and the pack for the council meeting."""

from workbench.council.files import export
from workbench.council.pack import council_pack

__all__ = ["council_pack", "export"]
