"""scripts/spark_cluster.py: what it refuses, and that it ends nothing but its own."""

import json
import socket
import subprocess
import sys

import pytest

from scripts import spark_cluster
from scripts.spark_cluster import Cluster, ClusterError, is_alive, start_of


@pytest.fixture
def sleeper():
    """A process that is none of the cluster's."""
    process = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
    yield process
    process.kill()
    process.wait()


def up(cluster: Cluster, port: int = 10000) -> None:
    cluster.up(port, workers=1, cores=1, memory="1g", driver_memory="1g", partitions=1,
               is_brief=True, event_log=False)


def test_down_leaves_a_process_that_was_given_an_old_number(tmp_path, sleeper):
    cluster = Cluster(tmp_path)
    cluster.state.write_text(json.dumps([
        {"name": "master", "pid": sleeper.pid, "start": "Thu Jan  1 00:00:00 1970"},
        {"name": "worker-1", "pid": 2**22 - 1, "start": "Thu Jan  1 00:00:00 1970"},
    ]))
    assert cluster.down() == 0
    assert sleeper.poll() is None
    assert not cluster.state.exists()


def test_down_ends_what_it_started(tmp_path, sleeper):
    cluster = Cluster(tmp_path)
    told = {"name": "master", "pid": sleeper.pid, "start": start_of(sleeper.pid)}
    cluster.state.write_text(json.dumps([told]))
    assert is_alive(told)
    assert cluster.down() == 1
    assert not is_alive(told)


def test_up_refuses_a_second_cluster_in_one_folder(tmp_path, sleeper, monkeypatch):
    monkeypatch.setattr(spark_cluster, "check_java", lambda: None)
    cluster = Cluster(tmp_path)
    cluster.state.write_text(json.dumps([
        {"name": "master", "pid": sleeper.pid, "start": start_of(sleeper.pid)}
    ]))
    with pytest.raises(ClusterError, match="Stop it first"):
        up(cluster)
    assert sleeper.poll() is None


def test_up_names_a_port_that_is_taken(tmp_path, monkeypatch):
    monkeypatch.setattr(spark_cluster, "check_java", lambda: None)
    with socket.socket() as listener:
        listener.bind((spark_cluster.HOST, 0))
        listener.listen()
        port = listener.getsockname()[1]
        with pytest.raises(ClusterError, match=f"Port {port} .* is taken"):
            up(Cluster(tmp_path), port)


def test_up_asks_for_java_where_there_is_none(tmp_path, monkeypatch):
    monkeypatch.delenv("JAVA_HOME", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(ClusterError, match="Install Java 17"):
        up(Cluster(tmp_path))


def test_up_names_a_java_that_is_too_old(tmp_path, monkeypatch):
    java = tmp_path / "bin/java"
    java.parent.mkdir()
    java.write_text("#!/bin/sh\necho 'openjdk version \"11.0.2\"' >&2\n")
    java.chmod(0o755)
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    with pytest.raises(ClusterError, match="Java 17 or later"):
        up(Cluster(tmp_path))


def test_what_does_not_start_is_told_and_ended(tmp_path, monkeypatch):
    """Its home holds programs that end at once, as Java does without enough memory."""
    monkeypatch.setattr(spark_cluster, "check_java", lambda: None)
    monkeypatch.setattr(spark_cluster, "spark_home", lambda: tmp_path / "home")
    program = tmp_path / "home/bin/spark-class"
    program.parent.mkdir(parents=True)
    program.write_text("#!/bin/sh\necho 'Exception in thread main: no memory'\nexit 1\n")
    program.chmod(0o755)
    cluster = Cluster(tmp_path / "cluster")
    with pytest.raises(ClusterError, match="no memory"):
        up(cluster)
    assert cluster.processes == []
