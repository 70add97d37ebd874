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
from plugins.run_outcome import left_out, unfinished_because, unpublished_because

WRITING_COMMANDS = {"build", "clone", "retry", "run", "seed", "snapshot"}


class WorkingDatabase:
    """The working database of one path, and the files beside it."""

    def __init__(self, path: Path):
        self.path = path
        self.published = path.with_name(f"{path.stem}.published{path.suffix}")
        self.lock_file = path.with_name(f"{path.name}.lock")
        self.marker = path.with_name(f"{path.name}.unfinished")
        self._lock: int | None = None
        # the last runs, by dbt's invocation id, that were prepared and marked
        self._prepared: str | None = None
        self._marked: str | None = None
        self._mutex = threading.Lock()

    def prepare(self, invocation: str) -> None:
        """Before DuckDB opens the file for a run that writes: locks it, and puts it back when
        the last run did not finish.

        Raises DbtRuntimeError when another process is writing to it, or when the files beside
        it cannot be written.
        """
        if invocation == self._prepared:
            return
        try:
            self._take_lock()
            if self.marker.exists():
                self._put_back()
        except OSError as error:
            raise self._cannot_write(error) from error
        self._prepared = invocation

    def begin(self, invocation: str) -> None:
        """Once DuckDB has the file open, before anything is written: marks it unfinished.

        Does nothing when this run has done so. Raises DbtRuntimeError as prepare does, and when
        the last run did not finish and this one came without `prepare`.
        """
        with self._mutex:
            if invocation == self._marked:
                return
            try:
                self._take_lock()
                if self.marker.exists() and invocation != self._prepared:
                    raise DbtRuntimeError(
                        f"The last build of {self.path.name} did not finish, and this process has"
                        " the file open, so that it cannot be put back. Run dbt again in a new"
                        " process."
                    )
                self._mark(invocation)
            except OSError as error:
                raise self._cannot_write(error) from error
            self._marked = invocation

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

    def finish(self, run: dict, connection, parquet: Path | None) -> str:
        """Ends a run: the database counts as whole, or not, and is published, or not.

        `run` is what the macro finish_run says of it, `connection` one of DuckDB's to the
        database; `parquet` is as in publishing.publish. Returns `unfinished`,
        `finished` or `published`; `nothing` after a command that does not write. Raises
        duckdb.Error when DuckDB cannot write, publishing.NotPublished.
        """
        if run["command"] not in WRITING_COMMANDS or self._marked != get_invocation_id():
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
            # who asks for a part of a build does not expect it to be published
            is_whole_build = run["command"] == "build" and not left_out(run)
            event = JinjaLogInfo if is_whole_build else JinjaLogDebug
            fire_event(event(msg=f"Nothing is published: {reason}."))
            return "finished"
        self._publish(run, connection, parquet)
        return "published"

    def _publish(self, run: dict, connection, parquet: Path | None) -> None:
        started = time.perf_counter()
        version = publishing.version_name(self._marked)
        size = publishing.publish(connection, self.published, run["tables"], parquet, version)
        seconds = time.perf_counter() - started
        also = f" and {parquet / version}" if parquet else ""
        text = f"Published {self.published.name}{also}: {size:,} bytes in {seconds:.1f} s."
        fire_event(JinjaLogInfo(msg=text))

    def release(self) -> None:
        """Gives up the lock. DuckDB must not have the file open."""
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
            f"{self.path} is being built by process {self.lock_file.read_text() or '?'}. Nothing"
            " was done. Wait until that build has ended, or end it, then run this again;"
            f" meanwhile {self.published.name} can be read."
        )

    def _cannot_write(self, error: OSError) -> DbtRuntimeError:
        return DbtRuntimeError(
            f"Cannot prepare {self.path}: {error}. A build needs to write files beside the working"
            f" database, and room for a second copy of it in {self.path.parent}."
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
            shutil.copyfile(self.published, new)
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
        if writes():
            held.prepare(get_invocation_id())
        else:
            held.look()

    def configure_connection(self, conn):
        self.connection = conn
        conn.create_function(
            "finish_working_database", self.finish, [VARCHAR], VARCHAR, side_effects=True
        )

    def configure_cursor(self, cursor):
        """Before anything runs; a later run in one process may be given the open connection."""
        if Plugin.database is not None and writes():
            Plugin.database.begin(get_invocation_id())

    def finish(self, run: str) -> str:
        """The SQL function behind the macro of the same name."""
        if Plugin.database is None:
            return "nothing"
        with self.connection.cursor() as cursor:
            return Plugin.database.finish(json.loads(run), cursor, self.parquet)


def writes() -> bool:
    return getattr(get_flags(), "WHICH", None) in WRITING_COMMANDS


def warn(text: str) -> None:
    fire_event(JinjaLogWarning(msg=text))
