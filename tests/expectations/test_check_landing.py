"""The landing checks pass on ordinary data, and name what broke when something did."""

import csv
import gzip
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from scripts import check_landing

ROOT = Path(__file__).parents[2]
SNOWPLOW = ROOT / "landing/snowplow/events/load_date=2022-12-23/snowplow_ecommerce_events.csv"


def tracker_row(number: int, **changes) -> dict:
    """An ordinary row of the tracker; a change to None takes the field out."""
    row = {
        "event": "button_clicked",
        "type": "track",
        "timestamp": f"2026-03-01T10:{number // 60 % 60:02}:{number % 60:02}+01:00",
        "received_at": "2026-03-01T23:00:00Z",
        "message_id": f"message-{number:08}",
        "anonymous_id": f"browser-{number % 7}",
        "properties": {"position": number},
        "context": {"locale": "en"},
    } | changes
    return {name: value for name, value in row.items() if value is not None}


def write_tracker(root: Path, lines, name="load_date=2026-03-01/part-0.ndjson") -> Path:
    path = root / "tracker/events" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    text = "".join(
        (line if isinstance(line, str) else json.dumps(line)) + "\n" for line in lines
    ).encode()
    path.write_bytes(gzip.compress(text, mtime=0) if name.endswith(".gz") else text)
    return path


def write_snowplow(root: Path, change, name="load_date=2022-12-23/events.csv") -> Path:
    """The published rows after `change(row)`, a function that edits a row in place."""
    with SNOWPLOW.open(newline="") as handle:
        rows = list(csv.DictReader(handle))
    for row in rows:
        change(row)
    path = root / "snowplow/events" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", newline="") as handle:
        writer = csv.DictWriter(handle, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return path


@pytest.fixture
def run(tmp_path, capsys):
    """Check `tmp_path/landing` (or another root): exit code, output, folder of the docs."""

    def run(root=tmp_path / "landing"):
        docs = tmp_path / "docs"
        code = check_landing.main(["--landing", str(root), "--docs", str(docs)])
        captured = capsys.readouterr()
        assert "Traceback" not in captured.out + captured.err
        return code, captured.out + captured.err, docs

    return run


def failed(output: str) -> set[tuple[str, str]]:
    """Suite and expectation, with its column, of everything the output calls failed."""
    found, suite = set(), None
    for line in output.splitlines():
        if heading := re.match(r"(\w+\.\w+): \d+ of \d+ expectations met", line):
            suite = heading.group(1)
        if failure := re.match(r"  FAILED (\w+)\((?:column=|column_A=)?(\w*)", line):
            found.add((suite, *failure.groups()))
    return found


def test_committed_landing_zone_passes(run):
    code, output, docs = run(ROOT / "landing")
    assert (code, failed(output)) == (0, set())
    assert "snowplow.events: 13 of 13 expectations met" in output
    assert "passed" in (docs / "index.html").read_text()


def test_ordinary_dirt_passes(run, tmp_path):
    rows = [tracker_row(n) for n in range(200)]
    rows[3] = "not JSON at all"
    rows[50] = tracker_row(50, event=None)
    rows[51] = tracker_row(51, timestamp="1/3/2026")
    rows[52] = tracker_row(52, anonymous_id=None)
    rows[53] = tracker_row(53, type="purchase")
    rows[54] = tracker_row(54, properties="a string")
    write_tracker(tmp_path / "landing", rows[:100])
    write_tracker(tmp_path / "landing", rows[100:], "load_date=2026-03-02/part-0.ndjson.gz")
    code, output, _ = run()
    assert (code, failed(output)) == (0, set())


BROKEN_TRACKER = {
    "name renamed": (
        {"event": None, "action": "x"},
        {("expect_column_values_to_not_be_null", "event_name")},
        {"type": None},
    ),
    "time renamed": (
        {"timestamp": None, "ts": "2026-03-01T10:00:00Z"},
        {
            ("expect_column_values_to_not_be_null", "occurred_text"),
            ("expect_column_values_to_not_be_null", "occurred_at"),
        },
        {},
    ),
    "epoch seconds": (
        {"timestamp": 1772355600},
        {("expect_column_values_to_not_be_null", "occurred_at")},
        {},
    ),
    "no identifier": (
        {"anonymous_id": None},
        {("expect_column_values_to_not_be_null", "identifier")},
        {},
    ),
    "unknown types": ({"type": "hit"}, {("expect_column_values_to_be_in_set", "type")}, {}),
    "counter for message_id": (
        {"message_id": "17"},
        {("expect_column_value_lengths_to_be_between", "message_id")},
        {},
    ),
    "sentence for a name": (
        {"event": "word " * 60},
        {("expect_column_value_lengths_to_be_between", "event_name")},
        {},
    ),
    "loaded before it was received": (
        {"received_at": "2026-03-02T00:00:00Z"},
        {("expect_column_pair_values_a_to_be_greater_than_b", "load_date")},
        {},
    ),
    "JSON encoded twice": (
        {"properties": "{}", "context": "{}", "traits": "{}", "consent": True},
        {
            ("expect_column_values_to_be_in_set", f"{field}_kind")
            for field in ("properties", "context", "traits", "consent")
        },
        {},
    ),
}


@pytest.mark.parametrize("case", BROKEN_TRACKER)
def test_broken_tracker_rows_fail_by_name(run, tmp_path, case):
    changes, expected, more = BROKEN_TRACKER[case]
    # one row in five: a broken version of a library, not the whole traffic
    rows = [tracker_row(n, **(changes | more if n % 5 == 0 else {})) for n in range(100)]
    write_tracker(tmp_path / "landing", rows)
    code, output, docs = run()
    assert code == 1
    assert failed(output) == {("tracker.events", *failure) for failure in expected}
    assert "why asked: " in output
    row = '<tr class="failed"><td>failed</td><td><a href="tracker.events.html">'
    assert row in (docs / "index.html").read_text()


def set_to(**values):
    return lambda row: row.update(values)


def quote_like_python(row):
    name = next(name for name in row if name.endswith("ecommerce_product_1_0_0"))
    row[name] = "[{'id': 'x'}]"


def array_for_object(row):
    name = next(name for name in row if name.startswith("unstruct_event_"))
    row[name] = '[{"type": "product_view"}]'


BROKEN_SNOWPLOW = {
    "no event_id": (
        set_to(event_id=""),
        {("events", "expect_column_values_to_not_be_null", "event_id"),
         ("events", "expect_column_values_to_not_be_null", "event_uuid")},
    ),
    "event_id cut off": (
        lambda row: row.update(event_id=row["event_id"][:20]),
        {("events", "expect_column_value_lengths_to_be_between", "event_id"),
         ("events", "expect_column_values_to_not_be_null", "event_uuid")},
    ),
    "collector time as a number": (
        set_to(collector_tstamp="1671715547"),
        {("events", "expect_column_values_to_not_be_null", "collector_at")},
    ),
    "derived time lost": (
        set_to(derived_tstamp=""),
        {("events", "expect_column_values_to_not_be_null", "derived_at")},
    ),
    "shifted columns": (
        lambda row: row.update(
            event=row["event_id"], event_name="", platform=row["app_id"], app_id=""
        ),
        {("events", "expect_column_values_to_be_in_set", "event"),
         ("events", "expect_column_values_to_not_be_null", "event_name"),
         ("events", "expect_column_values_to_be_in_set", "platform"),
         ("events", "expect_column_values_to_not_be_null", "app_id")},
    ),
    "identifiers dropped": (
        set_to(domain_userid="", network_userid="", user_id=""),
        {("events", "expect_column_values_to_not_be_null", "identifier")},
    ),
    "contexts in Python notation": (
        quote_like_python,
        {("events", "expect_column_values_to_be_null", "contexts_not_arrays")},
    ),
    "event data as an array": (
        array_for_object,
        {("events", "expect_column_values_to_be_null", "unstruct_not_objects")},
    ),
    "collected after it was loaded": (
        set_to(collector_tstamp="2022-12-24 00:00:00"),
        {("events", "expect_column_pair_values_a_to_be_greater_than_b", "load_date")},
    ),
    "a column is missing": (
        lambda row: row.pop("domain_sessionid"),
        {("files", "expect_column_values_to_be_null", "missing_columns")},
    ),
}


@pytest.mark.parametrize("case", BROKEN_SNOWPLOW)
def test_broken_snowplow_export_fails_by_name(run, tmp_path, case):
    change, expected = BROKEN_SNOWPLOW[case]
    write_snowplow(tmp_path / "landing", change)
    code, output, _ = run()
    assert code == 1
    assert failed(output) == {(f"snowplow.{table}", *failure) for table, *failure in expected}


BROKEN_STRIPE = {
    "objects in the wrong folder": ("invoices", {"object": "charge"}, "is_of_its_table"),
    "no id": ("invoices", {"id": None}, "id"),
    "times as text": ("invoices", {"created": "2026-01-01T00:00:00Z"}, "created_kind"),
    "milliseconds": ("invoices", {"created": 1_767_225_600_000}, "created"),
    "amounts in major units": ("invoices", {"amount_due": 12.5}, "has_whole_amount"),
    "nobody's": ("invoices", {"customer": None}, "lacks_customer"),
    "JSON within JSON": ("events", {"object": "event", "data": {"object": "{}"}}, "carried_kind"),
}


@pytest.mark.parametrize("case", BROKEN_STRIPE)
def test_broken_stripe_objects_fail_by_name(run, tmp_path, case):
    table, change, column = BROKEN_STRIPE[case]
    path = tmp_path / f"landing/stripe/{table}/load_date=2026-01-02/part-0.ndjson"
    path.parent.mkdir(parents=True)
    row = {"id": "in_1", "object": "invoice", "created": 1_767_225_600, "customer": "cus_1",
           "amount_due": 1250} | change
    row = {name: value for name, value in row.items() if value is not None}
    path.write_text("".join(json.dumps(row | {"number": n}) + "\n" for n in range(20)))
    code, output, _ = run()
    assert code == 1
    assert {(name, column) for name, _, column in failed(output)} == {("stripe.records", column)}


def test_missing_column_is_told_by_name(run, tmp_path):
    write_snowplow(tmp_path / "landing", lambda row: row.pop("domain_sessionid"))
    _, output, _ = run()
    assert "found: 1 of 1 rows, 100.0 %, e.g. domain_sessionid" in output


def test_parquet_and_gzip_are_checked_like_plain_csv(run, tmp_path):
    events = tmp_path / "landing/snowplow/events"
    parquet = events / "load_date=2022-12-23/events.parquet"
    parquet.parent.mkdir(parents=True)
    # typed as a warehouse would: instants as timestamps, not text
    duckdb.sql(
        f"copy (select * replace (cast(collector_tstamp as timestamptz) as collector_tstamp) "
        f"from read_csv('{SNOWPLOW}', all_varchar = true)) to '{parquet}'"
    )
    (events / "load_date=2022-12-24").mkdir()
    (events / "load_date=2022-12-24/events.csv.gz").write_bytes(
        gzip.compress(SNOWPLOW.read_bytes(), mtime=0)
    )
    code, output, docs = run()
    assert (code, failed(output)) == (0, set())
    assert "snowplow.events: 13 of 13 expectations met" in output

    duckdb.sql(
        f"copy (select * exclude (event_id) from read_csv('{SNOWPLOW}', all_varchar = true)) "
        f"to '{parquet}'"
    )
    code, output, _ = run()
    assert code == 1
    assert failed(output) >= {
        ("snowplow.files", "expect_column_values_to_be_null", "missing_columns"),
        ("snowplow.events", "expect_column_values_to_not_be_null", "event_id"),
    }


def test_no_files_is_nothing_to_check(run, tmp_path):
    (tmp_path / "landing").mkdir()
    code, output, docs = run()
    assert code == 0
    assert "tracker: nothing to check" in output
    assert "snowplow: nothing to check" in output
    assert "Nothing to check." in (docs / "index.html").read_text()


def test_source_that_is_missing_is_said_and_the_other_checked(run, tmp_path):
    write_tracker(tmp_path / "landing", [tracker_row(n) for n in range(20)])
    code, output, _ = run()
    assert code == 0
    assert "snowplow: nothing to check" in output
    assert "tracker.events: 12 of 12 expectations met" in output


def test_earlier_pages_of_a_source_that_is_gone_are_removed(run, tmp_path):
    path = write_tracker(tmp_path / "landing", [tracker_row(n) for n in range(20)])
    _, _, docs = run()
    assert (docs / "tracker.events.html").exists()
    path.unlink()
    _, _, docs = run()
    assert sorted(page.name for page in docs.iterdir()) == ["index.html"]


def test_garbage_landing_zone_fails_by_name(run, tmp_path):
    folder = tmp_path / "landing/tracker/events"
    write_tracker(tmp_path / "landing", ["\0\1\2", "<html>", "[1]", "7", '{"a":'])
    (folder / "load_date=2026-03-01/part-1.ndjson.gz").write_bytes(b"\x1f\x8b\x08 broken off")
    (folder / "load_date=2026-03-01/part-2.parquet").write_bytes(b"PAR1 and no more")
    (folder / "load_date=2026-03-01/part-3.csv").write_bytes(b"\xff\xfe,\n\"")
    (folder / "load_date=2026-13-01").mkdir()
    (folder / "notes.docx").write_bytes(b"\x00")
    code, output, _ = run()
    assert code == 1
    assert failed(output) >= {
        ("tracker.files", "expect_column_values_to_not_be_null", "load_date"),
        ("tracker.files", "expect_column_values_to_be_in_set", "ending"),
        ("tracker.files", "expect_column_values_to_be_null", "problem"),
        ("tracker.raw_rows", "expect_column_values_to_be_in_set", "reads_as"),
    }


def test_rows_that_do_not_fit_the_header_fail(run, tmp_path):
    path = write_snowplow(tmp_path / "landing", lambda row: None)
    # another delimiter from line 400 on
    lines = path.read_text().splitlines(keepends=True)
    path.write_text("".join(lines[:400] + [line.replace(",", ";") for line in lines[400:]]))
    code, output, _ = run()
    assert code == 1
    assert ("snowplow.raw_rows", "expect_column_values_to_be_in_set", "reads_as") in failed(output)


def test_export_that_exports_nothing_fails(run, tmp_path):
    for day in range(1, 5):
        write_tracker(tmp_path / "landing", [], f"load_date=2026-03-0{day}/part-0.ndjson")
    code, output, _ = run()
    assert code == 1
    assert failed(output) == {
        ("tracker.files", "expect_column_values_to_be_between", "row_count"),
        ("tracker.raw_rows", "expect_table_row_count_to_be_between", "min_value"),
    }


def test_load_date_before_collectors_existed_fails(run, tmp_path):
    rows = [tracker_row(n, received_at=None) for n in range(20)]
    write_tracker(tmp_path / "landing", rows, "load_date=1970-01-01/part-0.ndjson")
    code, output, _ = run()
    assert code == 1
    assert failed(output) == {("tracker.files", "expect_column_values_to_be_between", "load_date")}


@pytest.mark.parametrize("kind", ["absent", "a file", "another folder", "events is a file"])
def test_no_landing_zone_is_a_clear_error(run, tmp_path, kind):
    root = tmp_path / "landing"
    if kind == "a file":
        root.write_text("")
    elif kind == "another folder":
        (root / "holiday_pictures").mkdir(parents=True)
    elif kind == "events is a file":
        (root / "tracker").mkdir(parents=True)
        (root / "tracker/events").write_text("")
    code, output, _ = run(root)
    assert code == 1
    assert output.startswith("error: ") or "\nerror: " in output
    assert str(root) in output


def test_docs_that_cannot_be_written_are_a_clear_error(run, tmp_path):
    write_tracker(tmp_path / "landing", [tracker_row(n) for n in range(20)])
    (tmp_path / "docs").write_text("in the way")
    code, output, docs = run()
    assert code == 1
    assert "error: " in output
    assert str(docs) in output


def test_file_names_are_data_not_patterns(run, tmp_path):
    rows = [tracker_row(n) for n in range(20)]
    write_tracker(tmp_path / "landing", rows, "load_date=2026-03-01/it's [1] * <b>.ndjson")
    code, output, _ = run()
    assert code == 0
    assert "tracker.events: 12 of 12 expectations met" in output


def test_docs_stand_alone_and_give_the_reasons(run, tmp_path):
    rows = [tracker_row(n, type="<svg onload=alert(1)>") for n in range(20)]
    write_tracker(tmp_path / "landing", rows)
    _, _, docs = run()
    pages = {page.name: page.read_text() for page in docs.glob("*.html")}
    assert len(pages) == 1 + 2 * 3
    for name, page in pages.items():
        assert set(re.findall(r'(?:href|src)="([^"#]+)"', page)) <= set(pages), name
        assert "<script" not in page, name
        # values of raw rows are on the page as they are: nothing in them may run
        assert "default-src 'none'; style-src 'unsafe-inline'" in page[: page.index("<style")], name
    suite = json.loads((ROOT / "tests/expectations/tracker/events.json").read_text())
    plain = re.sub(r"<[^>]+>", "", pages["tracker.events.suite.html"])
    for expectation in suite["expectations"]:
        # Markdown became HTML on the page: marks are gone, the words are the same
        assert expectation["notes"].replace("`", "")[:60] in plain, expectation
    assert '<i class="fas fa-times' in pages["tracker.events.html"]
    assert '<i class="fas fa-times' not in pages["tracker.files.html"]


def test_every_expectation_says_why():
    for path in (ROOT / "tests/expectations").glob("*/*.json"):
        for expectation in json.loads(path.read_text())["expectations"]:
            assert len(expectation["notes"]) > 20, (path, expectation)


def test_required_columns_are_read_by_staging():
    staging = (ROOT / "models/staging/snowplow/stg_snowplow__events.sql").read_text()
    suite = json.loads((ROOT / "tests/expectations/snowplow/files.json").read_text())
    for column in suite["meta"]["required_columns"]:
        assert f"'{column}': 'text'" in staging, column


def test_command_line_exits_with_the_verdict(tmp_path):
    write_tracker(tmp_path / "landing", [tracker_row(n, type="hit") for n in range(20)])
    finished = subprocess.run(
        [sys.executable, ROOT / "scripts/check_landing.py", "--docs", "docs"],
        cwd=tmp_path,
        env={name: value for name, value in os.environ.items() if name != "FOOTPATH_LANDING"},
        capture_output=True,
        text=True,
    )
    assert finished.returncode == 1
    assert failed(finished.stdout) == {
        ("tracker.events", "expect_column_values_to_be_in_set", "type")
    }
    # progress, and nothing else
    assert "reading tracker: 100%" in finished.stderr
    assert "checking: 100%" in finished.stderr
    assert "leaked" not in finished.stderr
