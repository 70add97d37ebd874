"""Plan one town: its people, their browsers, their visits and every event that is accepted.

A town is a few thousand people who never meet the people of another town, so that a run
of any size is a row of towns and memory stays that of one.
"""

from dataclasses import dataclass

import numpy as np

from . import backend, visits
from . import vocabulary as words
from .people import (
    BOT,
    CHAIN,
    KIOSK,
    LOBBY,
    MEETING,
    ORDINARY,
    PAIR,
    TWO_ACCOUNTS,
    give_browsers,
    give_clocks,
    give_roles,
)


@dataclass
class Town:
    """The plan of one town: four tables (people, users, browsers, events) of arrays."""

    number: int
    role: np.ndarray  # per person
    source: np.ndarray  # per person: index in words.SOURCES, -1 for none
    user_human: np.ndarray  # per user account
    user_account: np.ndarray  # per user account: number of the company, -1 for none
    user_first_identifier: np.ndarray
    user_identifier_count: np.ndarray
    browser_kind: np.ndarray
    browser_human: np.ndarray  # -1: shared
    browser_device: np.ndarray  # number of the device, -1 for none
    browser_user: np.ndarray  # who logs in here, -1: nobody, or several
    browser_alias_user: np.ndarray  # who owns it by an alias row alone, -1 for none
    browser_room: np.ndarray  # role of the shared equipment, or 0
    browser_skew: np.ndarray  # how far the clock is ahead, ms
    browser_latency: np.ndarray
    browser_mode: np.ndarray
    # events, ordered by browser and time; the last browser is the server's
    name: np.ndarray
    time: np.ndarray
    browser: np.ndarray
    human: np.ndarray
    user: np.ndarray  # who is logged in, -1 for nobody
    identifier: np.ndarray  # which identifier of his is written, -1 for none
    previous: np.ndarray  # alias rows: identifier; -2 - browser for an anonymous id; else -1
    campaign: np.ndarray  # index in words.CAMPAIGN_TABLE, -1 for none
    is_first: np.ndarray  # first of its visit
    plant: np.ndarray  # 0, or one of the marks below


def plan_town(rng, number, people, days, start):
    """Plan a town.

    Args:
        rng: the town's own numpy Generator.
        number: running number of the town; the first also gets the longest alias chain.
        people: how many people, at least 100.
        days: how many days they may begin a visit on.
        start: the first midnight, ms since 1970.

    Returns a Town.
    """
    role = give_roles(people, days)
    # everybody with a role has an account, bots never, of the rest about half
    registers = (rng.random(people) < 0.55) | ~np.isin(role, [ORDINARY, BOT])
    registers &= role != BOT
    is_customer = (rng.random(people) < 0.35) | np.isin(role, [KIOSK, LOBBY, MEETING, PAIR])
    source = (rng.random(people) * 2.2 * len(words.SOURCES)).astype(np.int64)
    source[(source >= len(words.SOURCES)) | np.isin(role, [KIOSK, LOBBY, MEETING, PAIR, BOT])] = -1

    # users: person i's account is user i, second accounts come after
    double = np.flatnonzero(role == TWO_ACCOUNTS)
    user_two = np.full(people, -1)
    user_two[double] = people + np.arange(len(double))
    user_human = np.concatenate([np.arange(people), double])
    works = rng.random(len(user_human)) < 0.7
    user_account = np.where(works, user_human // 5, -1)
    identifiers = np.ones(len(user_human), dtype=np.int64)
    chained = np.flatnonzero(role == CHAIN)
    identifiers[chained] = 2 + np.arange(len(chained)) % 5
    if number == 0 and people >= 500:
        identifiers[chained[0]] = 61  # sixty links
    browsers = give_browsers(rng, role, registers, user_two)
    skew, latency, mode = give_clocks(rng, browsers["kind"])
    server = len(browsers["kind"]) - 1

    town = Town(
        number=number,
        role=role,
        source=source,
        user_human=user_human,
        user_account=user_account,
        user_first_identifier=np.cumsum(identifiers) - identifiers,
        user_identifier_count=identifiers,
        **{f"browser_{name}": column for name, column in browsers.items()},
        browser_skew=skew,
        browser_latency=latency,
        browser_mode=mode,
        **dict.fromkeys(
            "name time browser human user identifier previous campaign is_first plant".split()
        ),
    )
    human, begin, browser = visits.own_visits(rng, start, days, role, registers, browsers)
    kind, user = visits.choose_scripts(rng, human, browser, role, registers, is_customer, browsers)
    own = visits.own_events(rng, (human, begin, browser, kind, user), browsers)
    paid = len(human)
    shared = visits.shared_events(
        rng, start, visits.shared_visits(rng, start, days, role, browsers), paid
    )
    paid = shared["visit"][-1] + 1
    runs = visits.marathons(rng, start, days, role, paid)
    paid = runs["visit"][-1] + 1
    parts = [own, shared, runs]
    seen = {name: np.concatenate([p[name] for p in parts]) for name in own}
    behind = backend.server_events(rng, seen, role, server)
    seen = {name: np.concatenate([seen[name], behind[name]]) for name in seen}
    aliases, to, previous = backend.alias_events(seen, town, server)
    size = len(seen["time"])
    seen = {name: np.concatenate([seen[name], aliases[name]]) for name in seen}

    # which identifier of the user is written: of a chain, now this one, now that
    total = len(seen["time"])
    owner = np.maximum(seen["user"], 0)
    turn = rng.integers(0, 1 << 30, total) % town.user_identifier_count[owner]
    identifier = np.where(seen["user"] >= 0, town.user_first_identifier[owner] + turn, -1)
    identifier[size:] = to
    before = np.full(total, -1)
    before[size:] = previous
    # one campaign a visit, always of the person's own source
    visit_source = np.full(paid + 1, -1)
    visit_source[seen["visit"]] = source[seen["human"]]
    visit_source[-1] = -1  # the server's rows, visit -1, have none
    draw = words.CAMPAIGN_TABLE.draw(np.maximum(visit_source, 0), rng.random(paid + 1))
    campaign = np.where(visit_source >= 0, draw, -1)[seen["visit"]]

    order = np.lexsort((seen["time"], seen["browser"]))
    for column in ("name", "time", "browser", "human", "user", "is_first", "plant"):
        setattr(town, column, seen[column][order])
    town.identifier = identifier[order]
    town.previous = before[order]
    town.campaign = campaign[order]
    return town
