"""Rows that come from the company's own servers: payments, e-mails, and aliases."""

import numpy as np

from . import stories
from . import vocabulary as words
from .people import (
    BOT,
    KIOSK,
    LOBBY,
    MARATHON,
    MEETING,
    MINUTE,
    PAIR,
    PLANT_BAD_ALIAS,
    PLANT_NONE,
    TWO_ACCOUNTS,
)


def server_events(rng, events, role, server):
    """Return events only the server sees, with a user id and nothing else.

    Half of them fall a millisecond after an event of a visit, half forty minutes after its
    end, where nothing covers them. People who use shared equipment have none, so that
    nobody has to say whose session an evening with two people is.
    """
    alone = ~np.isin(role, [KIOSK, LOBBY, MEETING, PAIR, BOT])
    order = np.lexsort((events["time"], events["visit"]))
    visit = events["visit"][order]
    user = events["user"][order]
    ends = np.append(visit[1:] != visit[:-1], True)
    usual = (user >= 0) & alone[events["human"][order]] & (events["plant"][order] == 0)
    lottery = rng.random(len(order))
    inside = np.flatnonzero(usual & ~ends & (lottery < 0.015))
    outside = np.flatnonzero(usual & ends & (lottery < 0.10))
    outside = outside[role[events["human"][order[outside]]] != MARATHON]
    rows = order[np.concatenate([inside, outside])]
    wait = np.where(np.arange(len(rows)) < len(inside), 1, 40 * MINUTE + 1)
    names = stories.SERVER_SIDE[rng.integers(0, len(stories.SERVER_SIDE), len(rows))]
    part = {
        "visit": np.full(len(rows), -1),
        "name": names,
        "time": events["time"][rows] + wait,
        "browser": np.full(len(rows), server),
        "human": events["human"][rows],
        "user": events["user"][rows],
        "is_first": np.zeros(len(rows), dtype=bool),
        "plant": np.zeros(len(rows), dtype=np.int64),
    }
    return part


def alias_events(events, town, server):
    """Return the alias rows: chains, logins by alias, and aliases to nothing."""
    rows = []  # time, user, identifier, previous, plant
    known = np.flatnonzero(events["user"] >= 0)
    order = known[np.lexsort((events["time"][known], events["user"][known]))]
    users = events["user"][order]
    for user in np.flatnonzero(town.user_identifier_count > 1):
        at = np.searchsorted(users, user)
        if at == len(users) or users[at] != user:
            continue
        first = town.user_first_identifier[user]
        links = town.user_identifier_count[user] - 1
        # sent backwards, so that the chain closes only with the last row
        for k in range(links):
            time = events["time"][order[at]] + 41 * MINUTE + 7 * (links - k)
            rows.append((time, user, first + k + 1, first + k, PLANT_NONE))
        if links == 2:  # and one circle
            rows.append((time + 50, user, first, first + links, PLANT_NONE))
    for browser in np.flatnonzero(town.browser_alias_user >= 0):
        seen = np.flatnonzero(events["browser"] == browser)
        user = town.browser_alias_user[browser]
        if len(seen):
            time = events["time"][seen].min() + 2
            rows.append((time, user, town.user_first_identifier[user], -2 - browser, PLANT_NONE))
    loners = np.flatnonzero((town.role == TWO_ACCOUNTS))[:3]
    for user in loners:
        at = np.searchsorted(users, user)
        if at < len(users) and users[at] == user:
            time = events["time"][order[at]] + 41 * MINUTE
            rows.append((time, user, town.user_first_identifier[user], -1, PLANT_BAD_ALIAS))
    columns = np.array(rows, dtype=np.int64).reshape(-1, 5).T
    size = columns.shape[1]
    part = {
        "visit": np.full(size, -1),
        "name": np.full(size, words.CODE["alias"]),
        "time": columns[0],
        "browser": np.full(size, server),
        "human": town.user_human[columns[1]],
        "user": columns[1],
        "is_first": np.zeros(size, dtype=bool),
        "plant": columns[4],
    }
    return part, columns[2], columns[3]
