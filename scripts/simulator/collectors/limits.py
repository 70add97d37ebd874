"""What a collector cannot express, of all that the simulated company tells the tracker.

The one list: the company that a collector is compared by is the tracker's without these.
"""

from .calls import modernized

# calls that a collector has no word for, and how they are known
CALLS = {
    "alias": lambda call: call.type == "alias",
    "identify": lambda call: call.type == "identify",
    "server": lambda call: call.is_server,
    "crawler": lambda call: call.is_crawler,
    "foreign_name": lambda call: not call.name.isascii(),
    "boolean": lambda call: any(
        isinstance(value, bool) for value in (call.told("properties") or {}).values()
    ),
    # days since the event's own: a day's table is written again for three days
    "late": lambda call: call.received // 86_400_000 - call.time // 86_400_000 > 3,
}
# parts of a call that it has no place for: paths in the tracker's document
FIELDS = {
    "account": [("account_id",)],
    "user_agent": [("context", "user_agent")],
    "browser_device": [("context", "device", "type")],
    "session": [("session_id",)],
}
LIMITS = {
    "tracker": {},
    "segment": {
        "browser_device": "what a browser runs on is told by its user agent alone",
        "session": "no session of its own",
    },
    "snowplow": {
        "alias": "no call says that two users are one",
        "foreign_name": "names of schemas are ASCII",
        "identify": "what is known of a user is an entity of one's own",
        "account": "accounts, and who is in them, are entities of one's own",
        "session": "has its own sessions instead",
    },
    "ga4": {
        "alias": "no call says that two users are one",
        "identify": "a user is named by user_id of the events that follow",
        "server": "a server's event needs the id of a browser",
        "crawler": "known bots are left out of the export",
        "boolean": "parameters are texts and numbers",
        "late": "what comes more than three days late is not exported",
        "user_agent": "not exported: browser, system and kind of device are",
        "session": "has its own sessions instead",
    },
}
# what no other collector does: their libraries name every installation, and put page and user
# agent into one place; that a row is broken, or tells no message_id, is the tracker's own, too


def limits_of(names):
    """Return the names of limits; a collector stands for all that it cannot express."""
    return {limit for name in names for limit in LIMITS.get(name, {name: ""})}


def within(call, limits):
    """Return the call without what is beyond the limits, None where nothing is left."""
    if any(CALLS[name](call) for name in limits if name in CALLS):
        return None
    document = modernized(call.document)
    if call.is_app:
        document["anonymous_id"] = call.install
    for name in limits:
        for path in FIELDS.get(name, ()):
            document = _without(document, path)
    call.document = document
    return call


def _without(document, path):
    """Return a document without what is at a path."""
    name, *rest = path
    if not isinstance(document, dict) or name not in document:
        return document
    if rest:
        return {**document, name: _without(document[name], rest)}
    return {key: value for key, value in document.items() if key != name}
