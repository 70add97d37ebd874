"""The export of Google Analytics 4 to BigQuery, as rows of JSON.

By developers.google.com, "BigQuery Export schema". While a day lasts its rows are in an intraday
table; the day after, its daily table has all of them, and is written again for up to three days
when more come. Numbers of 64 bits are text there. Events have no id: a table that is written again
replaces the one before. What the vendor's library sends by itself (`session_start`, `first_visit`,
`user_engagement`) is not played.
"""

from collections import defaultdict
from urllib.parse import urlsplit

from .files import day, lines_of, moment, write_file

# what Google calls events that it knows
NAMES = {
    "list_view": "view_item_list",
    "product_view": "view_item",
    "transaction": "purchase",
    "search_performed": "search",
    "form_submitted": "form_submit",
    "file_downloaded": "file_download",
    "scroll_depth": "scroll",
    "video_played": "video_start",
    "app_crashed": "app_exception",
    "group": "join_group",
}
CHECKOUT = {1: "begin_checkout", 2: "add_shipping_info", 3: "add_payment_info"}
STREAMS = {False: "4000000001", True: "4000000002"}
# a day's table is written again for so many days
REWRITTEN = 3


def write(number, calls, landing, codec):
    """Write the intraday and daily tables of each day."""
    days = defaultdict(list)
    first = {}
    for call in calls:
        # the deliveries of one hit are one row
        if not call.is_repeat:
            days[call.time // 86_400_000].append(call)
    for call in sorted(calls, key=lambda call: call.time):
        first.setdefault(call.browser, call)
    for date, told in sorted(days.items()):
        intraday = [call for call in told if call.load == date]
        if intraday:
            name = f"events_intraday_{day(date):%Y%m%d}-{number}.ndjson.gz"
            rows = [row_of(call, first[call.browser], False) for call in intraday]
            write_file(landing, "ga4/events_intraday", date, name, lines_of(rows), codec)
        for load in range(date + 1, date + 1 + REWRITTEN):
            if load == date + 1 or any(call.load == load for call in told):
                rows = [
                    row_of(call, first[call.browser], True) for call in told if call.load <= load
                ]
                name = f"events_{day(date):%Y%m%d}-{number}.ndjson.gz"
                write_file(landing, "ga4/events", load, name, lines_of(rows), codec)


def row_of(call, first, is_daily):
    """Return a row of one table; `first` is the first that the browser ever told."""
    campaign = call.told("context", "campaign") or {}
    pseudo = pseudonym(call)
    agent_of = "Android" if (call.number & 1) else "iOS"
    row = {
        "event_date": f"{moment(call.time):%Y%m%d}",
        "event_timestamp": micros(call.time),
        "event_name": name_of(call),
        "event_params": [param(name, value) for name, value in params_of(call, pseudo).items()],
        "event_previous_timestamp": None,
        "event_value_in_usd": None,
        "event_bundle_sequence_id": str(call.number >> 24),
        "event_server_timestamp_offset": micros(call.received - call.time) if call.is_app else None,
        "user_id": call.text("user_id"),
        "user_pseudo_id": pseudo,
        "privacy_info": privacy_of(call),
        "user_properties": properties_of(call),
        "user_first_touch_timestamp": micros(first.time) if pseudo else None,
        "device": {
            "category": "mobile" if call.is_app else "desktop",
            "operating_system": agent_of if call.is_app else "Windows",
            "vendor_id": call.told("device_id"),
            "language": (call.told("context", "locale") or "").lower(),
            "web_info": None if call.is_app else {
                "browser": "Chrome", "browser_version": "131.0.0.0", "hostname": host_of(call),
            },
        },
        "geo": {"country": "", "region": "", "city": ""},
        "app_info": {
            "id": "com.example.app", "version": call.told("context", "app", "version"),
        } if call.is_app else None,
        "collected_traffic_source": {
            "manual_source": campaign.get("source"),
            "manual_medium": campaign.get("medium"),
            "manual_campaign_name": campaign.get("name"),
            "gclid": None,
        } if campaign else None,
        "stream_id": STREAMS[call.is_app],
        "platform": agent_of.upper() if call.is_app else "WEB",
        "ecommerce": None,
        "items": [],
        "batch_event_index": "1",
        "batch_page_id": None if call.is_app else micros(call.session_time),
        "batch_ordering_id": None if call.is_app else str(1 + (call.key - call.session)),
    }
    if is_daily:
        touch = first.told("context", "campaign") or {}
        row |= {
            "traffic_source": {
                "name": touch.get("name", "(direct)"), "medium": touch.get("medium", "(none)"),
                "source": touch.get("source", "(direct)"),
            },
            "user_ltv": {"revenue": "0.0", "currency": "USD"},
            "is_active_user": True,
        }
    return row


def name_of(call):
    """Return the name of an event, one of Google's where it has one."""
    if call.name == "checkout_step":
        return CHECKOUT[call.told("properties", "step")]
    return NAMES.get(call.name, call.name)


def properties_of(call):
    """Return what is known of the user on every event: the account."""
    if call.name == "group" or call.text("account_id") is None:
        return []
    known = param("account_id", call.text("account_id"))
    known["value"]["set_timestamp_micros"] = micros(call.session_time)
    return [known]


def params_of(call, pseudo):
    """Return the parameters of an event: the company's own, and the page and session."""
    session = {
        "ga_session_id": call.session_time // 1000,
        "ga_session_number": call.session_number,
        "session_engaged": "1" if call.is_app else 1,
        "engagement_time_msec": 100,
    } if pseudo else {}
    page = call.told("context", "page") or {}
    told = {
        "page_location": page.get("url"), "page_title": page.get("title"),
        "page_referrer": page.get("referrer"), **session, **(call.told("properties") or {}),
    }
    # a parameter of that name is a campaign's
    told.pop("source", None)
    if call.name == "transaction":
        told["value"] = told.pop("revenue")
    if call.name == "group":
        told |= {"group_id": call.text("account_id"), **(call.told("traits") or {})}
    return {name: value for name, value in told.items() if value is not None}


def param(name, value):
    """Return a parameter, whose value is in one of four places."""
    place = dict.fromkeys(("string_value", "int_value", "float_value", "double_value"))
    if isinstance(value, bool):
        place["string_value"] = "true" if value else "false"
    elif isinstance(value, int):
        place["int_value"] = str(value)
    elif isinstance(value, float):
        place["double_value"] = value
    else:
        place["string_value"] = value
    return {"key": name, "value": place}


def pseudonym(call):
    """Return the id of the browser or installation; none where analytics was not consented to."""
    return call.text("anonymous_id")


def privacy_of(call):
    """Return the two consents that the export knows."""
    told = call.told("consent") or {}
    words = {True: "Yes", False: "No", None: "Unset"}
    return {
        "analytics_storage": words[told.get("analytics")],
        "ads_storage": words[told.get("marketing")],
        "uses_transient_token": "No",
    }


def host_of(call):
    """Return the host of the page, None where there is none."""
    return urlsplit(call.told("context", "page", "url") or "").hostname


def micros(milliseconds):
    """Return a time or duration in microseconds, as text."""
    return str(milliseconds * 1000)
