"""What the level cube and its scores cost beside their peers, each in a process of its own, in one run.

    python benchmarks/engines_measured.py [FOLDER] [--large]

W1 is 100,000 rows × 20 items × 50 territories × 5 waves × 4 groups; W2 1,000,000 × 40 × 250 × 5 × 4. Asked: the mean
situation and its error (strata, clusters, weights) for each territory × wave × group × item; of us and of the numpy
floor also polarisation with its error, n and effective n. Prints processor seconds (user and system, all threads,
imports included), peak memory, a figure that must agree, and how many times as much it is: the middle of five runs in
turn for ours and the floor. BLAS has one thread in every row, since one that nobody uses still spins for a tenth of a
second when it is loaded. `--large` adds Spark and a hundred million rows. Peers are
left out, and said to be, where they are not installed (svy; R with survey and data.table).
"""

import json
import os
import shutil
import subprocess
import sys
import time
from functools import partial
from importlib.util import find_spec
from pathlib import Path

import pyarrow.csv
import pyarrow.parquet

HERE = Path(__file__).parent / "engines"
SIZES = {"W1": (100_000, 20, 50, 5, 4), "W2": (1_000_000, 40, 250, 5, 4), "six waves": (1_200_000, 20, 250, 6, 4)}


def run(*command):
    """Return what a process printed, its processor seconds, its seconds and its peak MB."""
    begun = time.perf_counter()
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL, "text": True}
    process = subprocess.Popen(list(map(str, command)), env={**os.environ, "OPENBLAS_NUM_THREADS": "1"}, **pipes)
    said = process.stdout.read()
    _pid, status, used = os.wait4(process.pid, 0)
    if status:
        raise SystemExit(f"{command} ended with {status}")
    return said, used.ru_utime + used.ru_stime, time.perf_counter() - begun, used.ru_maxrss / 1024


def line(what, cpu, wall, memory, figure):
    print(f"| {what} | {cpu:.2f} | {wall:.1f} | {memory:.0f} | {figure} |", flush=True)


def python(name, *arguments):
    return run(sys.executable, HERE / f"{name}.py", *arguments)


def in_turn(*calls, times=5):
    """Return the middle run of each call, by its processor seconds; they take turns, to see the same machine."""
    runs = [[call() for call in calls] for _round in range(times)]
    return [sorted(ran, key=lambda one: one[1])[times // 2] for ran in zip(*runs, strict=True)]


def told(said, *names):
    found = json.loads(said)
    return ", ".join(f"{name} {found[name]:.6f}" for name in names)


def main(folder, large):
    folder.mkdir(parents=True, exist_ok=True)
    for name, size in SIZES.items():
        if not (folder / f"{name}.parquet").exists():
            python("make", *size, folder / f"{name}.parquet")
    w1, w2 = folder / "W1.parquet", folder / "W2.parquet"
    csv = folder / "W1.csv"
    pyarrow.csv.write_csv(pyarrow.parquet.read_table(w1), csv)
    figures, seconds = ("mean_se", "polarisation_se"), {}
    print("| what | CPU s | wall s | MB | figures |\n|---|---|---|---|---|")
    for name, file, size in (("W1", w1, 0), ("W2", w2, 10), ("W2, the whole cube", w2, 0)):
        floor, ours = in_turn(partial(python, "floor", file), partial(python, "ours", file, size))
        line(f"{name}: floor in numpy", *floor[1:], told(floor[0], *figures))
        line(f"{name}: ours, {ours[1] / floor[1]:.2f} of the floor", *ours[1:], told(ours[0], *figures, "task"))
        seconds.setdefault(file, ours[1])
    said, *spent = python("ours", w1, 0, 1000)
    line("W1: ours, 1,000 replicates", *spent, told(said, *figures, "wall"))
    said, *spent = python("ours", w2, 0, 1000)
    line("W2: ours, 1,000 replicates", *spent, told(said, *figures, "wall"))
    said, *spent = python("waves", folder / "six waves.parquet")
    line("a sixth wave", *spent, said.strip())
    if shutil.which("Rscript"):
        said, *spent = run("Rscript", HERE / "peer_survey.R", csv, 1)
        line(f"W1, one item: R survey, {spent[0] / seconds[w1]:.0f} times ours of all", *spent, said.strip())
    else:
        print("R is not installed: left out")
    if find_spec("svy"):
        said, *spent = python("peer_svy", w1)
        line(f"W1: svy, mean only, {spent[0] / seconds[w1]:.0f} times ours", *spent, said.strip())
    else:
        print("svy is not installed: left out")
    if large:
        hundred = folder / "hundred"
        hundred.mkdir(exist_ok=True)
        python("make", 1_000_000, 20, 50, 5, 4, hundred / "part_000.parquet")
        for number in range(1, 100):  # a file under a hundred names: as much to read and count
            if not (hundred / f"part_{number:03}.parquet").exists():
                os.link(hundred / "part_000.parquet", hundred / f"part_{number:03}.parquet")
        said, *spent = python("large", hundred)
        line("100 million rows × 20", *spent, told(said, "rows", "answers"))
        said, *spent = python("spark", w1)
        line("W1: cube by Spark", *spent, said.strip())


if __name__ == "__main__":
    given = [argument for argument in sys.argv[1:] if argument != "--large"]
    main(Path(given[0] if given else "benchmarks/made"), "--large" in sys.argv)
