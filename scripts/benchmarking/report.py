"""Results as JSON, as a Markdown table, as plots, and as one HTML page that holds them all."""

import base64
import html
import json
from pathlib import Path

import matplotlib

matplotlib.use("Agg")

from matplotlib import pyplot as plt  # noqa: E402

from . import figures  # noqa: E402

BLUE, GREY, ORANGE = "#3b6ea5", "#9aa5b1", "#d9822b"
MODELS_SHOWN = 20
MODELS_TOLD = 10


def write(folder: Path, results: dict) -> None:
    """Writes results.json, report.md, report.html and the plots that the results allow."""
    (folder / "results.json").write_text(json.dumps(results, indent=1) + "\n")
    sections = [("Goals", goals(results)), ("Measurements", measurements(results))]
    if results.get("day"):
        sections.append(("One more day", days(results)))
    if "loads" in results:
        sections.append(("In several loads", loads(results)))
    if figures.default_build(results):
        if "steps" in figures.default_build(results):
            sections.append(("Where the CPU goes", steps(results)))
        sections.append(("Slowest models", models(results)))
    text = "\n".join(f"## {title}\n\n{table(rows)}\n" for title, rows in sections)
    (folder / "report.md").write_text(f"# {heading(results)}\n\n{machine(results)}\n\n{text}")
    (folder / "report.html").write_text(page(results, sections, plots(folder, results)))


def differing(results: dict) -> list[str]:
    """What an incremental run left other than a full build did, a line each."""
    return [
        f"one more day on {day['days'] - 1}: {name} is not what a full build gives"
        for day in results.get("day", []) for name in day["differing"]
    ]


def heading(results: dict) -> str:
    date = f", {results['date']}" if results["date"] else ""
    return f"footpath benchmark: {figures.size_name(results)}{date}"


def machine(results: dict) -> str:
    """What was measured on, in a line."""
    told = results["machine"]
    versions = ", ".join(
        f"{name} {told[name]}" for name in ("python", "duckdb", "dbt-core", "dbt-duckdb", "chdb")
        if name in told
    )
    return (
        f"{told['cores']} cores, {told['memory_bytes'] / 1e9:.0f} GB, {told['system']}; "
        f"{versions}. Landing: {results['data']['bytes'] / 1e6:,.0f} MB in"
        f" {results['data']['loads']} loads, {results['data']['first_load']} to"
        f" {results['data']['last_load']}."
    )


def goals(results: dict) -> list[list[str]]:
    return [["goal", "limit", "figure"]] + [
        [goal.name, goal.limit_text(), goal.cell(results)] for goal in figures.GOALS
    ]


def measurements(results: dict) -> list[list[str]]:
    rows = [["measurement", "SQL CPU s", "× floor", "CPU s", "wall s", "peak GB", "spill GB", "file GB"]]
    floor = figures.floor_cpu(results)
    named = [(f"floor, {taken['threads']} threads", taken) for taken in results["floor"]]
    for threads, taken in results.get("overhead", {}).items():
        spread = f"± {taken['spread_seconds'] / 2:.1f} s"
        named.append((f"dbt alone, {threads} threads, {spread}", taken["full"]))
    for taken in results["builds"]:
        limit = f", {taken['memory_limit']} limit" if taken["memory_limit"] else ""
        named.append((f"full build, {taken['threads']} threads{limit}", taken))
    if "naive" in results:
        named.append((f"usual shape, {results['naive']['threads']} threads", results["naive"]))
    for start, found in results.get("funnel", {}).items():
        if isinstance(found, dict):
            named.append((f"one funnel, {start}", found["ours"]))
            named.append((f"windowFunnel, {start}", found["window_funnel"]))
    if "loads" in results:
        named.append((f"in {len(results['loads']['runs'])} loads", results["loads"]["total"]))
    if "sample" in results:
        named.append(("`dbt build` of the sample", results["sample"]))
    if "sample_again" in results:
        named.append(("`dbt run` of the sample, nothing new", results["sample_again"]))
    for name, taken in named:
        sql = taken.get("sql_cpu_seconds")
        by_floor = figures.quotient(sql, floor)
        rows.append([
            name,
            f"{sql:.2f}" if sql is not None else "–",
            f"{by_floor:.2f}" if by_floor is not None else "–",
            f"{taken['cpu_seconds']:.1f}",
            f"{taken['wall_seconds']:.1f}",
            f"{taken['peak_bytes'] / 1e9:.2f}",
            f"{taken['spill_bytes'] / 1e9:.2f}",
            f"{taken['file_bytes'] / 1e9:.2f}" if "file_bytes" in taken else "–",
        ])
    return rows


def days(results: dict) -> list[list[str]]:
    rows = [[
        "history", "SQL CPU s", "±", "in full", "share", "CPU s", "in full", "share", "wall s",
        "tables that differ",
    ]]
    for day in results["day"]:
        again, full = day["again"], day["full"]
        rows.append([
            f"{day['days'] - 1} days + 1",
            f"{again['sql_cpu_seconds']:.2f}",
            f"{day['spread_seconds'] / 2:.1f}" if "spread_seconds" in day else "–",
            f"{full['sql_cpu_seconds']:.2f}",
            share(again["sql_cpu_seconds"], full["sql_cpu_seconds"]),
            f"{again['cpu_seconds']:.1f}",
            f"{full['cpu_seconds']:.1f}",
            share(again["cpu_seconds"], full["cpu_seconds"]),
            f"{again['wall_seconds']:.1f}",
            str(len(day["differing"])),
        ])
    return rows


def share(part: float, whole: float) -> str:
    value = figures.quotient(part, whole)
    return "–" if value is None else f"{100 * value:.1f} %"


def loads(results: dict) -> list[list[str]]:
    rows = [["load", "days", "MB", "SQL CPU s", "wall s", "peak GB", "database GB"]]
    for run in results["loads"]["runs"]:
        rows.append([
            str(run["load"]),
            str(run["load_dates"]),
            f"{run['bytes'] / 1e6:,.0f}",
            f"{run['sql_cpu_seconds']:.1f}",
            f"{run['wall_seconds']:.1f}",
            f"{run['peak_bytes'] / 1e9:.2f}",
            f"{run['file_bytes'] / 1e9:.2f}",
        ])
    return rows


def steps(results: dict) -> list[list[str]]:
    """CPU seconds of the full build by step, beside the floor: see pipeline.step_of.

    What the same step takes over no rows is taken off, and stands in the line of dbt.
    """
    build, floor = figures.default_build(results), figures.floor_cpu(results)
    alone = results["overhead"][str(build["threads"])]["full"]["steps"]
    day = figures.longest_day(results)
    day_alone = results["overhead"][str(build["threads"])]["again"]["steps"]
    found = figures.rows_cost(build["steps"], alone)
    on_day = figures.rows_cost(day["again"]["steps"], day_alone) if day else {}
    rows = [["step", "CPU s", "share", "× floor", "one more day, CPU s"]]
    for step in sorted(found, key=lambda step: (step == "dbt", -found[step])):
        rows.append([
            step,
            f"{found[step]:.2f}",
            share(found[step], build["cpu_seconds"]),
            "–" if step == "dbt" else times(figures.quotient(found[step], floor)),
            f"{on_day[step]:.2f}" if step in on_day else "–",
        ])
    rows.append([
        "all", f"{build['cpu_seconds']:.2f}", "100.0 %", "–",
        f"{day['again']['cpu_seconds']:.2f}" if day else "–",
    ])
    if floor:
        rows.append(["the floor", f"{floor:.2f}", "–", "1.00", "–"])
    return rows


def times(value: float | None) -> str:
    return "–" if value is None else f"{value:.2f}"


def models(results: dict) -> list[list[str]]:
    """Seconds of the dearest models of the full build, and of the longest history's day: CPU, or
    wall in results that were kept before CPU was measured."""
    name = "models_cpu" if "models_cpu" in figures.default_build(results) else "models"
    kind = "CPU" if name == "models_cpu" else "wall"
    seconds = figures.default_build(results)[name]
    day = figures.longest_day(results)
    on_day = day["again"].get(name, {}) if day else {}
    first = sorted(seconds, key=lambda name: -seconds[name])[:MODELS_TOLD]
    # what a day costs most of is not what a full build does
    first += [
        name for name in sorted(on_day, key=lambda name: -on_day[name])[:MODELS_TOLD]
        if name not in first
    ]
    total = sum(seconds.values())
    return [["model", f"full build, {kind} s", "share", f"one more day, {kind} s"]] + [
        [
            f"`{name}`",
            f"{seconds.get(name, 0):.1f}",
            share(seconds.get(name, 0), total),
            f"{on_day[name]:.1f}" if name in on_day else "–",
        ]
        for name in first
    ]


def table(rows: list[list[str]]) -> str:
    """A Markdown table of a header and rows."""
    header, *body = rows
    lines = [header, ["---"] * len(header), *body]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def plots(folder: Path, results: dict) -> list[Path]:
    """Draws what the results allow; returns the pictures."""
    drawn = []
    floor, build = figures.floor_cpu(results), figures.default_build(results)
    by_floor = figures.build_by_floor(results)
    if by_floor is not None:
        bars = [("floor", 1.0, GREY), ("footpath, full build", by_floor, BLUE)]
        if "naive" in results:
            bars.append(("the usual shape", results["naive"]["sql_cpu_seconds"] / floor, ORANGE))
        drawn.append(draw_bars(folder / "floor.png", "SQL CPU, in floors", bars))
    if build:
        slowest = sorted(build["models"].items(), key=lambda item: -item[1])[:MODELS_SHOWN]
        bars = [(name, seconds, BLUE) for name, seconds in slowest]
        drawn.append(draw_bars(folder / "models.png", "Slowest models of the full build, seconds", bars))
    if results.get("day"):
        drawn.append(draw_days(folder / "days.png", results["day"]))
    if "loads" in results:
        bars = [(f"load {run['load']}", run["sql_cpu_seconds"], BLUE) for run in results["loads"]["runs"]]
        drawn.append(draw_bars(folder / "loads.png", "SQL CPU seconds of each load", bars))
    return drawn


def draw_bars(path: Path, title: str, bars: list[tuple[str, float, str]]) -> Path:
    """Horizontal bars, the first on top, each with its value."""
    figure, axes = plt.subplots(figsize=(8, 0.8 + 0.32 * len(bars)), layout="constrained")
    names, values, colours = zip(*bars)
    places = range(len(bars))
    drawn = axes.barh(places, values, color=colours)
    axes.set_yticks(places, names)
    axes.invert_yaxis()
    axes.bar_label(drawn, fmt="%.2f", padding=3)
    axes.margins(x=0.12)
    return save(figure, axes, title, path)


def draw_days(path: Path, measured: list[dict]) -> Path:
    """The cost of one more day and of a full build over the length of the history."""
    figure, axes = plt.subplots(figsize=(8, 3.6), layout="constrained")
    lengths = [day["days"] for day in measured]
    for name, label, colour in (("full", "full build", GREY), ("again", "one more day", BLUE)):
        values = [day[name]["sql_cpu_seconds"] for day in measured]
        axes.plot(lengths, values, marker="o", color=colour, label=label)
    axes.set_xlabel("days of history")
    axes.set_ylim(bottom=0)
    axes.legend(frameon=False)
    return save(figure, axes, "SQL CPU seconds, by days of history", path)


def save(figure, axes, title: str, path: Path) -> Path:
    axes.set_title(title, loc="left")
    axes.spines[["top", "right"]].set_visible(False)
    figure.savefig(path, dpi=120)
    plt.close(figure)
    return path


def page(results: dict, sections: list, pictures: list[Path]) -> str:
    """One HTML page with nothing outside it."""
    parts = [f"<h1>{html.escape(heading(results))}</h1>", f"<p>{html.escape(machine(results))}</p>"]
    for title, (header, *body) in sections:
        head = "".join(f"<th>{html.escape(cell)}</th>" for cell in header)
        lines = "".join(
            "<tr>" + "".join(f"<td>{html.escape(cell.replace('**', ''))}</td>" for cell in row) + "</tr>"
            for row in body
        )
        parts.append(f"<h2>{html.escape(title)}</h2><table><tr>{head}</tr>{lines}</table>")
    for picture in pictures:
        data = base64.b64encode(picture.read_bytes()).decode()
        parts.append(f'<p><img alt="{picture.stem}" src="data:image/png;base64,{data}"></p>')
    style = (
        "body{font:15px/1.5 sans-serif;max-width:60em;margin:2em auto;padding:0 1em}"
        "table{border-collapse:collapse}td,th{padding:.2em .8em;border-bottom:1px solid #ccc;"
        "text-align:left}img{max-width:100%}"
    )
    return (
        f'<!doctype html><html lang="en"><meta charset="utf-8">'
        f"<title>{html.escape(heading(results))}</title><style>{style}</style>"
        f"<body>{''.join(parts)}</body></html>\n"
    )
