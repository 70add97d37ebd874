"""What records become may not depend on which run reads which load."""

from pathlib import Path

from tests.builds import Build, Project
from tests.differences import columns_of, differences, open_both


def one_load_a_run(built: Build, project: Project, *models: str, variables: dict | None = None) -> list[str]:
    """Tables that differ where `project` reads the files that `built` has read, the newest load first.

    It builds `models`, what they read and the ledger alone: its other tables are not compared.
    """
    landing = built.database.parent / "landing"
    files = [path for path in landing.rglob("*") if path.is_file()]
    loads = sorted({path.parent.name for path in files}, reverse=True)
    assert len(loads) > 1
    for load in loads:
        for path in files:
            if path.parent.name == load:
                copy(path, project.landing / path.relative_to(landing))
        build = project.build(
            "--resource-type", "seed", "model",
            "--select", *(f"+{model}" for model in (*models, "event_ledger", "event_quarantine")),
            variables=variables,
        )
        assert build.code == 0, build.output[-3000:]
    with open_both(built.database, build.database) as connection:
        once, by_loads = (columns_of(connection, name) for name in ("lft", "rgt"))
    assert {table.partition(".")[2] for table in by_loads} >= {*models, "event_ledger", "event_quarantine"}
    left_out = tuple(once.keys() - by_loads.keys())
    return [str(found) for found in differences(build.database, built.database, left_out)]


def copy(path: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(path.read_bytes())
