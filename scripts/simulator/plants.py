"""Count how often each planted difficulty occurs in a town."""

from collections import Counter

import numpy as np

from . import vocabulary as words
from .people import (
    BROWSER_KINDS,
    DAY,
    MINUTE,
    PLANT_BAD_ALIAS,
    PLANT_GAP_SPLITS,
    PLANT_GAP_STAYS,
    PLANT_MARATHON_CAP,
    ROLES,
    SERVER,
    SHARED,
)
from .rows import BLANK, MARKS, ORIGINAL, QUARANTINED

_HOSTILE = ("DROP TABLE", "<script>", "<img", "jndi")


def count(town, rows, renderer, session):
    """Return a Counter of plant -> how many rows, events, browsers or people show it."""
    plants = Counter()
    kinds = town.browser_kind[town.browser]
    client = kinds != SERVER
    for code, kind in enumerate(BROWSER_KINDS):
        plants[f"events on browser: {kind}"] = int((kinds == code).sum())
    present = np.unique(town.human)
    for code, role in enumerate(ROLES):
        plants[f"people: {role}"] = int((town.role[present] == code).sum())
    pairs = np.unique(town.human[client] * len(town.browser_kind) + town.browser[client])
    browsers = np.bincount(pairs // len(town.browser_kind))
    plants["people with several browsers"] = int((browsers > 1).sum())

    known = town.user >= 0
    ever = np.zeros(len(town.role), dtype=bool)
    ever[town.human[known]] = True
    plants["anonymous events of people with an account"] = int(
        (~known & ever[town.human] & client).sum()
    )
    plants["logouts"] = int((town.name == words.CODE["logout"]).sum())
    used = np.unique(town.browser[known] * len(town.user_human) + town.user[known])
    users = np.bincount(used // len(town.user_human), minlength=len(town.browser_kind))
    shared = town.browser_kind == SHARED
    plants["browsers with exactly 2 users"] = int((shared & (users == 2)).sum())
    plants["browsers with exactly 10 users"] = int((shared & (users == 10)).sum())
    plants["browsers with exactly 11 users"] = int((shared & (users == 11)).sum())
    plants["browsers with more than 11 users"] = int((shared & (users > 11)).sum())
    same = (np.diff(town.browser) == 0) & shared[town.browser[1:]]
    other = np.diff(town.human) != 0
    close = np.diff(town.time) <= 30 * MINUTE
    plants["hand-overs within half an hour"] = int((same & other & close).sum())

    alias = town.name == words.CODE["alias"]
    plants["alias rows"] = int(alias.sum())
    plants["logins by alias"] = int((alias & (town.previous <= -2)).sum())
    plants["aliases of a placeholder"] = int((town.plant == PLANT_BAD_ALIAS).sum())
    backwards = town.previous > town.identifier
    plants["alias rows that close a circle"] = int((alias & backwards).sum())
    plants["placeholder user ids"] = int((renderer.placeholder >= 0).sum())
    plants["user ids padded or as numbers"] = int((renderer.is_padded & known).sum())
    plants["events with a session_id of the tracker"] = int(renderer.is_app[town.browser].sum())
    plants["empty message ids"] = int((renderer.is_padded & ~renderer.has_message_id).sum())
    plants["pauses of exactly 30:00.000"] = int((town.plant == PLANT_GAP_STAYS).sum())
    plants["pauses of exactly 30:00.001"] = int((town.plant == PLANT_GAP_SPLITS).sum())
    plants["events exactly 24 hours into a session"] = int(
        (town.plant == PLANT_MARATHON_CAP).sum()
    )
    begins = session >= 0
    same = (np.diff(town.browser) == 0) & (np.diff(session) != 0) & begins[1:] & begins[:-1]
    held = town.time[:-1] - town.time[np.maximum(session[:-1], 0)]
    plants["sessions cut by 24 hours"] = int(
        (same & close & (held > DAY - 30 * MINUTE) & (town.user[1:] == town.user[:-1])).sum()
    )
    plants["server-side events in a session"] = int((~client & (session >= 0)).sum())
    plants["server-side events in none"] = int((~client & (session < 0)).sum())

    skewed = town.browser_skew[town.browser] != 0
    plants["events by a wrong clock"] = int(skewed.sum())
    offsets = np.array([style[0] for style in words.CLOCK_STYLES])
    plants["timestamps with an offset"] = int((offsets[renderer.style[town.browser]] != 0).sum())
    heads = words.HEAD_TABLE.entries
    button = town.name == words.CODE["button_click"]
    for head in sorted(set(renderer.head[button].tolist())):
        plants[f"spelled {heads[head].split(':')[1].split(',')[0]}"] = int(
            (renderer.head == head).sum()
        )
    for name in ("old_dashboard_viewed", *words.UNKNOWN):
        plants[f"events named {name}"] = int((town.name == words.CODE[name]).sum())
    consents = np.array(["consent" in end for end in renderer.ends])
    plants["events with consent flags"] = int(consents[town.browser].sum())
    plants["events of old trackers"] = int(renderer.is_old[town.browser].sum())
    hostile = np.array([any(h in p for h in _HOSTILE) for p in words.PROPERTY_TABLE.entries])
    plants["SQL and HTML in strings"] = int(hostile[renderer.property].sum())

    for code, mark in enumerate(MARKS):
        plants[f"rows: {mark}"] = int((rows.mark == code).sum())
    original = rows.mark == ORIGINAL
    delay = rows.load[original] - town.time[rows.event[original]] // DAY
    plants["rows a day late or more"] = int((delay >= 1).sum())
    plants["rows 30 days late or more"] = int((delay >= 30).sum())
    plants["rows without message_id"] = int(
        (~renderer.has_message_id[rows.event[rows.event >= 0]]).sum()
    )
    plants["blank lines"] = int((rows.disposition == BLANK).sum())
    for at in np.flatnonzero(rows.disposition == QUARANTINED).tolist():
        for reason in rows.reasons[at]:
            plants[f"quarantined: {reason}"] += 1
    return plants
