"""The well-being workbench: from reference groups' spreadsheets to a council chart.

Data walks one way, and the rooms are in the order of the notebooks:

spreadsheets → study → themes → indicators → level cube → scores → changes → actions → charts → council pack

Whatever is written for others passes `disclosure` first.

`tables` says what one row of each table is; `problems` what is wrong in a file, by cell; `decisions` keeps what people
decided; `language` is the only room that speaks to people. Every public name is a plain function: data first, options
by keyword, a new table out.
"""

import lazy_loader

# which names there are, and where, stands in __init__.pyi
__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
