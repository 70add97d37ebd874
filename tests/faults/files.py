"""What the tests of this folder build from, and the files that a build leaves."""

import shutil
from pathlib import Path

from tests.builds import Project

PAGE = {"event": "Page Viewed", "timestamp": "2026-01-01T10:00:00Z", "anonymous_id": "visitor"}


def published(project: Project) -> Path:
    """The file that readers open."""
    return project.database.with_name("footpath.published.duckdb")


def keep(project: Project) -> Path:
    """A copy of all files of a project, to restore it from."""
    kept = project.folder.with_name(f"{project.folder.name}_kept")
    shutil.copytree(project.folder, kept)
    return kept


def restore(project: Project, kept: Path) -> None:
    """Makes a project what it was when it was kept."""
    shutil.rmtree(project.folder)
    shutil.copytree(kept, project.folder)


def pages(first: int, count: int) -> list[dict]:
    """Tracker rows that are accepted, with numbers of their own."""
    return [PAGE | {"message_id": f"message-{n}"} for n in range(first, first + count)]
