"""Every model compiles for Spark and reads as Spark SQL, without a Spark to run it on.

The project is compiled twice, for a first run and for a later one, against a connection that
answers what dbt asks of a catalogue; what comes out is parsed by sqlfluff's dialect of Spark.
"""

import json
import os
import subprocess
import sys
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

# a process of its own, since the connection is replaced for good. Tables that a later run finds
# are those of the manifest, and every model takes the step
COMPILE = """
import sys
from dbt.adapters.spark import session
from dbt.cli.main import dbtRunner

target, is_later = sys.argv[1], sys.argv[2] == "later"
options = ["--target", "spark", "--target-path", target, "--log-path", target]
manifest = dbtRunner().invoke(["--quiet", "parse", *options]).result
tables = {}
for node in manifest.nodes.values():
    if node.resource_type in ("model", "seed") and is_later:
        tables.setdefault(node.schema, []).append(node.alias)
if is_later:
    tables["runs"] = ["plan"]


class Cursor(session.Cursor):
    def execute(self, sql, *parameters):
        self._df, self._rows, self.names = None, [], ["one"]
        words = sql.split("*/")[-1].split()
        if words[:2] == ["show", "table"]:
            self.names = ["database", "name", "is_temporary", "information"]
            schema = words[4].strip("`")
            self._rows = [(schema, name, False, "Type: MANAGED") for name in tables.get(schema, ())]
        elif words[:2] == ["select", "count(*)"]:
            self._rows = [(0,)]
        elif words[:3] == ["select", "node,", "mode"]:
            self.names = ["node", "mode"]
            self._rows = [(id, "increment") for id in manifest.nodes]
        elif words[:1] == ["select"]:
            self._rows = [("some text",)]

    @property
    def description(self):
        return [(name, "string", None, None, None, None, True) for name in self.names]


session.Cursor = Cursor
every = ["--selector", "everything"]
result = dbtRunner(manifest=manifest).invoke(["--quiet", "compile", *every, *options])
sys.exit(0 if result.success else str(result.exception or [r.message for r in result.result]))
"""


def compiled(folder: Path, which: str) -> dict[str, Path]:
    """Compiled SQL files of all models and their tests, by name.

    Of a generic test, such as has_grain, there is one: the others differ in names alone.
    """
    done = subprocess.run(
        [sys.executable, "-c", COMPILE, str(folder), which],
        cwd=ROOT, capture_output=True, text=True, env=os.environ | {"FOOTPATH_PROJECT": str(ROOT)},
    )
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
    nodes = json.loads((folder / "manifest.json").read_text())["nodes"].values()
    # a metastore in Derby, Spark's own, has no room for longer ones
    assert [
        node["name"] for node in nodes if node["config"].get("materialized") == "view"
        and len((ROOT / node["compiled_path"]).read_text()) > 32_000
    ] == []
    texts = {}
    for node in nodes:
        if node.get("compiled_path"):
            generic = (node.get("test_metadata") or {}).get("name")
            texts.setdefault(generic or node["unique_id"], ROOT / node["compiled_path"])
    return texts


def unparsable(path: Path) -> list[str]:
    """What sqlfluff cannot read of a file as Spark SQL."""
    from sqlfluff.core import FluffConfig, Linter

    config = FluffConfig(overrides={
        "dialect": "sparksql", "templater": "raw", "large_file_skip_byte_limit": 0,
        # limits against texts of strangers; staging has calls inside of calls
        "max_parse_depth": 0, "max_parse_nodes": 0,
    })
    parsed = Linter(config=config).parse_string(path.read_text(), fname=path.name)
    return [f"{path.name}: {error.desc()}" for error in parsed.violations]


def texts_to_read(tmp_path_factory) -> list[Path]:
    try:
        import dbt.adapters.spark.session  # noqa: F401
    except ImportError:
        pytest.fail("needs dbt-spark and pyspark: run it as `uv run pytest`")
    first = compiled(tmp_path_factory.mktemp("first"), "first")
    later = compiled(tmp_path_factory.mktemp("later"), "later")
    assert first.keys() == later.keys()
    assert len(first) > 100
    # most models are the same in every run
    differ = [path for name, path in later.items() if path.read_text() != first[name].read_text()]
    assert len(differ) > 10
    return [*first.values(), *differ]


def test_models_read_as_spark_sql(tmp_path_factory):
    paths = texts_to_read(tmp_path_factory)
    # Python's own limit of 1,000 calls is the next that these would meet
    with ProcessPoolExecutor(2, initializer=sys.setrecursionlimit, initargs=(20_000,)) as pool:
        found = [problem for problems in pool.map(unparsable, paths) for problem in problems]
    assert found == []


@pytest.mark.parametrize("sql", [
    "select a from from b",
    "select * exclude (a) from b",
    "create table t as select a from b left outer asof join c",
])
def test_other_sql_is_noticed(sql, tmp_path):
    path = tmp_path / "broken.sql"
    path.write_text(sql)
    assert unparsable(path) != []
