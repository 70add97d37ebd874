"""Amplitude's export, from landing files to events, sessions and people.

The columns are those of Amplitude's documentation, "Amazon S3" export, and of the seeds of
fivetran/dbt_amplitude at 66b1001 (Apache-2.0). Values are ours.
"""

import json

import pytest

from tests.builds import COLLECTORS, Project

DAY = "2026-01-10"
START = 1768039200000


def event(name, at, device="device-1", user=None, *, insert=None, uuid=None, session=START, **more):
    """A row of the export; it was received a second after it happened, by Amplitude's clock."""
    return {
        "app": 1, "amplitude_id": 7, "uuid": uuid or f"{name} {at}", "event_id": 1, "event_type": name,
        "$insert_id": insert, "device_id": device, "user_id": user, "session_id": session,
        "event_time": f"{DAY} {at}:00.000000", "client_event_time": f"{DAY} {at}:00.000000",
        "server_received_time": f"{DAY} {at}:01.000000", "client_upload_time": f"{DAY} {at}:00.500000",
        "server_upload_time": f"{DAY} {at}:02.000000", "processed_time": f"{DAY} {at}:03.000000",
        "platform": "Web", "library": "amplitude-ts/2.11.0", "country": "Germany", "region": "Bavaria",
        "city": "Ulm", "event_properties": {}, "user_properties": {"plan": "x"}, "group_properties": {},
        "groups": {}, "$schema": 13, "data": {"path": "/2/httpapi"},
    } | more


def land(project, load_date, *rows, table="events", name="part.json"):
    path = project.landing / f"amplitude/{table}/load_date={load_date}" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(
        (row if isinstance(row, str) else json.dumps(row)) + "\n" for row in rows
    ))


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """One project that has read every case of this file."""
    project = Project(tmp_path_factory.mktemp("amplitude"), is_small=True, is_brief=True,
                      sources=COLLECTORS)
    view = event("[Amplitude] Page Viewed", "10:00", insert="i-1", event_properties={
        "[Amplitude] Page Location": "https://shop.example/plans?utm_source=mail",
        "[Amplitude] Page Title": "Plans", "referrer": "https://www.example.org/"})
    click = event("Clicked", "10:20", user="ann")
    server = {"library": "http/2.0", "platform": None, "session": -1}
    land(
        project, "2026-01-11", event("session_start", "10:00", insert="i-0"), view,
        event("$identify", "10:10", user="ann", insert="i-2", user_properties={"plan": "pro"}),
        event("$groupidentify", "10:11", user="ann", insert="i-3", groups={"company": ["acme"]},
              group_properties={"name": "Acme"}),
        click,
        event("revenue_amount", "10:25", user="ann", insert="i-4", event_properties={"$revenue": 9.5},
              groups={"team": "t", "company": "acme"}),
        event("session_end", "10:25", user="ann", insert="i-5"),
        event("Order Paid", "10:30", "made-up", "ann", insert="i-6", **server),
        # an insert id is that of a device, a session that of one, too
        event("Clicked", "10:01", "device-2", insert="i-1"), event("Clicked", "10:02", "device-2", insert="i-9"),
        # out of session: not one visit of everybody
        event("Pushed", "12:00", "device-3", session=-1, platform="iOS", library="amplitude-ios/8"),
        event("Pushed", "12:00", "device-4", session=-1, platform="iOS", library="amplitude-ios/8"),
        # a phone's clock that is a month ahead: uploaded in time
        event("Clicked", "13:00", "device-5", event_time="2026-02-10 13:00:00.000000"),
        # quarantined
        event("Clicked", "14:00", None, session=-1), event(None, "14:00"), event("Clicked", "14:00", event_properties="no"),
        {"amplitude_id": 8, "merged_amplitude_id": 7, "merge_event_time": f"{DAY} 10:10:00"}, "not JSON",
    )
    land(
        # an export of the same hour once more; what was sent again has an uuid of its own
        project, "2026-01-12", view | {"uuid": "again", "server_received_time": f"{DAY} 15:00:00"},
        click | {"uuid": "again", "server_upload_time": f"{DAY} 15:00:00", "processed_time": None,
                 "client_upload_time": f"{DAY} 15:00:00", "server_received_time": f"{DAY} 15:00:01"},
        event("Clicked", "16:00", "device-6", event_properties='{"colour": "red"}', insert=None,
              _insert_id="i-7", event_time=f"{DAY}T16:00:00"),
        table="hours",
    )
    # Fivetran's table, as CSV: a backend's import of what happened long ago, twice
    (project.landing / "amplitude/event/load_date=2026-01-12").mkdir(parents=True)
    (project.landing / "amplitude/event/load_date=2026-01-12/part.csv").write_text(
        "device_id,id,server_upload_time,_fivetran_synced,_insert_id,amplitude_id,client_event_time,country,"
        "event_properties,event_time,event_type,event_type_id,groups,library,server_received_time,session_id,"
        "user_id,user_properties,uuid\n"
        + "".join(
            f"made-up,242,2026-01-10T05:35:5{number}.6,2026-01-11T15:40:0{number}.4,,75,2025-04-01T19:42:58.123,,"
            '"{""a"": 1}",2025-04-01T19:42:58.123,Imported,108,{},http/1.0,'
            f"2026-01-10T05:35:5{number}.2,-1,old@example.com,{{}},{number}\n"
            for number in (1, 2)
        )
    )
    land(project, "2026-01-12", {"id": 3, "name": "Clicked", "display": "Clicked", "totals": 4}, table="event_type")
    build = project.build()
    assert build.code == 0, build.output[-6000:]
    return build


def test_every_row_has_a_fate(built):
    assert built.query(
        "select disposition, reason, cast(sum(rows) as integer) from quality.event_ledger "
        "where source = 'amplitude' group by all order by all"
    ) == [
        ("accepted", "", 15),
        ("duplicate", "same_content", 2),
        ("duplicate", "same_message_id", 1),
        ("quarantined", "missing_event_name", 1),
        ("quarantined", "missing_identity", 1),
        ("quarantined", "not_an_event:event_type", 1),
        ("quarantined", "not_an_event:merged_ids", 1),
        ("quarantined", "not_json", 1),
        ("quarantined", "wrong_type:properties", 1),
    ]


def test_a_visit_is_that_of_one_device(built):
    """A server's event out of session joins it; the same number on another device is another visit, and
    what a client sends out of session is in none."""
    rows = built.query("""
        select event_name, user_id, anonymous_id, account_id, platform, page_path, referrer_host, country, value
        from core.fct_events
        where session_id = (select session_id from core.fct_events where page_path = '/plans')
        order by occurred_at, event_name
    """)
    place = ("Germany",)
    assert rows == [
        ("page_view", None, "device-1", None, "web", "/plans", "www.example.org", *place, None),
        ("session_start", None, "device-1", None, "web", None, None, *place, None),
        ("identify", "ann", "device-1", None, "web", None, None, *place, None),
        ("group", "ann", "device-1", "acme", "web", None, None, *place, None),
        ("clicked", "ann", "device-1", None, "web", None, None, *place, None),
        ("revenue_amount", "ann", "device-1", "acme", "web", None, None, *place, 9.5),
        ("session_end", "ann", "device-1", None, "web", None, None, *place, None),
        ("order_paid", "ann", None, None, "server", None, None, *place, None),
    ]
    assert built.query(
        "select event_count from core.fct_sessions order by started_at, event_count desc"
    ) == [(8,), (2,), (1,), (1,)]


def test_people_traits_and_times(built):
    people = built.query("""
        select list(distinct coalesce(user_id, anonymous_id) order by coalesce(user_id, anonymous_id))
        from core.fct_events group by person_id order by all
    """)
    assert people == [
        (["ann", "device-1"],), *(([f"device-{number}"],) for number in range(2, 7)), (["old@example.com"],),
    ]
    assert built.query("select user_id, traits from core.dim_persons where traits is not null") == [
        ("ann", '{"plan":"pro"}')]
    assert built.query("select name from core.dim_accounts where account_id = 'acme'") == [("Acme",)]
    assert built.query("""
        select occurred_at = received_at, notes from core.fct_events where anonymous_id = 'device-5'
    """) == [(True, "unusable:timestamp")]
    assert built.query("""
        select cast(occurred_at as text), anonymous_id, session_id, properties
        from core.fct_events where user_id = 'old@example.com'
    """) == [("2025-04-01 19:42:58.123", None, None, '{"a": 1}')]
    assert built.query(
        "select properties from core.fct_events where anonymous_id = 'device-6'"
    ) == [('{"colour": "red"}',)]
