"""Every model compiles for Spark, and what test_parity.py does not run there reads as Spark SQL: tests,
and models of sources that it leaves out.

The project is compiled against a connection that answers what dbt asks of a catalogue; what comes
out goes through Spark's own parser. Nothing is run.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from test_parity import SOURCES

ROOT = Path(__file__).parents[2]

# a process of its own, since the connection is replaced for good. Tables that it finds are those of
# the manifest, and every model takes the step
COMPILE = """
import sys
from dbt.adapters.spark import session
from dbt.cli.main import dbtRunner

target = sys.argv[1]
options = ["--target", "spark", "--target-path", target, "--log-path", target]
manifest = dbtRunner().invoke(["--quiet", "parse", *options]).result
tables = {}
for node in manifest.nodes.values():
    if node.resource_type in ("model", "seed"):
        tables.setdefault(node.schema, []).append(node.alias)
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


def compiled(folder: Path) -> dict[str, Path]:
    """Compiled SQL files of all tests and models but the staging that test_parity.py runs, by name.

    Of a generic test, such as has_grain, there is one: the others differ in names alone.
    """
    done = subprocess.run(
        [sys.executable, "-c", COMPILE, str(folder)],
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
        _, layer, source = [*node["fqn"], "", ""][:3]
        is_run = node["resource_type"] == "model" and layer == "staging" and source in (*SOURCES, "landing")
        if node.get("compiled_path") and not is_run:
            generic = (node.get("test_metadata") or {}).get("name")
            texts.setdefault(generic or node["unique_id"], ROOT / node["compiled_path"])
    return texts


@pytest.fixture
def parse(spark_session):
    """What Spark's parser says against a text, or nothing."""
    from pyspark.errors import ParseException

    parser = spark_session._jsparkSession.sessionState().sqlParser()

    def complaint(text: str) -> str | None:
        try:
            parser.parsePlan(text)
        except ParseException as error:
            return str(error)
        return None

    return complaint


def texts_to_read(tmp_path_factory) -> list[Path]:
    try:
        import dbt.adapters.spark.session  # noqa: F401
    except ImportError:
        pytest.fail("needs dbt-spark and pyspark: run it as `uv run pytest`")
    texts = compiled(tmp_path_factory.mktemp("later"))
    assert len(texts) > 100
    assert {"model.footpath.stg_segment__events", "has_grain"} < texts.keys()
    return list(texts.values())


def test_what_is_not_run_reads_as_spark_sql(parse, tmp_path_factory):
    paths = texts_to_read(tmp_path_factory)
    complaints = {path.name: parse(path.read_text()) for path in paths}
    assert {name: complaint for name, complaint in complaints.items() if complaint} == {}


@pytest.mark.parametrize("sql", [
    "select a,, b from c",
    "select * exclude (a) from b",
    "create table t as select a from b left outer asof join c",
])
def test_other_sql_is_noticed(parse, sql):
    assert parse(sql)
