"""The working database: one writer at a time, and the published copy beside it.

Beside the working database `footpath.duckdb` lie
- `footpath.published.duckdb`: a copy of what lasts in it, of the last state whose tables were up
  to date with each other and passed their data tests. Readers open this one; a reader keeps the
  copy that it opened.
- `footpath.published.state`: which tables that copy holds, and as which runs left them.
- `footpath.duckdb.lock`: locked while a command of dbt runs that writes or publishes. The lock is
  the system's and ends with the process, however that ends.
- `*.new`: a copy being made.

Each model's rows and the note of its build are one transaction, so a process that dies leaves a
working database to go on from. Commands that only read (compile, show, docs) do not lock.
"""

import fcntl
import hashlib
import json
import os
import time
import uuid
from pathlib import Path

import duckdb
from duckdb.sqltypes import VARCHAR

from dbt.adapters.duckdb.plugins import BasePlugin
from dbt.flags import get_flags
from dbt_common.exceptions import DbtRuntimeError
from dbt_common.invocation import get_invocation_id
from plugins import publishing

# those that write, or publish at their end
LOCKING_COMMANDS = {"build", "retry", "run", "seed", "snapshot", "test"}


class WorkingDatabase:
    """The working database of one path, and the files beside it."""

    def __init__(self, path: Path):
        self.path = path
        self.published = path.with_name(f"{path.stem}.published{path.suffix}")
        self.state_file = path.with_name(f"{path.stem}.published.state")
        self.lock_file = path.with_name(f"{path.name}.lock")
        self._lock: int | None = None

    def lock(self) -> None:
        """Keeps other processes from writing; before DuckDB opens the file.

        Raises DbtRuntimeError when another process is writing to it, or when the files beside
        it cannot be written.
        """
        if self._lock is not None:
            return
        try:
            handle = os.open(self.lock_file, os.O_RDWR | os.O_CREAT, 0o666)
        except OSError as error:
            raise DbtRuntimeError(
                f"Cannot prepare {self.path}: {error}. A build needs to write files beside the"
                f" working database, and room for a copy of it in {self.path.parent}."
            ) from error
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(handle)
            raise DbtRuntimeError(self._is_held()) from None
        os.ftruncate(handle, 0)
        os.pwrite(handle, str(os.getpid()).encode(), 0)
        self._lock = handle

    def look(self) -> None:
        """Before DuckDB opens the file to read: raises DbtRuntimeError while another process
        is building."""
        if self._lock is not None or not self.lock_file.exists():
            return
        handle = os.open(self.lock_file, os.O_RDONLY)
        try:
            fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            raise DbtRuntimeError(self._is_held()) from None
        finally:
            os.close(handle)

    def publish(self, tables: dict[str, dict], connection, parquet: Path | None) -> str:
        """Gives readers the tables as they are now; a line that says so.

        `tables` maps `schema.name` to what publishing.publish asks for, and to `nodes`, what made
        the table; `connection` is one of DuckDB's to the database, `parquet` as there. A state
        that is published already is not copied again, nor are tables that have not changed
        since. Raises publishing.NotPublished.
        """
        marks = marks_of(connection, tables)
        before = self._published_marks(connection)
        if marks == before and (parquet is None or (parquet / "current").exists()):
            return f"{self.published.name} already holds this state."
        started = time.perf_counter()
        version = publishing.version_name(get_invocation_id())
        unchanged = frozenset(name for name in marks if before.get(name) == marks[name])
        size = publishing.publish(
            connection, self.published, tables, parquet, version, unchanged
        )
        name = uuid.uuid4().hex
        self.state_file.write_text(json.dumps(
            {"name": name, "file": identity(self.published), "tables": marks}
        ))
        connection.execute("create or replace table runs.published as select ? as name", [name])
        seconds = time.perf_counter() - started
        also = f" and {parquet / version}" if parquet else ""
        return f"Published {self.published.name}{also}: {size:,} bytes in {seconds:.1f} s."

    def _published_marks(self, connection) -> dict[str, str]:
        """The marks of what readers have; none where that is not known for certain.

        The file of marks must be of this very copy, and the copy be of this very database: not
        of one that was deleted, or replaced by an older one, whose runs have the same numbers.
        """
        try:
            told = json.loads(self.state_file.read_text())
            [(name,)] = connection.execute("select name from runs.published").fetchall()
            if told["name"] == name and told["file"] == identity(self.published):
                return told["tables"]
        except (OSError, ValueError, TypeError, LookupError, duckdb.CatalogException):
            pass
        return {}

    def release(self) -> None:
        """Gives up the lock. DuckDB must not have the file open."""
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None

    def _is_held(self) -> str:
        return (
            f"{self.path} is being built by process {self.lock_file.read_text() or '?'}. Nothing"
            " was done. Wait until that build has ended, or end it, then run this again;"
            f" meanwhile {self.published.name} can be read."
        )


def marks_of(connection, tables: dict[str, dict]) -> dict[str, str]:
    """Of each table a text that changes when its rows or comments may have."""
    runs = dict(connection.execute("select node, max(run) from runs.builds group by node").fetchall())
    return {
        name: hashlib.sha256(json.dumps(
            [told | {"nodes": [(node, runs.get(node)) for node in told["nodes"]]}]
        ).encode()).hexdigest()
        for name, told in tables.items()
    }


def identity(path: Path) -> list[int] | None:
    """What no two files have in common, nor one before and after it was written to."""
    try:
        found = path.stat()
    except OSError:
        return None
    return [found.st_ino, found.st_size, found.st_mtime_ns]


class Plugin(BasePlugin):
    """`config`: `parquet`, a folder for Parquet copies of what is published; blank: none."""

    # one, for dbt connects to one database at a time
    database: WorkingDatabase | None = None

    def initialize(self, plugin_config):
        self.parquet = Path(plugin_config["parquet"]) if plugin_config.get("parquet") else None

    def update_connection_config(self, creds, config):
        """Before DuckDB opens the file."""
        command = getattr(get_flags(), "WHICH", None)
        if command == "clone":
            raise DbtRuntimeError(
                "Nothing was done. dbt clone would mix tables of two databases that have taken in"
                " different loads: copy the database file and name the copy in FOOTPATH_DATABASE."
            )
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
        if command in LOCKING_COMMANDS:
            held.lock()
        else:
            held.look()

    def configure_connection(self, conn):
        self.connection = conn
        conn.create_function(
            "publish_working_database", self.publish, [VARCHAR], VARCHAR, side_effects=True,
        )

    def publish(self, tables: str) -> str:
        """The SQL function behind the macro publish_tables."""
        if Plugin.database is None:
            return "Nothing is published of a database that is no file of this machine."
        with self.connection.cursor() as cursor:
            return Plugin.database.publish(json.loads(tables), cursor, self.parquet)
