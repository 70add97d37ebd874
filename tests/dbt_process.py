"""One run of dbt, in a process forked from one that has imported what every run needs.

What dbt does again in each process and no test looks at costs more than the runs themselves: it is left
out here. What is built is the same.
"""

import atexit
import os
import sys
from pathlib import Path

# in the process that forks
import dbt.adapters.duckdb  # noqa: F401
import dbt.task.build  # noqa: F401
import numpy  # noqa: F401
import pandas  # noqa: F401
import pyarrow.dataset  # noqa: F401
import sqlparse  # noqa: F401
from dbt.cli.main import cli
from dbt.contracts.files import FileHash
from dbt.contracts.graph.manifest import Manifest
from dbt.parser.manifest import ManifestLoader
from dbt_common.events.base_types import EventLevel
from dbt_common.events.event_manager import EventManager

# folder in which builds of one run of pytest share what dbt has parsed; set by conftest.py
PARSED = "FOOTPATH_TESTS_PARSED"


def run_dbt(writer, prelude: str, arguments: list[str], folder: Path, environment: dict) -> None:
    """Runs dbt as its command would be run in that folder; all it says goes to the pipe `writer`."""
    for output in (1, 2):
        os.dup2(writer.fileno(), output)
    writer.close()
    sys.stdout = os.fdopen(1, "w", buffering=1, closefd=False)
    sys.stderr = os.fdopen(2, "w", buffering=1, closefd=False)
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(folder)
    # the copy's own plugins, not the project's
    sys.path.insert(0, str(folder))
    sys.argv = ["dbt", *arguments]
    write_manifest_once()
    if os.environ.get(PARSED):
        parse_anywhere()
    if os.environ.get("DBT_LOG_LEVEL_FILE") == "none":
        drop_unread_events()
    try:
        exec(prelude, {"__name__": "prelude"})
        cli()
    finally:
        # dbt closes its database in one of these, which multiprocessing would leave out
        atexit._run_exitfuncs()


def parse_anywhere() -> None:
    """Lets dbt take over what was parsed beside another database: no model reads its path."""
    check = ManifestLoader.build_manifest_state_check

    def without_connection(loader):
        state = check(loader)
        state.profile_hash = FileHash.from_contents("any database")
        return state

    ManifestLoader.build_manifest_state_check = without_connection


def write_manifest_once() -> None:
    """Keeps the manifest.json of a folder's first run, of which tests read what no run changes."""
    write = Manifest.write

    def unless_there(manifest, path):
        if not os.path.exists(path):
            write(manifest, path)

    Manifest.write = unless_there


def drop_unread_events() -> None:
    """Leaves out what dbt would tell in its debug log alone."""
    fire = EventManager.fire_event

    def if_told(manager, event, level=None, **how):
        if level or event.level_tag() not in (EventLevel.DEBUG, EventLevel.TEST):
            fire(manager, event, level, **how)

    EventManager.fire_event = if_told
