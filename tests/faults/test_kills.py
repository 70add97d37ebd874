"""Builds are killed at every stage; what the next one makes is what an undisturbed one makes,
and readers never see anything but whole published states."""

import json
import random
import shutil
import signal
import subprocess
import sys
import time

import duckdb
import pytest

from tests.builds import FIGURE, ROOT
from tests.faults.reader import SCHEMAS, look
from tests.faults.small_project import marker, published, small_project

LOADS = 3
PUT_BACK = "did not finish. What it left was replaced"
DELETED = "did not finish. What it left was deleted"


@pytest.fixture(scope="module")
def loads(tmp_path_factory):
    """A simulated landing zone in so many parts: lists of its folders `load_date=…`, in order."""
    folder = tmp_path_factory.mktemp("simulated") / "out"
    subprocess.run(
        [sys.executable, "scripts/simulate.py", "--people", "100", "--days", "8",
         "--seed", "5", "--quiet", "--out", str(folder)],
        cwd=ROOT, check=True, capture_output=True,
    )
    folders = sorted((folder / "landing/tracker/events").iterdir())
    ends = [len(folders) * load // LOADS for load in range(LOADS + 1)]
    return [folders[start:end] for start, end in zip(ends, ends[1:])]


# tables that are kept, of the kind that cannot mend itself: what a run has read is noted early
# and written late. A run that goes on from between the two never reads it again
KEPT_MODELS = {
    "new_rows": """
        {{ config(schema='quality', contract={'enforced': false}) }}
        {%- set read = adapter.get_relation(target.database, 'quality', 'kept_loads') %}
        select source, load_date, disposition, reason
        from {{ ref('int_events__dispositions') }}
        {% if read %} where load_date not in (select load_date from {{ read }}) {% endif %}
    """,
    "kept_loads": """
        {{ config(materialized='incremental', schema='quality', contract={'enforced': false}) }}
        select distinct load_date from {{ ref('new_rows') }}
    """,
    "kept_rows": """
        {{ config(materialized='incremental', schema='quality', contract={'enforced': false}) }}
        -- depends_on: {{ ref('funnel_steps_by_day') }}
        select source, load_date, disposition, reason from {{ ref('new_rows') }}
    """,
}


def project_with_kept_tables(folder, landing=None):
    project = small_project(folder, landing)
    for name, text in KEPT_MODELS.items():
        (project.root / f"models/quality/{name}.sql").write_text(text)
    return project


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


def kill_at(project, stage, delay):
    """Kills a build `delay` seconds after it has printed that many lines, or a line with that
    text. Returns what it had said, and whether the kill came before its end."""
    process = project.start()
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
    """Where to kill: once in each eighth of what a build says, once while the database is put
    back and opened, twice while it is published; in random order."""
    found = []
    for eighth in range(8):
        line = chance.randint(1 + eighth * lines // 8, (eighth + 1) * lines // 8)
        found.append((line, chance.uniform(0, 0.05)))
    found.append(("Concurrency:", chance.uniform(0, 0.5)))
    for _ in range(2):
        found.append(("START hook: footpath.on-run-end", chance.uniform(0, 0.2)))
    chance.shuffle(found)
    return found


def differences(one, other):
    """Public tables in which two database files differ, with the number of rows on each side."""
    connection = duckdb.connect()
    connection.execute("set TimeZone = 'UTC'")
    for name, path in (("one", one), ("other", other)):
        connection.execute(f"attach '{path}' as {name} (read_only)")
    columns = {}
    for name in ("one", "other"):
        columns[name] = dict(connection.execute(f"""
            select
                table_schema || '.' || table_name,
                string_agg('"' || column_name || '"', ', ' order by column_name)
            from information_schema.columns
            where table_catalog = '{name}' and table_schema in {SCHEMAS}
            group by all
        """).fetchall())
    assert columns["one"] == columns["other"] and len(columns["one"]) > 20
    found = {}
    for table, listed in columns["one"].items():
        counts = [
            connection.execute(
                f"select count(*) from (select {listed} from {left}.{table}"
                f" except all select {listed} from {right}.{table})"
            ).fetchall()[0][0]
            for left, right in (("one", "other"), ("other", "one"))
        ]
        if counts != [0, 0]:
            found[table] = counts
    return found


def test_killed_builds_leave_no_trace(tmp_path, loads, record_property):
    chance = random.Random(20260101)
    for name in ("killed", "undisturbed", "seen"):
        (tmp_path / name).mkdir()
    undisturbed = project_with_kept_tables(tmp_path / "undisturbed")
    project = project_with_kept_tables(tmp_path / "killed", undisturbed.landing)
    readers = Readers(project, tmp_path / "seen")
    states, killed, said = [], [], ""
    try:
        for load in loads:
            for folder in load:
                shutil.copytree(folder, undisturbed.landing / "tracker/events" / folder.name)
            for path in undisturbed.folder.glob("footpath.*"):
                path.unlink()
            whole = undisturbed.build()
            assert whole.code == 0, whole.output[-4000:]
            with duckdb.connect(undisturbed.database, read_only=True) as connection:
                states.append(look(connection))

            for stage, delay in stages(chance, len(whole.output.splitlines())):
                output, was_killed = kill_at(project, stage, delay)
                said += output
                if was_killed:
                    killed.append(stage)

            repaired = project.build()
            said += repaired.output
            assert repaired.code == 0, repaired.output[-4000:]
            assert not marker(project).exists()
            for path in (project.database, published(project)):
                # what the last run found new differs with the number of runs
                different = differences(path, undisturbed.database)
                assert set(different) <= {"quality.new_rows"}, different
            # time for a reader to look at it
            time.sleep(1)
    finally:
        seen = readers.stop()

    assert len({state["events"] for state in states}) == LOADS
    for how, found in seen.items():
        assert found == states, how
    put_back, deleted = said.count(PUT_BACK), said.count(DELETED)
    in_publishing = sum(isinstance(stage, str) and "hook" in stage for stage in killed)
    assert len(killed) >= 30 and in_publishing >= 1 and put_back >= 10 and deleted >= 1
    record_property(FIGURE, (
        f"{len(killed)} builds killed, {in_publishing} of them while publishing;"
        f" {put_back} times put back, {deleted} times begun anew; readers saw"
        f" {len(states)} whole states and nothing else"
    ))
