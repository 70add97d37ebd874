"""What the company released, and which variant of an experiment each account's first user saw.

A calendar of the company's own, and exposures as a warehouse gets them, an experiment in two iterations.
"""

import datetime
import json
import random
from collections import defaultdict
from pathlib import Path

DAY = 86_400
SERVICES = ["search", "checkout", "reports"]
FLAG = "checkout_copy"
TWICE = 0.05


def write(users: list[str | None], begin: int, days: int, seed: int, landing: Path, codec) -> None:
    """Writes `releases/calendar` and `feature_flags/exposures` below `landing`, a file a week.

    `begin` is the first day in seconds since 1970 UTC; `seed` that of the simulator; `codec` of pyarrow.
    """
    draw = random.Random(f"shipping {seed}")
    files = defaultdict(list)

    def deliver(table, at, row):
        load = begin // DAY + ((at - begin) // (7 * DAY) + 1) * 7
        files[table, load].append(row)
        if draw.random() < TWICE:
            files[table, load + 7].append(row)

    for number, day in enumerate(range(2, days, 9)):
        service, at = SERVICES[number % 3], begin + day * DAY + 9 * 3_600
        row = {"release_id": f"rel_{number}", "name": f"{service.title()} {number // 3 + 1}.0",
               "version": f"{number // 3 + 1}.0", "service": service, "environment": "production",
               "started_at": instant(at), "finished_at": instant(at + 1_200), "status": "success",
               "flags": [FLAG] if service == "checkout" else []}
        deliver("releases/calendar", at, row)
        if number % 4 == 3:
            back = row | {"release_id": f"rel_{number}_back", "name": f"Back from {row['name']}",
                          "started_at": instant(at + 7_200), "finished_at": instant(at + 7_500),
                          "rollback_of": row["release_id"], "flags": []}
            deliver("releases/calendar", at + 7_200, back)
    for user in filter(None, users):
        for iteration, start, end in (("1", 10, 30), ("2", 40, 60)):
            variant = draw.choice(["control", "short"])
            for number in range(draw.randrange(4)):
                at = begin + draw.randrange(min(start, days - 1), min(end, days)) * DAY + draw.randrange(DAY)
                # a fault of the assignment, now and then
                shown = draw.choice(["control", "short"]) if draw.random() < 0.02 else variant
                deliver("feature_flags/exposures", at, {
                    "event_id": f"exp_{user}_{iteration}_{number}", "flag_key": FLAG, "context_kind": "user",
                    "context_key": user, "variation_id": shown if draw.random() < 0.97 else None,
                    "experiment_iteration_id": iteration, "creation_date": at * 1_000,
                })
    for (table, day), rows in sorted(files.items()):
        date = datetime.date(1970, 1, 1) + datetime.timedelta(days=day)
        path = landing / table / f"load_date={date}" / "part-0.ndjson.gz"
        path.parent.mkdir(parents=True, exist_ok=True)
        text = "".join(json.dumps(row, separators=(",", ":")) + "\n" for row in rows)
        path.write_bytes(codec.compress(text.encode(), asbytes=True))


def instant(second: int) -> str:
    return datetime.datetime.fromtimestamp(second, datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
