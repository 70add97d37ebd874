"""What several rows of the definitions, or several files, must agree on.

Keys, references and conditions are declared in the seeds' YAML. What no declaration says is a
function below, listed in RULES under the seed that it judges. A rule is only asked when every
file that it reads could be read.
"""

import datetime
import difflib
import re

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
        check_condition(seed, row, condition)


def check_condition(seed: Seed, row: dict, condition: list[str]) -> None:
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
        return
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
        check_options(funnels, row)


def check_options(funnels: Seed, row: dict) -> None:
    """Options of a funnel that say nothing together, or not what they seem to."""
    order = row["step_order"].lower() or "ordered"
    strictness = set(row["strictness"].lower().split("|")) - {"", "once"}
    is_graced = (whole(row["grace_seconds"]) or 0) > 0
    keys = [key.strip() for key in row["breakdown"].split("+")]

    def report(column: str, problem: str, fix: str) -> None:
        funnels.report(row[""], column, row[column], problem, fix)

    if row["breakdown"] and (len(keys) > 3 or "" in keys):
        report("breakdown", "is not one to three names joined by +",
               "Write them as utm_source+country.")
    if row["entry_rule"].lower() not in ("", "best_attempt") and order == "unordered":
        report("entry_rule", "is about step 1, and an unordered funnel may begin with any",
               "Leave it blank, or give the funnel an order.")
    if strictness and order != "ordered":
        report("strictness", f"is for ordered funnels, and this one is {order}",
               "Leave it blank, or write ordered as the step_order.")
    if is_graced and (strictness or order == "strict"):
        report("grace_seconds", "loosens an order that the funnel is strict about",
               "Leave it blank, or take the strictness out.")
    if row["counting"].lower() == "attempts":
        if row["exclusion_rule"].lower() == "drop_unit":
            report("counting", "counts attempts, and drop_unit takes the whole unit",
                   "Write units, or keep_earlier_steps as the exclusion_rule.")
        if strictness & {"no_repeat", "no_foreign"}:
            report("counting", "counts attempts that follow each other until their windows end, "
                   "and the strictness ends them earlier", "Write units, or take the strictness out.")
    if row["hold_constant"] and (order == "strict" or "no_foreign" in strictness):
        report("hold_constant", "leaves events out, and the funnel is about every event",
               "Leave it blank, or allow other events between the steps.")


def check_step(steps: Seed, row: dict, numbers: set, last: int) -> None:
    line, number = row[""], whole(row["step_number"])
    if row["event_name"].endswith("*") and row["event_name"] != "*":
        steps.report(line, "event_name", row["event_name"], "is the beginning of names",
                     "Write the name of one event, or * for any.")
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


def check_retention(seeds: dict[str, Seed], sources: list[str]) -> None:
    """A curve's own event is blank, or one of the lines that take its place."""
    curves, events = seeds["retention_curves"], seeds["retention_events"]
    named: dict[tuple, set] = {}
    for row in events.rows:
        key = (row["retention_name"], row["role"].lower())
        named.setdefault(key, set()).add(event_name(row["event_name"]))
    for row in curves.rows:
        for role in ("start", "return"):
            column = f"{role}_event"
            names = named.get((row["retention_name"], role))
            if row[column] and names and event_name(row[column]) not in names:
                curves.report(row[""], column, row[column],
                              "is not among the curve's lines in retention_events.csv",
                              "Leave it blank, or add it there.")
    for seed, columns in ((curves, ("start_event", "return_event")), (events, ("event_name",))):
        for row in seed.rows:
            for column in columns:
                if row[column].endswith("*") and row[column] != "*":
                    seed.report(row[""], column, row[column], "is the beginning of names",
                                "Write the name of one event, or * for any.")


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


def check_paths(seeds: dict[str, Seed], sources: list[str]) -> None:
    """A conversion is one event; an end of a path is an item that the patterns leave as it is."""
    paths = seeds["path_definitions"]
    for row in paths.rows:
        if row["conversion_event"].endswith("*"):
            paths.report(row[""], "conversion_event", row["conversion_event"], "is the beginning of names",
                         "Write the name of one event.")
        for column in ("start_item", "end_item"):
            if row[column] and (problem := problem_of_end(row, row[column])):
                paths.report(row[""], column, row[column], *problem)


def problem_of_end(row: dict, item: str) -> tuple[str, str] | None:
    """Why no item can be this start or end of a path."""
    item = without_slash(item)
    groupings = patterns(row["groupings"])
    if item in groupings:
        pass
    elif "*" in item:
        return "is a pattern, and no grouping", "Add it to groupings, or write one item."
    elif group := next((one for one in groupings if fits(one, item)), None):
        return f"goes by its grouping, {group}", f"Write {group}."
    if any(fits(one, item) for one in patterns(row["exclude"])):
        return "is left out by exclude", "Write another item, or correct exclude."
    if row["include"] and not any(fits(one, item) for one in patterns(row["include"])):
        return "is not taken by include", "Write another item, or add it to include."
    return None


def patterns(cell: str) -> list[str]:
    return [without_slash(part.strip()) for part in cell.split("|") if part.strip()]


def without_slash(item: str) -> str:
    """The same as macros/calculations/page_item.sql."""
    return item[:-1] if len(item) > 1 and item.endswith("/") else item


def fits(pattern: str, item: str) -> bool:
    """Whether the pattern, in which `*` is any text, is the whole item."""
    return bool(re.fullmatch(".*".join(map(re.escape, pattern.split("*"))), item, re.DOTALL))


def check_features(seeds: dict[str, Seed], sources: list[str]) -> None:
    """A use is one event; a value is that of a property."""
    features = seeds["features"]
    for row in features.rows:
        if row["event_name"].endswith("*"):
            features.report(row[""], "event_name", row["event_name"], "is the beginning of names",
                            "Write the name of one event.")
        if row["value"] and not row["property"]:
            features.report(row[""], "property", "", "is blank on a line with a value",
                            "Name the property that has the value.")


def check_experiments(seeds: dict[str, Seed], sources: list[str]) -> None:
    """Exposures are those of an event or of a flag; arms have weights, one of them is the control; an
    experiment ends after its start and has a metric; a metric has what its kind asks for, and no more."""
    experiments, metrics = seeds["experiments"], seeds["experiment_metrics"]
    measured = {row["experiment_name"] for row in metrics.rows}
    for row in experiments.rows:
        line, name = row[""], row["experiment_name"]
        if name and name not in measured:
            experiments.report(line, "experiment_name", name, "has no metrics",
                               "Add them to experiment_metrics.csv, or take the line out.")
        check_exposures(experiments, row)
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


def check_exposures(experiments: Seed, row: dict) -> None:
    line, event, flag = row[""], row["exposure_event"], row["flag_key"]
    if not event and not flag:
        experiments.report(line, "exposure_event", "", "is blank, and so is flag_key",
                           "Name the event, or the feature flag, that says who got which variant.")
    if event and flag:
        experiments.report(line, "flag_key", flag, "is given, and so is exposure_event",
                           "Leave one of the two blank.")
    elif event and not row["variant_property"]:
        experiments.report(line, "variant_property", "", "is blank on an experiment of an event",
                           "Name the property of the event which holds the variant.")
    for column in ("experiment_property", "variant_property"):
        if flag and not event and row[column]:
            experiments.report(line, column, row[column], "is not used with a feature flag",
                               "Leave it blank, or name the event in exposure_event.")


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


def check_rates(seeds: dict[str, Seed], sources: list[str]) -> None:
    """Currencies are three letters, and one unit of a currency is one unit of it."""
    rates = seeds["exchange_rates"]
    for row in rates.rows:
        for column in ("currency", "reporting_currency"):
            code = row[column]
            if code and not (code.isascii() and code.isalpha() and code.islower() and len(code) == 3):
                rates.report(row[""], column, code, "is not a currency",
                             "Write its three letters in lower case, such as usd.")
        if row["currency"] and row["currency"] == row["reporting_currency"]:
            rates.report(row[""], "currency", row["currency"], "is the reporting currency itself",
                         "Take the line out: its rate is 1.")


def check_attribution(seeds: dict[str, Seed], sources: list[str]) -> None:
    """A conversion has its whole name; a transform comes once; an ignored channel is one that sessions can
    have; two shares are at most the whole."""
    asked = seeds["attribution_definitions"]
    channels = {row["channel"] for row in seeds["channels"].rows} | {"direct", "none"}
    for row in asked.rows:
        line, event = row[""], row["conversion_event"]
        if event.endswith("*") and event != "*":
            asked.report(line, "conversion_event", event, "is the beginning of names",
                         "Write the name of one event, or * for any.")
        transforms = [part.strip().lower() for part in row["path_transform"].split("|")]
        twice = sorted({part for part in transforms if transforms.count(part) > 1})
        if twice:
            asked.report(line, "path_transform", row["path_transform"], f"has {twice[0]} twice",
                         "Write each transform once.")
        ignored = {part.strip() for part in row["ignored_channels"].split("|")} - {""}
        if ignored - channels and not problem_of_list(row["ignored_channels"]):
            wrong = min(ignored - channels)
            near = difflib.get_close_matches(wrong, channels, 1)
            asked.report(line, "ignored_channels", row["ignored_channels"],
                         f"has {wrong}, which is no channel of channels.csv",
                         f"Write {near[0]}." if near else "Correct it, or add it there.")
        weights = [number_of(part.strip()) for part in row["position_weights"].split("|")]
        if row["position_weights"] and not problem_of_list(row["position_weights"]) and (
            len(weights) != 2 or None in weights or min(weights) < 0 or sum(weights) > 1
        ):
            asked.report(line, "position_weights", row["position_weights"],
                         "are not two shares that make at most 1",
                         "Write the share of the first and of the last touch, as 0.4|0.4.")


# kinds of measures that count events of the product; those that read the column `value` by themselves,
# and what they find there
OF_EVENTS = (
    "event_count", "active_persons", "active_days", "distinct_values", "share_of_members",
    "share_of_seats", "share_of_events", "days_since",
)
VALUE_OF = {"conversation_themes": "theme", "funnel_rate": "funnel", "slow_requests": "milliseconds"}
CONDITION = ["property", "operator", "value"]


def check_health(seeds: dict[str, Seed], sources: list[str]) -> None:
    """A measure has two different ends, and reads what its kind can; lines of one say the same; ages have
    their order; every score has a band; a judgment ends after it began."""
    measures, first_lines = seeds["health_measures"], {}
    funnels = {row["funnel_name"] for row in seeds["funnels"].rows}
    for row in measures.rows:
        check_measure(measures, row, funnels)
        first = first_lines.setdefault((row["measure_name"], row["profile_name"]), row)
        for column in sorted(set(measures.columns) - {*CONDITION, "event_name"}):
            said = first[column] or str(measures.columns[column].get("default", ""))
            if row[column] and row[column] != said:
                measures.report(row[""], column, row[column],
                                f"is not what line {first['']} says of the same measure",
                                f"Write {said or 'nothing'}, or name another measure.")
    for row in seeds["health_profiles"].rows:
        youngest, oldest = number_of(row["min_age_days"]) or 0, number_of(row["max_age_days"])
        if oldest is not None and oldest <= youngest:
            seeds["health_profiles"].report(row[""], "max_age_days", row["max_age_days"],
                                            "is not above min_age_days", "Write a larger number.")
    bands = seeds["health_bands"]
    if bands.rows and not any(number_of(row["min_score"]) == 0 for row in bands.rows):
        bands.report(bands.rows[-1][""], "min_score", bands.rows[-1]["min_score"],
                     "is the lowest, and scores below it have no band", "Let one band begin at 0.")
    for row in bands.rows:
        if row["band_name"] == "insufficient_data":
            bands.report(row[""], "band_name", row["band_name"], "is the band of accounts without enough data",
                         "Give it another name.")
    for row in seeds["health_overrides"].rows:
        begin, end = date_of(row["valid_from"]), date_of(row["valid_to"])
        if begin and end and end < begin:
            seeds["health_overrides"].report(row[""], "valid_to", row["valid_to"], "lies before valid_from",
                                             "Write that day, or a later one.")
    for row in seeds["revenue_weights"].rows:
        check_condition(seeds["revenue_weights"], row, ["factor", "operator", "value"])


def check_measure(measures: Seed, row: dict, funnels: set[str]) -> None:
    line, name, kind = row[""], row["measure_name"], row["kind"].lower()
    if name and not re.fullmatch("[A-Za-z0-9_]+", name):
        measures.report(line, "measure_name", name, "has other signs than letters, digits and _",
                        f"Write {snake_case(name) or 'a word'}.")
    zero, full = number_of(row["zero_points_at"]), number_of(row["full_points_at"])
    if zero is not None and zero == full:
        measures.report(line, "full_points_at", row["full_points_at"], "is zero_points_at, too",
                        "Write two different numbers.")
    if row["event_name"].endswith("*") and row["event_name"] != "*":
        measures.report(line, "event_name", row["event_name"], "is the beginning of names",
                        "Write the name of one event, or * for any.")
    if kind in OF_EVENTS:
        is_carried = kind == "distinct_values" and not row["operator"] and not row["value"]
        if is_carried and not row["property"]:
            measures.report(line, "property", "", "is blank on a measure of distinct values",
                            "Name the property whose values are counted.")
        if not is_carried:
            check_condition(measures, row, CONDITION)
        return
    for column in ("event_name", "property", "operator") + (() if kind in VALUE_OF else ("value",)):
        if kind and row[column]:
            measures.report(line, column, row[column], f"is not read by {kind}", "Leave it blank.")
    value = row["value"]
    if kind in VALUE_OF and not value:
        measures.report(line, "value", "", f"is blank, and {kind} needs one", f"Write the {VALUE_OF[kind]}.")
    elif kind == "slow_requests" and number_of(value) is None:
        measures.report(line, "value", value, "is not a number", "Write milliseconds.")
    elif kind == "funnel_rate" and value not in funnels:
        near = difflib.get_close_matches(value, funnels, 1)
        measures.report(line, "value", value, "is not in funnels.csv",
                        f"Write {near[0]}." if near else "Correct it, or add it there.")


# seeds that are read, and what judges them
RULES = [
    (("event_aliases",), check_aliases),
    (("event_properties", "property_aliases"), check_properties),
    (("channels",), check_channels),
    (("source_settings",), check_settings),
    (("funnels", "funnel_steps"), check_funnels),
    (("retention_curves", "retention_events"), check_retention),
    (("segments",), check_segments),
    (("stickiness_definitions", "lifecycle_definitions"), check_activity),
    (("stickiness_definitions",), check_stickiness),
    (("path_definitions",), check_paths),
    (("features",), check_features),
    (("experiments", "experiment_metrics"), check_experiments),
    (("exchange_rates",), check_rates),
    (("attribution_definitions", "channels"), check_attribution),
    (("health_measures", "health_profiles", "health_bands", "health_overrides", "revenue_weights", "funnels"),
     check_health),
]
