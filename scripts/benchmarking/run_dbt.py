"""Runs one command of dbt and writes down the CPU seconds of each of its nodes.

    python run_dbt.py out.json --no-use-colors build …

A node's seconds are those of the process, DuckDB's threads included, from its start to its end:
what dbt itself does for it is among them. That is exact while dbt runs one node at a time, as the
profile says. `publishing` is the copy for readers. Ends with dbt's own exit code.
"""

import json
import os
import sys
import time
from pathlib import Path

# the project's own folder, where plugins are found, in place of this file's
sys.path[0] = os.getcwd()

from dbt.cli.main import dbtRunner  # noqa: E402

from plugins import publishing  # noqa: E402


class Clock:
    """CPU seconds by the id of a node, from what dbt tells of its nodes."""

    def __init__(self):
        self.seconds: dict[str, float] = {}
        self._begun: dict[str, float] = {}

    def __call__(self, event) -> None:
        if event.info.name in ("NodeStart", "NodeFinished"):
            node = event.data.node_info.unique_id
            if event.info.name == "NodeStart":
                self._begun[node] = time.process_time()
            else:
                self.seconds[node] = time.process_time() - self._begun[node]

    def around(self, name: str, function):
        """The function, its CPU seconds noted by this name."""
        def noted(*arguments):
            begun = time.process_time()
            try:
                return function(*arguments)
            finally:
                self.seconds[name] = time.process_time() - begun
        return noted


def main(out: Path, arguments: list[str]) -> int:
    clock = Clock()
    publishing.publish = clock.around("publishing", publishing.publish)
    done = dbtRunner(callbacks=[clock]).invoke(arguments)
    out.write_text(json.dumps(clock.seconds))
    if done.exception:
        print(done.exception)
    return 0 if done.success else 1


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), sys.argv[2:]))
