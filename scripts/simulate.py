"""Play a B2B product with a shop, write what its systems would, and write down the truth.

    uv run python scripts/simulate.py --people 1050 --days 90 --seed 1 --out DIR

writes `DIR/landing/tracker/events/load_date=YYYY-MM-DD/part-N.ndjson.gz`, the billing system's
`DIR/landing/stripe/`, the CRM's `DIR/landing/salesforce/`, the support system's
`DIR/landing/zendesk/`, `DIR/landing/releases/`, `DIR/landing/feature_flags/`,
`DIR/landing/api_gateway/`, `DIR/landing/consent/` and `DIR/truth/*.parquet`.
Same arguments, same bytes, on any machine: every draw is an integer or a plain product of
PCG64 numbers (of accounts' bills, deals and tickets, of Python's own generator), and lines are compressed by pyarrow's own zlib. People live in towns of 8,000
who never meet, file part-N holds town N, and memory is that of one town.

A person makes about 46 events in 90 days. The load date is the day a row arrives, so the
loads go on for some 40 days after the last visit.

`--collector segment|ga4|snowplow` writes the same events as another collector would, in
`DIR/landing/<collector>/`, and `--within` leaves out what a collector cannot express
(`simulator/collectors/limits.py`), so that two can be compared. The truth is then still that of
the whole company, and names no rows and files.

## What is planted

| plant | how much |
|---|---|
| several browsers a person | 20 % have a second computer, 35 % of users and 12 % of others a phone |
| anonymous before sign-up | a third of users are customers from the start, the rest sign up on their first to third visit |
| logouts | 1 in 10 visits of a known user, and every visit to shared equipment |
| shared browsers | 1 pair per 60 people, 8 evenings each, half of them with a hand-over within 12 minutes |
| meeting room, lobby | a browser with exactly 10 users (still stitched), one with exactly 11 (not) |
| kiosk | 1 browser a town: people / 30 of them, 12 to 300 |
| alias chains | 1 in 150 people, 1 to 5 links sent backwards, some closed to a circle; 60 links once from 500 people on |
| login by alias alone | 1 in 150 people: previous_id is an anonymous_id |
| aliases of a placeholder | up to 3 a town: accepted, and mean nothing |
| second account without alias | 1 in 100 people |
| user_id only, with client context | 1 in 150 people |
| phones | half with anonymous_id and device_id, 20 % device_id alone, 10 % a zero anonymous_id, 20 % installed twice |
| placeholder user ids | 8 % of browsers write one where nobody is logged in |
| user ids padded, or as a number | 0.3 % of events, every 37th user's |
| pauses of 30:00.000 and 30:00.001 | 1 % of visits each: the first stays, the second splits |
| streams without a pause | 1 in 800 people: one of three days, one event exactly 24 h after the first |
| bots | 1 in 80 people, named in the user agent |
| retries | 1.7 % of rows: the same line, other sent_at and received_at, without message_id, in the next load, and one without received_at that wins because its load's midnight is earlier |
| late rows | 3 %, up to 40 days |
| wrong clocks | 5 % of browsers that tell sent_at and received_at, from 3 days behind to 400 days ahead |
| untold times | 15 % of browsers lack sent_at, received_at or both |
| time zones | 30 % of browsers draw from eight ways to write a time: offsets, none, a space for the T |
| spellings | `Clicked Button`, `button_click`, `ctaTapped`; every name in several cases; `$pageview`, nameless pages |
| deprecated, unknown | `old_dashboard_viewed`; `beta_widget_poked`, `größe_geändert`: accepted |
| consent flags | half of the browsers; analytics is always true, marketing now and then false |
| old trackers | 6 % of browsers: page_url, referrer and user_agent among the properties |
| server-side events | 1.5 % of known events have one a millisecond later, 10 % of visits that end with a known user one 40 minutes later |
| SQL and HTML in strings | searches, survey comments, error messages, page titles |
| broken lines | 0.6 % of rows, at least 116: every kind of `simulator/broken.py`, 30 % with the message_id of an accepted event, 10 % twice |
| one line of 5 MB | once |
| blank lines, CRLF, no last line end | 30 % of loads; every 7th; every 5th |

## How time is meant

`occurred_at` of the truth is what the rules make of a row: timestamp + received_at - sent_at when
both are told, else the timestamp. The plan fixes it and works backwards, so pauses are exact.

## The truth

| file | one row per | columns |
|---|---|---|
| `rows` | line that is not blank | load_date, file (from the landing root), line_number, disposition, reasons (sorted list), event_key (null when quarantined) |
| `events` | accepted event | event_key, file and line_number of the winning row, event_name, occurred_at (UTC), human, person_key, session_key (null: none), account_id (as the row tells), is_bot |
| `devices` | browser or installation | browser_key, kind, room, anonymous_id, device_id, human (null: shared), person_keys, is_knowable, reason |
| `funnels` | funnel, breakdown value, step | funnel_name, breakdown_value ('' for none), step_number, units; 0 is told |
| `retention` | curve, cohort, period number | retention_name, cohort_period (its first instant), period_number, cohort_size, retained; every period of every cohort |
| `plants` | kind of plant | plant, count |
| `revenue` | account that ever subscribed, month | account_id, month (first day), monthly_amount (smallest unit of its currency, as of the month's last instant) |
| `tickets` | ticket | ticket_id, account_id (null: its organization names none), created_at, first_reply_at, first_resolved_at, resolved_at (null while open), reopens, escalations, satisfaction_score |

`human` is who did it, `person_key` whom the rules can know: two events have the same one exactly
if the rules put them on one person; likewise `session_key`. What nobody can know, by `reason`:
`never_logs_in_here` and `reinstalled_and_never_known` (a browser of a user without a login),
`several_browsers_and_no_account`, `second_account_without_alias`, `equipment_with_too_many_users`
(its anonymous events stay its own) and `anonymous_events_of_another_person` (on a shared browser
they go to the last user).

## Where the rules leave room

- A field that is null is absent: an event that is null leaves event_name or the type to speak.
- An event with user_id, anonymous_id and device_id is a login on both identifiers.
- A session's person is the one of its first event. Nobody who uses shared equipment has
  server-side events, so no other reading would differ.
- A breakdown's first touch is the first event of the unit that matches any step. A person's source
  never changes, so no other reading would differ.
- A strict funnel allows nothing between two steps, not even a repeat of the step.
- Period 0 of a retention curve is the cohort's size. On or after reaches to the end of the data.
- A rolling curve counts 24 hours (7 days, 30 days) from the first start event; its cohort is named
  after the calendar period of that event.
- An account's events are those that tell an account_id.
- Bots make no part of funnels and retention, by event, not by person.

Events of one person never tie in time, so no tie-break matters.
"""

import argparse
import sys
from pathlib import Path

import numpy as np
from tqdm import tqdm

from simulator.collectors import COLLECTORS
from simulator.collectors.limits import CALLS, FIELDS
from simulator.plan import plan_town
from simulator.rows import arrange
from simulator.write import Writer

DEFINITIONS = Path(__file__).parents[1] / "seeds" / "definitions"
TOWN = 8_000
FEWEST = 100


def towns(people):
    """Return the sizes of the towns that so many people make up, none below FEWEST."""
    sizes = [TOWN] * (people // TOWN)
    rest = people % TOWN
    if rest >= FEWEST or not sizes:
        sizes.append(rest)
    else:
        sizes[-1] += rest
    return sizes


def simulate(people, days, seed, start, out, quiet=False, collector="tracker", within=()):
    """Simulate; return a Counter of rows by disposition, of other collectors one of events.

    Raises ValueError for fewer than 100 people or less than a day, FileExistsError when
    `out` already holds a landing or truth folder.
    """
    if people < FEWEST:
        raise ValueError(f"--people must be at least {FEWEST}, so that every plant has room")
    if days < 1 or seed < 0:
        raise ValueError("--days must be at least 1 and --seed at least 0")
    begin = np.datetime64(start, "D").astype("datetime64[ms]").astype(np.int64)
    with Writer(out, DEFINITIONS, collector, within) as writer:
        with tqdm(total=people, unit=" people", disable=quiet) as bar:
            for number, size in enumerate(towns(people)):
                rng = np.random.Generator(np.random.PCG64(np.random.SeedSequence([seed, number])))
                town = plan_town(rng, number, size, days, int(begin))
                rows, renderer = arrange(town, rng, seed, writer.event_count, number == 0)
                writer.add(town, rows, renderer, seed)
                bar.update(size)
                bar.set_postfix(events=writer.event_count)
        writer.write_billing(int(begin) // 1000, days, seed)
        writer.write_crm(int(begin) // 1000, days, seed)
        writer.write_shipping(int(begin) // 1000, days, seed)
        writer.write_support(int(begin) // 1000, days, seed)
        writer.write_logs()
        return writer.counts["rows"] or {"events": writer.event_count}


def main(arguments=None):
    """Read the command line and simulate; returns the exit status."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--people", type=int, required=True, help="at least 100")
    parser.add_argument("--days", type=int, required=True, help="days on which visits begin")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--start", default="2026-01-01", help="first day, UTC")
    parser.add_argument("--out", type=Path, required=True, help="gets landing/ and truth/")
    parser.add_argument(
        "--collector", choices=list(COLLECTORS), default="tracker", help="who writes the events"
    )
    parser.add_argument(
        "--within", choices=[*COLLECTORS, *CALLS, *FIELDS], action="append", default=[],
        help="leave out what this collector cannot express, or one such thing; may be given again",
    )
    parser.add_argument("--quiet", action="store_true", help="no progress bar")
    given = parser.parse_args(arguments)
    try:
        rows = simulate(
            given.people, given.days, given.seed, given.start, given.out, given.quiet,
            given.collector, given.within,
        )
    except (ValueError, FileExistsError) as error:
        parser.error(str(error))
    print(", ".join(f"{count:,} {name}" for name, count in sorted(rows.items())), file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
