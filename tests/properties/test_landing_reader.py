"""The landing reader against a plain reading of the same bytes."""

import gzip
import json
import os
import zlib

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plugins import landing

BLANK = b" \t\r\n\x0b\x0c"


@pytest.fixture(autouse=True)
def small_chunks(monkeypatch):
    """So small that lines, characters and line ends fall on both sides of a chunk's end."""
    monkeypatch.setattr(landing, "CHUNK_BYTES", 7)


def read(root, table="tracker/events"):
    with duckdb.connect() as connection:
        connection.register("landed", landing.LandingTable(str(root), table))
        columns = "file, line_number, defect, raw, document, row_id, cast(load_date as varchar)"
        return connection.execute(f"select {columns} from landed order by row_id").fetchall()


def write(root, name, content, table="tracker/events", load_date="2026-01-01"):
    path = root / table / f"load_date={load_date}" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


def expected(content):
    """Line number, defect and text of each physical line that is not blank."""
    rows = []
    for number, line in enumerate(content.removeprefix(b"\xef\xbb\xbf").split(b"\n"), start=1):
        if not line.strip(BLANK):
            continue
        try:
            rows.append((number, None, line.decode()))
        except UnicodeDecodeError:
            rows.append((number, "invalid_utf8", line.decode(errors="backslashreplace")))
    return rows


LINES = st.lists(
    st.one_of(
        st.binary(max_size=20),
        st.text(max_size=20).map(str.encode),
        st.sampled_from([b"", b"\r", b" \t", b'{"a": 1}', b"\x00", b"\xef\xbb\xbf", b"\xc3"]),
    ),
    max_size=12,
)


@settings(max_examples=300, deadline=None)
@given(lines=LINES, ends=st.sampled_from([b"\n", b"\r\n"]), packed=st.booleans())
def test_reads_what_is_there(tmp_path_factory, lines, ends, packed):
    root = tmp_path_factory.mktemp("landing")
    content = ends.join(lines)
    # a first line that looks like gzip is gzip
    if content[:2] == b"\x1f\x8b":
        content = b" " + content
    name = "events.ndjson.gz" if packed else "events.ndjson"
    write(root, name, gzip.compress(content, mtime=0) if packed else content)
    found = [(number, defect, raw.rstrip("\n")) for _, number, defect, raw, *_ in read(root)]
    assert found == expected(content)


@settings(max_examples=100, deadline=None)
@given(cut=st.integers(min_value=3, max_value=400))
def test_broken_gzip_keeps_what_came_before(tmp_path_factory, cut):
    root = tmp_path_factory.mktemp("landing")
    lines = [json.dumps({"n": n, "x": zlib.crc32(b"%d" % n)}).encode() for n in range(60)]
    packed = gzip.compress(b"\n".join(lines) + b"\n", mtime=0)
    write(root, "events.ndjson.gz", packed[: min(cut, len(packed) - 1)])
    rows = read(root)
    kept = [raw.rstrip("\n") for _, _, defect, raw, *_ in rows if defect is None]
    assert kept == [line.decode() for line in lines[: len(kept)]]
    assert [defect for _, _, defect, *_ in rows[len(kept):]] == ["truncated_file"]


def test_members_end_to_end_are_one_file(tmp_path):
    content = gzip.compress(b'{"a": 1}\n') + gzip.compress(b'{"a": 2}\n') + b"\0" * 20
    write(tmp_path, "events.ndjson.gz", content)
    assert [raw for _, _, _, raw, *_ in read(tmp_path)] == ['{"a": 1}\n', '{"a": 2}\n']


def test_files_are_numbered_by_path_and_keep_their_load(tmp_path):
    write(tmp_path, "b.ndjson", b"1\n", load_date="2026-01-02")
    write(tmp_path, "c.ndjson", b"2\n", load_date="2026-01-01")
    write(tmp_path, "a.ndjson", b"3\n", load_date="2026-01-02")
    rows = read(tmp_path)
    assert [(row[3], row[6]) for row in rows] == [
        ("2\n", "2026-01-01"), ("3\n", "2026-01-02"), ("1\n", "2026-01-02"),
    ]
    assert len({row[5] for row in rows}) == 3


def test_file_in_place_of_the_folder_is_named(tmp_path):
    (tmp_path / "tracker").mkdir()
    (tmp_path / "tracker/events").write_text("{}")
    assert [(row[0], row[2]) for row in read(tmp_path)] == [
        ("tracker/events", "unexpected_file")
    ]


@pytest.mark.parametrize("name", ["a.ndjson", "a.jsonl", "a.log", "a.b.ndjson"])
def test_lines_are_read_under_every_ending(tmp_path, name):
    write(tmp_path, name, b"{}\n")
    assert [(row[2], row[4]) for row in read(tmp_path)] == [(None, "{}\n")]


def test_file_without_permission_is_named(tmp_path, monkeypatch):
    write(tmp_path, "events.ndjson", b"{}\n")
    monkeypatch.setattr(landing.os, "access", lambda *_: False)
    assert [(row[1], row[2]) for row in read(tmp_path)] == [(0, "unreadable_file")]


def test_csv_records_keep_quoted_line_ends_and_their_first_line(tmp_path):
    content = b'id,note\n1,"two\nlines"\n\n2,\n3,a,b\n4,"un\xff"\n'
    write(tmp_path, "rows.csv", content, table="snowplow/events")
    rows = read(tmp_path, "snowplow/events")
    assert [(row[1], row[2]) for row in rows] == [
        (2, None), (5, None), (6, "malformed_csv"), (7, "malformed_csv"),
    ]
    assert [json.loads(row[4]) for row in rows if row[4]] == [
        {"id": "1", "note": "two\nlines"}, {"id": "2"},
    ]


@pytest.mark.parametrize("header", [b"a,a", b"a,,b", b"\xff,b", b'"open'])
def test_csv_without_a_header_loses_no_record(tmp_path, header):
    write(tmp_path, "rows.csv", header + b"\n1,2\n", table="snowplow/events")
    rows = read(tmp_path, "snowplow/events")
    assert {row[2] for row in rows} == {"malformed_csv"}
    assert header.decode(errors="backslashreplace") in rows[0][3]


def test_parquet_rows_become_objects_with_nested_json(tmp_path):
    path = write(tmp_path, "rows.parquet", b"")
    with duckdb.connect() as connection:
        connection.execute(f"""
            copy (
                select
                    'x' as event,
                    timestamp '2026-01-01 10:00:00.5' as "timestamp",
                    '{{"price": 1.5}}' as properties,
                    cast(null as varchar) as traits,
                    'no json' as context
            ) to '{path}' (format parquet)
        """)
    (row,) = read(tmp_path)
    assert json.loads(row[4]) == {
        "event": "x", "timestamp": "2026-01-01 10:00:00.5", "properties": {"price": 1.5},
        "traits": None, "context": "no json",
    }


def test_parquet_column_may_have_any_name(tmp_path):
    path = write(tmp_path, "events.parquet", b"")
    duckdb.sql(
        """select 'view' as event, 7 as fields, 'x' as document, 1 as "a ""b" """
    ).write_parquet(str(path))
    found = [json.loads(document) for *_, document, _, _ in read(tmp_path)]
    assert found == [{"event": "view", "fields": 7, "document": "x", 'a "b': 1}]


@pytest.mark.parametrize(
    ("value", "document"),
    [
        # half of a surrogate pair: the escape stays, and SQL finds that it is no JSON
        (r'{"a": "\ud800"}', r'{"event": "view", "properties": {"a": "\ud800"}}'),
        # deeper than Python reads, longer than its CSV reader takes by itself
        ("[" * 100_000 + "]" * 100_000, None),
        ("x" * 200_000, None),
    ],
)
def test_csv_field_of_json_may_hold_anything(tmp_path, value, document):
    quoted = value.replace('"', '""')
    write(tmp_path, "events.csv", f'event,properties\nview,"{quoted}"\n'.encode())
    [(_, _, defect, _, found, _, _)] = read(tmp_path)
    assert defect is None
    assert found == (document or json.dumps({"event": "view", "properties": value}))


def test_file_name_that_is_no_utf8_is_written_with_escapes(tmp_path):
    path = write(tmp_path, "x", b"{}\n")
    path.rename(path.with_name(os.fsdecode(b"\xff.ndjson")))
    write(tmp_path, "y", b"").rename(path.with_name(os.fsdecode(b"\xff.parquet")))
    assert [(row[0].split("/")[-1], row[2]) for row in read(tmp_path)] == [
        (r"\xff.ndjson", None),
        (r"\xff.parquet", "unreadable_file"),
    ]


def test_nobody_lists_the_landing_zone_but_queries_of_it(tmp_path, monkeypatch):
    """dbt opens a connection for each model, and registers these tables on it."""
    write(tmp_path, "a.ndjson", b"{}\n")
    looks = []
    for name in ("list_files", "list_places"):
        look = getattr(landing, name)
        monkeypatch.setattr(landing, name, lambda *told, look=look: looks.append(1) or look(*told))
    with duckdb.connect() as connection:
        connection.register("files", landing.LandingFiles(str(tmp_path), ["tracker/events"]))
        connection.register("places", landing.LandingPlaces(str(tmp_path), ["tracker/events"]))
        connection.execute("select 1").fetchall()
        assert not looks
        [(name,)] = connection.execute("select file from files").fetchall()
        assert name.endswith("a.ndjson") and len(looks) == 1
        assert len(connection.execute("from places").fetchall()) == 2 and len(looks) == 2
