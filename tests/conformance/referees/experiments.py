"""Experiment cases: two-sample tests, sample ratio, CUPED, as their vendors publish them.

Persons are sent as events wherever a case tells enough of them: an arm of which it has sums alone
gets persons with these very sums. Where no persons can have them, or they are too many for a test, the
sums stand in for those of int_experiment_moments, and the models behind it run as they are compiled.
"""

import datetime as dates
import itertools
import math
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

from scipy import stats

from .cases import EPOCH, Case, Differences, Plan, Unsupported, iso, same, user_id

# persons of a case that are sent one by one, at most
MANY = 5_000
MILLIONTHS = 10**6
MEASURES = ("value", "denominator", "pre_value", "pre_denominator")
# a day before is inside of the period, a month before is before it
CUPED_DAYS = 7
# models between the moments of arms and the marts, in their order
BEHIND = ("int_experiment_samples", "int_experiment_contrasts", "experiment_lifts", "experiment_results")
PLACES = {"experiment_lifts": "marts", "experiment_results": "marts"}


@dataclass
class Arm:
    """An arm with what is known of its persons.

    `values` are those of its persons, with `before` in their order; else `sums` are moments of
    int_experiment_moments. With neither there is the number of persons alone.
    """

    name: str
    units: int
    weight: float = 1
    kind: str = "mean"
    values: list | None = None
    before: list | None = None
    sums: dict = field(default_factory=dict)


@dataclass
class Test:
    """A case as an experiment: its arms, the control first, and how it is read."""

    arms: list[Arm]
    kind: str
    alpha: float
    tuning: float
    difference: str
    tail: str
    is_sequential: bool
    is_ratio_of_samples: bool
    is_pooled: bool
    variants: dict[str, list[Arm]] = field(default_factory=dict)

    @property
    def is_cuped(self) -> bool:
        return any(arm.before is not None or "pre_value" in arm.sums for arm in self.arms)


def test_of(case: Case) -> Test:
    settings, inputs = case.settings, case.content["inputs"]
    text = " ".join(str(value) for value in settings.values()).lower()
    for word, reason in REFUSED.items():
        if word in text:
            raise Unsupported(reason)
    arms = arms_of(inputs)
    tail = next((tail for tail in ("greater", "less") if tail in text), "both")
    is_sequential = "sequential" in text
    if is_sequential and tail != "both":
        raise Unsupported("a one-sided sequential interval")
    alpha = float(settings.get("alpha", 0.05))
    test = Test(
        arms, arms[0].kind,
        # one side of a wider interval
        alpha if tail == "both" else 2 * alpha,
        float(settings.get("tuning_parameter", settings.get("sequential_tuning", 5000))),
        "relative" if "relative" in text else "absolute",
        tail, is_sequential, "observed" in inputs, "pooled" in text and "cuped" not in text,
    )
    if "theta_zero_variance_pre" in case.expected:
        test.variants["still"] = [Arm(one.name, one.units, values=one.values, before=[1] * one.units)
                                  for one in arms]
    if "variance_if_n_1" in case.expected:
        test.variants["alone"] = [Arm(one.name, 1, kind=one.kind, values=one.values[:1]) for one in arms]
    return test


REFUSED = {
    "one-sample": "a test of one sample against a number",
    "bayes": "a Bayesian test",
    "quantile": "a test of quantiles",
    "with continuity correction": "a continuity correction",
    "with yates": "a continuity correction",
    "mann": "a test of ranks",
    "fisher": "an exact test",
}


def arms_of(inputs: dict) -> list[Arm]:
    """Arms with the control first; published pairs of lists have it second."""
    if "observed" in inputs:
        weights = inputs.get("weights") or [1] * len(inputs["observed"])
        return [Arm(f"arm {place}", units, weight, "proportion", [0] * units if units <= MANY else None)
                for place, (units, weight) in enumerate(zip(inputs["observed"], weights, strict=True))]
    if "control" in inputs:
        names = ["control", *(name for name in inputs if name != "control")]
        return [arm_of(name, inputs[name]) for name in names if isinstance(inputs[name], dict)]
    for hits, all_of in (("count", "nobs"), ("successes", "trials")):
        if {hits, all_of} <= inputs.keys():
            if not isinstance(inputs[hits], list):
                raise Unsupported("a test of one sample against a number")
            if len(inputs[hits]) != 2:
                raise Unsupported("one test of several proportions together")
            variant, control = ({"n": n, "conversions": hit}
                                for hit, n in zip(inputs[hits], inputs[all_of], strict=True))
            return [arm_of("control", control), arm_of("variant", variant)]
    return [arm_of("control", inputs)]


def first_of(told: dict, *names):
    return next((told[name] for name in names if told.get(name) is not None), None)


def arm_of(name: str, told: dict) -> Arm:
    """An arm by its values, its conversions, or its sums."""
    values = first_of(told, "values", "post")
    if values is not None:
        return Arm(name, len(values), values=values, before=first_of(told, "pre", "before"))
    units = first_of(told, "n", "nobs", "count", "trials")
    hits = first_of(told, "conversions", "successes")
    if units is None:
        raise Unsupported(f"an arm without a number of persons: {', '.join(told)}")
    if hits is not None:
        share = hits / units if units else None
        return Arm(name, units, kind="proportion",
                   values=[1] * hits + [0] * (units - hits) if units <= MANY else None,
                   sums=moments({"value": (share, hits * (1 - share) if units else None)}, units))
    return arm_by_sums(name, units, told)


def arm_by_sums(name: str, units: int, told: dict) -> Arm:
    total = first_of(told, "sum", "post_sum", "m_sum", "numerator_sum")
    mean = first_of(told, "mean", "value")
    mean = total / units if mean is None and total is not None else mean
    if mean is None:
        return Arm(name, units)
    squares = first_of(told, "sum_squares", "sum_of_squares", "post_sum_squares", "m_sum_squares",
                       "numerator_sum_squares")
    variance = first_of(told, "variance", "var")
    deviation = first_of(told, "stddev", "sd", "std")
    if variance is None and deviation is not None:
        variance = deviation**2
    spread = variance * (units - 1) if squares is None else squares - units * mean * mean
    found = {"value": (mean, spread)}
    products = {}
    for measure, prefixes in (("denominator", ("d", "denominator")), ("pre_value", ("pre", "covariate"))):
        other = first_of(told, *(f"{prefix}_sum" for prefix in prefixes))
        if other is None:
            continue
        other_squares = first_of(told, *(f"{prefix}_sum_squares" for prefix in prefixes))
        found[measure] = (other / units, other_squares - other * other / units)
        product = first_of(told, *(name for name in told if "product" in name))
        products["value", measure] = product - mean * other
    arm = Arm(name, units, kind="ratio" if "denominator" in found else "mean",
              sums=moments(found, units, products))
    if len(found) == 1 and squares is not None and units <= MANY:
        arm.values = persons_with(units, total, squares)
    return arm


def moments(found: dict, units: int, products: dict | None = None) -> dict:
    """Columns of int_experiment_moments; what is not found does not vary."""
    columns = {"value_total": (found["value"][0] or 0) * units,
               "denominator_total": found.get("denominator", (1, 0))[0] * units}
    for measure in MEASURES:
        default = (1, 0) if "denominator" in measure else (0, 0)
        columns[f"{measure}_mean"] = found.get(measure, default)[0]
    for one, other in itertools.combinations_with_replacement(MEASURES, 2):
        spread = found.get(one, (0, 0))[1] if one == other else (products or {}).get((one, other), 0)
        columns[f"{one}_by_{other}"] = spread
    if "pre_value" in found:
        columns["pre_value"] = True
    return columns


def persons_with(units: int, total: float, squares: float) -> list[Decimal] | None:
    """Values of so many persons, of six decimals, with this sum and this sum of squares.

    All begin at the mean; pairs of them then move apart, which leaves the sum and adds twice a square.
    None where no persons can have them.
    """
    whole, whole_squares = Decimal(str(total)) * MILLIONTHS, Decimal(str(squares)) * MILLIONTHS**2
    if whole % 1 or whole_squares % 1 or units < 1:
        return None
    base, left = divmod(int(whole), units)
    values = [base + 1] * left + [base] * (units - left)
    missing = int(whole_squares) - sum(value * value for value in values)
    pairs = [(place, place + 1) for start, end in ((0, left), (left, units))
             for place in range(start, end - 1, 2)]
    if missing < 0 or (missing > 1 and len(pairs) < 10):
        return None
    for number, (one, other) in enumerate(pairs):
        # the last ones take up what is left, in steps that grow smaller
        share = missing // max(len(pairs) - 8 - number, 1)
        step = math.isqrt(max(share, 0) // 2)
        values[one] += step
        values[other] -= step
        missing -= 2 * step * step
    return [Decimal(value) / MILLIONTHS for value in values] if missing <= 1 else None


def prepare(case: Case) -> Plan:
    """Raw rows and definitions of one case; raises Unsupported."""
    test = test_of(case)
    plan = Plan(folders={"core", "marts/experiments"})
    numbers = itertools.count(1)
    for name, arms in {"": test.arms, **test.variants}.items():
        define(plan, case, test, name, arms)
        if all(arm.values is not None for arm in arms):
            for arm in arms:
                for place, value in enumerate(arm.values):
                    before = arm.before[place] if arm.before is not None else None
                    plan.rows += person_rows(case, name, arm, next(numbers), value, before)
    return plan


def define(plan: Plan, case: Case, test: Test, name: str, arms: list[Arm]) -> None:
    plan.add(
        "experiments",
        experiment_name=case.prefix + name,
        exposure_event=f"{case.prefix}_seen",
        experiment_property="test_name",
        variant_property="arm",
        control=arms[0].name,
        weights="|".join(f"{arm.name}={arm.weight}" for arm in arms) if len(arms) > 1 else "",
        alpha=test.alpha,
        sequential_tuning=test.tuning,
    )
    is_share = test.kind == "proportion"
    plan.add(
        "experiment_metrics",
        experiment_name=case.prefix + name,
        metric_name="measured",
        kind=test.kind,
        event=f"{case.prefix}_did" if is_share or test.is_cuped else f"{case.prefix}_seen",
        property="" if is_share else "amount",
        **({"denominator_event": f"{case.prefix}_never"} if test.kind == "ratio" else {}),
        **({"cuped_days": CUPED_DAYS} if test.is_cuped else {}),
    )


def person_rows(case: Case, name: str, arm: Arm, number: int, value, before):
    """Events of one person; a mean without a period before is stated by the exposure itself."""
    person = f"{number}"
    exposed = EPOCH + dates.timedelta(days=60)

    def row(event: str, at: dates.datetime, **properties) -> dict:
        return {
            "message_id": f"{case.prefix}-{person}-{event}-{at:%d%H%M}",
            "type": "track",
            "event": f"{case.prefix}_{event}",
            "user_id": user_id(case, person),
            "timestamp": iso(at),
            "received_at": iso(at),
            "properties": properties,
        }

    told = {"test_name": case.prefix + name, "arm": arm.name}
    if arm.kind == "proportion":
        yield row("seen", exposed, **told)
        if value:
            yield row("did", exposed + dates.timedelta(hours=1))
    elif before is None:
        yield row("seen", exposed, amount=str(value), **told)
    else:
        yield row("came", EPOCH)
        yield row("did", exposed - dates.timedelta(days=1), amount=str(before))
        yield row("seen", exposed, **told)
        yield row("did", exposed + dates.timedelta(hours=1), amount=str(value))


class Result:
    """Rows of the marts of one experiment."""

    def __init__(self, test: Test, arms: list[Arm], experiment: str, database):
        schema = "marts."
        if any(arm.values is None for arm in arms):
            run_on_sums(arms, experiment, database)
            schema = ""
        self.arms = rows(database, f"""
            select * from {schema}experiment_results where experiment_name = ? order by not is_control
        """, experiment)
        lifts = rows(database, f"""
            select * from {schema}experiment_lifts where experiment_name = ? and difference = ?
                and is_cuped = ?
        """, experiment, test.difference, test.is_cuped)
        self.lift = lifts[0] if lifts else {}
        self.test = test

    @property
    def variant(self) -> dict:
        return self.arms[-1]

    @property
    def p_value(self) -> float | None:
        """Half of the one for both sides is that of the side on which the lift lies."""
        found, lift = self.lift.get("p_value"), self.lift.get("lift")
        if found is None or self.test.tail == "both":
            return found
        is_expected = (lift > 0) == (self.test.tail == "greater")
        return found / 2 if is_expected else 1 - found / 2


def rows(database, sql: str, *values) -> list[dict]:
    cursor = database.execute(sql, list(values))
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def run_on_sums(arms: list[Arm], experiment: str, database) -> None:
    """Makes tables of the models behind the moments, for these arms in place of the built ones."""
    cells = []
    for place, arm in enumerate(arms):
        sums = {"units": arm.units} | (arm.sums or moments({"value": (0, 0)}, arm.units))
        sums = {key: value for key, value in sums.items() if key != "pre_value"}
        cells.append({"experiment_name": experiment, "metric_name": "measured", "variant": arm.name,
                      "is_control": place == 0, "kind": arm.kind} | sums)
    make(database, "int_experiment_moments", cells)
    make(database, "int_experiment_arms", [
        {"experiment_name": experiment, "variant": arm.name, "is_control": place == 0,
         "weight": arm.weight, "units": arm.units, "units_in_two_variants": 0, "units_in_no_arm": 0}
        for place, arm in enumerate(arms)
    ])
    [(path,)] = database.execute(
        "select path from duckdb_databases() where path is not null and not internal").fetchall()
    compiled = Path(path).parent / "target/compiled/footpath/models"
    for name in BEHIND:
        [file] = compiled.rglob(f"{name}.sql")
        sql = file.read_text()
        for other in ("int_experiment_arms", "int_experiment_moments", *BEHIND):
            schema = PLACES.get(other, "intermediate")
            sql = sql.replace(f'"footpath"."{schema}"."{other}"', f"temp.{other}")
        database.execute(f"create or replace temp table {name} as {sql}")


def make(database, name: str, cells: list[dict]) -> None:
    """A temporary table of these rows, with the types of the built one."""
    columns = list(cells[0])
    database.execute(f"create or replace temp table {name} as select * from intermediate.{name} limit 0")
    database.executemany(
        f"insert into temp.{name} ({', '.join(columns)}) values ({', '.join('?' for _ in columns)})",
        [list(cell.values()) for cell in cells],
    )


def is_near(actual, published) -> bool:
    """As many digits as are published, and no more than nine."""
    if actual is None or published is None or isinstance(published, bool):
        return same(actual, published)
    text = Decimal(repr(published))
    unit = Decimal(1).scaleb(text.as_tuple().exponent) if isinstance(published, float) else 0
    # 10001/10000 of half a unit: a published figure may have been rounded from a rounded one
    return math.isclose(actual, published, rel_tol=1e-9, abs_tol=max(float(unit) * 0.50005, 1e-12))


def compare(case: Case, database) -> Differences:
    """Everything that the case publishes against the marts."""
    test = test_of(case)
    results = {
        name: Result(test, arms, case.prefix + name, database)
        for name, arms in {"": test.arms, **test.variants}.items()
    }
    differences = Differences()
    for key, expected in case.expected.items():
        comparison = COMPARISONS_OF.get(key)
        if comparison is None:
            differences.append(f"{key}: a figure that no mart offers")
            continue
        for what, actual, published in comparison(results, expected, test):
            if not is_near(actual, published):
                differences.append(f"{what}: {actual!r}, published {published!r}")
    return differences


def ci(results, expected, test):
    ends = ("sequential_ci_low", "sequential_ci_high") if test.is_sequential else ("ci_low", "ci_high")
    for name, published in zip(ends, expected, strict=True):
        # an open end is none of a two-sided interval
        if published is not None and math.isfinite(published):
            yield name, results[""].lift.get(name), published


def p_value(results, expected, test):
    result = results[""]
    if test.is_sequential:
        yield "sequential p", None, expected
    elif test.is_ratio_of_samples:
        yield "srm_p_value", result.arms[0]["srm_p_value"], expected
    elif test.is_pooled:
        yield "pooled_p_value", result.variant["pooled_p_value"], expected
    else:
        yield "p_value", result.p_value, expected


def chi_square(results, expected, test):
    """By its p-value, which is what the marts have of it."""
    if test.is_ratio_of_samples:
        chance, freedom = results[""].arms[0]["srm_p_value"], len(test.arms) - 1
        yield "chi-square", chance and stats.chi2.isf(chance, freedom), expected
    else:
        yield "chi-square", results[""].variant["pooled_z"] ** 2, expected


def no_test(results, expected, test):
    if expected.startswith("no p-value"):
        lift = results[""].lift
        for name in ("p_value", "ci_low", "ci_high", "sequential_ci_low", "sequential_ci_high"):
            yield name, lift[name], None
    else:
        yield "result", None, expected


def of_lift(name):
    return lambda results, expected, test: [(name, results[""].lift.get(name), expected)]


def of_arm(name, figure, which=""):
    return lambda results, expected, test: [(name, figure(results[which].variant), expected)]


def squared(value):
    return None if value is None else value * value


COMPARISONS_OF = {
    "effect": of_lift("lift"),
    "lift": of_lift("lift"),
    "stderr": of_lift("standard_error"),
    "ci": ci,
    "p_value": p_value,
    "p_value_published": p_value,
    "z": of_arm("pooled_z", lambda row: row["pooled_z"]),
    "chi2": chi_square,
    "theta": of_arm("cuped_theta", lambda row: row["cuped_theta"]),
    "theta_zero_variance_pre": of_arm("cuped_theta", lambda row: row["cuped_theta"], "still"),
    "mean": of_arm("mean", lambda row: row["mean"]),
    "variance": of_arm("variance", lambda row: squared(row["stddev"])),
    "stddev": of_arm("stddev", lambda row: row["stddev"]),
    "variance_if_n_1": of_arm("variance", lambda row: squared(row["stddev"]), "alone"),
    "result": no_test,
    "alarm": of_arm("is_srm_alarm", lambda row: row["is_srm_alarm"]),
    "is_srm_alarm": of_arm("is_srm_alarm", lambda row: row["is_srm_alarm"]),
}
