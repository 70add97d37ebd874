"""What came of a run of dbt: may a later run go on from it, and may readers have it?

A run is told as a mapping, by the macro `finish_run`:

command : str
    What dbt was asked to do: build, run, test, …
is_sample : bool
    Whether it was asked for a part of the rows (`--empty`, `--sample`).
nodes : dict
    Unique id of every enabled seed, model and snapshot of the project: `materialized`, `holds`
    (`changes` or None), `parents` (unique ids) and `relation` (`schema.name`; None when it
    makes none).
checks : list
    Unique ids of every enabled data and unit test.
results : dict
    Unique id of everything that was in the run, hooks that failed included: its status.
"""

# what dbt calls a result that stands
GOOD = {"success", "pass", "warn", "no-op", "reused"}


def unfinished_because(run: dict) -> str | None:
    """Why no later run may go on from the state that this one leaves; None when it may.

    Tables that are kept must have seen the same rows: none of them may be left out of a run
    that took in what it reads. A changed seed or model that is made anew is none of these: what
    kept rows were made by is noted with them. A test that fails says nothing about that.
    """
    if run["is_sample"]:
        return "--empty and --sample read only a part of the rows"
    nodes, results, checks = run["nodes"], run["results"], set(run["checks"])
    failed = [
        node for node, status in results.items()
        if node not in checks and status not in GOOD | {"skipped"}
    ]
    if failed:
        return f"{names(failed)} failed"
    made = {node for node in nodes if results.get(node) in GOOD}
    taken_in = {node for node in made if is_kept(nodes[node]) or nodes[node]["holds"] == "changes"}
    behind = [
        node for node in downstream(nodes, taken_in)
        if is_kept(nodes[node]) and node not in made
    ]
    if behind:
        return f"{names(behind)} did not run, and what they read did"
    return None


def is_kept(facts: dict) -> bool:
    """Whether a table grows from run to run; the others are made anew."""
    return facts["materialized"] in ("incremental", "snapshot")


def unpublished_because(run: dict) -> str | None:
    """Why readers do not get the state that this run leaves; None when they do."""
    if run["command"] != "build":
        return f"dbt {run['command']} does not publish, dbt build does"
    if left_out(run):
        return f"{names(left_out(run))} left out of the run"
    bad = [node for node, status in run["results"].items() if status not in GOOD]
    if bad:
        return f"{names(bad)} did not pass"
    return None


def left_out(run: dict) -> set[str]:
    """What the project has to make and to test, and the run has not."""
    made = {node for node, facts in run["nodes"].items() if facts["relation"]}
    return made.union(run["checks"]).difference(run["results"])


def downstream(nodes: dict, start: set[str]) -> set[str]:
    """The nodes that read one of `start`, directly or through others."""
    children: dict[str, list[str]] = {}
    for node, facts in nodes.items():
        for parent in facts["parents"]:
            children.setdefault(parent, []).append(node)
    reached: set[str] = set()
    waiting = list(start)
    while waiting:
        for child in children.get(waiting.pop(), []):
            if child not in reached:
                reached.add(child)
                waiting.append(child)
    return reached


def names(nodes) -> str:
    """Names from unique ids, three of them spelled out."""
    told = sorted(node.split(".", 2)[2] for node in nodes)
    more = f" and {len(told) - 3} more" if len(told) > 3 else ""
    return ", ".join(told[:3]) + more
