"""When people visit, on which browser, and what they do there.

Nobody is ever in two places, and the visits to one browser are more than half an hour
apart, save where a plant says so. What a visit consists of comes from the scripts.
"""

import numpy as np

from . import stories
from . import vocabulary as words
from .people import (
    BOT,
    CHAIN,
    COOKIELESS,
    CRAWLER,
    DAY,
    HOUR,
    MARATHON,
    MINUTE,
    PAIR,
    PLANT_GAP_SPLITS,
    PLANT_GAP_STAYS,
    PLANT_MARATHON_CAP,
    SHARED,
    USER_ONLY,
)


def _within(counts):
    """Return 0..count-1 for each count, one after the other."""
    first = np.cumsum(counts) - counts
    return np.arange(counts.sum()) - np.repeat(first, counts)


def own_visits(rng, town_start, days, role, registers, browsers):
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


def choose_scripts(rng, human, browser, role, registers, is_customer, browsers):
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
    kind = np.where(lottery < 0.6, stories.KIND["browse"], stories.KIND["shop"])
    for upper, name in ((1.0, "browse"), (0.92, "shop_known"), (0.80, "login_logout"),
                        (0.70, "login"), (0.50, "app")):
        kind[known & (lottery < upper)] = stories.KIND[name]
    kind[signs_up] = stories.KIND["signup"]
    always = role[human] == COOKIELESS
    kind[always] = np.where(lottery[always] < 0.8, stories.KIND["app"], stories.KIND["shop_known"])
    kind[role[human] == BOT] = stories.KIND["crawl"]
    user[kind == stories.KIND["browse"]] = -1
    return kind, user


def shared_visits(rng, town_start, days, role, browsers):
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
        plans.append((np.full(total, room), evening, who, np.full(total, stories.KIND["kiosk"])))
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
                [stories.KIND[k] for k in ("login_logout", "login", "browse", "app")]
            )[rng.integers(0, 4, len(who))]
            if night == 0:
                kinds[:] = stories.KIND["login_logout"]
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
    script = stories.KIND_TABLE.draw(kind, rng.random(len(kind)))
    longest = stories.SCRIPT_TABLE.count[script]
    least = stories.SCRIPT_LEAST[script]
    length = least + (rng.random(len(kind)) * (longest - least + 1)).astype(np.int64)
    visit = np.repeat(np.arange(len(kind)), length)
    position = _within(length)
    entry = stories.SCRIPT_TABLE.first[script][visit] + position
    name = stories.SCRIPT_NAME[entry]
    known = stories.SCRIPT_KNOWN[entry]
    noise = stories.NOISE[rng.integers(0, len(stories.NOISE), len(name))]
    swap = (rng.random(len(name)) < 0.15) & stories.REPLACEABLE[name]
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


def own_events(rng, visits, browsers):
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


def shared_events(rng, town_start, plan, visit_base):
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


def marathons(rng, town_start, days, role, visit_base):
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
        script = stories.KIND_TABLE.first[stories.KIND["app"]] + nth % 40
        at = stories.SCRIPT_TABLE.first[script]
        size = stories.SCRIPT_TABLE.count[script]
        start = town_start + rng.integers(0, max(1, days - 3)) * DAY + 7 * HOUR
        parts.append(
            {
                "visit": np.full(len(elapsed), visit_base + nth),
                "name": stories.SCRIPT_NAME[at + np.arange(len(elapsed)) % size],
                "time": start + elapsed,
                "browser": np.full(len(elapsed), human),
                "human": np.full(len(elapsed), human),
                "user": np.full(len(elapsed), human),
                "is_first": np.arange(len(elapsed)) == 0,
                "plant": plant,
            }
        )
    return {name: np.concatenate([p[name] for p in parts]) for name in parts[0]}
