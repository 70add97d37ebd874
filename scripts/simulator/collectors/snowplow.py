"""Snowplow's atomic events as CSV, as `snowplow/events` holds the published sample of them.

Pages, screens and what happens in the shop are events of Snowplow's own, everything else is a
self-describing event of the company's (vendor `com_example`). Rows that say an `event_id` again are
deliveries of one event.
"""

import csv
import io
import json
from collections import defaultdict
from urllib.parse import urlsplit
from zlib import crc32

from ..render import mix
from .files import moment, uuid, write_file

SCREEN = "unstruct_event_com_snowplowanalytics_mobile_screen_view_1_0_0"
SESSION = "contexts_com_snowplowanalytics_snowplow_client_session_1_0_1"
PHONE = "contexts_com_snowplowanalytics_snowplow_mobile_context_1_0_3"
PAGE = "contexts_com_example_page_1_0_0"
SHOP = "com_snowplowanalytics_snowplow_ecommerce"
ACTION = f"unstruct_event_{SHOP}_snowplow_ecommerce_action_1_0_0"
# the shop's actions, and the entity that says more of each
ENTITIES = {
    "product_view": "product",
    "list_view": "product",
    "add_to_cart": "product",
    "remove_from_cart": "product",
    "checkout_step": "checkout_step",
    "transaction": "transaction",
}
COLUMNS = [
    "app_id", "platform", "etl_tstamp", "collector_tstamp", "dvce_created_tstamp", "event",
    "event_id", "name_tracker", "v_tracker", "user_id", "user_ipaddress", "domain_userid",
    "domain_sessionidx", "network_userid", "page_url", "page_title", "page_referrer",
    "page_urlscheme", "page_urlhost", "page_urlpath", "page_urlquery", "page_urlfragment",
    "refr_urlhost", "refr_medium", "mkt_medium", "mkt_source", "mkt_campaign", "useragent",
    "dvce_screenwidth", "dvce_screenheight", "br_lang", "dvce_sent_tstamp", "domain_sessionid",
    "derived_tstamp", "event_vendor", "event_name", "event_format", "event_version",
]
# by the collector's own list of referrers; of the others it says that it does not know them
REFERRERS = {"www.google.com": "search", "www.bing.com": "search", "t.co": "social"}


def write(number, calls, landing, codec):
    """Write each load's rows in one file, with a column for each kind of event in it."""
    loads = defaultdict(list)
    for call in calls:
        loads[call.load].append(row_of(call))
    for load, rows in sorted(loads.items()):
        others = sorted({name for row in rows for name in row} - set(COLUMNS))
        text = io.StringIO()
        writer = csv.DictWriter(text, [*COLUMNS, *others], lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
        write_file(
            landing, "snowplow/events", load, f"part-{number}.csv.gz", text.getvalue(), codec
        )


def row_of(call):
    """Return the columns of a call that say something."""
    sent = call.received + call.lead
    row = {
        "app_id": "example",
        "platform": "srv" if call.is_server else "mob" if call.is_app else "web",
        "etl_tstamp": instant(call.received + 900),
        "collector_tstamp": instant(call.received),
        "dvce_created_tstamp": instant(call.time + call.lead),
        "dvce_sent_tstamp": instant(sent),
        # receipt less what lies between the creation and the sending
        "derived_tstamp": instant(call.time),
        "event_id": uuid(call.number),
        "name_tracker": "sp",
        "v_tracker": "py-1.0.2" if call.is_server else "js-3.23.0",
        "user_id": call.text("user_id"),
        "user_ipaddress": call.told("context", "ip"),
        "useragent": call.told("context", "user_agent"),
        "br_lang": call.told("context", "locale"),
        "dvce_screenwidth": call.told("context", "screen", "width"),
        "dvce_screenheight": call.told("context", "screen", "height"),
        "mkt_source": call.told("context", "campaign", "source"),
        "mkt_medium": call.told("context", "campaign", "medium"),
        "mkt_campaign": call.told("context", "campaign", "name"),
        **browser_of(call),
        **page_of(call),
        **event_of(call),
    }
    return {name: value for name, value in row.items() if value is not None}


def browser_of(call):
    """Return who it was by the browser or installation, and its session."""
    known, session = call.text("anonymous_id"), uuid(int(mix(call.session, 7)))
    if call.is_server or not known:
        return {}
    if call.is_app:
        told = {"userId": known, "sessionId": session, "sessionIndex": call.session_number}
        phone = {"osType": "ios", "osVersion": "17.2", "appleIdfv": call.told("device_id")}
        return {SESSION: json.dumps([told]), PHONE: json.dumps([phone])}
    return {
        "domain_userid": known,
        # the collector's own cookie
        "network_userid": uuid(int(mix(crc32(call.install.encode()), 11))),
        "domain_sessionid": session,
        "domain_sessionidx": call.session_number,
    }


def page_of(call):
    """Return the page and where it was come from."""
    url = call.told("context", "page", "url")
    if not url:
        return {}
    referrer = call.told("context", "page", "referrer")
    parts, host = urlsplit(url), urlsplit(referrer or "").hostname
    return {
        "page_url": url,
        "page_title": call.told("context", "page", "title"),
        "page_referrer": referrer,
        "page_urlscheme": parts.scheme,
        "page_urlhost": parts.hostname,
        "page_urlpath": parts.path,
        "page_urlquery": parts.query,
        "page_urlfragment": parts.fragment,
        "refr_urlhost": host,
        "refr_medium": REFERRERS.get(host, "unknown") if host else None,
    }


def event_of(call):
    """Return what happened: an event of Snowplow's own, or one of the company's."""
    properties = call.told("properties") or {}
    if call.name == "page_view":
        told = {"event": "page_view", "event_name": "page_view", "event_vendor":
                "com.snowplowanalytics.snowplow", PAGE: json.dumps([properties])}
    elif call.name == "screen_view":
        screen = {"id": uuid(call.number), "name": properties.get("screen_name")}
        told = {"event": "unstruct", "event_name": "screen_view", "event_vendor":
                "com.snowplowanalytics.mobile", SCREEN: json.dumps(screen)}
    elif call.name in ENTITIES:
        entity = f"contexts_{SHOP}_{ENTITIES[call.name]}_1_0_0"
        action = {"type": call.name, "name": properties.get("list")}
        told = {"event": "unstruct", "event_name": "snowplow_ecommerce_action", "event_vendor":
                "com.snowplowanalytics.snowplow.ecommerce", ACTION: json.dumps(action),
                entity: json.dumps([properties])}
    else:
        told = {"event": "unstruct", "event_name": call.name, "event_vendor": "com.example",
                f"unstruct_event_com_example_{call.name}_1_0_0": json.dumps(properties)}
    return {**told, "event_format": "jsonschema", "event_version": "1-0-0"}


def instant(milliseconds):
    """Return a time as Snowplow's loaders write it."""
    return moment(milliseconds).strftime("%Y-%m-%d %H:%M:%S.%f") + "+00:00"
