"""What macros ask of the definitions, as JSON.

A question has `ask`, and `seeds`: name, file and root (both as dbt knows them), meta, and columns
with the meta of each; `sources`: the collectors that are on.

problems : every mistake, by file, line and column
rows : of the first seed, rows of typed text: the line, then its columns
names : event and property names that definitions use and events may never have had
"""

import hashlib
import json
from dataclasses import asdict
from pathlib import Path

from plugins.definitions.cells import KEYS, TYPES, event_name, problem_of, property_name, typed
from plugins.definitions.files import Seed, read
from plugins.definitions.rules import RULES, check_conditions, check_keys, check_references, property_aliases

ROOT = Path(__file__).resolve().parents[2]
SHIPPED = "seeds/definitions/shipped_lines.txt"


def answer(question: str) -> str:
    asked = json.loads(question)
    seeds = {told["name"]: seed_of(told) for told in asked["seeds"]}
    for seed in seeds.values():
        read(seed)
    if asked["ask"] == "problems":
        return json.dumps(problems(seeds, asked["sources"]))
    if asked["ask"] == "names":
        return json.dumps(names(seeds))
    [seed] = seeds.values()
    return json.dumps([
        [row[""]] + [typed(row[name], meta) for name, meta in seed.columns.items()]
        for row in seed.rows
    ])


def seed_of(told: dict) -> Seed:
    path = Path(told["root"], told["file"])
    # a cluster's tasks may have the project elsewhere
    return Seed(told["name"], told["file"], path if path.exists() else ROOT / told["file"],
                told["columns"], told["meta"])


def problems(seeds: dict[str, Seed], sources: list[str]) -> list[dict]:
    known = known_sources(seeds) | set(sources)
    for seed in seeds.values():
        check_yaml(seed)
        check_cells(seed, known)
        check_keys(seed)
        check_conditions(seed)
        check_references(seed, seeds)
    for read_by, check in RULES:
        if all(name in seeds and seeds[name].is_readable for name in read_by):
            check(seeds, sources)
    found = {problem for seed in seeds.values() for problem in seed.problems}
    return [asdict(one) for one in sorted(
        found, key=lambda one: (one.file, one.line, one.column, one.problem)
    )]


def check_yaml(seed: Seed) -> None:
    """A misspelt key of `meta` would check nothing, and say nothing."""
    for column, meta in seed.columns.items():
        for key in sorted(set(meta) - KEYS):
            seed.report(1, column, key, "is not a key of a definition's meta in the YAML",
                        f"Use one of {', '.join(sorted(KEYS))}.")
        if meta.get("type", "text") not in TYPES:
            seed.report(1, column, str(meta["type"]), "is not a type of a definition's column",
                        f"Use one of {', '.join(sorted(TYPES))}.")


def check_cells(seed: Seed, known: set[str]) -> None:
    for row in seed.rows:
        for column, meta in seed.columns.items():
            cell = row[column]
            if cell == "":
                if meta.get("required"):
                    seed.report(row[""], column, "", "is blank", fix_of_blank(meta))
                continue
            problem = problem_of(cell, meta)
            if problem is None and meta.get("type") == "source" and cell not in known | (
                {"*"} if meta.get("allows_any") else set()
            ):
                problem = "is not a source", f"Write one of {', '.join(sorted(known))}."
            if problem:
                seed.report(row[""], column, cell, *problem)


def fix_of_blank(meta: dict) -> str:
    if "choices" in meta:
        return problem_of("?", meta)[1]
    if meta.get("type") in ("integer", "number"):
        return problem_of("?", meta)[1]
    return "Write a value."


def known_sources(seeds: dict[str, Seed]) -> set[str]:
    """Collectors that the project can read, on or off: they have a staging model."""
    roots = {seed.path.parents[len(Path(seed.file).parts) - 1] for seed in seeds.values()}
    return {
        path.stem.removeprefix("stg_").removesuffix("__events")
        for root in roots for path in root.glob("models/staging/*/stg_*__events.sql")
    }


def names(seeds: dict[str, Seed]) -> list[dict]:
    """Names in columns with meta `warns`; a line is named by the first column of its seed."""
    found = []
    aliases = property_aliases(seeds)
    for seed in seeds.values():
        shipped = shipped_lines(seed)
        first = next(iter(seed.columns))
        events = [c for c, meta in seed.columns.items() if meta.get("type") == "event_name"]
        for row in seed.rows:
            is_new = line_hash(seed.name, row) not in shipped
            for column, meta in seed.columns.items():
                is_event = meta.get("type") == "event_name"
                # of several properties joined by a plus sign, the first
                name = event_name(row[column]) if is_event else property_name(
                    row[column].partition("+")[0].strip())
                name = name if is_event else aliases.get(name, name)
                if not meta.get("warns") or not name or name.endswith("*"):
                    continue
                found.append({
                    "seed": seed.name, "file": seed.file, "line": row[""],
                    "definition_name": row[first], "column_name": column,
                    "kind": "event" if is_event else "property", "name": name,
                    # the event that a property belongs to, where the line names one
                    "event_name": None if is_event or not events else event_name(row[events[0]]),
                    "is_new": is_new, "is_known_by_taxonomy": meta["warns"] == "unknown",
                })
    return found


def line_hash(name: str, row: dict) -> str:
    """What tells a line of a seed from every other; see scripts/definitions.py."""
    cells = [name, *(cell for column, cell in row.items() if column)]
    # blank at its end are columns that a file may leave out
    while not cells[-1]:
        cells.pop()
    return hashlib.sha256(json.dumps(cells).encode()).hexdigest()[:12]


def shipped_lines(seed: Seed) -> set[str]:
    """Hashes of the sample definitions' lines, which scripts/definitions.py writes."""
    path = seed.path.parents[len(Path(seed.file).parts) - 1] / SHIPPED
    return set(path.read_text().split()) if path.exists() else set()
