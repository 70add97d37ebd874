"""Publishing: a database file, complete and looked at, put where readers find it in one step."""

import datetime
import errno
import glob
import os
import re
import shutil
from pathlib import Path
from typing import BinaryIO

import duckdb

# what people and tools read; the other schemas are in the published file, too, but not in Parquet
PUBLIC_SCHEMAS = ("core", "marts", "quality", "privacy")
VERSION = re.compile(r"\d{8}T\d{6}Z-[0-9a-f]{8}")
# the system cannot copy inside itself here: no reason to give up copying
NO_COPY_INSIDE = {errno.ENOSYS, errno.EXDEV, errno.EINVAL, errno.EOPNOTSUPP}


class NotPublished(Exception):
    """Publishing failed. What was published before stands as it was."""


def publish(
    source: BinaryIO, published: Path, relations: list[str], parquet: Path | None,
    version: str, settings: dict,
) -> int:
    """Puts a copy of a database file in the place of `published`; its size in bytes.

    `source` is the file after a checkpoint. `relations` (`schema.name`) must be in the copy.
    With `parquet` the public tables and views also go to that folder, see write_parquet.
    `settings` are DuckDB's for reading them. Raises NotPublished, and leaves no half copy.
    """
    new = published.with_name(f"{published.name}.new")
    try:
        size = copy_file(source, new)
        with duckdb.connect(new, read_only=True) as connection:
            for name, value in settings.items():
                connection.execute(f"set {name} = '{value}'")
            found = relations_of(connection)
            missing = sorted(set(relations) - set(found))
            if missing:
                raise NotPublished(f"the copy has no {', '.join(missing)}")
            if parquet:
                write_parquet(connection, found, parquet, version)
        # of somebody who opened the old file to write; it does not belong to the new one
        for path in published.parent.glob(f"{glob.escape(published.name)}.wal*"):
            path.unlink()
        os.replace(new, published)
        sync_folder(published.parent)
        if parquet:
            switch_parquet(parquet, version)
    except (OSError, duckdb.Error, NotPublished) as error:
        new.unlink(missing_ok=True)
        raise NotPublished(
            f"Nothing was published: {error}. Readers keep the state published before, in"
            f" {published.name}. The next `dbt build` publishes once the cause is mended."
        ) from error
    return size


def copy_file(source: BinaryIO, target: Path) -> int:
    """Copies an open file to a path and onto the disk; its size in bytes.

    The system copies inside itself, where it can by sharing blocks (Btrfs, XFS).
    """
    size = os.fstat(source.fileno()).st_size
    with target.open("wb") as copy:
        done = 0
        try:
            while done < size:
                count = os.copy_file_range(source.fileno(), copy.fileno(), size - done, done, done)
                if count == 0:
                    raise OSError(errno.EIO, "the file grew shorter while it was copied")
                done += count
        except (AttributeError, OSError) as error:
            if isinstance(error, OSError) and error.errno not in NO_COPY_INSIDE:
                raise
            source.seek(0)
            copy.seek(0)
            shutil.copyfileobj(source, copy, 1 << 20)
        copy.flush()
        os.fsync(copy.fileno())
    return size


def relations_of(connection: duckdb.DuckDBPyConnection) -> list[str]:
    """The tables and views of a database, as `schema.name`."""
    return [
        name for (name,) in connection.execute("""
            select table_schema || '.' || table_name from information_schema.tables
            where table_catalog = current_database() order by all
        """).fetchall()
    ]


def write_parquet(connection, relations: list[str], folder: Path, version: str) -> None:
    """Writes `<folder>/<version>/<schema>/<name>.parquet` for each public table and view.

    The folder of the version is there once it is complete; `switch_parquet` shows it to readers.
    """
    folder.mkdir(parents=True, exist_ok=True)
    new = folder / ".new"
    shutil.rmtree(new, ignore_errors=True)
    try:
        for relation in relations:
            schema, name = relation.split(".", 1)
            if schema in PUBLIC_SCHEMAS:
                (new / schema).mkdir(parents=True, exist_ok=True)
                path = new / schema / f"{name}.parquet"
                connection.execute(
                    f"""copy (from "{schema}"."{name}") to '{str(path).replace("'", "''")}'"""
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
