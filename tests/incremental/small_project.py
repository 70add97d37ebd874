"""The small project beside this file, in a folder of its own, and what its tables must hold."""

import shutil
from pathlib import Path

import duckdb

from tests.builds import ROOT, Project

HERE = Path(__file__).parent / "small_project"
# in an order that the graph allows
NODES = [
    "weights", "landing_files", "weights__defined", "stg_sales", "sales", "changed_items",
    "totals", "changed_levels", "levels", "level_report", "report",
]
TABLES = {
    "marts.sales": "select item, points from marts.sales",
    "marts.totals": "select item, points from marts.totals",
    "marts.levels": "select level, items from marts.levels",
    "marts.level_report": "select level, items from marts.level_report",
    "marts.report": "select items, items_in_levels, points from marts.report",
}
# of each, rows that contradict the tables that it is made from
CONTRADICTIONS = {
    "sales": """
        from marts.sales left join marts.weights__defined using (item)
        where points % coalesce(weight, 1) <> 0
    """,
    "totals": """
        from (select item, sum(points) as points from marts.sales group by item) as made
        full join marts.totals as kept using (item)
        where made.points is distinct from kept.points
    """,
    "levels": """
        from (select points // 10 as level, count(*) as items from marts.totals group by all) as made
        full join marts.levels as kept using (level)
        where made.items is distinct from kept.items
    """,
    "report": """
        from marts.report
        where items <> (select count(*) from marts.totals)
            or points <> (select coalesce(sum(points), 0) from marts.totals)
    """,
}


class SmallProject(Project):
    """A copy of the small project, with footpath's macros and plugins as they are now."""

    def __init__(self, folder: Path, landing: Path | None = None):
        self.folder = folder
        self.kind = "incremental"
        self.root = folder / "project"
        self.database = folder / "footpath.duckdb"
        self.landing = landing or folder / "landing"
        self.landing.mkdir(parents=True, exist_ok=True)
        shutil.copytree(HERE, self.root, ignore=shutil.ignore_patterns("__pycache__"))
        ignored = shutil.ignore_patterns("__pycache__")
        for part in ("macros", "plugins"):
            shutil.copytree(ROOT / part, self.root / part, ignore=ignored, dirs_exist_ok=True)
        shutil.copy(ROOT / "profiles.yml", self.root)
        shutil.copy(ROOT / "models/staging/landing/landing_files.sql", self.root / "models")

    def write_sales(self, load_date: str, name: str, sales: list[tuple[str, int]]) -> None:
        """A landing file of one load."""
        self.write_lines(
            load_date, [{"item": item, "amount": amount} for item, amount in sales], name
        )

    def write_weights(self, weights: dict[str, int]) -> None:
        lines = [f"{item},{weight}\n" for item, weight in sorted(weights.items())]
        (self.root / "seeds/weights.csv").write_text("item,weight\n" + "".join(lines))

    def edit(self, model: str, text: str) -> None:
        """Adds a line to a model's SQL; its rows stay the same, and dbt cannot know that."""
        path = self.root / f"models/{model}.sql"
        path.write_text(f"{path.read_text().rstrip()}\n-- {text}\n")

    @property
    def published(self) -> Path:
        return self.database.with_name("footpath.published.duckdb")


def contents(database: Path) -> dict[str, list[tuple] | None]:
    """Rows of the lasting tables, sorted; of a table that is missing, None."""
    found = dict.fromkeys(TABLES)
    if not database.exists():
        return found
    with duckdb.connect(database, read_only=True) as connection:
        for name, query in TABLES.items():
            try:
                found[name] = sorted(connection.execute(query).fetchall())
            except duckdb.CatalogException:
                pass
    return found


def contradictions(database: Path) -> list[str]:
    """Which tables of a database do not agree with those that they are made from."""
    with duckdb.connect(database, read_only=True) as connection:
        return [
            name for name, rows in CONTRADICTIONS.items()
            if connection.execute(f"select count(*) {rows}").fetchone() != (0,)
        ]
