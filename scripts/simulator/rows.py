"""Arrange a town's events, retries and broken lines into load files, and say what each row is."""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from . import broken
from .people import (
    BOTH,
    CRAWLER,
    DAY,
    HOUR,
    LAPTOP,
    MINUTE,
    NEVER_LOGS_IN,
    PHONE,
    RECEIVED_ONLY,
    SENT_ONLY,
    SHARED,
    WEB,
)
from .render import LINE_ENDS, Renderer, clock, mix

ACCEPTED, DUPLICATE, QUARANTINED, BLANK = range(4)
DISPOSITIONS = ["accepted", "duplicate", "quarantined"]
# marks of rows
(ORIGINAL, EXACT_RETRY, NEAR_RETRY, CONTENT_RETRY, REDELIVERED, EARLIER_RETRY, BROKEN,
 EMPTY) = range(8)
# how many rows are rendered at once, at least
BATCH = 40_000
MARKS = ["original", "exact_retry", "near_retry", "retry_without_message_id", "redelivered_load",
         "retry_without_received_at_that_wins", "broken", "blank_line"]


@dataclass
class Rows:
    """The physical lines of a town in file order: by load, then by line."""

    load: np.ndarray  # day number of the load
    line_number: np.ndarray
    event: np.ndarray  # index in the town, -1 for broken and blank lines
    disposition: np.ndarray
    reasons: list  # per row: sorted list
    mark: np.ndarray
    received: np.ndarray  # ms, -1 for not told
    sent: np.ndarray
    arrival: np.ndarray  # ms: when it was received, told or not
    line_end: np.ndarray  # index into LINE_ENDS
    texts: dict  # row -> bytes of a broken or blank line, without its end

    def loads(self):
        """Return (first row, row after the last) of each load."""
        first = np.flatnonzero(np.append(True, self.load[1:] != self.load[:-1]))
        return list(zip(first.tolist(), np.append(first[1:], len(self.load)).tolist()))

    def render(self, renderer):
        """Yield (load's day, bytes of its file), a few loads in memory at a time."""
        batch = []
        for first, after in self.loads():
            batch.append((first, after))
            if after - batch[0][0] >= BATCH or after == len(self.load):
                yield from self._render_batch(batch, renderer)
                batch = []

    def _render_batch(self, batch, renderer):
        first, after = batch[0][0], batch[-1][1]
        part = slice(first, after)
        planned = self.event[part] >= 0
        lines = renderer.lines(
            self.event[part][planned],
            self.received[part][planned],
            self.sent[part][planned],
            self.line_end[part][planned],
        )
        others = first + np.flatnonzero(~planned)
        ends = [end.encode() for end in LINE_ENDS]
        texts = [self.texts[at] + ends[self.line_end[at]] for at in others.tolist()]
        index = np.empty(after - first, dtype=np.int64)
        index[planned] = np.arange(planned.sum())
        index[~planned] = planned.sum() + np.arange(len(others))
        lines = pa.concat_arrays([lines, pa.array(texts, pa.binary())]).take(pa.array(index))
        _, offsets, data = lines.buffers()
        offsets = np.frombuffer(offsets, dtype=np.int32)
        for begin, end in batch:
            low, high = int(offsets[begin - first]), int(offsets[end - first])
            yield int(self.load[begin]), data.slice(low, high - low)


def arrange(town, rng, seed, event_base, is_first_town):
    """Return (Rows, Renderer) of a town.

    Args:
        town: the plan.
        rng: the town's generator.
        seed: the run's seed.
        event_base: event key of the town's first event.
        is_first_town: whether it is the first one, which holds the oversized line.
    """
    renderer = Renderer(town, seed, rng, event_base)
    size = len(town.time)
    mode = town.browser_mode[town.browser]
    latency = town.browser_latency[town.browser]
    skew = town.browser_skew[town.browser]

    # when rows arrive: at once, or up to forty days late
    delay = latency + rng.integers(50, 5_000, size)
    is_late = rng.random(size) < 0.03
    how_late = rng.random(size)
    late = (how_late * how_late * 40 * DAY).astype(np.int64)
    first_late = np.flatnonzero(is_late)[:1]
    late[first_late] = 40 * DAY - 5_000  # one as late as can be
    delay = np.where(is_late, np.maximum(late, HOUR), delay)
    arrival = town.time + delay
    sent = np.where((mode == BOTH) | (mode == SENT_ONLY), arrival - latency + skew, -1)
    received = np.where((mode == BOTH) | (mode == RECEIVED_ONLY), arrival, -1)

    retry, mark = _choose_retries(rng, mode, renderer.has_message_id)
    near = np.isin(mark, [NEAR_RETRY, CONTENT_RETRY])
    wait = rng.integers(1_000, 3 * DAY, len(retry))
    short = rng.integers(1_000, 5 * MINUTE, len(retry))
    wait = np.where(rng.random(len(retry)) < 0.7, short, wait)
    jitter = rng.integers(0, 900, len(retry))
    event = np.concatenate([np.arange(size), retry])
    mark = np.concatenate([np.full(size, ORIGINAL), mark])
    again_received = received[retry] + np.where(near, wait, 0)
    again_sent = np.where(sent[retry] >= 0, sent[retry] + np.where(near, wait - jitter, 0), -1)
    again_arrival = arrival[retry] + np.where(near, wait, 0)
    load = np.concatenate([arrival // DAY, again_arrival // DAY + (mark[size:] == REDELIVERED)])
    arrival = np.concatenate([arrival, again_arrival])
    received = np.concatenate(
        [received, np.where(mark[size:] == EARLIER_RETRY, -1, again_received)]
    )
    sent = np.concatenate([sent, again_sent])

    extra = _broken_rows(town, rng, seed, renderer, event_base, is_first_town)
    blanks = _blank_rows(rng, np.unique(load))
    extra_arrival = np.array([e[0] for e in extra + blanks], dtype=np.int64)
    events = len(event)
    event = np.concatenate([event, np.full(len(extra) + len(blanks), -1)])
    mark = np.concatenate([mark, np.full(len(extra), BROKEN), np.full(len(blanks), EMPTY)])
    load = np.concatenate([load, extra_arrival // DAY])
    arrival = np.concatenate([arrival, extra_arrival])

    # lines of a file come as they arrived; a retry of the same instant comes after
    order = np.lexsort((np.arange(len(load)), arrival, load))
    position = np.empty(len(order), dtype=np.int64)
    position[order] = np.arange(len(order))
    sorted_load = load[order]
    first = np.flatnonzero(np.append(True, sorted_load[1:] != sorted_load[:-1]))
    group = np.cumsum(np.append(True, sorted_load[1:] != sorted_load[:-1])) - 1
    line_number = np.arange(len(order)) - first[group] + 1

    # some files have CRLF line ends, some no last line end
    line_end = np.where(sorted_load % 7 == 3, 1, 0)
    last = np.append(first[1:], len(order)) - 1
    line_end[last[sorted_load[last] % 5 == 2]] = 2

    disposition, reasons = _judge(
        event, mark, load, received, position, renderer.has_message_id, extra
    )
    untold = np.full(len(extra) + len(blanks), -1)
    texts = [entry[1] for entry in extra + blanks]
    rows = Rows(
        load=sorted_load,
        line_number=line_number,
        event=event[order],
        disposition=disposition[order],
        reasons=[reasons[i] for i in order.tolist()],
        mark=mark[order],
        received=np.concatenate([received, untold])[order],
        sent=np.concatenate([sent, untold])[order],
        arrival=arrival[order],
        line_end=line_end,
        texts={int(position[events + nth]): text for nth, text in enumerate(texts)},
    )
    return rows, renderer


def _choose_retries(rng, mode, has_message_id):
    """Return (event, mark) of the rows that repeat an event."""
    size = len(mode)
    event = np.sort(
        np.concatenate([rng.integers(0, size, max(40, size // 60)), rng.integers(0, size, 8)])
    )
    # an event that never tells when it was received cannot say which row was first, save
    # by its load; its retries are exact
    tells = ((mode == BOTH) | (mode == RECEIVED_ONLY))[event]
    named = has_message_id[event]
    lottery = rng.random(len(event))
    mark = np.full(len(event), EXACT_RETRY)
    mark[tells & named & (lottery < 0.5)] = NEAR_RETRY
    mark[lottery > 0.92] = REDELIVERED
    mark[tells & ~named] = CONTENT_RETRY
    # a retry that does not tell its time counts from midnight of its load and so wins; the
    # timestamp needs no correction then
    quick = (mode[event] == RECEIVED_ONLY) & named & (lottery < 0.3)
    mark[quick] = EARLIER_RETRY
    return event, mark


def _broken_rows(town, rng, seed, renderer, event_base, is_first):
    """Return (arrival, line, reasons) of lines that have to be rejected."""
    kinds = town.browser_kind[town.browser]
    usual = np.flatnonzero(
        np.isin(kinds, [WEB, LAPTOP, NEVER_LOGS_IN, PHONE, SHARED, CRAWLER])
    )
    count = max(2 * broken.KINDS, len(town.time) // 160)
    near = usual[rng.integers(0, len(usual), count)]
    borrows = rng.random(count) < 0.3
    repeats = rng.random(count) < 0.1
    times = town.time[near] + 3
    ids = renderer.message_numbers(near)
    strange = mix(event_base + np.arange(count), seed * 8 + 4)
    texts = {
        name: [bytes(r).decode() + "Z" for r in clock(times + shift)]
        for name, shift in (("timestamp", 0), ("sent_at", 400), ("received_at", 700))
    }
    out = []
    for nth in range(count):
        event = near[nth]
        borrowed = borrows[nth] and renderer.has_message_id[event]
        row = {
            "event": "page_view",
            "timestamp": texts["timestamp"][nth],
            "message_id": "%016x" % (ids[nth] if borrowed else strange[nth]),
            "sent_at": texts["sent_at"][nth],
            "received_at": texts["received_at"][nth],
            "anonymous_id": renderer.anonymous[town.browser[event]],
            "context": {"page": {"url": "https://www.example.com/"}},
        }
        arrival = int(times[nth]) + 700
        if is_first and nth == 0:
            line, reasons = broken.oversized_line(row)
        else:
            line, reasons = broken.broken_line(nth % broken.KINDS, row)
        out += [(arrival, line, reasons)] * (2 if repeats[nth] and nth else 1)
    return out


def _blank_rows(rng, loads):
    """Return (arrival, line) of blank lines, at some time of some loads."""
    some = loads[rng.random(len(loads)) < 0.3]
    some = loads[:1] if len(some) == 0 else some
    times = some * DAY + rng.integers(0, DAY, len(some))
    return [
        (int(t), broken.BLANKS[n % len(broken.BLANKS)]) for n, t in enumerate(times.tolist())
    ]


def _judge(event, mark, load, received, position, has_message_id, extra):
    """Return (disposition, reasons) per row, not yet in file order."""
    size = len(received)
    disposition = np.full(len(event), ACCEPTED)
    reasons = [[]] * len(event)
    # the first received wins; a row that does not tell counts from midnight of its load
    since = np.where(received >= 0, received, load[:size] * DAY)
    order = np.lexsort((position[:size], load[:size], since, event[:size]))
    ranked = event[order]
    again = order[np.append(False, ranked[1:] == ranked[:-1])]
    disposition[again] = DUPLICATE
    for at in again.tolist():
        named = has_message_id[event[at]]
        reasons[at] = ["same_message_id" if named else "same_content"]
    for nth, (_, _, why) in enumerate(extra):
        disposition[size + nth] = QUARANTINED
        reasons[size + nth] = why
    disposition[size + len(extra) :] = BLANK
    return disposition, reasons
