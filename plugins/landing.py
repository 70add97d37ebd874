"""Landing files as tables, one row per raw row, nothing dropped.

This dbt-duckdb plugin registers on every cursor, for each configured `<source>/<table>`,
the table `landing_<source>_<table>` (`<source>/*` has the files of every folder of a source, as
`landing_<source>_events`) and for all of them together

- `landing_files`: the files that are there (table_name, file, load_date, bytes; the last
  two null for what is no load),
- `landing_places`: what lies in the landing root and in the folders of sources (place, a path
  below the root; empty for the root itself): folders of tables, and what no table reads,
- `landing_records`: the rows of all tables of records, each with its table_name before the columns
  below,
- `landing_rejected_rows`: text of the rows that a definition rejects (row_id, raw): those of
  int_events__rejected whose text int_events__read does not have.

They are read afresh, as a stream, by each query that names them, and by no other. Which files a table reads,
and under which number, is said by the registry that the model landing_files keeps: those
that no run has read before. Without a registry it is every file.

Columns
-------
row_id : bigint
    Position of the row: number of the file and of the line, packed into one number. Unique
    over all tables.
load_date : date
    From the folder `load_date=YYYY-MM-DD`; null for a file outside such a folder.
file : string
    Path relative to the landing root, with `/`.
line_number : bigint
    Physical line from 1 (text), or row from 1 (Parquet). Of a value of an array, or of objects end
    to end, the line that it begins on or, where that number is taken, the next one that is free:
    an array in one line is numbered by its elements. 0: the file as a whole.
defect : string
    Why the row could not be read: `invalid_utf8`, `truncated_file`, `malformed_csv`, `oversized`
    (a piece of a value too long to be held), `unreadable_file`, `unexpected_file`,
    `unknown_ending:<ending>`. Null: readable.
raw : string
    The text as it was, line end included; of a line that is not UTF-8, the bytes that
    are not are written as `\\xff`. Null for a file as a whole.
document : string
    The row as JSON text: the line or value itself (JSON), or an object of its columns (CSV,
    Parquet). NaN and Infinity, which some writers write as numbers, are null in it, and half of a
    surrogate pair is U+FFFD. Null when there is a defect, and for lines of sources that write no
    JSON (`TEXT_SOURCES`). It may still be no JSON: that is judged in SQL.

Blank lines (nothing but ASCII white space) are no rows. File and folder names that begin
with `.` or `_` are not read (writers keep their own notes there). Below the folder of a load files
may lie in further folders, which say nothing.

A file is read by what it holds (`form_of`): Parquet and JSON under any name, lines and CSV under
theirs; plain, gzip or zstd. Files of `TEXT_SOURCES` are lines of text under any name.
"""

import codecs
import csv
import datetime
import functools
import io
import json
import os
import re
import zlib
from collections.abc import Iterator
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa

from plugins.json_values import (
    BYTE_ORDER_MARK, WHITE_SPACE, Values, json_form, repair, repaired, value_end,
)

try:
    from dbt.adapters.duckdb.plugins import BasePlugin
except ImportError:
    # where Spark reads by this module (plugins/spark_landing.py) there need be no dbt
    BasePlugin = object

CHUNK_BYTES = 4 << 20
# Python's own limit for a field is 128 KB; what is too long is judged in SQL, by the row
csv.field_size_limit(1 << 30)
# row_id = file and line: room for 134 million files, 68 billion lines
FILE_ROWS = 1 << 36
# what is looked at to tell how a file is to be read
HEAD_BYTES = 1 << 20
# what is held of a value, an array element for one, before it is given out in pieces
LONGEST_VALUE = 64 << 20
LINES_ENDINGS = (".ndjson", ".jsonl", ".json", ".log")
CSV_ENDINGS = (".csv", ".tsv", ".tab")
PARQUET_ENDINGS = (".parquet",)
PACKED_ENDINGS = (".gz", ".zst")
# sources whose files are logs: each line is a row, whatever it looks like and the file is called,
# since `logrotate` puts numbers and dates behind the name
TEXT_SOURCES = frozenset({"web_server"})
PARQUET_START = b"PAR1"
GZIP_START = b"\x1f\x8b"
ZSTD_START = b"\x28\xb5\x2f\xfd"
# Parquet text columns that hold JSON: nested in the document, not quoted once more
JSON_COLUMNS = re.compile(r"(properties|traits|context|consent|contexts_.*|unstruct_event_.*)")

# escapes of surrogates, of which the engine takes pairs alone; halves are repaired behind it
HALF_OR_WHOLE = r"\\u[dD][89a-fA-F][0-9a-fA-F]{2}"

SCHEMA = pa.schema(
    [
        ("row_id", pa.int64()),
        # one value a batch
        ("load_date", pa.dictionary(pa.int8(), pa.date32())),
        ("file", pa.dictionary(pa.int8(), pa.string())),
        ("line_number", pa.int64()),
        ("defect", pa.string()),
        ("raw", pa.string()),
        ("document", pa.string()),
    ]
)
RECORDS_SCHEMA = SCHEMA.insert(0, pa.field("table_name", pa.dictionary(pa.int8(), pa.string())))
FILES_SCHEMA = pa.schema(
    [
        ("table_name", pa.string()),
        ("file", pa.string()),
        ("load_date", pa.date32()),
        ("bytes", pa.int64()),
    ]
)
PLACES_SCHEMA = pa.schema([("place", pa.string())])
# no column of anybody's is called so
LINE = '"line number in the file"'
TEXTS_SCHEMA = pa.schema([("row_id", pa.int64()), ("raw", pa.string())])


class LandingFile:
    """One path in a table's folder, with what every row of it has in common."""

    def __init__(self, root: Path, path: Path, first_row_id: int, load_date):
        self.path = path
        self.first_row_id = first_row_id
        self.load_date = load_date
        self.name = file_name(root, path)
        self.is_text = self.name.split("/")[0] in TEXT_SOURCES
        # None: every line
        self.wanted_lines: np.ndarray | None = None

    def batch(self, line_numbers, raw, document, defects=None) -> pa.RecordBatch:
        """Rows of this file as one record batch (arrays of equal length)."""
        numbers = np.asarray(line_numbers, dtype=np.int64)
        if defects is None:
            defects = pa.nulls(len(numbers), pa.string())
        if self.wanted_lines is not None:
            keep = np.flatnonzero(np.isin(numbers, self.wanted_lines))
            numbers = numbers[keep]
            raw, document, defects = (values.take(pa.array(keep))
                for values in (raw, document, defects))
        same = pa.array(np.zeros(len(numbers), np.int8))
        return pa.record_batch(
            [
                pa.array(numbers + self.first_row_id),
                pa.DictionaryArray.from_arrays(same, pa.array([self.load_date], pa.date32())),
                pa.DictionaryArray.from_arrays(same, pa.array([self.name])),
                pa.array(numbers),
                defects,
                raw,
                document,
            ],
            schema=SCHEMA,
        )

    def defective(self, line_number: int, defect: str, raw: str | None) -> pa.RecordBatch:
        """A single row that could not be read."""
        return self.batch(
            [line_number],
            pa.array([raw], pa.string()),
            pa.nulls(1, pa.string()),
            pa.array([defect], pa.string()),
        )


class LandingTable:
    """A table's folder as an Arrow stream; each scan lists and reads the files again.

    `registry` gives the numbers of the files to read by their name (path below the root, as
    in the column `file`), or None: then every file is read, numbered from 0 by its path.
    """

    def __init__(self, root: str, table: str, registry=lambda: None):
        self.root = Path(root)
        self.table = table
        self.registry = registry

    def __arrow_c_stream__(self, requested_schema=None):
        return pa.RecordBatchReader.from_batches(SCHEMA, self.batches()).__arrow_c_stream__(
            requested_schema
        )

    def batches(self) -> Iterator[pa.RecordBatch]:
        for file in self.files():
            yield from read_file(file)

    def files(self) -> Iterator[LandingFile]:
        numbers = self.registry()
        for number, (path, load_date) in enumerate(table_files(self.root, self.table)):
            if numbers is not None:
                number = numbers.get(file_name(self.root, path))
            if number is not None:
                yield LandingFile(self.root, path, number * FILE_ROWS, load_date)


class LandingRecords:
    """The rows of several tables as one Arrow stream, each with its table_name."""

    def __init__(self, tables: dict[str, LandingTable]):
        self.tables = tables

    def __arrow_c_stream__(self, requested_schema=None):
        return pa.RecordBatchReader.from_batches(
            RECORDS_SCHEMA, self.batches()
        ).__arrow_c_stream__(requested_schema)

    def batches(self) -> Iterator[pa.RecordBatch]:
        for name, table in self.tables.items():
            for batch in table.batches():
                names = pa.DictionaryArray.from_arrays(
                    pa.array(np.zeros(len(batch), np.int8)), pa.array([name])
                )
                yield pa.record_batch([names, *batch.columns], schema=RECORDS_SCHEMA)


class LandingFiles:
    """The files of all tables as an Arrow stream, one row each."""

    def __init__(self, root: str, tables: list[str]):
        self.root = Path(root)
        self.tables = tables

    def __arrow_c_stream__(self, requested_schema=None):
        return pa.RecordBatchReader.from_batches(
            FILES_SCHEMA, self.batches()
        ).__arrow_c_stream__(requested_schema)

    def batches(self) -> Iterator[pa.RecordBatch]:
        rows = [
            {
                "table_name": table,
                "file": file_name(self.root, path),
                "load_date": load_date,
                "bytes": path.stat().st_size if path.is_file() else None,
            }
            for table in self.tables
            for path, load_date in table_files(self.root, table)
        ]
        yield pa.RecordBatch.from_pylist(rows, FILES_SCHEMA)


class LandingPlaces:
    """What lies in the landing root and in the folders of sources, as an Arrow stream."""

    def __init__(self, root: str, tables: list[str]):
        self.root = Path(root)
        self.tables = tables

    def __arrow_c_stream__(self, requested_schema=None):
        return pa.RecordBatchReader.from_batches(
            PLACES_SCHEMA, self.batches()
        ).__arrow_c_stream__(requested_schema)

    def batches(self) -> Iterator[pa.RecordBatch]:
        places = pa.array(list_places(self.root, self.tables), pa.string())
        yield pa.record_batch([places], schema=PLACES_SCHEMA)


class RejectedRows:
    """Text of chosen rows as an Arrow stream: row_id and raw, read from their files again.

    `row_ids` gives the rows that are wanted as a sorted int64 array.
    """

    def __init__(self, tables: list[LandingTable], row_ids):
        self.tables = tables
        self.row_ids = row_ids

    def __arrow_c_stream__(self, requested_schema=None):
        return pa.RecordBatchReader.from_batches(
            TEXTS_SCHEMA, self.batches()
        ).__arrow_c_stream__(requested_schema)

    def batches(self) -> Iterator[pa.RecordBatch]:
        wanted = self.row_ids()
        for table in self.tables:
            for file in table.files():
                first, last = np.searchsorted(
                    wanted, [file.first_row_id, file.first_row_id + FILE_ROWS]
                )
                if first < last:
                    file.wanted_lines = wanted[first:last] - file.first_row_id
                    for batch in read_file(file):
                        yield batch.select(["row_id", "raw"])


def file_name(root: Path, path: Path) -> str:
    """The path below the landing root, with `/`."""
    # a name that is no UTF-8 shows as a line that is none
    return as_text(os.fsencode(path.relative_to(root).as_posix()))


def table_files(root: Path, table: str) -> list[tuple[Path, datetime.date | None]]:
    """The files of `<source>/<table>`, or of every folder of the source (`<source>/*`), by path."""
    if not table.endswith("/*"):
        return list_files(root / table)
    folders = [path for path in visible(root / table[:-2]) if path.is_dir() or not is_note(path)]
    found = [file for folder in folders for file in list_files(folder)]
    return sorted(found, key=lambda item: item[0].as_posix())


def is_note(path: Path) -> bool:
    """Whether a file beside tables is a note for people: `.md`, LICENSE and the like."""
    return path.suffix.lower() == ".md" or re.fullmatch("[A-Z_-]+", path.name) is not None


def list_files(folder: Path) -> list[tuple[Path, datetime.date | None]]:
    """Paths below a table's folder with their load date, sorted by path.

    A path whose load date is None, a folder among them, is not where a load belongs.
    """
    if folder.exists() and not folder.is_dir():
        return [(folder, None)]
    found = []
    for entry in visible(folder):
        load_date = parse_load_date(entry)
        if load_date is None:
            found.append((entry, None))
        else:
            found.extend((path, load_date) for path in files_below(entry))
    return sorted(found, key=lambda item: item[0].as_posix())


def files_below(folder: Path) -> Iterator[Path]:
    """The files in a load's folder and in the folders within, such as `hour=03`."""
    for path in visible(folder):
        # a link to a folder that it lies in would go on for ever
        if path.is_dir() and not (
            path.is_symlink() and path.resolve() in (folder / "x").resolve().parents
        ):
            yield from files_below(path)
        else:
            yield path


def list_places(root: Path, tables: list[str]) -> list[str]:
    """Paths below the root: itself (empty), folders of tables, and what belongs to no table.

    Notes for people (`.md`, and names in capitals without an ending, such as LICENSE) are left out.
    """
    if not root.is_dir():
        return []
    sources = {table.split("/")[0] for table in tables}
    found = [""]
    for path in visible(root):
        is_source = path.name in sources and path.is_dir()
        for place in visible(path) if is_source else [path]:
            name = file_name(root, place)
            if place.is_dir() or not is_note(place) or name in tables:
                found.append(name)
    return sorted(found)


def visible(folder: Path) -> list[Path]:
    if not folder.is_dir():
        return []
    return [path for path in folder.iterdir() if path.name[0] not in "._"]


def parse_load_date(folder: Path) -> datetime.date | None:
    match = re.fullmatch(r"load_date=(\d{4}-\d{2}-\d{2})", folder.name)
    if match is None or not folder.is_dir():
        return None
    try:
        return datetime.date.fromisoformat(match.group(1))
    except ValueError:
        return None


def read_file(file: LandingFile) -> Iterator[pa.RecordBatch]:
    """All rows of one file; a file that cannot be read at all is one defective row."""
    if file.load_date is None or not file.path.is_file():
        yield file.defective(0, "unexpected_file", None)
        return
    if not os.access(file.path, os.R_OK):
        yield file.defective(0, "unreadable_file", None)
        return
    content = Bytes(file.path)
    form = "lines" if file.is_text else form_of(file.path.name, content.head())
    if form is None:
        yield file.defective(0, f"unknown_ending:{ending(file.path.name)}", None)
    elif form == "lines":
        yield from read_lines(file, content)
    elif form == "values":
        yield from read_values(file, content)
    elif form == "csv":
        yield from read_csv(file, content)
    else:
        yield from read_parquet(file)


def form_of(name: str, head: bytes) -> str | None:
    """How a file is read: `lines`, `values` (of JSON), `csv`, `parquet`, or None for not at all.

    What its first bytes say goes before what its name says, so a name need not say anything.
    """
    if head.startswith(PARQUET_START):
        return "parquet"
    form = json_form(head)
    name = plain_name(name)
    if name.endswith(LINES_ENDINGS):
        return form or "lines"
    if name.endswith(CSV_ENDINGS):
        # a header may begin with a bracket, but is no JSON
        first = head.removeprefix(BYTE_ORDER_MARK).lstrip(WHITE_SPACE).partition(b"\n")[0]
        return form if form == "values" or (form and value_end(first)) else "csv"
    if form is None or b"\0" in head:
        return "parquet" if name.endswith(PARQUET_ENDINGS) else None
    return form


def plain_name(name: str) -> str:
    """A file's name in small letters, without what says how it is packed."""
    name = name.lower()
    for packed in PACKED_ENDINGS:
        name = name.removesuffix(packed)
    return name


def ending(name: str) -> str:
    """What a file's name ends in, `.xml.gz` for one; `none` when it has no ending."""
    return re.search(r"(\.[^.]*)?(\.gz|\.zst)?$", name.lower()).group() or "none"


class Bytes:
    """The content of a plain, gzip or zstd file in chunks, to be gone through once; `is_truncated`
    when it broke off.

    How it is packed is told by its first bytes, not by its name: clients that unpack a
    download on the way leave plain text under a name that ends in .gz.
    """

    def __init__(self, path: Path):
        self.path = path
        self.is_truncated = False
        self._begun: list[bytes] = []
        self._rest = self._chunks()

    def head(self) -> bytes:
        """What it begins with, HEAD_BYTES or more; of Parquet, which is read otherwise, less."""
        size = sum(map(len, self._begun))
        while size < HEAD_BYTES and (chunk := next(self._rest, None)) is not None:
            self._begun.append(chunk)
            size += len(chunk)
            if self._begun[0].startswith(PARQUET_START):
                break
        return b"".join(self._begun)

    def __iter__(self) -> Iterator[bytes]:
        while self._begun:
            yield self._begun.pop(0)
        yield from self._rest

    def _chunks(self) -> Iterator[bytes]:
        with self.path.open("rb") as handle:
            start = handle.read(4)
            if start == PARQUET_START:
                yield start
            handle.seek(0 if start != PARQUET_START else 4)
            chunks = iter(lambda: handle.read(CHUNK_BYTES), b"")
            if start.startswith(GZIP_START):
                yield from self._unpack(chunks)
            elif start == ZSTD_START or is_zstd_note(start):
                yield from self._unpack_zstd()
            else:
                yield from chunks

    def _unpack(self, chunks: Iterator[bytes]) -> Iterator[bytes]:
        member = zlib.decompressobj(31)
        for chunk in chunks:
            while chunk:
                try:
                    # bounded, so that a small file cannot unpack into all of memory
                    plain = member.decompress(chunk, CHUNK_BYTES)
                except zlib.error:
                    self.is_truncated = True
                    return
                if plain:
                    yield plain
                if member.eof:
                    # gzip files may be put end to end; zero bytes are padding
                    chunk = member.unused_data.lstrip(b"\0")
                    if chunk:
                        member = zlib.decompressobj(31)
                else:
                    chunk = member.unconsumed_tail
        while not member.eof:
            plain = member.decompress(b"", CHUNK_BYTES)
            if not plain:
                break
            yield plain
        self.is_truncated = not member.eof

    def _unpack_zstd(self) -> Iterator[bytes]:
        size, unread = 0, CHUNK_BYTES
        while unread:
            with self.path.open("rb") as handle:
                unpacked = pa.CompressedInputStream(pa.PythonFile(handle), "zstd")
                try:
                    skip = size
                    while skip:
                        skip -= len(unpacked.read(min(skip, CHUNK_BYTES)))
                    while plain := unpacked.read(unread):
                        size += len(plain)
                        yield plain
                    return
                except OSError:
                    # what a read has unpacked before it fails is lost: read again what is left
                    # in ever smaller pieces, down to the last byte
                    self.is_truncated = True
                    unread //= 16


def is_zstd_note(start: bytes) -> bool:
    """Whether a file starts with a frame that zstd skips, as some packers write first."""
    return len(start) == 4 and 0x184D2A50 <= int.from_bytes(start, "little") <= 0x184D2A5F


def read_lines(file: LandingFile, content: Bytes) -> Iterator[pa.RecordBatch]:
    """One row per physical line that is not blank."""
    rest: list[bytes] = []
    line_number = 0
    for chunk in content:
        if line_number == 0 and not rest:
            chunk = chunk.removeprefix(BYTE_ORDER_MARK)
        end = chunk.rfind(b"\n") + 1
        if end == 0:
            rest.append(chunk)
            continue
        buffer = b"".join((*rest, chunk[:end]))
        rest = [chunk[end:]] if end < len(chunk) else []
        ends = np.flatnonzero(np.frombuffer(buffer, np.uint8) == 10) + 1
        yield from lines_batch(file, buffer, ends, line_number)
        line_number += len(ends)
    last = b"".join(rest)
    if content.is_truncated:
        yield file.defective(line_number + 1, "truncated_file", as_text(last) if last else None)
    elif last:
        yield from lines_batch(file, last, np.array([len(last)]), line_number)


def read_values(file: LandingFile, content: Bytes) -> Iterator[pa.RecordBatch]:
    """One row per element of an array, or per object of objects end to end.

    Of a file that breaks off, or whose array is not closed, the last row says so.
    """
    cutter = Values(LONGEST_VALUE)
    is_first, last_number = True, 0
    for chunk in content:
        # a mark that a chunk cuts is what lies before the first value, and so a row of its own
        values = cutter.take(chunk.removeprefix(BYTE_ORDER_MARK) if is_first else chunk)
        is_first = False
        if values:
            last_number = yield from values_batch(file, values, last_number)
    values = cutter.end(content.is_truncated)
    if values:
        yield from values_batch(file, values, last_number)


def values_batch(file: LandingFile, values: list, last_number: int):
    """Rows of values, behind a row of that number; returns the number of the last."""
    # the line, or the next number that is free
    order = np.arange(1, len(values) + 1)
    numbers = np.array([value.line for value in values]) - order
    numbers = np.maximum(np.maximum.accumulate(numbers), last_number) + order
    raw, defects = [], []
    for value in values:
        try:
            text, defect = value.text.decode(), value.defect
        except UnicodeDecodeError:
            text, defect = as_text(value.text), value.defect or "invalid_utf8"
        raw.append(text or None)
        defects.append(defect)
    document = [None if defect else text for text, defect in zip(raw, defects)]
    document = repaired(
        pa.array(document, pa.string()), b"\n".join(value.text for value in values)
    )
    yield file.batch(numbers, pa.array(raw, pa.string()), document, pa.array(defects, pa.string()))
    return int(numbers[-1])


def lines_batch(file: LandingFile, buffer: bytes, ends, lines_before: int):
    """Lines of a buffer that ends with a whole line; `ends` are the offsets after each."""
    count = len(ends)
    offsets = np.zeros(count + 1, np.int32)
    offsets[1:] = ends
    lines = pa.Array.from_buffers(
        pa.binary(), count, [None, pa.py_buffer(offsets), pa.py_buffer(buffer)]
    )
    numbers = np.arange(lines_before + 1, lines_before + count + 1)

    first_bytes = np.frombuffer(buffer, np.uint8)[offsets[:-1]]
    suspects = np.flatnonzero(np.isin(first_bytes, np.frombuffer(WHITE_SPACE, np.uint8)))
    keep = np.ones(count, bool)
    keep[[i for i in suspects if not lines[int(i)].as_py().strip(WHITE_SPACE)]] = False
    if file.wanted_lines is not None:
        keep &= np.isin(numbers, file.wanted_lines)
    if not keep.all():
        lines = lines.filter(pa.array(keep))
        numbers = numbers[keep]
    if len(numbers) == 0:
        return
    try:
        text = lines.cast(pa.string())
    except pa.ArrowInvalid:
        # not UTF-8: rare, so who it is is asked only then
        broken = np.zeros(count, bool)
        broken[broken_lines(buffer, ends)] = True
        yield broken_batch(file, lines, numbers, broken[keep])
    else:
        document = none_of(numbers) if file.is_text else repaired(text, buffer)
        yield file.batch(numbers, text, document)


def none_of(rows) -> pa.Array:
    return pa.nulls(len(rows), pa.string())


def broken_batch(file: LandingFile, lines: pa.Array, numbers, broken) -> pa.RecordBatch:
    """Lines of which some are not UTF-8, as the mask `broken` says."""
    # half a second, which runs without new files need not pay
    import pyarrow.compute as pc

    mask = pa.array(broken)
    shown = [as_text(lines[int(i)].as_py()).encode() for i in np.flatnonzero(broken)]
    raw = pc.replace_with_mask(lines, mask, pa.array(shown, pa.binary())).cast(pa.string())
    none = pa.scalar(None, pa.string())
    return file.batch(
        numbers,
        raw,
        none_of(numbers) if file.is_text
        else repaired(pc.if_else(mask, none, raw), lines.buffers()[2].to_pybytes()),
        pc.if_else(mask, pa.scalar("invalid_utf8"), none),
    )


def broken_lines(buffer: bytes, ends) -> list[int]:
    """Indexes of the lines that are not UTF-8."""
    found = []
    start = 0
    while start < len(buffer):
        try:
            codecs.utf_8_decode(memoryview(buffer)[start:], "strict", True)
            break
        except UnicodeDecodeError as error:
            line = int(np.searchsorted(ends, start + error.start, side="right"))
            found.append(line)
            # a character is never cut by a line end, which is below 128
            start = int(ends[line])
    return found


def as_text(line: bytes) -> str:
    return line.decode(errors="backslashreplace")


def read_csv(file: LandingFile, content: Bytes) -> Iterator[pa.RecordBatch]:
    """One row per CSV record; its line number is that of its first line.

    The header is no row, unless it is no header (blank or repeated names, not UTF-8):
    then every record, the first among them, is `malformed_csv`.
    """
    header: list[str] | None = None
    delimiter = ","
    header_is_good = True
    rows: list[tuple] = []
    for line_number, record in csv_records(content):
        if not record.strip(WHITE_SPACE):
            continue
        if header is None:
            delimiter = csv_delimiter(file.path.name, record)
            header = csv_fields(record, delimiter) or []
            header_is_good = bool(header) and all(header) and len(set(header)) == len(header)
            if header_is_good:
                continue
        rows.append((line_number, *csv_row(record, header if header_is_good else None, delimiter)))
        if len(rows) == 5_000:
            yield csv_batch(file, rows)
            rows = []
    if content.is_truncated:
        if rows:
            line_number, raw, _, _ = rows.pop()
            rows.append((line_number, raw, None, "truncated_file"))
        else:
            rows.append((0, None, None, "truncated_file"))
    if rows:
        yield csv_batch(file, rows)


def csv_records(content: Bytes) -> Iterator[tuple[int, bytes]]:
    """Records with the number of their first line; quoted line ends stay inside."""
    # a list, since one stray quote makes a record of all the lines behind it
    record: list[bytes] = []
    first_line, line_number, quotes = 1, 0, 0
    for line in physical_lines(content):
        line_number += 1
        if not record:
            first_line = line_number
        record.append(line)
        quotes += line.count(b'"')
        if quotes % 2 == 0:
            yield first_line, b"".join(record)
            record, quotes = [], 0
    if record:
        yield first_line, b"".join(record)


def physical_lines(content: Bytes) -> Iterator[bytes]:
    rest = b""
    for chunk in content:
        lines = (rest + chunk).split(b"\n")
        rest = lines.pop()
        yield from (line + b"\n" for line in lines)
    if rest:
        yield rest


def csv_delimiter(name: str, header: bytes) -> str:
    """What stands between fields: a tab in `.tsv`, else a comma, unless the header says otherwise."""
    usual = b"," if plain_name(name).endswith(".csv") else b"\t"
    found = [mark for mark in (usual, b",", b"\t", b";") if mark in header]
    return (found or [usual])[0].decode()


def csv_fields(record: bytes, delimiter: str = ",") -> list[str] | None:
    """The fields of one record, or None when it is no CSV."""
    try:
        text = record.removeprefix(b"\xef\xbb\xbf").decode()
        rows = list(csv.reader(io.StringIO(text, newline=""), strict=True, delimiter=delimiter))
    except (UnicodeDecodeError, csv.Error):
        return None
    return rows[0] if len(rows) == 1 else None


def csv_row(
    record: bytes, header: list[str] | None, delimiter: str
) -> tuple[str, str | None, str | None]:
    """Raw text, document and defect of one record. An empty field counts as absent."""
    fields = csv_fields(record, delimiter)
    if header is None or fields is None or len(fields) != len(header):
        return as_text(record), None, "malformed_csv"
    members = [
        f"{json.dumps(name, ensure_ascii=False)}: {json_or_text(name, value)}"
        for name, value in zip(header, fields)
        if value != ""
    ]
    return record.decode(), f"{{{', '.join(members)}}}", None


def json_or_text(name: str, value: str) -> str:
    """A field as JSON: as it stands where its column holds JSON, and it is some; else a string."""
    if JSON_COLUMNS.fullmatch(name):
        try:
            json.loads(value)
            return repair(value)
        except (ValueError, RecursionError):
            pass
    return json.dumps(value, ensure_ascii=False)


def csv_batch(file: LandingFile, rows: list[tuple]) -> pa.RecordBatch:
    numbers, raw, document, defects = zip(*rows)
    texts = (pa.array(values, pa.string()) for values in (raw, document, defects))
    return file.batch(numbers, *texts)


def read_parquet(file: LandingFile) -> Iterator[pa.RecordBatch]:
    """One row per Parquet row; its raw text is the row as JSON."""
    path = file.path.as_posix()
    try:
        connection = parquet_reader()
        source = connection.read_parquet(path)
        wanted, parameters = "", {"path": path}
        if file.wanted_lines is not None:
            # before rows are made into text: they are few
            wanted = f"where {LINE} in (select unnest($lines))"
            parameters["lines"] = file.wanted_lines.tolist()
        rows = connection.sql(
            f"select {LINE}, {parquet_document(source)} "
            f"from (select row_number() over () as {LINE}, * from read_parquet($path)) {wanted}",
            params=parameters,
        ).to_arrow_reader(20_000)
        for batch in rows:
            text = batch.column(1).cast(pa.string())
            text = repaired(text, text.buffers()[2].to_pybytes())
            yield file.batch(batch.column(0).to_numpy(), text, text)
    except (duckdb.Error, UnicodeEncodeError):
        # DuckDB takes no path that is not UTF-8
        yield file.defective(0, "unreadable_file", None)


@functools.cache
def parquet_engine() -> duckdb.DuckDBPyConnection:
    """One for all files: to open one takes longer than to read a small file."""
    return duckdb.connect(config={"autoinstall_known_extensions": "false", "threads": 1})


def parquet_reader() -> duckdb.DuckDBPyConnection:
    """A cursor of its own for each file, since scans of several tables may run at once."""
    cursor = parquet_engine().cursor()
    cursor.execute("set TimeZone = 'UTC'")
    return cursor


def parquet_document(source: duckdb.DuckDBPyRelation) -> str:
    """SQL for a row as JSON text: its columns, those that hold JSON text behind the others."""
    columns = [(sql_name(name), name, str(kind)) for name, kind in zip(source.columns, source.types)]
    plain, spliced = [], []
    for quoted, name, kind in columns:
        if kind == "VARCHAR" and JSON_COLUMNS.fullmatch(name):
            # put in as it stands: to parse and rewrite it costs more than all the rest
            value = (
                f"case when json_valid({quoted}) or json_valid(regexp_replace({quoted}, "
                f"'{HALF_OR_WHOLE}', '?', 'g')) then {quoted} "
                f"else cast(to_json({quoted}) as varchar) end"
            )
            key = json.dumps(name, ensure_ascii=False).replace("'", "''")
            spliced.append(f"'{key}:', coalesce({value}, 'null')")
        else:
            plain.append(f"{quoted} := {quoted}")
    # packed by name: an alias for the row would give way to a column of that name
    packed = f"cast(to_json(struct_pack({', '.join(plain)})) as varchar)" if plain else ""
    if not spliced:
        return packed
    # the object of the others is left open
    opening = f"left({packed}, -1), ','" if plain else "'{'"
    members = ", ',', ".join(spliced)
    return f"concat({opening}, {members}, '}}')"


def sql_name(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


class Plugin(BasePlugin):
    """dbt-duckdb's hook: `root`, `tables` (of events) and `record_tables` come from profiles.yml."""

    def initialize(self, plugin_config):
        self._root = plugin_config["root"]
        self._tables = plugin_config["tables"]
        self._record_tables = plugin_config.get("record_tables", [])

    def configure_connection(self, conn):
        self._connection = conn

    def configure_cursor(self, cursor):
        for table in self._tables:
            landing_table = LandingTable(
                self._root, table, lambda table=table: self._numbers(table, "is_new")
            )
            cursor.register(f"landing_{table.replace('/*', '/events').replace('/', '_')}", landing_table)
        cursor.register("landing_records", LandingRecords({
            table: LandingTable(self._root, table, lambda table=table: self._numbers(table, "is_new"))
            for table in self._record_tables
        }))
        every_table = self._tables + self._record_tables
        cursor.register("landing_files", LandingFiles(self._root, every_table))
        cursor.register("landing_places", LandingPlaces(self._root, every_table))
        texts = [
            LandingTable(self._root, table, lambda table=table: self._numbers(table, "is_present"))
            for table in self._tables
        ]
        cursor.register("landing_rejected_rows", RejectedRows(texts, self._rejected))

    def _numbers(self, table: str, chosen: str) -> dict[str, int] | None:
        """Numbers of the files that are `is_new` or `is_present`; None where no run has begun."""
        # a connection of its own: the one that scans is busy
        with self._connection.cursor() as cursor:
            if not relation_exists(cursor, "staging", "landing_files"):
                return None
            rows = cursor.execute(
                "select file, file_number from staging.landing_files "
                f"where table_name = ? and {chosen}",
                [table],
            ).fetchall()
        return dict(rows)

    def _rejected(self) -> np.ndarray:
        """Rows whose text event_quarantine asks for: of this load, or of all where it is rebuilt."""
        with self._connection.cursor() as cursor:
            rows = cursor.execute(
                """
                select row_id
                from intermediate.int_events__rejected
                inner join intermediate.int_events__read using (row_id)
                where
                    raw is null
                    and (
                        row_id >= (
                            select min(file_number) * ? from staging.landing_files where is_new
                        )
                        or not exists (
                            select * from runs.plan
                            where node like '%.event_quarantine' and mode = 'increment'
                        )
                    )
                order by row_id
                """,
                [FILE_ROWS],
            ).fetchnumpy()
        return rows["row_id"]


def relation_exists(cursor, schema: str, name: str) -> bool:
    return cursor.execute(
        "select count(*) > 0 from information_schema.tables "
        "where table_schema = ? and table_name = ?",
        [schema, name],
    ).fetchone()[0]
