"""Which runs leave a state to go on from, and which of those readers get."""

import pytest

from plugins.run_outcome import unfinished_because, unpublished_because


def node(name, *parents, materialized="table", holds=None):
    kind = "seed" if materialized == "seed" else "model"
    return f"{kind}.footpath.{name}", {
        "materialized": materialized,
        "holds": holds,
        "relation": None if materialized == "ephemeral" else f"core.{name}",
        "parents": list(parents),
    }


SEED, STAGED, THROUGH, KEPT, WHOLE = (
    "seed.footpath.names", "model.footpath.staged", "model.footpath.through",
    "model.footpath.kept", "model.footpath.whole",
)
NODES = dict([
    node("names", materialized="seed"),
    node("staged", SEED, holds="changes"),
    node("through", STAGED, materialized="ephemeral"),
    node("kept", THROUGH, materialized="incremental"),
    node("whole", KEPT),
])
TEST, UNIT_TEST = "test.footpath.unique_kept", "unit_test.footpath.kept.adds_up"
ALL_GOOD = dict.fromkeys((SEED, STAGED, KEPT, WHOLE), "success") | {TEST: "pass", UNIT_TEST: "pass"}


def run(results, command="build", **changes):
    return {
        "command": command, "is_sample": False, "nodes": NODES, "checks": [TEST, UNIT_TEST],
        "results": results,
    } | changes


def without(*nodes):
    return {node: status for node, status in ALL_GOOD.items() if node not in nodes}


@pytest.mark.parametrize(
    ("results", "said"),
    [
        (ALL_GOOD, None),
        ({}, None),
        (ALL_GOOD | {TEST: "fail"}, None),
        (ALL_GOOD | {TEST: "error"}, None),
        (ALL_GOOD | {TEST: "warn"}, None),
        # made anew by every run, it cannot fall behind
        (without(WHOLE), None),
        (ALL_GOOD | {TEST: "fail", WHOLE: "skipped"}, None),
        # nothing that it reads was made anew
        (without(SEED, STAGED), None),
        (without(SEED, STAGED, KEPT), None),
        (ALL_GOOD | {WHOLE: "error"}, "whole failed"),
        (ALL_GOOD | {SEED: "error", KEPT: "skipped"}, "names failed"),
        (ALL_GOOD | {STAGED: "partial success"}, "staged failed"),
        (ALL_GOOD | {"operation.footpath.start": "error"}, "start failed"),
        (without(KEPT), "kept did not run, and what they read did"),
        # what kept rows were made by is noted with them
        (without(STAGED, KEPT), None),
        (without(STAGED, KEPT, WHOLE), None),
        (ALL_GOOD | {TEST: "fail", KEPT: "skipped"}, "kept did not run, and what they read did"),
    ],
)
def test_state_is_one_to_go_on_from(results, said):
    assert unfinished_because(run(results)) == said


def test_snapshots_are_kept_tables():
    snapshot = {
        "materialized": "snapshot", "holds": None, "relation": "core.past", "parents": [WHOLE],
    }
    nodes = NODES | {"snapshot.footpath.past": snapshot}
    said = unfinished_because(run(ALL_GOOD, nodes=nodes))
    assert said == "past did not run, and what they read did"


def test_part_of_the_rows_is_no_state_to_go_on_from():
    assert "--empty" in unfinished_because(run(ALL_GOOD, is_sample=True))


@pytest.mark.parametrize(
    ("results", "command", "said"),
    [
        (ALL_GOOD, "build", None),
        (ALL_GOOD | {TEST: "warn"}, "build", None),
        (ALL_GOOD, "run", "dbt run does not publish, dbt build does"),
        (without(WHOLE), "build", "whole left out of the run"),
        (without(SEED), "build", "names left out of the run"),
        (without(TEST), "build", "unique_kept left out of the run"),
        (without(UNIT_TEST), "build", "kept.adds_up left out of the run"),
        ({}, "build", "kept, kept.adds_up, names and 3 more left out of the run"),
        (ALL_GOOD | {TEST: "fail"}, "build", "unique_kept did not pass"),
        (ALL_GOOD | {TEST: "error"}, "build", "unique_kept did not pass"),
        (ALL_GOOD | {UNIT_TEST: "fail", WHOLE: "skipped"}, "build",
         "kept.adds_up, whole did not pass"),
    ],
)
def test_state_is_published(results, command, said):
    assert unpublished_because(run(results, command)) == said
