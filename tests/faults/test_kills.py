"""Builds are killed at every stage; what the next one makes is what an undisturbed one makes,
and readers never see anything but whole published states."""

import json
import random
import shutil
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pytest

from tests.builds import FIGURE, ROOT, Project
from tests.differences import differences
from tests.faults.files import published
from tests.faults.reader import look

COPYING = "tables are being copied"


@pytest.fixture(scope="module")
def loads(tmp_path_factory):
    """A simulated landing zone in two parts: lists of its folders `load_date=…`, in order."""
    folder = tmp_path_factory.mktemp("simulated") / "out"
    subprocess.run(
        [sys.executable, "scripts/simulate.py", "--people", "100", "--days", "8",
         "--seed", "5", "--quiet", "--out", str(folder)],
        cwd=ROOT, check=True, capture_output=True,
    )
    folders = sorted((folder / "landing/tracker/events").iterdir())
    # most of what happened in eight days came on them, the rest weeks later
    return [folders[:4], folders[4:]]


@dataclass
class Undisturbed:
    """What a build of everything that has landed makes where nobody kills it."""

    database: Path
    lines: int
    state: dict


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory, loads):
    """Of each load."""
    project = Project(tmp_path_factory.mktemp("undisturbed"), is_small=True, is_brief=True)
    made = []
    for number, load in enumerate(loads):
        land(load, project)
        for path in project.folder.glob("footpath.*"):
            path.unlink()
        whole = project.build()
        assert whole.code == 0, whole.output[-4000:]
        # its views know it by the name of the file
        database = project.folder / f"load_{number}" / project.database.name
        database.parent.mkdir()
        shutil.copy(project.database, database)
        with duckdb.connect(database, read_only=True) as connection:
            made.append(Undisturbed(database, len(whole.output.splitlines()), look(connection)))
    return made


def land(load, project):
    for folder in load:
        shutil.copytree(folder, project.landing / "tracker/events" / folder.name)


class Readers:
    """Two processes that read a published file until `stop`; see reader.py."""

    def __init__(self, project, folder):
        self.kept = {how: folder / f"{how}.jsonl" for how in ("open", "hold")}
        self.processes = [
            subprocess.Popen(
                [sys.executable, ROOT / "tests/faults/reader.py", published(project), kept, how],
                stdin=subprocess.PIPE,
            )
            for how, kept in self.kept.items()
        ]

    def stop(self):
        """What each saw, in order."""
        for process in self.processes:
            process.stdin.close()
            process.wait()
        return {
            how: [json.loads(line) for line in kept.read_text().splitlines()]
            for how, kept in self.kept.items()
        }


# tells when the tables are copied, and leaves time before they are put in place
PUBLISH_SLOWLY = f"""
import time
from plugins import publishing
copy_tables = publishing.copy_tables
def copy_and_tell(*arguments):
    print({COPYING!r}, flush=True)
    copy_tables(*arguments)
    time.sleep(0.5)
publishing.copy_tables = copy_and_tell
"""


def kill_at(project, stage, delay):
    """Kills a build `delay` seconds after it has printed that many lines, or a line with that
    text. Returns what it had said, and whether the kill came before its end."""
    process = project.start(prelude=PUBLISH_SLOWLY)
    said = []
    for line in process.stdout:
        said.append(line)
        if len(said) == stage or (isinstance(stage, str) and stage in line):
            break
    time.sleep(delay)
    process.kill()
    rest, _ = process.communicate()
    return "".join(said) + rest, process.returncode == -signal.SIGKILL


def stages(chance, lines):
    """Where to kill: once in each sixth of what a build says and once while the run is planned,
    in random order; at last while the tables are published."""
    found = []
    for sixth in range(6):
        line = chance.randint(1 + sixth * lines // 6, (sixth + 1) * lines // 6)
        found.append((line, chance.uniform(0, 0.05)))
    found.append(("Concurrency:", chance.uniform(0, 0.5)))
    chance.shuffle(found)
    return [*found, (COPYING, chance.uniform(0, 0.4))]


@pytest.mark.parametrize("seed", [1])
def test_killed_builds_leave_no_trace(tmp_path, loads, undisturbed, record_property, seed):
    chance = random.Random(seed)
    for name in ("killed", "seen"):
        (tmp_path / name).mkdir()
    project = Project(tmp_path / "killed", is_small=True, is_brief=True)
    readers = Readers(project, tmp_path / "seen")
    killed, went_on = [], 0
    try:
        for load, whole in zip(loads, undisturbed, strict=True):
            land(load, project)
            for stage, delay in stages(chance, whole.lines):
                output, was_killed = kill_at(project, stage, delay)
                went_on += "[UP TO DATE" in output
                if was_killed:
                    killed.append(stage)

            repaired = project.build()
            went_on += "[UP TO DATE" in repaired.output
            assert repaired.code == 0, repaired.output[-4000:]
            for path in (project.database, published(project)):
                found = differences(path, whole.database, project.changes())
                assert found == [], "\n".join(map(str, found))
            # time for a reader to look at it
            time.sleep(1)
    finally:
        seen = readers.stop()

    states = [whole.state for whole in undisturbed]
    assert states[0]["events"] < states[1]["events"]
    for how, found in seen.items():
        assert found == states, how
    in_publishing = killed.count(COPYING)
    assert went_on >= 4
    assert len(killed) >= 10 and in_publishing >= 1
    record_property(FIGURE, (
        f"{len(killed)} builds killed, {in_publishing} of them while publishing;"
        f" {went_on} went on from tables that a killed build had finished; readers saw"
        f" {len(states)} whole states and nothing else"
    ))
