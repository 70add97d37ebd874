"""Writes requirements.txt: every package that the pins resolve to, with hashes.

The benchmark's own group is left out: it is large, and nothing else needs it.

    uv run python scripts/export_requirements.py [--out requirements.txt]

The file names no package host, so it installs anywhere:
    pip install --no-deps --require-hashes -r requirements.txt
"""

import argparse
import subprocess
from pathlib import Path

ROOT = Path(__file__).parents[1]


def export() -> str:
    """The resolved requirements as text, sorted, without comments. Raises CalledProcessError where
    nothing has been resolved in this checkout yet, which `uv run` does."""
    result = subprocess.run(
        [
            # what `uv run` resolved and installed: needs no package host
            "uv", "export", "--frozen", "--offline", "--quiet",
            "--all-groups", "--no-group", "benchmark", "--no-emit-project",
            "--no-annotate", "--no-header", "--project", str(ROOT),
        ],
        check=True, stdout=subprocess.PIPE, text=True,
    )
    return result.stdout


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--out", type=Path, default=ROOT / "requirements.txt")
    parser.parse_args().out.write_text(export())
