"""What several rows of the definitions, or several files, must agree on.

Keys, references and conditions are declared in the seeds' YAML. What no declaration says is a
function below, listed in RULES under the seed that it judges. A rule is only asked when every
file that it reads could be read.
"""

import datetime
import difflib

from plugins.definitions.cells import (
    INTEGER, TRUE, date_of, event_name, instant, is_regexp, number_of, problem_of_list, property_name,
    snake_case,
)
from plugins.definitions.files import Seed

ABSENT = ("is_set", "is_not_set")
NUMERIC = ("gt", "gte", "lt", "lte")
SPELLED = {"event_name": event_name, "property": property_name}


def check_keys(seed: Seed) -> None:
    """Rows whose columns of meta `unique` are those of a row above."""
    columns = seed.meta.get("unique", [])
    known: dict[tuple, int] = {}
    for row in seed.rows if columns else []:
        # spellings of one name are one event, or one property
        key = tuple(
            SPELLED.get(seed.columns[column].get("type"), str)(row[column]) for column in columns
        )
        column = columns[-1]
        if not row[column]:
            continue
        if key in known:
            seed.report(row[""], column, row[column], f"is already on line {known[key]}",
                        "Keep one of the lines." if len(columns) > 1
                        else "Keep one of the lines, or give it a name of its own.")
        known.setdefault(key, row[""])


def check_references(seed: Seed, seeds: dict[str, Seed]) -> None:
    """Values of a column with meta `references`, which the other file must have."""
    for column, meta in seed.columns.items():
        if "references" not in meta:
            continue
        name, other = meta["references"].split(".")
        if name not in seeds or not seeds[name].is_readable:
            continue
        values = {row[other] for row in seeds[name].rows} - {""}
        for row in seed.rows:
            if row[column] and row[column] not in values:
                near = difflib.get_close_matches(row[column], values, 1)
                seed.report(row[""], column, row[column], f"is not in {name}.csv",
                            f"Write {near[0]}." if near else "Correct it, or add it there.")


def check_conditions(seed: Seed) -> None:
    """The columns of meta `condition`: a property, its comparison and the value."""
    condition = seed.meta.get("condition")
    for row in seed.rows if condition else []:
        asked, operator, value = (row[column] for column in condition)
        operator = operator.lower()
        line, where = row[""], condition[2]
        if not asked and (operator or value):
            seed.report(line, condition[0], "", "is blank on a line with an operator or a value",
                        "Name the property that the condition is about.")
        if asked and not value and operator not in ABSENT:
            seed.report(line, where, "", "is blank, and the operator needs a value",
                        "Write the value, or use is_set or is_not_set.")
        if not value:
            continue
        if operator in NUMERIC and number_of(value) is None:
            seed.report(line, where, value, "is not a number, and the operator compares numbers",
                        "Write a number.")
        if operator == "regex" and not is_regexp(value):
            seed.report(line, where, value, "is not a regular expression",
                        "Correct the expression.")
        if operator == "in" and (problem := problem_of_list(value)):
            seed.report(line, where, value, *problem)


def check_aliases(seeds: dict[str, Seed], sources: list[str]) -> None:
    """Spellings of one raw name may each have a line, as long as they say the same."""
    aliases = seeds["event_aliases"]
    first: dict[tuple, tuple] = {}
    exact = set()
    for row in aliases.rows:
        name = (row["source"], row["raw_name"])
        spelled = (row["source"], snake_case(row["raw_name"]))
        target = event_name(row["event_name"])
        # a raw name that comes twice is a problem already
        if name not in exact and target and first.setdefault(spelled, (target, row[""]))[0] != target:
            kept, line = first[spelled]
            aliases.report(row[""], "event_name", row["event_name"],
                           f"is not what line {line} gives another spelling of the same name",
                           f"Write {kept}, or change both.")
        exact.add(name)


def check_properties(seeds: dict[str, Seed], sources: list[str]) -> None:
    """Two lines of an event whose properties are one by the aliases."""
    rules = seeds["event_properties"]
    aliases = property_aliases(seeds)
    first: dict[tuple, tuple] = {}
    for row in rules.rows:
        name = property_name(row["property"])
        key = (event_name(row["event_name"]), aliases.get(name, name))
        spelled, line = first.setdefault(key, (name, row[""]))
        # one name twice is a problem already
        if name and spelled != name:
            rules.report(row[""], "property", row["property"],
                         f"is the same as line {line} by property_aliases.csv",
                         "Keep one of the lines.")


def property_aliases(seeds: dict[str, Seed]) -> dict[str, str]:
    """What definitions may call a property, and its name."""
    return {
        property_name(row["raw_name"]): property_name(row["property"])
        for row in (seeds["property_aliases"].rows if "property_aliases" in seeds else [])
        if row["source"] == "*"
    }


def check_channels(seeds: dict[str, Seed], sources: list[str]) -> None:
    """A rule that asks nothing would take every session."""
    channels = seeds["channels"]
    for row in channels.rows:
        if not any(row[column] for column in channels.columns if column not in ("priority", "channel")):
            channels.report(row[""], "channel", row["channel"], "asks nothing of a session",
                            "Fill in at least one of the cells before it.")


def check_settings(seeds: dict[str, Seed], sources: list[str]) -> None:
    """A source without settings would have events and no sessions: the header stands for it."""
    settings = seeds["source_settings"]
    named = {row["source"] for row in settings.rows}
    for source in sources:
        if source not in named:
            settings.report(1, "source", source, "is read, but has no line",
                            "Add a line for it (blanks are defaults), or take it out of sources "
                            "in dbt_project.yml.")


def check_funnels(seeds: dict[str, Seed], sources: list[str]) -> None:
    """Steps count 1, 2, 3; an exclusion lies between two of them; a funnel has steps."""
    funnels, steps = seeds["funnels"], seeds["funnel_steps"]
    numbers: dict[str, set] = {}
    for row in steps.rows:
        if row["is_exclusion"].lower() not in TRUE:
            numbers.setdefault(row["funnel_name"], set()).add(whole(row["step_number"]))
    last = {name: max((n for n in found if n is not None), default=0)
            for name, found in numbers.items()}
    for row in steps.rows:
        check_step(steps, row, numbers.get(row["funnel_name"], set()),
                   last.get(row["funnel_name"], 0))
    for row in funnels.rows:
        name, line = row["funnel_name"], row[""]
        if name and not last.get(name):
            funnels.report(line, "funnel_name", name, "has no steps",
                           "Add its steps to funnel_steps.csv, or take the line out.")
        asks = row["breakdown"] and row["breakdown_attribution"].lower() == "step"
        if (asks or row["breakdown_step"]) and not is_step(row["breakdown_step"], last.get(name, 0)):
            funnels.report(line, "breakdown_step", row["breakdown_step"],
                           "is not a step of the funnel",
                           "Write the number of the step that gives the value.")


def check_step(steps: Seed, row: dict, numbers: set, last: int) -> None:
    line, number = row[""], whole(row["step_number"])
    after, before = row["exclude_after_step"], row["exclude_before_step"]
    if row["is_exclusion"].lower() not in TRUE:
        if not row["step_number"] or (number is not None and number < 1):
            steps.report(line, "step_number", row["step_number"], "is not the number of a step",
                         "Count the steps 1, 2, 3.")
        elif number and number > 1 and number - 1 not in numbers:
            steps.report(line, "step_number", row["step_number"], "has no step before it",
                         "Count the steps from 1 without a gap.")
        if after or before:
            steps.report(line, "is_exclusion", row["is_exclusion"],
                         "is not true on a line with the bounds of an exclusion",
                         "Write true, or leave the bounds blank.")
        return
    for name in ("exclude_after_step", "exclude_before_step"):
        if not is_step(row[name], last):
            steps.report(line, name, row[name], "is not a step of the funnel",
                         f"Write the step {name.split('_')[1]} which the event excludes.")
    if after and before and (whole(before) or 0) <= (whole(after) or -1):
        steps.report(line, "exclude_before_step", before,
                     "does not come after exclude_after_step", "Write a later step.")


def is_step(cell: str, last: int) -> bool:
    """Whether it is the number of a step; true where it is no number, which is a problem already."""
    number = whole(cell)
    return bool(cell) if number is None else 1 <= number <= last


def whole(cell: str) -> int | None:
    return int(cell) if INTEGER.fullmatch(cell) else None


def check_segments(seeds: dict[str, Seed], sources: list[str]) -> None:
    """A condition is about an event, or about a trait of its person."""
    for row in seeds["segments"].rows:
        owner, dot, trait = row["field"].partition(".")
        if not dot or owner not in ("person", "account"):
            continue
        if owner == "account":
            seeds["segments"].report(row[""], "field", row["field"], "is a trait of accounts, which have none",
                                     "Write a property of the event, or person.<trait>.")
        elif not property_name(trait):
            seeds["segments"].report(row[""], "field", row["field"], "names no trait",
                                     "Write person.<trait>.")


def check_activity(seeds: dict[str, Seed], sources: list[str]) -> None:
    """An event has its whole name: names that begin alike are none."""
    for seed in (seeds["stickiness_definitions"], seeds["lifecycle_definitions"]):
        for row in seed.rows:
            if row["event_name"].endswith("*") and row["event_name"] != "*":
                seed.report(row[""], "event_name", row["event_name"], "is the beginning of names",
                            "Write the name of one event, or * for any.")


def check_stickiness(seeds: dict[str, Seed], sources: list[str]) -> None:
    """A range has both ends, in their order."""
    for row in seeds["stickiness_definitions"].rows:
        start, end = row["range_start"], row["range_end"]
        if bool(start) != bool(end):
            blank = "range_end" if start else "range_start"
            seeds["stickiness_definitions"].report(
                row[""], blank, "", "is blank, and the other end of the range is not",
                "Write both, or leave both blank for every calendar month.")
        elif start and (date_of(end) or datetime.date.max) < (date_of(start) or datetime.date.min):
            seeds["stickiness_definitions"].report(
                row[""], "range_end", end, "lies before range_start", "Write a later date.")


def check_experiments(seeds: dict[str, Seed], sources: list[str]) -> None:
    """Arms have weights, one of them is the control; an experiment ends after its start and has a
    metric; a metric has what its kind asks for, and no more."""
    experiments, metrics = seeds["experiments"], seeds["experiment_metrics"]
    measured = {row["experiment_name"] for row in metrics.rows}
    for row in experiments.rows:
        line, name = row[""], row["experiment_name"]
        if name and name not in measured:
            experiments.report(line, "experiment_name", name, "has no metrics",
                               "Add them to experiment_metrics.csv, or take the line out.")
        check_weights(experiments, row)
        started, ended = instant(row["started_at"]), instant(row["ended_at"])
        if started and ended and ended <= started:
            experiments.report(line, "ended_at", row["ended_at"], "does not come after started_at",
                               "Write a later time.")
    for row in metrics.rows:
        kind, denominator = row["kind"].lower(), row["denominator_event"]
        if kind == "proportion" and row["property"]:
            metrics.report(row[""], "property", row["property"], "is not read by a proportion",
                           "Leave it blank, or write mean as the kind.")
        if kind == "ratio" and not denominator:
            metrics.report(row[""], "denominator_event", "", "is blank on a ratio",
                           "Name the event that the ratio divides by.")
        for column in ("denominator_event", "denominator_property"):
            if kind in ("proportion", "mean") and row[column]:
                metrics.report(row[""], column, row[column], f"is not read by a {kind}",
                               "Leave it blank, or write ratio as the kind.")


def check_weights(experiments: Seed, row: dict) -> None:
    if not row["weights"] or problem_of_list(row["weights"]):
        return
    weights: dict[str, float] = {}
    for part in row["weights"].split("|"):
        variant, _, weight = (text.strip() for text in part.rpartition("="))
        number = number_of(weight)
        if not variant or number is None or number < 0 or variant in weights:
            experiments.report(row[""], "weights", row["weights"],
                               f"has '{part}', which is not a variant of its own and its weight",
                               "Write each variant once, as control=1|green=1.")
            return
        weights[variant] = number
    if row["control"] and not weights.get(row["control"]):
        experiments.report(row[""], "weights", row["weights"],
                           f"has no weight above 0 for the control, {row['control']}",
                           f"Add {row['control']}=1, or correct the control.")
    elif sum(map(bool, weights.values())) < 2:
        experiments.report(row[""], "weights", row["weights"], "has one arm alone",
                           "Add the variants that are compared with the control.")


# seeds that are read, and what judges them
RULES = [
    (("event_aliases",), check_aliases),
    (("event_properties", "property_aliases"), check_properties),
    (("channels",), check_channels),
    (("source_settings",), check_settings),
    (("funnels", "funnel_steps"), check_funnels),
    (("segments",), check_segments),
    (("stickiness_definitions", "lifecycle_definitions"), check_activity),
    (("stickiness_definitions",), check_stickiness),
    (("experiments", "experiment_metrics"), check_experiments),
]
