"""The people of a town, the users they are and the browsers they have.

All arrays of one table have the same length; times are milliseconds since 1970 UTC, indices
are local to the town.
"""

import numpy as np

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

# marks of planted events
PLANT_NONE, PLANT_GAP_STAYS, PLANT_GAP_SPLITS, PLANT_MARATHON_CAP, PLANT_BAD_ALIAS = range(5)


def give_roles(people, days):
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


def give_browsers(rng, role, registers, user_two):
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
    kinds = np.array(
        [PHONE] * 5 + [PHONE_DEVICE_ONLY] * 2 + [PHONE_BAD_ANONYMOUS] + [REINSTALLED] * 2
    )
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


def give_clocks(rng, kind):
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
