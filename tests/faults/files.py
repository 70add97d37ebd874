"""What the tests of this folder build from, and the files that a build leaves."""

from pathlib import Path

from tests.builds import Project

PAGE = {"event": "Page Viewed", "timestamp": "2026-01-01T10:00:00Z", "anonymous_id": "visitor"}


def published(project: Project) -> Path:
    """The file that readers open."""
    return project.database.with_name("footpath.published.duckdb")


def pages(first: int, count: int) -> list[dict]:
    """Tracker rows that are accepted, with numbers of their own."""
    return [PAGE | {"message_id": f"message-{n}"} for n in range(first, first + count)]
