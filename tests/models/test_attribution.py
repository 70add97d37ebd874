"""Attribution of the sample, worked out a second time by plain Python and numpy.

Nothing is taken from the project's SQL but its sessions and events, and its results.
"""

import csv
import datetime as dates
from collections import Counter, defaultdict

import duckdb
import numpy as np
import pytest

from tests.builds import ROOT

MODELS = ("first", "last", "last_non_direct", "linear", "position", "time_decay")


def definitions() -> list[dict]:
    with (ROOT / "seeds/definitions/attribution/attribution_definitions.csv").open() as file:
        return list(csv.DictReader(file))


def transformed(touches: list, transforms: str, ignored: set) -> list:
    """Touches that are left; each has its channel second."""
    others = [touch for touch in touches if touch[1] not in ignored]
    for transform in filter(None, transforms.split("|")):
        if transform == "exposure_path":
            touches = [touch for place, touch in enumerate(touches)
                       if place == 0 or touch[1] != touches[place - 1][1]]
        elif transform == "first_path":
            touches = [touch for place, touch in enumerate(touches)
                       if touch[1] not in {before[1] for before in touches[:place]}]
        elif transform == "remove_if_not_all" and others:
            touches = [touch for touch in touches if touch[1] not in ignored]
        elif transform == "remove_if_last_and_not_all" and others:
            while touches[-1][1] in ignored:
                touches = touches[:-1]
    return touches


def credits(touches: list, converted: dates.datetime, asked: dict, ignored: set) -> dict:
    """Credit of each touch by model."""
    count = len(touches)
    places = range(count)
    first, last = map(float, asked["position_weights"].split("|"))
    half_life = dates.timedelta(days=float(asked["half_life_days"]))
    others = [place for place in places if touches[place][1] not in ignored]
    decays = [2 ** -((converted - touch[0]) / half_life) for touch in touches]
    if count == 1:
        position = [1]
    elif count == 2:
        position = [first / (first + last), last / (first + last)]
    else:
        position = [first, *[(1 - first - last) / (count - 2)] * (count - 2), last]
    return {
        "first": [float(place == 0) for place in places],
        "last": [float(place == count - 1) for place in places],
        "last_non_direct": [float(place == (others or places)[-1]) for place in places],
        "linear": [1 / count] * count,
        "position": position,
        "time_decay": [decay / sum(decays) for decay in decays],
    }


def removal_effects(paths: list[tuple[list[str], bool]]) -> dict[str, float]:
    """By the chain without each channel, solved each time: all that goes into it is lost."""
    channels = sorted({channel for path, _ in paths for channel in path})
    visits, steps, starts, ends = Counter(), Counter(), Counter(), Counter()
    for path, converts in paths:
        starts[path[0]] += 1
        ends[path[-1]] += converts
        visits.update(path)
        steps.update(zip(path, path[1:], strict=False))

    def chance(kept: list[str]) -> float:
        if not kept:
            return 0.0
        chain = np.array([[steps[one, other] / visits[one] for other in kept] for one in kept])
        final = np.array([ends[one] / visits[one] for one in kept])
        start = np.array([starts[one] / len(paths) for one in kept])
        return float(start @ np.linalg.solve(np.eye(len(kept)) - chain, final))

    whole = chance(channels)
    return {one: 1 - chance([other for other in channels if other != one]) / whole for one in channels}


@pytest.fixture(scope="module")
def sessions(sample_build):
    """(start, channel, id, campaign) by person, in their order."""
    found = defaultdict(list)
    for person, *touch in sample_build.query("""
        select person_id, started_at, channel, session_id, utm_campaign from core.fct_sessions
        where not is_bot order by started_at, session_id
    """):
        found[person].append(tuple(touch))
    return found


@pytest.mark.parametrize("asked", definitions(), ids=lambda asked: asked["attribution_name"])
def test_sample_is_shared_out_as_by_hand(asked, sessions, sample_build):
    name = asked["attribution_name"]
    ignored = set(asked["ignored_channels"].split("|"))
    lookback = dates.timedelta(days=float(asked["lookback_days"]))
    worth = asked["value_property"] or "null"
    conversions = sample_build.query(f"""
        select event_id, person_id, occurred_at, event_date, {worth} from core.fct_events
        where event_name = '{asked["conversion_event"]}' and not is_bot
    """)
    assert len(conversions) > 300
    expected, by_month, paths, last = {}, Counter(), [], {}
    for event, person, at, day, value in conversions:
        last[person] = max(at, last.get(person, at))
        touches = [touch for touch in sessions[person] if at - lookback <= touch[0] <= at]
        touches = transformed(touches, asked["path_transform"], ignored)
        if touches:
            paths.append(([touch[1] for touch in touches], True))
            shares = credits(touches, at, asked, ignored)
        else:
            touches, shares = [(at, "none", None, None)], dict.fromkeys(MODELS, [1.0])
        by_month[day.replace(day=1), touches[0][1] == "none"] += 1
        for model in MODELS:
            for place, (touch, credit) in enumerate(zip(touches, shares[model], strict=True), start=1):
                expected[event, place, model] = (
                    touch[1], touch[3], credit,
                    float(value or 0) * credit if asked["value_property"] else None)
    actual = {
        tuple(row[:3]): tuple(row[3:]) for row in sample_build.query(f"""
            select conversion_id, touch_number, model, channel, campaign, credit, value
            from marts.attribution_touches where attribution_name = '{name}'
        """)
    }
    assert actual.keys() == expected.keys()
    for key, row in expected.items():
        assert actual[key][:2] == row[:2], key
        for figure, by_hand in zip(actual[key][2:], row[2:], strict=True):
            assert figure is by_hand or figure == pytest.approx(by_hand, rel=1e-9, abs=1e-12), key

    for person, touches in sessions.items():
        touches = [touch for touch in touches if person not in last or touch[0] > last[person]]
        if touches:
            touches = transformed(touches, asked["path_transform"], ignored)
            paths.append(([touch[1] for touch in touches], False))
    effects = removal_effects(paths)
    found = sample_build.query(f"""
        select channel, month, conversions, removal_effect from marts.attribution_channels
        where attribution_name = '{name}' and model = 'markov' and channel <> 'none'
    """)
    months = {month for month, is_untouched in by_month if not is_untouched}
    assert {row[:2] for row in found} == {(one, month) for one in effects for month in months}
    for channel, month, number, effect in found:
        assert effect == pytest.approx(effects[channel], rel=1e-9, abs=1e-12)
        share = effects[channel] / sum(effects.values())
        assert number == pytest.approx(share * by_month[month, False], rel=1e-9, abs=1e-12)


def random_paths(chance: np.random.Generator, channels: int, paths: int, length: int):
    """Paths that walk to and fro, some of them far longer than others."""
    names = [f"channel {number}" for number in range(channels)]
    taste = chance.dirichlet(np.full(channels, 0.3), size=channels)
    for _ in range(paths):
        path = [int(chance.integers(channels))]
        for _ in range(int(chance.geometric(1 / length)) - 1):
            path.append(int(chance.choice(channels, p=taste[path[-1]])))
        yield [names[place] for place in path], bool(chance.random() < 0.02 + 0.3 * path[-1] / channels)


@pytest.mark.parametrize("shape", [(1, 5, 3), (2, 40, 30), (6, 300, 4), (25, 400, 6), (30, 200, 200)])
def test_removal_effects_are_numpys(shape, sample_build):
    paths = list(random_paths(np.random.default_rng(sum(shape)), *shape)) + [(["channel 0"], True)]
    models = sample_build.database.parent / "target/compiled/footpath/models"
    sql = models / "intermediate/attribution/int_attribution_effects.sql"
    with duckdb.connect() as connection:
        connection.execute("""
            create table paths (
                attribution_name varchar, is_conversion boolean, path_id bigint, touch_number bigint,
                channel varchar
            )
        """)
        rows = [("a", converts, number, place, channel)
                for number, (path, converts) in enumerate(paths)
                for place, channel in enumerate(path, start=1)]
        # backwards: the order of rows is of no account
        connection.execute(
            "insert into paths select unnest(?), unnest(?), unnest(?), unnest(?), unnest(?)",
            [list(column) for column in zip(*reversed(rows), strict=True)])
        found = connection.execute(
            sql.read_text().replace('"footpath"."intermediate"."int_attribution_paths"', "paths")).fetchall()
    expected = removal_effects(paths)
    assert {channel: effect for _, channel, effect, _ in found} == pytest.approx(expected, rel=1e-9, abs=1e-9)
    assert sum(share for *_, share in found) == pytest.approx(1, abs=1e-9)
