"""Any split of the raw rows into loads, built load by load, against one full build of them all.

Hundreds of small histories lie side by side in one landing zone, most on days of their own, a
quarter on the same days (see `random_loads`). One project builds after each load, another once
all have come; every table and view of core, quality and marts must then hold the same rows. What
differs is told by table and history, and the smallest history that differs is printed whole.

`FOOTPATH_HISTORIES=2000` in the environment asks for more of them, `FOOTPATH_HISTORY_SEED` for
others, `FOOTPATH_HISTORY=17` for that one alone.
"""

import os
import re
from collections import defaultdict
from datetime import date, timedelta

import pytest
from random_loads import (
    FIRST_DAY, LOADS, RULES, STRETCH, CrowdedHistory, LateHistory, define, write_load,
)

from tests.builds import Project
from tests.differences import Difference, columns_of, differences, open_both

COUNT = int(os.environ.get("FOOTPATH_HISTORIES", "400"))
SEED = int(os.environ.get("FOOTPATH_HISTORY_SEED", "20240301"))
ALONE = os.environ.get("FOOTPATH_HISTORY")
# rows and tables of a failing history that are printed
TOLD = 6


class Run:
    """The same histories built load by load in one database and at once in another."""

    def __init__(self, folder, rules_name: str):
        self.name = rules_name
        self.rules = RULES[rules_name]
        shared = COUNT // 4
        self.histories = {
            slot: (CrowdedHistory if slot < shared else LateHistory)(
                slot, slot, SEED, self.rules
            )
            for slot in ([int(ALONE)] if ALONE else range(COUNT))
        }
        # behind the last event of all: what happens after its load is quarantined
        self.first_load = (FIRST_DAY + (COUNT + 1) * STRETCH).date()
        self.by_loads = self.project(folder / "by_loads")
        for index, load in enumerate(LOADS):
            if load:
                write_load(
                    self.by_loads.landing, self.histories.values(), index, load, self.first_load
                )
            self.loaded = self.build(self.by_loads, index == 0)
        self.at_once = self.build(self.project(folder / "at_once", self.by_loads.landing), True)

    def project(self, folder, landing=None) -> Project:
        folder.mkdir()
        # records, and metrics behind sessions and people, are read alike whatever the rules of the
        # tracker are: once
        if self.name == "gaps":
            project = Project(folder, landing, is_small=True, sources=())
        else:
            project = Project(folder, landing, is_small=True, is_brief=True)
        define(project, self.rules, SEED)
        return project

    def build(self, project: Project, is_first: bool):
        """Builds what is there: all models, and the seeds the first time."""
        variables = self.rules.variables | {
            "max_users_per_identifier": self.rules.max_users, "max_row_bytes": 3000,
        }
        arguments = ("--exclude-resource-type", "test", "unit_test") if is_first else ()
        build = project.build(
            *arguments, command="build" if is_first else "run", variables=variables
        )
        assert build.code == 0, build.output[-6000:]
        return build

    def explain(self, found: list[Difference]) -> str:
        """What differs, whose it is, and the smallest history of those that differ."""
        owners = self.owners()
        wrong = defaultdict(list)
        for difference in found:
            for side, rows in (("loads", difference.left_rows), ("at once", difference.right_rows)):
                for row in rows:
                    for slot in self.slots_of(row, owners):
                        wrong[slot].append((difference.table, side, row))
        parts = [
            f"rules {self.name!r}, seed {SEED}: built load by load (left) and at once (right)",
            *map(str, found),
            f"{len(wrong)} of {len(self.histories)} histories differ",
        ]
        if wrong:
            slot = min(wrong, key=lambda slot: (len(self.histories[slot].raws), slot))
            parts += self.tell(slot, wrong[slot])
        else:
            for difference in found[:TOLD]:
                parts += [f"  loads:   {row}" for row in difference.left_rows[:2]]
                parts += [f"  at once: {row}" for row in difference.right_rows[:2]]
        return "\n".join(parts)

    def owners(self) -> dict[str, set[int]]:
        """Histories of each key of an event, session, person or stream."""
        found = defaultdict(set)
        with open_both(self.loaded.database, self.at_once.database) as connection:
            for *keys, text in connection.execute("""
                select
                    event_id, session_id, person_id, stream_id,
                    concat_ws(' ', user_id, anonymous_id, device_id)
                from (
                    from lft.core.fct_events
                    union all by name
                    from rgt.core.fct_events
                )
            """).fetchall():
                for key in keys:
                    found[key] |= named_slots(text)
        return found

    def slots_of(self, row: dict, owners: dict) -> set[int]:
        """Histories that a row tells of: by a name, else a key, else the days in it."""
        texts = [value for value in row.values() if isinstance(value, str)]
        slots = set().union(*(named_slots(text) for text in texts))
        slots = slots or set().union(*(owners.get(text, set()) for text in texts))
        if not slots:
            # a time is a date, too
            days = [value for value in row.values() if isinstance(value, date)]
            slots = {
                (date(day.year, day.month, day.day) - FIRST_DAY.date()) // STRETCH for day in days
            }
            # a row that spans many is of none
            if len(slots) > 1:
                return set()
        return slots & self.histories.keys()

    def tell(self, slot: int, rows: list[tuple]) -> list[str]:
        history = self.histories[slot]
        parts = [f"history {slot} (FOOTPATH_HISTORY={slot} builds it alone):"]
        told = defaultdict(list)
        for table, side, row in rows:
            told[table].append((side, row))
        for table, entries in list(told.items())[:TOLD]:
            parts.append(f"  {table}")
            # nulls, and what all rows agree in, tell nothing
            same = {
                column for column in entries[0][1]
                if len(entries) > 1 and len({str(row[column]) for _, row in entries}) == 1
            }
            parts += [
                f"    {side}: " + ", ".join(
                    f"{key} {value}" for key, value in row.items()
                    if key not in same and value is not None
                )
                for side, row in entries[:TOLD]
            ]
        for index, load in enumerate(LOADS):
            if load is None or index not in history.loads:
                continue
            parts.append(f"  load {index}, {self.first_load + timedelta(load.day)}, {load.file}:")
            parts += [
                f"    {raw.content[:400].decode(errors='backslashreplace')}"
                for raw, place in zip(history.raws, history.loads, strict=True) if place == index
            ]
        return parts


def named_slots(text: str) -> set[int]:
    return {int(number) for number in re.findall(r"\bh(\d{5,})-", text)}


@pytest.fixture(scope="module", params=RULES)
def run(tmp_path_factory, request):
    return Run(tmp_path_factory.mktemp(request.param), request.param)


def test_built_load_by_load_is_built_at_once(run):
    found = differences(run.loaded.database, run.at_once.database, run.by_loads.changes())
    if found:
        pytest.fail(run.explain(found), pytrace=False)


def test_histories_reach_every_table(run):
    """A table without rows would be equal whatever is wrong with it."""
    with open_both(run.loaded.database, run.at_once.database) as connection:
        assert [
            table for table in columns_of(connection, "rgt")
            if table not in run.by_loads.changes()
            and connection.execute(f"select count(*) from rgt.{table}").fetchall() == [(0,)]
        ] == []


def test_what_people_read_is_compared(run):
    """A table that is said to hold changes is left out; none of these may say so."""
    left_out = set(run.by_loads.changes())
    assert left_out & {
        "marts.funnel_steps", "marts.funnel_steps_by_day", "marts.funnel_units",
        "marts.retention_cohorts", "marts.stickiness_intervals", "marts.lifecycle_periods",
        "marts.retention_rates", "marts.engagement_daily", "marts.engagement_l28",
        "marts.path_edges", "marts.path_sequences", "marts.feature_adoption_daily",
        "marts.error_rates_daily", "marts.page_speed_daily", "marts.form_friction",
        "marts.video_engagement", "marts.scroll_depth", "marts.cart_abandonment",
        "marts.feature_adoption_persons", "marts.feature_adoption_accounts",
    } == set()
    assert [table for table in left_out if table.startswith(("core.", "quality."))] == []
