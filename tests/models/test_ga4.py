"""Google Analytics 4, from the tables of its export to sessions, people and the ledger.

The shapes are those of BigQuery's export (developers.google.com, "BigQuery Export schema"), written as BigQuery
writes them: 64-bit integers as texts in JSON, lists of records in Parquet; and of Fivetran's table
(github.com/fivetran/dbt_ga4_export at 50b10f6, `macros/get_event_columns.sql`). Values are ours, but for one
row of github.com/Velir/dbt-ga4 at 2d7b1f1 (MIT, `unit_tests/test_stg_ga4__events.example`).
"""

import csv
import json
from datetime import datetime, timezone

import duckdb
import pytest

from tests.builds import COLLECTORS, ROOT, Project
from tests.models.record_loads import one_load_a_run

SAMPLE = ROOT / "tests/models/samples/ga4/events_one_row.ndjson"
SESSION = 1767348000


def parameter(key, value):
    """An element of event_params or user_properties as BigQuery writes it."""
    held = {"string_value": None, "int_value": None, "float_value": None, "double_value": None}
    if isinstance(value, str):
        held["string_value"] = value
    elif isinstance(value, int):
        held["int_value"] = str(value)
    else:
        held["double_value"] = value
    return {"key": key, "value": held}


def event(name, label, moment, pseudo="1.1", session=SESSION, stream="7", properties=(), index=None, params=(), **more):
    """A row of the export; `label` is a parameter by which the tests know it."""
    at = datetime.fromisoformat(f"2026-01-{moment}+00:00").astimezone(timezone.utc)
    micros = round((at - datetime(1970, 1, 1, tzinfo=timezone.utc)).total_seconds()) * 1_000_000
    said = {"label": label, "ga_session_id": session, **dict(params)}
    return {
        "event_date": f"{at:%Y%m%d}", "event_timestamp": str(micros + at.microsecond), "event_name": name,
        "event_params": [parameter(*one) for one in said.items() if one[1] is not None],
        "event_previous_timestamp": None, "event_bundle_sequence_id": "948327668", "user_id": None,
        "user_pseudo_id": pseudo, "privacy_info": {"analytics_storage": "Yes", "ads_storage": "No"},
        "user_properties": [parameter(*one) for one in properties],
        "device": {"category": "desktop", "vendor_id": None, "web_info": {"browser": "Chrome"}},
        "geo": {"country": "Vietnam", "region": "(not set)", "city": "<Other>"}, "app_info": None,
        "traffic_source": {"name": "first", "medium": "first", "source": "first"}, "stream_id": stream,
        "platform": "WEB", "ecommerce": None, "items": [],
        "batch_event_index": index and str(index),
    } | more


def micros_of(row):
    """The same with the last of its microseconds."""
    return row | {"event_timestamp": str(int(row["event_timestamp"]) + 431476)}


PAGE = {"page_location": "https://shop.example/p/1?a=b", "page_referrer": "https://www.google.com/", "page_title": "One"}
START = event("session_start", "start", "01T09:00:00", params=PAGE)
FIRST = event("page_view", "page", "01T09:00:00", params=PAGE)
LATE = event("scroll", "late", "01T09:05:00", params={"percent_scrolled": 90})
LATER = event("click", "later", "01T09:06:00")
OF_DAY_TWO = [
    micros_of(event("view_item", "item", "02T10:00:00", "2.2", items=[{"item_id": "x", "quantity": "2"}])),
    event("add_to_cart", "cart", "02T10:01:00", "2.2"),
    event("login", "login", "02T10:02:00", "2.2", user_id="ann"),
    # nobody is active for an hour, and the session is the same
    event("begin_checkout", "checkout", "02T11:30:00", "2.2", user_id="ann"),
    event("purchase", "bought", "02T11:31:00", "2.2", user_id="ann",
          params={"value": 12.5, "currency": "EUR", "transaction_id": "t-1"},
          ecommerce={"transaction_id": "t-1", "purchase_revenue": 12.5}),
    event("user_engagement", "left", "02T11:32:00", "2.2", user_id="ann", properties=[("plan", "pro"), ("seats", 5)]),
    # another browser, whose session began in the same second
    event("page_view", "other", "02T10:00:00", "3.3", params=PAGE | {"source": "google", "medium": "organic"},
          collected_traffic_source={"manual_source": "newsletter", "manual_medium": "email",
                                    "manual_campaign_name": "(not set)", "gclid": "abc"}),
    event("click", "twice", "02T10:03:00", "3.3", index=1),
    event("click", "twice", "02T10:03:00", "3.3", index=2),
    # delivered twice
    event("click", "twice", "02T10:03:00", "3.3", index=2),
    # without consent nobody has an id, unless the site says who it is; and no session
    event("page_view", "nobody", "02T10:00:00", None),
    event("page_view", "bob", "02T10:00:00", None, user_id="bob"),
    event("page_view", "no session", "02T10:00:00", "4.4", None),
    event("screen_view", "screen", "02T12:00:00", "app-1", params={"firebase_screen": "Start"}, stream="8",
          platform="ANDROID", app_info={"version": "1.2.3"},
          device={"category": "mobile", "vendor_id": "v-1", "advertising_id": "00000000-0000-0000-0000-000000000000"}),
    event("join_group", "group", "02T12:01:00", "app-1", params={"group_id": "acme", "name": "Acme"}, stream="8",
          platform="ANDROID"),
]
NESTED = {
    "event_params": "struct(key varchar, value struct(string_value varchar, int_value bigint, float_value double, "
    "double_value double))[]",
    "user_properties": "struct(key varchar, value struct(string_value varchar, int_value bigint, float_value double, "
    "double_value double, set_timestamp_micros bigint))[]",
    "items": "struct(item_id varchar, quantity bigint)[]",
    "geo": "struct(country varchar, region varchar, city varchar)",
    "device": "struct(category varchar, vendor_id varchar)",
}
IN_TWO_FORMATS = [
    event("page_view", "format", "01T15:00:00", "5.5", stream="9", params=PAGE | {"ratio": 0.5, "whole": 2.0}),
    event("click", "format", "01T15:00:00.25", "5.5", stream="9", index=3),
]


def folder(project, table, load_date):
    path = project.landing / f"ga4/{table}/load_date={load_date}"
    path.mkdir(parents=True, exist_ok=True)
    return path


def land(project, table, load_date, *rows):
    lines = [row if isinstance(row, str) else json.dumps(row) for row in rows]
    (folder(project, table, load_date) / "rows.ndjson").write_text("".join(f"{line}\n" for line in lines))


def land_parquet(project, table, load_date, *rows):
    """The same rows typed, lists of records nested, as BigQuery exports them."""
    text = project.folder / "rows.json"
    text.write_text("".join(json.dumps(row) + "\n" for row in rows))
    columns = {"event_date": "varchar", "event_name": "varchar", "event_timestamp": "bigint", "user_id": "varchar",
               "user_pseudo_id": "varchar", "stream_id": "varchar", "platform": "varchar",
               "batch_event_index": "bigint"} | NESTED
    duckdb.execute(
        f"copy (select * from read_json('{text}', format = 'newline_delimited', columns = {columns})) "
        f"to '{folder(project, table, load_date) / 'rows.parquet'}'"
    )


def land_fivetran(project, load_date, *rows):
    """Rows of Fivetran's table as CSV: label, name, whether intraday."""
    with (folder(project, "event", load_date) / "event.csv").open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([
            "_fivetran_id", "_fivetran_synced", "date", "device_category", "geo_city", "name", "platform", "timestamp",
            "traffic_source_source", "collected_traffic_source_manual_source", "user_id", "user_pseudo_id",
            "stream_id", "is_intraday", "param_ga_session_id", "param_label", "param_page_location",
        ])
        for number, (label, name, is_intraday) in enumerate(rows):
            writer.writerow([
                f"{load_date}-{number}", f"{load_date} 08:00:00", "2026-01-01", "mobile", "(not set)", name, "web",
                "2026-01-01 20:00:00.5", "first", "partner", "", "6.6", "5", is_intraday, SESSION, label,
                "https://shop.example/f",
            ])


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """One project that has read every case of this file."""
    project = Project(tmp_path_factory.mktemp("ga4"), is_small=True, sources=COLLECTORS, is_brief=True)
    gone, ghost = event("click", "gone", "01T09:02:00"), event("click", "ghost", "01T09:07:00")
    land(project, "events_intraday_20260101", "2026-01-01", START, FIRST, gone)
    land(project, "events_20260101", "2026-01-02", START, FIRST, LATE)
    # once more, with one event fewer and one more; and an intraday table that nobody waited for
    land(project, "events_20260101", "2026-01-03", LATER, LATE, FIRST)
    land(project, "events_intraday_20260101", "2026-01-03", FIRST, ghost)
    land(project, "events_intraday_20260102", "2026-01-03", *OF_DAY_TWO, '{"event_name": ')
    land(project, "pseudonymous_users_20260102", "2026-01-03",
         {"pseudo_user_id": "2.2", "stream_id": "7", "last_updated_date": "20260102", "user_info": {}})
    land(project, "shop_events", "2026-01-02", *(json.dumps(row).replace("2.0", "2") for row in IN_TWO_FORMATS))
    land_parquet(project, "shop_events", "2026-01-02", *reversed(IN_TWO_FORMATS))
    land_fivetran(project, "2026-01-02", ("f intraday", "click", "True"), ("f both", "click", "True"),
                  ("f daily", "page_view", "False"))
    land_fivetran(project, "2026-01-03", ("f both", "click", "False"))
    path = folder(project, "events", "2026-01-01")
    (path / SAMPLE.name).write_bytes(SAMPLE.read_bytes())
    build = project.build()
    assert build.code == 0, build.output[-6000:]
    return build


def labels(built, condition="true"):
    return [label for (label,) in built.query(f"""
        select coalesce(properties ->> '$.label', event_name) as label
        from (select cast(properties as json) as properties, * exclude (properties) from core.fct_events)
        where {condition} order by label
    """)]


def test_a_later_delivery_of_a_day_replaces_the_earlier(built):
    assert labels(built, "anonymous_id = '1.1'") == ["late", "later", "page"]
    # only an intraday table is there yet
    assert labels(built, "anonymous_id = '3.3'") == ["other", "twice", "twice"]
    # Fivetran's rows are added one by one, and those of the day go before its intraday ones
    assert labels(built, "anonymous_id = '6.6'") == ["f both", "f daily"]


def test_an_event_is_the_same_in_either_format(built):
    assert labels(built, "anonymous_id = '5.5'") == ["format", "format"]
    assert built.query("""
        select occurred_at::text, properties from core.fct_events where anonymous_id = '5.5' order by occurred_at
    """) == [
        ("2026-01-01 15:00:00", '{"ga_session_id":1767348000,"label":"format",'
         '"page_location":"https://shop.example/p/1?a=b","page_referrer":"https://www.google.com/",'
         '"page_title":"One","ratio":0.5,"whole":2}'),
        ("2026-01-01 15:00:00.25", '{"ga_session_id":1767348000,"label":"format"}'),
    ]


def test_sessions_are_those_of_google(built):
    assert built.query("""
        select sessions.tracker_session_id, sessions.event_count, sessions.page_view_count, count(distinct events.person_id)
        from core.fct_sessions as sessions
        inner join core.fct_events as events on sessions.session_id = events.session_id
        group by all order by all
    """) == [
        ("1.1.1767348000", 3, 1, 1),
        ("1166526666.1617691776.1617691775", 1, 0, 1),
        # somebody logged in, and was away for an hour
        ("2.2.1767348000", 6, 0, 1),
        ("3.3.1767348000", 3, 1, 1),
        ("5.5.1767348000", 2, 1, 1),
        ("6.6.1767348000", 2, 1, 1),
        ("app-1.1767348000", 2, 1, 1),
    ]
    assert labels(built, "session_id is null") == ["bob", "no session"]


def test_names_and_types_are_ours(built):
    assert built.query("""
        select raw_event_name, event_name, event_type, count(*)::int from core.fct_events
        where raw_event_name <> event_name or event_type <> 'track' group by all order by all
    """) == [
        ("begin_checkout", "checkout_step", "track", 1),
        ("first_visit", "first_visit", "identify", 1),
        ("join_group", "group", "group", 1),
        ("page_view", "page_view", "page", 6),
        ("purchase", "transaction", "track", 1),
        ("screen_view", "screen_view", "screen", 1),
        ("scroll", "scroll_depth", "track", 1),
        ("user_engagement", "user_engagement", "identify", 1),
        ("view_item", "product_view", "track", 1),
    ]


def test_who_and_how_much(built):
    assert built.query("""
        select event_name, value::float, currency, cast(properties as json) ->> '$.ecommerce.purchase_revenue'
        from core.fct_events where value is not null
    """) == [("transaction", 12.5, "EUR", "12.5")]
    # what was done before the login is hers, too
    assert built.query("""
        select persons.user_id, persons.traits, count(*)::int from core.fct_events as events
        inner join core.dim_persons as persons on events.person_id = persons.person_id
        where persons.is_identified group by all order by all
    """) == [("ann", '{"plan":"pro","seats":5}', 6), ("bob", None, 1)]
    assert built.query("select account_id, name from core.dim_accounts") == [("acme", "Acme")]


def test_where_and_whence(built):
    assert built.query("""
        select cast(properties as json) ->> '$.label' as label, platform, page_path, referrer_host, utm_source,
            utm_medium, utm_campaign, device_type, country, region, city, screen_name, device_id
        from core.fct_events where label in ('page', 'other', 'screen', 'f daily') order by label
    """) == [
        ("f daily", "web", "/f", None, "partner", None, None, "mobile", None, None, None, None, None),
        ("other", "web", "/p/1", "www.google.com", "newsletter", "email", None, "desktop", "Vietnam", None, None, None,
         None),
        ("page", "web", "/p/1", "www.google.com", None, None, None, "desktop", "Vietnam", None, None, None, None),
        ("screen", "app", None, None, None, None, None, "mobile", "Vietnam", None, None, "Start", "v-1"),
    ]
    assert built.query("""
        select occurred_at::text from core.fct_events where raw_event_name in ('view_item', 'first_visit') order by 1
    """) == [("2021-04-06 06:49:50.431476",), ("2026-01-02 10:00:00.431476",)]
    assert built.query("""
        select consent, count(*)::int from intermediate.int_events__read
        where defect is null and anonymous_id in ('2.2', '6.6') group by all order by all
    """) == [('{"analytics":true,"marketing":false}', 6), (None, 4)]


def test_every_row_has_its_fate_in_the_ledger(built):
    assert built.query("""
        select disposition, reason, sum(rows)::int from quality.event_ledger
        where source = 'ga4' group by all order by all
    """) == [
        ("accepted", "", 21),
        # 3 and 3 of the first deliveries, 2 of the late intraday table, 2 of Fivetran's intraday rows; 1 copy in
        # a table and 2 in another format
        ("duplicate", "delivered_again", 13),
        ("quarantined", "missing_identity", 1),
        ("quarantined", "not_an_event:users", 1),
        ("quarantined", "not_json", 1),
    ]


def test_loads_give_what_one_build_gives(built, tmp_path):
    project = Project(tmp_path, is_small=True, sources=COLLECTORS, is_brief=True)
    assert one_load_a_run(built, project, "fct_events", "fct_sessions", "dim_persons") == []
