"""Draws the five questions of analyses/ as pictures, from what a build has published.

    uv run dbt build
    uv run python scripts/draw_analyses.py [--database FILE] [--manifest FILE] [--out FOLDER]

Each analysis is run as it stands, its `ref`s looked up in dbt's manifest, and becomes one PNG: bars of
funnels, a heatmap of retention, the ways to a conversion, the adoption of features, and the intervals of
experiments. A question without rows is told, and not drawn.
"""

import argparse
import json
import re
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import duckdb
import matplotlib

matplotlib.use("Agg")

import pandas as pd  # noqa: E402
from matplotlib import pyplot as plt  # noqa: E402
from matplotlib.dates import ConciseDateFormatter  # noqa: E402
from matplotlib.figure import Figure  # noqa: E402

ROOT = Path(__file__).parents[1]
REF = re.compile(r"""\{\{\s*ref\(\s*['"](\w+)['"]\s*\)\s*\}\}""")
COLOR, MUTED = "#2b6cb0", "#a0aec0"
# of what there may be hundreds: rows of a heatmap, and bars of a picture
COHORTS, WAYS = 15, 10


class AnalysisError(Exception):
    """What keeps an analysis from being run, with the way out."""


def statement(path: Path, manifest: dict) -> str:
    """SQL of an analysis, each `ref` as `schema.table` of a manifest (manifest.json, as a mapping).

    Raises AnalysisError where it has other Jinja, or refers to what the manifest does not know.
    """
    tables = {
        node["name"]: f'"{node["schema"]}"."{node["alias"]}"'
        for node in manifest["nodes"].values() if node["resource_type"] in ("model", "seed")
    }

    def table(found: re.Match) -> str:
        if found[1] not in tables:
            raise AnalysisError(
                f"{path.name} reads {found[1]}, which the last build does not know. Run `uv run dbt build`"
                " with its source named in `sources` in dbt_project.yml."
            )
        return tables[found[1]]

    sql = REF.sub(table, path.read_text())
    if "{{" in sql or "{%" in sql:
        raise AnalysisError(
            f"{path.name} has Jinja other than `ref`, which only dbt renders: `uv run dbt show -s {path.stem}`."
        )
    return sql


def rows_of(connection: duckdb.DuckDBPyConnection, path: Path, manifest: dict) -> pd.DataFrame:
    """Rows of an analysis, in its order. Raises AnalysisError as `statement` does, and where a table of it
    is not in the database."""
    try:
        return connection.execute(statement(path, manifest)).df()
    except duckdb.CatalogException as error:
        raise AnalysisError(
            f"{path.name}: {str(error).splitlines()[0]} Build and publish it: `uv run dbt build`."
        ) from error


def panels(count: int, width: float, height: float, columns: int = 2) -> tuple[Figure, list]:
    """A figure of that many panels, each of a size in inches; what is left over of the last row is gone."""
    columns = min(columns, count)
    lines = -(-count // columns)
    figure, axes = plt.subplots(
        lines, columns, figsize=(width * columns, height * lines), squeeze=False, layout="constrained")
    every = list(axes.flat)
    for spare in every[count:]:
        spare.remove()
    for axis in every[:count]:
        axis.spines[["top", "right"]].set_visible(False)
    return figure, every[:count]


def draw_funnels(rows: pd.DataFrame) -> Figure:
    """A panel a funnel, a bar a step: units, and their share of the first step's. Where there is a breakdown,
    the units of its values are added up: a unit that is in several counts in each."""
    whole = rows.groupby(["funnel_name", "step_number", "step_name"], as_index=False)["units"].sum()
    names = list(whole["funnel_name"].unique())
    figure, axes = panels(len(names), 6, 2.6)
    for axis, name in zip(axes, names, strict=True):
        steps = whole[whole["funnel_name"] == name]
        first = steps["units"].iloc[0]
        bars = axis.barh(steps["step_name"], steps["units"], color=COLOR)
        axis.bar_label(bars, [
            f"{units:,}" + (f" ({units / first:.0%})" if first else "") for units in steps["units"]
        ], padding=3)
        axis.invert_yaxis()
        axis.margins(x=0.25)
        axis.set_title(name.replace("_", " "), loc="left")
        axis.set_xlabel("units")
    return figure


def draw_retention(rows: pd.DataFrame) -> Figure:
    """A panel a curve, its last cohorts one under another: the share that is back, by periods since."""
    rows = rows[rows["breakdown_value"].eq("") | rows["breakdown_value"].isna()]
    names = list(rows["retention_name"].unique())
    figure, axes = panels(len(names), 7, 5)
    for axis, name in zip(axes, names, strict=True):
        curve = rows[rows["retention_name"] == name]
        rates = curve.pivot(index="cohort_period", columns="period_number", values="retention_rate")
        sizes = curve.groupby("cohort_period")["cohort_size"].first()
        rates = rates[sizes > 0].tail(COHORTS)
        image = axis.imshow(rates, aspect="auto", cmap="Blues", vmin=0, vmax=1)
        axis.set_xticks(range(rates.shape[1]), rates.columns)
        axis.set_yticks(range(rates.shape[0]), [
            f"{cohort:%Y-%m-%d} ({sizes[cohort]:,})" for cohort in rates.index
        ])
        if rates.shape[1] <= 10:
            for (line, column), rate in pd.DataFrame(rates.to_numpy()).stack().dropna().items():
                axis.text(column, line, f"{rate:.0%}", ha="center", va="center", fontsize=8,
                          color="white" if rate > 0.6 else "black")
        axis.set_title(name.replace("_", " "), loc="left")
        axis.set_xlabel("periods since the first")
        figure.colorbar(image, ax=axis, format="{x:.0%}", label="share that is back")
    return figure


def draw_ways(rows: pd.DataFrame) -> Figure:
    """A panel a definition of paths, a bar a way: conversions, and of how many runs."""
    names = list(rows["path_name"].unique())
    figure, axes = panels(len(names), 11, 4, columns=1)
    for axis, name in zip(axes, names, strict=True):
        ways = rows[rows["path_name"] == name].head(WAYS)
        bars = axis.barh(ways["sequence"], ways["conversions"], color=COLOR)
        axis.bar_label(bars, [f"of {runs:,} runs" for runs in ways["runs"]], padding=3)
        axis.invert_yaxis()
        axis.margins(x=0.15)
        axis.set_title(f"{name.replace('_', ' ')}: the commonest ways to a conversion", loc="left")
        axis.set_xlabel("conversions")
    return figure


def draw_adoption(rows: pd.DataFrame) -> Figure:
    """Lines by month, one a feature: the share of a day's active persons, and who has begun to use it."""
    rows = rows[rows["month"] >= rows.loc[rows["uses"] > 0, "month"].min()]
    figure, (share, count) = panels(2, 7, 4)
    for name, feature in rows.groupby("feature_name"):
        share.plot(feature["month"], feature["mean_adoption_rate"], marker="o", ms=3, label=name)
        count.plot(feature["month"], feature["adopters_until_then"], marker="o", ms=3, label=name)
    share.set_title("Share of a day's active persons who use it", loc="left")
    share.yaxis.set_major_formatter("{x:.1%}")
    share.set_ylim(0)
    count.set_title("Persons who have begun to use it", loc="left")
    count.set_ylim(0)
    share.legend(title="feature")
    for axis in (share, count):
        axis.xaxis.set_major_formatter(ConciseDateFormatter(axis.xaxis.get_major_locator()))
    return figure


def draw_experiments(rows: pd.DataFrame) -> Figure:
    """A panel an experiment and metric: each variant's difference to the control, with its interval."""
    others = rows[rows["verdict"] != "control"]
    asked = list(others[["experiment_name", "metric_name"]].drop_duplicates().itertuples(index=False))
    figure, axes = panels(len(asked), 6.5, 2.4)
    for axis, (experiment, metric) in zip(axes, asked, strict=True):
        of_metric = others[others["experiment_name"].eq(experiment) & others["metric_name"].eq(metric)]
        axis.axvline(0, color=MUTED, lw=1)
        for line, row in enumerate(of_metric.itertuples()):
            axis.plot([row.ci_low, row.ci_high], [line, line], color=COLOR, lw=2)
            axis.plot(row.lift_absolute, line, "o", color=COLOR)
            axis.annotate(
                f"{row.verdict}, p = {row.p_value:.3g}, {row.units:,} persons", (row.lift_absolute, line),
                xytext=(0, 8), textcoords="offset points", ha="center", fontsize=9)
        axis.set_yticks(range(len(of_metric)), of_metric["variant"])
        axis.set_ylim(-0.6, len(of_metric) - 0.2)
        axis.set_title(f"{experiment.replace('_', ' ')}: {metric.replace('_', ' ')}", loc="left")
        axis.set_xlabel("difference to the control's mean")
    return figure


@dataclass
class Picture:
    """An analysis, by the name of its file, and how its rows are drawn."""

    analysis: str
    draw: Callable[[pd.DataFrame], Figure]


PICTURES = [
    Picture("where_do_people_drop_out", draw_funnels),
    Picture("do_they_come_back", draw_retention),
    Picture("which_ways_lead_to_a_purchase", draw_ways),
    Picture("is_the_feature_adopted", draw_adoption),
    Picture("did_the_variant_win", draw_experiments),
]


def draw(database: Path, manifest: Path, out: Path) -> list[Path]:
    """Writes a PNG for each question that has rows, and returns them. Raises AnalysisError where a file is
    not there, or an analysis cannot be run."""
    for path, what in ((database, "published database"), (manifest, "manifest of a build")):
        if not path.is_file():
            raise AnalysisError(f"There is no {what} at {path}. Run `uv run dbt build` first.")
    known = json.loads(manifest.read_text())
    out.mkdir(parents=True, exist_ok=True)
    drawn = []
    with duckdb.connect(database, read_only=True) as connection:
        connection.execute("set TimeZone = 'UTC'")
        for picture in PICTURES:
            rows = rows_of(connection, ROOT / f"analyses/{picture.analysis}.sql", known)
            if rows.empty:
                print(f"{picture.analysis}: no rows, so nothing is drawn.", file=sys.stderr)
                continue
            figure = picture.draw(rows)
            figure.savefig(out / f"{picture.analysis}.png", dpi=120)
            plt.close(figure)
            drawn.append(out / f"{picture.analysis}.png")
    return drawn


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--database", type=Path, default=ROOT / "footpath.published.duckdb",
                        help="what a build has published (default: footpath.published.duckdb)")
    parser.add_argument("--manifest", type=Path, default=ROOT / "target/manifest.json",
                        help="dbt's, of that build (default: target/manifest.json)")
    parser.add_argument("--out", type=Path, default=ROOT / "reports", help="folder (default: reports)")
    asked = parser.parse_args()
    try:
        drawn = draw(asked.database, asked.manifest, asked.out)
    except AnalysisError as error:
        print(f"ERROR: {error}", file=sys.stderr)
        return 1
    for path in drawn:
        print(path)
    return 0


if __name__ == "__main__":
    sys.exit(main())
