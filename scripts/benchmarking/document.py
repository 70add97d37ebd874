"""The page of figures: docs/performance.md, its table written from kept results.

The results of each size lie beside it as docs/performance/<rows>-<format>.json. What stands
outside the two marks is written by hand and left as it is.
"""

import json
import re
from pathlib import Path

from . import figures, report
from .processes import BenchmarkError

PAGE = Path("docs/performance.md")
KEPT = Path("docs/performance")
BEGIN = "<!-- figures: written by `scripts/benchmark.py --document` -->"
END = "<!-- end of figures -->"


def write(root: Path, folders: list[Path]) -> Path:
    """Keeps the results in `folders` and rewrites the page's figures; returns the page."""
    (root / KEPT).mkdir(parents=True, exist_ok=True)
    for folder in folders:
        text = (folder / "results.json").read_text()
        results = json.loads(text)
        if "rows" not in results["data"]:
            raise BenchmarkError(f"{folder} has no floor: figures are ratios to it")
        name = re.sub(r"[^0-9A-Za-z]+", "-", figures.size_name(results).replace(" rows", ""))
        (root / KEPT / f"{name}.json").write_text(text)
    page = root / PAGE
    page.write_text(with_figures(page.read_text(), kept(root)))
    return page


def kept(root: Path) -> list[dict]:
    """The kept results, smallest first."""
    found = [json.loads(path.read_text()) for path in sorted((root / KEPT).glob("*.json"))]
    return sorted(found, key=lambda results: results["data"]["rows"])


def with_figures(text: str, measured: list[dict]) -> str:
    """The page's text with the figures of these results between the marks."""
    if text.count(BEGIN) != 1 or text.count(END) != 1:
        raise BenchmarkError(f"{PAGE} must hold '{BEGIN}' and '{END}' once each")
    before, rest = text.split(BEGIN)
    after = rest.split(END)[1]
    return f"{before}{BEGIN}\n\n{body(measured)}\n\n{END}{after}"


def body(measured: list[dict]) -> str:
    """Goals and figures, a column for each size, then each size's measurements."""
    if not measured:
        return "No results are kept yet."
    header = ["goal", "limit", *map(figures.size_name, measured)]
    rows = [header]
    for goal in figures.GOALS:
        rows.append([goal.name, goal.limit_text(), *(goal.cell(results) for results in measured)])
    rows.append([
        "full build, growth from the size before (exponent)", f"≤ {figures.GROWTH_LIMIT:.2f}",
        *growth_cells(measured),
    ])
    parts = [report.table(rows)]
    for results in measured:
        parts.append(f"### {report.heading(results).removeprefix('footpath benchmark: ')}")
        parts.append(report.machine(results))
        parts.append(report.table(report.measurements(results)))
        if results.get("day"):
            parts.append(report.table(report.days(results)))
        if "loads" in results:
            parts.append(report.table(report.loads(results)))
        if "steps" in (figures.default_build(results) or {}):
            parts.append(report.table(report.steps(results)))
        if figures.default_build(results):
            parts.append(report.table(report.models(results)))
    return "\n\n".join(parts)


def growth_cells(measured: list[dict]) -> list[str]:
    cells = []
    for number, results in enumerate(measured):
        value = figures.growth(measured[number - 1], results) if number else None
        if value is None:
            cells.append("–")
        else:
            cells.append(f"{value:.2f} {'met' if value <= figures.GROWTH_LIMIT else '**not met**'}")
    return cells
