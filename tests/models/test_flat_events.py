"""Events as companies write them, flat and in other collectors' spellings, field by field.

The events are made up; their shapes are those that Segment, PostHog and GA4 document for one
event, and what a team writes that logs its own. What is not told of an event must be null.
"""

import json

import pytest

from tests.builds import Project

DAY = "2026-01-02"
AGENT = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
# name: (the event without its time, fields of fct_events); `at` is its minute
EVENTS = {
    "order": (
        {"event": "order", "user_id": "u1", "revenue": 10, "order_id": "A1", "plan": "pro"},
        {"event_name": "order", "user_id": "u1", "platform": "server",
         "properties": {"revenue": 10, "order_id": "A1", "plan": "pro"}},
    ),
    "order with properties of its own": (
        {"event": "order", "user_id": "u1", "plan": "free", "items": [{"sku": 1}], "gift": None,
         "properties": {"plan": "pro", "total": {"net": 1.5}}, "total": {"gross": 2}},
        {"event_name": "order", "user_id": "u1", "platform": "server",
         "properties": {"plan": "pro", "total": {"net": 1.5}, "items": [{"sku": 1}], "gift": None}},
    ),
    "camelCase identifiers": (
        {"eventName": "Plan Chosen", "type": "track", "userId": 42.0, "anonymousId": "a1",
         "deviceId": "d1", "sessionId": "s1", "accountId": "acme", "messageId": "m-camel"},
        {"event_name": "plan_chosen", "raw_event_name": "Plan Chosen", "user_id": "42",
         "anonymous_id": "a1", "device_id": "d1", "account_id": "acme"},
    ),
    "empty own fields beside others": (
        {"event": "", "event_name": "saved", "user_id": None, "userId": "u1",
         "anonymous_id": "", "anonymousId": "a2", "plan": "pro"},
        {"event_name": "saved", "user_id": "u1", "anonymous_id": "a2",
         "properties": {"plan": "pro"}},
    ),
    "own fields before others": (
        {"event": "saved", "eventName": "no", "user_id": "u1", "userId": "no",
         "account_id": "acme", "groupId": "no"},
        {"event_name": "saved", "user_id": "u1", "account_id": "acme", "platform": "server"},
    ),
    "page with traffic": (
        {"type": "page", "name": "Pricing", "anonymousId": "a3", "page_url": "https://x.example/p?a=1",
         "referrer": "https://www.example.org/r", "userAgent": AGENT,
         "traffic": {"source": "news", "medium": "email", "campaign": "may", "term": "t",
                     "content": "c"}},
        {"event_name": "page_view", "event_type": "page", "anonymous_id": "a3", "platform": "web",
         "page_path": "/p", "referrer_host": "www.example.org", "utm_source": "news",
         "utm_medium": "email", "utm_campaign": "may", "utm_term": "t", "utm_content": "c",
         "browser": "Firefox", "os": "Linux", "device_type": "desktop",
         "properties": {"name": "Pricing"}},
    ),
    "page of Segment": (
        {"type": "page", "name": "Home", "anonymousId": "a4", "messageId": "m-page",
         "channel": "client", "properties": {"name": "Start", "title": "T"},
         "context": {"userAgent": AGENT, "locale": "de",
                     "page": {"path": "/home", "referrer": "https://a.example/", "title": "T"},
                     "campaign": {"source": "g", "name": "n"},
                     "location": {"country": "DE", "region": "BY", "city": "Ulm"}}},
        {"event_name": "page_view", "event_type": "page", "anonymous_id": "a4", "platform": "web",
         "page_path": "/home", "referrer_host": "a.example", "utm_source": "g",
         "utm_campaign": "n", "browser": "Firefox", "os": "Linux", "device_type": "desktop",
         "country": "DE", "region": "BY", "city": "Ulm",
         "properties": {"name": "Start", "title": "T", "channel": "client"}},
    ),
    "screen with a name": (
        {"type": "screen", "name": "Checkout", "anonymousId": "a5", "device": {"type": "Tablet"}},
        {"event_name": "screen_view", "event_type": "screen", "anonymous_id": "a5",
         "platform": "app", "device_type": "tablet", "screen_name": "Checkout",
         "properties": {"name": "Checkout"}},
    ),
    "track with a name": (
        {"event": "file_saved", "name": "report.pdf", "anonymousId": "a5"},
        {"event_name": "file_saved", "anonymous_id": "a5", "properties": {"name": "report.pdf"}},
    ),
    "identify with traits": (
        {"type": "identify", "userId": "u2", "anonymousId": "a6", "traits": {"plan": "pro"}},
        {"event_name": "identify", "event_type": "identify", "user_id": "u2", "anonymous_id": "a6"},
    ),
    "group": (
        {"type": "group", "userId": "u2", "groupId": "acme", "traits": {"name": "Acme"}},
        {"event_name": "group", "event_type": "group", "user_id": "u2", "account_id": "acme",
         "platform": "server"},
    ),
    "alias": (
        {"type": "alias", "userId": "u3", "previousId": "old"},
        {"event_name": "alias", "event_type": "alias", "user_id": "u3", "platform": "server"},
    ),
    "objects of device and location": (
        {"event": "opened", "userId": "u4", "device": {"id": "d4", "category": "mobile"},
         "location": {"country": "FR", "region": "IDF", "city": "Paris"}},
        {"event_name": "opened", "user_id": "u4", "device_id": "d4", "device_type": "mobile",
         "country": "FR", "region": "IDF", "city": "Paris"},
    ),
    "texts of device and country": (
        {"event": "opened", "anonymous_id": "a7", "device": "tv", "country": "AT", "region": "9",
         "city": "Wien", "location": ["no", "object"], "geo": "somewhere"},
        {"event_name": "opened", "anonymous_id": "a7", "device_type": "tv", "country": "AT",
         "region": "9", "city": "Wien",
         "properties": {"location": ["no", "object"], "geo": "somewhere"}},
    ),
    "a device by its name": (
        {"event": "opened", "anonymous_id": "a7", "device": "iPhone 12"},
        {"event_name": "opened", "anonymous_id": "a7", "properties": {"device": "iPhone 12"}},
    ),
    "utm at the top": (
        {"event": "landed", "anonymous_id": "a8", "url": "https://x.example/l?utm_source=url",
         "utm_source": "top", "utm_medium": "cpc", "utm_campaign": 2026, "utm_term": "t",
         "referrer": ["no", "text"]},
        {"event_name": "landed", "anonymous_id": "a8", "platform": "web", "page_path": "/l",
         "utm_source": "top", "utm_medium": "cpc", "utm_campaign": "2026", "utm_term": "t",
         "properties": {"referrer": ["no", "text"]}},
    ),
    "utm in the properties": (
        {"event": "landed", "anonymous_id": "a8", "properties": {
            "utm_source": "mail", "utm_medium": "email", "utm_campaign": "x"}},
        {"event_name": "landed", "anonymous_id": "a8", "utm_source": "mail",
         "utm_medium": "email", "utm_campaign": "x",
         "properties": {"utm_source": "mail", "utm_medium": "email", "utm_campaign": "x"}},
    ),
    "PostHog before the login": (
        {"event": "$pageview", "distinct_id": "p1", "uuid": "m-posthog-1", "properties": {
            "$current_url": "https://x.example/a", "$referrer": "https://b.example/",
            "$device_id": "p1", "$session_id": "s2", "$is_identified": False}},
        {"event_name": "page_view", "raw_event_name": "$pageview", "anonymous_id": "p1",
         "device_id": "p1", "platform": "web", "page_path": "/a", "referrer_host": "b.example",
         "properties": {
            "$current_url": "https://x.example/a", "$referrer": "https://b.example/",
            "$device_id": "p1", "$session_id": "s2", "$is_identified": False}},
    ),
    "PostHog's screen": (
        {"event": "$screen", "distinct_id": "p1", "uuid": "m-posthog-3",
         "properties": {"$screen_name": "Home"}},
        {"event_name": "screen", "raw_event_name": "$screen", "anonymous_id": "p1",
         "screen_name": "Home", "properties": {"$screen_name": "Home"}},
    ),
    "PostHog after the login": (
        {"event": "paid", "distinct_id": "u5", "uuid": "m-posthog-2", "properties": {
            "$device_id": "p1", "$is_identified": True}},
        {"event_name": "paid", "user_id": "u5", "device_id": "p1",
         "properties": {"$device_id": "p1", "$is_identified": True}},
    ),
    "GA4": (
        {"event_name": "purchase", "user_pseudo_id": "123.456", "event_timestamp": "1767342000000001",
         "device": {"category": "mobile", "language": "de"}, "platform": "WEB",
         "geo": {"country": "Germany", "region": "Bavaria", "city": "Munich"},
         "traffic_source": {"source": "google", "medium": "organic", "name": "(organic)"}},
        {"event_name": "purchase", "anonymous_id": "123.456", "device_type": "mobile",
         "country": "Germany", "region": "Bavaria", "city": "Munich", "utm_source": "google",
         "utm_medium": "organic", "utm_campaign": "(organic)",
         "occurred_at": "2026-01-02 08:20:00.000001", "properties": {"platform": "WEB"}},
    ),
    "Segment's three times": (
        {"event": "opened", "anonymousId": "a9", "originalTimestamp": "2026-01-02T07:00:00Z",
         "timestamp": "2026-01-02T08:30:00Z", "sentAt": "2026-01-02T07:00:00Z",
         "receivedAt": "2026-01-02T08:30:00Z"},
        {"event_name": "opened", "anonymous_id": "a9", "occurred_at": "2026-01-02 08:30:00",
         "received_at": "2026-01-02 08:30:00"},
    ),
    "a device's wrong clock": (
        {"event": "opened", "anonymousId": "a9", "originalTimestamp": "2026-01-02T07:00:00Z",
         "sentAt": "2026-01-02T07:00:01Z", "receivedAt": "2026-01-02T08:31:01Z"},
        {"event_name": "opened", "anonymous_id": "a9", "occurred_at": "2026-01-02 08:31:00",
         "received_at": "2026-01-02 08:31:01"},
    ),
    "a receipt before there were any": (
        {"event": "opened", "anonymousId": "a9", "timestamp": "2026-01-02T08:33:00Z",
         "receivedAt": "0001-01-01T00:00:00Z"},
        {"event_name": "opened", "anonymous_id": "a9", "occurred_at": "2026-01-02 08:33:00",
         "notes": "unusable:received_at"},
    ),
    "no time but a receipt": (
        {"event": "opened", "anonymousId": "a9", "timestamp": "soon",
         "receivedAt": "2026-01-02T08:32:00Z"},
        {"event_name": "opened", "anonymous_id": "a9", "occurred_at": "2026-01-02 08:32:00",
         "received_at": "2026-01-02 08:32:00", "notes": "unusable:timestamp"},
    ),
}
FIELDS = (
    "event_name", "event_type", "occurred_at", "received_at", "user_id", "anonymous_id",
    "device_id", "account_id", "platform", "page_path", "referrer_host", "utm_source",
    "utm_medium", "utm_campaign", "utm_term", "utm_content", "browser", "os", "device_type",
    "country", "region", "city", "screen_name", "properties", "notes",
)
TIMES = ("timestamp", "event_timestamp", "originalTimestamp")
SELECTED = (
    "--select", "+fct_events", "+event_quarantine", "--exclude-resource-type", "unit_test", "test",
)


def timed(number):
    return {"timestamp": f"{DAY}T08:{number:02}:00Z"}


@pytest.fixture(scope="module")
def found(tmp_path_factory):
    """What was made of each event, by its line."""
    project = Project(tmp_path_factory.mktemp("flat"), is_small=True, is_brief=True)
    project.write_lines(DAY, [
        event if any(name in event for name in TIMES) else event | timed(number)
        for number, (event, _) in enumerate(EVENTS.values())
    ])
    project.write_seed("event_taxonomy", [])
    project.write_seed("event_properties", [])
    build = project.build(*SELECTED)
    assert build.code == 0, build.output[-3000:]
    assert build.query("select reasons, raw from quality.event_quarantine") == []
    return {
        line: dict(zip(("raw_event_name", *FIELDS), row, strict=True))
        for line, *row in build.query(f"""
            select read_rows.line_number, events.raw_event_name,
                {", ".join(f"events.{field}" for field in FIELDS)}
            from core.fct_events as events
            inner join intermediate.int_events__read as read_rows using (event_id)
        """)
    }


@pytest.mark.parametrize("name", EVENTS)
def test_flat_event_says_all_that_was_written(found, name):
    number = list(EVENTS).index(name)
    event, told = EVENTS[name]
    expected = dict.fromkeys(FIELDS) | {"event_type": "track"} | told
    if not any(one in event for one in TIMES):
        expected["occurred_at"] = f"{DAY} 08:{number:02}:00"
    actual = found[number + 1]
    actual |= {
        field: actual[field] and str(actual[field]) for field in ("occurred_at", "received_at")
    }
    if actual["properties"]:
        actual["properties"] = json.loads(actual["properties"])
        assert list(actual["properties"]) == list(expected["properties"] or {})
    assert {field: actual[field] for field in expected} == expected


def test_numbers_are_times_where_their_source_says_so(tmp_path):
    """An edit of the declaration reads all again, and says how each number is meant."""
    project = Project(tmp_path, is_small=True, sources=("tracker", "snowplow"), is_brief=True)
    project.write_seed("event_taxonomy", [])
    project.write_lines(DAY, [
        {"event": "number", "user_id": "u", "timestamp": 1767342000.5},
        {"event": "digits", "user_id": "u", "timestamp": "1767342000"},
        {"event": "milliseconds", "user_id": "u", "timestamp": 1767342000001},
        {"event": "iso", "user_id": "u", "timestamp": f"{DAY}T08:20:00Z"},
        {"event": "clock", "anonymous_id": "a", "timestamp": 1767342000, "sent_at": 1767342001,
         "received_at": "1767342301"},
        {"event": "boolean", "user_id": "u", "timestamp": True},
        {"event_name": "micros", "user_id": "u", "event_timestamp": 1767342000000001},
    ])

    def read(setting):
        path = project.seed_file("source_settings")
        path.write_text(
            "source,session_rule,timeout_minutes,max_hours,split_on_campaign,split_at_midnight,"
            "timestamp_trust,timestamp_format\n"
            f"tracker,gap,,,,,client,{setting}\nsnowplow,tracker,,,,,server,\n"
        )
        build = project.build(*SELECTED)
        assert build.code == 0, build.output[-3000:]
        times = build.query("""
            select raw_event_name, cast(occurred_at as varchar), cast(received_at as varchar)
            from core.fct_events order by all
        """)
        refused = build.query("""
            select raw ->> 'event', reasons from quality.event_quarantine order by all
        """)
        return times, {name: json.loads(reasons) for name, reasons in refused}

    always = [
        ("iso", "2026-01-02 08:20:00", None),
        ("micros", "2026-01-02 08:20:00.000001", None),
    ]
    wrong = ["wrong_type:timestamp"]
    times, refused = read("")
    assert times == always
    assert refused == {
        "number": wrong, "milliseconds": wrong, "clock": wrong, "boolean": wrong,
        "digits": ["invalid_timestamp"],
    }
    times, refused = read("epoch_seconds")
    assert times == [
        ("clock", "2026-01-02 08:25:00", "2026-01-02 08:25:01"),
        ("digits", "2026-01-02 08:20:00", None),
        always[0], always[1],
        ("number", "2026-01-02 08:20:00.5", None),
    ]
    assert refused == {"milliseconds": ["invalid_timestamp"], "boolean": wrong}
    times, refused = read("epoch_milliseconds")
    assert times == [*always, ("milliseconds", "2026-01-02 08:20:00.001", None)]
    assert refused["number"] == ["timestamp_before_2000"]
