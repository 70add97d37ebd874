"""Builds of the same rows are equal row for row: in another folder, on other numbers of
threads, and with the lines of each load in another order and in other files."""

import gzip
import os
import random
import shutil
import subprocess
import sys

import pytest

from tests.builds import ROOT, Project
from tests.differences import differences

TABLES = ("--resource-type", "seed", "model")


@pytest.fixture(scope="module")
def simulated(tmp_path_factory):
    folder = tmp_path_factory.mktemp("simulated") / "out"
    subprocess.run(
        [sys.executable, "scripts/simulate.py", "--people", "120", "--days", "15",
         "--seed", "11", "--out", str(folder)],
        cwd=ROOT, check=True, capture_output=True,
    )
    return folder / "landing"


@pytest.fixture(scope="module")
def first(tmp_path_factory, simulated):
    return built(tmp_path_factory.mktemp("first"), simulated, threads=1)


def built(folder, landing, threads, **variables):
    build = Project(folder, landing, is_small=True, sources=()).build(
        *TABLES, "--threads", str(threads), variables=variables
    )
    assert build.code == 0, build.output[-4000:]
    return build


def told(one, other, without=()):
    """What differs between two builds, a line for each table."""
    return [str(found) for found in differences(one.database, other.database, without)]


def shuffled(landing, folder):
    """The same lines in the same loads, in another order, spread over other files. Of records, the
    order in which they came says which of two lists of one day is the later."""
    for source in sorted(set(os.listdir(landing)) - {"tracker"}):
        shutil.copytree(landing / source, folder / source)
    chance = random.Random(5)
    for load in sorted((landing / "tracker/events").iterdir()):
        lines = []
        for path in sorted(load.iterdir()):
            lines += gzip.decompress(path.read_bytes()).split(b"\n")
        chance.shuffle(lines)
        target = folder / "tracker/events" / load.name
        target.mkdir(parents=True)
        middle = chance.randrange(len(lines) + 1)
        (target / "z.ndjson").write_bytes(b"\n".join(lines[:middle]))
        (target / "a.ndjson.gz").write_bytes(gzip.compress(b"\n".join(lines[middle:])))
    return folder


@pytest.mark.parametrize("threads", [2, 4])
def test_another_folder_and_number_of_threads(tmp_path, simulated, first, threads):
    landing = shutil.copytree(simulated, tmp_path / "elsewhere" / "landing")
    build = tmp_path / "build"
    build.mkdir()
    assert told(first, built(build, landing, threads)) == []


def test_another_order_of_lines_and_files(tmp_path, simulated, first):
    landing = shuffled(simulated, tmp_path / "landing")
    build = tmp_path / "build"
    build.mkdir()
    # the quarantine names file and line, which did change
    without = ("quality.event_quarantine",)
    other = built(build, landing, threads=2)
    assert told(first, other, without) == []
    texts = "select source, load_date, reasons, raw from quality.event_quarantine order by all"
    assert first.query(texts) == other.query(texts)
