"""One text for all code that rows are made by besides the models' own SQL, so that a run can tell
when rows that it kept are out of date.

It covers the files of `macros/` and `plugins/` and the versions of the packages that compute.

As a program it is a filter, for engines that send rows through one: each line names an engine and
its version, and gets the checksum of the project that this file is part of.
"""

import hashlib
import sys
from importlib.metadata import version
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
# that parse user agents, on every engine
PACKAGES = ("ua-parser", "ua-parser-builtins")


def code_checksum(root: Path, engine: str) -> str:
    """SHA-256 (hex) over the paths and contents of the project's macros and plugins.

    engine : what runs the models' SQL, and its version, such as `duckdb 2.0.0`
    """
    digest = hashlib.sha256()
    files = [*root.glob("macros/**/*.sql"), *root.glob("plugins/**/*.py")]
    for path in sorted(files, key=lambda path: path.relative_to(root).as_posix()):
        for part in (path.relative_to(root).as_posix().encode(), path.read_bytes()):
            digest.update(len(part).to_bytes(8, "big") + part)
    for package in (engine, *(f"{name} {version(name)}" for name in PACKAGES)):
        digest.update(f"{package}\n".encode())
    return digest.hexdigest()


if __name__ == "__main__":
    for line in sys.stdin:
        print(code_checksum(ROOT, line.rstrip("\n")))
