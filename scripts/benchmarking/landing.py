"""Landing zones for measurements: cut by load, emptied, or rewritten as Parquet."""

import os
from dataclasses import dataclass
from pathlib import Path

import duckdb
from tqdm import tqdm

from .processes import BenchmarkError

TABLE = Path("tracker/events")
FORMATS = {"ndjson": (".ndjson", ".ndjson.gz"), "parquet": (".parquet",)}
TEXT_COLUMNS = (
    "event", "event_name", "type", "timestamp", "message_id", "sent_at", "received_at",
    "user_id", "anonymous_id", "device_id", "session_id", "account_id", "previous_id",
)
JSON_COLUMNS = ("properties", "traits", "context", "consent")


@dataclass
class Load:
    """One folder `load_date=…` of the tracker's events and the bytes in it."""

    folder: Path
    bytes: int

    @property
    def files(self) -> list[Path]:
        return sorted(path for path in self.folder.iterdir() if path.is_file())


def loads(landing: Path) -> list[Load]:
    """The tracker's loads, oldest first. Raises BenchmarkError when there are none."""
    folders = sorted((landing / TABLE).glob("load_date=*"))
    found = [Load(path, sum(file.stat().st_size for file in path.iterdir())) for path in folders]
    if not found:
        raise BenchmarkError(f"no load_date=… folder in {landing / TABLE}")
    return found


def format_of(landing: Path) -> str:
    """`ndjson` or `parquet`. Raises BenchmarkError when files are neither, or of both."""
    names = [file.name for load in loads(landing) for file in load.files]
    for name, endings in FORMATS.items():
        if names and all(file.endswith(endings) for file in names):
            return name
    raise BenchmarkError(f"{landing / TABLE} must hold NDJSON files or Parquet files alone")


def globs(landing: Path) -> list[str]:
    """Patterns that find the files, for DuckDB."""
    names = [file.name for load in loads(landing) for file in load.files]
    endings = FORMATS[format_of(landing)]
    return [
        f"{landing}/{TABLE}/*/*{ending}" for ending in endings
        if any(name.endswith(ending) for name in names)
    ]


def add(landing: Path, wanted: list[Load]) -> None:
    """Puts loads into a landing zone, as links to their files."""
    for load in wanted:
        folder = landing / TABLE / load.folder.name
        folder.mkdir(parents=True)
        for file in load.files:
            os.symlink(file.resolve(), folder / file.name)


def last_full_day(found: list[Load]) -> int:
    """Position of the last load that is no smaller than the mean: behind it rows trickle in."""
    mean = sum(load.bytes for load in found) / len(found)
    return max(number for number, load in enumerate(found) if load.bytes >= mean)


def batches(found: list[Load], count: int) -> list[list[Load]]:
    """Loads in order, cut into so many batches of about equal bytes, none empty."""
    if count > len(found):
        raise BenchmarkError(f"{len(found)} load dates cannot come in {count} loads")
    total = sum(load.bytes for load in found)
    cut: list[list[Load]] = [[] for _ in range(count)]
    seen = 0
    for number, load in enumerate(found):
        wanted = min(seen * count // total if total else 0, count - 1)
        # never further on than one, and never so far behind that the last go empty
        current = max((i for i, batch in enumerate(cut) if batch), default=-1)
        place = min(wanted, current + 1)
        place = max(place, current, 0, count - (len(found) - number))
        cut[place].append(load)
        seen += load.bytes
    return cut


def warm(landing: Path) -> int:
    """Reads every file once, so that no measurement pays for a cold disk; returns the bytes."""
    total = 0
    for load in loads(landing):
        for file in load.files:
            with file.open("rb") as handle:
                while chunk := handle.read(1 << 22):
                    total += len(chunk)
    return total


def to_parquet(landing: Path, out: Path) -> None:
    """Writes NDJSON loads as Parquet: text columns, nested values as JSON text.

    One file a load. Lines that are no JSON object have no place in it and are left out.
    """
    columns = dict.fromkeys(TEXT_COLUMNS, "VARCHAR") | dict.fromkeys(JSON_COLUMNS, "JSON")
    some = " or ".join(f"{name} is not null" for name in columns)
    texts = ", ".join(TEXT_COLUMNS)
    jsons = ", ".join(f"cast({name} as varchar) as {name}" for name in JSON_COLUMNS)
    with duckdb.connect(config={"autoinstall_known_extensions": "false"}) as connection:
        for load in tqdm(loads(landing), unit=" loads", desc="Parquet"):
            folder = out / TABLE / load.folder.name
            folder.mkdir(parents=True)
            connection.execute(
                f"""
                copy (
                    select {texts}, {jsons}
                    from read_json(
                        $files, format = 'newline_delimited', ignore_errors = true,
                        columns = {columns}, hive_partitioning = false
                    )
                    where {some}
                ) to '{folder}/part-0.parquet' (format parquet, compression zstd)
                """,
                {"files": [str(file) for file in load.files]},
            )
