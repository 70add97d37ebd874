"""Logs of API gateways, from landing files to requests.

The shapes are those of Kong's log (github.com/Kong/kong at 22246ef28c, Apache-2.0,
`kong/pdk/log.lua`), of AWS API Gateway's access log in JSON and of OTLP
(github.com/open-telemetry/opentelemetry-proto at ac2c4b5, Apache-2.0, `examples/trace.json`, which
the first document below is). Values are ours.
"""

import datetime
import json

import pytest

from tests.builds import Project
from tests.models.record_loads import one_load_a_run

NOON = datetime.datetime(2026, 1, 10, 12, tzinfo=datetime.timezone.utc)
UUID = "5f0c1a9e-8a53-4a7e-9f37-3d1c2b4a5e6f"
TRACE = "5B8EFFF798038103D269B633813FC60C"


def at(minutes):
    return NOON + datetime.timedelta(minutes=minutes)


def milliseconds(minutes):
    return int(at(minutes).timestamp() * 1000)


def kong(name, minutes=0, uri="/orders", status=200, **more):
    request = {"method": "GET", "uri": uri, "url": f"https://api.example.com:8443{uri}", "size": 120,
               "headers": {"authorization": "REDACTED", "accept": ["a", "b"]}, "querystring": {}}
    return {
        "request": request | ({"id": name} if name else {}) | more.pop("request", {}),
        "response": {"status": status, "size": 934, "headers": {}}, "upstream_status": "502, 200",
        "latencies": {"request": 81, "proxy": 70, "kong": 3, "receive": 8},
        "route": {"id": "r", "name": "orders", "paths": ["/orders"]}, "service": {"id": "s"},
        "started_at": milliseconds(minutes), "client_ip": "203.0.113.7", "tries": [], "source": "upstream",
    } | more


def aws(name, **more):
    return {"requestId": name, "ip": "203.0.113.7", "user": "-", "caller": "-",
            "requestTime": "10/Jan/2026:12:00:00 +0000", "httpMethod": "GET", "resourcePath": "/pets/{id}",
            "status": "200", "protocol": "HTTP/1.1", "responseLength": "934"} | more


def value(held):
    if isinstance(held, int):
        return {"intValue": str(held)}
    return {"stringValue": held}


def span(name, minutes=0, trace=TRACE, kind=2, milliseconds_long=250, **attributes):
    nanoseconds = int(at(minutes).timestamp()) * 10**9
    return {
        "traceId": trace, "spanId": name, "parentSpanId": "EEE19B7EC3C1B173", "name": "GET", "kind": kind,
        "startTimeUnixNano": str(nanoseconds), "endTimeUnixNano": str(nanoseconds + milliseconds_long * 10**6),
        "attributes": [{"key": key.replace("__", "."), "value": value(held)} for key, held in attributes.items()],
        "status": {}, "flags": 1,
    }


def otlp(*spans, scopes="scopeSpans"):
    return {"resourceSpans": [{"resource": {"attributes": [{"key": "service.name", "value": value("shop")}]},
                               scopes: [{"scope": {"name": "http"}, "spans": list(spans)}]}]}


GET = {"http__request__method": "GET", "http__response__status_code": 200}
# github.com/open-telemetry/opentelemetry-proto, examples/trace.json, but for the name of the scope
PUBLISHED = """{
  "resourceSpans": [{"resource": {"attributes": [{"key": "service.name", "value": {"stringValue": "my.service"}}]},
    "scopeSpans": [{"scope": {"name": "my.scope", "version": "1.0.0", "attributes": [
        {"key": "my.scope.attribute", "value": {"stringValue": "some scope attribute"}}]},
      "spans": [{"traceId": "5B8EFFF798038103D269B633813FC60C", "spanId": "EEE19B7EC3C1B174",
        "parentSpanId": "EEE19B7EC3C1B173", "name": "I'm a server span",
        "startTimeUnixNano": "1544712660000000000", "endTimeUnixNano": "1544712661000000000", "kind": 2,
        "attributes": [{"key": "my.span.attr", "value": {"stringValue": "some value"}}]}]}]}]
}
"""


def land(project, layout, load_date, *rows, name="rows.log"):
    path = project.landing / f"api_gateway/{layout}/load_date={load_date}" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(
        (row if isinstance(row, str) else json.dumps(row)) + "\n" for row in rows
    ))


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """One project that has read every case of this file, with the publishing of all."""
    project = Project(tmp_path_factory.mktemp("api"), is_small=True, sources=("tracker", "api_gateway"), is_brief=True)

    def event(minutes, **more):
        return {"message_id": f"{minutes} {more}", "type": "track", "event": "Order Viewed",
                "timestamp": at(minutes).isoformat(), "received_at": at(minutes).isoformat()} | more

    project.write_lines("2026-01-10", [
        *(event(minutes, user_id="ann", anonymous_id="a", session_id="s-1",
                context={"account_id": "acme"}, account_id="acme") for minutes in (-10, 0, 10)),
        *(event(minutes, user_id="ann", anonymous_id="b") for minutes in (120, 125)),
        event(0, anonymous_id="c", session_id="s-3"),
    ])
    ann = {"consumer": {"id": "1", "username": "mobile", "custom_id": "ann"}}
    # a batch is an array
    land(
        project, "kong", "2026-01-10",
        json.dumps([kong("k-in", 5, **ann), kong("k-out", 300, **ann)]), name="batch.json",
    )
    land(
        project, "kong", "2026-01-10",
        kong("k-just-after", 40, **ann), kong("k-too-late", 41, **ann),
        kong("k-account", consumer={"id": "2", "username": "acme"}),
        kong("k-stranger", consumer={"id": "3", "username": "nobody we know"}),
        kong("k-id", uri=f"/orders/123/456/items/{UUID}/?page=2#x"), kong("k-root", uri="/?a=/1"),
        kong("k-mail", uri="/v2/users/ann@example.com"), kong("k-word", uri="/orders/12a/v1"),
        kong("k-error", status=503), kong("k-aborted", status=499), kong("k-gone", status=0),
        kong("k-preflight", request={"method": "OPTIONS"}), kong("k-health", uri="/healthz"),
        kong("k-traced", trace_id={"w3c": TRACE}),
        kong("k-parent", request={"headers": {"traceparent": f"00-{TRACE.lower()}-eee19b7ec3c1b174-01"}}),
        kong("k-old", latencies=None), kong(None, 1), kong(None, 1),
        # half a line, as file-log to stdout leaves above 4 kB; a time that is none
        json.dumps(kong("k-half"))[:200], kong("k-time", started_at="soon"), kong("k-notime", started_at=None),
        kong("k-status", status="fine"), kong("k-none", request={"method": None}, response={}),
    )
    # sent again, a day later, and as of another state
    land(project, "kong", "2026-01-11", kong("k-in", 5, status=500, **ann), name="retry.json")
    land(
        project, "aws", "2026-01-10",
        aws("a-rest"), aws("a-user", user="ann", requestTime="10/Jan/2026:13:05:00 +0100"),
        aws("a-http", routeKey="POST /pets/{id}", httpMethod="POST", resourcePath="-", responseLatency="12"),
        aws("a-default", routeKey="$default", resourcePath="-", path="/pets/77"),
        aws("a-proxy", resourcePath="/{proxy+}", path="/prod/pets/77", stage="prod"),
        aws("a-epoch", requestTimeEpoch=str(milliseconds(0)), requestTime="-"),
        aws("-"), aws("-"), aws("a-notime", requestTime="-"), aws("a-time", requestTime="10/Jan/2026"),
        '203.0.113.7 - - [10/Jan/2026:12:00:00 +0000] "GET /pets/{id} HTTP/1.1" 200 934 id',
    )
    land(
        project, "otlp", "2026-01-10", PUBLISHED,
        otlp(
            span("eee19b7ec3c1b175", **GET, http__route="/users/:id", user__id="ann", url__path="/users/7"),
            span("eee19b7ec3c1b176", 1, **GET, url__path="/users/7", session__id="s-3"),
            span("eee19b7ec3c1b177", kind=3, **GET), span("eee19b7ec3c1b178", kind=1, name2="x"),
            span("eee19b7ec3c1b179", http__method="get", http__status_code=404, http__target="/a/1?b"),
            span("eee19b7ec3c1b17a", http__request__method="GET", error__type="timeout", url__full="https://x.example/b/2"),
            span("eee19b7ec3c1b17b", **GET, user_agent__synthetic__type="test", http__route="/c"),
        ),
        otlp(span("EEE19B7EC3C1B17C", **GET), scopes="instrumentationLibrarySpans"),
        # one that is well beside one that is not
        otlp(span("eee19b7ec3c1b17d", **GET), span("", **GET)),
        {"resourceSpans": "none"}, {"spans": []}, '{"resourceSpans": [',
    )
    # an exporter that was not answered sends the same again, also among others
    land(
        project, "otlp", "2026-01-11",
        otlp(span("EEE19B7EC3C1B17C", **GET), scopes="instrumentationLibrarySpans"),
        otlp(span("eee19b7ec3c1b17c", milliseconds_long=1, **GET), span("eee19b7ec3c1b17e", **GET)),
    )
    build = project.build("--resource-type", "seed", "model", "test")
    assert build.code == 0, build.output[-4000:]
    return build


def request(build, columns, name):
    [found] = build.query(f"select {columns} from core.fct_api_requests where request_id = '{name}'")
    return found if len(found) > 1 else found[0]


def span_id(name):
    return f"{TRACE.lower()}-eee19b7ec3c1b1{name}"


@pytest.mark.parametrize(("name", "route", "is_given"), [
    ("k-in", "/orders", False), ("k-id", "/orders/{id}/{id}/items/{id}", False), ("k-root", "/", False),
    ("k-mail", "/v2/users/{id}", False), ("k-word", "/orders/12a/v1", False),
    ("a-rest", "/pets/{id}", True), ("a-http", "/pets/{id}", True), ("a-default", "/pets/{id}", False),
    ("a-proxy", "/pets/{id}", False),
    (span_id("75"), "/users/:id", True), (span_id("76"), "/users/{id}", False), (span_id("79"), "/a/{id}", False),
    (span_id("7a"), "/b/{id}", False), (span_id("7c"), None, False),
])
def test_route(built, name, route, is_given):
    assert request(built, "route_template, is_route_given", name) == (route, is_given)


@pytest.mark.parametrize(("name", "status"), [
    ("k-in", (200, "2xx", False)), ("k-error", (503, "5xx", True)), ("k-aborted", (499, "4xx", False)),
    ("k-gone", (0, None, False)), ("a-rest", (200, "2xx", False)), (span_id("79"), (404, "4xx", False)),
    (span_id("7a"), (None, None, True)),
])
def test_status(built, name, status):
    assert request(built, "status_code, status_class, is_error", name) == status


@pytest.mark.parametrize(("name", "latency"), [
    ("k-in", 81), ("k-old", None), ("a-rest", None), ("a-http", 12), (span_id("75"), 250), (span_id("7c"), 250),
])
def test_latency(built, name, latency):
    assert request(built, "latency_ms", name) == latency


@pytest.mark.parametrize(("name", "kind"), [
    ("k-in", "request"), ("k-preflight", "preflight"), ("k-health", "health_check"), (span_id("7b"), "synthetic"),
])
def test_kind(built, name, kind):
    assert request(built, "request_kind", name) == kind


@pytest.mark.parametrize(("name", "moment"), [
    ("k-in", "2026-01-10 12:05:00"), ("a-user", "2026-01-10 12:05:00"), ("a-epoch", "2026-01-10 12:00:00"),
    (span_id("76"), "2026-01-10 12:01:00"),
])
def test_moment(built, name, moment):
    assert request(built, "requested_at::text", name) == moment


def test_trace_is_one_spelling(built):
    assert request(built, "trace_id", "k-traced") == request(built, "trace_id", "k-parent") == TRACE.lower()


@pytest.mark.parametrize(("name", "session"), [
    ("k-in", "s-1"), ("k-just-after", "s-1"), ("a-user", "s-1"), (span_id("75"), "s-1"), (span_id("76"), "s-3"),
    ("k-too-late", None), ("k-out", None), ("k-account", None),
])
def test_session_is_the_clients_or_the_persons_of_the_moment(built, name, session):
    found = built.query(f"""
        select sessions.tracker_session_id from core.fct_api_requests as requests
        inner join core.fct_sessions as sessions on requests.session_id = sessions.session_id
        where request_id = '{name}'
    """)
    assert found == ([(session,)] if session else [])


def test_caller_is_a_user_or_an_account(built):
    columns = "user_id, account_id, person_id is not null"
    assert request(built, columns, "k-in") == ("ann", "acme", True)
    assert request(built, columns, "k-account") == (None, "acme", False)
    assert request(built, columns, "k-stranger") == ("nobody we know", None, False)
    assert request(built, columns, "k-id") == (None, None, False)


def test_every_row_has_its_fate_in_the_ledger(built):
    assert built.query("""
        select load_date::text, disposition, reason, rows::int from quality.event_ledger
        where source = 'api_gateway' order by all
    """) == [
        ("2026-01-10", "accepted", "", 28),
        ("2026-01-10", "duplicate", "delivery_id", 2),
        ("2026-01-10", "quarantined", "missing_method", 1),
        ("2026-01-10", "quarantined", "missing_requested_at", 2),
        ("2026-01-10", "quarantined", "missing_resource_spans", 1),
        ("2026-01-10", "quarantined", "missing_span_id", 1),
        ("2026-01-10", "quarantined", "not_json", 2),
        ("2026-01-10", "quarantined", "truncated_file", 1),
        ("2026-01-10", "quarantined", "unusable:requested_at", 2),
        ("2026-01-10", "quarantined", "unusable:status_code", 1),
        ("2026-01-10", "quarantined", "wrong_type:resource_spans", 1),
        ("2026-01-10", "unread", "unknown_object", 1),
        ("2026-01-11", "accepted", "", 1),
        ("2026-01-11", "duplicate", "delivery_id", 2),
    ]


def test_requests_are_what_was_accepted(built):
    """A line each, but for documents: those have the spans that can be used, each once."""
    assert built.query("select layout, count(*)::int from core.fct_api_requests group by all order by all") == [
        ("aws", 7), ("kong", 19), ("otlp", 8),
    ]


def test_loads_give_what_one_build_gives(built, tmp_path):
    project = Project(tmp_path, is_small=True, sources=("tracker", "api_gateway"), is_brief=True)
    assert one_load_a_run(
        built, project, "fct_api_requests"
    ) == []
