"""Prints the counts of the published cases at the end of the run."""

import pytest

COUNTS = pytest.StashKey[list]()


@pytest.fixture
def record_counts(request):
    def record(stem, agree, known, total):
        request.config.stash.setdefault(COUNTS, []).append((stem, agree, known, total))

    return record


def pytest_terminal_summary(terminalreporter, config):
    for stem, agree, known, total in config.stash.get(COUNTS, []):
        terminalreporter.write_line(
            f"conformance {stem}: {agree} of {total} agree, {known} known differences"
        )
