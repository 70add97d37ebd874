"""Segment's and RudderStack's calls, from their tables and their JSON to events, sessions and people.

Layouts are those of segmentio/segment-docs at 747b35d8f (`src/connections/storage/warehouses/schema.md`,
`.../catalog/amazon-s3/index.md`, `src/connections/spec`) and of rudderlabs/rudderstack-docs at 469e7d6e
(`docs/destinations/warehouse-destinations`). Values are ours, but for those of `samples`.
"""

import csv
import gzip
import io
import json
import shutil
from collections import Counter
from pathlib import Path

import duckdb
import pytest

from tests.builds import COLLECTORS, Project
from tests.models.record_loads import one_load_a_run

SAMPLES = Path(__file__).parent / "samples"
SOURCES = ("tracker", "segment", "rudderstack")
AGENT = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
PAGE = {
    "page": {"url": "https://x.example/plans?utm_term=t", "referrer": "https://a.example/r", "title": "Plans"},
    "campaign": {"source": "news", "medium": "email", "name": "may", "content": "top"},
    "user_agent": AGENT, "screen": {"width": 1920, "height": 1080},
    "location": {"country": "DE", "region": "BY", "city": "Ulm"},
}
APP = {"app": {"version": "3.1"}, "device": {"id": "phone", "type": "mobile"}}

# a story as the tracker tells it: minute, type, name, what else the call says
STORY = [
    (0, "page", None, {"properties": {"name": "Plans", "category": "Sales"}, "context": PAGE}),
    (1, "track", "Plan Chosen", {"properties": {"plan": "pro", "seats": 5, "price": 12.5, "isTrial": True,
                                                "code": "007"}, "context": PAGE}),
    (2, "track", "Clicked Button", {"context": PAGE}),
    (3, "identify", None, {"user_id": "ann", "traits": {"plan": "pro", "logins": 5}, "context": PAGE}),
    (4, "group", None, {"user_id": "ann", "account_id": "acme", "context": PAGE,
                        "traits": {"name": "Acme", "parent_account_id": "holding", "role": "owner"}}),
    (5, "track", "Plan Chosen", {"user_id": "ann", "account_id": "acme", "properties": {"plan": "free"},
                                 "context": PAGE, "consent": {"analytics": True, "advertising": False}}),
    (6, "alias", None, {"user_id": "ann", "previous_id": "ann-before", "context": PAGE}),
    (7, "screen", None, {"user_id": "bob", "anonymous_id": "phone-1", "context": APP,
                         "properties": {"name": "Start"}}),
    (50, "track", "feature_used", {"user_id": "bob", "anonymous_id": "phone-1", "context": APP,
                                   "properties": {"feature": "export", "duration_ms": 1200}}),
    # a server's
    (52, "track", "invoice_sent", {"user_id": "bob", "anonymous_id": None, "properties": {"amount": 10}}),
]
TABLES = {"page": "pages", "screen": "screens", "identify": "identifies", "group": "groups", "alias": "aliases"}
# layouts in which the story is told, by what stands before its identifiers
LAYOUTS = {"ours": "tracker", "row": "segment", "arc": "segment", "lake": "rudderstack", "raw": "rudderstack"}


def at(minute, second=0):
    return f"2026-01-02T{10 + minute // 60:02}:{minute % 60:02}:{second:02}.250Z"


def land(project, source, table, load_date, content, name="rows.ndjson"):
    path = project.landing / f"{source}/{table}/load_date={load_date}" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())


def lines(rows):
    return "".join((row if isinstance(row, str) else json.dumps(row)) + "\n" for row in rows)


def as_csv(rows):
    """One column for each name that any row has; what a row has not is empty."""
    text = io.StringIO()
    writer = csv.DictWriter(text, list(dict.fromkeys(name for row in rows for name in row)))
    writer.writeheader()
    writer.writerows([{n: str(v).lower() if isinstance(v, bool) else v for n, v in r.items()} for r in rows])
    return text.getvalue()


def as_parquet(rows, folder):
    """Columns typed by their values; what a row has not is null."""
    (folder / "rows.ndjson").write_text(lines(rows))
    duckdb.sql(f"copy (from read_json('{folder}/rows.ndjson', sample_size = -1)) "
               f"to '{folder}/rows.parquet' (format parquet)")
    return (folder / "rows.parquet").read_bytes()


def told(layout):
    """The story as the tracker has it, with identifiers of its own."""
    for number, (minute, type, name, more) in enumerate(STORY):
        call = {"anonymous_id": "browser"} | more | {
            "type": type, "timestamp": at(minute), "message_id": f"m{number}",
            "sent_at": at(minute, 1), "received_at": at(minute, 2)}
        for key in ("anonymous_id", "user_id", "previous_id", "account_id", "message_id"):
            if call.get(key):
                call[key] = f"{layout}-{call[key]}"
        if name:
            call["event"] = name
        yield json.loads(json.dumps(call).replace('"phone"', f'"{layout}-phone"')
                         .replace('"holding"', f'"{layout}-holding"'))


def as_api(call):
    """A call of the tracker in the JSON of Segment's archive."""
    names = {"message_id": "messageId", "anonymous_id": "anonymousId", "user_id": "userId",
             "previous_id": "previousId", "sent_at": "sentAt", "received_at": "receivedAt"}
    found = {names.get(name, name): value for name, value in call.items() if value is not None}
    context = {"library": {"name": "analytics.js"}, "ip": "203.0.113.12"} | found.pop("context", {})
    if "user_agent" in context:
        context["userAgent"] = context.pop("user_agent")
    if account := found.pop("account_id", None):
        found |= {"groupId": account} if call["type"] == "group" else {}
        context |= {"groupId": account} if call["type"] != "group" else {}
    if consent := found.pop("consent", None):
        context["consent"] = {"categoryPreferences": consent}
    if call["type"] in ("page", "screen"):
        found |= found["properties"]
        found["properties"] = {}
    return found | {"context": context, "originalTimestamp": "2026-01-01T00:00:00Z", "version": 2,
                    "integrations": {"All": True}}


def flat(context, prefix="context_"):
    found = {}
    for name, value in context.items():
        found |= flat(value, f"{prefix}{name}_") if isinstance(value, dict) else {prefix + name: value}
    return found


def as_rows(call):
    """A call of the tracker as rows of a warehouse, by their tables."""
    context = call.get("context", {}) | {"ip": "203.0.113.12", "library": {"name": "analytics.js"}}
    if account := call.get("account_id"):
        context |= {"group_id": account} if call["type"] != "group" else {}
    if consent := call.get("consent"):
        context["consent"] = {"category_preferences": consent}
    row = {
        "id": call["message_id"], "anonymous_id": call.get("anonymous_id"), "user_id": call.get("user_id"),
        "original_timestamp": "2026-01-01T00:00:00Z", "sent_at": call["sent_at"],
        "received_at": call["received_at"], "timestamp": call["timestamp"], "uuid_ts": at(59),
    } | flat(context)
    if call["type"] == "group":
        row["group_id"] = call["account_id"]
    if call["type"] == "alias":
        row["previous_id"] = call["previous_id"]
    own = call.get("properties", call.get("traits", {}))
    own = {{"isTrial": "is_trial"}.get(name, name): value for name, value in own.items()}
    if call["type"] != "track":
        yield TABLES[call["type"]], row | own
        return
    slug = call["event"].lower().replace(" ", "_")
    row |= {"event": slug, "event_text": call["event"]}
    yield "tracks", row
    yield slug, row | own


def by_table(calls):
    tables = {}
    for call in calls:
        for table, row in as_rows(call):
            tables.setdefault(table, []).append(row)
    return tables


def land_story(project, folder):
    project.write_lines("2026-01-03", list(told("ours")))
    land(project, "segment", "archive", "2026-01-03",
         gzip.compress(lines(map(as_api, told("arc"))).encode()), "1767312000000.gz")
    land(project, "rudderstack", "raw", "2026-01-03", lines(map(as_api, told("raw"))))
    for table, rows in by_table(told("row")).items():
        land(project, "segment", table, "2026-01-03", as_csv(rows), "rows.csv")
    for table, rows in by_table(told("lake")).items():
        land(project, "rudderstack", table, "2026-01-03", as_parquet(rows, folder), "rows.parquet")


def row(message, minute=0, **more):
    return {"id": message, "anonymous_id": message, "timestamp": at(minute), "received_at": at(minute, 2)} | more


def event(message, minute=0, name="Plan Chosen", **more):
    slug = name.lower().replace(" ", "_")
    return row(message, minute, event=slug, event_text=name) | more


def land_cases(project):
    early, late = "2026-01-03", "2026-01-04"
    # the event's own row comes before or behind that in tracks, in one load or in two
    for first, second, early_message, late_message in (
        ("tracks", "plan_chosen", "own-late", "own-late"), ("plan_chosen", "tracks", "own-early", "own-early"),
    ):
        own = {"plan": "pro"}
        land(project, "segment", first, early, lines(
            [event(early_message, received_at=at(0, 2), **(own if first != "tracks" else {}))]), "pair.ndjson")
        land(project, "segment", second, late, lines(
            [event(late_message, received_at=at(9, 2), **(own if second != "tracks" else {}))]), "pair.ndjson")
    land(project, "segment", "tracks", early, lines([
        event("alone"),
        # two names that share a table
        event("text", name="Signed up", event="signed_up"),
        event("no-text", event_text=None),
        event("wrong", name="feature_used"),
    ]))
    # it is not accepted, and so is what tracks says of it
    land(project, "segment", "feature_used", late, lines([
        event("wrong", name="feature_used", feature="export", duration_ms="soon")]))
    # of a view, which BigQuery has for each table
    land(project, "segment", "pages_view", early, lines([
        row("viewed", url="https://x.example/a", path="/a", title="T", referrer="https://b.example/",
            context_page_url=None),
        # a server's page call knows no more of its page
        row("path alone", path="/b"),
    ]))
    # as Snowflake spells names
    land(project, "segment", "PLAN_CHOSEN", early, as_csv([
        {name.upper(): value for name, value in event("capitals", plan="pro", seats=5).items()}]), "rows.csv")
    # copies that differ in their receipt: the first received counts
    land(project, "segment", "plan_chosen", early, lines([
        event("copy", plan="late", received_at=at(30)), event("copy", plan="first", received_at=at(5)),
        # columns that are called like members of the archive's JSON are properties
        event("clash") | {"properties": {"a": 1}, "type": "organic", "context": "c", "name": "n", "url": "u",
                          "group_id": "g", "previous_id": "p", "channel": "e-mail"},
        event("loader", plan="x", uuid="u", uuid_ts=at(9), loaded_at=at(9), _fivetran_synced=at(9)),
        event("empty", plan="", seats=None),
        event("json", context_consent_category_preferences='{"ads":false}'),
    ]))
    # aliases without an id, delivered again
    alias = {"user_id": "new", "previous_id": "old", "timestamp": at(1)}
    land(project, "rudderstack", "aliases", early, as_csv([
        alias | {"received_at": at(1, 2), "uuid_ts": "2020-04-26 07:31:54:735"},
        alias | {"received_at": at(1, 3), "uuid_ts": "2020-04-26 08:31:54:735"},
    ]), "rows.csv")
    # what is no call
    land(project, "segment", "users", early, as_csv([
        {"id": "new", "received_at": at(1), "plan": "pro", "uuid_ts": at(1)}]), "rows.csv")
    land(project, "segment", "accounts", early, as_csv([
        {"id": "acme", "received_at": at(1), "name": "Acme"}]), "rows.csv")
    land(project, "rudderstack", "rudder_discards", early, as_csv([
        {"row_id": "m9", "table_name": "tracks", "column_name": "price", "column_value": "x",
         "received_at": at(1)}]), "rows.csv")
    # an event that is called like a table of states
    land(project, "rudderstack", "users", early, lines([event("users", name="Users")]))
    # all tables in one folder
    land(project, "segment", "events", early, lines([
        event("folder", plan="pro"), event("folder"),
        row("folder page", url="https://x.example/"), row("folder group", group_id="acme", name="Acme"),
        row("folder alias", user_id="u", previous_id="v"), row("folder what", colour="red"),
    ]))
    # cloud sources: the event's table has the record's id
    land(project, "rudderstack", "tracks", late, lines([event("message", name="Sent", record_id="record")]),
         "cloud.ndjson")
    land(project, "rudderstack", "sent", early, lines([event("record", name="Sent", size=3)]))
    # sessions of the SDK: 40 minutes apart and one, one minute apart and two
    land(project, "rudderstack", "played", early, lines([
        event("s1", 0, "Played", context_session_id=1767348000000, anonymous_id="who",
              context_session_start=True, take=1),
        event("s2", 40, "Played", context_session_id=1767348000000, anonymous_id="who", take=2),
        event("s3", 41, "Played", context_session_id=1767350460000, anonymous_id="who", take=3),
        # the same number of another browser is another session
        event("s4", 41, "Played", context_session_id=1767350460000, anonymous_id="other", take=4),
        event("phone", 5, "Played", channel="mobile", anonymous_id="p", take=5),
        event("server", 5, "Played", channel="server", anonymous_id=None, user_id="u9", take=6),
        # times as warehouses write them; its own is taken, though the others say another
        event("times", 0, "Played", take=7,
              timestamp="2026-01-02 10:00:44.834", received_at="2026-01-02 10:00:45.558 UTC",
              sent_at="2026-01-02 10:00:45.124", original_timestamp="2026-01-02 10:00:43.400"),
    ]))
    # JSON of the API with less than all
    land(project, "segment", "archive", early, lines([
        {"type": "page", "anonymousId": "p", "messageId": "page call", "timestamp": at(1), "receivedAt": at(1),
         "properties": {"url": "https://x.example/c", "title": "C", "referrer": "https://c.example/"}},
        {"type": "track", "event": "Deep Link Clicked", "anonymousId": "p", "messageId": "link",
         "timestamp": at(2), "properties": {"url": "brnch.io/1"}, "channel": "server"},
        {"type": "identify", "userId": 42.0, "messageId": "context traits", "originalTimestamp": at(2),
         "receivedAt": at(3), "context": {"traits": {"plan": "pro"}}},
        {"type": "merge", "userId": "u", "messageId": "unknown", "receivedAt": at(2)},
        {"type": "track", "event": "x", "userId": {"a": 1}, "messageId": "w", "properties": [],
         "receivedAt": at(2), "context": "c"},
        '{"type": "track", "messageId": ',
        # no message id: known by what it says
        {"type": "track", "event": "Saved", "userId": "u", "timestamp": at(2), "receivedAt": at(3)},
        {"receivedAt": at(4), "type": "track", "event": "Saved", "userId": "u", "timestamp": at(2)},
    ]), "more.ndjson")


def land_samples(project):
    for source, places in {
        "segment": {"archive_complete_calls.ndjson": "samples", "b2b_events_partial.ndjson": "samples",
                    "mobile_events_partial.ndjson": "samples", "warehouse_pages.csv": "pages"},
        "rudderstack": {"tracks.csv": "tracks", "add_to_cart.csv": "add_to_cart", "identifies.csv": "identifies",
                        "users.csv": "users", "raw_events.ndjson": "raw"},
    }.items():
        for name, table in places.items():
            load = project.landing / source / table / "load_date=2026-01-05"
            load.mkdir(parents=True, exist_ok=True)
            shutil.copy(SAMPLES / source / name, load)


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    folder = tmp_path_factory.mktemp("segment")
    project = Project(folder, is_small=True, sources=COLLECTORS, is_brief=True)
    land_story(project, tmp_path_factory.mktemp("parquet"))
    land_cases(project)
    land_samples(project)
    build = project.build()
    assert build.code == 0, build.output[-6000:]
    return build


TOLD_OF_EVENTS = """
    event_name, raw_event_name, event_type, occurred_at, received_at, platform, page_path, referrer_host,
    utm_source, utm_medium, utm_campaign, utm_term, utm_content, browser, os, device_type, country, region,
    city, screen_name, is_bot, value, currency, notes, user_id, anonymous_id, device_id, account_id,
    coalesce(properties, '{}') as properties
"""


def of_layout(built, layout, columns, table, by):
    """Rows of one telling of the story, without what stands before its identifiers."""
    rows = built.query(f"select {columns} from {table} where {by} like '{layout}-%'")
    return Counter(
        tuple(value.replace(f"{layout}-", "") if isinstance(value, str) else value for value in row)
        for row in rows
    )


@pytest.mark.parametrize("layout", [name for name in LAYOUTS if name != "ours"])
def test_story_is_the_trackers_in_every_layout(built, layout):
    where = ("core.fct_events", "coalesce(anonymous_id, user_id)")
    own = of_layout(built, "ours", TOLD_OF_EVENTS, *where)
    found = of_layout(built, layout, TOLD_OF_EVENTS, *where)
    assert own.total() == len(STORY)
    # members of an object come in another order from some formats
    def by_name(rows):
        return Counter((*row[:-1], json.dumps(json.loads(row[-1]), sort_keys=True)) for row in rows.elements())

    assert by_name(found) == by_name(own)


@pytest.mark.parametrize("layout", [name for name in LAYOUTS if name != "ours"])
def test_sessions_people_and_accounts_are_the_trackers(built, layout):
    sessions = """
        started_at, ended_at, duration_seconds, event_count, page_view_count, is_engaged, is_bounce, channel,
        entry_page_path, exit_page_path, referrer_host, utm_source, utm_campaign, device_type, country,
        platform, account_id, (select user_id from core.dim_persons as p where p.person_id = s.person_id)
    """
    by = "(select user_id from core.dim_persons as p where p.person_id = s.person_id)"
    own = of_layout(built, "ours", sessions, "core.fct_sessions as s", by)
    assert own.total() == 3
    assert of_layout(built, layout, sessions, "core.fct_sessions as s", by) == own
    people = "user_id, first_seen_at, last_seen_at, first_channel, identifier_count, is_identified, traits"
    own = of_layout(built, "ours", people, "core.dim_persons", "user_id")
    assert [row[0] for row in sorted(own)] == ["ann", "bob"]
    assert of_layout(built, layout, people, "core.dim_persons", "user_id") == own
    accounts = "account_id, name, parent_account_id, member_count, first_seen_at, last_seen_at"
    own = of_layout(built, "ours", accounts, "core.dim_accounts", "account_id")
    assert ("acme", "Acme", "holding", 1) in [row[:4] for row in own]
    assert of_layout(built, layout, accounts, "core.dim_accounts", "account_id") == own


def test_consent_of_every_layout_is_the_same(built):
    rows = built.query("select distinct source, consent from intermediate.int_events__read where consent is not null")
    assert {(source, *sorted(json.loads(consent).items())) for source, consent in rows} == {
        *((source, ("advertising", False), ("analytics", True)) for source in SOURCES),
        ("segment", ("ads", False)),
    }


def events_of(built, *names):
    """What became of cases by their visitor: their properties, and the columns that are named."""
    rows = built.query(f"select anonymous_id, properties, {', '.join(names) or '1'} from core.fct_events")
    found = {}
    for visitor, properties, *values in rows:
        found.setdefault(visitor, []).append((json.loads(properties or "{}"), *values))
    return found


def test_event_in_tracks_and_in_its_own_table_counts_once(built):
    found = events_of(built)
    # by the row that says more, whichever came or was received first
    for visitor in ("own-late", "own-early", "folder", "loader"):
        assert [row[0] for row in found[visitor]] == [{"plan": "x" if visitor == "loader" else "pro"}]
    assert [row[0] for row in found["alone"]] == [{}]
    # of copies that say as much, the first received
    assert [row[0] for row in found["copy"]] == [{"plan": "first"}]
    # the row of a cloud source has another id in the event's own table
    [(properties, *_)] = found["message"] if "message" in found else found["record"]
    assert properties == {"size": 3}
    assert ("message" in found) + ("record" in found) == 1


def test_names_and_properties_are_those_of_the_row(built):
    found = events_of(built, "event_name", "raw_event_name", "event_type", "page_path", "referrer_host")
    assert found["text"] == [({}, "signed_up", "Signed up", "track", None, None)]
    assert found["no-text"] == [({}, "plan_chosen", "plan_chosen", "track", None, None)]
    assert found["clash"] == [(
        {"properties": {"a": 1}, "type": "organic", "context": "c", "name": "n", "url": "u", "group_id": "g",
         "previous_id": "p", "channel": "e-mail"}, "plan_chosen", "Plan Chosen", "track", None, None,
    )]
    assert found["capitals"] == [
        ({"plan": "pro", "seats": 5}, "plan_chosen", "Plan Chosen", "track", None, None)]
    assert found["empty"] == [({"plan": ""}, "plan_chosen", "Plan Chosen", "track", None, None)]
    page = {"url": "https://x.example/a", "path": "/a", "title": "T", "referrer": "https://b.example/"}
    assert found["viewed"] == [(page, "page_view", None, "page", "/a", "b.example")]
    assert found["path alone"] == [({"path": "/b"}, "page_view", None, "page", "/b", None)]
    assert [row[1:4] for row in found["folder page"]] == [("page_view", None, "page")]
    assert [row[1:4] for row in found["folder group"]] == [("group", None, "group")]
    assert [row[1:4] for row in found["folder alias"]] == [("alias", None, "alias")]
    # an address that an event has for a property is not that of a page
    assert [row[1:] for row in found["p"] if row[3] == "page"] == [("page_view", None, "page", "/c", "c.example")]
    assert ({"url": "brnch.io/1"}, "deep_link_clicked", "Deep Link Clicked", "track", None, None) in found["p"]
    assert found["users"] == [({}, "users", "Users", "track", None, None)]


def test_what_rudderstack_has_of_its_own(built):
    rows = built.query("""
        select anonymous_id, tracker_session_id from intermediate.int_events__read
        where tracker_session_id is not null order by all
    """)
    assert rows == [("other", "1767350460000"), ("who", "1767348000000"), ("who", "1767348000000"),
                    ("who", "1767350460000")]
    rows = built.query("""
        select properties ->> '$.take', platform, occurred_at::varchar from core.fct_events
        where event_name = 'played' and properties ->> '$.take' in ('5', '6', '7') order by all
    """)
    assert rows == [
        ("5", "app", "2026-01-02 10:05:00.25"), ("6", "server", "2026-01-02 10:05:00.25"),
        ("7", None, "2026-01-02 10:00:44.834"),
    ]


def test_event_whose_own_row_is_rejected_is_not_counted(built):
    assert built.query("select * from core.fct_events where anonymous_id = 'wrong'") == []


def test_every_row_has_one_fate(built):
    rows = built.query("select source, disposition, reason, sum(rows) from quality.event_ledger group by all")
    found = {(source, *what): count for source, *what, count in rows if what[0] != "accepted"}
    tracks = sum(call["type"] == "track" for call in told("row"))
    assert found == {
        # the story's rows in tracks, two pairs, a copy, one in a folder of all, the rejected event's,
        # and examples that share an id
        ("segment", "duplicate", "same_message_id"): tracks + 2 + 1 + 1 + 1 + 2,
        ("segment", "duplicate", "same_content"): 1,
        ("segment", "quarantined", "missing_event_name"): 1,
        ("segment", "quarantined", "missing_timestamp"): 12,
        ("segment", "quarantined", "not_an_event:accounts"): 1,
        ("segment", "quarantined", "not_an_event:users"): 1,
        ("segment", "quarantined", "not_json"): 1,
        ("segment", "quarantined", "unknown_type"): 1,
        ("segment", "quarantined", "wrong_property_type:duration_ms"): 1,
        ("segment", "quarantined", "wrong_type:user_id|wrong_type:context|wrong_type:properties"): 1,
        # the row of a cloud source, and examples that share an id
        ("rudderstack", "duplicate", "same_message_id"): tracks + 1 + 2,
        ("rudderstack", "duplicate", "same_content"): 1,
        ("rudderstack", "quarantined", "not_an_event:rudder_discards"): 1,
        ("rudderstack", "quarantined", "not_an_event:users"): 1,
    }
    landed = built.query("select source, count(*) from intermediate.int_events__read group by all")
    counted = Counter()
    for source, _, _, count in rows:
        counted[source] += count
    assert dict(landed) == dict(counted)


def test_examples_of_the_vendors_are_read(built):
    rows = built.query("""
        select source, event_name, occurred_at::varchar, page_path, utm_source, user_id, account_id, browser
        from core.fct_events where load_date = '2026-01-05' order by all
    """)
    assert rows == [
        # the column and not what the others add up to, which is a second less
        ("rudderstack", "add_to_cart", "2020-04-26 07:00:44.834", None, None, None, None, None),
        ("rudderstack", "product_reviewed", "2020-01-09 10:01:53.558", "/best-seller/1", "google", None, None,
         "Android"),
        ("segment", "identify", "2015-02-23 22:28:55.111", None, None, "97980cfea0067", None, "Chrome"),
        ("segment", "page_view", "2015-02-23 22:28:55", "/", "facebook", "97980cfea0067", None, "Chrome"),
    ]


def test_one_load_a_run_in_any_order_is_one_build(built, tmp_path):
    project = Project(tmp_path, is_small=True, sources=COLLECTORS, is_brief=True)
    assert one_load_a_run(
        built, project, "fct_events", "fct_sessions", "dim_persons", "dim_accounts",
    ) == []
