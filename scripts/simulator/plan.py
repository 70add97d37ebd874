"""Plan one town: its people, their browsers, their visits and every event that is accepted.

A town is a few thousand people who never meet the people of another town, so that a run
of any size is a row of towns and memory stays that of one. All arrays of one table have
the same length; times are milliseconds since 1970 UTC, indices are local to the town.
"""

from dataclasses import dataclass

import numpy as np

from . import vocabulary as words

MINUTE = 60_000
HOUR = 60 * MINUTE
DAY = 24 * HOUR

# roles of people, see the table in scripts/simulate.py
(ORDINARY, KIOSK, LOBBY, MEETING, PAIR, MARATHON, CHAIN, ALIAS_LOGIN, TWO_ACCOUNTS, COOKIELESS,
 BOT) = range(11)
ROLES = ["ordinary", "kiosk", "lobby", "meeting_room", "pair", "marathon", "alias_chain",
         "alias_login", "two_accounts", "cookieless", "bot"]

# kinds of browsers
(WEB, LAPTOP, NEVER_LOGS_IN, PHONE, PHONE_DEVICE_ONLY, PHONE_BAD_ANONYMOUS, REINSTALLED,
 SHARED, USER_ONLY, CRAWLER, SERVER) = range(11)
BROWSER_KINDS = ["web", "laptop", "never_logs_in", "phone", "phone_device_only",
                 "phone_placeholder_anonymous_id", "phone_reinstalled", "shared", "user_id_only",
                 "crawler", "server"]

# which of sent_at and received_at a tracker writes
BOTH, NEITHER, RECEIVED_ONLY, SENT_ONLY = range(4)


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


PLANT_NONE, PLANT_GAP_STAYS, PLANT_GAP_SPLITS, PLANT_MARATHON_CAP, PLANT_BAD_ALIAS = range(5)


def _give_roles(people, days):
    """Return the role of each person: the special ones first, the ordinary ones after."""
    chains = max(3, people // 150)
    sizes = [
        (KIOSK, max(12, min(300, people // 30, 12 * days))),
        (LOBBY, 11),
        (MEETING, 10),
        (PAIR, 2 * max(1, people // 60)),
        (MARATHON, max(1, people // 800)),
        (CHAIN, chains),
        (ALIAS_LOGIN, max(1, people // 150)),
        (TWO_ACCOUNTS, max(1, people // 100)),
        (COOKIELESS, max(1, people // 150)),
        (BOT, max(2, people // 80)),
    ]
    role = np.zeros(people, dtype=np.int64)
    at = 0
    for code, size in sizes:
        role[at : at + size] = code
        at += size
    return role


def _within(counts):
    """Return 0..count-1 for each count, one after the other."""
    first = np.cumsum(counts) - counts
    return np.arange(counts.sum()) - np.repeat(first, counts)


def _give_browsers(rng, role, registers, user_two):
    """Return the browser table without clocks, as a dict of arrays."""
    people = len(role)
    humans = np.arange(people)
    ordinary = np.isin(role, [ORDINARY, KIOSK, CHAIN, ALIAS_LOGIN])
    lottery = rng.random((3, people))

    rows = []  # (kind, human, device, user, alias_user, room), each an array

    def add(kind, human, device=None, user=None, alias_user=None, room=0):
        size = len(human)
        none = np.full(size, -1)
        rows.append(
            [
                np.full(size, kind) if np.isscalar(kind) else kind,
                human,
                none if device is None else device,
                none if user is None else user,
                none if alias_user is None else alias_user,
                np.full(size, room),
            ]
        )

    own = np.where(registers, humans, -1)
    first_kind = np.where(role == COOKIELESS, USER_ONLY, np.where(role == BOT, CRAWLER, WEB))
    add(first_kind, humans, user=own)
    # a second computer: some of them never see a login, and nobody can know whose they are
    laptop = humans[ordinary & (lottery[0] < 0.20) & (role != ALIAS_LOGIN)]
    never = lottery[1][laptop] < 0.30
    add(
        np.where(never, NEVER_LOGS_IN, LAPTOP),
        laptop,
        user=np.where(never, -1, own[laptop]),
    )
    by_alias = humans[role == ALIAS_LOGIN]
    add(NEVER_LOGS_IN, by_alias, alias_user=by_alias)
    double = humans[role == TWO_ACCOUNTS]
    add(LAPTOP, double, user=user_two[double])
    phone = humans[ordinary & (lottery[2] < np.where(registers, 0.35, 0.12))]
    how = rng.integers(0, 10, len(phone))
    kinds = np.array([PHONE] * 5 + [PHONE_DEVICE_ONLY] * 2 + [PHONE_BAD_ANONYMOUS] + [REINSTALLED] * 2)
    add(kinds[how], phone, device=phone, user=own[phone])
    again = phone[kinds[how] == REINSTALLED]
    # after the second installation nobody logs in, but the device is known
    add(REINSTALLED, again, device=again)
    for room in (KIOSK, LOBBY, MEETING):
        add(SHARED, np.array([-1]), room=room)
    pairs = (role == PAIR).sum() // 2
    add(SHARED, np.full(pairs, -1), room=PAIR)
    add(SERVER, np.array([-1]))
    names = ["kind", "human", "device", "user", "alias_user", "room"]
    return {n: np.concatenate(c) for n, c in zip(names, zip(*rows))}


def _give_clocks(rng, kind):
    """Return (skew, latency, mode) per browser; only clocks that tell both times are wrong."""
    size = len(kind)
    mode = np.array([BOTH] * 17 + [NEITHER, RECEIVED_ONLY, SENT_ONLY])[rng.integers(0, 20, size)]
    latency = rng.integers(20, 1500, size)
    wrong = (rng.random(size) < 0.05) & (mode == BOTH)
    drift = rng.integers(-3 * DAY, 400 * DAY, size)
    small = rng.integers(-10 * MINUTE, 10 * MINUTE, size)
    skew = np.where(wrong, np.where(rng.random(size) < 0.5, drift, small), 0)
    server = kind == SERVER
    mode[server] = BOTH
    skew[server] = 0
    return skew, latency, mode


def _own_visits(rng, town_start, days, role, registers, browsers):
    """Plan the visits people pay on browsers of their own: (human, slot start, browser).

    A person's visits lie in different quarters of days, the last quarter being left to
    shared equipment. A visit ends within five of the six hours of its quarter: nobody is
    ever in two places, and two visits are never within half an hour of each other.
    """
    people = len(role)
    # visits in 90 days: half the people a few, some many
    least = np.array([1, 1, 4, 15])
    most = np.array([3, 3, 12, 40])
    level = np.searchsorted([0.3, 0.5, 0.85], rng.random(people), side="right")
    wanted = least[level] + (rng.random(people) * (most - least + 1)[level]).astype(np.int64)
    wanted = np.maximum(1, (wanted * days + 89) // 90)
    wanted[role == CHAIN] = np.maximum(wanted[role == CHAIN], min(days, 12))
    wanted[role == MARATHON] = 0
    first_day = (rng.random(people) * days).astype(np.int64)
    first_day[rng.random(people) < 0.3] = 0
    span = 1 + (rng.random(people) * (days - first_day)).astype(np.int64)
    human = np.repeat(np.arange(people), wanted)
    # more visits in the early part of a stay: people drift away
    reach = rng.random(len(human))
    day = first_day[human] + (reach * reach * span[human]).astype(np.int64)
    quarter = np.array([0, 1, 1, 1, 2, 2, 2])[rng.integers(0, 7, len(human))]
    key = np.unique((human * days + day) * 4 + quarter)
    quarter = key % 4
    day = key // 4 % days
    human = key // 4 // days
    start = town_start + day * DAY + quarter * 6 * HOUR
    start += rng.integers(0, 90 * MINUTE, len(key))

    # which of the person's browsers: mostly the first
    mine = browsers["human"] >= 0
    order = np.argsort(browsers["human"][mine], kind="stable")
    table = np.flatnonzero(mine)[order]
    owners = browsers["human"][table]
    first = np.searchsorted(owners, np.arange(people))
    count = np.searchsorted(owners, np.arange(people), side="right") - first
    pick = np.maximum(0, (rng.random(len(key)) * (count[human] + 1)).astype(np.int64) - 1)
    browser = table[first[human] + pick]
    return human, start, browser


def _choose_scripts(rng, human, browser, role, registers, is_customer, browsers):
    """Return (kind, user) of each of the people's own visits, which are in time order.

    Somebody who registers does so on his first browser on his first, second or third
    visit there; before that everything is anonymous.
    """
    size = len(human)
    on_first = browser == human  # browser i is person i's first one
    nth = np.zeros(size, dtype=np.int64)
    running = np.cumsum(on_first)
    begins = np.searchsorted(human, np.arange(len(role)))
    base = np.concatenate([[0], running])[begins]
    nth = running - base[human] - 1  # how many earlier visits on the first browser
    joins = rng.integers(0, 3, len(role))
    signs_up = registers[human] & ~is_customer[human] & on_first & (nth == joins[human])
    signs_up &= role[human] != COOKIELESS
    before = np.cumsum(signs_up) - signs_up
    before_base = np.concatenate([[0], np.cumsum(signs_up)])[begins]
    joined = registers[human] & (is_customer[human] | (before - before_base[human] > 0))
    joined |= role[human] == COOKIELESS

    user = np.where(joined | signs_up, browsers["user"][browser], -1)
    known = (user >= 0) & ~signs_up
    lottery = rng.random(size)
    kind = np.where(lottery < 0.6, words.KIND["browse"], words.KIND["shop"])
    for upper, name in ((1.0, "browse"), (0.92, "shop_known"), (0.80, "login_logout"),
                        (0.70, "login"), (0.50, "app")):
        kind[known & (lottery < upper)] = words.KIND[name]
    kind[signs_up] = words.KIND["signup"]
    always = role[human] == COOKIELESS
    kind[always] = np.where(lottery[always] < 0.8, words.KIND["app"], words.KIND["shop_known"])
    kind[role[human] == BOT] = words.KIND["crawl"]
    user[kind == words.KIND["browse"]] = -1
    return kind, user


def _shared_visits(rng, town_start, days, role, browsers):
    """Plan evenings at shared equipment: (browser, evening, human, kind), in their order."""
    plans = []
    for room in np.flatnonzero(browsers["kind"] == SHARED):
        what = browsers["room"][room]
        if what == PAIR:
            continue
        members = np.flatnonzero(role == what)
        # everybody once, so that the number of users is the planned one, then anybody
        total = min(max(2 * len(members), days), 6 * days + len(members))
        who = np.concatenate(
            [members, members[rng.integers(0, len(members), total - len(members))]]
        )
        evening = np.arange(total) * days // total
        plans.append((np.full(total, room), evening, who, np.full(total, words.KIND["kiosk"])))
    pair_rooms = np.flatnonzero(browsers["room"] == PAIR)
    members = np.flatnonzero(role == PAIR)
    nights = min(days, 8)
    for nth, room in enumerate(pair_rooms):
        evenings = np.sort(rng.permutation(days)[:nights])
        two = members[2 * nth : 2 * nth + 2]
        for night, evening in enumerate(evenings):
            # by turns: both with a hand-over, the one, the other
            who = (two, two[::-1], two[:1], two[1:])[night % 4]
            kinds = np.array(
                [words.KIND[k] for k in ("login_logout", "login", "browse", "app")]
            )[rng.integers(0, 4, len(who))]
            if night == 0:
                kinds[:] = words.KIND["login_logout"]
            plans.append((np.full(len(who), room), np.full(len(who), evening), who, kinds))
    return [np.concatenate(column) for column in zip(*plans)]


def _gaps(rng, size):
    """Return pauses between events, ms: mostly seconds, now and then minutes."""
    edge = rng.random(size)
    seconds = rng.integers(1_000, 20_000, size)
    minute = rng.integers(20_000, 3 * MINUTE, size)
    many = rng.integers(3 * MINUTE, 29 * MINUTE, size)
    return np.where(edge < 0.7, seconds, np.where(edge < 0.985, minute, many))


def _unfold(rng, kind, limit):
    """Return (visit, position, name, known, pause) of the events of visits of these kinds."""
    script = words.KIND_TABLE.draw(kind, rng.random(len(kind)))
    longest = words.SCRIPT_TABLE.count[script]
    least = words.SCRIPT_LEAST[script]
    length = least + (rng.random(len(kind)) * (longest - least + 1)).astype(np.int64)
    visit = np.repeat(np.arange(len(kind)), length)
    position = _within(length)
    entry = words.SCRIPT_TABLE.first[script][visit] + position
    name = words.SCRIPT_NAME[entry]
    known = words.SCRIPT_KNOWN[entry]
    noise = words.NOISE[rng.integers(0, len(words.NOISE), len(name))]
    swap = (rng.random(len(name)) < 0.15) & words.REPLACEABLE[name]
    name = np.where(swap, noise, name)
    pause = np.where(position == 0, 0, _gaps(rng, len(name)))
    if limit:
        pause = np.minimum(pause, limit)
    return visit, position, name, known, pause


def _elapsed(visit, pause):
    """Return the time since the beginning of the visit."""
    total = np.cumsum(pause)
    first = np.searchsorted(visit, np.arange(visit[-1] + 1 if len(visit) else 0))
    return total - total[first][visit]


def _own_events(rng, visits, browsers):
    """Return the events of people's own visits, and their planted pauses, as columns."""
    human, start, browser, kind, user = visits
    visit, position, name, known, pause = _unfold(rng, kind, 0)
    elapsed = _elapsed(visit, pause)
    keep = elapsed < 150 * MINUTE  # a visit fits its quarter of the day
    visit, position, name, known, elapsed = (
        c[keep] for c in (visit, position, name, known, elapsed)
    )
    time = start[visit] + elapsed
    plant = np.zeros(len(time), dtype=np.int64)
    # exactly half an hour after the end stays, a millisecond more does not
    last = np.flatnonzero(np.append(visit[1:] != visit[:-1], True))
    lottery = rng.random(len(last))
    lottery[:2] = (0.005, 0.015)
    lottery[browsers["kind"][browser[visit[last]]] == CRAWLER] = 1
    stays, splits = last[lottery < 0.01], last[(lottery >= 0.01) & (lottery < 0.02)]
    extra = np.concatenate([stays, splits])
    plants = np.repeat([PLANT_GAP_STAYS, PLANT_GAP_SPLITS], [len(stays), len(splits)])
    later = time[extra] + 30 * MINUTE + (plants == PLANT_GAP_SPLITS)
    # a browser that only tells the user id has to tell it here too
    only_user = browsers["kind"][browser[visit[extra]]] == USER_ONLY
    visit = np.concatenate([visit, visit[extra]])
    known = np.concatenate([known, only_user])
    return {
        "visit": visit,
        "name": np.concatenate([name, np.full(len(extra), words.CODE["page_view"])]),
        "time": np.concatenate([time, later]),
        "browser": browser[visit],
        "human": human[visit],
        "user": np.where(known, user[visit], -1),
        "is_first": np.concatenate([position == 0, np.zeros(len(extra), dtype=bool)]),
        "plant": np.concatenate([plant, plants]),
    }


def _shared_events(rng, town_start, plan, visit_base):
    """Return the events of evenings at shared equipment, one visitor after the other."""
    browser, evening, human, kind = plan
    visit, position, name, known, pause = _unfold(rng, kind, 25_000)
    elapsed = _elapsed(visit, pause)
    last = np.append(visit[1:] != visit[:-1], True)
    duration = elapsed[last]
    # the next visitor comes soon after the last one has finished: no pause splits them
    wait = rng.integers(MINUTE, 12 * MINUTE, len(browser))
    opens = np.append(True, (browser[1:] != browser[:-1]) | (evening[1:] != evening[:-1]))
    before = np.cumsum(duration + wait) - (duration + wait)
    group = np.cumsum(opens) - 1
    since = before - before[np.flatnonzero(opens)][group]
    time = town_start + evening[visit] * DAY + 18 * HOUR + since[visit] + elapsed
    return {
        "visit": visit + visit_base,
        "name": name,
        "time": time,
        "browser": browser[visit],
        "human": human[visit],
        "user": np.where(known, human[visit], -1),
        "is_first": position == 0,
        "plant": np.zeros(len(time), dtype=np.int64),
    }


def _marathons(rng, town_start, days, role, visit_base):
    """Return streams of up to three days without a pause of half an hour."""
    runners = np.flatnonzero(role == MARATHON)
    parts = []
    for nth, human in enumerate(runners):
        length = (3 if nth == 0 else 1 + nth % 3) * DAY
        pauses = rng.integers(MINUTE, 14 * MINUTE, length // MINUTE)
        elapsed = np.concatenate([[0], np.cumsum(pauses)])
        elapsed = elapsed[elapsed < length]
        plant = np.zeros(len(elapsed), dtype=np.int64)
        # one event exactly 24 hours after the first, which the session still holds
        cap = np.searchsorted(elapsed, DAY)
        if cap < len(elapsed):
            elapsed[cap] = DAY
            plant[cap] = PLANT_MARATHON_CAP
        script = words.KIND_TABLE.first[words.KIND["app"]] + nth % 40
        at = words.SCRIPT_TABLE.first[script]
        size = words.SCRIPT_TABLE.count[script]
        start = town_start + rng.integers(0, max(1, days - 3)) * DAY + 7 * HOUR
        parts.append(
            {
                "visit": np.full(len(elapsed), visit_base + nth),
                "name": words.SCRIPT_NAME[at + np.arange(len(elapsed)) % size],
                "time": start + elapsed,
                "browser": np.full(len(elapsed), human),
                "human": np.full(len(elapsed), human),
                "user": np.full(len(elapsed), human),
                "is_first": np.arange(len(elapsed)) == 0,
                "plant": plant,
            }
        )
    return {name: np.concatenate([p[name] for p in parts]) for name in parts[0]}


def _server_events(rng, events, role, server):
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
    names = words.SERVER_SIDE[rng.integers(0, len(words.SERVER_SIDE), len(rows))]
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


def _alias_events(events, town, server):
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
    role = _give_roles(people, days)
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
    browsers = _give_browsers(rng, role, registers, user_two)
    skew, latency, mode = _give_clocks(rng, browsers["kind"])
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
    human, begin, browser = _own_visits(rng, start, days, role, registers, browsers)
    kind, user = _choose_scripts(rng, human, browser, role, registers, is_customer, browsers)
    own = _own_events(rng, (human, begin, browser, kind, user), browsers)
    visits = len(human)
    shared = _shared_events(
        rng, start, _shared_visits(rng, start, days, role, browsers), visits
    )
    visits = shared["visit"][-1] + 1
    runs = _marathons(rng, start, days, role, visits)
    visits = runs["visit"][-1] + 1
    parts = [own, shared, runs]
    seen = {name: np.concatenate([p[name] for p in parts]) for name in own}
    behind = _server_events(rng, seen, role, server)
    seen = {name: np.concatenate([seen[name], behind[name]]) for name in seen}
    aliases, to, previous = _alias_events(seen, town, server)
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
    visit_source = np.full(visits + 1, -1)
    visit_source[seen["visit"]] = source[seen["human"]]
    visit_source[-1] = -1  # the server's rows, visit -1, have none
    draw = words.CAMPAIGN_TABLE.draw(np.maximum(visit_source, 0), rng.random(visits + 1))
    campaign = np.where(visit_source >= 0, draw, -1)[seen["visit"]]

    order = np.lexsort((seen["time"], seen["browser"]))
    for column in ("name", "time", "browser", "human", "user", "is_first", "plant"):
        setattr(town, column, seen[column][order])
    town.identifier = identifier[order]
    town.previous = before[order]
    town.campaign = campaign[order]
    return town
