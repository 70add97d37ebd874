"""A run of dbt as one transaction: the working database is whole, or it is put back.

Beside the working database `footpath.duckdb` lie
- `footpath.published.duckdb`: a copy of it, taken after the last build in which everything
  passed. Readers open this one; a reader keeps the copy that it opened.
- `footpath.duckdb.lock`: locked while a writing command of dbt runs. The lock is the system's
  and ends with the process, however that ends.
- `footpath.duckdb.unfinished`: there while the working database is not to be trusted. A
  writing command makes it before it writes anything, and takes it away at its end if every
  table is then at one state. One that finds it of another run first puts the published copy
  in the working database's place.
- `*.new`: a copy being made.

Commands that do not write (compile, show, test, docs) neither lock nor put back.
"""

import fcntl
import glob
import json
import os
import shutil
import threading
import time
from pathlib import Path

from duckdb.sqltypes import VARCHAR

from dbt.adapters.duckdb.connections import DuckDBConnectionManager
from dbt.adapters.duckdb.plugins import BasePlugin
from dbt.events.types import JinjaLogDebug, JinjaLogInfo, JinjaLogWarning
from dbt.flags import get_flags
from dbt_common.events.functions import fire_event
from dbt_common.exceptions import DbtRuntimeError
from dbt_common.invocation import get_invocation_id
from plugins import publishing

WRITING_COMMANDS = {"build", "clone", "retry", "run", "seed", "snapshot"}
# what dbt calls a result that stands
GOOD = {"success", "pass", "warn", "no-op", "reused"}


class WorkingDatabase:
    """The working database of one path, and the files beside it."""

    def __init__(self, path: Path):
        self.path = path
        self.published = path.with_name(f"{path.stem}.published{path.suffix}")
        self.lock_file = path.with_name(f"{path.name}.lock")
        self.marker = path.with_name(f"{path.name}.unfinished")
        self._lock: int | None = None
        self._invocation: str | None = None
        self._mutex = threading.Lock()
        # kept until DuckDB has closed its own: when a process closes any handle of a file, the
        # system drops all the locks that it holds on that file, DuckDB's as well
        self._copied = None

    def begin(self, invocation: str, is_connected: bool) -> None:
        """Makes the database this run's own; does nothing when it is already.

        Raises DbtRuntimeError when another process is writing to it, when the files beside it
        cannot be written, or when it must be put back but is already connected to.
        """
        with self._mutex:
            if invocation == self._invocation:
                return
            try:
                self._take_lock()
                if self.marker.exists():
                    if is_connected:
                        raise DbtRuntimeError(
                            f"The last build of {self.path.name} did not finish, and this process"
                            " has the file open, so that it cannot be put back. Run dbt again in"
                            " a new process."
                        )
                    self._put_back()
                self._mark(invocation)
            except OSError as error:
                raise DbtRuntimeError(
                    f"Cannot prepare {self.path}: {error}. dbt keeps files of its own beside the"
                    f" working database and needs to write to {self.path.parent}."
                ) from error
            self._invocation = invocation

    def look(self) -> None:
        """Tells a command that only reads which state it is going to see.

        Raises DbtRuntimeError while another process is building.
        """
        if not self.marker.exists():
            return
        if self._lock is None and self.lock_file.exists():
            handle = os.open(self.lock_file, os.O_RDONLY)
            try:
                fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
            except BlockingIOError:
                raise DbtRuntimeError(self._is_held()) from None
            finally:
                os.close(handle)
        warn(
            f"{self.path.name} is what an unfinished build left."
            f" What was published last is in {self.published.name}."
        )

    def finish(self, run: dict, connection, parquet: Path | None, settings: dict) -> str:
        """Ends a run: the database counts as whole, or not, and is published, or not.

        `run` is what the macro finish_run says of it, `connection` one of DuckDB's to the
        database; `parquet` and `settings` are as in publishing.publish. Returns `unfinished`,
        `finished` or `published`; `nothing` after a command that does not write. Raises
        duckdb.Error when DuckDB cannot write, publishing.NotPublished.
        """
        if run["command"] not in WRITING_COMMANDS or self._invocation != get_invocation_id():
            return "nothing"
        # so that the next run in this process connects anew: only then can it put back the file
        DuckDBConnectionManager.close_all_connections()
        reason = unfinished_because(run)
        if reason:
            next_start = (
                f"the last published state, {self.published.name}" if self.published.exists()
                else "nothing, since nothing was published yet"
            )
            warn(
                f"{self.path.name} is left unfinished: {reason}. Nothing is published, and the"
                f" next build starts again from {next_start}."
            )
            return "unfinished"
        # everything into the one file, before it counts as whole
        connection.execute("checkpoint")
        self.marker.unlink()
        publishing.sync_folder(self.path.parent)
        reason = unpublished_because(run)
        if reason:
            is_whole_build = run["command"] == "build" and not left_out(run)
            event = JinjaLogInfo if is_whole_build else JinjaLogDebug
            fire_event(event(msg=f"Nothing is published: {reason}."))
            return "finished"
        started = time.perf_counter()
        self._copied = self.path.open("rb")
        relations = [facts["relation"] for facts in run["nodes"].values() if facts["relation"]]
        version = publishing.version_name(self._invocation)
        size = publishing.publish(
            self._copied, self.published, relations, parquet, version, settings
        )
        seconds = time.perf_counter() - started
        also = f" and {parquet / version}" if parquet else ""
        fire_event(JinjaLogInfo(
            msg=f"Published {self.published.name}{also}: {size:,} bytes in {seconds:.1f} s."
        ))
        return "published"

    def forget_copied(self) -> None:
        """Closes the handle that publishing left open. DuckDB must not have the file open."""
        if self._copied is not None:
            self._copied.close()
            self._copied = None

    def release(self) -> None:
        """Gives up the lock. DuckDB must not have the file open."""
        self.forget_copied()
        self._invocation = None
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None

    def _take_lock(self) -> None:
        if self._lock is not None:
            return
        handle = os.open(self.lock_file, os.O_RDWR | os.O_CREAT, 0o666)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(handle)
            raise DbtRuntimeError(self._is_held()) from None
        os.ftruncate(handle, 0)
        os.pwrite(handle, str(os.getpid()).encode(), 0)
        self._lock = handle

    def _is_held(self) -> str:
        return (
            f"{self.path} is being built by process {self.lock_file.read_text()}. Nothing was"
            " done. Wait until that build has ended, or end it, then run this again; meanwhile"
            f" {self.published.name} can be read."
        )

    def _put_back(self) -> None:
        """The published copy in the working database's place, or nothing where there is none."""
        # first, since a full disk may be why the last build did not finish
        self.path.unlink(missing_ok=True)
        for path in self.path.parent.glob(f"{glob.escape(self.path.name)}.wal*"):
            path.unlink()
        shutil.rmtree(self.path.with_name(f"{self.path.name}.tmp"), ignore_errors=True)
        if self.published.exists():
            new = self.path.with_name(f"{self.path.name}.new")
            with self.published.open("rb") as source:
                publishing.copy_file(source, new)
            os.replace(new, self.path)
            done = f"replaced by the last published state, {self.published.name}"
        else:
            done = "deleted, since nothing was published yet"
        warn(
            f"The last build of {self.path.name} did not finish. What it left was {done}."
            " What it had read of the landing zone is read again by a whole `dbt build`."
        )

    def _mark(self, invocation: str) -> None:
        for path in (self.path, self.published):
            path.with_name(f"{path.name}.new").unlink(missing_ok=True)
        with self.marker.open("w") as file:
            file.write(f"process {os.getpid()}, dbt invocation {invocation}\n")
            file.flush()
            os.fsync(file.fileno())
        publishing.sync_folder(self.path.parent)


class Plugin(BasePlugin):
    """`config`: `parquet`, a folder for Parquet copies of what is published; blank: none."""

    # one, for dbt connects to one database at a time
    database: WorkingDatabase | None = None

    def initialize(self, plugin_config):
        self.parquet = Path(plugin_config["parquet"]) if plugin_config.get("parquet") else None

    def update_connection_config(self, creds, config):
        """Before DuckDB opens the file."""
        path = None
        # anything else is no file of this machine: ':memory:', 'md:…'
        if ":" not in creds.path:
            path = Path(os.path.realpath(creds.path))
        held = Plugin.database
        if held is not None and held.path != path:
            held.release()
            held = None
        if path is not None and held is None:
            held = WorkingDatabase(path)
        Plugin.database = held
        if held is None:
            return
        held.forget_copied()
        if writes():
            held.begin(get_invocation_id(), is_connected=False)
        else:
            held.look()

    def configure_connection(self, conn):
        self.connection = conn
        conn.create_function(
            "finish_working_database", self.finish, [VARCHAR], VARCHAR, side_effects=True
        )

    def configure_cursor(self, cursor):
        """A later run in one process may be given the connection of the run before."""
        if Plugin.database is not None and writes():
            Plugin.database.begin(get_invocation_id(), is_connected=True)

    def finish(self, run: str) -> str:
        """The SQL function behind the macro of the same name."""
        if Plugin.database is None:
            return "nothing"
        with self.connection.cursor() as cursor:
            return Plugin.database.finish(
                json.loads(run), cursor, self.parquet, self.creds.settings or {}
            )


def writes() -> bool:
    return getattr(get_flags(), "WHICH", None) in WRITING_COMMANDS


def unfinished_because(run: dict) -> str | None:
    """Why a later run must not go on from the state that this run leaves; None when it may.

    Tables that are kept from run to run must all have seen the same input: none of them may
    be left out of a run that made anew what it reads.
    """
    if run["is_sample"]:
        return "--empty and --sample read only a part of the rows"
    nodes, results = run["nodes"], run["results"]
    checks = set(run["checks"])
    failed = [
        node for node, status in results.items()
        if node not in checks and status not in GOOD | {"skipped"}
    ]
    if failed:
        return f"{names(failed)} failed"
    made = {node for node in nodes if results.get(node) in GOOD}
    behind = [
        node for node in downstream(nodes, made)
        if nodes[node]["materialized"] == "incremental" and node not in made
    ]
    if behind:
        return f"{names(behind)} did not run, and what it reads did"
    return None


def unpublished_because(run: dict) -> str | None:
    """Why readers do not get the state that this run leaves; None when they do."""
    if run["command"] != "build":
        return f"dbt {run['command']} publishes nothing, dbt build does"
    if left_out(run):
        return f"{names(left_out(run))} left out of the run"
    bad = [node for node, status in run["results"].items() if status not in GOOD]
    if bad:
        return f"{names(bad)} did not pass"
    return None


def left_out(run: dict) -> set[str]:
    """What the project has and the run has not."""
    return {*run["nodes"], *run["checks"]} - set(run["results"])


def downstream(nodes: dict, start: set[str]) -> set[str]:
    """The nodes that read one of `start`, directly or through others."""
    children: dict[str, list[str]] = {}
    for node, facts in nodes.items():
        for parent in facts["parents"]:
            children.setdefault(parent, []).append(node)
    reached: set[str] = set()
    waiting = list(start)
    while waiting:
        for child in children.get(waiting.pop(), []):
            if child not in reached:
                reached.add(child)
                waiting.append(child)
    return reached


def names(nodes) -> str:
    """Names of nodes from their unique ids, the first three of them spelled out."""
    told = sorted(node.split(".")[2] for node in nodes)
    more = f" and {len(told) - 3} more" if len(told) > 3 else ""
    return ", ".join(told[:3]) + more


def warn(text: str) -> None:
    fire_event(JinjaLogWarning(msg=text))
