"""From measurements to ratios, and the goals they are held against."""

import math
from collections.abc import Callable
from dataclasses import dataclass


@dataclass
class Goal:
    """One goal: `figure` takes results and gives a number, or None where it was not measured."""

    name: str
    limit: float
    figure: Callable[[dict], float | None]
    unit: str = ""
    at_least: bool = False

    def cell(self, results: dict) -> str:
        """The figure and whether the goal is met; a dash for what was not measured."""
        value = self.figure(results)
        if value is None:
            return "–"
        return f"{self.text(value)} {'met' if self.is_met(value) else '**not met**'}"

    def is_met(self, value: float) -> bool:
        return value >= self.limit if self.at_least else value <= self.limit

    def limit_text(self) -> str:
        return f"{'≥' if self.at_least else '≤'} {self.text(self.limit)}"

    def text(self, value: float) -> str:
        if self.unit == "%":
            return f"{100 * value:.1f} %"
        return f"{value:.2f}{' ' + self.unit if self.unit else ''}"


def floor_cpu(results: dict) -> float | None:
    """CPU seconds of the floor: the mean of its measurements in the run."""
    taken = [floor["sql_cpu_seconds"] for floor in results["floor"]]
    return sum(taken) / len(taken) if taken else None


def build_of(results: dict, threads: int | None = None, limited: bool = False) -> dict | None:
    """The full build with so many threads (None: the first there is), with a limit or without."""
    for taken in results["builds"]:
        if bool(taken["memory_limit"]) == limited and threads in (None, taken["threads"]):
            return taken
    return None


def default_build(results: dict) -> dict | None:
    """The full build with the threads that everything else was measured with."""
    floors = results["floor"]
    return build_of(results, floors[0]["threads"] if floors else None)


def quotient(above: float | None, below: float | None) -> float | None:
    """A ratio, or None without both: a cost that drowned in dbt's own (0 or less) is none."""
    if above is None or below is None or above <= 0 or below <= 0:
        return None
    return above / below


def sql_cpu(taken: dict | None) -> float | None:
    return taken["sql_cpu_seconds"] if taken else None


def whole_history(results: dict) -> dict | None:
    """What all the data cost: a full build, else one with a memory limit, else its loads."""
    return (
        default_build(results)
        or build_of(results, limited=True)
        or results.get("loads", {}).get("total")
    )


def rows_cost(steps: dict[str, float], alone: dict[str, float]) -> dict[str, float]:
    """CPU seconds of each step for the rows; what it took over none is counted as dbt's."""
    found = {
        step: seconds - alone.get(step, 0) for step, seconds in steps.items() if step != "dbt"
    }
    return found | {"dbt": sum(steps.values()) - sum(found.values())}


def build_by_floor(results: dict) -> float | None:
    return quotient(sql_cpu(whole_history(results)), floor_cpu(results))


def build_by_naive(results: dict) -> float | None:
    return quotient(sql_cpu(default_build(results)), sql_cpu(results.get("naive")))


def staged_bytes(build: dict) -> int:
    """Bytes of the rows as they were read and typed, the one wide table; figures of older builds
    have it as tables of staging."""
    wide = ("staging.", "intermediate.int_events__read")
    return sum(size for name, size in build["tables"].items() if name.startswith(wide))


def database_by_staged(results: dict) -> float | None:
    build = default_build(results)
    return quotient(build["file_bytes"], staged_bytes(build)) if build else None


def build_peak_gb(results: dict) -> float | None:
    """Of the build that was told nothing of memory."""
    build = default_build(results)
    return build["peak_bytes"] / 1e9 if build else None


def loads_peak_gb(results: dict) -> float | None:
    runs = results.get("loads", {}).get("runs", [])
    return max((run["peak_bytes"] / 1e9 for run in runs), default=None)


def longest_day(results: dict) -> dict | None:
    return max(results.get("day", []), key=lambda day: day["days"], default=None)


def day_by_full(results: dict, name: str = "sql_cpu_seconds") -> float | None:
    day = longest_day(results)
    return quotient(day["again"][name], day["full"][name]) if day else None


def day_exponent(results: dict) -> float | None:
    """How the cost of the same day grows with the bytes of history: slope of the logarithms."""
    points = [
        (math.log(day["bytes"] - day["day_bytes"]), math.log(day["again"]["sql_cpu_seconds"]))
        for day in results.get("day", []) if day["again"]["sql_cpu_seconds"] > 0
    ]
    if len(points) < 2:
        return None
    mean_x = sum(x for x, _ in points) / len(points)
    mean_y = sum(y for _, y in points) / len(points)
    spread = sum((x - mean_x) ** 2 for x, _ in points)
    return sum((x - mean_x) * (y - mean_y) for x, y in points) / spread if spread else None


def two_threads(results: dict) -> float | None:
    one, two = build_of(results, 1), build_of(results, 2)
    return quotient(one["sql_wall_seconds"], two["sql_wall_seconds"]) if one and two else None


def funnel_by_window_funnel(results: dict, start: str) -> float | None:
    found = results.get("funnel", {}).get(start)
    return quotient(sql_cpu(found["ours"]), sql_cpu(found["window_funnel"])) if found else None


def sample_seconds(results: dict, name: str = "sample") -> float | None:
    sample = results.get(name)
    return sample["wall_seconds"] if sample else None


GOALS = [
    Goal("full build, SQL CPU by the floor's", 2.0, build_by_floor, "×"),
    Goal("full build, peak memory as shipped", 2.0, build_peak_gb, "GB"),
    Goal("in several loads, peak memory", 8.0, loads_peak_gb, "GB"),
    Goal("full build, SQL CPU by the usual shape's", 1 / 3, build_by_naive, "×"),
    Goal("database file by the staged bytes", 1.4, database_by_staged, "×"),
    Goal("one more day on the longest history, SQL CPU by a full build's", 0.06, day_by_full, "%"),
    Goal(
        "the same, counting dbt's overhead", 0.08,
        lambda results: day_by_full(results, "cpu_seconds"), "%",
    ),
    Goal("one more day, growth with the history (exponent)", 0.3, day_exponent),
    Goal("two threads by one, SQL wall time", 1.6, two_threads, "×", at_least=True),
    *(
        Goal(
            f"ordered funnel by windowFunnel, {start}, SQL CPU", 1.6,
            lambda results, start=start: funnel_by_window_funnel(results, start), "×",
        )
        for start in ("from its step events", "from all events")
    ),
    Goal("`dbt build` of the sample, wall time", 25.0, sample_seconds, "s"),
    Goal(
        "`dbt run` of the sample with nothing new, wall time", 8.0,
        lambda results: sample_seconds(results, "sample_again"), "s",
    ),
]
# the goal that needs two sizes, and so two runs
GROWTH_LIMIT = 1.05


def growth(smaller: dict, larger: dict) -> float | None:
    """Exponent of the full build's cost from one size to another.

    Each cost is counted in floors of its own run, since times of two runs must not be
    compared; the floor itself is taken to grow with the rows.
    """
    costs = build_by_floor(smaller), build_by_floor(larger)
    rows = smaller["data"]["rows"], larger["data"]["rows"]
    if None in costs or rows[0] >= rows[1]:
        return None
    return 1 + math.log(costs[1] / costs[0]) / math.log(rows[1] / rows[0])


def size_name(results: dict) -> str:
    """The number of rows in a word, such as 10M, and the format."""
    rows = results["data"].get("rows")
    if not rows:
        return results["data"]["format"]
    word = f"{round(rows / 1e6):,}M" if rows >= 950_000 else f"{rows:,}"
    return f"{word} rows, {results['data']['format']}"
