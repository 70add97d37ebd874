"""What the rules can know of a town: the person and the session of every planned event.

Plain walks over the planned events of each browser; no raw row is read here.
"""

import numpy as np

from .people import CRAWLER, DAY, MINUTE, REINSTALLED, SERVER, SHARED

MAX_USERS_PER_IDENTIFIER = 10
TIMEOUT = 30 * MINUTE
MAX_LENGTH = DAY


def persons_of(town):
    """Return the person of each event as a number: users first, then browsers.

    The number of user u is u, that of a browser b whose user nobody can know is
    `len(town.user_human) + b`. Events are ordered by browser and time.
    """
    size = len(town.time)
    browser, user = town.browser, town.user
    opens = np.append(True, browser[1:] != browser[:-1])
    first = np.flatnonzero(opens)
    group = np.cumsum(opens) - 1

    # the last known user at or before each event of the browser
    index = np.where(user >= 0, np.arange(size), -1)
    latest = np.maximum.accumulate(index)
    has_before = latest >= first[group]
    owner = np.where(has_before, user[latest], -1)
    # before the first login: the first user
    following = np.minimum.accumulate(np.where(user >= 0, np.arange(size), size)[::-1])[::-1]
    last = np.append(first[1:], size) - 1
    has_after = following <= last[group]
    leading = np.where(has_after, user[np.minimum(following, size - 1)], -1)
    owner = np.where(owner >= 0, owner, leading)

    # too many users: nobody owns the browser
    known = user >= 0
    pairs = np.unique(browser[known] * (len(town.user_human) + 1) + user[known])
    users = np.bincount(pairs // (len(town.user_human) + 1), minlength=len(town.browser_kind))
    owner[users[browser] > MAX_USERS_PER_IDENTIFIER] = -1
    # an alias row that names the anonymous id is a login, too
    by_alias = town.browser_alias_user[browser]
    owner = np.where((owner < 0) & (by_alias >= 0), by_alias, owner)

    # a device belongs to one user in this plan: the one who logged in on it
    devices = town.browser_device.max() + 1
    device_user = np.full(devices + 1, -1)
    device = town.browser_device[browser]
    logged = known & (device >= 0)
    device_user[device[logged]] = user[logged]
    owner = np.where(owner < 0, device_user[device], owner)

    person = np.where(known, user, owner)
    return np.where(person >= 0, person, len(town.user_human) + browser)


def sessions_of(town, person):
    """Return the session of each event as a number, -1 for none.

    The number is the index of the session's first event. Streams are browsers here: every
    browser has one anonymous id, or device id, or user id of its own.
    """
    size = len(town.time)
    client = town.browser_kind[town.browser] != SERVER
    time, browser, user = town.time, town.browser, town.user
    starts = np.append(True, (browser[1:] != browser[:-1]) | (np.diff(time) > TIMEOUT))

    # shared browsers and long runs are walked event by event, the rest is done
    block = np.cumsum(starts) - 1
    first = np.flatnonzero(starts)
    last = np.append(first[1:], size) - 1
    too_long = time[last] - time[first] > MAX_LENGTH
    walk = too_long | (town.browser_kind[browser[first]] == SHARED)
    for number in np.flatnonzero(walk & client[first]):
        begin, who = time[first[number]], user[first[number]]
        for at in range(first[number] + 1, last[number] + 1):
            other = user[at] >= 0 and who >= 0 and user[at] != who
            if other or time[at] - begin > MAX_LENGTH:
                starts[at] = True
                begin, who = time[at], user[at]
            elif who < 0:
                who = user[at]
    first = np.flatnonzero(starts)
    session = first[np.cumsum(starts) - 1]

    # a server's event joins the session of the same person that covers it, else one that ended
    # just before
    first = first[client[first]]
    last = np.zeros(size, dtype=np.int64)
    last[session] = np.arange(size)  # events are in time order: the last one stays
    ends = time[last[first]]
    order = np.lexsort((time[first], person[first]))
    keys = person[first][order], time[first][order]
    session[~client] = -1
    for at in np.flatnonzero(~client):
        low = np.searchsorted(keys[0], person[at])
        high = np.searchsorted(keys[0], person[at], side="right")
        begun = order[low : low + np.searchsorted(keys[1][low:high], time[at], side="right")]
        for patience in (0, TIMEOUT):
            fits = np.flatnonzero(time[at] <= ends[begun] + patience)
            if len(fits):
                session[at] = first[begun[fits[-1]]]
                break
    return session


def is_bot(town):
    """Return whether a crawler made each event."""
    return town.browser_kind[town.browser] == CRAWLER


def hard_cases(town, person):
    """Return one entry per browser: (kind, human, person keys seen, why unknown or '')."""
    users = len(town.user_human)
    cases = []
    first = np.searchsorted(town.browser, np.arange(len(town.browser_kind)))
    after = np.searchsorted(town.browser, np.arange(len(town.browser_kind)), side="right")
    ever_known = np.zeros(len(town.role), dtype=bool)
    ever_known[town.human[town.user >= 0]] = True
    own = (town.browser_human >= 0) & (first < after)
    browsers_of = np.bincount(town.browser_human[own], minlength=len(town.role))
    for browser in range(len(town.browser_kind)):
        kind = town.browser_kind[browser]
        events = slice(first[browser], after[browser])
        if kind == SERVER or first[browser] == after[browser]:
            continue
        seen = np.unique(person[events])
        anonymous = bool((seen >= users).any())
        human = town.browser_human[browser]
        wrong = (person[events] < users) & (
            town.user_human[np.minimum(person[events], users - 1)] != town.human[events]
        )
        if kind == SHARED and anonymous:
            why = "equipment_with_too_many_users"
        elif kind == SHARED and wrong.any():
            why = "anonymous_events_of_another_person"
        elif anonymous and human >= 0 and ever_known[human] and kind != CRAWLER:
            why = "reinstalled_and_never_known" if kind == REINSTALLED else "never_logs_in_here"
        elif anonymous and human >= 0 and browsers_of[human] > 1 and kind != CRAWLER:
            why = "several_browsers_and_no_account"
        elif (seen < users).any() and (seen[seen < users] >= len(town.role)).any():
            why = "second_account_without_alias"
        else:
            why = ""
        cases.append((browser, int(kind), int(human), [int(p) for p in seen], why))
    return cases
