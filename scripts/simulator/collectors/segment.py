"""Segment's warehouse: a table for each kind of call, and one for each event.

By segmentio/segment-docs at 747b35d8f, `src/connections/storage/warehouses/schema.md`. A `track`
call is two rows, in `tracks` without its properties and in the event's own table with them.
"""

import re
from collections import defaultdict
from urllib.parse import urlsplit

from .files import lines_of, moment, uuid, without_nulls, write_file

# what Segment's specification calls events that it knows
NAMES = {
    "list_view": "Product List Viewed",
    "product_view": "Product Viewed",
    "add_to_cart": "Product Added",
    "remove_from_cart": "Product Removed",
    "checkout_step": "Checkout Step Viewed",
    "transaction": "Order Completed",
    "refund": "Order Refunded",
    "login": "Signed In",
    "logout": "Signed Out",
    "app_crashed": "Application Crashed",
}
# of so many events one has its own table loaded a day after `tracks`
BEHIND = 23


def write(number, calls, landing, codec):
    """Write each table's rows of each load in one file."""
    tables = defaultdict(list)
    for call in calls:
        for table, load, row in rows_of(call):
            tables[table, load].append(without_nulls(row))
    for (table, load), rows in sorted(tables.items()):
        write_file(
            landing, f"segment/{table}", load, f"part-{number}.ndjson.gz", lines_of(rows), codec
        )


def rows_of(call):
    """Yield (table, load, row) of a call."""
    common, properties = common_of(call), call.told("properties") or {}
    kind = call.type
    if kind == "page":
        yield "pages", call.load, {**common, **page_of(call), **properties}
    elif kind == "screen":
        yield "screens", call.load, {**common, "name": properties.get("screen_name"), **properties}
    elif kind == "identify":
        traits = call.told("traits") or {}
        yield "identifies", call.load, {**common, **traits}
        # the last state of each user, which is no event
        yield "users", call.load, {
            "id": common["user_id"], "received_at": common["received_at"], **traits,
            "uuid_ts": common["uuid_ts"],
        }
    elif kind == "group":
        traits = call.told("traits") or {}
        yield "groups", call.load, {**common, "group_id": call.text("account_id"), **traits}
    elif kind == "alias":
        yield "aliases", call.load, {**common, "previous_id": call.text("previous_id")}
    else:
        name = NAMES.get(call.name, call.spelled)
        table = slug(name)
        event = {**common, "event": table, "event_text": name}
        yield "tracks", call.load, event
        yield table, call.load + (call.number % BEHIND == 0), {**event, **properties}


def common_of(call):
    """Return the columns that every table has."""
    return {
        "id": f"ajs-next-{uuid(call.number)}",
        "anonymous_id": call.text("anonymous_id"),
        "user_id": call.text("user_id"),
        # both by the device's clock; their difference and the receipt make the time
        "original_timestamp": instant(call.time + call.lead),
        "sent_at": instant(call.received + call.lead),
        "received_at": instant(call.received),
        "timestamp": instant(call.time),
        **context_of(call),
        # the loader's own
        "uuid_ts": instant((call.load + 1) * 86_400_000 + 1_234),
    }


def context_of(call):
    """Return the context, flattened."""
    page, is_phone = page_of(call), call.is_app
    agent = call.told("context", "user_agent") or ""
    system = "ios" if "iPhone" in agent else "android"
    told = {
        **{f"page_{name}": value for name, value in page.items()},
        **{
            f"campaign_{name}": call.told("context", "campaign", name)
            for name in ("source", "medium", "name")
        },
        "ip": call.told("context", "ip"),
        "user_agent": call.told("context", "user_agent"),
        "locale": call.told("context", "locale"),
        "library_name": "analytics-python" if call.is_server else "analytics.js",
        "library_version": call.told("context", "library", "version"),
        "app_version": call.told("context", "app", "version"),
        "device_id": call.told("device_id"),
        "device_type": system if is_phone else None,
        "screen_width": call.told("context", "screen", "width"),
        "screen_height": call.told("context", "screen", "height"),
        "group_id": call.text("account_id"),
        **{
            f"consent_category_preferences_{name}": value
            for name, value in (call.told("consent") or {}).items()
        },
    }
    return {f"context_{name}": value for name, value in told.items()}


def page_of(call):
    """Return what is known of the page, nothing where there is none."""
    url = call.told("context", "page", "url")
    if not url:
        return {}
    parts = urlsplit(url)
    return {
        "url": url,
        "path": parts.path,
        "search": f"?{parts.query}" if parts.query else "",
        "title": call.told("context", "page", "title"),
        "referrer": call.told("context", "page", "referrer") or "",
    }


def slug(name):
    """Return the name of an event's table."""
    spaced = re.sub(r"([a-z0-9])([A-Z])", r"\1_\2", name)
    return re.sub(r"[^a-z0-9]+", "_", spaced.lower()).strip("_")


def instant(milliseconds):
    """Return a time as warehouses write it."""
    return moment(milliseconds).strftime("%Y-%m-%d %H:%M:%S.%f")[:-3]
