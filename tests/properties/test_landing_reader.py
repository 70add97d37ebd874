"""The landing reader against a plain reading of the same bytes."""

import gzip
import json
import os
import zlib

import duckdb
import pyarrow as pa
import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from plugins import landing
from plugins.json_values import Values, json_form

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
@example(lines=[b"PAR1"], ends=b"\n", packed=False)
def test_reads_what_is_there(tmp_path_factory, lines, ends, packed):
    root = tmp_path_factory.mktemp("landing")
    content = ends.join(lines)
    # a first line that looks like gzip, zstd or Parquet is that
    if content.startswith((landing.GZIP_START, landing.ZSTD_START, landing.PARQUET_START)):
        content = b" " + content
    assume(json_form(content) != "values")
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
        # half of a surrogate pair is no letter
        (r'{"a": "\ud800"}', r'{"event": "view", "properties": {"a": "\ufffd"}}'),
        # numbers as they are written, and names that come twice, as lines of JSON have them
        ('{"a": 1.10, "a": 1e2}', '{"event": "view", "properties": {"a": 1.10, "a": 1e2}}'),
        ('{"a": NaN}', '{"event": "view", "properties": {"a": null}}'),
        ('{"a": [-Infinity, "NaN"]}', '{"event": "view", "properties": {"a": [null, "NaN"]}}'),
        ('{"a": 1,}', None),
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


PACKERS = {
    "": bytes,
    ".gz": lambda content: gzip.compress(content, mtime=0),
    ".zst": lambda content: pa.Codec("zstd").compress(content, asbytes=True),
}
OBJECTS = st.lists(
    st.dictionaries(
        st.text(max_size=3),
        st.recursive(
            st.none() | st.booleans() | st.integers() | st.text(max_size=5)
            | st.sampled_from(['"', "\\", "[{", "}],", "\n"]),
            lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=2), inner),
            max_leaves=4,
        ),
        min_size=1, max_size=3,
    ),
    min_size=2, max_size=5,
)
LAYOUTS = st.tuples(
    st.sampled_from([None, 0, 2]), st.sampled_from(["", "\n", " ", "\r\n\n"]), st.booleans()
)


def written(objects, layout, is_array):
    """Objects as an array, or end to end: indented or not, and with what is between them."""
    indent, between, has_ascii = layout
    texts = [json.dumps(one, indent=indent, ensure_ascii=has_ascii) for one in objects]
    if is_array:
        return ("[" + between + ("," + between).join(texts) + between + "]" + between).encode()
    # two in the first line, where lines would be read one by one
    return (texts[0] + ("" if indent is None else between) + between.join(texts[1:])).encode()


def plain_values(content):
    """Number and text of each value, by Python's own reader."""
    text, place, found = content.decode(), 0, []
    while place < len(text):
        if text[place] in "[, \r\n]":
            place += 1
            continue
        end = json.JSONDecoder().raw_decode(text, place)[1]
        last = found[-1][0] if found else 0
        found.append((max(text.count("\n", 0, place) + 1, last + 1), text[place:end]))
        place = end
    return found


@settings(max_examples=200, deadline=None)
@given(
    objects=OBJECTS, layout=LAYOUTS, is_array=st.booleans(), packed=st.sampled_from(list(PACKERS)),
    folder=st.sampled_from(["", "hour=03/", "region=eu/hour=03/"]),
)
def test_values_are_read_one_by_one(tmp_path_factory, objects, layout, is_array, packed, folder):
    root = tmp_path_factory.mktemp("landing")
    content = written(objects, layout, is_array)
    write(root, f"{folder}events.json{packed}", PACKERS[packed](content))
    rows = read(root)
    assert [(row[1], row[3]) for row in rows] == plain_values(content)
    assert [json.loads(row[4]) for row in rows] == objects
    assert {(row[2], row[6]) for row in rows} == {(None, "2026-01-01")}
    assert len({row[5] for row in rows}) == len(rows)


@settings(max_examples=200, deadline=None)
@given(objects=OBJECTS, layout=LAYOUTS, is_array=st.booleans(), cut=st.integers(min_value=0))
def test_values_before_a_break_are_kept(tmp_path_factory, objects, layout, is_array, cut):
    root = tmp_path_factory.mktemp("landing")
    whole = written(objects, layout, is_array)
    # behind the first value, which tells what the file is
    first = whole.index(plain_values(whole)[0][1].encode()) + len(plain_values(whole)[0][1].encode())
    content = whole[: first + 1 + cut % (len(whole) - first)]
    assume(json_form(content) == "values")
    write(root, "events.json", content)
    rows = read(root)
    kept = [(row[1], row[3]) for row in rows if row[2] is None]
    assert kept == plain_values(whole)[: len(kept)]
    # what is left is one row, and all that is not between values is in a row
    torn = [row for row in rows if row[2] is not None]
    is_closed = len(kept) == len(objects) and (not is_array or content.rstrip().endswith(b"]"))
    assert len(torn) == (0 if is_closed else 1) or not is_array
    assert {row[2] for row in torn} <= {"truncated_file", "invalid_utf8"} and len(torn) <= 1
    in_rows = "".join(row[3] or "" for row in rows)
    if all(row[2] != "invalid_utf8" for row in torn) and b"\\x" not in in_rows.encode():
        between = "[, \r\n]"
        assert squeezed(content.decode(errors="ignore"), between) == squeezed(in_rows, between)
    assert [row[5] for row in rows] == sorted({row[5] for row in rows})


def squeezed(text, letters):
    return text.translate(dict.fromkeys(map(ord, letters)))


@pytest.mark.parametrize(
    ("content", "form"),
    [
        # a whole first line: the others are read by themselves, whatever they are
        (b'{"a": 1}', "lines"),
        (b'{"a": 1}\n{"a":\n', "lines"),
        (b'[{"a": 1}]\n{"a": 1}\n', "lines"),
        (b'[]\n{"a": 1}\n', "lines"),
        # a broken first line
        (b'{\n{"a": 1}\n', "lines"),
        (b'{"a":\n{"b": 1}\n{"b": 2}\n', "lines"),
        (b'{"a": "x\n{"b": 1}\n', "lines"),
        (b'{"a": 1}} \n{"b": 2}\n', "lines"),
        (b'{"a": 1} x\n{"b": 2}\n', "lines"),
        (b'[\n{"a": 1}\n{"a": 2}\n', "lines"),
        (b'[{"a": 1}\n{"a": 2}\n', "lines"),
        (b'[{"a": "x\n{"a": 1}\n{"a": 2}\n', "lines"),
        (b"[2026-01-01 10:00] started\n", "lines"),
        (b"[1, 2]\n[3]\n", "lines"),
        # objects over several lines, or several in one
        (b'{\n "a": 1\n}\n', "values"),
        (b'{\n "a": [\n', "values"),
        (b'{"a": 1,\n"b": 2}\n', "values"),
        (b'{"a": 1}{"a": 2}', "values"),
        (b'{"a": 1} {"a": 2', "values"),
        # arrays
        (b'\xef\xbb\xbf\n [ {"a": 1} ]', "values"),
        (b"[]\r\n", "values"),
        (b"[\n]\n", "values"),
        (b'[{"a": 1', "values"),
        (b'[\n{"a": 1},\n{"a": 2}\n]', "values"),
        (b'[\nnull,\n{"a": 2}\n]', "values"),
        (b"no JSON", None),
        (b"", None),
    ],
)
def test_first_bytes_tell_how_a_file_is_read(content, form):
    assert json_form(content) == form


def test_broken_element_leaves_those_behind_it_whole(tmp_path):
    content = b'[{"a": 1,}, {"a": "\xff"}, x "[", {"a": 2}}\n]\n{"a": 3}'
    write(tmp_path, "events.json", content)
    assert [(row[1], row[2], row[3]) for row in read(tmp_path)] == [
        (1, None, '{"a": 1,}'), (2, "invalid_utf8", r'{"a": "\xff"}'), (3, None, 'x "["'),
        # the array ends where its depth does
        (4, None, '{"a": 2}'), (5, None, "}"), (6, None, "]"), (7, None, '{"a": 3}'),
    ]


def test_value_without_an_end_is_not_held():
    """It comes in pieces, and what is behind it as ever."""
    cutter = Values(longest=10)
    content = b'[{"a": "%s"}, {"a": 1}]' % (b"x" * 50)
    found = [value for byte in content for value in cutter.take(bytes([byte]))]
    assert [value.defect for value in found] == ["oversized"] * 6 + [None]
    assert b"".join(value.text for value in found[:-1]) == b'{"a": "%s"}' % (b"x" * 50)
    assert found[-1].text == b'{"a": 1}' and cutter.end(False) == []


@pytest.mark.parametrize("cut", [3, 40, 700, 1500])
def test_broken_zstd_keeps_what_came_before(tmp_path, cut):
    lines = [json.dumps({"n": n, "x": zlib.crc32(b"%d" % n)}).encode() for n in range(100)]
    # several frames, as appended files have them
    packed = b"".join(PACKERS[".zst"](line + b"\n") for line in lines)
    write(tmp_path, "events.ndjson.zst", packed)
    assert [row[3].encode().rstrip() for row in read(tmp_path)] == lines
    write(tmp_path, "events.ndjson.zst", packed[:cut])
    rows = read(tmp_path)
    kept = [row[3].encode().rstrip() for row in rows if row[2] is None]
    assert kept == lines[: len(kept)] and len(kept) >= cut // len(packed) * 99
    if cut > 3:
        assert [row[2] for row in rows[len(kept):]] == ["truncated_file"]


@pytest.mark.parametrize(
    "name",
    [
        "a.json", "a.json.gz", "a.NDJSON", "a.JSON.GZ", "a.jsonl.zst", "a.gz", "a.zst", "a.txt",
        # as BigQuery, Segment, Amplitude and Firehose name what they export
        "bq_export_000000000000.json.gz", "1736553600000-1.gz",
        "187520_2026-01-01_10#0.json.gz", "stream-1-2026-01-01-10-00-00-0a1b", "part-00000.c000",
        "events.csv", "events.parquet",
    ],
)
def test_lines_of_json_are_read_under_any_name(tmp_path, name):
    packed = PACKERS.get(name[name.rfind("."):].lower(), bytes)
    write(tmp_path, name, packed(b'{"a": 1}\n{"a": broken\n'))
    assert [(row[1], row[2], row[4]) for row in read(tmp_path)] == [
        (1, None, '{"a": 1}\n'), (2, None, '{"a": broken\n'),
    ]


@pytest.mark.parametrize("name", ["rows.parquet", "rows", "rows.PARQUET", "rows.json"])
def test_parquet_is_read_under_any_name(tmp_path, name):
    path = write(tmp_path, name, b"")
    duckdb.sql("select 1 as a").write_parquet(str(path))
    assert [row[4] for row in read(tmp_path)] == ['{"a":1}']


@pytest.mark.parametrize(
    ("name", "content", "defect"),
    [
        ("photo.PNG", b"\x89PNG\r\n\x1a\n\0\0", "unknown_ending:.png"),
        ("events.zip", b"PK\x03\x04", "unknown_ending:.zip"),
        ("events.avro", b"Obj\x01\x04", "unknown_ending:.avro"),
        ("events.xml.gz", gzip.compress(b"<a/>", mtime=0), "unknown_ending:.xml.gz"),
        ("notes.txt", b"not an event", "unknown_ending:.txt"),
        ("events", b"{\0\0", "unknown_ending:none"),
        ("empty.orc", b"", "unknown_ending:.orc"),
        ("events.parquet", b"no Parquet", "unreadable_file"),
        ("packed.parquet.gz", gzip.compress(b"PAR1xxxxPAR1", mtime=0), "unreadable_file"),
    ],
)
def test_file_that_nothing_reads_is_named(tmp_path, name, content, defect):
    write(tmp_path, name, content)
    assert [(row[1], row[2]) for row in read(tmp_path)] == [(0, defect)]


def test_folders_of_a_load_are_looked_into(tmp_path):
    for name in ("b.ndjson", "hour=03/a.ndjson", "hour=03/x.json/part-0", "_tmp/c.ndjson", ".d/e"):
        write(tmp_path, name, b"{}\n")
    load = tmp_path / "tracker/events/load_date=2026-01-01"
    (load / "empty").mkdir()
    (load / "hour=03/again").symlink_to(load)
    found = [(row[0].split("2026-01-01/")[1], row[2]) for row in read(tmp_path)]
    assert found == [
        ("b.ndjson", None), ("hour=03/a.ndjson", None), ("hour=03/again", "unexpected_file"),
        ("hour=03/x.json/part-0", None),
    ]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("rows.tsv", b"id\tnote, long\n1\ta,b\n"),
        ("rows.TSV.gz", b"id\tnote\n1\ta,b\n"),
        ("rows.csv", b'id,"note, long"\n1,"a,b"\n'),
        ("rows.csv", b"id;note\n1;a,b\n"),
        ("rows.csv", b"id\tnote\n1\ta,b\n"),
        ("rows.tab", b'id,"note, long"\n1,"a,b"\n'),
    ],
)
def test_separator_is_that_of_the_ending_or_of_the_header(tmp_path, name, content):
    write(tmp_path, name, PACKERS[".gz"](content) if name.endswith(".gz") else content)
    [row] = read(tmp_path)
    assert list(json.loads(row[4]).values()) == ["1", "a,b"]


@pytest.mark.parametrize(
    ("line", "document"),
    [
        ('{"a": NaN, "b": [-Infinity,Infinity]}', '{"a": null, "b": [null,null]}'),
        # in strings, and in what is no such word, nothing changes
        ('{"a": "NaN", "b": ": NaN, \\" NaN"}', None),
        ('{"a": NaNs}', None),
        (r'{"a": "\ud83d", "\uDE00": 1}', r'{"a": "\ufffd", "\ufffd": 1}'),
        (r'{"a": "\ud83d\ud83d\ude00"}', r'{"a": "\ufffd\ud83d\ude00"}'),
        (r'{"a": "\ud83d\ude00\uD83D\uDE00 \u00e9"}', None),
        (r'{"a": "\\ud83d", "b": "\\\ud83d\ude00"}', None),
    ],
)
def test_what_is_no_value_in_a_line_is_set_aside_alone(tmp_path, line, document):
    healthy = '{"a": 1}'
    write(tmp_path, "a.ndjson", f"{healthy}\n{line}\n\n{healthy}".encode())
    write(tmp_path, "b.ndjson", f"{line}\n".encode() + b"\xff\n")
    write(tmp_path, "c.json", f"[{healthy}, {line}]".encode())
    rows = read(tmp_path)
    assert [row[3].rstrip("\n") for row in rows] == [
        healthy, line, healthy, line, r"\xff", healthy, line,
    ]
    repaired = document or line
    assert [row[4] and row[4].rstrip("\n") for row in rows] == [
        healthy, repaired, healthy, repaired, None, healthy, repaired,
    ]


def test_number_of_parquet_that_is_none_is_null(tmp_path):
    path = write(tmp_path, "rows.parquet", b"")
    with duckdb.connect() as connection:
        connection.execute(f"""
            copy (
                select
                    'NaN' as event,
                    cast('nan' as double) as price,
                    [cast('inf' as float), 1.5] as list,
                    map {{'k': {{'v': cast('-inf' as double)}}}} as nested,
                    '{{"a": NaN, "b": "Infinity"}}' as properties,
                    '{{"a": "\\ud83d"}}' as context,
                    '"\\ud83d" x' as traits
            ) to '{path}' (format parquet)
        """)
    [row] = read(tmp_path)
    assert json.loads(row[4]) == {
        "event": "NaN", "price": None, "list": [None, 1.5], "nested": {"k": {"v": None}},
        "properties": {"a": None, "b": "Infinity"}, "context": {"a": "\ufffd"},
        "traits": '"\\ud83d" x',
    }
