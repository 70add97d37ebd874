"""Mixpanel's exports, from landing files to events and people.

The shapes are those of Mixpanel's export API and pipelines: github.com/mixpanel/docs at ba229069,
`openapi/export.openapi.yaml` and `docs/data-pipelines/json-pipelines.mdx`, and of Fivetran's table:
fivetran/dbt_mixpanel at 3762f7a (Apache-2.0). PUBLISHED is the example of the API's description, which is
under the MIT licence; the other values are ours.
"""

import json
from datetime import datetime, timedelta

import pytest

from tests.builds import COLLECTORS, Project

PUBLISHED = (
    '{"event":"Signed up","properties":{"time":1602611311,"$insert_id":"hpuDqcvpltpCjBsebtxwadtEBDnFAdycabFb",'
    '"mp_processing_time_ms":1602625711874}}\n'
    '{"event":"Signed up","properties":{"time":1602787121,"$insert_id":"jajcebutltmvhbbholfhxtCcycwnBjDtndha",'
    '"mp_processing_time_ms":1602801521561}}\n'
)
NOON = datetime(2020, 1, 10, 12)
EPOCH = datetime(1970, 1, 1)
# the project's clock is eight hours behind UTC
ZONE = timedelta(hours=8)


def event(name, minutes, *, received=0, unit=1, **properties):
    """An event of the export API, at minutes behind noon of the project's own clock."""
    wall = NOON + timedelta(minutes=minutes)
    taken = wall + ZONE + timedelta(seconds=1 + received)
    return {"event": name, "properties": {
        "time": int((wall - EPOCH).total_seconds() * unit),
        "mp_processing_time_ms": int((taken - EPOCH).total_seconds() * 1000), "token": "t",
    } | {key.replace("S_", "$"): value for key, value in properties.items()}}


def land(project, table, load_date, *rows, name="part.ndjson"):
    path = project.landing / f"mixpanel/{table}/load_date={load_date}" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(
        (row if isinstance(row, str) else json.dumps(row)) + "\n" for row in rows
    ))


def set_zone(project):
    """The project was made before 2023, in California."""
    path = project.seed_file("source_settings")
    header, *lines = path.read_text().splitlines()
    zones = [f"{line},{'America/Los_Angeles' if line.startswith('mixpanel') else ''}" for line in lines]
    path.write_text("\n".join([f"{header},time_zone", *zones]) + "\n")


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """One project that has read every case of this file."""
    project = Project(tmp_path_factory.mktemp("mixpanel"), is_small=True, is_brief=True,
                      sources=COLLECTORS)
    set_zone(project)
    web = {"distinct_id": "$device:d-1", "S_device_id": "d-1", "mp_lib": "web"}
    view = event("$mp_web_page_view", 0, S_insert_id="i-1", **web, **{
        "S_current_url": "https://shop.example/plans?utm_source=mail", "S_referrer": "https://www.example.org/",
        "mp_country_code": "US", "S_city": "Fresno"})
    sent = event("Signed Up", 5, S_insert_id="i-2", **web | {"distinct_id": "ann", "S_user_id": "ann"}, plan="pro")
    land(
        project, "export", "2020-01-11", view, sent,
        # merged later, and exported again with the id that it then had
        event("$mp_web_page_view", 0, S_insert_id="i-1", received=9, **web | {"distinct_id": "ann"},
              S_distinct_id_before_identity="$device:d-1"),
        # in milliseconds, by a server
        event("Order Paid", 10, unit=1000, S_insert_id="i-3", distinct_id="ann", mp_lib="python", revenue=20),
        # the same insert id on the same day, at another time, and on the next day
        event("Order Paid", 11, S_insert_id="i-3", received=5, distinct_id="ann", mp_lib="python", revenue=20),
        event("Order Paid", 12 * 60, S_insert_id="i-3", distinct_id="ann", mp_lib="python", revenue=20),
        # without an insert id, delivered twice
        event("clicked", 20, distinct_id="bob"), event("clicked", 20, received=7, distinct_id="bob"),
        # merges
        event("clicked", 30, distinct_id="$device:d-2"),
        event("$identify", 31, distinct_id="bob", S_identified_id="bob", S_anon_id="$device:d-2"),
        event("clicked", 32, distinct_id="old"),
        event("$create_alias", 33, distinct_id="old", alias="bob"),
        event("clicked", 34, distinct_id="cat"), event("clicked", 35, distinct_id="kat"),
        event("$merge", 36, distinct_id="cat", S_distinct_ids=["cat", "kat"]),
        # refused merges
        event("clicked", 40, distinct_id="dan"), event("clicked", 41, distinct_id="$device:d-4"),
        event("$merge", 42, distinct_id="dan", S_distinct_ids=["dan", "ann"], S_failure_reason="too many"),
        event("$identify", 43, distinct_id="dan", S_identified_id="dan", S_anon_id="$device:d-4",
              S_device_id="d-4", S_identity_failure_reason="already identified"),
    )
    land(project, "export", "2020-01-12", PUBLISHED.rstrip("\n"), "not JSON",
         {"event": "clicked", "properties": [1]})
    land(
        project, "mp_master_event", "2020-01-12",
        {"event_name": "viewed", "time": "2020-01-10T20:50:00Z", "distinct_id": "eve", "device_id": "d-5",
         "user_id": "eve", "insert_id": "i-5", "properties": json.dumps({"colour": "red", "user_id": "of its own"})},
    )
    land(project, "event", "2020-01-12", {
        "_fivetran_id": "f-1", "event_id": 1, "name": "viewed", "time": "2020-01-10 12:51:00",
        "distinct_id": "$device:d-5", "insert_id": "i-6", "properties": '{"colour": "blue"}',
        "mp_processing_time_ms": 1578689461000, "_fivetran_synced": "2020-01-11 00:00:00", "browser": "Firefox"})
    land(project, "mp_people_data", "2020-01-12", {"distinct_id": "ann", "properties": {"$email": "a@example.com"}})
    land(project, "mp_identity_mappings", "2020-01-12", {"distinct_id": "d-1", "resolved_distinct_id": "ann"})
    build = project.build()
    assert build.code == 0, build.output[-6000:]
    return build


def test_every_row_has_a_fate(built):
    assert built.query(
        "select disposition, reason, cast(sum(rows) as integer) from quality.event_ledger "
        "where source = 'mixpanel' group by all order by all"
    ) == [
        ("accepted", "", 18),
        ("duplicate", "same_content", 1),
        ("duplicate", "same_message_id", 2),
        ("quarantined", "missing_identity", 2),
        ("quarantined", "missing_identity|missing_timestamp|wrong_type:properties", 1),
        ("quarantined", "not_an_event:mp_identity_mappings", 1),
        ("quarantined", "not_an_event:mp_people_data", 1),
        ("quarantined", "not_json", 1),
    ]


def test_times_are_utc_whatever_unit_and_clock(built):
    rows = built.query("""
        select event_name, user_id, strftime(occurred_at, '%d %H:%M'), strftime(received_at, '%d %H:%M:%S')
        from core.fct_events where event_name in ('order_paid', 'page_view', 'viewed') order by occurred_at
    """)
    assert rows == [
        ("page_view", None, "10 20:00", "10 20:00:01"),
        ("order_paid", "ann", "10 20:10", "10 20:10:01"),
        ("viewed", "eve", "10 20:50", None),
        ("viewed", None, "10 20:51", "10 20:51:01"),
        ("order_paid", "ann", "11 08:00", "11 08:00:01"),
    ]


def test_merges_are_those_that_were_not_refused(built):
    people = built.query("""
        select list(distinct coalesce(user_id, anonymous_id) order by coalesce(user_id, anonymous_id))
        from core.fct_events group by person_id order by all
    """)
    assert people == [
        (["ann", "d-1"],), (["bob", "d-2", "old"],), (["cat", "kat"],), (["d-4"],), (["d-5", "eve"],), (["dan"],),
    ]
    assert built.query(
        "select event_name, event_type, notes from core.fct_events where notes is not null order by occurred_at"
    ) == [("alias", "track", "refused:too many"), ("identify", "track", "refused:already identified")]


def test_visits_and_properties(built):
    assert built.query("""
        select event_name, user_id, anonymous_id, platform, page_path, referrer_host, utm_source, country, city
        from core.fct_events
        where session_id = (select session_id from core.fct_events where page_path = '/plans')
        order by occurred_at
    """) == [
        ("page_view", None, "d-1", "web", "/plans", "www.example.org", "mail", "US", "Fresno"),
        ("signed_up", "ann", "d-1", "web", None, None, None, None, None),
        ("order_paid", "ann", None, "server", None, None, None, None, None),
    ]
    assert built.query(
        "select properties from core.fct_events where event_name = 'viewed' order by occurred_at"
    ) == [('{"colour":"red","user_id":"of its own"}',), ('{"colour":"blue","browser":"Firefox"}',)]
