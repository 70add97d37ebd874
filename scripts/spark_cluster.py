"""A small Spark cluster on this machine's loopback, of what pip installed: a standalone master,
workers and a Thrift server, for trying and testing what runs on a cluster.

    uv run --group spark python scripts/spark_cluster.py up
    uv run --group spark dbt build --target spark_thrift
    uv run --group spark python scripts/spark_cluster.py down

`up` waits until the server answers a query. `down` ends the processes that `up` of the same
folder started, and no other: their numbers are in `cluster.json` there, with the moments that
they were started at. Tables, catalogue, logs and settings are in the folder, too.
"""

import argparse
import json
import os
import random
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

ROOT = Path(__file__).parents[1]
HOST = "127.0.0.1"
JAVA = 17
# a cold start on two busy cores takes about a minute
PATIENCE_SECONDS = 600
# what ends by itself within this time is not killed
GRACE_SECONDS = 30


class ClusterError(Exception):
    """Why the cluster cannot be started or stopped, in words for its user."""


class Cluster:
    """The cluster whose files are in one folder; `processes` are those that `up` started."""

    def __init__(self, folder: Path):
        self.folder = folder.absolute()
        self.state = self.folder / "cluster.json"

    @property
    def processes(self) -> list[dict]:
        """name, pid and start of each, in the order in which they were started."""
        return json.loads(self.state.read_text()) if self.state.exists() else []

    def up(self, port: int, workers: int, cores: int, memory: str, driver_memory: str,
           partitions: int, is_brief: bool, event_log: bool) -> None:
        """Starts everything and waits until the Thrift server answers; raises ClusterError, and
        leaves nothing running, where that fails."""
        check_java()
        running = [process for process in self.processes if is_alive(process)]
        if running:
            raise ClusterError(
                f"{len(running)} processes of this cluster are running (see `status`)."
                " Stop it first with `down`."
            )
        if is_open(port):
            raise ClusterError(f"Port {port} of {HOST} is taken. Choose another with --port.")
        for name in ("logs", "conf", "work", "events"):
            (self.folder / name).mkdir(parents=True, exist_ok=True)
        self.state.write_text("[]")
        master, page = free_port(), free_port()
        url = f"spark://{HOST}:{master}"
        self._write_settings(
            url, cores, memory, workers, driver_memory, partitions, is_brief, event_log
        )
        try:
            self._start("master", "spark-class", "org.apache.spark.deploy.master.Master",
                        "--host", HOST, "--port", str(master), "--webui-port", str(page))
            self._wait("master", lambda: workers_of(page) is not None)
            for number in range(1, workers + 1):
                self._start(f"worker-{number}", "spark-class",
                            "org.apache.spark.deploy.worker.Worker", "--host", HOST,
                            "--cores", str(cores), "--memory", memory, "--webui-port", "0",
                            "--work-dir", str(self.folder / "work"), url)
            self._wait(f"worker-{workers}", lambda: workers_of(page) == workers)
            self._start("thrift-server", "spark-submit", "--class",
                        "org.apache.spark.sql.hive.thriftserver.HiveThriftServer2",
                        "spark-internal",
                        "--hiveconf", f"hive.server2.thrift.bind.host={HOST}",
                        "--hiveconf", f"hive.server2.thrift.port={port}")
            self._wait("thrift-server", lambda: answers(port))
        except BaseException:
            self.down()
            raise

    def down(self) -> int:
        """Ends what `up` started, the last first, and returns how many that were."""
        running = [process for process in reversed(self.processes) if is_alive(process)]
        for process in running:
            # one after the other: a server takes leave of a master that is still there
            end(process)
        self.state.unlink(missing_ok=True)
        return len(running)

    def _start(self, name: str, program: str, *arguments: str) -> None:
        home = spark_home()
        environment = os.environ | {
            "SPARK_HOME": str(home),
            "SPARK_CONF_DIR": str(self.folder / "conf"),
            "SPARK_LOCAL_IP": HOST,
            "SPARK_NO_DAEMONIZE": "1",
            # of the Thrift server it would go before spark.driver.memory
            "SPARK_DAEMON_MEMORY": "" if name == "thrift-server" else "256m",
            # the landing reader and the user agent parser, in this very environment
            "PYTHONPATH": os.pathsep.join(
                filter(None, (str(ROOT), os.environ.get("PYTHONPATH")))
            ),
            "PATH": os.pathsep.join((str(Path(sys.executable).parent), os.environ["PATH"])),
            "PYSPARK_PYTHON": sys.executable,
            "PYSPARK_DRIVER_PYTHON": sys.executable,
        }
        with (self.folder / f"logs/{name}.log").open("wb") as log:
            process = subprocess.Popen(
                [str(home / "bin" / program), *arguments],
                # relative paths are those of the project
                cwd=ROOT, env=environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                start_new_session=True,
            )
        told = {"name": name, "pid": process.pid, "start": start_of(process.pid)}
        self.state.write_text(json.dumps([*self.processes, told], indent=1))

    def _wait(self, name: str, is_ready) -> None:
        process = next(process for process in self.processes if process["name"] == name)
        deadline = time.monotonic() + PATIENCE_SECONDS
        while not is_ready():
            log = self.folder / f"logs/{name}.log"
            if not is_alive(process):
                raise ClusterError(f"The {name} ended at once. Its log, {log}, says\n{tail(log)}")
            if time.monotonic() > deadline:
                raise ClusterError(
                    f"The {name} is not ready after {PATIENCE_SECONDS} seconds. Its log, {log},"
                    f" says\n{tail(log)}"
                )
            time.sleep(0.5)

    def _write_settings(self, url: str, cores: int, memory: str, workers: int,
                        driver_memory: str, partitions: int, is_brief: bool,
                        event_log: bool) -> None:
        folder = self.folder
        java = "-Duser.timezone=UTC"
        # plans of hundreds of models are compiled code: where its room is short, Java clears and compiles
        # it again all the time
        driver_java = f"{java} -XX:ReservedCodeCacheSize=512m"
        if is_brief:
            # the thorough compiler and the parallel collector pay off after minutes of work only: those of
            # the driver, which plans every model, and of no executor
            java += " -XX:TieredStopAtLevel=1"
            java, driver_java = f"{java} -XX:+UseSerialGC", f"{driver_java} -XX:+UseSerialGC"
        settings = {
            "spark.master": url,
            "spark.app.name": "footpath",
            "spark.driver.memory": driver_memory,
            "spark.driver.bindAddress": HOST,
            "spark.driver.host": HOST,
            "spark.driver.extraJavaOptions": f"{driver_java} -Dderby.stream.error.file=/dev/null",
            "spark.executor.extraJavaOptions": java,
            "spark.executor.cores": cores,
            "spark.executor.memory": memory,
            "spark.cores.max": cores * workers,
            "spark.sql.session.timeZone": "UTC",
            "spark.sql.shuffle.partitions": partitions,
            "spark.sql.warehouse.dir": folder / "warehouse",
            "spark.hadoop.javax.jdo.option.ConnectionURL":
                f"jdbc:derby:;databaseName={folder / 'metastore'};create=true",
            "spark.hadoop.hive.exec.scratchdir": folder / "scratch",
            "spark.local.dir": folder / "local",
            "spark.ui.enabled": "false",
            "spark.master.rest.enabled": "false",
            "spark.log.level": "WARN",
            "spark.eventLog.enabled": str(event_log).lower(),
            "spark.eventLog.dir": (folder / "events").as_uri(),
            "spark.eventLog.compress": "false",
            "spark.eventLog.rolling.enabled": "false",
        }
        if is_brief:
            # to compile a plan, or to plan again behind each shuffle, takes longer than a few thousand
            # rows through one plan that is interpreted
            settings |= {
                "spark.sql.adaptive.enabled": "false",
                "spark.sql.codegen.wholeStage": "false",
                "spark.sql.codegen.factoryMode": "NO_CODEGEN",
            }
        (folder / "conf/spark-defaults.conf").write_text(
            "".join(f"{key} {value}\n" for key, value in settings.items())
        )


def spark_home() -> Path:
    """Where pip put Spark; raises ClusterError when it did not."""
    try:
        import pyspark
    except ImportError:
        raise ClusterError(
            "pyspark is not installed. Run this with `uv run --group spark python"
            " scripts/spark_cluster.py`."
        ) from None
    return Path(pyspark.__file__).parent


def check_java() -> None:
    """Raises ClusterError unless Java is there and new enough."""
    home = os.environ.get("JAVA_HOME")
    java = f"{home}/bin/java" if home else shutil.which("java")
    hint = f"Install Java {JAVA}, for example Debian's openjdk-{JAVA}-jre-headless."
    if not java:
        raise ClusterError(f"Spark needs Java, and neither JAVA_HOME nor PATH has it. {hint}")
    try:
        said = subprocess.run([java, "-version"], capture_output=True, text=True, check=True).stderr
    except (OSError, subprocess.CalledProcessError) as error:
        raise ClusterError(f"{java} does not run: {error}. {hint}") from error
    found = re.search(r'version "(\d+)', said)
    if not found or int(found.group(1)) < JAVA:
        raise ClusterError(f"Spark needs Java {JAVA} or later, and {java} says {said.strip()}")


def is_open(port: int) -> bool:
    with socket.socket() as connection:
        connection.settimeout(1)
        return connection.connect_ex((HOST, port)) == 0


def free_port() -> int:
    """A port that nothing listens on. Below those that the system hands out by itself: one of them
    could be taken by any connection before the server that is to listen there has started."""
    for port in random.sample(range(10_000, 30_000), 200):
        with socket.socket() as listener:
            try:
                listener.bind((HOST, port))
            except OSError:
                continue
        return port
    raise ClusterError(f"None of 200 ports of {HOST} is free.")


def workers_of(page: int) -> int | None:
    """How many workers the master counts as alive; None while it does not answer."""
    try:
        with urllib.request.urlopen(f"http://{HOST}:{page}/json/", timeout=5) as answer:
            return json.load(answer)["aliveworkers"]
    except (urllib.error.URLError, OSError, ValueError):
        return None


def answers(port: int) -> bool:
    """Whether a query that the executors have to run comes back."""
    if not is_open(port):
        return False
    from pyhive import hive

    try:
        with hive.connect(HOST, port, username="footpath") as connection:
            cursor = connection.cursor()
            cursor.execute("select count(*) from range(10)")
            return cursor.fetchall() == [(10,)]
    except Exception:
        # it listens before it serves; what keeps it from serving is in its log
        return False


def start_of(pid: int) -> str | None:
    """When a process was started: a number that is given again to another process has another
    start. None when there is no such process."""
    told = subprocess.run(["ps", "-o", "stat=,lstart=", "-p", str(pid)],
                          capture_output=True, text=True, env=os.environ | {"LC_ALL": "C"})
    state, _, start = told.stdout.strip().partition(" ")
    # Z: it has ended, and waits for its parent to hear of it
    return start.strip() if start and not state.startswith("Z") else None


def is_alive(process: dict) -> bool:
    started = start_of(process["pid"])
    return started is not None and started == process["start"]


def end(process: dict) -> None:
    """Asks a process to end, and kills it when it has not after a while."""
    for how, seconds in ((signal.SIGTERM, GRACE_SECONDS), (signal.SIGKILL, GRACE_SECONDS)):
        if not is_alive(process):
            return
        os.kill(process["pid"], how)
        deadline = time.monotonic() + seconds
        while is_alive(process) and time.monotonic() < deadline:
            reap(process["pid"])
            time.sleep(0.1)


def reap(pid: int) -> None:
    """Takes leave of a child, which would else stay listed; it may be nobody's of ours."""
    try:
        os.waitpid(pid, os.WNOHANG)
    except ChildProcessError:
        pass


def tail(log: Path) -> str:
    """What a log says went wrong: the lines that name an error, else its last ones."""
    lines = log.read_text(errors="replace").splitlines()
    errors = [line for line in lines if "Exception" in line or " ERROR " in line]
    return "\n".join((errors or lines)[-10:])


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__.split("\n\n")[0], formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("command", choices=["up", "down", "status"])
    parser.add_argument("--folder", type=Path, default=ROOT / ".spark/cluster",
                        help="where its files lie (default: .spark/cluster of the project)")
    parser.add_argument("--port", type=int, default=10000, help="of the Thrift server")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--cores", type=int, default=1, help="of each worker")
    parser.add_argument("--memory", default="1g", help="of each worker")
    parser.add_argument("--driver-memory", default="2g", help="of the Thrift server")
    parser.add_argument("--partitions", type=int, default=4,
                        help="of a shuffle, for clients that ask for no other number")
    parser.add_argument("--brief", action="store_true",
                        help="start faster and work slower, for a few small builds")
    parser.add_argument("--event-log", action="store_true",
                        help="keep Spark's own account of every task in <folder>/events")
    asked = parser.parse_args()
    cluster = Cluster(asked.folder)
    try:
        if asked.command == "up":
            cluster.up(asked.port, asked.workers, asked.cores, asked.memory,
                       asked.driver_memory, asked.partitions, asked.brief, asked.event_log)
            print(f"Ready at {HOST}:{asked.port}, {asked.workers} workers; logs in"
                  f" {cluster.folder / 'logs'}")
        elif asked.command == "down":
            print(f"Stopped {cluster.down()} processes")
        else:
            for process in cluster.processes:
                state = "running" if is_alive(process) else "gone"
                print(f"{process['name']}: {state} (process {process['pid']})")
            if not any(map(is_alive, cluster.processes)):
                print("No cluster is running")
                return 3
    except ClusterError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
