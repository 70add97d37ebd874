"""Experiments whose truth is known: planted lifts and faults are found again, and figures are scipy's.

Persons are drawn, written as events and built; what each of them did is counted a second time here, by
plain Python and numpy, and nothing is taken from the project's SQL but its results.
"""

import datetime as dates
import re

import numpy as np
import pytest
from scipy import stats

from tests.builds import ROOT, Project

START = dates.datetime(2024, 3, 1)
# a person is exposed on one of the first ten days
DAYS = 10
# conversion and mean spending are lifted by these in the variant of the fair experiment
CONVERSION, LIFT = 0.20, 0.08
SPENDING, MORE = 20, 3
PERSONS = 3_000
WEIGHTS = {
    "fair": {"control": 1, "green": 1},
    "broken": {"control": 1, "green": 1},
    "same": {"a": 2, "b": 1, "c": 1},
}
# of the broken one, the collector loses a fifth of the variant's exposures
LOST = 0.2
WINDOW = 3 * 86400
COLUMNS = ("experiment_name", "metric_name", "kind", "event", "property", "denominator_event",
           "denominator_property", "window_seconds", "cuped_days")
METRICS = [
    ("bought", "proportion", "buy", "", "", "", WINDOW, ""),
    ("spent", "mean", "buy", "amount", "", "", "", 7),
    ("per order", "ratio", "buy", "amount", "buy", "", "", 7),
    ("errors", "mean", "never", "", "", "", "", ""),
]


class Person:
    """A person's events: (time, name, properties)."""

    def __init__(self, name: str, chance: np.random.Generator, experiment: str, variant: str, is_lifted: bool):
        self.name, self.variant = name, variant
        self.exposed = START + dates.timedelta(seconds=int(chance.integers(86400, DAYS * 86400)))
        # some are new: their first event is the exposure, or inside of the period before
        self.first = self.exposed - dates.timedelta(days=float(chance.choice([0, 3, 30, 40], p=[0.1, 0.1, 0.4, 0.4])))
        taste = chance.gamma(1.5, 1 / 1.5)
        self.events = [(self.first, "visit", {})]
        before = (self.exposed - self.first) / dates.timedelta(days=1)
        for _ in range(chance.poisson(5 * taste)):
            at = self.exposed - dates.timedelta(days=float(chance.uniform(0, 7)))
            if before >= 7 or at > self.first:
                self.events.append((at, "buy", self.order(chance, SPENDING)))
        self.events.append((self.exposed, "exposed", {"test": experiment, "arm": variant}))
        if chance.random() < CONVERSION + LIFT * is_lifted:
            at = self.exposed + dates.timedelta(seconds=int(chance.integers(0, WINDOW + 1)))
            self.events.append((at, "buy", self.order(chance, (SPENDING + MORE * is_lifted) * taste)))
        if chance.random() < 0.5:
            # after the window of the proportion, never before the exposure
            at = self.exposed + dates.timedelta(seconds=WINDOW + int(chance.integers(1, 86400)))
            self.events.append((at, "buy", self.order(chance, (SPENDING + MORE * is_lifted) * taste)))

    @staticmethod
    def order(chance, mean: float) -> dict:
        return {"amount": round(float(chance.gamma(2, mean / 2)), 2)}

    def rows(self):
        for number, (at, event, properties) in enumerate(self.events):
            yield {
                "message_id": f"{self.name}-{number}", "type": "track", "event": event,
                "user_id": self.name, "timestamp": at.isoformat() + "Z",
                "received_at": at.isoformat() + "Z", "properties": properties,
            }

    def orders(self, seconds=None) -> list[float]:
        """Amounts of the orders from the exposure on, within so many seconds."""
        return [properties["amount"] for at, event, properties in self.events
                if event == "buy" and at >= self.exposed
                and (seconds is None or at <= self.exposed + dates.timedelta(seconds=seconds))]

    @property
    def orders_before(self) -> list[float] | None:
        """Those of the seven days before; None for a person who was not there when they began."""
        start = self.exposed - dates.timedelta(days=7)
        if min(at for at, _, _ in self.events) >= start:
            return None
        return [properties["amount"] for at, event, properties in self.events
                if event == "buy" and start <= at < self.exposed]


@pytest.fixture(scope="module")
def persons():
    """Those who were exposed to one variant, by experiment."""
    found = {}
    for number, (experiment, weights) in enumerate(WEIGHTS.items()):
        chance = np.random.default_rng(11 + number)
        # in turns by weight: arms of the sizes that were planned
        turns = [arm for arm, weight in weights.items() for _ in range(weight)]
        found[experiment] = []
        for place in range(PERSONS):
            variant = turns[place % len(turns)]
            person = Person(f"{experiment}-{place}", chance, experiment, variant, variant == "green")
            if experiment != "broken" or variant != "green" or chance.random() > LOST:
                found[experiment].append(person)
    return found


@pytest.fixture(scope="module")
def build(persons, tmp_path_factory):
    project = Project(tmp_path_factory.mktemp("experiments"), is_small=True)
    lines = [row for group in persons.values() for person in group for row in person.rows()]
    both = [
        {"message_id": f"both-{number}-{arm}", "type": "track", "event": "exposed",
         "user_id": f"both-{number}", "timestamp": (START + dates.timedelta(days=2)).isoformat() + "Z",
         "properties": {"test": "fair", "arm": arm}}
        for number in range(12) for arm in ("control", "green")
    ]
    project.write_lines("2024-04-01", lines + both)
    project.write_seed("experiments", [
        {"experiment_name": name, "exposure_event": "exposed", "experiment_property": "test",
         "variant_property": "arm", "control": next(iter(weights)),
         "weights": "|".join(f"{arm}={weight}" for arm, weight in weights.items()),
         "started_at": START.isoformat() + "Z"}
        for name, weights in WEIGHTS.items()
    ])
    project.write_seed("experiment_metrics", [
        dict(zip(COLUMNS, (name, *metric), strict=True)) for name in WEIGHTS for metric in METRICS
    ])
    build = project.build("--exclude-resource-type", "unit_test")
    assert build.code == 0, build.output[-4000:]
    return build


def results(build, experiment, metric):
    names = ("units", "value", "mean", "stddev", "lift_absolute", "lift_relative", "ci_low", "ci_high",
             "p_value", "pooled_z", "pooled_p_value", "cuped_theta", "srm_p_value",
             "units_in_two_variants", "is_srm_alarm")
    return {
        variant: dict(zip(names, figures, strict=True))
        for variant, *figures in build.query(f"""
            select variant, {', '.join(names)} from marts.experiment_results
            where experiment_name = '{experiment}' and metric_name = '{metric}'
        """)
    }


def lifts(build, experiment, metric, variant="green"):
    names = ("lift", "standard_error", "ci_low", "ci_high", "p_value", "sequential_ci_low",
             "sequential_ci_high")
    return {
        (difference, is_cuped): dict(zip(names, figures, strict=True))
        for difference, is_cuped, *figures in build.query(f"""
            select difference, is_cuped, {', '.join(names)} from marts.experiment_lifts
            where experiment_name = '{experiment}' and metric_name = '{metric}'
                and variant = '{variant}'
        """)
    }


def near(actual, expected):
    return actual == pytest.approx(expected, rel=1e-9, abs=1e-12)


def arms(persons, of, control="control", variant="green"):
    return [np.array([of(person) for person in persons if person.variant == name], dtype=float)
            for name in (control, variant)]


def test_planted_lifts_are_found_again(build, persons):
    """The planted lift lies within the intervals, which do not reach 0."""
    bought = results(build, "fair", "bought")["green"]
    assert bought["ci_low"] < LIFT < bought["ci_high"] and bought["ci_low"] > 0
    assert bought["p_value"] < 0.001 and bought["pooled_p_value"] < 0.001
    # half of all persons buy again later
    planted = (CONVERSION + LIFT + 0.5) * (SPENDING + MORE) - (CONVERSION + 0.5) * SPENDING
    for is_cuped in (False, True):
        spent = lifts(build, "fair", "spent")["absolute", is_cuped]
        assert spent["ci_low"] < planted < spent["ci_high"] and spent["ci_low"] > 0
        assert spent["sequential_ci_low"] < spent["ci_low"] < spent["ci_high"] < spent["sequential_ci_high"]


def test_no_lift_is_found_where_there_is_none(build):
    """Of six tests at 5 % one may fail; the interval that holds at every look does not."""
    for metric in ("bought", "spent", "per order"):
        for variant in ("b", "c"):
            found = lifts(build, "same", metric, variant)["absolute", False]
            assert found["sequential_ci_low"] < 0 < found["sequential_ci_high"]
            assert found["p_value"] > 0.001


def test_the_planted_sample_ratio_fault_raises_the_alarm(build, persons):
    for experiment, weights in WEIGHTS.items():
        observed = [sum(person.variant == arm for person in persons[experiment]) for arm in weights]
        shares = np.array(list(weights.values())) / sum(weights.values())
        due = stats.chisquare(observed, shares * sum(observed)).pvalue
        for row in results(build, experiment, "bought").values():
            assert near(row["srm_p_value"], due)
            assert row["is_srm_alarm"] == (experiment == "broken")
            assert row["units_in_two_variants"] == (12 if experiment == "fair" else 0)
        assert [row["units"] for row in results(build, experiment, "bought").values()] == [
            sum(person.variant == arm for person in persons[experiment])
            for arm in results(build, experiment, "bought")
        ]


def test_proportions_are_those_of_scipy(build, persons):
    control, green = arms(persons["fair"], lambda person: bool(person.orders(WINDOW)))
    found = results(build, "fair", "bought")
    for row, arm in ((found["control"], control), (found["green"], green)):
        assert near(row["mean"], arm.mean()) and near(row["stddev"], arm.std()) and row["value"] == arm.sum()
    table = [[green.sum(), len(green) - green.sum()], [control.sum(), len(control) - control.sum()]]
    chi_square = stats.chi2_contingency(table, correction=False)
    assert near(found["green"]["pooled_z"] ** 2, chi_square.statistic)
    assert near(found["green"]["pooled_p_value"], chi_square.pvalue)
    assert found["control"]["pooled_z"] is None and found["control"]["lift_absolute"] is None


def test_means_are_those_of_scipy(build, persons):
    control, green = arms(persons["fair"], lambda person: sum(person.orders()))
    due = stats.ttest_ind(green, control, equal_var=False)
    found = results(build, "fair", "spent")
    ends = due.confidence_interval(0.95)
    assert near(found["control"]["stddev"], control.std(ddof=1))
    assert near(found["green"]["lift_absolute"], green.mean() - control.mean())
    assert near(found["green"]["lift_relative"], green.mean() / control.mean() - 1)
    assert near(found["green"]["p_value"], due.pvalue)
    assert near(found["green"]["ci_low"], ends.low) and near(found["green"]["ci_high"], ends.high)


def test_ratios_vary_as_their_numerator_less_the_ratio_times_their_denominator(build, persons):
    rates, errors = [], []
    for sums, counts in zip(arms(persons["fair"], lambda person: sum(person.orders())),
                            arms(persons["fair"], lambda person: len(person.orders())), strict=True):
        rates.append(sums.sum() / counts.sum())
        errors.append(np.var((sums - rates[-1] * counts) / counts.mean(), ddof=1) / len(sums))
    found = lifts(build, "fair", "per order")["absolute", False]
    assert near(found["lift"], rates[1] - rates[0])
    assert near(found["standard_error"], np.sqrt(sum(errors)))
    relative = lifts(build, "fair", "per order")["relative", False]
    assert near(relative["standard_error"],
                np.sqrt(errors[1] + errors[0] * (rates[1] / rates[0]) ** 2) / rates[0])


def test_cuped_is_a_test_of_what_the_period_before_does_not_foretell(build, persons):
    """Who was not there before has the mean of the others, and theta is of both arms together."""
    people = persons["fair"]
    known = [sum(person.orders_before) for person in people if person.orders_before is not None]
    assert 0.1 < 1 - len(known) / len(people) < 0.3
    before = np.array([np.mean(known) if person.orders_before is None else sum(person.orders_before)
                       for person in people])
    after = np.array([sum(person.orders()) for person in people])
    theta = np.cov(after, before)[0, 1] / np.var(before, ddof=1)
    adjusted = after - theta * (before - before.mean())
    is_green = np.array([person.variant == "green" for person in people])
    due = stats.ttest_ind(adjusted[is_green], adjusted[~is_green], equal_var=False)
    assert near(results(build, "fair", "spent")["green"]["cuped_theta"], theta)
    found = lifts(build, "fair", "spent")
    cuped = found["absolute", True]
    assert near(cuped["lift"], adjusted[is_green].mean() - adjusted[~is_green].mean())
    assert near(cuped["p_value"], due.pvalue)
    assert cuped["standard_error"] < 0.97 * found["absolute", False]["standard_error"]
    # by the mean as it was
    assert near(found["relative", True]["lift"], cuped["lift"] / after[~is_green].mean())


def test_sequential_intervals_are_those_of_the_confidence_sequence(build, persons):
    """Tuned to 5,000 persons: the rule told once more."""
    units, alpha = len(persons["fair"]), 0.05
    rho = np.sqrt((-2 * np.log(alpha) + np.log(-2 * np.log(alpha) + 1)) / 5000)
    grown = units * rho**2 + 1
    for row in lifts(build, "fair", "spent").values():
        half = row["standard_error"] * np.sqrt(units) * np.sqrt(
            2 * grown * np.log(np.sqrt(grown) / alpha) / (units * rho) ** 2)
        assert near(row["sequential_ci_low"], row["lift"] - half)
        assert near(row["sequential_ci_high"], row["lift"] + half)


def test_a_metric_that_nobody_has_is_zero_without_a_test(build):
    for row in results(build, "fair", "errors").values():
        assert (row["value"], row["mean"], row["stddev"], row["p_value"]) == (0, 0, 0, None)
    for difference, lift in (("absolute", 0), ("relative", None)):
        row = lifts(build, "fair", "errors")[difference, False]
        assert list(row.values()) == [lift, *[None] * 6]


def block(page, kind):
    text = (ROOT / f"docs/metrics/{page}.md").read_text()
    return re.findall(rf"```{kind}\n(.*?)```", text, re.DOTALL)


def test_the_documented_example_gives_the_result_shown(tmp_path):
    """The definitions of docs/metrics/experiment_results.md over the persons that it tells of."""
    project = Project(tmp_path, is_small=True)
    for seed in ("experiments", "experiment_metrics"):
        project.append_to_seed(seed, block("experiment_results", f"csv {seed}")[0])
    rows = []
    for arm, count, bought in (("control", 1000, 200), ("green", 1000, 250)):
        for number in range(count):
            person = {"type": "track", "user_id": f"{arm}-{number}"}
            properties = {"experiment": "green_button", "variant": arm}
            rows.append(person | {"message_id": f"{arm}-{number}-1", "event": "experiment_viewed",
                                  "timestamp": "2026-02-01T10:00:00Z", "properties": properties})
            if number < bought:
                rows.append(person | {
                    "message_id": f"{arm}-{number}-2", "event": "transaction",
                    "timestamp": "2026-02-01T10:30:00Z",
                    "properties": {"revenue": 10 + number % 4}})
    project.write_lines("2026-02-02", rows)
    build = project.build("--exclude-resource-type", "unit_test")
    assert build.code == 0, build.output[-4000:]
    pages = ("experiment_results", "experiment_lifts")
    for page in pages:
        for query, shown in zip(block(page, "sql"), block(page, "result"), strict=True):
            assert [" | ".join(map(str, row)) for row in build.query(query)] == shown.splitlines(), page
