"""Attribution cases: paths of channels, and who gets how much of their conversions.

Each path is walked by as many persons as convert by it or do not, a session a touch, and each has a channel
of its own case. A conversion is an event of a server: it opens no session.
"""

import datetime as dates
import itertools
import re

from .cases import EPOCH, Case, Differences, Plan, Unsupported, instant, iso, user_id
from .experiments import is_near

MODELS = {
    "first_touch": "first",
    "last_touch": "last",
    "linear": "linear",
    "position_based": "position",
    "position": "position",
    "time_decay": "time_decay",
    "markov_order1": "markov",
}
TRANSFORM = re.compile(r"(unique_path|exposure_path|first_path|remove_if_\w+?)(?:\((\w+)\))?")


def prepare(case: Case) -> Plan:
    """Raw rows and definitions of one case; raises Unsupported."""
    settings = case.settings
    if settings["model"] == "shapley":
        raise Unsupported("Shapley values")
    if any("path" not in told for told in case.content["inputs"]):
        raise Unsupported("removal effects of probabilities, without paths")
    plan = Plan(folders={"core", "marts/attribution"})
    # a touch is a session
    plan.needs = {"timeout_minutes": "30", "max_hours": "24",
                  "split_at_midnight": "false", "split_on_campaign": "false"}
    codes = channels(case)
    for place, code in enumerate(codes.values()):
        plan.add("channels", priority=int(case.prefix[1:]) * 1000 + place,
                 source_pattern=f"^{code}$", channel=code)
    for name, transform, ignored in asked(case):
        plan.add(
            "attribution_definitions",
            attribution_name=name,
            conversion_event=f"{case.prefix}_bought",
            value_property="price",
            path_transform=transform,
            ignored_channels=codes.get(ignored, ""),
            half_life_days=settings.get("half_life_days", ""),
            position_weights=f"{settings['first']}|{settings['last']}" if "first" in settings else "",
        )
    numbers = itertools.count(1)
    for told in case.content["inputs"]:
        for place in range(told.get("conversions", 1) + told.get("null", 0)):
            plan.rows += person_rows(case, next(numbers), told, place < told.get("conversions", 1), codes)
    return plan


def channels(case: Case) -> dict[str, str]:
    """Channel of the case -> its name in the project."""
    names = {name for told in case.content["inputs"] for name in told["path"]}
    return {name: f"{case.prefix}_{re.sub('[^a-z0-9]+', '_', name.lower())}" for name in sorted(names)}


def asked(case: Case):
    """Definitions of the case: name, transform, channel that it ignores."""
    if case.settings["model"] != "path_transformation":
        yield case.prefix, "", None
        return
    for place, key in enumerate(case.expected):
        if found := TRANSFORM.fullmatch(key):
            yield f"{case.prefix}_{place}", found[1], found[2]


def person_rows(case: Case, number: int, told: dict, converts: bool, codes: dict[str, str]):
    """One person's sessions, an hour apart where nothing else is said, and the conversion after them."""
    converted = instant(told["converted_at"]) if "converted_at" in told else EPOCH
    count = len(told["path"])
    days = told.get("days_before_conversion") or [(count - place) / 24 for place in range(count)]
    person = {"type": "track", "user_id": user_id(case, f"{number}")}

    def at(moment: dates.datetime) -> dict:
        return {"timestamp": iso(moment), "received_at": iso(moment)}

    for place, (channel, before) in enumerate(zip(told["path"], days, strict=True)):
        yield person | at(converted - dates.timedelta(days=before)) | {
            "message_id": f"{case.prefix}-{number}-{place}",
            "event": f"{case.prefix}_visited",
            # a browser each, so that visits of one moment are two
            "anonymous_id": f"{case.prefix}-{number}-browser-{place}",
            "context": {"campaign": {"source": codes[channel]}},
        }
    if converts:
        yield person | at(converted) | {
            "message_id": f"{case.prefix}-{number}-bought",
            "event": f"{case.prefix}_bought",
            "properties": {"price": told.get("revenue", 0)},
        }


def credits(case: Case, database, model: str, column: str = "conversions") -> dict:
    """What a model gives each channel, where it gives anything."""
    return dict(database.execute(
        f"""
        select channel, sum({column}) from marts.attribution_channels
        where attribution_name = ? and model = ? group by channel having sum({column}) <> 0
        """,
        [case.prefix, model],
    ).fetchall())


def compare(case: Case, database) -> Differences:
    """Everything that the case publishes against the marts."""
    differences = Differences()
    model = MODELS.get(case.settings["model"])
    for key, expected in case.expected.items():
        if key == "credits":
            by_channel(case, credits(case, database, model), expected, key, differences)
        elif key in MODELS:
            by_channel(case, credits(case, database, MODELS[key]), expected, key, differences)
        elif key == "total":
            differences.check(key, sum(credits(case, database, model).values()), expected)
        elif key == "removal_effects":
            found = dict(database.execute(
                """
                select distinct channel, removal_effect from marts.attribution_channels
                where attribution_name = ? and model = 'markov' and removal_effect > 0
                """,
                [case.prefix],
            ).fetchall())
            by_channel(case, found, expected, key, differences)
        elif key == "by_index":
            by_index(case, database, expected, differences)
        elif TRANSFORM.fullmatch(key):
            transformed(case, database, list(case.expected).index(key), expected, differences)
        else:
            differences.append(f"{key}: a figure that no mart offers")
    return differences


def by_channel(case, found, expected, what, differences):
    codes = channels(case)
    published = {codes[name]: figure for name, figure in expected.items() if figure}
    if found.keys() != published.keys() or not all(
        is_near(found[code], figure) for code, figure in published.items()
    ):
        differences.append(f"{what}: {found!r}, published {published!r}")


def by_index(case, database, expected, differences):
    """Value of each touch by each model."""
    codes = channels(case)
    found = {
        (number - 1, model): (channel, value) for number, model, channel, value in database.execute(
            """
            select touch_number, model, channel, value from marts.attribution_touches
            where attribution_name = ?
            """,
            [case.prefix],
        ).fetchall()
    }
    differences.check("touches", len({place for place, _ in found}), len(expected))
    for told in expected:
        for key, figure in told.items():
            if key in ("index", "channel"):
                continue
            channel, value = found.get((told["index"], MODELS[key]), (None, None))
            if channel != codes[told["channel"]] or not is_near(value, figure):
                differences.append(f"{key} of touch {told['index']}: {channel} {value!r}, published "
                                   f"{told['channel']} {figure!r}")


def transformed(case, database, place, expected, differences):
    """The path that is left, as text."""
    names = {code: name for name, code in channels(case).items()}
    rows = database.execute(
        """
        select channel from marts.attribution_touches
        where attribution_name = ? and model = 'linear' order by touch_number
        """,
        [f"{case.prefix}_{place}"],
    ).fetchall()
    differences.check(f"path {place}", " > ".join(names[code] for (code,) in rows), expected)
