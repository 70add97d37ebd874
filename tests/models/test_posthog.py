"""PostHog's exports, from landing files to events, sessions and people.

The shapes are those of PostHog's batch exports: github.com/PostHog/posthog.com at 0500aae,
`contents/docs/cdp/batch-exports/s3.md`, and at 04ec61c, `bigquery.md`, for the older tables. Values
are ours.
"""

import json

import duckdb
import pytest

from tests.builds import COLLECTORS, Project

DAY = "2026-01-10"
WEB = {"$lib": "web", "$device_id": "a-1", "$session_id": "s-1", "$device_type": "Mobile",
       "$geoip_country_code": "DE", "$geoip_city_name": "Ulm"}
KNOWN = WEB | {"$is_identified": True, "$groups": {"team": "t-1", "company": "acme"}}


def event(uuid, name, who, at, properties=None, **more):
    """A row of an export, with what ingestion adds."""
    return {"uuid": uuid, "event": name, "distinct_id": who, "person_id": f"p-{who}",
            "timestamp": f"{DAY}T{at}:00.000000+00:00", "created_at": f"{DAY}T{at}:01.000000+00:00",
            "_inserted_at": f"{DAY}T{at}:02.000000+00:00", "elements_chain": "",
            "properties": properties or {}, "person_properties": {"email": "a@example.com"}} | more


def land(project, table, load_date, *rows, name="part.jsonl"):
    path = project.landing / f"posthog/{table}/load_date={load_date}" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(
        (row if isinstance(row, str) else json.dumps(row)) + "\n" for row in rows
    ))


def land_parquet(project, load_date, *rows):
    """As the exporter writes Parquet: times typed, properties as text."""
    path = project.landing / f"posthog/events/load_date={load_date}/part.parquet"
    path.parent.mkdir(parents=True, exist_ok=True)
    values = ", ".join(
        f"('{row['uuid']}', '{row['event']}', '{row['distinct_id']}', '{json.dumps(row['properties'])}', "
        f"timestamptz '{row['timestamp']}', timestamptz '{row['created_at']}')" for row in rows
    )
    duckdb.execute(
        f"copy (select * from (values {values}) as rows (uuid, event, distinct_id, properties, "
        f"timestamp, created_at)) to '{path}' (format parquet)"
    )


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """One project that has read every case of this file."""
    project = Project(tmp_path_factory.mktemp("posthog"), is_small=True, is_brief=True,
                      sources=COLLECTORS)
    view = event("e-1", "$pageview", "a-1", "10:00", WEB | {
        "$current_url": "https://shop.example/plans?utm_source=mail", "$referrer": "$direct",
        "$raw_user_agent": "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X)"})
    order = event("e-6", "Order Paid", "u-1", "10:20", {"$lib": "posthog-python", "revenue": 12.5})
    land(
        project, "events", "2026-01-10", view,
        event("e-2", "$identify", "u-1", "10:05", WEB | {
            "$is_identified": True, "$anon_distinct_id": "a-1", "$set": {"plan": "pro"},
            "$set_once": {"plan": "none"}}),
        event("e-3", "$pageview", "u-1", "10:10", KNOWN | {
            "$current_url": "https://shop.example/cart", "$referrer": "https://www.example.org/x"}),
        event("e-4", "$pageleave", "u-1", "10:12", KNOWN),
        event("e-5", "$groupidentify", "u-1", "10:13", KNOWN | {
            "$group_type": "company", "$group_key": "acme", "$group_set": {"name": "Acme"}}),
        order,
        # an id that an old library gave to several events
        event("shared", "$screen", "m-1", "11:00", {"$lib": "posthog-ios", "$screen_name": "Home"}),
        event("shared", "$screen", "m-1", "11:01", {"$lib": "posthog-ios", "$screen_name": "Cart"}),
        # what PostHog refused, and what it merged
        event("e-7", "$identify", "u-2", "11:05", WEB | {"$anon_distinct_id": "u-1", "$device_id": "d-2"}),
        event("e-8", "clicked", "old-7", "11:10"),
        event("e-9", "$create_alias", "u-1", "11:15", {"alias": "old-7"}),
        event("e-10", "$set", "u-1", "10:25", KNOWN | {"$set": {"plan": "free"}}),
        # quarantined
        event("e-11", "clicked", None, "11:30"), event("e-12", "clicked", "a-1", "11:30", [1]),
        event("e-13", "clicked", "a-1", "11:30", timestamp="soon", created_at=None), "not JSON",
    )
    land(project, "events", "2026-01-10", {"files": ["part.jsonl"]}, name="manifest.json")
    # a backfill has rows of the running export again, here as Parquet, with its own receipt
    land_parquet(project, "2026-01-12", view | {"created_at": f"{DAY}T12:00:00+00:00"}, order)
    land(
        project, "archive", "2026-01-12",
        # the older tables: properties as text, also within a text
        {"uuid": "w-1", "event": "upgraded", "distinct_id": "u-1", "team_id": 1, "ip": None,
         "site_url": "", "elements": "[]", "set": "{}", "set_once": "{}",
         "timestamp": f"{DAY} 10:15:00.000000 UTC", "bq_ingested_timestamp": f"{DAY} 10:15:09 UTC",
         "properties": json.dumps(json.dumps(KNOWN | {"seats": 5}))},
        {"uuid": "w-2", "event": "$identify", "distinct_id": "u-3", "set": '{"plan": "team"}',
         "timestamp": f"{DAY} 13:00:00 UTC", "properties": '{"$anon_distinct_id": "a-3"}'},
        # without an id, delivered twice
        {"event": "viewed", "distinct_id": "a-3", "timestamp": f"{DAY} 12:59:00 UTC",
         "properties": "{}", "bq_ingested_timestamp": f"{DAY} 13:00:00 UTC"},
        {"event": "viewed", "distinct_id": "a-3", "timestamp": f"{DAY} 12:59:00 UTC",
         "properties": "{}", "bq_ingested_timestamp": f"{DAY} 14:00:00 UTC"},
    )
    land(project, "persons", "2026-01-12", {
        "team_id": 1, "distinct_id": "u-1", "person_id": "p-9", "properties": "{}", "person_version": 3,
        "person_distinct_id_version": 1, "created_at": f"{DAY}T10:00:00Z", "is_deleted": False})
    build = project.build()
    assert build.code == 0, build.output[-6000:]
    return build


def test_every_row_has_a_fate(built):
    assert built.query(
        "select disposition, reason, cast(sum(rows) as integer) from quality.event_ledger "
        "where source = 'posthog' group by all order by all"
    ) == [
        ("accepted", "", 15),
        ("duplicate", "same_content", 1),
        ("duplicate", "same_message_id", 2),
        ("quarantined", "invalid_timestamp", 1),
        ("quarantined", "missing_identity", 1),
        ("quarantined", "not_an_event:manifest", 1),
        ("quarantined", "not_an_event:persons", 1),
        ("quarantined", "not_json", 1),
        ("quarantined", "wrong_type:properties", 1),
    ]


def test_a_login_is_one_visit_of_one_person(built):
    """The browser's device keeps the visit together, and the server's event joins it."""
    rows = built.query("""
        select event_name, user_id, anonymous_id, account_id, platform, page_path, referrer_host,
            device_type, country, city
        from core.fct_events
        where session_id = (select session_id from core.fct_events where page_path = '/plans')
        order by occurred_at
    """)
    assert rows == [
        ("page_view", None, "a-1", None, "web", "/plans", None, "mobile", "DE", "Ulm"),
        ("identify", "u-1", "a-1", None, "web", None, None, "mobile", "DE", "Ulm"),
        ("page_view", "u-1", "a-1", "acme", "web", "/cart", "www.example.org", "mobile", "DE", "Ulm"),
        ("page_leave", "u-1", "a-1", "acme", "web", None, None, "mobile", "DE", "Ulm"),
        ("group", "u-1", "a-1", "acme", "web", None, None, "mobile", "DE", "Ulm"),
        ("upgraded", "u-1", "a-1", "acme", "web", None, None, "mobile", "DE", "Ulm"),
        ("order_paid", "u-1", None, None, "server", None, None, None, None, None),
        ("identify", "u-1", "a-1", "acme", "web", None, None, "mobile", "DE", "Ulm"),
    ]


def test_merges_are_those_that_events_say(built):
    people = built.query("""
        select list(distinct coalesce(user_id, anonymous_id) order by coalesce(user_id, anonymous_id))
        from core.fct_events group by person_id order by all
    """)
    assert people == [(["a-1", "old-7", "u-1"],), (["a-3", "u-3"],), (["m-1"],), (["u-2"],)]


def test_traits_and_values(built):
    assert built.query(
        "select user_id, traits from core.dim_persons where traits is not null order by user_id"
    ) == [("u-1", '{"plan":"free"}'), ("u-3", '{"plan":"team"}')]
    assert built.query(
        "select value, count(*) from core.fct_events where value is not null group by all"
    ) == [(12.5, 1)]
    assert built.query("select name from core.dim_accounts where account_id = 'acme'") == [("Acme",)]
    assert built.query(
        "select screen_name from core.fct_events where event_name = 'screen_view' order by occurred_at"
    ) == [("Home",), ("Cart",)]


def test_the_first_received_copy_counts(built):
    assert built.query(
        "select received_at, load_date from core.fct_events where page_path = '/plans'"
    ) == [built.query("select timestamp '2026-01-10 10:00:01', date '2026-01-10'")[0]]
