"""A project of every model and few tests, so that a whole build takes seconds."""

from pathlib import Path

import yaml

from tests.builds import Project

PAGE = {"event": "Page Viewed", "timestamp": "2026-01-01T10:00:00Z", "anonymous_id": "visitor"}


def small_project(folder: Path, landing: Path | None = None) -> Project:
    """A Project that has only the singular tests of tests/models.

    What counts as the whole of it, and is published, is then the same for dbt, and smaller.
    """
    project = Project(folder, landing)
    path = project.root / "dbt_project.yml"
    config = yaml.safe_load(path.read_text())
    config["data_tests"]["footpath"] |= {"+enabled": False, "models": {"+enabled": True}}
    config["unit_tests"] = {"footpath": {"+enabled": False}}
    path.write_text(yaml.safe_dump(config, sort_keys=False))
    return project


def published(project: Project) -> Path:
    """The file that readers open."""
    return project.database.with_name("footpath.published.duckdb")


def marker(project: Project) -> Path:
    """The file that says that the working database is not to be trusted."""
    return project.database.with_name("footpath.duckdb.unfinished")


def pages(first: int, count: int) -> list[dict]:
    """Tracker rows that are accepted, with numbers of their own."""
    return [PAGE | {"message_id": f"message-{n}"} for n in range(first, first + count)]
