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


BROKEN_SALESFORCE = {
    "objects in the wrong folder": ("accounts", {"Id": "003000000000001AAA"}, {"is_of_its_table"}),
    "no id": ("accounts", {"Id": None}, {"id"}),
    "times as numbers": ("account", {"created_date": 1_767_225_600}, {"has_usual_created"}),
    "changes as numbers": ("accounts", {"SystemModstamp": 1_767_225_600_000}, {"has_usual_change"}),
    "amounts with a currency": ("opportunities", {"Amount": "USD 1,200"}, {"has_number"}),
    "a renamed stage": ("opportunities", {"StageName": None, "Stage": "Won"}, {"lacks_stage"}),
}


@pytest.mark.parametrize("case", BROKEN_SALESFORCE)
def test_broken_salesforce_objects_fail_by_name(run, tmp_path, case):
    table, change, columns = BROKEN_SALESFORCE[case]
    path = tmp_path / f"landing/salesforce/{table}/load_date=2026-01-02/part-0.ndjson"
    path.parent.mkdir(parents=True)
    time = "2026-01-01T10:00:00.000+0000"
    row = {"Id": ("006" if table == "opportunities" else "001") + "000000000001AAA",
           "CreatedDate": None if table == "account" else time, "SystemModstamp": time,
           "StageName": "Proposal", "Amount": 12.5} | change
    row = {name: value for name, value in row.items() if value is not None}
    path.write_text("".join(json.dumps(row | {"number": n}) + "\n" for n in range(20)))
    code, output, _ = run()
    assert code == 1
    assert {(name, column) for name, _, column in failed(output)} == {
        ("salesforce.records", column) for column in columns
    }


SEGMENT_CALL = {
    "type": "track", "event": "Saved", "messageId": "m", "anonymousId": "a", "context": {}, "properties": {},
    "timestamp": "2026-01-01T00:00:00Z", "receivedAt": "2026-01-01T00:00:00Z",
}
SEGMENT_ROW = {
    "id": "m", "anonymous_id": "a", "event": "saved", "event_text": "Saved",
    "timestamp": "2026-01-01 00:00:00", "received_at": "2026-01-01 00:00:00",
}
BROKEN_SEGMENT = {
    "no id": ("tracks", SEGMENT_ROW, {"id": None}, "has_id"),
    "no time": ("tracks", SEGMENT_ROW, {"timestamp": "1.1.2026"}, "has_time"),
    "nobody": ("tracks", SEGMENT_ROW, {"anonymous_id": None}, "has_identity"),
    "slugs alone": ("tracks", SEGMENT_ROW, {"event_text": None}, "has_name_as_sent"),
    "a table of something else": ("contacts", SEGMENT_ROW, {"event": None, "event_text": None}, "call_type"),
    "a type of its own": ("archive", SEGMENT_CALL, {"type": "event"}, "call_type"),
    "texts of JSON": ("archive", SEGMENT_CALL, {"properties": ["{}"]}, "has_objects"),
    "from the future": ("archive", SEGMENT_CALL, {"receivedAt": "2026-02-01T00:00:00Z"}, "load_date"),
}


POSTHOG_EVENT = {
    "uuid": "e", "event": "$pageview", "distinct_id": "a", "timestamp": "2026-01-01T00:00:00Z", "properties": {},
}
BROKEN_POSTHOG = {
    "renamed columns": ({"event": None, "event_name": "$pageview"}, "is_known_layout"),
    "no id": ({"uuid": None}, "has_id"),
    "no time": ({"timestamp": "1.1.2026"}, "has_time"),
    "nobody": ({"distinct_id": None}, "has_identity"),
    "another notation": ({"properties": "{'a': 1}"}, "properties_kind"),
}


def write_product_events(root, source, table, row):
    path = root / f"landing/{source}/{table}/load_date=2026-01-02/part-0.ndjson"
    path.parent.mkdir(parents=True)
    row = {name: value for name, value in row.items() if value is not None}
    path.write_text("".join(json.dumps(row | {"batch": n}) + "\n" for n in range(20)))


@pytest.mark.parametrize("source", ["segment", "rudderstack"])
@pytest.mark.parametrize("case", BROKEN_SEGMENT)
def test_broken_calls_fail_by_name(run, tmp_path, case, source):
    table, row, change, column = BROKEN_SEGMENT[case]
    write_product_events(tmp_path, source, table, row | change)
    code, output, _ = run()
    assert code == 1
    assert {(name, column) for name, _, column in failed(output)} == {(f"{source}.records", column)}


@pytest.mark.parametrize("source", ["segment", "rudderstack"])
def test_calls_of_every_layout_pass(run, tmp_path, source):
    write_product_events(tmp_path, source, "archive", SEGMENT_CALL)
    write_product_events(tmp_path, source, "tracks", SEGMENT_ROW)
    write_product_events(tmp_path, source, "saved", SEGMENT_ROW | {"colour": "red"})
    write_product_events(tmp_path, source, "PLANNED", {name.upper(): value for name, value in SEGMENT_ROW.items()})
    write_product_events(tmp_path, source, "aliases", SEGMENT_ROW | {"id": None, "event": None, "event_text": None})
    write_product_events(tmp_path, source, "users", {"id": "u", "received_at": "2026-01-01 00:00:00"})
@pytest.mark.parametrize("case", BROKEN_POSTHOG)
def test_broken_posthog_rows_fail_by_name(run, tmp_path, case):
    change, column = BROKEN_POSTHOG[case]
    write_product_events(tmp_path, "posthog", "events", POSTHOG_EVENT | change)
    code, output, _ = run()
    assert code == 1
    assert {(name, column) for name, _, column in failed(output)} == {("posthog.records", column)}


def test_posthog_tables_of_every_layout_pass(run, tmp_path):
    write_product_events(tmp_path, "posthog", "events", POSTHOG_EVENT)
    write_product_events(tmp_path, "posthog", "archive", POSTHOG_EVENT | {"properties": '{"a": 1}'})
    write_product_events(tmp_path, "posthog", "persons", {"distinct_id": "a", "person_version": 1})
    code, output, _ = run()
    assert (code, failed(output)) == (0, set())


MIXPANEL_EVENT = {"event": "x", "properties": {"time": 1602611311, "distinct_id": "a", "$insert_id": "i"}}
MIXPANEL_ROW = {"name": "x", "time": "2026-01-01 00:00:00", "distinct_id": "a", "insert_id": "i", "properties": "{}"}
BROKEN_MIXPANEL = {
    "renamed columns": ({"event": None, "events": "x"}, "is_known_layout"),
    "no id": ({"properties": {"time": 1602611311, "distinct_id": "a"}}, "has_id"),
    "no time": ({"properties": {"time": "soon", "distinct_id": "a", "$insert_id": "i"}}, "has_time"),
    "nobody": ({"properties": {"time": 1602611311, "$insert_id": "i"}}, "has_identity"),
    "another notation": (MIXPANEL_ROW | {"event": "x", "properties": "{'a': 1}"}, "properties_kind"),
}


@pytest.mark.parametrize("case", BROKEN_MIXPANEL)
def test_broken_mixpanel_rows_fail_by_name(run, tmp_path, case):
    change, column = BROKEN_MIXPANEL[case]
    write_product_events(tmp_path, "mixpanel", "export", MIXPANEL_EVENT | change)
    code, output, _ = run()
    assert code == 1
    assert {(name, column) for name, _, column in failed(output)} == {("mixpanel.records", column)}


def test_mixpanel_tables_of_every_layout_pass(run, tmp_path):
    write_product_events(tmp_path, "mixpanel", "export", MIXPANEL_EVENT)
    write_product_events(tmp_path, "mixpanel", "event", MIXPANEL_ROW)
    write_product_events(tmp_path, "mixpanel", "mp_people_data", {"distinct_id": "a", "properties": {}})
    code, output, _ = run()
    assert (code, failed(output)) == (0, set())


AMPLITUDE_EVENT = {
    "event_type": "x", "uuid": "u", "device_id": "d", "event_time": "2026-01-01 00:00:00.000000", "event_properties": {},
}
BROKEN_AMPLITUDE = {
    "renamed columns": ({"event_type": None, "event": "x"}, "is_known_layout"),
    "no id": ({"uuid": None}, "has_id"),
    "no time": ({"event_time": 1767225600000}, "has_time"),
    "nobody": ({"device_id": None}, "has_identity"),
    "another notation": ({"event_properties": "{'a': 1}"}, "properties_kind"),
}


@pytest.mark.parametrize("case", BROKEN_AMPLITUDE)
def test_broken_amplitude_rows_fail_by_name(run, tmp_path, case):
    change, column = BROKEN_AMPLITUDE[case]
    write_product_events(tmp_path, "amplitude", "events", AMPLITUDE_EVENT | change)
    code, output, _ = run()
    assert code == 1
    assert {(name, column) for name, _, column in failed(output)} == {("amplitude.records", column)}


def test_amplitude_tables_of_every_layout_pass(run, tmp_path):
    write_product_events(tmp_path, "amplitude", "events", AMPLITUDE_EVENT | {"event_properties": '{"a": 1}'})
    write_product_events(tmp_path, "amplitude", "merged", {"amplitude_id": 1, "merged_amplitude_id": 2})
    code, output, _ = run()
    assert (code, failed(output)) == (0, set())


GA4_EVENT = {
    "event_name": "page_view", "event_date": "20260101", "event_timestamp": "1767225600000000", "platform": "WEB",
    "event_params": [{"key": "a", "value": {"int_value": "1"}}], "user_pseudo_id": "1.1", "stream_id": "7",
}
GA4_FLAT = {"event_name": None, "event_params": None, "event_timestamp": None, "event_date": None, "name": "a",
            "timestamp": "2026-01-01 00:00:00", "date": "2026-01-01", "platform": "web"}
BROKEN_GA4 = {
    "renamed columns": ({"event_name": None, "event": "page_view"}, "is_known_layout"),
    "milliseconds": ({"event_timestamp": 1_767_225_600_000}, "micros"),
    "no day": ({"event_date": None}, "bad_day"),
    "a day of another kind": (GA4_FLAT | {"date": "1/1/2026"}, "bad_day"),
    "no stream": ({"stream_id": None}, "has_stream"),
    "parameters as text": ({"event_params": "[]"}, "parameters_kind"),
    "nobody": ({"user_pseudo_id": None}, "has_identity"),
    "other platforms": ({"platform": "server"}, "platform"),
}


def write_ga4(root, change, table="events_20260101"):
    path = root / f"landing/ga4/{table}/load_date=2026-01-02/part-0.ndjson"
    path.parent.mkdir(parents=True)
    row = {name: value for name, value in (GA4_EVENT | change).items() if value is not None}
    path.write_text("".join(json.dumps(row | {"batch_event_index": n}) + "\n" for n in range(20)))


@pytest.mark.parametrize("case", BROKEN_GA4)
def test_broken_ga4_rows_fail_by_name(run, tmp_path, case):
    change, column = BROKEN_GA4[case]
    write_ga4(tmp_path, change)
    code, output, _ = run()
    assert code == 1
    assert {(name, column) for name, _, column in failed(output)} == {("ga4.records", column)}


def test_ga4_tables_of_every_layout_pass(run, tmp_path):
    write_ga4(tmp_path, {})
    write_ga4(tmp_path, GA4_FLAT, "event")
    code, output, _ = run()
    assert (code, failed(output)) == (0, set())


BROKEN_RELEASES_AND_FLAGS = {
    "no id": ("releases/calendar", {"release_id": None}, "id"),
    "no repository": ("releases/webhooks", {"release": {"id": 1, "created_at": "2026-01-01"}}, "lacks_repository"),
    "no time": ("releases/calendar", {"started_at": None}, "lacks_time"),
    "numbers for times": ("releases/calendar", {"started_at": 1_767_225_600}, "has_usual_time"),
    "no flag": ("feature_flags/exposures", {"flag_key": None}, "lacks_flag"),
    "nobody": ("feature_flags/exposures", {"context_key": None}, "lacks_unit"),
    "no time of exposure": ("feature_flags/exposures", {"creation_date": None}, "lacks_time"),
    "no variant": ("feature_flags/exposures", {"variation_id": None}, "lacks_variant"),
    "seconds": ("feature_flags/exposures", {"creation_date": 1_767_225_600}, "created"),
}


@pytest.mark.parametrize("case", BROKEN_RELEASES_AND_FLAGS)
def test_broken_releases_and_exposures_fail_by_name(run, tmp_path, case):
    table, change, column = BROKEN_RELEASES_AND_FLAGS[case]
    path = tmp_path / f"landing/{table}/load_date=2026-01-02/part-0.ndjson"
    path.parent.mkdir(parents=True)
    row = {"release_id": "r1", "started_at": "2026-01-01T10:00:00Z"} if "releases" in table else {
        "flag_key": "f", "context_key": "u", "variation_id": "a", "creation_date": 1_767_225_600_000}
    row = {name: value for name, value in (row | change).items() if value is not None}
    path.write_text("".join(json.dumps(row | {"number": n}) + "\n" for n in range(20)))
    code, output, _ = run()
    assert code == 1
    source = table.split("/")[0]
    assert {(name, column) for name, _, column in failed(output)} == {(f"{source}.records", column)}


BROKEN_API_GATEWAY = {
    "another layout": ("kong", {"request": None}, "is_of_its_table"),
    "seconds": ("kong", {"started_at": 1_767_225_600}, "started_at"),
    "spans that are no list": ("otlp", {"resourceSpans": {}}, "spans_kind"),
    "a key in the log": ("aws", {"apiKey": "secret"}, "has_api_key"),
}


@pytest.mark.parametrize("case", BROKEN_API_GATEWAY)
def test_broken_gateway_log_fails_by_name(run, tmp_path, case):
    layout, change, column = BROKEN_API_GATEWAY[case]
    path = tmp_path / f"landing/api_gateway/{layout}/load_date=2026-01-02/rows.log"
    path.parent.mkdir(parents=True)
    row = {
        "kong": {"started_at": 1_767_225_600_000, "request": {"headers": {"authorization": "REDACTED"}}},
        "aws": {"requestId": "a"},
        "otlp": {"resourceSpans": []},
    }[layout] | change
    path.write_text("".join(json.dumps(row | {"number": n}) + "\n" for n in range(20)))
    code, output, _ = run()
    assert code == 1
    assert {(name, column) for name, _, column in failed(output)} == {("api_gateway.records", column)}


BROKEN_CONSENT = {
    "purposes that are no list": ({"purposes": "all"}, "is_of_its_table"),
    "nobody's": ({"identifier": None}, "has_identifier"),
    "no time": ({"interactionDate": "soon"}, "has_time"),
    "a token": ({"requestInformation": "eyJ0"}, "has_token"),
}


@pytest.mark.parametrize("case", BROKEN_CONSENT)
def test_broken_receipt_fails_by_name(run, tmp_path, case):
    change, column = BROKEN_CONSENT[case]
    path = tmp_path / "landing/consent/onetrust/load_date=2026-01-02/rows.ndjson"
    path.parent.mkdir(parents=True)
    row = {"identifier": "a", "interactionDate": "2026-01-01T12:00:00", "purposes": []} | change
    path.write_text("".join(json.dumps(row | {"number": n}) + "\n" for n in range(20)))
    code, output, _ = run()
    assert code == 1
    assert {(name, column) for name, _, column in failed(output)} == {("consent.records", column)}


# a line of an access log (addresses, time, what follows the status), and the column that tells
ACCESS_LINE = ("203.0.113.7 - - ", "10/Jan/2026:10:00:00 +0100", ' 5 "-" "a \\"b\\" c"')
BROKEN_ACCESS_LINES = {
    "common format": (ACCESS_LINE[0], ACCESS_LINE[1], " 5", "has_agent_field"),
    "seconds since 1970": (ACCESS_LINE[0], "1768035600", ACCESS_LINE[2], "has_time"),
    "the proxy alone": ("10.0.0.1 - - ", ACCESS_LINE[1], ACCESS_LINE[2], "is_private_alone"),
    "an error log": ("", "core:error", ": gone", "reads_as"),
}


@pytest.mark.parametrize("case", BROKEN_ACCESS_LINES)
def test_broken_access_log_fails_by_name(run, tmp_path, case):
    *parts, column = BROKEN_ACCESS_LINES[case]
    path = tmp_path / "landing/web_server/access/load_date=2026-01-02/access.log.1"
    path.parent.mkdir(parents=True)

    def write(who, time, rest):
        path.write_text(f'{who}[{time}] "GET / HTTP/1.1" 200{rest}\n' * 20)

    write(*ACCESS_LINE)
    assert run()[0] == 0
    write(*parts)
    code, output, _ = run()
    assert code == 1
    assert {told for _, _, told in failed(output)} == {column}


# table, what of a good row is otherwise, and the column that tells
BROKEN_RECORDS = {
    "zendesk: whole answers": ("zendesk/tickets", {"id": None, "tickets": []}, "has_key"),
    "zendesk: custom statuses": ("zendesk/tickets", {"status": "waiting for parts"}, "status"),
    "zendesk: JSON within JSON": ("zendesk/ticket_audits", {"status": None, "events": "[]"}, "has_events"),
    "gong: ids as numbers": ("gong/calls", {"id": 7782342274025937895}, "id_kind"),
    "gong: milliseconds": ("gong/calls", {"duration": 1_800_000}, "duration"),
}


@pytest.mark.parametrize("case", BROKEN_RECORDS)
def test_broken_records_fail_by_name(run, tmp_path, case):
    table, change, column = BROKEN_RECORDS[case]
    source = table.split("/")[0]
    good = {
        "zendesk": {"id": 1, "status": "open", "created_at": "2026-01-01T00:00:00Z"},
        "gong": {"id": "1", "started": "2026-01-01T00:00:00Z", "duration": 1800, "scope": "External"},
    }[source]
    path = tmp_path / f"landing/{table}/load_date=2026-01-02/part-0.ndjson"
    path.parent.mkdir(parents=True)
    row = {name: value for name, value in (good | change).items() if value is not None}
    path.write_text("".join(json.dumps(row | {"number": n}) + "\n" for n in range(20)))
    code, output, _ = run()
    assert code == 1
    assert {(name, told) for name, _, told in failed(output)} == {(f"{source}.records", column)}


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
