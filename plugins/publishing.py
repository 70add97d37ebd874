"""Publishing: a copy of what lasts in a database, complete, put where readers find it in one step."""

import contextlib
import datetime
import glob
import os
import re
import shutil
from pathlib import Path

import duckdb

VERSION = re.compile(r"\d{8}T\d{6}Z-[0-9a-f]{8}")
# the copy's name while the working database's connection writes it
NEW = "published_new"
# a copy of the last one with more of its blocks unused than this share is written again as a whole
MOST_UNUSED = 0.2


class NotPublished(Exception):
    """Publishing failed. What was published before stands as it was."""


def publish(
    connection: duckdb.DuckDBPyConnection, published: Path, tables: dict[str, dict],
    parquet: Path | None, version: str, unchanged: frozenset[str] = frozenset(),
) -> int:
    """Puts a file with these tables in the place of `published`; its size in bytes.

    `connection` has the working database open. `tables` maps `schema.name` of its tables and
    views to `description` and `columns` (a mapping of column to description): each becomes a
    table with comments, or a view where it has a `query` of the others, and the file holds
    nothing else. Those that are `unchanged` are as
    `published` has them: where there are any, the new file begins as a copy of that one. With
    `parquet` all go to that folder, too, see write_parquet. Raises NotPublished, and leaves no
    half copy.
    """
    new = published.with_name(f"{published.name}.new")
    try:
        missing = sorted(set(tables) - set(relations_of(connection)))
        if missing:
            raise NotPublished(f"there is no {', '.join(missing)}")
        for kept in [unchanged, frozenset()] if unchanged else [frozenset()]:
            delete(new)
            if kept:
                shutil.copyfile(published, new)
            with attached(connection, new):
                replace_tables(connection, tables, kept)
                if kept and unused_share(connection) > MOST_UNUSED:
                    continue
                if parquet:
                    write_parquet(connection, sorted(tables), parquet, version)
            break
        with new.open("rb") as file:
            os.fsync(file.fileno())
        with duckdb.connect(new, read_only=True) as copy:
            if relations_of(copy) != sorted(tables):
                raise NotPublished("the copy is not complete")
        # of somebody who opened the old file to write; it does not belong to the new one
        for path in published.parent.glob(f"{glob.escape(published.name)}.wal*"):
            path.unlink()
        size = new.stat().st_size
        os.replace(new, published)
        sync_folder(published.parent)
        if parquet:
            switch_parquet(parquet, version)
    except (OSError, duckdb.Error, NotPublished) as error:
        delete(new)
        raise NotPublished(
            f"Nothing was published: {error}. Readers keep the state published before, in"
            f" {published.name}. The next `dbt build` publishes once the cause is fixed."
        ) from error
    return size


def delete(path: Path) -> None:
    """Deletes a database file that is being made, and what lies beside it."""
    path.unlink(missing_ok=True)
    path.with_name(f"{path.name}.wal").unlink(missing_ok=True)
    shutil.rmtree(path.with_name(f"{path.name}.tmp"), ignore_errors=True)


@contextlib.contextmanager
def attached(connection: duckdb.DuckDBPyConnection, path: Path):
    """Has a connection write a new database file, by the name NEW."""
    connection.execute(f"attach {literal(str(path))} as {NEW}")
    try:
        yield
        connection.execute(f"checkpoint {NEW}")
        connection.execute(f"detach {NEW}")
    except BaseException:
        # a full disk, and so nothing that could be brought to an end
        with contextlib.suppress(duckdb.Error):
            connection.execute(f"detach {NEW}")
        raise


def replace_tables(
    connection: duckdb.DuckDBPyConnection, tables: dict[str, dict], kept: frozenset[str]
) -> None:
    """Makes NEW hold these tables, of which it has the ones in `kept`."""
    # dropped before others are written, which then lie in their blocks
    views = views_of(connection, NEW)
    for name in sorted(set(relations_of(connection, NEW)) - kept, key=lambda name: name not in views):
        kind = "view" if name in views else "table"
        connection.execute(f"drop {kind} {NEW}.{quoted(*name.split('.'))}")
    connection.execute(f"checkpoint {NEW}")
    copy_tables(connection, {name: tables[name] for name in tables if name not in kept})
    connection.execute(f"checkpoint {NEW}")


def unused_share(connection: duckdb.DuckDBPyConnection) -> float:
    """The share of NEW's blocks that hold nothing."""
    unused, total = connection.execute(
        f"select free_blocks, total_blocks from pragma_database_size() where database_name = '{NEW}'"
    ).fetchone()
    return unused / max(total, 1)


def copy_tables(connection: duckdb.DuckDBPyConnection, tables: dict[str, dict]) -> None:
    """Copies tables and views of the current database into NEW, as tables with comments."""
    for schema in sorted({name.split(".")[0] for name in tables}):
        connection.execute(f"create schema if not exists {NEW}.{quoted(schema)}")
    comments = []
    for name in sorted(tables, key=lambda name: ("query" in tables[name], name)):
        relation = quoted(*name.split("."))
        told = tables[name]
        if "query" in told:
            create_view(connection, relation, told["query"])
        else:
            connection.execute(f"create table {NEW}.{relation} as from {relation}")
        if told.get("description"):
            kind = "view" if "query" in told else "table"
            comments.append(
                f"comment on {kind} {NEW}.{relation} is {literal(told['description'])}"
            )
        comments += [
            f"comment on column {NEW}.{relation}.{quoted(column)} is {literal(description)}"
            for column, description in told.get("columns", {}).items() if description
        ]
    connection.execute(";".join(["begin", *comments, "commit"]))


def create_view(connection: duckdb.DuckDBPyConnection, relation: str, query: str) -> None:
    """A view of tables of NEW, named without it: the file goes by any name later."""
    [(database,)] = connection.execute("select current_database()").fetchall()
    connection.execute(f"use {NEW}")
    try:
        connection.execute(f"create view {relation} as {query}")
    finally:
        connection.execute(f"use {quoted(database)}")


def quoted(*names: str) -> str:
    """A name in SQL, its parts in quotes."""
    return ".".join('"' + name.replace('"', '""') + '"' for name in names)


def literal(text: str) -> str:
    return "'" + text.strip().replace("'", "''") + "'"


def relations_of(connection: duckdb.DuckDBPyConnection, database: str | None = None) -> list[str]:
    """The tables and views of a database (None: the current one), as `schema.name`."""
    return [
        name for (name,) in connection.execute("""
            select table_schema || '.' || table_name from information_schema.tables
            where table_catalog = coalesce(?, current_database()) order by all
        """, [database]).fetchall()
    ]


def views_of(connection: duckdb.DuckDBPyConnection, database: str) -> set[str]:
    """Those of them that are views."""
    return {
        name for (name,) in connection.execute("""
            select table_schema || '.' || table_name from information_schema.tables
            where table_catalog = ? and table_type = 'VIEW'
        """, [database]).fetchall()
    }


def write_parquet(connection, relations: list[str], folder: Path, version: str) -> None:
    """Writes `<folder>/<version>/<schema>/<name>.parquet` for each of these tables of NEW.

    The folder of the version is there once it is complete; `switch_parquet` shows it to readers.
    """
    folder.mkdir(parents=True, exist_ok=True)
    new = folder / ".new"
    shutil.rmtree(new, ignore_errors=True)
    try:
        for relation in relations:
            schema, name = relation.split(".", 1)
            path = new / schema / f"{name}.parquet"
            path.parent.mkdir(parents=True, exist_ok=True)
            connection.execute(
                f"copy (from {NEW}.{quoted(schema, name)}) to {literal(str(path))}"
                " (format parquet, compression zstd)"
            )
            with path.open("rb") as file:
                os.fsync(file.fileno())
        os.rename(new, folder / version)
        sync_folder(folder)
    finally:
        shutil.rmtree(new, ignore_errors=True)


def switch_parquet(folder: Path, version: str) -> None:
    """Lets `<folder>/current` name a version; keeps the one before, removes older ones."""
    current = folder / "current"
    before = os.readlink(current) if current.is_symlink() else None
    link = folder / ".current.new"
    link.unlink(missing_ok=True)
    link.symlink_to(version)
    os.replace(link, current)
    sync_folder(folder)
    for path in folder.iterdir():
        if VERSION.fullmatch(path.name) and path.name not in (version, before):
            shutil.rmtree(path, ignore_errors=True)


def version_name(invocation: str) -> str:
    """A name for a published state: its time, UTC, and the run that made it."""
    now = datetime.datetime.now(datetime.timezone.utc)
    return f"{now:%Y%m%dT%H%M%SZ}-{invocation[:8]}"


def sync_folder(folder: Path) -> None:
    """Puts the names in a folder onto the disk: a rename outlives a loss of power."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
