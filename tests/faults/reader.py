"""Reads a published database over and over while builds run and die, and keeps what it saw.

    python tests/faults/reader.py <published file> <file for what was seen> open|hold

`open` opens the file again each time. `hold` opens it, waits until another file is in its place,
reads every table through the connection it has, and only then opens the new one. Ends, after a
last look, when standard input is closed. One line of JSON per state seen; an error is one, too.
"""

import json
import os
import select
import sys
from pathlib import Path

import duckdb

SCHEMAS = ("core", "marts", "quality")


def look(connection) -> dict:
    """Numbers that only a complete state has together."""
    (lines, accepted, events, tables), = connection.execute(f"""
        select
            (select coalesce(sum(rows), 0) from quality.event_ledger),
            (select coalesce(sum(rows), 0) from quality.event_ledger
             where disposition = 'accepted'),
            (select count(*) from core.fct_events),
            (select count(*) from information_schema.tables where table_schema in {SCHEMAS})
    """).fetchall()
    return {"lines": int(lines), "accepted": int(accepted), "events": events, "tables": tables}


def read_everything(connection) -> None:
    """Reads all rows of all public tables."""
    relations = connection.execute(f"""
        select table_schema || '.' || table_name from information_schema.tables
        where table_schema in {SCHEMAS} order by all
    """).fetchall()
    for (relation,) in relations:
        connection.execute(f"from {relation}").fetchall()


def is_over(seconds: float) -> bool:
    """Waits for the end of standard input, at most so long."""
    return bool(select.select([sys.stdin], [], [], seconds)[0])


def watch(published: Path, holds: bool):
    """What is seen, each state once in a row."""
    last = None
    is_last_look = False
    while not is_last_look:
        is_last_look = is_over(0.5)
        if not published.exists():
            continue
        with duckdb.connect(published, read_only=True) as connection:
            seen = look(connection)
            if holds:
                inode = published.stat().st_ino
                while published.stat().st_ino == inode and not is_last_look:
                    is_last_look = is_over(0.05)
                read_everything(connection)
                seen_later = look(connection)
                assert seen_later == seen, (seen, seen_later)
        if seen != last:
            yield seen
            last = seen


def main() -> None:
    published, kept, how = sys.argv[1:]
    os.nice(5)
    with open(kept, "w") as file:
        try:
            for seen in watch(Path(published), how == "hold"):
                print(json.dumps(seen), file=file, flush=True)
        except Exception as error:
            print(json.dumps({"error": f"{type(error).__name__}: {error}"}), file=file)
            raise


if __name__ == "__main__":
    main()
