"""What the gateways in front of the product's interfaces log: some clicks of known users call them.

Three gateways, each in its own layout: Kong, AWS API Gateway and a server that tells OpenTelemetry.
A loader brings their logs once a week, a few rows twice.
"""

import datetime
import json
import random
from collections import defaultdict
from pathlib import Path

from .people import SERVER

FOLDER = Path("api_gateway")
WEEK = 7 * 86_400_000
# of the events of known users: how many call an interface, and of those that are sent twice
SHARE, TWICE = 0.03, 0.02
ROUTES = [("GET", "/v1/projects"), ("GET", "/v1/projects/{id}"), ("POST", "/v1/projects/{id}/items"),
          ("GET", "/v1/reports/{id}"), ("PUT", "/v1/users/{id}"), ("OPTIONS", "/v1/projects")]
STATUSES = [200] * 90 + [201] * 4 + [404] * 3 + [429, 500, 503]
LAYOUTS = ["kong"] * 6 + ["aws"] * 2 + ["otlp"] * 2


class Gateways:
    """Collects the calls of towns; `write` writes them down."""

    def __init__(self):
        self.files = defaultdict(list)

    def add(self, town, identifiers, seed):
        """Takes the calls of one town: `identifiers` are the texts of its users' ids."""
        draw = random.Random(f"gateway {seed} {town.number}")
        users = [None if of < 0 else identifiers[of] for of in town.identifier.tolist()]
        by_server = (town.browser_kind[town.browser] == SERVER).tolist()
        for number, (at, user) in enumerate(zip(town.time.tolist(), users)):
            if user is None or by_server[number] or draw.random() >= SHARE:
                continue
            layout = draw.choice(LAYOUTS)
            call = _call(draw, f"{seed:02x}{town.number:04x}{number:010x}", at, user)
            load = at // WEEK + 1
            self.files[layout, load].append(LOG[layout](*call))
            if draw.random() < TWICE:
                self.files[layout, load + 1].append(LOG[layout](*call))

    def write(self, landing, codec):
        """Writes `api_gateway/<layout>/load_date=…/part-0.ndjson.gz` below the landing root."""
        for (layout, load), rows in sorted(self.files.items()):
            if layout == "otlp":
                # an exporter sends its spans in batches
                rows = [_batch(rows[first : first + 20]) for first in range(0, len(rows), 20)]
            date = datetime.date(1970, 1, 1) + datetime.timedelta(days=load * 7)
            path = landing / FOLDER / layout / f"load_date={date}" / "part-0.ndjson.gz"
            path.parent.mkdir(parents=True, exist_ok=True)
            text = "".join(json.dumps(row, separators=(",", ":")) + "\n" for row in rows)
            path.write_bytes(codec.compress(text.encode(), asbytes=True))


def _call(draw, name, at, user):
    method, route = draw.choice(ROUTES)
    status = draw.choice(STATUSES)
    latency = draw.randint(8, 120) * (12 if status >= 500 else 1)
    return name, at, user, method, route, str(draw.randint(1000, 9999)), status, latency


def _kong(name, at, user, method, route, thing, status, latency):
    path = route.replace("{id}", thing)
    return {
        "started_at": at, "client_ip": "192.0.2.1",
        "request": {"id": name, "method": method, "uri": path, "size": 400, "querystring": {},
                    "headers": {"authorization": "REDACTED"}},
        "response": {"status": status, "size": 900, "headers": {}},
        "latencies": {"request": latency, "proxy": latency - 5, "kong": 3, "receive": 2},
        "consumer": {"id": f"consumer-{user}", "custom_id": user}, "source": "upstream",
    }


def _aws(name, at, user, method, route, thing, status, latency):
    return {
        "requestId": name, "ip": "192.0.2.1", "user": "-", "principalId": user,
        "requestTimeEpoch": str(at), "httpMethod": method, "resourcePath": route,
        "path": "/prod" + route.replace("{id}", thing), "stage": "prod", "status": str(status),
        "responseLatency": str(latency), "protocol": "HTTP/1.1",
    }


def _otlp(name, at, user, method, route, thing, status, latency):
    told = {"http.request.method": method, "http.route": route, "url.path": route.replace("{id}", thing),
            "user.id": user}
    return {
        "traceId": name * 2, "spanId": name, "name": f"{method} {route}", "kind": 2,
        "startTimeUnixNano": f"{at}000000", "endTimeUnixNano": f"{at + latency}000000",
        "attributes": [
            *({"key": key, "value": {"stringValue": text}} for key, text in told.items()),
            {"key": "http.response.status_code", "value": {"intValue": str(status)}},
        ],
        "status": {"code": 2} if status >= 500 else {},
    }


def _batch(spans):
    resource = {"attributes": [{"key": "service.name", "value": {"stringValue": "reports"}}]}
    return {"resourceSpans": [{"resource": resource,
                               "scopeSpans": [{"scope": {"name": "http"}, "spans": spans}]}]}


LOG = {"kong": _kong, "aws": _aws, "otlp": _otlp}
