"""The landing zone for Spark: the reader of plugins/landing.py as a Python data source.

Spark finds it by its name, without being told, through the module `pyspark_landing` in the
project's folder, so that it serves plain SQL, also by a Thrift server:

    create table rows_of_files using landing;
    select * from rows_of_files with (root = '…', table = 'tracker/events', registry = '…')

A query that names one such table twice gets the rows of its first options both times: give every
folder a table.

Options
-------
root : path of the landing zone; a relative one is that of the process which plans queries
table : one folder of it, `<source>/<table>`: its rows are read, with the columns that
    plugins/landing.py tells
registry : Parquet files of the model landing_files, one URI a line: only files that it knows
    are read, under its numbers; without it every file, numbered from 0 by its path
files : which of the registry's: those that are `is_new` (when not said), or `is_present`
list : in place of `table`, some of them, separated by commas: the files that are in them, one
    row each (table_name, file, load_date, bytes)
places : in place of `table`, some of them: what lies in the root and in the folders of their
    sources (place)

Folders are listed when a query is planned, files are read by the executors, so both need to see
the root. One task reads one large file, or several small ones.
"""

from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.fs
import pyarrow.parquet
from pyspark.sql.datasource import DataSource, DataSourceReader, InputPartition

from plugins.landing import LandingFile, LandingFiles, LandingPlaces, LandingTable, read_file

ROWS = (
    "row_id bigint, load_date date, file string, line_number bigint, defect string, raw string,"
    " document string"
)
FILES = "table_name string, file string, load_date date, bytes bigint"
PLACES = "place string"
# text that one task reads; gzip, zstd and Parquet unpack to some ten times what lies on the disk
TASK_BYTES = 64 << 20
PACKED = {".gz", ".zst", ".parquet"}
PACKED_FACTOR = 10


class LandingSource(DataSource):
    """A table's rows, or the list of files, as `options` say."""

    @classmethod
    def name(cls) -> str:
        return "landing"

    def schema(self) -> str:
        if "places" in self.options:
            return PLACES
        return FILES if "list" in self.options else ROWS

    def reader(self, schema) -> DataSourceReader:
        root = str(Path(self.options["root"]).absolute())
        for option, listing in (("list", LandingFiles), ("places", LandingPlaces)):
            if option in self.options:
                return ListReader(listing(root, self.options[option].split(",")))
        return RowsReader(
            root, self.options["table"], self.options.get("registry"),
            self.options.get("files", "is_new"),
        )


class SomeFiles(InputPartition):
    """The files that one task reads."""

    def __init__(self, files: list[LandingFile]):
        super().__init__(None)
        self.files = files


class RowsReader(DataSourceReader):
    def __init__(self, root: str, table: str, registry: str | None, chosen: str):
        self.root, self.table, self.registry, self.chosen = root, table, registry, chosen

    def partitions(self) -> list[SomeFiles]:
        """The files, those that lie side by side together as long as they are small."""
        known = None
        # a registry without rows has no files, which is not to have none
        if self.registry is not None:
            known = numbers(self.registry.splitlines(), self.table, self.chosen)
        tasks: list[list[LandingFile]] = []
        room = 0
        for file in LandingTable(self.root, self.table, lambda: known).files():
            size = file.path.stat().st_size if file.path.is_file() else 0
            size *= PACKED_FACTOR if file.path.suffix.lower() in PACKED else 1
            if not tasks or size > room:
                tasks.append([])
                room = TASK_BYTES
            tasks[-1].append(file)
            room -= size
        return [SomeFiles(files) for files in tasks]

    def read(self, partition) -> Iterator[pa.RecordBatch]:
        # Spark asks a table without files for one partition of its own
        for file in getattr(partition, "files", []):
            for batch in read_file(file):
                yield plain(batch)


class ListReader(DataSourceReader):
    def __init__(self, listing: LandingFiles | LandingPlaces):
        self.listing = listing

    def read(self, partition) -> Iterator[pa.RecordBatch]:
        yield from pa.table(self.listing).combine_chunks().to_batches()


def numbers(registry: list[str], table: str, chosen: str) -> dict[str, int]:
    """Numbers of the files of `table` that a run is to read (`chosen`), by the registry's own files."""
    found = {}
    for uri in registry:
        system, path = pyarrow.fs.FileSystem.from_uri(uri)
        files = pyarrow.parquet.read_table(
            path, filesystem=system, columns=["table_name", "file", "file_number", chosen]
        )
        files = files.filter((pc.field("table_name") == table) & pc.field(chosen))
        found |= dict(zip(files["file"].to_pylist(), files["file_number"].to_pylist()))
    return found


def plain(batch: pa.RecordBatch) -> pa.RecordBatch:
    """The same rows without dictionaries, of which Spark takes none."""
    columns = [
        column.dictionary_decode() if pa.types.is_dictionary(column.type) else column
        for column in batch.columns
    ]
    return pa.record_batch(columns, names=batch.schema.names)
