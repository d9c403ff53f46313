"""From answers to the level cube: how many people, of which weight, stand on which situation.

This is the only room that meets respondents. Whatever comes after it (scores, changes, charts) is a function of these
sums, so a municipality may send its cube instead of its respondents, and cubes of many places add up.
"""

from workbench.cube.counting import count_in_turn, count_levels, cube_from_counts
from workbench.cube.keeping import read_cube, write_cube
from workbench.cube.levels import KEYS, LevelCube, select
from workbench.cube.raking import rake_weights

__all__ = [
    "KEYS",
    "LevelCube",
    "count_in_turn",
    "count_levels",
    "cube_from_counts",
    "rake_weights",
    "read_cube",
    "select",
    "write_cube",
]
