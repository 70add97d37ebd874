"""Builds that several tests look at, each made once, and figures told at the end of a run."""

import fcntl
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from tests.builds import FIGURE, PARSED, ROOT, Build, Project


def pytest_addoption(parser):
    parser.addoption(
        "--without-spark", action="store_true",
        help="skip what needs Spark (and so Java); it fails where they are missing",
    )


def pytest_configure(config):
    """Before the workers start, which take over this process's environment."""
    if not hasattr(config, "workerinput"):
        os.environ[PARSED] = tempfile.mkdtemp(prefix="footpath-parsed-")


def pytest_unconfigure(config):
    if not hasattr(config, "workerinput"):
        shutil.rmtree(os.environ.pop(PARSED))


def pytest_terminal_summary(terminalreporter):
    """Prints what tests kept with `record_property(FIGURE, text)`, from whatever worker."""
    for reports in terminalreporter.stats.values():
        for report in reports:
            for key, text in getattr(report, "user_properties", []):
                if key == FIGURE and report.when == "call":
                    terminalreporter.write_line(text)


@pytest.fixture(scope="session")
def sample_build():
    """The committed landing zone, built with every test that dbt has of it: by the first worker
    that asks, for all of them."""
    folder = Path(os.environ[PARSED]) / "sample"
    with folder.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        told = folder / "told.json"
        if not told.exists():
            folder.mkdir()
            build = Project(folder, ROOT / "landing").build("--selector", "everything")
            told.write_text(json.dumps([build.code, build.output]))
        build = Build(*json.loads(told.read_text()), folder / "footpath.duckdb")
    assert build.code == 0, build.output[-6000:]
    return build


@pytest.fixture(scope="session")
def sample_truth(tmp_path_factory):
    """Folder with the truth about the committed tracker sample, by the simulator."""
    folder = tmp_path_factory.mktemp("truth") / "out"
    command = next(
        line for line in (ROOT / "landing/README.md").read_text().splitlines()
        if line.startswith("uv run python scripts/simulate.py")
    )
    arguments = command.removeprefix("uv run python ").replace("<folder>", str(folder)).split()
    subprocess.run([sys.executable, *arguments], cwd=ROOT, check=True, capture_output=True)
    return folder / "truth"
