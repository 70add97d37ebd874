"""The simulator: its sample is the committed one, its truth covers it, its plants occur."""

import csv
import gzip
import io
import json
import re
import shlex
import subprocess
import sys
from collections import Counter, defaultdict
from datetime import datetime, timedelta, timezone
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
import pytest

from scripts.simulator import metrics
from scripts.simulator.vocabulary import CODE, PROPERTY_VALUES

ROOT = Path(__file__).parents[2]
LANDING = ROOT / "landing"
HALF_HOUR = timedelta(minutes=30)

PLANTS = """
SQL and HTML in strings
alias rows
alias rows that close a circle
aliases of a placeholder
anonymous events of people with an account
blank lines
browsers with exactly 10 users
browsers with exactly 11 users
browsers with exactly 2 users
browsers with more than 11 users
empty message ids
events by a wrong clock
events exactly 24 hours into a session
events named beta_widget_poked
events named größe_geändert
events named old_dashboard_viewed
events of old trackers
events on browser: crawler
events on browser: never_logs_in
events on browser: phone
events on browser: phone_device_only
events on browser: phone_placeholder_anonymous_id
events on browser: phone_reinstalled
events on browser: server
events on browser: user_id_only
events with a session_id of the tracker
events with consent flags
hand-overs within half an hour
logins by alias
logouts
pauses of exactly 30:00.000
pauses of exactly 30:00.001
people with several browsers
people: alias_chain
people: bot
people: kiosk
people: two_accounts
placeholder user ids
quarantined: blocked_event
quarantined: invalid_timestamp
quarantined: invalid_utf8
quarantined: missing_event_name
quarantined: missing_identity
quarantined: missing_property:plan
quarantined: missing_timestamp
quarantined: not_an_object
quarantined: not_json
quarantined: oversized
quarantined: timestamp_before_2000
quarantined: timestamp_in_future
quarantined: unknown_event
quarantined: unknown_type
quarantined: value_not_allowed:plan
quarantined: wrong_property_type:duration_ms
quarantined: wrong_type:context
quarantined: wrong_type:event
quarantined: wrong_type:timestamp
quarantined: wrong_type:user_id
rows 30 days late or more
rows without message_id
rows: exact_retry
rows: near_retry
rows: redelivered_load
rows: retry_without_message_id
rows: retry_without_received_at_that_wins
server-side events in a session
server-side events in none
sessions cut by 24 hours
spelled "Clicked Button"
spelled "button_click"
spelled "ctaTapped"
timestamps with an offset
unknowable: anonymous_events_of_another_person
unknowable: equipment_with_too_many_users
unknowable: never_logs_in_here
unknowable: reinstalled_and_never_known
unknowable: second_account_without_alias
unknowable: several_browsers_and_no_account
user ids padded or as numbers
""".strip().splitlines()


def simulate(*arguments):
    """Run the script; return the finished process."""
    script = [sys.executable, str(ROOT / "scripts" / "simulate.py"), "--quiet"]
    return subprocess.run([*script, *arguments], capture_output=True, text=True)


def files_of(folder):
    """Return {relative path: bytes} of the files under a folder."""
    paths = [p for p in folder.rglob("*") if p.is_file()]
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in paths}


@pytest.fixture(scope="module")
def sample(tmp_path_factory):
    """The folder that the command in landing/README.md writes."""
    command = re.search(r"simulate\.py (.*) --out", (LANDING / "README.md").read_text()).group(1)
    out = tmp_path_factory.mktemp("sample")
    done = simulate(*shlex.split(command), "--out", str(out))
    assert done.returncode == 0, done.stderr
    return out


@pytest.fixture(scope="module")
def lines():
    """{(file, line number): bytes} of the committed sample's lines that are not blank."""
    found = {}
    for path in sorted((LANDING / "tracker").rglob("*.ndjson.gz")):
        file = path.relative_to(LANDING).as_posix()
        for number, line in enumerate(gzip.decompress(path.read_bytes()).split(b"\n"), start=1):
            if line.strip(b" \t\r\n\v\f"):
                found[file, number] = line.removesuffix(b"\r")
    return found


def truth(folder, name):
    return pq.read_table(folder / "truth" / f"{name}.parquet").to_pylist()


def test_committed_sample_is_what_the_simulator_writes(sample):
    for source in ("tracker", "stripe", "salesforce", "releases", "feature_flags", "zendesk",
                   "api_gateway", "consent"):
        written = files_of(sample / "landing" / source)
        committed = files_of(LANDING / source)
        assert sorted(written) == sorted(committed)
        assert [name for name in written if written[name] != committed[name]] == []


def test_committed_sample_is_small(lines):
    assert 45_000 <= len(lines) <= 55_000
    blocks = [-(-p.stat().st_size // 4096) for p in LANDING.glob("tracker/**/*.gz")]
    assert sum(blocks) * 4096 <= 5_000_000


def test_truth_tells_every_line_once(sample, lines):
    told = [(row["file"], row["line_number"]) for row in truth(sample, "rows")]
    assert sorted(told) == sorted(lines)


def test_load_date_of_the_truth_is_that_of_the_file(sample):
    wrong = [r for r in truth(sample, "rows") if f"load_date={r['load_date']}/" not in r["file"]]
    assert wrong == []


def test_each_event_is_accepted_once_and_repeated_by_its_duplicates(sample, lines):
    rows, events = truth(sample, "rows"), truth(sample, "events")
    accepted = [
        (r["event_key"], r["file"], r["line_number"]) for r in rows if not r["reasons"]
    ]
    assert sorted(accepted) == sorted((e["event_key"], e["file"], e["line_number"]) for e in events)
    winner = {key: json.loads(lines[file, number]) for key, file, number in accepted}
    for row in rows:
        if row["disposition"] != "duplicate":
            continue
        line = json.loads(lines[row["file"], row["line_number"]])
        first = winner[row["event_key"]]
        if row["reasons"] == ["same_message_id"]:
            assert line["message_id"] == first["message_id"]
        else:
            assert row["reasons"] == ["same_content"] and not line.get("message_id")
        for told in (line, first):
            told.pop("sent_at", None)
            told.pop("received_at", None)
        assert line == first


def test_quarantined_lines_have_reasons_and_no_event(sample):
    rows = [r for r in truth(sample, "rows") if r["disposition"] == "quarantined"]
    assert rows
    assert [r for r in rows if not r["reasons"] or r["event_key"] is not None] == []
    assert [r for r in rows if r["reasons"] != sorted(set(r["reasons"]))] == []
    assert max(len(r["reasons"]) for r in rows) >= 3


def test_correction_restores_the_planned_time(sample, lines):
    def instant(text):
        time = datetime.fromisoformat(text)
        return time if time.tzinfo else time.replace(tzinfo=timezone.utc)

    corrected = 0
    for event in truth(sample, "events"):
        line = json.loads(lines[event["file"], event["line_number"]])
        time = instant(line["timestamp"])
        if "sent_at" in line and "received_at" in line:
            delay = instant(line["received_at"]) - instant(line["sent_at"])
            # what is no more than a network's delay is no fault of a clock
            time += delay if abs(delay) > timedelta(minutes=1) else timedelta(0)
            corrected += abs(delay) > HALF_HOUR
        assert time.astimezone(timezone.utc).replace(tzinfo=None) == event["occurred_at"]
    assert corrected > 0


def test_sessions_hold_half_an_hour_exactly_and_a_day_exactly(sample):
    times = defaultdict(list)
    for event in truth(sample, "events"):
        if event["session_key"]:
            times[event["session_key"]].append(event["occurred_at"])
    gaps, lengths = set(), set()
    for inside in times.values():
        inside.sort()
        lengths.add(inside[-1] - inside[0])
        gaps.update(later - earlier for earlier, later in zip(inside, inside[1:]))
    assert max(gaps) == HALF_HOUR
    assert max(lengths) == timedelta(days=1)


def test_no_two_events_of_a_person_tie(sample):
    counts = Counter((e["person_key"], e["occurred_at"]) for e in truth(sample, "events"))
    assert max(counts.values()) == 1


def test_what_can_be_known_is_known(sample):
    """Only people and browsers named as unknowable are taken for somebody else."""
    unknown = {d["browser_key"] for d in truth(sample, "devices") if d["reason"]}
    split = defaultdict(set)
    for device in truth(sample, "devices"):
        if device["human"] and device["browser_key"] not in unknown:
            split[device["human"]].update(device["person_keys"])
    torn = {human: keys for human, keys in split.items() if len(keys) > 1}
    second = [d["human"] for d in truth(sample, "devices") if "second" in d["reason"]]
    assert set(torn) <= set(second)
    assert len(unknown) > 0


@pytest.mark.parametrize("plant", PLANTS)
def test_plant_occurs(sample, plant):
    counts = {row["plant"]: row["count"] for row in truth(sample, "plants")}
    assert counts.get(plant, 0) > 0


def test_longest_alias_chain_has_sixty_links(sample):
    counts = {row["plant"]: row["count"] for row in truth(sample, "plants")}
    assert counts["longest alias chain"] == 60


def test_same_arguments_give_the_same_bytes_and_another_seed_others(tmp_path):
    arguments = ["--people", "120", "--days", "4", "--start", "2025-12-30"]
    for name, seed in (("first", "7"), ("again", "7"), ("other", "8")):
        done = simulate(*arguments, "--seed", seed, "--out", str(tmp_path / name))
        assert done.returncode == 0, done.stderr
    first = files_of(tmp_path / "first")
    assert first == files_of(tmp_path / "again")
    assert "landing/tracker/events/load_date=2025-12-30/part-0.ndjson.gz" in first
    other = files_of(tmp_path / "other")
    same = [n for n in first if n.endswith(".gz") and other.get(n) == first[n]]
    # what the company brings out does not hang on who visits it
    assert [n for n in same if "/releases/calendar/" not in n] == []


def test_several_towns_share_no_identifier(tmp_path):
    done = simulate("--people", "8100", "--days", "1", "--out", str(tmp_path))
    assert done.returncode == 0, done.stderr
    identifier = re.compile(rb'"(?:[0-9a-f]{8}-[0-9a-f-]{27}|u_[0-9.]+|D[0-9A-F]{16})"')
    seen = defaultdict(set)
    for path in (tmp_path / "landing/tracker").rglob("*.gz"):
        for found in identifier.findall(gzip.decompress(path.read_bytes())):
            if found.strip(b'"0-'):
                seen[found].add(path.name)
    assert set().union(*seen.values()) == {"part-0.ndjson.gz", "part-1.ndjson.gz"}
    assert [found for found, towns in seen.items() if len(towns) > 1] == []


def rows_of(folder):
    """Rows of JSON of every file below a folder."""
    texts = (gzip.decompress(path.read_bytes()) for path in sorted(folder.rglob("*.ndjson.gz")))
    return [json.loads(line) for text in texts for line in text.splitlines()]


@pytest.fixture(scope="module")
def collected(tmp_path_factory):
    """The landing folder of a small company for each other collector."""
    folders = {}
    for collector in ("segment", "ga4", "snowplow"):
        folders[collector] = tmp_path_factory.mktemp(collector) / "played"
        done = simulate("--people", "100", "--days", "2", "--collector", collector,
                        "--out", str(folders[collector]))
        assert done.returncode == 0, done.stderr
    return {name: folder / "landing" / name for name, folder in folders.items()}


def test_segment_corrects_a_wrong_clock_and_writes_each_track_twice(collected):
    tracks = rows_of(collected["segment"] / "tracks")
    times = ("received_at", "sent_at", "original_timestamp", "timestamp")
    off = 0
    for row in tracks:
        received, sent, original, time = (datetime.fromisoformat(row[name]) for name in times)
        assert received - (sent - original) == time
        off += abs(original - time) > HALF_HOUR
    assert off > 0
    own = {row["event"] for row in tracks}
    assert {path.name for path in collected["segment"].iterdir()} > own
    again = [row["id"] for name in own for row in rows_of(collected["segment"] / name)]
    assert sorted(again) == sorted(row["id"] for row in tracks)


def test_ga4_writes_a_day_again_until_it_is_complete(collected):
    deliveries = defaultdict(dict)
    for kind in ("events_intraday", "events"):
        for load in sorted((collected["ga4"] / kind).iterdir()):
            for path in load.iterdir():
                date = re.search(r"_(\d{8})-", path.name).group(1)
                text = gzip.decompress(path.read_bytes())
                deliveries[date][load.name, kind] = set(text.splitlines())
                assert {json.loads(line)["event_date"] for line in text.splitlines()} == {date}
    assert len(deliveries) >= 2
    several = 0
    for told in deliveries.values():
        daily = [rows for (_, kind), rows in sorted(told.items()) if kind == "events"]
        assert all(earlier < later for earlier, later in zip(daily, daily[1:]))
        several += len(daily) > 1
    assert several > 0


def test_snowplow_delivers_an_event_again_under_its_id(collected):
    ids = Counter()
    for path in collected["snowplow"].rglob("*.csv.gz"):
        rows = csv.DictReader(io.StringIO(gzip.decompress(path.read_bytes()).decode()))
        ids.update(row["event_id"] for row in rows)
    assert max(ids.values()) > 1


@pytest.mark.parametrize(
    "arguments, message",
    [
        (["--people", "99", "--days", "3"], "at least 100"),
        (["--people", "100", "--days", "0"], "at least 1"),
    ],
)
def test_impossible_arguments_are_refused(tmp_path, arguments, message):
    done = simulate(*arguments, "--out", str(tmp_path))
    assert done.returncode == 2 and message in done.stderr


def test_an_older_run_is_not_overwritten(tmp_path):
    (tmp_path / "truth").mkdir()
    done = simulate("--people", "100", "--days", "1", "--out", str(tmp_path))
    assert done.returncode == 2 and "never overwrites" in done.stderr
    assert list(tmp_path.iterdir()) == [tmp_path / "truth"]


# below: the evaluators, on cases small enough to count by hand
MINUTE = 60_000


def events_of(*played):
    """Return columns for (person, minute, event name) tuples."""
    person, minute, name = zip(*played)
    values = [next(i for i, n in enumerate(CODE) if n == event) for event in name]
    return {
        "name": np.array(values),
        "time": np.array(minute) * MINUTE,
        "person": np.array(person),
        "session": np.array(person),
        "account": np.array(person),
        "property": np.array([0] * len(played)),
        "source": np.array([""] * len(played)),
    }


def reached(order, played, steps=("login", "feature_used", "logout"), excluded=()):
    funnel = {
        "funnel_name": "f",
        "step_order": order,
        "window_seconds": "3600",
        "unit": "person",
        "exclusion_rule": "keep_earlier_steps",
        "breakdown": "",
    }
    rows = [
        {"step_number": str(n), "event_name": s, "property": "", "is_exclusion": "false"}
        for n, s in enumerate(steps, start=1)
    ]
    rows += [
        {"step_number": "9", "event_name": e, "property": "", "is_exclusion": "true",
         "exclude_after_step": "1", "exclude_before_step": "2"}
        for e in excluded
    ]
    units = metrics.funnel_units(funnel, rows, events_of(*played))
    return [units["", n] for n in range(1, len(steps) + 1)]


@pytest.mark.parametrize(
    "order, played, expected",
    [
        # the window counts from the first step, its end included
        ("ordered", [(1, 0, "login"), (1, 30, "feature_used"), (1, 60, "logout")], [1, 1, 1]),
        ("ordered", [(1, 0, "login"), (1, 30, "feature_used"), (1, 61, "logout")], [1, 1, 0]),
        # any start counts, the best attempt wins
        (
            "ordered",
            [(1, 0, "login"), (1, 40, "login"), (1, 90, "feature_used"), (1, 95, "logout")],
            [1, 1, 1],
        ),
        ("ordered", [(1, 0, "feature_used"), (1, 1, "login"), (1, 2, "logout")], [1, 0, 0]),
        # the steps of one person are no use to another
        ("ordered", [(1, 0, "login"), (2, 1, "feature_used"), (2, 2, "logout")], [1, 0, 0]),
        (
            "strict",
            [(1, 0, "login"), (1, 1, "page_view"), (1, 2, "feature_used"), (1, 3, "logout")],
            [1, 0, 0],
        ),
        (
            "strict",
            [(1, 0, "login"), (1, 1, "login"), (1, 2, "feature_used"), (1, 3, "logout")],
            [1, 1, 1],
        ),
        ("unordered", [(1, 0, "logout"), (1, 10, "login"), (1, 11, "login")], [1, 1, 0]),
        (
            "unordered",
            [(1, 0, "logout"), (1, 10, "login"), (1, 70, "feature_used")],
            [1, 1, 0],
        ),
    ],
)
def test_funnel_counts_by_hand(order, played, expected):
    assert reached(order, played) == expected


def test_funnel_distinct_events_for_a_repeated_step():
    played = [(1, 0, "login"), (2, 0, "login"), (2, 5, "login")]
    assert reached("ordered", played, steps=("login", "login")) == [2, 1]


def test_funnel_exclusion_keeps_earlier_steps():
    steps = ("login", "feature_used")
    played = [(1, 0, "login"), (1, 5, "error_shown"), (1, 6, "feature_used")]
    played += [(2, 0, "login"), (2, 5, "feature_used"), (2, 6, "error_shown")]
    played += [(3, 0, "login"), (3, 1, "error_shown"), (3, 2, "login"), (3, 3, "feature_used")]
    assert reached("ordered", played, steps=steps, excluded=["error_shown"]) == [3, 2]


def retained(played, **changes):
    curve = {
        "retention_name": "r", "start_event": "login", "return_event": "", "period": "day",
        "period_count": "3", "cohort_rule": "first_time", "clock": "calendar", "match": "on",
    } | changes
    cells = metrics.retention_cells(curve, events_of(*played))
    return {key: count for key, count in sorted(cells.items()) if count}


def test_retention_counts_by_hand():
    day = 24 * 60
    played = [(1, 0, "login"), (1, day, "page_view"), (1, 3 * day, "login")]
    played += [(2, day - 1, "login"), (2, day, "login"), (3, 5, "page_view")]
    assert retained(played) == {(0, 0): 2, (0, 1): 2, (0, 3): 1}
    # a day after the first start, not the next calendar day
    assert retained(played, clock="rolling") == {(0, 0): 2, (0, 1): 1, (0, 3): 1}
    assert retained(played, match="on_or_after") == {
        (0, 0): 2, (0, 1): 2, (0, 2): 1, (0, 3): 1
    }
    assert retained(played, cohort_rule="recurring") == {
        (0, 0): 2, (0, 1): 2, (0, 3): 1, (1, 0): 1, (3, 0): 1
    }
    assert retained(played, return_event="login") == {(0, 0): 2, (0, 1): 1, (0, 3): 1}


def test_weeks_start_on_monday_and_months_on_the_first():
    times = np.array(["2026-01-04T23:59", "2026-01-05", "2026-02-01"], dtype="datetime64[ms]")
    weeks = metrics.bucket(times.astype(np.int64), "week")
    assert [str(metrics.bucket_start(int(w), "week"))[:10] for w in weeks] == [
        "2025-12-29", "2026-01-05", "2026-01-26"
    ]
    months = metrics.bucket(times.astype(np.int64), "month")
    assert [str(metrics.bucket_start(int(m), "month"))[:10] for m in months] == [
        "2026-01-01", "2026-01-01", "2026-02-01"
    ]


def test_property_filter_reads_the_planned_properties():
    row = {"property": "plan", "operator": "in", "value": "pro|business"}
    passing = [p for p in PROPERTY_VALUES if metrics.property_passes(p, row)]
    assert passing and {p["plan"] for p in passing} == {"pro", "business"}
