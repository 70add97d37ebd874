"""Spark on this machine, for the tests of this folder: a cluster, or a session in this process."""

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.builds import ROOT


@dataclass
class SparkCluster:
    """A cluster that is up: where its Thrift server listens, and where its files are."""

    folder: Path
    port: int

    @property
    def environment(self) -> dict[str, str]:
        """What dbt has to know to find it."""
        return {"FOOTPATH_SPARK_PORT": str(self.port), "FOOTPATH_SPARK_PARTITIONS": "2"}

    def query(self, sql: str) -> list[tuple]:
        """Rows of one statement."""
        from pyhive import hive

        with hive.connect("127.0.0.1", self.port, username="footpath") as connection:
            cursor = connection.cursor()
            cursor.execute(sql)
            # a statement that has no columns has no rows to be fetched
            return cursor.fetchall() if cursor.description else []


def run_cluster_script(*arguments: str) -> subprocess.CompletedProcess:
    return subprocess.run(
        [sys.executable, str(ROOT / "scripts/spark_cluster.py"), *arguments],
        capture_output=True, text=True, env=os.environ,
    )


@pytest.fixture(scope="session")
def spark_cluster(request, tmp_path_factory):
    if request.config.getoption("--without-spark"):
        pytest.skip("asked to leave Spark out")
    # here, so that the tests can be collected without what only Spark needs
    from scripts.spark_cluster import free_port

    folder = tmp_path_factory.mktemp("spark_cluster")
    cluster = SparkCluster(folder, free_port())
    up = run_cluster_script(
        "up", "--folder", str(folder), "--port", str(cluster.port), "--brief",
        "--partitions", "2",
    )
    if up.returncode:
        pytest.fail(
            f"{up.stderr}\nLaw 4 is not tested without Spark; `pytest --without-spark` asks for"
            " just that.", pytrace=False,
        )
    yield cluster
    down = run_cluster_script("down", "--folder", str(folder))
    assert down.returncode == 0, down.stderr


@pytest.fixture(scope="session")
def spark_session(request, tmp_path_factory):
    """A session of Spark in this process, whose Java keeps the memory that it was first started with."""
    if request.config.getoption("--without-spark"):
        pytest.skip("asked to leave Spark out")
    from pyspark.sql import SparkSession

    session = (
        SparkSession.builder.master("local[1]")
        .config("spark.ui.enabled", "false")
        # the parser keeps what it learned of each text
        .config("spark.driver.memory", "3g")
        .config("spark.sql.warehouse.dir", str(tmp_path_factory.mktemp("warehouse")))
        .getOrCreate()
    )
    yield session
    session.stop()
