"""Builds of a copy of the project over the raw rows and definitions of many cases."""

import csv
import json
from dataclasses import dataclass, field
from pathlib import Path

import duckdb

from tests.builds import Project

from . import (
    activity, attribution, experiments, funnels, identity, journeys, retention, revenue, sessions,
)
from .cases import Case, Differences, Plan, Unsupported

# all of one day: when a row was loaded is no part of any case
LOAD = "load_date=2030-06-01/cases.ndjson"
VARIABLES = {"timezone": "UTC", "week_start": "monday", "as_of": ""}
SOURCE_SETTINGS = {
    "timeout_minutes": "30",
    "max_hours": "24",
    "split_at_midnight": "false",
    "split_on_campaign": "false",
}
# seeds that cases add to; the other definitions are emptied, so that nothing of the
# project's own metrics or checks touches a case
KEPT_SEEDS = {"key_events", "placeholder_identifiers", "source_settings"}


def kind_of(case: Case):
    """The module that knows this kind of case, told by the shape of the case alone."""
    settings = case.settings
    if "model" in case.content:
        return identity
    if journeys.PUBLISHED & case.expected.keys():
        return journeys
    if "test" in settings:
        return experiments
    if "model" in settings:
        return attribution
    if "mode" in settings:
        return sessions
    if "series" in settings:
        return activity
    steps = case.content.get("inputs") or []
    if isinstance(steps, list) and any(isinstance(step, dict) and "action" in step for step in steps):
        return revenue
    if {"period", "conditions_on_date"} & settings.keys():
        return retention
    if {"steps", "pattern", "chain"} & settings.keys():
        return funnels
    return retention


@dataclass
class Build:
    """Cases that agree about the settings of the project, built together."""

    needs: dict[str, str] = field(default_factory=dict)
    alone: bool = False
    plans: dict[Case, Plan] = field(default_factory=dict)

    def takes(self, plan: Plan) -> bool:
        if self.plans and (self.alone or plan.alone):
            return False
        return all(self.needs.get(key, value) == value for key, value in plan.needs.items())

    def add(self, case: Case, plan: Plan) -> None:
        self.needs.update(plan.needs)
        self.alone = plan.alone
        self.plans[case] = plan

    def run(self, folder: Path, with_tests: bool) -> Path:
        """Copies the project, writes the cases into it, runs dbt; the database's path.

        `with_tests` runs the project's data tests on the cases as well. Raises
        RuntimeError with the end of dbt's output when the build does not pass.
        """
        folder.mkdir(parents=True, exist_ok=True)
        systems = {table.split("/")[0] for plan in self.plans.values() for table in plan.records}
        project = Project(folder, is_small=not with_tests, sources=("tracker", *sorted(systems)))
        self.write_landing(project.landing)
        self.write_seeds(project.root / "seeds")
        folders = sorted(set.union(*(plan.folders for plan in self.plans.values())))
        build = project.build(
            *("--select", " ".join(f"+path:models/{folder}" for folder in folders)),
            # unit tests have inputs of their own and need no second run
            *("--exclude-resource-types", "unit_test" if with_tests else "unit_test test"),
            *("--indirect-selection", "cautious"),
            variables={key: self.needs.get(key, value) for key, value in VARIABLES.items()},
        )
        if build.code:
            raise RuntimeError(f"dbt build of the cases failed:\n{build.output[-6000:]}")
        return build.database

    def write_landing(self, folder: Path) -> None:
        tables: dict[str, list[dict]] = {"tracker/events": []}
        for plan in self.plans.values():
            for table, rows in {"tracker/events": plan.rows, **plan.records}.items():
                tables.setdefault(table, []).extend(rows)
        for table, rows in tables.items():
            path = folder / table / LOAD
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("w", encoding="utf-8", newline="\n") as file:
                file.writelines(json.dumps(row) + "\n" for row in rows)

    def write_seeds(self, folder: Path) -> None:
        added: dict[str, list[dict]] = {}
        for plan in self.plans.values():
            for seed, rows in plan.seeds.items():
                added.setdefault(seed, []).extend(rows)
        for path in sorted(folder.glob("**/*.csv")):
            is_definition = "definitions" in path.relative_to(folder).parts
            if not is_definition and path.stem not in added:
                continue
            with path.open(encoding="utf-8", newline="") as file:
                reader = csv.DictReader(file)
                columns = reader.fieldnames
                rows = list(reader) if path.stem in KEPT_SEEDS else []
            if path.stem == "source_settings":
                for row in rows:
                    if row["source"] == "tracker":
                        row["session_rule"] = "gap"
                        row.update(
                            {key: self.needs.get(key, value) for key, value in SOURCE_SETTINGS.items()}
                        )
            rows += added.pop(path.stem, [])
            # columns that came later may be left out of a file, and of a case
            columns = list(dict.fromkeys([*columns, *(name for row in rows for name in row)]))
            with path.open("w", encoding="utf-8", newline="") as file:
                writer = csv.DictWriter(file, columns, lineterminator="\n")
                writer.writeheader()
                writer.writerows(rows)
        if added:
            raise RuntimeError(f"no seed {', '.join(sorted(added))} in the project")


class Referees:
    """All cases, built once; `outcomes` are their differences by case id.

    Data tests run in the first build only, which holds most cases: the project's promises
    hold for other people's data too.
    """

    def __init__(self, cases: list[Case], folder: Path):
        self.outcomes: dict[str, Differences] = {}
        self.databases: dict[Case, duckdb.DuckDBPyConnection] = {}
        builds: list[Build] = []
        for case in cases:
            try:
                plan = kind_of(case).prepare(case)
            except Unsupported as refusal:
                self.outcomes[case.id] = Differences([f"not offered: {refusal}"])
                continue
            build = next((one for one in builds if one.takes(plan)), None)
            if build is None:
                builds.append(build := Build())
            build.add(case, plan)
        for number, build in enumerate(builds, start=1):
            path = build.run(folder / f"build_{number}", with_tests=number == 1)
            database = duckdb.connect(path, read_only=True)
            self.databases |= dict.fromkeys(build.plans, database)
        for case in self.databases:
            self.outcomes[case.id] = self.compare(case, case)

    def compare(self, case: Case, published: Case) -> Differences:
        """What came out for `case` against the figures of `published`."""
        try:
            return kind_of(case).compare(published, self.databases[case])
        except Unsupported as refusal:
            return Differences([f"not offered: {refusal}"])

    def close(self) -> None:
        for database in set(self.databases.values()):
            database.close()
