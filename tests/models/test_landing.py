"""Whatever lies in the landing zone, a build ends, and every row of it is accounted for."""

import gzip
import json
import random

import duckdb
import pytest

from tests.builds import Project

GOOD = {
    "event": "Page Viewed",
    "timestamp": "2026-01-01T10:00:00Z",
    "received_at": "2026-01-01T10:00:01Z",
    "anonymous_id": "visitor",
}
# the tables alone: the data tests run on the garbage and on the empty landing zone
TABLES = ("--resource-type", "seed", "model")


def event(number, **changes):
    return GOOD | {"message_id": f"message-{number}"} | changes


def fates(build, source="tracker"):
    return dict(build.query(f"""
        select disposition, sum(rows) from quality.event_ledger
        where source = '{source}' group by all
    """))


@pytest.fixture(scope="module")
def garbage(tmp_path_factory):
    """A landing zone of nothing but garbage, and the number of its rows by kind of file."""
    project = Project(tmp_path_factory.mktemp("garbage"), sources=("tracker", "snowplow"))
    load = project.landing / "tracker/events/load_date=2026-01-01"
    load.mkdir(parents=True)
    chance = random.Random(7)
    noise = chance.randbytes(200_000)
    (load / "noise.ndjson").write_bytes(noise)
    (load / "noise.ndjson.gz").write_bytes(noise)
    whole = gzip.compress(
        b"".join(b'{"n": %d, "noise": "%s"}\n' % (n, chance.randbytes(40).hex().encode())
                 for n in range(5_000)),
        mtime=0,
    )
    (load / "half.ndjson.gz").write_bytes(whole[: len(whole) // 2])
    (load / "stub.ndjson.gz").write_bytes(whole[:5])
    (load / "empty.ndjson").touch()
    (load / "empty.ndjson.gz").touch()
    (load / "blank.ndjson").write_bytes(b"\n  \n\t\r\n\n")
    (load / "folder.ndjson").symlink_to(load)
    (load / "noise.parquet").write_bytes(noise)
    (load / "noise.csv").write_bytes(noise)
    (load / "notes.txt").write_text("not an event")
    (load / "_SUCCESS").touch()
    (project.landing / "tracker/events/load_date=yesterday").mkdir()
    (project.landing / "tracker/events/stray.ndjson").write_text('{"event": "x"}\n')
    snowplow = project.landing / "snowplow/events/load_date=2026-01-01"
    snowplow.mkdir(parents=True)
    (snowplow / "noise.csv").write_bytes(noise)
    (snowplow / "noise.parquet").write_bytes(noise)
    build = project.build("--exclude-resource-type", "unit_test")
    assert build.code == 0, build.output[-4000:]
    return build, noise


def test_garbage_builds_and_nothing_of_it_is_accepted(garbage):
    build, _ = garbage
    assert set(fates(build)) == {"quarantined"}
    assert set(fates(build, "snowplow")) == {"quarantined"}
    assert build.query("select count(*) from core.fct_events") == [(0,)]


def test_every_line_of_garbage_is_in_quarantine(garbage):
    build, noise = garbage
    lines = {
        number: line
        for number, line in enumerate(noise.split(b"\n"), start=1)
        if line.strip(b" \t\r\n\x0b\x0c")
    }
    for name in ("noise.ndjson", "noise.ndjson.gz"):
        held = build.query(f"""
            select line_number, raw from quality.event_quarantine
            where file = 'tracker/events/load_date=2026-01-01/{name}'
        """)
        assert {number for number, _ in held} == set(lines)
        for number, raw in held:
            text = lines[number].rstrip(b"\r\n").decode(errors="backslashreplace")
            assert raw.rstrip("\r\n") == text.rstrip("\r\n")


@pytest.mark.parametrize(
    ("file", "reason"),
    [
        ("tracker/events/load_date=2026-01-01/half.ndjson.gz", "truncated_file"),
        ("tracker/events/load_date=2026-01-01/stub.ndjson.gz", "truncated_file"),
        ("tracker/events/load_date=2026-01-01/folder.ndjson", "unexpected_file"),
        ("tracker/events/load_date=2026-01-01/notes.txt", "unknown_ending:.txt"),
        ("tracker/events/load_date=2026-01-01/noise.parquet", "unreadable_file"),
        ("tracker/events/load_date=yesterday", "unexpected_file"),
        ("tracker/events/stray.ndjson", "unexpected_file"),
        ("snowplow/events/load_date=2026-01-01/noise.parquet", "unreadable_file"),
        ("snowplow/events/load_date=2026-01-01/noise.csv", "malformed_csv"),
    ],
)
def test_broken_file_is_named(garbage, file, reason):
    build, _ = garbage
    assert build.query(f"""
        select count(*) > 0 from quality.event_quarantine
        where file = '{file}' and reasons = '["{reason}"]'
    """) == [(True,)]


def test_files_without_rows_are_nothing(garbage):
    build, _ = garbage
    named = build.query("""
        select file from quality.event_quarantine
        where file like '%empty%' or file like '%blank%' or file like '%SUCCESS%'
    """)
    assert named == []


def test_lines_before_the_break_of_a_gzip_are_kept(garbage):
    build, _ = garbage
    kept = build.query("""
        select count(*) from quality.event_quarantine where file like '%half.ndjson.gz'
    """)[0][0]
    assert 1_000 < kept < 5_000


def test_empty_landing_zone_builds(tmp_path):
    project = Project(tmp_path)
    build = project.build()
    assert build.code == 0, build.output[-4000:]
    assert build.query("select count(*) from quality.event_ledger") == [(0,)]


def test_source_that_is_off_compiles_to_nothing(tmp_path):
    project = Project(tmp_path, is_small=True, is_brief=True, sources=())
    project.write_lines("2026-01-01", [event(1)])
    build = project.build(*TABLES, variables={"sources": ["tracker"]})
    assert build.code == 0, build.output[-4000:]
    assert "stg_snowplow__events" not in build.output
    assert fates(build) == {"accepted": 1}


def test_warehouse_tables_take_the_place_of_files(tmp_path):
    project = Project(tmp_path, is_small=True, is_brief=True)
    project.write_lines("2026-01-01", [event(1), event(2), "not json", event(2)])
    by_files = project.build(*TABLES)
    assert by_files.code == 0, by_files.output[-4000:]

    from plugins.landing import LandingTable

    with duckdb.connect(by_files.database) as connection:
        connection.register("landed", LandingTable(str(project.landing), "tracker/events"))
        connection.execute("create schema raw; create table raw.tracker__events as from landed")
    by_tables = project.build(
        *TABLES, variables={"raw_schema": "raw"}
    )
    assert by_tables.code == 0, by_tables.output[-4000:]
    assert fates(by_tables) == {"accepted": 2, "duplicate": 1, "quarantined": 1}


def test_mended_definition_brings_quarantined_rows_back(tmp_path):
    project = Project(tmp_path, is_small=True, is_brief=True)
    project.write_seed("event_taxonomy", [{"event_name": "rocket_launched", "status": "blocked"}])
    launches = [event(number, event="Rocket Launched") for number in (1, 2)]
    project.write_lines("2026-01-01", launches)
    blocked = project.build(*TABLES)
    assert blocked.code == 0, blocked.output[-4000:]
    assert fates(blocked) == {"quarantined": 2}
    project.write_seed("event_taxonomy", [{"event_name": "rocket_launched", "status": "active"}])
    fixed = project.build(*TABLES)
    assert fates(fixed) == {"accepted": 2}


def test_personal_data_stays_out_of_logs(tmp_path, monkeypatch):
    monkeypatch.setenv("DBT_LOG_LEVEL_FILE", "debug")
    project = Project(tmp_path, is_small=True, is_brief=True)
    project.write_lines(
        "2026-01-01",
        [event(1, user_id="jane@example.com"), '{"user_id": "jane@example.com", broken'],
    )
    build = project.build(*TABLES)
    assert build.code == 0, build.output[-4000:]
    assert build.query("select count(*) from core.dim_persons") == [(1,)]
    logs = (project.folder / "logs/dbt.log").read_text()
    assert "jane@example.com" not in build.output + logs


def test_files_are_read_by_what_they_hold(tmp_path):
    """Under names as exporters write them, in partitions of a load, arrays and all.

    Amplitude's export API packs `….json.gz`, Segment's archive `….gz` without another ending, and
    Firehose puts objects end to end; Spark writes NaN and Infinity into columns of doubles.
    """
    project = Project(tmp_path, is_small=True, is_brief=True)
    load = project.landing / "tracker/events/load_date=2026-01-01"
    (load / "hour=03").mkdir(parents=True)
    texts = [json.dumps(event(number)).encode() for number in range(16)]
    (load / "187520_2026-01-01_10#0.json.gz").write_bytes(gzip.compress(b"\n".join(texts[0:2])))
    (load / "1767225600000-1.gz").write_bytes(gzip.compress(b"\n".join(texts[2:4])))
    (load / "a.NDJSON").write_bytes(b"\n".join(texts[4:6]))
    (load / "stream-1-2026-01-01-00").write_bytes(b"".join(texts[6:8]))
    (load / "hour=03/array.json").write_bytes(b"[\n" + b",\n".join(texts[8:11]) + b"\n]\n")
    cut = b"[" + b",".join(texts[11:14])
    (load / "cut.json").write_bytes(cut[:-10])
    (load / "pretty.json").write_text(json.dumps(event(14), indent=2))
    (load / "half.ndjson").write_bytes(texts[15][:-1] + rb', "properties": {"a": NaN, "b": "\ud83d"}}')
    duckdb.sql("""
        select
            'f' as event, '2026-01-01' as "timestamp", 'x' as anonymous_id, message_id,
            price, {'amount': price} as properties
        from (values
            ('nan', 'nan'::double), ('inf', '-infinity'::double), ('one', 1.0)
        ) as rows (message_id, price)
    """).write_parquet(str(load / "doubles"))
    (load / "photo.png").write_bytes(b"\x89PNG")
    build = project.build(*TABLES)
    assert build.code == 0, build.output[-4000:]
    assert build.query("""
        select source_file, rows from (
            select split_part(file, '/', -1) as source_file, line_number as rows, reasons
            from quality.event_quarantine
        ) order by all
    """) == [("cut.json", 3), ("photo.png", 0)]
    assert fates(build) == {"accepted": 18, "quarantined": 2}
    assert build.query("""
        select json_extract_string(properties, 'b'), properties ->> 'a'
        from core.fct_events where properties like '%"b"%'
    """) == [("\ufffd", None)]
    assert "no CSV or Parquet: .png 1." in build.output


def test_copies_are_known_in_whatever_order_their_members_come(tmp_path):
    """As the packages for GA4 and PostHog learned: a second export may order members otherwise."""
    project = Project(tmp_path, is_small=True, is_brief=True)
    first = dict(GOOD, properties={"a": 1, "b": {"x": 1e2, "y": "z"}})
    blanks = json.dumps(first, indent=1).replace("\n", " ")
    turned = {name: first[name] for name in reversed(first)}
    turned["properties"] = {"b": {"y": "z", "x": 100}, "a": 1.0}
    other = dict(first, properties={"a": "1", "b": {"x": 100, "y": "z"}})
    project.write_lines("2026-01-01", [first, blanks])
    assert fates(project.build(*TABLES)) == {"accepted": 1, "duplicate": 1}
    project.write_lines("2026-01-02", [turned, other])
    in_two = project.build(*TABLES)
    assert fates(in_two) == {"accepted": 2, "duplicate": 2}
    question = "select event_id, load_date, properties from core.fct_events order by all"
    found = in_two.query(question)
    at_once = project.build(*TABLES, "--full-refresh")
    assert at_once.query(question) == found and fates(at_once) == {"accepted": 2, "duplicate": 2}
