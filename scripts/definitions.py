"""Empties the definitions, to start with data of one's own; or notes the lines that are shipped.

    uv run python scripts/definitions.py empty
    uv run python scripts/definitions.py ship

`empty` leaves each file below seeds/definitions its header, source_settings its lines, since every
source needs one, those of channels and of the sites that tell them, and of aliases what vendors call
their own standard events. `ship` is for people who change the sample definitions: it writes the hashes of
their lines, which are never warned about, to seeds/definitions/shipped_lines.txt.
"""

import argparse
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from plugins.definitions.answer import SHIPPED, line_hash  # noqa: E402
from plugins.definitions.files import Seed, read  # noqa: E402

# every source needs its line; what the field agrees on is of use to everybody
KEPT = {
    "source_settings", "channels", "source_classes", "excluded_referrers", "aws_log_fields",
    "consent_settings", "consent_categories", "experience_events",
}
ALIASES = {"event_aliases", "property_aliases"}
# whose names are the sample's
SAMPLE_SOURCES = {"*", "tracker"}


def seeds(root: Path) -> list[Seed]:
    """The definition seeds with their rows; columns are those of each header."""
    found = []
    for path in sorted(root.glob("seeds/definitions/**/*.csv")):
        header = path.read_text(encoding="utf-8-sig").partition("\n")[0].split(",")
        seed = Seed(path.stem, str(path.relative_to(root)), path,
                    {name.strip(): {} for name in header}, {})
        read(seed)
        found.append(seed)
    return found


def empty(root: Path) -> list[str]:
    """Empties the files; returns what was emptied, for people."""
    told = []
    for seed in seeds(root):
        if seed.name not in KEPT:
            lines = seed.path.read_text(encoding="utf-8-sig").splitlines()
            left = [
                lines[row[""] - 1] for row in seed.rows
                if seed.name in ALIASES and row["source"] not in SAMPLE_SOURCES
            ]
            seed.path.write_text("".join(f"{line}\n" for line in [",".join(seed.columns), *left]))
            told.append(f"{seed.file}: {len(seed.rows) - len(left)} lines taken out")
    return told


def hashes(root: Path) -> str:
    """The text of the file of shipped lines."""
    # of those that everybody keeps, one names events
    warned = [seed for seed in seeds(root) if seed.name not in KEPT - {"experience_events"}]
    lines = {line_hash(seed.name, row) for seed in warned for row in seed.rows}
    return "".join(f"{line}\n" for line in sorted(lines))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("command", choices=["empty", "ship"])
    if parser.parse_args().command == "empty":
        print("\n".join(empty(ROOT)))
    else:
        (ROOT / SHIPPED).write_text(hashes(ROOT))


if __name__ == "__main__":
    main()
